//! Which rows and columns are asked for: years, members of further dimensions, indicators.

use std::collections::{BTreeMap, BTreeSet};

use super::{row_text, row_year};
use crate::figure::{Year, spans};
use crate::package::{Meaning, Package, Row, Table, fold};
use crate::query::pieces::whole_names;
use crate::query::{Query, QueryError};
use crate::words::{did_you_mean, end_of_hint, printable, quoted_list};

/// Which rows are asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Filter {
    /// The area cells; none for all.
    pub(super) areas: Option<BTreeSet<String>>,
    /// The years; none for all.
    pub(super) years: Option<BTreeSet<Year>>,
    /// The members, by the places of the columns of which not all are.
    pub(super) members: BTreeMap<usize, BTreeSet<String>>,
}

/// Which rows are asked for, and what is to be said of that.
#[derive(Default)]
pub(super) struct Narrowed {
    pub(super) filter: Filter,
    /// What the user has to know of the selection.
    pub(super) warnings: Vec<String>,
    /// Why nothing can be there.
    pub(super) nothing: Option<String>,
    /// The years that are asked for and do not exist.
    pub(super) absent: BTreeSet<Year>,
}

impl Filter {
    /// Whether a row is asked for.
    pub(super) fn keeps(&self, table: &Table, row: &Row) -> bool {
        let has_area = |areas: &BTreeSet<String>| {
            row_text(row, table.area()).is_some_and(|area| areas.contains(area))
        };
        let has_year = |years: &BTreeSet<Year>| {
            row_year(row, table.time()).is_some_and(|year| years.contains(&year))
        };
        let has_member = |(place, members): (&usize, &BTreeSet<String>)| {
            row_text(row, Some(*place)).is_some_and(|text| members.contains(text))
        };
        self.areas.as_ref().is_none_or(has_area)
            && self.years.as_ref().is_none_or(has_year)
            && self.members.iter().all(has_member)
    }
}

impl Narrowed {
    /// Finds the years that are asked for among those that the selected areas and members have.
    pub(super) fn select_years(
        &mut self,
        table: &Table,
        rows: &[Row],
        query: &Query,
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
            .filter(|row| self.filter.keeps(table, row))
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
                self.nothing = Some(message);
            } else {
                self.warnings.push(message);
            }
        } else if chosen.found.is_empty() {
            self.nothing = Some(format!(
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
                self.warnings.push(format!(
                    "`{}` has no row for {area} in {}",
                    table.name,
                    spans(&lacking)
                ));
            }
        }
        self.absent = chosen.absent;
        self.filter.years = Some(chosen.found);
        Ok(())
    }
}

/// The members of further dimensions that are asked for, by the places of their columns.
pub(super) fn members_asked(
    table: &Table,
    rows: &[Row],
    wanted: &[(String, Vec<String>)],
) -> Result<BTreeMap<usize, BTreeSet<String>>, QueryError> {
    let mut asked = BTreeMap::new();
    for (name, spellings) in wanted {
        let Some((place, column, dimension)) = table
            .dimensions()
            .find(|(_, column, _)| column.name == *name)
        else {
            continue;
        };
        let members = members(table, rows, place);
        let mut chosen = BTreeSet::new();
        let is_exact = |name: &str| {
            let mut all = members.iter();
            all.any(|member| dimension.is_spelt(member, name))
        };
        let is_known = |name: &str| {
            let mut all = members.iter();
            fold(name) == "all" || all.any(|member| dimension.is_called(member, name))
        };
        for spelling in &whole_names(spellings, is_exact, is_known) {
            let exact: Vec<&&str> = members
                .iter()
                .filter(|member| dimension.is_spelt(member, spelling))
                .collect();
            let found: Vec<&&str> = if exact.is_empty() && !fold(spelling).is_empty() {
                let called = members.iter();
                called
                    .filter(|member| dimension.is_called(member, spelling))
                    .collect()
            } else {
                exact
            };
            if found.len() > 1 {
                return Err(QueryError::refused(format!(
                    "`{}` may be {} of {}; write it to the letter",
                    printable(spelling),
                    quoted_list(found.iter().map(|member| printable(member)), "or"),
                    column.name
                )));
            }
            if let [member] = found.as_slice() {
                chosen.insert((**member).to_owned());
            } else if fold(spelling) == "all" {
                chosen.extend(members.iter().map(|&member| member.to_owned()));
            } else if let Some(member) = member_of_code(table, rows, place, spelling) {
                chosen.insert(member);
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
        asked.insert(place, chosen);
    }
    Ok(asked)
}

/// The member that a code names, where another column holds the codes of a dimension.
fn member_of_code(table: &Table, rows: &[Row], place: usize, spelling: &str) -> Option<String> {
    let wanted = fold(spelling);
    let codes: Vec<usize> = table.codes_of(&table.columns[place].name).collect();
    let has_code = |row: &&Row| {
        let mut texts = codes.iter().filter_map(|&code| row_text(row, Some(code)));
        texts.any(|code| fold(code) == wanted)
    };
    let row = rows.iter().find(has_code)?;
    row_text(row, Some(place)).map(str::to_owned)
}

/// The members of a dimension that the data have, in the declared order, else in that of the data.
fn members<'a>(table: &'a Table, rows: &'a [Row], place: usize) -> Vec<&'a str> {
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

/// The columns of indicators that are asked for; none for all.
pub(super) fn indicators(
    package: &Package,
    table: &Table,
    wanted: &[String],
) -> Result<BTreeSet<usize>, QueryError> {
    let mut chosen = BTreeSet::new();
    let is_exact = |name: &str| {
        table
            .indicators()
            .any(|(_, column, _)| column.title == name || column.names().any(|known| known == name))
    };
    let is_known = |name: &str| table.indicator_called(name).is_some();
    for name in &whole_names(wanted, is_exact, is_known) {
        if let Some((place, _, _)) = table.indicator_called(name) {
            chosen.insert(place);
            continue;
        }
        let ids: Vec<&str> = table
            .indicators()
            .map(|(_, _, indicator)| indicator.id.as_str())
            .collect();
        let elsewhere = package
            .tables()
            .find(|other| other.indicator(name).is_some());
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
