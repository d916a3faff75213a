//! Several tables one below another: where each begins.
//!
//! A table begins with names over its figures, at the beginning of the grid, below a gap or below a title. Rows that
//! repeat the names of the table that they stand in (as at the top of a printed page) begin none.

use std::collections::BTreeSet;
use std::ops::Range;

use super::around;
use super::header::is_header;
use super::row::{Look, is_comment, is_gap, is_number, is_year, names_a_row};
use crate::order::IntoSet;
use crate::source::grid::{Grid, Row, is_blank};
use crate::source::numeral::Tally;
use crate::source::periods;

/// How many rows of names stand over the figures of a table at most, where it is not the first.
const MOST_NAMES: usize = 4;
/// How many rows are looked at to tell what a column holds.
const LOOKED_AT: usize = 60;
/// Fewer rows of figures are no table of their own.
const FEWEST: usize = 2;
/// More tables are not looked for: what has so many is a list of another form.
const MOST: usize = 200;

/// A table that begins in a grid.
struct Start {
    /// The first row of its title or of its names.
    row: usize,
    /// The first row of its names.
    names: usize,
    /// The first row of its figures.
    body: usize,
}

/// The rows of each of the tables in a grid; all rows where there is one.
pub(in crate::source) fn parts(grid: &Grid) -> Vec<Range<usize>> {
    let mut starts: Vec<Start> = Vec::new();
    let mut index = 0;
    while index < grid.len() && starts.len() <= MOST {
        let last = starts.last();
        match table_at(grid, index, last) {
            Some(start) => {
                index = start.body;
                starts.push(start);
            }
            None => index += 1,
        }
    }
    if !(2..=MOST).contains(&starts.len()) {
        return std::iter::once(0..grid.len()).collect();
    }
    let ends = starts.iter().skip(1).map(|start| start.row);
    let ends: Vec<usize> = ends.chain([grid.len()]).collect();
    let begins = [0]
        .into_iter()
        .chain(starts.iter().skip(1).map(|start| start.row));
    begins.zip(ends).map(|(begin, end)| begin..end).collect()
}

/// The table whose names begin with this row.
fn table_at(grid: &Grid, index: usize, last: Option<&Start>) -> Option<Start> {
    let row = grid.row(index);
    let is_below = index == 0
        || is_gap(grid, index)
        || is_lone(&grid.row(index - 1)) && !last.is_some_and(|last| is_of(grid, index, last));
    let again = last.is_some_and(|last| {
        let names = grid.row(last.names);
        names.is_filled(0) && names.cell(0).trim() == row.cell(0).trim()
            || is_over_same(grid, index, last)
    });
    // A year alone stands over the names of its columns.
    let is_year_over = is_year_over_names(grid, index);
    if !(is_below || again) || !(holds_names(&row) || is_year_over) {
        return None;
    }
    // A blank row may part years from the figures below them.
    let of_years = Look::of(&row).periods > 1;
    let body = (index + 1..grid.len().min(index + 1 + MOST_NAMES))
        .take_while(|&at| !grid.row(at).is_blank() || of_years && at == index + 1)
        .find(|&at| Look::of(&grid.row(at)).is_data())?;
    // A gap parts them from what is no row of theirs.
    let goes_on = |at: usize| {
        let mut next = (at..grid.len().min(at + 3)).filter(|&at| !grid.row(at).is_blank());
        next.next()
            .is_some_and(|at| Look::of(&grid.row(at)).is_data())
    };
    let rows: Vec<usize> = (body..grid.len().min(body + LOOKED_AT))
        .take_while(|&at| {
            at == body || !is_gap(grid, at) && !grid.row(at).is_blank() || goes_on(at)
        })
        .filter(|&at| !grid.row(at).is_blank())
        .collect();
    let with_figures = rows.iter().filter(|&&at| Look::of(&grid.row(at)).is_data());
    if with_figures.count() < FEWEST {
        return None;
    }
    let (figures, years) = figures(grid, &rows);
    let names = grid.row(index + usize::from(is_year_over));
    if !is_header(&names, None, &figures, &years) || !names_figures(grid, index..body, &figures) {
        return None;
    }
    let title = title(grid, index);
    if let Some(last) = last {
        let repeats = row
            .cells()
            .map(str::trim)
            .eq(grid.row(last.names).cells().map(str::trim));
        if title == index && (repeats && !names_rows_again(grid, last.names..index, &rows)) {
            return None;
        }
        // One word over one column of figures may be said of the row.
        let several = figures.iter().filter(|holds| **holds).count() > 1;
        if !(several || again || title < index) {
            return None;
        }
    }
    Some(Start {
        row: title,
        names: index,
        body,
    })
}

/// Whether a row stands over names that the table above has too, in its place over them: `Male | Female` below other
/// headings.
fn is_over_same(grid: &Grid, index: usize, last: &Start) -> bool {
    let same = |at: usize| {
        let (own, other) = (grid.row(index + at), grid.row(last.names + at));
        own.cells().map(str::trim).eq(other.cells().map(str::trim))
    };
    let names = last.body - last.names;
    names > 1 && index + names < grid.len() && !same(0) && (1..names).all(same)
}

/// Whether a row holds nothing but a name and numbers of which all could be years, and is one of the table above, and the row
/// above it a place of which nothing is known and no title: no gap stands above that, and the numbers do not follow one
/// another as the years of this table do.
fn is_of(grid: &Grid, index: usize, last: &Start) -> bool {
    let row = grid.row(index);
    let look = Look::of(&row);
    let names = grid.row(last.names);
    let steps = |row: &Row<'_>| -> Vec<i64> {
        let cells = row.cells().skip(1);
        let years: Vec<i64> = cells.filter_map(|cell| cell.trim().parse().ok()).collect();
        years.windows(2).map(|pair| pair[1] - pair[0]).collect()
    };
    look.filled == look.periods + 1
        && !names_a_row(row.cell(0).trim())
        && row.len() == names.len()
        && !is_gap(grid, index - 1)
        && steps(&row) != steps(&names)
}

/// Whether a row holds a year alone, not in its first cell, and the next one several names.
fn is_year_over_names(grid: &Grid, index: usize) -> bool {
    let row = grid.row(index);
    let mut filled = row.cells().map(str::trim).filter(|cell| !cell.is_empty());
    let year = filled.next().is_some_and(is_year) && filled.next().is_none();
    year && !row.is_filled(0) && index + 1 < grid.len() && {
        let next = Look::of(&grid.row(index + 1));
        next.filled > 2 && next.figures == 0
    }
}

/// Whether a row holds one text alone, which is no name of a row.
fn is_lone(row: &Row<'_>) -> bool {
    let mut filled = row.cells().map(str::trim).filter(|cell| !cell.is_empty());
    let alone = filled.next().filter(|_| filled.next().is_none());
    alone.is_some_and(|text| !names_a_row(text))
}

/// Whether a row could name columns: several texts, none of them a number but years.
fn holds_names(row: &Row<'_>) -> bool {
    let look = Look::of(row);
    look.filled > 1 && !look.is_data() && !is_comment(row)
}

/// Which columns hold figures in these rows, and which of these nothing but years.
fn figures(grid: &Grid, rows: &[usize]) -> (Vec<bool>, Vec<bool>) {
    let mut tallies: Vec<(Tally, usize)> = Vec::new();
    for row in rows.iter().map(|&index| grid.row(index)) {
        for (at, cell) in row.cells().enumerate() {
            if tallies.len() <= at {
                tallies.push((Tally::default(), 0));
            }
            tallies[at].0.add(cell, row.line);
            tallies[at].1 += usize::from(is_year(cell.trim()));
        }
    }
    let holds = |(tally, _): &(Tally, usize)| tally.words * 2 < tally.figures() + tally.missing;
    let of_years = |(tally, years): &(Tally, usize)| *years > 0 && *years == tally.figures();
    (
        tallies.iter().map(holds).collect(),
        tallies.iter().map(of_years).collect(),
    )
}

/// Whether a row holds nothing but periods in some columns.
fn years_alone(row: &Row<'_>, columns: &[usize]) -> bool {
    let mut filled = columns
        .iter()
        .map(|&at| row.cell(at).trim())
        .filter(|cell| !cell.is_empty());
    filled.all(periods::readable)
}

/// Whether a row holds several texts, each over some columns of which the others are blank.
fn is_spread(row: &Row<'_>, columns: &[usize]) -> bool {
    let is_told = |at: &&usize| row.is_filled(**at);
    let told = columns.iter().filter(is_told).count();
    told > 1 && told * 2 <= columns.len() && columns.first().is_some_and(|first| is_told(&first))
}

/// Whether rows name nearly all columns with figures, each by another name.
fn names_figures(grid: &Grid, names: Range<usize>, figures: &[bool]) -> bool {
    let held: Vec<usize> = (0..figures.len()).filter(|&at| figures[at]).collect();
    let name = |column: &usize| -> Vec<&str> {
        let cells = names.clone().map(|at| {
            let row = grid.row(at);
            // A heading of merged cells stands over the first of its columns.
            let is_first = at == names.start && names.len() > 1;
            let is_over = is_first && (years_alone(&row, &held) || is_spread(&row, &held));
            let before = (0..=*column).rev().take_while(|_| is_over);
            let told = before
                .map(|at| row.cell(at).trim())
                .find(|cell| !cell.is_empty());
            told.unwrap_or(row.cell(*column).trim())
        });
        cells.collect()
    };
    let told: Vec<Vec<&str>> = held
        .iter()
        .map(name)
        .filter(|name| name.iter().any(|text| !text.is_empty()))
        .collect();
    let different: BTreeSet<&Vec<&str>> = told.iter().into_set();
    told.len() * 3 >= held.len() * 2 && different.len() * 3 >= told.len() * 2 && !held.is_empty()
}

/// Where the title of a table begins: rows of one text above its names, of which those that are notes of the table above
/// are none.
fn title(grid: &Grid, names: usize) -> usize {
    let lone_above = |end: usize| {
        let mut start = end;
        while start > 0 && is_lone(&grid.row(start - 1)) && !around::is_note(&grid.row(start - 1)) {
            start -= 1;
            if is_gap(grid, start) {
                break;
            }
        }
        start
    };
    let start = lone_above(names);
    if start < names || !is_gap(grid, names) {
        return start;
    }
    // Above one gap, and parted by another from what stands higher.
    let above = (0..names).rev().find(|&at| !grid.row(at).is_blank());
    let Some(above) = above else { return names };
    // A title, and keys with what they say below it.
    let mut start = above + 1;
    while start > 0 && is_narrow(&grid.row(start - 1)) {
        start -= 1;
        if is_gap(grid, start) {
            break;
        }
    }
    let is_apart = start == 0 || is_gap(grid, start);
    if start <= above && is_apart && is_lone(&grid.row(start)) && !around::is_note(&grid.row(start))
    {
        start
    } else {
        names
    }
}

/// Whether a row holds a text alone, or one with what it says: `date | 2020`.
fn is_narrow(row: &Row<'_>) -> bool {
    let filled = row.cells().filter(|cell| !is_blank(cell));
    !row.is_blank() && filled.count() < 3 && !names_a_row(row.cell(0).trim())
}

/// Whether the first of these rows have names that rows of the table above have too.
fn names_rows_again(grid: &Grid, above: Range<usize>, rows: &[usize]) -> bool {
    let key = |index: usize| -> Vec<&str> {
        let cells = grid.row(index).cells().map(str::trim).enumerate();
        let cells = cells.filter(|(at, cell)| !cell.is_empty() && (*at == 0 || !is_number(cell)));
        cells.map(|(_, cell)| cell).collect()
    };
    let known: BTreeSet<Vec<&str>> = above.map(key).filter(|key| !key.is_empty()).into_set();
    rows.iter().any(|&row| known.contains(&key(row)))
}
