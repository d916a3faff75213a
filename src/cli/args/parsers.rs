//! Values of options: limits, widths, formats, names of lists.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::figure::Number;
use crate::query::{Condition, Operator};
use crate::render::Format;
use crate::words::printable;

/// Reads the value of `--min`.
pub(super) fn at_least(text: &str) -> Result<Condition, String> {
    limit(text, "--min", Operator::AtLeast)
}

/// Reads the value of `--max`.
pub(super) fn at_most(text: &str) -> Result<Condition, String> {
    limit(text, "--max", Operator::AtMost)
}

fn limit(text: &str, option: &str, operator: Operator) -> Result<Condition, String> {
    let parts = text.split_once('=').filter(|(column, value)| {
        !column.trim().is_empty() && value.trim().parse::<Number>().is_ok()
    });
    let Some((column, value)) = parts else {
        return Err(format!(
            "`{option}` does not take `{}`; write a column and a number, such as `{option} gdp=30`",
            printable(text)
        ));
    };
    Ok(Condition {
        column: column.trim().to_owned(),
        operator,
        value: value.trim().to_owned(),
    })
}

/// Reads the value of `--width`.
pub(super) fn width_in_characters(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|width| *width > 0).ok_or_else(|| {
        format!(
            "`--width` does not take `{}`; write a whole number of 1 or more",
            printable(text)
        )
    })
}

/// A format, or the choice left to where the answer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FormatChoice {
    /// A table on a terminal, CSV elsewhere.
    Auto,
    /// This one.
    Is(Format),
}

impl FormatChoice {
    /// Every name that `--format` takes.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        std::iter::once("auto").chain(Format::all().map(Format::name))
    }

    /// The choice of this name.
    pub(crate) fn named(name: &str) -> FormatChoice {
        Format::named(name).map_or(FormatChoice::Auto, FormatChoice::Is)
    }
}

pub(super) fn format_parser() -> impl TypedValueParser<Value = FormatChoice> {
    PossibleValuesParser::new(FormatChoice::names()).map(|name| FormatChoice::named(&name))
}

/// Takes one of the names of a list, and gives what it stands for.
pub(crate) fn one_of<T: Copy + Send + Sync + 'static>(
    all: &'static [(&'static str, T)],
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().map(|(name, _)| *name)).try_map(move |wanted| {
        let found = all
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(&wanted));
        found.map(|(_, value)| *value).ok_or("no such value")
    })
}
