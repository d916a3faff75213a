//! Old workbooks (xls, BIFF 5 to 8): records of a kind and a length in a compound file. Whatever a record lacks is not
//! there; nothing that a file may say upsets the reader.

mod strings;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use calamine::{Data, Dimensions, ExcelDateTime, ExcelDateTimeType};

use super::compound::workbook_stream;
use super::numbers::{self, Shown};
use super::{MOST_SHEETS, Sheet};
use crate::words::count;
use strings::{characters, shared_strings};

/// The most characters of a text.
const LONGEST: usize = 32_767;

/// A record of the stream.
struct Record<'s> {
    kind: u16,
    body: &'s [u8],
    /// Where the next one begins.
    next: usize,
}

fn record(stream: &[u8], at: usize) -> Option<Record<'_>> {
    let kind = u16_at(stream, at)?;
    let length = usize::from(u16_at(stream, at + 2)?);
    let next = at + 4 + length;
    let body = stream.get(at + 4..next.min(stream.len()))?;
    Some(Record { kind, body, next })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

/// What holds for the whole workbook.
#[derive(Default)]
struct Book {
    /// Whether texts are of the newest form.
    is_newest: bool,
    encoding: Option<&'static encoding_rs::Encoding>,
    is_1904: bool,
    strings: Vec<String>,
    formats: BTreeMap<u16, String>,
    /// The format of each style.
    styles: Vec<(u16, u8)>,
    sheets: Vec<(usize, bool, String)>,
}

/// The sheets of an old workbook.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, String> {
    let stream = workbook_stream(bytes)
        .ok_or("the workbook is damaged; open it in a spreadsheet and save the table as CSV")?;
    let book = Book::of(&stream)?;
    if book.sheets.len() > MOST_SHEETS {
        let sheets = count(book.sheets.len(), "sheet");
        return Err(format!(
            "it has {sheets}, more than the {MOST_SHEETS} that are read; copy those that are wanted into a workbook of their own"
        ));
    }
    let sheets = book
        .sheets
        .iter()
        .map(|(at, is_hidden, name)| book.sheet(&stream, *at, *is_hidden, name));
    sheets.collect()
}

impl Book {
    fn of(stream: &[u8]) -> Result<Book, String> {
        let mut book = Book::default();
        let mut at = 0;
        while let Some(Record { kind, body, next }) = record(stream, at) {
            at = next;
            match kind {
                0x0809 if u16_at(body, 0).is_some() => {
                    book.is_newest = u16_at(body, 0) == Some(0x0600);
                }
                0x0009 | 0x0209 | 0x0409 => {
                    return Err("the workbook is older than Excel 5; open it in a spreadsheet and save the table as CSV".to_owned());
                }
                0x002f => {
                    return Err("it is locked with a password; save it without one".to_owned());
                }
                0x0042 => {
                    let label = u16_at(body, 0).map(|page| match page {
                        10_000 => "macintosh".to_owned(),
                        page => format!("windows-{page}"),
                    });
                    let named = |label: String| encoding_rs::Encoding::for_label(label.as_bytes());
                    book.encoding = label.and_then(named).or(match u16_at(body, 0) {
                        Some(932) => Some(encoding_rs::SHIFT_JIS),
                        Some(936) => Some(encoding_rs::GBK),
                        Some(949) => Some(encoding_rs::EUC_KR),
                        Some(950) => Some(encoding_rs::BIG5),
                        _ => None,
                    });
                }
                0x0022 => book.is_1904 = u16_at(body, 0) == Some(1),
                0x0085 => {
                    let Some(start) = u32_at(body, 0) else {
                        continue;
                    };
                    let is_hidden = body.get(4).is_some_and(|seen| seen & 3 != 0);
                    let is_sheet = body.get(5).is_none_or(|kind| *kind == 0);
                    let length = body.get(6).copied().map_or(0, usize::from);
                    let name = book.text(body.get(7..).unwrap_or_default(), length);
                    if is_sheet {
                        book.sheets.push((start as usize, is_hidden, name));
                    }
                }
                0x00fc => {
                    // A text may go on in the next records.
                    let mut parts = vec![body];
                    while let Some(more) = record(stream, at).filter(|more| more.kind == 0x003c) {
                        parts.push(more.body);
                        at = more.next;
                    }
                    book.strings = shared_strings(&parts);
                }
                0x041e | 0x001e => {
                    let Some(index) = u16_at(body, 0) else {
                        continue;
                    };
                    let code = if book.is_newest {
                        let length = u16_at(body, 2).map_or(0, usize::from);
                        book.text(body.get(4..).unwrap_or_default(), length)
                    } else {
                        let length = body.get(2).copied().map_or(0, usize::from);
                        book.text(body.get(3..).unwrap_or_default(), length)
                    };
                    book.formats.insert(index, code);
                }
                0x00e0 => {
                    let indent = body
                        .get(8)
                        .filter(|_| body.len() > 19)
                        .map_or(0, |bits| bits & 15);
                    book.styles.push((u16_at(body, 2).unwrap_or(0), indent));
                }
                // The end of what holds for all.
                0x000a => break,
                _ => {}
            }
        }
        Ok(book)
    }

    /// A text of so many characters: of the newest form with a byte before it that says how wide they are.
    fn text(&self, bytes: &[u8], length: usize) -> String {
        let length = length.min(LONGEST);
        if !self.is_newest {
            let encoding = self.encoding.unwrap_or(encoding_rs::WINDOWS_1252);
            return encoding
                .decode(bytes.get(..length).unwrap_or(bytes))
                .0
                .into_owned();
        }
        let Some((flags, rest)) = bytes.split_first() else {
            return String::new();
        };
        characters(rest, length, flags & 1 == 1).0
    }

    fn sheet(
        &self,
        stream: &[u8],
        start: usize,
        is_hidden: bool,
        name: &str,
    ) -> Result<Sheet, String> {
        let mut sheet = Sheet {
            name: name.to_owned(),
            is_hidden,
            rows: BTreeMap::new(),
            merged: Vec::new(),
            written: false,
        };
        let mut known = 0;
        let (mut at, mut depth) = (start, 0);
        // The cell whose text the next record tells.
        let mut told_next: Option<(u32, u32)> = None;
        while let Some(Record { kind, body, next }) = record(stream, at) {
            at = next;
            match kind {
                0x0809 => depth += 1,
                0x000a => {
                    depth -= 1;
                    if depth <= 0 {
                        break;
                    }
                }
                // What lies within charts is no cell.
                _ if depth != 1 => continue,
                0x00e5 => {
                    for chunk in body.get(2..).unwrap_or_default().chunks_exact(8) {
                        let at = |at: usize| u32::from(u16_at(chunk, at).unwrap_or(0));
                        sheet.merged.push(Dimensions {
                            start: (at(0), at(4)),
                            end: (at(2), at(6)),
                        });
                    }
                }
                0x0207 => {
                    let length = u16_at(body, 0).map_or(0, usize::from);
                    if let Some((row, column)) = told_next.take() {
                        let text = self.text(body.get(2..).unwrap_or_default(), length);
                        sheet.note_written(&text, true);
                        sheet.put(row, column, text, &mut known)?;
                    }
                }
                _ => {}
            }
            let (Some(row), Some(column), Some(style)) =
                (u16_at(body, 0), u16_at(body, 2), u16_at(body, 4))
            else {
                continue;
            };
            let (row, column) = (u32::from(row), u32::from(column));
            if kind == 0x00bd {
                let numbers = body
                    .get(4..body.len().saturating_sub(2))
                    .unwrap_or_default();
                for (chunk, column) in numbers.chunks_exact(6).zip(column..) {
                    let (style, number) =
                        (u16_at(chunk, 0).unwrap_or(0), u32_at(chunk, 2).map(of_rk));
                    sheet.put(row, column, self.number(number, style), &mut known)?;
                }
                continue;
            }
            let text = match kind {
                0x0203 => self.number(f64_at(body, 6), style),
                0x027e => self.number(u32_at(body, 6).map(of_rk), style),
                0x00fd => {
                    let index = u32_at(body, 6).and_then(|index| self.strings.get(index as usize));
                    index.map_or_else(String::new, |text| {
                        numbers::set_in(text, self.style(style).1)
                    })
                }
                0x0204 | 0x00d6 => {
                    let length = u16_at(body, 6).map_or(0, usize::from);
                    self.text(body.get(8..).unwrap_or_default(), length)
                }
                0x0205 => match (body.get(6), body.get(7)) {
                    (Some(truth), Some(0)) => if *truth == 0 { "FALSE" } else { "TRUE" }.to_owned(),
                    _ => "#N/A".to_owned(),
                },
                0x0006 | 0x0206 | 0x0406 => match body.get(6..14) {
                    Some([0, .., 0xff, 0xff]) => {
                        told_next = Some((row, column));
                        String::new()
                    }
                    Some([1, _, truth, .., 0xff, 0xff]) => {
                        if *truth == 0 { "FALSE" } else { "TRUE" }.to_owned()
                    }
                    Some([2, .., 0xff, 0xff]) => "#N/A".to_owned(),
                    Some([.., 0xff, 0xff]) | None => String::new(),
                    Some(_) => self.number(f64_at(body, 6), style),
                },
                _ => continue,
            };
            sheet.note_written(&text, matches!(kind, 0x00fd | 0x0204 | 0x00d6));
            sheet.put(row, column, text, &mut known)?;
        }
        Ok(sheet)
    }

    /// The format of numbers of a style, and how far it sets texts in.
    fn style(&self, style: u16) -> (u16, u8) {
        self.styles
            .get(usize::from(style))
            .copied()
            .unwrap_or_default()
    }

    /// A number as its style shows it.
    fn number(&self, number: Option<f64>, style: u16) -> String {
        let Some(number) = number else {
            return String::new();
        };
        let (format, _) = self.style(style);
        let code = self
            .formats
            .get(&format)
            .map(String::as_str)
            .or(match format {
                1 | 3 => Some("0"),
                2 | 4 => Some("0.00"),
                9 => Some("0%"),
                10 => Some("0.00%"),
                14..=17 | 22 => Some("yyyy-mm-dd"),
                18..=21 | 45..=47 => Some("h:mm"),
                _ => None,
            });
        if code.is_some_and(numbers::is_date) {
            let moment = ExcelDateTime::new(number, ExcelDateTimeType::DateTime, self.is_1904);
            // Days that no calendar has are numbers.
            if (0.0..2_958_466.0).contains(&number) {
                return numbers::of_data(&Data::DateTime(moment));
            }
        }
        numbers::text(number, code.map(Shown::of_code).unwrap_or_default())
    }
}

/// A number in the short form: 30 bits of a whole number or of the upper half of a float, perhaps in hundredths.
fn of_rk(rk: u32) -> f64 {
    let number = if rk & 2 == 2 {
        f64::from(rk.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(rk & 0xffff_fffc) << 32)
    };
    if rk & 1 == 1 { number / 100.0 } else { number }
}
