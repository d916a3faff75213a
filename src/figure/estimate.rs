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

    /// The value with as many digits as its interval supports, as people read it, never fewer than two.
    pub fn supported(&self) -> Number {
        let decimals = self.decimals().settled();
        self.shown(decimals.unwrap_or_default())
    }

    /// How many decimals it is shown with.
    pub fn decimals(&self) -> Decimals {
        Decimals::of(self.value, self.bounds)
    }

    /// The value with so many decimals, as a column of figures has them.
    pub fn shown(&self, decimals: i32) -> Number {
        Number::from(with_decimals(self.value, decimals))
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

/// How many decimals figures are shown with that stand in one column.
#[derive(Debug, Clone, Copy, Default)]
pub struct Decimals {
    /// As many as the least certain of them supports; none where all are exact.
    supported: Option<i32>,
    /// As many as keep two significant digits of each, or three of a large one.
    needed: Option<i32>,
    /// As many as exact values have.
    exact: Option<i32>,
}

impl Decimals {
    /// The most decimals that are shown for the sake of small figures.
    const MOST: i32 = 12;

    /// Those of one figure.
    fn of(value: Decimal, bounds: Interval) -> Decimals {
        let width = bounds.width();
        let magnitude = magnitude(value);
        let needed = magnitude.map(|magnitude| match magnitude {
            3.. => 2 - magnitude,
            _ => (1 - magnitude).max(0),
        });
        let is_exact = width <= Decimal::ZERO;
        let exact = i32::try_from(significant(value).scale()).unwrap_or(0);
        Decimals {
            // The last place is the largest power of ten not above the width.
            supported: (!is_exact).then(|| magnitude_of_width(width)),
            needed,
            exact: is_exact.then_some(exact),
        }
    }

    /// Takes in those of another figure of the column.
    pub fn take(&mut self, other: Decimals) {
        self.supported = match (self.supported, other.supported) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        self.needed = self.needed.max(other.needed);
        self.exact = self.exact.max(other.exact);
    }

    /// How many that are; below zero where tens and hundreds are rounded away. None where there is no figure.
    pub fn settled(self) -> Option<i32> {
        let needed = self.needed.map(|needed| needed.min(Self::MOST));
        match (self.supported, self.exact) {
            (Some(supported), _) => Some(needed.map_or(supported, |needed| supported.max(needed))),
            (None, exact) => exact,
        }
    }
}

/// The power of ten of a value's first digit; none of zero.
fn magnitude(value: Decimal) -> Option<i32> {
    let digits = value.mantissa().unsigned_abs();
    let digits = i32::try_from(digits.checked_ilog10()?).ok()?;
    Some(digits - i32::try_from(value.scale()).ok()?)
}

/// The decimals of the largest power of ten that is not above a width.
fn magnitude_of_width(width: Decimal) -> i32 {
    magnitude(width).map_or(0, |magnitude| -magnitude).min(27)
}

/// A value with so many decimals; of fewer than none, tens and hundreds are rounded away. Zero is `0`.
fn with_decimals(value: Decimal, decimals: i32) -> Decimal {
    let away = RoundingStrategy::MidpointAwayFromZero;
    let rounded = if let Ok(decimals) = u32::try_from(decimals) {
        let mut rounded = value.round_dp_with_strategy(decimals, away);
        rounded.rescale(decimals);
        rounded
    } else {
        let mut steps = 0..decimals.unsigned_abs().min(20);
        let power = steps.try_fold(Decimal::ONE, |power, _| power.checked_mul(Decimal::TEN));
        power
            .and_then(|power| {
                let units = value.checked_div(power)?.round_dp_with_strategy(0, away);
                units.checked_mul(power)
            })
            .unwrap_or(value)
    };
    if value.is_zero() {
        Decimal::ZERO
    } else if rounded.is_zero() {
        rounded.abs()
    } else {
        rounded
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
            let shown = Estimate::from(number).supported().to_string();
            let expected = if text == "0.00" { "0" } else { text };
            assert_eq!(shown, expected);
        }
    }

    #[test]
    fn a_wide_interval_supports_few_digits() {
        let shown = |value: &str, low: &str, high: &str| {
            let bounds = Interval {
                low: decimal(low),
                high: decimal(high),
            };
            let value = decimal(value);
            Estimate { value, bounds }.supported().to_string()
        };
        assert_eq!(shown("27295.4", "27265", "27325"), "27300");
        assert_eq!(shown("5.3249", "5.24", "5.41"), "5.3");
        assert_eq!(shown("100", "100", "100"), "100");
        // Never fewer than two significant digits, nor moved by half of itself: 2 to 3 is +50 %, an index of 150.
        assert_eq!(shown("0.5", "-3", "4"), "0.50");
        assert_eq!(shown("50", "0", "133.3"), "50");
        assert_eq!(shown("150", "100", "233.3"), "150");
        assert_eq!(shown("33.3333333", "0", "80"), "33");
        assert_eq!(shown("0", "-3", "4"), "0");
        assert_eq!(shown("-0.04", "-0.05", "-0.03"), "-0.040");
    }

    #[test]
    fn a_column_has_the_decimals_of_its_least_certain_figure_and_two_digits_of_its_smallest() {
        let column = |figures: &[(&str, &str, &str)]| {
            let mut decimals = Decimals::default();
            for (value, low, high) in figures {
                decimals
                    .take(Estimate::new(decimal(value), decimal(low), decimal(high)).decimals());
            }
            decimals.settled()
        };
        assert_eq!(
            column(&[("33.33", "0", "80"), ("14.28", "0", "30")]),
            Some(0)
        );
        assert_eq!(
            column(&[("5.32", "5.24", "5.41"), ("0.5", "0.45", "0.55")]),
            Some(2)
        );
        assert_eq!(
            column(&[("100", "100", "100"), ("5.32", "5.24", "5.41")]),
            Some(1)
        );
        assert_eq!(
            column(&[("27295", "27200", "27400"), ("31250", "31000", "31500")]),
            Some(-2)
        );
        assert_eq!(column(&[("3", "3", "3"), ("1", "1", "1")]), Some(0));
        assert_eq!(column(&[]), None);
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
