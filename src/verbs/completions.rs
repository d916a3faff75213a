//! `hlj completions`: the script by which a shell completes commands, options and values.

use anyhow::Result;
use clap::{ArgMatches, Args, Command, FromArgMatches, ValueEnum};
use clap_complete::env::{Bash, Elvish, EnvCompleter, Fish, Powershell, Zsh};

use crate::cli::reply::Output;
use crate::cli::verb::{Outcome, Verb};
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

/// Bash parts words at an equals sign: `--city=He` comes as three words, of which the last is completed; and it puts what
/// is offered on the line as it is, so that what it would obey is quoted.
const EQUALS_JOINED: &str = r#"
_hlj_equals_joined() {
    local -a joined=()
    local at cword=$COMP_CWORD
    for at in "${!COMP_WORDS[@]}"; do
        if [[ "${COMP_WORDS[at]}" == "=" && "${COMP_WORDS[at - 1]}" == --* && $at -lt $COMP_CWORD ]]; then
            cword=$((cword - 1))
        else
            joined+=("${COMP_WORDS[at]}")
        fi
    done
    local -a COMP_WORDS=("${joined[@]}")
    local COMP_CWORD=$cword
    _clap_complete_hlj "$@"
    local word=${COMP_WORDS[COMP_CWORD]}
    if [[ "$word" != [\"\']* ]]; then
        for at in "${!COMPREPLY[@]}"; do
            if [[ "${COMPREPLY[at]}" == *[\ \!\"\#\$\&\'\(\)\*\;\<\>\?\[\\\]\`\{\|\}]* ]]; then
                printf -v "COMPREPLY[at]" '%q' "${COMPREPLY[at]}"
            fi
        done
    fi
}
_hlj_registered=$(complete -p hlj)
eval "${_hlj_registered/_clap_complete_hlj/_hlj_equals_joined}"
unset _hlj_registered
"#;

/// What is offered for `鹤` does not begin so, and zsh would leave it out. Where several are offered that do not begin
/// alike, it would take away what is typed; it goes through them instead.
const AS_OFFERED: &str = r#"-U && (( compstate[nmatches] > 1 )) && \
            [[ "$compstate[unambiguous]" != "$PREFIX"* ]] && compstate[insert]=menu"#;

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
    let args = CompletionsArgs::from_arg_matches(matches)?;
    let completer: &dyn EnvCompleter = match args.shell {
        Shell::Bash => &Bash,
        Shell::Zsh => &Zsh,
        Shell::Fish => &Fish,
        Shell::Elvish => &Elvish,
        Shell::Powershell => &Powershell,
    };
    let mut script = Vec::new();
    completer.write_registration("COMPLETE", "hlj", "hlj", "hlj", &mut script)?;
    let mut script = String::from_utf8(script)?;
    match args.shell {
        Shell::Bash => script.push_str(EQUALS_JOINED),
        Shell::Zsh => {
            script = script.replace(
                "'values' other\n",
                &format!("'values' other {AS_OFFERED}\n"),
            );
        }
        Shell::Fish | Shell::Elvish | Shell::Powershell => {}
    }
    Ok(Outcome::Reply(Output::Stdout(script.into()).into()))
}
