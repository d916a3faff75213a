//! The contribution to the relative change of the whole on the year before, in percentage points. The whole is the total
//! of the dimension where the table has one, else all areas of the table.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::indicator_of;
use super::rule::{Below, Head, Rule, Years, unless_amount};
use super::whole::{Total, not_known, sum_beside, sum_of, unless_undeclared};
use super::work::{At, Members, Work};
use crate::answer::{Cell, Label, Measure, Name, Row};
use crate::figure::{Estimate, Figure, Kind, Note};
use crate::methods::{contribution, contribution_inside, difference};
use crate::package::Indicator;
use crate::query::QueryError;
use crate::query::formula::Formula;
use crate::query::keyed::key_text;
use crate::query::operand::{Doubt, Operand};
use crate::source::shape::when::are_parts;
use crate::words::Refusal;

/// The name of the row for what the parts leave of their whole.
const RESIDUAL: &str = "residual";

pub(super) const RULE: Rule = Rule {
    name: "contribution",
    years: Years::Change,
    needs_growth: false,
    is_of_whole: true,
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
    figure,
    rows: Some(rows),
    remark: None,
};

fn figure(work: &Work, at: At, indicator: &Indicator) -> Result<Figure, QueryError> {
    let (before, base_row) = match work.base_of_change(at.row) {
        Ok(found) => found,
        Err(missing) => return Ok(missing),
    };
    let (value, base) = match work.ends(at, before, base_row) {
        Ok(both) => both,
        Err(missing) => return Ok(missing),
    };
    let Some((part, total)) = partition(work, indicator) else {
        let beside = sum_beside(
            work,
            At {
                row: base_row,
                ..at
            },
            before,
            work.year(at.row).map(|own| (own, at.place)),
        )?;
        return match &beside.value {
            Ok(whole) => {
                unless_undeclared(work, indicator, whole)?;
                Ok(of_areas(work, at, [&value, &base], whole))
            }
            Err(reason) => Ok(not_known(reason)),
        };
    };
    if key_text(&work.answer.rows[at.row].cells[part]) == total {
        return Ok(of_itself(work, [&value, &base]));
    }
    let whole_row = work.sibling(base_row, part, &total);
    let (mut value, mut base) = (value, base);
    let mut whole = work.operand(whole_row, at.place, before);
    // Of a partial combination the whole has the members that the part has at both ends.
    let three = [at.row, base_row, whole_row.unwrap_or(at.row)].map(|row| At { row, ..at });
    match work
        .matched(&three, "at both ends")
        .map(|three| three.map(<[_; 3]>::try_from))
    {
        Ok(Some(Ok([own, from, all]))) => {
            let own = (own, work.year(at.row).unwrap_or(before));
            (value, base) = work.between(at, [own, (from, before)]);
            whole = Ok(all);
        }
        Err(missing) if whole.is_ok() => return Ok(missing),
        _ => {}
    }
    let whole = whole.map_err(|_| {
        QueryError::refused(
            Refusal::new(format!(
                "`--as contribution` needs the `{total}` of the whole"
            ))
            .next(format!(
                "leave out the option that chooses members, or add `{total}` to it"
            )),
        )
    })?;
    let doubt = Doubt::of([&value, &base, &whole]);
    let estimate = contribution(value.value, base.value, whole.value);
    Ok(work.finish(estimate, doubt, || {
        format!("100 × ({} − {}) ÷ ({})", value.text, base.text, whole.text)
    }))
}

/// The contribution of an area to the change of all, of which the sum before is given.
fn of_areas(work: &Work, at: At, [value, base]: [&Operand; 2], whole: &Total) -> Figure {
    let own = work.own_area(at.row);
    // All areas together are the whole, over those that are there at both ends.
    let is_all = own.is_none() && work.area.is_some() && work.others.is_empty();
    if is_all || own.is_some() && own.as_deref() == whole.row() {
        return of_itself(work, [value, base]);
    }
    let doubt = Doubt::of([value, base, whole.operand()]);
    let estimate = match whole.rest(own.as_deref(), base) {
        Some(rest) => contribution_inside(value.value, base.value, rest),
        None => contribution(value.value, base.value, whole.operand().value),
    };
    work.finish(estimate, doubt, || {
        format!(
            "100 × ({} − {}) ÷ {}",
            value.text,
            base.text,
            whole.in_formula()
        )
    })
}

/// The contribution of the whole itself: its relative change.
fn of_itself(work: &Work, both: [&Operand; 2]) -> Figure {
    work.made(Formula::Change, both)
}

/// The dimension of the answer that has a total: its place and the total's name; none where totals alone are chosen, of
/// which areas are the parts.
fn partition(work: &Work, indicator: &Indicator) -> Option<(usize, String)> {
    let (place, total, _) =
        with_parts(work).filter(|(place, ..)| adds_over(work, indicator, *place))?;
    Some((place, total))
}

/// Whether an amount is added over a dimension: a stock is not over the parts of a year.
fn adds_over(work: &Work, indicator: &Indicator, place: usize) -> bool {
    let heading = work.answer.columns[place].name.as_str();
    let mut dimensions = work.table.dimensions();
    let found = dimensions.find(|(_, column, _)| column.name == heading);
    let total = found.and_then(|(_, _, dimension)| dimension.total.as_deref());
    let members: BTreeSet<&str> = work
        .answer
        .rows
        .iter()
        .filter_map(|row| row.cells[place].text())
        .filter(|member| Some(*member) != total)
        .collect();
    indicator.kind != Kind::Stock || !are_parts(heading, members.into_iter())
}

/// The dimension that has a total beside parts, and whether all its parts are in the answer.
fn with_parts(work: &Work) -> Option<(usize, String, bool)> {
    work.table.dimensions().find_map(|(_, column, dimension)| {
        let total = dimension.total.clone()?;
        let mut columns = work.answer.columns.iter();
        let place = columns.position(|known| known.name == column.name)?;
        let rows = work.answer.rows.iter();
        let shown: BTreeSet<String> = rows.map(|row| key_text(&row.cells[place])).collect();
        let has_all = dimension
            .members
            .iter()
            .all(|member| shown.contains(&member.value));
        // Where the members are not declared, what was not asked for may be one.
        let has_all =
            has_all && !(work.asked_members == Members::Chosen && dimension.members.is_empty());
        (shown.len() > 1 || !shown.contains(&total)).then_some((place, total, has_all))
    })
}

/// The rows of what the parts leave of their whole.
fn rows(work: &Work, places: &[usize]) -> Vec<Below> {
    // What is not shown is no residual.
    let Some((part, total, true)) = with_parts(work) else {
        return Vec::new();
    };
    let adds = |place: &usize| {
        let measure = work.answer.columns[*place].measure();
        let found = measure.and_then(|measure| indicator_of(work.table, &measure.id));
        found.is_some_and(|indicator| adds_over(work, indicator, part))
    };
    if !places.iter().any(adds) {
        return Vec::new();
    }
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
        cells[part] = Cell::Name(Name::new(
            RESIDUAL.to_owned(),
            Label::new("Residual", Some("余项")),
        ));
        for &place in places {
            let rest = residual(work, At { row: at, place }, &parts).filter(|_| adds(&place));
            let rest = rest.unwrap_or_else(|| Figure::missing("A part or the whole is missing."));
            cells.push(Cell::from(rest));
        }
        (at, Row { cells, total: true })
    };
    wholes.map(row_below).collect()
}

/// What the parts leave of the whole, from the levels: where these add up it is nothing, and no trace of divisions.
fn residual(work: &Work, whole: At, parts: &[usize]) -> Option<Figure> {
    let (before, base_row) = work.base_of_change(whole.row).ok()?;
    let (value, base) = work.ends(whole, before, base_row).ok()?;
    let mut of_parts: Vec<(Operand, Operand)> = Vec::new();
    for &row in parts {
        let (before, base_row) = work.base_of_change(row).ok()?;
        of_parts.push(work.ends(At { row, ..whole }, before, base_row).ok()?);
    }
    let doubt = Doubt::of(
        of_parts
            .iter()
            .flat_map(|(now, then)| [now, then])
            .chain([&value, &base]),
    );
    let estimate = (|| {
        let now = sum_of(of_parts.iter().map(|(now, _)| now))?;
        let then = sum_of(of_parts.iter().map(|(_, then)| then))?;
        let changed = difference(difference(value.value, base.value)?, difference(now, then)?)?;
        contribution(changed, Estimate::exact(Decimal::ZERO), base.value)
    })();
    let made = "What the parts leave of the whole: rounding, and doubts of the source.";
    let mut figure = work.finish(estimate, doubt, || {
        let texts: Vec<String> = of_parts
            .iter()
            .map(|(now, then)| format!("({} − {})", now.text, then.text))
            .collect();
        format!(
            "100 × (({} − {}) − ({})) ÷ {}",
            value.text,
            base.text,
            texts.join(" + "),
            base.text
        )
    });
    figure.notes.insert(0, Note::remark(made));
    Some(figure)
}
