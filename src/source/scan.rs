//! A large delimited text, read in chunks on all cores, the selection applied before a cell is decoded.
//!
//! A chunk is the records that begin in one stretch of the file. Where a chunk has no quotes a record is a line and a
//! field what stands between delimiters; where it has quotes but no line break within them, records are still lines; else
//! the chunk is read byte by byte. That a chunk begins at a record is supposed, and refuted when the chunk before ends
//! within a quoted field: then the file is read again from its start, one chunk after the other.
//!
//! What comes of it does not depend on the size of chunks or the number of threads: a [`Fold`] is told where in the file
//! each record begins, and folds are merged in no stated order.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use memchr::{memchr, memchr_iter, memmem, memrchr};

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
    /// What has to hold of a record.
    pub conditions: Vec<Condition>,
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
}

/// What is made of records. One is made for each thread.
pub trait Fold: Send {
    /// Takes a record that meets every condition.
    fn take(&mut self, record: &Record);

    /// Takes note of a record with another number of fields.
    fn reject(&mut self, record: &Record);

    /// Takes note of quotes that stand otherwise than around whole fields of one line: readers differ in what they are.
    fn odd_quotes(&mut self) {}

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
    #[cfg(feature = "parquet")]
    pub(super) fn column(&self) -> usize {
        self.column
    }

    /// What may stand in it.
    #[cfg(feature = "parquet")]
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
    pub fn field(&self, column: usize) -> &'a [u8] {
        self.spans
            .get(column)
            .and_then(|span| self.bytes.get(span.start as usize..span.end as usize))
            .unwrap_or_default()
    }
}

/// What one thread has at hand.
struct Worker<'s, 'a, F> {
    scan: &'s Scan<'a>,
    finder: Option<memmem::Finder<'s>>,
    spans: Vec<Range<u32>>,
    /// A record without the doubled quotes of its fields.
    unquoted: Vec<u8>,
    fold: F,
}

/// Whether a chunk ended with the end of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Record,
    WithinQuotes,
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
        let work = || -> io::Result<F> {
            let mut worker = self.worker(new());
            let mut buffer = Vec::new();
            while !refuted.load(Ordering::Relaxed) {
                let chunk = next.fetch_add(1, Ordering::Relaxed);
                if chunk >= chunks {
                    break;
                }
                let from = self.body.start + chunk * size;
                let to = (from + size).min(self.body.end);
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

    fn worker<F: Fold>(&self, fold: F) -> Worker<'_, '_, F> {
        // The longest text is the rarest, as far as can be known without reading.
        let literals = self.conditions.iter().filter_map(Condition::literal);
        let rarest = literals.max_by_key(|literal| literal.len());
        Worker {
            scan: self,
            finder: rarest.map(memmem::Finder::new),
            spans: Vec::new(),
            unquoted: Vec::new(),
            fold,
        }
    }

    /// Reads the lines that begin in a stretch of the file, and tells where in the buffer they are. A stretch that is not
    /// the first is read from the byte before it, which may end a line.
    fn read(&self, from: u64, to: u64, buffer: &mut Vec<u8>) -> io::Result<Range<usize>> {
        let before = u64::from(from > self.body.start);
        let mut wanted = to - from + before;
        buffer.clear();
        // A line that begins in the stretch goes on behind it; mostly not far.
        let mut target = usize::try_from(wanted).unwrap_or(usize::MAX) + 4096;
        loop {
            let most = usize::try_from(self.body.end - (from - before)).unwrap_or(usize::MAX);
            target = target.min(most);
            let have = buffer.len();
            buffer.resize(target, 0);
            self.file
                .read_exact_at(&mut buffer[have..], from - before + have as u64)?;
            wanted = wanted.min(buffer.len() as u64);
            let inside = usize::try_from(wanted).unwrap_or(buffer.len());
            let start = match before {
                0 => 0,
                _ => memchr(b'\n', &buffer[..inside]).map_or(inside, |at| at + 1),
            };
            if start >= inside {
                return Ok(inside..inside);
            }
            // The line that has the last byte of the stretch ends at or behind it.
            let end = memchr(b'\n', &buffer[inside - 1..]).map(|at| inside + at);
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
        let mut worker = self.worker(fold);
        let mut buffer: Vec<u8> = Vec::new();
        let (mut offset, mut read) = (self.body.start, self.body.start);
        loop {
            let more = (self.body.end - read).min(CHUNK);
            let have = buffer.len();
            buffer.resize(have + usize::try_from(more).unwrap_or(0), 0);
            self.file.read_exact_at(&mut buffer[have..], read)?;
            read += more;
            worker.fold.odd_quotes();
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

impl<F: Fold> Worker<'_, '_, F> {
    /// Takes the records of a chunk, which begins with one.
    fn chunk(&mut self, bytes: &[u8], offset: u64) -> End {
        let end = self.records_of(bytes, offset);
        self.fold.end_chunk(bytes, offset);
        end
    }

    fn records_of(&mut self, bytes: &[u8], offset: u64) -> End {
        let has_quotes = memchr(self.scan.quote, bytes).is_some();
        if has_quotes && breaks_within_quotes(bytes, self.scan.delimiter, self.scan.quote) {
            self.fold.odd_quotes();
            let used = self.records(bytes, offset, false);
            return if used == bytes.len() {
                End::Record
            } else {
                End::WithinQuotes
            };
        }
        if let Some(finder) = self.finder.clone() {
            self.lines_with(&finder, bytes, offset, has_quotes);
            return End::Record;
        }
        if has_quotes {
            let mut start = 0;
            for end in memchr_iter(b'\n', bytes).chain([bytes.len()]) {
                if start < end {
                    self.line(&bytes[start..end], offset + start as u64, true);
                }
                start = end + 1;
            }
        } else {
            self.plain_lines(bytes, offset);
        }
        End::Record
    }

    /// Takes the lines of a chunk without quotes, field by field.
    fn plain_lines(&mut self, bytes: &[u8], offset: u64) {
        let mut spans = std::mem::take(&mut self.spans);
        spans.clear();
        let (mut line, mut start) = (0, 0);
        let mut separator = |at: usize| {
            spans.push(as_u32(start)..as_u32(at));
            start = at + 1;
            if bytes.get(at) == Some(&self.scan.delimiter) {
                return;
            }
            if let Some(last) = spans.last_mut()
                && last.start < last.end
                && bytes[last.end as usize - 1] == b'\r'
            {
                last.end -= 1;
            }
            if spans.len() > 1 || !spans[0].is_empty() {
                let record = Record {
                    bytes,
                    spans: &spans,
                    raw: &bytes[line..at],
                    offset: offset + line as u64,
                };
                take(self.scan, &mut self.fold, &record);
            }
            spans.clear();
            line = at + 1;
        };
        let mut words = bytes.chunks_exact(8);
        let mut base = 0;
        for word in &mut words {
            let word = u64::from_le_bytes(word.try_into().unwrap_or_default());
            let mut found = bytes_equal(word, self.scan.delimiter) | bytes_equal(word, b'\n');
            while found != 0 {
                separator(base + (found.trailing_zeros() / 8) as usize);
                found &= found - 1;
            }
            base += 8;
        }
        for (at, byte) in words.remainder().iter().enumerate() {
            if *byte == self.scan.delimiter || *byte == b'\n' {
                separator(base + at);
            }
        }
        if bytes.last().is_some_and(|last| *last != b'\n') {
            separator(bytes.len());
        }
        self.spans = spans;
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
    fn records(&mut self, bytes: &[u8], offset: u64, is_end: bool) -> usize {
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

/// Where in a record a reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the beginning of a field.
    Begins,
    /// In a field without quotes, or behind those of one that has them.
    Plain,
    /// Within quotes.
    Within,
    /// Behind a quote that closes a field, unless another one follows.
    Closed,
    /// Behind the record.
    Ended,
}

impl State {
    fn after(self, byte: u8, delimiter: u8, quote: u8) -> State {
        match self {
            State::Within if byte == quote => State::Closed,
            State::Within => State::Within,
            State::Begins | State::Closed if byte == quote => State::Within,
            _ if byte == delimiter => State::Begins,
            _ if byte == b'\n' => State::Ended,
            _ => State::Plain,
        }
    }
}

/// The fields of a record that has quotes.
struct Fields<'s, 'a> {
    scan: &'s Scan<'s>,
    bytes: &'a [u8],
    at: usize,
    /// Whether a quote stood otherwise than around a whole field.
    odd: bool,
}

impl Fields<'_, '_> {
    /// Reads a field; nothing behind the last one.
    fn next(&mut self, unquoted: &mut Vec<u8>, spans: &mut Vec<Range<u32>>) -> Option<()> {
        let rest = self.bytes.get(self.at..)?;
        let start = as_u32(unquoted.len());
        let mut read = 0;
        if rest.first() == Some(&self.scan.quote) {
            read = 1;
            loop {
                let Some(close) = memchr(self.scan.quote, &rest[read..]) else {
                    unquoted.extend_from_slice(&rest[read..]);
                    read = rest.len();
                    self.odd = true;
                    break;
                };
                unquoted.extend_from_slice(&rest[read..read + close]);
                read += close + 1;
                if rest.get(read) != Some(&self.scan.quote) {
                    break;
                }
                unquoted.push(self.scan.quote);
                read += 1;
            }
        }
        // What stands behind a closing quote belongs to the field, and is seen when it is decoded.
        let end = memchr(self.scan.delimiter, &rest[read..]).map_or(rest.len(), |at| read + at);
        self.odd |= (read > 0 && read < end) || memchr(self.scan.quote, &rest[read..end]).is_some();
        unquoted.extend_from_slice(&rest[read..end]);
        spans.push(start..as_u32(unquoted.len()));
        self.at += end + 1;
        Some(())
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

/// Whether a line break stands within quotes; if in doubt it does. In doubt is a quote that opens and stands within a field.
fn breaks_within_quotes(bytes: &[u8], delimiter: u8, quote: u8) -> bool {
    let mut carry = 0_u64;
    let mut before = 1_u64;
    let mut found = 0_u64;
    let mut blocks = bytes.chunks_exact(64);
    for block in &mut blocks {
        let (quotes, breaks) = (mask(block, quote), mask(block, b'\n'));
        let within = within_quotes(quotes) ^ carry;
        let begins = mask(block, delimiter) | breaks | quotes;
        let opens_amid = quotes & within & !(begins << 1 | before);
        found |= within & breaks | opens_amid;
        // All ones where the block ends within quotes.
        carry = 0_u64.wrapping_sub(within >> 63);
        before = begins >> 63;
    }
    let (mut within, mut begins) = (carry != 0, before != 0);
    for &byte in blocks.remainder() {
        let is_quote = byte == quote;
        within ^= is_quote;
        if within && (byte == b'\n' || is_quote && !begins) {
            return true;
        }
        begins = is_quote || byte == delimiter || byte == b'\n';
    }
    found != 0 || within
}

/// A bit for each of 64 bytes that is such.
fn mask(block: &[u8], wanted: u8) -> u64 {
    let mut found = 0;
    for (at, word) in block.chunks_exact(8).enumerate() {
        let word = u64::from_le_bytes(word.try_into().unwrap_or_default());
        // The highest bits of the eight bytes, one behind the other.
        let bits = (bytes_equal(word, wanted) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        found |= bits << (8 * at);
    }
    found
}

/// The highest bit of each byte of a word that is such.
fn bytes_equal(word: u64, wanted: u8) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let differs = word ^ (u64::from(wanted) * 0x0101_0101_0101_0101);
    !(((differs & LOW) + LOW) | differs | LOW)
}

/// Each bit the parity of the bits up to it.
fn within_quotes(quotes: u64) -> u64 {
    let mut parity = quotes;
    for shift in [1, 2, 4, 8, 16, 32] {
        parity ^= parity << shift;
    }
    parity
}

/// A place in a record, which is shorter than 4 GiB.
fn as_u32(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
