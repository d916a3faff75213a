//! The second step: areas, years and members as one, each indicator by its own rule.
//!
//! This file says which rows make one; `rules` says how their values do.

mod rules;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use super::QueryError;
use super::select::Selected;
use crate::answer::{Answer, Cell, Column, Label, Name, Role, Row};
use crate::figure::Kind;
use crate::package::{Combine, Indicator, Package, Table};
use crate::words::{did_you_mean, list, printable, quoted_list};
use rules::Rules;
pub(super) use rules::{Doubt, Operand};

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
    refuse_parts_with_wholes(package, &selected.answer, &keys)?;
    hide_what_does_not_combine(table, &mut selected.answer, how, &keys, wanted.by_name)?;
    let groups = groups(table, selected, &keys)?;
    let rules = Rules::new(package, table, selected, how, &keys, wanted)?;
    let mut rows = Vec::new();
    for group in &groups {
        rows.push(combined_row(table, &selected.answer, &keys, group, &rules)?);
    }
    let answer = &mut selected.answer;
    if how.total {
        answer.rows.extend(rows);
    } else {
        answer.rows = rows;
        keys.drop_collapsed(answer);
    }
    if let Some(aggregate) = how.aggregate {
        label(answer, table, aggregate);
    }
    Ok(())
}

/// The key columns of an answer: which stay, which collapse.
pub(super) struct Keys {
    /// The places of the key columns that stay.
    stay: Vec<usize>,
    /// The places of those that collapse.
    collapse: Vec<usize>,
    /// The place of the area, and of the year, where there are such columns.
    area: Option<usize>,
    time: Option<usize>,
}

impl Keys {
    fn new(table: &Table, answer: &Answer, how: &Combination) -> Result<Keys, QueryError> {
        let place = |wanted: fn(&Role) -> bool| {
            answer
                .columns
                .iter()
                .position(|column| wanted(&column.role))
        };
        let area = place(|role| matches!(role, Role::Area));
        let time = place(|role| matches!(role, Role::Time));
        let is_key = |role: &Role| matches!(role, Role::Area | Role::Time | Role::Member);
        let all: Vec<usize> = (0..answer.columns.len())
            .filter(|&at| is_key(&answer.columns[at].role))
            .collect();
        if how.total {
            let Some(area) = area else {
                let message = format!(
                    "`{}` has no areas to make a total of; leave out `--total`",
                    table.name
                );
                return Err(QueryError::refused(message));
            };
            let stay = all.iter().copied().filter(|at| *at != area).collect();
            return Ok(Keys {
                stay,
                collapse: vec![area],
                area: Some(area),
                time,
            });
        }
        let names: Vec<&str> = all
            .iter()
            .map(|&at| answer.columns[at].name.as_str())
            .collect();
        let mut stay = Vec::new();
        for wanted in &how.group_by {
            let found = all.iter().copied().find(|&at| {
                let column = &answer.columns[at];
                column.name == *wanted
                    || (matches!(wanted.as_str(), "area" | "city")
                        && matches!(column.role, Role::Area))
            });
            match found {
                Some(at) => stay.push(at),
                None => {
                    let hint = did_you_mean(wanted, names.iter().copied());
                    return Err(QueryError::refused(format!(
                        "`--group-by`: `{}` has no dimension `{}`{} It has {}",
                        table.name,
                        printable(wanted),
                        if hint.is_empty() { "." } else { &hint },
                        quoted_list(&names, "and")
                    )));
                }
            }
        }
        let collapse: Vec<usize> = all
            .iter()
            .copied()
            .filter(|at| !stay.contains(at))
            .collect();
        stay.sort_unstable();
        stay.dedup();
        Ok(Keys {
            stay,
            collapse,
            area,
            time,
        })
    }

    fn collapses(&self, place: Option<usize>) -> bool {
        place.is_some_and(|place| self.collapse.contains(&place))
    }

    /// Takes the collapsed columns, and the code of a collapsed area, out of the answer.
    fn drop_collapsed(&self, answer: &mut Answer) {
        let code = self
            .area
            .filter(|area| self.collapse.contains(area))
            .map(|area| area + 1);
        let keep: Vec<usize> = (0..answer.columns.len())
            .filter(|at| !self.collapse.contains(at) && Some(*at) != code)
            .collect();
        answer.columns = keep.iter().map(|&at| answer.columns[at].clone()).collect();
        for row in &mut answer.rows {
            row.cells = keep.iter().map(|&at| row.cells[at].clone()).collect();
        }
    }
}

/// Refuses areas of which one is a part of another.
fn refuse_parts_with_wholes(
    package: &Package,
    answer: &Answer,
    keys: &Keys,
) -> Result<(), QueryError> {
    let Some(area) = keys.area.filter(|area| keys.collapse.contains(area)) else {
        return Ok(());
    };
    let register = package.areas()?;
    let named: BTreeSet<&str> = answer
        .rows
        .iter()
        .filter_map(|row| row.cells[area].text())
        .collect();
    for name in &named {
        let Some(whole) = register.of_cell(name) else {
            continue;
        };
        let parts = register.inside(&whole.code);
        if let Some(part) = parts.iter().find(|part| named.contains(part.name.as_str())) {
            return Err(QueryError::refused(format!(
                "{} is a part of {}, so that it would count twice; name one of them with `--city`",
                printable(&part.name),
                printable(&whole.name)
            )));
        }
    }
    Ok(())
}

/// The rows that make one.
pub(super) struct Group {
    /// Their places.
    rows: Vec<usize>,
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
                "the members of `{0}` overlap and are never combined ({reason}); name one with `--{0}`, or keep them with `--group-by {0}`",
                column.name
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
            groups.push(Group { rows: Vec::new() });
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

/// The text of a key cell, by which rows are told apart.
pub(super) fn key_text(cell: &Cell) -> String {
    match cell {
        Cell::Year(year) => year.to_string(),
        cell => cell.text().unwrap_or_default().to_owned(),
    }
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
                id: "Total".to_owned(),
                label: Label::new("Total", Some("合计")),
            }),
            Role::Words if keys.collapses(keys.area) => Cell::Empty,
            Role::Measure(measure) => {
                let found = table
                    .indicators()
                    .find(|(_, _, indicator)| indicator.id == measure.id);
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

/// Hides the indicators that do not combine, or refuses where one is asked for by name.
fn hide_what_does_not_combine(
    table: &Table,
    answer: &mut Answer,
    how: &Combination,
    keys: &Keys,
    named: bool,
) -> Result<(), QueryError> {
    let mut hidden = Vec::new();
    for column in answer.columns.iter_mut().filter(|column| column.shown) {
        let Some(measure) = column.measure() else {
            continue;
        };
        let found = table
            .indicators()
            .find(|(_, _, indicator)| indicator.id == measure.id);
        let Some((_, _, indicator)) = found else {
            continue;
        };
        if let Some(aggregate) = how.aggregate {
            refuse_aggregate(table, indicator, aggregate, keys)?;
        }
        let reason = match (&indicator.combine, indicator.kind) {
            (_, Kind::Text) => "it holds words".to_owned(),
            (Combine::None { .. }, _) if how.aggregate.is_some() => continue,
            (Combine::None { reason }, _) => {
                let reason = reason
                    .clone()
                    .unwrap_or_else(|| "its descriptor states no rule".to_owned());
                reason.trim_end_matches('.').to_owned()
            }
            _ => continue,
        };
        if named {
            return Err(QueryError::refused(format!(
                "`{}` does not combine: {reason}; leave out `--total` and `--group-by`",
                indicator.id
            )));
        }
        column.shown = false;
        hidden.push(indicator.id.clone());
    }
    if !answer
        .columns
        .iter()
        .any(|column| column.shown && column.measure().is_some())
    {
        return Err(QueryError::refused(format!(
            "`{}` holds nothing that combines; leave out `--total` and `--group-by`",
            table.name
        )));
    }
    if !hidden.is_empty() {
        answer.warnings.push(format!(
            "{} left out, since it does not combine",
            quoted_list(hidden, "and")
        ));
    }
    Ok(())
}

/// Refuses a sum that has no meaning.
fn refuse_aggregate(
    table: &Table,
    indicator: &Indicator,
    aggregate: Aggregate,
    keys: &Keys,
) -> Result<(), QueryError> {
    if aggregate != Aggregate::Sum {
        return Ok(());
    }
    let id = &indicator.id;
    let own_rule = match &indicator.combine {
        Combine::None { .. } => String::new(),
        _ => ", leave out `--agg` for its own rule".to_owned(),
    };
    let reason = match indicator.kind {
        Kind::Flow => return Ok(()),
        Kind::Stock if !keys.collapses(keys.time) => return Ok(()),
        Kind::Stock => format!(
            "`{id}` is a stock, and a sum of it over years counts the same people or things again"
        ),
        kind => format!("`{id}` is a {} and has no sum", kind.name()),
    };
    let others = table
        .indicators()
        .filter(|(_, _, other)| {
            other.kind == Kind::Flow || (other.kind == Kind::Stock && !keys.collapses(keys.time))
        })
        .map(|(_, _, other)| format!("`-i {}`", other.id));
    let others: Vec<String> = others.collect();
    let ask = if others.is_empty() {
        String::new()
    } else {
        format!(", or ask {}", list(others, "or"))
    };
    Err(QueryError::refused(format!(
        "{reason}; say `--agg mean` for an unweighted mean{own_rule}{ask}"
    )))
}

/// Names the columns after what was computed, where that is not the indicator's own rule.
fn label(answer: &mut Answer, table: &Table, aggregate: Aggregate) {
    for column in &mut answer.columns {
        let Role::Measure(measure) = &mut column.role else {
            continue;
        };
        let kind = table
            .indicators()
            .find(|(_, _, indicator)| indicator.id == measure.id)
            .map(|(_, _, found)| found.kind);
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
        }
    }
}

/// Whether a column is a key of the rows.
pub(super) fn is_key(column: &Column) -> bool {
    matches!(column.role, Role::Area | Role::Time | Role::Member)
}
