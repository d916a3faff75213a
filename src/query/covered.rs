//! The areas that a table covers.

use std::borrow::Cow;

use super::error::Result;
use crate::package::{Area, Areas, Package, Table};
use crate::table::Texts;
use crate::words::{count, list, printable};

/// The most areas that a message names one by one.
const NAMED: usize = 20;

/// A table with the areas that it covers.
pub(crate) struct Covered<'a> {
    pub(crate) table: &'a Table,
    /// The cells that name areas; none where the table has no areas.
    cells: Option<&'a Texts>,
    /// The area that each different cell names, in the order of the table; owned where the register lacks it.
    areas: Vec<Cow<'a, Area>>,
}

impl<'a> Covered<'a> {
    pub(crate) fn new(package: &'a Package, table: &'a Table) -> Result<Covered<'a>> {
        let frame = package.outline(table)?;
        let cells = table.area().and_then(|column| frame.texts(column));
        let names = cells
            .into_iter()
            .flat_map(|cells| cells.dictionary().iter());
        let mut areas: Vec<Cow<Area>> = names
            .map(|cell| package.area_of_cell(cell))
            .collect::<std::result::Result<_, _>>()?;
        if let (Some(column), Some(cells)) = (table.area(), cells) {
            let codes: Vec<usize> = table.codes_of(&table.columns[column].name).collect();
            let mut next = 0;
            let rows = if codes.is_empty() { 0 } else { frame.len() };
            for row in 0..rows {
                // Codes count up as areas first come.
                if cells.code(row) != next {
                    continue;
                }
                if let Some(area) = areas
                    .get_mut(next as usize)
                    .filter(|area| area.code.is_empty())
                {
                    let codes = codes.iter().filter_map(|&code| frame.text(row, code));
                    let mut codes = codes.filter(|code| !code.is_empty()).peekable();
                    // One that the register knows stays as it is there.
                    if codes.peek().is_some() {
                        area.to_mut().take_codes(codes);
                    }
                }
                next += 1;
            }
        }
        Ok(Covered {
            table,
            cells,
            areas,
        })
    }

    /// How many areas there are.
    pub(crate) fn len(&self) -> usize {
        self.areas.len()
    }

    /// The cells with the areas that they name, in the order of the table.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a str, &Area)> {
        let cells = self
            .cells
            .into_iter()
            .flat_map(|cells| cells.dictionary().iter());
        cells.zip(self.areas.iter().map(AsRef::as_ref))
    }

    /// The area of a row, by the code of its cell.
    pub(crate) fn area_at(&self, code: u32) -> Option<&Area> {
        self.areas.get(code as usize).map(AsRef::as_ref)
    }

    /// The areas that the register does not know.
    pub(crate) fn unregistered(&self) -> impl Iterator<Item = &Area> {
        let areas = self.areas.iter();
        areas
            .filter(|area| matches!(area, Cow::Owned(_)))
            .map(AsRef::as_ref)
    }

    /// The cells that name an area: by its name, and by its code.
    pub(crate) fn cells_of(&self, area: &Area) -> impl Iterator<Item = &'a str> {
        let dictionary = self.cells.map(Texts::dictionary);
        let code = |cell: &str| {
            let code = dictionary?.find(cell)?;
            (self.area_at(code)? == area).then_some(code)
        };
        let by_name = code(&area.name);
        let by_code = code(&area.code).filter(|code| Some(*code) != by_name);
        let found = by_name.into_iter().chain(by_code);
        found.filter_map(move |code| dictionary.map(|dictionary| dictionary.text(code)))
    }

    /// The first cell that names an area.
    pub(crate) fn cell(&self, area: &Area) -> Option<&'a str> {
        self.cells_of(area).next()
    }

    /// The cells that name the areas, where the table covers all of them.
    pub(crate) fn cells(&self, areas: &[Area]) -> Option<Vec<&'a str>> {
        areas.iter().map(|area| self.cell(area)).collect()
    }

    pub(crate) fn has(&self, area: &Area) -> bool {
        self.cell(area).is_some()
    }

    /// The areas in words: all of a few, else how many.
    pub(crate) fn in_words(&self) -> String {
        if self.len() <= NAMED {
            list(self.iter().map(|(_, area)| printable(&area.name)), "and")
        } else {
            count(self.len(), "area")
        }
    }
}

/// The areas of the register, and behind them those that tables alone know.
pub(crate) fn register<'a>(package: &'a Package, covered: &[Covered]) -> Result<Cow<'a, Areas>> {
    let known = package.areas()?;
    let mut seen = std::collections::BTreeSet::new();
    let unknown = covered.iter().flat_map(Covered::unregistered);
    let unknown: Vec<&Area> = unknown
        .filter(|area| seen.insert(area.name.as_str()))
        .collect();
    Ok(if unknown.is_empty() {
        Cow::Borrowed(known)
    } else {
        Cow::Owned(known.iter().chain(unknown).cloned().collect())
    })
}
