//! SDMX-CSV 2.0: a message of observations, one a row, under the concepts that statistical offices share.
//!
//! The structure that a row refers to (`STRUCTURE_ID`) is `PACKAGE:TABLE(VERSION)`. Codes are in capitals: an area is
//! its own code where it has one, and every other name is written as an identifier, `real-growth` as `REAL_GROWTH`.
//! Units of computed figures are `PC` (percent), `PP` (percentage points) and `IX` (index, of `BASE_PER`); where the
//! unit of a package has no code, `UNIT_MEASURE` and `UNIT_MULT` are empty. `UNIT_NAME` is a column of our own: the
//! unit in words, with the price basis; so is `REF_AREA_NAME`, by which an area of a code is known again. A missing value has an empty `OBS_VALUE` and a status that says so.

mod codes;

use std::collections::BTreeSet;

use super::RenderError;
use crate::answer::{Answer, Cell, Column, Measure, Role, Row};
use crate::figure::{Figure, Frequency, Number, Period, Value};
use crate::words::{Refusal, legible};
use codes::{Codes, Name, identifier, is_identifier};

/// What to do where an answer has no form here.
const INSTEAD: &str = "ask a table or a rank, or write another format, such as `--format csv`";

pub(super) fn render(answer: &Answer) -> Result<Vec<u8>, RenderError> {
    let message = Message::new(answer)?;
    let mut codes = Codes::default();
    let mut keys = BTreeSet::new();
    let mut records = vec![message.header()];
    for row in &answer.rows {
        for &place in &message.measures {
            let Cell::Figure(figure) = &row.cells[place] else {
                continue;
            };
            let known = message.known(row, place)?;
            if let Value::Text(_) = figure.value {
                return RenderError::unsuited(
                    Refusal::new(format!(
                        "`{}` holds words, and SDMX-CSV holds numbers",
                        legible(&known.id)
                    ))
                    .next(
                        "name other indicators with `-i`, or write another format, such as \
                    `--format csv`",
                    ),
                );
            }
            let mut record = message.structure(known.measure);
            let key = message.key(row, place, &known);
            for ((concept, _), name) in message.dimensions.iter().zip(&key) {
                codes.check(concept, name)?;
            }
            record.extend(key.into_iter().map(|name| name.code));
            if !keys.insert(record.clone()) {
                return RenderError::unsuited(
                    Refusal::new(format!(
                        "two values stand under the key `{}`, and SDMX-CSV has one value a key",
                        record[STRUCTURE.len()..].join(".")
                    ))
                    .next(INSTEAD),
                );
            }
            record.extend(message.values(row, figure, &known));
            records.push(record);
        }
    }
    Ok(written(records))
}

/// The first columns, which say what the others are defined by.
const STRUCTURE: [&str; 3] = ["STRUCTURE", "STRUCTURE_ID", "ACTION"];

/// What a column of the message's key is made from.
#[derive(Debug, Clone, Copy)]
enum Dimension {
    Frequency,
    /// The place of the column that tells the area.
    Area(usize),
    Indicator,
    /// The place of the column that tells the member.
    Member(usize),
    Time,
}

/// An answer as a message.
struct Message<'a> {
    answer: &'a Answer,
    dimensions: Vec<(String, Dimension)>,
    /// The places of the columns of figures.
    measures: Vec<usize>,
    has_base: bool,
    /// The place of the column that tells the area, where there is one.
    area: Option<usize>,
}

/// What is to be known of a figure.
struct Known<'a> {
    /// The id of its indicator, with what the column says of it: `gdp`, `gdp.yoy`, `gdp.low`.
    id: String,
    measure: &'a Measure,
}

impl<'a> Message<'a> {
    fn new(answer: &'a Answer) -> Result<Message<'a>, RenderError> {
        let measures: Vec<(usize, &Column, &Measure)> = answer
            .shown()
            .filter_map(|(place, column)| Some((place, column, column.measure()?)))
            .collect();
        if measures.is_empty() {
            return RenderError::unsuited(
                Refusal::new(
                    "there are no figures in this answer, and SDMX-CSV holds nothing else",
                )
                .next(INSTEAD),
            );
        }
        let names_indicators =
            !answer.indicators.is_empty() && has(answer, |role| matches!(role, Role::Indicator));
        let nameless = measures
            .iter()
            .find(|(_, _, measure)| measure.id.is_empty() && !names_indicators);
        if let Some((_, column, _)) = nameless {
            return RenderError::unsuited(
                Refusal::new(format!(
                    "SDMX-CSV holds values of an indicator, each for an area and a time, and \
                    `{}` is not that",
                    legible(&column.name)
                ))
                .next(INSTEAD),
            );
        }
        let is_timed = has(answer, |role| matches!(role, Role::Time))
            || measures
                .iter()
                .any(|(_, _, measure)| measure.years.is_some());
        let mut dimensions = Vec::new();
        if is_timed {
            dimensions.push(("FREQ".to_owned(), Dimension::Frequency));
        }
        for (place, column) in answer.columns.iter().enumerate() {
            if matches!(column.role, Role::Area) {
                dimensions.push(("REF_AREA".to_owned(), Dimension::Area(place)));
            }
        }
        dimensions.push(("INDICATOR".to_owned(), Dimension::Indicator));
        for (place, column) in answer.columns.iter().enumerate() {
            if matches!(column.role, Role::Member) {
                dimensions.push((identifier(&column.name), Dimension::Member(place)));
            }
        }
        if is_timed {
            dimensions.push(("TIME_PERIOD".to_owned(), Dimension::Time));
        }
        let with_base = measures.iter().map(|(_, _, measure)| *measure);
        let has_base = with_base
            .chain(&answer.indicators)
            .any(|measure| measure.base.is_some());
        let area = dimensions
            .iter()
            .find_map(|(_, dimension)| match dimension {
                Dimension::Area(place) => Some(*place),
                _ => None,
            });
        Ok(Message {
            area,
            answer,
            dimensions,
            measures: measures.iter().map(|(place, _, _)| *place).collect(),
            has_base,
        })
    }

    fn header(&self) -> Vec<String> {
        let base = self.has_base.then_some("BASE_PER");
        let values = ["OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE", "UNIT_MULT"]
            .into_iter()
            .chain(base)
            .chain(["DECIMALS", "UNIT_NAME"])
            .chain(self.area.map(|_| "REF_AREA_NAME"))
            .chain(["OBS_COMMENT", "SOURCE"]);
        let dimensions = self.dimensions.iter().map(|(concept, _)| concept.clone());
        STRUCTURE
            .map(str::to_owned)
            .into_iter()
            .chain(dimensions)
            .chain(values.map(str::to_owned))
            .collect()
    }

    /// What is to be known of the figure in a row and column: the column says it, or the row's indicator does.
    fn known(&self, row: &Row, place: usize) -> Result<Known<'a>, RenderError> {
        let column = &self.answer.columns[place];
        let own = column.measure().map_or("", |measure| &measure.id);
        let told = self.words(row, |column| matches!(column.role, Role::Indicator));
        let of_row = told.map(|id| {
            let mut known = self.answer.indicators.iter();
            known.find(|measure| measure.id == id)
        });
        let (parts, measure) = match of_row {
            Some(measure) => ([told.unwrap_or_default(), own], measure),
            None => ([own, ""], column.measure()),
        };
        let Some(measure) = measure else {
            return RenderError::unsuited(
                Refusal::new(format!(
                    "it is not known what the indicator `{}` is",
                    legible(parts[0])
                ))
                .next(INSTEAD),
            );
        };
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Ok(Known {
            id: parts.join("."),
            measure,
        })
    }

    fn structure(&self, measure: &Measure) -> Vec<String> {
        let (package, version) = match &self.answer.origin {
            Some(origin) => (origin.package.as_str(), origin.version.as_deref()),
            None => ("hlj", None),
        };
        let is_version = |version: &&str| {
            let is_taken = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+');
            version.chars().all(is_taken)
        };
        let version = version
            .filter(is_version)
            .map_or(String::new(), |version| format!("({version})"));
        let (agency, table) = (identifier(package), identifier(&measure.table));
        let id = format!("{agency}:{table}{version}");
        vec!["dataflow".to_owned(), id, "I".to_owned()]
    }

    /// The members of the key, in the order of the dimensions.
    fn key(&self, row: &Row, place: usize, known: &Known) -> Vec<Name> {
        let name = |(_, dimension): &(String, Dimension)| match *dimension {
            Dimension::Frequency => Name::as_it_is(self.frequency(row, place)),
            Dimension::Indicator => Name::new(&known.id),
            Dimension::Member(place) => Name::new(row.cells[place].text().unwrap_or_default()),
            Dimension::Area(place) => {
                let code = self.words(row, |column| column.name == "code");
                match code.filter(|code| is_identifier(code)) {
                    Some(code) => Name::as_it_is(code),
                    None => Name::new(row.cells[place].text().unwrap_or_default()),
                }
            }
            Dimension::Time => Name::as_it_is(&self.period(row, place)),
        };
        self.dimensions.iter().map(name).collect()
    }

    /// The first and the last period that a figure is of.
    fn periods(&self, row: &Row, place: usize) -> Option<(Period, Period)> {
        let of_column = self.answer.columns[place].measure().and_then(|of| of.years);
        let mut time = self.answer.columns.iter().zip(&row.cells);
        let cell = time.find(|(column, _)| matches!(column.role, Role::Time));
        let span = |text: &str| -> Option<(Period, Period)> {
            let (first, last) = text.split_once("..")?;
            Some((first.parse().ok()?, last.parse().ok()?))
        };
        of_column.or(match cell.map(|(_, cell)| cell) {
            Some(Cell::Year(year)) => Some((year.first(), year.last())),
            Some(Cell::Words(text)) => span(text),
            _ => None,
        })
    }

    /// The frequency by its code in SDMX.
    fn frequency(&self, row: &Row, place: usize) -> &'static str {
        let period = self.periods(row, place);
        codes::frequency(period.map_or(Frequency::Year, |(first, _)| first.frequency()))
    }

    /// The period, or from which on for how many: `2008`, `2008-Q1`, `2008-01-01/P8Y`.
    fn period(&self, row: &Row, place: usize) -> String {
        let periods = self.periods(row, place);
        periods.map_or(String::new(), |(first, last)| codes::period(first, last))
    }

    /// The value and what is said of it, in the order of the header.
    fn values(&self, row: &Row, figure: &Figure, known: &Known) -> Vec<String> {
        let measure = known.measure;
        let value = match &figure.value {
            Value::Year(year) => year.to_string(),
            _ => figure
                .number_in_full()
                .map_or(String::new(), |number| number.to_string()),
        };
        let decimals = figure.number_in_short().map(Number::decimals);
        let notes = figure.notes.iter().map(|note| note.text.as_ref());
        let comment: Vec<&str> = notes
            .chain(self.words(row, |column| column.name == "note"))
            .chain(self.words(row, |column| column.name == "formula"))
            .collect();
        let mult = measure
            .unit_measure
            .as_ref()
            .map(|_| measure.unit_mult.to_string());
        let mut values = vec![
            value,
            figure.status.code().to_owned(),
            measure.unit_measure.clone().unwrap_or_default(),
            mult.unwrap_or_default(),
        ];
        if self.has_base {
            values.push(measure.base.map_or(String::new(), |base| base.to_string()));
        }
        values.extend([
            decimals.map_or(String::new(), |decimals| decimals.to_string()),
            measure
                .unit
                .as_ref()
                .map_or(String::new(), |unit| unit.en.clone()),
        ]);
        let area = self.area.and_then(|place| row.cells[place].text());
        values.extend(self.area.map(|_| area.unwrap_or_default().to_owned()));
        values.extend([comment.join(" "), measure.source.clone()]);
        values
    }

    /// The words in the row's cell of the first column of words that is meant.
    fn words(&self, row: &'a Row, is_meant: fn(&Column) -> bool) -> Option<&'a str> {
        let place = self.answer.columns.iter().position(|column| {
            is_meant(column) && matches!(column.role, Role::Words | Role::Indicator)
        })?;
        row.cells[place].text()
    }
}

fn has(answer: &Answer, is_meant: fn(&Role) -> bool) -> bool {
    answer.columns.iter().any(|column| is_meant(&column.role))
}

#[expect(clippy::expect_used, reason = "writing to memory does not fail")]
fn written(records: Vec<Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    for record in records {
        writer.write_record(record).expect("memory takes a record");
    }
    writer.into_inner().expect("memory takes the rest")
}
