//! The table that has what is named.

use super::Said;
use super::names::{has_member, is_area, is_indicator, is_title, table_with};
use crate::figure::Years;
use crate::package::{Area, Areas, Table};
use crate::query::covered::Covered;

impl Said {
    /// The table of an indicator: of several that have the areas and periods among these words the one with most periods.
    /// Those come first that have one of just this name.
    pub(super) fn table_of(&self, indicator: &str, words: &[String]) -> Option<&'static Table> {
        let called = |table: &&Table| {
            is_indicator(self.package, indicator) && table.indicator_called(indicator).is_some()
        };
        let titled = |table: &&Table| !table.indicators_titled(indicator).is_empty();
        let tables: Vec<&Table> = self.package.tables().filter(called).collect();
        let has_title = tables.iter().any(titled);
        let tables = tables
            .into_iter()
            .filter(|table| !has_title || titled(table));
        // What another table alone has is no member of this one.
        let is_foreign = |table: &Table, word: &String| {
            let owner = table_with(self.package, word);
            owner.is_some_and(|owner| owner.name != table.name)
        };
        let said = words.iter().take_while(|word| !word.starts_with('-'));
        let tables = tables.filter(|table| {
            let mut said = said.clone();
            let is_member =
                |word: &String| !is_area(self.package, word) && !is_title(self.package, word);
            !said.any(|word| is_member(word) && is_foreign(table, word))
        });
        let mut tables: Vec<(usize, &Table)> = tables
            .map(|table| (self.package.years(table).len(), table))
            .collect();
        if let [(_, only)] = tables.as_slice() {
            return Some(only);
        }
        // Of a group a table may have a part, and what lacks a period says which it has.
        let is_no_group = |word: &&String| !word.starts_with('@');
        let is_no_period = |word: &&String| word.parse::<Years>().is_err();
        let all = words.iter();
        let of_some: Vec<String> = all.clone().filter(is_no_group).cloned().collect();
        let of_any = all.filter(is_no_group).filter(is_no_period);
        let of_any: Vec<String> = of_any.cloned().collect();
        for words in [words, &of_some, &of_any] {
            if tables.iter().any(|(_, table)| self.has_all(table, words)) {
                tables.retain(|(_, table)| self.has_all(table, words));
                break;
            }
        }
        if self.asks_which(words) {
            for (count, table) in &mut tables {
                *count = self.areas_of(table);
            }
        }
        let most = tables.iter().map(|(periods, _)| *periods).max()?;
        tables.retain(|(periods, _)| *periods == most);
        tables
            .first()
            .filter(|_| tables.len() == 1)
            .map(|(_, table)| *table)
    }

    /// The table with the parts of what a word names, where one of these is asked for: `gdp share of the secondary sector`.
    pub(super) fn with_parts_of(&self, word: &str, rest: &[String]) -> Option<String> {
        let named = self.package.table(&self.table_called(word)?)?;
        let mut said = rest.iter().take_while(|word| !word.starts_with('-'));
        let owner = said.find_map(|word| {
            let owner = table_with(self.package, word)?;
            let is_other = is_area(self.package, word) || is_title(self.package, word);
            (owner.name != named.name && !is_other).then_some(owner)
        })?;
        self.is_whole(owner, word).then(|| owner.name.clone())
    }

    /// Whether it is asked in words which areas meet a condition in a period: of as many as there are.
    pub(super) fn asks_which(&self, words: &[String]) -> bool {
        let mut said = words.iter().take_while(|word| !word.starts_with('-'));
        let is_place = |word: &String| is_area(self.package, word);
        let has_period = said.clone().any(|word| word.parse::<Years>().is_ok());
        self.of_condition && has_period && !said.any(is_place)
    }

    /// How many areas of the main level a table has.
    fn areas_of(&self, table: &Table) -> usize {
        let Ok(covered) = Covered::new(self.package, table) else {
            return 0;
        };
        let level = self.package.main_level();
        let is_of_level = |area: &&Area| level.is_none_or(|level| area.level == level);
        let areas = self.package.areas().ok();
        let areas = areas.into_iter().flat_map(Areas::iter).filter(is_of_level);
        areas.filter(|area| covered.has(area)).count()
    }

    /// Whether a table has the areas, the periods and the members among these words.
    pub(super) fn has_all(&self, table: &Table, words: &[String]) -> bool {
        let Ok(covered) = Covered::new(self.package, table) else {
            return false;
        };
        let periods = self.package.years(table);
        let mut words = words.iter().take_while(|word| !word.starts_with('-'));
        words.all(|word| {
            if let Ok(years) = word.parse::<Years>() {
                return !years.choose(&periods, &periods).found.is_empty();
            }
            if let Some(group) = word.strip_prefix('@') {
                let areas = self.package.areas();
                let members = areas.map(|areas| areas.group(group)).unwrap_or_default();
                return members.iter().all(|area| covered.has(area));
            }
            let other = table_with(self.package, word);
            if let Some(other) = other.filter(|_| !is_title(self.package, word)) {
                return has_member(self.package, table, word) || other.name == table.name;
            }
            // Of several areas that may be meant those count that bear the name first.
            let areas = self
                .package
                .areas()
                .map(|areas| areas.find(word, |_| false));
            let mut areas = areas.into_iter().flatten().peekable();
            let has = |area: &Area| covered.has(area) || self.has_parts(&covered, area);
            areas.peek().is_none() || areas.any(has)
        })
    }

    /// Whether a table has all areas right below one.
    fn has_parts(&self, covered: &Covered, area: &Area) -> bool {
        let areas = self.package.areas().ok();
        let areas = areas.into_iter().flat_map(Areas::iter);
        let is_below = |other: &&Area| !area.code.is_empty() && other.parent == area.code;
        let mut below = areas.filter(is_below).peekable();
        below.peek().is_some() && below.all(|area| covered.has(area))
    }
}
