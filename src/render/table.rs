//! A table for a terminal: title, aligned columns, notes, source.
//!
//! Where the columns do not fit the width, words are wrapped; where they still do not, columns that are details are
//! left out and named below; where that does not help either, each row becomes a record. No other column is ever
//! dropped and no number is broken in two.

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};

use super::Style;
use super::footnotes::Footnotes;
use super::layout::{aligned, below, heading, is_numeric, longest_word, text, widest, width, wrap};
use crate::answer::{Answer, Cell, Role};
use crate::words::{list, printable};

/// Rules above, below the header and at the end; nothing between columns but space.
const RULES: TableStyle = {
    let rule = LineStyle::none().fill('─').junction('─');
    TableStyle::new()
        .top_border(rule)
        .header_separator(rule)
        .bottom_border(rule)
};
/// How wide a heading may be, where its column is narrower.
const HEADING: usize = 16;
/// How long a word may be before it is broken, in columns of words.
const LONGEST_WORD: usize = 28;
/// The space between columns.
const GAP: u16 = 2;
/// The measure of running text, below a table that is narrower and in a column of words.
const TEXT: usize = 80;
/// How wide a column of running text is at the least, as long as details can be left out for it.
const COMFORTABLE: usize = 32;
/// The narrowest width that is laid out for.
const NARROWEST: usize = 20;

/// A column as it is laid out.
struct Strip {
    /// The column's place in the answer.
    place: usize,
    heading: String,
    unit: Option<String>,
    marks: String,
    cells: Vec<String>,
    numeric: bool,
    /// Whether its cells may be wrapped.
    words: bool,
    /// How wide it would be.
    natural: usize,
    /// How narrow it can be.
    least: usize,
}

impl Strip {
    /// How narrow it can be and still be read with ease.
    fn comfortable(&self) -> usize {
        if self.natural >= TEXT {
            self.least.max(COMFORTABLE)
        } else {
            self.least
        }
    }
}

/// An answer as characters, without what stands around it.
struct Drawing<'a> {
    answer: &'a Answer,
    footnotes: Footnotes<'a>,
    body: String,
    left_out: Vec<String>,
}

impl<'a> Drawing<'a> {
    fn new(
        answer: &'a Answer,
        footnotes: Footnotes<'a>,
        limit: Option<usize>,
        style: &Style,
    ) -> Drawing<'a> {
        let strips: Vec<Strip> = answer
            .shown()
            .map(|(place, _)| strip(answer, place, &footnotes, style))
            .collect();
        let (body, left_out) = match fitting(answer, &strips, limit) {
            Some((strips, widths, left_out)) => (draw(&strips, &widths), left_out),
            None => (
                records(answer, &strips, limit.unwrap_or(TEXT), style),
                Vec::new(),
            ),
        };
        Drawing {
            answer,
            footnotes,
            body,
            left_out,
        }
    }

    /// Which columns are left out, where some are, of this part of a page.
    fn told_left_out(&self, at: usize) -> Option<String> {
        // Of a page, the columns of its first part can be chosen.
        let help = if at == 0 {
            "a greater `--width`, `--columns` or another format shows them"
        } else {
            "a greater `--width` or another format shows them"
        };
        let left_out = list(&self.left_out, "and");
        let is_any = !self.left_out.is_empty();
        is_any.then(|| format!("Left out for want of room: {left_out}; {help}."))
    }
}

pub(super) fn render(answer: &Answer, style: &Style) -> Vec<u8> {
    let limit = style.width.map(|width| width.max(NARROWEST));
    let page = Footnotes::of_page(answer, style).into_iter();
    let page: Vec<Drawing> = page
        .map(|(answer, footnotes)| Drawing::new(answer, footnotes, limit, style))
        .collect();
    let widest = page.iter().map(|drawing| widest(&drawing.body)).max();
    let measure = widest
        .unwrap_or(0)
        .max(TEXT)
        .min(limit.unwrap_or(usize::MAX));

    let mut out = String::new();
    let mut push = |line: &str, dress: Option<anstyle::Style>| {
        match dress.filter(|_| style.color && !line.is_empty()) {
            Some(dress) => {
                let (on, off) = (dress.render().to_string(), dress.render_reset().to_string());
                out.extend([on.as_str(), line, &off]);
            }
            None => out.push_str(line),
        }
        out.push('\n');
    };
    let bold = Some(anstyle::Style::new().bold());
    let dimmed = Some(anstyle::Style::new().dimmed());
    let has_sections = page.len() > 1;
    for (at, drawing) in page.iter().enumerate() {
        if at > 0 {
            push("", None);
        }
        let answer = drawing.answer;
        for (label, dress) in [(&answer.title, bold), (&answer.subtitle, None)] {
            let lines = wrap(&style.label(label), measure);
            for line in lines.iter().filter(|line| !line.is_empty()) {
                push(line, dress);
            }
        }
        if !(has_sections && answer.rows.is_empty()) {
            for line in drawing.body.lines() {
                push(line.trim_end(), None);
            }
        }
        if has_sections {
            let told = answer.below().map(str::to_owned);
            for remark in told.chain(drawing.told_left_out(at)) {
                for line in wrap(&printable(&remark), measure) {
                    push(&line, dimmed);
                }
            }
        }
    }
    if has_sections {
        push("", None);
    }
    let remarks = answer.below().filter(|_| !has_sections).map(printable);
    let sources = answer.sources_of_page();
    let sources = sources.iter().map(|source| style.source(source));
    let notes = page.last().map(|drawing| drawing.footnotes.lines());
    for line in below(notes.into_iter().flatten(), remarks.chain(sources), measure) {
        push(&line, dimmed);
    }
    let left_out = page.first().filter(|_| !has_sections);
    if let Some(told) = left_out.and_then(|drawing| drawing.told_left_out(0)) {
        for line in wrap(&told, measure) {
            push(&line, dimmed);
        }
    }
    out.into_bytes()
}

fn strip(answer: &Answer, place: usize, footnotes: &Footnotes, style: &Style) -> Strip {
    let column = &answer.columns[place];
    let numeric = is_numeric(answer, place);
    let (heading, unit) = heading(column, style);
    let marks = footnotes.of_column(place);
    let cells: Vec<String> = if numeric {
        aligned(answer, place, footnotes, style)
    } else {
        let cell = |cell: &Cell, marks: String| format!("{}{marks}", text(cell, style));
        answer
            .rows
            .iter()
            .map(|row| {
                cell(
                    &row.cells[place],
                    footnotes.of_cell(place, &row.cells[place]),
                )
            })
            .collect()
    };
    let words = !numeric && !matches!(column.role, Role::Area | Role::Time);
    let widest_cell = cells.iter().map(|cell| width(cell)).max().unwrap_or(0);
    let head = |limit| widest(&head(&heading, unit.as_deref(), &marks, limit));
    let natural = widest_cell.max(head(widest_cell.max(HEADING)));
    let natural = if words { natural.min(TEXT) } else { natural };
    let longest = if words {
        cells
            .iter()
            .map(|cell| longest_word(cell).min(LONGEST_WORD))
            .max()
            .unwrap_or(0)
    } else {
        widest_cell
    };
    let least = longest.max(head(1)).max(1);
    Strip {
        place,
        heading,
        unit,
        marks,
        cells,
        numeric,
        words,
        natural,
        least,
    }
}

/// A heading with its marks and unit, wrapped to the limit.
fn head(heading: &str, unit: Option<&str>, marks: &str, limit: usize) -> String {
    let limit = limit
        .max(longest_word(heading))
        .max(unit.map_or(0, longest_word));
    let mut lines = wrap(&format!("{heading}{marks}"), limit);
    lines.extend(unit.into_iter().flat_map(|unit| wrap(unit, limit)));
    lines.join("\n")
}

/// The columns that can stand side by side, their widths, and the names of those that are left out; nothing where
/// they cannot. A single row is told in full.
fn fitting<'a>(
    answer: &Answer,
    strips: &'a [Strip],
    limit: Option<usize>,
) -> Option<(Vec<&'a Strip>, Vec<usize>, Vec<String>)> {
    let details = if answer.rows.len() > 1 {
        answer.details.as_slice()
    } else {
        &[]
    };
    let without = |count: usize, least: fn(&Strip) -> usize| {
        let left_out = &details[..count];
        let is_kept = |strip: &&Strip| !left_out.contains(&answer.columns[strip.place].name);
        let kept: Vec<&Strip> = strips.iter().filter(is_kept).collect();
        let widths = widths(&kept, limit, least)?;
        Some((kept, widths, left_out.to_vec()))
    };
    (0..=details.len())
        .filter(|_| !details.is_empty())
        .find_map(|count| without(count, Strip::comfortable))
        .or_else(|| (0..=details.len()).find_map(|count| without(count, |strip| strip.least)))
}

/// The width of each column, `least` or more, or nothing where they cannot stand side by side.
fn widths(
    strips: &[&Strip],
    limit: Option<usize>,
    least: fn(&Strip) -> usize,
) -> Option<Vec<usize>> {
    let natural: Vec<usize> = strips.iter().map(|strip| strip.natural).collect();
    let gaps = strips.len().saturating_sub(1) * usize::from(GAP);
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

fn draw(strips: &[&Strip], widths: &[usize]) -> String {
    let mut table = Table::new();
    table
        .load_style(RULES)
        .set_content_arrangement(ContentArrangement::Disabled);
    let columns = || strips.iter().zip(widths);
    table.set_header(
        columns().map(|(strip, &width)| {
            head(&strip.heading, strip.unit.as_deref(), &strip.marks, width)
        }),
    );
    for row in 0..strips.first().map_or(0, |strip| strip.cells.len()) {
        table.add_row(columns().map(|(strip, &width)| {
            let cell = &strip.cells[row];
            if strip.words {
                wrap(cell, width).join("\n")
            } else {
                cell.clone()
            }
        }));
    }
    for (place, strip) in strips.iter().enumerate() {
        let gap = if place + 1 < strips.len() { GAP } else { 0 };
        if let Some(column) = table.column_mut(place) {
            // The rules' junction takes one character between columns.
            column.set_padding((0, gap.saturating_sub(1)));
            column.set_cell_alignment(if strip.numeric {
                CellAlignment::Right
            } else {
                CellAlignment::Left
            });
        }
    }
    table.trim_fmt()
}

/// Each row as a record: what it is about, then a line for each further column.
fn records(answer: &Answer, strips: &[Strip], limit: usize, style: &Style) -> String {
    let is_key = |strip: &&Strip| answer.columns[strip.place].is_key();
    let mut lines = Vec::new();
    for (index, row) in answer.rows.iter().enumerate() {
        let keys: Vec<String> = strips
            .iter()
            .filter(is_key)
            .map(|strip| text(&row.cells[strip.place], style))
            .filter(|key| !key.is_empty())
            .collect();
        lines.push("─".repeat(limit));
        if !keys.is_empty() {
            lines.extend(wrap(&keys.join(" · "), limit));
        }
        for strip in strips.iter().filter(|strip| !is_key(strip)) {
            let unit = strip
                .unit
                .as_ref()
                .map(|unit| format!(" ({unit})"))
                .unwrap_or_default();
            let value = strip.cells[index].trim();
            if !value.is_empty() {
                let line = format!("{}{}{unit}: {value}", strip.heading, strip.marks);
                let wrapped = wrap(
                    &line,
                    limit
                        .saturating_sub(2)
                        .max(longest_number(answer, strip.place, value)),
                );
                lines.extend(
                    wrapped
                        .into_iter()
                        .enumerate()
                        .map(|(at, line)| format!("{}{line}", if at == 0 { "" } else { "  " })),
                );
            }
        }
    }
    lines.push("─".repeat(limit));
    lines.join("\n")
}

/// How wide a line has to be so that a number is not broken.
fn longest_number(answer: &Answer, place: usize, value: &str) -> usize {
    if is_numeric(answer, place) {
        width(value)
    } else {
        0
    }
}
