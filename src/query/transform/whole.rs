//! What a part is a part of: the table's other areas.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rust_decimal::Decimal;

use super::work::{At, Work};
use crate::answer::Row;
use crate::figure::{Estimate, Figure, Year};
use crate::methods::{Undefined, sum};
use crate::query::QueryError;
use crate::query::keyed::{figure_in, key, key_text, keys};
use crate::query::operand::Operand;

/// The areas that stand beside one another, found once for all rows.
pub(super) struct Wholes<'a> {
    /// How many areas the table has, whether or not they are chosen.
    pub(super) areas: usize,
    /// The rows of all areas by what else names them.
    rows: BTreeMap<Vec<String>, Vec<Beside<'a>>>,
    /// Their levels in a column, once they are needed.
    parts: RefCell<BTreeMap<Levels, Rc<[Part]>>>,
}

/// What names the rows of all areas, and the column of their levels.
type Levels = (Vec<String>, usize);

/// A row of an area, and whether it is chosen.
#[derive(Clone, Copy)]
struct Beside<'a> {
    row: &'a Row,
    is_chosen: bool,
}

/// The level of an area, where it has a usable one.
struct Part {
    area: String,
    is_chosen: bool,
    level: Option<Operand>,
}

/// The levels of the table's other areas beside a row.
pub(super) struct Rest {
    parts: Rc<[Part]>,
    /// The area of the row; none for the row of all that are chosen, which has those beside it that are not.
    own: Option<String>,
}

impl<'a> Wholes<'a> {
    pub(super) fn new(work: &Work<'a>) -> Wholes<'a> {
        let Some(area) = work.area else {
            return Wholes {
                areas: 0,
                rows: BTreeMap::new(),
                parts: RefCell::default(),
            };
        };
        let keys = keys_beside(work, area);
        let chosen = work.answer.rows.iter().map(|row| (row, true));
        let others = work.others.iter().map(|row| (row, false));
        let mut names = BTreeSet::new();
        let mut rows: BTreeMap<Vec<String>, Vec<Beside>> = BTreeMap::new();
        for (row, is_chosen) in chosen.chain(others) {
            if let Some(name) = work.area_of(row, area) {
                names.insert(name);
                let beside = Beside { row, is_chosen };
                rows.entry(key(row, &keys)).or_default().push(beside);
            }
        }
        Wholes {
            areas: names.len(),
            rows,
            parts: RefCell::default(),
        }
    }

    /// The levels in a column of the rows that are named so.
    fn parts(&self, key: Vec<String>, area: usize, place: usize) -> Rc<[Part]> {
        let at = (key, place);
        if let Some(known) = self.parts.borrow().get(&at) {
            return Rc::clone(known);
        }
        let beside = self.rows.get(&at.0).into_iter().flatten();
        let parts: Rc<[Part]> = beside
            .map(|beside| Part {
                area: key_text(&beside.row.cells[area]),
                is_chosen: beside.is_chosen,
                level: figure_in(beside.row, place).and_then(Operand::of),
            })
            .collect();
        self.parts.borrow_mut().insert(at, Rc::clone(&parts));
        parts
    }
}

/// The columns that name a row beside its area.
fn keys_beside(work: &Work, area: usize) -> Vec<usize> {
    let mut keys = keys(work.answer);
    keys.retain(|place| *place != area);
    keys
}

/// The levels of the table's other areas beside a row, in a year.
pub(super) fn rest(work: &Work, at: At, of: Year) -> Result<Result<Rest, Figure>, QueryError> {
    let Some(area) = work.area else {
        return Err(QueryError::refused(format!(
            "`--as {}` is of the table's areas, and the answer has none; keep the area in `--group-by`",
            work.transform
        )));
    };
    let row = &work.answer.rows[at.row];
    let keys = keys_beside(work, area);
    let mut key = key(row, &keys);
    if let Some(year) = keys.iter().position(|place| *place == work.time) {
        key[year] = of.to_string();
    }
    let rest = Rest {
        parts: work.wholes().parts(key, area, at.place),
        own: work.area_of(row, area),
    };
    let lacking = rest.parts().find(|part| part.level.is_none());
    let lacking = lacking.map(|part| {
        Figure::missing(format!(
            "The whole is not known: {} {of} has no usable value.",
            part.area
        ))
    });
    Ok(lacking.map_or(Ok(rest), Err))
}

impl Rest {
    fn parts(&self) -> impl Iterator<Item = &Part> {
        let is_beside = |part: &&Part| match &self.own {
            Some(own) => part.area != *own,
            None => !part.is_chosen,
        };
        self.parts.iter().filter(is_beside)
    }

    /// The levels, each an input of a computation.
    pub(super) fn operands(&self) -> impl Iterator<Item = &Operand> {
        self.parts().filter_map(|part| part.level.as_ref())
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
