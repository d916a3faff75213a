//! The formats: their names, the extensions of their files, and what holds for each.

use super::{
    Answer, RenderError, Style, chart, csv, html, json, latex, markdown, sarif, sdmx, svg, table,
    xlsx,
};

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

/// What is to be known of a format: everything that lists formats goes through this list.
pub(super) struct Registration {
    format: Format,
    name: &'static str,
    /// The extensions of files in this format, the usual one first.
    extensions: &'static [&'static str],
    pub(super) render: fn(&Answer, &Style) -> Result<Vec<u8>, RenderError>,
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
    /// It sets text off with a terminal's means; all that it tells is legible.
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

    #[expect(
        clippy::expect_used,
        reason = "a test holds every format against the list"
    )]
    pub(super) fn registration(self) -> &'static Registration {
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
