//! The parts of a year that columns count or name: quarters, months, weeks.

use crate::figure::{Frequency, Period};
use crate::source::headings;
use crate::source::periods;
use crate::source::shape::body::Body;
use crate::source::shape::parted;

/// Whether the whole numbers of a column of this heading are those of quarters, months or weeks.
pub(crate) fn counts_parts(heading: &str) -> bool {
    headings::part_counted(heading).is_some() && !headings::normal(heading).starts_with("period")
}

/// What a text beside a year stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The year as a whole.
    Whole,
    /// One of its parts, by its number.
    Of(Frequency, i64),
    /// Nothing that is known: `Marcrh`.
    Unread,
}

/// What each text of a column stands for. A few rows of many may have one that is not known.
pub(super) fn parts(body: &Body, column: usize) -> Option<Vec<Part>> {
    let heading = headings::normal(&body.columns[column].name);
    let frequency = headings::part_counted(&heading);
    let mut found = vec![Part::Whole];
    for text in body.texts(column).each() {
        found.push(match text.parse::<i64>() {
            // A period that is numbered could be anything.
            Ok(_) if heading.starts_with("period") => return None,
            Ok(number) => Part::Of(
                frequency?,
                Period::of(frequency?, 2015, number).map(|_| number)?,
            ),
            // The year as a whole, in series of the Bureau of Labor Statistics.
            Err(_) if matches!(text, "M13" | "Q05" | "S03" | "A01") || parted::is_whole(text) => {
                Part::Whole
            }
            Err(_) => in_words(text).map_or(Part::Unread, |(frequency, place)| {
                Part::Of(frequency, place)
            }),
        });
    }
    let unread = found.iter().filter(|part| **part == Part::Unread).count();
    let is_unread = |code: &&u32| found[**code as usize] == Part::Unread;
    let few = || {
        let rows = body.texts(column).of_row.iter().filter(is_unread).count();
        frequency.is_some() && found.len() > 4 && super::are_few(rows, body.len())
    };
    (found.len() > 1 && (unread == 0 || few())).then_some(found)
}

/// The part of a year that words name.
fn in_words(text: &str) -> Option<(Frequency, i64)> {
    // Quarters and halves of the Bureau of Labor Statistics have two digits.
    let text = match text.split_once('0') {
        Some((part @ ("Q" | "S"), number)) => format!("{part}{number}"),
        _ => text.to_owned(),
    };
    let period = periods::read_one(&format!("2015 {text}"))?.period;
    let is_part = period.frequency() != Frequency::Year;
    Some((
        period.frequency(),
        is_part.then(|| i64::from(period.place_in_year()))?,
    ))
}

/// The part of a year that a member of a dimension names: numbers where its heading says what they count, else words.
pub(crate) fn part_named(heading: &str, text: &str) -> Option<(Frequency, i64)> {
    match (headings::part_counted(heading), text.parse::<i64>()) {
        (Some(frequency), Ok(number)) => {
            Period::of(frequency, 2015, number).map(|_| (frequency, number))
        }
        (None, Ok(_)) => None,
        (Some(_), Err(_)) => in_words(text),
        // Classes are counted in Roman numerals too, and age groups are two numbers.
        (None, Err(_)) => {
            let begins = text.starts_with(|c: char| c.is_alphabetic());
            let is_roman = text.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
            in_words(text).filter(|_| begins && !is_roman)
        }
    }
}

/// Whether these members of a dimension are several parts of a year.
pub(crate) fn are_parts<'t>(heading: &str, members: impl Iterator<Item = &'t str>) -> bool {
    let parts = members.map(|member| Some(part_named(heading, member)?.0));
    let parts: Option<Vec<Frequency>> = parts.collect();
    parts.is_some_and(|parts| parts.len() > 1 && parts.windows(2).all(|two| two[0] == two[1]))
}
