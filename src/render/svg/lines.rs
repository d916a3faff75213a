//! Lines over years, each named at its end, or below where there is no room beside it.

use super::measure::measure;
use super::measure::number;
use super::page::{Anchor, DIM, INK, Page};
use super::palette::{dash, marker, of_line};
use super::plot::Plot;
use super::{LEADING, MARGIN, TEXT, precise};
use crate::render::Style;
use crate::render::picture::{Datum, Lines, TimeLabel, no_value, spread};

/// The height of the field, where names need no more.
const HEIGHT: f64 = 260.0;
/// The size of marks that stand alone; raised letters are small.
const MARKS: f64 = 16.0;
/// From one name to the next.
const PITCH: f64 = 17.0;
/// How many spaces there are between ticks at most.
pub(super) const SPACES: usize = 6;
/// The least distance between strokes of the axis of time.
const STROKES: f64 = 7.0;
/// How wide and how high the teeth are by which an axis is seen to be cut.
const TOOTH: f64 = 3.0;
/// The narrowest field that lines are drawn in beside their names.
const NARROWEST_FIELD: f64 = 320.0;

/// The room that the numbers left of the field and the names right of it take, in the widest of some panels, whose
/// years then stand below one another.
pub(super) fn gutters<'a>(panels: impl Iterator<Item = &'a Lines>) -> [f64; 2] {
    panels.fold([0.0, 0.0], |[numbers, names], lines| {
        let ticks = lines.ticks(SPACES);
        let numbers = ticks
            .all()
            .map(|(_, text)| measure(&text, TEXT))
            .fold(numbers, f64::max);
        let names = lines
            .end_labels()
            .iter()
            .map(|text| measure(text, TEXT))
            .fold(names, f64::max);
        [numbers, names]
    })
}

/// Where the axis begins that leaves out zero.
pub(super) fn cut(lines: &Lines) -> Option<String> {
    lines.range?;
    lines.ticks(SPACES).cut()
}

/// Draws the lines, and gives the values whose marks found no room.
pub(super) fn draw<'a>(
    page: &mut Page,
    lines: &'a Lines,
    gutters: [f64; 2],
    style: &Style,
) -> Vec<&'a Datum> {
    if lines.range.is_none() {
        page.y += TEXT * LEADING;
        page.text(MARGIN, page.y, TEXT, Anchor::Start, DIM, no_value(style));
        return lines
            .series
            .iter()
            .flat_map(|series| &series.points)
            .map(|point| &point.datum)
            .collect();
    }
    let ticks = lines.ticks(SPACES);
    let labels = lines.end_labels();
    let [scale, names] = gutters;
    let beside = names + 30.0;
    let left = MARGIN + scale + 8.0;
    let has_room = page.width - MARGIN - left - beside >= NARROWEST_FIELD.min(page.width / 2.0);
    let right = page.width - MARGIN - if has_room { beside } else { 12.0 };
    let top = page.y + 10.0;
    let height = HEIGHT.max(precise(labels.len()) * PITCH);
    let bottom = top + height;
    let plot = Plot {
        lines,
        ticks,
        area: [left, top, right, bottom],
        inset: 8.0,
        letters: TEXT,
    };
    let frame = Frame { lines, plot };

    frame.grid(page);
    frame.years(page);
    frame.draw_series(page);
    if has_room {
        frame.names(page, &labels);
    }
    let unmarked = frame.marks(page);
    page.y = bottom + 22.0;
    if !has_room {
        legend(page, &labels);
    }
    unmarked
}

/// The field with its axes.
struct Frame<'a> {
    lines: &'a Lines,
    plot: Plot<'a>,
}

impl<'a> Frame<'a> {
    fn grid(&self, page: &mut Page) {
        self.plot.levels(page, 6.0);
        if self.plot.ticks.cut().is_some() {
            let [left, _, _, bottom] = self.plot.area;
            let mut from = (left, bottom);
            for tooth in 1..=4_i32 {
                let aside = if tooth % 2 == 0 { 0.0 } else { TOOTH };
                let to = (left + aside, bottom - f64::from(tooth) * TOOTH);
                page.rule(from, to, DIM, 1.0);
                from = to;
            }
        }
    }

    /// The years below the field, as many as have room; a stroke for each.
    fn years(&self, page: &mut Page) {
        let [left, _, right, bottom] = self.plot.area;
        page.rule((left, bottom), (right, bottom), DIM, 1.0);
        let half = |told: &TimeLabel| measure(&told.text, TEXT) / 2.0 + 3.0;
        let x = |told: &TimeLabel| self.plot.x(told.place);
        let told = self
            .lines
            .time_labels(|a, b| x(a) + half(a) > x(b) - half(b));
        let told_places = told.iter().map(|told| told.place);
        let strokes: Vec<i64> = if self.plot.pitch() < STROKES {
            told_places.collect()
        } else {
            self.lines.years.clone()
        };
        for place in strokes {
            let x = self.plot.x(place);
            page.rule((x, bottom), (x, bottom + 4.0), DIM, 1.0);
        }
        for told in &told {
            page.text(
                x(told),
                bottom + 17.0,
                TEXT,
                Anchor::Middle,
                DIM,
                &told.text,
            );
        }
    }

    fn draw_series(&self, page: &mut Page) {
        for (place, series) in self.lines.series.iter().enumerate() {
            for run in series.runs(self.lines.step) {
                let ends = run
                    .iter()
                    .map(|(point, value)| (self.plot.x(point.year), self.plot.y(*value)));
                let ends: Vec<(f64, f64)> = ends.collect();
                for pair in ends.windows(2) {
                    page.take_line(pair[0], pair[1]);
                }
            }
            let path = self.plot.path(series);
            if !path.is_empty() {
                page.stroke(&path, of_line(place), 2.0, &dash(place));
            }
        }
        for (place, series) in self.lines.series.iter().enumerate() {
            self.plot.points(page, series, place);
        }
    }

    /// The names beside the newest values, with a thin line from each to its series.
    fn names(&self, page: &mut Page, labels: &[String]) {
        let [_, top, right, bottom] = self.plot.area;
        let ends: Vec<Option<(f64, f64)>> = self
            .lines
            .series
            .iter()
            .map(|series| {
                let last = series.last()?;
                Some((self.plot.x(last.year), self.plot.y(last.datum.value?)))
            })
            .collect();
        let wanted: Vec<f64> = ends
            .iter()
            .map(|end| end.map_or(bottom, |(_, y)| y) - top)
            .collect();
        for (place, down) in spread(&wanted, PITCH, bottom - top).into_iter().enumerate() {
            let y = top + down;
            if let Some(end) = ends[place] {
                page.stroke(
                    &format!(
                        "M{} {}L{} {}L{} {}",
                        number(end.0),
                        number(end.1),
                        number(right + 2.0),
                        number(y),
                        number(right + 10.0),
                        number(y)
                    ),
                    of_line(place),
                    0.7,
                    "",
                );
                page.shape(
                    &marker(place, right + 14.0, y),
                    of_line(place),
                    false,
                    &labels[place],
                );
            }
            page.text(
                right + 23.0,
                y + TEXT * 0.35,
                TEXT,
                Anchor::Start,
                INK,
                &labels[place],
            );
        }
    }

    /// The marks of notes, where there is room near their values; the newest value has them at its name.
    fn marks(&self, page: &mut Page) -> Vec<&'a Datum> {
        let [left, top, right, bottom] = self.plot.area;
        let mut unmarked = Vec::new();
        for point in self.lines.marked() {
            let y = point
                .datum
                .value
                .map_or(bottom - 2.0, |value| self.plot.y(value));
            let within = [left, top - 12.0, right, bottom];
            if !page.raised_near(
                self.plot.x(point.year),
                y,
                MARKS,
                &point.datum.marks,
                within,
            ) {
                unmarked.push(&point.datum);
            }
        }
        unmarked
    }
}

/// The names below the field, side by side as far as there is room.
fn legend(page: &mut Page, labels: &[String]) {
    let mut x = MARGIN;
    page.y += TEXT * LEADING;
    for (place, label) in labels.iter().enumerate() {
        let width = measure(label, TEXT) + 18.0;
        if x > MARGIN && x + width > page.width - MARGIN {
            x = MARGIN;
            page.y += TEXT * LEADING;
        }
        page.shape(
            &marker(place, x + 5.0, page.y - 4.0),
            of_line(place),
            false,
            label,
        );
        page.text(x + 14.0, page.y, TEXT, Anchor::Start, INK, label);
        x += width + 18.0;
    }
}
