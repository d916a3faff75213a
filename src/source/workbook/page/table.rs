//! A table of a page, cell by cell, each in the row and the column that those over several leave free.

use std::collections::BTreeMap;

use calamine::Dimensions;

use super::letters::Text;
use crate::source::workbook::{MOST_CELLS, Sheet};
use crate::words::excerpt;

/// How many columns a cell goes over at most, and how many rows.
const WIDEST: u32 = 1000;
const LONGEST: u32 = 65_534;

/// A cell that is not yet ended.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) is_text: bool,
    pub(super) text: Text,
}

/// A table that is not yet ended.
pub(super) struct Table {
    pub(super) sheet: Sheet,
    /// Its place among the sheets.
    pub(super) at: usize,
    pub(super) caption: Option<Text>,
    pub(super) is_in_caption: bool,
    /// The row that is open, or comes next.
    pub(super) row: u32,
    pub(super) is_in_row: bool,
    pub(super) column: u32,
    pub(super) cell: Option<Cell>,
    /// For each column, the row in which it is free again.
    pub(super) taken: BTreeMap<u32, u32>,
    pub(super) known: usize,
    pub(super) spanned: usize,
}

impl Table {
    pub(super) fn begin_cell(
        &mut self,
        columns: Option<u32>,
        rows: Option<u32>,
    ) -> Result<(), String> {
        self.end_cell()?;
        self.is_in_row = true;
        while self
            .taken
            .get(&self.column)
            .is_some_and(|free| *free > self.row)
        {
            self.column += 1;
        }
        let columns = columns.unwrap_or(1).clamp(1, WIDEST);
        let rows = rows.unwrap_or(1).clamp(1, LONGEST);
        let (row, column) = (self.row, self.column);
        if rows > 1 {
            for taken in column..column + columns {
                let free = self.taken.entry(taken).or_default();
                *free = (*free).max(row + rows);
            }
        }
        if rows > 1 || columns > 1 {
            self.spanned = self
                .spanned
                .saturating_add((rows as usize).saturating_mul(columns as usize));
            if self.spanned > MOST_CELLS {
                return Err(format!(
                    "the table `{}` is too large; save it as CSV",
                    excerpt(&self.sheet.name)
                ));
            }
            let end = (row + rows - 1, column + columns - 1);
            self.sheet.merged.push(Dimensions::new((row, column), end));
        }
        self.column += columns;
        self.cell = Some(Cell {
            row,
            column,
            is_text: true,
            text: Text::default(),
        });
        Ok(())
    }

    pub(super) fn end_cell(&mut self) -> Result<(), String> {
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        let text = cell.text.told();
        // Moments at midnight are days.
        let text = match text.split_once('T') {
            Some((day, time)) if time.starts_with("00:00:00") && day.len() == 10 => day.to_owned(),
            _ => text,
        };
        self.sheet.note_written(&text, cell.is_text);
        self.sheet.put(cell.row, cell.column, text, &mut self.known)
    }

    pub(super) fn end_row(&mut self) -> Result<(), String> {
        self.end_cell()?;
        if self.is_in_row {
            self.row += 1;
            self.is_in_row = false;
        }
        self.column = 0;
        Ok(())
    }
}
