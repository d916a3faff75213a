//! Findings and the notes that explain them.

use super::{Finding, Severity};
use crate::package::{Package, PackageError, Remark};

/// Leads each finding to the notes that explain it: those that name the check, at a figure that it is about; for a
/// claim, those that name the claim.
pub(super) fn explain(package: &Package, findings: &mut [Finding]) -> Result<(), PackageError> {
    let Some((file, remarks)) = package.notes()? else {
        return Ok(());
    };
    let remarks: Vec<&Remark> = remarks
        .iter()
        .filter(|remark| !remark.explains.is_empty() || !remark.claims.is_empty())
        .collect();
    for finding in findings {
        if finding.severity < Severity::Note {
            continue;
        }
        let mut found: Vec<&Remark> = Vec::new();
        if !finding.claims.is_empty() {
            let names = |remark: &&&Remark| {
                let mut claims = finding.claims.iter();
                claims.any(|id| remark.claims.contains(id))
            };
            found.extend(remarks.iter().filter(names));
        }
        for remark in at_spots(finding, &remarks) {
            if !found.contains(&remark) {
                found.push(remark);
            }
        }
        let told = found.iter().map(|remark| {
            let place = format!("{file}:{}", remark.line);
            (place, remark.note.text.to_string())
        });
        finding.notes = told.collect();
    }
    Ok(())
}

/// The notes that explain a finding at its figures, in the order of these.
fn at_spots<'r>(finding: &Finding, remarks: &[&'r Remark]) -> Vec<&'r Remark> {
    let mut found: Vec<&Remark> = Vec::new();
    for spot in &finding.spots {
        let key = spot.key();
        for remark in remarks {
            let mut checks = finding.checks.iter();
            let explains = remark.table == spot.table
                && checks.any(|check| remark.explains(*check, &spot.indicator, &key));
            if explains && !found.contains(remark) {
                found.push(remark);
            }
        }
    }
    found
}
