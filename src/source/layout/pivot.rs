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

/// How what a pivot table counts begins.
const COUNTED: [&str; 14] = [
    "sum of ",
    "sum - ",
    "count of ",
    "count - ",
    "average of ",
    "summe von ",
    "anzahl von ",
    "mittelwert von ",
    "somme de ",
    "nombre de ",
    "suma de ",
    "cuenta de ",
    "求和项:",
    "合計 / ",
];

/// Whether a text says what a pivot table counts: `Sum of Births`.
pub(super) fn is_counted(text: &str) -> bool {
    let lower = text.to_lowercase();
    COUNTED.iter().any(|begins| lower.starts_with(begins))
}

/// Whether a pivot table calls the names of its columns so.
pub(super) fn is_across(text: &str) -> bool {
    ACROSS.contains(&text.to_lowercase().as_str())
}

/// What a pivot table says of a field that does not narrow it.
const ALL: [&str; 12] = [
    "(all)",
    "(multiple items)",
    "(blank)",
    "(alle)",
    "(mehrere elemente)",
    "(tous)",
    "(todas)",
    "(todos)",
    "(varios elementos)",
    "(tutto)",
    "(全部)",
    "(すべて)",
];

/// Whether a row tells what a pivot table is not narrowed by: `Sex | (All)`.
pub(super) fn says_all(row: &Row<'_>) -> bool {
    let cells = row.cells().map(str::trim).filter(|cell| !cell.is_empty());
    let all = row.cell(1).trim().to_lowercase();
    row.is_filled(0) && ALL.contains(&all.as_str()) && cells.count() == 2
}
