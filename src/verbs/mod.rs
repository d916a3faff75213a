//! The commands, a file each: its arguments, what is asked, an answer.
//!
//! A verb is a file with its `Args` and its `run`, registered in `VERBS`.

mod alone;
mod areas;
mod check;
mod cite;
mod claimed;
mod compare;
mod completions;
mod cycle;
mod describe;
mod disparity;
mod export;
mod help;
mod man;
mod overview;
mod profile;
mod rank;
mod shift_share;
mod structure;
mod table;

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
    table: table::run,
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
    use std::collections::BTreeMap;

    use super::*;
    use crate::cli::grammar::{check_names, command, load};
    use crate::cli::program::{Detail, keep_commands};
    use crate::package::{Package, reads};
    use crate::render::Format;
    use crate::source::Options;

    /// How often each file of the data is opened to answer a command.
    fn opened(words: &str) -> BTreeMap<String, usize> {
        keep_commands(&COMMANDS);
        load(None, &Options::default(), None).unwrap();
        let data = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/data"));
        reads::take();
        let package: &'static Package = Box::leak(Box::new(Package::open(data).unwrap()));
        let words = std::iter::once("hlj").chain(words.split(' '));
        let matches = command(Detail::Parsing).get_matches_from(words);
        let (name, matches) = matches.subcommand().unwrap();
        match VERBS.iter().find(|verb| verb.name == name) {
            Some(verb) => drop((verb.run)(matches, package).unwrap()),
            None => drop((COMMANDS.table)(name, matches, package, Format::Table, false).unwrap()),
        }
        reads::take()
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
            "sectors --group-by year --as contribution",
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
        load(None, &Options::default(), None).unwrap();
        for detail in [Detail::Parsing, Detail::Help, Detail::Completion] {
            command(detail).debug_assert();
        }
    }
}
