//! What was found in a file: a table in rows of one form, with the entry that describes it.

use serde::Deserialize;
use serde_json::Value;

/// A table that was found in a file.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// The entry among `resources` of a descriptor, its `schema` included; `path` and `findings` are added to it.
    /// `name` is a proposal: where two tables would have one, the later gets a number.
    pub resource: Value,
    /// The rows: plain numerals with the digits printed, periods in their canonical form, names as printed.
    pub records: Records,
    /// Areas of the table that more is known of than what a cell calls them.
    pub areas: Vec<AreaRow>,
    /// Notes on cells.
    pub notes: Vec<NoteRow>,
    /// What was concluded, and from what.
    pub findings: Vec<Finding>,
    /// What the user has to be told with every answer: rows that were left out, signs not understood.
    pub warnings: Vec<String>,
    /// Where in the rows of the file all this stands, where they are a part of all.
    pub origin: Option<super::shape::Origin>,
}

/// Something that was concluded of a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Finding {
    /// What: `the encoding is windows-1252`.
    pub what: String,
    /// From what: `its bytes are no UTF-8`.
    #[serde(default)]
    pub why: String,
    /// How to say it, or say otherwise: an option (`--encoding NAME`); empty where there is none.
    #[serde(default)]
    pub pin: String,
}

impl Finding {
    /// A finding.
    pub fn new(what: impl Into<String>, why: impl Into<String>, pin: impl Into<String>) -> Finding {
        Finding {
            what: what.into(),
            why: why.into(),
            pin: pin.into(),
        }
    }
}

/// An area as the register has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AreaRow {
    /// The code; empty where there is none.
    pub code: String,
    /// The name that the records use.
    pub name: String,
    /// The Chinese name.
    pub name_zh: String,
    /// What sort of area it is.
    pub level: String,
    /// The code of the area that it is a part of.
    pub parent: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// The named sets that it belongs to.
    pub groups: Vec<String>,
    /// Whether it is a group of others, or their total, that is never ranked or added with them.
    pub aggregate: bool,
}

/// The columns that every file of notes has.
pub(crate) const NOTE_COLUMNS: [&str; 7] = [
    "table",
    "key",
    "indicator",
    "status",
    "note",
    "usable",
    "corrected",
];

/// A note on cells, as a file of notes has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteRow {
    /// The rows: `geo=DE;year=2013`.
    pub key: String,
    /// The indicator, by its id.
    pub indicator: String,
    /// The code of the status.
    pub status: String,
    /// What is said.
    pub note: String,
}

/// The rows of a table as CSV: commas, LF, quotes only where they are needed, the header first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    bytes: Vec<u8>,
    count: usize,
    /// How many lines are written.
    written: u32,
    /// The line of this text on which each row begins, and that of the file which it is from, where that was told.
    lines: Vec<(u32, u32)>,
}

impl Records {
    /// Rows of these columns.
    pub fn new<'a>(header: impl IntoIterator<Item = &'a str>) -> Records {
        let mut records = Records::default();
        records.write(header);
        records
    }

    /// Adds a row that is from this line of the file.
    pub fn push<'a>(&mut self, line: u64, cells: impl IntoIterator<Item = &'a str>) {
        if let Some(line) = u32::try_from(line).ok().filter(|line| *line > 0) {
            self.lines.push((self.written.saturating_add(1), line));
        }
        self.write(cells);
        self.count += 1;
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The lines of the text on which rows begin, each with that of the file which the row is from, as far as these are
    /// known; in their order.
    pub fn take_lines(&mut self) -> Vec<(u32, u32)> {
        std::mem::take(&mut self.lines)
    }

    /// The CSV text.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn write<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        let start = self.bytes.len();
        let mut first = true;
        for cell in cells {
            if !first {
                self.bytes.push(b',');
            }
            first = false;
            if cell
                .bytes()
                .any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
            {
                self.bytes.push(b'"');
                self.bytes
                    .extend_from_slice(cell.replace('"', "\"\"").as_bytes());
                self.bytes.push(b'"');
            } else {
                self.bytes.extend_from_slice(cell.as_bytes());
            }
        }
        // An empty line is no record.
        if self.bytes.len() == start {
            self.bytes.extend_from_slice(b"\"\"");
        }
        self.bytes.push(b'\n');
        let breaks = self.bytes[start..].iter().filter(|byte| **byte == b'\n');
        let breaks = u32::try_from(breaks.count()).unwrap_or(u32::MAX);
        self.written = self.written.saturating_add(breaks);
    }
}
