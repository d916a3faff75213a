//! The relative change on the period before, in percent; where periods are named one by one, on the one named before.

use super::change;
use super::rule::{Head, Rule, Years, unless_level};
use crate::answer::Measure;
use crate::figure::Kind;
use crate::methods::relative_change;

pub(super) const RULE: Rule = Rule {
    name: "pct",
    years: Years::Change,
    needs_growth: false,
    is_of_whole: false,
    kind: |_| Some(Kind::Rate),
    refusal: |_, indicator| {
        let why = "its change is told in percentage points; write `--as change`";
        unless_level(indicator, why)
    },
    head: |level| Head {
        name: format!("{}_change_pct", level.stem),
        title: format!("{}, {}change", level.title(), level.nominal),
        unit: level.told_on("%"),
        code: Some(Measure::PERCENT),
    },
    figure: |work, at, _| {
        Ok(work.on_period_before(at, |[value, from]| {
            let formula = format!("100 × ({} ÷ {} − 1)", value.text, from.text);
            (relative_change(value.value, from.value), formula)
        }))
    },
    rows: None,
    remark: Some(change::remark),
};
