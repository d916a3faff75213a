//! A Markdown table, with its title above and its notes and source below.

use super::Style;
use super::footnotes::Footnotes;
use super::layout::{heading, is_numeric, text};
use crate::answer::Answer;

pub(super) fn render(answer: &Answer, style: &Style) -> Vec<u8> {
    let page = Footnotes::of_page(answer, style);
    let has_sections = page.len() > 1;
    let mut lines = Vec::new();
    for (answer, footnotes) in &page {
        let title = escape(&style.label(&answer.title));
        let subtitle = escape(&style.label(&answer.subtitle));
        if has_sections {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend([format!("## {title}"), String::new()]);
            if !subtitle.is_empty() {
                lines.extend([subtitle, String::new()]);
            }
        } else if !title.is_empty() {
            let rest = if subtitle.is_empty() {
                String::new()
            } else {
                format!(" {subtitle}")
            };
            lines.extend([format!("**{title}**{rest}"), String::new()]);
        }
        if !(has_sections && answer.rows.is_empty()) {
            lines.extend(table(answer, footnotes, style));
        }
        if has_sections {
            for remark in answer.below() {
                lines.extend([String::new(), escape(&style.told(remark))]);
            }
        }
    }
    let notes = page.last().map(|(_, footnotes)| footnotes.lines());
    let notes = notes
        .into_iter()
        .flatten()
        .map(|(mark, text)| format!("{mark} {text}"));
    let remarks = answer.below().filter(|_| !has_sections);
    let remarks = remarks.map(|remark| style.told(remark));
    let sources = answer.sources_of_page();
    let sources = sources.iter().map(|source| style.source(source));
    for below in notes.chain(remarks).chain(sources) {
        lines.extend([String::new(), escape(&below)]);
    }
    lines.push(String::new());
    lines.join("\n").into_bytes()
}

/// The lines of the table itself.
fn table(answer: &Answer, footnotes: &Footnotes, style: &Style) -> Vec<String> {
    let heads = answer.shown().map(|(place, column)| {
        let (label, unit) = heading(column, style);
        let unit = unit.map(|unit| format!(" ({unit})")).unwrap_or_default();
        escape(&format!("{label}{unit}{}", footnotes.of_column(place)))
    });
    let mut lines = vec![line(heads)];
    lines.push(line(answer.shown().map(|(place, _)| {
        if is_numeric(answer, place) {
            "---:"
        } else {
            "---"
        }
        .to_owned()
    })));
    for row in &answer.rows {
        lines.push(line(answer.shown().map(|(place, _)| {
            let cell = &row.cells[place];
            escape(&format!(
                "{}{}",
                text(cell, style),
                footnotes.of_cell(place, cell)
            ))
        })));
    }
    lines
}

fn line(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
}

/// A text that Markdown takes as it stands, on one line.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = letters.next() {
        // Inside a word it is a letter like others.
        let is_inside = |after: &char| before.is_alphanumeric() && after.is_alphanumeric();
        match c {
            '\n' | '\r' => out.push(' '),
            '_' if letters.peek().is_some_and(is_inside) => out.push(c),
            '|' | '\\' | '`' | '*' | '_' | '~' | '$' | '<' | '[' | ']' => out.extend(['\\', c]),
            '&' => out.push_str("&amp;"),
            _ => out.push(c),
        }
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_in_a_text_is_taken_for_markup() {
        for (text, escaped) in [
            ("<a> \"b\" & c|d", "\\<a> \"b\" &amp; c\\|d"),
            ("[a](b) *c* `d`\\", "\\[a\\](b) \\*c\\* \\`d\\`\\\\"),
            (
                "gdp_rmb _x_ ~~y~~ $z$",
                "gdp_rmb \\_x\\_ \\~\\~y\\~\\~ \\$z\\$",
            ),
            ("=1+2\nand 汉字", "=1+2 and 汉字"),
        ] {
            assert_eq!(super::escape(text), escaped);
        }
    }
}
