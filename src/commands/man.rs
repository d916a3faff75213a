//! `hlj man`: the manual page of the program or of one of its commands.

use anyhow::Result;
use clap::{ArgMatches, Args, Command};

use super::error::Refusal;
use super::grammar::{self, Detail};
use super::{Outcome, Verb, help, verb_names};
use crate::package::Package;
use crate::words::{did_you_mean, printable};

pub(super) const VERB: Verb = Verb {
    name: "man",
    alias: None,
    about: "Print the manual page of hlj or of one of its commands",
    augment: |command: Command| {
        ManArgs::augment_args(command)
            .mut_arg("command", |arg| arg.add(super::complete::commands()))
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
    let args: ManArgs = Verb::args(matches)?;
    let mut command = grammar::command(Detail::Help);
    command.build();
    let page = match &args.command {
        None => command,
        Some(name) => match command.find_subcommand(name) {
            Some(found) => found.clone(),
            None => {
                let known = package
                    .tables()
                    .map(|table| table.name.as_str())
                    .chain(verb_names());
                let hint = did_you_mean(name, known);
                let hint = if hint.is_empty() { ";" } else { &hint };
                let message = format!(
                    "there is no table or command `{}`{hint} `hlj --help` lists them",
                    printable(name)
                );
                return Err(Refusal::new(message).into());
            }
        },
    };
    let name = args
        .command
        .map_or("hlj".to_owned(), |command| format!("hlj-{command}"));
    Ok(Outcome::Text(help::manual(page, &name, package)?))
}
