//! Plain numerals read eight bytes at once.

/// A figure as it is printed: units of its last digit, and how many digits stand after the point.
pub(super) type Digits = (i64, u8);

const ZEROS: u64 = 0x3030_3030_3030_3030;
const HIGHEST: u64 = 0x8080_8080_8080_8080;

/// Reads a plain numeral of at most 18 digits, with such a sign before its decimals; nothing where it is none.
#[expect(
    clippy::inline_always,
    reason = "called for every field of a file, also where size counts"
)]
#[inline(always)]
pub(super) fn digits_by(text: &[u8], decimal: u8) -> Option<Digits> {
    let (negative, unsigned) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let (units, scale) = match unsigned.len() {
        0 => None,
        1..=8 => of_word(unsigned, decimal),
        _ => one_by_one(unsigned, decimal),
    }?;
    Some((if negative { -units } else { units }, scale))
}

/// A numeral of one to eight bytes: put at the end of eight zeros, its point taken out, all digits added at once.
#[expect(
    clippy::inline_always,
    reason = "called for every field of a file, also where size counts"
)]
#[inline(always)]
fn of_word(text: &[u8], decimal: u8) -> Option<Digits> {
    let length = text.len();
    let ends = text.first_chunk::<4>().zip(text.last_chunk::<4>());
    let word = if let Some((first, last)) = ends {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        u64::from(first) | u64::from(last) << (8 * (length - 4))
    } else {
        let bytes = text.iter().rev();
        bytes.fold(0, |word, byte| word << 8 | u64::from(*byte))
    };
    let before = 8 - length;
    let zeros = ZEROS & !(u64::MAX << (8 * before));
    let mut word = word << (8 * before) | zeros;
    let mut scale = 0;
    let differs = word ^ (u64::from(decimal) * (HIGHEST >> 7));
    let points = differs.wrapping_sub(HIGHEST >> 7) & !differs & HIGHEST;
    if points != 0 {
        let point = (points.trailing_zeros() / 8) as usize;
        if point == before || point == 7 {
            return None;
        }
        let below = !(u64::MAX << (8 * point));
        word = word & (u64::MAX << (8 * point) << 8) | (word & below) << 8 | 0x30;
        scale = 7 - point;
    }
    let digits = word ^ ZEROS;
    if (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & HIGHEST != 0 {
        return None;
    }
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let even = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let odd = (pairs >> 16 & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    let units = even.wrapping_add(odd) >> 32;
    Some((i64::try_from(units).ok()?, u8::try_from(scale).ok()?))
}

fn one_by_one(text: &[u8], decimal: u8) -> Option<Digits> {
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
    Some((units, scale))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numerals_of_every_length_are_read() {
        for (text, expected) in [
            ("0", Some((0, 0))),
            ("-7", Some((-7, 0))),
            ("12.5", Some((125, 1))),
            ("0.05", Some((5, 2))),
            ("-1234.56", Some((-123_456, 2))),
            ("12345678", Some((12_345_678, 0))),
            ("123456.7", Some((1_234_567, 1))),
            ("1234567.8", Some((12_345_678, 1))),
            ("123456789012345678", Some((123_456_789_012_345_678, 0))),
            ("1234567890123456789", None),
            ("", None),
            ("-", None),
            (".5", None),
            ("5.", None),
            ("1.2.3", None),
            ("1,5", None),
            ("1 5", None),
            ("1e5", None),
            ("--5", None),
            ("+5", None),
        ] {
            assert_eq!(digits_by(text.as_bytes(), b'.'), expected, "{text}");
        }
        assert_eq!(digits_by(b"1,5", b','), Some((15, 1)));
    }

    proptest! {
        #[test]
        fn eight_bytes_at_once_are_read_as_one_by_one(text in "[0-9./:,\u{80}\u{ff} -]{1,8}|[0-9]{1,5}\\.[0-9]{1,2}") {
            let text = text.as_bytes();
            if text.len() <= 8 {
                prop_assert_eq!(of_word(text, b'.'), one_by_one(text, b'.'));
                prop_assert_eq!(of_word(text, b','), one_by_one(text, b','));
            }
        }
    }
}
