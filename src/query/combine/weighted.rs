//! Weighted means, and growth: over areas weighted by the amounts of the year before (the Laspeyres volume at
//! previous-year prices), over years chained.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::ratios::{in_formula, over_implied};
use super::rules::{Rules, inputs, no_indicator};
use super::{Absent, Group};
use crate::figure::{Estimate, Figure, Note, Status, Year};
use crate::methods::{Undefined, average_growth, total, weighted_mean};
use crate::query::operand::{Doubt, Operand, taken};

impl Rules<'_> {
    /// Σ w·x ÷ Σ w, the weight of the same row.
    pub(super) fn weighted(&self, weight: &str, place: usize, group: &Group) -> Figure {
        let Some(weights) = self.indicator_place(weight) else {
            return no_indicator(weight);
        };
        let pair = |row| Ok((self.operand(row, place)?, self.operand(row, weights)?));
        let inputs = inputs(&group.rows, &group.absent, pair);
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
    pub(super) fn weights<'o>(
        &self,
        rows: &[usize],
        place: usize,
        present: impl Iterator<Item = &'o Operand>,
    ) -> Option<(Decimal, Decimal)> {
        let all: Result<Vec<Operand>, String> =
            rows.iter().map(|&row| self.operand(row, place)).collect();
        let all = all.ok().filter(|all| all.len() >= self.expected.len())?;
        Some((weigh(present)?, weigh(&all)?))
    }

    pub(super) fn mean_of_pairs(&self, pairs: &[(Operand, Operand)], how: Note) -> Figure {
        let estimates: Vec<(Estimate, Estimate)> = pairs
            .iter()
            .map(|(value, weight)| (value.value, weight.value))
            .collect();
        let doubt = Doubt::of(pairs.iter().flat_map(|(value, weight)| [value, weight]));
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
    pub(super) fn growth(&self, weight: &str, place: usize, group: &Group) -> Figure {
        let Some(weights) = self.indicator_place(weight) else {
            return no_indicator(weight);
        };
        let mut by_year: BTreeMap<Option<Year>, Vec<usize>> = BTreeMap::new();
        for &row in &group.rows {
            by_year.entry(self.rows.year(row)).or_default().push(row);
        }
        let over_years = self.keys.collapses(self.keys.time);
        let over_areas = self
            .keys
            .collapse
            .iter()
            .any(|place| Some(*place) != self.keys.time);
        if !over_years {
            return self.growth_of_year(weight, weights, place, &group.rows, &group.absent);
        }
        let mut yearly: Vec<Figure> = Vec::new();
        for (year, rows) in &by_year {
            let of_year =
                |absent: &&Absent| year.is_some_and(|year| absent.key.contains(&year.to_string()));
            let absent: Vec<Absent> = group.absent.iter().filter(of_year).cloned().collect();
            match (rows.as_slice(), over_areas) {
                ([only], false) => yearly.extend(self.figure_at(*only, place).cloned()),
                (rows, _) => {
                    yearly.push(self.growth_of_year(weight, weights, place, rows, &absent));
                }
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
        if let Some(gap) = gap(by_year.keys().flatten()) {
            return Figure::missing(format!("The chain of growth has no link for {gap}."));
        }
        let (rates, doubt, texts) = taken(&operands);
        let how = Note::remark(format!(
            "{0} of {0}: average growth a year, chained.",
            rates.len()
        ));
        self.finish(average_growth(&rates), doubt, how, || {
            let factors: Vec<String> = texts.iter().map(|text| format!("(1 + {text}%)")).collect();
            format!(
                "100 × (({})^(1/{}) − 1)",
                factors.join(" × "),
                factors.len()
            )
        })
    }

    pub(super) fn growth_of_year(
        &self,
        weight: &str,
        weights: usize,
        place: usize,
        rows: &[usize],
        absent: &[Absent],
    ) -> Figure {
        let year_before = |row| self.rows.year(row)?.year_before();
        let row_before = |row| self.rows.in_year(row, year_before(row)?);
        let previous = |row| match (row_before(row), year_before(row)) {
            (Some(before), _) => self.operand(before, weights),
            (None, Some(year)) => Err(format!(
                "the weights, {weight} of {year}, are not in the table"
            )),
            (None, None) => Err("there is no year before".to_owned()),
        };
        let exact = inputs(rows, absent, |row| {
            Ok((self.operand(row, place)?, previous(row)?))
        });
        if exact.found.is_empty() && self.how.approximate {
            return self.growth_from_present(weight, weights, place, rows, absent);
        }
        let present = weigh(exact.found.iter().map(|(_, weight)| weight));
        let all: Result<Vec<Operand>, String> = rows.iter().map(|&row| previous(row)).collect();
        let all = all.ok().and_then(|all| weigh(&all));
        let lacks_weight =
            |&row: &usize| self.operand(row, place).is_ok() && row_before(row).is_none();
        if exact.found.is_empty() && rows.iter().any(lacks_weight) {
            return Figure::missing(format!(
                "The weights are missing: growth is weighted by {weight} of the year before, which the table does not have; `--approximate` infers them from this year's."
            ));
        }
        match self.coverage(
            &exact,
            &format!("weighted by {weight} of the year before"),
            present.zip(all),
        ) {
            Ok(how) => self.mean_of_pairs(&exact.found, how),
            Err(missing) => missing,
        }
    }

    /// Approximately: the amounts of the year before, inferred from this year's and the growth. It takes prices to
    /// have changed alike everywhere: Σ x ÷ Σ (x ÷ (1 + g)) − 1.
    pub(super) fn growth_from_present(
        &self,
        weight: &str,
        weights: usize,
        place: usize,
        rows: &[usize],
        absent: &[Absent],
    ) -> Figure {
        let pair = |row| Ok((self.operand(row, place)?, self.operand(row, weights)?));
        let inputs = inputs(rows, absent, pair);
        let made = format!(
            "approximate: weighted by {weight} of the year before as this year's over 1 + growth, as if prices had changed alike everywhere"
        );
        let how = match self.coverage(&inputs, &made, None) {
            Ok(how) => Note::new(Status::Estimated, how.text),
            Err(missing) => return missing,
        };
        let mut doubt = Doubt::default();
        doubt.take_status(Status::Estimated, &[]);
        for operand in inputs.found.iter().flat_map(|(own, amount)| [own, amount]) {
            doubt.take(operand);
        }
        let hundred = Decimal::ONE_HUNDRED;
        let factor = |growth: &Operand| growth.value.shifted(hundred).ok_or(Undefined::TooLarge);
        let estimate = over_implied(&inputs.found, Estimate::exact(hundred), factor)
            .and_then(|factor| factor.shifted(-hundred).ok_or(Undefined::TooLarge));
        self.finish(estimate, doubt, how, || {
            let formula = in_formula(&inputs.found, |growth| format!("(1 + {}%)", growth.text));
            format!("100 × ({formula} − 1)")
        })
    }
}

/// What weights come to; nothing where no exact decimal holds it, and then no mean is one of them either.
pub(super) fn weigh<'o>(weights: impl IntoIterator<Item = &'o Operand>) -> Option<Decimal> {
    total(weights.into_iter().map(|weight| weight.value.value))
}

/// The first year between the years that is none of them.
fn gap<'y>(years: impl Iterator<Item = &'y Year>) -> Option<Year> {
    let years: BTreeSet<Year> = years.copied().collect();
    let (first, last) = (*years.first()?, *years.last()?);
    first.through(last).find(|year| !years.contains(year))
}
