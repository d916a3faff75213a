//! Ranges of which a spreadsheet made dates.

use super::body::Body;
use crate::source::periods;

/// Dates that a spreadsheet made of ranges, each with its range: `9-May` and `Oct-14` beside `0-4` and `15-19`.
pub(super) fn dates<'b>(body: &'b Body, column: usize) -> Vec<(&'b str, String)> {
    let number = |text: &str| text.parse::<usize>().ok();
    let texts = || body.texts(column).each();
    let is_range = |text: &&str| {
        let ends = text.split_once('-');
        let ends = ends.and_then(|(low, high)| number(low).zip(number(high)));
        ends.is_some_and(|(low, high)| low < high)
    };
    if body.columns[column].tally.words == 0 || texts().filter(is_range).count() < 2 {
        return Vec::new();
    }
    let month = |text: &str| (1..=12).find(|month| periods::month_name(*month) == text);
    let made = texts().filter_map(|text| {
        let (one, other) = text.split_once('-')?;
        let ends = number(one)
            .zip(month(other))
            .or(month(one).zip(number(other)))?;
        Some((
            text,
            format!("{}-{}", ends.0.min(ends.1), ends.0.max(ends.1)),
        ))
    });
    made.collect()
}
