//! What the program finds around it.

use std::ffi::OsString;

/// Reads what is on stdin, at most so many bytes where that is said.
pub type ReadStdin = fn(Option<usize>) -> std::io::Result<Vec<u8>>;

/// What the program finds around it; `main` gathers it, so that all else is a function of its arguments.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, none excludes another"
)]
pub struct Surroundings {
    /// Whether stdout is a terminal.
    pub terminal: bool,
    /// How wide that terminal is, where it says so.
    pub width: Option<usize>,
    /// How many rows that terminal has, where it says so.
    pub rows: Option<usize>,
    /// The variable `COLUMNS`, where it holds a count of 1 or more.
    pub columns: Option<usize>,
    /// The variable `HLJ_DATA`.
    pub data: Option<OsString>,
    /// The variable `HLJ_FORMAT`.
    pub format: Option<String>,
    /// The variable `HLJ_NOTES`.
    pub notes: Option<String>,
    /// Whether `NO_COLOR` is set.
    pub no_color: bool,
    /// Whether `CLICOLOR_FORCE` is set.
    pub force_color: bool,
    /// Whether `TERM` is `dumb`.
    pub dumb: bool,
    /// Reads what is on stdin, for `--data -`.
    pub stdin: Option<ReadStdin>,
}

impl Surroundings {
    /// Whether colour is wanted where nothing on the command line says: `NO_COLOR`, then `CLICOLOR_FORCE`, then
    /// whether a terminal that can show it is there.
    pub(super) fn wants_color(&self, on_terminal: bool) -> bool {
        !self.no_color && (self.force_color || (on_terminal && !self.dumb))
    }
}
