//! The figures that are made of the sums of a group.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::answer::{Answer, Role};
use crate::figure::{Estimate, Figure, Kind, Note, Period, Status};
use crate::package::{Combine, Indicator, Table};
use crate::query::combine::Aggregate;
use crate::query::combine::amounts::cumulative;
use crate::query::operand::Doubt;
use crate::source::fold::Sum;
use crate::words::count;

/// How the figures of an indicator are folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Added, by the indicator's own rule.
    Total,
    /// By `--agg sum`, whatever they mean.
    Sum,
    Mean,
    Count,
}

/// The columns of figures that are shown, and how each is folded; nothing where one is not.
pub(super) fn columns<'t>(
    table: &'t Table,
    answer: &Answer,
    aggregate: Option<Aggregate>,
) -> Option<Vec<(usize, How, &'t Indicator)>> {
    let mut found = Vec::new();
    for (place, column) in answer.columns.iter().enumerate() {
        let Role::Measure(measure) = &column.role else {
            continue;
        };
        if !column.shown {
            continue;
        }
        let (_, _, indicator) = table.indicator(&measure.id)?;
        let how = match (aggregate, &indicator.combine) {
            (Some(Aggregate::Sum), _) if matches!(indicator.kind, Kind::Flow | Kind::Stock) => {
                How::Total
            }
            (Some(Aggregate::Sum), _) => How::Sum,
            (Some(Aggregate::Mean), _) | (None, Combine::Mean) => How::Mean,
            (Some(Aggregate::Count), _) => How::Count,
            (None, Combine::Sum) => How::Total,
            _ => return None,
        };
        found.push((place, how, indicator));
    }
    (!found.is_empty()).then_some(found)
}

/// The value of a sum and the interval that the digits of its figures imply; `None` where it is too large.
pub(super) fn estimate(sum: &Sum, how: How) -> Option<Estimate> {
    let number = |units: i128| Decimal::try_from_i128_with_scale(units, u32::from(sum.scale)).ok();
    let end = |half: i128| {
        let tenths = sum.units.checked_mul(10)?.checked_add(half);
        Decimal::try_from_i128_with_scale(tenths?, u32::from(sum.scale) + 1).ok()
    };
    if sum.overflows {
        return None;
    }
    if how == How::Count {
        return Some(Estimate::exact(Decimal::from(sum.count)));
    }
    let half = sum.rounding.checked_mul(5)?;
    let added = Estimate::new(number(sum.units)?, end(-half)?, end(half)?);
    if how == How::Mean {
        return added.map(|total| total.checked_div(Decimal::from(sum.count)));
    }
    Some(added)
}

/// The approximate value of a sum; NaN where it may be too large.
pub(super) fn rough(sum: &Sum, how: How) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "it is known to be rough, and clearly larger is told from larger"
    )]
    let (units, count) = (sum.units as f64, sum.count as f64);
    let power = 10_f64.powi(sum.scale.into());
    let is_small = |part: i128| part.unsigned_abs() < 1 << 88;
    match how {
        _ if sum.overflows || !is_small(sum.units) || !is_small(sum.rounding) => f64::NAN,
        How::Count => count,
        How::Mean => units / power / count,
        How::Total | How::Sum => units / power,
    }
}

/// The figure of a sum; `None` where it is too large.
pub(super) fn figure(
    sum: &Sum,
    (how, indicator): (How, &Indicator),
    span: Option<Period>,
    periods: &BTreeSet<Period>,
) -> Option<Figure> {
    let all = sum.count;
    let made = match how {
        How::Count => format!("{all} of {all} have a value."),
        How::Mean => format!("{all} of {all}: unweighted mean of {all}."),
        How::Total => match span {
            Some(span) if periods.len() > 1 => format!(
                "{all} of {all}: sum over {}{}.",
                count(periods.len(), span.frequency().name()),
                cumulative(indicator)
            ),
            _ => format!("{all} of {all}: sum."),
        },
        How::Sum => format!("{all} of {all}: sum."),
    };
    let how_made = Note::remark(made);
    let mut doubt = Doubt::default();
    doubt.take_status(Status::Normal, &[]);
    doubt.take_status(how_made.status, &[]);
    Some(doubt.figure(estimate(sum, how)?, Some(how_made)))
}
