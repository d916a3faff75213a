//! The rows below the names: units, labels, captions, the years under names that repeat.

use std::collections::BTreeSet;

use super::{LOOKED_AT, MOST};
use crate::figure::Frequency;
use crate::order::{InOrder, IntoSet};
use crate::source::grid::{Grid, Row};
use crate::source::layout::body::Body;
use crate::source::layout::row::{Look, is_figure, is_number, is_year};
use crate::source::periods;
use crate::source::units;

/// The first text of a column in some rows that is such a one.
pub(super) fn first_of(rows: &[Vec<String>], index: usize, is: fn(&str) -> bool) -> Option<String> {
    let mut texts = rows.iter().map(|row| &row[index]);
    texts.find(|text| is(text)).cloned()
}

/// Takes the numbers of the columns out of the header where the days that they count stand below them: weeks and when they
/// end.
pub(super) fn drop_numbers(rows: &mut [Vec<String>], figures: &[bool]) {
    let held: Vec<usize> = (0..figures.len()).filter(|&at| figures[at]).collect();
    // `Week 1` as well as `1`.
    let numbered = |text: &str| {
        let last = text.rsplit(' ').next().unwrap_or(text);
        last.parse::<u16>().ok().filter(|number| *number < 400)
    };
    let counts = |row: &[String]| {
        let number = |at: &usize| numbered(&row[*at]);
        let numbers: Option<BTreeSet<u16>> = held.iter().map(number).collect();
        numbers.is_some_and(|numbers| numbers.len() == held.len())
    };
    let are_days = |row: &[String]| {
        let different: BTreeSet<&str> = held.iter().map(|&at| row[at].as_str()).collect();
        let read = periods::read(different.iter().copied());
        different.len() == held.len()
            && read.is_some_and(|labels| {
                let is_day = |label: &periods::Label| label.period.frequency() == Frequency::Day;
                labels.all.iter().all(is_day)
            })
    };
    for at in 1..rows.len() {
        if held.len() > 1 && counts(&rows[at - 1]) && are_days(&rows[at]) {
            let own = rows[at].clone();
            for (number, day) in rows[at - 1].iter_mut().zip(own) {
                // Weeks to come have no figures.
                if numbered(number).is_some() && periods::readable(&day) {
                    number.clear();
                }
            }
            return;
        }
    }
}

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
    let distinct: BTreeSet<&String> = names.iter().filter(|name| !name.is_empty()).into_set();
    own.len() > 1
        && (own.iter().all(|cell| is_period(cell)) || are_mostly_years(&own))
        && !years.contains(&true)
        && distinct.len() < own.len()
}

/// Whether a row holds words over some figures, and the next one words over nearly all of them and nothing else: groups
/// of columns above their names.
pub(super) fn is_above_names(grid: &Grid, body: &Body, at: usize, figures: &[bool]) -> bool {
    let held = || (0..figures.len()).filter(|&cell| figures[cell]);
    let words = |index: usize| {
        let row = grid.row(index);
        let is_word = |cell: &usize| {
            let text = row.cell(*cell).trim();
            !text.is_empty() && !is_figure(text)
        };
        held().filter(is_word).count()
    };
    if at + 1 >= body.rows.end || Look::of(&grid.row(at)).figures > 0 {
        return false;
    }
    let next = grid.row(at + 1);
    let alone = (0..figures.len()).all(|cell| figures[cell] || !next.is_filled(cell));
    // Periods name columns whatever stands before them.
    let are_periods = || {
        let periods = held().filter(|&cell| periods::readable(next.cell(cell).trim()));
        periods.count() * 10 >= held().count() * 9
    };
    words(at) > 0
        && (alone || are_periods())
        && held().count() > 2
        && words(at + 1) * 10 >= held().count() * 9
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

/// Whether a text in brackets says what the figures are counted in; `(1) Men` is numbered.
pub(super) fn is_unit(text: &str) -> bool {
    let numbered = text.strip_prefix(['(', '（']).and_then(|rest| {
        let (number, name) = rest.split_once([')', '）'])?;
        (is_number(number.trim()) && !name.trim().is_empty()).then_some(())
    });
    numbered.is_none() && text.starts_with(['(', '[', '（', '【', '%', '‰'])
}

/// The unit of all figures where a row above the names says it over one of them alone, not the first, in brackets or over
/// the last: it is printed at the right edge, `(₹ Lakh)`. It is taken out of the row, and so is another remark in brackets over a year.
pub(super) fn lone_unit(row: &mut [String], figures: &[bool], over_years: bool) -> Option<String> {
    let held: Vec<usize> = (0..figures.len()).filter(|&at| figures[at]).collect();
    let mut filled = held.iter().filter(|&&at| !row[at].is_empty());
    let at = *filled.next().filter(|_| filled.next().is_none())?;
    let bracketed = row[at]
        .strip_prefix(['(', '[', '（', '【'])
        .and_then(|rest| rest.strip_suffix([')', ']', '）', '】']));
    // At the edge of a wider table of periods it needs no brackets: `thousands`. Over another name it may be of that alone.
    let is_alone = || row.iter().filter(|text| !text.is_empty()).count() == 1;
    let at_edge = || over_years && held.len() > 2 && held.last() == Some(&at) && is_alone();
    let inside = match bracketed {
        Some(inside) => inside.trim().to_owned(),
        None if at_edge() && units::is_unit(&row[at]) => row[at].clone(),
        None => return None,
    };
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

/// What stands in brackets where nothing else stands beside them: `（万人）`.
pub(super) fn inside(text: &str) -> Option<&str> {
    let inside = text
        .strip_prefix(['(', '（', '[', '【'])?
        .strip_suffix([')', '）', ']', '】'])?
        .trim();
    (!inside.is_empty() && !inside.contains(['(', '（', ')', '）'])).then_some(inside)
}

/// A unit without the wide brackets around it; others are taken off where units are told.
pub(super) fn unwrapped(unit: &str) -> &str {
    let wide = inside(unit).filter(|_| unit.starts_with(['（', '【']));
    wide.unwrap_or(unit)
}

/// Whether the rows below the names go on with some of them and tell in brackets in what some are counted, and say nothing
/// of what names the rows: `出生人数` over `（万人）` beside `已婚育龄` over `妇女人数（万人）`.
pub(super) fn is_continued(
    below: &[Vec<String>],
    names: &[String],
    figures: &[bool],
    kind: Below,
) -> bool {
    let said = |index: usize| below.iter().map(move |row| row[index].as_str());
    let said =
        |index: usize| said(index).filter(move |text| !text.is_empty() && *text != names[index]);
    if names.is_empty() {
        return false;
    }
    let going_on = |index: &usize| said(*index).any(|text| text.starts_with(char::is_lowercase));
    let is_broken = |index: &usize| names[*index].ends_with('-');
    let held = || (0..figures.len()).filter(|&index| figures[index]);
    let aside = (0..figures.len()).any(|index| !figures[index] && said(index).next().is_some());
    let counted = held().any(|index| {
        said(index)
            .next_back()
            .is_some_and(|text| inside(text).is_some())
    });
    let are_words =
        held().all(|index| said(index).all(|text| inside(text).is_some() || !is_figure(text)));
    // Units over figures alone are no part of a name; a word above one is.
    let goes_on = |index: usize| {
        let first = said(index).next().filter(|text| inside(text).is_none());
        first.is_some()
            && said(index)
                .nth(1)
                .is_some_and(|text| inside(text).is_some())
    };
    // Names whose words were parted where a line ended: `Väster-` over `botten`.
    let told: Vec<usize> = held()
        .filter(|&index| said(index).next().is_some())
        .collect();
    let broken = told.iter().filter(|index| is_broken(index)).count();
    let are_broken = broken * 2 > told.len() && told.iter().all(going_on);
    !aside && are_words && (are_broken || counted && (kind == Below::Labels || held().any(goes_on)))
}

/// A name with what goes on with it in the rows below, and the unit that these tell in brackets.
pub(super) fn whole_name(
    below: &[Vec<String>],
    name: &str,
    index: usize,
) -> (String, Option<String>) {
    let said = below.iter().map(|row| row[index].as_str());
    let mut said: Vec<&str> = said
        .filter(|text| !text.is_empty() && *text != name)
        .collect();
    let unit = said.pop_if(|last| inside(last).is_some());
    let name = said
        .into_iter()
        .fold(name.to_owned(), |name, rest| joined(&name, rest));
    let unit = unit.and_then(inside);
    let unit = unit.map(|unit| unit.strip_prefix("in ").unwrap_or(unit));
    (name, unit.map(str::to_owned))
}

/// The name of a column that a unit in brackets stands for beside other names: what stands above it.
pub(super) fn name_of_unit(name: String, above: &mut [String]) -> (String, Option<String>) {
    let unit = inside(&name).filter(|unit| units::is_unit(unit));
    let at = above.iter().rposition(|text| !text.is_empty());
    let (Some(unit), Some(at)) = (unit, at) else {
        return (name, None);
    };
    let mut own = std::mem::take(&mut above[at]);
    if let Some(broken) = above[..at].last_mut().filter(|text| text.ends_with('-')) {
        own = joined(&std::mem::take(broken), &own);
    }
    (own, Some(unit.to_owned()))
}

/// A name that is broken over two rows: no blank stands between signs of Chinese, and none where a word is broken.
pub(super) fn joined(name: &str, rest: &str) -> String {
    let is_sign = |c: Option<char>| c.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    if let Some(broken) = name.strip_suffix('-')
        && broken.ends_with(char::is_lowercase)
        && rest.starts_with(char::is_lowercase)
    {
        return format!("{broken}{rest}");
    }
    let ends = is_sign(name.chars().last()) || is_sign(rest.chars().next());
    let gap = if name.is_empty() || rest.is_empty() || ends {
        ""
    } else {
        " "
    };
    format!("{name}{gap}{rest}")
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
        distinct.order();
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

/// The unit in the heading over a column of figures that has none of its own: where the heading stands in the column, or goes on
/// over it up to the next one or as far as the one before it does. How far the last heading goes is not told otherwise.
pub(super) fn unit_over(
    rows: &[Vec<String>],
    index: usize,
    figures: &[bool],
    name: &str,
) -> Option<String> {
    if !figures[index] || units::split(name).1.is_some() {
        return None;
    }
    let unit = rows.iter().rev().find_map(|row| {
        let is_told = |at: &usize| !row[*at].is_empty();
        let start = (0..=index)
            .rev()
            .take_while(|at| figures[*at])
            .find(is_told)?;
        let next = (start + 1..row.len())
            .find(|at| !figures[*at] || is_told(at))
            .unwrap_or(row.len());
        let before = (0..start).rev().take_while(|at| figures[*at]).find(is_told);
        let is_ended = next < row.len() && is_told(&next)
            || before.is_some_and(|before| start - before == next - start);
        let text = row[start].as_str();
        let unit = units::split(text)
            .1
            .or(units::is_short(text).then_some(text))?;
        (start == index || is_ended).then(|| unit.to_owned())
    })?;
    units::is_unit_of(&unit, name).then_some(unit)
}
