//! `hlj cycle`: when an indicator of an area was at its highest, how far it fell, how much its growth varies.

mod page;

use anyhow::Result;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use super::alone::{Alone, Takes};
use super::looks::Looks;
use crate::answer::Answer;
use crate::cli::args::OutputArgs;
use crate::cli::verb::{Outcome, Verb};
use crate::figure::Years;
use crate::package::Package;
use crate::query::choose_series::{Asked, Prefer, choose_series};
use crate::query::lookup::MemberChoice;
use crate::query::series::Reading;
use page::Page;

pub(super) const VERB: Verb = Verb {
    name: "cycle",
    alias: None,
    about: "Peak, trough, fall and volatility of an indicator",
    figures: true,
    augment: |command: Command| {
        let command = OutputArgs::augment_args(CycleArgs::augment_args(command));
        crate::cli::complete::of_disparity(command).after_help(crate::cli::examples::of_cycle())
    },
    run,
};

#[derive(Debug, Args)]
#[command(next_help_heading = "What to measure")]
struct CycleArgs {
    /// An indicator, areas, periods, in any order; without an indicator the only one there is
    #[arg(value_name = "WORD", value_parser = crate::cli::error::name)]
    what: Vec<String>,
    /// Areas: any of their names or codes, `@GROUP`, or `all`
    #[arg(long)]
    city: Vec<String>,
    /// Years, both ends included; all of the table without it
    #[arg(long)]
    years: Vec<Years>,
    /// The table; without it the one with most years
    #[arg(long, value_name = "TABLE")]
    table: Option<String>,
    /// The member of a further dimension
    #[arg(long, value_name = "DIMENSION=NAME")]
    member: Vec<MemberChoice>,
    #[command(flatten)]
    looks: Looks,
}

/// The fewest years that a cycle on a page on an area has.
const YEARS: usize = 5;

/// The cycle of an indicator of an area, for a page on it; nothing where there are few years.
pub(super) fn of_area(
    package: &Package,
    indicator: &str,
    area: &str,
    adjusted: bool,
) -> Result<Option<Answer>> {
    let reading = Reading {
        members: &[],
        adjusted,
    };
    let mut chosen = choose_series(
        package,
        &Asked {
            verb: VERB.name,
            indicator: Some(indicator),
            table: None,
            years: None,
            reading,
            prefer: Prefer::Years,
        },
    )?;
    chosen.keep_longest();
    if chosen.years.len() < YEARS {
        return Ok(None);
    }
    let answer = Page::new(package, &chosen, reading)?.answer(&[area.to_owned()])?;
    Ok(Some(Answer {
        name: VERB.name.to_owned(),
        ..answer
    }))
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let args = CycleArgs::from_arg_matches(matches)?;
    let telling = args.looks.telling();
    let alone = Alone::new(package, Takes::Indicator, &args.what).and(args.city, args.years);
    let years = Years::joined(&alone.years);
    let reading = Reading {
        members: &args.member,
        adjusted: telling.adjusted,
    };
    let mut chosen = choose_series(
        package,
        &Asked {
            verb: VERB.name,
            indicator: alone.indicator.as_deref(),
            table: args.table.as_deref(),
            years: years.as_ref(),
            reading,
            prefer: Prefer::Years,
        },
    )?;
    chosen.keep_longest();
    let page = Page::new(package, &chosen, reading)?;
    let answer = page.answer(&alone.areas)?;
    args.looks.outcome(answer, chosen.series.table, package)
}
