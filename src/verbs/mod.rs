//! The commands, a file each: its arguments, what is asked, an answer.
//!
//! A verb is a file with its `Args` and its `run`, registered in `VERBS`.

mod alone;
mod areas;
mod check;
mod cite;
mod compare;
mod completions;
mod cycle;
mod describe;
mod disparity;
mod export;
mod help;
mod looks;
mod man;
mod overview;
mod profile;
mod rank;
mod search;
mod shift_share;
mod structure;

use std::ffi::OsString;
use std::path::Path;

use crate::cli::verb::{Commands, Verb};
use crate::cli::{self, Reply, Surroundings};

/// The verbs, in the order of the help.
const VERBS: &[Verb] = &[
    compare::VERB,
    rank::VERB,
    structure::VERB,
    shift_share::VERB,
    disparity::VERB,
    cycle::VERB,
    profile::VERB,
    check::VERB,
    areas::VERB,
    search::VERB,
    describe::VERB,
    cite::VERB,
    export::VERB,
    completions::VERB,
    man::VERB,
    help::VERB,
];

/// Every command of the program.
const COMMANDS: Commands = Commands {
    verbs: VERBS,
    overview: overview::page,
};

/// Answers a command line, the program's name first.
pub fn run(arguments: &[OsString], surroundings: &Surroundings) -> Reply {
    cli::run(&COMMANDS, arguments, surroundings)
}

/// What the shell is to offer for the words typed so far, where it asks for that (the variable `COMPLETE` is set);
/// names of files are looked for from `folder` on.
///
/// # Errors
/// If the words cannot be completed or the answer cannot be written.
pub fn complete_for_shell(
    arguments: &[OsString],
    surroundings: &Surroundings,
    folder: Option<&Path>,
) -> Result<(), String> {
    cli::complete_for_shell(&COMMANDS, arguments, surroundings, folder)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fmt::Write as _;

    use super::*;
    use crate::cli::grammar::{check_names, command, load};
    use crate::cli::program::{Detail, keep_commands};
    use crate::cli::table;
    use crate::package::{Package, reads};
    use crate::query::ask;
    use crate::render::Format;
    use crate::source::Options;
    use crate::words::work;

    /// Answers a command from a package, as far as bytes are made of the answer.
    fn answer(words: &str, package: Package) {
        keep_commands(&COMMANDS);
        load(None, &Options::default(), &[], None).unwrap();
        let package: &'static Package = Box::leak(Box::new(package));
        let words = std::iter::once("hlj").chain(words.split(' '));
        let matches = command(Detail::Parsing).get_matches_from(words);
        let (name, matches) = matches.subcommand().unwrap();
        if let Some(verb) = VERBS.iter().find(|verb| verb.name == name) {
            drop((verb.run)(matches, package).unwrap());
        } else {
            let question = table::asked(name, &mut matches.clone(), package, Format::Table, false);
            let (table, query) = question.unwrap();
            drop(ask(package, table, &query).unwrap());
        }
    }

    /// How often each file of the data is opened to answer a command.
    fn opened(words: &str) -> BTreeMap<String, usize> {
        let data = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data"));
        // The grammar is that of the built-in package.
        keep_commands(&COMMANDS);
        load(None, &Options::default(), &[], None).unwrap();
        reads::take();
        answer(words, Package::open(data).unwrap());
        reads::take()
    }

    /// A table `gdp` of so many areas, five years each, without a register.
    fn many(areas: usize) -> Package {
        let descriptor = r#"{"name": "many", "resources": [{"name": "gdp", "path": "gdp.csv", "schema": {
            "primaryKey": ["city", "year"], "fields": [
                {"name": "city", "type": "string", "role": "area"},
                {"name": "year", "type": "year", "role": "time"},
                {"name": "gdp", "type": "number", "role": "indicator", "kind": "flow", "combine": {"rule": "sum"}},
                {"name": "growth", "type": "number", "role": "indicator", "kind": "rate",
                 "combine": {"rule": "weighted-mean", "weight": "gdp", "weightYear": "previous"}}]}}]}"#;
        let mut csv = "city,year,gdp,growth\n".to_owned();
        for area in 0..areas {
            for year in 2010..2015 {
                let gdp = 1 + (area * 7919 + year * 104_729) % 9999;
                let growth = (area * 31 + year) % 90;
                let _ = writeln!(
                    csv,
                    "Area{area:05},{year},{gdp},{}.{}",
                    growth / 10,
                    growth % 10
                );
            }
        }
        let files = vec![
            (
                "datapackage.json".to_owned(),
                descriptor.as_bytes().to_vec(),
            ),
            ("gdp.csv".to_owned(), csv.into_bytes()),
        ];
        Package::in_memory("many", files).unwrap()
    }

    #[test]
    fn work_grows_with_the_data_and_not_with_their_square() {
        for words in [
            "gdp",
            "gdp -c Area00007",
            "gdp -i gdp --as share",
            "gdp --as yoy",
            "gdp -y 2010,2014 --as cagr -i gdp",
            "gdp --total",
            "gdp --group-by year",
            "gdp --wide",
            "rank gdp --top 3",
            "compare Area00001 Area00002 -i gdp -y 2010,2014",
            "areas",
            "describe",
            "check",
            "disparity gdp",
            "cycle gdp",
        ] {
            let work = |areas: usize| {
                let package = many(areas);
                work::take();
                answer(words, package);
                work::take()
            };
            let (few, many) = (work(200), work(5000));
            assert!(few > 0, "{words}");
            assert!(
                many <= 30 * few,
                "{words}: {few} steps for 200 areas, {many} for 5,000"
            );
        }
    }

    #[test]
    fn no_file_is_opened_twice() {
        for words in [
            "check",
            "check --adjusted",
            "profile Hegang",
            "compare Hegang Jixi -i gdp,population -y 2008,2015",
            "compare @project -y 2010,2015",
            "rank gdp-per-capita",
            "rank gdp -y 2010,2015 -c Hegang",
            "areas",
            "describe",
            "gdp --total --as real-index",
            "sectors --group-by year,sector",
            "gdp -c Harbin,Hegang",
        ] {
            let opened = opened(words);
            assert!(!opened.is_empty(), "{words}");
            let twice: Vec<_> = opened.iter().filter(|(_, times)| **times > 1).collect();
            assert!(twice.is_empty(), "{words}: {twice:?}");
        }
    }

    #[test]
    fn no_name_of_the_built_in_package_is_that_of_a_command_or_option() {
        keep_commands(&COMMANDS);
        check_names(&Package::built_in().unwrap()).unwrap();
    }

    #[test]
    fn the_grammar_is_sound_in_every_detail() {
        keep_commands(&COMMANDS);
        load(None, &Options::default(), &[], None).unwrap();
        for detail in [Detail::Parsing, Detail::Help, Detail::Completion] {
            command(detail).debug_assert();
        }
    }

    #[test]
    fn every_text_of_help_is_in_the_catalogue() {
        keep_commands(&COMMANDS);
        load(None, &Options::default(), &[], None).unwrap();
        let mut program = command(Detail::Help);
        program.build();
        let package = Package::built_in().unwrap();
        let mut missing = BTreeSet::new();
        let mut commands = vec![&program];
        commands.extend(program.get_subcommands());
        for command in commands {
            let is_table = package.table(command.get_name()).is_some();
            let about = command.get_about().map(ToString::to_string);
            missing.extend(about.filter(|_| !is_table));
            for arg in command.get_arguments() {
                missing.extend(arg.get_help().map(ToString::to_string));
                missing.extend(arg.get_help_heading().map(str::to_owned));
            }
        }
        for table in package.tables() {
            missing.extend(table.examples.iter().map(|example| example.title.clone()));
        }
        missing.retain(|text| crate::words::phrase_in_chinese(text).is_none());
        let of_data = |text: &String| text.contains(": members of the dimension");
        // The transforms are listed by their names.
        missing.retain(|text| !of_data(text) && !text.starts_with("Levels as "));
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
