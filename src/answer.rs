//! What every command returns: typed columns, rows, notes, sources. Formats render it; nothing else does.

mod cell;
mod column;
mod name;

use std::collections::BTreeMap;

use crate::figure::{Figure, Note, Period, tells_of_refuted};
use crate::package::SourceLine;
use crate::words::{count, printable};

pub use cell::Cell;
pub use column::{Column, Holds, Measure, Role};
pub use name::{Label, Name, Named};

/// The first and the last year in which an area existed; without end where there is none.
pub type Existence = (Option<Period>, Option<Period>);

/// A table of typed columns with what a reader has to know of it.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// What it is called among the parts of a page, for machines; empty where it stands alone.
    pub name: String,
    /// What it is about.
    pub title: Label,
    /// Which part of that was asked for.
    pub subtitle: Label,
    /// The columns, in order; those not shown can still be sorted by and asked for.
    pub columns: Vec<Column>,
    /// The names of columns that a table for readers can do without, the first to go first, where the columns do not
    /// fit; it then says so.
    pub details: Vec<String>,
    /// The names of columns by which programs know a row again: formats of records have them, shown or not.
    pub identifiers: Vec<String>,
    /// The rows, in order, each with a cell for every column.
    pub rows: Vec<Row>,
    /// Over which key columns the figures of an indicator add up to a whole, so that they may be stacked: the names
    /// of the columns by the indicator's id. Figures of others do not add up.
    pub adds_over: BTreeMap<String, Vec<String>>,
    /// What was done to the figures, to be told below a table.
    pub remarks: Vec<String>,
    /// What was done, in a line: below a table, and on stderr beside formats that tell no notes.
    pub summary: Option<String>,
    /// Whether a table has a column with the course of each row's years, where that fits.
    pub course: bool,
    /// Whether its rows stand in an order that was asked for, which a picture keeps.
    pub ordered: bool,
    /// Whether a picture shows where the values stand on a scale, as dots, and not how large they are.
    pub dots: bool,
    /// From which year to which the areas existed that were made or dissolved.
    pub existence: BTreeMap<String, Existence>,
    /// Where the figures are from.
    pub sources: Vec<SourceLine>,
    /// What the user has to know beside the answer; told on stderr.
    pub warnings: Vec<String>,
    /// Why there are no rows, where there are none: the request is valid and nothing is there.
    pub nothing: Option<String>,
    /// What is to be known of the indicators that rows name, where a column of [`Role::Indicator`] does so.
    pub indicators: Vec<Measure>,
    /// The same figures in a layout that pictures of them are drawn from, where its own tells no picture.
    pub drawn: Option<Box<Answer>>,
    /// How a screen shows it, where not as it is.
    pub screen: Option<Screen>,
    /// What stands below it on a page for readers, each with its title; formats of data leave it out. Table, md and html
    /// tell one below the other, with the marks of notes going on and all notes at the end; latex makes each a table with
    /// notes of its own; xlsx gives each a sheet.
    pub sections: Vec<Answer>,
    /// Which question it answers, for those who want to ask it again; none where nobody typed one.
    pub origin: Option<Origin>,
}

/// How a screen shows a part of a page in brief.
#[derive(Debug, Clone)]
pub enum Screen {
    /// By another answer in its place.
    Instead(Box<Answer>),
    /// By the question alone that shows it.
    Named(String),
}

/// What an answer was made from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The question as a shell takes it, without the options that only say how the answer is written.
    pub query: String,
    /// The short name of the package.
    pub package: String,
    /// The version of its data, where it states one.
    pub version: Option<String>,
}

/// A row of an answer.
#[derive(Debug, Clone)]
pub struct Row {
    /// A cell for every column.
    pub cells: Vec<Cell>,
    /// Whether the row is a total of others; it is not ranked with them.
    pub total: bool,
}

impl Origin {
    /// The package with the version of its data.
    pub fn data(&self) -> String {
        match &self.version {
            Some(version) => format!("{} {version}", self.package),
            None => self.package.clone(),
        }
    }
}

impl Answer {
    /// What stands below the figures for readers: what was done to them, and in a line what was done altogether.
    pub fn below(&self) -> impl Iterator<Item = &str> {
        self.remarks.iter().chain(&self.summary).map(String::as_str)
    }

    /// The answers of the page: this one, and those that stand below it.
    pub fn page(&self) -> impl Iterator<Item = &Answer> {
        std::iter::once(self).chain(&self.sections)
    }

    /// The answers of the page as a screen shows it in brief, and names and questions of the rest.
    pub fn screen(&self) -> (Vec<&Answer>, Vec<(&str, &str)>) {
        if let Some(Screen::Instead(page)) = &self.screen {
            return page.screen();
        }
        let mut parts = vec![self];
        let mut named: Vec<(&str, &str)> = Vec::new();
        for part in &self.sections {
            match &part.screen {
                None => parts.push(part),
                Some(Screen::Instead(instead)) => parts.push(instead),
                Some(Screen::Named(question)) => named.push((&part.name, question)),
            }
        }
        (parts, named)
    }

    /// The sources of the page, each once.
    pub fn sources_of_page(&self) -> Vec<SourceLine> {
        let mut sources: Vec<SourceLine> = Vec::new();
        for source in self.page().flat_map(|answer| &answer.sources) {
            if !sources.contains(source) {
                sources.push(source.clone());
            }
        }
        sources
    }

    /// What is to be said of figures of the page that are refuted, or that leave out what is: in one line.
    pub fn refuted(&self) -> Option<String> {
        let (mut shown, mut without): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        for answer in self.page() {
            let measures: Vec<(usize, &Column)> = answer
                .shown()
                .filter(|(_, column)| column.measure().is_some() && !column.is_end())
                .collect();
            for row in &answer.rows {
                let of = |is_it: &dyn Fn(&Column, &Figure) -> bool| -> Vec<String> {
                    let figures =
                        measures
                            .iter()
                            .filter(|(place, column)| match &row.cells[*place] {
                                Cell::Figure(figure) => is_it(column, figure),
                                _ => false,
                            });
                    figures
                        .map(|(_, column)| answer.figure_in_words(row, column))
                        .collect()
                };
                let refuted = of(&|column, figure| figure.is_refuted() && column.is_of_values());
                // What is made of it in its own row need not be told as well.
                if refuted.is_empty() {
                    without.extend(of(&|_, figure| {
                        figure.notes.iter().any(Note::tells_of_refuted)
                    }));
                }
                shown.extend(refuted);
            }
        }
        let told = |found: &[String]| match found {
            [] | [_] => found.concat(),
            [first, rest @ ..] => format!("{first} and {} more", count(rest.len(), "figure")),
        };
        let are = |found: &[String], one, several| if found.len() == 1 { one } else { several };
        let shown_is = are(&shown, "is", "are");
        let without_it = are(
            &without,
            "rests on a value that is refuted and",
            "rest on values that are refuted and",
        );
        let shown = (!shown.is_empty()).then(|| {
            format!(
                "{} {shown_is} refuted by arithmetic and not computed with",
                told(&shown)
            )
        });
        // Why a figure is missing may be told already.
        let mut said = self.warnings.iter().chain(&self.summary);
        let is_told = said.any(|told| tells_of_refuted(told));
        let without = (!without.is_empty() && !is_told)
            .then(|| format!("{} {without_it} not used", told(&without)));
        let parts: Vec<String> = shown.into_iter().chain(without).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// What is to be said of figures of the page that are made of a part of what they are asked of, or approximately: a line
    /// for each reason.
    pub fn reservations(&self) -> Vec<String> {
        const MOST: usize = 4;
        let mut said: Vec<(&str, String, usize)> = Vec::new();
        // A column of notes says it itself.
        let has_notes = |answer: &&Answer| {
            let mut shown = answer.shown();
            shown.any(|(_, column)| matches!(column.role, Role::Note))
        };
        for answer in self.page().filter(|answer| !has_notes(answer)) {
            for row in &answer.rows {
                for (place, column) in answer.shown().filter(|(_, column)| !column.is_end()) {
                    // Of a change the note of its end stands before that of its beginning.
                    let notes = row.cells[place].figure().map(|figure| &figure.notes);
                    let note = notes.and_then(|notes| notes.iter().find(|note| note.is_lasting()));
                    if let Some(note) = note {
                        let text = note.text.trim_end_matches('.');
                        match said.iter().position(|(known, ..)| *known == text) {
                            Some(at) => said[at].2 += 1,
                            None if said.len() > MOST => {}
                            None => said.push((text, answer.figure_in_words(row, column), 0)),
                        }
                    }
                }
            }
        }
        let has_more = said.len() > MOST;
        let lines = said.into_iter().take(MOST);
        let lines = lines.map(|(text, figure, more)| match more {
            0 => format!("{figure}: {text}"),
            more => format!("{figure} and {} more: {text}", count(more, "figure")),
        });
        let more = has_more
            .then(|| "more figures are partial or approximate; `--long` says which".to_owned());
        lines.chain(more).collect()
    }

    /// A figure in words: its column, and what names its row.
    fn figure_in_words(&self, row: &Row, column: &Column) -> String {
        let names = |(place, column): (usize, &Column)| {
            let names_it = column.is_key() || matches!(column.role, Role::Indicator);
            match &row.cells[place] {
                Cell::Year(year) if names_it => Some(year.to_string()),
                cell => cell.text().filter(|_| names_it).map(str::to_owned),
            }
        };
        let names: Vec<String> = self.shown().filter_map(names).collect();
        let column = match column.measure().map(|measure| &measure.holds) {
            Some(Holds::OfYear(year)) => return printable(&format!("{} {year}", names.join(" "))),
            Some(Holds::OfArea(area)) => {
                return printable(&format!("{} of {}", area.id, names.join(" ")));
            }
            // Of rows that say what they are about the column is at most the year.
            Some(Holds::Various)
                if self.place(|role| matches!(role, Role::Indicator)).is_some() =>
            {
                let year = column.name.parse::<Period>().ok();
                let year = year.map(|year| year.to_string());
                let parts: Vec<String> = names.into_iter().chain(year).collect();
                return printable(&parts.join(" "));
            }
            _ => &column.name,
        };
        printable(&format!("`{column}` of {}", names.join(" ")))
    }

    /// The place of the first column whose role is such.
    pub fn place(&self, is_it: impl Fn(&Role) -> bool) -> Option<usize> {
        self.columns.iter().position(|column| is_it(&column.role))
    }

    /// The place of the column with the figures of an indicator.
    pub fn place_of(&self, indicator: &str) -> Option<usize> {
        self.place(|role| matches!(role, Role::Measure(measure) if measure.id == indicator))
    }

    /// The shown columns, with their places.
    pub fn shown(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.shown)
    }
}
