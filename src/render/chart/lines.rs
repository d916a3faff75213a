//! Lines over years, each named at its end, or below where there is no room beside it.

use super::canvas::Canvas;
use super::{Look, precise, whole};
use crate::figure::Frequency;
use crate::render::layout::{width, wrap};
use crate::render::picture::{Datum, Lines, Ticks, TimeLabel, no_value, spread};

/// How high a picture is that is this many cells wide: a third, within limits.
const LOWEST: usize = 10;
const HIGHEST: usize = 24;
/// How high it is at the least, where that makes the picture fit the screen.
pub(super) const LEAST: usize = 7;
/// The narrowest field that lines are drawn in beside their names.
const NARROWEST_FIELD: usize = 28;
/// The narrowest field between the numbers and the edge.
const NARROWEST_ALONE: usize = 8;
/// How many rows there are from one tick to the next, at least.
const ROWS_PER_TICK: usize = 3;

/// The room that the numbers left of the field and the names right of it take, in the widest of some panels, whose
/// years then stand below one another.
pub(super) fn gutters<'a>(panels: impl Iterator<Item = &'a Lines>, look: &Look) -> [usize; 2] {
    panels.fold([0, 0], |[numbers, names], lines| {
        let (ticks, _) = scale(lines, look);
        let widest = ticks.all().map(|(_, text)| width(&text)).max().unwrap_or(0);
        let longest = labels(lines, look)
            .iter()
            .map(|label| width(label) + 1)
            .max()
            .unwrap_or(0);
        [numbers.max(widest), names.max(longest)]
    })
}

/// What stands at the end of each line, its mark first.
fn labels(lines: &Lines, look: &Look) -> Vec<String> {
    let labels = lines.end_labels().into_iter().enumerate();
    labels
        .map(|(place, label)| format!("{} {label}", look.pen.mark(place)))
        .collect()
}

/// How many rows the field may have: as many as its width asks for or the screen has, and one for each name at least.
fn most_rows(lines: &Lines, look: &Look) -> usize {
    let rows = (look.width / 5).clamp(LOWEST, HIGHEST);
    rows.min(look.rows).max(lines.series.len())
}

/// The axis of values, and the rows of the field: so many that every tick falls on a row of its own, as far from the next
/// as that from the one after it.
fn scale(lines: &Lines, look: &Look) -> (Ticks, usize) {
    let most = most_rows(lines, look);
    let ticks = lines.ticks(most / ROWS_PER_TICK);
    let spaces = ticks.all().count().saturating_sub(1).max(1);
    let rows = (most - 1) / spaces * spaces + 1;
    (ticks, rows.max(spaces + 1).max(lines.series.len()))
}

/// How many rows the field has.
pub(super) fn height_of(lines: &Lines, look: &Look) -> usize {
    scale(lines, look).1
}

/// Where the axis begins that leaves out zero.
pub(super) fn cut(lines: &Lines, look: &Look) -> Option<String> {
    lines.range?;
    scale(lines, look).0.cut()
}

/// The lines of text, and the values whose marks found no room.
pub(super) fn draw<'a>(
    lines: &'a Lines,
    look: &Look,
    gutters: [usize; 2],
) -> (Vec<String>, Vec<&'a Datum>) {
    if lines.range.is_none() {
        let every = lines.series.iter().flat_map(|series| &series.points);
        let told = wrap(no_value(&look.style), look.width);
        return (told, every.map(|point| &point.datum).collect());
    }
    let labels = labels(lines, look);
    let (ticks, rows) = scale(lines, look);
    let [scale, beside] = gutters;
    // Numbers that leave no field are told below: the first and the last.
    let scale_is_below = look.width < scale + 2 + NARROWEST_ALONE;
    let scale = if scale_is_below { 0 } else { scale };
    // A space, the axis, the field, a space, the names.
    let field = look.width.saturating_sub(scale + 2);
    let has_room = field >= beside + NARROWEST_FIELD.max(look.width * 2 / 5);
    let field = evenly(lines, if has_room { field - beside } else { field });

    let mut canvas = Canvas::new(field, rows);
    let unmarked = fill(&mut canvas, lines, &ticks, look);
    let row_of = |value: f64| height(&ticks, value, rows) / 4;
    let mut left: Vec<String> = vec![format!("{} {}", " ".repeat(scale), look.pen.vertical); rows];
    for (value, text) in ticks.all() {
        let row = row_of(value);
        let text = if scale_is_below { "" } else { &text };
        left[row] = format!("{text:>scale$} {}", look.pen.vertical_tick);
    }
    let mut right = vec![String::new(); rows];
    if has_room {
        let wanted: Vec<f64> = lines
            .series
            .iter()
            .map(|series| {
                let value = series.last().and_then(|point| point.datum.value);
                let up = value.map_or(0.0, |value| ticks.position(value));
                (1.0 - up) * precise(rows - 1)
            })
            .collect();
        for (place, row) in spread(&wanted, 1.0, precise(rows - 1))
            .into_iter()
            .enumerate()
        {
            right[whole(row).min(rows - 1)] = format!(" {}", look.tinted(&labels[place], place));
        }
    }
    let mut out: Vec<String> = canvas
        .rows(look)
        .into_iter()
        .enumerate()
        .map(|(row, cells)| format!("{}{cells}{}", left[row], right[row]))
        .collect();
    out.extend(years(lines, look, scale + 1, field));
    if scale_is_below {
        let mut numbers = ticks.all().map(|(_, text)| text);
        let ends = numbers.next().into_iter().chain(numbers.last());
        let ends: Vec<String> = ends.collect();
        out.extend(wrap(&ends.join(look.pen.to), look.width));
    }
    if !has_room {
        let entries = labels.into_iter().enumerate();
        out.extend(look.side_by_side(entries.map(|(place, label)| (Some(place), label))));
    }
    (out, unmarked)
}

/// The row of dots that a value stands in; a tick stands in the middle of its cells.
fn height(ticks: &Ticks, value: f64, rows: usize) -> usize {
    whole((1.0 - ticks.position(value)) * precise((rows - 1) * 4)) + 1
}

/// The column of dots that a year stands in.
fn across(lines: &Lines, year: i64, columns: usize) -> usize {
    whole(lines.position(year) * precise((columns - 1) * 2))
}

/// As many columns of the field as give every year the same room.
fn evenly(lines: &Lines, field: usize) -> usize {
    let years = lines.years.first().zip(lines.years.last());
    let steps = years.map_or(0, |(first, last)| (last - first) / lines.step.max(1));
    match usize::try_from(steps) {
        Ok(steps) if (1..field).contains(&steps) => (field - 1) / steps * steps + 1,
        _ => field,
    }
}

/// Draws every series: lines first, then the marks of values, then those of notes, where there is room.
fn fill<'a>(canvas: &mut Canvas, lines: &'a Lines, ticks: &Ticks, look: &Look) -> Vec<&'a Datum> {
    let (columns, rows) = (canvas.columns, canvas.rows);
    let across = |year: i64| across(lines, year, columns);
    let down = |value: f64| height(ticks, value, rows);
    let instead = (!look.pen.braille).then_some(look.pen.line);
    for (place, series) in lines.series.iter().enumerate() {
        for run in series.runs(lines.step) {
            let dots: Vec<(usize, usize)> = run
                .iter()
                .map(|(point, value)| (across(point.year), down(*value)))
                .collect();
            for pair in dots.windows(2) {
                canvas.line(pair[0], pair[1], place, instead);
            }
        }
        for point in &series.points {
            if let Some([low, high]) = point.datum.ends {
                let x = across(point.year);
                canvas.line(
                    (x, down(high)),
                    (x, down(low)),
                    place,
                    instead.map(|_| look.pen.vertical),
                );
            }
        }
    }
    // Marks take whole cells, in which a line of dots is finer; its end is marked alone.
    let is_dense = look.pen.braille || lines.years.len() * 2 > columns;
    for (place, series) in lines.series.iter().enumerate() {
        for run in series.runs(lines.step) {
            let last = run.len() - 1;
            for (at, (point, value)) in run.into_iter().enumerate() {
                if !is_dense || at == last {
                    let mark = look.pen.mark(place);
                    canvas.put(across(point.year) / 2, down(value) / 4, mark, Some(place));
                }
            }
        }
    }
    let mut unmarked = Vec::new();
    for point in lines.marked() {
        let row = point.datum.value.map_or(rows - 1, |value| down(value) / 4);
        let column = across(point.year) / 2;
        if !canvas.write_near(column, row, &point.datum.marks) {
            unmarked.push(&point.datum);
        }
    }
    for (value, _) in ticks
        .all()
        .filter(|(value, _)| *value == 0.0 && ticks.low() < 0.0)
    {
        for column in 0..columns {
            canvas.put_behind(column, down(value) / 4, look.pen.zero);
        }
    }
    unmarked
}

/// The axis of years and the years below it, as many as have room.
fn years(lines: &Lines, look: &Look, indent: usize, field: usize) -> [String; 2] {
    let column = |year: i64| across(lines, year, field) / 2;
    // The place of a year's first digit: in the middle of its stroke, and within the picture.
    let start = |told: &TimeLabel| {
        let middle = indent + 1 + column(told.place);
        let digits = told.text.len();
        middle
            .saturating_sub(digits / 2)
            .min(look.width.saturating_sub(digits))
    };
    let told = lines.time_labels(|a, b| start(a) + a.text.len() >= start(b));
    let mut axis: Vec<char> = vec![look.pen.horizontal; field];
    // Years are few, and where they stand is seen.
    let is_dense = lines.frequency != Frequency::Year && lines.years.len() * 2 > field;
    let strokes = lines.years.iter().filter(|_| !is_dense).copied();
    for place in strokes.chain(told.iter().map(|told| told.place)) {
        axis[column(place)] = look.pen.horizontal_tick;
    }
    let axis: String = axis.into_iter().collect();
    let mut names = vec![' '; look.width];
    for told in &told {
        for (place, digit) in told.text.chars().enumerate() {
            names[start(told) + place] = digit;
        }
    }
    [
        format!("{}{}{axis}", " ".repeat(indent), look.pen.corner),
        names.into_iter().collect::<String>().trim_end().to_owned(),
    ]
}
