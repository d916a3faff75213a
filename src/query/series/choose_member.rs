//! The one series of several, or which member of a dimension has to be chosen.

use std::collections::BTreeSet;

use super::Series;
use crate::package::{Column, Package, Table};
use crate::query::QueryError;
use crate::query::lookup::MemberChoice;
use crate::words::{Refusal, excerpt, list, printable, shell_word};

/// Which of the series is asked for: the only one, else that of the totals of all dimensions.
///
/// # Errors
/// If there is none, or a member has to be chosen.
pub(crate) fn only(all: &[Series]) -> Result<usize, QueryError> {
    let is_whole = |series: &Series| {
        let mut dimensions = series.table.dimensions().zip(&series.members);
        dimensions.all(|((_, _, dimension), member)| dimension.total.as_ref() == Some(&member.id))
    };
    let first = match all {
        [] => {
            return Err(QueryError::refused(
                Refusal::new("there is no value").next("`hlj describe` says what there is"),
            ));
        }
        [_] => return Ok(0),
        [first, ..] => first,
    };
    if let Some(place) = all.iter().position(is_whole) {
        return Ok(place);
    }
    let members = |at: usize| -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let members = all.iter().filter_map(|series| series.members.get(at));
        let members = members.map(|member| member.id.as_str());
        members.filter(|member| seen.insert(*member)).collect()
    };
    let dimensions = first.table.dimensions().enumerate();
    let open: Vec<Open> = dimensions
        .map(|(at, (_, column, dimension))| Open {
            column,
            total: dimension.total.as_deref(),
            members: members(at),
        })
        .filter(|open| open.members.len() > 1)
        .collect();
    Err(choose_member(first.table, &first.indicator.id, &open))
}

/// Refuses to read all series of a table with very many members, of which one has to be chosen anyhow.
///
/// # Errors
/// If a dimension without a total has so many, and none is chosen; or the package is faulty.
pub(crate) fn refuse_many(
    package: &Package,
    table: &Table,
    indicator: &str,
    chosen: &[MemberChoice],
) -> Result<(), QueryError> {
    let frame = package.outline(table)?;
    let is_chosen = |column: &Column| {
        let mut choices = chosen.iter();
        choices.any(|choice| column.names().any(|name| name == choice.dimension))
    };
    let dimensions = table.dimensions().filter_map(|(at, column, dimension)| {
        let members: Vec<&str> = frame.texts(at)?.dictionary().iter().collect();
        let total = dimension.total.as_deref();
        let is_open = members.len() > MOST_SERIES && total.is_none() && !is_chosen(column);
        is_open.then_some(Open {
            column,
            total,
            members,
        })
    });
    let open: Vec<Open> = dimensions.collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(choose_member(table, indicator, &open))
}

/// Of more members of a dimension without a total no series are read to find the one.
const MOST_SERIES: usize = 50;
/// The most members that a message names.
const MOST_NAMED: usize = 10;

/// A dimension of which a member has to be chosen.
struct Open<'a> {
    column: &'a Column,
    total: Option<&'a str>,
    members: Vec<&'a str>,
}

/// That a member has to be chosen of these dimensions.
fn choose_member(table: &Table, indicator: &str, open: &[Open]) -> QueryError {
    let dimensions = open.iter().map(|open| {
        let named = open.members.iter().take(MOST_NAMED);
        let mut named: Vec<String> = named.map(|member| excerpt(member)).collect();
        if open.members.len() > MOST_NAMED {
            named.push(format!("{} more", open.members.len() - MOST_NAMED));
        }
        let named = list(named, "or");
        format!("`{}` ({named})", excerpt(&open.column.name))
    });
    let example = open.iter().map(|open| {
        let total = open.total.filter(|total| open.members.contains(total));
        let member = total.or(open.members.first().copied()).unwrap_or_default();
        let words = format!("{}={member}", open.column.name);
        format!("--member {}", shell_word(&printable(&words)))
    });
    QueryError::refused(
        Refusal::new(format!(
            "`{}` of `{}` has a value for each {}",
            excerpt(indicator),
            table.name,
            list(dimensions, "and")
        ))
        .next(format!(
            "choose one, such as `{}`",
            example.collect::<Vec<_>>().join(" ")
        )),
    )
}
