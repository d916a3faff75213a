//! Labels of periods as statistical files print them: `2015年`, `Q1 1946`, `2023T2`, `1º trimestre 2020`, `31.12.1995`,
//! `2010/11`, `2011p`.
//!
//! How a column writes its periods is decided by all of its labels, never by one: whether `01/02/2010` is of January or
//! of February, and whether `2010-11` is a month or the year that begins in 2010. A plain number of four digits is read
//! as a year here; whether a column of such numbers tells the time is for its name to say.

mod eras;
mod words;

use std::collections::BTreeSet;

use crate::figure::{Frequency, Period};
pub(crate) use eras::{Script, could_be_told, of_heading, said_twice, together};
use words::{fold_label, month, quarter_word};

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

/// The years that a bare number of four digits may be.
const YEARS: std::ops::Range<i64> = 1500..2200;

/// How many years a span may last after its first that is written as `1990-92`.
const LONGEST_SPAN: i64 = 10;

/// One reading of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// There is only one.
    Plain,
    /// A year that begins in one calendar year and ends in the next.
    Fiscal,
    /// Year and month, where the month could be the end of such a year.
    Month,
    /// The first and the last of some years: `1990-92`.
    Span,
    /// Day before month.
    DayFirst,
    /// Month before day.
    MonthFirst,
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
    let decided = if fiscal {
        Some("a year of two halves is named by the one in which it begins")
    } else {
        longer
    };
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

/// The years of an economic history: bare numbers, of which most are years of the centuries that statistics are about
/// and the others lie before them: 1, 730, 1000, 1500.
fn long_ago(labels: &[&str]) -> Option<Labels> {
    let years: Option<Vec<i64>> = labels.iter().map(|label| old_year(label)).collect();
    let years = years?;
    let different: BTreeSet<i64> = years.iter().copied().collect();
    let late = different.iter().filter(|year| YEARS.contains(year)).count();
    if different.len() < 4 || late * 2 <= different.len() {
        return None;
    }
    let label = |year: &i64| {
        Some(Label {
            period: Period::new(*year)?,
            mark: None,
        })
    };
    let all: Option<Vec<Label>> = years.iter().map(label).collect();
    Some(Labels {
        all: all?,
        decided: None,
    })
}

/// A bare number that is a year where most beside it are: `1`, `1000`, `1820`.
pub(crate) fn old_year(label: &str) -> Option<i64> {
    let digits = label.trim();
    number(digits, 1, 4).filter(|year| (1..YEARS.end).contains(year) && !digits.starts_with('0'))
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
            let steps: BTreeSet<i64> = steps.collect();
            // One after the year, or as many after it in each of several.
            let step = steps.first().copied().unwrap_or(0);
            steps.len() == 1 && (step == 1 || step > 1 && found.len() > 3)
        }
}

/// Whether spans of years are all as long.
fn are_as_long(labels: &[Label]) -> bool {
    let spans = labels.iter().filter(|label| label.period.is_span());
    let lengths = spans.map(|label| label.period.last().number() - label.period.first().number());
    let lengths: BTreeSet<i64> = lengths.collect();
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
    let dates: BTreeSet<(u8, u8)> = days.iter().map(|(month, day, _)| (*month, *day)).collect();
    let different: BTreeSet<Period> = labels.iter().map(|label| label.period).collect();
    let years: BTreeSet<i64> = different.iter().map(|day| day.number()).collect();
    let at_the_turn = dates.contains(&(12, 31)) || dates.contains(&(1, 1));
    let frequency =
        if dates.len() == 1 && years.len() == different.len() && (years.len() > 1 || at_the_turn) {
            Frequency::Year
        } else if days.iter().all(|(_, day, _)| *day == 1) || days.iter().all(|(.., ends)| *ends) {
            let months: BTreeSet<u8> = days.iter().map(|(month, ..)| *month).collect();
            let begins = days.iter().all(|(_, day, _)| *day == 1);
            let in_quarter = |month: &u8| month % 3 == u8::from(begins);
            if months.len() > 1 && months.iter().all(in_quarter) {
                Frequency::Quarter
            } else if different.len() > 1 {
                Frequency::Month
            } else {
                return (labels, None);
            }
        } else {
            return (labels, None);
        };
    let told = match frequency {
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

/// Every way in which a label reads as a period.
fn readings_of(label: &str) -> Vec<(Way, Label)> {
    if label.len() > 60 {
        return Vec::new();
    }
    let folded = fold_label(label);
    let folded = match said_twice(&folded) {
        Some(year) => year.to_owned(),
        None => eras::of_era(&folded).unwrap_or(folded),
    };
    let mut text = folded.as_str();
    // `2015 [YR2015]`
    if let Some((before, inside)) = text.split_once(" [")
        && inside.ends_with(']')
    {
        text = before;
    }
    let (text, mark) = without_mark(text);
    let read = |text: &str| -> Vec<(Way, Period)> {
        let mut found: Vec<(Way, Period)> = Vec::new();
        if let Some(period) = plain(text) {
            found.push((Way::Plain, period));
        } else {
            found.extend(two_numbers(text));
            found.extend(three_numbers(text));
        }
        found
    };
    let with_mark = read(text);
    let found = if with_mark.is_empty() && mark.is_some() {
        return Vec::new();
    } else {
        with_mark
    };
    found
        .into_iter()
        .map(|(way, period)| (way, Label { period, mark }))
        .collect()
}

/// The label without what stands behind it: `2011p`, `2011 p`, `2011(p)`, `2011*`, `2011 1)`.
fn without_mark(text: &str) -> (&str, Option<char>) {
    let text = text.trim_end_matches(['.', ':', ';']);
    if let Some((before, inside)) = text
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('))
        && !inside.is_empty()
        && inside.chars().count() <= 2
        && ends_with_digits(before)
    {
        return (before.trim_end(), inside.chars().next());
    }
    if let Some(before) = text.strip_suffix(['*', '†', '‡', '¹', '²', '³'])
        && ends_with_digits(before)
    {
        return (before.trim_end(), text.chars().last());
    }
    if let Some(before) = text.strip_suffix("pr")
        && ends_with_digits(before)
    {
        return (before.trim_end(), Some('p'));
    }
    if let Some(before) = text.strip_suffix(['p', 'r', 'e', 'b', 'f'])
        && ends_with_digits(before)
        && !before.contains(|c: char| c.is_alphabetic() && c != 'f' && c != 'y')
    {
        return (before.trim_end(), text.chars().last());
    }
    (text, None)
}

fn ends_with_digits(text: &str) -> bool {
    text.trim_end().ends_with(|c: char| c.is_ascii_digit())
}

/// A number of so many digits.
fn number(text: &str, least: usize, most: usize) -> Option<i64> {
    let fits = (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

/// A year of four digits.
fn year(text: &str) -> Option<i64> {
    number(text, 4, 4).filter(|year| YEARS.contains(year))
}

/// A year of four digits, or of two behind the name of a month: `46` is of the century that lies nearest the present.
fn short_year(text: &str) -> Option<i64> {
    let text = text.strip_prefix('\'').unwrap_or(text);
    year(text).or_else(|| {
        let short = number(text, 2, 2)?;
        Some(if short <= 39 {
            2000 + short
        } else {
            1900 + short
        })
    })
}

/// A label that has one reading; spans are those that the program itself writes, `2005..2015`.
fn plain(text: &str) -> Option<Period> {
    if text.is_empty() {
        return None;
    }
    of_year(text)
        .or_else(|| interval(text))
        .or_else(|| canonical(text))
        .or_else(|| chinese(text))
        .or_else(|| worded(text))
        .or_else(|| text.parse().ok().filter(|span: &Period| span.is_span()))
}

/// `1960`, `FY2010`, `YR2015`, `Y2015`, `X2015`, `CY2015`, `2015 year`.
fn of_year(text: &str) -> Option<Period> {
    let prefixes = [
        "fy", "cy", "yr", "year", "y", "x", "jahr", "ano", "any", "anno", "annee", "anul", "so bo",
        "prel.",
    ];
    let bare = prefixes
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .map_or(text, |rest| rest.trim_start_matches([' ', '_', '-', ':']));
    let bare = [
        "年度",
        "年末",
        "年",
        "년",
        " year",
        " annual",
        " total",
        ".0",
        " год",
        " года",
        " г",
        " рік",
    ]
    .iter()
    .find_map(|suffix| bare.strip_suffix(suffix))
    .unwrap_or(bare);
    Period::new(year(bare.trim())?)
}

/// `2013-01-01/P1Y`, `2020-02-01/P3M`: a day and how long from it on, as ISO 8601 writes it.
fn interval(text: &str) -> Option<Period> {
    let (start, length) = text.split_once("/p")?;
    let day = canonical(start).filter(|day| day.frequency() == Frequency::Day)?;
    let count =
        number(length.get(..length.len().checked_sub(1)?)?, 1, 3).filter(|count| *count > 0)?;
    let months = match length.chars().last()? {
        'y' => count * 12,
        'm' => count,
        'd' if count == 1 => return Some(day),
        'd' if count == 7 => return Some(day.beginning(Frequency::Week)),
        _ => return None,
    };
    let begins = start.ends_with("01");
    let month = number(start.get(5..7)?, 2, 2)?;
    let span = |frequency: Frequency, steps: i64| {
        let first = day.beginning(frequency);
        let mut last = first;
        for _ in 1..steps {
            last = last.next()?;
        }
        if steps == 1 {
            Some(first)
        } else {
            Period::span(first, last)
        }
    };
    match months {
        // A year that begins in one calendar year and ends in the next is named by the first.
        12.. if months % 12 == 0 => span(Frequency::Year, months / 12),
        6 if begins && month % 6 == 1 => span(Frequency::Half, 1),
        3 if begins && month % 3 == 1 => span(Frequency::Quarter, 1),
        _ if begins => span(Frequency::Month, months),
        _ => None,
    }
}

/// `2023T2`, `2023TII`, `2023-Q2`, `2023K2`, `2018M12`, `2020U05`, `2020H1`, `201812`, `20151231` and dates of ISO 8601.
fn canonical(text: &str) -> Option<Period> {
    let year = year(text.get(..4)?)?;
    let rest = text.get(4..)?;
    // `2021JJ00`, `2021KW02`, `2021MM05`, as Statistics Netherlands writes them.
    if let Some((kind, place)) = rest.split_at_checked(2)
        && let Some(place) = number(place, 2, 2)
    {
        match kind {
            "jj" if place == 0 => return Period::new(year),
            "hj" => return Period::of(Frequency::Half, year, place),
            "kw" => return Period::of(Frequency::Quarter, year, place),
            "mm" => return Period::of(Frequency::Month, year, place),
            _ => {}
        }
    }
    let bare = rest.trim_start_matches(['-', ' ', '_', '/', '.', ':']);
    let mark = bare.chars().next()?;
    if mark.is_ascii_alphabetic() {
        let digits = bare[1..].trim_start_matches([' ', '-', '.']);
        let place = number(digits, 1, 2).or_else(|| roman(digits))?;
        let frequency = match mark {
            'q' | 't' | 'k' => Frequency::Quarter,
            'm' => Frequency::Month,
            'h' | 's' => Frequency::Half,
            'w' | 'u' => Frequency::Week,
            _ => return None,
        };
        return Period::of(frequency, year, place);
    }
    if let Some((quarter, "4")) = bare.split_once('/') {
        return Period::of(Frequency::Quarter, year, number(quarter, 1, 1)?);
    }
    // The year as a whole, among the months of the Energy Information Administration.
    if rest == "13" {
        return Period::new(year);
    }
    if rest.len() == 2 && bare.len() == 2 {
        return Period::of(Frequency::Month, year, number(rest, 2, 2)?);
    }
    if rest.len() == 4 && bare.len() == 4 {
        let (month, day) = rest.split_at_checked(2)?;
        return Period::day(year, number(month, 2, 2)?, number(day, 2, 2)?);
    }
    // A time of the day says nothing more.
    let date = bare.split(['t', ' ']).next()?;
    let mut parts = date.split(['-', '/', '.']);
    let (month, day) = (parts.next()?, parts.next()?);
    let day = Period::day(year, number(month, 1, 2)?, number(day, 1, 2)?);
    day.filter(|_| parts.next().is_none())
}

/// `2024年1月`, `2020年第1季度`, `2020年上半年`, `1995年12月31日`, `2020년 1분기`, `2020년 1월`.
fn chinese(text: &str) -> Option<Period> {
    let at = text.find(['年', '년'])?;
    let year = year(text[..at].trim())?;
    let rest: String = text[at..]
        .trim_start_matches(['年', '년', '度'])
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    match rest.as_str() {
        "上半年" | "上期" | "상반기" => return Period::of(Frequency::Half, year, 1),
        "下半年" | "下期" | "하반기" => return Period::of(Frequency::Half, year, 2),
        _ => {}
    }
    let numeral = |text: &str| match text {
        "一" => Some(1),
        "二" => Some(2),
        "三" => Some(3),
        "四" => Some(4),
        _ => number(text, 1, 2),
    };
    for suffix in ["季度", "四半期", "분기", "季"] {
        if let Some(rest) = rest.strip_suffix(suffix) {
            return Period::of(
                Frequency::Quarter,
                year,
                numeral(rest.trim_start_matches('第'))?,
            );
        }
    }
    let (month, day) = rest.split_once(['月', '월'])?;
    let month = number(month, 1, 2)?;
    match day.trim_end_matches(['日', '일', '分', '份']) {
        "" => Period::of(Frequency::Month, year, month),
        day => Period::day(year, month, number(day, 1, 2)?),
    }
}

/// `Q1 1946`, `1Q 2020`, `T1-2020`, `1º trimestre 2020`, `Jan-46`, `January 1946`, `1946 Jan`, `31 December 1995`,
/// `2020 JAN-MAR`, `KW 5 2020`.
fn worded(text: &str) -> Option<Period> {
    let is_gap =
        |c: char| c.is_whitespace() || matches!(c, '-' | '/' | '.' | ',' | '_' | ':' | '(' | ')');
    let words: Vec<&str> = text
        .split(is_gap)
        .filter(|word| {
            !word.is_empty() && !matches!(*word, "de" | "of" | "del" | "the" | "do" | "di")
        })
        .collect();
    if !(2..=4).contains(&words.len()) {
        return split_letters(text).and_then(|(word, digits)| {
            let month = month(word)?;
            Period::of(Frequency::Month, short_year(digits)?, month)
        });
    }
    let years: Vec<usize> = (0..words.len())
        .filter(|&at| year(words[at]).is_some())
        .collect();
    let at = match years.as_slice() {
        [one] => *one,
        // A month with a year of two digits behind it.
        [] if words.len() == 2 => {
            let month = month(words[0])?;
            return Period::of(Frequency::Month, short_year(words[1])?, month);
        }
        _ => return None,
    };
    let year = year(words[at])?;
    let rest: Vec<&str> = (0..words.len())
        .filter(|&word| word != at)
        .map(|word| words[word])
        .collect();
    match rest.as_slice() {
        [one] => {
            if let Some(month) = month(one) {
                return Period::of(Frequency::Month, year, month);
            }
            let (frequency, place) = part_of_year(one)?;
            Period::of(frequency, year, place)
        }
        [one, other] => {
            if let (Some(first), Some(last)) = (month(one), month(other)) {
                return match (first, last) {
                    (1, 12) => Period::new(year),
                    (1, 6) => Period::of(Frequency::Half, year, 1),
                    (7, 12) => Period::of(Frequency::Half, year, 2),
                    _ if first % 3 == 1 && last == first + 2 => {
                        Period::of(Frequency::Quarter, year, (first + 2) / 3)
                    }
                    _ => None,
                };
            }
            if let (Some(month), Some(day)) = (
                month(one).or(month(other)),
                number(one, 1, 2).or(number(other, 1, 2)),
            ) {
                return Period::day(year, month, day);
            }
            let joined = format!("{one}{other}");
            let swapped = format!("{other}{one}");
            let (frequency, place) = part_of_year(&joined).or_else(|| part_of_year(&swapped))?;
            Period::of(frequency, year, place)
        }
        _ => None,
    }
}

/// Letters and digits: `jan46`, `1946jan`.
fn split_letters(text: &str) -> Option<(&str, &str)> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    if at > 0 {
        return Some(text.split_at(at));
    }
    let at = text.find(|c: char| !c.is_ascii_digit())?;
    let (digits, letters) = text.split_at(at);
    Some((letters, digits))
}

/// The number of a quarter in Roman letters.
fn roman(text: &str) -> Option<i64> {
    ["i", "ii", "iii", "iv"]
        .into_iter()
        .zip(1..)
        .find_map(|(roman, number)| (roman == text).then_some(number))
}

/// `q1`, `1q`, `t1`, `1otrimestre`, `quarter1`, `firstquarter`, `h1`, `1semestre`, `kw5`, `week5`, `iv`.
fn part_of_year(text: &str) -> Option<(Frequency, i64)> {
    if let Some(place) = roman(text) {
        return Some((Frequency::Quarter, place));
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let letters: String = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let mut letters = letters.as_str();
    let place = if let Some(place) = number(&digits, 1, 2) {
        place
    } else {
        let ordinals = [
            ("first", 1),
            ("second", 2),
            ("third", 3),
            ("fourth", 4),
            ("primer", 1),
            ("segundo", 2),
            ("tercer", 3),
            ("cuarto", 4),
            ("premier", 1),
            ("deuxieme", 2),
            ("troisieme", 3),
            ("quatrieme", 4),
            ("erstes", 1),
            ("zweites", 2),
            ("drittes", 3),
            ("viertes", 4),
            ("iv", 4),
            ("iii", 3),
            ("ii", 2),
            ("i", 1),
        ];
        let (rest, place) = ordinals
            .iter()
            .find_map(|(word, place)| Some((letters.strip_prefix(word)?, *place)))?;
        letters = rest;
        place
    };
    Some((quarter_word(letters)?, place))
}

/// `2010-11`, `2010/11`, `2010/2011`, `2005-2010`, `12/2018`: two numbers.
fn two_numbers(text: &str) -> Vec<(Way, Period)> {
    let text = ["fy", "ay"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix))
        .map_or(text, str::trim_start);
    let text = text.trim_end_matches("年度");
    let Some((one, other)) = text.split_once(['-', '/', '.']) else {
        return Vec::new();
    };
    let (one, other) = (one.trim(), other.trim());
    let mark = text.chars().find(|c| matches!(c, '-' | '/' | '.'));
    let mut found = Vec::new();
    if let Some(first) = year(one) {
        let last = match other.len() {
            2 => number(other, 2, 2),
            4 => year(other),
            _ => None,
        };
        let next = match other.len() {
            2 => (first + 1) % 100,
            _ => first + 1,
        };
        if mark != Some('.') && last == Some(next) {
            found.extend(Period::new(first).map(|year| (Way::Fiscal, year)));
        } else if other.len() == 4 && mark == Some('-') && last.is_some_and(|last| last > first) {
            let span = Period::new(first)
                .zip(last.and_then(Period::new))
                .and_then(|(first, last)| Period::span(first, last));
            found.extend(span.map(|span| (Way::Plain, span)));
        }
        // `1990-92` is no month, and `1999-01` not where it stands beside such.
        if mark != Some('.') && other.len() == 2 {
            let short = number(other, 2, 2).map_or(0, |other| (other - first).rem_euclid(100));
            let span = Period::new(first)
                .zip(Period::new(first + short))
                .filter(|_| (2..=LONGEST_SPAN).contains(&short))
                .and_then(|(first, last)| Period::span(first, last));
            found.extend(span.map(|span| (Way::Span, span)));
        }
        if other.len() <= 2
            && let Some(month) =
                number(other, 1, 2).and_then(|month| Period::of(Frequency::Month, first, month))
        {
            found.push((Way::Month, month));
        }
    } else if let (Some(month), Some(year)) = (number(one, 1, 2), year(other)) {
        found.extend(Period::of(Frequency::Month, year, month).map(|month| (Way::Plain, month)));
    }
    found
}

/// `31.12.1995`, `31/12/1995`, `12/31/1995`: three numbers with the year behind.
fn three_numbers(text: &str) -> Vec<(Way, Period)> {
    let date = text.split(['t', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = date.split(['.', '/', '-']).collect();
    let [one, other, last] = parts.as_slice() else {
        return Vec::new();
    };
    let last = year(last).or_else(|| short_year(last).filter(|_| date.contains('/')));
    let (Some(one), Some(other), Some(year)) = (number(one, 1, 2), number(other, 1, 2), last)
    else {
        return Vec::new();
    };
    let day_first = Period::day(year, other, one);
    if date.contains('.') {
        return day_first.into_iter().map(|day| (Way::Plain, day)).collect();
    }
    let month_first = Period::day(year, one, other);
    let found = [(Way::DayFirst, day_first), (Way::MonthFirst, month_first)];
    found
        .into_iter()
        .filter_map(|(way, day)| Some((way, day?)))
        .collect()
}

#[cfg(test)]
mod tests;
