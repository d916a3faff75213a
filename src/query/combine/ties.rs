//! The first and the last of several rows of one period, between which nothing decides.

use std::collections::BTreeSet;

use super::{Aggregate, Basis, Keys};
use crate::answer::{Answer, Cell, Row};
use crate::query::QueryError;
use crate::words::Refusal;

/// Refuses the first or last over several periods where one period has several rows. Within a single period the order of the
/// table decides.
pub(super) fn refuse_ties(basis: Basis, answer: &Answer, keys: &Keys) -> Result<(), QueryError> {
    let Some(end @ (Aggregate::First | Aggregate::Last)) = basis.how.aggregate else {
        return Ok(());
    };
    // Areas that others hold are not added.
    let is_added = |row: &&Row| {
        let area = keys.area.filter(|area| keys.collapses(Some(*area)));
        let name = area.and_then(|area| row.cells[area].text());
        name.is_none_or(|name| basis.wanted.areas_named || basis.whole.is_outermost(name))
    };
    let is_of_time = |place: &usize| Some(*place) == keys.time || keys.is_part_of_year(*place);
    let beside = keys.collapse.iter().filter(|place| !is_of_time(place));
    let cell = |row: &Row, place: usize| match &row.cells[place] {
        Cell::Year(period) => period.to_string(),
        cell => cell.text().unwrap_or_default().to_owned(),
    };
    let has_several = |place: &usize| {
        let mut cells = answer.rows.iter().map(|row| cell(row, *place));
        let first = cells.next();
        cells.any(|other| Some(other) != first)
    };
    let of_time = |place: &usize| is_of_time(place) && has_several(place);
    if !keys.yearly && !keys.collapse.iter().any(of_time) {
        return Ok(());
    }
    for &place in beside {
        let others = keys.stay.iter().chain(&keys.collapse);
        let others: Vec<usize> = others.copied().filter(|other| *other != place).collect();
        let mut seen = BTreeSet::new();
        let is_new = |row: &Row| {
            let key: Vec<String> = others.iter().map(|&other| cell(row, other)).collect();
            seen.insert(key)
        };
        if !answer.rows.iter().filter(is_added).all(is_new) {
            let name = &answer.columns[place].name;
            return Err(QueryError::refused(
                Refusal::new(format!(
                    "`--agg {end}` goes by time, and several of `{name}` have a value in one period"
                ))
                .next(format!(
                    "name one of `{name}`, keep it in `--group-by`, or ask one period without `--agg {end}`"
                )),
            ));
        }
    }
    Ok(())
}
