//! XML: what stands in it one after the other (`events`), and that of records (`records`).

mod events;
mod records;

pub(super) use events::{add_entity, attributes, events};
pub(super) use records::READER;
