//! Parquet files, read as if their rows were lines of text: what a column is, what its numbers are and where the areas
//! stand is concluded as of any other table. Reading needs the cargo feature `parquet`; without it such a file is known,
//! and told what reads it.

#[cfg(feature = "parquet")]
mod cells;
#[cfg(feature = "parquet")]
mod columns;
#[cfg(feature = "parquet")]
mod guard;
#[cfg(feature = "parquet")]
mod rows;
#[cfg(feature = "parquet")]
mod store;

#[cfg(feature = "parquet")]
pub(super) use rows::{Asked, Rows};

use super::found::Found;
use super::{Input, Options, Reader, SourceError};

/// The reader of the format.
pub(super) const READER: Reader = Reader {
    name: "Parquet",
    sniff: |input| is_one(&input.bytes),
    read,
};

/// Whether bytes begin as a Parquet file does.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PAR1")
}

#[cfg(not(feature = "parquet"))]
#[expect(
    clippy::needless_pass_by_value,
    reason = "readers of all formats take the file"
)]
fn read(input: Input, _: &Options) -> Result<Vec<Found>, SourceError> {
    let name = crate::words::excerpt(&input.name);
    Err(SourceError::Unreadable(format!(
        "it is a Parquet file, which this `hlj` was built without reading: build it with `--features parquet`, or pass its rows \
         on with `duckdb -csv -c \"from '{name}'\" | hlj -`; where a package describes it, `--from {name} --engine 'duckdb -csv'` \
         asks it as it is"
    )))
}

#[cfg(feature = "parquet")]
fn read(input: Input, options: &Options) -> Result<Vec<Found>, SourceError> {
    let damaged = |error: std::io::Error| {
        SourceError::Unreadable(format!("it is a Parquet file, and {error}; fetch it again"))
    };
    let most = super::container::limit(input.bytes.len());
    let rows = Rows::of_bytes(input.bytes).map_err(damaged)?;
    let bytes = rows.text(most).map_err(damaged)?;
    let name = input.name;
    let mut tables = super::read(Input { name, bytes }, &as_text(options))?;
    for table in &mut tables {
        table.findings.splice(0..0, rows.findings());
    }
    Ok(tables)
}

/// How the rows are read as lines of text.
#[cfg(feature = "parquet")]
pub(super) fn as_text(options: &Options) -> Options {
    Options {
        encoding: None,
        delimiter: Some(','),
        decimal: options.decimal.or(Some('.')),
        ..options.clone()
    }
}
