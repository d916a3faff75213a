//! Which areas of a table are asked for: names in any spelling, groups, a parent for its parts.

use std::collections::{BTreeMap, BTreeSet};

use crate::package::{Area, Areas, Package, Table, fold};
use crate::query::QueryError;
use crate::query::covered::{Covered, register};
use crate::query::pieces::whole_names;
use crate::words::{count, list, printable, quoted_list};

/// The areas that are chosen, by the cells that name them, and what is to be said of the choice.
#[derive(Default)]
pub(super) struct Choice {
    pub(super) cells: BTreeSet<String>,
    pub(super) warnings: Vec<String>,
    /// Why nothing can be there.
    pub(super) nothing: Option<String>,
    /// Two names of which both stand for some area, one of them for several.
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
        return Err(QueryError::refused(format!(
            "`{}` is not about areas; leave out `--city`",
            table.name
        )));
    }
    let register = register(package, std::slice::from_ref(covered))?;
    let is_exact = |name: &str| register.spelt(name).any(|area| covered.has(area));
    let is_known = |name: &str| {
        name.starts_with('@') || fold(name) == "all" || !register.find(name, |_| true).is_empty()
    };
    let names = whole_names(spellings, is_exact, is_known);
    let mut search = Search {
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
    search.finish(package)
}

/// A choice in the making.
struct Search<'a> {
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
            [] => self.unknown.push(spelling),
            [area] if self.covered.has(area) => self.take_several(&area.name, &[area]),
            [parent] => {
                // A parent that the table does not have stands for its parts of the levels that the table has.
                let parts = self.register.inside(&parent.code);
                let levels: BTreeSet<&String> = parts
                    .iter()
                    .filter(|part| self.covered.has(part))
                    .map(|part| &part.level)
                    .collect();
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

    /// Chooses those of the areas that the table has, and says where that is not all of them.
    fn take_several(&mut self, name: &'a str, areas: &[&Area]) {
        let cells: BTreeSet<&str> = areas
            .iter()
            .flat_map(|area| self.covered.cells_of(area))
            .collect();
        if cells.is_empty() {
            self.uncovered.push(name);
        } else if cells.len() < areas.len() {
            self.choice.warnings.push(format!(
                "`{}` covers {} of the {} of {}",
                self.table.name,
                cells.len(),
                count(areas.len(), "area"),
                printable(name)
            ));
        }
        let cells = cells.into_iter().map(str::to_owned);
        self.choice.cells.extend(cells);
    }

    fn finish(mut self, package: &Package) -> Result<Choice, QueryError> {
        if !self.unknown.is_empty() {
            return Err(QueryError::refused(self.register.unknown(&self.unknown)));
        }
        if self.uncovered.is_empty() {
            return Ok(self.choice);
        }
        let names = list(self.uncovered.iter().map(|name| printable(name)), "or");
        let elsewhere = self.elsewhere(package)?;
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

    /// Which other tables have the one area that this one does not, as the end of a sentence.
    fn elsewhere(&self, package: &Package) -> Result<String, QueryError> {
        let [name] = self.uncovered.as_slice() else {
            return Ok(String::new());
        };
        let mut tables = Vec::new();
        for table in package.tables() {
            let covered = Covered::new(package, table)?;
            let found = self.register.find(name, |area| covered.has(area));
            if found.iter().any(|area| covered.has(area)) {
                tables.push(&table.name);
            }
        }
        Ok(match tables.as_slice() {
            [] => String::new(),
            [one] => format!("; `{one}` has figures for it"),
            several => format!("; {} have figures for it", quoted_list(several, "and")),
        })
    }
}
