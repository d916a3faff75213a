//! The members of a further dimension beside one another, chosen or not, for what is told as a part of their total.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::{Answer, Role, Row};
use crate::package::Table;
use crate::query::QueryError;
use crate::query::keyed::{key, key_text, keys};
use crate::words::{Refusal, printable, quoted_list};

/// A row, with its place where it is one of the answer.
type Beside<'a> = (Option<usize>, &'a Row);

/// The members of a dimension with the rows that they have.
pub(super) struct MembersBeside<'a> {
    /// The place of their column.
    pub(super) place: usize,
    /// The member that is the total of the others.
    pub(super) total: Option<String>,
    /// All others.
    pub(super) all: BTreeSet<String>,
    /// The columns that name a row, that of the members aside.
    others: Vec<usize>,
    /// The rows, those of the answer with their places in it.
    rows: BTreeMap<(Vec<String>, String), Beside<'a>>,
}

impl<'a> MembersBeside<'a> {
    /// The members of the dimension of this name, of the rows of an answer and of those beside them.
    ///
    /// # Errors
    /// If the answer has no such dimension, or its members overlap.
    pub(super) fn new(
        table: &Table,
        answer: &'a Answer,
        beside: &'a [Row],
        name: &str,
    ) -> Result<MembersBeside<'a>, QueryError> {
        let mut columns = answer.columns.iter();
        let found =
            columns.position(|column| matches!(column.role, Role::Member) && column.name == name);
        let Some(place) = found else {
            let known = answer.columns.iter();
            let known = known.filter(|column| matches!(column.role, Role::Member));
            let known: Vec<&String> = known.map(|column| &column.name).collect();
            let has = match known.as_slice() {
                [] => "has none".to_owned(),
                known => format!("has {}", quoted_list(known, "and")),
            };
            return Err(QueryError::refused(
                Refusal::new(format!(
                    "`--as share:{}` is of the total of a dimension, and the answer {has}",
                    printable(name)
                ))
                .next("write `--as share` for shares of the areas"),
            ));
        };
        let declared = table
            .dimensions()
            .find(|(_, column, _)| column.name == name);
        let dimension = declared.map(|(_, _, dimension)| dimension);
        let total = dimension.and_then(|dimension| dimension.total.clone());
        if let (Some(reason), None) = (dimension.and_then(|one| one.overlapping.as_ref()), &total) {
            return Err(QueryError::refused(format!(
                "the members of `{}` overlap and have no total of which they are shares ({})",
                printable(name),
                reason.trim_end_matches('.')
            )));
        }
        let mut others = keys(answer);
        others.retain(|known| *known != place);
        // Rows that were not combined with the answer are of another width.
        let width = answer.rows.first().map_or(0, |row| row.cells.len());
        let beside = beside.iter().filter(|row| row.cells.len() == width);
        let mut rows = BTreeMap::new();
        let own = answer.rows.iter().enumerate();
        let own = own.map(|(at, row)| (Some(at), row));
        for (at, row) in own.chain(beside.map(|row| (None, row))) {
            let member = key_text(&row.cells[place]);
            rows.entry((key(row, &others), member)).or_insert((at, row));
        }
        let all = rows.keys().map(|(_, member)| member.clone());
        Ok(MembersBeside {
            all: all
                .filter(|member| Some(member) != total.as_ref())
                .collect(),
            place,
            total,
            others,
            rows,
        })
    }

    /// The row of another member beside a row, with its place where it is one of the answer.
    pub(super) fn beside(&self, row: &Row, member: &str) -> Option<Beside<'a>> {
        let key = (key(row, &self.others), member.to_owned());
        self.rows.get(&key).copied()
    }
}
