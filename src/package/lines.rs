//! CSV text into lines of fields, with every fault and its place.

use super::declared::Match;
use super::dialect::Dialect;
use super::fault::{Fault, Faults};
use super::header::{Header, LONGEST_HEADER};
use super::line::{Fields, Line};
use super::part::Part;
use crate::words::cut;

/// The lines of a CSV file below its header, which must be `header`. Faults are added to `faults`; lines without
/// one are returned all the same.
pub(super) fn lines(part: &Part, header: &[&str], faults: &mut Faults) -> Vec<Line> {
    let wanted = Header {
        names: header,
        absent: &[],
        matching: Match::Exact,
        continues: false,
    };
    matched_lines(part, &wanted, faults)
}

/// The lines of a CSV file below its header, their fields in the order of the header that is wanted.
pub(super) fn matched_lines(part: &Part, header: &Header, faults: &mut Faults) -> Vec<Line> {
    let (file, dialect) = (part.file.as_str(), &part.dialect);
    let bytes = check_bytes(file, &part.text, dialect, faults);
    let delimiter = match dialect.byte() {
        Some(byte)
            if dialect.is_common() && header.matching == Match::Exact && !header.continues =>
        {
            byte
        }
        _ => return uncommon_lines(file, bytes, dialect, header, faults),
    };
    let header = header.names;
    let mut lines = Vec::new();
    let mut header_seen = false;
    let mut take = |number: u64, fields: Option<Fields>, faults: &mut Faults| {
        let Some(fields) = fields else { return };
        if !header_seen {
            header_seen = true;
            check_header(file, &fields, header, faults);
        } else if fields.len() == header.len() {
            lines.push(Line { number, fields });
        } else {
            let message = wrong_width(fields.len(), header.len());
            faults.push(Fault::of_line(file, number, message));
        }
    };
    if let Some(cells) = part.cells {
        for (number, cells) in (1..).zip(cells) {
            take(number, Some(Fields::Read(cells)), faults);
        }
    } else if let Some(plain) = plain_lines(bytes) {
        for (number, line) in plain {
            let fields = match std::str::from_utf8(line) {
                Ok(line) => Some(Fields::of_line(line, delimiter, header.len())),
                Err(_) => decode(file, number, line.split(|byte| *byte == delimiter), faults),
            };
            take(number, fields, faults);
        }
    } else {
        let mut records: Vec<_> = reader(bytes, delimiter).into_byte_records().collect();
        let last = records.last().and_then(|record| record.as_ref().ok());
        let start = last.and_then(csv::ByteRecord::position);
        let open = start.and_then(|start| open_quote(bytes, start, delimiter));
        if let Some((line, field)) = open {
            faults.push(Fault::of_field(file, line, field, OPEN_QUOTE));
            // It swallows the rest of the file.
            records.pop();
        }
        let is_all_open = open.is_some() && records.is_empty();
        for record in records {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    faults.push(Fault::of_file(file, error.to_string()));
                    break;
                }
            };
            let number = record.position().map_or(0, csv::Position::line);
            let fields = decode(file, number, record.iter(), faults);
            take(number, fields, faults);
        }
        header_seen |= is_all_open;
    }
    if !header_seen {
        faults.push(Fault::of_line(file, 1, no_header(header)));
    }
    lines
}

/// What is wrong with a field that a quote begins.
const OPEN_QUOTE: &str =
    "a quote begins this field and none ends it; close it, and write a quote in a text twice";

/// That a line has more or fewer fields than the header.
fn wrong_width(fields: usize, header: usize) -> String {
    let few_or_many = if fields < header {
        "too few"
    } else {
        "too many"
    };
    format!(
        "{} here, {few_or_many}; the header has {header} (a comma inside a field needs quotes around the field)",
        crate::words::count(fields, "field"),
    )
}

/// That there is no header.
fn no_header(wanted: &[&str]) -> String {
    let wanted = cut(&wanted.join(","), LONGEST_HEADER);
    format!("the file is empty; its header should be `{wanted}`")
}

/// The lines of a file of a dialect of its own, or of one whose columns go with the wanted ones by name.
fn uncommon_lines(
    file: &str,
    bytes: &[u8],
    dialect: &Dialect,
    wanted: &Header,
    faults: &mut Faults,
) -> Vec<Line> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line = before.split(|byte| *byte == b'\n').count() as u64;
            faults.push(Fault::of_line(file, line, NOT_UTF8));
            return Vec::new();
        }
    };
    let mut found = dialect.records(text);
    if let Some((line, field)) = found.open_quote {
        faults.push(Fault::of_field(file, line, field, OPEN_QUOTE));
        found.rows.pop();
    }
    if found.header.is_none() && dialect.header && !wanted.continues {
        faults.push(Fault::of_line(file, 1, no_header(wanted.names)));
        return Vec::new();
    }
    let every = || (0..wanted.names.len()).map(Some).collect();
    let (columns, width): (Vec<Option<usize>>, usize) = match found.header {
        None => (every(), wanted.names.len()),
        Some(header) => {
            let width = header.fields.len();
            match wanted.columns(&header.fields, dialect.case_sensitive_header) {
                Ok(columns) => (columns, width),
                // A part need not repeat the header.
                Err(_) if wanted.continues && width == wanted.names.len() => {
                    found.rows.insert(0, header);
                    (every(), width)
                }
                Err((index, message)) => {
                    faults.push(Fault::of_field(file, header.line, index, message));
                    return Vec::new();
                }
            }
        }
    };
    let mut lines = Vec::with_capacity(found.rows.len());
    for record in found.rows {
        if record.fields.len() != width {
            let message = wrong_width(record.fields.len(), width);
            faults.push(Fault::of_line(file, record.line, message));
            continue;
        }
        let absent = |index: usize| wanted.absent.get(index).copied().unwrap_or_default();
        let fields = columns
            .iter()
            .enumerate()
            .map(|(index, column)| match column {
                Some(own) => record.fields[*own].as_str(),
                None => absent(index),
            });
        lines.push(Line {
            number: record.line,
            fields: fields.collect(),
        });
    }
    lines
}

/// The line and the field of a quote that is not closed in the record that begins at `start`, the last of the text.
pub(super) fn open_quote(
    bytes: &[u8],
    start: &csv::Position,
    delimiter: u8,
) -> Option<(u64, usize)> {
    let rest = bytes.get(usize::try_from(start.byte()).ok()?..)?;
    let (mut line, mut field) = (start.line(), 0);
    let mut place = (line, field);
    let (mut begins, mut quoted, mut closed) = (true, false, false);
    for &byte in rest {
        // A quote that is written twice closes the text and opens it again.
        if byte == b'"' && (begins || quoted || closed) {
            if begins {
                place = (line, field);
            }
            closed = quoted;
            quoted = !quoted;
            begins = false;
            continue;
        }
        let ends_record = matches!(byte, b'\n' | b'\r');
        closed = false;
        begins = !quoted && (byte == delimiter || ends_record);
        if begins {
            field = if ends_record { 0 } else { field + 1 };
        }
        line += u64::from(byte == b'\n');
    }
    quoted.then_some(place)
}

pub(super) fn reader(bytes: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(bytes)
}

/// How many records of a CSV text stand below its header.
pub(super) fn count(bytes: &[u8], dialect: &Dialect) -> usize {
    match dialect.byte().filter(|_| dialect.is_common()) {
        Some(delimiter) => {
            let records = match plain_lines(bytes) {
                Some(lines) => lines.count(),
                None => reader(bytes, delimiter).into_byte_records().count(),
            };
            records.saturating_sub(1)
        }
        None => dialect.records(&String::from_utf8_lossy(bytes)).rows.len(),
    }
}

/// The lines of a CSV text that has no quotes and no carriage returns, each a record, with their numbers; empty ones are none.
/// To make a reader takes longer than to read a small file.
pub(super) fn plain_lines(bytes: &[u8]) -> Option<impl Iterator<Item = (u64, &[u8])>> {
    if bytes.contains(&b'"') || bytes.contains(&b'\r') {
        return None;
    }
    let lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
    Some(lines.filter(|(_, line)| !line.is_empty()))
}

/// Says what is wrong with the file's bytes as such, and gives those that hold the text.
fn check_bytes<'a>(
    file: &str,
    bytes: &'a [u8],
    dialect: &Dialect,
    faults: &mut Faults,
) -> &'a [u8] {
    let text = bytes
        .strip_prefix(b"\xef\xbb\xbf".as_slice())
        .unwrap_or(bytes);
    let is_common = matches!(
        dialect.line_terminator.as_deref(),
        None | Some("\n" | "\r\n")
    );
    if !is_common || !text.contains(&b'\r') {
        return text;
    }
    if let Some(at) = stray_return(text, dialect.byte().unwrap_or(b',')) {
        let line = text[..at].split(|&byte| byte == b'\n').count() as u64;
        let message = "a carriage return stands alone in the line; end lines with LF or CR LF, or declare `\"dialect\": {\"lineTerminator\": \"\\r\"}`";
        faults.push(Fault::of_line(file, line, message));
    }
    text
}

/// The first carriage return that ends no line with the newline behind it and stands in no quoted field.
pub(super) fn stray_return(text: &[u8], delimiter: u8) -> Option<usize> {
    let mut is_quoted = false;
    (0..text.len()).find(|&at| {
        let before = at.checked_sub(1).map(|before| text[before]);
        match text[at] {
            b'"' if is_quoted => is_quoted = false,
            // A second one behind the first is part of the field.
            b'"' => {
                let begins = |byte| matches!(byte, b'\n' | b'\r' | b'"') || byte == delimiter;
                is_quoted = before.is_none_or(begins);
            }
            b'\r' => return !is_quoted && text.get(at + 1) != Some(&b'\n'),
            _ => {}
        }
        false
    })
}

/// That the text is not in the encoding that it should have.
const NOT_UTF8: &str = "the field is not UTF-8; save the file as UTF-8, or declare its `encoding`, such as `windows-1252` or `gb18030`";

/// The fields of a record as texts, or nothing where one is not UTF-8.
fn decode<'a>(
    file: &str,
    line: u64,
    record: impl Iterator<Item = &'a [u8]>,
    faults: &mut Faults,
) -> Option<Fields> {
    let mut is_text = true;
    let mut texts = Vec::new();
    for (index, field) in record.enumerate() {
        if let Ok(text) = std::str::from_utf8(field) {
            texts.push(text);
        } else {
            faults.push(Fault::of_field(file, line, index, NOT_UTF8));
            is_text = false;
        }
    }
    is_text.then(|| texts.into_iter().collect())
}

fn check_header(file: &str, found: &Fields, expected: &[&str], faults: &mut Faults) {
    if found.iter().eq(expected.iter().copied()) {
        return;
    }
    let differs = found
        .iter()
        .zip(expected)
        .position(|(found, expected)| found != *expected);
    let index = differs.unwrap_or(found.len().min(expected.len()));
    let cut = |names: Vec<&str>| cut(&names.join(","), LONGEST_HEADER);
    let message = format!(
        "the header is `{}`; expected `{}`",
        cut(found.iter().collect()),
        cut(expected.to_vec())
    );
    faults.push(Fault::of_field(file, 1, index, message));
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_has_no_quotes_is_read_as_by_the_reader_of_csv(text in "[ab,; é\n]{0,40}", semicolon in proptest::bool::ANY) {
            let delimiter = if semicolon { b';' } else { b',' };
            let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
            let read: Vec<csv::ByteRecord> = reader.into_byte_records().map(Result::unwrap).collect();
            let plain: Vec<(u64, Fields)> = plain_lines(text.as_bytes()).unwrap().map(|(number, line)| (number, Fields::of_line(std::str::from_utf8(line).unwrap(), delimiter, 0))).collect();
            proptest::prop_assert_eq!(plain.len(), read.len());
            // The reader places a record that follows empty lines on the first of these.
            let gaps = text.starts_with('\n') || text.contains("\n\n");
            for ((number, fields), record) in plain.iter().zip(&read) {
                proptest::prop_assert!(fields.iter().map(str::as_bytes).eq(record.iter()));
                proptest::prop_assert!(gaps || record.position().map(csv::Position::line) == Some(*number));
            }
        }
    }

    #[test]
    fn a_quote_that_is_not_closed_is_found_where_it_begins() {
        let found = |text: &str| open_quote(text.as_bytes(), &csv::Position::new(), b',');
        for sound in [
            "",
            "a,b\n",
            "\"a\",\"b\"\n",
            "a\"b,c\"\"d\n",
            "\"a\"\"b\nc\",d",
        ] {
            assert_eq!(found(sound), None, "{sound}");
        }
        assert_eq!(found("\"a,b\nc,d\n"), Some((1, 0)));
        assert_eq!(found("a,\"b"), Some((1, 1)));
        assert_eq!(found("a,\"b\"\"\nc\"\"\n"), Some((1, 1)));
        assert_eq!(found("\"a\nb\",\"c\"\"\n"), Some((2, 1)));
    }
}
