//! Why computed figures are missing, told beside the answer.

use std::collections::BTreeSet;

use super::transform::{NO_WHOLE, Transform};
use crate::answer::{Answer, Cell, Row};
use crate::figure::{Figure, Note};

/// Says why computed figures are missing: those of combined rows each, and those that stand beside a whole or a reference;
/// those of other transformed columns where a column has no value at all (the first year of a series has no change, which
/// is no news).
pub(super) fn say_what_is_missing(
    answer: &mut Answer,
    transform: Option<&Transform>,
    grouped: bool,
) {
    const MOST: usize = 6;
    fn figure(row: &Row, place: usize) -> Option<&Figure> {
        match &row.cells[place] {
            Cell::Figure(figure) => Some(figure),
            _ => None,
        }
    }
    let has_value = |place: usize| {
        let mut found = answer.rows.iter().filter_map(|row| figure(row, place));
        found.any(|figure| figure.interval().is_some())
    };
    let mut said: Vec<String> = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for (place, column) in answer.shown() {
        let Some(measure) = column.measure() else {
            continue;
        };
        let has_value = has_value(place);
        // What is missing itself has nothing made of it, which is no news either.
        let level = measure
            .id
            .rsplit_once('.')
            .and_then(|(of, _)| answer.place_of(of));
        let is_there = |row: &Row| {
            let level = level.and_then(|level| figure(row, level));
            level.is_none_or(|level| !level.is_missing())
        };
        let is_beside = transform.is_some_and(Transform::is_beside);
        let mut of_column: Vec<String> = Vec::new();
        for row in answer
            .rows
            .iter()
            .filter(|row| transform.is_some() || grouped || row.total)
        {
            let figure = figure(row, place);
            let reason = figure.and_then(Figure::why_not_computed);
            let is_told = |note: &&Note| {
                transform.is_none()
                    || !has_value
                    || note.text.starts_with(NO_WHOLE)
                    || (is_beside && is_there(row))
            };
            if let Some(note) = reason.filter(is_told) {
                let reason = note.text.trim_end_matches('.');
                let warning = format!("`{}` is missing: {reason}", measure.id);
                if seen.insert(warning.clone()) {
                    of_column.push(warning);
                }
            }
        }
        // Of a column without any value the first reason stands for those of other periods.
        if !has_value && !is_beside {
            of_column = one_of_a_kind(of_column);
        }
        said.append(&mut of_column);
    }
    if said.len() > MOST {
        let more = said.len() - MOST;
        said.truncate(MOST);
        said.push(format!(
            "{more} more {}; `--long` gives the reason of each",
            if more == 1 {
                "is missing"
            } else {
                "are missing"
            }
        ));
    }
    answer.warnings.extend(said);
}

/// The first of sentences that differ in their numbers alone, with how many there are of each.
fn one_of_a_kind(sentences: Vec<String>) -> Vec<String> {
    let mut kinds: Vec<(String, String, usize)> = Vec::new();
    for sentence in sentences {
        let kind = sentence.replace(|c: char| c.is_ascii_digit(), "");
        match kinds.iter_mut().find(|(known, ..)| *known == kind) {
            Some((_, _, count)) => *count += 1,
            None => kinds.push((kind, sentence, 1)),
        }
    }
    let told = |(_, first, count): (String, String, usize)| match count {
        1 => first,
        count => format!("{first}, and {} more of this kind", count - 1),
    };
    kinds.into_iter().map(told).collect()
}
