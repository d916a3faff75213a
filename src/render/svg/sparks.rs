//! The course of each series on a line of text, from its first value to its last.

use std::fmt::Write as _;

use super::measure::number;
use super::measure::{measure, wrapped};
use super::page::{Anchor, DIM, INK, Page};
use super::palette::{marker, of_line};
use super::{LEADING, MARGIN, TEXT};
use crate::render::picture::{Datum, Lines, Ticks};

/// From one line to the next, and the height of a course.
const PITCH: f64 = 26.0;
const HEIGHT: f64 = 16.0;
/// The widest that a course is, and the narrowest beside its name.
const WIDEST: f64 = 320.0;
const NARROWEST: f64 = 80.0;

/// The room that names, first and last values take, in the widest of some panels.
pub(super) fn gutters<'a>(panels: impl Iterator<Item = &'a Lines>) -> [f64; 3] {
    let mut widths = [0.0; 3];
    for lines in panels {
        for series in &lines.series {
            let [first, last] = lines.ends(series);
            for (width, text) in widths.iter_mut().zip([&series.marked(), &first, &last]) {
                *width = measure(text, TEXT).max(*width);
            }
        }
    }
    widths
}

/// Draws the courses, and gives the values whose marks found no room.
pub(super) fn draw<'a>(page: &mut Page, lines: &'a Lines, gutters: [f64; 3]) -> Vec<&'a Datum> {
    let [names, firsts, lasts] = gutters;
    let behind_names = |names: f64| MARGIN + names + firsts + 24.0;
    let end = page.width - MARGIN - lasts - 12.0;
    // Names that leave no room for the courses stand above them.
    let own_lines = end - behind_names(names) < NARROWEST;
    let left = behind_names(if own_lines { 0.0 } else { names });
    let right = end.min(left + WIDEST);
    let x = |year: i64| left + lines.position(year) * (right - left);
    let mut unmarked = Vec::new();
    for (place, series) in lines.series.iter().enumerate() {
        let [first, last] = lines.ends(series);
        page.y += PITCH;
        for (at, line) in wrapped(&series.marked(), TEXT, page.width - 2.0 * MARGIN)
            .iter()
            .enumerate()
        {
            page.y += if at == 0 { 0.0 } else { TEXT * LEADING };
            page.text(MARGIN, page.y, TEXT, Anchor::Start, INK, line);
        }
        if own_lines {
            page.y += PITCH;
        }
        let baseline = page.y;
        page.text(left - 8.0, baseline, TEXT, Anchor::End, DIM, &first);
        page.text(right + 10.0, baseline, TEXT, Anchor::Start, INK, &last);
        let values = || series.points.iter().filter_map(|point| point.datum.value);
        let (low, high) = values()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        let ticks = Ticks::inside(low, high, 2);
        let y = |value: f64| baseline + 2.0 - ticks.position(value) * HEIGHT;
        let mut path = String::new();
        for run in series.runs(lines.step) {
            for (at, (point, value)) in run.iter().enumerate() {
                let to = if at == 0 { 'M' } else { 'L' };
                let _ = write!(path, "{to}{} {}", number(x(point.year)), number(y(*value)));
                if run.len() == 1 {
                    // A value alone is a dot.
                    let _ = write!(path, "h0.1");
                }
            }
        }
        if !path.is_empty() {
            page.stroke(&path, of_line(place), 2.0, " stroke-linecap=\"round\"");
        }
        if let Some((point, value)) = series
            .last()
            .and_then(|point| Some((point, point.datum.value?)))
        {
            let told = format!("{}: {}", point.datum.about, point.datum.marked());
            page.shape(
                &marker(0, x(point.year), y(value)),
                of_line(place),
                point.datum.doubtful,
                &told,
            );
        }
        unmarked.extend(series.marked_between());
    }
    if let (Some(first), Some(last)) = (lines.years.first(), lines.years.last()) {
        page.y += 20.0;
        page.text(left, page.y, TEXT, Anchor::Start, DIM, &lines.told(*first));
        page.text(right, page.y, TEXT, Anchor::End, DIM, &lines.told(*last));
    }
    page.y += 4.0;
    unmarked
}
