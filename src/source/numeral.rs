//! Numbers as files print them: one format for a column, decided by the cells that settle it and checked by all.
//!
//! [`Tally`] counts the cells of a column (or of all columns that hold one indicator); [`Tally::format`] says what
//! was found; [`Format::read`] reads a cell. A cell is a figure, a mark of a missing one, or neither: a figure may have a
//! flag behind or before it. What is neither is counted and told, and decides nothing.

use std::borrow::Cow;

use crate::figure::Status;

/// How the numbers of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// What stands before the decimals: a point or a comma.
    pub decimal: char,
}

/// A cell of a column of figures, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell<'a> {
    /// The plain numeral (`-1234.50`) with the digits printed; nothing where the figure is missing.
    pub number: Option<Cow<'a, str>>,
    /// What the flag or the mark makes of it; nothing where there is none, or where its meaning is not known.
    pub status: Option<Status>,
    /// The flag or the mark, as printed; empty where there is none.
    pub flag: &'a str,
}

/// What is known of the cells of a column.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Cells that hold nothing but blanks.
    pub blank: usize,
    /// Cells with a mark that stands for a missing figure.
    pub missing: usize,
    /// Cells that hold a number.
    pub figures: usize,
    /// Cells that hold anything else.
    pub words: usize,
}
