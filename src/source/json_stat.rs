//! JSON-stat, versions 1 and 2: a table, or a collection of some, with its dimensions, roles, units and statuses; what
//! `PxWeb` adds in its extensions is used too.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::cube::{Cube, Dimension, Measure, Member, Role, Values};
use super::flags::status_of;
use super::found::Found;
use super::{Input, Options, Reader, SourceError, decode};
use crate::figure::Kind;
use crate::words::excerpt;

/// The reader of the format.
pub(super) const READER: Reader = Reader {
    name: "JSON-stat",
    sniff,
    read,
};

/// How far into a file what it is has to be told.
const HEAD: usize = 1 << 20;

fn sniff(input: &Input) -> bool {
    let bytes = input
        .bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(&input.bytes)
        .trim_ascii_start();
    let has = |word: &str| {
        let word = word.as_bytes();
        bytes
            .windows(word.len())
            .take(HEAD)
            .any(|window| window == word)
    };
    // The tail of a long list of values may hold the dimensions.
    bytes.first() == Some(&b'{')
        && (has("\"dimension\"") || has("\"class\"") || bytes.len() > HEAD && has("\"value\""))
        && !has("\"resources\"")
}

fn read(input: Input, options: &Options) -> Result<Vec<Found>, SourceError> {
    let name = super::stem(&input.name).to_owned();
    let text = decode::decode(input.bytes, options.encoding.as_deref().or(Some("utf-8")))?.text;
    let unreadable = |why: String| SourceError::Unreadable(why);
    let document: Document = parse(&text).map_err(unreadable)?;
    let mut cubes: Vec<Cube> = Vec::new();
    match document.class.as_deref() {
        Some("dimension") => {
            return Err(unreadable("it describes one dimension and holds no figures; fetch the dataset that it belongs to".to_owned()));
        }
        Some("collection") => {
            for (at, item) in document
                .link
                .map(|link| link.item)
                .unwrap_or_default()
                .into_iter()
                .enumerate()
            {
                let set: Set = parse(item.get()).map_err(unreadable)?;
                if set.dimension.is_some() {
                    cubes.push(
                        set.cube(&format!("{name}-{}", at + 1))
                            .map_err(unreadable)?,
                    );
                }
            }
            if cubes.is_empty() {
                return Err(unreadable("it is a list of links to datasets and holds no figures; fetch the dataset that is wanted".to_owned()));
            }
        }
        _ => {
            let set: Set = parse(&text).map_err(unreadable)?;
            if set.dimension.is_some() {
                cubes.push(set.cube(&name).map_err(unreadable)?);
            } else {
                // Version 1: a name for each dataset.
                let named: Pairs<&RawValue> = parse(&text).map_err(unreadable)?;
                for (own, raw) in named.0 {
                    if !raw.get().starts_with('{') {
                        continue;
                    }
                    let set: Set = parse(raw.get()).map_err(unreadable)?;
                    if set.dimension.is_some() {
                        let own = if own == "dataset" {
                            name.as_str()
                        } else {
                            own.as_str()
                        };
                        cubes.push(set.cube(own).map_err(unreadable)?);
                    }
                }
            }
        }
    }
    if cubes.is_empty() {
        return Err(unreadable("it is JSON and no JSON-stat: no `dimension` and `value` stand in it; save the table as CSV or as JSON-stat".to_owned()));
    }
    cubes.into_iter().map(|cube| cube.found(options)).collect()
}

fn parse<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| {
        let what = if error.is_eof() {
            "it ends too early"
        } else {
            "it is not as JSON-stat has it"
        };
        format!(
            "{what} (line {}: {}); fetch it again",
            error.line(),
            excerpt(&error.to_string())
        )
    })
}

/// What a file says of itself.
#[derive(Deserialize)]
struct Document<'t> {
    class: Option<String>,
    #[serde(borrow, default)]
    link: Option<Link<'t>>,
}

#[derive(Deserialize)]
struct Link<'t> {
    #[serde(borrow, default)]
    item: Vec<&'t RawValue>,
}

/// A dataset.
#[derive(Deserialize)]
struct Set<'t> {
    label: Option<Text>,
    source: Option<Text>,
    updated: Option<Text>,
    #[serde(default)]
    note: Texts,
    #[serde(default)]
    id: Vec<String>,
    #[serde(default)]
    size: Vec<usize>,
    #[serde(default)]
    role: Roles,
    #[serde(borrow)]
    dimension: Option<Pairs<&'t RawValue>>,
    #[serde(borrow)]
    value: Option<&'t RawValue>,
    #[serde(borrow)]
    status: Option<&'t RawValue>,
    #[serde(default)]
    extension: Extension,
}

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
struct Roles {
    time: Vec<String>,
    geo: Vec<String>,
    metric: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Extension {
    px: PxExtension,
    status: StatusExtension,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct PxExtension {
    aggregallowed: Option<bool>,
    contents: Option<Text>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct StatusExtension {
    label: BTreeMap<String, Text>,
}

#[derive(Deserialize)]
struct Side<'t> {
    label: Option<Text>,
    #[serde(default)]
    note: Texts,
    #[serde(borrow)]
    category: Option<Category<'t>>,
    #[serde(default)]
    extension: SideExtension,
}

#[derive(Deserialize)]
struct Category<'t> {
    #[serde(borrow)]
    index: Option<&'t RawValue>,
    #[serde(default)]
    label: Pairs<Text>,
    #[serde(default)]
    child: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    unit: BTreeMap<String, Unit>,
    #[serde(default)]
    note: BTreeMap<String, Texts>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Unit {
    label: Option<Text>,
    base: Option<Text>,
    symbol: Option<Text>,
    decimals: Option<Text>,
    multiplier: Option<Text>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct SideExtension {
    elimination: Option<bool>,
    elimination_value_code: Option<String>,
    measuring_type: BTreeMap<String, Text>,
    price_type: BTreeMap<String, Text>,
    base_period: BTreeMap<String, Text>,
    refperiod: BTreeMap<String, Text>,
    adjustment: BTreeMap<String, Text>,
}

/// A text, or whatever stands in the place of one, as it is written.
#[derive(Clone, Default)]
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(Text(unquoted(raw.get())))
    }
}

/// Texts, or one.
#[derive(Clone, Default)]
struct Texts(Vec<String>);

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

/// A value of JSON as a text: without quotes, and nothing for `null`.
fn unquoted(raw: &str) -> String {
    match raw {
        "null" => String::new(),
        text if text.starts_with('"') => serde_json::from_str(text).unwrap_or_default(),
        text => text.to_owned(),
    }
}

/// The properties of an object in their order.
struct Pairs<T>(Vec<(String, T)>);

impl<T> Default for Pairs<T> {
    fn default() -> Self {
        Pairs(Vec::new())
    }
}

impl<T> Pairs<T> {
    fn get(&self, name: &str) -> Option<&T> {
        self.0
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<T> {
            type Value = Pairs<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Pairs<T>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Visitor(std::marker::PhantomData))
    }
}

impl Set<'_> {
    /// The table that the dataset declares.
    fn cube(self, name: &str) -> Result<Cube, String> {
        let sides = self.dimension.unwrap_or_default();
        // Version 1 has these among the dimensions.
        let inner = |property: &str| sides.get(property).map(|raw| raw.get());
        let ids: Vec<String> = match (self.id.is_empty(), inner("id")) {
            (true, Some(text)) => parse(text)?,
            _ => self.id,
        };
        let lengths: Vec<usize> = match (self.size.is_empty(), inner("size")) {
            (true, Some(text)) => parse(text)?,
            _ => self.size,
        };
        let roles: Roles = match inner("role") {
            Some(text)
                if self.role.time.is_empty()
                    && self.role.geo.is_empty()
                    && self.role.metric.is_empty() =>
            {
                parse(text)?
            }
            _ => self.role.clone(),
        };
        let mut cube = Cube {
            name: name.to_owned(),
            title: self.label.map(|text| text.0),
            notes: self.note.0,
            source: self.source.map(|text| text.0),
            updated: self.updated.map(|text| text.0),
            never_added: self.extension.px.aggregallowed == Some(false),
            measure: Measure {
                label: self.extension.px.contents.map(|text| text.0),
                ..Measure::default()
            },
            ..Cube::default()
        };
        for id in &ids {
            let raw = sides.get(id).ok_or_else(|| {
                format!(
                    "`{}` is named in `id` and is no dimension; fetch it again",
                    excerpt(id)
                )
            })?;
            let side: Side = parse(raw.get())?;
            let is_in = |names: &[String]| names.contains(id);
            let role = if is_in(&roles.metric) {
                Some(Role::Measure)
            } else if is_in(&roles.time) {
                Some(Role::Time)
            } else {
                is_in(&roles.geo).then_some(Role::Area)
            };
            // A second dimension of indicators is one like others.
            let role = role.filter(|role| {
                *role != Role::Measure
                    || !cube
                        .dimensions
                        .iter()
                        .any(|known| known.role == Some(Role::Measure))
            });
            cube.dimensions.push(side.dimension(id, role)?);
        }
        let found: Vec<usize> = cube
            .dimensions
            .iter()
            .map(|dimension| dimension.members.len())
            .collect();
        if !lengths.is_empty() && lengths != found {
            return Err(
                "`size` does not fit the categories of the dimensions; fetch it again".to_owned(),
            );
        }
        let all_add = cube.dimensions.iter().any(|dimension| dimension.all_add);
        if self.extension.px.aggregallowed == Some(true) {
            cube.adds = Some("`aggregallowed`".to_owned());
        } else if all_add && !cube.never_added {
            cube.adds = Some("`elimination`".to_owned());
        }
        let product = found
            .iter()
            .try_fold(1usize, |product, size| product.checked_mul(*size));
        let product =
            product.ok_or("its dimensions have more combinations than there can be figures")?;
        let mut values = Values::new(product);
        for (index, text) in entries(self.value, product)? {
            if !text.is_empty() {
                values.put(index, &text);
            }
        }
        let labels = &self.extension.status.label;
        for (index, status) in entries_or_all(self.status, product)? {
            put_status(&mut values, index, &status, labels);
        }
        cube.values = values;
        Ok(cube)
    }
}

/// Puts a status, and what it means where that is said.
fn put_status(values: &mut Values, index: usize, status: &str, labels: &BTreeMap<String, Text>) {
    let label = labels.get(status).map(|text| text.0.as_str());
    let known = status_of(status).or_else(|| label.and_then(status_of));
    match (known, label) {
        (Some(known), _) => {
            values.status.insert(index, known.code().to_owned());
        }
        // Signs of missing figures, as PxWeb has them.
        (None, None) if status.chars().all(|c| matches!(c, '.' | '-' | ':')) => {
            let known = if status == "-" || status == "." {
                "M"
            } else {
                "O"
            };
            values.status.insert(index, known.to_owned());
        }
        (None, _) => {
            values.status.insert(index, status.to_owned());
            if let Some(label) = label {
                values.notes.insert(index, label.to_owned());
            }
        }
    }
}

/// The values of a list, or of an object by their index, as texts.
fn entries(raw: Option<&RawValue>, product: usize) -> Result<Vec<(usize, String)>, String> {
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
fn entries_or_all(raw: Option<&RawValue>, product: usize) -> Result<Vec<(usize, String)>, String> {
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
        _ => entries(raw, product),
    }
}

impl Side<'_> {
    fn dimension(self, id: &str, role: Option<Role>) -> Result<Dimension, String> {
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
                pairs.sort_by_key(|(_, index)| *index);
                pairs.into_iter().map(|(code, _)| code).collect()
            }
            _ => category
                .label
                .0
                .iter()
                .map(|(code, _)| code.clone())
                .collect(),
        };
        let places: BTreeMap<&str, usize> = codes.iter().map(String::as_str).zip(0..).collect();
        let labels: BTreeMap<&str, &Text> = category
            .label
            .0
            .iter()
            .map(|(code, label)| (code.as_str(), label))
            .collect();
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

impl Unit {
    /// The unit in words.
    fn text(&self) -> Option<String> {
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
