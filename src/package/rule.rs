//! The rules by which the values of an indicator combine, as a descriptor declares them.

use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::schema::Table;
use crate::words::{excerpt, quoted_list};

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

/// How the values of an indicator combine over areas and other dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(
    tag = "rule",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub enum Combine {
    /// They add up.
    Sum,
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
            Combine::Sum | Combine::None { .. } => Vec::new(),
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

impl Table {
    /// What is wrong with the rules by which indicators combine, seen from the package's tables: each names indicators
    /// that it takes, as `indicator` or, below the line, `table/indicator`.
    pub(super) fn faults_of_rules<'a>(
        &'a self,
        find: impl Fn(&str) -> Option<&'a Table>,
    ) -> Vec<Fault> {
        let wrong = |property: &str, input: &str| {
            let (table, id) = match input.split_once('/') {
                Some((table, id)) if property == "denominator" => (find(table).ok_or(table), id),
                _ => (Ok(self), input),
            };
            match table {
                Err(table) => Some(format!("there is no table `{}`", excerpt(table))),
                Ok(table) if table.indicator(id).is_some() => None,
                Ok(table) => {
                    let known = table.indicators().map(|(_, _, known)| &known.id);
                    Some(format!(
                        "`{}` is no indicator of `{}`; expected {}",
                        excerpt(id),
                        excerpt(&table.name),
                        quoted_list(known, "or")
                    ))
                }
            }
        };
        let mut faults = Vec::new();
        for (_, _, indicator) in self.indicators() {
            for (property, input) in indicator.combine.inputs() {
                if let Some(why) = wrong(property, input) {
                    let (table, id) = (excerpt(&self.name), excerpt(&indicator.id));
                    let message =
                        format!("resource `{table}`: `{property}` in the rule of `{id}`: {why}");
                    faults.push(Fault::of_descriptor(message));
                }
            }
        }
        faults
    }
}
