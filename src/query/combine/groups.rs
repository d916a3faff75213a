//! Which rows make one.

use std::collections::BTreeMap;

use super::{Basis, Keys, printed, refuse};
use crate::answer::{Answer, Cell, Row};
use crate::figure::Period;
use crate::order::InOrder;
use crate::query::QueryError;
use crate::query::keyed::key_text;
use crate::query::select::Selected;

#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    /// The places of those of the members.
    pub(super) rows: Vec<usize>,
    /// The positions of the rows that are printed totals over the columns that collapse.
    pub(super) totals: Vec<usize>,
    /// The members that have no row.
    pub(super) absent: Vec<Absent>,
}

/// A member that a group does not have a row of.
#[derive(Debug, Clone)]
pub(super) struct Absent {
    /// What its row would have in the columns that collapse.
    pub(super) key: Vec<String>,
    /// Of when its row would be.
    pub(super) period: Option<Period>,
    /// What is to be said of it.
    pub(super) reason: String,
}

/// The groups of a selection in the order of their first rows; groups that differ only in the period, in order of time.
pub(super) fn groups(
    basis: Basis,
    selected: &Selected,
    keys: &Keys,
) -> Result<Vec<Group>, QueryError> {
    let answer = &selected.answer;
    let overlapping = refuse::overlapping(basis.table, answer, keys, basis.how)?;
    let totals = totals(basis, answer, keys);
    let mut groups: Vec<Group> = Vec::new();
    let mut places: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let wholes = printed::periods(answer, keys, basis.how.aggregate);
    for (at, row) in answer.rows.iter().enumerate() {
        let is_total = totals
            .iter()
            .any(|(place, total)| row.cells[*place].text() == Some(total));
        let stands_for_all =
            |(place, total): &(usize, String)| row.cells[*place].text() == Some(total);
        if !is_in_years(row, selected, keys)
            || is_left_out(basis, row, keys)
            || wholes.holds(row)
            || !overlapping.iter().all(stands_for_all)
        {
            continue;
        }
        let mut key: Vec<String> = keys
            .stay
            .iter()
            .map(|&place| key_text(&row.cells[place]))
            .collect();
        key.extend(keys.year_of(row).map(|year| year.to_string()));
        let place = *places.entry(key).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Group::default());
        }
        if is_total {
            groups[place].totals.push(at);
        } else {
            groups[place].rows.push(at);
        }
    }
    for group in &mut groups {
        if group.rows.is_empty() {
            group.rows = std::mem::take(&mut group.totals);
        }
    }
    Ok(in_time(groups, answer, keys))
}

/// Whether a row's area is not added where areas collapse: another holds it, or it does not exist then.
fn is_left_out(basis: Basis, row: &Row, keys: &Keys) -> bool {
    let area = keys.area.filter(|area| keys.collapse.contains(area));
    let Some(name) = area.and_then(|area| row.cells[area].text()) else {
        return false;
    };
    let period = period_of(row, keys);
    let is_held =
        (basis.whole.is_part(name) || basis.whole.is_group(name)) && !basis.wanted.areas_named;
    is_held || !basis.whole.exists(name, period)
}

/// Whether a row is of the periods that are asked for, where these collapse.
fn is_in_years(row: &Row, selected: &Selected, keys: &Keys) -> bool {
    let time = keys
        .time
        .filter(|time| keys.collapse.contains(time) && !keys.yearly);
    match (time, &selected.years) {
        (Some(time), Some(years)) => {
            matches!(row.cells[time], Cell::Year(year) if years.contains(&year))
        }
        _ => true,
    }
}

/// The period of a row.
pub(super) fn period_of(row: &Row, keys: &Keys) -> Option<Period> {
    match row.cells.get(keys.time?) {
        Some(Cell::Year(period)) => Some(*period),
        _ => None,
    }
}

/// The totals of the columns that collapse, with the positions of the columns. That of the areas is the total found in the
/// table, unless all rows are of it.
pub(super) fn totals(basis: Basis, answer: &Answer, keys: &Keys) -> Vec<(usize, String)> {
    let dimensions = basis
        .table
        .dimensions()
        .filter_map(|(_, column, dimension)| {
            let mut columns = answer.columns.iter();
            let place = columns.position(|known| known.name == column.name)?;
            Some((place, dimension.total.clone()?))
        });
    let area = keys.area.zip(basis.whole.total().map(str::to_owned));
    let is_total = |(place, total): &(usize, String)| {
        keys.collapse.contains(place)
            && answer
                .rows
                .iter()
                .any(|row| row.cells[*place].text() != Some(total))
    };
    dimensions.chain(area).filter(is_total).collect()
}

/// The groups, of which those that differ only in the period are in order of time.
pub(super) fn in_time(groups: Vec<Group>, answer: &Answer, keys: &Keys) -> Vec<Group> {
    let in_order = |time: &usize| keys.stay.contains(time) || keys.yearly;
    let Some(time) = keys.time.filter(in_order) else {
        return groups;
    };
    let others: Vec<usize> = keys
        .stay
        .iter()
        .copied()
        .filter(|place| *place != time)
        .collect();
    let period = |group: &Group| period_of(&answer.rows[group.rows[0]], keys);
    let mut series: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        let row = &answer.rows[group.rows[0]];
        let key = others
            .iter()
            .map(|&place| key_text(&row.cells[place]))
            .collect();
        series.entry(key).or_default().push(at);
    }
    let mut order: Vec<usize> = (0..groups.len()).collect();
    for places in series.values() {
        let mut sorted = places.clone();
        sorted.order_by_key(|&at| period(&groups[at]));
        for (&place, at) in places.iter().zip(sorted) {
            order[place] = at;
        }
    }
    let mut groups: Vec<Option<Group>> = groups.into_iter().map(Some).collect();
    order
        .into_iter()
        .filter_map(|at| groups[at].take())
        .collect()
}

/// The positions of the groups of each year where the periods of a year are combined, else of all groups at once.
pub(super) fn by_year(groups: &[Group], answer: &Answer, keys: &Keys) -> Vec<Vec<usize>> {
    let year = |at: &usize| {
        let row = &answer.rows[groups[*at].rows[0]];
        keys.year_of(row)
    };
    let mut years: BTreeMap<Option<Period>, Vec<usize>> = BTreeMap::new();
    for at in 0..groups.len() {
        years.entry(year(&at)).or_default().push(at);
    }
    years.into_values().collect()
}
