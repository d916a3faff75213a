//! A sheet of figures: a row of headings, a row for each of the answer's, comments where there are notes.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Note, Worksheet, XlsxError, utility};

use super::{WORDS, set_heights, set_width};
use crate::answer::{Answer, Cell, Role};
use crate::figure::{self, Figure, Number, Value};
use crate::render::Style;
use crate::render::footnotes::{self, Footnotes};
use crate::render::layout::{heading, is_numeric, text, widest, wrap};

/// The widest a heading is; longer ones are wrapped.
const HEADING: usize = 20;
/// The most significant digits that a spreadsheet's numbers hold.
const DIGITS: usize = 15;

/// The cells that each note is about, of those that the sheet knows: `C2:C9, D4`.
pub(super) type Noted = Vec<String>;

/// The sheet of an answer's figures.
pub(super) struct Sheet<'a> {
    pub(super) answer: &'a Answer,
    pub(super) style: &'a Style,
    pub(super) footnotes: &'a Footnotes<'a>,
}

impl Sheet<'_> {
    /// Writes it, and gives back the cells that each note is about.
    pub(super) fn write(&self, sheet: &mut Worksheet) -> Result<Noted, XlsxError> {
        let mut noted: Vec<Vec<[u32; 3]>> = vec![Vec::new(); self.footnotes.count()];
        let mut heights = vec![1; self.answer.rows.len() + 1];
        let mut last = None;
        for (place, _) in self.answer.shown() {
            let column = last.map_or(0, |last: u16| last.saturating_add(1));
            last = Some(column);
            self.write_column(sheet, column, place, &mut noted, &mut heights)?;
        }
        set_heights(sheet, &heights)?;
        let Some(last) = last else {
            return Ok(Vec::new());
        };
        let first = self.answer.shown().next().map(|(_, column)| &column.role);
        let keys = u16::from(!matches!(first, Some(Role::Measure(_))));
        sheet.set_freeze_panes(1, keys)?;
        let rows = u32::try_from(self.answer.rows.len()).unwrap_or(u32::MAX);
        if rows > 0 {
            sheet.autofilter(0, 0, rows, last)?;
        }
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_landscape();
        sheet.set_print_fit_to_pages(1, 0);
        Ok(noted.iter().map(|ranges| in_words(ranges)).collect())
    }

    fn write_column(
        &self,
        sheet: &mut Worksheet,
        column: u16,
        place: usize,
        noted: &mut [Vec<[u32; 3]>],
        heights: &mut [usize],
    ) -> Result<(), XlsxError> {
        let numeric = is_numeric(self.answer, place);
        let (label, unit) = heading(&self.answer.columns[place], self.style);
        let lines: Vec<String> = std::iter::once(label)
            .chain(unit)
            .flat_map(|text| wrap(&text, HEADING))
            .collect();
        let head = lines.join("\n");
        heights[0] = heights[0].max(lines.len());
        let mut width = widest(&head);
        let side = if numeric || matches!(self.answer.columns[place].role, Role::Time) {
            FormatAlign::Right
        } else {
            FormatAlign::Left
        };
        sheet.write_string_with_format(0, column, &head, &of_heading(side))?;
        let rows = u32::try_from(self.answer.rows.len()).unwrap_or(u32::MAX);
        comment(sheet, 0, column, self.footnotes.of_whole(place))?;
        for note in self.footnotes.at_column(place) {
            noted[note].push([u32::from(column), 1, rows]);
        }
        for (at, row) in (1_u32..).zip(&self.answer.rows) {
            let cell = &row.cells[place];
            write_cell(sheet, at, column, cell, self.style, row.total)?;
            let text = text(cell, self.style);
            width = width.max(widest(&text).min(WORDS));
            if !numeric {
                let height = &mut heights[at as usize];
                *height = (*height).max(wrap(&text, WORDS).len());
            }
            comment(sheet, at, column, &self.footnotes.own(place, cell))?;
            for note in self.footnotes.at_cell(place, cell) {
                match noted[note].last_mut() {
                    Some([same, _, to]) if *same == u32::from(column) && *to + 1 == at => *to = at,
                    _ => noted[note].push([u32::from(column), at, at]),
                }
            }
        }
        set_width(sheet, column, width)
    }
}

/// Writes the notes as a comment at a cell, each as it stands there.
fn comment(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    notes: &[&figure::Note],
) -> Result<(), XlsxError> {
    if notes.is_empty() {
        return Ok(());
    }
    let texts: Vec<String> = notes.iter().map(|note| footnotes::text(note)).collect();
    let text = texts.join("\n");
    // About 35 characters a line of 13 pixels stand in a comment of 240 pixels.
    let lines = u32::try_from(wrap(&text, 35).len()).unwrap_or(20);
    let note = Note::new(text)
        .add_author_prefix(false)
        .set_width(240)
        .set_height((lines * 17 + 12).min(400));
    sheet.insert_note(row, column, &note)?;
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    style: &Style,
    total: bool,
) -> Result<(), XlsxError> {
    let mut format = Format::new().set_align(FormatAlign::Top);
    if total {
        format = format.set_bold();
    }
    let (number, format) = match cell {
        Cell::Empty => return Ok(()),
        Cell::Year(_) | Cell::Numeral(_) => (cell.number(), format.set_num_format("0")),
        Cell::Figure(figure) => match &figure.value {
            Value::Missing => return sheet.write_blank(row, column, &format).map(|_| ()),
            Value::Year(_) => (cell.number(), format.set_num_format("0")),
            _ => (
                figure.number_in_full(),
                format.set_num_format(digits(figure)),
            ),
        },
        Cell::Name(_) | Cell::Words(_) => (None, format),
    };
    match number {
        Some(number) if is_held(number) => {
            let value: f64 = number.to_string().parse().unwrap_or_default();
            sheet.write_number_with_format(row, column, value, &format)?;
        }
        Some(number) => {
            let format = format.set_align(FormatAlign::Right);
            sheet.write_string_with_format(row, column, number.to_string(), &format)?;
        }
        None => {
            let format = format
                .set_text_wrap()
                .set_align(FormatAlign::Left)
                .set_indent(1);
            sheet.write_string_with_format(row, column, text(cell, style), &format)?;
        }
    }
    Ok(())
}

/// Whether a spreadsheet's number has all digits of this one, zeros at the end aside.
fn is_held(number: Number) -> bool {
    let digits = number.decimal().mantissa().unsigned_abs().to_string();
    digits.trim_end_matches('0').len() <= DIGITS
}

/// The format that shows the digits that people read, with commas between thousands.
fn digits(figure: &Figure) -> String {
    let decimals = figure.number_in_short().map_or(0, Number::decimals);
    match usize::try_from(decimals) {
        Ok(0) | Err(_) => "#,##0".to_owned(),
        Ok(decimals) => format!("#,##0.{}", "0".repeat(decimals)),
    }
}

fn of_heading(side: FormatAlign) -> Format {
    let format = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::Bottom)
        .set_align(side);
    match side {
        FormatAlign::Left => format.set_indent(1),
        _ => format,
    }
}

/// Ranges of a column's rows as spreadsheets write them.
fn in_words(ranges: &[[u32; 3]]) -> String {
    let ranges: Vec<String> = ranges
        .iter()
        .map(|&[column, first, last]| {
            let column = u16::try_from(column).unwrap_or(u16::MAX);
            utility::cell_range(first, column, last, column)
        })
        .collect();
    ranges.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_more_digits_than_a_spreadsheet_holds_is_told_apart() {
        for (number, held) in [
            ("43.27", true),
            ("-0.000000000000001", true),
            ("123456789012345", true),
            ("1234567890123450000.0", true),
            ("1234567890.123456", false),
            ("1234567890123456789", false),
        ] {
            assert_eq!(is_held(number.parse().unwrap()), held, "{number}");
        }
    }
}
