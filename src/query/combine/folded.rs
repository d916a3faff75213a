//! Sums and means of a large file, folded while its rows are read: what the rules make of the rows, without the rows.
//!
//! Only plain groups are folded: every member is present, every figure is a number, and none has a note. The rows of groups
//! with missing members go through the rules; where more is unusual, all rows do.

mod covered;
mod figures;

use std::collections::{BTreeMap, BTreeSet};

use super::keys::Keys;
use super::largest::First;
use super::{Aggregate, Basis, Beyond, Group, OfGroup, Row, Selected, in_time, prepare};
use crate::answer::{Answer, Cell};
use crate::figure::Period;
use crate::order::{IntoMap, IntoSet};
use crate::package::{Indicator, Package, Table};
use crate::query::covered::Covered;
use crate::query::keyed::key_text;
use crate::query::select;
use crate::query::{Arrangement, Query, QueryError, Transform};
use crate::source::{Sums, Wanted};
use covered::{has_all_groups, has_all_periods, members, most_members, outermost, periods};
use figures::{How, columns, estimate, figure, rough};

/// Groups that the sums describe completely, and the columns that identify them.
struct Plain<'t> {
    selected: Selected,
    keys: Keys,
    periods: BTreeSet<Period>,
    columns: Vec<(usize, How, &'t Indicator)>,
    sums: Sums,
    /// The groups that lack a member or a figure.
    lacking: BTreeSet<usize>,
    /// Where there are such groups, the members that all have together, without their periods.
    members: Vec<Vec<String>>,
    /// The cells of the rows.
    wanted: Vec<Wanted>,
}

/// The groups of a question to a large file; nothing where the rules have to see the rows.
pub(in crate::query) fn fold(
    basis: Basis,
    outline: &(Selected, Vec<Wanted>),
    query: &Query,
) -> Result<Option<Selected>, QueryError> {
    let Some(plain) = plain(basis, outline)? else {
        return Ok(None);
    };
    let Some(lacking) = plain.lacking_rows(basis, query)? else {
        return Ok(None);
    };
    Ok(plain.combined(basis, &query.arrangement, &lacking))
}

/// The sums of the groups, where their figures are plain, and which groups have missing members.
fn plain<'t>(
    basis: Basis<'t>,
    (outline, chosen): &(Selected, Vec<Wanted>),
) -> Result<Option<Plain<'t>>, QueryError> {
    let Basis {
        package,
        table,
        how,
        ..
    } = basis;
    let mut selected = outline.clone();
    if basis.whole.total().is_some() || basis.whole.may_have_total(&outline.answer) {
        return Ok(None);
    }
    let prepared = prepare(basis, &mut selected).and_then(|(keys, _)| {
        let overlapping = super::refuse::overlapping(table, &selected.answer, &keys, how)?;
        Ok((keys, overlapping))
    });
    let (keys, overlapping) = match prepared {
        // What is refused of all members need not be of those that are chosen.
        Err(_) if !chosen.is_empty() => return Ok(None),
        prepared => prepared?,
    };
    if keys.yearly {
        return Ok(None);
    }
    let answer = &selected.answer;
    if !overlapping.is_empty() || !super::totals(basis, answer, &keys).is_empty() {
        return Ok(None);
    }
    let periods = periods(answer, &keys);
    let frequencies: BTreeSet<_> = periods.iter().map(|period| period.frequency()).into_set();
    if frequencies.len() > 1 || periods.iter().any(|period| period.is_span()) {
        return Ok(None);
    }
    let Some(columns) = columns(table, answer, how.aggregate) else {
        return Ok(None);
    };
    let name = |place: &usize| answer.columns[*place].name.as_str();
    let stay: Vec<&str> = keys.stay.iter().map(name).collect();
    let figures: Vec<&str> = columns.iter().map(|(place, ..)| name(place)).collect();
    let mut wanted = outermost(basis, answer, &keys);
    wanted.extend(chosen.iter().cloned());
    let sums = package.sums(table, &wanted, &stay, &figures)?;
    let Some(sums) = sums.filter(|sums| !sums.is_empty()) else {
        return Ok(None);
    };
    let counts = || (0..sums.len()).map(|group| sums.count(group));
    let most = most_members(basis, answer, &keys);
    let is_plain =
        counts().all(|count| count == most) && !(0..sums.len()).any(|group| sums.lacks(group));
    let members = if is_plain {
        Some(Vec::new())
    } else {
        members(basis, answer, &keys, &wanted)?
    };
    let Some(members) = members else {
        return Ok(None);
    };
    // There may be fewer combinations than there could be.
    let all = match (is_plain, keys.collapses(keys.time)) {
        (true, _) => most,
        (false, true) => (members.len() * periods.len()) as u64,
        (false, false) => members.len() as u64,
    };
    let lacks = |group: &usize| sums.count(*group) != all || sums.lacks(*group);
    let lacking: BTreeSet<usize> = (0..sums.len()).filter(lacks).collect();
    // What is chosen and not there is told, for which the rows have to be seen.
    let is_all_there = chosen.is_empty()
        || has_all_groups(answer, &keys, chosen, sums.len())
            && (counts().all(|count| count == all)
                || has_all_periods(basis, answer, &keys, (chosen, periods.len()))?);
    let is_folded = all > 1 && lacking.len() < sums.len() && is_all_there;
    Ok(is_folded.then_some(Plain {
        selected,
        keys,
        periods,
        columns,
        sums,
        lacking,
        members,
        wanted,
    }))
}

/// The row of each group that the rules made, by the cells that name it.
type Made = BTreeMap<Vec<String>, Row>;

impl Plain<'_> {
    /// Which of the groups are shown, in the order of the file: all of them, or those that `--top` may keep.
    fn shown(&self, basis: Basis, arrangement: &Arrangement) -> Vec<usize> {
        let answer = &self.selected.answer;
        let first = || {
            // The order of time decides between equals.
            if self
                .keys
                .time
                .is_some_and(|time| self.keys.stay.contains(&time))
            {
                return None;
            }
            let mut asked = Answer {
                columns: answer.columns.clone(),
                rows: answer.rows.clone(),
                ..Answer::default()
            };
            if let Some(aggregate) = basis.how.aggregate {
                super::label(&mut asked, basis.table, aggregate, self.over_time());
            }
            let first = First::of(basis, arrangement, &asked)?;
            let mut columns = self.columns.iter();
            let column = columns.position(|(place, ..)| *place == first.place)?;
            if !self.lacking.is_empty() {
                return None;
            }
            let how = self.columns[column].1;
            let sum = |group| self.sums.sum(group, column);
            first.among(
                self.sums.len(),
                |group| rough(&sum(group), how),
                |group| Some(estimate(&sum(group), how)?.number().decimal()),
            )
        };
        first().unwrap_or_else(|| (0..self.sums.len()).collect())
    }

    fn over_time(&self) -> bool {
        self.keys.collapses(self.keys.time)
    }

    /// The names of the columns that stay.
    fn stay(&self) -> Vec<&str> {
        let columns = &self.selected.answer.columns;
        let stay = self.keys.stay.iter();
        stay.map(|place| columns[*place].name.as_str()).collect()
    }

    /// The rows that the rules make for groups with missing members; `None` where the rules need all rows.
    fn lacking_rows(&self, basis: Basis, query: &Query) -> Result<Option<Made>, QueryError> {
        if self.lacking.is_empty() {
            return Ok(Some(Made::new()));
        }
        let Basis { package, table, .. } = basis;
        let (keys, stay) = (&self.keys, self.stay());
        let cells = |group: &usize| -> Vec<&str> {
            (0..stay.len())
                .map(|at| self.sums.cell(*group, at))
                .collect()
        };
        let groups: Vec<Vec<&str>> = self.lacking.iter().map(cells).collect();
        let frame = package.kept_of_groups(table, &self.wanted, &stay, &groups)?;
        let Some(frame) = frame else {
            return Ok(None);
        };
        // Any period stands for each where the time collapses.
        let any = self.periods.first().map(Period::to_string);
        let of_keys = |member: &Vec<String>| -> Vec<String> {
            let mut cells = member.iter().cloned();
            let places = keys.collapse.iter();
            let cell = |place: &usize| {
                if Some(*place) == keys.time {
                    any.clone()
                } else {
                    cells.next()
                }
            };
            places.filter_map(cell).collect()
        };
        let beyond = Beyond {
            members: self.members.iter().map(of_keys).collect(),
            periods: self.periods.clone(),
        };
        let covered = Covered::new(package, table)?;
        let mut selected = self.selected.clone();
        selected.answer.rows = select::rows_of_part(package, table, &covered, query, &frame)?;
        let made = super::combined(basis, &selected, keys, Some(&beyond))?;
        let named = made.groups.iter().zip(made.rows).map(|(group, row)| {
            let first = &selected.answer.rows[group.rows[0]];
            let stay = keys.stay.iter();
            let name = stay.map(|place| key_text(&first.cells[*place]));
            (name.collect(), row)
        });
        Ok(Some(named.into_map()))
    }

    /// The answer; nothing where a figure is too large. `made` has the rows of the groups that lack something.
    fn combined(
        mut self,
        basis: Basis,
        arrangement: &Arrangement,
        made: &Made,
    ) -> Option<Selected> {
        let (table, how) = (basis.table, basis.how);
        let shown = self.shown(basis, arrangement);
        let rows = representatives(table, &self.selected.answer, &self.keys, &self.sums, &shown)?;
        let span = self.over_time().then(|| span(&self.periods)).flatten();
        let of_groups = Answer {
            rows,
            columns: self.selected.answer.columns.clone(),
            ..Answer::default()
        };
        let groups = (0..of_groups.rows.len()).map(|at| Group {
            rows: vec![at],
            ..Group::default()
        });
        let groups = in_time(groups.collect(), &of_groups, &self.keys);
        let mut rows = Vec::with_capacity(groups.len());
        for group in groups {
            let at = group.rows[0];
            if self.lacking.contains(&shown[at]) {
                let name = (0..self.keys.stay.len())
                    .map(|at_name| self.sums.cell(shown[at], at_name).to_owned());
                rows.push(made.get(&name.collect::<Vec<_>>())?.clone());
                continue;
            }
            let figure = |place: usize, _: &Indicator| {
                let mut columns = self.columns.iter();
                let Some(column) = columns.position(|(known, ..)| *known == place) else {
                    return Ok(Cell::Empty);
                };
                let sum = self.sums.sum(shown[at], column);
                let (_, how, indicator) = self.columns[column];
                let made = figure(&sum, (how, indicator), span, &self.periods);
                made.map(Cell::from).ok_or(())
            };
            let one = OfGroup {
                first: &of_groups.rows[at],
                is_several: true,
                span,
                combines_all: basis.wanted.all,
            };
            rows.push(one.row(table, &of_groups, &self.keys, figure).ok()?);
        }
        self.selected.answer.rows = rows;
        let answer = &mut self.selected.answer;
        let has_span = span.is_some_and(Period::is_span);
        let (columns, rows) = (&mut answer.columns, &mut answer.rows);
        self.keys.drop_collapsed(has_span, columns, &mut [rows]);
        if let Some(aggregate) = how.aggregate {
            super::label(answer, table, aggregate, span.is_some());
            if let (Aggregate::Sum, Some(span)) = (aggregate, span) {
                super::say_gaps(answer, span, &self.periods);
            }
        }
        Some(self.selected)
    }
}

/// What of a large file says which areas, members and periods there are; nothing where the question is of another kind.
pub(in crate::query) fn outline(
    package: &Package,
    table: &Table,
    query: &Query,
) -> Result<Option<(Selected, Vec<Wanted>)>, QueryError> {
    let how = &query.combination;
    let is_plain = package.is_outlined(table)
        && !how.group_by.is_empty()
        && !how.partial
        && !how.approximate
        && query.areas.is_empty()
        && query.transform.as_ref().is_none_or(Transform::is_published)
        && !query.telling.explain
        && !query.telling.adjusted;
    if !is_plain || !package.remarks(table)?.is_empty() || table.says_of_figures() {
        return Ok(None);
    }
    select::outline(package, table, query)
}

fn span(periods: &BTreeSet<Period>) -> Option<Period> {
    super::rules::span(periods)
}

/// A row for each group, with what names it.
fn representatives(
    table: &Table,
    answer: &Answer,
    keys: &Keys,
    sums: &Sums,
    chosen: &[usize],
) -> Option<Vec<Row>> {
    // The cells of each member of what stays, the code of an area behind it.
    let known: Vec<BTreeMap<String, &Row>> = keys
        .stay
        .iter()
        .map(|&place| {
            let rows = answer.rows.iter();
            rows.map(|row| (key_text(&row.cells[place]), row))
                .into_map()
        })
        .collect();
    let totals: Vec<Option<&str>> = keys
        .stay
        .iter()
        .map(|&place| {
            let mut all = table.dimensions();
            let found = all.find(|(_, column, _)| column.name == answer.columns[place].name);
            found.and_then(|(_, _, dimension)| dimension.total.as_deref())
        })
        .collect();
    let row = |group: usize| {
        let mut cells = vec![Cell::Empty; answer.columns.len()];
        let mut total = false;
        for (at, &place) in keys.stay.iter().enumerate() {
            let found = known[at].get(sums.cell(group, at))?;
            cells[place] = found.cells[place].clone();
            if Some(place) == keys.area {
                cells[place + 1] = found.cells[place + 1].clone();
            }
            total |= totals[at] == Some(sums.cell(group, at));
        }
        Some(Row { cells, total })
    };
    chosen.iter().map(|group| row(*group)).collect()
}
