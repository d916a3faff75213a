//! An answer into bytes: a file a format. Nothing here reads files or knows of queries.

mod ascii;
mod chart;
mod csv;
mod digits;
mod footnotes;
mod formats;
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
use crate::words::{Refusal, in_chinese, legible, phrase_in_chinese};
pub use formats::{Fact, Format};
pub(crate) use layout::wrap;
pub use picture::Chart;
pub use spark::sparkline;

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
        format!("{}{}", self.word("Source: ", "来源："), legible(&source))
    }

    /// What is said in English, in the style's language as far as the catalogue has it, safe for a terminal.
    fn told(&self, text: &str) -> String {
        match self.language {
            Language::Chinese => legible(&in_chinese(text)),
            Language::English => legible(text),
        }
    }

    /// A word or phrase in the style's language, where it is one of the program's own, safe for a terminal.
    fn phrase(&self, text: &str) -> String {
        match self.language {
            Language::Chinese => legible(phrase_in_chinese(text).unwrap_or(text)),
            Language::English => legible(text),
        }
    }

    /// A label in the style's language, safe for a terminal.
    fn label(&self, label: &Label) -> String {
        let text = match self.language {
            Language::Chinese if label.zh.is_none() => return self.phrase(&label.en),
            Language::Chinese => label.zh_or_en(),
            Language::English => &label.en,
        };
        legible(text)
    }
}
