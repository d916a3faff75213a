//! The yearly change of the implicit deflator, in percent: what nominal change leaves beside published growth.

use super::rule::{Head, Rule, Years};
use super::volume;
use super::work::{At, Work};
use crate::answer::Measure;
use crate::figure::{Figure, Kind};
use crate::methods::deflator;
use crate::package::Indicator;
use crate::query::operand::Doubt;

pub(super) const RULE: Rule = Rule {
    name: "deflator",
    years: Years::Each,
    needs_growth: true,
    is_of_whole: false,
    kind: |_| Some(Kind::Rate),
    refusal: volume::refusal,
    head: |level| Head {
        name: format!("{}_deflator_pct", level.stem),
        title: format!("{}, implicit deflator", level.title()),
        unit: "% on the year before".to_owned(),
        code: Some(Measure::PERCENT),
    },
    figure: |work, at, indicator| Ok(figure(work, at, indicator).unwrap_or_else(|missing| missing)),
    rows: None,
    remark: Some(|_| {
        "The deflator is what nominal change leaves beside published growth; both should be of one vintage."
            .to_owned()
    }),
};

fn figure(work: &Work, at: At, indicator: &Indicator) -> Result<Figure, Figure> {
    let (year, growth) = volume::year_and_growth(work, at, indicator)?;
    let (before, base) = work.year_before(at.row)?;
    let inputs = [
        (at, year),
        (At { row: base, ..at }, before),
        (
            At {
                place: growth,
                ..at
            },
            year,
        ),
    ];
    let inputs = work.alike(&inputs, "in all of these")?;
    let [value, from, rate] = inputs
        .try_into()
        .map_err(|_| Figure::missing("An input is missing."))?;
    let (value, from) = work.between(at, [(value, year), (from, before)]);
    let doubt = Doubt::of([&value, &from, &rate]);
    let estimate = deflator(value.value, from.value, rate.value);
    Ok(work.finish(estimate, doubt, || {
        format!(
            "100 × (({} ÷ {}) ÷ (1 + {}%) − 1)",
            value.text, from.text, rate.text
        )
    }))
}
