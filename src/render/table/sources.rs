//! The line that says where the figures are from.

use crate::answer::Answer;
use crate::package::SourceLine;
use crate::render::layout::width;
use crate::words::legible;

/// The sources of these answers, each once.
pub(super) fn sources_of<'a>(parts: impl Iterator<Item = &'a Answer>) -> Vec<SourceLine> {
    let mut sources: Vec<SourceLine> = Vec::new();
    for source in parts.flat_map(|part| &part.sources) {
        if !sources.contains(source) {
            sources.push(source.clone());
        }
    }
    sources
}

/// The sources on one line, those of one document together; the documents alone where there is no room for more.
pub(super) fn in_brief(sources: &[SourceLine], room: usize) -> Option<String> {
    let mut documents: Vec<(String, Vec<String>)> = Vec::new();
    let citations = sources.iter().map(|source| match source.short.as_str() {
        "" => source.producers.as_str(),
        short => short,
    });
    for citation in citations.flat_map(|text| text.split("; ")).map(legible) {
        let (document, place) = citation.split_once(", ").unwrap_or((citation.as_str(), ""));
        match documents.iter_mut().find(|(known, _)| known == document) {
            Some((_, places)) if places.iter().any(|known| known == place) => {}
            Some((_, places)) => places.push(place.to_owned()),
            None => documents.push((document.to_owned(), vec![place.to_owned()])),
        }
    }
    let full = documents.iter().map(|(document, places)| {
        let all = std::iter::once(document).chain(places.iter().filter(|place| !place.is_empty()));
        all.map(String::as_str).collect::<Vec<_>>().join(", ")
    });
    let full = full.collect::<Vec<_>>().join("; ");
    if width(&full) <= room {
        return Some(full).filter(|full| !full.is_empty());
    }
    let names: Vec<&str> = documents
        .iter()
        .map(|(document, _)| document.as_str())
        .collect();
    Some(names.join("; "))
}
