//! The rows of a table, in columns.
//!
//! It is one file since what reads a frame and what builds it share the form in which columns are kept.

use std::collections::BTreeMap;

use super::{Decimals, Dictionary, Index};
use crate::figure::{Number, Period, Value};

/// The code of a cell without a text or period.
const NONE: u32 = u32::MAX;

/// The rows of a table, in columns.
#[derive(Debug, Clone)]
pub struct Frame {
    columns: Vec<Data>,
    lines: Lines,
    /// The columns whose cells name a row.
    key: Vec<usize>,
    index: Index,
    reasons: Reasons,
}

/// Why cells are empty, by row and column, where the file says it.
#[derive(Debug, Clone, Default)]
struct Reasons {
    words: Dictionary,
    codes: BTreeMap<(usize, usize), u32>,
}

/// What a column holds.
#[derive(Debug, Clone)]
pub enum Data {
    /// Words.
    Texts(Texts),
    /// Periods.
    Periods(Periods),
    /// Numbers.
    Numbers(Decimals),
}

/// A column of words.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    dictionary: Dictionary,
    codes: Vec<u32>,
}

/// A column of periods.
#[derive(Debug, Clone, Default)]
pub struct Periods {
    all: Vec<Period>,
    by_period: BTreeMap<Period, u32>,
    codes: Vec<u32>,
}

/// The lines of a file on which the rows begin.
#[derive(Debug, Clone)]
enum Lines {
    /// One after the other, from this one on.
    From(u64),
    Each(Vec<u64>),
}

/// A frame to which rows are added.
#[derive(Debug)]
pub struct FrameBuilder {
    columns: Vec<Data>,
    lines: Lines,
    rows: usize,
    reasons: Reasons,
}

/// A cell to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field<'a> {
    /// Nothing.
    Missing,
    /// Words.
    Text(&'a str),
    /// A period.
    Period(Period),
    /// A number.
    Number(Number),
}

impl Default for Frame {
    fn default() -> Frame {
        FrameBuilder::new([]).finish(&[])
    }
}

impl FrameBuilder {
    /// A frame with these columns and no rows.
    pub fn new(columns: impl IntoIterator<Item = Data>) -> FrameBuilder {
        FrameBuilder {
            columns: columns.into_iter().collect(),
            lines: Lines::From(0),
            rows: 0,
            reasons: Reasons::default(),
        }
    }

    /// Says why the cell of the row that is added next is empty.
    pub fn say_why(&mut self, column: usize, reason: &str) {
        let code = self.reasons.words.intern(reason);
        self.reasons.codes.insert((self.rows, column), code);
    }

    /// Adds a row that begins on this line: a cell for each column, of its sort or missing.
    pub fn push(&mut self, line: u64, cells: &[Field]) {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            match (column, *cell) {
                (Data::Texts(texts), Field::Text(text)) => texts.push(text),
                (Data::Texts(texts), _) => texts.codes.push(NONE),
                (Data::Periods(periods), Field::Period(period)) => periods.push(period),
                (Data::Periods(periods), _) => periods.codes.push(NONE),
                (Data::Numbers(numbers), Field::Number(number)) => numbers.push(Some(number)),
                (Data::Numbers(numbers), _) => numbers.push(None),
            }
        }
        match &mut self.lines {
            Lines::From(first) if self.rows == 0 => *first = line,
            Lines::From(first) if *first + self.rows as u64 == line => {}
            Lines::From(first) => {
                let mut lines: Vec<u64> = (*first..*first + self.rows as u64).collect();
                lines.push(line);
                self.lines = Lines::Each(lines);
            }
            Lines::Each(lines) => lines.push(line),
        }
        self.rows += 1;
    }

    /// The frame, whose rows the cells in these columns name.
    pub fn finish(self, key: &[usize]) -> Frame {
        let frame = Frame::of(self.columns, key);
        Frame {
            lines: self.lines,
            reasons: self.reasons,
            ..frame
        }
    }
}

impl Frame {
    /// A frame of columns of one length, whose rows the cells in some of them name. They begin on the line behind a header.
    pub fn of(columns: Vec<Data>, key: &[usize]) -> Frame {
        let coded = key
            .iter()
            .filter_map(|&column| columns.get(column)?.codes());
        let parts: Vec<(&[u32], usize)> = coded.collect();
        let index = Index::new(&parts, columns.first().map_or(0, Data::len));
        Frame {
            key: key.to_vec(),
            index,
            columns,
            lines: Lines::From(2),
            reasons: Reasons::default(),
        }
    }

    /// Whether the file says of any cell why it is empty.
    pub fn has_reasons(&self) -> bool {
        !self.reasons.codes.is_empty()
    }

    /// Why a cell is empty, where the file says it.
    pub fn reason(&self, row: usize, column: usize) -> Option<&str> {
        let code = self.reasons.codes.get(&(row, column))?;
        Some(self.reasons.words.text(*code))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.columns.first().map_or(0, Data::len)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many rows have a key of their own.
    pub fn keys(&self) -> usize {
        self.index.len()
    }

    /// The columns.
    pub fn columns(&self) -> &[Data] {
        &self.columns
    }

    /// A column of words.
    pub fn texts(&self, column: usize) -> Option<&Texts> {
        match self.columns.get(column)? {
            Data::Texts(texts) => Some(texts),
            _ => None,
        }
    }

    /// A column of periods.
    pub fn periods(&self, column: usize) -> Option<&Periods> {
        match self.columns.get(column)? {
            Data::Periods(periods) => Some(periods),
            _ => None,
        }
    }

    /// The line of the file on which a row begins, counted from 1.
    pub fn line(&self, row: usize) -> u64 {
        match &self.lines {
            Lines::From(first) => first + row as u64,
            Lines::Each(lines) => lines[row],
        }
    }

    /// The words in a cell, where it holds words.
    pub fn text(&self, row: usize, column: usize) -> Option<&str> {
        #[cfg(test)]
        crate::words::work::step();
        self.texts(column)?.get(row)
    }

    /// The period in a cell, where it holds one.
    pub fn period(&self, row: usize, column: usize) -> Option<Period> {
        #[cfg(test)]
        crate::words::work::step();
        self.periods(column)?.get(row)
    }

    /// The number in a cell, where it holds one.
    pub fn number(&self, row: usize, column: usize) -> Option<Number> {
        match self.columns.get(column)? {
            Data::Numbers(numbers) => numbers.get(row),
            _ => None,
        }
    }

    /// What is in a cell.
    pub fn value(&self, row: usize, column: usize) -> Value {
        #[cfg(test)]
        crate::words::work::step();
        match &self.columns[column] {
            Data::Texts(texts) => texts
                .get(row)
                .map_or(Value::Missing, |text| Value::Text(text.to_owned())),
            Data::Periods(periods) => periods.get(row).map_or(Value::Missing, Value::Year),
            Data::Numbers(numbers) => numbers.get(row).map_or(Value::Missing, Value::Number),
        }
    }

    /// The row of a key: for each column of the key the code of the cell.
    pub fn find(&self, key: &[u32]) -> Option<usize> {
        self.index.get(key)
    }

    /// The columns whose cells name a row.
    pub fn key(&self) -> &[usize] {
        &self.key
    }
}

impl Data {
    fn len(&self) -> usize {
        match self {
            Data::Texts(texts) => texts.codes.len(),
            Data::Periods(periods) => periods.codes.len(),
            Data::Numbers(numbers) => numbers.len(),
        }
    }

    /// The codes of a column that has such, and how many different ones there are.
    pub fn codes(&self) -> Option<(&[u32], usize)> {
        match self {
            Data::Texts(texts) => Some((&texts.codes, texts.dictionary.len())),
            Data::Periods(periods) => Some((&periods.codes, periods.all.len())),
            Data::Numbers(_) => None,
        }
    }
}

impl Texts {
    /// For each row the code of its words in a dictionary.
    pub fn new(dictionary: Dictionary, codes: Vec<u32>) -> Texts {
        Texts { dictionary, codes }
    }

    fn push(&mut self, text: &str) {
        // Rows of one area often stand together.
        let last = self.codes.last().copied();
        let code = match last {
            Some(last) if last != NONE && self.dictionary.text(last) == text => last,
            _ => self.dictionary.intern(text),
        };
        self.codes.push(code);
    }

    /// The words of a row, where there are any.
    pub fn get(&self, row: usize) -> Option<&str> {
        let code = *self.codes.get(row)?;
        (code != NONE).then(|| self.dictionary.text(code))
    }

    /// The code of a row's words; one that is none where there are none.
    pub fn code(&self, row: usize) -> u32 {
        self.codes[row]
    }

    /// The different words, in the order in which they first come.
    pub fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }
}

impl Periods {
    /// The same periods, and for each row the code of one.
    #[must_use]
    pub fn with_codes(&self, codes: Vec<u32>) -> Periods {
        Periods {
            all: self.all.clone(),
            by_period: self.by_period.clone(),
            codes,
        }
    }

    fn push(&mut self, period: Period) {
        let next = u32::try_from(self.all.len()).unwrap_or(NONE);
        let code = *self.by_period.entry(period).or_insert(next);
        if code == next {
            self.all.push(period);
        }
        self.codes.push(code);
    }

    /// The period of a row, where there is one.
    pub fn get(&self, row: usize) -> Option<Period> {
        self.all.get(*self.codes.get(row)? as usize).copied()
    }

    /// The code of a row's period; one that is none where there is none.
    pub fn code(&self, row: usize) -> u32 {
        self.codes[row]
    }

    /// The code of a period that is there.
    pub fn code_of(&self, period: Period) -> Option<u32> {
        self.by_period.get(&period).copied()
    }

    /// The different periods, in the order in which they first come.
    pub fn all(&self) -> &[Period] {
        &self.all
    }

    /// The different periods, the earliest first.
    pub fn in_order(&self) -> impl Iterator<Item = Period> {
        self.by_period.keys().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        let columns = [
            Data::Texts(Texts::default()),
            Data::Periods(Periods::default()),
            Data::Numbers(Decimals::default()),
        ];
        let mut frame = FrameBuilder::new(columns);
        let period = |text: &str| Field::Period(text.parse().unwrap());
        let number = |text: &str| Field::Number(text.parse().unwrap());
        frame.push(2, &[Field::Text("a"), period("2010"), number("1.0")]);
        frame.push(3, &[Field::Text("a"), period("2011"), Field::Missing]);
        frame.push(5, &[Field::Text("b"), period("2010"), number("26")]);
        frame.finish(&[0, 1])
    }

    #[test]
    fn cells_come_back_with_the_lines_they_stand_on() {
        let frame = frame();
        assert_eq!(frame.len(), 3);
        assert_eq!(frame.keys(), 3);
        assert_eq!(
            (0..3).map(|row| frame.line(row)).collect::<Vec<_>>(),
            [2, 3, 5]
        );
        assert_eq!(frame.value(0, 0), Value::Text("a".to_owned()));
        assert_eq!(frame.value(1, 2), Value::Missing);
        assert_eq!(frame.number(2, 2).unwrap().to_string(), "26");
        assert_eq!(frame.period(1, 1), "2011".parse().ok());
        assert_eq!(frame.text(2, 0), Some("b"));
        assert_eq!(frame.text(2, 1), None);
    }

    #[test]
    fn a_row_is_found_by_the_codes_of_its_key() {
        let frame = frame();
        assert_eq!(frame.find(&[0, 1]), Some(1));
        assert_eq!(frame.find(&[1, 0]), Some(2));
        assert_eq!(frame.find(&[1, 1]), None);
    }
}
