//! A question that is told as a plan or as SQL, or of which the rows come from an engine.

use std::io;

use anyhow::Result;
use clap::ArgMatches;

use super::error::Refusal;
use super::surroundings::{RunEngine, Surroundings};
use super::{grammar, table};
use crate::package::Package;
use crate::query::Plan;
use crate::sql::{self, Held, Source};
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
    let of_variable = surroundings
        .engine
        .clone()
        .filter(|command| !command.is_empty());
    if of_variable.is_none() && !grammar::names_engine(matches) {
        return Ok(Elsewhere::Here);
    }
    let args = grammar::engine(matches)?;
    let source = Source {
        from: args.from.clone(),
    };
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
            return Err(Refusal::new("`--from` names a table that an engine holds")
                .next("say which with `--engine CMD`, or print the query with `--sql`")
                .into());
        }
        return Ok(Elsewhere::Here);
    };
    let dialect = sql::dialect_of(&command)?;
    let run = surroundings
        .run_engine
        .ok_or_else(|| Refusal::new("`--engine` runs no command here"))?;
    let called = printable(&command);
    let ask = move |sql: &str| answer_of(run, &command, sql);
    if source.from.is_some() {
        let held = Held::new(package, table, (dialect, &source), (called, Box::new(ask)))?;
        let outline = held.outline().map_err(|error| anyhow::anyhow!("{error}"))?;
        let held = package.held(table, outline, Box::new(held))?;
        return Ok(Elsewhere::Rows(Box::new(held)));
    }
    let (_, query) = table::query(name, matches, package)?;
    // What is named as the package has it may be selected there; anything else is found among what comes back.
    let plan = Plan::of(package, table, &query).ok();
    let observations = sql::observations(package, table, plan.as_ref(), dialect, &source)?;
    let output = ask(&observations.sql).map_err(|error| anyhow::anyhow!("{error}"))?;
    let given = observations
        .package(package, table, &output)
        .map_err(|error| anyhow::anyhow!("the engine `{called}`: {error}"))?;
    Ok(Elsewhere::Rows(Box::new(given)))
}

/// What a command of an engine says to a query.
fn answer_of(run: RunEngine, command: &str, sql: &str) -> io::Result<Vec<u8>> {
    let called = printable(command);
    let (ended_well, output, errors) = run(command, sql)
        .map_err(|error| io::Error::other(format!("`{called}` cannot be run: {error}")))?;
    if ended_well {
        return Ok(output);
    }
    let errors = String::from_utf8_lossy(&errors);
    let said = errors.lines().map(str::trim);
    let said: Vec<&str> = said.filter(|line| !line.is_empty()).collect();
    let said = match said.as_slice() {
        [] => "it says nothing".to_owned(),
        said => message(&said.join(" ")),
    };
    Err(io::Error::other(format!(
        "the engine `{called}` failed: {said}"
    )))
}
