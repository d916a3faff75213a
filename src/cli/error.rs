//! What goes wrong, as one sentence and an exit code. Every error of every layer passes through here.

use crate::package::{OpenError, PackageError};
use crate::query::QueryError;
use crate::render::RenderError;
pub(crate) use crate::words::Refusal;

/// The exit codes, which scripts may rely on.
pub mod exit {
    /// The question was answered.
    pub const ANSWERED: u8 = 0;
    /// It could not be: a file cannot be read or written, a package is broken.
    pub const FAILED: u8 = 1;
    /// The question is wrong: an option, a name, a refusal.
    pub const USAGE: u8 = 2;
    /// The question is right and nothing is there.
    pub const NOTHING: u8 = 3;
    /// `check` found what ought not to be.
    pub const FOUND: u8 = 4;

    /// Every code with what it says.
    pub const ALL: [(u8, &str); 5] = [
        (ANSWERED, "answered"),
        (
            FAILED,
            "could not: a file cannot be read or written, a package is broken",
        ),
        (USAGE, "the question is wrong: an option, a name, a refusal"),
        (NOTHING, "the question is right and nothing is there"),
        (FOUND, "check found something that cannot be true"),
    ];
}

/// What [`name`] says; the option is named where the error is told.
pub(super) const EMPTY: &str = "the name is empty";

/// Reads a name, which may be anything but nothing.
pub(crate) fn name(text: &str) -> Result<String, &'static str> {
    if text.trim().is_empty() {
        Err(EMPTY)
    } else {
        Ok(text.to_owned())
    }
}

/// A refusal as what a command gives.
pub(crate) fn refused<T>(message: impl Into<Refusal>) -> anyhow::Result<T> {
    Err(message.into().into())
}

/// The exit code of an error.
pub(crate) fn code(error: &anyhow::Error) -> u8 {
    let usage = error.is::<Refusal>()
        || error.is::<RenderError>()
        || matches!(error.downcast_ref(), Some(QueryError::Refused(_)));
    let package = error.is::<PackageError>() || error.is::<OpenError>();
    if usage && !package {
        exit::USAGE
    } else {
        exit::FAILED
    }
}
