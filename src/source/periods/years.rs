//! Years that are written in other ways than with four digits: with decimals for their parts, with two digits, long ago.

use std::collections::BTreeSet;

use super::numbers::{YEARS, number, short_year, year};
use super::{Label, Labels};
use crate::figure::Period;
use crate::order::{InOrder, IntoSet};

/// What is said of years of two digits.
const OF_TWO_DIGITS: &str = "the years have two digits, `39` for 2039 and `40` for 1940";

/// Labels so written that each can be read, and what is said of them.
pub(super) type Rewritten = (Vec<String>, &'static str);

/// Fewer labels tell nothing of all of them.
const FEWEST: usize = 3;
/// From this year on no number of two digits counts years of a school or of a life's work.
const OF_A_CENTURY: i64 = 40;

/// Years with decimals, where all of them stand for months or quarters that follow one another: `1949.0833` is February 1949,
/// `1960.25` the second quarter of 1960. Other decimals are days, such as those of the middles of months.
pub(super) fn with_decimals(labels: &[&str]) -> Option<Rewritten> {
    let months: Vec<i64> = labels
        .iter()
        .map(|label| month(label))
        .collect::<Option<_>>()?;
    let mut distinct = months.clone();
    distinct.order();
    distinct.dedup();
    let steps: Vec<i64> = distinct.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let step = *steps.iter().min()?;
    let regular = steps.iter().filter(|own| **own == step).count() * 10 >= steps.len() * 9;
    let fits = steps.iter().all(|own| own % step == 0) && matches!(step, 1 | 3);
    let has_parts = labels.iter().any(|label| label.contains('.'));
    if !(regular && fits && has_parts && distinct.len() > FEWEST) {
        return None;
    }
    let label = |month: &i64| {
        let (year, place) = (month.div_euclid(12), month.rem_euclid(12));
        if step == 1 {
            format!("{year}-{:02}", place + 1)
        } else {
            format!("{year}Q{}", place / 3 + 1)
        }
    };
    let in_quarters = step == 3 && distinct.iter().all(|month| month % 3 == 0);
    let why = if step == 1 {
        "the decimals of the years stand for months, `.25` for April"
    } else {
        "the decimals of the years stand for quarters, `.25` for the second"
    };
    (step == 1 || in_quarters).then(|| (months.iter().map(label).collect(), why))
}

/// The months since the year nought at which a year with decimals begins, where it is the beginning of a month.
fn month(label: &str) -> Option<i64> {
    let (whole, decimals) = label.trim().split_once('.').unwrap_or((label.trim(), ""));
    let of_year: i64 = year(whole)?;
    if decimals.is_empty() {
        return Some(of_year * 12);
    }
    let digits = decimals.get(..decimals.len().min(9))?;
    let scale = 10_i64.pow(u32::try_from(digits.len()).ok()?);
    let twelfths = 12 * number(digits, 1, 9)?;
    let place = (twelfths + scale / 2) / scale;
    // Of two decimals a twelfth is told within six hundredths.
    let off = (twelfths - place * scale).abs();
    let is_near = off == 0 || digits.len() > 1 && off <= 6 + scale / 1_000_000;
    is_near.then_some(of_year * 12 + place)
}

/// Years of two digits that follow one another, of which nothing else could be meant.
pub(super) fn of_two_digits(labels: &[&str]) -> Option<Rewritten> {
    let numbers = labels.iter().map(|label| number(label.trim(), 2, 2));
    let numbers: Vec<i64> = numbers.collect::<Option<_>>()?;
    let years = labels.iter().map(|label| short_year(label.trim()));
    let years: Vec<i64> = years.collect::<Option<_>>()?;
    let mut distinct = years.clone();
    distinct.order();
    distinct.dedup();
    let step = distinct.get(1)? - distinct[0];
    let follow = distinct.windows(2).all(|pair| pair[1] - pair[0] == step);
    let are_years = numbers.iter().all(|number| *number >= OF_A_CENTURY)
        || numbers.iter().any(|number| *number < 10);
    (follow && are_years && distinct.len() >= FEWEST)
        .then(|| (years.iter().map(i64::to_string).collect(), OF_TWO_DIGITS))
}

/// Years of two digits, where something beside them says that they are years: `14`.
pub(crate) fn all_of_two_digits<'a>(labels: impl Iterator<Item = &'a str>) -> Option<Labels> {
    let label = |text: &str| {
        let year = short_year(text).filter(|_| text.len() == 2)?;
        Some(Label {
            period: Period::new(year)?,
            mark: None,
        })
    };
    let all: Option<Vec<Label>> = labels.map(label).collect();
    Some(Labels {
        all: all?,
        decided: Some(OF_TWO_DIGITS),
    })
}

/// The years of an economic history: bare numbers, of which most are years of the centuries that statistics are about
/// and the others lie before them: 1, 730, 1000, 1500.
pub(super) fn long_ago(labels: &[&str]) -> Option<Labels> {
    let years: Option<Vec<i64>> = labels.iter().map(|label| old_year(label)).collect();
    let years = years?;
    let different: BTreeSet<i64> = years.iter().copied().into_set();
    let late = different.iter().filter(|year| YEARS.contains(year)).count();
    // Of each year of a thousand most lie before those centuries.
    let follow = || {
        let ends = different.first().zip(different.last());
        let all = ends.and_then(|(first, last)| usize::try_from(last - first + 1).ok());
        late > 300 && all == Some(different.len())
    };
    if different.len() < 4 || late * 2 <= different.len() && !follow() {
        return None;
    }
    let label = |year: &i64| {
        Some(Label {
            period: Period::new(*year)?,
            mark: None,
        })
    };
    let all: Option<Vec<Label>> = years.iter().map(label).collect();
    Some(Labels {
        all: all?,
        decided: None,
    })
}

/// A bare number that is a year where most beside it are: `1`, `1000`, `1820`.
pub(crate) fn old_year(label: &str) -> Option<i64> {
    let digits = label.trim();
    number(digits, 1, 4).filter(|year| (1..YEARS.end).contains(year) && !digits.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(found: Option<Rewritten>) -> String {
        found.map_or_else(String::new, |(labels, _)| labels.join(" "))
    }

    #[test]
    fn decimals_of_years_are_months_or_quarters_that_follow_one_another() {
        // Beginnings of months as R prints a time series: 1949 + k/12.
        let months = ["1949", "1949.08333333333", "1949.16666666667", "1949.25"];
        assert_eq!(
            told(with_decimals(&months)),
            "1949-01 1949-02 1949-03 1949-04"
        );
        let rounded = ["1949.83", "1949.92", "1950.00", "1950.08"];
        assert_eq!(
            told(with_decimals(&rounded)),
            "1949-11 1949-12 1950-01 1950-02"
        );
        let quarters = ["1960.5", "1960.75", "1961", "1961.25", "1960.5"];
        assert_eq!(
            told(with_decimals(&quarters)),
            "1960Q3 1960Q4 1961Q1 1961Q2 1960Q3"
        );
        // The middles of months, single years, and what is no part of twelve.
        for other in [
            ["1958.2027", "1958.2877", "1958.3699", "1958.4548"],
            ["1958", "1959", "1960", "1961"],
            ["1958.1", "1958.2", "1958.3", "1958.4"],
            ["1958.0", "1958.5", "1959.0", "1959.5"],
        ] {
            assert_eq!(told(with_decimals(&other)), "");
        }
    }

    #[test]
    fn numbers_of_two_digits_are_years_where_nothing_else_is_counted_so() {
        assert_eq!(
            told(of_two_digits(&["63", "64", "65", "63"])),
            "1963 1964 1965 1963"
        );
        assert_eq!(told(of_two_digits(&["99", "00", "01"])), "1999 2000 2001");
        assert_eq!(told(of_two_digits(&["10", "11", "12"])), "");
        assert_eq!(told(of_two_digits(&["63", "70", "71"])), "");
        assert_eq!(told(of_two_digits(&["63", "64"])), "");
    }
}
