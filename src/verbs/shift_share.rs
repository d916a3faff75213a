//! `hlj shift-share`: what of an area's change goes with its reference, with its mix, and with the area alone.

mod formula;
mod page;

use anyhow::Result;
use clap::{ArgMatches, Args, Command, FromArgMatches, ValueEnum};

use super::alone::{Alone, Takes};
use super::looks::Looks;
use crate::cli::args::OutputArgs;
use crate::cli::verb::{Outcome, Verb};
use crate::figure::Years;
use crate::package::Package;
use crate::query::composition::{Asked, find};
use crate::query::lookup::{MemberChoice, check_members, tables};
use crate::query::series::Reading;
use page::Page;

pub(super) const VERB: Verb = Verb {
    name: "shift-share",
    alias: None,
    about: "A change by reference growth, mix and the area itself",
    figures: true,
    augment: |command: Command| {
        let command = OutputArgs::augment_args(ShiftArgs::augment_args(command));
        crate::cli::complete::of_structure(command)
            .after_help(crate::cli::examples::of_shift_share())
    },
    run,
};

#[derive(Debug, Args)]
#[command(next_help_heading = "What to measure")]
struct ShiftArgs {
    /// A table, areas, periods, in any order; without a table the first that divides a whole
    #[arg(value_name = "WORD", value_parser = crate::cli::error::name)]
    what: Vec<String>,
    /// Areas: any of their names or codes, `@GROUP`, or `all`
    #[arg(long)]
    city: Vec<String>,
    /// A range whose ends are taken, or years one by one, from each to the next; the first and the last of the table
    /// without it
    #[arg(long)]
    years: Vec<Years>,
    /// The indicator that is divided
    #[arg(long)]
    indicator: Vec<String>,
    /// Classic (dunn), with an allocation effect (esteban-marquillas), or year by year (dynamic)
    #[arg(
        long,
        value_name = "METHOD",
        default_value = "dunn",
        hide_default_value = true,
        ignore_case = true
    )]
    variant: Variant,
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

/// By which method the change is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Variant {
    /// Three components over the whole span.
    Dunn,
    /// The competitive component divided once more.
    EstebanMarquillas,
    /// Three components of each year, added up.
    Dynamic,
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let args = ShiftArgs::from_arg_matches(matches)?;
    let telling = args.looks.telling();
    let alone = Alone::new(package, Takes::Table, &args.what).and(args.city, args.years);
    check_members(&tables(package, alone.table.as_deref())?, &args.member)?;
    let composition = find(
        package,
        &Asked {
            verb: VERB.name,
            table: alone.table.as_deref(),
            by: args.by.as_deref(),
            indicator: args.indicator.first().map(String::as_str),
            reading: Reading {
                members: &args.member,
                adjusted: telling.adjusted,
            },
        },
    )?;
    let page = Page {
        package,
        composition: &composition,
        variant: args.variant,
        against: args.against.as_deref(),
    };
    let answer = page.answer(alone.areas, Years::joined(&alone.years))?;
    args.looks.outcome(answer, composition.table, package)
}
