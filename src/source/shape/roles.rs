//! What each column of a table is: area, time, dimension, indicator, unit, something said of them, or nothing.

mod area;

use super::body::{Body, Keys, are_codes, run_on};
use super::heads::Heads;
use super::nested::Nested;
use super::when::{self, When};
use crate::source::attribute::What;
use crate::source::found::Finding;
use crate::source::headings;
use crate::source::periods;
use crate::source::{Options, SourceError};
use crate::words::excerpt;
use area::find_area;

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
/// The most ways in which figures come: by years, by months, …
const MOST_FREQUENCIES: usize = 12;
/// The most sets that areas are grouped into by a column.
const MOST_GROUPS: usize = 60;

/// Finds what each column is.
pub(super) fn find(body: &Body, heads: &Heads, options: &Options) -> Result<Roles, SourceError> {
    let mut roles = Roles::default();
    let in_header = |column: usize| heads.values.iter().any(|value| value.column == column);
    let mut open: Vec<usize> = (0..body.columns.len())
        .filter(|&column| !in_header(column))
        .collect();
    drop_running(body, &mut open, &mut roles, heads.values.is_empty());
    if heads.values.is_empty() {
        let time = when::find(body, options.dates).map_err(|column| {
            let name = excerpt(&body.columns[column].name);
            let first = body.texts(column).each().next().unwrap_or_default();
            SourceError::Asked(format!(
                "the dates in `{name}`, such as `{}`, could have the day first or the month; say `--dates day-first` or `--dates month-first`",
                excerpt(first)
            ))
        })?;
        roles.time = time.filter(|when| open.contains(&when.column));
        if let Some(when) = &roles.time {
            open.retain(|column| when.columns().all(|own| own != *column));
        }
    }
    roles.figures = open
        .iter()
        .copied()
        .filter(|&column| heads.values.is_empty() && holds_figures(body, column))
        .collect();
    leave_codes(body, &mut roles);
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
fn holds_figures(body: &Body, at: usize) -> bool {
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
        headings::normal(&column.name) == "frequency"
            && tally.words == 0
            && body.texts(at).count() > MOST_FREQUENCIES
    };
    counts
        && !zeros
        && !headings::is_code(&column.name)
        && (headings::attribute(&column.name).is_none() || is_often())
        && !headings::is_time(&column.name)
        && headings::area(&column.name) < 2
}

/// The last columns of the long form that the program itself writes.
const LONG: [&str; 6] = ["indicator", "value", "unit", "status", "note", "source"];

/// Takes from the figures what are codes or periods by what stands beside them.
fn leave_codes(body: &Body, roles: &mut Roles) {
    let name = |column: usize| body.columns[column].name.as_str();
    // Where a column is called after the figures of SDMX, the others are none; in the program's own long form as well.
    let headings: Vec<&str> = (0..body.columns.len()).map(name).collect();
    let own = if headings.ends_with(&LONG) {
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
        tally.either > 0 && tally.either == tally.figures() && tally.missing == 0
    };
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
            && [next, column.wrapping_sub(1)].into_iter().any(|beside| {
                beside < body.columns.len()
                    && body.columns[beside].tally.words > 0
                    && body.texts(column).count() == body.texts(beside).count()
                    && body.determines(column, beside)
                    && body.determines(beside, column)
            });
        // The time once more.
        let is_time = roles.time.as_ref().is_some_and(|when| {
            (0..body.len()).all(|row| body.cell(row, column) == body.cell(row, when.column))
        });
        is_whole(column) && (labelled || of_places || is_time)
    };
    let codes: Vec<usize> = roles.figures.iter().copied().filter(is_code).collect();
    if codes.len() < roles.figures.len() {
        roles.figures.retain(|column| !codes.contains(column));
    }
}

/// Leaves out columns that number the rows, unless the only figures are there, and those that hold nothing.
fn drop_running(body: &Body, open: &mut Vec<usize>, roles: &mut Roles, figures_below: bool) {
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
        let texts = body.texts(column);
        let numbers_records = || headings::is_record(name) && texts.count() == body.len();
        let runs = body.len() > 1
            && only != Some(column)
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
    let is_named = |column: &usize| {
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
            is_named(column) && varies(column) && !base.determines(&body.texts(*column).of_row)
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
                    && (is_named(&column)
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
    let nested = roles
        .nested
        .iter()
        .flat_map(|nested| &nested.levels)
        .copied();
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

/// The columns in which a blank repeats what stands above it, as where the name of an area stands in the first of its rows
/// alone: no two rows between one name and the next are of one time and member.
pub(super) fn repeating_down(body: &Body, roles: &Roles) -> Vec<usize> {
    let Some(area) = roles.area.filter(|_| roles.nested.is_none()) else {
        return Vec::new();
    };
    let blanks = |column: usize| body.texts(column).of_row.iter().map(|code| *code == 0);
    let count = blanks(area).filter(|blank| *blank).count();
    if count * 3 < body.len() || blanks(area).next() != Some(false) {
        return Vec::new();
    }
    let mut run = 0;
    let runs: Vec<u32> = blanks(area)
        .map(|blank| {
            run += u32::from(!blank);
            run
        })
        .collect();
    let times = roles.time.iter().flat_map(When::columns);
    let others: Vec<usize> = times.chain(roles.dimensions.iter().copied()).collect();
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
            (column == area || of_words || headings::is_code(&body.columns[column].name))
                && blanks(column).eq(blanks(area))
        })
        .collect()
}

/// The columns in which a blank stands for all members together, as where the rows of a total have none: rows are told
/// apart by what one of them holds, the blank included, and by nothing else.
pub(super) fn with_blank_members(body: &Body, roles: &Roles) -> Vec<usize> {
    let mut base = base(body, roles);
    for &column in &roles.dimensions {
        base = base.with(&body.texts(column).of_row);
    }
    if base.is_unique() || base.count * 10 > body.len() * 9 {
        return Vec::new();
    }
    let others = roles.attributes.iter().filter(|(column, what)| {
        let texts = body.texts(*column);
        *what == What::Other && texts.has_blanks() && texts.count() > 1
    });
    let others: Vec<usize> = others.map(|(column, _)| *column).collect();
    let settles = |column: &&usize| base.with(&body.texts(**column).of_row).is_unique();
    let Some(&key) = others.iter().find(settles) else {
        return Vec::new();
    };
    let blanks = |column: usize| body.texts(column).of_row.iter().map(|code| *code == 0);
    let mut found = others;
    found.retain(|&column| blanks(column).eq(blanks(key)));
    found
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
    // The ends of a period, which the other dimensions tell together, are none.
    for column in kept.clone() {
        let others = kept.iter().filter(|other| **other != column);
        let keys = others.fold(base.clone(), |keys, &other| {
            keys.with(&body.texts(other).of_row)
        });
        let texts = body.texts(column);
        if texts.each().all(periods::readable) && keys.determines(&texts.of_row) {
            kept.retain(|other| *other != column);
            roles.attributes.push((column, What::Other));
        }
    }
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
