//! Changes between two values: in units, in percent, as an index, as a yearly average.

use rust_decimal::Decimal;

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

/// The compound annual growth rate in percent, `100·((x ÷ base)^(1/n) − 1)` over `n` years, given as a fraction:
/// seven quarters are `(7, 4)` (World Bank, World Development Indicators, Sources and methods).
///
/// Monotone in both values; the ends are widened by what the last place of an exact decimal may be off.
///
/// # Errors
/// If a value is not above zero, or there is no time between them.
pub fn cagr(value: Estimate, base: Estimate, years: (i64, i64)) -> Result<Estimate, Undefined> {
    let [over, under] = [years.0, years.1].map(|part| u32::try_from(part).unwrap_or(0));
    let common = common_divisor(over, under);
    if over == 0 || common == 0 {
        return Err(Undefined::Empty);
    }
    let (over, under) = (over / common, under / common);
    if value.value <= Decimal::ZERO || base.value <= Decimal::ZERO {
        return Err(Undefined::NotPositive);
    }
    let quotient = combine::ratio(value, base)?;
    if quotient.bounds.low <= Decimal::ZERO {
        return Err(Undefined::NotPositive);
    }
    let rate = |factor: Decimal| {
        if under == 1 {
            return rate_of(factor, over);
        }
        let periodic = root(factor, over).and_then(|root| power(root, under));
        let rate = periodic.and_then(|factor| {
            let rate = factor.checked_sub(Decimal::ONE)?;
            rate.checked_mul(Decimal::ONE_HUNDRED)
        });
        rate.ok_or(Undefined::TooLarge)
    };
    widened(
        rate(quotient.value)?,
        rate(quotient.bounds.low)?,
        rate(quotient.bounds.high)?,
    )
}

/// The greatest common divisor; of zero and another that other.
fn common_divisor(one: u32, other: u32) -> u32 {
    match other {
        0 => one,
        other => common_divisor(other, one % other),
    }
}

/// A rate with its ends, widened by what the last place of a root may be off.
pub(super) fn widened(rate: Decimal, low: Decimal, high: Decimal) -> Result<Estimate, Undefined> {
    let slack = Decimal::new(1, 20);
    Ok(Estimate::new(
        rate,
        low.checked_sub(slack).ok_or(Undefined::TooLarge)?,
        high.checked_add(slack).ok_or(Undefined::TooLarge)?,
    ))
}

/// The yearly rate in percent that gives the factor over this number of years.
pub(super) fn rate_of(factor: Decimal, years: u32) -> Result<Decimal, Undefined> {
    let yearly = root(factor, years).ok_or(Undefined::TooLarge)?;
    let rate = yearly
        .checked_sub(Decimal::ONE)
        .and_then(|rate| rate.checked_mul(Decimal::ONE_HUNDRED));
    rate.ok_or(Undefined::TooLarge)
}

/// The root of a value above zero, by Newton's method in exact decimals: the same digits on every machine. Below one it
/// is that of the reciprocal, which has more digits.
///
/// From above the steps only fall, but one falls by no more than an `n`th: so the start `1 + (a − 1) ÷ n`, which is
/// never below the root (Bernoulli), is halved down to where few steps are left.
pub(super) fn root(value: Decimal, degree: u32) -> Option<Decimal> {
    const STEPS: usize = 100;
    if value < Decimal::ONE {
        let reciprocal = root(Decimal::ONE.checked_div(value)?, degree)?;
        return Decimal::ONE.checked_div(reciprocal);
    }
    let n = Decimal::from(degree);
    let mut low = Decimal::ONE;
    let mut x = Decimal::ONE.checked_add(value.checked_sub(Decimal::ONE)?.checked_div(n)?)?;
    while x - low > x / n {
        let middle = low + (x - low) / Decimal::TWO;
        // A power that no decimal holds is above the value.
        if power(middle, degree).is_none_or(|power| power > value) {
            x = middle;
        } else {
            low = middle;
        }
    }
    for _ in 0..STEPS {
        let mut quotient = value;
        for _ in 1..degree {
            quotient = quotient.checked_div(x)?;
        }
        let next = x
            .checked_mul(n - Decimal::ONE)?
            .checked_add(quotient)?
            .checked_div(n)?;
        if next >= x {
            return Some(x);
        }
        x = next;
    }
    Some(x)
}

/// A power of a value, by squaring.
fn power(value: Decimal, exponent: u32) -> Option<Decimal> {
    let half = match exponent {
        0 => return Some(Decimal::ONE),
        1 => return Some(value),
        _ => power(value, exponent / 2)?,
    };
    let square = half.checked_mul(half)?;
    if exponent.is_multiple_of(2) {
        Some(square)
    } else {
        square.checked_mul(value)
    }
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
        let found = cagr(printed("26.6"), printed("18.5"), (7, 1)).unwrap();
        assert_eq!(found.value.round_dp(3).to_string(), "5.325");
        // The ends: 26.55 over 18.55 and 26.65 over 18.45.
        assert_eq!(found.bounds.low.round_dp(2).to_string(), "5.26");
        assert_eq!(found.bounds.high.round_dp(2).to_string(), "5.39");
    }

    #[test]
    fn a_root_is_exact_to_the_last_digits() {
        let root =
            |value: &str, degree| root(Decimal::from_str_exact(value).unwrap(), degree).unwrap();
        // √2 and the seventh root of 1.4378 to 22 digits, from Python's decimal with 30.
        assert_eq!(
            root("2", 2).round_dp(22).to_string(),
            "1.4142135623730950488017"
        );
        assert_eq!(
            root("1.4378", 7).round_dp(22).to_string(),
            "1.0532424488909313673847"
        );
        assert_eq!(
            root("0.000001", 3).round_dp(20).normalize().to_string(),
            "0.01"
        );
        assert_eq!(
            root("1000000000000", 12)
                .round_dp(20)
                .normalize()
                .to_string(),
            "10"
        );
        assert_eq!(root("5", 1).to_string(), "5");
    }

    #[test]
    fn a_root_over_centuries_is_one_too() {
        // 20,000 times as much after 1,500 years is 0.66242 % a year, 10^20 times after 30 years 364.15888 %:
        // exp(ln(a) ÷ n) − 1 in Python's decimal with 50 digits.
        for (factor, years, expected) in [
            ("20000", 1500, "0.66241684"),
            ("100000000000000000000", 30, "364.15888336"),
            ("0.0000000000000001", 9998, "-0.36780923"),
            ("9999999999999999999999999999", 9998, "0.64693645"),
        ] {
            let factor = Decimal::from_str_exact(factor).unwrap();
            let rate = rate_of(factor, years).unwrap();
            assert_eq!(rate.round_dp(8).to_string(), expected, "{factor}, {years}");
        }
    }

    #[test]
    fn over_one_year_the_average_rate_is_the_change() {
        let (value, base) = (printed("20.2"), printed("18.5"));
        assert_eq!(
            cagr(value, base, (1, 1)).unwrap().value.round_dp(9),
            relative_change(value, base).unwrap().value.round_dp(9)
        );
    }

    #[test]
    fn rates_need_values_above_zero() {
        assert_eq!(
            cagr(printed("1"), printed("-1"), (2, 1)).unwrap_err(),
            Undefined::NotPositive
        );
        assert_eq!(
            cagr(printed("1"), printed("0"), (2, 1)).unwrap_err(),
            Undefined::NotPositive
        );
        assert_eq!(
            relative_change(printed("1"), printed("0")).unwrap_err(),
            Undefined::NotPositive
        );
        assert_eq!(
            cagr(printed("1"), printed("1"), (0, 1)).unwrap_err(),
            Undefined::Empty
        );
    }
}
