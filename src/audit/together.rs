//! Findings of one sort that are one cause, told together.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::finding::{Finding, Severity, Spot, in_words, rough, unrepeated};
use super::ledger::Ledger;
use crate::figure::Number;
use crate::package::Check;
use crate::words::list;

/// Of how many cases a message tells.
const MOST_TOLD: usize = 12;

/// What several figures have in common, where that is not one of them.
pub(super) fn shared(spots: &[Spot]) -> Option<Spot> {
    let [first, rest @ ..] = spots else {
        return None;
    };
    if rest.is_empty() {
        return None;
    }
    let same = |is: &dyn Fn(&Spot) -> bool| rest.iter().all(is);
    let area = first
        .area
        .clone()
        .filter(|_| same(&|spot| spot.area == first.area));
    let year = first.year.filter(|_| same(&|spot| spot.year == first.year));
    let members = if same(&|spot| spot.members == first.members) {
        first.members.clone()
    } else {
        Vec::new()
    };
    let indicator = if same(&|spot| spot.indicator == first.indicator) {
        first.indicator.clone()
    } else {
        String::new()
    };
    Some(Spot {
        table: first.table.clone(),
        line: first.line,
        indicator,
        area,
        year,
        members,
        ..Spot::default()
    })
}

/// How far off a finding is, in percent of what it should be; in points where it is in percent.
pub(super) fn relative(ledger: &Ledger, finding: &Finding) -> Option<Decimal> {
    let gap = finding.gap.filter(|gap| !gap.is_zero())?;
    let spot = finding.spots.first()?;
    let in_percent = ledger
        .sheet(&spot.table)
        .is_some_and(|sheet| sheet.unit(&spot.indicator) == "%");
    if in_percent {
        return Some(gap);
    }
    let of = finding
        .derived
        .map(|derived| derived.value)
        .or(finding.printed.map(Number::decimal))?;
    let percent = gap.checked_mul(Decimal::ONE_HUNDRED)?;
    Some(rough(percent.checked_div(of.abs())?))
}

/// Findings of one sort that are one cause, told together: what rounding alone allows, claims that one derivation
/// contradicts, signs that differ in one year.
pub(super) fn told_together(findings: Vec<Finding>) -> Vec<Finding> {
    let mut groups: BTreeMap<(Check, String), Vec<usize>> = BTreeMap::new();
    let mut tried: BTreeMap<(Check, String), usize> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let Some(first) = finding.spots.first() else {
            continue;
        };
        let place = format!("{}/{}", first.table, first.indicator);
        if finding.severity != Severity::Open {
            *tried.entry((finding.check, place.clone())).or_default() += finding.trials;
        }
        let key = match (finding.check, finding.severity, finding.itself) {
            (Check::Shares | Check::Sum, Severity::Note, Some("rounding")) => place,
            (Check::Claim, Severity::Note, Some("rounding")) => String::new(),
            // The tables give one figure, and documents state others.
            (Check::Claim, Severity::Error, _) => {
                format!("{:?}/{:?}", finding.derived, finding.spots)
            }
            (Check::Sign, Severity::Warning, _) if finding.culprits.is_empty() => {
                format!("{place}/{:?}", first.year)
            }
            _ => continue,
        };
        groups.entry((finding.check, key)).or_default().push(at);
    }
    let mut together: BTreeMap<usize, Finding> = BTreeMap::new();
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for ((check, key), places) in groups.into_iter().filter(|(_, places)| places.len() > 1) {
        let of: Vec<&Finding> = places.iter().map(|at| &findings[*at]).collect();
        let firsts: Vec<Spot> = of
            .iter()
            .filter_map(|finding| finding.spots.first().cloned())
            .collect();
        let tried = tried.get(&(check, key)).copied().unwrap_or(of.len());
        let all = of.iter().flat_map(|finding| &finding.spots).cloned();
        let spots = unrepeated(shared(&firsts).into_iter().chain(all));
        let message = message_of(check, &of, tried);
        let finding = Finding {
            about: spots.len(),
            trials: of.iter().map(|finding| finding.trials).sum(),
            printed: of[0].printed.filter(|_| check == Check::Claim),
            derived: of[0].derived.filter(|_| check == Check::Claim),
            gap: of
                .iter()
                .filter_map(|finding| finding.gap)
                .max()
                .filter(|_| check == Check::Claim),
            moves: of.iter().filter_map(|finding| finding.moves).max(),
            claims: of
                .iter()
                .flat_map(|finding| finding.claims.clone())
                .collect(),
            spots,
            message,
            ..of[0].clone()
        };
        gone.extend(&places);
        together.insert(places[0], finding);
    }
    let all = findings.into_iter().enumerate();
    all.filter_map(|(at, finding)| {
        together
            .remove(&at)
            .or_else(|| (!gone.contains(&at)).then_some(finding))
    })
    .collect()
}

/// What findings of one sort say together, of so many that were tried.
fn message_of(check: Check, of: &[&Finding], tried: usize) -> String {
    match check {
        Check::Shares | Check::Sum => {
            let each = of.iter().map(|finding| {
                let spot = &finding.spots[0];
                let area = spot.area.clone().unwrap_or_default();
                let year = spot.year.map(|year| format!(" {year}")).unwrap_or_default();
                let sum = finding
                    .derived
                    .map(|sum| in_words(sum.number()))
                    .unwrap_or_default();
                format!("{area}{year} ({sum})")
            });
            let what = if check == Check::Shares {
                "shares add up to other than 100%, which rounding alone allows"
            } else {
                "amounts do not add up to the total, since each is its printed share of it and these shares do not add up to 100%"
            };
            format!(
                "In {} of {tried} cases {what}: {}.",
                of.len(),
                list(each, "and")
            )
        }
        Check::Claim => {
            let each: Vec<&str> = of.iter().map(|finding| finding.message.as_str()).collect();
            each.join(" ")
        }
        _ => {
            let each = of.iter().map(|finding| {
                let area = finding.spots[0].area.clone().unwrap_or_default();
                format!("{area}: {}", finding.message)
            });
            let told: Vec<String> = each.take(MOST_TOLD).collect();
            match of.len() - told.len() {
                0 => told.join(" "),
                more => format!("{} So do {more} more.", told.join(" ")),
            }
        }
    }
}
