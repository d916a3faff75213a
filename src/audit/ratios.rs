//! Ratios and what they are made of: GDP per capita against GDP and population, density against population and area.
//!
//! A denominator that another table counts may be of another concept; so the moments at which it can be taken are
//! tried, and the other places where the numerator stands, and what fits is said.

use rust_decimal::Decimal;

use super::Spot;
use super::finding::{Finding, Severity, in_words, told};
use super::ledger::{Ledger, Point, Sheet};
use super::parts::power_of_ten;
use super::same::elsewhere;
use crate::figure::{Estimate, Number};
use crate::methods::{mean, ratio};
use crate::package::{Check, Combine, Identity, Indicator};

/// A figure that a ratio may be made of, and what it is called.
struct Part {
    name: String,
    value: Estimate,
    spots: Vec<Spot>,
    /// The power of ten of its unit.
    unit_mult: i8,
}

/// Every ratio equals its parts.
pub(super) fn ratios(ledger: &Ledger, identities: &[Identity]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in &ledger.sheets {
        for (_, _, indicator) in sheet.table.indicators() {
            let Combine::Ratio {
                numerator,
                denominator: Some(denominator),
                denominator_year,
            } = &indicator.combine
            else {
                continue;
            };
            let rule = Ratio {
                ledger,
                identities,
                sheet,
                indicator,
                numerator,
                denominator,
                mid_year: denominator_year.as_deref() == Some("mid-year"),
            };
            findings.extend(sheet.points.iter().filter_map(|point| rule.finding(point)));
        }
    }
    findings
}

/// A ratio with the rule by which it is made.
struct Ratio<'a> {
    ledger: &'a Ledger<'a>,
    identities: &'a [Identity],
    sheet: &'a Sheet<'a>,
    indicator: &'a Indicator,
    numerator: &'a str,
    denominator: &'a str,
    mid_year: bool,
}

impl Ratio<'_> {
    fn finding(&self, point: &Point) -> Option<Finding> {
        let printed = self.sheet.value(&self.indicator.id, point)?;
        let numerators = self.numerators(point)?;
        let denominators = self.denominators(point)?;
        let (own, declared) = (numerators.first()?, denominators.first()?);
        let derived = self.quotient(own, declared)?;
        let mut spots = vec![self.sheet.spot(&self.indicator.id, point)];
        spots.extend(own.spots.iter().chain(&declared.spots).cloned());
        let unit = self.sheet.unit(&self.indicator.id);
        let title = self.sheet.title(&self.indicator.id);
        let makes = format!(
            "{} over {} is {}",
            own.name,
            declared.name,
            told(&derived, "")
        );
        let number = in_words(printed);
        let found = |severity, message: String| {
            Finding::new(
                severity,
                Check::Ratio,
                spots,
                Some(printed),
                Some(derived),
                message,
            )
        };
        if derived.bounds.meets(&printed.interval()) {
            return Some(found(
                Severity::Held,
                format!("{title}: {makes}{unit}; {number} is printed."),
            ));
        }
        let fits = |above: &Part, below: &Part| {
            let other = self.quotient(above, below)?;
            other.bounds.meets(&printed.interval()).then_some(other)
        };
        let start = format!("{title} is {number}{unit}, and {makes}");
        let moment = denominators[1..]
            .iter()
            .find_map(|below| Some((below, fits(own, below)?)));
        if let Some((below, other)) = moment {
            let message = format!("{start}; {} would fit: {}.", below.name, told(&other, ""));
            return Some(found(Severity::Note, message).because("definition"));
        }
        let place = numerators[1..]
            .iter()
            .find_map(|above| Some((above, fits(above, declared)?)));
        let what_fits = match place {
            Some((above, other)) => format!("{} would fit: {}", above.name, told(&other, "")),
            None => self
                .needed(printed, own)
                .map_or_else(String::new, |needed| {
                    format!("no other moment or table fits; it would need {needed}")
                }),
        };
        let severity = if self.is_of_one_table() {
            Severity::Error
        } else {
            Severity::Warning
        };
        Some(found(severity, format!("{start}; {what_fits}.")))
    }

    /// Whether numerator and denominator are printed side by side, so that they are of one concept.
    fn is_of_one_table(&self) -> bool {
        !self.denominator.contains('/') && !self.mid_year
    }

    fn quotient(&self, above: &Part, below: &Part) -> Option<Estimate> {
        let exponent = i32::from(above.unit_mult)
            - i32::from(below.unit_mult)
            - i32::from(self.indicator.unit_mult);
        ratio(above.value, below.value)
            .ok()?
            .scaled(power_of_ten(exponent))
    }

    /// The numerator of the same row, then where else it stands.
    fn numerators(&self, point: &Point) -> Option<Vec<Part>> {
        let own = part(self.sheet, self.numerator, point, "")?;
        let mut all = vec![own];
        let places = elsewhere(
            self.ledger,
            self.identities,
            self.sheet,
            self.numerator,
            point,
        );
        for (sheet, indicator, at) in places {
            let from = format!(
                " of {}",
                self.ledger.name_beside(sheet.table, self.sheet.table)
            );
            all.extend(part(sheet, indicator, at, &from));
        }
        Some(all)
    }

    /// The denominator at the moment that the rule names, then at others.
    fn denominators(&self, point: &Point) -> Option<Vec<Part>> {
        let Some((table, id)) = self.denominator.split_once('/') else {
            return Some(vec![part(self.sheet, self.denominator, point, "")?]);
        };
        let sheet = self.ledger.sheet(table)?;
        let unit_mult = sheet.indicator(id)?.unit_mult;
        let at = |year| Point {
            members: Vec::new(),
            ..point.in_year(year)
        };
        let (end, start) = (at(point.year), at(point.year_before()));
        let title = sheet.title(id).to_lowercase();
        let from = self.ledger.name_beside(sheet.table, self.sheet.table);
        let of_moment = |moment: &str, points: &[&Point]| {
            let values: Option<Vec<Estimate>> = points
                .iter()
                .map(|point| sheet.estimate(id, point))
                .collect();
            Some(Part {
                name: format!("the {moment} {title} of {from}"),
                value: mean(&values?).ok()?,
                spots: points.iter().map(|point| sheet.spot(id, point)).collect(),
                unit_mult,
            })
        };
        let mid_year = of_moment("mid-year", &[&start, &end]);
        let year_end = of_moment("year-end", &[&end]);
        let year_start = of_moment("year-start", &[&start]);
        let (declared, others) = if self.mid_year {
            (mid_year, [year_end, year_start])
        } else {
            (year_end, [mid_year, year_start])
        };
        // What the rule asks for has to be there; the rest is tried where it is.
        Some(
            std::iter::once(declared?)
                .chain(others.into_iter().flatten())
                .collect(),
        )
    }

    /// The denominator that the printed ratio implies, in words.
    fn needed(&self, printed: Number, above: &Part) -> Option<String> {
        let (table, id) = self
            .denominator
            .split_once('/')
            .unwrap_or((&self.sheet.table.name, self.denominator));
        let sheet = self.ledger.sheet(table)?;
        let exponent = i32::from(above.unit_mult)
            - i32::from(self.indicator.unit_mult)
            - i32::from(sheet.indicator(id)?.unit_mult);
        let implied = ratio(above.value, Estimate::from(printed))
            .ok()?
            .scaled(power_of_ten(exponent))?;
        let unit = sheet.unit(id);
        (implied.value > Decimal::ZERO).then(|| {
            format!(
                "a {} of {}{unit}",
                sheet.title(id).to_lowercase(),
                in_words(implied.supported())
            )
        })
    }
}

/// A printed figure as a part, `from` said behind it.
fn part(sheet: &Sheet, indicator: &str, point: &Point, from: &str) -> Option<Part> {
    let number = sheet.value(indicator, point)?;
    Some(Part {
        name: format!("{}{}{from}", in_words(number), sheet.unit(indicator)),
        value: Estimate::from(number),
        spots: vec![sheet.spot(indicator, point)],
        unit_mult: sheet.indicator(indicator)?.unit_mult,
    })
}
