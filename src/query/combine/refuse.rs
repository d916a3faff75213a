//! What is never combined, and what is said of it: the reason, and what to ask instead.

use std::collections::BTreeSet;

use super::keys::Keys;
use super::{Aggregate, Combination, TOTAL};
use crate::answer::{Answer, Row};
use crate::figure::Kind;
use crate::package::{Combine, Indicator, Package, Table};
use crate::query::QueryError;
use crate::query::select::Selected;
use crate::words::{list, printable, quoted_list};

/// Refuses areas of which one is a part of another.
pub(super) fn refuse_parts_with_wholes(
    package: &Package,
    answer: &Answer,
    keys: &Keys,
) -> Result<(), QueryError> {
    let Some(area) = keys.area.filter(|area| keys.collapse.contains(area)) else {
        return Ok(());
    };
    let register = package.areas()?;
    let rows = answer.rows.iter();
    let named: BTreeSet<&str> = rows.filter_map(|row| row.cells[area].text()).collect();
    if let Some((whole, part)) = register.nested(named).first() {
        let whole = register.of_cell(whole).map_or(*whole, |area| &area.name);
        return Err(QueryError::refused(format!(
            "{} is a part of {}, so that it would count twice; name one of them with `--city`",
            printable(&part.name),
            printable(whole)
        )));
    }
    Ok(())
}

/// Refuses a total of areas beside an area that is called so.
pub(super) fn refuse_namesake_of_total(
    table: &Table,
    selected: &Selected,
    keys: &Keys,
    how: &Combination,
) -> Result<(), QueryError> {
    let is_namesake = |row: &Row| {
        let area = keys.area.and_then(|area| row.cells[area].text());
        area == Some(TOTAL)
    };
    let mut rows = selected.answer.rows.iter().chain(&selected.others);
    if !how.total || !rows.any(is_namesake) {
        return Ok(());
    }
    Err(QueryError::refused(format!(
        "`{}` has an area called `{TOTAL}`, which the row that `--total` adds could be taken for; ask that row alone with `--group-by`",
        table.name
    )))
}

/// Hides the indicators that do not combine, or refuses where one is asked for by name.
pub(super) fn hide_what_does_not_combine(
    table: &Table,
    answer: &mut Answer,
    aggregate: Option<Aggregate>,
    keys: &Keys,
    named: bool,
) -> Result<(), QueryError> {
    let mut hidden = Vec::new();
    let mut reasons = Vec::new();
    for column in answer.columns.iter_mut().filter(|column| column.shown) {
        let Some(measure) = column.measure() else {
            continue;
        };
        let Some((_, _, indicator)) = table.indicator(&measure.id) else {
            continue;
        };
        if let Some(aggregate) = aggregate {
            refuse_aggregate(table, indicator, aggregate, keys)?;
        }
        let reason = match (&indicator.combine, indicator.kind) {
            (_, Kind::Text) => "it holds words".to_owned(),
            (Combine::None { .. }, _) if aggregate.is_some() => continue,
            (Combine::None { reason }, _) => {
                let reason = reason
                    .clone()
                    .unwrap_or_else(|| "its descriptor states no rule".to_owned());
                reason.trim_end_matches('.').to_owned()
            }
            _ => continue,
        };
        if named {
            return Err(QueryError::refused(format!(
                "`{}` does not combine: {reason}; leave out `--total` and `--group-by`",
                indicator.id
            )));
        }
        column.shown = false;
        hidden.push(indicator.id.clone());
        // What is said of figures tells more than that words are words.
        let place = if indicator.kind == Kind::Text {
            reasons.len()
        } else {
            0
        };
        reasons.insert(place, reason);
    }
    if !answer
        .columns
        .iter()
        .any(|column| column.shown && column.measure().is_some())
    {
        return Err(QueryError::refused(format!(
            "`{}` holds nothing that combines: {}; leave out `--total` and `--group-by`",
            table.name,
            reasons.first().map_or("", String::as_str)
        )));
    }
    if !hidden.is_empty() {
        let whose = if hidden.len() == 1 {
            "it does"
        } else {
            "they do"
        };
        answer.warnings.push(format!(
            "{} left out, since {whose} not combine",
            quoted_list(hidden, "and")
        ));
    }
    Ok(())
}

/// Refuses a sum that has no meaning.
pub(super) fn refuse_aggregate(
    table: &Table,
    indicator: &Indicator,
    aggregate: Aggregate,
    keys: &Keys,
) -> Result<(), QueryError> {
    if aggregate != Aggregate::Sum {
        return Ok(());
    }
    let id = &indicator.id;
    let reason = match indicator.kind {
        Kind::Flow => return Ok(()),
        Kind::Stock if !keys.collapses(keys.time) => return Ok(()),
        Kind::Stock => format!(
            "`{id}` is a stock, and a sum of it over years counts the same people or things again"
        ),
        kind => format!("`{id}` is a {} and has no sum", kind.name()),
    };
    let others = table
        .indicators()
        .filter(|(_, _, other)| {
            other.kind == Kind::Flow || (other.kind == Kind::Stock && !keys.collapses(keys.time))
        })
        .map(|(_, _, other)| format!("`-i {}`", other.id));
    let mut asks = vec!["say `--agg mean` for an unweighted mean".to_owned()];
    if !matches!(indicator.combine, Combine::None { .. }) {
        asks.push("leave out `--agg` for its own rule".to_owned());
    }
    asks.extend(others.map(|other| format!("ask {other}")));
    Err(QueryError::refused(format!(
        "{reason}; {}",
        list(asks, "or")
    )))
}
