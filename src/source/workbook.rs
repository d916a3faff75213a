//! Workbooks: xlsx, xlsb, xls and ods. Each sheet becomes a grid of texts; those that hold a table become tables.
//!
//! A cell is taken as it stands there, with the decimals that its format shows, dates as `2015-03-31`. Cells that are
//! merged in a header or down a column are repeated.

mod cells;
mod compound;
mod dated;
mod guard;
mod listed;
mod numbers;
mod page;
mod sheets;
#[cfg(test)]
mod tests;
mod xls;

use std::collections::BTreeMap;

use calamine::Dimensions;

use super::container::{self, Packing};
use super::found::{Finding, Found};
use super::{Grid, Input, Options, Reader, SourceError, numeral, stacked, world_bank};
use crate::order::InOrder;
use crate::words::{excerpt, quoted_list};
use cells::grid;
use dated::Piece;
use listed::{lists_others, names_another, title_of_all};
use sheets::sheets;

/// The reader of the format.
pub(super) const READER: Reader = Reader {
    name: "workbook",
    sniff: |input| Kind::of(&input.bytes).is_some(),
    read,
};

/// The most sheets that are read.
const MOST_SHEETS: usize = 500;
/// The most cells of a sheet, empty ones between others among them.
const MOST_CELLS: usize = 20_000_000;
/// How many sheets a message names.
const TOLD: usize = 12;

/// The format of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
    Page,
}

impl Kind {
    fn of(bytes: &[u8]) -> Option<Kind> {
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
            return Some(Kind::Xls);
        }
        if page::is_page(bytes) {
            return Some(Kind::Page);
        }
        if Packing::of(bytes) != Some(Packing::Zip) {
            return None;
        }
        let members = container::members(bytes).ok()?;
        members
            .iter()
            .find_map(|member| match member.name.as_str() {
                "xl/workbook.xml" => Some(Kind::Xlsx),
                "xl/workbook.bin" => Some(Kind::Xlsb),
                "content.xml" => Some(Kind::Ods),
                _ => None,
            })
    }
}

/// A sheet whose cells are known.
struct Sheet {
    name: String,
    is_hidden: bool,
    /// The texts of its cells, by row and column.
    rows: BTreeMap<u32, BTreeMap<u32, String>>,
    merged: Vec<Dimensions>,
    /// Whether a cell that is a text reads as a number with a point or a comma.
    written: bool,
}

fn read(input: Input, options: &Options) -> Result<Vec<Found>, SourceError> {
    let stem = super::stem(&input.name).to_owned();
    let is_page = Kind::of(&input.bytes) == Some(Kind::Page);
    let sheets = if is_page {
        page::sheets(input.bytes, options.encoding.as_deref())
    } else {
        sheets(input.bytes)
    };
    let sheets = sheets.map_err(SourceError::Unreadable)?;
    let names: Vec<String> = sheets.iter().map(|sheet| sheet.name.clone()).collect();
    let wanted = options.member.as_deref();
    if let Some(wanted) = wanted {
        has_sheet(&names, wanted)?;
    }
    let only_one = sheets.iter().filter(|sheet| !sheet.rows.is_empty()).count() == 1;
    let metadata: Vec<(String, world_bank::Table)> = sheets
        .iter()
        .map(|sheet| (world_bank::plain(&sheet.name), sheet))
        .filter(|(name, _)| name.starts_with("metadata"))
        .map(|(name, sheet)| (name, world_bank::of_rows(sheet.texts())))
        .collect();
    let title = title_of_all(&sheets);
    let mut found = Vec::new();
    let mut without: Vec<Without> = Vec::new();
    let mut grids = Vec::new();
    for sheet in sheets {
        let is_wanted = wanted.is_some_and(|wanted| is_called(&sheet.name, wanted));
        let is_passed_over = !is_wanted && (wanted.is_some() || sheet.is_hidden);
        if is_passed_over || sheet.rows.is_empty() {
            continue;
        }
        let name = sheet.name.clone();
        let cells = sheet.rows.values().map(BTreeMap::len).sum();
        let is_list = title.is_some() && lists_others(&name) || names_another(&sheet, &names);
        if is_list && !is_wanted {
            let why = SourceError::Unreadable("it lists the others".to_owned());
            without.push(Without::new(cells, 0, name, why));
            continue;
        }
        match grid(sheet, title.as_deref()) {
            Ok(mut grid) => {
                grid.narrow();
                grids.push(grid);
            }
            Err(error) => without.push(Without::new(cells, 0, name, error)),
        }
    }
    // Who asks for a sheet has it alone.
    let pieces = if wanted.is_some() {
        grids.into_iter().map(Piece::Sheet).collect()
    } else {
        dated::together(grids, options)
    };
    let is_joined = pieces.iter().any(|piece| matches!(piece, Piece::Table(_)));
    for piece in pieces {
        let grid = match piece {
            Piece::Sheet(grid) => grid,
            Piece::Table(table) => {
                found.push(*table);
                continue;
            }
        };
        match tables(&grid, options, wanted.is_some(), only_one) {
            Ok(mut tables) => {
                if let [only] = tables.as_mut_slice()
                    && only_one
                {
                    only.resource["name"] = stem.as_str().into();
                }
                found.append(&mut tables);
            }
            Err(error) => {
                let filled = grid
                    .rows()
                    .flat_map(|row| row.cells())
                    .filter(|cell| !cell.is_empty());
                let (cells, figures) = filled.fold((0, 0), |(cells, figures), cell| {
                    (cells + 1, figures + usize::from(numeral::is_number(cell)))
                });
                without.push(Without::new(cells, figures, grid.name.clone(), error));
            }
        }
    }
    if found.is_empty() {
        return Err(why_none(without));
    }
    // Tables around it keep a page in shape, and of several sheets none gives its name.
    if let [only] = found.as_mut_slice()
        && (is_page || is_joined)
    {
        only.resource["name"] = stem.as_str().into();
    }
    if let [first, ..] = found.as_mut_slice() {
        tell_without(&without, first);
    }
    world_bank::add_metadata(&mut found, |wanted| {
        let mut known = metadata.iter();
        known
            .find(|(name, _)| name.starts_with(wanted))
            .map(|(_, rows)| rows.clone())
    });
    // What lists the others goes behind them.
    found.order_by_key(|table| lists_others(table.resource["name"].as_str().unwrap_or_default()));
    Ok(found)
}

/// Whether one of the sheets is the one that is asked for.
fn has_sheet(names: &[String], wanted: &str) -> Result<(), SourceError> {
    if names.iter().any(|name| is_called(name, wanted)) {
        return Ok(());
    }
    let known = quoted_list(names.iter().take(TOLD).map(|name| excerpt(name)), "and");
    Err(SourceError::Asked(format!(
        "it has no sheet `{}`; its sheets are {known}",
        excerpt(wanted)
    )))
}

/// A sheet that gave no table.
struct Without {
    cells: usize,
    figures: usize,
    name: String,
    error: SourceError,
}

/// So many figures are no numbers of pages or of tables.
const MANY_FIGURES: usize = 30;

impl Without {
    fn new(cells: usize, figures: usize, name: String, error: SourceError) -> Without {
        Without {
            cells,
            figures,
            name,
            error,
        }
    }

    /// Whether it holds figures that are lost: those of a table that is asked about, or many.
    fn is_lost(&self) -> bool {
        matches!(self.error, SourceError::Asked(_))
            || self.figures >= MANY_FIGURES && self.figures * 3 >= self.cells
    }
}

/// Why no sheet gave a table.
fn why_none(mut without: Vec<Without>) -> SourceError {
    // The largest of them is most likely what was meant.
    without.order_by_key(|sheet| std::cmp::Reverse(sheet.cells));
    let Some(Without { name, error, .. }) = without.into_iter().next() else {
        return SourceError::Unreadable("its sheets hold no cells".to_owned());
    };
    let of_sheet = |why: String| format!("its sheet `{}`: {why}", excerpt(&name));
    match error {
        SourceError::Unreadable(why) => SourceError::Unreadable(of_sheet(why)),
        SourceError::Asked(why) => SourceError::Asked(of_sheet(why)),
    }
}

/// Says with the first table which sheets gave none: a warning where figures are lost.
fn tell_without(without: &[Without], first: &mut Found) {
    let lost = without.iter().filter(|sheet| sheet.is_lost());
    let told = |sheet: &Without| {
        format!(
            "the sheet `{}` is not read: {}",
            excerpt(&sheet.name),
            sheet.error
        )
    };
    first.warnings.extend(lost.take(TOLD).map(told));
    let others = without.iter().filter(|sheet| !sheet.is_lost());
    let names: Vec<String> = others.map(|sheet| excerpt(&sheet.name)).collect();
    let told = quoted_list(names.iter().take(TOLD), "and");
    let (what, why) = match names.len() {
        0 => return,
        1 => (
            format!("the sheet {told} is no table"),
            "no header and figures below it are found there",
        ),
        _ => (
            format!("the sheets {told} are no tables"),
            "no headers and figures below them are found there",
        ),
    };
    let finding = Finding::new(what, why, "--member-file NAME");
    first.findings.push(finding);
}

impl Sheet {
    /// Notes whether a cell that is a text reads as a number: how its sign is meant is not known then.
    fn note_written(&mut self, text: &str, is_text: bool) {
        if is_text && !self.written && text.contains(['.', ',']) && text.len() < 40 {
            let mut tally = numeral::Tally::default();
            tally.add(text, 0);
            self.written = tally.figures() > 0;
        }
    }

    /// Puts the text of a cell, unless there are too many.
    pub(super) fn put(
        &mut self,
        row: u32,
        column: u32,
        text: String,
        known: &mut usize,
    ) -> Result<(), String> {
        if text.is_empty() {
            return Ok(());
        }
        *known += 1;
        if *known > MOST_CELLS {
            return Err(format!(
                "the sheet `{}` is too large; save the table in it as CSV",
                excerpt(&self.name)
            ));
        }
        self.rows.entry(row).or_default().insert(column, text);
        Ok(())
    }

    /// The texts of its rows up to the last cell of each.
    fn texts(&self) -> impl Iterator<Item = Vec<String>> {
        self.rows.values().map(|row| {
            let last = row.keys().next_back().map_or(0, |last| last + 1);
            let text = |column: u32| row.get(&column).cloned().unwrap_or_default();
            (0..last).map(text).collect()
        })
    }
}

/// Whether a sheet is asked for by this name: in any case, blanks aside.
fn is_called(name: &str, wanted: &str) -> bool {
    let plain = |text: &str| -> String {
        let kept = text.chars().filter(|c| c.is_alphanumeric());
        kept.flat_map(char::to_lowercase).collect()
    };
    name == wanted || plain(name) == plain(wanted)
}

/// The tables of a sheet; one that is asked for by its name may have no figures that are read without doubt.
fn tables(
    grid: &Grid,
    options: &Options,
    is_wanted: bool,
    only_one: bool,
) -> Result<Vec<Found>, SourceError> {
    let name = &grid.name;
    let mut found = stacked::tables(grid, &[], options)?;
    if let [only] = found.as_mut_slice() {
        // Some words with a number beside them are no table.
        if only.records.is_empty() && !is_wanted {
            return Err(SourceError::Unreadable(
                "it has no rows of figures".to_owned(),
            ));
        }
        only.resource["name"] = name.as_str().into();
    } else if !only_one {
        for table in &mut found {
            let own = table.resource["name"].as_str().unwrap_or_default();
            if !own.starts_with(name) {
                table.resource["name"] = format!("{name} {own}").into();
            }
        }
    }
    Ok(found)
}
