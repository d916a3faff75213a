//! What the program finds around it.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

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
    /// The variable `COLUMNS`, where it holds a count of 1 or more.
    pub columns: Option<usize>,
    /// The variable `HLJ_DATA`.
    pub data: Option<OsString>,
    /// The variable `HLJ_FORMAT`.
    pub format: Option<String>,
    /// Whether `NO_COLOR` is set.
    pub no_color: bool,
    /// Whether `CLICOLOR_FORCE` is set.
    pub force_color: bool,
    /// Whether `TERM` is `dumb`.
    pub dumb: bool,
}

impl Surroundings {
    /// Whether colour is wanted where nothing on the command line says: `NO_COLOR`, then `CLICOLOR_FORCE`, then
    /// whether a terminal that can show it is there.
    pub(super) fn wants_color(&self, on_terminal: bool) -> bool {
        !self.no_color && (self.force_color || (on_terminal && !self.dumb))
    }
}

/// The package that the words name with `--data`, else that of the variable `HLJ_DATA`. It decides which commands
/// there are, so it is looked for before the words are parsed.
pub(super) fn data_path(words: &[OsString], surroundings: &Surroundings) -> Option<PathBuf> {
    let mut words = words
        .iter()
        .map(OsString::as_os_str)
        .take_while(|word| *word != "--");
    let mut named = None;
    while let Some(word) = words.next() {
        if word == "--data" {
            named = words.next().map(OsStr::to_owned);
        } else if let Some(path) = word.to_str().and_then(|word| word.strip_prefix("--data=")) {
            named = Some(OsString::from(path));
        }
    }
    named
        .or_else(|| surroundings.data.clone())
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
}
