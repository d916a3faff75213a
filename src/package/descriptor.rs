//! `datapackage.json` as it is written: the Frictionless descriptor with this program's own properties.
//!
//! Only reading; what the properties come to is decided in `schema`. Unknown properties are ignored, since a
//! descriptor may serve other programs too.

use std::borrow::Cow;
use std::path::Path;

use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StrDeserializer};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::declared::{Field, FieldRole, Paths, Schema};
use super::dialect::Dialect;
use super::fault::Fault;
use super::files::Listed;
use super::infer::{self, Role};
use super::json;
use crate::source::Finding;

/// The descriptor of a package.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    /// Short name of the package.
    #[serde(default)]
    pub name: String,
    /// Version of the data.
    pub version: Option<String>,
    /// What the package holds, in a line.
    pub title: Option<String>,
    /// The level of the areas that the package is mainly about.
    pub main_level: Option<String>,
    /// What groups of areas are called beside their names.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// The documents that the tables are taken from.
    #[serde(default)]
    pub sources: Vec<Document>,
    /// What has to hold between figures, a list of [`Identity`](super::Identity): read when the package is checked.
    pub identities: Option<Box<RawValue>>,
    /// Who made the package: read when that is asked for, as are the next three. They are others' properties, so one
    /// of an unknown form is none.
    pub contributors: Option<Box<RawValue>>,
    /// When it was made.
    pub created: Option<Box<RawValue>>,
    /// Where it is published.
    pub homepage: Option<Box<RawValue>>,
    /// Under which licences it may be used.
    pub licenses: Option<Box<RawValue>>,
    /// The files.
    pub resources: Vec<Resource>,
}

/// A group of areas.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Group {
    /// Its name in the register.
    pub name: String,
    /// Other names that people give it, in any language.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// Who had a part in a package.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Contributor {
    /// The name.
    pub title: String,
    /// The part, in version 1 of the specification.
    pub role: Option<String>,
    /// The parts, in version 2.
    #[serde(default)]
    pub roles: Vec<String>,
}

/// A document that figures are taken from.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct Document {
    /// The name by which a table's source refers to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The full citation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The citation for a source line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short: Option<String>,
    /// Where it is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What to beware of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What a resource is to the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ResourceRole {
    /// A table of figures: a command of its own.
    Table,
    /// The register of areas.
    Areas,
    /// The doubts about printed values.
    Notes,
    /// The statements of documents that can be held against the tables.
    Claims,
}

/// One file of the package.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Resource {
    /// The name; a table's command.
    pub name: String,
    /// Its place, seen from the descriptor; those of its parts, where it has several.
    #[serde(default)]
    pub path: Paths,
    /// What would stand in the file, where there is none: records as lists or objects, or a text.
    pub data: Option<Box<RawValue>>,
    /// In which encoding the text is, where it is not UTF-8.
    pub encoding: Option<String>,
    /// How the file is packed; told by its bytes where this is silent.
    pub compression: Option<String>,
    /// The format of the file, where it is not told by its name.
    pub format: Option<String>,
    /// The same as programs of the net call it.
    pub mediatype: Option<String>,
    /// A short heading.
    pub title: Option<String>,
    /// The heading in Chinese.
    pub title_zh: Option<String>,
    /// What it is to the program; see [`Resource::is_table`] where it says nothing.
    pub role: Option<ResourceRole>,
    /// What it holds and what to beware of.
    pub description: Option<String>,
    /// Where it is taken from.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Under which licences it may be used, where they are its own.
    pub licenses: Option<Box<RawValue>>,
    /// Queries worth trying.
    #[serde(default)]
    pub examples: Vec<Example>,
    /// All properties but the schema, where the resource is built in: read when the table is asked for.
    #[serde(skip)]
    pub all: Option<&'static str>,
    /// How the file is written, a [`Dialect`] or the path of one.
    #[serde(rename = "dialect")]
    pub declared_dialect: Option<Box<RawValue>>,
    /// The dialect, once it is read.
    #[serde(skip)]
    pub dialect: Dialect,
    /// The files that the schema and the dialect stand in, where they are told so.
    #[serde(skip)]
    pub referred: Vec<String>,
    /// What is wrong with what the resource refers to.
    #[serde(skip)]
    pub faults: Vec<String>,
    /// Whether it holds words alone, or is not read, beside tables that hold figures.
    #[serde(skip)]
    pub is_aside: bool,
    /// Why its file is not read, where its format or its packing is none that is.
    #[serde(skip)]
    pub unread: Option<String>,
    /// How long the file is, in bytes.
    pub bytes: Option<usize>,
    /// The checksum of the file, the algorithm and a colon before the digits where it is none of MD5.
    pub hash: Option<String>,
    /// How many rows there are below the header.
    pub rows: Option<usize>,
    /// What was concluded when the file was opened.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// Its columns, a [`Schema`] or the path of one: read when the table is asked for, since most are not.
    pub schema: Option<SchemaText>,
}

/// A schema as it is written.
#[derive(Debug, Clone)]
pub(super) enum SchemaText {
    /// In the descriptor, or in a file that it names.
    Written(Box<RawValue>),
    /// In the binary.
    BuiltIn(&'static str),
}

impl<'de> Deserialize<'de> for SchemaText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<SchemaText, D::Error> {
        Box::deserialize(deserializer).map(SchemaText::Written)
    }
}

impl SchemaText {
    /// The text.
    pub(super) fn get(&self) -> &str {
        match self {
            SchemaText::Written(written) => written.get(),
            SchemaText::BuiltIn(text) => text,
        }
    }
}

impl Resource {
    /// The file, seen from the descriptor.
    pub(super) fn file(&self) -> &str {
        self.path.first().unwrap_or(&self.name)
    }

    /// Whether it is stated what its file is, byte for byte.
    pub(super) fn states_contents(&self) -> bool {
        self.bytes.is_some() || self.hash.is_some() || self.rows.is_some()
    }

    /// A resource of the binary.
    pub(super) fn built_in([name, path, role, schema, all]: &Listed) -> Resource {
        let role: StrDeserializer<'_, ValueError> = role.into_deserializer();
        Resource {
            name: (*name).to_owned(),
            path: Paths::One((*path).to_owned()),
            role: ResourceRole::deserialize(role).ok(),
            schema: Some(SchemaText::BuiltIn(schema)),
            all: Some(all),
            ..Resource::default()
        }
    }

    /// The resource with all its properties, but for the schema.
    pub(super) fn whole(&self) -> Result<Cow<'_, Resource>, Fault> {
        match self.all {
            Some(text) => json::read(text).map(Cow::Owned),
            None => Ok(Cow::Borrowed(self)),
        }
    }

    /// Whether the resource is a table of figures: one that says so, or that says nothing else and is described, or
    /// written, as a table is. What else a package holds, such as a readme, is no table.
    pub(super) fn is_table(&self) -> bool {
        const TABULAR: [&str; 2] = ["csv", "tsv"];
        let ends_so = |path: &str| {
            let extension = Path::new(path).extension();
            extension.is_none_or(|found| {
                TABULAR
                    .iter()
                    .any(|known| found.eq_ignore_ascii_case(known))
            })
        };
        match self.role {
            _ if self.is_aside => false,
            Some(role) => role == ResourceRole::Table,
            None => self.schema.is_some() || self.path.first().is_none_or(ends_so),
        }
    }
}

impl Resource {
    /// Why it is no table, where no role is declared and nothing says which column names its rows, or which holds values.
    pub(super) fn why_no_table(&self) -> Option<&'static str> {
        let raw = self.schema.as_ref().filter(|_| self.role.is_none())?;
        let schema: Schema = json::read(raw.get()).ok()?;
        if schema.fields.is_empty() || schema.fields.iter().any(|field| field.role.is_some()) {
            return None;
        }
        let roles = infer::roles(&schema.fields, schema.primary_key.all());
        let is_key = |role: FieldRole| {
            matches!(
                role,
                FieldRole::Area | FieldRole::Time | FieldRole::Dimension
            )
        };
        let is_value = |(role, field): (&Role, &Field)| {
            let type_ = field.type_.as_deref().unwrap_or("string");
            let words = ["string", "any", "boolean", "date", "datetime"];
            role.of_field == FieldRole::Indicator && !words.contains(&type_)
        };
        if !roles.iter().zip(&schema.fields).any(is_value) {
            return Some("none of its columns holds values; give one the role `indicator`");
        }
        let names = roles.iter().any(|role| is_key(role.of_field));
        (!names).then_some("none of its columns names a row; give one the role `area` or `time`")
    }
}

/// Where a table is taken from.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct Source {
    /// The table's title as the document prints it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The name of the document, one of the package's `sources`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// Where in the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Where the source is published, where it is no document of the package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Who produced the figures, as printed under the table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub producers: Vec<String>,
}

/// A query worth trying on a table.
#[derive(Debug, Clone, Deserialize)]
pub struct Example {
    /// The arguments that follow the table's name.
    pub args: String,
    /// What it answers.
    pub title: String,
}
