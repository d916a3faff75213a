//! The index of volume, chained from published growth: 100 in the base year, or in the first year that is asked for.

use rust_decimal::Decimal;

use super::rule::{Head, Rule, Years};
use super::volume;
use crate::answer::Measure;
use crate::figure::Kind;
use crate::methods::Undefined;

pub(super) const RULE: Rule = Rule {
    name: "real-index",
    years: Years::Base,
    needs_growth: true,
    is_of_whole: false,
    kind: |_| Some(Kind::Index),
    refusal: volume::refusal,
    head: |level| Head {
        name: format!("{}_real_index", level.stem),
        title: format!("{}, index of volume", level.title()),
        unit: format!("{} = 100, constant prices", level.base),
        code: Some(Measure::INDEX),
    },
    figure: |work, at, indicator| {
        Ok(volume::chained(work, at, indicator, []).map_or_else(
            |missing| missing,
            |(chained, [])| {
                let times_100 = chained.factor.and_then(|factor| {
                    let scaled = factor.scaled(Decimal::ONE_HUNDRED);
                    scaled.ok_or(Undefined::TooLarge)
                });
                work.finish(times_100, chained.doubt, || {
                    format!("100 × {}", chained.text)
                })
            },
        ))
    },
    rows: None,
    remark: None,
};
