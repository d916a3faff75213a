//! The totals among areas and members that the figures prove.

use super::areas::Areas;
use super::body::Body;
use super::drafts::Draft;
use super::roles::Roles;
use super::tidy::Tidy;
use crate::source::totals::{self, Held, Level, Total, with_half};
use crate::source::units;

/// How the members of a dimension hold one another.
pub(super) struct Proven {
    /// The column of the dimension.
    pub(super) column: usize,
    pub(super) held: Held,
}

/// Finds the totals among the areas and the members of further dimensions that the figures prove; those of dimensions
/// are returned.
pub(super) fn prove(
    body: &Body,
    roles: &Roles,
    areas: &mut Option<Areas>,
    tidy: &Tidy,
    drafts: &[Draft],
    is_digest: bool,
) -> Vec<Proven> {
    let additive: Vec<usize> = (0..drafts.len())
        .filter(|&at| {
            !drafts[at].years
                && units::does_not_add(&drafts[at].title, drafts[at].unit.as_deref()).is_none()
        })
        .collect();
    let keys = roles
        .dimensions
        .iter()
        .map(|&column| &body.texts(column).of_row);
    let mut columns: Vec<&Vec<u32>> = keys.collect();
    let area_at = areas.as_ref().map(|areas| &areas.of_row);
    columns.extend(area_at);
    // The figures with one column left out of their key, whose members are to be proven.
    let levels = |left_out: usize| -> Vec<Level> {
        let mut cells = std::collections::BTreeMap::new();
        let mut levels = Vec::new();
        for (at, record) in tidy.records.iter().enumerate() {
            for &indicator in &additive {
                let read = tidy.read(body, at, indicator, &drafts[indicator]);
                let Some((value, half)) = read.number.as_deref().and_then(with_half) else {
                    continue;
                };
                let others: Vec<u32> = columns
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != left_out)
                    .map(|(_, column)| column[record.row])
                    .collect();
                let next = u32::try_from(cells.len()).unwrap_or(u32::MAX);
                let cell = *cells
                    .entry((others, record.period, indicator))
                    .or_insert(next);
                levels.push(Level {
                    member: columns[left_out][record.row],
                    cell,
                    value,
                    half,
                });
            }
        }
        if is_digest {
            keep_full_cells(&mut levels);
        }
        levels
    };
    let mut totals: Vec<Proven> = Vec::new();
    for (at, &column) in roles.dimensions.iter().enumerate() {
        let texts = body.texts(column);
        let few = (3..=totals::MOST_MEMBERS).contains(&texts.count());
        let proven: Vec<Total> = if few && !additive.is_empty() {
            totals::find(&levels(at), texts.distinct.len(), &[])
        } else {
            Vec::new()
        };
        let held = totals::held(&body.columns[column].name, &texts.distinct, &proven);
        if held.total.is_some() || held.overlap.is_some() {
            totals.push(Proven { column, held });
        }
    }
    if roles.nested.is_some() {
        let levels = levels(columns.len() - 1);
        if let Some(areas) = areas {
            areas.take_wholes(&levels);
        }
        return totals;
    }
    let of_areas = areas.is_some().then(|| levels(columns.len() - 1));
    if let (Some(areas), Some(levels), Some(area)) = (areas, of_areas, roles.area) {
        if !additive.is_empty() {
            let codes: Vec<&str> = areas.rows.iter().map(|area| area.code.as_str()).collect();
            let names: Vec<&str> = areas.rows.iter().map(|area| area.name.as_str()).collect();
            let mut sets = areas.sets.clone();
            sets.extend(totals::sets::told(&codes, &names));
            areas.take_totals(&totals::find(&levels, areas.cells.len(), &sets));
        }
        areas.take_country(body, area, &levels);
    }
    totals
}

/// Of the levels of some rows of a file, those of cells of which all rows are among them: they have most members.
fn keep_full_cells(levels: &mut Vec<Level>) {
    let cells = levels.iter().map(|level| level.cell as usize + 1).max();
    let mut members = vec![0_usize; cells.unwrap_or(0)];
    for level in levels.iter() {
        members[level.cell as usize] += 1;
    }
    let most = members.iter().copied().max().unwrap_or(0);
    levels.retain(|level| members[level.cell as usize] * 2 > most);
}
