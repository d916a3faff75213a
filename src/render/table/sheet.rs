//! What is written: lines of pieces, columns side by side.

use anstyle::Style as Dress;

use super::Line;
use super::fit::Fitted;
use super::strip::Strip;
use crate::render::layout::{width, wrap};

/// What is written, line by line.
pub(super) struct Sheet {
    pub(super) out: String,
    pub(super) color: bool,
}

impl Sheet {
    pub(super) fn line(&mut self, pieces: &[(String, Dress)]) {
        let last = pieces
            .iter()
            .rposition(|(text, _)| !text.trim_end().is_empty());
        let pieces = &pieces[..last.map_or(0, |last| last + 1)];
        for (at, (text, dress)) in pieces.iter().enumerate() {
            let is_last = at + 1 == pieces.len();
            let text = if is_last { text.trim_end() } else { text };
            if self.color && *dress != Dress::new() {
                // Spaces in front stay as they are.
                let bare = text.trim_start();
                self.out.push_str(&text[..text.len() - bare.len()]);
                let (on, off) = (dress.render().to_string(), dress.render_reset().to_string());
                self.out.extend([on.as_str(), bare, &off]);
            } else {
                self.out.push_str(text);
            }
        }
        self.out.push('\n');
    }

    pub(super) fn dim(&mut self, lines: &[String]) {
        for line in lines.iter().filter(|line| !line.is_empty()) {
            self.line(&[(line.clone(), Dress::new().dimmed())]);
        }
    }
}

/// The columns side by side: the headings, a rule, the rows.
pub(super) fn draw(strips: &[Strip], fitted: &Fitted, groups: &[(usize, String)]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let plain = |texts: Vec<String>| texts.into_iter().map(|text| (text, Dress::new()));
    let columns = || strips.iter().zip(&fitted.widths);
    let heads = columns().map(|(strip, &width)| plain(strip.head(width)).collect());
    let heads: Vec<Vec<(String, Dress)>> = heads.collect();
    if heads.iter().flatten().any(|(text, _)| !text.is_empty()) {
        beside(&mut lines, strips, fitted, &heads);
    }
    let gaps = strips.len().saturating_sub(1) * fitted.gap;
    let rule = "─".repeat(fitted.widths.iter().sum::<usize>() + gaps);
    lines.push(vec![(rule, Dress::new().dimmed())]);
    for row in 0..strips.first().map_or(0, |strip| strip.cells.len()) {
        if let Some((_, group)) = groups.iter().find(|(start, _)| *start == row) {
            lines.push(vec![(group.clone(), Dress::new().underline())]);
        }
        let cells = columns().map(|(strip, &width)| {
            let (cell, dress) = &strip.cells[row];
            if strip.words {
                let wrapped = wrap(cell, width).into_iter();
                wrapped.map(|line| (line, *dress)).collect()
            } else {
                vec![(cell.clone(), *dress)]
            }
        });
        beside(&mut lines, strips, fitted, &cells.collect::<Vec<_>>());
    }
    lines
}

/// Cells of one or more lines, side by side.
fn beside(
    lines: &mut Vec<Line>,
    strips: &[Strip],
    fitted: &Fitted,
    cells: &[Vec<(String, Dress)>],
) {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
    for at in 0..height {
        let mut line: Line = Vec::new();
        for (place, (strip, &wide)) in strips.iter().zip(&fitted.widths).enumerate() {
            if place > 0 {
                line.push((" ".repeat(fitted.gap), Dress::new()));
            }
            let (text, dress) = match cells[place].get(at) {
                Some((text, dress)) => (text.as_str(), *dress),
                None => ("", Dress::new()),
            };
            let pad = " ".repeat(wide.saturating_sub(width(text)));
            if strip.numeric {
                line.push((format!("{pad}{text}"), dress));
            } else {
                line.extend([(text.to_owned(), dress), (pad, Dress::new())]);
            }
        }
        lines.push(line);
    }
}
