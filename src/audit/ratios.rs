//! Ratios and what they are made of: GDP per capita against GDP and population, density against population and area.
//!
//! A denominator that another table counts may be of another concept; so the moments at which it can be taken are
//! tried, and the other places where the numerator stands, and what fits is said.

use rust_decimal::Decimal;

use super::Spot;
use super::finding::{Finding, Severity, in_words, told};
use super::form::{CellRef, Form};
use super::ledger::{Ledger, Point, Sheet};
use super::standing::elsewhere;
use crate::figure::{Estimate, Number, power_of_ten};
use crate::methods::{mean, power_between, power_of_most, ratio};
use crate::package::{Check, Combine, Identity, Indicator, Moment, Powers};
use crate::words::uncapitalised;

/// Every ratio equals its parts.
pub(super) fn ratios(ledger: &Ledger, identities: &[Identity]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in &ledger.sheets {
        for ratio in Ratio::of(ledger, sheet) {
            let others = elsewhere(ledger, identities, sheet, ratio.numerator);
            for point in &sheet.points {
                let numerators = others.iter().filter_map(|standing| {
                    let (at, number) = standing.value_at(point)?;
                    let from = format!(
                        " of {}",
                        ledger.name_beside(standing.sheet.table, sheet.table)
                    );
                    Some(part(
                        standing.sheet,
                        standing.indicator(),
                        at,
                        number,
                        &from,
                    ))
                });
                findings.extend(ratio.finding(point, &numerators.collect::<Vec<_>>()));
            }
        }
    }
    findings
}

/// A ratio with the rule by which it is made.
pub(super) struct Ratio<'a, 'l> {
    ledger: &'l Ledger<'a>,
    sheet: &'l Sheet<'a>,
    pub(super) indicator: &'a Indicator,
    pub(super) numerator: &'a str,
    denominator: &'a str,
    mid_year: bool,
    /// The power of ten that the printed figures show.
    printed: Option<i32>,
}

/// A figure that a ratio may be made of, and what it is called.
struct Part<'a> {
    name: String,
    value: Estimate,
    spots: Vec<Spot>,
    /// Where it stands; none where that is not printed.
    cells: Vec<CellRef>,
    indicator: Option<&'a Indicator>,
}

fn part<'a>(
    sheet: &Sheet<'a>,
    indicator: &str,
    at: &Point,
    number: Number,
    from: &str,
) -> Part<'a> {
    Part {
        name: format!("{}{}{from}", in_words(number), sheet.unit(indicator)),
        value: Estimate::from(number),
        spots: vec![sheet.spot(indicator, at)],
        cells: sheet.cell(indicator, at).into_iter().collect(),
        indicator: sheet.indicator(indicator),
    }
}

impl<'a, 'l> Ratio<'a, 'l> {
    /// The ratios of a table whose denominators are known.
    pub(super) fn of(ledger: &'l Ledger<'a>, sheet: &'l Sheet<'a>) -> Vec<Ratio<'a, 'l>> {
        let ratio = |indicator: &'a Indicator| match &indicator.combine {
            Combine::Ratio {
                numerator,
                denominator: Some(denominator),
                denominator_year,
            } => Some(
                Ratio {
                    ledger,
                    sheet,
                    indicator,
                    numerator,
                    denominator,
                    mid_year: *denominator_year == Moment::MidYear,
                    printed: None,
                }
                .with_printed_power(),
            ),
            _ => None,
        };
        let table = sheet.table;
        table
            .indicators()
            .filter_map(|(_, _, found)| ratio(found))
            .collect()
    }

    /// Whether numerator and denominator are printed side by side, so that they are of one concept.
    pub(super) fn is_of_one_table(&self) -> bool {
        !self.denominator.contains('/') && !self.mid_year
    }

    /// The ratio that a value in the numerator's place makes with the declared denominator.
    pub(super) fn made_of(&self, above: Estimate, point: &Point) -> Option<Estimate> {
        let denominators = self.denominators(point)?;
        let of = self.sheet.indicator(self.numerator);
        self.quotient(above, of, denominators.first()?)
    }

    fn quotient(&self, above: Estimate, of: Option<&Indicator>, below: &Part) -> Option<Estimate> {
        let exponent = self.exponent(of, below.indicator);
        ratio(above, below.value).ok()?.times_power_of_ten(exponent)
    }

    /// The power of ten by which the quotient is multiplied.
    fn exponent(&self, above: Option<&Indicator>, below: Option<&Indicator>) -> i32 {
        let own = self.indicator;
        let powers = above
            .zip(below)
            .map(|(above, below)| Powers { above, below, own });
        powers.map_or(0, |powers| powers.of_quotient(self.printed))
    }

    /// With the power of ten that stands between most printed figures and the quotients of their parts.
    fn with_printed_power(mut self) -> Self {
        let powers = self.sheet.points.iter().filter_map(|point| {
            let own = self.sheet.value(&self.indicator.id, point)?.decimal();
            let above = self.sheet.value(self.numerator, point)?.decimal();
            let below = self.denominators(point)?.first()?.value.value;
            power_between(own, above, below)
        });
        self.printed = power_of_most(powers).and_then(Result::ok);
        self
    }

    fn finding(&self, point: &Point, elsewhere: &[Part]) -> Option<Finding> {
        let printed = self.sheet.value(&self.indicator.id, point)?;
        let number = self.sheet.value(self.numerator, point)?;
        let own = part(self.sheet, self.numerator, point, number, "");
        let denominators = self.denominators(point)?;
        let declared = denominators.first()?;
        let derived = self.quotient(own.value, own.indicator, declared)?;
        let mut spots = vec![self.sheet.spot(&self.indicator.id, point)];
        spots.extend(own.spots.iter().chain(&declared.spots).cloned());
        let exponent = self.exponent(own.indicator, declared.indicator);
        let form = (|| {
            let value = self.sheet.cell(&self.indicator.id, point)?;
            let power = power_of_ten(exponent)?;
            Some(Form::ratio(
                value,
                &declared.cells,
                *own.cells.first()?,
                power,
            ))
        })();
        let finding = Finding::at(Check::Ratio, spots)
            .of_form(form)
            .printed(printed)
            .derived(derived);
        let unit = self.sheet.unit(&self.indicator.id);
        let title = self.sheet.title(&self.indicator.id);
        let makes = format!(
            "{} over {} is {}",
            own.name,
            declared.name,
            told(&derived, "")
        );
        let number = in_words(printed);
        if derived.bounds.meets(&printed.interval()) {
            let message = format!("{title}: {makes}{unit}; {number} is printed.");
            return Some(finding.says(Severity::Held, message));
        }
        let fits = |above: &Part, below: &Part| {
            let other = self.quotient(above.value, above.indicator, below)?;
            other.bounds.meets(&printed.interval()).then_some(other)
        };
        let start = format!("{title} is {number}{unit}, and {makes}");
        let moment = denominators[1..]
            .iter()
            .find_map(|below| Some((below, fits(&own, below)?)));
        if let Some((below, other)) = moment {
            let message = format!("{start}; {} would fit: {}.", below.name, told(&other, ""));
            return Some(finding.of_form(None).says(Severity::Note, message));
        }
        let place = elsewhere
            .iter()
            .find_map(|above| Some((above, fits(above, declared)?)));
        let what_fits = match place {
            Some((above, other)) => format!("{} would fit: {}", above.name, told(&other, "")),
            None => self.needed(printed, &own).map_or_else(
                || "nothing else was found that fits".to_owned(),
                |needed| format!("no other moment or table alone fits; it would need {needed}"),
            ),
        };
        let severity = if self.is_of_one_table() {
            Severity::Error
        } else {
            Severity::Warning
        };
        Some(finding.says(severity, format!("{start}; {what_fits}.")))
    }

    /// The denominator at the moment that the rule names, then at others; nothing where what the rule names is not
    /// there.
    fn denominators(&self, point: &Point) -> Option<Vec<Part<'_>>> {
        let Some((table, id)) = self.denominator.split_once('/') else {
            let number = self.sheet.value(self.denominator, point)?;
            return Some(vec![part(self.sheet, self.denominator, point, number, "")]);
        };
        let sheet = self.ledger.sheet(table)?;
        let at = |year| Point {
            members: Vec::new(),
            ..point.in_year(year)
        };
        let (end, start) = (at(point.year), at(point.year_before()));
        let title = uncapitalised(&sheet.title(id));
        let from = self.ledger.name_beside(sheet.table, self.sheet.table);
        let of_moment = |moment: &str, points: &[&Point]| {
            let values = points.iter().map(|point| sheet.estimate(id, point));
            let values = values.collect::<Option<Vec<Estimate>>>()?;
            Some(Part {
                name: format!("the {moment} {title} of {from}"),
                value: mean(&values).ok()?,
                spots: points.iter().map(|point| sheet.spot(id, point)).collect(),
                cells: points
                    .iter()
                    .filter_map(|point| sheet.cell(id, point))
                    .collect(),
                indicator: sheet.indicator(id),
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
        let all = std::iter::once(declared?).chain(others.into_iter().flatten());
        Some(all.collect())
    }

    /// The denominator that the printed ratio implies, in words.
    fn needed(&self, printed: Number, above: &Part) -> Option<String> {
        let own = (self.sheet.table.name.as_str(), self.denominator);
        let (table, id) = self.denominator.split_once('/').unwrap_or(own);
        let sheet = self.ledger.sheet(table)?;
        let exponent = self.exponent(above.indicator, sheet.indicator(id));
        let implied = ratio(above.value, Estimate::from(printed))
            .ok()?
            .times_power_of_ten(exponent)?;
        (implied.value > Decimal::ZERO).then(|| {
            format!(
                "a {} of {}{}",
                uncapitalised(&sheet.title(id)),
                in_words(implied.supported()),
                sheet.unit(id)
            )
        })
    }
}
