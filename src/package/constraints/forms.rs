//! Forms that words have by their type: points, addresses, identifiers.

use rust_decimal::Decimal;

use crate::figure::Number;

/// Whether a text is a longitude and a latitude, in degrees.
pub(super) fn is_point(cell: &str) -> bool {
    let within = |text: &str, most: i32| {
        let number = text.trim().parse::<Number>();
        number.is_ok_and(|number| number.decimal().abs() <= Decimal::from(most))
    };
    cell.split_once(',')
        .is_some_and(|(longitude, latitude)| within(longitude, 180) && within(latitude, 90))
}

/// Whether a text has the form of an address of mail.
pub(super) fn is_email(cell: &str) -> bool {
    let is_plain = !cell.contains(char::is_whitespace);
    is_plain
        && cell
            .rsplit_once('@')
            .is_some_and(|(who, place)| !who.is_empty() && !place.is_empty())
}

/// Whether a text has the form of a URI: a scheme and what it leads to.
pub(super) fn is_uri(cell: &str) -> bool {
    let is_of_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let is_plain = !cell.contains(char::is_whitespace);
    is_plain
        && cell.split_once(':').is_some_and(|(scheme, rest)| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(is_of_scheme)
                && !rest.is_empty()
        })
}

/// Whether a text has the form of a UUID.
pub(super) fn is_uuid(cell: &str) -> bool {
    let lengths: Vec<usize> = cell.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && cell.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}
