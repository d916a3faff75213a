//! Transforms across the parts of a whole: shares and contributions.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Transform, Work, figure_in, year};
use crate::answer::{Cell, Label, Name, Row};
use crate::figure::{Estimate, Figure, Note, Year};
use crate::methods::{contribution, relative_change, share, sum};
use crate::package::Indicator;
use crate::query::QueryError;
use crate::query::combine::{Doubt, Operand, is_key, key_text};

/// The name of the row for what the parts leave of their whole.
const RESIDUAL: &str = "residual";

impl Work<'_> {
    /// How many areas the table has, whether or not they are chosen.
    pub(super) fn count_of_areas(&self) -> usize {
        let names = |rows: &[Row]| -> Vec<String> {
            let area = |row: &Row| self.area.map(|place| key_text(&row.cells[place]));
            rows.iter()
                .filter(|row| !row.total || self.is_member_total(row))
                .filter_map(area)
                .collect()
        };
        let mut names = [names(&self.answer.rows), names(self.others)].concat();
        names.retain(|name| name != "Total");
        names.sort();
        names.dedup();
        names.len()
    }

    /// Whether a row is marked as a total for its member of a dimension, and not as that of several areas.
    fn is_member_total(&self, row: &Row) -> bool {
        self.area
            .is_none_or(|place| key_text(&row.cells[place]) != "Total")
    }

    /// The share of a row in all areas of the table, of the same year and members.
    pub(super) fn share(&self, row: usize, place: usize) -> Result<Figure, QueryError> {
        if self.area.is_some() && self.count_of_areas() == 1 {
            return Err(QueryError::refused(format!(
                "`--as share` is of the table's areas, and `{}` has one alone; leave it out, and divide by the total \
                 that stands beside the parts",
                self.table.name
            )));
        }
        let Some(year) = self.year(row) else {
            return Ok(Figure::missing("There is no year."));
        };
        let value = match self.operand(Some(row), place, year) {
            Ok(value) => value,
            Err(missing) => return Ok(missing),
        };
        let rest = match self.rest(row, place, year)? {
            Ok(rest) => rest,
            Err(missing) => return Ok(missing),
        };
        let mut doubt = Doubt::default();
        for operand in rest.iter().chain([&value]) {
            doubt.take(operand);
        }
        let estimates: Vec<Estimate> = rest.iter().map(|operand| operand.value).collect();
        let rest_sum = if estimates.is_empty() {
            Ok(Estimate::exact(Decimal::ZERO))
        } else {
            sum(&estimates)
        };
        let all: Vec<&str> = std::iter::once(&value)
            .chain(&rest)
            .map(|operand| operand.text.as_str())
            .collect();
        let formula = format!("100 × {} ÷ ({})", value.text, all.join(" + "));
        Ok(self.finish(
            rest_sum.and_then(|rest| share(value.value, rest)),
            doubt,
            formula,
        ))
    }

    /// The values of the table's other areas beside a row, in a year.
    fn rest(
        &self,
        row: usize,
        place: usize,
        of: Year,
    ) -> Result<Result<Vec<Operand>, Figure>, QueryError> {
        let Some(area) = self.area else {
            return Err(QueryError::refused(format!(
                "`--as {}` is of the table's areas, and the answer has none; keep the area in `--group-by`",
                self.transform
            )));
        };
        let cells = &self.answer.rows[row].cells;
        let is_total = key_text(&cells[area]) == "Total";
        let same = |other: &Row| {
            let keys = (0..self.answer.columns.len())
                .filter(|&at| is_key(&self.answer.columns[at]) && at != area && at != self.time);
            year(other, self.time) == Some(of)
                && keys
                    .into_iter()
                    .all(|at| key_text(&other.cells[at]) == key_text(&cells[at]))
        };
        let beside = self.answer.rows.iter().filter(|other| {
            let name = key_text(&other.cells[area]);
            !is_total && name != "Total" && name != key_text(&cells[area])
        });
        let mut rest = Vec::new();
        for other in beside.chain(self.others).filter(|other| same(other)) {
            let Some(operand) = figure_in(other, place).and_then(Operand::of) else {
                let name = key_text(&other.cells[area]);
                return Ok(Err(Figure::missing(format!(
                    "The whole is not known: {name} {of} has no usable value."
                ))));
            };
            rest.push(operand);
        }
        Ok(Ok(rest))
    }

    /// The contribution of a row to the relative change of its whole on the year before: the total of its dimension
    /// where the table has one, else all areas of the table.
    pub(super) fn contribution(&self, row: usize, place: usize) -> Result<Figure, QueryError> {
        let Some(now) = self.year(row) else {
            return Ok(Figure::missing("There is no year."));
        };
        let before = Year::new(now.number() - 1).unwrap_or(now);
        let Some(base_row) = self.in_year(row, before) else {
            return Ok(Figure::missing(format!(
                "There is no {before} in the table, and so no change on it."
            )));
        };
        let both = self
            .operand(Some(row), place, now)
            .and_then(|value| Ok((value, self.operand(Some(base_row), place, before)?)));
        let (value, base) = match both {
            Ok(both) => both,
            Err(missing) => return Ok(missing),
        };
        let mut doubt = Doubt::default();
        doubt.take(&value);
        doubt.take(&base);
        let (whole, inside) = match self.partition() {
            Some((part, total)) => {
                if key_text(&self.answer.rows[row].cells[part]) == total {
                    let formula = format!("100 × ({} ÷ {} − 1)", value.text, base.text);
                    return Ok(self.finish(
                        relative_change(value.value, base.value),
                        doubt,
                        formula,
                    ));
                }
                match self.operand(self.sibling(base_row, part, &total), place, before) {
                    Ok(whole) => (vec![whole], false),
                    Err(_) => {
                        return Err(QueryError::refused(format!(
                            "`--as contribution` needs the `{total}` of the whole; leave out the option that chooses members, or add `{total}` to it"
                        )));
                    }
                }
            }
            None => match self.rest(row, place, before)? {
                Ok(rest) => (rest, true),
                Err(missing) => return Ok(missing),
            },
        };
        for operand in &whole {
            doubt.take(operand);
        }
        let estimates: Vec<Estimate> = whole.iter().map(|operand| operand.value).collect();
        let rest = if estimates.is_empty() {
            Ok(Estimate::exact(Decimal::ZERO))
        } else {
            sum(&estimates)
        };
        let own = inside.then_some(base.text.as_str());
        let below: Vec<&str> = own
            .into_iter()
            .chain(whole.iter().map(|operand| operand.text.as_str()))
            .collect();
        let formula = format!(
            "100 × ({} − {}) ÷ ({})",
            value.text,
            base.text,
            below.join(" + ")
        );
        Ok(self.finish(
            rest.and_then(|rest| contribution(value.value, base.value, rest, inside)),
            doubt,
            formula,
        ))
    }

    /// The dimension of the answer that has a total: its place and the total's name.
    fn partition(&self) -> Option<(usize, String)> {
        self.table.dimensions().find_map(|(_, column, dimension)| {
            let total = dimension.total.clone()?;
            let place = self
                .answer
                .columns
                .iter()
                .position(|known| known.name == column.name)?;
            Some((place, total))
        })
    }

    /// The rows that the parts' contributions leave of their whole, each with the place of the row that it follows.
    pub(super) fn extra_rows(&self, targets: &[(usize, &Indicator)]) -> Vec<(usize, Row)> {
        let Some((part, total)) = self
            .partition()
            .filter(|_| self.transform == Transform::Contribution)
        else {
            return Vec::new();
        };
        let mut rows = Vec::new();
        for (at, row) in self.answer.rows.iter().enumerate() {
            if key_text(&row.cells[part]) != total {
                continue;
            }
            let parts: Vec<usize> = (0..self.answer.rows.len())
                .filter(|&other| other != at && self.sibling(other, part, &total) == Some(at))
                .collect();
            let mut cells: Vec<Cell> = row
                .cells
                .iter()
                .map(|cell| match cell {
                    Cell::Figure(_) => Cell::Empty,
                    cell => cell.clone(),
                })
                .collect();
            cells[part] = Cell::Name(Name {
                id: RESIDUAL.to_owned(),
                label: Label::new("Residual", Some("余项")),
            });
            for (place, _) in targets {
                let whole = self.contribution(at, *place).ok();
                let of_parts: Option<Vec<Figure>> = parts
                    .iter()
                    .map(|&part| self.contribution(part, *place).ok())
                    .collect();
                let mut rest = residual(whole.as_ref(), of_parts.as_deref());
                if !self.explain {
                    rest.formula = None;
                }
                cells.push(Cell::Figure(rest));
            }
            rows.push((at, Row { cells, total: true }));
        }
        rows
    }
}

/// What the parts leave of the whole.
fn residual(whole: Option<&Figure>, parts: Option<&[Figure]>) -> Figure {
    let operands: Option<Vec<Operand>> =
        parts.and_then(|parts| parts.iter().map(Operand::of).collect());
    let (Some(whole), Some(parts)) = (whole.and_then(Operand::of), operands) else {
        return Figure::missing("A part or the whole is missing.");
    };
    let mut doubt = Doubt::default();
    for operand in parts.iter().chain([&whole]) {
        doubt.take(operand);
    }
    let estimates: Vec<Estimate> = parts.iter().map(|part| part.value).collect();
    match sum(&estimates).and_then(|sum| crate::methods::difference(whole.value, sum)) {
        Ok(rest) => {
            let texts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
            let formula = format!("{} − ({})", whole.text, texts.join(" + "));
            let made = "What the parts leave of the whole: rounding, and doubts of the source.";
            Figure {
                formula: Some(Arc::from(formula)),
                ..doubt.figure(rest, Some(Note::remark(made)))
            }
        }
        Err(undefined) => Figure::missing(format!("It cannot be computed: {undefined}.")),
    }
}
