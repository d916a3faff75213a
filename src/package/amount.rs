//! What an indicator is by its unit, its kind and, where nothing is declared, its name: an amount, a percentage.

use super::rule::Combine;
use super::schema::Indicator;
use crate::figure::Kind;

/// Words in a name by which what nothing else is known of is no amount.
const OF_NO_AMOUNT: [&str; 17] = [
    "pct",
    "percent",
    "percentage",
    "prozent",
    "pourcentage",
    "porcentaje",
    "rate",
    "ratio",
    "share",
    "index",
    "per",
    "percapita",
    "density",
    "average",
    "mean",
    "median",
    "growth",
];
/// The first of these are percentages.
const OF_PERCENT: usize = 6;
/// Words in a name of a level relative to a base.
const OF_INDEX: [&str; 5] = ["index", "indices", "cpi", "ppi", "deflator"];

impl Indicator {
    /// Whether it is told in percent, so that its changes are percentage points: its unit says so, else its kind; where
    /// nothing is declared, its name.
    pub fn is_percent(&self) -> bool {
        if let Some(unit) = &self.unit {
            let unit = unit.trim().to_lowercase();
            return ["%", "percent", "per cent", "pct", "pp"]
                .iter()
                .any(|word| unit.starts_with(word));
        }
        if let Some(code) = &self.unit_measure {
            return matches!(code.as_str(), "PC" | "PT" | "PP" | "PERCENT");
        }
        matches!(self.kind, Kind::Rate | Kind::Share) || self.is_called(&OF_NO_AMOUNT[..OF_PERCENT])
    }

    /// Whether it is an amount, of which a part is a share: not where its unit or its name speaks against it.
    pub fn is_amount(&self) -> bool {
        let is_kind = matches!(self.kind, Kind::Flow | Kind::Stock);
        let by_rule = match self.combine {
            _ if self.kind_declared => true,
            Combine::Sum if self.combine_declared => true,
            // What is a mean, or adds up to nothing, is no amount, whatever its name.
            _ if self.combine_declared => false,
            _ => !self.is_called(&OF_NO_AMOUNT),
        };
        is_kind && !self.is_percent() && by_rule
    }

    /// Whether nothing but its name or its unit is known of it, and these say that it is no amount.
    pub fn looks_like_a_rate(&self) -> bool {
        let says_it =
            || self.is_percent() || self.per_thousand().is_some() || self.is_called(&OF_NO_AMOUNT);
        !self.kind_declared && says_it()
    }

    /// The unit of a rate per thousand or another power of ten, whose differences are in the same unit.
    pub fn per_thousand(&self) -> Option<&str> {
        let unit = self.unit.as_deref()?.trim();
        let is_rate = unit.starts_with('‰') || unit.to_lowercase().starts_with("per 1");
        is_rate.then_some(unit)
    }

    /// Whether it is told at the prices of each year, so that its changes are those of prices as well.
    pub fn is_at_current_prices(&self) -> bool {
        self.prices.as_deref() == Some("current prices")
    }

    /// Whether it is an index: as declared, else by its name.
    pub fn is_index(&self) -> bool {
        let by_name = !self.kind_declared && self.is_called(&OF_INDEX);
        self.kind == Kind::Index || by_name
    }

    /// Whether its name has one of these words.
    fn is_called(&self, words: &[&str]) -> bool {
        let name = self.id.to_lowercase();
        name.ends_with('%')
            || name
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| words.contains(&word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indicator(id: &str, kind: Kind, unit: Option<&str>) -> Indicator {
        Indicator {
            id: id.to_owned(),
            kind,
            kind_declared: unit.is_some(),
            kind_assumed: false,
            unit: unit.map(str::to_owned),
            unit_zh: None,
            unit_measure: None,
            unit_mult: 0,
            unit_mult_declared: false,
            range: None,
            decimals: None,
            prices: None,
            concept: None,
            combine: Combine::Sum,
            combine_declared: false,
            texts_zh: std::collections::BTreeMap::new(),
        }
    }

    #[test]
    fn the_unit_tells_percent_and_not_the_kind() {
        for (unit, kind, percent) in [
            ("%", Kind::Ratio, true),
            ("percent of GDP", Kind::Ratio, true),
            ("Per cent", Kind::Flow, true),
            ("per 1,000 persons", Kind::Rate, false),
            ("persons", Kind::Stock, false),
        ] {
            assert_eq!(
                indicator("x", kind, Some(unit)).is_percent(),
                percent,
                "{unit}"
            );
        }
        assert!(indicator("x", Kind::Rate, None).is_percent());
    }

    #[test]
    fn where_nothing_is_declared_the_name_refuses() {
        for (id, amount) in [
            ("jobs", true),
            ("unemployment_rate_pct", false),
            ("gdp_per_capita", false),
            ("prosperity", true),
            ("share-of-women", false),
        ] {
            assert_eq!(indicator(id, Kind::Flow, None).is_amount(), amount, "{id}");
        }
        assert!(indicator("rate", Kind::Flow, Some("persons")).is_amount());
        let of_rule = |combine| Indicator {
            combine,
            combine_declared: true,
            ..indicator("score", Kind::Flow, None)
        };
        assert!(of_rule(Combine::Sum).is_amount());
        assert!(!of_rule(Combine::Mean).is_amount());
        assert!(!of_rule(Combine::None { reason: None }).is_amount());
    }
}
