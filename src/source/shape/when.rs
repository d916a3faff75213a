//! The column that tells the time of each row. It is one file since what a column is called and what it holds are weighed against
//! one another.

mod halves;
mod parts;

use std::collections::BTreeMap;

use super::body::Body;
use super::keys::Keys;
use super::{parted, ranges};
use crate::figure::{Frequency, Period};
use crate::order::InOrder;
use crate::source::headings::{self, part_counted};
use crate::source::periods::{self, Dates, Turn, Unread};
use parts::{Part, parts};
pub(crate) use parts::{are_parts, counts_parts, part_named};

/// The column that tells the time, with the period of each row.
#[derive(Debug, Clone)]
pub(super) struct When {
    pub(super) column: usize,
    /// The column that tells which part of the year, where that is another one.
    pub(super) part: Option<usize>,
    /// The column that tells which day of the month, where that is another one.
    pub(super) day: Option<usize>,
    /// The period of each row; none for rows whose label is none.
    pub(super) of_row: Vec<Option<Period>>,
    /// What stands behind the label of each row: `p` in `2011p`.
    pub(super) marks: Vec<Option<char>>,
    pub(super) decided: Option<&'static str>,
    /// Why it is taken for the time.
    pub(super) why: String,
}

impl When {
    /// All columns that tell it.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.column)
            .chain(self.part)
            .chain(self.day)
    }

    /// What each row's time is told apart by: its period, in whatever words; its label where that is none.
    pub(super) fn keys(&self, body: &Body) -> Vec<u32> {
        let labels = self.columns().fold(Keys::none(body.len()), |keys, column| {
            keys.with(&body.texts(column).of_row)
        });
        let mut known: BTreeMap<Period, u32> = BTreeMap::new();
        let mut of_label: Vec<Option<(Period, u32)>> = vec![None; labels.count];
        let key = |(period, label): (&Option<Period>, &u32)| {
            let Some(period) = *period else {
                return *label;
            };
            match of_label[*label as usize] {
                Some((before, key)) if before == period => key,
                _ => {
                    let key = *known.entry(period).or_insert(*label);
                    of_label[*label as usize] = Some((period, key));
                    key
                }
            }
        };
        self.of_row.iter().zip(&labels.of_row).map(key).collect()
    }
}

/// Of so many rows one may have a label that is no period.
const FAULTY: usize = 20;

/// Whether so few of the rows have a label that is no period that these are left out.
fn are_few(faulty: usize, rows: usize) -> bool {
    faulty <= 3.max(rows / FAULTY)
}

/// The column of the time.
///
/// # Errors
/// If there is none but a column of dates that are one day or another: its index.
pub(super) fn find(body: &Body, dates: Option<Dates>) -> Result<Option<When>, usize> {
    let found = find_read(body, dates);
    let is_ambiguous = |column: &usize| {
        let texts = body.texts(*column);
        texts.count() > 0 && periods::read_dates(texts.each(), dates) == Err(Unread::TwoDays)
    };
    let attribute = |column: usize| headings::attribute(&body.columns[column].name).is_some();
    let mut columns = (0..body.columns.len()).filter(|&column| !attribute(column));
    match found {
        None => columns.find(is_ambiguous).map_or(Ok(None), Err),
        found => Ok(found),
    }
}

fn find_read(body: &Body, dates: Option<Dates>) -> Option<When> {
    let named: Vec<usize> = (0..body.columns.len())
        .filter(|&column| headings::is_time(&body.columns[column].name))
        .collect();
    let mut found: Vec<When> = named
        .iter()
        .filter_map(|&column| read(body, column, dates, "from its name".to_owned()))
        .collect();
    if found.is_empty() {
        // When figures were taken is said of them.
        let attribute = |column: &usize| headings::attribute(&body.columns[*column].name).is_some();
        let others =
            (0..body.columns.len()).filter(|column| !named.contains(column) && !attribute(column));
        found.extend(
            others
                .filter_map(|column| by_content(body, column, dates))
                .take(1),
        );
    }
    if found.is_empty() {
        found.extend(named.iter().filter_map(|&column| short_years(body, column)));
    }
    // The finest of several: a year may stand beside the quarter.
    let finest = (0..found.len()).max_by_key(|&at| {
        let column = found[at].column;
        let is_code = headings::is_code(&body.columns[column].name);
        (
            body.texts(column).count(),
            !is_code,
            std::cmp::Reverse(column),
        )
    })?;
    let mut when = found.swap_remove(finest);
    if let Some(part) = part_of_year(body, &when) {
        when = part;
    }
    if let Some(days) = days(body, &when) {
        when = days;
    }
    Some(when)
}

/// The column as the time, where its years have two digits and another one tells the parts of a year: `14` beside `3` for
/// March.
fn short_years(body: &Body, column: usize) -> Option<When> {
    let texts = body.texts(column);
    let name = &body.columns[column].name;
    let is_part = |other: usize| {
        other != column
            && part_counted(&body.columns[other].name).is_some()
            && parts(body, other).is_some()
    };
    if !headings::names_years(name) || !(0..body.columns.len()).any(is_part) {
        return None;
    }
    let labels = periods::all_of_two_digits(texts.each())?;
    let codes: Vec<usize> = (1..texts.distinct.len()).collect();
    Some(labelled(
        body,
        column,
        &codes,
        &labels,
        "from its name".to_owned(),
    ))
}

/// The column as the time, where nearly all of its texts are periods.
fn read(body: &Body, column: usize, dates: Option<Dates>, why: String) -> Option<When> {
    let texts = body.texts(column);
    if texts.count() == 0 {
        return None;
    }
    let written = periods::of_heading(&body.columns[column].name, texts.each());
    let all = match &written {
        Some(written) => written.read(),
        None => periods::read_dates(texts.each(), dates).ok(),
    };
    let (good, labels) = if let Some(labels) = all {
        ((1..texts.distinct.len()).collect::<Vec<_>>(), labels)
    } else {
        let codes = 1..texts.distinct.len();
        let readable = codes
            .clone()
            .filter(|&code| periods::readable(texts.distinct[code]));
        // Beside years of two halves `2010/20` is a slip.
        let of_two = codes.filter(|&code| periods::is_of_two(texts.distinct[code]));
        let read_few = |good: Vec<usize>| {
            let enough = if headings::is_time(&body.columns[column].name) {
                2
            } else {
                4
            };
            let is_faulty = |code: &&u32| **code != 0 && !good.contains(&(**code as usize));
            let faulty = texts.of_row.iter().filter(is_faulty).filter(|code| {
                good.len() < enough || !parted::is_of_all(texts.distinct[**code as usize])
            });
            if !are_few(faulty.count(), texts.of_row.len()) || good.is_empty() {
                return None;
            }
            let labels = good.iter().map(|&code| texts.distinct[code]);
            let labels = periods::read_dates(labels, dates).ok()?;
            Some((good, labels))
        };
        read_few(readable.collect()).or_else(|| read_few(of_two.collect()))?
    };
    Some(labelled(body, column, &good, &labels, why))
}

/// The column as the time, where these of its texts are periods.
fn labelled(
    body: &Body,
    column: usize,
    good: &[usize],
    labels: &periods::Labels,
    why: String,
) -> When {
    let texts = body.texts(column);
    let mut of_code: Vec<Option<&periods::Label>> = vec![None; texts.distinct.len()];
    for (code, label) in good.iter().zip(&labels.all) {
        of_code[*code] = Some(label);
    }
    let labels_of_rows = || texts.of_row.iter().map(|code| of_code[*code as usize]);
    When {
        column,
        part: None,
        day: None,
        of_row: labels_of_rows().map(|label| Some(label?.period)).collect(),
        marks: labels_of_rows().map(|label| label?.mark).collect(),
        decided: labels.decided,
        why,
    }
}

/// What headings of days hold.
const DATES: [&str; 6] = ["date", "yyyymmdd", "datum", "fecha", "日期", "年月日"];

/// A column that holds periods though its name does not say so: labels that nothing else looks like, or years that come
/// again and again.
fn by_content(body: &Body, column: usize, dates: Option<Dates>) -> Option<When> {
    let texts = body.texts(column);
    let name = &body.columns[column].name;
    if headings::counts_weeks(name) && periods::of_heading(name, texts.each()).is_some() {
        return read(body, column, dates, "from its name".to_owned());
    }
    let plain = texts
        .each()
        .all(|text| text.bytes().all(|b| b.is_ascii_digit()));
    if !plain {
        if !ranges::dates(body, column).is_empty() {
            return None;
        }
        let is_number = body.columns[column].tally.holds_figures();
        let has_sign = |text: &str| {
            text.chars()
                .any(|c| !c.is_ascii_digit() && c != '.' && c != ',')
        };
        if is_number && !texts.each().all(has_sign) {
            return None;
        }
        return read(
            body,
            column,
            dates,
            "since it holds periods alone".to_owned(),
        );
    }
    // Days as `19721107` under `RaceDate`; other numbers of eight digits are codes of goods.
    let is_day = |text: &str| {
        let day = periods::read_one(text).filter(|_| text.len() == 8);
        day.is_some_and(|label| label.period.frequency() == Frequency::Day)
    };
    let lower = name.to_lowercase();
    let names_days = DATES.iter().any(|word| lower.contains(word));
    if names_days && texts.count() > 1 && texts.each().all(is_day) {
        return read(body, column, dates, "since it holds days alone".to_owned());
    }
    let years: Option<Vec<i64>> = texts
        .each()
        .map(|text| (text.len() == 4).then(|| text.parse().ok()).flatten())
        .collect();
    let mut years = years
        .filter(|years| years.len() > 1 && years.iter().all(|year| (1800..2150).contains(year)))?;
    years.order();
    let step = years[1] - years[0];
    let regular = years.windows(2).all(|pair| pair[1] - pair[0] == step);
    // Each row has a year of its own, and nothing names the first column, or a word that ends as `iyear`.
    if column == 0 && years.len() == body.len() {
        let heading = body.columns[column].heading;
        let nameless = heading.is_made_up || heading.name.is_empty();
        let follows = nameless && regular && step != 0 && years.len() > 3;
        let alone = || body.columns[1..].iter().all(|other| other.tally.words == 0);
        if !nameless && headings::ends_in_year(name) && alone() {
            return read(body, column, dates, "from its name".to_owned());
        }
        if !follows {
            return None;
        }
        let why = "since it holds years that follow one another".to_owned();
        return read(body, column, dates, why);
    }
    // Each year for several others, and these others for several years.
    let repeats = body.len() >= 2 * years.len();
    let others = (0..body.columns.len())
        .filter(|&other| other != column && body.columns[other].tally.words > 0)
        .fold(Keys::none(body.len()), |keys, other| {
            keys.with(&body.texts(other).of_row)
        });
    let with = others.with(&texts.of_row);
    // Where its name says so as well, a few rows may be there twice.
    let says_so = headings::names_years(&body.columns[column].name);
    let tells = with.is_unique() || says_so && with.count * 50 >= body.len() * 49;
    // Or it says so and numbers name the rows besides, such as ages.
    let needed = !others.is_unique() && (tells || says_so);
    if !(regular && repeats && needed) {
        return None;
    }
    read(
        body,
        column,
        dates,
        "since it holds years that come again for each of the others".to_owned(),
    )
}

/// The time told by a year and, in another column, by the month or the quarter.
fn part_of_year(body: &Body, when: &When) -> Option<When> {
    let is_year =
        |period: &Option<Period>| period.is_none_or(|period| period.frequency() == Frequency::Year);
    if !when.of_row.iter().all(is_year) {
        return None;
    }
    // A column without a name may hold nothing but months.
    let nameless = |column: usize| {
        let heading = body.columns[column].heading;
        (heading.is_made_up || heading.name.is_empty()) && are_parts("", body.texts(column).each())
    };
    let column = (0..body.columns.len()).find(|&column| {
        let is_known = part_counted(&body.columns[column].name).is_some() || nameless(column);
        column != when.column && is_known && parts(body, column).is_some()
    })?;
    let parts = parts(body, column)?;
    let texts = body.texts(column);
    let (of_two, turn) = halves::of(body, when, column, &parts)?;
    let period = |((year, code), of_two): ((&Option<Period>, &u32), &bool)| {
        let year = (*year)?;
        match parts[*code as usize] {
            Part::Of(frequency, place) if *of_two => turn.period(year.number(), frequency, place),
            Part::Of(frequency, place) => Period::of(frequency, year.number(), place),
            Part::Whole => Some(year),
            Part::Unread => None,
        }
    };
    let why = match body.columns[column].name.as_str() {
        "" => format!("{} with parts of a year beside them", when.why),
        name => format!(
            "from the names `{}` and `{name}`",
            body.columns[when.column].name
        ),
    };
    Some(When {
        part: Some(column),
        of_row: when
            .of_row
            .iter()
            .zip(&texts.of_row)
            .zip(&of_two)
            .map(period)
            .collect(),
        decided: match turn {
            Turn::At(_) => Some(periods::TURNED),
            _ => when.decided,
        },
        why,
        ..when.clone()
    })
}

/// Days told by year and month and, in a third column, by their number.
fn days(body: &Body, when: &When) -> Option<When> {
    let is_month = |period: &Option<Period>| {
        period.is_none_or(|period| period.frequency() == Frequency::Month)
    };
    if when.part.is_none() || !when.of_row.iter().all(is_month) {
        return None;
    }
    // Days of the week are numbered too.
    let passes_a_week = |column: usize| {
        let mut cells = body.texts(column).each();
        cells.any(|cell| cell.parse::<u8>().is_ok_and(|day| day > 7))
    };
    let column = (0..body.columns.len()).find(|&column| {
        let heading = &body.columns[column].name;
        headings::is_day(heading) && body.texts(column).count() > 0
            || headings::begins_with_day(heading) && passes_a_week(column)
            || headings::normal(heading) == "date" && passes_a_week(column)
    })?;
    let day = |(month, row): (&Option<Period>, usize)| -> Option<Option<Period>> {
        let Some(month) = month else {
            return Some(None);
        };
        let number = body.cell(row, column).parse().ok()?;
        Period::day(month.number(), i64::from(month.place_in_year()), number).map(Some)
    };
    let of_row: Option<Vec<Option<Period>>> = when.of_row.iter().zip(0..).map(day).collect();
    Some(When {
        day: Some(column),
        of_row: of_row?,
        why: format!("{} and `{}`", when.why, body.columns[column].name),
        ..when.clone()
    })
}
