//! What documents state against what the tables say.

use rust_decimal::Decimal;

use super::derive::{Failure, evaluate};
use super::finding::{Finding, Severity, in_words, rough, told};
use super::ledger::Ledger;
use super::{Ask, Spot};
use crate::figure::{Estimate, Interval, Number};
use crate::methods::sum;
use crate::package::{Check, Claim, Derivation, Fault, Faults, PackageError, Stated};
use crate::words::list;

/// The most members of a sum of which every choice is tried.
const MOST_MEMBERS: usize = 12;

/// Every claim, derived and held against what is stated.
///
/// # Errors
/// If a derivation asks what cannot be answered with one figure: that is a fault of the claim and not of a document.
pub(super) fn claims(ledger: &Ledger, ask: &mut Ask) -> Result<Vec<Finding>, PackageError> {
    let Some((file, claims)) = ledger.package.claims()? else {
        return Ok(Vec::new());
    };
    let (mut findings, mut faults) = (Vec::new(), Faults::default());
    for claim in claims {
        match finding(ledger, claim, claims, ask) {
            Ok(finding) => findings.push(Finding {
                claims: vec![claim.id.clone()],
                ..finding
            }),
            Err(message) => faults.push(Fault {
                file: file.to_owned(),
                line: Some(claim.line),
                column: None,
                message: format!("`derivation`: {message}"),
            }),
        }
    }
    if faults.is_empty() {
        Ok(findings)
    } else {
        Err(ledger.package.error(faults))
    }
}

fn finding(
    ledger: &Ledger,
    claim: &Claim,
    all: &[Claim],
    ask: &mut Ask,
) -> Result<Finding, String> {
    let stated = claim.stated.number();
    let says = format!("{}: {}", place(ledger, claim), claim.text);
    let at = |spots| Finding::at(Check::Claim, spots).printed(stated);
    let Some(derivation) = &claim.derivation else {
        let message = format!(
            "{says} Not checkable with these tables; it would need {}.",
            claim.needs
        );
        return Ok(at(Vec::new()).says(Severity::Open, message));
    };
    let mut spots = Vec::new();
    let derived = evaluate(derivation, ask, &mut spots);
    spots.retain_mut(|spot| {
        let sheet = ledger.sheet(&spot.table);
        if let Some(id) = sheet.and_then(|sheet| sheet.id_behind(&spot.indicator)) {
            spot.indicator = id;
        }
        sheet.is_some()
    });
    let finding = at(told_at(spots.clone()));
    let derived = match derived {
        Ok(derived) => derived,
        Err(Failure::Missing(why)) => {
            let message = format!("{says} Not checkable: {why}.");
            return Ok(finding.says(Severity::Open, message));
        }
        Err(Failure::Fault(message)) => return Err(message),
    };
    let gap = gap(claim.stated, &derived);
    let finding = finding.derived(derived).gap_of(Some(gap));
    let unit = unit(claim);
    let tables = format!("the tables give {}", told(&derived, &unit));
    Ok(match verdict(claim.stated, &derived) {
        Verdict::Confirmed => finding.says(Severity::Held, format!("{says} Confirmed: {tables}.")),
        Verdict::WithinRounding => {
            let message = format!("{says} Confirmed within rounding: {tables}.");
            finding.says(Severity::Note, message).because("rounding")
        }
        Verdict::Contradicted => {
            let gap = in_words(Number::from(rough(gap)));
            let by = if unit.starts_with('%') { " pp" } else { &unit };
            let fits = what_fits(ledger, claim, derivation, &spots).unwrap_or_default();
            let others = other_statements(ledger, claim, all);
            let message = format!("{says} Contradicted by {gap}{by}: {tables}{fits}{others}.");
            finding.says(Severity::Error, message)
        }
    })
}

/// Where a claim is told that rests on these figures: at the one, else at what several have in common.
fn told_at(spots: Vec<Spot>) -> Vec<Spot> {
    let [first, rest @ ..] = spots.as_slice() else {
        return spots;
    };
    if rest.is_empty() {
        return spots;
    }
    let common = |is_same: &dyn Fn(&Spot) -> bool| rest.iter().all(is_same);
    let area = first.area.clone();
    let shared = Spot {
        table: first.table.clone(),
        area: area.filter(|_| common(&|spot| spot.area == first.area)),
        year: first
            .year
            .filter(|_| common(&|spot| spot.year == first.year)),
        ..Spot::default()
    };
    std::iter::once(shared).chain(spots).collect()
}

/// Where a claim stands: document and place.
fn place(ledger: &Ledger, claim: &Claim) -> String {
    let mut documents = ledger.package.documents().iter();
    let document = documents
        .find(|document| document.name.as_deref() == Some(&claim.document))
        .and_then(|document| document.short.as_deref());
    format!("{}, {}", document.unwrap_or(&claim.document), claim.place)
}

/// A unit behind a number.
fn unit(claim: &Claim) -> String {
    match claim.unit.as_str() {
        "" => String::new(),
        unit if unit.starts_with('%') => unit.to_owned(),
        unit => format!(" {unit}"),
    }
}

/// Other numbers that are stated for the same thing, in words.
fn other_statements(ledger: &Ledger, claim: &Claim, all: &[Claim]) -> String {
    let others = all
        .iter()
        .filter(|other| other.derivation == claim.derivation && other.stated != claim.stated);
    let told: Vec<String> = others
        .map(|other| {
            let limit = match other.stated {
                Stated::Is(_) => "",
                Stated::Below(_) => "less than ",
                Stated::Above(_) => "more than ",
            };
            let number = in_words(other.stated.number());
            let place = place(ledger, other);
            format!("{limit}{number}{} in {place}", unit(other))
        })
        .collect();
    if told.is_empty() {
        String::new()
    } else {
        format!("; it is also stated as {}", list(told, "and"))
    }
}

/// Which members of a sum alone would make what is stated, where there is one such choice.
fn what_fits(
    ledger: &Ledger,
    claim: &Claim,
    derivation: &Derivation,
    spots: &[Spot],
) -> Option<String> {
    let (Derivation::Query(_), [spot]) = (derivation, spots) else {
        return None;
    };
    let sheet = ledger.sheet(&spot.table).filter(|_| spot.area.is_none())?;
    let members: Vec<(&str, Estimate)> = sheet
        .points
        .iter()
        .filter(|point| point.year == spot.year && point.members == spot.members)
        .filter_map(|point| {
            Some((
                point.area.as_deref()?,
                sheet.estimate(&spot.indicator, point)?,
            ))
        })
        .collect();
    if members.len() < 2 || members.len() > MOST_MEMBERS {
        return None;
    }
    let chosen = |choice: u32| {
        let members = members.iter().enumerate();
        members
            .filter(move |(at, _)| choice & (1 << at) != 0)
            .map(|(_, member)| member)
    };
    let makes_it = |choice: &u32| {
        let parts: Vec<Estimate> = chosen(*choice).map(|(_, value)| *value).collect();
        sum(&parts).is_ok_and(|made| is_possible(claim.stated, &made))
    };
    let all = (1_u32 << members.len()) - 1;
    let mut fitting = (1..all).filter(makes_it);
    let (only, None) = (fitting.next()?, fitting.next()) else {
        return None;
    };
    let names = list(chosen(only).map(|(name, _)| name), "and");
    Some(format!("; {names} alone would make what is stated"))
}

/// How far a derived value is from what is stated at the least, all rounding considered.
fn gap(stated: Stated, derived: &Estimate) -> Decimal {
    if is_possible(stated, derived) {
        return Decimal::ZERO;
    }
    let nearest = match stated {
        Stated::Is(number) => number.interval(),
        Stated::Below(limit) | Stated::Above(limit) => Interval::point(limit.decimal()),
    };
    derived.bounds.distance(&nearest)
}

/// What holding a claim against the tables comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// The derived value, rounded to the stated digits, is the stated one.
    Confirmed,
    /// It is not, but some value behind the printed digits is.
    WithinRounding,
    /// No value behind the printed digits is.
    Contradicted,
}

fn verdict(stated: Stated, derived: &Estimate) -> Verdict {
    let confirmed = match stated {
        Stated::Is(number) => {
            let value = Number::from(derived.value).rounded(number.decimals());
            value.decimal() == number.decimal()
        }
        Stated::Below(limit) => derived.value < limit.decimal(),
        Stated::Above(limit) => derived.value > limit.decimal(),
    };
    if confirmed {
        Verdict::Confirmed
    } else if is_possible(stated, derived) {
        Verdict::WithinRounding
    } else {
        Verdict::Contradicted
    }
}

/// Whether some value behind the printed digits is what is stated.
fn is_possible(stated: Stated, derived: &Estimate) -> bool {
    match stated {
        Stated::Is(number) => derived.bounds.meets(&number.interval()),
        Stated::Below(limit) => derived.bounds.low < limit.decimal(),
        Stated::Above(limit) => derived.bounds.high > limit.decimal(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Estimate {
        Estimate::from(text.parse::<Number>().unwrap())
    }

    #[test]
    fn a_claim_is_confirmed_in_its_own_digits_or_within_those_of_its_inputs() {
        let of = |stated: &str, derived: &str| verdict(stated.parse().unwrap(), &printed(derived));
        assert_eq!(of("43.3", "43.27"), Verdict::Confirmed);
        assert_eq!(of("2.5", "2.45"), Verdict::Confirmed);
        assert_eq!(of("26.0", "25.9"), Verdict::WithinRounding);
        assert_eq!(of("18.5", "17.9"), Verdict::Contradicted);
        assert_eq!(of(">1500", "1702.3"), Verdict::Confirmed);
        assert_eq!(of("<15", "16"), Verdict::Contradicted);
        assert_eq!(of("<15", "15"), Verdict::WithinRounding);
    }

    #[test]
    fn a_limit_is_missed_by_what_lies_beyond_it() {
        let of = |stated: &str, derived: &str| {
            let gap = gap(stated.parse().unwrap(), &printed(derived));
            gap.normalize().to_string()
        };
        assert_eq!(of("<34", "35.79"), "1.785");
        assert_eq!(of(">5", "-5"), "9.5");
        assert_eq!(of(">1500", "1702.3"), "0");
        assert_eq!(of("<15", "15"), "0");
        // A limit that is met exactly is missed, if by nothing.
        let exact = Estimate::exact(Decimal::from(15));
        let stated = "<15".parse().unwrap();
        assert!(gap(stated, &exact).is_zero() && !is_possible(stated, &exact));
    }
}
