//! The text of a file of a resource, and its cells where the build has read them.

use std::borrow::Cow;

use super::dialect::Dialect;
use super::files::Cells;

/// A file of a resource, or what stands for it.
pub(super) struct Part<'a> {
    /// The file, as the descriptor names it.
    pub(super) file: String,
    /// Its text, in UTF-8 unless it is faulty.
    pub(super) text: Cow<'a, [u8]>,
    /// How it is written.
    pub(super) dialect: Dialect,
    /// Its cells, where the build has read them.
    pub(super) cells: Option<Cells>,
}

impl<'a> Part<'a> {
    /// A text that is written so.
    pub(super) fn new(file: &str, text: impl Into<Cow<'a, [u8]>>, dialect: Dialect) -> Part<'a> {
        Part {
            file: file.to_owned(),
            text: text.into(),
            dialect,
            cells: None,
        }
    }

    /// The cells of its first line, as they are written.
    pub(super) fn header(&self) -> Vec<&[u8]> {
        if let Some([header, ..]) = self.cells {
            return header.iter().map(|cell| cell.as_bytes()).collect();
        }
        let line = self.text.split(|byte| matches!(byte, b'\n' | b'\r')).next();
        let between = self.dialect.byte();
        let cells = line
            .unwrap_or_default()
            .split(|byte| Some(*byte) == between);
        cells.collect()
    }
}
