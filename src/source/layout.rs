//! Where the table stands in a grid: its header, its body, and what is said above and below it.

use std::ops::Range;

use super::found::Finding;
use super::grid::Grid;
use super::{Options, SourceError};

/// Where the table stands in a grid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// The columns, without those that are empty throughout.
    pub columns: Vec<Heading>,
    /// The rows of the body, as indices into the grid; blank ones may stand among them.
    pub body: Range<usize>,
    /// The line of the header; 0 where there is none.
    pub header_line: u64,
    /// What the lines above call the table.
    pub title: Option<String>,
    /// What else stands above it.
    pub description: Vec<String>,
    /// The unit that stands above it, for all its figures.
    pub unit: Option<String>,
    /// What stands below it, the source aside.
    pub notes: Vec<String>,
    /// Where it is taken from, as it says itself.
    pub source: Option<String>,
    /// What was concluded.
    pub findings: Vec<Finding>,
}

/// A column of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    /// Which cell of a row it is.
    pub index: usize,
    /// Its name, trimmed; empty where the header has none.
    pub name: String,
    /// The headings that stand above the name, the uppermost first, those of merged cells repeated.
    pub above: Vec<String>,
    /// What a row of labels below the header says: `Estimate; Total`.
    pub label: Option<String>,
    /// What a row of units below the header says: `Persons`.
    pub unit: Option<String>,
}

/// Finds the table in a grid.
///
/// # Errors
/// If there is none.
pub fn find(grid: &Grid, _options: &Options) -> Result<Layout, SourceError> {
    let Some(header) = grid.rows().position(|row| !row.is_blank()) else {
        return Err(SourceError::Unreadable("it holds no table".to_owned()));
    };
    let row = grid.row(header);
    let columns = row.cells().enumerate().map(|(index, name)| Heading {
        index,
        name: name.trim().to_owned(),
        ..Heading::default()
    });
    Ok(Layout {
        columns: columns.collect(),
        body: header + 1..grid.len(),
        header_line: row.line,
        ..Layout::default()
    })
}
