//! Groups that are folded: what names each, and what its figures come to.

use std::collections::{BTreeMap, BTreeSet};

use super::sum::{Part, Sum};

/// Groups of records and what their figures come to, in the order of the file.
#[derive(Debug)]
pub struct Folded {
    /// How many texts each field that names a group has.
    pub(super) radices: Vec<u64>,
    pub(super) names: Vec<u64>,
    pub(super) counts: Vec<u64>,
    pub(super) lacking: BTreeSet<usize>,
    pub(super) parts: Vec<Part>,
    pub(super) spilled: BTreeMap<usize, Sum>,
    /// The groups in order.
    pub(super) order: Vec<u32>,
}

/// A group that was added elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Added {
    /// How many records it has.
    pub count: u64,
    /// Whether a record lacks a figure.
    pub lacks: bool,
    /// What the figures of each column come to.
    pub sums: Vec<Sum>,
}

impl Folded {
    /// Groups that were added elsewhere, in order: the codes of their texts, of which each field has so many, and the
    /// group. Nothing where there are too many.
    pub(in crate::source) fn of(
        radices: Vec<u64>,
        groups: Vec<(Vec<u64>, Added)>,
    ) -> Option<Folded> {
        radices
            .iter()
            .try_fold(1, |all: u64, one| all.checked_mul(*one))?;
        let count = u32::try_from(groups.len()).ok()?;
        let width = groups.first().map_or(0, |(_, group)| group.sums.len());
        let mut folded = Folded {
            names: Vec::new(),
            counts: Vec::new(),
            lacking: BTreeSet::new(),
            parts: vec![Part::default(); groups.len() * width],
            spilled: BTreeMap::new(),
            order: (0..count).collect(),
            radices,
        };
        for (at, (codes, group)) in groups.into_iter().enumerate() {
            let codes = codes.iter().zip(&folded.radices);
            folded
                .names
                .push(codes.fold(0, |name, (code, radix)| name * radix + code));
            folded.counts.push(group.count);
            if group.lacks {
                folded.lacking.insert(at);
            }
            let places = at * width..;
            folded.spilled.extend(places.zip(group.sums));
        }
        Some(folded)
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is no group.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Which of the texts of a field that names groups a group has.
    pub fn text(&self, group: usize, field: usize) -> usize {
        let behind = self.radices.iter().skip(field + 1).product::<u64>();
        let name = self.names[self.order[group] as usize] / behind.max(1);
        usize::try_from(name % self.radices[field].max(1)).unwrap_or(0)
    }

    /// How many records a group has.
    pub fn count(&self, group: usize) -> u64 {
        self.counts[self.order[group] as usize]
    }

    /// Whether a record of a group lacks a figure.
    pub fn lacks(&self, group: usize) -> bool {
        self.lacking.contains(&(self.order[group] as usize))
    }

    /// What the figures of a column come to in a group that lacks none.
    pub fn sum(&self, group: usize, value: usize) -> Sum {
        let group = self.order[group] as usize;
        let place = group * (self.parts.len() / self.names.len().max(1)) + value;
        let mut sum = self.parts[place].sum();
        if let Some(spilled) = self.spilled.get(&place) {
            sum.merge(spilled);
        }
        sum.count = self.counts[group];
        sum
    }
}
