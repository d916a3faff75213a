//! Where the table stands in a grid: its header, its body, and what is said above and below it.
//!
//! Most rows of a table have one width, and figures: they are its body (`body`). The rows above them that have none are
//! headers (`header`), the last full one of which names the columns; what stands over and under all that is the table's
//! title, unit, notes and source (`around`). A row of another width in the middle of the body is left out and told.

mod around;
mod beside;
mod body;
mod continued;
mod cornered;
mod header;
mod intervals;
mod measured;
mod noted;
mod numbered;
mod pivot;
mod row;
mod stacked;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::ops::Range;

use super::found::Finding;
use super::grid::{Grid, Row, is_blank};
use super::{Options, SourceError};
use crate::words::count;

pub(super) use beside::beside;
pub(super) use continued::continued;
pub(super) use cornered::cornered;
pub(super) use intervals::without_intervals;
pub(super) use measured::without_units;
pub(super) use noted::without_notes;
pub(super) use numbered::without_numbers;
pub(super) use row::is_figure;
pub(super) use stacked::parts;

/// Where the table stands in a grid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// The columns, without those that are empty throughout.
    pub columns: Vec<Heading>,
    /// The rows of the body, as indices into the grid: see [`Layout::rows`].
    pub body: Range<usize>,
    /// Rows in the body that are none of its own, in order.
    pub(in crate::source) skipped: Vec<usize>,
    /// The line of the header; 0 where there is none.
    pub header_line: u64,
    /// What the lines above call the table.
    pub title: Option<String>,
    /// What else stands above it.
    pub description: Vec<String>,
    /// The unit that stands above it, for all its figures.
    pub unit: Option<String>,
    /// What stands below it, the source aside.
    pub notes: Vec<String>,
    /// Where it is taken from, as it says itself.
    pub source: Option<String>,
    /// What was concluded.
    pub findings: Vec<Finding>,
    /// That the last columns have no name, where nothing says why.
    pub nameless: Option<String>,
    /// Rows that were left out, and why.
    pub warnings: Vec<String>,
}

/// A column of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    /// Which cell of a row it is.
    pub index: usize,
    /// Its name, trimmed; empty where the header has none.
    pub name: String,
    /// The headings that stand above the name, the uppermost first, those of merged cells repeated.
    pub above: Vec<String>,
    /// What a row of labels below the header says: `Estimate; Total`.
    pub label: Option<String>,
    /// What a row of units below the header says: `Persons`.
    pub unit: Option<String>,
    /// Whether no line names it and its name is made up.
    pub is_made_up: bool,
    /// Whether another column has its name, which got a number: it is no period then.
    pub is_numbered: bool,
}

impl Layout {
    /// What stands around the table, with other columns and rows in its place.
    #[must_use]
    pub(super) fn of_other_rows(&self, columns: Vec<Heading>, body: Range<usize>) -> Layout {
        Layout {
            columns,
            body,
            skipped: Vec::new(),
            ..self.clone()
        }
    }

    /// The rows of the body: without blank ones, remarks, and those that were left out.
    pub fn rows<'a>(&'a self, grid: &'a Grid) -> impl Iterator<Item = Row<'a>> {
        let mut skipped = self.skipped.iter().copied().peekable();
        self.body.clone().filter_map(move |index| {
            if skipped.next_if_eq(&index).is_some() {
                return None;
            }
            Some(grid.row(index)).filter(|row| !row.is_blank())
        })
    }
}

/// Finds the table in a grid.
///
/// # Errors
/// If there is none.
pub fn find(grid: &Grid, options: &Options) -> Result<Layout, SourceError> {
    let body = body::find(grid, options)?;
    let heading = header::find(grid, &body, options)?;
    if options.header.is_none() && says_each(grid, heading.start..body.rows.end) {
        return Err(SourceError::Unreadable(
            "its lines say one thing each, as `Version: 1` does, and no header names columns"
                .to_owned(),
        ));
    }
    let mut layout = Layout {
        columns: heading.columns,
        body: heading.end..body.rows.end,
        header_line: heading.line,
        ..Layout::default()
    };
    if heading.line > 1 && grid.rows().take(heading.start).any(|row| !row.is_blank()) {
        layout.findings.push(Finding::new(
            format!("the header is line {}", heading.line),
            "it is the first line as wide as those below it, and holds no figures",
            "--header LINE",
        ));
    }
    if heading.line == 0 {
        layout.findings.push(Finding::new(
            "no line names the columns",
            "the first line of the table holds figures",
            "--header LINE",
        ));
    }
    layout.findings.extend(heading.findings);
    tell_nameless(&mut layout);
    if let Some(others) = others_begin(grid, heading.start, &layout) {
        let mut layout = find(&grid.part(0..others), options)?;
        layout.warnings.push(format!(
            "the rows from line {} on are left out: they stand below other headings than those of line {}, which are not spread \
             over the columns; give each its column, or put these rows into a file of their own",
            grid.row(others).line,
            grid.row(heading.start).line,
        ));
        return Ok(layout);
    }
    skip(grid, &body, &mut layout);
    numbered::leave_numbers(grid, &mut layout);
    around::tell(grid, heading.start, &mut layout);
    Ok(layout)
}

/// Whether the rows say one thing of a table, each behind a colon, as a page about it does: `Version: | 1`.
fn says_each(grid: &Grid, rows: Range<usize>) -> bool {
    let says = |index: usize| {
        let row = grid.row(index);
        row.cell(0).trim_end().ends_with([':', '：'])
            && row.cells().skip(1).filter(|cell| !is_blank(cell)).count() < 2
    };
    says(rows.start) && rows.clone().filter(|&index| says(index)).count() * 2 > rows.len()
}

/// Warns of a header that has fewer names than the rows have cells: a name may be lacking before the last one, and then the
/// others stand over figures that are not theirs.
fn tell_nameless(layout: &mut Layout) {
    let named = |column: &Heading| {
        let mut told = [&column.name].into_iter().chain(&column.above);
        told.any(|text| !text.is_empty())
    };
    let all = layout.columns.len();
    let at_end = layout
        .columns
        .iter()
        .rev()
        .take_while(|column| !named(column))
        .count();
    if layout.header_line > 0 && at_end > 0 && at_end < all {
        layout.nameless = Some(format!(
            "line {} names {} and the rows have {all}: the last {} no name, or one is lacking further left and the names stand over figures of others",
            layout.header_line,
            count(all - at_end, "column"),
            if at_end == 1 {
                "has".to_owned()
            } else {
                format!("{at_end} have")
            },
        ));
    }
}

/// Whether a row says what the one with the names of the columns does, as at the top of a printed page.
fn repeats(row: &Row<'_>, names: &Row<'_>) -> bool {
    // Most rows differ in their first cell.
    row.cell(0).trim() == names.cell(0).trim()
        && row.line != names.line
        && !row.is_blank()
        && row.cells().map(str::trim).eq(names.cells().map(str::trim))
}

/// Where the names of the columns stand again below other headings, each of which would have to be that of a column: the row
/// of these headings. What the rows below are of is not to be guessed.
fn others_begin(grid: &Grid, start: usize, layout: &Layout) -> Option<usize> {
    let names = (start..layout.body.start).find(|&at| grid.row(at).line == layout.header_line)?;
    let above = names.checked_sub(1).filter(|above| *above >= start)?;
    let cells = |at: usize| grid.row(at).cells().map(str::trim);
    let is_other = |at: &usize| {
        let look = row::Look::of(&grid.row(at - 1));
        repeats(&grid.row(*at), &grid.row(names))
            && look.filled > 1
            && look.figures == 0
            && !cells(at - 1).eq(cells(above))
    };
    let again = (layout.body.start + 1..layout.body.end).find(is_other)?;
    Some(again - 1)
}

/// How many rows that were left out are told one by one.
const TOLD: usize = 5;

/// Leaves out the rows of the body that are remarks or of another width, and tells the latter.
fn skip(grid: &Grid, body: &body::Body, layout: &mut Layout) {
    let mut odd = Vec::new();
    let names = grid.rows().find(|row| row.line == layout.header_line);
    let mut repeated = Vec::new();
    // A heading between the rows is one of several, and no row that was cut off.
    let is_heading = |row: &Row<'_>| row.len() == 1 && !row.is_blank();
    let rows = layout.body.clone().map(|index| grid.row(index));
    let has_headings = rows.filter(is_heading).take(2).count() > 1;
    // Answers to a question may be sentences: figures stand behind them.
    let rows = layout.body.clone().map(|index| grid.row(index));
    let has_name = |row: Row<'_>| row::reads_on(&row) && !row::is_sentence(&row);
    let known = OnceCell::new();
    let are_sentences = || known.get_or_init(|| rows.clone().any(has_name));
    for index in layout.body.clone() {
        let row = grid.row(index);
        if names.is_some_and(|names| repeats(&row, &names)) {
            // The headings over them stand again too.
            let above = grid.rows().take_while(|row| row.line != layout.header_line);
            let is_heading = |above: Row<'_>| grid.row(index - 1).cells().eq(above.cells());
            if index > layout.body.start && above.last().is_some_and(is_heading) {
                layout.skipped.push(index - 1);
            }
            layout.skipped.push(index);
            repeated.push(row.line);
            continue;
        }
        // Nothing is known of most rows but their width, and that suffices.
        let fault = match row.len() {
            len if len == body.width => {
                if body.width > 1 && row::is_sentence(&row) && !*are_sentences() {
                    layout.skipped.push(index);
                }
                continue;
            }
            0 => continue,
            len if len > body.width => row.cells().skip(body.width).any(|cell| !is_blank(cell)),
            // In a workbook blank cells at the end of a row are not stored.
            len => {
                let heading = has_headings && is_heading(&row);
                let told = !heading && !body.ragged && grid.delimiter.is_some();
                told && len < body.used && !row.is_blank()
            }
        };
        if row::is_comment(&row) {
            layout.skipped.push(index);
        } else if fault {
            layout.skipped.push(index);
            odd.push((row.line, row.len()));
        }
    }
    if let Some(first) = repeated.first() {
        layout.findings.push(Finding::new(
            format!(
                "the names of the columns stand again in {}",
                count(repeated.len(), "row")
            ),
            format!("as line {first} is line {}", layout.header_line),
            "",
        ));
    }
    if let [first, ..] = body.beyond[..] {
        let line = grid.row(first).line;
        layout.warnings.push(match body.beyond.len() {
            1 => format!("1 row below the table is left out: line {line} is not as those above it"),
            rows => format!(
                "{rows} rows below the table are left out: from line {line} on they are not as those above them"
            ),
        });
    }
    if odd.is_empty() {
        return;
    }
    let told: Vec<String> = odd
        .iter()
        .take(TOLD)
        .map(|(line, len)| format!("line {line} has {}", count(*len, "field")))
        .collect();
    let more = match odd.len() - told.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    layout.warnings.push(format!(
        "{} left out: {}{more}, and the header has {} (a delimiter inside a field needs quotes around the field)",
        if odd.len() == 1 { "1 row is".to_owned() } else { format!("{} rows are", odd.len()) },
        told.join(", "),
        body.width,
    ));
}
