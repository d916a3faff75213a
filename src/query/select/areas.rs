//! Which areas of a table are asked for: names in any spelling, groups, a parent for its parts.

use std::collections::{BTreeMap, BTreeSet};

use crate::figure::spans;
use crate::order::IntoSet;
use crate::package::{Area, Areas, Package, Table, fold};
use crate::query::QueryError;
use crate::query::covered::{Covered, register};
use crate::query::pieces::whole_names;
use crate::words::{Refusal, count, excerpt, list, printable, quoted_list, shell_word};

/// The areas that are chosen, by the cells that name them, and the warnings about the choice.
#[derive(Default)]
pub(super) struct Choice {
    pub(super) cells: BTreeSet<String>,
    pub(super) warnings: Vec<String>,
    /// Why nothing can be there.
    pub(super) nothing: Option<String>,
    /// Two names that both cover some area, where one of them covers several areas.
    pub(super) overlap: Option<(String, String)>,
}

/// Chooses the areas that the spellings name.
pub(super) fn choose(
    package: &Package,
    table: &Table,
    covered: &Covered,
    spellings: &[String],
) -> Result<Choice, QueryError> {
    if table.area().is_none() {
        let known = spellings.iter().filter_map(|name| {
            let areas = package.areas().ok()?;
            Some(areas.find(name, |_| false).first()?.name.clone())
        });
        let instead = known
            .map(|name| format!("hlj profile {}", shell_word(&printable(&name))))
            .next();
        let instead = instead.map_or(String::new(), |ask| {
            format!(", and `{ask}` shows what there is on the area")
        });
        let named = spellings.iter().map(|name| excerpt(name));
        return Err(QueryError::refused(
            Refusal::new(format!("`{}` is not about areas", table.name)).next(format!(
                "`hlj {}` without {} shows all of it{instead}",
                shell_word(&table.name),
                quoted_list(named, "and")
            )),
        ));
    }
    let register = register(package, std::slice::from_ref(covered))?;
    let is_exact = |name: &str| register.spelt(name).any(|area| covered.has(area));
    let is_known = |name: &str| match name.strip_prefix('@') {
        Some(group) => !register.group(group).is_empty(),
        None => fold(name) == "all" || !register.find(name, |_| true).is_empty(),
    };
    let names = whole_names(spellings, is_exact, is_known);
    let mut search = Search {
        package,
        table,
        covered,
        register: &register,
        choice: Choice::default(),
        unknown: Vec::new(),
        uncovered: Vec::new(),
    };
    let mut chosen: BTreeSet<String> = BTreeSet::new();
    // By which name each cell was chosen first, alone or with others.
    let mut first: [BTreeMap<String, &str>; 2] = Default::default();
    let names = &names;
    for spelling in names {
        search.take(spelling)?;
        let cells = std::mem::take(&mut search.choice.cells);
        let [alone, together] = &first;
        let other = cells.iter().find_map(|cell| {
            let alone = alone.get(cell).filter(|_| cells.len() > 1);
            alone.or_else(|| together.get(cell))
        });
        if let Some(other) = other {
            search.choice.overlap = Some(((*other).to_owned(), spelling.clone()));
        }
        let own = &mut first[usize::from(cells.len() > 1)];
        for cell in &cells {
            own.entry(cell.clone()).or_insert(spelling);
        }
        chosen.extend(cells);
    }
    search.choice.cells = chosen;
    search.finish()
}

/// A choice in the making.
struct Search<'a> {
    package: &'a Package,
    table: &'a Table,
    covered: &'a Covered<'a>,
    register: &'a Areas,
    choice: Choice,
    /// Spellings that name no area.
    unknown: Vec<&'a str>,
    /// Areas that the table does not have.
    uncovered: Vec<&'a str>,
}

impl<'a> Search<'a> {
    fn take(&mut self, spelling: &'a str) -> Result<(), QueryError> {
        if fold(spelling) == "all" && self.register.spelt(spelling).next().is_none() {
            self.choice
                .cells
                .extend(self.covered.iter().map(|(cell, _)| cell.to_owned()));
            return Ok(());
        }
        if let Some(group) = spelling.strip_prefix('@') {
            match self.register.group(group).as_slice() {
                [] => self.unknown.push(spelling),
                members => self.take_several(spelling, members),
            }
            return Ok(());
        }
        match self
            .register
            .find(spelling, |area| self.covered.has(area))
            .as_slice()
        {
            [] => match self.register.group_called(spelling) {
                Some(group) => self.take_several(spelling, &self.register.group(group)),
                None => self.unknown.push(spelling),
            },
            [area] if self.covered.has(area) => {
                // By another of its names, which is the own one of another area.
                if area.name != spelling
                    && let [owner] = self.register.find(spelling, |_| false).as_slice()
                    && owner.name == spelling
                    && owner.code != area.code
                {
                    self.choice.warnings.push(format!(
                        "`{}` is another name of {}, which `{}` has; the {} of that name it does not have",
                        printable(spelling),
                        printable(&area.name),
                        self.table.name,
                        printable(&owner.level)
                    ));
                }
                self.take_several(&area.name, &[area]);
            }
            [parent] => {
                // A parent that the table does not have stands for its parts of the levels that the table has.
                let parts = self.register.inside(&parent.code);
                let levels: BTreeSet<&String> = parts
                    .iter()
                    .filter(|part| self.covered.has(part))
                    .map(|part| &part.level)
                    .into_set();
                let of_level: Vec<&Area> = parts
                    .iter()
                    .copied()
                    .filter(|part| levels.contains(&part.level))
                    .collect();
                self.take_several(&parent.name, &of_level);
            }
            several => {
                return Err(QueryError::refused(
                    self.register.several(spelling, several),
                ));
            }
        }
        Ok(())
    }

    /// Chooses the areas that the table has, and warns where some are missing.
    fn take_several(&mut self, name: &'a str, areas: &[&Area]) {
        let cells: BTreeSet<&str> = areas
            .iter()
            .flat_map(|area| self.covered.cells_of(area))
            .collect();
        if cells.is_empty() {
            self.uncovered.push(name);
        } else if cells.len() < areas.len() {
            let elsewhere = self.fuller(areas, cells.len());
            self.choice.warnings.push(format!(
                "`{}` covers {} of the {} of {}{elsewhere}",
                self.table.name,
                cells.len(),
                count(areas.len(), "area"),
                printable(name)
            ));
        }
        let cells = cells.into_iter().map(str::to_owned);
        self.choice.cells.extend(cells);
    }

    /// Which other table has more of the areas and one of the indicators, as the end of a sentence.
    fn fuller(&self, areas: &[&Area], here: usize) -> String {
        let shares = |table: &&Table| {
            let mut own = self.table.indicators();
            own.any(|(_, column, _)| {
                let mut others = table.indicators();
                others.any(|(_, other, _)| other.name == column.name)
            })
        };
        let counts = self.package.tables().filter(shares).filter_map(|table| {
            let covered = Covered::new(self.package, table).ok()?;
            let count = areas.iter().filter(|area| covered.has(area)).count();
            (count > here).then_some((count, &table.name))
        });
        counts.max().map_or(String::new(), |(count, table)| {
            format!("; `{table}` has {count} of them")
        })
    }

    fn finish(mut self) -> Result<Choice, QueryError> {
        if !self.unknown.is_empty() {
            return Err(QueryError::refused(self.register.unknown(&self.unknown)));
        }
        if self.uncovered.is_empty() {
            return Ok(self.choice);
        }
        let names = list(self.uncovered.iter().map(|name| printable(name)), "or");
        let elsewhere = self.elsewhere()?;
        let message = format!(
            "`{}` has nothing for {names}; it covers {}{elsewhere}",
            self.table.name,
            self.covered.in_words()
        );
        if self.choice.cells.is_empty() {
            self.choice.nothing = Some(message);
        } else {
            self.choice.warnings.push(message);
        }
        Ok(self.choice)
    }

    /// Which other tables have the areas that this one does not, as the end of a sentence: those with figures of the same
    /// kind, and their periods, else others.
    fn elsewhere(&self) -> Result<String, QueryError> {
        let mut tables: Vec<&Table> = Vec::new();
        for table in self.package.tables() {
            let covered = Covered::new(self.package, table)?;
            let has = |name: &&str| {
                let found = self.register.find(name, |area| covered.has(area));
                found.iter().any(|area| covered.has(area))
            };
            if self.uncovered.iter().all(has) {
                tables.push(table);
            }
        }
        let is_alike = |table: &&Table| {
            let mut own = self.table.indicators();
            own.any(|(_, _, own)| table.indicator(&own.id).is_some())
        };
        let alike = tables.iter().any(is_alike);
        if alike {
            tables.retain(is_alike);
        }
        let other = if alike { "" } else { "other " };
        let them = if self.uncovered.len() == 1 {
            "it"
        } else {
            "them"
        };
        Ok(match tables.as_slice() {
            [] => String::new(),
            [one] => {
                let years = self.package.years(one);
                let of = if years.is_empty() { "" } else { ", of " };
                let name = &one.name;
                format!(
                    "; `{name}` has {other}figures for {them}{of}{}",
                    spans(&years)
                )
            }
            several => {
                let names = quoted_list(several.iter().map(|table| &table.name), "and");
                format!("; {names} have {other}figures for {them}")
            }
        })
    }
}
