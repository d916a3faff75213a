//! A table that goes on below itself: its rows come again, each with the figures of further periods.

use std::collections::BTreeSet;

use super::row::{Look, is_number};
use crate::source::Finding;
use crate::source::grid::{Grid, Row};
use crate::source::headings;
use crate::source::periods;

/// How many rows of names stand over the figures at most.
const MOST_NAMES: usize = 5;
/// More rows are no table that is printed in parts.
const MOST_ROWS: usize = 20_000;

/// A part of a grid that holds a table: where its rows of names and its body stand, and how many columns name a row.
struct Part<'g> {
    grid: &'g Grid,
    names: usize,
    body: usize,
    end: usize,
    keys: usize,
    width: usize,
}

impl<'g> Part<'g> {
    fn of(grid: &'g Grid) -> Option<Part<'g>> {
        let is_lone =
            |row: &Row<'_>| Look::of(row).filled < 2 && row.cell(0).trim().len() == trimmed(row);
        let body = (0..grid.len()).find(|&at| Look::of(&grid.row(at)).is_data())?;
        // The names stand above it without a gap, a heading of the first rows aside.
        let is_name = |at: &usize| !grid.row(*at).is_blank() && !is_lone(&grid.row(*at));
        let last = (0..body).rev().find(is_name)?;
        let names = (0..last).rev().take_while(is_name).last().unwrap_or(last);
        if body - names > MOST_NAMES {
            return None;
        }
        // Rows of one text behind the last figures are notes.
        let end = (body..grid.len())
            .rev()
            .find(|&at| Look::of(&grid.row(at)).is_data())?
            + 1;
        let width = (names..end).map(|at| grid.row(at).len()).max()?;
        let is_period = |at: &usize| {
            (names..body).any(|row| {
                let cell = grid.row(row).cell(*at).trim();
                !cell.is_empty() && periods::readable(cell)
            })
        };
        let keys = (0..width).find(is_period)?;
        (keys > 0 && body > names).then_some(Part {
            grid,
            names,
            body,
            end,
            keys,
            width,
        })
    }

    fn key(&self, row: usize) -> Vec<&'g str> {
        let row = self.grid.row(row);
        (0..self.keys).map(|at| row.cell(at).trim()).collect()
    }

    /// The rows that hold anything.
    fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        (self.names..self.end).filter(|&at| !self.grid.row(at).is_blank())
    }

    /// The texts of the header that are periods.
    fn periods(&self) -> BTreeSet<&'g str> {
        let rows = (self.names..self.body).map(|at| self.grid.row(at));
        let cells = rows.flat_map(|row| (self.keys..self.width).map(move |at| row.cell(at).trim()));
        cells
            .filter(|cell| !cell.is_empty() && periods::readable(cell))
            .collect()
    }

    /// Whether another part has the rows of this one with other periods, under no title of its own.
    fn goes_on_in(&self, other: &Part) -> bool {
        let says_no_more = (0..other.names).all(|at| {
            let own = headings::normal(other.grid.row(at).cell(0));
            (0..self.names).any(|above| {
                let title = headings::normal(self.grid.row(above).cell(0));
                own.starts_with(&title)
            })
        });
        let figures = |part: &Part| {
            (part.body..part.end)
                .any(|at| (0..part.keys).all(|key| is_number(part.grid.row(at).cell(key).trim())))
        };
        says_no_more
            && self.keys == other.keys
            && self.body - self.names == other.body - other.names
            && !figures(self)
            && self.periods().is_disjoint(&other.periods())
            && self
                .rows()
                .map(|row| self.key(row))
                .eq(other.rows().map(|row| other.key(row)))
    }
}

fn trimmed(row: &Row<'_>) -> usize {
    row.cells().map(|cell| cell.trim().len()).sum()
}

/// Joins parts of a grid of which one goes on in the next, each with the line on which it begins and what was found out about it.
pub(in crate::source) fn continued(parts: Vec<(u64, Grid)>) -> Vec<(u64, Grid, Vec<Finding>)> {
    let mut joined: Vec<(u64, Grid, Vec<Finding>)> = Vec::new();
    for (line, grid) in parts {
        let last = joined.last().filter(|(_, last, _)| last.len() < MOST_ROWS);
        let together = last.and_then(|(_, last, _)| {
            let (own, next) = (Part::of(last)?, Part::of(&grid)?);
            own.goes_on_in(&next).then(|| join(&own, &next))
        });
        match (together, joined.last_mut()) {
            (Some(together), Some((_, last, told))) => {
                *last = together;
                told.push(Finding::new(
                    format!("the table goes on in line {line}"),
                    "its rows come again there with other periods",
                    "--header LINE",
                ));
            }
            _ => joined.push((line, grid, Vec::new())),
        }
    }
    joined
}

/// One table of two: the columns of figures of the second behind those of the first; what stands below both below it.
fn join(one: &Part, other: &Part) -> Grid {
    let mut grid = one.grid.like();
    let mut further = other.rows();
    for at in 0..one.grid.len() {
        let row = one.grid.row(at);
        let is_own = (one.names..one.end).contains(&at) && !row.is_blank();
        match is_own.then(|| further.next()).flatten() {
            Some(next) => {
                let next = other.grid.row(next);
                let cells = (0..one.width).map(|at| row.cell(at));
                grid.push(
                    row.line,
                    cells.chain((other.keys..other.width).map(|at| next.cell(at))),
                );
            }
            None => {
                grid.push(row.line, row.cells());
            }
        }
    }
    for row in (other.end..other.grid.len()).map(|at| other.grid.row(at)) {
        grid.push(row.line, row.cells());
    }
    grid
}
