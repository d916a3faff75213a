//! The one order that all cells have.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use crate::answer::{Cell, Row};
use crate::figure::Number;
use crate::order::InOrder;

/// Sorts rows by columns, each with whether the largest come first.
pub(super) fn sort(rows: &mut [Row], keys: &[(usize, bool)]) {
    rows.order_by(|a, b| compare_by(keys, a, b));
}

/// Orders two rows by the first of the columns in which they differ.
pub(super) fn compare_by(keys: &[(usize, bool)], a: &Row, b: &Row) -> Ordering {
    let mut found = keys.iter().map(|key| compare(a, b, *key));
    found.find(|one| one.is_ne()).unwrap_or(Ordering::Equal)
}

/// Orders two rows by a column; what is missing comes last either way.
fn compare(a: &Row, b: &Row, (place, descending): (usize, bool)) -> Ordering {
    let (a, b) = (&a.cells[place], &b.cells[place]);
    match (is_missing(a), is_missing(b)) {
        (false, false) => {}
        (a_missing, b_missing) => return a_missing.cmp(&b_missing),
    }
    let ordering = Rank::of(a).cmp(&Rank::of(b));
    if descending {
        ordering.reverse()
    } else {
        ordering
    }
}

/// The place of a cell in the one order that all cells have: what begins with a number by its value, then by what
/// follows (`9`, `10`, `10-14`, `100+`), then words.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Number(Decimal, String),
    Words(String),
}

impl Rank {
    fn of(cell: &Cell) -> Rank {
        if let Some(number) = cell.number() {
            return Rank::Number(number.decimal(), String::new());
        }
        let text = match cell {
            Cell::Year(period) => period.to_string(),
            cell => cell.text().unwrap_or_default().to_owned(),
        };
        let unsigned = text.strip_prefix('-').unwrap_or(&text);
        let is_numeral = |c: char| c.is_ascii_digit();
        let mut end = unsigned.find(|c| !is_numeral(c)).unwrap_or(unsigned.len());
        if let Some(fraction) = unsigned[end..].strip_prefix('.') {
            let digits = fraction.find(|c| !is_numeral(c)).unwrap_or(fraction.len());
            if end > 0 && digits > 0 {
                end += 1 + digits;
            }
        }
        let end = end + text.len() - unsigned.len();
        match text[..end].parse::<Number>() {
            Ok(number) => Rank::Number(number.decimal(), text[end..].to_owned()),
            Err(_) => Rank::Words(text),
        }
    }
}

fn is_missing(cell: &Cell) -> bool {
    cell.number().is_none() && cell.text().is_none() && !matches!(cell, Cell::Year(_))
}
