//! Which cells are wrong: the smallest weighted sets of cells whose change lets all identities hold (Fellegi and Holt,
//! Journal of the American Statistical Association 71, 1976), here over equations of intervals.
//!
//! Broken identities that share a cell are one problem. A set of cells is let go; what its identities then allow each
//! of them narrows its interval; where an interval comes out empty, or an identity without a cell of the set stays
//! broken, one more cell has to go. The cheapest sets are searched first. Identities that hold take part: a cell that
//! they pin down cannot be the one that is wrong.
//!
//! A flagged cell is cheaper, a cell that many identities share dearer; so is one whose new value would stand far from
//! its neighbours in time. Sets that cost the same are told as what they are: ties.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::form::{CellRef, EVERYTHING, Form, both};
use super::ledger::Ledger;
use crate::figure::{Interval, Number, Status};
use crate::order::{InOrder, IntoMap, IntoSet};

/// What it costs to doubt a cell of which nothing is said.
const PLAIN: u32 = 20;
/// What a cell costs more for identities that share it, at the most.
const MOST_SHARED: u32 = 4;
/// What a cell costs more for a value far from its neighbours, at the most.
const MOST_UNLIKELY: u32 = 20;
/// Sets whose costs differ by no more are a tie.
const MARGIN: u32 = 3;
/// The most cells that a set may have.
const MOST_CELLS: usize = 4;
/// How many sets are tried for one problem at the most.
const MOST_SETS: usize = 3000;
/// Of how many cells a problem is solved by search at the most.
const MOST_TIES: usize = 60;

/// An identity: what has to hold, and whether it does.
pub(super) struct Edit<'f> {
    pub(super) form: &'f Form,
    pub(super) broken: bool,
}

/// Cells that are wrong, as far as can be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cause {
    /// The sets of which one is wrong: a single one where it can be told. The first cell of each is in the broken
    /// identities; what follows would have to change with it.
    pub(super) sets: Vec<Set>,
    /// The broken identities that it explains, by their number.
    pub(super) broken: Vec<usize>,
}

/// Cells that are wrong together, each with the values that would let all hold.
pub(super) type Set = Vec<(CellRef, Interval)>;

/// The edits by cell.
pub(super) struct Net<'e, 'f, 'l, 'p> {
    ledger: &'l Ledger<'p>,
    edits: &'e [Edit<'f>],
    by_cell: Vec<(CellRef, usize)>,
}

impl<'e, 'f, 'l, 'p> Net<'e, 'f, 'l, 'p> {
    pub(super) fn new(ledger: &'l Ledger<'p>, edits: &'e [Edit<'f>]) -> Net<'e, 'f, 'l, 'p> {
        let mut by_cell = Vec::new();
        for (number, edit) in edits.iter().enumerate() {
            by_cell.extend(edit.form.cells().map(|cell| (cell, number)));
        }
        by_cell.order();
        Net {
            ledger,
            edits,
            by_cell,
        }
    }

    /// The identities that a cell is in.
    pub(super) fn of(&self, cell: CellRef) -> impl Iterator<Item = usize> {
        let start = self.by_cell.partition_point(|(known, _)| *known < cell);
        let rest = self.by_cell[start..].iter();
        rest.take_while(move |(known, _)| *known == cell)
            .map(|(_, number)| *number)
    }

    /// The interval that a cell's printed digits stand for.
    fn printed(&self, cell: CellRef) -> Interval {
        let number = self.ledger.number(cell);
        number.map_or(EVERYTHING, Number::interval)
    }

    /// What explains the broken identities.
    pub(super) fn causes(&self, flagged: &dyn Fn(CellRef) -> Status) -> Vec<Cause> {
        let mut causes = Vec::new();
        for problem in self.problems() {
            let solved = Search {
                net: self,
                problem: &problem,
                flagged,
                unlikely: BTreeMap::new(),
            }
            .solve();
            causes.extend(self.split(&problem, &solved));
        }
        causes
    }

    /// The broken identities, those together that share cells.
    fn problems(&self) -> Vec<Vec<usize>> {
        let mut problems = Vec::new();
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        for (number, edit) in self.edits.iter().enumerate() {
            if !edit.broken || !seen.insert(number) {
                continue;
            }
            let (mut problem, mut at) = (vec![number], 0);
            while let Some(number) = problem.get(at) {
                let cells: Vec<CellRef> = self.edits[*number].form.cells().collect();
                for other in cells.into_iter().flat_map(|cell| self.of(cell)) {
                    if self.edits[other].broken && seen.insert(other) {
                        problem.push(other);
                    }
                }
                at += 1;
            }
            problem.order();
            problems.push(problem);
        }
        problems
    }

    /// The causes that a solution of a problem is made of: cells that break different identities are wrong each for
    /// itself. Of a tie nothing is told apart.
    fn split(&self, problem: &[usize], solved: &[Set]) -> Vec<Cause> {
        let [set] = solved else {
            return vec![Cause {
                sets: solved.to_vec(),
                broken: problem.to_vec(),
            }];
        };
        let touches =
            |cell: CellRef, number: usize| self.edits[number].form.cells().any(|c| c == cell);
        let mut left: Vec<usize> = problem.to_vec();
        let mut causes: Vec<Cause> = Vec::new();
        let mut rest = Vec::new();
        for &(cell, domain) in set {
            let (own, others): (Vec<usize>, Vec<usize>) =
                left.iter().partition(|number| touches(cell, **number));
            left = others;
            if own.is_empty() {
                rest.push((cell, domain));
            } else {
                causes.push(Cause {
                    sets: vec![vec![(cell, domain)]],
                    broken: own,
                });
            }
        }
        // What follows goes with the one that shares most identities with it.
        for (cell, domain) in rest {
            let shares = |cause: &&mut Cause| {
                let first = cause.sets[0][0].0;
                self.of(cell)
                    .filter(|number| touches(first, *number))
                    .count()
            };
            if let Some(cause) = causes.iter_mut().rev().max_by_key(shares) {
                cause.sets[0].push((cell, domain));
            }
        }
        if let (Some(first), false) = (causes.first_mut(), left.is_empty()) {
            first.broken.extend(left);
        }
        causes
    }

    /// Whether an identity holds with these cells changed.
    pub(super) fn holds_with(&self, number: usize, set: &Set) -> bool {
        let values = |cell: CellRef| {
            let changed = set.iter().find(|(known, _)| *known == cell);
            changed.map_or_else(|| self.printed(cell), |(_, domain)| *domain)
        };
        self.edits[number].form.holds(&values)
    }
}

/// The search for the sets that explain one problem.
struct Search<'s, 'e, 'f, 'l, 'p> {
    net: &'s Net<'e, 'f, 'l, 'p>,
    problem: &'s [usize],
    flagged: &'s dyn Fn(CellRef) -> Status,
    /// How unlikely a new value of a cell is, as far as that was asked.
    unlikely: BTreeMap<CellRef, u32>,
}

/// What comes of letting a set of cells go.
enum Outcome {
    /// All identities can hold, with these intervals.
    Holds(Set),
    /// One of these has to go as well.
    Fails(BTreeSet<CellRef>),
}

impl Search<'_, '_, '_, '_, '_> {
    /// The cheapest sets; none where none was found.
    fn solve(&mut self) -> Vec<Set> {
        let mut best: Vec<(u32, Set)> = Vec::new();
        let mut bound = u32::MAX;
        let mut tried: BTreeSet<Vec<CellRef>> = BTreeSet::new();
        let mut queue: BTreeSet<(u32, Vec<CellRef>)> = BTreeSet::from([(0, Vec::new())]);
        while let Some((cost, cells)) = queue.pop_first() {
            if cost > bound || tried.len() > MOST_SETS {
                break;
            }
            match self.free(&cells) {
                Outcome::Holds(set) => {
                    let unlikely: u32 = set.iter().map(|one| self.unlikely(one.0, one.1)).sum();
                    let unlikely_now: u32 = set
                        .iter()
                        .map(|(cell, _)| far(self.net.ledger, *cell, self.net.printed(*cell)))
                        .sum();
                    let cost = (cost + unlikely).saturating_sub(unlikely_now);
                    bound = bound.min(cost + MARGIN);
                    best.push((cost, set));
                }
                Outcome::Fails(_) if cells.len() >= MOST_CELLS => {}
                Outcome::Fails(more) => {
                    for cell in more {
                        let mut cells = cells.clone();
                        cells.push(cell);
                        cells.order();
                        if tried.insert(cells.clone()) {
                            queue.insert((cost + self.weight(cell), cells));
                        }
                    }
                }
            }
        }
        best.order_by_key(|(cost, _)| *cost);
        let Some((cost, _)) = best.first() else {
            return Vec::new();
        };
        let bound = *cost + MARGIN;
        let sets = best.into_iter().filter(|(own, _)| *own <= bound);
        sets.map(|(_, mut set)| {
            // Those of broken identities first.
            set.order_by_key(|(cell, _)| (!self.is_in_problem(*cell), *cell));
            set
        })
        .collect()
    }

    fn is_in_problem(&self, cell: CellRef) -> bool {
        self.net
            .of(cell)
            .any(|number| self.problem.contains(&number))
    }

    /// What a cell costs.
    fn weight(&self, cell: CellRef) -> u32 {
        let shared = u32::try_from(self.net.of(cell).count().saturating_sub(1)).unwrap_or(u32::MAX);
        let own = match (self.flagged)(cell) {
            Status::LowReliability => 8,
            Status::Estimated => 12,
            Status::Break => 14,
            Status::Provisional => 18,
            _ => PLAIN,
        };
        own + shared.min(MOST_SHARED)
    }

    fn unlikely(&mut self, cell: CellRef, value: Interval) -> u32 {
        let ledger = self.net.ledger;
        *self
            .unlikely
            .entry(cell)
            .or_insert_with(|| far(ledger, cell, value))
    }

    /// Lets cells go, and narrows each to what its identities allow.
    fn free(&self, cells: &[CellRef]) -> Outcome {
        let net = self.net;
        let is_free = |cell: CellRef| cells.contains(&cell);
        // A broken identity without a free cell stays broken: the one with the fewest cells is to get one.
        let stays = |number: &&usize| !net.edits[**number].form.cells().any(is_free);
        let broken = self.problem.iter().filter(stays);
        if let Some(number) = broken.min_by_key(|number| net.edits[**number].form.cells().count()) {
            // Where a cell alone is to explain all, it stands in all.
            let cells_of = |number: usize| net.edits[number].form.cells().into_set();
            let of_one = cells_of(*number);
            if cells.is_empty() && of_one.len() > MOST_TIES {
                let mut common = of_one.clone();
                for number in self.problem {
                    common = common.intersection(&cells_of(*number)).copied().collect();
                }
                return Outcome::Fails(common);
            }
            return Outcome::Fails(of_one);
        }
        let mut domains: BTreeMap<CellRef, Interval> =
            cells.iter().map(|cell| (*cell, EVERYTHING)).into_map();
        // An identity that is broken by a cause of another problem, and that no free cell is to explain, says nothing.
        let edits: BTreeSet<usize> = cells.iter().flat_map(|cell| net.of(*cell)).collect();
        let mut narrowed: BTreeMap<CellRef, Vec<usize>> = BTreeMap::new();
        for _ in 0..=cells.len() {
            let before = domains.clone();
            for &number in &edits {
                let form = net.edits[number].form;
                for cell in form
                    .cells()
                    .filter(|cell| is_free(*cell))
                    .collect::<Vec<_>>()
                {
                    let solved = {
                        let value = |other: CellRef| {
                            domains
                                .get(&other)
                                .copied()
                                .unwrap_or_else(|| net.printed(other))
                        };
                        form.solve(cell, &value)
                    };
                    let own = domains[&cell];
                    let Some(both) = solved.and_then(|solved| both(own, solved)) else {
                        let before = narrowed.get(&cell).into_iter().flatten();
                        let numbers = before.chain(std::iter::once(&number));
                        let cells = numbers.flat_map(|number| net.edits[*number].form.cells());
                        return Outcome::Fails(cells.filter(|cell| !is_free(*cell)).collect());
                    };
                    if both != own {
                        domains.insert(cell, both);
                        narrowed.entry(cell).or_default().push(number);
                    }
                }
            }
            if domains == before {
                break;
            }
        }
        Outcome::Holds(domains.into_iter().collect())
    }
}

/// How far a value stands from those before and after it in its series, in steps that are usual there, four to a step.
pub(super) fn far(ledger: &Ledger, cell: CellRef, value: Interval) -> u32 {
    let sheet = ledger.sheet_of(cell);
    let (point, indicator) = sheet.at(cell);
    let (Some(year), Some(years)) = (point.year, sheet.years(point)) else {
        return 0;
    };
    let of = |year| {
        let number = sheet.value(indicator, &point.in_year(Some(year)))?;
        Some(number.decimal())
    };
    let others: Vec<(bool, Decimal)> = years
        .iter()
        .filter(|other| **other != year)
        .filter_map(|other| Some((*other < year, of(*other)?)))
        .collect();
    let before = others.iter().rfind(|(before, _)| *before);
    let after = others.iter().find(|(before, _)| !*before);
    let around: Vec<Decimal> = before
        .into_iter()
        .chain(after)
        .map(|(_, value)| *value)
        .collect();
    let (Some(low), Some(high)) = (around.iter().min(), around.iter().max()) else {
        return 0;
    };
    let mut steps: Vec<Decimal> = others
        .windows(2)
        .filter(|pair| pair[0].0 == pair[1].0)
        .map(|pair| pair[1].1.saturating_sub(pair[0].1).abs())
        .collect();
    steps.order();
    // At an end of the series, where there is one neighbour, any step that was ever taken is usual.
    let usual = if around.len() < 2 {
        steps.last()
    } else {
        steps.get(steps.len() / 2)
    };
    let Some(usual) = usual.filter(|_| steps.len() >= 2) else {
        return 0;
    };
    let hull = Interval {
        low: low.saturating_sub(*usual),
        high: high.saturating_add(*usual),
    };
    let distance = hull.distance(&value);
    if distance.is_zero() {
        return 0;
    }
    let usual = (*usual).max(Decimal::new(1, 6));
    let steps = distance.checked_div(usual).unwrap_or(Decimal::MAX);
    let steps = (steps.min(Decimal::from(MOST_UNLIKELY)) * Decimal::from(4)).to_u32();
    steps.unwrap_or(MOST_UNLIKELY).min(MOST_UNLIKELY)
}
