//! JSON of columns and rows: the names of the columns stand in a list of their own, and each row is a list of cells, as
//! portals and programs write it; or a key and figures, as `PxWeb` answers.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::source::found::Finding;
use crate::source::grid::Grid;
use crate::source::json::{Pairs, unquoted};

/// What lists of records are called, beside which others describe their columns.
pub(super) const ROWS: &[&str] = &[
    "data",
    "features",
    "items",
    "observations",
    "records",
    "results",
    "rows",
    "value",
    "values",
];
/// What lists of the names of columns are called.
const COLUMNS: &[&str] = &["columns", "fields", "header", "headers", "column_names"];
/// What holds such a list.
const HOLDERS: &[&str] = &["meta", "view", "schema"];
/// What the name of a column is called among what is said of it.
const NAMES: &[&str] = &["text", "name", "label", "title", "id", "code"];

type Raw<'t> = &'t RawValue;

/// The names of columns, with the rows below them.
pub(super) struct Table<'t> {
    /// The places of columns in the rows, with their names; what a server says of its rows is none.
    columns: Vec<(usize, String)>,
    rows: Vec<Vec<Raw<'t>>>,
}

/// A part of an answer, where it is what it should be.
fn parsed<'t, T: Deserialize<'t>>(raw: Raw<'t>) -> Option<T> {
    serde_json::from_str(raw.get()).ok()
}

/// The columns and rows that an object holds.
pub(super) fn find<'t>(pairs: &Pairs<Raw<'t>>) -> Option<Table<'t>> {
    let rows = ROWS.iter().find_map(|name| rows_of(pairs.get(name)?))?;
    let names = names_in(pairs)?;
    let fits = rows.iter().all(|row| row.len() <= names.len());
    (fits && rows.iter().any(|row| row.len() == names.len())).then(|| Table {
        columns: (0..)
            .zip(names)
            .filter_map(|(at, name)| Some((at, name?)))
            .collect(),
        rows,
    })
}

/// The cells of rows: lists, or keys with figures.
fn rows_of<'t>(raw: Raw<'t>) -> Option<Vec<Vec<Raw<'t>>>> {
    let lists = || parsed::<Vec<Vec<Raw<'t>>>>(raw);
    let first = raw.get().trim_start_matches(['[', '{']).trim_start();
    let keyed = || -> Option<Vec<Vec<Raw<'t>>>> {
        // Records of another kind are not read for nothing.
        if !first
            .trim_start_matches('{')
            .trim_start()
            .starts_with("\"key\"")
        {
            return None;
        }
        let rows: Vec<Pairs<Raw<'t>>> = parsed(raw)?;
        rows.iter().map(cells_of).collect()
    };
    lists().or_else(keyed).filter(|rows| !rows.is_empty())
}

fn cells_of<'t>(row: &Pairs<Raw<'t>>) -> Option<Vec<Raw<'t>>> {
    let mut cells: Vec<Raw<'t>> = parsed(row.get("key")?)?;
    cells.extend(parsed::<Vec<Raw<'t>>>(row.get("values")?)?);
    Some(cells)
}

/// The names of columns in an object or in what describes it; none for what a server says of its rows.
fn names_in(pairs: &Pairs<Raw>) -> Option<Vec<Option<String>>> {
    let own = COLUMNS.iter().find_map(|name| parsed(pairs.get(name)?));
    if let Some(columns) = own {
        let columns: Vec<Raw> = columns;
        return Some(columns.into_iter().map(name_of).collect());
    }
    HOLDERS
        .iter()
        .find_map(|name| names_in(&parsed(pairs.get(name)?)?))
}

fn name_of(raw: Raw) -> Option<String> {
    let Some(said) = parsed::<Pairs<Raw>>(raw) else {
        return Some(unquoted(raw.get()));
    };
    let text = |name: &str| said.get(name).map(|raw| unquoted(raw.get()));
    if text("dataTypeName").is_some_and(|kind| kind == "meta_data") {
        return None;
    }
    let names = NAMES.iter().filter_map(|name| text(name));
    Some(
        names
            .into_iter()
            .find(|name| !name.is_empty())
            .unwrap_or_default(),
    )
}

/// Puts a table into a grid.
pub(super) fn put(grid: &mut Grid, table: &Table) -> Vec<Finding> {
    grid.is_named = true;
    grid.push(1, table.columns.iter().map(|(_, name)| name.as_str()));
    for (line, row) in (2..).zip(&table.rows) {
        let cell = |at: &usize| row.get(*at).map_or("", |raw| raw.get());
        let is_text = |cell: &str| !cell.starts_with(['[', '{']);
        let cells: Vec<String> = table
            .columns
            .iter()
            .map(|(at, _)| {
                Some(cell(at))
                    .filter(|cell| is_text(cell))
                    .map_or_else(String::new, unquoted)
            })
            .collect();
        grid.push(line, cells.iter().map(String::as_str));
    }
    vec![Finding::new(
        "each list of cells is a row",
        "it is JSON with names of columns",
        "",
    )]
}
