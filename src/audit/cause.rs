//! One finding a cause: contradictions that one figure explains, or one slip in several, are told once, with the
//! figures that must be wrong.
//!
//! First the identities are localised (`localise`), then what is only implausible and has an equation (implied
//! deflators), with the identities that hold pinning figures down. What else was found at a figure that is wrong
//! follows from it. The same slip in several figures of a series is one cause; so are figures that fit in one
//! another's place.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::finding::{Finding, Severity, Spot, in_words, rough, told};
use super::form::{CellRef, Form};
use super::ledger::Ledger;
use super::localise::{Cause, Edit, Net, Set};
use super::slip::{Slip, slips};
use crate::figure::{Estimate, Interval, Number, Status, spans};
use crate::package::{Check, PackageError, Remarks};
use crate::words::{count, list};

/// Of how many identities that a figure breaks the messages are told.
const MOST_TOLD: usize = 4;
/// How many causes are held against each other, whether one slip joins them.
const MOST_JOINED: usize = 1000;
/// Of how many figures one of which is wrong the names are told.
const MOST_TIES: usize = 6;

/// The findings, one a cause.
pub(super) fn one_a_cause(
    ledger: &Ledger,
    findings: Vec<Finding>,
) -> Result<Vec<Finding>, PackageError> {
    let flags = Flags::new(ledger)?;
    let found = localised(ledger, &findings, &flags);
    let mut groups = joined(ledger, &findings, found);
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for group in &groups {
        gone.extend(
            group
                .causes
                .iter()
                .flat_map(|cause| cause.broken.iter().copied()),
        );
    }
    follow(ledger, &findings, &mut groups, &mut gone);
    let mut told: Vec<Finding> = groups
        .iter()
        .map(|group| group.told(ledger, &findings))
        .collect();
    let rest = findings
        .into_iter()
        .enumerate()
        .filter(|(at, _)| !gone.contains(at));
    told.extend(rest.map(|(_, finding)| finding));
    Ok(told)
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
        let spot = spot(self.ledger, cell);
        let key = spot.key();
        let mut remarks = self.remarks[cell.sheet].iter();
        let first = remarks.find(|remark| remark.applies(&spot.indicator, &key));
        first.map_or(Status::Normal, |remark| remark.note.status)
    }
}

fn spot(ledger: &Ledger, cell: CellRef) -> Spot {
    let sheet = ledger.sheet_of(cell);
    let (point, indicator) = sheet.at(cell);
    sheet.spot(indicator, point)
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

/// Causes that one slip joins.
struct Group {
    causes: Vec<Cause>,
    slip: Option<Slip>,
    /// What else was found at these figures and follows from them.
    follows: Vec<usize>,
}

/// The causes, those joined that one slip explains.
fn joined(ledger: &Ledger, findings: &[Finding], causes: Vec<Cause>) -> Vec<Group> {
    let is_identity = |at: &usize| is_identity(&findings[*at]);
    let all: Vec<(Cause, Vec<Slip>)> = causes
        .into_iter()
        .map(|cause| {
            let slips = match cause.sets.as_slice() {
                [set] if !set.is_empty() && cause.broken.iter().any(is_identity) => {
                    let forms = cause
                        .broken
                        .iter()
                        .filter_map(|at| findings[*at].form.as_ref());
                    slips(ledger, set[0], forms)
                }
                _ => Vec::new(),
            };
            (cause, slips)
        })
        .collect();
    let few = all.len() <= MOST_JOINED;
    let mut left: Vec<Option<(Cause, Vec<Slip>)>> = all.into_iter().map(Some).collect();
    let mut groups = Vec::new();
    for at in 0..left.len() {
        let Some((cause, slips)) = left[at].take() else {
            continue;
        };
        if let Some(partner) = exchanged(ledger, &cause, &left).filter(|_| few)
            && let Some((other, _)) = left[partner].take()
        {
            groups.push(Group {
                causes: vec![cause, other],
                slip: Some(Slip::Exchanged),
                follows: Vec::new(),
            });
            continue;
        }
        let mut common: Vec<Slip> = slips.iter().filter(|slip| slip.joins()).cloned().collect();
        let mut same = Vec::new();
        for other in (at + 1..left.len()).filter(|_| few) {
            let Some((next, theirs)) = &left[other] else {
                continue;
            };
            if !is_of_one_series(ledger, &cause, next) {
                continue;
            }
            let both: Vec<Slip> = common
                .iter()
                .filter(|slip| theirs.contains(slip))
                .cloned()
                .collect();
            if !both.is_empty() {
                common = both;
                same.push(other);
            }
        }
        let mut joined = vec![cause];
        joined.extend(
            same.into_iter()
                .filter_map(|other| Some(left[other].take()?.0)),
        );
        let slip = if joined.len() > 1 {
            common.into_iter().next()
        } else {
            slips.into_iter().next()
        };
        groups.push(Group {
            causes: joined,
            slip,
            follows: Vec::new(),
        });
    }
    groups
}

/// The first cell of a cause that is told, with what fits there.
fn main_cell(cause: &Cause) -> Option<(CellRef, Interval)> {
    match cause.sets.as_slice() {
        [set] => set.first().copied(),
        _ => None,
    }
}

/// Whether two causes are figures of one series, or of one indicator in one year.
fn is_of_one_series(ledger: &Ledger, one: &Cause, other: &Cause) -> bool {
    let (Some((one, _)), Some((other, _))) = (main_cell(one), main_cell(other)) else {
        return false;
    };
    let (a, b) = (spot(ledger, one), spot(ledger, other));
    let same_indicator = one.sheet == other.sheet && one.column == other.column;
    same_indicator && ((a.area == b.area && a.members == b.members) || a.year == b.year)
}

/// Another cause whose figure fits here, and this one's there.
fn exchanged(
    ledger: &Ledger,
    cause: &Cause,
    others: &[Option<(Cause, Vec<Slip>)>],
) -> Option<usize> {
    let (cell, fits) = main_cell(cause)?;
    let number = ledger.number(cell)?;
    others.iter().position(|other| {
        let Some((other, allows)) = other.as_ref().and_then(|(other, _)| main_cell(other)) else {
            return false;
        };
        let same = cell.sheet == other.sheet && cell.column == other.column;
        same && ledger.number(other).is_some_and(|theirs| {
            theirs.interval().meets(&fits) && number.interval().meets(&allows)
        })
    })
}

/// Leads what else was found at figures that are wrong to the groups of these.
fn follow(ledger: &Ledger, findings: &[Finding], groups: &mut [Group], gone: &mut BTreeSet<usize>) {
    type Key = (String, String, Option<crate::figure::Year>, Vec<String>);
    let key = |spot: &Spot| -> Key {
        (
            spot.table.clone(),
            spot.indicator.clone(),
            spot.year,
            spot.members.clone(),
        )
    };
    let mut culprits: BTreeMap<Key, Vec<(Option<String>, usize)>> = BTreeMap::new();
    let mut rates: BTreeMap<&Spot, usize> = BTreeMap::new();
    for (number, group) in groups.iter().enumerate() {
        for cause in &group.causes {
            if let [set] = cause.sets.as_slice() {
                for spot in set.iter().map(|(cell, _)| spot(ledger, *cell)) {
                    culprits
                        .entry(key(&spot))
                        .or_default()
                        .push((spot.area, number));
                }
            }
            let broken = cause.broken.iter().map(|at| &findings[*at]);
            let deflators = broken.filter(|finding| finding.check == Check::Deflator);
            rates.extend(deflators.filter_map(|finding| Some((finding.spots.first()?, number))));
        }
    }
    let wrong = |spot: &Spot| {
        let of = culprits.get(&key(spot))?;
        let is_it =
            |(area, _): &&(Option<String>, usize)| spot.area.is_none() || *area == spot.area;
        of.iter().find(is_it).map(|(_, number)| *number)
    };
    // Where all areas share a fall, signs that differ there belong to it.
    let shared: BTreeMap<(&str, &str, Option<crate::figure::Year>), usize> = findings
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
        .collect();
    for (at, finding) in findings.iter().enumerate() {
        if finding.severity < Severity::Warning || gone.contains(&at) {
            continue;
        }
        let first = finding.spots.first();
        let group = match finding.check {
            Check::Jump | Check::Spike | Check::Swap | Check::Claim | Check::Copy => {
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

/// A figure in words: what it is, of which area, when, in which table.
fn subject(ledger: &Ledger, cell: CellRef) -> String {
    let sheet = ledger.sheet_of(cell);
    let (point, indicator) = sheet.at(cell);
    let area = point
        .area
        .as_ref()
        .map(|area| format!(" of {area}"))
        .unwrap_or_default();
    let year = point
        .year
        .map(|year| format!(" in {year}"))
        .unwrap_or_default();
    let number = ledger.number(cell).map(in_words).unwrap_or_default();
    format!(
        "{}{area}{year} (`{}`), {number}{}",
        sheet.title_at(indicator, point),
        sheet.table.name,
        sheet.unit(indicator)
    )
}

/// What fits in a cell, with its middle for its value; none where nothing bounds it.
fn estimate(fits: Interval) -> Option<Estimate> {
    let is_open = |end: Decimal| end.abs() >= Decimal::MAX / Decimal::TWO;
    if is_open(fits.low) || is_open(fits.high) {
        return None;
    }
    let middle = (fits.low / Decimal::TWO).checked_add(fits.high / Decimal::TWO)?;
    Some(Estimate::new(middle, fits.low, fits.high))
}

/// How far what is printed lies from what fits, and from what that is a distance.
fn off(ledger: &Ledger, cell: CellRef, fits: Interval) -> Option<(Decimal, Decimal)> {
    let printed = ledger.number(cell)?.interval();
    let nearest = if printed.low > fits.high {
        fits.high
    } else {
        fits.low
    };
    Some((fits.distance(&printed), nearest.abs()))
}

impl Group {
    fn told(&self, ledger: &Ledger, findings: &[Finding]) -> Finding {
        let broken = || {
            let causes = self.causes.iter().flat_map(|cause| &cause.broken);
            causes.chain(&self.follows).map(|at| &findings[*at])
        };
        let mut gravest = broken().collect::<Vec<_>>();
        gravest.sort_by_key(|finding| std::cmp::Reverse((is_identity(finding), finding.severity)));
        let Some(base) = gravest.first().copied() else {
            return Finding::at(Check::Sum, Vec::new());
        };
        let sets: Vec<&Set> = self.causes.iter().flat_map(|cause| &cause.sets).collect();
        let is_tie = self.causes.len() == 1 && sets.len() != 1;
        let culprits: Vec<Vec<Spot>> = if is_tie {
            let named = sets.iter().filter(|_| sets.len() <= MOST_TIES);
            named
                .map(|set| set.iter().map(|(cell, _)| spot(ledger, *cell)).collect())
                .collect()
        } else {
            let all = sets.iter().flat_map(|set| set.iter());
            vec![all.map(|(cell, _)| spot(ledger, *cell)).collect()]
        };
        let evidence = evidence(&gravest);
        let mut checks: Vec<Check> = broken()
            .flat_map(|finding| finding.checks.clone())
            .collect();
        checks.sort_unstable();
        checks.dedup();
        let mut finding = Finding {
            severity: gravest
                .iter()
                .map(|one| one.severity)
                .max()
                .unwrap_or(base.severity),
            checks,
            claims: broken()
                .flat_map(|finding| finding.claims.clone())
                .collect(),
            form: None,
            trials: broken().map(|finding| finding.trials).sum(),
            itself: None,
            ..base.clone()
        };
        let mut spots: Vec<Spot> = Vec::new();
        if is_tie {
            finding.moves = finding.moves.or_else(|| relative(ledger, base));
            finding.message = match sets.as_slice() {
                [] => evidence,
                few if few.len() <= MOST_TIES => {
                    let either = few
                        .iter()
                        .map(|set| list(set.iter().map(|(cell, _)| subject(ledger, *cell)), "and"));
                    format!(
                        "{evidence} One of these is wrong, and nothing here tells which: {}.",
                        list(either, "or")
                    )
                }
                many => format!(
                    "{evidence} One of {} is wrong, and nothing here tells which.",
                    count(many.len(), "figure")
                ),
            };
        } else {
            let cells: Vec<(CellRef, Interval)> =
                sets.iter().flat_map(|set| set.iter().copied()).collect();
            self.tell(ledger, &mut finding, &cells, &evidence);
            let own = culprits.iter().flatten().cloned().collect::<Vec<_>>();
            finding.about = own.len();
            if let Some(shared) = shared(&own).filter(|_| self.causes.len() > 1) {
                finding.about += 1;
                spots.push(shared);
            }
            spots.extend(own);
        }
        for spot in gravest.iter().flat_map(|finding| &finding.spots) {
            if !spots.contains(spot) {
                spots.push(spot.clone());
            }
        }
        Finding {
            spots,
            culprits,
            ..finding
        }
    }

    /// What is told of figures that are wrong.
    fn tell(
        &self,
        ledger: &Ledger,
        finding: &mut Finding,
        cells: &[(CellRef, Interval)],
        evidence: &str,
    ) {
        let Some(&(first, _)) = cells.first() else {
            return;
        };
        let sheet = ledger.sheet_of(first);
        let (_, indicator) = sheet.at(first);
        let in_percent = sheet.unit(indicator) == "%";
        let offs: Vec<(Decimal, Decimal)> = cells
            .iter()
            .filter_map(|(cell, fits)| off(ledger, *cell, *fits))
            .collect();
        let total = |of: fn(&(Decimal, Decimal)) -> Decimal| {
            offs.iter()
                .map(of)
                .fold(Decimal::ZERO, Decimal::saturating_add)
        };
        let moves = if in_percent {
            offs.iter().map(|(gap, _)| *gap).max()
        } else {
            let parts = total(|(gap, _)| *gap).checked_mul(Decimal::ONE_HUNDRED);
            parts.and_then(|parts| parts.checked_div(total(|(_, nearest)| *nearest)))
        };
        *finding = finding.clone().moving(moves.or(finding.moves));
        // Of several the one that is furthest off is told.
        let (told_at, fits) = cells
            .iter()
            .copied()
            .max_by_key(|(cell, fits)| {
                (
                    off(ledger, *cell, *fits).map(|(gap, _)| gap),
                    std::cmp::Reverse(*cell),
                )
            })
            .unwrap_or(cells[0]);
        finding.printed = ledger.number(told_at);
        finding.derived = estimate(fits);
        finding.gap = off(ledger, told_at, fits).map(|(gap, _)| rough(gap));
        finding.message = if self.causes.len() == 1 {
            self.one_cell_told(ledger, finding, cells, evidence)
        } else {
            self.cells_told(ledger, finding, first)
        };
    }

    /// The message where one cell is the cause, the others changing with it.
    fn one_cell_told(
        &self,
        ledger: &Ledger,
        finding: &Finding,
        cells: &[(CellRef, Interval)],
        evidence: &str,
    ) -> String {
        let first = cells[0].0;
        let sheet = ledger.sheet_of(first);
        let (_, indicator) = sheet.at(first);
        let fits = estimate(cells[0].1).map(|fits| told(&fits, &sheet.unit(indicator)));
        let fits = fits.map_or_else(String::new, |fits| format!(": {fits} would fit"));
        let slip = self
            .slip
            .as_ref()
            .map(|slip| format!("; it {}", slip.told()));
        let slip = slip.unwrap_or_default();
        let others = cells[1..].iter().map(|(cell, _)| subject(ledger, *cell));
        let others = list(others, "and");
        let with = if cells.len() == 1 {
            String::new()
        } else {
            format!(", and {others} would change with it")
        };
        let is = if finding.severity == Severity::Error {
            "must be wrong"
        } else {
            "does not fit"
        };
        format!(
            "{} {is}{fits}{with}{slip}. {evidence}",
            subject(ledger, first)
        )
    }

    /// The message where several cells are wrong in one way.
    fn cells_told(&self, ledger: &Ledger, finding: &Finding, first: CellRef) -> String {
        let sheet = ledger.sheet_of(first);
        let (_, indicator) = sheet.at(first);
        let cells: Vec<(CellRef, Interval)> = self.causes.iter().filter_map(main_cell).collect();
        let figures = cells.iter().map(|(cell, fits)| {
            let (point, _) = ledger.sheet_of(*cell).at(*cell);
            let year = point
                .year
                .map(|year| format!(" in {year}"))
                .unwrap_or_default();
            let area = point.area.as_ref().filter(|_| !self.is_of_one_area(ledger));
            let area = area.map(|area| format!(" of {area}")).unwrap_or_default();
            let number = ledger.number(*cell).map(in_words).unwrap_or_default();
            let fits = estimate(*fits).map(|fits| format!(" for {}", in_words(fits.supported())));
            format!("{number}{}{area}{year}", fits.unwrap_or_default())
        });
        let figures: Vec<String> = figures.collect();
        let (point, _) = sheet.at(first);
        let area = point.area.as_ref().filter(|_| self.is_of_one_area(ledger));
        let area = area.map(|area| format!(" of {area}")).unwrap_or_default();
        let years: BTreeSet<_> = cells
            .iter()
            .filter_map(|(cell, _)| ledger.sheet_of(*cell).at(*cell).0.year)
            .collect();
        let slip = match &self.slip {
            Some(Slip::Exchanged) => "each fits in the place of the other".to_owned(),
            Some(slip) => format!("each {}", slip.told()),
            None => "one cause".to_owned(),
        };
        let years = if years.is_empty() {
            String::new()
        } else {
            format!(" in {}", spans(&years))
        };
        let identities = count(finding.trials, "check");
        format!(
            "{}{area}{years}: {} are wrong in one way, {slip} ({}{}); {identities} would hold.",
            sheet.title_at(indicator, point),
            if cells.len() == 2 {
                "both figures".to_owned()
            } else {
                format!("all {}", count(cells.len(), "figure"))
            },
            list(figures, "and"),
            sheet.unit(indicator),
        )
    }

    fn is_of_one_area(&self, ledger: &Ledger) -> bool {
        let cells = self.causes.iter().filter_map(main_cell);
        let areas: BTreeSet<_> = cells
            .map(|(cell, _)| ledger.sheet_of(cell).at(cell).0.area.clone())
            .collect();
        areas.len() == 1
    }
}

fn is_identity(finding: &Finding) -> bool {
    finding.family() == super::Family::Identity
}

/// The messages of what is broken, the gravest first.
fn evidence(findings: &[&Finding]) -> String {
    let messages: Vec<&str> = findings
        .iter()
        .map(|finding| finding.message.as_str())
        .collect();
    match messages.len().checked_sub(MOST_TOLD) {
        Some(more) if more > 0 => {
            let told = messages[..MOST_TOLD].join(" ");
            format!("{told} {} more follow from it.", count(more, "finding"))
        }
        _ => messages.join(" "),
    }
}

/// What several figures have in common, where that is not one of them.
pub(super) fn shared(spots: &[Spot]) -> Option<Spot> {
    let [first, rest @ ..] = spots else {
        return None;
    };
    if rest.is_empty() {
        return None;
    }
    let same = |is: &dyn Fn(&Spot) -> bool| rest.iter().all(is);
    let area = first
        .area
        .clone()
        .filter(|_| same(&|spot| spot.area == first.area));
    let year = first.year.filter(|_| same(&|spot| spot.year == first.year));
    let members = if same(&|spot| spot.members == first.members) {
        first.members.clone()
    } else {
        Vec::new()
    };
    let indicator = if same(&|spot| spot.indicator == first.indicator) {
        first.indicator.clone()
    } else {
        String::new()
    };
    Some(Spot {
        table: first.table.clone(),
        line: first.line,
        indicator,
        area,
        year,
        members,
        ..Spot::default()
    })
}

/// How far off a finding is, in percent of what it should be; in points where it is in percent.
pub(super) fn relative(ledger: &Ledger, finding: &Finding) -> Option<Decimal> {
    let gap = finding.gap.filter(|gap| !gap.is_zero())?;
    let spot = finding.spots.first()?;
    let in_percent = ledger
        .sheet(&spot.table)
        .is_some_and(|sheet| sheet.unit(&spot.indicator) == "%");
    if in_percent {
        return Some(gap);
    }
    let of = finding
        .derived
        .map(|derived| derived.value)
        .or(finding.printed.map(Number::decimal))?;
    let percent = gap.checked_mul(Decimal::ONE_HUNDRED)?;
    Some(rough(percent.checked_div(of.abs())?))
}

/// Findings of one sort that are one cause, told together: what rounding alone allows, claims that one derivation
/// contradicts, signs that differ in one year.
pub(super) fn told_together(findings: Vec<Finding>) -> Vec<Finding> {
    let mut groups: BTreeMap<(Check, String), Vec<usize>> = BTreeMap::new();
    let mut tried: BTreeMap<(Check, String), usize> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let Some(first) = finding.spots.first() else {
            continue;
        };
        let place = format!("{}/{}", first.table, first.indicator);
        if finding.severity != Severity::Open {
            *tried.entry((finding.check, place.clone())).or_default() += finding.trials;
        }
        let key = match (finding.check, finding.severity, finding.itself) {
            (Check::Shares | Check::Sum, Severity::Note, Some("rounding")) => place,
            (Check::Claim, Severity::Note, Some("rounding")) => String::new(),
            // The tables give one figure, and documents state others.
            (Check::Claim, Severity::Error, _) => {
                format!("{:?}/{:?}", finding.derived, finding.spots)
            }
            (Check::Sign, Severity::Warning, _) if finding.culprits.is_empty() => {
                format!("{place}/{:?}", first.year)
            }
            _ => continue,
        };
        groups.entry((finding.check, key)).or_default().push(at);
    }
    let mut together: BTreeMap<usize, Finding> = BTreeMap::new();
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for ((check, key), places) in groups.into_iter().filter(|(_, places)| places.len() > 1) {
        let of: Vec<&Finding> = places.iter().map(|at| &findings[*at]).collect();
        let firsts: Vec<Spot> = of
            .iter()
            .filter_map(|finding| finding.spots.first().cloned())
            .collect();
        let tried = tried.get(&(check, key)).copied().unwrap_or(of.len());
        let mut spots: Vec<Spot> = shared(&firsts).into_iter().collect();
        for spot in of.iter().flat_map(|finding| &finding.spots) {
            if !spots.contains(spot) {
                spots.push(spot.clone());
            }
        }
        let message = message_of(check, &of, tried);
        let finding = Finding {
            about: spots.len(),
            trials: of.iter().map(|finding| finding.trials).sum(),
            printed: of[0].printed.filter(|_| check == Check::Claim),
            derived: of[0].derived.filter(|_| check == Check::Claim),
            gap: of
                .iter()
                .filter_map(|finding| finding.gap)
                .max()
                .filter(|_| check == Check::Claim),
            moves: of.iter().filter_map(|finding| finding.moves).max(),
            claims: of
                .iter()
                .flat_map(|finding| finding.claims.clone())
                .collect(),
            spots,
            message,
            ..of[0].clone()
        };
        gone.extend(&places);
        together.insert(places[0], finding);
    }
    let all = findings.into_iter().enumerate();
    all.filter_map(|(at, finding)| {
        together
            .remove(&at)
            .or_else(|| (!gone.contains(&at)).then_some(finding))
    })
    .collect()
}

/// What findings of one sort say together, of so many that were tried.
fn message_of(check: Check, of: &[&Finding], tried: usize) -> String {
    match check {
        Check::Shares | Check::Sum => {
            let each = of.iter().map(|finding| {
                let spot = &finding.spots[0];
                let area = spot.area.clone().unwrap_or_default();
                let year = spot.year.map(|year| format!(" {year}")).unwrap_or_default();
                let sum = finding
                    .derived
                    .map(|sum| in_words(sum.number()))
                    .unwrap_or_default();
                format!("{area}{year} ({sum})")
            });
            let what = if check == Check::Shares {
                "shares add up to other than 100%, which rounding alone allows"
            } else {
                "amounts do not add up to the total, since each is its printed share of it and these shares do not add up to 100%"
            };
            format!(
                "In {} of {tried} cases {what}: {}.",
                of.len(),
                list(each, "and")
            )
        }
        Check::Claim => {
            let each: Vec<&str> = of.iter().map(|finding| finding.message.as_str()).collect();
            each.join(" ")
        }
        _ => {
            let each = of.iter().map(|finding| {
                let area = finding.spots[0].area.clone().unwrap_or_default();
                format!("{area}: {}", finding.message)
            });
            each.collect::<Vec<_>>().join(" ")
        }
    }
}
