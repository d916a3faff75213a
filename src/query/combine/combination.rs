//! What a question asks of combining: over what, by which rule, and with how much missing.

use std::fmt;
use std::str::FromStr;

use crate::query::QueryError;
use crate::words::{Refusal, printable, quoted_list};

/// What is made one of, and how.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what a question asks or does not, each on its own"
)]
pub struct Combination {
    /// One more row for all areas together.
    pub total: bool,
    /// That row alone, without the areas.
    pub only_total: bool,
    /// The dimensions that stay; all others collapse.
    pub group_by: Vec<String>,
    /// How values combine, in place of each indicator's own rule.
    pub aggregate: Option<Aggregate>,
    /// Whether a group with missing members is computed over the members present.
    pub partial: bool,
    /// Whether what holds only approximately is computed.
    pub approximate: bool,
}

/// An aggregate of several values, whatever they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// The sum.
    Sum,
    /// The unweighted mean.
    Mean,
    /// The middle value.
    Median,
    /// The smallest.
    Min,
    /// The largest.
    Max,
    /// How many there are.
    Count,
    /// The first, in the order of the data.
    First,
    /// The last.
    Last,
}

impl Aggregate {
    /// Every aggregate, by name.
    pub const ALL: [(&'static str, Aggregate); 8] = [
        ("sum", Aggregate::Sum),
        ("mean", Aggregate::Mean),
        ("median", Aggregate::Median),
        ("min", Aggregate::Min),
        ("max", Aggregate::Max),
        ("count", Aggregate::Count),
        ("first", Aggregate::First),
        ("last", Aggregate::Last),
    ];

    /// The name by which `--agg` asks for it.
    pub fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == self)
            .map_or("", |(name, _)| name)
    }
}

impl fmt::Display for Aggregate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Aggregate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL
            .iter()
            .find(|(name, _)| *name == text)
            .map(|(_, found)| *found)
            .ok_or_else(|| {
                let names = quoted_list(Self::ALL.iter().map(|(name, _)| name), "or");
                format!("`--agg` does not take `{}`; write {names}", printable(text))
            })
    }
}

impl Combination {
    /// Whether anything is made one of.
    pub fn is_asked_for(&self) -> bool {
        self.makes_total() || !self.group_by.is_empty()
    }

    /// Whether there is a row for all areas together.
    pub fn makes_total(&self) -> bool {
        self.total || self.only_total
    }

    /// Refuses options that say how to combine where nothing is combined.
    pub(in crate::query) fn check(&self) -> Result<(), QueryError> {
        if self.makes_total() && !self.group_by.is_empty() {
            let total = if self.only_total {
                "--only-total"
            } else {
                "--total"
            };
            return Err(QueryError::refused(
                Refusal::new(format!("`{total}` and `--group-by` contradict each other"))
                    .next("leave out one of them"),
            ));
        }
        let idle = [
            ("--agg", self.aggregate.is_some()),
            ("--partial", self.partial),
            ("--approximate", self.approximate),
        ];
        match idle.iter().find(|(_, set)| *set && !self.is_asked_for()) {
            None => Ok(()),
            Some((option, _)) => Err(QueryError::refused(
                Refusal::new(format!(
                    "`{option}` says how to combine, and nothing is combined"
                ))
                .next("add `--total` or `--group-by year`"),
            )),
        }
    }
}
