//! `hlj help`: the help of the program or of one of its commands.

use anyhow::Result;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use crate::cli::program::verb_names;
use crate::cli::usage::no_command;
use crate::cli::verb::{Outcome, Verb};
use crate::package::Package;

pub(super) const VERB: Verb = Verb {
    name: "help",
    alias: None,
    about: "Print the help of hlj or of one of its commands",
    figures: false,
    augment: |command: Command| {
        HelpArgs::augment_args(command)
            .mut_arg("command", |arg| arg.add(crate::cli::complete::commands()))
    },
    run,
};

#[derive(Debug, Args)]
struct HelpArgs {
    /// A table or command; the program itself without one
    command: Option<String>,
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let args = HelpArgs::from_arg_matches(matches)?;
    if let Some(name) = &args.command
        && package.table(name).is_none()
        && !verb_names().any(|verb| verb == name)
    {
        return Err(no_command(name, package).into());
    }
    Ok(Outcome::Help(args.command))
}
