//! What a table divides wholes into: the members of a dimension as parts of one whole, by area and year.
//!
//! `find` says which dimension that is, `divided` which indicator, `read` what the rows say; `mix` what an area is made
//! of and what a reference is. Parts are amounts, or shares with the amount of their whole; shares that rounding keeps
//! from adding up to 100 count as they stand in their sum. Amounts that arithmetic refutes are not used: where shares
//! stand beside them, these and the whole are.

mod divided;
mod find;
mod mix;
mod read;

use std::collections::{BTreeMap, BTreeSet};

use crate::answer::{Answer, Cell, Column as AnswerColumn, Label, Name, Role};
use crate::figure::{Figure, Period, Years};
use crate::package::{Column, Combine, Indicator, Package, Table};
use crate::query::error::{Result, refused};
use crate::query::series::Reading;
use crate::query::whole::Whole;
use crate::query::{Query, ask};
use crate::words::{excerpt, printable};

pub(crate) use find::find;
pub(crate) use mix::{Amounts, Mix, Reference};

/// What is asked of a composition.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The verb that asks, for messages.
    pub(crate) verb: &'static str,
    pub(crate) table: Option<&'a str>,
    /// The dimension that divides.
    pub(crate) by: Option<&'a str>,
    /// What is divided.
    pub(crate) indicator: Option<&'a str>,
    pub(crate) reading: Reading<'a>,
}

/// The parts of wholes, by area and year.
pub(crate) struct Composition<'a> {
    pub(crate) table: &'a Table,
    /// What is divided, or the share that a part is.
    pub(crate) column: &'a Column,
    pub(crate) indicator: &'a Indicator,
    /// The dimension that divides.
    pub(crate) dimension: &'a Column,
    pub(crate) members: Vec<Name>,
    pub(crate) areas: Vec<Place>,
    /// The years, the earliest first; one that is none where the table has no years.
    pub(crate) years: Vec<Option<Period>>,
    /// The short citation of the table.
    pub(crate) source: String,
    /// What the user has to know of the choice.
    pub(crate) warnings: Vec<String>,
    /// Whether the parts are shares in percent.
    pub(crate) is_share: bool,
    /// The places of the areas by the cells that name them.
    places: BTreeMap<String, usize>,
    /// How the areas stand to one another.
    whole: Whole,
    /// The parts and the whole that stands beside them, by the places of the area and the year.
    cells: BTreeMap<(usize, usize), Parts>,
}

/// An area of the table; without a name where the table is not about areas.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) name: Option<Name>,
    pub(crate) code: Cell,
}

/// What stands in the table for an area and a year.
#[derive(Debug, Clone, Default)]
struct Parts {
    /// A figure for each member, where there is a row.
    of: Vec<Option<Figure>>,
    whole: Option<Figure>,
}

impl Composition<'_> {
    /// The place of an area by the cell that names it.
    pub(crate) fn area(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The place of a year.
    pub(crate) fn year(&self, year: Option<Period>) -> Option<usize> {
        self.years.binary_search(&year).ok()
    }

    /// The areas that make a whole together: those that no other holds, without a total of all.
    pub(crate) fn together(&self) -> Vec<usize> {
        let all = 0..self.areas.len();
        all.filter(|place| self.whole.is_outermost(self.areas[*place].id()))
            .collect()
    }

    /// The years for which an area has all its parts.
    pub(crate) fn years_of(&self, area: &str) -> Vec<Period> {
        let Some(area) = self.area(area) else {
            return Vec::new();
        };
        let years = self.years.iter().enumerate();
        let years = years.filter(|(at, _)| self.mix(area, *at).is_ok());
        years.filter_map(|(_, year)| *year).collect()
    }

    /// Whether the table has any part for an area and a year.
    pub(crate) fn has(&self, area: usize, year: usize) -> bool {
        self.cells.contains_key(&(area, year))
    }

    /// An area in a year, in words: `Hegang 2010`.
    pub(crate) fn in_words(&self, area: usize, year: usize) -> String {
        let area = self.areas[area].id();
        match self.years[year] {
            Some(year) if area.is_empty() => year.to_string(),
            Some(year) => format!("{area} {year}"),
            None => area.to_owned(),
        }
    }

    /// The areas and years of the rows of an answer to a question to the table, in its order.
    pub(crate) fn keys_of(&self, asked: &Answer) -> Vec<(usize, usize)> {
        let area = asked.place(|role| matches!(role, Role::Area));
        let time = asked.place(|role| matches!(role, Role::Time));
        let mut seen = BTreeSet::new();
        let mut keys = Vec::new();
        for row in &asked.rows {
            let id = area.and_then(|area| row.cells[area].text());
            let year = time.and_then(|time| match row.cells[time] {
                Cell::Year(year) => Some(year),
                _ => None,
            });
            let found = (self.area(id.unwrap_or_default()), self.year(year));
            if let (Some(area), Some(year)) = found
                && self.has(area, year)
                && seen.insert((area, year))
            {
                keys.push((area, year));
            }
        }
        keys
    }

    /// The years of these keys, where two or more are named one by one, so that changes go from each to the next.
    pub(crate) fn years_named(
        &self,
        asked: Option<&Years>,
        keys: &[(usize, usize)],
    ) -> Option<Vec<usize>> {
        let years: BTreeSet<usize> = keys.iter().map(|(_, year)| *year).collect();
        let periods = years.iter().filter_map(|year| self.years[*year]).collect();
        asked?.named(Some(&periods))?;
        (years.len() > 1).then(|| years.into_iter().collect())
    }

    /// The areas that others are held against: those that a word names, or all of them together.
    ///
    /// # Errors
    /// If the word names no area of the table.
    pub(crate) fn reference_areas(
        &self,
        package: &Package,
        against: Option<&str>,
    ) -> Result<Vec<usize>> {
        let Some(word) = against else {
            return Ok(self.together());
        };
        let query = Query {
            areas: vec![word.to_owned()],
            bare: true,
            ..Query::default()
        };
        let found = ask(package, self.table, &query)?;
        if let Some(nothing) = found.nothing {
            return refused(format!("`--against`: {nothing}"));
        }
        let keys = self.keys_of(&found);
        let areas: BTreeSet<usize> = keys.into_iter().map(|(area, _)| area).collect();
        Ok(areas.into_iter().collect())
    }

    /// What the reference is, for readers.
    pub(crate) fn reference_in_words(&self, against: Option<&str>) -> String {
        let together = self.together();
        match (against, together.as_slice()) {
            (Some(word), _) => format!("The reference is {}.", printable(word)),
            (None, [whole]) if self.areas.len() > 1 => {
                format!("The reference is {}.", excerpt(self.areas[*whole].id()))
            }
            (None, _) => format!(
                "The reference is the {} areas of `{}` together, each area among them.",
                together.len(),
                self.table.name
            ),
        }
    }

    /// The indicator of the amounts: what is divided, or what its shares are of.
    pub(crate) fn amount(&self) -> Option<&Indicator> {
        match (&self.indicator.combine, self.is_share) {
            (Combine::Share { of }, true) => self.table.indicator(of).map(|(_, _, amount)| amount),
            (_, true) => None,
            (_, false) => Some(self.indicator),
        }
    }

    /// The columns that name a row: the area with its code, which is there to be asked for, and the year.
    pub(crate) fn key_columns(&self) -> Vec<AnswerColumn> {
        let of = |place: usize, role: Role| {
            let column = &self.table.columns[place];
            AnswerColumn {
                label: Label::new(&column.title, column.title_zh.as_ref()),
                role,
                ..AnswerColumn::words(&column.name, "")
            }
        };
        let mut columns = Vec::new();
        if let Some(area) = self.table.area() {
            columns.push(of(area, Role::Area));
            columns.push(AnswerColumn {
                shown: false,
                ..AnswerColumn::titled("code", "Code", "代码")
            });
        }
        columns.extend(self.table.time().map(|time| of(time, Role::Time)));
        columns
    }

    /// The cells of those columns.
    pub(crate) fn key_cells(&self, area: usize, year: Cell) -> Vec<Cell> {
        let mut cells = Vec::new();
        let place = &self.areas[area];
        if let Some(name) = &place.name {
            cells.push(Cell::Name(name.clone()));
            cells.push(place.code.clone());
        }
        if self.table.time().is_some() {
            cells.push(year);
        }
        cells
    }
}

impl Place {
    /// The cell that names it; empty where it has no name.
    pub(crate) fn id(&self) -> &str {
        self.name.as_ref().map_or("", |name| &name.id)
    }
}
