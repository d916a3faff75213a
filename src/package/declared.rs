//! The schema of a table as the descriptor writes it: its columns with what they are and what stands in them.
//!
//! Only reading, as in `descriptor`.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::Value;

use crate::figure::{Interval, Number};

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
    /// Columns that name a row as the key does.
    #[serde(default)]
    pub unique_keys: Vec<OneOrMany>,
    /// Columns whose values stand in others.
    #[serde(default)]
    pub foreign_keys: Vec<ForeignKey>,
}

/// Columns whose values stand in those of a resource.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ForeignKey {
    /// The columns.
    pub fields: OneOrMany,
    /// Where their values stand.
    pub reference: Reference,
}

/// The columns in which the values of others stand.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Reference {
    /// The resource; the same where it is empty or absent.
    #[serde(default)]
    pub resource: String,
    /// The columns, as many.
    pub fields: OneOrMany,
    /// Another package that has the resource.
    pub package: Option<serde::de::IgnoredAny>,
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

/// What the values of a column may be.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Constraints {
    /// Whether every row has a value.
    pub(super) required: bool,
    /// Whether no value stands in two rows.
    pub(super) unique: bool,
    /// The fewest characters.
    pub(super) min_length: Option<usize>,
    /// The most characters.
    pub(super) max_length: Option<usize>,
    /// The least; a number, or a text in quotes.
    pub(super) minimum: Option<Value>,
    /// The most.
    pub(super) maximum: Option<Value>,
    /// What every value is more than.
    pub(super) exclusive_minimum: Option<Value>,
    /// What every value is less than.
    pub(super) exclusive_maximum: Option<Value>,
    /// What every value matches as a whole.
    pub(super) pattern: Option<String>,
    /// All values that there may be.
    #[serde(rename = "enum")]
    pub(super) values: Option<Vec<Value>>,
    /// What else is declared, by name.
    #[serde(flatten)]
    pub(super) others: BTreeMap<String, Value>,
}

impl Constraints {
    /// The range in which figures lie; none where none is declared.
    pub(super) fn range(&self) -> Option<Interval> {
        let end = |end: &Option<Value>| {
            let number = text_of(end.as_ref()?).parse::<Number>().ok()?;
            Some(number.decimal())
        };
        let (low, high) = (end(&self.minimum), end(&self.maximum));
        (low.is_some() || high.is_some()).then(|| Interval {
            low: low.unwrap_or(Decimal::MIN),
            high: high.unwrap_or(Decimal::MAX),
        })
    }
}

/// A value of the descriptor as a cell has it.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A member of a dimension.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Category {
    /// The bare value.
    #[serde(deserialize_with = "text_or_number")]
    Value(String),
    /// The value with labels.
    Labelled {
        /// As the file writes it.
        #[serde(deserialize_with = "text_or_number")]
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

/// A value as a cell has it, which the descriptor may write as a number.
fn text_or_number<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Value {
        Text(String),
        Number(serde_json::Number),
    }
    Ok(match Value::deserialize(from)? {
        Value::Text(text) => text,
        Value::Number(number) => number.to_string(),
    })
}

impl Category {
    /// The value as the file writes it.
    pub(super) fn value(&self) -> &str {
        match self {
            Category::Value(value) | Category::Labelled { value, .. } => value,
        }
    }

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
