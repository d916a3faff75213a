//! The command of every table: what is asked of it, in the words of the command line.

use anyhow::Result;
use clap::{ArgMatches, FromArgMatches};

use super::Outcome;
use super::args::{ArrangeArgs, CombineArgs, SelectArgs, ShapeArgs};
use super::error::Refusal;
use super::grammar::dimension_id;
use crate::figure::Years;
use crate::package::Package;
use crate::query::{Query, ask};

/// Answers the question to the table of this name.
pub(super) fn run(name: &str, matches: &ArgMatches, package: &Package) -> Result<Outcome> {
    let table = package
        .table(name)
        .ok_or_else(|| Refusal::new(format!("there is no table `{name}`")))?;
    let mut own = matches.clone();
    let select = SelectArgs::from_arg_matches_mut(&mut own)?;
    let combine = CombineArgs::from_arg_matches_mut(&mut own)?;
    let shape = ShapeArgs::from_arg_matches_mut(&mut own)?;
    let arrange = ArrangeArgs::from_arg_matches_mut(&mut own)?;
    let members = table.dimensions().filter_map(|(_, column, _)| {
        let values = matches.get_many::<String>(&dimension_id(&column.name))?;
        Some((column.name.clone(), values.cloned().collect()))
    });
    let query = Query {
        areas: select.city,
        years: Years::joined(&select.years),
        indicators: select.indicator,
        members: members.collect(),
        combination: combine.combination(),
        transform: combine.transform,
        arrangement: arrange.arrangement(),
        layout: shape.layout(),
        bounds: shape.bounds,
        explain: shape.explain,
        digits: shape.digits,
    };
    Ok(Outcome::Answer(Box::new(ask(package, table, &query)?)))
}
