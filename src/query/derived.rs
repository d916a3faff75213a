//! Figures that a verb computes from others: value, doubt, reason and formula made together.

use crate::figure::{Estimate, Figure, Note, Number, Status, Value};
use crate::methods::Undefined;

/// The most notes of inputs that a figure carries.
const MOST_NOTES: usize = 24;

/// Computes a figure from others. Where one of them cannot be used the figure is missing, for the same reason; else
/// it takes over the doubt that matters most, with its notes.
///
/// The formula is told with the inputs put in; `source` is the short citation behind it.
pub(crate) fn derive(
    inputs: &[&Figure],
    formula: &str,
    source: &str,
    method: impl FnOnce(&[Estimate]) -> Result<Estimate, Undefined>,
) -> Figure {
    let estimates: Option<Vec<Estimate>> = inputs.iter().map(|input| input.estimate()).collect();
    let Some(estimates) = estimates else {
        return lacking(inputs);
    };
    match method(&estimates) {
        Ok(estimate) => {
            let status = worst(inputs);
            let figure = Figure {
                adjusted: inputs.iter().any(|input| input.adjusted),
                ..Figure::computed(estimate, status, notes_of(inputs, status))
            };
            explained(figure, formula, source)
        }
        Err(reason) => Figure::missing(format!("It cannot be computed: {reason}.")),
    }
}

/// The figure with the formula by which it was made.
pub(crate) fn explained(figure: Figure, formula: &str, source: &str) -> Figure {
    let formula = match source {
        "" => formula.to_owned(),
        source => format!("{formula} · {source}"),
    };
    Figure {
        formula: Some(formula.into()),
        ..figure
    }
}

/// The doubt that matters most among those of the figures.
pub(crate) fn worst(inputs: &[&Figure]) -> Status {
    inputs
        .iter()
        .fold(Status::Normal, |worst, input| worst.worst(input.status))
}

/// The notes that give the figures this status; none where it is no doubt.
pub(crate) fn notes_of(inputs: &[&Figure], status: Status) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    if status == Status::Normal {
        return notes;
    }
    for note in inputs.iter().flat_map(|input| &input.notes) {
        if note.status != status {
            continue;
        }
        let inherited = note.inherited();
        if notes.contains(&inherited) {
            continue;
        }
        if notes.len() == MOST_NOTES {
            notes.push(Note::new(status, "More notes are about its inputs."));
            break;
        }
        notes.push(inherited);
    }
    notes
}

/// A figure that is missing because one of its inputs is missing, or refuted; the inputs' reasons are its own.
pub(crate) fn lacking(inputs: &[&Figure]) -> Figure {
    let mut notes: Vec<Note> = Vec::new();
    for input in inputs.iter().filter(|input| input.estimate().is_none()) {
        let reasons = input
            .notes
            .iter()
            .filter(|note| note.status == input.status && note.status != Status::Normal);
        for note in reasons {
            let inherited = note.inherited();
            if !notes.contains(&inherited) {
                notes.push(inherited);
            }
        }
    }
    if notes.is_empty() {
        return Figure::missing("No value is published.");
    }
    Figure {
        notes,
        ..Figure::printed(Value::Missing)
    }
}

/// A figure as it stands in a formula: `26.0`, `(−9.0)`, `22.9 [U]`.
pub(crate) fn operand(figure: &Figure) -> String {
    let number = figure
        .number_in_full()
        .map_or_else(|| "–".to_owned(), written);
    match figure.status {
        Status::Normal => number,
        status => format!("{number} [{status}]"),
    }
}

/// A number as it stands in a formula.
fn written(number: Number) -> String {
    let text = number.to_string();
    match text.strip_prefix('-') {
        Some(digits) => format!("(−{digits})"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::methods;

    fn printed(text: &str) -> Figure {
        Figure::printed(Value::Number(text.parse().unwrap()))
    }

    fn doubted(text: &str, status: Status, note: &str) -> Figure {
        Figure {
            status,
            notes: vec![Note::new(status, note), Note::remark("A remark.")],
            ..printed(text)
        }
    }

    fn gap(a: &Figure, b: &Figure) -> Figure {
        let formula = format!("{} − {}", operand(a), operand(b));
        derive(&[a, b], &formula, "Table 1", |of| {
            methods::difference(of[0], of[1])
        })
    }

    #[test]
    fn the_doubt_that_matters_most_is_inherited_with_its_notes_alone() {
        let provisional = doubted("4", Status::Provisional, "New.");
        let doubtful = doubted("-9.0", Status::LowReliability, "Odd.");
        let found = gap(&provisional, &doubtful);
        assert_eq!(found.status, Status::LowReliability);
        let notes: Vec<&str> = found.notes.iter().map(|note| note.text.as_ref()).collect();
        assert_eq!(notes, ["Odd."]);
        assert_eq!(
            found.formula.as_deref(),
            Some("4 [P] − (−9.0) [U] · Table 1")
        );
    }

    #[test]
    fn what_is_missing_or_refuted_is_not_computed_with_and_says_why() {
        let refuted = Figure {
            usable: false,
            ..doubted("26.2", Status::LowReliability, "Refuted.")
        };
        let found = gap(&printed("1"), &refuted);
        assert_eq!(found.value, Value::Missing);
        assert_eq!(found.notes[0].text.as_ref(), "Refuted.");
        assert_eq!(found.notes.len(), 1);
        let bare = gap(&printed("1"), &Figure::printed(Value::Missing));
        assert_eq!(bare.notes[0].text.as_ref(), "No value is published.");
        assert_eq!(bare.formula, None);
    }
}
