//! The columns of an answer as a descriptor tells them: what they mean, as far as that holds for this answer.

use super::descriptor::{Category, Field};
use crate::answer::{Cell, Column, Measure, Role};
use crate::figure::Kind;
use crate::package::{Column as Source, Combine, Content, Dimension, Indicator, Meaning, Table};
use crate::query::Transform;
use crate::words::list;

/// What is said of figures that were computed.
const COMPUTED: &str =
    "Computed from published figures; it may have more digits than these support.";

/// How the figures of an answer were made.
#[derive(Debug, Clone)]
pub(super) struct Making {
    /// What was made of the levels.
    pub(super) transform: Option<Transform>,
    /// Whether several values were made one.
    pub(super) combined: bool,
    /// Whether by another rule than each indicator's own.
    pub(super) aggregated: bool,
}

/// The columns that are shown, in order, each with its cells.
pub(super) fn fields<'a>(
    table: &'a Table,
    columns: &[(&'a Column, Vec<&'a Cell>)],
    making: &'a Making,
) -> Vec<Field<'a>> {
    let measures = columns.iter().filter_map(|(column, _)| column.measure());
    let ids: Vec<&str> = measures.map(|measure| measure.id.as_str()).collect();
    let field = |(column, cells): &(&'a Column, Vec<&'a Cell>)| {
        let source = table.columns.iter().find(|known| known.name == column.name);
        let field = match &column.role {
            Role::Words => Field {
                role: Some("indicator"),
                kind: Some("text"),
                ..Field::default()
            },
            Role::Measure(measure) => {
                let mut all = table.indicators();
                match all.find(|(_, _, known)| is_of(&measure.id, &known.id)) {
                    Some((_, source, indicator)) => Figures {
                        measure,
                        source,
                        indicator,
                        transform: making
                            .transform
                            .clone()
                            .filter(|_| measure.id != indicator.id),
                        making,
                    }
                    .field(cells, &ids),
                    None => Field {
                        type_: "number",
                        role: Some("indicator"),
                        ..Field::default()
                    },
                }
            }
            _ => key(column, source, cells),
        };
        Field {
            name: &column.name,
            title: Some(&column.label.en),
            title_zh: column.label.zh.as_deref(),
            ..field
        }
    };
    columns.iter().map(field).collect()
}

/// Whether an id is that of an indicator or of what a transform made of it: `gdp`, `gdp.yoy`.
fn is_of(id: &str, level: &str) -> bool {
    id == level
        || id
            .strip_prefix(level)
            .is_some_and(|rest| rest.starts_with('.'))
}

/// A column that tells rows apart.
fn key<'a>(column: &Column, source: Option<&'a Source>, cells: &[&'a Cell]) -> Field<'a> {
    let field = match (&column.role, source.map(|source| &source.meaning)) {
        (Role::Area, _) => Field {
            role: Some("area"),
            ..Field::default()
        },
        (Role::Time, _) => Field {
            type_: "year",
            role: Some("time"),
            ..Field::default()
        },
        (Role::Member, Some(Meaning::Dimension(dimension))) => Field {
            type_: match source.map(|source| source.content) {
                Some(Content::Integer) => "integer",
                Some(Content::Number) => "number",
                _ => "string",
            },
            role: Some("dimension"),
            total: dimension.total.as_deref(),
            overlapping: dimension.overlapping.is_some(),
            overlapping_reason: dimension.overlapping.as_deref(),
            categories: categories(dimension, cells),
            ..Field::default()
        },
        _ => Field {
            role: Some("dimension"),
            ..Field::default()
        },
    };
    Field {
        description: source.and_then(|source| source.description.as_deref()),
        ..field
    }
}

/// The members of a dimension that declares them, and those that the answer has beside these (a residual).
fn categories<'a>(dimension: &'a Dimension, cells: &[&'a Cell]) -> Vec<Category<'a>> {
    let mut categories: Vec<Category> = dimension.members.iter().map(Into::into).collect();
    let names = cells.iter().filter_map(|cell| match cell {
        Cell::Name(name) | Cell::Numeral(name) => Some(name),
        _ => None,
    });
    for name in names.filter(|_| !dimension.members.is_empty()) {
        if !categories.iter().any(|known| known.value == name.id) {
            categories.push(Category {
                aliases: &[],
                value: &name.id,
                label: Some(&name.label.en),
                label_zh: name.label.zh.as_deref(),
            });
        }
    }
    categories
}

/// The texts of an indicator that are labelled.
fn texts(indicator: &Indicator) -> Vec<Category<'_>> {
    let labelled = indicator.texts_zh.iter().map(|(value, zh)| Category {
        value,
        label: None,
        label_zh: Some(zh),
        aliases: &[],
    });
    labelled.collect()
}

/// A column of figures.
struct Figures<'a> {
    measure: &'a Measure,
    source: &'a Source,
    indicator: &'a Indicator,
    /// What was made of the indicator's levels in this column.
    transform: Option<Transform>,
    making: &'a Making,
}

impl<'a> Figures<'a> {
    /// Whether the figures were computed.
    fn are_computed(&self) -> bool {
        self.making.combined || self.transform.is_some()
    }

    /// The column with these cells; `ids` are those of all columns of figures.
    fn field(&self, cells: &[&Cell], ids: &[&str]) -> Field<'a> {
        let indicator = self.indicator;
        let published = self.source.description.as_deref();
        let field = Field {
            type_: type_of(self.source.content, cells),
            description: if self.are_computed() {
                Some(COMPUTED)
            } else {
                published
            },
            role: Some("indicator"),
            id: Some(&self.measure.id),
            kind: self.kind().map(Kind::name),
            combine: self.combine(ids),
            categories: texts(indicator),
            ..Field::default()
        };
        let unit = self.measure.unit.as_ref();
        let is_in_published_unit = unit.is_none_or(|unit| unit.en == indicator.unit_and_prices());
        if self.making.aggregated || !is_in_published_unit {
            return Field {
                unit: unit.map(|unit| unit.en.as_str()),
                unit_zh: unit.and_then(|unit| unit.zh.as_deref()),
                ..field
            };
        }
        Field {
            unit: indicator.unit.as_deref(),
            unit_zh: indicator.unit_zh.as_deref(),
            unit_measure: indicator.unit_measure.as_deref(),
            unit_mult: indicator.unit_mult_declared.then_some(indicator.unit_mult),
            decimals: indicator.decimals.filter(|_| !self.are_computed()),
            prices: indicator.prices.as_deref(),
            concept: indicator.concept.as_deref(),
            ..field
        }
    }

    /// What sort of quantity it is, where that is known.
    fn kind(&self) -> Option<Kind> {
        let kind = self.indicator.kind;
        match &self.transform {
            _ if self.making.aggregated || !self.indicator.kind_declared => None,
            Some(transform) => transform.kind(kind),
            None => Some(kind),
        }
    }

    /// How the values combine, where the answer has all that this takes.
    fn combine(&self, ids: &[&str]) -> Option<Combine> {
        let never = |reason: String| {
            Some(Combine::None {
                reason: Some(reason),
            })
        };
        if self.are_computed() {
            return never("It was computed; what it was computed from combines.".to_owned());
        }
        if !self.indicator.combine_declared {
            return None;
        }
        let needed: Vec<&String> = match &self.indicator.combine {
            Combine::Sum | Combine::Mean | Combine::None { .. } => Vec::new(),
            Combine::WeightedMean { weight, .. } => vec![weight],
            Combine::Ratio {
                numerator,
                denominator,
                ..
            } => std::iter::once(numerator).chain(denominator).collect(),
            Combine::Share { of } => vec![of],
        };
        let missing: Vec<&String> = needed
            .into_iter()
            .filter(|id| !ids.contains(&id.as_str()))
            .collect();
        if missing.is_empty() {
            return Some(self.indicator.combine.clone());
        }
        never(format!(
            "It takes {}, which is not in this excerpt.",
            list(missing, "and")
        ))
    }
}

/// The type of a column of values: whole numbers only where all are whole.
fn type_of(content: Content, cells: &[&Cell]) -> &'static str {
    let is_whole = |cell: &&Cell| match cell {
        Cell::Figure(figure) => figure
            .number_in_full()
            .is_none_or(|number| number.decimals() == 0),
        _ => true,
    };
    match content {
        Content::Text => "string",
        Content::Year => "year",
        Content::Integer if cells.iter().all(is_whole) => "integer",
        Content::Integer | Content::Number => "number",
    }
}
