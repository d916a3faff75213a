//! Round numbers along an axis.

use crate::words::thousands;

/// The steps between ticks, as multiples of a power of ten.
const STEPS: [i64; 3] = [1, 2, 5];
/// Beyond what an exact decimal of 96 bits can hold.
const LARGEST_EXPONENT: i32 = 30;
/// How far from zero a tick may be, in steps; closer steps would be no exact numbers.
const MOST_STEPS: f64 = 1e12;
/// How far a value may lie beyond a tick, in steps, and still count as lying on it.
const ROUNDING: f64 = 1e-9;

/// From which number on an axis is told in words for powers of ten.
const LARGE: f64 = 1e7;

/// Words for powers of ten, the largest first, each as it stands behind a number; none where numbers are told in digits.
pub(in crate::render) type Powers = &'static [(i32, &'static str)];

/// An axis, and equally spaced round numbers along it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::render) struct Ticks {
    /// The ends of the axis.
    low: f64,
    high: f64,
    /// The step is `step` × 10^`exponent`.
    step: i64,
    exponent: i32,
    /// The first and the last tick, in steps from zero.
    first: i64,
    last: i64,
    /// The power of ten in which its numbers are told, and the word for it.
    power: Option<(i32, &'static str)>,
}

impl Ticks {
    /// An axis from tick to tick that holds the values from `low` to `high`, with the finest ticks that make no more
    /// than `most` spaces, two at least. Equal ends, or ends that are no numbers, are given room on either side.
    pub(in crate::render) fn around(low: f64, high: f64, most: usize) -> Ticks {
        let outside = |low: f64, high: f64| ((low + ROUNDING).floor(), (high - ROUNDING).ceil());
        let mut ticks = Ticks::finest(low, high, most, outside);
        (ticks.low, ticks.high) = (ticks.value(ticks.first), ticks.value(ticks.last));
        ticks
    }

    /// An axis that ends where the values end, with the finest ticks inside it that make no more than `most` spaces.
    pub(in crate::render) fn inside(low: f64, high: f64, most: usize) -> Ticks {
        let inside = |low: f64, high: f64| ((low - ROUNDING).ceil(), (high + ROUNDING).floor());
        Ticks::finest(low, high, most, inside)
    }

    /// The finest ticks that make no more than `most` spaces; `ends` says which ticks are the first and the last
    /// where the values lie between two numbers of steps from zero.
    fn finest(low: f64, high: f64, most: usize, ends: impl Fn(f64, f64) -> (f64, f64)) -> Ticks {
        let most = i64::try_from(most.max(2)).unwrap_or(i64::MAX);
        let (low, high) = match (low.is_finite() && high.is_finite(), low < high) {
            (false, _) => (0.0, 1.0),
            (true, true) => (low, high),
            (true, false) if low == 0.0 => (0.0, 1.0),
            (true, false) => (
                low.min(high) - low.abs() / 10.0,
                low.max(high) + low.abs() / 10.0,
            ),
        };
        let mut ticks = Ticks {
            low,
            high,
            step: 1,
            exponent: 0,
            first: 0,
            last: 1,
            power: None,
        };
        let exponents = -LARGEST_EXPONENT..=LARGEST_EXPONENT;
        for (step, exponent) in exponents.flat_map(|exponent| STEPS.map(|step| (step, exponent))) {
            let size = size(step, exponent);
            let (first, last) = ends(low / size, high / size);
            if first.abs().max(last.abs()) <= MOST_STEPS {
                ticks = Ticks {
                    step,
                    exponent,
                    first: whole(first),
                    last: whole(last),
                    ..ticks
                };
                if ticks.last - ticks.first <= most {
                    break;
                }
            }
        }
        ticks
    }

    /// The axis with its numbers told in words, where they are large: `5 trillion`.
    pub(in crate::render) fn told_in(mut self, powers: Powers) -> Ticks {
        let largest = self
            .value(self.first)
            .abs()
            .max(self.value(self.last).abs());
        let mut powers = powers.iter();
        let fits = powers.find(|(exponent, _)| largest >= power(*exponent));
        self.power = fits.copied().filter(|_| largest >= LARGE);
        self
    }

    /// Whether the axis leaves out zero, so that heights cannot be compared; then where it begins.
    pub(in crate::render) fn cut(&self) -> Option<String> {
        let leaves_out = self.first > 0 || self.last < 0;
        leaves_out.then(|| self.text(self.first))
    }

    /// The lower end of the axis.
    pub(in crate::render) fn low(&self) -> f64 {
        self.low
    }

    /// How far up the axis a value stands: 0 at its lower end, 1 at its upper, and never outside.
    pub(in crate::render) fn position(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// Each tick with the text that stands at it.
    pub(in crate::render) fn all(&self) -> impl Iterator<Item = (f64, String)> + '_ {
        (self.first..=self.last).map(|count| (self.value(count), self.text(count)))
    }

    fn value(&self, count: i64) -> f64 {
        precise(count * self.step) * power(self.exponent)
    }

    /// The tick in digits, as many decimals as the step has.
    fn text(&self, count: i64) -> String {
        let number = count * self.step;
        let sign = if number < 0 { "-" } else { "" };
        let digits = number.unsigned_abs().to_string();
        let (power, word) = self.power.filter(|_| number != 0).unwrap_or_default();
        let exponent = self.exponent - power;
        let places = usize::try_from(exponent.unsigned_abs()).unwrap_or(0);
        if exponent >= 0 {
            let zeros = if number == 0 { 0 } else { places };
            let whole = format!("{digits}{}", "0".repeat(zeros));
            return format!("{sign}{}{word}", thousands(&whole));
        }
        let digits = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        format!("{sign}{}.{fraction}{word}", thousands(whole))
    }
}

/// A step as a number.
fn size(step: i64, exponent: i32) -> f64 {
    precise(step) * power(exponent)
}

/// A power of ten by multiplication alone, which is the same on every machine.
fn power(exponent: i32) -> f64 {
    let product: f64 = (0..exponent.unsigned_abs()).map(|_| 10.0).product();
    if exponent < 0 { 1.0 / product } else { product }
}

#[expect(clippy::cast_precision_loss, reason = "counts of ticks are small")]
fn precise(number: i64) -> f64 {
    number as f64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "it is held to 10^12 before"
)]
fn whole(number: f64) -> i64 {
    number as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(low: f64, high: f64, most: usize) -> Vec<String> {
        Ticks::around(low, high, most)
            .all()
            .map(|(_, text)| text)
            .collect()
    }

    #[test]
    fn ticks_are_round_and_hold_what_is_drawn() {
        assert_eq!(texts(0.0, 35.8, 4), ["0", "10", "20", "30", "40"]);
        assert_eq!(texts(-11.5, 28.3, 5), ["-20", "-10", "0", "10", "20", "30"]);
        assert_eq!(
            texts(0.0, 146_518.0, 4),
            ["0", "50,000", "100,000", "150,000"]
        );
        assert_eq!(
            texts(0.12, 0.31, 5),
            ["0.10", "0.15", "0.20", "0.25", "0.30", "0.35"]
        );
        assert_eq!(texts(0.0, 0.3, 3), ["0.0", "0.1", "0.2", "0.3"]);
    }

    #[test]
    fn large_numbers_are_told_in_words() {
        let powers: Powers = &[(12, " trillion"), (6, " million")];
        let told = |low: f64, high: f64| -> Vec<String> {
            let ticks = Ticks::around(low, high, 4).told_in(powers);
            ticks.all().map(|(_, text)| text).collect()
        };
        assert_eq!(
            told(0.0, 2.1e13),
            ["0", "10 trillion", "20 trillion", "30 trillion"]
        );
        assert_eq!(
            told(-9e6, 1.1e7),
            ["-10 million", "0", "10 million", "20 million"]
        );
        assert_eq!(told(0.0, 3.5e11)[1], "100,000 million");
        let around_one = ["0", "0.5 trillion", "1.0 trillion", "1.5 trillion"];
        assert_eq!(told(0.0, 1.1e12), around_one);
        assert_eq!(told(0.0, 4e6)[1], "1,000,000");
    }

    #[test]
    fn equal_ends_are_given_room() {
        assert_eq!(texts(0.0, 0.0, 2), ["0.0", "0.5", "1.0"]);
        let ticks = Ticks::around(26.0, 26.0, 4);
        assert!(ticks.low < 26.0 && ticks.high > 26.0);
        assert!(Ticks::around(f64::NAN, 1.0, 4).all().count() >= 2);
    }

    #[test]
    fn an_axis_may_end_where_the_values_end() {
        let ticks = Ticks::inside(0.0, 100.2, 4);
        let texts: Vec<String> = ticks.all().map(|(_, text)| text).collect();
        assert_eq!(texts, ["0", "50", "100"]);
        let texts = |most| -> Vec<String> {
            Ticks::inside(-10.1, 5.7, most)
                .all()
                .map(|(_, text)| text)
                .collect()
        };
        assert_eq!(texts(2), ["-10", "0"]);
        assert_eq!(texts(3), ["-10", "-5", "0", "5"]);
        assert!((ticks.position(100.2) - 1.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn ticks_cover_the_values_and_are_not_too_many(a in -1e12_f64..1e12, width in 1e-3_f64..1e12, most in 2_usize..12) {
            let (low, high) = (a, a + width);
            let ticks = Ticks::around(low, high, most);
            let slack = (ticks.high - ticks.low) * 1e-6;
            prop_assert!(ticks.low <= low + slack, "{} is above {low}", ticks.low);
            prop_assert!(ticks.high >= high - slack, "{} is below {high}", ticks.high);
            let count = ticks.all().count();
            prop_assert!((2..=most + 1).contains(&count), "{count} ticks");
            // No more than two steps are lost beyond the values: the axis is not wasted.
            let step = (ticks.high - ticks.low) / f64::from(u32::try_from(count - 1).unwrap());
            prop_assert!(low - ticks.low <= step + slack && ticks.high - high <= step + slack);
        }

        #[test]
        fn the_text_of_a_tick_is_its_value(low in -1e9_f64..1e9, width in 1e-6_f64..1e9, most in 2_usize..12) {
            for (value, text) in Ticks::around(low, low + width, most).all() {
                let read: f64 = text.replace(',', "").parse().unwrap();
                prop_assert!((read - value).abs() <= value.abs() * 1e-12, "{text} for {value}");
            }
        }
    }
}
