//! A column of printed numbers.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::figure::Number;

/// A cell without a number.
const MISSING: i64 = i64::MIN;
/// A cell whose number is kept apart, since it is too wide.
const WIDE: i64 = i64::MIN + 1;

/// Printed numbers in a column: an integer each, with the count of decimals that it was printed with.
#[derive(Debug, Clone, Default)]
pub struct Decimals {
    units: Vec<i64>,
    scales: Scales,
    wide: BTreeMap<usize, Number>,
}

/// With how many decimals the numbers were printed.
#[derive(Debug, Clone)]
enum Scales {
    /// All with as many.
    Uniform(u8),
    Each(Vec<u8>),
}

impl Default for Scales {
    fn default() -> Scales {
        Scales::Uniform(0)
    }
}

impl Scales {
    fn of(&self, row: usize) -> u8 {
        match self {
            Scales::Uniform(scale) => *scale,
            Scales::Each(scales) => scales[row],
        }
    }
}

impl Decimals {
    /// Adds a cell.
    pub fn push(&mut self, number: Option<Number>) {
        match number.map(|number| (number, small(number))) {
            None => self.push_units(MISSING, None),
            Some((_, Some((units, scale)))) => self.push_units(units, Some(scale)),
            Some((number, None)) => {
                self.wide.insert(self.units.len(), number);
                self.push_units(WIDE, None);
            }
        }
    }

    /// Adds a number of at most 18 digits: units of the last one, and how many stand after the point.
    pub fn push_digits(&mut self, units: i64, scale: u8) {
        self.push_units(units, Some(scale));
    }

    /// Adds the cells of another column.
    pub fn append(&mut self, other: &Decimals) {
        let start = self.units.len();
        match (&self.scales, &other.scales) {
            (Scales::Uniform(known), Scales::Uniform(scale)) if known == scale => {
                self.units.extend_from_slice(&other.units);
            }
            _ => {
                for (row, &units) in other.units.iter().enumerate() {
                    let has_digits = !matches!(units, MISSING | WIDE);
                    self.push_units(units, has_digits.then(|| other.scales.of(row)));
                }
            }
        }
        let wide = other.wide.iter();
        self.wide
            .extend(wide.map(|(row, number)| (start + row, *number)));
    }

    fn push_units(&mut self, units: i64, scale: Option<u8>) {
        match (&mut self.scales, scale) {
            (Scales::Each(scales), scale) => scales.push(scale.unwrap_or_default()),
            (Scales::Uniform(_), None) => {}
            (Scales::Uniform(known), Some(scale)) if *known == scale => {}
            (Scales::Uniform(known), Some(scale)) => {
                if self
                    .units
                    .iter()
                    .all(|units| matches!(*units, MISSING | WIDE))
                {
                    *known = scale;
                } else {
                    let mut scales = vec![*known; self.units.len()];
                    scales.push(scale);
                    self.scales = Scales::Each(scales);
                }
            }
        }
        self.units.push(units);
    }

    /// The number in a cell, as it was printed.
    pub fn get(&self, row: usize) -> Option<Number> {
        let units = *self.units.get(row)?;
        match units {
            MISSING => None,
            WIDE => self.wide.get(&row).copied(),
            units => {
                let scale = u32::from(self.scales.of(row));
                Some(Number::from(Decimal::new(units, scale)))
            }
        }
    }

    /// Whether any was printed with decimals.
    pub fn has_decimals(&self) -> bool {
        let has_digits =
            |(units, scale): (&i64, u8)| scale > 0 && !matches!(*units, MISSING | WIDE);
        let wide = || self.wide.values().any(|number| number.decimals() > 0);
        let mut rows = self.units.iter().enumerate();
        rows.any(|(row, units)| has_digits((units, self.scales.of(row)))) || wide()
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }
}

/// The number as an integer and a scale, where these say all of it.
fn small(number: Number) -> Option<(i64, u8)> {
    let decimal = number.decimal();
    let units = i64::try_from(decimal.mantissa()).ok()?;
    // A minus before zero is printed and no integer has it.
    let is_kept = units > WIDE && (units != 0 || decimal.is_sign_positive());
    let scale = u8::try_from(number.decimals()).ok()?;
    is_kept.then_some((units, scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_comes_back_as_it_was_printed() {
        let texts = [
            "",
            "26.0",
            "26",
            "-0.5",
            "0.00",
            "9223372036854775807",
            "-9223372036854775808",
            "-9223372036854775807",
            "1234567890123456789012345678",
            "0.123456789012345678901234567",
            "",
        ];
        let mut column = Decimals::default();
        for text in texts {
            column.push(text.parse().ok());
        }
        let back: Vec<String> = (0..column.len())
            .map(|row| {
                column
                    .get(row)
                    .map(|number| number.to_string())
                    .unwrap_or_default()
            })
            .collect();
        assert_eq!(back, texts);
        assert_eq!(column.get(texts.len()), None);
    }

    proptest::proptest! {
        #[test]
        fn parts_make_one_column(texts in proptest::collection::vec("|-?[0-9]{1,20}(\\.[0-9]{1,2})?", 0..20), cut in 0_usize..20) {
            let cut = cut.min(texts.len());
            let column = |texts: &[String]| {
                let mut column = Decimals::default();
                for text in texts { column.push(text.parse().ok()); }
                column
            };
            let mut joined = column(&texts[..cut]);
            joined.append(&column(&texts[cut..]));
            let whole = column(&texts);
            let texts = |column: &Decimals| -> Vec<Option<String>> {
                (0..column.len()).map(|row| column.get(row).map(|number| number.to_string())).collect()
            };
            proptest::prop_assert_eq!(joined.has_decimals(), whole.has_decimals());
            proptest::prop_assert_eq!(texts(&joined), texts(&whole));
        }

        #[test]
        fn any_number_comes_back(texts in proptest::collection::vec("-?[0-9]{1,20}(\\.[0-9]{1,6})?", 0..20)) {
            let numbers: Vec<Option<Number>> = texts.iter().map(|text| text.parse().ok()).collect();
            let mut column = Decimals::default();
            for number in &numbers { column.push(*number); }
            let texts = |number: Option<Number>| number.map(|number| number.to_string());
            for (row, number) in numbers.iter().enumerate() {
                proptest::prop_assert_eq!(texts(column.get(row)), texts(*number));
            }
        }
    }
}
