//! The first step: which rows and columns of a table are asked for, and what is known of each value.

mod areas;
mod narrow;
mod present;
mod said;
mod scope;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::covered::Covered;
use super::{Query, QueryError};
use crate::answer::{Answer, Cell, Row as AnswerRow};
use crate::figure::{Figure, Period};
use crate::package::{Package, Table};
use crate::source::Wanted;
use crate::table::Frame;
use crate::words::count;
use narrow::{Filter, Narrowed};
use scope::Scope;

/// How many bytes rows may take before that is said.
const MUCH: usize = 1 << 30;

/// How far a selection reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// The rows that are asked for.
    Chosen,
    /// Of a large file those that show which areas, members and periods there are.
    Outline,
    /// What a computation over time needs: the chosen areas and members in every year.
    Series,
    /// What one of parts and wholes needs: the other areas and members beside these.
    Whole,
}

impl Reach {
    /// The reach of a question, by whether it computes and whether other areas or members take part.
    pub(super) fn needed(computes: bool, of_others: bool) -> Reach {
        match (computes, of_others) {
            (false, _) => Reach::Chosen,
            (true, false) => Reach::Series,
            (true, true) => Reach::Whole,
        }
    }

    /// The reach for a filter: the rows of a single area need no others to be told apart from.
    fn of(self, filter: &Filter) -> Reach {
        let is_one = filter.areas.as_ref().is_some_and(|areas| areas.len() == 1);
        match self {
            Reach::Series if !is_one => Reach::Whole,
            reach => reach,
        }
    }
}

/// What a question selects.
#[derive(Debug, Clone)]
pub(super) struct Selected {
    /// The rows within the reach of the selection, with notes and warnings.
    pub(super) answer: Answer,
    /// The rows of the areas that are not chosen, where the selection reaches so far.
    pub(super) others: Vec<AnswerRow>,
    /// The rows of the chosen areas with members that are not chosen, where the selection reaches so far.
    pub(super) beside: Vec<AnswerRow>,
    /// Which part of the table is asked for, in words.
    pub(super) scope: Scope,
    /// The years that are asked for; none for all.
    pub(super) years: Option<BTreeSet<Period>>,
    /// The years that are asked for and do not exist.
    pub(super) absent: BTreeSet<Period>,
    /// Two names that both cover some area, where there are such.
    pub(super) overlap: Option<(String, String)>,
    /// Whether corrections replace the values that they correct.
    pub(super) adjusted: bool,
    /// Whether rows of all chosen areas together stand behind theirs.
    pub(super) has_total: bool,
}

/// Selects rows and columns of the table.
pub(super) fn select(
    package: &Package,
    table: &Table,
    query: &Query,
    reach: Reach,
) -> Result<Selected, QueryError> {
    let covered = Covered::new(package, table)?;
    let (shown, mut narrowed, overlap) = narrowed(package, table, &covered, query)?;
    let reach = reach.of(&narrowed.filter);
    let frame = &narrowed.rows(package, table, query.years.as_ref(), reach)?;
    if narrowed.nothing.is_none() {
        narrowed.select_years(package, table, frame, query)?;
    }
    let Narrowed {
        mut filter,
        warnings,
        nothing,
        absent,
    } = narrowed;
    let is_there = nothing.is_none();
    let doubts = doubts(package, table, query)?;
    let rows = present::Rows::new(table, frame, &covered, &doubts, &filter.members);
    let keeps = filter.on(table, frame);
    let chosen: Vec<usize> = (0..frame.len())
        .filter(|row| is_there && keeps.keeps(*row))
        .collect();
    let scope = scope::scope(table, frame, &covered, &chosen, &filter);
    let mut answer = Answer {
        columns: present::columns(package, table, &shown),
        adds_over: present::adds_over(table, frame),
        rows: chosen.into_iter().map(|row| rows.row(row)).collect(),
        sources: package.source_line(table).into_iter().collect(),
        warnings,
        nothing,
        ..Answer::default()
    };
    if answer.rows.is_empty() && answer.nothing.is_none() {
        answer.nothing = Some(format!(
            "no row of `{}` has all that is asked for; `hlj describe {}` says what there is",
            table.name, table.name
        ));
    }
    let years = filter.years.take();
    let (mut others, mut beside) = (Vec::new(), Vec::new());
    if matches!(reach, Reach::Series | Reach::Whole) && answer.nothing.is_none() {
        let rows_where = |is_it: &dyn Fn(usize) -> bool| -> Vec<AnswerRow> {
            let found = (0..frame.len()).filter(|row| is_it(*row));
            found.map(|row| rows.row(row)).collect()
        };
        let own = filter.on(table, frame);
        answer.rows = rows_where(&|row| own.keeps(row));
        if reach == Reach::Whole {
            let of_areas = Filter {
                members: BTreeMap::new(),
                ..filter.clone()
            };
            let of_areas = of_areas.on(table, frame);
            beside = rows_where(&|row| of_areas.keeps(row) && !own.keeps(row));
            let of_members = Filter {
                areas: None,
                ..filter.clone()
            };
            let of_members = of_members.on(table, frame);
            others = rows_where(&|row| of_members.keeps(row) && !own.keeps(row));
        }
    }
    Ok(Selected {
        answer,
        scope,
        others,
        beside,
        years,
        absent,
        overlap,
        adjusted: query.telling.adjusted,
        has_total: false,
    })
}

/// What is to be known of the values that are asked for.
fn doubts<'p>(
    package: &'p Package,
    table: &Table,
    query: &Query,
) -> Result<present::Doubts<'p>, QueryError> {
    // That a value is refuted is said in every format.
    let remarks = if query.bare {
        package.refutations(table)?
    } else {
        Cow::Borrowed(package.remarks(table)?)
    };
    let bare = query.bare && remarks.is_empty();
    Ok(present::Doubts {
        remarks,
        adjusted: query.telling.adjusted,
        reasons: !bare,
        said: said::Said::of(table).filter(|said| !bare || said.has_bounds()),
        asked: query.arrangement.attributes_asked(table),
    })
}

/// What is asked for of a table's areas and members, as its cells have it; and the answer with no row as yet, which says
/// why there can be none where that is so.
pub(super) fn of_parts(
    package: &Package,
    table: &Table,
    covered: &Covered,
    query: &Query,
) -> Result<(Vec<Wanted>, Answer), QueryError> {
    let (shown, narrowed, _) = narrowed(package, table, covered, query)?;
    let answer = Answer {
        columns: present::columns(package, table, &shown),
        warnings: narrowed.warnings,
        nothing: narrowed.nothing,
        ..Answer::default()
    };
    Ok((narrowed.filter.wanted(table), answer))
}

/// All rows of a part of the table, as they are presented.
pub(super) fn rows_of_part(
    package: &Package,
    table: &Table,
    covered: &Covered,
    query: &Query,
    frame: &Frame,
) -> Result<Vec<AnswerRow>, QueryError> {
    let doubts = doubts(package, table, query)?;
    let rows = present::Rows::new(table, frame, covered, &doubts, &BTreeMap::new());
    Ok((0..frame.len()).map(|row| rows.row(row)).collect())
}

/// The rows of a large file that show which areas, members and periods there are within the periods asked for, and the cells
/// of the rows asked for. `None` where these cannot be known without reading the rows.
pub(super) fn outline(
    package: &Package,
    table: &Table,
    query: &Query,
) -> Result<Option<(Selected, Vec<Wanted>)>, QueryError> {
    let whole = Query {
        years: None,
        members: Vec::new(),
        ..query.clone()
    };
    let mut selected = select(package, table, &whole, Reach::Outline)?;
    if query.years.is_none() && query.members.is_empty() {
        return Ok(Some((selected, Vec::new())));
    }
    let covered = Covered::new(package, table)?;
    let (_, narrowed, _) = narrowed(package, table, &covered, query)?;
    let mut filter = narrowed.filter;
    if let Some(years) = &query.years {
        filter.years = narrow::known_years(package, table, years);
        if filter.years.is_none() {
            return Ok(None);
        }
    }
    let frame = package.outline(table)?;
    let of_years = Filter {
        years: filter.years.clone(),
        ..Filter::default()
    };
    let keeps = of_years.on(table, frame);
    let rows: Vec<usize> = (0..frame.len()).filter(|row| keeps.keeps(*row)).collect();
    if narrowed.nothing.is_some() || rows.is_empty() || selected.answer.rows.len() != frame.len() {
        return Ok(None);
    }
    selected.scope = scope::scope(table, frame, &covered, &rows, &filter);
    let mut at = 0..;
    selected
        .answer
        .rows
        .retain(|_| at.next().is_some_and(|at| keeps.keeps(at)));
    let wanted = filter.wanted(table);
    selected.years = filter.years;
    Ok(Some((selected, wanted)))
}

/// Two names that both cover some area, where there are such.
type Overlap = Option<(String, String)>;

/// What of a table is asked for but for its years, every name resolved.
fn narrowed(
    package: &Package,
    table: &Table,
    covered: &Covered,
    query: &Query,
) -> Result<(BTreeSet<usize>, Narrowed, Overlap), QueryError> {
    let outline = package.outline(table)?;
    let shown = narrow::indicators(package, table, &query.indicators)?;
    let mut narrowed = Narrowed::default();
    let mut overlap = None;
    if !query.areas.is_empty() {
        let choice = areas::choose(package, table, covered, &query.areas)?;
        narrowed.filter.areas = Some(choice.cells);
        narrowed.warnings = choice.warnings;
        narrowed.nothing = choice.nothing;
        overlap = choice.overlap;
    }
    narrowed.filter.members = narrow::members_asked(table, outline, &query.members)?;
    Ok((shown, narrowed, overlap))
}

/// What is asked for, by the cells of the table.
pub(super) struct Resolved {
    /// The area cells; none for all.
    pub(super) areas: Option<BTreeSet<String>>,
    /// The periods; none for all.
    pub(super) years: Option<BTreeSet<Period>>,
    /// The members, by the places of the columns of which not all are.
    pub(super) members: BTreeMap<usize, BTreeSet<String>>,
    /// The places of the indicators.
    pub(super) shown: BTreeSet<usize>,
    /// Why nothing can be there.
    pub(super) nothing: Option<String>,
}

/// Resolves what a question asks for.
pub(super) fn resolve(
    package: &Package,
    table: &Table,
    query: &Query,
) -> Result<Resolved, QueryError> {
    let covered = Covered::new(package, table)?;
    let (shown, mut narrowed, _) = narrowed(package, table, &covered, query)?;
    if narrowed.nothing.is_none() {
        let frame = &narrowed.rows(package, table, query.years.as_ref(), Reach::Chosen)?;
        narrowed.select_years(package, table, frame, query)?;
    }
    let Filter {
        areas,
        years,
        members,
    } = narrowed.filter;
    Ok(Resolved {
        areas,
        years,
        members,
        shown,
        nothing: narrowed.nothing,
    })
}

impl Selected {
    /// Says how much memory its rows take, where that is much.
    pub(super) fn say_what_it_needs(&mut self) {
        let columns = &self.answer.columns;
        let figures = columns.iter().filter(|column| column.measure().is_some());
        let of_row = size_of::<AnswerRow>()
            + columns.len() * size_of::<Cell>()
            + figures.count() * size_of::<Figure>();
        let rows = self.answer.rows.len() + self.others.len() + self.beside.len();
        let bytes = rows.saturating_mul(of_row);
        if bytes > MUCH {
            self.answer.warnings.push(format!(
                "the answer needs {} at once, about {} GiB of memory; an engine needs less (`--engine CMD`)",
                count(rows, "row"),
                bytes >> 30
            ));
        }
    }

    /// Takes the years of the periods that are asked for in their place.
    pub(super) fn take_years(&mut self) {
        let of = |periods: &BTreeSet<Period>| periods.iter().map(|period| period.year()).collect();
        self.years = self.years.as_ref().map(of);
        self.absent = of(&self.absent);
        self.absent.retain(|year| {
            self.years
                .as_ref()
                .is_none_or(|there| !there.contains(year))
        });
    }

    /// The answer with the years that are asked for, where the selection reached further.
    pub(super) fn cut(self) -> Answer {
        let mut answer = self.answer;
        if let Some(years) = &self.years {
            let is_asked_for = |cell: &Cell| !matches!(cell, Cell::Year(year) if !year.is_span() && !years.contains(year));
            answer.rows.retain(|row| row.cells.iter().all(is_asked_for));
        }
        answer
    }
}
