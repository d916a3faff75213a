//! The index number: 100 in the base year, or in the first year that is asked for.

use super::rule::{Head, Rule, Years, unless_level};
use crate::answer::Measure;
use crate::figure::Kind;
use crate::query::formula::Formula;

/// Why percentages have neither index nor rate a year.
pub(super) const OF_PERCENTAGES: &str =
    "a percentage has no index and no rate a year; write `--as change`, or `real-index` for growth";

pub(super) const RULE: Rule = Rule {
    name: "index",
    years: Years::Base,
    needs_growth: false,
    is_of_whole: false,
    kind: |_| Some(Kind::Index),
    refusal: |_, indicator| unless_level(indicator, OF_PERCENTAGES),
    head: |level| Head {
        name: format!("{}_index", level.stem),
        title: format!("{}, {}index", level.title(), level.nominal),
        unit: format!("{} = 100", level.base),
        code: Some(Measure::INDEX),
    },
    figure: |work, at, _| Ok(work.against(at, work.base(), |_| Formula::Index)),
    rows: None,
    remark: None,
};
