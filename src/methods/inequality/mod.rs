//! How unequal values are over areas: variation, Theil's indices, Atkinson's, Gini's, Hoover's.
//!
//! Each value counts once, or as often as its weight says (the population of an area, where the values are per head):
//! the first is of areas, the second of people. Every index is a formula of few sums over the values, so that its
//! direction in each value is found from the ranges of those sums.

mod forms;
mod groups;
mod order;

use rust_decimal::Decimal;

use super::Undefined;
use super::change::difference;
use super::combine::{ratio, total};
use super::elementary::{exp, sqrt};
use super::enclose::{Way, enclose, not_negative, of_ends, plus, reach, times, within};
use crate::figure::{Estimate, Interval};
use forms::{
    ATKINSON_HALF, ATKINSON_TWO, Form, LOGARITHMIC_VARIANCE, SQUARED_VARIATION, THEIL_L, THEIL_T,
    VARIANCE,
};

pub use groups::{Decomposition, decompose};

/// Values of areas, with what each of them weighs.
#[derive(Debug, Clone)]
pub struct Spread {
    /// The values over their mean as it stands, so that none is large.
    values: Vec<Estimate>,
    weights: Vec<Estimate>,
    /// Whether logarithms of all of them exist.
    is_positive: bool,
}

/// How much Atkinson's index minds that some have little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aversion {
    /// ε = 0.5.
    Half,
    /// ε = 1.
    One,
    /// ε = 2.
    Two,
}

impl Spread {
    /// Values that each count once.
    ///
    /// # Errors
    /// If there is none, or their mean is not above zero.
    pub fn new(values: &[Estimate]) -> Result<Spread, Undefined> {
        let one = Estimate::exact(Decimal::ONE);
        let pairs: Vec<(Estimate, Estimate)> = values.iter().map(|value| (*value, one)).collect();
        Spread::weighted(&pairs)
    }

    /// Values with their weights.
    ///
    /// # Errors
    /// If there is none, a value is below zero, a weight is not above zero, or the mean is not.
    pub fn weighted(pairs: &[(Estimate, Estimate)]) -> Result<Spread, Undefined> {
        let (values, weights): (Vec<Estimate>, Vec<Estimate>) = pairs.iter().copied().unzip();
        if values.is_empty() {
            return Err(Undefined::Empty);
        }
        let is_weight = |weight: &Estimate| weight.bounds.low > Decimal::ZERO;
        let values = not_negative(&values)?;
        if !weights.iter().all(is_weight) {
            return Err(Undefined::NotPositive);
        }
        let values = over_mean(&values)?;
        Ok(Spread {
            is_positive: values.iter().all(is_weight),
            weights: over_mean(&weights)?,
            values,
        })
    }

    /// The coefficient of variation with the standard deviation of all values (`ddof` 0).
    ///
    /// # Errors
    /// If it is too large.
    pub fn variation(&self) -> Result<Estimate, Undefined> {
        root(self.of(&SQUARED_VARIATION)?)
    }

    /// The standard deviation of the natural logarithms (`ddof` 0).
    ///
    /// # Errors
    /// If a value may be zero.
    pub fn deviation_of_logarithms(&self) -> Result<Estimate, Undefined> {
        self.need_positive()?;
        root(self.of(&LOGARITHMIC_VARIANCE)?)
    }

    /// Theil's T, `Σ s ln (s ÷ p)` with the shares of the values and of the weights; natural logarithms.
    ///
    /// # Errors
    /// If a value may be zero.
    pub fn theil_t(&self) -> Result<Estimate, Undefined> {
        self.need_positive()?;
        Ok(not_below_zero(self.of(&THEIL_T)?))
    }

    /// Theil's L, or the mean logarithmic deviation, `Σ p ln (p ÷ s)`.
    ///
    /// # Errors
    /// If a value may be zero.
    pub fn theil_l(&self) -> Result<Estimate, Undefined> {
        self.need_positive()?;
        Ok(not_below_zero(self.of(&THEIL_L)?))
    }

    /// Atkinson's index, `1 − e ÷ μ` with the equally distributed equivalent `e`.
    ///
    /// # Errors
    /// If a value may be zero.
    pub fn atkinson(&self, aversion: Aversion) -> Result<Estimate, Undefined> {
        self.need_positive()?;
        let found = match aversion {
            Aversion::Half => self.of(&ATKINSON_HALF)?,
            Aversion::Two => self.of(&ATKINSON_TWO)?,
            Aversion::One => of_ends(self.theil_l()?, |deviation| {
                Decimal::ONE.checked_sub(exp(-deviation)?)
            })?,
        };
        Ok(not_below_zero(found))
    }

    fn need_positive(&self) -> Result<(), Undefined> {
        if self.is_positive {
            Ok(())
        } else {
            Err(Undefined::NotPositive)
        }
    }

    /// The values and the weights as one list of inputs.
    fn inputs(&self) -> Vec<Estimate> {
        [self.values.as_slice(), &self.weights].concat()
    }

    /// An index that is a formula of sums.
    fn of(&self, form: &Form) -> Result<Estimate, Undefined> {
        let ways = self.ways(form).ok_or(Undefined::TooLarge)?;
        let count = self.values.len();
        enclose(&self.inputs(), &ways, &|inputs: &[Decimal]| {
            let (values, weights) = inputs.split_at(count);
            let sum = |of: fn(Decimal) -> Option<Decimal>| {
                let products: Option<Vec<Decimal>> = values
                    .iter()
                    .zip(weights)
                    .map(|(value, weight)| of(*value)?.checked_mul(*weight))
                    .collect();
                total(products?)
            };
            let sums = || {
                Some([
                    total(weights.iter().copied())?,
                    sum(form.terms[0].of)?,
                    sum(form.terms[1].of)?,
                ])
            };
            sums().and_then(form.whole).ok_or(Undefined::TooLarge)
        })
    }

    /// How the formula goes in each value and each weight.
    fn ways(&self, form: &Form) -> Option<Vec<Way>> {
        let zero = Interval::point(Decimal::ZERO);
        let mut sums = [zero; 3];
        let mut ranges = Vec::with_capacity(self.values.len());
        for (value, weight) in self.values.iter().zip(&self.weights) {
            let weight = weight.bounds;
            let range = [
                form.terms[0].range(value.bounds)?,
                form.terms[1].range(value.bounds)?,
            ];
            sums[0] = plus(sums[0], weight)?;
            sums[1] = plus(sums[1], times(weight, range[0])?)?;
            sums[2] = plus(sums[2], times(weight, range[1])?)?;
            ranges.push(range);
        }
        let [of_weights, of_one, of_other] = (form.slopes)(sums)?;
        let of_value = |(value, weight): (&Estimate, &Estimate)| {
            let one = times(of_one, (form.terms[0].slope)(value.bounds)?)?;
            let other = times(of_other, (form.terms[1].slope)(value.bounds)?)?;
            let slope = times(weight.bounds, plus(one, other)?)?;
            Way::of(slope, Decimal::ONE, value)
        };
        let of_weight = |(weight, range): (&Estimate, &[Interval; 2])| {
            if reach(weight).is_zero() {
                return Some(Way::Rises);
            }
            let of_terms = plus(times(of_one, range[0])?, times(of_other, range[1])?)?;
            Way::of(plus(of_weights, of_terms)?, Decimal::ONE, weight)
        };
        let of_values = self.values.iter().zip(&self.weights).map(of_value);
        let of_weights = self.weights.iter().zip(&ranges).map(of_weight);
        of_values.chain(of_weights).collect()
    }
}

/// The standard deviation of the values with `n − 1` below the line, in their own unit.
///
/// # Errors
/// If there are fewer than two values, or it is too large.
pub fn standard_deviation(values: &[Estimate]) -> Result<Estimate, Undefined> {
    let freedom = values.len().checked_sub(1).filter(|freedom| *freedom > 0);
    let freedom = Decimal::from(freedom.ok_or(Undefined::Empty)?);
    let spread = Spread {
        values: values.to_vec(),
        weights: vec![Estimate::exact(Decimal::ONE); values.len()],
        is_positive: false,
    };
    let of_sample = |variance: Decimal| {
        let sum = variance.checked_mul(Decimal::from(values.len()))?;
        sum.checked_div(freedom)
    };
    let variance = spread.of(&VARIANCE)?.map(of_sample);
    root(variance.ok_or(Undefined::TooLarge)?)
}

/// The range, the largest value less the smallest.
///
/// The largest lies between the largest of the lower and of the upper ends, and the smallest likewise.
///
/// # Errors
/// If there is no value, or it is too large.
pub fn range(values: &[Estimate]) -> Result<Estimate, Undefined> {
    let [largest, smallest] = extremes(values)?;
    Ok(not_below_zero(difference(largest, smallest)?))
}

/// The largest value over the smallest.
///
/// # Errors
/// If there is no value, or the smallest may be zero or less.
pub fn max_min_ratio(values: &[Estimate]) -> Result<Estimate, Undefined> {
    let [largest, smallest] = extremes(values)?;
    if smallest.bounds.low <= Decimal::ZERO {
        return Err(Undefined::NotPositive);
    }
    Ok(within(
        ratio(largest, smallest)?,
        Decimal::ONE,
        Decimal::MAX,
    ))
}

/// The largest and the smallest value.
fn extremes(values: &[Estimate]) -> Result<[Estimate; 2], Undefined> {
    let extreme = |pick: fn(Decimal, Decimal) -> Decimal| {
        let of = |end: fn(&Estimate) -> Decimal| values.iter().map(end).reduce(pick);
        let all = (
            of(|value| value.value)?,
            of(|value| value.bounds.low)?,
            of(|value| value.bounds.high)?,
        );
        Some(Estimate::new(all.0, all.1, all.2))
    };
    let both = (extreme(Decimal::max), extreme(Decimal::min));
    match both {
        (Some(largest), Some(smallest)) => Ok([largest, smallest]),
        _ => Err(Undefined::Empty),
    }
}

/// An index with the standard deviation of all values (`ddof` 0) as that of a sample (`ddof` 1): times
/// `√(n ÷ (n − 1))`.
///
/// # Errors
/// If there are fewer than two values.
pub fn of_sample(index: Estimate, count: usize) -> Result<Estimate, Undefined> {
    let freedom = count.checked_sub(1).filter(|freedom| *freedom > 0);
    let freedom = Decimal::from(freedom.ok_or(Undefined::Empty)?);
    let factor = sqrt(Decimal::from(count) / freedom).ok_or(Undefined::TooLarge)?;
    of_ends(index, |index| index.checked_mul(factor))
}

fn not_below_zero(estimate: Estimate) -> Estimate {
    within(estimate, Decimal::ZERO, Decimal::MAX)
}

fn root(square: Estimate) -> Result<Estimate, Undefined> {
    of_ends(not_below_zero(square), |square| {
        sqrt(square.max(Decimal::ZERO))
    })
    .map(not_below_zero)
}

fn over_mean(values: &[Estimate]) -> Result<Vec<Estimate>, Undefined> {
    let sum = total(values.iter().map(|value| value.value)).ok_or(Undefined::TooLarge)?;
    let mean = sum / Decimal::from(values.len());
    if mean <= Decimal::ZERO {
        return Err(Undefined::NotPositive);
    }
    let over_mean = |value: &Estimate| value.map(|value| value.checked_div(mean));
    let scaled: Option<Vec<Estimate>> = values.iter().map(over_mean).collect();
    scaled.ok_or(Undefined::TooLarge)
}
