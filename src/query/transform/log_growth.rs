//! The continuous rate a year between the first and the last year that are asked for.

use super::cagr;
use super::rule::{Head, Rule};
use crate::methods::log_growth;

pub(super) const RULE: Rule = Rule {
    name: "log-growth",
    head: |level| Head {
        name: format!("{}_log_growth_pct", level.stem),
        unit: "% a year, continuous".to_owned(),
        ..(cagr::RULE.head)(level)
    },
    figure: |work, at, _| {
        let formula = |[value, from]: [&str; 2], span: &str| {
            let span = span.replace('/', " ÷ ");
            format!("100 × ln({value} ÷ {from}) ÷ {span}")
        };
        Ok(cagr::between_ends(work, at, log_growth, formula))
    },
    ..cagr::RULE
};
