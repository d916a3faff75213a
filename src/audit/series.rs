//! Series that are implausible: jumps that no neighbour shares, two members in one another's place, years without rows.

use std::collections::{BTreeMap, BTreeSet};

use super::Spot;
use super::finding::{Finding, Severity, in_words, signed};
use super::ledger::{Ledger, Point, SeriesKey, Sheet};
use super::parts::partitions;
use crate::figure::{Estimate, Interval, Kind, Year, spans};
use crate::methods::{apart, deviates, difference, relative_change};
use crate::package::{Check, Combine, Indicator, WeightYear};
use crate::words::{capitalised, count, list};

/// Of how many other areas a message tells the changes one by one.
const MOST_TOLD: usize = 20;

/// A yearly change.
struct Change {
    point: Point,
    before: Point,
    /// In percent; in percentage points where the values are shares.
    size: Estimate,
}

/// Yearly changes that stand out both from the other areas of the year and from the area's own history.
pub(super) fn jumps(ledger: &Ledger) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in &ledger.sheets {
        for (_, _, indicator) in sheet.table.indicators() {
            if is_watched(sheet, indicator) {
                findings.extend(jumps_of(sheet, indicator));
            }
        }
    }
    findings
}

/// Whether the series of an indicator are looked at: levels and shares, but no amounts that shares are printed beside,
/// nor such as have a growth, which the implied deflator tries better.
fn is_watched(sheet: &Sheet, indicator: &Indicator) -> bool {
    let is_series = matches!(indicator.kind, Kind::Flow | Kind::Stock | Kind::Share);
    let mut others = sheet.table.indicators();
    let is_tried_better = others.any(|(_, _, other)| match &other.combine {
        Combine::Share { of } => *of == indicator.id,
        Combine::WeightedMean {
            weight,
            weight_year: WeightYear::Previous,
        } => *weight == indicator.id,
        _ => false,
    });
    is_series && indicator.kind_declared && !is_tried_better
}

fn jumps_of(sheet: &Sheet, indicator: &Indicator) -> Vec<Finding> {
    let changes: Vec<Change> = sheet
        .points
        .iter()
        .filter_map(|point| change(sheet, indicator, point))
        .collect();
    let mut of_year: BTreeMap<(Option<Year>, &[String]), Vec<&Change>> = BTreeMap::new();
    let mut of_series: BTreeMap<SeriesKey, Vec<Estimate>> = BTreeMap::new();
    for change in &changes {
        let year = (change.point.year, change.point.members.as_slice());
        of_year.entry(year).or_default().push(change);
        let series = of_series.entry(change.point.series()).or_default();
        series.push(change.size);
    }
    let mut findings = Vec::new();
    for change in &changes {
        let year = (change.point.year, change.point.members.as_slice());
        let others: Vec<&Change> = of_year[&year]
            .iter()
            .copied()
            .filter(|other| other.point.area != change.point.area)
            .collect();
        let own = &of_series[&change.point.series()];
        if others.len() >= 2 {
            findings.push(jump(sheet, indicator, change, &others, own));
        }
    }
    findings
}

fn change(sheet: &Sheet, indicator: &Indicator, point: &Point) -> Option<Change> {
    let before = point.in_year(point.year_before());
    let value = sheet.estimate(&indicator.id, point)?;
    let base = sheet.estimate(&indicator.id, &before)?;
    let size = if indicator.kind == Kind::Share {
        difference(value, base).ok()?
    } else {
        relative_change(value, base).ok()?
    };
    Some(Change {
        point: point.clone(),
        before,
        size,
    })
}

fn jump(
    sheet: &Sheet,
    indicator: &Indicator,
    change: &Change,
    others: &[&Change],
    own: &[Estimate],
) -> Finding {
    let unit = if indicator.kind == Kind::Share {
        " pp"
    } else {
        "%"
    };
    let intervals: Vec<Interval> = others.iter().map(|other| other.size.bounds).collect();
    let distance =
        apart(change.size.bounds, &intervals).filter(|_| deviates(change.size.bounds, own));
    let of_other = |other: &&Change| {
        let area = other.point.area.as_deref().unwrap_or_default();
        format!("{area} {}{unit}", signed(&other.size))
    };
    let size = |other: &&&Change| other.size.value;
    let extremes = others
        .iter()
        .min_by_key(size)
        .zip(others.iter().max_by_key(size));
    let of_others = match extremes.filter(|_| others.len() > MOST_TOLD) {
        None => list(others.iter().map(of_other), "and"),
        Some((least, most)) => {
            let (least, most) = (of_other(least), of_other(most));
            format!("{} from {least} to {most}", count(others.len(), "other"))
        }
    };
    let moves = format!(
        "{} changes by {}{unit} from {} to {}{}, against {}",
        sheet.title_at(&indicator.id, &change.point),
        signed(&change.size),
        year(change.before.year),
        year(change.point.year),
        distance
            .and_then(|_| whole(sheet, indicator, change))
            .unwrap_or_default(),
        of_others
    );
    let (severity, message) = if distance.is_some() {
        let message = format!(
            "{moves}: out of line with them and with its own history; a break may be suspected."
        );
        (Severity::Warning, message)
    } else {
        (Severity::Held, format!("{moves}."))
    };
    let spots = vec![sheet.spot(&indicator.id, &change.point)];
    let finding =
        Finding::at(Check::Jump, spots).printed(sheet.value(&indicator.id, &change.point));
    finding.gap_of(distance).says(severity, message)
}

/// How the whole changes of which a share is one.
fn whole(sheet: &Sheet, share: &Indicator, change: &Change) -> Option<String> {
    let Combine::Share { of } = &share.combine else {
        return None;
    };
    let partitions = partitions(sheet);
    let (at, total) = partitions
        .iter()
        .find_map(|partition| Some((partition.dimension, partition.total?)))?;
    let value = |point: &Point| sheet.estimate(of, &point.with_member(at, total));
    let moves = relative_change(value(&change.point)?, value(&change.before)?).ok()?;
    Some(format!(", when the whole changes by {}%", signed(&moves)))
}

fn year(year: Option<Year>) -> String {
    year.map_or_else(String::new, |year| year.to_string())
}

/// Two members whose values lie outside those before and after, and inside where they stand in one another's place.
pub(super) fn swaps(ledger: &Ledger) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in &ledger.sheets {
        // Two members may stand together in several partitions, and are tried once.
        let mut tried: BTreeSet<(usize, [String; 2])> = BTreeSet::new();
        for partition in partitions(sheet) {
            let pairs: Vec<[&str; 2]> = pairs(&partition.members)
                .filter(|[one, other]| {
                    let mut pair = [(*one).to_owned(), (*other).to_owned()];
                    pair.sort();
                    tried.insert((partition.dimension, pair))
                })
                .collect();
            for (_, _, indicator) in sheet.table.indicators() {
                if is_watched(sheet, indicator) {
                    findings.extend(swaps_of(sheet, partition.dimension, &pairs, indicator));
                }
            }
        }
    }
    findings
}

/// Every two members, in their order.
fn pairs(members: &[String]) -> impl Iterator<Item = [&str; 2]> {
    members.iter().enumerate().flat_map(|(at, one)| {
        members[at + 1..]
            .iter()
            .map(move |other| [one.as_str(), other.as_str()])
    })
}

fn swaps_of(
    sheet: &Sheet,
    dimension: usize,
    pairs: &[[&str; 2]],
    indicator: &Indicator,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for [one, other] in pairs {
        let of_one = |point: &&Point| {
            point
                .members
                .get(dimension)
                .is_some_and(|found| found == one)
        };
        for point in sheet.points.iter().filter(of_one) {
            findings.extend(swap(sheet, dimension, indicator, point, (one, other)));
        }
    }
    findings
}

fn swap(
    sheet: &Sheet,
    dimension: usize,
    indicator: &Indicator,
    point: &Point,
    (one, other): (&str, &str),
) -> Option<Finding> {
    let id = &indicator.id;
    let years = sheet.years(point)?;
    let before = years.range(..point.year?).next_back().copied();
    let after = years.range(point.year?..).nth(1).copied();
    let (before, after) = (before?, after?);
    let value = |member: &str, year: Option<Year>| {
        let at = point.with_member(dimension, member).in_year(year);
        Some(sheet.estimate(id, &at)?.bounds)
    };
    let between =
        |member: &str| Some(value(member, Some(before))?.hull(&value(member, Some(after))?));
    let (a, b) = (value(one, point.year)?, value(other, point.year)?);
    let (around_a, around_b) = (between(one)?, between(other)?);
    let suspected =
        !a.meets(&around_a) && !b.meets(&around_b) && a.meets(&around_b) && b.meets(&around_a);
    let partner = point.with_member(dimension, other);
    let spots: Vec<Spot> = vec![sheet.spot(id, point), sheet.spot(id, &partner)];
    let unit = sheet.unit(id);
    let told = |at: &Point| sheet.value(id, at).map_or_else(String::new, in_words);
    let triple = |at: &Point| {
        let of = |year| told(&at.in_year(Some(year)));
        format!("{}, {}, {}{unit}", of(before), told(at), of(after))
    };
    let (severity, message) = if suspected {
        let message = format!(
            "{one} runs {} and {other} {} in {before}, {} and {after}: exchanged, both would lie between their neighbours; a swap may be suspected.",
            triple(point),
            triple(&partner),
            year(point.year)
        );
        (Severity::Warning, message)
    } else {
        let message = format!("{one} and {other} do not lie as if they were exchanged.");
        (Severity::Held, message)
    };
    let finding = Finding::at(Check::Swap, spots).printed(sheet.value(id, point));
    Some(finding.says(severity, capitalised(&message)))
}

/// Years without rows: between those of the table, and of single areas; and members without rows.
pub(super) fn gaps(ledger: &Ledger) -> Vec<Finding> {
    ledger.sheets.iter().flat_map(gaps_of).collect()
}

fn gaps_of(sheet: &Sheet) -> Vec<Finding> {
    let mut by_area: BTreeMap<Option<&String>, BTreeSet<Year>> = BTreeMap::new();
    for point in &sheet.points {
        let years = by_area.entry(point.area.as_ref()).or_default();
        years.extend(point.year);
    }
    let all: BTreeSet<Year> = by_area.values().flatten().copied().collect();
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
            let finding = at(None).says(
                Severity::Note,
                format!("`{table}` has no rows for {}.", spans(&absent)),
            );
            if sheet.table.selected_years {
                finding.because("selected")
            } else {
                finding
            }
        }
    }];
    for (area, years) in &by_area {
        let lacking: BTreeSet<Year> = all.difference(years).copied().collect();
        let Some(area) = area.filter(|_| !lacking.is_empty()) else {
            continue;
        };
        let message = format!(
            "`{table}` has no row for {area} in {}, which others have.",
            spans(&lacking)
        );
        findings.push(at(Some(area)).says(Severity::Warning, message));
    }
    findings
}

/// The years that are absent from a sequence; nothing where its steps are all alike.
fn irregular(years: &BTreeSet<Year>) -> Option<BTreeSet<Year>> {
    let all: Vec<Year> = years.iter().copied().collect();
    let steps: BTreeSet<_> = all
        .windows(2)
        .map(|pair| pair[0].years_to(pair[1]))
        .collect();
    if steps.len() < 2 || steps.contains(&None) {
        return None;
    }
    let absent = all
        .first()?
        .through(*all.last()?)
        .filter(|year| !years.contains(year));
    Some(absent.collect())
}
