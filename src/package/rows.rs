//! CSV files into rows, with every fault and its place.

use std::collections::BTreeMap;

use csv::StringRecord;

use super::descriptor::Dialect;
use super::dimension::Dimension;
use super::fault::{Fault, Faults};
use super::schema::{Column, Content, Meaning, Table};
use crate::figure::{Number, Value, Year};
use crate::table::{Data, Decimals, Field, Frame, FrameBuilder, Periods, Texts};
use crate::words::{cut, excerpt, list};

/// How many cells a row may have without memory of its own.
const MOST_CELLS: usize = 16;
/// How many characters of a header a message carries.
const LONGEST_HEADER: usize = 400;

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line it begins on, counted from 1.
    pub line: u64,
    /// Its cells, one for each column of the table.
    pub cells: Vec<Value>,
}

/// A line of a CSV file, not yet read as anything.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) number: u64,
    fields: StringRecord,
}

impl Line {
    /// The first fields, so many as are asked for; those that the file does not have are empty.
    pub(super) fn fields<const COUNT: usize>(&self) -> [&str; COUNT] {
        let mut fields = self.fields.iter();
        [(); COUNT].map(|()| fields.next().unwrap_or_default())
    }
}

/// The lines of a CSV file below its header, which must be `header`. Faults are added to `faults`; lines without
/// one are returned all the same.
pub(super) fn lines(
    file: &str,
    bytes: &[u8],
    dialect: &Dialect,
    header: &[&str],
    faults: &mut Faults,
) -> Vec<Line> {
    let bytes = check_bytes(file, bytes, dialect, faults);
    let Some(delimiter) = dialect.byte() else {
        faults.push(Fault::of_file(
            file,
            format!("the delimiter `{}` is not a single byte", dialect.delimiter),
        ));
        return Vec::new();
    };
    let mut lines = Vec::new();
    let mut header_seen = false;
    let mut records = records(bytes, delimiter);
    let last = records.last().and_then(|record| record.as_ref().ok());
    let start = last.and_then(csv::ByteRecord::position);
    if let Some((line, field)) = start.and_then(|start| open_quote(bytes, start, delimiter)) {
        let message = "a quote begins this field and none ends it; close it, and write a quote in a text twice";
        faults.push(Fault::of_field(file, line, field, message));
        // It swallows the rest of the file.
        records.pop();
        header_seen = records.is_empty();
    }
    for record in records {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                faults.push(Fault::of_file(file, error.to_string()));
                break;
            }
        };
        let number = record.position().map_or(0, csv::Position::line);
        let Some(fields) = decode(file, number, record, faults) else {
            continue;
        };
        if !header_seen {
            header_seen = true;
            check_header(file, &fields, header, faults);
        } else if fields.len() == header.len() {
            lines.push(Line { number, fields });
        } else {
            let few_or_many = if fields.len() < header.len() {
                "too few"
            } else {
                "too many"
            };
            let message = format!(
                "{} here, {few_or_many}; the header has {} (a comma inside a field needs quotes around the field)",
                crate::words::count(fields.len(), "field"),
                header.len()
            );
            faults.push(Fault::of_line(file, number, message));
        }
    }
    if !header_seen {
        faults.push(Fault::of_line(
            file,
            1,
            format!(
                "the file is empty; its header should be `{}`",
                cut(&header.join(","), LONGEST_HEADER)
            ),
        ));
    }
    lines
}

/// The line and the field of a quote that is not closed in the record that begins at `start`, the last of the text.
fn open_quote(bytes: &[u8], start: &csv::Position, delimiter: u8) -> Option<(u64, usize)> {
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

/// The records of a CSV text, the header among them.
fn records(bytes: &[u8], delimiter: u8) -> Vec<csv::Result<csv::ByteRecord>> {
    // Without quotes a record is a line. To make a reader takes longer than to read a small file, so it is made only
    // where it is needed.
    if !bytes.contains(&b'"') && !bytes.contains(&b'\r') {
        return plain_records(bytes, delimiter).map(Ok).collect();
    }
    reader(bytes, delimiter).into_byte_records().collect()
}

fn reader(bytes: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(bytes)
}

/// How many records of a CSV text stand below its header.
pub(super) fn count(bytes: &[u8], dialect: &Dialect) -> usize {
    let delimiter = dialect.byte().unwrap_or(b',');
    records(bytes, delimiter).len().saturating_sub(1)
}

/// The records of a CSV text that has no quotes and no carriage returns; empty lines are none.
fn plain_records(bytes: &[u8], delimiter: u8) -> impl Iterator<Item = csv::ByteRecord> {
    let lines = bytes.split(|byte| *byte == b'\n').zip(1..);
    lines
        .filter(|(line, _)| !line.is_empty())
        .map(move |(line, number)| {
            let fields = line.split(|byte| *byte == delimiter);
            let mut record: csv::ByteRecord = fields.collect();
            let mut position = csv::Position::new();
            position.set_line(number);
            record.set_position(Some(position));
            record
        })
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
    if text.len() < bytes.len() {
        let message = "the file begins with a byte-order mark; save it as UTF-8 without one";
        faults.push(Fault {
            column: Some(1),
            ..Fault::of_line(file, 1, message)
        });
    }
    if let Some(at) = stray_return(text, dialect) {
        let line = text[..at].split(|&byte| byte == b'\n').count() as u64;
        let message = if text.get(at + 1) == Some(&b'\n') {
            "the line ends with CR LF; end lines with LF alone, or declare `\"dialect\": {\"lineTerminator\": \"\\r\\n\"}`"
        } else {
            "a carriage return stands alone in the line; end lines with LF"
        };
        faults.push(Fault::of_line(file, line, message));
    }
    text
}

/// The first carriage return that the dialect does not declare.
fn stray_return(text: &[u8], dialect: &Dialect) -> Option<usize> {
    if !text.contains(&b'\r') {
        return None;
    }
    let crlf_declared = dialect.line_terminator.as_deref() == Some("\r\n");
    let ends_line = |at: usize| text.get(at + 1) == Some(&b'\n');
    let mut returns = (0..text.len()).filter(|&at| text[at] == b'\r');
    returns.find(|&at| !(crlf_declared && ends_line(at)))
}

/// The record as text, or nothing where a field is not UTF-8.
fn decode(
    file: &str,
    line: u64,
    record: csv::ByteRecord,
    faults: &mut Faults,
) -> Option<StringRecord> {
    let error = match StringRecord::from_byte_record(record) {
        Ok(record) => return Some(record),
        Err(error) => error,
    };
    for (index, field) in error.into_byte_record().iter().enumerate() {
        if std::str::from_utf8(field).is_err() {
            let message = "the field is not UTF-8; save the file as UTF-8 (a spreadsheet may have written GB18030)";
            faults.push(Fault::of_field(file, line, index, message));
        }
    }
    None
}

fn check_header(file: &str, found: &StringRecord, expected: &[&str], faults: &mut Faults) {
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

/// The rows of a table from the bytes of its file; rows with a fault are left out.
pub(super) fn frame(table: &Table, bytes: &[u8], faults: &mut Faults) -> Frame {
    let (frame, is_sound) = read(table, bytes);
    if !is_sound || frame.keys() < frame.len() {
        faults_of_rows(table, bytes, faults);
    }
    frame
}

/// The rows of a table, and whether nothing at all is odd about the file; what that is, [`faults_of_rows`] tells.
fn read(table: &Table, bytes: &[u8]) -> (Frame, bool) {
    let column = |column: &Column| match (&column.meaning, column.content) {
        (_, Content::Year) => Data::Periods(Periods::default()),
        (Meaning::Indicator(_), Content::Integer | Content::Number) => {
            Data::Numbers(Decimals::default())
        }
        _ => Data::Texts(Texts::default()),
    };
    let mut frame = FrameBuilder::new(table.columns.iter().map(column));
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Some(delimiter) = table.dialect.byte() else {
        return (frame.finish(&table.key), false);
    };
    let mut is_sound = text.len() == bytes.len();
    let mut header_seen = false;
    let width = table.columns.len();
    let mut row = |line: u64, fields: &mut dyn Iterator<Item = &[u8]>| {
        let mut cells = [Field::Missing; MOST_CELLS];
        let mut more = Vec::new();
        let cells: &mut [Field] = if width <= MOST_CELLS {
            &mut cells[..width]
        } else {
            more.resize(width, Field::Missing);
            &mut more
        };
        let mut count = 0;
        for (index, field) in fields.enumerate() {
            count += 1;
            let (Some(place), Ok(field)) = (cells.get_mut(index), std::str::from_utf8(field))
            else {
                is_sound = false;
                return;
            };
            if !header_seen {
                is_sound &= table.columns[index].name == field;
                continue;
            }
            match cell(table, index, field) {
                Ok(value) => *place = value,
                Err(_) => {
                    is_sound = false;
                    return;
                }
            }
        }
        is_sound &= count == width;
        if header_seen && count == width {
            frame.push(line, cells);
        }
        header_seen = true;
    };
    let is_plain = !text.contains(&b'"') && !text.contains(&b'\r');
    if is_plain {
        for (line, number) in text.split(|byte| *byte == b'\n').zip(1..) {
            if !line.is_empty() {
                row(number, &mut line.split(|byte| *byte == delimiter));
            }
        }
    } else {
        let mut reader = reader(text, delimiter);
        let mut record = csv::ByteRecord::new();
        let mut last = None;
        while reader.read_byte_record(&mut record).is_ok_and(|more| more) {
            last = record.position().cloned();
            row(
                last.as_ref().map_or(0, csv::Position::line),
                &mut record.iter(),
            );
        }
        let is_closed = last.is_none_or(|start| open_quote(text, &start, delimiter).is_none());
        is_sound &= is_closed && stray_return(text, &table.dialect).is_none();
    }
    is_sound &= header_seen;
    (frame.finish(&table.key), is_sound)
}

/// What is wrong with the rows of a file.
fn faults_of_rows(table: &Table, bytes: &[u8], faults: &mut Faults) {
    let header: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let lines = lines(&table.path, bytes, &table.dialect, &header, faults);
    let mut seen: BTreeMap<Vec<&str>, u64> = BTreeMap::new();
    for Line { number, fields } in &lines {
        let line = *number;
        let key: Vec<&str> = table
            .key
            .iter()
            .filter_map(|&index| fields.get(index))
            .collect();
        if let Some(first) = seen.get(&key) {
            let names = list(key.iter().map(|part| excerpt(part)), "and");
            let message =
                format!("the row repeats the key {names} of line {first}; a key names one row");
            faults.push(Fault::of_line(&table.path, line, message));
        } else {
            seen.insert(key, line);
        }
        for (index, field) in fields.iter().enumerate() {
            if let Err(message) = cell(table, index, field) {
                faults.push(Fault::of_field(&table.path, line, index, message));
            }
        }
    }
}

/// A cell as its column says, or what was expected there.
fn cell<'a>(table: &Table, index: usize, field: &'a str) -> Result<Field<'a>, String> {
    let column = &table.columns[index];
    let name = &column.name;
    let is_value = matches!(column.meaning, Meaning::Indicator(_));
    let is_missing = table.missing_values.iter().any(|missing| missing == field);
    match (is_value, is_missing) {
        (true, true) => return Ok(Field::Missing),
        (false, _) if field.is_empty() => {
            return Err(format!("`{name}` is empty; every row needs one"));
        }
        (false, true) => {
            let field = excerpt(field);
            return Err(format!(
                "`{name}` is `{field}`, which stands for a missing value; every row needs one"
            ));
        }
        _ => {}
    }
    match (column.content, &column.meaning) {
        (Content::Year, _) => match field.parse::<Year>() {
            Ok(year) => Ok(Field::Period(year)),
            Err(error) => Err(format!("`{name}`: {error}")),
        },
        (Content::Integer | Content::Number, Meaning::Indicator(_)) => {
            number(column, field).map(Field::Number)
        }
        (_, Meaning::Dimension(Dimension { members, .. }))
            if !members.is_empty() && !members.iter().any(|member| member.value == field) =>
        {
            let members = list(
                members
                    .iter()
                    .map(|member| format!("`{}`", excerpt(&member.value))),
                "or",
            );
            Err(format!(
                "`{name}`: `{}` is no member; expected {members}",
                excerpt(field)
            ))
        }
        (Content::Integer | Content::Number, Meaning::Dimension(_)) => {
            number(column, field).map(|_| Field::Text(field))
        }
        _ => Ok(Field::Text(field)),
    }
}

/// A number as its column says, or what was expected there.
fn number(column: &Column, field: &str) -> Result<Number, String> {
    let name = &column.name;
    let or_nothing = match column.meaning {
        Meaning::Indicator(_) => ", or nothing where it is missing",
        _ => "",
    };
    let number: Number = field
        .parse()
        .map_err(|error| format!("`{name}`: {error}; write digits and a point{or_nothing}"))?;
    if column.content == Content::Integer && number.decimals() > 0 {
        return Err(format!(
            "`{name}`: `{number}` has decimals; the column holds whole numbers"
        ));
    }
    Ok(number)
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
            let plain: Vec<csv::ByteRecord> = plain_records(text.as_bytes(), delimiter).collect();
            proptest::prop_assert_eq!(&plain, &read);
            // The reader places a record that follows empty lines on the first of these.
            let gaps = text.starts_with('\n') || text.contains("\n\n");
            let line = |record: &csv::ByteRecord| record.position().map(csv::Position::line).filter(|_| !gaps);
            for (plain, read) in plain.iter().zip(&read) {
                proptest::prop_assert_eq!(line(plain), line(read));
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
