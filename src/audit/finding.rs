//! What a check comes to: how grave it is, where it stands, what was printed and what was derived.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use rust_decimal::Decimal;

use super::form::Form;
use crate::figure::{Estimate, Figure, Number, Period, Status};
use crate::package::{Check, sha256};

/// How grave a finding is, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It was tried and holds.
    Held,
    /// It cannot be tried with these tables.
    Open,
    /// It holds within rounding, or differs by definition or vintage.
    Note,
    /// It is implausible.
    Warning,
    /// It cannot be true.
    Error,
}

impl Severity {
    /// Every severity, by name.
    pub const ALL: [(&'static str, Severity); 5] = [
        ("error", Severity::Error),
        ("warning", Severity::Warning),
        ("note", Severity::Note),
        ("open", Severity::Open),
        ("held", Severity::Held),
    ];
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = Severity::ALL.iter().find(|(_, known)| known == self);
        f.write_str(found.map_or("", |(name, _)| name))
    }
}

/// What sort of thing is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// That figures are what others make them.
    Identity,
    /// That what a document states follows from the tables.
    Claim,
    /// That a series is plausible.
    Series,
}

impl Family {
    /// Every family, by name.
    pub const ALL: [(&'static str, Family); 3] = [
        ("identity", Family::Identity),
        ("claim", Family::Claim),
        ("series", Family::Series),
    ];

    /// The family of a check.
    pub fn of(check: Check) -> Family {
        match check {
            Check::Sum
            | Check::Shares
            | Check::Amount
            | Check::Ratio
            | Check::Same
            | Check::Range => Family::Identity,
            Check::Sign
            | Check::Deflator
            | Check::Jump
            | Check::Spike
            | Check::Swap
            | Check::Copy
            | Check::Gap => Family::Series,
            Check::Claim => Family::Claim,
        }
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = Family::ALL.iter().find(|(_, known)| known == self);
        f.write_str(found.map_or("", |(name, _)| name))
    }
}

/// A printed figure that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Spot {
    /// The table.
    pub table: String,
    /// The line of its row in the table's file, where it is one row.
    pub line: Option<u64>,
    /// The indicator, by id; empty where the finding is about rows.
    pub indicator: String,
    /// The area, as the table's cells name it.
    pub area: Option<String>,
    /// The year.
    pub year: Option<Period>,
    /// The members of further dimensions.
    pub members: Vec<String>,
    /// The members of all dimensions by name, as notes name them.
    pub key: Vec<(String, String)>,
    /// Whether a correction stands in its place, or it rests on one.
    pub adjusted: bool,
}

impl Spot {
    /// The indicator with its members: `value-added:secondary`.
    pub fn indicator_with_members(&self) -> String {
        let members = self.members.iter().map(String::as_str);
        let parts = std::iter::once(self.indicator.as_str()).chain(members);
        parts
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(":")
    }

    /// What it is in a word: `sectors/Hegang/2010/value-added:secondary`.
    pub fn path(&self) -> String {
        let parts = [
            Some(self.table.clone()),
            self.area.clone(),
            self.year.map(|year| year.to_string()),
            Some(self.indicator_with_members()),
        ];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("/")
    }

    /// The members by dimension, in the form in which notes are asked.
    pub(super) fn key(&self) -> Vec<(&str, Cow<'_, str>)> {
        let pairs = self.key.iter();
        pairs
            .map(|(name, member)| (name.as_str(), Cow::Borrowed(member.as_str())))
            .collect()
    }
}

/// What a check comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// What was tried.
    pub check: Check,
    /// The claims that were tried, by name.
    pub claims: Vec<String>,
    /// All that was tried, where several checks came to one finding.
    pub(super) checks: Vec<Check>,
    /// The figures that it is about, those that it was derived from among them; the first is the one it is told at. None
    /// for a claim that cannot be checked.
    pub spots: Vec<Spot>,
    /// The printed, or stated, number.
    pub printed: Option<Number>,
    /// What it should be, from the others.
    pub derived: Option<Estimate>,
    /// How far it is from what it should be at the least, all rounding considered, in the unit of what is compared;
    /// none where nothing is compared.
    pub gap: Option<Decimal>,
    /// By how much the figures that are wrong would move to fit, in percent of what fits, or in percentage points where
    /// they are in percent; none where nothing is told to be wrong.
    pub moves: Option<Decimal>,
    /// What there is to say: one or two whole sentences.
    pub message: String,
    /// The figures that are wrong: sets of which one is, a single one where it can be told.
    pub culprits: Vec<Vec<Spot>>,
    /// How many of the spots, the first ones, it is about: the others it was derived from.
    pub about: usize,
    /// How many checks came to it.
    pub trials: usize,
    /// The word by which it explains itself: `rounding`, `selected`.
    pub itself: Option<&'static str>,
    /// The notes that explain it: where each stands, and what it says.
    pub notes: Vec<(String, String)>,
    /// What had to hold, where it is an equation that can be solved for each of its figures.
    pub(super) form: Option<Form>,
}

impl Finding {
    /// A finding about figures, which holds until something else is said.
    pub(super) fn at(check: Check, spots: Vec<Spot>) -> Finding {
        Finding {
            severity: Severity::Held,
            check,
            claims: Vec::new(),
            checks: vec![check],
            spots,
            printed: None,
            derived: None,
            gap: None,
            moves: None,
            culprits: Vec::new(),
            about: 1,
            trials: 1,
            form: None,
            message: String::new(),
            itself: None,
            notes: Vec::new(),
        }
    }

    /// The finding with the number that is printed, where one is.
    pub(super) fn printed(mut self, number: impl Into<Option<Number>>) -> Finding {
        self.printed = number.into();
        self
    }

    /// The finding with what the number should be, and how far it is from that.
    pub(super) fn derived(mut self, estimate: Estimate) -> Finding {
        self.derived = Some(estimate);
        let printed = self.printed;
        self.gap_of(printed.map(|number| estimate.bounds.distance(&number.interval())))
    }

    /// The finding with another measure of how far off it is.
    pub(super) fn gap_of(mut self, gap: Option<Decimal>) -> Finding {
        self.gap = gap.map(rough);
        self
    }

    /// The finding with how far what is wrong would move.
    pub(super) fn moving(mut self, by: Option<Decimal>) -> Finding {
        self.moves = by.map(|by| rough(by.abs()));
        self
    }

    /// The finding with what had to hold, as an equation.
    pub(super) fn of_form(mut self, form: Option<Form>) -> Finding {
        self.form = form;
        self
    }

    /// The finding with how grave it is and what there is to say.
    pub(super) fn says(mut self, severity: Severity, message: impl Into<String>) -> Finding {
        self.severity = severity;
        self.message = message.into();
        self
    }

    /// The finding with the word by which it explains itself.
    pub(super) fn because(mut self, word: &'static str) -> Finding {
        self.itself = Some(word);
        self
    }

    /// What sort of thing was tried: an identity, where one of the checks is.
    pub fn family(&self) -> Family {
        let mut families = self.checks.iter().map(|check| Family::of(*check));
        if families.any(|family| family == Family::Identity) {
            Family::Identity
        } else {
            Family::of(self.check)
        }
    }

    /// Every check that came to it.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// The figures that it is about, without those that it was derived from.
    pub fn about(&self) -> &[Spot] {
        &self.spots[..self.about.min(self.spots.len())]
    }

    /// A name for it that stays while its figures and its check do, whatever else is found.
    pub fn id(&self) -> String {
        let mut text = self.check.to_string();
        let culprits = self.culprits.iter().flatten();
        let mut figures: Vec<String> = match self.culprits.as_slice() {
            [] => self.spots.iter().map(Spot::path).collect(),
            _ => culprits.map(Spot::path).collect(),
        };
        figures.extend(self.claims.clone());
        figures.sort();
        for figure in figures {
            text.push('\n');
            text.push_str(&figure);
        }
        sha256(text.as_bytes())[..12].to_owned()
    }

    /// What explains it: the places of notes, else the word by which it explains itself.
    pub fn explained(&self) -> Vec<&str> {
        if self.notes.is_empty() {
            self.itself.into_iter().collect()
        } else {
            self.notes.iter().map(|(place, _)| place.as_str()).collect()
        }
    }
}

/// The digits that a reader has use for in a distance or a change.
const DIGITS: u32 = 4;

/// The figures, each once, where it stands first.
pub(super) fn unrepeated(spots: impl IntoIterator<Item = Spot>) -> Vec<Spot> {
    let mut seen = BTreeSet::new();
    let spots = spots.into_iter();
    spots.filter(|spot| seen.insert(spot.clone())).collect()
}

/// A distance with as many digits as a reader has use for.
pub(super) fn rough(distance: Decimal) -> Decimal {
    let rounded = distance.round_sf(DIGITS).unwrap_or(distance);
    rounded.normalize()
}

/// A value as messages tell it: its supported digits, then the interval where the digits do not say it.
pub(super) fn told(estimate: &Estimate, unit: &str) -> String {
    let short = estimate.supported();
    let says_it_all = estimate.bounds.width().is_zero() || short.interval() == estimate.bounds;
    let number = format!("{}{unit}", in_words(short));
    if says_it_all {
        number
    } else {
        format!("{number} ({})", range(estimate))
    }
}

/// The ends of a value's interval, with one digit more than the value supports: `11.65 to 11.95`.
pub(super) fn range(estimate: &Estimate) -> String {
    let figure = Figure::computed(*estimate, Status::Normal, Vec::new());
    let ends = figure
        .ends()
        .map(|ends| ends.map(|end| end.number_in_short().map_or_else(String::new, in_words)));
    ends.map_or_else(String::new, |ends| ends.join(" to "))
}

/// A number in a sentence.
pub(super) fn in_words(number: Number) -> String {
    number.grouped().replace('-', "−")
}

/// A change in a sentence, with its sign, in no more digits than a reader has use for.
pub(super) fn signed(change: &Estimate) -> String {
    let short = change.supported();
    let short = match short.decimal().round_sf(DIGITS) {
        Some(rounded) if rounded.scale() < short.decimals() => Number::from(rounded),
        _ => short,
    };
    let sign = if short.decimal() > Decimal::ZERO {
        "+"
    } else {
        ""
    };
    format!("{sign}{}", in_words(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_are_told_from_the_gravest_on() {
        assert!(Severity::ALL.windows(2).all(|pair| pair[0].1 > pair[1].1));
        for (name, severity) in Severity::ALL {
            assert_eq!(severity.to_string(), name);
        }
        for (name, family) in Family::ALL {
            assert_eq!(family.to_string(), name);
        }
    }

    #[test]
    fn a_value_is_told_with_its_interval_where_it_has_one() {
        let number: Number = "-26122".parse().unwrap();
        assert_eq!(told(&Estimate::from(number), " t"), "−26,122 t");
        let value = number.decimal();
        assert_eq!(told(&Estimate::exact(value), "%"), "−26,122%");
        let wide = Estimate::new(value, value - Decimal::TEN, value + Decimal::ONE);
        assert_eq!(told(&wide, ""), "−26,120 (−26,132 to −26,121)");
    }
}
