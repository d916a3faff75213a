//! Which columns hold figures, and which hold codes, times once more or numbers of rows.

use std::collections::BTreeSet;

use super::Roles;
use super::long::is_own_long;
use crate::figure::Period;
use crate::source::found::Finding;
use crate::source::headings;

use crate::source::periods;
use crate::source::shape::body::{Body, run_on};
use crate::source::shape::keys::Keys;
use crate::words::excerpt;

/// The most ways in which figures come: by years, by months, …
const MOST_FREQUENCIES: usize = 12;

/// Whether a column holds figures: numbers that are no codes.
pub(in crate::source::shape) fn holds_figures(body: &Body, at: usize) -> bool {
    let column = &body.columns[at];
    let tally = &column.tally;
    // A letter may be a member as well as a mark.
    let all_missing =
        tally.figures() == 0 && tally.words == 0 && tally.missing > 1 && !column.name.is_empty();
    let is_letter = |text: &str| text.chars().count() == 1 && text.chars().all(char::is_alphabetic);
    let counts = tally.holds_figures()
        || all_missing
            && headings::area(&column.name) == 0
            && !body.texts(at).each().any(is_letter);
    let zeros = tally.leading_zero > 0
        && tally.leading_zero == tally.cells() - tally.blank - tally.missing
        || tally.leading_zero > 1;
    // How often something is there, where others are told by few letters how often figures come.
    let is_often = || {
        let distinct = body.texts(at).count();
        matches!(
            headings::normal(&column.name).as_str(),
            "freq" | "frequency"
        ) && tally.words == 0
            && (distinct > MOST_FREQUENCIES || distinct * 2 > body.len())
    };
    counts
        && !zeros
        && !(headings::is_code(&column.name) && !is_measured(body, at) && are_of_names(body, at))
        && (headings::attribute(&column.name).is_none() || is_often())
        && (!headings::is_time(&column.name) || tally.fractions * 2 > tally.figures())
        && (headings::area(&column.name) < 2 || tally.fractions > 0 || is_extent(body, at))
        && !is_code_of_namesake(body, at)
}

/// Whether the numbers under `Area` are square kilometres: beside names of regions, or words that name each row, they are no
/// areas themselves.
fn is_extent(body: &Body, at: usize) -> bool {
    let names_areas = |other: &usize| {
        let column = &body.columns[*other];
        let is_called =
            headings::area(&column.name) > 0 && !headings::normal(&column.name).contains("area");
        let names_each = body.texts(*other).count() == body.len();
        (is_called || names_each) && column.tally.words > 0 && column.tally.figures() == 0
    };
    headings::normal(&body.columns[at].name) == "area"
        && (0..body.columns.len()).any(|other| names_areas(&other))
}

/// Whether numbers are finer than codes are, or in percent: under `HS_2534` the share of those who left high school.
fn is_measured(body: &Body, at: usize) -> bool {
    let is_fine = |text: &str| {
        let decimals = text
            .rsplit_once(['.', ','])
            .map_or("", |(_, decimals)| decimals);
        decimals.len() > MOST_DECIMALS && decimals.bytes().all(|byte| byte.is_ascii_digit())
    };
    let own = &body.columns[at];
    let tally = &own.tally;
    let name = headings::normal(&own.name);
    let last = name.rsplit(' ').next().unwrap_or_default();
    let said_of_more = tally.fractions * 2 > tally.figures()
        && tally.leading_zero == 0
        && !headings::is_code(last);
    tally.percent > 0 || said_of_more || body.texts(at).each().any(is_fine)
}

/// Whether what a column called after codes holds could be those of some names: where its heading is a count's too, whole
/// numbers that stand before names or are of one length, each with one name.
fn are_of_names(body: &Body, at: usize) -> bool {
    let own = &body.columns[at];
    let lengths: BTreeSet<usize> = body.texts(at).each().map(str::len).collect();
    let goes_with = |other: usize| {
        let column = &body.columns[other];
        column.tally.figures() == 0
            && column.tally.words > 0
            && (other > at || lengths.len() == 1)
            && body.determines(at, other)
            && body.determines(other, at)
    };
    !headings::may_count(&headings::normal(&own.name))
        || own.tally.fractions == 0 && (0..body.columns.len()).any(goes_with)
}

/// Whether a column holds the codes of words that another one called after it has: `C1` beside `C1_NM`.
fn is_code_of_namesake(body: &Body, at: usize) -> bool {
    let is_named = |&other: &usize| {
        let column = &body.columns[other];
        column.tally.figures() == 0
            && column.tally.words > body.texts(other).count()
            && body.determines(at, other)
            && body.determines(other, at)
    };
    body.columns[at].tally.fractions == 0 && body.called_after(at).iter().any(is_named)
}

/// No code has more digits behind a point: `0101.21`.
const MOST_DECIMALS: usize = 4;

/// Takes from the figures what are codes or periods by what stands beside them.
pub(super) fn leave_codes(body: &Body, roles: &mut Roles) {
    let name = |column: usize| body.columns[column].name.as_str();
    // Where a column is called after the figures of SDMX, the others are none; in the program's own long form as well.
    let own = if is_own_long(body) {
        "value"
    } else {
        "OBS_VALUE"
    };
    if roles.figures.iter().any(|&column| name(column) == own) {
        roles.figures.retain(|&column| name(column) == own);
        return;
    }
    let in_capitals =
        |text: &str| text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase);
    let is_whole = |column: usize| {
        let tally = &body.columns[column].tally;
        tally.either > 0 && tally.either == tally.figures()
    };
    // A dash may be the code of the total.
    let is_told = |column: usize| body.columns[column].tally.missing == 0;
    let is_code = |&column: &usize| {
        // `SEXISTAT1` before `Sesso`, `MEASURE` before `Measure`.
        let next = column + 1;
        let labelled = next < body.columns.len()
            && in_capitals(name(column))
            && !name(next).is_empty()
            && !in_capitals(name(next))
            && body.columns[next].tally.words > 0
            && body.texts(column).count() * 2 <= body.len()
            && body.determines(column, next)
            && body.determines(next, column);
        // Numbers of places beside a column of their names.
        let of_places = headings::area(name(column)) > 0
            && !is_extent(body, column)
            && [next, column.wrapping_sub(1)].into_iter().any(|beside| {
                beside < body.columns.len()
                    && body.columns[beside].tally.words > 0
                    && body.texts(column).count() == body.texts(beside).count()
                    && body.determines(column, beside)
                    && body.determines(beside, column)
            });
        // The time once more, or its year.
        let is_time = || {
            roles.time.as_ref().is_some_and(|when| {
                let year_of = |row: usize| {
                    periods::read_one(body.cell(row, column)).map(|label| label.period)
                };
                let is_same = |row: &usize| {
                    body.cell(*row, column) == body.cell(*row, when.column)
                        || when.of_row[*row].is_some_and(|period| year_of(*row) == Some(period))
                };
                // Some weeks end in another year.
                let is_other = |row: &usize| {
                    let year = when.of_row[*row].map(Period::year);
                    year.is_none() || year_of(*row) != year
                };
                let few = body.len() / 50;
                (0..body.len()).all(|row| is_same(&row))
                    || (0..body.len()).filter(is_other).nth(few).is_none()
            })
        };
        let is_time = || is_time() || roles.time.is_some() && numbers_weeks(body, column);
        is_whole(column)
            && (labelled
                || is_told(column) && (of_places || is_time() || is_nested_code(body, column)))
    };
    let codes: Vec<usize> = roles.figures.iter().copied().filter(is_code).collect();
    if codes.len() < roles.figures.len() {
        roles.figures.retain(|column| !codes.contains(column));
    }
    let names_value = |column: &usize| headings::is_value(name(*column));
    let mut values = roles.figures.iter().copied().filter(names_value);
    if let (Some(value), None) = (values.next(), values.next())
        && !is_total_of(body, value, &roles.figures)
    {
        let could_name = |column: &usize| *column != value && is_whole(*column) && is_told(*column);
        let numbers: Vec<usize> = roles.figures.iter().copied().filter(could_name).collect();
        if name_rows(body, &numbers, &roles.figures) {
            roles.figures.retain(|column| !numbers.contains(column));
        }
    }
}

/// Whether a column is the sum of the two or more columns before it in nearly every row: those are figures as it is.
fn is_total_of(body: &Body, total: usize, figures: &[usize]) -> bool {
    let number = |row: usize, column: usize| body.cell(row, column).parse::<i64>().ok();
    let before: Vec<usize> = figures.iter().copied().filter(|&at| at < total).collect();
    // For each of them, in how many rows it and those behind it add up.
    let mut rows_of = vec![0; before.len()];
    for row in 0..body.len() {
        let total = number(row, total);
        let mut sum = Some(0_i64);
        for (rows, &part) in rows_of.iter_mut().zip(&before).rev() {
            sum = sum.and_then(|sum| sum.checked_add(number(row, part)?));
            *rows += usize::from(sum.is_some() && sum == total);
        }
    }
    rows_of.pop();
    rows_of.iter().any(|rows| rows * 10 >= body.len() * 9)
}

/// Whether a column is called after weeks and numbers them row after row, beginning again in each year.
fn numbers_weeks(body: &Body, column: usize) -> bool {
    let number = |row: usize| body.cell(row, column).parse::<usize>().ok();
    let goes_on = |row: &usize| match (number(row - 1), number(*row)) {
        (Some(before), Some(own)) => own == before || own == before + 1 || own == 1,
        _ => false,
    };
    let told = (0..body.len()).filter_map(number);
    headings::counts_weeks(&body.columns[column].name)
        && body.len() > 3
        && told.clone().all(|number| (1..=53).contains(&number))
        && (1..body.len()).filter(goes_on).count() * 10 >= body.len() * 9
}

/// Whether rows need these columns to be told apart, beside all that hold no figures: sex and schooling as numbers, where one
/// column is called the value.
fn name_rows(body: &Body, numbers: &[usize], figures: &[usize]) -> bool {
    if numbers.is_empty() {
        return false;
    }
    let with = |keys: Keys, column: usize| keys.with(&body.texts(column).of_row);
    let others = (0..body.columns.len()).filter(|column| !figures.contains(column));
    let without = others.fold(Keys::none(body.len()), with);
    !without.is_unique() && numbers.iter().copied().fold(without, with).is_unique()
}

/// Whether the numbers of a column are those of smaller or larger places than the numbers of another that is called alike:
/// `code_district` 1101 in `code_region` 1. Each of the smaller ones begins with the larger one in every row.
fn is_nested_code(body: &Body, column: usize) -> bool {
    let word = |column: usize| {
        let heading = headings::normal(&body.columns[column].name);
        heading.split_once(' ').map(|(word, _)| word.to_owned())
    };
    let Some(own) = word(column) else {
        return false;
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let lie_in = |smaller: usize, larger: usize| {
        let (few, many) = (body.texts(larger).count(), body.texts(smaller).count());
        few > 1
            && many > few
            && (0..body.len()).all(|row| {
                let (part, whole) = (body.cell(row, smaller), body.cell(row, larger));
                is_number(part)
                    && is_number(whole)
                    && part.len() > whole.len()
                    && part.starts_with(whole)
            })
    };
    (0..body.columns.len())
        .filter(|&other| other != column && word(other).as_ref() == Some(&own))
        .any(|other| lie_in(column, other) || lie_in(other, column))
}

/// Leaves out columns that number the rows, unless the only figures are there, and those that hold nothing.
pub(super) fn drop_running(
    body: &Body,
    open: &mut Vec<usize>,
    roles: &mut Roles,
    figures_below: bool,
) {
    let mut holding = open
        .iter()
        .copied()
        .filter(|&column| figures_below && holds_figures(body, column));
    let only = holding.next().filter(|_| holding.next().is_none());
    open.retain(|&column| {
        let name = &body.columns[column].name;
        let tally = &body.columns[column].tally;
        if tally.figures() == 0 && tally.words == 0 && tally.missing == 0 {
            return false;
        }
        let texts = || body.texts(column);
        let numbers_records = || headings::is_record(name) && texts().count() == body.len();
        // What may count something numbers the rows in the first column alone.
        let counts = matches!(
            headings::normal(name).as_str(),
            "n" | "num" | "number" | "index"
        );
        let runs = body.len() > 1
            && !(counts && column > 0)
            && (only != Some(column)
                || body.columns[column].heading.name.is_empty()
                    && !body.columns[column].heading.is_made_up)
            && (headings::is_running(name)
                && (run_on(texts()) || runs_along(body, column) || runs_to_totals(body, column))
                || numbers_records());
        if runs {
            let what = match name.as_str() {
                "" => "the column without a name is left out".to_owned(),
                name => format!("`{}` is left out", excerpt(name)),
            };
            roles
                .findings
                .push(Finding::new(what, "it numbers the rows", ""));
        }
        !runs
    });
}

/// Whether a column numbers the rows from the first on but for a few: totals, of which the name stands there.
fn runs_to_totals(body: &Body, column: usize) -> bool {
    let mut next = 1;
    let mut others = 0;
    for row in 0..body.len() {
        match body.cell(row, column).parse::<usize>() {
            Ok(number) if number == next => next += 1,
            Ok(_) => return false,
            Err(_) => others += 1,
        }
    }
    next > 2 && others * 2 < next
}

/// Whether a column without a name numbers the rows although some of them are left out, or begins again: each of its whole
/// numbers is larger than the one above it, or the first once more.
fn runs_along(body: &Body, column: usize) -> bool {
    let names = |other: usize| {
        body.columns[other].tally.words > body.len() / 2
            || headings::is_time(&body.columns[other].name)
    };
    let has_names = (0..body.columns.len()).any(|other| other != column && names(other));
    let is_named = !headings::normal(&body.columns[column].name).is_empty();
    let numbers: Option<Vec<u64>> = (0..body.len())
        .map(|row| body.cell(row, column).parse().ok())
        .collect();
    let Some(numbers) = numbers.filter(|_| has_names && !is_named && column == 0) else {
        return false;
    };
    let first = numbers.first().copied().unwrap_or_default();
    let steps = numbers.windows(2);
    let once = steps.clone().all(|pair| pair[0] < pair[1]);
    let again = first <= 1
        && steps
            .into_iter()
            .all(|pair| pair[1] == pair[0] + 1 || pair[1] == first);
    let of_years = numbers.iter().all(|number| (1500..2200).contains(number));
    (once || again) && !of_years
}
