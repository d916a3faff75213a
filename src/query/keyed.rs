//! The rows of an answer by what names them: where the same area and members stand in another year, where another
//! member stands.

use crate::answer::{Answer, Cell, Column, Role, Row};
use crate::figure::{Figure, Period};
use crate::table::{Dictionary, Index};

/// Rows, each found by its key.
pub(super) struct Keyed<'a> {
    rows: Vec<&'a Row>,
    /// The columns that name a row, that of the year among them where there is one.
    keys: Vec<Coded>,
    time: Option<usize>,
    index: Index,
}

/// A column that names rows: its place, and the code of each row's cell.
struct Coded {
    place: usize,
    dictionary: Dictionary,
    codes: Vec<u32>,
}

impl Coded {
    fn new(rows: &[&Row], place: usize) -> Coded {
        let mut dictionary = Dictionary::default();
        let mut codes = Vec::with_capacity(rows.len());
        for row in rows {
            codes.push(match &row.cells[place] {
                Cell::Year(year) => dictionary.intern(&year.to_string()),
                cell => dictionary.intern(cell.text().unwrap_or_default()),
            });
        }
        Coded {
            place,
            dictionary,
            codes,
        }
    }
}

impl<'a> Keyed<'a> {
    /// The rows with the columns of an answer.
    pub(super) fn new(answer: &Answer, rows: impl IntoIterator<Item = &'a Row>) -> Keyed<'a> {
        let rows: Vec<&Row> = rows.into_iter().collect();
        let keys: Vec<Coded> = keys(answer)
            .into_iter()
            .map(|place| Coded::new(&rows, place))
            .collect();
        let parts: Vec<(&[u32], usize)> = keys
            .iter()
            .map(|key| (key.codes.as_slice(), key.dictionary.len()))
            .collect();
        Keyed {
            index: Index::new(&parts, rows.len()),
            time: answer.place(|role| matches!(role, Role::Time)),
            keys,
            rows,
        }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The row at a place.
    pub(super) fn row(&self, place: usize) -> &'a Row {
        self.rows[place]
    }

    /// The row of the same key with another text in one column.
    pub(super) fn sibling(&self, row: usize, place: usize, text: &str) -> Option<usize> {
        let mut is_there = false;
        let mut wanted = Vec::with_capacity(self.keys.len());
        for key in &self.keys {
            if key.place == place {
                is_there = true;
                wanted.push(key.dictionary.find(text)?);
            } else {
                wanted.push(key.codes[row]);
            }
        }
        self.index.get(&wanted).filter(|_| is_there)
    }

    /// The row of the same key in another year.
    pub(super) fn in_year(&self, row: usize, year: Period) -> Option<usize> {
        self.sibling(row, self.time?, &year.to_string())
    }

    /// The year of a row.
    pub(super) fn year(&self, row: usize) -> Option<Period> {
        year(self.rows[row], self.time?)
    }

    /// The figure in a cell, where it holds one.
    pub(super) fn figure(&self, row: usize, place: usize) -> Option<&'a Figure> {
        figure_in(self.rows[row], place)
    }
}

/// The places of the columns that name a row.
pub(super) fn keys(answer: &Answer) -> Vec<usize> {
    let columns = answer.columns.iter().enumerate();
    let keys = columns.filter(|(_, column)| Column::is_key(column));
    keys.map(|(place, _)| place).collect()
}

/// What names a row, of the columns at these places.
pub(super) fn key(row: &Row, keys: &[usize]) -> Vec<String> {
    keys.iter()
        .map(|&place| key_text(&row.cells[place]))
        .collect()
}

/// The text of a key cell, by which rows are told apart.
pub(super) fn key_text(cell: &Cell) -> String {
    match cell {
        Cell::Year(year) => year.to_string(),
        cell => cell.text().unwrap_or_default().to_owned(),
    }
}

/// The year of a row, of which the place is given.
pub(super) fn year(row: &Row, time: usize) -> Option<Period> {
    match row.cells[time] {
        Cell::Year(year) => Some(year),
        _ => None,
    }
}

/// The figure in a cell of a row, where it holds one.
pub(super) fn figure_in(row: &Row, place: usize) -> Option<&Figure> {
    match row.cells.get(place)? {
        Cell::Figure(figure) => Some(figure),
        _ => None,
    }
}
