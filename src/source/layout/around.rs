//! What stands above and below a table: its title, its unit, notes, the source.

use super::Layout;
use crate::source::grid::{Grid, Row};
use crate::source::units;

/// How many lines below a table are kept, and how many characters of each.
const MOST_LINES: usize = 200;
const LONGEST: usize = 2000;

/// Words that begin a line that names the source.
const SOURCE: [&str; 28] = [
    "source",
    "sources",
    "data source",
    "quelle",
    "quellen",
    "datenquelle",
    "fuente",
    "fuentes",
    "fonte",
    "fontes",
    "bron",
    "källa",
    "kilde",
    "lähde",
    "źródło",
    "zdroj",
    "forrás",
    "kaynak",
    "источник",
    "来源",
    "数据来源",
    "资料来源",
    "資料來源",
    "資料来源",
    "出所",
    "出典",
    "자료",
    "출처",
];
/// Words that begin a line that names the unit.
const UNIT: [&str; 22] = [
    "unit",
    "units",
    "unit of measure",
    "unit of measurement",
    "einheit",
    "maßeinheit",
    "unidad",
    "unidades",
    "unidade",
    "unité",
    "unités",
    "unità",
    "eenheid",
    "enhet",
    "enhed",
    "yksikkö",
    "jednostka",
    "единица измерения",
    "单位",
    "計量單位",
    "単位",
    "단위",
];
/// Words that begin a line that is the title.
const TITLE: [&str; 8] = [
    "title",
    "titel",
    "table",
    "título",
    "titre",
    "数据库",
    "表",
    "tabelle",
];

/// Reads what stands above the row `start` and below the body.
pub(super) fn tell(grid: &Grid, start: usize, layout: &mut Layout) {
    for index in 0..start {
        let row = grid.row(index);
        if let Some(text) = text(&row) {
            above(&row, text, layout);
        }
    }
    let below = (layout.body.end..grid.len()).map(|index| grid.row(index));
    for (row, text) in below
        .filter_map(|row| text(&row).map(|text| (row, text)))
        .take(MOST_LINES)
    {
        match said(&row, &text, &SOURCE) {
            Some(source) if layout.source.is_none() && !source.is_empty() => {
                layout.source = Some(source);
            }
            _ => layout.notes.push(text),
        }
    }
}

/// Whether a row says something of the table above it: its source, a note.
pub(super) fn is_note(row: &Row<'_>) -> bool {
    let Some(text) = text(row) else { return false };
    let lower = text.to_lowercase();
    let words = [
        "note", "nota", "anm", "hinweis", "注", "주", "*", "1)", "(1)",
    ];
    let first = row.cells().map(str::trim).find(|cell| !cell.is_empty());
    said(row, &text, &SOURCE).is_some()
        || words.iter().any(|word| lower.starts_with(word))
        || first.is_some_and(|first| first.starts_with('*'))
}

/// What a row says; nothing where it is blank or a line to the eye.
fn text(row: &Row<'_>) -> Option<String> {
    let cells = row.cells().map(str::trim).filter(|cell| !cell.is_empty());
    // Merged cells say the same.
    let mut cells: Vec<&str> = cells.collect();
    cells.dedup();
    let text = cells.join(" ");
    let text: String = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    let text = text
        .trim_start_matches(['#', '*'])
        .trim()
        .trim_matches('"')
        .trim();
    let says = text.chars().any(char::is_alphanumeric);
    says.then(|| text.chars().take(LONGEST).collect())
}

/// Texts of links to other sheets.
const LINKS: [&str; 12] = [
    "contents",
    "table of contents",
    "back to contents",
    "back to table of contents",
    "back to index",
    "return to contents",
    "return to index",
    "index",
    "inhalt",
    "zurück zum inhalt",
    "índice",
    "sommaire",
];

/// Whether a text is a link to another sheet.
pub(super) fn is_link(text: &str) -> bool {
    LINKS.contains(&text.to_lowercase().as_str())
}

fn above(row: &Row<'_>, text: String, layout: &mut Layout) {
    if is_link(&text) {
        return;
    }
    if let Some(source) = said(row, &text, &SOURCE) {
        if !source.is_empty() {
            layout.source.get_or_insert(source);
        }
        return;
    }
    if let Some(unit) = said(row, &text, &UNIT) {
        if !unit.is_empty() {
            layout.unit.get_or_insert(unit);
        }
        return;
    }
    if layout.unit.is_none() {
        // A line that is a unit and nothing else, in brackets, or ends in one: `Gebietsfläche (qkm)`.
        if let Some(unit) = bracketed(&text) {
            let alone = text.trim_start().starts_with(['(', '（', '[', '【']);
            if alone || counts(unit) {
                layout.unit = Some(unit.to_owned());
            }
            if alone {
                return;
            }
        }
    }
    // How a table is laid out, for those who hear it read.
    let lower = text.to_lowercase();
    if lower.starts_with("table with row headers") {
        layout.description.push(text);
        return;
    }
    if layout.title.is_none() {
        let title = said(row, &text, &TITLE).filter(|title| !title.is_empty());
        layout.title = Some(title.unwrap_or(text));
        return;
    }
    // A key without a value says nothing: `时间：`.
    if !text.ends_with([':', '：']) {
        layout.description.push(text);
    }
}

/// What follows one of these words and a colon, or stands in the cell behind it.
fn said(row: &Row<'_>, text: &str, words: &[&str]) -> Option<String> {
    let is_word = |found: &str| {
        let found = found.trim().trim_matches(['(', '[', '（']).to_lowercase();
        words.contains(&found.as_str())
    };
    if let Some((word, rest)) = text.split_once([':', '：'])
        && is_word(word)
    {
        return Some(rest.trim().trim_end_matches([')', '）', ']']).to_owned());
    }
    let mut cells = row.cells().map(str::trim).filter(|cell| !cell.is_empty());
    let first = cells.next()?;
    if is_word(first.trim_end_matches([':', '：'])) {
        let rest: Vec<&str> = cells.collect();
        return (!rest.is_empty()).then(|| rest.join(" "));
    }
    None
}

/// Whether what stands in brackets behind a title says in what is counted, rather than how a name is shortened.
fn counts(inside: &str) -> bool {
    let bare =
        inside.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | ',' | '.'));
    let lower = inside.to_lowercase();
    units::is_unit(inside)
        || units::is_unit(bare)
        || ["in ", "en ", "em ", "i "]
            .iter()
            .any(|word| lower.starts_with(word))
}

/// What stands in brackets at the end of a line, where it may be a unit: no year, no sentence.
fn bracketed(text: &str) -> Option<&str> {
    let text = text.trim();
    let (open, close) = [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】')]
        .into_iter()
        .find(|(_, close)| text.ends_with(*close))?;
    let inside = &text[text.rfind(open)? + open.len_utf8()..text.len() - close.len_utf8()];
    let inside = inside.trim();
    let is_short = (1..=40).contains(&inside.chars().count());
    let has_words = inside
        .chars()
        .any(|c| c.is_alphabetic() || matches!(c, '%' | '‰' | '€' | '$'));
    let is_year = inside.bytes().filter(u8::is_ascii_digit).count() >= 4;
    (is_short && has_words && !is_year && !inside.contains([';', ':'])).then_some(inside)
}
