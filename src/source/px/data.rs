//! The figures of a PC-Axis file, and what stands in their place where they are missing.

use std::collections::{BTreeMap, BTreeSet};

use super::keywords::Matrix;
use crate::figure::Status;
use crate::source::cube::{Cube, Values};
use crate::source::flags::status_of;
use crate::words::{count, excerpt};

/// The figures, by index in the order of the variables.
pub(super) fn values(matrix: &Matrix, cube: &Cube, sizes: &[usize]) -> Result<Values, String> {
    let Some(data) = matrix.data else {
        return Err("it has no `DATA`; the file seems to be cut off, so fetch it again".to_owned());
    };
    let product = sizes
        .iter()
        .try_fold(1usize, |product, size| product.checked_mul(*size));
    let product = product.filter(|product| u32::try_from(*product).is_ok());
    let mut values = Values::new(
        product.ok_or("its variables have more combinations than there can be figures")?,
    );
    let keyed: Vec<usize> = (0..sizes.len())
        .filter(|index| {
            matrix
                .entry("KEYS", &[&cube.dimensions[*index].id])
                .is_some()
        })
        .collect();
    let symbols = Symbols::of(matrix);
    let mut cells = Cells { rest: data };
    if keyed.is_empty() {
        let mut index = 0;
        while let Some(cell) = cells.next()? {
            if index == values.len() {
                return Err(wrong_count(
                    matrix,
                    index + 1 + cells.count()?,
                    values.len(),
                ));
            }
            symbols.put(&mut values, index, cell);
            index += 1;
        }
        if index < values.len() {
            return Err(wrong_count(matrix, index, values.len()));
        }
        return Ok(values);
    }
    // A row for each combination of keys that there is, the keys before its figures.
    let row: usize = sizes
        .iter()
        .enumerate()
        .filter(|(index, _)| !keyed.contains(index))
        .map(|(_, size)| size)
        .product();
    let free: Vec<usize> = (0..sizes.len())
        .filter(|index| !keyed.contains(index))
        .collect();
    while let Some(first) = cells.next()? {
        let mut at = vec![0; sizes.len()];
        let mut key = Some(first);
        for &dimension in &keyed {
            let cell = match key.take() {
                Some(cell) => Some(cell),
                None => cells.next()?,
            };
            let name = cell.map(Cell::text).unwrap_or_default().trim();
            let own = &cube.dimensions[dimension];
            let found = own
                .members
                .iter()
                .position(|member| member.code == name || member.label == name);
            at[dimension] = found.ok_or_else(|| {
                format!(
                    "`{}` in `DATA` is no value of `{}`",
                    excerpt(name),
                    excerpt(&own.id)
                )
            })?;
        }
        for number in 0..row {
            let mut left = number;
            for &dimension in free.iter().rev() {
                at[dimension] = left % sizes[dimension];
                left /= sizes[dimension];
            }
            let index = at
                .iter()
                .zip(sizes)
                .fold(0, |index, (own, size)| index * size + own);
            let Some(cell) = cells.next()? else {
                return Err(
                    "`DATA` ends within a row; the file seems to be cut off, so fetch it again"
                        .to_owned(),
                );
            };
            symbols.put(&mut values, index, cell);
        }
    }
    Ok(values)
}

fn wrong_count(matrix: &Matrix, found: usize, expected: usize) -> String {
    format!(
        "line {}: `DATA` holds {}, and the variables have {expected} combinations; the file seems to be cut off or changed, so fetch it again",
        matrix.line,
        count(found, "figure"),
    )
}

/// A cell of the data.
#[derive(Debug, Clone, Copy)]
enum Cell<'t> {
    Quoted(&'t str),
    Bare(&'t str),
}

impl<'t> Cell<'t> {
    fn text(self) -> &'t str {
        match self {
            Cell::Quoted(text) | Cell::Bare(text) => text,
        }
    }
}

/// The cells of the data, one by one.
struct Cells<'t> {
    rest: &'t str,
}

impl<'t> Cells<'t> {
    fn next(&mut self) -> Result<Option<Cell<'t>>, String> {
        let parts = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '\u{1a}');
        self.rest = self.rest.trim_start_matches(parts);
        if let Some(inside) = self.rest.strip_prefix('"') {
            let end = inside.find('"').ok_or(
                "a quote in `DATA` is not closed; the file seems to be cut off, so fetch it again",
            )?;
            self.rest = &inside[end + 1..];
            return Ok(Some(Cell::Quoted(&inside[..end])));
        }
        let end = self
            .rest
            .find(|c| parts(c) || c == '"')
            .unwrap_or(self.rest.len());
        let (cell, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok((!cell.is_empty()).then_some(Cell::Bare(cell)))
    }

    /// How many cells are left.
    fn count(&mut self) -> Result<usize, String> {
        let mut count = 0;
        while self.next()?.is_some() {
            count += 1;
        }
        Ok(count)
    }
}

/// What stands in the place of figures that are missing: `.` to `......`, and `-`, with what the file says of each.
struct Symbols {
    known: BTreeMap<String, (Status, String)>,
}

impl Symbols {
    fn of(matrix: &Matrix) -> Symbols {
        let mut known = BTreeMap::new();
        let mut used = BTreeSet::new();
        for number in 1..=6 {
            let symbol = ".".repeat(number);
            let says = matrix
                .text(&format!("DATASYMBOL{number}"), &[])
                .unwrap_or_default();
            let says = if says.chars().any(char::is_alphabetic) {
                says
            } else {
                String::new()
            };
            let status = status_of(&says)
                .filter(|status| is_missing(*status))
                .unwrap_or(Status::Missing);
            used.insert(says.clone());
            known.insert(symbol, (status, says));
        }
        let nil = matrix
            .text("DATASYMBOLNIL", &[])
            .filter(|says| says.chars().any(char::is_alphabetic));
        known.insert(
            "-".to_owned(),
            (Status::CannotExist, nil.unwrap_or_else(|| "nil".to_owned())),
        );
        Symbols { known }
    }

    fn put(&self, values: &mut Values, index: usize, cell: Cell) {
        let text = cell.text().trim();
        if let Some((status, says)) = self.known.get(text) {
            values.status.insert(index, status.code().to_owned());
            if !says.is_empty() {
                values.notes.insert(index, says.clone());
            }
        } else {
            values.put(index, text);
        }
    }
}

/// Whether a status is one of a figure that is not there.
fn is_missing(status: Status) -> bool {
    matches!(
        status,
        Status::Missing
            | Status::CannotExist
            | Status::NotCollected
            | Status::Suppressed
            | Status::MissingHoliday
    )
}
