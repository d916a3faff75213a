//! Figures that are printed with their interval in one cell, as `63.2 [61.5-64.9]`, where a table has no others.

use super::row::is_figure;
use crate::source::grid::Grid;

/// More rows are not looked at: such tables are printed ones.
const MOST_ROWS: usize = 20_000;

/// The grid with the figures alone; nothing where there are other figures or no intervals.
pub(in crate::source) fn without_intervals(grid: &Grid) -> Option<Grid> {
    if grid.is_digest || grid.len() > MOST_ROWS {
        return None;
    }
    let (mut with, mut without) = (0, 0);
    for row in grid.rows() {
        for cell in row.cells().skip(1).map(str::trim) {
            with += usize::from(figure_of(cell).is_some());
            without += usize::from(!cell.is_empty() && is_figure(cell));
        }
    }
    if with < 2 || without * 10 > with {
        return None;
    }
    let mut bare = grid.like();
    for row in grid.rows() {
        let cells = row.cells();
        bare.push(
            row.line,
            cells.map(|cell| figure_of(cell.trim()).unwrap_or(cell)),
        );
    }
    Some(bare)
}

/// The figure before an interval in square brackets.
fn figure_of(cell: &str) -> Option<&str> {
    let (figure, inside) = cell.strip_suffix(']')?.split_once('[')?;
    let ends = inside.contains(['-', '–', ',', ';']) && inside.chars().any(|c| c.is_ascii_digit());
    let figure = figure.trim();
    (ends && is_figure(figure) && figure.chars().any(|c| c.is_ascii_digit())).then_some(figure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_before_their_intervals() {
        assert_eq!(figure_of("63.2 [61.5-64.9]"), Some("63.2"));
        for cell in ["2015 [YR2015]", "63.2", "Name [a-b]", "[61.5-64.9]"] {
            assert_eq!(figure_of(cell), None, "{cell}");
        }
    }
}
