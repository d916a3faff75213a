//! Comparisons after a partial combination: over the members present at both ends (a matched sample), never three against four.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::inputs::Members;
use super::keys::Keys;
use super::rules::Rules;
use super::{Absent, Basis, Group, groups, take_others};
use crate::answer::Cell;
use crate::figure::Figure;
use crate::order::InOrder;
use crate::query::QueryError;
use crate::query::select::Selected;
use crate::words::Refusal;

/// A partial combination that can be made again over fewer members.
pub(crate) struct Matching<'a> {
    rules: Rules<'a>,
    groups: Vec<Group>,
    /// How many rows stand before those combined.
    before: usize,
    lacking: RefCell<BTreeMap<(usize, String), Rc<Members>>>,
}

impl<'a> Matching<'a> {
    /// Prepares the selection before it is combined; which areas are chosen is kept for the combination.
    pub(crate) fn prepare(basis: Basis, selected: &mut Selected) -> Result<Prepared, QueryError> {
        let keys = Keys::new(basis.table, &selected.answer, basis.how)?;
        if keys.yearly {
            return Err(QueryError::refused(
                Refusal::new("a year of which parts are absent is compared with no other")
                    .next("leave out `--partial`"),
            ));
        }
        let chosen = take_others(selected, &keys, basis.wanted);
        Ok(Prepared { keys, chosen })
    }

    pub(crate) fn new(
        basis: Basis<'a>,
        selected: &'a Selected,
        prepared: &'a Prepared,
    ) -> Result<Matching<'a>, QueryError> {
        let keys = &prepared.keys;
        let answer = &selected.answer;
        let mut groups = groups(basis, selected, keys)?;
        let rules = Rules::new(basis, selected, keys, &groups, None);
        for group in &mut groups {
            group.absent = rules.absent(group);
        }
        // Those of areas that are not chosen stand behind the others.
        if let (Some(area), Some(chosen)) = (keys.area, &prepared.chosen) {
            let is_beside = |group: &Group| {
                let name = answer.rows[group.rows[0]].cells[area].text();
                name.is_none_or(|name| !chosen.contains(name))
            };
            groups.order_by_key(is_beside);
        }
        Ok(Matching {
            rules,
            groups,
            before: if basis.how.makes_total() {
                answer.rows.len()
            } else {
                0
            },
            lacking: RefCell::default(),
        })
    }

    fn group(&self, row: usize) -> Option<&Group> {
        self.groups.get(row.checked_sub(self.before)?)
    }

    /// Which members are missing from the figure of a combined row; rows of areas that are not chosen follow the others.
    pub(crate) fn lacking(&self, row: usize, indicator: &str) -> Rc<Members> {
        let key = (row, indicator.to_owned());
        if let Some(known) = self.lacking.borrow().get(&key) {
            return Rc::clone(known);
        }
        let found = self.group(row).and_then(|group| {
            self.rules.lacked.borrow_mut().clear();
            self.combined(group, indicator)?;
            Some(self.rules.lacked.borrow().clone())
        });
        let found = Rc::new(found.unwrap_or_default());
        self.lacking.borrow_mut().insert(key, Rc::clone(&found));
        found
    }

    /// The figure of a combined row without these members; `apart` says where they are missing (`at both ends`).
    pub(crate) fn without(
        &self,
        row: usize,
        indicator: &str,
        members: &Members,
        apart: &str,
    ) -> Option<Figure> {
        let group = self.group(row)?;
        let is_out = |key: &[String]| members.contains(&self.rules.without_time(key));
        let mut absent: Vec<Absent> = group.absent.clone();
        let mut keep = |rows: &[usize]| {
            let (out, kept): (Vec<usize>, Vec<usize>) = rows
                .iter()
                .partition(|&&row| is_out(&self.rules.collapsed_key(row)));
            absent.extend(out.into_iter().map(|row| Absent {
                key: self.rules.collapsed_key(row),
                period: self.rules.rows.year(row),
                reason: format!(
                    "{} is left out, since it is not there {apart}",
                    self.rules.name(row)
                ),
            }));
            kept
        };
        let rows = keep(&group.rows);
        let matched = Group {
            rows,
            // A printed total holds what is left out.
            totals: Vec::new(),
            absent,
        };
        if matched.rows.is_empty() {
            return None;
        }
        self.combined(&matched, indicator)
    }

    fn combined(&self, group: &Group, indicator: &str) -> Option<Figure> {
        let (_, _, found) = self.rules.basis.table.indicator(indicator)?;
        let place = self.rules.indicator_place(indicator)?;
        match self.rules.combined(found, place, group) {
            Ok(Cell::Figure(figure)) => Some(*figure),
            _ => None,
        }
    }
}

/// What a [`Matching`] holds of the question.
pub(crate) struct Prepared {
    keys: Keys,
    chosen: Option<BTreeSet<String>>,
}
