//! The interval of a formula in which inputs occur more than once.

use rust_decimal::Decimal;

use super::Undefined;
use super::change::widened;
use crate::figure::{Estimate, Interval};

/// How a formula goes where one of its inputs rises through its interval, wherever the others are in theirs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Way {
    /// It never falls.
    Rises,
    /// It never rises.
    Falls,
    /// It may turn, and is never further than this from what it is at the input's value.
    Turns(Decimal),
}

impl Way {
    /// The way of a formula whose partial derivative in an input stays in a range, or is such a range times something
    /// that is above zero and never more than `most`.
    pub(super) fn of(slope: Interval, most: Decimal, input: &Estimate) -> Option<Way> {
        if slope.low >= Decimal::ZERO {
            return Some(Way::Rises);
        }
        if slope.high <= Decimal::ZERO {
            return Some(Way::Falls);
        }
        let steepest = slope.high.max(-slope.low).checked_mul(most)?;
        steepest.checked_mul(reach(input)).map(Way::Turns)
    }
}

/// How far an input may be from its value.
pub(super) fn reach(input: &Estimate) -> Decimal {
    let Interval { low, high } = input.bounds;
    (high - input.value).max(input.value - low)
}

/// The value of a formula with an interval that holds it wherever its inputs lie.
///
/// From any point the inputs in which the formula only rises, or only falls, can be moved to their better ends without
/// a loss, since its direction in them is the same wherever the others are; those in which it turns can then be moved to
/// their values, which changes it by no more than they say (mean value theorem). So it is never further out than at
/// that point, by those amounts; and it is exactly there where it turns in none.
pub(super) fn enclose(
    inputs: &[Estimate],
    ways: &[Way],
    formula: &dyn Fn(&[Decimal]) -> Result<Decimal, Undefined>,
) -> Result<Estimate, Undefined> {
    let values: Vec<Decimal> = inputs.iter().map(|input| input.value).collect();
    let end = |is_high: bool| {
        let mut slack = Decimal::ZERO;
        let place = |(input, way): (&Estimate, &Way)| match (way, is_high) {
            (Way::Rises, true) | (Way::Falls, false) => input.bounds.high,
            (Way::Rises, false) | (Way::Falls, true) => input.bounds.low,
            (Way::Turns(by), _) => {
                slack = slack.saturating_add(*by);
                input.value
            }
        };
        let point: Vec<Decimal> = inputs.iter().zip(ways).map(place).collect();
        let there = formula(&point)?;
        let end = if is_high {
            there.checked_add(slack)
        } else {
            there.checked_sub(slack)
        };
        end.ok_or(Undefined::TooLarge)
    };
    widened(formula(&values)?, end(false)?, end(true)?)
}

/// The estimate with its interval cut at what it cannot be below or above.
pub(super) fn within(estimate: Estimate, low: Decimal, high: Decimal) -> Estimate {
    let cut = |end: Decimal| end.max(low).min(high);
    Estimate::new(
        estimate.value,
        cut(estimate.bounds.low),
        cut(estimate.bounds.high),
    )
}

/// Values that are not negative, their intervals cut at zero.
///
/// # Errors
/// If there is none, or one is below zero.
pub(super) fn not_negative(values: &[Estimate]) -> Result<Vec<Estimate>, Undefined> {
    if values.is_empty() {
        return Err(Undefined::Empty);
    }
    let cut = |value: &Estimate| {
        let is_below = value.value < Decimal::ZERO;
        let cut = || within(*value, Decimal::ZERO, Decimal::MAX);
        (!is_below).then(cut).ok_or(Undefined::NotPositive)
    };
    values.iter().map(cut).collect()
}

/// The range of a sum of two values.
pub(super) fn plus(one: Interval, other: Interval) -> Option<Interval> {
    Some(Interval {
        low: one.low.checked_add(other.low)?,
        high: one.high.checked_add(other.high)?,
    })
}

/// The range of a difference.
pub(super) fn minus(one: Interval, other: Interval) -> Option<Interval> {
    Some(Interval {
        low: one.low.checked_sub(other.high)?,
        high: one.high.checked_sub(other.low)?,
    })
}

/// The range of a product.
pub(super) fn times(one: Interval, other: Interval) -> Option<Interval> {
    of_pairs(one, other, Decimal::checked_mul)
}

/// The range of a quotient; nothing where the divisor may be zero.
pub(super) fn over(one: Interval, other: Interval) -> Option<Interval> {
    if other.contains(Decimal::ZERO) {
        return None;
    }
    of_pairs(one, other, Decimal::checked_div)
}

/// The range of a formula that is monotone in both inputs.
fn of_pairs(
    one: Interval,
    other: Interval,
    formula: impl Fn(Decimal, Decimal) -> Option<Decimal>,
) -> Option<Interval> {
    let first = formula(one.low, other.low)?;
    let mut range = Interval::point(first);
    for (a, b) in [
        (one.low, other.high),
        (one.high, other.low),
        (one.high, other.high),
    ] {
        range = range.hull(&Interval::point(formula(a, b)?));
    }
    Some(range)
}

/// The range of what may be any of several values: from the lowest to the highest.
pub(super) fn hull(values: impl IntoIterator<Item = Decimal>) -> Option<Interval> {
    let mut values = values.into_iter().map(Interval::point);
    let first = values.next()?;
    Some(values.fold(first, |range, value| range.hull(&value)))
}

/// An estimate of a root or a logarithm, its ends widened by what their last places may be off.
pub(super) fn of_ends(
    estimate: Estimate,
    formula: impl Fn(Decimal) -> Option<Decimal>,
) -> Result<Estimate, Undefined> {
    let found = estimate.map(formula).ok_or(Undefined::TooLarge)?;
    widened(found.value, found.bounds.low, found.bounds.high)
}
