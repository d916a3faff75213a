//! Rows of which each names an area with its own figures, and below it the same members again: `North`, `Men`, `Women`,
//! `South`, `Men`, `Women`. The members become a column.

use std::collections::{BTreeMap, BTreeSet};

use super::body::{Body, clean};
use super::keys::Keys;
use crate::source::grid::Grid;
use crate::source::headings;
use crate::source::layout::{Heading, Layout, is_figure};
use crate::source::places;
use crate::words::excerpt;

/// What the row of the area itself is called among its members.
const WHOLE: &str = "Total";
/// What it is called where one of them has that name.
const ITSELF: &str = "whole";
/// More rows are not looked at: such tables are printed ones.
const MOST_ROWS: usize = 20_000;

/// The table with its members in a column behind the others, and some of them; nothing where no rows are such.
pub(super) fn membered(
    body: &Body,
    grid: &Grid,
    layout: &Layout,
) -> Option<(Grid, Layout, String)> {
    if layout.body.len() > MOST_ROWS || layout.columns.len() < 2 {
        return None;
    }
    let words: Vec<usize> = (0..body.columns.len())
        .filter(|&at| {
            let column = &body.columns[at];
            !column.tally.holds_figures() || headings::is_time(&column.name)
        })
        .collect();
    let all = words.iter().fold(Keys::none(body.len()), |keys, &at| {
        keys.with(&body.texts(at).of_row)
    });
    // Nor where each row has a code of its own.
    let is_own_code = |at: usize| {
        headings::is_code(&body.columns[at].name) && body.texts(at).count() == body.len()
    };
    if all.is_unique() || (0..body.columns.len()).any(is_own_code) {
        return None;
    }
    let (names, members) = words
        .iter()
        .find_map(|&at| Some((at, members(body, at)?)))?;
    let texts = body.texts(names);
    let width = grid.rows().map(|row| row.len()).max().unwrap_or(0);
    let mut rows = grid.like();
    let index = layout.columns[names].index;
    let mut again = members.again.iter();
    let has_total = again.any(|code| places::is_total(texts.distinct[*code as usize]));
    let itself = if has_total { ITSELF } else { WHOLE };
    let mut area = String::new();
    let mut is_bare = false;
    let source = layout.rows(grid);
    for (row, (cells, code)) in source.zip(&texts.of_row).enumerate() {
        let is_member = members.contains(*code);
        let name = body.cell(row, names);
        let has_figures = has_figures(body, row);
        // Of two headings one below the other both say what stands below them.
        if members.is_lead(*code) {
            area = if is_bare {
                format!("{area}, {name}")
            } else {
                name.to_owned()
            };
        }
        is_bare = members.is_lead(*code) && !has_figures;
        // Headings between the rows say nothing of a member.
        if !has_figures {
            continue;
        }
        let own = (0..width).map(|at| {
            if at == index {
                area.as_str()
            } else {
                cells.cell(at)
            }
        });
        rows.push(
            cells.line,
            own.chain([if is_member { name } else { itself }]),
        );
    }
    let mut columns = layout.columns.clone();
    columns.push(Heading {
        index: width,
        name: "group".to_owned(),
        ..Heading::default()
    });
    let told = members
        .again
        .iter()
        .take(3)
        .map(|code| format!("`{}`", excerpt(texts.distinct[*code as usize])));
    let told = told.collect::<Vec<String>>().join(", ");
    let layout = layout.of_other_rows(columns, 0..rows.len());
    Some((rows, layout, told))
}

/// Whether a row holds figures, or marks of such.
fn has_figures(body: &Body, row: usize) -> bool {
    (0..body.columns.len())
        .any(|at| body.columns[at].tally.holds_figures() && is_figure(body.cell(row, at)))
}

/// The texts of a column that name areas, and those that come again below each of them.
struct Members {
    leads: BTreeSet<u32>,
    again: BTreeSet<u32>,
}

impl Members {
    fn contains(&self, code: u32) -> bool {
        self.again.contains(&code)
    }

    fn is_lead(&self, code: u32) -> bool {
        self.leads.contains(&code)
    }
}

/// One of so many areas has members at least, where any have.
const BARE: usize = 4;

/// The texts of a column that come again below each of the others which have such rows at all.
fn members(body: &Body, column: usize) -> Option<Members> {
    let texts = body.texts(column);
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for code in &texts.of_row {
        *counts.entry(*code).or_default() += 1;
    }
    // For each area its members, each once.
    let mut again: BTreeSet<u32> = BTreeSet::new();
    let mut blocks: Vec<BTreeSet<u32>> = Vec::new();
    // Under a heading without figures names with theirs, of which the last has no more members than the others.
    let (mut named, mut of_headings, mut most) = (None, 0, 0);
    for (row, code) in texts.of_row.iter().enumerate() {
        let has_figures = has_figures(body, row);
        if *code == 0 && has_figures {
            return None;
        }
        if counts[code] == 1 {
            blocks.push(BTreeSet::new());
            named = match named {
                Some(count) if has_figures => Some(count + 1),
                None if has_figures => None,
                _ => Some(0),
            };
        } else if has_figures {
            if let Some(count) = named.take().filter(|count| *count > 0) {
                of_headings += 1;
                most = most.max(count);
            }
            again.insert(*code);
            if !blocks.last_mut()?.insert(*code) {
                return None;
            }
        }
    }
    let leads = blocks.len();
    blocks.retain(|block| !block.is_empty());
    let in_most = |code: &u32| counts[code] * 2 >= blocks.len();
    // Two regions under two codes each are no members of what stands above them.
    let held: usize = blocks.iter().map(BTreeSet::len).sum();
    let are_blocks = held * 2 > blocks.len() * again.len() && blocks.len() * BARE >= leads;
    let of_groups = most > 1 && of_headings * 2 > blocks.len();
    let are_members = are_blocks
        && !of_groups
        && blocks.len() > 1
        && again.len() > 1
        && again.iter().all(in_most);
    let once = counts
        .iter()
        .filter(|(code, count)| **count == 1 && **code != 0);
    let leads = once.map(|(code, _)| *code).collect();
    are_members.then_some(Members { leads, again })
}

/// Of so many rows one has a name of its own at least, where names that come again are told apart by their order.
const FEWEST_NAMES: usize = 10;

/// The table with names that come again told apart: by the row that they are set in below, else by their order; and some
/// of them. Nothing where most rows have such names.
pub(super) fn told_apart(grid: &Grid, layout: &Layout) -> Option<(Grid, Layout, String)> {
    if layout.body.len() > MOST_ROWS {
        return None;
    }
    let body = Body::new(grid, layout);
    // What few rows hold besides is said of them.
    let mut words = (0..body.columns.len()).filter(|&at| {
        let tally = &body.columns[at].tally;
        tally.words * 2 > body.len() && !tally.holds_figures()
    });
    let names = words.next().filter(|_| words.next().is_none())?;
    if headings::is_time(&body.columns[names].name) {
        return None;
    }
    let index = layout.columns[names].index;
    // The names with the blanks and dots before them, and those of the rows that they stand below, the nearest first.
    let mut path: Vec<(usize, &str)> = Vec::new();
    let mut full: Vec<(&str, Vec<&str>)> = Vec::new();
    for row in layout.rows(grid) {
        let cell = row.cell(index);
        let sets_in = |c: &char| c.is_whitespace() || *c == '.';
        let depth = cell.chars().take_while(sets_in).count();
        let name = clean(cell);
        path.retain(|(other, _)| *other < depth);
        full.push((name, path.iter().rev().map(|(_, name)| *name).collect()));
        path.push((depth, name));
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut with_rows: BTreeMap<(&str, &[&str]), usize> = BTreeMap::new();
    for (row, (name, below)) in full.iter().enumerate() {
        if has_figures(&body, row) {
            *counts.entry(name).or_default() += 1;
            for count in 1..=below.len() {
                *with_rows.entry((name, &below[..count])).or_default() += 1;
            }
        }
    }
    // As many of those as tell it apart.
    let apart = |name: &str, below: &[&str]| -> Option<String> {
        let is_one = |count: &usize| with_rows[&(name, &below[..*count])] == 1;
        let count = (1..=below.len()).find(is_one)?;
        let bare = |name: &&'_ str| places::without_dots(name).unwrap_or(name).to_owned();
        let above: Vec<String> = below[..count].iter().rev().map(bare).collect();
        Some(format!("{name} ({})", above.join(", ")))
    };
    let again: Vec<&str> = counts
        .iter()
        .filter(|(_, count)| **count > 1)
        .map(|(name, _)| *name)
        .collect();
    let rows: usize = counts.values().sum();
    let once = counts.len() - again.len();
    let is_told = |row: usize| {
        let (name, below) = &full[row];
        !has_figures(&body, row) || counts[name] == 1 || apart(name, below).is_some()
    };
    let all_told = (0..full.len()).all(is_told);
    if again.is_empty() || counts.contains_key("") || !all_told && once * FEWEST_NAMES < rows {
        return None;
    }
    let width = grid.rows().map(|row| row.len()).max().unwrap_or(0);
    let mut rows = grid.like();
    let mut number: BTreeMap<&str, usize> = BTreeMap::new();
    let mut first = None;
    for (row, cells) in layout.rows(grid).enumerate() {
        let (name, below) = &full[row];
        if !has_figures(&body, row) {
            continue;
        }
        let told = if counts[name] == 1 {
            (*name).to_owned()
        } else if let Some(told) = apart(name, below) {
            told
        } else {
            let number = number.entry(name).or_default();
            let mut numbered = || {
                *number += 1;
                format!("{name} ({number})")
            };
            let mut told = numbered();
            // The number of a footnote may stand there.
            while counts.contains_key(told.as_str()) {
                told = numbered();
            }
            told
        };
        if told != *name && first.is_none() {
            first = Some(told.clone());
        }
        let own = (0..width).map(|at| {
            if at == index {
                told.as_str()
            } else {
                cells.cell(at)
            }
        });
        rows.push(cells.line, own);
    }
    let layout = layout.of_other_rows(layout.columns.clone(), 0..rows.len());
    Some((rows, layout, excerpt(&first?)))
}
