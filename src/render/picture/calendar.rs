//! What stands below an axis of time: as many periods as have room; of a long course of quarters or days the years or the
//! months that begin.

use super::Lines;
use crate::figure::{Frequency, Period};

/// How many years may lie from one label to the next.
const YEARS: [i64; 9] = [1, 2, 5, 10, 20, 25, 50, 100, 200];
/// How many months may lie from one label to the next.
const MONTHS: [i64; 4] = [1, 2, 3, 6];
/// How many longer periods begin at the least where these are labelled in the place of the shorter.
const LEAST: usize = 3;

/// A label on the axis of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct TimeLabel {
    /// The place of the period.
    pub(in crate::render) place: i64,
    /// The period as it is written there.
    pub(in crate::render) text: String,
}

impl Lines {
    /// The labels below the axis. `clash` says whether two have no room beside one another.
    pub(in crate::render) fn time_labels(
        &self,
        clash: impl Fn(&TimeLabel, &TimeLabel) -> bool,
    ) -> Vec<TimeLabel> {
        let fits = |told: &Vec<TimeLabel>| told.windows(2).all(|pair| !clash(&pair[0], &pair[1]));
        let longer = match self.frequency {
            Frequency::Year => &[][..],
            Frequency::Day => &[(Frequency::Year, &YEARS[..]), (Frequency::Month, &MONTHS)],
            _ => &[(Frequency::Year, &YEARS[..])],
        };
        for (frequency, steps) in longer {
            let begin = self.beginning(*frequency);
            if begin.len() < LEAST {
                continue;
            }
            let even = |step: &i64| {
                let told = begin.iter().filter(|(_, at)| at.rem_euclid(*step) == 0);
                told.map(|(told, _)| told.clone()).collect::<Vec<_>>()
            };
            if let Some(told) = steps.iter().map(even).find(fits) {
                return told;
            }
        }
        self.labels_in_steps(fits)
    }

    /// The periods from the newest on, equally many left out between.
    fn labels_in_steps(&self, fits: impl Fn(&Vec<TimeLabel>) -> bool) -> Vec<TimeLabel> {
        let every = |step: usize| {
            let mut told: Vec<TimeLabel> = self
                .years
                .iter()
                .rev()
                .step_by(step)
                .map(|&place| {
                    let text = self.told(place);
                    TimeLabel { place, text }
                })
                .collect();
            told.reverse();
            told
        };
        let steps = 1..self.years.len().max(2);
        let found = steps.map(every).find(fits);
        found.unwrap_or_else(|| every(self.years.len()))
    }

    /// The periods of the axis with which a longer one begins, each with the number of that one.
    fn beginning(&self, longer: Frequency) -> Vec<(TimeLabel, i64)> {
        let (Some(&first), Some(&last)) = (self.years.first(), self.years.last()) else {
            return Vec::new();
        };
        let of = |place: i64| {
            let period = Period::placed(self.frequency, place)?;
            match longer {
                Frequency::Month => period.month(),
                _ => Some(period.year()),
            }
        };
        let mut found = Vec::new();
        let mut before = of(first - 1);
        for place in first..=last {
            let now = of(place);
            if let Some(period) = now.filter(|_| now != before) {
                let text = period.to_string();
                found.push((TimeLabel { place, text }, period.place()));
            }
            before = now;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(first: &str, count: i64, apart: i64) -> Vec<String> {
        let first: Period = first.parse().unwrap();
        let lines = Lines {
            frequency: first.frequency(),
            years: (first.place()..first.place() + count).collect(),
            step: 1,
            series: Vec::new(),
            range: None,
            against: None,
            powers: &[],
        };
        let told = lines.time_labels(|one, other| other.place - one.place < apart);
        told.into_iter().map(|told| told.text).collect()
    }

    #[test]
    fn a_long_course_is_told_by_what_begins() {
        assert_eq!(
            told("2000Q3", 20, 4),
            ["2001", "2002", "2003", "2004", "2005"]
        );
        assert_eq!(told("1998Q2", 40, 18), ["2000", "2005"]);
        assert_eq!(
            told("2020-02-15", 150, 40),
            ["2020-03", "2020-05", "2020-07"]
        );
        assert_eq!(told("2019-11", 30, 10), ["2020", "2021", "2022"]);
    }

    #[test]
    fn a_short_one_by_its_periods_the_newest_among_them() {
        assert_eq!(told("2021Q2", 6, 2), ["2021Q3", "2022Q1", "2022Q3"]);
        assert_eq!(told("2008", 8, 3), ["2009", "2012", "2015"]);
    }
}
