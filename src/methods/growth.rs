//! Growth in volume: chains of rates, averages, levels at constant prices, implied prices.

use rust_decimal::Decimal;

use super::change::{rate_of, widened};
use super::{Undefined, combine};
use crate::figure::Estimate;

/// The chain of growth rates, `Π (1 + g/100)`, as a factor (SNA 2008, chapter 15; IMF, Quarterly National Accounts Manual
/// 2017, chapter 8).
///
/// Monotone in every rate as long as no rate is below −100 %.
///
/// # Errors
/// If a rate may be −100 % or less, or the factor is too large.
pub fn chain(rates: &[Estimate]) -> Result<Estimate, Undefined> {
    let factor = |end: fn(&Estimate) -> Decimal| {
        rates.iter().try_fold(Decimal::ONE, |product, rate| {
            let factor = Decimal::ONE + end(rate) / Decimal::ONE_HUNDRED;
            if factor <= Decimal::ZERO {
                return Err(Undefined::NotPositive);
            }
            product.checked_mul(factor).ok_or(Undefined::TooLarge)
        })
    };
    Ok(Estimate::new(
        factor(|rate| rate.value)?,
        factor(|rate| rate.bounds.low)?,
        factor(|rate| rate.bounds.high)?,
    ))
}

/// The average growth in percent a year, `100·((Π (1 + g/100))^(1/n) − 1)`: geometric, never the arithmetic mean.
/// That of a [`chain`], so its source is the same.
///
/// # Errors
/// If there is no rate, or one may be −100 % or less.
pub fn average_growth(rates: &[Estimate]) -> Result<Estimate, Undefined> {
    let years = u32::try_from(rates.len())
        .ok()
        .filter(|years| *years > 0)
        .ok_or(Undefined::Empty)?;
    let factor = chain(rates)?;
    let rate = |factor: Decimal| rate_of(factor, years);
    let (value, low, high) = (
        rate(factor.value)?,
        rate(factor.bounds.low)?,
        rate(factor.bounds.high)?,
    );
    match years {
        // No root is taken.
        1 => Ok(Estimate::new(value, low, high)),
        _ => widened(value, low, high),
    }
}

/// A level of the base year carried by a factor of volume, `x · Π (1 + g/100)`: a value at the base year's prices (SNA
/// 2008, chapter 15; IMF, Quarterly National Accounts Manual 2017, chapter 8). Such levels do not add up over areas.
///
/// # Errors
/// If it is too large.
pub fn linked_level(base: Estimate, factor: Estimate) -> Result<Estimate, Undefined> {
    combine::product(base, factor)
}

/// The yearly change of the implicit deflator in percent, `100·((x ÷ base) ÷ (1 + g/100) − 1)`: what of the nominal
/// change is price (SNA 2008, chapter 15).
///
/// Monotone in all three.
///
/// # Errors
/// If the base is not above zero, or the rate may be −100 % or less.
pub fn deflator(value: Estimate, base: Estimate, growth: Estimate) -> Result<Estimate, Undefined> {
    if base.value <= Decimal::ZERO {
        return Err(Undefined::NotPositive);
    }
    let nominal = combine::ratio(value, base)?;
    combine::ratio(nominal, chain(&[growth])?)?
        .scaled(Decimal::ONE_HUNDRED)
        .and_then(|index| index.shifted(-Decimal::ONE_HUNDRED))
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
    fn average_growth_is_geometric() {
        // √(1.5 × 0.5) − 1 = −13.397 %; the arithmetic mean would be 0.
        let found = average_growth(&[printed("50"), printed("-50")]).unwrap();
        assert_eq!(found.value.round_dp(3).to_string(), "-13.397");
    }

    #[test]
    fn the_implied_deflator_of_qitaihe_2012_is_out_of_line() {
        // Table 4: 30.8 to 29.9 at +8.3 %; (29.9 ÷ 30.8) ÷ 1.083 − 1 = −10.362 % by a pocket calculator.
        let found = deflator(printed("29.9"), printed("30.8"), printed("8.3")).unwrap();
        assert_eq!(found.value.round_dp(3).to_string(), "-10.362");
    }

    #[test]
    fn a_fall_to_nothing_cannot_be_chained() {
        assert_eq!(
            chain(&[printed("-100")]).unwrap_err(),
            Undefined::NotPositive
        );
        assert_eq!(average_growth(&[]).unwrap_err(), Undefined::Empty);
    }
}
