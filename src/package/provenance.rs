//! Where figures are from: who made the package, which documents its tables are taken from, and how that is told for
//! short.

use std::fmt;

use serde_json::value::RawValue;

use super::descriptor::{Contributor, Document, Source};
use super::{Package, Table};

/// Where figures are from: a short citation, and who produced them; displayed as one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    /// Document and place: `ADB 49021-002-3, Table 4`; empty where none is named.
    pub short: String,
    /// The producers that the document names.
    pub producers: String,
}

impl fmt::Display for SourceLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.short.as_str(), self.producers.as_str()) {
            (short, "") => f.write_str(short),
            ("", producers) => f.write_str(producers),
            (short, producers) => write!(f, "{short} (after {producers})"),
        }
    }
}

impl Package {
    /// The package as it is told beside figures: `heilongjiang-coal-cities 1.0.0`.
    pub fn name_and_version(&self) -> String {
        match self.version() {
            Some(version) => format!("{} {version}", self.name()),
            None => self.name().to_owned(),
        }
    }

    /// Who made the package, as far as that is stated: its authors and creators.
    pub fn authors(&self) -> Vec<String> {
        let all: Vec<Contributor> =
            read(self.descriptor.contributors.as_deref()).unwrap_or_default();
        let is_author = |contributor: &Contributor| {
            let mut roles = contributor.roles.iter().chain(&contributor.role);
            roles.any(|role| matches!(role.as_str(), "author" | "creator"))
        };
        let authors = all.into_iter().filter(is_author);
        authors.map(|author| author.title).collect()
    }

    /// The day or moment at which the package was made, as it is stated.
    pub fn created(&self) -> Option<String> {
        read(self.descriptor.created.as_deref())
    }

    /// Where the package is published.
    pub fn homepage(&self) -> Option<String> {
        read(self.descriptor.homepage.as_deref())
    }

    /// Under which licences the package may be used, as its descriptor writes them.
    pub fn licenses(&self) -> Option<&RawValue> {
        self.descriptor.licenses.as_deref()
    }

    /// Who had a part in the package, as its descriptor writes them.
    pub fn contributors(&self) -> Option<&RawValue> {
        self.descriptor.contributors.as_deref()
    }

    /// The documents that the tables are taken from.
    pub fn documents(&self) -> &[Document] {
        &self.descriptor.sources
    }

    /// A table's source as a short citation: document and place (`ADB 49021-002-3, Table 4`).
    pub fn short_source(&self, table: &Table) -> String {
        let sources = table
            .sources
            .iter()
            .map(|source| self.short_citation(source));
        sources.collect::<Vec<_>>().join("; ")
    }

    /// One of a table's sources as a short citation.
    pub fn short_citation(&self, source: &Source) -> String {
        let document = self
            .document(source)
            .and_then(|document| document.short.clone().or(document.title.clone()));
        let parts: Vec<String> = [document, source.place.clone()]
            .into_iter()
            .flatten()
            .collect();
        if parts.is_empty() {
            source.title.clone().unwrap_or_default()
        } else {
            parts.join(", ")
        }
    }

    /// A table's source as a line below it; none where nothing is known of it.
    pub fn source_line(&self, table: &Table) -> Option<SourceLine> {
        let mut producers: Vec<&str> = Vec::new();
        for producer in table.sources.iter().flat_map(|source| &source.producers) {
            if !producers.contains(&producer.as_str()) {
                producers.push(producer);
            }
        }
        let line = SourceLine {
            short: self.short_source(table),
            producers: producers.join("; "),
        };
        Some(line).filter(|line| !(line.short.is_empty() && line.producers.is_empty()))
    }

    /// The document that a source refers to.
    pub fn document(&self, source: &Source) -> Option<&Document> {
        let name = source.document.as_deref()?;
        self.descriptor
            .sources
            .iter()
            .find(|document| document.name.as_deref() == Some(name))
    }
}

/// A property that is read when it is asked for; one of another form is none.
fn read<T: serde::de::DeserializeOwned>(property: Option<&RawValue>) -> Option<T> {
    serde_json::from_str(property?.get()).ok()
}
