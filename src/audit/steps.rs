//! The steps of a series in the order of their size, asked again without those at one place.

use crate::order::InOrder;
use rust_decimal::Decimal;

/// Steps in the order of their size, without some of them and perhaps with one more.
pub(super) struct Without<'a> {
    sorted: &'a [Decimal],
    /// Where those stand that are left out, in order.
    gone: Vec<usize>,
    more: Option<Decimal>,
}

impl<'a> Without<'a> {
    /// Steps in order without these, which are among them, and with one more.
    pub(super) fn new(
        sorted: &'a [Decimal],
        gone: &[Decimal],
        more: Option<Decimal>,
    ) -> Without<'a> {
        let mut values = gone.to_vec();
        values.order();
        let mut gone: Vec<usize> = Vec::with_capacity(values.len());
        for value in values {
            let first = sorted.partition_point(|known| *known < value);
            // Of equal ones the next.
            let at = gone.last().map_or(first, |last| first.max(last + 1));
            gone.push(at);
        }
        Without { sorted, gone, more }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.sorted.len() - self.gone.len() + usize::from(self.more.is_some())
    }

    /// The step of this rank, counted from 0.
    pub(super) fn get(&self, rank: usize) -> Option<Decimal> {
        let Some(more) = self.more else {
            return self.kept(rank);
        };
        let below = self.sorted.partition_point(|known| *known < more);
        let below = below - self.gone.iter().filter(|at| **at < below).count();
        match rank.checked_sub(below) {
            None => self.kept(rank),
            Some(0) => Some(more),
            Some(_) => self.kept(rank - 1),
        }
    }

    /// The middle one, the upper of two.
    pub(super) fn middle(&self) -> Option<Decimal> {
        self.get(self.len() / 2)
    }

    /// Of those that stay the one of this rank.
    fn kept(&self, rank: usize) -> Option<Decimal> {
        let passed = |at, gone: &usize| if *gone <= at { at + 1 } else { at };
        let at = self.gone.iter().fold(rank, passed);
        self.sorted.get(at).copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// As if the others were put in order anew.
        #[test]
        fn steps_without_some_are_in_order(
            mut steps in prop::collection::vec(-9i64..9, 1..20),
            at in any::<prop::sample::Index>(),
            count in 0usize..4,
            more in prop::option::of(-9i64..9),
        ) {
            let at = at.index(steps.len());
            let end = (at + count).min(steps.len());
            let gone: Vec<Decimal> = steps[at..end].iter().map(|step| Decimal::from(*step)).collect();
            let mut sorted: Vec<Decimal> = steps.iter().map(|step| Decimal::from(*step)).collect();
            sorted.sort_unstable();
            steps.drain(at..end);
            steps.extend(more);
            steps.sort_unstable();
            let without = Without::new(&sorted, &gone, more.map(Decimal::from));
            prop_assert_eq!(without.len(), steps.len());
            for (rank, step) in steps.iter().enumerate() {
                prop_assert_eq!(without.get(rank), Some(Decimal::from(*step)));
            }
            prop_assert_eq!(without.get(steps.len()), None);
        }
    }
}
