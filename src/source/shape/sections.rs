//! Tables with headings between their rows, of which each is said of the rows below it: `Males` above the rows of all ages,
//! `Females` above the same rows again. The headings become a column.

use std::collections::{BTreeMap, BTreeSet};

use super::body::{Body, are_codes, clean};
use crate::order::{InOrder, IntoSet};
use crate::source::grid::{Grid, Row};
use crate::source::headings;
use crate::source::layout::{Heading, Layout, is_figure};
use crate::source::places;

/// What sexes and all of both are called.
#[rustfmt::skip]
const SEXES: [&str; 31] = [
    "male", "males", "men", "m", "female", "females", "women", "f", "total", "all", "both", "both sexes", "persons",
    "hombres", "mujeres", "ambos sexos", "hommes", "femmes", "ensemble", "männlich", "weiblich", "insgesamt", "maschi",
    "femmine", "totale", "homens", "mulheres", "男", "女", "計", "합계",
];
/// What other members that come again under the names of areas are called.
const PARTS: [&str; 7] = ["urban", "rural", "urbano", "urbana", "总计", "城镇", "农村"];

/// Whether all of these are sexes, or all of both.
pub(super) fn are_sexes<'n>(mut names: impl Iterator<Item = &'n str>) -> bool {
    names.all(|name| SEXES.contains(&name.to_lowercase().as_str()))
}

/// The headings that rows stand below: the one directly above, and one further out that parts these again.
type Above<'g> = (&'g str, &'g str);

/// The table with its headings in a column behind the others, in two where they are of two levels, and their count; nothing
/// where the rows need none.
pub(super) fn sectioned(grid: &Grid, layout: &Layout) -> Option<(Grid, Layout, usize)> {
    let first = layout.columns.first()?.index;
    // A heading may stand in the middle of the figures that it is said of.
    let heading = |row: &Row<'_>| -> Option<usize> {
        let is_filled = |index: &usize| row.is_filled(*index);
        let mut filled = layout.columns.iter().map(|column| column.index);
        let index = filled.find(is_filled)?;
        let is_alone = filled.find(is_filled).is_none();
        (is_alone && (index == first || !is_figure(row.cell(index).trim()))).then_some(index)
    };
    let is_heading = |row: &Row<'_>| heading(row).is_some();
    let all = || layout.body.clone().map(|index| grid.row(index));
    let headings = all().filter(is_heading).take(2).count();
    if layout.columns.len() < 2 || headings < 2 {
        return None;
    }
    // What is left without the headings, with those of each row: above another one stands that of the larger part.
    let skipped: BTreeSet<usize> = layout.skipped.iter().copied().collect();
    let mut rows: Vec<(Row<'_>, Above<'_>)> = Vec::new();
    let mut above: Above<'_> = ("", "");
    let mut is_behind_heading = false;
    for (index, row) in layout.body.clone().zip(all()) {
        if let Some(at) = heading(&row) {
            if is_behind_heading {
                above.1 = above.0;
            }
            above.0 = clean(row.cell(at));
            is_behind_heading = true;
        } else if !row.is_blank() && !skipped.contains(&index) {
            rows.push((row, above));
            is_behind_heading = false;
        }
    }
    let names = names(grid, layout, &skipped, &is_heading);
    let key = |row: &Row<'_>| -> Vec<String> {
        let cells = names.iter().map(|&index| clean(row.cell(index)).to_owned());
        cells.collect()
    };
    let alone: BTreeSet<Vec<String>> = rows.iter().map(|(row, _)| key(row)).into_set();
    // Most rows come again under another heading, and hardly any twice under one, or under one below another.
    let told = |outer: bool| -> Option<usize> {
        let own = rows.iter().map(|(row, (inner, outmost))| {
            let outmost = if outer { outmost } else { "" };
            (key(row), *inner, outmost)
        });
        let own = own.into_set().len();
        let is_needed = alone.len() * 3 <= own * 2;
        (is_needed && (rows.len() - own) * 20 <= rows.len()).then_some(own)
    };
    let is_nested = told(false).is_none();
    if is_nested {
        told(true)?;
        let keys: Vec<Vec<String>> = rows.iter().map(|(row, _)| key(row)).collect();
        for at in lone(&keys, &rows) {
            let above = &mut rows[at].1;
            above.1 = above.0;
        }
    }
    // The headings that may be areas: the outermost.
    let outmost = |(inner, outer)| if is_nested { outer } else { inner };
    let sections: BTreeSet<&str> = rows.iter().map(|(_, above)| outmost(*above)).collect();
    let told = sections
        .iter()
        .copied()
        .filter(|section| !section.is_empty() && !places::is_total(section));
    let are_parts = rows.iter().all(|(row, _)| {
        let name = clean(row.cell(first)).to_lowercase();
        SEXES.contains(&name.as_str()) || PARTS.contains(&name.as_str())
    });
    let are_areas = are_parts || places::are_places(told);
    let of_time = headings::is_time(&layout.columns[0].name);
    let width = grid.rows().map(|row| row.len()).max().unwrap_or(0);
    let mut parted = grid.like();
    for (row, above) in &rows {
        let cells = (0..width).map(|index| row.cell(index));
        let inner = is_nested.then_some(above.0);
        parted.push(row.line, cells.chain([outmost(*above)]).chain(inner));
    }
    // Where the headings are the areas the rows are of groups in them.
    let mut columns = layout.columns.clone();
    let name = match are_areas {
        true if headings::area(&columns[0].name) > 0 => columns[0].name.clone(),
        true => "area".to_owned(),
        false => "section".to_owned(),
    };
    if are_areas && !of_time {
        "group".clone_into(&mut columns[0].name);
    }
    let inner = is_nested.then(|| "subsection".to_owned());
    for (name, index) in std::iter::once(name).chain(inner).zip(width..) {
        columns.push(Heading {
            index,
            name,
            ..Heading::default()
        });
    }
    let layout = layout.of_other_rows(columns, 0..parted.len());
    Some((parted, layout, sections.len()))
}

/// The rows below a heading that stands alone and once, under which no row is called as one elsewhere is: it is none of
/// those that part the larger ones, but a larger one of its own.
fn lone(keys: &[Vec<String>], rows: &[(Row<'_>, Above<'_>)]) -> Vec<usize> {
    let mut outer: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut inner: BTreeMap<&Vec<String>, BTreeSet<&str>> = BTreeMap::new();
    for (key, (_, above)) in keys.iter().zip(rows) {
        outer.entry(above.0).or_default().insert(above.1);
        inner.entry(key).or_default().insert(above.0);
    }
    // The others of its larger heading stand under that of other ones too.
    let of_several = |heading: &str| outer.get(heading).is_some_and(|outer| outer.len() > 1);
    let larger: BTreeSet<&str> = rows
        .iter()
        .filter(|(_, above)| of_several(above.0))
        .map(|(_, above)| above.1)
        .collect();
    let mut lone: BTreeMap<Above<'_>, bool> = BTreeMap::new();
    for (key, (_, above)) in keys.iter().zip(rows) {
        let own = inner.get(key).is_some_and(|all| all.len() == 1);
        let could_be = !of_several(above.0) && larger.contains(above.1);
        *lone.entry(*above).or_insert(could_be) &= own;
    }
    let is_lone = |at: &usize| lone.get(&rows[*at].1) == Some(&true);
    (0..rows.len()).filter(is_lone).collect()
}

/// The columns that name the rows between the headings.
fn names(
    grid: &Grid,
    layout: &Layout,
    skipped: &BTreeSet<usize>,
    is_heading: &dyn Fn(&Row<'_>) -> bool,
) -> Vec<usize> {
    let mut bare = layout.clone();
    bare.skipped.extend(
        layout
            .body
            .clone()
            .filter(|&index| !skipped.contains(&index) && is_heading(&grid.row(index))),
    );
    bare.skipped.order();
    let body = Body::new(grid, &bare);
    (0..body.columns.len())
        .filter(|&at| {
            let column = &body.columns[at];
            // A code of each row says nothing of its name.
            let texts = body.texts(at);
            let in_signs = |text: &str| text.contains(['.', '_', '-']) && !text.contains(' ');
            let is_code = texts.count() == body.len()
                && (are_codes(texts.each()) || texts.each().all(in_signs));
            at == 0 || !is_code && !column.tally.holds_figures() || headings::is_time(&column.name)
        })
        .map(|at| layout.columns[at].index)
        .collect()
}
