//! What a part is a part of: the table's other areas.

use rust_decimal::Decimal;

use super::work::{At, Work, figure_in, year};
use crate::answer::Row;
use crate::figure::{Estimate, Figure, Year};
use crate::methods::{Undefined, sum};
use crate::query::QueryError;
use crate::query::combine::{Operand, is_key, key_text};

/// What the row of several areas together has in the place of an area.
const TOTAL: &str = "Total";

/// How many areas the table has, whether or not they are chosen.
pub(super) fn count_of_areas(work: &Work) -> usize {
    let area = |row: &Row| work.area.map(|place| key_text(&row.cells[place]));
    let rows = work.answer.rows.iter().chain(work.others);
    let mut names: Vec<String> = rows.filter_map(area).filter(|name| name != TOTAL).collect();
    names.sort();
    names.dedup();
    names.len()
}

/// The values of the table's other areas beside a row, in a year.
pub(super) fn rest(
    work: &Work,
    at: At,
    of: Year,
) -> Result<Result<Vec<Operand>, Figure>, QueryError> {
    let Some(area) = work.area else {
        return Err(QueryError::refused(format!(
            "`--as {}` is of the table's areas, and the answer has none; keep the area in `--group-by`",
            work.transform
        )));
    };
    let cells = &work.answer.rows[at.row].cells;
    let own = key_text(&cells[area]);
    let keys: Vec<usize> = (0..work.answer.columns.len())
        .filter(|&key| is_key(&work.answer.columns[key]) && key != area && key != work.time)
        .collect();
    let is_same = |other: &&Row| {
        let has_same = |&key: &usize| key_text(&other.cells[key]) == key_text(&cells[key]);
        year(other, work.time) == Some(of) && keys.iter().all(has_same)
    };
    let beside = work.answer.rows.iter().filter(|other| {
        let name = key_text(&other.cells[area]);
        own != TOTAL && name != TOTAL && name != own
    });
    let mut rest = Vec::new();
    for other in beside.chain(work.others).filter(is_same) {
        let Some(operand) = figure_in(other, at.place).and_then(Operand::of) else {
            let name = key_text(&other.cells[area]);
            return Ok(Err(Figure::missing(format!(
                "The whole is not known: {name} {of} has no usable value."
            ))));
        };
        rest.push(operand);
    }
    Ok(Ok(rest))
}

/// The sum of operands, which of none is zero.
pub(super) fn sum_of(operands: &[Operand]) -> Result<Estimate, Undefined> {
    let estimates: Vec<Estimate> = operands.iter().map(|operand| operand.value).collect();
    if estimates.is_empty() {
        return Ok(Estimate::exact(Decimal::ZERO));
    }
    sum(&estimates)
}

/// The operands of a sum as a formula has them.
pub(super) fn in_formula<'a>(operands: impl IntoIterator<Item = &'a Operand>) -> String {
    let texts: Vec<&str> = operands
        .into_iter()
        .map(|operand| operand.text.as_str())
        .collect();
    texts.join(" + ")
}
