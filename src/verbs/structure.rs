//! `hlj structure`: how concentrated the parts of a whole are, how far from those of a reference, how they changed.

mod drawn;
mod measures;
mod page;

use anyhow::Result;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use super::alone::{Alone, Takes};
use super::looks::Looks;
use crate::answer::Answer;
use crate::cli::args::OutputArgs;
use crate::cli::error::{Refusal, refused};
use crate::cli::verb::{Outcome, Verb};
use crate::figure::Years;
use crate::package::Package;
use crate::query::QueryError;
use crate::query::composition::{Asked, find};
use crate::query::lookup::{MemberChoice, check_members, tables};
use crate::query::series::Reading;
use crate::words::{printable, quoted_list};
use measures::{MEASURES, QUOTIENT};
use page::Page;

pub(super) const VERB: Verb = Verb {
    name: "structure",
    alias: None,
    about: "How concentrated a whole is, how far from a reference",
    figures: true,
    augment: |command: Command| {
        let command = OutputArgs::augment_args(StructureArgs::augment_args(command));
        crate::cli::complete::of_structure(command).after_help(crate::cli::examples::of_structure())
    },
    run,
};

#[derive(Debug, Args)]
#[command(next_help_heading = "What to measure")]
struct StructureArgs {
    /// A table, areas, periods, in any order; without a table the first that divides a whole
    #[arg(value_name = "WORD", value_parser = crate::cli::error::name)]
    what: Vec<String>,
    /// Areas: any of their names or codes, `@GROUP`, or `all`
    #[arg(long)]
    city: Vec<String>,
    /// Years, both ends included; named one by one they add the change of structure from each to the next
    #[arg(long)]
    years: Vec<Years>,
    /// Measures: hhi, krugman and the like, or location-quotient for each member; or the indicator that is divided
    #[arg(long)]
    indicator: Vec<String>,
    /// The dimension that divides, where a table has several
    #[arg(long, value_name = "DIMENSION", value_parser = crate::cli::error::name)]
    by: Option<String>,
    /// The reference: an area or a group; without it all areas of the table together
    #[arg(long, value_name = "AREA|@GROUP", value_parser = crate::cli::error::name)]
    against: Option<String>,
    /// Members that make one whole, or the one member of another dimension
    #[arg(long, value_name = "DIMENSION=NAME,…")]
    member: Vec<MemberChoice>,
    #[command(flatten)]
    looks: Looks,
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let args = StructureArgs::from_arg_matches(matches)?;
    let telling = args.looks.telling();
    let alone = Alone::new(package, Takes::Table, &args.what).and(args.city, args.years);
    check_members(&tables(package, alone.table.as_deref())?, &args.member)?;
    let (wanted, indicator) = told_apart(package, alone.table.as_deref(), &args.indicator)?;
    let composition = find(
        package,
        &Asked {
            verb: VERB.name,
            table: alone.table.as_deref(),
            by: args.by.as_deref(),
            indicator: indicator.as_deref(),
            reading: Reading {
                members: &args.member,
                adjusted: telling.adjusted,
            },
        },
    )?;
    let page = Page {
        package,
        composition: &composition,
        wanted: &wanted,
        against: args.against.as_deref(),
    };
    let answer = page.answer(alone.areas, Years::joined(&alone.years).as_ref())?;
    args.looks.outcome(answer, composition.table, package)
}

/// The structure of an area in the first and the last year of a table, for a page on it; nothing where the table divides
/// no whole, or the area has one year alone.
pub(super) fn of_area(
    package: &Package,
    table: &str,
    area: &str,
    adjusted: bool,
) -> Result<Option<Answer>> {
    let asked = Asked {
        verb: VERB.name,
        table: Some(table),
        by: None,
        indicator: None,
        reading: Reading {
            members: &[],
            adjusted,
        },
    };
    let composition = match find(package, &asked) {
        Ok(composition) => composition,
        Err(QueryError::Refused(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let years = composition.years_of(area);
    let (Some(first), Some(last)) = (years.first(), years.last()) else {
        return Ok(None);
    };
    if first == last {
        return Ok(None);
    }
    let page = Page {
        package,
        composition: &composition,
        wanted: &[],
        against: None,
    };
    let years = format!("{first},{last}").parse().ok();
    let answer = page.answer(vec![area.to_owned()], years.as_ref())?;
    Ok(Some(Answer {
        name: VERB.name.to_owned(),
        drawn: None,
        ..answer
    }))
}

/// The measures that are asked for, and the indicator that is divided.
fn told_apart(
    package: &Package,
    table: Option<&str>,
    names: &[String],
) -> Result<(Vec<String>, Option<String>)> {
    let (mut wanted, mut indicator) = (Vec::new(), None);
    let ids = || MEASURES.iter().map(|measure| measure.id).chain([QUOTIENT]);
    for name in names {
        let id = name.replace('_', "-");
        if ids().any(|known| known == id) {
            wanted.push(id);
            continue;
        }
        let mut tables = tables(package, table)?.into_iter();
        if indicator.is_none() && tables.any(|table| table.indicator_called(name).is_some()) {
            indicator = Some(name.clone());
            continue;
        }
        return refused(
            Refusal::new(format!(
                "`structure` has no measure `{}`, and no indicator to divide is called so",
                printable(name)
            ))
            .meaning(name, ids())
            .allowing(format!("the measures are {}", quoted_list(ids(), "and"))),
        );
    }
    if wanted.iter().any(|id| id == QUOTIENT) && wanted.len() > 1 {
        return Err(Refusal::new(format!(
            "`{QUOTIENT}` has a row for each member and stands beside no other measure"
        ))
        .next(format!("ask it alone with `-i {QUOTIENT}`"))
        .into());
    }
    Ok((wanted, indicator))
}
