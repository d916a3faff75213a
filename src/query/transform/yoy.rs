//! The relative change on the year before, in percent.

use super::rule::{Head, Rule, Years, unless_level};
use crate::answer::Measure;
use crate::figure::Kind;
use crate::query::formula::Formula;

pub(super) const RULE: Rule = Rule {
    name: "yoy",
    years: Years::Each,
    needs_growth: false,
    is_of_whole: false,
    kind: |_| Some(Kind::Rate),
    refusal: |_, indicator| {
        let why = "its change is told in percentage points; write `--as change`";
        unless_level(indicator, why)
    },
    head: |level| Head {
        name: format!("{}_yoy_pct", level.stem),
        title: format!("{}, {}change", level.title(), level.nominal),
        unit: "% on the year before".to_owned(),
        code: Some(Measure::PERCENT),
    },
    figure: |work, at, _| Ok(work.on_year_before(at, Formula::Change)),
    rows: None,
    remark: Some(|work| {
        let rule = "Changes are on the year before; across a missing year there is none.";
        let (first, last) = work.asked;
        if work.skips {
            format!("{rule} Between the years named: `--as pct`, here from {first} to {last}.")
        } else {
            rule.to_owned()
        }
    }),
};
