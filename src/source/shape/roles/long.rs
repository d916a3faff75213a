//! The long form that the program itself writes.

use crate::source::attribute::What;
use crate::source::shape::body::Body;

/// The last columns of the long form that the program itself writes.
const LONG: [&str; 6] = ["indicator", "value", "unit", "status", "note", "source"];
/// The columns with the bounds of its figures, where they are asked for; they stand behind the value.
pub(super) const BOUNDS: [(&str, What); 2] = [("low", What::Low), ("high", What::High)];

/// Whether the columns are those of the long form that the program itself writes.
pub(in crate::source::shape) fn is_own_long(body: &Body) -> bool {
    let mut headings: Vec<&str> = body
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    if let Some(at) = bounds_in(&headings) {
        headings.drain(at..at + BOUNDS.len());
    }
    headings.ends_with(&LONG)
}

/// Where the first column with bounds stands.
pub(super) fn bounds_in(headings: &[&str]) -> Option<usize> {
    let at = headings
        .len()
        .checked_sub(LONG.len() - LONG.iter().position(|name| *name == "unit")? + BOUNDS.len())?;
    let mut bounds = BOUNDS.iter().enumerate();
    bounds
        .all(|(further, (name, _))| headings[at + further] == *name)
        .then_some(at)
}
