//! The command line: from the words of a user to bytes and an exit code.
//!
//! It knows clap, and no command by name: which verbs there are is handed in (`verb::Commands`), and every table of the
//! package is a command without one. Nothing here touches the terminal or writes a file: `run` returns what `main` has
//! to write.

pub(crate) mod args;
pub(crate) mod complete;
mod elsewhere;
pub(crate) mod error;
pub(crate) mod examples;
pub(crate) mod grammar;
pub(crate) mod help;
mod opening;
pub(crate) mod origin;
pub(crate) mod output;
pub(crate) mod program;
pub(crate) mod reply;
mod run;
pub(crate) mod shell;
pub(crate) mod spoken;
mod surroundings;
pub(crate) mod table;
pub(crate) mod usage;
pub(crate) mod verb;

pub use error::exit;
pub use reply::{Output, Reply};
pub(crate) use run::{complete_for_shell, run};
pub use surroundings::{ReadStdin, RunEngine, Surroundings};
