//! The contribution to the relative change of the whole on the year before, in percentage points. The whole is the total
//! of the dimension where the table has one, else all areas of the table.

use std::sync::Arc;

use super::rule::{Below, Head, Rule, Years, unless_amount};
use super::whole::{in_formula, rest, sum_of};
use super::work::{At, Work};
use crate::answer::{Cell, Label, Measure, Name, Row};
use crate::figure::{Figure, Note};
use crate::methods::{contribution, contribution_inside, difference, relative_change};
use crate::query::QueryError;
use crate::query::keyed::key_text;
use crate::query::operand::{Doubt, Operand};

/// The name of the row for what the parts leave of their whole.
const RESIDUAL: &str = "residual";

pub(super) const RULE: Rule = Rule {
    name: "contribution",
    years: Years::Each,
    needs_growth: false,
    kind: |_| None,
    refusal: unless_amount,
    head: |level| Head {
        name: format!("{}_contribution_pp", level.stem),
        title: format!("{}, contribution", level.title()),
        unit: format!(
            "percentage points of the {}change of the whole",
            level.nominal
        ),
        code: Some(Measure::POINTS),
    },
    figure: |work, at, _| figure(work, at),
    rows: Some(rows),
    remark: None,
};

fn figure(work: &Work, at: At) -> Result<Figure, QueryError> {
    let Some(now) = work.year(at.row) else {
        return Ok(Figure::missing("There is no year."));
    };
    let before = now.year_before().unwrap_or(now);
    let Some(base_row) = work.in_year(at.row, before) else {
        return Ok(Figure::missing(format!(
            "There is no {before} in the table, and so no change on it."
        )));
    };
    let both = work
        .operand(Some(at.row), at.place, now)
        .and_then(|value| Ok((value, work.operand(Some(base_row), at.place, before)?)));
    let (value, base) = match both {
        Ok(both) => both,
        Err(missing) => return Ok(missing),
    };
    let Some((part, total)) = partition(work) else {
        return Ok(match rest(work, at, before)? {
            Ok(rest) => {
                let rest: Vec<&Operand> = rest.operands().collect();
                of_whole(work, [&value, &base], &rest, true)
            }
            Err(missing) => missing,
        });
    };
    if key_text(&work.answer.rows[at.row].cells[part]) == total {
        return Ok(work.made_of([&value, &base], |[value, base]| {
            let formula = format!("100 × ({} ÷ {} − 1)", value.text, base.text);
            (relative_change(value.value, base.value), formula)
        }));
    }
    let whole = work.operand(work.sibling(base_row, part, &total), at.place, before);
    let whole = whole.map_err(|_| {
        QueryError::refused(format!(
            "`--as contribution` needs the `{total}` of the whole; leave out the option that chooses members, or add `{total}` to it"
        ))
    })?;
    Ok(of_whole(work, [&value, &base], &[&whole], false))
}

/// The contribution of a change to a whole before: the operands that are given, and the base itself where it is no part
/// of these.
fn of_whole(
    work: &Work,
    [value, base]: [&Operand; 2],
    whole: &[&Operand],
    is_base_beside: bool,
) -> Figure {
    let doubt = Doubt::of([value, base].into_iter().chain(whole.iter().copied()));
    let method = if is_base_beside {
        contribution_inside
    } else {
        contribution
    };
    let estimate =
        sum_of(whole.iter().copied()).and_then(|rest| method(value.value, base.value, rest));
    work.finish(estimate, doubt, || {
        let own = is_base_beside.then_some(base);
        let below = in_formula(own.into_iter().chain(whole.iter().copied()));
        format!("100 × ({} − {}) ÷ ({below})", value.text, base.text)
    })
}

/// The dimension of the answer that has a total: its place and the total's name.
fn partition(work: &Work) -> Option<(usize, String)> {
    work.table.dimensions().find_map(|(_, column, dimension)| {
        let total = dimension.total.clone()?;
        let mut columns = work.answer.columns.iter();
        let place = columns.position(|known| known.name == column.name)?;
        Some((place, total))
    })
}

/// The rows of what the parts leave of their whole.
fn rows(work: &Work, places: &[usize]) -> Vec<Below> {
    let Some((part, total)) = partition(work) else {
        return Vec::new();
    };
    let wholes = work.answer.rows.iter().enumerate();
    let wholes = wholes.filter(|(_, row)| key_text(&row.cells[part]) == total);
    let row_below = |(at, row): (usize, &Row)| {
        let parts: Vec<usize> = (0..work.answer.rows.len())
            .filter(|&other| other != at && work.sibling(other, part, &total) == Some(at))
            .collect();
        let keys = row.cells.iter().map(|cell| match cell {
            Cell::Figure(_) => Cell::Empty,
            cell => cell.clone(),
        });
        let mut cells: Vec<Cell> = keys.collect();
        cells[part] = Cell::Name(Name {
            id: RESIDUAL.to_owned(),
            label: Label::new("Residual", Some("余项")),
        });
        for &place in places {
            let of = |row| figure(work, At { row, place }).ok();
            let of_parts: Option<Vec<Figure>> = parts.iter().map(|&part| of(part)).collect();
            let mut rest = residual(of(at).as_ref(), of_parts.as_deref());
            if !work.explain {
                rest.formula = None;
            }
            cells.push(Cell::Figure(rest));
        }
        (at, Row { cells, total: true })
    };
    wholes.map(row_below).collect()
}

/// What the parts leave of the whole.
fn residual(whole: Option<&Figure>, parts: Option<&[Figure]>) -> Figure {
    let operands: Option<Vec<Operand>> =
        parts.and_then(|parts| parts.iter().map(Operand::of).collect());
    let (Some(whole), Some(parts)) = (whole.and_then(Operand::of), operands) else {
        return Figure::missing("A part or the whole is missing.");
    };
    let doubt = Doubt::of(parts.iter().chain([&whole]));
    match sum_of(&parts).and_then(|sum| difference(whole.value, sum)) {
        Ok(rest) => {
            let formula = format!("{} − ({})", whole.text, in_formula(&parts));
            let made = "What the parts leave of the whole: rounding, and doubts of the source.";
            Figure {
                formula: Some(Arc::from(formula)),
                ..doubt.figure(rest, Some(Note::remark(made)))
            }
        }
        Err(undefined) => Figure::missing(format!("It cannot be computed: {undefined}.")),
    }
}
