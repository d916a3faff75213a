//! What every command returns: typed columns, rows, notes, sources. Formats render it; nothing else does.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::figure::{Figure, Note, Number, Period, Value, tells_of_refuted};
use crate::package::SourceLine;
use crate::words::{count, printable};

/// A text in English, and in Chinese where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Label {
    /// In English, or as the data write it.
    pub en: String,
    /// In Chinese.
    pub zh: Option<String>,
}

impl Label {
    /// A label that has no Chinese form.
    pub fn plain(text: impl Into<String>) -> Label {
        Label {
            en: text.into(),
            zh: None,
        }
    }

    /// The Chinese form where there is one, else the English.
    pub fn zh_or_en(&self) -> &str {
        self.zh.as_ref().unwrap_or(&self.en)
    }

    /// A label with its Chinese form, where there is one.
    pub fn new(en: impl Into<String>, zh: Option<impl Into<String>>) -> Label {
        Label {
            en: en.into(),
            zh: zh.map(Into::into).filter(|zh| !zh.is_empty()),
        }
    }
}

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

/// A column of an answer.
#[derive(Debug, Clone)]
pub struct Column {
    /// The name in machine formats.
    pub name: String,
    /// The heading in formats for readers.
    pub label: Label,
    /// What it holds.
    pub role: Role,
    /// Whether it is part of the output.
    pub shown: bool,
}

/// What a column holds.
#[derive(Debug, Clone)]
pub enum Role {
    /// The area a row is about.
    Area,
    /// The year a row is about.
    Time,
    /// The member of another dimension.
    Member,
    /// The indicator whose figures a row holds, where each row has its own; [`Answer::indicators`] knows it by the cell's
    /// id.
    Indicator,
    /// The unit of those figures.
    Unit,
    /// The notes of those figures, in words; they are then told there and nowhere else.
    Note,
    /// Codes and words about the row.
    Words,
    /// What is said of the row's figures or of its area: a flag, a code, a unit; not shown unless it is asked for.
    Attribute,
    /// Figures.
    Measure(Box<Measure>),
}

/// What is to be known of a column of figures.
#[derive(Debug, Clone, Default)]
pub struct Measure {
    /// The indicator's id, by which the column can be asked for as well.
    pub id: String,
    /// The unit with the price basis.
    pub unit: Option<Label>,
    /// The price basis, which ends the unit, where it is told.
    pub prices: Option<String>,
    /// The unit as an SDMX code (`CNY`, `PS`), where it has one.
    pub unit_measure: Option<String>,
    /// The power of ten that a figure is to be multiplied with to have it in that unit.
    pub unit_mult: i8,
    /// The year in which an index is 100, or at whose prices an amount is given.
    pub base: Option<Period>,
    /// The first and the last year that the figures are about, where the column says it and not the row.
    pub years: Option<(Period, Period)>,
    /// The table that the figures are from.
    pub table: String,
    /// Where the figures are from, as a short citation.
    pub source: String,
    /// The name of the column that tells the unit of each figure, where they have not all the same.
    pub unit_in: Option<String>,
    /// The name of the column that tells where each figure is from.
    pub source_in: Option<String>,
    /// What the figures are beside what their row says.
    pub holds: Holds,
    /// Whether they are amounts, which add up over areas.
    pub is_amount: bool,
}

/// What the figures of a column are beside what their row says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Holds {
    /// The values that the rows are about.
    #[default]
    Values,
    /// The values of a year, where years stand side by side.
    OfYear(Period),
    /// The values of an area, where areas stand side by side.
    OfArea(Name),
    /// The lower ends of the intervals of the column of this name.
    LowOf(String),
    /// The upper ends of the intervals of the column of this name.
    HighOf(String),
    /// What is said of the values: a rank, a share, a gap, a ratio.
    Aside,
    /// Values of which each row has another sort, so that no two are to be compared.
    Various,
}

/// A row of an answer.
#[derive(Debug, Clone)]
pub struct Row {
    /// A cell for every column.
    pub cells: Vec<Cell>,
    /// Whether the row is a total of others; it is not ranked with them.
    pub total: bool,
}

/// A cell of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing belongs here.
    Empty,
    /// An area, a member or an indicator: what machines read and what people read.
    Name(Name),
    /// A member of a dimension that is counted, such as a position: its name for machines is a number.
    Numeral(Name),
    /// The year a row is about.
    Year(Period),
    /// Words about the row.
    Words(String),
    /// A figure, which may be missing.
    Figure(Box<Figure>),
}

/// Something that has a name for machines and one for people. Rows share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(Arc<Named>);

/// The names of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What machines read.
    pub id: String,
    /// What people read.
    pub label: Label,
}

impl Name {
    /// The names of something: what machines read, and what people read.
    pub fn new(id: impl Into<String>, label: Label) -> Name {
        Name(Arc::new(Named {
            id: id.into(),
            label,
        }))
    }

    /// What people read, to be changed here alone.
    pub fn label_mut(&mut self) -> &mut Label {
        &mut Arc::make_mut(&mut self.0).label
    }
}

impl Deref for Name {
    type Target = Named;

    fn deref(&self) -> &Named {
        &self.0
    }
}

impl From<Figure> for Cell {
    fn from(figure: Figure) -> Cell {
        Cell::Figure(Box::new(figure))
    }
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

impl Measure {
    /// The code of percent as a unit.
    pub const PERCENT: &str = "PC";
    /// The code of percentage points as a unit.
    pub const POINTS: &str = "PP";
    /// The code of an index number as a unit.
    pub const INDEX: &str = "IX";
}

impl Column {
    /// A shown column that names the indicator of each row's figures.
    pub fn indicator() -> Column {
        Column::titled("indicator", "Indicator", "指标").of_role(Role::Indicator)
    }

    /// A shown column that tells the unit of each row's figures.
    pub fn unit() -> Column {
        Column::titled("unit", "Unit", "单位").of_role(Role::Unit)
    }

    /// A shown column of words with its heading in English and in Chinese.
    pub fn titled(name: &str, en: &str, zh: &str) -> Column {
        Column {
            label: Label::new(en, Some(zh)),
            ..Column::words(name, en)
        }
    }

    /// A shown column of figures, all in this unit where there is one.
    pub fn figures(name: &str, label: Label, holds: Holds, unit: Option<Label>) -> Column {
        Column {
            label,
            role: Role::Measure(Box::new(Measure {
                unit,
                holds,
                ..Measure::default()
            })),
            ..Column::words(name, "")
        }
    }

    /// The column in another role.
    #[must_use]
    pub fn of_role(self, role: Role) -> Column {
        Column { role, ..self }
    }

    /// A shown column of words.
    pub fn words(name: &str, label: &str) -> Column {
        Column {
            name: name.to_owned(),
            label: Label::plain(label),
            role: Role::Words,
            shown: true,
        }
    }

    /// Whether the column is asked for by this name: its own or its indicator's id, unless there is a column for each
    /// of several years.
    pub fn is_called(&self, name: &str) -> bool {
        let is_id = |measure: &Measure| {
            !measure.id.is_empty() && measure.id == name && measure.years.is_none()
        };
        self.name == name || self.measure().is_some_and(is_id)
    }

    /// Whether it holds figures themselves or their ends, and not what is said of them.
    fn is_of_values(&self) -> bool {
        self.measure()
            .is_some_and(|measure| measure.holds != Holds::Aside)
    }

    /// Whether it holds the ends of intervals.
    fn is_end(&self) -> bool {
        let is_end =
            |measure: &Measure| matches!(measure.holds, Holds::LowOf(_) | Holds::HighOf(_));
        self.measure().is_some_and(is_end)
    }

    /// Whether it names the rows.
    pub fn is_key(&self) -> bool {
        matches!(self.role, Role::Area | Role::Time | Role::Member)
    }

    /// What is to be known of its figures, where it holds figures.
    pub fn measure(&self) -> Option<&Measure> {
        match &self.role {
            Role::Measure(measure) => Some(measure),
            _ => None,
        }
    }
}

impl Cell {
    /// A cell of words, or an empty one.
    pub fn words(text: impl Into<String>) -> Cell {
        let text = text.into();
        if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Words(text)
        }
    }

    /// A cell with a text that is its own id.
    pub fn label(label: Label) -> Cell {
        Cell::Name(Name::new(label.en.clone(), label))
    }

    /// The figure in the cell, where it holds one.
    pub fn figure(&self) -> Option<&Figure> {
        match self {
            Cell::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    /// The number in the cell, where it holds one; a year counts as one, another period does not.
    pub fn number(&self) -> Option<Number> {
        #[cfg(test)]
        crate::words::work::step();
        let number_of = |year: Period| Some(Number::from(Decimal::from(year.plain_year()?)));
        match self {
            Cell::Numeral(name) => name.id.parse().ok(),
            Cell::Year(year) => number_of(*year),
            Cell::Figure(figure) => match figure.value {
                Value::Year(year) => number_of(year),
                Value::Number(number) => Some(number),
                Value::Text(_) | Value::Missing => None,
            },
            Cell::Empty | Cell::Name(_) | Cell::Words(_) => None,
        }
    }

    /// The words in the cell as machines read them, where it holds words.
    pub fn text(&self) -> Option<&str> {
        #[cfg(test)]
        crate::words::work::step();
        match self {
            Cell::Name(name) | Cell::Numeral(name) => Some(&name.id),
            Cell::Words(text) => Some(text),
            Cell::Figure(figure) => match &figure.value {
                Value::Text(text) => Some(text),
                _ => None,
            },
            Cell::Empty | Cell::Year(_) => None,
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
