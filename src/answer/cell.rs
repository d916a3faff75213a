//! The cells of an answer.

use rust_decimal::Decimal;

use super::name::{Label, Name};
use crate::figure::{Figure, Number, Period, Value};

/// A cell of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing belongs here.
    Empty,
    /// An area, a member or an indicator: what machines read and what people read.
    Name(Name),
    /// A member of a dimension that is counted, such as a position: its name for machines is a number.
    Numeral(Name),
    /// The year a row is about.
    Year(Period),
    /// Words about the row.
    Words(String),
    /// A figure, which may be missing.
    Figure(Box<Figure>),
}

impl From<Figure> for Cell {
    fn from(figure: Figure) -> Cell {
        Cell::Figure(Box::new(figure))
    }
}

impl Cell {
    /// A cell of words, or an empty one.
    pub fn words(text: impl Into<String>) -> Cell {
        let text = text.into();
        if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Words(text)
        }
    }

    /// A cell with a text that is its own id.
    pub fn label(label: Label) -> Cell {
        Cell::Name(Name::new(label.en.clone(), label))
    }

    /// The figure in the cell, where it holds one.
    pub fn figure(&self) -> Option<&Figure> {
        match self {
            Cell::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    /// The number in the cell, where it holds one; a year counts as one, another period does not.
    pub fn number(&self) -> Option<Number> {
        #[cfg(test)]
        crate::words::work::step();
        let number_of = |year: Period| Some(Number::from(Decimal::from(year.plain_year()?)));
        match self {
            Cell::Numeral(name) => name.id.parse().ok(),
            Cell::Year(year) => number_of(*year),
            Cell::Figure(figure) => match figure.value {
                Value::Year(year) => number_of(year),
                Value::Number(number) => Some(number),
                Value::Text(_) | Value::Missing => None,
            },
            Cell::Empty | Cell::Name(_) | Cell::Words(_) => None,
        }
    }

    /// The words in the cell as machines read them, where it holds words.
    pub fn text(&self) -> Option<&str> {
        #[cfg(test)]
        crate::words::work::step();
        match self {
            Cell::Name(name) | Cell::Numeral(name) => Some(&name.id),
            Cell::Words(text) => Some(text),
            Cell::Figure(figure) => match &figure.value {
                Value::Text(text) => Some(text),
                _ => None,
            },
            Cell::Empty | Cell::Year(_) => None,
        }
    }
}
