//! How the values of a group make one: each indicator by the rule of its descriptor, or by `--agg`.
//!
//! This file finds the inputs and reports what is missing; `amounts`, `weighted` and `ratios` compute. It is one file since
//! what is there and what lacks are found in one walk over a group.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::inputs::{Amounts, Denominator, Members, Series};
use super::keys::Keys;
use super::{Absent, Aggregate, Basis, Beyond, Combination, Group, Wanted};
use crate::answer::{Answer, Cell, Row};
use crate::figure::{Estimate, Figure, Kind, Note, Period, REFUTED, Status};
use crate::methods::{NoPower, Undefined};
use crate::order::{InOrder, IntoSet};
use crate::package::{Combine, Indicator, Moment, Package, Table, WeightYear};
use crate::query::QueryError;
use crate::query::keyed::{Keyed, key_text};
use crate::query::operand::{Doubt, Operand};
use crate::query::select::Selected;
use crate::words::capitalised;

/// What the rules need beside the group: the whole selection, other tables, options.
pub(super) struct Rules<'a> {
    pub(super) basis: Basis<'a>,
    pub(super) package: &'a Package,
    pub(super) table: &'a Table,
    pub(super) answer: &'a Answer,
    /// The rows of the answer, and behind them those of members that are not asked for, which weigh.
    pub(super) rows: Keyed<'a>,
    pub(super) how: &'a Combination,
    pub(super) wanted: Wanted,
    pub(super) keys: &'a Keys,
    /// Whether corrections replace the values that they correct.
    pub(super) adjusted: bool,
    /// The members that a group has where none is absent, by what their rows have in the columns that collapse.
    expected: BTreeSet<Vec<String>>,
    /// The totals of the columns that collapse, with the columns' places.
    pub(super) totals: Vec<(usize, String)>,
    /// The span over which figures combine, where the time collapses.
    pub(super) span: Option<Period>,
    /// The periods that are asked for and not in the table.
    pub(super) lacking_periods: &'a BTreeSet<Period>,
    /// The rows of each series, once they are needed.
    pub(super) series: OnceCell<Series>,
    /// The members that partial figures are without, as they are made.
    pub(super) lacked: RefCell<Members>,
    /// The rows of the areas that are not chosen and not combined.
    pub(super) others: &'a [Row],
    /// The powers of ten between printed ratios and the quotients of their parts, by column.
    pub(super) powers: RefCell<BTreeMap<usize, Option<Result<i32, NoPower>>>>,
    /// What was read of other tables, by table and indicator.
    pub(super) elsewhere: RefCell<BTreeMap<(String, String), Rc<Amounts>>>,
}

impl<'a> Rules<'a> {
    pub(super) fn new(
        basis: Basis<'a>,
        selected: &'a Selected,
        keys: &'a Keys,
        groups: &[Group],
        beyond: Option<&Beyond>,
    ) -> Rules<'a> {
        let answer = &selected.answer;
        let mut rules = Rules {
            basis,
            package: basis.package,
            table: basis.table,
            answer,
            rows: Keyed::new(answer, answer.rows.iter().chain(&selected.beside)),
            how: basis.how,
            wanted: basis.wanted,
            keys,
            adjusted: selected.adjusted,
            expected: BTreeSet::new(),
            totals: super::totals(basis, answer, keys),
            span: None,
            lacking_periods: &selected.absent,
            series: OnceCell::new(),
            lacked: RefCell::default(),
            others: &selected.others,
            powers: RefCell::default(),
            elsewhere: RefCell::default(),
        };
        let over_time = keys.collapses(keys.time);
        let rows = || groups.iter().flat_map(|group| &group.rows);
        let members = rows().filter(|&&row| !rules.is_of_total(row));
        rules.expected = members.map(|&row| rules.collapsed_key(row)).collect();
        let others = beyond.into_iter().flat_map(|beyond| &beyond.members);
        rules.expected.extend(others.cloned());
        if over_time {
            let all = groups
                .iter()
                .flat_map(|group| group.rows.iter().chain(&group.totals));
            let mut periods: BTreeSet<Period> =
                all.filter_map(|&row| rules.rows.year(row)).collect();
            periods.extend(beyond.into_iter().flat_map(|beyond| &beyond.periods));
            rules.span = span(&periods);
            rules.expect_each_period(&if keys.yearly {
                of_whole_years(&periods)
            } else {
                periods
            });
        }
        rules
    }

    /// Whether a row is that of a printed total of what collapses.
    fn is_of_total(&self, row: usize) -> bool {
        let cells = &self.rows.row(row).cells;
        let mut totals = self.totals.iter();
        totals.any(|(place, total)| cells[*place].text() == Some(total))
    }

    /// A member that is present in one period is expected in every period.
    fn expect_each_period(&mut self, periods: &BTreeSet<Period>) {
        let Some(at) = self
            .keys
            .collapse
            .iter()
            .position(|place| Some(*place) == self.keys.time)
        else {
            return;
        };
        let one_frequency = periods.iter().map(|period| period.frequency());
        if one_frequency.into_set().len() > 1 {
            return;
        }
        let known = std::mem::take(&mut self.expected);
        for key in &known {
            for period in periods {
                let mut key = key.clone();
                key[at] = period.to_string();
                self.expected.insert(key);
            }
        }
    }

    /// The members that a group does not have a row of.
    pub(super) fn absent(&self, group: &Group) -> Vec<Absent> {
        let there: BTreeSet<Vec<String>> = group
            .rows
            .iter()
            .map(|&row| self.collapsed_key(row))
            .into_set();
        let time = self
            .keys
            .time
            .filter(|time| !self.keys.collapse.contains(time));
        let stays = time.and_then(|_| self.rows.year(*group.rows.first()?));
        let position = |wanted: Option<usize>| {
            let mut places = self.keys.collapse.iter();
            places.position(|place| Some(*place) == wanted)
        };
        let (area, collapsed) = (position(self.keys.area), position(self.keys.time));
        let absent = self.expected.iter().filter(|key| !there.contains(*key));
        let absent = absent.filter_map(|key| {
            let period = stays.or_else(|| key[collapsed?].parse().ok());
            if area.is_some_and(|area| !self.basis.whole.exists(&key[area], period)) {
                return None;
            }
            let mut names: Vec<&str> = key.iter().map(String::as_str).collect();
            let when = stays.map(|period| period.to_string());
            names.extend(when.as_deref());
            Some(Absent {
                key: key.clone(),
                period,
                reason: format!("{} is not in the table", names.join(" ")),
            })
        });
        absent.collect()
    }

    /// Whether the rows made are totals that stand beside their members.
    pub(super) fn makes_a_total(&self) -> bool {
        self.how.makes_total()
    }

    /// Whether indicators that are not shown are combined too.
    pub(super) fn combines_all(&self) -> bool {
        self.wanted.all
    }

    /// The figure of a group for an indicator.
    pub(super) fn combined(
        &self,
        indicator: &Indicator,
        place: usize,
        group: &Group,
    ) -> Result<Cell, QueryError> {
        let counts = self.how.aggregate == Some(Aggregate::Count);
        let is_share =
            self.how.aggregate.is_none() && matches!(indicator.combine, Combine::Share { .. });
        let effective;
        let group = if is_share {
            group
        } else {
            effective = self.effective(group, place);
            &effective
        };
        let lacks_period = self.keys.collapses(self.keys.time) && !self.lacking_periods.is_empty();
        if let ([only], true, false, false) = (
            group.rows.as_slice(),
            group.absent.is_empty(),
            counts,
            lacks_period,
        ) {
            // A group of one is its member, as published; one that is refuted is no answer.
            let cell = &self.rows.row(*only).cells[place];
            return Ok(match cell {
                Cell::Figure(figure) if figure.is_refuted() => {
                    let name = self.name(*only);
                    let notes = figure.notes.iter().cloned();
                    let missing = Figure::missing(format!("{name} {REFUTED}."));
                    Cell::from(Figure {
                        notes: notes.chain(missing.notes.iter().cloned()).collect(),
                        ..missing
                    })
                }
                cell => cell.clone(),
            });
        }
        let cannot_exist = |row: &usize| {
            self.figure_at(*row, place)
                .is_some_and(|figure| figure.status == Status::CannotExist)
        };
        if group.rows.iter().all(cannot_exist) {
            return Ok(self.rows.row(group.rows[0]).cells[place].clone());
        }
        let figure = match (self.how.aggregate, &indicator.combine) {
            (Some(Aggregate::Sum), _) if matches!(indicator.kind, Kind::Flow | Kind::Stock) => {
                self.total(indicator, place, group)
            }
            (Some(aggregate), _) => self.aggregate(aggregate, place, group),
            (None, Combine::Sum) if indicator.kind == Kind::Stock && self.adds_parts(group) => {
                Figure::missing("A stock is not added over the parts of a year.")
            }
            (None, Combine::Sum) => self.total(indicator, place, group),
            (
                None,
                Combine::WeightedMean {
                    weight,
                    weight_year,
                },
            ) => match weight_year {
                WeightYear::Previous => self.growth(weight, place, group),
                WeightYear::Same => self.weighted(weight, place, group),
            },
            (
                None,
                Combine::Ratio {
                    numerator,
                    denominator,
                    denominator_year,
                },
            ) => {
                let denominator = Denominator {
                    name: denominator.as_deref(),
                    mid_year: *denominator_year == Moment::MidYear,
                };
                self.ratio(indicator, numerator, &denominator, place, group)?
            }
            (None, Combine::Share { of }) => self.share(of, place, group),
            (None, Combine::Mean) => self.aggregate(Aggregate::Mean, place, group),
            (None, Combine::None { .. }) => return Ok(Cell::Empty),
        };
        Ok(Cell::from(figure))
    }

    /// Whether the rows of a group are of several parts of a year, which are a dimension.
    fn adds_parts(&self, group: &Group) -> bool {
        let mut within = group
            .rows
            .iter()
            .map(|row| self.keys.within_year(self.rows.row(*row)));
        let first = within.next();
        within.any(|own| Some(own) != first)
    }

    pub(super) fn figure_at(&self, row: usize, place: usize) -> Option<&Figure> {
        self.rows.figure(row, place)
    }

    /// The input in a cell, or why there is none.
    pub(super) fn operand(&self, row: usize, place: usize) -> Result<Operand, String> {
        let found = self.usable(row, place);
        found.map_err(|why| format!("{} {why}", self.name(row)))
    }

    /// As [`Rules::operand`], of an indicator that is not the one that is combined.
    pub(super) fn amount(&self, row: usize, place: usize, id: &str) -> Result<Operand, String> {
        let found = self.usable(row, place);
        found.map_err(|why| format!("{id} of {} {why}", self.name(row)))
    }

    /// As [`Rules::operand`], of what weighs.
    pub(super) fn weight(&self, row: usize, place: usize, id: &str) -> Result<Operand, String> {
        let of = || {
            let year = self.rows.year(row).map(|year| format!(" of {year}"));
            format!("its {id}{}", year.unwrap_or_default())
        };
        let found = self.usable(row, place);
        found.map_err(|why| format!("the weight of {}, {}, {why}", self.member(row), of()))
    }

    fn usable(&self, row: usize, place: usize) -> Result<Operand, &'static str> {
        let figure = self.figure_at(row, place).ok_or("has no value")?;
        // A year of a series of years keeps the break at its beginning: what ends in it crosses that.
        let is_first = !self.keys.yearly
            && self
                .span
                .is_some_and(|span| self.rows.year(row) == Some(span.first()));
        let found = Operand::of(figure).map(|found| {
            if is_first {
                found.without_break()
            } else {
                found
            }
        });
        let is_missing = figure.is_missing();
        found.ok_or(if is_missing { "is missing" } else { REFUTED })
    }

    /// A row in words: its members of the dimensions that collapse, and the year.
    pub(super) fn name(&self, row: usize) -> String {
        let cells = &self.rows.row(row).cells;
        let mut places: Vec<usize> = self.keys.collapse.clone();
        places.extend(self.keys.time.filter(|time| !places.contains(time)));
        places.order();
        places
            .iter()
            .map(|&place| key_text(&cells[place]))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The member of a row without its period, in words.
    pub(super) fn member(&self, row: usize) -> String {
        let key = self.without_time(&self.collapsed_key(row));
        if key.is_empty() {
            let area = self
                .keys
                .area
                .map(|area| key_text(&self.rows.row(row).cells[area]));
            return area.unwrap_or_default();
        }
        key.join(" ")
    }

    pub(super) fn indicator_place(&self, id: &str) -> Option<usize> {
        self.answer.place_of(id)
    }

    /// A figure of the inputs taken, or the reason why it is undefined.
    pub(super) fn finish(
        &self,
        estimate: Result<Estimate, Undefined>,
        mut doubt: Doubt,
        how: Note,
        formula: impl FnOnce() -> String,
    ) -> Figure {
        match estimate {
            Ok(estimate) => {
                doubt.take_status(how.status, &[]);
                let mut figure = doubt.figure(estimate, Some(how));
                if self.wanted.explain {
                    figure.formula = Some(Arc::from(formula()));
                }
                figure
            }
            Err(undefined) => {
                let why = capitalised(&undefined.to_string());
                Figure::missing(format!("{} {why}.", how.text))
            }
        }
    }
}

/// All periods of the years that these are of.
fn of_whole_years(periods: &BTreeSet<Period>) -> BTreeSet<Period> {
    let whole = periods.iter().flat_map(|period| {
        let (year, frequency) = (period.year(), period.frequency());
        let all = year.beginning(frequency).through(year.ending(frequency));
        all.filter(move |one| year.contains(*one))
    });
    whole.collect()
}

/// The span of periods, in years where they are of several frequencies.
pub(super) fn span(periods: &BTreeSet<Period>) -> Option<Period> {
    let (first, last) = (*periods.first()?, *periods.last()?);
    Period::span(first, last).or_else(|| Period::span(first.year(), last.year()))
}

/// That a rule names an indicator which is not there.
pub(super) fn no_indicator(id: &str) -> Figure {
    Figure::missing(format!(
        "Its rule needs `{id}`, which the package does not have."
    ))
}
