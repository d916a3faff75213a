//! What sort of quantity an indicator is; it decides what may be added, averaged and divided.

use serde::Deserialize;

/// The kind of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An amount over a period, such as GDP: adds over areas and over years.
    Flow,
    /// An amount at a moment, such as population: adds over areas, never over years.
    Stock,
    /// One amount per unit of another, such as GDP per capita: recomputed from its parts, never added.
    Ratio,
    /// A relative change, such as real growth: weighted over areas, chained over years.
    Rate,
    /// A part of a whole, in percent: combined through its whole, never added over areas.
    Share,
    /// A level relative to a base period: recomputed from levels.
    Index,
    /// Words, or a year that is said of something: not computed with.
    Text,
}

impl Kind {
    /// Every kind, in the order of their explanation.
    pub const ALL: [Kind; 7] = [
        Kind::Flow,
        Kind::Stock,
        Kind::Ratio,
        Kind::Rate,
        Kind::Share,
        Kind::Index,
        Kind::Text,
    ];

    /// The name, as descriptors write it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Flow => "flow",
            Kind::Stock => "stock",
            Kind::Ratio => "ratio",
            Kind::Rate => "rate",
            Kind::Share => "share",
            Kind::Index => "index",
            Kind::Text => "text",
        }
    }

    /// The name with its article: `an index`.
    pub fn with_article(self) -> String {
        let article = if self == Kind::Index { "an" } else { "a" };
        format!("{article} {}", self.name())
    }

    /// The kind in words, with what may be done with it.
    pub fn meaning(self) -> &'static str {
        match self {
            Kind::Flow => {
                "flow: an amount over a year; adds over areas, and over years as a cumulative sum"
            }
            Kind::Stock => "stock: an amount at a moment; adds over areas, never over years",
            Kind::Ratio => "ratio: recomputed from its parts, never added or averaged as it stands",
            Kind::Rate => "rate: weighted over areas, chained over years, never added",
            Kind::Share => "share: combined through its whole, never added over areas",
            Kind::Index => "index: recomputed from levels, never added",
            Kind::Text => "text: not computed with",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_descriptors_write() {
        for kind in Kind::ALL {
            let read: Kind = serde_json::from_str(&format!("\"{}\"", kind.name())).unwrap();
            assert_eq!(read, kind);
            assert!(kind.meaning().starts_with(kind.name()));
        }
    }
}
