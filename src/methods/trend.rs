//! Growth a year over a span: of all values by least squares, of the first and the last by logarithms.

use rust_decimal::Decimal;

use super::Undefined;
use super::combine::{ratio, total};
use super::elementary::{exp, ln};
use super::enclose::of_ends;
use crate::figure::Estimate;

/// The least-squares growth rate in percent a year, `100·(exp b − 1)` with the slope `b` of `ln x` on the year (World
/// Bank, World Development Indicators, Sources and methods, which gives none where more than half of the values are
/// missing).
///
/// The slope is a sum of logarithms with factors that do not depend on the values, so the rate rises with those of
/// the later half of the years and falls with those of the earlier.
///
/// # Errors
/// If there are fewer than two years, or a value may be zero or less.
pub fn trend(values: &[(i64, Estimate)]) -> Result<Estimate, Undefined> {
    let count = Decimal::from(values.len());
    let years = || values.iter().map(|(year, _)| Decimal::from(*year));
    let mean = total(years())
        .and_then(|sum| sum.checked_div(count))
        .ok_or(Undefined::Empty)?;
    let squares = total(years().map(|year| (year - mean) * (year - mean)));
    let squares = squares.filter(|squares| !squares.is_zero());
    let squares = squares.ok_or(Undefined::Empty)?;
    let mut terms: Vec<Estimate> = Vec::new();
    for (year, value) in values {
        if value.bounds.low <= Decimal::ZERO {
            return Err(Undefined::NotPositive);
        }
        let factor = (Decimal::from(*year) - mean) / squares;
        terms.push(of_ends(*value, |value| ln(value)?.checked_mul(factor))?);
    }
    of_ends(super::sum(&terms)?, |slope| {
        let rate = exp(slope)?.checked_sub(Decimal::ONE)?;
        rate.checked_mul(Decimal::ONE_HUNDRED)
    })
}

/// The continuous growth rate in percent a year, `100·ln (x ÷ base) ÷ n`: `100·ln (1 + r)` of the compound rate `r`.
///
/// # Errors
/// If a value may be zero or less, or there is no year between them.
pub fn log_growth(value: Estimate, base: Estimate, years: u32) -> Result<Estimate, Undefined> {
    let is_positive = |estimate: &Estimate| estimate.bounds.low > Decimal::ZERO;
    if years == 0 {
        return Err(Undefined::Empty);
    }
    if ![value, base].iter().all(is_positive) {
        return Err(Undefined::NotPositive);
    }
    of_ends(ratio(value, base)?, |factor| {
        ln(factor)?
            .checked_div(Decimal::from(years))?
            .checked_mul(Decimal::ONE_HUNDRED)
    })
}
