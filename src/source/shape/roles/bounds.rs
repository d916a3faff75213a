//! The bounds within which figures lie, by what their columns are called and hold.

use std::collections::BTreeMap;

use super::Roles;
use super::figures::holds_figures;
use super::long::{BOUNDS, bounds_in, is_own_long};
use crate::order::IntoMap;
use crate::source::attribute::What;
use crate::source::headings;
use crate::source::numeral::{self, Format};
use crate::source::shape::body::Body;

/// What the bounds of the only figures are called.
#[rustfmt::skip]
const ENDS: [[&str; 2]; 14] = [
    ["lower bound", "upper bound"], ["lower limit", "upper limit"], ["lower", "upper"], ["low", "high"],
    ["lower ci", "upper ci"], ["ci lower", "ci upper"], ["ci low", "ci high"], ["lower cl", "upper cl"],
    ["lower confidence limit", "upper confidence limit"], ["lower confidence interval", "upper confidence interval"],
    ["lower ci 95", "upper ci 95"], ["lower 95 ci", "upper 95 ci"], ["fact value numeric low", "fact value numeric high"],
    ["lci", "uci"],
];

/// The columns with the bounds of figures: in the program's own long form, and those that are called after figures that lie
/// within them in every row, and near their middle in most: a figure may lie anywhere in a range of prices.
pub(super) fn take_bounds(body: &Body, open: &mut Vec<usize>, roles: &mut Roles) {
    let named = open.iter().map(|&at| (body.columns[at].name.as_str(), at));
    let named: BTreeMap<&str, usize> = named.into_map();
    for (column, own) in body.columns.iter().enumerate() {
        let called = |(end, _): (&str, What)| {
            let name = format!("{}_{end}", own.name);
            let is_of_figures = |at: &usize| body.columns[*at].tally.holds_figures();
            named.get(name.as_str()).copied().filter(is_of_figures)
        };
        let [Some(low), Some(high)] = BOUNDS.map(called) else {
            continue;
        };
        let Some(numbers) = numbers(body, [low, column, high]) else {
            continue;
        };
        let is_central = |row: &usize| match numbers[*row] {
            [Some(low), Some(own), Some(high)] => {
                (low + high - 2.0 * own).abs() * 2.0 <= high - low
            }
            _ => true,
        };
        let central = (0..body.len()).filter(is_central).count();
        let is_named = !own.name.is_empty() && own.tally.holds_figures();
        if is_named && numbers.iter().all(holds_within) && central * 10 >= body.len() * 9 {
            open.retain(|at| ![low, high].contains(at));
            roles.bounds.push((column, [low, high]));
        }
    }
    let headings: Vec<&str> = body
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let own = bounds_in(&headings).filter(|_| is_own_long(body));
    let ends = own
        .map(|at| [at, at + 1])
        .or_else(|| said_bounds(body, open));
    for (column, (_, what)) in ends.into_iter().flatten().zip(BOUNDS) {
        open.retain(|known| *known != column);
        roles.attributes.push((column, what));
    }
}

/// The columns that are called the bounds of the only figures, or of those called the value, and hold them in every row.
fn said_bounds(body: &Body, open: &[usize]) -> Option<[usize; 2]> {
    let of_figures: Vec<usize> = open
        .iter()
        .copied()
        .filter(|&at| holds_figures(body, at))
        .collect();
    let called = |end: &str| {
        let mut columns = of_figures.iter().copied();
        columns.find(|&at| headings::normal(&body.columns[at].name) == end)
    };
    let ends = ENDS
        .iter()
        .find_map(|[low, high]| Some([called(low)?, called(high)?]))?;
    let others = || of_figures.iter().copied().filter(|at| !ends.contains(at));
    let values = others().filter(|&at| headings::is_value(&body.columns[at].name));
    let values: Vec<usize> = values.collect();
    // The lowest of several prices bounds none.
    let are_plain =
        ["low", "lower"].contains(&headings::normal(&body.columns[ends[0]].name).as_str());
    let own = match (values.as_slice(), others().count()) {
        (&[own], _) => own,
        (_, 1) if !are_plain => others().next()?,
        _ => return None,
    };
    let numbers = numbers(body, [ends[0], own, ends[1]])?;
    let told = |row: &&[Option<f64>; 3]| row.iter().all(Option::is_some);
    let lie = |row: &[Option<f64>; 3]| row.iter().any(Option::is_none) || holds_within(row);
    (numbers.iter().filter(told).count() > 0 && numbers.iter().all(lie)).then_some(ends)
}

/// What three columns of numbers hold in each row.
fn numbers(body: &Body, columns: [usize; 3]) -> Option<Vec<[Option<f64>; 3]>> {
    let tallies = columns.map(|at| ("", &body.columns[at].tally));
    // Whether a sign groups digits is the same for all three.
    let formats = numeral::formats(&tallies, Some(','), None).ok()?;
    let of_row = |row: usize| {
        let number = |(&at, format): (&usize, &Format)| {
            let read = format.read(body.cell(row, at)).ok()?;
            read.number?.parse::<f64>().ok()
        };
        let mut numbers = columns.iter().zip(&formats).map(number);
        [(); 3].map(|()| numbers.next().flatten())
    };
    Some((0..body.len()).map(of_row).collect())
}

/// Whether a figure lies within its bounds, or lacks as both of them do.
fn holds_within(numbers: &[Option<f64>; 3]) -> bool {
    match numbers {
        [Some(low), Some(own), Some(high)] => low <= own && own <= high,
        [None, _, None] => true,
        _ => false,
    }
}
