//! Findings and the notes that explain them.

use super::{Finding, Severity, Spot};
use crate::package::{Package, PackageError};

/// Leads each finding to the note that explains it: the first that names the check, at the first of its figures that has
/// such a note.
pub(super) fn explain(package: &Package, findings: &mut [Finding]) -> Result<(), PackageError> {
    let Some((file, remarks)) = package.notes()? else {
        return Ok(());
    };
    for finding in findings
        .iter_mut()
        .filter(|finding| finding.severity >= Severity::Note)
    {
        let of_spot = |spot: &Spot| {
            let key = spot.key();
            remarks.iter().find(|remark| {
                spot.table == remark.table && remark.explains(finding.check, &spot.indicator, &key)
            })
        };
        if let Some(remark) = finding.spots.iter().find_map(of_spot) {
            finding.explained = format!("{file}:{}", remark.line);
        }
    }
    Ok(())
}
