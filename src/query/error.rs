//! What can be wrong with a question.

use crate::package::PackageError;
use crate::words::Refusal;

/// What a step of an answer gives.
pub(super) type Result<T, E = QueryError> = std::result::Result<T, E>;

/// What can be wrong with a question.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The question itself is wrong.
    #[error("{0}")]
    Refused(Refusal),
    /// The package cannot be read.
    #[error(transparent)]
    Package(#[from] PackageError),
}

impl QueryError {
    pub(super) fn refused(message: impl Into<Refusal>) -> QueryError {
        QueryError::Refused(message.into())
    }
}

/// A refusal as what a step gives.
pub(super) fn refused<T>(message: impl Into<Refusal>) -> Result<T> {
    Err(QueryError::refused(message))
}
