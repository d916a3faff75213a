//! Several tables one beside another, their columns parted by blank ones or told by names that begin again.

use std::collections::BTreeSet;
use std::ops::Range;

use super::row::{Look, is_figure, is_number, is_year};
use crate::source::grid::{Grid, Row, is_blank};
use crate::source::headings;

/// How many rows are looked at for the names of the columns.
const MOST_ABOVE: usize = 40;
/// More rows and columns are not looked at: such tables are printed ones.
const MOST_ROWS: usize = 20_000;
const MOST_COLUMNS: usize = 400;

/// The tables beside one another in a grid as grids of their own; as one where they have the same names and go on in one
/// another. None where there is one table.
pub(in crate::source) fn beside(grid: &Grid) -> Option<Vec<Grid>> {
    let width = grid.rows().map(|row| row.len()).max().unwrap_or(0);
    if grid.is_digest || grid.len() > MOST_ROWS || !(4..=MOST_COLUMNS).contains(&width) {
        return None;
    }
    let filled = |at: usize| Look::of(&grid.row(at)).filled;
    let mut names = (0..grid.len().min(MOST_ABOVE)).find(|&at| is_names(grid, at))?;
    // What stands over the names of some columns alone.
    while is_names(grid, names + 1) && filled(names) < filled(names + 1) {
        names += 1;
    }
    let blocks = parted(grid, names, width).or_else(|| repeated(&grid.row(names), width))?;
    if !blocks.iter().all(|block| is_table(grid, names, block)) {
        return None;
    }
    let last = (names + 1..grid.len()).rev().find(|&at| {
        let row = grid.row(at);
        let filled = |at: &usize| row.is_filled(*at);
        // A note may reach over to the right; beside figures a row may have a name and nothing more.
        let holds_figure = |block: &Range<usize>| {
            let mut cells = block.clone().skip(1).map(|at| row.cell(at).trim());
            cells.any(is_number)
        };
        let is_named = |block: &Range<usize>| is_in(&row, block) && holds_figure(&blocks[0]);
        let holds = |block: &Range<usize>| block.clone().filter(filled).count() > 1;
        blocks[1..]
            .iter()
            .any(|block| holds(block) || is_named(block))
    })?;
    if goes_on(grid, names..last + 1, &blocks) {
        return Some(vec![joined(grid, names, last, &blocks)]);
    }
    let own = blocks.iter().map(|block| {
        let mut own = grid.like();
        for index in 0..grid.len() {
            let row = grid.row(index);
            // What stands above or below all of them is said of each.
            let is_shared = (index < names || index > last)
                && row.cells().filter(|cell| !is_blank(cell)).count() == 1
                && !blocks[1..].iter().any(|other| is_in(&row, other));
            if is_shared && index + 1 != names {
                own.push(
                    row.line,
                    [row.cells().find(|cell| !is_blank(cell)).unwrap_or("")],
                );
            } else {
                own.push(row.line, block.clone().map(|at| row.cell(at)));
            }
        }
        own
    });
    Some(own.collect())
}

/// Whether a row holds anything in some columns.
fn is_in(row: &Row<'_>, block: &Range<usize>) -> bool {
    block.clone().any(|at| row.is_filled(at))
}

/// Whether a row could name the columns: several names, and figures in the next rows.
fn is_names(grid: &Grid, at: usize) -> bool {
    if at >= grid.len() {
        return false;
    }
    let look = Look::of(&grid.row(at));
    look.filled > 3
        && !look.is_data()
        && (at + 1..grid.len().min(at + 3)).any(|next| Look::of(&grid.row(next)).is_data())
}

/// The columns between blank ones, where each begins with the same name.
fn parted(grid: &Grid, names: usize, width: usize) -> Option<Vec<Range<usize>>> {
    let mut filled = vec![false; width];
    for row in (names..grid.len()).map(|at| grid.row(at)) {
        for (cell, filled) in row.cells().zip(&mut filled) {
            *filled |= !is_blank(cell);
        }
    }
    let mut blocks: Vec<Range<usize>> = Vec::new();
    for at in (0..width).filter(|&at| filled[at]) {
        match blocks.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => blocks.push(at..at + 1),
        }
    }
    let row = grid.row(names);
    let first = |block: &Range<usize>| headings::normal(row.cell(block.start));
    let (begin, others) = blocks.split_first()?;
    let own = first(begin);
    let same = |block: &Range<usize>| {
        let name = first(block);
        name == own
            || headings::is_time(&name) && headings::is_time(&own)
            || headings::area(&name) > 1 && headings::area(&own) > 1
    };
    // Or some of its names again, in their order: sums over one of its columns.
    let begins_again = |block: &Range<usize>| {
        let mut known = begin.clone().map(|at| row.cell(at).trim());
        let names = block.clone().map(|at| row.cell(at).trim());
        block.len() > 2
            && names
                .clone()
                .all(|name| !name.is_empty() && known.any(|own| own == name))
    };
    let fits = |block: &Range<usize>| same(block) || begins_again(block);
    (!others.is_empty() && !own.is_empty() && others.iter().all(fits)).then_some(blocks)
}

/// The columns whose names are the same again and again.
fn repeated(names: &Row<'_>, width: usize) -> Option<Vec<Range<usize>>> {
    let texts: Vec<String> = (0..width)
        .map(|at| headings::normal(names.cell(at)))
        .collect();
    let used = texts.iter().rposition(|text| !text.is_empty())? + 1;
    let texts = &texts[..used];
    let length = (2..=used / 2).find(|length| {
        used % length == 0
            && texts.iter().all(|text| !text.is_empty())
            && texts
                .chunks(*length)
                .all(|chunk| *chunk == texts[..*length])
    })?;
    Some(
        (0..used)
            .step_by(length)
            .map(|at| at..at + length)
            .collect(),
    )
}

/// Whether columns are a table of their own: their first one names the rows and another holds figures.
fn is_table(grid: &Grid, names: usize, block: &Range<usize>) -> bool {
    let start = names_of(grid, names, block);
    let is_time = headings::is_time(grid.row(names).cell(start));
    let (mut rows, mut with_name, mut figures) = (0, 0, 0);
    for row in (names + 1..grid.len()).map(|at| grid.row(at)) {
        let first = row.cell(start).trim();
        let others = start + 1..block.end;
        if first.is_empty() && !is_in(&row, &others) {
            continue;
        }
        rows += 1;
        let names_it = !is_figure(first) || is_time && (is_year(first) || !is_number(first));
        with_name += usize::from(!first.is_empty() && names_it);
        figures += usize::from(others.clone().any(|at| is_number(row.cell(at).trim())));
    }
    block.len() > 1 && rows > 1 && with_name * 4 >= rows * 3 && figures * 2 >= rows
}

/// Whether tables of the same names hold different rows, and no titles of their own.
fn goes_on(grid: &Grid, rows: Range<usize>, blocks: &[Range<usize>]) -> bool {
    let names = grid.row(rows.start);
    let of = |row: &Row<'_>, block: &Range<usize>| -> Vec<String> {
        block
            .clone()
            .map(|at| headings::normal(row.cell(at)))
            .collect()
    };
    let own = of(&names, &blocks[0]);
    if blocks.iter().any(|block| of(&names, block) != own) {
        return false;
    }
    let mut above = (0..rows.start).map(|at| grid.row(at));
    let has_titles = above.any(|row| blocks[1..].iter().any(|block| is_in(&row, block)));
    if has_titles && !counts_on(grid, rows.clone(), blocks) {
        return false;
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let starts = blocks.iter().map(|block| names_of(grid, rows.start, block));
    let starts: Vec<usize> = starts.collect();
    rows.skip(1).all(|at| {
        let row = grid.row(at);
        starts.iter().all(|start| {
            let name = row.cell(*start).trim();
            name.is_empty() || seen.insert(name)
        })
    })
}

/// The column with the names of a table's rows, behind one of their ranks.
fn names_of(grid: &Grid, names: usize, block: &Range<usize>) -> usize {
    block.start + usize::from(block.len() > 2 && holds_ranks(grid, names, block.start))
}

/// Whether a column is called after ranks and holds whole numbers but for notes: a `Place` may be a town.
fn holds_ranks(grid: &Grid, names: usize, column: usize) -> bool {
    let own = headings::normal(grid.row(names).cell(column));
    let of_ranks = matches!(own.as_str(), "rank" | "place" | "position" | "rang");
    let is_called = of_ranks || !own.is_empty() && headings::is_running(&own);
    let cells = (names + 1..grid.len()).map(|at| grid.row(at).cell(column).trim());
    let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
    let is_rank = |cell: &&&str| cell.bytes().all(|byte| byte.is_ascii_digit());
    is_called && cells.iter().filter(is_rank).count() * 4 >= cells.len() * 3
}

/// Whether the first columns count places, in each table on from the last one of the table before.
fn counts_on(grid: &Grid, rows: Range<usize>, blocks: &[Range<usize>]) -> bool {
    let numbers = |block: &Range<usize>| -> Vec<usize> {
        let cells = rows
            .clone()
            .skip(1)
            .map(|at| grid.row(at).cell(block.start));
        cells.filter_map(|cell| cell.trim().parse().ok()).collect()
    };
    let all: Vec<Vec<usize>> = blocks.iter().map(numbers).collect();
    let follows = |pair: &[Vec<usize>]| match (pair[0].last(), pair[1].first()) {
        (Some(last), Some(first)) => last < first && *first <= last + 2,
        _ => false,
    };
    holds_ranks(grid, rows.start, blocks[0].start) && all.windows(2).all(follows)
}

/// Tables of the same names one below another.
fn joined(grid: &Grid, names: usize, last: usize, blocks: &[Range<usize>]) -> Grid {
    let mut own = grid.like();
    let first = &blocks[0];
    for row in (0..=names).map(|at| grid.row(at)) {
        own.push(row.line, first.clone().map(|at| row.cell(at)));
    }
    for block in blocks {
        for row in (names + 1..=last).map(|at| grid.row(at)) {
            if is_in(&row, block) {
                own.push(row.line, block.clone().map(|at| row.cell(at)));
            }
        }
    }
    for row in (last + 1..grid.len()).map(|at| grid.row(at)) {
        own.push(row.line, first.clone().map(|at| row.cell(at)));
    }
    own
}
