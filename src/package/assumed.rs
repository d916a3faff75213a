//! What a user declares of a package in the question: how indicators combine, which areas are left out or kept.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::areas::LeftOut;
use super::folding::fold;
use super::rule::{Combine, Moment, WeightYear};
use super::schema::{Meaning, Table};
use super::{Areas, Package};
use crate::figure::Kind;
use crate::order::InOrder;
use crate::source::Options;
use crate::words::{excerpt, list, near, quoted_list};

/// What is assumed of a package, since the user says so.
#[derive(Debug, Clone, Default)]
pub(super) struct Assumed {
    /// How indicators combine, by the words that name them, as they were typed.
    rules: Vec<(String, String)>,
    /// Whether groups and totals are ranked and added like other areas.
    with_aggregates: bool,
    /// Further areas that are neither ranked nor added.
    without: Vec<LeftOut>,
}

impl Assumed {
    /// The register with what is said of groups and totals.
    pub(super) fn say_of(&self, areas: Areas) -> Areas {
        areas.saying(self.with_aggregates, &self.without)
    }
}

impl Package {
    /// The package with what is said of it in the question.
    ///
    /// # Errors
    /// If a rule is none, or names an indicator that no table has.
    pub fn assuming(mut self, options: &Options) -> Result<Package, String> {
        // The exact spelling before those that fold alike.
        let left_out = |name: &String| {
            if self.cells_of_areas().any(|cell| cell == name) {
                LeftOut::Cell(name.clone())
            } else {
                LeftOut::Folded(fold(name))
            }
        };
        let without = options.without.iter().map(left_out).collect();
        self.assumed = Assumed {
            rules: options.rules.clone(),
            with_aggregates: options.with_aggregates,
            without,
        };
        if !options.rules.is_empty() {
            self.tables.fill_with(OnceLock::new);
        }
        for (name, rule) in &options.rules {
            let mut tables = self
                .tables()
                .filter(|table| table.indicator_called(name).is_some())
                .peekable();
            if tables.peek().is_none() {
                let known = self.tables().flat_map(Table::indicators);
                let known = known.map(|(_, _, indicator)| excerpt(&indicator.id));
                let known: Vec<String> = known.take(12).collect();
                return Err(format!(
                    "`--rule` names `{}`, which is no indicator; write one such as {}",
                    excerpt(name),
                    quoted_list(known, "or")
                ));
            }
            for table in tables {
                combine(table, rule)?;
            }
        }
        if let Some(unknown) = options.without.iter().find(|name| !self.has_area(name)) {
            return Err(self.no_such_area(unknown));
        }
        for left_out in &self.assumed.without {
            if let LeftOut::Folded(name) = left_out {
                self.names_one(name)?;
            }
        }
        Ok(self)
    }

    /// The areas that the cells of the tables name.
    fn cells_of_areas(&self) -> impl Iterator<Item = &str> {
        self.tables().flat_map(|table| {
            let frame = table.area().zip(self.frame(table).ok());
            let texts = frame.and_then(|(area, frame)| frame.texts(area));
            texts
                .into_iter()
                .flat_map(|texts| texts.dictionary().iter())
        })
    }

    /// Whether a name is that of an area of the register or of a table.
    fn has_area(&self, name: &str) -> bool {
        let wanted = fold(name);
        let registered = self
            .areas()
            .is_ok_and(|areas| !areas.find_all(name).is_empty());
        registered || self.cells_of_areas().any(|cell| fold(cell) == wanted)
    }

    /// That a folded name is that of one area of the tables at most.
    fn names_one(&self, name: &str) -> Result<(), String> {
        let cells = self.cells_of_areas().filter(|cell| fold(cell) == name);
        let cells: BTreeSet<&str> = cells.collect();
        let registered = |cell: &&str| self.areas().ok()?.of_cell(cell).map(|area| &area.name);
        let areas: BTreeSet<&str> = cells
            .iter()
            .map(|cell| registered(cell).map_or(*cell, String::as_str))
            .collect();
        if areas.len() < 2 {
            return Ok(());
        }
        let areas = list(areas.into_iter().map(excerpt), "and");
        Err(format!(
            "`--without` names `{}`, which is {areas}; write it as it stands there",
            excerpt(name)
        ))
    }

    /// That a name is no area's, with those that it may have meant.
    fn no_such_area(&self, name: &str) -> String {
        let mut known: Vec<&str> = self
            .cells_of_areas()
            .filter(|cell| !cell.is_empty())
            .collect();
        known.order();
        known.dedup();
        let near = near(name, known.iter().copied());
        let told = if near.is_empty() { known } else { near };
        let told: Vec<String> = told.into_iter().take(12).map(excerpt).collect();
        let next = match told.as_slice() {
            [] => "the data name no areas; leave it out".to_owned(),
            _ => format!("write one such as {}", quoted_list(told, "or")),
        };
        format!(
            "`--without` names `{}`, which is no area; {next}",
            excerpt(name)
        )
    }

    /// What is assumed of a table, each as a sentence.
    pub fn assumptions(&self) -> impl Iterator<Item = String> {
        let said = |(name, rule): &(String, String)| {
            format!(
                "Assumed, not declared by the data: `{}` combines by the rule `{}`.",
                excerpt(name),
                excerpt(rule)
            )
        };
        self.assumed.rules.iter().map(said)
    }

    /// Whether the user declares rules.
    pub fn assumes(&self) -> bool {
        !self.assumed.rules.is_empty()
    }

    /// Puts the rules that the user declares into a table.
    pub(super) fn with_rules(&self, table: Table) -> Table {
        if self.assumed.rules.is_empty() {
            return table;
        }
        let mut assumed = table.clone();
        for (name, rule) in &self.assumed.rules {
            let Some((place, ..)) = table.indicator_called(name) else {
                continue;
            };
            let Ok(rule) = combine(&table, rule) else {
                continue;
            };
            if let Meaning::Indicator(indicator) = &mut assumed.columns[place].meaning {
                let kind = match &rule {
                    Combine::Sum => Some(Kind::Flow),
                    Combine::WeightedMean {
                        weight_year: WeightYear::Previous,
                        ..
                    } => Some(Kind::Rate),
                    Combine::WeightedMean { .. } | Combine::Mean | Combine::Ratio { .. } => {
                        Some(Kind::Ratio)
                    }
                    Combine::Share { .. } | Combine::None { .. } => None,
                };
                if let Some(kind) = kind.filter(|_| !indicator.kind_declared) {
                    indicator.kind = kind;
                    indicator.kind_declared = true;
                    indicator.kind_assumed = true;
                }
                indicator.combine = rule;
                indicator.combine_declared = true;
            }
        }
        assumed
    }
}

/// The rule that a text states for a table: `sum`, `mean`, `weighted:gdp`, `weighted:gdp@previous`,
/// `ratio:unemployed/labour-force`, `none`.
fn combine(table: &Table, text: &str) -> Result<Combine, String> {
    let id = |name: &str| {
        if let Some((_, _, indicator)) = table.indicator_called(name) {
            Ok(indicator.id.clone())
        } else {
            let known = table.indicators().map(|(_, _, known)| excerpt(&known.id));
            let known: Vec<String> = known.take(12).collect();
            Err(format!(
                "`{}` in `--rule …={}` is no indicator of `{}`; write {}",
                excerpt(name),
                excerpt(text),
                table.name,
                quoted_list(known, "or")
            ))
        }
    };
    match text.split_once(':') {
        None if text == "sum" => Ok(Combine::Sum),
        None if text == "mean" => Ok(Combine::Mean),
        None if text == "none" => Ok(Combine::None {
            reason: Some("`--rule` says so".to_owned()),
        }),
        Some(("weighted", weight)) => {
            let (weight, weight_year) = match weight.strip_suffix("@previous") {
                Some(weight) => (weight, WeightYear::Previous),
                None => (weight, WeightYear::Same),
            };
            Ok(Combine::WeightedMean {
                weight: id(weight)?,
                weight_year,
            })
        }
        Some(("ratio", parts)) if parts.contains('/') => {
            let (numerator, denominator) = parts.split_once('/').unwrap_or((parts, ""));
            Ok(Combine::Ratio {
                numerator: id(numerator)?,
                denominator: Some(id(denominator)?),
                denominator_year: Moment::YearEnd,
            })
        }
        _ => Err(format!(
            "`--rule …={}` is no rule; write `sum`, `mean`, `weighted:WEIGHT`, `weighted:WEIGHT@previous`, `ratio:NUMERATOR/DENOMINATOR` or `none`",
            excerpt(text)
        )),
    }
}
