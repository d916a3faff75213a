//! A dimension of a dataset, with its members.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::written::{Side, Unit, parse};
use crate::figure::Kind;
use crate::order::{InOrder, IntoMap};
use crate::source::cube::{Dimension, Measure, Member, Role};
use crate::source::json::{Pairs, Text};
use crate::words::excerpt;

impl Side<'_> {
    pub(super) fn dimension(self, id: &str, role: Option<Role>) -> Result<Dimension, String> {
        let Some(category) = self.category else {
            return Err(format!(
                "the dimension `{}` has no `category`; fetch it again",
                excerpt(id)
            ));
        };
        let codes: Vec<String> = match category.index.map(RawValue::get) {
            Some(text) if text.starts_with('[') => {
                let all: Vec<Text> = parse(text)?;
                all.into_iter().map(|text| text.0).collect()
            }
            Some(text) if text.starts_with('{') => {
                let mut pairs: Vec<(String, usize)> = parse::<Pairs<usize>>(text)?.0;
                pairs.order_by_key(|(_, index)| *index);
                pairs.into_iter().map(|(code, _)| code).collect()
            }
            _ => category
                .label
                .0
                .iter()
                .map(|(code, _)| code.clone())
                .collect(),
        };
        let places: BTreeMap<&str, usize> = codes.iter().map(String::as_str).zip(0..).into_map();
        let labels: BTreeMap<&str, &Text> = category
            .label
            .0
            .iter()
            .map(|(code, label)| (code.as_str(), label))
            .into_map();
        let extension = &self.extension;
        let members = codes.iter().map(|code| {
            let unit = category.unit.get(code);
            let says = |map: &BTreeMap<String, Text>| {
                map.get(code)
                    .map(|text| text.0.clone())
                    .filter(|text| !text.is_empty())
            };
            let type_ = says(&extension.measuring_type)
                .unwrap_or_default()
                .to_lowercase();
            let measure = Measure {
                label: None,
                unit: unit.and_then(Unit::text),
                decimals: unit.and_then(|unit| unit.decimals.as_ref()?.0.parse().ok()),
                kind: match type_.as_str() {
                    "stock" => Some(Kind::Stock),
                    "flow" => Some(Kind::Flow),
                    _ => None,
                },
                is_average: type_ == "average",
                prices: says(&extension.price_type).and_then(|says| {
                    match says.to_lowercase().as_str() {
                        "current" => Some("current prices".to_owned()),
                        "fixed" => Some("constant prices".to_owned()),
                        _ => None,
                    }
                }),
                base: says(&extension.base_period),
                reference: says(&extension.refperiod),
                is_adjusted: says(&extension.adjustment)
                    .is_some_and(|says| !says.eq_ignore_ascii_case("none")),
            };
            Member {
                label: labels
                    .get(code.as_str())
                    .map_or_else(String::new, |text| text.0.clone()),
                code: code.clone(),
                note: category.note.get(code).map(|texts| texts.0.join(" ")),
                measure,
                ..Member::default()
            }
        });
        let mut members: Vec<Member> = members.collect();
        for (parent, children) in &category.child {
            let Some(&parent) = places.get(parent.as_str()) else {
                continue;
            };
            for child in children {
                if let Some(&child) = places.get(child.as_str()).filter(|child| **child != parent) {
                    members[child].parent = Some(parent);
                }
            }
        }
        let total = extension.elimination_value_code.as_deref();
        Ok(Dimension {
            id: id.to_owned(),
            title: self.label.map(|text| text.0),
            role,
            total: total.and_then(|code| places.get(code).copied()),
            all_add: extension.elimination == Some(true) && total.is_none(),
            members,
            notes: self.note.0,
            ..Dimension::default()
        })
    }
}
