//! Bars of years, upright on an axis of years; a field for each group.

use super::bars::{inside, legend};
use super::measure::measure;
use super::page::{Anchor, DIM, GRID, INK, Page};
use super::palette::of_bar;
use super::{LEADING, MARGIN, TEXT, precise};
use crate::render::Style;
use crate::render::picture::{Bar, Bars, Datum, Ticks};

/// The height of the field, of one alone and of one of several.
const HEIGHT: f64 = 280.0;
const HEIGHT_OF_SEVERAL: f64 = 190.0;
/// How many spaces there are between ticks at most.
const SPACES: usize = 6;
/// How far letters reach above the line that they stand on, and below it.
const ASCENT: f64 = TEXT * 0.75;
const DESCENT: f64 = TEXT * 0.25;
/// The widest that a column is.
const WIDEST: f64 = 56.0;

/// Draws the bars, and gives the values whose marks found no room.
pub(super) fn draw<'a>(page: &mut Page, bars: &'a Bars, style: &Style) -> Vec<&'a Datum> {
    let [low, high] = bars.axis.unwrap_or([0.0, 0.0]);
    let groups = bars.groups();
    let ticks = if bars.axis.is_some_and(|[low, _]| low < 0.0) || !bars.stacked {
        Ticks::around(low, high, SPACES)
    } else {
        Ticks::inside(low, high, SPACES)
    }
    .told_in(bars.powers);
    if bars.stacked {
        legend(page, bars, style.word("On top: ", "顶端："));
    }
    let scale = ticks
        .all()
        .map(|(_, text)| measure(&text, TEXT))
        .fold(0.0, f64::max);
    let height = if groups.len() > 1 {
        HEIGHT_OF_SEVERAL
    } else {
        HEIGHT
    };
    let mut unmarked = Vec::new();
    for group in groups {
        if let Some(name) = group.first().and_then(|bar| bar.group.as_ref()) {
            page.y += TEXT * LEADING + 6.0;
            page.text(MARGIN, page.y, TEXT, Anchor::Start, INK, name);
        }
        let top = page.y + 20.0;
        let field = Field {
            ticks,
            bars,
            left: MARGIN + scale + 8.0,
            right: page.width - MARGIN,
            top,
            bottom: top + height,
        };
        field.grid(page);
        field.draw(page, group, &mut unmarked);
    }
    unmarked
}

/// The field that columns are drawn in.
struct Field<'a> {
    ticks: Ticks,
    bars: &'a Bars,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl<'a> Field<'a> {
    fn y(&self, value: f64) -> f64 {
        self.bottom - self.ticks.position(value) * (self.bottom - self.top)
    }

    fn grid(&self, page: &mut Page) {
        for (value, text) in self.ticks.all() {
            let y = self.y(value);
            let ink = if value == 0.0 { DIM } else { GRID };
            page.rule((self.left, y), (self.right, y), ink, 1.0);
            page.text(
                self.left - 6.0,
                y + TEXT * 0.35,
                TEXT,
                Anchor::End,
                DIM,
                &text,
            );
        }
    }

    fn draw(&self, page: &mut Page, bars: &'a [Bar], unmarked: &mut Vec<&'a Datum>) {
        let slots: usize = bars.iter().map(|bar| 1 + bar.gap).sum();
        let pitch = (self.right - self.left) / precise(slots.max(1));
        let width = (pitch * 0.86).min(WIDEST);
        // Values below zero stand below their bars, and the years below them.
        let is_below = bars.iter().any(|bar| bar.reach() < 0.0);
        let baseline = self.bottom + if is_below { 31.0 } else { 17.0 };
        let columns = self.columns(bars, pitch, width);
        let (mut end_of_year, mut end_of_value) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
        for (bar, [left, _, right, _]) in bars.iter().zip(&columns) {
            let middle = f64::midpoint(*left, *right);
            if bar.is_cut {
                page.text(middle - pitch, baseline, TEXT, Anchor::Middle, DIM, "…");
            }
            self.column(page, bar, middle, width, unmarked);
            let half = measure(&bar.name, TEXT) / 2.0;
            if middle - half >= end_of_year {
                page.text(middle, baseline, TEXT, Anchor::Middle, DIM, &bar.name);
                end_of_year = middle + half + 4.0;
            }
            let text = self.bars.told(bar);
            let half = measure(&text, TEXT) / 2.0;
            let y = self.y(bar.reach()) + if bar.reach() < 0.0 { 14.0 } else { -5.0 };
            let is_free = |[left, top, right, bottom]: &[f64; 4]| {
                middle + half <= *left
                    || *right <= middle - half
                    || y + DESCENT <= *top
                    || *bottom <= y - ASCENT
            };
            let has_room = middle - half >= end_of_value.max(self.left)
                && middle + half <= self.right + MARGIN
                && columns.iter().all(is_free);
            if has_room {
                page.text(middle, y, TEXT, Anchor::Middle, INK, &text);
                end_of_value = middle + half + 3.0;
            } else if bar.total.is_some() || !self.bars.stacked {
                unmarked.extend(
                    bar.total
                        .as_ref()
                        .or(bar.pieces.first().map(|piece| &piece.datum)),
                );
            }
        }
        page.y = baseline + 5.0;
    }

    /// The rectangles of the bars.
    fn columns(&self, bars: &[Bar], pitch: f64, width: f64) -> Vec<[f64; 4]> {
        let mut slot = 0;
        let rectangle = |bar: &Bar| {
            slot += bar.gap;
            let middle = self.left + (precise(slot) + 0.5) * pitch;
            slot += 1;
            let (zero, end) = (self.y(0.0), self.y(bar.end()));
            [
                middle - width / 2.0,
                zero.min(end),
                middle + width / 2.0,
                zero.max(end),
            ]
        };
        bars.iter().map(rectangle).collect()
    }

    fn column(
        &self,
        page: &mut Page,
        bar: &'a Bar,
        middle: f64,
        width: f64,
        unmarked: &mut Vec<&'a Datum>,
    ) {
        let mut sum = 0.0;
        for piece in &bar.pieces {
            let Some(value) = piece.datum.value else {
                continue;
            };
            let base = if self.bars.stacked { sum } else { 0.0 };
            sum += value;
            let (one, other) = (self.y(base), self.y(base + value));
            // A thin gap of the ground parts the parts.
            let gap = if self.bars.stacked { 0.5 } else { 0.0 };
            let area = [
                middle - width / 2.0,
                one.min(other) + gap,
                middle + width / 2.0,
                one.max(other) - gap,
            ];
            let told = format!("{}: {}", piece.datum.about, piece.datum.marked());
            let color = of_bar(piece.sort, self.bars.legend.is_empty(), value);
            page.bar(area, color, piece.datum.doubtful, &told);
            if self.bars.stacked {
                inside(page, piece, area, unmarked);
            }
            if let Some([low, high]) = piece.datum.ends.filter(|_| !self.bars.stacked) {
                page.whisker((middle, self.y(low)), (middle, self.y(high)));
            }
        }
    }
}
