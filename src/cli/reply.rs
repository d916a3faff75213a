//! What the program is to write and to say, and how an answer becomes that.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::error::{self, exit};
use super::output::Target;
use crate::answer::{Answer, Origin};
use crate::query::{self, QueryError};
use crate::render::{Fact, Format, Style};

/// What is to be written, what is to be said, and the exit code that follows if that succeeds.
#[derive(Debug, Default)]
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
#[derive(Debug)]
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
    /// Into the file, or to stdout where there is none, part by part as they are made.
    Parts(Option<PathBuf>, Parts),
}

/// What is written, made part by part.
pub struct Parts(Box<dyn Iterator<Item = Result<Vec<u8>>>>);

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parts")
    }
}

impl Iterator for Parts {
    type Item = std::io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        let part = self.0.next()?;
        Some(part.map_err(|error| std::io::Error::other(format!("{error:#}"))))
    }
}

impl Reply {
    /// The file that is to be written, where there is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match &self.output {
            Output::File(file, _) => Some(file),
            _ => None,
        }
    }
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
        let reservations = answer.reservations().into_iter();
        let reservations = reservations.map(|line| format!("warning: {line}"));
        reply.messages.extend(reservations);
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

/// The parts of an answer as bytes, with what is to be said beside it. The first part with rows says what the whole would;
/// where none has any, the last does.
pub(crate) fn in_parts(
    parts: query::Parts<'static>,
    target: Target,
    told: impl Fn(Answer) -> Answer,
) -> Result<Reply> {
    let mut parts = parts.peekable();
    let has_rows =
        |part: &Result<Answer, QueryError>| !matches!(part, Ok(part) if part.rows.is_empty());
    let mut first = None;
    for part in parts.by_ref() {
        let stops = has_rows(&part);
        first = Some(part);
        if stops {
            break;
        }
    }
    let Some(first) = first else {
        return Ok(Reply::default());
    };
    let first = told(first?);
    if parts.peek().is_none() {
        return written(first, target, Origin::default);
    }
    let Target {
        file,
        format,
        style,
        ..
    } = target;
    let bytes = format.render(&first, &style)?;
    let rest = Style {
        no_header: true,
        ..style
    };
    let more = parts.map(move |part| Ok(format.render(&part?, &rest)?));
    let reply = said(&first);
    Ok(Reply {
        output: Output::Parts(
            file,
            Parts(Box::new(std::iter::once(Ok(bytes)).chain(more))),
        ),
        messages: reply.messages.into_iter().chain(first.summary).collect(),
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
