//! The nearest table that meets the identities: a proposal, printed nowhere.
//!
//! Least squares: every figure may move, each at the square of its move in units of its rounding, until no identity is
//! broken (Dykstra's successive projections, linear in each step). What is named as wrong moves almost freely, so that
//! the others stay as they are printed where it alone explains the contradiction. An identity holds where the printed
//! digits allow it; what holds is left alone.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::cause::suspects;
use super::finding::{Finding, Severity, Spot};
use super::form::{CellRef, Form};
use super::ledger::Ledger;
use crate::figure::{Interval, Number};
use crate::order::IntoMap;
use crate::package::{Check, PackageError};

/// How much more freely than another a figure moves that is named as wrong alone.
const NAMED: f64 = 1e8;
/// The same of one of several of which one is wrong.
const TIED: f64 = 1e4;
/// How often all identities are gone through at the most.
const SWEEPS: usize = 3000;
/// How near to the middle of what rounding allows a broken identity is brought, so that it holds once it is rounded.
const INSIDE: f64 = 0.4;

/// The nearest table that meets the identities, by what it changes.
#[derive(Debug, Clone, Default)]
pub struct Balanced {
    /// Every figure that is changed.
    pub changes: Vec<Change>,
    /// How many identities were tried.
    pub tried: usize,
    /// How many of them are broken in the printed table.
    pub broken: usize,
    /// How many are broken still.
    pub left: usize,
}

/// A figure that is changed.
#[derive(Debug, Clone)]
pub struct Change {
    /// Where it stands.
    pub spot: Spot,
    /// What is printed there.
    pub printed: Number,
    /// What is proposed, with as many decimals.
    pub balanced: Number,
}

/// An identity with how far from zero its two sides may be.
struct Edit<'f> {
    form: &'f Form,
    slack: f64,
    /// By how much it was projected last, in the direction of its gradient.
    moved: f64,
}

/// The nearest table, of what was found.
pub(super) fn balance(ledger: &Ledger, findings: &[Finding]) -> Result<Balanced, PackageError> {
    let is_identity = |finding: &&Finding| {
        matches!(
            finding.check,
            Check::Sum | Check::Shares | Check::Amount | Check::Ratio | Check::Same
        )
    };
    let forms: Vec<(&Form, bool)> = findings
        .iter()
        .filter(is_identity)
        .filter_map(|one| Some((one.form.as_ref()?, one.severity >= Severity::Warning)))
        .collect();
    let broken = forms.iter().filter(|(_, broken)| *broken).count();
    let mut edits = near(&forms)
        .into_iter()
        .map(|at| edit(ledger, forms[at].0, forms[at].1))
        .collect::<Vec<_>>();
    let (named, tied) = suspects(ledger, findings)?;
    let weight = |cell: CellRef| {
        let width = ledger.number(cell).map_or(1.0, |number| {
            number.interval().width().to_f64().unwrap_or(1.0)
        });
        let freely = match (named.contains(&cell), tied.contains(&cell)) {
            (true, _) => NAMED,
            (false, true) => TIED,
            (false, false) => 1.0,
        };
        width * width * freely
    };
    let mut values: BTreeMap<CellRef, (f64, f64)> = BTreeMap::new();
    for cell in edits.iter().flat_map(|edit| edit.form.cells()) {
        let printed = ledger.number(cell).and_then(|one| one.decimal().to_f64());
        values.insert(cell, (printed.unwrap_or_default(), weight(cell)));
    }
    for _ in 0..SWEEPS {
        let mut furthest = 0.0_f64;
        for edit in &mut edits {
            furthest = furthest.max(edit.project(&mut values));
        }
        if furthest < 1e-9 {
            break;
        }
    }
    let rounded: BTreeMap<CellRef, Number> = values
        .iter()
        .filter_map(|(cell, (value, _))| Some((*cell, rounded(ledger.number(*cell)?, *value)?)))
        .into_map();
    let interval = |cell: CellRef| -> Interval {
        let proposed = rounded.get(&cell).copied();
        let number = proposed.or_else(|| ledger.number(cell));
        number.map_or(super::form::EVERYTHING, Number::interval)
    };
    let left = forms.iter().filter(|(form, _)| !form.holds(&interval));
    let changes = rounded.iter().filter_map(|(cell, balanced)| {
        let printed = ledger.number(*cell)?;
        (printed != *balanced).then(|| Change {
            spot: ledger.spot(*cell),
            printed,
            balanced: *balanced,
        })
    });
    Ok(Balanced {
        changes: changes.collect(),
        tried: forms.len(),
        broken,
        left: left.count(),
    })
}

/// The numbers of the identities that are broken, and of those that share cells with them, one with another.
fn near(forms: &[(&Form, bool)]) -> BTreeSet<usize> {
    let mut by_cell: BTreeMap<CellRef, Vec<usize>> = BTreeMap::new();
    for (at, (form, _)) in forms.iter().enumerate() {
        for cell in form.cells() {
            by_cell.entry(cell).or_default().push(at);
        }
    }
    let broken = forms.iter().enumerate().filter(|(_, (_, broken))| *broken);
    let mut queue: Vec<usize> = broken.map(|(at, _)| at).collect();
    let mut near: BTreeSet<usize> = queue.iter().copied().collect();
    while let Some(at) = queue.pop() {
        for cell in forms[at].0.cells() {
            for other in by_cell.remove(&cell).unwrap_or_default() {
                if near.insert(other) {
                    queue.push(other);
                }
            }
        }
    }
    near
}

fn edit<'f>(ledger: &Ledger, form: &'f Form, broken: bool) -> Edit<'f> {
    let interval = |cell: CellRef| {
        let number = ledger.number(cell);
        number.map_or(super::form::EVERYTHING, Number::interval)
    };
    let slack = form.apart(&interval).width().to_f64().unwrap_or_default() / 2.0;
    Edit {
        form,
        slack: if broken { slack * INSIDE } else { slack },
        moved: 0.0,
    }
}

impl Edit<'_> {
    /// Moves the cells the least way to where the identity holds, and takes back what was moved for it before; how far
    /// they are moved anew, in units of what rounding allows.
    fn project(&mut self, values: &mut BTreeMap<CellRef, (f64, f64)>) -> f64 {
        let value = |cell: CellRef| values.get(&cell).map_or(0.0, |(value, _)| *value);
        let gradient = self.form.gradient(&value);
        let weighted: Vec<(CellRef, f64)> = gradient
            .iter()
            .map(|(cell, slope)| (*cell, slope * values.get(cell).map_or(0.0, |(_, w)| *w)))
            .collect();
        let size: f64 = weighted
            .iter()
            .zip(&gradient)
            .map(|((_, step), (_, slope))| step * slope)
            .sum();
        if size <= 0.0 || !size.is_finite() {
            return 0.0;
        }
        let apart = self.form.value_apart(&value) + self.moved * size;
        let next = if apart > self.slack {
            (apart - self.slack) / size
        } else if apart < -self.slack {
            (apart + self.slack) / size
        } else {
            0.0
        };
        let change = self.moved - next;
        self.moved = next;
        for (cell, step) in weighted {
            if let Some((value, _)) = values.get_mut(&cell) {
                *value += step * change;
            }
        }
        (change * size).abs() / self.slack.max(f64::MIN_POSITIVE)
    }
}

/// A value with as many decimals as are printed; what is printed, where that is the same within its rounding.
fn rounded(printed: Number, value: f64) -> Option<Number> {
    let decimal = Decimal::from_f64(value)?;
    if printed.interval().contains(decimal) {
        return Some(printed);
    }
    let mut decimal = decimal.round_dp(printed.decimals());
    decimal.rescale(printed.decimals());
    Some(Number::from(decimal))
}
