//! `hlj cite`: how to cite the package, a table, or the tables that have an indicator.

mod bibtex;
mod citation;
mod csl;
mod ris;
mod text;

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgMatches, Args, Command, FromArgMatches, ValueHint};

use crate::cli::output::{FileFormat, of_file};
use crate::cli::reply::Output;
use crate::cli::verb::{Outcome, Verb};
use crate::package::{Package, Table};
use crate::query::lookup::{Named, named};
use citation::Citation;

pub(super) const VERB: Verb = Verb {
    name: "cite",
    alias: None,
    about: "Citations of a table or an indicator: text, BibTeX, RIS, CSL-JSON",
    figures: false,
    augment: |command: Command| {
        CiteArgs::augment_args(command).mut_arg("target", |arg| {
            arg.add(crate::cli::complete::tables_and_indicators())
        })
    },
    run,
};

#[derive(Debug, Args)]
struct CiteArgs {
    /// A table or an indicator; the package and its documents without one
    #[arg(value_name = "TABLE|INDICATOR", value_parser = crate::cli::error::name)]
    target: Option<String>,
    /// Format; `text` where no file name tells another
    #[arg(short = 'f', long, value_name = "FORMAT", value_parser = format_parser(), ignore_case = true)]
    format: Option<Format>,
    /// Write to a file; its extension tells the format (`-` for the terminal or pipe)
    #[arg(short = 'o', long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
}

/// A format of citations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Bibtex,
    Ris,
    CslJson,
}

/// A format with its name, the extension of its files, and how it is written.
type Registration = (
    Format,
    &'static str,
    &'static str,
    fn(&[Citation]) -> String,
);

const FORMATS: [Registration; 4] = [
    (Format::Text, "text", "txt", text::written),
    (Format::Bibtex, "bibtex", "bib", bibtex::written),
    (Format::Ris, "ris", "ris", ris::written),
    (Format::CslJson, "csl-json", "json", csl::written),
];

impl Format {
    fn registration(self) -> &'static Registration {
        let found = FORMATS.iter().find(|(format, ..)| *format == self);
        found.unwrap_or(&FORMATS[0])
    }
}

impl FileFormat for Format {
    fn name(self) -> &'static str {
        self.registration().1
    }

    fn of_name(name: &str) -> Option<Format> {
        let extension = Path::new(name).extension()?.to_str()?;
        let found = FORMATS
            .iter()
            .find(|(_, _, known, _)| known.eq_ignore_ascii_case(extension));
        found.map(|(format, ..)| *format)
    }

    fn suits(self, name: &str) -> bool {
        Format::of_name(name) == Some(self)
    }

    fn extensions() -> impl Iterator<Item = &'static str> {
        FORMATS.iter().map(|(_, _, extension, _)| *extension)
    }
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    let names = FORMATS.iter().map(|(_, name, ..)| *name);
    PossibleValuesParser::new(names).map(|name| {
        let found = FORMATS
            .iter()
            .find(|(_, known, ..)| known.eq_ignore_ascii_case(&name));
        found.map_or(Format::Text, |(format, ..)| *format)
    })
}

fn run(matches: &ArgMatches, package: &'static Package) -> Result<Outcome> {
    let args = CiteArgs::from_arg_matches(matches)?;
    let file = args.output.filter(|path| path.as_os_str() != "-");
    let asked = args.format;
    let format = match &file {
        Some(file) => {
            let named = asked.map(|format| (format, format!("--format {}", format.name())));
            of_file(file, named)?
        }
        None => asked.unwrap_or(Format::Text),
    };
    let citations = match args.target {
        None => citation::of_package(package)?,
        Some(target) => {
            let tables: Vec<&Table> = match named(package, &target)? {
                Named::Table(table) => vec![table],
                Named::Indicator(found) => found.into_iter().map(|(table, ..)| table).collect(),
            };
            citation::of_tables(package, &tables)?
        }
    };
    let (.., write) = format.registration();
    let output = Output::to(file, write(&citations).into_bytes());
    Ok(Outcome::Reply(output.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_registered_under_its_own_name_and_extension() {
        for format in [Format::Text, Format::Bibtex, Format::Ris, Format::CslJson] {
            let (known, name, extension, _) = format.registration();
            assert_eq!(*known, format);
            assert_eq!(
                Format::of_name(&format!("a.{}", extension.to_uppercase())),
                Some(format)
            );
            assert_eq!(format.name(), *name);
        }
    }
}
