//! The names of columns within a query: letters, digits and `_` of ASCII behind a prefix, each once.

use std::collections::BTreeSet;

use crate::package::{Meaning, Table};

/// The names of a table's columns within a query, by their places.
pub(super) struct Names(Vec<String>);

impl Names {
    pub(super) fn of(table: &Table) -> Names {
        let mut taken = BTreeSet::new();
        let name = |(place, column): (usize, &crate::package::Column)| {
            let prefix = match column.meaning {
                Meaning::Indicator(_) => "v",
                Meaning::Attribute(_) => "a",
                _ => "k",
            };
            let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let plain = column.name.chars().all(is_plain) && !column.name.is_empty();
            let lower = format!("{prefix}_{}", column.name.to_ascii_lowercase());
            if plain && taken.insert(lower.clone()) {
                return lower;
            }
            let numbered = format!("{prefix}__{}", place + 1);
            taken.insert(numbered.clone());
            numbered
        };
        Names(table.columns.iter().enumerate().map(name).collect())
    }

    pub(super) fn at(&self, place: usize) -> &str {
        &self.0[place]
    }
}
