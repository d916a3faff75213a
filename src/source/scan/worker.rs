//! The records of a chunk, found by one thread.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memmem, memrchr};

use super::bits::{as_u32, bytes_equal, word_at};
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
        let quotes = match self.scan.quotes {
            Some(Quotes::InLines) if self.finder.is_some() => Quotes::InLines,
            Some(known @ (Quotes::None | Quotes::Around)) => known,
            _ => Quotes::of(bytes, self.scan.delimiter, self.scan.quote),
        };
        self.fold.quotes(quotes);
        if quotes == Quotes::Breaks {
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

    /// Takes the lines of a chunk without quotes, field by field; or with quotes around whole fields alone. With how many
    /// fields a line begins as the one before is seen at a glance: files are mostly sorted.
    fn plain_lines<const QUOTED: bool>(&mut self, bytes: &[u8], offset: u64) {
        let (delimiter, quote) = (self.scan.delimiter, self.scan.quote);
        self.spans.clear();
        let (mut before, mut first) = (0, 0);
        // How many fields stayed the same since a record was taken.
        let mut kept = 0;
        while first < bytes.len() {
            let (same, mut start, alike) = self.same_fields::<QUOTED>(bytes, before, first);
            self.spans.truncate(same);
            // No field ends in what is the same of the next.
            let mut at = first + alike;
            let end = 'line: loop {
                let word = word_at(bytes, at);
                let breaks = bytes_equal(word, b'\n');
                let mut found = bytes_equal(word, delimiter) | breaks;
                while found != 0 {
                    let lowest = found & found.wrapping_neg();
                    let place = at + (found.trailing_zeros() / 8) as usize;
                    if breaks & lowest != 0 {
                        break 'line place;
                    }
                    let end = place - first;
                    self.spans
                        .push(span::<QUOTED>(bytes, first, start..end, quote));
                    start = end + 1;
                    found ^= lowest;
                }
                at += 8;
                if at >= bytes.len() {
                    break bytes.len();
                }
            };
            let raw = &bytes[first..end];
            let last = start..raw.len() - usize::from(raw.len() > start && raw.ends_with(b"\r"));
            self.spans.push(span::<QUOTED>(bytes, first, last, quote));
            kept = same.min(kept);
            if !raw.is_empty() && raw != b"\r" {
                let record = Record {
                    bytes: raw,
                    spans: &self.spans,
                    raw,
                    offset: offset + first as u64,
                    same: kept,
                };
                if take(self.scan, &mut self.fold, &record) {
                    kept = usize::MAX;
                }
            }
            (before, first) = (first, end + 1);
        }
    }

    /// How many fields with which a line begins are those of the line before, where in it the next begins, and from where
    /// on it differs. The last field is none of them.
    #[expect(
        clippy::inline_always,
        reason = "called for every line of a file, also where size counts"
    )]
    #[inline(always)]
    fn same_fields<const QUOTED: bool>(
        &self,
        bytes: &[u8],
        before: usize,
        first: usize,
    ) -> (usize, usize, usize) {
        let (mut count, mut start) = (0, 0);
        let Some((last, spans)) = self.spans.split_last() else {
            return (count, start, start);
        };
        let alike = alike(bytes, before, first).min(last.start as usize);
        for span in spans {
            let end = span.end as usize;
            let end = end + usize::from(QUOTED && bytes[before + end] == self.scan.quote);
            if end >= alike {
                break;
            }
            (count, start) = (count + 1, end + 1);
        }
        (count, start, alike)
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
            same: 0,
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
            self.fold.quotes(Quotes::Breaks);
        }
        let record = Record {
            bytes: &unquoted,
            spans: &self.spans,
            raw: line,
            offset,
            same: 0,
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

/// Where the text of a field stands, in its line.
#[expect(
    clippy::inline_always,
    reason = "called for every field of a file, also where size counts"
)]
#[inline(always)]
fn span<const QUOTED: bool>(
    bytes: &[u8],
    first: usize,
    field: Range<usize>,
    quote: u8,
) -> Range<u32> {
    let Range { start, end } = field;
    if QUOTED && end - start > 1 && bytes[first + start] == quote {
        return as_u32(start + 1)..as_u32(end - 1);
    }
    as_u32(start)..as_u32(end)
}

/// With how many bytes a line begins as the line before it; more may be said where all of that are.
#[inline]
fn alike(bytes: &[u8], before: usize, first: usize) -> usize {
    let mut at = 0;
    while before + at < first {
        let differs = word_at(bytes, before + at) ^ word_at(bytes, first + at);
        if differs != 0 {
            return at + (differs.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    at
}

/// Gives a record to a fold, where it meets every condition; whether it did.
fn take<F: Fold>(scan: &Scan, fold: &mut F, record: &Record) -> bool {
    if record.len() != scan.width {
        fold.reject(record);
        return false;
    }
    for condition in &scan.conditions {
        if !condition.holds(record.field(condition.column)) {
            return false;
        }
    }
    fold.take(record);
    true
}
