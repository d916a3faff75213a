//! Rows of which each names an area with its own figures, and below it the same members again: `North`, `Men`, `Women`,
//! `South`, `Men`, `Women`. The members become a column.

use std::collections::{BTreeMap, BTreeSet};

use super::body::{Body, Keys};
use crate::source::grid::Grid;
use crate::source::headings;
use crate::source::layout::{Heading, Layout};
use crate::words::excerpt;

/// What the row of the area itself is called among its members.
const WHOLE: &str = "Total";
/// More rows are not looked at: such tables are printed ones.
const MOST_ROWS: usize = 20_000;

/// The table with its members in a column behind the others, and some of them; nothing where no rows are such.
pub(super) fn membered(grid: &Grid, layout: &Layout) -> Option<(Grid, Layout, String)> {
    if layout.body.len() > MOST_ROWS || layout.columns.len() < 2 {
        return None;
    }
    let body = Body::new(grid, layout);
    let words: Vec<usize> = (0..body.columns.len())
        .filter(|&at| {
            let column = &body.columns[at];
            !column.tally.holds_figures() || headings::is_time(&column.name)
        })
        .collect();
    let all = words.iter().fold(Keys::none(body.len()), |keys, &at| {
        keys.with(&body.texts(at).of_row)
    });
    if all.is_unique() {
        return None;
    }
    let (names, members) = words
        .iter()
        .find_map(|&at| Some((at, members(&body, at)?)))?;
    let texts = body.texts(names);
    let width = grid.rows().map(|row| row.len()).max().unwrap_or(0);
    let mut rows = Grid::new(&grid.name);
    rows.delimiter = grid.delimiter;
    rows.decimal = grid.decimal;
    let index = layout.columns[names].index;
    let mut area = "";
    let source = layout.rows(grid);
    for (row, (cells, code)) in source.zip(&texts.of_row).enumerate() {
        let is_member = members.contains(code);
        let name = body.cell(row, names);
        if !is_member {
            area = name;
        }
        let own = (0..width).map(|at| if at == index { area } else { cells.cell(at) });
        rows.push(
            cells.line,
            own.chain([if is_member { name } else { WHOLE }]),
        );
    }
    let mut columns = layout.columns.clone();
    columns.push(Heading {
        index: width,
        name: "group".to_owned(),
        ..Heading::default()
    });
    let told = members
        .iter()
        .take(3)
        .map(|code| format!("`{}`", excerpt(texts.distinct[*code as usize])));
    let told = told.collect::<Vec<String>>().join(", ");
    let layout = layout.of_other_rows(columns, 0..rows.len());
    Some((rows, layout, told))
}

/// The texts of a column that come again below each of the others which have such rows at all.
fn members(body: &Body, column: usize) -> Option<BTreeSet<u32>> {
    let texts = body.texts(column);
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for code in &texts.of_row {
        *counts.entry(*code).or_default() += 1;
    }
    let again: BTreeSet<u32> = counts
        .iter()
        .filter(|(_, count)| **count > 1)
        .map(|(code, _)| *code)
        .collect();
    let begins_with_area = texts
        .of_row
        .first()
        .is_some_and(|code| !again.contains(code));
    if again.len() < 2 || texts.has_blanks() || !begins_with_area {
        return None;
    }
    // For each area its members, each once.
    let mut blocks: Vec<BTreeSet<u32>> = Vec::new();
    for code in &texts.of_row {
        if !again.contains(code) {
            blocks.push(BTreeSet::new());
        } else if !blocks.last_mut()?.insert(*code) {
            return None;
        }
    }
    blocks.retain(|block| !block.is_empty());
    let in_most = |code: &u32| counts[code] * 2 >= blocks.len();
    (blocks.len() > 1 && again.iter().all(in_most)).then_some(again)
}
