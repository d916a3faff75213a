//! What is made of two figures: the method, and how it reads with the figures put in. Transforms and commands both go
//! through these, so that a figure is computed and told in one way wherever it is asked for.

use rust_decimal::Decimal;

use crate::figure::Estimate;
use crate::methods::{self, Undefined};

/// A computation of a value and a base.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Formula {
    /// The value less the base, in their unit; of percentages in percentage points.
    Difference,
    /// The value by the base.
    Ratio,
    /// The value in percent of the base: an index number.
    Index,
    /// The share of a part in percent of a whole that is known by itself.
    Share,
    /// The change from the base to the value in percent of the base.
    Change,
    /// The compound rate a year in percent, over so many periods of which so many are in a year.
    Cagr((i64, i64)),
    /// The continuous rate a year in percent, over so many periods of which so many are in a year.
    LogGrowth((i64, i64)),
}

impl Formula {
    /// The result, with the interval that the inputs imply.
    ///
    /// # Errors
    /// If the method is not defined for them.
    pub(crate) fn of(self, value: Estimate, base: Estimate) -> Result<Estimate, Undefined> {
        match self {
            Formula::Difference => methods::difference(value, base),
            Formula::Ratio => methods::ratio(value, base),
            Formula::Share => methods::share_of(value, base),
            // A balance has no growth and no index.
            Formula::Index | Formula::Change if value.value < Decimal::ZERO => {
                Err(Undefined::NotPositive)
            }
            Formula::Index => methods::index(value, base),
            Formula::Change => methods::relative_change(value, base),
            Formula::Cagr(years) => methods::cagr(value, base, years),
            Formula::LogGrowth(years) => methods::log_growth(value, base, years),
        }
    }

    /// The formula with the inputs put in.
    pub(crate) fn told(self, value: &str, base: &str) -> String {
        match self {
            Formula::Difference => format!("{value} − {base}"),
            Formula::Ratio => format!("{value} ÷ {base}"),
            Formula::Index | Formula::Share => format!("100 × {value} ÷ {base}"),
            Formula::Change => format!("100 × ({value} ÷ {base} − 1)"),
            Formula::Cagr((years, 1)) => format!("100 × (({value} ÷ {base})^(1/{years}) − 1)"),
            Formula::Cagr((periods, in_year)) => {
                format!("100 × (({value} ÷ {base})^(1/({periods}/{in_year})) − 1)")
            }
            Formula::LogGrowth((years, 1)) => format!("100 × ln({value} ÷ {base}) ÷ {years}"),
            Formula::LogGrowth((periods, in_year)) => {
                format!("100 × ln({value} ÷ {base}) ÷ ({periods} ÷ {in_year})")
            }
        }
    }
}
