//! Where the fields of a printed table stand, and what they are called.

use std::ops::Range;

use super::line::{Line, is_figure, is_mark};
use super::{edges, names};
use crate::source::periods;

/// Where the fields of rows stand.
pub(super) enum Fields {
    /// Every word is one.
    Words,
    /// In these columns of characters.
    Columns(Vec<Range<usize>>),
}

impl Fields {
    pub(super) fn of(lines: &[Line], rows: &[usize]) -> Option<Fields> {
        Fields::in_columns(lines, rows).or_else(|| Fields::in_words(lines, rows))
    }

    /// Where all rows and the line of names have as many words.
    pub(super) fn in_words(lines: &[Line], rows: &[usize]) -> Option<Fields> {
        let names = names(lines, rows[0], &edges(lines, rows));
        let count = |row: &usize| lines[*row].groups(1).len();
        let mut all = rows.iter().copied().chain(names);
        let words = count(&rows[0]);
        all.all(|row| count(&row) == words).then_some(Fields::Words)
    }

    /// Where columns of characters in which no row has any part them.
    pub(super) fn in_columns(lines: &[Line], rows: &[usize]) -> Option<Fields> {
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
        join_dates(lines, rows, &mut columns);
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
                if periods::readable(&text) {
                    return true;
                }
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
    pub(super) fn cells(&self, line: &Line) -> Vec<String> {
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
    pub(super) fn names(&self, lines: &[Line], edges: &[usize]) -> Vec<String> {
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

/// Joins columns that single blanks part and that are periods together: `July 1, 1999`.
fn join_dates(lines: &[Line], rows: &[usize], columns: &mut Vec<Range<usize>>) {
    for first in 0..columns.len() {
        let next =
            |at: &usize| *at < columns.len() && columns[*at].start == columns[*at - 1].end + 1;
        let run = (first + 1..first + 3).take_while(next).last();
        let Some(last) = run else { continue };
        let own = columns[first].start..columns[last].end;
        let is_date = |&row: &usize| {
            let text = lines[row].text(own.clone());
            text.starts_with(char::is_alphabetic) && periods::readable(&text)
        };
        if rows.iter().all(is_date) {
            columns.splice(first..=last, [own]);
            return;
        }
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
