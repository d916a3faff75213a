//! What the columns of a table are, and its rows in one form.

use serde_json::json;

use super::found::{Found, Records};
use super::grid::Grid;
use super::layout::{Heading, Layout};
use super::numeral::Tally;
use super::{Options, SourceError};

/// The table in tidy rows, with what describes it.
///
/// # Errors
/// If it has no figures, or if it has to be asked what is meant.
pub fn shape(grid: &Grid, layout: &Layout, _options: &Options) -> Result<Found, SourceError> {
    let mut records = Records::new(layout.columns.iter().map(|column| column.name.as_str()));
    for row in layout.body.clone().map(|index| grid.row(index)) {
        if !row.is_blank() {
            let cells = layout
                .columns
                .iter()
                .map(|column| row.cell(column.index).trim());
            records.push(row.line, cells);
        }
    }
    let field = |column: &Heading| {
        let mut tally = Tally::default();
        for row in layout.body.clone().map(|index| grid.row(index)) {
            tally.add(row.cell(column.index), row.line);
        }
        let type_ = match column.name.to_lowercase().as_str() {
            "year" => "year",
            _ if tally.holds_figures() => "number",
            _ => "string",
        };
        json!({ "name": column.name, "type": type_ })
    };
    let fields: Vec<serde_json::Value> = layout.columns.iter().map(field).collect();
    Ok(Found {
        resource: json!({ "name": grid.name, "schema": { "fields": fields } }),
        records,
        ..Found::default()
    })
}
