//! The contribution of an area to the growth in volume of all areas of the table, in percentage points: its share of the
//! amount of the year before times its published growth. The contributions add up to the weighted growth exactly, from
//! one year to the next.

use rust_decimal::Decimal;

use super::rule::{Head, Rule, Years};
use super::volume;
use super::whole::{not_known, sum_beside};
use super::work::{At, Work};
use crate::answer::Measure;
use crate::figure::{Estimate, Figure};
use crate::methods::{index, product, share};
use crate::package::Indicator;
use crate::query::QueryError;
use crate::query::operand::{Doubt, Operand};

pub(super) const RULE: Rule = Rule {
    name: "real-contribution",
    years: Years::Each,
    needs_growth: true,
    is_of_whole: true,
    kind: |_| None,
    refusal: volume::refusal,
    head: |level| Head {
        name: format!("{}_real_contribution_pp", level.stem),
        title: format!("{}, real contribution", level.title()),
        unit: "percentage points of the growth in volume of the whole".to_owned(),
        code: Some(Measure::POINTS),
    },
    figure,
    rows: None,
    remark: Some(|_| {
        "Weights are the amounts of the year before, so that contributions add up to the weighted growth of a year; over \
         several years they do not."
            .to_owned()
    }),
};

fn figure(work: &Work, at: At, indicator: &Indicator) -> Result<Figure, QueryError> {
    let found = || {
        let (year, growth) = volume::year_and_growth(work, at, indicator)?;
        let (before, base_row) = work.year_before(at.row)?;
        let rate = At {
            place: growth,
            ..at
        };
        let base = At {
            row: base_row,
            ..at
        };
        let both = work.alike(&[(rate, year), (base, before)], "in both")?;
        let both = <[Operand; 2]>::try_from(both);
        let [rate, base] = both.map_err(|_| Figure::missing("An input is missing."))?;
        Ok((before, base_row, rate, base, (year, growth)))
    };
    let (before, base_row, rate, base, growth) = match found() {
        Ok(found) => found,
        Err(missing) => return Ok(missing),
    };
    let beside = sum_beside(
        work,
        At {
            row: base_row,
            ..at
        },
        before,
        Some(growth),
    )?;
    let whole = match &beside.value {
        Ok(whole) => whole,
        Err(reason) => return Ok(not_known(reason)),
    };
    let own = work.own_area(at.row);
    let is_all = own.is_some() && own.as_deref() == whole.row();
    let doubt = Doubt::of([&rate, &base, whole.operand()]);
    let weight = match whole.rest(own.as_deref(), &base) {
        _ if is_all => Ok(Estimate::exact(Decimal::ONE_HUNDRED)),
        Some(rest) => share(base.value, rest),
        None => index(base.value, whole.operand().value),
    };
    let estimate = weight.and_then(|weight| {
        let fraction = weight.scaled(Decimal::new(1, 2));
        product(
            fraction.ok_or(crate::methods::Undefined::TooLarge)?,
            rate.value,
        )
    });
    Ok(work.finish(estimate, doubt, || {
        if is_all {
            return rate.text.clone();
        }
        format!("{} ÷ {} × {}", base.text, whole.in_formula(), rate.text)
    }))
}
