//! JSON: an array of records, one a line; or a record a line. Numbers keep their printed digits.

use super::Style;
use crate::answer::{Answer, Cell, Row};
use crate::figure::{Period, Value};

pub(super) fn render_json(answer: &Answer, _: &Style) -> Vec<u8> {
    let records: Vec<String> = answer
        .rows
        .iter()
        .map(|row| format!("  {}", record(answer, row)))
        .collect();
    let text = if records.is_empty() {
        "[]\n".to_owned()
    } else {
        format!("[\n{}\n]\n", records.join(",\n"))
    };
    text.into_bytes()
}

pub(super) fn render_ndjson(answer: &Answer, _: &Style) -> Vec<u8> {
    answer
        .rows
        .iter()
        .flat_map(|row| format!("{}\n", record(answer, row)).into_bytes())
        .collect()
}

fn record(answer: &Answer, row: &Row) -> String {
    let member =
        |(place, name): (usize, &str)| format!("{}: {}", string(name), value(&row.cells[place]));
    let columns = answer.columns.iter().enumerate();
    let members: Vec<String> = columns
        .filter(|(_, column)| column.shown || answer.identifiers.contains(&column.name))
        .map(|(place, column)| member((place, &column.name)))
        .collect();
    format!("{{{}}}", members.join(", "))
}

fn value(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "null".to_owned(),
        Cell::Name(name) => string(&name.id),
        Cell::Words(text) => string(text),
        Cell::Numeral(name) => cell
            .number()
            .map_or_else(|| string(&name.id), |number| number.to_string()),
        Cell::Year(year) => period(*year),
        Cell::Figure(figure) => match (&figure.value, figure.number_in_full()) {
            (Value::Year(year), _) => period(*year),
            (Value::Text(text), _) => string(text),
            (_, Some(number)) => number.to_string(),
            _ => "null".to_owned(),
        },
    }
}

/// A text as a JSON string.
fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A year as a number, any other period as a text.
fn period(period: Period) -> String {
    let year = period.plain_year();
    year.map_or_else(|| string(&period.to_string()), |year| year.to_string())
}
