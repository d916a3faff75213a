//! Answers of many rows, made part by part while they are written, so that a file may be longer than memory.
//!
//! Each row of such an answer is told by its own row of the file: nothing is computed, sorted or laid out otherwise.

use super::covered::Covered;
use super::{Query, QueryError, arrange, present, select};
use crate::answer::{Answer, Role};
use crate::package::{Package, PackageError, Table};
use crate::table::Frame;

/// The parts of an answer, each with some of its rows and all that the first has beside them.
pub struct Parts<'p> {
    package: &'p Package,
    table: &'p Table,
    query: Query,
    covered: Covered<'p>,
    /// The answer without its rows.
    bare: Answer,
    frames: Box<dyn Iterator<Item = Result<Frame, PackageError>> + 'p>,
}

/// The answer to a question part by part; nothing where it is made as a whole.
///
/// # Errors
/// As [`ask`](super::ask).
pub fn ask_in_parts<'p>(
    package: &'p Package,
    table: &'p Table,
    query: &Query,
) -> Result<Option<Parts<'p>>, QueryError> {
    if !package.is_outlined(table) || !query.is_row_by_row() || !package.remarks(table)?.is_empty()
    {
        return Ok(None);
    }
    let covered = Covered::new(package, table)?;
    let (wanted, bare) = select::of_parts(package, table, &covered, query)?;
    let by_itself = |column: &String| {
        let place = arrange::find(&bare, column)?;
        Some(matches!(
            bare.columns[place].role,
            Role::Measure(_) | Role::Time
        ))
    };
    let conditions = &query.arrangement.conditions;
    let mut columns = conditions.iter().map(|condition| &condition.column);
    if bare.nothing.is_some() || !columns.all(|column| by_itself(column).unwrap_or(false)) {
        return Ok(None);
    }
    let frames = package.kept_in_parts(table, &wanted)?;
    Ok(frames.map(|frames| Parts {
        package,
        table,
        query: query.clone(),
        covered,
        bare,
        frames: Box::new(frames),
    }))
}

impl Query {
    /// Whether each row of the answer is a row of the table, and told by it alone.
    fn is_row_by_row(&self) -> bool {
        let plain = Query {
            areas: self.areas.clone(),
            indicators: self.indicators.clone(),
            members: self.members.clone(),
            arrangement: arrange::Arrangement {
                conditions: self.arrangement.conditions.clone(),
                columns: self.arrangement.columns.clone(),
                ..arrange::Arrangement::default()
            },
            bare: self.bare,
            ..Query::default()
        };
        *self == plain
    }
}

impl Parts<'_> {
    fn part(&self, frame: &Frame) -> Result<Answer, QueryError> {
        let (package, table, query) = (self.package, self.table, &self.query);
        let answer = Answer {
            rows: select::rows_of_part(package, table, &self.covered, query, frame)?,
            ..self.bare.clone()
        };
        present(package, table, query, answer)
    }
}

impl Iterator for Parts<'_> {
    type Item = Result<Answer, QueryError>;

    fn next(&mut self) -> Option<Self::Item> {
        let frame = self.frames.next()?;
        Some(
            frame
                .map_err(QueryError::from)
                .and_then(|frame| self.part(&frame)),
        )
    }
}
