//! Citations as CSL-JSON, which Zotero, pandoc and others read.

use serde::Serialize;

use super::citation::Citation;

/// An item of the schema `csl-data.json`, version 1.0.2. Without a date it has no `issued`.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Item<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    sort: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name<'a>>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title_short: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title_short: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Date<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    custom: Option<Custom<'a>>,
}

/// A name that is not taken apart.
#[derive(Serialize)]
struct Name<'a> {
    literal: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Date<'a> {
    date_parts: [&'a [u16]; 1],
}

/// What the schema has no property for, for programs that want it by name.
#[derive(Serialize)]
struct Custom<'a> {
    package: &'a str,
    file: &'a str,
    sha256: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    producers: &'a [String],
}

#[expect(clippy::expect_used, reason = "texts and numbers are always JSON")]
pub(super) fn written(citations: &[Citation]) -> String {
    let items: Vec<Item> = citations.iter().map(item).collect();
    serde_json::to_string_pretty(&items).expect("citations are JSON") + "\n"
}

fn item(citation: &Citation) -> Item<'_> {
    let data = citation.data.as_ref();
    let short = citation.short.as_deref();
    let is_part = citation.container.is_some();
    Item {
        id: &citation.key,
        sort: if data.is_some() {
            "dataset"
        } else {
            "document"
        },
        author: citation
            .authors
            .iter()
            .map(|literal| Name { literal })
            .collect(),
        title: &citation.title,
        title_short: short.filter(|_| !is_part),
        container_title: citation.container.as_deref(),
        container_title_short: short.filter(|_| is_part),
        section: citation.place.as_deref(),
        issued: (!citation.date.is_empty()).then(|| Date {
            date_parts: [&citation.date],
        }),
        version: data.and_then(|data| data.version.as_deref()),
        url: citation.url.as_deref(),
        note: citation.notes().join(" "),
        custom: data.map(|data| Custom {
            package: &data.package,
            file: &data.file,
            sha256: &data.sha256,
            producers: &citation.producers,
        }),
    }
}
