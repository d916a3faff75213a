//! The records of a table and the entry of the descriptor that says what they are.

mod fields;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::areas::Areas;
use super::body::Body;
use super::drafts::Draft;
use super::heads::Heads;
use super::origin::{Origin, Selects};
use super::prove::Proven;
use super::roles::Roles;
use super::tidy::{Read, Tidy, status_of_mark};
use crate::figure::Status;
use crate::order::IntoMap;
use crate::source::found::{Found, Records};
use crate::source::grid::Grid;
use crate::source::headings;
use crate::source::layout::Layout;
use crate::words::{count, excerpt, list};
use fields::{Field, Holds};

/// A table about to be written.
pub(super) struct Table<'t, 'a> {
    pub(super) body: &'t Body<'a>,
    pub(super) heads: &'t Heads,
    pub(super) roles: &'t Roles,
    pub(super) drafts: &'t [Draft],
    pub(super) tidy: &'t Tidy,
    pub(super) layout: &'t Layout,
    /// How the members of dimensions hold one another.
    pub(super) totals: Vec<Proven>,
    /// What is asked of every cell, once it is known.
    pub(super) known: Known,
}

/// What is asked of every cell of a table, found once.
#[derive(Default)]
pub(super) struct Known {
    /// The column that says after which year the figures of its row are estimates.
    estimates_after: Option<usize>,
    /// For each indicator whether any of its figures has a flag or a status of its own.
    flagged: OnceCell<Vec<bool>>,
    /// The marks behind the labels of periods in the header, by column.
    marks: OnceCell<BTreeMap<usize, char>>,
}

impl Known {
    /// What is known of a table before it is written.
    pub(super) fn of(body: &Body, roles: &Roles) -> Known {
        let mut attributes = roles.attributes.iter().map(|(column, _)| *column);
        let says = |&column: &usize| {
            headings::normal(&body.columns[column].name) == "estimates start after"
        };
        Known {
            estimates_after: attributes.find(says),
            ..Known::default()
        }
    }
}

impl Table<'_, '_> {
    /// The records with the entry that describes them.
    pub(super) fn write(&self, areas: Option<&Areas>, grid: &Grid) -> Found {
        let fields = self.fields(self.flagged());
        let names: Vec<&str> = fields
            .iter()
            .map(|field| field.schema["name"].as_str().unwrap_or_default())
            .collect();
        let mut records = Records::new(names.iter().copied());
        let mut unread: Vec<(u64, String, String)> = Vec::new();
        let mut count_of_unread = 0;
        for (at, record) in self.tidy.records.iter().enumerate() {
            let figures: Vec<Read> = (0..self.drafts.len())
                .map(|indicator| {
                    self.tidy
                        .read(self.body, at, indicator, &self.drafts[indicator])
                })
                .collect();
            for (indicator, _) in figures
                .iter()
                .enumerate()
                .filter(|(_, figure)| figure.unread)
            {
                count_of_unread += 1;
                if unread.len() < 3
                    && let Some((row, column)) = self.tidy.place(at, indicator)
                {
                    unread.push((
                        self.body.line(row),
                        self.body.cell(row, column).to_owned(),
                        self.body.columns[column].name.clone(),
                    ));
                }
            }
            let cells: Vec<Cow<str>> = fields
                .iter()
                .map(|field| self.cell(field.holds, at, &figures, areas))
                .collect();
            records.push(self.body.line(record.row), cells.iter().map(Cow::as_ref));
        }
        let mut found = Found {
            resource: self.resource(&fields, grid),
            records,
            ..Found::default()
        };
        if count_of_unread > 0 {
            let told = unread.iter().map(|(line, cell, column)| {
                format!(
                    "`{}` in line {line} of `{}`",
                    excerpt(cell),
                    excerpt(column)
                )
            });
            let cells = count(count_of_unread, "cell");
            let verb = if count_of_unread == 1 {
                "is no figure and is"
            } else {
                "are no figures and are"
            };
            found.warnings.push(format!(
                "{cells} {verb} taken as missing, such as {}",
                list(told.take(3), "and")
            ));
        }
        for known in &self.totals {
            let name = excerpt(&self.body.columns[known.column].name);
            if let Some((member, proven)) = &known.held.total {
                let why = if *proven {
                    "it is the sum of the others wherever all are there"
                } else {
                    "its name says so"
                };
                let told = format!("`{}` is the total of `{name}`", excerpt(member));
                let finding = super::Finding::new(told, why, "\"total\"");
                found.findings.push(finding);
            }
            if let Some(why) = &known.held.overlap {
                let told = format!("the members of `{name}` overlap and are never added");
                let finding = super::Finding::new(told, why.clone(), "\"overlapping\"");
                found.findings.push(finding);
            }
        }
        found
    }

    /// Says of each column of the records where in the file it stands: those by which rows are selected, and where rows
    /// are records as they stand, those of figures and of words.
    pub(super) fn place(&self, areas: Option<&Areas>, origin: &mut Origin) {
        let of_file = |column: usize| self.body.columns[column].heading.index;
        let in_header = !self.heads.values.is_empty();
        let as_they_stand =
            self.roles.indicator.is_none() && (!in_header || self.roles.time.is_none());
        let column_of = |indicator: usize, period: usize| {
            let mut values = self.heads.values.iter();
            let value = values.find(|value| (value.stem, value.period) == (indicator, period));
            value.map(|value| of_file(value.column))
        };
        for field in self.fields(self.flagged()) {
            let name = field.schema["name"].as_str().unwrap_or_default();
            origin
                .selects
                .extend(match (field.holds, areas, &self.roles.time) {
                    (Holds::Area, Some(areas), _) => self.roles.area.map(|column| {
                        Selects::of(self.body, name, column, |row| {
                            areas.cells.get(areas.of_row[row] as usize).cloned()
                        })
                    }),
                    (Holds::Time, _, Some(when)) => {
                        Some(Selects::of(self.body, name, when.column, |row| {
                            when.of_row[row].map(|period| period.to_string())
                        }))
                    }
                    (Holds::Of(column), ..) if self.roles.dimensions.contains(&column) => {
                        Some(Selects::of(self.body, name, column, |row| {
                            Some(self.body.cell(row, column).to_owned())
                        }))
                    }
                    (Holds::Time, _, None) if as_they_stand => {
                        let periods = self.heads.periods.iter();
                        let periods = periods.map(ToString::to_string);
                        origin.across = Some((name.to_owned(), periods.collect()));
                        None
                    }
                    (Holds::Figure(indicator), ..) if as_they_stand => {
                        let columns = if in_header {
                            let periods = 0..self.heads.periods.len();
                            periods.map(|period| column_of(indicator, period)).collect()
                        } else {
                            let figures = self.roles.figures.get(indicator);
                            figures
                                .map(|&column| Some(of_file(column)))
                                .into_iter()
                                .collect()
                        };
                        origin.measures.push((name.to_owned(), columns));
                        None
                    }
                    (Holds::Of(column), ..) if as_they_stand => {
                        origin.words.push((name.to_owned(), of_file(column)));
                        None
                    }
                    _ => None,
                });
        }
    }

    /// The status that a figure has beside what its own cell says: of its period, of the year after which figures are
    /// estimates.
    fn status(&self, record: usize, indicator: usize, figure: &Read) -> Option<Status> {
        let Some((row, column)) = self.tidy.place(record, indicator) else {
            return figure.status;
        };
        if figure.number.is_none() {
            return figure.status;
        }
        let marks = self.known.marks.get_or_init(|| {
            let values = self.heads.values.iter();
            values
                .filter_map(|value| Some((value.column, value.mark?)))
                .into_map()
        });
        let of_header = marks.get(&column).copied();
        let of_row = self.roles.time.as_ref().and_then(|when| when.marks[row]);
        let marked = of_header.or(of_row).and_then(status_of_mark);
        let estimated = || {
            let column = self.known.estimates_after?;
            let last = self.body.cell(row, column).parse::<i64>().ok()?;
            let period = self.tidy.records[record].period?;
            (period.number() > last).then_some(Status::Estimated)
        };
        match (figure.status, marked.or_else(estimated)) {
            (Some(own), Some(other)) => Some(own.worst(other)),
            (own, other) => own.or(other),
        }
    }

    /// For each indicator whether any of its figures has a flag or a status of its own.
    fn flagged(&self) -> &[bool] {
        self.known.flagged.get_or_init(|| self.find_flagged())
    }

    fn find_flagged(&self) -> Vec<bool> {
        let mut flagged = vec![false; self.drafts.len()];
        for at in 0..self.tidy.records.len() {
            for (indicator, flagged) in flagged.iter_mut().enumerate() {
                if *flagged || self.tidy.place(at, indicator).is_none() {
                    continue;
                }
                let figure = self
                    .tidy
                    .read(self.body, at, indicator, &self.drafts[indicator]);
                *flagged = match self.status(at, indicator, &figure) {
                    None => !figure.flag.is_empty(),
                    Some(Status::Missing) => false,
                    Some(Status::Normal) => figure.number.is_none(),
                    Some(_) => true,
                };
            }
        }
        flagged
    }

    fn cell<'s>(
        &'s self,
        holds: Holds,
        at: usize,
        figures: &'s [Read],
        areas: Option<&'s Areas>,
    ) -> Cow<'s, str> {
        let record = &self.tidy.records[at];
        match holds {
            Holds::Area => {
                areas.map_or("", |areas| &areas.cells[areas.of_row[record.row] as usize])
            }
            Holds::Time => match record.period {
                Some(period) => return period.to_string().into(),
                None => "",
            },
            Holds::Of(column) => self.body.cell(record.row, column),
            Holds::Figure(indicator) => figures[indicator].number.as_deref().unwrap_or_default(),
            Holds::Beside(column, indicator) => match self.tidy.place(at, indicator) {
                Some((row, _)) => self.body.cell(row, column),
                None => "",
            },
            Holds::Bound { indicator, end } => {
                let place = self.tidy.place(at, indicator);
                let bound = place.and_then(|(row, column)| {
                    let mut bounds = self.roles.bounds.iter();
                    let (_, ends) = bounds.find(|(figures, _)| *figures == column)?;
                    let format = self.body.columns[ends[end]].format;
                    format.read(self.body.cell(row, ends[end])).ok()?.number
                });
                return bound.unwrap_or_default();
            }
            Holds::Status(indicator) => {
                let figure = &figures[indicator];
                match self.status(at, indicator, figure) {
                    Some(Status::Missing) if figure.number.is_none() => "",
                    Some(Status::Normal) | None => figure.flag,
                    Some(status) => status.code(),
                }
            }
        }
        .into()
    }

    /// The entry of the descriptor.
    fn resource(&self, fields: &[Field], grid: &Grid) -> Value {
        let is_key = |field: &&Field| {
            matches!(
                field.schema["role"].as_str(),
                Some("area" | "time" | "dimension")
            )
        };
        let key: Vec<&Value> = fields
            .iter()
            .filter(is_key)
            .map(|field| &field.schema["name"])
            .collect();
        let schemas: Vec<&Value> = fields.iter().map(|field| &field.schema).collect();
        // A text is called what its file is called, whatever the file is packed in.
        let name = match grid.delimiter {
            Some(_) => crate::source::stem(&grid.name),
            None => &grid.name,
        };
        let mut resource = json!({
            "name": name,
            "schema": { "fields": schemas, "primaryKey": key, "missingValues": [""] },
        });
        let title = self.layout.title.clone().or_else(|| match self.drafts {
            [only] if only.title != "value" => Some(in_words(&only.title)),
            _ => None,
        });
        if let Some(title) = title {
            resource["title"] = title.into();
        }
        let told: Vec<&str> = self
            .layout
            .description
            .iter()
            .chain(&self.layout.notes)
            .map(String::as_str)
            .collect();
        if !told.is_empty() {
            resource["description"] = told.join("\n").into();
        }
        if let Some(source) = &self.layout.source {
            resource["sources"] = json!([{ "title": source }]);
        }
        resource
    }
}

/// The name of a column as words: `life_expectancy` as `Life expectancy`.
fn in_words(name: &str) -> String {
    let is_code = !name.contains(char::is_lowercase);
    if is_code || !name.contains('_') || name.contains(char::is_whitespace) {
        return name.to_owned();
    }
    let words: Vec<&str> = name.split('_').filter(|word| !word.is_empty()).collect();
    let words = words.join(" ");
    let mut chars = words.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}
