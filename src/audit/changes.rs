//! Changes among those of their year and in their own series: which of them are out of line, and by how much.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::ledger::{Point, SeriesKey};
use crate::figure::{Estimate, Interval, Period};
use crate::methods::{Peers, deviates, hidiroglou_berthelot, median};
use crate::order::InOrder;

/// How many times further than usual a change is from the others of its year, where it is out of line.
pub(super) const TIMES: Decimal = Decimal::from_parts(4, 0, 0, false, 0);
/// The same of a second difference, of which a return is asked besides.
pub(super) const TIMES_OF_SPIKE: Decimal = Decimal::from_parts(27, 0, 0, false, 1);
/// The same of the quartiles, among many.
const TIMES_OF_QUARTILES: f64 = 10.0;
/// How many times its median absolute deviation a change of a series that stands alone is from its median.
const TIMES_ALONE: Decimal = Decimal::from_parts(9, 0, 0, false, 0);
/// The fewest changes of a series that stands alone.
pub(super) const FEWEST_ALONE: usize = 7;

/// A change from one year to the next, or a second difference.
pub(super) struct Change<'l> {
    pub(super) point: &'l Point,
    pub(super) before: Point,
    /// In percent; in the unit of the values where changes are differences.
    pub(super) size: Estimate,
    /// The levels between which it lies.
    pub(super) levels: (Decimal, Decimal),
}

/// Changes of one sort, ordered by year and by series.
pub(super) struct Changes<'l> {
    pub(super) all: Vec<Change<'l>>,
    /// Their places in each year, for each choice of further members.
    pub(super) moments: Vec<Vec<usize>>,
    /// The same, the least change first.
    pub(super) sorted: Vec<Vec<usize>>,
    /// Which moment each is of, and its place there.
    pub(super) moment_of: Vec<(usize, usize)>,
    pub(super) series: BTreeMap<SeriesKey, Vec<usize>>,
    pub(super) out: Vec<Option<Decimal>>,
    /// Whether a series has a trend in them.
    have_trends: bool,
}

impl<'l> Changes<'l> {
    pub(super) fn new(all: Vec<Change<'l>>, by_difference: bool, times: Decimal) -> Changes<'l> {
        let mut by_moment: BTreeMap<(Option<Period>, &[String]), Vec<usize>> = BTreeMap::new();
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
            places.order_by_key(|at| all[*at].size.value);
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
            // Sorted once for all of its values, and not where none stands alone.
            let alone_in = OnceCell::new();
            for at in places {
                let (moment, place) = self.moment_of[*at];
                let alone = self.moments[moment].len() < 3;
                out[*at] = if alone {
                    let far = own.len() >= FEWEST_ALONE;
                    let usual = || alone_in.get_or_init(|| Usual::of(&own));
                    far.then(|| usual().deviates(self.all[*at].size.bounds))
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

/// What is usual in a series that stands alone.
struct Usual {
    /// Its median.
    centre: Decimal,
    /// How far from it is very far.
    limit: Decimal,
}

impl Usual {
    fn of(own: &[Estimate]) -> Usual {
        let middle = |values: &mut Vec<Decimal>| {
            values.order();
            values.get(values.len() / 2).copied().unwrap_or_default()
        };
        let centre = middle(&mut own.iter().map(|one| one.value).collect());
        let off = own.iter().map(|one| one.value.saturating_sub(centre).abs());
        let spread = middle(&mut off.collect());
        let rounding = middle(&mut own.iter().map(|one| one.bounds.width()).collect());
        Usual {
            centre,
            limit: spread.max(rounding).saturating_mul(TIMES_ALONE),
        }
    }

    /// How far a value is from the median, where that is very far.
    fn deviates(&self, value: Interval) -> Option<Decimal> {
        let distance = value.distance(&Interval::point(self.centre));
        (distance > self.limit).then_some(distance)
    }
}
