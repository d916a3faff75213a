//! A question that is told as a plan or as SQL, or of which the rows come from an engine.

use anyhow::Result;
use clap::ArgMatches;

use super::error::Refusal;
use super::surroundings::Surroundings;
use super::{grammar, table};
use crate::package::Package;
use crate::query::Plan;
use crate::sql::{self, Source};
use crate::words::{message, printable};

/// Where a question is answered.
pub(super) enum Elsewhere {
    /// Here, from the package.
    Here,
    /// Nowhere: what it comes to is told.
    Told(String),
    /// Here, from the package with the rows that an engine gave.
    Rows(Box<Package>),
}

/// Tells a question or has an engine give its rows, where that is asked for.
pub(super) fn answer(
    name: &str,
    matches: &ArgMatches,
    package: &Package,
    surroundings: &Surroundings,
) -> Result<Elsewhere> {
    let args = grammar::engine(matches)?;
    let source = Source {
        from: args.from.clone(),
    };
    let of_variable = surroundings
        .engine
        .clone()
        .filter(|command| !command.is_empty());
    let engine = args.engine.or(of_variable);
    let Some(table) = package.table(name) else {
        return Ok(Elsewhere::Here);
    };
    // A table that only an engine holds has no file here.
    let hollow = match &source.from {
        Some(_) if package.frame(table).is_err() => Some(package.hollow()?),
        _ => None,
    };
    let package = hollow.as_ref().unwrap_or(package);
    if args.plan || args.sql.is_some() {
        let (_, query) = table::query(name, matches, package)?;
        let plan = Plan::of(package, table, &query)?;
        return Ok(Elsewhere::Told(match args.sql {
            Some(dialect) => sql::sql(package, table, &plan, dialect, &source)?,
            None => plan.to_string(),
        }));
    }
    let Some(command) = engine else {
        if source.from.is_some() {
            return Err(Refusal::new(
                "`--from` names a table that an engine holds; say which with `--engine CMD`, or print the query with `--sql`",
            )
            .into());
        }
        return Ok(Elsewhere::Here);
    };
    let (_, query) = table::query(name, matches, package)?;
    let dialect = sql::dialect_of(&command)?;
    // What is named as the package has it may be selected there; anything else is found among what comes back.
    let plan = Plan::of(package, table, &query).ok().filter(|plan| {
        let same = |found: &[String], asked: &[String]| found.iter().all(|one| asked.contains(one));
        source.from.is_none()
            || plan
                .areas
                .as_ref()
                .is_none_or(|areas| same(areas, &query.areas))
                && plan.members.iter().all(|(column, members)| {
                    let mut asked = query.members.iter();
                    asked.any(|(name, names)| name == column && same(members, names))
                })
    });
    let observations = sql::observations(package, table, plan.as_ref(), dialect, &source)?;
    let called = printable(&command);
    let run = surroundings
        .run_engine
        .ok_or_else(|| Refusal::new("`--engine` runs no command here"))?;
    let (ended_well, output, errors) = run(&command, &observations.sql)
        .map_err(|error| anyhow::anyhow!("`{called}` cannot be run: {error}"))?;
    if !ended_well {
        let errors = String::from_utf8_lossy(&errors);
        let said: Vec<&str> = errors
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        let said = match said.as_slice() {
            [] => "it says nothing".to_owned(),
            said => message(&said.join(" ")),
        };
        return Err(anyhow::anyhow!("the engine `{called}` failed: {said}"));
    }
    let given = observations
        .package(package, table, &output)
        .map_err(|error| anyhow::anyhow!("the engine `{called}`: {error}"))?;
    Ok(Elsewhere::Rows(Box::new(given)))
}
