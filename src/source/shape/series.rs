//! Tables with a column for each series, whose heading tells in parts what it is of: `Jobs ; Brunia ; Trend`.

use std::collections::BTreeSet;

use super::across::MOST;
use super::body::Body;
use super::roles;
use super::sections;
use crate::order::IntoSet;
use crate::source::found::Finding;
use crate::source::grid::Grid;
use crate::source::layout::{Heading, Layout};
use crate::source::{periods, places};

/// The signs that part a heading.
const SIGNS: [char; 2] = [';', '|'];

/// The table with a row for each figure and the parts of the headings in columns, with the finding; nothing where the
/// headings have no parts, not equally many, or none that two of them share.
pub(super) fn series(body: &Body, grid: &Grid, layout: &Layout) -> Option<(Grid, Layout, Finding)> {
    if grid.is_digest {
        return None;
    }
    let (mut held, kept): (Vec<usize>, Vec<usize>) =
        (0..body.columns.len()).partition(|&at| body.columns[at].name.contains(SIGNS));
    let holds = |at: &usize| body.columns[*at].could_hold_figures();
    if held.len() < 2
        || held.len() * body.len() > MOST
        || !held.iter().all(holds)
        || !kept.iter().any(|&at| has_periods(body, at))
    {
        return None;
    }
    let mut told: Vec<Vec<&str>> = held.iter().map(|&at| parts(body, at)).collect();
    let levels = told[0].len();
    let is_whole = |parts: &Vec<&str>| parts.len() == levels && !parts.contains(&"");
    let of_level =
        |level: usize| -> BTreeSet<&str> { told.iter().map(|parts| parts[level]).collect() };
    let distinct: BTreeSet<&Vec<&str>> = told.iter().into_set();
    if !told.iter().all(is_whole) || distinct.len() < held.len() {
        return None;
    }
    let texts: Vec<BTreeSet<&str>> = (0..levels).map(of_level).collect();
    let are_periods = |texts: &BTreeSet<&str>| texts.iter().any(|text| periods::readable(text));
    if texts.iter().all(|texts| texts.len() == held.len()) || texts.iter().any(are_periods) {
        return None;
    }
    // What all series are of is what the figures are called.
    let named = texts.iter().take_while(|texts| texts.len() == 1).count();
    let kept = take_wholes(body, (kept, named, levels), &mut held, &mut told)?;
    let area = (named..levels).find(|&level| places::are_places(texts[level].iter().copied()));
    let units: Vec<&str> = held
        .iter()
        .map(|&at| body.columns[at].heading.unit.as_deref().unwrap_or_default())
        .collect();
    let one_unit = units.iter().all(|unit| *unit == units[0]);

    let mut rows = grid.like();
    for row in 0..body.len() {
        for ((&at, parts), &unit) in held.iter().zip(&told).zip(&units) {
            let own = kept.iter().map(|&column| body.cell(row, column));
            let cells = own.chain(parts[named..].iter().copied());
            let unit = (!one_unit).then_some(unit);
            rows.push(
                body.line(row),
                cells.chain(unit).chain([body.cell(row, at)]),
            );
        }
    }
    let mut headings: Vec<Heading> = kept
        .iter()
        .map(|&column| body.columns[column].heading.clone())
        .collect();
    let mut name = |name: String, unit: Option<String>| {
        headings.push(Heading {
            name,
            unit,
            ..Heading::default()
        });
    };
    for level in named..levels {
        name(
            match level {
                level if Some(level) == area => "area".to_owned(),
                0 => "indicator".to_owned(),
                level if sections::are_sexes(texts[level].iter().copied()) => "sex".to_owned(),
                level => format!("group {level}"),
            },
            None,
        );
    }
    if !one_unit {
        name("unit".to_owned(), None);
    }
    let value = match named {
        0 => "value".to_owned(),
        named => told[0][..named].join("; "),
    };
    let unit = Some(units[0]).filter(|unit| one_unit && !unit.is_empty());
    name(value, unit.map(str::to_owned));
    for (index, heading) in headings.iter_mut().enumerate() {
        heading.index = index;
    }
    let layout = layout.of_other_rows(headings, 0..rows.len());
    let finding = Finding::new(
        "the headings are told in columns, a part in each",
        format!("each has {levels} parts, and some have one in common"),
        "",
    );
    Some((rows, layout, finding))
}

/// Whether a column holds periods.
fn has_periods(body: &Body, at: usize) -> bool {
    periods::read(body.texts(at).each()).is_some()
}

/// The parts of a heading.
fn parts<'b>(body: &'b Body, at: usize) -> Vec<&'b str> {
    let parts = body.columns[at].name.split(SIGNS);
    parts.map(str::trim).collect()
}

/// Takes the series of all that the others are of among these, as their total, and returns what else stands beside them.
/// Nothing where that holds other figures, which are not to be repeated beside each.
fn take_wholes<'b>(
    body: &'b Body,
    (kept, named, levels): (Vec<usize>, usize, usize),
    held: &mut Vec<usize>,
    told: &mut Vec<Vec<&'b str>>,
) -> Option<Vec<usize>> {
    let (wholes, kept): (Vec<usize>, Vec<usize>) = kept
        .into_iter()
        .partition(|&at| !has_periods(body, at) && roles::holds_figures(body, at));
    for at in wholes {
        if named == 0 || parts(body, at) != told[0][..named] {
            return None;
        }
        let mut whole = told[0][..named].to_vec();
        whole.resize(levels, "Total");
        held.insert(0, at);
        told.insert(0, whole);
    }
    Some(kept)
}
