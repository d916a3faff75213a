//! The whole that a row is a part of, with its value: all areas of the table, by the one notion that `query::whole` has.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use rust_decimal::Decimal;

use super::work::{At, Work};
use crate::answer::Row;
use crate::figure::{Estimate, Figure, Period};
use crate::methods::{Undefined, sum};
use crate::order::IntoMap;
use crate::package::{Combine, Indicator};
use crate::query::QueryError;
use crate::query::keyed::{figure_in, key, key_text, keys};
use crate::query::operand::{Doubt, Operand};
use crate::words::Refusal;

/// What else names the rows, and the index of a column.
type InColumn = (Vec<String>, usize);

/// The rows of all areas, chosen or not, found once.
pub(super) struct Wholes<'a> {
    /// By what else names them.
    rows: BTreeMap<Vec<String>, Vec<(usize, &'a Row)>>,
    /// What they come to in a column, once that is needed.
    known: RefCell<BTreeMap<InColumn, Rc<Sum>>>,
}

/// What the areas come to.
pub(super) struct Sum {
    /// The value of the whole, or why there is none.
    pub(super) value: Result<Total, String>,
    /// Whether some area has an amount below zero and another one above.
    pub(super) both_signs: bool,
    /// The levels of the areas over the members that all have, where these are fewer than each has.
    alike: Option<BTreeMap<String, Option<Operand>>>,
}

impl Sum {
    /// The level of an area, as the whole has it.
    pub(super) fn own(&self, area: Option<&str>, level: Operand) -> Result<Operand, Figure> {
        match self.alike.as_ref().zip(area) {
            Some((alike, area)) => alike.get(area).cloned().flatten().ok_or_else(|| {
                not_known(&format!(
                    "the members that all areas have are too few of {area}"
                ))
            }),
            None => Ok(level),
        }
    }
}

/// The value of the whole.
pub(super) enum Total {
    /// It stands in the table: the row of this area.
    Printed(String, Operand),
    /// It is the sum of these areas.
    Parts {
        /// The sum, with the doubts of all.
        sum: Operand,
        /// The areas with their values.
        parts: BTreeMap<String, Operand>,
    },
}

impl<'a> Wholes<'a> {
    pub(super) fn new(work: &Work<'a>) -> Wholes<'a> {
        let mut rows: BTreeMap<Vec<String>, Vec<(usize, &Row)>> = BTreeMap::new();
        if let Some(area) = work.area {
            let keys = keys_beside(work, area);
            let all = work.answer.rows.iter().chain(work.others).enumerate();
            for (at, row) in all.filter(|(_, row)| work.area_of(row, area).is_some()) {
                rows.entry(key(row, &keys)).or_default().push((at, row));
            }
        }
        Wholes {
            rows,
            known: RefCell::default(),
        }
    }
}

/// The columns that name a row beside its area.
fn keys_beside(work: &Work, area: usize) -> Vec<usize> {
    let mut keys = keys(work.answer);
    keys.retain(|place| *place != area);
    keys
}

/// The place of the row of an area beside a row; those of areas that are not chosen go on behind the others.
pub(super) fn row_beside(work: &Work, row: usize, name: &str) -> Option<usize> {
    let area = work.area?;
    let key = key(&work.answer.rows[row], &keys_beside(work, area));
    let rows = work.wholes().rows.get(&key)?;
    let mut found = rows
        .iter()
        .filter(|(_, row)| key_text(&row.cells[area]) == name);
    found.next().map(|(at, _)| *at)
}

/// What the table's areas come to beside a row, in a period. Of a partial combination each area is taken over the members
/// that it also has in a column of another period, where these are given, else over those that all areas have.
pub(super) fn sum_beside(
    work: &Work,
    at: At,
    of: Period,
    also: Option<(Period, usize)>,
) -> Result<Rc<Sum>, QueryError> {
    let Some(area) = work.area else {
        return Err(QueryError::refused(
            Refusal::new(format!(
                "`--as {}` is of the table's areas, and the answer has none",
                work.transform
            ))
            .next("keep the area in `--group-by`"),
        ));
    };
    let row = &work.answer.rows[at.row];
    let keys = keys_beside(work, area);
    let mut key = key(row, &keys);
    if let Some(year) = keys.iter().position(|place| *place == work.time) {
        key[year] = of.to_string();
    }
    let wholes = work.wholes();
    let rows = wholes.rows.get(&key).map_or(&[][..], Vec::as_slice);
    let also = also.filter(|_| work.is_partial());
    let later = also.map(|(period, place)| {
        let mut key = key.clone();
        if let Some(year) = keys.iter().position(|place| *place == work.time) {
            key[year] = period.to_string();
        }
        let rows = wholes.rows.get(&key).map_or(&[][..], Vec::as_slice);
        let rows = rows
            .iter()
            .map(|&(row, named)| (key_text(&named.cells[area]), At { row, place }));
        rows.into_map()
    });
    key.extend(also.map(|(period, place)| format!("{place} {period}")));
    let key = (key, at.place);
    if let Some(known) = wholes.known.borrow().get(&key) {
        return Ok(Rc::clone(known));
    }
    let found = Rc::new(sum_of_rows(
        work,
        rows,
        (area, at.place),
        of,
        later.as_ref(),
    ));
    wholes.known.borrow_mut().insert(key, Rc::clone(&found));
    Ok(found)
}

fn sum_of_rows(
    work: &Work,
    rows: &[(usize, &Row)],
    (area, place): (usize, usize),
    of: Period,
    later: Option<&BTreeMap<String, At>>,
) -> Sum {
    let usable: Vec<At> = rows
        .iter()
        .filter(|(_, row)| figure_in(row, place).and_then(Operand::of).is_some())
        .map(|&(row, _)| At { row, place })
        .collect();
    let apart = later.map_or_else(|| work.apart(&usable), |_| None);
    let words = match later {
        Some(_) => "at both ends",
        None => "in all of these",
    };
    let level = |(at, row): &(usize, &Row)| {
        let name = key_text(&row.cells[area]);
        let at = At { row: *at, place };
        let both = later
            .and_then(|later| later.get(&name))
            .map(|&later| [at, later]);
        let own = both.and_then(|both| work.apart(&both));
        let level = match apart.as_ref().or(own.as_ref()) {
            Some(out) => work.without(at, out, words).ok(),
            None => figure_in(row, place).and_then(Operand::of),
        };
        (name, level)
    };
    let mut levels: BTreeMap<String, Option<Operand>> = rows.iter().map(level).into_map();
    let alike = apart.is_some().then(|| levels.clone());
    let is_part = |name: &&String| !work.whole.is_total(name) && !work.whole.is_group(name);
    let values = || {
        let parts = levels.iter().filter(|(name, _)| is_part(name));
        parts.filter_map(|(_, level)| Some(level.as_ref()?.value.value))
    };
    let both_signs =
        values().any(|value| value > Decimal::ZERO) && values().any(|value| value < Decimal::ZERO);
    let printed = work.whole.total().and_then(|total| {
        let level = levels.remove(total)??;
        Some((total.to_owned(), level))
    });
    let outermost: Vec<&str> = work.whole.outermost(Some(of)).collect();
    let value = match (printed, outermost.as_slice()) {
        (Some((total, level)), _) => Ok(Total::Printed(total, level)),
        (None, [only]) if work.whole.has_parts(only) => match levels.remove(*only).flatten() {
            Some(level) => Ok(Total::Printed((*only).to_owned(), level)),
            None => Err(format!("{only} {of} has no usable value")),
        },
        (None, outermost) => add(&mut levels, outermost, of),
    };
    Sum {
        value,
        both_signs,
        alike,
    }
}

/// The sum of the outermost areas; why there is none, where one is lacking.
fn add(
    levels: &mut BTreeMap<String, Option<Operand>>,
    outermost: &[&str],
    of: Period,
) -> Result<Total, String> {
    let mut parts: BTreeMap<String, Operand> = BTreeMap::new();
    for name in outermost {
        match levels.remove(*name) {
            Some(Some(level)) => {
                parts.insert((*name).to_owned(), level);
            }
            Some(None) => return Err(format!("{name} {of} has no usable value")),
            None => return Err(format!("{name} {of} is not in the table")),
        }
    }
    let estimates: Vec<Estimate> = parts.values().map(|part| part.value).collect();
    let value = sum(&estimates).map_err(|undefined| undefined.to_string())?;
    let doubt = Doubt::of(parts.values());
    let sum = Operand::made(value, String::new(), doubt);
    Ok(Total::Parts { sum, parts })
}

/// How the reason begins where a whole is not known.
pub(in crate::query) const NO_WHOLE: &str = "The whole is not known";

/// That a whole is not known, as a missing figure.
pub(super) fn not_known(reason: &str) -> Figure {
    Figure::missing(format!("{NO_WHOLE}: {reason}."))
}

/// Refuses a whole that is a sum where nothing says that the indicator adds up.
pub(super) fn unless_undeclared(
    work: &Work,
    indicator: &Indicator,
    whole: &Total,
) -> Result<(), QueryError> {
    let is_declared = indicator.combine_declared || indicator.kind_declared;
    match (whole, &indicator.combine) {
        (Total::Parts { parts, .. }, _) if !is_declared && parts.len() > 1 => {
            Err(QueryError::refused(
                Refusal::new(format!(
                    "`--as {}` is of the sum of the areas, and nothing says that `{}` adds up",
                    work.transform, indicator.id
                ))
                .next(format!("`--rule '{}=sum'` declares it", indicator.id)),
            ))
        }
        (
            Total::Parts { parts, .. },
            Combine::None {
                reason: Some(reason),
            },
        ) if parts.len() > 1 => Err(QueryError::refused(format!(
            "`--as {}` is of the sum of the areas, and `{}` has none: {}",
            work.transform,
            indicator.id,
            reason.trim_end_matches('.')
        ))),
        _ => Ok(()),
    }
}

impl Total {
    /// The value of the whole with all doubts about it.
    pub(super) fn operand(&self) -> &Operand {
        match self {
            Total::Printed(_, level) => level,
            Total::Parts { sum, .. } => sum,
        }
    }

    /// The area whose row the whole is, where it stands in the table.
    pub(super) fn row(&self) -> Option<&str> {
        match self {
            Total::Printed(area, _) => Some(area),
            Total::Parts { .. } => None,
        }
    }

    /// What the whole leaves beside an area, where it is the sum of areas and this one is among them; of all that are
    /// chosen (no area), what it leaves beside them.
    pub(super) fn rest(&self, own: Option<&str>, value: &Operand) -> Option<Estimate> {
        let Total::Parts { sum, parts } = self else {
            return None;
        };
        if own.is_some_and(|own| !parts.contains_key(own)) {
            return None;
        }
        let (whole, own) = (sum.value, value.value);
        let low = whole.bounds.low.checked_sub(own.bounds.low)?;
        let high = whole.bounds.high.checked_sub(own.bounds.high)?;
        Some(Estimate::new(
            whole.value.checked_sub(own.value)?,
            low,
            high,
        ))
    }

    /// The whole as a formula has it.
    pub(super) fn in_formula(&self) -> String {
        match self {
            Total::Printed(_, level) => level.text.clone(),
            Total::Parts { parts, .. } => format!("({})", in_formula(parts.values())),
        }
    }
}

/// The sum of operands, which of none is zero.
pub(super) fn sum_of<'a>(
    operands: impl IntoIterator<Item = &'a Operand>,
) -> Result<Estimate, Undefined> {
    let operands = operands.into_iter();
    let estimates: Vec<Estimate> = operands.map(|operand| operand.value).collect();
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
