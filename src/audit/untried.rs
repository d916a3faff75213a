//! What nobody looked at: the checks for which a package has nothing to try, each with the reason, so that silence is
//! not taken for soundness.

use std::collections::BTreeSet;

use super::finding::{Finding, Severity};
use super::ledger::Ledger;
use crate::order::IntoSet;
use crate::package::Check;

/// A finding for every check that was not tried anywhere; none of them counts as a trial.
pub(super) fn untried(ledger: &Ledger, findings: &[Finding]) -> Vec<Finding> {
    let tried: BTreeSet<Check> = findings
        .iter()
        .flat_map(|finding| finding.checks.iter().copied())
        .into_set();
    let mut untried = Vec::new();
    for (_, check) in Check::ALL {
        // Spikes, exchanges and copied years are told where they are; they are looked for wherever jumps are.
        let with = match check {
            Check::Spike | Check::Swap | Check::Copy => Check::Jump,
            other => other,
        };
        if tried.contains(&check) || tried.contains(&with) {
            continue;
        }
        let finding = Finding::at(check, Vec::new());
        untried.push(Finding {
            trials: 0,
            ..finding.says(
                Severity::Open,
                format!("Not tried: {}.", reason(ledger, check)),
            )
        });
    }
    untried
}

/// Why there was nothing to try.
fn reason(ledger: &Ledger, check: Check) -> &'static str {
    match check {
        Check::Sum => "no member and no area is known to be the total of others",
        Check::Shares => "no column is known to hold the shares of members in a whole",
        Check::Amount => "no shares are known to stand beside the amounts that they are of",
        Check::Ratio => "no column is known to be one column over another",
        Check::Same => "no two tables are known to print one concept",
        Check::Sign => "no column is known to be the growth of another",
        Check::Deflator => "no growth of an amount is known for three areas in one period",
        Check::Jump | Check::Spike | Check::Swap | Check::Copy => over_time(
            ledger,
            "no series of amounts or shares is long enough, of three areas or of eight periods",
        ),
        Check::Range => "no column declares a `minimum` or a `maximum`",
        Check::Gap => over_time(ledger, "no table has a row for each of several periods"),
        Check::Claim => "there is no list of what documents claim",
    }
}

/// Why nothing was looked for over time: no table has periods, or what they lack.
fn over_time(ledger: &Ledger, lacking: &'static str) -> &'static str {
    let mut sheets = ledger.sheets.iter();
    if sheets.all(|sheet| sheet.table.time().is_none()) {
        "no table has periods"
    } else {
        lacking
    }
}
