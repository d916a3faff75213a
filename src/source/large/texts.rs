//! The different texts of a column, each with a code.

use crate::source::fold::{SEED, grown, hash, index};

/// The different texts of a column.
#[derive(Debug, Clone)]
pub(super) struct Texts {
    /// The texts one behind the other.
    bytes: Vec<u8>,
    /// Where each ends, and its code.
    ends: Vec<(usize, u32)>,
    /// The hash of a text and its place, counted from 1; 0 where there is none.
    slots: Vec<(u64, u32)>,
    /// The place of the text before, which is often that of the next.
    last: usize,
    /// For each place that of the text that followed it last: files are sorted, and go round.
    next: Vec<u32>,
    is_open: bool,
}

impl Default for Texts {
    fn default() -> Texts {
        Texts {
            bytes: Vec::new(),
            ends: Vec::new(),
            slots: vec![(0, 0); 64],
            last: usize::MAX,
            next: Vec::new(),
            is_open: false,
        }
    }
}

impl Texts {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there were so many that they are not told apart.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Tells the texts no longer apart.
    pub(super) fn open(&mut self) {
        *self = Texts {
            is_open: true,
            ..Texts::default()
        };
    }

    fn text(&self, place: usize) -> &[u8] {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before].0);
        &self.bytes[start..self.ends[place].0]
    }

    /// Goes on to a place, and keeps that it came behind the one before.
    fn follow(&mut self, place: usize) {
        if let Some(next) = self.next.get_mut(self.last) {
            *next = u32::try_from(place).unwrap_or(0);
        }
        self.last = place;
    }

    /// The code of a text and whether it is new here; `give` gives new ones a code.
    pub(super) fn code(&mut self, text: &[u8], give: impl FnOnce(&[u8]) -> u32) -> (u32, bool) {
        if self.last < self.ends.len() {
            if is_same(self.text(self.last), text) {
                return (self.ends[self.last].1, false);
            }
            let next = self.next[self.last] as usize;
            if is_same(self.text(next), text) {
                self.last = next;
                return (self.ends[next].1, false);
            }
        }
        if self.is_open {
            return (u32::MAX, false);
        }
        let hash = hash(SEED, text);
        let mask = self.slots.len() - 1;
        let mut slot = index(hash) & mask;
        loop {
            let (known, taken) = self.slots[slot];
            if taken == 0 {
                break;
            }
            let place = taken as usize - 1;
            if known == hash && is_same(self.text(place), text) {
                self.follow(place);
                return (self.ends[place].1, false);
            }
            slot = (slot + 1) & mask;
        }
        let place = self.ends.len();
        self.slots[slot] = (hash, u32::try_from(place + 1).unwrap_or(u32::MAX));
        self.bytes.extend_from_slice(text);
        let code = give(text);
        self.ends.push((self.bytes.len(), code));
        self.next.push(0);
        self.follow(place);
        if 2 * self.ends.len() > self.slots.len() {
            self.slots = grown(&self.slots);
        }
        (code, true)
    }
}

/// Whether two texts are the same: most are short, and shorter than what it costs to call for it.
#[inline]
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let length = one.len();
    if length != other.len() {
        return false;
    }
    let word = |bytes: &[u8], at: usize| {
        let bytes = bytes
            .get(at..at + 8)
            .and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, u64::from_le_bytes)
    };
    match length {
        0..8 => one.iter().zip(other).all(|(one, other)| one == other),
        8..=16 => {
            word(one, 0) == word(other, 0) && word(one, length - 8) == word(other, length - 8)
        }
        _ => one == other,
    }
}
