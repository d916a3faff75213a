//! What each column of a table is: area, time, dimension, indicator, unit, something said of them, or nothing.

mod area;
mod blanks;
mod bounds;
mod figures;
mod indicator;
mod long;
mod rest;

use super::body::Body;
use super::heads::Heads;
use super::keys::Keys;
use super::nested::Nested;
use super::when::{self, When};
use crate::order::InOrder;
use crate::source::attribute::What;
use crate::source::found::Finding;
use crate::source::{Options, SourceError, headings, numeral};
use crate::words::excerpt;
use area::find_area;
pub(super) use blanks::{absent, repeating_down, with_blank_area, with_blank_members};
use bounds::take_bounds;
pub(super) use figures::holds_figures;
use figures::{drop_running, leave_codes};
use indicator::{find_indicator, names_indicators};
pub(super) use long::is_own_long;
use rest::rest;

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
    /// Columns of figures, each with those of the least and the most that these may be.
    pub(super) bounds: Vec<(usize, [usize; 2])>,
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

impl Roles {
    /// The columns of figures, those that the header parts into periods first.
    pub(super) fn all_figures(&self, heads: &Heads) -> Vec<usize> {
        let parted = heads.values.iter().map(|value| value.column);
        parted.chain(self.figures.iter().copied()).collect()
    }
}

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
    take_bounds(body, &mut open, &mut roles);
    roles.figures = open
        .iter()
        .copied()
        .filter(|&column| heads.values.is_empty() && holds_figures(body, column))
        .collect();
    leave_codes(body, &mut roles);
    let figures = roles.figures.clone();
    open.retain(|column| !figures.contains(column));
    let is_multiplied = |column: &usize| multiplied(body, *column).is_some();
    let (no_area, mut others): (Vec<usize>, Vec<usize>) = open.into_iter().partition(is_multiplied);
    find_area(body, &mut others, &mut roles, options)?;
    let mut open = [others, no_area].concat();
    open.order();
    let count_of_values = if heads.values.is_empty() {
        roles.figures.len()
    } else {
        heads.stems.len()
    };
    find_indicator(body, &mut open, &mut roles, count_of_values == 1);
    rest(body, open, &mut roles);
    Ok(roles)
}

/// The first row of a column of words in which a number stands with a word that multiplies it, where most of its cells are such.
pub(super) fn multiplied(body: &Body, column: usize) -> Option<usize> {
    let is_filled = |row: &usize| !body.cell(*row, column).is_empty();
    let is_so = |row: &usize| numeral::is_multiplied(body.cell(*row, column));
    let first = (0..body.len()).find(is_filled).filter(is_so)?;
    let filled = (0..body.len()).filter(is_filled).count();
    let multiplied = (0..body.len()).filter(is_so).count();
    (2 * multiplied > filled).then_some(first)
}

/// Whether a heading is one of a dimension that is no area.
fn is_other(heading: &str) -> bool {
    let heading = headings::normal(heading);
    let words = [
        "section",
        "subsection",
        "week",
        "semana",
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
        "version",
        "revision",
        "vintage",
        "edition",
        "release",
        "scenario",
        "variant",
    ];
    // `Ages`, and ages in years: `age5yearinterval`.
    let is_word = |part: &str| {
        let one = part.strip_suffix('s').unwrap_or(part);
        words.contains(&part) || words.contains(&one)
    };
    let behind_age = heading.strip_prefix("age").unwrap_or_default();
    // What the rows of an area are parted into, as they are called where nothing else names them.
    heading == "group"
        || behind_age.starts_with(|c: char| c.is_ascii_digit())
        || words.contains(&heading.as_str())
        || heading.split(' ').any(is_word)
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
        keys = keys.with(&when.keys(body));
    }
    if let Some(named) = &roles.indicator {
        keys = keys.with(&body.texts(named.key).of_row);
    }
    keys
}
