//! One finding a cause: contradictions that one figure explains, or one slip in several, are told once, with the
//! figures that must be wrong.
//!
//! First the identities are localised (`localise`), then what is only implausible and has an equation (implied
//! deflators), with the identities that hold pinning figures down. Figures with the same slip, and figures in one
//! another's place, are one cause (`group`); `tell` words it. What else was found at a figure that is wrong follows from
//! it, and so does what was found where figures were exchanged or a year was copied.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, Severity, Spot, unrepeated};
use super::form::{CellRef, Form};
use super::group::{Group, is_identity, joined};
use super::ledger::Ledger;
use super::localise::{Cause, Edit, Net, Set};
use super::tell::evidence;
use crate::figure::{Period, Status};
use crate::order::{InOrder, IntoMap};
use crate::package::{Check, PackageError, Remarks};

/// The findings, one a cause.
pub(super) fn one_a_cause(
    ledger: &Ledger,
    findings: &[Finding],
) -> Result<Vec<Finding>, PackageError> {
    let flags = Flags::new(ledger)?;
    let found = localised(ledger, findings, &flags);
    let mut groups = joined(ledger, findings, found);
    let mut led: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    absorbed_by_copies(ledger, findings, &mut groups, &mut led);
    let causes = groups.iter().flat_map(|group| &group.causes);
    let mut gone: BTreeSet<usize> = causes
        .flat_map(|cause| cause.broken.iter().copied())
        .chain(led.values().flatten().copied())
        .collect();
    follow(ledger, findings, &mut groups, &mut gone);
    follow_exchanges(findings, &mut led, &mut gone);
    let mut told: Vec<Finding> = groups
        .iter()
        .map(|group| group.told(ledger, findings))
        .collect();
    for (at, finding) in findings.iter().enumerate() {
        if !gone.contains(&at) {
            let follows = led.remove(&at).unwrap_or_default();
            let follows = follows.iter().map(|at| &findings[*at]).collect();
            told.push(with_followers(finding.clone(), follows));
        }
    }
    Ok(told)
}

/// The cells that are named as wrong, and those of which one is.
pub(super) fn suspects(
    ledger: &Ledger,
    findings: &[Finding],
) -> Result<(BTreeSet<CellRef>, BTreeSet<CellRef>), PackageError> {
    let flags = Flags::new(ledger)?;
    let (mut named, mut tied) = (BTreeSet::new(), BTreeSet::new());
    for cause in localised(ledger, findings, &flags) {
        let cells = cause.sets.iter().flatten().map(|(cell, _)| *cell);
        if cause.sets.len() == 1 {
            named.extend(cells);
        } else {
            tied.extend(cells);
        }
    }
    Ok((named, tied))
}

/// Whether a finding is about a series that stands a year too early or too late.
fn is_shift(finding: &Finding) -> bool {
    finding.check == Check::Same && !finding.culprits.is_empty()
}

/// Leads causes to the copied year, or the shifted series, that explains them: every identity that is broken touches
/// such a figure, and no single other figure explains it as well as a copied year does.
fn absorbed_by_copies(
    ledger: &Ledger,
    findings: &[Finding],
    groups: &mut Vec<Group>,
    led: &mut BTreeMap<usize, Vec<usize>>,
) {
    let mut copies: BTreeMap<&Spot, usize> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let leads = finding.check == Check::Copy || is_shift(finding);
        if leads && finding.severity >= Severity::Warning {
            copies.extend(finding.culprits.iter().flatten().map(|spot| (spot, at)));
        }
    }
    if copies.is_empty() {
        return;
    }
    groups.retain(|group| {
        let broken = || group.causes.iter().flat_map(|cause| &cause.broken);
        let copies_of = |at: &usize| -> BTreeSet<usize> {
            let spots = findings[*at].spots.iter();
            spots.filter_map(|spot| copies.get(spot).copied()).collect()
        };
        let mut common: Option<BTreeSet<usize>> = None;
        for at in broken() {
            let own = copies_of(at);
            common = Some(match common {
                Some(before) => before.intersection(&own).copied().collect(),
                None => own,
            });
        }
        let named = group
            .causes
            .iter()
            .filter_map(|cause| match cause.sets.as_slice() {
                [set] if set.len() == 1 => set.first(),
                _ => None,
            });
        let mut named = named.map(|(cell, _)| ledger.spot(*cell));
        let is_elsewhere = named.any(|spot| !copies.contains_key(&spot));
        let copy = common.and_then(|common| common.first().copied());
        let Some(copy) = copy.filter(|at| is_shift(&findings[*at]) || !is_elsewhere) else {
            return true;
        };
        led.entry(copy).or_default().extend(broken());
        false
    });
}

/// Leads jumps and spikes to the exchange, or the copied year, at whose figures they are.
fn follow_exchanges(
    findings: &[Finding],
    led: &mut BTreeMap<usize, Vec<usize>>,
    gone: &mut BTreeSet<usize>,
) {
    let mut at_spot: BTreeMap<&Spot, usize> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let leads = matches!(finding.check, Check::Swap | Check::Copy) || is_shift(finding);
        if leads && finding.severity >= Severity::Warning && !gone.contains(&at) {
            at_spot.extend(finding.culprits.iter().flatten().map(|spot| (spot, at)));
        }
    }
    for (at, finding) in findings.iter().enumerate() {
        let follows = matches!(finding.check, Check::Jump | Check::Spike | Check::Sign);
        if !follows || finding.severity < Severity::Warning || gone.contains(&at) {
            continue;
        }
        let mut spots = finding.spots.iter();
        if let Some(leader) = spots.find_map(|spot| at_spot.get(spot).copied()) {
            gone.insert(at);
            led.entry(leader).or_default().push(at);
        }
    }
}

/// A finding with what follows from it.
fn with_followers(finding: Finding, mut follows: Vec<&Finding>) -> Finding {
    if follows.is_empty() {
        return finding;
    }
    follows.order_by_key(|one| std::cmp::Reverse((is_identity(one), one.severity)));
    let contradicted: Vec<&Finding> = follows
        .iter()
        .copied()
        .filter(|one| is_identity(one))
        .collect();
    let message = if contradicted.is_empty() {
        finding.message.clone()
    } else {
        format!("{} {}", finding.message, evidence(&contradicted))
    };
    let all = || std::iter::once(&finding).chain(follows.iter().copied());
    let mut checks: Vec<Check> = all().flat_map(|one| one.checks.clone()).collect();
    checks.order();
    checks.dedup();
    Finding {
        severity: all()
            .map(|one| one.severity)
            .max()
            .unwrap_or(finding.severity),
        checks,
        claims: all().flat_map(|one| one.claims.clone()).collect(),
        trials: all().map(|one| one.trials).sum(),
        moves: all().filter_map(|one| one.moves).max(),
        spots: unrepeated(all().flat_map(|one| one.spots.iter().cloned())),
        message,
        ..finding
    }
}

/// What notes say of cells.
struct Flags<'l, 'p> {
    ledger: &'l Ledger<'p>,
    remarks: Vec<&'p Remarks>,
}

impl<'l, 'p> Flags<'l, 'p> {
    fn new(ledger: &'l Ledger<'p>) -> Result<Flags<'l, 'p>, PackageError> {
        let package = ledger.package;
        let tables = ledger
            .sheets
            .iter()
            .map(|sheet| package.remarks(sheet.table));
        Ok(Flags {
            ledger,
            remarks: tables.collect::<Result<_, _>>()?,
        })
    }

    fn of(&self, cell: CellRef) -> Status {
        let spot = self.ledger.spot(cell);
        let key = spot.key();
        let mut remarks = self.remarks[cell.sheet].iter();
        let first = remarks.find(|remark| remark.applies(&spot.indicator, &key));
        first.map_or(Status::Normal, |remark| remark.note.status)
    }
}

/// The causes of broken identities, then of what is implausible beside identities that hold; the numbers of what they
/// explain are those of the findings.
fn localised(ledger: &Ledger, findings: &[Finding], flags: &Flags) -> Vec<Cause> {
    let is_broken = |finding: &Finding| finding.severity >= Severity::Warning;
    let all = findings.iter().enumerate();
    let forms: Vec<(usize, &Finding, &Form)> = all
        .filter_map(|(at, finding)| Some((at, finding, finding.form.as_ref()?)))
        .collect();
    let (soft, hard): (Vec<_>, Vec<_>) = forms
        .into_iter()
        .partition(|(_, finding, _)| finding.check == Check::Deflator);
    let numbered = |cause: &mut Cause, numbers: &[usize]| {
        for number in &mut cause.broken {
            *number = numbers[*number];
        }
    };
    let edits: Vec<Edit> = hard
        .iter()
        .map(|(_, finding, form)| Edit {
            form,
            broken: is_broken(finding),
        })
        .collect();
    let flag = |cell: CellRef| flags.of(cell);
    let mut causes = Net::new(ledger, &edits).causes(&flag);
    let numbers: Vec<usize> = hard.iter().map(|(at, ..)| *at).collect();
    for cause in &mut causes {
        numbered(cause, &numbers);
    }

    // Of sets that cost the same those explain most that leave least implausible.
    let plausible: Vec<Edit> = soft
        .iter()
        .map(|(_, finding, form)| Edit {
            form,
            broken: is_broken(finding),
        })
        .collect();
    let net = Net::new(ledger, &plausible);
    let mut explained: BTreeSet<usize> = BTreeSet::new();
    for cause in &mut causes {
        let touched = |set: &Set| -> BTreeSet<usize> {
            set.iter()
                .flat_map(|(cell, _)| net.of(*cell).collect::<Vec<_>>())
                .collect()
        };
        let left = |set: &Set| {
            let touched = touched(set);
            let wrong = touched
                .iter()
                .filter(|number| !net.holds_with(**number, set))
                .count();
            let before = touched
                .iter()
                .filter(|number| plausible[**number].broken)
                .count();
            i64::try_from(wrong).unwrap_or(i64::MAX) - i64::try_from(before).unwrap_or(0)
        };
        if let Some(least) = cause.sets.iter().map(left).min() {
            cause.sets.retain(|set| left(set) == least);
        }
        if let [set] = cause.sets.as_slice() {
            for number in touched(set) {
                if plausible[number].broken && explained.insert(number) {
                    cause.broken.push(soft[number].0);
                }
            }
        }
    }

    let holding = hard.iter().filter(|(_, finding, _)| !is_broken(finding));
    let left = soft
        .iter()
        .enumerate()
        .filter(|(number, _)| !explained.contains(number));
    let both: Vec<(usize, Edit)> = holding
        .map(|(at, _, form)| {
            (
                *at,
                Edit {
                    form,
                    broken: false,
                },
            )
        })
        .chain(left.map(|(_, (at, finding, form))| {
            (
                *at,
                Edit {
                    form,
                    broken: is_broken(finding),
                },
            )
        }))
        .collect();
    let (numbers, edits): (Vec<usize>, Vec<Edit>) = both.into_iter().unzip();
    let mut others = Net::new(ledger, &edits).causes(&flag);
    for cause in &mut others {
        numbered(cause, &numbers);
    }
    causes.extend(others);
    causes
}

/// Leads what else was found at figures that are wrong to the groups of these.
fn follow(ledger: &Ledger, findings: &[Finding], groups: &mut [Group], gone: &mut BTreeSet<usize>) {
    type Key = (String, String, Option<Period>, Vec<String>);
    let key = |spot: &Spot| -> Key {
        (
            spot.table.clone(),
            spot.indicator.clone(),
            spot.year,
            spot.members.clone(),
        )
    };
    let mut culprits: BTreeMap<Key, BTreeMap<Option<String>, usize>> = BTreeMap::new();
    let mut rates: BTreeMap<&Spot, usize> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        for cause in &group.causes {
            if let [set] = cause.sets.as_slice() {
                for spot in set.iter().map(|(cell, _)| ledger.spot(*cell)) {
                    let of_key = culprits.entry(key(&spot)).or_default();
                    of_key.entry(spot.area).or_insert(number);
                }
            }
            let broken = cause.broken.iter().map(|at| &findings[*at]);
            let deflators = broken.filter(|finding| finding.check == Check::Deflator);
            rates.extend(deflators.filter_map(|finding| Some((finding.spots.first()?, number))));
        }
    }
    let wrong = |spot: &Spot| {
        let of = culprits.get(&key(spot))?;
        match &spot.area {
            None => of.values().min().copied(),
            area => of.get(area).copied(),
        }
    };
    // Where all areas share a fall, signs that differ there belong to it.
    let shared: BTreeMap<(&str, &str, Option<Period>), usize> = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| {
            finding.check == Check::Deflator
                && finding.form.is_none()
                && finding.severity == Severity::Warning
        })
        .filter_map(|(at, finding)| {
            let spot = finding.spots.first()?;
            Some((
                (spot.table.as_str(), spot.indicator.as_str(), spot.year),
                at,
            ))
        })
        .into_map();
    for (at, finding) in findings.iter().enumerate() {
        if finding.severity < Severity::Warning || gone.contains(&at) {
            continue;
        }
        let first = finding.spots.first();
        let group = match finding.check {
            Check::Jump | Check::Spike | Check::Swap | Check::Claim => {
                finding.spots.iter().find_map(wrong)
            }
            Check::Sign => {
                let of_rate = first.and_then(|spot| rates.get(spot).copied());
                of_rate.or_else(|| finding.spots.iter().find_map(wrong))
            }
            _ => None,
        };
        if let Some(group) = group {
            gone.insert(at);
            groups[group].follows.push(at);
        } else if finding.check == Check::Sign
            && first.is_some_and(|spot| {
                shared.contains_key(&(spot.table.as_str(), spot.indicator.as_str(), spot.year))
            })
        {
            gone.insert(at);
        }
    }
}
