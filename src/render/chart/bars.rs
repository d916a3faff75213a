//! Bars from zero, a line each: side by side, in groups, or made of parts.

use super::{Look, precise, whole};
use crate::render::layout::{width, wrap};
use crate::render::picture::{Bar, Bars, Datum, Ticks};

/// The narrowest field that bars are drawn in.
const NARROWEST_FIELD: usize = 8;
/// How many cells there are from one tick to the next, at least.
const CELLS_PER_TICK: usize = 12;

/// The tint of bars below zero.
const RED: usize = 5;

/// How the cells of a line are shared out.
struct Field<'a> {
    look: &'a Look,
    ticks: Ticks,
    /// The cells before the bars, names among them.
    names: usize,
    /// Whether a name stands on a line of its own.
    own_lines: bool,
    /// The cells of the field.
    cells: usize,
    /// The cell where zero is.
    zero: usize,
}

/// The lines of text, and the values whose marks found no room.
pub(super) fn draw<'a>(bars: &'a Bars, look: &Look) -> (Vec<String>, Vec<&'a Datum>) {
    let [low, high] = bars.axis.unwrap_or([0.0, 0.0]);
    let is_grouped = bars.bars.iter().any(|bar| bar.group.is_some());
    let indent = if is_grouped { 2 } else { 0 };
    let longest = bars
        .bars
        .iter()
        .map(|bar| width(&bar.name))
        .max()
        .unwrap_or(0)
        + indent;
    let widest = |told: &dyn Fn(&Bar) -> String| {
        let widths = bars.bars.iter().map(|bar| width(&told(bar)));
        widths.max().unwrap_or(0)
    };
    let whole_told = widest(&|bar| bars.told(bar));
    // What a bar lacks stands below it where there is no room behind it.
    let is_below = longest + whole_told + NARROWEST_FIELD + 3 > look.width;
    let values = if is_below {
        widest(&|bar| bars.value(bar))
    } else {
        whole_told
    };
    // In the narrowest picture the value stands below its bar too.
    let values_are_below = indent + values + NARROWEST_FIELD + 3 > look.width;
    let values = if values_are_below { 0 } else { values };
    // A space and the axis before the field, a space behind it.
    let room = |names: usize| look.width.saturating_sub(names + values + 3);
    let own_lines = longest > look.width / 2 || room(longest) < NARROWEST_FIELD;
    let names = if own_lines { indent } else { longest };
    let cells = room(names).max(NARROWEST_FIELD);
    let ticks = Ticks::inside(low, high, cells / CELLS_PER_TICK).told_in(bars.powers);
    let zero = whole(ticks.position(0.0) * precise(cells));
    let field = Field {
        look,
        ticks,
        names,
        own_lines,
        cells,
        zero,
    };

    // A line without text, as that of a bar that lacks nothing, is none.
    let told = |text: &str| {
        wrap(text, look.width)
            .into_iter()
            .filter(|line| !line.is_empty())
    };
    let mut out = legend(bars, look);
    let mut unmarked = Vec::new();
    for bar in &bars.bars {
        if let Some(group) = bar.group.as_ref().filter(|group| !group.is_empty()) {
            out.extend(wrap(group, look.width));
        }
        let cut = if bar.is_cut { look.pen.cut } else { "" };
        let cut = format!("{}{cut}", " ".repeat(indent));
        out.extend((0..bar.gap).map(|_| field.line(&cut, &field.empty(), "")));
        if field.own_lines {
            out.extend(wrap(&bar.name, look.width));
        }
        let name = if field.own_lines { "" } else { &bar.name };
        let name = format!("{}{name}", " ".repeat(indent));
        let drawn = if bars.stacked {
            field.stack(bar, &mut unmarked)
        } else {
            field.bar(bar, bars)
        };
        if values_are_below {
            out.push(field.line(&name, &drawn, ""));
            out.extend(told(&bars.told(bar)));
        } else if is_below {
            out.push(field.line(&name, &drawn, &bars.value(bar)));
            out.extend(told(&bars.lacking(bar).unwrap_or_default()));
        } else {
            out.push(field.line(&name, &drawn, &bars.told(bar)));
        }
    }
    if bars.axis.is_some() {
        out.extend(field.axis());
    }
    (out, unmarked)
}

/// The fillings of the parts, and what stands behind the bars.
fn legend(bars: &Bars, look: &Look) -> Vec<String> {
    if !bars.stacked {
        return Vec::new();
    }
    let parts = bars.legend.iter().enumerate().map(|(part, name)| {
        let filling = look.pen.filling(part);
        (Some(part), format!("{filling}{filling} {name}"))
    });
    let end = look.style.word("at the end: ", "末端：");
    let total = bars
        .total
        .iter()
        .map(|total| (None, format!("{end}{total}")));
    look.side_by_side(parts.chain(total))
}

/// The cells of a bar's line: those left of zero and those right of it, with the series of each.
type Cells = Vec<(char, Option<usize>)>;

impl Field<'_> {
    fn empty(&self) -> Cells {
        vec![(' ', None); self.cells]
    }

    /// A line: name, cells with the axis between those below zero and those above, value behind the bar.
    fn line(&self, name: &str, cells: &Cells, value: &str) -> String {
        let pad = " ".repeat(self.names.saturating_sub(width(name)));
        let (below, above) = cells.split_at(self.zero);
        let end = above
            .iter()
            .rposition(|(cell, _)| *cell != ' ')
            .map_or(0, |last| last + 1);
        let mut out = format!(
            "{name}{pad} {}{}{}",
            self.text(below),
            self.look.pen.vertical,
            self.text(&above[..end])
        );
        if !value.is_empty() {
            out.push(' ');
            out.push_str(value);
        }
        out
    }

    fn text(&self, cells: &[(char, Option<usize>)]) -> String {
        cells
            .chunk_by(|a, b| a.1 == b.1)
            .map(|run| {
                let text: String = run.iter().map(|(cell, _)| *cell).collect();
                run[0]
                    .1
                    .map_or(text.clone(), |series| self.look.tinted(&text, series))
            })
            .collect()
    }

    /// How far a value is from the left edge of the field, in cells.
    fn across(&self, value: f64) -> f64 {
        self.ticks.position(value) * precise(self.cells)
    }

    /// A bar of one value.
    fn bar(&self, bar: &Bar, bars: &Bars) -> Cells {
        let mut cells = self.empty();
        let Some(piece) = bar.pieces.first() else {
            return cells;
        };
        let Some(value) = piece.datum.value else {
            return cells;
        };
        let is_below = value < 0.0 && bars.legend.is_empty();
        let sort = Some(if is_below { RED } else { piece.sort });
        if bars.dots {
            let [from, to] =
                [0.0, value].map(|value| whole(self.across(value)).min(self.cells - 1));
            for cell in &mut cells[from.min(to)..=from.max(to)] {
                *cell = (self.look.pen.horizontal, None);
            }
            cells[to] = (self.look.pen.mark(0), sort);
            return cells;
        }
        let fillings = self.look.pen.filled;
        let full = fillings[fillings.len() - 1];
        let parts = fillings.len();
        let zero = self.across(0.0);
        if value >= 0.0 {
            let length = whole((self.across(value) - zero) * precise(parts));
            let length = if value > 0.0 { length.max(1) } else { length };
            for cell in 0..length.div_ceil(parts) {
                let filled = (length - cell * parts).min(parts);
                if let Some(place) = cells.get_mut(self.zero + cell) {
                    *place = (
                        if filled == parts {
                            full
                        } else {
                            fillings[filled - 1]
                        },
                        sort,
                    );
                }
            }
        } else {
            let halves = whole((zero - self.across(value)) * 2.0).max(1);
            for half in (0..halves).step_by(2) {
                let is_full = half + 1 < halves;
                let filling = if is_full {
                    full
                } else {
                    self.look.pen.right_half.unwrap_or(full)
                };
                if let Some(place) = self.zero.checked_sub(half / 2 + 1) {
                    cells[place] = (filling, sort);
                }
            }
        }
        if let Some([low, high]) = piece.datum.ends {
            self.whisker(&mut cells, low, high);
        }
        cells
    }

    /// Draws an interval over the end of a bar.
    fn whisker(&self, cells: &mut Cells, low: f64, high: f64) {
        let last = self.cells - 1;
        let cell = |value: f64| (self.across(value).floor().max(0.0), last);
        let (from, to) = (whole(cell(low).0).min(last), whole(cell(high).0).min(last));
        let [first, middle, end] = self.look.pen.whisker;
        if from == to {
            cells[from].0 = self.look.pen.narrow_whisker;
            return;
        }
        for place in &mut cells[from..=to] {
            place.0 = middle;
        }
        cells[from].0 = first;
        cells[to].0 = end;
    }

    /// A bar of parts, each with its value where that has room.
    fn stack<'b>(&self, bar: &'b Bar, unmarked: &mut Vec<&'b Datum>) -> Cells {
        let mut cells = self.empty();
        let mut sum = 0.0;
        for piece in &bar.pieces {
            let Some(value) = piece.datum.value else {
                continue;
            };
            let start = whole(self.across(sum));
            sum += value;
            let end = whole(self.across(sum)).min(self.cells);
            let filling = self.look.pen.filling(piece.sort);
            for cell in &mut cells[start..end] {
                *cell = (filling, Some(piece.sort));
            }
            let texts = [
                format!(" {} ", piece.datum.marked()),
                piece.datum.marks.clone(),
            ];
            let fits = |text: &&String| !text.is_empty() && width(text) + 2 <= end - start;
            match texts.iter().find(fits) {
                Some(text) => {
                    let first = start + (end - start - width(text)) / 2;
                    for (place, character) in text.chars().enumerate() {
                        cells[first + place] = (character, None);
                    }
                }
                None if !piece.datum.marks.is_empty() => unmarked.push(&piece.datum),
                None => {}
            }
        }
        cells
    }

    /// The axis with its ticks, and the numbers below it.
    fn axis(&self) -> Vec<String> {
        let pen = &self.look.pen;
        let indent = self.names + 1;
        let mut axis = vec![pen.horizontal; self.cells + 1];
        let mut numbers = vec![' '; indent + self.cells + 1 + 12];
        let mut end_of_last = 0;
        for (value, text) in self.ticks.all() {
            let cell = whole(self.across(value));
            // The axis stands between the cells below zero and those above.
            let column = if cell > self.zero {
                cell
            } else {
                cell.min(self.zero)
            };
            axis[column.min(self.cells)] = pen.horizontal_tick;
            let start = (indent + column).saturating_sub(width(&text) / 2);
            let start = start.min(self.look.width.saturating_sub(width(&text)));
            if start >= end_of_last && start + width(&text) <= numbers.len() {
                for (place, character) in text.chars().enumerate() {
                    numbers[start + place] = character;
                }
                end_of_last = start + width(&text) + 1;
            }
        }
        if self.zero == 0 {
            axis[0] = pen.corner;
        }
        vec![
            format!(
                "{}{}",
                " ".repeat(indent),
                axis.into_iter().collect::<String>()
            ),
            numbers
                .into_iter()
                .collect::<String>()
                .trim_end()
                .to_owned(),
        ]
    }
}
