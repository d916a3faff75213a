//! JSON-stat as files write it: its objects, and texts and lists in each of the forms that they have.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::source::json::{Pairs, Text, parse_as, unquoted};

pub(super) fn parse<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, String> {
    parse_as(text, "it is not as JSON-stat has it")
}

/// What a file says of itself.
#[derive(Deserialize)]
pub(super) struct Document<'t> {
    pub(super) class: Option<String>,
    #[serde(borrow, default)]
    pub(super) link: Option<Link<'t>>,
}

#[derive(Deserialize)]
pub(super) struct Link<'t> {
    #[serde(borrow, default)]
    pub(super) item: Vec<&'t RawValue>,
}

/// A dataset.
#[derive(Deserialize)]
pub(super) struct Set<'t> {
    pub(super) label: Option<Text>,
    pub(super) source: Option<Text>,
    pub(super) updated: Option<Text>,
    #[serde(default)]
    pub(super) note: Texts,
    #[serde(default)]
    pub(super) id: Vec<String>,
    #[serde(default)]
    pub(super) size: Sizes,
    #[serde(default)]
    pub(super) role: Roles,
    #[serde(borrow)]
    pub(super) dimension: Option<Pairs<&'t RawValue>>,
    #[serde(borrow)]
    pub(super) value: Option<&'t RawValue>,
    #[serde(borrow)]
    pub(super) status: Option<&'t RawValue>,
    #[serde(default)]
    pub(super) extension: Extension,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct Roles {
    pub(super) time: Vec<String>,
    pub(super) geo: Vec<String>,
    pub(super) metric: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Extension {
    pub(super) px: PxExtension,
    pub(super) status: StatusExtension,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct PxExtension {
    pub(super) aggregallowed: Option<bool>,
    pub(super) contents: Option<Text>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct StatusExtension {
    pub(super) label: BTreeMap<String, Text>,
}

#[derive(Deserialize)]
pub(super) struct Side<'t> {
    pub(super) label: Option<Text>,
    #[serde(default)]
    pub(super) note: Texts,
    #[serde(borrow)]
    pub(super) category: Option<Category<'t>>,
    #[serde(default)]
    pub(super) extension: SideExtension,
}

#[derive(Deserialize)]
pub(super) struct Category<'t> {
    #[serde(borrow)]
    pub(super) index: Option<&'t RawValue>,
    #[serde(default)]
    pub(super) label: Pairs<Text>,
    #[serde(default)]
    pub(super) child: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) unit: BTreeMap<String, Unit>,
    #[serde(default)]
    pub(super) note: BTreeMap<String, Texts>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Unit {
    pub(super) label: Option<Text>,
    pub(super) base: Option<Text>,
    pub(super) symbol: Option<Text>,
    pub(super) decimals: Option<Text>,
    pub(super) multiplier: Option<Text>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SideExtension {
    pub(super) elimination: Option<bool>,
    pub(super) elimination_value_code: Option<String>,
    pub(super) measuring_type: BTreeMap<String, Text>,
    pub(super) price_type: BTreeMap<String, Text>,
    pub(super) base_period: BTreeMap<String, Text>,
    pub(super) refperiod: BTreeMap<String, Text>,
    pub(super) adjustment: BTreeMap<String, Text>,
}

/// Texts, or one.
#[derive(Clone, Default)]
pub(super) struct Texts(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let texts = match serde_json::from_str::<Vec<Text>>(raw.get()) {
            Ok(texts) => texts.into_iter().map(|text| text.0).collect(),
            Err(_) => vec![unquoted(raw.get())],
        };
        Ok(Texts(
            texts.into_iter().filter(|text| !text.is_empty()).collect(),
        ))
    }
}

/// Numbers, of which some programs make texts.
#[derive(Clone, Default)]
pub(super) struct Sizes(pub(super) Vec<usize>);

impl<'de> Deserialize<'de> for Sizes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texts = Vec::<Text>::deserialize(deserializer)?;
        let sizes: Result<Vec<usize>, _> = texts.iter().map(|text| text.0.parse()).collect();
        sizes.map(Sizes).map_err(serde::de::Error::custom)
    }
}

/// The values of a list, or of an object by their index, as texts.
pub(super) fn entries(
    raw: Option<&RawValue>,
    product: usize,
) -> Result<Vec<(usize, String)>, String> {
    let Some(raw) = raw else {
        return Ok(Vec::new());
    };
    let too_many = || {
        format!(
            "it has more values than its dimensions have combinations ({product}); fetch it again"
        )
    };
    if raw.get().starts_with('[') {
        let all: Vec<&RawValue> = parse(raw.get())?;
        if all.len() > product {
            return Err(too_many());
        }
        let texts = all.into_iter().map(|value| unquoted(value.get()));
        return Ok(texts
            .enumerate()
            .filter(|(_, text)| !text.is_empty())
            .collect());
    }
    if !raw.get().starts_with('{') {
        return Ok(Vec::new());
    }
    let pairs: Pairs<&RawValue> = parse(raw.get())?;
    let mut found = Vec::with_capacity(pairs.0.len());
    for (index, value) in pairs.0 {
        let index = index
            .parse()
            .ok()
            .filter(|index| *index < product)
            .ok_or_else(too_many)?;
        found.push((index, unquoted(value.get())));
    }
    found.retain(|(_, text)| !text.is_empty());
    Ok(found)
}

/// The statuses: a list, an object, or one text for all.
pub(super) fn entries_or_all(
    raw: Option<&RawValue>,
    product: usize,
) -> Result<Vec<(usize, String)>, String> {
    match raw.map(RawValue::get) {
        Some(text) if text.starts_with('"') => {
            let status = unquoted(text);
            // A status of every cell is kept where the table is small enough to be of use.
            let all = if product <= 10_000_000 && !status.is_empty() {
                product
            } else {
                0
            };
            Ok((0..all).map(|index| (index, status.clone())).collect())
        }
        // Eurostat once had them in an object, beside what they mean.
        Some(text) if text.starts_with('{') => {
            let pairs: Pairs<&RawValue> = parse(text)?;
            entries(pairs.get("value").copied().or(raw), product)
        }
        _ => entries(raw, product),
    }
}

impl Unit {
    /// The unit in words.
    pub(super) fn text(&self) -> Option<String> {
        let parts = [&self.label, &self.base, &self.symbol];
        let unit = parts
            .into_iter()
            .flatten()
            .map(|text| text.0.trim())
            .find(|text| !text.is_empty())?;
        let power = self
            .multiplier
            .as_ref()
            .and_then(|text| text.0.parse::<i32>().ok());
        Some(match power {
            Some(3) => format!("thousand {unit}"),
            Some(6) => format!("million {unit}"),
            Some(9) => format!("billion {unit}"),
            Some(power) if power != 0 => format!("{unit}, times 10 to the power of {power}"),
            _ => unit.to_owned(),
        })
    }
}
