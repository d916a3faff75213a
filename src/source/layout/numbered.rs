//! Rows that number the columns, below their names or above them.

use super::Layout;
use super::row::names_a_row;
use crate::order::InOrder;
use crate::source::found::Finding;
use crate::source::grid::{Grid, Row};

/// The grid without a first row that counts the columns, as programs write it where they know no names: `0 | 1 | 2` above
/// `Province | 2010 | 2011`, a blank before it where the rows are counted too, with the finding; nothing where there is none.
pub(in crate::source) fn without_numbers(grid: &Grid) -> Option<(Grid, Finding)> {
    let mut filled = (0..grid.len()).filter(|&at| !grid.row(at).is_blank());
    let (first, next) = (filled.next()?, filled.next()?);
    let (row, next) = (grid.row(first), grid.row(next));
    let begins_with_word = |row: &Row<'_>, at: usize| row.cell(at).contains(char::is_alphabetic);
    let are_counted = !row.is_filled(0);
    let from = usize::from(are_counted);
    let cells = row
        .cells()
        .skip(from)
        .map(|cell| cell.trim().parse::<usize>().ok());
    let numbers: Vec<usize> = cells.collect::<Option<_>>()?;
    let counts = numbers.len() > 2
        && (numbers[0] == 0 || numbers[0] == 1 && !are_counted)
        && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let counted = !are_counted || next.cell(0).trim() == "0";
    if grid.is_digest || !counts || !counted || !begins_with_word(&next, from) {
        return None;
    }
    let mut named = grid.part(first + 1..first + 1);
    for row in (first + 1..grid.len()).map(|at| grid.row(at)) {
        named.push(row.line, row.cells().skip(from));
    }
    let rows = if are_counted {
        ", and the first column the rows"
    } else {
        ""
    };
    let what = format!("line {} numbers the columns{rows}", row.line);
    let finding = Finding::new(what, "the names of the columns stand below it", "");
    Some((named, finding))
}

/// Leaves out a first row of the body that numbers the columns, from 1 on and perhaps once more: `(1) | (2) | (3)`. Numbers
/// without brackets do where words stand below one of them.
pub(super) fn leave_numbers(grid: &Grid, layout: &mut Layout) {
    let filled = |row: &Row<'_>| -> Vec<(usize, String)> {
        let cells = row.cells().map(|cell| cell.trim().to_owned());
        cells
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
            .collect()
    };
    let mut rows = layout
        .body
        .clone()
        .filter(|&index| !grid.row(index).is_blank());
    let (Some(first), Some(next)) = (rows.next(), rows.next()) else {
        return;
    };
    let (row, next) = (grid.row(first), grid.row(next));
    let cells = filled(&row);
    let bare = |cell: &str| -> Option<usize> {
        let inside = cell
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'));
        inside.unwrap_or(cell).trim().parse().ok()
    };
    let numbers: Option<Vec<usize>> = cells.iter().map(|(_, cell)| bare(cell)).collect();
    let Some(numbers) = numbers.filter(|numbers| numbers.len() > 2 && numbers[0] == 1) else {
        return;
    };
    // Columns that are not printed may be counted.
    let last = numbers.last().copied().unwrap_or_default();
    let skips = numbers.len() > 5
        && last <= numbers.len() + 2
        && numbers.is_sorted_by(|one, next| one < next);
    let counts = skips
        || numbers
            .windows(2)
            .all(|pair| pair[1] == pair[0] + 1 || pair[1] == 1);
    let in_brackets = cells.iter().all(|(_, cell)| cell.starts_with('('));
    let over_words = |(at, _): &(usize, String)| {
        let below = next.cell(*at).trim();
        !below.is_empty() && !names_a_row(below)
    };
    // Codes and names before the first number need none.
    let start = cells.first().map_or(0, |(at, _)| *at);
    let below = filled(&next).iter().filter(|(at, _)| *at >= start).count();
    if counts
        && cells.len() * 10 >= below * 9
        && (in_brackets || cells.iter().any(over_words))
        && !layout.skipped.contains(&first)
    {
        layout.skipped.push(first);
        layout.skipped.order();
        layout.findings.push(Finding::new(
            format!("line {} numbers the columns", row.line),
            "it counts them from 1 on, and words stand below one of the numbers or brackets around all",
            "",
        ));
    }
}
