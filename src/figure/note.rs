//! What is to be known of a value: notes, which value each is about, how each is worded.

use std::fmt;
use std::sync::Arc;

use super::{Period, Status};

/// A doubt about a value, how it was made, or the reason why it is missing. Two notes that say the same are equal.
#[derive(Debug, Clone)]
pub struct Note {
    /// What the note says of the value's status.
    pub status: Status,
    /// One or two whole sentences.
    pub text: Arc<str>,
    /// Which value it is about, where it stands at that value; told once it is inherited.
    pub(super) about: Option<Arc<Whose>>,
    /// What it says at the value that it is about, where it is inherited from there.
    pub(super) own: Option<Arc<str>>,
    /// Whether it holds for whatever rests on the figure, such as which members that is without.
    pub(super) lasting: bool,
    /// Whether no computation may use the value that it is about.
    pub(super) refutes: bool,
    /// How it is told otherwise, where the package says so.
    pub(super) wording: Option<Arc<Wording>>,
}

/// How a note is told on a screen and in Chinese; a text that there is not is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wording {
    /// The letter at the figure, where its status does not say it: `p` (provisional), `b` (break).
    pub mark: Option<char>,
    /// What it says in at most [`Wording::LONGEST`] characters.
    pub brief: String,
    /// That in Chinese.
    pub brief_zh: String,
    /// The whole note in Chinese.
    pub zh: String,
}

impl Wording {
    /// How many characters a brief text has at most.
    pub const LONGEST: usize = 40;
}

/// Which value a note is about: `Qitaihe 2013`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Whose {
    /// Whose value it is, in words; empty where the table has one of each year.
    pub name: String,
    /// That in Chinese, where it is known.
    pub zh: Option<String>,
    /// Of which year.
    pub year: Option<Period>,
}

impl PartialEq for Note {
    fn eq(&self, other: &Note) -> bool {
        self.status == other.status && self.text == other.text
    }
}

impl Eq for Note {}

/// What is said of a value that no computation uses, behind its name.
pub const REFUTED: &str = "is refuted by arithmetic and not used";
/// The part of it that tells so of several values too.
const NOT_USED: &str = "refuted by arithmetic and not used";

/// Whether a text says that something is refuted by arithmetic.
pub fn tells_of_refuted(text: &str) -> bool {
    text.to_lowercase().contains("refuted by arithmetic")
}

impl Note {
    /// Whether it says that a refuted value was not used.
    pub fn tells_of_refuted(&self) -> bool {
        self.refutes || self.text.contains(NOT_USED)
    }

    /// Whether no computation may use the value that it is about, which its text does not tell.
    pub fn refutes_untold(&self) -> bool {
        self.refutes && self.own.is_none() && !tells_of_refuted(&self.text)
    }

    /// The note on a value that no computation may use for its sake.
    #[must_use]
    pub fn refuting(self) -> Note {
        Note {
            refutes: true,
            ..self
        }
    }

    /// A note that gives a status.
    pub fn new(status: Status, text: impl AsRef<str>) -> Note {
        Note {
            status,
            text: Arc::from(text.as_ref()),
            about: None,
            own: None,
            lasting: false,
            refutes: false,
            wording: None,
        }
    }

    /// A note that stays with whatever rests on the figure.
    pub fn lasting(status: Status, text: impl AsRef<str>) -> Note {
        Note {
            lasting: true,
            ..Note::new(status, text)
        }
    }

    /// Whether it stays with whatever rests on the figure.
    pub fn is_lasting(&self) -> bool {
        self.lasting
    }

    /// The note with the words that it is told in on a screen and in Chinese.
    #[must_use]
    pub fn worded(self, wording: Wording) -> Note {
        let wording = (wording != Wording::default()).then(|| Arc::new(wording));
        Note { wording, ..self }
    }

    /// How it is told on a screen and in Chinese, where that is known.
    pub fn wording(&self) -> Option<&Wording> {
        self.wording.as_deref()
    }

    /// A note on a value that is not in doubt.
    pub fn remark(text: impl AsRef<str>) -> Note {
        Note::new(Status::Normal, text)
    }

    /// The note at the value that it is about.
    #[must_use]
    pub fn about(&self, value: &Arc<Whose>) -> Note {
        Note {
            about: Some(Arc::clone(value)),
            ..self.clone()
        }
    }

    /// The note at a figure that rests on the value it is about: it says which value that is.
    #[must_use]
    pub fn inherited(&self) -> Note {
        match &self.about {
            Some(value) if self.own.is_none() && **value != Whose::default() => Note {
                text: Arc::from(format!("{value}: {}", self.text)),
                own: Some(Arc::clone(&self.text)),
                ..self.clone()
            },
            _ => self.clone(),
        }
    }

    /// Of an inherited note the value that it is about, and what it says of it.
    pub fn origin(&self) -> Option<(&Whose, &Arc<str>)> {
        Some((self.about.as_deref()?, self.own.as_ref()?))
    }
}

impl Whose {
    /// Whose value it is, in Chinese where that is wanted and known.
    pub fn named(&self, chinese: bool) -> &str {
        let zh = self.zh.as_deref().filter(|_| chinese);
        zh.unwrap_or(&self.name)
    }
}

impl fmt::Display for Whose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        match &self.year {
            Some(year) if self.name.is_empty() => year.fmt(f),
            Some(year) => write!(f, " {year}"),
            None => Ok(()),
        }
    }
}
