//! How the figures of an answer are told: with their formulas, the ends of their intervals, what is corrected, how many
//! decimals; and what is said of those that are missing or left out.

use super::QueryError;
use super::shape::long;
use crate::answer::{Answer, Cell, Column, Holds, Label, Measure, Name, Role, Row};
use crate::figure::{Figure, Number};
use crate::package::Table;
use crate::words::{Refusal, count, quoted_list};

/// How the figures of an answer are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a wish of its own, none excludes another"
)]
pub struct Telling {
    /// Whether the ends of each figure's interval stand beside it.
    pub bounds: bool,
    /// Whether computed figures are told with their formulas, one a row, in place of the answer.
    pub explain: bool,
    /// Whether each row tells its source and the version of the package.
    pub with_source: bool,
    /// The most decimals that a figure keeps.
    pub digits: Option<u32>,
    /// Whether the package's corrections stand in the place of the values that they correct.
    pub adjusted: bool,
}

impl Telling {
    /// Whether more is to be told than the figures.
    pub fn is_asked_for(&self) -> bool {
        self.bounds || self.explain || self.with_source || self.adjusted
    }

    /// Puts beside the figures what is to be said about them.
    pub(super) fn tell(self, answer: &mut Answer) {
        if self.bounds {
            add_bounds(answer);
        }
        if let Some(digits) = self.digits {
            round(answer, digits);
        }
    }
}

/// One computed figure a row, with its formula, the inputs put in; published figures need none.
pub(super) fn explain(mut answer: Answer, table: &Table) -> Result<Answer, QueryError> {
    let has_formula =
        |cell: &Cell| matches!(cell, Cell::Figure(figure) if figure.formula.is_some());
    let is_measure: Vec<bool> = answer
        .columns
        .iter()
        .map(|column| column.shown && column.measure().is_some())
        .collect();
    let mut formulas = Vec::new();
    for row in &mut answer.rows {
        for (cell, is_measure) in row.cells.iter_mut().zip(&is_measure) {
            match cell {
                Cell::Figure(figure) if *is_measure => match &figure.formula {
                    Some(formula) => formulas.push(Cell::words(formula.as_ref())),
                    None => *cell = Cell::Empty,
                },
                _ => {}
            }
        }
    }
    answer.rows.retain(|row| row.cells.iter().any(has_formula));
    if formulas.is_empty() {
        return Err(QueryError::refused(
            Refusal::new(format!(
                "`--explain` tells how figures are computed, and those of `{}` here are \
                    as published or missing",
                table.name
            ))
            .next("add `--total`, `--group-by` or `--as`"),
        ));
    }
    let mut answer = long(answer);
    answer.columns.push(Column {
        label: Label::new("Formula", Some("公式")),
        ..Column::words("formula", "")
    });
    for (row, formula) in answer.rows.iter_mut().zip(formulas) {
        row.cells.push(formula);
    }
    Ok(answer)
}

/// One computed figure a row, with the column that it stands in and its formula, of an answer that is no table's.
pub(super) fn explain_cells(answer: Answer) -> Result<Answer, QueryError> {
    // Which table a row is from is kept, shown or not: its source may be asked for.
    let is_kept = |column: &Column| column.shown || column.name == "table";
    let (measures, keys): (Vec<usize>, Vec<usize>) = (0..answer.columns.len())
        .filter(|&place| is_kept(&answer.columns[place]))
        .partition(|&place| answer.columns[place].measure().is_some());
    let mut columns: Vec<Column> = keys
        .iter()
        .map(|&key| answer.columns[key].clone())
        .collect();
    columns.push(Column::titled("figure", "Figure", "数字"));
    let value = Role::Measure(Box::default());
    columns.push(Column::titled("value", "Value", "数值").of_role(value));
    for (name, en, zh, role) in [
        ("status", "Status", "状态", Role::Words),
        ("note", "Note", "注", Role::Note),
        ("formula", "Formula", "公式", Role::Words),
    ] {
        columns.push(Column::titled(name, en, zh).of_role(role));
    }
    let mut rows = Vec::new();
    for row in &answer.rows {
        for &place in &measures {
            let Cell::Figure(figure) = &row.cells[place] else {
                continue;
            };
            let Some(formula) = &figure.formula else {
                continue;
            };
            let column = &answer.columns[place];
            let notes: Vec<&str> = figure.notes.iter().map(|note| note.text.as_ref()).collect();
            let mut cells: Vec<Cell> = keys.iter().map(|&key| row.cells[key].clone()).collect();
            cells.push(Cell::Name(Name::new(
                column.name.clone(),
                column.label.clone(),
            )));
            cells.push(row.cells[place].clone());
            cells.push(Cell::words(figure.status.code()));
            cells.push(Cell::words(notes.join(" ")));
            cells.push(Cell::words(formula.as_ref()));
            rows.push(Row {
                cells,
                total: row.total,
            });
        }
    }
    if rows.is_empty() {
        let what = "`--explain` tells how figures are computed, and none here is";
        return Err(QueryError::refused(Refusal::new(what).next("leave it out")));
    }
    Ok(Answer {
        columns,
        rows,
        ..answer
    })
}

/// Puts the ends of each figure's interval behind it.
pub(super) fn add_bounds(answer: &mut Answer) {
    let places: Vec<usize> = (0..answer.columns.len())
        .filter(|&place| answer.columns[place].shown && answer.columns[place].measure().is_some())
        .collect();
    for place in places.into_iter().rev() {
        let column = answer.columns[place].clone();
        let mut measure = column.measure().cloned().unwrap_or_default();
        let id = std::mem::take(&mut measure.id);
        let end_of = |end: &str, holds: fn(String) -> Holds| Measure {
            id: [id.as_str(), end]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("."),
            holds: holds(column.name.clone()),
            ..measure.clone()
        };
        let named = |end: &str, zh: &str, holds: fn(String) -> Holds| Column {
            role: Role::Measure(Box::new(end_of(end, holds))),
            name: if column.name == "value" {
                end.to_owned()
            } else {
                format!("{}_{end}", column.name)
            },
            label: Label::new(
                format!("{}, {end}", column.label.en),
                column.label.zh.as_ref().map(|label| format!("{label}{zh}")),
            ),
            ..column.clone()
        };
        answer.columns.splice(
            place + 1..=place,
            [
                named("low", "下限", Holds::LowOf),
                named("high", "上限", Holds::HighOf),
            ],
        );
        for row in &mut answer.rows {
            let ends = match &row.cells[place] {
                Cell::Figure(figure) => figure.ends().map(|ends| ends.map(Cell::from)),
                _ => None,
            };
            row.cells.splice(
                place + 1..=place,
                ends.unwrap_or([Cell::Empty, Cell::Empty]),
            );
        }
    }
}

/// The column that names what rests on corrections.
pub(super) const ADJUSTED: &str = "adjusted";

/// Names in a column of its own, for each row, the columns whose figures are or rest on corrections.
pub(super) fn mark_adjusted(answer: &mut Answer) {
    let shown: Vec<(usize, String, String)> = answer
        .shown()
        .filter(|(_, column)| column.measure().is_some())
        .map(|(place, column)| (place, column.name.clone(), column.label.en.clone()))
        .collect();
    let mut any = false;
    for row in &mut answer.rows {
        let is_adjusted = |place: usize| match &row.cells[place] {
            Cell::Figure(figure) => figure.adjusted,
            _ => false,
        };
        let adjusted = shown.iter().filter(|(place, ..)| is_adjusted(*place));
        let (names, labels): (Vec<&str>, Vec<&str>) = adjusted
            .map(|(_, name, label)| (name.as_str(), label.as_str()))
            .unzip();
        any |= !names.is_empty();
        row.cells.push(if names.is_empty() {
            Cell::Empty
        } else {
            Cell::Name(Name::new(names.join("|"), Label::plain(labels.join(", "))))
        });
    }
    answer.columns.push(Column {
        label: Label::new("Adjusted", Some("已更正")),
        ..Column::words(ADJUSTED, "")
    });
    if answer.nothing.is_some() {
        return;
    }
    if any {
        let message =
            "Adjusted: the package's corrections stand in the place of what arithmetic refutes.";
        answer.remarks.push(message.to_owned());
    } else {
        let message =
            "`--adjusted` changes nothing here: the package has no correction for these figures";
        answer.warnings.push(message.to_owned());
    }
}

/// Says that empty cells are those of values that conditions left out, where there are such.
pub(super) fn say_what_is_left_out(answer: &mut Answer) {
    let is_figure = |place: usize| answer.columns[place].measure().is_some();
    let is_left_out = |row: &Row| {
        row.cells
            .iter()
            .enumerate()
            .any(|(place, cell)| is_figure(place) && *cell == Cell::Empty)
    };
    if answer.rows.iter().any(is_left_out) {
        let message = "`--where` left values out, whose cells are empty beside the others; without `--wide` only rows are left out";
        answer.warnings.push(message.to_owned());
    }
}

/// Says which of the columns of these names, or of all without names, have no value at all, and why; columns of one reason
/// together.
pub(super) fn say_which_columns_are_missing(answer: &mut Answer, names: &[String]) {
    let is_asked =
        |column: &Column| names.is_empty() || names.iter().any(|name| column.is_called(name));
    let mut said: Vec<(String, Vec<String>)> = Vec::new();
    for (place, column) in answer.shown() {
        let rows = answer.rows.iter();
        let figures: Vec<&Figure> = rows.filter_map(|row| row.cells[place].figure()).collect();
        if column.measure().is_none()
            || !is_asked(column)
            || !figures.iter().all(|figure| figure.is_missing())
        {
            continue;
        }
        let Some(note) = figures.iter().find_map(|figure| figure.notes.last()) else {
            continue;
        };
        let reason = note.text.trim_end_matches('.').to_owned();
        match said.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, columns)) => columns.push(column.name.clone()),
            None => said.push((reason, vec![column.name.clone()])),
        }
    }
    for (reason, columns) in said {
        let is = if columns.len() == 1 { "is" } else { "are" };
        let columns = quoted_list(columns, "and");
        answer
            .warnings
            .push(format!("{columns} {is} missing: {reason}"));
    }
}

/// Rounds the figures to at most `digits` decimals, and says so where that changed one.
pub(super) fn round(answer: &mut Answer, digits: u32) {
    let mut changed = false;
    for cell in answer.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if let Cell::Figure(figure) = cell {
            let before = figure.number_in_full().map(Number::decimal);
            **figure = (**figure).clone().rounded(digits);
            changed |= figure.number_in_full().map(Number::decimal) != before;
        }
    }
    if changed {
        answer
            .remarks
            .push(format!("Rounded to {}.", count(digits as usize, "decimal")));
    }
}
