//! Every value of a table that is not simply normal, with its status and what is said about it.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Write as _};

use hlj::answer::Cell;
use hlj::figure::{Status, Value};
use hlj::package::Package;
use hlj::query::{Query, ask};

/// The table that is asked.
const TABLE: &str = "gdp";

fn main() -> Result<(), Box<dyn Error>> {
    io::stdout().write_all(report()?.as_bytes())?;
    Ok(())
}

/// The doubtful values in the order of the table: the value on a line, its notes below.
///
/// # Errors
/// If the package cannot be read or has no such table.
pub(crate) fn report() -> Result<String, Box<dyn Error>> {
    let package = Package::built_in()?;
    let table = package
        .table(TABLE)
        .ok_or_else(|| format!("there is no table `{TABLE}`"))?;
    let answer = ask(&package, table, &Query::default())?;
    let mut text = String::new();
    for row in &answer.rows {
        let key: Vec<String> = row.cells.iter().filter_map(key_part).collect();
        for (place, column) in answer.shown() {
            let Cell::Figure(figure) = &row.cells[place] else {
                continue;
            };
            if figure.status == Status::Normal {
                continue;
            }
            let value = match &figure.value {
                Value::Number(number) => number.to_string(),
                Value::Text(words) => words.clone(),
                Value::Year(year) => year.to_string(),
                Value::Missing => "–".to_owned(),
            };
            writeln!(
                text,
                "{}, {}: {value}  {} ({})",
                key.join(" "),
                column.label.en,
                figure.status,
                figure.status.label()
            )?;
            for note in &figure.notes {
                writeln!(text, "    {}", note.text)?;
            }
        }
    }
    Ok(text)
}

/// A cell that says what the row is about, in words.
fn key_part(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Name(name) => Some(name.label.en.clone()),
        Cell::Year(year) => Some(year.to_string()),
        _ => None,
    }
}
