//! The package against itself: what has to hold between its figures, what its documents state, what is implausible.
//!
//! Every check gives a finding for everything it tried, what held among them, so that silence can be counted. Printed
//! digits are taken for the interval that they stand for, and no tolerance is picked: values agree where their
//! intervals meet. Notes are not consulted before the checks are done; then each finding is led to the note that
//! explains it.

mod amounts;
mod area_sums;
mod claims;
mod derive;
mod explain;
mod finding;
mod growth;
mod ledger;
mod parts;
mod ratios;
mod same;
mod series;

use std::collections::BTreeMap;

use crate::answer::Answer;
use crate::package::{Package, PackageError};
use ledger::Ledger;

pub use finding::{Finding, Kind, Severity, Spot};

/// How a question in the words of the command line is answered; what cannot be answered is told as a sentence.
pub type Ask<'a> = dyn FnMut(&str) -> Result<Answer, String> + 'a;

/// Tries everything there is to try on the package, with its corrections put in where `adjusted` says so; `ask`
/// answers the questions from which claims are derived.
///
/// # Errors
/// If the package is faulty.
pub fn audit(
    package: &Package,
    adjusted: bool,
    ask: &mut Ask,
) -> Result<Vec<Finding>, PackageError> {
    let ledger = Ledger::new(package, adjusted)?;
    let identities = package.identities()?;
    let mut findings = Vec::new();
    findings.extend(parts::sums(&ledger));
    findings.extend(area_sums::sums(&ledger, &identities)?);
    findings.extend(parts::shares(&ledger));
    findings.extend(amounts::amounts(&ledger));
    findings.extend(ratios::ratios(&ledger, &identities));
    findings.extend(same::same(&ledger, &identities));
    findings.extend(growth::growth(&ledger));
    findings.extend(series::jumps(&ledger));
    findings.extend(series::swaps(&ledger));
    findings.extend(series::gaps(&ledger));
    findings.extend(claims::claims(&ledger, ask)?);
    explain::explain(package, &mut findings)?;
    let order: BTreeMap<&str, usize> = package.table_names().zip(0..).collect();
    findings.sort_by_key(|finding| {
        let table = finding
            .spots
            .first()
            .and_then(|spot| order.get(spot.table.as_str()));
        (std::cmp::Reverse(finding.severity), table.copied())
    });
    Ok(findings)
}
