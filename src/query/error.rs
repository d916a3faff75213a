//! What can be wrong with a question.

use crate::package::PackageError;

/// What a step of an answer gives.
pub(super) type Result<T, E = QueryError> = std::result::Result<T, E>;

/// What can be wrong with a question. Each message names the thing, says what is allowed and gives the next step.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The question itself is wrong.
    #[error("{0}")]
    Refused(String),
    /// The package cannot be read.
    #[error(transparent)]
    Package(#[from] PackageError),
}

impl QueryError {
    pub(super) fn refused(message: impl Into<String>) -> QueryError {
        QueryError::Refused(message.into())
    }
}

/// A refusal as what a step gives.
pub(super) fn refused<T>(message: impl Into<String>) -> Result<T> {
    Err(QueryError::refused(message))
}
