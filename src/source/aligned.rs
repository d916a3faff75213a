//! Text whose fields stand below one another, parted by blanks: as printed tables and programs of old write it.
//!
//! Rows are lines with figures; columns of characters in which none of them has any part their fields. Where all of them
//! have as many words they need not stand below one another. A row whose field would hold two figures makes it no such
//! text: nothing is guessed then.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::grid::Grid;
use super::numeral::Tally;

/// Longer lines are no rows of a printed table, in characters.
const LONGEST: usize = 4000;
/// Fewer rows are no table.
const FEWEST: usize = 3;
/// How many lines of names stand over the figures at most.
const MOST_NAMES: usize = 8;
/// How many lines stand between the names and the first row at most.
const MOST_BETWEEN: usize = 4;
/// How many lines that are no rows may stand between rows.
const MOST_ODD: usize = 6;

/// A line as characters, with dots that lead to a figure taken for blanks.
struct Line {
    chars: Vec<char>,
}

impl Line {
    fn of(text: &str) -> Line {
        let mut chars: Vec<char> = text.trim_end().chars().collect();
        let mut at = 0;
        while at < chars.len() {
            let dots = chars[at..].iter().take_while(|c| **c == '.').count();
            if dots > 2 {
                chars[at..at + dots].fill(' ');
            }
            at += dots.max(1);
        }
        Line { chars }
    }

    fn text(&self, columns: Range<usize>) -> String {
        let end = columns.end.min(self.chars.len());
        let start = columns.start.min(end);
        let text: String = self.chars[start..end].iter().collect();
        text.trim().to_owned()
    }

    /// The stretches of characters that gaps of so many blanks part.
    fn groups(&self, gap: usize) -> Vec<Range<usize>> {
        let mut groups: Vec<Range<usize>> = Vec::new();
        for (at, c) in self.chars.iter().enumerate() {
            if c.is_whitespace() {
                continue;
            }
            match groups.last_mut() {
                Some(last) if at < last.end + gap => last.end = at + 1,
                _ => groups.push(at..at + 1),
            }
        }
        groups
    }

    /// For each word the figures over which it stands, where names end as these do: `1 Unit 2 Units` over figures that end
    /// below the `t` and the `s`. Words before all of them are over none.
    fn flush(&self, edges: &[usize]) -> Option<Vec<(Range<usize>, Option<usize>)>> {
        let mut placed = Vec::new();
        for word in self.groups(1) {
            let at = edges.iter().position(|&end| end >= word.end)?;
            let is_before = at == 0 && word.end != edges[0];
            if at > 0 && word.start < edges[at - 1] {
                return None;
            }
            placed.push((word, (!is_before).then_some(at)));
        }
        // Over each of them the last word ends where the figures do.
        let is_last = |at: usize| placed.get(at + 1).is_none_or(|next| next.1 != placed[at].1);
        let lasts = (0..placed.len()).filter(|&at| placed[at].1.is_some() && is_last(at));
        let mut lasts = lasts.peekable();
        lasts.peek()?;
        let ends = |at: usize| {
            placed[at]
                .1
                .is_some_and(|edge| placed[at].0.end == edges[edge])
        };
        lasts.all(ends).then_some(placed)
    }

    /// Whether it is a line to the eye, such as `-----  ----`.
    fn is_rule(&self) -> bool {
        let is_stroke = |c: &char| c.is_whitespace() || matches!(c, '-' | '=' | '_' | '+' | '|');
        !self.chars.is_empty() && self.chars.iter().all(is_stroke)
    }

    /// Whether one pair of quotes holds all of it.
    fn is_one_text(&self) -> bool {
        let text = self.text(0..self.chars.len());
        let inside = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        inside.is_some_and(|inside| !inside.contains('"'))
    }

    /// Whether it is a row: of several words a third and more are figures.
    fn is_row(&self) -> bool {
        let words = self.groups(1);
        let figures = words
            .iter()
            .filter(|word| is_figure(&self.text((*word).clone())));
        let figures = figures.count();
        words.len() > 1 && figures > 0 && figures * 3 >= words.len()
    }
}

/// Whether a word is a figure or the mark of a missing one.
fn is_figure(word: &str) -> bool {
    let mut tally = Tally::default();
    tally.add(word, 0);
    tally.figures() + tally.missing > 0
}

/// Whether a word is the mark of a footnote: `(1)`, `(a)`.
fn is_mark(word: &str) -> bool {
    let inside = word
        .strip_prefix('(')
        .and_then(|word| word.strip_suffix(')'));
    inside.is_some_and(|inside| {
        inside.len() == 1 && inside.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// The lines of such a text as rows of fields, all others as rows of one field; nothing where it is none.
pub(super) fn grid(name: &str, text: &str) -> Option<Grid> {
    let lines: Vec<&str> = lines(text);
    if lines
        .iter()
        .any(|line| line.len() > 4 * LONGEST || line.contains('\t'))
    {
        return None;
    }
    let lines: Vec<Line> = lines.into_iter().map(Line::of).collect();
    let rows = rows(&lines);
    if rows.len() < FEWEST {
        return None;
    }
    let fields = Fields::of(&lines, &rows)?;
    let first = rows[0];
    let edges = edges(&lines, &rows);
    let names = names(&lines, first, &edges);
    let mut grid = Grid::new(name);
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

/// Where the fields of rows stand.
enum Fields {
    /// Every word is one.
    Words,
    /// In these columns of characters.
    Columns(Vec<Range<usize>>),
}

impl Fields {
    fn of(lines: &[Line], rows: &[usize]) -> Option<Fields> {
        Fields::in_columns(lines, rows).or_else(|| Fields::in_words(lines, rows))
    }

    /// Where all rows and the line of names have as many words.
    fn in_words(lines: &[Line], rows: &[usize]) -> Option<Fields> {
        let names = names(lines, rows[0], &edges(lines, rows));
        let count = |row: &usize| lines[*row].groups(1).len();
        let mut all = rows.iter().copied().chain(names);
        let words = count(&rows[0]);
        all.all(|row| count(&row) == words).then_some(Fields::Words)
    }

    /// Where columns of characters in which no row has any part them.
    fn in_columns(lines: &[Line], rows: &[usize]) -> Option<Fields> {
        let width = rows.iter().map(|&row| lines[row].chars.len()).max()?;
        let mut filled = vec![false; width];
        for &row in rows {
            for (at, c) in lines[row].chars.iter().enumerate() {
                filled[at] |= !c.is_whitespace();
            }
        }
        let mut columns: Vec<Range<usize>> = Vec::new();
        for (at, filled) in filled.into_iter().enumerate() {
            match columns.last_mut() {
                Some(last) if filled && last.end == at => last.end = at + 1,
                _ if filled => columns.push(at..at + 1),
                _ => {}
            }
        }
        // A name of several words may have a gap in every row.
        let texts = |columns: &Range<usize>| -> Vec<String> {
            let texts = rows.iter().map(|&row| lines[row].text(columns.clone()));
            texts.filter(|text| !text.is_empty()).collect()
        };
        let holds_words =
            |columns: &Range<usize>| !texts(columns).iter().any(|text| is_figure(text));
        // Marks of footnotes behind some: `1990 (1)`.
        let holds_marks = |columns: &Range<usize>| texts(columns).iter().all(|text| is_mark(text));
        // So may one with a number behind it, `Region 7`: then no name stands over the number.
        let named = names(lines, rows[0], &edges(lines, rows));
        let words = |line: &Line| line.groups(1);
        let over_words: Vec<Range<usize>> = lines[named].iter().flat_map(words).collect();
        let has_name = |columns: &Range<usize>| {
            let mut words = over_words.iter();
            words.any(|word| word.start < columns.end && columns.start < word.end)
        };
        let mut joined: Vec<Range<usize>> = Vec::new();
        let mut numbered: Vec<Range<usize>> = Vec::new();
        for own in columns {
            match joined.last_mut() {
                Some(last) if own.start == last.end + 1 && holds_marks(&own) => {
                    last.end = own.end;
                }
                Some(last) if own.start == last.end + 1 && holds_words(last) => {
                    let is_number = !holds_words(&own);
                    if is_number && (has_name(&own) || !has_name(last)) {
                        joined.push(own);
                        continue;
                    }
                    last.end = own.end;
                    if is_number {
                        numbered.push(last.clone());
                    }
                }
                _ => joined.push(own),
            }
        }
        // Two figures in a field are two fields, and a name before a figure in most rows is one too.
        let is_one = |columns: &Range<usize>| {
            let mut named = 0;
            let one = rows.iter().all(|&row| {
                let text = lines[row].text(columns.clone());
                let words = text.split_whitespace().filter(|word| !is_mark(word));
                let words: Vec<bool> = words.map(is_figure).collect();
                let figures = words.iter().filter(|figure| **figure).count();
                named += usize::from(words.len() > 1 && words.last() == Some(&true));
                figures < 2 || is_figure(&text)
            });
            one && (named * 2 < rows.len() || numbered.contains(columns))
        };
        (joined.len() > 1 && joined.iter().all(is_one)).then_some(Fields::Columns(joined))
    }

    /// The fields of a row.
    fn cells(&self, line: &Line) -> Vec<String> {
        match self {
            Fields::Words => line
                .groups(1)
                .into_iter()
                .map(|word| line.text(word))
                .collect(),
            Fields::Columns(columns) => {
                let end = line.chars.len();
                let last = columns.len() - 1;
                let own = columns.iter().enumerate().map(|(at, own)| match at {
                    at if at == last => line.text(own.start..end),
                    _ => line.text(own.clone()),
                });
                own.collect()
            }
        }
    }

    /// The names of the fields, where lines that stand one below another say them.
    fn names(&self, lines: &[Line], edges: &[usize]) -> Vec<String> {
        let columns = match self {
            Fields::Words => return lines.last().map_or(Vec::new(), |line| self.cells(line)),
            Fields::Columns(columns) => columns,
        };
        let mut names = vec![String::new(); columns.len()];
        let mut add = |at: usize, text: &str| {
            // `noninsti-` above `tutional`.
            if names[at].ends_with('-') && text.starts_with(char::is_lowercase) {
                names[at].pop();
            } else if !names[at].is_empty() && !text.is_empty() {
                names[at].push(' ');
            }
            names[at].push_str(text);
        };
        for (number, line) in lines.iter().enumerate() {
            let is_last = number + 1 == lines.len();
            if let Some(placed) = line.flush(edges) {
                for (word, at) in placed {
                    let own = at.and_then(|at| columns.iter().position(|own| own.end == edges[at]));
                    add(
                        own.unwrap_or_else(|| nearest(columns, &word)),
                        &line.text(word),
                    );
                }
                continue;
            }
            for group in line.groups(2) {
                let over = over(columns, &group);
                let words: Vec<Range<usize>> = line
                    .groups(1)
                    .into_iter()
                    .filter(|word| group.contains(&word.start))
                    .collect();
                if over.len() > 1 && is_last && words.len() >= over.len() {
                    for word in words {
                        add(nearest(columns, &word), &line.text(word));
                    }
                } else if over.len() > 1 {
                    for at in over {
                        add(at, &line.text(group.clone()));
                    }
                } else {
                    add(nearest(columns, &group), &line.text(group));
                }
            }
        }
        names
    }
}

/// Which columns stand below a stretch of characters.
fn over(columns: &[Range<usize>], group: &Range<usize>) -> Vec<usize> {
    let below = |at: &usize| columns[*at].start < group.end && group.start < columns[*at].end;
    (0..columns.len()).filter(below).collect()
}

/// The column that stands below most of a stretch, or nearest to it.
fn nearest(columns: &[Range<usize>], group: &Range<usize>) -> usize {
    let shared = |own: &Range<usize>| {
        own.end
            .min(group.end)
            .saturating_sub(own.start.max(group.start))
    };
    let apart = |own: &Range<usize>| (own.start + own.end).abs_diff(group.start + group.end);
    let best = (0..columns.len()).max_by_key(|&at| {
        let own = &columns[at];
        (shared(own), std::cmp::Reverse(apart(own)))
    });
    best.unwrap_or(0)
}

#[cfg(test)]
mod tests;
