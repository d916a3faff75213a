//! Amounts: sums over areas and years, averages of stocks over years, and what `--agg` asks for.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::operand::taken;
use super::rules::{Rules, inputs};
use super::{Aggregate, Group};
use crate::figure::{Estimate, Figure, Kind, Note, Year};
use crate::methods::{Undefined, mean, median, ratio, sum};
use crate::package::Indicator;
use crate::words::count;

impl Rules<'_> {
    /// Σ x; over years a stock is averaged.
    pub(super) fn total(&self, indicator: &Indicator, place: usize, group: &Group) -> Figure {
        let inputs = inputs(&group.rows, |row| self.operand(row, place));
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
    pub(super) fn aggregate(&self, aggregate: Aggregate, place: usize, group: &Group) -> Figure {
        let inputs = inputs(&group.rows, |row| self.operand(row, place));
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
}
