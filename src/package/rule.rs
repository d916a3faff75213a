//! The rules by which the values of an indicator combine, as a descriptor declares them.

use serde::{Deserialize, Deserializer, Serialize};

/// Of which year a weight is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WeightYear {
    /// Of the value's own year.
    #[default]
    Same,
    /// Of the year before, as growth needs it.
    Previous,
}

/// At which moment of the year a denominator is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// At its end, as it stands.
    #[default]
    YearEnd,
    /// In its middle: the average of two year-ends.
    MidYear,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Reads what has no properties, so that none is ignored.
fn nothing_else<'de, D: Deserializer<'de>>(rest: D) -> Result<(), D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}
    Nothing::deserialize(rest).map(|Nothing {}| ())
}

/// How the values of an indicator combine over areas and other dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(
    tag = "rule",
    deny_unknown_fields,
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum Combine {
    /// They add up.
    #[serde(deserialize_with = "nothing_else")]
    Sum,
    /// Their mean, each counting once.
    #[serde(deserialize_with = "nothing_else")]
    Mean,
    /// Their mean, weighted by another indicator of the table.
    WeightedMean {
        /// The indicator that weighs.
        weight: String,
        /// Of which year the weight is taken.
        #[serde(default, skip_serializing_if = "is_default")]
        weight_year: WeightYear,
    },
    /// Recomputed as the sum of one indicator over the sum of another.
    Ratio {
        /// The indicator above the line.
        numerator: String,
        /// The indicator below the line, as `indicator` or `table/indicator`; implied by the ratio where absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        denominator: Option<String>,
        /// At which moment of the year the denominator is taken.
        #[serde(default, skip_serializing_if = "is_default")]
        denominator_year: Moment,
    },
    /// Recomputed as a part of the whole that the dimension's total gives.
    Share {
        /// The indicator whose total is the whole.
        of: String,
    },
    /// They do not.
    None {
        /// Why not.
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
}

impl Combine {
    /// The indicators that the rule takes, each with the property that names it.
    pub(super) fn inputs(&self) -> Vec<(&'static str, &str)> {
        match self {
            Combine::Sum | Combine::Mean | Combine::None { .. } => Vec::new(),
            Combine::WeightedMean { weight, .. } => vec![("weight", weight)],
            Combine::Ratio {
                numerator,
                denominator,
                ..
            } => {
                let below = denominator.iter().map(|id| ("denominator", id.as_str()));
                std::iter::once(("numerator", numerator.as_str()))
                    .chain(below)
                    .collect()
            }
            Combine::Share { of } => vec![("of", of)],
        }
    }
}
