//! Values that are out of line with others, without a tolerance that someone picked.

use rust_decimal::Decimal;

use super::combine::middle;
use crate::figure::{Estimate, Interval};

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
