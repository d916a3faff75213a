//! How many decimals readers see: one column of computed figures has one number of them.
//!
//! As many as its least certain figures support, yet so many that no figure has fewer than two significant digits; what
//! is printed keeps its digits. Where a row names its indicator, the figures of an indicator are one column.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::answer::{Answer, Cell, Holds, Role, Screen};
use crate::figure::{Decimals, Figure};

/// Which figures have one number of decimals: the place of their column, what their row is of.
type Group = (usize, String);

/// The answer with the decimals of its computed figures settled, on all parts of a page.
pub(super) fn settled(answer: &Answer) -> Cow<'_, Answer> {
    let is_computed = |cell: &Cell| matches!(cell, Cell::Figure(figure) if figure.is_computed());
    let mut cells = answer
        .page()
        .chain(answer.drawn.as_deref())
        .flat_map(|part| &part.rows)
        .flat_map(|row| &row.cells);
    if !cells.any(is_computed) {
        return Cow::Borrowed(answer);
    }
    let mut answer = answer.clone();
    settle_page(&mut answer);
    Cow::Owned(answer)
}

/// Settles the parts of a page, and what a picture or a screen has in the place of one.
fn settle_page(answer: &mut Answer) {
    settle(answer);
    if let Some(drawn) = &mut answer.drawn {
        settle(drawn);
    }
    if let Some(Screen::Instead(screen)) = &mut answer.screen {
        settle_page(screen);
    }
    answer.sections.iter_mut().for_each(settle_page);
}

fn settle(answer: &mut Answer) {
    let mut groups: BTreeMap<Group, Decimals> = BTreeMap::new();
    for (row, _) in answer.rows.iter().enumerate() {
        for place in 0..answer.columns.len() {
            if let (Some(group), Some(figure)) =
                (group(answer, row, place), computed(answer, row, place))
                && let Some(own) = figure.decimals_of_its_own()
            {
                groups.entry(group).or_default().take(own);
            }
        }
    }
    for row in 0..answer.rows.len() {
        for place in 0..answer.columns.len() {
            let decimals =
                group(answer, row, place).and_then(|group| groups.get(&group)?.settled());
            if let Cell::Figure(figure) = &mut answer.rows[row].cells[place]
                && figure.is_computed()
            {
                figure.decimals = decimals;
            }
        }
    }
}

fn computed(answer: &Answer, row: usize, place: usize) -> Option<&Figure> {
    match &answer.rows[row].cells[place] {
        Cell::Figure(figure) if figure.is_computed() => Some(figure),
        _ => None,
    }
}

/// The group of a figure; none for one that stands alone, or is not shown.
fn group(answer: &Answer, row: usize, place: usize) -> Option<Group> {
    let column = &answer.columns[place];
    let measure = column.measure().filter(|_| column.shown)?;
    if measure.holds == Holds::Various {
        // Those of one unit that is told beside them are comparable.
        let unit = measure.unit_in.as_ref()?;
        let at = answer
            .columns
            .iter()
            .position(|column| column.name == *unit)?;
        let unit = answer.rows[row].cells[at].text()?;
        return Some((place, unit.to_owned()));
    }
    let indicator = answer.place(|role| matches!(role, Role::Indicator));
    let of = indicator.map(|at| {
        answer.rows[row].cells[at]
            .text()
            .unwrap_or_default()
            .to_owned()
    });
    let stands_beside = matches!(
        measure.holds,
        Holds::Values | Holds::OfYear(_) | Holds::OfArea(_)
    );
    let place = if of.is_some() && stands_beside {
        0
    } else {
        place
    };
    Some((place, of.unwrap_or_default()))
}
