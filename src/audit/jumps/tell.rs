//! Breaks and spikes in words.

use rust_decimal::Decimal;

use super::{MOST_TOLD, Watched};
use crate::audit::changes::{Change, Changes};
use crate::audit::finding::{Finding, Severity, in_words, signed, unrepeated};
use crate::audit::ledger::Point;
use crate::audit::parts::partitions;
use crate::audit::slip::power_apart;
use crate::figure::Period;
use crate::methods::relative_change;
use crate::package::{Check, Combine};
use crate::words::list;

impl Watched<'_, '_> {
    pub(super) fn spike(&self, seconds: &Changes, at: usize) -> Finding {
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
        let finding = finding
            .gap_of(seconds.out[at])
            .moving(seconds.out[at].filter(|_| self.moves_in_percent()))
            .says(Severity::Warning, message);
        let culprits = vec![vec![self.sheet.spot(id, point)]];
        self.with_slip(
            Finding {
                culprits,
                ..finding
            },
            change,
        )
    }

    /// A finding at a value with the power of ten that would put it back in line, where one does; or that would the first
    /// or the last value of the series, which have one neighbour, where it is that.
    fn with_slip(&self, finding: Finding, change: &Change) -> Finding {
        let id = &self.indicator.id;
        let ends = self
            .sheet
            .years(change.point)
            .map(|years| [years.first(), years.last()]);
        let is_end = |at: &Point| {
            let year = at.year.as_ref();
            year.is_some() && ends.is_some_and(|ends| ends.contains(&year))
        };
        let (level, value) = change.levels;
        let after = self.sheet.after(change.point);
        let ends = [(&change.before, value), (&after, value)];
        let ends = ends.into_iter().filter(|(at, _)| is_end(at));
        let candidates = std::iter::once((change.point, level)).chain(ends);
        let found = candidates
            .filter(|_| !self.by_difference)
            .find_map(|(point, level)| {
                let cell = self.sheet.cell(id, point)?;
                Some((point, power_apart(self.ledger, cell, level)?))
            });
        let Some((point, (slip, fits))) = found else {
            return finding;
        };
        let message = finding.message.trim_end_matches('.');
        let subject = match point.year.filter(|_| point != change.point) {
            Some(year) => format!("that of {year}"),
            None => "it".to_owned(),
        };
        let spot = self.sheet.spot(id, point);
        let spots = std::iter::once(spot.clone()).chain(finding.spots);
        Finding {
            culprits: vec![vec![spot]],
            spots: unrepeated(spots),
            printed: self.sheet.value(id, point),
            derived: Some(fits),
            message: format!("{message}; {subject} {}.", slip.told()),
            ..finding
        }
    }

    pub(super) fn jump(&self, changes: &Changes, at: usize, distance: Option<Decimal>) -> Finding {
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
        let finding = finding
            .gap_of(distance)
            .moving(distance.filter(|_| self.moves_in_percent()))
            .says(severity, message);
        if distance.is_some() {
            self.with_slip(finding, change)
        } else {
            finding
        }
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

fn year(year: Option<Period>) -> String {
    year.map_or_else(String::new, |year| year.to_string())
}
