//! What a transform is, and how `--as` writes it.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use super::work::{At, Work};
use super::{RULES, published, real_index, refusal};
use crate::answer::{Column, Row};
use crate::figure::{Figure, Kind, Period};
use crate::package::{Indicator, Table};
use crate::query::QueryError;
use crate::words::{printable, quoted_list};

/// The transform that takes a dimension whose total is the whole, where one is named.
pub(super) const SHARE: &str = "share";

/// What is made of the levels: a rule, with the base year or the reference where one is named.
#[derive(Clone)]
pub struct Transform {
    pub(super) rule: &'static Rule,
    pub(super) base: Option<Period>,
    /// An area, a group, or the dimension whose total is the whole, as it is typed.
    pub(super) reference: Option<Arc<str>>,
}

/// All that there is to know of a transform; everything that deals with transforms goes through these.
pub(super) struct Rule {
    /// How `--as` writes it; also the end of the ids of its figures.
    pub(super) name: &'static str,
    /// The years that a figure rests on.
    pub(super) years: Years,
    /// Whether it rests on published growth beside the amounts.
    pub(super) needs_growth: bool,
    /// Whether it tells parts of a whole.
    pub(super) is_of_whole: bool,
    /// What sort of quantity it makes of this sort; none where it is no sort of its own (a difference).
    pub(super) kind: fn(Kind) -> Option<Kind>,
    /// Why it has no meaning for an indicator; nothing where it has one.
    pub(super) refusal: fn(&Table, &Indicator) -> Option<&'static str>,
    /// What its column is called.
    pub(super) head: fn(&Level) -> Head,
    /// The figure in the place of a level; an error where the question cannot be answered for any.
    pub(super) figure: fn(&Work, At, &Indicator) -> Result<Figure, QueryError>,
    /// Rows of its own; the places of the levels are given.
    pub(super) rows: Option<Rows>,
    /// What is to be said below the table.
    pub(super) remark: Option<fn(&Work) -> String>,
}

/// A row, and the place of the row that it follows.
pub(super) type Below = (usize, Row);

/// The rows that a transform adds.
pub(super) type Rows = fn(&Work, &[usize]) -> Vec<Below>;

/// Which years a transform rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Years {
    /// Each period, alone or with the same one of the year before.
    Each,
    /// Each period with the one before it; where periods are named one by one, with the one named before.
    Change,
    /// Each year and a base year: that which is named, else the first that is asked for.
    Base,
    /// Each year and a base year, which has to be named.
    NamedBase,
    /// The first and the last that are asked for; there is one figure for both.
    Ends,
    /// Each period, beside the same one of a reference, which has to be named.
    Reference,
}

/// A column of levels, as the names of the columns made of it need it.
pub(super) struct Level<'a, 'w> {
    pub(super) work: &'a Work<'w>,
    pub(super) indicator: &'a Indicator,
    pub(super) column: &'a Column,
    /// The name of the column without its unit, and the unit.
    pub(super) stem: String,
    pub(super) suffix: String,
    /// `nominal ` where its prices are those of each year.
    pub(super) nominal: &'static str,
    pub(super) base: Period,
}

/// What a column of transformed figures is called.
pub(super) struct Head {
    /// In machine formats.
    pub(super) name: String,
    /// In formats for readers.
    pub(super) title: String,
    pub(super) unit: String,
    /// The unit as an SDMX code; none where it is that of the levels.
    pub(super) code: Option<&'static str>,
}

impl Level<'_, '_> {
    /// The heading of the levels.
    pub(super) fn title(&self) -> &str {
        &self.column.label.en
    }

    /// A unit with what changes are on.
    pub(super) fn told_on(&self, unit: &str) -> String {
        let on = if self.work.pairs.is_some() {
            "between the years named".to_owned()
        } else {
            format!("on the {} before", self.work.frequency())
        };
        match unit {
            "" => on,
            unit if unit.starts_with('%') || unit.starts_with("percentage points") => {
                format!("{unit} {on}")
            }
            unit => format!("{unit}, {on}"),
        }
    }

    /// Whether the levels are percentages, whose differences are percentage points.
    pub(super) fn is_percent(&self) -> bool {
        self.indicator.is_percent()
    }
}

/// The refusal of what has a meaning for levels alone, and not for percentages.
pub(super) fn unless_level(indicator: &Indicator, why: &'static str) -> Option<&'static str> {
    let kinds = [Kind::Flow, Kind::Stock, Kind::Ratio, Kind::Index];
    // Of a figure of which nothing is declared its relative change can be told, whatever its unit.
    let is_percent =
        indicator.is_percent() && indicator.kind != Kind::Index && indicator.kind_declared;
    (is_percent || !kinds.contains(&indicator.kind)).then_some(why)
}

/// The refusal of what has a meaning for amounts alone.
pub(super) fn unless_amount(_: &Table, indicator: &Indicator) -> Option<&'static str> {
    (!indicator.is_amount())
        .then_some("only amounts have shares and contributions; ask an amount with `-i`")
}

impl Transform {
    /// The index of volume, on the first year that is asked for.
    pub const REAL_INDEX: Transform = Transform {
        rule: &real_index::RULE,
        base: None,
        reference: None,
    };

    /// The transform that holds levels against those of an area or a group.
    ///
    /// # Errors
    /// If there is none of this name, or it takes no reference.
    pub fn against(name: &str, reference: &str) -> Result<Transform, String> {
        let takes_one = |rule: &&Rule| rule.name == name && rule.years == Years::Reference;
        match RULES.iter().find(takes_one) {
            None => Err(format!("`--as {}` takes no reference", printable(name))),
            Some(rule) if reference.is_empty() => Err(Rule::lacks_reference(rule)),
            Some(rule) => Ok(Transform {
                rule,
                base: None,
                reference: Some(Arc::from(reference)),
            }),
        }
    }

    /// The base year, where one is named.
    pub fn base(&self) -> Option<Period> {
        self.base
    }

    /// The transform of this name; the base year where it takes one.
    ///
    /// # Errors
    /// If there is none of this name, or it takes no base year or needs one.
    pub fn new(name: &str, base: Option<Period>) -> Result<Transform, String> {
        let Some(rule) = RULES.iter().find(|rule| rule.name == name) else {
            let names = RULES.iter().map(Rule::usage);
            return Err(format!(
                "`--as` does not take `{}`; write {}",
                printable(name),
                quoted_list(names, "or")
            ));
        };
        match (base, rule.years) {
            (Some(_), Years::Each | Years::Change | Years::Ends) => {
                Err(format!("`--as {name}` takes no base year; write `{name}`"))
            }
            (None, Years::NamedBase) => Err(format!(
                "`--as {name}` needs a base year; write `{name}:2010`"
            )),
            (_, Years::Reference) => Err(rule.lacks_reference()),
            _ => Ok(Transform {
                rule,
                base,
                reference: None,
            }),
        }
    }

    /// How each transform is written, the levels as they are aside.
    pub fn usages() -> impl Iterator<Item = String> {
        let rules = RULES
            .iter()
            .filter(|rule| rule.name != published::RULE.name);
        rules.map(Rule::usage)
    }

    /// The name of each, and whether a base year or a reference has to follow.
    pub fn names() -> impl Iterator<Item = (&'static str, bool)> {
        let rules = RULES.iter();
        let needs_more = |rule: &Rule| matches!(rule.years, Years::NamedBase | Years::Reference);
        rules.map(move |rule| (rule.name, needs_more(rule)))
    }

    /// The name without the base year.
    pub fn name(&self) -> &'static str {
        self.rule.name
    }

    /// Why it has no meaning for an indicator; nothing where it has one.
    pub(crate) fn refusal(&self, table: &Table, indicator: &Indicator) -> Option<String> {
        refusal(self.rule, table, indicator)
    }

    /// Whether it tells parts of a whole, so that it needs all areas.
    pub fn is_of_whole(&self) -> bool {
        self.rule.is_of_whole
    }

    /// The area or the group that levels are held against, as it is typed.
    pub(crate) fn reference(&self) -> Option<&str> {
        let reference = self.reference.as_deref();
        reference.filter(|_| self.rule.years == Years::Reference)
    }

    /// Whether a figure stands beside a whole or a reference of its own period, so that none lacks another period.
    pub(crate) fn is_beside(&self) -> bool {
        self.rule.years == Years::Reference || self.rule.takes_dimension()
    }

    /// The dimension of whose total shares are told, as it is typed.
    pub(crate) fn dimension(&self) -> Option<&str> {
        let dimension = self.reference.as_deref();
        dimension.filter(|_| self.rule.takes_dimension())
    }

    /// Whether it leaves the levels as they are.
    pub fn is_published(&self) -> bool {
        self.rule.name == published::RULE.name
    }

    /// What sort of quantity the transform makes of this sort; none where it is no sort of its own (a difference, a
    /// contribution).
    pub fn kind(&self, of: Kind) -> Option<Kind> {
        (self.rule.kind)(of)
    }
}

impl Rule {
    /// Whether a dimension may be named.
    fn takes_dimension(&self) -> bool {
        self.name == SHARE
    }

    /// How it is written, with its base year.
    fn usage(&self) -> String {
        match self.years {
            _ if self.takes_dimension() => format!("{}[:DIM]", self.name),
            Years::Each | Years::Change | Years::Ends => self.name.to_owned(),
            Years::Base => format!("{}[:YEAR]", self.name),
            Years::NamedBase => format!("{}:YEAR", self.name),
            Years::Reference => format!("{}:AREA", self.name),
        }
    }

    /// That it needs a reference.
    fn lacks_reference(&self) -> String {
        let name = self.name;
        format!("`--as {name}` needs an area or a group; write `{name}:AREA` or `{name}:@GROUP`")
    }
}

impl FromStr for Transform {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((name, base)) = text.split_once(':') else {
            return Transform::new(text, None);
        };
        let takes_reference = |rule: &&Rule| rule.name == name && rule.years == Years::Reference;
        if RULES.iter().any(|rule| takes_reference(&rule)) {
            return Transform::against(name, base.trim());
        }
        if let Some(rule) = RULES
            .iter()
            .find(|rule| rule.name == name && rule.takes_dimension())
        {
            let dimension = base.trim();
            return match dimension {
                "" => Err(format!(
                    "`--as {name}:` names no dimension; write `{name}:DIM`"
                )),
                _ => Ok(Transform {
                    rule,
                    base: None,
                    reference: Some(Arc::from(dimension)),
                }),
            };
        }
        // That the name is none, or takes no base, is worse than that the base is no year.
        let any = Period::new(2000);
        Transform::new(name, any)?;
        let base = base.parse::<Period>();
        let base = base.map_err(|error| format!("`--as {name}`: {error}"))?;
        Transform::new(name, Some(base))
    }
}

impl fmt::Display for Transform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.base, &self.reference) {
            (Some(base), _) => write!(f, "{}:{base}", self.name()),
            (None, Some(reference)) => write!(f, "{}:{reference}", self.name()),
            (None, None) => f.write_str(self.name()),
        }
    }
}

impl fmt::Debug for Transform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Transform {
    fn eq(&self, other: &Transform) -> bool {
        (self.name(), self.base, &self.reference) == (other.name(), other.base, &other.reference)
    }
}

impl Eq for Transform {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_transform_reads_back() {
        for usage in RULES.iter().map(Rule::usage) {
            let text = usage.replace("[:YEAR]", ":2008").replace("YEAR", "2010");
            let text = text.replace("[:DIM]", ":sector");
            assert_eq!(text.parse::<Transform>().unwrap().to_string(), text);
        }
        assert_eq!("index".parse::<Transform>().unwrap().to_string(), "index");
    }

    #[test]
    fn a_transform_that_is_none_is_refused_with_those_there_are() {
        let message = |text: &str| text.parse::<Transform>().unwrap_err();
        assert!(message("growth").contains("`real-index[:YEAR]`"));
        assert!(message("constant").contains("`constant:2010`"));
        assert!(message("yoy:2010").contains("no base year"));
        assert!(message("yoy:last").contains("no base year"));
        assert!(message("index:last").contains("`last` is not a year"));
    }
}
