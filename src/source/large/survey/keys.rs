//! Which keys the rows of a file have, and the codes of the texts that they are made of: what all threads share.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, RwLock};

use super::{MOST_KEYS, OPEN, Plan};

/// What all threads share.
pub(in crate::source::large) struct Shared {
    /// For each column the code of each of its texts.
    pub(super) codes: Mutex<Vec<BTreeMap<Vec<u8>, u32>>>,
    keys: RwLock<Keys>,
}

/// Which keys there are, a bit for each.
struct Keys {
    /// How many bits the code of each column of the key has.
    bits: Vec<u32>,
    words: Vec<AtomicU64>,
}

impl Shared {
    pub(in crate::source::large) fn new(plan: &Plan) -> Shared {
        Shared {
            codes: Mutex::new(vec![BTreeMap::new(); plan.texts.len()]),
            keys: RwLock::new(Keys {
                bits: vec![1; plan.key.len()],
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

impl Keys {
    /// Whether there is room for codes of which these are all bits.
    fn holds(&self, key: &[u32]) -> bool {
        key.iter()
            .zip(&self.bits)
            .all(|(code, bits)| *bits >= 32 || code >> bits == 0)
    }

    fn at(&self, key: &[u32]) -> usize {
        let at = key
            .iter()
            .zip(&self.bits)
            .fold(0_u64, |at, (code, bits)| at << bits | u64::from(*code));
        usize::try_from(at).unwrap_or(usize::MAX)
    }

    /// Makes room for codes of which these are all bits; whether there is so much.
    fn grow(&mut self, highest: &[u32]) -> bool {
        let width = self.bits.len();
        let mut bits = self.bits.clone();
        for (code, bits) in highest.iter().zip(&mut bits) {
            *bits = (*bits).max(32 - code.leading_zeros());
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

impl Shared {
    /// Marks keys, one behind the other; those that were marked before go to `repeated`, up to so many. Whether there is
    /// room for all of them.
    pub(super) fn mark(&self, keys: &[u32], repeated: &mut Vec<Vec<u32>>, most: usize) -> bool {
        let reading = || {
            self.keys
                .read()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
        };
        let mut known = reading();
        let width = known.bits.len();
        if width == 0 {
            return true;
        }
        let mut all_bits = vec![0_u32; width];
        for key in keys.chunks_exact(width) {
            for (bits, code) in all_bits.iter_mut().zip(key) {
                *bits |= code;
            }
        }
        if known.words.is_empty() || !known.holds(&all_bits) {
            drop(known);
            let mut growing = self
                .keys
                .write()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            if !growing.grow(&all_bits) {
                return false;
            }
            drop(growing);
            known = reading();
        }
        // Keys that follow one another mostly have their bits in one word: it is written once.
        let mut rest = keys;
        while let Some(key) = rest.get(..width) {
            let word = known.at(key) / 64;
            let (mut marks, mut count) = (0_u64, 0);
            for key in rest.chunks_exact(width) {
                let at = known.at(key);
                let bit = 1 << (at % 64);
                if at / 64 != word || marks & bit != 0 {
                    break;
                }
                marks |= bit;
                count += 1;
            }
            let before = known.words[word].fetch_or(marks, Ordering::Relaxed) & marks;
            let (these, others) = rest.split_at(count * width);
            if before != 0 {
                let was_marked = |key: &&[u32]| before & (1 << (known.at(key) % 64)) != 0;
                let marked = these.chunks_exact(width).filter(was_marked);
                let room = most.saturating_sub(repeated.len());
                repeated.extend(marked.take(room).map(<[u32]>::to_vec));
            }
            rest = others;
        }
        true
    }
}
