//! The doubts about printed values, kept apart from the values themselves.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::conditions::read_key;
use super::fault::{Fault, Faults};
use super::files::Cells;
use super::identity::Check;
use super::line::Line;
use super::lines::lines;
use super::part::Part;
use super::schema::Table;
use crate::figure::{Note, Number, Status, Wording};
use crate::order::InOrder;
use crate::source::NOTE_COLUMNS;
use crate::table::{Data, Frame};
use crate::words::excerpt;

/// The place of the column that says whether a value may be used.
const USABLE: usize = 5;
/// The columns that a file of notes may have behind those, in any order: what serves the audit, and how a note is told on a
/// screen and in Chinese.
const MORE_NOTE_COLUMNS: [&str; 6] = ["explains", "reason", "mark", "brief", "brief_zh", "note_zh"];

/// A doubt, and the cells that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The line it stands on.
    pub line: u64,
    /// The table.
    pub table: String,
    /// The conditions that a row meets: a dimension and the members that it allows. All must hold.
    pub key: Vec<(String, Vec<String>)>,
    /// The indicators, by id.
    pub indicators: Vec<String>,
    /// What is said, and the status that it gives.
    pub note: Note,
    /// Whether a computation may use the value.
    pub usable: bool,
    /// The value that arithmetic puts in its place.
    pub corrected: Option<Number>,
    /// The checks whose findings at these cells the note explains.
    pub explains: Vec<Check>,
    /// The claims that the note explains, by name.
    pub claims: Vec<String>,
    /// Why the note stands, where no check finds what it says.
    pub reason: String,
}

/// Doubts, in the order of the file: the first that applies gives a cell its status.
#[derive(Debug, Clone, Default)]
pub struct Remarks {
    all: Vec<Remark>,
    /// The places of the doubts about an indicator.
    by_indicator: BTreeMap<String, OfIndicator>,
}

/// The places of the doubts about an indicator: each once for every member that its first condition allows.
#[derive(Debug, Clone, Default)]
struct OfIndicator {
    /// Those without a condition.
    of_all: Vec<usize>,
    /// The others, by dimension and member.
    by_member: BTreeMap<String, BTreeMap<String, Vec<usize>>>,
}

impl Remark {
    /// Whether the note explains what a check finds at an indicator of a row, whose `key` tells its members.
    pub fn explains(&self, check: Check, indicator: &str, key: &[(&str, Cow<'_, str>)]) -> bool {
        self.explains.contains(&check) && self.applies(indicator, key)
    }

    /// Whether the doubt is about a row of its table, whatever the indicator.
    pub(super) fn is_about(&self, table: &Table, frame: &Frame, row: usize) -> bool {
        self.meets(|dimension| {
            let column = table.column(dimension)?;
            let text = frame.text(row, column).map(Cow::from);
            text.or_else(|| Some(Cow::from(frame.period(row, column)?.to_string())))
        })
    }

    /// The rows among which those are that the doubt is about: those of one key where its conditions name one, else all.
    pub(super) fn rows(&self, table: &Table, frame: &Frame) -> Vec<usize> {
        let code = |&column: &usize| {
            let name = &table.columns[column].name;
            let (_, members) = self.key.iter().find(|(dimension, _)| dimension == name)?;
            let [member] = members.as_slice() else {
                return None;
            };
            match frame.columns().get(column)? {
                Data::Texts(texts) => texts.dictionary().find(member),
                Data::Periods(periods) => periods.code_of(member.parse().ok()?),
                Data::Numbers(_) => None,
            }
        };
        let key: Option<Vec<u32>> = frame.key().iter().map(code).collect();
        match key {
            Some(key) => frame.find(&key).into_iter().collect(),
            None => (0..frame.len()).collect(),
        }
    }

    /// Whether the doubt is about this indicator of a row, whose `key` tells its members.
    pub fn applies(&self, indicator: &str, key: &[(&str, Cow<'_, str>)]) -> bool {
        let member = |dimension: &str| key.iter().find(|(known, _)| *known == dimension);
        self.indicators.iter().any(|known| known == indicator)
            && self.meets(|dimension| Some(Cow::from(&*member(dimension)?.1)))
    }

    /// Whether a row meets all conditions, of which `member` tells the member by dimension.
    fn meets<'a>(&self, member: impl Fn(&str) -> Option<Cow<'a, str>>) -> bool {
        self.key.iter().all(|(dimension, allowed)| {
            member(dimension).is_some_and(|found| allowed.iter().any(|one| *one == found))
        })
    }
}

impl Remarks {
    /// The notes of these lines of a file: those about one table, or all.
    pub(super) fn read(
        file: &str,
        lines: &NoteLines,
        only: Option<&str>,
        faults: &mut Faults,
    ) -> Remarks {
        let mut remarks = Vec::new();
        for line in &lines.lines {
            let [table, key, indicator, status, note, usable, corrected] = line.fields();
            let [explains, reason, mark, brief, brief_zh, note_zh] = lines
                .more
                .map(|place| place.map_or("", |place| line.field(place)));
            if only.is_some_and(|only| only != table) {
                continue;
            }
            let line = line.number;
            let mut fault = |index: usize, message: String| {
                faults.push(Fault::of_field(file, line, index, message));
            };
            let key = read_key(key).unwrap_or_else(|message| {
                fault(1, message);
                Vec::new()
            });
            let status = status.parse::<Status>().unwrap_or_else(|message| {
                fault(3, message);
                Status::Normal
            });
            if note.is_empty() {
                fault(4, "`note` is empty; say what the doubt is".to_owned());
            }
            let usable = match usable {
                "" | "yes" => true,
                "no" => false,
                other => {
                    fault(
                        5,
                        format!("`usable` is `{}`; write `no`, or nothing", excerpt(other)),
                    );
                    true
                }
            };
            let corrected = match corrected {
                "" => None,
                number => number
                    .parse::<Number>()
                    .map_err(|error| fault(6, format!("`corrected`: {error}")))
                    .ok(),
            };
            if !matches!(mark, "" | "b" | "p") {
                let message = format!(
                    "`mark` is `{}`; write `p` (provisional), `b` (break), or nothing",
                    excerpt(mark)
                );
                fault(lines.more[2].unwrap_or_default(), message);
            }
            for (text, name, place) in [(brief, "brief", 3), (brief_zh, "brief_zh", 4)] {
                let letters = text.chars().count();
                if letters > Wording::LONGEST {
                    let message = format!(
                        "`{name}` has {letters} characters; say it in {} at most",
                        Wording::LONGEST
                    );
                    fault(lines.more[place].unwrap_or_default(), message);
                }
            }
            // What is no check names a claim.
            let mut checks: Vec<Check> = Vec::new();
            let mut claims: Vec<String> = Vec::new();
            for name in explains
                .split('|')
                .map(str::trim)
                .filter(|name| !name.is_empty())
            {
                match name.parse() {
                    Ok(check) => checks.push(check),
                    Err(_) => claims.push(name.to_owned()),
                }
            }
            remarks.push(Remark {
                explains: checks,
                claims,
                reason: reason.to_owned(),
                line,
                table: table.to_owned(),
                key,
                indicators: indicator
                    .split('|')
                    .map(|id| id.trim().to_owned())
                    .collect(),
                note: Note::new(status, note).worded(Wording {
                    mark: mark.chars().next(),
                    brief: brief.to_owned(),
                    brief_zh: brief_zh.to_owned(),
                    zh: note_zh.to_owned(),
                }),
                usable,
                corrected,
            });
        }
        remarks.into_iter().collect()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Every doubt, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Remark> {
        self.all.iter()
    }

    /// The doubts about a cell, in order; `key` tells the row's members by dimension.
    pub fn of_cell(&self, indicator: &str, key: &[(&str, Cow<'_, str>)]) -> Vec<&Remark> {
        let Some(of_indicator) = self.by_indicator.get(indicator) else {
            return Vec::new();
        };
        let mut found: Vec<usize> = of_indicator.of_all.clone();
        for (dimension, member) in key {
            let about = of_indicator.by_member.get(*dimension);
            found.extend(
                about
                    .and_then(|members| members.get(member.as_ref()))
                    .into_iter()
                    .flatten(),
            );
        }
        found.order();
        found.dedup();
        let remarks = found.into_iter().map(|at| &self.all[at]);
        remarks
            .filter(|remark| remark.applies(indicator, key))
            .collect()
    }
}

impl FromIterator<Remark> for Remarks {
    fn from_iter<T: IntoIterator<Item = Remark>>(remarks: T) -> Remarks {
        let all: Vec<Remark> = remarks.into_iter().collect();
        let mut by_indicator: BTreeMap<String, OfIndicator> = BTreeMap::new();
        for (at, remark) in all.iter().enumerate() {
            for indicator in &remark.indicators {
                let places = by_indicator.entry(indicator.clone()).or_default();
                let Some((dimension, members)) = remark.key.first() else {
                    places.of_all.push(at);
                    continue;
                };
                let by_member = places.by_member.entry(dimension.clone()).or_default();
                for member in members {
                    by_member.entry(member.clone()).or_default().push(at);
                }
            }
        }
        Remarks { all, by_indicator }
    }
}

/// The lines of a file of notes, not yet taken for notes.
#[derive(Debug, Clone, Default)]
pub(super) struct NoteLines {
    lines: Vec<Line>,
    /// Where the columns stand that not every file has.
    more: [Option<usize>; MORE_NOTE_COLUMNS.len()],
}

/// The lines of the file of notes.
pub(super) fn lines_of(part: &Part, faults: &mut Faults) -> NoteLines {
    let columns = columns(part);
    NoteLines {
        more: places(&columns),
        lines: lines(part, &columns, faults),
    }
}

/// The lines on one table alone, all or those that refute, of a file that the build has read.
pub(super) fn lines_on(table: &str, refuting: bool, cells: Cells) -> NoteLines {
    let is_on_it =
        |line: &Line| line.field(0) == table && (!refuting || line.field(USABLE) == "no");
    NoteLines {
        more: places(cells.first().copied().unwrap_or_default()),
        lines: Line::all(cells).filter(is_on_it).collect(),
    }
}

/// Where the columns stand that not every file has.
fn places(columns: &[&str]) -> [Option<usize>; MORE_NOTE_COLUMNS.len()] {
    MORE_NOTE_COLUMNS.map(|name| columns.iter().position(|known| *known == name))
}

/// Whether a file of notes may refute a value of a table: a line that begins with its name, or with a quote, says `no`
/// somewhere, or goes on in the next.
pub(super) fn may_refute(bytes: &[u8], table: &str) -> bool {
    let lines = bytes.split(|byte| *byte == b'\n');
    let mut about = lines.filter(|line| {
        let named = line.strip_prefix(table.as_bytes());
        line.first() == Some(&b'"') || named.is_some_and(|rest| rest.first() == Some(&b','))
    });
    about.any(|line| {
        let quotes = line.iter().filter(|byte| **byte == b'"');
        quotes.fold(false, |is_open, _| !is_open)
            || line
                .windows(3)
                .any(|part| part == b",no" || part == b"\"no")
    })
}

/// The columns of a file of notes: those that every one has, then those that its header names. Where it names one that
/// is not known, all that may be there, so that the header is told to differ.
fn columns(part: &Part) -> Vec<&'static str> {
    let names = part.header().into_iter().skip(NOTE_COLUMNS.len());
    let known = |name: &[u8]| {
        let mut all = MORE_NOTE_COLUMNS.iter().copied();
        all.find(|known| known.as_bytes() == name)
    };
    let more: Option<Vec<&str>> = names.map(known).collect();
    let more = more.unwrap_or(MORE_NOTE_COLUMNS.to_vec());
    NOTE_COLUMNS.iter().copied().chain(more).collect()
}

#[cfg(test)]
mod tests;
