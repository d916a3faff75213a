//! Rows of a large file as columns, where they are records as they stand or hold one for each period of the header: what its
//! columns are, the digest has told.

use std::collections::BTreeSet;

use crate::figure::Number;
use crate::source::digits::digits_by;
use crate::source::numeral::Format;
use crate::source::scan::{Fold, Record};
use crate::source::shape::clean;
use crate::source::texts::Texts;
use crate::table::{Decimals, Dictionary};

/// What stands in a column of the records, row by row.
#[derive(Debug, Clone)]
pub enum Filled {
    /// Words: the different ones, and for each row which of them.
    Texts(Dictionary, Vec<u32>),
    /// Numbers.
    Numbers(Decimals),
}

/// What is read of a column of the file.
#[derive(Debug, Clone)]
pub(super) enum Asked {
    /// For each text that may stand there the cell of the records.
    Known(usize, Vec<(Vec<u8>, String)>),
    /// Any words.
    Words(usize),
    /// Figures: their column, or one for each period of the header that is asked for, where it has one.
    Figures(Vec<Option<usize>>, Format),
    /// The cells of the records for these periods.
    Header(Vec<String>),
}

/// Groups of rows: of certain codes together in some columns.
pub(super) struct Only {
    /// The columns, by their places, and how many codes each has.
    columns: Vec<(usize, u64)>,
    /// The codes of each group as one number.
    names: BTreeSet<u64>,
}

impl Only {
    /// The groups with these cells in the columns at these places; nothing where the rows do not tell them.
    pub(super) fn new(asked: &[Asked], places: Vec<usize>, groups: &[Vec<&str>]) -> Option<Only> {
        let cells: Vec<Dictionary> = places.iter().map(|place| asked[*place].cells()).collect();
        let sizes = cells.iter().map(|cells| cells.len() as u64);
        let columns: Vec<(usize, u64)> = places.into_iter().zip(sizes).collect();
        let mut all = columns.iter();
        all.try_fold(1_u64, |all, (_, size)| all.checked_mul(*size))?;
        let name = |group: &Vec<&str>| {
            let codes = group
                .iter()
                .zip(&cells)
                .map(|(cell, cells)| cells.find(cell));
            codes.zip(&columns).try_fold(0, |name, (code, (_, size))| {
                Some(name * size + u64::from(code?))
            })
        };
        Some(Only {
            names: groups.iter().map(name).collect::<Option<_>>()?,
            columns,
        })
    }
}

/// Rows of one chunk, as columns.
struct Segment {
    offset: u64,
    columns: Vec<Filled>,
}

/// Rows as one thread takes them.
pub(super) struct Straight<'a> {
    asked: &'a [Asked],
    only: Option<&'a Only>,
    /// How many records a row has: one, or one for each period of the header that is asked for.
    records: usize,
    /// The codes of the row in the columns of which all texts are known.
    codes: Vec<u32>,
    /// The texts of the columns of which all are known, each with the code of its cell.
    known: Vec<Texts>,
    cells: &'a [Dictionary],
    columns: Vec<Filled>,
    segments: Vec<Segment>,
    /// Where the first row of the chunk begins.
    offset: Option<u64>,
    /// Whether a cell is not what the digest showed.
    is_odd: bool,
}

impl Asked {
    pub(super) fn columns(&self) -> Vec<usize> {
        match self {
            Asked::Known(column, _) | Asked::Words(column) => vec![*column],
            Asked::Figures(columns, _) => columns.iter().flatten().copied().collect(),
            Asked::Header(_) => Vec::new(),
        }
    }

    /// The cells of the records that are known beforehand.
    pub(super) fn cells(&self) -> Dictionary {
        let mut dictionary = Dictionary::default();
        let cells: Vec<&String> = match self {
            Asked::Known(_, known) => known.iter().map(|(_, cell)| cell).collect(),
            Asked::Header(cells) => cells.iter().collect(),
            Asked::Words(_) | Asked::Figures(..) => Vec::new(),
        };
        for cell in cells {
            dictionary.intern(cell);
        }
        dictionary
    }

    fn is_known(&self) -> bool {
        matches!(self, Asked::Known(..) | Asked::Header(_))
    }
}

impl Filled {
    fn none(asked: &Asked) -> Filled {
        match asked {
            Asked::Known(..) | Asked::Words(_) | Asked::Header(_) => {
                Filled::Texts(Dictionary::default(), Vec::new())
            }
            Asked::Figures(..) => Filled::Numbers(Decimals::default()),
        }
    }

    /// Adds the rows of another part. Codes of words that were known beforehand are the same in all parts.
    fn append(&mut self, other: &Filled, is_known: bool) {
        match (self, other) {
            (Filled::Texts(_, codes), Filled::Texts(_, more)) if is_known => {
                codes.extend_from_slice(more);
            }
            (Filled::Texts(words, codes), Filled::Texts(others, more)) => {
                let own: Vec<u32> = others.iter().map(|word| words.intern(word)).collect();
                codes.extend(more.iter().map(|code| own[*code as usize]));
            }
            (Filled::Numbers(numbers), Filled::Numbers(more)) => numbers.append(more),
            _ => {}
        }
    }
}

impl<'a> Straight<'a> {
    pub(super) fn new(
        asked: &'a [Asked],
        cells: &'a [Dictionary],
        only: Option<&'a Only>,
    ) -> Straight<'a> {
        let records = asked.iter().find_map(|asked| match asked {
            Asked::Header(cells) => Some(cells.len()),
            _ => None,
        });
        let known = asked.iter().zip(cells).map(|(asked, cells)| {
            let mut texts = Texts::default();
            if let Asked::Known(_, known) = asked {
                for (text, cell) in known {
                    texts.code(text, |_| cells.find(cell).unwrap_or(u32::MAX));
                }
            }
            texts
        });
        Straight {
            known: known.collect(),
            records: records.unwrap_or(1),
            codes: vec![0; asked.len()],
            asked,
            only,
            cells,
            columns: asked.iter().map(Filled::none).collect(),
            segments: Vec::new(),
            offset: None,
            is_odd: false,
        }
    }

    /// The columns of all rows, in the order of the file; nothing where a cell is not what the digest showed.
    pub(super) fn merged(folds: Vec<Straight<'a>>) -> Option<Vec<Filled>> {
        let first = folds.first()?;
        let (asked, cells) = (first.asked, first.cells);
        let mut segments = Vec::new();
        for mut fold in folds {
            fold.end();
            if fold.is_odd {
                return None;
            }
            segments.append(&mut fold.segments);
        }
        segments.sort_unstable_by_key(|segment| segment.offset);
        let mut all: Vec<Filled> = asked
            .iter()
            .zip(cells)
            .map(|(asked, cells)| {
                if asked.is_known() {
                    Filled::Texts(cells.clone(), Vec::new())
                } else {
                    Filled::none(asked)
                }
            })
            .collect();
        for segment in segments {
            for ((all, part), asked) in all.iter_mut().zip(&segment.columns).zip(asked) {
                all.append(part, asked.is_known());
            }
        }
        Some(all)
    }

    /// Whether a record of the row is of the groups that are asked for.
    fn is_asked_for(&self, record: usize) -> bool {
        let Some(only) = self.only else {
            return true;
        };
        let name = only.columns.iter().fold(0_u64, |name, (at, size)| {
            let code = self.code(*at, record);
            name.wrapping_mul(*size).wrapping_add(code)
        });
        only.names.contains(&name)
    }

    /// The code of a record of the row in a column of which all cells are known.
    fn code(&self, at: usize, record: usize) -> u64 {
        match self.asked[at] {
            Asked::Header(_) => record as u64,
            _ => self.codes[at].into(),
        }
    }

    /// Adds a record of the row.
    fn push(&mut self, row: &Record, record: usize) {
        for (at, asked) in self.asked.iter().enumerate() {
            match (asked, &mut self.columns[at]) {
                (Asked::Known(..), Filled::Texts(_, codes)) => codes.push(self.codes[at]),
                (Asked::Header(_), Filled::Texts(_, codes)) => {
                    codes.push(u32::try_from(record).unwrap_or(u32::MAX));
                }
                (Asked::Figures(columns, format), Filled::Numbers(numbers)) => {
                    match columns.get(record) {
                        Some(Some(column)) => {
                            self.is_odd |= !push(numbers, row.field(*column), *format);
                        }
                        _ => numbers.push(None),
                    }
                }
                (Asked::Words(column), Filled::Texts(words, codes)) => {
                    match std::str::from_utf8(row.field(*column)) {
                        Ok(text) => codes.push(words.intern(clean(text))),
                        Err(_) => self.is_odd = true,
                    }
                }
                _ => self.is_odd = true,
            }
        }
    }

    /// Ends the rows of a chunk.
    fn end(&mut self) {
        if let Some(offset) = self.offset.take() {
            let none = self.asked.iter().map(Filled::none).collect();
            let columns = std::mem::replace(&mut self.columns, none);
            self.segments.push(Segment { offset, columns });
        }
    }
}

impl Fold for Straight<'_> {
    fn take(&mut self, row: &Record) {
        let known = self.asked.iter().zip(&mut self.known).zip(&mut self.codes);
        for ((asked, known), own) in known {
            if let Asked::Known(column, _) = asked
                && *column >= row.same
            {
                let (code, is_new) = known.code(row.field(*column), |_| u32::MAX);
                self.is_odd |= is_new;
                *own = code;
            }
        }
        for record in 0..self.records {
            if self.is_asked_for(record) {
                self.offset.get_or_insert(row.offset);
                self.push(row, record);
            }
        }
    }

    fn reject(&mut self, _: &Record) {}

    fn end_chunk(&mut self, _: &[u8], _: u64) {
        self.end();
    }
}

/// Adds a cell of figures; whether it says nothing but its number.
fn push(numbers: &mut Decimals, cell: &[u8], format: Format) -> bool {
    let decimal = if format.decimal == ',' { b',' } else { b'.' };
    if let Some((units, scale)) = digits_by(cell, decimal)
        // A minus before zero is printed.
        && (units != 0 || !cell.starts_with(b"-"))
    {
        numbers.push_digits(units, scale);
        return true;
    }
    let Ok(read) = std::str::from_utf8(cell).map(|cell| format.read(clean(cell))) else {
        return false;
    };
    let number = match read {
        Ok(cell) => match cell.number {
            Some(number) if cell.flag.is_empty() && cell.status.is_none() => {
                number.parse::<Number>().map(Some).ok()
            }
            Some(_) => None,
            None => Some(None),
        },
        Err(_) => Some(None),
    };
    numbers.push(number.unwrap_or_default());
    number.is_some()
}
