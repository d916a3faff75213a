//! The tables of a grid: one, or several that stand one below another.

use std::collections::BTreeSet;

use super::found::{Finding, Found};
use super::grid::Grid;
use super::{Options, SourceError, layout, periods, shape, units};
use crate::words::{excerpt, quoted_list};
/// How long the title of a table is at most that is its name, in characters.
const LONGEST_NAME: usize = 48;

/// The tables of a grid, each with what was concluded of the file.
///
/// # Errors
/// If there is none that can be read.
pub(super) fn tables(
    grid: &Grid,
    findings: &[Finding],
    options: &Options,
) -> Result<Vec<Found>, SourceError> {
    let named = (options.header.is_none())
        .then(|| layout::without_numbers(grid))
        .flatten();
    let told = named.as_ref().map(|(_, told)| told.clone());
    let findings: Vec<Finding> = findings.iter().cloned().chain(told).collect();
    let findings = findings.as_slice();
    let grid = named.as_ref().map_or(grid, |(named, _)| named);
    let cornered = (options.header.is_none())
        .then(|| layout::cornered(grid))
        .flatten();
    let grid = cornered.as_ref().unwrap_or(grid);
    if let Some(bare) = layout::without_intervals(grid) {
        let told = Finding::new(
            "the intervals behind the figures are left out",
            "all figures are printed with one in square brackets",
            "",
        );
        let findings: Vec<Finding> = findings.iter().cloned().chain([told]).collect();
        return Ok(vec![table(&bare, &findings, options)?]);
    }
    let whole = || Ok(vec![table(grid, findings, options)?]);
    // Who says where the names stand asks for the table below them.
    if options.header.is_some() {
        return whole();
    }
    let parts = layout::parts(grid);
    if parts.len() == 1 {
        return match layout::beside(grid).as_deref() {
            Some([joined]) => Ok(vec![table(joined, findings, options)?]),
            Some(several) => beside(several, findings, options).map_or_else(whole, Ok),
            None => whole(),
        };
    }
    let mut found = Vec::new();
    let mut asked: Option<(u64, SourceError)> = None;
    // What stands below may stand beside as well.
    let parts = parts
        .into_iter()
        .map(|rows| (grid.row(rows.start).line, grid.part(rows)));
    let parts = layout::continued(parts.collect());
    if let [(_, joined, told)] = parts.as_slice() {
        let findings: Vec<Finding> = findings.iter().chain(told).cloned().collect();
        return Ok(vec![table(joined, &findings, options)?]);
    }
    let parts: Vec<(u64, Grid, Vec<Finding>)> = parts
        .into_iter()
        .flat_map(|(line, part, told)| {
            let beside = layout::beside(&part).unwrap_or_else(|| vec![part]);
            beside
                .into_iter()
                .map(move |grid| (line, grid, told.clone()))
        })
        .collect();
    let several = parts.len();
    for (number, (line, part, told)) in parts.into_iter().enumerate() {
        let findings: Vec<Finding> = findings.iter().cloned().chain(told).collect();
        match table(&part, &findings, options) {
            Ok(mut table) if !table.records.is_empty() => {
                table.resource["name"] = format!("{}-{}", grid.name, number + 1).into();
                table.findings.insert(
                    findings.len(),
                    Finding::new(
                        format!("line {line} begins one of {several} tables"),
                        "names of columns stand over its own figures",
                        "--header LINE",
                    ),
                );
                found.push(table);
            }
            Err(error @ SourceError::Asked(_)) => {
                asked.get_or_insert((line, error));
            }
            // Lists of words and their numbers, such as explanations of signs.
            Ok(_) | Err(SourceError::Unreadable(_)) => {}
        }
    }
    if found.len() < 2 && asked.is_none() || found.len() * 2 < several {
        return whole();
    }
    name(&mut found);
    if let ([first, ..], Some((line, error))) = (found.as_mut_slice(), asked) {
        first.warnings.push(format!(
            "the table that begins in line {line} of `{}`, one of {several}, is not read: {error}",
            excerpt(&grid.name)
        ));
    }
    Ok(found)
}

/// Tables that stand one beside another, where all of them are such.
fn beside(grids: &[Grid], findings: &[Finding], options: &Options) -> Option<Vec<Found>> {
    let mut found = Vec::new();
    for (number, grid) in grids.iter().enumerate() {
        let mut table = table(grid, findings, options).ok()?;
        table.resource["name"] = format!("{}-{}", grid.name, number + 1).into();
        table.findings.insert(
            findings.len(),
            Finding::new(
                format!("it is one of {} tables beside one another", grids.len()),
                "names of columns begin again to the right",
                "--header LINE",
            ),
        );
        found.push(table);
    }
    name(&mut found);
    Some(found)
}

/// Calls tables after their titles, or after the first line above them that no other has.
fn name(found: &mut [Found]) {
    let told = |table: &Found| -> Vec<String> {
        let title = table.resource["title"].as_str().into_iter();
        let lines = table.resource["description"].as_str().unwrap_or_default();
        title.chain(lines.lines()).map(str::to_owned).collect()
    };
    let all: Vec<Vec<String>> = found.iter().map(told).collect();
    for (at, table) in found.iter_mut().enumerate() {
        let is_own = |line: &&String| {
            let others = all.iter().enumerate().filter(|(other, _)| *other != at);
            line.chars().count() <= LONGEST_NAME
                && others.clone().all(|(_, told)| !told.contains(line))
        };
        if let Some(own) = all[at].iter().find(is_own) {
            table.resource["name"] = own.as_str().into();
        }
    }
}

/// The table in a grid.
pub(super) fn table(
    grid: &Grid,
    findings: &[Finding],
    options: &Options,
) -> Result<Found, SourceError> {
    let numbers = layout::without_units(grid);
    let grid = numbers.as_ref().map_or(grid, |(numbers, _)| numbers);
    let mut layout = layout::find(grid, options)?;
    let bare = layout::without_notes(grid, &layout);
    let grid = bare.as_ref().map_or(grid, |(bare, _)| bare);
    if bare.is_some() {
        layout = layout::find(grid, options)?;
    }
    let mut of_periods: BTreeSet<&str> = BTreeSet::new();
    for (index, unit) in numbers.iter().flat_map(|(_, units)| units) {
        let column = layout
            .columns
            .iter_mut()
            .find(|column| column.index == *index);
        if let Some(column) = column {
            column.unit = Some(match units::split(&column.name).1 {
                Some(scale) if units::is_scale(scale) => format!("{scale} {unit}"),
                _ => (*unit).to_owned(),
            });
            of_periods.extend(periods::readable(&column.name).then_some(*unit));
        }
    }
    if of_periods.len() > 1 {
        return Err(SourceError::Asked(format!(
            "its periods are in different units, {}; put each unit into a file of its own",
            quoted_list(of_periods, "and")
        )));
    }
    let told = bare.as_ref().map(|(_, told)| told);
    layout
        .findings
        .splice(0..0, findings.iter().chain(told).cloned());
    shape::shape(grid, &layout, options)
}
