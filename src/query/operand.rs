//! The inputs of a computation, and the doubt that its result inherits from them.

use crate::figure::{Estimate, Figure, Note, Status};

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
    adjusted: bool,
}

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
        }
        self.status = Some(worst);
        if status == worst && status != Status::Normal {
            for note in notes.iter().filter(|note| note.status == status) {
                let note = note.inherited();
                if !self.notes.contains(&note) {
                    self.notes.push(note);
                }
            }
        }
    }

    /// The figure of an estimate that rests on the inputs taken.
    pub(super) fn figure(self, estimate: Estimate, how: Option<Note>) -> Figure {
        let notes = how.into_iter().chain(self.notes).collect();
        Figure {
            adjusted: self.adjusted,
            ..Figure::computed(estimate, self.status.unwrap_or(Status::Normal), notes)
        }
    }
}

impl Operand {
    /// What a computation may use of a figure.
    pub(super) fn of(figure: &Figure) -> Option<Operand> {
        let number = figure.number_in_full()?;
        let mark = if figure.status == Status::Normal {
            String::new()
        } else {
            format!(" [{}]", figure.status)
        };
        Some(Operand {
            value: figure.estimate()?,
            text: format!("{number}{mark}"),
            status: figure.status,
            notes: figure.notes.clone(),
            adjusted: figure.adjusted,
        })
    }

    /// What is made of other inputs, to be put into a further computation.
    pub(super) fn made(value: Estimate, text: String, doubt: Doubt) -> Operand {
        Operand {
            value,
            text,
            status: doubt.status.unwrap_or(Status::Normal),
            notes: doubt.notes,
            adjusted: doubt.adjusted,
        }
    }
}

/// The estimates of operands, the doubt that they make, and how they read.
pub(super) fn taken(operands: &[Operand]) -> (Vec<Estimate>, Doubt, Vec<String>) {
    let estimates = operands.iter().map(|operand| operand.value).collect();
    let texts = operands.iter().map(|operand| operand.text.clone());
    (estimates, Doubt::of(operands), texts.collect())
}
