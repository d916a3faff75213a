//! Bounds of an indicator as they are said: `cities with gdp above 50`, `population fell below 900 thousand`.

use rust_decimal::Decimal;

use super::Said;
use super::names::{dimension_of_member, is_indicator, is_title, is_year, names_area};
use super::vocabulary::{FILLERS, GROWTH, PLACES};
use crate::cli::error::Refusal;
use crate::figure::{Kind, Value, Years};
use crate::package::{Indicator, Package, Table, fold};
use crate::words::printable;

/// The most words of an indicator that has bounds.
const LONGEST_NAME: usize = 4;
/// Words for bounds.
const BOUNDS: [(&str, char); 19] = [
    ("faster", '>'),
    ("slower", '<'),
    ("above", '>'),
    ("over", '>'),
    ("more", '>'),
    ("greater", '>'),
    ("higher", '>'),
    ("larger", '>'),
    ("exceeding", '>'),
    ("exceed", '>'),
    ("exceeded", '>'),
    ("below", '<'),
    ("under", '<'),
    ("less", '<'),
    ("lower", '<'),
    ("fewer", '<'),
    ("高于", '>'),
    ("超过", '>'),
    ("低于", '<'),
];
/// What stands behind a number that is a bound, in Chinese.
const BEHIND: [(&str, &str); 2] = [("以上", "above"), ("以下", "below")];
/// Words for a move towards a bound, which is told by the periods in which it is passed.
const MOVES: [&str; 20] = [
    "fall", "fell", "falls", "fallen", "drop", "dropped", "drops", "rise", "rose", "rises", "go",
    "went", "climb", "climbed", "sink", "sank", "dip", "dipped", "first", "grow",
];
/// Words for powers of ten.
const SCALES: [(&str, u32); 11] = [
    ("hundred", 2),
    ("thousand", 3),
    ("million", 6),
    ("mln", 6),
    ("billion", 9),
    ("bn", 9),
    ("trillion", 12),
    ("千", 3),
    ("万", 4),
    ("百万", 6),
    ("亿", 8),
];
/// How far beyond all figures a bound may be that is taken as it stands.
const BEYOND: i64 = 100;

/// No unit is a larger power of ten.
const LARGEST: u32 = 15;
/// The years that figures may be of: others are numbers.
const YEARS: std::ops::RangeInclusive<i64> = 1800..=2150;
/// The highest number that may be an age.
const OLDEST: i64 = 120;

/// Whether a word in Chinese is one of these.
pub(super) fn is_known(text: &str) -> bool {
    let lists = BOUNDS.iter().map(|(word, _)| word);
    let mut words = lists.chain(BEHIND.iter().map(|(word, _)| word));
    words.any(|word| *word == text) || scale(text).is_some()
}

fn scale(word: &str) -> Option<u32> {
    let known = SCALES.iter().find(|(known, _)| *known == word);
    known.map(|(_, power)| *power)
}

/// A number with its groups of digits, and whether it is in percent.
fn number(word: &str) -> Option<Decimal> {
    let bare = word.strip_suffix('%').unwrap_or(word);
    let is_number = bare.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    bare.replace(',', "").parse().ok().filter(|_| is_number)
}

/// The words without bounds of an indicator, and these as conditions.
pub(super) fn bounded(package: &'static Package, words: Vec<String>) -> (Vec<String>, Vec<String>) {
    let mut out: Vec<String> = Vec::new();
    let mut conditions = Vec::new();
    let mut words = before_numbers(words).into_iter().peekable();
    while let Some(word) = words.next() {
        let lower = word.to_lowercase();
        if let Some((indicator, ends)) = between(package, &lower, &words, &out) {
            words.by_ref().take(3).for_each(drop);
            let of_power = words.next_if(|word| scale(&word.to_lowercase()).is_some());
            let power = of_power.map_or_else(String::new, |word| format!(" {word}"));
            conditions.extend(ends.map(|end| format!("--where={indicator}{end}{power}")));
            // Of the only indicator nothing was said.
            let is_said = |word: &String| *word == indicator || is_title(package, word);
            if !out.iter().any(is_said) {
                out.push(indicator);
            }
            continue;
        }
        let bound = BOUNDS.iter().find(|(known, _)| *known == lower);
        let mut ahead = words.clone();
        let mut next = ahead.next();
        if next.as_deref() == Some("than") {
            next = ahead.next();
        }
        // `over 65` may be a member.
        let member = next.as_deref().map(|next| format!("{word} {next}"));
        let is_member = member.is_some_and(|name| dimension_of_member(package, &name).is_some());
        let bound = bound.filter(|_| !is_member);
        // One of a power of ten may be said as a word: `one million`.
        let is_scaled = ahead
            .peek()
            .is_some_and(|word| scale(&word.to_lowercase()).is_some());
        let one = || Some(Decimal::ONE).filter(|_| is_scaled);
        let number = next.as_deref().and_then(|next| match next {
            "one" | "a" => one(),
            next => number(next),
        });
        let Some(((_, sign), number)) = bound.zip(number) else {
            out.push(word);
            continue;
        };
        // What is counted may stand behind the number alone: `less than one million people`.
        let words_behind: Vec<String> = ahead.clone().skip(usize::from(is_scaled)).collect();
        let behind = words_behind.first().filter(|word| is_title(package, word));
        let head = ratio_behind(package, &words_behind);
        let behind = head.clone().map(|(id, _)| id).or_else(|| behind.cloned());
        let before = indicator_before(package, &out);
        let named = before.or_else(|| Some((behind?, out.len())));
        let only = || Some((only_figure(package)?, out.len()));
        let Some((indicator, end)) = named.or_else(only) else {
            out.push(word);
            continue;
        };
        if let Some(word) = end.checked_sub(1).and_then(|at| out.get_mut(at))
            && indicator == GROWTH[0]
        {
            word.clone_from(&indicator);
        }
        if end == out.len() && !out.contains(&indicator) && !indicator.contains(' ') {
            out.push(indicator.clone());
        }
        let end = end.min(out.len());
        let power = ahead.peek().and_then(|word| scale(&word.to_lowercase()));
        let mut condition = format!("--where={indicator}{sign}{number}");
        if power.is_some() {
            condition.push(' ');
            condition.extend(ahead.next());
        }
        if let Some((_, count)) = head.filter(|(id, _)| *id == indicator) {
            ahead.by_ref().take(count).for_each(drop);
        }
        // What is counted is the indicator once more.
        let is_again = |word: &String| is_unit(package, &indicator, word);
        if ahead.peek().is_some_and(is_again) {
            ahead.next();
        }
        conditions.push(condition);
        let moves = out.split_off(end);
        let is_move = |word: &String| MOVES.contains(&word.to_lowercase().as_str());
        out.extend(moves.into_iter().filter(|word| !is_move(word)));
        words = ahead;
    }
    // The areas that meet them are asked for.
    if !conditions.is_empty() {
        out.retain(|word| !PLACES.contains(&word.as_str()));
    }
    (out, conditions)
}

/// The words with each bound before its number: `50以上` is `above 50`.
fn before_numbers(mut words: Vec<String>) -> Vec<String> {
    for at in 1..words.len() {
        let bound = BEHIND.iter().find(|(known, _)| *known == words[at]);
        let of = (0..at)
            .rev()
            .take(2)
            .find(|&of| number(&words[of]).is_some());
        if let (Some((_, bound)), Some(of)) = (bound, of) {
            words.remove(at);
            words.insert(of, (*bound).to_owned());
        }
    }
    words
}

/// The indicator and the two conditions of a bound on both sides: `gdp between 20 and 30`. Between years lies a span.
fn between(
    package: &'static Package,
    word: &str,
    behind: &(impl Iterator<Item = String> + Clone),
    before: &[String],
) -> Option<(String, [String; 2])> {
    let mut behind = behind.clone();
    let (low, and, high) = (behind.next()?, behind.next()?, behind.next()?);
    if !["between", "from"].contains(&word)
        || !["and", "to"].contains(&and.as_str())
        || could_be_year(&low) && could_be_year(&high)
    {
        return None;
    }
    let ends = [
        format!(">={}", number(&low)?),
        format!("<={}", number(&high)?),
    ];
    let named = indicator_before(package, before).map(|(name, _)| name);
    Some((named.or_else(|| only_figure(package))?, ends))
}

/// Whether a word is a year that figures may be of.
fn could_be_year(word: &str) -> bool {
    is_year(word) && word.parse().is_ok_and(|year: i64| YEARS.contains(&year))
}

/// The only figure of a package of one table, of which a bound is without its name.
pub(super) fn only_figure(package: &'static Package) -> Option<String> {
    let mut tables = package.tables();
    let table = tables.next().filter(|_| tables.next().is_none())?;
    let indicators = table.indicators().map(|(_, _, found)| found);
    let mut figures = indicators.filter(|found| found.kind != Kind::Text);
    let only = figures.next().filter(|_| figures.next().is_none())?;
    Some(only.id.clone())
}

/// The indicator that is named last, where behind it stand only areas, periods, moves and words that say nothing; and where
/// its name ends.
fn indicator_before(package: &'static Package, words: &[String]) -> Option<(String, usize)> {
    let is_passed = |word: &String| {
        let lower = word.to_lowercase();
        let lower = lower.as_str();
        MOVES.contains(&lower)
            || FILLERS.contains(&lower)
            || word.parse::<Years>().is_ok()
            || names_area(package, word)
    };
    for end in (1..=words.len()).rev() {
        let named = (1..=end.min(LONGEST_NAME)).rev().find_map(|count| {
            let name = words[end - count..end].join(" ");
            // What grows is told by its growth.
            let grows = GROWTH.contains(&name.as_str()) && is_indicator(package, GROWTH[0]);
            if grows && !is_title(package, &name) {
                return Some(GROWTH[0].to_owned());
            }
            is_title(package, &name).then_some(name)
        });
        if let Some(name) = named {
            return Some((name, end));
        }
        if !is_passed(&words[end - 1]) {
            return None;
        }
    }
    None
}

/// The only indicator of so much a head, where words behind a number say so: `30000 rmb per capita`; and how many words
/// these are.
fn ratio_behind(package: &Package, words: &[String]) -> Option<(String, usize)> {
    const UNITS: [&str; 4] = ["rmb", "yuan", "cny", "元"];
    let unit = usize::from(
        words
            .first()
            .is_some_and(|word| UNITS.contains(&word.to_lowercase().as_str())),
    );
    let [per, head, ..] = &words[unit..] else {
        return None;
    };
    if per != "per" || !["capita", "head", "person"].contains(&head.as_str()) {
        return None;
    }
    let mut ids: Vec<&str> = Vec::new();
    for (_, _, indicator) in package.tables().flat_map(Table::indicators) {
        if indicator.id.ends_with("per-capita") && !ids.contains(&indicator.id.as_str()) {
            ids.push(&indicator.id);
        }
    }
    match ids.as_slice() {
        [id] => Some(((*id).to_owned(), unit + 2)),
        _ => None,
    }
}

/// Whether a word is another name of an indicator, or of its unit.
fn is_unit(package: &Package, name: &str, word: &str) -> bool {
    let mut tables = package.tables();
    tables.any(|table| {
        table.indicator_called(name).is_some_and(|(_, _, found)| {
            let unit = found.unit_and_prices();
            let mut units = unit.split_whitespace();
            let mut titled = table.indicators_titled(word).into_iter();
            units.any(|unit| fold(unit) == fold(word))
                || titled.any(|(_, _, other)| other.id == found.id)
        })
    })
}

impl Said {
    /// A condition with its number in the unit of the indicator: `population<900 thousand`. A number that is far beyond
    /// all figures may be meant without the multiple of the unit.
    pub(super) fn scaled(&self, condition: &str) -> Result<Option<String>, Refusal> {
        let Some(table) = self.package.table(&self.name) else {
            return Ok(None);
        };
        let Some(at) = condition.find(['<', '>']) else {
            return Ok(None);
        };
        let (name, rest) = condition.split_at(at);
        let is_closed = rest.as_bytes().get(1) == Some(&b'=');
        let (sign, rest) = rest.split_at(1 + usize::from(is_closed));
        let (text, power) = match rest.trim().split_once(' ') {
            Some((text, word)) => match scale(word) {
                Some(power) => (text, Some(power)),
                None => return Ok(None),
            },
            None => (rest, None),
        };
        let found = table.indicator_called(name);
        let (Some(bound), Some((place, _, indicator))) = (number(text), found) else {
            return Ok(None);
        };
        let Some(power) = power else {
            return self
                .refuse_beyond(table, place, indicator, bound)
                .map(|()| None);
        };
        let mult = u32::try_from(indicator.unit_mult).unwrap_or_default();
        if mult > LARGEST {
            return Ok(None);
        }
        let ten = |power: u32| Decimal::from(10_u64.pow(power));
        let scaled = if power >= mult {
            bound.checked_mul(ten(power - mult))
        } else {
            bound.checked_div(ten(mult - power))
        };
        Ok(scaled.map(|scaled| format!("{name}{sign}{}", scaled.normalize())))
    }

    /// Refuses a bound far beyond all figures of an indicator in thousands, millions and so on.
    fn refuse_beyond(
        &self,
        table: &Table,
        place: usize,
        indicator: &Indicator,
        bound: Decimal,
    ) -> Result<(), Refusal> {
        let unit = indicator.unit_and_prices();
        let counts_people = unit
            .split_whitespace()
            .any(|word| ["persons", "people", "人"].contains(&word));
        if counts_people && bound <= OLDEST.into() && bound > Decimal::ZERO {
            return Err(Refusal::new(format!(
                "`{}` of {bound} {} may be meant or an age of {bound}",
                printable(&indicator.id),
                printable(&unit)
            ))
            .next(format!(
                "write `--where '{}>{bound}'` for the first, and the member of the table \
                    for the second",
                printable(&indicator.id)
            )));
        }
        if indicator.unit_mult == 0 {
            return Ok(());
        }
        let rows = self.package.rows(table).unwrap_or_default();
        let figures = rows.iter().filter_map(|row| match &row.cells[place] {
            Value::Number(number) => Some(number.decimal().abs()),
            _ => None,
        });
        let highest = figures
            .max()
            .and_then(|most| most.checked_mul(BEYOND.into()));
        if highest.is_none_or(|highest| bound.abs() <= highest) {
            return Ok(());
        }
        Err(Refusal::new(format!(
            "`{}` is in {}, and no figure is near {bound} of them",
            printable(&indicator.id),
            printable(&indicator.unit_and_prices())
        ))
        .next("write the number in that unit"))
    }
}
