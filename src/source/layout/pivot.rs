//! What a spreadsheet writes above a pivot table.

use crate::source::grid::Row;

/// What a pivot table calls the names of its columns, where these are no periods.
const ACROSS: [&str; 9] = [
    "column labels",
    "spaltenbeschriftungen",
    "étiquettes de colonnes",
    "etiquetas de columna",
    "etichette di colonna",
    "rótulos de coluna",
    "列标签",
    "欄標籤",
    "列ラベル",
];

/// Whether a pivot table calls the names of its columns so.
pub(super) fn is_across(text: &str) -> bool {
    ACROSS.contains(&text.to_lowercase().as_str())
}

/// Whether a row tells what a pivot table is not narrowed by: `Sex | (All)`.
pub(super) fn says_all(row: &Row<'_>) -> bool {
    let mut cells = row.cells().map(str::trim).filter(|cell| !cell.is_empty());
    let (key, all) = (cells.next(), row.cell(1).trim());
    let is_all = all.starts_with('(') && all.ends_with(')');
    is_all && key.is_some_and(|key| key != all) && cells.count() == 1
}
