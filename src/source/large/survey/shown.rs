//! Rows that are kept, and what they show.

/// A row that is kept.
#[derive(Debug, Clone)]
pub(in crate::source::large) struct Kept {
    /// Where in the file it begins.
    pub(in crate::source::large) offset: u64,
    /// The line of the file, once that is known.
    pub(in crate::source::large) line: u64,
    pub(in crate::source::large) raw: Box<[u8]>,
    /// What it shows; it stays where it is the first or the second to show one of these, or where there are none.
    pub(super) shows: Vec<Shown>,
}

/// What a row shows, and how many rows that show it are enough.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shown {
    /// A text of a column.
    Text(usize, u32),
    /// A period that several columns tell together.
    Period(Vec<u32>),
    /// A form in which figures of a column are written.
    Form(usize, u32, Vec<u8>),
    /// Something of which all rows are to be seen.
    Always,
}

impl Shown {
    /// How many rows that show it are enough.
    pub(super) fn enough(&self) -> usize {
        match self {
            Shown::Text(..) | Shown::Period(_) => 1,
            Shown::Form(..) => 2,
            Shown::Always => usize::MAX,
        }
    }
}
