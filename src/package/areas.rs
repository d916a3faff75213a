//! The register of places: how they lie in one another, and which names find them.
//!
//! A name is never guessed: it is one of an area's spellings or it is unknown. It is one file since every search goes through
//! the same lists, which are private to the register.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::area::Area;
use super::countries::country_codes;
use super::folding::{fold, folding};
use super::spelling::Naming;
use crate::figure::Period;
use crate::order::{InOrder, IntoMap};
use crate::words::{count, excerpt, list, near, printable, quoted_list};

/// How many unknown names a message tells, with what each may have been meant for.
const TOLD: usize = 10;

/// After how many names that are looked up the spellings are put in order; for fewer that is not worth it.
const MANY: usize = 16;

/// The places of the areas that a spelling names.
type Named = Vec<(usize, Naming)>;

/// Every spelling in its folded form with the areas that it names, made once many are looked up.
#[derive(Debug, Default)]
struct Spellings {
    asked: AtomicUsize,
    found: OnceLock<BTreeMap<String, Named>>,
}

impl Clone for Spellings {
    fn clone(&self) -> Spellings {
        Spellings::default()
    }
}

/// The register of areas.
#[derive(Debug, Clone, Default)]
pub struct Areas {
    /// In the order of the register.
    all: Vec<Area>,
    /// Their places by what a table's cell may call each, its name or its code, in order.
    by_name: Vec<usize>,
    by_code: Vec<usize>,
    spellings: Spellings,
    /// The groups by the folded aliases of each.
    group_aliases: BTreeMap<String, String>,
    /// Whether groups and totals are ranked and added like the others, since the user says so.
    keeps_aggregates: bool,
    /// Further areas that the user leaves out of ranks and sums.
    without: Vec<LeftOut>,
}

/// How an area that is left out is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LeftOut {
    /// As the tables write it.
    Cell(String),
    /// Folded.
    Folded(String),
}

impl Areas {
    /// The register with what the user says of groups and totals: whether they are kept, and which areas are such.
    pub(super) fn saying(self, keeps_aggregates: bool, without: &[LeftOut]) -> Areas {
        Areas {
            keeps_aggregates,
            without: without.to_vec(),
            ..self
        }
    }

    /// The register with other names of its groups, each with the group.
    pub(super) fn calling<'a>(self, aliases: impl Iterator<Item = (&'a str, &'a str)>) -> Areas {
        let aliases = aliases.map(|(alias, group)| (fold(alias), group.to_owned()));
        Areas {
            group_aliases: aliases.collect(),
            ..self
        }
    }

    /// The group of which this is another name, or its own.
    pub fn group_called(&self, text: &str) -> Option<&str> {
        let wanted = fold(text);
        let known = self.group_aliases.get(&wanted).map(String::as_str);
        known.or_else(|| {
            let mut groups = self.groups().into_iter();
            groups.find(|group| fold(group) == wanted)
        })
    }

    /// Whether groups and totals are ranked and added like the others, since the user says so.
    pub fn keeps_aggregates(&self) -> bool {
        self.keeps_aggregates
    }

    /// Whether the area that a table's cell names is a group of others or a total: marked so, unless such are kept, or
    /// left out by the user.
    pub fn is_aggregate(&self, cell: &str) -> bool {
        let area = self.of_cell(cell);
        let marked = area.is_some_and(Area::is_aggregate) && !self.keeps_aggregates;
        marked || self.leaves_out(cell)
    }

    /// Whether the user leaves out the area that a table's cell names.
    pub fn leaves_out(&self, cell: &str) -> bool {
        self.without.iter().any(|left_out| match left_out {
            LeftOut::Cell(name) => cell == name,
            LeftOut::Folded(name) => match self.of_cell(cell) {
                Some(area) => area.naming(name).is_some(),
                None => fold(cell) == *name,
            },
        })
    }

    /// Every area, in the order of the register.
    pub fn iter(&self) -> impl Iterator<Item = &Area> {
        self.all.iter()
    }

    /// The area that a table's cell names: by its name or its code, to the letter.
    pub fn of_cell(&self, cell: &str) -> Option<&Area> {
        #[cfg(test)]
        crate::words::work::step();
        // Where a code is the name of another area, the name goes first.
        let by_name = self.first(&self.by_name, |area| &area.name, cell);
        by_name.or_else(|| self.first(&self.by_code, |area| &area.code, cell))
    }

    /// The first area that is called so, of those whose places are in the order of what they are called.
    fn first(&self, places: &[usize], called: fn(&Area) -> &String, cell: &str) -> Option<&Area> {
        let before = places.partition_point(|place| called(&self.all[*place]).as_str() < cell);
        let area = &self.all[*places.get(before)?];
        (called(area) == cell).then_some(area)
    }

    /// Whether the area that a table's cell names existed in a period, as far as is known.
    pub fn exists(&self, cell: &str, period: Period) -> bool {
        self.of_cell(cell).is_none_or(|area| area.exists(period))
    }

    /// Whether a table's cell names this area, which may be one that tables alone know.
    pub fn names(&self, cell: &str, area: &Area) -> bool {
        self.of_cell(cell)
            .map_or(area.name == cell, |known| known == area)
    }

    /// The areas that a folded spelling names, in the order of the register, and how.
    fn named(&self, folded: &str) -> Named {
        if folded.is_empty() {
            return Named::new();
        }
        if self.spellings.asked.fetch_add(1, Ordering::Relaxed) < MANY {
            let all = self.all.iter().enumerate();
            return all
                .filter_map(|(place, area)| Some((place, area.naming(folded)?)))
                .collect();
        }
        let spellings = self.spellings.found.get_or_init(|| {
            let mut found: BTreeMap<String, Named> = BTreeMap::new();
            for (place, area) in self.all.iter().enumerate() {
                for (naming, parts) in area.spellings() {
                    let named = found.entry(folded_parts(parts)).or_default();
                    match named.last_mut().filter(|(last, _)| *last == place) {
                        Some((_, known)) => *known = naming.min(*known),
                        None => named.push((place, naming)),
                    }
                }
            }
            found
        });
        spellings.get(folded).cloned().unwrap_or_default()
    }

    /// The areas of which this is a name, the code or an alias to the letter.
    pub fn spelt<'a, 't>(&'a self, text: &'t str) -> impl Iterator<Item = &'a Area> + use<'a, 't> {
        let folded = fold(text);
        let are_few = self.spellings.asked.fetch_add(1, Ordering::Relaxed) < MANY;
        let places: Vec<usize> = if folded.is_empty() || are_few {
            (0..self.all.len()).collect()
        } else {
            let named = self.named(&folded).into_iter();
            named.map(|(place, _)| place).collect()
        };
        let areas = places.into_iter().map(|place| &self.all[place]);
        areas.filter(|area| area.is_spelt(text))
    }

    /// The areas that a spelling names best: those among `preferred` before others, then those that it names outright
    /// before those of which it is an alias; several where it names several alike.
    pub fn find(&self, spelling: &str, preferred: impl Fn(&Area) -> bool) -> Vec<&Area> {
        let folded = fold(spelling);
        if folded.is_empty() {
            // Such as `-`, of which nothing is left to be compared.
            return self.spelt(spelling).collect();
        }
        // The exact spelling wins over the folded one.
        let mut exact = self.spelt(spelling).filter(|area| preferred(area));
        if let (Some(area), None) = (exact.next(), exact.next()) {
            return vec![area];
        }
        let rank =
            |area: &Area, naming: Naming| (!preferred(area), !area.is_spelt(spelling), naming);
        let named = self.named(&folded).into_iter();
        let mut found: Vec<((bool, bool, Naming), &Area)> = named
            .map(|(place, naming)| (rank(&self.all[place], naming), &self.all[place]))
            .collect();
        found.order_by_key(|(rank, _)| *rank);
        let Some(&(best, _)) = found.first() else {
            return Vec::new();
        };
        let best = found.into_iter().filter(|(rank, _)| *rank == best);
        best.map(|(_, area)| area).collect()
    }

    /// Every area that a spelling names, by name or alias, names first.
    pub fn find_all(&self, spelling: &str) -> Vec<&Area> {
        let folded = fold(spelling);
        if folded.is_empty() {
            return self.spelt(spelling).collect();
        }
        let mut found = self.named(&folded);
        found.order_by_key(|(_, naming)| *naming);
        let found = found.into_iter();
        found.map(|(place, _)| &self.all[place]).collect()
    }

    /// The areas that lie in the area of this code, at any depth.
    pub fn inside<'a>(&'a self, code: &'a str) -> Vec<&'a Area> {
        let mut inside: Vec<&Area> = Vec::new();
        let mut seen: BTreeSet<&Area> = BTreeSet::new();
        let mut parents: BTreeSet<&str> = BTreeSet::from([code]);
        loop {
            let next: Vec<&Area> = self
                .all
                .iter()
                .filter(|area| !area.parent.is_empty() && parents.contains(area.parent.as_str()))
                .filter(|area| seen.insert(*area))
                .collect();
            if next.is_empty() {
                return inside;
            }
            parents = next.iter().map(|area| area.code.as_str()).collect();
            inside.extend(next);
        }
    }

    /// For each of these cells whose area lies in the area of another of them, the nearest such cell.
    pub fn holders<'c>(
        &self,
        cells: impl IntoIterator<Item = &'c str>,
    ) -> BTreeMap<String, String> {
        let cells: Vec<(&str, &Area)> = cells
            .into_iter()
            .filter_map(|cell| Some((cell, self.of_cell(cell)?)))
            .collect();
        if cells.iter().all(|(_, area)| area.parent.is_empty()) {
            return BTreeMap::new();
        }
        let parents: BTreeMap<&str, &str> = self
            .all
            .iter()
            .map(|area| (area.code.as_str(), area.parent.as_str()))
            .into_map();
        let by_code: BTreeMap<&str, &str> = cells
            .iter()
            .map(|(cell, area)| (area.code.as_str(), *cell))
            .into_map();
        let holder = |(cell, area): &(&str, &Area)| {
            let mut code = area.parent.as_str();
            // A register may run in a circle.
            for _ in 0..parents.len() {
                if code.is_empty() || code == area.code {
                    return None;
                }
                if let Some(holder) = by_code.get(code) {
                    return Some(((*cell).to_owned(), (*holder).to_owned()));
                }
                code = parents.get(code).copied().unwrap_or_default();
            }
            None
        };
        cells.iter().filter_map(holder).collect()
    }

    /// The names of the groups, in order.
    pub fn groups(&self) -> BTreeSet<&str> {
        self.all
            .iter()
            .flat_map(|area| area.groups.iter().map(String::as_str))
            .collect()
    }

    /// The areas of a group.
    pub fn group(&self, name: &str) -> Vec<&Area> {
        let wanted = fold(name);
        self.all
            .iter()
            .filter(|area| area.groups.iter().any(|group| fold(group) == wanted))
            .collect()
    }

    /// That a spelling names several areas, with how each is named alone.
    pub fn several(&self, spelling: &str, areas: &[&Area]) -> String {
        let spelling = printable(spelling);
        if areas.iter().any(|area| area.code.is_empty()) {
            let names = areas.iter().map(|area| printable(&area.name));
            return format!(
                "`{spelling}` names {}; write it as it stands there",
                list(names, "and")
            );
        }
        let codes = areas
            .iter()
            .map(|area| format!("{} ({})", printable(&area.name), area.code));
        format!("`{spelling}` names {}; write the code", list(codes, "and"))
    }

    /// That these spellings name no area and no group, with those that may have been meant.
    pub fn unknown(&self, spellings: &[&str]) -> String {
        let groups: Vec<&str> = self.groups().into_iter().collect();
        let at = |group: &str| format!("@{group}");
        let mut seen = BTreeSet::new();
        let mut distinct = spellings.iter().filter(|spelling| seen.insert(**spelling));
        let told = distinct.by_ref().take(TOLD).map(|spelling| {
            let near: Vec<String> = match spelling.strip_prefix('@') {
                Some(group) => near(group, groups.iter().copied())
                    .into_iter()
                    .map(at)
                    .collect(),
                None => self.near(spelling).into_iter().map(excerpt).collect(),
            };
            let spelling = excerpt(spelling);
            if near.is_empty() {
                format!("`{spelling}`")
            } else {
                format!("`{spelling}` (did you mean {}?)", quoted_list(near, "or"))
            }
        });
        let mut told: Vec<String> = told.collect();
        match distinct.count() {
            0 => {}
            others => told.push(count(others, "other name")),
        }
        let no_area = format!(
            "no area is called {}; `hlj areas` lists every name",
            list(told, "or")
        );
        if groups.is_empty() {
            return no_area;
        }
        let groups = quoted_list(groups.iter().copied().map(at), "and");
        format!("{no_area}, and the groups are {groups}")
    }

    /// The names to suggest for a spelling that names nothing: of those areas with a spelling near it, and of those that
    /// have but the code of a country that is called so.
    pub fn near(&self, spelling: &str) -> Vec<&str> {
        let wanted = fold(spelling);
        let mut spellings: Vec<(String, &str)> = Vec::new();
        for area in &self.all {
            let folded = area.spellings();
            spellings.extend(folded.map(|(_, parts)| (folded_parts(parts), area.name.as_str())));
        }
        let mut names: Vec<&str> = Vec::new();
        for code in country_codes(spelling) {
            let is_it = |area: &&Area| area.code == code || area.name == code;
            names.extend(self.all.iter().filter(is_it).map(|area| area.name.as_str()));
        }
        for found in near(
            &wanted,
            spellings.iter().map(|(spelling, _)| spelling.as_str()),
        ) {
            let bearers = spellings
                .iter()
                .filter(|(spelling, _)| spelling == found)
                .map(|(_, name)| *name);
            for name in bearers {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }
}

/// A spelling in two parts as it is compared.
fn folded_parts(parts: [&str; 2]) -> String {
    parts.into_iter().flat_map(folding).collect()
}

impl FromIterator<Area> for Areas {
    fn from_iter<T: IntoIterator<Item = Area>>(iter: T) -> Self {
        let all: Vec<Area> = iter.into_iter().collect();
        let in_order = |called: fn(&Area) -> &String| {
            let mut places: Vec<usize> = (0..all.len()).collect();
            places.order_by_key(|place| called(&all[*place]));
            places
        };
        Areas {
            by_name: in_order(|area| &area.name),
            by_code: in_order(|area| &area.code),
            all,
            ..Areas::default()
        }
    }
}

#[cfg(test)]
mod tests;
