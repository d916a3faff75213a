//! What transforms that rest on published growth share.

use rust_decimal::Decimal;

use super::work::{At, Work};
use crate::figure::{Estimate, Figure, Period};
use crate::methods::{Undefined, chain, ratio};
use crate::package::{Combine, Indicator, Table, WeightYear};
use crate::query::operand::{Doubt, Operand, taken};

/// Growth between the base year and another, as a factor.
pub(super) struct Chained {
    pub(super) factor: Result<Estimate, Undefined>,
    pub(super) doubt: Doubt,
    pub(super) text: String,
}

/// The refusal where no published growth belongs to an indicator.
pub(super) fn refusal(table: &Table, indicator: &Indicator) -> Option<&'static str> {
    let why = "no published growth belongs to it; ask an amount that has one with `-i`";
    growth_of(table, &indicator.id).is_none().then_some(why)
}

/// The amount that an indicator is the growth of: its weight of the year before.
pub(super) fn amount_of(indicator: &Indicator) -> Option<&str> {
    match &indicator.combine {
        Combine::WeightedMean {
            weight,
            weight_year: WeightYear::Previous,
        } => Some(weight),
        _ => None,
    }
}

/// The growth that belongs to an amount.
fn growth_of<'a>(table: &'a Table, amount: &str) -> Option<&'a Indicator> {
    let mut indicators = table.indicators().map(|(_, _, indicator)| indicator);
    indicators.find(|indicator| amount_of(indicator) == Some(amount))
}

/// The year of a row, and the place of the growth that belongs to an amount.
pub(super) fn year_and_growth(
    work: &Work,
    at: At,
    indicator: &Indicator,
) -> Result<(Period, usize), Figure> {
    let growth = growth_of(work.table, &indicator.id);
    let place = growth.and_then(|growth| work.place_of(&growth.id));
    let found = work.year(at.row).zip(place);
    found.ok_or_else(|| Figure::missing("There is no published growth."))
}

/// Growth from the base year to that of a row; back to it where the row's is the earlier one.
pub(super) fn chained(work: &Work, at: At, indicator: &Indicator) -> Result<Chained, Figure> {
    let (year, growth) = year_and_growth(work, at, indicator)?;
    let base = work.base();
    let (first, last) = (base.min(year), base.max(year));
    let links = first.through(last).skip(1);
    let rates: Result<Vec<Operand>, Figure> = links
        .map(|link| work.operand(work.in_year(at.row, link), growth, link))
        .collect();
    let (rates, doubt, texts) = taken(&rates?);
    let texts: Vec<String> = texts.iter().map(|text| format!("(1 + {text}%)")).collect();
    let factor = chain(&rates).and_then(|factor| {
        if year < base {
            ratio(Estimate::exact(Decimal::ONE), factor)
        } else {
            Ok(factor)
        }
    });
    let text = match (texts.is_empty(), year < base) {
        (true, _) => "1".to_owned(),
        (_, true) => format!("1 ÷ ({})", texts.join(" × ")),
        _ => texts.join(" × "),
    };
    Ok(Chained {
        factor,
        doubt,
        text,
    })
}
