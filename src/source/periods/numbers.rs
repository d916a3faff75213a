//! Numbers in labels of periods: years, and what two or three numbers beside one another may stand for.

use crate::figure::{Frequency, Period};

/// The years that a bare number of four digits may be.
pub(super) const YEARS: std::ops::Range<i64> = 1500..2200;

/// How many years a span may last after its first that is written as `1990-92`.
const LONGEST_SPAN: i64 = 10;

/// One reading of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
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

/// A number of so many digits.
pub(super) fn number(text: &str, least: usize, most: usize) -> Option<i64> {
    let fits = (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

/// A year of four digits.
pub(super) fn year(text: &str) -> Option<i64> {
    number(text, 4, 4).filter(|year| YEARS.contains(year))
}

/// A year of four digits, or of two behind the name of a month: `46` is of the century that lies nearest the present.
pub(super) fn short_year(text: &str) -> Option<i64> {
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

/// `2010-11`, `2010/11`, `2010/2011`, `2005-2010`, `12/2018`: two numbers.
pub(super) fn two_numbers(text: &str) -> Vec<(Way, Period)> {
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
            // `2081/082`, as Nepal writes it.
            3 if mark == Some('/') => number(other, 3, 3),
            4 => year(other),
            _ => None,
        };
        let next = match other.len() {
            2 => (first + 1) % 100,
            3 => (first + 1) % 1000,
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
pub(super) fn three_numbers(text: &str) -> Vec<(Way, Period)> {
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
