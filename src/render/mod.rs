//! An answer into bytes: a file a format. Nothing here reads files or knows of queries.

mod csv;
mod footnotes;
mod json;
mod layout;
mod markdown;
mod table;

use crate::answer::{Answer, Label};
use crate::words::printable;

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
}

/// What is to be known of a format: everything that lists formats goes through this list.
struct Registration {
    format: Format,
    name: &'static str,
    /// The extensions of files in this format, the usual one first.
    extensions: &'static [&'static str],
    render: fn(&Answer, &Style) -> Vec<u8>,
}

const FORMATS: &[Registration] = &[
    Registration {
        format: Format::Table,
        name: "table",
        extensions: &["txt"],
        render: table::render,
    },
    Registration {
        format: Format::Csv,
        name: "csv",
        extensions: &["csv"],
        render: csv::render_csv,
    },
    Registration {
        format: Format::Tsv,
        name: "tsv",
        extensions: &["tsv", "tab"],
        render: csv::render_tsv,
    },
    Registration {
        format: Format::Json,
        name: "json",
        extensions: &["json"],
        render: json::render_json,
    },
    Registration {
        format: Format::Ndjson,
        name: "ndjson",
        extensions: &["ndjson", "jsonl"],
        render: json::render_ndjson,
    },
    Registration {
        format: Format::Markdown,
        name: "md",
        extensions: &["md", "markdown"],
        render: markdown::render,
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

/// How an answer is to look, where the format leaves a choice.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// How many columns of characters there are, where that is limited.
    pub width: Option<usize>,
    /// Whether to set off headings with the terminal's means.
    pub color: bool,
    /// The language of names and headings.
    pub language: Language,
    /// The spreadsheet that CSV is written for.
    pub spreadsheet: Option<Spreadsheet>,
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

    /// The format of files with this extension, in any case.
    pub fn of_extension(extension: &str) -> Option<Format> {
        let extension = extension.to_lowercase();
        FORMATS
            .iter()
            .find(|entry| entry.extensions.contains(&extension.as_str()))
            .map(|entry| entry.format)
    }

    /// The usual extension of each format.
    pub fn extensions() -> impl Iterator<Item = &'static str> {
        FORMATS
            .iter()
            .filter_map(|entry| entry.extensions.first().copied())
    }

    /// Whether the format tells the notes of figures.
    pub fn tells_notes(self) -> bool {
        matches!(self, Format::Table | Format::Markdown)
    }

    /// The answer in this format.
    pub fn render(self, answer: &Answer, style: &Style) -> Vec<u8> {
        (self.registration().render)(answer, style)
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

impl Style {
    /// A label in the style's language, safe for a terminal.
    fn label(&self, label: &Label) -> String {
        let text = match self.language {
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
        use Format::{Csv, Json, Markdown, Ndjson, Table, Tsv};
        for format in [Table, Csv, Tsv, Json, Ndjson, Markdown] {
            assert_eq!(Format::named(format.name()), Some(format));
            assert_eq!(format.registration().format, format);
            for extension in format.registration().extensions {
                assert_eq!(
                    Format::of_extension(&extension.to_uppercase()),
                    Some(format)
                );
            }
        }
    }
}
