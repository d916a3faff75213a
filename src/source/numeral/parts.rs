//! A cell with a number in it, taken apart: sign, digits with their separators, exponent, flag.

use super::digits::plain;
use super::marks;
use crate::figure::MOST_DIGITS;

/// A cell with a number in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    pub(super) negative: bool,
    /// Whether it is negative by standing in parentheses.
    pub(super) parenthesised: bool,
    /// Digits and what separates them, blanks among them.
    core: &'a str,
    exponent: Option<&'a str>,
    /// What stands behind or before the number, as printed.
    pub(super) flag: &'a str,
    /// Whether a percent sign follows.
    pub(super) percent: bool,
    /// The sign of a currency.
    pub(super) currency: &'a str,
}

/// In which formats a number can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// In either, with one meaning.
    Either,
    /// With a decimal point.
    Point,
    /// With a decimal comma.
    Comma,
    /// In either, with two meanings: this sign groups three digits, or stands before three decimals.
    Ambiguous(char),
    /// In none.
    None,
}

/// Signs of currencies that stand before or behind a number.
const CURRENCIES: [&str; 13] = [
    "US$", "R$", "A$", "C$", "NZ$", "HK$", "$", "€", "£", "¥", "￥", "₩", "₹",
];

/// Whether the cell is a number as machines write it: a minus, digits, a point between digits, few of them.
pub fn is_plain(cell: &str) -> bool {
    let digits = cell.as_bytes();
    let digits = digits.strip_prefix(b"-").unwrap_or(digits);
    if digits.is_empty() || digits.len() > MOST_DIGITS || !digits[0].is_ascii_digit() {
        return false;
    }
    if digits[0] == b'0' && digits.get(1).is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let mut points = 0;
    for &byte in digits {
        match byte {
            b'0'..=b'9' => {}
            b'.' => points += 1,
            _ => return false,
        }
    }
    points == 0 || (points == 1 && digits[digits.len() - 1] != b'.')
}

/// The cell without what blanks it begins and ends with, those of typesetters and of spreadsheets among them.
pub(super) fn trim(cell: &str) -> &str {
    let bytes = cell.as_bytes();
    if bytes.first().is_some_and(u8::is_ascii_graphic)
        && bytes.last().is_some_and(u8::is_ascii_graphic)
    {
        return cell;
    }
    cell.trim_matches(is_blank)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}')
}

impl<'a> Parts<'a> {
    /// The parts of a trimmed cell; nothing where it holds no number.
    pub(super) fn of(cell: &'a str) -> Option<Parts<'a>> {
        if !cell.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        // A letter begins a flag, a currency, or a word.
        if cell.starts_with(|c: char| c.is_ascii_alphabetic())
            && flag_before(cell).is_none()
            && currency(cell).is_none()
        {
            return None;
        }
        let mut parts = Parts {
            negative: false,
            parenthesised: false,
            core: "",
            exponent: None,
            flag: "",
            percent: false,
            currency: "",
        };
        let mut rest = cell;
        if let Some(inside) = rest
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'))
        {
            let inside = trim(inside);
            if inside.starts_with(|c: char| c.is_ascii_digit() || c == '.' || is_currency(c)) {
                parts.parenthesised = true;
                parts.negative = true;
                rest = inside;
            }
        }
        // An apostrophe keeps a spreadsheet from reading the text.
        rest = rest.strip_prefix('\'').unwrap_or(rest);
        if let Some((flag, behind)) = flag_before(rest) {
            parts.flag = flag;
            rest = trim(behind);
        }
        // A currency stands before or behind the minus.
        for _ in 0..2 {
            if let Some(behind) = minus(rest).filter(|_| !parts.negative) {
                parts.negative = true;
                rest = trim(behind);
            }
            if let Some((sign, behind)) = currency(rest) {
                parts.currency = sign;
                rest = trim(behind);
            }
        }
        if !parts.negative {
            rest = rest.strip_prefix('+').unwrap_or(rest);
        }
        let end = core_end(rest);
        parts.core = &rest[..end];
        if !parts.core.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        rest = &rest[end..];
        if let Some((exponent, behind)) = exponent(rest) {
            parts.exponent = Some(exponent);
            rest = behind;
        }
        let attached = !rest.starts_with(is_blank);
        rest = trim(rest);
        for _ in 0..2 {
            if let Some(before) = rest.strip_prefix(['%', '％']) {
                parts.percent = true;
                rest = trim(before);
            }
            if let Some((sign, behind)) = currency(rest) {
                parts.currency = sign;
                rest = trim(behind);
            }
        }
        if rest.is_empty() {
            return Some(parts);
        }
        if !parts.flag.is_empty() || !marks::is_flag(rest, attached) {
            return None;
        }
        parts.flag = rest;
        Some(parts)
    }

    /// In which formats the number can be read.
    pub(super) fn reading(&self) -> Reading {
        let (mut points, mut commas, mut others) = (0, 0, 0);
        for c in self.core.chars() {
            match c {
                '.' => points += 1,
                ',' => commas += 1,
                _ if c.is_ascii_digit() => {}
                _ => others += 1,
            }
        }
        if others == 0 && points == 0 && commas == 0 {
            return Reading::Either;
        }
        let as_point = points <= 1 && self.grouped('.', ',');
        let as_comma = commas <= 1 && self.grouped(',', '.');
        match (as_point, as_comma) {
            (false, false) => Reading::None,
            (true, false) => Reading::Point,
            (false, true) => Reading::Comma,
            (true, true) if points + commas == 0 => Reading::Either,
            (true, true) if points > 0 => Reading::Ambiguous('.'),
            (true, true) => Reading::Ambiguous(','),
        }
    }

    /// Whether the number is written with this sign before decimals, and groups, if any, of three digits with one sign
    /// between them (in India of two before the last, where crores need not be parted: `326,70,930`).
    fn grouped(&self, decimal: char, group: char) -> bool {
        let (whole, fraction) = match self.core.split_once(decimal) {
            Some((whole, fraction)) => (whole, fraction),
            None => (self.core, ""),
        };
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return false;
        }
        if whole.bytes().all(|byte| byte.is_ascii_digit()) {
            return true;
        }
        let Some(sign) = whole.chars().find(|c| !c.is_ascii_digit()) else {
            return true;
        };
        if sign != group && (sign == decimal || matches!(sign, '.' | ',')) {
            return false;
        }
        // Blanks of different widths are one sign.
        let groups: Vec<&str> = if is_blank(sign) {
            whole.split(is_blank).collect()
        } else {
            whole.split(sign).collect()
        };
        let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
        if !groups.iter().all(digits) || groups[0].is_empty() || groups[0].starts_with('0') {
            return false;
        }
        let (first, rest) = (groups[0], &groups[1..]);
        let by_three = first.len() <= 3 && rest.iter().all(|part| part.len() == 3);
        let by_two = sign == ','
            && first.len() <= 3
            && rest.len() > 1
            && rest.split_last().is_some_and(|(last, middle)| {
                last.len() == 3 && middle.iter().all(|part| part.len() == 2)
            });
        by_three || by_two
    }

    /// Whether the digits before the decimals are five or more and nothing stands between them.
    pub(super) fn is_ungrouped(&self) -> bool {
        let digits = self.core.bytes().take_while(u8::is_ascii_digit).count();
        digits > 4
    }

    /// Whether zeros stand before the first digit of a whole number, as in a code.
    pub(super) fn has_leading_zero(&self) -> bool {
        let core = self.core.as_bytes();
        core.len() > 1 && core[0] == b'0' && core[1].is_ascii_digit()
    }

    /// The plain numeral with the digits printed, in the format with this sign before decimals; nothing where it has more
    /// digits before the point than are computed with.
    pub(super) fn plain(&self, decimal: char) -> Option<String> {
        let mut whole = String::with_capacity(self.core.len() + 1);
        let mut fraction = String::new();
        let mut behind = false;
        for c in self.core.chars() {
            match c {
                _ if c == decimal => behind = true,
                _ if !c.is_ascii_digit() => {}
                _ if behind => fraction.push(c),
                _ => whole.push(c),
            }
        }
        let plain = plain(whole, fraction, self.exponent)?;
        let sign = if self.negative { "-" } else { "" };
        Some(format!("{sign}{plain}"))
    }
}

/// The sign of a currency with which a text begins, and what is behind it.
fn currency(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    // One that begins with a letter ends with a dollar.
    let may_begin = match bytes.first()? {
        first if first.is_ascii_alphabetic() => bytes.iter().take(3).any(|byte| *byte == b'$'),
        first => *first == b'$' || !first.is_ascii(),
    };
    if !may_begin {
        return None;
    }
    let sign = CURRENCIES.iter().find(|sign| text.starts_with(**sign))?;
    Some(text.split_at(sign.len()))
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '￥' | '₩' | '₹')
}

/// What follows a minus of any form. Japanese tables write △ and ▲.
fn minus(text: &str) -> Option<&str> {
    let rest = text.strip_prefix([
        '-', '\u{2212}', '\u{2013}', '\u{2010}', '\u{2011}', '－', '△', '▲',
    ])?;
    let next = trim(rest);
    next.starts_with(|c: char| {
        c.is_ascii_digit() || c == '.' || c == ',' || is_currency(c) || c == 'U' || c == 'R'
    })
    .then_some(next)
}

/// A flag that stands before the number, and what follows it.
fn flag_before(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    if matches!(first, '*' | '†' | '‡' | '※' | '#' | '~') {
        let end = text.find(|c| c != first)?;
        return Some((&text[..end], &text[end..]));
    }
    // `(p) 12`, `p) 12`, `r 12`.
    let end = match first {
        '(' | '[' => text.find([')', ']'])? + 1,
        'a'..='z' | 'A'..='Z' => {
            let second = text[1..].chars().next()?;
            if second == ')' {
                2
            } else if second == ' ' && matches!(first, 'p' | 'r' | 'e') {
                1
            } else {
                return None;
            }
        }
        _ => return None,
    };
    let flag = &text[..end];
    let inside = flag.trim_matches(['(', ')', '[', ']']);
    let short =
        (1..=2).contains(&inside.len()) && inside.bytes().all(|byte| byte.is_ascii_alphabetic());
    (short && trim(&text[end..]).starts_with(|c: char| c.is_ascii_digit() || c == '-'))
        .then(|| (flag, &text[end..]))
}

/// Where the digits of a number end, with what separates them.
fn core_end(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_is_digit = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let belongs = match c {
            '0'..='9' => true,
            // A point may end a number, or begin it.
            '.' => next_is_digit || (end > 0 && chars.peek().is_none()),
            ',' => next_is_digit,
            '\'' | '\u{2019}' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' => {
                end > 0 && next_is_digit && three_digits(&text[at + c.len_utf8()..])
            }
            _ => false,
        };
        if !belongs {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// Whether a text begins with three digits and no fourth, as a group of a number does.
fn three_digits(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 3
        && bytes[..3].iter().all(u8::is_ascii_digit)
        && !bytes.get(3).is_some_and(u8::is_ascii_digit)
        // `13 100)`: the second is a reference.
        && !matches!(bytes.get(3), Some(b')' | b'/'))
}

/// The exponent that a text begins with (`e+08`: `+08`), and what follows it.
fn exponent(text: &str) -> Option<(&str, &str)> {
    let rest = text
        .strip_prefix(['e', 'E'])
        .or_else(|| text.strip_prefix("×10^"))?;
    let signed = rest.strip_prefix(['+', '-']).unwrap_or(rest);
    let digits = signed.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 {
        return None;
    }
    let end = rest.len() - signed.len() + digits;
    Some((&rest[..end], &rest[end..]))
}
