//! Statistical files as their owners have them, made into tables with a descriptor.
//!
//! What the bytes are is told by their first ones, never by the name. A container gives its members (`container`),
//! a reader makes each into tables (`READERS`): formats that declare their dimensions do so at once, text and
//! workbooks become a `Grid` in which the table is found (`layout`), its numbers are understood (`numeral`) and
//! its shape is turned into rows (`shape`). Whatever is found is written as an ordinary resource of a descriptor:
//! nothing else stands behind it. No package is opened here and no question is known.

mod aligned;
pub mod assemble;
pub mod attribute;
pub mod container;
mod cube;
pub mod decode;
mod digits;
mod eurostat;
pub mod flags;
pub mod fold;
pub mod found;
pub mod grid;
pub mod headings;
mod json;
mod json_stat;
pub mod large;
pub mod layout;
mod markdown;
pub mod numeral;
mod packed;
mod parquet;
pub(crate) mod periods;
mod places;
pub mod progress;
mod px;
pub mod scan;
mod sdmx;
pub mod shape;
mod stacked;
pub mod text;
mod texts;
pub(crate) mod totals;
mod units;
mod workbook;
mod world_bank;
mod xml;

pub use assemble::{Assembled, assemble};
pub use decode::encoding_named;
pub(crate) use found::NOTE_COLUMNS;
pub use found::{AreaRow, Finding, Found, NoteRow, Records};
pub use grid::Grid;
pub use large::{Filled, Large, Sums, Wanted};
pub use periods::Dates;
pub(crate) use places::COUNTRIES;

use crate::words::excerpt;

/// A file, or a member of one that holds several, as bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The name, without folders: `gdp.csv`.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// What the user says of a file, which wins over whatever is found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The encoding of the text, by its name (`windows-1252`).
    pub encoding: Option<String>,
    /// What stands between the fields of a line.
    pub delimiter: Option<char>,
    /// What stands before the decimals.
    pub decimal: Option<char>,
    /// Whether the day or the month comes first in dates.
    pub dates: Option<Dates>,
    /// The line of the header, counted from 1.
    pub header: Option<u64>,
    /// The sheet or the member of the file that is asked for, where there are several.
    pub member: Option<String>,
    /// The column that names the area, by its name in the file.
    pub area: Option<String>,
    /// How indicators combine, as declared with `--rule IND=RULE`.
    pub rules: Vec<(String, String)>,
    /// Whether groups and totals among the areas are ranked and added like the others.
    pub with_aggregates: bool,
    /// Further areas that are neither ranked nor added.
    pub without: Vec<String>,
    /// Whether a part of a large file is enough, since it is only asked what it is.
    pub sample: bool,
    /// Whether the file is longer than what was read of it.
    pub cut: bool,
    /// How large files are read, where that is not as usual.
    pub sizes: Option<large::Sizes>,
}

/// Why a file gives no table: one sentence, with the next step.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// What stands in it cannot be read as any table.
    #[error("{0}")]
    Unreadable(String),
    /// Two readings fit, and the user has to say which.
    #[error("{0}")]
    Asked(String),
}

impl Options {
    /// The option that says how the text or the container of a file is read, where one is given: of a package the
    /// descriptor says it.
    pub fn of_a_file(&self) -> Option<&'static str> {
        let given = [
            ("member-file", self.member.is_some()),
            ("encoding", self.encoding.is_some()),
            ("delimiter", self.delimiter.is_some()),
            ("decimal", self.decimal.is_some()),
            ("dates", self.dates.is_some()),
            ("header", self.header.is_some()),
            ("area-column", self.area.is_some()),
        ];
        let mut given = given.into_iter().filter(|(_, is_given)| *is_given);
        given.next().map(|(name, _)| name)
    }
}

/// A reader of one format.
pub struct Reader {
    /// What findings call the format: `PC-Axis`.
    pub name: &'static str,
    /// Whether these bytes are of the format.
    pub sniff: fn(&Input) -> bool,
    /// The tables in it.
    pub read: fn(Input, &Options) -> Result<Vec<Found>, SourceError>,
}

/// The formats, in the order in which they are tried; the last takes whatever it is given.
const READERS: &[Reader] = &[
    workbook::READER,
    packed::READER,
    parquet::READER,
    px::READER,
    sdmx::JSON,
    json_stat::READER,
    eurostat::READER,
    sdmx::CSV,
    sdmx::ML,
    xml::READER,
    text::READER,
];

/// The tables of a file.
///
/// # Errors
/// If there is none, or if it has to be asked what is meant.
pub fn read(input: Input, options: &Options) -> Result<Vec<Found>, SourceError> {
    let reader = READERS.iter().find(|reader| (reader.sniff)(&input));
    let holds_others =
        |reader: &Reader| [workbook::READER.name, packed::READER.name].contains(&reader.name);
    if let Some(wanted) = &options.member
        && !reader.is_some_and(holds_others)
        && ![input.name.as_str(), stem(&input.name)].contains(&wanted.as_str())
    {
        return Err(SourceError::Asked(format!(
            "it is no workbook and no archive, so that nothing in it is called `{}`; leave `--member-file` out",
            excerpt(wanted)
        )));
    }
    match reader {
        Some(reader) => (reader.read)(input, options),
        None => Err(SourceError::Unreadable(
            "its format is not known".to_owned(),
        )),
    }
}

/// Whether the beginning of the file is enough to say what it is, as of text.
pub fn may_be_cut(input: &Input) -> bool {
    let reader = READERS.iter().find(|reader| (reader.sniff)(input));
    reader.is_some_and(|reader| reader.name == text::READER.name)
}

/// The name of a file without its extensions: `gdp` of `gdp.csv.gz`.
pub fn stem(name: &str) -> &str {
    const PACKED: [&str; 5] = ["gz", "gzip", "zst", "zip", "bz2"];
    let cut = |name: &str| {
        let at = name.rfind('.').filter(|at| *at > 0)?;
        Some((at, name[at + 1..].to_ascii_lowercase()))
    };
    match cut(name) {
        Some((at, own)) if PACKED.contains(&own.as_str()) => match cut(&name[..at]) {
            Some((inner, own)) if own.len() <= 5 => &name[..inner],
            _ => &name[..at],
        },
        Some((at, own)) if own.len() <= 8 => &name[..at],
        _ => name,
    }
}
