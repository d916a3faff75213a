//! What the columns of transformed figures are called, and what is said below them.

use super::{Transform, Work};
use crate::answer::{Column, Label, Measure, Role};
use crate::figure::Kind;
use crate::package::Indicator;

impl Work<'_> {
    /// The column that the figures of an indicator go to.
    pub(super) fn column(&self, indicator: &Indicator, level: &Column) -> Column {
        let stem = stem(&level.name, &indicator.id);
        let suffix = level.name.strip_prefix(&stem).unwrap_or_default();
        let is_percent = matches!(indicator.kind, Kind::Rate | Kind::Share);
        let nominal = if indicator.prices.as_deref() == Some("current prices") {
            "nominal "
        } else {
            ""
        };
        let title = &level.label.en;
        let base = self.base();
        let unit = indicator.unit_and_prices();
        let (name, label, unit) = match self.transform {
            Transform::Yoy => (
                format!("{stem}_yoy_pct"),
                format!("{title}, {nominal}change"),
                "% on the year before".to_owned(),
            ),
            Transform::Change if is_percent => (
                format!("{stem}_change_pp"),
                format!("{title}, change"),
                "percentage points on the year before".to_owned(),
            ),
            Transform::Change => (
                format!("{stem}_change{suffix}"),
                format!("{title}, {nominal}change"),
                format!("{unit}, on the year before"),
            ),
            Transform::Index(_) => (
                format!("{stem}_index"),
                format!("{title}, {nominal}index"),
                format!("{base} = 100"),
            ),
            Transform::Cagr => (
                format!("{stem}_cagr_pct"),
                format!("{title}, {nominal}rate of change"),
                "% a year, compound".to_owned(),
            ),
            Transform::Share => (
                format!("{stem}_share_pct"),
                format!("{title}, share"),
                format!("% of the {} areas", self.count_of_areas()),
            ),
            Transform::Contribution => (
                format!("{stem}_contribution_pp"),
                format!("{title}, contribution"),
                format!("percentage points of the {nominal}change of the whole"),
            ),
            Transform::RealIndex(_) => (
                format!("{stem}_real_index"),
                format!("{title}, index of volume"),
                format!("{base} = 100, constant prices"),
            ),
            Transform::Constant(_) => {
                let unit = indicator.unit.clone().unwrap_or_default();
                (
                    format!("{stem}_constant_{base}{suffix}"),
                    title.clone(),
                    format!("{unit}, prices of {base}"),
                )
            }
            Transform::Deflator => (
                format!("{stem}_deflator_pct"),
                format!("{title}, implicit deflator"),
                "% on the year before".to_owned(),
            ),
            Transform::Published => (level.name.clone(), title.clone(), unit),
        };
        let of_level = level.measure().cloned().unwrap_or_default();
        let (unit_measure, unit_mult) = match self.transform {
            Transform::Yoy | Transform::Cagr | Transform::Share | Transform::Deflator => {
                (Some(Measure::PERCENT.to_owned()), 0)
            }
            Transform::Change if is_percent => (Some(Measure::POINTS.to_owned()), 0),
            Transform::Contribution => (Some(Measure::POINTS.to_owned()), 0),
            Transform::Index(_) | Transform::RealIndex(_) => (Some(Measure::INDEX.to_owned()), 0),
            Transform::Change | Transform::Constant(_) | Transform::Published => {
                (of_level.unit_measure, of_level.unit_mult)
            }
        };
        let has_base = matches!(
            self.transform,
            Transform::Index(_) | Transform::RealIndex(_) | Transform::Constant(_)
        );
        let measure = Measure {
            id: format!("{}.{}", indicator.id, self.transform.name()),
            unit: Some(Label::plain(unit)),
            unit_measure,
            unit_mult,
            base: has_base.then_some(base),
            ..of_level
        };
        Column {
            name,
            label: Label::plain(label),
            role: Role::Measure(Box::new(measure)),
            shown: true,
        }
    }

    /// What is to be said below the table.
    pub(super) fn remark(&self) -> Option<String> {
        Some(match self.transform {
            Transform::Yoy | Transform::Change => {
                let rule = "Changes are on the year before; across a missing year there is none.";
                let (first, last) = self.asked;
                if self.skips {
                    format!("{rule} The change of an area from {first} to {last}: `hlj compare AREA -y {first},{last}`.")
                } else {
                    rule.to_owned()
                }
            }
            Transform::Cagr => format!("Rates are between {} and {} alone; the years between do not enter.", self.asked.0, self.asked.1),
            Transform::Deflator => "The deflator is what nominal change leaves beside published growth; both should be of one vintage.".to_owned(),
            Transform::Constant(_) => "Chained volumes do not add up over areas; ask `--total` for those of the whole.".to_owned(),
            _ => return None,
        })
    }
}

/// The name of a column without its unit.
fn stem(column: &str, id: &str) -> String {
    let id = id.replace('-', "_");
    if column.starts_with(&id) {
        id
    } else {
        column.strip_suffix("_pct").unwrap_or(column).to_owned()
    }
}
