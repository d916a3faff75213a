//! Citations as BibTeX: `@misc`, which every style knows, with braces that keep capitals and names as they are.

use super::citation::{Citation, line};

pub(super) fn written(citations: &[Citation]) -> String {
    let entries: Vec<String> = citations.iter().map(entry).collect();
    entries.join("\n")
}

fn entry(citation: &Citation) -> String {
    let authors: Vec<String> = citation
        .authors
        .iter()
        .map(|author| format!("{{{}}}", escaped(author)))
        .collect();
    let version = citation
        .data
        .as_ref()
        .and_then(|data| data.version.as_ref());
    let year = citation.year();
    let undated = year.is_none().then(|| "n.d.".to_owned());
    let notes: Vec<String> = undated.into_iter().chain(citation.notes()).collect();
    let fields = [
        ("author", authors.join(" and ")),
        ("title", format!("{{{}}}", escaped(&citation.title))),
        ("year", year.unwrap_or_default()),
        (
            "howpublished",
            escaped(&citation.whereabouts().unwrap_or_default()),
        ),
        ("url", verbatim(citation.url.as_deref().unwrap_or_default())),
        ("version", escaped(version.map_or("", String::as_str))),
        ("note", escaped(&notes.join(" "))),
    ];
    let fields = fields.iter().filter(|(_, value)| !value.is_empty());
    let lines: Vec<String> = fields
        .map(|(name, value)| format!("  {name} = {{{value}}},\n"))
        .collect();
    format!("@misc{{{},\n{}}}\n", citation.key, lines.concat())
}

/// A text as LaTeX sets it. BibTeX counts braces even behind a backslash, hence their names.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in line(text).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

/// An address, which LaTeX takes as it stands; what would end the field or the line is written as a browser would.
fn verbatim(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in line(url).chars() {
        match c {
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            '\\' => out.push_str("%5C"),
            ' ' => out.push_str("%20"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_latex_takes_for_its_own_is_written_out() {
        assert_eq!(
            escaped("5% of {R&D} in_\\x #1 $2 ~^"),
            "5\\% of \\textbraceleft{}R\\&D\\textbraceright{} in\\_\\textbackslash{}x \\#1 \\$2 \\textasciitilde{}\\textasciicircum{}"
        );
        assert_eq!(
            verbatim("http://a/b?c=1&d_e=100%25#f"),
            "http://a/b?c=1&d_e=100%25#f"
        );
        assert_eq!(verbatim("http://a/{b}"), "http://a/%7Bb%7D");
    }
}
