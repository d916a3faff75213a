//! A workbook: the figures as numbers on the first sheet, what is to be known of them on the second.
//!
//! Not for digits that a spreadsheet cannot hold: its numbers have 15 of them, a longer one is written as text. A
//! missing value is an empty cell, which spreadsheets leave out of sums and means; a comment says why it is missing.

use rust_xlsxwriter::{
    ExcelDateTime, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError, utility,
};

use super::footnotes::{self, Footnotes};
use super::layout::{heading, is_numeric, text, widest, wrap};
use super::{RenderError, Style};
use crate::answer::{Answer, Cell, Label, Role};
use crate::figure::{self, Figure, Number, Value};

/// The widest a column of words is, in characters; longer texts are wrapped.
const WORDS: usize = 60;
/// The widest a heading is; longer ones are wrapped.
const HEADING: usize = 20;
/// What a column is wider than its widest text.
const MARGIN: usize = 3;
/// The height of a line, in points, and the most lines that a row may have.
const LINE: u32 = 15;
const MOST_LINES: u32 = 27;
/// The most significant digits that a spreadsheet's numbers hold.
const DIGITS: usize = 15;

pub(super) fn render(answer: &Answer, style: &Style) -> Result<Vec<u8>, RenderError> {
    workbook(answer, style)
        .and_then(|mut book| book.save_to_buffer())
        .or_else(|error| {
            RenderError::unsuited(match error {
                XlsxError::RowColumnLimitError => {
                    "a sheet of `xlsx` holds at most 1,048,576 rows and 16,384 columns; ask for less, or write `--format csv`".to_owned()
                }
                XlsxError::MaxStringLengthExceeded => {
                    "a cell of `xlsx` holds at most 32,767 characters, and a text here is longer; write `--format csv`".to_owned()
                }
                error => format!("`xlsx` cannot hold this answer ({error}); write `--format csv`"),
            })
        })
}

fn workbook(answer: &Answer, style: &Style) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    // The same question gives the same bytes, whenever it is asked.
    let properties = rust_xlsxwriter::DocProperties::new()
        .set_title(style.label(&answer.title))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    book.set_properties(&properties);
    let footnotes = Footnotes::new(answer, style);
    let data = book.add_worksheet();
    data.set_name(style.word("Data", "数据"))?;
    let noted = Data {
        answer,
        style,
        footnotes: &footnotes,
    }
    .write(data)?;
    let about = book.add_worksheet();
    about.set_name(style.word("About", "说明"))?;
    write_about(about, answer, style, &footnotes, &noted)?;
    Ok(book)
}

/// The cells that each note is about: `C2:C9, D4`.
type Noted = Vec<String>;

/// The sheet of the figures.
struct Data<'a> {
    answer: &'a Answer,
    style: &'a Style,
    footnotes: &'a Footnotes<'a>,
}

impl Data<'_> {
    fn write(&self, sheet: &mut Worksheet) -> Result<Noted, XlsxError> {
        let mut noted: Vec<Vec<[u32; 3]>> = vec![Vec::new(); self.footnotes.notes().len()];
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

/// Writes the sheet of what is to be known of the figures.
fn write_about(
    sheet: &mut Worksheet,
    answer: &Answer,
    style: &Style,
    footnotes: &Footnotes,
    noted: &Noted,
) -> Result<(), XlsxError> {
    let mut lines: Vec<(bool, Vec<String>)> = Vec::new();
    let mut block = |head: Vec<String>, rows: Vec<Vec<String>>| {
        if !rows.is_empty() {
            if !lines.is_empty() {
                lines.push((false, Vec::new()));
            }
            lines.push((true, head));
            lines.extend(rows.into_iter().map(|row| (false, row)));
        }
    };
    let word = |en: &'static str, zh: &'static str| style.word(en, zh).to_owned();
    let one = |text: &str| vec![text.to_owned()];
    let title = [&answer.title, &answer.subtitle].map(|label| style.label(label));
    let about = title.iter().filter(|text| !text.is_empty());
    block(
        vec![word("Title", "标题")],
        about.map(|text| one(text)).collect(),
    );
    let nothing = answer.nothing.iter().filter(|_| answer.rows.is_empty());
    block(
        vec![word("No rows", "无数据")],
        nothing.map(|text| one(text)).collect(),
    );
    let columns = answer.shown().map(|(_, column)| {
        let (label, unit) = heading(column, style);
        let source = column.measure().map(|measure| measure.source.clone());
        vec![
            label,
            column.name.clone(),
            unit.unwrap_or_default(),
            source.unwrap_or_default(),
        ]
    });
    block(
        vec![
            word("Column", "列"),
            word("Name in CSV", "CSV列名"),
            word("Unit", "单位"),
            word("Source", "来源"),
        ],
        columns.collect(),
    );
    let of_cells = footnotes.notes().iter().zip(noted).map(|(note, cells)| {
        let status = format!("{} ({})", note.status, note.status.label());
        vec![cells.clone(), status, note.words()]
    });
    block(
        vec![
            word("Cells", "单元格"),
            word("Status", "状态"),
            word("Note", "注"),
        ],
        of_cells.collect(),
    );
    block(
        vec![word("Remarks", "备注")],
        answer.below().map(one).collect(),
    );
    block(
        vec![word("Sources", "来源")],
        answer.sources.iter().map(|text| one(text)).collect(),
    );
    if let Some(origin) = &answer.origin {
        block(vec![word("Query", "查询")], vec![one(&origin.query)]);
        block(
            vec![word("Data", "数据版本")],
            vec![one(&style.label(&Label::plain(origin.data())))],
        );
    }

    let mut widths = [0_usize; 4];
    let mut heights = vec![1; lines.len()];
    for (row, (is_head, cells)) in (0_u32..).zip(&lines) {
        let mut format = Format::new().set_align(FormatAlign::Top);
        if *is_head {
            format = format.set_bold();
        }
        // What stands alone in its row runs on over the empty cells beside it.
        if cells.len() > 1 {
            format = format.set_text_wrap();
            for (width, text) in widths.iter_mut().zip(cells) {
                *width = (*width).max(widest(text).min(WORDS));
                let height = &mut heights[row as usize];
                *height = (*height).max(wrap(text, WORDS).len());
            }
        }
        for (column, text) in (0_u16..).zip(cells) {
            sheet.write_string_with_format(row, column, text, &format)?;
        }
    }
    for (column, width) in (0_u16..).zip(widths) {
        set_width(sheet, column, width)?;
    }
    set_heights(sheet, &heights)?;
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
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
