//! Delimiter-separated values: RFC 4180 with `\n`, and the variants that spreadsheets open rightly.

use super::{Spreadsheet, Style};
use crate::answer::{Answer, Cell};
use crate::figure::Value;
use crate::words::shielded;

pub(super) fn render_csv(answer: &Answer, style: &Style) -> Vec<u8> {
    let delimiter = if style.spreadsheet == Some(Spreadsheet::Semicolon) {
        b';'
    } else {
        b','
    };
    let mut bytes = if style.spreadsheet.is_some() {
        "\u{feff}".as_bytes().to_vec()
    } else {
        Vec::new()
    };
    bytes.extend(render(answer, delimiter, style));
    bytes
}

pub(super) fn render_tsv(answer: &Answer, style: &Style) -> Vec<u8> {
    let style = Style {
        spreadsheet: None,
        ..*style
    };
    render(answer, b'\t', &style)
}

#[expect(clippy::expect_used, reason = "writing to memory does not fail")]
fn render(answer: &Answer, delimiter: u8, style: &Style) -> Vec<u8> {
    let spreadsheet = style.spreadsheet;
    let terminator = if spreadsheet.is_some() {
        csv::Terminator::CRLF
    } else {
        csv::Terminator::Any(b'\n')
    };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .terminator(terminator)
        .from_writer(Vec::new());
    let shown: Vec<usize> = answer.shown().map(|(place, _)| place).collect();
    let header = answer
        .shown()
        .map(|(_, column)| safe(column.name.clone(), spreadsheet));
    if !style.no_header {
        writer.write_record(header).expect("memory takes a header");
    }
    for row in &answer.rows {
        let cells = shown
            .iter()
            .map(|&place| text(&row.cells[place], spreadsheet));
        writer.write_record(cells).expect("memory takes a row");
    }
    writer.into_inner().expect("memory takes the rest")
}

/// A cell as plain text; a missing value is empty.
fn text(cell: &Cell, spreadsheet: Option<Spreadsheet>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Name(name) | Cell::Numeral(name) => safe(name.id.clone(), spreadsheet),
        Cell::Words(text) => safe(text.clone(), spreadsheet),
        Cell::Year(year) => safe(year.to_string(), spreadsheet),
        Cell::Figure(figure) => match (&figure.value, figure.number_in_full()) {
            (Value::Year(year), _) => year.to_string(),
            (Value::Text(text), _) => safe(text.clone(), spreadsheet),
            (_, Some(number)) if spreadsheet == Some(Spreadsheet::Semicolon) => {
                number.to_string().replace('.', ",")
            }
            (_, Some(number)) => number.to_string(),
            _ => String::new(),
        },
    }
}

/// A text that a spreadsheet shows as it is, where the file is for one.
fn safe(text: String, spreadsheet: Option<Spreadsheet>) -> String {
    match spreadsheet.and_then(|_| shielded(&text)) {
        Some(shielded) => shielded,
        None => text,
    }
}
