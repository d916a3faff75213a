//! What documents state against what the tables say.

use rust_decimal::Decimal;

use super::finding::{Finding, Severity, in_words, rough, told};
use super::ledger::Ledger;
use super::{Ask, Spot};
use crate::answer::{Answer, Cell, Role};
use crate::figure::{Estimate, Figure, Interval};
use crate::methods::{difference, product, ratio, sum};
use crate::package::{Check, Claim, Derivation, Operation, PackageError, Stated};
use crate::words::{count, list};

/// Every claim, derived and held against what is stated.
pub(super) fn claims(ledger: &Ledger, ask: &mut Ask) -> Result<Vec<Finding>, PackageError> {
    let Some((file, claims)) = ledger.package.claims()? else {
        return Ok(Vec::new());
    };
    let findings = claims
        .iter()
        .map(|claim| finding(ledger, file, claim, &claims, ask));
    Ok(findings.collect())
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
    let shared = Spot {
        table: first.table.clone(),
        area: first
            .area
            .clone()
            .filter(|_| common(&|spot| spot.area == first.area)),
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

fn finding(ledger: &Ledger, file: &str, claim: &Claim, all: &[Claim], ask: &mut Ask) -> Finding {
    let stated = claim.stated.number();
    let says = format!("{}: {}", place(ledger, claim), claim.text);
    let found = |severity, spots, derived, verdict: String| {
        let message = format!("{says} {verdict}");
        Finding::new(
            severity,
            Check::Claim,
            spots,
            Some(stated),
            derived,
            message,
        )
    };
    let Some(derivation) = &claim.derivation else {
        let verdict = format!(
            "Not checkable with these tables; it would need {}.",
            claim.needs
        );
        return found(Severity::Open, Vec::new(), None, verdict);
    };
    let mut spots = Vec::new();
    let derived = evaluate(derivation, &mut |query| {
        let (figure, spot) =
            single(query, &ask(query)?).map_err(|why| format!("`hlj {query}` {why}"))?;
        spots.extend(ledger.sheet(&spot.table).is_some().then_some(spot));
        figure
            .estimate()
            .ok_or_else(|| format!("`hlj {query}` gives no value that can be computed with"))
    });
    let spots = told_at(spots);
    let unit = unit(claim);
    let derived = match derived {
        Ok(derived) => derived,
        Err(why) => {
            let verdict = format!("Its derivation fails ({file}:{}): {why}.", claim.line);
            return found(Severity::Error, spots, None, verdict);
        }
    };
    let tables = format!("the tables give {}", told(&derived, &unit));
    let (severity, verdict) = match verdict(claim.stated, &derived) {
        Verdict::Confirmed => (Severity::Held, format!("Confirmed: {tables}.")),
        Verdict::WithinRounding => (
            Severity::Note,
            format!("Confirmed within rounding: {tables}."),
        ),
        Verdict::Contradicted => {
            let gap = rough(derived.bounds.distance(&allowed(claim.stated)));
            let fits = what_fits(ledger, claim, derivation, &spots).unwrap_or_default();
            let others = other_statements(ledger, claim, all);
            let by = if unit.starts_with('%') { " pp" } else { &unit };
            let verdict = format!("Contradicted by {gap}{by}: {tables}{fits}{others}.");
            (Severity::Error, verdict)
        }
    };
    let finding = found(severity, spots, Some(derived), verdict);
    if severity == Severity::Note {
        finding.because("rounding")
    } else {
        finding
    }
}

/// Other numbers that are stated for the same thing, in words.
fn other_statements(ledger: &Ledger, claim: &Claim, all: &[Claim]) -> String {
    let others = all.iter().filter(|other| {
        other.derivation == claim.derivation && other.stated.number() != claim.stated.number()
    });
    let told: Vec<String> = others
        .map(|other| {
            let number = in_words(other.stated.number());
            format!("{number}{} in {}", unit(other), place(ledger, other))
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
        sum(&parts).is_ok_and(|made| made.bounds.meets(&allowed(claim.stated)))
    };
    let all = (1_u32 << members.len()) - 1;
    let mut fitting = (1..all).filter(makes_it);
    let (only, None) = (fitting.next()?, fitting.next()) else {
        return None;
    };
    let names = list(chosen(only).map(|(name, _)| name), "and");
    Some(format!("; {names} alone would make what is stated"))
}

/// The most members of a sum of which every choice is tried.
const MOST_MEMBERS: usize = 12;

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
    let range = allowed(stated);
    let confirmed = match stated {
        Stated::Is(number) => {
            let value = crate::figure::Number::from(derived.value);
            value.rounded(number.decimals()).decimal() == number.decimal()
        }
        Stated::Below(limit) => derived.value < limit.decimal(),
        Stated::Above(limit) => derived.value > limit.decimal(),
    };
    if confirmed {
        Verdict::Confirmed
    } else if derived.bounds.meets(&range) {
        Verdict::WithinRounding
    } else {
        Verdict::Contradicted
    }
}

/// The values that what is stated allows.
fn allowed(stated: Stated) -> Interval {
    match stated {
        Stated::Is(number) => number.interval(),
        Stated::Below(limit) => Interval {
            low: Decimal::MIN,
            high: limit.decimal(),
        },
        Stated::Above(limit) => Interval {
            low: limit.decimal(),
            high: Decimal::MAX,
        },
    }
}

/// The value of an expression, with the interval that its questions' answers imply.
fn evaluate(
    derivation: &Derivation,
    ask: &mut dyn FnMut(&str) -> Result<Estimate, String>,
) -> Result<Estimate, String> {
    match derivation {
        Derivation::Number(number) => Ok(Estimate::exact(number.decimal())),
        Derivation::Query(query) => ask(query),
        Derivation::Minus(of) => {
            let of = evaluate(of, ask)?;
            Ok(Estimate::new(-of.value, -of.bounds.low, -of.bounds.high))
        }
        Derivation::Join(one, operation, other) => {
            let (one, other) = (evaluate(one, ask)?, evaluate(other, ask)?);
            let joined = match operation {
                Operation::Add => sum(&[one, other]),
                Operation::Subtract => difference(one, other),
                Operation::Multiply => product(one, other),
                Operation::Divide => ratio(one, other),
            };
            joined.map_err(|undefined| undefined.to_string())
        }
    }
}

/// The one figure of an answer, and where it stands; or why there is not one.
fn single(query: &str, answer: &Answer) -> Result<(Figure, Spot), String> {
    let [row] = answer.rows.as_slice() else {
        return Err(format!(
            "answers with {}, and a derivation takes one",
            count(answer.rows.len(), "row")
        ));
    };
    let figures: Vec<(&Figure, &str)> = answer
        .shown()
        .filter_map(
            |(place, column)| match (&row.cells[place], column.measure()) {
                (Cell::Figure(figure), Some(measure)) => Some((figure, measure.id.as_str())),
                _ => None,
            },
        )
        .collect();
    let [(figure, id)] = figures.as_slice() else {
        return Err(format!(
            "answers with {}, and a derivation takes one",
            count(figures.len(), "figure")
        ));
    };
    Ok(((*figure).clone(), spot(query, answer, &row.cells, id)))
}

/// Where the figure of an answer stands: in the table that the question begins with, or that the answer names.
fn spot(query: &str, answer: &Answer, cells: &[Cell], id: &str) -> Spot {
    let mut spot = Spot {
        table: query
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned(),
        indicator: id.split('.').next().unwrap_or(id).to_owned(),
        ..Spot::default()
    };
    for (column, cell) in answer.columns.iter().zip(cells) {
        match (&column.role, cell) {
            (Role::Area, Cell::Name(name)) => {
                spot.area = Some(name.id.clone());
                spot.key.push((column.name.clone(), name.id.clone()));
            }
            (Role::Time, Cell::Year(year)) => {
                spot.year = Some(*year);
                spot.key.push((column.name.clone(), year.to_string()));
            }
            (Role::Member, Cell::Name(name) | Cell::Numeral(name)) => {
                spot.members.push(name.id.clone());
                spot.key.push((column.name.clone(), name.id.clone()));
            }
            (Role::Words, Cell::Words(table)) if column.name == "table" => {
                spot.table.clone_from(table);
            }
            _ => {}
        }
    }
    spot
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Number;

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
    fn expressions_carry_the_intervals_of_their_questions() {
        let value = |text: &str| {
            let derivation: Derivation = text.parse().unwrap();
            evaluate(&derivation, &mut |query| Ok(printed(query))).map(|found| told(&found, ""))
        };
        // 1,056 thousand against 1,099: (1055.5 ÷ 1099.5 − 1) to (1056.5 ÷ 1098.5 − 1), by a pocket calculator.
        assert_eq!(
            value("100 * ([1056] / [1099] - 1)").unwrap(),
            "−3.9 (−4.00 to −3.82)"
        );
        assert_eq!(value("-(2 + 3) * 4").unwrap(), "−20");
        assert!(value("1 / 0").unwrap_err().contains("divisor"));
    }
}
