//! What the program finds around it.

use std::ffi::OsString;

/// Reads what is on stdin, at most so many bytes where that is said.
pub type ReadStdin = fn(Option<usize>) -> std::io::Result<Vec<u8>>;

/// Runs a command of the shell with this text on its stdin: whether it ended well, its stdout, its stderr.
pub type RunEngine = fn(&str, &str) -> std::io::Result<(bool, Vec<u8>, Vec<u8>)>;

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
    /// The variable `HLJ_LANG`.
    pub lang: Option<String>,
    /// The locale of messages: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set.
    pub locale: Option<String>,
    /// Whether `NO_COLOR` is set.
    pub no_color: bool,
    /// Whether `CLICOLOR_FORCE` is set.
    pub force_color: bool,
    /// Whether `TERM` is `dumb`.
    pub dumb: bool,
    /// The variable `HLJ_ENGINE`.
    pub engine: Option<String>,
    /// Runs the command of an engine.
    pub run_engine: Option<RunEngine>,
    /// Reads what is on stdin, for `--data -`.
    pub stdin: Option<ReadStdin>,
}

impl Surroundings {
    /// Whether answers are wanted in Chinese where nothing on the command line says.
    pub(super) fn wants_chinese(&self) -> bool {
        self.lang.as_deref().is_some_and(is_chinese)
    }

    /// Whether messages are to be told in Chinese: as `--lang` says among these words, else as `HLJ_LANG` does, else the
    /// locale.
    pub fn speaks_chinese(&self, words: &[OsString]) -> bool {
        let mut words = words.iter().map(|word| word.to_string_lossy());
        let mut asked = None;
        while let Some(word) = words.next() {
            if word == "--lang" {
                asked = words.next().map(std::borrow::Cow::into_owned).or(asked);
            } else if let Some(value) = word.strip_prefix("--lang=") {
                asked = Some(value.to_owned());
            }
        }
        let told = asked.as_ref().or(self.lang.as_ref());
        told.or(self.locale.as_ref())
            .is_some_and(|name| is_chinese(name))
    }

    /// Whether colour is wanted where nothing on the command line says: `NO_COLOR`, then `CLICOLOR_FORCE`, then
    /// whether a terminal that can show it is there.
    pub(super) fn wants_color(&self, on_terminal: bool) -> bool {
        !self.no_color && (self.force_color || (on_terminal && !self.dumb))
    }
}

/// Whether a language or a locale is Chinese, as people and systems name it.
fn is_chinese(name: &str) -> bool {
    let name = name.to_lowercase();
    ["zh", "cn", "chinese", "中文", "汉语"]
        .iter()
        .any(|known| name.starts_with(known))
}
