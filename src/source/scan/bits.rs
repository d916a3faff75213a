//! Bytes looked at several at once.

/// A bit for each of 64 bytes of which the highest bit is set in what comes of their word.
#[inline]
pub(super) fn mask(block: &[u8; 64], found_in: impl Fn(u64) -> u64) -> u64 {
    let mut found = 0;
    for (at, word) in block.chunks_exact(8).enumerate() {
        let word = u64::from_le_bytes(word.try_into().unwrap_or_default());
        // The highest bits of the eight bytes, one behind the other.
        let bits = (found_in(word) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        found |= bits << (8 * at);
    }
    found
}

/// The highest bit of each byte of a word that is such.
#[inline]
pub(super) fn bytes_equal(word: u64, wanted: u8) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let differs = word ^ (u64::from(wanted) * 0x0101_0101_0101_0101);
    !(((differs & LOW) + LOW) | differs | LOW)
}

/// Eight bytes of a text; behind its end stand zeros.
#[inline]
pub(super) fn word_at(bytes: &[u8], at: usize) -> u64 {
    let Some(rest) = bytes.get(at..) else {
        return 0;
    };
    match rest.first_chunk() {
        Some(word) => u64::from_le_bytes(*word),
        None => rest
            .iter()
            .rev()
            .fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// Each bit the parity of the bits up to it.
#[inline]
pub(super) fn parity(bits: u64) -> u64 {
    let mut parity = bits;
    for shift in [1, 2, 4, 8, 16, 32] {
        parity ^= parity << shift;
    }
    parity
}

/// A place in a record, which is shorter than 4 GiB.
pub(super) fn as_u32(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
