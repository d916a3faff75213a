//! Whole questions as they are asked (`which city has the highest gdp?`, `鹤岗2015年人口是多少`), without the words that say
//! nothing, and with numbers of areas and of years as the grammar has them.

use super::names::{
    command_called, dimension_of_member, is_area, is_indicator, is_title, names_area,
};
use super::numbers::{LAST, NUMBERS, OF_STRUCTURE, counted};
use super::synonyms::{ANYWHERE, ASKING, COMMANDS};
use super::vocabulary::{
    AGAINST, COMPARED, FILLERS, GROWTH, HIGHEST, LOWEST, MEAN, PLACES, computed, is_change,
};
use super::{bounds, idioms};
use crate::figure::Years;
use crate::package::Package;

/// Commands of which the words are taken as they are.
const VERBATIM: [&str; 10] = [
    "search",
    "find",
    "grep",
    "describe",
    "cite",
    "help",
    "man",
    "completions",
    "export",
    "areas",
];
/// The most characters of a text without spaces that is taken apart.
const LONGEST: usize = 40;
/// The most characters of a part of it.
const LONGEST_PART: usize = 12;
/// Parts of Chinese questions that say nothing, beside what is said in words.
const PARTICLES: [&str; 32] = [
    "经济",
    "数据",
    "情况",
    "如何",
    "年份",
    "历年",
    "名",
    "中",
    "哪座",
    "哪年",
    "哪里",
    "何时",
    "什么时候",
    "谁",
    "呢",
    "吗",
    "了",
    "多大",
    "多高",
    "是否",
    "分别",
    "哪个",
    "哪些",
    "哪一",
    "多少",
    "什么",
    "每",
    "年",
    "请问",
    "各市",
    "各地",
    "个",
];

/// The words of a question without those that say nothing.
pub(super) fn plain(package: &'static Package, words: &[&str]) -> Vec<String> {
    // Numbers below zero are no options: `growth below -5`.
    let is_option =
        |word: &&str| word.starts_with('-') && word.len() > 1 && word.parse::<f64>().is_err();
    let ends = words.iter().position(is_option);
    let (said, options) = words.split_at(ends.unwrap_or(words.len()));
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    if is_verbatim(words) {
        return owned(words);
    }
    let said: Vec<String> = said
        .iter()
        .flat_map(|word| sentence(package, word))
        .flat_map(|word| parts(package, word))
        .filter(|word| !PARTICLES.contains(&word.as_str()) || is_named(package, word))
        .map(|word| singular(package, word))
        .collect();
    let said = idioms::put_plainly(package, &said);
    let (said, conditions) = bounds::bounded(package, said);
    let mut out = counted(package, &said);
    // A structure is that of an economy, and says itself how it changed.
    if out.iter().any(|word| word == "structure") {
        out.retain(|word| !is_change(word) && !OF_STRUCTURE.contains(&word.as_str()));
    }
    // What is behind a filler may be a command, and a filler alone is none.
    let is_said = |word: &String| !is_filler(package, word);
    if out.iter().any(is_said) {
        let first = out.iter().position(is_said).unwrap_or_default();
        out.drain(..first);
    }
    out.extend(conditions);
    out.extend(owned(options));
    out
}

/// The words of a question that stands in quotes, as a whole or in part; a name that holds blanks is one word.
fn sentence<'a>(package: &'static Package, text: &'a str) -> Vec<&'a str> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let are_named = |list: &str| {
        list.contains(',') && list.split(',').all(|name| is_named(package, name.trim()))
    };
    if words.len() < 2 || is_named(package, text) || are_named(text) {
        return vec![text];
    }
    words
}

/// Whether the words are those of a command that takes them as they are.
pub(super) fn is_verbatim(words: &[&str]) -> bool {
    words.first().is_some_and(|word| VERBATIM.contains(word))
}

/// Whether a word says nothing here.
fn is_filler(package: &'static Package, word: &str) -> bool {
    let lower = word.to_lowercase();
    let lower = lower.as_str();
    (FILLERS.contains(&lower) || PLACES.contains(&lower) || PARTICLES.contains(&lower))
        && !is_named(package, word)
}

/// A word in the plural in the singular, where that names an indicator and the plural names nothing: `wages`.
fn singular(package: &'static Package, word: String) -> String {
    let Some(stem) = word.strip_suffix('s').filter(|stem| stem.len() > 2) else {
        return word;
    };
    if is_indicator(package, &word)
        || is_named(package, &word)
        || is_known(package, &word)
        || !is_indicator(package, stem)
    {
        return word;
    }
    stem.to_owned()
}

/// Whether something is called so.
fn is_named(package: &'static Package, word: &str) -> bool {
    command_called(package, word).is_some()
        || is_title(package, word)
        || names_area(package, word)
        || dimension_of_member(package, word).is_some()
}

/// A word without the marks of a sentence; one without spaces, as Chinese is written, as the words it is made of.
fn parts(package: &'static Package, word: &str) -> Vec<String> {
    const MARKS: [char; 10] = ['?', '？', '!', '！', ',', '，', '。', '；', ';', ':'];
    let genitive = ["'s", "’s", "'", "’"];
    let owner = genitive[..2]
        .iter()
        .find_map(|ending| word.strip_suffix(ending));
    if let Some(owner) = owner.filter(|owner| is_named(package, owner)) {
        return vec![owner.to_owned()];
    }
    if word.parse::<Years>().is_ok() || is_named(package, word) {
        return vec![word.to_owned()];
    }
    // Several areas together, and a ratio as it is written: `Jixi+Hegang`, `GDP/capita`.
    let are_areas = |words: &str| words.split('+').all(|part| is_area(package, part));
    if word.contains('+') && are_areas(word) {
        return vec![word.replace('+', ","), "total".to_owned()];
    }
    let ratio = word.replace('/', " per ");
    if ratio != word && is_title(package, &ratio) {
        return vec![ratio];
    }
    let bare = word.trim_end_matches(MARKS);
    let bare = genitive
        .iter()
        .find_map(|ending| bare.strip_suffix(ending))
        .unwrap_or(bare);
    if bare.is_empty() || word.chars().count() > LONGEST {
        return vec![word.to_owned()];
    }
    let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    if !bare.chars().any(is_chinese) || is_known(package, bare) {
        return vec![bare.to_owned()];
    }
    let letters: Vec<char> = bare.chars().collect();
    apart(package, &letters, &mut Vec::new()).unwrap_or_else(|| vec![bare.to_owned()])
}

/// Whether a text is a word that is known here.
fn is_known(package: &'static Package, text: &str) -> bool {
    let is = |words: &[&str]| words.contains(&text);
    is(&PARTICLES)
        || is(&FILLERS)
        || is(&PLACES)
        || is(&HIGHEST)
        || is(&LOWEST)
        || is(&MEAN)
        || is(&COMPARED)
        || is(&AGAINST)
        || is(&GROWTH)
        || is(&LAST)
        || ["到", "至"].contains(&text)
        || idioms::is_known(package, text)
        || bounds::is_known(text)
        || command_called(package, text).is_some()
        || computed(text).is_some()
        || ASKING.iter().any(|(known, _)| *known == text)
        || COMMANDS.iter().any(|(known, _)| *known == text)
        || ANYWHERE.iter().any(|(known, _)| *known == text)
        || NUMBERS.iter().any(|(known, _)| *known == text)
        || is_title(package, text)
        || names_area(package, text)
        || package
            .areas()
            .is_ok_and(|areas| areas.group_called(text).is_some())
        || dimension_of_member(package, text).is_some()
}

/// The known words that letters are made of, longer ones first; `dead` are the ends from which none follow.
fn apart(
    package: &'static Package,
    letters: &[char],
    dead: &mut Vec<usize>,
) -> Option<Vec<String>> {
    if letters.is_empty() {
        return Some(Vec::new());
    }
    if dead.contains(&letters.len()) {
        return None;
    }
    for count in (1..=LONGEST_PART.min(letters.len())).rev() {
        let part: String = letters[..count].iter().collect();
        let is_number = part.chars().all(|c| c.is_ascii_digit());
        let is_cut = is_number && letters.get(count).is_some_and(char::is_ascii_digit);
        if is_cut || !(is_number || part.parse::<Years>().is_ok() || is_known(package, &part)) {
            continue;
        }
        if let Some(mut rest) = apart(package, &letters[count..], dead) {
            rest.insert(0, part);
            return Some(rest);
        }
    }
    dead.push(letters.len());
    None
}
