//! What goes wrong, as one sentence and an exit code. Every error of every layer passes through here.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::verb_names;
use crate::package::{OpenError, Package, PackageError, Table};
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

/// An error of the command line, in our words; `command` is the table or verb that it befell.
pub(super) fn usage(error: &clap::Error, package: &Package, command: Option<&str>) -> Refusal {
    let mistake = Mistake {
        error,
        package,
        command,
    };
    Refusal::new(mistake.sentence())
}

/// What clap says of a mistake, with what is around it.
struct Mistake<'a> {
    error: &'a clap::Error,
    package: &'a Package,
    command: Option<&'a str>,
}

impl Mistake<'_> {
    fn sentence(&self) -> String {
        let help = self.help();
        let option = self.option(ContextKind::InvalidArg);
        let value = self.text(ContextKind::InvalidValue);
        match self.error.kind() {
            ErrorKind::InvalidSubcommand => {
                no_command(&self.text(ContextKind::InvalidSubcommand), self.package)
            }
            ErrorKind::UnknownArgument => self.unknown_argument(),
            ErrorKind::InvalidValue => {
                let allowed = match self.error.get(ContextKind::ValidValue) {
                    Some(ContextValue::Strings(values)) if !values.is_empty() => {
                        format!("write {}", quoted_list(values, "or"))
                    }
                    _ => format!("`{help}` says which"),
                };
                match value.as_str() {
                    "" => format!("`{option}` needs a value; {allowed}"),
                    value => format!("`{option}` does not take `{value}`; {allowed}"),
                }
            }
            ErrorKind::ValueValidation => {
                let source = std::error::Error::source(self.error).map(ToString::to_string);
                // Our own parsers say what is wrong in a whole sentence; those of numbers do not.
                source
                    .filter(|source| source.contains('`'))
                    .unwrap_or_else(|| {
                        format!(
                            "`{option}` does not take `{value}`; write a whole number of 0 or more"
                        )
                    })
            }
            ErrorKind::ArgumentConflict => match self.option(ContextKind::PriorArg) {
                other if other == option || other.is_empty() => {
                    format!("`{option}` is given twice; give it once")
                }
                other => {
                    format!("`{option}` and `{other}` contradict each other; leave out one of them")
                }
            },
            ErrorKind::NoEquals => {
                format!("the value of `{option}` follows an equals sign; write `{option}=eu`")
            }
            ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
                format!("`{option}` needs a value after it; `{help}` says which")
            }
            ErrorKind::TooManyValues => {
                format!("`{option}` does not take `{value}`; `{help}` says what it takes")
            }
            ErrorKind::MissingRequiredArgument => {
                let missing = self.text(ContextKind::InvalidArg);
                format!("{missing} is missing; `{help}` says what to write")
            }
            ErrorKind::InvalidUtf8 => {
                "an argument is not UTF-8; write names in UTF-8, or use an area's code".to_owned()
            }
            _ => format!("the arguments cannot be understood; `{help}` says what there is"),
        }
    }

    fn unknown_argument(&self) -> String {
        let help = self.help();
        let wanted = self.text(ContextKind::InvalidArg);
        if !wanted.starts_with('-') {
            let is_table = self
                .command
                .is_some_and(|name| self.package.table(name).is_some());
            let hint = if is_table {
                "names of areas follow `--city`, and "
            } else {
                ""
            };
            return format!(
                "`{wanted}` stands where nothing is expected; {hint}`{help}` lists the options"
            );
        }
        let has_dimension = |table: &&Table| {
            table
                .dimensions()
                .any(|(_, column, _)| wanted.strip_prefix("--") == Some(&column.name))
        };
        if let Some(table) = self.package.tables().find(has_dimension) {
            let table = &table.name;
            return format!(
                "there is no option `{wanted}` here, the table `{table}` has it; `{help}` lists those there are"
            );
        }
        match self.text(ContextKind::SuggestedArg) {
            near if near.is_empty() => {
                format!("there is no option `{wanted}` here; `{help}` lists them")
            }
            near => format!(
                "there is no option `{wanted}` here, did you mean `{near}`? `{help}` lists them"
            ),
        }
    }

    fn help(&self) -> String {
        self.command.map_or("hlj --help".to_owned(), |command| {
            format!("hlj {command} --help")
        })
    }

    fn text(&self, kind: ContextKind) -> String {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => printable(text),
            Some(ContextValue::Strings(texts)) => texts
                .iter()
                .map(|text| printable(text))
                .collect::<Vec<_>>()
                .join(" "),
            _ => String::new(),
        }
    }

    /// An option without its values, which clap names with it: `--sort <[-]COLUMN,…>`.
    fn option(&self, kind: ContextKind) -> String {
        let text = self.text(kind);
        text.split([' ', '=', '['])
            .next()
            .unwrap_or_default()
            .to_owned()
    }
}

/// That a word names no table and no verb.
pub(super) fn no_command(wanted: &str, package: &Package) -> String {
    let verbs: Vec<&str> = verb_names().collect();
    let hint = did_you_mean(wanted, package.table_names().chain(verbs));
    let hint = if hint.is_empty() { ";" } else { &hint };
    format!(
        "there is no table or command `{}`{hint} `hlj --help` lists them",
        printable(wanted)
    )
}
