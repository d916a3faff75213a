//! Rows that are told by a part of a year alone, the year standing above them: `2023`, then `Jan`, `Feb`, …; `2023 Q1`, then
//! `Q2`; `2024`, then `1 Jan`. Each gets its year.

use std::collections::{BTreeMap, BTreeSet};

use super::body::clean;
use super::parted;
use crate::figure::{Frequency, Period};
use crate::source::found::Finding;
use crate::source::grid::Grid;
use crate::source::headings;
use crate::source::layout::{Heading, Layout};
use crate::source::periods;

/// One of so many rows may have a label of another kind.
const OTHERS: usize = 10;

/// The table with the year in each label of its first column, and what was concluded; nothing where the labels need none.
pub(super) fn dated(grid: &Grid, layout: &Layout) -> Option<(Grid, Layout, Finding)> {
    let index = layout.columns.first()?.index;
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
    let mut rows = Grid::new(&grid.name);
    rows.delimiter = grid.delimiter;
    rows.decimal = grid.decimal;
    let mut others = 0;
    for row in layout.rows(grid) {
        let text = clean(row.cell(index));
        let has_more = (0..row.len()).any(|at| at != index && !row.cell(at).trim().is_empty());
        let label = match dates.label(text) {
            Dated::Told(label) => label,
            Dated::Other => {
                others += 1;
                text.to_owned()
            }
            Dated::Unsure => return None,
        };
        if has_more {
            let cells = (0..width).map(|at| match at {
                at if at == index => label.as_str(),
                at => row.cell(at),
            });
            rows.push(row.line, cells);
        }
    }
    if dates.bare < 2 || others * OTHERS > rows.len() {
        return None;
    }
    let mut columns = layout.columns.clone();
    if !headings::is_time(&columns[0].name) {
        columns[0] = Heading {
            name: "period".to_owned(),
            ..columns[0].clone()
        };
    }
    let why = match above {
        Some(year) if dates.anchors == 0 => format!("`{year}` stands above the table"),
        _ => "the year stands in a row above each".to_owned(),
    };
    let finding = Finding::new("the rows are parts of the year above them", why, "");
    let layout = layout.of_other_rows(columns, 0..rows.len());
    Some((rows, layout, finding))
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
    let texts = |column: &Heading| -> Vec<String> {
        let above = column.above.iter().chain([&column.name]);
        above.map(|text| clean(text).to_owned()).collect()
    };
    let told = layout.columns.iter().flat_map(texts);
    let mut told = told.filter(|text| !text.is_empty());
    if told.any(|text| headings::is_time(&text) || periods::readable(&text)) {
        return None;
    }
    let parts: Vec<usize> = (0..layout.columns.len())
        .filter(|&at| part(2015, &layout.columns[at].name).is_some())
        .collect();
    let different: BTreeSet<Option<Period>> = parts
        .iter()
        .map(|&at| part(2015, &layout.columns[at].name))
        .collect();
    if parts.len() < 3 || different.len() < parts.len() {
        return None;
    }
    let year = layout_year(layout).or_else(|| only_year(std::iter::once(&grid.name)))?;
    let mut layout = layout.clone();
    // Of a year of which months are lacking the total is none of the year.
    let is_full = matches!(different.len(), 4 | 12);
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
    years.sort_unstable();
    years.dedup();
    match years.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}
