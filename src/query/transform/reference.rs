//! The levels that others are held against: of one area, or of several as one, by each indicator's own rule.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::{Answer, Role};
use crate::figure::Figure;
use crate::package::{Package, Table};
use crate::query::combine::{Combination, TOTAL};
use crate::query::keyed::{figure_in, key, key_text, keys};
use crate::query::{Query, QueryError, Telling, ask};
use crate::words::printable;

/// The levels of a reference.
pub(crate) struct Reference {
    /// As it is told.
    pub(super) name: String,
    /// The area, where it is one alone.
    pub(super) area: Option<String>,
    /// By what names a row beside the area, and by indicator.
    levels: BTreeMap<(Vec<String>, String), Figure>,
}

impl Reference {
    /// The level of an indicator, of a row that is named so beside its area.
    pub(super) fn level(&self, key: Vec<String>, indicator: &str) -> Option<&Figure> {
        self.levels.get(&(key, indicator.to_owned()))
    }
}

impl Reference {
    /// The levels of the areas that a word names: the answer to a question of its own.
    pub(crate) fn find(
        package: &Package,
        table: &Table,
        query: &Query,
        word: &str,
    ) -> Result<Reference, QueryError> {
        // What is collapsed in the answer is collapsed in the reference alike.
        let how = &query.combination;
        let groups = !how.group_by.is_empty();
        let is_area = |name: &String| {
            let place = table.area();
            place.is_some_and(|place| table.columns[place].name == *name)
        };
        let kept = |total: bool| {
            let names = how.group_by.iter().filter(|name| !(total && is_area(name)));
            names.cloned().collect()
        };
        let of = |total: bool| Query {
            areas: vec![word.to_owned()],
            members: query.members.clone(),
            indicators: query.indicators.clone(),
            combination: Combination {
                total: total && !groups,
                group_by: kept(total),
                aggregate: how.aggregate.filter(|_| groups),
                partial: (total || groups) && how.partial,
                approximate: (total || groups) && how.approximate,
                ..Combination::default()
            },
            telling: Telling {
                adjusted: query.telling.adjusted,
                ..Telling::default()
            },
            ..Query::default()
        };
        let mut found = ask(package, table, &of(false))?;
        if let Some(nothing) = found.nothing {
            return Err(QueryError::refused(format!(
                "`--as relative:{}`: {nothing}",
                printable(word)
            )));
        }
        let Some(area) = found.place(|role| matches!(role, Role::Area)) else {
            return Err(QueryError::refused(format!(
                "`--as relative:{}` holds areas against one, and `{}` is not about areas",
                printable(word),
                table.name
            )));
        };
        let rows = found.rows.iter();
        let areas: BTreeSet<String> = rows.map(|row| key_text(&row.cells[area])).collect();
        let mut areas = areas.into_iter();
        let own = if let (Some(one), None) = (areas.next(), areas.next()) {
            Some(one)
        } else {
            found = ask(package, table, &of(true))?;
            if !groups {
                found.rows.retain(|row| key_text(&row.cells[area]) == TOTAL);
            }
            None
        };
        let area = found.place(|role| matches!(role, Role::Area));
        Ok(Reference {
            name: own.clone().unwrap_or_else(|| printable(word)),
            area: own,
            levels: levels(&found, area),
        })
    }
}

fn levels(answer: &Answer, area: Option<usize>) -> BTreeMap<(Vec<String>, String), Figure> {
    let mut keys = keys(answer);
    keys.retain(|place| Some(*place) != area);
    let mut levels = BTreeMap::new();
    for row in &answer.rows {
        for (place, column) in answer.columns.iter().enumerate() {
            if let (Some(measure), Some(figure)) = (column.measure(), figure_in(row, place)) {
                levels.insert((key(row, &keys), measure.id.clone()), figure.clone());
            }
        }
    }
    levels
}
