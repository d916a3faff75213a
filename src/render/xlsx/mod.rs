//! A workbook: the figures as numbers, on a sheet for each table of a page; on the last what is to be known of them.
//!
//! Not for digits that a spreadsheet cannot hold: its numbers have 15 of them, a longer one is written as text. A
//! missing value is an empty cell, which spreadsheets leave out of sums and means; a comment says why it is missing.

mod about;
mod sheet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError, utility};

use super::footnotes::Footnotes;
use super::{RenderError, Style};
use crate::answer::Answer;
use crate::words::Refusal;
use about::About;
use sheet::Sheet;

/// The widest a column of words is, in characters; longer texts are wrapped.
const WORDS: usize = 60;
/// What a column is wider than its widest text.
const MARGIN: usize = 3;
/// The height of a line, in points, and the most lines that a row may have.
const LINE: u32 = 15;
const MOST_LINES: u32 = 27;
/// The longest name of a sheet, in UTF-16 units.
const NAME: usize = 31;

pub(super) fn render(answer: &Answer, style: &Style) -> Result<Vec<u8>, RenderError> {
    workbook(answer, style)
        .and_then(|mut book| book.save_to_buffer())
        .or_else(|error| {
            RenderError::unsuited(match error {
                XlsxError::RowColumnLimitError => Refusal::new(
                    "a sheet of `xlsx` holds at most 1,048,576 rows and 16,384 columns",
                )
                .next("ask for less, or write `--format csv`"),
                XlsxError::MaxStringLengthExceeded => Refusal::new(
                    "a cell of `xlsx` holds at most 32,767 characters, and a text here is longer",
                )
                .next("write `--format csv`"),
                error => Refusal::new(format!("`xlsx` cannot hold this answer ({error})"))
                    .next("write `--format csv`"),
            })
        })
}

fn workbook(answer: &Answer, style: &Style) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // The same question gives the same bytes, whenever it is asked.
    let properties = DocProperties::new()
        .set_title(style.label(&answer.title))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    book.set_properties(&properties);
    let page = Footnotes::of_page(answer, style);
    let about = style.word("About", "说明");
    let names = names(answer, style.word("Data", "数据"), about);
    let mut places: Vec<Vec<String>> = Vec::new();
    for ((answer, footnotes), name) in page.iter().zip(&names) {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        let figures = Sheet {
            answer,
            style,
            footnotes,
        };
        let cells = figures.write(sheet)?;
        places.resize(cells.len().max(places.len()), Vec::new());
        for (places, cells) in places.iter_mut().zip(cells) {
            if page.len() == 1 {
                places.push(cells);
            } else if !cells.is_empty() {
                let quoted = utility::quote_sheet_name(name);
                places.push(format!("{quoted}!{cells}"));
            }
        }
    }
    let cells: Vec<String> = places.iter().map(|cells| cells.join(", ")).collect();
    let notes = page.last().into_iter().flat_map(|(_, all)| {
        let cells_of = |place: usize| cells.get(place).cloned().unwrap_or_default();
        all.words(cells_of).collect::<Vec<_>>()
    });
    let parts = page.iter().map(|(part, _)| *part);
    let sheets: Vec<(String, &Answer)> = names.into_iter().zip(parts).collect();
    let sheet = book.add_worksheet();
    sheet.set_name(about)?;
    About {
        answer,
        style,
        sheets: &sheets,
        notes: notes
            .zip(&cells)
            .map(|((status, words), cells)| (status, words, cells.clone()))
            .collect(),
    }
    .write(sheet)?;
    Ok(book)
}

/// The names of the sheets: of one table alone the word for data, of a page the name of each part.
fn names(answer: &Answer, data: &str, about: &str) -> Vec<String> {
    if answer.sections.is_empty() {
        return vec![data.to_owned()];
    }
    // Spreadsheets tell names apart without regard to case, and keep one for themselves.
    let mut taken = vec![about.to_lowercase(), "history".to_owned()];
    let name = |part: &Answer| {
        let wanted = match part.name.as_str() {
            "" => data,
            name => name,
        };
        let mut name = shortened(wanted, NAME);
        let mut number = 1;
        while taken.contains(&name.to_lowercase()) {
            number += 1;
            let end = format!("-{number}");
            name = shortened(wanted, NAME - end.len()) + &end;
        }
        taken.push(name.to_lowercase());
        name
    };
    answer.page().map(name).collect()
}

/// The beginning of a text that has at most so many UTF-16 units.
fn shortened(text: &str, units: usize) -> String {
    let mut left = units;
    let fits = |c: &char| {
        let rest = left.checked_sub(c.len_utf16());
        left = rest.unwrap_or(0);
        rest.is_some()
    };
    text.chars().take_while(fits).collect()
}

/// Makes rows high enough for their lines of text, since not every spreadsheet does so by itself.
fn set_heights(sheet: &mut Worksheet, lines: &[usize]) -> Result<(), XlsxError> {
    for (row, lines) in (0_u32..).zip(lines) {
        if *lines > 1 {
            let lines = u32::try_from(*lines).unwrap_or(u32::MAX).min(MOST_LINES);
            sheet.set_row_height(row, lines * LINE)?;
        }
    }
    Ok(())
}

/// Makes a column as wide as a text of this width and a margin.
fn set_width(sheet: &mut Worksheet, column: u16, width: usize) -> Result<(), XlsxError> {
    let width = u32::try_from(width + MARGIN).unwrap_or(u32::MAX);
    sheet.set_column_width(column, width)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_short_names_of_their_own() {
        let long = "a".repeat(40);
        let named = |name: &str| Answer {
            name: name.to_owned(),
            ..Answer::default()
        };
        let sections = ["gdp", "GDP", "history", "about", &long, &long, ""];
        let page = Answer {
            sections: sections.map(named).to_vec(),
            ..named("key-figures")
        };
        let expected = [
            "key-figures".to_owned(),
            "gdp".to_owned(),
            "GDP-2".to_owned(),
            "history-2".to_owned(),
            "about-2".to_owned(),
            "a".repeat(31),
            "a".repeat(29) + "-2",
            "Data".to_owned(),
        ];
        assert_eq!(names(&page, "Data", "About"), expected);
        assert_eq!(names(&named("gdp"), "Data", "About"), ["Data"]);
        assert_eq!(shortened("鹤岗𠀀", 3), "鹤岗");
    }
}
