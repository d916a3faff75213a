//! The records of a chunk, found by one thread.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memmem, memrchr};

use super::bits::{as_u32, bytes_equal};
use super::quotes::{Fields, Quotes, State};
use super::{Condition, Fold, Record, Scan};

/// What one thread has at hand.
pub(super) struct Worker<'s, 'a, F> {
    scan: &'s Scan<'a>,
    finder: Option<memmem::Finder<'s>>,
    spans: Vec<Range<u32>>,
    /// A record without the doubled quotes of its fields.
    unquoted: Vec<u8>,
    pub(super) fold: F,
}

/// Whether a chunk ended with the end of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Record,
    WithinQuotes,
}

/// The line that is being read.
struct Line {
    spans: Vec<Range<u32>>,
    /// Where it begins.
    first: usize,
    /// Where its next field begins.
    start: usize,
}

impl Line {
    /// Ends a field.
    #[expect(
        clippy::inline_always,
        reason = "called for every field of a file, also where size counts"
    )]
    #[inline(always)]
    fn field<const QUOTED: bool>(&mut self, bytes: &[u8], at: usize, ends_line: bool, quote: u8) {
        let (mut start, mut end) = (self.start, at);
        self.start = at + 1;
        if ends_line && start < end && bytes[end - 1] == b'\r' {
            end -= 1;
        }
        if QUOTED && end - start > 1 && bytes[start] == quote {
            (start, end) = (start + 1, end - 1);
        }
        self.spans.push(as_u32(start)..as_u32(end));
    }

    /// Ends the line, which is a record unless nothing stands in it.
    #[expect(
        clippy::inline_always,
        reason = "called for every field of a file, also where size counts"
    )]
    #[inline(always)]
    fn end<F: Fold>(&mut self, scan: &Scan, fold: &mut F, bytes: &[u8], at: usize, offset: u64) {
        let raw = &bytes[self.first..at];
        if !raw.is_empty() && raw != b"\r" {
            let record = Record {
                bytes,
                spans: &self.spans,
                raw,
                offset: offset + self.first as u64,
            };
            take(scan, fold, &record);
        }
        self.spans.clear();
        self.first = at + 1;
    }
}

impl<'s, 'a, F: Fold> Worker<'s, 'a, F> {
    pub(super) fn new(scan: &'s Scan<'a>, fold: F) -> Worker<'s, 'a, F> {
        // The longest text is the rarest, as far as can be known without reading.
        let literals = scan.conditions.iter().filter_map(Condition::literal);
        let rarest = literals.max_by_key(|literal| literal.len());
        Worker {
            scan,
            finder: rarest.map(memmem::Finder::new),
            spans: Vec::new(),
            unquoted: Vec::new(),
            fold,
        }
    }

    /// Takes the records of a chunk, which begins with one.
    pub(super) fn chunk(&mut self, bytes: &[u8], offset: u64) -> End {
        let end = self.records_of(bytes, offset);
        self.fold.end_chunk(bytes, offset);
        end
    }

    fn records_of(&mut self, bytes: &[u8], offset: u64) -> End {
        let quotes = if self.scan.lines_are_records && self.finder.is_some() {
            Quotes::InLines
        } else {
            Quotes::of(bytes, self.scan.delimiter, self.scan.quote)
        };
        if quotes == Quotes::Breaks {
            self.fold.odd_quotes();
            let used = self.records(bytes, offset, false);
            return if used == bytes.len() {
                End::Record
            } else {
                End::WithinQuotes
            };
        }
        if let Some(finder) = self.finder.clone() {
            self.lines_with(&finder, bytes, offset, quotes != Quotes::None);
            return End::Record;
        }
        match quotes {
            Quotes::None => self.plain_lines::<false>(bytes, offset),
            Quotes::Around => self.plain_lines::<true>(bytes, offset),
            _ => {
                let mut start = 0;
                for end in memchr_iter(b'\n', bytes).chain([bytes.len()]) {
                    if start < end {
                        self.line(&bytes[start..end], offset + start as u64, true);
                    }
                    start = end + 1;
                }
            }
        }
        End::Record
    }

    /// Takes the lines of a chunk without quotes, field by field; or with quotes around whole fields alone.
    fn plain_lines<const QUOTED: bool>(&mut self, bytes: &[u8], offset: u64) {
        let scan = self.scan;
        let mut line = Line {
            spans: std::mem::take(&mut self.spans),
            first: 0,
            start: 0,
        };
        line.spans.clear();
        let fold = &mut self.fold;
        let mut words = bytes.chunks_exact(8);
        let mut base = 0;
        for word in &mut words {
            let word = u64::from_le_bytes(word.try_into().unwrap_or_default());
            let breaks = bytes_equal(word, b'\n');
            let mut found = bytes_equal(word, scan.delimiter) | breaks;
            while found != 0 {
                let lowest = found & found.wrapping_neg();
                let at = base + (found.trailing_zeros() / 8) as usize;
                let ends_line = breaks & lowest != 0;
                line.field::<QUOTED>(bytes, at, ends_line, scan.quote);
                if ends_line {
                    line.end(scan, fold, bytes, at, offset);
                }
                found ^= lowest;
            }
            base += 8;
        }
        for (at, byte) in (base..).zip(words.remainder()) {
            let ends_line = *byte == b'\n';
            if ends_line || *byte == scan.delimiter {
                line.field::<QUOTED>(bytes, at, ends_line, scan.quote);
            }
            if ends_line {
                line.end(scan, fold, bytes, at, offset);
            }
        }
        if bytes.last().is_some_and(|last| *last != b'\n') {
            line.field::<QUOTED>(bytes, bytes.len(), true, scan.quote);
            line.end(scan, fold, bytes, bytes.len(), offset);
        }
        self.spans = line.spans;
    }

    /// Takes the lines in which a text stands.
    fn lines_with(&mut self, finder: &memmem::Finder, bytes: &[u8], offset: u64, quotes: bool) {
        let mut from = 0;
        while let Some(found) = finder.find(&bytes[from..]) {
            let at = from + found;
            let start = memrchr(b'\n', &bytes[from..at]).map_or(from, |before| from + before + 1);
            let end = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |after| at + after);
            self.line(&bytes[start..end], offset + start as u64, quotes);
            from = (end + 1).min(bytes.len());
        }
    }

    /// Takes a line that is a record.
    fn line(&mut self, line: &[u8], offset: u64, quotes: bool) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return;
        }
        if quotes && memchr(self.scan.quote, line).is_some() {
            self.quoted(line, offset);
            return;
        }
        self.spans.clear();
        let mut start = 0;
        for end in memchr_iter(self.scan.delimiter, line).chain([line.len()]) {
            self.spans.push(start..as_u32(end));
            start = as_u32(end + 1);
        }
        let record = Record {
            bytes: line,
            spans: &self.spans,
            raw: line,
            offset,
        };
        take(self.scan, &mut self.fold, &record);
    }

    /// Takes a record in which there are quotes.
    fn quoted(&mut self, line: &[u8], offset: u64) {
        let mut unquoted = std::mem::take(&mut self.unquoted);
        unquoted.clear();
        self.spans.clear();
        let mut fields = Fields {
            scan: self.scan,
            bytes: line,
            at: 0,
            odd: false,
        };
        while let Some(()) = fields.next(&mut unquoted, &mut self.spans) {}
        if fields.odd {
            self.fold.odd_quotes();
        }
        let record = Record {
            bytes: &unquoted,
            spans: &self.spans,
            raw: line,
            offset,
        };
        take(self.scan, &mut self.fold, &record);
        self.unquoted = unquoted;
    }

    /// Takes records byte by byte as far as they are whole, and tells how far that is; at the end of the file the last is
    /// whole whatever it lacks.
    pub(super) fn records(&mut self, bytes: &[u8], offset: u64, is_end: bool) -> usize {
        let mut start = 0;
        while start < bytes.len() {
            let Some(end) = self.end_of_record(&bytes[start..]) else {
                if is_end {
                    self.record(&bytes[start..], offset + start as u64);
                    return bytes.len();
                }
                return start;
            };
            self.record(&bytes[start..start + end], offset + start as u64);
            start += end + 1;
        }
        start.min(bytes.len())
    }

    fn record(&mut self, record: &[u8], offset: u64) {
        let record = record.strip_suffix(b"\r").unwrap_or(record);
        if !record.is_empty() {
            self.quoted(record, offset);
        }
    }

    /// Where the line break stands that ends the record with which the bytes begin.
    fn end_of_record(&self, bytes: &[u8]) -> Option<usize> {
        let mut state = State::Begins;
        bytes.iter().position(|&byte| {
            state = state.after(byte, self.scan.delimiter, self.scan.quote);
            state == State::Ended
        })
    }
}

/// Gives a record to a fold, where it meets every condition.
fn take<F: Fold>(scan: &Scan, fold: &mut F, record: &Record) {
    if record.len() != scan.width {
        fold.reject(record);
        return;
    }
    for condition in &scan.conditions {
        if !condition.holds(record.field(condition.column)) {
            return;
        }
    }
    fold.take(record);
}
