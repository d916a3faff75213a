//! Indices that are formulas of few sums over the values, with their slopes.
//!
//! A term is a formula of one value whose weighted values are added up; an index is a formula of the sum of the weights
//! `A` and of two such sums, `B` and `C`.

use rust_decimal::Decimal;

use crate::figure::Interval;
use crate::methods::elementary::{ln, sqrt};
use crate::methods::enclose::{hull, minus, over, plus, times};

/// A sum of weighted values of a formula.
pub(super) struct Term {
    pub(super) of: fn(Decimal) -> Option<Decimal>,
    /// The range of its slope over a range of values.
    pub(super) slope: fn(Interval) -> Option<Interval>,
    /// Where it turns, where it does.
    turn: Option<Decimal>,
}

/// An index as a formula of three sums: of the weights, and of two terms.
pub(super) struct Form {
    pub(super) terms: [Term; 2],
    pub(super) whole: fn([Decimal; 3]) -> Option<Decimal>,
    /// The ranges of its slopes in the three sums.
    pub(super) slopes: fn([Interval; 3]) -> Option<[Interval; 3]>,
}

const ONE: Interval = Interval {
    low: Decimal::ONE,
    high: Decimal::ONE,
};

const TWO: Interval = Interval {
    low: Decimal::TWO,
    high: Decimal::TWO,
};

/// The values as they are.
const PLAIN: Term = Term {
    of: Some,
    slope: |_| Some(ONE),
    turn: None,
};

const LOGARITHM: Term = Term {
    of: ln,
    slope: |y| over(ONE, y),
    turn: None,
};

const SQUARE: Term = Term {
    of: |y| y.checked_mul(y),
    slope: |y| times(TWO, y),
    turn: Some(Decimal::ZERO),
};

/// The square of the coefficient of variation, `A C ÷ B² − 1` with `C = Σ w y²`.
pub(super) const SQUARED_VARIATION: Form = Form {
    terms: [PLAIN, SQUARE],
    whole: |[a, b, c]| {
        let mean = b.checked_div(a)?;
        let square = c.checked_div(a)?;
        square
            .checked_div(mean.checked_mul(mean)?)?
            .checked_sub(Decimal::ONE)
    },
    slopes: |[a, b, c]| {
        let square = times(b, b)?;
        let twice = times(TWO, times(a, c)?)?;
        Some([
            over(c, square)?,
            negative(over(twice, times(square, b)?)?),
            over(a, square)?,
        ])
    },
};

/// The variance, `C ÷ A − (B ÷ A)²`, of values of either sign.
pub(super) const VARIANCE: Form = Form {
    terms: [PLAIN, SQUARE],
    whole: variance,
    slopes: slopes_of_variance,
};

/// The variance of the logarithms.
pub(super) const LOGARITHMIC_VARIANCE: Form = Form {
    terms: [
        LOGARITHM,
        Term {
            of: |y| {
                let logarithm = ln(y)?;
                logarithm.checked_mul(logarithm)
            },
            slope: |y| {
                let logarithm = hull([ln(y.low)?, ln(y.high)?])?;
                over(times(TWO, logarithm)?, y)
            },
            turn: Some(Decimal::ONE),
        },
    ],
    whole: variance,
    slopes: slopes_of_variance,
};

/// Theil's T, `C ÷ B − ln (B ÷ A)` with `C = Σ w y ln y`.
pub(super) const THEIL_T: Form = Form {
    terms: [
        PLAIN,
        Term {
            of: |y| y.checked_mul(ln(y)?),
            slope: |y| plus(hull([ln(y.low)?, ln(y.high)?])?, ONE),
            // 1 ÷ e.
            turn: Some(Decimal::from_parts(
                0x8E19_DB46,
                0xAA58_AC52,
                0x0BE3_0704,
                false,
                28,
            )),
        },
    ],
    whole: |[a, b, c]| c.checked_div(b)?.checked_sub(ln(b.checked_div(a)?)?),
    slopes: |[a, b, c]| {
        let of_mean = plus(over(c, times(b, b)?)?, over(ONE, b)?)?;
        Some([over(ONE, a)?, negative(of_mean), over(ONE, b)?])
    },
};

/// Theil's L, the mean logarithmic deviation, `ln (B ÷ A) − C ÷ A` with `C = Σ w ln y`.
pub(super) const THEIL_L: Form = Form {
    terms: [PLAIN, LOGARITHM],
    whole: |[a, b, c]| ln(b.checked_div(a)?)?.checked_sub(c.checked_div(a)?),
    slopes: |[a, b, c]| {
        let of_weights = minus(over(c, times(a, a)?)?, over(ONE, a)?)?;
        Some([of_weights, over(ONE, b)?, negative(over(ONE, a)?)])
    },
};

/// Atkinson's index with ε = 0.5, `1 − C² ÷ (A B)` with `C = Σ w √y`.
pub(super) const ATKINSON_HALF: Form = Form {
    terms: [
        PLAIN,
        Term {
            of: sqrt,
            slope: |y| over(ONE, times(TWO, hull([sqrt(y.low)?, sqrt(y.high)?])?)?),
            turn: None,
        },
    ],
    whole: |[a, b, c]| {
        let mean = c.checked_div(a)?;
        let equal = mean.checked_mul(mean)?.checked_div(b.checked_div(a)?)?;
        Decimal::ONE.checked_sub(equal)
    },
    slopes: |[a, b, c]| {
        let square = over(times(c, c)?, times(a, b)?)?;
        let of_term = over(times(TWO, c)?, times(a, b)?)?;
        Some([over(square, a)?, over(square, b)?, negative(of_term)])
    },
};

/// Atkinson's index with ε = 2, `1 − A² ÷ (B C)` with `C = Σ w ÷ y`.
pub(super) const ATKINSON_TWO: Form = Form {
    terms: [
        PLAIN,
        Term {
            of: |y| Decimal::ONE.checked_div(y),
            slope: |y| Some(negative(over(ONE, times(y, y)?)?)),
            turn: None,
        },
    ],
    whole: |[a, b, c]| {
        let equal = a.checked_div(b)?.checked_mul(a.checked_div(c)?)?;
        Decimal::ONE.checked_sub(equal)
    },
    slopes: |[a, b, c]| {
        let square = over(times(a, a)?, times(b, c)?)?;
        let of_weights = over(times(TWO, a)?, times(b, c)?)?;
        Some([negative(of_weights), over(square, b)?, over(square, c)?])
    },
};

fn variance([a, b, c]: [Decimal; 3]) -> Option<Decimal> {
    let mean = b.checked_div(a)?;
    c.checked_div(a)?.checked_sub(mean.checked_mul(mean)?)
}

fn slopes_of_variance([a, b, c]: [Interval; 3]) -> Option<[Interval; 3]> {
    let mean = over(b, a)?;
    let square = times(mean, mean)?;
    let of_weights = over(minus(times(TWO, square)?, over(c, a)?)?, a)?;
    Some([
        of_weights,
        negative(over(times(TWO, mean)?, a)?),
        over(ONE, a)?,
    ])
}

fn negative(range: Interval) -> Interval {
    Interval {
        low: -range.high,
        high: -range.low,
    }
}

impl Term {
    /// Its range over a range of values.
    pub(super) fn range(&self, values: Interval) -> Option<Interval> {
        let ends = hull([(self.of)(values.low)?, (self.of)(values.high)?])?;
        match self.turn.filter(|turn| values.contains(*turn)) {
            Some(turn) => Some(ends.hull(&Interval::point((self.of)(turn)?))),
            None => Some(ends),
        }
    }
}
