//! `hlj areas`: every place, its names and codes, and the tables that cover it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use crate::answer::{Answer, Cell, Column, Label, Name, Role, Row};
use crate::cli::args::{ArrangeArgs, OutputArgs};
use crate::cli::error::Refusal;
use crate::cli::verb::{Outcome, Verb};
use crate::order::IntoSet;
use crate::package::{Area, Package};
use crate::query::covered::Covered;
use crate::query::pieces::whole_names;
use crate::query::{Telling, arrange};

pub(super) const VERB: Verb = Verb {
    name: "areas",
    alias: Some("cities"),
    about: "List the places: names in every spelling, codes, groups, tables",
    figures: false,
    augment: |command: Command| {
        let command = OutputArgs::augment_args(AreasArgs::augment_args(command));
        command.mut_arg("names", |arg| arg.add(crate::cli::complete::places()))
    },
    run,
};

#[derive(Debug, Args)]
struct AreasArgs {
    /// Only these places, in any spelling, or a group (`@GROUP`); all of them without a name
    #[arg(value_name = "NAME", value_parser = crate::cli::error::name)]
    names: Vec<String>,
    #[command(flatten)]
    arrange: ArrangeArgs,
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let args = AreasArgs::from_arg_matches(matches)?;
    let arrangement = args.arrange.arrangement();
    let mut covered = covered(package)?;
    if !args.names.is_empty() {
        let wanted = wanted(&args.names, covered.iter().map(|(area, _)| area))?;
        let wanted: BTreeSet<Area> = wanted.into_iter().into_set();
        covered.retain(|(area, _)| wanted.contains(area));
    }
    let answer = Answer {
        title: Label::new("Places", Some("地区")),
        columns: columns(),
        details: ["tables", "groups", "aliases"].map(str::to_owned).into(),
        rows: covered
            .iter()
            .map(|(area, tables)| row(area, tables))
            .collect(),
        ..Answer::default()
    };
    Ok(Outcome::Answer(Box::new(arrange(
        answer,
        &arrangement,
        Telling::default(),
        package,
    )?)))
}

/// Every place of the register and of the tables, with the tables that cover it.
fn covered(package: &Package) -> Result<Vec<(Area, Vec<&str>)>> {
    let mut covered: Vec<(Area, Vec<&str>)> = package
        .areas()?
        .iter()
        .map(|area| (area.clone(), Vec::new()))
        .collect();
    let mut places: BTreeMap<Area, usize> = BTreeMap::new();
    for (place, (area, _)) in covered.iter().enumerate() {
        places.entry(area.clone()).or_insert(place);
    }
    for table in package.tables() {
        for (_, area) in Covered::new(package, table)?.iter() {
            let next = covered.len();
            let known = *places.entry(area.clone()).or_insert(next);
            if known == next {
                covered.push((area.clone(), Vec::new()));
            }
            let tables = &mut covered[known].1;
            if tables.last() != Some(&table.name.as_str()) {
                tables.push(&table.name);
            }
        }
    }
    Ok(covered)
}

/// The places that the words name, whatever their level.
pub(super) fn named(package: &Package, words: &[String]) -> Result<Vec<Area>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let covered = covered(package)?;
    wanted(words, covered.iter().map(|(area, _)| area))
}

/// The places that the words name.
fn wanted<'a>(words: &[String], areas: impl Iterator<Item = &'a Area>) -> Result<Vec<Area>> {
    let register: crate::package::Areas = areas.cloned().collect();
    let mut wanted: Vec<Area> = Vec::new();
    let mut unknown: Vec<&str> = Vec::new();
    let is_exact = |name: &str| register.spelt(name).next().is_some();
    let is_known = |name: &str| !register.find_all(name).is_empty();
    let words = &whole_names(words, is_exact, is_known);
    for word in words {
        let found = match word.strip_prefix('@') {
            Some(group) => register.group(group),
            // Every bearer of the name is shown, whatever its level.
            None => register.find_all(word),
        };
        if found.is_empty() {
            unknown.push(word);
        }
        wanted.extend(found.into_iter().cloned());
    }
    if unknown.is_empty() {
        return Ok(wanted);
    }
    Err(Refusal::new(register.unknown(&unknown)).into())
}

fn columns() -> Vec<Column> {
    vec![
        Column::titled("name", "Name", "名称").of_role(Role::Area),
        Column::titled("code", "Code", "代码"),
        Column::titled("name_zh", "Chinese name", "中文名称"),
        Column::titled("pinyin", "Pinyin", "拼音"),
        Column::titled("level", "Level", "级别"),
        Column::titled("parent", "Parent", "上级"),
        Column::titled("aliases", "Aliases", "别名"),
        Column::titled("groups", "Groups", "分组"),
        Column::titled("tables", "Tables", "表"),
    ]
}

fn row(area: &Area, tables: &[&str]) -> Row {
    let cells = vec![
        Cell::Name(Name::new(
            area.name.clone(),
            Label::new(&area.name, Some(&area.name_zh)),
        )),
        Cell::words(&area.code),
        Cell::words(&area.name_zh),
        Cell::words(&area.pinyin),
        Cell::words(&area.level),
        Cell::words(&area.parent),
        several(&area.aliases),
        several(&area.groups),
        several(tables),
    ];
    Row {
        cells,
        total: false,
    }
}

/// Several words in a cell: set apart for machines by `|`, for people by commas.
pub(super) fn several<T: AsRef<str>>(words: &[T]) -> Cell {
    if words.is_empty() {
        return Cell::Empty;
    }
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    Cell::Name(Name::new(words.join("|"), Label::plain(words.join(", "))))
}
