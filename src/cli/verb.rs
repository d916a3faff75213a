//! What a command is, and what it gives back.

use anyhow::Result;
use clap::ArgMatches;

use super::reply::Reply;
use crate::answer::Answer;
use crate::package::Package;

/// What a verb gives back.
pub(crate) enum Outcome {
    /// An answer, to be rendered.
    Answer(Box<Answer>),
    /// An answer, and whether what was checked is to fail.
    Checked {
        /// The findings.
        answer: Box<Answer>,
        /// Whether the exit code says that there are such as ought not to be.
        fails: bool,
    },
    /// What has a form of its own: a script, a manual page, citations, a package.
    Reply(Reply),
    /// The help of this command, or of the program.
    Help(Option<String>),
}

/// A command that is not a table.
pub(crate) struct Verb {
    pub(crate) name: &'static str,
    pub(crate) alias: Option<&'static str>,
    pub(crate) about: &'static str,
    /// Whether it answers with figures of tables, which can be drawn.
    pub(crate) figures: bool,
    /// Adds the command's own arguments.
    pub(crate) augment: fn(clap::Command) -> clap::Command,
    pub(crate) run: fn(&ArgMatches, &'static Package) -> Result<Outcome>,
}

/// What was recognised in a package made from the file of this name, of which perhaps only so many bytes were read.
pub(crate) type Overview = fn(&Package, &str) -> Result<String>;

/// The commands of the program.
pub(crate) struct Commands {
    /// The verbs, in the order of the help.
    pub(crate) verbs: &'static [Verb],
    /// The page about a file of which nothing is asked.
    pub(crate) overview: Overview,
}
