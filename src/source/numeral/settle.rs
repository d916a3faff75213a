//! The number formats of the columns of a table, decided together.

use super::{Example, Format, Parentheses, Tally};
use crate::words::excerpt;

/// A column whose numbers have two readings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{cell}` in line {line} of `{column}` has two readings, {grouped} or {decimal}; say `--decimal ,` or `--decimal .`"
)]
pub struct Ambiguous {
    /// The column.
    pub column: String,
    /// The line of the first such number.
    pub line: u64,
    /// The number as it stands there.
    pub cell: String,
    /// What it is where the sign groups digits.
    pub grouped: String,
    /// What it is where the sign stands before decimals.
    pub decimal: String,
}

/// The number format of each column of figures: what the user says, else what its own numbers settle, else what those
/// of the other columns do, else what the delimiter does: where commas part fields, points stand before decimals.
///
/// # Errors
/// If the numbers of a column have two readings and nothing settles which.
pub fn formats(
    columns: &[(&str, &Tally)],
    delimiter: Option<char>,
    said: Option<char>,
) -> Result<Vec<Format>, Ambiguous> {
    let own: Vec<Option<char>> = columns
        .iter()
        .map(|(_, tally)| settled(tally, delimiter))
        .collect();
    let of_others = |wanted: char| own.contains(&Some(wanted));
    let shared = match (of_others('.'), of_others(',')) {
        (true, false) => Some('.'),
        (false, true) => Some(','),
        _ => None,
    };
    let by_delimiter = (delimiter == Some(',')).then_some('.');
    let format = |((name, tally), own): (&(&str, &Tally), &Option<char>)| {
        let decimal = said.or(*own).or(shared).or(by_delimiter);
        let decimal = match (decimal, &tally.ambiguous_example) {
            (Some(decimal), _) => decimal,
            (None, None) => '.',
            (None, Some(example)) => return Err(ambiguous(name, example)),
        };
        // Beside flags they are one: that a figure is not reliable.
        let are_minus = tally.parenthesised_figures > 0 && tally.flagged == 0
            || tally.figures() == tally.parenthesised;
        Ok(Format {
            decimal,
            parentheses: if are_minus {
                Parentheses::Minus
            } else {
                Parentheses::Note
            },
            letters: letters_are_flags(tally),
            both: said.is_none() && has_both(tally),
        })
    };
    columns.iter().zip(&own).map(format).collect()
}

/// Which sign stands before decimals, where the column's own numbers say it.
fn settled(tally: &Tally, delimiter: Option<char>) -> Option<char> {
    match (tally.point, tally.comma) {
        (0, 0) => by_groups(tally, delimiter),
        // A few that do not fit are told one by one.
        (point, comma) if point >= comma => Some('.'),
        _ => Some(','),
    }
}

/// Where a column holds long numbers without groups, a point in its other numbers stands before decimals; and a comma where
/// semicolons part the fields, as they do for its sake. Elsewhere a comma says neither: some rows of a file are grouped and
/// others not, as those of another source.
fn by_groups(tally: &Tally, delimiter: Option<char>) -> Option<char> {
    match (tally.ambiguous_point, tally.ambiguous_comma) {
        (point, 0) if point > 0 && tally.ungrouped > 0 => Some('.'),
        (0, comma) if comma > 0 && tally.ungrouped > 0 && delimiter == Some(';') => Some(','),
        // Both signs, each before three digits: neither explains the other.
        _ => None,
    }
}

/// Whether many numbers have decimals behind a point and many behind a comma, and none of either could be a group of digits:
/// years of which each was typed by another hand.
fn has_both(tally: &Tally) -> bool {
    tally.ambiguous_point + tally.ambiguous_comma == 0
        && tally.point.min(tally.comma) * 10 >= tally.point.max(tally.comma)
        && tally.point.min(tally.comma) > 1
}

/// Whether letters that could multiply are flags: where other flags stand in the column, or most of it has none.
fn letters_are_flags(tally: &Tally) -> bool {
    tally.flagged > tally.multiplied || tally.multiplied * 2 <= tally.figures()
}

fn ambiguous(column: &str, example: &Example) -> Ambiguous {
    let cell = excerpt(&example.text);
    let grouped: String = cell.chars().filter(char::is_ascii_digit).collect();
    let decimal = cell.replace(',', ".");
    Ambiguous {
        column: excerpt(column),
        line: example.line,
        grouped,
        decimal,
        cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(columns: &[&[&str]], delimiter: char, said: Option<char>) -> Result<String, String> {
        let tallies: Vec<Tally> = columns
            .iter()
            .map(|cells| {
                let mut tally = Tally::default();
                for (cell, line) in cells.iter().zip(2..) {
                    tally.add(cell, line);
                }
                tally
            })
            .collect();
        let named: Vec<(&str, &Tally)> = tallies.iter().map(|tally| ("jobs", tally)).collect();
        formats(&named, Some(delimiter), said)
            .map(|formats| formats.iter().map(|format| format.decimal).collect())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_column_is_settled_by_its_cells_by_others_by_the_delimiter_or_asked() {
        let said = |columns: &[&[&str]], delimiter| decimal(columns, delimiter, None).unwrap();
        assert_eq!(said(&[&["25.896,82", "1.234"]], ';'), ",");
        assert_eq!(said(&[&["1,234.5", "1,234"]], ';'), ".");
        assert_eq!(said(&[&["9,56"], &["1.234"]], ';'), ",,");
        assert_eq!(said(&[&["1,234"]], ','), ".");
        assert_eq!(said(&[&["1.234", "5.678"]], ','), ".");
        assert_eq!(said(&[&["1.234", "56789"]], '\t'), ".");
        assert_eq!(said(&[&["1200", "..", "7"]], ';'), ".");
        assert_eq!(said(&[&["1 234,5"]], '\t'), ",");
        assert_eq!(said(&[&["0.123"]], ';'), ".");
        assert_eq!(said(&[&["1.234.567", "1.234"]], ';'), ",");
        assert_eq!(said(&[&["1,954", "2669", "967"]], ','), ".");
        assert_eq!(said(&[&["1,954", "26690"]], ';'), ",");
        assert!(decimal(&[&["1,954", "26690"]], '\t', None).is_err());
        assert_eq!(
            decimal(&[&["12", "1,234"]], ';', None).unwrap_err(),
            "`1,234` in line 3 of `jobs` has two readings, 1234 or 1.234; say `--decimal ,` or `--decimal .`"
        );
        assert_eq!(decimal(&[&["1,234"]], ';', Some(',')).unwrap(), ",");
    }

    #[test]
    fn both_signs_stand_before_decimals_where_neither_could_group() {
        let both = |cells: &[&str], said| {
            let mut tally = Tally::default();
            for cell in cells {
                tally.add(cell, 1);
            }
            formats(&[("a", &tally)], Some(';'), said).unwrap()[0].both
        };
        assert!(both(&["6,4", "10,2", "9.1", "13.8"], None));
        assert!(!both(&["6,4", "10,2", "9.1", "13.8"], Some(',')));
        assert!(!both(&["6,4", "10,2", "9.125", "13.8"], None));
        assert!(!both(&["6,4", "10,2", "9.1"], None));
        assert!(!both(&["1.5", "2.5"], None));
    }

    #[test]
    fn letters_are_flags_where_most_numbers_have_none() {
        let letters = |cells: &[&str]| {
            let mut tally = Tally::default();
            for cell in cells {
                tally.add(cell, 1);
            }
            formats(&[("a", &tally)], None, None).unwrap()[0].letters
        };
        assert!(letters(&["118 b", "120", "115"]));
        assert!(letters(&["118 b", "52.5 p"]));
        assert!(!letters(&["1.5 b", "2.5 b", "300 m"]));
    }
}
