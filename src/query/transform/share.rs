//! The share of an area in all areas of the table, of the same year and members, in percent.

use super::rule::{Head, Rule, Years, unless_amount};
use super::whole::{in_formula, rest, sum_of};
use super::work::{At, Work};
use crate::answer::Measure;
use crate::figure::{Figure, Kind};
use crate::methods::share;
use crate::query::QueryError;
use crate::query::operand::Doubt;

pub(super) const RULE: Rule = Rule {
    name: "share",
    years: Years::Each,
    needs_growth: false,
    kind: |_| Some(Kind::Share),
    refusal: unless_amount,
    head: |level| Head {
        name: format!("{}_share_pct", level.stem),
        title: format!("{}, share", level.title()),
        unit: format!("% of the {} areas", level.work.wholes().areas),
        code: Some(Measure::PERCENT),
    },
    figure: |work, at, _| figure(work, at),
    rows: None,
    remark: None,
};

fn figure(work: &Work, at: At) -> Result<Figure, QueryError> {
    if work.area.is_some() && work.wholes().areas == 1 {
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
    let rest = match rest(work, at, year)? {
        Ok(rest) => rest,
        Err(missing) => return Ok(missing),
    };
    let doubt = Doubt::of(rest.operands().chain([&value]));
    let estimate = sum_of(rest.operands()).and_then(|rest| share(value.value, rest));
    Ok(work.finish(estimate, doubt, || {
        let all = in_formula([&value].into_iter().chain(rest.operands()));
        format!("100 × {} ÷ ({all})", value.text)
    }))
}
