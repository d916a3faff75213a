//! Whole questions as they are asked (`which city has the highest gdp?`, `鹤岗2015年人口是多少`), without the words that say
//! nothing, and with numbers of areas and of years as the grammar has them.

use super::names::{
    command_called, dimension_of_member, is_area, is_indicator, is_title, names_area,
};
use super::synonyms::{ANYWHERE, ASKING, COMMANDS};
use super::vocabulary::{
    AGAINST, COMPARED, FILLERS, GROWTH, HIGHEST, LOWEST, MEAN, PERIODS, PLACES, computed, is_change,
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
/// Numbers as words.
const NUMBERS: [(&str, usize); 20] = [
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("thirteen", 13),
    ("两", 2),
    ("二", 2),
    ("三", 3),
    ("四", 4),
    ("五", 5),
    ("六", 6),
    ("七", 7),
    ("八", 8),
    ("九", 9),
    ("十", 10),
];
/// The most words of another name of a group.
const LONGEST_GROUP: usize = 4;
/// Words for the newest periods.
const LAST: [&str; 7] = ["last", "past", "latest", "recent", "newest", "最近", "近"];
/// What a structure is said to be of.
const OF_STRUCTURE: [&str; 6] = [
    "industry",
    "industrial",
    "economic",
    "economy",
    "sector",
    "sectoral",
];
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
    if words.len() < 2 || is_named(package, text) {
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

/// Numbers of areas as the group that has so many, numbers of periods as the newest: `the four cities`, `last 5 years`.
fn counted(package: &'static Package, words: &[String]) -> Vec<String> {
    let number = |word: &String| number(word);
    let is = |words: &[&str], word: Option<&String>| {
        word.is_some_and(|word| words.contains(&word.to_lowercase().as_str()))
    };
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let rest = &words[at..];
        // `industrial structure` is the structure.
        if is(&OF_STRUCTURE, rest.first()) && is(&["structure"], rest.get(1)) {
            at += 1;
            continue;
        }
        let count = rest.get(1).and_then(number).filter(|count| *count < 1000);
        if is(&LAST, rest.first()) && !is_title(package, &rest[0]) {
            if let (Some(count), true) = (count, is(&PERIODS, rest.get(2))) {
                out.push(format!("latest:{count}"));
                at += 3;
                continue;
            }
            if is(&PERIODS, rest.get(1)) {
                out.push("latest".to_owned());
                at += 2;
                continue;
            }
        }
        // `share of total gdp` is gdp's share, and its total no member.
        if is(&["share", "shares"], rest.first())
            && is(&["of", "in"], rest.get(1))
            && is(&["total", "whole"], rest.get(2))
            && let Some(whole) = rest.get(3)
        {
            out.extend([whole.clone(), rest[0].clone()]);
            at += 4;
            continue;
        }
        // `all four`: as many as a group has.
        let all_of = is(&["all", "both"], rest.first()) && !is(&PLACES, rest.get(2));
        let group = rest.get(1).filter(|_| all_of).and_then(number);
        if let Some(group) = group.and_then(|count| of_so_many(package, count)) {
            out.push(format!("@{group}"));
            at += 2;
            continue;
        }
        let group = number(&rest[0]).and_then(|count| of_so_many(package, count));
        // `the four coal cities`: the word between says of which sort they are.
        let behind = if is(&PLACES, rest.get(1)) { 1 } else { 2 };
        if let (Some(group), true) = (group, is(&PLACES, rest.get(behind)))
            && !is_order(out.last())
        {
            out.push(format!("@{group}"));
            at += behind + 1;
            continue;
        }
        // `all prefectures` are the group.
        if is(&["all", "every", "所有", "全部"], rest.first())
            && group_called(package, &rest[1..]).is_some()
        {
            at += 1;
            continue;
        }
        if let Some((group, count)) = group_called(package, rest) {
            out.push(format!("@{group}"));
            at += count;
            continue;
        }
        out.push(rest[0].clone());
        at += 1;
    }
    out
}

/// The group that the first words are another name of, and how many these are.
fn group_called(package: &'static Package, words: &[String]) -> Option<(&'static str, usize)> {
    let areas = package.areas().ok()?;
    (1..=LONGEST_GROUP.min(words.len()))
        .rev()
        .find_map(|count| {
            let name = words[..count].join(" ");
            let is_other = is_area(package, &name) || is_title(package, &name);
            Some((areas.group_called(&name).filter(|_| !is_other)?, count))
        })
}

/// A number in digits or as a word.
pub(super) fn number(word: &str) -> Option<usize> {
    let lower = word.to_lowercase();
    let known = NUMBERS.iter().find(|(known, _)| *known == lower);
    known
        .map(|(_, number)| *number)
        .or_else(|| word.parse().ok())
}

/// Whether a word asks for an order, so that a number behind it says how many.
fn is_order(word: Option<&String>) -> bool {
    word.is_some_and(|word| {
        let lower = word.to_lowercase();
        HIGHEST.contains(&lower.as_str()) || LOWEST.contains(&lower.as_str())
    })
}

/// The only group of so many areas.
fn of_so_many(package: &'static Package, count: usize) -> Option<&'static str> {
    let areas = package.areas().ok()?;
    let mut groups = areas.groups().into_iter();
    let mut groups = groups
        .by_ref()
        .filter(|group| areas.group(group).len() == count);
    groups.next().filter(|_| groups.next().is_none())
}
