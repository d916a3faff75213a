//! Labels of periods that have words beside a year: `1º trimestre 2020`, `Jan-46`, `31 December 1995`.

use super::numbers::{number, short_year, year};
use super::words::{month, quarter_word};
use crate::figure::{Frequency, Period};

/// A part of a year that runs on into it, or with a year of two digits: `1Q19`, `1T2019`, `Q1'19`. `Q1-19` is as well the 19th
/// part of a question.
pub(super) fn short(text: &str) -> Option<Period> {
    let (first, rest) = text.split_at_checked(1)?;
    let (second, rest) = rest.split_at_checked(1)?;
    let is_before = first.starts_with(|c: char| c.is_ascii_digit());
    let (letter, place) = if is_before {
        (second, first)
    } else {
        (first, second)
    };
    let frequency = match letter {
        "q" | "t" => Frequency::Quarter,
        "h" | "s" => Frequency::Half,
        _ => return None,
    };
    let digits = rest.trim_start_matches(['\'', '’']);
    // Of `Q12019` it is not told where the year begins.
    if digits.len() == rest.len() && !is_before {
        return None;
    }
    let year = match digits.len() {
        2 if letter != "s" => short_year(digits)?,
        _ => year(digits)?,
    };
    Period::of(frequency, year, number(place, 1, 1)?)
}

/// `Q1 1946`, `1Q 2020`, `T1-2020`, `1º trimestre 2020`, `Jan-46`, `January 1946`, `1946 Jan`, `31 December 1995`,
/// `2020 JAN-MAR`, `KW 5 2020`.
pub(super) fn worded(text: &str) -> Option<Period> {
    // A platform that has years of several calendars writes which: `Calendar Year (Jan - Dec), 2024`.
    if let Some(of_calendar) = text.strip_prefix("calendar year (jan - dec), ") {
        return Period::new(year(of_calendar)?);
    }
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
            // `05jan2018`
            if let Some((letters, behind)) = word
                .split_at_checked(3)
                .filter(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit()))
            {
                let (day, month) = (number(digits, 1, 2)?, month(letters)?);
                return Period::day(year(behind)?, month, day);
            }
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
        // A day before it: `5-Jan-18`.
        [] if words.len() == 3 => {
            let (day, month) = (number(words[0], 1, 2)?, month(words[1])?);
            return Period::day(short_year(words[2])?, month, day);
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
            let day = |word: &str| number(without_ordinal(word), 1, 2);
            if let (Some(first), Some(last)) = (month(one), month(other)) {
                return months(year, first, last);
            }
            if let (Some(month), Some(day)) = (month(one).or(month(other)), day(one).or(day(other)))
            {
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

/// The digits of an ordinal: `1` of `1st`, `1er`, `1º`.
fn without_ordinal(word: &str) -> &str {
    let endings = ["st", "nd", "rd", "th", "er", "o", "º"];
    let bare = endings.iter().find_map(|ending| word.strip_suffix(ending));
    bare.unwrap_or(word)
}

/// The months from one to another of a year, which may be a year, a half-year or a quarter: `January-April 2023`.
pub(super) fn months(year: i64, first: i64, last: i64) -> Option<Period> {
    let month = |month| Period::of(Frequency::Month, year, month);
    match (first, last) {
        (1, 12) => Period::new(year),
        (1, 6) => Period::of(Frequency::Half, year, 1),
        (7, 12) => Period::of(Frequency::Half, year, 2),
        _ if first % 3 == 1 && last == first + 2 => {
            Period::of(Frequency::Quarter, year, (first + 2) / 3)
        }
        _ if first < last => Period::span(month(first)?, month(last)?),
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
pub(super) fn roman(text: &str) -> Option<i64> {
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
