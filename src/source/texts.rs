//! The different texts of a column, each with a code.

/// The different texts of a column.
#[derive(Debug, Clone)]
pub(super) struct Texts {
    /// The texts one behind the other.
    bytes: Vec<u8>,
    /// Where each begins, how long it is, and its code.
    each: Vec<(usize, usize, u32)>,
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
            each: Vec::new(),
            slots: vec![(0, 0); 64],
            last: usize::MAX,
            next: Vec::new(),
            is_open: false,
        }
    }
}

impl Texts {
    /// These texts, the code of each its place.
    pub(super) fn of(texts: &[Vec<u8>]) -> Texts {
        let mut all = Texts::default();
        for (text, code) in texts.iter().zip(0..) {
            all.code(text, |_| code);
        }
        all.last = usize::MAX;
        all
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.each.len()
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

    #[expect(
        clippy::inline_always,
        reason = "called for every field of a file, also where size counts"
    )]
    #[inline(always)]
    fn text(&self, place: usize) -> &[u8] {
        let (start, length, _) = self.each[place];
        &self.bytes[start..start + length]
    }

    /// Goes on to a place, and keeps that it came behind the one before.
    fn follow(&mut self, place: usize) {
        if let Some(next) = self.next.get_mut(self.last) {
            *next = u32::try_from(place).unwrap_or(0);
        }
        self.last = place;
    }

    /// The code of a text and whether it is new here; `give` gives new ones a code.
    #[expect(
        clippy::inline_always,
        reason = "called for every field of a file, also where size counts"
    )]
    #[inline(always)]
    pub(super) fn code(&mut self, text: &[u8], give: impl FnOnce(&[u8]) -> u32) -> (u32, bool) {
        if let Some(&(_, _, code)) = self.each.get(self.last) {
            if is_same(self.text(self.last), text) {
                return (code, false);
            }
            let next = self.next[self.last] as usize;
            if is_same(self.text(next), text) {
                self.last = next;
                return (self.each[next].2, false);
            }
        }
        self.look_up(text, give)
    }

    #[inline(never)]
    fn look_up(&mut self, text: &[u8], give: impl FnOnce(&[u8]) -> u32) -> (u32, bool) {
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
                return (self.each[place].2, false);
            }
            slot = (slot + 1) & mask;
        }
        let place = self.each.len();
        self.slots[slot] = (hash, u32::try_from(place + 1).unwrap_or(u32::MAX));
        let code = give(text);
        self.each.push((self.bytes.len(), text.len(), code));
        self.bytes.extend_from_slice(text);
        self.next.push(0);
        self.follow(place);
        if 2 * self.each.len() > self.slots.len() {
            self.slots = grown(&self.slots);
        }
        (code, true)
    }
}

/// Whether two texts are the same: most are short, and shorter than what it costs to call for it.
#[expect(
    clippy::inline_always,
    reason = "called for every field of a file, also where size counts"
)]
#[inline(always)]
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let length = one.len();
    if length != other.len() {
        return false;
    }
    match length {
        0..4 => one.iter().zip(other).all(|(one, other)| one == other),
        4..8 => halves(one) == halves(other),
        8..=16 => words(one) == words(other),
        _ => one == other,
    }
}

/// The first and the last four bytes.
#[inline]
fn halves(text: &[u8]) -> (Option<&[u8; 4]>, Option<&[u8; 4]>) {
    (text.first_chunk(), text.last_chunk())
}

/// The first and the last eight bytes.
#[inline]
fn words(text: &[u8]) -> (Option<&[u8; 8]>, Option<&[u8; 8]>) {
    (text.first_chunk(), text.last_chunk())
}

/// The hash of nothing.
const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

/// Adds a field to a hash, which is for a table in memory alone.
fn hash(before: u64, field: &[u8]) -> u64 {
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
fn index(hash: u64) -> usize {
    usize::try_from(hash >> 33).unwrap_or(0)
}

/// Slots twice as many, each hash with what it stands for; a slot of 0 is free.
fn grown(slots: &[(u64, u32)]) -> Vec<(u64, u32)> {
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
