//! The last steps: which rows of what was computed, in which order, in which layout, with which columns.

use super::arrange::{self, Arrangement};
use super::shape::{self, Layout};
use super::telling::{self, Telling};
use super::{Query, QueryError, source};
use crate::answer::Answer;
use crate::package::{Package, Table};
use crate::words::Refusal;

/// What was computed, as the question wants to see it: which rows in which order, laid out, told.
pub(super) fn present(
    package: &Package,
    table: &Table,
    query: &Query,
    mut answer: Answer,
) -> Result<Answer, QueryError> {
    let (of_levels, of_layout) = query.split_arrangement(&answer);
    choose_rows(&mut answer, &of_levels, package)?;
    let mut answer = if query.telling.explain && answer.nothing.is_none() {
        telling::explain(answer, table)?
    } else {
        shape::lay_out(answer, query.layout, table)?
    };
    if query.telling.adjusted {
        telling::mark_adjusted(&mut answer);
    }
    query.check_layout(&answer)?;
    choose_rows(&mut answer, &of_layout, package)?;
    if matches!(query.layout, Layout::Wide | Layout::Across) && !of_levels.conditions.is_empty() {
        telling::say_what_is_left_out(&mut answer);
    }
    query.telling.tell(&mut answer);
    let mut added = Vec::new();
    if query.telling.with_source {
        if query.layout != Layout::Long && !query.telling.explain {
            added.push(source::add_source_of(&mut answer, package, table));
        }
        added.push(source::add_version(&mut answer, package));
    }
    choose_columns(
        &mut answer,
        &query.arrangement.columns,
        query.telling,
        added,
        package,
    )?;
    Ok(answer)
}

/// The rows that are wanted, in their order.
fn choose_rows(
    answer: &mut Answer,
    arrangement: &Arrangement,
    package: &Package,
) -> Result<(), QueryError> {
    arrange::filter(answer, arrangement, package)?;
    arrange::order(answer, arrangement, package)
}

/// The columns that are wanted, with those that were added for what is to be told.
fn choose_columns(
    answer: &mut Answer,
    wanted: &[String],
    telling: Telling,
    added: Vec<String>,
    package: &Package,
) -> Result<(), QueryError> {
    let mut columns = wanted.to_vec();
    if telling.adjusted {
        arrange::keep_columns(&mut columns, [telling::ADJUSTED.to_owned()]);
    }
    arrange::keep_columns(&mut columns, added);
    arrange::pick_columns(answer, &columns, package)?;
    shape::names_apart(answer);
    Ok(())
}

impl Query {
    /// What of the arrangement is said of the levels, and what of columns that only the layout makes (`status` of
    /// `--long`).
    fn split_arrangement(&self, answer: &Answer) -> (Arrangement, Arrangement) {
        let known = |name: &str| arrange::find(answer, name).is_some();
        let all = Arrangement {
            columns: Vec::new(),
            sort: arrange::whole_keys(answer, &self.arrangement.sort),
            ..self.arrangement.clone()
        };
        let (conditions, later) = all
            .conditions
            .into_iter()
            .partition(|condition| known(&condition.column));
        let sorts_levels = all.sort.iter().all(|key| known(&key.column));
        let (before, after) = if sorts_levels {
            (all.sort, Vec::new())
        } else {
            (Vec::new(), all.sort)
        };
        let (top_before, top_after) = if sorts_levels {
            (all.top, None)
        } else {
            (None, all.top)
        };
        let of_levels = Arrangement {
            conditions,
            sort: before,
            top: top_before,
            columns: Vec::new(),
        };
        let of_layout = Arrangement {
            conditions: later,
            sort: after,
            top: top_after,
            columns: Vec::new(),
        };
        (of_levels, of_layout)
    }

    /// Refuses a column that another layout has.
    fn check_layout(&self, answer: &Answer) -> Result<(), QueryError> {
        let arrangement = &self.arrangement;
        let conditions = arrangement
            .conditions
            .iter()
            .map(|one| ("--where", &one.column));
        let keys = arrangement.sort.iter().map(|key| ("--sort", &key.column));
        let columns = arrangement.columns.iter().map(|name| ("--columns", name));
        let is_there = |name: &str| {
            answer.columns.iter().any(|column| column.is_called(name))
                || (self.telling.with_source && name == "source")
        };
        let mut asked = conditions.chain(keys).chain(columns);
        match asked.find(|(_, name)| shape::is_of_value(name) && !is_there(name)) {
            None => Ok(()),
            Some((option, name)) => {
                let next = match name.as_str() {
                    "source" => "`--with-source` adds it",
                    _ => "`--long` has it, one value a row",
                };
                Err(QueryError::refused(
                    Refusal::new(format!(
                        "`{option}`: there is no column `{name}` in this layout"
                    ))
                    .next(next),
                ))
            }
        }
    }
}

/// Filters, orders, tells and picks columns of an answer that is no table's.
///
/// # Errors
/// If the arrangement names what the answer has not, or an explanation is asked of what is not computed.
pub fn arrange(
    mut answer: Answer,
    arrangement: &Arrangement,
    telling: Telling,
    package: &Package,
) -> Result<Answer, QueryError> {
    telling::say_which_columns_are_missing(&mut answer, &arrangement.columns);
    arranged(answer, arrangement, telling, package)
}

fn arranged(
    mut answer: Answer,
    arrangement: &Arrangement,
    telling: Telling,
    package: &Package,
) -> Result<Answer, QueryError> {
    if telling.adjusted {
        telling::mark_adjusted(&mut answer);
    }
    choose_rows(&mut answer, arrangement, package)?;
    if telling.explain && answer.nothing.is_none() {
        answer = telling::explain_cells(answer)?;
    }
    telling.tell(&mut answer);
    let mut added = Vec::new();
    if telling.with_source {
        added.push(source::add_source(&mut answer, package));
        added.push(source::add_version(&mut answer, package));
    }
    choose_columns(&mut answer, &arrangement.columns, telling, added, package)?;
    Ok(answer)
}

/// As [`arrange`], in a layout of its own: years side by side, or one figure a row.
///
/// # Errors
/// As [`arrange`], or if the answer has no years to stand side by side.
pub(crate) fn arrange_as(
    mut answer: Answer,
    table: &Table,
    layout: Layout,
    arrangement: &Arrangement,
    telling: Telling,
    package: &Package,
) -> Result<Answer, QueryError> {
    telling::say_which_columns_are_missing(&mut answer, &arrangement.columns);
    if layout == Layout::Tidy || answer.nothing.is_some() {
        return arranged(answer, arrangement, telling, package);
    }
    if telling.explain {
        let other = if layout == Layout::Wide {
            "--wide"
        } else {
            "--long"
        };
        return Err(QueryError::refused(
            Refusal::new(format!(
                "`--explain` has a layout of its own and contradicts `{other}`"
            ))
            .next("leave out one of them"),
        ));
    }
    let query = Query {
        arrangement: arrangement.clone(),
        ..Query::default()
    };
    let (of_levels, of_layout) = query.split_arrangement(&answer);
    choose_rows(&mut answer, &of_levels, package)?;
    let answer = shape::lay_out(answer, layout, table)?;
    let of_layout = Arrangement {
        columns: arrangement.columns.clone(),
        ..of_layout
    };
    arranged(answer, &of_layout, telling, package)
}
