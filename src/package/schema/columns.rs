//! The columns of a table, from the fields of its descriptor.

use std::collections::BTreeSet;

use super::{Column, Content, Indicator, Meaning};
use crate::figure::Kind;
use crate::order::IntoMap;
use crate::package::cells::CellFormat;
use crate::package::declared::{Category, Field, FieldRole};
use crate::package::dimension::Dimension;
use crate::package::infer::Role;
use crate::package::rule::Combine;
use crate::words::{excerpt, quoted_list};

/// Says what is wrong with the columns as a whole.
pub(super) fn check(columns: &[Column], key: &[String], fault: &mut dyn FnMut(String)) {
    for wanted in key
        .iter()
        .filter(|wanted| !columns.iter().any(|column| column.name == **wanted))
    {
        fault(format!(
            "`primaryKey` names `{}`, which is no column",
            excerpt(wanted)
        ));
    }
    for (role, name) in [(FieldRole::Area, "area"), (FieldRole::Time, "time")] {
        let of_role: Vec<String> = columns
            .iter()
            .filter(|column| column.meaning.role() == role)
            .map(|column| excerpt(&column.name))
            .collect();
        if of_role.len() > 1 {
            let columns = quoted_list(of_role, "and");
            fault(format!("{columns} all have the role `{name}`; one may"));
        }
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for name in columns.iter().flat_map(Column::names) {
        if !seen.insert(name) {
            fault(format!(
                "two columns or indicators are called `{}`",
                excerpt(name)
            ));
        }
    }
    if !columns
        .iter()
        .any(|column| matches!(column.meaning, Meaning::Indicator(_)))
    {
        fault("has no column with values; give one the role `indicator`".to_owned());
    }
    if !columns.is_empty() && !columns.iter().any(|column| column.meaning.is_key()) {
        fault("has no column that names a row; give one the role `area` or `time`".to_owned());
    }
}

pub(super) fn column(
    field: &Field,
    role: &Role,
    format: CellFormat,
    fault: &mut dyn FnMut(String),
) -> Column {
    let Role {
        of_field,
        attribute,
        inferred,
    } = role;
    let role = *of_field;
    let content = match field.type_.as_deref() {
        _ if role == FieldRole::Time => Content::Year,
        Some("year") if role == FieldRole::Indicator => Content::Year,
        Some("integer" | "year") => Content::Integer,
        Some("number") => Content::Number,
        _ => Content::Text,
    };
    let meaning = match role {
        FieldRole::Area => Meaning::Area,
        FieldRole::Time => Meaning::Time,
        FieldRole::Dimension => Meaning::Dimension(Dimension::of_field(field, fault)),
        FieldRole::Indicator => Meaning::Indicator(Box::new(indicator(field, content))),
        FieldRole::Attribute => Meaning::Attribute(attribute.clone()),
    };
    Column {
        name: field.name.clone(),
        title: field.title.clone().unwrap_or_else(|| field.name.clone()),
        title_zh: field.title_zh.clone(),
        aliases: field.aliases.clone(),
        description: field.description.clone(),
        content,
        meaning,
        inferred: inferred.clone(),
        format,
    }
}

fn indicator(field: &Field, content: Content) -> Indicator {
    let numeric = matches!(content, Content::Integer | Content::Number);
    Indicator {
        id: field
            .id
            .clone()
            .unwrap_or_else(|| field.name.replace('_', "-")),
        kind: if numeric {
            field.kind.unwrap_or(Kind::Flow)
        } else {
            Kind::Text
        },
        kind_declared: field.kind.is_some() || !numeric,
        kind_assumed: false,
        unit: field.unit.clone(),
        unit_zh: field.unit_zh.clone(),
        unit_measure: field.unit_measure.clone(),
        unit_mult: field.unit_mult.unwrap_or(0),
        unit_mult_declared: field.unit_mult.is_some(),
        decimals: field.decimals,
        range: field.constraints.range(),
        prices: field.prices.clone(),
        concept: field.concept.clone(),
        combine: field
            .combine
            .clone()
            .unwrap_or(Combine::None { reason: None }),
        combine_declared: field.combine.is_some(),
        texts_zh: field
            .categories
            .iter()
            .filter_map(Category::in_chinese)
            .into_map(),
    }
}
