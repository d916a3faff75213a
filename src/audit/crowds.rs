//! What is found so often in a table that it says something of the table and not of single figures.
//!
//! Where many values stand apart, the series are such as move in leaps, and where rows of many areas are absent, the table
//! is one of areas that come and go: one finding tells how many there are, and the furthest of them. What looks like a
//! known slip (the value times a power of ten) is told by itself, however many others there are.

use std::collections::BTreeMap;

use super::finding::{Finding, Severity, Spot, in_words, unrepeated};
use crate::figure::Number;
use crate::package::Check;
use crate::words::{count, list};

/// How many findings of a sort a table may have one by one.
const MOST_ALONE: usize = 3;
/// How many of them are named.
const MOST_TOLD: usize = 5;

/// The findings, in their order; of a sort that a table has many of, one in the place of the first.
pub fn crowds(findings: Vec<Finding>) -> Vec<Finding> {
    let mut groups: BTreeMap<(Check, Severity, String), Vec<usize>> = BTreeMap::new();
    let mut tried: BTreeMap<String, usize> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let Some(spot) = finding.spots.first() else {
            continue;
        };
        if finding.checks().contains(&Check::Jump) {
            *tried.entry(spot.table.clone()).or_default() += finding.trials;
        }
        if is_one_of_many(finding) {
            let key = (finding.check, finding.severity, spot.table.clone());
            groups.entry(key).or_default().push(at);
        }
    }
    groups.retain(|_, places| places.len() > MOST_ALONE);
    let mut findings: Vec<Option<Finding>> = findings.into_iter().map(Some).collect();
    for ((check, _, table), places) in groups {
        let of: Vec<Finding> = places
            .iter()
            .filter_map(|at| findings[*at].take())
            .collect();
        let tried = tried.get(&table).copied().unwrap_or_default();
        findings[places[0]] = Some(together(check, &table, tried, &of));
    }
    findings.into_iter().flatten().collect()
}

/// Whether a finding says little where there are many of its sort: it has no slip that would fit.
fn is_one_of_many(finding: &Finding) -> bool {
    let is_sort = match finding.check {
        Check::Jump | Check::Spike => finding.derived.is_none(),
        // Of which of several figures one is wrong, and nothing tells which.
        Check::Sum | Check::Ratio | Check::Shares | Check::Amount => {
            finding.severity == Severity::Warning && finding.culprits.len() > 1
        }
        Check::Gap => finding.spots[0].area.is_some() || !finding.spots[0].indicator.is_empty(),
        _ => false,
    };
    let is_series = matches!(finding.check, Check::Jump | Check::Spike | Check::Gap);
    is_sort && (finding.checks().len() == 1 || !is_series) && finding.severity >= Severity::Note
}

/// One finding for many.
fn together(check: Check, table: &str, tried: usize, of: &[Finding]) -> Finding {
    let named = of
        .iter()
        .take(MOST_TOLD)
        .map(|finding| name(check, finding));
    let named = list(named, "and");
    let more = match of.len().saturating_sub(MOST_TOLD) {
        0 => String::new(),
        more => format!("; {more} more"),
    };
    let all = || of.iter().flat_map(|finding| finding.spots.iter());
    let message = match check {
        Check::Gap if all().all(|spot| spot.indicator.is_empty()) => format!(
            "`{table}` has no rows for {} in periods that others have: {named}{more}.",
            count(of.len(), "area")
        ),
        Check::Gap => format!(
            "{} of `{table}` have no value in some rows, where most have one: {named}{more}.",
            count(of.len(), "indicator")
        ),
        Check::Sum | Check::Ratio | Check::Shares | Check::Amount => format!(
            "{} of `{table}` have a figure that does not fit the others, and nothing tells which: {named}{more}. The first: {}",
            count(of.len(), "case"),
            of[0].message
        ),
        Check::Spike => format!(
            "{} of `{table}` stand apart from those before and after them, of {tried} changes that were tried: series that move so often are no evidence against single figures. The furthest are {named}{more}.",
            count(of.len(), "value")
        ),
        _ => format!(
            "{} of {tried} in `{table}` are out of line with the others' and with their series: where so many are, they are no evidence against single figures. The furthest are {named}{more}.",
            count(of.len(), "change")
        ),
    };
    let base = Finding::at(check, unrepeated(firsts(table, of)));
    Finding {
        about: base.spots.len(),
        trials: of.iter().map(|finding| finding.trials).sum(),
        gap: of[0].gap,
        moves: of[0].moves,
        notes: {
            let notes = of.iter().flat_map(|finding| finding.notes.iter().cloned());
            let mut all: Vec<(String, String)> = Vec::new();
            for note in notes {
                if !all.contains(&note) {
                    all.push(note);
                }
            }
            all
        },
        ..base.says(of[0].severity, message)
    }
}

/// The table, then the figure that each of the findings is told at.
fn firsts<'f>(table: &str, of: &'f [Finding]) -> impl Iterator<Item = Spot> + use<'f> {
    let table = Spot {
        table: table.to_owned(),
        ..Spot::default()
    };
    let all = of
        .iter()
        .filter_map(|finding| finding.spots.first().cloned());
    std::iter::once(table).chain(all)
}

/// One of many in a few words: `gdp of Ash in 2004 (40.1%)`.
fn name(check: Check, finding: &Finding) -> String {
    let spot = &finding.spots[0];
    if check == Check::Gap && spot.indicator.is_empty() {
        return spot.area.clone().unwrap_or_default();
    }
    if check == Check::Gap {
        return format!("{} ({})", spot.indicator, finding.about);
    }
    let area = spot.area.as_ref().map(|area| format!(" of {area}"));
    let year = spot.year.map(|year| format!(" in {year}"));
    let by = match (finding.moves, finding.gap) {
        (Some(moves), _) => format!(" ({}%)", in_words(Number::from(moves))),
        (None, Some(gap)) => format!(" ({})", in_words(Number::from(gap))),
        (None, None) => String::new(),
    };
    format!(
        "{}{}{}{by}",
        spot.indicator_with_members(),
        area.unwrap_or_default(),
        year.unwrap_or_default(),
    )
}
