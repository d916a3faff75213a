//! The groups that `--top` keeps, chosen before rows are built from them, so that few of many groups are ever held in memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rust_decimal::Decimal;

use super::Basis;
use crate::answer::{Answer, Role};
use crate::order::InOrder;
use crate::query::Arrangement;

/// The relative difference from which one of two roughly known numbers is certainly the larger.
const CLEARLY: f64 = 1e-9;

/// What the first of the groups are chosen by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct First {
    /// The place of the column of figures.
    pub(super) place: usize,
    /// Whether the largest come first.
    descending: bool,
    /// How many are wanted.
    top: usize,
}

impl First {
    /// The column whose first rows an arrangement keeps, where it sorts by one column of figures and there are no totals;
    /// `answer` has the columns that are asked for, and the rows that show which areas and members there are.
    pub(super) fn of(basis: Basis, arrangement: &Arrangement, answer: &Answer) -> Option<First> {
        let top = arrangement.top?;
        let has_totals = basis
            .table
            .dimensions()
            .any(|(_, _, dimension)| dimension.total.is_some());
        let area = answer.place(|role| matches!(role, Role::Area));
        let names = area.map(|area| {
            let rows = answer.rows.iter();
            rows.filter_map(|row| row.cells[area].text()).collect()
        });
        let has_holders =
            names.is_some_and(|names| basis.whole.holders_among(&names).next().is_some());
        if !arrangement.conditions.is_empty() || has_totals || has_holders {
            return None;
        }
        let mut figures = answer
            .shown()
            .filter(|(_, column)| column.measure().is_some());
        let (place, descending) = match arrangement.sort.as_slice() {
            [] => (figures.next()?.0, true),
            [key] => {
                let (place, _) = figures.find(|(_, column)| column.is_called(&key.column))?;
                (place, key.descending)
            }
            _ => return None,
        };
        Some(First {
            place,
            descending,
            top,
        })
    }

    /// Which of `count` groups come first, in their own order: those that are wanted and one more, which shows whether the
    /// cut is between equal values. `None` where a group that may be among them has no number. `rough` gives the number
    /// approximately, or NaN where it is unknown: it is enough to drop most groups.
    pub(super) fn among(
        self,
        count: usize,
        rough: impl Fn(usize) -> f64,
        number: impl Fn(usize) -> Option<Decimal>,
    ) -> Option<Vec<usize>> {
        let room = self.top.saturating_add(1);
        let sign = if self.descending { -1.0 } else { 1.0 };
        let is_behind = |group: usize, kept: usize| {
            let kept = sign * rough(kept);
            sign * rough(group) > kept + kept.abs() * CLEARLY
        };
        if self.descending {
            let key = |group| number(group).map(Reverse);
            first(count, room, is_behind, key)
        } else {
            first(count, room, is_behind, number)
        }
    }
}

/// The groups with the smallest keys, the earlier of equals first, in their own order. `is_behind` may report that the key of
/// a group is larger than that of a group that is kept.
fn first<K: Ord>(
    count: usize,
    room: usize,
    is_behind: impl Fn(usize, usize) -> bool,
    key: impl Fn(usize) -> Option<K>,
) -> Option<Vec<usize>> {
    let mut heap: BinaryHeap<(K, usize)> = BinaryHeap::new();
    for group in 0..count {
        if heap.len() < room {
            heap.push((key(group)?, group));
        } else if let Some(mut worst) = heap.peek_mut()
            && !is_behind(group, worst.1)
        {
            let key = (key(group)?, group);
            if key < *worst {
                *worst = key;
            }
        }
    }
    let mut found: Vec<usize> = heap.into_iter().map(|(_, group)| group).collect();
    found.order();
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_one_more_are_kept_in_their_order() {
        let numbers = [3, 9, 1, 9, 7, 9, 2];
        let first = |descending, top| {
            let first = First {
                place: 0,
                descending,
                top,
            };
            let number = |group: usize| Some(Decimal::from(numbers[group]));
            let known = first.among(numbers.len(), |group| numbers[group].into(), number);
            let unknown = first.among(numbers.len(), |_| f64::NAN, number);
            assert_eq!(known, unknown);
            known
        };
        assert_eq!(first(true, 2), Some(vec![1, 3, 5]));
        assert_eq!(first(true, 3), Some(vec![1, 3, 4, 5]));
        assert_eq!(first(false, 2), Some(vec![0, 2, 6]));
        assert_eq!(first(true, 9), Some((0..7).collect()));
    }
}
