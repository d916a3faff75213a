//! Which column names the areas, and those that go with it: codes, larger areas, smaller ones.

use super::{Roles, base, holds_figures, is_other};
use crate::source::attribute::What;
use crate::source::found::Finding;
use crate::source::headings;
use crate::source::periods;
use crate::source::places;
use crate::source::shape::body::{Body, Keys, are_codes};
use crate::source::shape::nested::{self, Nested};
use crate::source::{Options, SourceError};
use crate::words::{excerpt, quoted_list};

/// Finds the column that names the areas, and those that go with it.
pub(super) fn find_area(
    body: &Body,
    open: &mut Vec<usize>,
    roles: &mut Roles,
    options: &Options,
) -> Result<(), SourceError> {
    let said = match &options.area {
        None => None,
        Some(wanted) => {
            let found = open.iter().chain(&roles.figures).copied().find(|&column| {
                let name = &body.columns[column].name;
                name == wanted || headings::normal(name) == headings::normal(wanted)
            });
            let Some(found) = found else {
                let names = quoted_list(
                    open.iter()
                        .map(|&column| excerpt(&body.columns[column].name)),
                    "or",
                );
                return Err(SourceError::Asked(format!(
                    "`--area-column` names `{}`, which is no column that could be the area; write {names}",
                    excerpt(wanted)
                )));
            };
            Some((found, "as `--area-column` says".to_owned()))
        }
    };
    let found = match said {
        Some(found) => Some(found),
        None => guess_area(body, open, roles)?,
    };
    let Some((area, why)) = found else {
        return Ok(());
    };
    roles.figures.retain(|column| *column != area);
    open.retain(|column| *column != area);
    let name = excerpt(&body.columns[area].name);
    roles.findings.push(Finding::new(
        if name.is_empty() {
            "the column without a name is the area".to_owned()
        } else {
            format!("`{name}` is the area")
        },
        why,
        "--area-column COLUMN",
    ));
    roles.area = Some(area);
    let nested = nested::find(body, open, area).or_else(|| finer(body, open, roles, area));
    if let Some(nested) = nested {
        roles.area = nested.levels.last().copied();
        take_nested(body, open, roles, nested);
        return Ok(());
    }
    let texts = body.texts(area);
    for column in open.clone() {
        let other = body.texts(column);
        let heading = &body.columns[column].name;
        if headings::attribute(heading).is_some()
            || headings::is_unit(heading)
            || other.count() == 0
        {
            continue;
        }
        let one_to_one = other.determines_where_told(texts) && texts.determines_where_told(other);
        // One code a name, or codes that some names share: the column names the places then.
        let coded = || headings::area(heading) > 0 && are_codes(other.each());
        let named = (headings::is_code(heading) || coded())
            && other.determines_where_told(texts)
            && other.count() > texts.count()
            && (other.count() < texts.count() + texts.count() / 2 + 2 || is_area_code(heading));
        let related = is_related(heading, &body.columns[area].name);
        let is_code = if texts.count() > 1 {
            (one_to_one && other.count() > 1) || named
        } else {
            one_to_one && related
        };
        // Figures of which no two are equal name nothing, unless they are as long as codes are.
        let lengths = || other.each().map(str::len);
        let whole = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let of_one_length = lengths().min() > Some(1)
            && lengths().min() == lengths().max()
            && other.each().all(whole);
        let counts = holds_figures(body, column) && (!of_one_length || places::is_total(heading));
        // The day on which a figure was taken is no code of its area.
        let is_date = |text: &str| text.contains(['-', '.', '/']) && periods::readable(text);
        let are_dates = !headings::is_code(heading) && other.each().all(is_date);
        if is_code
            && !are_dates
            && (related
                || headings::is_code(heading)
                || headings::area(heading) > 0
                || !counts && (are_codes(other.each()) || texts.count() > 3))
        {
            roles.area_codes.push(column);
            let why = if one_to_one {
                "each of its codes goes with one area"
            } else {
                "each of its codes is of one area"
            };
            roles.findings.push(Finding::new(
                format!("`{}` is the code of `{name}`", excerpt(heading)),
                why,
                "\"attribute\": \"code\"",
            ));
        }
    }
    open.retain(|column| !roles.area_codes.contains(column));
    find_apart(body, open, roles, area);
    Ok(())
}

/// Smaller areas in a column of their own, where a row without one is of the larger area.
fn finer(body: &Body, open: &[usize], roles: &Roles, area: usize) -> Option<Nested> {
    let base = base(body, roles);
    if base.is_unique() {
        return None;
    }
    let blanks = |column: &usize| {
        let codes = &body.texts(*column).of_row;
        codes.iter().filter(|code| **code == 0).count()
    };
    let finest = open.iter().copied().filter(|column| {
        let heading = &body.columns[*column].name;
        headings::area(heading) > 0
            && !headings::is_partner(heading)
            && !headings::is_code(heading)
            && (1..body.len()).contains(&blanks(column))
    });
    let column = finest.max_by_key(|column| (blanks(column), *column))?;
    let others = open.iter().copied().filter(|other| *other != column);
    let others: Vec<usize> = others.chain([area]).collect();
    let nested = nested::find(body, &others, column)?;
    let keys = nested
        .levels
        .iter()
        .fold(base, |keys, &level| keys.with(&body.texts(level).of_row));
    keys.is_unique().then_some(nested)
}

/// Takes over the columns of areas that lie in one another.
fn take_nested(body: &Body, open: &mut Vec<usize>, roles: &mut Roles, nested: Nested) {
    let names = nested
        .levels
        .iter()
        .map(|&column| excerpt(&body.columns[column].name));
    roles.findings.push(Finding::new(
        format!(
            "{} are areas that lie in one another",
            quoted_list(names, "and")
        ),
        "where the smaller one is blank, a row is of the larger one",
        "",
    ));
    let (_, larger) = nested.levels.split_last().unwrap_or((&0, &[]));
    for &column in larger {
        roles.attributes.push((column, What::Other));
        roles.area_groups.push(column);
    }
    for code in nested.codes.iter().copied().flatten() {
        roles.attributes.push((code, What::Code));
    }
    open.retain(|column| !nested.levels.contains(column) && !nested.codes.contains(&Some(*column)));
    roles.nested = Some(nested);
}

/// Finds the column of larger areas that tells areas of one name apart: counties by their states.
fn find_apart(body: &Body, open: &mut Vec<usize>, roles: &mut Roles, area: usize) {
    let base = base(body, roles);
    if base.is_unique() {
        return;
    }
    let names = body.texts(area);
    let alone = Keys::none(body.len()).with(&names.of_row);
    let could_be = |&column: &usize| {
        let texts = body.texts(column);
        let heading = &body.columns[column].name;
        let is_area = headings::area(heading) > 0 && !headings::is_partner(heading);
        let pairs = alone.with(&texts.of_row);
        // Most names are those of one area.
        let few = pairs.count > names.count() && pairs.count * 2 <= names.count() * 5;
        // Where each name stands in each of them, neither lies in the other.
        let few = few && pairs.count < names.count() * texts.count();
        // `Total`, `Urban`, `Rural` are no places.
        let are_parts = texts.each().any(places::is_total);
        is_area
            && !are_parts
            && texts.count() > 1
            && !texts.has_blanks()
            && texts.count() <= names.count()
            && few
    };
    // States rather than regions of them, and rather than their numbers.
    let apart = open.iter().copied().filter(could_be).max_by_key(|&column| {
        let texts = body.texts(column);
        let told = base.with(&texts.of_row).count;
        (!are_codes(texts.each()), told, std::cmp::Reverse(column))
    });
    if let Some(column) = apart {
        open.retain(|known| *known != column);
        roles.attributes.push((column, What::Other));
        roles.area_groups.push(column);
        roles.area_apart = Some(column);
        roles.findings.push(Finding::new(
            format!(
                "`{}` tells areas of one name apart",
                excerpt(&body.columns[column].name)
            ),
            "some names stand in several of them",
            "",
        ));
    }
}

/// Whether a heading is one of codes that are of places alone.
fn is_area_code(heading: &str) -> bool {
    let heading = headings::normal(heading);
    let of_places = [
        "fips", "geofips", "fipstxt", "geoid", "geocode", "dguid", "insee", "codgeo",
    ];
    heading.split(' ').any(|word| of_places.contains(&word))
}

/// Whether a heading is one of codes of what the other names: `Country Code` of `Country Name`.
fn is_related(code: &str, name: &str) -> bool {
    let (code, name) = (headings::normal(code), headings::normal(name));
    let always = [
        "iso", "iso2", "iso3", "fips", "geofips", "geoid", "geo", "dguid", "m49", "country",
        "area", "region", "nuts", "code",
    ];
    let words: Vec<&str> = code.split(' ').collect();
    words
        .iter()
        .any(|word| *word != "code" && name.split(' ').any(|other| other == *word))
        || words.iter().any(|word| always.contains(word))
            && !words.iter().any(|word| {
                [
                    "item",
                    "element",
                    "domain",
                    "indicator",
                    "commodity",
                    "flow",
                    "unit",
                    "year",
                    "partner",
                ]
                .contains(word)
            })
}

/// The column that is taken for the area, with the reason.
fn guess_area(
    body: &Body,
    open: &[usize],
    roles: &Roles,
) -> Result<Option<(usize, String)>, SourceError> {
    let could_be = |column: &usize| {
        let heading = &body.columns[*column].name;
        headings::attribute(heading).is_none()
            && !headings::is_unit(heading)
            && body.texts(*column).count() > 0
    };
    let open: Vec<usize> = open.iter().copied().filter(could_be).collect();
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
    let named: Vec<usize> = open
        .iter()
        .copied()
        .filter(|column| {
            headings::area(&body.columns[*column].name) > 0 && !is_plain_code(body, *column)
        })
        .collect();
    let partners: Vec<usize> = open
        .iter()
        .copied()
        .filter(|column| headings::is_partner(&body.columns[*column].name))
        .collect();
    if let Some(best) = named.iter().copied().max_by_key(rank) {
        let below = below_level(body, &open, roles, best).map(Ok);
        return below
            .unwrap_or_else(|| named_area(body, &open, &partners, best))
            .map(Some);
    }
    // No name says it: words that are not what indicators are called.
    let names_else = |column: &usize| {
        let name = &body.columns[*column].name;
        headings::is_indicator(name)
            || headings::is_indicator_code(name)
            || partners.contains(column)
    };
    let words: Vec<usize> = open
        .iter()
        .copied()
        .filter(|column| {
            !names_else(column)
                && !is_plain_code(body, *column)
                && !is_code_of_indicators(body, &open, *column)
        })
        .collect();
    if let Some(first) = words.iter().copied().find(|&column| {
        let are_periods = || body.texts(column).each().all(periods::readable);
        // Flags beside the figures have no name either.
        let is_first = column == 0 || is_told(body, column);
        body.columns[column].name.is_empty() && is_first && !are_periods()
    }) {
        return Ok(Some((
            first,
            "since it names the rows and has no name of its own".to_owned(),
        )));
    }
    // Where each period has one row, or says what the column does, words are said of it.
    let times = times(body, roles);
    if times.as_ref().is_some_and(Keys::is_unique) {
        return Ok(None);
    }
    let is_of_time = |column: usize| {
        let codes = &body.texts(column).of_row;
        times.as_ref().is_some_and(|times| times.determines(codes))
    };
    let could_name = |&column: &usize| {
        let are_periods = || body.texts(column).each().all(periods::readable);
        // Beside periods in the header what holds figures is a total or a change.
        let is_figure = || roles.figures.is_empty() && holds_figures(body, column);
        is_told(body, column) && !is_of_time(column) && !are_periods() && !is_figure()
    };
    let words: Vec<usize> = words.into_iter().filter(could_name).collect();
    if let Some(coded) = words.iter().copied().find(|&column| is_coded(body, column)) {
        return Ok(Some((coded, "since its code stands beside it".to_owned())));
    }
    let further = |column: &usize| !is_other(&body.columns[*column].name);
    let most = |words: &mut dyn Iterator<Item = usize>| words.max_by_key(rank);
    let found = most(&mut words.iter().copied().filter(further));
    // Ages and the like name the rows where nothing else does, no period either.
    let found = match found {
        None if roles.time.is_none() => most(&mut words.iter().copied()),
        found => found,
    };
    if let Some(found) = found {
        let why = "since it holds most different names".to_owned();
        return Ok(Some((found, why)));
    }
    Ok(by_code(body, &open, roles, &rank))
}

/// Whether a column called just `code` stands behind this one, and each of its codes, if there are any, goes with one of its
/// names.
fn is_coded(body: &Body, column: usize) -> bool {
    let behind = body.columns.get(column + 1);
    behind.is_some_and(|behind| {
        headings::normal(&behind.name) == "code"
            && body
                .texts(column + 1)
                .determines_where_told(body.texts(column))
    })
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

/// Whether a column is called after codes, and not after codes of areas.
fn is_plain_code(body: &Body, column: usize) -> bool {
    let heading = &body.columns[column].name;
    headings::is_code(heading) && headings::area(heading) < 2
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
    };
    let name = excerpt(&body.columns[best].name);
    let why = format!("since each of its names lies in one of `{name}`");
    open.iter()
        .copied()
        .find(could_be)
        .map(|found| (found, why))
}

/// Whether a column holds codes in capitals of what another calls the rows' indicators.
fn is_code_of_indicators(body: &Body, open: &[usize], column: usize) -> bool {
    let codes = body.texts(column);
    let in_capitals = |text: &str| !text.contains(|c: char| c.is_whitespace() || c.is_lowercase());
    let names = |&other: &usize| {
        other != column
            && headings::is_indicator(&body.columns[other].name)
            && body.determines(other, column)
    };
    codes.count() > 1 && codes.each().all(in_capitals) && open.iter().any(names)
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

/// Whether a column says something in nearly every row.
fn is_told(body: &Body, column: usize) -> bool {
    let codes = &body.texts(column).of_row;
    codes.iter().filter(|code| **code == 0).count() * 10 <= body.len()
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
            return Err(SourceError::Asked(format!(
                "`{one}` or `{other}` could be the area; say which with `--area-column '{one}'` or `--area-column '{other}'`"
            )));
        }
        return Ok((partner, format!("since `{one}` is the same in every row")));
    }
    let name = &body.columns[best].name;
    let mut found = best;
    // Where the names of the places stand beside codes, the names are the area.
    if are_codes(body.texts(best).each()) {
        let texts = body.texts(best);
        let beside = open.iter().copied().filter(|&column| {
            let other = body.texts(column);
            let all = other.count() == texts.count() && other.determines(texts);
            // Some names are shared, such as one of what is not known.
            let most = headings::area(&body.columns[column].name) > 0
                && other.count() * 3 > texts.count() * 2;
            column != best
                && other.count() > 1
                && !are_codes(other.each())
                && (all || most)
                && texts.determines(other)
        });
        found = beside
            .min_by_key(|column| column.abs_diff(best))
            .unwrap_or(best);
    }
    Ok((found, format!("from the name `{}`", excerpt(name))))
}
