//! Years without rows: between those of a table, and of single areas; cells without a value that others have.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, Severity, Spot};
use super::ledger::{Ledger, Point, Sheet};
use crate::figure::{Kind, Period, spans};
use crate::order::IntoSet;
use crate::package::{Areas, Check};
use crate::words::list;

/// How many cells without a value are named.
const MOST_TOLD: usize = 8;

/// Years without rows: between those of the table, and of single areas; and members without rows.
pub(super) fn gaps(ledger: &Ledger, areas: &Areas) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for sheet in &ledger.sheets {
        findings.extend(gaps_of(sheet, areas));
    }
    findings.extend(ledger.sheets.iter().flat_map(holes));
    findings
}

/// Cells without a value in rows that are there, where most rows have one.
fn holes(sheet: &Sheet) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (_, _, indicator) in sheet.table.indicators() {
        let mut of_members: BTreeMap<&[String], (usize, Vec<&Point>)> = BTreeMap::new();
        for point in &sheet.points {
            let (all, lacking) = of_members.entry(point.members.as_slice()).or_default();
            *all += 1;
            if sheet.value(&indicator.id, point).is_none() {
                lacking.push(point);
            }
        }
        let most_have = |(all, lacking): &(usize, Vec<&Point>)| lacking.len() * 2 < *all;
        let lacking = of_members.into_values().filter(most_have);
        let lacking: Vec<&Point> = lacking.flat_map(|(_, lacking)| lacking).collect();
        // A change has none in the first year of its series.
        let is_first = |point: &&Point| {
            let years = sheet.years(point);
            years.and_then(|years| years.first().copied()) == point.year
        };
        let are_first = sheet.table.time().is_some() && lacking.iter().all(is_first);
        if lacking.is_empty() || are_first || indicator.kind == Kind::Text {
            continue;
        }
        let spots: Vec<Spot> = lacking
            .iter()
            .map(|point| sheet.spot(&indicator.id, point))
            .collect();
        let each = lacking.iter().take(MOST_TOLD).map(|point| {
            let year = point.year.map(|year| year.to_string());
            let parts = point.area.iter().chain(&point.members).cloned().chain(year);
            parts.collect::<Vec<_>>().join(" ")
        });
        let more = lacking.len().saturating_sub(MOST_TOLD);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let each = if more.is_empty() {
            list(each, "and")
        } else {
            each.collect::<Vec<_>>().join(", ")
        };
        let message = format!(
            "{} has no value for {each}{more}, where most rows have one.",
            sheet.title(&indicator.id)
        );
        findings.push(Finding {
            about: spots.len(),
            ..Finding::at(Check::Gap, spots).says(Severity::Note, message)
        });
    }
    findings
}

fn gaps_of(sheet: &Sheet, areas: &Areas) -> Vec<Finding> {
    let mut by_area: BTreeMap<Option<&String>, BTreeSet<Period>> = BTreeMap::new();
    for point in &sheet.points {
        let years = by_area.entry(point.area.as_ref()).or_default();
        years.extend(point.year);
    }
    let all: BTreeSet<Period> = by_area.values().flatten().copied().collect();
    if all.len() < 2 {
        return Vec::new();
    }
    let table = &sheet.table.name;
    let at = |area: Option<&String>| {
        let spot = Spot {
            table: table.clone(),
            area: area.cloned(),
            ..Spot::default()
        };
        Finding::at(Check::Gap, vec![spot])
    };
    let mut findings = vec![match irregular(&all) {
        None => at(None).says(
            Severity::Held,
            format!("`{table}` has rows for {} without a gap.", spans(&all)),
        ),
        Some(absent) => {
            let message = format!("`{table}` has no rows for {}.", spans(&absent));
            if sheet.table.selected_years {
                let message = format!("{message} Its years are declared to be selected ones.");
                at(None).says(Severity::Held, message)
            } else {
                at(None).says(Severity::Note, message)
            }
        }
    }];
    for (area, years) in &by_area {
        let Some(area) = area else {
            continue;
        };
        let lacking = all.difference(years).copied();
        let lacking: BTreeSet<Period> = lacking.filter(|year| areas.exists(area, *year)).collect();
        if lacking.is_empty() {
            continue;
        }
        let message = format!(
            "`{table}` has no row for {area} in {}, which others have.",
            spans(&lacking)
        );
        findings.push(at(Some(area)).says(Severity::Warning, message));
    }
    findings
}

/// The years that are absent from a sequence; nothing where its steps are all alike.
fn irregular(years: &BTreeSet<Period>) -> Option<BTreeSet<Period>> {
    let all: Vec<Period> = years.iter().copied().collect();
    let steps: BTreeSet<_> = all
        .windows(2)
        .map(|pair| pair[0].years_to(pair[1]))
        .into_set();
    if steps.len() < 2 || steps.contains(&None) {
        return None;
    }
    let absent = all
        .first()?
        .through(*all.last()?)
        .filter(|year| !years.contains(year));
    Some(absent.collect())
}
