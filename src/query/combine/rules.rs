//! How the values of a group make one: each indicator by the rule of its descriptor, or by `--agg`.
//!
//! The rules and their sources are those of the field: amounts are summed, ratios recomputed from their parts, growth
//! is weighted by the amounts of the year before (Laspeyres volume at previous-year prices) and chained over years.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Aggregate, Combination, Group, Keys, Wanted, key_text};
use crate::answer::{Answer, Cell, Row};
use crate::figure::{Estimate, Figure, Kind, Note, Status, Year};
use crate::methods::{Undefined, average_growth, mean, median, ratio, sum, weighted_mean};
use crate::package::{Combine, Indicator, Package, Table};
use crate::query::select::{Reach, Selected, select};
use crate::query::{Query, QueryError};
use crate::words::count;

/// Below this part of the weights a partial figure is refused.
const LEAST_COVERAGE: (u32, u32) = (2, 3);

/// An input of a computation: its value, how it reads, and the doubts about it.
#[derive(Debug, Clone)]
pub(in crate::query) struct Operand {
    pub(in crate::query) value: Estimate,
    /// The number as it is put into a formula, its status beside it where it is not normal.
    pub(in crate::query) text: String,
    pub(in crate::query) status: Status,
    pub(in crate::query) notes: Vec<Note>,
}

/// The doubt that a figure inherits: the worst status of its inputs, with the notes of those that have it.
#[derive(Debug, Default)]
pub(in crate::query) struct Doubt {
    status: Option<Status>,
    notes: Vec<Note>,
}

impl Doubt {
    pub(in crate::query) fn take(&mut self, status: Status, notes: &[Note]) {
        let worst = self.status.map_or(status, |known| known.worst(status));
        if self.status != Some(worst) {
            self.notes.clear();
        }
        self.status = Some(worst);
        if status == worst && status != Status::Normal {
            for note in notes.iter().filter(|note| note.status == status) {
                if !self.notes.contains(note) {
                    self.notes.push(note.clone());
                }
            }
        }
    }

    /// The figure of an estimate that rests on the inputs taken.
    pub(in crate::query) fn figure(self, estimate: Estimate, how: Option<Note>) -> Figure {
        let notes = how.into_iter().chain(self.notes).collect();
        Figure::computed(estimate, self.status.unwrap_or(Status::Normal), notes)
    }
}

impl Operand {
    /// What a computation may use of a figure.
    pub(in crate::query) fn of(figure: &Figure) -> Option<Operand> {
        let number = figure.number_in_full()?;
        let mark = if figure.status == Status::Normal {
            String::new()
        } else {
            format!(" [{}]", figure.status)
        };
        Some(Operand {
            value: figure.estimate()?,
            text: format!("{number}{mark}"),
            status: figure.status,
            notes: figure.notes.clone(),
        })
    }
}

/// What the rules need beside the group: the whole selection, other tables, options.
pub(super) struct Rules<'a> {
    package: &'a Package,
    table: &'a Table,
    answer: &'a Answer,
    /// The rows of the answer, and behind them those of members that are not asked for, which weigh.
    rows: Vec<&'a Row>,
    how: &'a Combination,
    wanted: Wanted,
    keys: &'a Keys,
    /// The place of each row by its key.
    places: BTreeMap<Vec<String>, usize>,
    /// How many members a group has where none is absent.
    expected: usize,
    /// Another table's amounts by area and year, once it is needed.
    elsewhere: OnceCell<BTreeMap<(String, Year), Figure>>,
}

/// The values of a group that a rule uses, and what is lacking.
struct Inputs<T> {
    found: Vec<T>,
    lacking: Vec<String>,
}

impl<'a> Rules<'a> {
    pub(super) fn new(
        package: &'a Package,
        table: &'a Table,
        selected: &'a Selected,
        how: &'a Combination,
        keys: &'a Keys,
        wanted: Wanted,
    ) -> Result<Rules<'a>, QueryError> {
        let answer = &selected.answer;
        let years = selected.years.as_ref();
        let key_places: Vec<usize> = (0..answer.columns.len())
            .filter(|&at| super::is_key(&answer.columns[at]))
            .collect();
        let key = |row: &Row, places: &[usize]| -> Vec<String> {
            places
                .iter()
                .map(|&place| key_text(&row.cells[place]))
                .collect()
        };
        let rows: Vec<&Row> = answer.rows.iter().chain(&selected.beside).collect();
        let places = rows
            .iter()
            .enumerate()
            .map(|(at, row)| (key(row, &key_places), at))
            .collect();
        let in_years = |row: &&Row| {
            !keys.collapses(keys.time)
                || row.cells.iter().all(|cell| !matches!(cell, Cell::Year(year) if years.is_some_and(|years| !years.contains(year))))
        };
        let members = answer
            .rows
            .iter()
            .filter(in_years)
            .filter(|row| !super::is_total_among_members(table, answer, keys, row));
        let expected: BTreeSet<Vec<String>> = members.map(|row| key(row, &keys.collapse)).collect();
        Ok(Rules {
            package,
            table,
            answer,
            rows,
            how,
            wanted,
            keys,
            places,
            expected: expected.len(),
            elsewhere: OnceCell::new(),
        })
    }

    /// Whether the rows made are totals that stand beside their members.
    pub(super) fn makes_a_total(&self) -> bool {
        self.how.total
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
        if let ([only], 1) = (group.rows.as_slice(), self.expected) {
            // A group of one is its member, as published.
            return Ok(self.rows[*only].cells[place].clone());
        }
        let cannot_exist = |row: &usize| {
            self.figure_at(*row, place)
                .is_some_and(|figure| figure.status == Status::CannotExist)
        };
        if group.rows.iter().all(cannot_exist) {
            return Ok(self.rows[group.rows[0]].cells[place].clone());
        }
        let figure = match (self.how.aggregate, &indicator.combine) {
            (Some(Aggregate::Sum), _) if matches!(indicator.kind, Kind::Flow | Kind::Stock) => {
                self.total(indicator, place, group)
            }
            (Some(aggregate), _) => self.aggregate(aggregate, place, group),
            (None, Combine::Sum) => self.total(indicator, place, group),
            (
                None,
                Combine::WeightedMean {
                    weight,
                    weight_year,
                },
            ) => {
                let previous = weight_year.as_deref() == Some("previous");
                if previous {
                    self.growth(weight, place, group)
                } else {
                    self.weighted(weight, place, group)
                }
            }
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
                    mid_year: denominator_year.as_deref() == Some("mid-year"),
                };
                self.ratio(indicator, numerator, &denominator, place, group)?
            }
            (None, Combine::Share { of }) => self.share(of, place, group),
            (None, Combine::None { .. }) => return Ok(Cell::Empty),
        };
        Ok(Cell::Figure(figure))
    }

    fn figure_at(&self, row: usize, place: usize) -> Option<&Figure> {
        match &self.rows[row].cells[place] {
            Cell::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    /// The input in a cell, or why there is none.
    fn operand(&self, row: usize, place: usize) -> Result<Operand, String> {
        let Some(figure) = self.figure_at(row, place) else {
            return Err(format!("{} has no value", self.name(row)));
        };
        Operand::of(figure).ok_or_else(|| {
            let why = if figure.usable {
                "is missing"
            } else {
                "is refuted by arithmetic and not used"
            };
            format!("{} {why}", self.name(row))
        })
    }

    /// A row in words: its members of the dimensions that collapse, and the year.
    fn name(&self, row: usize) -> String {
        let cells = &self.rows[row].cells;
        let mut places: Vec<usize> = self.keys.collapse.clone();
        places.extend(self.keys.time.filter(|time| !places.contains(time)));
        places.sort_unstable();
        places
            .iter()
            .map(|&place| key_text(&cells[place]))
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn indicator_place(&self, id: &str) -> Option<usize> {
        self.answer
            .columns
            .iter()
            .position(|column| column.measure().is_some_and(|measure| measure.id == id))
    }

    fn unit_mult(&self, table: &Table, id: &str) -> i8 {
        table
            .indicators()
            .find(|(_, _, indicator)| indicator.id == id)
            .map_or(0, |(_, _, indicator)| indicator.unit_mult)
    }

    fn year(&self, row: usize) -> Option<Year> {
        match self.rows[row].cells[self.keys.time?] {
            Cell::Year(year) => Some(year),
            _ => None,
        }
    }

    /// The row of the same key in another year, or with another member.
    fn sibling(&self, row: usize, place: usize, text: &str) -> Option<usize> {
        let cells = &self.rows[row].cells;
        let keys =
            (0..self.answer.columns.len()).filter(|&at| super::is_key(&self.answer.columns[at]));
        let key = keys
            .map(|at| {
                if at == place {
                    text.to_owned()
                } else {
                    key_text(&cells[at])
                }
            })
            .collect();
        self.places.get::<Vec<String>>(&key).copied()
    }

    fn inputs<T>(&self, rows: &[usize], input: impl Fn(usize) -> Result<T, String>) -> Inputs<T> {
        let mut inputs = Inputs {
            found: Vec::new(),
            lacking: Vec::new(),
        };
        for &row in rows {
            match input(row) {
                Ok(found) => inputs.found.push(found),
                Err(reason) => inputs.lacking.push(reason),
            }
        }
        inputs
    }

    /// How a figure was made: `4 of 4: …`, or why it cannot be. `weights` are the weights present and all of them.
    fn coverage<T>(
        &self,
        inputs: &Inputs<T>,
        made: &str,
        weights: Option<(Decimal, Decimal)>,
    ) -> Result<Note, Figure> {
        let (present, all) = (
            inputs.found.len(),
            self.expected.max(inputs.found.len() + inputs.lacking.len()),
        );
        let counted = format!("{present} of {all}");
        if present == all {
            return Ok(Note::remark(format!("{counted}: {made}.")));
        }
        let mut reasons = inputs.lacking.clone();
        if reasons.is_empty() {
            reasons.push(format!(
                "{} absent from the table",
                count(all - present, "member")
            ));
        }
        reasons.dedup();
        let reasons = if reasons.len() > 3 {
            format!("{} and more", reasons[..3].join(", "))
        } else {
            reasons.join(", ")
        };
        if present == 0 {
            return Err(Figure::missing(format!("{counted}: {reasons}.")));
        }
        if !self.how.partial {
            return Err(Figure::missing(format!(
                "{counted}: {reasons}; `--partial` computes it over those there are."
            )));
        }
        let (have, need) = weights.unwrap_or((Decimal::from(present), Decimal::from(all)));
        let (above, below) = (
            Decimal::from(LEAST_COVERAGE.0),
            Decimal::from(LEAST_COVERAGE.1),
        );
        if have * below < need * above {
            return Err(Figure::missing(format!(
                "{counted}: {reasons}; that is less than two thirds of the whole."
            )));
        }
        Ok(Note::remark(format!(
            "{counted}, partial: {made} without {reasons}."
        )))
    }

    /// A figure of the inputs taken, or the reason why it is undefined.
    fn finish(
        &self,
        estimate: Result<Estimate, Undefined>,
        doubt: Doubt,
        how: Note,
        formula: impl FnOnce() -> String,
    ) -> Figure {
        match estimate {
            Ok(estimate) => {
                let mut figure = doubt.figure(estimate, Some(how));
                if self.wanted.explain {
                    figure.formula = Some(Arc::from(formula()));
                }
                figure
            }
            Err(undefined) => Figure::missing(format!("{} {undefined}.", how.text)),
        }
    }

    /// Σ x; over years a stock is averaged.
    fn total(&self, indicator: &Indicator, place: usize, group: &Group) -> Figure {
        let inputs = self.inputs(&group.rows, |row| self.operand(row, place));
        let over_years = self.keys.collapses(self.keys.time);
        let years: BTreeSet<Year> = group
            .rows
            .iter()
            .filter_map(|&row| self.year(row))
            .collect();
        let averaged = over_years && indicator.kind == Kind::Stock && self.how.aggregate.is_none();
        let made = match (indicator.kind, over_years) {
            (Kind::Flow, true) => format!(
                "sum over {}, cumulative, each year at its own prices",
                count(years.len(), "year")
            ),
            _ if averaged => format!("average over {}", count(years.len(), "year")),
            _ => "sum".to_owned(),
        };
        let how = match self.coverage(&inputs, &made, None) {
            Ok(how) => how,
            Err(missing) => return missing,
        };
        let (parts, doubt, texts) = taken(&inputs.found);
        let total = sum(&parts);
        let divisor = Decimal::from(years.len().max(1));
        let estimate = if averaged {
            total.and_then(|total| ratio(total, Estimate::exact(divisor)))
        } else {
            total
        };
        self.finish(estimate, doubt, how, || {
            let sum = texts.join(" + ");
            if averaged {
                format!("({sum}) ÷ {divisor}")
            } else {
                sum
            }
        })
    }

    /// `--agg`: without regard to meaning, and said so.
    fn aggregate(&self, aggregate: Aggregate, place: usize, group: &Group) -> Figure {
        let inputs = self.inputs(&group.rows, |row| self.operand(row, place));
        let (parts, doubt, texts) = taken(&inputs.found);
        if aggregate == Aggregate::Count {
            let how = Note::remark(format!(
                "{} of {} have a value.",
                parts.len(),
                self.expected
            ));
            return doubt.figure(Estimate::exact(Decimal::from(parts.len())), Some(how));
        }
        let made = match aggregate {
            Aggregate::Mean | Aggregate::Median => {
                format!("unweighted {aggregate} of {}", parts.len())
            }
            _ => aggregate.name().to_owned(),
        };
        let how = match self.coverage(&inputs, &made, None) {
            Ok(how) => how,
            Err(missing) => return missing,
        };
        let end = |best: fn(Decimal, Decimal) -> Decimal| {
            let over = |end: fn(&Estimate) -> Decimal| {
                parts.iter().map(end).reduce(best).ok_or(Undefined::Empty)
            };
            Ok(Estimate::new(
                over(|part| part.value)?,
                over(|part| part.bounds.low)?,
                over(|part| part.bounds.high)?,
            ))
        };
        let estimate = match aggregate {
            Aggregate::Sum => sum(&parts),
            Aggregate::Mean | Aggregate::Count => mean(&parts),
            Aggregate::Median => median(&parts),
            Aggregate::Min => end(Decimal::min),
            Aggregate::Max => end(Decimal::max),
            Aggregate::First => parts.first().copied().ok_or(Undefined::Empty),
            Aggregate::Last => parts.last().copied().ok_or(Undefined::Empty),
        };
        self.finish(estimate, doubt, how, || {
            format!("{aggregate}({})", texts.join("; "))
        })
    }

    /// Σ w·x ÷ Σ w, the weight of the same row.
    fn weighted(&self, weight: &str, place: usize, group: &Group) -> Figure {
        let Some(weights) = self.indicator_place(weight) else {
            return no_indicator(weight);
        };
        let pair = |row| Ok((self.operand(row, place)?, self.operand(row, weights)?));
        let inputs = self.inputs(&group.rows, pair);
        let coverage = self.weights(
            &group.rows,
            weights,
            inputs.found.iter().map(|(_, weight)| weight),
        );
        match self.coverage(&inputs, &format!("mean weighted by {weight}"), coverage) {
            Ok(how) => self.mean_of_pairs(&inputs.found, how),
            Err(missing) => missing,
        }
    }

    /// The weights present and all of them, where all are known.
    fn weights<'o>(
        &self,
        rows: &[usize],
        place: usize,
        present: impl Iterator<Item = &'o Operand>,
    ) -> Option<(Decimal, Decimal)> {
        let all: Result<Vec<Operand>, String> =
            rows.iter().map(|&row| self.operand(row, place)).collect();
        let all: Decimal = all
            .ok()
            .filter(|all| all.len() >= self.expected)?
            .iter()
            .map(|weight| weight.value.value)
            .sum();
        Some((present.map(|weight| weight.value.value).sum(), all))
    }

    fn mean_of_pairs(&self, pairs: &[(Operand, Operand)], how: Note) -> Figure {
        let estimates: Vec<(Estimate, Estimate)> = pairs
            .iter()
            .map(|(value, weight)| (value.value, weight.value))
            .collect();
        let mut doubt = Doubt::default();
        for operand in pairs.iter().flat_map(|(value, weight)| [value, weight]) {
            doubt.take(operand.status, &operand.notes);
        }
        self.finish(weighted_mean(&estimates), doubt, how, || {
            let products: Vec<String> = pairs
                .iter()
                .map(|(value, weight)| format!("{} × {}", value.text, weight.text))
                .collect();
            let weights: Vec<&str> = pairs
                .iter()
                .map(|(_, weight)| weight.text.as_str())
                .collect();
            format!("({}) ÷ ({})", products.join(" + "), weights.join(" + "))
        })
    }

    /// Growth: over areas weighted by the amounts of the year before, over years chained to a yearly average.
    fn growth(&self, weight: &str, place: usize, group: &Group) -> Figure {
        let Some(weights) = self.indicator_place(weight) else {
            return no_indicator(weight);
        };
        let mut by_year: BTreeMap<Option<Year>, Vec<usize>> = BTreeMap::new();
        for &row in &group.rows {
            by_year.entry(self.year(row)).or_default().push(row);
        }
        let over_years = self.keys.collapses(self.keys.time);
        let over_areas = self
            .keys
            .collapse
            .iter()
            .any(|place| Some(*place) != self.keys.time);
        if !over_years {
            return self.growth_of_year(weight, weights, place, &group.rows);
        }
        let mut yearly: Vec<Figure> = Vec::new();
        for rows in by_year.values() {
            match (rows.as_slice(), over_areas) {
                ([only], false) => yearly.extend(self.figure_at(*only, place).cloned()),
                (rows, _) => yearly.push(self.growth_of_year(weight, weights, place, rows)),
            }
        }
        let operands: Option<Vec<Operand>> = yearly.iter().map(Operand::of).collect();
        let Some(operands) = operands else {
            let why = yearly
                .iter()
                .find(|figure| figure.estimate().is_none())
                .and_then(|figure| figure.notes.last());
            let why = why.map_or("a year is missing", |note| &note.text);
            return Figure::missing(format!("A year of the chain is missing: {why}"));
        };
        if let Some(gap) = self.gap(by_year.keys().flatten()) {
            return Figure::missing(format!("The chain of growth has no link for {gap}."));
        }
        let (rates, doubt, texts) = taken(&operands);
        let how = Note::remark(format!(
            "{0} of {0}: average growth a year, chained.",
            rates.len()
        ));
        self.finish(average_growth(&rates), doubt, how, || {
            let factors: Vec<String> = texts.iter().map(|text| format!("(1 + {text}%)")).collect();
            format!("({})^(1/{}) − 1", factors.join(" × "), factors.len())
        })
    }

    /// The first year between the years that is none of them.
    fn gap<'y>(&self, years: impl Iterator<Item = &'y Year>) -> Option<Year> {
        let years: BTreeSet<Year> = years.copied().collect();
        let (first, last) = (years.first()?.number(), years.last()?.number());
        (first..=last)
            .filter_map(Year::new)
            .find(|year| !years.contains(year))
    }

    fn growth_of_year(&self, weight: &str, weights: usize, place: usize, rows: &[usize]) -> Figure {
        let previous = |row: usize| -> Result<Operand, String> {
            let time = self.keys.time.ok_or("there is no year before")?;
            let before = self
                .year(row)
                .and_then(|year| Year::new(year.number() - 1))
                .ok_or("there is no year before")?;
            let Some(sibling) = self.sibling(row, time, &before.to_string()) else {
                return Err(format!(
                    "the weights, {weight} of {before}, are not in the table"
                ));
            };
            self.operand(sibling, weights)
        };
        let exact = self.inputs(rows, |row| Ok((self.operand(row, place)?, previous(row)?)));
        if exact.found.is_empty() && self.how.approximate {
            return self.growth_from_present(weight, weights, place, rows);
        }
        let present = exact
            .found
            .iter()
            .map(|(_, weight)| weight.value.value)
            .sum();
        let all: Result<Vec<Operand>, String> = rows.iter().map(|&row| previous(row)).collect();
        let all = all
            .ok()
            .map(|all| all.iter().map(|weight| weight.value.value).sum());
        match self.coverage(
            &exact,
            &format!("weighted by {weight} of the year before"),
            all.map(|all| (present, all)),
        ) {
            Ok(how) => self.mean_of_pairs(&exact.found, how),
            Err(mut missing) => {
                if exact.found.is_empty()
                    && let Some(note) = missing.notes.last_mut()
                    && note.text.contains("are not in the table")
                {
                    note.text = Arc::from(format!(
                        "The weights are missing: growth is weighted by {weight} of the year before, which the table does not have; `--approximate` infers them from this year's."
                    ));
                }
                missing
            }
        }
    }

    /// Approximately: the amounts of the year before, inferred from this year's and the growth. It takes prices to
    /// have changed alike everywhere: Σ x ÷ Σ (x ÷ (1 + g)) − 1.
    fn growth_from_present(
        &self,
        weight: &str,
        weights: usize,
        place: usize,
        rows: &[usize],
    ) -> Figure {
        let pair = |row| Ok((self.operand(row, place)?, self.operand(row, weights)?));
        let inputs = self.inputs(rows, pair);
        let made = format!(
            "approximate: weighted by {weight} of the year before as this year's over 1 + growth, as if prices had changed alike everywhere"
        );
        let how = match self.coverage(&inputs, &made, None) {
            Ok(how) => Note {
                status: Status::Estimated,
                ..how
            },
            Err(missing) => return missing,
        };
        let mut doubt = Doubt::default();
        doubt.take(Status::Estimated, &[]);
        for operand in inputs
            .found
            .iter()
            .flat_map(|(growth, amount)| [growth, amount])
        {
            doubt.take(operand.status, &operand.notes);
        }
        let one = Estimate::exact(Decimal::ONE_HUNDRED);
        let inverse = |growth: &Operand| {
            growth
                .value
                .shifted(Decimal::ONE_HUNDRED)
                .ok_or(Undefined::TooLarge)
                .and_then(|factor| ratio(one, factor))
        };
        let pairs: Result<Vec<(Estimate, Estimate)>, Undefined> = inputs
            .found
            .iter()
            .map(|(growth, amount)| Ok((inverse(growth)?, amount.value)))
            .collect();
        let estimate = pairs
            .and_then(|pairs| weighted_mean(&pairs))
            .and_then(|shrunk| ratio(one, shrunk))
            .and_then(|factor| {
                factor
                    .shifted(-Decimal::ONE_HUNDRED)
                    .ok_or(Undefined::TooLarge)
            });
        self.finish(estimate, doubt, how, || {
            let amounts: Vec<&str> = inputs
                .found
                .iter()
                .map(|(_, amount)| amount.text.as_str())
                .collect();
            let before: Vec<String> = inputs
                .found
                .iter()
                .map(|(growth, amount)| format!("{} ÷ (1 + {}%)", amount.text, growth.text))
                .collect();
            format!("({}) ÷ ({}) − 1", amounts.join(" + "), before.join(" + "))
        })
    }

    /// Σ a ÷ Σ b.
    fn ratio(
        &self,
        indicator: &Indicator,
        numerator: &str,
        denominator: &Denominator,
        place: usize,
        group: &Group,
    ) -> Result<Figure, QueryError> {
        let Some(above) = self.indicator_place(numerator) else {
            return Ok(no_indicator(numerator));
        };
        let Some(name) = denominator.name else {
            return Ok(self.implied_ratio(numerator, above, place, group));
        };
        let (table, id) = match name.split_once('/') {
            Some((table, id)) => (self.package.table(table), id),
            None => (Some(self.table), name),
        };
        let Some(table) = table else {
            return Ok(no_indicator(name));
        };
        let is_own = table.name == self.table.name;
        if !is_own && self.elsewhere.get().is_none() {
            let figures = amounts(self.package, table, id)?;
            let _ = self.elsewhere.set(figures);
        }
        let below = |row: usize| -> Result<Operand, String> {
            if is_own {
                let place = self
                    .indicator_place(id)
                    .ok_or_else(|| format!("there is no `{id}`"))?;
                return self.operand(row, place);
            }
            self.amount_elsewhere(row, id, denominator.mid_year)
        };
        let inputs = self.inputs(&group.rows, |row| {
            Ok((self.operand(row, above)?, below(row)?))
        });
        let moment = if denominator.mid_year {
            "mid-year "
        } else {
            ""
        };
        let how = match self.coverage(
            &inputs,
            &format!("sum of {numerator} over sum of {moment}{id}"),
            None,
        ) {
            Ok(how) => how,
            Err(missing) => return Ok(missing),
        };
        let mut doubt = Doubt::default();
        for operand in inputs
            .found
            .iter()
            .flat_map(|(above, below)| [above, below])
        {
            doubt.take(operand.status, &operand.notes);
        }
        let parts = |part: fn(&(Operand, Operand)) -> &Operand| -> Vec<Estimate> {
            inputs.found.iter().map(|pair| part(pair).value).collect()
        };
        let scale = i64::from(self.unit_mult(self.table, numerator))
            - i64::from(self.unit_mult(table, id))
            - i64::from(indicator.unit_mult);
        let factor = power_of_ten(scale);
        let estimate = sum(&parts(|pair| &pair.0))
            .and_then(|above| ratio(above, sum(&parts(|pair| &pair.1))?))
            .and_then(|ratio| ratio.scaled(factor).ok_or(Undefined::TooLarge));
        Ok(self.finish(estimate, doubt, how, || {
            let texts = |part: fn(&(Operand, Operand)) -> &Operand| {
                inputs
                    .found
                    .iter()
                    .map(|pair| part(pair).text.clone())
                    .collect::<Vec<_>>()
                    .join(" + ")
            };
            let scale = if scale == 0 {
                String::new()
            } else {
                format!(" × {}", factor.normalize())
            };
            let of = if is_own {
                String::new()
            } else {
                format!("; {id} from {}", self.package.short_source(table))
            };
            format!(
                "({}) ÷ ({}){scale}{of}",
                texts(|pair| &pair.0),
                texts(|pair| &pair.1)
            )
        }))
    }

    /// An amount of another table for the row's area: of the row's year, or the mean of the ends of it and the year
    /// before.
    fn amount_elsewhere(&self, row: usize, id: &str, mid_year: bool) -> Result<Operand, String> {
        let cells = &self.rows[row].cells;
        let area = self
            .keys
            .area
            .and_then(|place| cells[place].text())
            .unwrap_or_default();
        let year = self.year(row).ok_or("there is no year")?;
        let at = |year: Option<Year>| {
            let found = year.and_then(|year| self.elsewhere.get()?.get(&(area.to_owned(), year)));
            found.and_then(Operand::of).ok_or_else(|| {
                let year = year.map(|year| year.to_string()).unwrap_or_default();
                format!("{id} of {area} {year} is not there")
            })
        };
        if !mid_year {
            return at(Some(year));
        }
        let (before, after) = (at(Year::new(year.number() - 1))?, at(Some(year))?);
        let mut doubt = Doubt::default();
        doubt.take(before.status, &before.notes);
        doubt.take(after.status, &after.notes);
        let value =
            mean(&[before.value, after.value]).map_err(|undefined| undefined.to_string())?;
        let inherited = doubt.figure(value, None);
        Ok(Operand {
            value,
            text: format!("({} + {}) ÷ 2", before.text, after.text),
            status: inherited.status,
            notes: inherited.notes,
        })
    }

    /// Σ a ÷ Σ (a ÷ r): the denominator that the published ratios imply.
    fn implied_ratio(&self, numerator: &str, above: usize, place: usize, group: &Group) -> Figure {
        let inputs = self.inputs(&group.rows, |row| {
            Ok((self.operand(row, place)?, self.operand(row, above)?))
        });
        let coverage = self.weights(
            &group.rows,
            above,
            inputs.found.iter().map(|(_, amount)| amount),
        );
        let made =
            format!("sum of {numerator} over the sum of the denominators that the ratios imply");
        let how = match self.coverage(&inputs, &made, coverage) {
            Ok(how) => how,
            Err(missing) => return missing,
        };
        let mut doubt = Doubt::default();
        for operand in inputs
            .found
            .iter()
            .flat_map(|(ratio, amount)| [ratio, amount])
        {
            doubt.take(operand.status, &operand.notes);
        }
        let one = Estimate::exact(Decimal::ONE);
        let pairs: Result<Vec<(Estimate, Estimate)>, Undefined> = inputs
            .found
            .iter()
            .map(|(own, amount)| Ok((ratio(one, own.value)?, amount.value)))
            .collect();
        let estimate = pairs
            .and_then(|pairs| weighted_mean(&pairs))
            .and_then(|inverse| ratio(one, inverse));
        self.finish(estimate, doubt, how, || {
            let amounts: Vec<&str> = inputs
                .found
                .iter()
                .map(|(_, amount)| amount.text.as_str())
                .collect();
            let implied: Vec<String> = inputs
                .found
                .iter()
                .map(|(ratio, amount)| format!("{} ÷ {}", amount.text, ratio.text))
                .collect();
            format!("({}) ÷ ({})", amounts.join(" + "), implied.join(" + "))
        })
    }

    /// Σ (share × whole) ÷ Σ whole, the whole being that of the dimension's total; shares of the parts that
    /// collapse are added first.
    fn share(&self, of: &str, place: usize, group: &Group) -> Figure {
        let Some(wholes) = self.indicator_place(of) else {
            return no_indicator(of);
        };
        let partition = self.table.dimensions().find_map(|(_, column, dimension)| {
            let total = dimension.total.clone()?;
            let place = self
                .answer
                .columns
                .iter()
                .position(|known| known.name == column.name)?;
            Some((place, total))
        });
        let Some((part, total)) = partition else {
            return Figure::missing("The whole of the shares is not in the table.".to_owned());
        };
        let whole = |row: usize| {
            let sibling = self
                .sibling(row, part, &total)
                .ok_or_else(|| format!("the whole of {} is not in the table", self.name(row)))?;
            self.operand(sibling, wholes)
        };
        let inputs = self.inputs(&group.rows, |row| {
            Ok((self.operand(row, place)?, whole(row)?))
        });
        let coverage = None;
        let how = match self.coverage(
            &inputs,
            &format!("mean weighted by {of} of the total"),
            coverage,
        ) {
            Ok(how) => how,
            Err(missing) => return missing,
        };
        let members: BTreeSet<String> = group
            .rows
            .iter()
            .map(|&row| key_text(&self.rows[row].cells[part]))
            .collect();
        let mut figure = self.mean_of_pairs(&inputs.found, how);
        if members.len() > 1 {
            // The mean over parts and areas, times the number of parts, is the weighted mean of the sums of the parts.
            let parts = Decimal::from(members.len());
            let scaled = figure
                .estimate()
                .and_then(|estimate| estimate.scaled(parts));
            let formula = figure
                .formula
                .take()
                .map(|formula| Arc::from(format!("{formula} × {parts}")));
            figure = match scaled {
                Some(estimate) => Figure {
                    formula,
                    ..Figure::computed(estimate, figure.status, figure.notes)
                },
                None => figure,
            };
        }
        figure
    }
}

/// What is below the line of a ratio.
struct Denominator<'a> {
    /// `indicator` or `table/indicator`; none where the ratios themselves imply it.
    name: Option<&'a str>,
    /// Whether it is the mean of two year-ends.
    mid_year: bool,
}

/// The estimates of operands, the doubt that they make, and how they read.
fn taken(operands: &[Operand]) -> (Vec<Estimate>, Doubt, Vec<String>) {
    let mut doubt = Doubt::default();
    for operand in operands {
        doubt.take(operand.status, &operand.notes);
    }
    let estimates = operands.iter().map(|operand| operand.value).collect();
    (
        estimates,
        doubt,
        operands
            .iter()
            .map(|operand| operand.text.clone())
            .collect(),
    )
}

fn no_indicator(id: &str) -> Figure {
    Figure::missing(format!(
        "Its rule needs `{id}`, which the package does not have."
    ))
}

fn power_of_ten(exponent: i64) -> Decimal {
    let mut power = Decimal::ONE;
    for _ in 0..exponent.unsigned_abs().min(27) {
        power = if exponent > 0 {
            power * Decimal::TEN
        } else {
            power / Decimal::TEN
        };
    }
    power
}

/// The amounts of an indicator by area and year.
fn amounts(
    package: &Package,
    table: &Table,
    id: &str,
) -> Result<BTreeMap<(String, Year), Figure>, QueryError> {
    let answer = select(package, table, &Query::default(), Reach::Chosen)?.answer;
    let place = answer
        .columns
        .iter()
        .position(|column| column.measure().is_some_and(|measure| measure.id == id));
    let mut amounts = BTreeMap::new();
    for row in &answer.rows {
        let area = row.cells.iter().find_map(|cell| match cell {
            Cell::Name(name) => Some(name.id.clone()),
            _ => None,
        });
        let year = row.cells.iter().find_map(|cell| match cell {
            Cell::Year(year) => Some(*year),
            _ => None,
        });
        if let (Some(area), Some(year), Some(Cell::Figure(figure))) =
            (area, year, place.map(|place| &row.cells[place]))
        {
            amounts.insert((area, year), figure.clone());
        }
    }
    Ok(amounts)
}
