//! Which rows of a table name its columns: where they begin and end.

use std::collections::BTreeSet;
use std::ops::Range;

use super::below::{holds_years, is_above_names, is_unit, names_periods};
use super::names::{bare_year, is_header};
use super::titles::{Top, is_numbered_title, is_outside, is_pair_above, is_title};
use super::{LOOKED_AT, MOST};
use crate::source::grid::{Grid, Row, is_blank};
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
    let top = Top {
        grid,
        body,
        figures,
        years,
    };
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
        let names_rows = names_rows(grid, body, end, figures, years);
        let is_title = row.is_blank()
            || is_title(&row, body) && !names_rows
            || start.is_none() && is_numbered_title(grid, body, end)
            || start.is_none() && top.is_year_above(end)
            || start.is_none() && top.is_of_pages(end)
            || start.is_none() && is_outside(grid, body, end)
            || start.is_none() && is_pair_above(grid, body, end)
            || start.is_none() && top.is_far_above(end)
            || start.is_none() && top.is_parted_off(end);
        if start.is_none() && (is_title || top.is_caption(end)) {
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
        let is_header = names_rows
            || first && goes_on_below(grid, end)
            || is_header(&row, above.as_ref(), figures, years)
            || !first && is_above_names(grid, body, end, figures);
        let is_section = !first && is_section(grid, body, end);
        if is_section || !is_commented && !is_title && !of_years && !is_header {
            // The names may stand below a caption: `Frequency: Monthly`.
            if !first && top.is_caption(end) {
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
        if first.is_empty() || row.len() > body.width || names_a_row(first) {
            break;
        }
        end += 1;
    }
    // A heading of the first rows is none of the columns'.
    while !of_periods && start.is_some_and(|start| end > start + 1) {
        let row = grid.row(end - 1);
        let names = is_stub(grid, body, end - 1) || names_rows(grid, body, end - 1, figures, years);
        if !is_title(&row, body)
            || is_unit(row.cell(0).trim())
            || names
            || row.cell(0).trim().starts_with(['(', '（']) && !comes_again(grid, body, end - 1)
        {
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
    let Some(start) = start else {
        end = body.rows.start;
        return row_above(grid, body, end..end, figures, years)..end;
    };
    row_above(grid, body, start..end, figures, years)..end
}

/// Whether headings in brackets or with a number in brackets stand further below too: `(1) 2015`, then `(2) 2020`.
fn comes_again(grid: &Grid, body: &Body, at: usize) -> bool {
    let sign = |row: &Row<'_>| row.cell(0).trim().chars().next();
    let first = sign(&grid.row(at));
    let mut below = (at + 1..body.rows.end.min(at + LOOKED_AT)).map(|index| grid.row(index));
    below.any(|row| is_title(&row, body) && sign(&row) == first)
}

/// Where a header begins: it may be narrower or wider than the body, and a blank row may part them.
fn row_above(
    grid: &Grid,
    body: &Body,
    header: Range<usize>,
    figures: &[bool],
    years: &[bool],
) -> usize {
    let (mut start, end) = (header.start, header.end);
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
                && row.is_filled(0)
                && is_header(&row, None, figures, years)
        };
        let names =
            start < end && index + 1 == start && names_rows(grid, body, index, figures, years);
        let is_other = !fits || is_title(&row, body) || is_comment(&row) && look.extent < body.used;
        if !names && is_other {
            break;
        }
        start = index;
    }
    start
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
        !cells(*index).is_empty() && keys.any(|at| row.is_filled(at))
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
        row.is_blank() || row.cells().skip(1).all(is_blank)
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

/// Whether a row holds one text in the middle of the figures, as other rows further below do: a heading of the rows up to
/// the next one.
fn is_section(grid: &Grid, body: &Body, at: usize) -> bool {
    let lone = |index: usize| {
        let row = grid.row(index);
        let mut filled = (0..row.len()).filter(|&cell| row.is_filled(cell));
        let first = filled.next().filter(|_| filled.next().is_none())?;
        (first > 0 && !is_figure(row.cell(first).trim())).then_some(first)
    };
    let Some(own) = lone(at) else { return false };
    let mut below = (at + 1..body.rows.end).take(LOOKED_AT);
    let has_figures = |index: usize| Look::of(&grid.row(index)).is_data();
    // Another heading may stand between.
    let several = |index: &usize| Look::of(&grid.row(*index)).filled != 1;
    below.find(several).is_some_and(has_figures) && below.any(|index| lone(index) == Some(own))
}

/// Whether a row holds periods behind names that the next row has again, with other names behind them: cells that are merged
/// downwards, of which each row has a copy, `District | 2024.06 | 2024.06` over `District | Total | Under 5 years`.
fn goes_on_below(grid: &Grid, at: usize) -> bool {
    if at + 1 >= grid.len() {
        return false;
    }
    let (row, next) = (grid.row(at), grid.row(at + 1));
    let is_word = |cell: &str| !cell.is_empty() && !is_figure(cell) && !periods::readable(cell);
    let same = (0..row.len()).take_while(|&cell| {
        let own = row.cell(cell).trim();
        is_word(own) && own == next.cell(cell).trim()
    });
    let same = same.count();
    let behind = |row: &Row<'_>, holds: &dyn Fn(&str) -> bool| {
        let mut cells = (same..row.len()).map(|cell| row.cell(cell).trim());
        cells.all(holds)
    };
    same > 0
        && row.len() == next.len()
        && row.len() > same + 1
        && behind(&row, &periods::readable)
        && behind(&next, &is_word)
}

/// Whether a row below periods or areas names what stands in the first column, alone in its row as no other: `TIME | 2021 |
/// 2022`, then `GEO (Labels)`, or the other way round; `Region | Brunia | Katina`, then `Sex`, where a line above says `Sex by Region`.
fn is_stub(grid: &Grid, body: &Body, at: usize) -> bool {
    let is_alone = |index: usize| {
        let row = grid.row(index);
        row.is_filled(0) && row.cells().skip(1).all(is_blank)
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
    // Below a blank corner the names of the other columns stand alone.
    let is_below_names = || {
        let stub = grid.row(at).cell(0).trim();
        let is_key = headings::area(stub) > 1 || headings::is_time(stub);
        corner.is_empty() && is_key && Look::of(&names).filled > 1
    };
    let is_time_below_areas =
        || headings::area(corner) > 1 && headings::is_time(grid.row(at).cell(0).trim());
    (headings::is_time(corner) && others.peek().is_some() && others.all(periods::readable)
        || is_time_below_areas()
        || is_named()
        || is_below_names())
        && is_alone(at)
        && !(at + 1..body.rows.end).take(LOOKED_AT).any(is_alone)
}

/// Takes off the last row of headers where it names what names the rows and nothing else, in columns over which the one above it
/// is blank or says what stands across: `Year | Month` below `Male | Female`, `TIME` below `GEO | Belgium`.
pub(super) fn stub(
    texts: &mut Vec<Vec<String>>,
    figures: &[bool],
    years: &[bool],
) -> Option<Vec<String>> {
    let (last, above) = texts.split_last()?;
    let is_key = |text: &String| headings::is_time(text) || headings::area(text) > 1;
    let is_own = |at: &usize| !figures[*at] || years[*at];
    // Below what stands across, `TIME` names what stands down: years, whatever stands across.
    let is_time_down = |at: &usize, text: &str| {
        headings::is_time(&last[*at]) && (headings::area(text) > 1 || years[*at])
    };
    let is_free = |at: &usize| {
        let text = above.last().map_or("", |row| row[*at].as_str());
        text.is_empty() || is_time_down(at, text)
    };
    let mut told = (0..last.len()).filter(|&at| !last[at].is_empty());
    let names_others = above
        .iter()
        .any(|row| row.iter().any(|text| !text.is_empty()));
    let is_stub =
        names_others && last.iter().any(is_key) && told.all(|at| is_own(&at) && is_free(&at));
    is_stub.then(|| texts.pop()).flatten()
}

/// Whether a row names what names the rows and nothing else, where the next row names the figures or holds them: `NAICS Code |
/// Kind of Business` above months, `Code | Name` below years, `Year | Month` below what the figures are called.
fn names_rows(grid: &Grid, body: &Body, at: usize, figures: &[bool], years: &[bool]) -> bool {
    let row = grid.row(at);
    let filled: Vec<usize> = (0..row.len()).filter(|&cell| row.is_filled(cell)).collect();
    if filled.last().is_none_or(|&last| last >= figures.len()) {
        return false;
    }
    let next = at + 1;
    let is_time = |cell: usize| headings::is_time(row.cell(cell).trim());
    let is_figure = |&cell: &usize| {
        let is_key = headings::is_code(row.cell(cell).trim()) || years[cell] && is_time(cell);
        figures[cell] && !is_key
    };
    if filled.len() != 2 || next >= body.rows.end || filled.iter().any(is_figure) {
        return false;
    }
    let next = grid.row(next);
    let is_key = |&cell: &usize| {
        let text = row.cell(cell).trim();
        headings::is_code(text) || headings::area(text) > 1 || is_time(cell)
    };
    let look = Look::of(&next);
    let is_blank = |&cell: &usize| !next.is_filled(cell);
    let names = filled.iter().all(is_blank) && look.filled > 2;
    filled.iter().any(is_key) && (names || look.is_data())
}
