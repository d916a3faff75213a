//! What there is to be said of a thing that is cited. What the package does not state stays empty: no author, date
//! or title is made up.

use crate::package::{DESCRIPTOR, Document, Package, PackageError, Source, Table};
use crate::words::printable;

/// A thing to cite.
#[derive(Debug, Clone, Default)]
pub(super) struct Citation {
    /// The key by which texts refer to it, always the same for the same thing.
    pub(super) key: String,
    /// The title.
    pub(super) title: String,
    /// Who made it.
    pub(super) authors: Vec<String>,
    /// When it was made: a year, or a day with month and year before it.
    pub(super) date: Vec<u16>,
    /// Where it stands in the document (`Table 4`).
    pub(super) place: Option<String>,
    /// The document that it stands in.
    pub(super) container: Option<String>,
    /// The short name of the document.
    pub(super) short: Option<String>,
    /// Where it is published.
    pub(super) url: Option<String>,
    /// Who produced the figures, as printed below them.
    pub(super) producers: Vec<String>,
    /// The file that holds the figures; none for a document.
    pub(super) data: Option<Data>,
    /// What to beware of.
    pub(super) remark: Option<String>,
}

/// The file that holds figures.
#[derive(Debug, Clone)]
pub(super) struct Data {
    /// The package's title.
    pub(super) title: Option<String>,
    /// The package's name.
    pub(super) package: String,
    /// The package's version.
    pub(super) version: Option<String>,
    /// Name and version as they are told beside figures.
    name_and_version: String,
    /// The file.
    pub(super) file: String,
    /// Its SHA-256.
    pub(super) sha256: String,
}

/// The package as a whole, then its documents.
pub(super) fn of_package(package: &Package) -> Result<Vec<Citation>, PackageError> {
    let name = package.name();
    let whole = Citation {
        key: key(&["package", name]),
        title: package.title().unwrap_or(name).to_owned(),
        data: Some(data(package, DESCRIPTOR)?),
        ..made(package)
    };
    let documents = package.documents().iter().enumerate();
    let documents = documents.map(|(place, document)| {
        let number = (place + 1).to_string();
        let name = document.name.as_ref().unwrap_or(&number);
        Citation {
            key: key(&["document", name]),
            title: title(document).unwrap_or(name).to_owned(),
            short: document.short.clone(),
            url: document.path.clone(),
            remark: document.note.clone(),
            ..Citation::default()
        }
    });
    Ok(std::iter::once(whole).chain(documents).collect())
}

/// The tables, each once for every source that it is taken from.
pub(super) fn of_tables(
    package: &Package,
    tables: &[&Table],
) -> Result<Vec<Citation>, PackageError> {
    let mut citations = Vec::new();
    for table in tables {
        let data = data(package, &table.path)?;
        let of_table = |number: usize, citation: Citation| {
            let number = number.to_string();
            let parts = [table.name.as_str(), &number];
            Citation {
                key: key(if number == "1" { &parts[..1] } else { &parts }),
                data: Some(data.clone()),
                ..citation
            }
        };
        if table.sources.is_empty() {
            let title = table.title.clone();
            citations.push(of_table(
                1,
                Citation {
                    title,
                    ..made(package)
                },
            ));
        }
        let sources = table.sources.iter().zip(1..);
        citations.extend(
            sources.map(|(source, number)| of_table(number, of_source(package, table, source))),
        );
    }
    Ok(citations)
}

/// A table as one of its sources prints it.
fn of_source(package: &Package, table: &Table, source: &Source) -> Citation {
    let document = package.document(source);
    // Without a document of the package it is the source itself that the table is taken from.
    let (own, container) = match document {
        Some(document) => (source.title.as_ref(), title(document)),
        None => (None, source.title.as_deref()),
    };
    let of_document = |part: fn(&Document) -> &Option<String>| {
        document.and_then(|document| part(document).clone())
    };
    Citation {
        title: own.unwrap_or(&table.title).clone(),
        place: source.place.clone(),
        container: container.map(str::to_owned),
        short: of_document(|document| &document.short),
        url: of_document(|document| &document.path).or(source.path.clone()),
        producers: source.producers.clone(),
        remark: of_document(|document| &document.note),
        ..Citation::default()
    }
}

/// The citation of what the package itself made.
fn made(package: &Package) -> Citation {
    Citation {
        authors: package.authors(),
        date: date(&package.created().unwrap_or_default()),
        url: package.homepage(),
        ..Citation::default()
    }
}

/// Year, month and day of a moment in the form of ISO 8601, as far as they are told.
fn date(moment: &str) -> Vec<u16> {
    let day = moment.split(['T', ' ']).next().unwrap_or_default();
    let parts: Option<Vec<u16>> = day.split('-').map(|part| part.parse().ok()).collect();
    match parts.as_deref() {
        Some([_] | [_, 1..=12] | [_, 1..=12, 1..=31])
            if day.find('-').unwrap_or(day.len()) == 4 =>
        {
            parts.unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn data(package: &Package, file: &str) -> Result<Data, PackageError> {
    let (file, sha256) = package.cited(file)?;
    Ok(Data {
        title: package.title().map(str::to_owned),
        package: package.name().to_owned(),
        version: package.version().map(str::to_owned),
        name_and_version: package.name_and_version(),
        file,
        sha256,
    })
}

/// The title of a document, or what it is called for short.
fn title(document: &Document) -> Option<&str> {
    document.title.as_deref().or(document.short.as_deref())
}

/// A key of letters, digits, `-`, `_` and `.`, which every format takes.
fn key(parts: &[&str]) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let plain = |c: char| if is_plain(c) { c } else { '-' };
    format!("hlj-{}", parts.join("-"))
        .chars()
        .map(plain)
        .collect()
}

impl Citation {
    /// What is to be said beside the bibliographic facts, in sentences: who produced the figures, which data hold
    /// them, what to beware of.
    pub(super) fn notes(&self) -> Vec<String> {
        let producers = match self.producers.as_slice() {
            [] => None,
            producers => Some(format!("Figures after {}.", producers.join("; "))),
        };
        let data = self.data.as_ref().map(|data| {
            format!(
                "Data: {}, {}, SHA-256 {}.",
                data.name_and_version, data.file, data.sha256
            )
        });
        let remark = self.remark.as_ref().map(|remark| match self.container {
            Some(_) => format!("About the document: {remark}"),
            None => remark.clone(),
        });
        producers.into_iter().chain(data).chain(remark).collect()
    }

    /// Where it stands: `Table 4 in: …, ADB 49021-002-3`. It begins like a sentence.
    pub(super) fn whereabouts(&self) -> Option<String> {
        let told = [Some(&self.title), self.container.as_ref()];
        let short = self
            .short
            .as_ref()
            .filter(|short| !told.contains(&Some(short)));
        let document: Vec<&str> = self
            .container
            .iter()
            .chain(short)
            .map(String::as_str)
            .collect();
        let document = (!document.is_empty()).then(|| document.join(", "));
        let whereabouts = match (&self.place, document) {
            (Some(place), Some(document)) => format!("{place} in: {document}"),
            (Some(place), None) => place.clone(),
            (None, Some(document)) if self.container.is_some() => format!("in: {document}"),
            (None, document) => document?,
        };
        let mut letters = whereabouts.chars();
        let first = letters.next()?;
        Some(first.to_uppercase().chain(letters).collect())
    }

    /// The year in which it was made.
    pub(super) fn year(&self) -> Option<String> {
        self.date.first().map(|year| format!("{year:04}"))
    }
}

/// A text in one line, safe for a terminal.
pub(super) fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    printable(&words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_far_as_it_goes_and_nonsense_is_none() {
        assert_eq!(date("2024-05-01T10:00:00Z"), [2024, 5, 1]);
        assert_eq!(date("2024-05"), [2024, 5]);
        assert_eq!(date("2024"), [2024]);
        for nonsense in [
            "",
            "soon",
            "1.5.2024",
            "24-05-01",
            "2024-13",
            "2024-1-1-1",
            "2024-0",
        ] {
            assert_eq!(date(nonsense), [0; 0], "{nonsense}");
        }
    }

    #[test]
    fn keys_have_no_character_that_a_format_takes_for_its_own() {
        assert_eq!(key(&["gdp"]), "hlj-gdp");
        assert_eq!(key(&["document", "a, {b}%"]), "hlj-document-a---b--");
    }
}
