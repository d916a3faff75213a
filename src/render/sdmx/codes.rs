//! Names as the identifiers that SDMX takes, no two of a concept alike.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::figure::{Frequency, Period};
use crate::render::RenderError;
use crate::words::{Refusal, legible};

/// A name as an identifier.
pub(super) struct Name {
    pub(super) code: String,
    pub(super) text: String,
}

/// The names behind the codes of each concept, so that no two share one.
#[derive(Default)]
pub(super) struct Codes(BTreeMap<(String, String), String>);

impl Codes {
    pub(super) fn check(&mut self, concept: &str, name: &Name) -> Result<(), RenderError> {
        let place = (concept.to_owned(), name.code.clone());
        let known = self.0.entry(place).or_insert_with(|| name.text.clone());
        if *known == name.text {
            return Ok(());
        }
        RenderError::unsuited(
            Refusal::new(format!(
                "`{}` and `{}` would share the code `{}` in {concept}, and SDMX-CSV has \
                    nothing else to tell them apart",
                legible(known),
                legible(&name.text),
                name.code
            ))
            .next("rename one, or give areas codes"),
        )
    }
}

impl Name {
    pub(super) fn new(text: &str) -> Name {
        Name {
            code: identifier(text),
            text: text.to_owned(),
        }
    }

    /// A code that is one already.
    pub(super) fn as_it_is(code: &str) -> Name {
        Name {
            code: code.to_owned(),
            text: code.to_owned(),
        }
    }
}

/// Whether SDMX takes the text for an identifier.
pub(super) fn is_identifier(text: &str) -> bool {
    let is_taken = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '@' | '$');
    !text.is_empty() && text.chars().all(is_taken)
}

/// A name as an identifier: letters in capitals without their accents, digits, and `_` for what else is between them.
/// Letters beyond ASCII are written as their numbers in Unicode (`哈` as `U54C8`).
pub(super) fn identifier(text: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut goes_on = false;
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        let is_plain = c.is_ascii_alphanumeric();
        match parts.last_mut() {
            Some(part) if is_plain && goes_on => part.push(c.to_ascii_uppercase()),
            _ if is_plain => parts.push(c.to_ascii_uppercase().to_string()),
            _ if !c.is_ascii() => parts.push(format!("U{:04X}", u32::from(c))),
            _ => {}
        }
        goes_on = is_plain;
    }
    if parts.is_empty() {
        parts = text
            .chars()
            .map(|c| format!("U{:04X}", u32::from(c)))
            .collect();
    }
    parts.join("_")
}

/// A frequency by its code in `CL_FREQ`.
pub(super) fn frequency(of: Frequency) -> &'static str {
    match of {
        Frequency::Year => "A",
        Frequency::Half => "S",
        Frequency::Quarter => "Q",
        Frequency::Month => "M",
        Frequency::Week => "W",
        Frequency::Day => "D",
    }
}

/// A period, or a span of them by its first day and its length: `2008`, `2008-Q1`, `2008-01-01/P8Y`, `2008-01-01/P6M`.
pub(super) fn period(first: Period, last: Period) -> String {
    if first == last {
        let (year, rest) = match first.frequency() {
            Frequency::Half | Frequency::Quarter | Frequency::Week => (4, "-"),
            _ => return first.to_string(),
        };
        let text = first.to_string();
        let number = text[year..].replace('H', "S");
        return format!("{}{rest}{number}", &text[..year]);
    }
    let count = first.through(last).count();
    let (times, unit) = match first.frequency() {
        Frequency::Year => (1, 'Y'),
        Frequency::Half => (6, 'M'),
        Frequency::Quarter => (3, 'M'),
        Frequency::Month => (1, 'M'),
        Frequency::Week => (7, 'D'),
        Frequency::Day => (1, 'D'),
    };
    let day = first.beginning(Frequency::Day).first();
    format!("{day}/P{}{unit}", count * times)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_identifiers_in_capitals() {
        for (name, code) in [
            ("real-growth", "REAL_GROWTH"),
            ("gdp.yoy", "GDP_YOY"),
            ("age-0-14", "AGE_0_14"),
            ("O'Neil \"Bob\", A & B", "O_NEIL_BOB_A_B"),
            ("=1+2", "1_2"),
            ("鹤岗", "U9E64_U5C97"),
            ("Köln", "KOLN"),
            ("Hègǎng Shì", "HEGANG_SHI"),
            ("\"", "U0022"),
            ("", ""),
        ] {
            assert_eq!(identifier(name), code, "{name}");
        }
    }
}
