//! Which members hold others by their names: ranges of numbers (`15+` and `15-64`), several joined (`men and women`).
//! What is concluded so refuses a sum, and allows none.

use crate::order::InOrder;
use crate::words::excerpt;

/// What stands between the ends of a range.
const BETWEEN: [&str; 8] = ["-", "–", "—", "~", "to", "bis", "a", "至"];
/// What says that a range has no upper end.
const UPWARD: [&str; 22] = [
    "+",
    "and over",
    "and more",
    "and older",
    "and above",
    "or over",
    "or more",
    "or older",
    "or above",
    "plus",
    "over",
    "more than",
    "ge",
    "gt",
    "≥",
    ">=",
    ">",
    "und mehr",
    "et plus",
    "y más",
    "及以上",
    "以上",
];
/// What says that it has no lower one.
const DOWNWARD: [&str; 12] = [
    "under",
    "less than",
    "below",
    "up to",
    "lt",
    "le",
    "<=",
    "<",
    "≤",
    "unter",
    "moins de",
    "以下",
];
/// What joins names.
const JOINED: [&str; 6] = [" and ", " & ", " + ", " und ", " et ", " y "];

/// A range of numbers, and the words beside it.
#[derive(Debug, PartialEq)]
struct Range {
    low: f64,
    high: f64,
    words: String,
}

/// Why some of these members count twice beside others, where their names tell it.
pub(crate) fn overlap(names: &[&str]) -> Option<String> {
    joined(names).or_else(|| ranges(names))
}

/// A member that is called by the names of others.
fn joined(names: &[&str]) -> Option<String> {
    let lower: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let is_known = |part: &str| lower.iter().any(|name| name == part.trim());
    let mut all = names.iter().zip(&lower);
    let holds = |name: &String| {
        let mut joints = JOINED.iter();
        joints.any(|joint| name.contains(joint) && name.split(joint).all(is_known))
    };
    let (name, _) = all.find(|(_, lower)| holds(lower))?;
    Some(format!("`{}` holds others", excerpt(name)))
}

/// Two members whose ranges have numbers in common.
fn ranges(names: &[&str]) -> Option<String> {
    let mut found: Vec<(&str, Range)> = Vec::new();
    for name in names {
        // Codes of two numbers are no ranges, and then none of these is.
        if let Some(range) = read(name)? {
            found.push((name, range));
        }
    }
    found.order_by(|(_, one), (_, other)| one.low.total_cmp(&other.low));
    for (at, (name, range)) in found.iter().enumerate() {
        let others = found[at + 1..].iter();
        let mut others = others.take_while(|(_, other)| other.low <= range.high);
        let shares = |other: &Range| {
            let (low, high) = (range.low.max(other.low), range.high.min(other.high));
            let is_one = |range: &Range| range.low.total_cmp(&range.high).is_eq();
            let one = is_one(range) || is_one(other);
            let both = is_one(range) && is_one(other);
            range.words == other.words && !both && (low < high || one && low <= high)
        };
        if let Some((other, _)) = others.find(|(_, other)| shares(other)) {
            let (name, other) = (excerpt(name), excerpt(other));
            return Some(format!("`{name}` and `{other}` have numbers in common"));
        }
    }
    None
}

/// Whether all names tell ranges in the same words and no two have numbers in common.
pub(crate) fn are_disjoint(names: &[&str]) -> bool {
    let words = names.iter().map(|name| Some(read(name)??.words));
    let words: Option<Vec<String>> = words.collect();
    words.is_some_and(|words| words.iter().all(|own| *own == words[0])) && ranges(names).is_none()
}

/// The most names by which it is told whether they are ranges.
const SAMPLE: usize = 200;

/// Whether most names tell ranges of numbers in the same words, as classes of ages or sizes do: `0-4 years old`.
pub(crate) fn are_ranges<'n>(names: impl Iterator<Item = &'n str>) -> bool {
    let (mut all, mut like) = (0, 0);
    let mut words: Option<String> = None;
    for name in names.take(SAMPLE) {
        all += 1;
        let range = read(name).flatten().filter(|range| range.low < range.high);
        like += usize::from(range.is_some_and(|range| {
            let own = range.words.clone();
            *words.get_or_insert(own) == range.words
        }));
    }
    like > 2 && like * 4 >= all * 3
}

/// The range that a name tells, where it tells one; nothing where it is a code of two numbers.
#[expect(clippy::option_option, reason = "no range, or no ranges at all")]
fn read(name: &str) -> Option<Option<Range>> {
    let name = name.to_lowercase().replace(['_', '\u{a0}'], " ");
    let is_digit = |c: char| c.is_ascii_digit();
    let numbers: Vec<&str> = name
        .split(|c: char| !is_digit(c) && c != '.')
        .filter(|part| part.contains(is_digit))
        .collect();
    let number = |text: &str| text.parse::<f64>().ok();
    match numbers.as_slice() {
        [one] => {
            let Some((before, after)) = name.split_once(one) else {
                return Some(None);
            };
            let (before, after) = (before.trim(), after.trim());
            let word = |list: &[&str]| {
                let beside = |word: &&str| {
                    let before = before.strip_suffix(word).map(|rest| (rest, after));
                    before.or_else(|| {
                        after
                            .strip_suffix(word)
                            .map(|rest| (before_of(&name, one), rest))
                    })
                };
                list.iter().find_map(beside)
            };
            let words =
                |(before, after): (&str, &str)| format!("{} {}", before.trim(), after.trim());
            let own = number(one);
            Some(own.map(|own| {
                let (low, high, rest) = match (word(&UPWARD), word(&DOWNWARD)) {
                    (Some(rest), _) => (own, f64::INFINITY, rest),
                    (_, Some(rest)) => (f64::NEG_INFINITY, own, rest),
                    _ => (own, own, (before, after)),
                };
                Range {
                    low,
                    high,
                    words: words(rest),
                }
            }))
        }
        [first, last] => {
            let Some((before, rest)) = name.split_once(first) else {
                return Some(None);
            };
            let Some((between, after)) = rest.split_once(last) else {
                return Some(None);
            };
            let between = between.trim();
            let (Some(low), Some(high)) = (number(first), number(last)) else {
                return Some(None);
            };
            if !BETWEEN.contains(&between) {
                return Some(None);
            }
            let is_code = low >= high || (first.len() > 2 && first.starts_with('0'));
            (!is_code).then(|| {
                let words = format!("{} {}", before.trim(), after.trim());
                Some(Range { low, high, words })
            })
        }
        _ => Some(None),
    }
}

/// What stands before a number in a name.
fn before_of<'n>(name: &'n str, number: &str) -> &'n str {
    name.split_once(number).map_or("", |(before, _)| before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_hold_one_another_are_told() {
        for names in [
            &["0-14", "15-64", "65+", "15+"][..],
            &["under 15 years", "15 to 64 years", "15 years and over"],
            &["Y_LT15", "Y15-64", "Y_GE15"],
            &["1", "2", "1-2"],
            &["10-49", "10 or more", "0-9"],
            &["15-24", "20-29"],
            &["men", "women", "Men and women"],
        ] {
            assert!(overlap(names).is_some(), "{names:?}");
        }
    }

    #[test]
    fn ranges_beside_one_another_are_parts() {
        for names in [
            &["0-14", "15-64", "65+"][..],
            &["0-5", "5-10", "10+"],
            &["<15", "15-64", "≥65"],
            &["1-4", "14", "9", "100+"],
            &["01-001", "01-002", "02-001"],
            &["1-1", "1-2", "2-1"],
            &["2001-02", "2002-03"],
            &["Class 1", "Class 2"],
            &["Mining and quarrying", "Trade"],
            &["T1-T3", "T2", "T1"],
            &["1 room", "1-2 beds"],
        ] {
            assert_eq!(overlap(names), None, "{names:?}");
        }
    }
}
