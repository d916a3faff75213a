//! The descriptor that an exported answer gets. `package::descriptor` reads these properties again; a test exports
//! and asks again.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::package::{Combine, Document, Member, Source};

/// The descriptor of a package.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor<'a> {
    #[serde(rename = "$schema")]
    pub(super) schema: &'static str,
    pub(super) name: String,
    pub(super) title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title_zh: Option<String>,
    pub(super) description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<&'a str>,
    /// The command line that made it.
    pub(super) query: &'a str,
    /// What it was made of.
    pub(super) excerpt_of: Origin<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) main_level: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) contributors: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) licenses: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) sources: Vec<&'a Document>,
    pub(super) resources: Vec<Resource<'a>>,
}

/// A package by name, version and the SHA-256 of its descriptor.
#[derive(Serialize)]
pub(super) struct Origin<'a> {
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) version: Option<&'a str>,
    pub(super) sha256: String,
}

/// A file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Resource<'a> {
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) type_: &'static str,
    pub(super) path: String,
    pub(super) bytes: usize,
    pub(super) hash: String,
    pub(super) rows: usize,
    pub(super) format: &'static str,
    pub(super) mediatype: &'static str,
    pub(super) encoding: &'static str,
    pub(super) title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title_zh: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    pub(super) role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) licenses: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) sources: Vec<Source>,
    pub(super) schema: Schema<'a>,
}

/// The columns of a file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Schema<'a> {
    pub(super) fields: Vec<Field<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) primary_key: Vec<&'a str>,
    pub(super) missing_values: [&'static str; 1],
}

/// A column.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    #[serde(rename = "type")]
    pub(super) type_: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title_zh: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) role: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) total: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) overlapping: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) overlapping_reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) categories: Vec<Category<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit_zh: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit_measure: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) unit_mult: Option<i8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) decimals: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) prices: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) concept: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) combine: Option<Combine>,
}

impl Default for Field<'_> {
    /// A column of words.
    fn default() -> Self {
        Field {
            name: "",
            type_: "string",
            title: None,
            title_zh: None,
            description: None,
            role: None,
            total: None,
            overlapping: false,
            overlapping_reason: None,
            categories: Vec::new(),
            id: None,
            kind: None,
            unit: None,
            unit_zh: None,
            unit_measure: None,
            unit_mult: None,
            decimals: None,
            prices: None,
            concept: None,
            combine: None,
        }
    }
}

/// A member of a dimension.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Category<'a> {
    pub(super) value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) label_zh: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub(super) aliases: &'a [String],
}

impl<'a> From<&'a Member> for Category<'a> {
    fn from(member: &'a Member) -> Category<'a> {
        Category {
            value: &member.value,
            label: member.label.as_deref(),
            label_zh: member.label_zh.as_deref(),
            aliases: &member.aliases,
        }
    }
}
