//! What the columns of a table are, and its rows in one form.
//!
//! Periods in the header become rows (`heads`), columns get their roles (`roles`), what the rows call indicators
//! become indicators (`drafts`); a table whose columns are areas is turned first (`turned`). What comes out is one
//! record for each area, period and member (`tidy`), written with the schema that describes it (`write`).

mod areas;
mod body;
mod dated;
mod drafts;
mod heads;
mod members;
mod nested;
mod origin;
mod parted;
mod roles;
mod sections;
mod stairs;
#[cfg(test)]
mod tests;
mod tidy;
mod turned;
mod when;
mod write;

use std::collections::BTreeSet;

use super::found::{Finding, Found};
use super::grid::Grid;
use super::headings;
use super::layout::Layout;
use super::numeral;
use super::places;
use super::totals::{self, Level, Total};
use super::units;
use super::{Options, SourceError};
use crate::words::{count, excerpt, list, quoted_list};
use areas::Areas;
use body::Body;
use drafts::Draft;
use heads::Heads;
use roles::Roles;
use tidy::Tidy;

pub(super) use body::clean;
pub use origin::{Origin, Selects};

/// How many pairs of rows with one key and different figures are left out; where there are more, the table is asked
/// about.
const MOST_CONFLICTS: usize = 3;

/// The table in tidy rows, with what describes it.
///
/// # Errors
/// If it has no figures, or if it has to be asked what is meant.
pub fn shape(grid: &Grid, layout: &Layout, options: &Options) -> Result<Found, SourceError> {
    if let Some((grid, layout, finding)) = stairs::merged(grid, layout) {
        let mut found = shape(&grid, &layout, options)?;
        found.findings.insert(0, finding);
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
    parted_by_headings(grid, layout, options)
}

/// The table, which may have headings between its rows.
fn parted_by_headings(
    grid: &Grid,
    layout: &Layout,
    options: &Options,
) -> Result<Found, SourceError> {
    if let Some((grid, layout, sections)) = sections::sectioned(grid, layout) {
        let mut found = plain(&grid, &layout, options)?;
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
    if let Some((grid, layout, told)) = members::membered(grid, layout) {
        let mut found = plain(&grid, &layout, options)?;
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
    let found = plain(grid, layout, options);
    // Rather than asking what is meant by rows of one name.
    if matches!(found, Err(SourceError::Asked(_)))
        && let Some((grid, layout, told)) = members::told_apart(grid, layout)
        && let Ok(mut found) = plain(&grid, &layout, options)
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
fn plain(grid: &Grid, layout: &Layout, options: &Options) -> Result<Found, SourceError> {
    if let Some((grid, layout)) = turned::turned(grid, layout) {
        let mut found = straight(&grid, &layout, options)?;
        found.findings.insert(
            0,
            Finding::new(
                "the columns are areas and the rows periods",
                "the columns are called after places",
                "",
            ),
        );
        return Ok(found);
    }
    if let Some((grid, layout, what)) = parted::parted(grid, layout) {
        let mut found = straight(&grid, &layout, options)?;
        found.findings.insert(
            0,
            Finding::new(
                format!("the columns are the {what} of the year of each row"),
                "all of them are there beside a column of years",
                "",
            ),
        );
        return Ok(found);
    }
    straight(grid, layout, options)
}

fn straight(grid: &Grid, layout: &Layout, options: &Options) -> Result<Found, SourceError> {
    let mut body = Body::new(grid, layout);
    let heads = Heads::find(&body);
    let mut roles = roles::find(&body, &heads, options)?;
    let mut told: Vec<Finding> = Vec::new();
    if repeat_down(&mut body, &roles, &mut told) {
        roles = roles::find(&body, &heads, options)?;
    }
    let mut warnings = layout.warnings.clone();
    let mut dropped = BTreeSet::new();
    // What is left without a faulty row may be seen in another light.
    while drop_faulty(&mut body, &heads, &roles, &mut warnings, &mut dropped)? {
        roles = roles::find(&body, &heads, options)?;
    }
    if name_blanks(&mut body, &roles, &mut told) {
        roles = roles::find(&body, &heads, options)?;
    }
    set_formats(&mut body, &heads, &roles, grid, options)?;
    let drafts = drafts::find(&body, &heads, &roles, layout);
    if drafts.is_empty() || body.len() == 0 {
        return Err(SourceError::Unreadable(
            "none of its columns holds figures".to_owned(),
        ));
    }
    if roles.area.is_none()
        && roles.time.is_none()
        && roles.dimensions.is_empty()
        && heads.periods.is_empty()
    {
        let why = "none of its columns names the rows, such as an area or a year";
        return Err(SourceError::Unreadable(if layout.header_line == 0 {
            format!(
                "{why}; no line names the columns either: write one above them, such as `area,year,value`"
            )
        } else {
            why.to_owned()
        }));
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
    };
    let mut found = table.write(areas.as_ref(), grid);
    if grid.is_digest {
        let mut lines = layout.rows(grid).map(|row| row.line);
        let first = lines.next().unwrap_or_default();
        let lines = (first, lines.last().unwrap_or(first));
        let mut origin = Origin::of(&body, &heads, &roles, areas.as_ref(), lines, dropped);
        table.place(areas.as_ref(), &mut origin);
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

/// Tells where the periods are found.
fn tell_periods(body: &Body, heads: &Heads, roles: &Roles, findings: &mut Vec<Finding>) {
    if let Some(decided) = heads
        .decided
        .or_else(|| roles.time.as_ref().and_then(|when| when.decided))
    {
        findings.push(Finding::new(decided, "all labels read so", ""));
    }
    if !heads.values.is_empty() {
        let what = match heads.values.len() {
            1 => "1 column of the header is a period".to_owned(),
            several => format!("{several} columns of the header are periods"),
        };
        findings.push(Finding::new(what, "all of them read so", ""));
    } else if let Some(when) = &roles.time {
        let name = excerpt(&body.columns[when.column].name);
        findings.push(Finding::new(
            if name.is_empty() {
                "the column without a name is the time".to_owned()
            } else {
                format!("`{name}` is the time")
            },
            when.why.clone(),
            "\"role\": \"time\"",
        ));
    } else if let Some(&column) = roles.dimensions.iter().find(|&&column| {
        // Such as `99年`, of which the era is not told.
        headings::is_time(&body.columns[column].name)
    }) {
        let name = excerpt(&body.columns[column].name);
        let label = body.texts(column).each().next().unwrap_or_default();
        findings.push(Finding::new(
            format!("`{name}` is not the time, though its name says so"),
            format!("`{}` is no period that is known", excerpt(label)),
            "",
        ));
    }
}

/// Leaves out rows that name no area or no period, and says which; whether there were such.
fn drop_faulty(
    body: &mut Body,
    heads: &Heads,
    roles: &Roles,
    warnings: &mut Vec<String>,
    dropped: &mut BTreeSet<(usize, String)>,
) -> Result<bool, SourceError> {
    let in_header = heads.values.iter().map(|value| value.column);
    let figures: Vec<usize> = roles.figures.iter().copied().chain(in_header).collect();
    let mut with_figures = 0;
    let mut keep = vec![true; body.len()];
    let mut told: Vec<String> = Vec::new();
    for (row, keep) in keep.iter_mut().enumerate() {
        let mut leave = |column: usize| {
            let text = body.raw(row, column).to_owned();
            dropped.insert((body.columns[column].heading.index, text));
        };
        let faulty = match (&roles.area, &roles.time) {
            (_, Some(when)) if when.of_row[row].is_none() => {
                leave(when.column);
                let cell = body.cell(row, when.column);
                let what = if cell.is_empty() {
                    "no period".to_owned()
                } else {
                    format!("`{}` in the place of a period", excerpt(cell))
                };
                Some(format!("line {} ({what})", body.line(row)))
            }
            (Some(area), _) if roles.nested.is_none() && body.cell(row, *area).is_empty() => {
                leave(*area);
                Some(format!(
                    "line {} (no `{}`)",
                    body.line(row),
                    excerpt(&body.columns[*area].name)
                ))
            }
            _ => None,
        };
        if let Some(faulty) = faulty {
            *keep = false;
            told.push(faulty);
            let holds = |column: &usize| !body.cell(row, *column).is_empty();
            with_figures += usize::from(figures.iter().any(holds));
        }
    }
    if told.is_empty() {
        return Ok(false);
    }
    // The name of several rows may stand in the middle of them: what it is of is not to be guessed.
    if with_figures * 2 > body.len() {
        return Err(SourceError::Asked(format!(
            "most rows with figures have no name or period of their own, as {}; fill these cells in first, each from the row that \
             names it",
            told[0]
        )));
    }
    let rows = count(told.len(), "row");
    let more = told.len().saturating_sub(3);
    told.truncate(3);
    if more > 0 {
        told.push(count(more, "other"));
    }
    warnings.push(format!("{rows} left out: {}", list(told, "and")));
    body.retain(&keep);
    Ok(true)
}

/// Decides how the numbers of the columns of figures are written.
fn set_formats(
    body: &mut Body,
    heads: &Heads,
    roles: &Roles,
    grid: &Grid,
    options: &Options,
) -> Result<(), SourceError> {
    // Columns of one indicator are written in one way.
    let mut sets: Vec<Vec<usize>> = (0..heads.stems.len())
        .map(|stem| {
            heads
                .values
                .iter()
                .filter(|value| value.stem == stem)
                .map(|value| value.column)
                .collect()
        })
        .collect();
    sets.extend(roles.figures.iter().map(|&column| vec![column]));
    let tallies: Vec<numeral::Tally> = sets
        .iter()
        .map(|set| {
            let mut all = numeral::Tally::default();
            for &column in set {
                all.merge(&body.columns[column].tally);
            }
            all
        })
        .collect();
    let named: Vec<(&str, &numeral::Tally)> = sets
        .iter()
        .zip(&tallies)
        .map(|(set, tally)| {
            (
                set.first()
                    .map_or("", |&column| body.columns[column].heading.name.as_str()),
                tally,
            )
        })
        .collect();
    let formats = numeral::formats(&named, grid.delimiter, options.decimal.or(grid.decimal))
        .map_err(|ambiguous| SourceError::Asked(ambiguous.to_string()))?;
    for (set, format) in sets.iter().zip(formats) {
        for &column in set {
            body.columns[column].format = format;
        }
    }
    Ok(())
}

/// Two rows of one key with different figures: a few are left out and told, many are asked about.
fn settle_conflicts(
    body: &Body,
    roles: &Roles,
    tidy: &mut Tidy,
    warnings: &mut Vec<String>,
) -> Result<(), SourceError> {
    if tidy.repeated > 0 && tidy.conflicts.is_empty() {
        // Equal rows say nothing new, and pivoted cells that are blank twice neither.
        tidy.repeated = 0;
    }
    let Some(first) = tidy.conflicts.first() else {
        return Ok(());
    };
    let lines = |conflict: &tidy::Conflict| {
        format!(
            "lines {} and {}",
            body.line(conflict.first),
            body.line(conflict.second)
        )
    };
    let of = roles
        .area
        .map(|area| format!(" of {}", excerpt(body.cell(first.first, area))))
        .unwrap_or_default();
    let when = tidy.records[first.record]
        .period
        .map(|period| format!(" {period}"))
        .unwrap_or_default();
    if tidy.conflicts.len() > MOST_CONFLICTS.max(tidy.records.len() / 100) {
        let differs: Vec<String> = roles
            .attributes
            .iter()
            .filter(|(column, _)| {
                body.cell(first.first, *column) != body.cell(first.second, *column)
            })
            .map(|(column, _)| format!("`{}`", excerpt(&body.columns[*column].name)))
            .take(3)
            .collect();
        let hint = if differs.is_empty() {
            "nothing else tells them apart; leave one of each out".to_owned()
        } else {
            format!(
                "they differ in {}; choose one with a `datapackage.json` that gives it the role `dimension`",
                list(differs, "and")
            )
        };
        return Err(SourceError::Asked(format!(
            "{}{of}{when} have different figures, as {} have; {hint}",
            lines(first),
            count(tidy.conflicts.len() - 1, "other pair")
        )));
    }
    let told: Vec<String> = tidy.conflicts.iter().map(lines).collect();
    warnings.push(format!(
        "{} are both{of}{when} and have different figures; neither is taken",
        list(told, "and")
    ));
    tidy.drop_conflicts();
    Ok(())
}

/// Takes blanks that repeat what stands above them for it; whether there are any.
fn repeat_down(body: &mut Body, roles: &Roles, told: &mut Vec<Finding>) -> bool {
    let down = roles::repeating_down(body, roles);
    if down.is_empty() {
        return false;
    }
    for &column in &down {
        body.repeat_down(column);
    }
    told.push(Finding::new(
        format!(
            "a blank in {} repeats what stands above it",
            named(body, &down)
        ),
        "so each time stands once below each name",
        "",
    ));
    true
}

/// Takes blanks that stand for all members for one; whether there are any.
fn name_blanks(body: &mut Body, roles: &Roles, told: &mut Vec<Finding>) -> bool {
    let columns = roles::with_blank_members(body, roles);
    if columns.is_empty() {
        return false;
    }
    for &column in &columns {
        body.name_blanks(column, places::BLANK);
    }
    told.push(Finding::new(
        format!(
            "a blank in {} is a member, `{}`",
            named(body, &columns),
            places::BLANK
        ),
        "nothing else tells its rows from the others",
        "",
    ));
    true
}

/// Columns by their names, for a sentence.
fn named(body: &Body, columns: &[usize]) -> String {
    let names = columns
        .iter()
        .map(|&column| body.columns[column].name.as_str());
    if names.clone().all(str::is_empty) {
        "the column without a name".to_owned()
    } else {
        quoted_list(names.map(excerpt), "and")
    }
}

/// Finds the totals among the areas and the members of further dimensions that the figures prove; those of dimensions
/// are returned, by the places of their columns.
fn prove(
    body: &Body,
    roles: &Roles,
    areas: &mut Option<Areas>,
    tidy: &Tidy,
    drafts: &[Draft],
    is_digest: bool,
) -> Vec<(usize, String, bool)> {
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
    let mut totals: Vec<(usize, String, bool)> = Vec::new();
    for (at, &column) in roles.dimensions.iter().enumerate() {
        let texts = body.texts(column);
        let proven: Vec<Total> = if (3..=60).contains(&texts.count()) && !additive.is_empty() {
            totals::find(&levels(at), texts.distinct.len(), &[])
        } else {
            Vec::new()
        };
        let whole = proven.iter().find(|total| total.parts + 1 >= texts.count());
        let mut named = texts.each().filter(|text| super::places::is_total(text));
        let by_name = named.next().filter(|_| named.next().is_none());
        match (whole, by_name) {
            (Some(total), _) => totals.push((
                column,
                texts.distinct[total.member as usize].to_owned(),
                true,
            )),
            (None, Some(name)) if texts.count() > 1 => {
                totals.push((column, name.to_owned(), false));
            }
            _ => {}
        }
    }
    if roles.nested.is_some() {
        let levels = levels(columns.len() - 1);
        if let Some(areas) = areas {
            areas.take_wholes(&levels);
        }
        return totals;
    }
    let proven = areas
        .as_ref()
        .filter(|_| !additive.is_empty())
        .map(|areas| totals::find(&levels(columns.len() - 1), areas.cells.len(), &areas.sets));
    if let (Some(areas), Some(proven)) = (areas, proven) {
        areas.take_totals(&proven);
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

/// A numeral as a number, with half a unit of its last digit.
fn with_half(numeral: &str) -> Option<(f64, f64)> {
    let decimals = numeral
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    let half = 0.5 / 10_f64.powi(i32::try_from(decimals).ok()?);
    Some((numeral.parse().ok()?, half))
}
