//! Numbers of notes that run on from names: `Population2`, `Northeast6, 7` above `2 Of the last census.` A spreadsheet shows them
//! raised; as text nothing parts them from the name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Layout;
use crate::figure::Frequency;
use crate::order::IntoSet;
use crate::source::found::Finding;
use crate::source::grid::Grid;
use crate::source::periods;
use crate::words::{excerpt, list};

/// More rows are not looked at: such tables are printed ones.
const MOST_ROWS: usize = 20_000;
/// How many names are told.
const TOLD: usize = 3;
/// How many letters the word before a number has at least: `CO2` and `km2` are names.
const LETTERS: usize = 4;

/// The grid without the numbers of the notes below its table, and what was concluded; nothing where no name has one.
pub(in crate::source) fn without_notes(grid: &Grid, layout: &Layout) -> Option<(Grid, Finding)> {
    let numbers: BTreeSet<&str> = layout
        .notes
        .iter()
        .filter_map(|note| number(note))
        .into_set();
    if !numbers.contains("1") || layout.body.len() > MOST_ROWS {
        return None;
    }
    // Names of one column, or of the header, that differ in their numbers alone: `Grade1`, `Grade2`.
    let place = |row: usize, at: usize| (row >= layout.body.start).then_some(at);
    let mut names: BTreeMap<(Option<usize>, Cow<str>), BTreeSet<&str>> = BTreeMap::new();
    let rows = || grid.rows().take(layout.body.end).enumerate();
    for (row, cells) in rows() {
        for (at, cell) in cells.cells().enumerate() {
            let bare = bare(cell, &numbers);
            let known = names.entry((place(row, at), bare)).or_default();
            known.insert(cell.trim());
        }
    }
    // Where most names end in numbers, as `District1` and `Ward2` do, these are parts of them.
    let mut marked: BTreeMap<Option<usize>, (usize, usize)> = BTreeMap::new();
    for ((place, bare), known) in &names {
        let is_word = |name: &&&str| name.contains(char::is_alphabetic);
        let (all, with) = marked.entry(*place).or_default();
        *all += known.iter().filter(is_word).count();
        *with += known.iter().filter(|name| **name != bare.as_ref()).count();
    }
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut without = grid.like();
    for (row, cells) in grid.rows().enumerate() {
        let own = cells.cells().enumerate().map(|(at, cell)| {
            if row >= layout.body.end {
                return Cow::Borrowed(cell);
            }
            let key = (place(row, at), bare(cell, &numbers));
            let is_few = marked
                .get(&key.0)
                .is_some_and(|(all, with)| with * 2 <= *all);
            let is_alone = is_few && names.get(&key).is_some_and(|known| known.len() == 1);
            if key.1 == cell.trim() || !is_alone {
                return Cow::Borrowed(cell);
            }
            let printed: Vec<&str> = cell.split_whitespace().collect();
            told.insert(format!("`{}`", excerpt(&printed.join(" "))));
            key.1
        });
        let own: Vec<Cow<str>> = own.collect();
        without.push(cells.line, own.iter().map(Cow::as_ref));
    }
    if told.is_empty() {
        return None;
    }
    let finding = Finding::new(
        format!(
            "the number behind {} is no part of the name",
            list(told.into_iter().take(TOLD), "and")
        ),
        "notes below the table have such numbers",
        "",
    );
    Some((without, finding))
}

/// The number that a note begins with: `1 Preliminary`, `(2) Revised`.
fn number(note: &str) -> Option<&str> {
    let note = note.trim_start_matches(['(', '[']);
    let end = note.find(|c: char| !c.is_ascii_digit())?;
    let behind = note[end..]
        .trim_start_matches([')', ']', '.', '/'])
        .trim_start();
    // `1 January is the date of the count`, `1 Source: the census`.
    let word = behind
        .split([' ', ':', '.', ','])
        .next()
        .unwrap_or_default();
    let month = periods::read_one(&format!("{word} 2000"));
    let is_month = month.is_some_and(|label| label.period.frequency() == Frequency::Month);
    let is_aside =
        ["source", "sources", "extracted", "updated"].contains(&word.to_lowercase().as_str());
    let is_text = behind.len() < note.len() - end
        && behind.starts_with(char::is_alphabetic)
        && !is_aside
        && !is_month;
    ((1..=2).contains(&end) && is_text).then_some(&note[..end])
}

/// A name without the numbers of notes that run on from it, or from its words in brackets.
fn bare<'t>(cell: &'t str, numbers: &BTreeSet<&str>) -> Cow<'t, str> {
    let text = cell.trim();
    if let Some(inside) = text.strip_suffix(')') {
        let bare = without(inside, numbers);
        if bare.len() < inside.len() {
            return Cow::Owned(format!("{bare})"));
        }
    }
    Cow::Borrowed(without(text, numbers))
}

fn without<'t>(text: &'t str, numbers: &BTreeSet<&str>) -> &'t str {
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | ' '));
    let mark = &text[bare.len()..];
    let letters = bare.chars().rev().take_while(|c| c.is_alphabetic()).count();
    let is_word = letters >= LETTERS && bare.ends_with(char::is_lowercase) || bare.ends_with(')');
    let mut parts = mark.split([',', ' ']).filter(|part| !part.is_empty());
    let is_mark = mark.starts_with(|c: char| c.is_ascii_digit());
    if is_word && is_mark && parts.all(|part| numbers.contains(part)) {
        bare
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_notes_run_on_from_words() {
        let numbers = BTreeSet::from(["1", "2", "7"]);
        for (cell, name) in [
            ("Population2", "Population"),
            ("United States Total1, 7,", "United States Total"),
            ("Rape (revised definition)2", "Rape (revised definition)"),
            ("Rape (legacy definition2)", "Rape (legacy definition)"),
            ("Growth (of 2)", "Growth (of 2)"),
            ("Population3", "Population3"),
            ("Emissions of CO2", "Emissions of CO2"),
            ("Table 1", "Table 1"),
            ("2", "2"),
        ] {
            assert_eq!(bare(cell, &numbers), name, "{cell}");
        }
    }

    #[test]
    fn notes_begin_with_their_numbers() {
        for (note, said) in [
            ("1 Preliminary.", Some("1")),
            ("(2) Revised", Some("2")),
            ("3. Of 2019", Some("3")),
            ("2019 is preliminary", None),
            ("1 January is the date of the count", None),
            ("1 Source: the census", None),
            ("1.5 million", None),
            ("12", None),
        ] {
            assert_eq!(number(note), said, "{note}");
        }
    }
}
