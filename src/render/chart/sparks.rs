//! The course of each series on a line of text, from its first value to its last.

use super::{Look, precise, whole};
use crate::render::layout::{width, wrap};
use crate::render::picture::{Datum, Lines, Series};
use crate::render::spark::drawn;

/// The fewest cells that show a course.
const NARROWEST: usize = 6;
/// The space before a course and behind it.
const INDENT: usize = 2;

/// The lines of text, and the values whose marks found no room.
pub(super) fn draw<'a>(lines: &'a Lines, look: &Look) -> (Vec<String>, Vec<&'a Datum>) {
    let (Some(first), Some(last)) = (lines.years.first(), lines.years.last()) else {
        return (Vec::new(), Vec::new());
    };
    let widest = |texts: &[String]| texts.iter().map(|text| width(text)).max().unwrap_or(0);
    let ends: Vec<[String; 2]> = lines
        .series
        .iter()
        .map(|series| lines.ends(series))
        .collect();
    let both = ends.iter().map(|[first, last]| match first.as_str() {
        "" => last.clone(),
        first => format!("{first}{}{last}", look.pen.to),
    });
    let mut texts: Vec<String> = both.collect();
    let mut names: Vec<String> = lines.series.iter().map(Series::marked).collect();
    let mut names_take = widest(&names);
    // Where there is no room for all, the first value is left out, then the name goes above.
    let room = |names: usize, texts: &[String]| {
        look.width
            .saturating_sub(names + widest(texts) + 2 * INDENT)
    };
    let without_first = room(names_take, &texts) < NARROWEST;
    if without_first {
        texts = ends.into_iter().map(|[_, last]| last).collect();
        let with_first = |series: &Series| format!("{}{}", series.name, series.marks_with_first);
        names = lines.series.iter().map(with_first).collect();
        names_take = widest(&names);
    }
    let own_lines = room(names_take, &texts) < NARROWEST;
    if own_lines {
        names_take = 0;
    }
    // In the narrowest picture the value stands below its course.
    let is_below = room(names_take, &texts) < NARROWEST;
    let room = if is_below {
        look.width - INDENT
    } else {
        room(names_take, &texts)
    };
    // One cell a year; several years a cell where there is no room for that.
    let years = usize::try_from((last - first) / lines.step + 1).unwrap_or(1);
    let cells = years.min(room);
    let mut unmarked = Vec::new();
    let mut out = Vec::new();
    for (place, ((series, name), text)) in lines.series.iter().zip(&names).zip(&texts).enumerate() {
        let mut course: Vec<Option<f64>> = vec![None; cells];
        for point in &series.points {
            let cell = whole(lines.position(point.year) * precise(cells - 1)).min(cells - 1);
            course[cell] = point.datum.value.or(course[cell]);
        }
        let spark = drawn(&course, look.pen.levels, look.pen.hole);
        let name = if own_lines {
            out.extend(wrap(name, look.width));
            ""
        } else {
            name
        };
        let pad = " ".repeat(names_take - width(name));
        let spark = look.tinted(&spark, place);
        let indent = " ".repeat(INDENT);
        if is_below {
            out.push(format!("{indent}{spark}"));
            let lines = wrap(text, look.width - INDENT);
            out.extend(lines.iter().map(|line| format!("{indent}{line}")));
        } else {
            out.push(format!("{name}{pad}{indent}{spark}{indent}{text}"));
        }
        unmarked.extend(series.marked_between());
        if without_first {
            unmarked.extend(series.first().map(|point| &point.datum));
        }
    }
    let axis = if first == last {
        first.to_string()
    } else {
        format!("{first}-{last}")
    };
    out.push(format!("{}  {axis}", " ".repeat(names_take)));
    (out, unmarked)
}
