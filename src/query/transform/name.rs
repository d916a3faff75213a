//! What transforms there are, and how `--as` writes them.

use std::fmt;
use std::str::FromStr;

use crate::figure::{Kind, Year};
use crate::words::{printable, quoted_list};

/// What is made of the levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transform {
    /// The levels as they are.
    Published,
    /// The relative change on the year before, in percent.
    Yoy,
    /// The difference from the year before, in the unit, or in percentage points.
    Change,
    /// The index number, 100 in the base year or in the first year that is asked for.
    Index(Option<Year>),
    /// The compound rate a year between the first and the last year.
    Cagr,
    /// The share of the table's areas.
    Share,
    /// The contribution to the relative change of the whole, in percentage points.
    Contribution,
    /// The index of volume, chained from published growth.
    RealIndex(Option<Year>),
    /// The amount at the prices of a year.
    Constant(Year),
    /// The yearly change of the implicit deflator, in percent.
    Deflator,
}

/// How transforms are written, and which of them take a base year: none, at will, always.
const NAMES: [(&str, Base); 10] = [
    ("published", Base::None),
    ("yoy", Base::None),
    ("change", Base::None),
    ("index", Base::AtWill),
    ("cagr", Base::None),
    ("share", Base::None),
    ("contribution", Base::None),
    ("real-index", Base::AtWill),
    ("constant", Base::Always),
    ("deflator", Base::None),
];

/// Whether a transform takes a base year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    None,
    AtWill,
    Always,
}

impl FromStr for Transform {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, base) = match text.split_once(':') {
            Some((name, base)) => (name, Some(base)),
            None => (text, None),
        };
        let Some((name, takes)) = NAMES.iter().find(|(known, _)| *known == name) else {
            let names = NAMES.iter().map(|(name, takes)| match takes {
                Base::None => (*name).to_owned(),
                Base::AtWill => format!("{name}[:YEAR]"),
                Base::Always => format!("{name}:YEAR"),
            });
            return Err(format!(
                "`--as` does not take `{}`; write {}",
                printable(text),
                quoted_list(names, "or")
            ));
        };
        let base = match (base, takes) {
            (Some(_), Base::None) => {
                return Err(format!("`--as {name}` takes no base year; write `{name}`"));
            }
            (None, Base::Always) => {
                return Err(format!(
                    "`--as {name}` needs a base year; write `{name}:2010`"
                ));
            }
            (None, _) => None,
            (Some(base), _) => Some(
                base.parse::<Year>()
                    .map_err(|error| format!("`--as {name}`: {error}"))?,
            ),
        };
        Ok(match (*name, base) {
            ("yoy", _) => Transform::Yoy,
            ("change", _) => Transform::Change,
            ("index", base) => Transform::Index(base),
            ("cagr", _) => Transform::Cagr,
            ("share", _) => Transform::Share,
            ("contribution", _) => Transform::Contribution,
            ("real-index", base) => Transform::RealIndex(base),
            ("constant", Some(base)) => Transform::Constant(base),
            ("deflator", _) => Transform::Deflator,
            _ => Transform::Published,
        })
    }
}

impl fmt::Display for Transform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Transform::Index(Some(base))
            | Transform::RealIndex(Some(base))
            | Transform::Constant(base) => {
                write!(f, "{}:{base}", self.name())
            }
            _ => f.write_str(self.name()),
        }
    }
}

impl Transform {
    /// What sort of quantity the transform makes of this sort; none where it is no sort of its own (a difference, a
    /// contribution).
    pub fn kind(self, of: Kind) -> Option<Kind> {
        match self {
            Transform::Published | Transform::Constant(_) => Some(of),
            Transform::Yoy | Transform::Cagr | Transform::Deflator => Some(Kind::Rate),
            Transform::Index(_) | Transform::RealIndex(_) => Some(Kind::Index),
            Transform::Share => Some(Kind::Share),
            Transform::Change | Transform::Contribution => None,
        }
    }

    /// How transforms are written, and whether a base year has to follow.
    pub fn spellings() -> impl Iterator<Item = (&'static str, bool)> {
        NAMES
            .iter()
            .map(|(name, base)| (*name, *base == Base::Always))
    }

    /// The name without the base year.
    pub fn name(self) -> &'static str {
        match self {
            Transform::Published => "published",
            Transform::Yoy => "yoy",
            Transform::Change => "change",
            Transform::Index(_) => "index",
            Transform::Cagr => "cagr",
            Transform::Share => "share",
            Transform::Contribution => "contribution",
            Transform::RealIndex(_) => "real-index",
            Transform::Constant(_) => "constant",
            Transform::Deflator => "deflator",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_transform_reads_back() {
        for text in [
            "published",
            "yoy",
            "change",
            "index",
            "index:2008",
            "cagr",
            "share",
            "contribution",
            "real-index:2010",
            "constant:2008",
            "deflator",
        ] {
            assert_eq!(text.parse::<Transform>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_transform_that_is_none_is_refused_with_those_there_are() {
        let message = |text: &str| text.parse::<Transform>().unwrap_err();
        assert!(message("growth").contains("`real-index[:YEAR]`"));
        assert!(message("constant").contains("`constant:2010`"));
        assert!(message("yoy:2010").contains("no base year"));
        assert!(message("index:last").contains("`last` is not a year"));
    }
}
