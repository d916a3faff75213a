//! The levels as they are.

use super::rule::{Head, Rule, Years};
use crate::figure::Figure;

pub(super) const RULE: Rule = Rule {
    name: "published",
    years: Years::Each,
    needs_growth: false,
    is_of_whole: false,
    kind: Some,
    refusal: |_, _| None,
    head: |level| Head {
        name: level.column.name.clone(),
        title: level.title().to_owned(),
        unit: level.indicator.unit_and_prices(),
        code: None,
    },
    figure: |work, at, _| {
        let level = work.level(at).cloned();
        Ok(level.unwrap_or_else(|| Figure::missing("There is no value.")))
    },
    rows: None,
    remark: None,
};
