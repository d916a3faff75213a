//! Breaks in series: each belongs to the spans that cross it and to no other.

use std::collections::BTreeMap;

use crate::answer::Row;
use crate::figure::{Note, Period, Status};
use crate::query::keyed::figure_in;
use crate::query::operand::{Doubt, Operand};

/// From which periods on series are new, by what names the series, with what is said of it.
#[derive(Default)]
pub(super) struct Breaks(BTreeMap<Vec<String>, Vec<(Period, Vec<Note>)>>);

impl Breaks {
    /// The breaks in a column of levels.
    pub(super) fn of<'a, K: FnOnce() -> Vec<String>>(
        rows: impl Iterator<Item = (K, Period, &'a Row)>,
        place: usize,
    ) -> Breaks {
        let mut breaks = Breaks::default();
        for (key, period, row) in rows {
            let Some(figure) = figure_in(row, place) else {
                continue;
            };
            let notes = figure
                .notes
                .iter()
                .filter(|note| note.status == Status::Break);
            let notes: Vec<Note> = notes.cloned().collect();
            if figure.status == Status::Break || !notes.is_empty() {
                breaks.0.entry(key()).or_default().push((period, notes));
            }
        }
        breaks
    }

    /// Adds to an input the breaks of its series that lie between two periods, whichever is the earlier; one at the
    /// beginning lies before.
    pub(super) fn cross(&self, series: &[String], from: Period, to: Period, input: &mut Operand) {
        let (first, last) = (from.min(to), from.max(to));
        let known = self.0.get(series).into_iter().flatten();
        for (period, notes) in known {
            if first < *period && *period <= last {
                let mut doubt = Doubt::of([&*input]);
                doubt.take_status(Status::Break, notes);
                let (value, text) = (input.value, input.text.clone());
                *input = Operand::made(value, text, doubt);
            }
        }
    }
}
