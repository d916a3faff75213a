//! Which column is taken for the area where nobody says: by its name, its codes, what lies in what. It is one file since each
//! way is tried where those before it find none.

use super::against::{
    are_numbers_of, called, holds_levels, is_code_of_indicators, is_code_of_others, is_coded,
    is_of_others, is_plain_code, is_told, of_others, says_else,
};
use crate::source::SourceError;
use crate::source::headings;
use crate::source::numeral::{is_figure, is_number};
use crate::source::periods;
use crate::source::places;
use crate::source::shape::body::{Body, are_codes, could_be_codes};
use crate::source::shape::keys::Keys;
use crate::source::shape::roles::{Roles, holds_figures, is_other, names_indicators};
use crate::words::excerpt;

/// The column that is taken for the area, with the reason.
pub(super) fn guess_area(
    body: &Body,
    open: &[usize],
    roles: &Roles,
) -> Result<Option<(usize, String)>, SourceError> {
    let units = called(body, headings::is_unit);
    let open = open.iter().copied();
    let open = open.filter(|at| !says_else(body, &units, *at));
    let open: Vec<usize> = open.collect();
    let rank = |column: &usize| {
        let heading = &body.columns[*column].name;
        let texts = body.texts(*column);
        (
            !holds_figures(body, *column),
            texts.count(),
            !are_codes(texts.each()),
            headings::area(heading),
            !headings::is_larger_area(heading),
            std::cmp::Reverse(*column),
        )
    };
    let named = called_after_areas(body, &open);
    let partners: Vec<usize> = open
        .iter()
        .copied()
        .filter(|column| headings::is_partner(&body.columns[*column].name))
        .collect();
    if let Some(best) = named.iter().copied().max_by_key(rank) {
        let best = inside(body, &named, best);
        let below = name_of_rows(body, &open, best)
            .or_else(|| below_level(body, &open, roles, best))
            .map(Ok);
        return below
            .unwrap_or_else(|| named_area(body, &open, &partners, best))
            .map(Some);
    }
    // No name says it: words that are not what indicators are called.
    let names_else = |column: &usize| {
        let name = &body.columns[*column].name;
        names_indicators(body, *column)
            || headings::is_indicator_code(name)
            || headings::is_time(name)
            || partners.contains(column)
    };
    let others = of_others(body, &open);
    let mut indicators = called(body, headings::is_indicator);
    indicators.retain(|column| open.contains(column));
    let words: Vec<usize> = open
        .iter()
        .copied()
        .filter(|column| {
            !names_else(column)
                && !is_plain_code(body, *column)
                && !is_code_of_others(body, &others, *column)
                && !is_code_of_indicators(body, &indicators, *column)
        })
        .collect();
    let times = times(body, roles);
    let is_told_alone = times.as_ref().is_some_and(Keys::is_unique);
    // Where each period has one row, a word beside few of them is a remark.
    let is_remark = |column: &usize| {
        let blank = body.texts(*column).of_row.iter().filter(|code| **code == 0);
        is_told_alone && blank.count() * 2 > body.len()
    };
    let is_nameless = |column: &usize| body.columns[*column].name.is_empty() && !is_remark(column);
    if let Some(first) = words.iter().copied().filter(is_nameless).find(|&column| {
        let are_periods = || holds_periods(body, column);
        // Flags beside the figures have no name either.
        let mut before = words.iter().take_while(|other| **other < column);
        let fewer = |other: &usize| body.texts(*other).count() <= body.texts(column).count();
        let is_first = column == 0 || is_told(body, column) && before.all(fewer);
        is_first && !are_numbers_of(body, &words, column) && !are_periods()
    }) {
        return Ok(Some((
            first,
            "since it names the rows and has no name of its own".to_owned(),
        )));
    }
    // Where each period has one row, or says what the column does, words are said of it.
    if is_told_alone {
        return Ok(None);
    }
    let is_of_time = |column: usize| {
        let codes = &body.texts(column).of_row;
        times.as_ref().is_some_and(|times| times.determines(codes))
    };
    let tells_codes =
        |&column: &usize| is_plain_code(body, column) && body.texts(column).count() > 1;
    let has_codes = open.iter().any(tells_codes);
    let could_name = |&column: &usize| {
        let are_periods = || holds_periods(body, column);
        // Beside periods in the header what holds figures is a total or a change.
        let is_figure = || roles.figures.is_empty() && holds_figures(body, column);
        // What is the same in all rows, beside codes that are not, tells none from another.
        let is_same = || body.texts(column).is_constant() && has_codes;
        is_told(body, column) && !is_of_time(column) && !are_periods() && !is_figure() && !is_same()
    };
    let words: Vec<usize> = words.into_iter().filter(could_name).collect();
    Ok(among_words(body, &open, &words, roles, &rank))
}

/// The columns whose names say that they hold areas; those of where people come from only where no other does.
fn called_after_areas(body: &Body, open: &[usize]) -> Vec<usize> {
    let says_so = |&column: &usize| {
        headings::area(&body.columns[column].name) > 0
            && body.columns[column].tally.fractions == 0
            && !is_plain_code(body, column)
            && !holds_levels(body, open, column)
    };
    let mut named: Vec<usize> = open.iter().copied().filter(says_so).collect();
    let of_area = |column: &usize| !headings::is_of_people(&body.columns[*column].name);
    if named.iter().any(of_area) {
        named.retain(of_area);
    }
    named
}

/// Whether a column holds nothing but periods, and marks of missing ones among them.
fn holds_periods(body: &Body, column: usize) -> bool {
    let is_missing = |text: &&str| is_figure(text) && !is_number(text);
    let mut texts = body
        .texts(column)
        .each()
        .filter(|text| !is_missing(text))
        .peekable();
    texts.peek().is_some() && texts.all(periods::readable)
}

/// The column of words that names the rows, else that of codes.
fn among_words<R: Ord>(
    body: &Body,
    open: &[usize],
    words: &[usize],
    roles: &Roles,
    rank: &dyn Fn(&usize) -> R,
) -> Option<(usize, String)> {
    if let Some(coded) = words.iter().copied().find(|&column| is_coded(body, column)) {
        return Some((coded, "since its code stands beside it".to_owned()));
    }
    let is_of_areas = |column: &usize| !is_of_others(body, *column);
    let places = words.iter().copied().filter(is_of_areas);
    if let Some(found) = places.max_by_key(rank) {
        let found = named_beside(body, open, found).unwrap_or(found);
        return Some((found, "since it holds most different names".to_owned()));
    }
    // Ages and the like name the rows where nothing else does, no period and no codes but their own.
    let is_own = |column: usize| {
        let codes = body.texts(column);
        words.iter().any(|word| codes.determines(body.texts(*word)))
    };
    let coded = by_code(body, open, roles, rank).filter(|(column, _)| !is_own(*column));
    let others = words.iter().copied().filter(|_| roles.time.is_none());
    coded.or_else(|| {
        let found = others.max_by_key(rank)?;
        let found = named_beside(body, open, found).unwrap_or(found);
        Some((found, "since it holds most different names".to_owned()))
    })
}

/// The column that is called as names are and names each row alone, where the one of larger areas names several: `Name`
/// beside `Region`.
fn name_of_rows(body: &Body, open: &[usize], larger: usize) -> Option<(usize, String)> {
    const NAMES: [&str; 10] = [
        "name", "nom", "nome", "nombre", "naam", "navn", "namn", "名称", "姓名", "이름",
    ];
    let is_name = |column: &usize| {
        let texts = body.texts(*column);
        NAMES.contains(&headings::normal(&body.columns[*column].name).as_str())
            && texts.count() == body.len()
            && !texts.has_blanks()
    };
    let repeats = body.len() > 1 && body.texts(larger).count() < body.len();
    let found = open.iter().copied().find(is_name).filter(|_| repeats)?;
    let why = "since it names each row, which the others do not".to_owned();
    Some((found, why))
}

/// The column of names beside one of codes that are parted by a dash, where each goes with one of the other: `AR-C` and
/// `Buenos Aires`.
fn named_beside(body: &Body, open: &[usize], codes: usize) -> Option<usize> {
    let texts = body.texts(codes);
    let is_code = |text: &str| {
        let no_lowercase = !text.contains(|c: char| c.is_lowercase() || c.is_whitespace());
        no_lowercase && text.contains(['-', '_']) && text.is_ascii()
    };
    if texts.count() < 2 || !texts.each().all(is_code) {
        return None;
    }
    let names = |&column: &usize| {
        let other = body.texts(column);
        column != codes
            && other.count() == texts.count()
            && other.determines(texts)
            && texts.determines(other)
            && other.each().any(|text| text.contains(char::is_lowercase))
            && !holds_periods(body, column)
    };
    open.iter().copied().find(names)
}

/// The column of codes that names the rows where nothing else does.
fn by_code<R: Ord>(
    body: &Body,
    open: &[usize],
    roles: &Roles,
    rank: &dyn Fn(&usize) -> R,
) -> Option<(usize, String)> {
    let codes = open.iter().copied().filter(|column| {
        is_plain_code(body, *column)
            && is_told(body, *column)
            && !headings::is_indicator_code(&body.columns[*column].name)
    });
    let found = codes.max_by_key(rank);
    let needed = found.filter(|_| {
        roles.time.is_some()
            || roles.figures.len() + 1 < body.columns.len()
            || !roles.figures.is_empty()
    });
    needed.map(|column| {
        (
            column,
            "since it holds codes and nothing else names the rows".to_owned(),
        )
    })
}

/// The column of one area that lies in that of a country which all rows have: `Turkey` and `Istanbul`.
fn inside(body: &Body, named: &[usize], best: usize) -> usize {
    let is_country = |column: usize| {
        let heading = headings::normal(&body.columns[column].name);
        matches!(
            heading.as_str(),
            "country" | "country name" | "nation" | "pays" | "pais"
        )
    };
    let only = |column: usize| {
        let mut texts = body.texts(column).each();
        texts.next().filter(|_| body.texts(column).is_constant())
    };
    let Some(country) = only(best).filter(|_| is_country(best)) else {
        return best;
    };
    let is_part = |text: &str| text != country && !places::is_group(text, &|_| false);
    let mut parts = named.iter().copied().filter(|&column| {
        let is_region = !is_country(column) && !are_codes(body.texts(column).each());
        is_region && only(column).is_some_and(is_part)
    });
    parts.next().unwrap_or(best)
}

/// The column of the areas of which another, whose name says that it holds areas, tells the kind or the larger one: each of
/// its names stands beside one of those, several beside each, and there is one row of it at a time or for each member.
fn below_level(body: &Body, open: &[usize], roles: &Roles, best: usize) -> Option<(usize, String)> {
    let coarse = body.texts(best);
    let times = times(body, roles)?;
    if coarse.has_blanks() || times.with(&coarse.of_row).count * 3 > body.len() {
        return None;
    }
    let could_be = |&column: &usize| {
        let texts = body.texts(column);
        let heading = &body.columns[column].name;
        column != best
            && texts.count() >= 3 * coarse.count()
            && !texts.has_blanks()
            && !are_codes(texts.each())
            && texts.each().all(|text| text.contains(char::is_alphabetic))
            && !headings::is_indicator(heading)
            && !is_other(heading)
            && texts.determines(coarse)
            && times.with(&texts.of_row).count * 3 > body.len()
            && !texts.each().any(places::is_total)
    };
    let name = excerpt(&body.columns[best].name);
    let why = format!("since each of its names lies in one of `{name}`");
    open.iter()
        .copied()
        .find(could_be)
        .map(|found| (found, why))
}

/// The column of words of which each names one row, where neither what they lie in nor the other end of a flow does.
fn names_rows(body: &Body, open: &[usize], best: usize) -> Option<(usize, String)> {
    let found = open.iter().copied().find(|&column| {
        let texts = body.texts(column);
        column != best
            && texts.count() == body.len()
            && texts.count() > 2 * body.texts(best).count()
            && texts.each().all(|text| text.contains(char::is_alphabetic))
            && !are_codes(texts.each())
    });
    found.map(|found| {
        (
            found,
            "since each of its names stands in one row".to_owned(),
        )
    })
}

/// The periods of the rows, where the table tells them and has several rows.
fn times(body: &Body, roles: &Roles) -> Option<Keys> {
    let when = roles.time.as_ref().filter(|_| body.len() > 1)?;
    let none = Keys::none(body.len());
    Some(
        when.columns()
            .fold(none, |keys, column| keys.with(&body.texts(column).of_row)),
    )
}

/// The column called after another one that holds areas, with more names, each of which goes with one of the other's:
/// `region_name_in_data` with the district and the town of a `region_name`.
fn called_after(body: &Body, open: &[usize], best: usize) -> Option<usize> {
    let own = headings::normal(&body.columns[best].name);
    let texts = body.texts(best);
    let is_finer = |&column: &usize| {
        let heading = headings::normal(&body.columns[column].name);
        let other = body.texts(column);
        let is_called = heading
            .strip_prefix(&own)
            .is_some_and(|rest| rest.starts_with(' '));
        is_called
            && !headings::is_code(&heading)
            && !are_codes(other.each())
            && other.count() > texts.count()
            && other.count() < texts.count() * 2
            && !other.has_blanks()
            && other.determines_where_told(texts)
    };
    open.iter().copied().find(is_finer)
}

/// The area where `best` is the column whose name says most so: its partner where that alone varies, or the names
/// beside its codes.
fn named_area(
    body: &Body,
    open: &[usize],
    partners: &[usize],
    best: usize,
) -> Result<(usize, String), SourceError> {
    let varies = |column: &usize| body.texts(*column).count() > 1;
    if let Some(partner) = partners.iter().copied().find(varies) {
        let (one, other) = (
            excerpt(&body.columns[best].name),
            excerpt(&body.columns[partner].name),
        );
        if varies(&best) {
            if let Some(found) = names_rows(body, open, best) {
                return Ok(found);
            }
            return Err(SourceError::Asked(format!(
                "`{one}` or `{other}` could be the area; say which with `--area-column '{one}'` or `--area-column '{other}'`"
            )));
        }
        return Ok((partner, format!("since `{one}` is the same in every row")));
    }
    let name = &body.columns[best].name;
    let mut found = called_after(body, open, best).unwrap_or(best);
    // Where the names of the places stand beside codes, the names are the area.
    let texts = body.texts(best);
    if are_codes(texts.each()) || could_be_codes(texts) {
        let beside = open.iter().copied().filter(|&column| {
            let other = body.texts(column);
            let all = other.count() == texts.count() && other.determines(texts);
            // Some names are shared, such as one of what is not known.
            let most = headings::area(&body.columns[column].name) > 0
                && other.count() * 3 > texts.count() * 2;
            column != best
                && other.count() > 1
                && !are_codes(other.each())
                && !could_be_codes(other)
                && !headings::is_value(&body.columns[column].name)
                && (all || most)
                && texts.determines(other)
        });
        // Places of several levels have codes that are nought for the larger ones, and some share their name.
        let is_name = |&column: &usize| {
            let other = body.texts(column);
            let pairs = || {
                Keys::none(body.len())
                    .with(&other.of_row)
                    .with(&texts.of_row)
            };
            headings::normal(&body.columns[column].name) == "name"
                && !are_codes(other.each())
                && !other.has_blanks()
                && other.count() * 10 > texts.count() * 9
                && pairs().count * 4 <= other.count() * 5
        };
        if let Some(name) = open.iter().copied().find(is_name) {
            return Ok((name, "since it names the places of all levels".to_owned()));
        }
        found = beside
            .min_by_key(|column| column.abs_diff(best))
            .unwrap_or(best);
    }
    Ok((found, format!("from the name `{}`", excerpt(name))))
}
