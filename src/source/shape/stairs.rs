//! Names of rows that are set in by columns: `North` in the first, `Arbor` below it in the second. They become one column.

use super::body::clean;
use crate::source::found::Finding;
use crate::source::grid::{Grid, is_blank};
use crate::source::layout::{Layout, is_figure};
use crate::words::count;

/// How many columns names are set in at most.
const MOST: usize = 8;
/// More rows are not looked at: such tables are printed ones.
const MOST_ROWS: usize = 20_000;

/// The table with its names in one column, and what was concluded; nothing where they stand in one.
pub(super) fn merged(grid: &Grid, layout: &Layout) -> Option<(Grid, Layout, Finding)> {
    if layout.body.len() > MOST_ROWS || layout.columns.len() < 3 {
        return None;
    }
    let (steps, dashed) = match dashed(grid, layout) {
        Some(steps) => (steps, true),
        None => (steps(grid, layout)?, false),
    };
    let indices: Vec<usize> = layout.columns[steps.clone()]
        .iter()
        .map(|column| column.index)
        .collect();
    let width = grid.rows().map(|row| row.len()).max().unwrap_or(0);
    let mut rows = grid.like();
    for row in layout.rows(grid) {
        let mut parts = indices
            .iter()
            .map(|&index| row.cell(index))
            .filter(|cell| !is_blank(cell));
        let name = if dashed {
            let parts: Vec<&str> = parts.map(str::trim).collect();
            parts.join(" ")
        } else {
            parts.next().unwrap_or("").to_owned()
        };
        let cells = (0..width).map(|at| match at {
            at if at == indices[0] => name.as_str(),
            at if indices.contains(&at) => "",
            at => row.cell(at),
        });
        rows.push(row.line, cells);
    }
    let mut columns = layout.columns.clone();
    let named = columns[steps.clone()]
        .iter()
        .find(|column| !column.name.is_empty())
        .cloned();
    if let Some(named) = named {
        columns[steps.start].name = named.name;
    }
    columns.drain(steps.start + 1..steps.end);
    let finding = Finding::new(
        format!(
            "the names of the rows stand in {}",
            count(steps.len(), "column")
        ),
        if dashed {
            "a dash stands between the code and the name of a row"
        } else {
            "each row has one name, set in by columns"
        },
        "",
    );
    let layout = layout.of_other_rows(columns, 0..rows.len());
    Some((rows, layout, finding))
}

/// Three columns of which the middle one holds nothing but dashes, each between two words: `I | - | Ilocos`.
fn dashed(grid: &Grid, layout: &Layout) -> Option<std::ops::Range<usize>> {
    let is_dash = |cell: &str| matches!(cell, "-" | "–" | "—" | ":");
    let columns = layout.columns.len();
    (1..columns.min(3)).find_map(|middle| {
        let cell = |row: usize, at: usize| {
            let row = grid.row(layout.body.start + row);
            layout
                .columns
                .get(at)
                .map_or("", |column| row.cell(column.index).trim())
        };
        let mut dashes = 0;
        for row in 0..layout.body.len() {
            let between = [middle - 1, middle + 1].map(|at| cell(row, at));
            match cell(row, middle) {
                "" => {}
                dash if is_dash(dash)
                    && between
                        .iter()
                        .all(|cell| !cell.is_empty() && !is_dash(cell)) =>
                {
                    // Between figures it is one that is missing.
                    if is_figure(clean(between[1])) {
                        return None;
                    }
                    dashes += 1;
                }
                _ => return None,
            }
        }
        (dashes > 1 && middle + 2 < columns).then_some(middle - 1..middle + 2)
    })
}

/// The columns of which each row fills one alone, with words, and all of them in some rows.
fn steps(grid: &Grid, layout: &Layout) -> Option<std::ops::Range<usize>> {
    let all_columns = layout.columns.len();
    let filled =
        |row: &crate::source::grid::Row<'_>, at: usize| row.is_filled(layout.columns[at].index);
    // What is filled in every row, such as a code, stands before the names.
    let all = |at: usize| layout.rows(grid).all(|row| filled(&row, at));
    let start = (0..all_columns).find(|&at| !all(at)).filter(|at| *at < 2)?;
    let mut used: Vec<usize> = vec![0; all_columns];
    let mut end = start;
    for row in layout.rows(grid) {
        let at = (start..all_columns.min(start + MOST)).find(|&at| filled(&row, at))?;
        if is_figure(clean(row.cell(layout.columns[at].index))) {
            return None;
        }
        used[at] += 1;
        end = end.max(at + 1);
    }
    let steps = start..end;
    let alone = layout
        .rows(grid)
        .all(|row| steps.clone().filter(|&at| filled(&row, at)).count() == 1);
    let each = steps.clone().all(|at| used[at] > 0) && steps.clone().any(|at| used[at] > 1);
    (alone && each && steps.len() > 1 && end < all_columns).then_some(steps)
}
