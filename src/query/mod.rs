//! A question to a table, answered in steps: select, then shape.
//!
//! Each step is a file; it takes an [`Answer`] and gives one. This file holds the question itself and what can be
//! wrong with it.

mod all_members;
mod arrange;
mod breaks;
pub(crate) mod choose_series;
pub(crate) mod choose_table;
mod combine;
pub(crate) mod composition;
mod condition;
pub(crate) mod covered;
pub(crate) mod derived;
mod error;
pub(crate) mod formula;
pub(crate) mod instead;
mod keyed;
pub(crate) mod lookup;
mod missing;
pub(crate) mod names;
mod operand;
pub(crate) mod options;
pub(crate) mod pieces;
mod plan;
mod present;
mod select;
pub(crate) mod series;
mod shape;
mod source;
mod stream;
mod telling;
mod transform;
pub(crate) mod whole;
pub(crate) mod words;

use std::collections::BTreeSet;

use crate::answer::{Answer, Role};
use crate::figure::Years;
use crate::package::{Package, Table, fold};

pub use arrange::{Arrangement, SortKey};
use combine::Matching;
pub use combine::{Aggregate, Combination};
pub use condition::{Condition, Operator};
pub use error::QueryError;
pub use plan::{Added, Combined, Part, Plan, Whole as WholeOf};
pub use present::arrange;
pub(crate) use present::arrange_as;
use present::present;
use select::Reach;
pub use shape::Layout;
pub use stream::{Parts, ask_in_parts};
pub use telling::Telling;
pub use transform::Transform;
pub use whole::{Level, Whole};
pub use words::answer_in_words;

/// A question to one table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// The areas, in any spelling, groups among them; none for all.
    pub areas: Vec<String>,
    /// The years; none for all.
    pub years: Option<Years>,
    /// The indicators, by id, column or title; none for all.
    pub indicators: Vec<String>,
    /// The members of further dimensions: the dimension and what is asked of it.
    pub members: Vec<(String, Vec<String>)>,
    /// What is made one of.
    pub combination: Combination,
    /// What is made of the levels.
    pub transform: Option<Transform>,
    /// Which rows, in which order, which columns.
    pub arrangement: Arrangement,
    /// How rows and columns are laid out.
    pub layout: Layout,
    /// How its figures are told.
    pub telling: Telling,
    /// Whether published values alone are wanted, without what is known of them; it spares the reading of notes where
    /// nobody would see them and none may refute a value.
    pub bare: bool,
}

impl Query {
    /// Which members of further dimensions are asked for.
    fn members_asked(&self) -> transform::Members {
        if self.members.is_empty() {
            transform::Members::All
        } else {
            transform::Members::Chosen
        }
    }
}

/// Answers a question to a table.
///
/// # Errors
/// If the question is refused or the package is faulty. That nothing is there is no error but an answer without rows.
pub fn ask(package: &Package, table: &Table, query: &Query) -> Result<Answer, QueryError> {
    query.combination.check()?;
    let transform = query
        .transform
        .as_ref()
        .filter(|transform| !transform.is_published());
    let computes = query.combination.is_asked_for() || transform.is_some();
    let needs_others = combine::needs_others(package, table, query)
        || transform
            .is_some_and(|transform| transform.is_of_whole() || transform.reference().is_some());
    let reach = Reach::needed(computes, needs_others);
    let by_name = !query.indicators.is_empty();
    let wanted = combine::Wanted {
        by_name,
        all: transform.is_some(),
        explain: query.telling.explain,
        beside: transform.is_some_and(|one| one.is_of_whole() || one.reference().is_some()),
        areas_named: query.names_areas(),
    };
    let of_answer = |selected: &select::Selected| {
        let looked_through = computes || selected.answer.rows.len() <= MOST_ROWS;
        let (answer, others) = (&selected.answer, &selected.others);
        whole::of_answer(package, table, answer, others, looked_through)
    };
    let basis = combine::Basis {
        package,
        table,
        whole: &Whole::default(),
        how: &query.combination,
        wanted,
    };
    let mut of_members = None;
    let mut folded = None;
    if let Some(outline) = combine::folded::outline(package, table, query)? {
        let whole = of_answer(&outline.0)?;
        let groups = combine::folded::fold(basis.of(&whole), &outline, query)?;
        folded = groups.map(|groups| (groups, whole));
    }
    let is_folded = folded.is_some();
    let (mut selected, whole) = if let Some(folded) = folded {
        folded
    } else {
        let (selected, asked) = all_members::select_all(package, table, query, reach)?;
        of_members = asked;
        let all = all_of_part(package, table, query, &selected).filter(|_| !computes);
        let whole = of_answer(all.transpose()?.as_ref().unwrap_or(&selected))?;
        (selected, whole)
    };
    selected.say_what_it_needs();
    let combines =
        query.combination.is_asked_for() && selected.answer.nothing.is_none() && !is_folded;
    let basis = basis.of(&whole);
    let before = if combines && query.combination.partial && transform.is_some() {
        let mut before = selected.clone();
        let prepared = Matching::prepare(basis, &mut before)?;
        Some((before, prepared))
    } else {
        None
    };
    if combines {
        combine::combine(basis, &mut selected)?;
    }
    if let Some(transform) = transform.filter(|_| selected.answer.nothing.is_none()) {
        let matching = before.as_ref();
        let matching = matching.map(|(before, prepared)| Matching::new(basis, before, prepared));
        let matching = matching.transpose()?;
        let find = |word| transform::Reference::find(package, table, query, word);
        let reference = transform.reference().map(find).transpose()?;
        let context = transform::Context {
            package,
            reference,
            table,
            whole: &whole,
            matching: matching.as_ref(),
            members: query.members_asked(),
            explain: query.telling.explain,
            named: (query.years.as_ref()).and_then(|years| years.named(selected.years.as_ref())),
        };
        transform::transform(context, &mut selected, transform, by_name)?;
    }
    if let Some(asked) = of_members {
        asked.keep(&mut selected.answer);
    }
    mark_totals(&whole, &mut selected.answer);
    if query.combination.only_total {
        combine::keep_total(&mut selected);
    }
    let scope = std::mem::take(&mut selected.scope);
    let mut answer = if computes {
        selected.cut()
    } else {
        selected.answer
    };
    if computes {
        let grouped = !query.combination.group_by.is_empty();
        missing::say_what_is_missing(&mut answer, transform, grouped);
    }
    answer.title = scope.title(table, &answer.columns);
    present(package, table, query, answer)
}

/// All rows of the table of which some of several areas are selected: whether an area is the total of the others is told by
/// all, and of a few it may look so.
fn all_of_part(
    package: &Package,
    table: &Table,
    query: &Query,
    selected: &select::Selected,
) -> Option<Result<select::Selected, QueryError>> {
    let rows = &selected.answer.rows;
    let area = selected.answer.place(|role| matches!(role, Role::Area))?;
    let mut areas = rows.windows(2);
    let several = areas.any(|two| two[0].cells[area].text() != two[1].cells[area].text());
    let is_part = several
        && rows.len() <= MOST_ROWS
        && !package.is_outlined(table)
        && package
            .outline(table)
            .is_ok_and(|all| rows.len() < all.len());
    is_part.then(|| select::select(package, table, query, Reach::Whole))
}

/// The most rows that are looked through for a total where nothing is computed.
const MOST_ROWS: usize = 20_000;

/// Marks the rows of areas that hold others of the answer, so that they are not stacked or ranked with these; and tells
/// which did not always exist.
fn mark_totals(whole: &Whole, answer: &mut Answer) {
    let Some(area) = answer.place(|role| matches!(role, Role::Area)) else {
        return;
    };
    let rows = answer.rows.iter();
    let names: BTreeSet<&str> = rows.filter_map(|row| row.cells[area].text()).collect();
    let holders: BTreeSet<String> = whole.holders_among(&names).map(str::to_owned).collect();
    answer.existence.clone_from(whole.limited());
    for row in &mut answer.rows {
        row.total |= row.cells[area]
            .text()
            .is_some_and(|name| holders.contains(name));
    }
}

impl Query {
    /// Whether the areas are chosen by their names, not all of them.
    fn names_areas(&self) -> bool {
        !self.areas.is_empty() && !self.areas.iter().any(|name| fold(name) == "all")
    }
}
