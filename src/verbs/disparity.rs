//! `hlj disparity`: how unequal an indicator is over areas, year by year.

mod groups;
mod measures;
mod page;
mod told;
mod weights;

use anyhow::Result;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use super::alone::{Alone, Takes};
use super::looks::Looks;
use crate::cli::args::{OutputArgs, one_of};
use crate::cli::verb::{Outcome, Verb};
use crate::figure::Years;
use crate::methods::Aversion;
use crate::package::Package;
use crate::query::choose_series::{Asked, Chosen, Prefer, choose_series};
use crate::query::lookup::MemberChoice;
use crate::query::series::Reading;

pub(super) const VERB: Verb = Verb {
    name: "disparity",
    alias: None,
    about: "How unequal areas are: range, variation, Gini, Theil",
    figures: true,
    augment: |command: Command| {
        let command = OutputArgs::augment_args(DisparityArgs::augment_args(command));
        crate::cli::complete::of_disparity(command).after_help(crate::cli::examples::of_disparity())
    },
    run,
};

#[derive(Debug, Args)]
#[command(next_help_heading = "What to measure")]
struct DisparityArgs {
    /// An indicator, areas, periods, in any order; without an indicator the only one there is
    #[arg(value_name = "WORD", value_parser = crate::cli::error::name)]
    what: Vec<String>,
    /// The areas that are compared: any of their names or codes, `@GROUP`; all of the table without it
    #[arg(long)]
    city: Vec<String>,
    /// Years, both ends included; all of the table without it
    #[arg(long)]
    years: Vec<Years>,
    /// The table; without it the one with most areas
    #[arg(long, value_name = "TABLE")]
    table: Option<String>,
    /// The member of a further dimension
    #[arg(long, value_name = "DIMENSION=NAME")]
    member: Vec<MemberChoice>,
    /// Groups, whose differences are told apart from those within them: Theil between and within
    #[arg(long, value_name = "@GROUP,…", value_delimiter = ',', value_parser = crate::cli::error::name)]
    groups: Vec<String>,
    /// What areas weigh: an indicator; without it what a ratio has below its line, or what weighs a mean
    #[arg(long, value_name = "INDICATOR", value_parser = crate::cli::error::name)]
    weight: Option<String>,
    /// Weight every index: people count and not areas
    #[arg(long)]
    weighted: bool,
    /// Standard deviations of a sample (1), not of all values (0)
    #[arg(long, value_name = "0|1", default_value = "0", hide_default_value = true, value_parser = one_of(DDOF))]
    ddof: Deviation,
    /// How much Atkinson's index minds that some have little: 0.5, 1 or 2
    #[arg(long, value_name = "E", default_value = "0.5", hide_default_value = true, value_parser = one_of(EPSILON))]
    epsilon: Aversion,
    #[command(flatten)]
    looks: Looks,
}

/// Which standard deviation is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deviation {
    /// That of all values.
    All,
    /// That of a sample.
    Sample,
}

const DDOF: &[(&str, Deviation)] = &[("0", Deviation::All), ("1", Deviation::Sample)];

const EPSILON: &[(&str, Aversion)] = &[
    ("0.5", Aversion::Half),
    ("1", Aversion::One),
    ("2", Aversion::Two),
];

/// What is asked.
struct Page<'a> {
    package: &'a Package,
    chosen: &'a Chosen<'a>,
    reading: Reading<'a>,
    groups: &'a [String],
    weight: Option<&'a str>,
    is_weighted: bool,
    is_sample: bool,
    aversion: Aversion,
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let args = DisparityArgs::from_arg_matches(matches)?;
    let telling = args.looks.telling();
    let alone = Alone::new(package, Takes::Indicator, &args.what).and(args.city, args.years);
    let years = Years::joined(&alone.years);
    let reading = Reading {
        members: &args.member,
        adjusted: telling.adjusted,
    };
    let chosen = choose_series(
        package,
        &Asked {
            verb: VERB.name,
            indicator: alone.indicator.as_deref(),
            table: args.table.as_deref(),
            years: years.as_ref(),
            reading,
            prefer: Prefer::Areas,
        },
    )?;
    let page = Page {
        package,
        chosen: &chosen,
        reading,
        groups: &args.groups,
        weight: args.weight.as_deref(),
        is_weighted: args.weighted,
        is_sample: args.ddof == Deviation::Sample,
        aversion: args.epsilon,
    };
    let answer = page.answer(&alone.areas)?;
    args.looks.outcome(answer, chosen.series.table, package)
}
