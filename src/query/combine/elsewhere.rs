//! Denominators of ratios that are in another table.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::inputs::{Amounts, Found, Taken};
use super::rules::Rules;
use crate::answer::{Cell, Column, Role, Row};
use crate::figure::Period;
use crate::methods::mean;
use crate::package::Table;
use crate::query::keyed::key_text;
use crate::query::operand::{Doubt, Operand};
use crate::query::select::{Reach, select};
use crate::query::{Query, QueryError, Telling};

impl Rules<'_> {
    /// The amounts of an indicator of another table, read once.
    pub(super) fn elsewhere(&self, table: &Table, id: &str) -> Result<Rc<Amounts>, QueryError> {
        let name = (table.name.clone(), id.to_owned());
        if let Some(amounts) = self.elsewhere.borrow().get(&name) {
            return Ok(Rc::clone(amounts));
        }
        let amounts = Rc::new(self.read_elsewhere(table, id)?);
        let mut known = self.elsewhere.borrow_mut();
        Ok(Rc::clone(known.entry(name).or_insert(amounts)))
    }

    fn read_elsewhere(&self, table: &Table, id: &str) -> Result<Amounts, QueryError> {
        let query = Query {
            telling: Telling {
                adjusted: self.adjusted,
                ..Telling::default()
            },
            ..Query::default()
        };
        let answer = select(self.package, table, &query, Reach::Chosen)?.answer;
        let area = answer.place(|role| matches!(role, Role::Area));
        let time = answer.place(|role| matches!(role, Role::Time));
        let value = answer.place_of(id);
        let mut dimensions = Vec::new();
        for (_, column, dimension) in table.dimensions() {
            let is_it = |known: &Column| known.name == column.name;
            let own = self.answer.columns.iter().position(is_it).map(Taken::Own);
            let taken = own.or_else(|| dimension.total.clone().map(Taken::Total));
            dimensions.push((answer.columns.iter().position(is_it), taken));
        }
        let mut figures = BTreeMap::new();
        for row in &answer.rows {
            let (Some(area), Some(time), Some(value)) = (area, time, value) else {
                break;
            };
            let Some(figure) = row.cells[value].figure() else {
                continue;
            };
            let mut key = vec![of_area(row, area), key_text(&row.cells[time])];
            let taken = dimensions.iter().filter(|(_, taken)| taken.is_some());
            key.extend(
                taken
                    .filter_map(|(place, _)| *place)
                    .map(|place| key_text(&row.cells[place])),
            );
            figures
                .entry(key)
                .and_modify(|known| *known = None)
                .or_insert_with(|| Some(figure.clone()));
        }
        Ok(Amounts {
            id: id.to_owned(),
            members: dimensions.into_iter().map(|(_, taken)| taken).collect(),
            figures,
        })
    }

    /// The amount that belongs to a row: of its year, or the mean of the ends of it and the year before.
    pub(super) fn amount_elsewhere(
        &self,
        row: usize,
        amounts: &Amounts,
        mid_year: bool,
    ) -> Result<Found, String> {
        let year = self.rows.year(row).ok_or("there is no year")?;
        if !mid_year {
            return self.amount_of_year(row, amounts, Some(year));
        }
        let before = year.year_before();
        let (mut keys, before) = self.amount_of_year(row, amounts, before)?;
        let (more, after) = self.amount_of_year(row, amounts, Some(year))?;
        keys.extend(more);
        let value =
            mean(&[before.value, after.value]).map_err(|undefined| undefined.to_string())?;
        let text = format!("({} + {}) ÷ 2", before.text, after.text);
        let mean = Operand::made(value, text, Doubt::of([&before, &after]));
        Ok((keys, mean))
    }

    fn amount_of_year(
        &self,
        row: usize,
        amounts: &Amounts,
        year: Option<Period>,
    ) -> Result<Found, String> {
        let own = self.rows.row(row);
        let year = year.map(|year| year.to_string()).unwrap_or_default();
        let area = self.keys.area;
        let mut key = vec![
            area.map(|area| of_area(own, area)).unwrap_or_default(),
            year.clone(),
        ];
        key.extend(amounts.members.iter().flatten().map(|taken| match taken {
            Taken::Own(place) => key_text(&own.cells[*place]),
            Taken::Total(total) => total.clone(),
        }));
        let why = match amounts.figures.get(&key) {
            Some(None) => "stands there for several members, of which none is the total",
            found => match found.and_then(|figure| Operand::of(figure.as_ref()?)) {
                Some(operand) => return Ok((vec![key], operand)),
                None => "is not there",
            },
        };
        let area = area.map(|area| key_text(&own.cells[area]));
        let area = area.unwrap_or_default();
        Err(format!("{} of {area} {year} {why}", amounts.id))
    }
}

/// An area as it is identified across tables, of which one may use its name and another its code.
fn of_area(row: &Row, area: usize) -> String {
    let code = row.cells.get(area + 1).and_then(Cell::text);
    code.map_or_else(|| key_text(&row.cells[area]), str::to_owned)
}
