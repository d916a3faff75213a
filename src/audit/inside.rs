//! Which areas are parts of a whole: those that the register puts inside it, or all others of a table of which it is the
//! total.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::Point;
use crate::package::{Area, Areas};
use crate::query::Whole;

/// The areas by the code of the one that they lie in.
pub(super) struct Register<'a> {
    pub(super) areas: &'a Areas,
    pub(super) children: BTreeMap<&'a str, Vec<&'a Area>>,
}

impl<'a> Register<'a> {
    pub(super) fn new(areas: &'a Areas) -> Register<'a> {
        let mut children: BTreeMap<&str, Vec<&Area>> = BTreeMap::new();
        for area in areas.iter().filter(|area| !area.parent.is_empty()) {
            children.entry(&area.parent).or_default().push(area);
        }
        Register { areas, children }
    }

    /// The areas directly inside the one that a cell names.
    pub(super) fn inside(&self, cell: &str) -> &[&'a Area] {
        let code = self.areas.of_cell(cell).map(|area| area.code.as_str());
        let code = code.filter(|code| !code.is_empty());
        code.and_then(|code| self.children.get(code))
            .map_or(&[], Vec::as_slice)
    }
}

/// Which areas are parts of a whole.
pub(super) enum Inside<'r, 'a> {
    /// Those that the register puts directly inside it, of the levels that the table of the parts has.
    Register(&'r Register<'a>),
    /// The outermost areas of a table, of whose total there is one.
    Total(&'r Whole),
}

impl Inside<'_, '_> {
    /// The names of the parts; `there` are those of which the table tells.
    pub(super) fn of(&self, whole: &Point, there: &BTreeSet<&str>) -> Vec<String> {
        match self {
            Inside::Register(register) => {
                let all = register.inside(whole.area.as_deref().unwrap_or_default());
                let levels: BTreeSet<&str> = all
                    .iter()
                    .filter(|area| there.contains(area.name.as_str()))
                    .map(|area| area.level.as_str())
                    .collect();
                let of_level = all
                    .iter()
                    .filter(|area| levels.contains(area.level.as_str()));
                of_level.map(|area| area.name.clone()).collect()
            }
            Inside::Total(parts) => parts.outermost(whole.year).map(str::to_owned).collect(),
        }
    }
}
