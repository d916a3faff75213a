//! SDMX-CSV 1.0 and 2.0, as statistical offices and `hlj` itself write it: columns by reserved names.

use super::table::{self, id};
use crate::source::found::Found;
use crate::source::{Input, Options, Reader, SourceError, text};

/// The reader of the format.
pub(in crate::source) const READER: Reader = Reader {
    name: "SDMX-CSV",
    sniff: |input| {
        let line = input
            .bytes
            .split(|byte| matches!(byte, b'\n' | b'\r'))
            .next()
            .unwrap_or_default();
        let line = String::from_utf8_lossy(&line[..line.len().min(1 << 16)]);
        let names: Vec<&str> = line
            .split([',', ';', '\t'])
            .map(|name| id(name.trim().trim_matches(['"', '\u{feff}'])))
            .collect();
        // A table of one time has none, and says what it is of.
        let has = |name: &&str| names.contains(name);
        let has_value =
            has(&"OBS_VALUE") && ["TIME_PERIOD", "DATAFLOW", "STRUCTURE"].iter().any(has);
        // `STRUCTURE[;]` tells what parts several values of a cell.
        let is_structure = names[0] == "STRUCTURE" || names[0].starts_with("STRUCTURE[");
        has_value || is_structure && has(&"STRUCTURE_ID")
    },
    read,
};

fn read(input: Input, options: &Options) -> Result<Vec<Found>, SourceError> {
    let (grid, findings) = text::grid(input, options)?;
    Ok(vec![table::table(grid, findings, options)?])
}
