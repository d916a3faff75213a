//! The second step: areas, years and members as one, each indicator by its own rule.
//!
//! This file says which rows make one, `keys` which columns stay, `refuse` what is never combined; `rules` says how
//! values make one. The descriptor's `kind` and `combine` decide, for any package; this folder finds the inputs, and
//! `methods` computes.
//!
//! | kind | over areas and members | over years | never |
//! | --- | --- | --- | --- |
//! | flow (GDP) | sum | sum, said to be cumulative | |
//! | stock (population) | sum | average | a sum over years |
//! | ratio (GDP per capita) | Σ numerator ÷ Σ denominator; the denominator from its own table, at mid-year the mean of two year-ends; where there is none, the one that the ratios imply | the same over all years | a mean |
//! | rate (real growth) | weighted by the amount of the year before; without it missing, or approximate on request | chained, as an average a year | a mean, a sum |
//! | share | Σ (share × whole) ÷ Σ whole, the whole being the dimension's total | the same over all years | a mean, a sum over areas |
//!
//! A missing or refuted member makes the result missing, with the reason; `--partial` computes over the rest and says
//! so, down to two thirds of the weights. A group of one is its member, as published. What would count twice (an area
//! with its part, a group with its member, overlapping members) is refused. `--agg` does what it says and labels it as
//! that.
//!
//! Every `Estimate` carries the interval that its inputs' printed digits imply: methods are monotone in each input, so
//! the ends come from ends; an input that stands twice in a formula is one input (`share`, `weighted_mean`). Where a
//! figure rests on combined figures that share an input (a change of GDP per capita, whose years share a year-end), the
//! interval is wider than need be, never too narrow. Tables print the digits that the interval supports, machine formats
//! 15. The status of a result is the worst of its inputs (U, B, D, E, P, A), with the notes of those.

mod amounts;
mod elsewhere;
mod keys;
mod ratios;
mod refuse;
mod rules;
mod weighted;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use super::QueryError;
use super::keyed::key_text;
use super::select::Selected;
use crate::answer::{Answer, Cell, Label, Name, Role, Row};
use crate::figure::Kind;
use crate::package::{Package, Table};
use crate::words::{printable, quoted_list};
use keys::Keys;
use rules::Rules;

/// What the row of several areas together has in the place of an area.
pub(super) const TOTAL: &str = "Total";

/// What is made one of, and how.
#[derive(Debug, Clone, Default)]
pub struct Combination {
    /// One more row for all areas together.
    pub total: bool,
    /// The dimensions that stay; all others collapse.
    pub group_by: Vec<String>,
    /// How values combine, in place of each indicator's own rule.
    pub aggregate: Option<Aggregate>,
    /// Whether a group with missing members is computed over those there are.
    pub partial: bool,
    /// Whether what holds only approximately is computed.
    pub approximate: bool,
}

/// A way to make one of several values without regard to what they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// The sum.
    Sum,
    /// The unweighted mean.
    Mean,
    /// The middle value.
    Median,
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// How many there are.
    Count,
    /// The first, in the order of the data.
    First,
    /// The last.
    Last,
}

impl Aggregate {
    /// Every aggregate, by name.
    pub const ALL: [(&'static str, Aggregate); 8] = [
        ("sum", Aggregate::Sum),
        ("mean", Aggregate::Mean),
        ("median", Aggregate::Median),
        ("min", Aggregate::Min),
        ("max", Aggregate::Max),
        ("count", Aggregate::Count),
        ("first", Aggregate::First),
        ("last", Aggregate::Last),
    ];

    /// The name by which `--agg` asks for it.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == self)
            .map_or("", |(name, _)| name)
    }
}

impl fmt::Display for Aggregate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Aggregate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .iter()
            .find(|(name, _)| *name == text)
            .map(|(_, found)| *found)
            .ok_or_else(|| {
                let names = quoted_list(Self::ALL.iter().map(|(name, _)| name), "or");
                format!("`--agg` does not take `{}`; write {names}", printable(text))
            })
    }
}

impl Combination {
    /// Whether anything is made one of.
    pub fn is_asked_for(&self) -> bool {
        self.total || !self.group_by.is_empty()
    }

    /// Refuses options that say how to combine where nothing is combined.
    pub(super) fn check(&self) -> Result<(), QueryError> {
        if self.total && !self.group_by.is_empty() {
            let message = "`--total` and `--group-by` contradict each other; leave out one of them";
            return Err(QueryError::refused(message));
        }
        let idle = [
            ("--agg", self.aggregate.is_some()),
            ("--partial", self.partial),
            ("--approximate", self.approximate),
        ];
        match idle.iter().find(|(_, set)| *set && !self.is_asked_for()) {
            None => Ok(()),
            Some((option, _)) => Err(QueryError::refused(format!(
                "`{option}` says how to combine, and nothing is combined; add `--total` or `--group-by year`"
            ))),
        }
    }
}

/// Which indicators are to be combined.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// Whether those that are shown are asked for by name.
    pub(super) by_name: bool,
    /// Whether those that are not shown are combined too, since something is computed from them.
    pub(super) all: bool,
    /// Whether figures carry their formulas.
    pub(super) explain: bool,
}

/// Combines the rows of a selection.
pub(super) fn combine(
    package: &Package,
    table: &Table,
    selected: &mut Selected,
    how: &Combination,
    wanted: Wanted,
) -> Result<(), QueryError> {
    if let Some((one, other)) = &selected.overlap {
        return Err(QueryError::refused(format!(
            "`{}` and `{}` overlap, so that an area would count twice; name one of them",
            printable(one),
            printable(other)
        )));
    }
    let keys = Keys::new(table, &selected.answer, how)?;
    refuse::refuse_namesake_of_total(table, selected, &keys, how)?;
    refuse::refuse_parts_with_wholes(package, &selected.answer, &keys)?;
    refuse::hide_what_does_not_combine(
        table,
        &mut selected.answer,
        how.aggregate,
        &keys,
        wanted.by_name,
    )?;
    let mut groups = groups(table, selected, &keys)?;
    let rules = Rules::new(package, table, selected, how, &keys, wanted);
    let mut rows = Vec::new();
    for group in &mut groups {
        group.absent = rules.absent(group);
        rows.push(combined_row(table, &selected.answer, &keys, group, &rules)?);
    }
    let answer = &mut selected.answer;
    if how.total {
        answer.rows.extend(rows);
        selected.has_total = true;
    } else {
        answer.rows = rows;
        keys.drop_collapsed(answer);
    }
    if let Some(aggregate) = how.aggregate {
        label(answer, table, aggregate);
    }
    Ok(())
}

/// The rows that make one.
pub(super) struct Group {
    /// Their places.
    rows: Vec<usize>,
    /// The members that have no row.
    absent: Vec<Absent>,
}

/// A member that a group does not have a row of.
#[derive(Debug, Clone)]
pub(super) struct Absent {
    /// What its row would have in the columns that collapse.
    key: Vec<String>,
    /// What is to be said of it.
    reason: String,
}

/// The groups of a selection, in the order in which they first come.
fn groups(table: &Table, selected: &Selected, keys: &Keys) -> Result<Vec<Group>, QueryError> {
    let answer = &selected.answer;
    for (_, column, dimension) in table.dimensions() {
        let Some(place) = answer
            .columns
            .iter()
            .position(|known| known.name == column.name)
        else {
            continue;
        };
        let members: BTreeSet<&str> = answer
            .rows
            .iter()
            .filter_map(|row| row.cells[place].text())
            .collect();
        if let Some(reason) = dimension
            .overlapping
            .as_ref()
            .filter(|_| keys.collapses(Some(place)) && members.len() > 1)
        {
            return Err(QueryError::refused(format!(
                "the members of `{0}` overlap and are never combined ({1}); name one with `--{0}`, or keep them with `--group-by {0}`",
                column.name,
                reason.trim_end_matches('.')
            )));
        }
    }
    let mut groups: Vec<Group> = Vec::new();
    let mut places: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for (at, row) in answer.rows.iter().enumerate() {
        let in_years = match (
            keys.time.filter(|time| keys.collapse.contains(time)),
            &selected.years,
        ) {
            (Some(time), Some(years)) => {
                matches!(row.cells[time], Cell::Year(year) if years.contains(&year))
            }
            _ => true,
        };
        if !in_years || is_total_among_members(table, answer, keys, row) {
            continue;
        }
        let key = keys
            .stay
            .iter()
            .map(|&place| key_text(&row.cells[place]))
            .collect();
        let place = *places.entry(key).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Group {
                rows: Vec::new(),
                absent: Vec::new(),
            });
        }
        groups[place].rows.push(at);
    }
    Ok(groups)
}

/// Whether the row is the total of a dimension that collapses with its members.
fn is_total_among_members(table: &Table, answer: &Answer, keys: &Keys, row: &Row) -> bool {
    table.dimensions().any(|(_, column, dimension)| {
        let place = answer
            .columns
            .iter()
            .position(|known| known.name == column.name);
        let Some(place) = place.filter(|place| keys.collapse.contains(place)) else {
            return false;
        };
        let is_total = |row: &Row| {
            row.cells[place].text() == dimension.total.as_deref() && dimension.total.is_some()
        };
        is_total(row) && !answer.rows.iter().all(is_total)
    })
}

fn combined_row(
    table: &Table,
    answer: &Answer,
    keys: &Keys,
    group: &Group,
    rules: &Rules,
) -> Result<Row, QueryError> {
    let first = &answer.rows[group.rows[0]];
    let mut cells = Vec::with_capacity(first.cells.len());
    for (place, column) in answer.columns.iter().enumerate() {
        cells.push(match &column.role {
            Role::Area if keys.collapses(Some(place)) => Cell::Name(Name {
                id: TOTAL.to_owned(),
                label: Label::new(TOTAL, Some("合计")),
            }),
            Role::Words if keys.collapses(keys.area) => Cell::Empty,
            // What is said of one of several is not said of all.
            Role::Attribute if group.rows.len() > 1 => Cell::Empty,
            Role::Measure(measure) => {
                let found = table.indicator(&measure.id);
                match found.filter(|_| column.shown || rules.combines_all()) {
                    Some((_, _, indicator)) => rules.combined(indicator, place, group)?,
                    None => Cell::Empty,
                }
            }
            _ => first.cells[place].clone(),
        });
    }
    Ok(Row {
        cells,
        total: first.total || rules.makes_a_total(),
    })
}

/// Names the columns after what was computed, where that is not the indicator's own rule.
fn label(answer: &mut Answer, table: &Table, aggregate: Aggregate) {
    for column in &mut answer.columns {
        let Role::Measure(measure) = &mut column.role else {
            continue;
        };
        let kind = table.indicator(&measure.id).map(|(_, _, found)| found.kind);
        if aggregate == Aggregate::Sum && matches!(kind, Some(Kind::Flow | Kind::Stock)) {
            continue;
        }
        let words = match aggregate {
            Aggregate::Mean => "unweighted mean",
            Aggregate::Median => "unweighted median",
            other => other.name(),
        };
        column.name = format!("{}_{aggregate}", column.name);
        column.label = Label::plain(format!("{}, {words}", column.label.en));
        measure.id = format!("{}.{aggregate}", measure.id);
        if aggregate == Aggregate::Count {
            measure.unit = None;
            measure.unit_measure = None;
        }
    }
}
