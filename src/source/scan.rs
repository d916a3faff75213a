//! A large delimited text, read in chunks on all cores, the selection applied before a cell is decoded.
//!
//! A chunk is the records that begin in one stretch of the file. Where a chunk has no quotes a record is a line and a
//! field what stands between delimiters; where it has quotes but no line break within them, records are still lines; else
//! the chunk is read byte by byte. That a chunk begins at a record is supposed, and refuted when the chunk before ends
//! within a quoted field: then the file is read again from its start, one chunk after the other.
//!
//! What comes of it does not depend on the size of chunks or the number of threads: a [`Fold`] is told where in the file
//! each record begins, and folds are merged in no stated order.

mod bits;
mod quotes;
mod worker;

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use memchr::memchr;

use super::progress;
pub use quotes::Quotes;
use worker::{End, Worker};

/// How many bytes a chunk has.
const CHUNK: u64 = 1 << 20;

/// The longest record that is read, in bytes.
const LONGEST_RECORD: usize = 16 << 20;

/// The records of a text that are to be read.
#[derive(Debug)]
pub struct Scan<'a> {
    /// The file.
    pub file: &'a File,
    /// Where the records begin and end, in bytes: behind the header, before the notes.
    pub body: Range<u64>,
    /// What stands between fields.
    pub delimiter: u8,
    /// What stands around fields that hold a delimiter or a line break.
    pub quote: u8,
    /// How many fields a record has.
    pub width: usize,
    /// How quotes stand in any chunk at the most, where that is known.
    pub quotes: Option<Quotes>,
    /// What has to hold of a record.
    pub conditions: Vec<Condition>,
    /// In which chunks a record may meet the conditions; in all of which nothing is said.
    pub chunks: Vec<bool>,
}

/// What has to hold of a field.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Which field, counted from 0.
    column: usize,
    /// What may stand there, sorted.
    allowed: Vec<Vec<u8>>,
}

/// A record: its fields as they stand in the file, without their quotes.
#[derive(Debug)]
pub struct Record<'a> {
    bytes: &'a [u8],
    spans: &'a [Range<u32>],
    /// The record as it stands in the file, quotes and all, without the end of its line.
    pub raw: &'a [u8],
    /// Where in the file it begins.
    pub offset: u64,
    /// How many of its first fields are those of the record that was taken before, in the same chunk; there may be more.
    pub same: usize,
}

/// What is made of records. One is made for each thread.
pub trait Fold: Send {
    /// Takes a record that meets every condition.
    fn take(&mut self, record: &Record);

    /// Takes note of a record with another number of fields.
    fn reject(&mut self, record: &Record);

    /// Takes note of how quotes stand in a chunk.
    fn quotes(&mut self, _quotes: Quotes) {}

    /// Ends a chunk, of which all records were taken: its bytes, and where in the file they begin.
    fn end_chunk(&mut self, _bytes: &[u8], _offset: u64) {}
}

impl Condition {
    /// One of these texts has to stand in a field.
    pub fn new(column: usize, allowed: impl IntoIterator<Item = Vec<u8>>) -> Condition {
        let mut allowed: Vec<Vec<u8>> = allowed.into_iter().collect();
        allowed.sort_unstable();
        allowed.dedup();
        Condition { column, allowed }
    }

    /// Which field, counted from 0.
    pub(super) fn column(&self) -> usize {
        self.column
    }

    /// What may stand in it.
    pub(super) fn allowed(&self) -> impl Iterator<Item = &[u8]> {
        self.allowed.iter().map(Vec::as_slice)
    }

    pub(super) fn holds(&self, field: &[u8]) -> bool {
        match self.allowed.as_slice() {
            [one] => one == field,
            few if few.len() < 8 => few.iter().any(|known| known == field),
            many => many
                .binary_search_by(|known| known.as_slice().cmp(field))
                .is_ok(),
        }
    }

    /// The one text that has to stand there, where it is worth to look for it.
    fn literal(&self) -> Option<&[u8]> {
        match self.allowed.as_slice() {
            [one] if one.len() >= 3 && !one.contains(&b'"') => Some(one),
            _ => None,
        }
    }
}

impl<'a> Record<'a> {
    /// A record of which the fields stand in some bytes, and how it stands in a line.
    #[cfg(feature = "parquet")]
    pub(super) fn new(
        bytes: &'a [u8],
        spans: &'a [Range<u32>],
        raw: &'a [u8],
        offset: u64,
    ) -> Record<'a> {
        Record {
            bytes,
            spans,
            raw,
            offset,
            same: 0,
        }
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is no field.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// A field; empty where there is none.
    #[expect(
        clippy::inline_always,
        reason = "called for every field of a file, also where size counts"
    )]
    #[inline(always)]
    pub fn field(&self, column: usize) -> &'a [u8] {
        self.spans
            .get(column)
            .and_then(|span| self.bytes.get(span.start as usize..span.end as usize))
            .unwrap_or_default()
    }
}

impl Scan<'_> {
    /// Reads the records; `threads` folds are made at the most.
    ///
    /// # Errors
    /// If the file cannot be read, or a record has no end within 16 MiB.
    pub fn run<F: Fold>(&self, threads: usize, new: impl Fn() -> F + Sync) -> io::Result<Vec<F>> {
        self.run_in_chunks(threads, CHUNK, new)
    }

    /// As [`Scan::run`], in chunks of another size.
    ///
    /// # Errors
    /// As [`Scan::run`].
    pub fn run_in_chunks<F: Fold>(
        &self,
        threads: usize,
        size: u64,
        new: impl Fn() -> F + Sync,
    ) -> io::Result<Vec<F>> {
        let length = self.body.end.saturating_sub(self.body.start);
        let chunks = length.div_ceil(size);
        let threads = u64::try_from(threads).unwrap_or(1).clamp(1, chunks.max(1));
        let (next, refuted) = (AtomicU64::new(0), AtomicBool::new(false));
        progress::expect(length);
        let work = || -> io::Result<F> {
            let mut worker = Worker::new(self, new());
            let mut buffer = Vec::new();
            while !refuted.load(Ordering::Relaxed) {
                let chunk = next.fetch_add(1, Ordering::Relaxed);
                if chunk >= chunks {
                    break;
                }
                let is_asked = usize::try_from(chunk)
                    .ok()
                    .and_then(|at| self.chunks.get(at));
                let from = self.body.start + chunk * size;
                let to = (from + size).min(self.body.end);
                progress::pass(to - from);
                if is_asked == Some(&false) {
                    continue;
                }
                let records = self.read(from, to, &mut buffer)?;
                let offset = from.saturating_sub(u64::from(chunk > 0));
                let end = worker.chunk(&buffer[records.clone()], offset + records.start as u64);
                if end == End::WithinQuotes {
                    refuted.store(true, Ordering::Relaxed);
                }
            }
            Ok(worker.fold)
        };
        let folds = std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let mut folds = vec![work()];
            for other in others {
                folds.push(other.join().unwrap_or_else(|_| {
                    Err(io::Error::other("a thread that read the file stopped"))
                }));
            }
            folds.into_iter().collect::<io::Result<Vec<F>>>()
        })?;
        if refuted.into_inner() {
            return Ok(vec![self.in_order(new())?]);
        }
        Ok(folds)
    }

    /// Reads the lines that begin in a stretch of the file, and tells where in the buffer they are. A stretch that is not
    /// the first is read from the byte before it, which may end a line.
    fn read(&self, from: u64, to: u64, buffer: &mut Vec<u8>) -> io::Result<Range<usize>> {
        let before = u64::from(from > self.body.start);
        let mut wanted = to - from + before;
        // What is in the buffer from before is written over.
        let mut have = 0;
        // A line that begins in the stretch goes on behind it; mostly not far.
        let mut target = usize::try_from(wanted).unwrap_or(usize::MAX) + 4096;
        loop {
            let most = usize::try_from(self.body.end - (from - before)).unwrap_or(usize::MAX);
            target = target.min(most);
            if buffer.len() < target {
                buffer.resize(target, 0);
            }
            self.file
                .read_exact_at(&mut buffer[have..target], from - before + have as u64)?;
            have = target;
            wanted = wanted.min(target as u64);
            let inside = usize::try_from(wanted).unwrap_or(target);
            let start = match before {
                0 => 0,
                _ => memchr(b'\n', &buffer[..inside]).map_or(inside, |at| at + 1),
            };
            if start >= inside {
                return Ok(inside..inside);
            }
            // The line that has the last byte of the stretch ends at or behind it.
            let end = memchr(b'\n', &buffer[inside - 1..target]).map(|at| inside + at);
            match end {
                Some(end) => return Ok(start..end),
                None if target == most => return Ok(start..target),
                None if target - inside > LONGEST_RECORD => {
                    return Err(io::Error::other("a line has no end within 16 MiB"));
                }
                None => target = target.saturating_add(target - inside + 65_536),
            }
        }
    }

    /// Reads the file from its start, one chunk after the other, each from where a record begins.
    fn in_order<F: Fold>(&self, fold: F) -> io::Result<F> {
        let mut worker = Worker::new(self, fold);
        let mut buffer: Vec<u8> = Vec::new();
        let (mut offset, mut read) = (self.body.start, self.body.start);
        loop {
            let more = (self.body.end - read).min(CHUNK);
            let have = buffer.len();
            buffer.resize(have + usize::try_from(more).unwrap_or(0), 0);
            self.file.read_exact_at(&mut buffer[have..], read)?;
            read += more;
            worker.fold.quotes(Quotes::Breaks);
            let used = worker.records(&buffer, offset, read >= self.body.end);
            if read >= self.body.end {
                return Ok(worker.fold);
            }
            if buffer.len() - used > LONGEST_RECORD {
                return Err(io::Error::other("a record has no end within 16 MiB"));
            }
            buffer.drain(..used);
            offset += used as u64;
        }
    }
}

#[cfg(test)]
mod tests;
