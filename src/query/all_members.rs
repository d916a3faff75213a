//! Shares of the total of a dimension are of all its members, also where some alone are asked for.

use std::collections::BTreeSet;

use super::keyed::key_text;
use super::select::{Reach, Selected, select};
use super::{Query, QueryError};
use crate::answer::{Answer, Row};
use crate::package::{Package, Table};

/// The members of a dimension that are asked for, where those beside them are selected too.
pub(super) struct Asked {
    column: String,
    members: BTreeSet<String>,
}

/// The selection, with the rows of all members where those of some are told as parts of the combined total; and which these
/// are.
pub(super) fn select_all(
    package: &Package,
    table: &Table,
    query: &Query,
    reach: Reach,
) -> Result<(Selected, Option<Asked>), QueryError> {
    let selected = select(package, table, query, reach)?;
    let transform = query.transform.as_ref();
    let name = transform.and_then(|transform| transform.dimension());
    let place = name.and_then(|name| {
        let mut columns = selected.answer.columns.iter();
        columns.position(|column| column.name == name)
    });
    let (Some(name), Some(place), true) = (name, place, query.combination.is_asked_for()) else {
        return Ok((selected, None));
    };
    let mut others = query.members.clone();
    others.retain(|(column, _)| column != name);
    if others.len() == query.members.len() || selected.answer.nothing.is_some() {
        return Ok((selected, None));
    }
    let wide = Query {
        members: others,
        ..query.clone()
    };
    let mut all = select(package, table, &wide, reach)?;
    all.scope = selected.scope;
    let rows = selected.answer.rows.iter();
    let asked = Asked {
        column: name.to_owned(),
        members: rows.map(|row| key_text(&row.cells[place])).collect(),
    };
    Ok((all, Some(asked)))
}

impl Asked {
    /// Leaves the rows that are asked for.
    pub(super) fn keep(&self, answer: &mut Answer) {
        let mut columns = answer.columns.iter();
        if let Some(place) = columns.position(|column| column.name == self.column) {
            let is_asked = |row: &Row| self.members.contains(&key_text(&row.cells[place]));
            answer.rows.retain(is_asked);
        }
    }
}
