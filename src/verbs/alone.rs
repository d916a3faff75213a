//! What stands alone on the command line of a verb about tables: a table, an indicator, periods, areas, in any order.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::answer::Role;
use crate::figure::Years;
use crate::package::Package;
use crate::query::choose_series::Chosen;
use crate::query::{Query, ask};

/// The words that stand alone, by what they are.
#[derive(Debug, Default)]
pub(super) struct Alone {
    pub(super) table: Option<String>,
    pub(super) indicator: Option<String>,
    pub(super) years: Vec<Years>,
    pub(super) areas: Vec<String>,
}

/// Which of them a verb takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// A table.
    Table,
    /// An indicator.
    Indicator,
}

impl Alone {
    /// Sorts the words: the first that names a table, or an indicator, is that; what reads as periods is periods; the
    /// others are areas, of which several may stand behind one another with commas.
    pub(super) fn new(package: &Package, takes: Takes, words: &[String]) -> Alone {
        let mut alone = Alone::default();
        for word in words {
            let is_indicator = || {
                let (table, name) = match word.split_once('/') {
                    Some((table, name)) => (Some(table), name),
                    None => (None, word.as_str()),
                };
                package.tables().any(|known| {
                    table.is_none_or(|table| known.name == table)
                        && known.indicator_called(name).is_some()
                })
            };
            if takes == Takes::Table && alone.table.is_none() && package.table(word).is_some() {
                alone.table = Some(word.clone());
            } else if takes == Takes::Indicator && alone.indicator.is_none() && is_indicator() {
                alone.indicator = Some(word.clone());
            } else if let Ok(years) = word.parse::<Years>() {
                alone.years.push(years);
            } else {
                let names = word.split(',').map(str::trim);
                let names = names.filter(|name| !name.is_empty());
                alone.areas.extend(names.map(str::to_owned));
            }
        }
        alone
    }

    /// With areas and periods that are asked for by options.
    pub(super) fn and(mut self, areas: Vec<String>, years: Vec<Years>) -> Alone {
        self.areas.extend(areas);
        self.years.extend(years);
        self
    }
}

/// The areas of a series that are asked for.
pub(super) struct Named {
    /// By their places among those of the series.
    pub(super) areas: Vec<usize>,
    /// What the user has to know.
    pub(super) warnings: Vec<String>,
    /// Why there are none, where that is so.
    pub(super) nothing: Option<String>,
}

impl Named {
    /// The areas that words name; all of the series without a word.
    pub(super) fn new(package: &Package, chosen: &Chosen, words: &[String]) -> Result<Named> {
        let mut named = Named {
            areas: (0..chosen.areas.len()).collect(),
            warnings: chosen.warnings.clone(),
            nothing: chosen.nothing.clone(),
        };
        if words.is_empty() {
            return Ok(named);
        }
        let query = Query {
            areas: words.to_vec(),
            bare: true,
            ..Query::default()
        };
        let asked = ask(package, chosen.series.table, &query)?;
        named.warnings.extend(asked.warnings.iter().cloned());
        named.nothing = named.nothing.or(asked.nothing.clone());
        let place = asked.place(|role| matches!(role, Role::Area));
        let ids: BTreeSet<&str> = asked
            .rows
            .iter()
            .filter_map(|row| row.cells[place?].text())
            .collect();
        named
            .areas
            .retain(|area| ids.contains(chosen.areas[*area].0.id.as_str()));
        Ok(named)
    }
}
