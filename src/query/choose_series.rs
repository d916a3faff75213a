//! Which series of an indicator a verb over areas and years is about.

use std::collections::{BTreeMap, BTreeSet};

use super::error::{Result, refused};
use super::lookup::{
    check_members, has_dimension, has_indicator, indicator, is_called, only_indicator, tables,
    titled,
};
use super::series::{Reading, Series, only, refuse_many, series};
use crate::answer::{Cell, Name};
use crate::figure::{Figure, Period, Years, spans};
use crate::order::IntoSet;
use crate::package::{Package, Table};
use crate::words::{list, printable};

/// What of several tables is preferred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prefer {
    /// The one with most areas.
    Areas,
    /// The one with most years.
    Years,
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The verb that asks, for messages.
    pub(crate) verb: &'static str,
    /// The indicator, as `INDICATOR` or `TABLE/INDICATOR`; none for the only one that there is.
    pub(crate) indicator: Option<&'a str>,
    pub(crate) table: Option<&'a str>,
    pub(crate) years: Option<&'a Years>,
    pub(crate) reading: Reading<'a>,
    pub(crate) prefer: Prefer,
}

/// A series, its figures by area and year.
pub(crate) struct Chosen<'a> {
    pub(crate) series: Series<'a>,
    /// The areas in the order of the table.
    pub(crate) areas: Vec<(Name, Cell)>,
    /// The years that are asked for and have a row, the earliest first.
    pub(crate) years: Vec<Option<Period>>,
    /// The figures by the places of the area and by year.
    figures: BTreeMap<(usize, Option<Period>), Figure>,
    /// What the user has to know of the choice.
    pub(crate) warnings: Vec<String>,
    /// In which other tables the indicator stands.
    pub(crate) elsewhere: Option<String>,
    /// Why nothing can be there.
    pub(crate) nothing: Option<String>,
    /// Whether it has every year that is asked for.
    has_all_years: bool,
}

/// Chooses the series.
///
/// # Errors
/// If the indicator or a member has to be chosen, or the package is faulty.
pub(crate) fn choose_series<'a>(package: &'a Package, asked: &Asked) -> Result<Chosen<'a>> {
    let (of_table, wanted) = match asked.indicator.and_then(|word| word.split_once('/')) {
        Some((table, indicator)) => (Some(table), Some(indicator)),
        None => (asked.table, asked.indicator),
    };
    let mut tables = tables(package, of_table)?;
    if let Some(wanted) = wanted {
        tables = titled(tables, wanted);
    }
    let wanted = match wanted {
        Some(wanted) => indicator(package, &tables, wanted)?,
        None => only_indicator(package, of_table, asked.verb)?,
    };
    let having = |table: &&Table| table.area().is_some() && has_indicator(table, &wanted);
    let tables: Vec<&Table> = tables.into_iter().filter(having).collect();
    check_members(&tables, asked.reading.members)?;
    let mut candidates: Vec<Chosen> = Vec::new();
    for table in tables {
        let members = asked.reading.members.iter();
        if !members
            .clone()
            .all(|choice| has_dimension(table, &choice.dimension))
        {
            continue;
        }
        refuse_many(package, table, &wanted, asked.reading.members)?;
        let mut all = series(package, table, asked.reading)?;
        all.retain(|series| is_called(series.column, &wanted));
        if all.is_empty() {
            continue;
        }
        let one = only(&all)?;
        let one = all.swap_remove(one);
        candidates.push(Chosen::new(one, asked.years));
    }
    let mut best: Option<(usize, (u8, usize, usize, usize))> = None;
    for (place, candidate) in candidates.iter().enumerate() {
        let (areas, years) = (candidate.width(package)?, candidate.years.len());
        let is_there = u8::from(candidate.nothing.is_none()) + u8::from(candidate.has_all_years);
        let order = match asked.prefer {
            Prefer::Areas => (is_there, areas.0, areas.1, years),
            Prefer::Years => (is_there, years, areas.0, areas.1),
        };
        if best.is_none_or(|(_, known)| order > known) {
            best = Some((place, order));
        }
    }
    let Some((place, _)) = best else {
        return refused(format!(
            "no table has a value of `{wanted}` for what is asked; `hlj describe` says what there is",
            wanted = printable(&wanted)
        ));
    };
    let mut chosen = candidates.remove(place);
    let others: Vec<String> = candidates.iter().map(Chosen::coverage).collect();
    if !others.is_empty() {
        chosen.elsewhere = Some(format!(
            "`{wanted}` stands in {} too; `--table` chooses the table.",
            list(others, "and"),
            wanted = printable(&wanted)
        ));
    }
    Ok(chosen)
}

impl<'a> Chosen<'a> {
    fn new(series: Series<'a>, years: Option<&Years>) -> Chosen<'a> {
        let mut areas: Vec<(Name, Cell)> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut figures = BTreeMap::new();
        for one in &series.observations {
            let place = *places.entry(&one.area.id).or_insert(areas.len());
            if place == areas.len() {
                areas.push((one.area.clone(), one.code.clone()));
            }
            figures.insert((place, one.year), one.figure.clone());
        }
        let rows: BTreeSet<Option<Period>> = figures.keys().map(|(_, year)| *year).into_set();
        let mut chosen = Chosen {
            years: rows.iter().copied().collect(),
            series,
            areas,
            figures,
            warnings: Vec::new(),
            elsewhere: None,
            nothing: None,
            has_all_years: true,
        };
        if let Some(years) = years {
            chosen.take_years(years, &rows);
        }
        chosen
    }

    fn take_years(&mut self, years: &Years, rows: &BTreeSet<Option<Period>>) {
        let table = &self.series.table.name;
        let existing: BTreeSet<Period> = rows.iter().flatten().copied().collect();
        if existing.is_empty() {
            self.nothing = Some(format!("`{table}` has no years; leave out `--years`"));
            self.has_all_years = false;
            return;
        }
        let count = self.areas.len();
        let has_all =
            |year: &Period| (0..count).all(|area| self.figures.contains_key(&(area, Some(*year))));
        let complete: BTreeSet<Period> = existing.iter().copied().filter(has_all).collect();
        let found = years.choose(&existing, &complete);
        if !found.absent.is_empty() || found.found.is_empty() {
            let message = format!(
                "`{table}` has nothing for {}; it covers {}",
                if found.absent.is_empty() {
                    years.to_string()
                } else {
                    spans(&found.absent)
                },
                spans(&existing)
            );
            self.has_all_years = false;
            if found.found.is_empty() {
                self.nothing = Some(message);
            } else {
                self.warnings.push(message);
            }
        }
        self.years = found.found.into_iter().map(Some).collect();
    }

    /// Leaves periods of one length: years, where quarters or months stand beside them as their parts.
    pub(crate) fn keep_longest(&mut self) {
        let lengths = self.years.iter().flatten().map(|period| period.frequency());
        let lengths: BTreeSet<_> = lengths.into_set();
        let (Some(longest), Some(shortest)) = (lengths.first(), lengths.last()) else {
            return;
        };
        if longest == shortest {
            return;
        }
        self.years
            .retain(|period| period.is_some_and(|period| period.frequency() == *longest));
        self.warnings.push(format!(
            "`{}` has {own}s beside {parts}s; the {own}s are taken, and `--years` with {parts}s asks for these",
            self.series.table.name,
            own = longest.name(),
            parts = shortest.name(),
        ));
    }

    /// How many areas there are: those of the package's main level, and all that hold no others.
    fn width(&self, package: &Package) -> Result<(usize, usize)> {
        let ids = self.areas.iter().map(|(name, _)| name.id.as_str());
        let mut of_main_level = 0;
        for id in ids {
            let area = package.area_of_cell(id)?;
            of_main_level += usize::from(package.main_level() == Some(area.level.as_str()));
        }
        Ok((of_main_level, self.areas.len()))
    }

    /// The table with its years: `gdp` (2008–2015).
    fn coverage(&self) -> String {
        match self.series.years() {
            years if years.is_empty() => format!("`{}` (no years)", self.series.table.name),
            years => format!("`{}` ({})", self.series.table.name, spans(&years)),
        }
    }

    /// The figure of an area in a year, where there is a row.
    pub(crate) fn figure(&self, area: usize, year: Option<Period>) -> Option<&Figure> {
        self.figures.get(&(area, year))
    }
}
