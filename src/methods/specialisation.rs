//! How the structure of an area differs from that of a reference, or from its own of another year.
//!
//! Shares are fractions of one whole. A reference that includes the area is given as the area's weight in it and the
//! structure of the others, so that an area that stands on both sides of the line is one input: its own share in the
//! reference is `S = w·r + (1 − w)·R`.

use rust_decimal::Decimal;

use super::Undefined;
use super::combine::{of_corners, product, sum};
use super::enclose::{not_negative, within};
use crate::figure::{Estimate, Interval};

/// The structure of an area beside that of its reference.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The area's shares, as fractions.
    pub own: &'a [Estimate],
    /// Those of the reference without the area.
    pub others: &'a [Estimate],
    /// How much of the reference the area is, as a fraction; 0 where it is none of it.
    pub weight: Estimate,
}

/// The share of a part in the reference, `S = w·r + (1 − w)·R`.
///
/// It turns in none of the three.
///
/// # Errors
/// If it is too large.
pub fn reference_share(
    own: Estimate,
    others: Estimate,
    weight: Estimate,
) -> Result<Estimate, Undefined> {
    of_corners([own, others, weight], |[own, others, weight]| {
        of_reference(own, others, weight)
    })
}

/// The location quotient, `r ÷ S`: how many times as much of the area as of the reference a part is (Bureau of Labor
/// Statistics, Quarterly Census of Employment and Wages).
///
/// It rises with the own share, falls with that of the others, and does not turn in the weight.
///
/// # Errors
/// If the reference may have nothing of the part.
pub fn location_quotient(
    own: Estimate,
    others: Estimate,
    weight: Estimate,
) -> Result<Estimate, Undefined> {
    of_corners([own, others, weight], |[own, others, weight]| {
        own.checked_div(of_reference(own, others, weight)?)
            .ok_or(Undefined::ZeroDivisor)
    })
}

/// The specialisation index of Krugman (1991), `Σ |r − S|`, from 0 for the structure of the reference to 2; the
/// reference holds the area where it is a part of it.
///
/// That is `(1 − w) Σ |r − R|`, of independent inputs.
///
/// # Errors
/// If the structures are of different parts.
pub fn krugman(of: Against) -> Result<Estimate, Undefined> {
    product(of.of_others()?, distance(of.own, of.others)?)
}

/// Hoover's coefficient of specialisation, `½ Σ |r − S|`, from 0 to 1: half of [`krugman`].
///
/// # Errors
/// As [`krugman`].
pub fn hoover_specialisation(of: Against) -> Result<Estimate, Undefined> {
    halved(krugman(of)?)
}

/// The index of Hachman, `1 ÷ Σ (r² ÷ S)`: 1 for the structure of the reference, near 0 for another.
///
/// Each term rises with the own share, falls with that of the others, and does not turn in the weight.
///
/// # Errors
/// If the reference may have nothing of a part of the area.
pub fn hachman(of: Against) -> Result<Estimate, Undefined> {
    let term = |(own, others): (&Estimate, &Estimate)| {
        of_corners([*own, *others, of.weight], |[own, others, weight]| {
            if own.is_zero() {
                return Ok(Decimal::ZERO);
            }
            own.checked_div(of_reference(own, others, weight)?)
                .and_then(|quotient| quotient.checked_mul(own))
                .ok_or(Undefined::ZeroDivisor)
        })
    };
    let terms: Result<Vec<Estimate>, Undefined> = of.own.iter().zip(of.others).map(term).collect();
    // Σ r² ÷ S is never below 1 (Cauchy and Schwarz).
    let sum = within(sum(&terms?)?, Decimal::ONE, Decimal::MAX);
    sum.map(|sum| Decimal::ONE.checked_div(sum))
        .ok_or(Undefined::ZeroDivisor)
}

/// The norm of absolute values of Michaely (1962) and Stoikov (1966), `½ Σ |s_T − s_0|`: how much of a whole is
/// another part of it than before, from 0 to 1.
///
/// # Errors
/// If the structures are of different parts.
pub fn structural_change(before: &[Estimate], after: &[Estimate]) -> Result<Estimate, Undefined> {
    halved(distance(before, after)?)
}

impl Against<'_> {
    /// How much of the reference the others are.
    fn of_others(&self) -> Result<Estimate, Undefined> {
        let rest = self.weight.map(|weight| Decimal::ONE.checked_sub(weight));
        rest.ok_or(Undefined::TooLarge)
    }
}

/// The share of a part in the reference.
fn of_reference(own: Decimal, others: Decimal, weight: Decimal) -> Result<Decimal, Undefined> {
    let others = (Decimal::ONE - weight).checked_mul(others);
    let share = weight
        .checked_mul(own)
        .and_then(|own| own.checked_add(others?));
    share.ok_or(Undefined::TooLarge)
}

fn halved(distance: Estimate) -> Result<Estimate, Undefined> {
    distance
        .map(|distance| distance.checked_div(Decimal::TWO))
        .ok_or(Undefined::TooLarge)
}

/// `Σ |a − b|` of shares that add up to one whole both.
///
/// What one has more of somewhere it has less of elsewhere, so that the sum is twice that of the positive differences,
/// and twice that of the negative ones: it lies in the intervals of all three.
fn distance(one: &[Estimate], other: &[Estimate]) -> Result<Estimate, Undefined> {
    if one.len() != other.len() {
        return Err(Undefined::Empty);
    }
    let (one, other) = (not_negative(one)?, not_negative(other)?);
    let mut value = Decimal::ZERO;
    // The ends of the sum of what is more and of what is less.
    let mut more = Interval::point(Decimal::ZERO);
    let mut less = more;
    let mut all = more;
    for (a, b) in one.iter().zip(&other) {
        value += (a.value - b.value).abs();
        let low = a.bounds.low - b.bounds.high;
        let high = a.bounds.high - b.bounds.low;
        let at_least = |end: Decimal| end.max(Decimal::ZERO);
        more.low += at_least(low);
        more.high += at_least(high);
        less.low += at_least(-high);
        less.high += at_least(-low);
        all.low += at_least(low).max(at_least(-high));
        all.high += high.abs().max(low.abs());
    }
    let low = all.low.max(Decimal::TWO * more.low.max(less.low));
    let high = all.high.min(Decimal::TWO * more.high.min(less.high));
    let slack = super::elementary::SLACK;
    let found = Estimate::new(value, (low - slack).min(value), high + slack);
    Ok(within(found, Decimal::ZERO, Decimal::TWO))
}
