//! The range of true values that a printed number stands for.

use rust_decimal::Decimal;

/// A closed interval of exact decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The lower end.
    pub low: Decimal,
    /// The upper end, never below `low`.
    pub high: Decimal,
}

impl Interval {
    /// The interval of one value.
    pub fn point(value: Decimal) -> Interval {
        Interval {
            low: value,
            high: value,
        }
    }

    /// The interval times ten to a power, as units differ by; nothing where an end has no exact decimal.
    pub fn times_power_of_ten(self, power: i32) -> Option<Interval> {
        let step = if power < 0 {
            Decimal::new(1, 1)
        } else {
            Decimal::TEN
        };
        let mut steps = 0..power.unsigned_abs();
        let factor = steps.try_fold(Decimal::ONE, |factor, _| factor.checked_mul(step))?;
        let scaled = |end: Decimal| end.checked_mul(factor);
        Some(Interval {
            low: scaled(self.low)?,
            high: scaled(self.high)?,
        })
    }

    /// Whether `value` lies between the ends, the ends included.
    pub fn contains(&self, value: Decimal) -> bool {
        self.low <= value && value <= self.high
    }

    /// Whether some value could lie in both.
    pub fn meets(&self, other: &Interval) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// How far apart the nearest values of the two are; zero where they meet.
    pub fn distance(&self, other: &Interval) -> Decimal {
        let between = |low: Decimal, high: Decimal| low.checked_sub(high).unwrap_or(Decimal::MAX);
        between(self.low, other.high)
            .max(between(other.low, self.high))
            .max(Decimal::ZERO)
    }

    /// How far its ends are apart.
    pub fn width(&self) -> Decimal {
        self.high.checked_sub(self.low).unwrap_or(Decimal::MAX)
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(&self, other: &Interval) -> Interval {
        Interval {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }
}
