//! What stands in a cell: a value, or nothing, with what is to be known of it.

use std::sync::Arc;

use super::{Number, Status, Year};

/// The content of a cell. Missing is its own content; it is never zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing is published.
    Missing,
    /// A number with its printed digits.
    Number(Number),
    /// Words.
    Text(String),
    /// A year that is said of something (a base year), not the time of the observation.
    Year(Year),
}

/// A doubt about a value, or the reason why it is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What the note says of the value's status.
    pub status: Status,
    /// One or two whole sentences.
    pub text: Arc<str>,
}

/// A value with its status and notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The value as published, or missing.
    pub value: Value,
    /// How far it may be relied on.
    pub status: Status,
    /// What is to be known of it.
    pub notes: Vec<Note>,
    /// Whether a computation may use it; a value that arithmetic refutes is shown and not used.
    pub usable: bool,
}
