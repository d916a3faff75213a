//! The figures of an answer, each with what it is about, whatever the answer's layout.

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;

use crate::answer::{Answer, Cell, Column, Existence, Holds, Label, Measure, Role, Row};
use crate::figure::{Figure, Frequency, Period, Value};
use crate::source::headings::is_unit;

/// A figure and what it is about.
#[derive(Debug, Clone)]
pub(super) struct Observation {
    pub(super) subject: Subject,
    /// The area and the members of further dimensions.
    pub(super) about: Vec<Part>,
    pub(super) when: Option<When>,
    pub(super) figure: Figure,
    /// The ends of its interval, where the answer tells them.
    pub(super) ends: Option<[f64; 2]>,
    /// Whether it is a total of others.
    pub(super) total: bool,
}

/// What is measured, and in which unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    pub(super) id: String,
    pub(super) label: Label,
    pub(super) unit: Option<Label>,
}

/// An area, or a member of a further dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// The name of the column.
    pub(super) column: String,
    pub(super) is_area: bool,
    pub(super) label: Label,
    pub(super) id: String,
    /// From which year to which it existed, where that was not always.
    pub(super) existence: Existence,
}

/// The time of a figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum When {
    Year(Period),
    /// A span of years, in words.
    Span(String),
}

impl Observation {
    /// The number as it is drawn; its label is told from the exact digits.
    pub(super) fn value(&self) -> Option<f64> {
        number(&self.figure)
    }

    /// What it is about, to tell it from others.
    pub(super) fn key(&self) -> Vec<&str> {
        let about = self.about.iter();
        about
            .flat_map(|part| [part.column.as_str(), part.id.as_str()])
            .collect()
    }

    pub(super) fn year(&self) -> Option<i64> {
        self.period().map(Period::number)
    }

    /// Its place among the periods of its frequency.
    pub(super) fn place(&self) -> Option<i64> {
        self.period().map(Period::place)
    }

    fn period(&self) -> Option<Period> {
        match self.when {
            Some(When::Year(year)) => Some(year),
            _ => None,
        }
    }
}

/// The shortest periods that figures are of.
pub(super) fn frequency(group: &[&Observation]) -> Frequency {
    let periods = group.iter().filter_map(|one| one.period());
    let shortest = periods.map(Period::frequency).max();
    shortest.unwrap_or(Frequency::Year)
}

/// The figures of the shortest periods, and those that have none: a year and its quarters are no course.
pub(super) fn of_shortest<'a>(group: &[&'a Observation]) -> Vec<&'a Observation> {
    let shortest = frequency(group);
    let is_of = |one: &&&Observation| {
        one.period()
            .is_none_or(|period| period.frequency() == shortest)
    };
    group.iter().filter(is_of).copied().collect()
}

/// The figures of each series, series in the order in which they come: those about the same area and members, of
/// whatever time.
pub(super) fn by_series<'a>(group: &[&'a Observation]) -> Vec<Vec<&'a Observation>> {
    in_groups(group, Observation::key)
}

/// Some figures by a key, in the order in which their keys come.
pub(super) fn in_groups<'a, K: Ord>(
    group: &[&'a Observation],
    key: impl Fn(&'a Observation) -> K,
) -> Vec<Vec<&'a Observation>> {
    let mut groups: Vec<Vec<&Observation>> = Vec::new();
    let mut places: BTreeMap<K, usize> = BTreeMap::new();
    for one in group {
        let place = *places.entry(key(one)).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Vec::new());
        }
        groups[place].push(one);
    }
    groups
}

/// The figures of an answer in its order, row by row. What is said of the values beside them (ranks, ratios) is
/// taken only where nothing else is shown.
pub(super) fn observations(answer: &Answer) -> Vec<Observation> {
    let is_aside = |measure: &Measure| measure.holds == Holds::Aside;
    let is_value = |measure: &Measure| {
        matches!(
            measure.holds,
            Holds::Values | Holds::OfYear(_) | Holds::OfArea(_)
        )
    };
    let columns = |wanted: &dyn Fn(&Measure) -> bool| -> Vec<usize> {
        let measures = answer.shown().filter(|(place, column)| {
            column.measure().is_some_and(wanted) && is_drawn(answer, *place)
        });
        measures.map(|(place, _)| place).collect()
    };
    let mut places = columns(&is_value);
    if places.is_empty() {
        places = columns(&is_aside);
    }
    let rows = answer.rows.iter();
    rows.flat_map(|row| {
        places
            .iter()
            .filter_map(|&place| observation(answer, row, place))
    })
    .collect()
}

/// Whether a column of figures holds numbers, or nothing yet; words and years that are said of something are not
/// drawn.
fn is_drawn(answer: &Answer, place: usize) -> bool {
    answer.rows.iter().all(|row| match &row.cells[place] {
        Cell::Figure(figure) => matches!(figure.value, Value::Number(_) | Value::Missing),
        _ => true,
    })
}

fn observation(answer: &Answer, row: &Row, place: usize) -> Option<Observation> {
    let figure = row.cells[place].figure()?;
    let column = &answer.columns[place];
    let measure = column.measure()?;
    let cells = || answer.columns.iter().zip(&row.cells);
    let cell = |wanted: fn(&Role) -> bool| {
        let mut found = cells().filter(|(column, _)| wanted(&column.role));
        found.next().map(|(_, cell)| cell)
    };
    let (units, mut about): (Vec<Part>, Vec<Part>) = cells()
        .filter_map(|(column, cell)| part(answer, column, cell))
        .partition(|part| !part.is_area && is_unit(&part.column));
    let mut when = cell(|role| matches!(role, Role::Time)).and_then(|cell| match cell {
        Cell::Year(year) => Some(When::Year(*year)),
        Cell::Words(span) => Some(When::Span(span.clone())),
        _ => None,
    });
    match &measure.holds {
        Holds::OfYear(year) => when = Some(When::Year(*year)),
        Holds::OfArea(area) => about.insert(
            0,
            Part {
                column: "area".to_owned(),
                is_area: true,
                label: area.label.clone(),
                id: area.id.clone(),
                existence: existence(answer, &area.id),
            },
        ),
        _ => {}
    }
    let mut subject = subject(
        column,
        measure,
        cell(|role| matches!(role, Role::Indicator)),
        cell(|role| matches!(role, Role::Unit)),
    );
    // Members that are units measure something else each.
    if let [unit] = units.as_slice() {
        subject.unit = Some(unit.label.clone());
    } else {
        about.extend(units);
    }
    Some(Observation {
        subject,
        about,
        when,
        figure: figure.clone(),
        ends: ends(answer, row, &column.name),
        total: row.total,
    })
}

fn part(answer: &Answer, column: &Column, cell: &Cell) -> Option<Part> {
    match (&column.role, cell) {
        (Role::Area | Role::Member, Cell::Name(name) | Cell::Numeral(name)) => Some(Part {
            column: column.name.clone(),
            is_area: matches!(column.role, Role::Area),
            label: name.label.clone(),
            id: name.id.clone(),
            existence: existence(answer, &name.id),
        }),
        _ => None,
    }
}

fn existence(answer: &Answer, area: &str) -> Existence {
    let known = answer.existence.get(area).copied();
    known.unwrap_or((None, None))
}

/// What is measured: as the row says, else as the column does.
fn subject(
    column: &Column,
    measure: &Measure,
    indicator: Option<&Cell>,
    unit: Option<&Cell>,
) -> Subject {
    let unit = match unit {
        Some(Cell::Name(unit)) => Some(unit.label.clone()),
        Some(_) => None,
        None => measure.unit.clone(),
    };
    match indicator {
        Some(Cell::Name(name)) => Subject {
            id: name.id.clone(),
            label: name.label.clone(),
            unit,
        },
        _ if matches!(measure.holds, Holds::OfYear(_) | Holds::OfArea(_)) => Subject {
            id: measure.id.clone(),
            label: Label::default(),
            unit,
        },
        _ => Subject {
            id: measure.id.clone(),
            label: column.label.clone(),
            unit,
        },
    }
}

/// The ends of the interval, where they stand in columns of their own.
fn ends(answer: &Answer, row: &Row, of: &str) -> Option<[f64; 2]> {
    let end = |wanted: Holds| {
        let mut columns = answer.columns.iter().zip(&row.cells);
        let (_, cell) = columns.find(|(column, _)| {
            column
                .measure()
                .is_some_and(|measure| measure.holds == wanted)
        })?;
        match cell {
            Cell::Figure(figure) => number(figure),
            _ => None,
        }
    };
    Some([
        end(Holds::LowOf(of.to_owned()))?,
        end(Holds::HighOf(of.to_owned()))?,
    ])
}

fn number(figure: &Figure) -> Option<f64> {
    figure.number_in_full()?.decimal().to_f64()
}
