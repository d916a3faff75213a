//! The continuous rate a year between the first and the last year that are asked for.

use super::index::OF_PERCENTAGES;
use super::rule::{Head, Rule, Years, unless_level};
use crate::answer::Measure;
use crate::figure::{Figure, Kind};
use crate::methods::log_growth;

pub(super) const RULE: Rule = Rule {
    name: "log-growth",
    years: Years::Ends,
    needs_growth: false,
    is_of_whole: false,
    kind: |_| Some(Kind::Rate),
    refusal: |_, indicator| unless_level(indicator, OF_PERCENTAGES),
    head: |level| Head {
        name: format!("{}_log_growth_pct", level.stem),
        title: format!("{}, {}rate of change", level.title(), level.nominal),
        unit: "% a year, continuous".to_owned(),
        code: Some(Measure::PERCENT),
    },
    figure: |work, at, _| {
        let base = work.asked.0;
        if work.year(at.row).is_some_and(|year| year <= base) {
            return Ok(Figure::missing("A rate a year needs two years."));
        }
        Ok(work.against(at, base, |[value, from], years| {
            let span = match years {
                (years, 1) => years.to_string(),
                (periods, in_year) => format!("({periods} ÷ {in_year})"),
            };
            let formula = format!("100 × ln({} ÷ {}) ÷ {span}", value.text, from.text);
            (log_growth(value.value, from.value, years), formula)
        }))
    },
    rows: None,
    remark: Some(|work| {
        let (first, last) = work.asked;
        format!("Rates are between {first} and {last} alone; the years between do not enter.")
    }),
};
