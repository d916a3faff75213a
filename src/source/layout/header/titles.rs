//! Rows above a header that are none of it: titles, captions, pairs of a key and what it says.

use std::collections::BTreeSet;

use super::names::is_header;
use super::{LOOKED_AT, MOST};
use crate::source::grid::{Grid, Row, is_blank};
use crate::source::headings;
use crate::source::layout::body::Body;
use crate::source::layout::pivot::{is_across, is_counted, says_all};
use crate::source::layout::row::{Look, is_figure, is_gap, is_number, is_year, names_a_row};
use crate::source::periods;
use crate::source::places;

/// The rows from the beginning of a table on, with what its columns hold.
#[derive(Clone, Copy)]
pub(super) struct Top<'t> {
    pub(super) grid: &'t Grid,
    pub(super) body: &'t Body,
    /// Whether each column holds figures.
    pub(super) figures: &'t [bool],
    /// Whether each holds years.
    pub(super) years: &'t [bool],
}

impl Top<'_> {
    /// Whether a row names all columns.
    fn names_all(&self, at: usize) -> bool {
        let row = self.grid.row(at);
        row.len() == self.body.width && is_header(&row, None, self.figures, self.years)
    }

    /// Whether a row of a narrow table is a text over its first column alone, and the names of the columns stand below it.
    pub(super) fn is_caption(&self, at: usize) -> bool {
        let over_words =
            !self.figures.first().is_some_and(|holds| *holds) && self.figures.contains(&true);
        let is_alone = |index: &usize| {
            let row = self.grid.row(*index);
            let first = row.cell(0).trim();
            let alone = row.cells().skip(1).all(is_blank);
            alone && !first.is_empty() && !names_a_row(first)
        };
        let rows = at..self.body.rows.end.min(at + MOST);
        let captions = rows.clone().take_while(is_alone).count();
        let next = at + captions;
        over_words && captions > 0 && rows.contains(&next) && self.names_all(next)
    }

    /// Whether a row is one of titles of pages beside one another, or of what stands in their corners: few texts, of which the
    /// first comes again or stands behind where the figures begin.
    pub(super) fn is_of_pages(&self, at: usize) -> bool {
        let row = self.grid.row(at);
        let look = Look::of(&row);
        let first = (0..row.len()).find(|&at| row.is_filled(at));
        // Years name the rows.
        let holds: Vec<bool> = (0..self.figures.len())
            .map(|at| self.figures[at] && !self.years[at])
            .collect();
        // Before the names numbers of the rows may stand.
        let names = holds.iter().take(3).position(|holds| !*holds).unwrap_or(0);
        let held = holds.iter().skip(names).position(|holds| *holds);
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
        let few = look.filled * 10 <= self.body.filled;
        // Or a gap parts it from what stands below.
        let is_apart = || {
            let next = at + 1;
            next < self.grid.len() && (self.grid.row(next).is_blank() || is_gap(self.grid, next))
        };
        let is_first = first == 0 && held > 0 || first == held && is_apart();
        // A title of merged cells reaches over figures, and a link may stand beside it.
        let is_merged = first == 0 && held > 1 && row.cell(held).trim() == text;
        let most = if is_merged { 2 } else { 1 };
        look.figures == 0 && (is_first && again && texts.len() <= most || first > held && few)
    }

    /// Whether a row holds a year alone, which is that of all rows below the names of the columns.
    pub(super) fn is_year_above(&self, at: usize) -> bool {
        let row = self.grid.row(at);
        let look = Look::of(&row);
        let next = (at + 1..self.body.rows.end).find(|&next| !self.grid.row(next).is_blank());
        look.filled == 1
            && look.extent == 1
            && is_year(row.cell(0).trim())
            && next.is_some_and(|next| {
                Look::of(&self.grid.row(next)).figures == 0 && self.names_all(next)
            })
    }

    /// Whether a row holds one text in whatever column, or two long ones, and the names of all columns stand further below it, not in the next
    /// row: titles need not begin in the first column.
    pub(super) fn is_far_above(&self, at: usize) -> bool {
        let filled = |index: usize| {
            let row = self.grid.row(index);
            row.cells().filter(|cell| !is_blank(cell)).count()
        };
        // Beside a title a remark may stand.
        let row = self.grid.row(at);
        let is_long = |cell: &str| is_blank(cell) || cell.chars().count() > 40;
        let are_long = filled(at) == 2 && row.cells().all(is_long);
        if self.body.filled < 3 || filled(at) != 1 && !are_long {
            return false;
        }
        // Over the names of some columns more may stand.
        let held: Vec<usize> = (0..self.figures.len())
            .filter(|&index| self.figures[index])
            .collect();
        let names_all = |index: usize| {
            let row = self.grid.row(index);
            let told = held.iter().filter(|&&cell| row.is_filled(cell));
            told.count() * 10 >= held.len() * 9
        };
        let mut below =
            (at + 1..self.body.rows.end.min(at + 2 * MOST)).filter(|&index| filled(index) > 1);
        let Some(names) = below.find(|&index| names_all(index)) else {
            return false;
        };
        names > at + 1 && self.names_all(names)
    }

    /// Whether a row of words says nothing of some columns, and behind a gap a row names every one, which may be by numbers:
    /// a title with remarks beside it above `Code | Name | All ages | 0 | 1 | 2`.
    pub(super) fn is_parted_off(&self, at: usize) -> bool {
        let row = self.grid.row(at);
        let Some(next) = (at + 1..self.body.rows.end).find(|&next| !self.grid.row(next).is_blank())
        else {
            return false;
        };
        let below = self.grid.row(next);
        // The blank rows of a workbook are not there, but counted.
        let is_gap = next > at + 1 || self.grid.delimiter.is_none() && below.line > row.line + 1;
        let is_blank = |row: &Row<'_>, at: usize| !row.is_filled(at);
        let lacks = (0..self.figures.len()).any(|at| self.figures[at] && is_blank(&row, at));
        let is_whole = (0..self.body.width).all(|at| !is_blank(&below, at));
        let holds_number = || below.cells().any(|cell| is_number(cell.trim()));
        is_gap
            && lacks
            && is_whole
            && Look::of(&row).figures == 0
            && holds_number()
            && self.names_all(next)
    }
}

/// Whether all that a row holds stands in columns in which no row with figures holds anything: a letterhead beside the table.
pub(super) fn is_outside(grid: &Grid, body: &Body, at: usize) -> bool {
    let row = grid.row(at);
    let said = (0..row.len()).filter(|&cell| row.is_filled(cell));
    let said: Vec<usize> = said.collect();
    let below = (at + 1..body.rows.end)
        .take(LOOKED_AT)
        .map(|at| grid.row(at));
    let mut below = below.filter(|row| Look::of(row).is_data()).peekable();
    let is_blank = |row: Row<'_>| said.iter().all(|&cell| !row.is_filled(cell));
    !said.is_empty() && below.peek().is_some() && below.all(is_blank)
}

/// Whether a row holds a key and what it says, and further down periods are named beside another key, before any figure:
/// `Time frequency | | Annual` above `TIME | 2021 | 2022`; or areas are, and `TIME` below their heading.
pub(super) fn is_pair_above(grid: &Grid, body: &Body, at: usize) -> bool {
    let row = grid.row(at);
    let look = Look::of(&row);
    let key = row.cell(0).trim();
    if look.filled != 2 || look.figures > 0 || key.is_empty() {
        return false;
    }
    // What a pivot table is of, and what it leaves out: `Sex | (All)`.
    let is_of_pivot = || is_counted(key) || row.cells().any(|cell| is_across(cell.trim()));
    if body.filled > 2 && is_of_pivot() || says_all(&row) {
        return true;
    }
    let mut below = (at + 1..body.rows.end).take(MOST);
    let Some(names) = below.find(|&below| !matches!(Look::of(&grid.row(below)).filled, 0 | 2))
    else {
        return false;
    };
    let second = row.cells().rposition(|cell| !is_blank(cell));
    let row = grid.row(names);
    let own = row.cell(0).trim();
    let others = row.cells().skip(1).map(str::trim);
    let others: Vec<&str> = others.filter(|cell| !cell.is_empty()).collect();
    // Pivot tables have more names of rows to the left, below the key, and totals to the right.
    let words = |cell: &&&str| !periods::readable(cell) && !is_figure(cell);
    let labels = others.iter().take_while(words).count();
    let across = &others[if second > Some(labels) { labels } else { 0 }..];
    let totals = across
        .iter()
        .rev()
        .take_while(|cell| places::is_total(cell));
    let across = &across[..across.len() - totals.count()];
    let are_periods = || across.iter().all(|cell| periods::readable(cell));
    let has_time_below = || {
        let is_time = |index| headings::is_time(grid.row(index).cell(0).trim());
        headings::area(own) > 1 && names + 1 < body.rows.end && is_time(names + 1)
    };
    across.len() > 1 && !own.is_empty() && own != key && (are_periods() || has_time_below())
}

/// Whether a row holds the number of a table and its title, and nothing stands in the next row, or behind a number alone
/// nothing of the table's.
pub(super) fn is_numbered_title(grid: &Grid, body: &Body, at: usize) -> bool {
    let row = grid.row(at);
    let look = Look::of(&row);
    let is_apart = at + 1 < grid.len() && {
        let next = grid.row(at + 1);
        // The blank rows of a workbook are not there, but counted.
        let is_gap = next.is_blank() || grid.delimiter.is_none() && next.line > row.line + 1;
        let is_number = is_figure(row.cell(0).trim()) && !is_figure(row.cell(1).trim());
        look.figures == 0 && is_gap || is_number && !Look::of(&next).is_data()
    };
    body.filled > 2 && look.filled == 2 && look.extent == 2 && is_apart
}

/// Whether a row holds too little to be one of the table's own.
pub(super) fn is_title(row: &Row<'_>, body: &Body) -> bool {
    let look = Look::of(row);
    // Of a wide row of blanks that begins with a text, a spreadsheet's padding.
    let first = row.cell(0).trim();
    let lone = body.filled > 2 && look.filled <= 1 && !first.is_empty() && !names_a_row(first);
    // A key and what it says, which may be a date: `Last Updated Date | 2018-01-25`.
    let is_wide = body.filled > 5 || body.filled > 2 && first.ends_with(':');
    let pair = is_wide && look.filled == 2 && look.extent == 2;
    lone || pair && !names_a_row(first) && !is_number(row.cell(1).trim())
}
