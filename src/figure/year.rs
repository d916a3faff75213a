//! A year, and how a reader is told several.

use std::fmt;
use std::str::FromStr;

/// A calendar year, 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(u16);

/// Why a text is no year.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a year such as 2015")]
pub struct YearError(String);

impl Year {
    /// The earliest year there is.
    pub const FIRST: Year = Year(1);
    /// The latest year there is.
    pub const LAST: Year = Year(9999);

    /// The year of this number, where it is one.
    pub fn new(number: i64) -> Option<Year> {
        u16::try_from(number)
            .ok()
            .map(Year)
            .filter(|year| (Self::FIRST..=Self::LAST).contains(year))
    }

    /// The year as a plain number.
    pub fn number(self) -> i64 {
        i64::from(self.0)
    }

    /// The year after this one, where there is one.
    pub fn next(self) -> Option<Year> {
        Year::new(self.number() + 1)
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Year {
    type Err = YearError;

    /// Reads a year written with one to four digits and no leading zero.
    fn from_str(text: &str) -> Result<Self, YearError> {
        let digits = (1..=4).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_digit())
            && !text.starts_with('0');
        let number = if digits { text.parse().ok() } else { None };
        number
            .and_then(Year::new)
            .ok_or_else(|| YearError(crate::words::excerpt(text)))
    }
}

/// Years as a reader says them: runs with a dash, the rest one by one (`2000, 2004, 2008 and 2010–2015`).
pub fn spans<'a>(years: impl IntoIterator<Item = &'a Year>) -> String {
    let mut runs: Vec<(Year, Year)> = Vec::new();
    for &year in years {
        match runs.last_mut() {
            Some((_, last)) if last.next() == Some(year) => *last = year,
            _ => runs.push((year, year)),
        }
    }
    let written = runs
        .into_iter()
        .map(|(first, last)| match last.number() - first.number() {
            0 => first.to_string(),
            _ => format!("{first}–{last}"),
        });
    crate::words::list(written, "and")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_join_runs_and_name_the_rest() {
        let of = |numbers: &[i64]| {
            let years = numbers.iter().filter_map(|&number| Year::new(number));
            spans(&years.collect::<Vec<_>>())
        };
        assert_eq!(
            of(&[2000, 2004, 2008, 2010, 2011, 2012]),
            "2000, 2004, 2008 and 2010–2012"
        );
        assert_eq!(of(&[2014]), "2014");
    }
}
