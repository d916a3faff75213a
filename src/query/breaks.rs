//! Breaks in series: each belongs to the spans that cross it and to no other.

use std::collections::BTreeMap;

use crate::figure::{Figure, Note, Period, Status};

/// From which periods on series are new, by what names the series, with what is said of it.
#[derive(Default)]
pub(super) struct Breaks(BTreeMap<Vec<String>, Vec<Break>>);

/// In which period, whether it is within it so that what begins there crosses it too, with what is said of it.
type Break = (Period, bool, Vec<Note>);

impl Breaks {
    /// The breaks in the figures of some series; the key of a series is made where it has one.
    pub(super) fn of<'a, K: FnOnce() -> Vec<String>>(
        figures: impl Iterator<Item = (K, Period, &'a Figure)>,
    ) -> Breaks {
        let mut breaks = Breaks::default();
        for (key, period, figure) in figures {
            let notes = figure.notes.iter().filter(|note| is_break(note));
            let notes: Vec<Note> = notes.cloned().collect();
            if figure.status == Status::Break || !notes.is_empty() {
                let is_within =
                    |of: Period| period.contains(of) && period.beginning(of.frequency()) != of;
                let years = notes.iter().filter_map(|note| note.origin()?.0.year);
                let within = years.into_iter().any(is_within);
                breaks
                    .0
                    .entry(key())
                    .or_default()
                    .push((period, within, notes));
            }
        }
        breaks
    }

    /// What is said of the breaks of a series that lie between two periods, whichever is the earlier; one at the beginning
    /// lies before.
    pub(super) fn crossed(
        &self,
        series: &[String],
        from: Period,
        to: Period,
    ) -> impl Iterator<Item = &[Note]> {
        let (first, last) = (from.min(to), from.max(to));
        let known = self.0.get(series).into_iter().flatten();
        let crossed = known.filter(move |(period, within, _)| {
            let begins = first < *period || (*within && first == *period && first < last);
            begins && *period <= last
        });
        crossed.map(|(.., notes)| notes.as_slice())
    }
}

/// A figure of a series at the end of a span: with the breaks that the span crosses, and no others. Where the span ends as it
/// begins, it crosses none.
pub(super) fn at_end<'a>(
    figure: &Figure,
    [from, to]: [Period; 2],
    series: impl Iterator<Item = (Period, &'a Figure)>,
) -> Figure {
    let mut figure = figure.clone();
    take_break(&mut figure.status, &mut figure.notes);
    if figure.is_missing() {
        return figure;
    }
    let series = series.map(|(period, figure)| (Vec::new, period, figure));
    for notes in Breaks::of(series).crossed(&[], from, to) {
        figure.status = figure.status.worst(Status::Break);
        figure.notes.extend(notes.iter().map(Note::inherited));
    }
    figure
}

/// Whether a note says of a break.
pub(super) fn is_break(note: &Note) -> bool {
    note.status == Status::Break
}

/// A figure's status and notes but for what says that a series breaks there; whether anything did.
pub(super) fn take_break(status: &mut Status, notes: &mut Vec<Note>) -> bool {
    if *status != Status::Break && !notes.iter().any(is_break) {
        return false;
    }
    notes.retain(|note| !is_break(note));
    if *status == Status::Break {
        let others = notes.iter().map(|note| note.status);
        *status = others.fold(Status::Normal, Status::worst);
    }
    true
}
