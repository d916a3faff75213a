//! Delimiter-separated values: RFC 4180 with `\n`, and the variants that spreadsheets open rightly.

use super::{Spreadsheet, Style};
use crate::answer::{Answer, Cell};
use crate::figure::Value;

/// The beginnings of the months' names, with which a spreadsheet takes a text for a date: `May-10`, `SEPT2`.
const MONTHS: [&str; 13] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
];

const LONG: [&str; 11] = [
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The most digits that a spreadsheet shows of a whole number as they are.
const MOST_DIGITS: usize = 11;

/// Whether a spreadsheet makes something else of a text: a date or a time (`5-9`, `1/2`, `10:30`, `3-May`, `MAR1`), a number
/// without its leading zeros (`007`), a power of ten (`1E5`, `123456789012`).
fn is_misread(text: &str) -> bool {
    let folded = text.trim().to_lowercase();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if is_number(&folded) {
        return folded.len() > MOST_DIGITS || (folded.len() > 1 && folded.starts_with('0'));
    }
    if let Some((base, exponent)) = folded.split_once('e')
        && is_number(&base.replacen('.', "", 1))
        && is_number(exponent.trim_start_matches(['+', '-']))
    {
        return true;
    }
    let is_month = |part: &str| MONTHS.contains(&part) || LONG.contains(&part);
    let parts: Vec<&str> = folded.split(['-', '/', '.', ':', ' ']).collect();
    let is_part = |part: &&str| (is_number(part) && part.len() <= 4) || is_month(part);
    if (2..=3).contains(&parts.len()) && parts.iter().all(is_part) {
        return true;
    }
    // A month and a day or a year with nothing between them.
    let letters = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = folded.len() - letters.len();
    (1..=4).contains(&digits) && MONTHS.contains(&letters)
}

/// The characters with which a spreadsheet takes a text for a formula.
const FORMULA_MARKS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

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

/// A text that a spreadsheet shows as it is: it neither runs it nor makes a date or a number of it.
fn safe(text: String, spreadsheet: Option<Spreadsheet>) -> String {
    if spreadsheet.is_some() && (text.starts_with(FORMULA_MARKS) || is_misread(&text)) {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_takes_for_something_else_is_shielded() {
        for text in [
            "=1+1",
            "5-9",
            "1/2",
            "10-14",
            "3-May",
            "May 2010",
            "MAR1",
            "SEPT2",
            "1E5",
            "2e-3",
            "007",
            "2010-05",
            "123456789012",
            "10:30",
            "2010-05-31",
            "1.2.2010",
        ] {
            let shielded = safe(text.to_owned(), Some(Spreadsheet::Comma));
            assert_eq!(shielded, format!("'{text}"));
            assert_eq!(safe(text.to_owned(), None), text);
        }
        for text in [
            "Hegang",
            "23010",
            "2010",
            "100+",
            "Marburg 1",
            "Mar del Plata",
            "E5",
            "0",
            "2010..2015",
            "2010Q1",
            "A-B",
            "Decatur",
            "12 areas",
        ] {
            assert_eq!(safe(text.to_owned(), Some(Spreadsheet::Comma)), text);
        }
    }
}
