//! The inputs of a computation, and the doubt that its result inherits from them.

use rust_decimal::Decimal;

use crate::figure::{Estimate, Figure, Note, Number, Status};
use crate::methods::Undefined;
use crate::query::breaks::take_break;
use crate::words::count;

/// An input of a computation: its value, how it reads, and the doubts about it.
#[derive(Debug, Clone)]
pub(super) struct Operand {
    pub(super) value: Estimate,
    /// The number as it is put into a formula, its status beside it where it is not normal.
    pub(super) text: String,
    pub(super) status: Status,
    pub(super) notes: Vec<Note>,
    /// Whether it rests on a correction.
    pub(super) adjusted: bool,
}

/// The doubt that a figure inherits: the worst status of its inputs, with the notes of those that have it.
#[derive(Debug, Default)]
pub(super) struct Doubt {
    status: Option<Status>,
    notes: Vec<Note>,
    /// The notes that stay, whatever the worst status is.
    lasting: Vec<Note>,
    /// How many notes more there are.
    further: usize,
    adjusted: bool,
}

/// The most notes of inputs that a figure carries; beyond them it tells how many there are.
const MOST_NOTES: usize = 24;

impl Doubt {
    /// The doubt about all of the inputs.
    pub(super) fn of<'a>(inputs: impl IntoIterator<Item = &'a Operand>) -> Doubt {
        let mut doubt = Doubt::default();
        for input in inputs {
            doubt.take(input);
        }
        doubt
    }

    /// Takes over the doubt about an input.
    pub(super) fn take(&mut self, input: &Operand) {
        self.adjusted |= input.adjusted;
        self.take_status(input.status, &input.notes);
    }

    /// Takes over a status, with the notes that give it.
    pub(super) fn take_status(&mut self, status: Status, notes: &[Note]) {
        let worst = self.status.map_or(status, |known| known.worst(status));
        if self.status != Some(worst) {
            self.notes.clear();
            self.further = 0;
        }
        self.status = Some(worst);
        for note in notes {
            // What else is known of a figure, its break stays with it.
            let stays =
                note.is_lasting() || (note.status == Status::Break && worst != Status::Break);
            if stays {
                let note = note.inherited();
                if !self.lasting.contains(&note) && self.lasting.len() < MOST_NOTES {
                    self.lasting.push(note);
                }
            } else if status == worst && status != Status::Normal && note.status == status {
                let note = note.inherited();
                if self.notes.contains(&note) {
                    continue;
                }
                if self.notes.len() < MOST_NOTES {
                    self.notes.push(note);
                } else {
                    self.further += 1;
                }
            }
        }
    }

    /// The notes that a figure inherits.
    fn into_notes(self) -> Vec<Note> {
        let status = self.status.unwrap_or(Status::Normal);
        let further = (self.further > 0).then(|| {
            Note::new(
                status,
                format!("Its inputs have {} more.", count(self.further, "note")),
            )
        });
        let notes = self.lasting.into_iter().chain(self.notes);
        notes.chain(further).collect()
    }

    /// The figure of a result that rests on the inputs taken; missing, with the reason, where there is none.
    pub(super) fn result(self, estimate: Result<Estimate, Undefined>) -> Figure {
        match estimate {
            Ok(estimate) => self.figure(estimate, None),
            Err(reason) => Figure::missing(format!("It cannot be computed: {reason}.")),
        }
    }

    /// The figure of an estimate that rests on the inputs taken.
    pub(super) fn figure(self, estimate: Estimate, how: Option<Note>) -> Figure {
        let (adjusted, status) = (self.adjusted, self.status.unwrap_or(Status::Normal));
        let notes = how.into_iter().chain(self.into_notes()).collect();
        Figure {
            adjusted,
            ..Figure::computed(estimate, status, notes)
        }
    }
}

impl Operand {
    /// What a computation may use of a figure.
    pub(super) fn of(figure: &Figure) -> Option<Operand> {
        Some(Operand {
            value: figure.estimate()?,
            text: in_formula(figure),
            status: figure.status,
            notes: figure.notes.clone(),
            adjusted: figure.adjusted,
        })
    }

    /// What it is in percent of itself; nothing, where it is nothing.
    pub(super) fn against_itself(&self) -> Figure {
        let is_nothing = self.value.value.is_zero();
        let all = Estimate::exact(Decimal::ONE_HUNDRED);
        Doubt::of([self]).result(if is_nothing {
            Err(Undefined::ZeroDivisor)
        } else {
            Ok(all)
        })
    }

    /// The same input for a span that does not cross its break.
    #[must_use]
    pub(super) fn without_break(mut self) -> Operand {
        let was_break = self.status == Status::Break;
        if take_break(&mut self.status, &mut self.notes) && was_break {
            let mark = format!(" [{}]", Status::Break);
            if let Some(text) = self.text.strip_suffix(&mark) {
                self.text = text.to_owned();
            }
        }
        self
    }

    /// The same with what is said of a break that the span up to it crosses.
    pub(super) fn across(self, notes: &[Note]) -> Operand {
        let mut doubt = Doubt::of([&self]);
        doubt.take_status(Status::Break, notes);
        Operand::made(self.value, self.text, doubt)
    }

    /// What is made of other inputs, to be put into a further computation.
    pub(super) fn made(value: Estimate, text: String, doubt: Doubt) -> Operand {
        Operand {
            value,
            text,
            status: doubt.status.unwrap_or(Status::Normal),
            adjusted: doubt.adjusted,
            notes: doubt.into_notes(),
        }
    }
}

/// A figure as it stands in a formula: `26.0`, `(−9.0)`, `22.9 [U]`.
pub(crate) fn in_formula(figure: &Figure) -> String {
    let number = figure
        .number_in_full()
        .map_or_else(|| "–".to_owned(), written);
    match figure.status {
        Status::Normal => number,
        status => format!("{number} [{status}]"),
    }
}

/// A number as it stands in a formula.
pub(super) fn written(number: Number) -> String {
    let text = number.to_string();
    match text.strip_prefix('-') {
        Some(digits) => format!("(−{digits})"),
        None => text,
    }
}

/// The estimates of operands, the doubt that they make, and how they read.
pub(super) fn taken(operands: &[Operand]) -> (Vec<Estimate>, Doubt, Vec<String>) {
    let estimates = operands.iter().map(|operand| operand.value).collect();
    let texts = operands.iter().map(|operand| operand.text.clone());
    (estimates, Doubt::of(operands), texts.collect())
}
