//! Names that stand in the column of codes between headings and rows without a code: `Deaths, all ages` in the first
//! column, `E12 | North` below it. They are moved to where the other names stand.

use std::collections::BTreeMap;

use super::body::clean;
use crate::source::found::Finding;
use crate::source::grid::{Grid, Row};
use crate::source::layout::{Layout, is_figure};
use crate::words::excerpt;

/// More rows are not looked at: such tables are printed ones.
const MOST_ROWS: usize = 20_000;

/// The table with all names in the second column, and what was concluded; nothing where they stand there.
pub(super) fn moved(grid: &Grid, layout: &Layout) -> Option<(Grid, Layout, Finding)> {
    let [codes, names, _, ..] = layout.columns.as_slice() else {
        return None;
    };
    if layout.body.len() > MOST_ROWS {
        return None;
    }
    let has_figures = |row: &Row<'_>| {
        let mut others = layout.columns[2..].iter();
        others.any(|column| is_figure(row.cell(column.index).trim()))
    };
    // For each line its whole name, empty where that stands in another one.
    let mut told: BTreeMap<u64, String> = BTreeMap::new();
    let mut first = None;
    let mut places = 0;
    let mut above: Option<(u64, String)> = None;
    for row in layout.rows(grid) {
        let (code, name) = (clean(row.cell(codes.index)), clean(row.cell(names.index)));
        let goes_on = code.starts_with(char::is_lowercase) && name.is_empty();
        let begun = above
            .take()
            .filter(|(line, _)| goes_on && line + 1 == row.line);
        match (has_figures(&row), code.is_empty(), name.is_empty()) {
            (true, false, false) if is_code(code) && !is_figure(name) => places += 1,
            (true, false, true) if !is_code(code) && code.contains(char::is_alphabetic) => {
                first.get_or_insert_with(|| code.to_owned());
                let whole = match begun {
                    Some((line, begun)) => {
                        told.insert(line, String::new());
                        format!("{begun} {code}")
                    }
                    None => code.to_owned(),
                };
                told.insert(row.line, whole.clone());
                above = Some((row.line, whole));
            }
            (true, true, false) | (false, true, _) | (false, false, false) => {}
            (true, ..) => return None,
            (false, false, true) => {
                above = match begun {
                    Some((line, begun)) if told.contains_key(&line) => {
                        told.insert(line, format!("{begun} {code}"));
                        told.insert(row.line, String::new());
                        None
                    }
                    _ => Some((row.line, code.to_owned())),
                };
            }
        }
    }
    let first = first.filter(|_| places > 1)?;
    let width = grid.rows().map(|row| row.len()).max().unwrap_or(0);
    let mut rows = grid.like();
    for row in layout.rows(grid) {
        let name = told.get(&row.line);
        if name.is_some_and(String::is_empty) {
            continue;
        }
        let cells = (0..width).map(|at| match name {
            Some(_) if at == codes.index => "",
            Some(name) if at == names.index => name.as_str(),
            _ => row.cell(at),
        });
        rows.push(row.line, cells);
    }
    let finding = Finding::new(
        format!("`{}` and the like name their rows", excerpt(&first)),
        "they stand where other rows have a code, and the column of the names is blank",
        "",
    );
    let layout = layout.of_other_rows(layout.columns.clone(), 0..rows.len());
    Some((rows, layout, finding))
}

/// Whether a text is a code: capitals and digits alone.
fn is_code(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
        && !text.contains(|c: char| c.is_whitespace() || c.is_lowercase())
}
