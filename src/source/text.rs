//! Text between delimiters, of every shape.

use super::found::Found;
use super::grid::Grid;
use super::{Input, Options, Reader, SourceError, layout, shape};

/// Takes whatever no other format knows.
pub(super) const READER: Reader = Reader {
    name: "text",
    sniff: |_| true,
    read,
};

fn read(input: Input, options: &Options) -> Result<Vec<Found>, SourceError> {
    let name = input.name;
    let text = String::from_utf8(input.bytes)
        .map_err(|_| SourceError::Unreadable("it is no UTF-8".to_owned()))?;
    let grid = grid(&name, text, options.delimiter.unwrap_or(','));
    let layout = layout::find(&grid, options)?;
    Ok(vec![shape::shape(&grid, &layout, options)?])
}

/// The lines of a text as rows.
fn grid(name: &str, text: String, delimiter: char) -> Grid {
    let mut grid = Grid::new(name);
    grid.delimiter = Some(delimiter);
    for (line, number) in text.lines().zip(1..) {
        grid.push(number, line.split(delimiter));
    }
    grid
}
