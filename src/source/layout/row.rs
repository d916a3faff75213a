//! What a row of a grid looks like, seen alone or with the gap above it.

use crate::source::grid::{Grid, Row, is_blank};
use crate::source::numeral::is_plain;
pub(in crate::source) use crate::source::numeral::{is_figure, is_number};
use crate::source::periods;

/// What the cells of a row are.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    /// How many cells hold anything.
    pub(super) filled: usize,
    /// How many hold a number or a mark of a missing one.
    pub(super) figures: usize,
    /// How many of those could as well be periods.
    pub(super) periods: usize,
    /// The index behind the last cell that holds anything.
    pub(super) extent: usize,
}

impl Look {
    /// The look of a row.
    pub(super) fn of(row: &Row<'_>) -> Look {
        let mut look = Look::default();
        // Beside `II` and `III` letters that may be marks are numerals too.
        let numbers = |cell: &str| matches!(cell.trim(), "II" | "III" | "IV" | "VI" | "VII");
        let counts = row.cells().take(40).filter(|cell| numbers(cell)).count() > 1;
        for (index, cell) in row.cells().enumerate() {
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            look.filled += 1;
            look.extent = index + 1;
            if is_year(cell) || is_marked_year(cell) {
                look.periods += 1;
                look.figures += 1;
            } else if is_figure(cell) && !(counts && matches!(cell, "I" | "V" | "X")) {
                look.figures += 1;
            }
        }
        look
    }

    /// Whether it holds figures that are no periods.
    pub(super) fn is_data(&self) -> bool {
        self.figures > self.periods
    }
}

/// Whether a cell is a year of the centuries that statistics are about.
pub(super) fn is_year(cell: &str) -> bool {
    cell.len() == 4
        && cell.bytes().all(|byte| byte.is_ascii_digit())
        && ("1500".."2200").contains(&cell)
}

/// Whether a cell is a year with a mark behind it: `2011p`, `2018(r)`.
fn is_marked_year(cell: &str) -> bool {
    (5..10).contains(&cell.len())
        && cell.get(..4).is_some_and(is_year)
        && !is_plain(cell)
        && periods::read_one(cell).is_some_and(|label| label.mark.is_some())
}

/// Whether a cell names a row of a table rather than saying something: a number or a period.
pub(super) fn names_a_row(cell: &str) -> bool {
    is_number(cell) || periods::readable(cell)
}

/// Whether a row is a remark: `#` begins it, or `%`, `//`, `!`.
pub(super) fn is_comment(row: &Row<'_>) -> bool {
    let first = row.cell(0).trim_start();
    let hash = first.starts_with('#') && !is_figure(first) && !first.starts_with("#N");
    hash || first.starts_with("//") || first.starts_with("%%")
}

/// Whether a gap stands above a row: a blank row, or one that a workbook does not keep.
pub(super) fn is_gap(grid: &Grid, index: usize) -> bool {
    index > 0 && {
        let above = grid.row(index - 1);
        above.is_blank() || grid.delimiter.is_none() && grid.row(index).line > above.line + 1
    }
}

/// How many words no name of a place or an item has, where a star begins them or a full stop ends them.
const SENTENCE: usize = 6;

/// Whether a row holds a sentence and nothing else, as no name is.
pub(super) fn is_sentence(row: &Row<'_>) -> bool {
    !row.is_filled(1) && reads_on(row) && row.cells().skip(1).all(is_blank)
}

/// Whether the first cell of a row is a sentence.
pub(super) fn reads_on(row: &Row<'_>) -> bool {
    let text = row.cell(0).trim();
    let is_said = text.ends_with(['.', '。']) || text.starts_with('*');
    is_said && (text.ends_with('。') || text.split_whitespace().count() >= SENTENCE)
}
