//! A published number: its value and the digits it was printed with.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};

use super::Interval;
use crate::words::{excerpt, thousands};

/// The most digits a number may have; beyond that an exact decimal of 96 bits cannot hold it.
pub(crate) const MOST_DIGITS: usize = 28;

/// An exact decimal that remembers its printed digits: `26.0` is not `26`, though they are equal in value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number(Decimal);

/// Why a text is no number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Anything but digits with at most one decimal point and a leading minus.
    #[error("`{0}` is not a plain number such as 1234.5")]
    Malformed(String),
    /// More digits than an exact decimal holds.
    #[error("`{0}` has more than {MOST_DIGITS} digits")]
    TooLong(String),
}

impl Number {
    /// The value as an exact decimal.
    pub fn decimal(self) -> Decimal {
        self.0
    }

    /// How many digits are printed after the decimal point.
    pub fn decimals(self) -> u32 {
        self.0.scale()
    }

    /// What the printed digits stand for: half a unit of the last place on either side (`18.5` is 18.45 to 18.55).
    ///
    /// Where an end has no exact decimal of 96 bits (28 digits), the printed value itself stands for it.
    pub fn interval(self) -> Interval {
        let half = Decimal::try_new(5, self.0.scale() + 1).unwrap_or(Decimal::ZERO);
        Interval {
            low: self.0.checked_sub(half).unwrap_or(self.0),
            high: self.0.checked_add(half).unwrap_or(self.0),
        }
    }

    /// The digits with commas between the thousands, for readers.
    pub fn grouped(self) -> String {
        let digits = self.to_string();
        let (sign, digits) = digits
            .strip_prefix('-')
            .map_or(("", digits.as_str()), |digits| ("-", digits));
        let (whole, fraction) = digits
            .split_once('.')
            .map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
        let whole = thousands(whole);
        match fraction {
            Some(fraction) => format!("{sign}{whole}.{fraction}"),
            None => format!("{sign}{whole}"),
        }
    }

    /// The number times ten to a power, as units differ by, with the digits that it was printed with; nothing where that has
    /// no exact decimal.
    pub fn times_power_of_ten(self, power: i32) -> Option<Number> {
        let scale = i64::from(self.0.scale()) - i64::from(power);
        let (scale, zeros) = (
            u32::try_from(scale.max(0)).ok()?,
            scale.min(0).unsigned_abs(),
        );
        let mut digits = self.0.mantissa();
        for _ in 0..zeros {
            digits = digits.checked_mul(10)?;
        }
        Decimal::try_from_i128_with_scale(digits, scale)
            .ok()
            .map(Number)
    }

    /// The number with at most `decimals` digits after the point, halves rounded away from zero. Digits that were
    /// not printed are never added.
    #[must_use]
    pub fn rounded(self, decimals: u32) -> Number {
        Number(
            self.0
                .round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero),
        )
    }
}

impl From<Decimal> for Number {
    fn from(value: Decimal) -> Self {
        Number(value)
    }
}

impl FromStr for Number {
    type Err = NumberError;

    /// Reads `-?digits(.digits)?` and nothing else: no exponent, no separators, no sign but a minus, no bare point.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let malformed = || NumberError::Malformed(excerpt(text));
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((_, "")) => return Err(malformed()),
            Some((whole, fraction)) => (whole, fraction),
            None => (unsigned, ""),
        };
        if whole.is_empty()
            || !whole
                .bytes()
                .chain(fraction.bytes())
                .all(|b| b.is_ascii_digit())
        {
            return Err(malformed());
        }
        // A zero before the point is none of the digits.
        if whole.trim_start_matches('0').len() + fraction.len() > MOST_DIGITS {
            return Err(NumberError::TooLong(excerpt(text)));
        }
        Decimal::from_str_exact(text)
            .map(Number)
            .map_err(|_| malformed())
    }
}

impl fmt::Display for Number {
    /// The printed digits, with a point and no separators.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_digits_are_kept() {
        for text in [
            "26.0",
            "26",
            "43.27",
            "-9.0",
            "0.00",
            "146518",
            "1234567890123456789012345678",
        ] {
            assert_eq!(text.parse::<Number>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn another_power_of_ten_keeps_the_digits() {
        let in_unit = |text: &str, power| {
            let number: Number = text.parse().unwrap();
            number
                .times_power_of_ten(power)
                .map(|number| number.to_string())
        };
        assert_eq!(in_unit("26.6", 1).as_deref(), Some("266"));
        assert_eq!(in_unit("43.27", 1).as_deref(), Some("432.7"));
        assert_eq!(in_unit("1056", -1).as_deref(), Some("105.6"));
        assert_eq!(in_unit("26", 1).as_deref(), Some("260"));
        assert_eq!(in_unit("-0.50", 1).as_deref(), Some("-5.0"));
        assert_eq!(in_unit("1234567890123456789012345678", 2), None);
    }

    #[test]
    fn anything_but_a_plain_numeral_is_refused() {
        for text in [
            "", "-", ".5", "5.", "+5", "1,000", "1_000", "1e5", "12 ", "NaN", "٣", "--1", "1.2.3",
        ] {
            assert!(
                matches!(text.parse::<Number>(), Err(NumberError::Malformed(_))),
                "{text}"
            );
        }
        assert!(matches!(
            "1".repeat(40).parse::<Number>(),
            Err(NumberError::TooLong(_))
        ));
    }

    #[test]
    fn a_number_stands_for_half_a_unit_of_its_last_place() {
        let ends = |text: &str| {
            let interval = text.parse::<Number>().unwrap().interval();
            (interval.low.to_string(), interval.high.to_string())
        };
        assert_eq!(ends("18.5"), ("18.45".into(), "18.55".into()));
        assert_eq!(ends("3"), ("2.5".into(), "3.5".into()));
        assert_eq!(ends("-9.0"), ("-9.05".into(), "-8.95".into()));
    }

    #[test]
    fn thousands_are_set_off_by_commas() {
        for (number, text) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("-146518", "-146,518"),
            ("1234567.8901", "1,234,567.8901"),
            ("-12.50", "-12.50"),
        ] {
            assert_eq!(number.parse::<Number>().unwrap().grouped(), text);
        }
    }

    #[test]
    fn rounding_goes_away_from_zero_and_adds_no_digits() {
        let rounded = |text: &str, decimals| {
            text.parse::<Number>()
                .unwrap()
                .rounded(decimals)
                .to_string()
        };
        assert_eq!(rounded("43.25", 1), "43.3");
        assert_eq!(rounded("-2.5", 0), "-3");
        assert_eq!(rounded("26.0", 3), "26.0");
    }
}
