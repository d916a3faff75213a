//! What the columns of a table are, and its rows in one form.
//!
//! Periods in the header become rows (`heads`), columns get their roles (`roles`), what the rows call indicators
//! become indicators (`drafts`); a table whose columns are areas is turned first (`turned`). What comes out is one
//! record for each area, period and member (`tidy`), written with the schema that describes it (`write`).

mod across;
mod areas;
mod body;
mod coded;
mod dated;
mod drafts;
mod faulty;
mod flagged;
mod formats;
mod heads;
mod keys;
mod members;
mod moved;
mod nested;
mod origin;
mod parted;
mod prove;
mod ranges;
mod report;
mod roles;
mod sections;
mod series;
mod stairs;
mod subtotals;
#[cfg(test)]
mod tests;
mod tidy;
mod turned;
mod under_years;
pub(crate) mod when;
mod write;

use std::collections::BTreeSet;

use super::found::{Finding, Found};
use super::grid::Grid;
use super::layout::Layout;
use super::units;
use super::{Options, SourceError};
use crate::words::excerpt;
use areas::Areas;
use body::Body;
use faulty::{drop_faulty, name_blank_area, name_blanks, repeat_down, settle_conflicts};
use formats::set_formats;
use heads::Heads;
use prove::prove;
use report::{no_figures, no_names, tell_besides, tell_early, tell_periods};
use tidy::Tidy;

pub(super) use body::clean;
pub use origin::{Origin, Selects};

/// The table in tidy rows, with what describes it.
///
/// # Errors
/// If it has no figures, or if it has to be asked what is meant.
pub fn shape(grid: &Grid, layout: &Layout, options: &Options) -> Result<Found, SourceError> {
    if let Some((grid, layout, finding)) = flagged::flagged(grid, layout) {
        let mut found = shape(&grid, &layout, options)?;
        found.findings.insert(0, finding);
        return Ok(found);
    }
    if let Some((grid, layout, finding)) = stairs::merged(grid, layout) {
        let mut found = shape(&grid, &layout, options)?;
        found.findings.insert(0, finding);
        return Ok(found);
    }
    if let Some((grid, layout, findings)) = subtotals::named_apart(grid, layout) {
        let mut found = shape(&grid, &layout, options)?;
        found.findings.splice(0..0, findings);
        return Ok(found);
    }
    if let Some((layout, finding)) = dated::of_header(grid, layout) {
        let mut found = parted_by_headings(grid, &layout, options)?;
        found.findings.insert(0, finding);
        return Ok(found);
    }
    if let Some((grid, layout, finding)) = dated::dated(grid, layout) {
        let mut found = parted_by_headings(&grid, &layout, options)?;
        found.findings.insert(0, finding);
        return Ok(found);
    }
    if let Some((grid, layout, finding)) =
        coded::named_in_codes(grid, layout).or_else(|| moved::moved(grid, layout))
    {
        let mut found = shape(&grid, &layout, options)?;
        found.findings.insert(0, finding);
        return Ok(found);
    }
    parted_by_headings(grid, layout, options)
}

/// The table, which may have headings between its rows.
fn parted_by_headings(
    grid: &Grid,
    layout: &Layout,
    options: &Options,
) -> Result<Found, SourceError> {
    if let Some((grid, layout, sections)) = sections::sectioned(grid, layout) {
        let mut found = plain(Body::new(&grid, &layout), &grid, &layout, options)?;
        found.findings.insert(
            0,
            Finding::new(
                format!("headings between the rows part them into {sections}, told in a column"),
                "the rows below them have the same names",
                "",
            ),
        );
        return Ok(found);
    }
    let body = Body::new(grid, layout);
    if let Some((grid, layout, told)) = members::membered(&body, grid, layout) {
        let mut found = plain(Body::new(&grid, &layout), &grid, &layout, options)?;
        found.findings.insert(
            0,
            Finding::new(
                format!("{told} and the like are members of the area above them, told in a column"),
                "they come again below each",
                "",
            ),
        );
        return Ok(found);
    }
    let found = plain(body, grid, layout, options);
    // Rather than asking what is meant by rows of one name.
    if matches!(found, Err(SourceError::Asked(_)))
        && let Some((grid, layout, told)) = members::told_apart(grid, layout)
        && let Ok(mut found) = plain(Body::new(&grid, &layout), &grid, &layout, options)
    {
        found.findings.insert(
            0,
            Finding::new(
                format!("names that come again are told apart, as `{told}`"),
                "rows of one name have different figures",
                "",
            ),
        );
        return Ok(found);
    }
    found
}

/// The table without headings between its rows.
fn plain(
    body: Body,
    grid: &Grid,
    layout: &Layout,
    options: &Options,
) -> Result<Found, SourceError> {
    let other = turned::turned(&body, grid, layout)
        .or_else(|| across::across(&body, grid, layout))
        .or_else(|| series::series(&body, grid, layout))
        .or_else(|| parted::parted(&body, grid, layout))
        .or_else(|| under_years::under_years(&body, grid, layout));
    let Some((grid, layout, finding)) = other else {
        return straight(body, grid, layout, options);
    };
    let mut found = straight(Body::new(&grid, &layout), &grid, &layout, options)?;
    found.findings.insert(0, finding);
    Ok(found)
}

fn straight(
    mut body: Body,
    grid: &Grid,
    layout: &Layout,
    options: &Options,
) -> Result<Found, SourceError> {
    let absent = roles::absent(&body);
    for (column, text) in &absent {
        body.leave_blank(*column, text);
    }
    let heads = Heads::find(&body);
    let mut roles = roles::find(&body, &heads, options)?;
    let mut told: Vec<Finding> = Vec::new();
    for takes in [repeat_down, name_blank_area] {
        if takes(&mut body, &roles, &mut told) {
            roles = roles::find(&body, &heads, options)?;
        }
    }
    let mut warnings = tell_early(&body, &heads, &roles, layout);
    let mut dropped = BTreeSet::new();
    // What is left without a faulty row may be seen in another light.
    while drop_faulty(&mut body, &heads, &roles, &mut warnings, &mut dropped)? {
        roles = roles::find(&body, &heads, options)?;
    }
    if name_blanks(&mut body, &roles, &mut told) {
        roles = roles::find(&body, &heads, options)?;
    }
    told.extend(set_formats(
        &mut body, &heads, &roles, layout, grid, options,
    )?);
    let drafts = drafts::find(&body, &heads, &roles, layout);
    if drafts.is_empty() || body.len() == 0 {
        return Err(SourceError::Unreadable(no_figures(&body, &roles)));
    }
    if roles.area.is_none()
        && roles.time.is_none()
        && roles.dimensions.is_empty()
        && heads.periods.is_empty()
    {
        return Err(SourceError::Unreadable(no_names(layout)));
    }
    let mut areas = roles
        .area
        .map(|area| Areas::of(&body, &heads, &roles, area));
    let of_row = areas.as_ref().map(|areas| areas.of_row.clone());
    let mut tidy = Tidy::of(&body, &heads, &roles, of_row.as_deref(), &drafts);
    settle_conflicts(&body, &roles, &mut tidy, &mut warnings)?;
    let dimension_totals = prove(&body, &roles, &mut areas, &tidy, &drafts, grid.is_digest);
    let mut findings = layout.findings.clone();
    findings.append(&mut told);
    findings.append(&mut roles.findings);
    tell_periods(&body, &heads, &roles, &mut findings);
    tell_besides(&body, &heads, &roles, &mut findings);
    for draft in &drafts {
        if let Some(unit) = &draft.unit {
            findings.push(Finding::new(
                format!(
                    "the unit of `{}` is {}",
                    excerpt(&draft.name),
                    excerpt(unit)
                ),
                "it is told beside the figures",
                "\"unit\"",
            ));
        }
        if let Some(why) = units::does_not_add(&draft.title, draft.unit.as_deref()) {
            findings.push(Finding::new(
                format!("`{}` is never added up", excerpt(&draft.name)),
                format!("it {why}"),
                format!("--rule '{}=weighted:WEIGHT'", draft.id()),
            ));
        }
    }
    let table = write::Table {
        body: &body,
        heads: &heads,
        roles: &roles,
        drafts: &drafts,
        tidy: &tidy,
        layout,
        totals: dimension_totals,
        known: write::Known::of(&body, &roles),
    };
    let mut found = table.write(areas.as_ref(), grid);
    if grid.is_digest {
        let mut lines = layout.rows(grid).map(|row| row.line);
        let first = lines.next().unwrap_or_default();
        let lines = (first, lines.last().unwrap_or(first));
        let mut origin = Origin::of(&body, &heads, &roles, areas.as_ref(), lines, dropped);
        table.place(areas.as_ref(), &mut origin);
        // What stands for a blank is told from all rows.
        origin.is_plain &= absent.is_empty();
        found.origin = Some(origin);
    }
    if let Some(mut areas) = areas {
        findings.append(&mut areas.findings);
        warnings.append(&mut areas.warnings);
        found.areas = areas.register();
    }
    found.findings = findings;
    warnings.append(&mut found.warnings);
    found.warnings = warnings;
    Ok(found)
}
