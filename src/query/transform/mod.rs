//! The third step: levels into changes, indices, shares, volumes.
//!
//! Computed on the whole series, which is cut to the years that are asked for afterwards. This file says for
//! which kinds a transform has a meaning and where its figures go; `series` and `parts` compute.

mod columns;
mod name;
mod parts;
mod series;

use std::collections::BTreeMap;

use super::QueryError;
use super::combine::{is_key, key_text};
use super::select::Selected;
use crate::answer::{Answer, Cell, Column, Role, Row};
use crate::figure::{Figure, Kind, Status, Year, spans};
use crate::package::{Combine, Indicator, Table};
use crate::words::quoted_list;

pub use name::Transform;

impl Transform {
    /// Whether it rests on published growth beside the amounts.
    fn needs_growth(self) -> bool {
        matches!(
            self,
            Transform::RealIndex(_) | Transform::Constant(_) | Transform::Deflator
        )
    }

    /// Why it has no meaning for an indicator, or nothing where it has one.
    fn refusal(self, table: &Table, indicator: &Indicator) -> Option<String> {
        let kind = indicator.kind;
        let is_level = matches!(kind, Kind::Flow | Kind::Stock | Kind::Ratio | Kind::Index);
        let is_amount = matches!(kind, Kind::Flow | Kind::Stock);
        let because = |what: &str| {
            Some(format!(
                "`{}` is a {}, and {what}",
                indicator.id,
                kind.name()
            ))
        };
        match self {
            _ if kind == Kind::Text => because("nothing is computed from it"),
            Transform::Yoy if !is_level => {
                because("its change is told in percentage points; write `--as change`")
            }
            Transform::Index(_) | Transform::Cagr if !is_level => because(
                "a percentage has no index and no rate a year; write `--as change`, or `real-index` for growth",
            ),
            Transform::Share | Transform::Contribution if !is_amount => {
                because("only amounts have shares and contributions; ask an amount with `-i`")
            }
            Transform::RealIndex(_) | Transform::Constant(_) | Transform::Deflator
                if growth_of(table, &indicator.id).is_none() =>
            {
                because("no published growth belongs to it; ask an amount that has one with `-i`")
            }
            _ => None,
        }
    }
}

/// The growth that belongs to an amount: the rate that is weighted by it of the year before.
fn growth_of<'a>(table: &'a Table, amount: &str) -> Option<&'a Indicator> {
    table
        .indicators()
        .map(|(_, _, indicator)| indicator)
        .find(|indicator| match &indicator.combine {
            Combine::WeightedMean {
                weight,
                weight_year,
            } => weight == amount && weight_year.as_deref() == Some("previous"),
            _ => false,
        })
}

/// What a transform works on: the rows of the selection, those beside it, and how to find them.
struct Work<'a> {
    table: &'a Table,
    answer: &'a Answer,
    others: &'a [Row],
    transform: Transform,
    explain: bool,
    /// The years of the data, and those that are asked for.
    existing: Vec<Year>,
    asked: (Year, Year),
    /// Whether years of the data between these two are not asked for.
    skips: bool,
    time: usize,
    area: Option<usize>,
    /// The place of each row by its key.
    places: BTreeMap<Vec<String>, usize>,
}

/// Transforms the figures of a selection; the levels stay, not shown, so that conditions can look at them.
pub(super) fn transform(
    table: &Table,
    selected: &mut Selected,
    transform: Transform,
    named: bool,
    explain: bool,
) -> Result<(), QueryError> {
    if transform == Transform::Published {
        return Ok(());
    }
    let targets = targets(table, &mut selected.answer, transform, named)?;
    let work = Work::new(table, selected, transform, explain)?;
    let mut columns = Vec::new();
    for &(place, indicator) in &targets {
        columns.push((
            work.column(indicator, &selected.answer.columns[place]),
            work.figures(indicator, place)?,
        ));
    }
    let rows = work.extra_rows(&targets);
    let spans = (transform == Transform::Cagr).then_some((work.time, work.asked));
    let remark = work.remark();
    for row in &mut selected.answer.rows {
        row.cells.reserve(columns.len());
    }
    for (column, figures) in columns {
        selected.answer.columns.push(column);
        for (row, figure) in selected.answer.rows.iter_mut().zip(figures) {
            row.cells.push(figure);
        }
    }
    insert(&mut selected.answer, rows);
    selected.answer.remarks.extend(remark);
    if let Some((time, (first, last))) = spans {
        series::into_spans(selected, time, first, last)?;
    }
    Ok(())
}

/// The columns that the transform has a meaning for; those that it has none for are hidden or refused.
fn targets<'t>(
    table: &'t Table,
    answer: &mut Answer,
    transform: Transform,
    named: bool,
) -> Result<Vec<(usize, &'t Indicator)>, QueryError> {
    let mut targets: Vec<(usize, &Indicator)> = Vec::new();
    let mut left_out: Vec<String> = Vec::new();
    let shown: Vec<usize> = answer
        .shown()
        .filter(|(_, column)| column.measure().is_some())
        .map(|(place, _)| place)
        .collect();
    let place_of = |answer: &Answer, id: &str| {
        answer
            .columns
            .iter()
            .position(|column| column.measure().is_some_and(|measure| measure.id == id))
    };
    for place in shown {
        let id = answer.columns[place]
            .measure()
            .map(|measure| measure.id.clone())
            .unwrap_or_default();
        answer.columns[place].shown = false;
        let Some((_, _, indicator)) = table
            .indicators()
            .find(|(_, _, indicator)| indicator.id == id)
        else {
            continue;
        };
        // Growth stands for the amount that it is the growth of.
        let of_amount = match &indicator.combine {
            Combine::WeightedMean {
                weight,
                weight_year,
            } if transform.needs_growth() && weight_year.as_deref() == Some("previous") => table
                .indicators()
                .find(|(_, _, amount)| amount.id == *weight)
                .map(|(_, _, amount)| amount),
            _ => None,
        };
        let target = of_amount.unwrap_or(indicator);
        match transform.refusal(table, target) {
            Some(reason) if named => {
                return Err(QueryError::refused(format!("`--as {transform}`: {reason}")));
            }
            Some(_) => left_out.push(id),
            None => {
                let target_place = place_of(answer, &target.id).unwrap_or(place);
                if !targets.iter().any(|(known, _)| *known == target_place) {
                    targets.push((target_place, target));
                }
            }
        }
    }
    if targets.is_empty() {
        return Err(QueryError::refused(format!(
            "`--as {transform}` has no meaning for any indicator of `{}`; `hlj describe {}` says their kinds",
            table.name, table.name
        )));
    }
    if !left_out.is_empty() {
        answer.warnings.push(format!(
            "{} left out, since `--as {transform}` has no meaning for it",
            quoted_list(left_out, "and")
        ));
    }
    Ok(targets)
}

/// Puts each extra row behind the last row of the key that it belongs to.
fn insert(answer: &mut Answer, rows: Vec<(usize, Row)>) {
    for (behind, row) in rows.into_iter().rev() {
        answer.rows.insert(behind + 1, row);
    }
}

impl<'a> Work<'a> {
    fn new(
        table: &'a Table,
        selected: &'a Selected,
        transform: Transform,
        explain: bool,
    ) -> Result<Work<'a>, QueryError> {
        let answer = &selected.answer;
        let place = |wanted: fn(&Role) -> bool| {
            answer
                .columns
                .iter()
                .position(|column| wanted(&column.role))
        };
        let Some(time) = place(|role| matches!(role, Role::Time)) else {
            return Err(QueryError::refused(format!(
                "`--as {transform}` needs years in the answer; leave it out, or keep `year` in `--group-by`"
            )));
        };
        let mut existing: Vec<Year> = answer
            .rows
            .iter()
            .filter_map(|row| year(row, time))
            .collect();
        existing.sort();
        existing.dedup();
        let asked = selected.years.iter().flatten().chain(&selected.absent);
        let asked: Vec<Year> = if selected.years.is_some() {
            asked.copied().collect()
        } else {
            existing.clone()
        };
        let (Some(first), Some(last)) = (asked.iter().min(), asked.iter().max()) else {
            return Err(QueryError::refused(format!(
                "`--as {transform}` needs a year to work on; leave it out"
            )));
        };
        let keys: Vec<usize> = (0..answer.columns.len())
            .filter(|&at| is_key(&answer.columns[at]))
            .collect();
        let key = |row: &Row| {
            keys.iter()
                .map(|&place| key_text(&row.cells[place]))
                .collect()
        };
        let places = answer
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| (key(row), at))
            .collect();
        let work = Work {
            table,
            answer,
            others: &selected.others,
            transform,
            explain,
            asked: (*first, *last),
            skips: existing
                .iter()
                .any(|year| (first..last).contains(&year) && !asked.contains(year)),
            existing,
            time,
            area: place(|role| matches!(role, Role::Area)),
            places,
        };
        work.check_base()?;
        Ok(work)
    }

    /// The base year: as asked for, else the first year that is asked for.
    fn base(&self) -> Year {
        match self.transform {
            Transform::Index(Some(base))
            | Transform::RealIndex(Some(base))
            | Transform::Constant(base) => base,
            _ => self.asked.0,
        }
    }

    /// Refuses a base year, or the end of a span, that the data do not have.
    fn check_base(&self) -> Result<(), QueryError> {
        let needed = match self.transform {
            Transform::Index(_) | Transform::RealIndex(_) | Transform::Constant(_) => {
                vec![self.base()]
            }
            Transform::Cagr => vec![self.asked.0, self.asked.1],
            _ => Vec::new(),
        };
        let Some(missing) = needed
            .into_iter()
            .find(|year| !self.existing.contains(year))
        else {
            return Ok(());
        };
        let near = nearest(missing, self.existing.iter().copied());
        let near = near
            .map(|year| format!(", the nearest is {year}"))
            .unwrap_or_default();
        Err(QueryError::refused(format!(
            "`--as {}`: `{}` has nothing for {missing}; its years are {}{near}",
            self.transform,
            self.table.name,
            spans(&self.existing)
        )))
    }

    fn figure(&self, row: usize, place: usize) -> Option<&'a Figure> {
        figure_in(&self.answer.rows[row], place)
    }

    fn year(&self, row: usize) -> Option<Year> {
        year(&self.answer.rows[row], self.time)
    }

    /// The row of the same key with another text in one column.
    fn sibling(&self, row: usize, place: usize, text: &str) -> Option<usize> {
        let cells = &self.answer.rows[row].cells;
        let keys = (0..self.answer.columns.len()).filter(|&at| is_key(&self.answer.columns[at]));
        let key: Vec<String> = keys
            .map(|at| {
                if at == place {
                    text.to_owned()
                } else {
                    key_text(&cells[at])
                }
            })
            .collect();
        self.places.get(&key).copied()
    }

    /// The row of the same key in another year.
    fn in_year(&self, row: usize, year: Year) -> Option<usize> {
        self.sibling(row, self.time, &year.to_string())
    }

    /// The transformed figure of each row.
    fn figures(&self, indicator: &Indicator, place: usize) -> Result<Vec<Cell>, QueryError> {
        let rows = 0..self.answer.rows.len();
        let figures: Vec<Figure> = match self.transform {
            Transform::Share => rows
                .map(|row| self.share(row, place))
                .collect::<Result<_, _>>()?,
            Transform::Contribution => rows
                .map(|row| self.contribution(row, place))
                .collect::<Result<_, _>>()?,
            Transform::RealIndex(_) | Transform::Constant(_) | Transform::Deflator => {
                let growth = growth_of(self.table, &indicator.id).and_then(|growth| {
                    let is_growth = |column: &Column| {
                        column
                            .measure()
                            .is_some_and(|measure| measure.id == growth.id)
                    };
                    self.answer.columns.iter().position(is_growth)
                });
                rows.map(|row| self.in_volume(row, place, growth)).collect()
            }
            _ => rows
                .map(|row| self.over_time(row, place, indicator.kind))
                .collect(),
        };
        let cannot_exist = |row: usize| {
            self.figure(row, place)
                .filter(|figure| figure.status == Status::CannotExist)
                .cloned()
        };
        let figures = figures
            .into_iter()
            .enumerate()
            .map(|(row, figure)| cannot_exist(row).unwrap_or(figure));
        Ok(figures.map(Cell::Figure).collect())
    }
}

fn year(row: &Row, time: usize) -> Option<Year> {
    match row.cells[time] {
        Cell::Year(year) => Some(year),
        _ => None,
    }
}

fn figure_in(row: &Row, place: usize) -> Option<&Figure> {
    match row.cells.get(place)? {
        Cell::Figure(figure) => Some(figure),
        _ => None,
    }
}

/// The year nearest to another; the later of two.
fn nearest(wanted: Year, years: impl Iterator<Item = Year>) -> Option<Year> {
    years.min_by_key(|year| ((year.number() - wanted.number()).abs(), -year.number()))
}
