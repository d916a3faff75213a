//! Names of columns that end or begin with a period: `Population 2010`, `2010 Population`, `POPESTIMATE2010`.

use crate::source::periods::{self, Label};
use crate::source::units;

/// The years that may end a name: others would be codes more often.
const YEARS: std::ops::RangeInclusive<i64> = 1800..=2150;

/// A name with a period at its end or its beginning.
pub(super) struct Split {
    pub(super) stem: String,
    pub(super) label: Label,
    /// Whether a sign stands between the two.
    pub(super) parted: bool,
}

/// Words before the period with which another one is compared.
const SINCE: [&str; 11] = [
    "since", "from", "until", "before", "after", "versus", "vs", "than", "seit", "depuis", "desde",
];

/// A name in its parts; nothing where it names no period.
pub(super) fn split(name: &str) -> Option<Split> {
    let is_sign = |c: char| matches!(c, '_' | '-' | ' ' | ',' | '.' | ':' | '(' | '/');
    // `YR1991--1991` says its year twice.
    let says_it = |stem: &str, label: &Label| {
        periods::read_one(stem).is_some_and(|own| own.period == label.period)
    };
    let fits = |label: &Label| YEARS.contains(&label.period.number());
    let made = |stem: &str, label: &str, parted: bool| {
        let stem = stem.trim_matches(|c: char| is_sign(c) || c.is_whitespace());
        // `Change since 2014` is of a later period.
        let last = stem.rsplit(is_sign).next().unwrap_or_default();
        if SINCE.contains(&last.to_lowercase().as_str()) {
            return None;
        }
        let label = periods::read_one(label.trim().trim_end_matches(')'))?;
        (!stem.is_empty() && stem.chars().any(char::is_alphabetic) && fits(&label)).then(|| Split {
            stem: if says_it(stem, &label) {
                String::new()
            } else {
                stem.to_owned()
            },
            label,
            parted,
        })
    };
    // A unit in brackets goes with the name: `Share 2022 (%)`.
    if let (bare, Some(unit)) = units::split(name)
        && periods::read_one(unit).is_none()
        && units::is_unit(unit)
        && let Some(mut found) = split(bare)
    {
        found.stem = match found.stem.as_str() {
            "" => format!("({unit})"),
            stem => format!("{stem} ({unit})"),
        };
        return Some(found);
    }
    // The longest end that is a period.
    for (at, c) in name.char_indices().filter(|(_, c)| is_sign(*c)) {
        if let Some(found) = made(&name[..at], &name[at + c.len_utf8()..], true) {
            return Some(found);
        }
    }
    // The longest beginning.
    for (at, c) in name
        .char_indices()
        .rev()
        .filter(|(_, c)| is_sign(*c) || *c == '年')
    {
        let end = if c == '年' { at + c.len_utf8() } else { at };
        if let Some(found) = made(&name[end..], &name[..end], true) {
            return Some(found);
        }
    }
    // Between others: `total;2020;[persons]`.
    let parts: Vec<&str> = name.split(';').map(str::trim).collect();
    if let [before, label, behind @ ..] = parts.as_slice()
        && !behind.is_empty()
        && let Some(mut found) = made(before, label, true)
    {
        let behind = behind.iter().filter(|part| !part.is_empty());
        for part in behind {
            found.stem = match part
                .strip_prefix('[')
                .and_then(|unit| unit.strip_suffix(']'))
            {
                Some(unit) => format!("{} ({unit})", found.stem),
                None => format!("{}; {part}", found.stem),
            };
        }
        return Some(found);
    }
    // Without a sign: `POPESTIMATE2010`.
    let at = name.len().checked_sub(4)?;
    let (stem, year) = (name.get(..at)?, name.get(at..)?);
    let ends_with_letter = stem.chars().last().is_some_and(char::is_alphabetic);
    if ends_with_letter && year.bytes().all(|b| b.is_ascii_digit()) {
        return made(stem, year, false);
    }
    None
}
