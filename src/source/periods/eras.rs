//! Years that are counted from another beginning than those of the common era.
//!
//! A label may name its era (`令和5年`); else the labels together have to tell it (`H30` beside `R1`), or their heading,
//! or the script of their table. Years of which the calendar is not certain are no periods.

use super::numbers::{number, year};
use super::words::fold_label;
use super::{Labels, read, years};
use crate::source::headings;

/// Eras by the names that stand before their years, with the year before the first.
const NAMES: [(&str, i64); 13] = [
    ("中華民國", 1911),
    ("中華民国", 1911),
    ("民國", 1911),
    ("民国", 1911),
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
    ("ปี พ.ศ.", -543),
    ("พ.ศ.", -543),
    ("ปี", -543),
    ("b.e.", -543),
];
/// The eras of Japan by their letters, in order.
const LETTERS: [(char, &str); 5] = [
    ('M', "明治"),
    ('T', "大正"),
    ('S', "昭和"),
    ('H', "平成"),
    ('R', "令和"),
];
/// The years that are Buddhist where nothing else could be meant.
const BUDDHIST: std::ops::Range<i64> = 2400..2650;
/// The years of the calendars that count from the Hijra.
const HIJRI: std::ops::Range<i64> = 1250..1500;

/// How many years lie at most between two columns or rows of years.
const LONGEST_STEP: i64 = 10;

const OF_THE_REPUBLIC: &str = "the years are those of the Republic of China, of which 1 is 1912";
const OF_BUDDHA: &str = "the years are those of the Buddhist era, of which 2543 is 2000";
const OF_JAPAN: &str = "the years are those of the eras of Japan, of which 令和1 is 2019";
const OF_IRAN: &str = "the years are solar ones counted from the Hijra, each named by that of the common era in which it begins";

/// Labels with their years so written that each can be read, and what is said of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InEra {
    /// The labels, in their order.
    pub(crate) labels: Vec<String>,
    /// Whose years they are.
    pub(crate) why: &'static str,
}

impl InEra {
    /// The labels, read and told; none where some are no periods.
    pub(crate) fn read(&self) -> Option<Labels> {
        let labels = read(self.labels.iter().map(String::as_str))?;
        Some(Labels {
            decided: labels.decided.or(Some(self.why)),
            ..labels
        })
    }
}

/// The label with its year counted as elsewhere, where that of an era stands before it: `民國113年1月`, `平成27年`, `令和元年`.
pub(super) fn of_era(label: &str) -> Option<String> {
    let (rest, before) = NAMES
        .iter()
        .find_map(|(era, before)| Some((label.strip_prefix(era)?.trim_start(), *before)))?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    if before < 0 {
        let year = number(&rest[..end], 4, 4).filter(|year| BUDDHIST.contains(year))?;
        return Some(format!("{}{}", year + before, &rest[end..]));
    }
    let (year, rest) = match rest.strip_prefix('元') {
        Some(rest) => (1, rest),
        // `11201` is the first month of the year 112.
        None if end == 5 => {
            let (year, month) = rest.split_at(3);
            let year = number(year, 3, 3)? + before;
            return Some(format!("{year}-{}", number(month, 2, 2)?));
        }
        None => (number(&rest[..end], 1, 3)?, &rest[end..]),
    };
    (year > 0).then(|| format!("{}{rest}", year + before))
}

/// A year that is said in two calendars, as that of the common era: `2563 (2020)`, `112年(2023)`, `平成27年(2015年)`,
/// `2015/2558`.
pub(crate) fn said_twice(label: &str) -> Option<&str> {
    let (one, other) = label
        .strip_suffix([')', '）'])
        .and_then(|label| label.split_once(['(', '（']))
        .or_else(|| label.split_once('/'))?;
    let (one, other) = (without_counter(one), without_counter(other));
    let is_same = |common: &str, own: &str| {
        let Some(common) = year(common) else {
            return false;
        };
        let named = of_era(own).and_then(|own| year(without_counter(&own)));
        let counted = number(own, 2, 4).is_some_and(|own| {
            own - 543 == common || own + 1911 == common && own > 30 || own + 621 == common
        });
        named == Some(common) || counted
    };
    if is_same(other, one) {
        Some(other)
    } else {
        is_same(one, other).then_some(one)
    }
}

/// The year of the common era in a label that names its era.
fn year_of(label: &str) -> Option<i64> {
    let label = of_era(label)?;
    year(label.get(..4)?)
}

/// A year without what counts it.
fn without_counter(text: &str) -> &str {
    text.trim().trim_end_matches(['年', '度', '.'])
}

/// Labels that together tell their era though none need name it.
pub(crate) fn together(labels: &[&str]) -> Option<InEra> {
    of_the_republic(labels)
        .or_else(|| by_letter(labels, false))
        .or_else(|| carried_on(labels))
}

/// Labels with what their heading says of all of them.
pub(crate) fn of_heading<'a>(
    heading: &str,
    labels: impl Iterator<Item = &'a str>,
) -> Option<InEra> {
    let labels: Vec<&str> = labels.collect();
    if headings::counts_weeks(heading)
        && let Some(weeks) = of_weeks(&labels)
    {
        return Some(weeks);
    }
    if headings::is_of_the_republic(heading) {
        return of_republic(&labels);
    }
    if !headings::is_time(heading) {
        return None;
    }
    let of_two_digits = || {
        let are_years = headings::names_years(heading);
        are_years.then(|| years::of_two_digits(&labels)).flatten()
    };
    if let Some((labels, why)) = years::with_decimals(&labels).or_else(of_two_digits) {
        return Some(InEra { labels, why });
    }
    let numbers: Option<Vec<i64>> = labels.iter().map(|label| number(label, 2, 4)).collect();
    let numbers = numbers?;
    let all = |fits: &dyn Fn(i64) -> bool| numbers.iter().all(|number| fits(*number));
    if all(&|number| (30..200).contains(&number)) && numbers.iter().any(|number| *number > 99) {
        return (!heading.is_ascii())
            .then(|| of_republic(&labels))
            .flatten();
    }
    if all(&|number| BUDDHIST.contains(&number)) {
        return Some(counted(&numbers, -543, OF_BUDDHA));
    }
    let is_solar = Script::of(heading) == Some(Script::Persian);
    (is_solar && all(&|number| HIJRI.contains(&number))).then(|| counted(&numbers, 621, OF_IRAN))
}

/// Years with the numbers of weeks behind them, where their heading says that they are such: `2021_09`, `202153`.
fn of_weeks(labels: &[&str]) -> Option<InEra> {
    let week = |label: &&str| {
        let (of_year, rest) = label.trim().split_at_checked(4)?;
        let week = number(rest.trim_start_matches(['-', '_', '/', ' ']), 2, 2)?;
        Some(format!("{}W{week:02}", year(of_year)?))
    };
    let labels: Option<Vec<String>> = labels.iter().map(week).collect();
    Some(InEra {
        labels: labels?,
        why: "the numbers behind the years are those of weeks, as the heading says",
    })
}

/// A script that tells in which calendar a table counts its years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    Thai,
    Persian,
    /// Of which the years may be lunar or solar.
    Arabic,
    Japanese,
}

impl Script {
    /// The script of a text; none where it tells no calendar.
    pub(crate) fn of(text: &str) -> Option<Script> {
        if text.is_ascii() {
            return None;
        }
        let has = |letters: &dyn Fn(char) -> bool| text.chars().any(letters);
        if has(&|c| ('\u{e01}'..='\u{e5b}').contains(&c)) {
            Some(Script::Thai)
        } else if has(&|c| matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'ک' | 'ی'))
            || text.contains("استان")
            || text.contains("سال")
        {
            Some(Script::Persian)
        } else if has(&|c| ('\u{621}'..='\u{64a}').contains(&c)) {
            Some(Script::Arabic)
        } else {
            let is_japanese = |c| ('\u{3041}'..='\u{30ff}').contains(&c) || "県都道府".contains(c);
            has(&is_japanese).then_some(Script::Japanese)
        }
    }

    /// Whether a number could be a year in the calendar of the script.
    pub(crate) fn could_be_year(self, text: &str) -> bool {
        number(text.trim(), 4, 4).is_some_and(|year| match self {
            Script::Thai => BUDDHIST.contains(&year),
            Script::Persian | Script::Arabic => HIJRI.contains(&year),
            Script::Japanese => false,
        })
    }

    /// Labels of a table in this script with the years of its calendar.
    pub(crate) fn told(self, labels: &[&str]) -> Option<InEra> {
        let numbers = || -> Option<Vec<i64>> {
            labels
                .iter()
                .map(|label| number(label.trim(), 4, 4).filter(|_| self.could_be_year(label)))
                .collect()
        };
        match self {
            Script::Thai => Some(counted(&numbers()?, -543, OF_BUDDHA)),
            Script::Persian => Some(counted(&numbers()?, 621, OF_IRAN)),
            Script::Arabic => None,
            Script::Japanese => by_letter(labels, true),
        }
    }
}

/// Headings that count on from year to year, to times of which there are statistics, where years of the common era lie far
/// ahead: `2553`, `2554`, `2555`.
pub(crate) fn buddhist_years(labels: &[&str]) -> Option<InEra> {
    let numbers = labels.iter().map(|label| number(label.trim(), 4, 4));
    let numbers: Vec<i64> = numbers.collect::<Option<_>>()?;
    let step = numbers.get(1)? - numbers[0];
    let follow = step.abs() == 1 && numbers.windows(2).all(|pair| pair[1] - pair[0] == step);
    let are_ahead = numbers.iter().all(|year| (2500..2600).contains(year));
    // Codes begin at 2501; most statistics reach the year 2000.
    let is_recent = numbers.iter().max().is_some_and(|last| *last >= 2543);
    (numbers.len() > 2 && follow && are_ahead && is_recent)
        .then(|| counted(&numbers, -543, OF_BUDDHA))
}

/// Years of the common era of those of another, counted from so many years before.
fn counted(years: &[i64], more: i64, why: &'static str) -> InEra {
    InEra {
        labels: years.iter().map(|year| (year + more).to_string()).collect(),
        why,
    }
}

/// Years under a heading that names the Republic.
fn of_republic(labels: &[&str]) -> Option<InEra> {
    let in_era = |label: &&str| {
        let label = label.trim();
        let begins = label.starts_with(|c: char| c.is_ascii_digit());
        let year = label.split(|c: char| !c.is_ascii_digit()).next();
        let counted = year.is_some_and(|year| matches!(year.len(), 1..=3 | 5));
        (begins && counted).then(|| format!("民國{label}"))
    };
    let labels: Option<Vec<String>> = labels.iter().map(in_era).collect();
    Some(InEra {
        labels: labels?,
        why: OF_THE_REPUBLIC,
    })
}

/// Years of the Republic of China without its name, `99年` beside `112年`: those of three digits are no other years.
fn of_the_republic(labels: &[&str]) -> Option<InEra> {
    let years: Option<Vec<i64>> = labels.iter().map(|label| bare_year(label)).collect();
    let years = years?;
    years.iter().any(|year| *year > 99).then(|| {
        let named = labels.iter().map(|label| format!("民國{}", label.trim()));
        InEra {
            labels: named.collect(),
            why: OF_THE_REPUBLIC,
        }
    })
}

/// Years with the letters of the eras of Japan, `H30` beside `R1`: where one letter alone stands before all of them the
/// script has to say it too, since `H1` may be a half-year.
fn by_letter(labels: &[&str], is_japanese: bool) -> Option<InEra> {
    let one = |label: &&str| -> Option<(char, i64, String)> {
        let label = label.trim();
        let letter = label.chars().next()?;
        let (_, era) = LETTERS.iter().find(|(own, _)| *own == letter)?;
        let rest = &label[1..];
        let digits = rest.trim_end_matches(['年', '度']);
        let year = match digits {
            "元" => 1,
            digits => number(digits, 1, 2).filter(|year| (1..65).contains(year))?,
        };
        Some((letter, year, format!("{era}{rest}")))
    };
    let found: Vec<(char, i64, String)> = labels.iter().map(one).collect::<Option<_>>()?;
    let (first, ..) = found.first()?;
    let several = found.iter().any(|(letter, ..)| letter != first);
    let passes = found.iter().any(|(_, year, _)| *year > 4);
    let years: Option<Vec<i64>> = found.iter().map(|(.., label)| year_of(label)).collect();
    // Codes of other kinds begin with letters too, and do not follow one another so.
    let follow = years?
        .windows(2)
        .all(|pair| (1..=LONGEST_STEP).contains(&(pair[1] - pair[0]).abs()));
    ((several || is_japanese && passes) && follow && found.len() > 1).then(|| InEra {
        labels: found.into_iter().map(|(.., label)| label).collect(),
        why: OF_JAPAN,
    })
}

/// Whether a text could be a year whose era others beside it tell, or the script of its table.
pub(crate) fn could_be_told(text: &str, script: Option<Script>) -> bool {
    let text = text.trim();
    let with_letter = || {
        let mut letters = text.chars();
        let first = letters.next();
        let rest = letters.as_str().trim_end_matches(['年', '度']);
        LETTERS.iter().any(|(letter, _)| first == Some(*letter))
            && (rest == "元" || number(rest, 1, 2).is_some())
    };
    script.is_some_and(|script| script.could_be_year(text))
        || bare_year(text).is_some()
        || with_letter()
}

/// The year of an era that is not named, of two or three digits: 99 of `99年`.
fn bare_year(label: &str) -> Option<i64> {
    let (year, _) = label.trim().split_once('年')?;
    number(year.trim(), 2, 3).filter(|year| (1..200).contains(year))
}

/// Years of which the first of each era names it, and those that follow count on: `昭和60`, `平成2`, `7`, `12`.
fn carried_on(labels: &[&str]) -> Option<InEra> {
    let mut era = "";
    let mut before = 0;
    let mut bare = 0;
    let mut written = Vec::with_capacity(labels.len());
    for label in labels {
        let folded = fold_label(label);
        let own = NAMES.iter().find(|(name, _)| folded.starts_with(name));
        if let Some((name, _)) = own {
            era = name;
            written.push(folded.clone());
        } else {
            let digits = folded.trim_end_matches(['年', '度']);
            number(digits, 1, 3).filter(|_| !era.is_empty())?;
            bare += 1;
            written.push(format!("{era}{folded}"));
        }
        let year = year_of(written.last()?)?;
        if year <= before {
            return None;
        }
        before = year;
    }
    (bare > 0).then_some(InEra {
        labels: written,
        why: "the years count on in the era that is named above them",
    })
}
