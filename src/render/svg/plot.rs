//! The field of lines over years: where years and values lie in it, its levels, its lines and their points.

use std::fmt::Write as _;

use super::measure::number;
use super::page::{Anchor, DIM, GRID, Page};
use super::palette::{marker, of_line};
use crate::render::picture::{Lines, Series, Ticks};

/// From which distance on points do not touch.
const TOUCHING: f64 = 9.0;
/// How far apart points are drawn that would touch.
const APART: f64 = 45.0;

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

    /// How far one period is from the next.
    pub(super) fn pitch(&self) -> f64 {
        match self.lines.years.first() {
            Some(first) => self.x(first + self.lines.step) - self.x(*first),
            None => f64::INFINITY,
        }
    }

    /// The points of a series as the line at this place has them, hollow where they are in doubt. Of points that would
    /// touch, those are drawn that tell the series from others, end a stretch, or have something to be told.
    pub(super) fn points(&self, page: &mut Page, series: &Series, place: usize) {
        let is_dense = self.pitch() < TOUCHING;
        let last = series.points.last().map_or(0.0, |last| self.x(last.year));
        let mut drawn = f64::NEG_INFINITY;
        for (at, point) in series.points.iter().enumerate() {
            let Some(value) = point.datum.value else {
                continue;
            };
            let beside = |at: Option<usize>| {
                let other = at.and_then(|at| series.points.get(at));
                other.is_some_and(|other| {
                    other.datum.value.is_some()
                        && (other.year - point.year).abs() <= self.lines.step
                })
            };
            let is_end = !(beside(at.checked_sub(1)) && beside(Some(at + 1)));
            let is_plain =
                !point.datum.doubtful && point.datum.marks.is_empty() && point.datum.ends.is_none();
            let x = self.x(point.year);
            let is_near = (x - drawn).min(last - x) < APART || self.lines.series.len() == 1;
            if is_dense && is_near && is_plain && !is_end {
                continue;
            }
            drawn = x;
            let y = self.y(value);
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
