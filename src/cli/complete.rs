//! What the shell offers: commands and options by the grammar; for a value areas, years, indicators, members, columns of
//! the table at hand.

use std::collections::BTreeSet;
use std::ffi::OsStr;

use clap::Command;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};

use super::program::{package, verbs};
use crate::figure::Kind;
use crate::package::{Column, Meaning, Package, Table, fold};
use crate::query::Transform;

/// A value to offer, with what it is.
struct Offer {
    value: String,
    help: String,
    /// Other beginnings by which it may be meant.
    spellings: Vec<String>,
}

impl Offer {
    fn new(value: impl Into<String>, help: impl Into<String>) -> Offer {
        Offer {
            value: value.into(),
            help: help.into(),
            spellings: Vec::new(),
        }
    }
}

/// Completes from what `offers` gives, by any spelling's beginning.
fn completer(offers: impl Fn(&Package) -> Vec<Offer> + Send + Sync + 'static) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        let written = typed.to_string_lossy();
        let typed = fold(&written);
        // What is shorter than what is typed would take letters away: `gdp` is none for `gdp-`.
        let is_past = |offer: &Offer| {
            written
                .strip_prefix(offer.value.as_str())
                .is_some_and(|rest| !rest.is_empty())
        };
        let begins = |offer: &Offer| {
            offer
                .spellings
                .iter()
                .chain([&offer.value])
                .any(|spelling| fold(spelling).starts_with(&typed))
        };
        let candidate =
            |offer: Offer| CompletionCandidate::new(offer.value).help(Some(offer.help.into()));
        package()
            .map(&offers)
            .unwrap_or_default()
            .into_iter()
            .filter(|offer| begins(offer) && !is_past(offer))
            .map(candidate)
            .collect()
    })
}

/// Completes the values of the options that every table has.
pub(crate) fn of_table(command: Command, table: &Table) -> Command {
    let on_table = |offers: fn(&Package, &Table) -> Vec<Offer>| {
        let name = table.name.clone();
        completer(move |package| {
            package
                .table(&name)
                .map(|table| offers(package, table))
                .unwrap_or_default()
        })
    };
    command
        .mut_arg("city", |arg| arg.add(on_table(areas)))
        .mut_arg("years", |arg| arg.add(on_table(years)))
        .mut_arg("indicator", |arg| arg.add(on_table(indicators)))
        .mut_arg("group_by", |arg| arg.add(on_table(dimensions)))
        .mut_arg("transform", |arg| arg.add(completer(|_| transforms())))
        .mut_arg("sort", |arg| arg.add(on_table(columns)))
        .mut_arg("columns", |arg| arg.add(on_table(columns)))
}

/// Completes the members of a further dimension.
pub(crate) fn members(table: &Table, dimension: &str) -> ArgValueCompleter {
    let (table, dimension) = (table.name.clone(), dimension.to_owned());
    completer(move |package| {
        let Some(table) = package.table(&table) else {
            return Vec::new();
        };
        let Some(place) = table.column(&dimension) else {
            return Vec::new();
        };
        let Meaning::Dimension(known) = &table.columns[place].meaning else {
            return Vec::new();
        };
        let labelled = |member: &str| {
            let declared = known.member(member);
            let label = declared
                .and_then(|member| member.label.clone())
                .unwrap_or_default();
            let zh = declared.and_then(|member| member.label_zh.clone());
            Offer {
                spellings: zh.into_iter().collect(),
                ..Offer::new(member, label)
            }
        };
        texts(package, table, place).map(labelled).collect()
    })
}

/// Completes the options of `rank`.
pub(crate) fn of_rank(command: Command) -> Command {
    across_tables(command)
        .mut_arg("indicator", |arg| arg.add(completer(numbers)))
        .mut_arg("city", |arg| arg.add(places()))
}

/// Completes the options of `compare`.
pub(crate) fn of_compare(command: Command) -> Command {
    across_tables(command)
        .mut_arg("areas", |arg| arg.add(places()))
        .mut_arg("indicator", |arg| arg.add(completer(numbers)))
}

/// Completes the options of `structure` and of the like, which take a table, areas and periods as words.
pub(crate) fn of_structure(command: Command) -> Command {
    let tables = |package: &Package| {
        let divided = package
            .tables()
            .filter(|table| table.dimensions().next().is_some());
        divided
            .map(|table| Offer::new(&table.name, &table.title))
            .collect()
    };
    command
        .mut_arg("what", |arg| arg.add(completer(tables)))
        .mut_arg("city", |arg| arg.add(places()))
        .mut_arg("member", |arg| arg.add(completer(all_members)))
}

/// Completes the options of `disparity` and of the like, which take an indicator, areas and periods as words.
pub(crate) fn of_disparity(command: Command) -> Command {
    across_tables(command)
        .mut_arg("what", |arg| arg.add(completer(numbers)))
        .mut_arg("city", |arg| arg.add(places()))
}

/// Completes the options of verbs that look for the table themselves.
fn across_tables(command: Command) -> Command {
    let tables = |package: &Package| {
        let about_areas = package.tables().filter(|table| table.area().is_some());
        about_areas
            .map(|table| Offer::new(&table.name, &table.title))
            .collect()
    };
    command
        .mut_arg("table", |arg| arg.add(completer(tables)))
        .mut_arg("member", |arg| arg.add(completer(all_members)))
}

/// The indicators that hold numbers, each id once.
fn numbers(package: &Package) -> Vec<Offer> {
    let mut seen = BTreeSet::new();
    package
        .tables()
        .filter(|table| table.area().is_some())
        .flat_map(Table::indicators)
        .filter(|(_, _, indicator)| indicator.kind != Kind::Text)
        .filter(|(_, _, indicator)| seen.insert(indicator.id.clone()))
        .map(|(_, column, indicator)| Offer::new(&indicator.id, &column.title))
        .collect()
}

/// The declared members of every further dimension, as `DIMENSION=NAME`.
fn all_members(package: &Package) -> Vec<Offer> {
    let mut seen = BTreeSet::new();
    let mut offers = Vec::new();
    for (_, column, dimension) in package
        .tables()
        .filter(|table| table.area().is_some())
        .flat_map(Table::dimensions)
    {
        for member in &dimension.members {
            let value = format!("{}={}", column.name, member.value);
            if seen.insert(value.clone()) {
                offers.push(Offer::new(value, member.label.clone().unwrap_or_default()));
            }
        }
    }
    offers
}

/// Completes the options of `check`.
pub(crate) fn of_check(command: Command) -> Command {
    let tables = |package: &Package| {
        package
            .tables()
            .map(|table| Offer::new(&table.name, &table.title))
            .collect()
    };
    command
        .mut_arg("tables", |arg| arg.add(completer(tables)))
        .mut_arg("city", |arg| arg.add(places()))
}

/// Completes the name of a table or an indicator.
pub(crate) fn tables_and_indicators() -> ArgValueCompleter {
    completer(|package| {
        let tables = package
            .tables()
            .map(|table| Offer::new(&table.name, &table.title));
        let named = |column: &Column, id: &str| Offer::new(id, &column.title);
        let indicators = package
            .tables()
            .flat_map(Table::indicators)
            .map(|(_, column, indicator)| named(column, &indicator.id));
        let mut seen = BTreeSet::new();
        tables
            .chain(indicators)
            .filter(|offer| seen.insert(offer.value.clone()))
            .collect()
    })
}

/// Completes the name of a command.
pub(crate) fn commands() -> ArgValueCompleter {
    completer(|package| {
        let tables = package
            .tables()
            .map(|table| Offer::new(&table.name, &table.title));
        tables
            .chain(verbs().iter().map(|verb| Offer::new(verb.name, verb.about)))
            .collect()
    })
}

/// Completes the name of a place.
pub(crate) fn places() -> ArgValueCompleter {
    completer(|package| {
        let Ok(register) = package.areas() else {
            return Vec::new();
        };
        register
            .iter()
            .map(of_area)
            .chain(register.groups().into_iter().map(of_group))
            .collect()
    })
}

fn of_area(area: &crate::package::Area) -> Offer {
    let spellings = [&area.name, &area.name_zh, &area.pinyin, &area.code]
        .into_iter()
        .chain(&area.aliases)
        .cloned();
    Offer {
        spellings: spellings.collect(),
        ..Offer::new(area.slug(), &area.name_zh)
    }
}

fn of_group(group: &str) -> Offer {
    Offer::new(format!("@{group}"), "group")
}

fn areas(package: &Package, table: &Table) -> Vec<Offer> {
    let Some(place) = table.area() else {
        return Vec::new();
    };
    let mut offers = Vec::new();
    let mut groups = BTreeSet::new();
    for cell in texts(package, table, place) {
        let Ok(area) = package.area_of_cell(cell) else {
            return Vec::new();
        };
        groups.extend(area.groups.clone());
        offers.push(of_area(&area));
    }
    offers.extend(groups.iter().map(|group| of_group(group)));
    offers.push(Offer::new("all", "every area of the table"));
    offers
}

fn years(package: &Package, table: &Table) -> Vec<Offer> {
    let years = package.years(table);
    let (Some(first), Some(last)) = (years.first(), years.last()) else {
        return Vec::new();
    };
    let whole = Offer::new(format!("{first}..{last}"), "all years");
    let single = years.iter().map(|year| Offer::new(year.to_string(), ""));
    single
        .chain([whole, Offer::new("latest", "the newest year")])
        .collect()
}

fn indicators(_: &Package, table: &Table) -> Vec<Offer> {
    table
        .indicators()
        .map(|(_, column, indicator)| Offer::new(&indicator.id, &column.title))
        .collect()
}

/// What the rows of a table are told apart by.
fn dimensions(_: &Package, table: &Table) -> Vec<Offer> {
    let further = table.dimensions().map(|(place, _, _)| place);
    table
        .area()
        .into_iter()
        .chain(table.time())
        .chain(further)
        .map(|place| &table.columns[place])
        .map(|column| Offer::new(&column.name, &column.title))
        .collect()
}

/// The transforms; one that needs a year ends with the colon before it.
fn transforms() -> Vec<Offer> {
    Transform::names()
        .map(|(name, needs_year)| {
            Offer::new(format!("{name}{}", if needs_year { ":" } else { "" }), "")
        })
        .collect()
}

fn columns(_: &Package, table: &Table) -> Vec<Offer> {
    table
        .columns
        .iter()
        .map(|column| Offer::new(&column.name, &column.title))
        .collect()
}

/// The different words of a column, in the order of the data.
fn texts<'a>(package: &'a Package, table: &Table, column: usize) -> impl Iterator<Item = &'a str> {
    let texts = package
        .outline(table)
        .ok()
        .and_then(|frame| frame.texts(column));
    texts
        .into_iter()
        .flat_map(|texts| texts.dictionary().iter())
}
