//! The columns of an answer.

use super::name::{Label, Name};
use crate::figure::Period;

/// A column of an answer.
#[derive(Debug, Clone)]
pub struct Column {
    /// The name in machine formats.
    pub name: String,
    /// The heading in formats for readers.
    pub label: Label,
    /// What it holds.
    pub role: Role,
    /// Whether it is part of the output.
    pub shown: bool,
}

/// What a column holds.
#[derive(Debug, Clone)]
pub enum Role {
    /// The area a row is about.
    Area,
    /// The year a row is about.
    Time,
    /// The member of another dimension.
    Member,
    /// The indicator whose figures a row holds, where each row has its own; [`Answer::indicators`](super::Answer::indicators) knows it by the cell's
    /// id.
    Indicator,
    /// The unit of those figures.
    Unit,
    /// The notes of those figures, in words; they are then told there and nowhere else.
    Note,
    /// Codes and words about the row.
    Words,
    /// What is said of the row's figures or of its area: a flag, a code, a unit; not shown unless it is asked for.
    Attribute,
    /// Figures.
    Measure(Box<Measure>),
}

/// What is to be known of a column of figures.
#[derive(Debug, Clone, Default)]
pub struct Measure {
    /// The indicator's id, by which the column can be asked for as well.
    pub id: String,
    /// The unit with the price basis.
    pub unit: Option<Label>,
    /// The price basis, which ends the unit, where it is told.
    pub prices: Option<String>,
    /// The unit as an SDMX code (`CNY`, `PS`), where it has one.
    pub unit_measure: Option<String>,
    /// The power of ten that a figure is to be multiplied with to have it in that unit.
    pub unit_mult: i8,
    /// The year in which an index is 100, or at whose prices an amount is given.
    pub base: Option<Period>,
    /// The first and the last year that the figures are about, where the column says it and not the row.
    pub years: Option<(Period, Period)>,
    /// The table that the figures are from.
    pub table: String,
    /// Where the figures are from, as a short citation.
    pub source: String,
    /// The name of the column that tells the unit of each figure, where they have not all the same.
    pub unit_in: Option<String>,
    /// The name of the column that tells where each figure is from.
    pub source_in: Option<String>,
    /// What the figures are beside what their row says.
    pub holds: Holds,
    /// Whether they are amounts, which add up over areas.
    pub is_amount: bool,
}

/// What the figures of a column are beside what their row says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Holds {
    /// The values that the rows are about.
    #[default]
    Values,
    /// The values of a year, where years stand side by side.
    OfYear(Period),
    /// The values of an area, where areas stand side by side.
    OfArea(Name),
    /// The lower ends of the intervals of the column of this name.
    LowOf(String),
    /// The upper ends of the intervals of the column of this name.
    HighOf(String),
    /// What is said of the values: a rank, a share, a gap, a ratio.
    Aside,
    /// Values of which each row has another sort, so that no two are to be compared.
    Various,
}

impl Measure {
    /// The code of percent as a unit.
    pub const PERCENT: &str = "PC";
    /// The code of percentage points as a unit.
    pub const POINTS: &str = "PP";
    /// The code of an index number as a unit.
    pub const INDEX: &str = "IX";
}

impl Column {
    /// A shown column that names the indicator of each row's figures.
    pub fn indicator() -> Column {
        Column::titled("indicator", "Indicator", "指标").of_role(Role::Indicator)
    }

    /// A shown column that tells the unit of each row's figures.
    pub fn unit() -> Column {
        Column::titled("unit", "Unit", "单位").of_role(Role::Unit)
    }

    /// A shown column of words with its heading in English and in Chinese.
    pub fn titled(name: &str, en: &str, zh: &str) -> Column {
        Column {
            label: Label::new(en, Some(zh)),
            ..Column::words(name, en)
        }
    }

    /// A shown column of figures, all in this unit where there is one.
    pub fn figures(name: &str, label: Label, holds: Holds, unit: Option<Label>) -> Column {
        Column {
            label,
            role: Role::Measure(Box::new(Measure {
                unit,
                holds,
                ..Measure::default()
            })),
            ..Column::words(name, "")
        }
    }

    /// The column in another role.
    #[must_use]
    pub fn of_role(self, role: Role) -> Column {
        Column { role, ..self }
    }

    /// A shown column of words.
    pub fn words(name: &str, label: &str) -> Column {
        Column {
            name: name.to_owned(),
            label: Label::plain(label),
            role: Role::Words,
            shown: true,
        }
    }

    /// Whether the column is asked for by this name: its own or its indicator's id, unless there is a column for each
    /// of several years.
    pub fn is_called(&self, name: &str) -> bool {
        let is_id = |measure: &Measure| {
            !measure.id.is_empty() && measure.id == name && measure.years.is_none()
        };
        self.name == name || self.measure().is_some_and(is_id)
    }

    /// Whether it holds figures themselves or their ends, and not what is said of them.
    pub(super) fn is_of_values(&self) -> bool {
        self.measure()
            .is_some_and(|measure| measure.holds != Holds::Aside)
    }

    /// Whether it holds the ends of intervals.
    pub(super) fn is_end(&self) -> bool {
        let is_end =
            |measure: &Measure| matches!(measure.holds, Holds::LowOf(_) | Holds::HighOf(_));
        self.measure().is_some_and(is_end)
    }

    /// Whether it names the rows.
    pub fn is_key(&self) -> bool {
        matches!(self.role, Role::Area | Role::Time | Role::Member)
    }

    /// What is to be known of its figures, where it holds figures.
    pub fn measure(&self) -> Option<&Measure> {
        match &self.role {
            Role::Measure(measure) => Some(measure),
            _ => None,
        }
    }
}
