//! The index of the implicit deflator: 100 in the base year, or in the first year that is asked for; what the index of an
//! amount leaves beside its index of volume.

use super::rule::{Head, Rule, Years};
use super::volume;
use super::work::{At, Work};
use crate::answer::Measure;
use crate::figure::{Figure, Kind};
use crate::methods::{index, ratio};
use crate::package::Indicator;

pub(super) const RULE: Rule = Rule {
    name: "deflator-index",
    years: Years::Base,
    needs_growth: true,
    is_of_whole: false,
    kind: |_| Some(Kind::Index),
    refusal: volume::refusal,
    head: |level| Head {
        name: format!("{}_deflator_index", level.stem),
        title: format!("{}, index of the implicit deflator", level.title()),
        unit: format!("{} = 100", level.base),
        code: Some(Measure::INDEX),
    },
    figure: |work, at, indicator| Ok(figure(work, at, indicator).unwrap_or_else(|missing| missing)),
    rows: None,
    remark: Some(|_| {
        "The deflator is what nominal change leaves beside published growth; both should be of one vintage."
            .to_owned()
    }),
};

fn figure(work: &Work, at: At, indicator: &Indicator) -> Result<Figure, Figure> {
    let (year, _) = volume::year_and_growth(work, at, indicator)?;
    let base = work.base();
    let base_row = work.in_year(at.row, base);
    let from = work.operand(base_row, at.place, base)?;
    if base == year {
        return Ok(from.against_itself());
    }
    let base_at = At {
        row: base_row.unwrap_or(at.row),
        ..at
    };
    let levels = [(at, year), (base_at, base)];
    let (mut chained, [value, from]) = volume::chained(work, at, indicator, levels)?;
    let (value, from) = work.between(at, [(value, year), (from, base)]);
    chained.doubt.take(&value);
    chained.doubt.take(&from);
    let estimate =
        index(value.value, from.value).and_then(|nominal| ratio(nominal, chained.factor?));
    Ok(work.finish(estimate, chained.doubt, || {
        format!(
            "100 × ({} ÷ {}) ÷ ({})",
            value.text, from.text, chained.text
        )
    }))
}
