//! Which members, areas and periods the groups of a large file have.

use std::collections::BTreeSet;

use crate::answer::{Answer, Cell};
use crate::figure::Period;
use crate::query::QueryError;
use crate::query::combine::keys::Keys;
use crate::query::combine::{Basis, Row};
use crate::query::keyed::key_text;
use crate::source::Wanted;

/// The members that groups of these rows have, by their cells in the columns that collapse but for the time; nothing where
/// the rows have to be seen.
pub(super) fn members(
    basis: Basis,
    answer: &Answer,
    keys: &Keys,
    wanted: &[Wanted],
) -> Result<Option<Vec<Vec<String>>>, QueryError> {
    let places = keys.collapse.iter();
    let others = places.filter(|place| Some(**place) != keys.time);
    let others: Vec<&str> = others
        .map(|place| answer.columns[*place].name.as_str())
        .collect();
    let all = basis.package.sums(basis.table, wanted, &others, &[])?;
    Ok(all.map(|all| {
        let cells = |group: usize| (0..others.len()).map(move |at| (group, at));
        let text = |(group, at)| all.cell(group, at).to_owned();
        (0..all.len())
            .map(|group| cells(group).map(text).collect())
            .collect()
    }))
}

/// Whether each area has rows for each period among those with these cells; otherwise the missing ones have to be reported.
pub(super) fn has_all_periods(
    basis: Basis,
    answer: &Answer,
    keys: &Keys,
    (chosen, periods): (&[Wanted], usize),
) -> Result<bool, QueryError> {
    let (Some(area), Some(time)) = (keys.area, keys.time) else {
        return Ok(true);
    };
    let names = [area, time].map(|place| answer.columns[place].name.as_str());
    let there = basis.package.sums(basis.table, chosen, &names, &[])?;
    Ok(there.is_some_and(|there| there.len() == different(answer, area) * periods))
}

/// Whether there is a group for each combination of the key columns that stay; otherwise the missing ones have to be reported.
pub(super) fn has_all_groups(
    answer: &Answer,
    keys: &Keys,
    chosen: &[Wanted],
    groups: usize,
) -> bool {
    let count = |place: &usize| {
        let name = &answer.columns[*place].name;
        let wanted = chosen.iter().find(|wanted| wanted.field == *name);
        wanted.map_or_else(|| different(answer, *place), |wanted| wanted.cells.len())
    };
    keys.stay.iter().map(count).product::<usize>() == groups
}

/// The periods of the rows.
pub(super) fn periods(answer: &Answer, keys: &Keys) -> BTreeSet<Period> {
    let period = |row: &Row| match row.cells[keys.time?] {
        Cell::Year(period) => Some(period),
        _ => None,
    };
    answer.rows.iter().filter_map(period).collect()
}

/// The areas that are added, where areas collapse and some are held by others.
pub(super) fn outermost(basis: Basis, answer: &Answer, keys: &Keys) -> Vec<Wanted> {
    let Some(area) = keys.area.filter(|area| keys.collapse.contains(area)) else {
        return Vec::new();
    };
    let cells: BTreeSet<String> = basis.whole.outermost(None).map(str::to_owned).collect();
    if cells.is_empty() || cells.len() == different(answer, area) {
        return Vec::new();
    }
    vec![Wanted {
        field: answer.columns[area].name.clone(),
        cells,
    }]
}

/// The most rows that a group can have: one for each combination of the columns that collapse.
pub(super) fn most_members(basis: Basis, answer: &Answer, keys: &Keys) -> u64 {
    let areas = basis.whole.outermost(None).count();
    let count = |place: &usize| {
        if areas > 0 && Some(*place) == keys.area {
            areas
        } else {
            different(answer, *place)
        }
    };
    let counts = keys.collapse.iter().map(|place| count(place) as u64);
    counts.fold(1, u64::saturating_mul)
}

pub(super) fn different(answer: &Answer, place: usize) -> usize {
    let rows = answer.rows.iter();
    let texts: BTreeSet<String> = rows.map(|row| key_text(&row.cells[place])).collect();
    texts.len()
}
