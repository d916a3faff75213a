//! Amounts: sums over areas and years, averages of stocks over years, and what `--agg` asks for.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::rules::{Rules, inputs};
use super::{Aggregate, Group};
use crate::figure::{Estimate, Figure, Kind, Note, Year};
use crate::methods::{mean, median, ratio, sum};
use crate::package::Indicator;
use crate::query::operand::{Operand, taken};
use crate::words::count;

impl Rules<'_> {
    /// Σ x; over years a stock is averaged.
    pub(super) fn total(&self, indicator: &Indicator, place: usize, group: &Group) -> Figure {
        let inputs = inputs(&group.rows, &group.absent, |row| self.operand(row, place));
        let over_years = self.keys.collapses(self.keys.time);
        let years: BTreeSet<Year> = group
            .rows
            .iter()
            .filter_map(|&row| self.rows.year(row))
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
    pub(super) fn aggregate(&self, aggregate: Aggregate, place: usize, group: &Group) -> Figure {
        let inputs = inputs(&group.rows, &group.absent, |row| {
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
        let how = match self.coverage(&inputs, &made, None) {
            Ok(how) => how,
            Err(missing) => return missing,
        };
        let value = |(_, operand): &&(usize, Operand)| operand.value.value;
        let picked = match aggregate {
            Aggregate::Min => inputs.found.iter().min_by_key(value),
            Aggregate::Max => inputs.found.iter().max_by_key(value),
            Aggregate::First => inputs.found.first(),
            Aggregate::Last => inputs.found.last(),
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
