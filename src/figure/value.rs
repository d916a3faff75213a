//! What stands in a cell: a value, or nothing, with what is to be known of it.

use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Decimals, Estimate, Interval, Number, Period, Status};
use crate::words::capitalised;

/// The content of a cell. Missing is its own content; it is never zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing is published, or nothing can be computed.
    Missing,
    /// A number: as printed, or as computed.
    Number(Number),
    /// Words.
    Text(String),
    /// A year that is said of something (a base year), not the time of the observation.
    Year(Period),
}

/// A doubt about a value, how it was made, or the reason why it is missing. Two notes that say the same are equal.
#[derive(Debug, Clone)]
pub struct Note {
    /// What the note says of the value's status.
    pub status: Status,
    /// One or two whole sentences.
    pub text: Arc<str>,
    /// Which value it is about, where it stands at that value; told once it is inherited.
    about: Option<Arc<Whose>>,
    /// What it says at the value that it is about, where it is inherited from there.
    own: Option<Arc<str>>,
    /// Whether it holds for whatever rests on the figure, such as which members that is without.
    lasting: bool,
    /// Whether no computation may use the value that it is about.
    refutes: bool,
    /// How it is told otherwise, where the package says so.
    wording: Option<Arc<Wording>>,
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

/// A value with its status and notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The value, or missing.
    pub value: Value,
    /// Where the true value of a computed number lies; none for a printed one, whose digits say it.
    pub bounds: Option<Interval>,
    /// How far it may be relied on.
    pub status: Status,
    /// What is to be known of it.
    pub notes: Vec<Note>,
    /// Whether a computation may use it; a value that arithmetic refutes is shown and not used, and one that could
    /// not be computed cannot be.
    pub usable: bool,
    /// Whether it is, or rests on, a correction that was put in the place of a printed value.
    pub adjusted: bool,
    /// How it was computed, with the inputs put in, where that was asked for.
    pub formula: Option<Arc<str>>,
    /// Of a value in words, these in Chinese, where they are known.
    pub zh: Option<Arc<String>>,
    /// With how many decimals readers see a computed number, where its column says so.
    pub decimals: Option<i32>,
}

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

impl Figure {
    /// A value as it was printed.
    pub fn printed(value: Value) -> Figure {
        let status = if value == Value::Missing {
            Status::Missing
        } else {
            Status::Normal
        };
        Figure {
            value,
            bounds: None,
            status,
            notes: Vec::new(),
            usable: true,
            adjusted: false,
            formula: None,
            zh: None,
            decimals: None,
        }
    }

    /// A computed value.
    pub fn computed(estimate: Estimate, status: Status, notes: Vec<Note>) -> Figure {
        Figure {
            value: Value::Number(Number::from(estimate.value)),
            bounds: Some(estimate.bounds),
            status,
            notes,
            usable: true,
            adjusted: false,
            formula: None,
            zh: None,
            decimals: None,
        }
    }

    /// A value that could not be computed, with the reason.
    pub fn missing(reason: impl AsRef<str>) -> Figure {
        let note = Note::new(Status::Missing, reason);
        Figure {
            notes: vec![note],
            usable: false,
            ..Figure::printed(Value::Missing)
        }
    }

    /// Says why a value is missing, as its file does: suppressed, not collected, or otherwise.
    pub fn is_missing_since(&mut self, reason: &str, about: &Arc<Whose>) {
        let folded = reason.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| folded.contains(word));
        let status = if says(&["suppress", "confiden", "secre"]) {
            Status::Suppressed
        } else if says(&["not collected"]) {
            Status::NotCollected
        } else {
            Status::Missing
        };
        if self.is_missing() {
            self.status = status;
            let text = format!("{}.", capitalised(reason.trim_end_matches('.')));
            self.notes.push(Note::new(status, text).about(about));
        }
    }

    /// The figure with a correction in the place of its printed value, and the status of an estimate.
    #[must_use]
    pub fn corrected(self, correction: Number) -> Figure {
        let printed = match self.number() {
            Some(printed) => format!("the printed {printed}"),
            None => "a value that is missing".to_owned(),
        };
        let how = format!("Adjusted: {correction} in the place of {printed}.");
        let about = self.notes.first().and_then(|note| note.about.clone());
        let note = Note {
            about,
            ..Note::new(Status::Estimated, how)
        };
        // What refuted the printed value is no doubt about the correction.
        let others = self.notes.into_iter().map(|note| match note.status {
            Status::LowReliability => Note {
                status: Status::Estimated,
                refutes: false,
                ..note
            },
            _ => Note {
                refutes: false,
                ..note
            },
        });
        Figure {
            notes: std::iter::once(note).chain(others).collect(),
            status: Status::Estimated,
            adjusted: true,
            ..Figure::printed(Value::Number(correction))
        }
    }

    /// Whether it is shown as it was printed although arithmetic refutes it.
    pub fn is_refuted(&self) -> bool {
        !self.usable && !self.is_missing()
    }

    /// Whether there is no value.
    pub fn is_missing(&self) -> bool {
        self.value == Value::Missing
    }

    /// Why the figure could not be computed, where that was tried; what was never published gives no such reason.
    pub fn why_not_computed(&self) -> Option<&Note> {
        self.notes
            .last()
            .filter(|_| self.is_missing() && !self.usable)
    }

    /// What a computation may use: the number with its interval, unless it is missing or refuted.
    pub fn estimate(&self) -> Option<Estimate> {
        #[cfg(test)]
        crate::words::work::step();
        self.number_and_bounds().filter(|_| self.usable)
    }

    /// Where the true value lies, whether or not a computation may use it.
    pub fn interval(&self) -> Option<Interval> {
        self.number_and_bounds().map(|estimate| estimate.bounds)
    }

    /// The ends of the interval as figures of their own, told with one digit more than the interval supports.
    pub fn ends(&self) -> Option<[Figure; 2]> {
        let interval = self.interval()?;
        let slack = interval.width() / Decimal::from(20);
        let figure = |end: Decimal| {
            let bounds = Interval {
                low: end.checked_sub(slack).unwrap_or(end),
                high: end.checked_add(slack).unwrap_or(end),
            };
            Figure::computed(Estimate { value: end, bounds }, self.status, Vec::new())
        };
        Some([figure(interval.low), figure(interval.high)])
    }

    /// The number as machines get it: printed digits, or 15 significant ones of a computed value.
    pub fn number_in_full(&self) -> Option<Number> {
        let number = self.number()?;
        let computed = self.bounds.and_then(|_| self.number_and_bounds());
        Some(computed.map_or(number, |estimate| estimate.number()))
    }

    /// The number as people read it: printed digits, or as many as the interval of a computed value supports.
    pub fn number_in_short(&self) -> Option<Number> {
        let number = self.number()?;
        let computed = self.bounds.and_then(|_| self.number_and_bounds());
        Some(computed.map_or(number, |estimate| match self.decimals {
            Some(decimals) => estimate.shown(decimals),
            None => estimate.supported(),
        }))
    }

    /// How many decimals a computed number would be shown with, if it stood alone.
    pub fn decimals_of_its_own(&self) -> Option<Decimals> {
        self.bounds
            .and(self.number_and_bounds())
            .map(|estimate| estimate.decimals())
    }

    fn number_and_bounds(&self) -> Option<Estimate> {
        let number = self.number()?;
        Some(match self.bounds {
            Some(bounds) => Estimate {
                value: number.decimal(),
                bounds,
            },
            None => Estimate::from(number),
        })
    }

    /// The value rounded to at most `decimals`, which is then its last word.
    #[must_use]
    pub fn rounded(self, decimals: u32) -> Figure {
        let Some(number) = self.number_in_full() else {
            return self;
        };
        Figure {
            value: Value::Number(number.rounded(decimals)),
            bounds: None,
            ..self
        }
    }

    fn number(&self) -> Option<Number> {
        match self.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }
}
