//! The doubts about printed values, kept apart from the values themselves.

use std::borrow::Cow;

use super::conditions::read_key;
use super::dialect::Dialect;
use super::fault::{Fault, Faults};
use super::identity::Check;
use super::rows::{Row, lines};
use super::schema::Table;
use crate::figure::{Note, Number, Status, Value, Wording};
use crate::words::excerpt;

/// The columns that every file of notes has.
const NOTE_COLUMNS: [&str; 7] = [
    "table",
    "key",
    "indicator",
    "status",
    "note",
    "usable",
    "corrected",
];
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
pub struct Remarks(Vec<Remark>);

impl Remark {
    /// Whether the note explains what a check finds at an indicator of a row, whose `key` tells its members.
    pub fn explains(&self, check: Check, indicator: &str, key: &[(&str, Cow<'_, str>)]) -> bool {
        self.explains.contains(&check) && self.applies(indicator, key)
    }

    /// Whether the doubt is about a row of its table, whatever the indicator.
    pub(super) fn is_about(&self, table: &Table, row: &Row) -> bool {
        self.meets(|dimension| match &row.cells[table.column(dimension)?] {
            Value::Text(text) => Some(Cow::from(text)),
            Value::Year(year) => Some(Cow::from(year.to_string())),
            _ => None,
        })
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
    /// Reads the notes from the bytes of their file: those about one table, or all.
    pub(super) fn read(
        file: &str,
        bytes: &[u8],
        dialect: &Dialect,
        only: Option<&str>,
        faults: &mut Faults,
    ) -> Remarks {
        let mut remarks = Vec::new();
        let columns = columns(bytes, dialect);
        let more = MORE_NOTE_COLUMNS.map(|name| columns.iter().position(|known| *known == name));
        for line in lines(file, bytes, dialect, &columns, faults) {
            let [table, key, indicator, status, note, usable, corrected] = line.fields();
            let [explains, reason, mark, brief, brief_zh, note_zh] =
                more.map(|place| place.map_or("", |place| line.field(place)));
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
                fault(more[2].unwrap_or_default(), message);
            }
            for (text, name, place) in [(brief, "brief", 3), (brief_zh, "brief_zh", 4)] {
                let letters = text.chars().count();
                if letters > Wording::LONGEST {
                    let message = format!(
                        "`{name}` has {letters} characters; say it in {} at most",
                        Wording::LONGEST
                    );
                    fault(more[place].unwrap_or_default(), message);
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
        Remarks(remarks)
    }

    /// Every doubt, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Remark> {
        self.0.iter()
    }

    /// The doubts about a cell, in order; `key` tells the row's members by dimension.
    pub fn of_cell<'a>(
        &'a self,
        indicator: &'a str,
        key: &'a [(&'a str, Cow<'a, str>)],
    ) -> impl Iterator<Item = &'a Remark> {
        self.0
            .iter()
            .filter(move |remark| remark.applies(indicator, key))
    }
}

/// The columns of a file of notes: those that every one has, then those that its header names. Where it names one that
/// is not known, all that may be there, so that the header is told to differ.
fn columns(bytes: &[u8], dialect: &Dialect) -> Vec<&'static str> {
    let header = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).next();
    let between = dialect.byte();
    let names = header
        .unwrap_or_default()
        .split(|byte| Some(*byte) == between)
        .skip(NOTE_COLUMNS.len());
    let known = |name: &[u8]| {
        let mut all = MORE_NOTE_COLUMNS.iter().copied();
        all.find(|known| known.as_bytes() == name)
    };
    let more: Option<Vec<&str>> = names.map(known).collect();
    let more = more.unwrap_or(MORE_NOTE_COLUMNS.to_vec());
    NOTE_COLUMNS.iter().copied().chain(more).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_covers_what_its_key_does_not_name() {
        let csv = "table,key,indicator,status,note,usable,corrected\n\
                   gdp,year=2015,gdp|growth,A,Perhaps provisional.,,\n\
                   gdp,city=Hegang; year=2015,gdp,U,Doubtful.,no,26.5\n";
        let mut faults = Faults::default();
        let remarks = Remarks::read(
            "notes.csv",
            csv.as_bytes(),
            &Dialect::default(),
            Some("gdp"),
            &mut faults,
        );
        assert!(faults.is_empty());
        let of = |city: &'static str, indicator: &'static str| {
            let key = [("city", Cow::from(city)), ("year", Cow::from("2015"))];
            remarks
                .of_cell(indicator, &key)
                .map(|remark| remark.line)
                .collect::<Vec<_>>()
        };
        assert_eq!(of("Hegang", "gdp"), [2, 3]);
        assert_eq!(of("Jixi", "gdp"), [2]);
        assert_eq!(of("Jixi", "growth"), [2]);
        assert_eq!(of("Jixi", "population"), Vec::<u64>::new());
    }
}
