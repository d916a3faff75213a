//! What the values of a column may be, as its field declares it by the standard: `constraints`, and the form that its
//! type has. The least and the most of figures are the audit's, which knows how they are rounded.

mod forms;

use rust_decimal::Decimal;
use serde_json::Value;

use super::cells::CellFormat;
use super::declared::{Category, Field, text_of};
use super::pattern::Pattern;
use crate::figure::{Number, Period};
use crate::words::{excerpt, quoted_list};
use forms::{is_email, is_point, is_uri, is_uuid};

/// The types of the standard.
const TYPES: [&str; 16] = [
    "string",
    "number",
    "integer",
    "boolean",
    "date",
    "datetime",
    "time",
    "year",
    "yearmonth",
    "duration",
    "object",
    "array",
    "list",
    "geopoint",
    "geojson",
    "any",
];

/// A value that can be held against others of its column.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
enum Ordered {
    Number(Decimal),
    Period(Period),
}

/// An end of a range: its name, what it allows, and its value.
#[derive(Debug)]
struct Bound {
    name: &'static str,
    allows: fn(std::cmp::Ordering) -> bool,
    text: String,
    value: Ordered,
}

/// What is tried on every cell of a column.
#[derive(Debug)]
pub(super) struct Trial<'f> {
    field: &'f Field,
    format: &'f CellFormat,
    bounds: Vec<Bound>,
    pattern: Option<Pattern>,
    /// Whether cells that are none of the column are found where the table is read.
    is_read: bool,
    /// Whether the form of the type is tried.
    typed: bool,
    /// What is declared and not tried.
    pub(super) untried: Vec<String>,
}

impl<'f> Trial<'f> {
    /// What is to be tried of a field. `is_figure` says that the audit holds its values against their range, `is_read` that
    /// cells that are none of its type are found where the table is read.
    pub(super) fn of(
        field: &'f Field,
        format: &'f CellFormat,
        is_figure: bool,
        is_read: bool,
    ) -> Trial<'f> {
        let constraints = &field.constraints;
        let mut trial = Trial {
            field,
            format,
            bounds: Vec::new(),
            pattern: None,
            is_read,
            typed: !is_read && has_form(field),
            untried: constraints
                .others
                .keys()
                .map(|name| excerpt(name))
                .collect(),
        };
        let mut bound = |name, allows, declared: &Option<Value>| {
            let Some(text) = declared.as_ref().map(text_of) else {
                return;
            };
            match ordered(field, format, &text) {
                Some(value) => trial.bounds.push(Bound {
                    name,
                    allows,
                    text,
                    value,
                }),
                None => trial.untried.push(name.to_owned()),
            }
        };
        if !is_figure {
            bound("minimum", std::cmp::Ordering::is_ge, &constraints.minimum);
            bound("maximum", std::cmp::Ordering::is_le, &constraints.maximum);
        }
        bound(
            "exclusiveMinimum",
            std::cmp::Ordering::is_gt,
            &constraints.exclusive_minimum,
        );
        bound(
            "exclusiveMaximum",
            std::cmp::Ordering::is_lt,
            &constraints.exclusive_maximum,
        );
        if let Some(text) = &constraints.pattern {
            trial.pattern = Pattern::read(text);
            if trial.pattern.is_none() {
                trial.untried.push("pattern".to_owned());
            }
        }
        if !trial.counts_characters() {
            let lengths = [
                ("minLength", constraints.min_length),
                ("maxLength", constraints.max_length),
            ];
            let declared = lengths.into_iter().filter(|(_, length)| length.is_some());
            trial
                .untried
                .extend(declared.map(|(name, _)| name.to_owned()));
        }
        trial
    }

    /// Whether a cell has to be looked at.
    pub(super) fn is_needed(&self) -> bool {
        let constraints = &self.field.constraints;
        self.typed
            || constraints.required
            || constraints.unique
            || self.counts_characters()
                && constraints.min_length.or(constraints.max_length).is_some()
            || constraints.values.is_some()
            || self.has_categories()
            || self.pattern.is_some()
            || !self.bounds.is_empty()
    }

    /// Whether the field lists its values as categories. Where the table is read those of a dimension are tried.
    fn has_categories(&self) -> bool {
        !self.is_read && !self.field.categories.is_empty()
    }

    /// Whether the length of a value is that of its text.
    fn counts_characters(&self) -> bool {
        !matches!(
            self.field.type_.as_deref(),
            Some("array" | "object" | "list" | "geojson")
        )
    }

    /// A value as that of another column is held against it: numbers by what they count.
    pub(super) fn logical(&self, cell: &str) -> String {
        match ordered(self.field, self.format, cell) {
            Some(Ordered::Number(number)) => number.normalize().to_string(),
            _ => cell.to_owned(),
        }
    }

    /// Whether a cell stands for a missing value.
    pub(super) fn is_missing(&self, cell: &str) -> bool {
        self.format.is_missing(cell)
    }

    /// What is wrong with a cell, where it is no figure that cannot be read anyhow.
    pub(super) fn fault(&self, cell: &str) -> Option<String> {
        let constraints = &self.field.constraints;
        let name = excerpt(&self.field.name);
        let shown = excerpt(cell);
        if self.format.is_missing(cell) {
            let is_there = if cell.is_empty() {
                "empty".to_owned()
            } else {
                format!("`{shown}`, which stands for a missing value")
            };
            return constraints.required.then(|| {
                format!(
                    "`{name}` is {is_there}; its constraint `required` wants a value in every row"
                )
            });
        }
        if self.typed
            && let Some(expected) = self.lacks_form(cell)
        {
            return Some(format!(
                "`{name}` is `{shown}`, which is no {expected}; its column declares that type"
            ));
        }
        let against = |constraint: &str, bound: &str| {
            Some(format!(
                "`{name}` is `{shown}`; its constraint `{constraint}` is {bound}"
            ))
        };
        if self.counts_characters() {
            let length = cell.chars().count();
            if let Some(least) = constraints.min_length.filter(|least| length < *least) {
                return against("minLength", &least.to_string());
            }
            if let Some(most) = constraints.max_length.filter(|most| length > *most) {
                return against("maxLength", &most.to_string());
            }
        }
        if let Some(value) = ordered(self.field, self.format, cell) {
            let broken = self.bounds.iter().find(|bound| {
                let order = value.partial_cmp(&bound.value);
                order.is_some_and(|order| !(bound.allows)(order))
            });
            if let Some(bound) = broken {
                return against(bound.name, &excerpt(&bound.text));
            }
        }
        if let Some(values) = &constraints.values {
            let logical = self.logical(cell);
            let mut texts = values.iter().map(text_of);
            if !texts.any(|text| text == cell || self.logical(&text) == logical) {
                let allowed = values.iter().take(12).map(|value| excerpt(&text_of(value)));
                return against("enum", &quoted_list(allowed, "or"));
            }
        }
        if self.has_categories() {
            let mut known = self.field.categories.iter().map(Category::value);
            if !known.any(|value| value == cell) {
                let known = self.field.categories.iter().take(12);
                let known = quoted_list(known.map(|one| excerpt(one.value())), "or");
                return Some(format!(
                    "`{name}`: `{shown}` is none of its `categories`; expected {known}"
                ));
            }
        }
        let matches = self
            .pattern
            .as_ref()
            .and_then(|pattern| pattern.matches(cell));
        if matches == Some(false) {
            let pattern = constraints.pattern.as_deref().unwrap_or_default();
            return against("pattern", &format!("`{}`", excerpt(pattern)));
        }
        None
    }

    /// What a cell should be by its type, where it is none.
    fn lacks_form(&self, cell: &str) -> Option<&'static str> {
        let json = |wanted: fn(&Value) -> bool| {
            serde_json::from_str(cell).is_ok_and(|value| wanted(&value))
        };
        let (fits, expected) = match (self.field.type_.as_deref()?, self.field.format.as_deref()) {
            ("number", _) => (self.format.number(cell).is_ok(), "number"),
            ("integer", _) => {
                let number = self.format.number(cell);
                (
                    number.is_ok_and(|number| number.decimals() == 0),
                    "whole number",
                )
            }
            ("year", _) => (self.format.period(cell).is_ok(), "year"),
            ("yearmonth", _) => (self.format.period(cell).is_ok(), "month"),
            ("date", _) => (self.format.period(cell).is_ok(), "date"),
            ("datetime", _) => (self.format.period(cell).is_ok(), "date with its time"),
            ("boolean", _) => (self.format.fault_of_boolean(cell).is_none(), "boolean"),
            ("object" | "geojson", _) => (json(Value::is_object), "JSON object"),
            ("array", _) => (json(Value::is_array), "JSON list"),
            ("geopoint", None | Some("default")) => (is_point(cell), "point such as 90.50, 45.50"),
            ("string", Some("email")) => (is_email(cell), "address of mail"),
            ("string", Some("uri")) => (is_uri(cell), "URI"),
            ("string", Some("uuid")) => (is_uuid(cell), "UUID"),
            _ => return None,
        };
        (!fits).then_some(expected)
    }
}

/// A value that may be held against an end, where the type has an order.
fn ordered(field: &Field, format: &CellFormat, text: &str) -> Option<Ordered> {
    match field.type_.as_deref()? {
        "number" | "integer" => {
            let number = format.number(text).ok().or_else(|| text.parse().ok())?;
            Some(Ordered::Number(number.decimal()))
        }
        "year" | "yearmonth" | "date" | "datetime" => {
            let period = format.period(text).ok().or_else(|| text.parse().ok())?;
            Some(Ordered::Period(period))
        }
        _ => None,
    }
}

/// Whether the type of a field says how its cells are written, beyond being words.
fn has_form(field: &Field) -> bool {
    match field.type_.as_deref() {
        None | Some("any" | "list" | "time" | "duration") => false,
        Some("string") => matches!(field.format.as_deref(), Some("email" | "uri" | "uuid")),
        Some(_) => true,
    }
}

/// What is wrong with the type and the constraints of a field themselves.
pub(super) fn faults(field: &Field) -> Vec<String> {
    let mut faults = Vec::new();
    let name = excerpt(&field.name);
    let type_ = field.type_.as_deref().unwrap_or("string");
    if !TYPES.contains(&type_) {
        let type_ = excerpt(type_);
        let known = quoted_list(TYPES, "or");
        faults.push(format!(
            "`type` of `{name}` is `{type_}`, which is not known; expected {known}"
        ));
    }
    if matches!(type_, "number" | "integer") {
        let constraints = &field.constraints;
        let ends = [
            ("minimum", &constraints.minimum),
            ("maximum", &constraints.maximum),
            ("exclusiveMinimum", &constraints.exclusive_minimum),
            ("exclusiveMaximum", &constraints.exclusive_maximum),
        ];
        for (end, declared) in ends {
            let text = declared.as_ref().map(text_of);
            if let Some(text) = text.filter(|text| text.parse::<Number>().is_err()) {
                let text = excerpt(&text);
                faults.push(format!(
                    "`{end}` of `{name}` is `{text}`; expected a number such as 1234.5"
                ));
            }
        }
    }
    faults
}
