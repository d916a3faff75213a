//! One concept, one value: what is printed in several tables agrees.

use super::finding::{Finding, Severity, in_words, range};
use super::ledger::{Ledger, Point, Sheet};
use super::parts::power_of_ten;
use crate::figure::{Estimate, Number};
use crate::methods::{mean, ratio};
use crate::package::{Check, Combine, Difference, Identity, Place, Rule};

/// A place where a concept stands: its sheet, the indicator, the points of its rows.
struct Standing<'a, 'l> {
    sheet: &'l Sheet<'a>,
    place: &'l Place,
    points: Vec<&'l Point>,
}

/// Values of one concept agree wherever they are printed.
pub(super) fn same(ledger: &Ledger, identities: &[Identity]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for identity in identities {
        let Rule::Same { of, differs } = &identity.rule else {
            continue;
        };
        let standings = standings(ledger, of);
        // Each against the first that has the area and year.
        for (at, standing) in standings.iter().enumerate() {
            for point in &standing.points {
                let first = standings[..at]
                    .iter()
                    .find_map(|earlier| Some((earlier, value_at(earlier, point)?)));
                if let Some((earlier, (at, _))) = first {
                    let pair = Pair {
                        ledger,
                        identity,
                        first: (earlier, at),
                        second: (standing, point),
                    };
                    findings.extend(pair.finding(*differs));
                }
            }
        }
    }
    findings
}

fn standings<'a, 'l>(ledger: &'l Ledger<'a>, of: &'l [Place]) -> Vec<Standing<'a, 'l>> {
    let standing = |place: &'l Place| {
        let sheet = ledger.sheet(&place.table)?;
        Some(Standing {
            sheet,
            place,
            points: sheet.points_of(place),
        })
    };
    of.iter().filter_map(standing).collect()
}

/// The value that a place has for the area and year of a point.
fn value_at<'l>(standing: &Standing<'_, 'l>, point: &Point) -> Option<(&'l Point, Number)> {
    let at = standing
        .points
        .iter()
        .find(|known| known.area == point.area && known.year == point.year)?;
    let value = standing.sheet.value(&standing.place.indicator, at)?;
    Some((at, value))
}

/// Where else an indicator stands for the area and year of a point.
pub(super) fn elsewhere<'a, 'l>(
    ledger: &'l Ledger<'a>,
    identities: &'l [Identity],
    sheet: &Sheet,
    indicator: &str,
    point: &Point,
) -> Vec<(&'l Sheet<'a>, &'l str, &'l Point)> {
    let mut found = Vec::new();
    for identity in identities {
        let Rule::Same { of, differs: None } = &identity.rule else {
            continue;
        };
        let is_here =
            |place: &&Place| place.table == sheet.table.name && place.indicator == indicator;
        if !of.iter().any(|place| is_here(&place)) {
            continue;
        }
        for standing in standings(ledger, of) {
            if is_here(&standing.place) {
                continue;
            }
            if let Some((at, _)) = value_at(&standing, point) {
                found.push((standing.sheet, standing.place.indicator.as_str(), at));
            }
        }
    }
    found
}

/// Two places of one concept, for one area and year.
struct Pair<'a, 'l> {
    ledger: &'l Ledger<'a>,
    identity: &'l Identity,
    first: (&'l Standing<'a, 'l>, &'l Point),
    second: (&'l Standing<'a, 'l>, &'l Point),
}

impl Pair<'_, '_> {
    fn finding(&self, differs: Option<Difference>) -> Option<Finding> {
        let (one, one_at) = self.first;
        let (other, other_at) = self.second;
        let printed = one.sheet.value(&one.place.indicator, one_at)?;
        let second = other.sheet.value(&other.place.indicator, other_at)?;
        let unit_mult = |standing: &Standing| {
            let indicator = standing.sheet.indicator(&standing.place.indicator);
            indicator.map_or(0, |indicator| i32::from(indicator.unit_mult))
        };
        let exponent = unit_mult(other) - unit_mult(one);
        let derived = Estimate::from(second).scaled(power_of_ten(exponent))?;
        let spots = vec![
            one.sheet.spot(&one.place.indicator, one_at),
            other.sheet.spot(&other.place.indicator, other_at),
        ];
        let unit = one.sheet.unit(&one.place.indicator);
        let both = format!(
            "{}: {}{unit} in {}, {} in {}",
            self.identity.title,
            in_words(printed),
            self.ledger.name_beside(one.sheet.table, other.sheet.table),
            in_words(derived.number()),
            self.ledger.name_beside(other.sheet.table, one.sheet.table),
        );
        let found = |severity, message: String| {
            Finding::new(
                severity,
                Check::Same,
                spots,
                Some(printed),
                Some(derived),
                message,
            )
        };
        let interval = printed.interval();
        let coarser = if interval.width() >= derived.bounds.width() {
            interval.contains(derived.value)
        } else {
            derived.bounds.contains(printed.decimal())
        };
        if coarser {
            return Some(found(Severity::Held, format!("{both}.")));
        }
        if derived.bounds.meets(&interval) {
            let message =
                format!("{both}; both round from one value at the edge of their last digit.");
            return Some(found(Severity::Note, message).because("rounding"));
        }
        Some(match differs {
            Some(Difference::Definition) => {
                let message = format!("{both}; they are counted by different definitions.");
                found(Severity::Note, message).because("definition")
            }
            Some(Difference::Vintage) => {
                let message = format!("{both}; one may have been revised.");
                found(Severity::Note, message).because("vintage")
            }
            None => {
                let fits = self.what_fits(printed, derived).unwrap_or_default();
                let message = format!("{both}, and no value rounds to both{fits}.");
                found(Severity::Error, message)
            }
        })
    }

    /// Which of the two a ratio printed beside the first fits, where that tells them apart.
    fn what_fits(&self, printed: Number, second: Estimate) -> Option<String> {
        let (one, at) = self.first;
        let numerator = &one.place.indicator;
        for (_, column, indicator) in one.sheet.table.indicators() {
            let Combine::Ratio {
                numerator: above,
                denominator: Some(denominator),
                denominator_year,
            } = &indicator.combine
            else {
                continue;
            };
            let Some((table, id)) = denominator.split_once('/').filter(|_| above == numerator)
            else {
                continue;
            };
            let below = self.ledger.sheet(table)?;
            let value = one.sheet.value(&indicator.id, at)?;
            let of_year = |year| {
                below.estimate(
                    id,
                    &Point {
                        members: Vec::new(),
                        ..at.in_year(year)
                    },
                )
            };
            let end = of_year(at.year)?;
            let divisor = if denominator_year.as_deref() == Some("mid-year") {
                mean(&[of_year(at.year_before())?, end]).ok()?
            } else {
                end
            };
            let exponent = i32::from(one.sheet.indicator(numerator)?.unit_mult)
                - i32::from(below.indicator(id)?.unit_mult)
                - i32::from(indicator.unit_mult);
            let quotient =
                |above: Estimate| ratio(above, divisor).ok()?.scaled(power_of_ten(exponent));
            let (with_first, with_second) = (quotient(Estimate::from(printed))?, quotient(second)?);
            let fits = |quotient: &Estimate| quotient.bounds.meets(&value.interval());
            let (right, wrong, made) = match (fits(&with_first), fits(&with_second)) {
                (true, false) => (Estimate::from(printed), second, with_first),
                (false, true) => (second, Estimate::from(printed), with_second),
                _ => continue,
            };
            return Some(format!(
                "; {} of {} fits {}, which makes {}, and not {}",
                column.title,
                in_words(value),
                in_words(right.number()),
                range(&made),
                in_words(wrong.number())
            ));
        }
        None
    }
}
