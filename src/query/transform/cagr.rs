//! The compound rate a year between the first and the last year that are asked for.

use super::index::OF_PERCENTAGES;
use super::rule::{Head, Rule, Years, unless_level};
use super::work::{At, Work};
use crate::answer::Measure;
use crate::figure::{Figure, Kind};
use crate::query::formula::Formula;

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
    figure: |work, at, _| Ok(between_ends(work, at, Formula::Cagr)),
    rows: None,
    remark: Some(|work| {
        let (first, last) = work.asked;
        format!("Rates are between {first} and {last} alone; the years between do not enter.")
    }),
};

/// A rate a year between the ends of the years that are asked for; they are so many periods apart, of which so many are
/// in a year.
pub(super) fn between_ends(work: &Work, at: At, rate: fn((i64, i64)) -> Formula) -> Figure {
    let base = work.asked.0;
    if work.year(at.row).is_some_and(|year| year <= base) {
        return Figure::missing("A rate a year needs two years.");
    }
    work.against(at, base, rate)
}
