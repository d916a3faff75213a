//! What the rules pass to one another: members and which of them are missing, denominators, amounts from other tables.

use std::collections::{BTreeMap, BTreeSet};

use super::Absent;
use crate::figure::{Figure, Period};
use crate::query::operand::Operand;

/// Members by what their rows have in the columns that collapse, the time aside.
pub(crate) type Members = BTreeSet<Vec<String>>;

/// The rows of each series in the order of time, by what names the series.
pub(super) type Series = BTreeMap<Vec<String>, Vec<(Option<Period>, usize)>>;

/// The values of a group that a rule uses, and which are missing.
pub(super) struct Inputs<T> {
    pub(super) found: Vec<T>,
    pub(super) lacking: Vec<Lacking>,
}

/// A member whose value is not there or of no use.
#[derive(Debug, Clone)]
pub(super) struct Lacking {
    pub(super) reason: String,
    /// What its row has, or would have, in the columns that collapse.
    pub(super) key: Vec<String>,
    pub(super) period: Option<Period>,
}

impl Lacking {
    /// A member without a row.
    pub(super) fn absent(absent: &Absent) -> Lacking {
        Lacking {
            reason: absent.reason.clone(),
            key: absent.key.clone(),
            period: absent.period,
        }
    }
}

/// What is below the line of a ratio.
pub(super) struct Denominator<'a> {
    /// `indicator` or `table/indicator`; none where the ratios themselves imply it.
    pub(super) name: Option<&'a str>,
    /// Whether it is the mean of two year-ends.
    pub(super) mid_year: bool,
}

/// An indicator of another table, to be looked up for a row of this one.
pub(super) struct Amounts {
    pub(super) id: String,
    /// For each further dimension of the other table, which member a row takes; `None` where nothing determines it.
    pub(super) members: Vec<Option<Taken>>,
    /// The figures by area, year and the members that are taken; none where several have these.
    pub(super) figures: BTreeMap<Vec<String>, Option<Figure>>,
}

/// Which member of a dimension of the other table belongs to a row.
pub(super) enum Taken {
    /// The member that the row has in this column, since both tables have the dimension.
    Own(usize),
    /// The total.
    Total(String),
}

/// An amount and the keys that it was looked up by: rows with the same keys share the amount.
pub(super) type Found = (Vec<Vec<String>>, Operand);
