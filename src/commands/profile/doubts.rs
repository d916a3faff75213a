//! What is doubtful or cannot be true about a place: the findings of the audit, those with one explanation in one row.

use std::collections::BTreeSet;

use anyhow::Result;

use super::Place;
use crate::answer::{Answer, Cell, Column, Label, Row};
use crate::audit::{Finding, Severity, Spot, audit};
use crate::commands::claimed;
use crate::commands::compare::words;
use crate::figure::{Year, spans};

/// Findings that one sentence tells.
struct Doubt {
    severity: Severity,
    tables: Vec<String>,
    years: BTreeSet<Year>,
    message: String,
}

impl Place {
    /// The findings of severity warning and error that are about the place, the gravest first.
    pub(super) fn doubts(&self) -> Result<Answer> {
        let mut ask = |query: &str| claimed(query, self.adjusted, self.package);
        let findings = audit(self.package, self.adjusted, &mut ask)?;
        let mut doubts: Vec<Doubt> = Vec::new();
        for finding in findings {
            let own: Vec<&Spot> = finding
                .spots
                .iter()
                .filter(|spot| spot.area.as_ref() == Some(&self.area.name))
                .collect();
            if finding.severity >= Severity::Warning && !own.is_empty() {
                tell(&mut doubts, &finding, &own);
            }
        }
        doubts.sort_by_key(|doubt| std::cmp::Reverse(doubt.severity));
        let rows = doubts.into_iter().map(|doubt| Row {
            cells: vec![
                Cell::words(doubt.severity.to_string()),
                Cell::words(doubt.tables.join(", ")),
                Cell::words(spans(&doubt.years)),
                Cell::words(doubt.message),
            ],
            total: false,
        });
        Ok(Answer {
            title: Label::new("What to beware of", Some("须注意之处")),
            columns: columns(),
            rows: rows.collect(),
            ..Answer::default()
        })
    }
}

/// Adds a finding to those with the same explanation, else as one of its own.
fn tell(doubts: &mut Vec<Doubt>, finding: &Finding, own: &[&Spot]) {
    let explanation = finding.notes.first().map(|(_, text)| text);
    let message = explanation.unwrap_or(&finding.message);
    let place = doubts
        .iter()
        .position(|known| known.severity == finding.severity && known.message == *message);
    let place = place.unwrap_or_else(|| {
        doubts.push(Doubt {
            severity: finding.severity,
            tables: Vec::new(),
            years: BTreeSet::new(),
            message: message.clone(),
        });
        doubts.len() - 1
    });
    let doubt = &mut doubts[place];
    for spot in own {
        if !doubt.tables.contains(&spot.table) {
            doubt.tables.push(spot.table.clone());
        }
    }
    // The first figure is the one that it is told at; the others it was derived from.
    doubt.years.extend(own.first().and_then(|spot| spot.year));
}

fn columns() -> Vec<Column> {
    vec![
        words("severity", "Severity", "严重程度"),
        words("table", "Table", "表"),
        words("years", "Years", "年份"),
        words("message", "Message", "说明"),
    ]
}
