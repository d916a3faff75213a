//! What a column says of a figure, an area or the table, and is no key: a flag, a note, a unit, a code, a source.

use serde::Deserialize;

/// What an attribute tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// How far a figure may be relied on: a code of SDMX, or a flag or words that stand for one.
    Status,
    /// What is to be known of a figure, in words.
    Note,
    /// The unit of a figure.
    Unit,
    /// Another name of the area or the member that the row is about.
    Code,
    /// Where a figure is taken from.
    Source,
    /// The least that a figure may be in truth.
    Low,
    /// The most that it may be.
    High,
    /// Whatever else.
    #[default]
    Other,
}

/// A column that says something of what the others hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attribute {
    /// What it tells.
    pub what: What,
    /// The indicator whose figures it is about, or the column of the names that it is a code of; none for all figures of
    /// its row, or for the area.
    pub of: Option<String>,
}

impl What {
    /// The name, as descriptors write it.
    pub fn name(self) -> &'static str {
        match self {
            What::Status => "status",
            What::Note => "note",
            What::Unit => "unit",
            What::Code => "code",
            What::Source => "source",
            What::Low => "low",
            What::High => "high",
            What::Other => "other",
        }
    }
}
