//! Which kind of picture suits some figures, and which they have none of.

use crate::order::InOrder;
use std::collections::BTreeSet;

use super::observe::{Observation, by_series, of_shortest};

/// The kinds of picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chart {
    /// Lines over years.
    Line,
    /// Bars side by side.
    Bar,
    /// Bars made of parts.
    Stack,
    /// The course of each series on a line of text.
    Spark,
}

impl Chart {
    /// Every kind.
    pub const ALL: [Chart; 4] = [Chart::Line, Chart::Bar, Chart::Stack, Chart::Spark];

    /// The name by which `--chart` asks for it.
    pub fn name(self) -> &'static str {
        match self {
            Chart::Line => "line",
            Chart::Bar => "bar",
            Chart::Stack => "stack",
            Chart::Spark => "spark",
        }
    }

    /// The kind of this name, in any case; lines for a name that is none.
    pub fn named(name: &str) -> Chart {
        let is_named = |chart: &Chart| chart.name().eq_ignore_ascii_case(name);
        Chart::ALL.into_iter().find(is_named).unwrap_or(Chart::Line)
    }
}

/// How some figures are drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    Lines,
    Bars,
    /// Bars made of the members of this column.
    Stacks(String),
    Sparks,
}

/// Why some figures have no picture of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoPicture {
    #[error("has no figures for several years")]
    OneYear,
    #[error("is not known to add up, so that nothing can be stacked")]
    DoesNotAddUp,
    #[error("has no parts here that add up to a whole")]
    NoParts,
    #[error("has negative values, which cannot be stacked")]
    Negative,
    #[error("has several figures for the same thing")]
    Ambiguous,
}

/// The fewest years that make a line of themselves; two are told better by two bars.
const YEARS_OF_A_LINE: usize = 3;

/// How the figures of one subject are drawn: as asked, else members that make a whole as stacks, values over several
/// years as lines, all others as bars. `additive` names the columns over which the figures add up.
pub(super) fn choose(
    group: &[&Observation],
    additive: &[String],
    asked: Option<Chart>,
) -> Result<Choice, NoPicture> {
    if is_ambiguous(group) {
        return Err(NoPicture::Ambiguous);
    }
    let course = of_shortest(group);
    match asked {
        Some(Chart::Bar) => Ok(Choice::Bars),
        Some(Chart::Line | Chart::Spark) if most_years(&course) < 2 => Err(NoPicture::OneYear),
        Some(Chart::Line) => Ok(Choice::Lines),
        Some(Chart::Spark) => Ok(Choice::Sparks),
        Some(Chart::Stack) if additive.is_empty() => Err(NoPicture::DoesNotAddUp),
        Some(Chart::Stack) => match parts(group, additive, Areas::Too) {
            None => Err(NoPicture::NoParts),
            Some(_) if has_negative(group) => Err(NoPicture::Negative),
            Some(column) => Ok(Choice::Stacks(column)),
        },
        None => Ok(match parts(group, additive, Areas::Never) {
            Some(column) if !has_negative(group) => Choice::Stacks(column),
            _ if most_years(&course) >= YEARS_OF_A_LINE && is_in_order_of_years(&course) => {
                Choice::Lines
            }
            _ => Choice::Bars,
        }),
    }
}

/// Whether areas may be the parts of a whole as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Areas {
    Too,
    Never,
}

/// The column whose members are the parts of a whole, two of them at least: a further dimension, else the areas.
fn parts(group: &[&Observation], additive: &[String], areas: Areas) -> Option<String> {
    let mut columns: Vec<(bool, &str)> = Vec::new();
    for part in group.iter().flat_map(|one| &one.about) {
        let column = (part.is_area, part.column.as_str());
        let may_be = additive.contains(&part.column) && (!part.is_area || areas == Areas::Too);
        if may_be && !columns.contains(&column) {
            columns.push(column);
        }
    }
    columns.order();
    let has_several = |column: &str| {
        let members = group.iter().filter(|one| !one.total);
        let mut members = members
            .flat_map(|one| &one.about)
            .filter(|part| part.column == column);
        members
            .next()
            .is_some_and(|first| members.any(|other| other != first))
    };
    columns
        .into_iter()
        .map(|(_, column)| column)
        .find(|column| has_several(column))
        .map(str::to_owned)
}

fn has_negative(group: &[&Observation]) -> bool {
    group
        .iter()
        .filter_map(|one| one.value())
        .any(|value| value < 0.0)
}

/// How many years the longest series has.
fn most_years(group: &[&Observation]) -> usize {
    let with_years =
        |series: Vec<&Observation>| series.iter().filter_map(|one| one.place()).count();
    by_series(group)
        .into_iter()
        .map(with_years)
        .max()
        .unwrap_or(0)
}

/// Whether the rows run through the years, series by series or year by year; rows in another order are a ranking.
fn is_in_order_of_years(group: &[&Observation]) -> bool {
    let runs = |years: &[i64]| years.is_sorted() || years.is_sorted_by(|a, b| a >= b);
    let years =
        |part: &[&Observation]| -> Vec<i64> { part.iter().filter_map(|one| one.place()).collect() };
    let parts: Vec<&[&Observation]> = group.chunk_by(|a, b| a.about == b.about).collect();
    let is_by_series = parts.len() == by_series(group).len();
    runs(&years(group)) || (is_by_series && parts.iter().all(|part| runs(&years(part))))
}

/// Whether two figures are about the same thing at the same time.
fn is_ambiguous(group: &[&Observation]) -> bool {
    let mut seen = BTreeSet::new();
    !group.iter().all(|one| seen.insert((one.key(), &one.when)))
}
