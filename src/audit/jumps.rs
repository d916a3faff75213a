//! Series that are implausible: breaks, at which a level shifts, and spikes, which return at once.
//!
//! A change is out of line where it is so among those of its year and against the history of its own series. A spike is
//! told from a break by the second difference: the value stands apart from the mean of its neighbours, and the change
//! into it is taken back by the one after it. Among many areas the effect of Hidiroglou and Berthelot decides, which
//! lets small areas move more than large ones.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::finding::{Finding, Severity, in_words, signed};
use super::ledger::{Ledger, Point, SeriesKey, Sheet};
use super::parts::partitions;
use crate::figure::{Estimate, Interval, Kind, Number, Year};
use crate::methods::{
    Peers, deviates, difference, hidiroglou_berthelot, mean, median, relative_change,
};
use crate::package::{Check, Combine, Indicator, WeightYear};
use crate::words::list;

/// Of how many other areas a message tells the changes one by one.
const MOST_TOLD: usize = 12;
/// How many times further than usual a change is from the others of its year, where it is out of line.
const TIMES: Decimal = Decimal::from_parts(4, 0, 0, false, 0);
/// The same of a second difference, of which a return is asked besides.
const TIMES_OF_SPIKE: Decimal = Decimal::from_parts(27, 0, 0, false, 1);
/// The same of the quartiles, among many.
const TIMES_OF_QUARTILES: f64 = 10.0;
/// How many times its median absolute deviation a change of a series that stands alone is from its median.
const TIMES_ALONE: Decimal = Decimal::from_parts(9, 0, 0, false, 0);
/// Where more than one value in so many is not positive, the values are balances and not levels.
const ONE_IN: usize = 20;
/// The fewest changes of a series that stands alone.
const FEWEST_ALONE: usize = 7;

/// A change from one year to the next, or a second difference.
struct Change<'l> {
    point: &'l Point,
    before: Point,
    /// In percent; in the unit of the values where changes are differences.
    size: Estimate,
    /// The levels between which it lies.
    levels: (Decimal, Decimal),
}

/// Whether the series of an indicator are looked at: levels and shares, but no amounts that shares are printed beside,
/// nor such as have a growth, which the implied deflator tries better. Of a number of which nothing is declared the
/// level is looked at.
pub(super) fn is_watched(sheet: &Sheet, indicator: &Indicator) -> bool {
    let is_series = matches!(indicator.kind, Kind::Flow | Kind::Stock | Kind::Share);
    let mut others = sheet.table.indicators();
    let is_tried_better = others.any(|(_, _, other)| match &other.combine {
        Combine::Share { of } => *of == indicator.id,
        Combine::WeightedMean {
            weight,
            weight_year: WeightYear::Previous,
        } => *weight == indicator.id,
        _ => false,
    });
    (is_series || !indicator.kind_declared) && !is_tried_better
}

/// Breaks and spikes of every series that is looked at.
pub(super) fn jumps(ledger: &Ledger) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in ledger
        .sheets
        .iter()
        .filter(|sheet| sheet.table.time().is_some())
    {
        for (_, _, indicator) in sheet.table.indicators() {
            if is_watched(sheet, indicator) {
                findings.extend(Watched::new(sheet, indicator).findings());
            }
        }
    }
    findings
}

struct Watched<'a, 'l> {
    sheet: &'l Sheet<'a>,
    indicator: &'a Indicator,
    /// Whether changes are differences and not ratios: of shares and of balances, which have no growth.
    by_difference: bool,
}

impl<'a, 'l> Watched<'a, 'l> {
    fn new(sheet: &'l Sheet<'a>, indicator: &'a Indicator) -> Watched<'a, 'l> {
        let is_share = indicator.kind == Kind::Share && indicator.kind_declared;
        let of_point = |point| sheet.value(&indicator.id, point);
        let values: Vec<Number> = sheet.points.iter().filter_map(of_point).collect();
        let is_positive = |value: &&Number| value.decimal() > Decimal::ZERO;
        let others = values.len() - values.iter().filter(is_positive).count();
        let by_difference = is_share || others * ONE_IN > values.len();
        Watched {
            sheet,
            indicator,
            by_difference,
        }
    }
}

/// Changes of one sort, ordered by year and by series.
struct Changes<'l> {
    all: Vec<Change<'l>>,
    /// Their places in each year, for each choice of further members.
    moments: Vec<Vec<usize>>,
    /// The same, the least change first.
    sorted: Vec<Vec<usize>>,
    /// Which moment each is of, and its place there.
    moment_of: Vec<(usize, usize)>,
    series: BTreeMap<SeriesKey, Vec<usize>>,
    out: Vec<Option<Decimal>>,
    /// Whether a series has a trend in them.
    have_trends: bool,
}

impl<'l> Changes<'l> {
    fn new(all: Vec<Change<'l>>, by_difference: bool, times: Decimal) -> Changes<'l> {
        let mut by_moment: BTreeMap<(Option<Year>, &[String]), Vec<usize>> = BTreeMap::new();
        let mut series: BTreeMap<SeriesKey, Vec<usize>> = BTreeMap::new();
        for (at, change) in all.iter().enumerate() {
            let moment = (change.point.year, change.point.members.as_slice());
            by_moment.entry(moment).or_default().push(at);
            series.entry(change.point.series()).or_default().push(at);
        }
        let moments: Vec<Vec<usize>> = by_moment.into_values().collect();
        let mut moment_of = vec![(0, 0); all.len()];
        for (moment, places) in moments.iter().enumerate() {
            for (place, at) in places.iter().enumerate() {
                moment_of[*at] = (moment, place);
            }
        }
        let mut sorted = moments.clone();
        for places in &mut sorted {
            places.sort_by_key(|at| all[*at].size.value);
        }
        let mut changes = Changes {
            out: Vec::new(),
            sorted,
            have_trends: times == TIMES,
            all,
            moments,
            moment_of,
            series,
        };
        changes.out = changes.out_of_line(by_difference, times);
        changes
    }

    /// How far each is out of line, among those of its year and in its own series.
    fn out_of_line(&self, by_difference: bool, times: Decimal) -> Vec<Option<Decimal>> {
        let sizes = |places: &Vec<usize>| places.iter().map(|at| self.all[*at].size).collect();
        let peers = Peers::new(self.moments.iter().map(sizes).collect());
        // Series have trends of their own, from which their changes are counted as well; second differences have none.
        let mut trends = vec![Decimal::ZERO; self.all.len()];
        for places in self.series.values().filter(|_| self.have_trends) {
            let own: Vec<Estimate> = places.iter().map(|at| self.all[*at].size).collect();
            let trend = median(&own).map_or(Decimal::ZERO, |trend| trend.value);
            for at in places {
                trends[*at] = trend;
            }
        }
        let from_trend = |places: &Vec<usize>| {
            let of = |at: &usize| self.all[*at].size.shifted(-trends[*at]);
            places
                .iter()
                .map(|at| of(at).unwrap_or(self.all[*at].size))
                .collect()
        };
        let from_trends = Peers::new(self.moments.iter().map(from_trend).collect());
        let mut out = vec![None; self.all.len()];
        let mut of_many: Vec<Option<Vec<bool>>> = Vec::new();
        for places in &self.moments {
            let float = |value: Decimal| value.to_f64().unwrap_or(0.0);
            let levels = places.iter().map(|at| self.all[*at].levels);
            let levels: Vec<(f64, f64)> = levels
                .map(|(before, now)| (float(before), float(now)))
                .collect();
            let is_positive = levels
                .iter()
                .all(|(before, now)| *before > 0.0 && *now > 0.0);
            let many = !by_difference && is_positive && levels.len() > 20;
            of_many.push(many.then(|| hidiroglou_berthelot(&levels, TIMES_OF_QUARTILES)));
        }
        for places in self.series.values() {
            let own: Vec<Estimate> = places.iter().map(|at| self.all[*at].size).collect();
            for at in places {
                let (moment, place) = self.moment_of[*at];
                let alone = self.moments[moment].len() < 3;
                out[*at] = if alone {
                    let far = own.len() >= FEWEST_ALONE;
                    far.then(|| deviates_alone(self.all[*at].size.bounds, &own))
                        .flatten()
                } else {
                    let among = peers.out_of_line(moment, place, times);
                    let among =
                        among.filter(|_| from_trends.out_of_line(moment, place, times).is_some());
                    let among = match &of_many[moment] {
                        Some(flags) => among.filter(|_| flags[place]),
                        None => among,
                    };
                    among.filter(|_| deviates(self.all[*at].size.bounds, &own))
                };
            }
        }
        out
    }
}

/// How far a value is from the median of a series that stands alone, where that is very far.
fn deviates_alone(value: Interval, own: &[Estimate]) -> Option<Decimal> {
    let middle = |values: &mut Vec<Decimal>| {
        values.sort_unstable();
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    let centre = middle(&mut own.iter().map(|one| one.value).collect());
    let off = own.iter().map(|one| one.value.saturating_sub(centre).abs());
    let spread = middle(&mut off.collect());
    let rounding = middle(&mut own.iter().map(|one| one.bounds.width()).collect());
    let distance = value.distance(&Interval::point(centre));
    (distance > spread.max(rounding).saturating_mul(TIMES_ALONE)).then_some(distance)
}

impl<'l> Watched<'_, 'l> {
    /// Whether changes are in percent, or in points.
    fn moves_in_percent(&self) -> bool {
        self.unit() == "%" || self.unit() == " pp"
    }

    /// The unit of changes.
    fn unit(&self) -> String {
        let of_values = self.sheet.unit(&self.indicator.id);
        match (self.by_difference, of_values.as_str()) {
            (false, _) => "%".to_owned(),
            (true, "%") => " pp".to_owned(),
            (true, _) if self.indicator.kind == Kind::Share => " pp".to_owned(),
            (true, _) => of_values,
        }
    }

    fn value(&self, point: &Point) -> Option<Estimate> {
        self.sheet.estimate(&self.indicator.id, point)
    }

    fn findings(&self) -> Vec<Finding> {
        let points = &self.sheet.points;
        let changes = points.iter().filter_map(|point| self.change(point));
        let changes = Changes::new(changes.collect(), self.by_difference, TIMES);
        let seconds = points.iter().filter_map(|point| self.second(point));
        let seconds = Changes::new(seconds.collect(), self.by_difference, TIMES_OF_SPIKE);
        let change_at: BTreeMap<&Point, usize> = changes
            .all
            .iter()
            .enumerate()
            .map(|(at, change)| (change.point, at))
            .collect();
        let (spikes, returns) = self.spikes(&seconds, &changes, &change_at);
        let mut findings = Vec::new();
        for (at, change) in changes.all.iter().enumerate() {
            let (moment, _) = changes.moment_of[at];
            if changes.moments[moment].len() < 3
                && changes.series[&change.point.series()].len() < FEWEST_ALONE
            {
                continue;
            }
            let distance = changes.out[at].filter(|_| !returns.contains(change.point));
            findings.push(self.jump(&changes, at, distance));
        }
        findings.extend(spikes);
        findings
    }

    /// The change from the year before.
    fn change(&self, point: &'l Point) -> Option<Change<'l>> {
        let before = self.sheet.before(point);
        let (value, base) = (self.value(point)?, self.value(&before)?);
        let size = if self.by_difference {
            difference(value, base).ok()?
        } else {
            relative_change(value, base).ok()?
        };
        Some(Change {
            point,
            before,
            size,
            levels: (base.value, value.value),
        })
    }

    /// How far a value is from the mean of those before and after it.
    fn second(&self, point: &'l Point) -> Option<Change<'l>> {
        let (before, after) = (self.sheet.before(point), self.sheet.after(point));
        let value = self.value(point)?;
        let middle = mean(&[self.value(&before)?, self.value(&after)?]).ok()?;
        let size = if self.by_difference {
            difference(value, middle).ok()?
        } else {
            relative_change(value, middle).ok()?
        };
        Some(Change {
            point,
            before,
            size,
            levels: (middle.value, value.value),
        })
    }

    /// The spikes, and the years of the changes into them and back.
    fn spikes(
        &self,
        seconds: &Changes<'l>,
        changes: &Changes<'l>,
        change_at: &BTreeMap<&Point, usize>,
    ) -> (Vec<Finding>, BTreeSet<Point>) {
        let (mut findings, mut returns) = (Vec::new(), BTreeSet::new());
        for places in seconds.series.values() {
            let is_spike = |at: &usize| {
                let point = seconds.all[*at].point;
                let after = self.sheet.after(point);
                let size = |at: &Point| change_at.get(at).map(|at| changes.all[*at].size.bounds);
                let (Some(into), Some(back)) = (size(point), size(&after)) else {
                    return false;
                };
                let zero = Decimal::ZERO;
                let turns =
                    (into.low > zero && back.high < zero) || (into.high < zero && back.low > zero);
                turns && seconds.out[*at].is_some()
            };
            let found: Vec<usize> = places.iter().copied().filter(is_spike).collect();
            // The neighbours of a spike stand apart from it the other way, by half.
            let size = |at: usize| seconds.all[at].size.value.abs();
            let is_largest = |at: &usize| {
                let near = |other: &&usize| {
                    let own = seconds.all[*at].point;
                    let year = seconds.all[**other].point.year;
                    *other != at
                        && (year == self.sheet.before(own).year
                            || year == self.sheet.after(own).year)
                };
                found.iter().filter(near).all(|other| {
                    size(*other) < size(*at) || (size(*other) == size(*at) && *other > *at)
                })
            };
            for at in found.iter().filter(|at| is_largest(at)) {
                let change = &seconds.all[*at];
                returns.insert(change.point.clone());
                returns.insert(self.sheet.after(change.point));
                findings.push(self.spike(seconds, *at));
            }
        }
        (findings, returns)
    }

    fn spike(&self, seconds: &Changes, at: usize) -> Finding {
        let change = &seconds.all[at];
        let (point, id) = (change.point, &self.indicator.id);
        let after = self.sheet.after(point);
        let told = |at: &Point| self.sheet.value(id, at).map_or_else(String::new, in_words);
        let message = format!(
            "{} of {} runs {}, {} and {}{} in {}, {} and {}: {} is {}{} off the mean of its neighbours{}, and the change into it is taken back; a spike.",
            self.sheet.title_at(id, point),
            point.area.as_deref().unwrap_or("the series"),
            told(&change.before),
            told(point),
            told(&after),
            self.sheet.unit(id),
            year(change.before.year),
            year(point.year),
            year(after.year),
            year(point.year),
            signed(&change.size),
            self.unit(),
            self.against(seconds, at),
        );
        let spots = [point, &change.before, &after].map(|point| self.sheet.spot(id, point));
        let finding =
            Finding::at(Check::Spike, spots.to_vec()).printed(self.sheet.value(id, point));
        Finding {
            culprits: vec![vec![self.sheet.spot(id, point)]],
            ..finding
                .gap_of(seconds.out[at])
                .moving(seconds.out[at].filter(|_| self.moves_in_percent()))
                .says(Severity::Warning, message)
        }
    }

    fn jump(&self, changes: &Changes, at: usize, distance: Option<Decimal>) -> Finding {
        let (change, id) = (&changes.all[at], &self.indicator.id);
        let moves = format!(
            "{} changes by {}{} from {} to {}{}{}",
            self.sheet.title_at(id, change.point),
            signed(&change.size),
            self.unit(),
            year(change.before.year),
            year(change.point.year),
            distance
                .and_then(|_| self.whole(change))
                .unwrap_or_default(),
            self.against(changes, at)
        );
        let (severity, message) = if distance.is_some() {
            let message = format!(
                "{moves}: out of line with {}its own history; a break may be suspected.",
                if changes.moments[changes.moment_of[at].0].len() < 3 {
                    ""
                } else {
                    "them and with "
                }
            );
            (Severity::Warning, message)
        } else {
            (Severity::Held, format!("{moves}."))
        };
        let spots = [change.point, &change.before].map(|point| self.sheet.spot(id, point));
        let finding =
            Finding::at(Check::Jump, spots.to_vec()).printed(self.sheet.value(id, change.point));
        finding
            .gap_of(distance)
            .moving(distance.filter(|_| self.moves_in_percent()))
            .says(severity, message)
    }

    /// The others' of the year, in words.
    fn against(&self, changes: &Changes, at: usize) -> String {
        let places = &changes.moments[changes.moment_of[at].0];
        let of_other = |other: usize| {
            let other = &changes.all[other];
            let area = other.point.area.as_deref().unwrap_or_default();
            format!("{area} {}{}", signed(&other.size), self.unit())
        };
        match places.len() {
            ..3 => String::new(),
            few if few <= MOST_TOLD + 1 => {
                let others = places.iter().filter(|other| **other != at);
                format!(
                    ", against {}",
                    list(others.map(|other| of_other(*other)), "and")
                )
            }
            many if changes.out[at].is_none() => format!(", among {many} areas"),
            many => {
                let sorted = &changes.sorted[changes.moment_of[at].0];
                let mut others = sorted.iter().filter(|other| **other != at);
                let ends = others.next().zip(others.next_back());
                ends.map_or_else(String::new, |(least, most)| {
                    format!(
                        ", against {} others from {} to {}",
                        many - 1,
                        of_other(*least),
                        of_other(*most)
                    )
                })
            }
        }
    }

    /// How the whole changes of which a share is one.
    fn whole(&self, change: &Change) -> Option<String> {
        let Combine::Share { of } = &self.indicator.combine else {
            return None;
        };
        let partitions = partitions(self.sheet);
        let (at, total) = partitions
            .iter()
            .find_map(|partition| Some((partition.dimension, partition.total?)))?;
        let value = |point: &Point| self.sheet.estimate(of, &point.with_member(at, total));
        let moves = relative_change(value(change.point)?, value(&change.before)?).ok()?;
        Some(format!(", when the whole changes by {}%", signed(&moves)))
    }
}

fn year(year: Option<Year>) -> String {
    year.map_or_else(String::new, |year| year.to_string())
}
