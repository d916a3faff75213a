//! Amounts: sums over areas and years, and what `--agg` asks for.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::rules::Rules;
use super::{Aggregate, Group};
use crate::figure::{Estimate, Figure, Note, Period};
use crate::methods::{mean, median, sum};
use crate::package::Indicator;
use crate::query::operand::{Operand, taken};
use crate::words::count;

/// What a sum over years is.
pub(super) fn cumulative(indicator: &Indicator) -> &'static str {
    if indicator.is_at_current_prices() {
        ", cumulative, each at its own prices"
    } else {
        ", cumulative"
    }
}

impl Rules<'_> {
    /// Σ x.
    pub(super) fn total(&self, indicator: &Indicator, place: usize, group: &Group) -> Figure {
        let inputs = self.inputs(&group.rows, &group.absent, |row| self.operand(row, place));
        let years: BTreeSet<Period> = group
            .rows
            .iter()
            .filter_map(|&row| self.rows.year(row))
            .collect();
        let made = match self.span {
            Some(span) if years.len() > 1 => {
                let over = count(years.len(), span.frequency().name());
                let cumulative = if self.keys.yearly {
                    ""
                } else {
                    cumulative(indicator)
                };
                format!("sum over {over}{cumulative}")
            }
            _ => "sum".to_owned(),
        };
        let weights = || {
            let amount = |row| Some(self.operand(row, place).ok()?.value.value);
            self.weights(group, &inputs.lacking, &inputs.found, amount)
        };
        let how = match self.coverage(&inputs, &made, weights) {
            Ok(how) => how,
            Err(missing) => return missing,
        };
        let (parts, doubt, texts) = taken(&inputs.found);
        self.finish(sum(&parts), doubt, how, || texts.join(" + "))
    }

    /// `--agg`: without regard to meaning, and said so.
    pub(super) fn aggregate(&self, aggregate: Aggregate, place: usize, group: &Group) -> Figure {
        let inputs = self.inputs(&group.rows, &group.absent, |row| {
            Ok((row, self.operand(row, place)?))
        });
        let operands: Vec<Operand> = inputs
            .found
            .iter()
            .map(|(_, operand)| operand.clone())
            .collect();
        let (parts, doubt, texts) = taken(&operands);
        if aggregate == Aggregate::Count {
            let (present, all) = (parts.len(), parts.len() + inputs.lacking.len());
            let how = Note::remark(format!("{present} of {all} have a value."));
            return self.finish(
                Ok(Estimate::exact(Decimal::from(present))),
                doubt,
                how,
                || format!("count({})", texts.join("; ")),
            );
        }
        let made = match aggregate {
            Aggregate::Mean | Aggregate::Median => {
                format!("unweighted {aggregate} of {}", parts.len())
            }
            _ => aggregate.name().to_owned(),
        };
        let how = match self.coverage(&inputs, &made, || None) {
            Ok(how) => how,
            Err(missing) => return missing,
        };
        let value = |(_, operand): &&(usize, Operand)| operand.value.value;
        let when = |row: usize| {
            (
                self.rows.year(row),
                self.keys.within_year(self.rows.row(row)),
            )
        };
        let picked = match aggregate {
            Aggregate::Min => inputs.found.iter().min_by_key(value),
            Aggregate::Max => inputs.found.iter().max_by_key(value),
            // By time, whatever the order of the rows; of one period, by that.
            Aggregate::First => inputs.found.iter().min_by_key(|(row, _)| when(*row)),
            Aggregate::Last => inputs.found.iter().max_by_key(|(row, _)| when(*row)),
            _ => None,
        };
        if let Some(figure) = picked.and_then(|(row, _)| self.figure_at(*row, place)) {
            // One of the members, as it is published.
            let notes = std::iter::once(how)
                .chain(figure.notes.iter().cloned())
                .collect();
            let formula = self
                .wanted
                .explain
                .then(|| Arc::from(format!("{aggregate}({})", texts.join("; "))));
            return Figure {
                notes,
                formula,
                ..figure.clone()
            };
        }
        let estimate = match aggregate {
            Aggregate::Sum => sum(&parts),
            Aggregate::Median => median(&parts),
            _ => mean(&parts),
        };
        self.finish(estimate, doubt, how, || {
            format!("{aggregate}({})", texts.join("; "))
        })
    }
}
