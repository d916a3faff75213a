//! What an answer was made from: the question as one would type it again, without the options that only say how it is
//! written, and the data. Only formats that tell it ask for it (`Fact::Origin`).

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Args, Command};

use super::args::{EngineArgs, OutputArgs};
use super::grammar;
use super::program::Detail;
use super::shell::call;
use crate::answer::Origin;
use crate::package::{Package, Table};
use crate::query::Query;
use crate::words::shell_word;

/// The origin of the answer to a question to a table; the package is named even where a variable chose it.
pub(crate) fn of_table(package: &Package, table: &Table, query: &Query) -> Origin {
    let words = query.words();
    origin(
        package,
        &table.name,
        words.iter().map(|word| shell_word(word)),
    )
}

/// The origin of the answer to what was matched for this verb.
pub(crate) fn of_verb(package: &Package, verb: &str, matches: &ArgMatches) -> Origin {
    let mut program = grammar::command(Detail::Parsing);
    program.build();
    let grammar = program.find_subcommand(verb).unwrap_or(&program);
    origin(package, verb, question(grammar, matches).into_iter())
}

fn origin(package: &Package, command: &str, question: impl Iterator<Item = String>) -> Origin {
    let words = [call(package), command.to_owned()];
    let words: Vec<String> = words.into_iter().chain(question).collect();
    Origin {
        query: words.join(" "),
        package: package.name().to_owned(),
        version: package.version().map(str::to_owned),
    }
}

/// The words behind a verb, as a shell takes them: what stands alone, then each option by its long name. Options that only say how an answer is written ([`OutputArgs`]) are left
/// out, since they change nothing in it.
fn question(grammar: &Command, matches: &ArgMatches) -> Vec<String> {
    let output = no_question();
    let is_of_question = |arg: &&Arg| {
        !output
            .get_arguments()
            .any(|known| known.get_id() == arg.get_id())
    };
    let (alone, options): (Vec<&Arg>, Vec<&Arg>) = given(grammar, matches)
        .filter(is_of_question)
        .partition(|arg| arg.is_positional());
    let values = |arg: &Arg| -> Vec<String> {
        let values = matches.get_raw(arg.get_id().as_str()).into_iter().flatten();
        values
            .map(|value| value.to_string_lossy().into_owned())
            .collect()
    };
    let mut words: Vec<String> = alone
        .iter()
        .flat_map(|arg| values(arg))
        .map(|value| shell_word(&value))
        .collect();
    for arg in options {
        let Some(long) = arg.get_long() else { continue };
        if !arg.get_action().takes_values() {
            words.push(format!("--{long}"));
        } else if arg.get_value_delimiter().is_some() {
            words.extend([format!("--{long}"), shell_word(&values(arg).join(","))]);
        } else {
            let of_value = |value: &String| [format!("--{long}"), shell_word(value)];
            words.extend(values(arg).iter().flat_map(of_value));
        }
    }
    words
}

/// The options that are no part of a question: which package is asked, and how the answer is written.
fn no_question() -> Command {
    let command = Command::new("output").arg(Arg::new("data").long("data"));
    EngineArgs::augment_args(OutputArgs::augment_args(command))
}

/// The arguments that were given on the command line.
pub(crate) fn given<'a>(
    grammar: &'a Command,
    matches: &'a ArgMatches,
) -> impl Iterator<Item = &'a Arg> {
    grammar.get_arguments().filter(|arg| {
        let id = arg.get_id().as_str();
        matches.try_contains_id(id).is_ok()
            && matches.value_source(id) == Some(ValueSource::CommandLine)
    })
}
