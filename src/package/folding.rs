//! How names are compared.

use unicode_normalization::UnicodeNormalization;

use crate::words::is_hidden;

/// A name as it is compared: lower case, without tone marks, spaces, hyphens, apostrophes, full-width forms and what is not shown.
/// Between digits a mark counts, whichever it is, and a hyphen before the first of them: `1-4` is not `14`.
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
    let mut before = None;
    let mut passed_over = None;
    let kept = ascii.chars().chain(other.nfkd()).filter_map(move |c| {
        if is_passed_over(c) {
            passed_over = Some(c).filter(|c| is_mark(*c)).or(passed_over);
            return None;
        }
        let between = passed_over.take().filter(|passed_over| match before {
            Some(before) => char::is_numeric(before),
            None => HYPHENS.contains(passed_over),
        });
        before = Some(c);
        Some((between.filter(|_| c.is_numeric()).map(|_| '-'), c))
    });
    kept.flat_map(|(between, c)| between.into_iter().chain(c.to_lowercase()))
}

/// What parts words, of which names are written with one as with another.
const HYPHENS: [char; 4] = ['-', '‐', '‑', '–'];
/// What else stands in names and does not count.
const MARKS: [char; 8] = ['\'', '’', '‘', 'ʼ', '`', '´', '·', '_'];

/// Whether a character does not count in a name.
fn is_passed_over(c: char) -> bool {
    // Most characters of names are these.
    if c.is_ascii_alphanumeric() {
        return false;
    }
    c.is_whitespace()
        || is_mark(c)
        || is_hidden(c)
        || unicode_normalization::char::is_combining_mark(c)
}

fn is_mark(c: char) -> bool {
    HYPHENS.contains(&c) || MARKS.contains(&c)
}
