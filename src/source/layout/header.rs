//! The rows that name the columns. It is one file since what stands above, in and below the names is told apart together.

mod below;
mod captions;
mod names;
mod naming;
mod rows;
mod titles;

use std::ops::Range;

use super::Heading;
use super::body::Body;
use super::row::is_year;
use crate::order::InOrder;
use crate::source::grid::Grid;
use crate::source::headings;
use crate::source::numeral::Tally;
use crate::source::periods;
use crate::source::{Finding, Options, SourceError};
use crate::words::excerpt;
use below::{Below, names_periods, over_years};
use captions::{Captions, captioned};
pub(super) use names::is_header;
use names::is_word;
use naming::{cells, script};
use rows::header_rows;

/// How many rows of headers a table has at most.
const MOST: usize = 16;
/// How many rows are looked at to tell what a column holds.
const LOOKED_AT: usize = 300;

/// The rows that name the columns, and what they say.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    /// The first row of the table, headers included.
    pub(super) start: usize,
    /// The row behind the last header: where the body begins.
    pub(super) end: usize,
    /// The line that names the columns; 0 where there is none.
    pub(super) line: u64,
    pub(super) columns: Vec<Heading>,
    pub(super) findings: Vec<Finding>,
}

impl Header {
    /// One of these rows.
    fn of(rows: &Range<usize>) -> Header {
        Header {
            start: rows.start,
            end: rows.end,
            ..Header::default()
        }
    }
}

/// Finds them.
///
/// # Errors
/// If the line that is said to be the header is not there.
pub(super) fn find(grid: &Grid, body: &Body, options: &Options) -> Result<Header, SourceError> {
    let (figures, years) = figure_columns(grid, body);
    let found = header_rows(grid, body, &figures, &years);
    let rows = said_rows(grid, options, found)?;
    let (texts, named) = texts(grid, body, &rows, &figures, &years);
    let mut header = Header {
        line: named.map_or(0, |at| grid.row(rows.start + at).line),
        ..Header::of(&rows)
    };
    let is_over_years = over_years(&texts, named, &figures);
    let over = &texts[..named.unwrap_or(0)];
    let (above, of_all) = above_names(over, &figures, is_over_years);
    let below = named.map_or(&[][..], |at| &texts[at + 1..]);
    let says = |row: &&Vec<String>| (0..body.width).any(|at| figures[at] && !row[at].is_empty());
    let is_silent = !below.iter().any(|row| says(&row));
    let captions = Captions::of(below, &figures);
    let kind = match &captions {
        Some(_) => Below::Units,
        None if is_silent => Below::Labels,
        None => Below::of(below, &figures, is_over_years),
    };
    let own = named.map_or(&[][..], |at| &texts[at][..]);
    let continued = captions.is_none() && below::is_continued(below, own, &figures, kind);
    let kind = if continued { Below::Labels } else { kind };
    if let (Some(row), Some(at)) = (below.first().filter(says), named) {
        let next = grid.row(rows.start + at + 1);
        header.findings.push(tell_below(next.line, row, kind));
    }
    // Below periods, what stands over the names of rows names these: `Regions | number | number`.
    let lowest = |index: usize| {
        let told = below.iter().rev().map(|row| row[index].as_str());
        told.chain(above.iter().rev().map(|row| row[index].as_str()))
            .find(|text| !text.is_empty() && !headings::is_time(text) && !headings::is_unit(text))
            .map(str::to_owned)
    };
    let of_periods = names_periods(grid, body);
    let goes_on = kind == Below::Labels
        && named.is_some_and(|at| below::goes_on(below, &texts[at], &figures));
    let is_name = |text: &String| !text.is_empty() && !periods::readable(text);
    for index in 0..body.width {
        let name = named.map_or("", |at| texts[at][index].as_str());
        let mut said = said_below(below, index, name, goes_on);
        if kind == Below::Units && captions.is_none() && said.is_empty() && figures[index] {
            said = below::unit_to_the_left(&below[0], index);
        }
        // In the corner over the names of rows a heading may say what stands to its right: years.
        let corner = is_over_years && !figures[index] && headings::is_time(name);
        let over_codes = is_silent && (name.is_empty() || headings::is_time(name));
        let coded = || below::first_of(below, index, headings::is_code).filter(|_| over_codes);
        // Years in the first column are named by a row above the last.
        let over_years = || below::first_of(&texts, 0, headings::is_time).filter(|_| of_periods);
        let name = match lowest(index).filter(|_| corner).or_else(coded) {
            Some(said) => said,
            None if corner && !of_periods => String::new(),
            None if name.is_empty() && !figures[index] => {
                named_beside(&above, below, index, is_silent)
            }
            None if name.is_empty() && index == 0 => over_years().unwrap_or_default(),
            None => name.to_owned(),
        };
        if let Some(captions) = &captions {
            said = captions.unit(below, index);
        }
        let mut above = above_it(&above, index, &name, figures[index]);
        let (name, unit) = if continued && figures[index] {
            said.clear();
            below::whole_name(below, &name, index)
        } else if figures[index] && name.is_empty() && above.last().is_some_and(is_name) {
            // A total is named in the row above alone.
            (above.pop().unwrap_or_default(), None)
        } else if figures[index] {
            below::name_of_unit(name, &mut above)
        } else {
            (name, None)
        };
        let heading = Heading {
            index,
            name: name.clone(),
            above,
            label: (kind == Below::Labels)
                .then(|| said.clone())
                .filter(|text| !text.is_empty() && !text.starts_with('#')),
            unit: (kind == Below::Units)
                .then(|| below::unwrapped(&said).to_owned())
                .filter(|text| !text.is_empty())
                .or(unit)
                .or_else(|| below::unit_over(over, index, &figures, &name))
                .or_else(|| of_all.clone().filter(|_| figures[index])),
            ..Heading::default()
        };
        let is_empty = name.is_empty() && heading.above.iter().all(String::is_empty);
        // Merged cells leave their name over columns that hold nothing.
        let is_merged = header.columns.last().is_some_and(|last| {
            last.name == name && last.above == heading.above && last.label == heading.label
        });
        let could_be_none = is_empty || is_merged;
        if index < body.used && !(could_be_none && is_blank(grid, rows.end..body.rows.end, index)) {
            header.columns.push(heading);
        }
    }
    naming::told_apart(&mut header, script(grid, body));
    Ok(header)
}

/// What the rows of the header say, and which of them names the columns.
fn texts(
    grid: &Grid,
    body: &Body,
    rows: &Range<usize>,
    figures: &[bool],
    years: &[bool],
) -> (Vec<Vec<String>>, Option<usize>) {
    let cells = |index: usize| cells(&grid.row(index), body.width);
    let mut texts: Vec<Vec<String>> = rows.clone().map(cells).collect();
    let stub = rows::stub(&mut texts, figures, years);
    below::drop_numbers(&mut texts, figures);
    let (mut texts, named) = match captioned(&texts, figures) {
        Some(texts) if names_periods(grid, body) => (texts, Some(0)),
        _ => {
            let named = name_row(&texts, figures);
            (texts, named)
        }
    };
    // What names the rows stands in a row of its own.
    if let (Some(stub), Some(named)) = (stub, named) {
        let own = texts[named].iter_mut().zip(stub);
        for (at, (name, said)) in own.enumerate().filter(|(_, (_, said))| !said.is_empty()) {
            // What stands in the corner above it is said of the columns, which have names of several levels where others stand
            // over it.
            *name = if name.is_empty() || headings::is_time(&said) && (named > 0 || years[at]) {
                said
            } else {
                format!("{said} / {name}")
            };
        }
    }
    (texts, named)
}

/// The rows of the header: those that are found, or from the line on that `--header` names.
fn said_rows(
    grid: &Grid,
    options: &Options,
    found: Range<usize>,
) -> Result<Range<usize>, SourceError> {
    let Some(line) = options.header else {
        return Ok(if grid.is_named { 0..1 } else { found });
    };
    let Some(said) = grid.rows().position(|row| row.line == line) else {
        return Err(SourceError::Unreadable(format!(
            "no record begins on line {line}, which `--header` names"
        )));
    };
    Ok(said..found.end.max(said + 1))
}

/// What stands above the name of a column. What names a column of areas does not stand above it as well.
fn above_it(above: &[Vec<String>], index: usize, name: &str, is_figure: bool) -> Vec<String> {
    let above = above.iter().map(|row| row[index].as_str());
    above
        .map(|text| if !is_figure && text == name { "" } else { text })
        .map(str::to_owned)
        .collect()
}

/// What stands below a name and says more. Under some columns alone it goes on with their names: `Population`, `aged 15
/// and over`.
fn said_below(below: &[Vec<String>], index: usize, name: &str, goes_on: bool) -> String {
    let said: Vec<&str> = below
        .iter()
        .map(|row| row[index].as_str())
        .filter(|text| !text.is_empty() && *text != name)
        .collect();
    let said = said.join(" ");
    if goes_on && name.contains(char::is_lowercase) && !said.is_empty() {
        format!("{name} {said}")
    } else {
        said
    }
}

/// The name of a column of names over which the row with those of figures is blank: of one of areas what stands below it, or
/// else above; of another what stands above it and over no column beside it, where it is no title.
fn named_beside(
    above: &[Vec<String>],
    below: &[Vec<String>],
    index: usize,
    is_silent: bool,
) -> String {
    let rows = below.iter().rev().chain(above.iter().rev());
    let mut texts = rows.map(|row| &row[index]);
    let told = texts.find(|text| !text.is_empty());
    let names =
        |text: &str| is_silent && (headings::is_code(text) || headings::normal(text) == "name");
    let told = told.filter(|text| headings::area(text) > 1 || names(text));
    let own = || {
        let row = above.last()?;
        let is_other = |beside: usize| row.get(beside) != row.get(index);
        let is_title = index == 0 && row.get(1).is_none_or(String::is_empty);
        let is_own = !is_title && is_other(index.wrapping_sub(1)) && is_other(index + 1);
        row.get(index).filter(|_| is_own)
    };
    told.or_else(own).cloned().unwrap_or_default()
}

/// What the row below the names says, told.
fn tell_below(line: u64, row: &[String], kind: Below) -> Finding {
    let what = if kind == Below::Units {
        "units"
    } else {
        "labels"
    };
    let sample = row.iter().find(|text| !text.is_empty());
    Finding::new(
        format!("line {line} holds {what}"),
        format!(
            "it stands below the header and holds no figure: `{}`",
            excerpt(sample.map_or("", String::as_str))
        ),
        "--header LINE",
    )
}

/// Whether nothing stands in a column; of a long table, in the rows at its beginning and its end.
fn is_blank(grid: &Grid, rows: Range<usize>, index: usize) -> bool {
    let blank = |at: usize| !grid.row(at).is_filled(index);
    rows.clone().take(10_000).all(blank) && rows.rev().take(10_000).all(blank)
}

/// Which columns hold figures, and which of these nothing but years, told by the rows far from the header.
fn figure_columns(grid: &Grid, body: &Body) -> (Vec<bool>, Vec<bool>) {
    let rows = body
        .rows
        .clone()
        .skip((body.rows.len() * 2 / 3).min(MOST))
        .take(LOOKED_AT);
    let mut tallies = vec![(Tally::default(), 0, 0); body.width];
    for row in rows
        .map(|index| grid.row(index))
        .filter(|row| row.len() <= body.width)
    {
        for ((tally, years, letters), cell) in tallies.iter_mut().zip(row.cells()) {
            tally.add(cell, row.line);
            *years += usize::from(is_year(cell.trim()));
            *letters += usize::from(is_word(cell.trim()) && !cell.trim().is_empty());
        }
    }
    let holds = |(tally, _, letters): &(Tally, usize, usize)| {
        // Beside no figure, letters that may be the mark of a missing one are a name: `NA`.
        let are_names = tally.figures() == 0 && *letters > 0;
        !are_names && tally.words * 2 < tally.figures() + tally.missing
    };
    let of_years =
        |(tally, years, _): &(Tally, usize, usize)| *years > 0 && *years == tally.figures();
    // Dashes before words part codes from names.
    let parts = |at: usize| {
        let next = tallies.get(at + 1);
        tallies[at].0.figures() == 0 && next.is_some_and(|(next, ..)| next.words > next.figures())
    };
    let held = (0..tallies.len()).map(|at| holds(&tallies[at]) && !parts(at));
    (held.collect(), tallies.iter().map(of_years).collect())
}

/// Which of the header's rows names the columns: the first that names all that hold figures, each by a name of its own;
/// else the last one that is no row of units.
fn name_row(rows: &[Vec<String>], figures: &[bool]) -> Option<usize> {
    let of_figures = |row: &Vec<String>| -> Vec<String> {
        let cells = row.iter().zip(figures).filter(|(_, holds)| **holds);
        cells.map(|(text, _)| text.clone()).collect()
    };
    let is_full = |row: &Vec<String>| {
        let names = of_figures(row);
        let mut distinct: Vec<&String> = names.iter().filter(|name| !name.is_empty()).collect();
        let filled = distinct.len();
        distinct.order();
        distinct.dedup();
        filled * 10 >= names.len() * 9 && distinct.len() == filled && filled > 0
    };
    // Below what is said of all figures, the periods of each name the columns: `Population`, `Ano` over `2021`.
    let held: Vec<usize> = (0..figures.len()).filter(|&at| figures[at]).collect();
    let of_periods = |at: &usize| {
        let (above, row) = (&rows[at - 1], &rows[*at]);
        let own = held.iter().filter(|&&cell| row[cell] != above[cell]);
        let mut own = own.map(|&cell| row[cell].as_str()).peekable();
        let is_caption = !row[0].is_empty() && row[0] != above[0];
        !is_caption && own.peek().is_some() && own.all(periods::readable)
    };
    let first = (1..rows.len()).rev().find(of_periods).unwrap_or(0);
    let mut full = (first..rows.len()).filter(|&at| is_full(&rows[at]));
    if let Some(top) = full.next() {
        // Titles and codes of series stand over the row that names the periods: `Date`, `Crude oil`.
        let names_rows =
            |&at: &usize| headings::is_time(&rows[at][0]) || headings::area(&rows[at][0]) > 0;
        let last = full
            .next_back()
            .filter(|last| headings::is_time(&rows[*last][0]));
        return last.filter(|_| !names_rows(&top)).or(Some(top));
    }
    // Years that begin again under merged headings.
    let mut last = rows.len().checked_sub(1)?;
    let filled = |row: &Vec<String>| {
        of_figures(row)
            .iter()
            .filter(|name| !name.is_empty())
            .count()
    };
    while let Some(above) = (0..last).rev().find(|&at| filled(&rows[at]) > 0)
        && filled(&rows[last]) * 2 < filled(&rows[above])
    {
        last = above;
    }
    Some(last)
}

/// The headings above the names, those of merged cells repeated, and the unit of all figures where they tell it.
fn above_names(
    rows: &[Vec<String>],
    figures: &[bool],
    over_years: bool,
) -> (Vec<Vec<String>>, Option<String>) {
    let mut rows = rows.to_vec();
    let lone = |row: &mut Vec<String>| {
        let unit = below::lone_unit(row, figures, over_years)?;
        // What stands in the corner before it is a title.
        if row.iter().skip(1).all(String::is_empty) {
            row[0].clear();
        }
        Some(unit)
    };
    let unit = rows.iter_mut().find_map(lone);
    (rows.iter().map(|row| spread(row, figures)).collect(), unit)
}

/// A row of headings with those of merged cells repeated: a blank cell over figures has the heading to its left.
fn spread(row: &[String], figures: &[bool]) -> Vec<String> {
    let mut last = String::new();
    let mut spread = Vec::with_capacity(row.len());
    for (index, text) in row.iter().enumerate() {
        if !text.is_empty() {
            last.clone_from(text);
        }
        let own = if text.is_empty() && figures[index] {
            last.clone()
        } else {
            text.clone()
        };
        if !figures[index] {
            last.clear();
        }
        spread.push(own);
    }
    // A heading over the names of rows is none of the figures'.
    spread
}
