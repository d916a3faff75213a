//! Which areas are groups or totals of others.

use std::collections::{BTreeMap, BTreeSet};

use super::{Areas, TOLD};
use crate::source::found::{AreaRow, Finding};
use crate::source::headings;
use crate::source::places;
use crate::source::shape::body::Body;
use crate::source::shape::roles::Roles;
use crate::source::totals::{Level, Total};
use crate::words::{count, excerpt, list};

impl Areas {
    /// The sets that columns of the table put areas into.
    pub(super) fn take_groups(&mut self, body: &Body, roles: &Roles) {
        for &column in &roles.area_groups {
            let texts = body.texts(column);
            let mut set = vec![0; self.cells.len()];
            for (area, group) in self.of_row.iter().zip(&texts.of_row) {
                set[*area as usize] = *group;
            }
            let words = texts
                .each()
                .all(|text| text.chars().any(char::is_alphabetic));
            for (row, group) in self.rows.iter_mut().zip(&set) {
                let group = texts.distinct[*group as usize];
                if words && !group.is_empty() && !row.name.is_empty() {
                    row.groups.push(group.replace('|', "/"));
                }
            }
            self.sets.push(set);
        }
    }

    /// The areas that are groups or totals of others by their names, or since they have no code or set where others do.
    pub(super) fn find_groups(&mut self, body: &Body, roles: &Roles) {
        let plain: BTreeSet<String> = self
            .rows
            .iter()
            .map(|row| headings::normal(&row.name))
            .collect();
        let has = |name: &str| plain.contains(name);
        let mut by_name: Vec<usize> = Vec::new();
        for at in 1..self.rows.len() {
            let row = &self.rows[at];
            // Offices of PC-Axis give totals a dash as their code.
            if places::is_group(&row.name, &has) || row.code == "-" {
                by_name.push(at);
            }
        }
        // A table of groups alone has no others.
        if by_name.len() + 1 < self.rows.len() {
            self.mark(&by_name, "their names say so", "its name says so");
        }
        let all = self.rows.len() - 1;
        let blank = |rows: &[AreaRow], is: &dyn Fn(usize) -> bool| -> Vec<usize> {
            let found: Vec<usize> = (1..rows.len()).filter(|&at| is(at)).collect();
            if found.len() * 2 < all {
                found
            } else {
                Vec::new()
            }
        };
        // A place may lack a code or a region; groups do beside others that are called so.
        let are_groups = |found: &Vec<usize>| {
            let called = found.iter().filter(|at| by_name.contains(at)).count();
            called * 3 >= found.len()
        };
        if !roles.area_codes.is_empty() {
            let found = blank(&self.rows, &|at| self.rows[at].code.is_empty());
            let found = Some(found).filter(are_groups).unwrap_or_default();
            self.mark(
                &found,
                "they have no code, as the others do",
                "it has no code, as the others do",
            );
        }
        for (at, &column) in roles.area_groups.iter().enumerate() {
            let texts = body.texts(column);
            let sorts =
                |text: &str| places::is_set_of_places(text) || places::is_set_of_groups(text);
            if texts.each().all(sorts) && texts.each().any(places::is_set_of_places) {
                let is_larger = |area: &usize| {
                    let set = texts.distinct[self.sets[at][*area] as usize];
                    places::is_set_of_groups(set)
                };
                let found: Vec<usize> = (1..self.rows.len()).filter(is_larger).collect();
                let why = format!("`{}` says so", excerpt(&body.columns[column].name));
                self.mark(&found, &why, &why);
            }
        }
        let regions: Vec<usize> = (0..roles.area_groups.len())
            .filter(|&at| {
                let heading = headings::normal(&body.columns[roles.area_groups[at]].name);
                [
                    "region",
                    "regions",
                    "income group",
                    "continent",
                    "world region",
                    "subregion",
                    "sub region",
                ]
                .contains(&heading.as_str())
            })
            .collect();
        if !regions.is_empty() {
            let sets = &self.sets;
            let found = blank(&self.rows, &|at| {
                regions.iter().all(|&set| sets[set][at] == 0)
            });
            // One alone is the whole of which the others are parts.
            let found = Some(found).filter(|found| found.len() == 1 || are_groups(found));
            let found = found.unwrap_or_default();
            self.mark(
                &found,
                "they are in no region, as the others are",
                "it is in no region, as the others are",
            );
        }
    }

    /// Marks the country that stands first or last among its parts, unless the figures say otherwise.
    pub(in crate::source::shape) fn take_country(
        &mut self,
        body: &Body,
        area: usize,
        levels: &[Level],
    ) {
        if places::is_of_countries(&body.columns[area].name) {
            return;
        }
        let names: Vec<&str> = self.rows[1..].iter().map(|row| row.name.as_str()).collect();
        let Some(at) = places::country_of_all(&names) else {
            return;
        };
        // Beside other groups it is the whole only where it is the largest of all.
        let has_groups = self.rows.iter().any(|row| row.aggregate);
        let mut cells: BTreeMap<u32, (Option<f64>, Vec<f64>)> = BTreeMap::new();
        for level in levels {
            let (own, others) = cells.entry(level.cell).or_default();
            if level.member as usize == at + 1 {
                *own = Some(level.value);
            } else {
                others.push(level.value);
            }
        }
        // A total is larger than its parts, though not than the sum of districts, provinces and regions; a mean lies
        // between them.
        let speaks_against = |(own, others): &(Option<f64>, Vec<f64>)| {
            let all = |is: &dyn Fn(f64) -> bool| others.iter().all(|other| is(*other));
            own.is_some_and(|own| {
                let is_sum = own * 4.0 >= others.iter().sum::<f64>();
                others.len() > 1
                    && (all(&|other| own < other)
                        || all(&|other| own >= other) && !is_sum
                        || has_groups && !all(&|other| own > other))
            })
        };
        if !cells.values().any(speaks_against) {
            let why = "it is a country, and no other one stands beside it";
            self.mark(&[at + 1], why, why);
        }
    }

    /// Marks the totals that the figures prove.
    pub(in crate::source::shape) fn take_totals(&mut self, totals: &[Total]) {
        // The index of nothing is no area.
        let found: Vec<usize> = totals
            .iter()
            .map(|total| total.member as usize)
            .filter(|&at| at > 0 && at < self.rows.len())
            .collect();
        for total in totals.iter().filter(|total| total.layers > 1) {
            let name = self.rows.get(total.member as usize);
            self.warnings.push(format!(
                "the areas make up {} {} times, so that some hold others, and nothing tells which; name those with `--without`",
                excerpt(name.map_or("", |row| &row.name)),
                total.layers
            ));
        }
        if found.len() * 2 <= self.rows.len() {
            self.mark(
                &found,
                "each is the sum of others in every period",
                "it is the sum of others in every period",
            );
        }
    }

    pub(super) fn mark(&mut self, areas: &[usize], why_several: &str, why_one: &str) {
        let new: Vec<usize> = areas
            .iter()
            .copied()
            .filter(|&at| !self.rows[at].aggregate)
            .collect();
        let [first, rest @ ..] = new.as_slice() else {
            return;
        };
        for &at in &new {
            self.rows[at].aggregate = true;
        }
        let mut names: Vec<String> = new
            .iter()
            .take(TOLD)
            .map(|&at| excerpt(&self.rows[at].name))
            .collect();
        if new.len() > TOLD {
            names.push(count(new.len() - TOLD, "other"));
        }
        let (what, why) = if rest.is_empty() {
            (
                format!(
                    "{} is a group or total of others",
                    excerpt(&self.rows[*first].name)
                ),
                why_one,
            )
        } else {
            (
                format!("{} are groups or totals of others", list(names, "and")),
                why_several,
            )
        };
        self.findings.push(Finding::new(
            format!("{what}, left out of ranks, shares and sums"),
            why,
            "--with-aggregates",
        ));
    }
}
