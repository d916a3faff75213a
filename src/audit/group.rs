//! Causes that one slip joins: the same slip in several figures of a series or of a year, figures in one another's place.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Family;
use super::finding::Finding;
use super::form::CellRef;
use super::ledger::{Ledger, SeriesKey};
use super::localise::Cause;
use super::slip::{Slip, slips};
use crate::figure::{Interval, Number, Period};
use crate::order::InOrder;

/// Causes that one slip joins.
pub(super) struct Group {
    pub(super) causes: Vec<Cause>,
    pub(super) slip: Option<Slip>,
    /// What else was found at these figures and follows from them.
    pub(super) follows: Vec<usize>,
}

impl Group {
    fn new(causes: Vec<Cause>, slip: Option<Slip>) -> Group {
        Group {
            causes,
            slip,
            follows: Vec::new(),
        }
    }
}

/// The causes, those joined that one slip explains.
pub(super) fn joined(ledger: &Ledger, findings: &[Finding], causes: Vec<Cause>) -> Vec<Group> {
    let slips: Vec<Vec<Slip>> = causes
        .iter()
        .map(|cause| slips_of(ledger, findings, cause))
        .collect();
    let places = Places::new(ledger, &causes, &slips);
    let mut left: Vec<Option<Cause>> = causes.into_iter().map(Some).collect();
    let mut groups = Vec::new();
    for at in 0..left.len() {
        let Some(cause) = left[at].take() else {
            continue;
        };
        let partner = places.exchanged(ledger, &cause, &left);
        if let Some(other) = partner.and_then(|partner| left[partner].take()) {
            groups.push(Group::new(vec![cause, other], Some(Slip::Exchanged)));
            continue;
        }
        let (slip, same) = places.same_slip(ledger, &cause, &slips[at], &left);
        let mut joined = vec![cause];
        joined.extend(same.into_iter().filter_map(|other| left[other].take()));
        groups.push(Group::new(
            joined,
            slip.or_else(|| slips[at].first().cloned()),
        ));
    }
    of_whole_series(ledger, groups)
}

/// The slips that explain the one figure of a cause, where it breaks an identity.
fn slips_of(ledger: &Ledger, findings: &[Finding], cause: &Cause) -> Vec<Slip> {
    let breaks = |at: &usize| is_identity(&findings[*at]);
    match main_cell(cause) {
        Some(cell) if cause.broken.iter().any(breaks) => {
            let broken = cause.broken.iter();
            slips(
                ledger,
                cell,
                broken.filter_map(|at| findings[*at].form.as_ref()),
            )
        }
        _ => Vec::new(),
    }
}

/// The first cell of a cause that is told, with what fits there.
pub(super) fn main_cell(cause: &Cause) -> Option<(CellRef, Interval)> {
    match cause.sets.as_slice() {
        [set] => set.first().copied(),
        _ => None,
    }
}

pub(super) fn is_identity(finding: &Finding) -> bool {
    finding.family() == Family::Identity
}

/// A column of a sheet.
type ColumnRef = (usize, usize);

/// What figures of a column have in common whose slip may be one: their series or their year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Common {
    Series(SeriesKey),
    Year(Option<Period>),
}

/// The causes by where their figures stand.
struct Places {
    /// By column and slip, and by what they have in common.
    by_slip: BTreeMap<(ColumnRef, Slip, Common), Vec<usize>>,
    /// By column, each with its printed value, the least first, and half the widest interval of these.
    by_value: BTreeMap<ColumnRef, (Vec<(Decimal, usize)>, Decimal)>,
}

impl Places {
    fn new(ledger: &Ledger, causes: &[Cause], slips: &[Vec<Slip>]) -> Places {
        let mut places = Places {
            by_slip: BTreeMap::new(),
            by_value: BTreeMap::new(),
        };
        for (at, (cause, slips)) in causes.iter().zip(slips).enumerate() {
            let Some((cell, _)) = main_cell(cause) else {
                continue;
            };
            let column = (cell.sheet, cell.column);
            for slip in slips.iter().filter(|slip| slip.joins()) {
                for common in commons(ledger, cell) {
                    let key = (column, slip.clone(), common);
                    places.by_slip.entry(key).or_default().push(at);
                }
            }
            if let Some(number) = ledger.number(cell) {
                let (values, half) = places.by_value.entry(column).or_default();
                values.push((number.decimal(), at));
                *half = (*half).max(number.interval().width());
            }
        }
        for (values, _) in places.by_value.values_mut() {
            values.order();
        }
        places
    }

    /// The slip that most others of the series or year have as well, and these; of several the likeliest.
    fn same_slip(
        &self,
        ledger: &Ledger,
        cause: &Cause,
        slips: &[Slip],
        left: &[Option<Cause>],
    ) -> (Option<Slip>, Vec<usize>) {
        let mut best: (Option<Slip>, Vec<usize>) = (None, Vec::new());
        let Some((cell, _)) = main_cell(cause) else {
            return best;
        };
        for slip in slips.iter().filter(|slip| slip.joins()) {
            let mut same: Vec<usize> = Vec::new();
            for common in commons(ledger, cell) {
                let key = ((cell.sheet, cell.column), slip.clone(), common);
                let others = self.by_slip.get(&key).into_iter().flatten();
                same.extend(others.filter(|other| left[**other].is_some()));
            }
            same.order();
            same.dedup();
            if same.len() > best.1.len() {
                best = (Some(slip.clone()), same);
            }
        }
        best
    }

    /// Another cause whose figure fits here, and this one's there.
    fn exchanged(&self, ledger: &Ledger, cause: &Cause, left: &[Option<Cause>]) -> Option<usize> {
        let (cell, fits) = main_cell(cause)?;
        let number = ledger.number(cell)?;
        if !tells(number, fits) {
            return None;
        }
        let (values, half) = self.by_value.get(&(cell.sheet, cell.column))?;
        let (low, high) = (
            fits.low.saturating_sub(*half),
            fits.high.saturating_add(*half),
        );
        let start = values.partition_point(|(value, _)| *value < low);
        let near = values[start..]
            .iter()
            .take_while(|(value, _)| *value <= high);
        let fits_there = |at: &usize| {
            let other = left[*at].as_ref().and_then(main_cell);
            other.is_some_and(|(other, allows)| {
                ledger.number(other).is_some_and(|theirs| {
                    theirs.interval().meets(&fits)
                        && number.interval().meets(&allows)
                        && tells(theirs, allows)
                })
            })
        };
        near.map(|(_, at)| *at).filter(fits_there).min()
    }
}

/// Whether what fits says something of a figure: it has to move by more than what fits is wide.
fn tells(printed: Number, fits: Interval) -> bool {
    fits.high
        .checked_sub(fits.low)
        .is_some_and(|width| printed.interval().distance(&fits) > width)
}

fn commons(ledger: &Ledger, cell: CellRef) -> [Common; 2] {
    let (point, _) = ledger.sheet_of(cell).at(cell);
    [Common::Series(point.series()), Common::Year(point.year)]
}

/// The groups, those together that exchange figures of the same two series: whole rows were exchanged.
fn of_whole_series(ledger: &Ledger, groups: Vec<Group>) -> Vec<Group> {
    let mut first: BTreeMap<(ColumnRef, [SeriesKey; 2]), usize> = BTreeMap::new();
    let mut all: Vec<Group> = Vec::new();
    for group in groups {
        let cells: Vec<CellRef> = group
            .causes
            .iter()
            .filter_map(|cause| Some(main_cell(cause)?.0))
            .collect();
        let key = match (&group.slip, cells.as_slice()) {
            (Some(Slip::Exchanged), [one, other]) => {
                let of = |cell: &CellRef| ledger.sheet_of(*cell).at(*cell).0.series();
                let mut series = [of(one), of(other)];
                series.sort();
                (series[0] != series[1]).then_some(((one.sheet, one.column), series))
            }
            _ => None,
        };
        let known = key.as_ref().and_then(|key| first.get(key).copied());
        if let Some(known) = known {
            all[known].causes.extend(group.causes);
            continue;
        }
        if let Some(key) = key {
            first.insert(key, all.len());
        }
        all.push(group);
    }
    all
}
