//! The ranks of a set of areas by a series of values, in one year or two, and what follows from them.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::answer::{Cell, Row};
use crate::figure::{Estimate, Figure, Note, Period};
use crate::methods;
use crate::order::InOrder;
use crate::package::Package;
use crate::query::derived::{derive, derive_from, lacking, operand};
use crate::query::formula::Formula;
use crate::query::series::Series;
use crate::query::whole::say_groups;
use crate::words::{count, list, printable};

/// The column of the change between two years.
pub(super) const CHANGE: &str = "rank_change";

/// What is ranked: the areas and their values, those of each year in a list.
pub(super) struct Ranked<'a> {
    pub(super) series: &'a Series<'a>,
    source: String,
    pub(super) years: &'a [Option<Period>],
    /// The areas, by the cells that name them.
    pub(super) areas: Vec<&'a str>,
    values: Vec<Vec<Figure>>,
}

impl<'a> Ranked<'a> {
    pub(super) fn new(
        package: &Package,
        series: &'a Series<'a>,
        years: &'a [Option<Period>],
        warnings: &mut Vec<String>,
    ) -> Ranked<'a> {
        let mut areas: Vec<&str> = series
            .areas()
            .into_iter()
            .map(|observation| observation.area.id.as_str())
            .collect();
        let holders_of = |areas: &[&str]| -> BTreeSet<String> {
            let among = areas.iter().copied().collect();
            let holders = series.whole.holders_among(&among);
            holders.map(str::to_owned).collect()
        };
        // An area whose parts have no row in these years is still no peer of the others' parts.
        let mut holders = holders_of(&areas);
        let has_row = |area: &&str| years.iter().any(|year| series.at(area, *year).is_some());
        if areas.iter().any(has_row) {
            areas.retain(has_row);
        }
        if areas.iter().all(|area| holders.contains(*area)) {
            holders = holders_of(&areas);
        }
        holders.retain(|holder| areas.contains(&holder.as_str()));
        if !holders.is_empty() {
            areas.retain(|area| !holders.contains(*area));
        }
        let (groups, holders): (Vec<String>, Vec<String>) = holders
            .into_iter()
            .partition(|area| series.whole.is_group(area));
        let told = groups.iter().map(String::as_str);
        let told: Vec<&str> = told
            .filter(|area| !series.whole.is_left_out(area))
            .collect();
        if !told.is_empty() {
            warnings.push(say_groups(told.into_iter(), "ranked"));
        }
        if !holders.is_empty() {
            let (hold, are) = match holders.len() {
                1 => ("holds", "is"),
                _ => ("hold", "are"),
            };
            warnings.push(format!(
                "{} {hold} other areas of `{}` and {are} not ranked beside parts of it",
                list(holders.iter().map(|name| printable(name)), "and"),
                series.table.name
            ));
        }
        let figures = |year: &Option<Period>| {
            areas
                .iter()
                .map(|area| series.figure(area, *year))
                .collect()
        };
        Ranked {
            source: package.short_source(series.table),
            values: years.iter().map(figures).collect(),
            series,
            years,
            areas,
        }
    }

    /// The rank of each area in the year at this position: 1 for the largest; equal values share the better rank.
    fn ranks(&self, at: usize, ties: &mut Vec<Tie>) -> Vec<Figure> {
        let values = &self.values[at];
        let known: Vec<&Figure> = values
            .iter()
            .filter(|value| value.estimate().is_some())
            .collect();
        let adjusted = known.iter().any(|value| value.adjusted);
        let size = |value: &Figure| value.estimate().map(|estimate| estimate.value);
        let mut sizes: Vec<Decimal> = known.iter().filter_map(|value| size(value)).collect();
        sizes.order();
        let mut equals: BTreeMap<Decimal, Vec<&str>> = BTreeMap::new();
        for (value, area) in values.iter().zip(&self.areas) {
            if let Some(size) = size(value) {
                equals.entry(size).or_default().push(area);
            }
        }
        let mut ranks = Vec::new();
        for value in values {
            let Some(own) = size(value) else {
                ranks.push(lacking(&[value]));
                continue;
            };
            let larger = sizes.len() - sizes.partition_point(|size| *size <= own);
            let formula = format!(
                "1 + {larger} of {} above {}",
                count(known.len(), "value"),
                operand(value)
            );
            // What is doubtful of others is said at their values.
            let rank = derive(&[value], &formula, &self.source, |_| {
                Ok(Estimate::exact(Decimal::from(larger + 1)))
            });
            let mut figure = Figure { adjusted, ..rank };
            let equal = equals.get(&own).map_or(&[][..], Vec::as_slice);
            if equal.len() > 1 {
                figure
                    .notes
                    .push(Note::remark(format!("Tied: {}.", few(equal))));
            }
            ranks.push(figure);
        }
        let shared = equals.iter().rev().filter(|(_, equal)| equal.len() > 1);
        ties.extend(shared.map(|(own, equal)| Tie {
            areas: equal.iter().map(|area| (*area).to_owned()).collect(),
            year: self.in_year(at),
            rank: 1 + sizes.len() - sizes.partition_point(|size| size <= own),
        }));
        ranks
    }

    /// The share of each area in the whole, in the first year: the total that the table has, else the sum of all that
    /// make it up.
    fn shares(&self) -> Vec<Figure> {
        let values = &self.values[0];
        let none = |reason: &str| values.iter().map(|_| Figure::missing(reason)).collect();
        let whole = &self.series.whole;
        let level = |name: &str| self.series.figure(name, self.years[0]);
        let signs = |is: fn(&Decimal) -> bool| {
            let values = values.iter().filter_map(Figure::estimate);
            values
                .map(|estimate| estimate.value)
                .any(|value| is(&value))
        };
        if signs(|value| *value < Decimal::ZERO) && signs(|value| *value > Decimal::ZERO) {
            return none("No share: the amounts have both signs.");
        }
        let outermost: Vec<&str> = whole.outermost(self.years[0]).collect();
        let printed = whole
            .total()
            .map(level)
            .filter(|total| total.estimate().is_some());
        let printed = printed.or_else(|| match outermost.as_slice() {
            [only] if whole.has_parts(only) => Some(level(only)),
            _ => None,
        });
        if let Some(total) = printed {
            let share = |part: &Figure| derive_from(Formula::Share, part, &total, &self.source);
            return values.iter().map(share).collect();
        }
        // A table of one area has no outermost ones to tell apart.
        let of_all: Vec<&str> = match outermost.as_slice() {
            [] => self.areas.clone(),
            outermost => outermost.to_vec(),
        };
        let levels: Vec<Figure> = of_all.iter().map(|name| level(name)).collect();
        let lacks: Vec<&str> = of_all
            .iter()
            .zip(&levels)
            .filter(|(_, level)| level.estimate().is_none())
            .map(|(name, _)| *name)
            .collect();
        if !lacks.is_empty() {
            let reason = format!("No share: there is no usable value for {}.", few(&lacks));
            return none(&reason);
        }
        let all: Vec<&Figure> = levels.iter().collect();
        let sum = derive(&all, "", "", methods::sum);
        let inside: BTreeSet<&str> = of_all.iter().copied().collect();
        let share = |(part, name): (&Figure, &&str)| {
            if !inside.contains(name) {
                return derive_from(Formula::Share, part, &sum, &self.source);
            }
            let formula = Formula::Share.told(&operand(part), &operand(&sum));
            derive(&[part, &sum], &formula, &self.source, |of| {
                let [own, all] = [of[0], of[1]];
                let minus = |all: Decimal, own: Decimal| {
                    all.checked_sub(own).ok_or(methods::Undefined::TooLarge)
                };
                let rest = Estimate::new(
                    minus(all.value, own.value)?,
                    minus(all.bounds.low, own.bounds.low)?,
                    minus(all.bounds.high, own.bounds.high)?,
                );
                methods::share(own, rest)
            })
        };
        values.iter().zip(&self.areas).map(share).collect()
    }

    /// The gap of each area to the first, in the first year; zero for the first itself.
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
            if place != first {
                return derive_from(Formula::Difference, value, &values[first], &self.source);
            }
            let formula = Formula::Difference.told(&operand(value), &operand(value));
            derive(&[value], &formula, &self.source, |_| {
                Ok(Estimate::exact(Decimal::ZERO))
            })
        };
        values.iter().enumerate().map(gap).collect()
    }

    /// A row for each area that is shown, from the first to the last; those without a rank at the end.
    pub(super) fn rows(
        &self,
        shown: Option<&BTreeSet<String>>,
        warnings: &mut Vec<String>,
    ) -> (Vec<Row>, Vec<Tie>) {
        let mut ties = Vec::new();
        let ranks: Vec<Vec<Figure>> = (0..self.years.len())
            .map(|at| {
                self.warn_of_missing(at, warnings);
                self.ranks(at, &mut ties)
            })
            .collect();
        let Some(newest) = ranks.last() else {
            return (Vec::new(), ties);
        };
        let (shares, gaps) = (self.shares(), self.gaps(&ranks[0]));
        let mut order: Vec<usize> = (0..self.areas.len())
            .filter(|place| shown.is_none_or(|shown| shown.contains(self.areas[*place])))
            .collect();
        let rank = |place: &usize| newest[*place].estimate().map(|rank| rank.value);
        order.order_by_key(|place| (rank(place).is_none(), rank(place)));
        let row = |place: usize| {
            let figure = |figure: &Figure| Cell::from(figure.clone());
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
                cells.push(Cell::from(self.change(&one[place], &other[place])));
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
        (order.into_iter().map(row).collect(), ties)
    }

    /// Warns of areas without a rank, since the other ranks are then among fewer areas.
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

    /// By how many ranks an area has moved up, where both years rank the same areas.
    fn change(&self, before: &Figure, after: &Figure) -> Figure {
        if self.without_a_value(0) != self.without_a_value(1) {
            return Figure::missing("No change of rank: the two years do not rank the same areas.");
        }
        derive_from(Formula::Difference, before, after, &self.source)
    }
}

/// Areas of one value in one year.
pub(super) struct Tie {
    areas: Vec<String>,
    year: String,
    rank: usize,
}

/// The warnings about ties among the areas shown.
pub(super) fn tie_warnings(ties: &[Tie], shown: &BTreeSet<String>) -> Vec<String> {
    let is_shown = |tie: &&Tie| tie.areas.iter().any(|area| shown.contains(area));
    let ties: Vec<&Tie> = ties.iter().filter(is_shown).collect();
    ties.chunk_by(|one, other| one.year == other.year)
        .flat_map(|tied| {
            let year = &tied[0].year;
            if tied.len() > MOST_TIES {
                let values = count(tied.len(), "value");
                return vec![format!(
                    "{values} are shared by several areas{year}, which share a rank"
                )];
            }
            let one = |tie: &&Tie| {
                let areas: Vec<&str> = tie.areas.iter().map(String::as_str).collect();
                let rank = tie.rank;
                format!("{} are equal{year} and share rank {rank}", few(&areas))
            };
            tied.iter().map(one).collect()
        })
        .collect()
}

/// How many ties are reported one by one.
const MOST_TIES: usize = 6;
/// How many areas are named in a message.
const NAMED: usize = 12;

/// Areas in words: all of a few, else the first of them.
fn few(areas: &[&str]) -> String {
    let named = areas.iter().take(NAMED).map(|name| printable(name));
    match areas.len().checked_sub(NAMED) {
        Some(more) if more > 0 => {
            format!("{} and {more} more", named.collect::<Vec<_>>().join(", "))
        }
        _ => list(named, "and"),
    }
}
