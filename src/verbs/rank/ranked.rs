//! The positions of a set of areas by a series of values, in one year or two, and what follows from them.

use std::collections::BTreeSet;

use anyhow::Result;
use rust_decimal::Decimal;

use crate::answer::{Cell, Row};
use crate::figure::{Estimate, Figure, Note, Year};
use crate::methods;
use crate::package::Package;
use crate::query::choose_table::wholes;
use crate::query::derived::{derive, explained, lacking, notes_of, operand, worst};
use crate::query::series::Series;
use crate::words::{count, list};

/// The column of the change between two years.
pub(super) const CHANGE: &str = "rank_change";

/// What is ranked: the areas and their values, those of each year in a list.
pub(super) struct Ranked<'a> {
    pub(super) series: &'a Series<'a>,
    source: String,
    pub(super) years: &'a [Option<Year>],
    /// The areas, by the cells that name them.
    pub(super) areas: Vec<&'a str>,
    values: Vec<Vec<Figure>>,
}

impl<'a> Ranked<'a> {
    pub(super) fn new(
        package: &Package,
        series: &'a Series<'a>,
        years: &'a [Option<Year>],
        warnings: &mut Vec<String>,
    ) -> Result<Ranked<'a>> {
        let mut areas: Vec<&str> = series
            .areas()
            .into_iter()
            .map(|observation| observation.area.id.as_str())
            .collect();
        let has_row = |area: &&str| years.iter().any(|year| series.at(area, *year).is_some());
        if areas.iter().any(has_row) {
            areas.retain(has_row);
        }
        let wholes = wholes(package, &areas)?;
        if !wholes.is_empty() {
            areas.retain(|area| !wholes.contains(area));
            let (hold, are) = match wholes.len() {
                1 => ("holds", "is"),
                _ => ("hold", "are"),
            };
            warnings.push(format!(
                "{} {hold} other areas of `{}` and {are} not ranked beside parts of it",
                list(&wholes, "and"),
                series.table.name
            ));
        }
        let figures = |year: &Option<Year>| {
            areas
                .iter()
                .map(|area| series.figure(area, *year))
                .collect()
        };
        Ok(Ranked {
            source: package.short_source(series.table),
            values: years.iter().map(figures).collect(),
            series,
            years,
            areas,
        })
    }

    /// The rank of each area in the year at this place: 1 for the largest; equals share the better one.
    fn ranks(&self, at: usize, warnings: &mut Vec<String>) -> Vec<Figure> {
        let values = &self.values[at];
        let known: Vec<&Figure> = values
            .iter()
            .filter(|value| value.estimate().is_some())
            .collect();
        let status = worst(&known);
        let notes = notes_of(&known, status);
        let size = |value: &Figure| value.estimate().map(|estimate| estimate.value);
        let mut told: Vec<Decimal> = Vec::new();
        let mut ranks = Vec::new();
        for value in values {
            let Some(own) = size(value) else {
                ranks.push(lacking(&[value]));
                continue;
            };
            let larger = known.iter().filter(|other| size(other) > Some(own)).count();
            let rank = Decimal::from(larger + 1);
            let mut figure = Figure {
                adjusted: known.iter().any(|value| value.adjusted),
                ..Figure::computed(Estimate::exact(rank), status, notes.clone())
            };
            let equal: Vec<&str> = values
                .iter()
                .zip(&self.areas)
                .filter(|(other, _)| size(other) == Some(own))
                .map(|(_, area)| *area)
                .collect();
            if equal.len() > 1 {
                let equal = list(&equal, "and");
                figure.notes.push(Note::remark(format!("Tied: {equal}.")));
                if !told.contains(&own) {
                    told.push(own);
                    let year = self.in_year(at);
                    warnings.push(format!("{equal} are equal{year} and share rank {rank}"));
                }
            }
            let formula = format!(
                "1 + {larger} of {} above {}",
                count(known.len(), "value"),
                operand(value)
            );
            ranks.push(explained(figure, &formula, &self.source));
        }
        ranks
    }

    /// The share of each area in the sum of all, in the first year.
    fn shares(&self) -> Vec<Figure> {
        let values = &self.values[0];
        let lacks = self.without_a_value(0);
        if !lacks.is_empty() {
            let reason = format!(
                "No share: there is no usable value for {}.",
                list(lacks, "and")
            );
            return values.iter().map(|_| Figure::missing(&reason)).collect();
        }
        let share = |place: usize| {
            let part = &values[place];
            let others: Vec<&Figure> = (0..values.len())
                .filter(|other| *other != place)
                .map(|other| &values[other])
                .collect();
            let rest = if others.is_empty() {
                Figure::computed(Estimate::exact(Decimal::ZERO), part.status, Vec::new())
            } else {
                derive(&others, "", "", methods::sum)
            };
            let formula = format!("100 × {0} ÷ ({0} + {1})", operand(part), operand(&rest));
            derive(&[part, &rest], &formula, &self.source, |of| {
                methods::share(of[0], of[1])
            })
        };
        (0..values.len()).map(share).collect()
    }

    /// How far each area is from the first, in the first year; the first from itself not at all.
    fn gaps(&self, ranks: &[Figure]) -> Vec<Figure> {
        let values = &self.values[0];
        let is_first = |figure: &Figure| {
            figure
                .number_in_full()
                .is_some_and(|rank| rank.decimal() == Decimal::ONE)
        };
        let Some(first) = ranks.iter().position(is_first) else {
            return values.iter().map(|value| lacking(&[value])).collect();
        };
        let gap = |(place, value): (usize, &Figure)| {
            let formula = format!("{} − {}", operand(value), operand(&values[first]));
            derive(&[value, &values[first]], &formula, &self.source, |of| {
                if place == first {
                    Ok(Estimate::exact(Decimal::ZERO))
                } else {
                    methods::difference(of[0], of[1])
                }
            })
        };
        values.iter().enumerate().map(gap).collect()
    }

    /// A row for each area that is shown, from the first to the last; those without a rank at the end.
    pub(super) fn rows(
        &self,
        shown: Option<&BTreeSet<String>>,
        warnings: &mut Vec<String>,
    ) -> Vec<Row> {
        let ranks: Vec<Vec<Figure>> = (0..self.years.len())
            .map(|at| {
                self.warn_of_missing(at, warnings);
                self.ranks(at, warnings)
            })
            .collect();
        let Some(newest) = ranks.last() else {
            return Vec::new();
        };
        let (shares, gaps) = (self.shares(), self.gaps(&ranks[0]));
        let mut order: Vec<usize> = (0..self.areas.len())
            .filter(|place| shown.is_none_or(|shown| shown.contains(self.areas[*place])))
            .collect();
        let rank = |place: &usize| newest[*place].estimate().map(|rank| rank.value);
        order.sort_by_key(|place| (rank(place).is_none(), rank(place)));
        let row = |place: usize| {
            let figure = |figure: &Figure| Cell::Figure(figure.clone());
            let observation = self
                .years
                .iter()
                .find_map(|year| self.series.at(self.areas[place], *year));
            let (area, code) = observation.map_or((Cell::Empty, Cell::Empty), |found| {
                (Cell::Name(found.area.clone()), found.code.clone())
            });
            let mut cells;
            if let [one, other] = ranks.as_slice() {
                cells = vec![area, code, figure(&one[place]), figure(&other[place])];
                cells.push(Cell::Figure(self.change(&one[place], &other[place])));
                cells.extend(self.values.iter().map(|values| figure(&values[place])));
            } else {
                cells = vec![figure(&newest[place]), area, code];
                if self.series.table.time().is_some() {
                    cells.push(self.years[0].map_or(Cell::Empty, Cell::Year));
                }
                cells.push(figure(&self.values[0][place]));
                if self.series.adds_up() {
                    cells.push(figure(&shares[place]));
                }
                cells.push(figure(&gaps[place]));
            }
            cells.push(Cell::words(&self.series.table.name));
            let members = self.series.members.iter().cloned().map(Cell::Name);
            let members = members.chain(std::iter::repeat(Cell::Empty));
            cells.extend(members.take(self.series.table.dimensions().count()));
            Row {
                cells,
                total: false,
            }
        };
        order.into_iter().map(row).collect()
    }

    /// Says which areas have no rank, since the others' ranks are among fewer then.
    fn warn_of_missing(&self, at: usize, warnings: &mut Vec<String>) {
        let missing = self.without_a_value(at);
        if !missing.is_empty() {
            warnings.push(format!(
                "`{}` has no usable `{}` for {}{}; ranks are among {} of {}",
                self.series.table.name,
                self.series.indicator.id,
                list(&missing, "and"),
                self.in_year(at),
                self.areas.len() - missing.len(),
                count(self.areas.len(), "area")
            ));
        }
    }

    /// The areas without a value to rank in the year at this place.
    fn without_a_value(&self, at: usize) -> Vec<&'a str> {
        let values = self.values[at].iter().zip(&self.areas);
        values
            .filter(|(value, _)| value.estimate().is_none())
            .map(|(_, area)| *area)
            .collect()
    }

    /// ` in 2015`, or nothing in a table without years.
    fn in_year(&self, at: usize) -> String {
        self.years[at]
            .map(|year| format!(" in {year}"))
            .unwrap_or_default()
    }

    /// By how many places an area has moved up, where both years rank the same areas.
    fn change(&self, before: &Figure, after: &Figure) -> Figure {
        if self.without_a_value(0) != self.without_a_value(1) {
            return Figure::missing("No change of rank: the two years do not rank the same areas.");
        }
        let formula = format!("{} − {}", operand(before), operand(after));
        derive(&[before, after], &formula, &self.source, |of| {
            methods::difference(of[0], of[1])
        })
    }
}
