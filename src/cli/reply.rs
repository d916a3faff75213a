//! What the program is to write and to say, and how an answer becomes that.

use std::path::PathBuf;

use anyhow::Result;

use super::error::{self, exit};
use super::output::Target;
use crate::answer::{Answer, Origin};
use crate::render::{Fact, Format};

/// What is to be written, what is to be said, and the exit code that follows if that succeeds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reply {
    /// What is to be written, and where.
    pub output: Output,
    /// What goes to stderr, line by line, without the program's name.
    pub messages: Vec<String>,
    /// The exit code.
    pub code: u8,
    /// Whether a terminal may show what goes to stdout through a pager.
    pub paged: bool,
}

/// Bytes, and the place that they go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// To stdout.
    Stdout(Vec<u8>),
    /// To stdout, with colours and weights among the text; whatever is from data is printable in it.
    Styled(Vec<u8>),
    /// To stderr, what would be on a terminal only by mistake: help after a wrong call. It may be styled too.
    Stderr(Vec<u8>),
    /// Into a file.
    File(PathBuf, Vec<u8>),
    /// Into a folder, new or empty: its files, each by its path inside.
    Folder(PathBuf, Vec<(String, Vec<u8>)>),
}

impl Output {
    /// Into the file, or to stdout where there is none.
    pub(crate) fn to(file: Option<PathBuf>, bytes: Vec<u8>) -> Output {
        match file {
            Some(file) => Output::File(file, bytes),
            None => Output::Stdout(bytes),
        }
    }
}

impl From<Output> for Reply {
    fn from(output: Output) -> Reply {
        Reply {
            output,
            ..Reply::default()
        }
    }
}

impl Default for Output {
    fn default() -> Output {
        Output::Stdout(Vec::new())
    }
}

/// The answer as bytes, with what is to be said beside it; its origin is asked for where the format tells it.
pub(crate) fn written(
    mut answer: Answer,
    target: Target,
    origin: impl FnOnce() -> Origin,
) -> Result<Reply> {
    if target.format.has(Fact::Origin) {
        answer.origin = Some(origin());
    }
    let bytes = target.format.render(&answer, &target.style)?;
    let mut reply = said(&answer);
    if !target.format.has(Fact::Notes) || target.format == Format::SdmxCsv {
        let refuted = answer.refuted();
        reply
            .messages
            .extend(refuted.map(|line| format!("warning: {line}")));
    }
    if !target.format.has(Fact::Notes) {
        reply.messages.extend(answer.summary);
    }
    let paged = target.paged;
    let output = match target.file {
        None if target.format.has(Fact::Styled) => Output::Styled(bytes),
        file => Output::to(file, bytes),
    };
    Ok(Reply {
        output,
        paged,
        ..reply
    })
}

/// What is to be said beside an answer, and the exit code.
pub(crate) fn said(answer: &Answer) -> Reply {
    let mut messages: Vec<String> = answer
        .warnings
        .iter()
        .map(|warning| format!("warning: {warning}"))
        .collect();
    let nothing = answer.nothing.as_ref().filter(|_| answer.rows.is_empty());
    messages.extend(nothing.cloned());
    Reply {
        messages,
        code: if nothing.is_some() {
            exit::NOTHING
        } else {
            exit::ANSWERED
        },
        ..Reply::default()
    }
}

/// What is said of an error.
pub(crate) fn failure(error: &anyhow::Error) -> Reply {
    Reply {
        messages: vec![format!("{error:#}")],
        code: error::code(error),
        ..Reply::default()
    }
}
