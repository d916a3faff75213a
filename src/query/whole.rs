//! What a part is a part of: the one notion of the whole, for totals, shares, contributions and ranks.
//!
//! Of the areas of a table some may hold others (a country beside its regions: the register says so), and one may be the
//! total of all others: it is called so, or the data prove it, since it is the sum of the others wherever all are there.
//! Neither is ever added to what it holds. What is added are the outermost areas, which no other holds; where one of them
//! has no row, there is no whole.

use std::collections::{BTreeMap, BTreeSet};

mod total;

use total::{is_called_total, sounds_like_total};

use super::keyed::{figure_in, key, keys};
use crate::answer::{Answer, Existence, Role, Row};
use crate::figure::{Estimate, Period};
use crate::order::{InOrder, IntoMap};
use crate::package::{Areas, Dimension, Package, PackageError, Table};
use crate::words::{count, list, printable};

/// How the members of a column stand to one another, the areas of a table or the members of a further dimension.
#[derive(Debug, Clone, Default)]
pub struct Whole {
    /// Every member, in the order of the table, with the years in which it exists.
    members: Vec<(String, Existence)>,
    /// Those of them that exist in some years only.
    limited: BTreeMap<String, Existence>,
    /// For a member that another one holds, the nearest that does.
    holders: BTreeMap<String, String>,
    /// The member that is the total of all others.
    total: Option<String>,
    /// Members that are groups of others or further totals: which of the others they hold is not known.
    groups: BTreeSet<String>,
    /// Members that the user leaves out.
    left_out: BTreeSet<String>,
}

/// A value of a member: what else names the row, the member, the value.
pub struct Level<'a> {
    /// The indicator, the period, the members of other dimensions.
    pub key: Vec<String>,
    /// The member.
    pub member: &'a str,
    /// The value.
    pub value: Estimate,
}

impl Whole {
    /// How the areas of these names stand to one another, of which `levels` are amounts.
    pub fn of_areas<'a>(
        register: &Areas,
        names: impl IntoIterator<Item = &'a str>,
        levels: impl IntoIterator<Item = Level<'a>>,
    ) -> Whole {
        let mut members: Vec<(String, Existence)> = Vec::new();
        let mut seen = BTreeSet::new();
        for name in names {
            if seen.insert(name) {
                let area = register.of_cell(name);
                let valid = area.map_or((None, None), |area| area.valid);
                members.push((name.to_owned(), valid));
            }
        }
        // What the user leaves out holds nothing.
        let kept = seen.iter().filter(|name| !register.leaves_out(name));
        let holders = register.holders(kept.copied());
        let mut whole = Whole {
            limited: members
                .iter()
                .filter(|(_, (from, to))| from.is_some() || to.is_some())
                .cloned()
                .into_map(),
            members,
            holders,
            total: None,
            groups: BTreeSet::new(),
            left_out: BTreeSet::new(),
        };
        let left_out = whole.members.iter().map(|(name, _)| name);
        whole.left_out = left_out
            .filter(|name| register.leaves_out(name))
            .cloned()
            .collect();
        let is_group = |name: &str| register.is_aggregate(name);
        let marked = whole.members.iter().map(|(name, _)| name.as_str());
        let (called, others): (Vec<&str>, Vec<&str>) = marked
            .filter(|name| is_group(name))
            .partition(|name| is_called_total(name));
        let called: BTreeSet<String> = called.into_iter().map(str::to_owned).collect();
        let others: BTreeSet<String> = others.into_iter().map(str::to_owned).collect();
        // A table of groups alone has no others.
        if called.len() + others.len() < whole.members.len() {
            whole.groups = others;
        }
        if register.keeps_aggregates() {
            return whole;
        }
        let levels: Vec<Level> = levels.into_iter().collect();
        whole.total = whole.find_total(&levels, None);
        if whole.total.is_none()
            && let Some(largest) = whole.largest_group(&levels)
        {
            // Of the groups one may be the total of all that are none.
            whole.groups.remove(&largest);
            whole.total = whole.find_total(&levels, Some(&largest));
            if whole.total.as_ref() != Some(&largest) {
                whole.total = None;
                whole.groups.insert(largest);
            }
        }
        if whole.total.is_none() && whole.groups == whole.left_out && whole.holders.is_empty() {
            whole.take_layers(&levels);
        }
        let further = called
            .into_iter()
            .filter(|name| whole.total.as_ref() != Some(name));
        let further: BTreeSet<String> = further.collect();
        if further.len() + 1 < whole.members.len() {
            whole.groups.extend(further);
        }
        whole
    }

    /// How the members of a further dimension stand to one another.
    pub fn of_dimension<'a>(
        dimension: &Dimension,
        members: impl IntoIterator<Item = &'a str>,
    ) -> Whole {
        let mut seen = BTreeSet::new();
        let members = members.into_iter().filter(|member| seen.insert(*member));
        Whole {
            members: members
                .map(|member| (member.to_owned(), (None, None)))
                .collect(),
            limited: BTreeMap::new(),
            holders: BTreeMap::new(),
            total: dimension.total.clone(),
            groups: BTreeSet::new(),
            left_out: BTreeSet::new(),
        }
    }

    /// How many members there are, totals and groups aside.
    pub fn count(&self) -> usize {
        self.members.len() - usize::from(self.total.is_some()) - self.groups.len()
    }

    /// Whether a member is a group of others, of which it is not known which it holds.
    pub fn is_group(&self, member: &str) -> bool {
        self.groups.contains(member)
    }

    /// The member that is the total of all others.
    pub fn total(&self) -> Option<&str> {
        self.total.as_deref()
    }

    /// Whether a member is the total of all others.
    pub fn is_total(&self, member: &str) -> bool {
        self.total.as_deref() == Some(member)
    }

    /// Whether, in all rows of which some show the members, a total may be found that was not in these: where no row of
    /// each member stands beside the others to speak against it, or one is called so.
    pub(crate) fn may_have_total(&self, answer: &Answer) -> bool {
        let Some(area) = answer.place(|role| matches!(role, Role::Area)) else {
            return false;
        };
        let others: BTreeSet<&str> = self.outermost(None).collect();
        let is_called = |name: &&str| is_called_total(name) || sounds_like_total(name);
        if others.iter().any(is_called) {
            return true;
        }
        let mut amounts = answer
            .columns
            .iter()
            .enumerate()
            .filter_map(|(place, column)| {
                column
                    .measure()
                    .filter(|measure| measure.is_amount)
                    .map(|_| place)
            });
        if others.len() < 3 {
            return false;
        }
        let keys: Vec<usize> = keys(answer)
            .into_iter()
            .filter(|place| *place != area)
            .collect();
        amounts.any(|place| {
            let mut counts: BTreeMap<Vec<String>, usize> = BTreeMap::new();
            for row in &answer.rows {
                let is_one = row.cells[area]
                    .text()
                    .is_some_and(|name| others.contains(name));
                if is_one && figure_in(row, place).is_some_and(|figure| !figure.is_missing()) {
                    *counts.entry(key(row, &keys)).or_default() += 1;
                }
            }
            counts.values().all(|count| *count < others.len())
        })
    }

    /// Whether another member of the table holds it.
    pub fn is_part(&self, member: &str) -> bool {
        self.holders.contains_key(member)
    }

    /// Whether it is the total, or holds others of the table.
    pub fn has_parts(&self, member: &str) -> bool {
        self.is_total(member)
            || self.is_group(member)
            || self.holders.values().any(|holder| holder == member)
    }

    /// Of these members those that hold another of them.
    pub fn holders_among<'m>(&'m self, among: &BTreeSet<&str>) -> impl Iterator<Item = &'m str> {
        let mut holders: BTreeSet<&str> = BTreeSet::new();
        for member in among {
            let mut at = *member;
            while let Some(holder) = self.holders.get(at) {
                if among.contains(holder.as_str()) {
                    holders.insert(holder);
                }
                at = holder;
            }
        }
        let total = self
            .total()
            .filter(|total| among.contains(total) && among.len() > 1);
        let has_others = among.iter().any(|member| !self.is_group(member));
        let groups = self.groups.iter().map(String::as_str);
        let groups = groups.filter(move |group| has_others && among.contains(group));
        let groups: Vec<&str> = groups.collect();
        holders.into_iter().chain(total).chain(groups)
    }

    /// Whether the user leaves it out, so that nothing need be said of it.
    pub fn is_left_out(&self, member: &str) -> bool {
        self.left_out.contains(member)
    }

    /// Whether it is one of those that make up the whole: neither the total nor held by another.
    pub fn is_outermost(&self, member: &str) -> bool {
        !self.is_total(member) && !self.is_part(member) && !self.is_group(member)
    }

    /// The members that make up the whole in a period: the outermost that exist in it.
    pub fn outermost(&self, period: Option<Period>) -> impl Iterator<Item = &str> {
        self.members
            .iter()
            .filter(move |(name, valid)| self.is_outermost(name) && is_valid(*valid, period))
            .map(|(name, _)| name.as_str())
    }

    /// Whether some member exists in a part of the periods only, as far as is known.
    pub fn is_limited(&self) -> bool {
        !self.limited.is_empty()
    }

    /// From which year to which the members existed that did not always.
    pub fn limited(&self) -> &BTreeMap<String, Existence> {
        &self.limited
    }

    /// Whether a member exists in a period, as far as is known.
    pub fn exists(&self, member: &str, period: Option<Period>) -> bool {
        let found = self.limited.get(member);
        found.is_none_or(|valid| is_valid(*valid, period))
    }

    /// Of these members two of which one holds the other, the holder first.
    pub fn nested<'m>(&'m self, among: &BTreeSet<&'m str>) -> Option<(&'m str, &'m str)> {
        if let Some(total) = self.total().filter(|total| among.contains(total)) {
            let mut parts = among.iter().filter(|member| **member != total);
            return parts.next().map(|part| (total, *part));
        }
        among.iter().find_map(|member| {
            let mut at = *member;
            while let Some(holder) = self.holders.get(at) {
                if among.contains(holder.as_str()) {
                    return Some((holder.as_str(), *member));
                }
                at = holder;
            }
            None
        })
    }

    /// The group that has the largest value.
    fn largest_group(&self, levels: &[Level]) -> Option<String> {
        let groups = levels.iter().filter(|level| self.is_group(level.member));
        let largest = groups.max_by_key(|level| level.value.value)?;
        Some(largest.member.to_owned())
    }
}

fn is_valid((from, to): Existence, period: Option<Period>) -> bool {
    period.is_none_or(|period| {
        let year = period.year();
        from.is_none_or(|from| year >= from) && to.is_none_or(|to| year <= to)
    })
}

/// How the areas of an answer stand to one another, those of other rows among them; its amounts are looked through for a
/// total where that is wanted.
pub(crate) fn of_answer(
    package: &Package,
    table: &Table,
    answer: &Answer,
    others: &[Row],
    looked_through: bool,
) -> Result<Whole, PackageError> {
    let register = package.areas()?;
    let Some(area) = answer.place(|role| matches!(role, Role::Area)) else {
        return Ok(Whole::default());
    };
    let mut rows: Vec<&Row> = answer.rows.iter().chain(others).collect();
    if !others.is_empty() {
        // Sums are looked for beside their parts, as the table has them.
        let frame = package.outline(table)?;
        let names = table
            .area()
            .and_then(|area| Some(frame.texts(area)?.dictionary()));
        let place = |row: &Row| names?.find(row.cells[area].text()?);
        let mut placed: Vec<(Option<u32>, &Row)> =
            rows.into_iter().map(|row| (place(row), row)).collect();
        placed.order_by_key(|(place, _)| *place);
        rows = placed.into_iter().map(|(_, row)| row).collect();
    }
    let rows = || rows.iter().copied();
    let first = rows().next().and_then(|row| row.cells[area].text());
    if rows().all(|row| row.cells[area].text() == first) {
        return Ok(Whole::default());
    }
    let keys: Vec<usize> = keys(answer)
        .into_iter()
        .filter(|place| *place != area)
        .collect();
    let amounts: Vec<(usize, &str)> = answer
        .columns
        .iter()
        .enumerate()
        .filter_map(|(place, column)| Some((place, column.measure()?)))
        .filter(|(_, measure)| looked_through && measure.is_amount)
        .map(|(place, measure)| (place, measure.id.as_str()))
        .collect();
    let levels = rows().flat_map(|row| {
        let keys = &keys;
        amounts.iter().filter_map(move |(place, id)| {
            let value = figure_in(row, *place)?.estimate()?;
            let mut key = key(row, keys);
            key.push((*id).to_owned());
            let member = row.cells[area].text()?;
            Some(Level { key, member, value })
        })
    });
    let names = rows().filter_map(|row| row.cells[area].text());
    Ok(Whole::of_areas(register, names, levels))
}

/// How many groups are told by their names.
const TOLD: usize = 5;

/// That groups and totals among the areas are left out of something (`ranked`, `added`).
pub(crate) fn say_groups<'g>(groups: impl Iterator<Item = &'g str>, what: &str) -> String {
    let mut names: Vec<String> = groups.map(printable).collect();
    let more = names.len().saturating_sub(TOLD);
    let are = if names.len() == 1 {
        "is a group or total of others and is"
    } else {
        "are groups or totals of others and are"
    };
    names.truncate(TOLD);
    if more > 0 {
        names.push(count(more, "other"));
    }
    format!(
        "{} {are} not {what}; `--with-aggregates` keeps them",
        list(names, "and")
    )
}
