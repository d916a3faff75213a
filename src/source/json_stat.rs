//! JSON-stat, versions 1 and 2: a table, or a collection of some, with its dimensions, roles, units and statuses; what
//! `PxWeb` adds in its extensions is used too. JSON that is a list of records is read as a table.

mod columns;
mod records;
mod side;
mod written;

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::cube::{Cube, Measure, Role, Values};
use super::flags::status_of;
use super::found::Found;
use super::json::{Pairs, Text, is_json};
use super::{Input, Options, Reader, SourceError, decode};
use crate::words::excerpt;
use written::{Document, Roles, Set, Side, Sizes, entries, entries_or_all, parse};

/// The reader of the format.
pub(super) const READER: Reader = Reader {
    name: "JSON-stat",
    sniff,
    read,
};

/// How far into a file what it is has to be told.
const HEAD: usize = 1 << 20;

fn sniff(input: &Input) -> bool {
    let bytes = decode::letters(&input.bytes);
    let has = |word: &str| {
        let word = word.as_bytes();
        bytes
            .windows(word.len())
            .take(HEAD)
            .any(|window| window == word)
    };
    // Text is no JSON: whatever begins so is read as it here, or refused.
    is_json(&bytes) && !has("\"resources\"")
}

fn read(input: Input, options: &Options) -> Result<Vec<Found>, SourceError> {
    let name = super::stem(&input.name).to_owned();
    let text = decode::decode(input.bytes, options.encoding.as_deref().or(Some("utf-8")))?.text;
    let unreadable = |why: String| SourceError::Unreadable(why);
    let is_dataset = ["\"dimension\"", "\"class\""]
        .iter()
        .any(|own| text.contains(own));
    if text.trim_start().starts_with('[') || records::of_lines(&text) || !is_dataset {
        return records::read(&name, &text, options);
    }
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
            let named: Pairs<&RawValue> = parse(&text).map_err(unreadable)?;
            if named.get("dimension").is_some() {
                let set: Set = parse(&text).map_err(unreadable)?;
                cubes.push(set.cube(&name).map_err(unreadable)?);
            } else {
                // Version 1: a name for each dataset.
                for (own, raw) in named.0 {
                    if !raw.get().starts_with('{') || !raw.get().contains("\"dimension\"") {
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
        return records::read(&name, &text, options);
    }
    cubes.into_iter().map(|cube| cube.found(options)).collect()
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
        let lengths: Vec<usize> = match (self.size.0.is_empty(), inner("size")) {
            (true, Some(text)) => parse::<Sizes>(text)?.0,
            _ => self.size.0,
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
