//! `hlj man`: the manual page of the program or of one of its commands.

use anyhow::Result;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use crate::cli::grammar;
use crate::cli::help;
use crate::cli::program::Detail;
use crate::cli::reply::Output;
use crate::cli::usage::no_command;
use crate::cli::verb::{Outcome, Verb};
use crate::package::Package;

pub(super) const VERB: Verb = Verb {
    name: "man",
    alias: None,
    about: "Print the manual page of hlj or of one of its commands",
    figures: false,
    augment: |command: Command| {
        ManArgs::augment_args(command)
            .mut_arg("command", |arg| arg.add(crate::cli::complete::commands()))
            .after_help(HOW)
    },
    run,
};

const HOW: &str = "To read it:\n  hlj man | man -l -\n  hlj man TABLE | man -l -";

#[derive(Debug, Args)]
struct ManArgs {
    /// A table or command; the program itself without one
    command: Option<String>,
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let args = ManArgs::from_arg_matches(matches)?;
    let mut command = grammar::command(Detail::Help);
    command.build();
    let page = match &args.command {
        None => command,
        Some(name) => match command.find_subcommand(name).cloned() {
            Some(found) => found,
            None => return Err(no_command(name, package).into()),
        },
    };
    let name = args
        .command
        .map_or("hlj".to_owned(), |command| format!("hlj-{command}"));
    let page = help::manual(page, &name, package)?;
    Ok(Outcome::Reply(Output::Stdout(page).into()))
}
