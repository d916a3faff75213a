//! Where the rows of a large file stand: lines of a text, or rows of a Parquet file, which are read as if they were lines.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;

use super::Sizes;
use super::zones::Zones;
#[cfg(feature = "parquet")]
use crate::source::parquet::{self, Asked};
use crate::source::scan::{Condition, Fold, Quotes, Scan};

/// The longest beginning or end that is read to have so many lines, in bytes.
const LONGEST_END: u64 = 4 << 20;

/// A file by how its rows are read.
#[derive(Debug)]
pub(super) enum Store {
    /// Lines of a text; what stands between their fields is said with what is asked.
    Text(File),
    /// Rows of a Parquet file, of which places are numbers: that of the header is 0.
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet::Rows>),
}

/// Which rows are read.
pub(super) struct Reading<'a> {
    pub(super) body: &'a Range<u64>,
    pub(super) delimiter: u8,
    pub(super) width: usize,
    pub(super) conditions: Vec<Condition>,
    /// What is known of the chunks, once all rows were looked at, and how quotes stand in them.
    pub(super) zones: Option<&'a Zones>,
    pub(super) quotes: Option<Quotes>,
    /// Of which chunks of a text, counted from 0, rows are read; of all where nothing is said.
    pub(super) chunks: Option<Range<usize>>,
    /// The columns that are looked at; all of them where nothing is said.
    #[cfg_attr(
        not(feature = "parquet"),
        expect(dead_code, reason = "the fields of a line are read together")
    )]
    pub(super) columns: Option<Vec<usize>>,
}

impl Store {
    /// Whether its rows are lines of a text.
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Store::Text(_))
    }

    /// Where the place behind the last row is.
    pub(super) fn length(&self) -> io::Result<u64> {
        match self {
            Store::Text(file) => Ok(file.metadata()?.len()),
            #[cfg(feature = "parquet")]
            Store::Parquet(rows) => Ok(rows.len() + 1),
        }
    }

    /// What is known of the file beside its rows.
    #[cfg(feature = "parquet")]
    pub(super) fn findings(&self) -> Vec<crate::source::Finding> {
        match self {
            Store::Text(_) => Vec::new(),
            Store::Parquet(rows) => rows.findings(),
        }
    }

    /// The beginning, the end and some stretches between them.
    pub(super) fn ends(&self, sizes: &Sizes) -> io::Result<Ends> {
        match self {
            Store::Text(file) => Ends::of_text(file, file.metadata()?.len(), sizes),
            #[cfg(feature = "parquet")]
            Store::Parquet(rows) => Ends::of_parquet(rows, sizes),
        }
    }

    /// Reads rows, on as many cores as there are.
    pub(super) fn run<F: Fold>(
        &self,
        reading: Reading,
        sizes: &Sizes,
        new: impl Fn() -> F + Sync,
    ) -> io::Result<Vec<F>> {
        let threads = match sizes.threads {
            0 => std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get),
            own => own,
        };
        match self {
            Store::Text(file) => {
                let zones = reading.zones;
                let mut chunks = zones
                    .map(|zones| zones.chunks_with(&reading.conditions))
                    .unwrap_or_default();
                if let Some(only) = &reading.chunks {
                    let among = chunks.iter_mut().enumerate();
                    among.for_each(|(at, may)| *may &= only.contains(&at));
                }
                let scan = Scan {
                    file,
                    body: reading.body.clone(),
                    delimiter: reading.delimiter,
                    quote: b'"',
                    width: reading.width,
                    quotes: reading.quotes,
                    chunks,
                    conditions: reading.conditions,
                };
                scan.run_in_chunks(threads, sizes.chunk, new)
            }
            #[cfg(feature = "parquet")]
            Store::Parquet(rows) => {
                let asked = Asked {
                    body: reading.body,
                    conditions: &reading.conditions,
                    columns: reading.columns.as_deref(),
                };
                rows.run(&asked, threads, new)
            }
        }
    }
}

/// Lines of a file: where each begins, its number, and where in the text it ends.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines {
    pub(super) text: Vec<u8>,
    pub(super) each: Vec<(u64, u32, usize)>,
    /// Whether places in the file are numbers of rows, and not of bytes.
    pub(super) by_row: bool,
}

impl Lines {
    pub(super) fn push(&mut self, offset: u64, line: u64, raw: &[u8]) {
        self.text.extend_from_slice(raw);
        self.text.push(b'\n');
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        self.each.push((offset, line, self.text.len()));
    }

    pub(super) fn raw(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).map_or(0, |before| self.each[before].2);
        let end = self.each[at].2 - 1;
        &self.text[start..end]
    }

    /// Where in the file the line behind this one begins.
    pub(super) fn end(&self, at: usize) -> u64 {
        let length = if self.by_row {
            1
        } else {
            self.raw(at).len() as u64 + 1
        };
        self.each[at].0 + length
    }

    /// How many of them end up to there.
    pub(super) fn ended_by(&self, end: u64) -> u64 {
        (0..self.each.len())
            .take_while(|at| self.end(*at) <= end)
            .count() as u64
    }

    /// Adds these lines behind its own, whose numbers run on.
    fn extend(&mut self, others: &Lines) {
        for at in 0..others.each.len() {
            let line = self.each.len() as u64 + 1;
            self.push(others.each[at].0, line, others.raw(at));
        }
    }

    /// Adds the lines of a stretch of the file; their numbers run on.
    fn add(&mut self, bytes: &[u8], offset: u64) {
        let mut start = 0;
        while start < bytes.len() {
            let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at);
            let line = self.each.len() as u64 + 1;
            self.push(offset + start as u64, line, &bytes[start..end]);
            start = end + 1;
        }
    }

    /// These lines and those, each once, in the order of the file.
    pub(super) fn merged(&self, others: &Lines) -> Lines {
        let mut merged = Lines {
            text: Vec::with_capacity(self.text.len() + others.text.len()),
            each: Vec::with_capacity(self.each.len() + others.each.len()),
            by_row: self.by_row,
        };
        let (mut own, mut other) = (0, 0);
        loop {
            let next = match (self.each.get(own), others.each.get(other)) {
                (None, None) => return merged,
                (Some(one), Some(its)) if one.0 == its.0 => {
                    other += 1;
                    true
                }
                (Some(one), its) => its.is_none_or(|its| one.0 < its.0),
                (None, Some(_)) => false,
            };
            let (lines, at) = if next {
                (self, &mut own)
            } else {
                (others, &mut other)
            };
            let (offset, line, _) = lines.each[*at];
            merged.push(offset, u64::from(line), lines.raw(*at));
            *at += 1;
        }
    }

    pub(super) fn offset_of_line(&self, line: u64) -> Option<usize> {
        let at = self
            .each
            .binary_search_by_key(&line, |(_, line, _)| u64::from(*line));
        at.ok()
    }
}

/// The beginning of a file, its end, and stretches between them, as lines.
pub(super) struct Ends {
    pub(super) head: Lines,
    /// Where the beginning ends.
    pub(super) head_end: u64,
    pub(super) tail: Lines,
    /// Where the end begins.
    pub(super) tail_at: u64,
    between: Lines,
}

impl Ends {
    fn of_text(file: &File, length: u64, sizes: &Sizes) -> io::Result<Ends> {
        let beginning = whole_lines(file, 0, length, sizes.head, true)?;
        let after = beginning.len() as u64;
        let ending = whole_lines(file, after, length, sizes.tail, false)?;
        let tail_at = length - ending.len() as u64;
        let (mut head, mut between, mut tail) =
            (Lines::default(), Lines::default(), Lines::default());
        head.add(&beginning, 0);
        tail.add(&ending, tail_at);
        let (count, size) = sizes.stretches;
        let mut from = after;
        for at in 0..count {
            let wanted = after + (tail_at - after) / (count + 1) * (at + 1);
            if wanted <= from || wanted + size >= tail_at {
                continue;
            }
            let mut bytes = vec![0; usize::try_from(size).unwrap_or(0)];
            file.read_exact_at(&mut bytes, wanted)?;
            // From behind the first end of a line to behind the last.
            let start = memchr::memchr(b'\n', &bytes).map_or(bytes.len(), |at| at + 1);
            let end = memchr::memrchr(b'\n', &bytes).map_or(start, |at| at + 1);
            if start < end {
                between.add(&bytes[start..end], wanted + start as u64);
                from = wanted + end as u64;
            }
        }
        Ok(Ends {
            head,
            head_end: after,
            tail,
            tail_at,
            between,
        })
    }

    #[cfg(feature = "parquet")]
    fn of_parquet(rows: &parquet::Rows, sizes: &Sizes) -> io::Result<Ends> {
        let by_row = || Lines {
            by_row: true,
            ..Lines::default()
        };
        let (mut head, mut between, mut tail) = (by_row(), by_row(), by_row());
        let all = rows.len();
        let most = |lines: usize| lines as u64;
        let beginning = most(sizes.head.1).min(all);
        let ending = most(sizes.tail.1).min(all - beginning);
        let add = |lines: &mut Lines, from: u64, to: u64| {
            rows.lines(from..to, |place, raw| {
                let line = lines.each.len() as u64 + 1;
                lines.push(place, line, raw);
            })
        };
        head.push(0, 1, &rows.header());
        add(&mut head, 0, beginning)?;
        add(&mut tail, all - ending, all)?;
        // The first rows of groups: elsewhere what stands before them would be read too.
        let (stretches, size) = sizes.stretches;
        for start in rows.groups_between(beginning, all - ending, stretches) {
            let end = (start + (size >> 6).max(1)).min(all - ending);
            add(&mut between, start, end)?;
        }
        Ok(Ends {
            head,
            head_end: beginning + 1,
            tail,
            tail_at: all - ending + 1,
            between,
        })
    }

    /// All of it as lines; the numbers of those behind the head run on.
    pub(super) fn lines(&self, with_between: bool) -> Lines {
        let mut lines = self.head.clone();
        if with_between {
            lines.extend(&self.between);
        }
        lines.extend(&self.tail);
        lines
    }
}

/// So many bytes from the beginning or the end of a stretch, and lines at least, in whole lines.
fn whole_lines(
    file: &File,
    from: u64,
    to: u64,
    (size, lines): (u64, usize),
    at_start: bool,
) -> io::Result<Vec<u8>> {
    let all = to - from;
    let mut wanted = size.min(all);
    loop {
        let mut bytes = vec![0; usize::try_from(wanted).unwrap_or(0)];
        let start = if at_start { from } else { to - wanted };
        file.read_exact_at(&mut bytes, start)?;
        if wanted == all {
            return Ok(bytes);
        }
        let count = memchr::memchr_iter(b'\n', &bytes).count();
        if count >= lines || wanted >= LONGEST_END {
            if at_start {
                bytes.truncate(memchr::memrchr(b'\n', &bytes).map_or(0, |at| at + 1));
            } else {
                // The end of a line that is not read as a whole.
                let first = memchr::memchr(b'\n', &bytes).map_or(bytes.len(), |at| at + 1);
                bytes.drain(..first);
            }
            return Ok(bytes);
        }
        wanted = (wanted * 2).min(all);
    }
}
