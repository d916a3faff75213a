//! How names are compared.

use unicode_normalization::UnicodeNormalization;

use crate::words::is_hidden;

/// A name as it is compared: lower case, without tone marks, spaces, hyphens, apostrophes, full-width forms and what is not shown.
pub fn fold(name: &str) -> String {
    folding(name).collect()
}

/// The characters of a name as it is compared.
pub(super) fn folding(name: &str) -> impl Iterator<Item = char> {
    // Most names are ASCII, which needs no decomposition.
    let (ascii, other) = if name.is_ascii() {
        (name, "")
    } else {
        ("", name)
    };
    ascii
        .chars()
        .chain(other.nfkd())
        .filter(|c| !is_passed_over(*c))
        .flat_map(char::to_lowercase)
}

/// Whether a character does not count in a name.
fn is_passed_over(c: char) -> bool {
    const MARKS: [char; 12] = ['-', '‐', '‑', '–', '\'', '’', '‘', 'ʼ', '`', '´', '·', '_'];
    // Most characters of names are these.
    if c.is_ascii_alphanumeric() {
        return false;
    }
    c.is_whitespace()
        || MARKS.contains(&c)
        || is_hidden(c)
        || unicode_normalization::char::is_combining_mark(c)
}
