//! Small multiples: a field for each of several lines that cross, the others behind it in grey, on one pair of scales.

use super::lines::SPACES;
use super::measure::measure;
use super::page::{Anchor, DIM, INK, Page};
use super::palette::of_line;
use super::plot::Plot;
use super::{MARGIN, SMALL, TEXT};
use crate::render::picture::{Datum, Lines, Series, TimeLabel};

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
    let ticks = lines.ticks(SPACES - 2);
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
            let plot = Plot {
                lines,
                ticks,
                area: [left + scale, top, left + wide, top + HEIGHT],
                inset: 6.0,
                letters: SMALL,
            };
            let extra = "font-weight=\"bold\"";
            let label = &labels[place];
            page.text_with(left, top - 10.0, TEXT, Anchor::Start, INK, extra, label);
            plot.levels(page, 4.0);
            years(page, &plot);
            for other in lines
                .series
                .iter()
                .filter(|other| !std::ptr::eq(*other, series))
            {
                page.context(&plot.path(other));
            }
            unmarked.extend(draw_series(page, &plot, series));
        }
        page.y += ABOVE + HEIGHT + BELOW;
    }
    unmarked
}

/// The years below a field, as many as have room.
fn years(page: &mut Page, plot: &Plot) {
    let [_, _, _, bottom] = plot.area;
    let half = |told: &TimeLabel| measure(&told.text, SMALL) / 2.0 + 6.0;
    let x = |told: &TimeLabel| plot.x(told.place);
    let clash = |a: &TimeLabel, b: &TimeLabel| x(a) + half(a) > x(b) - half(b);
    for told in plot.lines.time_labels(clash) {
        let x = x(&told);
        page.rule((x, bottom), (x, bottom + 3.0), DIM, 1.0);
        page.text(x, bottom + 15.0, SMALL, Anchor::Middle, DIM, &told.text);
    }
}

/// The line with its points and the marks of their notes; gives the values whose marks found no room.
fn draw_series<'a>(page: &mut Page, plot: &Plot, series: &'a Series) -> Vec<&'a Datum> {
    let path = plot.path(series);
    if !path.is_empty() {
        page.stroke(&path, of_line(0), 2.2, "");
    }
    plot.points(page, series, 0);
    let [left, top, right, bottom] = plot.area;
    let within = [left, top - 8.0, right, bottom];
    let mut unmarked = Vec::new();
    for point in series.marked_in_field() {
        let y = point
            .datum
            .value
            .map_or(bottom - 2.0, |value| plot.y(value));
        if !page.raised_near(plot.x(point.year), y, 14.0, &point.datum.marks, within) {
            unmarked.push(&point.datum);
        }
    }
    unmarked
}
