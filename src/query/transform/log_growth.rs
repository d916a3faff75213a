//! The continuous rate a year between the first and the last year that are asked for.

use super::cagr;
use super::rule::{Head, Rule};
use crate::query::formula::Formula;

pub(super) const RULE: Rule = Rule {
    name: "log-growth",
    head: |level| Head {
        name: format!("{}_log_growth_pct", level.stem),
        unit: "% a year, continuous".to_owned(),
        ..(cagr::RULE.head)(level)
    },
    figure: |work, at, _| Ok(cagr::between_ends(work, at, Formula::LogGrowth)),
    ..cagr::RULE
};
