//! Columns of a large file, read from the rows that are asked for.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use super::store::Reading;
use super::straight::{Asked, Filled, Only, Straight};
use super::{Large, Wanted};
use crate::source::numeral::Format;

impl Large {
    /// These columns of the records, of all rows that have such cells, in the order of the file; nothing where rows are
    /// no records as they stand, nor hold one for each period of the header.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn columns(&self, wanted: &[Wanted], of: &[&str]) -> io::Result<Option<Vec<Filled>>> {
        match self.straight(of, wanted) {
            Some(asked) => self.read(&asked, None, wanted, None),
            None => Ok(None),
        }
    }

    /// The same of the rows of some groups: `by` names columns, `groups` has their cells.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn columns_of_groups(
        &self,
        wanted: &[Wanted],
        of: &[&str],
        (by, groups): (&[&str], &[Vec<&str>]),
    ) -> io::Result<Option<Vec<Filled>>> {
        let Some(asked) = self.straight(of, wanted) else {
            return Ok(None);
        };
        let places = by
            .iter()
            .map(|name| of.iter().position(|field| field == name));
        let only = places.collect::<Option<Vec<usize>>>();
        match only.and_then(|places| Only::new(&asked, places, groups)) {
            Some(only) => self.read(&asked, Some(&only), wanted, None),
            None => Ok(None),
        }
    }

    /// The same part by part; nothing where a part cannot be read by itself.
    pub fn parts(&self, wanted: &[Wanted], of: &[&str]) -> Option<Parts<'_>> {
        Some(Parts {
            count: self.zones.as_ref()?.len(),
            asked: self.straight(of, wanted)?,
            large: self,
            wanted: wanted.to_vec(),
            next: 0,
        })
    }

    /// How columns of the records are read from rows that are records as they stand.
    fn straight(&self, of: &[&str], wanted: &[Wanted]) -> Option<Vec<Asked>> {
        let periods = self.periods(wanted);
        let asked = of.iter().map(|field| self.asked(field, &periods));
        asked
            .collect::<Option<Vec<Asked>>>()
            .filter(|_| self.origin.dropped.is_empty())
    }

    fn read(
        &self,
        asked: &[Asked],
        only: Option<&Only>,
        wanted: &[Wanted],
        chunks: Option<Range<usize>>,
    ) -> io::Result<Option<Vec<Filled>>> {
        let cells: Vec<_> = asked.iter().map(Asked::cells).collect();
        let sizes = self.options.sizes.unwrap_or_default();
        let reading = Reading {
            columns: Some(asked.iter().flat_map(Asked::columns).collect()),
            chunks,
            ..self.reading(wanted)
        };
        let new = || Straight::new(asked, &cells, only);
        let folds = self.store.run(reading, &sizes, new)?;
        Ok(Straight::merged(folds))
    }

    /// How a column of the records is read from the file; nothing where a row does not say it.
    fn asked(&self, field: &str, periods: &[usize]) -> Option<Asked> {
        let origin = &self.origin;
        if let Some(selects) = self.selects(field) {
            let mut known: BTreeMap<&[u8], &str> = BTreeMap::new();
            for (cell, texts) in &selects.texts {
                for text in texts {
                    if known.insert(text.as_bytes(), cell).is_some() {
                        return None;
                    }
                }
            }
            let known = known
                .into_iter()
                .map(|(text, cell)| (text.to_vec(), cell.to_owned()));
            return Some(Asked::Known(selects.column, known.collect()));
        }
        if let Some((columns, format)) = self.figures(field, periods) {
            return Some(Asked::Figures(columns, format));
        }
        if let Some((_, cells)) = self.header(field) {
            let cells = periods.iter().map(|at| cells[*at].clone());
            return Some(Asked::Header(cells.collect()));
        }
        let mut words = origin.words.iter();
        words.find_map(|(name, column)| (name == field).then_some(Asked::Words(*column)))
    }

    /// The column of the records for the periods of the header, and these; nothing where it is another column.
    pub(super) fn header(&self, field: &str) -> Option<&(String, Vec<String>)> {
        self.origin
            .across
            .as_ref()
            .filter(|(name, _)| name == field)
    }

    /// Which of the periods of the header are asked for, by their places; the one place of a row where there are none.
    pub(super) fn periods(&self, wanted: &[Wanted]) -> Vec<usize> {
        let Some((field, cells)) = &self.origin.across else {
            return vec![0];
        };
        let mut wanted = wanted.iter();
        let wanted = wanted.find(|wanted| wanted.field == *field);
        let is_asked_for = |cell: &String| wanted.is_none_or(|wanted| wanted.cells.contains(cell));
        let places = 0..cells.len();
        places.filter(|at| is_asked_for(&cells[*at])).collect()
    }

    /// Where the figures of a column of the records stand for these periods of the header, and how all of them are written.
    pub(super) fn figures(
        &self,
        field: &str,
        periods: &[usize],
    ) -> Option<(Vec<Option<usize>>, Format)> {
        let mut measures = self.origin.measures.iter();
        let (_, columns) = measures.find(|(name, _)| name == field)?;
        let mut formats = self.origin.figures.iter();
        let mut formats = columns.iter().flatten().map(|column| {
            let found = formats.find(|(known, _)| known == column);
            found.map(|(_, format)| *format)
        });
        let format = formats.next()??;
        let columns = periods.iter().map(|at| columns.get(*at).copied().flatten());
        formats
            .all(|other| other == Some(format))
            .then(|| (columns.collect(), format))
    }
}

/// Columns of a large file, read part by part.
#[derive(Debug)]
pub struct Parts<'l> {
    large: &'l Large,
    wanted: Vec<Wanted>,
    asked: Vec<Asked>,
    /// The chunk that is read next, and how many there are.
    next: usize,
    count: usize,
}

/// How many chunks are read at once, so that each core has one.
const CHUNKS_A_PART: usize = 2;

impl Iterator for Parts<'_> {
    /// The columns; nothing where a cell is not what the file showed before.
    type Item = io::Result<Option<Vec<Filled>>>;

    fn next(&mut self) -> Option<Self::Item> {
        let from = self.next;
        if from >= self.count {
            return None;
        }
        self.next = (from + CHUNKS_A_PART).min(self.count);
        let chunks = Some(from..self.next);
        Some(self.large.read(&self.asked, None, &self.wanted, chunks))
    }
}
