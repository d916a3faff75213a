//! A plan as SQL for other engines: exact decimals inside, divisions left to whoever reads the components.
//!
//! `dialect` says how engines differ, `source` where the rows come from, `select` which of them are asked for,
//! `components` what of a group is added, `transform` what a figure is held against; `observations` is the query whose
//! rows this program finishes itself, `held` asks for sums
//! and rows of a table that only the engine has.
//!
//! What all of it keeps to, since engines differ in the rest: names are `k_…` and `v_…` in letters of ASCII, so that none
//! is a word of SQL; nothing is divided; a sum is of decimals of which as many fit into 38 digits as there are rows; the
//! row before is found by its period and never by its place; texts are escaped as the dialect does.

mod components;
mod dialect;
mod held;
mod names;
mod observations;
mod select;
mod source;
mod transform;

pub use dialect::Dialect;
pub use held::{Ask, Held};
pub(crate) use observations::dialect_of;
pub use observations::{Observations, observations};
pub use source::Source;

use crate::package::{Package, Table};
use crate::query::{Plan, QueryError};
use crate::words::Refusal;
use names::Names;

/// What a query is written from.
struct Context<'a> {
    package: &'a Package,
    table: &'a Table,
    plan: &'a Plan,
    dialect: &'static Dialect,
    source: &'a Source,
    names: Names,
}

impl<'a> Context<'a> {
    fn new(
        package: &'a Package,
        table: &'a Table,
        plan: &'a Plan,
        dialect: &'static Dialect,
        source: &'a Source,
    ) -> Context<'a> {
        Context {
            package,
            table,
            plan,
            dialect,
            source,
            names: Names::of(table),
        }
    }
}

/// The SQL of a plan, formatted to be read.
///
/// # Errors
/// If it cannot be said in SQL, or not exactly; the refusal names what can.
pub fn sql(
    package: &Package,
    table: &Table,
    plan: &Plan,
    dialect: &'static Dialect,
    source: &Source,
) -> Result<String, QueryError> {
    let context = Context::new(package, table, plan, dialect, source);
    let computes = plan.combined.is_some() || plan.transform.is_some();
    if computes && !(plan.conditions.is_empty() && plan.sort.is_empty() && plan.top.is_none()) {
        return Err(refused(
            Refusal::new(
                "`--where`, `--sort` and `--top` look at what is computed, which SQL \
                    leaves to its reader",
            )
            .next("leave them out, or ask with `--engine`"),
        ));
    }
    let mut parts = context.rows()?;
    let last = match (&plan.combined, &plan.transform) {
        (Some(_), Some(_)) => {
            return Err(refused(
                Refusal::new("combining and `--as` in one question is not said in SQL")
                    .next("leave out one of them, or ask with `--engine`"),
            ));
        }
        (Some(combined), None) => context.components(combined, &mut parts)?,
        (None, Some(transform)) => context.steps(transform, &mut parts)?,
        (None, None) => context.plain()?,
    };
    Ok(dialect.ended(format!("WITH {}\n{last}", parts.join(",\n"))))
}

/// One part of a query, of a name and a text in lines.
fn part(name: &str, text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
    format!("{name} AS (\n{}\n)", lines.join("\n"))
}

/// `SELECT` of these columns, one a line.
fn selected(columns: &[String]) -> String {
    format!("SELECT\n  {}", columns.join(",\n  "))
}

fn refused(message: impl Into<Refusal>) -> QueryError {
    QueryError::Refused(message.into())
}
