//! The doubts about the figures of an answer, as the file of notes of a package.

use std::borrow::Cow;

use super::Refusal;
use crate::figure::{Figure, Note, Number};
use crate::package::Remarks;
use crate::source::NOTE_COLUMNS;

/// The columns of that file: what every note has, and how it is told on a screen and in Chinese.
pub(super) const COLUMNS: [&str; 11] = {
    let [table, key, indicator, status, note, usable, corrected] = NOTE_COLUMNS;
    [
        table, key, indicator, status, note, usable, corrected, "mark", "brief", "brief_zh",
        "note_zh",
    ]
};

/// The key of a row: the columns that tell it from others, with what stands in them.
pub(super) type Key<'a> = Vec<(&'a str, Cow<'a, str>)>;

/// The lines of the notes about one figure; the first gives its status.
pub(super) fn of_figure(
    figure: &Figure,
    (table, indicator): (&str, &str),
    key: &Key,
    remarks: &Remarks,
) -> Result<Vec<[String; 11]>, Refusal> {
    let mut notes = figure.notes.clone();
    let gives_status = |note: &Note| note.status == figure.status;
    match notes.iter().position(gives_status) {
        Some(place) => notes[..=place].rotate_right(1),
        None if Figure::printed(figure.value.clone()).status == figure.status
            && notes.is_empty() =>
        {
            return Ok(Vec::new());
        }
        None => notes.insert(
            0,
            Note::new(figure.status, format!("Status: {}.", figure.status.label())),
        ),
    }
    let conditions = conditions(key)?;
    let line = |(place, note): (usize, &Note)| {
        // What is missing is not refuted by that.
        let refuted = !figure.usable && (!figure.is_missing() || note.tells_of_refuted());
        let usable = if place == 0 && refuted { "no" } else { "" };
        let wording = note.wording().cloned().unwrap_or_default();
        [
            table.to_owned(),
            conditions.clone(),
            indicator.to_owned(),
            note.status.code().to_owned(),
            note.text.to_string(),
            usable.to_owned(),
            correction(note, indicator, key, remarks).unwrap_or_default(),
            wording.mark.map(String::from).unwrap_or_default(),
            wording.brief,
            wording.brief_zh,
            wording.zh,
        ]
    };
    Ok(notes.iter().enumerate().map(line).collect())
}

/// The value that arithmetic puts in the place of a published one, where the note is about it.
fn correction(note: &Note, indicator: &str, key: &Key, remarks: &Remarks) -> Option<String> {
    let about = remarks.of_cell(indicator, key);
    let remark = about.into_iter().find(|remark| remark.note == *note)?;
    remark.corrected.as_ref().map(Number::to_string)
}

/// The key as the file of notes writes it: `city=Hegang; year=2010`.
fn conditions(key: &Key) -> Result<String, Refusal> {
    let is_plain = |text: &str, marks: &[char]| !text.contains(marks) && text.trim() == text;
    let condition = |(name, member): &(&str, Cow<str>)| {
        if is_plain(name, &['=', ';']) && is_plain(member, &['|', ';']) {
            return Ok(format!("{name}={member}"));
        }
        Err(Refusal::new(format!(
            "the doubts about `{}` cannot be kept, since `;` and `|` mean something \
                    in a note's key",
            crate::words::printable(member)
        ))
        .next("export the package as a whole"))
    };
    let all: Result<Vec<String>, Refusal> = key.iter().map(condition).collect();
    Ok(all?.join("; "))
}
