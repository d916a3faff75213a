//! Groups of records, and what their figures come to: added while the file is read, or elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::store::Reading;
use super::{Large, Wanted};
use crate::source::fold::{Added, Folded, Grouping, Groups, Key, Sum};
use crate::source::shape::Selects;

/// Groups of records, and what their figures come to.
#[derive(Debug)]
pub struct Sums {
    /// For each column that names groups, its cells.
    cells: Vec<Vec<String>>,
    folded: Folded,
}

impl Sums {
    /// Groups that were added elsewhere, in order, each with the cells of so many columns that name it; nothing where there
    /// are too many.
    pub fn of(columns: usize, groups: Vec<(Vec<String>, Added)>) -> Option<Sums> {
        let mut known = vec![BTreeMap::new(); columns];
        let mut cells = vec![Vec::new(); columns];
        let mut all = Vec::with_capacity(groups.len());
        for (named, group) in groups {
            let mut codes = Vec::with_capacity(columns);
            for (at, cell) in named.into_iter().enumerate() {
                let next = cells[at].len() as u64;
                codes.push(*known[at].entry(cell.clone()).or_insert_with(|| {
                    cells[at].push(cell);
                    next
                }));
            }
            all.push((codes, group));
        }
        let radices = cells.iter().map(|cells| cells.len() as u64);
        let folded = Folded::of(radices.collect(), all)?;
        Some(Sums { cells, folded })
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.folded.len()
    }

    /// Whether there is no group.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// The cell of a column that names groups.
    pub fn cell(&self, group: usize, column: usize) -> &str {
        &self.cells[column][self.folded.text(group, column)]
    }

    /// How many records a group has.
    pub fn count(&self, group: usize) -> u64 {
        self.folded.count(group)
    }

    /// Whether a record of a group lacks a figure.
    pub fn lacks(&self, group: usize) -> bool {
        self.folded.lacks(group)
    }

    /// What a column of figures comes to in a group that lacks none.
    pub fn sum(&self, group: usize, column: usize) -> Sum {
        self.folded.sum(group, column)
    }
}

impl Large {
    /// Sums of these columns of the records by those, of the rows that have such cells; nothing where a sum of the rows
    /// as they stand is not that of the records, or a cell holds no plain figure.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn sums(&self, wanted: &[Wanted], by: &[&str], of: &[&str]) -> io::Result<Option<Sums>> {
        if !self.origin.dropped.is_empty() {
            return Ok(None);
        }
        let is_known = |field: &str| match self.selects(field) {
            Some(selects) => tells_apart(selects),
            None => self.header(field).is_some(),
        };
        if !wanted.iter().all(|wanted| is_known(&wanted.field)) {
            return Ok(None);
        }
        let periods = self.periods(wanted);
        let values = of.iter().map(|field| self.figures(field, &periods));
        let Some(values) = values.collect::<Option<Vec<_>>>() else {
            return Ok(None);
        };
        let mut cells: Vec<Vec<String>> = Vec::new();
        let mut keys = Vec::new();
        for field in by {
            if let Some((_, all)) = self.header(field) {
                cells.push(periods.iter().map(|at| all[*at].clone()).collect());
                keys.push(Key::Record);
                continue;
            }
            let Some((column, known)) = self.selects(field).and_then(one_to_one) else {
                return Ok(None);
            };
            let (texts, named): (Vec<_>, Vec<_>) = known.into_iter().unzip();
            keys.push(Key::Field(column, texts));
            cells.push(named);
        }
        let mut names = cells.iter().map(|cells| cells.len() as u64);
        if names.try_fold(1, u64::checked_mul).is_none() {
            return Ok(None);
        }
        let grouping = Grouping {
            keys,
            values,
            records: periods.len(),
        };
        let sizes = self.options.sizes.unwrap_or_default();
        let of_values = grouping.values.iter().flat_map(|(columns, _)| columns);
        let of_values = of_values.flatten().copied();
        let of_keys = grouping.keys.iter().filter_map(|key| match key {
            Key::Field(column, _) => Some(*column),
            Key::Record => None,
        });
        let reading = Reading {
            columns: Some(of_keys.chain(of_values).collect()),
            ..self.reading(wanted)
        };
        let groups = self.store.run(reading, &sizes, || Groups::new(&grouping))?;
        Ok(Groups::merged(groups).map(|folded| Sums { cells, folded }))
    }
}

/// Whether what stands in a column of the file says which cell the records have for it.
fn tells_apart(selects: &Selects) -> bool {
    let mut seen = BTreeSet::new();
    let mut texts = selects.texts.values().flatten();
    texts.all(|text| seen.insert(text))
}

/// A column of the file, and what stands in it for each cell of the records; nothing where that is not one text, of no
/// other cell.
fn one_to_one(selects: &Selects) -> Option<(usize, BTreeMap<Vec<u8>, String>)> {
    let mut known = BTreeMap::new();
    for (cell, texts) in &selects.texts {
        for text in texts {
            let before = known.insert(text.clone().into_bytes(), cell.clone());
            if before.is_some() || texts.len() > 1 {
                return None;
            }
        }
    }
    Some((selects.column, known))
}
