//! The first step: which rows and columns of a table are asked for, and what is known of each value.

mod areas;
mod present;

use std::collections::BTreeSet;

use super::{Query, QueryError};
use crate::answer::{Answer, Cell, Label, Row as AnswerRow};
use crate::figure::{Value, Year, spans};
use crate::package::{Meaning, Package, Remarks, Row, Table, fold};
use crate::words::{did_you_mean, end_of_hint, printable, quoted_list};
use areas::Covered;

/// What a question selects, and what is to be said of it.
#[derive(Default)]
struct Selection {
    /// The area cells that are asked for; none for all.
    areas: Option<BTreeSet<String>>,
    /// The years that are asked for; none for all.
    years: Option<BTreeSet<Year>>,
    /// For each column, the members that are asked for; none for all.
    members: Vec<Option<BTreeSet<String>>>,
    /// What the user has to know of the selection.
    warnings: Vec<String>,
    /// Why nothing can be there.
    nothing: Option<String>,
    /// The years that are asked for and do not exist.
    absent: BTreeSet<Year>,
}

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
    let shown = indicators(package, table, &query.indicators)?;
    let mut selection = Selection {
        members: vec![None; table.columns.len()],
        ..Selection::default()
    };
    let mut overlap = None;
    if !query.areas.is_empty() {
        let choice = areas::choose(package, table, &covered, &query.areas)?;
        selection.areas = Some(choice.cells);
        selection.warnings = choice.warnings;
        selection.nothing = choice.nothing;
        overlap = choice.overlap;
    }
    select_members(table, &rows, &query.members, &mut selection)?;
    if selection.nothing.is_none() {
        select_years(table, &rows, query, &mut selection)?;
    }
    let is_there = selection.nothing.is_none();
    let chosen: Vec<&Row> = rows
        .iter()
        .filter(|row| is_there && selection.keeps(table, row))
        .collect();
    let remarks = if query.bare {
        Remarks::default()
    } else {
        package.remarks(table)?
    };
    let doubts = present::Doubts {
        remarks: &remarks,
        adjusted: query.telling.adjusted,
    };
    let present = |row: &&Row| present::row(table, &covered, &doubts, row);
    let mut answer = Answer {
        title: Label::new(&table.title, table.title_zh.as_ref()),
        subtitle: present::subtitle(table, &covered, &chosen, &selection),
        columns: present::columns(package, table, &shown),
        adds_over: present::adds_over(table),
        rows: chosen.iter().map(present).collect(),
        sources: package.source_line(table).into_iter().collect(),
        warnings: std::mem::take(&mut selection.warnings),
        nothing: selection.nothing.take(),
        ..Answer::default()
    };
    if answer.rows.is_empty() && answer.nothing.is_none() {
        answer.nothing = Some(format!(
            "no row of `{}` has all that is asked for; `hlj describe {}` says what there is",
            table.name, table.name
        ));
    }
    let years = selection.years.take();
    let (mut others, mut beside) = (Vec::new(), Vec::new());
    if reach == Reach::Series && answer.nothing.is_none() {
        let of_areas = |row: &&Row| selection.keeps(table, row);
        answer.rows = rows
            .iter()
            .filter(of_areas)
            .map(|row| present(&row))
            .collect();
        let members = std::mem::replace(&mut selection.members, vec![None; table.columns.len()]);
        if members.iter().any(Option::is_some) {
            let all = Selection {
                areas: selection.areas.clone(),
                members: selection.members.clone(),
                ..Selection::default()
            };
            let chosen = Selection {
                members: members.clone(),
                ..Selection::default()
            };
            let is_beside = |row: &&Row| all.keeps(table, row) && !chosen.keeps(table, row);
            beside = rows
                .iter()
                .filter(is_beside)
                .map(|row| present(&row))
                .collect();
        }
        selection.members = members;
        if let Some(areas) = selection.areas.take() {
            let is_other = |row: &&Row| {
                selection.keeps(table, row)
                    && row_text(row, table.area()).is_some_and(|area| !areas.contains(area))
            };
            others = rows
                .iter()
                .filter(is_other)
                .map(|row| present(&row))
                .collect();
        }
    }
    Ok(Selected {
        answer,
        others,
        beside,
        years,
        absent: selection.absent,
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

impl Selection {
    fn keeps(&self, table: &Table, row: &Row) -> bool {
        let area = || row_text(row, table.area());
        let year = || row_year(row, table.time());
        self.areas
            .as_ref()
            .is_none_or(|areas| area().is_some_and(|area| areas.contains(area)))
            && self
                .years
                .as_ref()
                .is_none_or(|years| year().is_some_and(|year| years.contains(&year)))
            && self.members.iter().enumerate().all(|(place, members)| {
                members.as_ref().is_none_or(|members| {
                    row_text(row, Some(place)).is_some_and(|text| members.contains(text))
                })
            })
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

/// Finds the members of further dimensions that are asked for.
fn select_members(
    table: &Table,
    rows: &[Row],
    wanted: &[(String, Vec<String>)],
    selection: &mut Selection,
) -> Result<(), QueryError> {
    for (name, spellings) in wanted {
        let Some((place, column, dimension)) = table
            .dimensions()
            .find(|(_, column, _)| column.name == *name)
        else {
            continue;
        };
        let members = members(table, rows, place);
        let mut chosen = BTreeSet::new();
        for spelling in spellings {
            let mut found = members.iter();
            if fold(spelling) == "all" {
                chosen.extend(members.iter().map(|&member| member.to_owned()));
            } else if let Some(member) = found.find(|member| dimension.is_called(member, spelling))
            {
                chosen.insert((*member).to_owned());
            } else {
                return Err(QueryError::refused(format!(
                    "`{}` has no {} `{}`{} Write {}",
                    table.name,
                    column.name,
                    printable(spelling),
                    end_of_hint(&did_you_mean(spelling, members.iter().copied())),
                    quoted_list(members.iter().copied().chain(["all"]).map(printable), "or"),
                )));
            }
        }
        selection.members[place] = Some(chosen);
    }
    Ok(())
}

/// The members of a dimension that the data have, in the declared order, else in that of the data.
pub(super) fn members<'a>(table: &'a Table, rows: &'a [Row], place: usize) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    let mut members: Vec<&str> = rows
        .iter()
        .filter_map(|row| row_text(row, Some(place)))
        .filter(|member| seen.insert(*member))
        .collect();
    if let Meaning::Dimension(dimension) = &table.columns[place].meaning {
        let declared = |member: &str| {
            dimension
                .members
                .iter()
                .position(|known| known.value == member)
        };
        members.sort_by_key(|member| declared(member).unwrap_or(usize::MAX));
    }
    members
}

/// Finds the years that are asked for among those that the selected areas and members have.
fn select_years(
    table: &Table,
    rows: &[Row],
    query: &Query,
    selection: &mut Selection,
) -> Result<(), QueryError> {
    let Some(years) = &query.years else {
        return Ok(());
    };
    let Some(time) = table.time() else {
        return Err(QueryError::refused(format!(
            "`{}` has no years; leave out `--years`",
            table.name
        )));
    };
    let selected: Vec<&Row> = rows
        .iter()
        .filter(|row| selection.keeps(table, row))
        .collect();
    let existing: BTreeSet<Year> = selected
        .iter()
        .filter_map(|row| row_year(row, Some(time)))
        .collect();
    let areas: BTreeSet<Option<&str>> = selected
        .iter()
        .map(|row| row_text(row, table.area()))
        .collect();
    let present: BTreeSet<(Option<&str>, Option<Year>)> = selected
        .iter()
        .map(|row| (row_text(row, table.area()), row_year(row, Some(time))))
        .collect();
    let is_complete = |year: &Year| {
        areas
            .iter()
            .all(|area| present.contains(&(*area, Some(*year))))
    };
    let complete: BTreeSet<Year> = existing.iter().copied().filter(is_complete).collect();

    let chosen = years.choose(&existing, &complete);
    if !chosen.absent.is_empty() {
        let message = format!(
            "`{}` has nothing for {}; it covers {}",
            table.name,
            spans(&chosen.absent),
            spans(&existing)
        );
        if chosen.found.is_empty() {
            selection.nothing = Some(message);
        } else {
            selection.warnings.push(message);
        }
    } else if chosen.found.is_empty() {
        selection.nothing = Some(format!(
            "no year of `{}` has a row for every selected area; name the years",
            table.name
        ));
    }
    let incomplete: Vec<Year> = chosen
        .found
        .iter()
        .copied()
        .filter(|year| !is_complete(year))
        .collect();
    for area in areas.iter().flatten() {
        let lacking = incomplete
            .iter()
            .filter(|year| !present.contains(&(Some(*area), Some(**year))));
        let lacking: BTreeSet<Year> = lacking.copied().collect();
        if !lacking.is_empty() {
            selection.warnings.push(format!(
                "`{}` has no row for {area} in {}",
                table.name,
                spans(&lacking)
            ));
        }
    }
    selection.absent = chosen.absent;
    selection.years = Some(chosen.found);
    Ok(())
}

/// The columns of indicators that are asked for; none for all.
fn indicators(
    package: &Package,
    table: &Table,
    wanted: &[String],
) -> Result<BTreeSet<usize>, QueryError> {
    let mut chosen = BTreeSet::new();
    for name in wanted {
        let found = table
            .indicators()
            .find(|(_, column, _)| column.names().any(|known| known == name));
        if let Some((place, _, _)) = found {
            chosen.insert(place);
            continue;
        }
        let ids: Vec<&str> = table
            .indicators()
            .map(|(_, _, indicator)| indicator.id.as_str())
            .collect();
        let elsewhere = package.tables().find(|other| {
            other
                .indicators()
                .any(|(_, _, indicator)| indicator.id == *name)
        });
        let hint = match elsewhere {
            Some(other) => format!("; it is in the table `{}`.", other.name),
            None => end_of_hint(&did_you_mean(name, ids.iter().copied())).to_owned(),
        };
        return Err(QueryError::refused(format!(
            "`{}` has no indicator `{}`{hint} Its indicators are {}",
            table.name,
            printable(name),
            quoted_list(ids, "and")
        )));
    }
    if chosen.is_empty() {
        chosen.extend(table.indicators().map(|(place, _, _)| place));
    }
    Ok(chosen)
}
