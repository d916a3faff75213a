//! Rows told by a part of a year of two halves: `2019-20` beside `January`.

use super::When;
use super::parts::Part;
use crate::source::headings;
use crate::source::periods::{self, Halves, Turn};
use crate::source::shape::body::Body;
use crate::source::shape::keys::Keys;

/// Which rows have a year of two halves, and where these turn; nothing where that is not told. Nor is it of fiscal years
/// with one number, which some name by the first of the two and others by the second.
pub(super) fn of(
    body: &Body,
    when: &When,
    column: usize,
    parts: &[Part],
) -> Option<(Vec<bool>, Turn)> {
    let years = body.texts(when.column);
    let is_of_two: Vec<bool> = years
        .distinct
        .iter()
        .map(|text| periods::is_of_two(text))
        .collect();
    let of_two: Vec<bool> = years
        .of_row
        .iter()
        .map(|code| is_of_two[*code as usize])
        .collect();
    let is_fiscal = headings::is_fiscal(&body.columns[when.column].name);
    let mut halves = Halves::default();
    let codes = &body.texts(column).of_row;
    if is_fiscal || of_two.contains(&true) {
        let others = (0..body.columns.len()).filter(|&other| {
            let tally = &body.columns[other].tally;
            other != column && other != when.column && tally.words > 0 && !tally.holds_figures()
        });
        let groups = others.fold(Keys::none(body.len()), |keys, other| {
            keys.with(&body.texts(other).of_row)
        });
        let rows = when.of_row.iter().zip(codes).zip(&of_two);
        for (((year, code), of_two), group) in rows.zip(&groups.of_row) {
            if let (Some(year), Part::Of(frequency, place)) = (year, parts[*code as usize])
                && (*of_two || is_fiscal)
            {
                halves.push(year.number(), *group, frequency, place);
            }
        }
    }
    match halves.turn() {
        Turn::Unknown if of_two.contains(&true) => None,
        Turn::At(_) if is_fiscal && of_two.contains(&false) => None,
        turn => Some((of_two, turn)),
    }
}
