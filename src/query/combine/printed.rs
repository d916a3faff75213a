//! Printed totals: where the table has a total for what is combined, that is the answer, not the sum of rounded parts.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::Keys;
use super::rules::Rules;
use super::{Absent, Aggregate, Group};
use crate::answer::{Answer, Cell, Row};
use crate::figure::{Frequency, Period};
use crate::order::InOrder;
use crate::query::keyed::{key, key_text};
use crate::query::operand::Operand;

/// Which rows are left out of a group over time, because a row of a longer or shorter period says the same. A printed year
/// stands for its quarters, which are not added to it. `--agg mean` and the like are about the quarters, so that there
/// the year is left out; `--agg sum` takes the year, which is their sum as it was printed.
pub(super) struct Periods {
    /// Whether the parts stay and the whole is left out.
    of_parts: bool,
    time: Option<usize>,
    /// The other columns that name a row.
    others: Vec<usize>,
    /// The frequencies of the rows, the longest first.
    frequencies: BTreeSet<Frequency>,
    /// The periods that stay, by the other names of their rows.
    beside: BTreeMap<Vec<String>, Beside>,
}

/// The periods of one series that stay.
#[derive(Default)]
struct Beside {
    single: BTreeSet<Period>,
    spans: Vec<Period>,
}

/// The periods that stay where those of several frequencies collapse; none where all are of one.
pub(super) fn periods(answer: &Answer, keys: &Keys, aggregate: Option<Aggregate>) -> Periods {
    let time = keys.time.filter(|time| keys.collapse.contains(time));
    let mut others: Vec<usize> = keys.stay.iter().chain(&keys.collapse).copied().collect();
    others.retain(|place| Some(*place) != time);
    let of_parts = keys.yearly && !matches!(aggregate, None | Some(Aggregate::Sum));
    let period = |row: &Row| match time.map(|time| &row.cells[time]) {
        Some(Cell::Year(period)) => Some(*period),
        _ => None,
    };
    let rows = answer.rows.iter();
    let frequencies = rows.filter_map(|row| Some(period(row)?.frequency()));
    let mut found = Periods {
        of_parts,
        time,
        others,
        frequencies: frequencies.collect(),
        beside: BTreeMap::new(),
    };
    if found.frequencies.len() < 2 {
        found.time = None;
        return found;
    }
    let shortest = found.frequencies.last().copied();
    for row in &answer.rows {
        let period = period(row);
        let stays = |period: &Period| (Some(period.frequency()) == shortest) == of_parts;
        if let Some(period) = period.filter(stays) {
            let beside = found.beside.entry(found.key(row)).or_default();
            if period.is_span() {
                beside.spans.push(period);
            } else {
                beside.single.insert(period);
            }
        }
    }
    found
}

impl Periods {
    /// What a whole and its parts have in common. Where the parts stay, a whole is left out for any part of it, whatever
    /// else names its row.
    fn key(&self, row: &Row) -> Vec<String> {
        if self.of_parts {
            return Vec::new();
        }
        key(row, &self.others)
    }

    /// Whether a row is left out, since the whole that it is a part of stays, or one of its parts does.
    pub(super) fn holds(&self, row: &Row) -> bool {
        let Some(Cell::Year(period)) = self.time.map(|time| &row.cells[time]) else {
            return false;
        };
        let Some(beside) = self.beside.get(&self.key(row)) else {
            return false;
        };
        let says_the_same = |other: &Period| {
            let (whole, part) = if self.of_parts {
                (period, other)
            } else {
                (other, period)
            };
            whole != part && whole.contains(*part)
        };
        let single = &beside.single;
        let in_single = match self.frequencies.last() {
            // A year begins within a week, which need not be a part of it.
            Some(shortest) if self.of_parts => {
                let from = period.beginning(*shortest);
                single.range(from..).take(2).any(says_the_same)
            }
            _ => {
                let around = self.frequencies.iter().map(|one| period.beginning(*one));
                let known = around.filter(|other| single.contains(other));
                known.into_iter().any(|other| says_the_same(&other))
            }
        };
        in_single || beside.spans.iter().any(says_the_same)
    }
}

impl Rules<'_> {
    /// The rows that make up the figure of a group: printed totals instead of the rows that they total, unless `--agg` asks for
    /// the parts.
    pub(super) fn effective(&self, group: &Group, place: usize) -> Group {
        let parts = Group {
            totals: Vec::new(),
            ..group.clone()
        };
        if self.totals.is_empty() || self.how.aggregate.is_some() {
            return parts;
        }
        let rest: Vec<usize> = self
            .keys
            .collapse
            .iter()
            .copied()
            .filter(|place| !self.totals.iter().any(|(known, _)| known == place))
            .collect();
        let mut by_rest: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
        for &row in group.rows.iter().chain(&group.totals) {
            let key = key(self.rows.row(row), &rest);
            by_rest.entry(key).or_default().push(row);
        }
        let mut rows: Vec<usize> = Vec::new();
        for found in by_rest.values() {
            rows.extend(self.cover(found, &self.totals, place));
        }
        rows.order();
        let is_covered = |absent: &Absent| {
            rows.iter().any(|&row| {
                let mut key = self.keys.collapse.iter().zip(&absent.key);
                key.all(|(&place, wanted)| {
                    let own = key_text(&self.rows.row(row).cells[place]);
                    own == *wanted || self.totals.contains(&(place, own))
                })
            })
        };
        let absent = group.absent.iter().filter(|absent| !is_covered(absent));
        Group {
            absent: absent.cloned().collect(),
            rows,
            totals: Vec::new(),
        }
    }

    /// The rows with the totals of these columns where there are usable ones, else the rows of the parts.
    fn cover(&self, rows: &[usize], totals: &[(usize, String)], place: usize) -> Vec<usize> {
        let Some(((column, total), further)) = totals.split_first() else {
            return rows.to_vec();
        };
        let member = |row: usize| key_text(&self.rows.row(row).cells[*column]);
        let (of_total, parts): (Vec<usize>, Vec<usize>) =
            rows.iter().partition(|&&row| member(row) == *total);
        let found = self.cover(&of_total, further, place);
        let is_usable = |&row: &usize| self.figure_at(row, place).and_then(Operand::of).is_some();
        // A total that some of the parts do not have is none of all of them.
        let holds = |part: usize| {
            found.iter().any(|&whole| {
                further.iter().all(|(column, total)| {
                    let of = |row: usize| key_text(&self.rows.row(row).cells[*column]);
                    of(whole) == *total || of(whole) == of(part)
                })
            })
        };
        let is_whole = found.iter().all(is_usable) && parts.iter().all(|&part| holds(part));
        if parts.is_empty() || (!found.is_empty() && is_whole) {
            return found;
        }
        let mut members: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for row in parts {
            members.entry(member(row)).or_default().push(row);
        }
        let covered = members
            .values()
            .flat_map(|rows| self.cover(rows, further, place));
        covered.collect()
    }
}
