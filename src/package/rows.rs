//! The lines of CSV files into rows, with every fault and its place.

use std::collections::BTreeMap;

use super::declared::Match;
use super::dimension::Dimension;
use super::fault::{Fault, Faults};
use super::header::Header;
use super::line::Line;
use super::lines::{matched_lines, open_quote, plain_lines, reader, stray_return};
use super::part::Part;
use super::schema::{Column, Content, Meaning, Table};
use crate::figure::{Number, Value};
use crate::table::{Data, Decimals, Field, Frame, FrameBuilder, Periods, Texts};
use crate::words::{excerpt, list};

/// How many cells a row may have without memory of its own.
const MOST_CELLS: usize = 16;

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line it begins on, counted from 1.
    pub line: u64,
    /// Its cells, one for each column of the table.
    pub cells: Vec<Value>,
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
    let mut row = |line: u64, fields: &mut dyn Iterator<Item = Option<&str>>| {
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
            let (Some(place), Some(field)) = (cells.get_mut(index), field) else {
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
    if let Some(cells) = part.cells {
        for (number, line) in (1..).zip(cells) {
            row(number, &mut line.iter().copied().map(Some));
        }
    } else if let Some(lines) = plain_lines(text) {
        for (number, line) in lines {
            row(
                number,
                &mut line.split(|byte| *byte == delimiter).map(text_of),
            );
        }
    } else {
        let mut reader = reader(text, delimiter);
        let mut record = csv::ByteRecord::new();
        let mut last = None;
        while reader.read_byte_record(&mut record).is_ok_and(|more| more) {
            last = record.position().cloned();
            row(
                last.as_ref().map_or(0, csv::Position::line),
                &mut record.iter().map(text_of),
            );
        }
        let is_closed = last.is_none_or(|start| open_quote(text, &start, delimiter).is_none());
        is_sound &= is_closed && stray_return(text, delimiter).is_none();
    }
    is_sound &= header_seen;
    (frame.finish(&table.key), is_sound)
}

/// The text of a field that is one.
fn text_of(field: &[u8]) -> Option<&str> {
    std::str::from_utf8(field).ok()
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
        let lines = matched_lines(part, &header, faults);
        parsed.push((&part.file, lines));
    }
    let mut seen: BTreeMap<Vec<&str>, (&str, u64)> = BTreeMap::new();
    let mut frame = builder(table);
    let mut cells = Vec::with_capacity(table.columns.len());
    let lines = parsed
        .iter()
        .flat_map(|(file, lines)| lines.iter().map(move |line| (*file, line)));
    for (file, fields) in lines {
        let line = fields.number;
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
        .map_err(|error| match field {
            // Empty is missing only where the missing values have it.
            "" => format!(
                "`{name}`: it is empty, and `missingValues` does not have \"\"; add it there or write a number"
            ),
            _ => format!("`{name}`: {error}; write digits and a point{or_nothing}"),
        })?;
    if column.content == Content::Integer && number.decimals() > 0 {
        return Err(format!(
            "`{name}`: `{number}` has decimals; the column holds whole numbers"
        ));
    }
    Ok(number)
}
