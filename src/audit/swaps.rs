//! Figures in one another's place: two members, two areas or two years exchanged.
//!
//! An exchange is suspected where both values stand far outside those before and after them, by several of the steps
//! that are usual in their series, and inside once they are put in one another's place.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::finding::{Finding, Severity, Spot, in_words};
use super::jumps::is_watched;
use super::ledger::{Ledger, Point, SeriesKey, Sheet};
use super::parts::partitions;
use super::steps::Without;
use crate::figure::{Interval, Number, Period};
use crate::order::{InOrder, IntoMap};
use crate::package::Check;
use crate::words::{capitalised, list};

/// How many usual steps a value stands outside its neighbours, where an exchange is suspected.
const TIMES: Decimal = Decimal::from_parts(3, 0, 0, false, 0);
/// The fewest steps of a series of which the usual one is told.
pub(super) const FEWEST_STEPS: usize = 3;
/// Among how many areas every two are held against each other.
const MOST_AREAS: usize = 60;

/// Figures in one another's place, in every table.
pub(super) fn swaps(ledger: &Ledger) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in ledger
        .sheets
        .iter()
        .filter(|sheet| sheet.table.time().is_some())
    {
        for (_, _, indicator) in sheet.table.indicators() {
            if is_watched(sheet, indicator) {
                let watched = Watched::new(sheet, &indicator.id);
                findings.extend(watched.members());
                findings.extend(watched.areas());
                findings.extend(watched.years());
            }
        }
    }
    findings
}

struct Watched<'a, 'l> {
    sheet: &'l Sheet<'a>,
    id: &'a str,
    series: BTreeMap<SeriesKey, Series>,
}

/// The values of a series in the order of time.
#[derive(Default)]
struct Series {
    /// Where the value of each year stands that has one.
    places: BTreeMap<Period, usize>,
    values: Vec<Decimal>,
    /// The steps from each to the next, in the order of their size.
    steps: Vec<Decimal>,
}

impl Series {
    /// The step that is usual without a year, where there are enough to tell it.
    fn usual_without(&self, year: Period) -> Option<Decimal> {
        let step =
            |one: usize, other: usize| Some(step(*self.values.get(one)?, *self.values.get(other)?));
        let around = self.places.get(&year).map(|&at| {
            let before = at.checked_sub(1);
            let here = [before.and_then(|before| step(before, at)), step(at, at + 1)];
            (here, before.and_then(|before| step(before, at + 1)))
        });
        let (here, beyond) = around.unwrap_or_default();
        let here: Vec<Decimal> = here.into_iter().flatten().collect();
        let others = Without::new(&self.steps, &here, beyond);
        others.middle().filter(|_| others.len() >= FEWEST_STEPS)
    }
}

/// How far one value is from another.
fn step(one: Decimal, other: Decimal) -> Decimal {
    other.saturating_sub(one).abs()
}

/// Two figures that may be exchanged, and what each of them is called.
struct Pair<'p> {
    points: [&'p Point; 2],
    names: [&'p str; 2],
}

impl<'a, 'l> Watched<'a, 'l> {
    fn new(sheet: &'l Sheet<'a>, id: &'a str) -> Watched<'a, 'l> {
        let mut values: BTreeMap<SeriesKey, BTreeMap<Period, Decimal>> = BTreeMap::new();
        for point in &sheet.points {
            if let (Some(year), Some(value)) = (point.year, sheet.value(id, point)) {
                let series = values.entry(point.series()).or_default();
                series.insert(year, value.decimal());
            }
        }
        let of_values = |values: BTreeMap<Period, Decimal>| {
            let places = values.keys().copied().zip(0..).into_map();
            let values: Vec<Decimal> = values.into_values().collect();
            let steps = values.windows(2).map(|pair| step(pair[0], pair[1]));
            let mut steps: Vec<Decimal> = steps.collect();
            steps.order();
            Series {
                places,
                values,
                steps,
            }
        };
        let series = values
            .into_iter()
            .map(|(key, values)| (key, of_values(values)));
        Watched {
            sheet,
            id,
            series: series.into_map(),
        }
    }

    fn value(&self, point: &Point) -> Option<Number> {
        self.sheet.value(self.id, point)
    }

    /// Every two members of a partition.
    fn members(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        // Two members may stand together in several partitions, and are tried once.
        let mut tried: BTreeSet<(usize, [String; 2])> = BTreeSet::new();
        for partition in partitions(self.sheet) {
            let dimension = partition.dimension;
            for [one, other] in pairs(&partition.members) {
                let mut pair = [one.clone(), other.clone()];
                pair.sort();
                if !tried.insert((dimension, pair)) {
                    continue;
                }
                let of_one = |point: &&Point| point.members.get(dimension) == Some(one);
                for point in self.sheet.points.iter().filter(of_one) {
                    let partner = point.with_member(dimension, other);
                    findings.extend(self.finding(&Pair {
                        points: [point, &partner],
                        names: [one, other],
                    }));
                }
            }
        }
        findings
    }

    /// Every two areas of a year, where they are not too many.
    fn areas(&self) -> Vec<Finding> {
        let mut years: BTreeMap<(Option<Period>, &[String]), Vec<&Point>> = BTreeMap::new();
        for point in self
            .sheet
            .points
            .iter()
            .filter(|point| point.area.is_some())
        {
            years
                .entry((point.year, point.members.as_slice()))
                .or_default()
                .push(point);
        }
        let few = years
            .into_values()
            .filter(|points| points.len() <= MOST_AREAS);
        let mut findings = Vec::new();
        for points in few {
            // Only such as stand outside their neighbours can be exchanged.
            let out = points.into_iter().filter(|point| {
                let own = self.value(point).map(Number::interval);
                own.is_some_and(|own| {
                    self.around(point)
                        .is_some_and(|(hull, step)| is_outside(own, hull, step))
                })
            });
            let out: Vec<&Point> = out.collect();
            for [one, other] in pairs(&out) {
                let name = |point: &'_ Point| point.area.clone().unwrap_or_default();
                let names = [name(one), name(other)];
                findings.extend(self.finding(&Pair {
                    points: [one, other],
                    names: [&names[0], &names[1]],
                }));
            }
        }
        findings.retain(|finding| finding.severity > Severity::Held);
        findings
    }

    /// The hull of the values before and after a point, with the step that is usual in the rest of its series.
    fn around(&self, point: &Point) -> Option<(Interval, Decimal)> {
        let years = self.sheet.years(point)?;
        let year = point.year?;
        let before = years.range(..year).next_back().copied()?;
        let after = years.range(year..).nth(1).copied()?;
        let of = |year: Period| Some(self.value(&point.in_year(Some(year)))?.interval());
        let hull = of(before)?.hull(&of(after)?);
        let usual = self.series.get(&point.series())?.usual_without(year)?;
        Some((hull, usual))
    }

    fn finding(&self, pair: &Pair) -> Option<Finding> {
        let [one, other] = pair.points;
        let (a, b) = (self.value(one)?.interval(), self.value(other)?.interval());
        let ((around_a, step_a), (around_b, step_b)) = (self.around(one)?, self.around(other)?);
        let suspected = is_outside(a, around_a, step_a)
            && is_outside(b, around_b, step_b)
            && a.meets(&around_b)
            && b.meets(&around_a);
        let spots: Vec<Spot> = pair
            .points
            .iter()
            .map(|point| self.sheet.spot(self.id, point))
            .collect();
        let finding = Finding::at(Check::Swap, spots.clone()).printed(self.value(one));
        let [first, second] = pair.names;
        if !suspected {
            let message = format!("{first} and {second} do not lie as if they were exchanged.");
            return Some(finding.says(Severity::Held, capitalised(&message)));
        }
        let years = self.sheet.years(one)?;
        let before = years.range(..one.year?).next_back().copied();
        let after = years.range(one.year?..).nth(1).copied();
        let run = |point: &Point| {
            let of = |year: Option<Period>| {
                let value = self.value(&point.in_year(year));
                value.map_or_else(String::new, in_words)
            };
            let unit = self.sheet.unit(self.id);
            format!("{}, {}, {}{unit}", of(before), of(point.year), of(after))
        };
        let message = format!(
            "{first} runs {} and {second} {} in {}: exchanged, both would lie between their neighbours; a swap may be suspected.",
            run(one),
            run(other),
            list([before, one.year, after].into_iter().flatten(), "and"),
        );
        let moves = a.distance(&b);
        Some(Finding {
            about: 2,
            culprits: vec![spots],
            ..finding
                .moving(self.relative(moves, b))
                .says(Severity::Warning, capitalised(&message))
        })
    }

    /// A distance in percent of what it is from; in points where the figures are in percent.
    fn relative(&self, distance: Decimal, of: Interval) -> Option<Decimal> {
        if self.sheet.unit(self.id) == "%" {
            return Some(distance);
        }
        let percent = distance.checked_mul(Decimal::ONE_HUNDRED)?;
        percent.checked_div(of.high.abs().max(of.low.abs()))
    }

    /// Two neighbouring years of a series, exchanged.
    fn years(&self) -> Vec<Finding> {
        let mut series: BTreeMap<SeriesKey, Vec<&Point>> = BTreeMap::new();
        for point in &self.sheet.points {
            series.entry(point.series()).or_default().push(point);
        }
        let mut findings = Vec::new();
        for points in series.values_mut() {
            points.order_by_key(|point| point.year);
            let values: Option<Vec<Decimal>> = points
                .iter()
                .map(|point| Some(self.value(point)?.decimal()))
                .collect();
            let Some(values) = values.filter(|values| values.len() >= FEWEST_STEPS + 5) else {
                continue;
            };
            let step = |one: usize, other: usize| step(values[one], values[other]);
            let falls = values[values.len() - 1] < values[0];
            let ahead = values.windows(2).map(|pair| {
                let step = pair[1].saturating_sub(pair[0]);
                if falls { -step } else { step }
            });
            let ahead: Vec<Decimal> = ahead.collect();
            let mut sorted = ahead.clone();
            sorted.order();
            for at in 1..values.len() - 2 {
                // A steady series alone tells: all other steps go one way, none of them by much less than is usual.
                let others = Without::new(&sorted, &ahead[at - 1..=at + 1], None);
                let highest = others.len() - 1;
                let (Some(least), Some(usual), Some(most)) =
                    (others.get(0), others.middle(), others.get(highest))
                else {
                    continue;
                };
                let digit = points[at]
                    .year
                    .and(self.value(points[at]))
                    .map(|one| one.interval().width());
                let steady = least * Decimal::TWO > usual
                    && most < usual * Decimal::TWO
                    && digit.is_some_and(|digit| usual > digit * TIMES);
                let now = [step(at, at - 1), step(at + 1, at), step(at + 2, at + 1)];
                let then = step(at + 2, at - 1);
                let total = now
                    .iter()
                    .copied()
                    .fold(Decimal::ZERO, Decimal::saturating_add);
                // The series has to run one way through both once they are exchanged.
                let run = [values[at - 1], values[at + 1], values[at], values[at + 2]];
                let runs = run.is_sorted() || run.iter().rev().is_sorted();
                if runs && steady && total.saturating_sub(then) > usual * Decimal::new(15, 1) {
                    findings.push(self.exchanged(points[at], points[at + 1]));
                }
            }
        }
        findings
    }

    fn exchanged(&self, one: &Point, other: &Point) -> Finding {
        let told = |point: &Point| self.value(point).map_or_else(String::new, in_words);
        let year = |point: &Point| point.year.map_or_else(String::new, |year| year.to_string());
        let message = format!(
            "{} of {} stands at {} in {} and {}{} in {}: exchanged, the series would run one way through both years; a swap may be suspected.",
            self.sheet.title_at(self.id, one),
            one.area.as_deref().unwrap_or("the series"),
            told(one),
            year(one),
            told(other),
            self.sheet.unit(self.id),
            year(other)
        );
        let spots = vec![
            self.sheet.spot(self.id, one),
            self.sheet.spot(self.id, other),
        ];
        let (own, then) = (self.value(one), self.value(other));
        let moves = own.zip(then).and_then(|(own, then)| {
            self.relative(own.interval().distance(&then.interval()), then.interval())
        });
        Finding {
            about: 2,
            culprits: vec![spots.clone()],
            ..Finding::at(Check::Swap, spots)
                .printed(own)
                .moving(moves)
                .says(Severity::Warning, message)
        }
    }
}

/// Whether a value stands so far outside its neighbours.
fn is_outside(value: Interval, around: Interval, step: Decimal) -> bool {
    let distance = value.distance(&around);
    distance > Decimal::ZERO && distance >= step.saturating_mul(TIMES)
}

/// Every two of these, in their order.
fn pairs<T>(all: &[T]) -> impl Iterator<Item = [&T; 2]> {
    let all = all.iter().enumerate();
    all.clone()
        .flat_map(move |(at, one)| all.clone().skip(at + 1).map(move |(_, other)| [one, other]))
}
