//! Words that say one thing together: names of several words, ranges of periods.

use super::names::{dimension_of_member, is_indicator, is_title, is_year, names_area};
use super::verb_names;
use super::vocabulary::{FILLERS, GROWTH, PLACES};
use crate::figure::{Frequency, Period, Years};
use crate::package::{Package, Table};
use crate::source::periods;

/// The most words that a name is looked for in.
const LONGEST: usize = 5;
/// What stands between the ends of a range.
const TO: [&str; 8] = ["to", "until", "till", "bis", "-", "–", "到", "至"];
/// What stands before its beginning alone.
const SINCE: [&str; 2] = ["since", "from"];
/// What stands before its end alone.
const UNTIL: [&str; 2] = ["until", "till"];

/// The words with those of one name or one range as one. What stands behind an option may be its value and is left.
pub(super) fn joined(package: &Package, words: &[&str]) -> Vec<String> {
    let told = along(words, |run, at| {
        name(package, run, at == 0).or_else(|| parts_of_years(package, run))
    });
    let told: Vec<&str> = told.iter().map(String::as_str).collect();
    along(&told, |run, at| {
        range(run).or_else(|| name(package, run, at == 0))
    })
}

/// The words with those that say one thing together as one: what the first of those that are left say, and how many of them
/// do.
fn along(words: &[&str], said: impl Fn(&[&str], usize) -> Option<(String, usize)>) -> Vec<String> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let word = words[at];
        if word == "--" {
            out.extend(words[at..].iter().map(|word| (*word).to_owned()));
            break;
        }
        if is_option(word) {
            let with_value = words[at..].iter().take(2).map(|word| (*word).to_owned());
            out.extend(with_value);
            at += 2;
            continue;
        }
        let run = words[at..]
            .iter()
            .take_while(|word| !is_option(word))
            .count();
        let run = &words[at..at + run];
        let (text, count) = said(run, at).unwrap_or_else(|| (word.to_owned(), 1));
        out.push(text);
        at += count;
    }
    out
}

fn is_option(word: &str) -> bool {
    word.starts_with('-') && word.len() > 1
}

/// The range of periods that the first words say, and how many these are.
fn range(words: &[&str]) -> Option<(String, usize)> {
    let is_period = |word: &str| word.parse::<Years>().is_ok();
    // Ends that are years are told apart from a range that is written as one.
    let between = |start: &str, end: &str| {
        let to = if is_year(start) && is_year(end) {
            "-"
        } else {
            ".."
        };
        format!("{start}{to}{end}")
    };
    match words {
        [start, to, end, ..] if is_period(start) && is_period(end) && TO.contains(to) => {
            Some((between(start, end), 3))
        }
        ["from" | "between", start, "to" | "until" | "and", end, ..]
            if is_period(start) && is_period(end) =>
        {
            Some((between(start, end), 4))
        }
        [since, start, ..] if SINCE.contains(since) && is_period(start) => {
            Some((format!("{start}.."), 2))
        }
        [until, end, ..] if UNTIL.contains(until) && is_period(end) => {
            Some((format!("..{end}"), 2))
        }
        ["after", start, ..] => Some((format!("{}..", beside(start, 1)?), 2)),
        ["before", end, ..] => Some((format!("..{}", beside(end, -1)?), 2)),
        _ => None,
    }
}

/// The parts of years that the first words say, or both ends of a range in one word: `Jan2023..Mar2023`.
fn parts_of_years(package: &Package, words: &[&str]) -> Option<(String, usize)> {
    let end = |word: &str| Some(part_of_year(package, &[word])?.0);
    let ends = words.first().and_then(|word| word.split_once(".."));
    let range = ends.and_then(|(start, to)| Some((format!("{}..{}", end(start)?, end(to)?), 1)));
    range.or_else(|| part_of_year(package, words))
}

/// The part of a year that the first word or two say, unless it is a member by itself: `June 2023`, `Jan2023`.
fn part_of_year(package: &Package, words: &[&str]) -> Option<(String, usize)> {
    let word = words.first()?;
    let written = word
        .len()
        .checked_sub(4)
        .and_then(|at| word.split_at_checked(at));
    let written = written.filter(|(part, _)| part.chars().all(char::is_alphabetic));
    let (part, year, count) = match (words, written) {
        (_, Some((part, year))) if is_year(year) && !part.is_empty() => (part, year, 1),
        ([part, year, ..], _) => (*part, *year, 2),
        _ => return None,
    };
    let is_name =
        |part: &str| names_area(package, part) || dimension_of_member(package, part).is_some();
    if !is_year(year) || is_year(part) || is_name(part) {
        return None;
    }
    let label = periods::read_one(&format!("{part} {year}"))?;
    let is_part = [Frequency::Month, Frequency::Quarter, Frequency::Half];
    let is_part = is_part.contains(&label.period.frequency()) && !label.period.is_span();
    is_part.then(|| (label.period.to_string(), count))
}

/// The period so many behind one.
fn beside(word: &str, steps: i64) -> Option<Period> {
    let period: Period = word.parse().ok()?;
    period.step(steps).filter(|_| !period.is_span())
}

/// The longest name that the first words say, and how many these are.
fn name(package: &Package, words: &[&str], of_command: bool) -> Option<(String, usize)> {
    if of_command && verb_names().any(|verb| Some(&verb) == words.first()) {
        return None;
    }
    if words.first().is_some_and(|word| word.starts_with('@')) {
        return None;
    }
    let words = &words[..words
        .iter()
        .take_while(|word| !word.trim().is_empty())
        .count()];
    (2..=LONGEST.min(words.len())).rev().find_map(|count| {
        let name = words[..count].join(" ");
        let is_name = |name: &String| {
            is_title(package, name)
                || is_piece(package, &words[..count], name)
                || names_area(package, name)
                || dimension_of_member(package, name).is_some()
                || GROWTH.contains(&name.as_str())
        };
        let names = [Some(name.clone()), singular(&name)];
        let mut names = names.into_iter().flatten();
        Some((names.find(is_name)?, count))
    })
}

/// Whether words are whole words of the title or the column of one indicator: `unemployment rate` of
/// `unemployment_rate_pct`.
fn is_piece(package: &Package, words: &[&str], name: &str) -> bool {
    let says =
        |word: &&&str| !FILLERS.contains(*word) && !PLACES.contains(*word) && **word != "per";
    let ends = words.first().zip(words.last());
    if !ends.is_some_and(|(first, last)| says(&first) && says(&last)) {
        return false;
    }
    let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let holds = |title: &str| {
        let title = title.to_lowercase();
        let parts: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).collect();
        parts.windows(words.len()).any(|parts| parts == words)
    };
    let mut indicators = package.tables().flat_map(Table::indicators);
    indicators.any(|(_, column, _)| holds(&column.title) || holds(&column.name))
        && is_indicator(package, name)
}

/// A name in the plural in the singular: `pillar industries`.
fn singular(name: &str) -> Option<String> {
    name.strip_suffix("ies")
        .map(|stem| format!("{stem}y"))
        .or_else(|| name.strip_suffix('s').map(str::to_owned))
}
