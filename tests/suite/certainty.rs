//! How sure figures are: that the interval of every computed figure holds whatever its inputs may be, and is no wider
//! than it has to be; and what holds for combined and transformed figures whichever are asked for.
//!
//! Each formula is written here a second time, from its definition, and evaluated at points inside the intervals of
//! random printed numbers. All are monotone in each input, so that their ends lie where every input is at an end.

use std::sync::LazyLock;

use crate::support::tries;
use hlj::answer::{Answer, Cell};
use hlj::figure::{Estimate, Figure, Interval, Number, Period, Status, Value};
use hlj::methods::{
    Undefined, average_growth, cagr, chain, contribution, contribution_inside, deflator,
    difference, index, linked_level, mean, median, ratio, relative_change, share, sum,
    weighted_mean,
};
use hlj::package::{Package, Table};
use hlj::query::{Aggregate, Combination, Query, Telling, Transform, ask};
use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

static PACKAGE: LazyLock<Package> =
    LazyLock::new(|| Package::built_in().expect("the built-in package is sound"));

/// The transform of this name.
fn transform(name: &str, base: Option<Period>) -> Transform {
    Transform::new(name, base).expect("it is one")
}

/// A number above zero as tables print them.
fn amount() -> impl Strategy<Value = Number> {
    (1..=99_999_i64, 0..=3_u32)
        .prop_map(|(digits, scale)| Number::from(Decimal::new(digits, scale)))
}

/// A number of either sign.
fn change() -> impl Strategy<Value = Number> {
    (-99_999..=99_999_i64, 0..=3_u32)
        .prop_map(|(digits, scale)| Number::from(Decimal::new(digits, scale)))
}

/// A rate in percent above −99.
fn rate() -> impl Strategy<Value = Number> {
    (-980..=990_i64).prop_map(|tenths| Number::from(Decimal::new(tenths, 1)))
}

/// Where in each interval a point lies, in thousandths.
fn places() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::vec(0..=1000_u16, 8)
}

fn point(interval: Interval, thousandths: u16) -> Decimal {
    let part = Decimal::new(i64::from(thousandths), 3);
    interval.low + (interval.high - interval.low) * part
}

/// Where each input lies, and what the formula makes of it.
type Formula<'f> = &'f dyn Fn(&[Decimal]) -> Decimal;

/// That a figure is the formula's value, that the formula stays between its ends wherever the inputs lie, and that
/// inputs at their ends reach both.
fn is_certain(
    inputs: &[Number],
    places: &[u16],
    found: Result<Estimate, Undefined>,
    formula: Formula,
    precision: Decimal,
) -> Result<(), TestCaseError> {
    let found = match found {
        Ok(found) => found,
        Err(undefined) => return Err(TestCaseError::fail(format!("{inputs:?}: {undefined}"))),
    };
    let near = |a: Decimal, b: Decimal| (a - b).abs() <= precision * a.abs().max(Decimal::ONE);
    let Interval { low, high } = found.bounds;
    let printed: Vec<Decimal> = inputs.iter().map(|input| input.decimal()).collect();
    let value = formula(&printed);
    prop_assert!(near(found.value, value), "{} is not {value}", found.value);
    let inside: Vec<Decimal> = inputs
        .iter()
        .zip(places)
        .map(|(input, place)| point(input.interval(), *place))
        .collect();
    let sample = formula(&inside);
    prop_assert!(
        found.bounds.contains(sample) || near(sample, low) || near(sample, high),
        "{sample} at {inside:?} is outside {low} to {high}"
    );
    let corners: Vec<Decimal> = (0..1_u32 << inputs.len())
        .map(|corner| {
            let ends = inputs.iter().enumerate().map(|(at, input)| {
                let interval = input.interval();
                if corner >> at & 1 == 0 {
                    interval.low
                } else {
                    interval.high
                }
            });
            formula(&ends.collect::<Vec<_>>())
        })
        .collect();
    let lowest = corners.iter().copied().min().unwrap_or(value);
    let highest = corners.iter().copied().max().unwrap_or(value);
    prop_assert!(near(low, lowest), "the lower end {low} is not {lowest}");
    prop_assert!(near(high, highest), "the upper end {high} is not {highest}");
    Ok(())
}

/// What exact decimals of 28 digits keep.
fn exact() -> Decimal {
    Decimal::new(1, 18)
}

/// What binary floating point keeps of a root.
fn root() -> Decimal {
    Decimal::new(1, 9)
}

fn estimates(numbers: &[Number]) -> Vec<Estimate> {
    numbers.iter().copied().map(Estimate::from).collect()
}

fn hundred() -> Decimal {
    Decimal::ONE_HUNDRED
}

/// The yearly rate in percent of a factor, from its logarithm and not from a root.
fn yearly(factor: Decimal, years: usize) -> Decimal {
    let factor = factor.to_f64().expect("it is a number");
    let years = u32::try_from(years).expect("there are few");
    let rate = 100.0 * (factor.ln() / f64::from(years)).exp_m1();
    Decimal::try_from(rate).expect("it is a number")
}

proptest! {
    #![proptest_config(tries(128))]

    #[test]
    fn sums_and_means_lie_between_the_ends_of_their_parts(
        numbers in prop::collection::vec(change(), 1..7), places in places(),
    ) {
        let parts = estimates(&numbers);
        let count = Decimal::from(numbers.len());
        let total = |inputs: &[Decimal]| inputs.iter().sum::<Decimal>();
        is_certain(&numbers, &places, sum(&parts), &total, exact())?;
        let average = |inputs: &[Decimal]| total(inputs) / count;
        is_certain(&numbers, &places, mean(&parts), &average, exact())?;
        let middle = |inputs: &[Decimal]| {
            let mut sorted = inputs.to_vec();
            sorted.sort();
            let half = sorted.len() / 2;
            if sorted.len() % 2 == 1 {
                sorted[half]
            } else {
                (sorted[half - 1] + sorted[half]) / Decimal::TWO
            }
        };
        is_certain(&numbers, &places, median(&parts), &middle, exact())?;
    }

    #[test]
    fn ratios_and_differences_lie_between_their_ends(
        above in change(), below in amount(), places in places(),
    ) {
        let numbers = [above, below];
        let [x, base] = numbers.map(Estimate::from);
        is_certain(&numbers, &places, ratio(x, base), &|of| of[0] / of[1], exact())?;
        is_certain(&numbers, &places, difference(x, base), &|of| of[0] - of[1], exact())?;
        is_certain(&numbers, &places, index(x, base), &|of| hundred() * of[0] / of[1], exact())?;
        let relative = |of: &[Decimal]| hundred() * (of[0] - of[1]) / of[1];
        is_certain(&numbers, &places, relative_change(x, base), &relative, exact())?;
    }

    #[test]
    fn weighted_means_lie_between_their_ends(
        pairs in prop::collection::vec((change(), amount()), 1..4), places in places(),
    ) {
        let numbers: Vec<Number> = pairs.iter().flat_map(|(value, weight)| [*value, *weight]).collect();
        let estimated: Vec<(Estimate, Estimate)> = pairs
            .iter()
            .map(|(value, weight)| (Estimate::from(*value), Estimate::from(*weight)))
            .collect();
        let formula = |of: &[Decimal]| {
            let products: Decimal = of.chunks(2).map(|pair| pair[0] * pair[1]).sum();
            let weights: Decimal = of.chunks(2).map(|pair| pair[1]).sum();
            products / weights
        };
        is_certain(&numbers, &places, weighted_mean(&estimated), &formula, exact())?;
    }

    #[test]
    fn shares_and_contributions_lie_between_their_ends(
        part in amount(), base in amount(), rest in amount(), places in places(),
    ) {
        let [x, b, r] = [part, base, rest].map(Estimate::from);
        let of_whole = |of: &[Decimal]| hundred() * of[0] / (of[0] + of[1]);
        is_certain(&[part, rest], &places, share(x, r), &of_whole, exact())?;
        let numbers = [part, base, rest];
        let inside = |of: &[Decimal]| hundred() * (of[0] - of[1]) / (of[1] + of[2]);
        is_certain(&numbers, &places, contribution_inside(x, b, r), &inside, exact())?;
        let beside = |of: &[Decimal]| hundred() * (of[0] - of[1]) / of[2];
        is_certain(&numbers, &places, contribution(x, b, r), &beside, exact())?;
    }

    #[test]
    fn those_of_parts_below_zero_do_so_too(
        part in change(), base in change(), rest in change(), places in places(),
    ) {
        let [x, b, r] = [part, base, rest].map(Estimate::from);
        let is_above = |interval: Interval| interval.low > Decimal::ZERO;
        let made = |one: Estimate, other: Estimate| sum(&[one, other]).is_ok_and(|whole| is_above(whole.bounds));
        let refused = Err(Undefined::ZeroDivisor);
        let of_whole = |of: &[Decimal]| hundred() * of[0] / (of[0] + of[1]);
        // Of amounts that are both below zero it is that of the amounts without their signs.
        let [low_x, low_r] = [x, r].map(|one| one.scaled(-Decimal::ONE).expect("few digits"));
        let are_below = x.value <= Decimal::ZERO && x.value + r.value < Decimal::ZERO;
        if made(x, r) || are_below && made(low_x, low_r) {
            is_certain(&[part, rest], &places, share(x, r), &of_whole, exact())?;
        } else {
            prop_assert_eq!(share(x, r), refused);
        }
        let numbers = [part, base, rest];
        let inside = |of: &[Decimal]| hundred() * (of[0] - of[1]) / (of[1] + of[2]);
        if made(b, r) {
            is_certain(&numbers, &places, contribution_inside(x, b, r), &inside, exact())?;
        } else {
            prop_assert_eq!(contribution_inside(x, b, r), refused);
        }
        let beside = |of: &[Decimal]| hundred() * (of[0] - of[1]) / of[2];
        if is_above(r.bounds) {
            is_certain(&numbers, &places, contribution(x, b, r), &beside, exact())?;
        } else {
            prop_assert_eq!(contribution(x, b, r), refused);
        }
    }

    #[test]
    fn rates_a_year_lie_between_their_ends(
        value in amount(), base in amount(), years in 1..30_u32, places in places(),
    ) {
        let [x, b] = [value, base].map(Estimate::from);
        let formula = |of: &[Decimal]| yearly(of[0] / of[1], years as usize);
        is_certain(&[value, base], &places, cagr(x, b, (i64::from(years), 1)), &formula, root())?;
    }

    #[test]
    fn chains_of_growth_lie_between_their_ends(
        rates in prop::collection::vec(rate(), 1..6), level in amount(), places in places(),
    ) {
        let links = estimates(&rates);
        let product = |of: &[Decimal]| {
            of.iter().map(|rate| Decimal::ONE + rate / hundred()).product::<Decimal>()
        };
        is_certain(&rates, &places, chain(&links), &product, exact())?;
        let average = |of: &[Decimal]| yearly(product(of), of.len());
        is_certain(&rates, &places, average_growth(&links), &average, root())?;
        let numbers = [&[level], rates.as_slice()].concat();
        let carried = chain(&links).and_then(|factor| linked_level(Estimate::from(level), factor));
        is_certain(&numbers, &places, carried, &|of| of[0] * product(&of[1..]), exact())?;
    }

    #[test]
    fn deflators_lie_between_their_ends(
        value in amount(), base in amount(), growth in rate(), places in places(),
    ) {
        let numbers = [value, base, growth];
        let [x, b, g] = numbers.map(Estimate::from);
        let formula = |of: &[Decimal]| {
            hundred() * (of[0] / of[1] / (Decimal::ONE + of[2] / hundred()) - Decimal::ONE)
        };
        is_certain(&numbers, &places, deflator(x, b, g), &formula, exact())?;
    }

    #[test]
    fn sums_do_not_depend_on_order_or_grouping(
        numbers in prop::collection::vec(change(), 2..9), at in any::<prop::sample::Index>(),
    ) {
        let parts = estimates(&numbers);
        let whole = sum(&parts).expect("there are parts");
        let (left, right) = parts.split_at(1 + at.index(parts.len() - 1));
        let grouped = [sum(left).expect("there are parts"), sum(right).expect("there are parts")];
        prop_assert_eq!(sum(&grouped).expect("there are parts"), whole);
        let turned: Vec<Estimate> = right.iter().chain(left).rev().copied().collect();
        prop_assert_eq!(sum(&turned).expect("there are parts"), whole);
    }

    #[test]
    fn a_mean_of_means_with_their_weights_is_the_mean(
        pairs in prop::collection::vec((change(), amount()), 2..9), at in any::<prop::sample::Index>(),
    ) {
        let pairs: Vec<(Estimate, Estimate)> =
            pairs.iter().map(|(x, w)| (Estimate::from(*x), Estimate::from(*w))).collect();
        let whole = weighted_mean(&pairs).expect("there are weights");
        let (left, right) = pairs.split_at(1 + at.index(pairs.len() - 1));
        let groups = [left, right].map(|group| {
            let weights: Vec<Estimate> = group.iter().map(|(_, weight)| *weight).collect();
            (
                weighted_mean(group).expect("there are weights"),
                sum(&weights).expect("there are weights"),
            )
        });
        let grouped = weighted_mean(&groups).expect("there are weights");
        prop_assert!((grouped.value - whole.value).abs() < exact());
    }

    #[test]
    fn a_printed_number_supports_the_digits_it_was_printed_with(number in change()) {
        let printed = Figure::printed(Value::Number(number));
        prop_assert_eq!(printed.number_in_short(), Some(number));
        prop_assert_eq!(printed.number_in_full(), Some(number));
        let computed = Figure::computed(Estimate::from(number), Status::Normal, Vec::new());
        let shown = computed.number_in_short().expect("it is a number");
        prop_assert_eq!(shown.decimal(), number.decimal());
    }

    #[test]
    fn digits_that_are_shown_are_supported(
        value in change(), wide in 1..=999_999_i64, scale in 0..=6_u32,
    ) {
        let half = Decimal::new(wide, scale);
        let of = value.decimal();
        let figure = Figure::computed(Estimate::new(of, of - half, of + half), Status::Normal, Vec::new());
        let shown = figure.number_in_short().expect("it is a number");
        // The last place is the largest power of ten that is not above the width.
        let width = half + half;
        let mut place = Decimal::from(10_000_000);
        while place > width {
            place /= Decimal::TEN;
        }
        // Two significant digits are kept, three of a thousand or more.
        let mut digits = Decimal::ONE;
        while digits.abs() * Decimal::TEN <= of.abs() {
            digits *= Decimal::TEN;
        }
        while digits > of.abs() && !of.is_zero() {
            digits /= Decimal::TEN;
        }
        let least = if digits < Decimal::ONE_THOUSAND {
            (digits / Decimal::TEN).min(Decimal::ONE)
        } else {
            digits / Decimal::ONE_HUNDRED
        };
        let place = place.min(least);
        prop_assert!((shown.decimal() % place).is_zero(), "{shown} has digits below {place}");
        prop_assert!((shown.decimal() - of).abs() <= place / Decimal::TWO, "{shown} is not {of}");
    }
}

/// The table of this name.
fn table(name: &str) -> &'static Table {
    PACKAGE.table(name).expect("the table is there")
}

fn answered(name: &str, query: &Query) -> Answer {
    ask(&PACKAGE, table(name), query).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The figures of an indicator, each with the words and years of its row.
fn figures(answer: &Answer, id: &str) -> Vec<(Vec<String>, Figure)> {
    let place = answer
        .columns
        .iter()
        .position(|column| column.shown && column.measure().is_some_and(|measure| measure.id == id))
        .unwrap_or_else(|| panic!("`{id}` is shown"));
    answer
        .rows
        .iter()
        .filter_map(|row| {
            let key = row.cells.iter().filter_map(|cell| match cell {
                Cell::Name(name) => Some(name.id.clone()),
                Cell::Year(year) => Some(year.to_string()),
                _ => None,
            });
            Some((key.collect(), row.cells[place].figure()?.clone()))
        })
        .collect()
}

fn value(figure: &Figure) -> Decimal {
    figure.estimate().expect("it has a value").value
}

fn near(a: Decimal, b: Decimal) -> bool {
    (a - b).abs() < Decimal::new(1, 18)
}

/// The areas of Table 6 in some order, some of them.
fn some_prefectures() -> impl Strategy<Value = (Vec<String>, Vec<String>)> {
    let names = || {
        figures(&answered("province", &Query::default()), "gdp")
            .into_iter()
            .map(|(key, _)| key[0].clone())
            .collect::<Vec<_>>()
    };
    let all = names();
    let most = all.len();
    prop::sample::subsequence(all, 2..=most)
        .prop_flat_map(|chosen| (Just(chosen.clone()), Just(chosen).prop_shuffle()))
}

const CITIES: [&str; 4] = ["Hegang", "Jixi", "Qitaihe", "Shuangyashan"];

proptest! {
    #![proptest_config(tries(64))]

    #[test]
    fn totals_do_not_depend_on_the_order_of_areas((areas, shuffled) in some_prefectures()) {
        let total = |areas: Vec<String>| {
            let query = Query {
                areas,
                combination: Combination { total: true, approximate: true, ..Combination::default() },
                ..Query::default()
            };
            let answer = answered("province", &query);
            ["gdp", "real-growth", "gdp-per-capita"].map(|id| {
                let (key, figure) = figures(&answer, id).pop().expect("there is a total");
                assert_eq!(key[0], "Total");
                figure
            })
        };
        for (one, other) in total(areas).iter().zip(&total(shuffled)) {
            prop_assert!(near(value(one), value(other)));
            prop_assert_eq!(one.status, other.status);
        }
    }

    #[test]
    fn totals_of_two_groups_make_the_total_of_both((areas, _) in some_prefectures(), at in any::<prop::sample::Index>()) {
        let total = |areas: &[String]| {
            let query = Query {
                areas: areas.to_vec(),
                indicators: vec!["gdp".to_owned()],
                combination: Combination { total: true, ..Combination::default() },
                ..Query::default()
            };
            let (_, figure) = figures(&answered("province", &query), "gdp").pop().expect("there is a total");
            figure.estimate().expect("it has a value")
        };
        let (left, right) = areas.split_at(1 + at.index(areas.len() - 1));
        let parts = [total(left), total(right)];
        prop_assert_eq!(sum(&parts).expect("there are parts"), total(&areas));
    }

    #[test]
    fn an_index_is_a_hundred_at_its_base_for_every_city_and_year(
        base in 2008..=2015_i64, with_total in any::<bool>(),
    ) {
        let base = Period::new(base).expect("it is a year");
        for transform in [transform("index", Some(base)), transform("real-index", Some(base))] {
            let query = Query {
                indicators: vec!["gdp".to_owned()],
                transform: Some(transform.clone()),
                combination: Combination { total: with_total, ..Combination::default() },
                ..Query::default()
            };
            let id = format!("gdp.{}", transform.name());
            let found = figures(&answered("gdp", &query), &id);
            let at_base: Vec<&Figure> = found
                .iter()
                .filter(|(key, _)| key[1] == base.to_string())
                .map(|(_, figure)| figure)
                .collect();
            prop_assert_eq!(at_base.len(), 4 + usize::from(with_total));
            for figure in at_base {
                prop_assert_eq!(value(figure), hundred());
                prop_assert_eq!(figure.bounds.map(|ends| (ends.low, ends.high)), Some((hundred(), hundred())));
            }
        }
    }

    #[test]
    fn changes_from_year_to_year_chain_to_the_change_over_all(
        (first, last) in (2008..2015_i64).prop_flat_map(|first| (Just(first), first + 1..=2015)),
        city in prop::sample::select(vec!["Hegang", "Jixi", "Qitaihe", "Shuangyashan", "Total"]),
    ) {
        let of = |transform: Transform| {
            let query = Query {
                indicators: vec!["gdp".to_owned()],
                transform: Some(transform.clone()),
                combination: Combination { total: true, ..Combination::default() },
                ..Query::default()
            };
            let found = figures(&answered("gdp", &query), &format!("gdp.{}", transform.name()));
            found.into_iter().filter(|(key, _)| key[0] == city).collect::<Vec<_>>()
        };
        let base = Period::new(first).expect("it is a year");
        let of_year = |found: &[(Vec<String>, Figure)], year: i64| {
            let (_, figure) = found
                .iter()
                .find(|(key, _)| key[1] == year.to_string())
                .expect("the year is there");
            value(figure)
        };
        let changes = of(transform("yoy", None));
        let chained: Decimal = (first + 1..=last)
            .map(|year| Decimal::ONE + of_year(&changes, year) / hundred())
            .product();
        let indices = of(transform("index", Some(base)));
        prop_assert!(near(of_year(&indices, last) / hundred(), chained));
    }

    #[test]
    fn parts_add_to_their_whole(year in 2009..=2015_i64, city in prop::sample::select(CITIES.to_vec())) {
        let query = |transform, areas: Vec<String>| Query {
            areas,
            transform: Some(transform),
            years: Some(year.to_string().parse().expect("it is a year")),
            ..Query::default()
        };
        let shares = figures(&answered("gdp", &query(transform("share", None), Vec::new())), "gdp.share");
        let sum_of = |found: &[(Vec<String>, Figure)]| found.iter().map(|(_, figure)| value(figure)).sum::<Decimal>();
        prop_assert_eq!(shares.len(), 4);
        prop_assert!(near(sum_of(&shares), hundred()));
        // Contributions and their residual: Hegang's amounts are refuted, and of 2010 there is no year before.
        if city != "Hegang" && year > 2010 {
            let asked = query(transform("contribution", None), vec![city.to_owned()]);
            let found = figures(&answered("sectors", &asked), "value-added.contribution");
            let (wholes, parts): (Vec<_>, Vec<_>) =
                found.into_iter().partition(|(key, _)| key.contains(&"total".to_owned()));
            prop_assert_eq!((wholes.len(), parts.len()), (1, 4));
            prop_assert!(near(sum_of(&wholes), sum_of(&parts)));
        }
    }
}

/// Reads a formula as `--explain` prints it: numbers with their status in brackets, percentages, `+ − × ÷ ^`.
struct Reader<'t>(&'t str);

impl Reader<'_> {
    fn value(text: &str) -> f64 {
        let mut reader = Reader(text);
        let value = reader.sum();
        assert_eq!(reader.0, "", "the end of `{text}` is not understood");
        value
    }

    fn takes(&mut self, token: &str) -> bool {
        let rest = self.0.trim_start();
        if let Some(rest) = rest.strip_prefix(token) {
            self.0 = rest;
            return true;
        }
        false
    }

    fn sum(&mut self) -> f64 {
        let mut value = self.product();
        loop {
            if self.takes("+") {
                value += self.product();
            } else if self.takes("−") {
                value -= self.product();
            } else {
                return value;
            }
        }
    }

    fn product(&mut self) -> f64 {
        let mut value = self.power();
        loop {
            if self.takes("×") {
                value *= self.power();
            } else if self.takes("÷") || self.takes("/") {
                value /= self.power();
            } else {
                return value;
            }
        }
    }

    fn power(&mut self) -> f64 {
        let base = self.atom();
        if self.takes("^") {
            base.powf(self.atom())
        } else {
            base
        }
    }

    fn atom(&mut self) -> f64 {
        if self.takes("(") {
            let value = self.sum();
            assert!(self.takes(")"), "a bracket is open before `{}`", self.0);
            return self.marked(value);
        }
        if self.takes("ln(") {
            let value = self.sum();
            assert!(self.takes(")"), "a bracket is open before `{}`", self.0);
            return value.ln();
        }
        if self.takes("−") {
            return -self.atom();
        }
        let rest = self.0.trim_start();
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let value: f64 = rest[..end]
            .parse()
            .unwrap_or_else(|_| panic!("no number before `{rest}`"));
        self.0 = &rest[end..];
        self.marked(value)
    }

    /// The value with what stands behind it: a percent sign and a status, in either order.
    fn marked(&mut self, value: f64) -> f64 {
        let before = self.percent(value);
        if self.takes("[") {
            let close = self.0.find(']').expect("the status is closed");
            self.0 = &self.0[close + 1..];
        }
        self.percent(before)
    }

    /// The value, or its hundredth where a percent sign follows.
    fn percent(&mut self, value: f64) -> f64 {
        if self.takes("%") {
            value / 100.0
        } else {
            value
        }
    }
}

#[test]
fn a_formula_is_read_as_mathematics_reads_it() {
    assert!((Reader::value("2 + 3 × 4 ÷ (1 + 50%) − 1") - 9.0).abs() < 1e-12);
    assert!((Reader::value("100 × ((8 [U] ÷ 1)^(1/3) − 1)") - 100.0).abs() < 1e-12);
    assert!((Reader::value("(1 + (−9.0)%) × (−2)") + 1.82).abs() < 1e-12);
    assert!((Reader::value("(1 − 9.0 [U]%) + 9.0% [U]") - 1.0).abs() < 1e-12);
}

/// Every figure with the formula that is told for it.
fn explained(name: &str, query: &Query) -> Vec<(String, f64, String)> {
    let query = Query {
        telling: Telling {
            explain: true,
            ..query.telling
        },
        ..query.clone()
    };
    let answer = answered(name, &query);
    let place = |called: &str| {
        let found = answer
            .columns
            .iter()
            .position(|column| column.name == called);
        found.unwrap_or_else(|| panic!("there is a column `{called}`"))
    };
    let (indicator, number, formula) = (place("indicator"), place("value"), place("formula"));
    answer
        .rows
        .iter()
        .map(|row| {
            (
                row.cells[indicator].text().unwrap_or_default().to_owned(),
                row.cells[number]
                    .number()
                    .and_then(|number| number.decimal().to_f64())
                    .expect("what has a formula has a value"),
                row.cells[formula].text().unwrap_or_default().to_owned(),
            )
        })
        .collect()
}

/// That every formula of an answer makes the value that stands beside it.
fn formulas_hold(name: &str, query: &Query) {
    let found = explained(name, query);
    assert!(!found.is_empty(), "{name}: nothing is explained");
    for (indicator, value, formula) in found {
        // What stands behind a semicolon is where a number comes from.
        let (mathematics, _) = formula.split_once(';').unwrap_or((&formula, ""));
        let mathematics = mathematics.trim_end_matches(" percentage points");
        let computed = Reader::value(mathematics);
        assert!(
            (computed - value).abs() <= 1e-9 * value.abs().max(1.0),
            "{name}: `{indicator}` is {value}, and its formula `{formula}` makes {computed}"
        );
    }
}

fn combined(total: bool, by: &[&str]) -> Query {
    Query {
        combination: Combination {
            total,
            group_by: by.iter().map(|&dimension| dimension.to_owned()).collect(),
            approximate: true,
            ..Combination::default()
        },
        ..Query::default()
    }
}

fn of(indicator: &str, query: Query) -> Query {
    Query {
        indicators: vec![indicator.to_owned()],
        ..query
    }
}

#[test]
fn the_formula_of_a_sum_makes_its_value() {
    formulas_hold("gdp", &of("gdp", combined(true, &[])));
    let over_years = |aggregate| {
        let mut query = combined(false, &["city"]);
        query.combination.aggregate = Some(aggregate);
        query
    };
    formulas_hold("gdp", &of("gdp", over_years(Aggregate::Sum)));
    formulas_hold("sectors", &of("value-added", combined(true, &[])));
}

#[test]
fn the_formula_of_a_ratio_makes_its_value() {
    formulas_hold("gdp", &of("gdp-per-capita", combined(true, &[])));
    formulas_hold("gdp", &of("gdp-per-capita", combined(false, &["city"])));
    formulas_hold("province", &of("gdp-per-capita", combined(true, &[])));
    formulas_hold("districts", &of("density", combined(true, &[])));
}

#[test]
fn the_formula_of_a_share_makes_its_value() {
    formulas_hold("sectors", &of("sector-share", combined(true, &[])));
    formulas_hold("sectors", &of("sector-share", combined(false, &["city"])));
}

#[test]
fn the_formula_of_weighted_growth_makes_its_value() {
    let query = of("real-growth", combined(true, &[]));
    let exact = Query {
        combination: Combination {
            approximate: false,
            ..query.combination.clone()
        },
        ..query
    };
    formulas_hold("gdp", &exact);
}

#[test]
fn the_formula_of_approximate_growth_makes_its_value() {
    formulas_hold("province", &of("real-growth", combined(true, &[])));
}

#[test]
fn the_formula_of_average_growth_makes_its_value() {
    formulas_hold("gdp", &of("real-growth", combined(false, &["city"])));
}

#[test]
fn the_formula_of_every_transform_makes_its_value() {
    for (name, _) in Transform::names().filter(|(name, _)| *name != "published") {
        let on_2011 = Transform::new(name, Period::new(2011));
        let on_jixi = on_2011.or_else(|_| Transform::against(name, "Jixi"));
        let transform = on_jixi.unwrap_or_else(|_| transform(name, None));
        for total in [false, true] {
            let query = Query {
                transform: Some(transform.clone()),
                ..of("gdp", combined(total, &[]))
            };
            let query = if total {
                query
            } else {
                Query {
                    combination: Combination::default(),
                    ..query
                }
            };
            formulas_hold("gdp", &query);
        }
    }
    let sectors = Query {
        transform: Some(transform("contribution", None)),
        ..Query::default()
    };
    formulas_hold("sectors", &sectors);
}

#[test]
fn every_computed_figure_has_a_formula() {
    // Of Jixi 2011: three sectors, the total and the residual.
    let query = Query {
        areas: vec!["Jixi".to_owned()],
        years: Some("2011".parse().expect("it is a year")),
        transform: Some(transform("contribution", None)),
        ..Query::default()
    };
    assert_eq!(explained("sectors", &query).len(), 5);
}
