//! One label, seen alone: every way in which it reads as a period.

use super::numbers::{Way, number, three_numbers, two_numbers, year};
use super::worded::{months, roman, short, worded};
use super::words::fold_label;
use super::{Label, eras};
use crate::figure::{Frequency, Period};

/// Every way in which a label reads as a period.
pub(super) fn readings_of(label: &str) -> Vec<(Way, Label)> {
    if label.len() > 60 {
        return Vec::new();
    }
    let folded = fold_label(label);
    let folded = match eras::said_twice(&folded) {
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
    // `на 01.01.2020`, `as of 1 January 2020`
    let before = ["на ", "станом на ", "as of ", "as at "];
    let dated = before.iter().find_map(|word| text.strip_prefix(word));
    text = dated.unwrap_or(text);
    let (text, mark) = without_word(text).unwrap_or_else(|| without_mark(text));
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

/// What is said of the figures of a period in words, and the flag that says the same.
const WORDS: [(&str, char); 8] = [
    ("provisional", 'p'),
    ("preliminary", 'p'),
    ("prelim.", 'p'),
    ("prelim", 'p'),
    ("prov.", 'p'),
    ("revised", 'r'),
    ("forecast", 'f'),
    ("projected", 'f'),
];

/// The label without the word before or behind it that says how sure its figures are: `provisional 2022`, `2022 (revised)`.
fn without_word(text: &str) -> Option<(&str, Option<char>)> {
    let outside = |(word, flag): &(&str, char)| {
        let before = text
            .strip_prefix(*word)
            .and_then(|rest| rest.strip_prefix([' ', ':']));
        let behind = || {
            let rest = text.strip_suffix(')').unwrap_or(text).strip_suffix(*word)?;
            rest.strip_suffix(" (")
                .or_else(|| rest.strip_suffix('('))
                .or_else(|| rest.strip_suffix(' '))
        };
        Some((before.or_else(behind)?.trim(), Some(*flag)))
    };
    WORDS.iter().find_map(outside)
}

/// The label without what stands behind it: `2011p`, `2011 p`, `2011(p)`, `2011*`, `2011 1)`.
fn without_mark(text: &str) -> (&str, Option<char>) {
    let text = text.trim_end_matches(['.', ':', ';']);
    if let Some((before, inside)) = text
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('))
        && !inside.is_empty()
        && inside.chars().count() <= 2
    {
        // `1974 (16)(15)`
        let first = before.trim_end();
        let first = first
            .strip_suffix(')')
            .map_or(first, |_| without_mark(first).0);
        if ends_with_digits(first) {
            return (first.trim_end(), inside.chars().next());
        }
    }
    if let Some(before) = text.strip_suffix(['*', '†', '‡', '¹', '²', '³', '#', '@'])
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

/// A label that has one reading; spans are those that the program itself writes, `2005..2015`.
fn plain(text: &str) -> Option<Period> {
    if text.is_empty() {
        return None;
    }
    of_year(text)
        .or_else(|| interval(text))
        .or_else(|| canonical(text))
        .or_else(|| chinese(text))
        .or_else(|| month_of_column(text))
        .or_else(|| worded(text))
        .or_else(|| short(text))
        .or_else(|| text.parse().ok().filter(|span: &Period| span.is_span()))
}

/// `MO012023`, `M202301`: a month, as columns are called.
fn month_of_column(text: &str) -> Option<Period> {
    let is_whole = |digits: &&str| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
    let (month, of_year) = if let Some(digits) = text.strip_prefix("mo").filter(is_whole) {
        digits.split_at_checked(2)?
    } else {
        let digits = text.strip_prefix('m').filter(is_whole)?;
        let (of_year, month) = digits.split_at_checked(4)?;
        (month, of_year)
    };
    let month = number(month, 2, 2).filter(|month| (1..=12).contains(month))?;
    format!("{}-{month:02}", year(of_year)?).parse().ok()
}

/// `1960`, `FY2010`, `YR2015`, `Y2015`, `X2015`, `CY2015`, `2015 year`.
fn of_year(text: &str) -> Option<Period> {
    let prefixes = [
        "mid-year", "midyear", "mid year", "mid", "fy", "cy", "yr", "year", "y", "x", "jahr",
        "ano", "any", "anno", "annee", "anul", "so bo", "prel.",
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
    // `2023年1-4月`: from January to April.
    if let Some((first, last)) = month.split_once(['-', '~', '至']) {
        let first = number(first.trim_end_matches(['月', '월']), 1, 2)?;
        let last = number(last, 1, 2)?;
        return months(year, first, last);
    }
    let month = number(month, 1, 2)?;
    match day.trim_end_matches(['日', '일', '分', '份']) {
        "" => Period::of(Frequency::Month, year, month),
        day => Period::day(year, month, number(day, 1, 2)?),
    }
}
