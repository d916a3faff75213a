//! Sparklines: the course of a series in one character a year.

use rust_decimal::prelude::ToPrimitive;

use super::{RenderError, Style};
use crate::answer::{Answer, Cell, Column, Holds, Label};
use crate::figure::Period;
use crate::order::InOrder;
use crate::words::Refusal;

/// From low to high.
pub(super) const BLOCKS: &[char] = &['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// From low to high, in ASCII.
pub(super) const ASCII: &[char] = &['.', ':', '-', '=', '+', 'x', '#', '@'];
/// A year without a value: as wide as the others, and no place to break a line at.
pub(super) const HOLE: char = '\u{2800}';

/// The course of values between their lowest and their highest; values that are all alike stand in the middle.
pub(super) fn drawn(values: &[Option<f64>], levels: &[char], hole: char) -> String {
    let known = || values.iter().flatten().copied();
    let low = known().fold(f64::INFINITY, f64::min);
    let high = known().fold(f64::NEG_INFINITY, f64::max);
    let top = levels.len().saturating_sub(1);
    values
        .iter()
        .map(|value| match value {
            Some(value) if high > low => levels[level((value - low) / (high - low), top)],
            Some(_) => levels[top / 2],
            None => hole,
        })
        .collect()
}

/// The course of values as a text that a table can hold, in ASCII where the style asks for that.
pub fn sparkline(values: &[Option<f64>], style: &Style) -> String {
    if style.ascii {
        drawn(values, ASCII, '_')
    } else {
        drawn(values, BLOCKS, HOLE)
    }
}

/// The answer with one more column: the course of the years that stand side by side.
pub(super) fn with_column(answer: &Answer, style: &Style) -> Result<Answer, RenderError> {
    let of_years = answer
        .shown()
        .filter_map(|(place, column)| match &column.measure()?.holds {
            Holds::OfYear(year) => Some((*year, place)),
            _ => None,
        });
    let of_years: Vec<(Period, usize)> = of_years.collect();
    // A year and its quarters are no course.
    let shortest = of_years.iter().map(|(year, _)| year.frequency()).max();
    let of_shortest = of_years
        .iter()
        .filter(|(year, _)| Some(year.frequency()) == shortest);
    let mut years: Vec<(i64, usize)> = of_shortest
        .map(|(year, place)| (year.place(), *place))
        .collect();
    years.order();
    let (Some((first, _)), Some((last, _)), true) = (years.first(), years.last(), years.len() > 1)
    else {
        if answer.rows.is_empty() {
            return Ok(answer.clone());
        }
        return Err(RenderError::new(
            Refusal::new(
                "`--spark` draws years that stand side by side, and this answer has no two of them",
            )
            .next("ask a table for several years, or leave it out"),
        ));
    };
    let step = years
        .windows(2)
        .map(|pair| pair[1].0 - pair[0].0)
        .min()
        .unwrap_or(1)
        .max(1);
    let places: Vec<Option<usize>> = (*first..=*last)
        .step_by(usize::try_from(step).unwrap_or(1))
        .map(|year| {
            years
                .iter()
                .find(|(known, _)| *known == year)
                .map(|(_, place)| *place)
        })
        .collect();
    let mut answer = answer.clone();
    for row in &mut answer.rows {
        let values: Vec<Option<f64>> = places
            .iter()
            .map(|place| match place.map(|place| &row.cells[place]) {
                Some(Cell::Figure(figure)) => figure.number_in_full()?.decimal().to_f64(),
                _ => None,
            })
            .collect();
        row.cells.push(Cell::words(sparkline(&values, style)));
    }
    answer.columns.push(Column {
        label: Label::new("Course", Some("走势")),
        ..Column::words("course", "")
    });
    Ok(answer)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a part of one, times a handful of levels"
)]
fn level(part: f64, top: usize) -> usize {
    ((part * top as f64).round() as usize).min(top)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_is_the_lowest_mark_and_a_hole_stays_open() {
        let values = [Some(1.0), None, Some(8.0), Some(4.5)];
        assert_eq!(drawn(&values, BLOCKS, HOLE), "▁\u{2800}█▅");
        assert_eq!(drawn(&values, ASCII, ' '), ". @+");
        assert_eq!(drawn(&[Some(3.0), Some(3.0)], BLOCKS, HOLE), "▄▄");
        assert_eq!(drawn(&[None], BLOCKS, HOLE), "\u{2800}");
    }
}
