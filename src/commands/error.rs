//! What goes wrong, as one sentence and an exit code. Every error of every layer passes through here.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::package::{OpenError, Package, PackageError};
use crate::query::QueryError;
use crate::words::{did_you_mean, printable, quoted_list};

/// The exit codes, which scripts may rely on.
pub mod exit {
    /// The question was answered.
    pub const ANSWERED: u8 = 0;
    /// It could not be: a file cannot be read or written, a package is broken.
    pub const FAILED: u8 = 1;
    /// The question is wrong: an option, a name, a refusal.
    pub const USAGE: u8 = 2;
    /// The question is right and nothing is there.
    pub const NOTHING: u8 = 3;
}

/// A question that is wrong, in one sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Refusal(String);

impl Refusal {
    pub(super) fn new(message: impl Into<String>) -> Refusal {
        Refusal(message.into())
    }
}

/// The exit code of an error.
pub(super) fn code(error: &anyhow::Error) -> u8 {
    let usage =
        error.is::<Refusal>() || matches!(error.downcast_ref(), Some(QueryError::Refused(_)));
    let package = error.is::<PackageError>() || error.is::<OpenError>();
    if usage && !package {
        exit::USAGE
    } else {
        exit::FAILED
    }
}

/// An error of the command line, in our words.
pub(super) fn usage(
    error: &clap::Error,
    package: &Package,
    words: &[&str],
    command: Option<&str>,
) -> Refusal {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => printable(text),
        Some(ContextValue::Strings(texts)) => texts
            .iter()
            .map(|text| printable(text))
            .collect::<Vec<_>>()
            .join(" "),
        _ => String::new(),
    };
    // clap names an option with its values: `--sort <[-]COLUMN,…>`.
    let option = |kind: ContextKind| {
        text(kind)
            .split([' ', '=', '['])
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let help = command.map_or("hlj --help".to_owned(), |command| {
        format!("hlj {command} --help")
    });
    let value = text(ContextKind::InvalidValue);
    Refusal::new(match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let wanted = text(ContextKind::InvalidSubcommand);
            let known = package
                .tables()
                .map(|table| table.name.as_str())
                .chain(words.iter().copied());
            let hint = did_you_mean(&wanted, known);
            format!(
                "there is no table or command `{wanted}`{} `hlj --help` lists them",
                if hint.is_empty() { ";" } else { &hint }
            )
        }
        ErrorKind::UnknownArgument => {
            let wanted = text(ContextKind::InvalidArg);
            let suggested = text(ContextKind::SuggestedArg);
            if !wanted.starts_with('-') {
                format!(
                    "`{wanted}` stands where nothing is expected; names of areas follow `--city`, and `{help}` lists the options"
                )
            } else if suggested.is_empty() {
                format!("there is no option `{wanted}` here; `{help}` lists them")
            } else {
                format!(
                    "there is no option `{wanted}` here, did you mean `{suggested}`? `{help}` lists them"
                )
            }
        }
        ErrorKind::InvalidValue => {
            let option = option(ContextKind::InvalidArg);
            let allowed = match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(values)) if !values.is_empty() => {
                    format!("write {}", quoted_list(values, "or"))
                }
                _ => format!("`{help}` says which"),
            };
            if value.is_empty() {
                format!("`{option}` needs a value; {allowed}")
            } else {
                format!("`{option}` does not take `{value}`; {allowed}")
            }
        }
        ErrorKind::ValueValidation => {
            let source = std::error::Error::source(error)
                .map(ToString::to_string)
                .unwrap_or_default();
            let option = option(ContextKind::InvalidArg);
            // Our own parsers say what is wrong in a whole sentence; those of numbers do not.
            if source.contains('`') {
                source
            } else {
                format!("`{option}` does not take `{value}`; write a whole number of 0 or more")
            }
        }
        ErrorKind::ArgumentConflict => {
            let (one, other) = (
                option(ContextKind::InvalidArg),
                option(ContextKind::PriorArg),
            );
            if one == other || other.is_empty() {
                format!("`{one}` is given twice; give it once")
            } else {
                format!("`{one}` and `{other}` contradict each other; leave out one of them")
            }
        }
        ErrorKind::NoEquals => {
            let option = option(ContextKind::InvalidArg);
            format!("the value of `{option}` follows an equals sign; write `{option}=eu`")
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!(
                "`{}` needs a value after it; `{help}` says which",
                option(ContextKind::InvalidArg)
            )
        }
        ErrorKind::TooManyValues => {
            format!(
                "`{}` does not take `{value}`; `{help}` says what it takes",
                option(ContextKind::InvalidArg)
            )
        }
        ErrorKind::MissingRequiredArgument => {
            format!(
                "{} is missing; `{help}` says what to write",
                text(ContextKind::InvalidArg)
            )
        }
        ErrorKind::InvalidUtf8 => {
            "an argument is not UTF-8; write names in UTF-8, or use an area's code".to_owned()
        }
        _ => format!("the arguments cannot be understood; `{help}` says what there is"),
    })
}
