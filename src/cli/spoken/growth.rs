//! What grew most: over a span that is named, on the year before, or over all periods where there is none a year before.

use super::Said;
use super::names::is_indicator;
use super::vocabulary::{GROWTH, LOST, is_change};
use crate::figure::{Frequency, Kind, Years};
use crate::package::{Indicator, Table};
use crate::query::covered::Covered;

/// Whether a word asks for growth or a change.
pub(super) fn says_growth(word: &str) -> bool {
    GROWTH.contains(&word) || is_change(&word.to_lowercase())
}

impl Said {
    /// Says over what growth is where that is a span, and gives the key that puts it in order: published growth of an
    /// average year, else the change in percent between the ends.
    pub(super) fn grown_over(
        &self,
        table: &Table,
        found: &Indicator,
        rest: &mut Vec<String>,
    ) -> Option<String> {
        let of_growth = found.kind == Kind::Rate && is_indicator(self.package, GROWTH[0]);
        let grows = rest.iter().any(|word| GROWTH.contains(&word.as_str()));
        if !(of_growth || grows && self.grows_by_itself(found)) {
            return None;
        }
        let all = self.package.years(table);
        let said = rest.iter().enumerate();
        let mut said = said.filter_map(|(at, word)| Some((at, word.parse::<Years>().ok()?)));
        let (at, periods) = match said.next() {
            Some((at, years)) => (Some(at), years.choose(&all, &all).found),
            None => (None, all),
        };
        let (first, last) = (*periods.first()?, *periods.last()?);
        let has_year_before = || {
            last.year_before()
                .is_some_and(|before| periods.contains(&before))
        };
        let is_within_year = last.frequency() != Frequency::Year && !has_year_before();
        if first == last || said.next().is_some() || at.is_none() && !is_within_year {
            return None;
        }
        if of_growth {
            let area = &table.columns[table.area()?].name;
            rest.extend(["--group-by".to_owned(), area.clone()]);
            return Some(found.id.clone());
        }
        let ends = format!("{first},{last}");
        match at {
            Some(at) => rest[at] = ends,
            None => rest.push(ends),
        }
        rest.retain(|word| !GROWTH.contains(&word.as_str()));
        rest.extend(["percent", "change"].map(str::to_owned));
        Some(format!("{}.change", found.id))
    }

    /// Whether the growth of an indicator is computed from itself: that of amounts is published here.
    fn grows_by_itself(&self, found: &Indicator) -> bool {
        matches!(found.kind, Kind::Stock | Kind::Ratio) || !is_indicator(self.package, GROWTH[0])
    }

    /// The key that puts changes in order, where a word asks for one, and whether the smallest come first: most lost are
    /// those that changed the furthest down.
    pub(super) fn change_in_order(
        &self,
        words: &[String],
        found: &Indicator,
        lowest: bool,
    ) -> Option<(String, bool)> {
        let grows = words.iter().any(|word| GROWTH.contains(&word.as_str()));
        if grows && self.grows_by_itself(found) {
            return Some((format!("{}.yoy", found.id), lowest));
        }
        let mut words = words.iter().map(|word| word.to_lowercase());
        let word = words.find(|word| is_change(word))?;
        let lost = LOST.contains(&word.as_str());
        Some((format!("{}.change", found.id), lost != lowest))
    }

    /// How many areas there are in a file, whose totals no order has.
    pub(super) fn all_areas(&self, table: &Table) -> Option<usize> {
        table.area().filter(|_| self.package.is_opened())?;
        let covered = Covered::new(self.package, table).ok()?;
        Some(covered.len())
    }
}
