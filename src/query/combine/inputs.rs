//! What the rules pass to one another: members and what is lacking of them, denominators, amounts of other tables.

use std::collections::{BTreeMap, BTreeSet};

use super::Absent;
use crate::figure::{Figure, Period};
use crate::query::operand::Operand;

/// Members by what their rows have in the columns that collapse, the time aside.
pub(crate) type Members = BTreeSet<Vec<String>>;

/// The rows of each series in the order of time, by what names the series.
pub(super) type Series = BTreeMap<Vec<String>, Vec<(Option<Period>, usize)>>;

/// The values of a group that a rule uses, and what is lacking.
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

/// An indicator of another table, to be found for a row of the own one.
pub(super) struct Amounts {
    pub(super) id: String,
    /// For each further dimension of the other table, which member a row takes; none where nothing says.
    pub(super) members: Vec<Option<Taken>>,
    /// The figures by area, year and the members that are taken; none where several have these.
    pub(super) figures: BTreeMap<Vec<String>, Option<Figure>>,
}

/// Which member of a dimension of the other table belongs to a row.
pub(super) enum Taken {
    /// The one that the row has in this column, since the dimension is the own table's too.
    Own(usize),
    /// The total.
    Total(String),
}

/// An amount, and by which keys it was found: rows with the same keys have the same amount.
pub(super) type Found = (Vec<Vec<String>>, Operand);
