//! What formats for readers share: how a cell reads, how numbers line up, how text is wrapped.

use textwrap::core::Word;
use unicode_linebreak::linebreaks;
use unicode_width::UnicodeWidthStr;

use super::footnotes::{Footnotes, letters};
use super::{Language, Style};
use crate::answer::{Answer, Cell, Column, Measure, Role, Row};
use crate::figure::Value;
use crate::words::legible;

/// What stands for a missing value.
pub(super) const MISSING: &str = "–";

/// How many character cells a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The widest line of a text.
pub(super) fn widest(text: &str) -> usize {
    text.lines().map(width).max().unwrap_or(0)
}

/// The text on lines of at most `limit` cells, broken between words, and inside a word that is longer than a line. Chinese
/// has no spaces, and is broken where Unicode allows a line to end.
pub(crate) fn wrap(text: &str, limit: usize) -> Vec<String> {
    let is_chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let separator = if is_chinese {
        textwrap::WordSeparator::Custom(breakable)
    } else {
        textwrap::WordSeparator::AsciiSpace
    };
    let options = textwrap::Options::new(limit.max(1))
        .word_separator(separator)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let lines = textwrap::wrap(text, options).into_iter();
    lines.map(std::borrow::Cow::into_owned).collect()
}

/// A line in pieces, each of which may end it; a hyphen ends none, since options begin with it.
fn breakable(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut start = 0;
    let is_end = |end: usize| end == line.len() || !line[..end].ends_with('-');
    let ends = linebreaks(line).filter(move |(end, _)| is_end(*end));
    Box::new(ends.map(move |(end, _)| {
        let piece = &line[start..end];
        start = end;
        Word::from(piece)
    }))
}

/// The width of the longest word of a text.
pub(super) fn longest_word(text: &str) -> usize {
    text.split_whitespace().map(width).max().unwrap_or(0)
}

/// Whether the cells of a column line up by their decimal point.
pub(super) fn is_numeric(answer: &Answer, place: usize) -> bool {
    let is_figure = matches!(answer.columns[place].role, Role::Measure(_));
    is_figure
        && !answer.rows.iter().any(|row| {
            let figure = row.cells[place].figure();
            figure.is_some_and(|figure| matches!(figure.value, Value::Text(_)))
        })
}

/// A column's heading and unit.
pub(super) fn heading(column: &Column, style: &Style) -> (String, Option<String>) {
    let unit = column
        .measure()
        .and_then(|measure| measure.unit.as_ref())
        .map(|unit| style.label(unit));
    (
        style.label(&column.label),
        unit.filter(|unit| !unit.is_empty()),
    )
}

/// The unit of figures for short, and the price basis that the whole unit ends with.
pub(super) fn short_unit(measure: &Measure, style: &Style) -> (Option<String>, Option<String>) {
    let unit = measure.unit.as_ref().filter(|unit| !unit.en.is_empty());
    let Some(unit) = unit else {
        return (None, None);
    };
    if let (Language::Chinese, Some(zh)) = (style.language, &unit.zh) {
        return (Some(legible(zh)), None);
    }
    let prices = measure
        .prices
        .as_deref()
        .filter(|prices| !prices.is_empty());
    let split = prices.and_then(|prices| Some((unit.en.strip_suffix(prices)?, prices)));
    let split = split.and_then(|(unit, prices)| Some((unit.strip_suffix(", ")?, prices)));
    let (unit, prices) = match split {
        Some((unit, prices)) => (unit, Some(legible(prices))),
        None => (unit.en.as_str(), None),
    };
    (Some(legible(&abbreviated(unit))), prices)
}

/// A unit in fewer letters; what a change is measured against, its heading says.
pub(super) fn abbreviated(unit: &str) -> String {
    let unit = unit.strip_suffix(" on the year before").unwrap_or(unit);
    let unit = unit.strip_suffix(',').unwrap_or(unit);
    let unit = unit.replace("% on the year before", "%");
    let short_forms = [
        (" billion", " bn"),
        (" million", " mn"),
        ("percentage points", "pp"),
    ];
    let shorten = |unit: String, (long, short): &(&str, &str)| unit.replace(long, short);
    short_forms.iter().fold(unit, shorten)
}

/// A cell as people read it, without marks.
pub(super) fn text(cell: &Cell, style: &Style) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Name(name) | Cell::Numeral(name) => style.label(&name.label),
        Cell::Words(text) => style.phrase(text),
        Cell::Year(year) => year.to_string(),
        Cell::Figure(figure) => match (&figure.value, figure.number_in_short()) {
            (Value::Year(year), _) => year.to_string(),
            (Value::Text(text), _) => match (&figure.zh, style.language) {
                (Some(zh), Language::Chinese) => legible(zh),
                _ => legible(text),
            },
            (_, Some(number)) => number.grouped(),
            _ => MISSING.to_owned(),
        },
    }
}

/// The cells of a numeric column of these rows with their marks, padded so that decimal points stand below each other.
pub(super) fn aligned(
    rows: &[Row],
    place: usize,
    mark_of: &dyn Fn(&Cell) -> String,
    style: &Style,
) -> Vec<String> {
    let parts: Vec<(String, String, String)> = rows
        .iter()
        .map(|row| {
            let cell = &row.cells[place];
            let text = text(cell, style);
            let (whole, fraction) = parts(&text);
            (whole.to_owned(), fraction.to_owned(), mark_of(cell))
        })
        .collect();
    let most = |part: fn(&(String, String, String)) -> &String| {
        parts
            .iter()
            .map(|parts| width(part(parts)))
            .max()
            .unwrap_or(0)
    };
    let (wholes, fractions, marks) = (most(|p| &p.0), most(|p| &p.1), most(|p| &p.2));
    let pad = |text: &str, to: usize| " ".repeat(to - width(text));
    parts
        .iter()
        .map(|(whole, fraction, mark)| {
            // A mark stands at its number; what lines up is the point.
            let number = format!("{}{whole}{fraction}{mark}", pad(whole, wholes));
            let to = wholes + fractions + marks;
            format!("{number}{}", pad(&number, to))
        })
        .collect()
}

/// A number before and from its decimal point.
pub(super) fn parts(number: &str) -> (&str, &str) {
    number.split_at(number.find('.').unwrap_or(number.len()))
}

/// The most that stands behind the whole part of a column's numbers, in characters: fraction, and marks in letters.
/// Formats that do not count character cells give it one width, so that decimal points are below each other.
pub(super) struct Tail {
    /// Whether the cells line up by their decimal point at all.
    pub(super) numeric: bool,
    /// The longest fraction, its point included.
    pub(super) fraction: usize,
    /// The most letters of marks, with the commas between them.
    pub(super) marks: usize,
}

impl Tail {
    /// The tail of a column.
    pub(super) fn of(answer: &Answer, place: usize, footnotes: &Footnotes, style: &Style) -> Tail {
        let mut tail = Tail {
            numeric: is_numeric(answer, place),
            fraction: 0,
            marks: 0,
        };
        for row in &answer.rows {
            let cell = &row.cells[place];
            let marks = footnotes.at_cell(place, cell);
            let with_commas = marks.iter().map(|mark| letters(*mark).len() + 1);
            let marks = with_commas.sum::<usize>().saturating_sub(1);
            tail.fraction = tail.fraction.max(parts(&text(cell, style)).1.len());
            tail.marks = tail.marks.max(marks);
        }
        tail
    }
}

/// Everything below a table, wrapped: notes with their marks, and what else is told: what was done, the sources.
pub(super) fn below(
    notes: impl Iterator<Item = (String, String)>,
    told: impl Iterator<Item = String>,
    limit: usize,
) -> Vec<String> {
    let mut lines = Vec::new();
    for (mark, text) in notes {
        let indent = " ".repeat(width(&mark) + 1);
        let wrapped = wrap(&text, limit.saturating_sub(indent.len()));
        for (index, line) in wrapped.into_iter().enumerate() {
            lines.push(if index == 0 {
                format!("{mark} {line}")
            } else {
                format!("{indent}{line}")
            });
        }
    }
    lines.extend(told.flat_map(|text| wrap(&text, limit)));
    lines
}
