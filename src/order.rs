//! Putting lists in order, with one sort in the program, and collecting without any.
//!
//! The standard library's sort is made anew for every type and every way to compare, some 6 kB of code each time. Here it
//! is made once, for places in a list, and asks how two of them compare; the list is then put in their order. Long lists of
//! numbers (`sort_unstable`) stay with the standard library.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Stable sorting of a list.
pub trait InOrder<T> {
    /// Puts the list in order; those that compare equal keep theirs.
    fn order_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    /// Puts the list in the order of its items.
    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(T::cmp);
    }

    /// Puts the list in the order of its keys; those of one key keep theirs.
    fn order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.order_by(|one, other| key(one).cmp(&key(other)));
    }
}

impl<T> InOrder<T> for [T] {
    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let mut from = ordered(self.len(), &mut |one, other| {
            compare(&self[one], &self[other])
        });
        // Each item goes to its place along the circle of those that stand in one another's.
        for start in 0..from.len() {
            let mut at = start;
            while from[at] != start {
                let next = from[at];
                self.swap(at, next);
                from[at] = at;
                at = next;
            }
            from[at] = at;
        }
    }
}

/// Collecting into a set.
pub trait IntoSet: Iterator + Sized {
    /// The set of the items, put in one by one: `collect` sorts them first, with a sort of its own for every type.
    fn into_set(self) -> BTreeSet<Self::Item>
    where
        Self::Item: Ord,
    {
        let mut set = BTreeSet::new();
        set.extend(self);
        set
    }
}

impl<I: Iterator> IntoSet for I {}

/// Collecting into a map.
pub trait IntoMap<K: Ord, V>: Iterator<Item = (K, V)> + Sized {
    /// The map of the pairs, put in one by one as into a set; of one key the last stays.
    fn into_map(self) -> BTreeMap<K, V> {
        let mut map = BTreeMap::new();
        map.extend(self);
        map
    }
}

impl<K: Ord, V, I: Iterator<Item = (K, V)>> IntoMap<K, V> for I {}

/// The places `0..length` in order, in the same order where they compare equal.
fn ordered(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..length).collect();
    #[expect(clippy::disallowed_methods, reason = "the one sort")]
    places.sort_by(|&one, &other| compare(one, other));
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::InOrder;

    proptest! {
        #[test]
        #[expect(clippy::disallowed_methods, reason = "what it is held against")]
        fn lists_are_ordered_as_the_standard_library_does(list in prop::collection::vec((0..9_u8, 0..99_u8), 0..60)) {
            let mut expected = list.clone();
            expected.sort_by_key(|(key, _)| *key);
            let mut ordered = list;
            ordered.order_by_key(|(key, _)| *key);
            prop_assert_eq!(ordered, expected);
        }
    }
}
