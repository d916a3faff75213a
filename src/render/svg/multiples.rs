//! Small multiples: a field for each of several lines that cross, the others behind it in grey, on one pair of scales.

use std::fmt::Write as _;

use super::lines::SPACES;
use super::measure::{measure, number};
use super::page::{Anchor, DIM, GRID, INK, Page};
use super::palette::{marker, of_line};
use super::{MARGIN, SMALL, TEXT};
use crate::render::picture::{Datum, Lines, Series, Ticks};

/// From so many lines on that cross each has a field of its own, and up to so many.
const FEWEST: usize = 4;
const MOST: usize = 24;
/// Fields beside one another, the space between them, their height.
const ACROSS: usize = 2;
const NARROW: f64 = 600.0;
const BETWEEN: f64 = 28.0;
const HEIGHT: f64 = 130.0;
/// What stands above a field and below it.
const ABOVE: f64 = 24.0;
const BELOW: f64 = 26.0;

/// Whether lines are told apart better in fields of their own.
pub(super) fn suit(lines: &Lines) -> bool {
    (FEWEST..=MOST).contains(&lines.series.len()) && lines.range.is_some() && lines.cross()
}

/// Draws the fields, and gives the values whose marks found no room.
pub(super) fn draw<'a>(page: &mut Page, lines: &'a Lines) -> Vec<&'a Datum> {
    let [low, high] = lines.axis().unwrap_or_default();
    let ticks = Ticks::around(low, high, SPACES - 2);
    let texts = ticks.all().map(|(_, text)| measure(&text, SMALL));
    let scale = texts.fold(0.0, f64::max) + 6.0;
    let room = page.width - 2.0 * MARGIN;
    let (across, wide) = if page.width < NARROW {
        (1, room)
    } else {
        (ACROSS, (room - BETWEEN) / 2.0)
    };
    let labels = lines.end_labels();
    let mut unmarked = Vec::new();
    page.y += 6.0;
    for (at, row) in lines.series.chunks(across).enumerate() {
        for (beside, series) in row.iter().enumerate() {
            let place = at * across + beside;
            let left = MARGIN + if beside == 0 { 0.0 } else { wide + BETWEEN };
            let top = page.y + ABOVE;
            let field = Field {
                lines,
                ticks,
                area: [left + scale, top, left + wide, top + HEIGHT],
            };
            let extra = "font-weight=\"bold\"";
            let label = &labels[place];
            page.text_with(left, top - 10.0, TEXT, Anchor::Start, INK, extra, label);
            field.grid(page);
            for other in lines
                .series
                .iter()
                .filter(|other| !std::ptr::eq(*other, series))
            {
                page.context(&field.path(other));
            }
            unmarked.extend(field.series(page, series));
        }
        page.y += ABOVE + HEIGHT + BELOW;
    }
    unmarked
}

/// The field of one line.
struct Field<'a> {
    lines: &'a Lines,
    ticks: Ticks,
    /// Left, top, right, bottom.
    area: [f64; 4],
}

impl<'a> Field<'a> {
    fn x(&self, year: i64) -> f64 {
        let [left, _, right, _] = self.area;
        left + 6.0 + self.lines.position(year) * (right - left - 12.0)
    }

    fn y(&self, value: f64) -> f64 {
        let [_, top, _, bottom] = self.area;
        bottom - self.ticks.position(value) * (bottom - top)
    }

    fn grid(&self, page: &mut Page) {
        let [left, _, right, bottom] = self.area;
        for (value, text) in self.ticks.all() {
            let y = self.y(value);
            let ink = if value == 0.0 { DIM } else { GRID };
            page.rule((left, y), (right, y), ink, 1.0);
            page.text(left - 4.0, y + SMALL * 0.35, SMALL, Anchor::End, DIM, &text);
        }
        let half = |year: i64| measure(&year.to_string(), SMALL) / 2.0 + 6.0;
        let clash = |a: i64, b: i64| self.x(a) + half(a) > self.x(b) - half(b);
        for year in self.lines.told_years(clash) {
            let x = self.x(year);
            page.rule((x, bottom), (x, bottom + 3.0), DIM, 1.0);
            let text = year.to_string();
            page.text(x, bottom + 15.0, SMALL, Anchor::Middle, DIM, &text);
        }
    }

    fn path(&self, series: &Series) -> String {
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

    /// The line with its points, hollow where they are in doubt, and the marks of their notes.
    fn series(&self, page: &mut Page, series: &'a Series) -> Vec<&'a Datum> {
        let path = self.path(series);
        if !path.is_empty() {
            page.stroke(&path, of_line(0), 2.2, "");
        }
        for point in &series.points {
            let Some(value) = point.datum.value else {
                continue;
            };
            let (x, y) = (self.x(point.year), self.y(value));
            if let Some([low, high]) = point.datum.ends {
                page.whisker((x, self.y(low)), (x, self.y(high)));
            }
            let told = format!("{}: {}", point.datum.about, point.datum.marked());
            page.shape(&marker(0, x, y), of_line(0), point.datum.doubtful, &told);
            page.take([x - 4.5, y - 4.5, x + 4.5, y + 4.5]);
        }
        let [left, top, right, bottom] = self.area;
        let within = [left, top - 8.0, right, bottom];
        let mut unmarked = Vec::new();
        for point in series.marked_in_field() {
            let y = point
                .datum
                .value
                .map_or(bottom - 2.0, |value| self.y(value));
            if !page.raised_near(self.x(point.year), y, 14.0, &point.datum.marks, within) {
                unmarked.push(&point.datum);
            }
        }
        unmarked
    }
}
