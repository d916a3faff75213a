//! A field of character cells that lines are drawn on: eight dots of braille a cell, or one character.

use super::Look;
use crate::render::layout::width;

/// The dots of a cell of braille, by column and row.
const DOTS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
/// The cell of braille without dots.
const BLANK: u32 = 0x2800;

/// A cell: a character, or dots, or nothing; and the series it belongs to.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    dots: u8,
    character: Option<char>,
    series: Option<usize>,
}

/// Cells in rows, from the top left.
pub(super) struct Canvas {
    pub(super) columns: usize,
    pub(super) rows: usize,
    cells: Vec<Cell>,
}

impl Canvas {
    pub(super) fn new(columns: usize, rows: usize) -> Canvas {
        Canvas {
            columns,
            rows,
            cells: vec![Cell::default(); columns * rows],
        }
    }

    fn cell(&mut self, column: usize, row: usize) -> Option<&mut Cell> {
        if column < self.columns {
            self.cells.get_mut(row * self.columns + column)
        } else {
            None
        }
    }

    /// Puts a character in a cell, in place of what is there.
    pub(super) fn put(
        &mut self,
        column: usize,
        row: usize,
        character: char,
        series: Option<usize>,
    ) {
        if let Some(cell) = self.cell(column, row) {
            *cell = Cell {
                dots: 0,
                character: Some(character),
                series,
            };
        }
    }

    /// Puts a character in a cell where nothing is.
    pub(super) fn put_behind(&mut self, column: usize, row: usize, character: char) {
        if let Some(cell) = self.cell(column, row)
            && cell.dots == 0
            && cell.character.is_none()
        {
            cell.character = Some(character);
        }
    }

    /// Draws a straight line between two dots; there are two dots to a cell's width and four to its height.
    pub(super) fn line(
        &mut self,
        from: (usize, usize),
        to: (usize, usize),
        series: usize,
        instead: Option<char>,
    ) {
        let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1));
        for step in 0..=steps {
            let between = |a: usize, b: usize| {
                let part = super::precise(step) / super::precise(steps.max(1));
                super::whole(super::precise(a) * (1.0 - part) + super::precise(b) * part)
            };
            let (x, y) = (between(from.0, to.0), between(from.1, to.1));
            if let Some(cell) = self.cell(x / 2, y / 4) {
                cell.character = instead;
                if instead.is_none() {
                    cell.dots |= DOTS[x % 2][y % 4];
                }
                cell.series = Some(series);
            }
        }
    }

    /// Writes a short text near a cell, where there is room; says whether there was.
    pub(super) fn write_near(&mut self, column: usize, row: usize, text: &str) -> bool {
        const NEAR: [(isize, isize); 10] = [
            (0, -1),
            (1, -1),
            (0, 1),
            (1, 1),
            (1, 0),
            (-1, -1),
            (-1, 1),
            (0, -2),
            (0, 2),
            (-1, 0),
        ];
        let length = width(text);
        for (right, down) in NEAR {
            let first = column.checked_add_signed(if right < 0 {
                right.saturating_mul(isize::try_from(length).unwrap_or(1))
            } else {
                right
            });
            let (Some(first), Some(row)) = (first, row.checked_add_signed(down)) else {
                continue;
            };
            let is_free = |column: usize| {
                column < self.columns
                    && self
                        .cells
                        .get(row * self.columns + column)
                        .is_some_and(|cell| cell.dots == 0 && cell.character.is_none())
            };
            if row < self.rows && (first..first + length).all(is_free) {
                for (place, character) in text.chars().enumerate() {
                    self.put(first + place, row, character, None);
                }
                return true;
            }
        }
        false
    }

    /// The rows as text, coloured where that is wanted.
    pub(super) fn rows(&self, look: &Look) -> Vec<String> {
        let rows = self.cells.chunks(self.columns.max(1));
        rows.map(|row| {
            let mut out = String::new();
            for run in row.chunk_by(|a, b| a.series == b.series) {
                let text: String = run.iter().map(Cell::text).collect();
                match run[0].series {
                    Some(series) => out.push_str(&look.tinted(&text, series)),
                    None => out.push_str(&text),
                }
            }
            out
        })
        .collect()
    }
}

impl Cell {
    fn text(&self) -> char {
        match (self.character, self.dots) {
            (Some(character), _) => character,
            (None, 0) => ' ',
            (None, dots) => char::from_u32(BLANK + u32::from(dots)).unwrap_or(' '),
        }
    }
}
