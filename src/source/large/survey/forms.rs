//! In which forms the figures of a column are written.

use std::collections::BTreeMap;

use crate::source::digits::digits_by;
use crate::source::numeral::Format;

/// The forms in which the figures of a column are written.
pub(super) struct Forms {
    pub(super) column: usize,
    format: Format,
    decimal: u8,
    /// How often each of the plain forms was seen.
    plain: [u8; 5],
    /// How often each other one was, of each indicator.
    pub(super) others: BTreeMap<(u32, Vec<u8>), u8>,
}

/// What a cell shows of how figures are written.
pub(super) enum Form {
    Known,
    New(Vec<u8>),
    Unread,
}

impl Forms {
    pub(super) fn new(column: usize, format: Format) -> Forms {
        Forms {
            column,
            decimal: if format.decimal == ',' { b',' } else { b'.' },
            format,
            plain: [0; 5],
            others: BTreeMap::new(),
        }
    }

    pub(super) fn take(&mut self, cell: &[u8], indicator: u32) -> Form {
        if let Some((_, scale)) = digits_by(cell, self.decimal) {
            let digits = cell.strip_prefix(b"-").unwrap_or(cell);
            let form = match (digits, scale) {
                ([b'0', b'0'..=b'9', ..], _) => 4,
                (_, 0) => usize::from(digits.len() > 3),
                (_, 3) => 2,
                _ => 3,
            };
            if self.plain[form] == 2 {
                return Form::Known;
            }
            self.plain[form] += 1;
            return Form::New(vec![u8::try_from(form).unwrap_or(0)]);
        }
        let Ok(text) = std::str::from_utf8(cell) else {
            return Form::Unread;
        };
        let text = text.trim();
        if self.format.read(text).is_err() {
            return Form::Unread;
        }
        // Digits of any number are one form.
        let mut form = vec![b'='];
        for byte in text.bytes() {
            let byte = if byte.is_ascii_digit() { b'9' } else { byte };
            if byte != b'9' || form.last() != Some(&b'9') {
                form.push(byte);
            }
        }
        let seen = self.others.entry((indicator, form.clone())).or_default();
        if *seen == 2 {
            return Form::Known;
        }
        *seen += 1;
        Form::New(form)
    }
}
