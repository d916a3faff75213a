//! Findings and the notes that explain them.

use super::{Finding, Severity};
use crate::package::{Package, PackageError};

/// Leads each finding to the notes that explain it: those that name the check, at a figure that it is about.
pub(super) fn explain(package: &Package, findings: &mut [Finding]) -> Result<(), PackageError> {
    let Some((file, remarks)) = package.notes()? else {
        return Ok(());
    };
    for finding in findings {
        if finding.severity < Severity::Note {
            continue;
        }
        let mut lines: Vec<String> = Vec::new();
        for spot in &finding.spots {
            let key = spot.key();
            let explains = |remark: &&crate::package::Remark| {
                remark.table == spot.table && remark.explains(finding.check, &spot.indicator, &key)
            };
            for remark in remarks.iter().filter(explains) {
                let line = format!("{file}:{}", remark.line);
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
        if !lines.is_empty() {
            finding.explained = lines;
        }
    }
    Ok(())
}
