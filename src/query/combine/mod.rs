//! The second step: areas, years and members as one, each indicator by its own rule.
//!
//! This file says which rows make one, `keys` which columns stay, `refuse` what is never combined; `rules` says how
//! values make one. The descriptor's `kind` and `combine` decide, for any package; this folder finds the inputs, and
//! `methods` computes.
//!
//! | kind | over areas and members | over years | never |
//! | --- | --- | --- | --- |
//! | flow (GDP) | sum | only with `--agg`, said to be cumulative | |
//! | stock (population) | sum | only with `--agg mean`, `first` or `last` | a sum over years |
//! | ratio (GDP per capita) | Σ numerator ÷ Σ denominator; the denominator from its own table, at mid-year the mean of two year-ends; where there is none, the one that the ratios imply | the same over all years | a mean |
//! | rate (real growth) | weighted by the amount of the year before; without it missing, or approximate on request | chained, as an average a year | a mean, a sum |
//! | share | Σ (share × whole) ÷ Σ whole, the whole being the dimension's total | the same over all years | a mean, a sum over areas |
//!
//! A missing or refuted member makes the result missing, with the reason; `--partial` computes over the rest and says
//! so, down to two thirds of the weights, of which what is absent has its newest known one (`coverage`). A group of one is
//! its member, as published. What would count twice (an area with its part, a group with its member, overlapping members)
//! is refused where it is chosen, else the outermost areas are added; where the table prints the total of what collapses,
//! that is the answer (`printed`). `--agg` does what it says with the parts and labels it as that.
//!
//! Every `Estimate` carries the interval that its inputs' printed digits imply: methods are monotone in each input, so
//! the ends come from ends; an input that stands twice in a formula is one input (`share`, `weighted_mean`). Where a
//! figure rests on combined figures that share an input (a change of GDP per capita, whose years share a year-end), the
//! interval is wider than need be, never too narrow. Tables print the digits that the interval supports, machine formats
//! 15. The status of a result is the worst of its inputs (U, B, D, E, P, A), with the notes of those.

mod amounts;
mod combination;
mod coverage;
mod elsewhere;
pub(super) mod folded;
mod groups;
mod inputs;
mod keys;
mod labels;
mod largest;
mod matching;
mod omit;
mod printed;
mod ratios;
mod refuse;
mod rules;
mod ties;
mod weighted;

use std::collections::BTreeSet;

use super::select::Selected;
use super::whole::Whole;
use super::{Query, QueryError};
use crate::answer::{Answer, Cell, Label, Name, Role, Row};
use crate::figure::{Period, spans};
use crate::order::InOrder;
use crate::package::{Combine, Indicator, Package, Table};
use crate::words::{Refusal, printable};
pub use combination::{Aggregate, Combination};
use groups::{Absent, Group, by_year, groups, in_time, period_of, totals};
pub(super) use inputs::Members;
pub(super) use keys::Keys;
use labels::{label, label_chained, label_total};
pub(super) use matching::Matching;
use omit::omit_parts;
use rules::Rules;

/// The name of the row for several areas together, in the area column.
pub(super) const TOTAL: &str = "Total";

/// The name of the column of years that shorter periods are combined into, and of the `--group-by` that asks for it.
pub(super) const YEAR: &str = "year";

/// Whether the combination needs rows of areas and members that are not asked for. A package that is held in memory has all
/// rows anyway.
pub(super) fn needs_others(package: &Package, table: &Table, query: &Query) -> bool {
    let how = &query.combination;
    let rests_on_others = |indicator: &Indicator| {
        let combine = &indicator.combine;
        how.aggregate.is_none()
            && !matches!(combine, Combine::Sum | Combine::Mean | Combine::None { .. })
    };
    let is_own = package.is_outlined(table)
        && !how.makes_total()
        && !how.partial
        && !how.approximate
        && !table
            .indicators()
            .any(|(.., indicator)| rests_on_others(indicator));
    how.is_asked_for() && !is_own
}

/// Which indicators are to be combined.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is asked for on its own"
)]
pub(super) struct Wanted {
    /// Whether those that are shown are asked for by name.
    pub(super) by_name: bool,
    /// Whether those that are not shown are combined too, since something is computed from them.
    pub(super) all: bool,
    /// Whether figures carry their formulas.
    pub(super) explain: bool,
    /// Whether the areas that are not chosen are combined too, since a share of all areas is asked for.
    pub(super) beside: bool,
    /// Whether the areas are chosen by name.
    pub(super) areas_named: bool,
}

/// What a combination works on.
#[derive(Clone, Copy)]
pub(super) struct Basis<'a> {
    pub(super) package: &'a Package,
    pub(super) table: &'a Table,
    /// How the areas stand to one another.
    pub(super) whole: &'a Whole,
    pub(super) how: &'a Combination,
    pub(super) wanted: Wanted,
}

impl<'a> Basis<'a> {
    /// The same with other areas.
    pub(super) fn of<'b>(&self, whole: &'b Whole) -> Basis<'b>
    where
        'a: 'b,
    {
        Basis { whole, ..*self }
    }
}

/// Combines the rows of a selection.
pub(super) fn combine(basis: Basis, selected: &mut Selected) -> Result<(), QueryError> {
    let Basis { table, how, .. } = basis;
    let (keys, chosen) = prepare(basis, selected)?;
    let Combined { groups, rows, span } = combined(basis, selected, &keys, None)?;
    let over = (keys.collapses(keys.time) && !keys.yearly).then(|| {
        let rows = groups.iter().flat_map(|group| &group.rows);
        let periods = rows.filter_map(|&row| period_of(&selected.answer.rows[row], &keys));
        periods.collect()
    });
    if keys.yearly {
        selected.take_years();
    }
    let answer = &mut selected.answer;
    if let Some(time) = keys.time.filter(|_| keys.yearly) {
        let column = &mut answer.columns[time];
        YEAR.clone_into(&mut column.name);
        column.label = Label::new("Year", Some("年份"));
    }
    if how.makes_total() {
        answer.rows.extend(rows);
        selected.has_total = true;
    } else {
        if let (Some(area), Some(chosen)) = (keys.area, chosen) {
            let is_chosen = |row: &Row| {
                row.cells[area]
                    .text()
                    .is_some_and(|cell| chosen.contains(cell))
            };
            (answer.rows, selected.others) = rows.into_iter().partition(is_chosen);
        } else {
            answer.rows = rows;
        }
        keys.drop_collapsed(
            span.is_some_and(Period::is_span),
            &mut answer.columns,
            &mut [&mut answer.rows, &mut selected.others],
        );
    }
    if let Some(aggregate) = how.aggregate {
        label(answer, table, aggregate, keys.is_over_time());
        if how.makes_total() {
            label_total(answer, aggregate);
        }
        if let (Aggregate::Sum, Some(span), Some(periods)) = (aggregate, span, over) {
            say_gaps(answer, span, &periods);
        }
    } else if keys.collapses(keys.time) {
        label_chained(answer, table);
    }
    Ok(())
}

/// Groups, the row that each makes, and the span over which figures combine where the time collapses.
struct Combined {
    groups: Vec<Group>,
    rows: Vec<Row>,
    span: Option<Period>,
}

/// Members and periods of groups whose rows are not in this selection.
#[derive(Debug, Default)]
struct Beyond {
    /// Their members, as the cells of the columns that collapse; of all periods where the time collapses.
    members: BTreeSet<Vec<String>>,
    periods: BTreeSet<Period>,
}

/// The combined rows, in the order of the groups. `beyond` has the members of further groups, which these groups are expected
/// to have too.
fn combined(
    basis: Basis,
    selected: &Selected,
    keys: &Keys,
    beyond: Option<&Beyond>,
) -> Result<Combined, QueryError> {
    let mut groups = groups(basis, selected, keys)?;
    let mut rows: Vec<(usize, Row)> = Vec::new();
    let mut span = None;
    for places in by_year(&groups, &selected.answer, keys) {
        let of_year: Vec<Group> = places.iter().map(|&at| groups[at].clone()).collect();
        let rules = Rules::new(basis, selected, keys, &of_year, beyond);
        for at in places {
            let group = &mut groups[at];
            group.absent = rules.absent(group);
            let row = combined_row(basis.table, &selected.answer, keys, group, &rules)?;
            rows.push((at, row));
        }
        span = rules.span;
    }
    rows.order_by_key(|(at, _)| *at);
    Ok(Combined {
        groups,
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        span,
    })
}

/// Warns that sums over these periods do not cover the whole span.
fn say_gaps(answer: &mut Answer, span: Period, periods: &BTreeSet<Period>) {
    let mut all = span.first().through(span.last());
    if all.any(|one| !periods.iter().any(|period| period.contains(one))) {
        answer.warnings.push(format!(
            "the sums are over {}, and not over all of {span}",
            spans(periods)
        ));
    }
}

/// Keeps the rows of all areas together.
pub(super) fn keep_total(selected: &mut Selected) {
    let answer = &mut selected.answer;
    if let Some(area) = answer.place(|role| matches!(role, Role::Area)) {
        let names = answer.rows.iter().filter_map(|row| row.cells[area].text());
        let names: BTreeSet<&str> = names.filter(|name| *name != TOTAL).collect();
        selected.scope.of_total(names.len());
        answer
            .rows
            .retain(|row| row.cells[area].text() == Some(TOTAL));
    }
}

/// Refuses or hides what does not combine. Gives the key columns, and the chosen areas where others are combined too.
fn prepare(
    basis: Basis,
    selected: &mut Selected,
) -> Result<(Keys, Option<BTreeSet<String>>), QueryError> {
    let Basis { table, how, .. } = basis;
    if let Some((one, other)) = &selected.overlap {
        return Err(QueryError::refused(
            Refusal::new(format!(
                "`{}` and `{}` overlap, so that an area would count twice",
                printable(one),
                printable(other)
            ))
            .next("name one of them"),
        ));
    }
    let keys = Keys::new(table, &selected.answer, how)?;
    refuse::refuse_namesake_of_total(table, selected, &keys, how)?;
    omit_parts(basis, &mut selected.answer, &keys)?;
    let chosen = take_others(selected, &keys, basis.wanted);
    ties::refuse_ties(basis, &selected.answer, &keys)?;
    refuse::hide_what_does_not_combine(table, selected, how, &keys, basis.wanted.by_name)?;
    Ok((keys, chosen))
}

/// Adds the rows of areas that are not chosen to those of the chosen ones, where they are combined too, and gives the chosen
/// areas.
fn take_others(selected: &mut Selected, keys: &Keys, wanted: Wanted) -> Option<BTreeSet<String>> {
    let area = keys.area.filter(|area| keys.stay.contains(area))?;
    if !wanted.beside || selected.others.is_empty() {
        return None;
    }
    let rows = selected.answer.rows.iter();
    let chosen = rows.filter_map(|row| row.cells[area].text().map(str::to_owned));
    let chosen = chosen.collect();
    let others = std::mem::take(&mut selected.others);
    selected.answer.rows.extend(others);
    Some(chosen)
}

/// The rows that make one.
fn combined_row(
    table: &Table,
    answer: &Answer,
    keys: &Keys,
    group: &Group,
    rules: &Rules,
) -> Result<Row, QueryError> {
    let first = &answer.rows[group.rows[0]];
    let one = OfGroup {
        first,
        is_several: group.rows.len() > 1,
        span: rules
            .span
            .map(|span| if keys.yearly { span.year() } else { span }),
        combines_all: rules.combines_all(),
    };
    let mut row = one.row(table, answer, keys, |place, indicator| {
        rules.combined(indicator, place, group)
    })?;
    row.total |= rules.makes_a_total();
    Ok(row)
}

/// What a row is made of that stands for several.
struct OfGroup<'r> {
    /// The first of them.
    first: &'r Row,
    is_several: bool,
    /// The span of their periods, where the time collapses.
    span: Option<Period>,
    /// Whether indicators that are not shown are combined too.
    combines_all: bool,
}

impl OfGroup<'_> {
    /// The row, with such figures.
    fn row<E>(
        &self,
        table: &Table,
        answer: &Answer,
        keys: &Keys,
        mut figure: impl FnMut(usize, &Indicator) -> Result<Cell, E>,
    ) -> Result<Row, E> {
        let first = self.first;
        let mut cells = Vec::with_capacity(first.cells.len());
        for (place, column) in answer.columns.iter().enumerate() {
            cells.push(match &column.role {
                Role::Area if keys.collapses(Some(place)) => {
                    Cell::Name(Name::new(TOTAL.to_owned(), Label::new(TOTAL, Some("合计"))))
                }
                Role::Time if keys.collapses(Some(place)) => match self.span {
                    Some(span) => Cell::Year(span),
                    None => first.cells[place].clone(),
                },
                Role::Words if keys.collapses(keys.area) => Cell::Empty,
                // What is said of one of several is not said of all.
                Role::Attribute if self.is_several => Cell::Empty,
                Role::Measure(measure) => {
                    let found = table.indicator(&measure.id);
                    match found.filter(|_| column.shown || self.combines_all) {
                        Some((_, _, indicator)) => figure(place, indicator)?,
                        None => Cell::Empty,
                    }
                }
                _ => first.cells[place].clone(),
            });
        }
        Ok(Row {
            cells,
            total: first.total,
        })
    }
}
