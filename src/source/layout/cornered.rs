//! Rows of names that come again with another word in their corner, which heads the rows below: `Wheat | 2019 | 2020`, then
//! `Barley | 2019 | 2020`.

use std::collections::BTreeSet;

use crate::source::grid::{Grid, Row, is_blank};
use crate::source::headings;
use crate::source::periods;

/// More rows are not looked at: such tables are printed ones.
const MOST_ROWS: usize = 20_000;
/// The first row of names stands among so many.
const MOST_ABOVE: usize = 200;

/// The grid with each of these words in a row of its own below one row of names; nothing where there are none.
pub(in crate::source) fn cornered(grid: &Grid) -> Option<Grid> {
    if grid.is_digest || grid.len() > MOST_ROWS {
        return None;
    }
    let first = (0..grid.len().min(MOST_ABOVE)).find(|&at| is_names(&grid.row(at)))?;
    let names = rest(&grid.row(first));
    // Below a gap or a title another table begins.
    let again = |at: &usize| {
        let above = grid.row(at - 1);
        let is_apart = above.cells().filter(|cell| !is_blank(cell)).count() < 2
            || grid.delimiter.is_none() && grid.row(*at).line > above.line + 1;
        !is_apart && is_names(&grid.row(*at)) && rest(&grid.row(*at)) == names
    };
    let all: Vec<usize> = (first + 1..grid.len()).filter(again).collect();
    let corners: BTreeSet<&str> = all
        .iter()
        .chain([&first])
        .map(|&at| grid.row(at).cell(0).trim())
        .collect();
    // Rows below each: where all are alike, years are what the rows hold.
    let others = (first + 1..grid.len()).filter(|&at| !grid.row(at).is_blank());
    let heads_rows = others.count() > all.len();
    if all.is_empty() || corners.len() <= all.len() || !heads_rows {
        return None;
    }
    let mut parted = grid.like();
    for at in 0..grid.len() {
        let row = grid.row(at);
        let is_first = at == first;
        if is_first {
            parted.push(row.line, ["item"].into_iter().chain(row.cells().skip(1)));
        }
        if is_first || all.binary_search(&at).is_ok() {
            parted.push(row.line, [row.cell(0)]);
        } else {
            parted.push(row.line, row.cells());
        }
    }
    Some(parted)
}

/// Whether a row holds a word that is no name of a column, and nothing but several periods behind it.
fn is_names(row: &Row<'_>) -> bool {
    let corner = row.cell(0).trim();
    let is_word = corner.contains(char::is_alphabetic) && !periods::readable(corner);
    let is_named = headings::is_time(corner) || headings::area(corner) > 0;
    let rest = rest(row);
    is_word && !is_named && rest.len() > 1 && rest.iter().all(|cell| periods::readable(cell))
}

/// What stands behind the first cell.
fn rest<'g>(row: &Row<'g>) -> Vec<&'g str> {
    let cells = row.cells().skip(1).map(str::trim);
    cells.filter(|cell| !cell.is_empty()).collect()
}
