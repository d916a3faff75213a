//! The rows of a Parquet file, each as a line of text between commas, of those that meet every condition.
//!
//! A group of rows whose statistics exclude a condition is not opened. Of the others the columns of the conditions are read,
//! some thousand rows at a time; the other columns are read where a row meets them all, and only those that are asked
//! for. Positions are numbers of rows: the header is at 0, the first row at 1.
//!
//! It is one file since conditions decide while columns are read which of the others are.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use bytes::Bytes;
use parquet::basic::Type;
use parquet::file::reader::{FileReader, SerializedFileReader};

use super::cells::Kind;
use super::columns::{Column, Cursor, damaged};
use super::guard;
use super::store::Store;
use crate::source::found::Finding;
use crate::source::scan::{Condition, Fold, Record};
use crate::words::{count, quoted_list, thousands};

/// How many rows are read at once.
const BATCH: usize = 8192;
/// So many rows as lines, of which only the ends are of interest.
const LINES: [u8; BATCH] = [b'\n'; BATCH];

/// The rows of a file.
#[derive(Debug)]
pub(in crate::source) struct Rows {
    #[cfg_attr(not(test), expect(dead_code, reason = "tests count what is read"))]
    store: Store,
    reader: Shared,
    columns: Vec<Column>,
    /// What cannot stand in a cell.
    omitted: Vec<String>,
    /// The first row of each group, counted from 0, and behind the last how many rows there are.
    starts: Vec<u64>,
}

/// What is asked of the rows.
pub(in crate::source) struct Asked<'a> {
    /// The positions at which they stand.
    pub(in crate::source) body: &'a Range<u64>,
    /// What has to hold.
    pub(in crate::source) conditions: &'a [Condition],
    /// The columns that are looked at; all of them where nothing is said.
    pub(in crate::source) columns: Option<&'a [usize]>,
}

/// The reader of the file, which has no text for debugging.
struct Shared(SerializedFileReader<Store>);

impl std::fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Shared")
    }
}

impl Rows {
    /// The rows of a file.
    ///
    /// # Errors
    /// If it is no Parquet file or damaged.
    pub(in crate::source) fn of_file(file: &File) -> io::Result<Rows> {
        Rows::of(Bytes::new(), Some(file.try_clone()?))
    }

    /// The rows of a file that was read.
    ///
    /// # Errors
    /// As [`Rows::of_file`].
    pub(in crate::source) fn of_bytes(bytes: Vec<u8>) -> io::Result<Rows> {
        Rows::of(bytes.into(), None)
    }

    fn of(bytes: Bytes, file: Option<File>) -> io::Result<Rows> {
        let store = Store(Arc::new((bytes, file, AtomicU64::new(0))));
        let open = || SerializedFileReader::new(store.clone()).map_err(damaged);
        let reader = guard::guarded(open)?;
        let metadata = reader.metadata();
        let mut starts = vec![0_u64];
        for group in metadata.row_groups() {
            let rows = u64::try_from(group.num_rows()).ok();
            let end = rows.and_then(|rows| starts.last()?.checked_add(rows));
            // Lines are counted in 32 bits.
            let end = end.filter(|end| *end < u64::from(u32::MAX) - 1);
            starts.push(end.ok_or_else(|| io::Error::other("it has more rows than are counted"))?);
        }
        let (mut columns, mut omitted) = (Vec::new(), Vec::new());
        for (leaf, column) in metadata
            .file_metadata()
            .schema_descr()
            .columns()
            .iter()
            .enumerate()
        {
            let kind = Kind::of(column);
            let name = column.path().parts().join(".");
            if column.max_rep_level() > 0 || kind == Kind::Other {
                omitted.push(name);
                continue;
            }
            columns.push(Column {
                // A running number without a name, as pandas keeps it.
                name: if name.starts_with("__index_level_") {
                    String::new()
                } else {
                    name
                },
                leaf,
                kind,
                is_text: kind.is_text(column),
                is_integer: matches!(kind, Kind::Plain)
                    && matches!(column.physical_type(), Type::INT32 | Type::INT64),
                most: column.max_def_level(),
            });
        }
        if columns.is_empty() {
            return Err(io::Error::other(
                "none of its columns holds one value a row",
            ));
        }
        Ok(Rows {
            store,
            reader: Shared(reader),
            columns,
            omitted,
            starts,
        })
    }

    /// How many rows there are.
    pub(in crate::source) fn len(&self) -> u64 {
        self.starts.last().copied().unwrap_or(0)
    }

    /// How many cells there are.
    pub(in crate::source) fn cells(&self) -> u64 {
        self.len().saturating_mul(self.columns.len() as u64)
    }

    /// The first rows of at most so many groups that begin between two rows, spread over them.
    pub(in crate::source) fn groups_between(&self, from: u64, to: u64, most: u64) -> Vec<u64> {
        let all: Vec<u64> = self
            .starts
            .iter()
            .copied()
            .filter(|start| (from..to).contains(start))
            .collect();
        let step = (all.len() as u64).div_ceil(most.max(1)).max(1);
        let step = usize::try_from(step).unwrap_or(usize::MAX);
        let all = all.into_iter().step_by(step);
        all.take(usize::try_from(most).unwrap_or(0)).collect()
    }

    /// How many bytes of the file were read.
    #[cfg(test)]
    pub(in crate::source) fn bytes_read(&self) -> u64 {
        self.store.0.2.load(Ordering::Relaxed)
    }

    /// What is found out about the file.
    pub(in crate::source) fn findings(&self) -> Vec<Finding> {
        let groups = self.starts.len() - 1;
        let mut findings = vec![Finding::new(
            format!(
                "it is Parquet: {} rows in {}",
                thousands(&self.len().to_string()),
                count(groups, "group")
            ),
            "its first bytes say so",
            "",
        )];
        if !self.omitted.is_empty() {
            let few = self.omitted.iter().take(5);
            let all = self.omitted.len();
            let more = if all > 5 {
                format!(" and {} more", all - 5)
            } else {
                String::new()
            };
            findings.push(Finding::new(
                format!(
                    "{} {} omitted: {}{more}",
                    count(all, "column"),
                    if all == 1 { "is" } else { "are" },
                    quoted_list(few, "and")
                ),
                "lists, shapes and other bytes are neither figures nor names",
                "",
            ));
        }
        findings
    }

    /// The names of the columns as a line.
    pub(in crate::source) fn header(&self) -> Vec<u8> {
        let mut line = Line::default();
        for column in &self.columns {
            let mut name = Vec::new();
            Kind::Plain.bytes(column.name.as_bytes(), &mut name);
            line.push(&name);
        }
        line.raw
    }

    /// All of it as text.
    ///
    /// # Errors
    /// If it is damaged, or longer than this.
    pub(in crate::source) fn text(&self, most: u64) -> io::Result<Vec<u8>> {
        struct All {
            text: Vec<u8>,
            most: u64,
        }
        impl Fold for All {
            fn take(&mut self, record: &Record) {
                if self.text.len() as u64 <= self.most {
                    self.text.extend_from_slice(record.raw);
                    self.text.push(b'\n');
                }
            }
            fn reject(&mut self, _: &Record) {}
        }
        let mut text = self.header();
        text.push(b'\n');
        let swells = || io::Error::other(format!("it swells to more than {} MB", most >> 20));
        if self.len() > most {
            return Err(swells());
        }
        let mut all = All { text, most };
        let asked = Asked {
            body: &(0..u64::MAX),
            conditions: &[],
            columns: None,
        };
        for group in 0..self.starts.len() - 1 {
            self.group(group, &asked, &mut all)?;
            if all.text.len() as u64 > most {
                return Err(swells());
            }
        }
        Ok(all.text)
    }

    /// Some of the rows as lines, each with its position.
    ///
    /// # Errors
    /// If it is damaged.
    pub(in crate::source) fn lines(
        &self,
        rows: Range<u64>,
        mut take: impl FnMut(u64, &[u8]) + Send,
    ) -> io::Result<()> {
        struct Each<F>(F);
        impl<F: FnMut(u64, &[u8]) + Send> Fold for Each<F> {
            fn take(&mut self, record: &Record) {
                (self.0)(record.offset, record.raw);
            }
            fn reject(&mut self, _: &Record) {}
        }
        let body = rows.start + 1..rows.end + 1;
        let asked = Asked {
            body: &body,
            conditions: &[],
            columns: None,
        };
        let mut each = Each(&mut take);
        for group in 0..self.starts.len() - 1 {
            self.group(group, &asked, &mut each)?;
        }
        Ok(())
    }

    /// Reads the rows that are asked for, by so many threads at the most.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub(in crate::source) fn run<F: Fold>(
        &self,
        asked: &Asked,
        threads: usize,
        new: impl Fn() -> F + Sync,
    ) -> io::Result<Vec<F>> {
        let groups = self.starts.len() - 1;
        let next = AtomicUsize::new(0);
        let work = || -> io::Result<F> {
            let mut fold = new();
            loop {
                let group = next.fetch_add(1, Ordering::Relaxed);
                if group >= groups {
                    return Ok(fold);
                }
                self.group(group, asked, &mut fold)?;
            }
        };
        std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads.min(groups))
                .map(|_| scope.spawn(work))
                .collect();
            let mut folds = vec![work()];
            for other in others {
                folds.push(other.join().unwrap_or_else(|_| {
                    Err(io::Error::other("a thread that read the file stopped"))
                }));
            }
            folds.into_iter().collect()
        })
    }

    /// Reads the rows of a group that are asked for.
    fn group<F: Fold>(&self, at: usize, asked: &Asked, fold: &mut F) -> io::Result<()> {
        guard::guarded(|| self.unguarded_group(at, asked, fold))
    }

    fn unguarded_group<F: Fold>(&self, at: usize, asked: &Asked, fold: &mut F) -> io::Result<()> {
        let first = self.starts[at] + 1;
        let behind = self.starts[at + 1] + 1;
        // Positions within the group.
        let start = asked.body.start.clamp(first, behind) - first;
        let end = asked.body.end.clamp(first, behind) - first;
        let (start, end) = (place(start), place(end));
        if start >= end {
            return Ok(());
        }
        let group = self.reader.0.get_row_group(at).map_err(damaged)?;
        let may_hold = |condition: &Condition| {
            let column = self.columns.get(condition.column());
            column.is_none_or(|column| column.may_hold(group.metadata(), condition))
        };
        if !asked.conditions.iter().all(may_hold) {
            return Ok(());
        }
        let mut cursors: Vec<Cursor> = self
            .columns
            .iter()
            .map(|column| Cursor::new(column, group.as_ref()))
            .collect();
        let mut line = Line::default();
        let mut from = start;
        while from < end {
            let to = end.min(from + BATCH);
            let mut holds = vec![true; to - from];
            for condition in asked.conditions {
                let Some(cursor) = cursors.get_mut(condition.column()) else {
                    continue;
                };
                cursor.read(from, to)?;
                for (row, holds) in holds.iter_mut().enumerate() {
                    *holds = *holds && condition.holds(cursor.texts.get(row));
                }
                if !holds.contains(&true) {
                    break;
                }
            }
            if holds.contains(&true) {
                for (at, cursor) in cursors.iter_mut().enumerate() {
                    if asked.columns.is_none_or(|columns| columns.contains(&at)) {
                        cursor.read(from, to)?;
                    }
                }
            }
            for row in (0..holds.len()).filter(|row| holds[*row]) {
                line.clear();
                for cursor in &cursors {
                    line.push(if cursor.texts_to == to {
                        cursor.texts.get(row)
                    } else {
                        b""
                    });
                }
                fold.take(&line.record(first + (from + row) as u64));
            }
            fold.end_chunk(&LINES[..to - from], first + from as u64);
            from = to;
        }
        Ok(())
    }
}

/// A row as a line of text, and its fields.
#[derive(Debug, Default)]
struct Line {
    fields: Vec<u8>,
    spans: Vec<Range<u32>>,
    raw: Vec<u8>,
}

impl Line {
    fn clear(&mut self) {
        self.fields.clear();
        self.spans.clear();
        self.raw.clear();
    }

    fn push(&mut self, field: &[u8]) {
        if !self.spans.is_empty() {
            self.raw.push(b',');
        }
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let start = place(self.fields.len());
        self.fields.extend_from_slice(field);
        self.spans.push(start..place(self.fields.len()));
        if field.iter().any(|byte| matches!(byte, b',' | b'"')) {
            self.raw.push(b'"');
            for byte in field {
                if *byte == b'"' {
                    self.raw.push(b'"');
                }
                self.raw.push(*byte);
            }
            self.raw.push(b'"');
        } else {
            self.raw.extend_from_slice(field);
        }
    }

    fn record(&self, position: u64) -> Record<'_> {
        Record::new(&self.fields, &self.spans, &self.raw, position)
    }
}

/// A place in a group.
fn place(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests;
