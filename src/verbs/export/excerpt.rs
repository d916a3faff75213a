//! The answer to a question to a table as a package of its own.

use std::borrow::Cow;
use std::collections::BTreeSet;

use anyhow::Result;

use super::Refusal;
use super::descriptor::{Descriptor, Origin, Resource, Schema};
use super::doubts::{self, Key};
use super::fields::{Making, fields};
use super::files::{File, beside, file, of_area, resource};
use crate::answer::{Answer, Cell, Column, Role, Row};
use crate::cli::grammar::check_names;
use crate::package::{AREA_COLUMNS, Area, DESCRIPTOR, Document, Package, Table};
use crate::render::{Format, Style};
use crate::table::Texts;
use crate::words::{list, printable};

/// An answer, and what it answers.
pub(super) struct Excerpt<'a> {
    pub(super) package: &'a Package,
    pub(super) table: &'a Table,
    pub(super) answer: Answer,
    pub(super) making: Making,
    /// The question as a command line.
    pub(super) question: String,
}

impl Excerpt<'_> {
    /// The files of the package.
    pub(super) fn files(&self) -> Result<Vec<File>> {
        self.refuse_equals()?;
        self.refuse_strangers()?;
        let figures = Format::Csv.render(&self.answer, &Style::default())?;
        let figures = file(&self.table.name, figures);
        let mut parts = vec![(self.figures(&figures), figures)];
        let areas = self.areas()?;
        let has_register = !areas.is_empty();
        if has_register {
            let name = self.name_beside("areas");
            let title = "Places: codes, names and groups";
            let lines = areas.into_iter().map(of_area);
            parts.push(beside(name, "areas", title, &AREA_COLUMNS, lines));
        }
        let doubts = self.doubts()?;
        if !doubts.is_empty() {
            let name = self.name_beside("notes");
            let title = "Doubts about the figures";
            parts.push(beside(name, "notes", title, &doubts::COLUMNS, doubts));
        }
        let (resources, mut files): (Vec<Resource>, Vec<File>) = parts.into_iter().unzip();
        let mut json = serde_json::to_vec_pretty(&self.descriptor(resources, has_register)?)?;
        json.push(b'\n');
        files.insert(0, (DESCRIPTOR.to_owned(), json));
        check(&files)?;
        Ok(files)
    }

    /// The columns that are shown, with their places.
    fn columns(&self) -> Vec<(usize, &Column)> {
        self.answer.shown().collect()
    }

    /// The cells that name areas.
    fn area_cells(&self) -> BTreeSet<&str> {
        let is_area = |(_, column): &(usize, &Column)| matches!(column.role, Role::Area);
        let place = self
            .columns()
            .into_iter()
            .find(is_area)
            .map(|(place, _)| place);
        let cells = self
            .answer
            .rows
            .iter()
            .filter_map(|row| row.cells[place?].text());
        cells.collect()
    }

    /// Refuses rows that nothing tells apart.
    fn refuse_equals(&self) -> Result<(), Refusal> {
        let columns = self.columns();
        let mut seen: BTreeSet<Key> = BTreeSet::new();
        match self
            .answer
            .rows
            .iter()
            .find(|row| !seen.insert(key(&columns, row)))
        {
            None => Ok(()),
            Some(row) => {
                let members = key(&columns, row)
                    .into_iter()
                    .map(|(_, member)| printable(&member));
                Err(Refusal::new(format!(
                    "several rows of this answer are about {}",
                    list(members, "and")
                ))
                .next("keep the columns that tell them apart"))
            }
        }
    }

    /// Refuses rows that stand among the areas and are none.
    fn refuse_strangers(&self) -> Result<()> {
        let Some(area) = self.table.area() else {
            return Ok(());
        };
        let frame = self.package.frame(self.table)?;
        let own = frame.texts(area).map(Texts::dictionary);
        let is_own = |cell: &str| own.is_some_and(|own| own.find(cell).is_some());
        match self.area_cells().into_iter().find(|cell| !is_own(cell)) {
            None => Ok(()),
            Some(cell) => {
                let message = format!(
                    "`{}` is no area of `{}`, and in a package it would count as one more; leave out `--total`, or \
                     keep the whole alone with `--group-by`",
                    printable(cell),
                    self.table.name
                );
                Err(Refusal::new(message).into())
            }
        }
    }

    /// The areas of the answer and those that they lie in, in the order of the register; none where it lacks one.
    fn areas(&self) -> Result<Vec<&Area>> {
        let register = self.package.areas()?;
        let mut codes: BTreeSet<&str> = BTreeSet::new();
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for cell in self.area_cells() {
            let Some(area) = register.of_cell(cell) else {
                return Ok(Vec::new());
            };
            names.insert(&area.name);
            let mut parent = area.parent.as_str();
            while !parent.is_empty() && codes.insert(parent) {
                let holder = register.iter().find(|holder| holder.code == parent);
                parent = holder.map_or("", |holder| holder.parent.as_str());
            }
        }
        let is_kept =
            |area: &&Area| names.contains(area.name.as_str()) || codes.contains(area.code.as_str());
        Ok(register.iter().filter(is_kept).collect())
    }

    /// The lines of the notes about the figures.
    fn doubts(&self) -> Result<Vec<[String; 11]>> {
        let remarks = self.package.remarks(self.table)?;
        let columns = self.columns();
        let mut lines = Vec::new();
        for row in &self.answer.rows {
            let key = key(&columns, row);
            for (place, column) in &columns {
                let Cell::Figure(figure) = &row.cells[*place] else {
                    continue;
                };
                let id = column.measure().map_or("", |measure| measure.id.as_str());
                let about = (self.table.name.as_str(), id);
                lines.extend(doubts::of_figure(figure, about, &key, remarks)?);
            }
        }
        Ok(lines)
    }

    fn descriptor<'b>(
        &'b self,
        resources: Vec<Resource<'b>>,
        has_register: bool,
    ) -> Result<Descriptor<'b>> {
        let package = self.package;
        let answer = &self.answer;
        let title = |title: &str, part: &str| match part {
            "" => title.to_owned(),
            part => format!("{title} · {part}"),
        };
        let mut sources: Vec<&Document> = Vec::new();
        for document in self
            .table
            .sources
            .iter()
            .filter_map(|source| package.document(source))
        {
            if !sources.iter().any(|known| known.name == document.name) {
                sources.push(document);
            }
        }
        let zh = answer.title.zh.as_ref();
        Ok(Descriptor {
            schema: "https://datapackage.org/profiles/2.0/datapackage.json",
            name: plain_name(&format!("{}-{}", package.name(), self.table.name)),
            title: title(&answer.title.en, &answer.subtitle.en),
            title_zh: zh.map(|zh| title(zh, answer.subtitle.zh_or_en())),
            description: format!(
                "An excerpt of the package {}, made by `{}`.",
                package.name_and_version(),
                self.question
            ),
            version: package.version(),
            query: &self.question,
            excerpt_of: Origin {
                name: package.name(),
                version: package.version(),
                sha256: package.cited(DESCRIPTOR)?.1,
            },
            main_level: package.main_level().filter(|_| has_register),
            contributors: package.contributors(),
            licenses: package.licenses(),
            sources,
            resources,
        })
    }

    /// The resource of the figures.
    fn figures(&self, file: &File) -> Resource<'_> {
        let columns: Vec<(&Column, Vec<&Cell>)> = self
            .columns()
            .into_iter()
            .map(|(place, column)| {
                (
                    column,
                    self.answer
                        .rows
                        .iter()
                        .map(|row| &row.cells[place])
                        .collect(),
                )
            })
            .collect();
        let keys = columns.iter().filter(|(column, _)| column.is_key());
        let keys = keys.map(|(column, _)| column.name.as_str()).collect();
        let fields = fields(self.table, &columns, &self.making);
        let described = self.table.description.iter().chain(&self.answer.remarks);
        let description: Vec<&str> = described.map(String::as_str).collect();
        Resource {
            title: self.table.title.clone(),
            title_zh: self.table.title_zh.as_deref(),
            description: (!description.is_empty()).then(|| description.join(" ")),
            role: "table",
            licenses: self.table.licenses.as_deref(),
            sources: self.table.sources.clone(),
            schema: Schema {
                fields,
                primary_key: keys,
                missing_values: [""],
            },
            ..resource(self.table.name.clone(), file)
        }
    }

    /// The name of a resource beside the table, which may have taken it.
    fn name_beside(&self, name: &str) -> String {
        if self.table.name == name {
            format!("{name}-of-{name}")
        } else {
            name.to_owned()
        }
    }
}

/// What could not be read again is not written.
fn check(files: &[File]) -> Result<()> {
    let read = Package::in_memory("export", files.to_vec()).and_then(|package| {
        package.check()?;
        check_names(&package)
    });
    let Err(error) = read else {
        return Ok(());
    };
    let first = error.faults.iter().take(1);
    let message = format!(
        "this answer is no package of its own: {}",
        list(first, "and")
    );
    Err(Refusal::new(message).into())
}

/// What tells a row from others.
fn key<'a>(columns: &[(usize, &'a Column)], row: &'a Row) -> Key<'a> {
    let keys = columns.iter().filter(|(_, column)| column.is_key());
    keys.filter_map(|(place, column)| {
        let member = match &row.cells[*place] {
            Cell::Year(year) => Cow::Owned(year.to_string()),
            cell => Cow::Borrowed(cell.text()?),
        };
        Some((column.name.as_str(), member))
    })
    .collect()
}

/// A name as packages have them: small letters, digits, `-`, `_` and `.`.
fn plain_name(name: &str) -> String {
    let plain = |c: char| match c.to_ascii_lowercase() {
        c if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') => c,
        _ => '-',
    };
    name.chars().map(plain).collect()
}
