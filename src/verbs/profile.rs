//! `hlj profile AREA`: one page on a place. Its key figures, which formats of data take alone, and for readers what each
//! table has on it, how its structure changed, what to beware of.

mod doubts;
mod key_figures;
mod measures;
mod structure;

use std::collections::BTreeSet;

use anyhow::Result;
use clap::{ArgMatches, Args, Command, FromArgMatches};

use crate::answer::{Answer, Cell, Label, Role, Screen};
use crate::cli::args::{ArrangeArgs, OutputArgs};
use crate::cli::error::refused;
use crate::cli::shell::call;
use crate::cli::verb::{Outcome, Verb};
use crate::figure::{Kind, Period, Value};
use crate::package::{Area, Package, Table};
use crate::query::covered::Covered;
use crate::query::names;
use crate::query::series::{Reading, series};
use crate::query::{Layout, Query, QueryError, Telling, Transform, arrange, ask};
use crate::render::{Fact, Format};
use crate::words::{Refusal, list, printable, quoted_list, shell_word};

pub(super) const VERB: Verb = Verb {
    name: "profile",
    alias: None,
    about: "One page on a place: key figures, course, structure, rank, doubts",
    figures: false,
    augment: |command: Command| {
        let command = OutputArgs::augment_args(ProfileArgs::augment_args(command));
        // The page has its sparklines, and no single picture.
        let unused = ["chart", "spark"];
        let command = unused.iter().fold(command, |command, name| {
            command.mut_arg(name, |arg| arg.hide(true))
        });
        command
            .mut_arg("area", |arg| arg.add(crate::cli::complete::places()))
            .after_help(crate::cli::examples::of_profile())
    },
    run,
};

#[derive(Debug, Args)]
struct ProfileArgs {
    /// The place, in any spelling
    #[arg(value_name = "AREA", value_parser = crate::cli::error::name)]
    area: String,
    /// With the package's corrections in the place of what arithmetic refutes
    #[arg(long)]
    adjusted: bool,
    #[command(flatten)]
    arrange: ArrangeArgs,
}

/// The place that a page is about.
struct Place {
    package: &'static Package,
    area: Area,
    adjusted: bool,
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let args = ProfileArgs::from_arg_matches(matches)?;
    let tables = package.tables().filter(|table| table.area().is_some());
    let covered: Vec<Covered> = tables
        .map(|table| Covered::new(package, table))
        .collect::<Result<_, _>>()?;
    let areas = names::bearers(package, &covered, &args.area)?;
    let [area] = areas.as_slice() else {
        let names = areas.iter().map(|area| match area.code.as_str() {
            "" => printable(&area.name),
            code => format!("{} ({})", printable(&area.name), printable(code)),
        });
        return refused(
            Refusal::new(format!(
                "a profile is about one place, and `{}` is {}",
                printable(&args.area),
                list(names, "and")
            ))
            .next("name one of them, or its code"),
        );
    };
    let place = Place {
        package,
        area: area.clone(),
        adjusted: args.adjusted,
    };
    let arrangement = args.arrange.arrangement();
    let key_figures = place.key_figures(&covered)?;
    let mut page = arrange(key_figures, &arrangement, Telling::default(), package)?;
    if page.nothing.is_some() {
        return Ok(Outcome::Answer(Box::new(page)));
    }
    page.remarks = key_figures::remarks(&page);
    let mut sections = Vec::new();
    for covered in &covered {
        sections.extend(place.of_table(covered)?.map(|section| Answer {
            name: covered.table.name.clone(),
            ..section
        }));
    }
    for section in &mut sections {
        // Parts of a place of which not all are there make no picture of it; which those are is said.
        let warnings = std::mem::take(&mut section.warnings);
        if section.rows.is_empty() {
            page.warnings.extend(warnings);
        }
    }
    sections.retain(|section| !section.rows.is_empty());
    for section in &mut sections {
        section.screen = place.on_screen(section, &covered)?;
    }
    if page.rows.is_empty() && sections.is_empty() {
        page.nothing = Some(format!(
            "no table has anything on {}; `hlj areas` says which tables cover a place",
            printable(&place.area.name)
        ));
        return Ok(Outcome::Answer(Box::new(page)));
    }
    if page.rows.is_empty() {
        let formats = Format::all().filter(|format| format.has(Fact::Pages));
        page.warnings.push(format!(
            "no table has a total of {} for the key figures; what there is stands in the formats {}",
            printable(&place.area.name),
            quoted_list(formats.map(Format::name), "and")
        ));
    }
    sections.extend(place.measures(&covered)?);
    let doubts = place.doubts(&covered)?;
    sections.extend((!doubts.rows.is_empty()).then_some(doubts));
    page.sections = sections;
    if !page.rows.is_empty() {
        page.screen = Some(Screen::Instead(Box::new(key_figures::on_screen(&page))));
    }
    Ok(Outcome::Answer(Box::new(page)))
}

impl Place {
    /// What a table has on the place: where it has several members of a further dimension and several years, how they
    /// changed between the first and the last; else its rows.
    fn of_table(&self, covered: &Covered) -> Result<Option<Answer>> {
        let table = covered.table;
        if let (Some(cell), true, true) = (
            covered.cell(&self.area),
            table.dimensions().next().is_some(),
            table.time().is_some(),
        ) {
            let reading = Reading {
                members: &[],
                adjusted: self.adjusted,
            };
            let all = series(self.package, table, reading)?;
            if let Some(mut answer) = self.structure(table, cell, &all) {
                let rows = self.rows_of(table, true)?;
                // Members that add up to a whole are seen as its parts; others are told in the table alone.
                answer.drawn = rows.filter(has_parts).map(Box::new);
                return Ok(Some(answer));
            }
        }
        let is_told = |answer: &Answer| {
            let rows = answer.rows.len();
            // A single row of a whole is among the key figures.
            rows != 1 || table.time().is_none() || table.dimensions().next().is_some()
        };
        let is_covered = covered.cell(&self.area).is_some();
        Ok(self.rows_of(table, is_covered)?.filter(is_told))
    }

    /// The question to a table or a command about the place, as it is typed.
    fn asking(&self, command: &str) -> String {
        let area = shell_word(&self.area.name);
        format!("{} {command} {area}", call(self.package))
    }

    /// How a screen shows what a table has on the place: years side by side, or how the first of its indicators changed;
    /// what is long, or is seen among the key figures, by the question alone.
    fn on_screen(&self, section: &Answer, covered: &[Covered]) -> Result<Option<Screen>> {
        const MOST: usize = 8;
        let name = &section.name;
        let question = self.asking(name);
        let named = Some(Screen::Named(question));
        let table = covered.iter().find(|covered| covered.table.name == *name);
        let Some(covered) = table.filter(|covered| covered.cell(&self.area).is_some()) else {
            return Ok(named);
        };
        let table = covered.table;
        if table.time().is_none() || section.rows.len() > MOST {
            return Ok(named);
        }
        if table.dimensions().next().is_none() {
            if table.indicators().count() < 2 {
                return Ok(named);
            }
            let query = Query {
                areas: vec![self.spelling()],
                layout: Layout::Across,
                telling: Telling {
                    adjusted: self.adjusted,
                    ..Telling::default()
                },
                ..Query::default()
            };
            let across = ask(self.package, table, &query)?;
            return Ok(Some(Screen::Instead(Box::new(across))));
        }
        // The shares of a whole say how it is made up.
        let place = section.place(|role| matches!(role, Role::Indicator));
        let shares = table
            .indicators()
            .find(|(_, _, indicator)| indicator.kind == Kind::Share);
        let (Some(place), Some((_, _, share))) = (place, shares) else {
            return Ok(None);
        };
        let mut screen = section.clone();
        let is_share = |cell: &Cell| {
            let id = cell.text().unwrap_or_default();
            id.split(':').next() == Some(share.id.as_str())
        };
        screen.rows.retain(|row| is_share(&row.cells[place]));
        let is_there = !screen.rows.is_empty();
        Ok(is_there.then(|| Screen::Instead(Box::new(screen))))
    }

    /// The spelling that names the place and no other.
    fn spelling(&self) -> String {
        let Area { name, code, .. } = &self.area;
        if code.is_empty() { name } else { code }.clone()
    }

    /// The rows of a table on the place, with the chained volume of what has published growth; nothing where the table
    /// has none. Of parts of the place all have to be there.
    fn rows_of(&self, table: &Table, is_covered: bool) -> Result<Option<Answer>> {
        let published = Query {
            areas: vec![self.spelling()],
            ..Query::default()
        };
        let found = match ask(self.package, table, &published) {
            Err(QueryError::Refused(_)) => return Ok(None),
            found => found?,
        };
        if !is_covered && !found.warnings.is_empty() {
            let rows = Vec::new();
            return Ok(Some(Answer { rows, ..found }));
        }
        let query = Query {
            telling: Telling {
                adjusted: self.adjusted,
                ..Telling::default()
            },
            ..published
        };
        let mut answer = ask(self.package, table, &query)?;
        let in_volume = Query {
            transform: Some(Transform::REAL_INDEX),
            ..query
        };
        if let Ok(volumes) = ask(self.package, table, &in_volume) {
            add_volumes(&mut answer, &volumes);
        }
        answer.subtitle = Label::default();
        // Whom the page is about, it says above.
        let register = self.package.areas()?;
        for place in 0..answer.columns.len() {
            let is_area = matches!(answer.columns[place].role, Role::Area);
            let is_own = |cell: &Cell| {
                let cell = cell.text();
                cell.is_some_and(|cell| register.names(cell, &self.area))
            };
            if is_area && answer.rows.iter().all(|row| is_own(&row.cells[place])) {
                answer.columns[place].shown = false;
            }
            // A column without a word in it is not shown.
            let is_empty = |cell: &Cell| cell.text().unwrap_or_default().is_empty();
            let is_word = answer.columns[place].measure().is_none();
            if is_word
                && answer.rows.iter().all(|row| {
                    is_empty(&row.cells[place]) && !matches!(row.cells[place], Cell::Year(_))
                })
            {
                answer.columns[place].shown = false;
            }
        }
        Ok(Some(answer))
    }
}

/// Whether every figure of an answer is of parts that add up over a further dimension.
fn has_parts(answer: &Answer) -> bool {
    let is_member = |name: &String| {
        let mut columns = answer.columns.iter();
        columns.any(|column| column.name == *name && matches!(column.role, Role::Member))
    };
    let adds = |id: &str| {
        answer
            .adds_over
            .get(id)
            .is_some_and(|over| over.iter().any(is_member))
    };
    let mut measures = answer.shown().filter_map(|(_, column)| column.measure());
    measures.all(|measure| adds(&measure.id))
}

/// Puts the columns of chained volumes behind those of the same rows.
fn add_volumes(answer: &mut Answer, volumes: &Answer) {
    let has_value =
        |cell: &Cell| matches!(cell, Cell::Figure(figure) if figure.value != Value::Missing);
    let years: BTreeSet<Period> = volumes
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter_map(|cell| match cell {
            Cell::Year(year) => Some(*year),
            _ => None,
        })
        .collect();
    if volumes.rows.len() != answer.rows.len() || years.len() < 2 {
        return;
    }
    for (place, column) in volumes
        .shown()
        .filter(|(_, column)| column.measure().is_some())
    {
        if volumes.rows.iter().any(|row| has_value(&row.cells[place])) {
            answer.columns.push(column.clone());
            for (row, volume) in answer.rows.iter_mut().zip(&volumes.rows) {
                row.cells.push(volume.cells[place].clone());
            }
        }
    }
}

/// What sort of place it is, in words.
fn about(package: &Package, area: &Area) -> Result<Label> {
    let parent = package
        .areas()?
        .iter()
        .find(|known| known.code == area.parent && !area.parent.is_empty());
    let kind = match parent {
        Some(parent) if !area.level.is_empty() => format!("{} in {}", area.level, parent.name),
        _ => area.level.clone(),
    };
    let groups: Vec<String> = area
        .groups
        .iter()
        .map(|group| format!("@{group}"))
        .collect();
    let en = [&area.name_zh, &kind, &area.code, &groups.join(" ")];
    let parent_zh = parent.map(|parent| parent.name_zh.clone());
    let parent_zh = parent_zh.unwrap_or_default();
    let zh = [&area.name, &parent_zh, &area.code, &groups.join(" ")];
    Ok(Label::new(joined(&en), Some(joined(&zh))))
}

/// The parts that there are.
fn joined(parts: &[&String]) -> String {
    let parts = parts.iter().map(|part| part.as_str());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}
