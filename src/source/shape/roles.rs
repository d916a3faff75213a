//! What each column of a table is: area, time, dimension, indicator, unit, something said of them, or nothing.

use super::body::{Body, Keys, are_codes, run_on};
use super::heads::Heads;
use super::nested::{self, Nested};
use super::when::{self, When};
use crate::source::attribute::What;
use crate::source::found::Finding;
use crate::source::headings;
use crate::source::{Options, SourceError};
use crate::words::{excerpt, quoted_list};

/// What each column is.
#[derive(Debug, Default)]
pub(super) struct Roles {
    pub(super) area: Option<usize>,
    /// The columns that hold codes of the areas.
    pub(super) area_codes: Vec<usize>,
    /// A column of what the areas lie in, where only that tells areas of one name apart.
    pub(super) area_apart: Option<usize>,
    /// The columns of the areas, where larger ones stand beside smaller ones.
    pub(super) nested: Option<Nested>,
    /// Columns that say to which sets the areas belong.
    pub(super) area_groups: Vec<usize>,
    pub(super) time: Option<When>,
    pub(super) dimensions: Vec<usize>,
    /// Columns with codes of a dimension's members, each with that dimension.
    pub(super) codes: Vec<(usize, usize)>,
    pub(super) indicator: Option<Named>,
    /// The column with the unit of each row's figures, where it is not the indicators'.
    pub(super) unit: Option<usize>,
    pub(super) figures: Vec<usize>,
    /// Columns that say something of the figures of their rows, of the area or of the table.
    pub(super) attributes: Vec<(usize, What)>,
    pub(super) findings: Vec<Finding>,
}

/// The columns that name the indicator of each row.
#[derive(Debug, Clone)]
pub(super) struct Named {
    /// The column that tells indicators apart.
    pub(super) key: usize,
    /// The column with their names; the key again where there is no other.
    pub(super) name: usize,
    /// The column with their units.
    pub(super) unit: Option<usize>,
    /// The column with the power of ten that goes with the unit, in words: `Billions`.
    pub(super) scale: Option<usize>,
}

/// The most indicators that stand in the rows of one table.
const MOST_INDICATORS: usize = 400;
/// The most sets that areas are grouped into by a column.
const MOST_GROUPS: usize = 60;

/// Finds what each column is.
pub(super) fn find(body: &Body, heads: &Heads, options: &Options) -> Result<Roles, SourceError> {
    let mut roles = Roles::default();
    let in_header = |column: usize| heads.values.iter().any(|value| value.column == column);
    let mut open: Vec<usize> = (0..body.columns.len())
        .filter(|&column| !in_header(column))
        .collect();
    drop_running(body, &mut open, &mut roles);
    if heads.values.is_empty() {
        roles.time = when::find(body).filter(|when| open.contains(&when.column));
        if let Some(when) = &roles.time {
            open.retain(|column| when.columns().all(|own| own != *column));
        }
    }
    roles.figures = open
        .iter()
        .copied()
        .filter(|&column| heads.values.is_empty() && holds_figures(body, column))
        .collect();
    let figures = roles.figures.clone();
    open.retain(|column| !figures.contains(column));
    find_area(body, &mut open, &mut roles, options)?;
    let count_of_values = if heads.values.is_empty() {
        roles.figures.len()
    } else {
        heads.stems.len()
    };
    find_indicator(body, &mut open, &mut roles, count_of_values == 1);
    rest(body, open, &mut roles);
    Ok(roles)
}

/// Whether a column holds figures: numbers that are no codes.
fn holds_figures(body: &Body, column: usize) -> bool {
    let column = &body.columns[column];
    let tally = &column.tally;
    let all_missing = tally.figures() == 0 && tally.words == 0 && tally.missing > 1;
    let counts = tally.holds_figures() || all_missing && headings::area(&column.name) == 0;
    let zeros = tally.leading_zero > 0
        && tally.leading_zero == tally.cells() - tally.blank - tally.missing
        || tally.leading_zero > 1;
    counts
        && !zeros
        && !headings::is_code(&column.name)
        && headings::attribute(&column.name).is_none()
        && !headings::is_time(&column.name)
        && headings::area(&column.name) < 2
}

/// Leaves out columns that number the rows, and those that hold nothing.
fn drop_running(body: &Body, open: &mut Vec<usize>, roles: &mut Roles) {
    open.retain(|&column| {
        let name = &body.columns[column].name;
        let tally = &body.columns[column].tally;
        if tally.figures() == 0 && tally.words == 0 && tally.missing == 0 {
            return false;
        }
        let texts = body.texts(column);
        let numbers_records = || headings::is_record(name) && texts.count() == body.len();
        let runs = body.len() > 1
            && (headings::is_running(name) && run_on(texts) || numbers_records());
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

/// Finds the column that names the areas, and those that go with it.
fn find_area(
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
        format!("`{name}` is the area"),
        why,
        "--area-column COLUMN",
    ));
    roles.area = Some(area);
    if let Some(nested) = nested::find(body, open, area) {
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
        let its_code = other.determines_where_told(texts) && texts.determines_where_told(other);
        // One code a name, or codes that some names share: the column names the places then.
        let named = headings::is_code(heading)
            && other.determines_where_told(texts)
            && other.count() > texts.count()
            && (other.count() < texts.count() + texts.count() / 2 + 2 || is_area_code(heading));
        let related = is_related(heading, &body.columns[area].name);
        let is_code = if texts.count() > 1 {
            (its_code && other.count() > 1) || named
        } else {
            its_code && related
        };
        if is_code
            && (related
                || are_codes(other.each())
                || headings::is_code(heading)
                || headings::area(heading) > 0
                || texts.count() > 3)
        {
            roles.area_codes.push(column);
            let why = if its_code {
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

/// Takes over the columns of areas that lie in one another.
fn take_nested(body: &Body, open: &mut Vec<usize>, roles: &mut Roles, nested: Nested) {
    let names = nested.levels.iter().map(|&column| excerpt(&body.columns[column].name));
    roles.findings.push(Finding::new(
        format!("{} are areas that lie in one another", quoted_list(names, "and")),
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
    let apart = open.iter().copied().find(|&column| {
        let texts = body.texts(column);
        let heading = &body.columns[column].name;
        let is_area = headings::area(heading) > 0 && !headings::is_partner(heading);
        let pairs = alone.with(&texts.of_row);
        // Most names are those of one area.
        let few = pairs.count > names.count() && pairs.count * 2 <= names.count() * 5;
        is_area && texts.count() > 1 && !texts.has_blanks() && texts.count() <= names.count() && few
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
    let of_places = ["fips", "geofips", "fipstxt", "geoid", "geocode", "dguid", "insee", "codgeo"];
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
            texts.count(),
            !are_codes(texts.each()),
            headings::area(heading),
            std::cmp::Reverse(*column),
        )
    };
    let is_plain_code = |column: &usize| {
        headings::is_code(&body.columns[*column].name)
            && headings::area(&body.columns[*column].name) < 2
    };
    let named: Vec<usize> = open
        .iter()
        .copied()
        .filter(|column| headings::area(&body.columns[*column].name) > 0 && !is_plain_code(column))
        .collect();
    let partners: Vec<usize> = open
        .iter()
        .copied()
        .filter(|column| headings::is_partner(&body.columns[*column].name))
        .collect();
    let varies = |column: &usize| body.texts(*column).count() > 1;
    if let Some(best) = named.iter().copied().max_by_key(rank) {
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
            return Ok(Some((
                partner,
                format!("since `{one}` is the same in every row"),
            )));
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
        return Ok(Some((found, format!("from the name `{}`", excerpt(name)))));
    }
    // No name says it: words that are not what indicators are called.
    let names_else = |column: &usize| {
        let heading = &body.columns[*column].name;
        headings::is_indicator(heading)
            || headings::is_indicator_code(heading)
            || partners.contains(column)
    };
    let words: Vec<usize> = open
        .iter()
        .copied()
        .filter(|column| !names_else(column) && !is_plain_code(column))
        .collect();
    if let Some(first) = words
        .iter()
        .copied()
        .find(|&column| body.columns[column].name.is_empty())
    {
        return Ok(Some((
            first,
            "since it names the rows and has no name of its own".to_owned(),
        )));
    }
    // Where each period has one row, or says what the column does, words are said of it.
    let times = roles.time.iter().flat_map(When::columns);
    let times = times.fold(Keys::none(body.len()), |keys, column| {
        keys.with(&body.texts(column).of_row)
    });
    let by_time = roles.time.is_some() && body.len() > 1;
    if by_time && times.is_unique() {
        return Ok(None);
    }
    let words: Vec<usize> = words
        .into_iter()
        .filter(|&column| !by_time || !times.determines(&body.texts(column).of_row))
        .collect();
    let further = |column: &&usize| !is_other(&body.columns[**column].name);
    let most = words
        .iter()
        .filter(further)
        .copied()
        .max_by_key(rank)
        .or_else(|| words.iter().copied().max_by_key(rank));
    if let Some(most) = most {
        return Ok(Some((
            most,
            "since it holds most different names".to_owned(),
        )));
    }
    let codes = open.iter().copied().filter(|column| {
        is_plain_code(column) && !headings::is_indicator_code(&body.columns[*column].name)
    });
    let found = codes.max_by_key(rank);
    let needed = found.filter(|_| {
        roles.time.is_some()
            || roles.figures.len() + 1 < body.columns.len()
            || !roles.figures.is_empty()
    });
    Ok(needed.map(|column| {
        (
            column,
            "since it holds codes and nothing else names the rows".to_owned(),
        )
    }))
}

/// Whether a heading is one of a dimension that is no area.
fn is_other(heading: &str) -> bool {
    let heading = headings::normal(heading);
    let words = [
        "sex",
        "sexo",
        "gender",
        "geschlecht",
        "sexe",
        "sesso",
        "age",
        "edad",
        "alter",
        "idade",
        "agegroup",
        "age group",
        "industry",
        "sector",
        "product",
        "item",
        "commodity",
        "category",
        "nationality",
        "education",
        "occupation",
        "性别",
        "年龄",
        "产业",
        "行业",
        "男女別",
        "年齢",
        "성별",
        "연령",
        "type",
        "class",
        "cause",
        "activity",
    ];
    words
        .iter()
        .any(|word| heading == *word || heading.split(' ').any(|part| part == *word))
}

/// Finds the columns that name the indicator of each row.
fn find_indicator(body: &Body, open: &mut Vec<usize>, roles: &mut Roles, one_value: bool) {
    if !one_value {
        return;
    }
    let named = |column: &usize| {
        let heading = &body.columns[*column].name;
        headings::is_indicator(heading) || headings::is_indicator_code(heading)
    };
    let base = base(body, roles);
    let varies = |column: &usize| {
        (2..=MOST_INDICATORS).contains(&body.texts(*column).count())
            && !body.texts(*column).has_blanks()
    };
    let candidates: Vec<usize> = open
        .iter()
        .copied()
        .filter(|column| {
            named(column) && varies(column) && !base.determines(&body.texts(*column).of_row)
        })
        .collect();
    let key = candidates.iter().copied().max_by_key(|&column| {
        let texts = body.texts(column);
        // One that has names before one that has codes, of as many.
        (
            texts.count(),
            !are_codes(texts.each()),
            std::cmp::Reverse(column),
        )
    });
    let Some(mut key) = key else {
        return;
    };
    // A code that says as much is the better id.
    let same = |a: usize, b: usize| body.determines(a, b) && body.determines(b, a);
    let code = open.iter().copied().find(|&column| {
        column != key
            && same(column, key)
            && are_codes(body.texts(column).each())
            && !headings::is_time(&body.columns[column].name)
    });
    let mut names: Vec<usize> = candidates
        .iter()
        .copied()
        .filter(|&column| {
            body.determines(key, column)
                && headings::is_indicator(&body.columns[column].name)
                && !are_codes(body.texts(column).each())
        })
        .collect();
    names.sort_by_key(|&column| std::cmp::Reverse(body.texts(column).count()));
    let name = names.first().copied().unwrap_or(key);
    let gone: Vec<usize> = open
        .iter()
        .copied()
        .filter(|&column| {
            column == key
                || (body.determines(key, column)
                    && body.texts(column).count() > 0
                    && (named(&column)
                        || headings::is_unit(&body.columns[column].name)
                        || is_scale(&body.columns[column].name)
                        || same(column, key)))
        })
        .collect();
    let unit = gone
        .iter()
        .copied()
        .find(|&column| headings::is_unit(&body.columns[column].name));
    let scale = gone
        .iter()
        .copied()
        .find(|&column| is_scale(&body.columns[column].name));
    if let Some(code) = code {
        key = code;
    }
    roles.findings.push(Finding::new(
        format!(
            "`{}` names the indicators",
            excerpt(&body.columns[name].name)
        ),
        "area and time do not name the rows without it",
        "",
    ));
    open.retain(|column| !gone.contains(column) && *column != key);
    roles.indicator = Some(Named {
        key,
        name,
        unit,
        scale,
    });
}

fn is_scale(heading: &str) -> bool {
    matches!(
        headings::normal(heading).as_str(),
        "scale" | "unit multiplier" | "multiplier" | "power code" | "powercode" | "magnitude"
    )
}

/// What area, time and indicator name of the rows.
fn base(body: &Body, roles: &Roles) -> Keys {
    let mut keys = Keys::none(body.len());
    let nested = roles.nested.iter().flat_map(|nested| &nested.levels).copied();
    for column in roles.area.into_iter().chain(roles.area_apart).chain(nested) {
        keys = keys.with(&body.texts(column).of_row);
    }
    if let Some(when) = &roles.time {
        for column in when.columns() {
            keys = keys.with(&body.texts(column).of_row);
        }
    }
    if let Some(named) = &roles.indicator {
        keys = keys.with(&body.texts(named.key).of_row);
    }
    keys
}

/// What the columns are that are left: attributes by their names, what area and time tell anyway, and dimensions.
fn rest(body: &Body, open: Vec<usize>, roles: &mut Roles) {
    let mut base = base(body, roles);
    let mut candidates: Vec<usize> = Vec::new();
    let mut unit = None;
    for column in open {
        let heading = &body.columns[column].name;
        let texts = body.texts(column);
        if headings::is_unit(heading) && unit.is_none() {
            unit = Some(column);
        } else if let Some(what) = headings::attribute(heading) {
            roles.attributes.push((column, what));
        } else if texts.is_constant() {
            roles.attributes.push((column, What::Other));
        } else if roles.area.is_some_and(|area| body.determines(area, column)) {
            roles.attributes.push((column, What::Other));
            if texts.count() <= MOST_GROUPS
                && texts.count() * 2 <= body.texts(roles.area.unwrap_or(0)).count() + 1
            {
                roles.area_groups.push(column);
            }
        } else if headings::is_code(heading)
            && !base.is_unique()
            && candidates
                .iter()
                .any(|&other| body.determines(other, column))
        {
            candidates.push(column);
        } else if base.determines(&texts.of_row) || texts.has_blanks() {
            // What is not told of every row names none.
            roles.attributes.push((column, What::Other));
        } else {
            candidates.push(column);
        }
    }
    // One of two that say the same is the code of the other; what another one tells is no dimension.
    let same = |a: usize, b: usize| body.determines(a, b) && body.determines(b, a);
    let mut kept: Vec<usize> = Vec::new();
    for &column in &candidates {
        let twin = kept.iter().copied().find(|&other| same(other, column));
        match twin {
            Some(other)
                if are_codes(body.texts(other).each()) && !are_codes(body.texts(column).each()) =>
            {
                kept.retain(|known| *known != other);
                kept.push(column);
                roles.codes.push((other, column));
            }
            Some(other) => roles.codes.push((column, other)),
            None => kept.push(column),
        }
    }
    let told: Vec<usize> = kept
        .iter()
        .copied()
        .filter(|&column| {
            kept.iter()
                .any(|&other| other != column && body.determines(other, column))
        })
        .collect();
    kept.retain(|column| !told.contains(column));
    roles
        .attributes
        .extend(told.into_iter().map(|column| (column, What::Other)));
    for &column in &kept {
        base = base.with(&body.texts(column).of_row);
    }
    roles.dimensions = kept;
    tell_apart(body, &mut base, roles);
    roles.dimensions.sort_unstable();
    if let Some(unit) = unit {
        let texts = body.texts(unit);
        if texts.is_constant() || texts.has_blanks() || base.determines(&texts.of_row) {
            roles.unit = Some(unit);
        } else {
            base = base.with(&texts.of_row);
            roles.dimensions.push(unit);
            roles.dimensions.sort_unstable();
        }
    }
    numbered(body, &mut base, roles);
    for (code, of) in roles.codes.clone() {
        roles.findings.push(Finding::new(
            format!(
                "`{}` is the code of `{}`",
                excerpt(&body.columns[code].name),
                excerpt(&body.columns[of].name)
            ),
            "each of its codes goes with one name",
            "\"attribute\": \"code\"",
        ));
    }
}

/// Where many rows are not told apart yet, a column whose name is one of something said of figures is a dimension if it
/// tells each from the others: sources of energy, symbols of shares.
fn tell_apart(body: &Body, base: &mut Keys, roles: &mut Roles) {
    if base.count * 10 > body.len() * 9 {
        return;
    }
    let found = roles.attributes.iter().position(|&(column, what)| {
        let texts = body.texts(column);
        let could_be = matches!(what, What::Other | What::Source) && !texts.has_blanks();
        could_be && texts.count() > 1 && base.with(&texts.of_row).is_unique()
    });
    if let Some(at) = found {
        let (column, _) = roles.attributes.remove(at);
        roles.dimensions.push(column);
        *base = base.with(&body.texts(column).of_row);
    }
}

/// Where rows are not told apart yet, a column of whole numbers that does so is a dimension: an age, a class.
fn numbered(body: &Body, base: &mut Keys, roles: &mut Roles) {
    if base.is_unique() || roles.figures.len() < 2 {
        return;
    }
    let found = roles.figures.iter().copied().find(|&column| {
        let texts = body.texts(column);
        let tally = &body.columns[column].tally;
        let whole = tally.either == tally.figures() && tally.blank == 0 && tally.missing == 0;
        let named = is_other(&body.columns[column].name) || texts.count() * 3 <= body.len();
        whole && named && texts.count() > 1 && base.with(&texts.of_row).is_unique()
    });
    if let Some(column) = found {
        roles.figures.retain(|known| *known != column);
        roles.dimensions.push(column);
        *base = base.with(&body.texts(column).of_row);
    }
}
