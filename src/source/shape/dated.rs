//! Rows that are told by a part of a year alone, the year standing above them: `2023`, then `Jan`, `Feb`, …; `2023 Q1`, then
//! `Q2`; `2024`, then `1 Jan`. Each gets its year.

use std::collections::{BTreeMap, BTreeSet};

use super::body::clean;
use super::faulty::{in_place_of_period, rows_left_out};
use super::parted;
use crate::figure::{Frequency, Period};
use crate::order::{InOrder, IntoSet};
use crate::source::found::Finding;
use crate::source::grid::{Grid, Row};
use crate::source::headings;
use crate::source::layout::{Heading, Layout};
use crate::source::periods;

/// One of so many rows may have a label of another kind.
const OTHERS: usize = 10;
/// One of so many may be left out beside parts in a column of their own.
const LEFT: usize = 4;

/// The table with the year in each label of its first column, and what was concluded; nothing where the labels need none.
pub(super) fn dated(grid: &Grid, layout: &Layout) -> Option<(Grid, Layout, Finding)> {
    let year = layout.columns.first()?.index;
    let beside = parts_beside(grid, layout);
    let index = beside.unwrap_or(year);
    // Most tables are told by their first rows.
    let first = layout.rows(grid).take(400);
    let mut known: BTreeMap<&str, bool> = BTreeMap::new();
    let mut is_bare = |text| {
        let is_it = || Label::of(text).is_none() && part(2015, text).is_some();
        *known.entry(text).or_insert_with(is_it)
    };
    let bare = first.filter(|row| is_bare(clean(row.cell(index))));
    if bare.take(2).count() < 2 {
        return None;
    }
    let mut dates = Dates {
        year: layout_year(layout),
        ..Dates::default()
    };
    let above = dates.year;
    let width = grid.rows().map(|row| row.len()).max().unwrap_or(0);
    let mut rows = grid.like();
    let mut others = 0;
    let mut left: Vec<String> = Vec::new();
    for row in layout.rows(grid) {
        let (text, said) = (clean(row.cell(index)), clean(row.cell(year)));
        let is_other = |at: usize| at != index && at != year;
        let has_more = (0..row.len()).any(|at| is_other(at) && row.is_filled(at));
        let told = match Label::of(said) {
            Some(_) if beside.is_some() => {
                let of_year = dates.label(said);
                if text.is_empty() {
                    of_year
                } else {
                    dates.label(text)
                }
            }
            None if !said.is_empty() && beside.is_some() => Dated::Other,
            _ => dates.label(text),
        };
        let text = if beside.is_some() && !said.is_empty() {
            said
        } else {
            text
        };
        let label = match told {
            Dated::Told(label) => label,
            // Sums and changes over other spans stand below the parts.
            Dated::Other if beside.is_some() => {
                left.extend(has_more.then(|| in_place_of_period(row.line, text)));
                continue;
            }
            Dated::Other => {
                others += 1;
                text.to_owned()
            }
            Dated::Unsure => return None,
        };
        if has_more {
            let cells = (0..width).map(|at| match at {
                at if at == year => label.as_str(),
                at => row.cell(at),
            });
            rows.push(row.line, cells);
        }
    }
    if dates.bare < 2 || others * OTHERS > rows.len() || left.len() * LEFT > rows.len() {
        return None;
    }
    let mut columns = layout.columns.clone();
    if !headings::is_time(&columns[0].name) {
        columns[0] = Heading {
            name: "period".to_owned(),
            ..columns[0].clone()
        };
    }
    columns.retain(|column| Some(column.index) != beside);
    let why = match above {
        _ if beside.is_some() => "the year stands in the column before them".to_owned(),
        Some(year) if dates.anchors == 0 => format!("`{year}` stands above the table"),
        _ => "the year stands in a row above each".to_owned(),
    };
    let finding = Finding::new("the rows are parts of the year above them", why, "");
    let mut layout = layout.of_other_rows(columns, 0..rows.len());
    layout
        .warnings
        .extend((!left.is_empty()).then(|| rows_left_out(left)));
    Some((rows, layout, finding))
}

/// The second column, where it has no name and holds parts of a year, and the first one holds years above or beside them.
fn parts_beside(grid: &Grid, layout: &Layout) -> Option<usize> {
    let [first, second, ..] = layout.columns.as_slice() else {
        return None;
    };
    let is_named = first.name.is_empty() || first.is_made_up || headings::is_time(&first.name);
    if !is_named || !second.name.is_empty() && !second.is_made_up {
        return None;
    }
    let mut all = layout.rows(grid).take(400);
    let of_year = |text: &str| matches!(Label::of(clean(text)), Some(Label::Year(_)));
    let are_years = all.next().is_some_and(|row| of_year(row.cell(first.index)));
    let filled = |row: &Row<'_>| row.is_filled(second.index);
    let parts = |row: Row<'_>| part(2015, clean(row.cell(second.index))).is_some();
    let are_parts = || layout.rows(grid).take(400).filter(filled).all(parts);
    (are_years && are_parts()).then_some(second.index)
}

/// What a label is that tells its year.
enum Label {
    Year(i64),
    Part(Period),
}

impl Label {
    fn of(text: &str) -> Option<Label> {
        let period = periods::read_one(text)?.period;
        if period.is_span() {
            return None;
        }
        Some(match period.frequency() {
            Frequency::Year => Label::Year(period.number()),
            _ => Label::Part(period),
        })
    }
}

/// The period of a year that a label names without it.
fn part(year: i64, text: &str) -> Option<Period> {
    let text = text.trim_end_matches(['*', '†', '‡', '¹', '²', '³']);
    let named = text.contains(char::is_alphabetic) && text.chars().count() <= 24;
    if !named || text.is_empty() {
        return None;
    }
    // Alone the first day of a year could stand for that.
    let beside = format!("17 Feb {year}");
    let day = text.contains(|c: char| c.is_ascii_digit()).then(|| {
        let labels = periods::read([format!("{text} {year}").as_str(), &beside])?;
        labels.all.first().map(|label| label.period)
    });
    let day = day
        .flatten()
        .filter(|day| day.frequency() == Frequency::Day);
    let period = match day {
        Some(day) => day,
        None => periods::read_one(&periods::part_of(&year.to_string(), text)?.1)?.period,
    };
    let inside = period.frequency() != Frequency::Year && period.year().number() == year;
    (inside && !period.is_span()).then_some(period)
}

/// What a label of a row comes to.
enum Dated {
    /// With its year.
    Told(String),
    /// Of another kind.
    Other,
    /// The labels are in no order, so that the year of this one is not certain.
    Unsure,
}

/// The labels of the rows so far.
#[derive(Default)]
struct Dates {
    year: Option<i64>,
    /// The last period of the year.
    last: Option<Period>,
    /// Whether the periods go backwards.
    backwards: Option<bool>,
    anchors: usize,
    bare: usize,
}

impl Dates {
    /// The label of the next row with its year.
    fn label(&mut self, text: &str) -> Dated {
        match Label::of(text) {
            Some(Label::Year(year)) => {
                self.anchors += 1;
                (self.year, self.last) = (Some(year), None);
                return Dated::Told(year.to_string());
            }
            Some(Label::Part(period)) => {
                self.anchors += 1;
                (self.year, self.last) = (Some(period.year().number()), Some(period));
                return Dated::Told(written(period));
            }
            None => {}
        }
        let Some(period) = part(self.year.unwrap_or(2015), text) else {
            return Dated::Other;
        };
        if self.year.is_none() {
            return Dated::Unsure;
        }
        if let Some(last) = self
            .last
            .filter(|last| last.frequency() == period.frequency())
        {
            let backwards = period < last;
            if period == last || *self.backwards.get_or_insert(backwards) != backwards {
                return Dated::Unsure;
            }
        }
        self.last = Some(period);
        self.bare += 1;
        Dated::Told(written(period))
    }
}

/// A period as a label; a month is not to be taken for a year of two halves.
fn written(period: Period) -> String {
    match period.frequency() {
        Frequency::Month => period.to_string().replacen('-', "M", 1),
        _ => period.to_string(),
    }
}

/// The layout with the year in each heading that names a month or a quarter alone, where one year stands above the table or
/// in its name; and what was concluded.
pub(super) fn of_header(grid: &Grid, layout: &Layout) -> Option<(Layout, Finding)> {
    let parts: Vec<usize> = (0..layout.columns.len())
        .filter(|&at| part(2015, &layout.columns[at].name).is_some())
        .collect();
    let texts = |(at, column): (usize, &Heading)| -> Vec<String> {
        // Over months `Months` says nothing more.
        let is_part = parts.contains(&at);
        let says = |text: &&String| !(is_part && headings::is_time(clean(text)));
        let above = column.above.iter().filter(says);
        above
            .chain([&column.name])
            .map(|text| clean(text).to_owned())
            .collect()
    };
    let told = layout.columns.iter().enumerate().flat_map(texts);
    let mut told = told.filter(|text| !text.is_empty());
    if told.any(|text| headings::is_time(&text) || periods::readable(&text)) {
        return None;
    }
    let different: BTreeSet<Option<Period>> = parts
        .iter()
        .map(|&at| part(2015, &layout.columns[at].name))
        .into_set();
    if parts.len() < 3 || different.len() < parts.len() {
        return None;
    }
    let year = layout_year(layout).or_else(|| only_year(std::iter::once(&grid.name)))?;
    let mut layout = layout.clone();
    // Of a year of which months are lacking the total is none of the year.
    let is_full = different.iter().flatten().next().is_some_and(|first| {
        let full = match first.frequency() {
            Frequency::Month => 12,
            Frequency::Quarter => 4,
            _ => return false,
        };
        different.len() == full
    });
    for column in &mut layout.columns {
        if let Some(period) = part(year, &column.name) {
            column.name = written(period);
        } else if is_full && parted::is_whole(&column.name) {
            column.name = year.to_string();
        }
    }
    let finding = Finding::new(
        format!("the columns are parts of {year}"),
        "no other year stands above the table or in its name",
        "",
    );
    Some((layout, finding))
}

/// The only year that is named above a table.
fn layout_year(layout: &Layout) -> Option<i64> {
    let above = layout.columns.iter().flat_map(|column| &column.above);
    only_year(layout.title.iter().chain(&layout.description).chain(above))
}

/// The only year in some lines, the base of an index aside.
fn only_year<'l>(lines: impl Iterator<Item = &'l String>) -> Option<i64> {
    let mut years: Vec<i64> = lines
        .filter(|line| !line.contains('=') && !line.to_lowercase().contains("base"))
        .flat_map(|line| line.split(|c: char| !c.is_ascii_digit()))
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .filter(|year| (1800..2100).contains(year))
        .collect();
    years.order();
    years.dedup();
    match years.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}
