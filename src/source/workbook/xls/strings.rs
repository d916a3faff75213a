//! Texts in the records of old workbooks.

use super::{u16_at, u32_at};

/// So many characters, and how many bytes they take.
pub(super) fn characters(bytes: &[u8], length: usize, wide: bool) -> (String, usize) {
    if wide {
        let bytes = bytes.get(..2 * length).unwrap_or(bytes);
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
            .collect();
        (String::from_utf16_lossy(&units), 2 * units.len())
    } else {
        let bytes = bytes.get(..length).unwrap_or(bytes);
        (
            bytes.iter().map(|byte| char::from(*byte)).collect(),
            bytes.len(),
        )
    }
}

/// The texts that cells refer to, from a record and those that continue it. A text that goes on in the next record has
/// a byte there again that says how wide its characters are.
pub(super) fn shared_strings(parts: &[&[u8]]) -> Vec<String> {
    let mut parts = parts.iter();
    let mut rest = parts
        .next()
        .and_then(|first| first.get(8..))
        .unwrap_or_default();
    let mut strings = Vec::new();
    loop {
        while rest.is_empty() {
            match parts.next() {
                Some(next) => rest = next,
                None => return strings,
            }
        }
        let (Some(length), Some(flags)) = (u16_at(rest, 0), rest.get(2).copied()) else {
            return strings;
        };
        let mut at = 3;
        let runs = if flags & 8 == 8 {
            at += 2;
            u16_at(rest, 3).map_or(0, usize::from)
        } else {
            0
        };
        let extended = if flags & 4 == 4 {
            let length = u32_at(rest, at).map_or(0, |length| length as usize);
            at += 4;
            length
        } else {
            0
        };
        rest = rest.get(at..).unwrap_or_default();
        let mut text = String::new();
        let (mut left, mut wide) = (usize::from(length), flags & 1 == 1);
        loop {
            let (part, taken) = characters(rest, left, wide);
            rest = rest.get(taken..).unwrap_or_default();
            left -= left.min(if wide { taken / 2 } else { taken });
            text.push_str(&part);
            if left == 0 {
                break;
            }
            let Some((flags, next)) = parts.next().and_then(|next| next.split_first()) else {
                strings.push(text);
                return strings;
            };
            wide = flags & 1 == 1;
            rest = next;
        }
        strings.push(text);
        // How its characters look, which is not read, and may go on as well.
        let mut over = 4 * runs + extended;
        while over > rest.len() {
            over -= rest.len();
            match parts.next() {
                Some(next) => rest = next,
                None => return strings,
            }
        }
        rest = &rest[over..];
    }
}
