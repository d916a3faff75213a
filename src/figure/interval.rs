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
    /// Whether `value` lies between the ends, the ends included.
    pub fn contains(&self, value: Decimal) -> bool {
        self.low <= value && value <= self.high
    }

    /// Whether some value could lie in both.
    pub fn meets(&self, other: &Interval) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}
