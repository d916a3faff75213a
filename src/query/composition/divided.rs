//! What is divided: which indicator of a table.

use super::Asked;
use crate::answer::{Answer, Row};
use crate::figure::{Kind, Value};
use crate::package::{Column, Combine, Dimension, Indicator, Table};
use crate::query::error::{QueryError, Result, refused};
use crate::words::{Refusal, list, printable};

/// What is divided: what is asked for, else a share with its whole, another share, an amount.
pub(super) fn divided<'a>(
    table: &'a Table,
    answer: &Answer,
    rows: &[&Row],
    member: usize,
    dimension: &Dimension,
    asked: &Asked,
) -> Result<(&'a Column, &'a Indicator)> {
    let is_part = |row: &&&Row| row.cells[member].text() != dimension.total.as_deref();
    let mut found: Vec<(usize, &Column, &Indicator)> = Vec::new();
    for (_, column, indicator) in table.indicators() {
        let place = place_of(answer, &column.name)?;
        let has_value = |row: &&&Row| {
            let figure = row.cells[place].figure();
            figure.is_some_and(|figure| matches!(figure.value, Value::Number(_)))
        };
        let is_named = asked
            .indicator
            .is_some_and(|wanted| column.names().any(|name| name == wanted));
        if is_named {
            return match indicator.kind {
                Kind::Text => refused(format!(
                    "`{}` holds words, of which nothing is a part",
                    indicator.id
                )),
                Kind::Ratio | Kind::Rate | Kind::Index
                    if !indicator
                        .unit
                        .as_ref()
                        .is_some_and(|unit| unit.starts_with('%')) =>
                {
                    refused(
                        Refusal::new(format!(
                            "`{}` is {}, which has no parts",
                            indicator.id,
                            indicator.kind.with_article()
                        ))
                        .next(format!("`{}` needs amounts or shares", asked.verb)),
                    )
                }
                _ => Ok((column, indicator)),
            };
        }
        let order = match indicator.kind {
            Kind::Share if matches!(indicator.combine, Combine::Share { .. }) => 0,
            Kind::Share => 1,
            Kind::Flow | Kind::Stock if indicator.kind_declared => 2,
            Kind::Flow | Kind::Stock => 3,
            _ => continue,
        };
        if rows.iter().filter(is_part).filter(has_value).count() > 1 {
            found.push((order, column, indicator));
        }
    }
    let best = found.iter().map(|(order, ..)| *order).min();
    found.retain(|(order, ..)| Some(*order) == best);
    match found.as_slice() {
        [] => refused(
            Refusal::new(format!(
                "`{}` has neither amounts nor shares to divide",
                table.name
            ))
            .next(format!("`hlj describe {}` says what it has", table.name)),
        ),
        [_, _, ..] if best == Some(3) => {
            let ids = found.iter().map(|(_, _, indicator)| &indicator.id);
            refused(
                Refusal::new(format!(
                    "`{}` has {}",
                    table.name,
                    list(ids.map(|id| format!("`{}`", printable(id))), "and")
                ))
                .next("choose with `-i` which of them is divided"),
            )
        }
        [(_, column, indicator), ..] => Ok((column, indicator)),
    }
}

/// Whether values are shares in percent: by their kind, their unit, or where neither is declared by their name.
pub(super) fn is_share(column: &Column, indicator: &Indicator) -> bool {
    let unit = indicator.unit.as_deref();
    let name = column.name.to_lowercase();
    let is_named = ["pct", "%", "percent", "prozent"]
        .iter()
        .any(|word| name.contains(word));
    indicator.kind == Kind::Share
        || unit.is_some_and(|unit| unit.starts_with('%'))
        || (unit.is_none() && !indicator.kind_declared && is_named)
}

/// Where a column of the answer stands.
pub(super) fn place_of(answer: &Answer, name: &str) -> Result<usize> {
    let found = answer.columns.iter().position(|column| column.name == name);
    found.ok_or_else(|| QueryError::refused(format!("there is no column `{}`", printable(name))))
}
