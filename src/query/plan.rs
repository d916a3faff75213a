//! What a question comes to: every name resolved once against the package, as data that can be compared, printed
//! (`--plan`) and written for other engines.

mod text;

use std::collections::BTreeSet;

use super::select::{Reach, Selected, resolve, select};
use super::{
    Combination, Condition, Layout, Query, QueryError, SortKey, Transform, combine, whole,
};
use crate::answer::{Answer, Cell, Role};
use crate::figure::{Kind, Period};
use crate::package::{Combine, Package, Table};

/// What is to be done to answer a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The table.
    pub table: String,
    /// The area cells that are asked for; none for all.
    pub areas: Option<Vec<String>>,
    /// The members of further dimensions, by column; those of which all are asked for are absent.
    pub members: Vec<(String, Vec<String>)>,
    /// The periods; none for all.
    pub periods: Option<Vec<Period>>,
    /// The periods that the table has, in order.
    pub known: Vec<Period>,
    /// The periods that are named one by one, so that changes go from each to the next.
    pub named: Vec<Period>,
    /// Values that arithmetic refutes, where something is computed: the column of each, and its row by key columns.
    pub refuted: Vec<(String, Vec<(String, String)>)>,
    /// The indicators that are shown, in the order of the table.
    pub indicators: Vec<Part>,
    /// What is made one of.
    pub combined: Option<Combined>,
    /// What is made of the levels.
    pub transform: Option<Transform>,
    /// The whole that shares are of.
    pub whole: Option<Whole>,
    /// Conditions on rows.
    pub conditions: Vec<Condition>,
    /// What rows are sorted by.
    pub sort: Vec<SortKey>,
    /// How many rows are kept.
    pub top: Option<usize>,
    /// The columns that are kept; none for the usual ones.
    pub columns: Vec<String>,
    /// How rows and columns are laid out.
    pub layout: Layout,
}

/// An indicator of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its id.
    pub id: String,
    /// Its column.
    pub column: String,
    /// What sort of quantity it is.
    pub kind: Kind,
    /// How its values combine.
    pub rule: Combine,
}

/// Which rows make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Combined {
    /// The key columns that stay.
    pub stay: Vec<String>,
    /// Those that collapse.
    pub collapse: Vec<String>,
    /// Whether periods are among these, or the parts of a year.
    pub over_time: bool,
    /// How.
    pub how: Combination,
    /// What is added.
    pub added: Added,
}

/// The whole that shares are of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// The column whose members make it up.
    pub column: String,
    /// What is added.
    pub added: Added,
}

/// What is added where members become one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    /// The members that the table prints as the total of what collapses, by column: they are the answer where they have
    /// a value.
    pub printed: Vec<(String, String)>,
    /// The areas that are not added, since others hold them.
    pub held: Vec<String>,
    /// Whether some of the areas exist in a part of the periods only.
    pub limited: bool,
}

impl Plan {
    /// The plan that asks for all of a table.
    pub fn whole(table: &Table) -> Plan {
        Plan {
            table: table.name.clone(),
            areas: None,
            members: Vec::new(),
            periods: None,
            known: Vec::new(),
            named: Vec::new(),
            refuted: Vec::new(),
            indicators: Vec::new(),
            combined: None,
            transform: None,
            whole: None,
            conditions: Vec::new(),
            sort: Vec::new(),
            top: None,
            columns: Vec::new(),
            layout: Layout::Tidy,
        }
    }

    /// The plan of a question.
    ///
    /// # Errors
    /// If the question is refused, or nothing is there.
    pub fn of(package: &Package, table: &Table, query: &Query) -> Result<Plan, QueryError> {
        query.combination.check()?;
        let found = resolve(package, table, query)?;
        if let Some(nothing) = found.nothing {
            return Err(QueryError::refused(nothing));
        }
        let shown = table
            .indicators()
            .filter(|(place, ..)| found.shown.is_empty() || found.shown.contains(place));
        let indicators = shown.map(|(_, column, indicator)| Part {
            id: indicator.id.clone(),
            column: column.name.clone(),
            kind: indicator.kind,
            rule: indicator.combine.clone(),
        });
        let combined = query
            .combination
            .is_asked_for()
            .then(|| combined(package, table, query))
            .transpose()?;
        let transform = query.transform.clone();
        let transform = transform.filter(|transform| !transform.is_published());
        let computes = combined.is_some() || transform.is_some();
        let whole = transform.as_ref().filter(|_| combined.is_none());
        let whole = whole.map(|transform| whole_of(package, table, query, transform));
        Ok(Plan {
            table: table.name.clone(),
            areas: found.areas.map(|areas| areas.into_iter().collect()),
            members: found
                .members
                .into_iter()
                .map(|(place, members)| {
                    let name = table.columns[place].name.clone();
                    (name, members.into_iter().collect())
                })
                .collect(),
            known: package.years(table).into_iter().collect(),
            named: query
                .years
                .as_ref()
                .and_then(|years| years.named(found.years.as_ref()))
                .into_iter()
                .flatten()
                .collect(),
            periods: found.years.map(|years| years.into_iter().collect()),
            refuted: if computes {
                refuted(&select(package, table, query, Reach::Whole)?.answer)
            } else {
                Vec::new()
            },
            indicators: indicators.collect(),
            combined,
            transform,
            whole: whole.transpose()?.flatten(),
            conditions: query.arrangement.conditions.clone(),
            sort: query.arrangement.sort.clone(),
            top: query.arrangement.top,
            columns: query.arrangement.columns.clone(),
            layout: query.layout,
        })
    }
}

fn combined(package: &Package, table: &Table, query: &Query) -> Result<Combined, QueryError> {
    let selected = select(package, table, query, Reach::Whole)?;
    let answer = &selected.answer;
    let keys = combine::Keys::new(table, answer, &query.combination)?;
    let name = |place: &usize| answer.columns[*place].name.clone();
    let mut added = Added::default();
    for (_, column, dimension) in table.dimensions() {
        let collapses = keys.collapse.iter().any(|place| name(place) == column.name);
        if let Some(total) = dimension.total.clone().filter(|_| collapses) {
            added.printed.push((column.name.clone(), total));
        }
    }
    if let Some(area) = keys.area.filter(|area| keys.collapse.contains(area)) {
        let of_areas = of_areas((package, table), &selected, area, query.names_areas())?;
        added.held = of_areas.held;
        added.printed.extend(of_areas.printed);
        added.limited = of_areas.limited;
    }
    let years = keys.yearly.then(|| "year".to_owned());
    Ok(Combined {
        stay: keys.stay.iter().map(name).chain(years).collect(),
        collapse: keys.collapse.iter().map(name).collect(),
        over_time: keys.is_over_time(),
        how: query.combination.clone(),
        added,
    })
}

/// What is added where the areas of a selection, at this place, become one; those that are `named` all are.
fn of_areas(
    (package, table): (&Package, &Table),
    selected: &Selected,
    area: usize,
    named: bool,
) -> Result<Added, QueryError> {
    let answer = &selected.answer;
    let whole = whole::of_answer(package, table, answer, &selected.others, true)?;
    let all = answer.rows.iter().chain(&selected.others);
    let cells: BTreeSet<&str> = all.filter_map(|row| row.cells[area].text()).collect();
    let mut added = Added {
        limited: whole.is_limited(),
        ..Added::default()
    };
    for cell in cells.into_iter().filter(|_| !named) {
        if whole.is_total(cell) {
            let column = answer.columns[area].name.clone();
            added.printed.push((column, cell.to_owned()));
        } else if !whole.is_outermost(cell) {
            added.held.push(cell.to_owned());
        }
    }
    Ok(added)
}

/// The whole that a transform tells shares of; nothing where it tells none.
fn whole_of(
    package: &Package,
    table: &Table,
    query: &Query,
    transform: &Transform,
) -> Result<Option<Whole>, QueryError> {
    if !transform.is_of_whole() {
        return Ok(None);
    }
    if let Some(named) = transform.dimension() {
        let mut dimensions = table.dimensions();
        let found = dimensions.find(|(_, column, _)| column.name == named);
        return Ok(found.map(|(_, column, dimension)| {
            let total = dimension.total.clone();
            Whole {
                column: column.name.clone(),
                added: Added {
                    printed: total
                        .map(|total| (column.name.clone(), total))
                        .into_iter()
                        .collect(),
                    ..Added::default()
                },
            }
        }));
    }
    let selected = select(package, table, query, Reach::Whole)?;
    let Some(area) = selected.answer.place(|role| matches!(role, Role::Area)) else {
        return Ok(None);
    };
    Ok(Some(Whole {
        column: selected.answer.columns[area].name.clone(),
        added: of_areas((package, table), &selected, area, false)?,
    }))
}

/// The values of an answer that arithmetic refutes: the column of each, and its row by key columns.
fn refuted(answer: &Answer) -> Vec<(String, Vec<(String, String)>)> {
    let keys = super::keyed::keys(answer);
    let mut refuted = Vec::new();
    for row in &answer.rows {
        for (cell, column) in row.cells.iter().zip(&answer.columns) {
            let is_refuted =
                matches!(cell, Cell::Figure(figure) if !figure.usable && !figure.is_missing());
            if is_refuted && column.measure().is_some() {
                let key = keys.iter().map(|&place| {
                    let name = answer.columns[place].name.clone();
                    (name, super::keyed::key_text(&row.cells[place]))
                });
                refuted.push((column.name.clone(), key.collect()));
            }
        }
    }
    refuted
}
