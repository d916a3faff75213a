//! Labels of periods as statistical files print them: `2015年`, `Q1 1946`, `2023T2`, `1º trimestre 2020`, `31.12.1995`,
//! `2010/11`, `2011p`.
//!
//! How a column writes its periods is decided by all of its labels, never by one: whether `01/02/2010` is of January or
//! of February, and whether `2010-11` is a month or the year that begins in 2010. A plain number of four digits is read
//! as a year here; whether a column of such numbers tells the time is for its name to say.

mod eras;
mod forms;
mod halves;
mod numbers;
mod worded;
mod words;
mod years;

use std::collections::BTreeSet;

use crate::figure::{Frequency, Period};
use crate::order::IntoSet;
pub(crate) use eras::{Script, buddhist_years, could_be_told, of_heading, said_twice, together};
use forms::readings_of;
pub(crate) use halves::{Halves, NAMED, TURNED, Turn, is_of_two};
use numbers::{Way, number, year};
use years::long_ago;
pub(crate) use years::{all_of_two_digits, old_year};

/// A label that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// The period it stands for.
    pub(crate) period: Period,
    /// What stands behind it, such as `p` in `2011p`.
    pub(crate) mark: Option<char>,
}

/// The labels of a column or a header, all of them read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Labels {
    /// Each label, in the order in which they were given.
    pub(crate) all: Vec<Label>,
    /// What had to be decided, as a clause: `years of two halves are named by the one in which they begin`.
    pub(crate) decided: Option<&'static str>,
}

/// What stands first in a date of two short numbers and a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dates {
    /// `31/12/1995`
    DayFirst,
    /// `12/31/1995`
    MonthFirst,
}

/// Why labels are not read as periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    /// Some are none.
    NoPeriods,
    /// All are dates that are one day or another.
    TwoDays,
}

/// Reads labels of which each has to be a period, and all in one way; none where that is not so or where more than one
/// way would do.
pub(crate) fn read<'a>(labels: impl IntoIterator<Item = &'a str>) -> Option<Labels> {
    read_dates(labels, None).ok()
}

/// As [`read`], with what is said of dates that are one day or another.
pub(crate) fn read_dates<'a>(
    labels: impl IntoIterator<Item = &'a str>,
    dates: Option<Dates>,
) -> Result<Labels, Unread> {
    let labels: Vec<&str> = labels.into_iter().collect();
    if let Some(written) = decimal_months(&labels) {
        return read_dates(written.iter().map(String::as_str), dates);
    }
    if let Some(in_era) = together(&labels) {
        return in_era.read().ok_or(Unread::NoPeriods);
    }
    let mut readings: Vec<Vec<(Way, Label)>> = Vec::new();
    for label in &labels {
        let found = readings_of(label);
        if found.is_empty() {
            return long_ago(&labels).ok_or(Unread::NoPeriods);
        }
        readings.push(found);
    }
    let ways = [
        [Way::Fiscal, Way::DayFirst],
        [Way::Month, Way::DayFirst],
        [Way::Fiscal, Way::MonthFirst],
        [Way::Month, Way::MonthFirst],
        [Way::Span, Way::DayFirst],
        [Way::Span, Way::MonthFirst],
    ];
    let in_way = |wanted: &[Way; 2]| -> Option<Vec<Label>> {
        let one = |found: &Vec<(Way, Label)>| {
            let mut fitting = found
                .iter()
                .filter(|(way, _)| *way == Way::Plain || wanted.contains(way));
            fitting.next().map(|(_, label)| label.clone())
        };
        readings.iter().map(one).collect()
    };
    let mut fitting: Vec<([Way; 2], Vec<Label>)> = Vec::new();
    let first = dates.map(|dates| match dates {
        Dates::DayFirst => Way::DayFirst,
        Dates::MonthFirst => Way::MonthFirst,
    });
    for way in ways {
        if first.is_none_or(|first| first == way[1])
            && let Some(labels) = in_way(&way)
            && (way[0] != Way::Span || are_as_long(&labels))
            && fitting.iter().all(|(_, known)| *known != labels)
        {
            fitting.push((way, labels));
        }
    }
    // Where months and years of two halves both would do, the labels that follow one another decide.
    if fitting.len() > 1 {
        fitting.retain(|(_, labels)| !runs_over_a_month_only(labels));
    }
    let days = |labels: &[Label]| {
        labels
            .iter()
            .all(|label| label.period.frequency() == Frequency::Day)
    };
    let (way, all) = match fitting.as_slice() {
        [] => return Err(Unread::NoPeriods),
        [one] => one.clone(),
        [one, other] if days(&one.1) => likelier(one, other).ok_or(Unread::TwoDays)?.clone(),
        [first, ..] => first.clone(),
    };
    let uses = |wanted: Way| {
        readings
            .iter()
            .any(|found| found.len() > 1 || found.iter().any(|(way, _)| *way == wanted))
            && readings.iter().flatten().any(|(way, _)| *way == wanted)
    };
    let fiscal = way[0] == Way::Fiscal && uses(Way::Fiscal);
    // With a time of the day a day is a day.
    let at_a_time = labels.iter().any(|label| {
        let time = label.split_once(['T', ' ']).map(|(_, time)| time);
        let clock = time.and_then(|time| time.split(['+', 'Z', '-']).next());
        clock.is_some_and(|time| time.contains(':') && time.contains(|c| matches!(c, '1'..='9')))
    });
    let (all, longer) = if at_a_time { (all, None) } else { longer(all) };
    let decided = if fiscal { Some(NAMED) } else { longer };
    Ok(Labels { all, decided })
}

/// Of two readings of days the one of which all stand for months, quarters or years, where those of the other do not:
/// `01/02/2020` beside `01/03/2020` and `01/01/2021`. Either where both stand for the same.
fn likelier<'w, W>(
    one: &'w (W, Vec<Label>),
    other: &'w (W, Vec<Label>),
) -> Option<&'w (W, Vec<Label>)> {
    let [(first, first_is), (second, second_is)] =
        [one, other].map(|(_, labels)| longer(labels.clone()));
    if first_is.is_some() && first == second {
        return Some(one);
    }
    // The first days of a few months could be the first days of one.
    let settles = |labels: &[Label]| {
        let periods: BTreeSet<Period> = labels.iter().map(|label| label.period).collect();
        let years: BTreeSet<Period> = periods.iter().map(|period| period.year()).collect();
        years.len() > 1 && periods.len() > 2 || periods.len() > 11
    };
    match (
        first_is.is_some() && settles(&first),
        second_is.is_some() && settles(&second),
    ) {
        (true, false) => Some(one),
        (false, true) => Some(other),
        _ => None,
    }
}

/// Months written as decimals of years, from `1871.01` to `1871.12`, of which a program took October for a number and
/// wrote `1871.1`: with its month in full.
fn decimal_months(labels: &[&str]) -> Option<Vec<String>> {
    let parts = |label: &str| -> Option<(String, String)> {
        let (year_of, month) = label.trim().split_once('.')?;
        year(year_of)?;
        number(month, 1, 2)?;
        Some((year_of.to_owned(), month.to_owned()))
    };
    let parts: Vec<(String, String)> = labels
        .iter()
        .map(|label| parts(label))
        .collect::<Option<_>>()?;
    let in_full = |month: &str| month.len() == 2;
    let has = |wanted: &str| parts.iter().any(|(_, month)| month == wanted);
    let shortened = has("1") && !has("10") && parts.iter().any(|(_, month)| month.starts_with('0'));
    let fits = |month: &str| in_full(month) || month == "1";
    (shortened && parts.iter().all(|(_, month)| fits(month))).then(|| {
        let label = |(year, month): &(String, String)| {
            let nought = if in_full(month) { "" } else { "0" };
            format!("{year}.{month}{nought}")
        };
        parts.iter().map(label).collect()
    })
}

/// Reads a label that can stand for one period alone.
pub(crate) fn read_one(label: &str) -> Option<Label> {
    read([label]).and_then(|labels| labels.all.into_iter().next())
}

/// The part of a year that stands beside or under this year, and the year as a whole where that does: `II`, `Jan` or
/// `Annual` under `2009`, written as in `2009Q2`.
pub(crate) fn part_of(year: &str, part: &str) -> Option<(Frequency, String)> {
    let year = read_one(year)?.period;
    let is_year = year.frequency() == Frequency::Year && !year.is_span();
    // The sign of a footnote: `year2)`.
    let part = match part.strip_suffix(')') {
        Some(rest) if !rest.contains('(') => rest.trim_end_matches(|c: char| c.is_ascii_digit()),
        _ => part,
    };
    // `m3` is no third month.
    if !is_year || part.is_empty() || readable(part) || matches!(part, "m2" | "m3") {
        return None;
    }
    let period = read_one(&format!("{year} {part}"))?.period;
    let longest = [
        Frequency::Year,
        Frequency::Half,
        Frequency::Quarter,
        Frequency::Month,
    ];
    let inside = longest.contains(&period.frequency()) && period.year() == year;
    // `2009-11` could be a year of two halves.
    inside.then(|| (period.frequency(), period.to_string().replacen('-', "M", 1)))
}

/// The month that a Roman numeral counts: `VIII`.
pub(crate) fn roman_month(text: &str) -> Option<usize> {
    let months = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
    ];
    let numeral = text.trim().trim_end_matches('.');
    months
        .iter()
        .position(|month| *month == numeral)
        .map(|at| at + 1)
}

/// What a month is called in a header that is read on: `Jan`.
pub(crate) fn month_name(month: usize) -> &'static str {
    let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    months.get(month.wrapping_sub(1)).copied().unwrap_or("")
}

/// Whether a label could stand for a period in some column.
pub(crate) fn readable(label: &str) -> bool {
    !readings_of(label).is_empty()
}

/// Whether labels read as `2010-11` are months, of which only November and December could be the years after: a run of
/// years in which none follows another.
fn runs_over_a_month_only(labels: &[Label]) -> bool {
    let months: BTreeSet<Period> = labels.iter().map(|label| label.period).collect();
    let is_month = |period: &&Period| period.frequency() == Frequency::Month;
    let found: Vec<&Period> = months.iter().filter(is_month).collect();
    found.len() == months.len()
        && found.len() > 1
        && !found
            .windows(2)
            .any(|pair| pair[0].next() == Some(*pair[1]))
        && {
            let steps = found
                .iter()
                .map(|month| i64::from(month_of(**month)) - month.number().rem_euclid(100));
            let steps: BTreeSet<i64> = steps.into_set();
            // One after the year, or as many after it in each of several.
            let step = steps.first().copied().unwrap_or(0);
            steps.len() == 1 && (step == 1 || step > 1 && found.len() > 3)
        }
}

/// Whether spans of years are all as long.
fn are_as_long(labels: &[Label]) -> bool {
    let spans = labels.iter().filter(|label| label.period.is_span());
    let lengths = spans.map(|label| label.period.last().number() - label.period.first().number());
    let lengths: BTreeSet<i64> = lengths.into_set();
    lengths.len() < 2
}

fn month_of(period: Period) -> u8 {
    let text = period.to_string();
    text.get(5..7)
        .and_then(|month| month.parse().ok())
        .unwrap_or(0)
}

fn day_of(period: Period) -> Option<(u8, u8, bool)> {
    let text = period.to_string();
    let month = text.get(5..7)?.parse().ok()?;
    let day = text.get(8..10)?.parse().ok()?;
    let ends = period
        .next()
        .is_none_or(|next| next.beginning(Frequency::Month) != period.beginning(Frequency::Month));
    Some((month, day, ends))
}

/// Days of which each stands for a longer period, the same of each, as those: `31.12.2005` and `31.12.2006` are years,
/// the first or last days of months are months.
fn longer(labels: Vec<Label>) -> (Vec<Label>, Option<&'static str>) {
    let is_day = |label: &Label| label.period.frequency() == Frequency::Day;
    if labels.is_empty() || !labels.iter().all(is_day) {
        return (labels, None);
    }
    let days: Vec<(u8, u8, bool)> = labels
        .iter()
        .filter_map(|label| day_of(label.period))
        .collect();
    let dates: BTreeSet<(u8, u8)> = days.iter().map(|(month, day, _)| (*month, *day)).into_set();
    let different: BTreeSet<Period> = labels.iter().map(|label| label.period).collect();
    let years: BTreeSet<i64> = different.iter().map(|day| day.number()).into_set();
    let at_the_turn = dates.contains(&(12, 31)) || dates.contains(&(1, 1));
    let months: BTreeSet<Period> = different
        .iter()
        .map(|day| day.beginning(Frequency::Month))
        .collect();
    let numbers: BTreeSet<u8> = days.iter().map(|(_, day, _)| *day).into_set();
    let is_once_a_month = numbers.len() == 1 && months.len() == different.len() && months.len() > 3;
    let frequency =
        if dates.len() == 1 && years.len() == different.len() && (years.len() > 1 || at_the_turn) {
            Frequency::Year
        } else if days.iter().all(|(_, day, _)| *day == 1) || days.iter().all(|(.., ends)| *ends) {
            let months: BTreeSet<u8> = days.iter().map(|(month, ..)| *month).into_set();
            let begins = days.iter().all(|(_, day, _)| *day == 1);
            let in_quarter = |month: &u8| month % 3 == u8::from(begins);
            if months.len() > 1 && months.iter().all(in_quarter) {
                Frequency::Quarter
            } else if different.len() > 1 {
                Frequency::Month
            } else {
                return (labels, None);
            }
        } else if is_once_a_month {
            Frequency::Month
        } else {
            return (labels, None);
        };
    let told = match frequency {
        Frequency::Month if is_once_a_month && !numbers.contains(&1) => {
            "the same day of each month stands for the month"
        }
        Frequency::Year => "a day of reference stands for its year",
        Frequency::Quarter => "a first or last day stands for its quarter",
        _ => "a first or last day stands for its month",
    };
    let all = labels.into_iter().map(|label| Label {
        period: label.period.beginning(frequency),
        ..label
    });
    (all.collect(), Some(told))
}

#[cfg(test)]
mod tests;
