//! What the columns of a table are, and its rows in one form.

use serde_json::json;

use super::found::{Found, Records};
use super::grid::Grid;
use super::layout::Layout;
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
    let fields = layout
        .columns
        .iter()
        .map(|column| json!({ "name": column.name }));
    let fields: Vec<serde_json::Value> = fields.collect();
    Ok(Found {
        resource: json!({ "name": grid.name, "schema": { "fields": fields } }),
        records,
        ..Found::default()
    })
}
