//! Rows below the names of which each says in its first cell what it holds: `Unit`, `Series Type`, `Series ID`.

use std::collections::BTreeSet;

use crate::source::headings;
use crate::source::layout::row::is_number;
use crate::source::periods;

/// Several rows below the names, of which each says in its first cell what it holds: `Unit`, `Series ID`, `Release date`.
pub(super) struct Captions {
    /// The rows that hold units.
    units: Vec<usize>,
}

impl Captions {
    pub(super) fn of(rows: &[Vec<String>], figures: &[bool]) -> Option<Captions> {
        let is_caption = |row: &Vec<String>| !row[0].is_empty() && !figures[0];
        // A name of merged cells stands in all of them.
        let is_merged = rows.len() > 1 && rows.iter().all(|row| row[0] == rows[0][0]);
        if rows.len() < 2 || is_merged || !rows.iter().all(is_caption) {
            return None;
        }
        let units = (0..rows.len()).filter(|&at| {
            let caption = headings::normal(&rows[at][0]);
            headings::is_unit(&caption) || caption == "pre unit"
        });
        Some(Captions {
            units: units.collect(),
        })
    }

    /// The unit of a column.
    pub(super) fn unit(&self, rows: &[Vec<String>], index: usize) -> String {
        let said = self.units.iter().map(|&at| rows[at][index].as_str());
        let said: Vec<&str> = said.filter(|text| !text.is_empty()).collect();
        if index == 0 {
            String::new()
        } else {
            said.join(" ")
        }
    }
}

/// The rows of a header of which each but the first says in its first cell what it holds, where the first does not name
/// every column alone: with what else tells the columns apart in the names, such as the `Series Type`.
pub(super) fn captioned(rows: &[Vec<String>], figures: &[bool]) -> Option<Vec<Vec<String>>> {
    let (names, others) = rows.split_first()?;
    Captions::of(others, figures)?;
    let held: Vec<usize> = (0..figures.len()).filter(|&at| figures[at]).collect();
    let is_told = |names: &[String]| {
        let told: BTreeSet<&str> = held.iter().map(|&at| names[at].as_str()).collect();
        told.len() == held.len()
    };
    if is_told(names) || held.iter().any(|&at| names[at].is_empty()) {
        return None;
    }
    let says = |row: &&Vec<String>| {
        let says_what = |at: &usize| !is_number(&row[*at]) && !periods::readable(&row[*at]);
        !headings::is_unit(&row[0]) && held.iter().all(says_what)
    };
    let mut names = names.clone();
    for row in others.iter().filter(says) {
        let differs = held.iter().any(|&at| row[at] != row[held[0]]);
        if differs {
            for &at in &held {
                // A name in parts gets one more: `Jobs ; Brunia`.
                let sign = if names[at].contains(" ; ") { " ;" } else { "," };
                names[at] = format!("{}{sign} {}", names[at], row[at]);
            }
        }
        if is_told(&names) {
            let rows = std::iter::once(names).chain(others.iter().cloned());
            return Some(rows.collect());
        }
    }
    None
}
