//! The command line: which commands there are, and from the words of a user to bytes and an exit code.
//!
//! A verb is a file with its `Args` and its `run`, registered in `VERBS`; every table of the package is a command
//! without one. Nothing here touches the terminal or writes a file: [`run`] returns what `main` has to write.

mod areas;
mod args;
mod check;
mod choose_table;
mod cite;
mod claimed;
mod compare;
mod complete;
mod completions;
mod derived;
mod describe;
mod error;
mod examples;
mod export;
mod grammar;
mod help;
mod lookup;
mod man;
mod names;
mod origin;
mod output;
mod profile;
mod rank;
mod reply;
mod series;
mod table;

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use anyhow::Result;
use clap::ArgMatches;
use clap::error::ErrorKind;

use crate::answer::Answer;
use crate::package::Package;
use claimed::claimed;
use error::Refusal;
use grammar::Detail;
use output::{Target, refuse_picture};
use reply::{failure, said, written};

pub use complete::complete_for_shell;
pub use error::exit;
pub use reply::{Output, Reply};

/// What the program finds around it; `main` gathers it, so that all else is a function of its arguments.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, none excludes another"
)]
pub struct Surroundings {
    /// Whether stdout is a terminal.
    pub terminal: bool,
    /// How wide that terminal is, where it says so.
    pub width: Option<usize>,
    /// The variable `COLUMNS`, where it holds a count of 1 or more.
    pub columns: Option<usize>,
    /// The variable `HLJ_DATA`.
    pub data: Option<OsString>,
    /// The variable `HLJ_FORMAT`.
    pub format: Option<String>,
    /// Whether `NO_COLOR` is set.
    pub no_color: bool,
    /// Whether `CLICOLOR_FORCE` is set.
    pub force_color: bool,
    /// Whether `TERM` is `dumb`.
    pub dumb: bool,
}

/// What a verb gives back.
enum Outcome {
    /// An answer, to be rendered.
    Answer(Box<Answer>),
    /// An answer, and whether what was checked is to fail.
    Checked {
        /// The findings.
        answer: Box<Answer>,
        /// Whether the exit code says that there are such as ought not to be.
        fails: bool,
    },
    /// What has a form of its own: a script, a manual page, citations, a package.
    Reply(Reply),
    /// The help of this command, or of the program.
    Help(Option<String>),
}

/// A command that is not a table.
struct Verb {
    name: &'static str,
    alias: Option<&'static str>,
    about: &'static str,
    /// Whether it answers with figures of tables, which can be drawn and from which claims can be derived.
    figures: bool,
    /// Adds the command's own arguments.
    augment: fn(clap::Command) -> clap::Command,
    run: fn(&ArgMatches, &'static Package) -> Result<Outcome>,
}

/// The verbs, in the order of the help.
const VERBS: &[Verb] = &[
    compare::VERB,
    rank::VERB,
    profile::VERB,
    check::VERB,
    areas::VERB,
    describe::VERB,
    cite::VERB,
    export::VERB,
    completions::VERB,
    man::VERB,
    help::VERB,
];

/// Answers a command line, the program's name first.
pub fn run(arguments: &[OsString], surroundings: &Surroundings) -> Reply {
    match try_run(arguments, surroundings) {
        Ok(reply) => reply,
        Err(error) => failure(&error),
    }
}

fn try_run(arguments: &[OsString], surroundings: &Surroundings) -> Result<Reply> {
    let package =
        grammar::load(data_path(arguments.get(1..).unwrap_or_default(), surroundings).as_deref())?;
    let command = grammar::command(Detail::Parsing);
    let matches = match command.try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return told_by_clap(&error, arguments, package, surroundings),
    };
    let Some((name, matches)) = matches.subcommand() else {
        return Err(Refusal::new("no table or command is named; `hlj --help` lists them").into());
    };
    let verb = VERBS.iter().find(|verb| verb.name == name);
    let Some(verb) = verb else {
        let target = Target::new(&grammar::output(matches)?, surroundings)?;
        let answer = table::run(name, matches, package, target.format, target.style.spark)?;
        return written(answer, target, || origin::origin(package, name, matches));
    };
    let target = || -> Result<Target> {
        let args = grammar::output(matches)?;
        if !verb.figures {
            refuse_picture(&args)?;
        }
        Ok(Target::new(&args, surroundings)?)
    };
    let origin = || origin::origin(package, name, matches);
    match (verb.run)(matches, package)? {
        Outcome::Reply(reply) => Ok(reply),
        Outcome::Help(command) => {
            let words = [Some("hlj"), command.as_deref(), Some("--help")];
            let words: Vec<OsString> = words.into_iter().flatten().map(OsString::from).collect();
            Ok(Output::Styled(help_on(&words, surroundings)).into())
        }
        Outcome::Answer(answer) => written(*answer, target()?, origin),
        Outcome::Checked { answer, fails } => {
            let reply = written(*answer, target()?, origin)?;
            let code = if fails { exit::FOUND } else { reply.code };
            Ok(Reply { code, ..reply })
        }
    }
}

/// What clap does not take for a question: help, the version, mistakes.
fn told_by_clap(
    error: &clap::Error,
    arguments: &[OsString],
    package: &'static Package,
    surroundings: &Surroundings,
) -> Result<Reply> {
    match error.kind() {
        ErrorKind::DisplayVersion => Ok(Output::Stdout(help::version(package).into_bytes()).into()),
        ErrorKind::DisplayHelp => Ok(Output::Styled(help_on(arguments, surroundings)).into()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            let help = help_on(&["hlj", "--help"].map(OsString::from), surroundings);
            Ok(Reply {
                output: Output::Stderr(help),
                code: exit::USAGE,
                ..Reply::default()
            })
        }
        _ => {
            let is_table = |word: &&str| package.table(word).is_some();
            let is_command = |word: &&str| is_table(word) || verb_names().any(|name| name == *word);
            let mut words = arguments.iter().skip(1).filter_map(|word| word.to_str());
            let mut command = words.find(is_command);
            // What is exported is a question to a table, and the mistake may be there.
            if command == Some(export::VERB.name)
                && error.kind() != ErrorKind::MissingRequiredArgument
            {
                command = words.find(is_command).filter(is_table).or(command);
            }
            Err(error::usage(error, arguments, package, command).into())
        }
    }
}

/// The help that these words ask for.
fn help_on(words: &[OsString], surroundings: &Surroundings) -> Vec<u8> {
    // Help says more than parsing needs to know, so it is made only now.
    let detailed = grammar::command(Detail::Help).try_get_matches_from(words);
    let text = detailed
        .err()
        .map(|error| error.render())
        .unwrap_or_default();
    let text = if surroundings.wants_color(surroundings.terminal) {
        text.ansi().to_string()
    } else {
        text.to_string()
    };
    text.into_bytes()
}

/// Every word that names a verb.
fn verb_names() -> impl Iterator<Item = &'static str> {
    VERBS
        .iter()
        .flat_map(|verb| std::iter::once(verb.name).chain(verb.alias))
}

/// The package that the words name with `--data`, else that of the variable `HLJ_DATA`. It decides which commands
/// there are, so it is looked for before the words are parsed.
fn data_path(words: &[OsString], surroundings: &Surroundings) -> Option<PathBuf> {
    let mut words = words
        .iter()
        .map(OsString::as_os_str)
        .take_while(|word| *word != "--");
    let mut named = None;
    while let Some(word) = words.next() {
        if word == "--data" {
            named = words.next().map(OsStr::to_owned);
        } else if let Some(path) = word.to_str().and_then(|word| word.strip_prefix("--data=")) {
            named = Some(OsString::from(path));
        }
    }
    named
        .or_else(|| surroundings.data.clone())
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
}
