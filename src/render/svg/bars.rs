//! Bars from zero, below one another: side by side, in groups, or made of parts.

use super::measure::{measure, wrapped};
use super::page::{Anchor, DIM, GRID, INK, Page, upon};
use super::palette::{marker, of_bar, of_part};
use super::{LEADING, MARGIN, SMALL, TEXT, precise};
use crate::render::Style;
use crate::render::picture::{Bar, Bars, Datum, Piece, Ticks};

/// From one bar to the next, and the height of a bar.
const PITCH: f64 = 22.0;
const HEIGHT: f64 = 16.0;
/// The widest that names may be beside their bars.
const WIDEST_NAME: f64 = 340.0;
/// The widest text that stands beside a bar; a wider one stands below.
const WIDEST_TOLD: f64 = 300.0;
/// How much the bars of a group are moved in.
const INDENT: f64 = 14.0;
/// How many spaces there are between ticks at most.
const SPACES: usize = 6;

/// Draws the bars, and gives the values whose marks found no room.
pub(super) fn draw<'a>(page: &mut Page, bars: &'a Bars, style: &Style) -> Vec<&'a Datum> {
    let [low, high] = bars.axis.unwrap_or([0.0, 0.0]);
    let ticks = Ticks::inside(low, high, SPACES).told_in(bars.powers);
    let indent = if bars.bars.iter().any(|bar| bar.group.is_some()) {
        INDENT
    } else {
        0.0
    };
    let widest = |texts: &mut dyn Iterator<Item = String>| {
        texts.map(|text| measure(&text, TEXT)).fold(0.0, f64::max)
    };
    let names = widest(&mut bars.bars.iter().map(|bar| bar.name.clone())) + indent;
    let groups = widest(&mut bars.bars.iter().filter_map(|bar| bar.group.clone()));
    // As much of a narrow picture as of a wide one.
    let part = page.width / super::WIDTH;
    let (widest_name, widest_told) = (WIDEST_NAME * part, WIDEST_TOLD * part);
    let own_lines = names > widest_name;
    let names = if own_lines {
        indent
    } else {
        names.max(groups.min(widest_name))
    };
    let is_beside = |told: &String| measure(told, TEXT) <= widest_told;
    let mut beside = bars.bars.iter().map(|bar| bars.told(bar)).filter(is_beside);
    let values = widest(&mut beside) + 8.0;
    let left = MARGIN + names + 8.0 + if low < 0.0 { values } else { 0.0 };
    let right = page.width - MARGIN - values;
    if bars.stacked {
        legend(page, bars, style.word("At the end: ", "末端："));
    }
    page.y += 4.0;
    let frame = Frame { ticks, left, right };
    let mut unmarked = Vec::new();
    for bar in &bars.bars {
        for line in told_group(page, bar) {
            page.text(MARGIN, page.y + 15.0, TEXT, Anchor::Start, INK, &line);
            page.y += PITCH;
        }
        if own_lines {
            for line in lines_of(page, &bar.name) {
                page.text(
                    MARGIN + indent,
                    page.y + 15.0,
                    TEXT,
                    Anchor::Start,
                    INK,
                    &line,
                );
                page.y += PITCH;
            }
        }
        // The grid stands behind bars and gaps alone, so that it crosses no name.
        let height = precise(bar.gap + 1) * PITCH;
        if bars.axis.is_some() {
            frame.grid(page, page.y, page.y + height);
        }
        page.y += height - PITCH;
        if bar.is_cut {
            let x = left_of_names(left, low, values);
            page.text(x, page.y - 7.0, TEXT, Anchor::End, DIM, "⋮");
        }
        if !own_lines {
            let x = left_of_names(left, low, values);
            page.text(x, page.y + 15.0, TEXT, Anchor::End, INK, &bar.name);
        }
        frame.bar(page, bars, bar, page.y + 3.0, &mut unmarked);
        let told = bars.told(bar);
        if is_beside(&told) {
            frame.told(page, bar, page.y + 15.0, &told);
        } else {
            for line in lines_of(page, &told) {
                page.y += PITCH;
                page.text(
                    MARGIN + INDENT,
                    page.y + 15.0,
                    TEXT,
                    Anchor::Start,
                    INK,
                    &line,
                );
            }
        }
        page.y += PITCH;
    }
    if bars.axis.is_some() {
        frame.numbers(page);
        page.y += 20.0;
    }
    unmarked
}

/// The heading of a group, where one begins with the bar.
fn told_group(page: &Page, bar: &Bar) -> Vec<String> {
    let lines = bar.group.iter().flat_map(|group| lines_of(page, group));
    lines.collect()
}

fn left_of_names(left: f64, low: f64, values: f64) -> f64 {
    left - 6.0 - if low < 0.0 { values } else { 0.0 }
}

fn lines_of(page: &Page, text: &str) -> Vec<String> {
    wrapped(text, TEXT, page.width - 2.0 * MARGIN - INDENT)
}

/// The colours of the parts, and what stands behind the bars.
pub(super) fn legend(page: &mut Page, bars: &Bars, end: &str) {
    let mut x = MARGIN;
    page.y += TEXT * LEADING;
    let total = bars.total.as_ref().map(|total| format!("{end}{total}"));
    let parts = bars
        .legend
        .iter()
        .cloned()
        .enumerate()
        .map(|(part, name)| (Some(part), name));
    for (part, name) in parts.chain(total.map(|total| (None, total))) {
        let width = measure(&name, TEXT) + if part.is_some() { 18.0 } else { 0.0 };
        if x > MARGIN && x + width > page.width - MARGIN {
            x = MARGIN;
            page.y += TEXT * LEADING;
        }
        let mut start = x;
        if let Some(part) = part {
            page.bar(
                [x, page.y - 10.0, x + 12.0, page.y + 1.0],
                of_part(part),
                false,
                &name,
            );
            start += 17.0;
        }
        page.text(start, page.y, TEXT, Anchor::Start, INK, &name);
        x += width + 18.0;
    }
    page.y += 4.0;
}

/// The field that bars are drawn in.
struct Frame {
    ticks: Ticks,
    left: f64,
    right: f64,
}

impl Frame {
    fn x(&self, value: f64) -> f64 {
        self.left + self.ticks.position(value) * (self.right - self.left)
    }

    fn grid(&self, page: &mut Page, top: f64, bottom: f64) {
        for (value, _) in self.ticks.all().filter(|(value, _)| *value != 0.0) {
            page.rule((self.x(value), top), (self.x(value), bottom), GRID, 1.0);
        }
        page.rule((self.x(0.0), top), (self.x(0.0), bottom), DIM, 1.0);
    }

    /// The numbers below the field, as many as have room.
    fn numbers(&self, page: &mut Page) {
        let mut end_of_last = f64::NEG_INFINITY;
        for (value, text) in self.ticks.all() {
            let half = measure(&text, TEXT) / 2.0;
            let middle = self
                .x(value)
                .min(page.width - MARGIN - half)
                .max(MARGIN + half);
            if middle - half >= end_of_last {
                page.text(middle, page.y + 15.0, TEXT, Anchor::Middle, DIM, &text);
                end_of_last = middle + half + 6.0;
            }
        }
    }

    fn bar<'a>(
        &self,
        page: &mut Page,
        bars: &Bars,
        bar: &'a Bar,
        top: f64,
        unmarked: &mut Vec<&'a Datum>,
    ) {
        let bottom = top + HEIGHT;
        let mut sum = 0.0;
        for piece in &bar.pieces {
            let Some(value) = piece.datum.value else {
                continue;
            };
            let (from, to) = if bars.stacked {
                (sum, sum + value)
            } else {
                (0.0, value)
            };
            sum += value;
            let (one, other) = (self.x(from), self.x(to));
            let (start, end) = (one.min(other), one.max(other));
            // A thin gap of the ground parts the parts.
            let gap = if bars.stacked { 0.5 } else { 0.0 };
            let told = format!("{}: {}", piece.datum.about, piece.datum.marked());
            let color = of_bar(piece.sort, bars.legend.is_empty(), value);
            if bars.dots {
                let y = f64::midpoint(top, bottom);
                page.rule((one, y), (other, y), GRID, 2.0);
                page.shape(&marker(0, other, y), color, piece.datum.doubtful, &told);
            } else {
                page.bar(
                    [start + gap, top, end - gap, bottom],
                    color,
                    piece.datum.doubtful,
                    &told,
                );
            }
            if bars.stacked {
                inside(page, piece, [start, top, end, bottom], unmarked);
            }
            if let Some([low, high]) = piece.datum.ends.filter(|_| !bars.stacked) {
                let middle = f64::midpoint(top, bottom);
                page.whisker((self.x(low), middle), (self.x(high), middle));
            }
        }
    }

    /// The text at the end of a bar.
    fn told(&self, page: &mut Page, bar: &Bar, baseline: f64, text: &str) {
        let reach = bar.reach();
        let (x, anchor) = if reach < 0.0 {
            (self.x(reach) - 5.0, Anchor::End)
        } else {
            (self.x(reach) + 7.0, Anchor::Start)
        };
        page.text(x, baseline, TEXT, anchor, INK, text);
    }
}

/// A value upon its part of a bar, where it has room; else its marks alone.
pub(super) fn inside<'a>(
    page: &mut Page,
    piece: &'a Piece,
    [left, top, right, bottom]: [f64; 4],
    unmarked: &mut Vec<&'a Datum>,
) {
    let (x, y) = (
        f64::midpoint(left, right),
        f64::midpoint(top, bottom) + SMALL * 0.35,
    );
    let ink = if piece.datum.doubtful {
        INK
    } else {
        upon(of_part(piece.sort))
    };
    let texts = [piece.datum.marked(), piece.datum.marks.clone()];
    let fits =
        |text: &&String| measure(text, SMALL) + 1.0 <= right - left && bottom - top >= SMALL + 1.0;
    match texts.iter().filter(|text| !text.is_empty()).find(fits) {
        Some(text) => page.text(x, y, SMALL, Anchor::Middle, ink, text),
        None if !piece.datum.marks.is_empty() => unmarked.push(&piece.datum),
        None => {}
    }
}
