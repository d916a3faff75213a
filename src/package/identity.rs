//! What a package declares to hold between its figures, and the names of the checks that try it.
//!
//! Only what the kinds of indicators do not say already needs declaring. Whether it holds is for `audit` to find out.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

use super::conditions::read_key;
use super::schema::{Indicator, Table};
use crate::words::{excerpt, quoted_list};

/// Something that is tried on figures. Notes name the checks whose findings they explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// The parts add up to the whole.
    Sum,
    /// The shares of a whole add up to 100.
    Shares,
    /// An amount is its share of the whole.
    Amount,
    /// A ratio is its numerator over its denominator.
    Ratio,
    /// One concept has one value, wherever it is printed.
    Same,
    /// A nominal amount and its volume move the same way.
    Sign,
    /// The prices that amount and growth imply are in line with those of the other areas.
    Deflator,
    /// A series makes no jump that neither its own history nor its neighbours share.
    Jump,
    /// No value stands apart from those before and after it, and the next is back.
    Spike,
    /// No two members, areas or years stand in one another's place.
    Swap,
    /// No year repeats the one before it.
    Copy,
    /// A value lies within the range that its column declares.
    Range,
    /// Every year has a row.
    Gap,
    /// What a document states follows from the tables.
    Claim,
}

impl Check {
    /// Every check, by name.
    pub const ALL: [(&'static str, Check); 14] = [
        ("sum", Check::Sum),
        ("shares", Check::Shares),
        ("amount", Check::Amount),
        ("ratio", Check::Ratio),
        ("same", Check::Same),
        ("sign", Check::Sign),
        ("deflator", Check::Deflator),
        ("jump", Check::Jump),
        ("spike", Check::Spike),
        ("swap", Check::Swap),
        ("copy", Check::Copy),
        ("range", Check::Range),
        ("gap", Check::Gap),
        ("claim", Check::Claim),
    ];

    /// What has to hold, in a sentence.
    pub fn about(self) -> &'static str {
        match self {
            Check::Sum => "The parts add up to the whole.",
            Check::Shares => "The shares of a whole add up to 100.",
            Check::Amount => "An amount is its share of the whole.",
            Check::Ratio => "A ratio is its numerator over its denominator.",
            Check::Same => "One concept has one value, wherever it is printed.",
            Check::Sign => "A nominal amount and its volume move the same way.",
            Check::Deflator => {
                "The prices that amount and growth imply are in line with those of the other areas."
            }
            Check::Jump => {
                "A series makes no jump that neither its own history nor its neighbours share."
            }
            Check::Spike => {
                "No value stands apart from those before and after it, and the next is back."
            }
            Check::Swap => "No two members, areas or years stand in one another's place.",
            Check::Copy => "No year repeats the one before it.",
            Check::Range => "A value lies within the range that its column declares.",
            Check::Gap => "Every year has a row.",
            Check::Claim => "What a document states follows from the tables.",
        }
    }
}

impl FromStr for Check {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Check::ALL.iter().find(|(name, _)| *name == text);
        found.map(|(_, check)| *check).ok_or_else(|| {
            let names = quoted_list(Check::ALL.iter().map(|(name, _)| name), "or");
            format!("`{}` is no check; write {names}", excerpt(text))
        })
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = Check::ALL.iter().find(|(_, check)| check == self);
        f.write_str(found.map_or("", |(name, _)| name))
    }
}

/// What has to hold between the figures of tables.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Declaration")]
pub struct Identity {
    /// What the figures are, in a few words: `GDP`.
    pub title: String,
    /// What has to hold.
    pub rule: Rule,
}

/// What has to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// Figures of one concept agree, area by area and year by year.
    Same {
        /// Where the concept stands; each is held against the first that has the area and year.
        of: Vec<Place>,
        /// Why values may differ without one of them being wrong; a difference is then no error.
        differs: Option<Difference>,
    },
    /// The figures of all areas inside an area add up to the area's own.
    Sum {
        /// Where the whole stands.
        whole: Place,
        /// Where the parts stand.
        parts: Place,
    },
}

/// An identity as the descriptor writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Declaration {
    title: String,
    rule: String,
    #[serde(default)]
    of: Vec<Place>,
    differs: Option<Difference>,
    whole: Option<Place>,
    parts: Option<Place>,
}

impl TryFrom<Declaration> for Identity {
    type Error = String;

    fn try_from(declared: Declaration) -> Result<Identity, String> {
        let about = |message: &str| format!("identity `{}`: {message}", excerpt(&declared.title));
        let rule = match declared.rule.as_str() {
            "same" if declared.whole.is_none() && declared.parts.is_none() => Rule::Same {
                of: declared.of,
                differs: declared.differs,
            },
            "same" => return Err(about("`same` takes `of` and `differs` alone")),
            "sum" if declared.of.is_empty() && declared.differs.is_none() => {
                match (declared.whole, declared.parts) {
                    (Some(whole), Some(parts)) => Rule::Sum { whole, parts },
                    _ => return Err(about("`sum` needs `whole` and `parts`")),
                }
            }
            "sum" => return Err(about("`sum` takes `whole` and `parts` alone")),
            other => {
                let rule = format!("`rule` is `{}`; write `same` or `sum`", excerpt(other));
                return Err(about(&rule));
            }
        };
        Ok(Identity {
            title: declared.title,
            rule,
        })
    }
}

/// Why two values of one concept may differ without one of them being wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Difference {
    /// They are counted by different definitions.
    Definition,
    /// They are of different vintages: one may have been revised.
    Vintage,
}

/// An indicator of a table, for the rows that meet a condition.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The table.
    pub table: String,
    /// The indicator, by id.
    pub indicator: String,
    /// The conditions, written as in the notes (`sector=total`); empty for every row.
    #[serde(default)]
    pub key: String,
}

impl Place {
    /// The members that the conditions name.
    pub fn conditions(&self) -> Vec<(String, Vec<String>)> {
        read_key(&self.key).unwrap_or_default()
    }

    /// What is wrong with the place, seen from the package's tables.
    fn fault<'a>(&self, find: &impl Fn(&str) -> Option<&'a Table>) -> Option<String> {
        let Some(table) = find(&self.table) else {
            return Some(format!("there is no table `{}`", excerpt(&self.table)));
        };
        if self.indicator_in(table).is_none() {
            let indicator = excerpt(&self.indicator);
            return Some(format!("`{}` has no indicator `{indicator}`", table.name));
        }
        let conditions = match read_key(&self.key) {
            Ok(conditions) => conditions,
            Err(message) => return Some(message),
        };
        let is_none = |(name, _): &&(String, Vec<String>)| table.dimension(name).is_none();
        if let Some((name, _)) = conditions.iter().find(is_none) {
            let name = excerpt(name);
            return Some(format!(
                "`key`: `{name}` is no dimension of `{}`",
                table.name
            ));
        }
        // An area and a year are to have one value.
        table.dimensions().find_map(|(_, column, dimension)| {
            let named = conditions.iter().find(|(name, _)| *name == column.name);
            match named.map(|(_, members)| members.as_slice()) {
                Some([only])
                    if dimension.members.is_empty() || dimension.member(only).is_some() =>
                {
                    None
                }
                Some([only]) => Some(format!(
                    "`key`: `{}` is no {} of `{}`",
                    excerpt(only),
                    column.name,
                    table.name
                )),
                _ => Some(format!(
                    "`key` has to name one {}, since `{}` has several rows for an area and a year",
                    column.name, table.name
                )),
            }
        })
    }

    fn indicator_in<'a>(&self, table: &'a Table) -> Option<&'a Indicator> {
        let found = table.indicator(&self.indicator);
        found.map(|(_, _, indicator)| indicator)
    }
}

impl Identity {
    /// The places that the identity names.
    fn places(&self) -> Vec<&Place> {
        match &self.rule {
            Rule::Same { of, .. } => of.iter().collect(),
            Rule::Sum { whole, parts } => vec![whole, parts],
        }
    }

    /// What is wrong with the declaration, seen from the package's tables.
    pub(super) fn faults<'a>(&self, find: impl Fn(&str) -> Option<&'a Table>) -> Vec<String> {
        let about = |message: String| format!("identity `{}`: {message}", excerpt(&self.title));
        let places = self.places();
        let mut faults: Vec<String> = places
            .iter()
            .filter_map(|place| place.fault(&find))
            .map(about)
            .collect();
        if places.len() < 2 {
            let message = "`of` names fewer than two places; name those that have to agree";
            faults.push(about(message.to_owned()));
        }
        let is_twice = |at: usize| places[..at].contains(&places[at]);
        if (0..places.len()).any(is_twice) {
            let message = "a place stands there twice, and agrees with itself";
            faults.push(about(message.to_owned()));
        }
        if faults.is_empty() {
            let units = places.iter().filter_map(|place| {
                let indicator = place.indicator_in(find(&place.table)?)?;
                // A code with its power of ten says all; without one the words have to be the same.
                let unit = indicator.unit_measure.as_ref();
                Some((unit, indicator.unit.as_ref().filter(|_| unit.is_none())))
            });
            let mut units: Vec<_> = units.collect();
            units.dedup();
            if units.len() > 1 {
                let message = "its places have different units (`unitMeasure`, else `unit`), which cannot agree";
                faults.push(about(message.to_owned()));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_reads_back() {
        for (name, check) in Check::ALL {
            assert_eq!(name.parse::<Check>(), Ok(check));
            assert_eq!(check.to_string(), name);
        }
        assert!("sums".parse::<Check>().unwrap_err().contains("`sum`"));
    }

    #[test]
    fn an_identity_is_a_title_and_a_rule() {
        let read: Identity = serde_json::from_str(
            r#"{"title": "GDP", "rule": "same", "differs": "vintage",
                "of": [{"table": "a", "indicator": "gdp"}, {"table": "b", "indicator": "gdp", "key": "sector=total"}]}"#,
        )
        .unwrap();
        let Rule::Same { of, differs } = &read.rule else {
            panic!("{read:?} is no `same`")
        };
        assert_eq!(*differs, Some(Difference::Vintage));
        assert_eq!(
            of[1].conditions(),
            [("sector".to_owned(), vec!["total".to_owned()])]
        );
        assert_eq!(read.faults(|_| None).len(), 2);
    }
}
