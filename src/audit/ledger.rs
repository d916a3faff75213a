//! The printed values, to be found by what they are about.

use std::collections::{BTreeMap, BTreeSet};

use super::Spot;
use crate::figure::{Estimate, Number, Value, Year};
use crate::package::{Indicator, Package, PackageError, Place, Row, Table};

/// What a value is about: area, year, the members of further dimensions in the order of the columns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Point {
    pub(super) area: Option<String>,
    pub(super) year: Option<Year>,
    pub(super) members: Vec<String>,
}

/// Every table of the package.
pub(super) struct Ledger<'a> {
    pub(super) package: &'a Package,
    pub(super) sheets: Vec<Sheet<'a>>,
}

/// The printed values of one table.
pub(super) struct Sheet<'a> {
    pub(super) table: &'a Table,
    /// What each row is about, in the order of the file.
    pub(super) points: Vec<Point>,
    values: BTreeMap<(&'a str, Point), Number>,
}

impl<'a> Ledger<'a> {
    /// The printed values of the package; with its corrections in their place where `adjusted` says so.
    pub(super) fn new(package: &'a Package, adjusted: bool) -> Result<Ledger<'a>, PackageError> {
        let mut sheets = Vec::new();
        for table in package.tables() {
            let mut sheet = Sheet::new(table, &package.rows(table)?);
            if adjusted {
                for remark in package.remarks(table)?.iter() {
                    sheet.correct(remark);
                }
            }
            sheets.push(sheet);
        }
        Ok(Ledger { package, sheets })
    }

    /// The sheet of the table of this name.
    pub(super) fn sheet(&self, table: &str) -> Option<&Sheet<'a>> {
        self.sheets.iter().find(|sheet| sheet.table.name == table)
    }

    /// A table as messages name it beside another: by the place of its source in the document that both are from, by
    /// document and place where they are from two, by its own name where that does not tell them apart.
    pub(super) fn name_beside(&self, table: &Table, other: &Table) -> String {
        let document = |table: &Table| table.sources.first()?.document.clone();
        let place = |table: &Table| table.sources.first()?.place.clone();
        let Some(source) = table.sources.first() else {
            return format!("`{}`", table.name);
        };
        match place(table) {
            own if document(table) == document(other) && own == place(other) => {
                format!("`{}`", table.name)
            }
            Some(place) if document(table) == document(other) => place,
            _ => self.package.short_citation(source),
        }
    }
}

impl<'a> Sheet<'a> {
    fn new(table: &'a Table, rows: &[Row]) -> Sheet<'a> {
        let mut points = Vec::with_capacity(rows.len());
        let mut values = BTreeMap::new();
        for row in rows {
            let text = |place: usize| match &row.cells[place] {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            };
            let point = Point {
                area: table.area().and_then(text),
                year: table.time().and_then(|place| match row.cells[place] {
                    Value::Year(year) => Some(year),
                    _ => None,
                }),
                members: table
                    .dimensions()
                    .filter_map(|(place, ..)| text(place))
                    .collect(),
            };
            for (place, _, indicator) in table.indicators() {
                if let Value::Number(number) = row.cells[place] {
                    values.insert((indicator.id.as_str(), point.clone()), number);
                }
            }
            points.push(point);
        }
        Sheet {
            table,
            points,
            values,
        }
    }

    /// Puts a correction in the place of the values that it is about.
    fn correct(&mut self, remark: &crate::package::Remark) {
        let Some(corrected) = remark.corrected else {
            return;
        };
        for (_, _, indicator) in self.table.indicators() {
            for point in &self.points {
                let spot = self.spot(&indicator.id, point);
                let place = (indicator.id.as_str(), point.clone());
                if remark.applies(&indicator.id, &spot.key()) && self.values.contains_key(&place) {
                    self.values.insert(place, corrected);
                }
            }
        }
    }

    /// The printed value of an indicator.
    pub(super) fn value(&self, indicator: &str, point: &Point) -> Option<Number> {
        // The key of the map borrows its id from the table, and so must the one that is looked up.
        let id = &self.indicator(indicator)?.id;
        self.values.get(&(id.as_str(), point.clone())).copied()
    }

    /// The printed value with its interval.
    pub(super) fn estimate(&self, indicator: &str, point: &Point) -> Option<Estimate> {
        self.value(indicator, point).map(Estimate::from)
    }

    /// The indicator of this id.
    pub(super) fn indicator(&self, id: &str) -> Option<&'a Indicator> {
        let found = self
            .table
            .indicators()
            .find(|(_, _, indicator)| indicator.id == id);
        found.map(|(_, _, indicator)| indicator)
    }

    /// The title of an indicator, as it stands in a sentence.
    pub(super) fn title(&self, id: &str) -> String {
        let found = self
            .table
            .indicators()
            .find(|(_, _, indicator)| indicator.id == id);
        found.map_or_else(|| id.to_owned(), |(_, column, _)| column.title.clone())
    }

    /// The title of an indicator with the members of a point: `Share of GDP, secondary`.
    pub(super) fn title_at(&self, id: &str, point: &Point) -> String {
        let members = point.members.iter().cloned();
        let parts = std::iter::once(self.title(id)).chain(members);
        parts.collect::<Vec<_>>().join(", ")
    }

    /// The unit of an indicator behind a number; empty where there is none.
    pub(super) fn unit(&self, id: &str) -> String {
        let unit = self.indicator(id).and_then(|found| found.unit.as_deref());
        match unit {
            Some(unit) if unit.starts_with('%') => "%".to_owned(),
            Some(unit) => format!(" {unit}"),
            None => String::new(),
        }
    }

    /// The members that the data have of the further dimension at this place among such.
    pub(super) fn members(&self, dimension: usize) -> Vec<&str> {
        let mut seen = BTreeSet::new();
        let members = self
            .points
            .iter()
            .filter_map(|point| point.members.get(dimension));
        members
            .map(String::as_str)
            .filter(|member| seen.insert(*member))
            .collect()
    }

    /// What a finding at this value says of where it stands.
    pub(super) fn spot(&self, indicator: &str, point: &Point) -> Spot {
        let mut key = Vec::new();
        let mut put = |place: Option<usize>, member: Option<String>| {
            if let (Some(place), Some(member)) = (place, member) {
                key.push((self.table.columns[place].name.clone(), member));
            }
        };
        put(self.table.area(), point.area.clone());
        put(self.table.time(), point.year.map(|year| year.to_string()));
        for ((place, ..), member) in self.table.dimensions().zip(&point.members) {
            put(Some(place), Some(member.clone()));
        }
        Spot {
            table: self.table.name.clone(),
            indicator: indicator.to_owned(),
            area: point.area.clone(),
            year: point.year,
            members: point.members.clone(),
            key,
        }
    }

    /// The points of a declared place: those that meet its conditions.
    pub(super) fn points_of(&self, place: &Place) -> Vec<&Point> {
        let conditions = place.conditions();
        let meets = |point: &&Point| {
            let key = self.spot("", point).key;
            conditions.iter().all(|(name, allowed)| {
                key.iter()
                    .any(|(known, member)| known == name && allowed.contains(member))
            })
        };
        self.points.iter().filter(meets).collect()
    }
}

impl Point {
    /// The same with another member of one further dimension.
    pub(super) fn with_member(&self, dimension: usize, member: &str) -> Point {
        let mut point = self.clone();
        if let Some(place) = point.members.get_mut(dimension) {
            member.clone_into(place);
        }
        point
    }

    /// The same in another year.
    pub(super) fn in_year(&self, year: Option<Year>) -> Point {
        Point {
            year,
            ..self.clone()
        }
    }

    /// The year before.
    pub(super) fn year_before(&self) -> Option<Year> {
        Year::new(self.year?.number() - 1)
    }
}
