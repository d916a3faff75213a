//! Outliers among values, found without a tolerance chosen by hand.

use rust_decimal::Decimal;

use super::combine::middle;
use crate::figure::{Estimate, Interval};
use crate::order::InOrder;

/// How many times the median absolute deviation a value may be from the median.
const DEVIATIONS: Decimal = Decimal::from_parts(3, 0, 0, false, 0);
/// The fewest values that have a spread worth comparing with.
const FEWEST: usize = 4;

/// How far a value is from the range of others, where that is further than these are from one another: it is then
/// nearer to none of them than they are to each other. Nothing where it is in line, or where there are fewer than two
/// others.
///
/// Intervals count in full: the value's nearest end against the others' furthest.
pub fn apart(value: Interval, others: &[Interval]) -> Option<Decimal> {
    let [first, second, rest @ ..] = others else {
        return None;
    };
    let range = rest
        .iter()
        .fold(first.hull(second), |range, other| range.hull(other));
    let distance = value.distance(&range);
    (distance > range.width()).then_some(distance)
}

/// Whether a value is further from the median of a series than three times the series' median absolute deviation (the
/// identifier of Hampel 1974, unscaled); the value's nearest end counts. Never so in a series of fewer than four.
pub fn deviates(value: Interval, series: &[Estimate]) -> bool {
    if series.len() < FEWEST {
        return false;
    }
    let Some(centre) = middle(series.iter().map(|estimate| estimate.value).collect()) else {
        return false;
    };
    let from_centre = |value: Decimal| value.checked_sub(centre).unwrap_or(Decimal::MAX).abs();
    let deviations = series.iter().map(|estimate| from_centre(estimate.value));
    let spread = middle(deviations.collect()).unwrap_or_default();
    value.distance(&Interval::point(centre))
        > spread.checked_mul(DEVIATIONS).unwrap_or(Decimal::MAX)
}

/// How many times the median absolute deviation is a standard deviation, of values that are normally distributed.
const TO_SIGMA: Decimal = Decimal::from_parts(14826, 0, 0, false, 4);
/// The number of values from which those of one period suffice to say what is usual.
const MANY: usize = 20;

/// The values of one thing at several moments, against which one of them is held: those of its moment, and how far
/// values usually are from the median of the others of theirs.
#[derive(Debug, Clone)]
pub struct Peers {
    moments: Vec<Moment>,
    /// What is usual between a value and the others of its moment: the scaled median absolute deviation, of all moments
    /// together.
    usual: Decimal,
}

/// The values of one moment.
#[derive(Debug, Clone)]
struct Moment {
    all: Vec<Interval>,
    /// The values in order.
    sorted: Vec<Decimal>,
}

impl Moment {
    /// The median of the others than this value.
    fn median_without(&self, value: Decimal) -> Option<Decimal> {
        let own = self.sorted.binary_search(&value).unwrap_or_else(|at| at);
        let rest = self.sorted.len().checked_sub(1)?;
        let of = |at: usize| self.sorted.get(if at < own { at } else { at + 1 }).copied();
        let (one, other) = (of(rest.checked_sub(1)? / 2)?, of(rest / 2)?);
        (one / Decimal::TWO).checked_add(other / Decimal::TWO)
    }
}

impl Peers {
    /// The values of each moment, in any order.
    pub fn new(moments: Vec<Vec<Estimate>>) -> Peers {
        let (mut off, mut widths, mut all) = (Vec::new(), Vec::new(), Vec::new());
        for values in moments {
            let mut sorted: Vec<Decimal> = values.iter().map(|one| one.value).collect();
            sorted.order();
            let moment = Moment {
                all: values.iter().map(|one| one.bounds).collect(),
                sorted,
            };
            if values.len() > 2 {
                let from_others = |one: &Estimate| {
                    Some(
                        one.value
                            .saturating_sub(moment.median_without(one.value)?)
                            .abs(),
                    )
                };
                off.extend(values.iter().filter_map(from_others));
                widths.extend(values.iter().map(|one| one.bounds.width()));
            }
            all.push(moment);
        }
        // Values that are printed alike differ by their rounding.
        let rounding = middle(widths).unwrap_or_default() / Decimal::TWO;
        let spread = middle(off).unwrap_or_default();
        Peers {
            usual: spread.saturating_mul(TO_SIGMA).max(rounding),
            moments: all,
        }
    }

    /// How far a value of a moment (its place in it) is from its peers, where it is out of line: nearer to none of them
    /// than they are to one another ([`apart`]), and further from the median of the others than a multiple of what is
    /// usual. Of many peers some always are apart, and the distance from the median decides alone.
    pub fn out_of_line(&self, moment: usize, place: usize, times: Decimal) -> Option<Decimal> {
        let moment = self
            .moments
            .get(moment)
            .filter(|moment| moment.all.len() > 2)?;
        let value = *moment.all.get(place)?;
        let middle = (value.low / Decimal::TWO).saturating_add(value.high / Decimal::TWO);
        let far = value.distance(&Interval::point(moment.median_without(middle)?));
        if far <= self.usual.saturating_mul(times) {
            return None;
        }
        if moment.all.len() > MANY {
            return Some(far);
        }
        let others = moment.all.iter().enumerate().filter(|(at, _)| *at != place);
        let others: Vec<Interval> = others.map(|(_, one)| *one).collect();
        apart(value, &others)
    }
}

/// Changes that are out of line among many of very different size (Hidiroglou and Berthelot, Survey Methodology 12,
/// 1986): which of the pairs (before, now) of positive amounts have an effect beyond the quartiles by more than
/// `times` the distance of these from the median. The effect is the symmetric change times the square root of the
/// larger amount; 5 % of the median is the least distance.
pub fn hidiroglou_berthelot(pairs: &[(f64, f64)], times: f64) -> Vec<bool> {
    const OF_SIZE: f64 = 0.5;
    const LEAST: f64 = 0.05;
    let is_positive = |(before, now): &(f64, f64)| *before > 0.0 && *now > 0.0;
    let mut ratios: Vec<f64> = pairs
        .iter()
        .filter(|pair| is_positive(pair))
        .map(|(before, now)| now / before)
        .collect();
    if ratios.len() < MANY {
        return vec![false; pairs.len()];
    }
    ratios.order_by(f64::total_cmp);
    let median = ratios[ratios.len() / 2];
    let effect = |pair: &(f64, f64)| {
        let (before, now) = *pair;
        let ratio = now / before;
        let symmetric = if ratio < median {
            1.0 - median / ratio
        } else {
            ratio / median - 1.0
        };
        symmetric * before.max(now).powf(OF_SIZE)
    };
    let mut effects: Vec<f64> = pairs
        .iter()
        .filter(|pair| is_positive(pair))
        .map(effect)
        .collect();
    effects.order_by(f64::total_cmp);
    let quantile = |part: usize| effects[(effects.len() - 1) * part / 4];
    let (low, centre, high) = (quantile(1), quantile(2), quantile(3));
    let below = (centre - low).max((LEAST * centre).abs());
    let above = (high - centre).max((LEAST * centre).abs());
    let is_out = |pair: &(f64, f64)| {
        let effect = effect(pair);
        effect < centre - times * below || effect > centre + times * above
    };
    pairs
        .iter()
        .map(|pair| is_positive(pair) && is_out(pair))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Number;

    fn printed(text: &str) -> Estimate {
        Estimate::from(text.parse::<Number>().unwrap())
    }

    #[test]
    fn a_value_is_apart_where_the_others_are_closer_to_one_another() {
        let of = |value: &str, others: &[&str]| {
            let others: Vec<Interval> = others.iter().map(|text| printed(text).bounds).collect();
            apart(printed(value).bounds, &others).map(|distance| distance.to_string())
        };
        // The deflators of 2012: Qitaihe's -10.4 against -1.0 to +0.6, which are 1.7 apart with their rounding.
        assert_eq!(of("-10.4", &["-1.0", "0.0", "0.6"]).unwrap(), "9.30");
        // Those of 2014: Shuangyashan's is 1.3 below a range that is 1.9 wide.
        assert_eq!(of("-11.9", &["-10.5", "-8.7", "-10.0"]), None);
        assert_eq!(of("5", &["1"]), None);
    }

    #[test]
    fn a_value_deviates_by_the_spread_of_its_own_series() {
        // Changes of Qitaihe's population from 2006 to 2015 in percent, Table 3: 2009, 2014 and 2015 stand out.
        let changes = [
            "0.79", "0.45", "0.79", "2.88", "0.11", "-0.22", "-0.32", "-0.43", "-4.13", "-5.78",
        ]
        .map(printed);
        let deviating: Vec<usize> = (0..changes.len())
            .filter(|&at| deviates(changes[at].bounds, &changes))
            .collect();
        assert_eq!(deviating, [3, 8, 9]);
        assert!(!deviates(printed("9").bounds, &changes[..3]));
    }

    proptest::proptest! {
        #[test]
        fn what_stands_among_the_others_is_never_apart(values in proptest::collection::vec(-1000i64..1000, 3..8)) {
            let all: Vec<Interval> = values.iter().map(|value| Estimate::exact(Decimal::from(*value)).bounds).collect();
            let mut sorted = values.clone();
            sorted.sort_unstable();
            let inner = Estimate::exact(Decimal::from(sorted[sorted.len() / 2])).bounds;
            proptest::prop_assert_eq!(apart(inner, &all), None);
        }
    }
}
