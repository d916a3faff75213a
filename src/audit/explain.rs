//! Findings and the notes that explain them.

use super::{Finding, Severity};
use crate::package::{Package, PackageError, Remark};

/// Leads each finding to the notes that explain it: those that name the check, at a figure that it is about.
pub(super) fn explain(package: &Package, findings: &mut [Finding]) -> Result<(), PackageError> {
    let Some((file, remarks)) = package.notes()? else {
        return Ok(());
    };
    for finding in findings {
        if finding.severity < Severity::Note {
            continue;
        }
        let mut found: Vec<&Remark> = Vec::new();
        for spot in &finding.spots {
            let key = spot.key();
            let explains = |remark: &&Remark| {
                remark.table == spot.table && remark.explains(finding.check, &spot.indicator, &key)
            };
            for remark in remarks.iter().filter(explains) {
                if !found.contains(&remark) {
                    found.push(remark);
                }
            }
        }
        if !found.is_empty() {
            let lines = found.iter().map(|remark| format!("{file}:{}", remark.line));
            finding.explained = lines.collect();
            let texts = found.iter().map(|remark| remark.note.text.to_string());
            finding.notes = texts.collect();
        }
    }
    Ok(())
}
