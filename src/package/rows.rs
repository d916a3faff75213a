//! CSV files into rows, with every fault and its place.

use std::collections::BTreeMap;

use super::descriptor::Match;
use super::dialect::Dialect;
use super::dimension::Dimension;
use super::fault::{Fault, Faults};
use super::parts::Part;
use super::schema::{Column, Content, Meaning, Table};
use crate::figure::{Number, Value};
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
    fields: Fields,
}

impl Line {
    /// The field at this index; one that the file does not have is empty.
    pub(super) fn field(&self, index: usize) -> &str {
        self.fields.get(index).unwrap_or_default()
    }

    /// The first fields, so many as are asked for; those that the file does not have are empty.
    pub(super) fn fields<const COUNT: usize>(&self) -> [&str; COUNT] {
        let mut fields = self.fields.iter();
        [(); COUNT].map(|()| fields.next().unwrap_or_default())
    }
}

/// The fields of a line.
#[derive(Debug, Clone, Default)]
struct Fields {
    /// One behind another.
    text: String,
    /// Where each begins and ends.
    places: Vec<(usize, usize)>,
}

impl Fields {
    /// Those of a line without quotes.
    fn of_line(line: &str, delimiter: u8, room: usize) -> Fields {
        let mut places = Vec::with_capacity(room);
        let mut start = 0;
        for end in memchr::memchr_iter(delimiter, line.as_bytes()) {
            places.push((start, end));
            start = end + 1;
        }
        places.push((start, line.len()));
        Fields {
            text: line.to_owned(),
            places,
        }
    }

    fn len(&self) -> usize {
        self.places.len()
    }

    fn get(&self, index: usize) -> Option<&str> {
        let (start, end) = *self.places.get(index)?;
        self.text.get(start..end)
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        let places = self.places.iter();
        places.map(|(start, end)| &self.text[*start..*end])
    }
}

impl<'a> FromIterator<&'a str> for Fields {
    fn from_iter<T: IntoIterator<Item = &'a str>>(fields: T) -> Fields {
        let mut all = Fields::default();
        for field in fields {
            let start = all.text.len();
            all.text.push_str(field);
            all.places.push((start, all.text.len()));
        }
        all
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
    let wanted = Header {
        names: header,
        absent: &[],
        matching: Match::Exact,
        continues: false,
    };
    matched_lines(file, bytes, dialect, &wanted, faults)
}

/// The header that a file should have.
struct Header<'a> {
    names: &'a [&'a str],
    /// What stands in the column of each that the file lacks.
    absent: &'a [&'a str],
    /// How the columns of the file go with these.
    matching: Match,
    /// Whether the file continues another, so that it need not have the header again.
    continues: bool,
}

/// The lines of a CSV file below its header, their fields in the order of the header that is wanted.
fn matched_lines(
    file: &str,
    bytes: &[u8],
    dialect: &Dialect,
    header: &Header,
    faults: &mut Faults,
) -> Vec<Line> {
    let bytes = check_bytes(file, bytes, dialect, faults);
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
    if let Some(plain) = plain_lines(bytes) {
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

impl Header<'_> {
    /// Which column of the file each wanted one is; none where the file may lack it. Else the index of a column and
    /// what is wrong there.
    fn columns(
        &self,
        found: &[String],
        case_counts: bool,
    ) -> Result<Vec<Option<usize>>, (usize, String)> {
        let is = |found: &String, name: &str| {
            found == name || !case_counts && found.to_lowercase() == name.to_lowercase()
        };
        let names = |names: &mut dyn Iterator<Item = &str>| {
            cut(&names.collect::<Vec<_>>().join(","), LONGEST_HEADER)
        };
        let all = || names(&mut found.iter().map(String::as_str));
        let wanted = || names(&mut self.names.iter().copied());
        if self.matching == Match::Exact {
            let pairs = || found.iter().zip(self.names);
            if found.len() == self.names.len() && pairs().all(|(found, name)| is(found, name)) {
                return Ok((0..found.len()).map(Some).collect());
            }
            let differs = pairs().position(|(found, name)| !is(found, name));
            let index = differs.unwrap_or(found.len().min(self.names.len()));
            let message = format!(
                "the header is `{}`; expected `{}` (or say how they go together: `\"fieldsMatch\": \"subset\"`)",
                all(),
                wanted()
            );
            return Err((index, message));
        }
        let columns: Vec<Option<usize>> = self
            .names
            .iter()
            .map(|name| found.iter().position(|found| is(found, name)))
            .collect();
        let may_lack = matches!(self.matching, Match::Superset | Match::Partial);
        if let Some(lacking) = columns
            .iter()
            .position(Option::is_none)
            .filter(|_| !may_lack)
        {
            let name = excerpt(self.names[lacking]);
            let message = format!("no column is called `{name}`; the header is `{}`", all());
            return Err((0, message));
        }
        let may_have_more = matches!(self.matching, Match::Subset | Match::Partial);
        let is_extra = |index: &usize| !columns.contains(&Some(*index));
        if let Some(extra) = (0..found.len()).find(is_extra).filter(|_| !may_have_more) {
            let name = excerpt(&found[extra]);
            let message = format!(
                "`{name}` is no field of the schema; expected `{}`",
                wanted()
            );
            return Err((extra, message));
        }
        if columns.iter().all(Option::is_none) {
            let message = format!("none of `{}` is in the header `{}`", wanted(), all());
            return Err((0, message));
        }
        Ok(columns)
    }
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

fn reader(bytes: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
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
fn plain_lines(bytes: &[u8]) -> Option<impl Iterator<Item = (u64, &[u8])>> {
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
    if let Some(at) = stray_return(text) {
        let line = text[..at].split(|&byte| byte == b'\n').count() as u64;
        let message = "a carriage return stands alone in the line; end lines with LF or CR LF, or declare `\"dialect\": {\"lineTerminator\": \"\\r\"}`";
        faults.push(Fault::of_line(file, line, message));
    }
    text
}

/// The first carriage return that ends no line with the newline behind it.
fn stray_return(text: &[u8]) -> Option<usize> {
    let mut returns = (0..text.len()).filter(|&at| text[at] == b'\r');
    returns.find(|&at| text.get(at + 1) != Some(&b'\n'))
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

/// The rows of a table from the parts of its file; rows with a fault are left out.
pub(super) fn frame(table: &Table, parts: &[Part], faults: &mut Faults) -> Frame {
    if let [part] = parts
        && table.fields_match == Match::Exact
        && !table
            .columns
            .iter()
            .any(|column| column.format.has_reasons())
        && let Some(delimiter) = part.dialect.byte().filter(|_| part.dialect.is_common())
        && let (frame, true) = read(table, part, delimiter)
        && frame.keys() == frame.len()
    {
        return frame;
    }
    closely(table, parts, faults)
}

/// A frame for the columns of a table.
fn builder(table: &Table) -> FrameBuilder {
    let column = |column: &Column| match (&column.meaning, column.content) {
        (_, Content::Year) => Data::Periods(Periods::default()),
        (Meaning::Indicator(_), Content::Integer | Content::Number) => {
            Data::Numbers(Decimals::default())
        }
        _ => Data::Texts(Texts::default()),
    };
    FrameBuilder::new(table.columns.iter().map(column))
}

/// The rows of a table, and whether nothing at all is odd about the file; what that is, [`closely`] tells.
fn read(table: &Table, part: &Part, delimiter: u8) -> (Frame, bool) {
    let bytes = part.text.as_ref();
    let mut frame = builder(table);
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut is_sound = true;
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
            if let Ok(value) = cell(table, index, field) {
                *place = value;
            } else {
                is_sound = false;
                return;
            }
        }
        is_sound &= count == width;
        if header_seen && count == width {
            frame.push(line, cells);
        }
        header_seen = true;
    };
    if let Some(lines) = plain_lines(text) {
        for (number, line) in lines {
            row(number, &mut line.split(|byte| *byte == delimiter));
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
        is_sound &= is_closed && stray_return(text).is_none();
    }
    is_sound &= header_seen;
    (frame.finish(&table.key), is_sound)
}

/// The rows of a table from its parts, whatever their dialect, with everything that is wrong with them.
fn closely(table: &Table, parts: &[Part], faults: &mut Faults) -> Frame {
    let names: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let absent: Vec<&str> = table
        .columns
        .iter()
        .map(|column| column.format.absent())
        .collect();
    let mut parsed: Vec<(&str, Vec<Line>)> = Vec::with_capacity(parts.len());
    for (index, part) in parts.iter().enumerate() {
        let header = Header {
            names: &names,
            absent: &absent,
            matching: table.fields_match,
            continues: index > 0,
        };
        let lines = matched_lines(&part.file, &part.text, &part.dialect, &header, faults);
        parsed.push((&part.file, lines));
    }
    let mut seen: BTreeMap<Vec<&str>, (&str, u64)> = BTreeMap::new();
    let mut frame = builder(table);
    let mut cells = Vec::with_capacity(table.columns.len());
    let lines = parsed
        .iter()
        .flat_map(|(file, lines)| lines.iter().map(move |line| (*file, line)));
    for (file, Line { number, fields }) in lines {
        let line = *number;
        let key: Vec<&str> = table
            .key
            .iter()
            .filter_map(|&index| fields.get(index))
            .collect();
        if let Some((first_file, first)) = seen.get(&key) {
            let names = list(key.iter().map(|part| excerpt(part)), "and");
            let elsewhere = if *first_file == file {
                String::new()
            } else {
                format!(" of `{}`", excerpt(first_file))
            };
            let message = format!(
                "the row repeats the key {names} of line {first}{elsewhere}; a key names one row"
            );
            faults.push(Fault::of_line(file, line, message));
        } else {
            seen.insert(key, (file, line));
        }
        cells.clear();
        for (index, field) in fields.iter().enumerate() {
            match cell(table, index, field) {
                Ok(value) => cells.push(value),
                Err(message) => faults.push(Fault::of_field(file, line, index, message)),
            }
        }
        if cells.len() == table.columns.len() {
            for (index, field) in fields.iter().enumerate() {
                let reason = table.columns[index].format.reason(field);
                if let Some(reason) = reason.filter(|_| cells[index] == Field::Missing) {
                    frame.say_why(index, reason);
                }
            }
            frame.push(line, &cells);
        }
    }
    frame.finish(&table.key)
}

/// A cell as its column says, or what was expected there.
fn cell<'a>(table: &Table, index: usize, field: &'a str) -> Result<Field<'a>, String> {
    let column = &table.columns[index];
    let name = &column.name;
    let is_value = !column.meaning.is_key();
    let is_missing = column.format.is_missing(field);
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
        (Content::Year, _) => match column.format.period(field) {
            Ok(period) => Ok(Field::Period(period)),
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
        _ => match column.format.fault_of_boolean(field) {
            Some(fault) => Err(format!("`{name}`: {fault}")),
            None => Ok(Field::Text(field)),
        },
    }
}

/// A number as its column says, or what was expected there.
fn number(column: &Column, field: &str) -> Result<Number, String> {
    let name = &column.name;
    let or_nothing = match column.meaning {
        Meaning::Indicator(_) => ", or nothing where it is missing",
        _ => "",
    };
    let number = column
        .format
        .number(field)
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
