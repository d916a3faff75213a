//! What a descriptor leaves unsaid: the roles of columns, from their types, their names and the key.

use super::declared::{Field, FieldRole};
use crate::source::attribute::{Attribute, What};
use crate::source::headings;
use crate::source::shape::when;
use crate::words::printable;

/// The role of a column.
#[derive(Debug, Clone)]
pub(super) struct Role {
    pub(super) of_field: FieldRole,
    /// What it tells, where it is an attribute.
    pub(super) attribute: Attribute,
    /// What it is told from, where it is not declared: the end of a sentence.
    pub(super) inferred: Option<String>,
}

impl Role {
    fn inferred(role: FieldRole, from: impl Into<String>) -> Role {
        Role {
            of_field: role,
            attribute: Attribute::default(),
            inferred: Some(from.into()),
        }
    }
}

/// The role of each field: as declared, else inferred.
pub(super) fn roles(fields: &[Field], key: &[String]) -> Vec<Role> {
    let mut roles: Vec<Role> = fields.iter().map(|field| role(field, key)).collect();
    infer_time(fields, key, &mut roles);
    infer_parts_of_years(fields, key, &mut roles);
    infer_area(fields, &mut roles);
    infer_attributes(fields, key, &mut roles);
    roles
}

fn has(roles: &[Role], wanted: FieldRole) -> bool {
    roles.iter().any(|role| role.of_field == wanted)
}

fn by_name(field: &Field) -> String {
    format!("from its name `{}`", printable(&field.name))
}

fn infer_time(fields: &[Field], key: &[String], roles: &mut [Role]) {
    if has(roles, FieldRole::Time) {
        return;
    }
    let undeclared = |wanted: &dyn Fn(&Field) -> bool| {
        let fits = |field: &Field| is_undeclared(field) && wanted(field);
        fields.iter().position(fits)
    };
    let told = |candidate: &dyn Fn(&Field) -> bool| {
        let is_year = |field: &Field| field.type_.as_deref() == Some("year");
        let typed = undeclared(&|field| candidate(field) && is_year(field));
        let typed = typed.map(|place| (place, "from its type `year`".to_owned()));
        typed.or_else(|| {
            let is_named = |field: &Field| candidate(field) && headings::is_time(&field.name);
            let place = undeclared(&is_named)?;
            Some((place, by_name(&fields[place])))
        })
    };
    // A year beside the key may be said of a value.
    let time = told(&|field| key.contains(&field.name)).or_else(|| told(&|_| true));
    if let Some((place, reason)) = time {
        roles[place] = Role::inferred(FieldRole::Time, reason);
    }
}

/// Whole numbers of months or quarters beside the year name the rows with it, where no key says otherwise.
fn infer_parts_of_years(fields: &[Field], key: &[String], roles: &mut [Role]) {
    if !key.is_empty() || !has(roles, FieldRole::Time) {
        return;
    }
    for (field, role) in fields.iter().zip(roles) {
        let is_whole = field.type_.as_deref() == Some("integer");
        if is_whole && is_undeclared(field) && when::counts_parts(&field.name) {
            *role = Role::inferred(FieldRole::Dimension, by_name(field));
        }
    }
}

fn infer_area(fields: &[Field], roles: &mut [Role]) {
    if has(roles, FieldRole::Area) {
        return;
    }
    let is_open = |place: &usize| {
        is_undeclared(&fields[*place]) && roles[*place].of_field == FieldRole::Dimension
    };
    let open: Vec<usize> = (0..fields.len()).filter(is_open).collect();
    let name = |place: usize| fields[place].name.as_str();
    let is_said_of_others =
        |place: usize| headings::attribute(name(place)).is_some() || headings::is_unit(name(place));
    let named = |certain: u8, code: bool| {
        let fits = |place: &usize| {
            headings::area(name(*place)) >= certain && headings::is_code(name(*place)) == code
        };
        open.iter().copied().find(fits)
    };
    let called_so = named(2, false)
        .or_else(|| named(1, false))
        .or_else(|| named(2, true));
    let area = if let Some(place) = called_so {
        Some((place, by_name(&fields[place])))
    } else {
        let is_name =
            |place: &&usize| !headings::is_code(name(**place)) && !is_said_of_others(**place);
        let first = open.iter().find(is_name).or(open.first());
        first.map(|&place| (place, "as the first column that is no value".to_owned()))
    };
    if let Some((place, reason)) = area {
        roles[place] = Role::inferred(FieldRole::Area, reason);
    }
}

/// Columns outside the key that by their names say something of a value or of the area: flags, notes, units, codes.
fn infer_attributes(fields: &[Field], key: &[String], roles: &mut [Role]) {
    let area = roles
        .iter()
        .position(|role| role.of_field == FieldRole::Area);
    let is_value = |place: &usize| roles[*place].of_field == FieldRole::Indicator;
    let values: Vec<usize> = (0..fields.len()).filter(is_value).collect();
    for (place, field) in fields.iter().enumerate() {
        let is_open = matches!(
            roles[place].of_field,
            FieldRole::Dimension | FieldRole::Indicator
        );
        if !is_open || !is_undeclared(field) || key.contains(&field.name) {
            continue;
        }
        let numeric = is_numeric(field);
        let attribute = if let Some(what) = headings::attribute(&field.name).filter(|_| !numeric) {
            Attribute { what, of: None }
        } else if headings::is_unit(&field.name) && !numeric {
            Attribute {
                what: What::Unit,
                of: None,
            }
        } else if numbers_rows(field) && values.iter().any(|value| !numbers_rows(&fields[*value])) {
            // Beside figures, whole numbers that are called as those of rows are none.
            Attribute {
                what: What::Other,
                of: None,
            }
        } else if let Some(area) = area.filter(|_| headings::is_code(&field.name)) {
            Attribute {
                what: What::Code,
                of: Some(fields[area].name.clone()),
            }
        } else {
            continue;
        };
        roles[place] = Role {
            attribute,
            ..Role::inferred(FieldRole::Attribute, by_name(field))
        };
    }
}

/// Whether a field holds the numbers of rows, as far as its name tells: a number and an index may be figures.
fn numbers_rows(field: &Field) -> bool {
    const FIGURES: [&str; 4] = ["index", "n", "num", "number"];
    field.type_.as_deref() == Some("integer")
        && !FIGURES.contains(&headings::normal(&field.name).as_str())
        && (headings::is_running(&field.name) || headings::is_record(&field.name))
}

fn is_undeclared(field: &Field) -> bool {
    field.role.is_none() && field.attribute.is_none()
}

fn is_numeric(field: &Field) -> bool {
    matches!(field.type_.as_deref(), Some("number" | "integer"))
}

/// The role of a field, seen alone: where it declares none, numbers outside the key are values, words are dimensions
/// unless the table has a key and they are not in it.
fn role(field: &Field, key: &[String]) -> Role {
    let declared = field
        .role
        .or_else(|| field.attribute.map(|_| FieldRole::Attribute));
    if let Some(role) = declared {
        let attribute = Attribute {
            what: field.attribute.unwrap_or_default(),
            of: field.of.clone(),
        };
        return Role {
            of_field: role,
            attribute,
            inferred: None,
        };
    }
    if key.contains(&field.name) {
        return Role::inferred(FieldRole::Dimension, "from its place in `primaryKey`");
    }
    if !key.is_empty() {
        return Role::inferred(FieldRole::Indicator, "since it is not in `primaryKey`");
    }
    // Numbers of a list are codes.
    let role = if is_numeric(field) && field.categories.is_empty() {
        FieldRole::Indicator
    } else {
        FieldRole::Dimension
    };
    let type_ = field.type_.as_deref().unwrap_or("string");
    let role = match type_ {
        "duration" | "list" | "array" | "object" | "geopoint" | "geojson" => FieldRole::Attribute,
        _ => role,
    };
    Role::inferred(role, format!("from its type `{}`", printable(type_)))
}
