//! One look at every row of a large file: which rows show something that no row before them shows.
//!
//! What a table is is concluded from which texts its columns hold, which of them always stand beside which, how its
//! figures are written, and which columns name a row. Rows that show all of this say as much as the whole file. That no
//! two rows have one key is checked of every row.
//!
//! It is one file since one look at a row fills all of it; what is kept of a row, merged and wanted stands beside.

mod forms;
mod keys;
mod merged;
mod pairs;
mod shown;
mod wanted;

use std::collections::BTreeSet;

use crate::source::numeral::Format;
use crate::source::scan::{Fold, Quotes, Record};
use crate::source::texts::Texts;
use forms::{Form, Forms};
use keys::Layout;
pub(super) use keys::Shared;
pub(super) use merged::Found;
use pairs::Pair;
use shown::{Kept, Shown};
use wanted::Targets;

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
/// The most that is kept of which texts stand in which chunk, in words of 64 for each thread.
const MOST_ZONES: usize = 1 << 18;
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

/// Where a chunk begins, and which codes stand in it, of each column of texts a bit for each.
pub(super) type Zone = (u64, Vec<Vec<u64>>);

/// The survey of one thread.
pub(super) struct Survey<'p> {
    plan: &'p Plan,
    shared: &'p Shared,
    texts: Vec<Told>,
    pairs: Vec<Pair>,
    /// Which of the pairs are not refuted.
    open_pairs: Vec<usize>,
    figures: Vec<Forms>,
    wanted: Targets,
    count_of_wanted: usize,
    /// The codes of the texts of the row.
    codes: Vec<u32>,
    /// The periods that several columns tell together, and that of the row.
    periods: BTreeSet<Vec<u32>>,
    period: Vec<u32>,
    /// Where each chunk begins and what stands in it; nothing once that is too much to keep.
    zones: Option<Vec<Zone>>,
    /// How many words the zones have.
    words_of_zones: usize,
    /// The keys of the rows of the chunk, each as a number, and how they are written so.
    keys: Vec<u32>,
    layout: Layout,
    /// What the row shows.
    shows: Vec<Shown>,
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
    quotes: Quotes,
    fault: Option<Fault>,
}

/// A column whose texts are told apart.
struct Told {
    column: usize,
    texts: Texts,
    /// The code of the row.
    code: u32,
    /// Which codes stand in the chunk, a bit for each.
    zone: Vec<u64>,
}

/// Why the whole file has to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Quotes that readers take differently, lines that end otherwise, bytes that are no UTF-8.
    Form,
    /// More that is odd, or more different texts, than is kept.
    Much,
}

impl Told {
    fn new(column: usize) -> Told {
        Told {
            column,
            texts: Texts::default(),
            code: 0,
            zone: Vec::new(),
        }
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
        let wanted: Vec<Vec<(usize, u32)>> = wanted.collect();
        Survey {
            plan,
            shared,
            texts: plan.texts.iter().map(|column| Told::new(*column)).collect(),
            open_pairs: (0..pairs.len()).collect(),
            pairs,
            figures: plan
                .figures
                .iter()
                .map(|(column, format)| Forms::new(*column, *format))
                .collect(),
            wanted: Targets::new(&wanted),
            count_of_wanted: 0,
            codes: vec![0; count],
            periods: BTreeSet::new(),
            period: Vec::new(),
            zones: Some(Vec::new()),
            words_of_zones: 0,
            keys: Vec::new(),
            layout: Layout::new(plan),
            shows: Vec::new(),
            kept: Vec::new(),
            numbered: 0,
            odd: 0,
            rejected: 0,
            after_odd: false,
            loose: 0,
            chunks: Vec::new(),
            repeated: Vec::new(),
            quotes: Quotes::None,
            fault: None,
        }
    }

    /// Keeps a row for what it shows.
    #[cold]
    fn keep(&mut self, record: &Record) {
        self.kept.push(Kept {
            offset: record.offset,
            line: 0,
            raw: record.raw.into(),
            shows: std::mem::take(&mut self.shows),
        });
    }

    /// Tells the texts of a column no longer apart, where a new one is one too many.
    #[cold]
    fn count_texts(&mut self) {
        for (at, told) in self.texts.iter_mut().enumerate() {
            if told.texts.len() > MOST_TEXTS {
                if self.plan.key.contains(&at) {
                    self.fault = Some(Fault::Much);
                }
                told.texts.open();
                self.shows
                    .retain(|shown| !matches!(shown, Shown::Text(column, _) if *column == at));
            }
        }
    }

    /// Makes room for the key of the row, which has a new text.
    #[cold]
    fn widen(&mut self) {
        let columns = self.plan.key.iter();
        let key: Vec<u32> = columns.map(|at| self.codes[*at]).collect();
        if self.layout.holds(&key) {
            return;
        }
        self.mark();
        match self.layout.with(&key) {
            Some(wider) => self.layout = wider,
            None => self.fault = Some(Fault::Much),
        }
    }

    /// Marks the keys of the rows so far, unless the rows are read in another way after all: a key may have had no room.
    fn mark(&mut self) {
        if self.fault.is_some() {
            self.keys.clear();
            return;
        }
        let (layout, keys) = (&mut self.layout, &mut self.keys);
        let repeated = &mut self.repeated;
        if !self.shared.mark(layout, keys, repeated, MOST_REPEATED) {
            self.fault = Some(Fault::Much);
        }
    }

    /// Ends what is known of which texts stand in a chunk.
    fn end_zone(&mut self, offset: u64) {
        let Some(zones) = &mut self.zones else {
            return;
        };
        let columns = self.texts.iter_mut();
        let zone: Vec<Vec<u64>> = columns.map(|told| std::mem::take(&mut told.zone)).collect();
        self.words_of_zones += zone.iter().map(Vec::len).sum::<usize>();
        zones.push((offset, zone));
        if self.words_of_zones > MOST_ZONES {
            self.zones = None;
        }
    }
}

impl Fold for Survey<'_> {
    fn take(&mut self, record: &Record) {
        if self.fault.is_some() {
            return;
        }
        let mut has_new = false;
        for (at, told) in self.texts.iter_mut().enumerate() {
            if told.column < record.same {
                continue;
            }
            let field = record.field(told.column);
            let give = |text: &[u8]| self.shared.code(at, text);
            let (code, new) = told.texts.code(field, give);
            if code != told.code || told.zone.is_empty() {
                told.code = code;
                self.codes[at] = code;
                mark(&mut told.zone, code);
            }
            if new {
                self.shows.push(Shown::Text(at, code));
                has_new = true;
            }
        }
        if has_new {
            self.count_texts();
            self.widen();
        }
        let mut at = 0;
        while let Some(&place) = self.open_pairs.get(at) {
            let pair = &mut self.pairs[place];
            if !pair.holds(&self.codes, record, &self.plan.texts) {
                self.shows.push(Shown::Always);
            }
            if pair.refuted {
                self.open_pairs.swap_remove(at);
            } else {
                at += 1;
            }
        }
        if !self.plan.times.is_empty() {
            self.period.clear();
            for &at in &self.plan.times {
                self.period.push(self.codes[at]);
            }
            if !self.periods.contains(&self.period) {
                self.periods.insert(self.period.clone());
                self.shows.push(Shown::Period(self.period.clone()));
            }
        }
        let indicator = self.plan.indicator.map_or(0, |at| self.codes[at]);
        for forms in &mut self.figures {
            match forms.take(record.field(forms.column), indicator) {
                Form::Known => {}
                Form::New(form) => self.shows.push(Shown::Form(forms.column, indicator, form)),
                Form::Unread => {
                    self.odd += 1;
                    self.shows.push(Shown::Always);
                }
            }
            if self.odd > MOST_ODD || forms.others.len() > MOST_FORMS {
                self.fault = Some(Fault::Much);
            }
        }
        let met = self.wanted.met(&self.codes);
        if met > 0 {
            self.count_of_wanted += met;
            self.shows.push(Shown::Always);
        }
        if self.count_of_wanted > MOST_WANTED {
            self.fault = Some(Fault::Much);
        }
        let key = self.plan.key.iter().map(|at| self.codes[*at]);
        self.keys.push(self.layout.number(key));
        // A row of another width is followed by a usual one, which shows that the table goes on.
        if std::mem::take(&mut self.after_odd) {
            self.shows.push(Shown::Always);
        }
        if (1..record.len()).all(|at| is_blank(record.field(at))) {
            self.odd += 1;
            self.rejected += 1;
            self.after_odd = true;
            self.shows.push(Shown::Always);
        }
        if !self.shows.is_empty() {
            self.keep(record);
        }
    }

    fn reject(&mut self, record: &Record) {
        self.odd += 1;
        // Cells without text behind those of the header are none; a row that ends early may be one all the same.
        let is_row = if record.len() > self.plan.width {
            (self.plan.width..record.len()).all(|at| is_blank(record.field(at)))
        } else {
            record.len() >= self.plan.used
        };
        if self.odd > MOST_ODD || is_row {
            self.fault = Some(Fault::Much);
            return;
        }
        self.rejected += 1;
        self.after_odd = true;
        self.shows.push(Shown::Always);
        self.keep(record);
    }

    fn quotes(&mut self, quotes: Quotes) {
        self.quotes = self.quotes.max(quotes);
        if quotes == Quotes::Breaks {
            self.fault = Some(Fault::Form);
        }
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
        self.mark();
        self.end_zone(offset);
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

/// Whether nothing stands in a field.
fn is_blank(field: &[u8]) -> bool {
    field.iter().all(u8::is_ascii_whitespace)
}

/// Marks a code, a bit for each; what has no code is not marked.
#[inline]
fn mark(bits: &mut Vec<u64>, code: u32) {
    if code == OPEN {
        return;
    }
    let (word, bit) = (code as usize / 64, 1 << (code % 64));
    if bits.len() <= word {
        bits.resize(word + 1, 0);
    }
    bits[word] |= bit;
}
