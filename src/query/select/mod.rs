//! The first step: which rows and columns of a table are asked for, and what is known of each value.

mod areas;
mod narrow;
mod present;
mod said;

use std::collections::{BTreeMap, BTreeSet};

use super::{Query, QueryError};
use crate::answer::{Answer, Cell, Row as AnswerRow};
use crate::figure::{Value, Year};
use crate::package::{Package, Remarks, Row, Table};
use areas::Covered;
use narrow::{Filter, Narrowed};
use present::Scope;

/// How far a selection reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// The rows that are asked for.
    Chosen,
    /// What a computation needs: the chosen areas and members in every year, and the other areas beside them.
    Series,
}

/// What a question selects.
pub(super) struct Selected {
    /// The rows as far as the selection reaches, with all that is to be said.
    pub(super) answer: Answer,
    /// The rows of the areas that are not chosen, where the selection reaches so far.
    pub(super) others: Vec<AnswerRow>,
    /// The rows of the chosen areas with members that are not chosen, where the selection reaches so far.
    pub(super) beside: Vec<AnswerRow>,
    /// Which part of the table is asked for, in words.
    pub(super) scope: Scope,
    /// The years that are asked for; none for all.
    pub(super) years: Option<BTreeSet<Year>>,
    /// The years that are asked for and do not exist.
    pub(super) absent: BTreeSet<Year>,
    /// Two names that stand for some area both, where there are such.
    pub(super) overlap: Option<(String, String)>,
    /// Whether corrections stand in the place of what they correct.
    pub(super) adjusted: bool,
    /// Whether rows of all chosen areas together stand behind theirs.
    pub(super) has_total: bool,
}

/// Selects rows and columns of the table.
pub(super) fn select(
    package: &Package,
    table: &Table,
    query: &Query,
    reach: Reach,
) -> Result<Selected, QueryError> {
    let rows = package.rows(table)?;
    let covered = Covered::new(package, table, &rows)?;
    let shown = narrow::indicators(package, table, &query.indicators)?;
    let mut narrowed = Narrowed::default();
    let mut overlap = None;
    if !query.areas.is_empty() {
        let choice = areas::choose(package, table, &covered, &query.areas)?;
        narrowed.filter.areas = Some(choice.cells);
        narrowed.warnings = choice.warnings;
        narrowed.nothing = choice.nothing;
        overlap = choice.overlap;
    }
    narrowed.filter.members = narrow::members_asked(table, &rows, &query.members)?;
    if narrowed.nothing.is_none() {
        narrowed.select_years(package, table, &rows, query)?;
    }
    let Narrowed {
        mut filter,
        warnings,
        nothing,
        absent,
    } = narrowed;
    let is_there = nothing.is_none();
    let chosen: Vec<&Row> = rows
        .iter()
        .filter(|row| is_there && filter.keeps(table, row))
        .collect();
    let remarks = if query.bare {
        Remarks::default()
    } else {
        package.remarks(table)?
    };
    let doubts = present::Doubts {
        remarks: &remarks,
        adjusted: query.telling.adjusted,
        said: said::Said::of(table).filter(|_| !query.bare),
        asked: query.arrangement.attributes_asked(table),
    };
    let present = |row: &&Row| present::row(table, &covered, &doubts, row);
    let scope = present::scope(table, &covered, &chosen, &filter);
    let mut answer = Answer {
        columns: present::columns(package, table, &shown),
        adds_over: present::adds_over(table),
        rows: chosen.iter().map(present).collect(),
        sources: package.source_line(table).into_iter().collect(),
        warnings,
        nothing,
        ..Answer::default()
    };
    if answer.rows.is_empty() && answer.nothing.is_none() {
        answer.nothing = Some(format!(
            "no row of `{}` has all that is asked for; `hlj describe {}` says what there is",
            table.name, table.name
        ));
    }
    let years = filter.years.take();
    let (mut others, mut beside) = (Vec::new(), Vec::new());
    if reach == Reach::Series && answer.nothing.is_none() {
        let rows_where = |is_it: &dyn Fn(&Row) -> bool| -> Vec<AnswerRow> {
            let found = rows.iter().filter(|row| is_it(row));
            found.map(|row| present(&row)).collect()
        };
        let is_own = |row: &Row| filter.keeps(table, row);
        answer.rows = rows_where(&is_own);
        let of_areas = Filter {
            members: BTreeMap::new(),
            ..filter.clone()
        };
        beside = rows_where(&|row| of_areas.keeps(table, row) && !is_own(row));
        let of_members = Filter {
            areas: None,
            ..filter.clone()
        };
        others = rows_where(&|row| of_members.keeps(table, row) && !is_own(row));
    }
    Ok(Selected {
        answer,
        scope,
        others,
        beside,
        years,
        absent,
        overlap,
        adjusted: query.telling.adjusted,
        has_total: false,
    })
}

impl Selected {
    /// The answer with the years that are asked for, where the selection reached further.
    pub(super) fn cut(self) -> Answer {
        let mut answer = self.answer;
        if let Some(years) = &self.years {
            let is_asked_for =
                |cell: &Cell| !matches!(cell, Cell::Year(year) if !years.contains(year));
            answer.rows.retain(|row| row.cells.iter().all(is_asked_for));
        }
        answer
    }
}

fn row_text(row: &Row, place: Option<usize>) -> Option<&str> {
    match &row.cells[place?] {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn row_year(row: &Row, place: Option<usize>) -> Option<Year> {
    match row.cells[place?] {
        Value::Year(year) => Some(year),
        _ => None,
    }
}
