//! `datapackage.json` as it is written: the Frictionless descriptor with this program's own properties.
//!
//! Only reading; what the properties come to is decided in `schema`. Unknown properties are ignored, since a
//! descriptor may serve other programs too.

use std::path::Path;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::source::Finding;

use super::dialect::Dialect;
use crate::figure::{Interval, Number};

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
#[derive(Debug, Clone, Deserialize)]
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
    /// A short heading.
    pub title: Option<String>,
    /// The heading in Chinese.
    pub title_zh: Option<String>,
    /// What it holds and what to beware of.
    pub description: Option<String>,
    /// What it is to the program; see [`Resource::is_table`] where it says nothing.
    pub role: Option<ResourceRole>,
    /// Where it is taken from.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Under which licences it may be used, where they are its own.
    pub licenses: Option<Box<RawValue>>,
    /// Queries worth trying.
    #[serde(default)]
    pub examples: Vec<Example>,
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
    /// Whether it holds words alone, beside tables that hold figures.
    #[serde(skip)]
    pub is_aside: bool,
    /// How long the file is, in bytes.
    pub bytes: Option<usize>,
    /// The checksum of the file, `sha256:` before the digits where it is one of SHA-256.
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
            Some(role) => role == ResourceRole::Table,
            None if self.is_aside => false,
            None => self.schema.is_some() || self.path.first().is_none_or(ends_so),
        }
    }
}

impl Resource {
    /// Whether no role and no type of its fields says that it holds figures.
    pub(super) fn is_of_words(&self) -> bool {
        let raw = self.schema.as_ref().filter(|_| self.role.is_none());
        let Some(Ok(schema)) = raw.map(|raw| serde_json::from_str::<Schema>(raw.get())) else {
            return false;
        };
        let is_of_words = |field: &Field| {
            let type_ = field.type_.as_deref().unwrap_or("string");
            field.role.is_none()
                && matches!(type_, "string" | "any" | "boolean" | "date" | "datetime")
        };
        !schema.fields.is_empty() && schema.fields.iter().all(is_of_words)
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

/// The columns of a resource.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Schema {
    /// The columns, in the order of the file.
    pub fields: Vec<Field>,
    /// The columns that name a row.
    #[serde(default)]
    pub primary_key: PrimaryKey,
    /// The texts that stand for a missing value.
    #[serde(default = "empty_is_missing")]
    pub missing_values: Vec<MissingValue>,
    /// How the columns of the file go with the fields.
    #[serde(default)]
    pub fields_match: FieldsMatch,
}

fn empty_is_missing() -> Vec<MissingValue> {
    vec![MissingValue::Text(String::new())]
}

/// A text that stands for a missing value.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum MissingValue {
    /// The bare text.
    Text(String),
    /// With the reason why the value is missing.
    Labelled {
        /// As the file writes it.
        value: String,
        /// Why the value is missing.
        label: Option<String>,
    },
}

/// How the columns of a file go with the fields of its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Match {
    /// The same, in the same order.
    #[default]
    Exact,
    /// The same, in any order.
    Equal,
    /// The file has all fields, and may have more.
    Subset,
    /// The file has no other columns, and may lack some.
    Superset,
    /// The file has some of the fields.
    Partial,
}

/// A [`Match`], bare or in a list of one: the specification has both.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged)]
pub(super) enum FieldsMatch {
    /// Bare.
    Bare(Match),
    /// In a list.
    Listed([Match; 1]),
}

impl Default for FieldsMatch {
    fn default() -> Self {
        FieldsMatch::Bare(Match::Exact)
    }
}

impl FieldsMatch {
    /// What it says.
    pub(super) fn get(self) -> Match {
        match self {
            FieldsMatch::Bare(found) | FieldsMatch::Listed([found]) => found,
        }
    }
}

/// One text or several: keys in version 1 of the specification, and paths, may be either.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    /// A single one.
    One(String),
    /// Several.
    Many(Vec<String>),
}

/// The columns that name a row.
pub(super) type PrimaryKey = OneOrMany;
/// The files of a resource.
pub(super) type Paths = OneOrMany;

impl Default for OneOrMany {
    fn default() -> Self {
        OneOrMany::Many(Vec::new())
    }
}

impl OneOrMany {
    /// All of them.
    pub(super) fn all(&self) -> &[String] {
        match self {
            OneOrMany::One(text) => std::slice::from_ref(text),
            OneOrMany::Many(texts) => texts,
        }
    }

    /// The first of them.
    pub(super) fn first(&self) -> Option<&str> {
        self.all().first().map(String::as_str)
    }
}

/// What a column is to the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum FieldRole {
    /// The area that a row is about.
    Area,
    /// The year that a row is about.
    Time,
    /// Another dimension.
    Dimension,
    /// Values.
    Indicator,
    /// What is said of values, of an area or of a member, and is no key.
    Attribute,
}

/// A column.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Field {
    /// The name in the file's header.
    pub name: String,
    /// The Frictionless type; `string` unless said otherwise.
    #[serde(rename = "type")]
    pub type_: Option<String>,
    /// A short heading.
    pub title: Option<String>,
    /// The heading in Chinese.
    pub title_zh: Option<String>,
    /// Other names that people give it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it holds.
    pub description: Option<String>,
    /// What it is to the program.
    pub role: Option<FieldRole>,
    /// Whether the years of the column are selected ones, so that those between them are not lacking.
    #[serde(default)]
    pub selected: bool,
    /// Members of a dimension, in order.
    #[serde(default)]
    pub categories: Vec<Category>,
    /// The member that is the total of its dimension.
    pub total: Option<String>,
    /// Whether the members of the dimension overlap, so that they are never combined.
    #[serde(default)]
    pub overlapping: bool,
    /// Why the members overlap.
    pub overlapping_reason: Option<String>,
    /// Sets of members of which each makes up the whole.
    #[serde(default)]
    pub partitions: Vec<Vec<String>>,
    /// What the values of the column may be.
    #[serde(default)]
    pub constraints: Constraints,
    /// An indicator's id.
    pub id: Option<String>,
    /// An indicator's kind.
    pub kind: Option<crate::figure::Kind>,
    /// An indicator's unit.
    pub unit: Option<String>,
    /// The unit in Chinese.
    pub unit_zh: Option<String>,
    /// The unit as an SDMX code.
    pub unit_measure: Option<String>,
    /// The power of ten that a value is to be multiplied with.
    pub unit_mult: Option<i8>,
    /// The usual count of printed decimals.
    pub decimals: Option<u32>,
    /// At which prices.
    pub prices: Option<String>,
    /// What exactly is counted.
    pub concept: Option<String>,
    /// How values combine.
    pub combine: Option<super::rule::Combine>,
    /// What an attribute tells.
    pub attribute: Option<crate::source::attribute::What>,
    /// Of which indicator's values, or of which column's names, an attribute tells it.
    pub of: Option<String>,
    /// How a date or a time is written.
    pub format: Option<String>,
    /// The texts that stand for a missing value, where they are not those of the schema.
    pub missing_values: Option<Vec<MissingValue>>,
    /// What stands before the decimals of a number.
    pub decimal_char: Option<String>,
    /// What stands between groups of digits.
    pub group_char: Option<String>,
    /// Whether a number stands bare, without a currency or a percent sign.
    pub bare_number: Option<bool>,
    /// The texts that are true.
    pub true_values: Option<Vec<String>>,
    /// The texts that are false.
    pub false_values: Option<Vec<String>>,
}

/// What the values of a column may be, as far as the audit tries it; the rest is another program's.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Constraints {
    /// The least; a number, or one in quotes.
    pub minimum: Option<serde_json::Value>,
    /// The most.
    pub maximum: Option<serde_json::Value>,
}

impl Constraints {
    /// The values that lie in the range; none where none is declared.
    pub(super) fn range(&self) -> Option<Interval> {
        let end = |end: &Option<serde_json::Value>| {
            let text = end.as_ref()?.to_string();
            Some(text.trim_matches('"').parse::<Number>().ok()?.decimal())
        };
        let (low, high) = (end(&self.minimum), end(&self.maximum));
        (low.is_some() || high.is_some()).then(|| Interval {
            low: low.unwrap_or(Decimal::MIN),
            high: high.unwrap_or(Decimal::MAX),
        })
    }
}

/// A member of a dimension.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Category {
    /// The bare value.
    Value(String),
    /// The value with labels.
    Labelled {
        /// As the file writes it.
        value: String,
        /// In words.
        label: Option<String>,
        /// In Chinese.
        #[serde(rename = "labelZh")]
        label_zh: Option<String>,
        /// The code, where the file writes the name.
        code: Option<String>,
        /// Other names that people give it.
        #[serde(default)]
        aliases: Vec<String>,
    },
}

impl Category {
    /// The value with its label in Chinese, where it has one.
    pub(super) fn in_chinese(&self) -> Option<(String, Arc<String>)> {
        match self {
            Category::Labelled {
                value,
                label_zh: Some(zh),
                ..
            } => Some((value.clone(), Arc::new(zh.clone()))),
            _ => None,
        }
    }
}
