//! Measures of structure, of what shifts it, of disparities and of cycles: against values of other programs, and that
//! their intervals hold whatever their inputs may be.
//!
//! The values are those of the package `inequality` 1.1.2 (`Gini`, `Theil`, `TheilD`, `Atkinson`) and of `numpy`, for
//! numbers written here. Each formula stands here a second time, from its definition and in binary floating point, and is
//! evaluated at points inside the intervals of random printed numbers and at their corners.

use crate::support::tries;
use hlj::figure::{Estimate, Number};
use hlj::methods::{
    Against, Aversion, Part, Shifts, Spread, Undefined, components, decompose, effects, entropy,
    equivalent_number, evenness, hachman, herfindahl, hoover_specialisation, krugman,
    location_quotient, log_growth, net_shift, normalised_herfindahl, of_sample, standard_deviation,
    structural_change, sum, summed, trend,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

fn printed(text: &str) -> Estimate {
    Estimate::from(text.parse::<Number>().expect("it is a number"))
}

fn all(texts: &[&str]) -> Vec<Estimate> {
    texts.iter().map(|text| printed(text)).collect()
}

fn number(value: Decimal) -> f64 {
    value.to_f64().expect("it is a number")
}

/// That a measure has this value.
fn is(found: Result<Estimate, Undefined>, expected: f64) {
    let found = number(found.expect("it is defined").value);
    let near = (found - expected).abs() <= 1e-12 * expected.abs().max(1.0);
    assert!(near, "{found} is not {expected}");
}

/// GDP per head of thirteen prefectures as one table prints them, and rough populations in thousands.
const PER_HEAD: [&str; 13] = [
    "53872", "146518", "23099", "21467", "42792", "32864", "27881", "28964", "24731", "24154",
    "20885", "25123", "25509",
];
const PEOPLE: [&str; 13] = [
    "9940", "2790", "5340", "5610", "2660", "2420", "1860", "1480", "1700", "1080", "1220", "860",
    "500",
];
/// Which of two groups each of them is in.
const GROUPS: [usize; 13] = [0, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 1, 0];

fn pairs() -> Vec<(Estimate, Estimate)> {
    all(&PER_HEAD).into_iter().zip(all(&PEOPLE)).collect()
}

#[test]
fn inequality_of_areas_is_that_of_pysal() {
    let spread = Spread::new(&all(&PER_HEAD)).expect("there are values");
    is(spread.gini(), 0.318_888_248_711_753);
    is(spread.theil_t(), 0.237_189_817_330_236);
    is(spread.atkinson(Aversion::Half), 0.099_546_540_105_366_45);
    is(spread.atkinson(Aversion::One), 0.166_823_740_426_725_1);
    is(spread.atkinson(Aversion::Two), 0.242_588_163_299_508_16);
    // NumPy, from the definitions.
    is(spread.theil_l(), 0.182_510_063_072_215_8);
    is(spread.variation(), 0.848_849_818_256_902_6);
    is(spread.deviation_of_logarithms(), 0.511_644_262_043_062_1);
    is(spread.hoover(), 0.257_686_335_967_536_1);
    // Without the richest: PySAL's Gini of the other twelve.
    let others = [&PER_HEAD[..1], &PER_HEAD[2..]].concat();
    let others = Spread::new(&all(&others)).expect("there are values");
    is(others.gini(), 0.155_836_969_401_995_98);
}

#[test]
fn inequality_of_people_is_that_of_the_definitions() {
    let spread = Spread::weighted(&pairs()).expect("there are values");
    is(spread.variation(), 0.750_871_965_952_777_6);
    is(spread.gini(), 0.324_939_375_954_412_97);
    is(spread.theil_t(), 0.206_903_748_625_275_97);
    is(spread.theil_l(), 0.176_737_740_715_511);
    is(spread.hoover(), 0.248_831_713_356_875_18);
    is(spread.atkinson(Aversion::Half), 0.091_725_141_616_999_85);
    is(spread.atkinson(Aversion::One), 0.162_000_471_136_418_8);
    is(spread.atkinson(Aversion::Two), 0.255_734_566_459_537_6);
}

fn grouped(pairs: &[(Estimate, Estimate)]) -> Vec<Vec<(Estimate, Estimate)>> {
    let of = |group: usize| {
        let members = pairs.iter().zip(GROUPS);
        members
            .filter(move |(_, of)| *of == group)
            .map(|(pair, _)| *pair)
    };
    vec![of(0).collect(), of(1).collect()]
}

#[test]
fn what_is_between_and_within_groups_is_that_of_pysal() {
    let one = Estimate::exact(Decimal::ONE);
    let unweighted: Vec<_> = all(&PER_HEAD)
        .into_iter()
        .map(|value| (value, one))
        .collect();
    let [t, _] = decompose(&grouped(&unweighted)).expect("it is defined");
    // TheilD prints eight digits of its arrays.
    assert_eq!(t.between.value.round_dp(8).to_string(), "0.05258496");
    assert_eq!(t.within.value.round_dp(8).to_string(), "0.18460485");
    let [t, l] = decompose(&grouped(&pairs())).expect("it is defined");
    is(Ok(t.between), 0.080_565_423_121_775_81);
    is(Ok(t.within), 0.126_338_325_503_500_16);
    is(Ok(l.between), 0.088_838_982_872_320_4);
    is(Ok(l.within), 0.087_898_757_843_190_6);
}

#[test]
fn deviations_and_trends_are_those_of_numpy() {
    let growth = all(&[
        "12.2", "13.9", "16.5", "14.2", "13.7", "-9.0", "-9.7", "4.0",
    ]);
    is(standard_deviation(&growth), 10.727_235_031_851_004);
    let levels = [
        "18.5", "20.2", "25.1", "31.3", "35.8", "32.0", "26.0", "26.6",
    ];
    let series: Vec<(Decimal, Estimate)> =
        (2008_i64..).map(Decimal::from).zip(all(&levels)).collect();
    is(trend(&series), 5.713_177_636_589_983);
    is(
        log_growth(printed("26.6"), printed("18.5"), (7, 1)),
        5.187_721_195_762_488,
    );
    let spread = Spread::new(&all(&["16887", "16541", "20826", "17285"])).expect("values");
    is(spread.variation(), 0.096_082_778_721_023_79);
    is(
        of_sample(spread.variation().expect("it is"), 4),
        0.110_946_836_318_140_66,
    );
}

#[test]
fn concentration_is_that_of_the_definitions() {
    // Shares of 26, 47 and 27 %: NumPy.
    let shares = all(&["26", "47", "27"]);
    is(herfindahl(&shares), 0.3614);
    is(normalised_herfindahl(&shares), 0.0421);
    is(equivalent_number(&shares), 2.767_017_155_506_364_3);
    is(entropy(&shares), 1.058_619_759_477_609_7);
    is(evenness(&shares), 0.963_597_231_158_787_9);
    // What does not add up to 100 counts as it stands in its sum: 9, 66 and 24 of 99.
    is(
        herfindahl(&all(&["9", "66", "24"])),
        0.511_478_420_569_329_6,
    );
    // Half a percent of what is printed as nothing is nothing to take a logarithm of.
    let found = entropy(&all(&["0", "100"])).expect("it is defined");
    assert_eq!(found.value.normalize().to_string(), "0");
    assert!(found.bounds.high > Decimal::new(2, 2) && found.bounds.high < Decimal::new(6, 2));
    assert_eq!(
        herfindahl(&all(&["-1", "2"])).unwrap_err(),
        Undefined::NotPositive
    );
    assert_eq!(
        herfindahl(&all(&["0", "0"])).unwrap_err(),
        Undefined::ZeroDivisor
    );
    assert_eq!(evenness(&all(&["7"])).unwrap_err(), Undefined::ZeroDivisor);
}

/// What a measure makes of numbers, and where each of them lies.
struct Trial<'t> {
    inputs: &'t [Estimate],
    /// In thousandths of the interval, as many as there are inputs or more.
    places: &'t [u16],
}

impl Trial<'_> {
    /// That a measure is its formula, and stays in its interval at random places and at corners; and, where the measure
    /// is said to be tight, that the interval is not much wider than the corners are apart.
    fn holds(
        &self,
        what: &str,
        found: Result<Estimate, Undefined>,
        formula: &dyn Fn(&[f64]) -> f64,
        tight: bool,
    ) -> Result<(), TestCaseError> {
        let found = match found {
            Ok(found) => found,
            Err(undefined) => {
                return Err(TestCaseError::fail(format!(
                    "{what} of {:?}: {undefined}",
                    self.inputs
                )));
            }
        };
        let values: Vec<f64> = self
            .inputs
            .iter()
            .map(|input| number(input.value))
            .collect();
        let value = formula(&values);
        let near = 1e-9 * value.abs().max(1.0);
        prop_assert!(
            (number(found.value) - value).abs() <= near,
            "{} is {}, not {}",
            what,
            found.value,
            value
        );
        let (low, high) = (number(found.bounds.low), number(found.bounds.high));
        let at = |place: &dyn Fn(usize) -> f64| {
            let inside = self.inputs.iter().enumerate().map(|(at, input)| {
                let (low, high) = (number(input.bounds.low).max(0.0), number(input.bounds.high));
                low + (high - low) * place(at)
            });
            formula(&inside.collect::<Vec<_>>())
        };
        let (mut lowest, mut highest) = (value, value);
        let count = self.places.len();
        for turn in 0..64 {
            let place = |input: usize| {
                let place = self.places[(input * 7 + turn * 3) % count];
                match turn {
                    0..16 => f64::from(place) / 1000.0,
                    _ => f64::from(u8::from((usize::from(place) >> (turn % 9)) & 1 == 1)),
                }
            };
            let sample = at(&place);
            prop_assert!(
                sample >= low - near && sample <= high + near,
                "{} is {} at a point of {:?}, outside {} to {}",
                what,
                sample,
                self.inputs,
                low,
                high
            );
            lowest = lowest.min(sample);
            highest = highest.max(sample);
        }
        // All corners, where there are few.
        if self.inputs.len() <= 8 {
            for corner in 0..1_usize << self.inputs.len() {
                let sample = at(&|input| if corner >> input & 1 == 1 { 1.0 } else { 0.0 });
                prop_assert!(
                    sample >= low - near && sample <= high + near,
                    "{} at a corner",
                    what
                );
                lowest = lowest.min(sample);
                highest = highest.max(sample);
            }
            let (width, seen) = (high - low, highest - lowest);
            prop_assert!(
                !tight || width <= 1.5 * seen + 0.002,
                "{} lies between {} and {}, and the corners between {} and {}",
                what,
                low,
                high,
                lowest,
                highest
            );
        }
        Ok(())
    }
}

/// A number as tables print them.
fn amount() -> impl Strategy<Value = Estimate> {
    (10..=9_999_i64, 0..=2_u32)
        .prop_map(|(digits, scale)| Estimate::from(Number::from(Decimal::new(digits, scale))))
}

/// A share in percent, whole or with a decimal.
fn percent() -> impl Strategy<Value = Estimate> {
    prop_oneof![
        (1..=99_i64).prop_map(|digits| Estimate::from(Number::from(Decimal::new(digits, 0)))),
        (10..=999_i64).prop_map(|digits| Estimate::from(Number::from(Decimal::new(digits, 1)))),
    ]
}

fn places() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(0..=1000_u16, 23)
}

fn shares(of: &[f64]) -> Vec<f64> {
    let sum: f64 = of.iter().sum();
    of.iter().map(|part| part / sum).collect()
}

fn plain_entropy(of: &[f64]) -> f64 {
    let term = |share: f64| {
        if share > 0.0 {
            -share * share.ln()
        } else {
            0.0
        }
    };
    shares(of).into_iter().map(term).sum()
}

fn mean(values: &[f64], weights: &[f64]) -> f64 {
    let sum: f64 = weights.iter().sum();
    values
        .iter()
        .zip(weights)
        .map(|(value, weight)| value * weight / sum)
        .sum()
}

/// The mean of a formula of each value over their mean.
fn of_relative(values: &[f64], weights: &[f64], formula: impl Fn(f64) -> f64) -> f64 {
    let centre = mean(values, weights);
    let made: Vec<f64> = values.iter().map(|value| formula(value / centre)).collect();
    mean(&made, weights)
}

fn plain_gini(values: &[f64], weights: &[f64]) -> f64 {
    let sum: f64 = weights.iter().sum();
    let mut differences = 0.0;
    for (value, weight) in values.iter().zip(weights) {
        for (other, of_other) in values.iter().zip(weights) {
            differences += weight * of_other * (value - other).abs() / sum / sum;
        }
    }
    differences / 2.0 / mean(values, weights)
}

proptest! {
    #![proptest_config(tries(96))]

    #[test]
    fn concentration_lies_in_its_interval(
        parts in prop::collection::vec(percent(), 2..8), places in places(),
    ) {
        let trial = Trial { inputs: &parts, places: &places };
        let count = f64::from(u32::try_from(parts.len()).expect("few"));
        let squares = |of: &[f64]| shares(of).iter().map(|share| share * share).sum::<f64>();
        trial.holds("hhi", herfindahl(&parts), &squares, true)?;
        let normalised = |of: &[f64]| (squares(of) - 1.0 / count) / (1.0 - 1.0 / count);
        trial.holds("normalised", normalised_herfindahl(&parts), &normalised, true)?;
        trial.holds("number", equivalent_number(&parts), &|of| 1.0 / squares(of), false)?;
        trial.holds("entropy", entropy(&parts), &plain_entropy, true)?;
        trial.holds("evenness", evenness(&parts), &|of| plain_entropy(of) / count.ln(), true)?;
    }

    #[test]
    fn concentration_of_parts_near_nothing_lies_in_its_interval(
        parts in prop::collection::vec((0..4_i64).prop_map(|digits| Estimate::from(Number::from(Decimal::new(digits, 0)))), 2..8),
        large in percent(), places in places(),
    ) {
        let parts = [parts, vec![large]].concat();
        let trial = Trial { inputs: &parts, places: &places };
        trial.holds("entropy", entropy(&parts), &plain_entropy, false)?;
    }

    #[test]
    fn inequality_lies_in_its_interval(
        values in prop::collection::vec(amount(), 2..12), places in places(),
    ) {
        let count = values.len();
        let spread = Spread::new(&values).expect("there are values");
        let ones = vec![1.0; count];
        let trial = Trial { inputs: &values, places: &places };
        let log = |of: &[f64]| of_relative(of, &ones, f64::ln);
        trial.holds("cv", spread.variation(), &|of| of_relative(of, &ones, |y| (y - 1.0).powi(2)).sqrt(), false)?;
        trial.holds("theil t", spread.theil_t(), &|of| of_relative(of, &ones, |y| y * y.ln()), false)?;
        trial.holds("theil l", spread.theil_l(), &|of| -log(of), false)?;
        trial.holds("half", spread.atkinson(Aversion::Half), &|of| 1.0 - of_relative(of, &ones, f64::sqrt).powi(2), false)?;
        trial.holds("one", spread.atkinson(Aversion::One), &|of| 1.0 - log(of).exp(), false)?;
        trial.holds("two", spread.atkinson(Aversion::Two), &|of| 1.0 - 1.0 / of_relative(of, &ones, f64::recip), false)?;
        trial.holds("sd log", spread.deviation_of_logarithms(), &|of| of_relative(of, &ones, |y| (y.ln() - log(of)).powi(2)).sqrt(), false)?;
        trial.holds("gini", spread.gini(), &|of| plain_gini(of, &ones), false)?;
        trial.holds("hoover", spread.hoover(), &|of| of_relative(of, &ones, |y| (y - 1.0).abs()) / 2.0, false)?;
        let size = f64::from(u32::try_from(count).expect("few"));
        let bessel = size / (size - 1.0);
        let deviation = |of: &[f64]| {
            let centre = mean(of, &ones);
            (bessel * mean(&of.iter().map(|x| (x - centre).powi(2)).collect::<Vec<_>>(), &ones)).sqrt()
        };
        trial.holds("sd", standard_deviation(&values), &deviation, false)?;
    }

    #[test]
    fn inequality_of_people_lies_in_its_interval(
        given in prop::collection::vec((amount(), amount()), 2..8), places in places(),
    ) {
        let (values, weights): (Vec<Estimate>, Vec<Estimate>) = given.iter().copied().unzip();
        let inputs = [values, weights].concat();
        let spread = Spread::weighted(&given).expect("there are values");
        let count = given.len();
        let trial = Trial { inputs: &inputs, places: &places };
        let of = |of: &[f64], formula: &dyn Fn(f64) -> f64| {
            let (values, weights) = of.split_at(count);
            of_relative(values, weights, formula)
        };
        trial.holds("williamson", spread.variation(), &|at| of(at, &|y| (y - 1.0).powi(2)).sqrt(), false)?;
        trial.holds("theil t", spread.theil_t(), &|at| of(at, &|y| y * y.ln()), false)?;
        trial.holds("theil l", spread.theil_l(), &|at| -of(at, &f64::ln), false)?;
        trial.holds("half", spread.atkinson(Aversion::Half), &|at| 1.0 - of(at, &f64::sqrt).powi(2), false)?;
        trial.holds("hoover", spread.hoover(), &|at| of(at, &|y| (y - 1.0).abs()) / 2.0, false)?;
        let gini = |at: &[f64]| {
            let (values, weights) = at.split_at(count);
            plain_gini(values, weights)
        };
        trial.holds("gini", spread.gini(), &gini, false)?;
    }

    #[test]
    fn what_is_between_and_within_adds_up(
        given in prop::collection::vec(prop::collection::vec((amount(), amount()), 1..4), 1..4),
        places in places(),
    ) {
        let [t, l] = decompose(&given).expect("it is defined");
        let pairs = given.concat();
        let spread = Spread::weighted(&pairs).expect("there are values");
        let exactly = |index: Result<Estimate, Undefined>, part: &hlj::methods::Decomposition| {
            let index = index.expect("it is defined").value;
            (index - part.between.value - part.within.value).abs() < Decimal::new(1, 20)
        };
        prop_assert!(exactly(spread.theil_t(), &t) && exactly(spread.theil_l(), &l));
        let (values, weights): (Vec<Estimate>, Vec<Estimate>) = pairs.iter().copied().unzip();
        let inputs = [values, weights].concat();
        let sizes: Vec<usize> = given.iter().map(Vec::len).collect();
        let count = pairs.len();
        let trial = Trial { inputs: &inputs, places: &places };
        let between = |at: &[f64], formula: &dyn Fn(f64) -> f64| {
            let (values, weights) = at.split_at(count);
            let (mut means, mut sums, mut from) = (vec![], vec![], 0);
            for size in &sizes {
                let to = from + size;
                means.push(mean(&values[from..to], &weights[from..to]));
                sums.push(weights[from..to].iter().sum::<f64>());
                from = to;
            }
            of_relative(&means, &sums, formula)
        };
        let whole = |at: &[f64], formula: &dyn Fn(f64) -> f64| {
            let (values, weights) = at.split_at(count);
            of_relative(values, weights, formula)
        };
        let of_t = |y: f64| y * y.ln();
        let of_l = |y: f64| -y.ln();
        trial.holds("between t", Ok(t.between), &|at| between(at, &of_t), false)?;
        trial.holds("between l", Ok(l.between), &|at| between(at, &of_l), false)?;
        trial.holds("within t", Ok(t.within), &|at| whole(at, &of_t) - between(at, &of_t), false)?;
        trial.holds("within l", Ok(l.within), &|at| whole(at, &of_l) - between(at, &of_l), false)?;
    }

    #[test]
    fn specialisation_lies_in_its_interval(
        given in prop::collection::vec((amount(), amount()), 2..6), is_within in any::<bool>(), places in places(),
    ) {
        let (own, others): (Vec<Estimate>, Vec<Estimate>) = given.iter().copied().unzip();
        let count = given.len();
        let inputs = [own.clone(), others.clone()].concat();
        let fraction = |parts: &[Estimate]| -> Vec<Estimate> {
            (0..parts.len()).map(|at| {
                let mut rest = parts.to_vec();
                let part = rest.remove(at);
                let share = hlj::methods::share(part, sum(&rest).expect("parts")).expect("a share");
                share.scaled(Decimal::new(1, 2)).expect("small")
            }).collect()
        };
        let (r, o) = (fraction(&own), fraction(&others));
        let total = |parts: &[Estimate]| sum(parts).expect("parts");
        let weight = if is_within {
            let share = hlj::methods::share(total(&own), total(&others)).expect("a share");
            share.scaled(Decimal::new(1, 2)).expect("small")
        } else {
            Estimate::exact(Decimal::ZERO)
        };
        let against = Against { own: &r, others: &o, weight };
        let structures = |at: &[f64]| {
            let (own, others) = at.split_at(count);
            let reference: Vec<f64> = own.iter().zip(others)
                .map(|(own, other)| if is_within { own + other } else { *other }).collect();
            (shares(own), shares(&reference))
        };
        let distance = |at: &[f64]| {
            let (own, reference) = structures(at);
            own.iter().zip(&reference).map(|(r, s)| (r - s).abs()).sum::<f64>()
        };
        let trial = Trial { inputs: &inputs, places: &places };
        trial.holds("krugman", krugman(against), &distance, false)?;
        trial.holds("hoover", hoover_specialisation(against), &|at| distance(at) / 2.0, false)?;
        let quotient = |at: &[f64]| {
            let (own, reference) = structures(at);
            own[0] / reference[0]
        };
        trial.holds("lq", location_quotient(r[0], o[0], weight), &quotient, false)?;
        let inverse = |at: &[f64]| {
            let (own, reference) = structures(at);
            1.0 / own.iter().zip(&reference).map(|(r, s)| r * r / s).sum::<f64>()
        };
        trial.holds("hachman", hachman(against), &inverse, false)?;
        let change = |at: &[f64]| {
            let (own, others) = at.split_at(count);
            shares(own).iter().zip(shares(others)).map(|(r, s)| (r - s).abs()).sum::<f64>() / 2.0
        };
        trial.holds("change", structural_change(&r, &o), &change, false)?;
    }

    #[test]
    fn shifts_and_shares_add_up_and_lie_in_their_intervals(
        given in prop::collection::vec((amount(), amount(), amount(), amount()), 1..4),
        is_within in any::<bool>(), places in places(),
    ) {
        let column = |of: fn(&(Estimate, Estimate, Estimate, Estimate)) -> Estimate| -> Vec<Estimate> {
            given.iter().map(of).collect()
        };
        let columns = [column(|one| one.0), column(|one| one.1), column(|one| one.2), column(|one| one.3)];
        let totals = columns.each_ref().map(|column| sum(column).expect("parts"));
        let of = Shifts {
            parts: given.iter().map(|one| Part { own: [one.0, one.1], others: [one.2, one.3] }).collect(),
            whole: Part { own: [totals[0], totals[1]], others: [totals[2], totals[3]] },
            is_within,
        };
        let found = components(&of).expect("it is defined");
        let adds_up = found.reference.value + found.mix.value + found.competitive.value;
        prop_assert_eq!(adds_up, found.actual.value);
        let inputs = columns.concat();
        let count = given.len();
        let trial = Trial { inputs: &inputs, places: &places };
        // The components and the effects in floating point: reference, mix, competitive, homothetic.
        let plain = |at: &[f64]| {
            let own = |year: usize, part: usize| at[year * count + part];
            let reference = |year: usize, part: usize| {
                at[(2 + year) * count + part] + if is_within { own(year, part) } else { 0.0 }
            };
            let all = |of: &dyn Fn(usize, usize) -> f64, year: usize| (0..count).map(|part| of(year, part)).sum::<f64>();
            let growth = all(&reference, 1) / all(&reference, 0) - 1.0;
            let mut of_parts = [0.0; 4];
            for part in 0..count {
                let of_part = reference(1, part) / reference(0, part) - 1.0;
                let of_own = own(1, part) / own(0, part) - 1.0;
                let mass = all(&own, 0) * reference(0, part) / all(&reference, 0);
                of_parts[0] += own(0, part) * growth;
                of_parts[1] += own(0, part) * (of_part - growth);
                of_parts[2] += own(0, part) * (of_own - of_part);
                of_parts[3] += mass * (of_own - of_part);
            }
            of_parts
        };
        let actual = |at: &[f64]| plain(at)[..3].iter().sum::<f64>();
        trial.holds("actual", Ok(found.actual), &actual, false)?;
        trial.holds("reference", Ok(found.reference), &|at| plain(at)[0], false)?;
        trial.holds("mix", Ok(found.mix), &|at| plain(at)[1], false)?;
        trial.holds("competitive", Ok(found.competitive), &|at| plain(at)[2], false)?;
        trial.holds("net", net_shift(&found), &|at| plain(at)[1] + plain(at)[2], false)?;
        let of_effects = effects(&of, found.competitive).expect("it is defined");
        prop_assert_eq!(of_effects.homothetic.value + of_effects.allocation.value, found.competitive.value);
        trial.holds("homothetic", Ok(of_effects.homothetic), &|at| plain(at)[3], false)?;
        trial.holds("allocation", Ok(of_effects.allocation), &|at| plain(at)[2] - plain(at)[3], false)?;
        let twice = summed(&[found, found], found.actual).expect("there are some");
        prop_assert_eq!(twice.mix.value, found.mix.value * Decimal::TWO);
    }

    #[test]
    fn trends_lie_in_their_intervals(values in prop::collection::vec(amount(), 2..8), places in places()) {
        let series: Vec<(Decimal, Estimate)> = (2000_i64..).map(Decimal::from).zip(values.iter().copied()).collect();
        let trial = Trial { inputs: &values, places: &places };
        let slope = |of: &[f64]| {
            let count = f64::from(u32::try_from(of.len()).expect("few"));
            let middle = (count - 1.0) / 2.0;
            let (mut above, mut below) = (0.0, 0.0);
            for (at, value) in (0_u32..).map(f64::from).zip(of) {
                above += (at - middle) * value.ln();
                below += (at - middle).powi(2);
            }
            100.0 * (above / below).exp_m1()
        };
        trial.holds("trend", trend(&series), &slope, false)?;
        let last = values.len() - 1;
        let years = u32::try_from(last).expect("few");
        let logarithm = |of: &[f64]| 100.0 * (of[last] / of[0]).ln() / f64::from(years);
        trial.holds("log growth", log_growth(values[last], values[0], (i64::from(years), 1)), &logarithm, false)?;
    }
}
