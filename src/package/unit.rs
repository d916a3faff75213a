//! Powers of ten of units: declared, said by the unit's words, or shown by what is printed.

use super::schema::Indicator;

impl Indicator {
    /// The power of ten by which a value is in the thing that is counted, as far as it is declared or the unit's words
    /// say it: -2 of `%`, else 0.
    pub fn power(&self) -> i32 {
        let words = || self.unit.as_deref().and_then(power_of_unit);
        let power = if self.unit_mult_declared {
            self.unit_mult
        } else {
            words().unwrap_or(0)
        };
        i32::from(power)
    }
}

/// The units of a ratio and of what it is made of.
#[derive(Debug, Clone, Copy)]
pub struct Powers<'a> {
    /// What is divided.
    pub above: &'a Indicator,
    /// What it is divided by.
    pub below: &'a Indicator,
    /// The ratio.
    pub own: &'a Indicator,
}

impl Powers<'_> {
    /// The power of ten by which the quotient is multiplied: that which the units declare, else the one that the printed
    /// figures show, else what the words of the units say.
    pub fn of_quotient(self, printed: Option<i32>) -> i32 {
        let Powers { above, below, own } = self;
        let said = above.power() - below.power() - own.power();
        let all = [above, below, own];
        if all.iter().any(|one| one.unit_mult_declared) {
            return said;
        }
        printed.unwrap_or(if own.unit.is_some() { said } else { 0 })
    }
}

/// What stands in units for a power of ten, the longer words first.
const POWERS: &[(&str, i8)] = &[
    ("trillion", 12),
    ("billion", 9),
    ("milliard", 9),
    ("mrd", 9),
    ("bn", 9),
    ("million", 6),
    ("millones", 6),
    ("milhões", 6),
    ("mio", 6),
    ("mln", 6),
    ("mn", 6),
    ("thousand", 3),
    ("thousands", 3),
    ("tausend", 3),
    ("milliers", 3),
    ("miles", 3),
    ("000", 3),
    ("000s", 3),
    ("10k", 4),
    ("万", 4),
    ("亿", 8),
];

/// The power of ten by which a figure of a unit is in the thing that is counted: 9 of `RMB bn`, -2 of `%`, -3 of `per
/// 1,000 persons`. Nothing where the words say nothing of it.
pub fn power_of_unit(unit: &str) -> Option<i8> {
    let unit = unit.to_lowercase();
    let first = unit.split_whitespace().next().unwrap_or_default();
    if first.starts_with('%') || ["percent", "pct"].contains(&first) || unit.starts_with("per cent")
    {
        return Some(-2);
    }
    if first.starts_with('‰') || unit.starts_with("per mille") {
        return Some(-3);
    }
    // What it is counted for makes it smaller: `per 100,000 persons`, `yuan per thousand`.
    if let Some((above, below)) = unit.split_once("per ") {
        let digits = below.trim_start().trim_end();
        let digits: String = digits
            .chars()
            .take_while(|c| c.is_ascii_digit() || matches!(c, ',' | ' ' | '\u{a0}'))
            .filter(char::is_ascii_digit)
            .collect();
        let zeros = digits
            .strip_prefix('1')
            .filter(|rest| rest.bytes().all(|byte| byte == b'0'));
        let of_number = zeros.and_then(|zeros| i8::try_from(zeros.len()).ok());
        let below = of_number.filter(|power| *power > 0).or_else(|| word(below));
        return match (word(above), below) {
            (None, None) => None,
            (above, below) => Some(above.unwrap_or(0) - below.unwrap_or(0)),
        };
    }
    word(&unit)
}

/// The power of ten that a word of a text says.
fn word(text: &str) -> Option<i8> {
    let is_part = |c: char| !c.is_alphanumeric();
    let mut words = text.split(is_part);
    let found = words.find_map(|word| POWERS.iter().find(|(known, _)| *known == word));
    let in_chinese = || {
        POWERS
            .iter()
            .find(|(known, _)| !known.is_ascii() && text.contains(known))
    };
    found.or_else(in_chinese).map(|(_, power)| *power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_unit_say_its_power() {
        for (unit, power) in [
            ("%", Some(-2)),
            ("% of labour force", Some(-2)),
            ("per cent", Some(-2)),
            ("‰", Some(-3)),
            ("per 1,000 persons", Some(-3)),
            ("per 100 000 inhabitants", Some(-5)),
            ("RMB bn", Some(9)),
            ("million EUR", Some(6)),
            ("'000 persons", Some(3)),
            ("亿元", Some(8)),
            ("万人", Some(4)),
            ("RMB", None),
            ("persons per km²", None),
            ("mn EUR per km²", Some(6)),
            ("persons", None),
        ] {
            assert_eq!(power_of_unit(unit), power, "{unit}");
        }
    }
}
