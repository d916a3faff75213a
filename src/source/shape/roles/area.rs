//! Which column names the areas, and those that go with it: codes, larger areas, smaller ones.

mod against;
mod guess;

use std::collections::BTreeMap;

use super::{Roles, base, holds_figures, is_other};
use crate::source::attribute::What;
use crate::source::found::Finding;
use crate::source::headings;
use crate::source::periods;
use crate::source::places;
use crate::source::shape::body::{Body, are_codes};
use crate::source::shape::keys::Keys;
use crate::source::shape::nested::{self, Nested};
use crate::source::{Options, SourceError};
use crate::words::{excerpt, quoted_list};
use guess::guess_area;

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
    find_codes(body, open, roles, area);
    open.retain(|column| !roles.area_codes.contains(column));
    find_apart(body, open, roles, area);
    Ok(())
}

/// Finds the columns with codes of the areas.
fn find_codes(body: &Body, open: &[usize], roles: &mut Roles, area: usize) {
    let name = excerpt(&body.columns[area].name);
    let texts = body.texts(area);
    for &column in open {
        let other = body.texts(column);
        let heading = &body.columns[column].name;
        if headings::attribute(heading).is_some()
            || headings::is_unit(heading)
            || other.count() == 0
            || super::multiplied(body, column).is_some()
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
        let related = !body.columns[column].heading.is_made_up
            && is_related(heading, &body.columns[area].name);
        let is_code = if texts.count() > 1 {
            (one_to_one && other.count() > 1) || named
        } else {
            // The country of the only area is no name of it.
            one_to_one && related && !headings::is_larger_area(heading)
        };
        // Figures of which no two are equal name nothing, unless they are as long as codes are.
        let lengths = || other.each().map(str::len);
        let whole = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let of_one_length = lengths().min() > Some(1)
            && lengths().min() == lengths().max()
            && (other.count() > 3 || other.each().any(|text| text.starts_with('0')))
            && other.each().all(whole);
        let counts = holds_figures(body, column) && (!of_one_length || places::is_total(heading));
        // The day on which a figure was taken is no code of its area.
        let is_date = |text: &str| text.contains(['-', '.', '/']) && periods::readable(text);
        let are_dates = !headings::is_code(heading) && other.each().all(is_date);
        // Of two columns of words in capitals neither is the code; elsewhere they go together in row after row.
        let has_signs = |text: &str| {
            let is_sign = |c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
            text.contains(is_sign) && !text.contains(' ')
        };
        let is_coded = || {
            (are_codes(other.each()) || other.each().all(has_signs)) && !are_codes(texts.each())
                || texts.count() > 3 && texts.count() < body.len()
        };
        if is_code
            && !are_dates
            && (related
                || headings::is_code(heading)
                || !counts && (headings::area(heading) > 0 || is_coded()))
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
        // Where few names stand in two of them, and in as many rows in each, they need not be called so.
        let are_twins = pairs.count * 50 <= names.count() * 51
            && names.count() > 20
            && !is_other(heading)
            && body.columns[column].tally.words > 0
            && base.with(&texts.of_row).is_unique()
            && stand_alike(&names.of_row, &pairs);
        let is_area = is_area || are_twins;
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
        take_apart(body, roles, column, "some names stand in several of them");
        return;
    }
    // A few names are those of several codes, which name all rows then, unless they have the same figures under each.
    let figures = (0..body.columns.len())
        .filter(|at| body.columns[*at].tally.holds_figures() && !roles.area_codes.contains(at))
        .fold(base.clone(), |keys, at| keys.with(&body.texts(at).of_row));
    let differ = figures.count > base.count;
    let names_all = |&column: &usize| {
        let texts = body.texts(column);
        let pairs = alone.with(&texts.of_row).count;
        let most = if is_area_code(&body.columns[column].name) {
            4
        } else {
            3
        };
        base.with(&texts.of_row).is_unique() && pairs * 2 <= names.count() * most
    };
    if let Some(code) = roles
        .area_codes
        .iter()
        .copied()
        .find(|code| differ && names_all(code))
    {
        take_apart(body, roles, code, "some names have several of them");
    }
}

/// Takes a column as the one that tells areas of one name apart.
fn take_apart(body: &Body, roles: &mut Roles, column: usize, why: &str) {
    let name = excerpt(&body.columns[column].name);
    let what = format!("`{name}` tells areas of one name apart");
    roles.area_apart = Some(column);
    roles.findings.push(Finding::new(what, why, ""));
}

/// Whether a name that stands with several others stands in as many rows with each: a row that was revised is no other place.
fn stand_alike(names: &[u32], pairs: &Keys) -> bool {
    let mut rows = vec![0_usize; pairs.count];
    for &pair in &pairs.of_row {
        rows[pair as usize] += 1;
    }
    let mut of_name: BTreeMap<u32, usize> = BTreeMap::new();
    let mut each = names.iter().zip(&pairs.of_row);
    each.all(|(name, &pair)| {
        let rows = rows[pair as usize];
        *of_name.entry(*name).or_insert(rows) == rows
    })
}

/// Whether a heading is one of codes that are of places alone.
fn is_area_code(heading: &str) -> bool {
    let heading = headings::normal(heading);
    let of_places = [
        "fips", "geofips", "fipstxt", "geoid", "geocode", "dguid", "insee", "codgeo",
    ];
    heading.ends_with("fips") || heading.split(' ').any(|word| of_places.contains(&word))
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
