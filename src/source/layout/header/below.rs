//! The rows below the names: units, labels, captions, the years under names that repeat.

use std::collections::BTreeSet;

use super::{LOOKED_AT, MOST};
use crate::source::grid::{Grid, Row};
use crate::source::headings;
use crate::source::layout::body::Body;
use crate::source::layout::row::{is_figure, is_number, is_year};
use crate::source::periods;
use crate::source::units;

/// Whether the first cells of a table's rows are periods, those far from the header.
pub(super) fn names_periods(grid: &Grid, body: &Body) -> bool {
    let rows = body
        .rows
        .clone()
        .skip((body.rows.len() * 2 / 3).min(MOST))
        .take(LOOKED_AT);
    let (mut periods, mut all) = (0, 0);
    for row in rows.map(|index| grid.row(index)) {
        all += 1;
        periods += usize::from(periods::readable(row.cell(0).trim()));
    }
    all > 1 && periods * 10 >= all * 9
}

/// Whether a row below others of the header holds the years of figures, where the row above it does not tell all of them
/// apart: one name over several years.
pub(super) fn holds_years(
    row: &Row<'_>,
    above: &Row<'_>,
    figures: &[bool],
    years: &[bool],
) -> bool {
    let of_figures = |row: &Row<'_>| -> Vec<String> {
        let held = figures.iter().enumerate().filter(|(_, holds)| **holds);
        held.map(|(index, _)| row.cell(index).trim().to_owned())
            .collect()
    };
    let (own, names) = (of_figures(row), of_figures(above));
    let distinct: BTreeSet<&String> = names.iter().filter(|name| !name.is_empty()).collect();
    own.len() > 1
        && (own.iter().all(|cell| is_period(cell)) || are_mostly_years(&own))
        && !years.contains(&true)
        && distinct.len() < own.len()
}

/// Whether cells are three years and more in an order, with spans of years and words among them at most, and no number.
fn are_mostly_years(cells: &[String]) -> bool {
    let filled = || {
        cells
            .iter()
            .map(String::as_str)
            .filter(|cell| !cell.is_empty())
    };
    let years: Vec<&str> = filled().filter(|cell| is_year(cell)).collect();
    let is_span = |cell: &str| {
        let ends = cell.split_once(['-', '–', '/']);
        ends.is_some_and(|(first, last)| is_year(first.trim()) && is_year(last.trim()))
    };
    let spans = filled().filter(|cell| is_span(cell)).count();
    let in_order = years.is_sorted() || years.iter().rev().is_sorted();
    let no_number = filled().all(|cell| is_year(cell) || is_span(cell) || !is_figure(cell));
    years.len() > 2 && in_order && no_number && (years.len() + spans) * 2 > filled().count()
}

/// Whether a cell is a period rather than a number: a year, `2020*`, `2020 Q1`.
fn is_period(cell: &str) -> bool {
    is_year(cell) || !is_number(cell) && periods::readable(cell) || {
        let bare = cell.trim_end_matches(|c: char| !c.is_ascii_digit());
        bare.len() < cell.len() && is_year(bare) && periods::readable(cell)
    }
}

/// Whether a text in brackets says what the figures are counted in.
pub(super) fn is_unit(text: &str) -> bool {
    text.starts_with(['(', '[', '（', '【', '%', '‰'])
}

/// The unit of all figures where a row above the names says it in brackets over one of them alone, not the first: it is
/// printed at the right edge, `(₹ Lakh)`. It is taken out of the row, and so is another remark in brackets over a year.
pub(super) fn lone_unit(row: &mut [String], figures: &[bool], over_years: bool) -> Option<String> {
    let held: Vec<usize> = (0..figures.len()).filter(|&at| figures[at]).collect();
    let mut filled = held.iter().filter(|&&at| !row[at].is_empty());
    let at = *filled.next().filter(|_| filled.next().is_none())?;
    let inside = row[at]
        .strip_prefix(['(', '[', '（', '【'])
        .and_then(|rest| rest.strip_suffix([')', ']', '）', '】']))?
        .trim()
        .to_owned();
    let is_known = units::is_unit(&inside) && (over_years || !inside.contains('%'));
    let is_remark = over_years && !is_number(&inside) && !periods::readable(&inside);
    if held.first() == Some(&at) || !is_known && !is_remark {
        return None;
    }
    row[at].clear();
    is_known.then_some(inside)
}

/// Whether the row of names holds periods over figures.
pub(super) fn over_years(texts: &[Vec<String>], named: Option<usize>, figures: &[bool]) -> bool {
    named.is_some_and(|at| {
        let held = texts[at].iter().zip(figures).filter(|(_, holds)| **holds);
        let mut held = held.filter(|(text, _)| !text.is_empty()).peekable();
        held.peek().is_some() && held.all(|(text, _)| is_period(text))
    })
}

/// Several rows below the names, of which each says in its first cell what it holds: `Unit`, `Series ID`, `Release date`.
pub(super) struct Captions {
    /// The rows that hold units.
    units: Vec<usize>,
}

impl Captions {
    pub(super) fn of(rows: &[Vec<String>], figures: &[bool]) -> Option<Captions> {
        let is_caption = |row: &Vec<String>| !row[0].is_empty() && !figures[0];
        // A name of merged cells stands in all of them.
        let is_merged = rows.len() > 1 && rows.iter().all(|row| row[0] == rows[0][0]);
        if rows.len() < 2 || is_merged || !rows.iter().all(is_caption) {
            return None;
        }
        let units = (0..rows.len()).filter(|&at| {
            let caption = headings::normal(&rows[at][0]);
            headings::is_unit(&caption) || caption == "pre unit"
        });
        Some(Captions {
            units: units.collect(),
        })
    }

    /// The unit of a column.
    pub(super) fn unit(&self, rows: &[Vec<String>], index: usize) -> String {
        let said = self.units.iter().map(|&at| rows[at][index].as_str());
        let said: Vec<&str> = said.filter(|text| !text.is_empty()).collect();
        if index == 0 {
            String::new()
        } else {
            said.join(" ")
        }
    }
}

/// The rows of a header of which each but the first says in its first cell what it holds, where the first does not name
/// every column alone: with what else tells the columns apart in the names, such as the `Series Type`.
pub(super) fn captioned(rows: &[Vec<String>], figures: &[bool]) -> Option<Vec<Vec<String>>> {
    let (names, others) = rows.split_first()?;
    Captions::of(others, figures)?;
    let held: Vec<usize> = (0..figures.len()).filter(|&at| figures[at]).collect();
    let is_told = |names: &[String]| {
        let told: BTreeSet<&str> = held.iter().map(|&at| names[at].as_str()).collect();
        told.len() == held.len()
    };
    if is_told(names) || held.iter().any(|&at| names[at].is_empty()) {
        return None;
    }
    let says = |row: &&Vec<String>| {
        let says_what = |at: &usize| !is_number(&row[*at]) && !periods::readable(&row[*at]);
        !headings::is_unit(&row[0]) && held.iter().all(says_what)
    };
    let mut names = names.clone();
    for row in others.iter().filter(says) {
        let differs = held.iter().any(|&at| row[at] != row[held[0]]);
        if differs {
            for &at in &held {
                names[at] = format!("{}, {}", names[at], row[at]);
            }
        }
        if is_told(&names) {
            let rows = std::iter::once(names).chain(others.iter().cloned());
            return Some(rows.collect());
        }
    }
    None
}

/// Whether rows below the names go on with those of some columns of figures and say nothing of others.
pub(super) fn goes_on(below: &[Vec<String>], names: &[String], figures: &[bool]) -> bool {
    let says = |index: usize| {
        let mut cells = below.iter().map(|row| row[index].as_str());
        cells.any(|text| !text.is_empty() && text != names[index])
    };
    let held = || (0..figures.len()).filter(|&index| figures[index]);
    held().any(says) && !held().all(says)
}

/// A unit that stands once is that of the columns to its right.
pub(super) fn unit_to_the_left(units: &[String], index: usize) -> String {
    let mut left = units[..index].iter().rev();
    left.find(|text| !text.is_empty())
        .cloned()
        .unwrap_or_default()
}

/// What the rows below the names say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Below {
    Units,
    Labels,
}

impl Below {
    /// Units are few and short, and stand over figures alone; labels say something of every column.
    pub(super) fn of(rows: &[Vec<String>], figures: &[bool], over_years: bool) -> Below {
        let Some(row) = rows.first() else {
            return Below::Labels;
        };
        let over_words = row
            .iter()
            .zip(figures)
            .any(|(text, holds)| !holds && !text.is_empty());
        let texts: Vec<&String> = row
            .iter()
            .zip(figures)
            .filter(|(text, holds)| **holds && !text.is_empty())
            .map(|(text, _)| text)
            .collect();
        let mut distinct = texts.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let wrapped = texts.iter().all(|text| is_unit(text));
        // One text over all may be a unit; of a longer one its words say so.
        let could_be = |text: &String| text.chars().count() <= 12 || units::is_unit(text);
        // Several rows say more than in what is counted.
        if rows.len() > 1 && !wrapped && !texts.iter().all(|text| units::is_unit(text)) {
            return Below::Labels;
        }
        let few = distinct.len() == 1
            && could_be(distinct[0])
            && (texts.len() > 1 || figures.iter().filter(|holds| **holds).count() > 1);
        if wrapped
            || ((!over_words || over_years) && few)
            || (!over_words && texts.iter().all(|text| text.chars().count() <= 12))
        {
            Below::Units
        } else {
            Below::Labels
        }
    }
}
