//! Numbers as files print them: one format for a column, decided by the cells that settle it and checked by all.
//!
//! A [`Tally`] counts the cells of a column (or of all columns that hold one indicator); [`formats`] decides for the
//! columns of a table together; [`Format::read`] reads a cell. A cell is a figure, a mark of a missing one, or neither:
//! a figure may have a flag behind or before it. What is neither is counted and told, and decides nothing.

mod digits;
mod marks;
mod parts;
mod settle;
mod tally;

use std::borrow::Cow;

use crate::figure::Status;
use parts::{Parts, Reading};

pub(crate) use digits::{joined, plain};
pub use marks::{flag_meaning, flag_status, is_multiplied, is_superscript, mark_meaning};
pub use parts::is_plain;
pub use settle::{Ambiguous, formats};
pub use tally::{Example, Tally, is_figure, is_number};

/// What a number in parentheses is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parentheses {
    /// A negative number.
    Minus,
    /// A reference to a note.
    Note,
    /// The number all the same, as of people, of whom there are never fewer than none.
    Aside,
}

/// How the numbers of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// What stands before the decimals: a point or a comma.
    pub decimal: char,
    /// What `(123)` is.
    pub parentheses: Parentheses,
    /// Whether letters that could mean thousands or millions (`5 b`) are flags.
    pub letters: bool,
    /// Whether some numbers have a point before their decimals and others a comma, and each can be told.
    pub both: bool,
}

impl Default for Format {
    /// Decimal points.
    fn default() -> Format {
        Format {
            decimal: '.',
            parentheses: Parentheses::Minus,
            letters: false,
            both: false,
        }
    }
}

/// A cell of a column of figures, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The plain numeral (`-1234.50`) with the digits printed; nothing where the figure is missing.
    pub number: Option<Cow<'a, str>>,
    /// What the flag or the mark makes of it; nothing where there is none, or where its meaning is not known.
    pub status: Option<Status>,
    /// The flag or the mark of a missing figure, as printed; empty where there is none.
    pub flag: &'a str,
}

/// Why a cell is no figure and no mark of a missing one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// It holds something else, or a number in another format than the column.
    Sign,
    /// It is a number beyond what is computed with: more than 28 digits before the point.
    TooLong,
}

impl Format {
    /// Reads a cell of the column.
    ///
    /// # Errors
    /// If it is neither a number in this format nor a known mark.
    pub fn read<'a>(&self, cell: &'a str) -> Result<Cell<'a>, Unread> {
        // Most cells of most files are digits with at most a minus and one point, and few of them.
        if self.decimal == '.' && parts::is_plain(cell) {
            return Ok(Cell {
                number: Some(Cow::Borrowed(cell)),
                ..Cell::default()
            });
        }
        let cell = parts::trim(cell);
        if cell.is_empty() {
            return Ok(Cell::default());
        }
        if let Some(status) = marks::missing(cell) {
            return Ok(Cell {
                number: None,
                status: Some(status),
                flag: cell,
            });
        }
        let parts = Parts::of(cell).ok_or(Unread::Sign)?;
        if parts.parenthesised && self.parentheses == Parentheses::Note {
            return Ok(Cell {
                number: None,
                status: Some(Status::Missing),
                flag: cell,
            });
        }
        if marks::may_multiply(parts.flag) && !self.letters {
            return Err(Unread::Sign);
        }
        let decimal = match parts.reading() {
            Reading::Either | Reading::Ambiguous(_) => self.decimal,
            Reading::Point => '.',
            Reading::Comma => ',',
            Reading::None => return Err(Unread::Sign),
        };
        if decimal != self.decimal && !self.both {
            return Err(Unread::Sign);
        }
        let number = parts.plain(decimal).ok_or(Unread::TooLong)?;
        let aside = parts.parenthesised && self.parentheses == Parentheses::Aside;
        let number = match number.strip_prefix('-').filter(|_| aside) {
            Some(number) => number.to_owned(),
            None => number,
        };
        Ok(Cell {
            number: Some(Cow::Owned(number)),
            status: marks::flag_status(parts.flag),
            flag: if aside { "()" } else { parts.flag },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: Format = Format {
        decimal: '.',
        parentheses: Parentheses::Minus,
        letters: true,
        both: false,
    };
    const COMMA: Format = Format {
        decimal: ',',
        ..POINT
    };

    fn number(format: Format, cell: &str) -> String {
        match format.read(cell) {
            Ok(Cell {
                number: Some(number),
                flag: "",
                ..
            }) => number.into_owned(),
            Ok(Cell {
                number: Some(number),
                flag,
                ..
            }) => format!("{number} [{flag}]"),
            Ok(Cell { flag, .. }) => format!("missing [{flag}]"),
            Err(Unread::Sign) => "unread".to_owned(),
            Err(Unread::TooLong) => "too long".to_owned(),
        }
    }

    #[test]
    fn numbers_are_read_as_they_are_printed() {
        for (cell, plain) in [
            ("1234.5", "1234.5"),
            ("1,234.50", "1234.50"),
            (" 12,34,567.8", "1234567.8"),
            ("1 234", "1234"),
            ("1\u{a0}234\u{202f}567", "1234567"),
            ("1'234.5", "1234.5"),
            ("$59,338 ", "59338"),
            ("-$1,200", "-1200"),
            ("US$ 12.5", "12.5"),
            ("5.2%", "5.2"),
            ("5.2 %", "5.2"),
            ("\u{2212}3.5", "-3.5"),
            ("\u{2013}3.5", "-3.5"),
            ("\u{25b3}3.5", "-3.5"),
            ("(1,234)", "-1234"),
            ("+7", "7"),
            (".5", "0.5"),
            ("-.5", "-0.5"),
            ("5.", "5"),
            ("3.72e+08", "372000000"),
            ("7.1E-09", "0.0000000071"),
            ("1.25E3", "1250"),
            ("007", "7"),
            ("0", "0"),
            ("-0.0", "-0.0"),
            ("131.7 b", "131.7 [b]"),
            ("6.1 bp", "6.1 [bp]"),
            ("13*", "13 [*]"),
            ("2011p", "2011 [p]"),
            ("3,281,480(1)", "3281480 [(1)]"),
            ("12.5 (p)", "12.5 [(p)]"),
            ("12.5 [r]", "12.5 [[r]]"),
            ("12.5\u{b9}", "12.5 [\u{b9}]"),
            ("12.5 1)", "12.5 [1)]"),
            ("(p) 12.5", "12.5 [(p)]"),
            ("* 12.5", "12.5 [*]"),
            (":", "missing [:]"),
            (": c", "missing [: c]"),
            ("(NA)", "missing [(NA)]"),
            ("n/a", "missing [n/a]"),
            ("*****", "missing [*****]"),
            ("<5", "missing [<5]"),
            ("x", "missing [x]"),
            ("", "missing []"),
            ("25.896,82", "unread"),
            ("1.2.3", "unread"),
            ("1.5M", "unread"),
            ("12 km", "unread"),
            ("9-5", "unread"),
            ("1e999999999999", "too long"),
            ("12345678901234567890123456789", "too long"),
            ("abc", "unread"),
        ] {
            assert_eq!(number(POINT, cell), plain, "{cell}");
        }
        for (cell, plain) in [
            ("25.896,82", "25896.82"),
            ("9,56", "9.56"),
            ("1.234", "1234"),
            ("1 234,5", "1234.5"),
            ("1.234.567", "1234567"),
            ("3.281.480(1)", "3281480 [(1)]"),
            ("1,234.5", "unread"),
        ] {
            assert_eq!(number(COMMA, cell), plain, "{cell}");
        }
    }

    #[test]
    fn digits_beyond_those_of_a_decimal_are_rounded() {
        assert_eq!(
            number(POINT, "0.123456789012345678901234567891234"),
            "0.1234567890123456789012345679"
        );
        // Near nothing a machine has no more digits that say anything; what keeps too few is no figure.
        assert_eq!(
            number(POINT, "1.11022302462516E-16"),
            "0.0000000000000001110223024625"
        );
        assert_eq!(number(POINT, "1.11022302462516E-24"), "too long");
        assert_eq!(
            number(POINT, "1.99999999999999999999999999999"),
            "2.000000000000000000000000000"
        );
    }

    #[test]
    fn a_letter_that_may_multiply_is_no_flag_unless_the_column_says_so() {
        let strict = Format::default();
        assert_eq!(number(strict, "118 b"), "unread");
        assert_eq!(number(POINT, "118 b"), "118 [b]");
        assert_eq!(number(strict, "118 p"), "118 [p]");
    }

    proptest::proptest! {
        #[test]
        fn no_cell_upsets_a_format(cell in "[-+0-9.,' ()*%$eEbpx:<\u{a0}\u{2212}\u{ff11}é]{0,24}") {
            for format in [POINT, COMMA, Format::default()] {
                if let Ok(Cell { number: Some(number), .. }) = format.read(&cell) {
                    number.parse::<crate::figure::Number>().unwrap();
                }
            }
            let mut tally = Tally::default();
            tally.add(&cell, 1);
        }

        #[test]
        fn what_is_printed_is_read_back(value in -1_000_000_000_i64..1_000_000_000, decimals in 0_u32..6) {
            let number = crate::figure::Number::from(rust_decimal::Decimal::new(value, decimals));
            let plain = number.to_string();
            let grouped = number.grouped();
            proptest::prop_assert_eq!(POINT.read(&plain).unwrap().number.unwrap().into_owned(), plain.clone());
            proptest::prop_assert_eq!(POINT.read(&grouped).unwrap().number.unwrap().into_owned(), plain.clone());
            let comma: String = grouped.chars().map(|c| match c { ',' => '.', '.' => ',', c => c }).collect();
            proptest::prop_assert_eq!(COMMA.read(&comma).unwrap().number.unwrap().into_owned(), plain);
        }
    }
}
