//! What a table's descriptor comes to: dimensions and indicators, stated or inferred.
//!
//! It is one file since it is the one place in which a table, its columns and what each means are defined together.

mod columns;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::cells::CellFormat;
use super::constraints;
use super::declared::{FieldRole, Match, Schema};
use super::descriptor::{Example, Resource, Source};
use super::dialect::Dialect;
use super::dimension::Dimension;
use super::fault::Fault;
use super::files::DESCRIPTOR;
use super::folding::fold;
use super::infer::roles;
use super::json;
use super::rule::Combine;
use crate::figure::{Interval, Kind};
use crate::source::attribute::{Attribute, What};
use crate::words::excerpt;
use columns::{check, column};

/// A table of the package: what its columns mean and where it is taken from.
#[derive(Debug, Clone)]
pub struct Table {
    /// The name; its command.
    pub name: String,
    /// The file, seen from the descriptor; the first of them where it has several parts, the descriptor itself where
    /// the figures stand there.
    pub path: String,
    /// A short heading.
    pub title: String,
    /// The heading in Chinese.
    pub title_zh: Option<String>,
    /// What it holds and what to beware of.
    pub description: Option<String>,
    /// The columns, in the order of the file.
    pub columns: Vec<Column>,
    /// Which columns name a row.
    pub key: Vec<usize>,
    /// Whether the descriptor says which.
    pub key_declared: bool,
    /// Where it is taken from.
    pub sources: Vec<Source>,
    /// Under which licences it may be used, where they are its own, as the descriptor writes them.
    pub licenses: Option<Box<RawValue>>,
    /// Queries worth trying.
    pub examples: Vec<Example>,
    /// How the file is written.
    pub dialect: Dialect,
    /// How the columns of the file go with those of the table.
    pub(super) fields_match: Match,
    /// Whether the years are selected ones, so that those between them are not lacking.
    pub selected_years: bool,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// The name in the header of the file and of machine formats.
    pub name: String,
    /// A short heading.
    pub title: String,
    /// The heading in Chinese.
    pub title_zh: Option<String>,
    /// Other names that people give it.
    pub aliases: Vec<String>,
    /// What it holds.
    pub description: Option<String>,
    /// What its cells are read as.
    pub content: Content,
    /// What it is to a query.
    pub meaning: Meaning,
    /// What that is told from, where the descriptor does not declare it: the end of a sentence.
    pub inferred: Option<String>,
    /// How its cells are written.
    pub format: CellFormat,
}

/// What the cells of a column are read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Words.
    Text,
    /// A year.
    Year,
    /// A number without decimals.
    Integer,
    /// A number.
    Number,
}

/// What a column is to a query.
#[derive(Debug, Clone)]
pub enum Meaning {
    /// The area a row is about.
    Area,
    /// The year a row is about.
    Time,
    /// Another dimension.
    Dimension(Dimension),
    /// Values.
    Indicator(Box<Indicator>),
    /// What is said of values, of an area or of a member, and is no key.
    Attribute(Attribute),
}

/// What is to be known of an indicator.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is declared on its own")]
pub struct Indicator {
    /// The id by which `-i` asks for it.
    pub id: String,
    /// What sort of quantity it is.
    pub kind: Kind,
    /// Whether the descriptor says so; else nothing may be concluded from the kind of a number.
    pub kind_declared: bool,
    /// Whether it is concluded from a rule that the user assumes: what adds up over areas need not over time.
    pub kind_assumed: bool,
    /// The unit of its values.
    pub unit: Option<String>,
    /// The unit in Chinese.
    pub unit_zh: Option<String>,
    /// The unit as an SDMX code.
    pub unit_measure: Option<String>,
    /// The power of ten that a value is to be multiplied with to have it in the unit's code.
    pub unit_mult: i8,
    /// Whether the descriptor declares that.
    pub unit_mult_declared: bool,
    /// The usual count of printed decimals; a cell keeps its own.
    pub decimals: Option<u32>,
    /// The range in which its values lie, where one is declared.
    pub range: Option<Interval>,
    /// At which prices an amount is given.
    pub prices: Option<String>,
    /// What exactly is counted.
    pub concept: Option<String>,
    /// How values combine; never, where the descriptor declares no rule.
    pub combine: Combine,
    /// Whether the descriptor declares the rule.
    pub combine_declared: bool,
    /// What its texts are in Chinese, as far as the descriptor labels them.
    pub texts_zh: BTreeMap<String, Arc<String>>,
}

impl Table {
    /// The table that a resource describes, or what is wrong with the description; a place is told within the schema.
    pub(super) fn describe(resource: &Resource) -> Result<Table, Vec<Fault>> {
        let name = &resource.name;
        let fault = |message: String| {
            Fault::of_descriptor(format!("resource `{}`: {message}", excerpt(name)))
        };
        let Some(raw) = &resource.schema else {
            return Err(vec![fault(
                "has no `schema`; name its columns under `schema.fields`".to_owned(),
            )]);
        };
        let path = match resource.path.first() {
            Some(path) => path,
            None if resource.data.is_some() => DESCRIPTOR,
            None => {
                return Err(vec![fault(
                    "has no `path`; name its CSV file, seen from the descriptor".to_owned(),
                )]);
            }
        };
        let schema: Schema = json::read(raw.get()).map_err(|found| {
            let Fault { message, .. } = fault(found.message);
            vec![Fault { message, ..found }]
        })?;
        let keyed = schema.primary_key.all();
        let mut faults = resource.faults.clone();
        faults.extend(resource.dialect.faults());
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if name.is_empty() || !name.chars().all(is_plain) {
            let message = "its name is a command and must be of letters, digits, `-`, `_` or `.`";
            faults.push(message.to_owned());
        }
        let columns: Vec<Column> = schema
            .fields
            .iter()
            .zip(roles(&schema.fields, keyed))
            .map(|(field, role)| {
                let mut fault = |message| faults.push(message);
                let null = resource.dialect.null_sequence.as_deref();
                let format = CellFormat::of_field(field, &schema.missing_values, null, &mut fault);
                column(field, &role, format, &mut fault)
            })
            .collect();
        check(&columns, keyed, &mut |message| faults.push(message));
        faults.extend(schema.fields.iter().flat_map(constraints::faults));
        faults.extend(schema.faults_of_keys());
        if !faults.is_empty() {
            return Err(faults.into_iter().map(fault).collect());
        }
        let place = |wanted: &String| columns.iter().position(|column| column.name == *wanted);
        let mut key: Vec<usize> = keyed.iter().filter_map(place).collect();
        if key.is_empty() {
            key = (0..columns.len())
                .filter(|&place| columns[place].meaning.is_key())
                .collect();
        }
        let whole = resource.whole().map_err(|found| vec![found])?;
        Ok(Table {
            name: name.clone(),
            path: path.to_owned(),
            title: whole.title.clone().unwrap_or_else(|| name.clone()),
            title_zh: whole.title_zh.clone(),
            description: whole.description.clone(),
            columns,
            key,
            key_declared: !keyed.is_empty(),
            sources: whole.sources.clone(),
            licenses: whole.licenses.clone(),
            examples: whole.examples.clone(),
            dialect: resource.dialect.clone(),
            fields_match: schema.fields_match.get(),
            selected_years: schema.fields.iter().any(|field| field.selected),
        })
    }

    /// The column that tells the area, where there is one.
    pub fn area(&self) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| matches!(column.meaning, Meaning::Area))
    }

    /// The column that tells the year, where there is one.
    pub fn time(&self) -> Option<usize> {
        self.columns
            .iter()
            .position(|column| matches!(column.meaning, Meaning::Time))
    }

    /// The further dimensions, with their columns.
    pub fn dimensions(&self) -> impl Iterator<Item = (usize, &Column, &Dimension)> {
        self.columns
            .iter()
            .enumerate()
            .filter_map(|(index, column)| match &column.meaning {
                Meaning::Dimension(dimension) => Some((index, column, dimension)),
                _ => None,
            })
    }

    /// The indicators, with their columns.
    pub fn indicators(&self) -> impl Iterator<Item = (usize, &Column, &Indicator)> {
        self.columns
            .iter()
            .enumerate()
            .filter_map(|(index, column)| match &column.meaning {
                Meaning::Indicator(indicator) => Some((index, column, indicator.as_ref())),
                _ => None,
            })
    }

    /// The columns that say something of values, of an area or of a member.
    pub fn attributes(&self) -> impl Iterator<Item = (usize, &Column, &Attribute)> {
        self.columns
            .iter()
            .enumerate()
            .filter_map(|(index, column)| match &column.meaning {
                Meaning::Attribute(attribute) => Some((index, column, attribute)),
                _ => None,
            })
    }

    /// The columns with codes of what another column names.
    pub fn codes_of<'t>(&'t self, column: &'t str) -> impl Iterator<Item = usize> {
        self.attributes().filter_map(move |(place, _, attribute)| {
            let is_it = attribute.what == What::Code && attribute.of.as_deref() == Some(column);
            is_it.then_some(place)
        })
    }

    /// The indicator of this id, with its column.
    pub fn indicator(&self, id: &str) -> Option<(usize, &Column, &Indicator)> {
        self.indicators()
            .find(|(_, _, indicator)| indicator.id == id)
    }

    /// The place of the column of this name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The column of a dimension by its name, area and time among them.
    pub(super) fn dimension(&self, name: &str) -> Option<&Column> {
        let column = &self.columns[self.column(name)?];
        column.meaning.is_key().then_some(column)
    }

    /// Whether columns say something of figures: flags, notes, bounds.
    pub fn says_of_figures(&self) -> bool {
        let mut attributes = self.attributes();
        attributes.any(|(_, _, attribute)| {
            use What::{High, Low, Note, Status};
            matches!(attribute.what, Status | Note | Low | High)
        })
    }

    /// The indicator that a word asks for: by id or column, else by a title that no other has, folded as labels are, else
    /// by a piece of a title that names one alone.
    pub fn indicator_called(&self, wanted: &str) -> Option<(usize, &Column, &Indicator)> {
        match self.indicators_titled(wanted).as_slice() {
            [only] => Some(*only),
            [_, ..] => None,
            [] => self.indicator_with(&fold(wanted)),
        }
    }

    /// The indicators that a whole word asks for: the one by id or column, else those by title or another name.
    pub fn indicators_titled(&self, wanted: &str) -> Vec<(usize, &Column, &Indicator)> {
        let mut all = self.indicators();
        if let Some(named) = all.find(|(_, column, _)| column.names().any(|name| name == wanted)) {
            return vec![named];
        }
        let folded = fold(wanted);
        let titled = self.indicators().filter(|(_, column, _)| {
            let titles = column.title_zh.iter().chain([&column.title]);
            let titles = titles.chain(&column.aliases);
            let mut spellings = titles.map(String::as_str).chain(column.names());
            spellings.any(|known| fold(known) == folded)
        });
        titled.collect()
    }
}

impl Table {
    /// The one indicator with a title that begins so, else the one in whose title a word does; `piece` is folded. A title
    /// in Chinese has no spaces between its words; two letters of others, `of` and `in` among them, say nothing.
    fn indicator_with(&self, piece: &str) -> Option<(usize, &Column, &Indicator)> {
        let least = if piece.is_ascii() { 3 } else { 2 };
        if piece.chars().count() < least {
            return None;
        }
        let begins = |rest: &str| fold(rest).starts_with(piece);
        let has_word = |title: &str| {
            let mut starts = title.char_indices().zip(title.chars().skip(1));
            starts.any(|((at, before), first)| {
                (!before.is_alphanumeric() || !first.is_ascii())
                    && begins(&title[at + before.len_utf8()..])
            })
        };
        let only = |fits: &dyn Fn(&str) -> bool| {
            let mut found = self.indicators().filter(|(_, column, _)| {
                let titles = column.title_zh.iter().chain([&column.title, &column.name]);
                let titles = titles.chain(&column.aliases);
                titles.map(String::as_str).any(fits)
            });
            found.next().filter(|_| found.next().is_none())
        };
        only(&begins).or_else(|| only(&has_word))
    }
}

impl Column {
    /// Every name by which the column can be asked for: its own, and an indicator's id.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let id = match &self.meaning {
            Meaning::Indicator(indicator) if indicator.id != self.name => {
                Some(indicator.id.as_str())
            }
            _ => None,
        };
        std::iter::once(self.name.as_str()).chain(id)
    }
}

impl Meaning {
    /// Whether the column names the rows.
    pub fn is_key(&self) -> bool {
        matches!(self, Meaning::Area | Meaning::Time | Meaning::Dimension(_))
    }

    fn role(&self) -> FieldRole {
        match self {
            Meaning::Area => FieldRole::Area,
            Meaning::Time => FieldRole::Time,
            Meaning::Dimension(_) => FieldRole::Dimension,
            Meaning::Indicator(_) => FieldRole::Indicator,
            Meaning::Attribute(_) => FieldRole::Attribute,
        }
    }
}

impl Indicator {
    /// The unit with the price basis: `RMB billion, current prices`; empty where neither is known.
    pub fn unit_and_prices(&self) -> String {
        let parts: Vec<&str> = [&self.unit, &self.prices]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        parts.join(", ")
    }
}
