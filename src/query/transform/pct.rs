//! The relative change on the period before, in percent; where periods are named one by one, on the one named before.

use super::rule::{Head, Rule, Years};
use super::{change, yoy};
use crate::query::formula::Formula;

pub(super) const RULE: Rule = Rule {
    name: "pct",
    years: Years::Change,
    head: |level| Head {
        name: format!("{}_change_pct", level.stem),
        unit: level.told_on("%"),
        ..(yoy::RULE.head)(level)
    },
    figure: |work, at, _| Ok(work.on_period_before(at, Formula::Change)),
    remark: Some(change::remark),
    ..yoy::RULE
};
