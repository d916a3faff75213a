//! JSON of records: a list of objects, or one object a line, whose properties are texts and numbers. Each is a row under
//! the names of its properties, which need not be the same in all.

use serde_json::value::RawValue;

use super::written::{Pairs, parse, unquoted};
use crate::source::found::{Finding, Found};
use crate::source::grid::Grid;
use crate::source::{Options, SourceError, stacked};
use crate::words::excerpt;

type Record<'t> = Pairs<&'t RawValue>;

/// The tables of such a text.
///
/// # Errors
/// If its records hold anything but texts and numbers, or if there is no table in them.
pub(super) fn read(name: &str, text: &str, options: &Options) -> Result<Vec<Found>, SourceError> {
    let records = records(text).map_err(SourceError::Unreadable)?;
    let grid = grid(name, &records).map_err(SourceError::Unreadable)?;
    let told = Finding::new("each record is a row", "it is JSON with records", "");
    stacked::tables(&grid, &[told], options)
}

fn records(text: &str) -> Result<Vec<Record<'_>>, String> {
    if text.trim_start().starts_with('[') {
        return parse(text);
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(parse).collect()
}

fn grid(name: &str, records: &[Record<'_>]) -> Result<Grid, String> {
    let mut names: Vec<&str> = Vec::new();
    for record in records {
        for (place, (own, _)) in record.0.iter().enumerate() {
            if place_of(&names, place, own).is_none() {
                names.push(own);
            }
        }
    }
    let mut grid = Grid::new(name);
    // A number of JSON has a point.
    grid.decimal = Some('.');
    grid.push(1, names.iter().copied());
    for (index, record) in records.iter().enumerate() {
        let mut cells = vec![String::new(); names.len()];
        let mut filled = vec![false; names.len()];
        for (place, (own, value)) in record.0.iter().enumerate() {
            let Some(at) = place_of(&names, place, own) else {
                continue;
            };
            if std::mem::replace(&mut filled[at], true) {
                return Err(format!(
                    "its record {} has `{}` twice; give each property a name of its own",
                    index + 1,
                    excerpt(own)
                ));
            }
            if value.get().starts_with(['{', '[']) {
                return Err(format!(
                    "`{}` of its record {} holds further records, and a row holds texts and numbers; save the table as CSV or as JSON-stat",
                    excerpt(own),
                    index + 1
                ));
            }
            cells[at] = unquoted(value.get());
        }
        let line = u64::try_from(index + 2).unwrap_or(u64::MAX);
        grid.push(line, cells.iter().map(String::as_str));
    }
    Ok(grid)
}

/// The column of a name: most records have the properties of the first in its order.
fn place_of(names: &[&str], place: usize, own: &str) -> Option<usize> {
    if names.get(place).is_some_and(|name| *name == own) {
        return Some(place);
    }
    names.iter().position(|name| *name == own)
}
