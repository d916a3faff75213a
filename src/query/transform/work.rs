//! What a transform works on: the rows of a selection and those beside it, and how to find figures among them.

mod bases;

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::members::MembersBeside;
use super::reference::Reference;
use super::rule::{Transform, Years};
use super::whole::Wholes;
use crate::answer::{Answer, Role, Row};
use crate::figure::{Estimate, Figure, Frequency, Period, REFUTED, spans};
use crate::methods::Undefined;
use crate::package::{Package, Table};
use crate::query::QueryError;
use crate::query::breaks::Breaks;
use crate::query::combine::{Matching, TOTAL};
use crate::query::formula::Formula;
use crate::query::instead::or_declare_time;
use crate::query::keyed::{Keyed, figure_in, key_text, keys, year};
use crate::query::operand::{Doubt, Operand};
use crate::query::select::Selected;
use crate::query::whole::Whole;
use crate::words::Refusal;

/// Which members of further dimensions a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Members {
    /// All, so that a whole has all its parts.
    All,
    /// Some, so that parts of a whole may not be shown.
    Chosen,
}

/// What a transform is to know beside the selection.
pub(crate) struct Context<'a> {
    pub(crate) package: &'a Package,
    pub(crate) table: &'a Table,
    /// How the areas stand to one another.
    pub(crate) whole: &'a Whole,
    /// The partial combination that the levels are from, where they are from one.
    pub(crate) matching: Option<&'a Matching<'a>>,
    /// Which members of further dimensions are asked for.
    pub(crate) members: Members,
    /// Whether figures tell their formula.
    pub(crate) explain: bool,
    /// The periods, where two or more are named one by one.
    pub(crate) named: Option<BTreeSet<Period>>,
    /// The levels that others are held against, where some are named.
    pub(crate) reference: Option<Reference>,
}

/// What a transform works on.
pub(super) struct Work<'a> {
    pub(super) table: &'a Table,
    pub(super) answer: &'a Answer,
    /// The rows of the areas that are not chosen.
    pub(super) others: &'a [Row],
    /// The rows of the chosen areas with members that are not chosen.
    beside: &'a [Row],
    /// The members of a dimension beside one another, once they are needed.
    members: OnceCell<MembersBeside<'a>>,
    /// Whether rows of all chosen areas together stand behind theirs.
    has_total: bool,
    pub(super) transform: Transform,
    /// Whether figures tell their formula.
    explain: bool,
    /// How the areas stand to one another.
    pub(super) whole: &'a Whole,
    /// The levels that others are held against, where some are named.
    pub(super) reference: Option<Reference>,
    matching: Option<&'a Matching<'a>>,
    pub(super) asked_members: Members,
    /// The periods between which changes are, where they are named one by one.
    pub(super) pairs: Option<BTreeSet<Period>>,
    /// The years of the data.
    existing: Vec<Period>,
    /// The first and the last year that are asked for.
    pub(super) asked: (Period, Period),
    /// Whether years of the data between these two are not asked for.
    pub(super) skips: bool,
    /// The places of the columns of the year and the area.
    pub(super) time: usize,
    pub(super) area: Option<usize>,
    rows: Keyed<'a>,
    /// The areas beside one another, once they are needed.
    wholes: OnceCell<Wholes<'a>>,
    /// The breaks of the series by the column of their levels, once they are needed.
    breaks: RefCell<BTreeMap<usize, Rc<Breaks>>>,
}

/// Where a level stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct At {
    pub(super) row: usize,
    pub(super) place: usize,
}

impl<'a> Work<'a> {
    pub(super) fn new(
        context: Context<'a>,
        selected: &'a Selected,
        transform: Transform,
    ) -> Result<Work<'a>, QueryError> {
        let Context {
            package,
            table,
            explain,
            ..
        } = context;
        let answer = &selected.answer;
        let Some(time) = answer.place(|role| matches!(role, Role::Time)) else {
            return Err(QueryError::refused(match table.time() {
                Some(place) => Refusal::new(format!(
                    "`--as {transform}` needs years in the answer"
                ))
                .next(format!(
                    "leave it out, or keep `{}` in `--group-by`",
                    table.columns[place].name
                )),
                None => Refusal::new(format!(
                    "`--as {transform}` needs years, and `{}` has none",
                    table.name
                ))
                .next(format!("leave it out{}", or_declare_time(package, table))),
            }));
        };
        let rows = answer.rows.iter();
        let mut existing: Vec<Period> = rows.filter_map(|row| year(row, time)).collect();
        existing.sort();
        existing.dedup();
        if existing.iter().any(|period| period.is_span()) {
            return Err(QueryError::refused(
                Refusal::new(format!(
                    "`--as {transform}` needs years in the answer, and these are one span"
                ))
                .next(format!(
                    "keep `{}` in `--group-by`",
                    answer.columns[time].name
                )),
            ));
        }
        let asked = selected.years.iter().flatten().chain(&selected.absent);
        let asked: Vec<Period> = if selected.years.is_some() {
            asked.copied().collect()
        } else {
            existing.clone()
        };
        let (Some(&first), Some(&last)) = (asked.iter().min(), asked.iter().max()) else {
            return Err(QueryError::refused(
                Refusal::new(format!("`--as {transform}` needs a year to work on"))
                    .next("leave it out"),
            ));
        };
        let asked_for: BTreeSet<Period> = asked.iter().copied().collect();
        let pairs = context
            .named
            .filter(|named| transform.rule.years == Years::Change && *named == asked_for);
        let is_skipped = |year: &Period| (first..last).contains(year) && !asked.contains(year);
        let work = Work {
            table,
            answer,
            others: &selected.others,
            beside: &selected.beside,
            members: OnceCell::new(),
            has_total: selected.has_total,
            transform,
            explain,
            whole: context.whole,
            reference: context.reference,
            matching: context.matching,
            asked_members: context.members,
            pairs,
            asked: (first, last),
            skips: existing.iter().any(is_skipped),
            existing,
            time,
            area: answer.place(|role| matches!(role, Role::Area)),
            rows: Keyed::new(answer, &answer.rows),
            wholes: OnceCell::new(),
            breaks: RefCell::default(),
        };
        work.refuse_absent_years()?;
        Ok(work)
    }

    /// What the periods of the data are called: `year`.
    pub(super) fn frequency(&self) -> &'static str {
        let shortest = self.existing.iter().map(|period| period.frequency()).max();
        shortest.unwrap_or(Frequency::Year).name()
    }

    /// The base year: the one that is named, else the first that is asked for.
    pub(super) fn base(&self) -> Period {
        self.transform.base.unwrap_or(self.asked.0)
    }

    /// Whether the base may be the mean of the quarters or months of this year: of an index it may.
    fn takes_mean_of(&self, base: Period) -> bool {
        let rule = self.transform.rule;
        let is_index = rule.years == Years::Base && !rule.needs_growth;
        is_index && !base.is_span() && base.frequency() == Frequency::Year
    }

    /// Refuses a base year, or the end of a span, that the data do not have.
    fn refuse_absent_years(&self) -> Result<(), QueryError> {
        let (first, last) = self.asked;
        let needed = match self.transform.rule.years {
            Years::Each | Years::Change | Years::Reference => Vec::new(),
            Years::Base | Years::NamedBase => vec![self.base()],
            Years::Ends => vec![first, last],
        };
        let mut needed = needed.into_iter();
        // A year stands for its quarters, where a mean of them is a base.
        let has_parts = |year: &Period| {
            let mut existing = self.existing.iter();
            self.takes_mean_of(*year) && existing.any(|own| year.contains(*own))
        };
        let is_there = |year: &Period| self.existing.contains(year) || has_parts(year);
        let Some(absent) = needed.find(|year| !is_there(year)) else {
            return Ok(());
        };
        let near = nearest(absent, self.existing.iter().copied());
        let near = near.map(|year| format!(", the nearest is {year}"));
        Err(QueryError::refused(
            Refusal::new(format!(
                "`--as {}`: `{}` has nothing for {absent}",
                self.transform, self.table.name
            ))
            .next(format!(
                "its years are {}{}",
                spans(&self.existing),
                near.unwrap_or_default()
            )),
        ))
    }

    /// Whether levels are from a partial combination.
    pub(super) fn is_partial(&self) -> bool {
        self.matching.is_some()
    }

    /// The areas beside one another.
    pub(super) fn wholes(&self) -> &Wholes<'a> {
        self.wholes.get_or_init(|| Wholes::new(self))
    }

    /// The members of the dimension of this name beside one another.
    pub(super) fn members_of(&self, name: &str) -> Result<&MembersBeside<'a>, QueryError> {
        if let Some(known) = self.members.get() {
            return Ok(known);
        }
        let found = MembersBeside::new(self.table, self.answer, self.beside, name)?;
        Ok(self.members.get_or_init(|| found))
    }

    /// The area of a row by its name, of which the place is given; none for the row of all that are chosen.
    pub(super) fn area_of(&self, row: &Row, area: usize) -> Option<String> {
        let name = key_text(&row.cells[area]);
        (!self.has_total || name != TOTAL).then_some(name)
    }

    /// The place of the column with the levels of an indicator.
    pub(super) fn place_of(&self, indicator: &str) -> Option<usize> {
        self.answer.place_of(indicator)
    }

    /// The figure in a cell, where it holds one; the rows of areas that are not chosen go on behind the others.
    pub(super) fn level(&self, at: At) -> Option<&'a Figure> {
        match at.row.checked_sub(self.answer.rows.len()) {
            Some(beside) => figure_in(self.others.get(beside)?, at.place),
            None => self.rows.figure(at.row, at.place),
        }
    }

    /// The year of a row.
    pub(super) fn year(&self, row: usize) -> Option<Period> {
        self.rows.year(row)
    }

    /// The row of the same key with another text in one column.
    pub(super) fn sibling(&self, row: usize, place: usize, text: &str) -> Option<usize> {
        self.rows.sibling(row, place, text)
    }

    /// The row of the same key in another year.
    pub(super) fn in_year(&self, row: usize, year: Period) -> Option<usize> {
        self.rows.in_year(row, year)
    }

    /// The area of a row; none for the row of all that are chosen.
    pub(super) fn own_area(&self, row: usize) -> Option<String> {
        self.area_of(&self.answer.rows[row], self.area?)
    }

    /// What is made of a value and a base.
    pub(super) fn made(&self, formula: Formula, [value, base]: [&Operand; 2]) -> Figure {
        let estimate = formula.of(value.value, base.value);
        self.finish(estimate, Doubt::of([value, base]), || {
            formula.told(&value.text, &base.text)
        })
    }

    /// The input in a cell, or a missing figure that says why there is none.
    pub(super) fn operand(
        &self,
        row: Option<usize>,
        place: usize,
        year: Period,
    ) -> Result<Operand, Figure> {
        let figure = row.and_then(|row| self.level(At { row, place }));
        let Some(figure) = figure else {
            return Err(Figure::missing(format!("There is no value for {year}.")));
        };
        Operand::of(figure).ok_or_else(|| {
            let why = match figure.notes.last() {
                _ if !figure.is_missing() => REFUTED.to_owned(),
                Some(note) => format!("is missing ({})", note.text.trim_end_matches('.')),
                None => "is missing".to_owned(),
            };
            // Looked for where it is told alone: it goes through all periods.
            let near = row
                .filter(|_| self.transform.rule.years == Years::Ends)
                .and_then(|row| self.nearest_value(At { row, place }, year));
            let near = near.map(|year| format!("; the nearest year is {year}"));
            let near = near.unwrap_or_default();
            Figure::missing(format!("The value of {year} {why}{near}."))
        })
    }

    /// The year nearest to another in which a row's series has a value.
    fn nearest_value(&self, at: At, wanted: Period) -> Option<Period> {
        let has_value = |year: &Period| {
            let row = self.in_year(at.row, *year);
            let found = row.and_then(|row| self.level(At { row, ..at }));
            found.is_some_and(|figure| figure.estimate().is_some())
        };
        nearest(wanted, self.existing.iter().copied().filter(has_value))
    }

    /// The figure of an estimate, or the reason why it is undefined.
    pub(super) fn finish(
        &self,
        estimate: Result<Estimate, Undefined>,
        doubt: Doubt,
        formula: impl FnOnce() -> String,
    ) -> Figure {
        Figure {
            formula: self.explain.then(|| Arc::from(formula())),
            ..doubt.result(estimate)
        }
    }
}

/// What names the series of a row.
fn series_key(answer: &Answer, time: usize, row: &Row) -> Vec<String> {
    let places = keys(answer).into_iter().filter(|place| *place != time);
    places.map(|place| key_text(&row.cells[place])).collect()
}

/// The year nearest to another; the later of two.
fn nearest(wanted: Period, years: impl Iterator<Item = Period>) -> Option<Period> {
    years.min_by_key(|year| ((year.number() - wanted.number()).abs(), -year.number()))
}
