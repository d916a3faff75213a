//! The package against itself: what has to hold between its figures, what its documents state, what is implausible.
//!
//! Every check gives a finding for everything it tried, what held among them, so that silence can be counted. Printed
//! digits are taken for the interval that they stand for, and no tolerance is picked: values agree where their
//! intervals meet. What notes say is not consulted before the checks are done; then each finding is led to the note that
//! explains it.
//!
//! A file a family: `parts` (sums, shares), `amounts`, `ratios`, `same`, `growth` (signs, implied deflators), `series`
//! (jumps, swaps, gaps), `claims`. `ledger` holds the printed values by what they are about and knows of notes only the
//! corrections, where these are to stand in the place of what is printed. `explain` leads findings to the notes that name
//! their check (`explains` in `notes.csv`). A test holds the two together: no note without a finding or a `reason`, no
//! finding without an explanation.
//!
//! - What cannot be both true is an error, what is implausible a warning, what rounding, definition or vintage explain a
//!   note.
//! - What follows from the kinds of indicators needs no declaration (`combine` says what a ratio, a share, a growth is
//!   made of); the rest stands in the descriptor (`identities`, `partitions`).
//! - Out of line is what is further from the others than these are from one another (`methods::apart`), and in a series
//!   also further from its median than three times its median absolute deviation (`methods::deviates`).
//! - A cause is said where one formula makes every amount of a series that does not fit; a suspicion is worded as one.
//! - Claims are derived by questions in the words of the command line; the caller answers them, since the layer that
//!   parses them stands above this one.

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
mod standing;

use std::collections::BTreeMap;

use crate::answer::Answer;
use crate::package::{Package, PackageError};
use ledger::Ledger;

pub use finding::{Family, Finding, Severity, Spot};

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
