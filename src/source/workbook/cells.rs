//! The cells of a sheet in rows.

use std::collections::BTreeMap;

use calamine::Dimensions;

use super::{Grid, MOST_CELLS, Sheet, SourceError};
use crate::source::grid::told;
use crate::source::numeral;
use crate::words::excerpt;

/// The cells of a sheet in rows, those that are merged repeated, below the title where no line above them is one.
pub(super) fn grid(mut sheet: Sheet, title: Option<&str>) -> Result<Grid, SourceError> {
    for row in sheet.rows.values_mut() {
        row.retain(|_, text| text.is_empty() || !told(text).is_empty());
    }
    let width = sheet
        .rows
        .values()
        .filter_map(|row| row.keys().next_back())
        .max()
        .map_or(0, |last| *last as usize + 1);
    let first = sheet
        .rows
        .values()
        .filter_map(|row| row.keys().next())
        .min()
        .copied()
        .unwrap_or(0);
    for merged in std::mem::take(&mut sheet.merged) {
        repeat(&mut sheet.rows, &merged, width);
    }
    let mut grid = Grid::new(&sheet.name);
    // Cells that are numbers are written with a point.
    grid.decimal = (!sheet.written).then_some('.');
    if let Some(title) = title
        && sheet.rows.values().next().is_some_and(|row| row.len() > 1)
    {
        grid.push(0, [title]);
    }
    let mut cells = 0;
    for (number, row) in &sheet.rows {
        let own = row.keys().next_back().copied().unwrap_or(first);
        // What a row of a table lacks at its end is missing; a title or a note is one cell.
        let filled = row.values().filter(|text| !text.trim().is_empty());
        let last = if filled.take(2).count() > 1 {
            u32::try_from(width).map_or(own, |width| width.saturating_sub(1))
        } else {
            own
        };
        cells += (last - first) as usize + 1;
        let texts = (first..=last).map(|column| row.get(&column).map_or("", String::as_str));
        if cells > MOST_CELLS || !grid.push(u64::from(*number) + 1, texts) {
            return Err(SourceError::Unreadable(format!(
                "the sheet `{}` is too large: more than {MOST_CELLS} cells; save the table in it as CSV",
                excerpt(&sheet.name)
            )));
        }
    }
    Ok(grid)
}

/// Repeats the text of merged cells: down its rows, and along a header, which is where other cells stand beside it.
fn repeat(rows: &mut BTreeMap<u32, BTreeMap<u32, String>>, merged: &Dimensions, width: usize) {
    const LONGEST: u32 = 5000;
    let ((top, left), (bottom, right)) = (merged.start, merged.end);
    let text = rows
        .get(&top)
        .and_then(|row| row.get(&left))
        .cloned()
        .unwrap_or_default();
    if text.is_empty()
        || bottom < top
        || right < left
        || bottom - top > LONGEST
        || right - left > LONGEST
    {
        return;
    }
    let mut beside = rows
        .get(&top)
        .into_iter()
        .flatten()
        .filter(|(column, _)| **column < left || **column > right)
        .peekable();
    // Along a row only in a header: a title stands alone or goes over all columns, and beside a name are figures.
    let is_alone = beside.peek().is_none() || (right - left) as usize + 1 >= width;
    let right = if right > left && (is_alone || beside.any(|(_, text)| is_figure(text))) {
        left
    } else {
        right
    };
    for row in top..=bottom {
        let Some(cells) = rows.get_mut(&row) else {
            continue;
        };
        for column in left..=right {
            cells.entry(column).or_insert_with(|| text.clone());
        }
    }
}

/// Whether a text is a number and no year.
fn is_figure(text: &str) -> bool {
    // A mark may stand behind it.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let year = text[..digits].parse().ok();
    let goes_on = text[digits..].starts_with(['.', ',', ' ', '%']);
    let is_year =
        digits == 4 && !goes_on && year.is_some_and(|year: u32| (1500..2200).contains(&year));
    !is_year && numeral::is_number(text.trim())
}
