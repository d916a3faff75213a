//! Aggregates: sums, ratios of sums, means.

use rust_decimal::Decimal;

use super::Undefined;
use crate::figure::Estimate;
use crate::order::InOrder;

/// An end of what an estimate can be.
type End = fn(&Estimate) -> Decimal;

/// The sum, `Σ x`.
///
/// Monotone in every part, so its ends are the sums of the ends.
///
/// # Errors
/// If there is no part, or the sum is too large.
pub fn sum(parts: &[Estimate]) -> Result<Estimate, Undefined> {
    if parts.is_empty() {
        return Err(Undefined::Empty);
    }
    let add =
        |end: fn(&Estimate) -> Decimal| total(parts.iter().map(end)).ok_or(Undefined::TooLarge);
    Ok(Estimate::new(
        add(|part| part.value)?,
        add(|part| part.bounds.low)?,
        add(|part| part.bounds.high)?,
    ))
}

/// The sum of values as they stand; nothing where no exact decimal holds it.
pub fn total(values: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    let mut values = values.into_iter();
    values.try_fold(Decimal::ZERO, Decimal::checked_add)
}

/// The product of two independent values.
///
/// Monotone in each on either side of zero, so its ends are among the four products of the ends.
///
/// # Errors
/// If the product is too large.
pub fn product(one: Estimate, other: Estimate) -> Result<Estimate, Undefined> {
    of_corners([one, other], |[one, other]| {
        one.checked_mul(other).ok_or(Undefined::TooLarge)
    })
}

/// One value over another, independent of it.
///
/// Monotone in the divisor on either side of zero, so its ends are among the four quotients of the ends.
///
/// # Errors
/// If the divisor may be zero, or the quotient is too large.
pub fn ratio(above: Estimate, below: Estimate) -> Result<Estimate, Undefined> {
    if below.bounds.contains(Decimal::ZERO) {
        return Err(Undefined::ZeroDivisor);
    }
    of_corners([above, below], |[above, below]| {
        above.checked_div(below).ok_or(Undefined::TooLarge)
    })
}

/// The value of a formula with the least and the greatest that it has at the corners of its inputs' intervals: its
/// interval where it is monotone in each input while the others stand still.
pub(super) fn of_corners<const COUNT: usize>(
    inputs: [Estimate; COUNT],
    formula: impl Fn([Decimal; COUNT]) -> Result<Decimal, Undefined>,
) -> Result<Estimate, Undefined> {
    let mut found = Estimate::exact(formula(inputs.map(|input| input.value))?);
    for corner in 0..1_u32 << COUNT {
        let mut rest = corner;
        let end = formula(inputs.map(|input| {
            let is_high = rest & 1 == 1;
            rest >>= 1;
            if is_high {
                input.bounds.high
            } else {
                input.bounds.low
            }
        }))?;
        found = Estimate::new(
            found.value,
            found.bounds.low.min(end),
            found.bounds.high.max(end),
        );
    }
    Ok(found)
}

/// The mean of values weighted by others, `Σ w·x ÷ Σ w`, the weights not negative. Of growth rates with the amounts of
/// the year before it is the growth of a volume at previous-year prices (Laspeyres) exactly.
///
/// Monotone in every value. In a weight it rises where the value lies above the mean and falls where it lies below;
/// so at an end every weight of the largest values stands at one end and every weight of the others at the other,
/// and the best of the `n + 1` such cuts is the end.
///
/// # Errors
/// If there is no value, the weights may all be zero, or one is negative. What is printed as 0 is none below it.
pub fn weighted_mean(pairs: &[(Estimate, Estimate)]) -> Result<Estimate, Undefined> {
    if pairs.is_empty() {
        return Err(Undefined::Empty);
    }
    if pairs.iter().any(|(_, weight)| weight.value < Decimal::ZERO) {
        return Err(Undefined::NotPositive);
    }
    let value = mean_of(
        pairs
            .iter()
            .map(|(value, weight)| (value.value, weight.value)),
    )?;
    let extreme = |end: End, highest: bool| {
        let mut sorted: Vec<(Decimal, &Estimate)> = pairs
            .iter()
            .map(|(value, weight)| (end(value), weight))
            .collect();
        sorted.order_by_key(|(value, _)| *value);
        let light: End = |weight| weight.bounds.low.max(Decimal::ZERO);
        let heavy: End = |weight| weight.bounds.high;
        let (first, last) = if highest {
            (light, heavy)
        } else {
            (heavy, light)
        };
        // Before the cut the weights stand at one end, behind it at the other.
        let pairs = sorted.iter();
        let before = sums(pairs.clone().map(|(value, weight)| (*value, first(weight))))?;
        let behind = sums(pairs.rev().map(|(value, weight)| (*value, last(weight))))?;
        let mut best: Option<Decimal> = None;
        for (one, other) in before.iter().zip(behind.iter().rev()) {
            let mean = one.add(other)?.mean()?;
            let is_better = |known: Decimal| if highest { mean > known } else { mean < known };
            if best.is_none_or(is_better) {
                best = Some(mean);
            }
        }
        Ok(best.unwrap_or(value))
    };
    Ok(Estimate::new(
        value,
        extreme(|value| value.bounds.low, false)?,
        extreme(|value| value.bounds.high, true)?,
    ))
}

/// A sum of products and one of their weights.
#[derive(Debug, Clone, Copy, Default)]
struct Weighed {
    above: Decimal,
    below: Decimal,
}

impl Weighed {
    fn add(&self, other: &Weighed) -> Result<Weighed, Undefined> {
        let sum = |one: Decimal, other| one.checked_add(other).ok_or(Undefined::TooLarge);
        Ok(Weighed {
            above: sum(self.above, other.above)?,
            below: sum(self.below, other.below)?,
        })
    }

    fn mean(&self) -> Result<Decimal, Undefined> {
        if self.below.is_zero() {
            return Err(Undefined::ZeroDivisor);
        }
        self.above
            .checked_div(self.below)
            .ok_or(Undefined::TooLarge)
    }
}

/// The sums over the first of the pairs of a value and its weight: over none, over one, and so on.
fn sums(pairs: impl Iterator<Item = (Decimal, Decimal)>) -> Result<Vec<Weighed>, Undefined> {
    let mut sum = Weighed::default();
    let mut all = vec![sum];
    for (value, weight) in pairs {
        let above = value.checked_mul(weight).ok_or(Undefined::TooLarge)?;
        sum = sum.add(&Weighed {
            above,
            below: weight,
        })?;
        all.push(sum);
    }
    Ok(all)
}

/// The mean of values with their weights.
fn mean_of(pairs: impl Iterator<Item = (Decimal, Decimal)>) -> Result<Decimal, Undefined> {
    sums(pairs)?.last().copied().unwrap_or_default().mean()
}

/// The unweighted mean, `Σ x ÷ n`.
///
/// # Errors
/// If there is no value, or the sum is too large.
pub fn mean(values: &[Estimate]) -> Result<Estimate, Undefined> {
    let count = Decimal::from(values.len());
    let mean = sum(values)?.map(|total| total.checked_div(count));
    mean.ok_or(Undefined::TooLarge)
}

/// The median: the middle value, or the mean of the two in the middle.
///
/// Monotone in every value, so its ends are the medians of the ends.
///
/// # Errors
/// If there is no value.
pub fn median(values: &[Estimate]) -> Result<Estimate, Undefined> {
    let of = |end: fn(&Estimate) -> Decimal| {
        middle(values.iter().map(end).collect()).ok_or(Undefined::Empty)
    };
    Ok(Estimate::new(
        of(|value| value.value)?,
        of(|value| value.bounds.low)?,
        of(|value| value.bounds.high)?,
    ))
}

/// The middle value, or the mean of the two in the middle; nothing where there is none.
pub(super) fn middle(mut values: Vec<Decimal>) -> Option<Decimal> {
    values.order();
    let one = *values.get(values.len().checked_sub(1)? / 2)?;
    let other = *values.get(values.len() / 2)?;
    if one == other {
        return Some(one);
    }
    // Halves first, so that two large values do not overflow.
    (one / Decimal::TWO).checked_add(other / Decimal::TWO)
}

/// No power of ten stands between a ratio and the quotient that it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoPower;

/// The power of ten that stands between a printed ratio and the quotient of its parts: 2 for percent. Nothing where the
/// parts do not tell.
///
/// # Errors
/// If there is none.
pub fn power_between(own: Decimal, above: Decimal, below: Decimal) -> Option<Result<i32, NoPower>> {
    let number = |value: Decimal| value.to_string().parse::<f64>().ok();
    let factor = number(own)? * number(below)? / number(above)?;
    if !factor.is_finite() || factor <= 0.0 {
        return None;
    }
    let power = factor.log10().round();
    let is_close = (factor.log10() - power).abs() < 0.05;
    let known = (-9..=9).find(|known| (f64::from(*known) - power).abs() < 0.5);
    Some(known.filter(|_| is_close).ok_or(NoPower))
}

/// The power of ten between most printed ratios and their quotients; `None` where they do not agree on one.
///
/// # Errors
/// If there is none.
pub fn power_of_most(
    all: impl IntoIterator<Item = Result<i32, NoPower>>,
) -> Option<Result<i32, NoPower>> {
    let powers: Vec<Option<i32>> = all.into_iter().map(Result::ok).collect();
    let count = |power: &i32| powers.iter().filter(|one| **one == Some(*power)).count();
    let most = powers.iter().flatten().max_by_key(|power| count(power));
    let most = most
        .copied()
        .filter(|power| count(power) * 2 > powers.len());
    (!powers.is_empty()).then(|| most.ok_or(NoPower))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Number;

    fn printed(text: &str) -> Estimate {
        Estimate::from(text.parse::<Number>().unwrap())
    }

    #[test]
    fn per_capita_of_two_cities_is_not_the_mean_of_theirs() {
        // 20,000 and 40,000 per head with 1.0 and 0.1 million people: 24,000 over 1.1 (computed by hand).
        let pairs = [
            (printed("20000"), printed("1.0")),
            (printed("40000"), printed("0.1")),
        ];
        assert_eq!(
            weighted_mean(&pairs).unwrap().value.round().to_string(),
            "21818"
        );
        assert_eq!(
            mean(&[pairs[0].0, pairs[1].0]).unwrap().value.to_string(),
            "30000"
        );
    }

    #[test]
    fn the_ends_of_a_weighted_mean_are_those_of_the_corners() {
        let pairs = [
            (printed("12.2"), printed("18")),
            (printed("25.6"), printed("1")),
            (printed("15.2"), printed("26")),
        ];
        let found = weighted_mean(&pairs).unwrap();
        // Every corner of the box of weights, with the values at their ends.
        let corners = |end: fn(&Estimate) -> Decimal| {
            (0u32..8).map(move |corner| {
                mean_of(pairs.iter().enumerate().map(|(at, (value, weight))| {
                    let high = corner & (1 << at) != 0;
                    (
                        end(value),
                        if high {
                            weight.bounds.high
                        } else {
                            weight.bounds.low
                        },
                    )
                }))
                .unwrap()
            })
        };
        assert_eq!(
            Some(found.bounds.low),
            corners(|value| value.bounds.low).min()
        );
        assert_eq!(
            Some(found.bounds.high),
            corners(|value| value.bounds.high).max()
        );
    }

    #[test]
    fn nothing_is_divided_by_what_may_be_zero() {
        assert_eq!(ratio(printed("1"), printed("0.04")).map(|_| ()), Ok(()));
        assert_eq!(
            ratio(printed("1"), printed("0")).unwrap_err(),
            Undefined::ZeroDivisor
        );
        assert_eq!(sum(&[]).unwrap_err(), Undefined::Empty);
        assert_eq!(median(&[]).unwrap_err(), Undefined::Empty);
    }

    #[test]
    fn a_median_is_the_middle() {
        let of = |texts: &[&str]| {
            median(&texts.iter().map(|text| printed(text)).collect::<Vec<_>>())
                .unwrap()
                .value
        };
        assert_eq!(of(&["3", "1", "2"]).to_string(), "2");
        assert_eq!(of(&["1", "2"]).normalize().to_string(), "1.5");
    }
}
