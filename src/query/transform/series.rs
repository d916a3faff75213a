//! Transforms along the years of one series: changes, indices, rates a year, volumes.

use std::sync::Arc;

use super::{Transform, Work, figure_in, nearest, year};
use crate::answer::{Cell, Row};
use crate::figure::{Estimate, Figure, Kind, Value, Year};
use crate::methods::{
    Undefined, cagr, chain, deflator, difference, index, linked_level, ratio, relative_change,
};
use crate::query::QueryError;
use crate::query::combine::{Doubt, Operand, is_key, key_text};
use crate::query::select::Selected;
use rust_decimal::Decimal;

impl Work<'_> {
    /// The change, index or rate of a row against another year of its series.
    pub(super) fn over_time(&self, row: usize, place: usize, kind: Kind) -> Figure {
        let Some(year) = self.year(row) else {
            return Figure::missing("There is no year.");
        };
        let base = match self.transform {
            Transform::Index(_) => self.base(),
            Transform::Cagr => self.asked.0,
            _ => match Year::new(year.number() - 1) {
                Some(before) => before,
                None => return Figure::missing("There is no year before."),
            },
        };
        let value = match self.operand(Some(row), place, year) {
            Ok(value) => value,
            Err(missing) => return missing,
        };
        if self.transform == Transform::Cagr && year <= base {
            return Figure::missing("A rate a year needs two years.");
        }
        let base_row = self.in_year(row, base);
        if base_row.is_none() && matches!(self.transform, Transform::Yoy | Transform::Change) {
            return Figure::missing(self.no_year_before(row, base));
        }
        let from = match self.operand(base_row, place, base) {
            Ok(from) => from,
            Err(missing) => return missing,
        };
        let mut doubt = Doubt::default();
        doubt.take(&value);
        if base == year {
            return doubt.figure(Estimate::exact(Decimal::ONE_HUNDRED), None);
        }
        doubt.take(&from);
        let (x, b) = (&value.text, &from.text);
        let years = u32::try_from(year.number() - base.number()).unwrap_or(0);
        let (estimate, formula) = match self.transform {
            Transform::Yoy => (
                relative_change(value.value, from.value),
                format!("100 × ({x} ÷ {b} − 1)"),
            ),
            Transform::Index(_) => (index(value.value, from.value), format!("100 × {x} ÷ {b}")),
            Transform::Cagr => (
                cagr(value.value, from.value, years),
                format!("100 × (({x} ÷ {b})^(1/{years}) − 1)"),
            ),
            _ => {
                let points = if matches!(kind, Kind::Rate | Kind::Share) {
                    " percentage points"
                } else {
                    ""
                };
                (
                    difference(value.value, from.value),
                    format!("{x} − {b}{points}"),
                )
            }
        };
        self.finish(estimate, doubt, formula)
    }

    /// The index of volume, the amount at constant prices or the implicit deflator of a row.
    pub(super) fn in_volume(&self, row: usize, place: usize, growth: Option<usize>) -> Figure {
        let (Some(year), Some(growth)) = (self.year(row), growth) else {
            return Figure::missing("There is no published growth.");
        };
        if self.transform == Transform::Deflator {
            return self.deflator(row, place, growth, year);
        }
        let base = self.base();
        let (first, last) = (base.min(year), base.max(year));
        let mut doubt = Doubt::default();
        let mut rates = Vec::new();
        let mut texts = Vec::new();
        for link in (first.number() + 1..=last.number()).filter_map(Year::new) {
            match self.operand(self.in_year(row, link), growth, link) {
                Ok(rate) => {
                    doubt.take(&rate);
                    texts.push(format!("(1 + {}%)", rate.text));
                    rates.push(rate.value);
                }
                Err(missing) => return missing,
            }
        }
        let factor = chain(&rates).and_then(|factor| {
            if year < base {
                ratio(Estimate::exact(Decimal::ONE), factor)
            } else {
                Ok(factor)
            }
        });
        let chained = match (texts.is_empty(), year < base) {
            (true, _) => "1".to_owned(),
            (_, true) => format!("1 ÷ ({})", texts.join(" × ")),
            _ => texts.join(" × "),
        };
        if let Transform::Constant(_) = self.transform {
            let level = match self.operand(self.in_year(row, base), place, base) {
                Ok(level) => level,
                Err(missing) => return missing,
            };
            doubt.take(&level);
            let estimate = factor.and_then(|factor| linked_level(level.value, factor));
            return self.finish(estimate, doubt, format!("{} × {chained}", level.text));
        }
        let estimate = factor.and_then(|factor| {
            factor
                .scaled(Decimal::ONE_HUNDRED)
                .ok_or(Undefined::TooLarge)
        });
        self.finish(estimate, doubt, format!("100 × {chained}"))
    }

    fn deflator(&self, row: usize, place: usize, growth: usize, year: Year) -> Figure {
        let before = Year::new(year.number() - 1).unwrap_or(year);
        let Some(base) = self.in_year(row, before) else {
            return Figure::missing(self.no_year_before(row, before));
        };
        let operands = [
            self.operand(Some(row), place, year),
            self.operand(Some(base), place, before),
            self.operand(Some(row), growth, year),
        ];
        let mut found = Vec::new();
        for operand in operands {
            match operand {
                Ok(operand) => found.push(operand),
                Err(missing) => return missing,
            }
        }
        let mut doubt = Doubt::default();
        for operand in &found {
            doubt.take(operand);
        }
        let [value, from, rate] = found.as_slice() else {
            return Figure::missing("There is no value.");
        };
        let formula = format!(
            "100 × (({} ÷ {}) ÷ (1 + {}%) − 1)",
            value.text, from.text, rate.text
        );
        self.finish(
            deflator(value.value, from.value, rate.value),
            doubt,
            formula,
        )
    }

    /// The input in a cell, or a missing figure that says why there is none.
    pub(super) fn operand(
        &self,
        row: Option<usize>,
        place: usize,
        year: Year,
    ) -> Result<Operand, Figure> {
        let figure = row.and_then(|row| self.figure(row, place));
        let Some(figure) = figure else {
            return Err(Figure::missing(format!("There is no value for {year}.")));
        };
        Operand::of(figure).ok_or_else(|| {
            let why = match figure.notes.last() {
                _ if !figure.is_missing() => "is refuted by arithmetic and not used".to_owned(),
                Some(note) => format!("is missing ({})", note.text.trim_end_matches('.')),
                None => "is missing".to_owned(),
            };
            let near = row
                .and_then(|row| self.nearest_value(row, place, year))
                .filter(|_| self.transform == Transform::Cagr);
            let near = near
                .map(|year| format!("; the nearest year is {year}"))
                .unwrap_or_default();
            Figure::missing(format!("The value of {year} {why}{near}."))
        })
    }

    /// The year nearest to another in which a row's series has a value.
    fn nearest_value(&self, row: usize, place: usize, wanted: Year) -> Option<Year> {
        let has_value = |year: &Year| {
            let found = self
                .in_year(row, *year)
                .and_then(|row| self.figure(row, place));
            found.is_some_and(|figure| figure.estimate().is_some())
        };
        nearest(wanted, self.existing.iter().copied().filter(has_value))
    }

    /// Why there is no change on the year before.
    fn no_year_before(&self, row: usize, before: Year) -> String {
        let earlier = self
            .existing
            .iter()
            .rev()
            .find(|year| **year < before && self.in_year(row, **year).is_some());
        match earlier {
            Some(earlier) => {
                format!(
                    "There is no {before} in the table; a change since {earlier} is not one on the year before."
                )
            }
            None => format!("There is no {before} in the table, which begins here."),
        }
    }

    /// The figure of an estimate, or the reason why it is undefined.
    pub(super) fn finish(
        &self,
        estimate: Result<Estimate, Undefined>,
        doubt: Doubt,
        formula: String,
    ) -> Figure {
        match estimate {
            Ok(estimate) => {
                let formula = self.explain.then(|| Arc::from(formula));
                Figure {
                    formula,
                    ..doubt.figure(estimate, None)
                }
            }
            Err(undefined) => Figure::missing(format!("It cannot be computed: {undefined}.")),
        }
    }
}

/// Keeps one row for each series, that of the last year, and gives it the span as its year.
pub(super) fn into_spans(
    selected: &mut Selected,
    time: usize,
    first: Year,
    last: Year,
) -> Result<(), QueryError> {
    let answer = &mut selected.answer;
    let keys: Vec<usize> = (0..answer.columns.len())
        .filter(|&at| is_key(&answer.columns[at]) && at != time)
        .collect();
    let key = |row: &Row| -> Vec<String> {
        keys.iter()
            .map(|&place| key_text(&row.cells[place]))
            .collect()
    };
    let ended: Vec<Vec<String>> = answer
        .rows
        .iter()
        .filter(|row| year(row, time) == Some(last))
        .map(&key)
        .collect();
    let mut kept: Vec<Row> = Vec::new();
    let mut seen: Vec<Vec<String>> = Vec::new();
    for row in &answer.rows {
        let of_series = key(row);
        let is_end = year(row, time) == Some(last);
        if seen.contains(&of_series) || (!is_end && ended.contains(&of_series)) {
            continue;
        }
        let mut row = row.clone();
        if !is_end {
            let columns = answer
                .columns
                .iter()
                .zip(&mut row.cells)
                .filter(|(column, _)| column.shown && column.measure().is_some());
            for (_, cell) in columns {
                *cell = Cell::Figure(Figure::missing(format!("The series has no {last}.")));
            }
        }
        seen.push(of_series);
        row.cells[time] = Cell::Words(format!("{first}..{last}"));
        kept.push(row);
    }
    answer.rows = kept;
    let shown: Vec<usize> = answer
        .shown()
        .filter(|(_, column)| column.measure().is_some())
        .map(|(place, _)| place)
        .collect();
    let figures = || {
        answer
            .rows
            .iter()
            .flat_map(|row| shown.iter().filter_map(|&place| figure_in(row, place)))
    };
    if figures().all(|figure| figure.value == Value::Missing)
        && let Some(note) = figures().find_map(|figure| figure.notes.last())
    {
        let reason = note.text.trim_end_matches('.');
        return Err(QueryError::refused(format!(
            "`--as cagr` between {first} and {last}: {reason}; name other years with `--years`"
        )));
    }
    Ok(())
}
