//! What can be wrong with a figure, and the letter that says so.

use crate::figure::{Figure, Note, Status, Value};
use crate::render::Style;

/// What is wrong with a figure, the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::render) enum Sign {
    /// There is no value.
    Missing,
    /// Another status of SDMX than those below, told by its letter.
    Other(Status),
    /// It may be revised.
    Provisional,
    /// It is estimated.
    Estimated,
    /// It is not defined as the others are.
    Differs,
    /// The series has a break there.
    Break,
    /// It is not reliable.
    Doubtful,
    /// It cannot be true.
    Refuted,
}

impl Sign {
    pub(super) fn of_status(status: Status) -> Option<Sign> {
        Some(match status {
            Status::LowReliability => Sign::Doubtful,
            Status::Break => Sign::Break,
            Status::DefinitionDiffers => Sign::Differs,
            Status::Estimated => Sign::Estimated,
            Status::Provisional => Sign::Provisional,
            Status::Normal
            | Status::Missing
            | Status::MissingHoliday
            | Status::NotCollected
            | Status::CannotExist
            | Status::Suppressed => return None,
            other => Sign::Other(other),
        })
    }

    /// What a note says of its figure.
    pub(super) fn of_note(note: &Note) -> Option<Sign> {
        match note.wording().and_then(|wording| wording.mark) {
            Some('p') => Some(Sign::Provisional),
            Some('b') => Some(Sign::Break),
            _ => Sign::of_status(note.status),
        }
    }

    /// What is wrong with a figure: the gravest of what its notes say.
    pub(in crate::render) fn of(figure: &Figure) -> Option<Sign> {
        match &figure.value {
            Value::Missing => return Some(Sign::Missing),
            Value::Number(_) if figure.is_refuted() => return Some(Sign::Refuted),
            _ => {}
        }
        let told = figure.notes.iter().any(|note| note.status == figure.status);
        let own = Sign::of_status(figure.status).filter(|_| !told);
        figure
            .notes
            .iter()
            .filter_map(Sign::of_note)
            .chain(own)
            .max()
    }

    /// What stands at the figure; a missing one has its own sign in its place.
    pub(in crate::render) fn letter(self) -> String {
        match self {
            Sign::Missing => String::new(),
            Sign::Other(status) => status.code().to_lowercase(),
            Sign::Provisional => "p".to_owned(),
            Sign::Estimated => "e".to_owned(),
            Sign::Differs => "d".to_owned(),
            Sign::Break => "b".to_owned(),
            Sign::Doubtful => "?".to_owned(),
            Sign::Refuted => "!".to_owned(),
        }
    }

    /// What it means, where no note says more.
    pub(super) fn meaning(self, style: &Style) -> &'static str {
        match self {
            Sign::Missing => style.word("missing", "缺"),
            Sign::Other(status) => status.label(),
            Sign::Provisional => style.word("provisional", "初步数"),
            Sign::Estimated => style.word("estimated", "估计数"),
            Sign::Differs => style.word("definition differs", "口径不同"),
            Sign::Break => style.word("break", "断点"),
            Sign::Doubtful => style.word("doubtful", "存疑"),
            Sign::Refuted => style.word("refuted by arithmetic", "经算术证伪"),
        }
    }
}
