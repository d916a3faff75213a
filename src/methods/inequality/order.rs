//! Indices of absolute differences: Gini's, of each value and each other; Hoover's, of each value and the mean.

use rust_decimal::Decimal;

use super::Spread;
use crate::figure::{Estimate, Interval};
use crate::methods::Undefined;
use crate::methods::combine::total;
use crate::methods::enclose::{Way, enclose, minus, over, plus, reach, times, within};
use crate::order::InOrder;

/// What the directions of both indices rest on.
struct Sums {
    /// The ranges of the sums of the weights and of the weighted values.
    weights: Interval,
    masses: Interval,
}

impl Spread {
    /// Gini's index, `Σ Σ p p′ |y − y′| ÷ 2 μ`, from 0 to `(n − 1) ÷ n` where each value counts once.
    ///
    /// In a value it rises where the weight of those below it less that of those above it, as a share of all, is more
    /// than the index, and falls where it is less.
    ///
    /// # Errors
    /// If it is too large.
    pub fn gini(&self) -> Result<Estimate, Undefined> {
        let count = self.values.len();
        let formula = |inputs: &[Decimal]| {
            let (values, weights) = inputs.split_at(count);
            gini(values, weights).ok_or(Undefined::TooLarge)
        };
        let point: Vec<Decimal> = self.inputs().iter().map(|input| input.value).collect();
        let ways = self.ways_of_gini(formula(&point)?);
        let found = enclose(&self.inputs(), &ways.ok_or(Undefined::TooLarge)?, &formula)?;
        Ok(within(found, Decimal::ZERO, Decimal::ONE))
    }

    /// Hoover's index, `½ Σ |s − p|` with the shares of the values and of the weights, from 0 to 1: which part of all
    /// would have to change hands for all to have the same. Two hundred times this is Eurostat's dispersion.
    ///
    /// # Errors
    /// If it is too large.
    pub fn hoover(&self) -> Result<Estimate, Undefined> {
        let count = self.values.len();
        let formula = |inputs: &[Decimal]| {
            let (values, weights) = inputs.split_at(count);
            hoover(values, weights).ok_or(Undefined::TooLarge)
        };
        let point: Vec<Decimal> = self.inputs().iter().map(|input| input.value).collect();
        let ways = self.ways_of_hoover(formula(&point)?);
        let found = enclose(&self.inputs(), &ways.ok_or(Undefined::TooLarge)?, &formula)?;
        Ok(within(found, Decimal::ZERO, Decimal::ONE))
    }

    fn pairs(&self) -> impl Iterator<Item = (&Estimate, &Estimate)> {
        self.values.iter().zip(&self.weights)
    }

    fn sums(&self) -> Option<Sums> {
        let zero = Interval::point(Decimal::ZERO);
        let (mut weights, mut masses) = (zero, zero);
        for (value, weight) in self.pairs() {
            weights = plus(weights, weight.bounds)?;
            masses = plus(masses, times(weight.bounds, value.bounds)?)?;
        }
        Some(Sums { weights, masses })
    }

    /// Where an index can be that moves by no more than `2 w ÷ B` with a value and by no more than twice
    /// `y ÷ B + 1 ÷ A` with a weight, which both indices keep to.
    fn coarsely(&self, index: Decimal, sums: &Sums) -> Option<Interval> {
        let mut radius = Decimal::ZERO;
        for (value, weight) in self.pairs() {
            let of_value = weight.bounds.high.checked_div(sums.masses.low)?;
            let of_weight = value
                .bounds
                .high
                .checked_div(sums.masses.low)?
                .checked_add(Decimal::ONE.checked_div(sums.weights.low)?)?;
            let both = of_value
                .checked_mul(reach(value))?
                .checked_add(of_weight.checked_mul(reach(weight))?)?;
            radius = radius.checked_add(both.checked_mul(Decimal::TWO)?)?;
        }
        Some(Interval {
            low: (index - radius).max(Decimal::ZERO),
            high: (index + radius).min(Decimal::ONE),
        })
    }

    fn ways_of_gini(&self, index: Decimal) -> Option<Vec<Way>> {
        let sums = self.sums()?;
        if sums.masses.low <= Decimal::ZERO {
            return Some(vec![Way::Turns(Decimal::ONE); 2 * self.values.len()]);
        }
        let index = self.coarsely(index, &sums)?;
        let below = Ladder::new(self, |value| value.bounds.high);
        let above = Ladder::new(self, |value| value.bounds.low);
        let of_value = |(value, weight): (&Estimate, &Estimate)| {
            let below = below.under(value.bounds.low);
            let above = minus(sums.weights, above.up_to(value.bounds.high))?;
            // What may be on either side is what is surely on neither.
            let surely = plus(plus(below, above)?, weight.bounds)?;
            let open = (sums.weights.high - surely.low).max(Decimal::ZERO);
            let apart = minus(below, above)?;
            let apart = Interval {
                low: apart.low.checked_sub(open)?,
                high: apart.high.checked_add(open)?,
            };
            let slope = minus(over(apart, sums.weights)?, index)?;
            let most = weight.bounds.high.checked_div(sums.masses.low)?;
            Way::of(slope, most, value)
        };
        let distances = Distances::new(self)?;
        let of_weight = |(value, weight): (&Estimate, &Estimate)| {
            if reach(weight).is_zero() {
                return Some(Way::Rises);
            }
            let distance = distances.of(value)?;
            let first = over(distance, times(sums.weights, sums.masses)?)?;
            let second = plus(
                over(index, sums.weights)?,
                over(times(index, value.bounds)?, sums.masses)?,
            )?;
            Way::of(minus(first, second)?, Decimal::ONE, weight)
        };
        let of_values = self.pairs().map(of_value);
        of_values.chain(self.pairs().map(of_weight)).collect()
    }

    fn ways_of_hoover(&self, index: Decimal) -> Option<Vec<Way>> {
        let sums = self.sums()?;
        if sums.masses.low <= Decimal::ZERO {
            return Some(vec![Way::Turns(Decimal::ONE); 2 * self.values.len()]);
        }
        let index = self.coarsely(index, &sums)?;
        let mean = over(sums.masses, sums.weights)?;
        let one = Decimal::ONE;
        let side = |value: &Estimate| match value.bounds {
            Interval { low, .. } if low > mean.high => Interval::point(one),
            Interval { high, .. } if high < mean.low => Interval::point(-one),
            _ => Interval {
                low: -one,
                high: one,
            },
        };
        let mut balance = Interval::point(Decimal::ZERO);
        for (value, weight) in self.pairs() {
            balance = plus(balance, times(weight.bounds, side(value))?)?;
        }
        let balance = over(balance, sums.weights)?;
        let twice = |range: Interval| plus(range, range);
        let of_value = |(value, weight): (&Estimate, &Estimate)| {
            let slope = minus(side(value), plus(balance, twice(index)?)?)?;
            let below = sums.masses.low.checked_mul(Decimal::TWO)?;
            Way::of(slope, weight.bounds.high.checked_div(below)?, value)
        };
        let of_weight = |(value, weight): (&Estimate, &Estimate)| {
            if reach(weight).is_zero() {
                return Some(Way::Rises);
            }
            let apart = minus(value.bounds, mean)?;
            let distance = times(apart, side(value))?;
            let first = minus(distance, times(balance, apart)?)?;
            let second = twice(times(index, value.bounds)?)?;
            let slope = over(minus(first, second)?, twice(sums.masses)?)?;
            Way::of(slope, one, weight)
        };
        let of_values = self.pairs().map(of_value);
        of_values.chain(self.pairs().map(of_weight)).collect()
    }
}

/// The weights of those whose values, or ends of values, are under a value.
struct Ladder {
    steps: Vec<Decimal>,
    /// The sums of the ranges of the weights up to each step.
    weights: Vec<Interval>,
}

impl Ladder {
    fn new(of: &Spread, end: fn(&Estimate) -> Decimal) -> Ladder {
        let mut pairs: Vec<(Decimal, Interval)> = of
            .pairs()
            .map(|(value, weight)| (end(value), weight.bounds))
            .collect();
        pairs.order_by_key(|(step, _)| *step);
        let mut sum = Interval::point(Decimal::ZERO);
        let mut weights = vec![sum];
        for (_, weight) in &pairs {
            sum = Interval {
                low: sum.low.saturating_add(weight.low),
                high: sum.high.saturating_add(weight.high),
            };
            weights.push(sum);
        }
        Ladder {
            steps: pairs.into_iter().map(|(step, _)| step).collect(),
            weights,
        }
    }

    fn under(&self, value: Decimal) -> Interval {
        self.weights[self.steps.partition_point(|step| *step < value)]
    }

    fn up_to(&self, value: Decimal) -> Interval {
        self.weights[self.steps.partition_point(|step| *step <= value)]
    }
}

/// The sums of the weighted distances of values from all others.
struct Distances {
    sorted: Vec<Decimal>,
    /// The weights and the weighted values up to each of them.
    weights: Vec<Decimal>,
    masses: Vec<Decimal>,
    /// How far the sum may be off, whichever value it is for: a part of its own, and one that goes with the value.
    slack: [Decimal; 2],
    most_weight: Decimal,
}

impl Distances {
    fn new(of: &Spread) -> Option<Distances> {
        let mut pairs: Vec<(Decimal, Decimal)> = of
            .pairs()
            .map(|(value, weight)| (value.value, weight.value))
            .collect();
        pairs.order_by_key(|(value, _)| *value);
        let (mut weights, mut masses) = (vec![Decimal::ZERO], vec![Decimal::ZERO]);
        for (at, (value, weight)) in pairs.iter().enumerate() {
            weights.push(weights[at].checked_add(*weight)?);
            masses.push(masses[at].checked_add(value.checked_mul(*weight)?)?);
        }
        let mut slack = [Decimal::ZERO; 2];
        let mut most_weight = Decimal::ZERO;
        for (value, weight) in of.pairs() {
            most_weight = most_weight.checked_add(weight.bounds.high)?;
            let of_value = weight.bounds.high.checked_mul(reach(value))?;
            let of_weight = reach(weight).checked_mul(value.bounds.high)?;
            slack[0] = slack[0].checked_add(of_value)?.checked_add(of_weight)?;
            slack[1] = slack[1].checked_add(reach(weight))?;
        }
        Some(Distances {
            sorted: pairs.into_iter().map(|(value, _)| value).collect(),
            weights,
            masses,
            slack,
            most_weight,
        })
    }

    fn of(&self, value: &Estimate) -> Option<Interval> {
        let own = value.value;
        let at = self.sorted.partition_point(|other| *other < own);
        let last = self.sorted.len();
        let below = own.checked_mul(self.weights[at])? - self.masses[at];
        let weight_above = self.weights[last] - self.weights[at];
        let above = self.masses[last] - self.masses[at] - own.checked_mul(weight_above)?;
        let slack = self.slack[0]
            .checked_add(self.slack[1].checked_mul(value.bounds.high)?)?
            .checked_add(self.most_weight.checked_mul(reach(value))?)?;
        let distance = below + above;
        Some(Interval {
            low: (distance - slack).max(Decimal::ZERO),
            high: distance.checked_add(slack)?,
        })
    }
}

/// `Σ w (y W − V) ÷ (A B)` over the values in order, with the weights and the weighted values of those before.
fn gini(values: &[Decimal], weights: &[Decimal]) -> Option<Decimal> {
    let mut pairs: Vec<(Decimal, Decimal)> = values
        .iter()
        .copied()
        .zip(weights.iter().copied())
        .collect();
    pairs.order_by_key(|(value, _)| *value);
    let (mut before, mut mass, mut sum) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
    for (value, weight) in pairs {
        let apart = value.checked_mul(before)?.checked_sub(mass)?;
        sum = sum.checked_add(weight.checked_mul(apart)?)?;
        before = before.checked_add(weight)?;
        mass = mass.checked_add(weight.checked_mul(value)?)?;
    }
    sum.checked_div(before)?.checked_div(mass)
}

/// `Σ w |y − μ| ÷ (2 B)`.
fn hoover(values: &[Decimal], weights: &[Decimal]) -> Option<Decimal> {
    let pairs = || values.iter().zip(weights);
    let mass = |(value, weight): (&Decimal, &Decimal)| value.checked_mul(*weight);
    let mass = total(pairs().map(mass).collect::<Option<Vec<_>>>()?)?;
    let mean = mass.checked_div(total(weights.iter().copied())?)?;
    let apart = |(value, weight): (&Decimal, &Decimal)| {
        let apart = value.checked_sub(mean)?.abs();
        apart.checked_mul(*weight)
    };
    let sum = total(pairs().map(apart).collect::<Option<Vec<_>>>()?)?;
    sum.checked_div(mass)?.checked_div(Decimal::TWO)
}
