//! Quotes: how they stand in a chunk, and the fields of a record that has them.

use std::ops::Range;

use memchr::memchr;

use super::Scan;
use super::bits::{as_u32, bytes_equal, mask, parity};

/// How quotes stand in a chunk, from the simplest way on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Quotes {
    /// Nowhere.
    #[default]
    None,
    /// Around whole fields that hold no delimiter, no quote and no line break.
    Around,
    /// Around no line break.
    InLines,
    /// Around line breaks, or in doubt: a quote opens amid a field, and readers differ in what it is.
    Breaks,
}

impl Quotes {
    /// How quotes stand in a chunk, which begins with a record.
    pub(super) fn of(bytes: &[u8], delimiter: u8, quote: u8) -> Quotes {
        if memchr(quote, bytes).is_none() {
            return Quotes::None;
        }
        let mut seen = Seen {
            begins: 1,
            separated: 1,
            has_returns: memchr(b'\r', bytes).is_some(),
            ..Seen::default()
        };
        let mut blocks = bytes.chunks_exact(64);
        for block in &mut blocks {
            let Ok(block) = block.try_into() else {
                continue;
            };
            seen.take(block, delimiter, quote);
        }
        let rest = blocks.remainder();
        if !rest.is_empty() {
            // What follows the last byte is the end of a record.
            let mut last = [b'\n'; 64];
            last[..rest.len()].copy_from_slice(rest);
            seen.take(&last, delimiter, quote);
        }
        if seen.breaks || seen.within != 0 {
            Quotes::Breaks
        } else if seen.amid || seen.returns != 0 {
            Quotes::InLines
        } else {
            Quotes::Around
        }
    }
}

/// What the blocks up to one show.
#[derive(Default)]
struct Seen {
    /// All ones where the block before ends within quotes.
    within: u64,
    /// The lowest bit: whether a field begins with this block, or a quote stands before it.
    begins: u64,
    /// The lowest bit: whether the block before ends with a separator of fields.
    separated: u64,
    /// The lowest bit: whether the block before ends with a closing quote.
    closed: u64,
    /// The lowest bit: whether the block before ends with a carriage return.
    returns: u64,
    /// Whether there are carriage returns at all.
    has_returns: bool,
    /// Whether a line break stands within quotes, or a quote opens amid a field.
    breaks: bool,
    /// Whether a delimiter or a quote stands within quotes, or a field goes on behind them.
    amid: bool,
}

impl Seen {
    fn take(&mut self, block: &[u8; 64], delimiter: u8, quote: u8) {
        let quotes = mask(block, |word| bytes_equal(word, quote));
        let separators = mask(block, |word| {
            bytes_equal(word, delimiter) | bytes_equal(word, b'\n')
        });
        let within = parity(quotes) ^ self.within;
        let begins = separators | quotes;
        let (opening, closing) = (quotes & within, quotes & !within);
        self.breaks |= opening & !(begins << 1 | self.begins) != 0;
        self.amid |= (opening & !(separators << 1 | self.separated)) != 0;
        let mut returns = 0;
        if self.has_returns || within & separators != 0 {
            returns = mask(block, |word| bytes_equal(word, b'\r'));
            let breaks = mask(block, |word| bytes_equal(word, b'\n'));
            self.breaks |= within & breaks != 0;
            self.amid |=
                (within & separators & !breaks) | ((returns << 1 | self.returns) & !breaks) != 0;
        }
        self.amid |= (closing << 1 | self.closed) & !(separators | returns) != 0;
        self.within = 0_u64.wrapping_sub(within >> 63);
        self.begins = begins >> 63;
        self.separated = separators >> 63;
        self.closed = closing >> 63;
        self.returns = returns >> 63;
    }
}

/// Where in a record a reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
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
    pub(super) fn after(self, byte: u8, delimiter: u8, quote: u8) -> State {
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
pub(super) struct Fields<'s, 'a> {
    pub(super) scan: &'s Scan<'s>,
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    /// Whether a quote stood otherwise than around a whole field.
    pub(super) odd: bool,
}

impl Fields<'_, '_> {
    /// Reads a field; nothing behind the last one.
    pub(super) fn next(
        &mut self,
        unquoted: &mut Vec<u8>,
        spans: &mut Vec<Range<u32>>,
    ) -> Option<()> {
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
