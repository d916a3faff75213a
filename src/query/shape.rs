//! How an answer is laid out: as the table is, years side by side, or one observation a row.

use std::collections::{BTreeMap, BTreeSet};

use super::QueryError;
use crate::answer::{Answer, Cell, Column, Holds, Label, Measure, Name, Role, Row};
use crate::figure::Period;
use crate::order::{InOrder, IntoSet};
use crate::package::Table;
use crate::words::Refusal;

/// The layout of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// A row for each key, a column for each indicator.
    #[default]
    Tidy,
    /// A row for each key and indicator, a column for each year.
    Wide,
    /// As a screen shows a whole table: years side by side, the rows of an indicator together; as the table is where it
    /// has no two years or holds words.
    Across,
    /// A row for each observation, with unit, status, note and source.
    Long,
}

/// Lays the answer out.
pub(super) fn lay_out(answer: Answer, layout: Layout, table: &Table) -> Result<Answer, QueryError> {
    match layout {
        Layout::Tidy => Ok(answer),
        Layout::Wide => wide(answer, table),
        Layout::Across => across(answer, table),
        Layout::Long => Ok(long(answer)),
    }
}

/// Gives each shown column a name of its own: what names rows keeps its, what a layout or a measure adds yields.
pub(super) fn names_apart(answer: &mut Answer) {
    let keeps = |column: &Column| {
        column.is_key()
            || (column
                .measure()
                .is_some_and(|measure| !measure.id.is_empty()))
    };
    let shown =
        |answer: &Answer| -> Vec<usize> { answer.shown().map(|(place, _)| place).collect() };
    let mut places = shown(answer);
    places.order_by_key(|&place| (!keeps(&answer.columns[place]), place));
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for place in places {
        let name = answer.columns[place].name.clone();
        let mut unique = name.clone();
        let mut count = 1;
        while !taken.insert(unique.clone()) {
            count += 1;
            unique = match count {
                2 => format!("value_{name}"),
                count => format!("{name}_{count}"),
            };
        }
        answer.columns[place].name = unique;
    }
}

/// The shown columns of figures, with their places.
fn measures(answer: &Answer) -> Vec<(usize, &Column, &Measure)> {
    answer
        .shown()
        .filter_map(|(place, column)| column.measure().map(|measure| (place, column, measure)))
        .collect()
}

/// What is to be known of the indicators, for an answer whose rows name them.
fn owned(measures: &[(usize, &Column, &Measure)]) -> Vec<Measure> {
    measures
        .iter()
        .map(|(_, _, measure)| (*measure).clone())
        .collect()
}

/// The name of an indicator, for a column that holds such names.
fn indicator_name(column: &Column, measure: &Measure) -> Cell {
    Cell::Name(Name::new(measure.id.clone(), column.label.clone()))
}

/// The unit of an indicator, for a column that holds units.
fn unit_name(measure: &Measure) -> Cell {
    match &measure.unit {
        Some(unit) => Cell::Name(Name::new(unit.en.clone(), unit.clone())),
        None => Cell::Empty,
    }
}

fn across(answer: Answer, table: &Table) -> Result<Answer, QueryError> {
    let years: BTreeSet<Period> = answer
        .rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter_map(|cell| match cell {
            Cell::Year(year) => Some(*year),
            _ => None,
        })
        .collect();
    let is_figure = |place: usize| {
        let mut cells = answer.rows.iter().map(|row| &row.cells[place]);
        cells.all(|cell| cell.text().is_none())
    };
    let has_figures = measures(&answer)
        .iter()
        .all(|(place, ..)| is_figure(*place));
    if years.len() < 2 || !has_figures || answer.place(|role| matches!(role, Role::Time)).is_none()
    {
        return Ok(answer);
    }
    let mut answer = wide(answer, table)?;
    let ids: Vec<String> = answer
        .indicators
        .iter()
        .map(|known| known.id.clone())
        .collect();
    if let Some(place) = answer.place(|role| matches!(role, Role::Indicator)) {
        let rank = |row: &Row| {
            ids.iter()
                .position(|id| row.cells[place].text() == Some(id))
        };
        answer.rows.order_by_key(rank);
    }
    // Two years are their own course.
    if years.len() > 2 {
        answer.course = true;
        answer.details.push("course".to_owned());
    }
    Ok(answer)
}

fn wide(answer: Answer, table: &Table) -> Result<Answer, QueryError> {
    let Some(time) = answer.place(|role| matches!(role, Role::Time)) else {
        return Err(QueryError::refused(
            Refusal::new(format!("`{}` has no years to set side by side", table.name))
                .next("leave out `--wide`, or write `--long` for one value a row"),
        ));
    };
    // The area's code goes with it, though it is not shown.
    let is_key = |column: &Column| match column.role {
        Role::Area | Role::Member => column.shown,
        Role::Words => true,
        _ => false,
    };
    let keys: Vec<usize> = (0..answer.columns.len())
        .filter(|&place| is_key(&answer.columns[place]))
        .collect();
    let measures = measures(&answer);
    // A span is written as words.
    let year_of = |row: &Row| match &row.cells[time] {
        Cell::Year(year) => Some(*year),
        Cell::Words(text) => text.parse().ok(),
        _ => None,
    };
    let years: Vec<_> = answer
        .rows
        .iter()
        .filter_map(year_of)
        .into_set()
        .into_iter()
        .collect();

    let mut columns: Vec<Column> = keys
        .iter()
        .map(|&place| answer.columns[place].clone())
        .collect();
    columns.push(Column::indicator());
    columns.push(Column::unit());
    columns.extend(years.iter().map(|year| Column {
        name: year.to_string(),
        label: Label::plain(year.to_string()),
        role: Role::Measure(Box::new(Measure {
            years: Some((*year, *year)),
            holds: Holds::OfYear(*year),
            ..Measure::default()
        })),
        shown: true,
    }));

    // The rows of each key, keys in the order in which they first come.
    let mut groups: Vec<Vec<&Row>> = Vec::new();
    let mut places: BTreeMap<Vec<Option<&str>>, usize> = BTreeMap::new();
    for row in &answer.rows {
        let place = *places
            .entry(keys.iter().map(|&key| row.cells[key].text()).collect())
            .or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(row);
    }
    let mut rows = Vec::new();
    for members in groups {
        let key: Vec<Cell> = keys
            .iter()
            .map(|&key| members[0].cells[key].clone())
            .collect();
        let mut of_year: BTreeMap<_, &Row> = BTreeMap::new();
        for &row in &members {
            if let Some(year) = year_of(row) {
                of_year.entry(year).or_insert(row);
            }
        }
        for (place, column, measure) in &measures {
            let mut cells = key.clone();
            cells.push(indicator_name(column, measure));
            cells.push(unit_name(measure));
            cells.extend(years.iter().map(|year| {
                let found = of_year.get(year);
                found.map_or(Cell::Empty, |row| row.cells[*place].clone())
            }));
            rows.push(Row {
                cells,
                total: members[0].total,
            });
        }
    }
    let indicators = owned(&measures);
    Ok(Answer {
        columns,
        rows,
        indicators,
        ..answer
    })
}

/// What a row of one value says of it beside the value: the names of the columns, their headings, their roles.
const OF_VALUE: [(&str, &str, &str, Role); 4] = [
    ("unit", "Unit", "单位", Role::Unit),
    ("status", "Status", "状态", Role::Words),
    ("note", "Note", "注", Role::Note),
    ("source", "Source", "来源", Role::Words),
];

/// Whether only the layout of one value a row has a column of this name.
pub(super) fn is_of_value(name: &str) -> bool {
    OF_VALUE.iter().any(|(known, ..)| *known == name)
}

pub(super) fn long(answer: Answer) -> Answer {
    // The area first, then its code, which is told here though it is not shown elsewhere, the year, the rest.
    let order = |column: &Column| match column.role {
        Role::Area => Some(0),
        Role::Words => Some(1),
        Role::Time => Some(2),
        Role::Member | Role::Indicator => Some(3),
        Role::Attribute | Role::Unit | Role::Note | Role::Measure(_) => None,
    };
    let mut keys: Vec<usize> = (0..answer.columns.len())
        .filter(|&place| order(&answer.columns[place]).is_some())
        .collect();
    keys.order_by_key(|&place| order(&answer.columns[place]));
    let measures = measures(&answer);
    let mut columns: Vec<Column> = keys
        .iter()
        .map(|&place| Column {
            shown: true,
            ..answer.columns[place].clone()
        })
        .collect();
    columns.push(Column::indicator());
    let value = Role::Measure(Box::default());
    columns.push(Column::titled("value", "Value", "数值").of_role(value));
    for (name, en, zh, role) in OF_VALUE {
        columns.push(Column::titled(name, en, zh).of_role(role));
    }
    let mut rows = Vec::new();
    for row in &answer.rows {
        for (place, column, measure) in &measures {
            let Cell::Figure(figure) = &row.cells[*place] else {
                continue;
            };
            let notes: Vec<&str> = figure.notes.iter().map(|note| note.text.as_ref()).collect();
            let mut cells: Vec<Cell> = keys.iter().map(|&key| row.cells[key].clone()).collect();
            cells.push(indicator_name(column, measure));
            cells.push(row.cells[*place].clone());
            let told = |column: &Option<String>| {
                let column = column.as_ref()?;
                let place = answer
                    .columns
                    .iter()
                    .position(|known| known.name == *column)?;
                Some(row.cells[place].clone()).filter(|cell| *cell != Cell::Empty)
            };
            cells.push(told(&measure.unit_in).unwrap_or_else(|| unit_name(measure)));
            cells.push(Cell::words(figure.status.code()));
            cells.push(Cell::words(notes.join(" ")));
            let source = || Cell::words(measure.source.as_str());
            cells.push(told(&measure.source_in).unwrap_or_else(source));
            rows.push(Row {
                cells,
                total: row.total,
            });
        }
    }
    let indicators = owned(&measures);
    Answer {
        columns,
        rows,
        indicators,
        ..answer
    }
}
