//! Series that are implausible: breaks, at which a level shifts, and spikes, which return at once.
//!
//! A change is out of line where it is so among those of its year and against the history of its own series. A spike is
//! told from a break by the second difference: the value stands apart from the mean of its neighbours, and the change
//! into it is taken back by the one after it. Among many areas the effect of Hidiroglou and Berthelot decides, which
//! lets small areas move more than large ones.

mod tell;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::changes::{Change, Changes, FEWEST_ALONE, TIMES, TIMES_OF_SPIKE};
use super::finding::{Finding, Severity, Spot};
use super::ledger::{Ledger, Point, Sheet};
use crate::figure::{Estimate, Kind, Number};
use crate::methods::{difference, mean, relative_change};
use crate::order::{InOrder, IntoMap};
use crate::package::{Check, Combine, Indicator, WeightYear};
use crate::words::count;

/// Of how many other areas a message tells the changes one by one.
const MOST_TOLD: usize = 12;
/// The usual change, in percent, above which values are no levels.
const RESTLESS: Decimal = Decimal::from_parts(25, 0, 0, false, 0);
/// Up to how many changes of an indicator are listed one by one where they are in line; more are counted.
const MOST_LISTED: usize = 20_000;
/// Where more than one value in so many is not positive, the values are balances and not levels.
const ONE_IN: usize = 20;

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
                findings.extend(Watched::new(ledger, sheet, indicator).findings());
            }
        }
    }
    findings
}

struct Watched<'a, 'l> {
    ledger: &'l Ledger<'a>,
    sheet: &'l Sheet<'a>,
    indicator: &'a Indicator,
    /// Whether changes are differences and not ratios: of shares and of balances, which have no growth.
    by_difference: bool,
}

impl<'a, 'l> Watched<'a, 'l> {
    fn new(
        ledger: &'l Ledger<'a>,
        sheet: &'l Sheet<'a>,
        indicator: &'a Indicator,
    ) -> Watched<'a, 'l> {
        let is_share = indicator.kind == Kind::Share && indicator.kind_declared;
        let of_point = |point| sheet.value(&indicator.id, point);
        let values: Vec<Number> = sheet.points.iter().filter_map(of_point).collect();
        let is_positive = |value: &&Number| value.decimal() > Decimal::ZERO;
        let others = values.len() - values.iter().filter(is_positive).count();
        let mut watched = Watched {
            ledger,
            sheet,
            indicator,
            by_difference: is_share || others * ONE_IN > values.len(),
        };
        if !watched.by_difference && !indicator.kind_declared {
            watched.by_difference = watched.is_restless();
        }
        watched
    }

    /// Whether the values change so much from year to year that they are no levels: rates of something small.
    fn is_restless(&self) -> bool {
        let changes = self.sheet.points.iter();
        let changes = changes.filter_map(|point| Some(self.change(point)?.size.value.abs()));
        let mut changes: Vec<Decimal> = changes.collect();
        changes.order();
        let usual = changes.get(changes.len() / 2);
        usual.is_some_and(|usual| *usual > RESTLESS)
    }
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
            .into_map();
        let (spikes, returns) = self.spikes(&seconds, &changes, &change_at);
        let (mut findings, mut in_line) = (Vec::new(), 0);
        for (at, change) in changes.all.iter().enumerate() {
            let (moment, _) = changes.moment_of[at];
            if changes.moments[moment].len() < 3
                && changes.series[&change.point.series()].len() < FEWEST_ALONE
            {
                continue;
            }
            let distance = changes.out[at].filter(|_| !returns.contains(change.point));
            if distance.is_none() && changes.all.len() > MOST_LISTED {
                in_line += 1;
            } else {
                findings.push(self.jump(&changes, at, distance));
            }
        }
        if in_line > 0 {
            let spot = Spot {
                table: self.sheet.table.name.clone(),
                indicator: self.indicator.id.clone(),
                ..Spot::default()
            };
            let title = self.sheet.title(&self.indicator.id);
            let message = format!("{title}: {} are in line.", count(in_line, "change"));
            findings.push(Finding {
                trials: in_line,
                ..Finding::at(Check::Jump, vec![spot]).says(Severity::Held, message)
            });
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
            let size = |at: usize| self.apart(&seconds.all[at]);
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

    /// How far a value stands apart from the mean of its neighbours, as much below as above it.
    fn apart(&self, change: &Change) -> Decimal {
        let (level, value) = (change.levels.0.abs(), change.levels.1.abs());
        if self.by_difference {
            return change.size.value.abs();
        }
        let part = level.max(value).checked_div(level.min(value));
        part.unwrap_or(Decimal::MAX)
    }
}
