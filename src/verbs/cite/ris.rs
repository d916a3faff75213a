//! Citations as RIS: a tag of two characters, two blanks, a hyphen, a blank and a value on each line.

use super::citation::{Citation, line};

pub(super) fn written(citations: &[Citation]) -> String {
    let records: Vec<String> = citations.iter().map(record).collect();
    records.join("\n")
}

fn record(citation: &Citation) -> String {
    let type_ = if citation.data.is_some() {
        "DATA"
    } else {
        "GEN"
    };
    let data = citation.data.as_ref();
    // The short name is that of the document: of the whole, or of what the table stands in.
    let short = if citation.container.is_some() {
        "J2"
    } else {
        "ST"
    };
    let mut fields = vec![
        ("TY", Some(type_.to_owned())),
        ("ID", Some(citation.key.clone())),
    ];
    fields.extend(
        citation
            .authors
            .iter()
            .map(|author| ("AU", Some(author.clone()))),
    );
    fields.extend([
        ("TI", Some(citation.title.clone())),
        (short, citation.short.clone()),
        ("T2", citation.container.clone()),
        ("SE", citation.place.clone()),
        ("PY", citation.year()),
        ("ET", data.and_then(|data| data.version.clone())),
        (
            "DB",
            data.map(|data| data.title.as_ref().unwrap_or(&data.package).clone()),
        ),
        ("UR", citation.url.clone()),
    ]);
    fields.extend(citation.notes().into_iter().map(|note| ("N1", Some(note))));
    let lines: Vec<String> = fields
        .into_iter()
        .filter_map(|(tag, value)| Some((tag, line(&value?))))
        .filter(|(_, value)| !value.is_empty())
        .map(|(tag, value)| format!("{tag}  - {value}\n"))
        .collect();
    lines.concat() + "ER  - \n"
}
