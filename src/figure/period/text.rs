//! How periods are written and read, and how several of them are said.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::{Frequency, Period, PeriodError};

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_span() {
            return write!(f, "{}..{}", self.first(), self.last());
        }
        let (year, place) = (self.number(), self.place_in_year());
        match self.frequency {
            Frequency::Year => write!(f, "{year}"),
            Frequency::Half => write!(f, "{year}H{place}"),
            Frequency::Quarter => write!(f, "{year}Q{place}"),
            Frequency::Month => write!(f, "{year:04}-{place:02}"),
            Frequency::Week => write!(f, "{year}W{place:02}"),
            Frequency::Day => {
                let [year, month, day] = self.date();
                write!(f, "{year:04}-{month:02}-{day:02}")
            }
        }
    }
}

/// A number of so many digits at most, and of so many at least.
fn digits(text: &str, least: usize, most: usize) -> Option<i64> {
    let fits = (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

/// A period of which the spelling is known, but for spans.
fn parse(text: &str) -> Option<Period> {
    if text.len() <= 4 {
        let number = digits(text, 1, 4).filter(|_| !text.starts_with('0'))?;
        return Period::new(number);
    }
    let year = digits(text.get(..4)?, 4, 4)?;
    let rest = text.get(4..)?;
    let rest = rest.strip_prefix(['-', ' ']).unwrap_or(rest);
    let (mark, number) = rest.split_at_checked(1)?;
    let frequency = match mark {
        "H" | "h" | "S" | "s" => Frequency::Half,
        "Q" | "q" | "T" | "t" => Frequency::Quarter,
        "M" | "m" => Frequency::Month,
        "W" | "w" => Frequency::Week,
        // A date has its hyphens.
        _ if !text[4..].starts_with('-') => return None,
        _ => {
            return match rest.split_once('-') {
                Some((month, day)) => Period::day(year, digits(month, 2, 2)?, digits(day, 2, 2)?),
                None => Period::of(Frequency::Month, year, digits(rest, 2, 2)?),
            };
        }
    };
    Period::of(frequency, year, digits(number, 1, 2)?)
}

impl FromStr for Period {
    type Err = PeriodError;

    /// Reads a year of one to four digits without a leading zero; a half-year, quarter, month or week as `2015Q2`,
    /// `2015-Q2` or `2015T2`; a month as `2015-03`; a day as `2015-03-31`; a span of these as `2005..2015`.
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        let found = match text.split_once("..") {
            Some((first, last)) => parse(first)
                .zip(parse(last))
                .and_then(|(first, last)| Period::span(first, last))
                .filter(|span| span.is_span()),
            None => parse(text),
        };
        found.ok_or_else(|| PeriodError(crate::words::excerpt(text)))
    }
}

/// How many runs of periods are said one by one.
const MOST_RUNS: usize = 12;

/// How many even steps from one single period to the next are told as one run.
const LEAST_STEPS: usize = 4;

/// Periods as a reader says them: runs with a dash, single ones in even steps together (`1948-09–2019-06 every 3 months`),
/// the rest one by one (`2000, 2004, 2008 and 2010–2015`), of very many the first and the last.
pub fn spans<'a>(periods: impl IntoIterator<Item = &'a Period>) -> String {
    let mut runs: Vec<(Period, Period)> = Vec::new();
    // The last run of each frequency: years may stand among their months.
    let mut latest: BTreeMap<Frequency, usize> = BTreeMap::new();
    for &period in periods {
        let known = latest.get(&period.frequency()).copied();
        match known.and_then(|at| runs.get_mut(at)) {
            Some((_, last)) if last.next() == Some(period) => *last = period,
            _ => {
                latest.insert(period.frequency(), runs.len());
                runs.push((period, period));
            }
        }
    }
    let write = |&(first, last): &(Period, Period)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}–{last}")
        }
    };
    let mut written = in_steps(&runs, write);
    let count = written.len();
    if count > MOST_RUNS {
        let more = count - MOST_RUNS;
        written.splice(
            MOST_RUNS / 2..MOST_RUNS / 2 + more,
            [format!("{more} more")],
        );
    }
    crate::words::list(written, "and")
}

/// Runs of periods, of which single ones in even steps are told together.
fn in_steps(runs: &[(Period, Period)], write: impl Fn(&(Period, Period)) -> String) -> Vec<String> {
    let step = |at: usize| -> Option<i32> {
        let (&(one, end), &(other, last)) = (runs.get(at)?, runs.get(at + 1)?);
        let is_single = one == end && other == last && one.frequency == other.frequency;
        is_single.then(|| other.first - one.first)
    };
    let mut written = Vec::new();
    let mut at = 0;
    while at < runs.len() {
        let even = step(at);
        let more = (at..runs.len()).take_while(|&next| even.is_some() && step(next) == even);
        let more = more.count();
        match even {
            Some(even) if more >= LEAST_STEPS => {
                let (first, last) = (runs[at].0, runs[at + more].1);
                let noun = first.frequency.name();
                written.push(format!("{first}–{last} every {even} {noun}s"));
                at += more + 1;
            }
            _ => {
                written.push(write(&runs[at]));
                at += 1;
            }
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn spans_join_runs_and_name_the_rest() {
        let of = |texts: &str| spans(&texts.split(' ').map(period).collect::<Vec<_>>());
        assert_eq!(
            of("2000 2004 2008 2010 2011 2012"),
            "2000, 2004, 2008 and 2010–2012"
        );
        assert_eq!(of("2014"), "2014");
        assert_eq!(
            of("2014 2014-01 2014-02 2015 2015-01"),
            "2014–2015, 2014-01–2014-02 and 2015-01"
        );
        assert_eq!(
            of("2014Q3 2014Q4 2015Q1 2015Q3"),
            "2014Q3–2015Q1 and 2015Q3"
        );
        let quarters = |years: std::ops::Range<i32>| {
            let ends = years.flat_map(|year| [3, 6, 9, 12].map(|month| (year, month)));
            let ends = ends.map(|(year, month)| format!("{year}-{month:02}"));
            ends.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(of(&quarters(2010..2014)), "2010-03–2013-12 every 3 months");
        assert_eq!(
            of(&format!("2001-05 {} 2014-04", quarters(2010..2014))),
            "2001-05, 2010-03–2013-12 every 3 months and 2014-04"
        );
        assert_eq!(of("1990 2000 2010 2020"), "1990, 2000, 2010 and 2020");
    }

    #[test]
    fn every_spelling_reads_as_its_canonical_one() {
        for (text, canonical) in [
            ("2015", "2015"),
            ("7", "7"),
            ("2015S1", "2015H1"),
            ("2015-Q2", "2015Q2"),
            ("2015T2", "2015Q2"),
            ("2015 q2", "2015Q2"),
            ("2018M12", "2018-12"),
            ("2018M1", "2018-01"),
            ("2015-03", "2015-03"),
            ("2020-W53", "2020W53"),
            ("2016-02-29", "2016-02-29"),
            ("2005..2015", "2005..2015"),
            ("2014Q3..2015Q1", "2014Q3..2015Q1"),
        ] {
            assert_eq!(period(text).to_string(), canonical, "{text}");
        }
        for text in [
            "",
            "0",
            "015",
            "20155",
            "2015Q5",
            "2015Q0",
            "2015-13",
            "2015-02-29",
            "2019W53",
            "2015-3",
            "2015..2005",
            "2015..2015Q2",
            "201503",
            "2015年",
            "2015x",
            "2015-",
            "2015Q",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
