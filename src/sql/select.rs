//! Which rows are asked for, under names and types of the query.

use super::{Context, part, refused, selected};
use crate::figure::{Number, Period};
use crate::package::Meaning;
use crate::query::{Condition, Operator, QueryError};
use crate::words::Refusal;

impl Context<'_> {
    /// The parts that every query begins with: `given`, the rows under its names and types, and `chosen`, those that are
    /// asked for.
    pub(super) fn rows(&self) -> Result<Vec<String>, QueryError> {
        let is_unknown = self.is_unknown()?;
        // A sum needs decimals, whatever the engine has.
        let adds = self.plan.combined.is_some() || self.plan.whole.is_some();
        let mut columns = Vec::new();
        for place in (0..self.table.columns.len()).filter(|place| self.is_needed(*place)) {
            let column = self.dialect.identifier(&self.table.columns[place].name);
            let name = self.names.at(place);
            let kind = if !self.is_numeric(place) {
                self.dialect.text.to_owned()
            } else if adds || !is_unknown {
                self.decimal(place)?.to_string()
            } else {
                // As the engine has it.
                columns.push(format!("{column} AS {name}"));
                continue;
            };
            columns.push(format!("{} AS {name}", self.dialect.cast(&column, &kind)));
            if self.is_numeric(place) && is_unknown {
                columns.push(format!("{column} AS r{name}"));
            }
        }
        let given = format!("{}\nFROM {}", selected(&columns), self.from()?);
        let mut conditions = Vec::new();
        let place = |name: &str| self.table.columns.iter().position(|one| one.name == name);
        if let (Some(areas), Some(place)) = (&self.plan.areas, self.table.area()) {
            conditions.push(self.one_of(place, areas));
        }
        for (column, members) in &self.plan.members {
            if let Some(place) = place(column) {
                conditions.push(self.one_of(place, members));
            }
        }
        let is_cut_later = self.plan.transform.is_some();
        if let (Some(periods), Some(place), false) =
            (&self.plan.periods, self.table.time(), is_cut_later)
        {
            conditions.push(self.of_periods(place, periods));
        }
        if self.plan.combined.is_none() && self.plan.transform.is_none() {
            for condition in &self.plan.conditions {
                conditions.push(self.condition(condition)?);
            }
        }
        let mut chosen = "SELECT *\nFROM given".to_owned();
        if !conditions.is_empty() {
            chosen.extend([format!("\nWHERE {}", conditions.join("\n  AND "))]);
        }
        Ok(vec![part("given", &given), part("chosen", &chosen)])
    }

    /// The query of a plain selection.
    pub(super) fn plain(&self) -> Result<String, QueryError> {
        let keys = self.keys();
        let mut columns: Vec<String> = keys
            .iter()
            .map(|place| self.names.at(*place).to_owned())
            .collect();
        columns.extend(self.shown().map(|place| self.names.at(place).to_owned()));
        let mut text = format!("{}\nFROM chosen", selected(&columns));
        let mut order: Vec<String> = Vec::new();
        for key in &self.plan.sort {
            let place = self.column(&key.column, "--sort")?;
            let direction = if key.descending { " DESC" } else { "" };
            order.push(format!("{}{direction} NULLS LAST", self.names.at(place)));
        }
        order.extend(keys.iter().map(|place| self.names.at(*place).to_owned()));
        let mut seen = std::collections::BTreeSet::new();
        order.retain(|one| seen.insert(one.split(' ').next().map(str::to_owned)));
        text.extend([format!("\nORDER BY {}", order.join(", "))]);
        if let Some(top) = self.plan.top {
            if self.plan.sort.is_empty() {
                return Err(refused(
                    Refusal::new("`--top` without `--sort` is not said in SQL")
                        .next("add `--sort -COLUMN`"),
                ));
            }
            text.extend([format!("\nLIMIT {top}")]);
        }
        Ok(text)
    }

    /// The places of the key columns.
    pub(super) fn keys(&self) -> Vec<usize> {
        let columns = self.table.columns.iter().enumerate();
        columns
            .filter(|(_, column)| column.meaning.is_key())
            .map(|(place, _)| place)
            .collect()
    }

    /// The places of the indicators that are shown.
    pub(super) fn shown(&self) -> impl Iterator<Item = usize> {
        let found = self.plan.indicators.iter();
        found.filter_map(|part| self.table.column(&part.column))
    }

    /// Whether a column is of use in the query: all keys, and what is computed with.
    fn is_needed(&self, place: usize) -> bool {
        match self.table.columns[place].meaning {
            Meaning::Attribute(_) => self.is_status(place),
            _ => true,
        }
    }

    /// The place of a column that a condition or an order names.
    pub(super) fn column(&self, name: &str, option: &str) -> Result<usize, QueryError> {
        let found = self.table.indicator_called(name).map(|(place, ..)| place);
        let is_area = matches!(name, "city" | "area");
        let found = self
            .table
            .column(name)
            .or(found)
            .or(self.table.area().filter(|_| is_area));
        let found = found
            .filter(|place| !matches!(self.table.columns[*place].meaning, Meaning::Attribute(_)));
        found.ok_or_else(|| {
            refused(
                Refusal::new(format!(
                    "`{option} {}` is not said in SQL",
                    crate::words::printable(name)
                ))
                .next("name a dimension or an indicator"),
            )
        })
    }

    pub(super) fn one_of(&self, place: usize, names: &[String]) -> String {
        let names: Vec<String> = names
            .iter()
            .map(|name| self.dialect.literal(name))
            .collect();
        format!("{} IN ({})", self.names.at(place), names.join(", "))
    }

    pub(super) fn of_periods(&self, place: usize, periods: &[Period]) -> String {
        let names: Vec<String> = periods.iter().map(Period::to_string).collect();
        self.one_of(place, &names)
    }

    fn condition(&self, condition: &Condition) -> Result<String, QueryError> {
        let place = self.column(&condition.column, "--where")?;
        let name = self.names.at(place);
        let operator = match condition.operator {
            Operator::Equal => "=",
            Operator::NotEqual => "<>",
            Operator::Less => "<",
            Operator::AtMost => "<=",
            Operator::Greater => ">",
            Operator::AtLeast => ">=",
        };
        if self.is_numeric(place) {
            let number: Number = condition
                .value
                .parse()
                .map_err(|error| refused(format!("`{condition}`: {error}")))?;
            return Ok(format!("{name} {operator} {number}"));
        }
        if matches!(condition.operator, Operator::Equal | Operator::NotEqual)
            && self.has_text(place, &condition.value)
        {
            let value = self.dialect.literal(&condition.value);
            return Ok(format!("{name} {operator} {value}"));
        }
        Err(refused(
            Refusal::new(format!("`{condition}` is not said in SQL")).next(
                "write a number of an indicator, or a member to the letter with `=`, or \
                    select with an option",
            ),
        ))
    }

    fn has_text(&self, place: usize, text: &str) -> bool {
        let frame = self.package.frame(self.table).ok();
        let texts = frame.and_then(|frame| frame.texts(place));
        texts.is_some_and(|texts| texts.dictionary().iter().any(|known| known == text))
    }
}
