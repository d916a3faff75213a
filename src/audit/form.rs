//! What has to hold between printed figures, as an equation of intervals that can be asked both ways: whether it can
//! hold, and which values of one of its figures would let it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::figure::Interval;

/// Where a printed value stands: the sheet, the row, the column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CellRef {
    pub(super) sheet: usize,
    pub(super) row: usize,
    pub(super) column: usize,
}

/// Every value.
pub(super) const EVERYTHING: Interval = Interval {
    low: Decimal::MIN,
    high: Decimal::MAX,
};

/// An equation over cells: factor × (constant + Σ coefficient × left) = Σ coefficient × right.
///
/// That is enough for sums, shares of 100, an amount that is its share of a whole, a ratio with its denominators, one
/// concept in two places, growth against levels, and a range. Every cell stands in it once, so that the interval of
/// each side, and the solution for each cell, is exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    factor: Factor,
    constant: Interval,
    left: Vec<(CellRef, Interval)>,
    right: Vec<(CellRef, Decimal)>,
}

/// What the left side is multiplied with: offset + slope × cell.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Factor {
    cell: Option<CellRef>,
    offset: Decimal,
    slope: Decimal,
}

const ONE: Factor = Factor {
    cell: None,
    offset: Decimal::ONE,
    slope: Decimal::ZERO,
};

/// The interval of a cell.
pub(super) type Values<'v> = &'v dyn Fn(CellRef) -> Interval;

impl Form {
    fn new(left: Vec<(CellRef, Interval)>, right: Vec<(CellRef, Decimal)>) -> Form {
        Form {
            factor: ONE,
            constant: Interval::point(Decimal::ZERO),
            left,
            right,
        }
    }

    /// The parts, each times its coefficient, add up to the whole.
    pub(super) fn sum(
        parts: impl IntoIterator<Item = CellRef>,
        coefficient: Decimal,
        whole: CellRef,
    ) -> Form {
        let coefficient = Interval::point(coefficient);
        let parts = parts.into_iter().map(|part| (part, coefficient));
        Form::new(parts.collect(), vec![(whole, Decimal::ONE)])
    }

    /// The cells add up to a value within an interval; one cell alone lies in it.
    pub(super) fn adds_up_to(cells: impl IntoIterator<Item = CellRef>, to: Interval) -> Form {
        let cells = cells.into_iter().map(|cell| (cell, Decimal::ONE));
        Form {
            constant: to,
            ..Form::new(Vec::new(), cells.collect())
        }
    }

    /// An amount is its share, in percent, of a whole.
    pub(super) fn share_of(share: CellRef, whole: CellRef, amount: CellRef) -> Form {
        let one = Interval::point(Decimal::ONE);
        Form {
            factor: Factor {
                cell: Some(share),
                offset: Decimal::ZERO,
                slope: Decimal::ONE / Decimal::ONE_HUNDRED,
            },
            ..Form::new(vec![(whole, one)], vec![(amount, Decimal::ONE)])
        }
    }

    /// A ratio times the mean of its denominators is its numerator times a power of ten.
    pub(super) fn ratio(ratio: CellRef, below: &[CellRef], above: CellRef, power: Decimal) -> Form {
        let each = Decimal::ONE / Decimal::from(below.len().max(1));
        let below = below.iter().map(|cell| (*cell, Interval::point(each)));
        Form {
            factor: Factor {
                cell: Some(ratio),
                offset: Decimal::ZERO,
                slope: Decimal::ONE,
            },
            ..Form::new(below.collect(), vec![(above, power)])
        }
    }

    /// A level is the one before, grown by a rate in percent, at prices that change within an interval, in percent.
    pub(super) fn growth(rate: CellRef, base: CellRef, value: CellRef, prices: Interval) -> Form {
        let fraction =
            |percent: Decimal| (percent / Decimal::ONE_HUNDRED).saturating_add(Decimal::ONE);
        let prices = Interval {
            low: fraction(prices.low),
            high: fraction(prices.high),
        };
        Form {
            factor: Factor {
                cell: Some(rate),
                offset: Decimal::ONE,
                slope: Decimal::ONE / Decimal::ONE_HUNDRED,
            },
            ..Form::new(vec![(base, prices)], vec![(value, Decimal::ONE)])
        }
    }

    /// The share, the whole and the amount, where an amount is its share of a whole.
    pub(super) fn triple(&self) -> Option<(CellRef, CellRef, CellRef)> {
        match (self.left.as_slice(), self.right.as_slice()) {
            ([(whole, _)], [(amount, one)])
                if *one == Decimal::ONE
                    && self.factor.offset.is_zero()
                    && self.factor.slope != Decimal::ONE =>
            {
                Some((self.factor.cell?, *whole, *amount))
            }
            _ => None,
        }
    }

    /// The cells that it is about.
    pub(super) fn cells(&self) -> impl Iterator<Item = CellRef> {
        let left = self.left.iter().map(|(cell, _)| *cell);
        let right = self.right.iter().map(|(cell, _)| *cell);
        self.factor.cell.into_iter().chain(left).chain(right)
    }

    /// Whether it holds for some values within the intervals.
    pub(super) fn holds(&self, values: Values) -> bool {
        times(self.factor(values), self.left_side(values, None))
            .meets(&self.right_side(values, None))
    }

    /// Within what its sides are apart, for values within the intervals; it holds where that contains zero.
    pub(super) fn apart(&self, values: Values) -> Interval {
        minus(
            times(self.factor(values), self.left_side(values, None)),
            self.right_side(values, None),
        )
    }

    /// How far its sides are apart for single values, intervals of coefficients taken at their middle.
    pub(super) fn value_apart(&self, value: &dyn Fn(CellRef) -> f64) -> f64 {
        let right = self.right.iter().map(|(cell, c)| float(*c) * value(*cell));
        self.value_of_factor(value) * self.value_of_left(value) - right.sum::<f64>()
    }

    /// By how much that grows with each cell.
    pub(super) fn gradient(&self, value: &dyn Fn(CellRef) -> f64) -> Vec<(CellRef, f64)> {
        let factor = self.value_of_factor(value);
        let of_factor = self
            .factor
            .cell
            .map(|cell| (cell, float(self.factor.slope) * self.value_of_left(value)));
        let left = self
            .left
            .iter()
            .map(|(cell, c)| (*cell, factor * middle(*c)));
        let right = self.right.iter().map(|(cell, c)| (*cell, -float(*c)));
        of_factor.into_iter().chain(left).chain(right).collect()
    }

    fn value_of_factor(&self, value: &dyn Fn(CellRef) -> f64) -> f64 {
        let cell = self.factor.cell.map_or(0.0, value);
        float(self.factor.offset) + float(self.factor.slope) * cell
    }

    fn value_of_left(&self, value: &dyn Fn(CellRef) -> f64) -> f64 {
        let cells = self.left.iter().map(|(cell, c)| middle(*c) * value(*cell));
        middle(self.constant) + cells.sum::<f64>()
    }

    /// Which values of a cell let it hold, the others within their intervals; none where no value does.
    pub(super) fn solve(&self, cell: CellRef, values: Values) -> Option<Interval> {
        if self.factor.cell == Some(cell) {
            let wanted = over(self.right_side(values, None), self.left_side(values, None));
            let offset = minus(wanted, Interval::point(self.factor.offset));
            return Some(over(offset, Interval::point(self.factor.slope)));
        }
        if let Some((_, coefficient)) = self.left.iter().find(|(known, _)| *known == cell) {
            let wanted = over(self.right_side(values, None), self.factor(values));
            let rest = self.left_side(values, Some(cell));
            return Some(over(minus(wanted, rest), *coefficient));
        }
        let (_, coefficient) = self.right.iter().find(|(known, _)| *known == cell)?;
        let wanted = times(self.factor(values), self.left_side(values, None));
        let rest = self.right_side(values, Some(cell));
        Some(over(minus(wanted, rest), Interval::point(*coefficient)))
    }

    fn factor(&self, values: Values) -> Interval {
        let Some(cell) = self.factor.cell else {
            return Interval::point(self.factor.offset);
        };
        let slope = Interval::point(self.factor.slope);
        plus(
            Interval::point(self.factor.offset),
            times(slope, values(cell)),
        )
    }

    fn left_side(&self, values: Values, without: Option<CellRef>) -> Interval {
        let cells = self.left.iter().filter(|(cell, _)| Some(*cell) != without);
        cells.fold(self.constant, |sum, (cell, coefficient)| {
            plus(sum, times(*coefficient, values(*cell)))
        })
    }

    fn right_side(&self, values: Values, without: Option<CellRef>) -> Interval {
        let cells = self.right.iter().filter(|(cell, _)| Some(*cell) != without);
        cells.fold(
            Interval::point(Decimal::ZERO),
            |sum, (cell, coefficient)| {
                plus(sum, times(Interval::point(*coefficient), values(*cell)))
            },
        )
    }
}

fn float(value: Decimal) -> f64 {
    value.to_f64().unwrap_or_default()
}

fn middle(interval: Interval) -> f64 {
    f64::midpoint(float(interval.low), float(interval.high))
}

/// What is in both; none where they do not meet.
pub(super) fn both(one: Interval, other: Interval) -> Option<Interval> {
    one.meets(&other).then(|| Interval {
        low: one.low.max(other.low),
        high: one.high.min(other.high),
    })
}

/// The sum; what is too large for a decimal ends at the largest.
fn plus(one: Interval, other: Interval) -> Interval {
    Interval {
        low: one.low.saturating_add(other.low),
        high: one.high.saturating_add(other.high),
    }
}

fn minus(one: Interval, other: Interval) -> Interval {
    Interval {
        low: one.low.saturating_sub(other.high),
        high: one.high.saturating_sub(other.low),
    }
}

fn times(one: Interval, other: Interval) -> Interval {
    spanned([
        one.low.saturating_mul(other.low),
        one.low.saturating_mul(other.high),
        one.high.saturating_mul(other.low),
        one.high.saturating_mul(other.high),
    ])
}

/// The quotient; every value where the divisor may be zero.
fn over(one: Interval, other: Interval) -> Interval {
    if other.contains(Decimal::ZERO) {
        return EVERYTHING;
    }
    let quotient = |above: Decimal, below: Decimal| {
        let beyond = if above.is_sign_negative() == below.is_sign_negative() {
            Decimal::MAX
        } else {
            Decimal::MIN
        };
        above.checked_div(below).unwrap_or(beyond)
    };
    spanned([
        quotient(one.low, other.low),
        quotient(one.low, other.high),
        quotient(one.high, other.low),
        quotient(one.high, other.high),
    ])
}

fn spanned(ends: [Decimal; 4]) -> Interval {
    let [first, rest @ ..] = ends;
    rest.into_iter().fold(Interval::point(first), |span, end| {
        span.hull(&Interval::point(end))
    })
}
