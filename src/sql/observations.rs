//! The query whose rows are finished here: the observations that a question needs, as they are written, and how many
//! there are, so that output cut short is told.

use super::{Context, Dialect, Source, part, refused, selected};
use crate::package::{Package, Table};
use crate::query::{Plan, QueryError};

/// A query for observations, and how its answer becomes a table again.
#[derive(Debug)]
pub struct Observations {
    /// The SQL.
    pub sql: String,
    header: Vec<String>,
    /// The key columns, by which rows are put in order where they come from a table: it has no order of its own, and
    /// engines compare texts differently.
    order: Option<Vec<usize>>,
}

/// The query for the observations that the question needs, or all of the table where it computes.
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
    Ok(Observations {
        sql: context.observations()?,
        header: table
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect(),
        order: context.source.from.is_some().then(|| context.keys()),
    })
}

impl Context<'_> {
    fn observations(&self) -> Result<String, QueryError> {
        let text = self.dialect.text;
        let columns: Vec<String> = self
            .table
            .columns
            .iter()
            .enumerate()
            .map(|(place, column)| {
                let cell = self
                    .dialect
                    .cast(&self.dialect.identifier(&column.name), text);
                format!("COALESCE({cell}, '') AS {}", self.names.at(place))
            })
            .collect();
        let given = format!("{}\nFROM {}", selected(&columns), self.from()?);
        let mut parts = vec![part("given", &given)];
        let mut conditions = Vec::new();
        if let (Some(areas), Some(place)) = (&self.plan.areas, self.table.area()) {
            conditions.push(self.one_of(place, areas));
        }
        for (column, members) in &self.plan.members {
            if let Some(place) = self.table.column(column) {
                conditions.push(self.one_of(place, members));
            }
        }
        let mut chosen = "SELECT *\nFROM given".to_owned();
        if !conditions.is_empty() {
            chosen.extend([format!("\nWHERE {}", conditions.join("\n  AND "))]);
        }
        parts.push(part("chosen", &chosen));
        let names: Vec<&str> = (0..columns.len())
            .map(|place| self.names.at(place))
            .collect();
        let mut last = vec!["'rows'".to_owned(), self.dialect.cast("COUNT(*)", text)];
        last.resize(names.len() + 1, "''".to_owned());
        let count = last.join(", ");
        let mut query = format!(
            "WITH {}\nSELECT 'row' AS part, {}\nFROM chosen\nUNION ALL\nSELECT {count}\nFROM chosen",
            parts.join(",\n"),
            names.join(", ")
        );
        if let Some(settings) = self.dialect.settings {
            query.extend([format!("\nSETTINGS {settings}")]);
        }
        query.push_str(";\n");
        Ok(query)
    }
}

impl Observations {
    /// The table's CSV that the engine's output makes.
    ///
    /// # Errors
    /// If it is no CSV of the query's columns, or fewer rows than its last one says.
    pub fn table(&self, output: &[u8]) -> Result<Vec<u8>, String> {
        let wrong = |error: csv::Error| format!("its output is not read as CSV: {error}");
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(output);
        let mut rows: Vec<csv::ByteRecord> = Vec::new();
        let mut stated: Option<usize> = None;
        for record in reader.byte_records() {
            let record = record.map_err(wrong)?;
            match (record.get(0), stated) {
                (Some(b"row"), _) if record.len() == self.header.len() + 1 => rows.push(record),
                (Some(b"rows"), None) => {
                    let count = record.get(1).map(std::str::from_utf8);
                    stated = count.and_then(|count| count.ok()?.trim().parse().ok());
                }
                _ => {
                    return Err("its output is no CSV of the query's columns with a header; make the command write CSV, such as `duckdb -csv`".to_owned());
                }
            }
        }
        match stated {
            Some(count) if count == rows.len() => {}
            Some(count) => return Err(format!("its output holds {} of {count} rows", rows.len())),
            None => {
                return Err(format!(
                    "its output ends after {} without the row that counts them",
                    crate::words::count(rows.len(), "row")
                ));
            }
        }
        if let Some(keys) = &self.order {
            let key = |row: &csv::ByteRecord| -> Vec<Vec<u8>> {
                let cells = keys.iter().map(|place| row.get(place + 1));
                cells
                    .map(|cell| cell.unwrap_or_default().to_vec())
                    .collect()
            };
            rows.sort_by_cached_key(key);
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.header).map_err(wrong)?;
        for row in &rows {
            writer.write_record(row.iter().skip(1)).map_err(wrong)?;
        }
        writer.into_inner().map_err(|error| error.to_string())
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
        refused(format!(
            "`--engine {}` does not tell which engine it calls; name duckdb, spark, sail, clickhouse, trino or psql in it",
            crate::words::printable(command)
        ))
    })
}
