//! The rows of a table as parts and their wholes.

use std::collections::{BTreeMap, BTreeSet};

use super::{Composition, Parts, Place};
use crate::answer::{Cell, Row};
use crate::figure::{Figure, Period};
use crate::order::{IntoMap, IntoSet};
use crate::package::Areas;
use crate::query::whole::{Level, Whole};
use crate::words::printable;

/// The places of what is read in the rows of a table.
pub(super) struct Places {
    pub(super) area: Option<usize>,
    pub(super) code: Option<usize>,
    pub(super) time: Option<usize>,
    pub(super) member: usize,
}

impl Composition<'_> {
    /// Reads the rows into parts and wholes.
    pub(super) fn read(
        &mut self,
        rows: &[&Row],
        places: &Places,
        value: usize,
        whole: Option<usize>,
        total: Option<&str>,
    ) {
        let members: BTreeMap<String, usize> = self
            .members
            .iter()
            .enumerate()
            .map(|(at, name)| (name.id.clone(), at))
            .into_map();
        let years: BTreeSet<Option<Period>> =
            rows.iter().map(|row| year(row, places.time)).into_set();
        self.years = years.into_iter().collect();
        for row in rows {
            let name = places.area.and_then(|area| match &row.cells[area] {
                Cell::Name(name) => Some(name.clone()),
                _ => None,
            });
            let id = name.as_ref().map_or("", |name| &name.id).to_owned();
            let next = self.areas.len();
            let area = *self.places.entry(id).or_insert(next);
            if area == next {
                let code = places.code.filter(|_| places.area.is_some());
                self.areas.push(Place {
                    name,
                    code: code.map_or(Cell::Empty, |code| row.cells[code].clone()),
                });
            }
            let Some(at) = self.year(year(row, places.time)) else {
                continue;
            };
            let count = self.members.len();
            let parts = self.cells.entry((area, at)).or_insert_with(|| Parts {
                of: vec![None; count],
                whole: None,
            });
            let figure = |place: usize| row.cells[place].figure().cloned();
            let text = row.cells[places.member].text();
            if text.is_some() && text == total {
                parts.whole = whole.and_then(figure);
            } else if let Some(member) = text.and_then(|text| members.get(text)) {
                parts.of[*member] = figure(value);
            }
        }
    }

    /// Takes a member for the total of the others that is called so, or is their sum wherever all are there.
    pub(super) fn take_total(&mut self) {
        if self.is_share {
            return;
        }
        let names = self.members.iter().map(|name| name.id.as_str());
        let levels = self.cells.iter().flat_map(|((area, year), parts)| {
            let members = self.members.iter().zip(&parts.of);
            members.filter_map(move |(name, part)| {
                Some(Level {
                    key: vec![area.to_string(), year.to_string()],
                    member: &name.id,
                    value: part.as_ref()?.estimate()?,
                })
            })
        });
        let whole = Whole::of_areas(&Areas::default(), names, levels);
        let total = self
            .members
            .iter()
            .position(|name| whole.is_total(&name.id));
        let Some(total) = total else {
            return;
        };
        let name = self.members.remove(total);
        for parts in self.cells.values_mut() {
            parts.whole = parts.of.remove(total);
        }
        self.warnings.push(format!(
            "`{}` is taken as the total of `{}`",
            printable(&name.id),
            self.dimension.name
        ));
    }

    /// How the areas stand to one another: which hold others, which is the total of all.
    pub(super) fn whole_of_areas(&self, areas: &Areas) -> Whole {
        let names = self.areas.iter().map(Place::id);
        let levels = self.cells.iter().flat_map(|((area, year), parts)| {
            let level = move |member: usize, figure: &Figure| {
                Some(Level {
                    key: vec![member.to_string(), year.to_string()],
                    member: self.areas[*area].id(),
                    value: figure.estimate()?,
                })
            };
            let amounts = parts.of.iter().enumerate().filter(|_| !self.is_share);
            let amounts = amounts.chain([(parts.of.len(), &parts.whole)]);
            amounts.filter_map(move |(member, figure)| level(member, figure.as_ref()?))
        });
        Whole::of_areas(areas, names, levels)
    }
}

fn year(row: &Row, time: Option<usize>) -> Option<Period> {
    match row.cells[time?] {
        Cell::Year(year) => Some(year),
        _ => None,
    }
}
