//! The share of an area in all areas of the table, of the same year and members, in percent; of a member in the total of its
//! dimension, of the same area and year, where that is named.

use super::rule::{Head, Rule, SHARE, Years, unless_amount};
use super::whole::{in_formula, not_known, sum_beside, sum_of, unless_undeclared};
use super::work::{At, Work};
use crate::answer::Measure;
use rust_decimal::Decimal;

use crate::figure::{Figure, Kind};
use crate::methods::{share, share_of};
use crate::package::Indicator;
use crate::query::QueryError;
use crate::query::formula::Formula;
use crate::query::keyed::{figure_in, key_text};
use crate::query::operand::{Doubt, Operand};
use crate::source::shape::when::are_parts;
use crate::words::{Refusal, printable};

pub(super) const RULE: Rule = Rule {
    name: SHARE,
    years: Years::Each,
    needs_growth: false,
    is_of_whole: true,
    kind: |_| Some(Kind::Share),
    refusal: unless_amount,
    head: |level| Head {
        name: format!("{}_share_pct", level.stem),
        title: format!("{}, share", level.title()),
        unit: match level.work.transform.dimension() {
            Some(dimension) => format!("% of all of `{}`", printable(dimension)),
            None => format!("% of the {} areas", level.work.whole.count()),
        },
        code: Some(Measure::PERCENT),
    },
    figure,
    rows: None,
    remark: None,
};

fn figure(work: &Work, at: At, indicator: &Indicator) -> Result<Figure, QueryError> {
    if let Some(dimension) = work.transform.dimension() {
        return in_dimension(work, at, dimension, indicator);
    }
    if work.area.is_some() && work.whole.count() <= 1 && work.whole.total().is_none() {
        return Err(QueryError::refused(
            Refusal::new(format!(
                "`--as share` is of the table's areas, and `{}` has one alone",
                work.table.name
            ))
            .next("leave it out, and divide by the total that stands beside the parts"),
        ));
    }
    let Some(year) = work.year(at.row) else {
        return Ok(Figure::missing("There is no year."));
    };
    let value = match work.operand(Some(at.row), at.place, year) {
        Ok(value) => value,
        Err(missing) => return Ok(missing),
    };
    let own = work.own_area(at.row);
    let beside = sum_beside(work, at, year, None)?;
    let value = match beside.own(own.as_deref(), value) {
        Ok(value) => value,
        Err(missing) => return Ok(missing),
    };
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
    if own.is_some() && own.as_deref() == whole.row() {
        return Ok(value.against_itself());
    }
    let doubt = Doubt::of([&value, whole.operand()]);
    let estimate = match whole.rest(own.as_deref(), &value) {
        Some(rest) => share(value.value, rest),
        None => share_of(value.value, whole.operand().value),
    };
    Ok(work.finish(estimate, doubt, || {
        Formula::Share.told(&value.text, &whole.in_formula())
    }))
}

/// The share of a member in the total of its dimension: the printed one, else the sum of all members where each is there.
fn in_dimension(
    work: &Work,
    at: At,
    name: &str,
    indicator: &Indicator,
) -> Result<Figure, QueryError> {
    let members = work.members_of(name)?;
    if indicator.kind == Kind::Stock && are_parts(name, members.all.iter().map(String::as_str)) {
        return Err(QueryError::refused(
            Refusal::new(format!(
                "`{}` is a stock, which is not added over the parts of a year, so that none is a share of it",
                indicator.id
            ))
            .next("write `--as share` for shares of the areas"),
        ));
    }
    let row = &work.answer.rows[at.row];
    let own = key_text(&row.cells[members.place]);
    let Some(year) = work.year(at.row) else {
        return Ok(Figure::missing("There is no year."));
    };
    let value = match work.operand(Some(at.row), at.place, year) {
        Ok(value) => value,
        Err(missing) => return Ok(missing),
    };
    if members.total.as_deref() == Some(&own) {
        return Ok(value.against_itself());
    }
    let beside = |member: &str| {
        let (place, row) = members.beside(row, member)?;
        let place = place.map(|row| At { row, ..at });
        Some((place, figure_in(row, at.place).and_then(Operand::of)?))
    };
    // Of a partial combination all are taken over the members that each has.
    let alike = |others: Vec<(Option<At>, Operand)>| {
        let places = others.iter().map(|(place, _)| *place);
        let places: Option<Vec<At>> = std::iter::once(Some(at)).chain(places).collect();
        let levels = places.map_or(Ok(None), |places| work.matched(&places, "in all of these"))?;
        Ok::<_, Figure>(levels.map_or_else(
            || {
                let others = others.into_iter().map(|(_, other)| other);
                (value.clone(), others.collect())
            },
            |mut levels| (levels.remove(0), levels),
        ))
    };
    let whole = members.total.as_deref().and_then(beside);
    let has_total = whole.is_some();
    let mut others: Vec<(Option<At>, Operand)> = whole.into_iter().collect();
    let parts = members.all.iter().filter(|member| **member != own);
    for member in parts.filter(|_| !has_total) {
        match beside(member) {
            Some(other) => others.push(other),
            None => return Ok(not_known(&format!("{member} {year} has no usable value"))),
        }
    }
    let (value, others): (Operand, Vec<Operand>) = match alike(others) {
        Ok(found) => found,
        Err(missing) => return Ok(missing),
    };
    if let ([whole], true) = (others.as_slice(), has_total) {
        return Ok(work.made(Formula::Share, [&value, whole]));
    }
    let all = || others.iter().chain([&value]);
    let has = |is_it: fn(&Decimal) -> bool| all().any(|one| is_it(&one.value.value));
    if has(|value| *value > Decimal::ZERO) && has(|value| *value < Decimal::ZERO) {
        return Ok(Figure::missing(format!(
            "The amounts of {year} have both signs, and of their sum nothing is a share."
        )));
    }
    let doubt = Doubt::of(all());
    let estimate = sum_of(&others).and_then(|rest| share(value.value, rest));
    Ok(work.finish(estimate, doubt, || {
        Formula::Share.told(&value.text, &format!("({})", in_formula(all())))
    }))
}
