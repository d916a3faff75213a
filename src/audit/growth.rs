//! Published growth in volume against the change of the amount: what is left over is prices, and these are much the
//! same everywhere in one year.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::finding::{Finding, Severity, range, signed};
use super::ledger::{Ledger, Point, Sheet};
use crate::figure::{Estimate, Interval, Year};
use crate::methods::{apart, deflator, relative_change};
use crate::package::{Check, Combine, WeightYear};
use crate::words::{capitalised, list, uncapitalised};

/// The implied deflator of an area in a year, with what it was made of.
struct Implied {
    point: Point,
    nominal: Estimate,
    real: Estimate,
    deflator: Estimate,
}

/// Signs and implied deflators of every amount that has a growth.
pub(super) fn growth(ledger: &Ledger) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in &ledger.sheets {
        for (_, _, rate) in sheet.table.indicators() {
            let Combine::WeightedMean {
                weight,
                weight_year: WeightYear::Previous,
            } = &rate.combine
            else {
                continue;
            };
            let all: Vec<Implied> = sheet
                .points
                .iter()
                .filter_map(|point| implied(sheet, weight, &rate.id, point))
                .collect();
            let mut by_year: BTreeMap<Option<Year>, Vec<&Implied>> = BTreeMap::new();
            for implied in &all {
                by_year.entry(implied.point.year).or_default().push(implied);
            }
            for implied in &all {
                findings.push(sign(sheet, weight, &rate.id, implied));
                let others: Vec<&Implied> = by_year[&implied.point.year]
                    .iter()
                    .copied()
                    .filter(|other| other.point != implied.point)
                    .collect();
                findings.extend(in_line(sheet, weight, &rate.id, implied, &others));
            }
        }
    }
    findings
}

fn implied(sheet: &Sheet, amount: &str, rate: &str, point: &Point) -> Option<Implied> {
    let value = sheet.estimate(amount, point)?;
    let base = sheet.estimate(amount, &point.in_year(point.year_before()))?;
    let real = sheet.estimate(rate, point)?;
    Some(Implied {
        nominal: relative_change(value, base).ok()?,
        deflator: deflator(value, base, real).ok()?,
        real,
        point: point.clone(),
    })
}

/// A finding at a growth and the amount of its year, with what they imply.
fn at(
    sheet: &Sheet,
    (amount, rate): (&str, &str),
    point: &Point,
    check: Check,
    implied: Estimate,
) -> Finding {
    let spots = vec![sheet.spot(rate, point), sheet.spot(amount, point)];
    // A growth and what it implies are not to be equal, so there is no gap between them.
    Finding::at(check, spots)
        .printed(sheet.value(rate, point))
        .derived(implied)
        .gap_of(None)
}

/// Amount and volume move the same way.
fn sign(sheet: &Sheet, amount: &str, rate: &str, implied: &Implied) -> Finding {
    let (nominal, real) = (implied.nominal.bounds, implied.real.bounds);
    let conflict =
        |down: Interval, up: Interval| down.high < Decimal::ZERO && up.low > Decimal::ZERO;
    let conflicts = conflict(nominal, real) || conflict(real, nominal);
    let (amount_title, rate_title) = (sheet.title(amount), sheet.title(rate));
    let moves = format!(
        "{amount_title} changes by {}% in nominal terms, {} is {}%",
        signed(&implied.nominal),
        uncapitalised(&rate_title),
        signed(&implied.real)
    );
    let (severity, message) = if conflicts {
        let prices = format!(
            "prices would have changed by {}%",
            signed(&implied.deflator)
        );
        (
            Severity::Warning,
            format!("{moves}: the signs differ, and {prices}."),
        )
    } else {
        (Severity::Held, format!("{moves}."))
    };
    let names = (amount, rate);
    at(sheet, names, &implied.point, Check::Sign, implied.nominal).says(severity, message)
}

/// The implied deflator is no further from the others' of the year than these are from one another.
fn in_line(
    sheet: &Sheet,
    amount: &str,
    rate: &str,
    implied: &Implied,
    others: &[&Implied],
) -> Option<Finding> {
    let intervals: Vec<Interval> = others.iter().map(|other| other.deflator.bounds).collect();
    if intervals.len() < 2 {
        return None;
    }
    let of_others = others.iter().map(|other| {
        let area = other.point.area.as_deref().unwrap_or_default();
        format!("{area} {}%", signed(&other.deflator))
    });
    let told = format!(
        "the implied deflator is {}% ({}), against {}",
        signed(&implied.deflator),
        range(&implied.deflator),
        list(of_others, "and")
    );
    let told = capitalised(&told);
    let distance = apart(implied.deflator.bounds, &intervals);
    let (severity, message) = match distance {
        Some(_) => (
            Severity::Warning,
            format!("{told}: further from the nearest of them than they are from one another."),
        ),
        None => (Severity::Held, format!("{told}.")),
    };
    let (names, point) = ((amount, rate), &implied.point);
    let finding = at(sheet, names, point, Check::Deflator, implied.deflator);
    Some(finding.gap_of(distance).says(severity, message))
}
