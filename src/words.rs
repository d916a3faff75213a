//! The grammar of messages: lists, counts, near spellings.
//!
//! Every message that names several things or counts them goes through here, so that they all read alike.
//! Not for the layout of answers; that is `render`.

use std::fmt::Display;

/// How many suggestions a message carries at most.
const SUGGESTIONS: usize = 3;
/// How many bytes of a word are worth comparing with others; a longer one is no name that somebody misspelt.
const LONGEST_WORD: usize = 200;

/// `a`, `a or b`, `a, b or c`: the items joined with commas and a last `conjunction`.
pub fn list<T: Display>(items: impl IntoIterator<Item = T>, conjunction: &str) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    match items.as_slice() {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [start @ .., last] => format!("{} {conjunction} {last}", start.join(", ")),
    }
}

/// As [`list`], each item in backticks.
pub fn quoted_list<T: Display>(items: impl IntoIterator<Item = T>, conjunction: &str) -> String {
    list(
        items.into_iter().map(|item| format!("`{item}`")),
        conjunction,
    )
}

/// `1 row`, `2 rows`: a count with its regular English noun.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

/// How a candidate is like what was written; the likest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// It begins so.
    Begins,
    /// It contains it.
    Contains,
    /// It is spelt nearly so.
    Nearly,
}

/// The candidates that a user may have meant by `wanted`: those that begin so first, then those that contain it, then
/// those spelt nearly so.
///
/// Case does not matter. Suggestions are for messages alone; nothing is ever matched by nearness.
pub fn near<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    if wanted.len() > LONGEST_WORD {
        return Vec::new();
    }
    let wanted = wanted.to_lowercase();
    let mut found: Vec<(Likeness, usize, &str)> = candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST_WORD)
        .filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            let mistakes = strsim::damerau_levenshtein(&wanted, &lower);
            Some((likeness(&wanted, &lower, mistakes)?, mistakes, candidate))
        })
        .collect();
    found.sort_unstable();
    found.dedup_by_key(|(_, _, candidate)| *candidate);
    found
        .into_iter()
        .map(|(_, _, candidate)| candidate)
        .take(SUGGESTIONS)
        .collect()
}

/// How a candidate is like what was written, where it is: a spelling may differ in a letter of three, in three
/// letters at most.
fn likeness(wanted: &str, candidate: &str, mistakes: usize) -> Option<Likeness> {
    const LETTERS: usize = 3;
    let letters = wanted.chars().count();
    let longer = letters.max(candidate.chars().count());
    if letters > 0 && candidate.starts_with(wanted) {
        Some(Likeness::Begins)
    } else if letters >= LETTERS && candidate.contains(wanted) {
        Some(Likeness::Contains)
    } else if mistakes <= (longer / LETTERS).min(LETTERS) {
        Some(Likeness::Nearly)
    } else {
        None
    }
}

/// `; did you mean …?` for a message, or nothing where no candidate is near.
pub fn did_you_mean<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    match near(wanted, candidates).as_slice() {
        [] => String::new(),
        found => format!(", did you mean {}?", quoted_list(found, "or")),
    }
}

/// A label inside a sentence: its first letter small, unless it begins with a word in capitals.
pub fn uncapitalised(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(label.chars().skip(1)).collect()
        }
        _ => label.to_owned(),
    }
}

/// A sentence: its first letter a capital.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// A hint that ends a clause: the hint, or a full stop where there is none.
pub fn end_of_hint(hint: &str) -> &str {
    if hint.is_empty() { "." } else { hint }
}

/// A whole number's digits with commas between its thousands.
pub fn thousands(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Text as it may stand in a message: control characters and marks of direction are written out, so that a
/// hostile name cannot speak to the terminal.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unprintable(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// A text that others wrote, as it may stand in a sentence: [`printable`], and cut to what a sentence can carry.
pub fn excerpt(text: &str) -> String {
    cut(text, 60)
}

/// [`printable`] text of so many characters at most, with a sign where more follow.
pub fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => printable(&text[..end]) + "…",
        None => printable(text),
    }
}

/// A control character, or one of Unicode's invisible marks that change the direction or the joining of text.
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_well_formed_at_every_length() {
        assert_eq!(list(Vec::<String>::new(), "or"), "nothing");
        assert_eq!(list(["a"], "or"), "a");
        assert_eq!(quoted_list(["a", "b"], "or"), "`a` or `b`");
        assert_eq!(quoted_list(["a", "b", "c"], "and"), "`a`, `b` and `c`");
    }

    #[test]
    fn counts_agree_with_their_noun() {
        assert_eq!(count(0, "row"), "0 rows");
        assert_eq!(count(1, "row"), "1 row");
        assert_eq!(count(2, "row"), "2 rows");
    }

    #[test]
    fn labels_go_on_in_small_letters_but_for_abbreviations() {
        assert_eq!(uncapitalised("Primary industry"), "primary industry");
        assert_eq!(uncapitalised("GDP"), "GDP");
        assert_eq!(uncapitalised(""), "");
        assert_eq!(capitalised("primary"), "Primary");
        assert_eq!(capitalised(""), "");
    }

    #[test]
    fn suggestions_put_what_begins_so_first_and_leave_the_far_out() {
        let names = ["Hegang", "Heihe", "Harbin", "Jixi", "Tsitsihar"];
        assert_eq!(near("Hegan", names), ["Hegang"]);
        assert_eq!(near("he", names), ["Heihe", "Hegang"]);
        assert_eq!(near("harbn", names), ["Harbin"]);
        assert_eq!(near("tsitsihr", names), ["Tsitsihar"]);
        for far in ["London", "Paris", "industry", "x", ""] {
            assert!(near(far, names).is_empty(), "{far}");
        }
    }

    #[test]
    fn suggestions_know_parts_and_slips() {
        let ids = ["gdp", "real-growth", "gdp-per-capita"];
        assert_eq!(near("growth", ids), ["real-growth"]);
        assert_eq!(near("gpd", ids), ["gdp"]);
        assert_eq!(near("GDP", ids), ["gdp", "gdp-per-capita"]);
        let sectors = ["primary", "secondary", "tertiary", "total"];
        assert_eq!(near("secundary", sectors), ["secondary"]);
        assert!(near("industry", sectors).is_empty());
        assert!(near("sector", ["indicator"]).is_empty());
        assert_eq!(near("cty", ["city", "top"]), ["city"]);
        // Neither takes long nor makes a long message.
        let endless = "t".repeat(1_000_000);
        assert!(
            near(&endless, [endless.as_str()]).is_empty()
                && near("t", [endless.as_str()]).is_empty()
        );
    }

    #[test]
    fn control_characters_are_written_out() {
        assert_eq!(printable("a\u{1b}[31m\u{202e}b"), "a\\u{1b}[31m\\u{202e}b");
    }

    #[test]
    fn what_others_wrote_is_cut_to_what_a_sentence_carries() {
        assert_eq!(excerpt("鹤岗\u{7}"), "鹤岗\\u{7}");
        assert_eq!(excerpt(&"鹤".repeat(60)), "鹤".repeat(60));
        assert_eq!(excerpt(&"鹤".repeat(61)), "鹤".repeat(60) + "…");
    }
}
