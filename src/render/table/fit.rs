//! Which columns stand side by side, and how wide each is.

use std::ops::Range;

use super::{Strip, TEXT};
use crate::words::{count, legible, list};

/// The space between columns.
const GAP: usize = 2;
/// How many columns of figures make a row that may stand closer together.
const MANY: usize = 4;

/// How wide a column of running text is at the least, as long as details can be omitted for it.
const COMFORTABLE: usize = 32;
/// The column with the course of each row, which says most where others are omitted.
const COURSE: &str = "course";
/// Columns of which the table says enough without them.
const QUIET: [&str; 3] = [COURSE, "against", "status"];
/// How many omitted columns are named one by one.
const NAMED: usize = 3;

/// How wide the columns are that are left, and which were omitted.
pub(super) struct Fitted {
    pub(super) widths: Vec<usize>,
    /// The space between columns.
    pub(super) gap: usize,
    pub(super) omitted: Option<String>,
}

/// Takes out the columns that have no room: those that are details, the first first, then those in the middle. Details go
/// for the ease of reading texts as well, unless they are wanted as long as there is room.
pub(super) fn fitting(
    strips: &mut Vec<Strip>,
    details: &[String],
    are_wanted: bool,
    limit: Option<usize>,
) -> Fitted {
    let is_there = |name: &&String| strips.iter().any(|strip| strip.name == **name);
    let details: Vec<String> = details.iter().filter(is_there).cloned().collect();
    let is_even = strips.iter().filter(|strip| strip.numeric).count() >= MANY
        && strips
            .iter()
            .all(|strip| strip.numeric || strip.key || strip.name == COURSE);
    let without = |count: usize, gap: usize, least: fn(&Strip) -> usize| {
        let omitted = &details[..count];
        let kept: Vec<&Strip> = strips
            .iter()
            .filter(|strip| !omitted.contains(&strip.name))
            .collect();
        widths(&kept, gap, limit, least).map(|widths| (omitted.to_vec(), gap, widths))
    };
    let counts = || 0..=details.len();
    let found = counts()
        .filter(|_| !details.is_empty() && !are_wanted)
        .find_map(|count| without(count, GAP, comfortable))
        .or_else(|| counts().find_map(|count| without(count, GAP, |strip| strip.least)))
        .or_else(|| {
            counts()
                .filter(|_| is_even)
                .find_map(|count| without(count, 1, |strip| strip.least))
        });
    if let Some((omitted, gap, widths)) = found {
        let named: Vec<String> = omitted
            .iter()
            .filter(|name| !QUIET.contains(&name.as_str()))
            .map(|name| format!("`{}`", legible(name)))
            .collect();
        strips.retain(|strip| !omitted.contains(&strip.name));
        let omitted = (!named.is_empty()).then(|| {
            let told = match named.as_slice() {
                few if few.len() <= NAMED => list(few, "and"),
                many => format!(
                    "{} and {} more",
                    many[..NAMED].join(", "),
                    many.len() - NAMED
                ),
            };
            format!("Omitted: {told}; `--columns`, `-f csv` or a wider screen shows them")
        });
        return Fitted {
            widths,
            gap,
            omitted,
        };
    }
    // The course tells what omitted years were like.
    strips.retain(|strip| strip.name == COURSE || !details.contains(&strip.name));
    elided(strips, limit)
}

/// Takes out the columns in the middle, as few as will do, and puts `…` in their place.
fn elided(strips: &mut Vec<Strip>, limit: Option<usize>) -> Fitted {
    let start = strips.iter().take_while(|strip| strip.key).count();
    let end = strips.len()
        - strips
            .iter()
            .rev()
            .take_while(|strip| strip.name == COURSE)
            .count();
    let free = end.saturating_sub(start);
    let middle = |count: usize| -> Range<usize> {
        let before = (free - count) / 2;
        start + before..start + before + count
    };
    let rows = strips.first().map_or(0, |strip| strip.cells.len());
    let ellipsis = Strip::ellipsis(rows);
    // Where figures have no room, columns that tell which row it is go too, but for the first.
    let of_figures = (1..free).map(middle);
    let of_all = (1..start).rev().filter(|_| free > 0).map(|at| at..end - 1);
    for out in of_figures.chain(of_all).collect::<Vec<_>>() {
        let mut kept: Vec<&Strip> = strips[..out.start].iter().collect();
        kept.push(&ellipsis);
        kept.extend(&strips[out.end..]);
        let least = |strip: &Strip| strip.least;
        if let Some(widths) = widths(&kept, GAP, limit, least) {
            let names: Vec<String> = strips[out.clone()]
                .iter()
                .map(|strip| legible(&strip.name))
                .collect();
            strips.splice(out, [ellipsis]);
            return Fitted {
                widths,
                gap: GAP,
                omitted: Some(told(&names)),
            };
        }
    }
    // Not even one has room: it stands as narrow as it can, and the terminal breaks the lines.
    let widths = strips.iter().map(|strip| strip.least).collect();
    Fitted {
        widths,
        gap: GAP,
        omitted: None,
    }
}

/// Which columns were omitted, and how to see them.
fn told(names: &[String]) -> String {
    let columns = match names {
        [first, .., last] if names.len() > NAMED => {
            format!("{first} to {last} ({})", count(names.len(), "column"))
        }
        few => list(few, "and"),
    };
    format!("… {columns}: `--columns`, `-f csv` or a wider screen shows them")
}

/// How narrow a column can be and still be read with ease.
fn comfortable(strip: &Strip) -> usize {
    if strip.natural >= TEXT {
        strip.least.max(COMFORTABLE)
    } else {
        strip.least
    }
}

/// The width of each column, `least` or more, or nothing where they cannot stand side by side.
fn widths(
    strips: &[&Strip],
    gap: usize,
    limit: Option<usize>,
    least: fn(&Strip) -> usize,
) -> Option<Vec<usize>> {
    let natural: Vec<usize> = strips.iter().map(|strip| strip.natural).collect();
    let gaps = strips.len().saturating_sub(1) * gap;
    let Some(limit) = limit else {
        return Some(natural);
    };
    if natural.iter().sum::<usize>() + gaps <= limit {
        return Some(natural);
    }
    let mut widths: Vec<usize> = strips.iter().map(|strip| least(strip)).collect();
    let mut left = limit.checked_sub(widths.iter().sum::<usize>() + gaps)?;
    // What is left goes to the column whose text would wrap over most lines.
    while left > 0 {
        let lines = |place: usize| strips[place].natural * 1000 / widths[place];
        let wanting = (0..strips.len()).filter(|&place| widths[place] < strips[place].natural);
        let Some(place) = wanting.max_by_key(|&place| lines(place)) else {
            break;
        };
        widths[place] += 1;
        left -= 1;
    }
    Some(widths)
}
