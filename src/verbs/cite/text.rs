//! Citations as paragraphs of text.

use super::citation::{Citation, line};

pub(super) fn written(citations: &[Citation]) -> String {
    let paragraphs: Vec<String> = citations.iter().map(paragraph).collect();
    paragraphs.join("\n")
}

fn paragraph(citation: &Citation) -> String {
    let authors = match citation.authors.as_slice() {
        [] => None,
        authors => Some(format!("{}.", authors.join("; "))),
    };
    let year = citation.year().unwrap_or_else(|| "n.d.".to_owned());
    let url = citation.url.as_ref().map(|url| format!("<{url}>."));
    let parts: Vec<String> = authors
        .into_iter()
        .chain([format!("“{}” ({year}).", citation.title)])
        .chain(citation.whereabouts().map(|place| format!("{place}.")))
        .chain(url)
        .chain(citation.notes())
        .collect();
    line(&parts.join(" ")) + "\n"
}
