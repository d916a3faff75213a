//! How the cells of a column are written, as the fields of the standard declare it: decimal and group characters,
//! numbers that do not stand bare, texts for missing values, true and false, and dates by a pattern.

use super::declared::{Field, MissingValue};
use crate::figure::{Frequency, Number, NumberError, Period};
use crate::source::{numeral, periods};
use crate::words::{MONTHS, excerpt, quoted_list};

/// The texts of a boolean, unless its field has others.
const TRUE: [&str; 4] = ["true", "True", "TRUE", "1"];
const FALSE: [&str; 4] = ["false", "False", "FALSE", "0"];

/// How the cells of a column are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFormat {
    /// What stands before the decimals.
    decimal: char,
    /// What stands between groups of digits.
    group: Option<char>,
    /// Whether a number stands without a currency, a percent sign and the like.
    bare: bool,
    /// The texts that stand for a missing value, each with the reason where it is known.
    missing: Vec<(String, Option<String>)>,
    /// All texts that are true or false, where the column holds nothing else.
    booleans: Option<Vec<String>>,
    /// How a date is written.
    written: Written,
    /// What a cell should hold, with an example, where a date is declared.
    example: Option<&'static str>,
}

/// How a date is written.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Written {
    /// As the standard has it: `2015-01-31`.
    Standard,
    /// In any way that can be read as one date alone.
    AnyWay,
    /// By a pattern such as `%d.%m.%Y`.
    By(String),
}

impl CellFormat {
    /// The format that a field declares; `missing` are the texts for missing values of the schema, `null` that of the
    /// dialect. Says what is wrong with it.
    pub(super) fn of_field(
        field: &Field,
        missing: &[MissingValue],
        null: Option<&str>,
        fault: &mut dyn FnMut(String),
    ) -> CellFormat {
        let name = excerpt(&field.name);
        let mut single = |property: &str, text: &Option<String>| -> Option<char> {
            let is_none = |text: &&str| text.is_empty() && property == "groupChar";
            let text = text.as_deref().filter(|text| !is_none(text))?;
            let mut chars = text.chars();
            let found = chars.next().filter(|c| !c.is_ascii_digit() && *c != '-');
            if found.is_none() || chars.next().is_some() {
                fault(format!(
                    "`{property}` of `{name}` is `{}`; expected a single character that is no digit",
                    excerpt(text)
                ));
            }
            found
        };
        let decimal = single("decimalChar", &field.decimal_char).unwrap_or('.');
        let group = single("groupChar", &field.group_char);
        if group == Some(decimal) {
            fault(format!(
                "`groupChar` and `decimalChar` of `{name}` are the same character"
            ));
        }
        let type_ = field.type_.as_deref();
        let is_dated = matches!(type_, Some("date" | "datetime" | "time" | "yearmonth"));
        let written = match field.format.as_deref().filter(|_| is_dated) {
            Some(format) if format.contains('%') => {
                if let Some(unknown) = unknown_directive(format) {
                    fault(format!(
                        "`format` of `{name}` has `%{}`, which is not read; write the date with {}",
                        excerpt(&unknown.to_string()),
                        quoted_list(["%Y", "%y", "%m", "%d", "%b", "%B"], "or")
                    ));
                }
                Written::By(format.to_owned())
            }
            Some("any") if type_ != Some("yearmonth") => Written::AnyWay,
            Some(format) if format != "default" => {
                fault(format!(
                    "`format` of `{name}` is `{}`, which is not read; write a pattern such as `%d.%m.%Y`",
                    excerpt(format)
                ));
                Written::Standard
            }
            _ => Written::Standard,
        };
        let booleans = (type_ == Some("boolean")).then(|| {
            let of = |declared: &Option<Vec<String>>, usual: [&str; 4]| {
                declared
                    .clone()
                    .unwrap_or_else(|| usual.map(str::to_owned).to_vec())
            };
            let (yes, no) = (of(&field.true_values, TRUE), of(&field.false_values, FALSE));
            if let Some(both) = yes.iter().find(|text| no.contains(text)) {
                fault(format!(
                    "`{}` is among the `trueValues` and the `falseValues` of `{name}`",
                    excerpt(both)
                ));
            }
            [yes, no].concat()
        });
        let missing = field.missing_values.as_deref().unwrap_or(missing);
        let labelled = missing.iter().map(|missing| match missing {
            MissingValue::Text(value) => (value.clone(), None),
            MissingValue::Labelled { value, label } => (value.clone(), label.clone()),
        });
        let nan = (type_ == Some("number")).then_some("NaN");
        let more = null
            .into_iter()
            .chain(nan)
            .map(|text| (text.to_owned(), None));
        let example = match type_ {
            Some("date" | "datetime") => Some("date such as 2015-01-31"),
            Some("yearmonth") => Some("month such as 2015-01"),
            _ => None,
        };
        CellFormat {
            example,
            decimal,
            group,
            bare: field.bare_number.unwrap_or(true),
            missing: labelled.chain(more).collect(),
            booleans,
            written,
        }
    }

    /// Whether a cell stands for a missing value.
    pub fn is_missing(&self, cell: &str) -> bool {
        self.missing.iter().any(|(text, _)| text == cell)
    }

    /// Why the value of a cell is missing, where the descriptor says it.
    pub fn reason(&self, cell: &str) -> Option<&str> {
        let found = self.missing.iter().find(|(text, _)| text == cell)?;
        found.1.as_deref()
    }

    /// Whether any of the texts for missing values says why the value is missing.
    pub fn has_reasons(&self) -> bool {
        self.missing.iter().any(|(_, reason)| reason.is_some())
    }

    /// A text that stands for a missing value; empty where there is none.
    pub(super) fn absent(&self) -> &str {
        self.missing.first().map_or("", |(text, _)| text)
    }

    /// The number that a cell holds, with the digits that are printed there.
    ///
    /// # Errors
    /// If it holds none, or one with more digits than an exact decimal has.
    pub fn number(&self, cell: &str) -> Result<Number, NumberError> {
        let is_plain = self.decimal == '.' && self.group.is_none() && self.bare;
        if is_plain {
            match cell.parse::<Number>() {
                Err(NumberError::Malformed(_)) => {}
                found => return found,
            }
        }
        let malformed = || NumberError::Malformed(excerpt(cell));
        let plain = self.plain(cell).ok_or_else(malformed)?;
        plain.parse().map_err(|error| match error {
            NumberError::Malformed(_) => malformed(),
            NumberError::TooLong(_) => NumberError::TooLong(excerpt(cell)),
        })
    }

    /// The plain numeral that a cell stands for.
    fn plain(&self, cell: &str) -> Option<String> {
        let (negative, digits) = if self.bare {
            match cell.strip_prefix(['+', '-']) {
                Some(digits) => (cell.starts_with('-'), digits),
                None => (false, cell),
            }
        } else {
            self.undressed(cell)?
        };
        let (digits, exponent) = match digits.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, Some(exponent)),
            None => (digits, None),
        };
        let (whole, fraction) = digits.split_once(self.decimal).unwrap_or((digits, ""));
        let whole = self.ungrouped(whole)?;
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !is_number(&whole) || !is_number(fraction) {
            return None;
        }
        let plain = match exponent {
            // Only what an exponent moves may be rounded: more digits than can be held are a fault otherwise.
            Some(exponent) if exponent.parse::<i32>().is_err() => return None,
            Some(_) => numeral::plain(whole, fraction.to_owned(), exponent)?,
            None => numeral::joined(&whole, fraction),
        };
        let sign = if negative { "-" } else { "" };
        Some(format!("{sign}{plain}"))
    }

    /// A number without what stands before and behind it, and whether it is negative.
    fn undressed<'a>(&self, cell: &'a str) -> Option<(bool, &'a str)> {
        let is_own = |c: char| c.is_ascii_digit() || c == self.decimal;
        let start = cell.find(is_own)?;
        let end = cell.rfind(|c: char| c.is_ascii_digit())? + 1;
        let (before, behind) = (cell[..start].trim(), cell.get(end..)?.trim());
        let minus = |c: char| matches!(c, '-' | '\u{2212}');
        // Brackets and a sign behind would be a minus to some and nothing to others.
        if before.contains('(') || behind.contains(minus) {
            return None;
        }
        let negative = before.starts_with(minus) || before.ends_with(minus);
        Some((negative, cell.get(start..end)?))
    }

    /// The digits before the decimals without what groups them; none where the groups are none.
    fn ungrouped(&self, whole: &str) -> Option<String> {
        let Some(group) = self.group.filter(|group| whole.contains(*group)) else {
            return Some(whole.to_owned());
        };
        let groups: Vec<&str> = whole.split(group).collect();
        let (last, others) = groups.split_last()?;
        let (first, middle) = others.split_first()?;
        let fits = (3..=4).contains(&last.len())
            && (1..=4).contains(&first.len())
            && middle.iter().all(|part| (2..=4).contains(&part.len()));
        fits.then(|| groups.concat())
    }

    /// The period that a cell tells.
    ///
    /// # Errors
    /// What is wrong where it tells none.
    pub fn period(&self, cell: &str) -> Result<Period, String> {
        let plain = |text: &str| {
            text.parse::<Period>().map_err(|error| match self.example {
                Some(example) => format!("`{}` is not a {example}", excerpt(text)),
                None => error.to_string(),
            })
        };
        match &self.written {
            Written::By(pattern) => date(cell, pattern).ok_or_else(|| {
                format!(
                    "`{}` is no date such as `{}` writes it",
                    excerpt(cell),
                    excerpt(pattern)
                )
            }),
            // What stands behind the day is a time of it.
            Written::Standard | Written::AnyWay => match cell.split_once('T') {
                Some((day, _)) if day.len() == 10 => plain(day),
                _ if self.written == Written::AnyWay => plain(cell).or_else(|_| {
                    let told = periods::read_one(cell).filter(|label| label.mark.is_none());
                    told.map(|label| label.period).ok_or_else(|| {
                        format!(
                            "`{}` is no date that can be read in one way alone; say how dates are written, as with \
                             `\"format\": \"%d/%m/%Y\"`",
                            excerpt(cell)
                        )
                    })
                }),
                _ => plain(cell),
            },
        }
    }

    /// What is wrong with a cell of a column that holds only true and false.
    pub(super) fn fault_of_boolean(&self, cell: &str) -> Option<String> {
        let known = self.booleans.as_ref()?;
        let is_known = known.iter().any(|text| text == cell);
        (!is_known).then(|| {
            let known = quoted_list(known.iter().map(|text| excerpt(text)), "or");
            format!(
                "`{}` is neither true nor false; expected {known}",
                excerpt(cell)
            )
        })
    }
}

/// The first directive of a pattern that is not read.
fn unknown_directive(pattern: &str) -> Option<char> {
    let mut parts = pattern.split('%').skip(1);
    parts.find_map(|part| match part.chars().next() {
        Some('Y' | 'y' | 'm' | 'd' | 'b' | 'B' | 'H' | 'M' | 'S' | 'f') => None,
        other => Some(other.unwrap_or('%')),
    })
}

/// The day, month or year that a text tells by a pattern such as `%d.%m.%Y`.
fn date(text: &str, pattern: &str) -> Option<Period> {
    let (mut year, mut month, mut day) = (None, None, None);
    let mut rest = text;
    let mut directives = pattern.split('%');
    rest = rest.strip_prefix(directives.next()?)?;
    for part in directives {
        let mut chars = part.chars();
        let directive = chars.next()?;
        if matches!(directive, 'b' | 'B') {
            let letters = rest
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(rest.len());
            let word = rest[..letters].to_lowercase();
            let named =
                |name: &&str| **name == word || (word.len() == 3 && name.starts_with(&word));
            month = Some((1..).zip(MONTHS).find(|(_, name)| named(name))?.0);
            rest = &rest[letters..];
        } else {
            let most = match directive {
                'Y' => 4,
                'f' => 6,
                _ => 2,
            };
            let digits = rest
                .bytes()
                .take(most)
                .take_while(u8::is_ascii_digit)
                .count();
            let number: i64 = rest[..digits].parse().ok()?;
            rest = &rest[digits..];
            match directive {
                'Y' => year = Some(number),
                // As POSIX has it.
                'y' => year = Some(number + if number < 69 { 2000 } else { 1900 }),
                'm' => month = Some(number),
                'd' => day = Some(number),
                _ => {}
            }
        }
        rest = rest.strip_prefix(chars.as_str())?;
    }
    if !rest.is_empty() {
        return None;
    }
    match (month, day) {
        (Some(month), Some(day)) => Period::day(year?, month, day),
        (Some(month), None) => Period::of(Frequency::Month, year?, month),
        _ => Period::new(year?),
    }
}

#[cfg(test)]
mod tests;
