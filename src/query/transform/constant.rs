//! The amount at the prices of a year: its level of that year, carried on by published growth.

use super::rule::{Head, Rule, Years};
use super::volume;
use super::work::{At, Work};
use crate::figure::Figure;
use crate::methods::linked_level;
use crate::package::Indicator;

pub(super) const RULE: Rule = Rule {
    name: "constant",
    years: Years::NamedBase,
    needs_growth: true,
    is_of_whole: false,
    kind: Some,
    refusal: volume::refusal,
    head: |level| {
        let unit = level.indicator.unit.clone().unwrap_or_default();
        Head {
            name: format!("{}_constant_{}{}", level.stem, level.base, level.suffix),
            title: level.title().to_owned(),
            unit: format!("{unit}, prices of {}", level.base),
            code: None,
        }
    },
    figure: |work, at, indicator| Ok(figure(work, at, indicator).unwrap_or_else(|missing| missing)),
    rows: None,
    remark: Some(|_| {
        "Chained volumes do not add up over areas; ask `--total` for those of the whole.".to_owned()
    }),
};

fn figure(work: &Work, at: At, indicator: &Indicator) -> Result<Figure, Figure> {
    let base = work.base();
    let row = work.in_year(at.row, base);
    work.operand(row, at.place, base)?;
    let from = At {
        row: row.unwrap_or(at.row),
        ..at
    };
    let (mut chained, [level]) = volume::chained(work, at, indicator, [(from, base)])?;
    let level = level.without_break();
    chained.doubt.take(&level);
    let estimate = chained
        .factor
        .and_then(|factor| linked_level(level.value, factor));
    Ok(work.finish(estimate, chained.doubt, || {
        format!("{} × {}", level.text, chained.text)
    }))
}
