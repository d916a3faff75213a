//! Areas that stand in several columns, a larger one in each: a country, its province, its city, where a row with no city is of
//! the province as a whole.

use std::collections::{BTreeMap, BTreeSet};

use super::body::{Body, are_codes};
use super::keys::Keys;
use crate::order::InOrder;
use crate::source::headings;

/// The column of an area, with those of what it lies in.
#[derive(Debug, Clone, Default)]
pub(super) struct Nested {
    /// The columns, the largest areas first.
    pub(super) levels: Vec<usize>,
    /// The column of codes of each level, where there is one.
    pub(super) codes: Vec<Option<usize>>,
}

/// The areas of the rows, each once.
pub(super) struct Paths {
    /// For each row the index of its area, from 1 on.
    pub(super) of_row: Vec<u32>,
    /// What each is called; the first is none.
    pub(super) names: Vec<String>,
    /// The code of each.
    pub(super) codes: Vec<String>,
    /// The area that each lies in; 0 where it lies in none that has rows of its own.
    pub(super) within: Vec<usize>,
}

/// Finds the columns of what the areas of a column lie in, where that column is blank in some rows and these tell whose they
/// are.
pub(super) fn find(body: &Body, open: &[usize], area: usize) -> Option<Nested> {
    if !body.texts(area).has_blanks() {
        return None;
    }
    let blanks = |column: usize| {
        body.texts(column)
            .of_row
            .iter()
            .filter(|code| **code == 0)
            .count()
    };
    let finer = body.texts(area);
    let could_be = |column: &usize| {
        let heading = &body.columns[*column].name;
        headings::area(heading) > 0
            && !headings::is_partner(heading)
            && !headings::is_of_people(heading)
            && !headings::is_code(heading)
            && !are_codes(body.texts(*column).each())
    };
    let beside = |column: usize| body.texts(column).of_row.iter().zip(&finer.of_row);
    let is_told_with = |&column: &usize| {
        blanks(column) < blanks(area) && beside(column).all(|(own, its)| *own != 0 || *its == 0)
    };
    let others: Vec<usize> = open.iter().copied().filter(could_be).collect();
    let mut levels: Vec<usize> = others.iter().copied().filter(is_told_with).collect();
    levels.order_by_key(|&column| blanks(column));
    if levels.first().is_none_or(|&first| blanks(first) > 0) {
        return None;
    }
    levels.push(area);
    for &column in others.iter().filter(|column| !is_told_with(column)) {
        insert_skipped(body, area, column, &mut levels);
    }
    let codes = levels
        .iter()
        .map(|&level| code_of(body, open, level))
        .collect();
    Some(Nested { levels, codes })
}

/// Puts among the levels one that some lands do not have: each of the smallest areas lies in one of its areas or in none.
fn insert_skipped(body: &Body, area: usize, column: usize, levels: &mut Vec<usize>) {
    let mut of_finer: Vec<Option<u32>> = vec![None; body.texts(area).count() + 1];
    let (larger, finer) = (body.texts(column), body.texts(area));
    let mut beside = larger
        .of_row
        .iter()
        .zip(&finer.of_row)
        .filter(|(_, its)| **its != 0);
    let is_of_one = beside.all(|(own, its)| {
        let known = &mut of_finer[*its as usize];
        *known.get_or_insert(*own) == *own
    });
    let is_inside =
        |&level: &usize| level != area && larger.determines_where_told(body.texts(level));
    let inside = levels.iter().rposition(is_inside).filter(|_| is_of_one);
    if let Some(place) = inside {
        levels.insert(place + 1, column);
    }
}

/// The column with the codes of what another one names.
fn code_of(body: &Body, open: &[usize], level: usize) -> Option<usize> {
    let names = body.texts(level);
    open.iter().copied().find(|&column| {
        let codes = body.texts(column);
        headings::is_code(&body.columns[column].name)
            && codes.count() > 0
            && codes.determines_where_told(names)
            && codes.count() * 2 >= names.count()
            && codes
                .of_row
                .iter()
                .zip(&names.of_row)
                .all(|(code, name)| *code == 0 || *name != 0)
    })
}

impl Nested {
    /// The areas of the rows.
    pub(super) fn paths(&self, body: &Body) -> Paths {
        let keys = self
            .levels
            .iter()
            .fold(Keys::none(body.len()), |keys, &column| {
                keys.with(&body.texts(column).of_row)
            });
        let count = keys.count + 1;
        let mut paths = Paths {
            of_row: keys.of_row.iter().map(|key| key + 1).collect(),
            names: vec![String::new(); count],
            codes: vec![String::new(); count],
            within: vec![0; count],
        };
        let mut of_path: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        let mut path_of: Vec<Vec<&str>> = vec![Vec::new(); count];
        for (row, at) in paths.of_row.iter().map(|at| *at as usize).enumerate() {
            if path_of[at].is_empty() {
                let cells = self.levels.iter().map(|&column| body.cell(row, column));
                let path: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
                let lowest = self
                    .levels
                    .iter()
                    .rposition(|&column| !body.cell(row, column).is_empty());
                let code = lowest.and_then(|level| self.codes[level]);
                if let Some(column) = code {
                    body.cell(row, column).clone_into(&mut paths.codes[at]);
                }
                of_path.insert(path.clone(), at);
                path_of[at] = path;
            }
        }
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let shared: BTreeSet<&str> = path_of
            .iter()
            .filter_map(|path| path.last().copied())
            .filter(|name| !seen.insert(name))
            .collect();
        for (at, path) in path_of.iter().enumerate() {
            let Some((name, larger)) = path.split_last() else {
                continue;
            };
            paths.names[at] = match larger.last() {
                Some(inside) if shared.contains(name) => format!("{name} ({inside})"),
                _ => (*name).to_owned(),
            };
            let held = (1..=larger.len())
                .rev()
                .find_map(|length| of_path.get(&larger[..length]));
            paths.within[at] = held.copied().unwrap_or(0);
        }
        paths
    }
}
