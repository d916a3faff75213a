//! Tables whose columns are areas and whose rows are periods, turned.

use super::across::one_unit;
use super::body::{Body, clean};
use crate::source::found::Finding;
use crate::source::grid::Grid;
use crate::source::headings;
use crate::source::layout::{Heading, Layout};
use crate::source::periods;
use crate::source::places;

/// The table turned, so that each area is a row, where its columns are called after places and its rows are periods.
pub(super) fn turned(body: &Body, grid: &Grid, layout: &Layout) -> Option<(Grid, Layout, Finding)> {
    // The periods may stand behind some of the areas.
    let is_time = |column: &Heading| headings::is_time(&column.name);
    let time = layout.columns.iter().position(is_time).unwrap_or(0);
    let first = layout.columns.get(time)?;
    let others = || {
        layout
            .columns
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != time)
            .map(|(_, column)| column)
    };
    if layout.columns.len() < 3 || others().any(|column| !column.above.is_empty()) {
        return None;
    }
    let unit = one_unit(others()).ok()?;
    // The corner may say it, `Fecha / CCAA`, or name the columns alone, above months and quarters that are no codes of areas.
    let (down, along) = first.name.split_once(['/', '\\']).unwrap_or_default();
    let plain_years = body
        .texts(time)
        .each()
        .all(|label| label.bytes().all(|b| b.is_ascii_digit()));
    let said = headings::is_time(down) && headings::area(along) > 1
        || headings::area(&first.name) > 1 && !plain_years;
    let labels = || others().map(|column| clean(column.label.as_deref().unwrap_or_default()));
    // Below codes the names may stand.
    let labelled = labels().all(|label| !label.is_empty()) && places::are_places(labels());
    let are_places = || {
        let names = others().map(|column| clean(&column.name));
        places::name_columns(names.clone()) || places::are_codes_of_places(names)
    };
    if !said && !labelled && !are_places() {
        return None;
    }
    // What is the same in every row is said of all figures.
    let says_one = |column: &usize| {
        let tally = &body.columns[*column].tally;
        tally.words > 0 && tally.figures() == 0 && body.texts(*column).is_constant()
    };
    let kept: Vec<usize> = (0..body.columns.len())
        .filter(|column| *column != time && !says_one(column))
        .collect();
    let labels = body.texts(time);
    let all_periods = periods::read(labels.each()).is_some() && labels.count() == body.len();
    let named = said || labelled || headings::is_time(&first.name) || first.name.is_empty();
    // Of many places one may have ranges, which are no figures.
    let words = kept.iter().filter(|&&column| {
        let tally = &body.columns[column].tally;
        !tally.holds_figures() && tally.words + tally.figures() > 0
    });
    let figures = words.count() * 20 <= kept.len();
    // Over several places years need no name.
    if !all_periods || !figures || (plain_years && !named && layout.columns.len() < 4) {
        return None;
    }
    let mut turned = grid.like();
    for &column in &kept {
        let code = body.columns[column].name.as_str();
        let label = clean(layout.columns[column].label.as_deref().unwrap_or_default());
        let name = if labelled { [label, code] } else { [code, ""] };
        let name = &name[..=usize::from(labelled)];
        let cells = (0..body.len()).map(|row| body.cell(row, column));
        turned.push(layout.header_line, name.iter().copied().chain(cells));
    }
    let heading = |index: usize, name: &str| Heading {
        index,
        name: name.to_owned(),
        ..Heading::default()
    };
    let first = ["area", "area code"][..=usize::from(labelled)]
        .iter()
        .zip(0..);
    let first: Vec<Heading> = first.map(|(name, index)| heading(index, name)).collect();
    let periods = (0..body.len()).map(|row| Heading {
        index: row + first.len(),
        name: body.cell(row, time).to_owned(),
        unit: unit.clone(),
        ..Heading::default()
    });
    let periods: Vec<Heading> = periods.collect();
    let columns = first.into_iter().chain(periods).collect();
    let layout = layout.of_other_rows(columns, 0..turned.len());
    let finding = Finding::new(
        "the columns are areas and the rows periods",
        if said {
            "the corner says so"
        } else {
            "the columns are called after places"
        },
        "",
    );
    Some((turned, layout, finding))
}
