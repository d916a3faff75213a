//! The nearest table that meets the identities, as an answer: a row for each figure that it changes.

use super::told::{area, figures};
use crate::answer::{Answer, Cell, Column, Label, Role, Row};
use crate::audit::{Balanced, Change};
use crate::figure::{Figure, Number, Value};
use crate::package::Package;
use crate::words::count;

/// What is to be known of the proposal wherever it is told.
const LABEL: &str = "A proposal, printed nowhere: the nearest table by least squares, each figure weighted by its rounding, those named as wrong free to move.";

/// The proposal, by what it changes.
pub(super) fn answer(package: &Package, balanced: &Balanced) -> Answer {
    let title = package.title().unwrap_or(package.name());
    let changed = count(balanced.changes.len(), "figure");
    let summary = format!(
        "{LABEL} {changed} would change; of {} of identities {} fail as printed, and {} then.",
        count(balanced.tried, "check"),
        balanced.broken,
        balanced.left
    );
    let nothing = balanced
        .changes
        .is_empty()
        .then(|| "no identity is broken, and nothing is to be balanced".to_owned());
    Answer {
        title: Label::new(
            format!("What would have to change in {title} for its identities to hold"),
            Some("调整建议"),
        ),
        columns: vec![
            Column::titled("table", "Table", "表"),
            Column::titled("city", "City", "地区").of_role(Role::Area),
            Column::titled("year", "Year", "年份").of_role(Role::Time),
            Column::titled("indicator", "Indicator", "指标"),
            figures("printed", "Printed", "刊印值"),
            figures("balanced", "Balanced", "调整值"),
            figures("change", "Change", "变动"),
        ],
        rows: balanced
            .changes
            .iter()
            .map(|change| row(package, change))
            .collect(),
        summary: nothing.is_none().then_some(summary),
        nothing,
        ..Answer::default()
    }
}

fn row(package: &Package, change: &Change) -> Row {
    let number = |number: Number| Cell::from(Figure::printed(Value::Number(number)));
    let (printed, balanced) = (change.printed.decimal(), change.balanced.decimal());
    let spot = &change.spot;
    Row {
        cells: vec![
            Cell::words(&spot.table),
            area(package, spot),
            spot.year.map_or(Cell::Empty, Cell::Year),
            Cell::words(spot.indicator_with_members()),
            number(change.printed),
            number(change.balanced),
            number(Number::from(balanced.saturating_sub(printed))),
        ],
        total: false,
    }
}
