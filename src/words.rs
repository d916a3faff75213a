//! The grammar of messages: lists, counts, near spellings; and what text a terminal may be given.
//!
//! Every message that names several things or counts them goes through here, so that they all read alike.
//! Not for the layout of answers; that is `render`.

mod chinese;
mod refusal;
mod spreadsheet;

use std::fmt::Display;

pub use chinese::{in_chinese, phrase_in_chinese};
pub use refusal::Refusal;
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

/// Text as it may stand in a message: control characters and marks of direction are written out, so that a
/// hostile name cannot speak to the terminal.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        push_printable(&mut out, c);
    }
    out
}

/// Text as it may stand in an answer: what a terminal would obey is written out, and what turns other text around. Letters
/// that are not shown, such as joiners, belong to the spelling; [`for_terminal`] alone writes those out.
pub fn legible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unprintable(c) && !is_hidden(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

fn push_printable(out: &mut String, c: char) {
    if is_unprintable(c) {
        out.extend(c.escape_unicode());
    } else {
        out.push(c);
    }
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

/// [`printable`] text of so many characters at most, its middle left out where it is longer: long names begin alike.
pub fn cut_inside(text: &str, longest: usize) -> String {
    let all: Vec<char> = text.chars().collect();
    if all.len() <= longest {
        return printable(text);
    }
    let half = longest / 2;
    let part = |chars: &[char]| printable(chars.iter().collect::<String>().trim());
    format!("{}…{}", part(&all[..half]), part(&all[all.len() - half..]))
}

/// A control character, or one of Unicode's invisible marks that change the direction of text; the joiners of scripts
/// (U+200C and U+200D) belong to the spelling of words.
fn is_unprintable(c: char) -> bool {
    let is_mark =
        matches!(c, '\u{2028}'..='\u{202e}' | '\u{2065}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}');
    c.is_control() || is_mark || (is_hidden(c) && !matches!(c, '\u{200c}' | '\u{200d}'))
}

/// One of Unicode's characters that are not shown, take no room and turn no other text around: joiners, marks of one place,
/// the letters of tags.
pub fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}')
}

/// What is to be said, safe for a terminal and of a length that is read: of a long quotation, and of a line that is
/// long all the same, the start and the end are told.
pub fn message(text: &str) -> String {
    const QUOTATION: usize = 200;
    const LINE: usize = 2000;
    let line = |line: &str| {
        let parts: Vec<String> = printable(line)
            .split('`')
            .enumerate()
            .map(|(index, part)| match index % 2 {
                0 => part.to_owned(),
                _ => shortened(part, QUOTATION),
            })
            .collect();
        shortened(&parts.join("`"), LINE)
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// A text of at most so many characters, else its first half and its end around an ellipsis.
fn shortened(text: &str, most: usize) -> String {
    let length = text.chars().count();
    if length <= most {
        return text.to_owned();
    }
    let start = most / 2;
    let end = most - start - 1;
    let characters = text.chars();
    let kept = characters.clone().take(start).chain(['…']);
    kept.chain(characters.skip(length - end)).collect()
}

/// An answer as a terminal may be given it: what comes from data cannot speak to it. Lines and tabs stay, a mark of
/// byte order at the start too, and in text that is `styled` the colours and weights.
pub fn for_terminal(text: &str, styled: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let kept = match c {
            '\n' | '\t' => 1,
            '\r' if rest.starts_with("\r\n") => 2,
            '\u{feff}' if out.is_empty() => c.len_utf8(),
            '\u{1b}' if styled => style(rest),
            _ => 0,
        };
        if kept == 0 {
            push_printable(&mut out, c);
        } else {
            out.push_str(&rest[..kept]);
        }
        rest = &rest[kept.max(c.len_utf8())..];
    }
    out
}

/// The length of the sequence at the start that chooses colours and weights (`ESC [ 1 ; 31 m`), or 0.
fn style(text: &str) -> usize {
    let Some(parameters) = text.strip_prefix("\u{1b}[") else {
        return 0;
    };
    match parameters.find(|c: char| !(c.is_ascii_digit() || c == ';')) {
        Some(end) if parameters[end..].starts_with('m') => text.len() - parameters.len() + end + 1,
        _ => 0,
    }
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
