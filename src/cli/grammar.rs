//! The grammar of the command line, made from the loaded package and the commands.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, ValueHint};

use super::args::{EngineArgs, Lang, OutputArgs, SELECTING, TableArgs, with_shared};
use super::error::Refusal;
use super::opening::with_reading;
use super::program::{Detail, is, keep_package, package, set_detail, verb, verb_names, verbs};
use super::surroundings::ReadStdin;
use super::{complete, help};
use crate::package::{Fault, Package, PackageError, no_file};
use crate::query::options::{OPTIONS, flag, option};
use crate::source::Options;

/// The names that the option for areas has in every table.
const AREA: [&str; 2] = ["city", "area"];

/// Loads the package at this place, or the built-in one, for the whole process. Of a file these `options` say how it is
/// to be read, and no table of it is called by a word of `spoken`.
pub(crate) fn load(
    path: Option<&Path>,
    options: &Options,
    spoken: &[&'static str],
    stdin: Option<ReadStdin>,
) -> Result<&'static Package> {
    if let Some(package) = package() {
        return Ok(package);
    }
    let package = if let Some(path) = path {
        let reserved = verb_names().chain(spoken.iter().copied());
        let reserved: Vec<String> = reserved.map(str::to_owned).collect();
        let package = match stdin {
            Some(stdin) if path == Path::new("-") => {
                Package::from_stream(stdin, options, &reserved)?
            }
            _ => Package::open_with(path, options, &reserved)?,
        };
        check_names(&package)?;
        package
    } else if let Some(option) = options.of_a_file() {
        return Err(Refusal::new(no_file(option)).into());
    } else {
        Package::built_in()?
    };
    let package = package.assuming(options).map_err(Refusal::new)?;
    Ok(keep_package(package))
}

/// The whole grammar, in as much detail as is called for.
pub(crate) fn command(detail: Detail) -> Command {
    set_detail(detail);
    let mut command = Command::new("hlj")
        .about("Regional statistics at a terminal, every figure with its unit, source and doubts")
        .version(env!("CARGO_PKG_VERSION"))
        .arg_required_else_help(true)
        .subcommand_required(true)
        .disable_help_subcommand(true);
    command = with_reading(common(command));
    for name in package().into_iter().flat_map(Package::table_names) {
        command = command.subcommand(Command::new(name).defer(table_grammar));
    }
    for verb in verbs() {
        let grammar = Command::new(verb.name).defer(verb_grammar);
        command = command.subcommand(match verb.alias {
            Some(alias) => grammar.visible_alias(alias),
            None => grammar,
        });
    }
    match detail {
        Detail::Help => help::of_program(command, package()),
        Detail::Completion => command.mut_subcommands(with_summary),
        Detail::Parsing => command,
    }
}

/// The options that say how to write an answer, taken out of the others.
pub(crate) fn output(matches: &mut ArgMatches) -> Result<OutputArgs, clap::Error> {
    OutputArgs::from_arg_matches_mut(matches)
}

/// Whether an option says where a question is answered, or what of it is told instead.
pub(crate) fn names_engine(matches: &ArgMatches) -> bool {
    let is_given = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
    ["plan", "sql", "engine", "from"].into_iter().any(is_given)
}

/// The options that say where a question is answered.
pub(crate) fn engine(matches: &ArgMatches) -> Result<EngineArgs, clap::Error> {
    EngineArgs::from_arg_matches(matches)
}

/// The line that stands beside a command where commands are listed.
pub(crate) fn with_summary(command: Command) -> Command {
    let table = package().and_then(|package| package.table(command.get_name()));
    let verb = verb(command.get_name());
    match (table, verb) {
        (Some(table), _) => command.about(table.title.clone()),
        (_, Some(verb)) => command.about(verb.about),
        _ => command,
    }
}

/// Adds the options that stand before and after a command alike. clap's global options would be copied into every
/// command at each start.
fn common(command: Command) -> Command {
    command
        .disable_help_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::HelpShort)
                .help("Print help"),
        )
        .arg(
            Arg::new("data")
                .long("data")
                .value_name("FILE")
                .value_hint(ValueHint::AnyPath)
                .value_parser(clap::value_parser!(std::path::PathBuf))
                .help("Ask a file of statistics, `-` for the one on stdin, or a folder with a datapackage.json (or set HLJ_DATA)"),
        )
}

/// Adds the options that every table has.
fn of_every_table(command: Command) -> Command {
    with_shared(OutputArgs::augment_args(EngineArgs::augment_args(
        TableArgs::augment_args(command),
    )))
}

/// Adds the options of a table's command.
pub(crate) fn table_grammar(command: Command) -> Command {
    let command = common(command);
    let Some(table) = package().and_then(|package| package.table(command.get_name())) else {
        return command;
    };
    let mut command = of_every_table(command).arg(words());
    // Columns of a file are called as they are, so that two may have one option.
    let opened = package().is_some_and(Package::is_opened);
    let mut taken: BTreeSet<String> = BTreeSet::new();
    if opened {
        taken.extend(OPTIONS.map(str::to_owned));
    }
    for (_, column, _) in table.dimensions() {
        let is_taken = !taken.insert(option(&column.name)) && opened;
        if is_taken || option(&column.name).is_empty() {
            continue;
        }
        let mut arg = Arg::new(dimension_id(&column.name))
            .long(option(&column.name))
            .value_name("NAME,…")
            .value_delimiter(',')
            .value_parser(super::error::name)
            .action(ArgAction::Append)
            .help_heading(SELECTING)
            .help(format!(
                "{}: members of the dimension, or `all`",
                column.title
            ));
        let is_other = option(&column.name) != column.name && !column.name.starts_with('-');
        if is_other && !OPTIONS.contains(&column.name.as_str()) {
            arg = arg.alias(column.name.clone());
        }
        let lower = option(&column.name).to_lowercase();
        let is_free = table
            .dimensions()
            .all(|(_, other, _)| option(&other.name) != lower);
        if opened && is_free && taken.insert(lower.clone()) {
            arg = arg.alias(lower);
        }
        if is(Detail::Completion) {
            arg = arg.add(complete::members(table, &column.name));
        }
        command = command.arg(arg);
    }
    if let Some(area) = table.area().map(|place| flag(&table.columns[place].name))
        && !OPTIONS.contains(&area.as_str())
        && (taken.insert(area.clone()) || !opened)
    {
        command = command.mut_arg("city", |arg| arg.visible_alias(area));
    }
    if is(Detail::Completion) {
        command = complete::of_table(command, table).about(table.title.clone());
    }
    let command = with_reading(command);
    if is(Detail::Help) {
        help::of_table(command, package(), table)
    } else {
        command
    }
}

/// Adds the options of a verb.
fn verb_grammar(command: Command) -> Command {
    let command = common(command);
    let Some(verb) = verb(command.get_name()) else {
        return command;
    };
    let mut command = with_reading(with_shared((verb.augment)(command)));
    // What has a form of its own is told in a language all the same.
    if command.get_arguments().all(|arg| arg.get_id() != "lang") {
        command = command.arg(
            Arg::new("lang")
                .long("lang")
                .value_name("LANG")
                .ignore_case(true)
                .value_parser(clap::value_parser!(Lang))
                .help("Language of messages"),
        );
    }
    let command = help::in_language(command).about(if is(Detail::Help) {
        help::said(verb.about)
    } else {
        verb.about.to_owned()
    });
    let asks_for_places = command.get_arguments().any(|arg| arg.get_id() == "city");
    let takes_several = |arg: &Arg| {
        arg.get_num_args()
            .is_some_and(|range| range.max_values() > 1)
    };
    let is_open = command.get_positionals().all(|arg| !takes_several(arg));
    if asks_for_places && is_open && !command.has_subcommands() {
        command.arg(words().hide(true))
    } else {
        command
    }
}

/// Words without an option that a command takes, as the grammar calls them.
pub(super) const WORDS: &str = "words";

/// Words without an option, of which [`super::spoken`] knows what they are.
fn words() -> Arg {
    Arg::new(WORDS)
        .value_name("WORD")
        .num_args(0..)
        .help("Areas and periods without an option: AREA 2008..2015 is -c AREA -y 2008..2015")
}

/// The name under which the values of a further dimension's flag are kept.
pub(crate) fn dimension_id(name: &str) -> String {
    format!("dimension:{name}")
}

/// Refuses a package whose names are those of commands, or make one option of two dimensions.
pub(crate) fn check_names(package: &Package) -> Result<(), PackageError> {
    let mut faults = Vec::new();
    for table in package.tables() {
        if verb_names().any(|name| name == table.name) {
            faults.push(format!(
                "the table `{0}` has the name of a command; rename it",
                table.name
            ));
        }
        if package.is_opened() {
            continue;
        }
        // The area's own name serves as another name of its option.
        let area = table
            .area()
            .map(|place| &table.columns[place])
            .filter(|column| !AREA.contains(&column.name.as_str()));
        let dimensions = table.dimensions().map(|(_, column, _)| column);
        let mut flags: BTreeMap<String, &str> = BTreeMap::new();
        for column in area.into_iter().chain(dimensions) {
            let Some(other) = flags.insert(option(&column.name), &column.name) else {
                continue;
            };
            let taken = format!("has the option of `{other}`, `--{}`", option(other));
            faults.push(format!(
                "the dimension `{}` of `{}` {taken}; rename it",
                column.name, table.name
            ));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(package.error(faults.into_iter().map(Fault::of_descriptor).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_options_of_every_table_are_those_that_no_dimension_has() {
        let grammar = with_reading(of_every_table(Command::new("table")));
        let names = grammar
            .get_arguments()
            .flat_map(|arg| arg.get_long_and_visible_aliases().unwrap_or_default());
        let names: BTreeSet<&str> = names.chain(["data", "help", "version"]).collect();
        assert!(names.into_iter().eq(OPTIONS), "`OPTIONS` is in order");
    }
}
