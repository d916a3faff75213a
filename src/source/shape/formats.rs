//! How the numbers of the columns of figures are written.

use super::body::Body;
use super::heads::Heads;
use super::roles::Roles;
use crate::source::grid::Grid;
use crate::source::headings;
use crate::source::layout::Layout;
use crate::source::numeral::{self, Parentheses, Tally};
use crate::source::{Finding, Options, SourceError};
use crate::words::excerpt;

/// So many rows and columns at least have numbers of both kinds where one kind tells what the other is.
const FEWEST: usize = 3;

/// Decides how the numbers of the columns of figures are written; with what was found where only other figures tell.
///
/// # Errors
/// If the numbers of a column have two readings and nothing settles which.
pub(super) fn set_formats(
    body: &mut Body,
    heads: &Heads,
    roles: &Roles,
    layout: &Layout,
    grid: &Grid,
    options: &Options,
) -> Result<Vec<Finding>, SourceError> {
    // Columns of one indicator are written in one way.
    let mut sets: Vec<Vec<usize>> = (0..heads.stems.len())
        .map(|stem| {
            heads
                .values
                .iter()
                .filter(|value| value.stem == stem)
                .map(|value| value.column)
                .collect()
        })
        .collect();
    sets.extend(roles.figures.iter().map(|&column| vec![column]));
    // And so are their bounds.
    for (column, ends) in &roles.bounds {
        if let Some(set) = sets.iter_mut().find(|set| set.contains(column)) {
            set.extend(ends);
        }
    }
    let tallies: Vec<numeral::Tally> = sets
        .iter()
        .map(|set| {
            let mut all = numeral::Tally::default();
            for &column in set {
                all.merge(&body.columns[column].tally);
            }
            all
        })
        .collect();
    let named: Vec<(&str, &numeral::Tally)> = sets
        .iter()
        .zip(&tallies)
        .map(|(set, tally)| {
            (
                set.first()
                    .map_or("", |&column| body.columns[column].heading.name.as_str()),
                tally,
            )
        })
        .collect();
    let said = options.decimal.or(grid.decimal);
    let mut told = Vec::new();
    let formats = match numeral::formats(&named, grid.delimiter, said) {
        Ok(formats) => formats,
        Err(ambiguous) => {
            let asked = || SourceError::Asked(ambiguous.to_string());
            let (decimal, finding) = beside_small(body, &sets).ok_or_else(asked)?;
            told.push(finding);
            numeral::formats(&named, grid.delimiter, Some(decimal)).map_err(|_| asked())?
        }
    };
    let title = layout.title.as_deref().unwrap_or(&grid.name);
    let over_rows = roles.area.map(|area| body.columns[area].name.as_str());
    let of_all = counts_people(title) || over_rows.is_some_and(counts_people);
    for (set, mut format) in sets.iter().zip(formats) {
        let mut own = set.iter().map(|&column| body.columns[column].name.as_str());
        let of_people = of_all || own.any(counts_people);
        if of_people && parenthesised(body, set) {
            format.parentheses = Parentheses::Aside;
            told.push(Finding::new(
                "numbers in parentheses are no negative ones",
                "people are counted",
                "",
            ));
        }
        for &column in set {
            body.columns[column].format = format;
        }
    }
    Ok(told)
}

/// Whether numbers stand in parentheses in some columns.
fn parenthesised(body: &Body, columns: &[usize]) -> bool {
    let mut tallies = columns.iter().map(|&column| &body.columns[column].tally);
    tallies.any(|tally| tally.parenthesised_figures > 0)
}

/// Whether a name says that people are counted, and not by how many they have become more or fewer.
fn counts_people(name: &str) -> bool {
    let name = headings::normal(name);
    let has = |words: &[&str]| name.split(' ').any(|word| words.contains(&word));
    let changes = [
        "change",
        "growth",
        "increase",
        "decrease",
        "net",
        "balance",
        "difference",
        "migration",
    ];
    has(&[
        "population",
        "people",
        "persons",
        "inhabitants",
        "births",
        "deaths",
        "households",
    ]) && !has(&changes)
}

/// What stands before decimals where a sign stands in numbers of two readings, and whole numbers below a thousand stand
/// beside them in the same rows and in the same columns: of three decimals all would be printed, so that the sign groups.
fn beside_small(body: &Body, sets: &[Vec<usize>]) -> Option<(char, Finding)> {
    let columns: Vec<usize> = sets.iter().flatten().copied().collect();
    let mut rows = 0;
    let mut both: Vec<(bool, bool)> = vec![(false, false); columns.len()];
    let mut signs = (0, 0);
    let mut example: Option<(String, String)> = None;
    for row in 0..body.len() {
        let (mut large, mut small) = (None, None);
        for (&column, both) in columns.iter().zip(&mut both) {
            let cell = body.cell(row, column);
            let mut tally = Tally::default();
            tally.add(cell, 1);
            if tally.point + tally.comma + tally.ungrouped > 0 {
                return None;
            }
            signs.0 += tally.ambiguous_comma;
            signs.1 += tally.ambiguous_point;
            if tally.ambiguous_comma + tally.ambiguous_point > 0 {
                large = Some(cell);
                both.0 = true;
            } else if tally.either > 0 && cell.parse::<u16>().is_ok_and(|n| (1..1000).contains(&n))
            {
                small = Some(cell);
                both.1 = true;
            }
        }
        if let (Some(large), Some(small)) = (large, small) {
            rows += 1;
            example.get_or_insert_with(|| (excerpt(large), excerpt(small)));
        }
    }
    let decimal = match signs {
        (_, 0) => '.',
        (0, _) => ',',
        _ => return None,
    };
    let mixed = both
        .iter()
        .filter(|(large, small)| *large && *small)
        .count();
    let (large, small) = example.filter(|_| rows >= FEWEST && mixed >= FEWEST)?;
    let plain: String = large.chars().filter(char::is_ascii_digit).collect();
    Some((
        decimal,
        Finding::new(
            format!("`{large}` is {plain}"),
            format!(
                "whole numbers such as `{small}` stand beside it in the same rows and columns, and none with one or two decimals"
            ),
            "--decimal",
        ),
    ))
}
