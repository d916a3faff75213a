//! Years of two halves, `2019-20`, beside their parts: which of the two years a month is of is told by the order in which
//! the months stand, April, …, December, January, …, and by nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::numbers::{Way, two_numbers};
use super::words::fold_label;
use crate::figure::{Frequency, Period};
use crate::order::IntoSet;

/// How such years are named.
pub(crate) const NAMED: &str = "a year of two halves is named by the one in which it begins";
/// What was concluded of their parts.
pub(crate) const TURNED: &str =
    "of a year of two halves what stands behind the turn of the year is of the second";

/// Whether a label is a year of two halves: `2019-20`, `2019/2020`.
pub(crate) fn is_of_two(label: &str) -> bool {
    let read = two_numbers(&fold_label(label));
    read.iter().any(|(way, _)| *way == Way::Fiscal)
}

/// The parts of years of two halves, in the order in which they stand.
#[derive(Debug, Default)]
pub(crate) struct Halves {
    /// Those of each year and of what else is told.
    runs: BTreeMap<(i64, u32), Vec<i64>>,
    frequency: Option<Frequency>,
}

/// What the parts of such years are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Quarters that are counted within the year.
    Counted,
    /// Those before this place are of the second year.
    At(i64),
    /// It is not told.
    Unknown,
}

impl Halves {
    /// A part of a year, which is named by its first, among those of a group.
    pub(crate) fn push(&mut self, year: i64, group: u32, frequency: Frequency, place: i64) {
        self.frequency.get_or_insert(frequency);
        let places = self.runs.entry((year, group)).or_default();
        if !places.contains(&place) {
            places.push(place);
        }
    }

    /// Where the first of the two years ends.
    pub(crate) fn turn(&self) -> Turn {
        let unknown = match self.frequency {
            Some(Frequency::Month | Frequency::Week | Frequency::Day) => Turn::Unknown,
            _ => Turn::Counted,
        };
        let places: BTreeSet<i64> = self.runs.values().flatten().copied().into_set();
        let (mut firsts, mut turns) = self.firsts(false);
        if firsts.is_empty() {
            (firsts, turns) = self.firsts(true);
        }
        match (firsts.first(), firsts.last()) {
            (Some(least), Some(most)) if turns && places.range(least..most).next().is_none() => {
                Turn::At(*most)
            }
            _ => unknown,
        }
    }

    /// The places that the first part of such a year may have, where the parts stand forwards or backwards; and whether any
    /// goes over the turn of the year.
    fn firsts(&self, backwards: bool) -> (BTreeSet<i64>, bool) {
        let most = self.runs.values().flatten().max().copied().unwrap_or(0);
        let mut firsts: BTreeSet<i64> = (1..=most).into_set();
        let mut turns = false;
        for run in self.runs.values() {
            let mut run = run.clone();
            if backwards {
                run.reverse();
            }
            let falls = run.windows(2).filter(|two| two[1] < two[0]).count();
            let (Some(first), Some(last)) = (run.first(), run.last()) else {
                continue;
            };
            turns |= falls > 0;
            firsts.retain(|at| match falls {
                0 => at <= first || at > last,
                1 => last < at && at <= first,
                _ => false,
            });
        }
        (firsts, turns)
    }
}

impl Turn {
    /// The period of a part of the year that begins in this one; none where it is not told.
    pub(crate) fn period(self, year: i64, frequency: Frequency, place: i64) -> Option<Period> {
        match self {
            Turn::Counted => Period::of(frequency, year, place),
            Turn::At(first) => Period::of(frequency, year + i64::from(place < first), place),
            Turn::Unknown => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(frequency: Frequency, runs: &[&[i64]]) -> Turn {
        let mut halves = Halves::default();
        for (group, run) in (0..).zip(runs) {
            run.iter()
                .for_each(|place| halves.push(2019, group, frequency, *place));
        }
        halves.turn()
    }

    #[test]
    fn the_order_of_the_parts_tells_the_turn_of_the_year() {
        let (month, week, quarter) = (Frequency::Month, Frequency::Week, Frequency::Quarter);
        assert_eq!(turn(month, &[&[4, 5, 12, 1, 3], &[4, 5]]), Turn::At(4));
        assert_eq!(turn(month, &[&[3, 1, 12, 5], &[7, 6]]), Turn::At(5));
        assert_eq!(turn(week, &[&[40, 52, 1, 39], &[5, 6]]), Turn::At(40));
        assert_eq!(turn(month, &[&[10, 1], &[10, 1]]), Turn::At(10));
        // Parts between those of which the turn is known may be of either year.
        assert_eq!(turn(week, &[&[51, 52, 1, 2], &[20, 39]]), Turn::Unknown);
        assert_eq!(turn(month, &[&[4, 12, 1, 3], &[1, 12]]), Turn::Unknown);
        assert_eq!(turn(month, &[&[1, 2, 3, 4]]), Turn::Unknown);
        assert_eq!(turn(month, &[&[4, 1, 3, 2]]), Turn::Unknown);
        assert_eq!(turn(quarter, &[&[1, 2, 3, 4]]), Turn::Counted);
        assert_eq!(turn(quarter, &[&[2, 3, 4, 1]]), Turn::At(2));
    }
}
