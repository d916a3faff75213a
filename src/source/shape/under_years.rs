//! Tables with months or quarters down and years across.

use super::body::{Body, Column};
use super::parted::{FEWEST, is_whole, label, melted};
use super::when;
use crate::figure::Frequency;
use crate::source::found::Finding;
use crate::source::grid::Grid;
use crate::source::layout::Layout;
use crate::source::periods::{self, Halves, Turn};

/// The table with a row for each month or quarter of each year, where a column names these and the columns of figures are
/// called after years: `Month | 2019 | 2020`; with the finding.
pub(super) fn under_years(
    body: &Body,
    grid: &Grid,
    layout: &Layout,
) -> Option<(Grid, Layout, Finding)> {
    let year_of = |column: &Column| {
        let period = periods::read_one(&column.name)?.period;
        let is_year = period.frequency() == Frequency::Year && !period.is_span();
        let is_alone = column.heading.above.iter().all(String::is_empty);
        (is_year && is_alone).then(|| (period.number(), periods::is_of_two(&column.name)))
    };
    let years: Vec<(usize, (i64, bool))> = body
        .columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| Some((at, year_of(column)?)))
        .collect();
    if years.len() < 2 || grid.is_digest {
        return None;
    }
    let others: Vec<usize> = (0..body.columns.len())
        .filter(|at| years.iter().all(|(year, _)| year != at))
        .collect();
    let is_figure = |&at: &usize| body.columns[at].tally.figures() > 0;
    let members = |at: usize| body.texts(at).each().filter(|text| !is_whole(text));
    let is_part = |&&at: &&usize| {
        when::are_parts(&body.columns[at].name, members(at)) && members(at).count() >= FEWEST
    };
    let time = *others.iter().find(is_part)?;
    // Beside areas the months are a dimension of their figures.
    let mut rest = others.iter().copied().filter(|at| *at != time);
    let varies = |at| is_figure(&at) || !body.texts(at).is_constant();
    if rest.any(varies) {
        return None;
    }
    let named = |row: usize| when::part_named(&body.columns[time].name, body.cell(row, time));
    let mut halves = Halves::default();
    for (frequency, place) in (0..body.len()).filter_map(named) {
        halves.push(0, 0, frequency, place);
    }
    let turn = halves.turn();
    if turn == Turn::Unknown && years.iter().any(|(_, (_, of_two))| *of_two) {
        return None;
    }
    let mut rows = grid.like();
    for row in 0..body.len() {
        let text = body.cell(row, time);
        let part = named(row);
        if part.is_none() && !is_whole(text) {
            return None;
        }
        for &(column, (year, of_two)) in &years {
            let turn = if of_two { turn } else { Turn::Counted };
            let period = match part {
                Some((frequency, place)) => label(turn.period(year, frequency, place)?),
                None => year.to_string(),
            };
            let cell = |&at: &usize| {
                if at == time {
                    &*period
                } else {
                    body.cell(row, at)
                }
            };
            let cells = others.iter().map(cell).chain([body.cell(row, column)]);
            rows.push(body.line(row), cells);
        }
    }
    let mut layout = melted(body, layout, &others, years[0].0, rows.len());
    for (heading, _) in layout
        .columns
        .iter_mut()
        .zip(&others)
        .filter(|(_, at)| **at == time)
    {
        "period".clone_into(&mut heading.name);
    }
    let finding = Finding::new(
        "the rows are parts of the years above the columns",
        format!("{} holds nothing else", body.called(time)),
        "",
    );
    Some((rows, layout, finding))
}
