//! The grammar by which a user asks for years.

use std::collections::BTreeSet;
use std::fmt;
use std::num::NonZeroUsize;
use std::str::FromStr;

use super::{Frequency, Period};

/// Which years a user asks for: a list of items such as `2008..2015`, `2010` or `latest:3`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Years(Vec<YearItem>);

/// One item of a [`Years`] list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearItem {
    /// The newest years for which every selected area has a row.
    Latest(NonZeroUsize),
    /// One year.
    Single(Period),
    /// From one year to another, both included; an end left out is open. Every `step`-th year from the first.
    Range {
        /// The first year, or open.
        from: Option<Period>,
        /// The last year, or open.
        to: Option<Period>,
        /// How far one chosen year is from the next; 1 for every year.
        step: NonZeroUsize,
    },
}

/// Why a text asks for no years; the message says how to fix it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum YearsError {
    /// A range whose first year is after its last.
    #[error("the years `{from}..{to}` run backwards; write `{to}..{from}`")]
    Reversed {
        /// The year written first.
        from: Period,
        /// The year written last.
        to: Period,
    },
    /// A range with one end and a mark that may mean something else, such as a hyphen.
    #[error("`{0}` is no range with an open end; write `{1}`")]
    HalfOpen(String, String),
    /// A step without a first year to count from, or of zero.
    #[error(
        "`{0}` has no step to count by; write a first year and a step of 1 or more, such as `2000..2015/5`"
    )]
    Step(String),
    /// Two years that follow one another, joined by a hyphen: a year of two halves, or both.
    #[error(
        "`{text}` may be one year or two; write `{first}/{}` for the year that begins in {first}, `{first}..{next}` for both",
        &text[text.len() - 2..]
    )]
    TwoYears {
        /// What was written, which ends in two digits.
        text: String,
        /// The first of the years.
        first: Period,
        /// The year after it.
        next: Period,
    },
    /// Anything that is not in the grammar.
    #[error(
        "`{0}` asks for no years; write `2010`, `2008..2015` (both included), `2010..`, `..2012`, \
         `2008,2010,2013..2015`, `2000..2015/5`, `latest` or `latest:3`"
    )]
    Malformed(String),
}

impl YearsError {
    /// Whether years are meant, though wrongly written.
    pub fn means_years(&self) -> bool {
        !matches!(self, YearsError::Malformed(_))
    }
}

/// The marks that may stand between the ends of a range, longest first.
const BETWEEN: [&str; 5] = ["..=", "..", ":", "–", "-"];

impl FromStr for Years {
    type Err = YearsError;

    fn from_str(text: &str) -> Result<Self, YearsError> {
        text.split(',')
            .map(|item| parse_item(item.trim()))
            .collect::<Result<_, _>>()
            .map(Years)
    }
}

fn parse_item(text: &str) -> Result<YearItem, YearsError> {
    let malformed = || YearsError::Malformed(crate::words::excerpt(text));
    if let Some(rest) = text.strip_prefix("latest") {
        let count = match rest.strip_prefix(':') {
            Some(count) => count.parse().map_err(|_| malformed())?,
            None if rest.is_empty() => NonZeroUsize::MIN,
            None => return Err(malformed()),
        };
        return Ok(YearItem::Latest(count));
    }
    let single = |text: &str| text.parse().ok().filter(|found: &Period| !found.is_span());
    if let Some(period) = single(text) {
        return Ok(YearItem::Single(period));
    }
    if let Some((first, next, mark)) = two_years(text) {
        return match mark {
            '/' => Ok(YearItem::Single(first)),
            _ => Err(YearsError::TwoYears {
                text: text.to_owned(),
                first,
                next,
            }),
        };
    }
    let (range, step) = match text.split_once('/') {
        Some((range, step)) => (range, Some(step)),
        None => (text, None),
    };
    let (mark, from, to) = BETWEEN
        .iter()
        .find_map(|mark| range.split_once(mark).map(|(from, to)| (*mark, from, to)))
        .ok_or_else(malformed)?;
    let end = |text: &str| match text.trim() {
        "" => Ok(None),
        period => single(period).map(Some).ok_or_else(malformed),
    };
    let (from, to) = (end(from)?, end(to)?);
    let open_is_clear = matches!(mark, ".." | ":") || (mark == "..=" && to.is_some());
    if !open_is_clear {
        let fix = match (from, to) {
            (Some(_), Some(_)) => None,
            (Some(from), None) => Some(format!("{from}..")),
            (None, Some(to)) => Some(format!("..{to}")),
            (None, None) => return Err(malformed()),
        };
        if let Some(fix) = fix {
            return Err(YearsError::HalfOpen(crate::words::excerpt(text), fix));
        }
    }
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(YearsError::Reversed { from, to });
    }
    let step = match step {
        None => NonZeroUsize::MIN,
        Some(step) if from.is_some() => step
            .trim()
            .parse()
            .map_err(|_| YearsError::Step(crate::words::excerpt(text)))?,
        Some(_) => return Err(YearsError::Step(crate::words::excerpt(text))),
    };
    Ok(YearItem::Range { from, to, step })
}

/// Two years that follow one another, the second by its last two digits or, behind a slash, by all: `2020/21`, `2020-21`.
fn two_years(text: &str) -> Option<(Period, Period, char)> {
    let (first, mark, second) = ['/', '-', '–'].iter().find_map(|mark| {
        text.split_once(*mark)
            .map(|(one, other)| (one, *mark, other))
    })?;
    let all_digits = [first, second]
        .iter()
        .all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let fits = first.len() == 4 && (second.len() == 2 || mark == '/' && second.len() == 4);
    if !all_digits || !fits {
        return None;
    }
    let next = first.parse::<u32>().ok()? + 1;
    let digits = next.to_string();
    digits
        .ends_with(second)
        .then(|| Some((first.parse().ok()?, digits.parse().ok()?, mark)))?
}

impl fmt::Display for YearItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            YearItem::Latest(count) if count.get() == 1 => f.write_str("latest"),
            YearItem::Latest(count) => write!(f, "latest:{count}"),
            YearItem::Single(year) => year.fmt(f),
            YearItem::Range { from, to, step } => {
                if let Some(from) = from {
                    from.fmt(f)?;
                }
                f.write_str("..")?;
                if let Some(to) = to {
                    to.fmt(f)?;
                }
                if step.get() > 1 {
                    write!(f, "/{step}")?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Years {
    /// The canonical spelling, which reads back as the same years.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, item) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            item.fmt(f)?;
        }
        Ok(())
    }
}

/// What a request for years comes to, held against the years that exist.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChosenYears {
    /// The years that are asked for and exist.
    pub found: BTreeSet<Period>,
    /// The years that are asked for by name, or lie between two years named, and do not exist.
    pub absent: BTreeSet<Period>,
}

impl Years {
    /// The items, in the order in which they were written.
    pub fn items(&self) -> &[YearItem] {
        &self.0
    }

    /// The periods, where two or more are named one by one and nothing else is asked for; `chosen` are those that the
    /// request came to, of which `latest` is the last.
    pub fn named(&self, chosen: Option<&BTreeSet<Period>>) -> Option<BTreeSet<Period>> {
        let newest = chosen.and_then(|chosen| chosen.last().copied());
        let named = self.0.iter().map(|item| match item {
            YearItem::Single(period) => Some(*period),
            YearItem::Latest(NonZeroUsize::MIN) => newest,
            _ => None,
        });
        named
            .collect::<Option<BTreeSet<Period>>>()
            .filter(|named| named.len() > 1)
    }

    /// Several requests as one; none where there are none.
    pub fn joined(requests: &[Years]) -> Option<Years> {
        (!requests.is_empty())
            .then(|| Years(requests.iter().flat_map(|years| years.0.clone()).collect()))
    }

    /// Holds the request against the periods that exist. `complete` are those for which every selected area has a
    /// row; `latest` counts back among them.
    ///
    /// A year stands for its quarters, months, weeks and days where it does not exist itself. An open end reaches as far
    /// as there are periods, and a range with one is not said to miss the gaps between them.
    pub fn choose(&self, existing: &BTreeSet<Period>, complete: &BTreeSet<Period>) -> ChosenYears {
        let mut chosen = ChosenYears::default();
        for item in &self.0 {
            match *item {
                YearItem::Latest(count) => {
                    let newest = complete.iter().rev().take(count.get());
                    chosen.found.extend(newest);
                }
                YearItem::Single(period) => chosen.take(period, existing, true),
                YearItem::Range { from, to, step } => {
                    chosen.take_range(from, to, step.get(), existing);
                }
            }
        }
        chosen
    }
}

impl ChosenYears {
    /// Takes a period, or what lies in it; where neither exists it is absent if that is to be told.
    fn take(&mut self, period: Period, existing: &BTreeSet<Period>, tell: bool) {
        if existing.contains(&period) {
            self.found.insert(period);
            return;
        }
        let inside: Vec<Period> = existing
            .iter()
            .copied()
            .filter(|known| period.contains(*known))
            .collect();
        if inside.is_empty() && tell {
            self.absent.insert(period);
        }
        self.found.extend(inside);
    }

    fn take_range(
        &mut self,
        from: Option<Period>,
        to: Option<Period>,
        step: usize,
        existing: &BTreeSet<Period>,
    ) {
        // The shorter of the ends counts the range: `2022Q4..2023` is of quarters.
        let named = from.iter().chain(&to).map(|end| end.frequency());
        let frequency = named.max().unwrap_or(Frequency::Year);
        let from = from.map(|end| end.beginning(frequency));
        let to = to.map(|end| end.ending(frequency));
        let is_open = from.is_none() || to.is_none();
        // An open end reaches to the first or last period there is; a named end beyond it is missed.
        let first = existing.first().map(|first| first.beginning(frequency));
        let last = existing.last().map(|last| last.ending(frequency));
        let first = first.or(to).unwrap_or(Period::FIRST);
        let last = last.or(from).unwrap_or(Period::LAST);
        let end = to.unwrap_or(last.max(from.unwrap_or(last)));
        let mut next = Some(from.unwrap_or(first.min(to.unwrap_or(first))));
        while let Some(period) = next.filter(|period| *period <= end) {
            let is_beyond = period < first || period > last;
            self.take(period, existing, !is_open || is_beyond);
            next = period.step(i64::try_from(step).unwrap_or(i64::MAX));
        }
    }
}

#[cfg(test)]
mod tests;
