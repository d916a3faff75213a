//! What words name: areas, cells, indicators, options of a table.

use super::synonyms::COMMANDS;
use super::vocabulary::FILLERS;
use crate::cli::program::verb_names;
use crate::figure::{Kind, Period, Years};
use crate::order::InOrder;
use crate::package::{Column, Package, Table, country_codes, fold, stem};
use crate::query::options::{self, flag};
use crate::words::near;
use clap::{Arg, Command};

/// Whether the words of a verb are areas as they are.
pub(super) fn takes_areas(grammar: &Command) -> bool {
    let mut positionals = grammar.get_positionals();
    positionals.any(|arg| ["areas", "area", "names"].contains(&arg.get_id().as_str()))
}

/// The option of a table that takes a word which is no period: for areas none where something else bears the name alone.
pub(super) fn option_of(package: &Package, table: &Table, word: &str) -> Option<String> {
    if is_area(package, word) || has_cell(package, table, word) {
        return None;
    }
    if let Some(column) = dimensions_of(package, table, word).next() {
        return Some(options::option(&column.name));
    }
    let is_indicator = |part: &str| table.indicator_called(part.trim()).is_some();
    (is_indicator(word) || word.split(',').all(is_indicator)).then(|| "indicator".to_owned())
}

/// The dimensions of a table of which a word names a member, or several.
fn dimensions_of<'a>(
    package: &'a Package,
    table: &'a Table,
    word: &'a str,
) -> impl Iterator<Item = &'a Column> {
    let frame = package.outline(table).ok();
    let dimensions = table.dimensions().filter(move |(place, _, dimension)| {
        let texts = frame.and_then(|frame| frame.texts(*place));
        texts.is_some_and(|texts| {
            word.split(',').all(|part| {
                let mut members = texts.dictionary().iter();
                let part = part.trim();
                let is_it = |member: &str| {
                    member == part || !says_nothing(part) && dimension.is_called(member, part)
                };
                members.any(is_it)
            })
        })
    });
    dimensions.map(|(_, column, _)| column)
}

/// Whether a word names a member of a table, or several of one dimension.
pub(super) fn has_member(package: &Package, table: &Table, word: &str) -> bool {
    dimensions_of(package, table, word).next().is_some()
}

/// Whether a word is another name of a command, and of nothing in the package: `list`, `tables`.
pub(crate) fn is_command(package: &Package, word: &str) -> bool {
    let mut known = COMMANDS.iter();
    known.any(|(name, stands)| *name == word && stands.is_ok())
        && !names_area(package, word)
        && !is_indicator(package, word)
        && dimension_of_member(package, word).is_none()
}

/// The name of the only dimension of which a word names a member.
pub(super) fn dimension_of_member(package: &Package, word: &str) -> Option<String> {
    let tables = package.tables();
    let mut found: Vec<&Column> = tables
        .flat_map(|table| dimensions_of(package, table, word))
        .collect();
    found.dedup_by(|one, other| one.name == other.name);
    match found.as_slice() {
        [only] => Some(only.name.clone()),
        _ => None,
    }
}

/// A word that is no area and no indicator but a member of a dimension, as a verb takes it.
pub(super) fn member_of(package: &Package, grammar: &Command, word: &str) -> Option<String> {
    let mut options = grammar.get_arguments().filter_map(Arg::get_long);
    let is_other = is_area(package, word) || is_indicator(package, word);
    if is_other && !says_part(package, word) || !options.any(|option| option == "member") {
        return None;
    }
    let dimension = dimension_of_member(package, word)?;
    Some(format!("{dimension}={word}"))
}

/// The name of the dimension that an option means: one of that name, else the only one that begins with it (`--sex` for
/// `sex_name`).
pub(super) fn dimension_called<'a>(
    tables: impl Iterator<Item = &'a Table>,
    option: &str,
) -> Option<&'a str> {
    let columns = tables.flat_map(Table::dimensions);
    let mut names: Vec<&str> = columns.map(|(_, column, _)| column.name.as_str()).collect();
    names.order();
    names.dedup();
    let option = option.to_lowercase();
    let called = |name: &&&str| flag(name).to_lowercase() == option;
    let begins = |name: &&&str| {
        let flag = flag(name).to_lowercase();
        flag.strip_prefix(&option)
            .is_some_and(|rest| rest.starts_with('-'))
    };
    let mut beginning = names.iter().filter(begins);
    let only = beginning.next().filter(|_| beginning.next().is_none());
    names.iter().find(called).or(only).copied()
}

/// The only table that has a dimension called by a word, in the singular or the plural, and the dimension.
pub(super) fn dimension_titled<'a>(
    package: &'a Package,
    word: &str,
) -> Option<(&'a Table, &'a Column)> {
    let wanted = fold(word);
    let singular = wanted.strip_suffix('s').unwrap_or(&wanted);
    let is_called = |column: &Column| {
        let titles = [&column.name, &column.title].into_iter();
        let mut titles = titles.chain(&column.title_zh).chain(&column.aliases);
        titles.any(|title| [wanted.as_str(), singular].contains(&fold(title).as_str()))
    };
    if wanted.is_empty() || is_title(package, word) || is_area(package, word) {
        return None;
    }
    let mut found = package.tables().filter_map(|table| {
        let mut dimensions = table.dimensions().map(|(_, column, _)| column);
        Some((table, dimensions.find(|column| is_called(column))?))
    });
    found.next().filter(|_| found.next().is_none())
}

/// Whether a word names an indicator of a table, or several of them, and no area.
pub(super) fn is_indicator(package: &Package, word: &str) -> bool {
    /// No list of names is longer, in bytes; what is longer is told as it stands.
    const LONGEST: usize = 400;
    if word.len() > LONGEST {
        return false;
    }
    let is_one = |part: &str| {
        let mut tables = package.tables();
        tables.any(|table| table.indicator_called(part.trim()).is_some())
    };
    let is_filler = FILLERS.contains(&word.to_lowercase().as_str()) && !is_title(package, word);
    let are_indicators = is_one(word) || word.split(',').all(is_one);
    !is_filler && !is_area(package, word) && are_indicators
}

/// Whether a word is a member, and of indicators only one of words: the industry of `pillar industry` and of all sectors.
pub(super) fn says_part(package: &Package, word: &str) -> bool {
    let computes = |table: &Table| {
        let found = table.indicator_called(word);
        found.is_some_and(|(_, _, indicator)| indicator.kind != Kind::Text)
    };
    !is_area(package, word)
        && !package.tables().any(computes)
        && dimension_of_member(package, word).is_some()
}

/// Whether a word is an indicator's whole name.
pub(super) fn is_title(package: &Package, word: &str) -> bool {
    let mut tables = package.tables();
    tables.any(|table| !table.indicators_titled(word).is_empty())
}

/// Whether a word names an area, a group, or several of them.
pub(super) fn is_area(package: &Package, word: &str) -> bool {
    let Ok(areas) = package.areas() else {
        return false;
    };
    let is_one = |part: &str| {
        let part = part.trim();
        let is_found = || {
            let found = areas.find_all(part);
            let mut names = found.iter().flat_map(|area| [&area.code, &area.name]);
            !found.is_empty() && (!says_nothing(part) || names.any(|name| name == part))
        };
        part.starts_with('@') || fold(part) == "all" || is_found()
    };
    is_one(word) || word.split(',').all(is_one)
}

/// Whether a word says nothing in a question, so that it is no code in other letters: `in` is not Indiana, which is `IN`.
fn says_nothing(word: &str) -> bool {
    FILLERS.contains(&word)
}

/// Whether a word names an area of the register or of some table.
pub(super) fn names_area(package: &Package, word: &str) -> bool {
    is_area(package, word) || package.tables().any(|table| has_cell(package, table, word))
}

/// Whether a table has a row of an area that is written so.
pub(super) fn has_cell(package: &Package, table: &Table, word: &str) -> bool {
    let folded = Some(fold(word)).filter(|_| !says_nothing(word));
    let mut cells = package.area_texts(table);
    let is_it = |text: &str| {
        let is_folded = folded.as_ref().is_some_and(|folded| fold(text) == *folded);
        text == word || stem(text) == Some(word) || is_folded
    };
    cells.any(is_it)
}

/// Whether a word is nearly the name of an area of the register or of a table, or names a country of which one has the code.
pub(super) fn is_near_area(package: &Package, table: &Table, word: &str) -> bool {
    let areas = package.areas().ok();
    areas.is_some_and(|areas| !areas.near(word).is_empty())
        || !near(word, package.area_texts(table)).is_empty()
        || country_codes(word).any(|code| package.area_texts(table).any(|cell| cell == code))
}

/// The table or the verb that a word names: as it is spelt, else the only table in other letters, in the singular or the
/// plural.
pub(super) fn command_called(package: &'static Package, word: &str) -> Option<String> {
    let names = package.table_names().chain(verb_names());
    let mut names = names;
    if names.any(|name| name == word) {
        return Some(word.to_owned());
    }
    let singular = |word: &str| {
        let word = fold(word);
        word.strip_suffix('s').map_or(word.clone(), str::to_owned)
    };
    let wanted = singular(word);
    let mut found = package
        .table_names()
        .filter(|name| singular(name) == wanted);
    let only = found.next().filter(|_| found.next().is_none());
    let only = only.or_else(|| table_of_areas(package, word))?;
    (!names_area(package, word)).then(|| only.to_owned())
}

/// The only table of which the areas are called by a word.
fn table_of_areas<'a>(package: &'a Package, word: &str) -> Option<&'a str> {
    let wanted = fold(word);
    let is_called = |column: &Column| {
        let titles = column.title_zh.iter().chain(&column.aliases);
        !wanted.is_empty() && titles.map(|title| fold(title)).any(|title| title == wanted)
    };
    let mut tables = package.tables().filter(|table| {
        let area = table.area();
        area.is_some_and(|place| is_called(&table.columns[place]))
    });
    let only = tables.next().filter(|_| tables.next().is_none());
    only.map(|table| table.name.as_str())
}

/// Whether a word names one area, and no group or list.
pub(super) fn one_area(package: &Package, word: &str) -> bool {
    let is_registered = || {
        let areas = package.areas().map(|areas| areas.find_all(word).len());
        areas.is_ok_and(|count| count > 0) && (!says_nothing(word) || is_area(package, word))
    };
    is_registered() || package.tables().any(|table| has_cell(package, table, word))
}

/// The only table of which a word names a member.
pub(super) fn table_with<'a>(package: &'a Package, word: &str) -> Option<&'a Table> {
    let mut tables = package
        .tables()
        .filter(|table| has_member(package, table, word));
    tables.next().filter(|_| tables.next().is_none())
}

/// The option for the members that begin with a word, where several of one dimension do: `age` for `age-0-14`, ….
pub(super) fn members_beginning(
    package: &Package,
    table: &Table,
    word: &str,
) -> Option<[String; 2]> {
    let frame = package.outline(table).ok()?;
    table.dimensions().find_map(|(place, column, _)| {
        let texts = frame.texts(place)?;
        let begins = |member: &&str| {
            let rest = member.to_lowercase();
            rest.strip_prefix(word)
                .is_some_and(|rest| rest.starts_with('-'))
        };
        let found: Vec<&str> = texts.dictionary().iter().filter(begins).collect();
        let is_plain = found.len() > 1 && found.iter().all(|member| !member.contains(','));
        is_plain.then(|| {
            [
                format!("--{}", options::option(&column.name)),
                found.join(","),
            ]
        })
    })
}

/// Whether a word is a year in four digits.
pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a word asks for one period, and no span or list.
fn is_one_period(word: &str) -> bool {
    let period = word.parse::<Period>();
    word == "latest" || period.is_ok_and(|period| !period.is_span())
}

/// Whether a word names one period of a table: a year of a table by months is twelve of them.
pub(super) fn is_one_of(package: &Package, table: &Table, word: &str) -> bool {
    let is_several = |period: Period| {
        let periods = package.years(table);
        let inside = periods.iter().filter(|known| period.contains(**known));
        !periods.contains(&period) && inside.count() > 1
    };
    is_one_period(word) && !word.parse().is_ok_and(is_several)
}

/// Whether a word asks for years, perhaps for such as run backwards.
pub(super) fn means_years(word: &str) -> bool {
    let years = word.parse::<Years>();
    years.map_or_else(|error| error.means_years(), |_| true)
}
