//! The compound rate a year between the first and the last year that are asked for.

use super::index::OF_PERCENTAGES;
use super::rule::{Head, Rule, Years, unless_level};
use super::work::{At, Work};
use crate::answer::Measure;
use crate::figure::{Estimate, Figure, Kind};
use crate::methods::{Undefined, cagr};

pub(super) const RULE: Rule = Rule {
    name: "cagr",
    years: Years::Ends,
    needs_growth: false,
    is_of_whole: false,
    kind: |_| Some(Kind::Rate),
    refusal: |_, indicator| unless_level(indicator, OF_PERCENTAGES),
    head: |level| Head {
        name: format!("{}_cagr_pct", level.stem),
        title: format!("{}, {}rate of change", level.title(), level.nominal),
        unit: "% a year, compound".to_owned(),
        code: Some(Measure::PERCENT),
    },
    figure: |work, at, _| {
        let formula = |[value, from]: [&str; 2], span: &str| {
            format!("100 × (({value} ÷ {from})^(1/{span}) − 1)")
        };
        Ok(between_ends(work, at, cagr, formula))
    },
    rows: None,
    remark: Some(|work| {
        let (first, last) = work.asked;
        format!("Rates are between {first} and {last} alone; the years between do not enter.")
    }),
};

/// A rate a year between the ends of the years that are asked for; `formula` tells it with the years as a text.
pub(super) fn between_ends(
    work: &Work,
    at: At,
    rate: fn(Estimate, Estimate, (i64, i64)) -> Result<Estimate, Undefined>,
    formula: fn([&str; 2], &str) -> String,
) -> Figure {
    let base = work.asked.0;
    if work.year(at.row).is_some_and(|year| year <= base) {
        return Figure::missing("A rate a year needs two years.");
    }
    work.against(at, base, |[value, from], years| {
        let span = match years {
            (years, 1) => years.to_string(),
            (periods, in_year) => format!("({periods}/{in_year})"),
        };
        let text = formula([&value.text, &from.text], &span);
        (rate(value.value, from.value, years), text)
    })
}
