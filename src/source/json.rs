//! JSON, whatever it says: texts, properties in their order, and what is said where it is damaged.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::words::excerpt;

/// Whether bytes begin as an object of JSON does, or as a list of some or of lists.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    match bytes.split_first() {
        Some((b'{', rest)) => matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}')),
        Some((b'[', rest)) => match rest.trim_ascii_start().split_first() {
            Some((b'[', rest)) => matches!(
                rest.trim_ascii_start().first(),
                Some(b'"' | b'-' | b'0'..=b'9')
            ),
            first => matches!(first, Some((b'{', _))),
        },
        _ => false,
    }
}

/// Reads JSON of which this is said where it is something else.
pub(super) fn parse_as<'t, T: Deserialize<'t>>(text: &'t str, other: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| {
        let what = if error.is_eof() {
            "it ends too early"
        } else {
            other
        };
        format!(
            "{what} (line {}: {}); fetch it again",
            error.line(),
            excerpt(&error.to_string())
        )
    })
}

/// A text, or whatever stands in the place of one, as it is written.
#[derive(Clone, Default)]
pub(super) struct Text(pub(super) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Ok(Text(unquoted(raw.get())))
    }
}

/// A value of JSON as a text: without quotes, and nothing for `null`.
pub(super) fn unquoted(raw: &str) -> String {
    match raw {
        "null" => String::new(),
        text if text.starts_with('"') => serde_json::from_str(text).unwrap_or_default(),
        text => text.to_owned(),
    }
}

/// The properties of an object in their order.
pub(super) struct Pairs<T>(pub(super) Vec<(String, T)>);

impl<T> Default for Pairs<T> {
    fn default() -> Self {
        Pairs(Vec::new())
    }
}

impl<T> Pairs<T> {
    pub(super) fn get(&self, name: &str) -> Option<&T> {
        self.0
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<T> {
            type Value = Pairs<T>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Pairs<T>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Visitor(std::marker::PhantomData))
    }
}
