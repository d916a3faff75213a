//! Weighted means, and growth: over areas weighted by the amounts of the year before (the Laspeyres volume at
//! previous-year prices), over years chained.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::Group;
use super::inputs::Lacking;
use super::ratios::{in_formula, over_implied};
use super::rules::{Rules, no_indicator};
use crate::figure::{Estimate, Figure, Frequency, Note, Period, Status};
use crate::methods::{Undefined, average_growth, weighted_mean};
use crate::query::operand::{Doubt, Operand, taken};

impl Rules<'_> {
    /// Σ w·x ÷ Σ w, the weight of the same row.
    pub(super) fn weighted(&self, weight: &str, place: usize, group: &Group) -> Figure {
        let Some(weights) = self.indicator_place(weight) else {
            return no_indicator(weight);
        };
        let pair = |row| {
            Ok((
                self.operand(row, place)?,
                self.weight(row, weights, weight)?,
            ))
        };
        let inputs = self.inputs(&group.rows, &group.absent, pair);
        let made = format!("mean weighted by {weight}");
        let of_pairs = || self.weights_of_pairs(group, &inputs.lacking, &inputs.found, weights);
        match self.coverage(&inputs, &made, of_pairs) {
            Ok(how) => self.mean_of_pairs(&inputs.found, how),
            Err(missing) => missing,
        }
    }

    /// The weight of what is there and of all, the weights being the second of each pair and in this column.
    pub(super) fn weights_of_pairs(
        &self,
        group: &Group,
        lacking: &[Lacking],
        found: &[(Operand, Operand)],
        weights: usize,
    ) -> Option<(Decimal, Decimal)> {
        let amount = |row| Some(self.operand(row, weights).ok()?.value.value);
        let present = found.iter().map(|(_, weight)| weight);
        self.weights(group, lacking, present, amount)
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
        let over_years = self.keys.collapses(self.keys.time);
        let over_areas = self
            .keys
            .collapse
            .iter()
            .any(|place| Some(*place) != self.keys.time);
        if !over_years {
            return self.growth_of_year(weight, weights, place, group);
        }
        let mut by_year: BTreeMap<Option<Period>, Group> = BTreeMap::new();
        for &row in &group.rows {
            let of_year = by_year.entry(self.rows.year(row)).or_default();
            of_year.rows.push(row);
        }
        for absent in &group.absent {
            let of_year = by_year.entry(absent.period).or_default();
            of_year.absent.push(absent.clone());
        }
        let asked = self.lacking_periods.iter();
        for year in asked.filter(|year| {
            self.span
                .is_some_and(|span| span.frequency() == year.frequency())
        }) {
            by_year.entry(Some(*year)).or_default();
        }
        let shortest = by_year.keys().flatten().map(|year| year.frequency()).max();
        if shortest.is_some_and(|frequency| frequency != Frequency::Year) {
            return Figure::missing(
                "Growth on the year before is chained over years alone, not over parts of years.",
            );
        }
        let mut yearly: Vec<Figure> = Vec::new();
        for (year, group) in &by_year {
            match (group.rows.as_slice(), over_areas) {
                ([], _) => {
                    let year = year.map(|year| year.to_string()).unwrap_or_default();
                    let reason = format!("{year} is not in the table.");
                    yearly.push(Figure::missing(reason));
                }
                ([only], false) => yearly.extend(self.figure_at(*only, place).cloned()),
                _ => yearly.push(self.growth_of_year(weight, weights, place, group)),
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
        group: &Group,
    ) -> Figure {
        let year_before = |row| self.rows.year(row)?.year_before();
        let row_before = |row| self.rows.in_year(row, year_before(row)?);
        let previous = |row| match (row_before(row), year_before(row)) {
            (Some(before), _) => self.weight(before, weights, weight),
            (None, Some(year)) => Err(format!(
                "the weight of {}, its {weight} of {year}, is not in the table",
                self.member(row)
            )),
            (None, None) => Err("there is no year before".to_owned()),
        };
        let exact = self.inputs(&group.rows, &group.absent, |row| {
            Ok((self.operand(row, place)?, previous(row)?))
        });
        if exact.found.is_empty() && self.how.approximate {
            return self.growth_from_present(weight, weights, place, group);
        }
        let lacks_weight =
            |&row: &usize| self.operand(row, place).is_ok() && row_before(row).is_none();
        if exact.found.is_empty() && group.rows.iter().any(lacks_weight) {
            return Figure::missing(format!(
                "The weights are missing: growth is weighted by {weight} of the year before, which the table does not have; `--approximate` infers them from this year's."
            ));
        }
        // The weight of the year before, where it is known; else the newest.
        let amount = |row| {
            let found = row_before(row).and_then(|before| self.operand(before, weights).ok());
            let found = found.or_else(|| self.operand(row, weights).ok());
            Some(found?.value.value)
        };
        let of_pairs = || {
            let present = exact.found.iter().map(|(_, weight)| weight);
            self.weights(group, &exact.lacking, present, amount)
        };
        let made = format!("weighted by {weight} of the year before");
        match self.coverage(&exact, &made, of_pairs) {
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
        group: &Group,
    ) -> Figure {
        let pair = |row| {
            Ok((
                self.operand(row, place)?,
                self.weight(row, weights, weight)?,
            ))
        };
        let inputs = self.inputs(&group.rows, &group.absent, pair);
        let made = format!(
            "approximate: weighted by {weight} of the year before as this year's over 1 + growth, as if prices had changed alike everywhere"
        );
        let of_pairs = || self.weights_of_pairs(group, &inputs.lacking, &inputs.found, weights);
        let how = match self.coverage(&inputs, &made, of_pairs) {
            Ok(how) => Note::lasting(Status::Estimated, how.text),
            Err(missing) => return missing,
        };
        let mut doubt = Doubt::default();
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

/// The first year between the years that is none of them.
fn gap<'y>(years: impl Iterator<Item = &'y Period>) -> Option<Period> {
    let years: BTreeSet<Period> = years.copied().collect();
    let (first, last) = (*years.first()?, *years.last()?);
    first.through(last).find(|year| !years.contains(year))
}
