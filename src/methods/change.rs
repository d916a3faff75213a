//! How a value differs from another: in units, in percent, as an index, a year on average.

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::{Undefined, combine};
use crate::figure::Estimate;

/// The difference, `x − base`, in the unit of both.
///
/// # Errors
/// If it is too large.
pub fn difference(value: Estimate, base: Estimate) -> Result<Estimate, Undefined> {
    let minus = |a: Decimal, b: Decimal| a.checked_sub(b).ok_or(Undefined::TooLarge);
    Ok(Estimate::new(
        minus(value.value, base.value)?,
        minus(value.bounds.low, base.bounds.high)?,
        minus(value.bounds.high, base.bounds.low)?,
    ))
}

/// The relative change in percent, `100·(x ÷ base − 1)`. A nominal change is no growth in volume.
///
/// # Errors
/// If the base is not above zero, or the change is too large.
pub fn relative_change(value: Estimate, base: Estimate) -> Result<Estimate, Undefined> {
    index(value, base)?
        .shifted(-Decimal::ONE_HUNDRED)
        .ok_or(Undefined::TooLarge)
}

/// The index number, `100·x ÷ base`. An index at its base is 100 exactly and is not computed with this.
///
/// # Errors
/// If the base is not above zero, or the index is too large.
pub fn index(value: Estimate, base: Estimate) -> Result<Estimate, Undefined> {
    if base.value <= Decimal::ZERO {
        return Err(Undefined::NotPositive);
    }
    combine::ratio(value, base)?
        .scaled(Decimal::ONE_HUNDRED)
        .ok_or(Undefined::TooLarge)
}

/// The compound annual growth rate in percent, `100·((x ÷ base)^(1/n) − 1)` over `n` years.
///
/// Monotone in both values. The root is taken in binary floating point and the ends are widened by its error.
///
/// # Errors
/// If a value is not above zero, or there is no year between them.
pub fn cagr(value: Estimate, base: Estimate, years: u32) -> Result<Estimate, Undefined> {
    if years == 0 {
        return Err(Undefined::Empty);
    }
    if value.value <= Decimal::ZERO || base.value <= Decimal::ZERO {
        return Err(Undefined::NotPositive);
    }
    let quotient = combine::ratio(value, base)?;
    if quotient.bounds.low <= Decimal::ZERO {
        return Err(Undefined::NotPositive);
    }
    let rate = |factor: Decimal| rate_of(factor, years);
    let slack = Decimal::new(1, 11);
    Ok(Estimate::new(
        rate(quotient.value)?,
        rate(quotient.bounds.low)? - slack,
        rate(quotient.bounds.high)? + slack,
    ))
}

/// The yearly rate in percent that makes the factor in so many years.
pub(super) fn rate_of(factor: Decimal, years: u32) -> Result<Decimal, Undefined> {
    if years == 1 {
        return factor
            .checked_mul(Decimal::ONE_HUNDRED)
            .map(|index| index - Decimal::ONE_HUNDRED)
            .ok_or(Undefined::TooLarge);
    }
    let factor = factor.to_f64().ok_or(Undefined::TooLarge)?;
    let rate = 100.0 * (factor.powf(1.0 / f64::from(years)) - 1.0);
    // Twelve decimals are what binary floating point carries here.
    Decimal::from_f64(rate)
        .map(|rate| rate.round_dp(12))
        .ok_or(Undefined::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Number;

    fn printed(text: &str) -> Estimate {
        Estimate::from(text.parse::<Number>().unwrap())
    }

    #[test]
    fn nominal_gdp_of_hegang_rises_by_five_percent_a_year() {
        // Table 4: 18.5 in 2008, 26.6 in 2015; (26.6 ÷ 18.5)^(1/7) − 1 = 5.32464 % in 30-digit decimals (Python).
        let found = cagr(printed("26.6"), printed("18.5"), 7).unwrap();
        assert_eq!(found.value.round_dp(3).to_string(), "5.325");
        // The ends: 26.55 over 18.55 and 26.65 over 18.45.
        assert_eq!(found.bounds.low.round_dp(2).to_string(), "5.26");
        assert_eq!(found.bounds.high.round_dp(2).to_string(), "5.39");
    }

    #[test]
    fn over_one_year_the_average_rate_is_the_change() {
        let (value, base) = (printed("20.2"), printed("18.5"));
        assert_eq!(
            cagr(value, base, 1).unwrap().value.round_dp(9),
            relative_change(value, base).unwrap().value.round_dp(9)
        );
    }

    #[test]
    fn rates_need_values_above_zero() {
        assert_eq!(
            cagr(printed("1"), printed("-1"), 2).unwrap_err(),
            Undefined::NotPositive
        );
        assert_eq!(
            cagr(printed("1"), printed("0"), 2).unwrap_err(),
            Undefined::NotPositive
        );
        assert_eq!(
            relative_change(printed("1"), printed("0")).unwrap_err(),
            Undefined::NotPositive
        );
        assert_eq!(
            cagr(printed("1"), printed("1"), 0).unwrap_err(),
            Undefined::Empty
        );
    }
}
