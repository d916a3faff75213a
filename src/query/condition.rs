//! `--where`: a column, an operator, a value.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::answer::{Cell, Column, Role};
use crate::figure::{Number, Period};
use crate::package::{Area, Areas, fold};
use crate::words::{printable, quoted_list};

/// How a cell is held against a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Operator {
    /// Every operator; where one begins like another, the longer one stands first.
    const ALL: [(&'static str, Operator); 6] = [
        ("!=", Operator::NotEqual),
        ("<=", Operator::AtMost),
        (">=", Operator::AtLeast),
        ("=", Operator::Equal),
        ("<", Operator::Less),
        (">", Operator::Greater),
    ];

    fn symbol(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, known)| *known == self);
        found.map_or("", |(symbol, _)| symbol)
    }

    fn allows(self, ordering: Ordering) -> bool {
        match self {
            Operator::Equal => ordering == Ordering::Equal,
            Operator::NotEqual => ordering != Ordering::Equal,
            Operator::Less => ordering == Ordering::Less,
            Operator::AtMost => ordering != Ordering::Greater,
            Operator::Greater => ordering == Ordering::Greater,
            Operator::AtLeast => ordering != Ordering::Less,
        }
    }

    fn asks_for_order(self) -> bool {
        !matches!(self, Operator::Equal | Operator::NotEqual)
    }
}

/// A condition on the rows of an answer, such as `gdp>30`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The column, by name or indicator id.
    pub column: String,
    /// How its cells are held against the value.
    pub operator: Operator,
    /// The value, as written.
    pub value: String,
}

impl FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let malformed = || {
            let operators = quoted_list(Operator::ALL.iter().map(|(symbol, _)| symbol), "or");
            format!(
                "`{}` is no condition; write a column, {operators}, and a value, such as `gdp>30`",
                printable(text)
            )
        };
        let at = text.find(['!', '<', '>', '=']).ok_or_else(malformed)?;
        let (column, rest) = text.split_at(at);
        let (symbol, operator) = Operator::ALL
            .into_iter()
            .find(|(symbol, _)| rest.starts_with(symbol))
            .ok_or_else(malformed)?;
        let value = rest[symbol.len()..].trim();
        let value = ['"', '\'']
            .iter()
            .find_map(|&quote| value.strip_prefix(quote)?.strip_suffix(quote))
            .unwrap_or(value);
        let column = column.trim();
        if column.is_empty() || value.is_empty() || value.starts_with('=') {
            return Err(malformed());
        }
        Ok(Condition {
            column: column.to_owned(),
            operator,
            value: value.to_owned(),
        })
    }
}

impl Condition {
    /// The condition as it is typed.
    pub(super) fn in_words(&self) -> String {
        let words = format!("{}{}{}", self.column, self.operator.symbol(), self.value);
        let is_plain = words.parse().is_ok_and(|read: Condition| read == *self);
        if is_plain {
            return words;
        }
        format!(
            "{}{}\"{}\"",
            self.column,
            self.operator.symbol(),
            self.value
        )
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{}{}",
            printable(&self.column),
            self.operator.symbol(),
            printable(&self.value)
        )
    }
}

/// A condition made ready for the cells of one column.
pub(super) enum Test {
    /// Cells are numbers.
    Numbers(Operator, Number),
    /// Cells are periods.
    Periods(Operator, Period),
    /// Cells are words; those that are the value.
    Words(Operator, BTreeSet<String>),
}

impl Condition {
    /// Makes the condition ready for a column whose cells are `cells`.
    pub(super) fn test<'a>(
        &self,
        column: &Column,
        cells: &(impl Iterator<Item = &'a Cell> + Clone),
        areas: &Areas,
    ) -> Result<Test, String> {
        if matches!(column.role, Role::Time) {
            let period = self.value.parse::<Period>();
            let period = period.map_err(|error| format!("`{self}`: {error}"))?;
            return Ok(Test::Periods(self.operator, period));
        }
        let mut all = cells.clone();
        let numeric = match column.role {
            Role::Measure(_) => all
                .find_map(|cell| cell.number().map(|_| true).or(cell.text().map(|_| false)))
                .unwrap_or(true),
            // A label may be asked for as well.
            Role::Member
            | Role::Attribute
            | Role::Indicator
            | Role::Unit
            | Role::Note
            | Role::Words => {
                let is_number =
                    self.operator.asks_for_order() || self.value.parse::<Number>().is_ok();
                is_number && all.any(|cell| matches!(cell, Cell::Numeral(_)))
            }
            Role::Area | Role::Time => false,
        };
        if numeric {
            let number = self
                .value
                .parse::<Number>()
                .map_err(|error| format!("`{self}`: {error}"))?;
            return Ok(Test::Numbers(self.operator, number));
        }
        if self.operator.asks_for_order() {
            return Err(format!(
                "`{self}` asks for an order, and `{}` holds words; compare it with `=` or `!=`",
                printable(&self.column)
            ));
        }
        Ok(Test::Words(
            self.operator,
            self.equals(column, cells, areas)?,
        ))
    }

    /// The texts of cells that are the value: to the letter, else where none is, once both are folded; several that are
    /// the same only then are refused.
    fn equals<'a>(
        &self,
        column: &Column,
        cells: &(impl Iterator<Item = &'a Cell> + Clone),
        areas: &Areas,
    ) -> Result<BTreeSet<String>, String> {
        let found = |is_it: &dyn Fn(&str) -> bool| -> BTreeSet<String> {
            let cells = cells
                .clone()
                .filter(|cell| spellings(cell).into_iter().any(is_it));
            cells
                .filter_map(|cell| cell.text().map(str::to_owned))
                .collect()
        };
        let exact = found(&|text| text == self.value);
        let folded = fold(&self.value);
        if !exact.is_empty() || folded.is_empty() {
            return Ok(exact);
        }
        let alike = found(&|text| fold(text) == folded);
        if alike.len() > 1 && column.is_key() {
            return Err(format!(
                "`{self}` may be {}; write it to the letter",
                quoted_list(alike.iter().map(|text| printable(text)), "or")
            ));
        }
        if !alike.is_empty() || !matches!(column.role, Role::Area) {
            return Ok(alike);
        }
        let named: Vec<&Area> = areas.find(&self.value, |_| false);
        Ok(found(&|text| {
            areas
                .of_cell(text)
                .is_some_and(|area| named.contains(&area))
        }))
    }
}

/// What a cell of words may be asked for by.
fn spellings(cell: &Cell) -> Vec<&str> {
    let labels = match cell {
        Cell::Name(name) | Cell::Numeral(name) => vec![
            name.label.en.as_str(),
            name.label.zh.as_deref().unwrap_or_default(),
        ],
        Cell::Figure(figure) => figure
            .zh
            .as_ref()
            .map(|zh| zh.as_str())
            .into_iter()
            .collect(),
        _ => Vec::new(),
    };
    let labels = labels.into_iter().filter(|label| !label.is_empty());
    labels.chain(cell.text()).collect()
}

impl Test {
    /// Whether a cell meets the condition; a missing value meets none.
    pub(super) fn holds(&self, cell: &Cell) -> bool {
        match self {
            Test::Numbers(operator, value) => cell
                .number()
                .is_some_and(|number| operator.allows(number.decimal().cmp(&value.decimal()))),
            // A year stands for its quarters.
            Test::Periods(operator, value) => match cell {
                Cell::Year(period) if value.contains(*period) => operator.allows(Ordering::Equal),
                Cell::Year(period) => operator.allows(period.cmp(value)),
                _ => false,
            },
            Test::Words(operator, equal) => cell
                .text()
                .is_some_and(|text| equal.contains(text) == (*operator == Operator::Equal)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_a_column_an_operator_and_a_value() {
        let parsed = |text: &str| {
            let condition: Condition = text.parse().unwrap();
            (condition.column, condition.operator, condition.value)
        };
        assert_eq!(
            parsed("gdp>30"),
            ("gdp".into(), Operator::Greater, "30".into())
        );
        assert_eq!(
            parsed(" gdp-per-capita <= 2.50 "),
            ("gdp-per-capita".into(), Operator::AtMost, "2.50".into())
        );
        assert_eq!(
            parsed("city!='Hegang'"),
            ("city".into(), Operator::NotEqual, "Hegang".into())
        );
        assert_eq!(
            parsed("growth>=-3"),
            ("growth".into(), Operator::AtLeast, "-3".into())
        );
    }

    #[test]
    fn anything_else_is_refused_with_an_example() {
        for text in ["", "gdp", ">30", "gdp>", "gdp==30", "gdp!30", "="] {
            assert!(
                text.parse::<Condition>()
                    .unwrap_err()
                    .contains("such as `gdp>30`"),
                "{text}"
            );
        }
    }
}
