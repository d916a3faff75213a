//! Figures that a command computes from others: value, doubt, reason and formula made together.

use super::formula::Formula;
pub(crate) use super::operand::in_formula as operand;
use super::operand::{Operand, taken};
use crate::figure::{Estimate, Figure, Note, Status, Value};
use crate::methods::Undefined;

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
    let operands: Option<Vec<Operand>> = inputs.iter().map(|input| Operand::of(input)).collect();
    let Some(operands) = operands else {
        return lacking(inputs);
    };
    let (estimates, doubt, _) = taken(&operands);
    let figure = doubt.result(method(&estimates));
    let told = match source {
        "" => formula.to_owned(),
        source => format!("{formula} · {source}"),
    };
    Figure {
        formula: (!figure.is_missing()).then(|| told.into()),
        ..figure
    }
}

/// Computes a figure from a value and a base.
pub(crate) fn derive_from(formula: Formula, value: &Figure, base: &Figure, source: &str) -> Figure {
    let told = formula.told(&operand(value), &operand(base));
    derive(&[value, base], &told, source, |of| formula.of(of[0], of[1]))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Note;

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
        derive_from(Formula::Difference, a, b, "Table 1")
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
