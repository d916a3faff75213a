//! The indicators of a cube.

use serde_json::{Value, json};

use super::{Cube, Measure, combine};

/// An indicator: its column, and how far its figures are from the beginning of a row.
pub(super) struct Indicator {
    pub(super) name: String,
    pub(super) field: Value,
    pub(super) offset: usize,
}

impl Cube {
    /// The indicators: the members of the dimension that names them, else the one of the table.
    pub(super) fn indicators(&self, measure: Option<usize>, strides: &[usize]) -> Vec<Indicator> {
        let dimension_names = self
            .dimensions
            .iter()
            .enumerate()
            .filter(|(at, _)| Some(*at) != measure);
        let mut names: std::collections::BTreeSet<String> = dimension_names
            .map(|(_, dimension)| dimension.id.clone())
            .collect();
        let mut indicator = |wanted: &str,
                             title: &str,
                             measure: &Measure,
                             note: Option<&str>,
                             offset: usize| {
            let name = super::distinct(wanted, "", &mut names);
            let mut field =
                json!({ "name": name, "type": "number", "role": "indicator", "id": id_of(&name) });
            let mut set = |property: &str, value: Option<&str>| {
                if let Some(value) = value.filter(|value| !value.is_empty()) {
                    field[property] = value.into();
                }
            };
            set("title", Some(title).filter(|title| *title != name));
            set("unit", measure.unit.as_deref().map(str::trim));
            set("kind", measure.kind.map(crate::figure::Kind::name));
            set("prices", measure.prices.as_deref());
            let base = measure
                .base
                .as_ref()
                .map(|base| format!("Base period: {base}."));
            let reference = measure
                .reference
                .as_ref()
                .map(|reference| format!("Reference period: {reference}."));
            let adjusted = measure
                .is_adjusted
                .then(|| "Adjusted for seasons or days of work.".to_owned());
            let described: Vec<String> = note
                .map(str::to_owned)
                .into_iter()
                .chain(base)
                .chain(reference)
                .chain(adjusted)
                .collect();
            set("description", Some(&described.join(" ")));
            if let Some(decimals) = measure.decimals.filter(|decimals| *decimals <= 28) {
                field["decimals"] = decimals.into();
            }
            if let Some(rule) = combine::rule(self, measure, title) {
                field["combine"] = rule;
            }
            Indicator {
                name,
                field,
                offset,
            }
        };
        let Some(measure) = measure else {
            let label = self
                .measure
                .label
                .as_deref()
                .map(str::trim)
                .filter(|label| !label.is_empty());
            let title = label.or(self.title.as_deref()).unwrap_or("value");
            let wanted = label
                .filter(|label| label.chars().count() <= 60)
                .unwrap_or("value");
            return vec![indicator(wanted, title, &self.measure, None, 0)];
        };
        let members = self.dimensions[measure].members.iter().enumerate();
        let of_member = members.map(|(at, member)| {
            let table = &self.measure;
            let own = member.measure.clone();
            let merged = Measure {
                unit: own.unit.or_else(|| table.unit.clone()),
                decimals: own.decimals.or(table.decimals),
                kind: own.kind.or(table.kind),
                is_average: own.is_average || table.is_average,
                prices: own.prices.or_else(|| table.prices.clone()),
                base: own.base.or_else(|| table.base.clone()),
                reference: own.reference.or_else(|| table.reference.clone()),
                is_adjusted: own.is_adjusted || table.is_adjusted,
                label: None,
            };
            indicator(
                &member.label,
                &member.label,
                &merged,
                member.note.as_deref(),
                at * strides[measure],
            )
        });
        of_member.collect()
    }
}

/// The id of an indicator's column.
pub(super) fn id_of(name: &str) -> String {
    name.replace('_', "-")
}
