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

/// Growth from the base year to that of a row, back to it where the row's is the earlier one; beside levels that it is
/// put together with, and these, over the members that all have.
pub(super) fn chained<const N: usize>(
    work: &Work,
    at: At,
    indicator: &Indicator,
    levels: [(At, Period); N],
) -> Result<(Chained, [Operand; N]), Figure> {
    let (year, growth) = year_and_growth(work, at, indicator)?;
    let base = work.base();
    let (first, last) = (base.min(year), base.max(year));
    let links = first.through(last).skip(1);
    let mut inputs = levels.to_vec();
    let mut rates: Vec<Operand> = Vec::new();
    for link in links {
        let row = work.in_year(at.row, link);
        rates.push(work.operand(row, growth, link)?);
        let row = row.unwrap_or(at.row);
        inputs.push((At { row, place: growth }, link));
    }
    let mut levels = Vec::new();
    if N > 0 {
        levels = work.alike(&inputs, "in all of these")?;
        rates = levels.split_off(N);
    }
    let levels = levels.try_into();
    let levels = levels.map_err(|_| Figure::missing("A level is missing."))?;
    let (rates, doubt, texts) = taken(&rates);
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
    let chained = Chained {
        factor,
        doubt,
        text,
    };
    Ok((chained, levels))
}
