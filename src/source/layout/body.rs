//! The rows with the figures.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::around::is_note;
use super::row::{Look, is_comment, is_figure, is_number, is_sentence, is_year, names_a_row};
use crate::order::{InOrder, IntoMap, IntoSet};
use crate::source::grid::{Grid, Row, is_blank};
use crate::source::{Options, SourceError};

/// How many rows are looked at cell by cell at the beginning of a grid, and at its end.
const LOOKED_AT: usize = 5000;
/// How many rows tell which columns hold names.
const ENOUGH: usize = 100;
/// How many rows in a row may be of another form before the table ends.
const MOST_ODD: usize = 3;

/// The rows with the figures, headers among them where they are as wide.
#[derive(Debug, Clone)]
pub(super) struct Body {
    /// Their indices.
    pub(super) rows: Range<usize>,
    /// How many cells most of them have.
    pub(super) width: usize,
    /// The index behind the last column that holds anything in them.
    pub(super) used: usize,
    /// How many cells hold something in a usual row of them.
    pub(super) filled: usize,
    /// Whether many rows end early, so that what is not there is missing.
    pub(super) ragged: bool,
    /// The rows right behind them that hold figures too, and are none of them.
    pub(super) beyond: Vec<usize>,
}

/// Finds them.
///
/// # Errors
/// If no row holds figures.
pub(super) fn find(grid: &Grid, options: &Options) -> Result<Body, SourceError> {
    let first = match options.header {
        // What the user calls the header begins the table.
        Some(line) => grid.rows().position(|row| row.line >= line),
        None if grid.is_named => Some(0),
        None => begin(grid),
    };
    let Some(first) = first else {
        return Err(SourceError::Unreadable(match options.header {
            Some(line) => format!("it has no line {line}, which `--header` names"),
            None => "it is empty".to_owned(),
        }));
    };
    let looks: BTreeMap<usize, Look> = looked_at(first..grid.len())
        .map(|index| (index, Look::of(&grid.row(index))))
        .into_map();
    let width = width(grid, first, &looks)?;
    let mut rows = stretch(grid, first, width);
    let short = rows
        .clone()
        .map(|index| grid.row(index).len())
        .filter(|len| (1..width).contains(len));
    let mut ragged = short.count() * 20 > rows.len();
    let early = behind(grid, &rows, width, true);
    // A few could be anything.
    ragged |= early > rows.end + MOST_ODD;
    rows.end = if ragged {
        early
    } else {
        behind(grid, &rows, width, false)
    };
    let beyond = beyond(grid, rows.end, width);
    let seen = looked_at(rows.clone()).filter(|&index| grid.row(index).len() == width);
    let mut sample: Vec<Look> = seen
        .map(|index| match looks.get(&index) {
            Some(look) => look.clone(),
            None => Look::of(&grid.row(index)),
        })
        .filter(Look::is_data)
        .collect();
    if sample.is_empty() {
        sample = rows
            .clone()
            .take(LOOKED_AT)
            .map(|index| Look::of(&grid.row(index)))
            .collect();
    }
    let used = rows
        .clone()
        .take(LOOKED_AT)
        .chain(rows.clone().rev().take(LOOKED_AT));
    let used = used
        .map(|index| grid.row(index))
        .filter(|row| row.len() <= width)
        .filter_map(|row| {
            let last = row.cells().rposition(|cell| !is_blank(cell));
            last.map(|at| at + 1)
        })
        .max();
    let mut filled: Vec<usize> = sample.iter().map(|look| look.filled).collect();
    filled.order();
    Ok(Body {
        width,
        used: used.unwrap_or(width),
        filled: filled.get(filled.len() / 2).copied().unwrap_or(width),
        ragged,
        beyond,
        rows,
    })
}

/// The first row that may be one of the table: behind the remarks at the top, unless figures follow on the last of these,
/// which names the columns then.
fn begin(grid: &Grid) -> Option<usize> {
    let mut told = (0..grid.len()).filter(|&index| !grid.row(index).is_blank());
    let first = told.next()?;
    let is_remark = |index: usize| is_comment(&grid.row(index));
    if !is_remark(first) {
        return Some(first);
    }
    let mut last = first;
    for index in told {
        if !is_remark(index) {
            let is_named = Look::of(&grid.row(index)).is_data();
            return Some(if is_named { last } else { index });
        }
        last = index;
    }
    Some(first)
}

/// The rows that are looked at cell by cell.
fn looked_at(rows: Range<usize>) -> impl Iterator<Item = usize> {
    let head = rows.start..rows.end.min(rows.start + LOOKED_AT);
    let tail = rows.end.saturating_sub(LOOKED_AT).max(head.end)..rows.end;
    head.chain(tail)
}

/// How many cells most rows with figures have.
fn width(grid: &Grid, first: usize, looks: &BTreeMap<usize, Look>) -> Result<usize, SourceError> {
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for (&index, _) in looks.iter().filter(|(_, look)| look.is_data()) {
        let row = grid.row(index);
        if !is_comment(&row) {
            *widths.entry(row.len()).or_default() += row.len().min(12);
        }
    }
    // The header has a vote, where rows are as wide.
    let header = grid.row(first).len();
    if let Some(votes) = widths.get_mut(&header) {
        *votes += header.min(12);
    }
    // A table of years alone, such as when something was founded.
    if widths.is_empty() {
        for (&index, _) in looks.iter().filter(|(_, look)| look.figures > 0) {
            let width = grid.row(index).len();
            *widths.entry(width).or_default() += width.min(12);
        }
    }
    let most = widths
        .into_iter()
        .max_by_key(|(width, weight)| (*weight, *width));
    most.map(|(width, _)| width).ok_or_else(|| {
        let row = grid.row(first);
        let text: Vec<&str> = row.cells().take(4).collect();
        SourceError::Unreadable(format!(
            "none of its lines holds a figure such as `1234.5`; line {} is `{}`",
            row.line,
            crate::words::excerpt(&text.join(" "))
        ))
    })
}

/// The longest stretch of rows of this width with figures: blank rows and a few of another form may stand among them, and
/// any number of rows that have a name and lack all figures, or that end early.
fn stretch(grid: &Grid, first: usize, width: usize) -> Range<usize> {
    let mut best = 0..0;
    let mut most = 0;
    let (mut start, mut end, mut own, mut odd) = (None, 0, 0, 0);
    let (mut index, mut looked_until) = (first, first);
    while index < grid.len() {
        let row = grid.row(index);
        let len = row.len();
        if start.is_some() && index >= looked_until {
            let lacking = lacking(grid, index, width);
            let early = ending_early(grid, index, width);
            looked_until = lacking.max(early);
            if lacking > index + MOST_ODD && names_figures(grid, lacking, width)
                || early > index + MOST_ODD
                    && odd == 0
                    && continue_behind(grid, index..early, width)
            {
                index = looked_until;
                continue;
            }
        }
        if len == width && !is_lone(&row, width) {
            start.get_or_insert(index);
            end = index + 1;
            own += 1;
            odd = 0;
        } else if len > 0 && !row.is_blank() && !is_comment(&row) && !is_lone_period(&row) {
            // Rows of figures with some fields more or fewer are faulty ones of the table, to be told.
            let is_faulty = || len * 2 >= width && Look::of(&row).is_data();
            odd += usize::from(odd > 0 || !is_faulty());
        }
        // The notes of a table of two columns are of its width: they hold no figures.
        if (odd > MOST_ODD || index + 1 == grid.len()) && start.is_some() {
            if own > most {
                most = own;
                best = start.unwrap_or(0)..end;
            }
            (start, own, odd) = (None, 0, 0);
        }
        index += 1;
    }
    best.end = end_of_figures(grid, best.clone(), width);
    best
}

/// Where the rows end that from this one on have a name and nothing behind it in the fields of the table: places of which
/// nothing is known.
fn lacking(grid: &Grid, index: usize, width: usize) -> usize {
    let lacks = |row: &Row<'_>| row.len() <= width && is_lone(row, width) && !is_note(row);
    let other = (index..grid.len()).find(|&at| !lacks(&grid.row(at)));
    other.unwrap_or(grid.len())
}

/// Whether a row as wide as the table follows on some that end early and are like it.
fn continue_behind(grid: &Grid, early: Range<usize>, width: usize) -> bool {
    let next = early.end;
    next < grid.len() && grid.row(next).len() == width && {
        let next = grid.row(next);
        next.cells().any(is_number) && early.into_iter().all(|at| is_like(&grid.row(at), &next))
    }
}

/// Where the rows end that from this one on lack the last fields: Excel writes none where nothing stands in these for
/// sixteen rows.
fn ending_early(grid: &Grid, index: usize, width: usize) -> usize {
    let other = (index..grid.len()).find(|&at| !ends_early(&grid.row(at), width));
    other.unwrap_or(grid.len())
}

/// Whether a row lacks the last fields of the table, and has two others and a number in one.
fn ends_early(row: &Row<'_>, width: usize) -> bool {
    let filled = row.cells().filter(|cell| !is_blank(cell)).count();
    row.len() < width && filled > 1 && row.cells().any(is_number) && !is_note(row)
}

/// Whether a row is as wide as the table and holds figures behind a name, though they could be years.
fn names_figures(grid: &Grid, index: usize, width: usize) -> bool {
    index < grid.len() && grid.row(index).len() == width && {
        let look = Look::of(&grid.row(index));
        look.is_data() || look.figures > 0 && look.figures + 1 == look.filled
    }
}

/// Where the rows of the table end behind the last one of its width: faulty ones are of it, to be told, that have more
/// fields than it and as many figures, and where many rows end early those that do.
fn behind(grid: &Grid, rows: &Range<usize>, width: usize, ragged: bool) -> usize {
    if rows.is_empty() || rows.end == grid.len() {
        return rows.end;
    }
    let last = grid.row(rows.end - 1);
    let usual = Look::of(&last).figures;
    let known: OnceCell<BTreeSet<Vec<&str>>> = OnceCell::new();
    let is_new = |row: &Row<'_>| {
        let known = known.get_or_init(|| {
            let rows = rows.clone().map(|index| grid.row(index));
            rows.map(|row| key(&row)).into_set()
        });
        !known.contains(&key(row))
    };
    let mut end = rows.end;
    for index in rows.end..grid.len() {
        let row = grid.row(index);
        let lacks = || {
            let mut others = row.cells().skip(1).filter(|cell| !is_blank(cell));
            let lacks = others.all(|cell| is_figure(cell) && !is_number(cell));
            row.len() < width && row.is_filled(0) && lacks && !is_note(&row)
        };
        if row.len() > width && Look::of(&row).figures > usual
            || ragged && ends_early(&row, width) && is_like(&row, &last) && is_new(&row)
        {
            end = index + 1;
        } else if !(ragged && lacks()) {
            break;
        }
    }
    end
}

/// What names a row: its words and years.
fn key<'a>(row: &Row<'a>) -> Vec<&'a str> {
    let names = |cell: &&str| !cell.is_empty() && (is_year(cell) || !is_figure(cell));
    row.cells().map(str::trim).filter(names).collect()
}

/// Whether a row has figures where another one has such, and years where that has years: the names of another table's
/// columns are years, the count of the rows is none.
fn is_like(row: &Row<'_>, other: &Row<'_>) -> bool {
    let both = row.cells().map(str::trim).zip(other.cells().map(str::trim));
    let both = both.filter(|(own, other)| !own.is_empty() && !other.is_empty());
    let both: Vec<(&str, &str)> = both.collect();
    let numbers: Vec<&(&str, &str)> = both.iter().filter(|(own, _)| is_number(own)).collect();
    // A figure may look as a year by chance.
    let unlike = numbers
        .iter()
        .filter(|(own, other)| is_year(own) != is_year(other))
        .count();
    both.iter()
        .all(|(own, other)| is_figure(own) == is_figure(other))
        && unlike * 2 <= numbers.len()
}

/// The rows behind the last one, up to a blank one, that hold figures as its own do.
fn beyond(grid: &Grid, end: usize, width: usize) -> Vec<usize> {
    let rows = (end..grid.len()).take_while(|&index| !grid.row(index).is_blank());
    let holds_figures = |index: &usize| {
        let row = grid.row(*index);
        let is_whole = || row.len() == width && Look::of(&row).is_data() && !is_note(&row);
        ends_early(&row, width) || is_whole()
    };
    rows.filter(holds_figures).collect()
}

/// Where the rows with figures end: what stands behind them below a blank row, or in a table in which nearly every row has
/// figures, is notes.
fn end_of_figures(grid: &Grid, rows: Range<usize>, width: usize) -> usize {
    let holds = |index: usize| {
        let row = grid.row(index);
        row.cells().skip(1).any(is_number) || row.len() == 1
    };
    // A claim of rights may have a year beside it.
    let is_claim = |index: &usize| grid.row(*index).cell(0).trim_start().starts_with('©');
    let claim = looked_at(rows.clone()).find(is_claim);
    let rows = rows.start..claim.unwrap_or(rows.end);
    // Of a wider table a row with one cell is none of the last ones.
    let is_last = |index: &usize| holds(*index) && (width == 1 || grid.row(*index).len() > 1);
    let Some(last) = rows.clone().rev().take(LOOKED_AT).find(is_last) else {
        return rows.end;
    };
    let sample: Vec<bool> = looked_at(rows.clone()).map(holds).collect();
    let with_figures = sample.iter().filter(|holds| **holds).count();
    let all_have = with_figures * 4 > sample.len() * 3;
    // The blank rows of a workbook are not there, but counted.
    let is_apart = |index: usize| {
        grid.delimiter.is_none() && grid.row(index).line > grid.row(index - 1).line + 1
    };
    let ends = |index: &usize| grid.row(*index).is_blank() || is_apart(*index);
    let blank = (last + 1..rows.end).find(ends);
    // Below the figures places may follow that lack all of theirs, and remarks.
    let is_remark = |index: &usize| is_note(&grid.row(*index)) || is_sentence(&grid.row(*index));
    match blank {
        Some(blank) => (last + 1..blank).find(is_remark).unwrap_or(blank),
        None if all_have || sample.len() < 8 => last + 1 + without_figures(grid, &rows, last),
        None => rows.end,
    }
}

/// How many rows behind the last one with figures are of the table, and lack theirs: those that say something wherever the
/// rows with figures have their names, as no note does.
fn without_figures(grid: &Grid, rows: &Range<usize>, last: usize) -> usize {
    let width = grid.row(last).len();
    let with_figures: Vec<usize> = (rows.start..=last)
        .filter(|&index| grid.row(index).len() == width && Look::of(&grid.row(index)).figures > 0)
        .take(ENOUGH)
        .collect();
    let cell = |index: usize, column: usize| grid.row(index).cell(column).trim().to_owned();
    let is_name = |column: &usize| {
        let mut cells = with_figures.iter().map(|&index| cell(index, *column));
        cells.all(|cell| !cell.is_empty() && (*column == 0 || !is_figure(&cell)))
    };
    let names: Vec<usize> = (0..width).filter(is_name).collect();
    let is_own = |index: &usize| {
        let row = grid.row(*index);
        let told: Vec<String> = names.iter().map(|&column| cell(*index, column)).collect();
        let differ = told.iter().any(|text| *text != told[0]);
        row.len() == width && differ && told.iter().all(|text| !text.is_empty()) && !is_note(&row)
    };
    (last + 1..rows.end).take_while(is_own).count()
}

/// Whether a row of a wide table holds a text in its first cell alone: a title, a note, a heading inside. A period alone
/// names a row without figures.
fn is_lone(row: &Row<'_>, width: usize) -> bool {
    let is_alone = width > 2 && row.cells().skip(1).all(is_blank) && row.is_filled(0);
    is_alone && !names_a_row(row.cell(0).trim())
}

/// Whether a row holds a period and nothing else: one without figures, of which a workbook does not store the cells.
fn is_lone_period(row: &Row<'_>) -> bool {
    names_a_row(row.cell(0).trim()) && row.cells().skip(1).all(is_blank)
}
