//! Which table a comparison of areas is drawn from, and for which years.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use anyhow::Result;

use super::Question;
use crate::answer::Answer;
use crate::figure::{Period, spans};
use crate::package::{Area, Table};
use crate::query::covered::Covered;
use crate::query::lookup::is_called;
use crate::query::series::{Observation, Series, series};
use crate::words::{list, printable, quoted_list};

/// A table that covers all areas, with the series that are asked for.
pub(super) struct Pick<'a> {
    covered: &'a Covered<'a>,
    /// The cells that name the areas, the baseline first.
    pub(super) cells: Vec<&'a str>,
    pub(super) series: Vec<Series<'a>>,
    /// The years for which any of the areas has a value.
    pub(super) existing: BTreeSet<Period>,
    /// The newest year for which any of them has a value in any table.
    newest: Option<Period>,
    /// The years for which all of them have one of the same indicator.
    common: BTreeSet<Period>,
    /// The years that are compared; that of a table without years is none.
    pub(super) years: Vec<Option<Period>>,
    /// The years that are asked for and not there.
    pub(super) absent: BTreeSet<Period>,
}

/// How much of what is asked a table covers: the asked years that all areas have, or else the newest that they
/// share; its areas; and, of equals, few further dimensions and many indicators.
type Score = (i64, usize, Reverse<usize>, usize);

/// The table that covers most of what is asked of an indicator, or of any; else why there is none.
pub(super) fn pick<'a>(
    question: &'a Question,
    id: Option<&str>,
) -> Result<std::result::Result<Pick<'a>, String>> {
    let mut best: Option<(Score, Pick)> = None;
    let mut others: Vec<Pick> = Vec::new();
    let mut newest: Option<Period> = None;
    for covered in &question.covered {
        let Some(cells) = covered.cells(&question.areas) else {
            continue;
        };
        let mut all = series(question.package, covered.table, question.reading)?;
        all.retain(|series| {
            id.is_none_or(|id| is_called(series.column, id))
                && question.compares(series)
                && cells.iter().any(|cell| has_any_value(series, cell))
        });
        if all.is_empty() {
            continue;
        }
        let pick = Pick::new(question, covered, cells, all);
        newest = newest.max(pick.existing.last().copied());
        let score = pick.score(question);
        if pick.years.is_empty() {
            others.push(pick);
        } else if best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, pick));
        }
    }
    Ok(best
        .map(|(_, pick)| Pick { newest, ..pick })
        .ok_or_else(|| reason(question, id, &others)))
}

/// Why no table can be compared.
fn reason(question: &Question, id: Option<&str>, others: &[Pick]) -> String {
    let what = id.map_or_else(|| "figures".to_owned(), |id| format!("`{}`", printable(id)));
    let areas = question.areas_in_words();
    if others.is_empty() {
        return format!(
            "no table has {what} of {areas} together; {}",
            list(whereabouts(question, id), "and")
        );
    }
    let coverage = others.iter().map(|pick| {
        let years = if pick.existing.is_empty() {
            "no years".to_owned()
        } else {
            spans(&pick.existing)
        };
        format!("`{}` covers {years}", pick.table().name)
    });
    let asked = match &question.years {
        Some(years) => format!("{years}"),
        None => "a common year".to_owned(),
    };
    format!(
        "no table has {what} of {areas} for {asked}; {}",
        list(coverage, "and")
    )
}

/// Where the areas are to be found, or the indicator where no table has it for any of them.
fn whereabouts(question: &Question, id: Option<&str>) -> Vec<String> {
    let tables = |has: &dyn Fn(&Covered) -> bool| -> Vec<&str> {
        let found = question.covered.iter().filter(|covered| has(covered));
        found.map(|covered| covered.table.name.as_str()).collect()
    };
    let asked = |covered: &Covered| id.is_none_or(|id| has_indicator(covered.table, id));
    let in_tables = |name: &str, tables: &[&str]| match tables {
        [] => format!("{name} is in none"),
        tables => format!("{name} is in {}", quoted_list(tables, "and")),
    };
    let is_anywhere = |area: &Area| {
        question
            .covered
            .iter()
            .any(|covered| asked(covered) && covered.cell(area).is_some())
    };
    if let Some(id) = id
        && !question.areas.iter().any(is_anywhere)
    {
        return vec![in_tables(&format!("`{}`", printable(id)), &tables(&asked))];
    }
    let of_area = |area: &Area| {
        let having = tables(&|covered| asked(covered) && covered.cell(area).is_some());
        in_tables(&printable(&area.name), &having)
    };
    question.areas.iter().map(of_area).collect()
}

/// Takes one year for all picks where none is asked for: the newest that all areas have in every one of them.
pub(super) fn settle_years(question: &Question, picks: &mut [Pick], answer: &mut Answer) {
    let mut timed: Vec<&mut Pick> = picks
        .iter_mut()
        .filter(|pick| pick.table().time().is_some())
        .collect();
    let Some(first) = timed.first() else {
        return;
    };
    let mut common = first.common.clone();
    common.retain(|year| timed.iter().all(|pick| pick.common.contains(year)));
    let newest = timed.iter().filter_map(|pick| pick.newest).max();
    let areas = question.areas_in_words();
    let Some(year) = common.last().copied() else {
        answer.warnings.push(format!(
            "no year is common to all that is compared of {areas}; each indicator stands for the newest year that they share in its table"
        ));
        return;
    };
    for pick in &mut timed {
        pick.years = vec![Some(year)];
    }
    let told = format!("{year} is compared, the newest year that {areas} share");
    match newest {
        Some(newest) if newest > year => {
            answer
                .warnings
                .push(format!("{told}; {newest} is not there for all of them"));
        }
        _ => answer.remarks.push(format!("{told}.")),
    }
}

/// Whether an area has a value in any year.
fn has_any_value(series: &Series, cell: &str) -> bool {
    let mut own = series
        .observations
        .iter()
        .filter(|observation| observation.area.id == cell);
    own.any(Observation::has_value)
}

fn has_indicator(table: &Table, id: &str) -> bool {
    table
        .indicators()
        .any(|(_, column, _)| is_called(column, id))
}

impl<'a> Pick<'a> {
    fn new(
        question: &Question,
        covered: &'a Covered<'a>,
        cells: Vec<&'a str>,
        series: Vec<Series<'a>>,
    ) -> Pick<'a> {
        let mut pick = Pick {
            covered,
            cells,
            series,
            existing: BTreeSet::new(),
            newest: None,
            common: BTreeSet::new(),
            years: Vec::new(),
            absent: BTreeSet::new(),
        };
        for series in &pick.series {
            for year in series.years() {
                let has = |cell: &&&str| {
                    series
                        .at(cell, Some(year))
                        .is_some_and(Observation::has_value)
                };
                match pick.cells.iter().filter(has).count() {
                    0 => continue,
                    count if count == pick.cells.len() => pick.common.insert(year),
                    _ => false,
                };
                pick.existing.insert(year);
            }
        }
        match &question.years {
            None if covered.table.time().is_none() => pick.years.push(None),
            None => pick
                .years
                .extend(pick.common.last().map(|year| Some(*year))),
            Some(_) if covered.table.time().is_none() => {}
            Some(years) => {
                let chosen = years.choose(&pick.existing, &pick.common);
                pick.years = chosen.found.into_iter().map(Some).collect();
                pick.absent = chosen.absent;
            }
        }
        pick
    }

    pub(super) fn table(&self) -> &'a Table {
        self.covered.table
    }

    /// Whether both hold the same indicator of the same table.
    pub(super) fn is_same(&self, other: &Pick) -> bool {
        let first = |pick: &Pick| pick.series.first().map(|series| series.column.name.clone());
        self.table().name == other.table().name && first(self) == first(other)
    }

    fn score(&self, question: &Question) -> Score {
        let of_all = self
            .years
            .iter()
            .flatten()
            .filter(|year| self.common.contains(year));
        let years = if question.years.is_some() {
            i64::try_from(of_all.count()).unwrap_or(i64::MAX)
        } else {
            self.common.last().map_or(0, |year| year.number())
        };
        (
            years,
            self.covered.len(),
            Reverse(self.table().dimensions().count()),
            self.table().indicators().count(),
        )
    }
}
