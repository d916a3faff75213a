//! What columns may be to one another, as checks and as equations of cells.

use rust_decimal::Decimal;

use crate::audit::form::{CellRef, Form};
use crate::figure::{Interval, power_of_ten};
use crate::package::Check;

/// A relation of columns, by their places among the columns that are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Relation {
    /// The first is the second over the third, times ten to a power.
    Ratio([usize; 3], i32),
    /// The columns add up to the last one.
    Sum(Vec<usize>, usize),
    /// The columns, shares in percent, add up to 100.
    Hundred(Vec<usize>),
    /// The first is the change of the second on the year before, in percent.
    Growth(usize, usize),
}

impl Relation {
    pub(super) fn check(&self) -> Check {
        match self {
            Relation::Ratio(..) | Relation::Growth(..) => Check::Ratio,
            Relation::Sum(..) => Check::Sum,
            Relation::Hundred(_) => Check::Shares,
        }
    }

    /// The relation as an equation of cells, in the order in which a trial has them.
    pub(super) fn form(&self, cells: &[CellRef]) -> Option<Form> {
        Some(match (self, cells) {
            (Relation::Ratio(_, power), [value, above, below]) => {
                Form::ratio(*value, &[*below], *above, power_of_ten(*power)?)
            }
            (Relation::Sum(..), [whole, parts @ ..]) => {
                Form::sum(parts.iter().copied(), Decimal::ONE, *whole)
            }
            (Relation::Hundred(_), parts) => {
                let hundred = Interval::point(Decimal::ONE_HUNDRED);
                Form::adds_up_to(parts.iter().copied(), hundred)
            }
            (Relation::Growth(..), [rate, value, base]) => {
                Form::growth(*rate, *base, *value, Interval::point(Decimal::ZERO))
            }
            _ => return None,
        })
    }

    /// Whether the other one says nothing that this does not: the same three columns turned round, or a part of its sum.
    pub(super) fn implies(&self, other: &Relation) -> bool {
        match (self, other) {
            (Relation::Ratio(one, _), Relation::Ratio(other, _)) => {
                other.iter().all(|column| one.contains(column))
            }
            (Relation::Sum(parts, whole), Relation::Sum(others, other)) => {
                let all = |column: &usize| parts.contains(column) || column == whole;
                others.iter().chain([other]).all(all)
            }
            (Relation::Hundred(parts), Relation::Hundred(others)) => {
                others.iter().all(|column| parts.contains(column))
            }
            _ => false,
        }
    }
}
