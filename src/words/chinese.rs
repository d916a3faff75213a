//! Messages in Chinese: a catalogue of English sentences with holes, each with its Chinese form.
//!
//! Sentences are made in English where they are known, and looked up where they are told. What the catalogue does not have
//! stays English. Names, numbers and what stands in backticks go through as they are.

use super::uncapitalised;

/// A line each: the English sentence, a tab, the Chinese one. `{}` is a hole, `{#}` one for a count; `{1}` in Chinese is the
/// first hole, and so on. A sentence without holes comes before all others.
/// Lines that begin with `#` are comments.
const CATALOGUE: &str = include_str!("chinese.txt");

/// How deep a sentence may stand in another.
const DEEPEST: usize = 4;

/// What begins with one of these is more of the sentence, and no name to stand in a hole.
const CONJUNCTIONS: [&str; 5] = ["or ", "for ", "it as ", "of ", "that "];

/// What stands between the parts of a refusal, each of which is looked up by itself.
const PARTS: [&str; 2] = ["; ", ", did you mean "];

/// A message in Chinese, as far as the catalogue has its sentences.
pub fn in_chinese(text: &str) -> String {
    translated(text, DEEPEST).unwrap_or_else(|| text.to_owned())
}

/// A word or phrase of the program in Chinese, where the catalogue has it to the letter: what comes from data is not taken
/// for a sentence of ours.
pub fn phrase_in_chinese(text: &str) -> Option<&'static str> {
    let mut entries = entries();
    let found = entries.find(|(english, _)| *english == text);
    found.map(|(_, chinese)| chinese)
}

/// The entries of the catalogue.
fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = CATALOGUE.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t'))
}

/// The whole of a text by one entry, else its sentences and clauses one by one; nothing where none is known.
fn translated(text: &str, depth: usize) -> Option<String> {
    if text.is_empty() || depth == 0 {
        return None;
    }
    if let Some(chinese) = phrase_in_chinese(text) {
        return Some(chinese.to_owned());
    }
    let whole = entries().find_map(|(english, chinese)| {
        let holes = holes(english, text)?;
        Some(filled(chinese, &holes, depth))
    });
    whole
        .or_else(|| clauses(text, depth))
        .or_else(|| {
            // Clauses stand beside one another, however many there are.
            let clauses: Vec<&str> = text.split("; ").collect();
            if clauses.len() > 2 && !text.contains(". ") {
                let told = clauses.iter().map(|clause| translated(clause, depth - 1));
                let told: Vec<Option<String>> = told.collect();
                let is_known = told.iter().any(Option::is_some);
                let told = told.into_iter().zip(&clauses);
                let told = told.map(|(told, clause)| told.unwrap_or_else(|| (*clause).to_owned()));
                return is_known.then(|| told.collect::<Vec<_>>().join("；"));
            }
            [(". ", "。"), ("; ", "；"), (": ", "：")]
                .into_iter()
                .find_map(|(between, chinese)| {
                    let (first, rest) = text.split_once(between)?;
                    let ended = format!("{first}{}", between.trim_end());
                    let whole = between == ". ";
                    let one = translated(if whole { &ended } else { first }, depth - 1);
                    let other = translated(rest, depth - 1);
                    if one.is_none() && other.is_none() {
                        return None;
                    }
                    let one = one.unwrap_or_else(|| first.to_owned());
                    let one = one.strip_suffix(chinese).unwrap_or(&one);
                    Some([one, chinese, &other.unwrap_or_else(|| rest.to_owned())].concat())
                })
        })
        .or_else(|| {
            // What follows a question begins with a capital.
            let begun = uncapitalised(text);
            (begun != text).then(|| translated(&begun, depth - 1))?
        })
}

/// A list of clauses, where the catalogue has every one of them.
fn clauses(text: &str, depth: usize) -> Option<String> {
    let (first, last) = text.rsplit_once(" and ")?;
    let parts = first.split(", ").chain([last]);
    let told: Option<Vec<String>> = parts.map(|part| translated(part, depth - 1)).collect();
    Some(told?.join("，"))
}

/// What stands in the holes of a pattern that a text follows. A hole ends where what follows it comes first, and takes all
/// where nothing follows.
fn holes<'a>(pattern: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let counts = pattern
        .match_indices('{')
        .map(|(at, _)| pattern[at..].starts_with("{#}"));
    let counts: Vec<bool> = counts.collect();
    let pattern = pattern.replace("{#}", "{}");
    let mut pieces = pattern.split("{}");
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut found = Vec::new();
    let pieces: Vec<&str> = pieces.collect();
    for (at, piece) in pieces.iter().enumerate() {
        let is_last = at + 1 == pieces.len();
        let end = match (is_last, piece.is_empty()) {
            (true, _) => rest
                .len()
                .checked_sub(piece.len())
                .filter(|end| rest.get(*end..) == Some(piece))?,
            (false, true) => return None,
            (false, false) => rest.find(piece)?,
        };
        let is_count = rest[..end].bytes().all(|byte| byte.is_ascii_digit());
        let hole = &rest[..end];
        // What stands behind a colon may be several clauses.
        let is_told = is_last && pattern.ends_with(": {}");
        let goes_on = CONJUNCTIONS.iter().any(|word| hole.starts_with(word))
            || (!is_told && PARTS.iter().any(|between| hole.contains(between)));
        if end == 0 || goes_on || (counts[at] && !is_count) {
            return None;
        }
        found.push(&rest[..end]);
        rest = &rest[end + piece.len()..];
    }
    rest.is_empty().then_some(found)
}

/// The Chinese sentence with its holes filled; lists in them have Chinese commas, and sentences are looked up.
fn filled(chinese: &str, holes: &[&str], depth: usize) -> String {
    let mut out = chinese.to_owned();
    for (at, hole) in holes.iter().enumerate() {
        let told = translated(hole, depth - 1).unwrap_or_else(|| listed(hole));
        let name = format!("{{{}}}", at + 1);
        out = out.replace(&name, &told);
    }
    out
}

/// A list of names as Chinese writes it; what is no list of names stays as it is.
fn listed(text: &str) -> String {
    const WORDS: usize = 2;
    let commas = text.replace(" and ", ", ").replace(" or ", ", ");
    let is_name = |part: &str| part.starts_with('`') || part.split(' ').count() <= WORDS;
    if !commas.split(", ").all(is_name) {
        return text.to_owned();
    }
    let conjunction = [(" and ", "和"), (" or ", "或")];
    let last = conjunction.iter().find_map(|(english, chinese)| {
        let (first, last) = text.rsplit_once(english)?;
        Some(format!("{}{chinese}{last}", with_commas(first)))
    });
    last.unwrap_or_else(|| with_commas(text))
}

/// A text with Chinese commas between names, and what stands in backticks as it is.
fn with_commas(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(at, part)| {
        if at % 2 == 0 {
            part.replace(", ", "、")
        } else {
            part.to_owned()
        }
    });
    parts.collect::<Vec<String>>().join("`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_its_holes_in_both_languages() {
        for line in CATALOGUE
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
        {
            let (english, chinese) = line.split_once('\t').expect("a tab stands between");
            let holes = english.matches(['{']).count();
            for hole in 1..=holes {
                assert!(chinese.contains(&format!("{{{hole}}}")), "{line}");
            }
            assert!(!chinese.contains(&format!("{{{}}}", holes + 1)), "{line}");
            assert!(!chinese.contains("{}") && !chinese.is_empty(), "{line}");
        }
    }

    #[test]
    fn sentences_are_told_in_chinese_and_names_stay() {
        assert_eq!(
            in_chinese("`gdp` has nothing for 2030; it covers 2008–2015"),
            "`gdp`没有2030的数据，有2008–2015的数据"
        );
        assert_eq!(
            in_chinese(
                "no area is called `X`; `hlj areas` lists every name, and the groups are `@a` and `@b`"
            ),
            "没有名为`X`的地区；`hlj areas`列出全部名称，分组有`@a`和`@b`"
        );
        assert_eq!(
            in_chinese("Nothing that is known."),
            "Nothing that is known."
        );
        let untold = "warning: it is refuted by all and told to none";
        assert_eq!(
            in_chinese(untold),
            "警告：it is refuted by all and told to none"
        );
        assert_eq!(in_chinese(""), "");
        // What stands in backticks is no list.
        assert_eq!(
            in_chinese("`gdp` has no indicator `x`; its indicators are `a, b`, `c` and `d`"),
            "`gdp`没有指标`x`；其指标为`a, b`、`c`和`d`"
        );
    }
}
