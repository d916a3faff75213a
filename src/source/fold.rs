//! Records folded into groups: for each, exact sums of its figures.
//!
//! A sum is an integer with a scale, and so are the half units that its figures stand for either way: whatever the order,
//! and however the figures are spread over chunks, the sum is the same.

mod folded;
mod sum;

use std::collections::{BTreeMap, BTreeSet};

use super::digits::digits_by;
use super::numeral::Format;
use super::scan::{Fold, Record};
use super::shape::clean;
use super::texts::Texts;
pub use folded::{Added, Folded};
use sum::Part;
pub use sum::Sum;

/// Which fields name a group, which hold figures.
#[derive(Debug, Clone)]
pub struct Grouping {
    /// What names a group.
    pub keys: Vec<Key>,
    /// The fields with figures: one for each record of a row, where it has one; and how these are written.
    pub values: Vec<(Vec<Option<usize>>, Format)>,
    /// How many records a row has.
    pub records: usize,
}

/// What names a group.
#[derive(Debug, Clone)]
pub enum Key {
    /// A field, with the texts that may stand there.
    Field(usize, Vec<Vec<u8>>),
    /// Which of the records of a row it is.
    Record,
}

impl Grouping {
    /// How many different names what names a group has.
    fn size(&self, key: &Key) -> u64 {
        match key {
            Key::Field(_, texts) => texts.len() as u64,
            Key::Record => self.records as u64,
        }
    }
}

/// The groups of the records, found by their names.
#[derive(Debug)]
pub struct Groups<'a> {
    grouping: &'a Grouping,
    /// The texts of each field that names a group; their codes are their places.
    texts: Vec<Texts>,
    /// The codes of the row.
    codes: Vec<u64>,
    /// What names each group: the codes of its texts as one number.
    names: Vec<u64>,
    /// Where in the file each group first comes.
    first: Vec<u64>,
    /// How many records each group has.
    counts: Vec<u64>,
    /// The groups that lack a figure.
    lacking: BTreeSet<usize>,
    /// For each group a part for each of the values.
    parts: Vec<Part>,
    /// What the parts had no room for, by their places.
    spilled: BTreeMap<usize, Sum>,
    /// The groups, counted from 1, by the hash of their names; 0 where there is none.
    slots: Vec<u32>,
    /// The group of the record before, which is often that of the next.
    last: usize,
    /// Whether a cell holds no plain figure, or a text stands where none of those known does.
    is_odd: bool,
}

/// How much room is made at once for groups.
const ROOM: u64 = 1 << 19;

impl<'a> Groups<'a> {
    /// No groups as yet.
    pub fn new(grouping: &'a Grouping) -> Groups<'a> {
        let texts = grouping.keys.iter().map(|key| match key {
            Key::Field(_, texts) => Texts::of(texts),
            Key::Record => Texts::default(),
        });
        let counts = grouping.keys.iter().map(|key| grouping.size(key));
        let all = counts.fold(1, u64::saturating_mul).min(ROOM);
        let room = usize::try_from(all).unwrap_or(0);
        Groups {
            grouping,
            codes: vec![0; grouping.keys.len()],
            texts: texts.collect(),
            names: Vec::with_capacity(room),
            first: Vec::with_capacity(room),
            counts: Vec::with_capacity(room),
            lacking: BTreeSet::new(),
            parts: Vec::with_capacity(room * grouping.values.len()),
            spilled: BTreeMap::new(),
            slots: vec![0; (2 * room).next_power_of_two()],
            last: usize::MAX,
            is_odd: false,
        }
    }

    /// The groups of all folds together; nothing where a cell holds no plain figure or a text is not known.
    pub fn merged(folds: Vec<Groups>) -> Option<Folded> {
        let mut folds = folds.into_iter();
        let mut all = folds.next()?;
        let mut is_odd = all.is_odd;
        for other in folds {
            is_odd |= other.is_odd;
            all.merge(&other);
        }
        let count = u32::try_from(all.names.len()).ok().filter(|_| !is_odd)?;
        let mut order: Vec<u32> = (0..count).collect();
        order.sort_unstable_by_key(|group| all.first[*group as usize]);
        let radices = all.grouping.keys.iter();
        Some(Folded {
            radices: radices.map(|key| all.grouping.size(key)).collect(),
            names: all.names,
            counts: all.counts,
            lacking: all.lacking,
            parts: all.parts,
            spilled: all.spilled,
            order,
        })
    }

    fn merge(&mut self, other: &Groups) {
        let width = self.grouping.values.len();
        for (group, name) in other.names.iter().enumerate() {
            let own = self.find(*name, other.first[group]);
            self.counts[own] += other.counts[group];
            if other.lacking.contains(&group) {
                self.lacking.insert(own);
            }
            for at in 0..width {
                let (place, its) = (own * width + at, group * width + at);
                let part = other.parts[its];
                let both = self.parts[place].sum().merged(&part.sum());
                let small = both.and_then(|sum| {
                    Some(Part {
                        units: sum.units.try_into().ok()?,
                        rounding: sum.rounding.try_into().ok()?,
                        scale: sum.scale,
                    })
                });
                match small {
                    Some(small) => self.parts[place] = small,
                    None => self.spill(place, part.sum()),
                }
                if let Some(sum) = other.spilled.get(&its) {
                    self.spill(place, *sum);
                }
            }
        }
    }

    /// Adds a record of the row to its group.
    #[expect(
        clippy::inline_always,
        reason = "called for every row of a file, also where size counts"
    )]
    #[inline(always)]
    fn add(&mut self, row: &Record, record: usize) {
        let grouping = self.grouping;
        let keys = grouping.keys.iter().zip(&self.codes);
        let name = keys.fold(0_u64, |name, (key, code)| match key {
            Key::Field(_, known) => name * known.len() as u64 + code,
            Key::Record => name * grouping.records as u64 + record as u64,
        });
        let group = match self.names.get(self.last) {
            Some(last) if *last == name => self.last,
            // No record of a row comes before one of the row before: each has a byte of its own.
            _ => self.find(name, row.offset + record as u64),
        };
        self.last = group;
        self.counts[group] += 1;
        let width = grouping.values.len();
        for (at, (columns, format)) in grouping.values.iter().enumerate() {
            let decimal = if format.decimal == ',' { b',' } else { b'.' };
            let Some(Some(column)) = columns.get(record) else {
                self.lacking.insert(group);
                continue;
            };
            let cell = row.field(*column);
            let Some(figure) = digits_by(cell, decimal) else {
                self.take_odd(group, cell, *format);
                continue;
            };
            let place = group * width + at;
            if !self.parts[place].add(figure) {
                let mut one = Part::default();
                let (units, scale) = figure;
                (one.units, one.rounding, one.scale) = (units, 1, scale);
                self.spill(place, one.sum());
            }
        }
    }

    /// Takes note of a cell that holds no plain figure: of one that is missing the group lacks it.
    #[cold]
    fn take_odd(&mut self, group: usize, cell: &[u8], format: Format) {
        let text = std::str::from_utf8(cell).map(clean);
        let is_missing = text.is_ok_and(|text| {
            let read = format.read(text);
            read.is_ok_and(|cell| cell.number.is_none())
        });
        if is_missing {
            self.lacking.insert(group);
        } else {
            self.is_odd = true;
        }
    }

    /// Adds to a sum where its part has no room.
    #[cold]
    fn spill(&mut self, place: usize, sum: Sum) {
        self.spilled.entry(place).or_default().merge(&sum);
    }

    /// The group of a name, which may be new.
    fn find(&mut self, name: u64, offset: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = slot_of(name) & mask;
        while self.slots[slot] != 0 {
            let group = self.slots[slot] as usize - 1;
            if self.names[group] == name {
                self.first[group] = self.first[group].min(offset);
                return group;
            }
            slot = (slot + 1) & mask;
        }
        let group = self.names.len();
        self.slots[slot] = u32::try_from(group + 1).unwrap_or(u32::MAX);
        self.names.push(name);
        self.first.push(offset);
        self.counts.push(0);
        let width = self.grouping.values.len();
        self.parts.resize((group + 1) * width, Part::default());
        if 2 * self.names.len() > self.slots.len() {
            self.grow();
        }
        group
    }

    fn grow(&mut self) {
        let mask = 2 * self.slots.len() - 1;
        self.slots = vec![0; mask + 1];
        for (name, group) in self.names.iter().zip(1..) {
            let mut slot = slot_of(*name) & mask;
            while self.slots[slot] != 0 {
                slot = (slot + 1) & mask;
            }
            self.slots[slot] = group;
        }
    }
}

impl Fold for Groups<'_> {
    fn take(&mut self, row: &Record) {
        let grouping = self.grouping;
        let keys = grouping.keys.iter().zip(&mut self.texts);
        for ((key, texts), own) in keys.zip(&mut self.codes) {
            if let Key::Field(column, _) = key
                && *column >= row.same
            {
                let (code, is_new) = texts.code(row.field(*column), |_| 0);
                self.is_odd |= is_new;
                *own = code.into();
            }
        }
        for record in 0..grouping.records {
            self.add(row, record);
        }
    }

    fn reject(&mut self, _: &Record) {}
}

/// Where a name belongs, before it is cut to the size of the table.
fn slot_of(name: u64) -> usize {
    usize::try_from(name.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33).unwrap_or(0)
}
