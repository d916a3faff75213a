//! Columns without a name, or called flags, behind those of periods, and those called flags of the figures before them, which
//! hold the flags of these: `2021 | | 2022 |` over `1905000 | b | 1910000 |`, `jobs | jobs_flag`. Each flag is put behind its
//! figure, where it is read as one.

use super::body::Body;
use crate::source::found::Finding;
use crate::source::grid::Grid;
use crate::source::layout::{Heading, Layout};
use crate::source::numeral::is_number;
use crate::source::{headings, periods};

/// The most letters of a flag, and of several beside one another.
const LONGEST: usize = 3;

/// The table without such columns; nothing where there are none.
pub(super) fn flagged(grid: &Grid, layout: &Layout) -> Option<(Grid, Layout, Finding)> {
    let columns = &layout.columns;
    let could_be = |at: usize| {
        let Some(before) = at.checked_sub(1) else {
            return false;
        };
        let own = headings::normal(&columns[at].name);
        let of_period = || at > 1 && periods::readable(&columns[before].name);
        let is_named = match headings::flag_of(&own) {
            // A number tells headings of one name apart.
            Some("") => of_period(),
            Some(rest) => {
                let figures = headings::normal(&columns[before].name);
                let is_period = || figures.ends_with(rest) && periods::readable(rest);
                rest == figures || is_period() || columns[at].is_numbered && of_period()
            }
            // A name over several columns stands over that of the flags as well.
            None => {
                let rest = columns[at].name.strip_prefix(columns[before].name.as_str());
                let is_again =
                    columns[at].is_numbered && rest.is_some_and(|rest| rest.starts_with('-'));
                (own.is_empty() || is_again) && of_period()
            }
        };
        is_named && columns[at].label.is_none()
    };
    if grid.is_digest || !(0..columns.len()).any(could_be) {
        return None;
    }
    let body = Body::new(grid, layout);
    let is_flag = |text: &str| {
        text.len() <= LONGEST
            && text.chars().all(|c| c.is_ascii_alphabetic())
            && is_number(&format!("1 {text}"))
    };
    let holds_flags = |at: &usize| {
        let texts = body.texts(*at);
        could_be(*at)
            && texts.count() > 0
            && texts.each().all(is_flag)
            && body.columns[*at - 1].tally.figures() > 0
    };
    let flags: Vec<usize> = (0..columns.len()).filter(holds_flags).collect();
    if flags.is_empty() {
        return None;
    }
    let kept: Vec<usize> = (0..columns.len())
        .filter(|at| !flags.contains(at))
        .collect();
    let mut joined = grid.like();
    for row in layout.rows(grid) {
        let cells: Vec<String> = kept
            .iter()
            .map(|&at| {
                let cell = row.cell(columns[at].index).trim();
                let flag = Some(at + 1).filter(|beside| flags.contains(beside));
                match flag.map(|beside| row.cell(columns[beside].index).trim()) {
                    None | Some("") => cell.to_owned(),
                    Some(flag) => format!("{cell} {flag}"),
                }
            })
            .collect();
        joined.push(row.line, cells.iter().map(String::as_str));
    }
    let headings = kept.iter().enumerate().map(|(index, &at)| Heading {
        index,
        ..columns[at].clone()
    });
    let mut layout = layout.of_other_rows(headings.collect(), 0..joined.len());
    layout.nameless = None;
    let told = Finding::new(
        "the columns of flags, or without names, hold flags of the figures to their left",
        "they stand behind them and hold known letters",
        "",
    );
    Some((joined, layout, told))
}
