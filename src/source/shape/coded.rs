//! Rows whose names stand in the column of codes, as those of totals below places do: `France` where others have `01` and `Ain`.

use super::body::{clean, is_code_like};
use crate::source::found::Finding;
use crate::source::grid::Grid;
use crate::source::headings;
use crate::source::layout::{Layout, is_figure};

/// More rows are not looked at: such tables are printed ones.
const MOST_ROWS: usize = 20_000;

/// The table with these names among the others, and what was concluded; nothing where no rows are such.
pub(super) fn named_in_codes(grid: &Grid, layout: &Layout) -> Option<(Grid, Layout, Finding)> {
    let [codes, names, _, ..] = layout.columns.as_slice() else {
        return None;
    };
    let said = [&codes.name]
        .into_iter()
        .chain(&codes.above)
        .find(|text| !text.is_empty());
    let is_of_codes = |text: &String| headings::area(text) > 0 || headings::is_code(text);
    let could_be = said.is_none_or(is_of_codes);
    let over_both = names.name.is_empty() || names.is_made_up || names.name == codes.name;
    if layout.body.len() > MOST_ROWS || !could_be || !over_both && headings::area(&names.name) == 0
    {
        return None;
    }
    let is_word = |cell: &str| !is_figure(cell) && cell.chars().any(char::is_alphabetic);
    let (mut places, mut wholes, mut words) = (0, 0, 0);
    for row in layout.rows(grid) {
        let (code, name) = (clean(row.cell(codes.index)), clean(row.cell(names.index)));
        match (code, name) {
            ("", "") => {}
            (code, "") if is_word(code) => {
                wholes += 1;
                words += usize::from(!is_code_like(code));
            }
            (code, name) if is_code_like(code) && is_word(name) => places += 1,
            _ => return None,
        }
    }
    if words == 0 || places < 3 || wholes * 2 > places {
        return None;
    }
    let width = grid.rows().map(|row| row.len()).max().unwrap_or(0);
    let mut rows = grid.like();
    for row in layout.rows(grid) {
        let is_named = clean(row.cell(names.index)).is_empty();
        let cells = (0..width).map(|at| match at {
            at if is_named && at == codes.index => "",
            at if is_named && at == names.index => row.cell(codes.index),
            at => row.cell(at),
        });
        rows.push(row.line, cells);
    }
    let mut columns = layout.columns.clone();
    if over_both {
        columns[1].name = said.cloned().unwrap_or_default();
        "code".clone_into(&mut columns[0].name);
        columns[1].is_made_up = false;
    }
    let finding = Finding::new(
        "names that stand in the column of codes are names",
        "the column of names is blank beside them",
        "",
    );
    let layout = layout.of_other_rows(columns, 0..rows.len());
    Some((rows, layout, finding))
}
