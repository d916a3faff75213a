//! The share of an area in all areas of the table, of the same year and members, in percent.

use super::rule::{Head, Rule, Years, unless_amount};
use super::whole::{not_known, sum_beside, unless_undeclared};
use super::work::{At, Work};
use crate::answer::Measure;
use rust_decimal::Decimal;

use crate::figure::{Estimate, Figure, Kind};
use crate::methods::{Undefined, index, share};
use crate::package::Indicator;
use crate::query::QueryError;
use crate::query::operand::Doubt;

pub(super) const RULE: Rule = Rule {
    name: "share",
    years: Years::Each,
    needs_growth: false,
    is_of_whole: true,
    kind: |_| Some(Kind::Share),
    refusal: unless_amount,
    head: |level| Head {
        name: format!("{}_share_pct", level.stem),
        title: format!("{}, share", level.title()),
        unit: format!("% of the {} areas", level.work.whole.count()),
        code: Some(Measure::PERCENT),
    },
    figure,
    rows: None,
    remark: None,
};

fn figure(work: &Work, at: At, indicator: &Indicator) -> Result<Figure, QueryError> {
    if work.area.is_some() && work.whole.count() <= 1 && work.whole.total().is_none() {
        return Err(QueryError::refused(format!(
            "`--as share` is of the table's areas, and `{}` has one alone; leave it out, and divide by the total \
             that stands beside the parts",
            work.table.name
        )));
    }
    let Some(year) = work.year(at.row) else {
        return Ok(Figure::missing("There is no year."));
    };
    let value = match work.operand(Some(at.row), at.place, year) {
        Ok(value) => value,
        Err(missing) => return Ok(missing),
    };
    let beside = sum_beside(work, at, year)?;
    if beside.both_signs {
        return Ok(Figure::missing(format!(
            "The amounts of {year} have both signs, and of their sum nothing is a share."
        )));
    }
    let whole = match &beside.value {
        Ok(whole) => whole,
        Err(reason) => return Ok(not_known(reason)),
    };
    unless_undeclared(work, indicator, whole)?;
    let own = work.own_area(at.row);
    if own.is_some() && own.as_deref() == whole.row() {
        let hundred = Estimate::exact(Decimal::ONE_HUNDRED);
        return Ok(Doubt::of([&value]).figure(hundred, None));
    }
    let doubt = Doubt::of([&value, whole.operand()]);
    let estimate = match whole.rest(own.as_deref(), &value) {
        // Of amounts below zero alone, the shares are those of the amounts without their signs.
        Some(rest) if whole.operand().value.value < Decimal::ZERO => {
            let minus = |estimate: Estimate| estimate.scaled(-Decimal::ONE);
            let both = minus(value.value).zip(minus(rest));
            both.ok_or(Undefined::TooLarge)
                .and_then(|(value, rest)| share(value, rest))
        }
        Some(rest) => share(value.value, rest),
        None => index(value.value, whole.operand().value),
    };
    Ok(work.finish(estimate, doubt, || {
        format!("100 × {} ÷ {}", value.text, whole.in_formula())
    }))
}
