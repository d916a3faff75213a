//! The field of lines over years: where years and values lie in it, its levels, its lines and their points.

use std::fmt::Write as _;

use super::measure::number;
use super::page::{Anchor, DIM, GRID, Page};
use super::palette::{marker, of_line};
use crate::render::picture::{Lines, Series, Ticks};

/// A field with the scales of its axes.
pub(super) struct Plot<'a> {
    pub(super) lines: &'a Lines,
    pub(super) ticks: Ticks,
    /// Left, top, right, bottom.
    pub(super) area: [f64; 4],
    /// How far the first and the last year are from the edges, so that their markers are off these.
    pub(super) inset: f64,
    /// The size of the letters at the axes.
    pub(super) letters: f64,
}

impl Plot<'_> {
    pub(super) fn x(&self, year: i64) -> f64 {
        let [left, _, right, _] = self.area;
        left + self.inset + self.lines.position(year) * (right - left - 2.0 * self.inset)
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        let [_, top, _, bottom] = self.area;
        bottom - self.ticks.position(value) * (bottom - top)
    }

    /// The levels, each with its value so far left of the field.
    pub(super) fn levels(&self, page: &mut Page, gap: f64) {
        let [left, _, right, _] = self.area;
        let letters = self.letters;
        for (value, text) in self.ticks.all() {
            let y = self.y(value);
            let ink = if value == 0.0 { DIM } else { GRID };
            page.rule((left, y), (right, y), ink, 1.0);
            page.text(
                left - gap,
                y + letters * 0.35,
                letters,
                Anchor::End,
                DIM,
                &text,
            );
        }
    }

    /// The line of a series, broken where a period is lacking.
    pub(super) fn path(&self, series: &Series) -> String {
        let mut path = String::new();
        for run in series.runs(self.lines.step) {
            for (at, (point, value)) in run.iter().enumerate() {
                let to = if at == 0 { 'M' } else { 'L' };
                let (x, y) = (number(self.x(point.year)), number(self.y(*value)));
                let _ = write!(path, "{to}{x} {y}");
            }
        }
        path
    }

    /// The points of a series as the line at this place has them, hollow where they are in doubt.
    pub(super) fn points(&self, page: &mut Page, series: &Series, place: usize) {
        for point in &series.points {
            let Some(value) = point.datum.value else {
                continue;
            };
            let (x, y) = (self.x(point.year), self.y(value));
            if let Some([low, high]) = point.datum.ends {
                page.whisker((x, self.y(low)), (x, self.y(high)));
            }
            let told = format!("{}: {}", point.datum.about, point.datum.marked());
            let mark = marker(place, x, y);
            page.shape(&mark, of_line(place), point.datum.doubtful, &told);
            page.take([x - 4.5, y - 4.5, x + 4.5, y + 4.5]);
        }
    }
}
