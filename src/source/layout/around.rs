//! What stands above and below a table: its title, its unit, notes, the source.

use super::Layout;
use super::pivot::{is_across, is_counted, says_all};
use super::row::is_sentence;
use crate::figure::Frequency;
use crate::source::grid::{Grid, Row};
use crate::source::headings;
use crate::source::periods;
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
const TITLE: [&str; 9] = [
    "title",
    "dataset",
    "titel",
    "table",
    "título",
    "titre",
    "数据库",
    "表",
    "tabelle",
];

/// Words that begin a line that says of the file when it was made.
const MADE: [&str; 20] = [
    "last updated",
    "last updated date",
    "last update",
    "updated",
    "date of extraction",
    "extracted on",
    "downloaded",
    "download date",
    "created",
    "date created",
    "release date",
    "next release",
    "stand",
    "erstellt am",
    "fecha de actualización",
    "actualizado",
    "última atualização",
    "dernière mise à jour",
    "更新时间",
    "更新日",
];
/// Words that begin a line with the number of a table, beside those that begin one with its title.
const NUMBER: [&str; 8] = [
    "genesis-tabelle",
    "table number",
    "table no",
    "table id",
    "table code",
    "dataset id",
    "cuadro",
    "tabla",
];

/// Reads what stands above the row `start` and below the body.
pub(super) fn tell(grid: &Grid, start: usize, layout: &mut Layout) {
    for index in 0..start {
        let row = grid.row(index);
        if let Some(text) = text(&row) {
            above(&row, text, layout);
        }
    }
    let between = layout.skipped.iter().copied();
    let between = between.filter(|&index| is_sentence(&grid.row(index)));
    let below = between
        .chain(layout.body.end..grid.len())
        .map(|index| grid.row(index));
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
        "note", "nota", "anm", "hinweis", "注", "주", "*", "1)", "(1)", "©",
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
    // What stands across says nothing of the figures: `Sum of births | Column Labels`.
    if let [own, across] = cells[..]
        && (headings::is_time(across) || is_across(across) || is_counted(own))
    {
        cells.pop();
    }
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
    if is_address(&text) {
        layout.source.get_or_insert(text);
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
    if says_all(row) || lower.starts_with("table with row headers") {
        layout.description.push(text);
        return;
    }
    let is_word = |text: &String| !text.is_empty() && !text.contains(char::is_whitespace);
    let is_number = |words: &[&str]| said(row, &text, words).as_ref().is_some_and(is_word);
    let is_number =
        is_number(&NUMBER) || is_number(&TITLE) && text.bytes().any(|byte| byte.is_ascii_digit());
    // Or `Data extracted on 30/12/2024`.
    let bare = lower.strip_prefix("data ").unwrap_or(&lower);
    let is_dated = |word: &str| {
        let rest = bare.strip_prefix(word);
        rest.is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    };
    let is_made = said(row, &text, &MADE).is_some() || MADE.iter().any(|word| is_dated(word));
    if is_number || is_made {
        layout.description.push(text);
        return;
    }
    // What is printed above every table of an office gives way to the line below it.
    if let Some(head) = layout.title.take_if(|title| is_letterhead(title)) {
        layout.description.push(head);
    }
    if layout.title.is_none() {
        let title = said(row, &text, &TITLE).filter(|title| !title.is_empty());
        let title = title.unwrap_or(text);
        layout.title = Some(without_marks(&title).to_owned());
        return;
    }
    // A key without a value says nothing: `时间：`.
    if !text.ends_with([':', '：']) {
        layout.description.push(text);
    }
}

/// Words of which one stands in the names of statistical offices.
const OFFICE: [&str; 26] = [
    "bureau of statistics",
    "statistics bureau",
    "department of statistics",
    "statistics department",
    "statistics division",
    "statistics office",
    "office of statistics",
    "office for national statistics",
    "statistical office",
    "statistics agency",
    "statistics authority",
    "statistical authority",
    "statistical service",
    "institute of statistics",
    "statistical institute",
    "central statistic",
    "statistics south africa",
    "statistics canada",
    "instituto nacional de estad",
    "instituto de estad",
    "institut national de la statistique",
    "istituto nazionale di statistica",
    "statistisches amt",
    "statistisches bundesamt",
    "统计局",
    "統計局",
];

/// Whether a line stands above every table of an office, and says nothing of this one: its name, the number of the table, the
/// day of publication.
fn is_letterhead(line: &str) -> bool {
    let lower = line.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let is_short = words.len() <= 10 && !line.contains(|c: char| c.is_ascii_digit());
    let is_office = is_short && OFFICE.iter().any(|office| lower.contains(office));
    let is_number = match words.as_slice() {
        [word, number] => {
            let is_word =
                TITLE.contains(word) || NUMBER.contains(word) || ["tab.", "tableau"].contains(word);
            is_word && number.bytes().any(|byte| byte.is_ascii_digit())
        }
        _ => false,
    };
    let is_day =
        periods::read_one(line).is_some_and(|label| label.period.frequency() == Frequency::Day);
    is_office || is_number || is_day
}

/// Whether a line is an address on the web and nothing else.
fn is_address(line: &str) -> bool {
    let words = line.split_whitespace();
    let mut words = words.filter(|word| word.contains(char::is_alphanumeric));
    words.next().is_some_and(|word| word.starts_with("http")) && words.next().is_none()
}

/// A title without the marks of several footnotes behind it, which run on: `Population, quarterly 1 2 3`.
fn without_marks(title: &str) -> &str {
    let mut rest = title;
    let mut next: Option<u32> = None;
    let mut marks = 0;
    while let Some((before, mark)) = rest.rsplit_once(' ')
        && let Ok(number) = mark.parse::<u32>()
        && number < 100
        && next.is_none_or(|next| number + 1 == next)
    {
        (rest, next, marks) = (before, Some(number), marks + 1);
    }
    if marks > 1 { rest } else { title }
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
        let is_bracketed = word.trim_start().starts_with(['(', '[', '（']);
        let rest = rest.trim();
        return Some(if is_bracketed {
            rest.trim_end_matches([')', '）', ']']).to_owned()
        } else {
            rest.to_owned()
        });
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
    let has_words = units::is_scale(inside)
        || inside
            .chars()
            .any(|c| c.is_alphabetic() || matches!(c, '%' | '‰' | '€' | '$'));
    let is_year = inside.bytes().filter(u8::is_ascii_digit).count() >= 4;
    (is_short && has_words && !is_year && !inside.contains([';', ':'])).then_some(inside)
}
