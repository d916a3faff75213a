//! Records folded into groups: for each, exact sums of its figures.
//!
//! A sum is an integer with a scale, and so are the half units that its figures stand for either way: whatever the order,
//! and however the figures are spread over chunks, the sum is the same.

use super::scan::{Fold, Record};

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
    /// How many cells hold no plain figure.
    pub unread: u64,
    /// Whether the sum has more digits than are counted.
    pub overflows: bool,
}

/// A figure as it is printed: units of its last digit, and how many digits stand after the point.
pub type Digits = (i64, u8);

/// Reads a plain numeral of at most 18 digits, with such a sign before its decimals; nothing where it is none.
pub(super) fn digits_by(text: &[u8], decimal: u8) -> Option<Digits> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let (mut units, mut scale, mut seen, mut point) = (0_i64, 0_u8, 0_u8, false);
    for &byte in text {
        match byte {
            b'0'..=b'9' => {
                units = units * 10 + i64::from(byte - b'0');
                seen += 1;
                scale += u8::from(point);
                if seen > 18 {
                    return None;
                }
            }
            _ if byte == decimal && !point && seen > 0 => point = true,
            _ => return None,
        }
    }
    if seen == 0 || (point && scale == 0) {
        return None;
    }
    Some((if negative { -units } else { units }, scale))
}

impl Sum {
    /// Adds a figure.
    pub fn add(&mut self, (units, scale): Digits) {
        self.count += 1;
        if scale == self.scale {
            self.units += i128::from(units);
            self.rounding += 1;
            return;
        }
        if scale > self.scale {
            self.rescale(scale);
        }
        let factor = power(self.scale - scale);
        self.units += i128::from(units) * factor;
        self.rounding += factor;
    }

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
        self.unread += other.unread;
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

/// Which fields name a group, which hold figures, and what stands for a missing one.
#[derive(Debug, Clone)]
pub struct Grouping {
    /// The fields that name a group.
    pub keys: Vec<usize>,
    /// The fields with figures, and what stands before their decimals.
    pub values: Vec<(usize, u8)>,
}

/// The groups of the records, found by their names.
#[derive(Debug)]
pub struct Groups<'a> {
    grouping: &'a Grouping,
    /// The names one after the other, each field behind its length.
    names: Vec<u8>,
    /// Where in `names` each group's name ends.
    ends: Vec<usize>,
    /// Where in the file each group first comes.
    first: Vec<u64>,
    /// For each group a sum for each of the values.
    sums: Vec<Sum>,
    /// How many records each group has.
    counts: Vec<u64>,
    /// The hash of a name and its group, counted from 1; 0 where there is none.
    slots: Vec<(u64, u32)>,
    /// The group of the record before, which is often that of the next.
    last: Option<usize>,
    /// Records with another number of fields: where they begin.
    rejected: Vec<u64>,
}

/// A group: the fields that name it, where in the file it first comes, and its sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The fields that name it.
    pub key: Vec<Vec<u8>>,
    /// Where in the file it first comes, in bytes.
    pub first: u64,
    /// A sum for each column of figures.
    pub sums: Vec<Sum>,
    /// How many records it has.
    pub count: u64,
}

impl<'a> Groups<'a> {
    /// No groups as yet.
    pub fn new(grouping: &'a Grouping) -> Groups<'a> {
        Groups {
            grouping,
            names: Vec::new(),
            ends: Vec::new(),
            first: Vec::new(),
            sums: Vec::new(),
            counts: Vec::new(),
            slots: vec![(0, 0); 64],
            last: None,
            rejected: Vec::new(),
        }
    }

    /// The groups of all folds together, in the order of the file, and where records with another number of fields begin.
    pub fn merged(folds: Vec<Groups>) -> (Vec<Group>, Vec<u64>) {
        let mut folds = folds.into_iter();
        let Some(mut all) = folds.next() else {
            return (Vec::new(), Vec::new());
        };
        for other in folds {
            all.merge(&other);
        }
        let mut groups: Vec<Group> = (0..all.ends.len()).map(|group| all.group(group)).collect();
        groups.sort_unstable_by_key(|group| group.first);
        all.rejected.sort_unstable();
        (groups, all.rejected)
    }

    fn name_of(&self, group: usize) -> &[u8] {
        let start = group.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.names[start..self.ends[group]]
    }

    fn sums_of(&self, group: usize) -> &[Sum] {
        let width = self.grouping.values.len();
        &self.sums[group * width..(group + 1) * width]
    }

    fn group(&self, group: usize) -> Group {
        Group {
            key: fields(self.name_of(group)).map(<[u8]>::to_vec).collect(),
            first: self.first[group],
            sums: self.sums_of(group).to_vec(),
            count: self.counts[group],
        }
    }

    fn merge(&mut self, other: &Groups) {
        for group in 0..other.ends.len() {
            let name = fields(other.name_of(group));
            let own = self.find(name, other.first[group]);
            self.counts[own] += other.counts[group];
            let width = self.grouping.values.len();
            for (at, sum) in other.sums_of(group).iter().enumerate() {
                self.sums[own * width + at].merge(sum);
            }
        }
        self.rejected.extend(&other.rejected);
    }

    /// The group that these fields name, which may be new.
    fn find<'f>(&mut self, key: impl Iterator<Item = &'f [u8]> + Clone, offset: u64) -> usize {
        let hash = key.clone().fold(SEED, hash);
        let mask = self.slots.len() - 1;
        let mut slot = index(hash) & mask;
        loop {
            let (known, taken) = self.slots[slot];
            if taken == 0 {
                break;
            }
            let group = taken as usize - 1;
            if known == hash && self.is_named(group, key.clone()) {
                self.first[group] = self.first[group].min(offset);
                return group;
            }
            slot = (slot + 1) & mask;
        }
        let group = self.ends.len();
        self.slots[slot] = (hash, u32::try_from(group + 1).unwrap_or(u32::MAX));
        for field in key {
            let length = u32::try_from(field.len()).unwrap_or(u32::MAX);
            self.names.extend_from_slice(&length.to_le_bytes());
            self.names.extend_from_slice(field);
        }
        self.ends.push(self.names.len());
        self.first.push(offset);
        self.counts.push(0);
        let width = self.grouping.values.len();
        self.sums.resize((group + 1) * width, Sum::default());
        if 2 * self.ends.len() > self.slots.len() {
            self.slots = grown(&self.slots);
        }
        group
    }

    /// Whether these fields name a group.
    fn is_named<'f>(&self, group: usize, key: impl Iterator<Item = &'f [u8]>) -> bool {
        let mut name = self.name_of(group);
        for field in key {
            let Some(rest) = name
                .get(4..)
                .and_then(|name| name.strip_prefix(field))
                .filter(|_| name[..4] == as_length(field))
            else {
                return false;
            };
            name = rest;
        }
        true
    }
}

impl Fold for Groups<'_> {
    fn take(&mut self, record: &Record) {
        let grouping = self.grouping;
        let key = grouping.keys.iter().map(|&key| record.field(key));
        let group = match self.last {
            Some(last) if self.is_named(last, key.clone()) => last,
            _ => self.find(key, record.offset),
        };
        self.last = Some(group);
        self.counts[group] += 1;
        let width = grouping.values.len();
        for (at, &(value, decimal)) in grouping.values.iter().enumerate() {
            let sum = &mut self.sums[group * width + at];
            let field = record.field(value);
            match digits_by(field, decimal) {
                Some(figure) => sum.add(figure),
                None => sum.unread += 1,
            }
        }
    }

    fn reject(&mut self, record: &Record) {
        self.rejected.push(record.offset);
    }
}

/// The fields of a group's name.
fn fields(mut name: &[u8]) -> impl Iterator<Item = &[u8]> + Clone {
    std::iter::from_fn(move || {
        let (length, rest) = name.split_first_chunk::<4>()?;
        let (field, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        name = rest;
        Some(field)
    })
}

fn as_length(field: &[u8]) -> [u8; 4] {
    u32::try_from(field.len()).unwrap_or(u32::MAX).to_le_bytes()
}

/// The hash of nothing.
pub(super) const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

/// Adds a field to a hash, which is for a table in memory alone.
pub(super) fn hash(before: u64, field: &[u8]) -> u64 {
    let mix = |hash: u64, word: u64| {
        let hash = (hash ^ word).wrapping_mul(SEED);
        hash ^ (hash >> 29)
    };
    let word = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().unwrap_or_default());
    let half = |bytes: &[u8]| u32::from_le_bytes(bytes.try_into().unwrap_or_default()).into();
    let length = field.len();
    let mut hash = mix(before, length as u64);
    match length {
        0 => {}
        1..4 => {
            let ends = [field[0], field[length / 2], field[length - 1]];
            hash = mix(
                hash,
                ends.iter()
                    .fold(0, |word, byte| word << 8 | u64::from(*byte)),
            );
        }
        4..8 => {
            let (first, last): (u64, u64) = (half(&field[..4]), half(&field[length - 4..]));
            hash = mix(hash, first << 32 | last);
        }
        _ => {
            for chunk in field.chunks_exact(8) {
                hash = mix(hash, word(chunk));
            }
            hash = mix(hash, word(&field[length - 8..]));
        }
    }
    hash
}

/// Where a hash belongs, before it is cut to the size of the table.
pub(super) fn index(hash: u64) -> usize {
    usize::try_from(hash >> 33).unwrap_or(0)
}

/// Slots twice as many, each hash with what it stands for; a slot of 0 is free.
pub(super) fn grown(slots: &[(u64, u32)]) -> Vec<(u64, u32)> {
    let mask = 2 * slots.len() - 1;
    let mut grown = vec![(0, 0); mask + 1];
    for &(hash, taken) in slots.iter().filter(|(_, taken)| *taken != 0) {
        let mut slot = index(hash) & mask;
        while grown[slot].1 != 0 {
            slot = (slot + 1) & mask;
        }
        grown[slot] = (hash, taken);
    }
    grown
}
