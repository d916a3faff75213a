//! Groups of records, and what their figures come to: added while the file is read, or elsewhere.

use std::collections::BTreeMap;
use std::io;

use super::store::Reading;
use super::{Large, Wanted};
use crate::source::fold::{Added, Folded, Grouping, Groups, Sum};
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
        let selects: Option<Vec<&Selects>> = by.iter().map(|field| self.selects(field)).collect();
        let values = of.iter().map(|field| {
            let (_, column) = self
                .origin
                .measures
                .iter()
                .find(|(name, _)| name == field)?;
            let (_, format) = self
                .origin
                .figures
                .iter()
                .find(|(known, _)| known == column)?;
            Some((*column, *format))
        });
        let (Some(selects), Some(values)) = (selects, values.collect::<Option<Vec<_>>>()) else {
            return Ok(None);
        };
        // What stands in the file for a cell, where it is one text and of no other cell.
        let mut cells: Vec<Vec<String>> = Vec::new();
        let mut keys = Vec::new();
        for selects in &selects {
            let mut known = BTreeMap::new();
            for (cell, texts) in &selects.texts {
                for text in texts {
                    let before = known.insert(text.clone().into_bytes(), cell.clone());
                    if before.is_some() || texts.len() > 1 {
                        return Ok(None);
                    }
                }
            }
            let (texts, named): (Vec<_>, Vec<_>) = known.into_iter().unzip();
            keys.push((selects.column, texts));
            cells.push(named);
        }
        let grouping = Grouping { keys, values };
        let mut names = grouping.keys.iter().map(|(_, texts)| texts.len() as u64);
        if names.try_fold(1, u64::checked_mul).is_none() {
            return Ok(None);
        }
        let sizes = self.options.sizes.unwrap_or_default();
        let of_values = grouping.values.iter().map(|(column, _)| *column);
        let of_keys = grouping.keys.iter().map(|(column, _)| *column);
        let reading = Reading {
            columns: Some(of_keys.chain(of_values).collect()),
            ..self.reading(wanted)
        };
        let groups = self.store.run(reading, &sizes, || Groups::new(&grouping))?;
        Ok(Groups::merged(groups).map(|folded| Sums { cells, folded }))
    }
}
