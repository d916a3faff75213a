//! The digits of a number before and behind its point: moved, counted, rounded.

use crate::figure::MOST_DIGITS;

/// The numeral of digits before and behind a point that a power of ten moves, those rounded away that are beyond the most;
/// nothing where too many would be, or one has too many before its point.
pub(crate) fn plain(
    mut whole: String,
    mut fraction: String,
    exponent: Option<&str>,
) -> Option<String> {
    if let Some(exponent) = exponent {
        shift(&mut whole, &mut fraction, exponent)?;
    }
    let digits = whole.trim_start_matches('0').len();
    whole.drain(..whole.len() - digits);
    let room = MOST_DIGITS.checked_sub(digits)?;
    if fraction.len() > room {
        let had = significant(&whole, &fraction);
        round(&mut whole, &mut fraction, room);
        if significant(&whole, &fraction) < had.min(FEWEST_KEPT) {
            return None;
        }
    }
    Some(joined(&whole, &fraction))
}

/// The plain numeral of digits before and behind a point.
pub(crate) fn joined(whole: &str, fraction: &str) -> String {
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        digits => digits,
    };
    match fraction {
        "" => whole.to_owned(),
        fraction => format!("{whole}.{fraction}"),
    }
}

/// Moves the point by a power of ten; nothing where the result has more digits than are computed with.
fn shift(whole: &mut String, fraction: &mut String, exponent: &str) -> Option<()> {
    let zero = !whole
        .bytes()
        .chain(fraction.bytes())
        .any(|byte| byte != b'0');
    let power: i32 = match exponent.trim_start_matches('+').parse() {
        _ if zero => 0,
        Ok(power) => power,
        Err(_) if exponent.starts_with('-') => i32::MIN,
        Err(_) => return None,
    };
    let most = i32::try_from(MOST_DIGITS).unwrap_or(i32::MAX);
    if power > 2 * most {
        return None;
    }
    // What is smaller than all decimals that are computed with has none of them left.
    let power = power.max(-4 * most);
    for _ in 0..power.unsigned_abs() {
        if power > 0 {
            whole.push(if fraction.is_empty() {
                '0'
            } else {
                fraction.remove(0)
            });
        } else {
            fraction.insert(0, whole.pop().unwrap_or('0'));
        }
    }
    Some(())
}

/// The significant digits that a numeral keeps whatever is rounded away: what machines compute where nothing is left has no
/// more that say anything (`1.11022302462516E-16`).
const FEWEST_KEPT: usize = 10;

/// How many digits stand behind the leading zeros.
fn significant(whole: &str, fraction: &str) -> usize {
    let digits = || whole.bytes().chain(fraction.bytes());
    let leading = digits().take_while(|digit| *digit == b'0').count();
    digits().count() - leading
}

/// Leaves so many decimals, the last one rounded, halves up.
fn round(whole: &mut String, fraction: &mut String, decimals: usize) {
    let up = fraction
        .as_bytes()
        .get(decimals)
        .is_some_and(|digit| *digit >= b'5');
    fraction.truncate(decimals);
    if !up {
        return;
    }
    let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    let mut carry = true;
    for digit in digits.iter_mut().rev() {
        carry = *digit == b'9';
        *digit = if carry { b'0' } else { *digit + 1 };
        if !carry {
            break;
        }
    }
    if carry {
        digits.insert(0, b'1');
        // One more digit before the point leaves room for one less behind it.
        if !fraction.is_empty() {
            digits.pop();
        }
    }
    let point = whole.len() + usize::from(carry);
    let text = String::from_utf8(digits).unwrap_or_default();
    let (before, behind) = text.split_at(point.min(text.len()));
    *whole = String::from(before);
    *fraction = String::from(behind);
}
