//! The totals among areas and members that the figures prove.

use super::areas::Areas;
use super::body::Body;
use super::drafts::Draft;
use super::roles::Roles;
use super::tidy::Tidy;
use crate::source::headings;
use crate::source::totals::{self, Level, Total};
use crate::source::{places, units};
use crate::words::{excerpt, quoted_list};

/// What is known of how the members of a dimension hold one another.
pub(super) struct Proven {
    /// The column of the dimension.
    pub(super) column: usize,
    /// The total of the others, and whether figures prove it.
    pub(super) total: Option<(String, bool)>,
    /// Why members overlap, where they do.
    pub(super) overlap: Option<String>,
}

/// How many names a reason tells.
const TOLD: usize = 6;

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
        let proven: Vec<Total> = if (3..=60).contains(&texts.count()) && !additive.is_empty() {
            totals::find(&levels(at), texts.distinct.len(), &[])
        } else {
            Vec::new()
        };
        totals.extend(of_dimension(body, column, &proven));
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

/// What is known of how the members of a dimension hold one another, by what the figures prove and by their names.
fn of_dimension(body: &Body, column: usize, proven: &[Total]) -> Option<Proven> {
    let texts = body.texts(column);
    let name = |total: &Total| texts.distinct[total.member as usize];
    let largest = proven
        .iter()
        .filter(|total| sums_up_all(total, proven, texts.count()))
        .max_by_key(|total| total.parts);
    let mut named = texts.each().filter(|text| places::is_total(text));
    let by_name = named
        .next()
        .filter(|_| named.next().is_none() && texts.count() > 1);
    let total = match (largest, by_name) {
        (Some(total), _) => Some((name(total), true)),
        (None, by_name) => by_name.map(|name| (name, false)),
    };
    let sums: Vec<String> = proven
        .iter()
        .map(name)
        .filter(|name| total.is_none_or(|(total, _)| total != *name))
        .map(excerpt)
        .collect();
    let layered = largest.filter(|total| total.layers > 1);
    let heading = &body.columns[column].name;
    let of_units = headings::is_unit(heading);
    let overlap = match (sums.as_slice(), layered) {
        _ if of_units => Some("they are units".to_owned()),
        _ if headings::is_indicator(heading) => Some("they are indicators".to_owned()),
        ([], Some(total)) => Some(format!(
            "they make up {} {} times",
            excerpt(name(total)),
            total.layers
        )),
        ([], None) => None,
        ([sum], _) => Some(format!("`{sum}` is the sum of others")),
        (several, _) => {
            let told = several.iter().take(TOLD).cloned();
            Some(format!("{} are sums of others", quoted_list(told, "and")))
        }
    };
    (total.is_some() || overlap.is_some()).then(|| Proven {
        column,
        total: total.map(|(name, proven)| (name.to_owned(), proven)),
        overlap,
    })
}

/// Whether a member is the total of all others: of them as they are, or of those that are left where sums among them
/// stand for their parts.
fn sums_up_all(total: &Total, proven: &[Total], members: usize) -> bool {
    let inside: usize = proven
        .iter()
        .filter(|other| other.member != total.member)
        .map(|other| other.parts)
        .sum();
    total.parts + 1 + inside >= members
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

/// A numeral as a number, with half a unit of its last digit.
fn with_half(numeral: &str) -> Option<(f64, f64)> {
    let decimals = numeral
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    let half = 0.5 / 10_f64.powi(i32::try_from(decimals).ok()?);
    Some((numeral.parse().ok()?, half))
}
