//! The columns of a Parquet file: which groups may have what is asked for, and their values as texts.

use std::io;

use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::RowGroupReader;
use parquet::file::statistics::Statistics;

use super::cells::{self, Kind};
use crate::source::scan::Condition;

/// A column that holds a value or none in each row.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    /// Which of the leaves of the schema it is.
    pub(super) leaf: usize,
    pub(super) kind: Kind,
    pub(super) is_text: bool,
    pub(super) is_integer: bool,
    /// The level at which it has a value.
    pub(super) most: i16,
}

/// The texts of one column for some rows.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub(super) text: Vec<u8>,
    pub(super) ends: Vec<usize>,
}

impl Texts {
    pub(super) fn get(&self, row: usize) -> &[u8] {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[row]]
    }
}

/// A column of a group, as far as it was read.
pub(super) struct Cursor<'r> {
    pub(super) column: &'r Column,
    pub(super) group: &'r dyn RowGroupReader,
    pub(super) reader: Option<ColumnReader>,
    /// How many rows were read or passed over.
    pub(super) at: usize,
    pub(super) texts: Texts,
    /// Up to which row the texts are those of the rows at hand.
    pub(super) texts_to: usize,
}

impl Column {
    /// Whether a group may have a row that meets a condition, as far as its statistics say.
    pub(super) fn may_hold(&self, group: &RowGroupMetaData, condition: &Condition) -> bool {
        let Some(statistics) = group.column(self.leaf).statistics() else {
            return true;
        };
        let mut allowed = condition.allowed();
        match statistics {
            Statistics::Int32(known) if self.is_integer => within(
                allowed,
                known.min_opt().map(|min| i64::from(*min)),
                known.max_opt().map(|max| i64::from(*max)),
            ),
            Statistics::Int64(known) if self.is_integer => {
                within(allowed, known.min_opt().copied(), known.max_opt().copied())
            }
            Statistics::ByteArray(known) if self.is_text && !statistics.is_min_max_deprecated() => {
                let (Some(min), Some(max)) = (known.min_bytes_opt(), known.max_bytes_opt()) else {
                    return true;
                };
                allowed.any(|text| {
                    // A blank may have been a line break, which is less.
                    let blank_to_break = |byte: &u8| if *byte == b' ' { b'\n' } else { *byte };
                    let least: Vec<u8> = text.iter().map(blank_to_break).collect();
                    text.is_empty() || (min <= text && least.as_slice() <= max)
                })
            }
            _ => true,
        }
    }
}

/// Whether one of these texts is a number between two, or no number as this column has them.
fn within<'t>(
    mut allowed: impl Iterator<Item = &'t [u8]>,
    min: Option<i64>,
    max: Option<i64>,
) -> bool {
    let (Some(min), Some(max)) = (min, max) else {
        return true;
    };
    allowed.any(|text| {
        let number = std::str::from_utf8(text)
            .ok()
            .and_then(|text| text.parse::<i64>().ok());
        number.is_none_or(|number| (min..=max).contains(&number))
    })
}

impl<'r> Cursor<'r> {
    pub(super) fn new(column: &'r Column, group: &'r dyn RowGroupReader) -> Cursor<'r> {
        Cursor {
            column,
            group,
            reader: None,
            at: 0,
            texts: Texts::default(),
            texts_to: 0,
        }
    }

    /// Reads these rows, unless they are at hand.
    pub(super) fn read(&mut self, from: usize, to: usize) -> io::Result<()> {
        if self.texts_to == to {
            return Ok(());
        }
        let reader = match &mut self.reader {
            Some(reader) => reader,
            none => none.insert(
                self.group
                    .get_column_reader(self.column.leaf)
                    .map_err(damaged)?,
            ),
        };
        self.texts.text.clear();
        self.texts.ends.clear();
        let (skipped, wanted) = (from - self.at, to - from);
        let Column { kind, most, .. } = *self.column;
        let texts = &mut self.texts;
        let read = match reader {
            ColumnReader::BoolColumnReader(reader) => {
                values(reader, skipped, wanted, most, texts, |value, to| {
                    to.extend_from_slice(if *value { b"true" } else { b"false" });
                })
            }
            ColumnReader::Int32ColumnReader(reader) => {
                values(reader, skipped, wanted, most, texts, |value, to| {
                    kind.integer(i64::from(*value), 32, to);
                })
            }
            ColumnReader::Int64ColumnReader(reader) => {
                values(reader, skipped, wanted, most, texts, |value, to| {
                    kind.integer(*value, 64, to);
                })
            }
            ColumnReader::Int96ColumnReader(reader) => {
                values(reader, skipped, wanted, most, texts, cells::old_moment)
            }
            ColumnReader::FloatColumnReader(reader) => {
                values(reader, skipped, wanted, most, texts, |value, to| {
                    cells::real(*value, to);
                })
            }
            ColumnReader::DoubleColumnReader(reader) => {
                values(reader, skipped, wanted, most, texts, |value, to| {
                    cells::real(*value, to);
                })
            }
            ColumnReader::ByteArrayColumnReader(reader) => {
                values(reader, skipped, wanted, most, texts, |value, to| {
                    kind.bytes(value.data(), to);
                })
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                values(reader, skipped, wanted, most, texts, |value, to| {
                    kind.bytes(value.data(), to);
                })
            }
        };
        read.map_err(damaged)?;
        self.at = to;
        self.texts_to = to;
        Ok(())
    }
}

/// Reads so many rows of a column, behind some that are passed over.
fn values<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    skipped: usize,
    wanted: usize,
    most: i16,
    texts: &mut Texts,
    show: impl Fn(&T::T, &mut Vec<u8>),
) -> Result<(), ParquetError> {
    let short = || ParquetError::EOF("a column has fewer values than rows".to_owned());
    if skipped > 0 && reader.skip_records(skipped)? != skipped {
        return Err(short());
    }
    let (mut found, mut levels) = (Vec::new(), Vec::new());
    while texts.ends.len() < wanted {
        found.clear();
        levels.clear();
        let left = wanted - texts.ends.len();
        let own = (most > 0).then_some(&mut levels);
        let (records, ..) = reader.read_records(left, own, None, &mut found)?;
        if records == 0 {
            return Err(short());
        }
        let mut next = found.iter();
        for row in 0..records {
            if most == 0 || levels.get(row) == Some(&most) {
                show(next.next().ok_or_else(short)?, &mut texts.text);
            }
            texts.ends.push(texts.text.len());
        }
    }
    Ok(())
}

#[expect(clippy::needless_pass_by_value, reason = "errors are mapped by it")]
pub(super) fn damaged(error: ParquetError) -> io::Error {
    let what = crate::words::excerpt(&error.to_string());
    io::Error::other(format!("it is damaged: {what}"))
}
