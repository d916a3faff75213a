//! The package against itself: what has to hold between its figures, what its documents state, what is implausible.
//!
//! Every check gives a finding for everything it tried, what held among them, so that silence can be counted. Printed
//! digits are taken for the interval that they stand for, and no tolerance is picked: values agree where their
//! intervals meet. Then the findings are told one a cause: `localise` looks for the figures that must be wrong, `slip`
//! for what happened to them, `group` joins those of one slip, `cause` leads to them what follows, `tell` words it.
//! Statuses of notes make a figure cheaper to doubt; what the notes say is not consulted before, and at the end each
//! finding is led to the note that explains it.
//!
//! A file a family: `parts` (sums, shares), `amounts`, `area_sums`, `ratios`, `same`, `columns` (what nothing declares), `ranges`, `growth` (signs, implied
//! deflators), `jumps` (breaks and spikes, of `changes` that are out of line), `swaps` (exchanged figures), `copies` (copied years),
//! `gaps`, `claims`; `crowds` tells as one what a table has too many of. `ledger` holds the printed values by what they
//! are about; `form` is an identity as an equation. `explain` leads findings to the notes that name their check
//! (`explains` in `notes.csv`). A test holds the two together: no note without a finding or a `reason`, no finding
//! without an explanation.
//!
//! - What cannot be both true is an error, what is implausible a warning, what rounding, definition or vintage explain a
//!   note.
//! - What follows from the kinds of indicators needs no declaration (`combine` says what a ratio, a share, a growth is
//!   made of); the rest stands in the descriptor (`identities`, `partitions`, `constraints`).
//! - Out of line is what is further from the others than these are from one another, and further from their median than
//!   is usual in the table (`methods::Peers`), and in a series also further from its median than three times its median
//!   absolute deviation (`methods::deviates`).
//! - Claims are derived by questions in the words of the command line, which `query::answer_in_words` reads.

mod amounts;
mod area_sums;
mod balance;
mod cause;
mod changes;
mod claims;
mod columns;
mod copies;
mod crowds;
mod derive;
mod explain;
mod finding;
mod form;
mod gaps;
mod group;
mod growth;
mod inside;
mod jumps;
mod ledger;
mod localise;
mod parts;
mod ranges;
mod ratios;
mod same;
mod slip;
mod standing;
mod steps;
mod swaps;
mod tell;
mod together;
mod untried;

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::Answer;
use crate::order::{InOrder, IntoMap, IntoSet};
use crate::package::{Check, Package, PackageError};
use ledger::Ledger;

pub use balance::{Balanced, Change};
pub use crowds::crowds;
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
    let mut findings = tried(package, &ledger)?;
    findings.extend(claims::claims(&ledger, ask)?);
    let untried = untried::untried(&ledger, &findings);
    let mut findings = cause::one_a_cause(&ledger, &findings)?;
    findings.extend(untried);
    findings = together::told_together(findings);
    for finding in findings
        .iter_mut()
        .filter(|one| one.severity >= Severity::Warning)
    {
        finding.moves = finding
            .moves
            .or_else(|| together::relative(&ledger, finding));
    }
    explain::explain(package, &mut findings)?;
    // The gravest first, and of these what moves most.
    let order: BTreeMap<&str, usize> = package.table_names().zip(0..).into_map();
    findings.order_by_key(|finding| {
        let spot = finding.spots.first();
        let table = spot.and_then(|spot| order.get(spot.table.as_str()));
        let moves = std::cmp::Reverse(finding.moves);
        (std::cmp::Reverse(finding.severity), moves, table.copied())
    });
    Ok(findings)
}

/// What is tried on the figures, claims aside, before causes are looked for.
fn tried(package: &Package, ledger: &Ledger) -> Result<Vec<Finding>, PackageError> {
    let identities = package.identities()?;
    let mut findings = Vec::new();
    findings.extend(parts::sums(ledger));
    findings.extend(area_sums::sums(ledger, identities)?);
    findings.extend(parts::shares(ledger));
    findings.extend(amounts::amounts(ledger));
    findings.extend(ratios::ratios(ledger, identities));
    findings.extend(same::same(ledger, identities));
    let related = columns::columns(ledger);
    findings.extend(ranges::ranges(ledger));
    findings.extend(growth::growth(ledger, identities));
    findings.extend(unconfirmed(jumps::jumps(ledger), &related));
    findings.extend(related);
    findings.extend(swaps::swaps(ledger));
    findings.extend(copies::copies(ledger));
    findings.extend(gaps::gaps(ledger, package.areas()?));
    Ok(findings)
}

/// Breaks and spikes without the spikes of a value that the columns beside it confirm: what moves with all that it is made of
/// is no slip of one figure.
fn unconfirmed(mut found: Vec<Finding>, related: &[Finding]) -> Vec<Finding> {
    let is_doubted = |one: &Finding| one.check == Check::Spike && one.severity >= Severity::Warning;
    if found.iter().any(is_doubted) {
        let held = related.iter().filter(|one| one.severity == Severity::Held);
        let confirmed: BTreeSet<&Spot> = held.flat_map(|one| &one.spots).into_set();
        found.retain(|one| {
            let mut culprits = one.culprits.iter().flatten();
            one.derived.is_some()
                || !is_doubted(one)
                || !culprits.all(|spot| confirmed.contains(spot))
        });
    }
    found
}

/// The nearest table that meets the identities of the package: a proposal, by what it changes.
///
/// # Errors
/// If the package is faulty.
pub fn balanced(package: &Package) -> Result<Balanced, PackageError> {
    let ledger = Ledger::new(package, false)?;
    let findings = tried(package, &ledger)?;
    balance::balance(&ledger, &findings)
}
