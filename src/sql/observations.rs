//! The query whose rows are finished here: the observations that a question needs, as they are written, and how many
//! there are, so that output cut short is told.

use csv::ByteRecord;

use super::{Context, Dialect, Source, part, refused, selected};
use crate::package::{Package, Table};
use crate::query::{Plan, QueryError};
use crate::words::Refusal;

/// A query for observations, and how its answer becomes a table again.
#[derive(Debug)]
pub struct Observations {
    /// The SQL.
    pub sql: String,
    header: Vec<String>,
}

/// The query for the observations of a file that the question needs, or all of it where it computes.
///
/// # Errors
/// If the engine cannot be told where the rows are.
pub fn observations(
    package: &Package,
    table: &Table,
    plan: Option<&Plan>,
    dialect: &'static Dialect,
    source: &Source,
) -> Result<Observations, QueryError> {
    let empty = Plan::whole(table);
    let computes = |plan: &&Plan| plan.combined.is_some() || plan.transform.is_some();
    let plan = plan.filter(|plan| !computes(plan)).unwrap_or(&empty);
    let context = Context::new(package, table, plan, dialect, source);
    let header = table.columns.iter().map(|column| column.name.clone());
    Ok(Observations {
        sql: context.observations()?,
        header: header.collect(),
    })
}

impl Context<'_> {
    /// The part of a query that has the cells as texts.
    pub(super) fn given(&self) -> Result<String, QueryError> {
        let columns = self.table.columns.iter().enumerate();
        let columns = columns.map(|(place, column)| {
            let name = self.dialect.identifier(&column.name);
            let cell = self.dialect.cast(&name, self.dialect.text);
            format!("COALESCE({cell}, '') AS {}", self.names.at(place))
        });
        let columns: Vec<String> = columns.collect();
        let given = format!("{}\nFROM {}", selected(&columns), self.from()?);
        Ok(part("given", &given))
    }

    fn observations(&self) -> Result<String, QueryError> {
        let mut conditions = Vec::new();
        if let (Some(areas), Some(place)) = (&self.plan.areas, self.table.area()) {
            conditions.push(self.one_of(place, areas));
        }
        for (column, members) in &self.plan.members {
            if let Some(place) = self.table.column(column) {
                conditions.push(self.one_of(place, members));
            }
        }
        let names: Vec<&str> = (0..self.table.columns.len())
            .map(|place| self.names.at(place))
            .collect();
        let query = rows_query(self.dialect, &self.given()?, &names, &conditions);
        Ok(self.dialect.ended(query))
    }
}

/// The query for the rows of `given` that meet all conditions, and for how many there are.
pub(super) fn rows_query(
    dialect: &Dialect,
    given: &str,
    names: &[&str],
    conditions: &[String],
) -> String {
    let mut chosen = "SELECT *\nFROM given".to_owned();
    if !conditions.is_empty() {
        chosen.extend([format!("\nWHERE {}", conditions.join("\n  AND "))]);
    }
    let mut last = vec!["'rows'".to_owned(), dialect.cast("COUNT(*)", dialect.text)];
    last.resize(names.len() + 1, "''".to_owned());
    format!(
        "WITH {given},\n{}\nSELECT 'row' AS part, {}\nFROM chosen\nUNION ALL\nSELECT {}\nFROM chosen",
        part("chosen", &chosen),
        names.join(", "),
        last.join(", ")
    )
}

/// The rows that an engine gave to [`rows_query`], each behind a cell that says that it is one.
pub(super) fn rows_of(output: &[u8], width: usize) -> Result<Vec<ByteRecord>, String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(output);
    let mut rows: Vec<ByteRecord> = Vec::new();
    let mut stated: Option<usize> = None;
    for record in reader.byte_records() {
        let record = record.map_err(|error| unread(&error))?;
        match (record.get(0), stated) {
            (Some(b"row"), _) if record.len() == width + 1 => rows.push(record),
            (Some(b"rows"), None) => stated = record.get(1).and_then(number),
            _ => return Err(NO_CSV.to_owned()),
        }
    }
    match stated {
        Some(count) if count == rows.len() => Ok(rows),
        Some(count) => Err(cut_short(rows.len(), count)),
        None => Err(format!(
            "its output ends after {} without the row that counts them",
            crate::words::count(rows.len(), "row")
        )),
    }
}

/// The rows of so many cells that an engine gave, each of which tells behind them how many rows there are.
pub(super) fn counted(output: &[u8], width: usize) -> Result<Vec<Vec<String>>, String> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(output);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut stated = None;
    for record in reader.records() {
        let record = record.map_err(|error| unread(&error))?;
        stated = record.get(width).and_then(|cell| number(cell.as_bytes()));
        if record.len() != width + 1 || stated.is_none() {
            return Err(NO_CSV.to_owned());
        }
        rows.push(record.iter().take(width).map(str::to_owned).collect());
    }
    match stated {
        Some(count) if count != rows.len() => Err(cut_short(rows.len(), count)),
        _ => Ok(rows),
    }
}

const NO_CSV: &str = "its output is no CSV of the query's columns with a header; make the command write CSV, such as `duckdb -csv`";

fn unread(error: &csv::Error) -> String {
    format!("its output is not read as CSV: {error}")
}

fn cut_short(rows: usize, of: usize) -> String {
    format!("its output holds {rows} of {of} rows")
}

fn number(cell: &[u8]) -> Option<usize> {
    std::str::from_utf8(cell).ok()?.trim().parse().ok()
}

/// CSV with this header of the rows that an engine gave.
pub(super) fn csv_of(header: &[String], rows: &[ByteRecord]) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let wrong = |error: csv::Error| unread(&error);
    writer.write_record(header).map_err(wrong)?;
    for row in rows {
        writer.write_record(row.iter().skip(1)).map_err(wrong)?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

impl Observations {
    /// The table's CSV that the engine's output makes.
    ///
    /// # Errors
    /// If it is no CSV of the query's columns, or fewer rows than its last one says.
    pub fn table(&self, output: &[u8]) -> Result<Vec<u8>, String> {
        csv_of(&self.header, &rows_of(output, self.header.len())?)
    }

    /// The package with the rows that the engine gave in the place of a table's own.
    ///
    /// # Errors
    /// If the output is not what was asked for, or the package's files cannot be read.
    pub fn package(
        &self,
        package: &Package,
        table: &Table,
        output: &[u8],
    ) -> Result<Package, String> {
        let csv = self.table(output)?;
        let files = package.files_with(&table.path, csv);
        let label = package.label();
        Package::in_memory(label, files).map_err(|error| error.to_string())
    }
}

/// Refuses a command of which the engine is not known.
///
/// # Errors
/// Always, where no dialect is known.
pub(crate) fn dialect_of(command: &str) -> Result<&'static Dialect, QueryError> {
    Dialect::of_command(command).ok_or_else(|| {
        refused(
            Refusal::new(format!(
                "`--engine {}` does not tell which engine it calls",
                crate::words::printable(command)
            ))
            .next("name duckdb, spark, sail, clickhouse, trino or psql in it"),
        )
    })
}
