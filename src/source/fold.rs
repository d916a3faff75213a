//! Records folded into groups: for each, exact sums of its figures.
//!
//! A sum is an integer with a scale, and so are the half units that its figures stand for either way: whatever the order,
//! and however the figures are spread over chunks, the sum is the same.

use std::collections::{BTreeMap, BTreeSet};

use super::digits::{Digits, digits_by};
use super::numeral::Format;
use super::scan::{Fold, Record};
use super::shape::clean;
use super::texts::Texts;

/// What the figures of a column come to in a group. All of it is exact, and merges in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// The sum in units of the last digit.
    pub units: i128,
    /// How many digits stand after the point.
    pub scale: u8,
    /// How many units of the last digit the figures are rounded by together: twice the half unit of each.
    pub rounding: i128,
    /// How many figures there are.
    pub count: u64,
    /// Whether the sum has more digits than are counted.
    pub overflows: bool,
}

impl Sum {
    /// Adds what another part of the records comes to.
    pub fn merge(&mut self, other: &Sum) {
        let mut other = *other;
        let scale = self.scale.max(other.scale);
        self.rescale(scale);
        other.rescale(scale);
        let units = self.units.checked_add(other.units);
        let rounding = self.rounding.checked_add(other.rounding);
        self.overflows |= other.overflows || units.is_none() || rounding.is_none();
        self.units = units.unwrap_or_default();
        self.rounding = rounding.unwrap_or_default();
        self.count += other.count;
    }

    /// Both together; nothing where that has more digits than are counted.
    fn merged(mut self, other: &Sum) -> Option<Sum> {
        self.merge(other);
        (!self.overflows).then_some(self)
    }

    fn rescale(&mut self, scale: u8) {
        let factor = power(scale - self.scale);
        let units = self.units.checked_mul(factor);
        let rounding = self.rounding.checked_mul(factor);
        self.overflows |= units.is_none() || rounding.is_none();
        self.units = units.unwrap_or_default();
        self.rounding = rounding.unwrap_or_default();
        self.scale = scale;
    }
}

/// A power of ten, of at most 18.
fn power(exponent: u8) -> i128 {
    10_i128.pow(u32::from(exponent))
}

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

/// A sum as it is added to: as in [`Sum`], in fewer bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    units: i64,
    rounding: i64,
    scale: u8,
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

/// Groups of records and what their figures come to, in the order of the file.
#[derive(Debug)]
pub struct Folded {
    /// How many texts each field that names a group has.
    radices: Vec<u64>,
    names: Vec<u64>,
    counts: Vec<u64>,
    lacking: BTreeSet<usize>,
    parts: Vec<Part>,
    spilled: BTreeMap<usize, Sum>,
    /// The groups in order.
    order: Vec<u32>,
}

/// How much room is made at once for groups.
const ROOM: u64 = 1 << 19;

impl Part {
    /// Adds a figure; whether there was room.
    #[inline]
    fn add(&mut self, (units, scale): Digits) -> bool {
        let (sum, rounding) = if scale == self.scale {
            (self.units.checked_add(units), self.rounding.checked_add(1))
        } else {
            return self.add_scaled((units, scale));
        };
        let (Some(units), Some(rounding)) = (sum, rounding) else {
            return false;
        };
        (self.units, self.rounding) = (units, rounding);
        true
    }

    #[cold]
    fn add_scaled(&mut self, (units, scale): Digits) -> bool {
        let most = scale.max(self.scale);
        let scaled =
            |units: i64, from: u8| units.checked_mul(10_i64.checked_pow((most - from).into())?);
        let made = || {
            let sum = scaled(self.units, self.scale)?.checked_add(scaled(units, scale)?)?;
            let rounding = scaled(self.rounding, self.scale)?.checked_add(scaled(1, scale)?)?;
            Some((sum, rounding))
        };
        let Some((units, rounding)) = made() else {
            return false;
        };
        *self = Part {
            units,
            rounding,
            scale: most,
        };
        true
    }

    fn sum(self) -> Sum {
        Sum {
            units: self.units.into(),
            scale: self.scale,
            rounding: self.rounding.into(),
            ..Sum::default()
        }
    }
}

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

/// A group that was added elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Added {
    /// How many records it has.
    pub count: u64,
    /// Whether a record lacks a figure.
    pub lacks: bool,
    /// What the figures of each column come to.
    pub sums: Vec<Sum>,
}

impl Folded {
    /// Groups that were added elsewhere, in order: the codes of their texts, of which each field has so many, and the
    /// group. Nothing where there are too many.
    pub(super) fn of(radices: Vec<u64>, groups: Vec<(Vec<u64>, Added)>) -> Option<Folded> {
        radices
            .iter()
            .try_fold(1, |all: u64, one| all.checked_mul(*one))?;
        let count = u32::try_from(groups.len()).ok()?;
        let width = groups.first().map_or(0, |(_, group)| group.sums.len());
        let mut folded = Folded {
            names: Vec::new(),
            counts: Vec::new(),
            lacking: BTreeSet::new(),
            parts: vec![Part::default(); groups.len() * width],
            spilled: BTreeMap::new(),
            order: (0..count).collect(),
            radices,
        };
        for (at, (codes, group)) in groups.into_iter().enumerate() {
            let codes = codes.iter().zip(&folded.radices);
            folded
                .names
                .push(codes.fold(0, |name, (code, radix)| name * radix + code));
            folded.counts.push(group.count);
            if group.lacks {
                folded.lacking.insert(at);
            }
            let places = at * width..;
            folded.spilled.extend(places.zip(group.sums));
        }
        Some(folded)
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there is no group.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Which of the texts of a field that names groups a group has.
    pub fn text(&self, group: usize, field: usize) -> usize {
        let behind = self.radices.iter().skip(field + 1).product::<u64>();
        let name = self.names[self.order[group] as usize] / behind.max(1);
        usize::try_from(name % self.radices[field].max(1)).unwrap_or(0)
    }

    /// How many records a group has.
    pub fn count(&self, group: usize) -> u64 {
        self.counts[self.order[group] as usize]
    }

    /// Whether a record of a group lacks a figure.
    pub fn lacks(&self, group: usize) -> bool {
        self.lacking.contains(&(self.order[group] as usize))
    }

    /// What the figures of a column come to in a group that lacks none.
    pub fn sum(&self, group: usize, value: usize) -> Sum {
        let group = self.order[group] as usize;
        let place = group * (self.parts.len() / self.names.len().max(1)) + value;
        let mut sum = self.parts[place].sum();
        if let Some(spilled) = self.spilled.get(&place) {
            sum.merge(spilled);
        }
        sum.count = self.counts[group];
        sum
    }
}

/// Where a name belongs, before it is cut to the size of the table.
fn slot_of(name: u64) -> usize {
    usize::try_from(name.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33).unwrap_or(0)
}
