//! A sheet of cells as text, nothing interpreted: what a text file and a sheet of a workbook have in common.
//!
//! The cells of all rows stand in one text, so that a file of a million rows costs its own length and a few bytes a
//! cell. A row has as many cells as its line has fields: rows of one grid may differ.

use crate::words::unshielded;

/// A sheet of cells as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// The name of the file or of the sheet.
    pub name: String,
    /// What stands between fields, where the grid was a text.
    pub delimiter: Option<char>,
    /// What stands before the decimals of its numbers, where that is known: of a workbook whose numbers are numbers.
    pub decimal: Option<char>,
    /// Whether it holds a part of the rows of a file, so chosen that nothing is concluded otherwise from all of them.
    pub is_digest: bool,
    /// Whether its first row names the columns and no other does: it was not found but made of the names of what records
    /// hold.
    pub(super) is_named: bool,
    text: String,
    /// Where each cell begins and ends in the text.
    cells: Vec<(u32, u32)>,
    /// For each row, its line and where its cells end.
    rows: Vec<(u32, u32)>,
}

/// What a cell tells: nothing where a program put a word for a blank one, `Unnamed: 3` in the header or `nan`. The place
/// Nan is written large.
pub(super) fn told(cell: &str) -> &str {
    match cell.strip_prefix("Unnamed: ") {
        Some(number) if number.starts_with(|c: char| c.is_ascii_digit()) => "",
        None if cell == "nan" => "",
        _ => cell,
    }
}

/// Whether a cell holds nothing but blanks.
pub(super) fn is_blank(cell: &str) -> bool {
    // Most begin with what is none.
    !cell.as_bytes().first().is_some_and(u8::is_ascii_graphic) && cell.trim().is_empty()
}

/// A row of a grid.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The line that it begins on, counted from 1; in a workbook the number of the row.
    pub line: u64,
    text: &'a str,
    cells: &'a [(u32, u32)],
}

impl<'a> Row<'a> {
    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is no cell.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The text of a cell; empty where the row is shorter.
    pub fn cell(&self, index: usize) -> &'a str {
        match self.cells.get(index) {
            Some(&(start, end)) => told(&self.text[start as usize..end as usize]),
            None => "",
        }
    }

    /// Whether a cell holds anything but blanks.
    pub fn is_filled(&self, index: usize) -> bool {
        !is_blank(self.cell(index))
    }

    /// The cells, in order.
    pub fn cells(&self) -> impl DoubleEndedIterator<Item = &'a str> + ExactSizeIterator + use<'a> {
        let text = self.text;
        self.cells
            .iter()
            .map(move |&(start, end)| told(&text[start as usize..end as usize]))
    }

    /// Whether no cell holds anything but blanks.
    pub fn is_blank(&self) -> bool {
        self.cells().all(is_blank)
    }
}

impl Grid {
    /// The longest text that a grid holds, in bytes.
    pub const LONGEST: usize = u32::MAX as usize;

    /// A grid whose columns have these names, and as yet no other row.
    pub(super) fn named<'a>(name: &str, columns: impl IntoIterator<Item = &'a str>) -> Grid {
        let mut grid = Grid::new(name);
        grid.is_named = true;
        grid.push(1, columns);
        grid
    }

    /// A grid without rows.
    pub fn new(name: &str) -> Grid {
        Grid {
            name: name.to_owned(),
            ..Grid::default()
        }
    }

    /// A grid without rows that is otherwise read as this one.
    pub(super) fn like(&self) -> Grid {
        Grid {
            delimiter: self.delimiter,
            decimal: self.decimal,
            is_named: self.is_named,
            ..Grid::new(&self.name)
        }
    }

    /// A grid whose cells will be parts of this text, which must not be longer than [`Grid::LONGEST`].
    pub(super) fn over(name: &str, text: String) -> Grid {
        Grid {
            text,
            ..Grid::new(name)
        }
    }

    /// Takes the text that the cells are parts of, to be given back.
    pub(super) fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// Gives the text back, with what was added behind it.
    pub(super) fn put_text(&mut self, text: String, more: &str) {
        self.text = text;
        self.text.push_str(more);
    }

    /// Some of its rows as a grid of their own, with their lines.
    pub(super) fn part(&self, rows: std::ops::Range<usize>) -> Grid {
        let mut part = Grid {
            delimiter: self.delimiter,
            decimal: self.decimal,
            is_digest: self.is_digest,
            is_named: self.is_named && rows.start == 0,
            ..Grid::new(&self.name)
        };
        for row in rows.map(|index| self.row(index)) {
            part.push(row.line, row.cells());
        }
        part
    }

    /// Puts the lines of a file in the place of those of the text, of which these are some.
    pub(super) fn renumber(&mut self, lines: &[u32]) {
        for (line, _) in &mut self.rows {
            let own = (*line as usize).checked_sub(1).and_then(|at| lines.get(at));
            *line = own.copied().unwrap_or(*line);
        }
    }

    /// Takes away the apostrophes that keep a spreadsheet from making a date, a number or a formula of a text.
    pub(super) fn unshield(&mut self) {
        for (start, end) in &mut self.cells {
            if unshielded(&self.text[*start as usize..*end as usize]).is_some() {
                *start += 1;
            }
        }
    }

    /// Puts numbers and periods of wide digits (`１２．５`, `２０１５年`) in usual ones, and tells whether there are such; names
    /// keep theirs.
    pub(super) fn narrow(&mut self) -> bool {
        let before = self.text.len();
        let is_digit = |c: char| ('０'..='９').contains(&c);
        let is_of_number =
            |c: char| is_digit(c) || c.is_ascii_digit() || "．，－＋％ .,-年月日季度期".contains(c);
        for at in 0..self.cells.len() {
            let (start, end) = self.cells[at];
            let cell = &self.text[start as usize..end as usize];
            if cell.is_ascii() || !cell.contains(is_digit) || !cell.chars().all(is_of_number) {
                continue;
            }
            let narrow = |c: char| match c {
                '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
                _ => c,
            };
            let told: String = cell.chars().map(narrow).collect();
            let place = |length: usize| u32::try_from(length).ok();
            let from = self.text.len();
            // A text that is as long as can be keeps them.
            if let (Some(from), Some(to)) = (place(from), place(from + told.len())) {
                self.text.push_str(&told);
                self.cells[at] = (from, to);
            }
        }
        self.text.len() > before
    }

    /// Takes the first columns away, where no row has anything in them, and tells whether there were such.
    pub(super) fn drop_margin(&mut self) -> bool {
        if self.rows().any(|row| row.is_filled(0)) {
            return false;
        }
        let rows = self.rows();
        let blanks = rows.filter(|row| !row.is_blank()).map(|row| {
            let blank = row.cells().take_while(|cell| is_blank(cell));
            blank.count()
        });
        let margin = blanks.min().unwrap_or(0);
        if margin == 0 {
            return false;
        }
        let (mut cells, mut start) = (Vec::with_capacity(self.cells.len()), 0);
        for (_, end) in &mut self.rows {
            let own = &self.cells[start..*end as usize];
            start = *end as usize;
            cells.extend_from_slice(own.get(margin..).unwrap_or_default());
            *end = u32::try_from(cells.len()).unwrap_or(*end);
        }
        self.cells = cells;
        true
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A row by its index.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn row(&self, index: usize) -> Row<'_> {
        let start = match index {
            0 => 0,
            _ => self.rows[index - 1].1,
        };
        let (line, end) = self.rows[index];
        Row {
            line: u64::from(line),
            text: &self.text,
            cells: &self.cells[start as usize..end as usize],
        }
    }

    /// The rows, in order.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = Row<'_>> + ExactSizeIterator {
        (0..self.rows.len()).map(|index| self.row(index))
    }

    /// Adds a row of these cells. What is beyond [`Grid::LONGEST`] is not taken, and `false` returned.
    pub fn push<'a>(&mut self, line: u64, cells: impl IntoIterator<Item = &'a str>) -> bool {
        let (length, count) = (self.text.len(), self.cells.len());
        for cell in cells {
            let start = self.text.len();
            if start + cell.len() > Grid::LONGEST {
                self.text.truncate(length);
                self.cells.truncate(count);
                return false;
            }
            self.text.push_str(cell);
            self.push_span(start, start + cell.len());
        }
        self.end_row(line);
        true
    }

    /// Adds a cell that is a part of the text to the row that is not yet ended.
    pub(super) fn push_span(&mut self, start: usize, end: usize) {
        let at = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        self.cells.push((at(start), at(end)));
    }

    /// Ends a row: the cells added since the row before are its own.
    pub(super) fn end_row(&mut self, line: u64) {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        let end = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
        self.rows.push((line, end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_their_cells_and_lines() {
        let mut grid = Grid::new("a");
        assert!(grid.push(1, ["x", ""]));
        assert!(grid.push(4, ["", "äß", "z"]));
        assert!(grid.push(5, []));
        let rows: Vec<(u64, Vec<&str>)> = grid
            .rows()
            .map(|row| (row.line, row.cells().collect()))
            .collect();
        assert_eq!(
            rows,
            [(1, vec!["x", ""]), (4, vec!["", "äß", "z"]), (5, vec![])]
        );
        assert_eq!(grid.row(1).cell(1), "äß");
        assert_eq!(grid.row(1).cell(9), "");
        assert!(grid.row(2).is_blank());
    }
}
