//! Amounts and shares of one whole: each amount is its share of the total.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::finding::{Finding, Severity, in_words, told};
use super::form::Form;
use super::ledger::{Ledger, Point, Sheet};
use super::parts::{Partition, partitions};
use crate::figure::{Estimate, Number};
use crate::methods::product;
use crate::package::{Check, Combine};

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
                let all = triples.iter();
                findings.extend(all.map(|triple| finding(sheet, &share.id, of, triple)));
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

/// What one amount comes to.
fn finding(sheet: &Sheet, share: &str, amount: &str, triple: &Triple) -> Finding {
    let spots = vec![
        sheet.spot(amount, &triple.point),
        sheet.spot(share, &triple.point),
        sheet.spot(amount, &triple.whole_at),
    ];
    let form = (|| {
        let share = sheet.cell(share, &triple.point)?;
        let whole = sheet.cell(amount, &triple.whole_at)?;
        Some(Form::share_of(
            share,
            whole,
            sheet.cell(amount, &triple.point)?,
        ))
    })();
    let finding = Finding::at(Check::Amount, spots)
        .of_form(form)
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
    finding.says(Severity::Error, format!("{makes}."))
}
