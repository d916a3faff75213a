//! Amounts and shares of one whole: each amount is its share of the total. Where several are not, the one formula
//! that makes all of them is the cause.

use rust_decimal::Decimal;

use super::finding::{Finding, Severity, in_words, told};
use super::ledger::{Ledger, Point, Sheet};
use super::parts::{Partition, partitions};
use crate::figure::{Estimate, Number};
use crate::methods::{difference, product, ratio, sum};
use crate::package::{Check, Combine};
use crate::words::count;

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
const MISTAKES: [Mistake; 6] = [
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
            for partition in partitions(sheet)
                .iter()
                .filter(|known| known.total.is_some())
            {
                let triples = triples(sheet, partition, &share.id, of);
                findings.extend(
                    triples
                        .iter()
                        .map(|triple| finding(sheet, &share.id, of, triple, &triples)),
                );
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

fn finding(sheet: &Sheet, share: &str, amount: &str, triple: &Triple, all: &[Triple]) -> Finding {
    let unit = sheet.unit(amount);
    let spots = vec![
        sheet.spot(amount, &triple.point),
        sheet.spot(share, &triple.point),
        sheet.spot(amount, &triple.whole_at),
    ];
    let found = |severity, message| {
        let (printed, derived) = (Some(triple.amount), Some(triple.derived));
        Finding::new(severity, Check::Amount, spots, printed, derived, message)
    };
    let makes = format!(
        "{}: {}% of {}{unit} is {}",
        sheet.title_at(amount, &triple.point),
        triple.share,
        in_words(triple.whole),
        told(&triple.derived, "")
    );
    if triple.holds() {
        return found(Severity::Held, format!("{makes}, as printed."));
    }
    let printed = in_words(triple.amount);
    let message = match cause(triple, all) {
        Some(cause) => format!("{makes}, and {printed} is printed: {cause}."),
        None => format!("{makes}, and {printed} is printed."),
    };
    found(Severity::Error, message)
}

/// What would make all the amounts of the series that are wrong, in words, with the figures of this one put in.
fn cause(triple: &Triple, all: &[Triple]) -> Option<String> {
    let of_series = |other: &&Triple| {
        other.point.area == triple.point.area && other.point.members == triple.point.members
    };
    let wrong: Vec<&Triple> = all
        .iter()
        .filter(of_series)
        .filter(|other| !other.holds())
        .collect();
    let makes = |other: &Triple, mistake: &Mistake| {
        let made = (mistake.1)(fraction(other.share)?, Estimate::from(other.whole))?;
        made.bounds.meets(&other.amount.interval()).then_some(made)
    };
    let (name, _) = MISTAKES
        .iter()
        .find(|mistake| wrong.iter().all(|other| makes(other, mistake).is_some()))?;
    let area = triple.point.area.as_deref().unwrap_or("the series");
    Some(match wrong.len() {
        1 => format!("that would be {name}"),
        several => format!(
            "all {} of {area} that do not fit equal {name}",
            count(several, "amount")
        ),
    })
}
