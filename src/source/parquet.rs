//! Parquet files, which are known and left to an engine.

use super::{Reader, SourceError};

/// Says who reads it.
pub(super) const READER: Reader = Reader {
    name: "Parquet",
    sniff: |input| input.bytes.starts_with(b"PAR1"),
    read: |input, _| {
        let name = crate::words::excerpt(&input.name);
        Err(SourceError::Unreadable(format!(
            "it is a Parquet file, which is left to an engine of SQL: `duckdb -csv -c \"from '{name}'\" | hlj -` reads it"
        )))
    },
};
