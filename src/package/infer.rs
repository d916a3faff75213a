//! What a descriptor leaves unsaid: the roles of columns, from their types, their names and the key.

use super::descriptor::{Field, FieldRole};
use crate::words::printable;

/// Names by which a column is taken for the area where no column says that it is one.
const AREA_NAMES: [&str; 8] = [
    "area", "city", "country", "region", "district", "province", "county", "geo",
];
/// Names by which a column is taken for the time where no column says that it is one.
pub(super) const TIME_NAMES: [&str; 4] = ["year", "time", "period", "time_period"];

/// The role of a column.
#[derive(Debug, Clone)]
pub(super) struct Role {
    pub(super) role: FieldRole,
    /// What it is told from, where it is not declared: the end of a sentence.
    pub(super) inferred: Option<String>,
}

/// The role of each field: as declared, else inferred.
pub(super) fn roles(fields: &[Field], key: &[String]) -> Vec<Role> {
    let mut roles: Vec<Role> = fields.iter().map(|field| role(field, key)).collect();
    let named = |field: &Field, names: &[&str]| names.contains(&field.name.to_lowercase().as_str());
    let by_name = |field: &Field| format!("from its name `{}`", printable(&field.name));
    let has = |roles: &[Role], wanted: FieldRole| roles.iter().any(|role| role.role == wanted);
    if !has(&roles, FieldRole::Time) {
        let undeclared = |wanted: &dyn Fn(&Field) -> bool| {
            fields
                .iter()
                .position(|field| field.role.is_none() && wanted(field))
        };
        let told = |candidate: &dyn Fn(&Field) -> bool| {
            let typed =
                undeclared(&|field| candidate(field) && field.type_.as_deref() == Some("year"));
            let typed = typed.map(|place| (place, "from its type `year`".to_owned()));
            typed.or_else(|| {
                let place = undeclared(&|field| candidate(field) && named(field, &TIME_NAMES))?;
                Some((place, by_name(&fields[place])))
            })
        };
        // A year beside the key may be said of a value.
        let time = told(&|field| key.contains(&field.name)).or_else(|| told(&|_| true));
        if let Some((place, reason)) = time {
            roles[place] = Role {
                role: FieldRole::Time,
                inferred: Some(reason),
            };
        }
    }
    if !has(&roles, FieldRole::Area) {
        let candidates: Vec<usize> = (0..fields.len())
            .filter(|&place| {
                fields[place].role.is_none() && roles[place].role == FieldRole::Dimension
            })
            .collect();
        let called_so = candidates
            .iter()
            .find(|&&place| named(&fields[place], &AREA_NAMES));
        let area = match called_so {
            Some(&place) => Some((place, by_name(&fields[place]))),
            None => candidates
                .first()
                .map(|&place| (place, "as the first column that is no value".to_owned())),
        };
        if let Some((place, reason)) = area {
            roles[place] = Role {
                role: FieldRole::Area,
                inferred: Some(reason),
            };
        }
    }
    roles
}

/// The role of a field, seen alone: where it declares none, numbers outside the key are values, words are dimensions
/// unless the table has a key and they are not in it.
fn role(field: &Field, key: &[String]) -> Role {
    if let Some(role) = field.role {
        return Role {
            role,
            inferred: None,
        };
    }
    let type_ = field.type_.as_deref();
    let numeric = matches!(type_, Some("number" | "integer"));
    let (role, reason) = if key.contains(&field.name) {
        (
            FieldRole::Dimension,
            "from its place in `primaryKey`".to_owned(),
        )
    } else if !key.is_empty() {
        (
            FieldRole::Indicator,
            "since it is not in `primaryKey`".to_owned(),
        )
    } else {
        let role = if numeric {
            FieldRole::Indicator
        } else {
            FieldRole::Dimension
        };
        let type_ = printable(type_.unwrap_or("string"));
        (role, format!("from its type `{type_}`"))
    };
    Role {
        role,
        inferred: Some(reason),
    }
}
