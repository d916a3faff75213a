//! What speaks against a column's being that of the areas: it holds codes, levels, members of something else.

use crate::source::headings;
use crate::source::periods;
use crate::source::shape::body::{Body, are_codes};
use crate::source::shape::roles::is_other;
use crate::source::totals;

/// Whether a column called just `code` stands behind this one, and each of its codes, if there are any, goes with one of its
/// names.
pub(super) fn is_coded(body: &Body, column: usize) -> bool {
    let behind = body.columns.get(column + 1);
    behind.is_some_and(|behind| {
        headings::normal(&behind.name) == "code"
            && body
                .texts(column + 1)
                .determines_where_told(body.texts(column))
    })
}

/// Whether a column is called after codes, and not after codes of areas.
pub(super) fn is_plain_code(body: &Body, column: usize) -> bool {
    let heading = &body.columns[column].name;
    headings::is_code(heading) && headings::area(heading) < 2
}

/// More kinds of areas no table tells.
const MOST_LEVELS: usize = 100;

/// Whether a column says what kind of area each row is of, `Country`, `Unitary Authority`, and another one names more of them.
pub(super) fn holds_levels(body: &Body, open: &[usize], column: usize) -> bool {
    let texts = body.texts(column);
    let is_level = |text: &str| headings::area(text) > 0;
    let ends_as_one = |text: &str| {
        let last = text.rsplit(' ').next().unwrap_or(text);
        is_level(text) || is_level(last) || last.eq_ignore_ascii_case("authority")
    };
    let names = |&other: &usize| {
        let names = body.texts(other);
        other != column
            && names.count() > texts.count()
            && names.determines_where_told(texts)
            && names.each().any(|text| text.contains(char::is_lowercase))
            && !is_of_others(body, other)
            && !names.each().all(periods::readable)
    };
    if texts.count() > MOST_LEVELS {
        return false;
    }
    let exact = texts.each().filter(|text| is_level(text)).count();
    exact * 3 >= texts.count() && texts.each().all(ends_as_one) && open.iter().any(names)
}

/// The columns whose headings are such: each is looked at once, however many may hold codes of them.
pub(super) fn called(body: &Body, is_such: impl Fn(&str) -> bool) -> Vec<usize> {
    let all = 0..body.columns.len();
    all.filter(|&column| is_such(&body.columns[column].name))
        .collect()
}

/// Whether a column holds codes in capitals of what one of these calls the rows' indicators.
pub(super) fn is_code_of_indicators(body: &Body, indicators: &[usize], column: usize) -> bool {
    let codes = body.texts(column);
    let in_capitals = |text: &str| !text.contains(|c: char| c.is_whitespace() || c.is_lowercase());
    let names = |&other: &usize| other != column && body.determines(other, column);
    codes.count() > 1 && codes.each().all(in_capitals) && indicators.iter().any(names)
}

/// Whether a column holds nothing, or what is said of figures; with the columns of units.
pub(super) fn says_else(body: &Body, units: &[usize], column: usize) -> bool {
    let heading = &body.columns[column].name;
    body.texts(column).count() == 0
        || headings::attribute(heading).is_some()
        || headings::is_unit(heading)
        || is_code_of_units(body, units, column)
}

/// Whether a column is called after one of units and holds a code of each: `CL_UNIT_MEASURE` beside `Unit of measure`.
fn is_code_of_units(body: &Body, units: &[usize], column: usize) -> bool {
    let own = headings::normal(&body.columns[column].name);
    let texts = body.texts(column);
    let names = |&unit: &usize| {
        let heading = headings::normal(&body.columns[unit].name);
        let mut words = heading.split(' ').filter(|word| word.len() > 2).peekable();
        let units = body.texts(unit);
        unit != column
            && words.peek().is_some()
            && words.all(|word| own.split(' ').any(|other| other == word))
            && units.determines(texts)
            && texts.determines(units)
    };
    are_codes(texts.each()) && units.iter().any(names)
}

/// Whether a column holds numbers alone, and another one has words in every row, no fewer of them: levels or codes of these.
pub(super) fn are_numbers_of(body: &Body, words: &[usize], column: usize) -> bool {
    let own = body.texts(column);
    let is_number = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'))
    };
    let names = |&other: &usize| {
        let texts = body.texts(other);
        let are_words = || texts.each().all(|text| text.contains(char::is_alphabetic));
        other != column && !texts.has_blanks() && texts.count() >= own.count() && are_words()
    };
    own.each().all(is_number) && words.iter().any(names)
}

/// Whether a column holds no areas, as its name or its ranges of numbers say: ages, sexes.
pub(super) fn is_of_others(body: &Body, column: usize) -> bool {
    is_other(&body.columns[column].name) || totals::are_ranges(body.texts(column).each())
}

/// The columns that hold no areas and have words: each is looked at once, however many may hold codes of them.
pub(super) fn of_others(body: &Body, open: &[usize]) -> Vec<usize> {
    let in_words =
        |&column: &usize| is_of_others(body, column) && !are_codes(body.texts(column).each());
    open.iter().copied().filter(in_words).collect()
}

/// Whether a column holds codes of what one of those that hold no areas has in words: `C02199` of `Sex`.
pub(super) fn is_code_of_others(body: &Body, others: &[usize], column: usize) -> bool {
    let codes = body.texts(column);
    let has_digits = |heading: &str| heading.contains(|c: char| c.is_ascii_digit());
    let names = |&other: &usize| {
        let texts = body.texts(other);
        other != column && texts.determines(codes) && codes.determines(texts)
    };
    has_digits(&body.columns[column].name) && are_codes(codes.each()) && others.iter().any(names)
}

/// Whether a column says something in nearly every row.
pub(super) fn is_told(body: &Body, column: usize) -> bool {
    let codes = &body.texts(column).of_row;
    codes.iter().filter(|code| **code == 0).count() * 10 <= body.len()
}
