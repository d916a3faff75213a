//! One concept, one value: what is printed in several tables agrees.

use std::collections::BTreeMap;

use super::finding::{Finding, Severity, Spot, in_words, range};
use super::form::Form;
use super::ledger::{Ledger, Point};
use super::ratios::Ratio;
use super::standing::Standing;
use crate::figure::{Estimate, Number, power_of_ten};
use crate::package::{Check, Difference, Identity, Rule};

/// Values of one concept agree wherever they are printed.
pub(super) fn same(ledger: &Ledger, identities: &[Identity]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for identity in identities {
        let Rule::Same { of, differs } = &identity.rule else {
            continue;
        };
        let standings: Vec<Standing> = of
            .iter()
            .filter_map(|place| Standing::new(ledger, place))
            .collect();
        let mut by_series: BTreeMap<SeriesOfPair, Vec<Tried>> = BTreeMap::new();
        // Each against the first that has the area and year.
        for (at, standing) in standings.iter().enumerate() {
            for &point in &standing.points {
                let mut earlier = standings[..at].iter().enumerate();
                let earlier = earlier.find_map(|(number, earlier)| {
                    Some((number, (earlier, earlier.value_at(point)?.0)))
                });
                if let Some((number, first)) = earlier {
                    let pair = Pair {
                        ledger,
                        title: &identity.title,
                        first,
                        second: (standing, point),
                    };
                    let key = (at, number, point.area.as_deref());
                    let finding = pair.finding(*differs);
                    let tried = finding.map(|finding| Tried { pair, finding });
                    by_series.entry(key).or_default().extend(tried);
                }
            }
        }
        for series in by_series.into_values() {
            match shifted(&series) {
                Some(finding) => findings.push(finding),
                None => findings.extend(series.into_iter().map(|tried| tried.finding)),
            }
        }
    }
    findings
}

/// A series in two places of one identity: the numbers of the second and of the first, the area.
type SeriesOfPair<'l> = (usize, usize, Option<&'l str>);

/// Two values of one concept, with what came of them.
struct Tried<'a, 'l> {
    pair: Pair<'a, 'l>,
    finding: Finding,
}

/// The fewest years in which two series contradict each other that are one shifted against the other.
const FEWEST_SHIFTED: usize = 3;

/// One finding for a series that stands a year too early or too late: most of its values contradict those of the other,
/// and all agree with those of the year before, or of the year after.
fn shifted(series: &[Tried]) -> Option<Finding> {
    let wrong = |tried: &&Tried| tried.finding.severity == Severity::Error;
    let wrong: Vec<&Tried> = series.iter().filter(wrong).collect();
    if wrong.len() < FEWEST_SHIFTED || wrong.len() * 3 < series.len() * 2 {
        return None;
    }
    for (by, other) in [(-1, "before"), (1, "after")] {
        let agrees = |tried: &Tried| {
            let pair = &tried.pair;
            let (one, at) = pair.first;
            let (standing, point) = pair.second;
            let year = one.sheet.stepped(point.year, by);
            let (_, printed) = one.value_at(&at.in_year(year))?;
            let value = standing.sheet.value(standing.indicator(), point)?;
            let second = Estimate::from(value).times_power_of_ten(pair.exponent())?;
            Some(second.bounds.meets(&printed.interval()))
        };
        let compared: Vec<bool> = series.iter().filter_map(agrees).collect();
        if compared.len() < FEWEST_SHIFTED || !compared.iter().all(|agrees| *agrees) {
            continue;
        }
        let pair = &series.first()?.pair;
        let ((one, at), (standing, _)) = (pair.first, pair.second);
        let ledger = pair.ledger;
        let message = format!(
            "{}: what {} prints of {} is in {} of {} years what {} prints for the year {other}; one of the two series is shifted.",
            pair.title,
            ledger.name_beside(standing.sheet.table, one.sheet.table),
            at.area.as_deref().unwrap_or("the series"),
            compared.len(),
            series.len(),
            ledger.name_beside(one.sheet.table, standing.sheet.table),
        );
        let spots = |which: usize| -> Vec<Spot> {
            let of = |tried: &Tried| tried.finding.spots.get(which).cloned();
            series.iter().filter_map(of).collect()
        };
        let culprits = vec![spots(1), spots(0)];
        let all: Vec<Spot> = culprits.iter().flatten().cloned().collect();
        let about = culprits[0].len();
        return Some(Finding {
            culprits,
            about,
            trials: series.len(),
            ..Finding::at(Check::Same, all).says(Severity::Error, message)
        });
    }
    None
}

/// Two places of one concept, for one area and year.
struct Pair<'a, 'l> {
    ledger: &'l Ledger<'a>,
    title: &'l str,
    first: (&'l Standing<'a, 'l>, &'l Point),
    second: (&'l Standing<'a, 'l>, &'l Point),
}

impl Pair<'_, '_> {
    /// The power of ten from the unit of the second to that of the first.
    fn exponent(&self) -> i32 {
        let mult = |standing: &Standing| standing.sheet.power(standing.indicator());
        mult(self.second.0) - mult(self.first.0)
    }

    fn finding(&self, differs: Option<Difference>) -> Option<Finding> {
        let ((one, one_at), (other, other_at)) = (self.first, self.second);
        let printed = one.sheet.value(one.indicator(), one_at)?;
        let second = other.sheet.value(other.indicator(), other_at)?;
        let exponent = self.exponent();
        let derived = Estimate::from(second).times_power_of_ten(exponent)?;
        let spots = vec![
            one.sheet.spot(one.indicator(), one_at),
            other.sheet.spot(other.indicator(), other_at),
        ];
        let form = (|| {
            let first = one.sheet.cell(one.indicator(), one_at)?;
            let second = other.sheet.cell(other.indicator(), other_at)?;
            Some(Form::sum([second], power_of_ten(exponent)?, first))
        })();
        let finding = Finding::at(Check::Same, spots)
            .of_form(form.filter(|_| differs.is_none()))
            .printed(printed)
            .derived(derived);
        let both = format!(
            "{}: {}{} in {}, {} in {}",
            self.title,
            in_words(printed),
            one.sheet.unit(one.indicator()),
            self.ledger.name_beside(one.sheet.table, other.sheet.table),
            in_words(derived.number()),
            self.ledger.name_beside(other.sheet.table, one.sheet.table),
        );
        let interval = printed.interval();
        let is_one_rounded = if interval.width() >= derived.bounds.width() {
            interval.contains(derived.value)
        } else {
            derived.bounds.contains(printed.decimal())
        };
        if is_one_rounded {
            return Some(finding.says(Severity::Held, format!("{both}.")));
        }
        if derived.bounds.meets(&interval) {
            let message =
                format!("{both}; both round from one value at the edge of their last digit.");
            return Some(finding.says(Severity::Note, message).because("rounding"));
        }
        Some(match differs {
            Some(Difference::Definition) => {
                let message = format!("{both}; they are counted by different definitions.");
                finding.says(Severity::Note, message)
            }
            Some(Difference::Vintage) => {
                let message = format!("{both}; one may have been revised.");
                finding.says(Severity::Note, message)
            }
            None => {
                let fits = self.what_fits(printed, derived).unwrap_or_default();
                let message = format!("{both}, and no value rounds to both{fits}.");
                finding.says(Severity::Error, message)
            }
        })
    }

    /// Which of the two a ratio printed beside the first fits, where that tells them apart.
    fn what_fits(&self, printed: Number, second: Estimate) -> Option<String> {
        let (one, at) = self.first;
        let ratios = Ratio::of(self.ledger, one.sheet).into_iter();
        let mut told = ratios
            .filter(|ratio| ratio.numerator == one.indicator() && !ratio.is_of_one_table())
            .filter_map(|ratio| {
                let value = one.sheet.value(&ratio.indicator.id, at)?;
                let first = Estimate::from(printed);
                let with_first = ratio.made_of(first, at)?;
                let with_second = ratio.made_of(second, at)?;
                let fits = |made: &Estimate| made.bounds.meets(&value.interval());
                let (right, wrong, made) = match (fits(&with_first), fits(&with_second)) {
                    (true, false) => (first, second, with_first),
                    (false, true) => (second, first, with_second),
                    _ => return None,
                };
                Some(format!(
                    "; {} of {} fits {}, which makes {}, and not {}",
                    one.sheet.title(&ratio.indicator.id),
                    in_words(value),
                    in_words(right.number()),
                    range(&made),
                    in_words(wrong.number())
                ))
            });
        told.next()
    }
}
