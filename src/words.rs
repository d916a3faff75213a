//! The grammar of messages: lists, counts, near spellings. `safe` says what text a terminal may be given.
//!
//! Every message that names several things or counts them goes through here, so that they all read alike.
//! Not for the layout of answers; that is `render`.

mod chinese;
mod refusal;
mod safe;
mod spreadsheet;

use crate::order::InOrder;
use std::fmt::Display;

pub use chinese::{in_chinese, phrase_in_chinese};
pub use refusal::Refusal;
pub use safe::{cut, cut_inside, excerpt, for_terminal, is_hidden, legible, message, printable};
pub use spreadsheet::{MONTHS, shielded, unshielded};

/// A text as one word of a shell.
pub fn shell_word(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@%,=".contains(c);
    if !text.is_empty() && !text.starts_with('=') && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// How many suggestions a message carries at most.
const SUGGESTIONS: usize = 3;
/// How many bytes of a word are worth comparing with others; a longer one is no name that somebody misspelt.
const LONGEST_WORD: usize = 200;

/// `a`, `a or b`, `a, b or c`: the items joined with commas and a last `conjunction`.
pub fn list<T: Display>(items: impl IntoIterator<Item = T>, conjunction: &str) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    joined(&items, conjunction)
}

fn joined(items: &[String], conjunction: &str) -> String {
    match items {
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

/// In how many letters a near spelling differs at most, in a letter of as many; a part of a name has as many at least.
const LETTERS: usize = 3;

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
    found.order();
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

/// How much work is done, for tests: every look at a cell, a code, a name counts one.
#[cfg(test)]
pub(crate) mod work {
    use std::cell::Cell;

    thread_local! {
        static DONE: Cell<u64> = const { Cell::new(0) };
    }

    /// Counts one step.
    pub(crate) fn step() {
        DONE.set(DONE.get() + 1);
    }

    /// How many steps were counted since this was asked last.
    pub(crate) fn take() -> u64 {
        DONE.take()
    }
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
        for hidden in [
            '\0',
            '\u{7}',
            '\u{7f}',
            '\u{9b}',
            '\u{ad}',
            '\u{61c}',
            '\u{200b}',
            '\u{2067}',
            '\u{e0041}',
        ] {
            assert_eq!(
                printable(&hidden.to_string()),
                hidden.escape_unicode().to_string()
            );
        }
        assert_eq!(printable("鹤岗 Hègǎng – ½ ★"), "鹤岗 Hègǎng – ½ ★");
    }

    #[test]
    fn a_long_name_does_not_bury_what_is_said_of_it() {
        let said = message(&format!(
            "no area is called `{}`; `hlj areas` lists them",
            "鹤".repeat(30_000)
        ));
        let told = said.trim_start_matches("no area is called `鹤鹤");
        assert!(told.ends_with("鹤`; `hlj areas` lists them"), "{told}");
        assert_eq!(said.chars().filter(|c| *c == '鹤').count(), 199);
        let names = quoted_list((0..10_000).map(|number| format!("x{number}")), "or");
        let said = message(&format!("no area is called {names}; write others\nsecond"));
        assert!(said.starts_with("no area is called `x0`, `x1`, "));
        assert!(said.ends_with("or `x9999`; write others\nsecond"), "{said}");
        assert_eq!(said.chars().count(), 2000 + "\nsecond".len());
        let short = "`gdp` has no city `Hegnag`, did you mean `Hegang`?";
        assert_eq!(message(short), short);
    }

    #[test]
    fn a_terminal_is_given_lines_and_what_is_styled_on_purpose() {
        let data = "\u{feff}a\tb\r\n\u{1b}[1mx\u{1b}[0m\ry\u{feff}\n";
        assert_eq!(
            for_terminal(data, false),
            "\u{feff}a\tb\r\n\\u{1b}[1mx\\u{1b}[0m\\u{d}y\\u{feff}\n"
        );
        let styled = "\u{1b}[1;38;5;208mx\u{1b}[0m\u{1b}[2J\u{1b}]0;t\u{7}\u{1b}[1\u{1b}";
        assert_eq!(
            for_terminal(styled, true),
            "\u{1b}[1;38;5;208mx\u{1b}[0m\\u{1b}[2J\\u{1b}]0;t\\u{7}\\u{1b}[1\\u{1b}"
        );
    }

    #[test]
    fn what_others_wrote_is_cut_to_what_a_sentence_carries() {
        assert_eq!(excerpt("鹤岗\u{7}"), "鹤岗\\u{7}");
        assert_eq!(excerpt(&"鹤".repeat(60)), "鹤".repeat(60));
        assert_eq!(excerpt(&"鹤".repeat(61)), "鹤".repeat(60) + "…");
    }
}
