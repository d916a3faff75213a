//! Which rows of a table name its columns: where they begin and end.

use std::collections::BTreeSet;
use std::ops::Range;

use super::below::{holds_years, is_unit, names_periods};
use super::names::{bare_year, is_header};
use super::{LOOKED_AT, MOST};
use crate::source::grid::{Grid, Row};
use crate::source::headings;
use crate::source::layout::body::Body;
use crate::source::layout::row::{Look, is_comment, is_figure, is_number, is_year, names_a_row};
use crate::source::periods;

/// The rows of headers: those at the beginning of the table that hold no figures where the body does.
pub(super) fn header_rows(
    grid: &Grid,
    body: &Body,
    figures: &[bool],
    years: &[bool],
) -> Range<usize> {
    let mut end = body.rows.start;
    let rows = body.rows.start..body.rows.end.min(body.rows.start + 2 * MOST);
    // What stands above was said of the whole table.
    if let Some(names) = rows
        .clone()
        .find(|&at| names_years(grid, rows.start..at, figures, years))
    {
        end = names;
    }
    let mut start = None;
    while end < body.rows.end && start.is_none_or(|start| end - start < MOST) {
        let row = grid.row(end);
        let names_rows = names_rows(grid, body, end, figures);
        let is_title = row.is_blank()
            || is_title(&row, body) && !names_rows
            || start.is_none() && is_numbered_title(grid, body, end)
            || start.is_none() && is_year_above(grid, body, end, figures, years)
            || start.is_none() && is_of_pages(&row, body, figures)
            || start.is_none() && is_outside(grid, body, end)
            || start.is_none() && is_pair_above(grid, body, end)
            || start.is_none() && is_far_above(grid, body, end, figures, years);
        if start.is_none() && (is_title || is_caption(grid, body, end, figures, years)) {
            end += 1;
            continue;
        }
        let first = start.is_none();
        let is_commented = is_comment(&row) && row.len() != body.width;
        // Below headings over all columns the names are the first that say something of each.
        let above = start
            .filter(|&start| (start..end).any(|at| Look::of(&grid.row(at)).filled > 1))
            .map(|_| grid.row(end - 1));
        let of_years = above.is_some_and(|above| holds_years(&row, &above, figures, years));
        let is_header = names_rows || is_header(&row, above.as_ref(), figures, years);
        let is_section = !first && is_section(grid, body, end);
        if is_section || !is_commented && !is_title && !of_years && !is_header {
            // The names may stand below a caption: `Frequency: Monthly`.
            if !first && is_caption(grid, body, end, figures, years) {
                end += 1;
                continue;
            }
            break;
        }
        start.get_or_insert(end);
        end += 1;
    }
    // Where periods name the rows, what stands above the first of them says something of the columns.
    let of_periods = start.is_some() && names_periods(grid, body);
    while of_periods && end < body.rows.end && start.is_some_and(|start| end - start < MOST) {
        let row = grid.row(end);
        let first = row.cell(0).trim();
        if first.is_empty() || row.len() != body.width || names_a_row(first) {
            break;
        }
        end += 1;
    }
    // A heading of the first rows is none of the columns'.
    while !of_periods && start.is_some_and(|start| end > start + 1) {
        let row = grid.row(end - 1);
        let names = is_stub(grid, body, end - 1) || names_rows(grid, body, end - 1, figures);
        if !is_title(&row, body) || is_unit(row.cell(0).trim()) || names {
            break;
        }
        end -= 1;
    }
    // What stands above a gap is none of it, where a row below the gap names all columns.
    if let Some(first) = start
        && let Some(later) = behind_a_gap(grid, body, first..end, figures)
    {
        start = Some(later);
    }
    // Blank rows behind the header belong to the body.
    let mut start = if let Some(start) = start {
        start
    } else {
        end = body.rows.start;
        end
    };
    // A header may be narrower or wider than the body, and a blank row may part them.
    let above = (0..start).rev().map(|index| (index, grid.row(index)));
    let mut blank = 0;
    for (index, row) in above {
        if row.is_blank() {
            blank += 1;
            if blank > 1 || start < end {
                break;
            }
            continue;
        }
        let look = Look::of(&row);
        let fits = if start == end {
            // The first row holds figures: its names must stand above it.
            look.filled * 2 > body.filled
                && look.extent <= body.width
                && is_header(&row, None, figures, years)
        } else {
            // Headings over several columns.
            look.filled > 1
                && look.extent <= body.width
                && row.cell(0).trim() == grid.row(start).cell(0).trim()
                && !row.cell(0).trim().is_empty()
                && is_header(&row, None, figures, years)
        };
        let names = start < end && index + 1 == start && names_rows(grid, body, index, figures);
        let is_other = !fits || is_title(&row, body) || is_comment(&row) && look.extent < body.used;
        if !names && is_other {
            break;
        }
        start = index;
    }
    start..end
}

/// Whether the row behind some others names nearly all columns of figures by years, each by another, where the others say one
/// thing of all of them, with a key before it: `Source | Office | Office`.
fn names_years(grid: &Grid, header: Range<usize>, figures: &[bool], years: &[bool]) -> bool {
    let held: Vec<usize> = (0..figures.len()).filter(|&at| figures[at]).collect();
    let cells = |index: usize| -> BTreeSet<&str> {
        let row = grid.row(index);
        let cells = held.iter().map(|&at| row.cell(at).trim());
        cells.filter(|cell| !cell.is_empty()).collect()
    };
    let own = cells(header.end);
    let of_years = own.iter().filter(|cell| is_year(bare_year(cell))).count();
    let is_keyed = |index: &usize| {
        let row = grid.row(*index);
        let mut keys = (0..figures.len()).filter(|&at| !figures[at]);
        !cells(*index).is_empty() && keys.any(|at| !row.cell(at).trim().is_empty())
    };
    own.len() > 2
        && header.clone().filter(is_keyed).count() > 1
        && of_years * 10 >= held.len() * 9
        && !years.contains(&true)
        && header.into_iter().all(|index| {
            let said = cells(index).len();
            said < 2 || said * 3 < held.len()
        })
}

/// The last of the rows of headers that names every column up to the last one with figures, where a blank row or one with
/// a text in its first cell alone parts it from those above.
fn behind_a_gap(grid: &Grid, body: &Body, rows: Range<usize>, figures: &[bool]) -> Option<usize> {
    let is_gap = |index: usize| {
        let row = grid.row(index);
        row.is_blank() || row.cells().skip(1).all(|cell| cell.trim().is_empty())
    };
    // The blank rows of a workbook are not there, but counted.
    let is_behind = |index: usize| {
        let lines = grid.row(index).line - grid.row(index - 1).line;
        is_gap(index - 1) || grid.delimiter.is_none() && lines > 1
    };
    let last = figures.iter().rposition(|holds| *holds)?;
    let names_all = |index: usize| {
        let row = grid.row(index);
        row.len() == body.width
            && (0..=last).all(|at| {
                let cell = row.cell(at).trim();
                !cell.is_empty() && !is_number(cell)
            })
    };
    rows.clone()
        .skip(1)
        .rev()
        .find(|&index| is_behind(index) && names_all(index))
}

/// Whether a row of a narrow table is a text over its first column alone, and the names of the columns stand below it.
fn is_caption(grid: &Grid, body: &Body, at: usize, figures: &[bool], years: &[bool]) -> bool {
    let over_words = !figures.first().is_some_and(|holds| *holds) && figures.contains(&true);
    let is_alone = |index: &usize| {
        let row = grid.row(*index);
        let first = row.cell(0).trim();
        let alone = row.cells().skip(1).all(|cell| cell.trim().is_empty());
        alone && !first.is_empty() && !names_a_row(first)
    };
    let rows = at..body.rows.end.min(at + MOST);
    let captions = rows.clone().take_while(is_alone).count();
    let next = at + captions;
    over_words
        && captions > 0
        && rows.contains(&next)
        && grid.row(next).len() == body.width
        && is_header(&grid.row(next), None, figures, years)
}

/// Whether a row is one of titles of pages beside one another, or of what stands in their corners: few texts, of which the
/// first comes again or stands behind where the figures begin.
fn is_of_pages(row: &Row<'_>, body: &Body, figures: &[bool]) -> bool {
    let look = Look::of(row);
    let first = (0..row.len()).find(|&at| !row.cell(at).trim().is_empty());
    // Before the names numbers of the rows may stand.
    let names = figures
        .iter()
        .take(3)
        .position(|holds| !*holds)
        .unwrap_or(0);
    let held = figures.iter().skip(names).position(|holds| *holds);
    let (Some(first), Some(held)) = (first, held.map(|held| names + held)) else {
        return false;
    };
    let text = row.cell(first).trim();
    let again = row.cells().skip(first + 1).any(|cell| cell.trim() == text);
    let texts: BTreeSet<&str> = row
        .cells()
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect();
    let few = look.filled * 10 <= body.filled;
    look.figures == 0 && (first == 0 && held > 0 && again && texts.len() < 2 || first > held && few)
}

/// Whether a row holds a year alone, which is that of all rows below the names of the columns.
fn is_year_above(grid: &Grid, body: &Body, at: usize, figures: &[bool], years: &[bool]) -> bool {
    let row = grid.row(at);
    let look = Look::of(&row);
    let next = (at + 1..body.rows.end).find(|&next| !grid.row(next).is_blank());
    look.filled == 1
        && look.extent == 1
        && is_year(row.cell(0).trim())
        && next.is_some_and(|next| {
            let row = grid.row(next);
            row.len() == body.width
                && Look::of(&row).figures == 0
                && is_header(&row, None, figures, years)
        })
}

/// Whether a row holds one text in whatever column, and the names of all columns stand further below it, not in the next
/// row: titles need not begin in the first column.
fn is_far_above(grid: &Grid, body: &Body, at: usize, figures: &[bool], years: &[bool]) -> bool {
    let filled = |index: usize| {
        let row = grid.row(index);
        row.cells().filter(|cell| !cell.trim().is_empty()).count()
    };
    if body.filled < 3 || filled(at) != 1 {
        return false;
    }
    let Some(names) = (at + 1..body.rows.end.min(at + 2 * MOST)).find(|&index| filled(index) > 1)
    else {
        return false;
    };
    let row = grid.row(names);
    let held = || (0..figures.len()).filter(|&index| figures[index]);
    let told = held().filter(|&index| !row.cell(index).trim().is_empty());
    names > at + 1
        && row.len() == body.width
        && told.count() * 10 >= held().count() * 9
        && is_header(&row, None, figures, years)
}

/// Whether a row holds one text in the middle of the figures, as other rows further below do: a heading of the rows up to
/// the next one.
fn is_section(grid: &Grid, body: &Body, at: usize) -> bool {
    let lone = |index: usize| {
        let row = grid.row(index);
        let mut filled = (0..row.len()).filter(|&cell| !row.cell(cell).trim().is_empty());
        let first = filled.next().filter(|_| filled.next().is_none())?;
        (first > 0 && !is_figure(row.cell(first).trim())).then_some(first)
    };
    let Some(own) = lone(at) else { return false };
    let mut below = (at + 1..body.rows.end).take(LOOKED_AT);
    let has_figures = |index: usize| Look::of(&grid.row(index)).is_data();
    below.next().is_some_and(has_figures) && below.any(|index| lone(index) == Some(own))
}

/// Whether all that a row holds stands in columns in which no row with figures holds anything: a letterhead beside the table.
fn is_outside(grid: &Grid, body: &Body, at: usize) -> bool {
    let row = grid.row(at);
    let said = (0..row.len()).filter(|&cell| !row.cell(cell).trim().is_empty());
    let said: Vec<usize> = said.collect();
    let below = (at + 1..body.rows.end)
        .take(LOOKED_AT)
        .map(|at| grid.row(at));
    let mut below = below.filter(|row| Look::of(row).is_data()).peekable();
    let is_blank = |row: Row<'_>| said.iter().all(|&cell| row.cell(cell).trim().is_empty());
    !said.is_empty() && below.peek().is_some() && below.all(is_blank)
}

/// Whether a row holds a key and what it says, and further down periods are named beside another key, before any figure:
/// `Time frequency | | Annual` above `TIME | 2021 | 2022`.
fn is_pair_above(grid: &Grid, body: &Body, at: usize) -> bool {
    let row = grid.row(at);
    let look = Look::of(&row);
    let key = row.cell(0).trim();
    if look.filled != 2 || look.figures > 0 || key.is_empty() {
        return false;
    }
    let mut below = (at + 1..body.rows.end).take(MOST);
    below
        .find(|&below| Look::of(&grid.row(below)).filled != 2)
        .is_some_and(|names| {
            let row = grid.row(names);
            let own = row.cell(0).trim();
            let others = row.cells().skip(1).map(str::trim);
            let others: Vec<&str> = others.filter(|cell| !cell.is_empty()).collect();
            let are_periods = others.len() > 1 && others.iter().all(|cell| periods::readable(cell));
            are_periods && !own.is_empty() && own != key
        })
}

/// Whether a row below periods or areas names what stands in the first column, alone in its row as no other: `TIME | 2021 |
/// 2022`, then `GEO (Labels)`; `Region | Brunia | Katina`, then `Sex`, where a line above says `Sex by Region`.
fn is_stub(grid: &Grid, body: &Body, at: usize) -> bool {
    let is_alone = |index: usize| {
        let row = grid.row(index);
        !row.cell(0).trim().is_empty() && row.cells().skip(1).all(|cell| cell.trim().is_empty())
    };
    let names = grid.row(at - 1);
    let others = names.cells().skip(1).map(str::trim);
    let mut others = others.filter(|cell| !cell.is_empty()).peekable();
    let corner = names.cell(0).trim();
    let is_named = || {
        let stub = grid.row(at).cell(0).trim();
        let both = |row: Row<'_>| {
            row.cells()
                .any(|cell| cell.contains(corner) && cell.contains(stub))
        };
        headings::area(corner) > 1 && (0..at - 1).any(|above| both(grid.row(above)))
    };
    (headings::is_time(corner) && others.peek().is_some() && others.all(periods::readable)
        || is_named())
        && is_alone(at)
        && !(at + 1..body.rows.end).take(LOOKED_AT).any(is_alone)
}

/// Whether a row names what names the rows and nothing else, where the next row names the figures or holds them: `NAICS Code |
/// Kind of Business` above months, `Code | Name` below years.
fn names_rows(grid: &Grid, body: &Body, at: usize, figures: &[bool]) -> bool {
    let row = grid.row(at);
    let filled: Vec<usize> = (0..row.len())
        .filter(|&cell| !row.cell(cell).trim().is_empty())
        .collect();
    if filled.last().is_none_or(|&last| last >= figures.len()) {
        return false;
    }
    let next = at + 1;
    let is_figure = |&cell: &usize| figures[cell] && !headings::is_code(row.cell(cell).trim());
    if filled.len() != 2 || next >= body.rows.end || filled.iter().any(is_figure) {
        return false;
    }
    let (row, next) = (grid.row(at), grid.row(next));
    let is_key = |&cell: &usize| {
        let text = row.cell(cell).trim();
        headings::is_code(text) || headings::area(text) > 1
    };
    let look = Look::of(&next);
    let is_blank = |&cell: &usize| next.cell(cell).trim().is_empty();
    let names = filled.iter().all(is_blank) && look.filled > 2;
    filled.iter().any(is_key) && (names || look.is_data())
}

/// Whether a row holds the number of a table and its title, and nothing stands in the next row.
fn is_numbered_title(grid: &Grid, body: &Body, at: usize) -> bool {
    let row = grid.row(at);
    let look = Look::of(&row);
    let is_apart = at + 1 < grid.len() && {
        let next = grid.row(at + 1);
        // The blank rows of a workbook are not there, but counted.
        next.is_blank() || grid.delimiter.is_none() && next.line > row.line + 1
    };
    body.filled > 2 && look.filled == 2 && look.extent == 2 && look.figures == 0 && is_apart
}

/// Whether a row holds too little to be one of the table's own.
fn is_title(row: &Row<'_>, body: &Body) -> bool {
    let look = Look::of(row);
    // Of a wide row of blanks that begins with a text, a spreadsheet's padding.
    let first = row.cell(0).trim();
    let lone = body.filled > 2 && look.filled <= 1 && !first.is_empty() && !names_a_row(first);
    // A key and what it says, which may be a date: `Last Updated Date | 2018-01-25`.
    let pair = body.filled > 5 && look.filled == 2 && look.extent == 2;
    lone || pair && !names_a_row(first) && !is_number(row.cell(1).trim())
}
