//! The answer of `structure`: a row for each area and year, or for each member of them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use rust_decimal::Decimal;

use super::measures::{Beside, CHANGE, Inputs, MEASURES, Measure, QUOTIENT, described};
use crate::answer::{Answer, Cell, Column, Holds, Label, Measure as OfColumn, Role, Row};
use crate::cli::error::{Refusal, refused};
use crate::figure::{Estimate, Figure, Years};
use crate::methods::{self, Undefined};
use crate::order::IntoMap;
use crate::package::{Indicator, Package};
use crate::query::composition::{Composition, Mix, Reference};
use crate::query::derived::{derive, operand};
use crate::query::formula::Formula;
use crate::query::{Query, ask};
use crate::words::{list, uncapitalised};

/// What is asked.
pub(super) struct Page<'a> {
    pub(super) package: &'a Package,
    pub(super) composition: &'a Composition<'a>,
    /// The measures by their ids; none for all that there are.
    pub(super) wanted: &'a [String],
    /// What the areas are held against; none for all of them together.
    pub(super) against: Option<&'a str>,
}

/// An area and a year, by their places.
pub(super) type Key = (usize, usize);

/// The most that a remark names one by one.
const NAMED: usize = 6;

/// As many members or fewer cannot show what changes inside one of them.
const FEW: usize = 3;

impl Page<'_> {
    pub(super) fn answer(&self, areas: Vec<String>, years: Option<&Years>) -> Result<Answer> {
        let composition = self.composition;
        let query = Query {
            areas,
            years: years.cloned(),
            bare: true,
            ..Query::default()
        };
        let asked = ask(self.package, composition.table, &query)?;
        let keys = composition.keys_of(&asked);
        let mut warnings = composition.warnings.clone();
        warnings.extend(asked.warnings.iter().cloned());
        let references = self.references(&keys)?;
        let mixes: BTreeMap<Key, Result<Mix, Figure>> = keys
            .iter()
            .map(|key| (*key, composition.mix(key.0, key.1)))
            .into_map();
        let by_member = self.wanted.iter().any(|id| id == QUOTIENT);
        let named = composition.years_named(years, &keys);
        // For each year the one named before it.
        let befores: Option<BTreeMap<usize, usize>> =
            named.map(|years| years.windows(2).map(|two| (two[1], two[0])).into_map());
        let measures: Vec<&Measure> = MEASURES
            .iter()
            .filter(|measure| match self.wanted {
                [] => measure.id != CHANGE || befores.is_some(),
                wanted => wanted.iter().any(|id| id == measure.id),
            })
            .collect();
        if befores.is_none() && measures.iter().any(|measure| measure.id == CHANGE) {
            return refused(one_year());
        }
        let befores = befores.unwrap_or_default();
        let mut rows = Vec::new();
        for key in &keys {
            let (area, year) = *key;
            let beside = beside(*key, &mixes[key], &references[&year]);
            let before = befores.get(&year);
            let change = before.map(|before| {
                let from = composition.mix_since(area, *before, *before)?;
                Ok([from, composition.mix_since(area, *before, year)?])
            });
            let when = composition.years[year].map_or(Cell::Empty, Cell::Year);
            let mut cells = composition.key_cells(area, when);
            match &mixes[key] {
                Ok(mix) => {
                    let inputs = Inputs {
                        mix,
                        change: change.as_ref(),
                        reference: &beside,
                        source: &composition.source,
                    };
                    if by_member {
                        self.push_members(&mut rows, &cells, &inputs);
                        continue;
                    }
                    cells.extend(
                        measures.iter().map(|measure| {
                            inputs.figure(measure.of).map_or(Cell::Empty, Cell::from)
                        }),
                    );
                }
                Err(missing) => {
                    let count = if by_member { 4 } else { measures.len() };
                    cells.extend((0..count).map(|_| Cell::from(missing.clone())));
                    if by_member {
                        let at = cells.len() - count;
                        cells[at] = Cell::Empty;
                    }
                }
            }
            cells.push(Cell::words(&composition.table.name));
            rows.push(Row {
                cells,
                total: false,
            });
        }
        let mut answer = Answer {
            title: self.title(),
            subtitle: asked.subtitle,
            columns: self.columns(&measures, by_member),
            rows,
            remarks: self.remarks(&measures, by_member),
            summary: self.renormalised(&mixes),
            sources: asked.sources,
            nothing: asked.nothing,
            warnings,
            ..Answer::default()
        };
        if !by_member && self.wanted.is_empty() {
            answer.drawn = Some(Box::new(self.drawn(&answer, &keys, &mixes)));
            answer.details = ["hoover", "hhi-normalised", "evenness", "equivalent-number"]
                .map(str::to_owned)
                .into();
        }
        Ok(answer)
    }

    /// What the areas are held against, in each year that is asked for.
    fn references(&self, keys: &[Key]) -> Result<BTreeMap<usize, Result<Reference, Figure>>> {
        let composition = self.composition;
        let areas = composition.reference_areas(self.package, self.against)?;
        let is_alone = self.against.is_none() && areas.len() < 2 && composition.areas.len() < 2;
        let years: BTreeSet<usize> = keys.iter().map(|(_, year)| *year).collect();
        let reference = |year: usize| {
            if is_alone {
                let reason = "The table has no other area to be held against.";
                Err(Figure::missing(reason))
            } else {
                composition.reference(&areas, year, None)
            }
        };
        Ok(years
            .into_iter()
            .map(|year| (year, reference(year)))
            .into_map())
    }

    /// A row for each member.
    fn push_members(&self, rows: &mut Vec<Row>, keys: &[Cell], inputs: &Inputs) {
        for (member, name) in self.composition.members.iter().enumerate() {
            let mut cells = keys.to_vec();
            cells.push(Cell::Name(name.clone()));
            let own: Vec<&Figure> = inputs.mix.parts.iter().collect();
            let share = inputs.mix.shares[member];
            let part = operand(&inputs.mix.parts[member]);
            let formula = Formula::Share.told(&part, &inputs.mix.sum.number().to_string());
            cells.push(Cell::from(derive(&own, &formula, inputs.source, |_| {
                in_percent(share)
            })));
            cells.push(match inputs.reference {
                Err(missing) => Cell::from(missing.clone()),
                Ok(beside) => {
                    let [own, others] = [share, beside.others[member]];
                    let formula = format!(
                        "100 × ({0} × {1} + (1 − {0}) × {2})",
                        beside.weight.number(),
                        own.number(),
                        others.number()
                    );
                    Cell::from(derive(&[&beside.doubt], &formula, inputs.source, |_| {
                        in_percent(methods::reference_share(own, others, beside.weight)?)
                    }))
                }
            });
            cells.push(Cell::from(inputs.quotient(member)));
            cells.push(Cell::words(&self.composition.table.name));
            rows.push(Row {
                cells,
                total: false,
            });
        }
    }

    fn columns(&self, measures: &[&Measure], by_member: bool) -> Vec<Column> {
        let composition = self.composition;
        let (table, source) = (&composition.table.name, &composition.source);
        let mut columns = composition.key_columns();
        if by_member {
            columns.push(self.member_column());
            let percent = || Some(Label::new("%", Some("%")));
            let aside = |name: &str, en: &str, zh: &str| {
                let column =
                    Column::figures(name, Label::new(en, Some(zh)), Holds::Aside, percent());
                described(column, name, table, source, Some(OfColumn::PERCENT))
            };
            columns.push(aside("share", "Share", "比重"));
            columns.push(aside(
                "reference-share",
                "Share in the reference",
                "参照比重",
            ));
            let label = Label::new("Location quotient", Some("区位商"));
            let quotient = Column::figures(QUOTIENT, label, Holds::Values, None);
            columns.push(described(quotient, QUOTIENT, table, source, None));
        } else {
            columns.extend(measures.iter().map(|measure| measure.column(table, source)));
        }
        columns.push(Column {
            shown: false,
            ..Column::titled("table", "Table", "表")
        });
        columns
    }

    pub(super) fn member_column(&self) -> Column {
        let dimension = self.composition.dimension;
        Column {
            label: Label::new(&dimension.title, dimension.title_zh.as_ref()),
            role: Role::Member,
            ..Column::words(&dimension.name, "")
        }
    }

    fn title(&self) -> Label {
        let of = self.composition;
        let zh = |column: &crate::package::Column| {
            column
                .title_zh
                .clone()
                .unwrap_or_else(|| column.title.clone())
        };
        Label::new(
            format!(
                "Structure: {} by {}",
                uncapitalised(&of.column.title),
                uncapitalised(&of.dimension.title)
            ),
            Some(format!("结构：{}（按{}）", zh(of.column), zh(of.dimension))),
        )
    }

    fn remarks(&self, measures: &[&Measure], by_member: bool) -> Vec<String> {
        let composition = self.composition;
        let mut remarks = Vec::new();
        let needs_reference = by_member
            || measures
                .iter()
                .any(|measure| ["krugman", "hoover", "hachman"].contains(&measure.id));
        if needs_reference {
            remarks.push(composition.reference_in_words(self.against));
        }
        let amount = composition.amount();
        if amount.is_some_and(Indicator::is_at_current_prices) {
            remarks.push(
                "Shares of amounts at current prices change with prices as with volumes."
                    .to_owned(),
            );
        }
        let count = composition.members.len();
        if count <= FEW {
            remarks.push(format!(
                "{count} members of `{}` cannot show what changes inside one of them. An index that falls says that \
                 the largest shrank beside the others, and not that anything grew.",
                composition.dimension.name
            ));
        }
        remarks
    }

    /// That shares are renormalised, and which.
    fn renormalised(&self, mixes: &BTreeMap<Key, Result<Mix, Figure>>) -> Option<String> {
        let off = mixes.iter().filter_map(|((area, year), mix)| {
            let sum = mix.as_ref().ok()?.sum.value;
            let is_off = self.composition.is_share && sum != Decimal::ONE_HUNDRED;
            is_off.then(|| format!("{} ({sum})", self.composition.in_words(*area, *year)))
        });
        let off: Vec<String> = off.collect();
        (!off.is_empty()).then(|| {
            format!(
                "Shares that do not add up to 100 are renormalised in proportion: {}.",
                first_of(&off)
            )
        })
    }
}

/// An area's reference without the area.
fn beside(
    (area, _): Key,
    mix: &Result<Mix, Figure>,
    reference: &Result<Reference, Figure>,
) -> Result<Beside, Figure> {
    let (mix, reference) = (
        mix.as_ref().map_err(Figure::clone)?,
        reference.as_ref().map_err(Figure::clone)?,
    );
    let (others, weight) = reference.beside(area, mix)?;
    Ok(Beside {
        others,
        weight,
        doubt: reference.amounts.doubt.clone(),
    })
}

/// That a change is asked for and no two years are named.
fn one_year() -> Refusal {
    Refusal::new(format!("`{CHANGE}` is from one named year to the next"))
        .next("name two years or more, such as `-y 2010,2015`")
}

/// A fraction in percent.
pub(super) fn in_percent(fraction: Estimate) -> Result<Estimate, Undefined> {
    fraction
        .scaled(Decimal::ONE_HUNDRED)
        .ok_or(Undefined::TooLarge)
}

/// The first of several, and how many more there are.
fn first_of(all: &[String]) -> String {
    if all.len() <= NAMED {
        return list(all, "and");
    }
    let more = all.len() - NAMED;
    format!("{} and {more} more", all[..NAMED].join(", "))
}
