//! Which key columns of an answer stay when rows are combined, and which collapse.

use std::collections::BTreeSet;

use super::{Combination, YEAR};
use crate::answer::{Answer, Cell, Column, Role, Row};
use crate::figure::{Frequency, Period};
use crate::order::InOrder;
use crate::package::Table;
use crate::query::QueryError;
use crate::query::keyed::keys;
use crate::source::shape::when::{are_parts, part_named};
use crate::words::{Refusal, printable, quoted_list};

/// The key columns of an answer: which stay, which collapse.
pub(in crate::query) struct Keys {
    /// The places of the key columns that stay.
    pub(in crate::query) stay: Vec<usize>,
    /// The places of those that collapse.
    pub(in crate::query) collapse: Vec<usize>,
    /// The positions of the area and the year, where there are such columns.
    pub(in crate::query) area: Option<usize>,
    pub(super) time: Option<usize>,
    /// Whether the time collapses into years, which stay.
    pub(in crate::query) yearly: bool,
    /// The further dimensions that collapse and are the quarters or months of the years.
    pub(in crate::query) parts: Vec<Parts>,
}

/// A dimension whose members are parts of a year.
pub(in crate::query) struct Parts {
    place: usize,
    heading: String,
    /// Whether the table prints the year as a whole.
    pub(super) has_total: bool,
}

impl Parts {
    /// Which part of a year a row is of.
    fn number(&self, row: &Row) -> Option<i64> {
        let (_, number) = part_named(&self.heading, row.cells[self.place].text()?)?;
        Some(number)
    }

    /// The dimensions that collapse whose members, their totals aside, are several parts of a year.
    fn of(table: &Table, answer: &Answer, collapse: &[usize]) -> Vec<Parts> {
        let parts = table.dimensions().filter_map(|(_, column, dimension)| {
            let mut columns = answer.columns.iter();
            let place = columns.position(|known| known.name == column.name)?;
            let rows = answer.rows.iter().filter(|_| collapse.contains(&place));
            let members: BTreeSet<&str> = rows.filter_map(|row| row.cells[place].text()).collect();
            let is_total = |member: &&&str| dimension.total.as_deref() == Some(**member);
            let has_total = members.iter().any(|member| is_total(&member));
            let parts = members.iter().filter(|member| !is_total(member));
            are_parts(&column.name, parts.copied()).then(|| Parts {
                place,
                heading: column.name.clone(),
                has_total,
            })
        });
        parts.collect()
    }
}

impl Keys {
    pub(in crate::query) fn new(
        table: &Table,
        answer: &Answer,
        how: &Combination,
    ) -> Result<Keys, QueryError> {
        let area = answer.place(|role| matches!(role, Role::Area));
        let time = answer.place(|role| matches!(role, Role::Time));
        let all = keys(answer);
        if how.makes_total() {
            let Some(area) = area else {
                return Err(QueryError::refused(
                    Refusal::new(format!("`{}` has no areas to make a total of", table.name))
                        .next("leave out `--total`"),
                ));
            };
            let stay = all.iter().copied().filter(|at| *at != area).collect();
            return Ok(Keys {
                stay,
                collapse: vec![area],
                area: Some(area),
                time,
                yearly: false,
                parts: Vec::new(),
            });
        }
        let names: Vec<&str> = all
            .iter()
            .map(|&at| answer.columns[at].name.as_str())
            .collect();
        let mut stay = Vec::new();
        let mut yearly = false;
        for wanted in &how.group_by {
            let exactly = |at: &usize| answer.columns[*at].name == *wanted;
            let lower = wanted.to_lowercase();
            let called = |at: &usize| {
                let column = &answer.columns[*at];
                let zh = column.label.zh.as_deref();
                let mut names = [column.name.as_str(), &column.label.en]
                    .into_iter()
                    .chain(zh);
                names.any(|name| name.to_lowercase() == lower)
            };
            let mut names_of = all.iter().copied();
            let found = names_of
                .find(exactly)
                .or_else(|| all.iter().copied().find(called));
            let found = found.or(match wanted.as_str() {
                "area" | "city" => area,
                "time" | "period" | "year" => time,
                _ => None,
            });
            // Quarters and months make up years.
            if wanted == YEAR && found == time && has_parts_of_years(answer, time) {
                yearly = true;
                continue;
            }
            let Some(at) = found else {
                let word = printable(wanted);
                return Err(QueryError::refused(
                    Refusal::new(format!(
                        "`--group-by`: `{}` has no dimension `{word}`",
                        table.name
                    ))
                    .meaning(wanted, names.iter().copied())
                    .allowing(format!("it has {}", quoted_list(&names, "and"))),
                ));
            };
            stay.push(at);
        }
        let collapse: Vec<usize> = all
            .iter()
            .copied()
            .filter(|at| !stay.contains(at))
            .collect();
        stay.order();
        stay.dedup();
        Ok(Keys {
            parts: Parts::of(table, answer, &collapse),
            stay,
            collapse,
            area,
            time,
            yearly,
        })
    }

    /// Whether periods collapse, or the parts of a year.
    pub(in crate::query) fn is_over_time(&self) -> bool {
        self.collapses(self.time) || !self.parts.is_empty()
    }

    /// Whether a column that collapses holds the parts of the years.
    pub(super) fn is_part_of_year(&self, place: usize) -> bool {
        self.parts.iter().any(|parts| parts.place == place)
    }

    /// Which part of its year a row is for, where the parts of a year are a dimension that collapses.
    pub(super) fn within_year(&self, row: &Row) -> Vec<Option<i64>> {
        self.parts.iter().map(|parts| parts.number(row)).collect()
    }

    pub(super) fn collapses(&self, place: Option<usize>) -> bool {
        place.is_some_and(|place| self.collapse.contains(&place))
    }

    /// The year that a row's period is a part of, where the time collapses into years.
    pub(super) fn year_of(&self, row: &Row) -> Option<Period> {
        let period = super::period_of(row, self).filter(|_| self.yearly);
        period.map(Period::year)
    }

    /// Takes the collapsed columns, and the code of a collapsed area, out of an answer's columns and rows; the time
    /// stays where it tells a span.
    pub(super) fn drop_collapsed(
        &self,
        has_span: bool,
        columns: &mut Vec<Column>,
        rows: &mut [&mut Vec<Row>],
    ) {
        let code = self
            .area
            .filter(|area| self.collapse.contains(area))
            .map(|area| area + 1);
        let is_dropped = |at: usize| {
            let tells_span = (has_span || self.yearly) && Some(at) == self.time;
            (self.collapse.contains(&at) && !tells_span) || Some(at) == code
        };
        let keep: Vec<usize> = (0..columns.len()).filter(|at| !is_dropped(*at)).collect();
        *columns = keep.iter().map(|&at| columns[at].clone()).collect();
        for row in rows.iter_mut().flat_map(|rows| rows.iter_mut()) {
            row.cells = keep.iter().map(|&at| row.cells[at].clone()).collect();
        }
    }
}

/// Whether some period of an answer is shorter than a year.
fn has_parts_of_years(answer: &Answer, time: Option<usize>) -> bool {
    let cells = answer.rows.iter().filter_map(|row| row.cells.get(time?));
    cells
        .into_iter()
        .any(|cell| matches!(cell, Cell::Year(period) if period.frequency() != Frequency::Year))
}
