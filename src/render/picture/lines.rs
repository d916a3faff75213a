//! Series over years.

use std::collections::BTreeSet;

use super::Datum;
use super::observe::{Observation, by_series, frequency};
use super::teller::{Teller, varying};
use super::ticks::{Powers, Ticks};
use crate::figure::{Frequency, Period};
use crate::order::InOrder;
use crate::render::Style;

/// What is told in the place of lines where every value is missing.
pub(in crate::render) fn no_value(style: &Style) -> &'static str {
    style.word("There is no value to draw.", "没有可绘制的数值。")
}

/// Series over the same years.
#[derive(Debug, Clone)]
pub(in crate::render) struct Lines {
    /// What the periods are.
    pub(in crate::render) frequency: Frequency,
    /// Every period of the answer by its place, in order; of years their numbers.
    pub(in crate::render) years: Vec<i64>,
    /// How far the usual year is from the next.
    pub(in crate::render) step: i64,
    pub(in crate::render) series: Vec<Series>,
    /// The lowest and the highest value drawn; nothing where every value is missing.
    pub(in crate::render) range: Option<[f64; 2]>,
    /// The year against which values are drawn as changes in percent, where they are; labels tell the values.
    pub(in crate::render) against: Option<i64>,
    /// In what large numbers along the axis are told.
    pub(super) powers: Powers,
}

/// A series.
#[derive(Debug, Clone)]
pub(in crate::render) struct Series {
    pub(in crate::render) name: String,
    /// The marks of notes on all its values together, where these have none.
    pub(in crate::render) marks: String,
    /// These marks with those of the first value, for where that is not told.
    pub(in crate::render) marks_with_first: String,
    /// In the order of years.
    pub(in crate::render) points: Vec<Point>,
}

/// A value of a series in a year.
#[derive(Debug, Clone)]
pub(in crate::render) struct Point {
    pub(in crate::render) year: i64,
    pub(in crate::render) datum: Datum,
}

impl Lines {
    pub(super) fn new(
        teller: &Teller,
        group: &[&Observation],
        datum: &mut impl FnMut(&Observation) -> Datum,
    ) -> Lines {
        let columns = varying(group);
        let mut series: Vec<Series> = Vec::new();
        for group in by_series(group) {
            let points = group.iter().filter_map(|one| {
                Some(Point {
                    year: one.place()?,
                    datum: datum(one),
                })
            });
            let points: Vec<Point> = points.collect();
            if !points.is_empty() {
                let name = teller.name(&group[0].about, &columns);
                series.push(Series {
                    name,
                    marks: String::new(),
                    marks_with_first: String::new(),
                    points,
                });
            }
        }
        let mut years: Vec<i64> = Vec::new();
        for one in &mut series {
            one.points.order_by_key(|point| point.year);
            years.extend(one.points.iter().map(|point| point.year));
        }
        years.order();
        years.dedup();
        let step = years
            .windows(2)
            .map(|pair| pair[1] - pair[0])
            .min()
            .unwrap_or(1);
        let points = series.iter().flat_map(|one| &one.points);
        let range = range(points.flat_map(|point| point.datum.reach()));
        Lines {
            frequency: frequency(group),
            years,
            step,
            series,
            range,
            against: None,
            powers: &[],
        }
    }

    /// The axis of values from tick to tick, with so many spaces at the most.
    pub(in crate::render) fn ticks(&self, most: usize) -> Ticks {
        let [low, high] = self.axis().unwrap_or_default();
        Ticks::around(low, high, most).told_in(self.powers)
    }

    /// The ends of the axis of values: those of the values, and zero where that is not far.
    pub(in crate::render) fn axis(&self) -> Option<[f64; 2]> {
        let [low, high] = self.range?;
        Some(match (low > 0.0, high < 0.0) {
            (true, _) if low < high / 2.0 => [0.0, high],
            (_, true) if high > low / 2.0 => [low, 0.0],
            _ => [low, high],
        })
    }

    /// Draws changes against the first year in the place of levels that hardly move and are far from each other, which would
    /// be flat lines.
    pub(super) fn as_changes(&mut self) {
        /// How much of its first value a series may move and still be flat.
        const FLAT: f64 = 0.12;
        let Some([low, high]) = self.range else {
            return;
        };
        let first_year = self.years.first().copied();
        let first = |series: &Series| {
            let point = series
                .points
                .first()
                .filter(|point| Some(point.year) == first_year)?;
            point.datum.value.filter(|value| *value > 0.0)
        };
        let is_flat = |series: &Series| {
            let reach = range(series.points.iter().flat_map(|point| point.datum.reach()));
            let from = first(series)?;
            reach.map(|[low, high]| low > 0.0 && high - low <= from * FLAT)
        };
        let are_flat = self.series.iter().all(|one| is_flat(one) == Some(true));
        if self.series.len() < 2 || !are_flat || low > high * (1.0 - 2.0 * FLAT) {
            return;
        }
        for series in &mut self.series {
            let Some(from) = first(series) else { continue };
            let change = |value: f64| 100.0 * (value / from - 1.0);
            for point in &mut series.points {
                point.datum.value = point.datum.value.map(change);
                point.datum.ends = point.datum.ends.map(|ends| ends.map(change));
            }
        }
        let points = self.series.iter().flat_map(|one| &one.points);
        self.range = range(points.flat_map(|point| point.datum.reach()));
        self.against = first_year;
    }

    /// Whether two lines cross.
    pub(in crate::render) fn cross(&self) -> bool {
        let value = |series: &Series, year: i64| {
            let point = series.points.iter().find(|point| point.year == year)?;
            point.datum.value
        };
        let crosses = |a: &Series, b: &Series| {
            let differences = self.years.iter().filter_map(|year| {
                let difference = value(a, *year)? - value(b, *year)?;
                (difference != 0.0).then_some(difference > 0.0)
            });
            let differences: Vec<bool> = differences.collect();
            differences.windows(2).any(|pair| pair[0] != pair[1])
        };
        let pairs = self.series.iter().enumerate();
        pairs
            .flat_map(|(at, a)| self.series[at + 1..].iter().map(move |b| (a, b)))
            .any(|(a, b)| crosses(a, b))
    }

    /// The values whose marks belong into the field; holes of one year that have the same marks are marked once.
    pub(in crate::render) fn marked(&self) -> Vec<&Point> {
        let mut marked: Vec<&Point> = Vec::new();
        for point in self.series.iter().flat_map(Series::marked_in_field) {
            let is_hole = point.datum.value.is_none();
            let is_same = |known: &&Point| {
                known.datum.value.is_none()
                    && known.year == point.year
                    && known.datum.marks == point.datum.marks
            };
            if !(is_hole && marked.iter().any(is_same)) {
                marked.push(point);
            }
        }
        marked
    }

    /// A period as it is told, by its place.
    pub(in crate::render) fn told(&self, place: i64) -> String {
        let period = Period::placed(self.frequency, place);
        period.map_or_else(|| place.to_string(), |period| period.to_string())
    }

    /// A value with its marks, and with its period where that is not the one that is expected.
    fn dated(&self, point: &Point, expected: Option<&i64>) -> String {
        let value = point.datum.marked();
        if point.datum.value.is_none() || expected == Some(&point.year) {
            value
        } else {
            format!("{value} ({})", self.told(point.year))
        }
    }

    /// What stands at the end of each line.
    pub(in crate::render) fn end_labels(&self) -> Vec<String> {
        let label = |series: &Series| {
            let value = series
                .told()
                .map(|point| self.dated(point, self.years.last()));
            format!("{} {}", series.name, value.unwrap_or_default())
        };
        let labels = self.series.iter().map(label);
        labels.map(|label| label.trim().to_owned()).collect()
    }

    /// The first and the last value of a series; where it has none, nothing and that there is none.
    pub(in crate::render) fn ends(&self, series: &Series) -> [String; 2] {
        let first = series
            .first()
            .map(|point| self.dated(point, self.years.first()));
        let last = series
            .told()
            .map(|point| self.dated(point, self.years.last()));
        [first.unwrap_or_default(), last.unwrap_or_default()]
    }

    /// How far along the axis a year stands, from 0 to 1; a year alone stands in the middle.
    pub(in crate::render) fn position(&self, year: i64) -> f64 {
        match (self.years.first(), self.years.last()) {
            (Some(first), Some(last)) if first < last => {
                distance(year - first) / distance(last - first)
            }
            _ => 0.5,
        }
    }
}

impl Series {
    /// The stretches without a hole: a missing value or a missing year ends one.
    pub(in crate::render) fn runs(&self, step: i64) -> Vec<Vec<(&Point, f64)>> {
        let mut runs: Vec<Vec<(&Point, f64)>> = Vec::new();
        let mut before: Option<i64> = None;
        for point in &self.points {
            if let Some(value) = point.datum.value {
                let goes_on = before.is_some_and(|before| point.year - before <= step);
                match runs.last_mut().filter(|_| goes_on) {
                    Some(run) => run.push((point, value)),
                    None => runs.push(vec![(point, value)]),
                }
                before = Some(point.year);
            } else {
                before = None;
            }
        }
        runs
    }

    /// The newest value.
    pub(in crate::render) fn last(&self) -> Option<&Point> {
        self.points
            .iter()
            .rfind(|point| point.datum.value.is_some())
    }

    /// The oldest value.
    pub(in crate::render) fn first(&self) -> Option<&Point> {
        self.points.iter().find(|point| point.datum.value.is_some())
    }

    /// The values whose marks belong into the field: not the one beside the name, and where there is no value at all
    /// none, since every hole is alike then.
    pub(in crate::render) fn marked_in_field(&self) -> impl Iterator<Item = &Point> {
        let told = self.told();
        self.points.iter().filter(move |point| {
            let is_told = told.is_some_and(|told| {
                told.year == point.year
                    || (told.datum.value.is_none() && told.datum.marks == point.datum.marks)
            });
            !is_told && !point.datum.marks.is_empty()
        })
    }

    /// The values between the first and the last, and the holes.
    pub(in crate::render) fn marked_between(&self) -> impl Iterator<Item = &Datum> {
        let ends = [self.first(), self.told()].map(|point| point.map(|point| point.year));
        self.marked_in_field()
            .filter(move |point| point.datum.value.is_none() || !ends.contains(&Some(point.year)))
            .map(|point| &point.datum)
    }

    /// Marks the name with the notes of the values that are not told, `marks` being those of the notes at some places.
    pub(super) fn mark_name(&mut self, marks: impl Fn(&[usize]) -> String) {
        let marks_of = |data: &mut dyn Iterator<Item = &Datum>| {
            let places: BTreeSet<usize> = data.flat_map(|datum| &datum.notes).copied().collect();
            marks(&places.into_iter().collect::<Vec<usize>>())
        };
        let first = self.first().map(|point| &point.datum);
        let (between, with_first) = (
            marks_of(&mut self.marked_between()),
            marks_of(&mut self.marked_between().chain(first)),
        );
        (self.marks, self.marks_with_first) = (between, with_first);
    }

    /// The name with the marks that stand there.
    pub(in crate::render) fn marked(&self) -> String {
        format!("{}{}", self.name, self.marks)
    }

    /// The value that is told beside the name: the newest, or that there is none.
    pub(in crate::render) fn told(&self) -> Option<&Point> {
        self.last().or(self.points.last())
    }
}

/// The lowest and the highest of some values.
pub(super) fn range(values: impl Iterator<Item = f64>) -> Option<[f64; 2]> {
    values.fold(None, |range, value| {
        let [low, high] = range.unwrap_or([value, value]);
        Some([low.min(value), high.max(value)])
    })
}

#[expect(clippy::cast_precision_loss, reason = "years are below ten thousand")]
fn distance(years: i64) -> f64 {
    years as f64
}
