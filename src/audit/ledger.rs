//! The printed values, to be found by what they are about.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::finding::Spot;
use super::form::CellRef;
use crate::figure::{Estimate, Number, Period, Value};
use crate::package::{Indicator, Package, PackageError, Place, Remark, Row, Table};

/// What a value is about: area, year, the members of further dimensions in the order of the columns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Point {
    pub(super) area: Option<String>,
    pub(super) year: Option<Period>,
    pub(super) members: Vec<String>,
}

/// What a series is about: its area and members.
pub(super) type SeriesKey = (Option<String>, Vec<String>);

/// Every table of the package.
pub(super) struct Ledger<'a> {
    pub(super) package: &'a Package,
    pub(super) sheets: Vec<Sheet<'a>>,
}

/// The printed values of one table.
pub(super) struct Sheet<'a> {
    pub(super) table: &'a Table,
    /// Its number among the sheets.
    number: usize,
    /// The line of each row in its file.
    lines: Vec<u64>,
    /// What each row is about, in the order of the file.
    pub(super) points: Vec<Point>,
    /// The place of each row.
    rows: BTreeMap<Point, usize>,
    /// The value of each indicator, by column, in each row.
    values: Vec<BTreeMap<usize, Number>>,
    /// The years of each series.
    series: BTreeMap<SeriesKey, BTreeSet<Period>>,
    /// How many years there are from one period to the next of which the table tells, where it tells of every so many.
    spacing: i64,
    /// Where corrections stand, by row and column.
    corrected: BTreeSet<(usize, usize)>,
}

impl<'a> Ledger<'a> {
    /// The printed values of the package; with its corrections in their place where `adjusted` says so.
    pub(super) fn new(package: &'a Package, adjusted: bool) -> Result<Ledger<'a>, PackageError> {
        let mut sheets = Vec::new();
        for (number, table) in package.tables().enumerate() {
            let mut sheet = Sheet::new(table, number, &package.rows(table)?);
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

    /// The sheet that a cell stands on.
    pub(super) fn sheet_of(&self, cell: CellRef) -> &Sheet<'a> {
        &self.sheets[cell.sheet]
    }

    /// Where a cell stands, for a finding.
    pub(super) fn spot(&self, cell: CellRef) -> Spot {
        let sheet = self.sheet_of(cell);
        let (point, indicator) = sheet.at(cell);
        sheet.spot(indicator, point)
    }

    /// The printed number of a cell.
    pub(super) fn number(&self, cell: CellRef) -> Option<Number> {
        let row = self.sheets[cell.sheet].values.get(cell.row)?;
        row.get(&cell.column).copied()
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
    fn new(table: &'a Table, number: usize, rows: &[Row]) -> Sheet<'a> {
        let mut sheet = Sheet {
            table,
            number,
            lines: rows.iter().map(|row| row.line).collect(),
            points: Vec::with_capacity(rows.len()),
            rows: BTreeMap::new(),
            values: Vec::with_capacity(rows.len()),
            series: BTreeMap::new(),
            spacing: 1,
            corrected: BTreeSet::new(),
        };
        for (at, row) in rows.iter().enumerate() {
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
            let number = |(place, ..): (usize, _, _)| match row.cells[place] {
                Value::Number(number) => Some((place, number)),
                _ => None,
            };
            sheet
                .values
                .push(table.indicators().filter_map(number).collect());
            let years = sheet.series.entry(point.series()).or_default();
            years.extend(point.year);
            sheet.rows.insert(point.clone(), at);
            sheet.points.push(point);
        }
        let years: BTreeSet<Period> = sheet.series.values().flatten().copied().collect();
        sheet.spacing = spacing(&years).unwrap_or(1);
        sheet
    }

    /// Puts a correction in the place of the values that it is about.
    fn correct(&mut self, remark: &Remark) {
        let Some(corrected) = remark.corrected else {
            return;
        };
        for (place, _, indicator) in self.table.indicators() {
            for row in 0..self.points.len() {
                let spot = self.spot(&indicator.id, &self.points[row]);
                let has_value = self.values[row].contains_key(&place);
                if has_value && remark.applies(&indicator.id, &spot.key()) {
                    self.values[row].insert(place, corrected);
                    self.corrected.insert((row, place));
                }
            }
        }
    }

    /// The printed value of an indicator.
    pub(super) fn value(&self, indicator: &str, point: &Point) -> Option<Number> {
        #[cfg(test)]
        crate::words::work::step();
        let row = self.rows.get(point)?;
        self.values[*row].get(&self.place(indicator)?).copied()
    }

    /// Where an indicator's value of a row stands, if one is printed there.
    pub(super) fn cell(&self, indicator: &str, point: &Point) -> Option<CellRef> {
        let (row, column) = (*self.rows.get(point)?, self.place(indicator)?);
        self.values[row].contains_key(&column).then_some(CellRef {
            sheet: self.number,
            row,
            column,
        })
    }

    /// What a cell of this sheet is about: its row, and the indicator's id.
    pub(super) fn at(&self, cell: CellRef) -> (&Point, &'a str) {
        let mut indicators = self.table.indicators();
        let found = indicators.find(|(place, ..)| *place == cell.column);
        (
            &self.points[cell.row],
            found.map_or("", |(.., found)| &found.id),
        )
    }

    /// The printed value with its interval.
    pub(super) fn estimate(&self, indicator: &str, point: &Point) -> Option<Estimate> {
        self.value(indicator, point).map(Estimate::from)
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.table.indicator(id).map(|(place, ..)| place)
    }

    /// The indicator that a column of an answer is of, of whose id the column's is the beginning: `gdp` of `gdp.yoy`.
    /// Ids may have dots of their own.
    pub(super) fn id_behind(&self, column: &str) -> Option<String> {
        let dots = column.rmatch_indices('.').map(|(at, _)| &column[..at]);
        let mut ids = std::iter::once(column).chain(dots);
        ids.find(|id| self.place(id).is_some()).map(str::to_owned)
    }

    /// The indicator of this id.
    pub(super) fn indicator(&self, id: &str) -> Option<&'a Indicator> {
        self.table.indicator(id).map(|(_, _, indicator)| indicator)
    }

    /// The power of ten of an indicator's unit.
    pub(super) fn power(&self, id: &str) -> i32 {
        self.indicator(id).map_or(0, Indicator::power)
    }

    /// The title of an indicator.
    pub(super) fn title(&self, id: &str) -> String {
        self.place(id).map_or_else(
            || id.to_owned(),
            |place| self.table.columns[place].title.clone(),
        )
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

    /// The name of the column of areas.
    pub(super) fn area_column(&self) -> Option<String> {
        let place = self.table.area()?;
        Some(self.table.columns[place].name.clone())
    }

    /// The years of the series that a point belongs to.
    pub(super) fn years(&self, point: &Point) -> Option<&BTreeSet<Period>> {
        self.series.get(&point.series())
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
        #[cfg(test)]
        crate::words::work::step();
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
        let cell = self.rows.get(point).zip(self.place(indicator));
        Spot {
            table: self.table.name.clone(),
            line: self.rows.get(point).map(|row| self.lines[*row]),
            indicator: indicator.to_owned(),
            area: point.area.clone(),
            year: point.year,
            members: point.members.clone(),
            key,
            adjusted: cell.is_some_and(|(row, place)| self.corrected.contains(&(*row, place))),
        }
    }

    /// The same a year before, or a step of the table's years.
    pub(super) fn before(&self, point: &Point) -> Point {
        point.in_year(self.year_before(point.year))
    }

    /// The same a year after, or a step of the table's years.
    pub(super) fn after(&self, point: &Point) -> Point {
        point.in_year(self.stepped(point.year, 1))
    }

    /// The year before, or a step of the table's years.
    pub(super) fn year_before(&self, year: Option<Period>) -> Option<Period> {
        self.stepped(year, -1)
    }

    /// So many years after, or steps of the table's years.
    pub(super) fn stepped(&self, year: Option<Period>, by: i64) -> Option<Period> {
        let year = year?;
        match year.frequency().in_year() {
            Some(periods) => year.step(by * i64::from(periods) * self.spacing),
            None if by < 0 => year.year_before(),
            None => None,
        }
    }

    /// The points of a declared place: those that meet its conditions.
    pub(super) fn points_of(&self, place: &Place) -> Vec<&Point> {
        let conditions = place.conditions();
        let column = |at: Option<usize>, name: &str| {
            at.is_some_and(|at| self.table.columns[at].name == name)
        };
        let meets = |point: &&Point| {
            conditions.iter().all(|(name, allowed)| {
                let is_allowed = |member: &str| allowed.iter().any(|one| one == member);
                if column(self.table.area(), name) {
                    return point.area.as_deref().is_some_and(is_allowed);
                }
                if column(self.table.time(), name) {
                    return point.year.is_some_and(|year| is_allowed(&year.to_string()));
                }
                let dimension = self
                    .table
                    .dimensions()
                    .position(|(_, column, _)| column.name == *name);
                let member = dimension.and_then(|at| point.members.get(at));
                member.is_some_and(|member| is_allowed(member))
            })
        };
        self.points.iter().filter(meets).collect()
    }
}

impl Point {
    /// What the series is about that the point belongs to.
    pub(super) fn series(&self) -> SeriesKey {
        (self.area.clone(), self.members.clone())
    }

    /// The same with another member of one further dimension.
    pub(super) fn with_member(&self, dimension: usize, member: &str) -> Point {
        let mut point = self.clone();
        if let Some(place) = point.members.get_mut(dimension) {
            member.clone_into(place);
        }
        point
    }

    /// The same in another year.
    pub(super) fn in_year(&self, year: Option<Period>) -> Point {
        Point {
            year,
            ..self.clone()
        }
    }

    /// The same period of the year before.
    pub(super) fn year_before(&self) -> Option<Period> {
        self.year?.year_before()
    }
}

/// The years from each to the next, where these are the same everywhere: 5 of 1990, 1995 and 2000.
fn spacing(years: &BTreeSet<Period>) -> Option<i64> {
    let mut steps = years.iter().zip(years.iter().skip(1));
    let years_between = |(one, next): (&Period, &Period)| match one.years_to(*next)? {
        (years, 1) => Some(years),
        _ => None,
    };
    let first = years_between(steps.next()?)?;
    steps
        .all(|pair| years_between(pair) == Some(first))
        .then_some(first)
}
