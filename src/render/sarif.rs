//! SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format): findings as the review of code takes them, each with
//! its rule, the file and line of the figure, and a fingerprint that stays.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::RenderError;
use crate::answer::{Answer, Cell, Row};
use crate::package::Check;
use crate::words::Refusal;

/// Where the schema of the format stands.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The answer to `check` as a log of one run.
pub(super) fn render(answer: &Answer) -> Result<Vec<u8>, RenderError> {
    let findings = Findings::new(answer)?;
    let rules = Check::ALL.map(|(name, check)| {
        json!({ "id": name, "name": name, "shortDescription": { "text": check.about() } })
    });
    let results = answer.rows.iter().map(|row| findings.result(row));
    let mut invocation = json!({ "executionSuccessful": true });
    if let Some(summary) = &answer.summary {
        let said = json!({ "level": "note", "message": { "text": summary } });
        invocation["toolExecutionNotifications"] = json!([said]);
    }
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "invocations": [invocation],
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    });
    let text = serde_json::to_string_pretty(&log);
    let text = text.map_err(|error| RenderError::new(error.to_string()))?;
    Ok(format!("{text}\n").into_bytes())
}

/// The columns of findings.
struct Findings {
    severity: usize,
    check: usize,
    message: usize,
    culprits: usize,
    location: usize,
    id: usize,
    explained: usize,
}

impl Findings {
    fn new(answer: &Answer) -> Result<Findings, RenderError> {
        let column = |name: &str| {
            let found = answer.columns.iter().position(|column| column.name == name);
            found.ok_or_else(|| {
                RenderError::new(
                    Refusal::new("`sarif` tells findings alone")
                        .next("write `hlj check -f sarif`, or choose `-f json`"),
                )
            })
        };
        Ok(Findings {
            severity: column("severity")?,
            check: column("check")?,
            message: column("message")?,
            culprits: column("culprits")?,
            location: column("location")?,
            id: column("id")?,
            explained: column("explained")?,
        })
    }

    fn result(&self, row: &Row) -> Value {
        let text = |column: usize| words(&row.cells[column]);
        let severity = text(self.severity);
        let level = match severity.as_str() {
            "error" | "warning" | "note" => severity.as_str(),
            _ => "none",
        };
        let kind = match severity.as_str() {
            "open" => "open",
            "held" => "pass",
            _ => "fail",
        };
        let check = text(self.check);
        let rule = Check::ALL.iter().position(|(name, _)| *name == check);
        let mut location = Map::new();
        let place = text(self.location);
        if !place.is_empty() {
            location.insert("physicalLocation".to_owned(), physical(&place));
        }
        let culprits = text(self.culprits);
        if !culprits.is_empty() {
            let figures = culprits.split(" or ").flat_map(|set| set.split('|'));
            let figures =
                figures.map(|path| json!({ "fullyQualifiedName": path, "kind": "value" }));
            location.insert("logicalLocations".to_owned(), figures.collect());
        }
        let mut result = json!({
            "ruleId": check,
            "level": level,
            "kind": kind,
            "message": { "text": text(self.message) },
            "partialFingerprints": { "hljFinding/v1": text(self.id) },
        });
        if let Some(rule) = rule {
            result["ruleIndex"] = rule.into();
        }
        if !location.is_empty() {
            result["locations"] = json!([location]);
        }
        let explained = text(self.explained);
        if !explained.is_empty() {
            result["properties"] = json!({ "explained": explained });
        }
        result
    }
}

/// A file, with the line behind it where it is known.
fn physical(place: &str) -> Value {
    let of_line = place.rsplit_once(':').and_then(|(file, line)| {
        let line: u64 = line.parse().ok()?;
        Some((file, line))
    });
    match of_line {
        Some((file, line)) => json!({
            "artifactLocation": { "uri": uri(file) },
            "region": { "startLine": line },
        }),
        None => json!({ "artifactLocation": { "uri": uri(place) } }),
    }
}

/// A path as a reference by the rules of URIs: what these do not allow as its bytes in percent.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut uri = if path.starts_with('/') {
        "file://".to_owned()
    } else {
        String::new()
    };
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

fn words(cell: &Cell) -> String {
    match cell {
        Cell::Words(text) => text.clone(),
        Cell::Name(name) | Cell::Numeral(name) => name.id.clone(),
        Cell::Year(year) => year.to_string(),
        Cell::Figure(_) | Cell::Empty => String::new(),
    }
}
