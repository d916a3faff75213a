//! Whether what was matched is what was meant.

use std::ffi::OsStr;

use clap::ArgMatches;

use super::names::{dimension_of_member, is_area, is_indicator, is_title, means_years, names_area};
use super::options;
use crate::cli::grammar::WORDS;
use crate::cli::program::{package, verb};

/// The words of verbs that a period may stand among.
const POSITIONS: [&str; 6] = ["areas", "area", "names", "tables", "indicator", "what"];

/// Whether words were matched that stand without an option and ought to have one.
pub(super) fn has_words(matches: &ArgMatches) -> bool {
    let Some((name, matches)) = matches.subcommand() else {
        return false;
    };
    let is_period = |value: &OsStr| {
        let word = value.to_str();
        word.is_some_and(means_years)
    };
    let is_no_table = |value: &OsStr| {
        let table = package().and_then(|package| package.table(value.to_str()?));
        table.is_none()
    };
    let is_named = |value: &OsStr| {
        let word = package().zip(value.to_str());
        word.is_some_and(|(package, word)| is_indicator(package, word))
    };
    let is_titled = |value: &OsStr| {
        let word = package().zip(value.to_str());
        word.is_some_and(|(package, word)| is_title(package, word))
    };
    let is_member = |value: &OsStr| {
        let word = package().zip(value.to_str());
        word.is_some_and(|(package, word)| {
            !is_area(package, word) && dimension_of_member(package, word).is_some()
        })
    };
    let is_no_area = |value: &OsStr| {
        let word = package().zip(value.to_str());
        word.is_some_and(|(package, word)| !names_area(package, word))
    };
    // Of a verb, what stands where something else is expected.
    let is_misplaced = |id: &str| {
        let values = matches.try_get_raw(id).ok().flatten();
        let mut values = values.into_iter().flatten();
        POSITIONS.contains(&id)
            && values.any(|value| {
                let is_wrong = match id {
                    "tables" => is_no_table(value),
                    "what" => return is_no_area(value) && !is_titled(value) && !is_period(value),
                    "areas" | "area" | "names" => {
                        is_named(value) || is_member(value) || is_no_area(value)
                    }
                    _ => false,
                };
                is_wrong || is_period(value)
            })
    };
    // An option under a value that it does not have here.
    let has = |id: &str, is: &dyn Fn(&OsStr) -> bool| {
        let values = matches.try_get_raw(id).ok().flatten();
        values.is_some_and(|mut values| values.any(is))
    };
    let is_way = |value: &OsStr| value.to_str().and_then(options::way).is_some();
    has("from", &is_period)
        || has("sort", &is_way)
        || matches!(matches.try_get_raw(WORDS), Ok(Some(_)))
        || (verb(name).is_some() && matches.ids().any(|id| is_misplaced(id.as_str())))
        || matches.subcommand().is_some_and(|_| has_words(matches))
}
