//! The rate a year of the trend through all years from the first to the last that are asked for, by least squares.

use rust_decimal::Decimal;

use super::index::OF_PERCENTAGES;
use super::rule::{Head, Rule, Years, unless_level};
use super::work::{At, Work};
use crate::answer::Measure;
use crate::figure::{Estimate, Figure, Kind, Period};
use crate::methods::{slope_factors, trend};
use crate::query::operand::{Doubt, Operand, written};

pub(super) const RULE: Rule = Rule {
    name: "trend",
    years: Years::Ends,
    needs_growth: false,
    is_of_whole: false,
    kind: |_| Some(Kind::Rate),
    refusal: |_, indicator| unless_level(indicator, OF_PERCENTAGES),
    head: |level| Head {
        name: format!("{}_trend_pct", level.stem),
        title: format!("{}, {}trend", level.title(), level.nominal),
        unit: "% a year, least squares".to_owned(),
        code: Some(Measure::PERCENT),
    },
    figure: |work, at, _| Ok(figure(work, at).unwrap_or_else(|missing| missing)),
    rows: None,
    remark: Some(|work| {
        let (first, last) = work.asked;
        format!(
            "Trends are least-squares growth rates through all values from {first} to {last} (World Bank); there is \
             none where more than half of these are missing."
        )
    }),
};

fn figure(work: &Work, at: At) -> Result<Figure, Figure> {
    let (first, last) = work.asked;
    let own = work.year(at.row);
    if own.is_none_or(|own| own <= first) {
        return Err(Figure::missing("A trend needs several years."));
    }
    let periods: Vec<Period> = first.through(last).collect();
    let point = |period: &Period| {
        let row = work.in_year(at.row, *period);
        let found = work.operand(row, at.place, *period).ok()?;
        let (over, under) = first.years_to(*period)?;
        let years = Decimal::from(over).checked_div(Decimal::from(under))?;
        Some((years, (row?, found)))
    };
    let points = periods.iter().filter_map(point);
    let (years, found): (Vec<Decimal>, Vec<(usize, Operand)>) = points.unzip();
    let (rows, mut operands): (Vec<usize>, Vec<Operand>) = found.into_iter().unzip();
    // The same members in all periods.
    let places: Vec<At> = rows.iter().map(|&row| At { row, ..at }).collect();
    if let Some(matched) = work.matched(&places, "in all of these periods")? {
        operands = matched;
    }
    work.cross_once(at, &rows, &mut operands);
    let points: Vec<(Decimal, Operand)> = years.into_iter().zip(operands).collect();
    if points.len() * 2 < periods.len() || points.len() < 2 {
        return Err(Figure::missing(format!(
            "{} of {} values are there, and a trend needs half of them at least.",
            points.len(),
            periods.len()
        )));
    }
    let doubt = Doubt::of(points.iter().map(|(_, operand)| operand));
    let values: Vec<(Decimal, Estimate)> = points
        .iter()
        .map(|(at, operand)| (*at, operand.value))
        .collect();
    Ok(work.finish(trend(&values), doubt, || {
        let factors = slope_factors(&values).unwrap_or_default();
        let terms = points.iter().zip(&factors).map(|((_, operand), factor)| {
            let factor = written(Estimate::exact(*factor).number());
            format!("{}^{factor}", operand.text)
        });
        let terms: Vec<String> = terms.collect();
        format!("100 × ({} − 1)", terms.join(" × "))
    }))
}
