//! Tables whose columns are areas and whose rows are members of something else, taken apart into a row for each figure.

use std::collections::BTreeSet;

use super::body::{Body, clean};
use crate::order::IntoSet;
use crate::source::found::Finding;
use crate::source::grid::Grid;
use crate::source::headings;
use crate::source::layout::{Heading, Layout};
use crate::source::periods;
use crate::source::places;
use crate::source::units;

/// The fewest columns of areas where the rows are no periods.
const FEWEST: usize = 3;
/// The most figures that are told one a row.
pub(super) const MOST: usize = 2_000_000;

/// A column of figures: the headings above it, of which one names its area.
struct Column {
    at: usize,
    /// The area, or nothing where it is not told.
    area: String,
    /// What else stands above it.
    others: Vec<String>,
}

/// The table with a row for each figure, where columns are called after places and rows are not; with the finding.
pub(super) fn across(body: &Body, grid: &Grid, layout: &Layout) -> Option<(Grid, Layout, Finding)> {
    if grid.is_digest || layout.columns.len() < 3 {
        return None;
    }
    let is_key = |at: usize| {
        let tally = &body.columns[at].tally;
        tally.words > 0 && !tally.holds_figures() || headings::is_time(&body.columns[at].name)
    };
    let keys: Vec<usize> = (0..body.columns.len())
        .take_while(|&at| is_key(at))
        .collect();
    let first = *keys.first()?;
    let held: Vec<usize> = (keys.len()..body.columns.len()).collect();
    let holds = |at: &usize| body.columns[*at].could_hold_figures();
    if held.len() < 2 || !held.iter().all(holds) || held.len() * body.len() > MOST {
        return None;
    }
    let corner = body.columns[first].name.as_str();
    // A row below the names says what stands in the first column, so that the corner is said of the others.
    let stub = layout.columns[first].label.as_deref();
    let stub = stub.filter(|stub| headings::area(corner) > 1 && headings::area(stub) == 0);
    let names_areas = |at: &usize| {
        headings::area(&body.columns[*at].name) > 0 || places::are_places(body.texts(*at).each())
    };
    // What is called as columns of areas are is no area: `geographic_region`.
    let holds_areas = |at: &usize| headings::area(&body.columns[*at].name) > 1;
    if held.iter().any(holds_areas) || stub.is_none() && keys.iter().any(names_areas) {
        return None;
    }
    let columns = told(body, &held, stub.is_some())?;
    let with_periods = keys.iter().any(|&at| {
        let texts = body.texts(at);
        periods::read(texts.each()).is_some()
    });
    let levels = columns.first()?.others.len();
    if !with_periods && columns.len() < FEWEST {
        return None;
    }
    let unit = one_unit(held.iter().map(|&at| &layout.columns[at])).ok()?;
    // Each figure has its own area and members.
    let mut seen = BTreeSet::new();
    let distinct = columns
        .iter()
        .all(|column| seen.insert((column.area.as_str(), &column.others)));
    if !distinct {
        return None;
    }
    let mut apart = grid.like();
    for row in 0..body.len() {
        for column in &columns {
            let own = keys.iter().map(|&key| body.cell(row, key));
            let others = column.others.iter().map(String::as_str);
            let told = own.chain([column.area.as_str()]).chain(others);
            apart.push(body.line(row), told.chain([body.cell(row, column.at)]));
        }
    }
    let name = |index: usize, name: &str| Heading {
        index,
        name: name.to_owned(),
        ..Heading::default()
    };
    let mut headings: Vec<Heading> = Vec::new();
    for &key in &keys {
        let own = match stub.filter(|_| key == first) {
            Some(stub) => stub,
            None => body.columns[key].name.as_str(),
        };
        headings.push(name(headings.len(), own));
    }
    let of_areas = if stub.is_some() { corner } else { "area" };
    headings.push(name(headings.len(), of_areas));
    for level in 0..levels {
        let own = if levels == 1 {
            "group".to_owned()
        } else {
            format!("group {}", level + 1)
        };
        headings.push(name(headings.len(), &own));
    }
    let mut value = name(headings.len(), "value");
    value.unit = unit;
    headings.push(value);
    let layout = layout.of_other_rows(headings, 0..apart.len());
    let why = if stub.is_some() {
        "the corner says what stands along, and the row below it what stands down"
    } else {
        "the columns are called after places"
    };
    let told = "the columns are areas, told in a column of their own";
    Some((apart, layout, Finding::new(told, why, "")))
}

/// The unit of columns that are areas: of figures of one kind there is one at most. What stands in the place of several may be
/// codes of the areas.
///
/// # Errors
/// If figures are in several units.
pub(super) fn one_unit<'h>(
    columns: impl Iterator<Item = &'h Heading>,
) -> Result<Option<String>, ()> {
    let units: BTreeSet<&String> = columns.filter_map(|column| column.unit.as_ref()).into_set();
    let mut told = units.iter();
    match (told.next(), told.next()) {
        (only, None) => Ok(only.map(|unit| (*unit).clone())),
        _ if units.iter().any(|unit| units::is_unit(unit)) => Err(()),
        _ => Ok(None),
    }
}

/// The columns with their areas, where one level of the headings is names of places.
fn told(body: &Body, held: &[usize], said: bool) -> Option<Vec<Column>> {
    let depth = held
        .iter()
        .map(|&at| body.columns[at].heading.above.len())
        .max()?;
    let level = |at: usize, level: usize| -> &str {
        let column = &body.columns[at];
        if level < depth {
            column
                .heading
                .above
                .get(level)
                .map_or("", |text| clean(text))
        } else {
            column.name.as_str()
        }
    };
    let texts =
        |wanted: usize| -> BTreeSet<&str> { held.iter().map(|&at| level(at, wanted)).collect() };
    let are_areas = |wanted: &usize| {
        let texts = texts(*wanted);
        let any_periods = texts.iter().any(|text| periods::readable(text));
        let own = texts.iter().filter(|text| !places::is_total(text)).count();
        own > 1
            && !texts.contains("")
            && !any_periods
            && (said && *wanted == depth || places::name_columns(texts.iter().copied()))
    };
    let area = (0..=depth).rev().find(are_areas)?;
    let others: Vec<usize> = (0..=depth)
        .filter(|&other| other != area && texts(other).len() > 1)
        .collect();
    // Of periods in the header there are rows already.
    if others
        .iter()
        .any(|&other| texts(other).iter().any(|text| periods::readable(text)))
    {
        return None;
    }
    let column = |&at: &usize| Column {
        at,
        area: level(at, area).to_owned(),
        others: others
            .iter()
            .map(|&other| level(at, other).to_owned())
            .collect(),
    };
    Some(held.iter().map(column).collect())
}
