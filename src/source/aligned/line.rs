//! A line of a printed table.

use std::ops::Range;

use crate::source::numeral::Tally;

/// A line as characters, with dots that lead to a figure taken for blanks.
pub(super) struct Line {
    pub(super) chars: Vec<char>,
}

impl Line {
    pub(super) fn of(text: &str) -> Line {
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

    pub(super) fn text(&self, columns: Range<usize>) -> String {
        let end = columns.end.min(self.chars.len());
        let start = columns.start.min(end);
        let text: String = self.chars[start..end].iter().collect();
        text.trim().to_owned()
    }

    /// The stretches of characters that gaps of so many blanks part.
    pub(super) fn groups(&self, gap: usize) -> Vec<Range<usize>> {
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
    pub(super) fn flush(&self, edges: &[usize]) -> Option<Vec<(Range<usize>, Option<usize>)>> {
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
    pub(super) fn is_rule(&self) -> bool {
        let is_stroke = |c: &char| c.is_whitespace() || matches!(c, '-' | '=' | '_' | '+' | '|');
        !self.chars.is_empty() && self.chars.iter().all(is_stroke)
    }

    /// Whether one pair of quotes holds all of it.
    pub(super) fn is_one_text(&self) -> bool {
        let text = self.text(0..self.chars.len());
        let inside = text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'));
        inside.is_some_and(|inside| !inside.contains('"'))
    }

    /// Whether it is a row: of several words a third and more are figures.
    pub(super) fn is_row(&self) -> bool {
        let words = self.groups(1);
        let figures = words
            .iter()
            .filter(|word| is_figure(&self.text((*word).clone())));
        let figures = figures.count();
        words.len() > 1 && figures > 0 && figures * 3 >= words.len()
    }
}

/// Whether a word is a figure or the mark of a missing one.
pub(super) fn is_figure(word: &str) -> bool {
    let mut tally = Tally::default();
    tally.add(word, 0);
    tally.figures() + tally.missing > 0
}

/// Whether a word is the mark of a footnote: `(1)`, `(a)`.
pub(super) fn is_mark(word: &str) -> bool {
    let inside = word
        .strip_prefix('(')
        .and_then(|word| word.strip_suffix(')'));
    inside.is_some_and(|inside| {
        inside.len() == 1 && inside.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}
