//! SDMX, as statistical offices answer requests: as CSV, as JSON and as XML. Whatever a message is written in, its
//! observations become the rows of one grid under the ids of dimensions and attributes (`table`).

mod csv;
mod json;
mod ml;
mod structure;
mod table;

pub(super) use csv::READER as CSV;
pub(super) use json::READER as JSON;
pub(super) use ml::{READER as ML, read_described};
pub(super) use structure::Structure;
