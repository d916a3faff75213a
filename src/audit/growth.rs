//! Published growth in volume against the change of the amount: what is left over is prices, and these are much the
//! same everywhere in one year.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::finding::{Finding, Severity, range, signed};
use super::form::Form;
use super::ledger::{Ledger, Point, Sheet};
use super::standing::elsewhere;
use crate::figure::{Estimate, Interval, Period};
use crate::methods::{Peers, deflator, relative_change};
use crate::order::InOrder;
use crate::package::{Check, Combine, Identity, WeightYear};
use crate::words::{capitalised, list, uncapitalised};

/// How many times further than usual an implied deflator is from the others of its year, where it is out of line.
const TIMES: Decimal = Decimal::from_parts(3, 0, 0, false, 0);
/// A smaller distance from the others, in points, is nobody's concern.
const LEAST: Decimal = Decimal::TWO;
/// Below this fall of prices in percent everywhere, levels may have been revised rather than prices have fallen.
const GREAT_FALL: Decimal = Decimal::from_parts(5, 0, 0, true, 0);
/// A fall of prices up to this, in percent, explains that an amount falls while its volume rises.
const SMALL_FALL: Decimal = Decimal::TWO;
/// A rise of prices up to this, in percent, explains the reverse, which is more usual.
const SMALL_RISE: Decimal = Decimal::from_parts(6, 0, 0, false, 0);
/// Of how many other areas a message tells the deflators one by one.
const MOST_TOLD: usize = 12;

/// The implied deflator of an area in a year, with what it was made of.
struct Implied {
    point: Point,
    base_at: Point,
    nominal: Estimate,
    real: Estimate,
    deflator: Estimate,
}

/// An amount and its growth.
struct Pair<'a, 'l> {
    ledger: &'l Ledger<'a>,
    sheet: &'l Sheet<'a>,
    amount: &'a str,
    rate: &'a str,
}

/// Signs and implied deflators of every amount that has a growth.
pub(super) fn growth(ledger: &Ledger, identities: &[Identity]) -> Vec<Finding> {
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
            let pair = Pair {
                ledger,
                sheet,
                amount: weight,
                rate: &rate.id,
            };
            findings.extend(pair.findings(identities));
        }
    }
    findings
}

impl Pair<'_, '_> {
    fn findings(&self, identities: &[Identity]) -> Vec<Finding> {
        let mut years: BTreeMap<(Option<Period>, &[String]), Vec<Implied>> = BTreeMap::new();
        for point in &self.sheet.points {
            if let Some(implied) = self.implied(point) {
                let year = (point.year, point.members.as_slice());
                years.entry(year).or_default().push(implied);
            }
        }
        let years: Vec<OfYear> = years.into_values().map(OfYear::new).collect();
        let of_year = |year: &OfYear| year.all.iter().map(|one| one.deflator).collect();
        let peers = Peers::new(years.iter().map(of_year).collect());
        let alternatives = elsewhere(self.ledger, identities, self.sheet, self.amount);
        let mut findings = Vec::new();
        for (moment, year) in years.iter().enumerate() {
            findings.extend(self.all_fall(&year.all));
            findings.extend(self.signs(&year.all));
            for (place, implied) in year.all.iter().enumerate().filter(|_| year.all.len() > 2) {
                let distance = peers.out_of_line(moment, place, TIMES);
                let distance = distance.filter(|distance| *distance >= LEAST);
                let finding = self.in_line(year, place, distance);
                let other = || {
                    let mut bases = alternatives.iter().filter_map(|standing| {
                        let (_, base) = standing.value_at(&implied.base_at)?;
                        Some((standing.sheet, base))
                    });
                    bases.find_map(|(sheet, base)| self.with_base(year, place, sheet, base.into()))
                };
                findings.push(if distance.is_some() {
                    finding
                } else {
                    other().unwrap_or(finding)
                });
            }
        }
        findings
    }

    fn implied(&self, point: &Point) -> Option<Implied> {
        let base_at = point.in_year(point.year_before());
        let value = self.sheet.estimate(self.amount, point)?;
        let base = self.sheet.estimate(self.amount, &base_at)?;
        let real = self.sheet.estimate(self.rate, point)?;
        Some(Implied {
            nominal: relative_change(value, base).ok()?,
            deflator: deflator(value, base, real).ok()?,
            real,
            point: point.clone(),
            base_at,
        })
    }

    /// A finding at a growth and the amount of its year, with what they imply.
    fn at(&self, check: Check, implied: &Implied, comes_to: Estimate) -> Finding {
        let spots = vec![
            self.sheet.spot(self.rate, &implied.point),
            self.sheet.spot(self.amount, &implied.point),
        ];
        // A growth and what it implies are not to be equal, so there is no gap between them.
        Finding::at(check, spots)
            .printed(self.sheet.value(self.rate, &implied.point))
            .derived(comes_to)
            .gap_of(None)
    }

    /// What amount and growth have to do, so that the prices between them change within an interval.
    fn form(&self, implied: &Implied, prices: Interval) -> Option<Form> {
        let rate = self.sheet.cell(self.rate, &implied.point)?;
        let base = self.sheet.cell(self.amount, &implied.base_at)?;
        let value = self.sheet.cell(self.amount, &implied.point)?;
        Some(Form::growth(rate, base, value, prices))
    }

    /// Amount and volume move the same way in a year, or nearly so; those that do not are one finding.
    fn signs(&self, year: &[Implied]) -> Vec<Finding> {
        let conflict =
            |down: Interval, up: Interval| down.high < Decimal::ZERO && up.low > Decimal::ZERO;
        let is_small = |implied: &Implied| {
            let prices = implied.deflator.bounds;
            -prices.high <= SMALL_FALL && prices.low <= SMALL_RISE
        };
        let (against, with): (Vec<&Implied>, Vec<&Implied>) = year.iter().partition(|implied| {
            let (nominal, real) = (implied.nominal.bounds, implied.real.bounds);
            (conflict(nominal, real) || conflict(real, nominal)) && !is_small(implied)
        });
        let (amount, rate) = (self.sheet.title(self.amount), self.sheet.title(self.rate));
        let moves = |implied: &Implied| {
            format!(
                "{amount} changes by {}% in nominal terms, {} is {}%",
                signed(&implied.nominal),
                uncapitalised(&rate),
                signed(&implied.real)
            )
        };
        let mut findings: Vec<Finding> = with
            .into_iter()
            .map(|implied| {
                let finding = self.at(Check::Sign, implied, implied.nominal);
                finding.says(Severity::Held, format!("{}.", moves(implied)))
            })
            .collect();
        findings.extend(against.iter().map(|implied| {
            let message = format!(
                "{}: the signs differ, and prices would have changed by {}%.",
                moves(implied),
                signed(&implied.deflator)
            );
            self.at(Check::Sign, implied, implied.nominal)
                .says(Severity::Warning, message)
        }));
        findings
    }

    /// Where prices would have fallen greatly in every area: levels of that year, or of the one before, may have been
    /// revised.
    fn all_fall(&self, year: &[Implied]) -> Option<Finding> {
        let falls = |implied: &Implied| implied.deflator.bounds.high < GREAT_FALL;
        if year.len() < 3 || !year.iter().all(falls) {
            return None;
        }
        let mut sorted: Vec<&Implied> = year.iter().collect();
        sorted.order_by_key(|implied| implied.deflator.value);
        let told = sorted.iter().take(MOST_TOLD).map(|implied| {
            let area = implied.point.area.as_deref().unwrap_or_default();
            format!(
                "{area} {}% ({} nominal, {} real)",
                signed(&implied.deflator),
                signed(&implied.nominal),
                signed(&implied.real)
            )
        });
        let message = format!(
            "The implied deflator falls in every area at once: {}. Prices that fall so everywhere are one cause, or levels were revised between the two years, and growth was not.",
            list(told, "and")
        );
        let first = sorted.first()?;
        let spots = sorted.iter().flat_map(|implied| {
            [self.rate, self.amount].map(|id| self.sheet.spot(id, &implied.point))
        });
        let mut shared = self.sheet.spot(self.rate, &first.point);
        shared.area = None;
        shared
            .key
            .retain(|(name, _)| Some(name) != self.sheet.area_column().as_ref());
        let finding = Finding::at(
            Check::Deflator,
            std::iter::once(shared).chain(spots).collect(),
        )
        .derived(first.deflator)
        .gap_of(None)
        .moving(sorted.last().map(|least| least.deflator.value.abs()));
        Some(Finding {
            about: finding.spots.len(),
            checks: vec![Check::Sign, Check::Deflator],
            ..finding.says(Severity::Warning, message)
        })
    }

    /// The implied deflator is no further from the others' of the year than these are from one another.
    fn in_line(&self, year: &OfYear, place: usize, distance: Option<Decimal>) -> Finding {
        let implied = &year.all[place];
        let hull = year.hull_without(place).unwrap_or(implied.deflator.bounds);
        let spread = hull.width();
        let allowed = Interval {
            low: hull.low.saturating_sub(spread),
            high: hull.high.saturating_add(spread),
        };
        let finding = self
            .at(Check::Deflator, implied, implied.deflator)
            .of_form(self.form(implied, allowed))
            .gap_of(distance)
            .moving(distance);
        let told = format!(
            "The implied deflator is {}% ({}), against {}",
            signed(&implied.deflator),
            range(&implied.deflator),
            year.told_without(place)
        );
        match distance {
            Some(_) => finding.says(
                Severity::Warning,
                format!("{told}: further from the nearest of them than they are from one another."),
            ),
            None => finding.says(Severity::Held, format!("{told}.")),
        }
    }

    /// A deflator that stands outside those of the other areas, and among them with the level of the year before that
    /// another table prints.
    fn with_base(
        &self,
        year: &OfYear,
        place: usize,
        sheet: &Sheet,
        base: Estimate,
    ) -> Option<Finding> {
        let implied = &year.all[place];
        let value = self.sheet.estimate(self.amount, &implied.point)?;
        let other = deflator(value, base, implied.real).ok()?;
        let hull = year.hull_without(place)?;
        if implied.deflator.bounds.meets(&hull) || !other.bounds.meets(&hull) {
            return None;
        }
        let message = capitalised(&format!(
            "the implied deflator is {}% ({}), against {}; with the {} of the year before in {} it would be {}%, which is among them: the growth may belong to that level.",
            signed(&implied.deflator),
            range(&implied.deflator),
            year.told_without(place),
            uncapitalised(&self.sheet.title(self.amount)),
            self.ledger.name_beside(sheet.table, self.sheet.table),
            signed(&other)
        ));
        let finding = self.at(Check::Deflator, implied, implied.deflator);
        Some(finding.says(Severity::Note, message))
    }
}

/// The implied deflators of a year.
struct OfYear {
    all: Vec<Implied>,
    /// Their places from the least on.
    sorted: Vec<usize>,
}

impl OfYear {
    fn new(all: Vec<Implied>) -> OfYear {
        let mut sorted: Vec<usize> = (0..all.len()).collect();
        sorted.order_by_key(|at| all[*at].deflator.value);
        OfYear { all, sorted }
    }

    /// The others than the one at a place, from the least on.
    fn others(&self, place: usize) -> impl DoubleEndedIterator<Item = &Implied> {
        let others = self.sorted.iter().filter(move |at| **at != place);
        others.map(|at| &self.all[*at])
    }

    /// What the others span; those in the middle are between the ends.
    fn hull_without(&self, place: usize) -> Option<Interval> {
        let (least, most) = (self.others(place).next()?, self.others(place).next_back()?);
        Some(least.deflator.bounds.hull(&most.deflator.bounds))
    }

    /// The others' deflators in words.
    fn told_without(&self, place: usize) -> String {
        let of_one = |other: &Implied| {
            let area = other.point.area.as_deref().unwrap_or_default();
            format!("{area} {}%", signed(&other.deflator))
        };
        let others = self.all.len() - 1;
        let mut ends = self.others(place);
        match (ends.next(), ends.next_back()) {
            (Some(least), Some(most)) if others > MOST_TOLD => {
                format!("{others} others from {} to {}", of_one(least), of_one(most))
            }
            _ => {
                let others = self.all.iter().enumerate().filter(|(at, _)| *at != place);
                list(others.map(|(_, other)| of_one(other)), "and")
            }
        }
    }
}
