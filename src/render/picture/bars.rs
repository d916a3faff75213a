//! Values side by side, or the parts of wholes on one another.

use std::collections::{BTreeMap, BTreeSet};

use super::Datum;
use super::bar_names::{Name, names};
use super::lines::range;
use super::observe::{Observation, in_groups};
use super::teller::Teller;
use super::ticks::Powers;
use crate::figure::Status;

/// The widest gap that is left for years without a bar, in bars.
const WIDEST_GAP: usize = 9;

/// Bars below one another, all from zero.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_field_names,
    reason = "there is no better word for them"
)]
pub(in crate::render) struct Bars {
    /// The names of the parts, or of the bars of a group; empty where all bars are of one sort.
    pub(in crate::render) legend: Vec<String>,
    /// Whether bars are made of parts.
    pub(in crate::render) stacked: bool,
    /// Whether dots stand in the place of bars.
    pub(in crate::render) dots: bool,
    /// What is told at the end of a stacked bar, where the answer has it.
    pub(in crate::render) total: Option<String>,
    pub(in crate::render) bars: Vec<Bar>,
    /// The ends of the axis: zero and what goes beyond it on either side; nothing where every value is missing.
    pub(in crate::render) axis: Option<[f64; 2]>,
    /// In what large numbers along the axis are told.
    pub(in crate::render) powers: Powers,
}

/// A bar.
#[derive(Debug, Clone)]
pub(in crate::render) struct Bar {
    /// The heading above it, where a group begins with it.
    pub(in crate::render) group: Option<String>,
    pub(in crate::render) name: String,
    /// How many bars of years that are not there would stand before it.
    pub(in crate::render) gap: usize,
    /// Whether that gap would be too wide, and stands cut short.
    pub(in crate::render) is_cut: bool,
    /// Its parts; one where bars are not stacked.
    pub(in crate::render) pieces: Vec<Piece>,
    /// The total as it is published, of a stacked bar.
    pub(in crate::render) total: Option<Datum>,
    /// The parts that did not exist then, by their places in the legend.
    not_there: BTreeSet<usize>,
    /// The year it is about.
    year: Option<i64>,
}

/// A part of a bar.
#[derive(Debug, Clone)]
pub(in crate::render) struct Piece {
    /// Its place in the legend.
    pub(in crate::render) sort: usize,
    pub(in crate::render) datum: Datum,
}

impl Bar {
    /// The value at the bar's far end.
    pub(in crate::render) fn end(&self) -> f64 {
        self.pieces
            .iter()
            .filter_map(|piece| piece.datum.value)
            .sum()
    }

    /// The outermost value that is drawn of it, an interval's end among them.
    pub(in crate::render) fn reach(&self) -> f64 {
        match self.pieces.as_slice() {
            [Piece { datum, .. }] => {
                let further = |a: f64, b: f64| if b.abs() > a.abs() { b } else { a };
                datum.reach().fold(0.0, further)
            }
            _ => self.end(),
        }
    }
}

impl Bars {
    /// The bars of each group.
    pub(in crate::render) fn groups(&self) -> Vec<&[Bar]> {
        let mut groups = Vec::new();
        let mut rest = self.bars.as_slice();
        while let Some((_, behind)) = rest.split_first() {
            let next = behind.iter().position(|bar| bar.group.is_some());
            let (group, others) = rest.split_at(next.map_or(rest.len(), |at| at + 1));
            groups.push(group);
            rest = others;
        }
        groups
    }

    /// What stands behind a bar: its value; behind one of parts the total as it is published.
    pub(in crate::render) fn value(&self, bar: &Bar) -> String {
        if self.stacked {
            return bar.total.iter().map(Datum::marked).collect();
        }
        bar.pieces
            .iter()
            .map(|piece| piece.datum.marked())
            .collect()
    }

    /// The parts that are missing, refuted or absent, without which a bar of parts is too short.
    pub(in crate::render) fn lacking(&self, bar: &Bar) -> Option<String> {
        let parts = self.legend.iter().enumerate().filter(|_| self.stacked);
        let lacking = parts.filter_map(|(sort, name)| {
            match bar.pieces.iter().find(|piece| piece.sort == sort) {
                None => (!bar.not_there.contains(&sort)).then(|| name.clone()),
                Some(piece) => {
                    let is_missing = piece.datum.value.is_none();
                    is_missing.then(|| format!("{name} {}", piece.datum.marked()))
                }
            }
        });
        let lacking: Vec<String> = lacking.collect();
        (!lacking.is_empty()).then(|| format!("without {}", lacking.join(", ")))
    }

    /// What stands behind a bar, and what that lacks.
    pub(in crate::render) fn told(&self, bar: &Bar) -> String {
        let value = Some(self.value(bar)).filter(|value| !value.is_empty());
        let told: Vec<String> = value.into_iter().chain(self.lacking(bar)).collect();
        told.join(", ")
    }

    /// Whether the bars of each group are years in their order, three at least, and none lacks a part.
    pub(in crate::render) fn are_calendars(&self) -> bool {
        let is_calendar = |group: &[Bar]| {
            let years: Option<Vec<i64>> = group.iter().map(|bar| bar.year).collect();
            years.is_some_and(|years| years.len() > 2 && years.is_sorted_by(|a, b| a < b))
        };
        let mut pieces = self.bars.iter().flat_map(|bar| &bar.pieces);
        let lacks_a_part = self.stacked && pieces.any(|piece| piece.datum.value.is_none());
        !lacks_a_part && self.groups().into_iter().all(is_calendar)
    }
}

/// A bar for each figure.
pub(super) fn plain(
    teller: &Teller,
    group: &[&Observation],
    datum: &mut impl FnMut(&Observation) -> Datum,
) -> Bars {
    let names = names(teller, group);
    let mut bars: Vec<Bar> = Vec::new();
    let mut legend: Vec<String> = Vec::new();
    for (one, name) in group.iter().zip(names) {
        let sort = if name.group.is_none() {
            0
        } else {
            place(&mut legend, &name.bar)
        };
        let piece = Piece {
            sort,
            datum: datum(one),
        };
        push(&mut bars, one, name, piece);
    }
    let reach = bars
        .iter()
        .flat_map(|bar| bar.pieces.iter().flat_map(|piece| piece.datum.reach()));
    let axis = range(reach);
    finish(Bars {
        legend,
        stacked: false,
        dots: false,
        total: None,
        bars,
        axis,
        powers: &[],
    })
}

/// A bar for each whole, made of the members of a column.
pub(super) fn stacked(
    teller: &Teller,
    group: &[&Observation],
    column: &str,
    datum: &mut impl FnMut(&Observation) -> Datum,
) -> Bars {
    let part_of = |one: &'_ Observation| {
        let mut parts = one.about.iter();
        parts.find(|part| part.column == column).cloned()
    };
    let member = |one: &Observation| {
        let part = part_of(one);
        part.map(|part| teller.label(&part.label))
            .unwrap_or_default()
    };
    // What the bar of a whole is about: all but the member.
    let rest = |one: &Observation| -> Vec<String> {
        let others = one.about.iter().filter(|part| part.column != column);
        let others = others.flat_map(|part| [part.column.clone(), part.id.clone()]);
        others.collect()
    };
    let wholes = in_groups(group, |one| (rest(one), &one.when));
    let first: Vec<Observation> = wholes
        .iter()
        .map(|whole| {
            let mut first = whole[0].clone();
            first.about.retain(|part| part.column != column);
            first
        })
        .collect();
    let names = names(teller, &first.iter().collect::<Vec<_>>());
    let mut legend: Vec<String> = Vec::new();
    let mut totals = Totals::new();
    let mut bars: Vec<Bar> = Vec::new();
    for ((whole, first), name) in wholes.iter().zip(&first).zip(names) {
        let mut bar = new(first, name);
        for one in whole {
            if !one.total {
                let mut part = datum(one);
                if !one.figure.usable {
                    // What is refuted adds up to nothing; it is told beside the bar, as what is missing is.
                    part.value = None;
                }
                bar.pieces.push(Piece {
                    sort: place(&mut legend, &member(one)),
                    datum: part,
                });
            } else if one.figure.status != Status::CannotExist {
                // Shares of a whole have no total of their own.
                totals
                    .entry(member(one))
                    .or_default()
                    .push((bars.len(), datum(one)));
            }
        }
        bars.push(bar);
    }
    let mut total_name = None;
    if let Some((name, of_bars)) = whole_of(totals, &bars) {
        total_name = Some(name);
        for (at, total) in of_bars {
            bars[at].total = Some(total);
        }
    }
    for one in group {
        let Some((from, to)) = part_of(one).map(|part| part.existence) else {
            continue;
        };
        let exists = |year: i64| {
            from.is_none_or(|from| year >= from.number()) && to.is_none_or(|to| year <= to.number())
        };
        let sort = legend.iter().position(|name| *name == member(one));
        for bar in &mut bars {
            let is_not_there = bar.year.is_some_and(|year| !exists(year));
            bar.not_there.extend(sort.filter(|_| is_not_there));
        }
    }
    let is_told = |total: &Datum| total.value.is_some() || !total.notes.is_empty();
    if !bars
        .iter()
        .filter_map(|bar| bar.total.as_ref())
        .any(is_told)
    {
        for bar in &mut bars {
            bar.total = None;
        }
        total_name = None;
    }
    let axis = range(bars.iter().map(Bar::end));
    finish(Bars {
        legend,
        stacked: true,
        dots: false,
        total: total_name,
        bars,
        axis,
        powers: &[],
    })
}

/// The totals of bars by what they are called, each with the place of its bar.
type Totals = BTreeMap<String, Vec<(usize, Datum)>>;

/// Which of several totals is that of the bars: no group of some of their parts.
fn whole_of(totals: Totals, bars: &[Bar]) -> Option<(String, Vec<(usize, Datum)>)> {
    let is_one = totals.len() == 1;
    // The rounding of the parts aside.
    let holds = |(at, total): &(usize, Datum)| {
        let parts = bars[*at].end();
        total.value.is_none_or(|total| total >= parts * 0.999)
    };
    let mut all = totals.into_iter();
    all.find(|(_, of_bars)| is_one || of_bars.iter().all(holds))
}

fn new(one: &Observation, name: Name) -> Bar {
    Bar {
        group: name.group,
        name: name.bar,
        gap: 0,
        is_cut: false,
        pieces: Vec::new(),
        total: None,
        not_there: BTreeSet::new(),
        year: one.year(),
    }
}

fn push(bars: &mut Vec<Bar>, one: &Observation, name: Name, piece: Piece) {
    let mut bar = new(one, name);
    bar.pieces.push(piece);
    bars.push(bar);
}

/// The place of a name in the legend, where it is put if it is not there yet.
fn place(legend: &mut Vec<String>, name: &str) -> usize {
    let known = legend.iter().position(|known| known == name);
    known.unwrap_or_else(|| {
        legend.push(name.to_owned());
        legend.len() - 1
    })
}

/// Starts the axis at zero, tells each group once, and leaves gaps for years that are not there.
fn finish(mut bars: Bars) -> Bars {
    bars.axis = bars.axis.map(|[low, high]| [low.min(0.0), high.max(0.0)]);
    let mut before: Option<(Option<String>, Option<i64>)> = None;
    let steps: Vec<i64> = bars
        .bars
        .windows(2)
        .filter(|pair| pair[0].group == pair[1].group)
        .filter_map(|pair| Some(pair[1].year? - pair[0].year?))
        .collect();
    let is_calendar = !steps.is_empty() && steps.iter().all(|step| *step > 0);
    let step = steps.into_iter().min().unwrap_or(1);
    for bar in &mut bars.bars {
        let group = bar.group.clone();
        if let Some((of_group, year)) = &before
            && *of_group == group
        {
            if let (Some(year), Some(own), true) = (year, bar.year, is_calendar) {
                let gap = usize::try_from((own - year) / step - 1).unwrap_or(0);
                bar.is_cut = gap > WIDEST_GAP;
                bar.gap = if bar.is_cut { 1 } else { gap };
            }
            bar.group = None;
        }
        before = Some((group, bar.year));
    }
    if !bars.stacked && bars.are_calendars() {
        // Years have their place; colours would say nothing more.
        for piece in bars.bars.iter_mut().flat_map(|bar| &mut bar.pieces) {
            piece.sort = 0;
        }
    }
    bars
}
