//! An answer into bytes: a file a format. Nothing here reads files or knows of queries.

mod ascii;
mod chart;
mod csv;
mod digits;
mod footnotes;
mod html;
mod json;
mod latex;
mod layout;
mod markdown;
mod markup;
mod picture;
mod sarif;
mod sdmx;
mod signs;
mod spark;
mod svg;
mod table;
mod xlsx;
mod yearbook;

use std::borrow::Cow;

use crate::answer::{Answer, Label};
use crate::package::SourceLine;
use crate::words::{Refusal, in_chinese, phrase_in_chinese, printable};
pub(crate) use layout::wrap;
pub use picture::Chart;
pub use spark::sparkline;

/// A format that an answer can be rendered in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A table for a terminal.
    Table,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// A JSON array of records.
    Json,
    /// A JSON record a line.
    Ndjson,
    /// A Markdown table.
    Markdown,
    /// A page for a browser.
    Html,
    /// A table for LaTeX.
    Latex,
    /// A workbook for a spreadsheet.
    Xlsx,
    /// SDMX-CSV 2.0, an observation a row.
    SdmxCsv,
    /// SARIF 2.1.0, a result a finding, for the review of code.
    Sarif,
    /// A picture for a terminal.
    Chart,
    /// A picture for print and for the web.
    Svg,
}

/// Why an answer has no form in a format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RenderError(Refusal);

impl RenderError {
    fn new(message: impl Into<Refusal>) -> RenderError {
        RenderError(message.into())
    }

    fn unsuited<T>(message: impl Into<Refusal>) -> Result<T, RenderError> {
        Err(RenderError::new(message))
    }
}

/// What is to be known of a format: everything that lists formats goes through this list.
struct Registration {
    format: Format,
    name: &'static str,
    /// The extensions of files in this format, the usual one first.
    extensions: &'static [&'static str],
    render: fn(&Answer, &Style) -> Result<Vec<u8>, RenderError>,
    /// What else holds for it.
    facts: &'static [Fact],
}

/// What holds for some formats; of plain data nothing does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// It tells the notes of figures.
    Notes,
    /// It tells what the answer was made from ([`Answer::origin`]).
    Origin,
    /// Its bytes are no text, which a terminal cannot show.
    Binary,
    /// It sets text off with a terminal's means; all that it tells is printable.
    Styled,
    /// It is a table of characters, in which a sparkline has a place.
    Table,
    /// It shows every part of a page; the others take the first alone, or nothing of it.
    Pages,
    /// It draws.
    Picture,
    /// It is laid out in characters for a reader, which may be those of ASCII.
    Characters,
    /// It tells notes in brief, where nothing else is asked for.
    Brief,
    /// It is read by people alone, who know the units of yearbooks in their language.
    Yearbook,
    /// Its rows stand one behind the other below one header, each told by itself.
    Rows,
}

const FORMATS: &[Registration] = &[
    Registration {
        format: Format::Table,
        name: "table",
        extensions: &["txt"],
        render: |answer, style| Ok(table::render(answer, style)),
        facts: &[
            Fact::Notes,
            Fact::Styled,
            Fact::Table,
            Fact::Pages,
            Fact::Characters,
            Fact::Brief,
            Fact::Yearbook,
        ],
    },
    Registration {
        format: Format::Csv,
        name: "csv",
        extensions: &["csv"],
        render: |answer, style| Ok(csv::render_csv(answer, style)),
        facts: &[Fact::Rows],
    },
    Registration {
        format: Format::Tsv,
        name: "tsv",
        extensions: &["tsv", "tab"],
        render: |answer, style| Ok(csv::render_tsv(answer, style)),
        facts: &[Fact::Rows],
    },
    Registration {
        format: Format::Json,
        name: "json",
        extensions: &["json"],
        render: |answer, style| Ok(json::render_json(answer, style)),
        facts: &[],
    },
    Registration {
        format: Format::Ndjson,
        name: "ndjson",
        extensions: &["ndjson", "jsonl"],
        render: |answer, style| Ok(json::render_ndjson(answer, style)),
        facts: &[Fact::Rows],
    },
    Registration {
        format: Format::Markdown,
        name: "md",
        extensions: &["md", "markdown"],
        render: |answer, style| Ok(markdown::render(answer, style)),
        facts: &[
            Fact::Notes,
            Fact::Table,
            Fact::Pages,
            Fact::Characters,
            Fact::Yearbook,
        ],
    },
    Registration {
        format: Format::Html,
        name: "html",
        extensions: &["html", "htm"],
        render: html::render,
        facts: &[
            Fact::Notes,
            Fact::Origin,
            Fact::Table,
            Fact::Pages,
            Fact::Picture,
            Fact::Yearbook,
        ],
    },
    Registration {
        format: Format::Latex,
        name: "latex",
        extensions: &["tex"],
        render: |answer, style| Ok(latex::render(answer, style)),
        facts: &[Fact::Notes, Fact::Origin, Fact::Pages, Fact::Yearbook],
    },
    Registration {
        format: Format::Xlsx,
        name: "xlsx",
        extensions: &["xlsx"],
        render: xlsx::render,
        facts: &[Fact::Notes, Fact::Origin, Fact::Binary, Fact::Pages],
    },
    Registration {
        format: Format::SdmxCsv,
        name: "sdmx-csv",
        extensions: &["sdmx.csv", "csv"],
        render: |answer, _| sdmx::render(answer),
        facts: &[Fact::Notes, Fact::Origin],
    },
    Registration {
        format: Format::Sarif,
        name: "sarif",
        extensions: &["sarif", "sarif.json"],
        render: |answer, _| sarif::render(answer),
        facts: &[],
    },
    Registration {
        format: Format::Chart,
        name: "chart",
        extensions: &["chart.txt", "txt"],
        render: chart::render,
        facts: &[
            Fact::Notes,
            Fact::Styled,
            Fact::Picture,
            Fact::Characters,
            Fact::Brief,
            Fact::Yearbook,
        ],
    },
    Registration {
        format: Format::Svg,
        name: "svg",
        extensions: &["svg"],
        render: svg::render,
        facts: &[Fact::Notes, Fact::Picture, Fact::Brief, Fact::Yearbook],
    },
];

/// The language of names and headings in formats for readers; machine formats have one form only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese, where the package has it.
    Chinese,
}

/// The spreadsheet that a CSV file is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spreadsheet {
    /// One that takes commas between fields and decimal points.
    Comma,
    /// One of a locale with decimal commas, which takes semicolons between fields.
    Semicolon,
}

/// How much of the notes on figures is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NotesLevel {
    /// One letter at a figure that something is wrong with, and a line that says what the letters mean.
    #[default]
    Brief,
    /// Every note in full, with a mark at each figure that it is about.
    Full,
    /// Nothing but what arithmetic refutes.
    None,
}

/// How an answer is to look, where the format leaves a choice.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a wish of its own, none excludes another"
)]
pub struct Style {
    /// How many columns of characters there are, where that is limited.
    pub width: Option<usize>,
    /// How many rows of them a picture is to fit, where a screen is there.
    pub rows: Option<usize>,
    /// Whether to set off headings with the terminal's means.
    pub color: bool,
    /// The language of names and headings.
    pub language: Language,
    /// The spreadsheet that CSV is written for.
    pub spreadsheet: Option<Spreadsheet>,
    /// The kind of picture; none for the one that suits the answer.
    pub chart: Option<Chart>,
    /// Whether tables have a column with the course of each row's years.
    pub spark: bool,
    /// Whether CSV and TSV begin with the first row, without a line of column names.
    pub no_header: bool,
    /// How much of the notes on figures is shown.
    pub notes: NotesLevel,
    /// Whether pictures and tables are drawn with the characters of ASCII alone; letters of names stay as they are.
    pub ascii: bool,
}

impl Format {
    /// The formats, in the order in which they are told.
    pub fn all() -> impl Iterator<Item = Format> {
        FORMATS.iter().map(|entry| entry.format)
    }

    /// The name by which `--format` asks for it.
    pub fn name(self) -> &'static str {
        self.registration().name
    }

    /// The format of this name, in any case.
    pub fn named(name: &str) -> Option<Format> {
        FORMATS
            .iter()
            .find(|entry| entry.name.eq_ignore_ascii_case(name))
            .map(|entry| entry.format)
    }

    /// The format of files of this name, by its extension in any case; the longest one that fits.
    pub fn of_file(name: &str) -> Option<Format> {
        let mut found: Option<(usize, Format)> = None;
        for entry in FORMATS {
            for extension in entry.extensions {
                let is_longer = found.is_none_or(|(length, _)| extension.len() > length);
                if is_longer && has_extension(name, extension) {
                    found = Some((extension.len(), entry.format));
                }
            }
        }
        found.map(|(_, format)| format)
    }

    /// Whether files in this format may have this name: several formats share an extension.
    pub fn suits_file(self, name: &str) -> bool {
        let mut extensions = self.registration().extensions.iter();
        extensions.any(|extension| has_extension(name, extension))
    }

    /// The usual extension of each format.
    pub fn extensions() -> impl Iterator<Item = &'static str> {
        FORMATS
            .iter()
            .filter_map(|entry| entry.extensions.first().copied())
    }

    /// Whether this holds for the format.
    pub fn has(self, fact: Fact) -> bool {
        self.registration().facts.contains(&fact)
    }

    /// The answer in this format.
    ///
    /// # Errors
    /// If the format has no place for what the answer holds.
    pub fn render(self, answer: &Answer, style: &Style) -> Result<Vec<u8>, RenderError> {
        let render = self.registration().render;
        let mut answer = if self.has(Fact::Notes) {
            digits::settled(answer)
        } else {
            Cow::Borrowed(answer)
        };
        if (style.spark || answer.course) && self.has(Fact::Table) {
            answer = Cow::Owned(spark::with_column(&answer, style)?);
        }
        if style.language == Language::Chinese && self.has(Fact::Yearbook) {
            answer = Cow::Owned(yearbook::in_yearbook_units(&answer));
        }
        // A table tells notes in brief by signs of its own.
        if self.has(Fact::Notes) && self != Format::Table && style.notes != NotesLevel::Full {
            answer = Cow::Owned(signs::briefed(&answer, style));
        }
        let rendered = render(&answer, style)?;
        if style.ascii && self.has(Fact::Characters) {
            return Ok(ascii::in_ascii(&String::from_utf8_lossy(&rendered)).into_bytes());
        }
        Ok(rendered)
    }

    #[expect(
        clippy::expect_used,
        reason = "a test holds every format against the list"
    )]
    fn registration(self) -> &'static Registration {
        FORMATS
            .iter()
            .find(|entry| entry.format == self)
            .expect("every format is registered")
    }
}

/// Whether a file's name ends so, after a stem.
fn has_extension(name: &str, extension: &str) -> bool {
    let name = name.to_lowercase();
    let stem = name
        .strip_suffix(extension)
        .and_then(|rest| rest.strip_suffix('.'));
    stem.is_some_and(|stem| !stem.is_empty())
}

impl Style {
    /// A word of the format's own, in the style's language.
    fn word(&self, en: &'static str, zh: &'static str) -> &'static str {
        match self.language {
            Language::Chinese => zh,
            Language::English => en,
        }
    }

    /// A line that says where figures are from, safe for a terminal.
    fn source(&self, source: &SourceLine) -> String {
        let source = match (self.notes, source.short.as_str()) {
            (NotesLevel::Full, _) | (_, "") => source.to_string(),
            (_, short) => short.to_owned(),
        };
        format!("{}{}", self.word("Source: ", "来源："), printable(&source))
    }

    /// What is said in English, in the style's language as far as the catalogue has it, safe for a terminal.
    fn told(&self, text: &str) -> String {
        match self.language {
            Language::Chinese => printable(&in_chinese(text)),
            Language::English => printable(text),
        }
    }

    /// A word or phrase in the style's language, where it is one of the program's own, safe for a terminal.
    fn phrase(&self, text: &str) -> String {
        match self.language {
            Language::Chinese => printable(phrase_in_chinese(text).unwrap_or(text)),
            Language::English => printable(text),
        }
    }

    /// A label in the style's language, safe for a terminal.
    fn label(&self, label: &Label) -> String {
        let text = match self.language {
            Language::Chinese if label.zh.is_none() => return self.phrase(&label.en),
            Language::Chinese => label.zh_or_en(),
            Language::English => &label.en,
        };
        printable(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_registered_under_a_name_and_extensions_of_its_own() {
        use Format::{
            Chart, Csv, Html, Json, Latex, Markdown, Ndjson, SdmxCsv, Svg, Table, Tsv, Xlsx,
        };
        for format in [
            Table, Csv, Tsv, Json, Ndjson, Markdown, Html, Latex, Xlsx, SdmxCsv, Chart, Svg,
        ] {
            assert_eq!(Format::named(format.name()), Some(format));
            assert_eq!(format.registration().format, format);
            for extension in format.registration().extensions {
                assert!(format.suits_file(&format!("a.{}", extension.to_uppercase())));
            }
            let usual = format.registration().extensions[0];
            assert_eq!(Format::of_file(&format!("a.b.{usual}")), Some(format));
        }
    }

    #[test]
    fn a_file_is_of_the_format_whose_extension_says_most() {
        assert_eq!(Format::of_file("gdp.csv"), Some(Format::Csv));
        assert_eq!(Format::of_file("gdp.SDMX.csv"), Some(Format::SdmxCsv));
        assert_eq!(Format::of_file("sdmx.csv"), Some(Format::Csv));
        for nameless in ["csv", ".csv", "gdp", "gdp.", ""] {
            assert_eq!(Format::of_file(nameless), None, "{nameless}");
        }
    }
}
