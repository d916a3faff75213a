//! What stands in a cell: a value, or nothing, with what is to be known of it.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Decimals, Estimate, Interval, Note, Number, Period, Status, Whose};
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

/// A value with its status and notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The value, or missing.
    pub value: Value,
    /// Where the true value lies of a computed number, or of a printed one of which its source says it; else the digits do.
    pub bounds: Option<Interval>,
    /// Whether it is printed, and its source says where the true value lies.
    pub stated: bool,
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
            stated: false,
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
            stated: false,
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
        Some(
            self.as_computed()
                .map_or(number, |estimate| estimate.number()),
        )
    }

    /// The number as people read it: printed digits, or as many as the interval of a computed value supports.
    pub fn number_in_short(&self) -> Option<Number> {
        let number = self.number()?;
        Some(
            self.as_computed()
                .map_or(number, |estimate| match self.decimals {
                    Some(decimals) => estimate.shown(decimals),
                    None => estimate.supported(),
                }),
        )
    }

    /// How many decimals a computed number would be shown with, if it stood alone.
    pub fn decimals_of_its_own(&self) -> Option<Decimals> {
        self.as_computed().map(|estimate| estimate.decimals())
    }

    /// Whether its digits come from a computation, so that its bounds say how many of them mean anything.
    pub fn is_computed(&self) -> bool {
        self.bounds.is_some() && !self.stated
    }

    fn as_computed(&self) -> Option<Estimate> {
        if self.is_computed() {
            self.number_and_bounds()
        } else {
            None
        }
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
