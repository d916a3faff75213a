//! What areas weigh: what stands below the line of a ratio, what weighs a mean, or what is named.

use super::Page;
use crate::answer::{Cell, Name};
use crate::figure::{Figure, Period};
use crate::methods;
use crate::package::{Combine, Moment, WeightYear};
use crate::query::QueryError;
use crate::query::choose_series::{Asked, Chosen, Prefer, choose_series};
use crate::query::derived::{derive, derive_from};
use crate::query::formula::Formula;
use crate::words::uncapitalised;

/// Where weights are from.
pub(super) enum Weights<'a> {
    /// Another series, at the end of the year or in its middle.
    Of(Box<Chosen<'a>>, Moment),
    /// What is above the line over the ratio.
    Implied(Box<Chosen<'a>>),
}

impl<'a> Weights<'a> {
    /// The weights of the values; none where nothing says what areas weigh.
    pub(super) fn find(page: &Page<'a>) -> Result<Option<Weights<'a>>, QueryError> {
        let series = &page.chosen.series;
        let table = series.table.name.as_str();
        let read = |id: &str| {
            let named = if id.contains('/') {
                id.to_owned()
            } else {
                format!("{table}/{id}")
            };
            let asked = Asked {
                verb: "disparity",
                indicator: Some(&named),
                table: None,
                years: None,
                reading: page.reading,
                prefer: Prefer::Years,
            };
            choose_series(page.package, &asked).map(Box::new)
        };
        if let Some(weight) = page.weight {
            let in_table = series.table.indicator_called(weight).is_some();
            let asked = Asked {
                verb: "disparity",
                indicator: Some(weight),
                table: in_table.then_some(table),
                years: None,
                reading: page.reading,
                prefer: Prefer::Years,
            };
            let found = choose_series(page.package, &asked)?;
            return Ok(Some(Weights::Of(Box::new(found), Moment::YearEnd)));
        }
        Ok(match &series.indicator.combine {
            Combine::Ratio {
                denominator: Some(id),
                denominator_year,
                ..
            } => Some(Weights::Of(read(id)?, *denominator_year)),
            Combine::Ratio { numerator, .. } => Some(Weights::Implied(read(numerator)?)),
            Combine::WeightedMean {
                weight,
                weight_year: WeightYear::Same,
            } => Some(Weights::Of(read(weight)?, Moment::YearEnd)),
            _ => None,
        })
    }

    /// What the weights are, for readers.
    pub(super) fn in_words(&self) -> String {
        let label = |of: &Chosen| uncapitalised(&of.series.label().en);
        match self {
            Weights::Of(of, Moment::MidYear) => format!("{} (mean of two year-ends)", label(of)),
            Weights::Of(of, Moment::YearEnd) => label(of),
            Weights::Implied(of) => format!(
                "what lies below the line of the ratio ({} over it)",
                label(of)
            ),
        }
    }

    /// The weight of an area in a year.
    pub(super) fn of(&self, area: &(Name, Cell), year: Option<Period>, value: &Figure) -> Figure {
        let none = || Figure::missing(format!("The weight of {} is not known.", area.0.id));
        match self {
            Weights::Implied(of) => match figure(of, area, year) {
                Some(above) => derive_from(Formula::Ratio, above, value, ""),
                None => none(),
            },
            Weights::Of(of, moment) => {
                let now = figure(of, area, year);
                let before = || figure(of, area, Some(year?.year_before()?));
                match (now, moment) {
                    (Some(now), Moment::YearEnd) => now.clone(),
                    (Some(now), Moment::MidYear) => match before() {
                        Some(before) => derive(&[before, now], "", "", methods::mean),
                        None => none(),
                    },
                    (None, _) => none(),
                }
            }
        }
    }
}

/// The figure of an area, by its code where both tables have codes, else by its name.
fn figure<'c>(
    of: &'c Chosen,
    (name, code): &(Name, Cell),
    year: Option<Period>,
) -> Option<&'c Figure> {
    let is_it = |(known, known_code): &(Name, Cell)| match (code.text(), known_code.text()) {
        (Some(code), Some(known)) => code == known,
        _ => known.id == name.id,
    };
    of.figure(of.areas.iter().position(is_it)?, year)
}
