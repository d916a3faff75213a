//! A value and how sure it is: the exact decimal with the interval that its inputs imply.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Interval, Number};

/// How many significant digits a computed value carries.
const SIGNIFICANT: u32 = 15;

/// A value with the interval in which the true one lies, as far as the printed digits of its inputs tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Estimate {
    /// The value.
    pub value: Decimal,
    /// Where the true value lies.
    pub bounds: Interval,
}

impl Estimate {
    /// A value known exactly.
    pub fn exact(value: Decimal) -> Estimate {
        Estimate {
            value,
            bounds: Interval::point(value),
        }
    }

    /// A value with ends in either order; the interval is widened to hold the value where rounding put it outside.
    pub fn new(value: Decimal, one: Decimal, other: Decimal) -> Estimate {
        let bounds = Interval {
            low: one.min(other).min(value),
            high: one.max(other).max(value),
        };
        Estimate { value, bounds }
    }

    /// The estimate of what a formula that only rises, or only falls, makes of the value; nothing where it has no exact
    /// decimal.
    pub fn map(self, of: impl Fn(Decimal) -> Option<Decimal>) -> Option<Estimate> {
        Some(Estimate::new(
            of(self.value)?,
            of(self.bounds.low)?,
            of(self.bounds.high)?,
        ))
    }

    /// The same estimate in the unit of which `factor` make one (100 for percent of a fraction).
    pub fn scaled(self, factor: Decimal) -> Option<Estimate> {
        self.map(|value| value.checked_mul(factor))
    }

    /// The estimate times ten to a power, as units differ by; nothing where that has no exact decimal.
    pub fn times_power_of_ten(self, exponent: i32) -> Option<Estimate> {
        let steps = i32::try_from(exponent.unsigned_abs()).ok()?;
        let power = power_of_ten(steps)?;
        self.map(|value| match exponent {
            ..0 => value.checked_div(power),
            _ => value.checked_mul(power),
        })
    }

    /// The same estimate, moved by an exact amount.
    pub fn shifted(self, by: Decimal) -> Option<Estimate> {
        self.map(|value| value.checked_add(by))
    }

    /// The value with as many digits as its interval supports, as people read it.
    pub fn supported(&self) -> Number {
        Number::from(supported(self.value, self.bounds))
    }

    /// The value with 15 significant digits, as machines get it.
    pub fn number(&self) -> Number {
        Number::from(significant(self.value))
    }
}

impl From<Number> for Estimate {
    /// A printed number with what its digits stand for.
    fn from(number: Number) -> Self {
        Estimate {
            value: number.decimal(),
            bounds: number.interval(),
        }
    }
}

/// Ten to a power; nothing where that has no exact decimal.
pub fn power_of_ten(exponent: i32) -> Option<Decimal> {
    let mut steps = 0..exponent.unsigned_abs();
    let factor = if exponent < 0 {
        Decimal::new(1, 1)
    } else {
        Decimal::TEN
    };
    let power = steps.try_fold(Decimal::ONE, |power, _| power.checked_mul(factor))?;
    (!power.is_zero()).then_some(power)
}

/// The value with 15 significant digits and no zeros that say nothing.
fn significant(value: Decimal) -> Decimal {
    value
        .round_sf_with_strategy(SIGNIFICANT, RoundingStrategy::MidpointAwayFromZero)
        .unwrap_or(value)
        .normalize()
}

/// The value with no more digits than an interval supports: its last place is the largest power of ten not above
/// the interval's width. A value known exactly keeps its digits.
fn supported(value: Decimal, bounds: Interval) -> Decimal {
    let width = bounds.width();
    if width <= Decimal::ZERO {
        return significant(value);
    }
    let (mut place, mut decimals) = (Decimal::ONE, 0i32);
    while place > width && decimals < 27 {
        decimals += 1;
        place /= Decimal::TEN;
    }
    while place * Decimal::TEN <= width && decimals > -20 {
        decimals -= 1;
        place *= Decimal::TEN;
    }
    let away = RoundingStrategy::MidpointAwayFromZero;
    match u32::try_from(decimals) {
        Ok(decimals) => {
            let mut rounded = value.round_dp_with_strategy(decimals, away);
            rounded.rescale(decimals);
            rounded
        }
        Err(_) => (value / place)
            .round_dp_with_strategy(0, away)
            .checked_mul(place)
            .unwrap_or(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn a_published_number_supports_its_printed_digits() {
        for text in ["26.0", "26", "43.27", "-9.0", "16887", "0.00"] {
            let number: Number = text.parse().unwrap();
            assert_eq!(
                supported(number.decimal(), number.interval()).to_string(),
                text
            );
        }
    }

    #[test]
    fn a_wide_interval_supports_few_digits() {
        let shown = |value: &str, low: &str, high: &str| {
            supported(
                decimal(value),
                Interval {
                    low: decimal(low),
                    high: decimal(high),
                },
            )
            .to_string()
        };
        assert_eq!(shown("27295.4", "27265", "27325"), "27300");
        assert_eq!(shown("5.3249", "5.24", "5.41"), "5.3");
        assert_eq!(shown("100", "100", "100"), "100");
        assert_eq!(shown("0.5", "-3", "4"), "1");
    }

    #[test]
    fn machines_get_fifteen_significant_digits() {
        let third = decimal("100") / decimal("3");
        assert_eq!(
            Estimate::exact(third).number().to_string(),
            "33.3333333333333"
        );
        assert_eq!(
            Estimate::exact(decimal("100.000")).number().to_string(),
            "100"
        );
    }
}
