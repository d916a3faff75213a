//! Growth a year over a span: through all values by least squares, between the first and the last by logarithms.

use rust_decimal::Decimal;

use super::Undefined;
use super::combine::{ratio, sum, total};
use super::elementary::{exp, ln};
use super::enclose::of_ends;
use crate::figure::Estimate;

/// The least-squares growth rate in percent a year, `100·(exp b − 1)` with the slope `b` of `ln x` on the time in years
/// (World Bank, World Development Indicators, Sources and methods, which gives none where more than half of the values are
/// missing).
///
/// The slope is a sum of logarithms with factors that do not depend on the values, so the rate rises with those of
/// the later half of the years and falls with those of the earlier.
///
/// # Errors
/// If there are fewer than two times, or a value may be zero or less.
pub fn trend(values: &[(Decimal, Estimate)]) -> Result<Estimate, Undefined> {
    let factors = slope_factors(values)?;
    let mut terms: Vec<Estimate> = Vec::new();
    for ((_, value), factor) in values.iter().zip(factors) {
        if value.bounds.low <= Decimal::ZERO {
            return Err(Undefined::NotPositive);
        }
        terms.push(of_ends(*value, |value| ln(value)?.checked_mul(factor))?);
    }
    of_ends(sum(&terms)?, |slope| {
        let rate = exp(slope)?.checked_sub(Decimal::ONE)?;
        rate.checked_mul(Decimal::ONE_HUNDRED)
    })
}

/// By what the logarithm of each value is multiplied in the slope on time: `(t − t̄) ÷ Σ (t − t̄)²`.
///
/// # Errors
/// If there are fewer than two times.
pub fn slope_factors(values: &[(Decimal, Estimate)]) -> Result<Vec<Decimal>, Undefined> {
    let count = Decimal::from(values.len());
    let times = || values.iter().map(|(time, _)| *time);
    let mean = total(times())
        .and_then(|sum| sum.checked_div(count))
        .ok_or(Undefined::Empty)?;
    let squares = total(times().map(|time| (time - mean) * (time - mean)));
    let squares = squares.filter(|squares| !squares.is_zero());
    let squares = squares.ok_or(Undefined::Empty)?;
    Ok(times().map(|time| (time - mean) / squares).collect())
}

/// The continuous growth rate in percent a year, `100·ln (x ÷ base) ÷ n`: `100·ln (1 + r)` of the compound rate `r`; the
/// years are a fraction, as of [`cagr`](super::cagr).
///
/// # Errors
/// If a value may be zero or less, or there is no time between them.
pub fn log_growth(
    value: Estimate,
    base: Estimate,
    years: (i64, i64),
) -> Result<Estimate, Undefined> {
    let is_positive = |estimate: &Estimate| estimate.bounds.low > Decimal::ZERO;
    if years.0 <= 0 || years.1 <= 0 {
        return Err(Undefined::Empty);
    }
    if ![value, base].iter().all(is_positive) {
        return Err(Undefined::NotPositive);
    }
    of_ends(ratio(value, base)?, |factor| {
        ln(factor)?
            .checked_mul(Decimal::from(years.1))?
            .checked_div(Decimal::from(years.0))?
            .checked_mul(Decimal::ONE_HUNDRED)
    })
}
