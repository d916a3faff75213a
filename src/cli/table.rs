//! The command of every table: its arguments as a question.

use anyhow::Result;
use clap::{ArgMatches, FromArgMatches};

use super::args::TableArgs;
use super::error::Refusal;
use super::grammar::dimension_id;
use crate::figure::Years;
use crate::package::{Package, Table};
use crate::query::{Layout, Query};
use crate::render::{Fact, Format};

/// The question to the table of this name, of an answer for no screen.
pub(crate) fn query<'p>(
    name: &str,
    matches: &ArgMatches,
    package: &'p Package,
) -> Result<(&'p Table, Query)> {
    // Of the formats that tell notes one that a screen does not change.
    asked(name, &mut matches.clone(), package, Format::Markdown, false)
}

/// The question to the table of this name, as it is answered in a format, perhaps with a column of sparks; what is said of
/// it is taken out of `matches`.
pub(crate) fn asked<'p>(
    name: &str,
    matches: &mut ArgMatches,
    package: &'p Package,
    format: Format,
    spark: bool,
) -> Result<(&'p Table, Query)> {
    let table = package
        .table(name)
        .ok_or_else(|| Refusal::new(format!("there is no table `{name}`")))?;
    let TableArgs {
        select,
        combine,
        shape,
        figures,
        arrange,
    } = TableArgs::from_arg_matches_mut(matches)?;
    let telling = figures.telling();
    if telling.explain && (shape.wide || shape.long) {
        let other = if shape.wide { "--wide" } else { "--long" };
        return Err(Refusal::new(format!(
            "`--explain` has a layout of its own and contradicts `{other}`"
        ))
        .next("leave out one of them")
        .into());
    }
    if spark && (shape.long || telling.explain) {
        let other = if shape.long { "--long" } else { "--explain" };
        return Err(Refusal::new(format!(
            "`--spark` needs years side by side and contradicts `{other}`"
        ))
        .next("leave out one of them")
        .into());
    }
    let members = table.dimensions().filter_map(|(_, column, _)| {
        // A dimension of a file that is called as an option is has none of its own.
        let values = matches
            .try_get_many::<String>(&dimension_id(&column.name))
            .ok()??;
        Some((column.name.clone(), values.cloned().collect()))
    });
    // A table in full, which nobody has cut or ordered, reads best with years side by side.
    let is_whole = format == Format::Table
        && select.city.is_empty()
        && !(shape.wide || shape.long || arrange.is_asked_for() || telling.is_asked_for());
    let layout = match shape.layout() {
        _ if spark => Layout::Wide,
        _ if is_whole => Layout::Across,
        layout => layout,
    };
    let query = Query {
        areas: select.city,
        years: Years::joined(&select.years),
        indicators: select.indicator,
        members: members.collect(),
        combination: combine.combination(),
        transform: combine.transform.clone(),
        arrangement: arrange.arrangement().by_ids(table),
        layout,
        bare: !(format.has(Fact::Notes) || combine.computes() || shape.long || telling.adjusted),
        telling,
    };
    Ok((table, query))
}
