//! One look at every row of a large file: which rows show something that no row before them shows.
//!
//! What a table is is concluded from which texts its columns hold, which of them always stand beside which, how its
//! figures are written, and which columns name a row. Rows that show all of this say as much as the whole file. That no
//! two rows have one key is checked of every row.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, RwLock};

use super::texts::Texts;
use crate::source::fold::digits_by;
use crate::source::numeral::Format;
use crate::source::scan::{Fold, Record};

/// The most different texts of a column that are told apart.
const MOST_TEXTS: usize = 50_000;
/// The most cells that are no figures, and the most rows of another width; of more the whole file is read.
const MOST_ODD: usize = 500;
/// So many rows of another width, one behind another, end no table.
const MOST_LOOSE: usize = 3;
/// The most forms in which the figures of a column are written.
const MOST_FORMS: usize = 2000;
/// The most rows that are kept since a target wants them.
const MOST_WANTED: usize = 20_000;
/// The most keys that two rows have and that are told.
const MOST_REPEATED: usize = 8;
/// The most keys that there is room for, as a power of two.
const MOST_KEYS: u32 = 28;
/// No text: of a column that holds too many different ones.
const OPEN: u32 = u32::MAX;

/// What is looked for. Columns are those of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// How many fields a row has, and how many at least those that hold anything.
    pub(super) width: usize,
    pub(super) used: usize,
    /// The columns whose texts are told apart.
    pub(super) texts: Vec<usize>,
    /// Those of them, by their places in `texts`, that name a row.
    pub(super) key: Vec<usize>,
    /// Those of them that tell the time together, where they are several: year and month.
    pub(super) times: Vec<usize>,
    /// That of them that tells which indicator figures are of.
    pub(super) indicator: Option<usize>,
    /// The columns of figures.
    pub(super) figures: Vec<(usize, Format)>,
    /// Rows that are kept: those with one of these texts in a column of `texts`, or with all texts of one of these keys.
    pub(super) wanted: Vec<Vec<(usize, Vec<u8>)>>,
}

/// A row that is kept.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    /// Where in the file it begins.
    pub(super) offset: u64,
    /// The line of the file, once that is known.
    pub(super) line: u64,
    pub(super) raw: Box<[u8]>,
    /// What it shows; it stays where it is the first or the second to show one of these, or where there are none.
    shows: Vec<Shown>,
}

/// What a row shows, and how many rows that show it are enough.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Shown {
    /// A text of a column.
    Text(usize, u32),
    /// A period that several columns tell together.
    Period(Vec<u32>),
    /// A form in which figures of a column are written.
    Form(usize, u32, Vec<u8>),
    /// Something of which all rows are to be seen.
    Always,
}

/// What all threads share.
pub(super) struct Shared {
    /// For each column the code of each of its texts.
    codes: Mutex<Vec<BTreeMap<Vec<u8>, u32>>>,
    keys: RwLock<Keys>,
}

/// Which keys there are, a bit for each.
struct Keys {
    /// How many bits the code of each column of the key has.
    bits: Vec<u32>,
    words: Vec<AtomicU64>,
}

/// The survey of one thread.
pub(super) struct Survey<'p> {
    plan: &'p Plan,
    shared: &'p Shared,
    texts: Vec<Texts>,
    pairs: Vec<Pair>,
    /// Which of the pairs are not refuted.
    open_pairs: Vec<usize>,
    figures: Vec<Forms>,
    wanted: Vec<Vec<(usize, u32)>>,
    count_of_wanted: usize,
    /// The codes of the texts of the row.
    codes: Vec<u32>,
    /// The periods that several columns tell together.
    periods: BTreeSet<Vec<u32>>,
    /// The keys of the rows of the chunk, one behind the other.
    keys: Vec<u32>,
    kept: Vec<Kept>,
    /// How many of the kept rows have their line.
    numbered: usize,
    odd: usize,
    /// How many rows are of another width, or hold a text in their first field alone.
    rejected: usize,
    /// Whether the row before was such.
    after_odd: bool,
    /// How many of them no usual row follows in their chunk.
    loose: usize,
    /// Where each chunk begins and how many lines end in it.
    chunks: Vec<(u64, u64)>,
    repeated: Vec<Vec<u32>>,
    fault: Option<Fault>,
}

/// Why the whole file has to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Quotes that readers take differently, lines that end otherwise, bytes that are no UTF-8.
    Form,
    /// More that is odd, or more different texts, than is kept.
    Much,
}

/// Whether each text of one column always stands beside the same of another.
struct Pair {
    of: usize,
    beside: usize,
    /// Whether rows are passed over in which either is blank.
    told: bool,
    known: Vec<u32>,
    refuted: bool,
}

/// The forms in which the figures of a column are written.
struct Forms {
    column: usize,
    format: Format,
    decimal: u8,
    /// How often each of the plain forms was seen.
    plain: [u8; 5],
    /// How often each other one was, of each indicator.
    others: BTreeMap<(u32, Vec<u8>), u8>,
}

/// What the surveys of all threads come to.
pub(super) struct Found {
    /// The rows that show something, in order.
    pub(super) rows: Vec<Kept>,
    /// How many lines end in the stretch.
    pub(super) lines: u64,
    /// How many rows are of another width.
    pub(super) rejected: usize,
    /// Keys that two rows have, as conditions.
    pub(super) repeated: Vec<Vec<(usize, Vec<u8>)>>,
    /// The columns with too many different texts, by their places in `texts`.
    pub(super) open: Vec<usize>,
}

impl Shared {
    pub(super) fn new(plan: &Plan) -> Shared {
        Shared {
            codes: Mutex::new(vec![BTreeMap::new(); plan.texts.len()]),
            keys: RwLock::new(Keys {
                bits: vec![1; plan.key.len()],
                words: Vec::new(),
            }),
        }
    }

    /// The code of a text, which may be new.
    fn code(&self, column: usize, text: &[u8]) -> u32 {
        let mut codes = self
            .codes
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let known = &mut codes[column];
        if let Some(code) = known.get(text) {
            return *code;
        }
        let code = u32::try_from(known.len()).unwrap_or(OPEN);
        known.insert(text.to_vec(), code);
        code
    }
}

impl Keys {
    fn holds(&self, key: &[u32]) -> bool {
        key.iter()
            .zip(&self.bits)
            .all(|(code, bits)| code >> bits == 0)
    }

    fn at(&self, key: &[u32]) -> usize {
        let at = key
            .iter()
            .zip(&self.bits)
            .fold(0_u64, |at, (code, bits)| at << bits | u64::from(*code));
        usize::try_from(at).unwrap_or(usize::MAX)
    }

    /// Makes room for the codes of these keys; whether there is so much.
    fn grow(&mut self, keys: &[u32]) -> bool {
        let width = self.bits.len();
        let mut bits = self.bits.clone();
        for key in keys.chunks_exact(width) {
            for (code, bits) in key.iter().zip(&mut bits) {
                while *bits < 32 && code >> *bits != 0 {
                    *bits += 1;
                }
            }
        }
        let all: u32 = bits.iter().sum();
        if all > MOST_KEYS {
            return false;
        }
        let words = (1_usize << all).div_ceil(64);
        let grown = Keys {
            bits,
            words: std::iter::repeat_with(AtomicU64::default)
                .take(words)
                .collect(),
        };
        let mut key = vec![0_u32; width];
        for (at, word) in self.words.iter().enumerate() {
            let mut word = word.load(Ordering::Relaxed);
            while word != 0 {
                let mut place = at * 64 + word.trailing_zeros() as usize;
                word &= word - 1;
                for (code, bits) in key.iter_mut().zip(&self.bits).rev() {
                    *code = u32::try_from(place & ((1 << bits) - 1)).unwrap_or(0);
                    place >>= bits;
                }
                let place = grown.at(&key);
                grown.words[place / 64].fetch_or(1 << (place % 64), Ordering::Relaxed);
            }
        }
        *self = grown;
        true
    }
}

impl<'p> Survey<'p> {
    pub(super) fn new(plan: &'p Plan, shared: &'p Shared) -> Survey<'p> {
        let count = plan.texts.len();
        let pairs = (0..count).flat_map(|of| {
            let others = (0..count).filter(move |beside| *beside != of);
            others.flat_map(move |beside| {
                [false, true].map(|told| Pair {
                    of,
                    beside,
                    told,
                    known: Vec::new(),
                    refuted: false,
                })
            })
        });
        let pairs: Vec<Pair> = pairs.collect();
        let wanted = plan.wanted.iter().map(|wanted| {
            let codes = wanted
                .iter()
                .map(|(column, text)| (*column, shared.code(*column, text)));
            codes.collect()
        });
        Survey {
            plan,
            shared,
            texts: plan.texts.iter().map(|_| Texts::default()).collect(),
            open_pairs: (0..pairs.len()).collect(),
            pairs,
            figures: plan
                .figures
                .iter()
                .map(|(column, format)| Forms::new(*column, *format))
                .collect(),
            wanted: wanted.collect(),
            count_of_wanted: 0,
            codes: vec![0; count],
            periods: BTreeSet::new(),
            keys: Vec::new(),
            kept: Vec::new(),
            numbered: 0,
            odd: 0,
            rejected: 0,
            after_odd: false,
            loose: 0,
            chunks: Vec::new(),
            repeated: Vec::new(),
            fault: None,
        }
    }

    fn keep(&mut self, record: &Record, shows: Vec<Shown>) {
        self.kept.push(Kept {
            offset: record.offset,
            line: 0,
            raw: record.raw.into(),
            shows,
        });
    }

    /// Marks the keys of the chunk; two rows of one key are told.
    fn mark_keys(&mut self) {
        let width = self.plan.key.len();
        if width == 0 {
            return;
        }
        let mut keys = self
            .shared
            .keys
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if keys.words.is_empty() || !self.keys.chunks_exact(width).all(|key| keys.holds(key)) {
            drop(keys);
            let grown = self
                .shared
                .keys
                .write()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .grow(&self.keys);
            if !grown {
                self.fault = Some(Fault::Much);
                return;
            }
            keys = self
                .shared
                .keys
                .read()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
        }
        for key in self.keys.chunks_exact(width) {
            let at = keys.at(key);
            let bit = 1 << (at % 64);
            let before = keys.words[at / 64].fetch_or(bit, Ordering::Relaxed);
            if before & bit != 0 && self.repeated.len() < MOST_REPEATED {
                self.repeated.push(key.to_vec());
            }
        }
    }

    /// What the surveys of all threads show.
    ///
    /// # Errors
    /// If the whole file has to be read.
    pub(super) fn merged(surveys: Vec<Survey>) -> Result<Found, Fault> {
        if let Some(fault) = surveys.iter().find_map(|survey| survey.fault) {
            return Err(fault);
        }
        let Some(plan) = surveys.first().map(|survey| survey.plan) else {
            return Err(Fault::Much);
        };
        let open = (0..plan.texts.len())
            .filter(|&at| surveys.iter().any(|survey| survey.texts[at].is_open()));
        let open: Vec<usize> = open.collect();
        let mut chunks: Vec<(u64, u64)> = Vec::new();
        let mut rows: Vec<Kept> = Vec::new();
        let mut repeated: Vec<Vec<u32>> = Vec::new();
        let across = refuted_across(&surveys);
        let rejected: usize = surveys.iter().map(|survey| survey.rejected).sum();
        if rejected > MOST_LOOSE && surveys.iter().any(|survey| survey.loose > 0) {
            return Err(Fault::Much);
        }
        let shared = surveys[0].shared;
        for survey in surveys {
            chunks.extend(survey.chunks);
            rows.extend(survey.kept);
            repeated.extend(survey.repeated);
        }
        for row in &mut rows {
            if row.shows.iter().any(|shown| matches!(shown, Shown::Text(column, code) if across.contains(&(*column, *code)))) {
                row.shows.push(Shown::Always);
            }
        }
        chunks.sort_unstable();
        rows.sort_by_key(|row| row.offset);
        // The lines before each chunk.
        let mut before = 0;
        let mut of_chunk: Vec<(u64, u64)> = Vec::with_capacity(chunks.len());
        for (offset, lines) in &chunks {
            of_chunk.push((*offset, before));
            before += lines;
        }
        for row in &mut rows {
            let chunk = of_chunk.partition_point(|(offset, _)| *offset <= row.offset);
            row.line += chunk.checked_sub(1).map_or(0, |at| of_chunk[at].1);
        }
        let mut seen: BTreeMap<Shown, usize> = BTreeMap::new();
        rows.retain(|row| {
            let mut stays = false;
            for shown in &row.shows {
                let count = seen.entry(shown.clone()).or_default();
                *count += 1;
                stays |= *count <= shown.enough();
            }
            stays
        });
        let codes = shared
            .codes
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let text = |column: usize, code: u32| {
            let mut known = codes[column].iter();
            let found = known.find(|(_, known)| **known == code);
            found.map(|(text, _)| text.clone()).unwrap_or_default()
        };
        repeated.sort_unstable();
        repeated.dedup();
        let repeated = repeated.iter().take(MOST_REPEATED).map(|key| {
            let columns = plan.key.iter().zip(key);
            columns
                .map(|(column, code)| (*column, text(*column, *code)))
                .collect()
        });
        Ok(Found {
            rows,
            lines: before,
            rejected,
            repeated: repeated.collect(),
            open,
        })
    }
}

/// The texts, each with its column, that stand beside one text in one thread and beside another in another.
fn refuted_across(surveys: &[Survey]) -> Vec<(usize, u32)> {
    let mut found = Vec::new();
    let Some((first, others)) = surveys.split_first() else {
        return found;
    };
    for (at, pair) in first.pairs.iter().enumerate() {
        if surveys.iter().any(|survey| survey.pairs[at].refuted) {
            continue;
        }
        let mut known = pair.known.clone();
        'threads: for other in others {
            for (code, beside) in other.pairs[at].known.iter().enumerate() {
                if known.len() <= code {
                    known.resize(code + 1, OPEN);
                }
                if *beside == OPEN || known[code] == OPEN {
                    known[code] = known[code].min(*beside);
                } else if known[code] != *beside {
                    found.push((pair.of, u32::try_from(code).unwrap_or(OPEN)));
                    break 'threads;
                }
            }
        }
    }
    found.sort_unstable();
    found
}

impl Shown {
    /// How many rows that show it are enough.
    fn enough(&self) -> usize {
        match self {
            Shown::Text(..) | Shown::Period(_) => 1,
            Shown::Form(..) => 2,
            Shown::Always => usize::MAX,
        }
    }
}

impl Fold for Survey<'_> {
    fn take(&mut self, record: &Record) {
        if self.fault.is_some() {
            return;
        }
        let mut shows = Vec::new();
        for (at, (texts, column)) in self.texts.iter_mut().zip(&self.plan.texts).enumerate() {
            let field = record.field(*column);
            let (code, new) = texts.code(field, |text| self.shared.code(at, text));
            if new {
                if texts.len() > MOST_TEXTS {
                    if self.plan.key.contains(&at) {
                        self.fault = Some(Fault::Much);
                    }
                    texts.open();
                } else {
                    shows.push(Shown::Text(at, code));
                }
            }
            self.codes[at] = code;
        }
        let mut at = 0;
        while let Some(&place) = self.open_pairs.get(at) {
            let pair = &mut self.pairs[place];
            if !pair.holds(&self.codes, record, &self.plan.texts) {
                shows.push(Shown::Always);
            }
            if pair.refuted {
                self.open_pairs.swap_remove(at);
            } else {
                at += 1;
            }
        }
        if !self.plan.times.is_empty() {
            let codes = self.plan.times.iter().map(|&at| self.codes[at]);
            let period: Vec<u32> = codes.collect();
            if !self.periods.contains(&period) {
                self.periods.insert(period.clone());
                shows.push(Shown::Period(period));
            }
        }
        let indicator = self.plan.indicator.map_or(0, |at| self.codes[at]);
        for forms in &mut self.figures {
            match forms.take(record.field(forms.column), indicator) {
                Form::Known => {}
                Form::New(form) => shows.push(Shown::Form(forms.column, indicator, form)),
                Form::Unread => {
                    self.odd += 1;
                    shows.push(Shown::Always);
                }
            }
            if self.odd > MOST_ODD || forms.others.len() > MOST_FORMS {
                self.fault = Some(Fault::Much);
            }
        }
        for wanted in &self.wanted {
            if wanted
                .iter()
                .all(|(column, code)| self.codes[*column] == *code)
            {
                self.count_of_wanted += 1;
                shows.push(Shown::Always);
            }
        }
        if self.count_of_wanted > MOST_WANTED {
            self.fault = Some(Fault::Much);
        }
        self.keys
            .extend(self.plan.key.iter().map(|&at| self.codes[at]));
        // A row of another width is followed by a usual one, which shows that the table goes on.
        if std::mem::take(&mut self.after_odd) {
            shows.push(Shown::Always);
        }
        if record.field(1).trim_ascii().is_empty()
            && (2..record.len()).all(|at| record.field(at).trim_ascii().is_empty())
        {
            self.odd += 1;
            self.rejected += 1;
            self.after_odd = true;
            shows.push(Shown::Always);
        }
        if !shows.is_empty() {
            self.keep(record, shows);
        }
    }

    fn reject(&mut self, record: &Record) {
        self.odd += 1;
        // Cells without text behind those of the header are none; a row that ends early may be one all the same.
        let is_blank = |at: usize| record.field(at).trim_ascii().is_empty();
        let is_row = if record.len() > self.plan.width {
            (self.plan.width..record.len()).all(is_blank)
        } else {
            record.len() >= self.plan.used
        };
        if self.odd > MOST_ODD || is_row {
            self.fault = Some(Fault::Much);
            return;
        }
        self.rejected += 1;
        self.after_odd = true;
        self.keep(record, vec![Shown::Always]);
    }

    fn odd_quotes(&mut self) {
        self.fault = Some(Fault::Form);
    }

    fn end_chunk(&mut self, bytes: &[u8], offset: u64) {
        self.loose += usize::from(std::mem::take(&mut self.after_odd));
        let returns = memchr::memchr_iter(b'\r', bytes);
        let ends_line = |at: usize| bytes.get(at + 1).is_none_or(|next| *next == b'\n');
        if (!bytes.is_ascii() && std::str::from_utf8(bytes).is_err())
            || !returns.into_iter().all(ends_line)
        {
            self.fault = Some(Fault::Form);
        }
        self.mark_keys();
        self.keys.clear();
        let (mut at, mut line) = (0, 0);
        for row in &mut self.kept[self.numbered..] {
            let start = usize::try_from(row.offset - offset)
                .unwrap_or(0)
                .min(bytes.len());
            if start < at {
                (at, line) = (0, 0);
            }
            line += memchr::memchr_iter(b'\n', &bytes[at..start]).count() as u64;
            at = start;
            row.line = line;
        }
        self.numbered = self.kept.len();
        let rest = memchr::memchr_iter(b'\n', &bytes[at..]).count() as u64;
        self.chunks.push((offset, line + rest));
    }
}

impl Pair {
    /// Whether the texts of a row stand beside one another as in those before.
    fn holds(&mut self, codes: &[u32], record: &Record, columns: &[usize]) -> bool {
        let (of, beside) = (codes[self.of], codes[self.beside]);
        if of == OPEN || beside == OPEN {
            self.refuted = true;
            return true;
        }
        let at = of as usize;
        if let Some(known) = self.known.get(at)
            && *known == beside
        {
            return true;
        }
        let is_blank = |at: usize| record.field(columns[at]).trim_ascii().is_empty();
        if self.told && (is_blank(self.of) || is_blank(self.beside)) {
            return true;
        }
        if self.known.len() <= at {
            self.known.resize(at + 1, OPEN);
        }
        let known = &mut self.known[at];
        if *known == OPEN {
            *known = beside;
            return true;
        }
        self.refuted = true;
        false
    }
}

/// What a cell shows of how figures are written.
enum Form {
    Known,
    New(Vec<u8>),
    Unread,
}

impl Forms {
    fn new(column: usize, format: Format) -> Forms {
        Forms {
            column,
            decimal: if format.decimal == ',' { b',' } else { b'.' },
            format,
            plain: [0; 5],
            others: BTreeMap::new(),
        }
    }

    fn take(&mut self, cell: &[u8], indicator: u32) -> Form {
        if let Some((_, scale)) = digits_by(cell, self.decimal) {
            let digits = cell.strip_prefix(b"-").unwrap_or(cell);
            let form = match (digits, scale) {
                ([b'0', b'0'..=b'9', ..], _) => 4,
                (_, 0) => usize::from(digits.len() > 3),
                (_, 3) => 2,
                _ => 3,
            };
            if self.plain[form] == 2 {
                return Form::Known;
            }
            self.plain[form] += 1;
            return Form::New(vec![u8::try_from(form).unwrap_or(0)]);
        }
        let Ok(text) = std::str::from_utf8(cell) else {
            return Form::Unread;
        };
        let text = text.trim();
        if self.format.read(text).is_err() {
            return Form::Unread;
        }
        // Digits of any number are one form.
        let mut form = vec![b'='];
        for byte in text.bytes() {
            let byte = if byte.is_ascii_digit() { b'9' } else { byte };
            if byte != b'9' || form.last() != Some(&b'9') {
                form.push(byte);
            }
        }
        let seen = self.others.entry((indicator, form.clone())).or_default();
        if *seen == 2 {
            return Form::Known;
        }
        *seen += 1;
        Form::New(form)
    }
}
