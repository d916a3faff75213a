//! Tables with a column of years and a column for each month, quarter or week of these: each cell becomes a row.

use std::collections::BTreeMap;

use super::body::{Body, Column, clean};
use crate::figure::{Frequency, Period};
use crate::order::InOrder;
use crate::source::found::Finding;
use crate::source::grid::Grid;
use crate::source::headings;
use crate::source::layout::{Heading, Layout};
use crate::source::numeral::is_number;
use crate::source::periods::{self, Halves, Turn};

/// Fewer columns for parts of a year are not looked into: a year has four quarters.
pub(super) const FEWEST: usize = 4;

/// What a column of figures is of, where its heading says: a part of the year, or the year as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Of(Frequency, i64),
    Whole,
}

/// The table with a row for each part of its years, with the finding; nothing where its columns are none.
pub(super) fn parted(body: &Body, grid: &Grid, layout: &Layout) -> Option<(Grid, Layout, Finding)> {
    let of_year = |heading: &&Heading| matches!(part_of(heading), Some(Part::Of(..)));
    if layout.columns.iter().filter(of_year).count() < FEWEST {
        return None;
    }
    let years = (0..body.columns.len()).find_map(|column| Some((column, years(body, column)?)));
    let (time, years) = years?;
    let (parts, what) = parts(body, time)?;
    let mut halves = Halves::default();
    for (_, part) in &parts {
        if let Part::Of(frequency, place) = part {
            halves.push(0, 0, *frequency, *place);
        }
    }
    let turn = halves.turn();
    // Of a week that its year has not it is not known which is meant.
    let is_of_none = |(row, year): (usize, &Option<Period>)| {
        let mut parts = parts.iter();
        parts.any(|(column, part)| match (part, year) {
            (Part::Of(Frequency::Week, place), Some(year)) => {
                Period::of(Frequency::Week, year.number(), *place).is_none()
                    && is_number(body.cell(row, *column))
            }
            _ => false,
        })
    };
    if years.iter().enumerate().any(is_of_none) {
        return None;
    }
    let is_of_two = |row: usize| periods::is_of_two(body.cell(row, time));
    if turn == Turn::Unknown && (0..body.len()).any(is_of_two) {
        return None;
    }
    let is_figure = |column: &Column| {
        column.tally.holds_figures()
            && !headings::is_code(&column.name)
            && headings::attribute(&column.name).is_none()
            && headings::area(&column.name) == 0
    };
    let others: Vec<usize> = (0..body.columns.len())
        .filter(|column| !parts.iter().any(|(of, _)| of == column))
        .collect();
    let with_figures = others
        .iter()
        .any(|&column| column != time && is_figure(&body.columns[column]));
    let mut rows = grid.like();
    for (row, year) in years.into_iter().enumerate() {
        let mut push = |label: &str, value: &str, is_year: bool| {
            let cell = |&column: &usize| match column {
                column if column == time => label,
                column if !is_year && is_figure(&body.columns[column]) => "",
                column => body.cell(row, column),
            };
            let cells: Vec<&str> = others.iter().map(cell).chain([value]).collect();
            rows.push(body.line(row), cells);
        };
        let Some(year) = year else {
            push(body.cell(row, time), "", true);
            continue;
        };
        let whole = parts.iter().find(|(_, part)| *part == Part::Whole);
        if whole.is_some() || with_figures {
            let value = whole.map_or("", |(column, _)| body.cell(row, *column));
            push(&year.to_string(), value, true);
        }
        for (column, part) in &parts {
            let Part::Of(frequency, place) = part else {
                continue;
            };
            let turn = if is_of_two(row) { turn } else { Turn::Counted };
            if let Some(period) = turn.period(year.number(), *frequency, *place) {
                push(&label(period), body.cell(row, *column), false);
            }
        }
    }
    let layout = melted(body, layout, &others, parts[0].0, rows.len());
    let finding = Finding::new(
        format!("the columns are the {what} of the year of each row"),
        "all of them are there beside a column of years",
        "",
    );
    Some((rows, layout, finding))
}

/// How a table stands whose columns of figures became rows: the columns that are kept, then the value, in the unit of one of those.
pub(super) fn melted(
    body: &Body,
    layout: &Layout,
    kept: &[usize],
    figures: usize,
    rows: usize,
) -> Layout {
    let headings = kept.iter().zip(0..).map(|(&column, index)| Heading {
        index,
        ..body.columns[column].heading.clone()
    });
    let value = Heading {
        index: kept.len(),
        name: "value".to_owned(),
        unit: body.columns[figures].heading.unit.clone(),
        ..Heading::default()
    };
    layout.of_other_rows(headings.chain([value]).collect(), 0..rows)
}

/// A month that is not taken for a year of two halves: `2010M11`.
pub(super) fn label(period: Period) -> String {
    match period.frequency() {
        Frequency::Month => period.to_string().replacen('-', "M", 1),
        _ => period.to_string(),
    }
}

/// The years of the rows, where a column is called so and holds nothing but years.
fn years(body: &Body, column: usize) -> Option<Vec<Option<Period>>> {
    let texts = body.texts(column);
    // The first column may have no name.
    let name = &body.columns[column].name;
    let is_called = headings::is_time(name) || name.is_empty() && column == 0;
    if !is_called || texts.count() == 0 {
        return None;
    }
    let is_year = |text: &&str| {
        periods::read_one(text)
            .map(|label| label.period)
            .filter(|period| period.frequency() == Frequency::Year)
    };
    let of_text: Vec<Option<Period>> = texts.distinct.iter().map(is_year).collect();
    let good = of_text.iter().flatten().count();
    let of_row = texts.of_row.iter().map(|code| of_text[*code as usize]);
    // Rows of what is said of all years are left out later.
    let of_all = texts.each().filter(|text| is_of_all(text)).count();
    let of_all = if good > 3 { of_all } else { 0 };
    (good > 0 && texts.count() - good <= of_all + 1).then(|| of_row.collect())
}

/// Whether a label among periods says that its row tells something of all of them or of several: `Máximo*`, `Mean`, `Percent
/// change`.
pub(super) fn is_of_all(label: &str) -> bool {
    let words = [
        "max",
        "maximum",
        "maximo",
        "min",
        "minimum",
        "minimo",
        "mean",
        "average",
        "avg",
        "media",
        "promedio",
        "moyenne",
        "mittel",
        "mittelwert",
        "durchschnitt",
        "median",
        "mediana",
    ];
    let plain = headings::normal(label);
    let is_change = |word: &str| CHANGES.contains(&word);
    words.contains(&plain.as_str()) || plain.split(' ').any(is_change)
}

/// Words for a change between two periods.
const CHANGES: [&str; 7] = [
    "change",
    "growth",
    "difference",
    "veranderung",
    "variacion",
    "variacao",
    "evolution",
];

/// The columns of the parts of a year and what they are called: all twelve months, all four quarters or weeks that follow one
/// another, and what else of the year stands beside them once.
fn parts(body: &Body, time: usize) -> Option<(Vec<(usize, Part)>, &'static str)> {
    let mut by_part: BTreeMap<Part, Vec<usize>> = BTreeMap::new();
    for (at, column) in body.columns.iter().enumerate() {
        if at != time
            && column.could_hold_figures()
            && let Some(part) = part_of(column.heading)
        {
            by_part.entry(part).or_default().push(at);
        }
    }
    let has = |frequency: Frequency, most: i64| {
        (1..=most).all(|place| {
            by_part
                .get(&Part::Of(frequency, place))
                .is_some_and(|columns| columns.len() == 1)
        })
    };
    let what = if has(Frequency::Month, 12) {
        "months"
    } else if has(Frequency::Quarter, 4) {
        "quarters"
    } else if are_weeks(&by_part) {
        // Weeks are of two years at the turn, so that their total is not the year's.
        by_part.remove(&Part::Whole);
        "weeks"
    } else {
        return None;
    };
    let once = by_part
        .into_iter()
        .filter(|(_, columns)| columns.len() == 1);
    let mut parts: Vec<(usize, Part)> = once.map(|(part, columns)| (columns[0], part)).collect();
    parts.order();
    Some((parts, what))
}

/// Whether columns are of weeks that follow one another, each once.
fn are_weeks(by_part: &BTreeMap<Part, Vec<usize>>) -> bool {
    let weeks: Option<Vec<i64>> = by_part
        .iter()
        .filter_map(|(part, columns)| match part {
            Part::Of(Frequency::Week, place) => Some((columns.len() == 1).then_some(*place)),
            _ => None,
        })
        .collect();
    weeks.is_some_and(|weeks| {
        weeks.len() >= FEWEST && weeks.windows(2).all(|pair| pair[1] == pair[0] + 1)
    })
}

/// What the heading of a column names of a year; a number where what stands above it says what it counts.
fn part_of(heading: &Heading) -> Option<Part> {
    let name = clean(&heading.name);
    let mut above = heading.above.iter().rev().filter(|text| !text.is_empty());
    let over = above.next();
    match (over, name.parse()) {
        (None, _) => part(name),
        (Some(over), Ok(place)) => {
            // A period that is numbered could be anything.
            let over = clean(over);
            let is_known = !headings::normal(over).starts_with("period");
            let frequency = headings::part_counted(over).filter(|_| is_known)?;
            Some(Part::Of(frequency, place))
        }
        (Some(over), Err(_)) => {
            let says_more = above.next().is_some() || !headings::is_time(clean(over));
            part(name).filter(|_| !says_more)
        }
    }
}

/// Whether a heading is one of the year as a whole beside its months or quarters.
pub(super) fn is_whole(heading: &str) -> bool {
    part(heading) == Some(Part::Whole)
}

/// What a heading names of a year: `Jan`, `Q1`, `HALF1`, `Annual`.
fn part(heading: &str) -> Option<Part> {
    let heading = headings::normal(heading);
    let whole = [
        "annual",
        "annual average",
        "annual avg",
        "j d",
        "year",
        "whole year",
        "full year",
        "total",
        "average",
        "avg",
        "mean",
        "jahr",
        "insgesamt",
        "gesamt",
        "jahr insgesamt",
        "year total",
        "ano",
        "anual",
        "annee",
        "anno",
        "全年",
        "年",
        "年間",
        "年平均",
        "合计",
        "全部",
    ];
    if whole.contains(&heading.as_str()) {
        return Some(Part::Whole);
    }
    let half = heading.strip_prefix("half").map(str::trim);
    let short = half.map(|number| format!("h{number}"));
    let label = match periods::part_of("2015", short.as_deref().unwrap_or(&heading)) {
        Some((_, label)) => label,
        None => format!("2015 {heading}"),
    };
    let period = periods::read_one(&label)?.period;
    let is_week = period.frequency() == Frequency::Week && heading.contains(char::is_alphabetic);
    if !is_week && label.contains(' ') {
        return None;
    }
    if period.frequency() == Frequency::Year {
        return Some(Part::Whole);
    }
    let first = Period::of(period.frequency(), 2015, 1)?;
    let place = i64::try_from(first.through(period).count()).ok()?;
    Some(Part::Of(period.frequency(), place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_name_parts_of_a_year() {
        for (heading, part_) in [
            ("Jan", Some(Part::Of(Frequency::Month, 1))),
            ("December", Some(Part::Of(Frequency::Month, 12))),
            ("enero", Some(Part::Of(Frequency::Month, 1))),
            ("Q3", Some(Part::Of(Frequency::Quarter, 3))),
            ("HALF2", Some(Part::Of(Frequency::Half, 2))),
            ("Annual", Some(Part::Whole)),
            ("J-D", Some(Part::Whole)),
            ("KW 7", Some(Part::Of(Frequency::Week, 7))),
            ("Week 51", Some(Part::Of(Frequency::Week, 51))),
            ("DJF", None),
            ("jobs", None),
            ("2", None),
        ] {
            assert_eq!(part(heading), part_, "{heading}");
        }
    }
}
