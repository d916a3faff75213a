//! Numbers of areas and of periods, and names of groups, as the grammar has them.

use super::names::{is_area, is_title, names_area};
use super::vocabulary::{HIGHEST, LOWEST, PERIODS, PLACES};
use crate::package::Package;

/// Numbers as words.
pub(super) const NUMBERS: [(&str, usize); 20] = [
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
pub(super) const LAST: [&str; 7] = ["last", "past", "latest", "recent", "newest", "最近", "近"];
/// What a structure is said to be of.
pub(super) const OF_STRUCTURE: [&str; 6] = [
    "industry",
    "industrial",
    "economic",
    "economy",
    "sector",
    "sectoral",
];

/// Numbers of areas as the group that has so many, numbers of periods as the newest: `the four cities`, `last 5 years`.
pub(super) fn counted(package: &'static Package, words: &[String]) -> Vec<String> {
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
        // `West Virginia` is none of the group of the West.
        let named = (2..=LONGEST_GROUP.min(rest.len()))
            .rev()
            .find(|count| of_group(package, &rest[..*count]));
        if let Some(count) = named {
            out.extend_from_slice(&rest[..count]);
            at += count;
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

/// Whether words are the name of an area together, and one of them alone that of a group.
fn of_group(package: &'static Package, words: &[String]) -> bool {
    let Ok(areas) = package.areas() else {
        return false;
    };
    words.iter().any(|word| areas.group_called(word).is_some())
        && names_area(package, &words.join(" "))
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
