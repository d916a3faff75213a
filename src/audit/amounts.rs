//! Amounts and shares of one whole: each amount is its share of the total. Where several are not, the one formula
//! that makes all of them is the cause.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::finding::{Finding, Severity, in_words, told};
use super::ledger::{Ledger, Point, SeriesKey, Sheet};
use super::parts::{Partition, partitions};
use crate::figure::{Estimate, Number};
use crate::methods::{difference, product, ratio, sum};
use crate::package::{Check, Combine};
use crate::words::{count, list};

/// An amount that is printed beside its share and its whole.
struct Triple {
    point: Point,
    whole_at: Point,
    amount: Number,
    share: Number,
    whole: Number,
    /// What the amount should be.
    derived: Estimate,
}

impl Triple {
    fn holds(&self) -> bool {
        self.derived.bounds.meets(&self.amount.interval())
    }
}

/// A mistake that would make an amount out of a share and a whole: what it is called, and what it gives.
type Mistake = (&'static str, fn(Estimate, Estimate) -> Option<Estimate>);

/// The mistakes of spreadsheets that are tried; the share stands as a fraction.
const MISTAKES: [Mistake; 7] = [
    ("the total itself", |_, whole| Some(whole)),
    ("the total plus the share as a fraction", |share, whole| {
        sum(&[whole, share]).ok()
    }),
    ("the total minus the share as a fraction", |share, whole| {
        difference(whole, share).ok()
    }),
    ("the total without the share", |share, whole| {
        let rest = difference(Estimate::exact(Decimal::ONE), share).ok()?;
        product(rest, whole).ok()
    }),
    ("the total divided by the share", |share, whole| {
        ratio(whole, share).ok()
    }),
    ("ten times its share of the total", |share, whole| {
        product(share, whole).ok()?.scaled(Decimal::TEN)
    }),
    ("a tenth of its share of the total", |share, whole| {
        product(share, whole)
            .ok()?
            .scaled(Decimal::ONE / Decimal::TEN)
    }),
];

/// Each amount is its share of the total.
pub(super) fn amounts(ledger: &Ledger) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in &ledger.sheets {
        for (_, _, share) in sheet.table.indicators() {
            let Combine::Share { of } = &share.combine else {
                continue;
            };
            // A member may stand in several partitions, and its amount is tried once.
            let mut seen: BTreeSet<Point> = BTreeSet::new();
            for partition in partitions(sheet) {
                let mut triples = triples(sheet, &partition, &share.id, of);
                triples.retain(|triple| seen.insert(triple.point.clone()));
                let mut wrong: BTreeMap<SeriesKey, Vec<&Triple>> = BTreeMap::new();
                for triple in triples.iter().filter(|triple| !triple.holds()) {
                    wrong.entry(triple.point.series()).or_default().push(triple);
                }
                let none = Vec::new();
                for triple in &triples {
                    let of_series = wrong.get(&triple.point.series()).unwrap_or(&none);
                    findings.push(finding(sheet, &share.id, of, triple, of_series));
                }
            }
        }
    }
    findings
}

fn triples(sheet: &Sheet, partition: &Partition, share: &str, amount: &str) -> Vec<Triple> {
    let of = |point: &Point| {
        let member = point.members.get(partition.dimension)?;
        if !partition.members.contains(member) {
            return None;
        }
        let whole_at = point.with_member(partition.dimension, partition.total?);
        let (printed, whole) = (sheet.value(share, point)?, sheet.value(amount, &whole_at)?);
        let derived = product(fraction(printed)?, Estimate::from(whole)).ok()?;
        Some(Triple {
            amount: sheet.value(amount, point)?,
            share: printed,
            whole,
            whole_at,
            derived,
            point: point.clone(),
        })
    };
    sheet.points.iter().filter_map(of).collect()
}

/// A share in percent as a fraction.
fn fraction(share: Number) -> Option<Estimate> {
    Estimate::from(share).scaled(Decimal::ONE / Decimal::ONE_HUNDRED)
}

/// What one amount comes to; `wrong` are those of its series that are not their share of the total.
fn finding(
    sheet: &Sheet,
    share: &str,
    amount: &str,
    triple: &Triple,
    wrong: &[&Triple],
) -> Finding {
    let spots = vec![
        sheet.spot(amount, &triple.point),
        sheet.spot(share, &triple.point),
        sheet.spot(amount, &triple.whole_at),
    ];
    let finding = Finding::at(Check::Amount, spots)
        .printed(triple.amount)
        .derived(triple.derived);
    let makes = format!(
        "{}: {}% of {}{} is {}, and {} stands there",
        sheet.title_at(amount, &triple.point),
        triple.share,
        in_words(triple.whole),
        sheet.unit(amount),
        told(&triple.derived, ""),
        in_words(triple.amount)
    );
    if triple.holds() {
        return finding.says(Severity::Held, format!("{makes}."));
    }
    let cause = cause(wrong).map_or_else(String::new, |cause| format!(": {cause}"));
    finding.says(Severity::Error, format!("{makes}{cause}."))
}

/// What would make all the amounts of a series that are wrong, in words: shown where it makes several, and where
/// nothing else would.
fn cause(wrong: &[&Triple]) -> Option<String> {
    let first = wrong.first()?;
    let makes = |other: &Triple, mistake: &Mistake| {
        let made = (mistake.1)(fraction(other.share)?, Estimate::from(other.whole))?;
        made.bounds.meets(&other.amount.interval()).then_some(())
    };
    let fitting: Vec<&str> = MISTAKES
        .iter()
        .filter(|mistake| wrong.iter().all(|other| makes(other, mistake).is_some()))
        .map(|(name, _)| *name)
        .collect();
    let area = first.point.area.as_deref().unwrap_or("the series");
    match (fitting.as_slice(), wrong.len()) {
        ([], _) => None,
        ([only], several) if several > 1 => Some(format!(
            "all {} of {area} that do not fit equal {only}",
            count(several, "amount")
        )),
        (several, _) => Some(format!("that would be {}", list(several, "or"))),
    }
}
