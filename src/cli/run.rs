//! A command line answered, and completed.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::error::ErrorKind;

use super::elsewhere::{self, Elsewhere};
use super::error::{Refusal, exit};
use super::opening::Asked;
use super::output::{Target, refuse_picture, spare};
use super::program::{Detail, keep_commands, package, verb_names};
use super::reply::{Output, Reply, failure, in_parts, written};
use super::shell::with_package;
use super::surroundings::Surroundings;
use super::usage::usage;
use super::verb::{Commands, Outcome};
use super::{grammar, help, origin, program, spoken, table};
use crate::answer::Answer;
use crate::package::Package;
use crate::query::{ask, ask_in_parts};
use crate::words::in_chinese;

/// Answers a command line, the program's name first.
pub(crate) fn run(
    commands: &'static Commands,
    arguments: &[OsString],
    surroundings: &Surroundings,
) -> Reply {
    keep_commands(commands);
    let mut reply = match try_run(commands, arguments, surroundings) {
        Ok(reply) => reply,
        Err(error) => failure(&error),
    };
    // What was found wrong in a file is reported beside every answer from it.
    let is_asked = |table: &str| {
        arguments
            .iter()
            .any(|word| word.eq_ignore_ascii_case(table))
    };
    let warnings = package()
        .into_iter()
        .flat_map(|package| package.warnings(is_asked));
    let warnings = warnings.map(|warning| format!("warning: {warning}"));
    reply.messages.extend(warnings);
    if surroundings.speaks_chinese(arguments) {
        let messages = reply.messages.iter().map(|message| in_chinese(message));
        reply.messages = messages.collect();
    }
    // What a variable names is asked without being named again.
    let is_given = |package: &&Package| {
        let named = surroundings.data.as_ref();
        named.is_none_or(|named| named.to_string_lossy() != package.label())
    };
    if let Some(package) = package().filter(is_given) {
        let is_verb = |word: &str| commands.verbs.iter().any(|verb| verb.name == word);
        let messages = reply.messages.iter();
        let messages = messages.map(|message| with_package(message, package, is_verb));
        reply.messages = messages.collect();
    }
    reply
}

fn try_run(
    commands: &Commands,
    arguments: &[OsString],
    surroundings: &Surroundings,
) -> Result<Reply> {
    let words = arguments;
    let arguments = &common_last(arguments);
    let mut asked = Asked::of(arguments, surroundings)?;
    asked.options.sample = asked.is_bare() || asked.describes();
    let package = grammar::load(
        asked.path.as_deref(),
        &asked.options,
        &spoken::reserved(),
        surroundings.stdin,
    )?;
    if let Some(file) = asked
        .path
        .as_deref()
        .filter(|_| asked.is_bare() && package.is_opened())
    {
        let page = (commands.overview)(package, &file.to_string_lossy())?;
        return Ok(Output::Stdout(page.into_bytes()).into());
    }
    let chinese = surroundings.speaks_chinese(words);
    let (arguments, matches) = spoken::matched(asked.words(package)?, package)?;
    let arguments = &arguments;
    let mut matches = match matches {
        Ok(matches) => matches,
        Err(error) => {
            return told_by_clap(&error, arguments, package, surroundings, chinese);
        }
    };
    let Some((name, mut matches)) = matches.remove_subcommand() else {
        return Err(Refusal::new("no table or command is named")
            .next("`hlj --help` lists them")
            .into());
    };
    let verb = commands.verbs.iter().find(|verb| verb.name == name);
    let Some(verb) = verb else {
        let elsewhere = elsewhere::answer(&name, &matches, package, surroundings)?;
        let given = match elsewhere {
            Elsewhere::Told(text) => return Ok(Output::Stdout(text.into_bytes()).into()),
            Elsewhere::Rows(given) => Some(given),
            Elsewhere::Here => None,
        };
        let package = given.as_deref().unwrap_or(package);
        let target = Target::new(&grammar::output(&mut matches)?, surroundings)?;
        spare(package, target.file.as_deref())?;
        let (format, spark) = (target.format, target.style.spark);
        let (table, query) = table::asked(&name, &mut matches, package, format, spark)?;
        if target.writes_in_parts(surroundings)
            && given.is_none()
            && let Some(package) = program::package()
            && let Some(table) = package.table(&table.name)
            && let Some(parts) = ask_in_parts(package, table, &query)?
        {
            return in_parts(parts, target, |answer| assumed(answer, package));
        }
        let answer = ask(package, table, &query)?;
        return written(assumed(answer, package), target, || {
            origin::of_table(package, table, &query)
        });
    };
    let target = || -> Result<Target> {
        let args = grammar::output(&mut matches.clone())?;
        if !verb.figures {
            refuse_picture(&args)?;
        }
        let target = Target::new(&args, surroundings)?;
        spare(package, target.file.as_deref())?;
        Ok(target)
    };
    let origin = || origin::of_verb(package, &name, &matches);
    match (verb.run)(&matches, package)? {
        Outcome::Reply(reply) => {
            spare(package, reply.file())?;
            Ok(reply)
        }
        Outcome::Help(command) => {
            let words = [Some("hlj"), command.as_deref(), Some("--help")];
            let words: Vec<OsString> = words.into_iter().flatten().map(OsString::from).collect();
            Ok(Reply {
                output: Output::Styled(help_on(&words, surroundings, chinese)),
                paged: true,
                ..Reply::default()
            })
        }
        Outcome::Answer(answer) => {
            let mut reply = written(assumed(*answer, package), target()?, origin)?;
            let part = package.part_read();
            let told = part.map(|part| format!("warning: what was read is {part}"));
            reply.messages.extend(told);
            Ok(reply)
        }
        Outcome::Checked { answer, fails } => {
            let reply = written(assumed(*answer, package), target()?, origin)?;
            let code = if fails { exit::FOUND } else { reply.code };
            Ok(Reply { code, ..reply })
        }
    }
}

/// The words with options for the whole program behind the command, where they stand before it; without them where there is
/// no command, since help alone heeds them.
fn common_last(words: &[OsString]) -> Vec<OsString> {
    let mut words = words.to_vec();
    let mut moved: Vec<OsString> = Vec::new();
    loop {
        let count = match words.get(1).and_then(|word| word.to_str()) {
            Some("--lang" | "--color") => 2,
            Some("--no-pager") => 1,
            Some(word) if word.starts_with("--lang=") || word.starts_with("--color=") => 1,
            _ => break,
        };
        moved.extend(words.drain(1..(1 + count).min(words.len())));
    }
    let names_command = words[1..]
        .iter()
        .any(|word| !word.to_string_lossy().starts_with('-'));
    // What stands behind `--` is no option.
    if names_command && !words.iter().any(|word| word == "--") {
        words.extend(moved);
    }
    words
}

/// The answer with what the user declares of the data.
fn assumed(mut answer: Answer, package: &Package) -> Answer {
    for said in package.assumptions() {
        let summary = answer.summary.get_or_insert_default();
        if !summary.is_empty() {
            summary.push(' ');
        }
        summary.push_str(&said);
    }
    answer
}

/// What clap does not take for a question: help, the version, mistakes.
fn told_by_clap(
    error: &clap::Error,
    arguments: &[OsString],
    package: &'static Package,
    surroundings: &Surroundings,
    chinese: bool,
) -> Result<Reply> {
    let told = |help: Vec<u8>| {
        if chinese {
            help::in_chinese(&String::from_utf8_lossy(&help)).into_bytes()
        } else {
            help
        }
    };
    match error.kind() {
        ErrorKind::DisplayVersion => Ok(Output::Stdout(help::version(package).into_bytes()).into()),
        ErrorKind::DisplayHelp if !arguments.iter().any(|word| word == "--help") => {
            Ok(Output::Styled(told(short_help(package, arguments))).into())
        }
        ErrorKind::DisplayHelp => Ok(Reply {
            output: Output::Styled(help_on(arguments, surroundings, chinese)),
            paged: !arguments.iter().any(|word| word == "--no-pager"),
            ..Reply::default()
        }),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            Ok(Reply {
                output: Output::Stderr(told(help::short_of_program(package).into_bytes())),
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
            if command == Some("export") && error.kind() != ErrorKind::MissingRequiredArgument {
                command = words.find(is_command).filter(is_table).or(command);
            }
            Err(usage(error, arguments, package, command).into())
        }
    }
}

/// The help of `-h`: of the command that the words name, else of the program.
fn short_help(package: &Package, words: &[OsString]) -> Vec<u8> {
    let mut program = grammar::command(Detail::Parsing);
    program.build();
    let mut words = words.iter().skip(1).filter_map(|word| word.to_str());
    let command = words.find_map(|word| program.find_subcommand(word));
    let text = match command {
        Some(command) => help::short_of_command(package, command.get_name(), command),
        None => help::short_of_program(package),
    };
    text.into_bytes()
}

/// The help that these words ask for.
fn help_on(words: &[OsString], surroundings: &Surroundings, chinese: bool) -> Vec<u8> {
    program::speak_chinese(chinese);
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
    help::rendered(text).into_bytes()
}

/// What the shell is to offer for the words typed so far, where it asks for that (the variable `COMPLETE` is set);
/// names of files are looked for from `folder` on.
///
/// # Errors
/// If the words cannot be completed or the answer cannot be written.
pub(crate) fn complete_for_shell(
    commands: &'static Commands,
    arguments: &[OsString],
    surroundings: &Surroundings,
    folder: Option<&Path>,
) -> Result<(), String> {
    keep_commands(commands);
    let typed = arguments
        .iter()
        .position(|word| word == "--")
        .map_or(&[][..], |at| &arguments[at + 1..]);
    let Ok(asked) = Asked::of(typed, surroundings) else {
        return Ok(());
    };
    let path = asked.path;
    // While the place of the package itself is typed, it is no package yet.
    let is_typed = |path: &PathBuf| {
        let last = typed.last().map(|word| word.to_string_lossy());
        let path = path.to_string_lossy();
        last.is_some_and(|last| last.strip_prefix("--data=").unwrap_or(&last) == path)
    };
    let path = path.filter(|path| !is_typed(path));
    if grammar::load(path.as_deref(), &asked.options, &spoken::reserved(), None).is_err() {
        // A prompt is no place for messages.
        return Ok(());
    }
    clap_complete::CompleteEnv::with_factory(|| grammar::command(Detail::Completion))
        .try_complete(arguments.iter().cloned(), folder)
        .map(|_| ())
        .map_err(|error| {
            let why = error.to_string();
            let why = why.strip_prefix("error: ").unwrap_or(&why).trim_end();
            format!("nothing is completed, which the variable `COMPLETE` asks for: {why}")
        })
}
