//! Blank cells that say something: what stands above them, or all members together.

use std::collections::BTreeSet;

use super::{Roles, base};
use crate::figure::Period;
use crate::order::IntoSet;
use crate::source::attribute::What;
use crate::source::headings;
use crate::source::shape::body::Body;
use crate::source::shape::keys::Keys;
use crate::source::shape::when::When;

/// The columns in which a blank repeats what stands above it, as where the name of an area stands in the first of its rows
/// alone: no two rows between one name and the next are of one time and member. Or the year in the first of its months.
pub(in crate::source::shape) fn repeating_down(body: &Body, roles: &Roles) -> Vec<usize> {
    let times: Vec<usize> = roles.time.iter().flat_map(When::columns).collect();
    let area = roles.area.filter(|_| roles.nested.is_none());
    let names = area
        .into_iter()
        .chain(times.first().copied())
        .chain(larger_before(body, roles, area));
    let found = names.map(|name| {
        let indicator = roles.indicator.iter().map(|of_rows| &of_rows.key);
        let others = area
            .iter()
            .chain(&times)
            .chain(&roles.dimensions)
            .chain(indicator);
        let others: Vec<usize> = others.copied().filter(|other| *other != name).collect();
        repeating(body, name, &others)
    });
    found.into_iter().flatten().collect()
}

/// The column of words before that of the names that come again, which alone could tell them apart: `Men` beside the first
/// of its ages, `January` beside the first of its days.
fn larger_before(body: &Body, roles: &Roles, area: Option<usize>) -> Option<usize> {
    let below = area.or(roles.dimensions.first().copied())?;
    if base(body, roles).is_unique() || body.texts(below).count() * 2 > body.len() {
        return None;
    }
    let could_be = |(column, what): &&(usize, What)| {
        let tally = &body.columns[*column].tally;
        *what == What::Other && *column < below && tally.words > 1 && tally.figures() == 0
    };
    let found = roles.attributes.iter().rfind(could_be);
    found.map(|(column, _)| *column)
}

/// A column whose blanks repeat what stands above them, since the others tell the rows between two of its names apart;
/// and those that go with it.
fn repeating(body: &Body, name: usize, others: &[usize]) -> Vec<usize> {
    let blanks = |column: usize| body.texts(column).of_row.iter().map(|code| *code == 0);
    let count = blanks(name).filter(|blank| *blank).count();
    if count * 3 < body.len() || blanks(name).next() != Some(false) {
        return Vec::new();
    }
    let mut run = 0;
    let runs: Vec<u32> = blanks(name)
        .map(|blank| {
            run += u32::from(!blank);
            run
        })
        .collect();
    let named = others
        .iter()
        .all(|&column| !body.texts(column).has_blanks());
    let keys = others
        .iter()
        .fold(Keys::none(body.len()).with(&runs), |keys, &column| {
            keys.with(&body.texts(column).of_row)
        });
    if others.is_empty() || !named || !keys.is_unique() {
        return Vec::new();
    }
    (0..body.columns.len())
        .filter(|&column| {
            let of_words = body.columns[column].tally.figures() == 0;
            (column == name || of_words || headings::is_code(&body.columns[column].name))
                && blanks(column).eq(blanks(name))
        })
        .collect()
}

/// What programs write where a cell is blank.
const ABSENT: [&str; 4] = ["NA", "N/A", "NaN", "None"];

/// What programs write for a blank, in a column of places that stands beside one of larger places: one text for many of
/// these, where each of the others is of one. Namibia's code is of one alone.
pub(in crate::source::shape) fn absent(body: &Body) -> Vec<(usize, &'static str)> {
    let areas: Vec<usize> = (0..body.columns.len())
        .filter(|&column| headings::area(&body.columns[column].name) > 0)
        .collect();
    let of_column = |&column: &usize| {
        if areas.len() < 2 {
            return None;
        }
        let texts = body.texts(column);
        let (absent, code) = ABSENT.into_iter().find_map(|absent| {
            let code = texts.each().position(|text| text == absent)? + 1;
            Some((absent, u32::try_from(code).ok()?))
        })?;
        let beside = |other: usize| {
            let larger = body.texts(other);
            let rows = texts.of_row.iter().zip(&larger.of_row);
            let all: BTreeSet<u32> = rows
                .clone()
                .filter(|(own, _)| **own == code)
                .map(|(_, its)| *its)
                .into_set();
            let others = rows.filter(|(own, _)| **own != code);
            let pairs: BTreeSet<(u32, u32)> = others.map(|(own, its)| (*own, *its)).into_set();
            all.len() > 4 && all.len() * 2 > larger.count() && pairs.len() < texts.count() + 2
        };
        let mut others = areas.iter().filter(|other| **other != column);
        others
            .any(|&other| beside(other))
            .then_some((column, absent))
    };
    areas.iter().filter_map(of_column).collect()
}

/// The most columns of which blanks are members.
const MOST_WITH_BLANKS: usize = 24;

/// The most classes of a column of numbers and words.
const MOST_CLASSES: usize = 60;

/// The columns in which a blank stands for all members together, as where the rows of a total have none: rows are told
/// apart by what one of them holds or by what several do, the blank included, and by nothing else.
pub(in crate::source::shape) fn with_blank_members(body: &Body, roles: &Roles) -> Vec<usize> {
    let mut base = base(body, roles);
    for &column in &roles.dimensions {
        base = base.with(&body.texts(column).of_row);
    }
    if base.is_unique() {
        return Vec::new();
    }
    let others = roles.attributes.iter().filter(|(column, what)| {
        matches!(what, What::Other | What::Source) && body.texts(*column).count() > 0
    });
    let others: Vec<usize> = others.map(|(column, _)| *column).collect();
    let with_blanks = |column: &usize| body.texts(*column).has_blanks();
    let all: Vec<usize> = others.iter().copied().filter(with_blanks).collect();
    // Of few rows what tells them apart may be a slip or a remark.
    if base.count * 10 > body.len() * 9 {
        return Vec::new();
    }
    let several = |column: &usize| body.texts(*column).count() > 1;
    let unnamed = others;
    let others: Vec<usize> = all.iter().copied().filter(several).collect();
    let settles = |column: &usize| tell_apart(&base.with(&body.texts(*column).of_row));
    let key = others.iter().copied().find(settles);
    let Some(key) = key else {
        let mut found = settling(body, &base, unnamed);
        found.retain(with_blanks);
        return found;
    };
    let blanks = |column: usize| body.texts(column).of_row.iter().map(|code| *code == 0);
    let mut found = others;
    found.retain(|&column| blanks(column).eq(blanks(key)));
    found
}

/// The column of areas of which a blank is one, that of all: its rows have several periods, each once with its members.
pub(in crate::source::shape) fn with_blank_area(body: &Body, roles: &Roles) -> Option<usize> {
    let area = roles.area.filter(|_| roles.nested.is_none())?;
    // What comes once each may be a table of another kind, unless its name says what it holds.
    if roles.time.is_none() && headings::area(&body.columns[area].name) == 0 {
        return None;
    }
    let period = |row: usize| roles.time.as_ref().map(|when| when.of_row[row]);
    // Of areas that lie in one another the blank is said of the largest, where all are blank.
    let is_area = |column: &usize| {
        let heading = &body.columns[*column].name;
        let is_larger = headings::area(heading) > 0 && !headings::is_of_people(heading);
        *column == area || is_larger && body.texts(*column).has_blanks()
    };
    let areas: Vec<usize> = (0..body.columns.len()).filter(is_area).collect();
    let blanks = |column: &usize| {
        let codes = &body.texts(*column).of_row;
        codes.iter().filter(|code| **code == 0).count()
    };
    let largest = areas.iter().copied().min_by_key(blanks)?;
    let is_blank = |row: &usize| areas.iter().all(|&area| body.texts(area).of_row[*row] == 0);
    let rows: Vec<usize> = (0..body.len()).filter(is_blank).collect();
    let periods: BTreeSet<_> = rows.iter().map(|&row| period(row)).into_set();
    // Of many what stands above them may be meant, where a name has blanks below it more often than not.
    let followed = rows.iter().filter(|&&row| row > 0 && !is_blank(&(row - 1)));
    let could_repeat = rows.first() != Some(&0)
        && rows.len() * 3 >= body.len()
        && followed.count() * 2 > body.len() - rows.len();
    let is_undated = periods.contains(&Some(None));
    if periods.is_empty() || is_undated || rows.len() == body.len() || could_repeat {
        return None;
    }
    // Ages are numbers, and come again.
    let words = roles.attributes.iter().filter(|(column, what)| {
        matches!(what, What::Other | What::Source)
            && (body.columns[*column].tally.figures() == 0
                || body.texts(*column).count() * 2 < body.len())
    });
    let indicator = roles.indicator.iter().map(|named| &named.key);
    let others = words
        .map(|(column, _)| column)
        .chain(&roles.dimensions)
        .chain(indicator)
        .chain(&roles.unit);
    let key = |&row: &usize| -> (Option<Option<Period>>, Vec<u32>) {
        let of_row = |column: &usize| body.texts(*column).of_row[row];
        (period(row), others.clone().map(of_row).collect())
    };
    let keys: BTreeSet<_> = rows.iter().map(key).into_set();
    // Of one period, where blanks stand for all members elsewhere too.
    let with_blanks = others
        .clone()
        .filter(|column| body.texts(**column).has_blanks());
    // Or where a larger area without a smaller one is that as a whole.
    let is_whole = |row: usize| {
        let told = areas
            .iter()
            .filter(|&&column| body.texts(column).of_row[row] > 0);
        (1..areas.len()).contains(&told.count())
    };
    let is_told = periods.len() > 1
        || (0..body.len()).any(is_whole)
        || with_blanks.count() > 1 && rows.len() * 5 >= body.len();
    (is_told && nearly(keys.len(), rows.len())).then_some(largest)
}

/// Whether so many keys tell so many rows apart, a few slips aside.
fn nearly(keys: usize, rows: usize) -> bool {
    keys * 20 >= rows * 19
}

fn tell_apart(keys: &Keys) -> bool {
    nearly(keys.count, keys.of_row.len())
}

/// Whether what a column holds could name rows: words, or a few classes of which some are words (`1`, `2`, `not stated`).
fn could_name(body: &Body, column: usize) -> bool {
    let tally = &body.columns[column].tally;
    tally.figures() == 0 || tally.words > 0 && body.texts(column).count() <= MOST_CLASSES
}

/// The keys told apart by these columns as well.
fn with_all(body: &Body, base: &Keys, columns: &[usize]) -> Keys {
    columns.iter().fold(base.clone(), |keys, &column| {
        keys.with(&body.texts(column).of_row)
    })
}

/// The columns that tell rows apart together and not without one of them, as where figures are parted by sex, by age and by
/// both; none if they do not.
fn settling(body: &Body, base: &Keys, mut columns: Vec<usize>) -> Vec<usize> {
    columns.retain(|&column| could_name(body, column));
    // What those before it tell already needs no closer look.
    let mut all = base.clone();
    columns.retain(|&column| {
        let with = all.with(&body.texts(column).of_row);
        let is_needed = with.count > all.count;
        all = with;
        is_needed
    });
    if columns.len() > MOST_WITH_BLANKS || !tell_apart(&all) {
        return Vec::new();
    }
    for column in columns.clone().into_iter().rev() {
        let fewer: Vec<usize> = columns
            .iter()
            .copied()
            .filter(|other| *other != column)
            .collect();
        if with_all(body, base, &fewer).count == all.count {
            columns = fewer;
        }
    }
    columns
}
