//! Periods in the header: columns that each hold the figures of one period become rows.

mod split;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::body::Body;
use super::parted;
use crate::figure::{Frequency, Period};
use crate::order::InOrder;
use crate::source::headings;
use crate::source::layout::is_figure;
use crate::source::periods::{self, Halves, Label, Turn};
use split::{Split, split};

/// What the header of a table says of periods.
#[derive(Debug, Default)]
pub(super) struct Heads {
    /// The columns that hold the figures of one period each.
    pub(super) values: Vec<ValueColumn>,
    /// What these figures are, without the period; empty where the header tells nothing else.
    pub(super) stems: Vec<String>,
    /// What stands above all of them, such as `Population (thousands)`; mostly empty.
    pub(super) shared: String,
    /// The periods, in order.
    pub(super) periods: Vec<Period>,
    /// What had to be decided of the labels.
    pub(super) decided: Option<&'static str>,
}

/// A column that holds the figures of one period.
#[derive(Debug, Clone)]
pub(super) struct ValueColumn {
    pub(super) column: usize,
    /// Which of the stems.
    pub(super) stem: usize,
    /// Which of the periods.
    pub(super) period: usize,
    /// What stands behind the label: `p` in `2011p`.
    pub(super) mark: Option<char>,
}

/// One of so many columns of figures is called after a period where the header tells them.
const FEWEST_PERIODS: usize = 6;
/// Of columns that end in years, without a mark that parts these, one of so many has to be called after a name of several.
const FEWEST_OF_NAMES: usize = 3;

impl Heads {
    /// What the header says; nothing where it tells no periods.
    pub(super) fn find(body: &Body) -> Heads {
        let candidates: Vec<usize> = (0..body.columns.len())
            .filter(|&column| may_hold_figures(body, column) || is_period_of_marks(body, column))
            .filter(|&column| !body.columns[column].heading.is_numbered)
            .filter(|&column| !is_flag_of(body, column))
            .collect();
        let (found, shared, decided) = whole(body, &candidates);
        // Beside a column of the time one figure of many is called after an event: `sept.oct.2001`.
        let is_event = found.len() == 1 && candidates.len() > 3 && {
            let mut named = (0..body.columns.len()).filter(|at| *at != found[0].0);
            named.any(|at| {
                headings::is_time(&body.columns[at].name)
                    && periods::read(body.texts(at).each()).is_some()
            })
        };
        if !found.is_empty() && !is_event {
            return Heads {
                shared,
                decided,
                ..Heads::of(found)
            };
        }
        let has_time = body.columns.iter().enumerate().any(|(at, column)| {
            let texts = body.texts(at);
            if headings::is_time(&column.name) {
                periods::read(texts.each()).is_some()
            } else {
                // When figures were taken is said of them.
                headings::attribute(&column.name).is_none()
                    && are_parts_of_years(&texts.each().collect::<Vec<&str>>())
            }
        });
        if has_time {
            return Heads::default();
        }
        Heads::of(named(body, &candidates))
    }

    fn of(mut found: Vec<Held>) -> Heads {
        // Two columns of one name and period are no table of periods.
        let mut seen = BTreeSet::new();
        if !found
            .iter()
            .all(|(_, stem, label)| seen.insert((stem.clone(), label.period)))
        {
            return Heads::default();
        }
        let mut stems: Vec<String> = Vec::new();
        for (_, stem, _) in &found {
            if !stems.contains(stem) {
                stems.push(stem.clone());
            }
        }
        let periods: BTreeSet<Period> = found.iter().map(|(.., label)| label.period).collect();
        let periods: Vec<Period> = periods.into_iter().collect();
        found.order_by_key(|(column, ..)| *column);
        let values = found.into_iter().map(|(column, stem, label)| ValueColumn {
            column,
            stem: stems.iter().position(|known| *known == stem).unwrap_or(0),
            period: periods.binary_search(&label.period).unwrap_or(0),
            mark: label.mark,
        });
        Heads {
            values: values.collect(),
            stems,
            periods,
            ..Heads::default()
        }
    }
}

/// Whether a column without figures is called after the one to its left, with an `F` behind: `Y1970F` with flags of `Y1970`.
fn is_flag_of(body: &Body, column: usize) -> bool {
    let name = |at: usize| body.columns[at].name.as_str();
    column > 0
        && body.columns[column].tally.figures() == 0
        && name(column).strip_suffix('F') == Some(name(column - 1))
}

/// Whether texts are days, weeks, months or quarters, and no mere numbers.
fn are_parts_of_years(texts: &[&str]) -> bool {
    let is_number = |text: &&str| text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    texts.len() > 1
        && !texts.iter().any(is_number)
        && periods::read(texts.iter().copied()).is_some_and(|labels| {
            let of_year = |label: &Label| label.period.frequency() == Frequency::Year;
            !labels.all.iter().any(of_year)
        })
}

/// Whether a column holds figures, or nothing at all, as a year without data does.
fn may_hold_figures(body: &Body, column: usize) -> bool {
    let tally = &body.columns[column].tally;
    tally.holds_figures() || (tally.words == 0 && tally.figures() == 0)
}

/// Whether a column is called by a period and holds some figures, its words being marks of missing ones: `a/`, as beside other
/// columns of periods that hold more.
fn is_period_of_marks(body: &Body, column: usize) -> bool {
    let is_period = |column: &usize| {
        let name = &body.columns[*column].name;
        !name.is_empty() && periods::readable(name)
    };
    if !is_period(&column) {
        return false;
    }
    let periods = (0..body.columns.len()).filter(is_period);
    let (mut held, mut all) = (0, 0);
    for period in periods {
        all += 1;
        held += usize::from(body.columns[period].tally.holds_figures());
    }
    let texts = body.texts(column);
    let words = || texts.each().filter(|text| !is_figure(text));
    held * 2 > all
        && body.columns[column].tally.figures() > 0
        && words().count() <= 5
        && words().all(|text| text.chars().count() <= 3)
}

/// A column of figures of one period: its index, what these are, the period.
type Held = (usize, String, Label);

/// The columns of which a heading is a period as a whole, where all such headings read in one way; and what stands above all of
/// them.
fn whole(body: &Body, candidates: &[usize]) -> (Vec<Held>, String, Option<&'static str>) {
    let mut found: Vec<(usize, Vec<String>, String)> = Vec::new();
    let mut of_two: Vec<usize> = Vec::new();
    let headings = |column: usize| -> Vec<&str> {
        let above = body.columns[column].heading.above.iter();
        above
            .map(String::as_str)
            .chain([body.columns[column].name.as_str()])
            .collect()
    };
    let parted = candidates.iter().any(|&column| {
        let parts = headings(column);
        let pairs = parts
            .iter()
            .flat_map(|year| parts.iter().map(move |part| (year, part)));
        pairs
            .filter_map(|(year, part)| periods::part_of(year, part))
            .any(|(frequency, _)| frequency != Frequency::Year)
    });
    for &column in candidates {
        let parts = headings(column);
        // The lowest heading that is a period.
        let at = (0..parts.len())
            .rev()
            .find(|&at| !parts[at].is_empty() && periods::readable(parts[at]));
        if let Some(at) = at {
            // A quarter or a month over or under its year; the year as a whole beside such.
            let part = (0..parts.len())
                .filter(|other| *other != at)
                .find_map(|other| Some((other, periods::part_of(parts[at], parts[other])?)))
                .filter(|(_, (frequency, _))| parted || *frequency != Frequency::Year);
            let (beside, label) = match part {
                Some((other, (_, label))) => {
                    if periods::is_of_two(parts[at]) {
                        of_two.push(found.len());
                    }
                    (other, label)
                }
                None => (at, parts[at].to_owned()),
            };
            let others = parts
                .iter()
                .enumerate()
                .filter(|(other, part)| *other != at && *other != beside && !part.is_empty())
                // Names may stand once more below those that are printed.
                .filter(|(_, part)| **part != parts[at])
                .map(|(_, part)| (*part).to_owned());
            found.push((column, others.collect(), label));
        }
    }
    let Some(turn) = turned(&mut found, &of_two) else {
        return (Vec::new(), String::new(), None);
    };
    // Years before those of other statistics, where most are such years.
    if found.len() > 3 {
        for &column in candidates {
            let name = body.columns[column].name.as_str();
            let is_known = found.iter().any(|(known, ..)| *known == column);
            if !is_known && periods::old_year(name).is_some() {
                found.push((
                    column,
                    body.columns[column].heading.above.clone(),
                    name.to_owned(),
                ));
            }
        }
    }
    if is_one_of_many(body, candidates, &found) {
        return (Vec::new(), String::new(), None);
    }
    let labels = found.iter().map(|(.., label)| label.as_str());
    let Some(labels) = periods::read(labels) else {
        return (Vec::new(), String::new(), None);
    };
    // Headings that all columns share say nothing of one.
    let mut shared: Vec<String> = found.first().map_or_else(Vec::new, |first| first.1.clone());
    shared.retain(|part| found.iter().all(|(_, parts, _)| parts.contains(part)));
    let all = found
        .into_iter()
        .zip(labels.all)
        .map(|((column, parts, _), label)| {
            let parts: Vec<String> = parts
                .into_iter()
                .filter(|part| !shared.contains(part) && !headings::is_time(part))
                .collect();
            (column, parts.join(", "), label)
        });
    let all = all.collect();
    shared.retain(|part| !headings::is_time(part));
    let decided = matches!(turn, Turn::At(_)).then_some(periods::TURNED);
    (all, shared.join(", "), decided)
}

/// Gives the parts of years of two halves the year that they are of, and says where these turn; nothing where that is not
/// told.
fn turned(found: &mut [(usize, Vec<String>, String)], of_two: &[usize]) -> Option<Turn> {
    let period = |label: &str| periods::read_one(label).map(|label| label.period);
    let parts: Vec<(usize, Period)> = of_two
        .iter()
        .filter_map(|&at| Some((at, period(&found[at].2)?)))
        .filter(|(_, period)| period.frequency() != Frequency::Year)
        .collect();
    let place = |part: Period| i64::from(part.place_in_year());
    let mut halves = Halves::default();
    for (_, part) in &parts {
        halves.push(part.number(), 0, part.frequency(), place(*part));
    }
    let turn = halves.turn();
    for (at, part) in parts {
        let period = turn.period(part.number(), part.frequency(), place(part))?;
        found[at].2 = parted::label(period);
    }
    Some(turn)
}

/// Whether columns whose names read as one month of each year are of a figure that is called so, beside columns of other
/// figures and years: `abr_2019` beside more such as `hdi_2019`, `elo98` beside `gdp06`.
fn is_one_of_many(
    body: &Body,
    candidates: &[usize],
    found: &[(usize, Vec<String>, String)],
) -> bool {
    let stem = |column: &usize| {
        let split = split(&body.columns[*column].name).filter(|split| split.parted)?;
        (split.label.period.frequency() == Frequency::Year).then_some(split.stem)
    };
    let word = |column: usize| {
        let name = body.columns[column].name.as_str();
        let word = name.trim_end_matches(|c: char| c.is_ascii_digit());
        (name.len() == word.len() + 2 && word.bytes().all(|b| b.is_ascii_alphabetic()))
            .then_some(word)
    };
    let words: Option<BTreeSet<&str>> = found.iter().map(|(column, ..)| word(*column)).collect();
    if let Some(words) = words.filter(|words| words.len() == 1) {
        let others = (0..body.columns.len()).filter_map(word);
        return others.filter(|other| !words.contains(other)).count() > 1;
    }
    let stems: Option<BTreeSet<String>> = found.iter().map(|(column, ..)| stem(column)).collect();
    let all = candidates.iter().filter_map(stem).count();
    stems.is_some_and(|stems| stems.len() == 1) && found.len() * 2 < all
}

/// The columns whose names end or begin with a period: `gdpPercap_1952`, `Population,2021`, `2015 Population`.
fn named(body: &Body, candidates: &[usize]) -> Vec<Held> {
    let mut found: Vec<(usize, Split)> = Vec::new();
    let mut figures = 0;
    let of_ages = of_ages(body);
    for &column in candidates {
        let column_ = &body.columns[column];
        if of_ages.contains(&column) {
            figures += 1;
            continue;
        }
        if headings::is_code(&column_.name) || column_.tally.figures() == 0 {
            continue;
        }
        figures += 1;
        if let Some(split) = split(&column_.name)
            && (split.stem.is_empty() || !headings::is_code(&split.stem))
        {
            found.push((column, split));
        }
    }
    let mut of_stem: BTreeMap<&str, BTreeSet<Period>> = BTreeMap::new();
    for (_, split) in &found {
        let periods = of_stem.entry(split.stem.as_str()).or_default();
        periods.insert(split.label.period);
    }
    let repeats: BTreeSet<String> = of_stem
        .iter()
        .filter(|(_, periods)| periods.len() > 1)
        .map(|(stem, _)| (*stem).to_owned())
        .collect();
    let parted = found.iter().filter(|(_, split)| split.parted).count();
    let all = parted * 2 > figures;
    // `difference_2010_2019` is of the time between.
    let is_between = |stem: &str| split(stem).is_some_and(|first| first.parted);
    // A few of many columns are figures of their own, `median1999` beside limits of incomes, unless a mark parts the years of
    // one name: `Population_2011` and `Population_2021`.
    if found.len() * FEWEST_PERIODS < figures {
        found.retain(|(_, split)| split.parted && repeats.contains(&split.stem));
    }
    let told: Vec<(usize, Split)> = found
        .into_iter()
        .filter(|(_, split)| {
            let is_told = split.parted && (all || !repeats.is_empty());
            repeats.contains(&split.stem) || is_told && !is_between(&split.stem)
        })
        .collect();
    // The years of one name are no header where more figures have other names: `Bush2000` and `Bush2004` beside votes of all.
    if told.len() * FEWEST_OF_NAMES < figures && !told.iter().any(|(_, split)| split.parted) {
        return Vec::new();
    }
    told.into_iter()
        .map(|(column, split)| (column, split.stem, split.label))
        .collect()
}

/// The columns of ages whose names end in four digits: `students_1617`, `students_1820`, `students_2124` go on where the one
/// before ended, as no years do.
fn of_ages(body: &Body) -> BTreeSet<usize> {
    let mut ages: BTreeMap<&str, Vec<(u8, u8, usize)>> = BTreeMap::new();
    for (index, column) in body.columns.iter().enumerate() {
        let at = column.name.len().saturating_sub(4);
        if let Some((stem, digits)) = column.name.split_at_checked(at)
            && let Some((first, last)) = digits.split_at_checked(2)
            && !stem.ends_with(|c: char| c.is_ascii_digit())
            && let (Ok(first), Ok(last)) = (first.parse(), last.parse())
        {
            ages.entry(stem).or_default().push((first, last, index));
        }
    }
    let go_on = |ages: &mut Vec<(u8, u8, usize)>| {
        ages.sort_unstable();
        ages.len() > 1
            && ages.iter().all(|(first, last, _)| first < last)
            && ages.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0)
    };
    let found = ages
        .into_values()
        .filter_map(|mut ages| go_on(&mut ages).then_some(ages));
    found.flatten().map(|(.., index)| index).collect()
}
