//! How the members of a table changed between the first and the last year.

use super::Place;
use super::key_figures::{change, change_column, in_unit_of_row};
use crate::answer::{Answer, Cell, Column, Holds, Label, Row};
use crate::figure::{Figure, Note, Period};
use crate::package::Table;
use crate::query::series::{Observation, Series};

impl Place {
    /// Each series of the table in the first and the last year that have values; nothing where those are the same.
    pub(super) fn structure(&self, table: &Table, cell: &str, all: &[Series]) -> Option<Answer> {
        let own = all.iter().flat_map(|series| &series.observations);
        let own = own.filter(|one| one.area.id == cell && one.has_value());
        let years: Vec<Period> = own.filter_map(|one| one.year).collect();
        let (first, last) = (*years.iter().min()?, *years.iter().max()?);
        if first == last {
            return None;
        }
        let source = self.package.short_source(table);
        let rows = all.iter().filter_map(|series| {
            let mut own = series.observations.iter().filter(|one| one.area.id == cell);
            if !own.any(Observation::has_value) {
                return None;
            }
            // Several members may lack a row of the same year: one note tells it of all.
            let none =
                |year| Figure::missing(format!("`{}` has no such row in {year}.", table.name));
            let in_year = |year| series.at(cell, Some(year));
            let [before, newest] = [first, last]
                .map(|year| in_year(year).map_or_else(|| none(year), |one| one.figure.clone()));
            let ends = match (&before, &newest) {
                (before, newest) if before.is_missing() || newest.is_missing() => {
                    [before.clone(), newest.clone()]
                }
                _ => series.ends(cell, [first, last]),
            };
            let [mut change, unit_of_change] = change(series, [&ends[0], &ends[1]], &source);
            if let Cell::Figure(change) = &mut change
                && !change.is_missing()
            {
                // Its inputs stand beside it, with their notes; a break between them does not.
                let year = |note: &Note| note.origin().and_then(|(whose, _)| whose.year);
                let is_between = |year: Period| year != first && year != last;
                change
                    .notes
                    .retain(|note| year(note).is_some_and(is_between));
            }
            let keys = [series.name_cell(), series.unit_cell()];
            let figures = [before, newest].map(Cell::from);
            let changes = [change, unit_of_change];
            Some(Row {
                cells: keys.into_iter().chain(figures).chain(changes).collect(),
                total: false,
            })
        });
        // Members of one whole belong into one picture, which rows of several indicators are not.
        let year = |year: Period| {
            let name = year.to_string();
            let column = Column::figures(&name, Label::plain(&name), Holds::Various, None);
            in_unit_of_row(column)
        };
        Some(Answer {
            title: Label::new(&table.title, table.title_zh.as_ref()),
            columns: vec![
                Column::indicator(),
                Column::unit(),
                year(first),
                year(last),
                change_column(),
                Column::titled("change_unit", "in", "单位"),
            ],
            rows: rows.collect(),
            sources: self.package.source_line(table).into_iter().collect(),
            ..Answer::default()
        })
    }
}
