//! The sheets of a workbook with the texts of their cells, as calamine reads them.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{
    Cell, Data, DataRef, Dimensions, Ods, Range, Reader as _, SheetVisible, Xlsb, Xlsx,
};

use super::{Kind, MOST_SHEETS, Sheet, guard, numbers, xls};
use crate::words::{count, excerpt};

/// The sheets of a workbook.
pub(super) fn sheets(bytes: Vec<u8>) -> Result<Vec<Sheet>, String> {
    let kind = Kind::of(&bytes).ok_or("it is no workbook")?;
    if kind == Kind::Xls {
        return xls::sheets(&bytes);
    }
    guard::archive(&bytes, kind == Kind::Ods)?;
    let damaged = |error: String| {
        let locked = error.to_lowercase().contains("password");
        if locked {
            return "it is locked with a password; save it without one".to_owned();
        }
        format!(
            "the workbook is damaged or of a form that is not read ({}); open it in a spreadsheet and save the table as CSV",
            excerpt(&error)
        )
    };
    let cursor = Cursor::new(bytes);
    match kind {
        Kind::Xlsx => {
            let mut book = Xlsx::new(cursor).map_err(|error| damaged(error.to_string()))?;
            let listed = listed(book.sheets_metadata())?;
            let mut sheets = Vec::new();
            for (name, is_hidden) in listed {
                // Without them nothing is repeated.
                let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
                let mut sheet = Sheet {
                    name: name.clone(),
                    is_hidden,
                    rows: BTreeMap::new(),
                    merged,
                    written: false,
                };
                // A chart is a sheet without cells.
                if let Ok(mut reader) = book.worksheet_cells_reader(&name) {
                    let formats: Vec<numbers::Shown> =
                        reader.styles().iter().map(numbers::Shown::of).collect();
                    let mut known = 0;
                    while let Some((cell, style)) = reader
                        .next_cell_with_style_id()
                        .map_err(|error| damaged(error.to_string()))?
                    {
                        let shown = formats.get(style).copied().unwrap_or_default();
                        put_cell(&mut sheet, &cell, shown, &mut known)?;
                    }
                }
                sheets.push(sheet);
            }
            Ok(sheets)
        }
        Kind::Xlsb => {
            let mut book = Xlsb::new(cursor).map_err(|error| damaged(error.to_string()))?;
            let mut sheets = Vec::new();
            for (name, is_hidden) in listed(book.sheets_metadata())? {
                let mut sheet = Sheet {
                    name: name.clone(),
                    is_hidden,
                    rows: BTreeMap::new(),
                    merged: Vec::new(),
                    written: false,
                };
                if let Ok(mut reader) = book.worksheet_cells_reader(&name) {
                    let mut known = 0;
                    while let Some(cell) = reader
                        .next_cell()
                        .map_err(|error| damaged(error.to_string()))?
                    {
                        put_cell(&mut sheet, &cell, numbers::Shown::default(), &mut known)?;
                    }
                }
                sheets.push(sheet);
            }
            Ok(sheets)
        }
        // Old workbooks are read above.
        Kind::Xls | Kind::Page | Kind::Ods => {
            let mut book = Ods::new(cursor).map_err(|error| damaged(error.to_string()))?;
            let mut sheets = Vec::new();
            for (name, is_hidden) in listed(book.sheets_metadata())? {
                let range = book.worksheet_range(&name).unwrap_or_default();
                sheets.push(of_range(name, is_hidden, &range, Vec::new())?);
            }
            Ok(sheets)
        }
    }
}

/// The names of the sheets, and which are hidden.
fn listed(sheets: &[calamine::Sheet]) -> Result<Vec<(String, bool)>, String> {
    if sheets.len() > MOST_SHEETS {
        return Err(format!(
            "it has {}, more than the {MOST_SHEETS} that are read; copy those that are wanted into a workbook of their own",
            count(sheets.len(), "sheet")
        ));
    }
    Ok(sheets
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect())
}

fn of_range(
    name: String,
    is_hidden: bool,
    range: &Range<Data>,
    merged: Vec<Dimensions>,
) -> Result<Sheet, String> {
    let mut sheet = Sheet {
        name,
        is_hidden,
        rows: BTreeMap::new(),
        merged,
        written: false,
    };
    let (top, left) = range.start().unwrap_or_default();
    let mut known = 0;
    for (row, column, data) in range.used_cells() {
        let at = |start: u32, offset: usize| {
            start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
        };
        let text = numbers::of_data(data);
        sheet.note_written(&text, matches!(data, Data::String(_)));
        sheet.put(at(top, row), at(left, column), text, &mut known)?;
    }
    Ok(sheet)
}

/// Puts a cell as it is shown, and notes where a number is written as a text.
fn put_cell(
    sheet: &mut Sheet,
    cell: &Cell<DataRef>,
    shown: numbers::Shown,
    known: &mut usize,
) -> Result<(), String> {
    let (row, column) = cell.get_position();
    let value = cell.get_value();
    let text = numbers::of_reference(value, shown);
    let is_text = matches!(value, DataRef::SharedString(_) | DataRef::String(_));
    sheet.note_written(&text, is_text);
    sheet.put(row, column, text, known)
}
