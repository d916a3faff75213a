//! `hlj completions`: the script by which a shell completes commands, options and values.

use anyhow::Result;
use clap::{ArgMatches, Args, Command, ValueEnum};
use clap_complete::env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Zsh};

use super::{Outcome, Output, Verb};
use crate::package::Package;

pub(super) const VERB: Verb = Verb {
    name: "completions",
    alias: None,
    about: "Print a script that completes commands, options and values",
    figures: false,
    augment: |command: Command| CompletionsArgs::augment_args(command).after_help(HOW),
    run,
};

const HOW: &str = "To use it:
  bash  echo 'source <(hlj completions bash)' >> ~/.bashrc
  zsh   echo 'source <(hlj completions zsh)' >> ~/.zshrc
  fish  echo 'hlj completions fish | source' >> ~/.config/fish/config.fish";

#[derive(Debug, Args)]
struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Elvish,
    Powershell,
}

fn run(matches: &ArgMatches, _: &'static Package) -> Result<Outcome> {
    let args: CompletionsArgs = Verb::args(matches)?;
    let completer: &dyn EnvCompleter = match args.shell {
        Shell::Bash => &Bash,
        Shell::Zsh => &Zsh,
        Shell::Fish => &Fish,
        Shell::Elvish => &Elvish,
        Shell::Powershell => &Powershell,
    };
    let mut script = Vec::new();
    completer.write_registration("COMPLETE", "hlj", "hlj", "hlj", &mut script)?;
    Ok(Outcome::Reply(Output::Stdout(script).into()))
}
