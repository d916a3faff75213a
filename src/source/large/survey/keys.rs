//! Which keys the rows of a file have, and the codes of the texts that they are made of: what all threads share.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, RwLock};

use super::{MOST_KEYS, OPEN, Plan};

/// How many bits tell the keys of one word apart.
const BITS_OF_WORD: u32 = 6;

/// What all threads share.
pub(in crate::source::large) struct Shared {
    /// For each column the code of each of its texts.
    pub(super) codes: Mutex<Vec<BTreeMap<Vec<u8>, u32>>>,
    keys: RwLock<Keys>,
}

/// Which keys there are, a bit for each.
struct Keys {
    layout: Layout,
    words: Vec<AtomicU64>,
}

/// How the codes of a key are written as one number: how many bits each column has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout(Vec<u32>);

impl Shared {
    pub(in crate::source::large) fn new(plan: &Plan) -> Shared {
        Shared {
            codes: Mutex::new(vec![BTreeMap::new(); plan.texts.len()]),
            keys: RwLock::new(Keys {
                layout: Layout::new(plan),
                words: Vec::new(),
            }),
        }
    }

    /// For each column the code of each of its texts.
    pub(in crate::source::large) fn into_codes(self) -> Vec<BTreeMap<Vec<u8>, u32>> {
        self.codes
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The code of a text, which may be new.
    pub(super) fn code(&self, column: usize, text: &[u8]) -> u32 {
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

impl Layout {
    /// The narrowest one.
    pub(super) fn new(plan: &Plan) -> Layout {
        Layout(vec![1; plan.key.len()])
    }

    /// Whether there is room for a key.
    pub(super) fn holds(&self, key: &[u32]) -> bool {
        let mut columns = key.iter().zip(&self.0);
        columns.all(|(code, bits)| *bits >= 32 || code >> bits == 0)
    }

    /// The same with room for a key; nothing where that is too much.
    pub(super) fn with(&self, key: &[u32]) -> Option<Layout> {
        let columns = key.iter().zip(&self.0);
        let bits = columns.map(|(code, bits)| (32 - code.leading_zeros()).max(*bits));
        Layout(bits.collect()).checked()
    }

    /// The narrowest one with room for whatever either has room for; nothing where that is too much.
    fn joined(&self, other: &Layout) -> Option<Layout> {
        let bits = self
            .0
            .iter()
            .zip(&other.0)
            .map(|(one, other)| *one.max(other));
        Layout(bits.collect()).checked()
    }

    fn checked(self) -> Option<Layout> {
        (self.0.iter().sum::<u32>() <= MOST_KEYS).then_some(self)
    }

    /// A key as one number.
    #[inline]
    pub(super) fn number(&self, key: impl Iterator<Item = u32>) -> u32 {
        let columns = key.zip(&self.0);
        columns.fold(0, |number, (code, bits)| number << bits | code)
    }

    /// The key that is written so.
    fn key(&self, mut number: u32) -> Vec<u32> {
        let mut key: Vec<u32> = self
            .0
            .iter()
            .rev()
            .map(|bits| {
                let code = number & ((1 << bits) - 1);
                number >>= bits;
                code
            })
            .collect();
        key.reverse();
        key
    }

    /// How many of the last bits are those of the same columns in another layout.
    fn same_bits(&self, other: &Layout) -> u32 {
        let columns = self.0.iter().zip(&other.0).rev();
        let same = columns.take_while(|(one, other)| one == other);
        same.map(|(bits, _)| bits).sum()
    }

    /// A key that another layout writes as this number.
    fn translated(&self, mut number: u32, other: &Layout) -> u32 {
        let (mut translated, mut shift) = (0, 0);
        for (bits, others) in self.0.iter().zip(&other.0).rev() {
            translated |= (number & ((1 << others) - 1)) << shift;
            number >>= others;
            shift += bits;
        }
        translated
    }

    /// How many words hold a bit for each key.
    fn words(&self) -> usize {
        (1_usize << self.0.iter().sum::<u32>()).div_ceil(64)
    }
}

impl Keys {
    fn new(layout: Layout) -> Keys {
        let words = std::iter::repeat_with(AtomicU64::default).take(layout.words());
        Keys {
            words: words.collect(),
            layout,
        }
    }

    /// Makes room for the keys of a layout; whether there is so much. Keys that stand in one word stay together where the
    /// columns that tell them apart keep their bits.
    fn grow(&mut self, layout: &Layout) -> bool {
        let Some(layout) = self.layout.joined(layout) else {
            return false;
        };
        let keeps_words = layout.same_bits(&self.layout) >= BITS_OF_WORD;
        let grown = Keys::new(layout);
        for (at, word) in (0..).zip(&self.words) {
            let mut word = word.load(Ordering::Relaxed);
            while word != 0 {
                let bit = if keeps_words {
                    0
                } else {
                    word.trailing_zeros()
                };
                let number = grown.layout.translated(at * 64 + bit, &self.layout);
                let (marks, rest) = if keeps_words {
                    (word, 0)
                } else {
                    (1 << (number % 64), word & (word - 1))
                };
                grown.words[number as usize / 64].fetch_or(marks, Ordering::Relaxed);
                word = rest;
            }
        }
        *self = grown;
        true
    }
}

impl Shared {
    /// Marks keys that are written in a layout, and empties their list; those that were marked before go to `repeated`, up
    /// to so many. Whether there is room for all of them. The layout becomes that in which all threads write.
    pub(super) fn mark(
        &self,
        layout: &mut Layout,
        numbers: &mut Vec<u32>,
        repeated: &mut Vec<Vec<u32>>,
        most: usize,
    ) -> bool {
        if layout.0.is_empty() {
            numbers.clear();
            return true;
        }
        let reading = || {
            self.keys
                .read()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
        };
        let mut known = reading();
        let has_room = known.layout.joined(layout).as_ref() == Some(&known.layout);
        if known.words.is_empty() || !has_room {
            drop(known);
            let mut growing = self
                .keys
                .write()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            if !growing.grow(layout) {
                return false;
            }
            drop(growing);
            known = reading();
        }
        if known.layout != *layout {
            for number in numbers.iter_mut() {
                *number = known.layout.translated(*number, layout);
            }
            layout.clone_from(&known.layout);
        }
        // Keys that follow one another mostly have their bits in one word: it is written once.
        let mut rest = numbers.as_slice();
        while let [first, ..] = rest {
            let word = first / 64;
            let (mut marks, mut count) = (0_u64, 0);
            for number in rest {
                let bit = 1 << (number % 64);
                if number / 64 != word || marks & bit != 0 {
                    break;
                }
                marks |= bit;
                count += 1;
            }
            let before = known.words[word as usize].fetch_or(marks, Ordering::Relaxed) & marks;
            let (these, others) = rest.split_at(count);
            if before != 0 {
                let was_marked = |number: &&u32| before & (1 << (**number % 64)) != 0;
                let marked = these.iter().filter(was_marked);
                let room = most.saturating_sub(repeated.len());
                repeated.extend(marked.take(room).map(|number| layout.key(*number)));
            }
            rest = others;
        }
        numbers.clear();
        true
    }
}
