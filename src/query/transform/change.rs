//! The difference from the year before, in the unit of the levels, or in percentage points.

use super::rule::{Head, Rule, Years};
use super::work::Work;
use crate::answer::Measure;
use crate::query::formula::Formula;

pub(super) const RULE: Rule = Rule {
    name: "change",
    years: Years::Change,
    needs_growth: false,
    is_of_whole: false,
    kind: |_| None,
    refusal: |_, _| None,
    head: |level| {
        let (title, stem) = (level.title(), &level.stem);
        if level.is_percent() {
            return Head {
                name: format!("{stem}_change_pp"),
                title: format!("{title}, change"),
                unit: level.told_on("percentage points"),
                code: Some(Measure::POINTS),
            };
        }
        Head {
            name: format!("{stem}_change{}", level.suffix),
            title: format!("{title}, {}change", level.nominal),
            unit: level.told_on(&level.indicator.unit_and_prices()),
            code: None,
        }
    },
    figure: |work, at, _| Ok(work.on_period_before(at, Formula::Difference)),
    rows: None,
    remark: Some(remark),
};

/// What is said below changes on the period before.
pub(super) fn remark(work: &Work) -> String {
    if work.pairs.is_some() {
        return "Changes are between the years named, one after the other.".to_owned();
    }
    let what = work.frequency();
    format!("Changes are on the {what} before; across a missing {what} there is none.")
}
