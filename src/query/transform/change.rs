//! The difference from the year before, in the unit of the levels, or in percentage points.

use super::rule::{Head, Rule, Years, is_percent};
use super::work::Work;
use crate::answer::Measure;
use crate::methods::difference;

pub(super) const RULE: Rule = Rule {
    name: "change",
    years: Years::Each,
    needs_growth: false,
    kind: |_| None,
    refusal: |_, _| None,
    head: |level| {
        let (title, stem) = (level.title(), &level.stem);
        if level.is_percent() {
            return Head {
                name: format!("{stem}_change_pp"),
                title: format!("{title}, change"),
                unit: "percentage points on the year before".to_owned(),
                code: Some(Measure::POINTS),
            };
        }
        Head {
            name: format!("{stem}_change{}", level.suffix),
            title: format!("{title}, {}change", level.nominal),
            unit: format!("{}, on the year before", level.indicator.unit_and_prices()),
            code: None,
        }
    },
    figure: |work, at, indicator| {
        let points = if is_percent(indicator) {
            " percentage points"
        } else {
            ""
        };
        Ok(work.on_year_before(at, |[value, from]| {
            let formula = format!("{} − {}{points}", value.text, from.text);
            (difference(value.value, from.value), formula)
        }))
    },
    rows: None,
    remark: Some(remark),
};

/// What is said below changes on the year before.
pub(super) fn remark(work: &Work) -> String {
    let rule = "Changes are on the year before; across a missing year there is none.";
    let (first, last) = work.asked;
    if work.skips {
        format!(
            "{rule} The change of an area from {first} to {last}: `hlj compare AREA -y {first},{last}`."
        )
    } else {
        rule.to_owned()
    }
}
