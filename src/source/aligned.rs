//! Text whose fields stand below one another, parted by blanks: as printed tables and programs of old write it.
//!
//! Rows are lines with figures; columns of characters in which none of them has any part their fields. Where all of them
//! have as many words they need not stand below one another. A row whose field would hold two figures makes it no such
//! text: nothing is guessed then.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

mod fields;
mod line;

use super::grid::Grid;
use super::numeral::Tally;
use fields::Fields;
use line::{Line, is_figure};

/// Longer lines are no rows of a printed table, in characters.
const LONGEST: usize = 4000;
/// One of so many lines may hold tabs, as a title does; elsewhere these part the fields.
const TABBED: usize = 10;
/// Fewer rows are no table.
const FEWEST: usize = 3;
/// How many lines of names stand over the figures at most.
const MOST_NAMES: usize = 8;
/// How many lines stand between the names and the first row at most.
const MOST_BETWEEN: usize = 4;
/// How many lines that are no rows may stand between rows.
const MOST_ODD: usize = 6;

/// The lines of such a text as rows of fields, all others as rows of one field; nothing where it is none.
pub(super) fn grid(name: &str, text: &str) -> Option<Grid> {
    let lines: Vec<&str> = lines(text);
    let is_long = |line: &&str| line.len() > 4 * LONGEST;
    let with_tabs = lines.iter().filter(|line| line.contains('\t')).count();
    if lines.iter().any(is_long) || with_tabs * TABBED > lines.len() {
        return None;
    }
    let line = |line: &str| Line::of(&line.replace('\t', " "));
    let lines: Vec<Line> = lines.into_iter().map(line).collect();
    let rows = rows(&lines);
    if rows.len() < FEWEST {
        return None;
    }
    let fields = Fields::of(&lines, &rows)?;
    let first = rows[0];
    let edges = edges(&lines, &rows);
    let names = names(&lines, first, &edges);
    let mut grid = Grid::new(name);
    grid.decimal = decimal(&lines, &rows);
    let broken = broken(&lines, &rows, &fields);
    let mut rows = rows.into_iter().peekable();
    for (at, line) in lines.iter().enumerate() {
        let number = at as u64 + 1;
        if names.contains(&at) {
            // All of them make the names, which the last one holds.
            if at + 1 == names.end {
                grid.push(
                    number,
                    fields
                        .names(&lines[names.clone()], &edges)
                        .iter()
                        .map(String::as_str),
                );
            }
        } else if rows.next_if_eq(&at).is_some() {
            let mut cells = fields.cells(line);
            if at > 0 && broken.contains(&(at - 1)) {
                let begun = &lines[at - 1];
                cells[0] = format!("{} {}", begun.text(0..begun.chars.len()), cells[0]);
            }
            grid.push(number, cells.iter().map(String::as_str));
        } else if broken.contains(&at) || line.is_rule() {
            grid.push(number, []);
        } else {
            let text = line.text(0..line.chars.len());
            grid.push(number, (!text.is_empty()).then_some(text.as_str()));
        }
    }
    Some(grid)
}

/// The lines that hold the beginning of a name which goes on in the row below them: they stand over the first field alone,
/// that row is set in, and the next one is not, as it would be below a heading. One alone proves nothing.
fn broken(lines: &[Line], rows: &[usize], fields: &Fields) -> BTreeSet<usize> {
    let Fields::Columns(columns) = fields else {
        return BTreeSet::new();
    };
    let indent = |at: usize| lines[at].groups(1).first().map(|own| own.start);
    let begins = |pair: &[usize]| {
        let (row, next) = (pair[0], pair[1]);
        let at = row.checked_sub(1)?;
        let in_first = lines[at].groups(1).last()?.end <= columns[1].start;
        let is_row = rows.binary_search(&at).is_ok();
        let (own, row_in) = (indent(at)?, indent(row)?);
        let next = if next == row + 1 { next } else { row + 1 };
        (in_first && !is_row && row_in > own && indent(next)? <= own).then_some(at)
    };
    let found: BTreeSet<usize> = rows.windows(2).filter_map(begins).collect();
    if found.len() > 1 {
        found
    } else {
        BTreeSet::new()
    }
}

/// The lines of a text, whatever ends them.
fn lines(text: &str) -> Vec<&str> {
    let returns = text.contains('\r') && !text.contains('\n');
    let ends = if returns { '\r' } else { '\n' };
    text.split(ends)
        .map(|line| line.trim_end_matches('\r'))
        .collect()
}

/// The lines that are rows, in the longest stretch of such.
fn rows(lines: &[Line]) -> Vec<usize> {
    let mut best: Vec<usize> = Vec::new();
    let mut own: Vec<usize> = Vec::new();
    let mut odd = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.is_row() {
            own.push(at);
            odd = 0;
        } else if !line.chars.is_empty() {
            odd += 1;
            // A line of a title may hold figures too.
            if own.len() == 1 {
                own.clear();
            }
        }
        if odd > MOST_ODD {
            best = longer(best, std::mem::take(&mut own));
            odd = 0;
        }
    }
    longer(best, own)
}

fn longer(one: Vec<usize>, other: Vec<usize>) -> Vec<usize> {
    if other.len() > one.len() { other } else { one }
}

/// Where the figures of most rows end.
fn edges(lines: &[Line], rows: &[usize]) -> Vec<usize> {
    let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
    for &row in rows {
        let words = lines[row].groups(1);
        for word in words
            .iter()
            .filter(|word| is_figure(&lines[row].text((*word).clone())))
        {
            *ends.entry(word.end).or_default() += 1;
        }
    }
    let most = ends.into_iter().filter(|(_, count)| count * 2 > rows.len());
    most.map(|(end, _)| end).collect()
}

/// What stands before decimals, where numbers without end below others with three digits behind a sign, which then groups
/// them: decimals would stand further right.
fn decimal(lines: &[Line], rows: &[usize]) -> Option<char> {
    let mut ends: BTreeMap<usize, [usize; 3]> = BTreeMap::new();
    for line in rows.iter().map(|&row| &lines[row]) {
        for word in line.groups(1) {
            let mut tally = Tally::default();
            tally.add(&line.text(word.clone()), 0);
            let seen = ends.entry(word.end).or_default();
            seen[0] += tally.either;
            seen[1] += tally.ambiguous_comma;
            seen[2] += tally.ambiguous_point;
        }
    }
    let below = |sign: usize| ends.values().any(|seen| seen[0] > 2 && seen[sign] > 2);
    match (below(1), below(2)) {
        (true, false) => Some('.'),
        (false, true) => Some(','),
        _ => None,
    }
}

/// The lines of names over the first row: those that stand there without a gap, the last of several words.
fn names(lines: &[Line], first: usize, edges: &[usize]) -> Range<usize> {
    // Rules, blank lines and a heading of the first rows may part them from the rows.
    let figures = lines[first].groups(2).first().map_or(0, |own| own.end);
    // The last word of one name stands alone below others, over figures.
    let goes_on = |at: usize| {
        let over_figures = |own: &Range<usize>| own.start > figures;
        at > 0
            && lines[at].groups(2).first().is_some_and(over_figures)
            && lines[at - 1].groups(2).len() > 1
    };
    let is_between = |at: &usize| {
        let line = &lines[*at];
        let is_flush = line.flush(edges).is_some();
        line.is_rule() || line.groups(2).len() < 2 && !goes_on(*at) && !is_flush
    };
    let near = (first.saturating_sub(MOST_BETWEEN)..first).rev();
    let parted = near.take_while(is_between).count();
    let mut end = first - parted;
    if parted == MOST_BETWEEN || end == 0 {
        // Names that single blanks part.
        end = first;
        if end == 0 || lines[end - 1].groups(1).len() < 2 || lines[end - 1].is_one_text() {
            return first..first;
        }
    }
    let mut start = end - 1;
    while start > 0 && end - start < MOST_NAMES {
        let above = &lines[start - 1];
        // A line of one text is a title, and so is one without gaps.
        let is_flush = above.flush(edges).is_some();
        let is_title = above.groups(2).len() < 2 && !goes_on(start - 1) && !is_flush;
        if above.chars.is_empty() || above.is_rule() || is_title {
            break;
        }
        start -= 1;
    }
    start..end
}

#[cfg(test)]
mod tests;
