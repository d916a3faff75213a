//! When an observation is: a year, half-year, quarter, month, week or day, or a span of them.
//!
//! Days and weeks are those of the proleptic Gregorian calendar and of ISO 8601. The canonical spellings are `2015`,
//! `2015H1`, `2015Q2`, `2015-03`, `2015W07`, `2015-03-31`, and `2005..2015` for a span; a few more are read.

use std::cmp::Ordering;

mod calendar;
mod text;

use calendar::{ToI32, days_before_year, first_week, is_leap, month_of_day, start_of_month};
pub use text::spans;

/// How long a period is, the longest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    /// A calendar year.
    Year,
    /// Half a year.
    Half,
    /// Three months.
    Quarter,
    /// A calendar month.
    Month,
    /// A week of ISO 8601, from Monday to Sunday.
    Week,
    /// A day.
    Day,
}

/// A period of the years 1 to 9999, or a span of periods of one frequency. Periods are ordered by when they begin, the
/// longer first where several begin together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    frequency: Frequency,
    /// The first period of the span, counted from the year 0 (weeks and days from the first day of the year 1).
    first: i32,
    /// The last one; the first again for a single period.
    last: i32,
}

/// Why a text is no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a year such as 2015")]
pub struct PeriodError(String);

impl Frequency {
    /// How many months a period lasts, where it is counted in months.
    fn months(self) -> Option<i32> {
        match self {
            Frequency::Year => Some(12),
            Frequency::Half => Some(6),
            Frequency::Quarter => Some(3),
            Frequency::Month => Some(1),
            Frequency::Week | Frequency::Day => None,
        }
    }

    /// How many periods a year has; none where years differ in it.
    pub fn in_year(self) -> Option<u8> {
        match self {
            Frequency::Year => Some(1),
            Frequency::Half => Some(2),
            Frequency::Quarter => Some(4),
            Frequency::Month => Some(12),
            Frequency::Week | Frequency::Day => None,
        }
    }

    /// What a period is called in a message: `quarter`.
    pub fn name(self) -> &'static str {
        match self {
            Frequency::Year => "year",
            Frequency::Half => "half-year",
            Frequency::Quarter => "quarter",
            Frequency::Month => "month",
            Frequency::Week => "week",
            Frequency::Day => "day",
        }
    }

    fn start(self, ordinal: i32) -> i32 {
        match self {
            Frequency::Day => ordinal,
            Frequency::Week => 7 * ordinal,
            Frequency::Year => days_before_year(ordinal),
            _ => start_of_month(ordinal * self.months().unwrap_or(1)),
        }
    }

    /// The period of this frequency in which a day lies.
    fn at(self, day: i32) -> i32 {
        match self {
            Frequency::Day => day,
            Frequency::Week => day.div_euclid(7),
            _ => month_of_day(day).div_euclid(self.months().unwrap_or(1)),
        }
    }
}

impl Period {
    /// The earliest year there is.
    pub const FIRST: Period = Period::single(Frequency::Year, 1);
    /// The latest year there is.
    pub const LAST: Period = Period::single(Frequency::Year, 9999);

    const fn single(frequency: Frequency, ordinal: i32) -> Period {
        Period {
            frequency,
            first: ordinal,
            last: ordinal,
        }
    }

    fn checked(frequency: Frequency, ordinal: i64) -> Option<Period> {
        let found = Period::single(frequency, i32::try_from(ordinal).ok()?);
        let end = Frequency::Year.start(10_000);
        let start = match frequency {
            Frequency::Year => return (1..=9999).contains(&ordinal).then_some(found),
            _ if !(0..i64::from(end)).contains(&ordinal) => return None,
            _ => found.start(),
        };
        (0..end).contains(&start).then_some(found)
    }

    /// The year of this number, where it is one of 1 to 9999.
    pub fn new(year: i64) -> Option<Period> {
        Period::checked(Frequency::Year, year)
    }

    /// A period by its place in a year, counted from 1: the second quarter of 2015. Weeks are those of ISO 8601, days
    /// those of the year.
    pub fn of(frequency: Frequency, year: i64, number: i64) -> Option<Period> {
        let plain = Period::new(year)?.first;
        let most = match frequency {
            Frequency::Week => first_week(plain + 1) - first_week(plain),
            Frequency::Day => 365 + i32::from(is_leap(plain)),
            _ => i32::from(frequency.in_year()?),
        };
        if !(1..=i64::from(most)).contains(&number) {
            return None;
        }
        let first = match frequency {
            Frequency::Week => first_week(plain),
            Frequency::Day => days_before_year(plain),
            _ => plain * most,
        };
        Period::checked(frequency, i64::from(first) + number - 1)
    }

    /// A day by its date.
    pub fn day(year: i64, month: i64, day: i64) -> Option<Period> {
        let month = Period::of(Frequency::Month, year, month)?;
        let found = Period::checked(Frequency::Day, i64::from(month.start()) + day - 1)?;
        (day > 0 && month.contains(found)).then_some(found)
    }

    /// The span from one period to another of the same frequency, both included; none where it would run backwards.
    pub fn span(first: Period, last: Period) -> Option<Period> {
        let is_one = first.frequency == last.frequency && first.first <= last.last;
        is_one.then_some(Period {
            last: last.last,
            ..first
        })
    }

    /// How long it is, or how long each period of the span is.
    pub fn frequency(self) -> Frequency {
        self.frequency
    }

    /// Whether it is a span of several periods.
    pub fn is_span(self) -> bool {
        self.first != self.last
    }

    /// The first period of a span; the period itself where it is one.
    #[must_use]
    pub fn first(self) -> Period {
        Period::single(self.frequency, self.first)
    }

    /// The last period of a span; the period itself where it is one.
    #[must_use]
    pub fn last(self) -> Period {
        Period::single(self.frequency, self.last)
    }

    /// The number of the year in which it begins; of a week, that of ISO 8601.
    pub fn number(self) -> i64 {
        let year = match self.frequency {
            Frequency::Week => {
                // The year of a week is that of its Thursday.
                Frequency::Year.at(self.start() + 3)
            }
            Frequency::Day => Frequency::Year.at(self.first),
            _ => self
                .first
                .div_euclid(i32::from(self.frequency.in_year().unwrap_or(1))),
        };
        i64::from(year)
    }

    /// Its place among the periods of its frequency, of a span that of the first: by these, distances are told. Of a year
    /// it is its number.
    pub fn place(self) -> i64 {
        i64::from(self.first)
    }

    /// The period of a frequency at a place.
    pub fn placed(frequency: Frequency, place: i64) -> Option<Period> {
        Period::checked(frequency, place)
    }

    /// The number of a year that is no span; none of any other period.
    pub fn plain_year(self) -> Option<i64> {
        let is_year = self.frequency == Frequency::Year && !self.is_span();
        is_year.then(|| self.number())
    }

    /// The year in which it begins.
    #[must_use]
    pub fn year(self) -> Period {
        Period::single(Frequency::Year, self.number().to_i32())
    }

    /// The month in which it begins; none of a period that is longer.
    pub fn month(self) -> Option<Period> {
        let month = match self.frequency {
            Frequency::Month => self.first,
            Frequency::Week | Frequency::Day => month_of_day(self.start()),
            _ => return None,
        };
        Some(Period::single(Frequency::Month, month))
    }

    /// Which period of its year it is, counted from 1.
    pub fn place_in_year(self) -> i32 {
        let year = self.number().to_i32();
        let first = match self.frequency {
            Frequency::Week => first_week(year),
            Frequency::Day => days_before_year(year),
            _ => year * i32::from(self.frequency.in_year().unwrap_or(1)),
        };
        self.first - first + 1
    }

    /// The period so many later, or earlier where `by` is negative.
    pub fn step(self, by: i64) -> Option<Period> {
        let first = Period::checked(self.frequency, i64::from(self.first) + by)?;
        let last = Period::checked(self.frequency, i64::from(self.last) + by)?;
        Period::span(first, last)
    }

    /// The period after this one, where there is one.
    pub fn next(self) -> Option<Period> {
        self.step(1)
    }

    /// The period before this one, where there is one.
    pub fn previous(self) -> Option<Period> {
        self.step(-1)
    }

    /// The periods from this one to another of its frequency, both included; this one alone where that is another's.
    pub fn through(self, last: Period) -> impl Iterator<Item = Period> {
        let end = if last.frequency == self.frequency {
            last.last
        } else {
            self.first
        };
        (self.first..=end).map(move |ordinal| Period::single(self.frequency, ordinal))
    }

    /// The same period of the year before: the same quarter, month, week or day. None for a week 53 or a 29 February
    /// that the year before lacks.
    pub fn year_before(self) -> Option<Period> {
        let before = |one: Period| match one.frequency {
            Frequency::Week => Period::of(
                Frequency::Week,
                one.number() - 1,
                i64::from(one.place_in_year()),
            ),
            Frequency::Day => {
                let [year, month, day] = one.date();
                Period::day(year - 1, month, day)
            }
            _ => one.step(-i64::from(one.frequency.in_year()?)),
        };
        Period::span(before(self.first())?, before(self.last())?)
    }

    /// The day on which it begins, counted from the first of the year 1.
    fn start(self) -> i32 {
        self.frequency.start(self.first)
    }

    /// The day after its end.
    fn end(self) -> i32 {
        self.frequency.start(self.last + 1)
    }

    /// Year, month and day on which it begins.
    fn date(self) -> [i64; 3] {
        let start = self.start();
        let month = month_of_day(start);
        let day = start - start_of_month(month) + 1;
        [
            month.div_euclid(12).into(),
            (month.rem_euclid(12) + 1).into(),
            day.into(),
        ]
    }

    /// Whether the other lies wholly within it, as a quarter does within its year; a week lies within the year that
    /// numbers it. Each period contains itself.
    pub fn contains(self, other: Period) -> bool {
        match (self.frequency, other.frequency) {
            (own, others) if own == others => self.first <= other.first && other.last <= self.last,
            (Frequency::Year, Frequency::Week) => {
                let years = other.first().number()..=other.last().number();
                i64::from(self.first) <= *years.start() && *years.end() <= i64::from(self.last)
            }
            _ => self.start() <= other.start() && other.end() <= self.end(),
        }
    }

    /// The period of a frequency in which it begins.
    #[must_use]
    pub fn beginning(self, frequency: Frequency) -> Period {
        match (self.frequency, frequency) {
            (Frequency::Week, Frequency::Year) => self.first().year(),
            _ => Period::single(frequency, frequency.at(self.start())),
        }
    }

    /// The period of a frequency in which it ends.
    #[must_use]
    pub fn ending(self, frequency: Frequency) -> Period {
        match (self.frequency, frequency) {
            (Frequency::Week, Frequency::Year) => self.last().year(),
            _ => Period::single(frequency, frequency.at(self.end() - 1)),
        }
    }

    /// The time from this period to a later one of its frequency, in years, as a fraction: quarters in fourths, days and
    /// weeks in days of which 365.25 are a year. None where the frequencies differ.
    pub fn years_to(self, later: Period) -> Option<(i64, i64)> {
        if self.frequency != later.frequency {
            return None;
        }
        let periods = i64::from(later.first) - i64::from(self.first);
        Some(match self.frequency {
            Frequency::Day => (4 * periods, 1461),
            Frequency::Week => (28 * periods, 1461),
            frequency => (periods, i64::from(frequency.in_year()?)),
        })
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Period) -> Ordering {
        if self.frequency == other.frequency {
            let begins = self.first.cmp(&other.first);
            return begins.then_with(|| other.last.cmp(&self.last));
        }
        let key = |period: &Period| {
            (
                period.start(),
                std::cmp::Reverse(period.end()),
                period.frequency,
            )
        };
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Period) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests;
