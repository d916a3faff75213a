//! Rows that cannot be taken as they stand: those without a name or a period, those of one key, blanks that say something.

use std::collections::BTreeSet;

use super::body::Body;
use super::heads::Heads;
use super::roles::{self, Roles};
use super::tidy::{self, Tidy};
use crate::source::attribute::What;
use crate::source::{Finding, SourceError, periods, places};
use crate::words::{count, excerpt, list, quoted_list};

/// How many pairs of rows with one key and different figures are left out; where there are more, the table is asked
/// about.
const MOST_CONFLICTS: usize = 3;

/// Warns of columns of words that are numbers with a word that multiplies them, which are no figures.
pub(super) fn tell_multiplied(body: &Body, roles: &Roles) -> Vec<String> {
    let told = |(column, _): &(usize, What)| {
        let row = roles::multiplied(body, *column)?;
        Some(format!(
            "`{}` holds words and no figures, such as `{}` in line {}: write the numbers out in digits",
            excerpt(&body.columns[*column].name),
            excerpt(body.cell(row, *column)),
            body.line(row)
        ))
    };
    roles.attributes.iter().filter_map(told).collect()
}

/// Leaves out rows that name no area or no period, and says which; whether there were such.
pub(super) fn drop_faulty(
    body: &mut Body,
    heads: &Heads,
    roles: &Roles,
    warnings: &mut Vec<String>,
    dropped: &mut BTreeSet<(usize, String)>,
) -> Result<bool, SourceError> {
    let figures = roles.all_figures(heads);
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
                let is_year = |column| periods::readable(body.cell(row, column));
                let column = when
                    .part
                    .filter(|_| is_year(when.column))
                    .unwrap_or(when.column);
                leave(column);
                let cell = body.cell(row, column);
                let line = body.line(row);
                Some(in_place_of_period(line, cell))
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
    warnings.push(rows_left_out(told));
    body.retain(&keep);
    Ok(true)
}

/// Says that rows are left out, the first few with why.
pub(super) fn rows_left_out(mut told: Vec<String>) -> String {
    let rows = count(told.len(), "row");
    let more = told.len().saturating_sub(3);
    told.truncate(3);
    if more > 0 {
        told.push(count(more, "other"));
    }
    format!("{rows} left out: {}", list(told, "and"))
}

/// Why a row is left out whose label is no period.
pub(super) fn in_place_of_period(line: u64, label: &str) -> String {
    match excerpt(label) {
        label if label.is_empty() => format!("line {line} (no period)"),
        label => format!("line {line} (`{label}` in the place of a period)"),
    }
}

/// Two rows of one key with different figures: a few are left out and told, many are asked about.
pub(super) fn settle_conflicts(
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
    let nested = roles.nested.iter().flat_map(|nested| &nested.levels);
    let areas = roles.area.iter().chain(nested.rev());
    let mut areas = areas.map(|&area| excerpt(body.cell(first.first, area)));
    let area = areas.find(|area| !area.is_empty());
    let period = tidy.records[first.record].period;
    let key = area
        .into_iter()
        .chain(period.map(|period| period.to_string()));
    let key: Vec<String> = key.collect();
    let of = match key.as_slice() {
        [] => String::new(),
        key => format!(" of {}", key.join(" ")),
    };
    if tidy.conflicts.len() > MOST_CONFLICTS.max(tidy.records.len() / 100) {
        let differs: Vec<String> = roles
            .attributes
            .iter()
            .filter(|(column, _)| {
                body.cell(first.first, *column) != body.cell(first.second, *column)
            })
            .map(|(column, _)| body.called(*column))
            .take(3)
            .collect();
        let has_hours = roles.time.as_ref().is_some_and(|when| {
            body.cell(first.first, when.column) != body.cell(first.second, when.column)
        });
        let hint = if has_hours && differs.is_empty() {
            "they are of several times of a day, and a day is the shortest period; add up or average each day first"
                .to_owned()
        } else if differs.is_empty() {
            "only figures tell them apart; leave one of each out".to_owned()
        } else {
            format!(
                "they differ in {}; choose one with a `datapackage.json` that gives it the role `dimension`",
                list(differs, "and")
            )
        };
        return Err(SourceError::Asked(format!(
            "{}{of} have different figures, as {} have; {hint}",
            lines(first),
            count(tidy.conflicts.len() - 1, "other pair")
        )));
    }
    let told: Vec<String> = tidy.conflicts.iter().map(lines).collect();
    warnings.push(format!(
        "{} are both{of} and have different figures; neither is taken",
        list(told, "and")
    ));
    tidy.drop_conflicts();
    Ok(())
}

/// Takes blanks that repeat what stands above them for it; whether there are any.
pub(super) fn repeat_down(body: &mut Body, roles: &Roles, told: &mut Vec<Finding>) -> bool {
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
pub(super) fn name_blanks(body: &mut Body, roles: &Roles, told: &mut Vec<Finding>) -> bool {
    name(body, &roles::with_blank_members(body, roles), told)
}

/// Takes blanks in the place of an area for one; whether there are any.
pub(super) fn name_blank_area(body: &mut Body, roles: &Roles, told: &mut Vec<Finding>) -> bool {
    let column = roles::with_blank_area(body, roles);
    name(body, column.as_slice(), told)
}

/// Takes blanks in these columns for a member; whether there are any.
fn name(body: &mut Body, columns: &[usize], told: &mut Vec<Finding>) -> bool {
    if columns.is_empty() {
        return false;
    }
    for &column in columns {
        body.name_blanks(column, places::BLANK);
    }
    told.push(Finding::new(
        format!(
            "a blank in {} is a member, `{}`",
            named(body, columns),
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
