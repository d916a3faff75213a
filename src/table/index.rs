//! Which row has a key.

use crate::order::InOrder;
use std::collections::BTreeMap;

/// Rows by their keys, of which each part is a code.
#[derive(Debug, Clone)]
pub struct Index {
    /// How many codes each part has.
    sizes: Vec<u32>,
    slots: Slots,
}

/// How rows are found. A key is one number where its parts fit into one: each part a digit, the size of the part its base.
#[derive(Debug, Clone)]
enum Slots {
    /// At the place of their key; 0 for none, else the row and one. For keys most of which have a row.
    Dense(Vec<u32>),
    /// In the order of their keys.
    Sorted(Vec<(u128, u32)>),
    /// By keys that no number holds.
    Wide(BTreeMap<Vec<u32>, u32>),
}

/// How many places a row may cost.
const MOST_PLACES: u128 = 8;

impl Index {
    /// The rows whose keys have these parts: for each part the code of every row, and how many codes there are. Of rows
    /// with the same key the first is found.
    pub fn new(parts: &[(&[u32], usize)], rows: usize) -> Index {
        // A cell without a code has one of its own, behind the others.
        let sizes: Vec<u32> = parts
            .iter()
            .map(|(_, size)| u32::try_from(*size).map_or(u32::MAX, |size| size.saturating_add(1)))
            .collect();
        let all = sizes
            .iter()
            .try_fold(1_u128, |all, size| all.checked_mul(u128::from(*size)));
        let key = |row: usize| {
            parts
                .iter()
                .zip(&sizes)
                .fold(0_u128, |key, ((codes, _), size)| {
                    key * u128::from(*size) + u128::from(codes[row].min(size - 1))
                })
        };
        let number = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
        let slots = match all {
            Some(all) if all <= MOST_PLACES * rows as u128 + 64 => {
                let mut places = vec![0; usize::try_from(all).unwrap_or_default()];
                for row in (0..rows).rev() {
                    let place = usize::try_from(key(row)).unwrap_or_default();
                    places[place] = number(row) + 1;
                }
                Slots::Dense(places)
            }
            Some(_) => {
                let mut keys: Vec<(u128, u32)> =
                    (0..rows).map(|row| (key(row), number(row))).collect();
                keys.order();
                keys.dedup_by_key(|(key, _)| *key);
                Slots::Sorted(keys)
            }
            None => {
                let mut keys = BTreeMap::new();
                for row in (0..rows).rev() {
                    let key: Vec<u32> = parts.iter().map(|(codes, _)| codes[row]).collect();
                    keys.insert(key, number(row));
                }
                Slots::Wide(keys)
            }
        };
        Index { sizes, slots }
    }

    /// The first row of this key, a code for each part; `u32::MAX` for a part without one.
    pub fn get(&self, key: &[u32]) -> Option<usize> {
        #[cfg(test)]
        crate::words::work::step();
        let fits = key.len() == self.sizes.len()
            && key
                .iter()
                .zip(&self.sizes)
                .all(|(code, size)| *code < size - 1 || *code == u32::MAX);
        if !fits {
            return None;
        }
        let number = || {
            let parts = key.iter().zip(&self.sizes);
            parts.fold(0_u128, |number, (code, size)| {
                number * u128::from(*size) + u128::from((*code).min(size - 1))
            })
        };
        let row = match &self.slots {
            Slots::Dense(places) => places
                .get(usize::try_from(number()).ok()?)?
                .checked_sub(1)?,
            Slots::Sorted(keys) => {
                let wanted = number();
                let at = keys.binary_search_by_key(&wanted, |(key, _)| *key).ok()?;
                keys[at].1
            }
            Slots::Wide(keys) => *keys.get(key)?,
        };
        Some(row as usize)
    }

    /// How many different keys there are.
    pub fn len(&self) -> usize {
        match &self.slots {
            Slots::Dense(places) => places.iter().filter(|place| **place > 0).count(),
            Slots::Sorted(keys) => keys.len(),
            Slots::Wide(keys) => keys.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn every_form_finds_the_first_row_of_a_key(
            rows in proptest::collection::vec(proptest::array::uniform2(0_u32..5), 0..30),
            sizes in proptest::array::uniform2(proptest::sample::select(vec![5_usize, 1000, 1 << 31])),
            further in 0_usize..4,
        ) {
            let column = |part: usize| -> Vec<u32> { rows.iter().map(|row| row[part]).collect() };
            let (first, second, zeros) = (column(0), column(1), vec![0; rows.len()]);
            let mut parts = vec![(first.as_slice(), sizes[0]), (second.as_slice(), sizes[1])];
            // Further parts make the key wider than any number.
            parts.extend((0..further).map(|_| (zeros.as_slice(), 1 << 31)));
            let index = Index::new(&parts, rows.len());
            let mut wanted = vec![0; parts.len()];
            for one in 0..6 {
                for other in 0..6 {
                    wanted[..2].copy_from_slice(&[one, other]);
                    let found = rows.iter().position(|row| *row == [one, other]);
                    proptest::prop_assert_eq!(index.get(&wanted), found);
                }
            }
            let distinct: std::collections::BTreeSet<_> = rows.iter().collect();
            proptest::prop_assert_eq!(index.len(), distinct.len());
            proptest::prop_assert_eq!(index.get(&[0]), None);
        }
    }

    #[test]
    fn a_key_without_parts_has_one_row() {
        let index = Index::new(&[], 3);
        assert_eq!(index.get(&[]), Some(0));
        assert_eq!(index.len(), 1);
        assert!(Index::new(&[], 0).is_empty());
    }
}
