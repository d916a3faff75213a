//! Printed totals: where the table has the total of what collapses, that is the answer and not the sum of rounded parts.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::Keys;
use super::rules::Rules;
use super::{Absent, Aggregate, Group};
use crate::answer::{Answer, Cell, Row};
use crate::figure::Period;
use crate::query::keyed::{key, key_text};
use crate::query::operand::Operand;

/// The rows that a period printed beside its parts holds, as a year does its quarters; where time collapses, the longer
/// period is their whole. What `--agg` tells of the parts of a year, but for their sum, is of them and not of the whole.
pub(super) struct Periods {
    of_parts: bool,
    time: Option<usize>,
    others: Vec<usize>,
    /// The periods that are not the shortest, or for what is told of parts those that are, by what else names their rows.
    beside: BTreeMap<Vec<String>, Vec<Period>>,
}

/// The longer periods of an answer by what else names their rows; none where all are of one frequency.
pub(super) fn periods(answer: &Answer, keys: &Keys, aggregate: Option<Aggregate>) -> Periods {
    let time = keys.time.filter(|time| keys.collapse.contains(time));
    let mut all: Vec<usize> = keys.stay.iter().chain(&keys.collapse).copied().collect();
    all.retain(|place| Some(*place) != time);
    let of_parts = keys.yearly && !matches!(aggregate, None | Some(Aggregate::Sum));
    let mut found = Periods {
        of_parts,
        time,
        others: all,
        beside: BTreeMap::new(),
    };
    let period = |row: &Row| match time.map(|time| &row.cells[time]) {
        Some(Cell::Year(period)) => Some(*period),
        _ => None,
    };
    let frequencies: BTreeSet<_> = answer
        .rows
        .iter()
        .filter_map(|row| Some(period(row)?.frequency()))
        .collect();
    if frequencies.len() < 2 {
        found.time = None;
        return found;
    }
    let shortest = frequencies.last().copied();
    for row in &answer.rows {
        if let Some(period) =
            period(row).filter(|period| (Some(period.frequency()) == shortest) == of_parts)
        {
            let key = found.key(row);
            found.beside.entry(key).or_default().push(period);
        }
    }
    found
}

impl Periods {
    /// What a whole and its parts have in common: of parts that are asked for no row takes the whole in their place.
    fn key(&self, row: &Row) -> Vec<String> {
        if self.of_parts {
            return Vec::new();
        }
        key(row, &self.others)
    }

    /// Whether a row is of a part of a longer period that stands beside it, or of that where the parts are asked for.
    pub(super) fn holds(&self, row: &Row) -> bool {
        let Some(Cell::Year(period)) = self.time.map(|time| &row.cells[time]) else {
            return false;
        };
        let beside = self.beside.get(&self.key(row));
        let holds = |other: &Period| {
            let (whole, part) = if self.of_parts {
                (period, other)
            } else {
                (other, period)
            };
            whole != part && whole.contains(*part)
        };
        beside.into_iter().flatten().any(holds)
    }
}

impl Rules<'_> {
    /// The rows that make up the figure of a group: printed totals in the place of what they are the totals of, unless
    /// `--agg` says what to do with the parts.
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
        rows.sort_unstable();
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

    /// The rows with the totals of these columns where they are there and usable, else those of the parts.
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
