//! Which table an indicator is ranked in, and for which years.
//!
//! The widest table is taken: the one with most areas of the package's main level, then with most areas.

use std::collections::BTreeSet;

use super::error::{QueryError, Result};
use super::lookup::{
    MemberChoice, check_members, has_dimension, has_indicator, indicator, is_called, tables, titled,
};
use super::series::{Observation, Reading, Series, refuse_many, series};
use crate::figure::{Period, YearItem, Years, spans};
use crate::package::{Package, Table};
use crate::words::{Refusal, count, list, printable};

/// The most areas that a message names one by one.
const NAMED: usize = 10;

/// The most years that are ranked at once.
const MOST_YEARS: usize = 2;

/// A table that has the indicator.
pub(crate) struct Candidate<'a> {
    pub(crate) table: &'a Table,
    /// A series for each member of the table's further dimensions.
    pub(crate) series: Vec<Series<'a>>,
    /// The years that are ranked, the earlier first; that of a table without years is none.
    pub(crate) years: Vec<Option<Period>>,
    /// The years that are asked for and not there.
    absent: BTreeSet<Period>,
    /// How few years are no answer: `latest:2` asks for two.
    fewest: usize,
    /// What is to be said of the years.
    pub(crate) warnings: Vec<String>,
}

/// What is ranked, among what could be.
pub(crate) struct Choice<'a> {
    pub(crate) chosen: Candidate<'a>,
    /// The other tables that have the indicator, with their years.
    pub(crate) others: Vec<String>,
    /// Why nothing can be there.
    pub(crate) nothing: Option<String>,
}

/// Chooses the table and one year of it, or two.
///
/// # Errors
/// If the indicator, the table, a dimension or the years cannot be ranked, or the package is faulty.
pub(crate) fn choose<'a>(
    package: &'a Package,
    wanted: &str,
    named: Option<&str>,
    reading: Reading,
    years: Option<&Years>,
) -> Result<Choice<'a>> {
    let members = reading.members;
    let tables = titled(tables(package, named)?, wanted);
    let wanted = &indicator(package, &tables, wanted)?;
    let having: Vec<&Table> = tables
        .into_iter()
        .filter(|table| has_indicator(table, wanted))
        .collect();
    check_members(&having, members)?;
    let mut candidates = Vec::new();
    for &table in having.iter().filter(|table| has_all(table, members)) {
        refuse_many(package, table, wanted, members)?;
        let mut series = series(package, table, reading)?;
        series.retain(|series| is_called(series.column, wanted));
        if !series.is_empty() {
            candidates.push(Candidate::new(table, series, years));
        }
    }
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method's lifetime is not general enough to stand for itself"
    )]
    let suitable = widest(package, &candidates, |candidate| candidate.is_suitable())?;
    let place = match suitable {
        Some(place) => Some(place),
        None => widest(package, &candidates, |_| true)?,
    };
    let nothing = match (suitable, place) {
        (None, Some(place)) => Some(candidates[place].nothing(wanted, &candidates, years)?),
        _ => None,
    };
    let chosen = place.map(|place| candidates.remove(place));
    let Some(mut chosen) = chosen else {
        return Err(QueryError::refused(format!(
            "no table has a value of `{wanted}` for what is asked; `hlj describe` says what there is",
            wanted = printable(wanted)
        )));
    };
    if nothing.is_some() {
        chosen.years = chosen.asked().into_iter().map(Some).collect();
    }
    Ok(Choice {
        chosen,
        others: candidates.iter().map(Candidate::coverage).collect(),
        nothing,
    })
}

/// Whether the table has every further dimension that members are chosen of.
fn has_all(table: &Table, members: &[MemberChoice]) -> bool {
    let has = |choice: &MemberChoice| has_dimension(table, &choice.dimension);
    members.iter().all(has)
}

/// The place of the widest of the candidates that are suitable; of equals the first.
fn widest(
    package: &Package,
    candidates: &[Candidate],
    is_suitable: impl Fn(&Candidate) -> bool,
) -> Result<Option<usize>> {
    let mut best: Option<(usize, (usize, usize))> = None;
    for (place, candidate) in candidates.iter().enumerate() {
        if is_suitable(candidate) {
            let width = candidate.width(package)?;
            if best.is_none_or(|(_, known)| width > known) {
                best = Some((place, width));
            }
        }
    }
    Ok(best.map(|(place, _)| place))
}

impl<'a> Candidate<'a> {
    fn new(table: &'a Table, series: Vec<Series<'a>>, years: Option<&Years>) -> Candidate<'a> {
        let mut candidate = Candidate {
            table,
            series,
            years: Vec::new(),
            absent: BTreeSet::new(),
            fewest: 1,
            warnings: Vec::new(),
        };
        match years {
            _ if table.time().is_none() => candidate.years.push(None),
            None => candidate.take_newest(),
            Some(years) => {
                let with_a_value = candidate.with_a_value();
                let complete = candidate.complete();
                // Where none has every area, the latest is the newest, as where no year is named.
                let complete = if complete.is_empty() {
                    &with_a_value
                } else {
                    &complete
                };
                let chosen = years.choose(&with_a_value, complete);
                candidate.years = chosen.found.into_iter().map(Some).collect();
                candidate.absent = chosen.absent;
                candidate.fewest = fewest(years);
                candidate.warn_of_absent_rows();
            }
        }
        if table.time().is_none() && years.is_some() {
            // A table without years has none of those that are asked for.
            candidate.years.clear();
        }
        candidate
    }

    /// Takes the newest year for which every area has a value, and says which newer ones that passes over.
    fn take_newest(&mut self) {
        let with_a_value = self.with_a_value();
        let Some(newest) = with_a_value.last().copied() else {
            return;
        };
        let id = &self.series[0].indicator.id;
        let complete = self.complete().last().copied();
        self.years.push(complete.or(Some(newest)));
        let (table, lacking) = (&self.table.name, self.lacking(newest));
        match complete {
            Some(year) if year == newest => {}
            Some(year) => self.warnings.push(format!(
                "{year} is ranked, the newest year for which `{table}` has `{id}` for every area; {newest} lacks {lacking}"
            )),
            None => self.warnings.push(format!(
                "no year of `{table}` has `{id}` for every area; {newest} is ranked"
            )),
        }
    }

    /// Says which areas of the table have no row for a year that is asked for.
    fn warn_of_absent_rows(&mut self) {
        for year in &self.years {
            let absent: Vec<&str> = self
                .areas()
                .into_iter()
                .filter(|area| !self.has_row(area, *year) && self.exists(area, *year))
                .collect();
            if let (Some(year), false) = (year, absent.is_empty()) {
                self.warnings.push(format!(
                    "`{}` has no row for {} in {year}",
                    self.table.name,
                    in_words(&absent)
                ));
            }
        }
    }

    /// The areas of the table.
    fn areas(&self) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let observations = self.series.iter().flat_map(Series::areas);
        let areas = observations.map(|observation| observation.area.id.as_str());
        areas.filter(|area| seen.insert(*area)).collect()
    }

    /// The years for which any area has a value.
    fn with_a_value(&self) -> BTreeSet<Period> {
        self.series.iter().flat_map(Series::years).collect()
    }

    /// The years for which every area has a value.
    fn complete(&self) -> BTreeSet<Period> {
        let mut years = self.with_a_value();
        let areas = self.areas();
        let is_there =
            |area: &&str, year| self.has_value(area, year) || !self.exists(area, Some(year));
        years.retain(|year| areas.iter().all(|area| is_there(area, *year)));
        years
    }

    fn has_value(&self, area: &str, year: Period) -> bool {
        let has = |series: &Series| {
            series
                .at(area, Some(year))
                .is_some_and(Observation::has_value)
        };
        self.series.iter().all(has)
    }

    /// The areas without a value in a year, in words.
    fn lacking(&self, year: Period) -> String {
        let mut lacking = self.areas();
        lacking.retain(|area| !self.has_value(area, year) && self.exists(area, Some(year)));
        in_words(&lacking)
    }

    /// Whether there is a year or two to rank, and all that are asked for are there.
    fn is_suitable(&self) -> bool {
        self.absent.is_empty() && (self.fewest..=MOST_YEARS).contains(&self.years.len())
    }

    /// How many areas there are to rank in the years that are asked for: those of the main level, and all.
    fn width(&self, package: &Package) -> Result<(usize, usize)> {
        let mut areas = self.areas();
        if !self.years.is_empty() {
            areas.retain(|area| self.years.iter().all(|year| self.has_row(area, *year)));
        }
        if let Some(series) = self.series.first() {
            let among: BTreeSet<&str> = areas.iter().copied().collect();
            let holders: BTreeSet<&str> = series.whole.holders_among(&among).collect();
            areas.retain(|area| !holders.contains(area));
        }
        let mut of_main_level = 0;
        for area in &areas {
            let area = package.area_of_cell(area)?;
            of_main_level += usize::from(package.main_level() == Some(area.level.as_str()));
        }
        Ok((of_main_level, areas.len()))
    }

    /// Whether an area existed in a year.
    fn exists(&self, area: &str, year: Option<Period>) -> bool {
        let mut series = self.series.iter();
        series.all(|series| series.whole.exists(area, year))
    }

    /// Whether the table has a row for an area in a year.
    fn has_row(&self, area: &str, year: Option<Period>) -> bool {
        self.series
            .iter()
            .any(|series| series.at(area, year).is_some())
    }

    /// The table with its years: `gdp` (2008–2015).
    fn coverage(&self) -> String {
        match self.with_a_value() {
            years if years.is_empty() => format!("`{}` (no years)", self.table.name),
            years => format!("`{}` ({})", self.table.name, spans(&years)),
        }
    }

    /// Why the years that are asked for cannot be ranked: there are none, or too many, which is a refusal.
    fn nothing(
        &self,
        wanted: &str,
        candidates: &[Candidate],
        years: Option<&Years>,
    ) -> Result<String> {
        if self.table.time().is_none() {
            return Err(QueryError::refused(
                Refusal::new(format!("`{}` has no years", self.table.name))
                    .next("leave out `--years`"),
            ));
        }
        let written = years.map(Years::to_string).unwrap_or_default();
        for asked in candidates.iter().map(Candidate::asked) {
            if let (Some(first), Some(last)) = (asked.first(), asked.last())
                && asked.len() > MOST_YEARS
            {
                return Err(QueryError::refused(
                    Refusal::new(format!(
                        "`rank` takes one year or two, and `{written}` asks for {}",
                        asked.len()
                    ))
                    .next(format!(
                        "write `-y {last}`, or `-y {first},{last}` for the change of rank \
                    between them"
                    )),
                ));
            }
        }
        let coverage = candidates.iter().map(Candidate::coverage);
        Ok(format!(
            "no table has `{}` for {written}; it stands in {}",
            printable(wanted),
            list(coverage, "and")
        ))
    }

    /// The years that are asked for, there or not.
    fn asked(&self) -> BTreeSet<Period> {
        let found = self.years.iter().flatten();
        found.chain(&self.absent).copied().collect()
    }
}

/// How many years are asked for at least.
fn fewest(years: &Years) -> usize {
    let of_item = |item: &YearItem| match item {
        YearItem::Latest(count) => count.get(),
        _ => 1,
    };
    years.items().iter().map(of_item).max().unwrap_or(1)
}

/// Areas in words: all of a few, else how many.
fn in_words(areas: &[&str]) -> String {
    if areas.len() <= NAMED {
        list(areas, "and")
    } else {
        count(areas.len(), "area")
    }
}
