//! Groups of areas, whose differences are told apart from those within them.

use anyhow::Result;

use super::Page;
use crate::answer::{Cell, Name};
use crate::cli::error::Refusal;
use crate::package::{Area, Package};
use crate::words::{list, printable};

/// The ids and titles of the figures that groups add.
pub(super) const DIVIDED: [[&str; 3]; 4] = [
    [
        "theil-t-between",
        "Theil T between groups",
        "泰尔指数T（组间）",
    ],
    [
        "theil-t-within",
        "Theil T within groups",
        "泰尔指数T（组内）",
    ],
    [
        "theil-l-between",
        "Theil L between groups",
        "泰尔指数L（组间）",
    ],
    [
        "theil-l-within",
        "Theil L within groups",
        "泰尔指数L（组内）",
    ],
];

/// Which group each area is in; those of no named group are in one that is the rest.
pub(super) struct Grouping {
    /// The group of each area, by the places of the areas.
    of: Vec<usize>,
    names: Vec<String>,
    sizes: Vec<usize>,
}

impl Grouping {
    /// The groups that are named, over these areas.
    pub(super) fn new(page: &Page, areas: &[usize]) -> Result<Option<Grouping>> {
        if page.groups.is_empty() {
            return Ok(None);
        }
        let register = page.package.areas()?;
        let mut of = vec![page.groups.len(); page.chosen.areas.len()];
        for (group, word) in page.groups.iter().enumerate() {
            let name = word.strip_prefix('@').unwrap_or(word);
            let members = register.group(name);
            if members.is_empty() {
                return Err(Refusal::new(register.unknown(&[word.as_str()])).into());
            }
            for &area in areas {
                let found = area_of(page.package, &page.chosen.areas[area])?;
                if !members.contains(&&found) {
                    continue;
                }
                let known = &mut of[area];
                if *known < page.groups.len() {
                    return Err(Refusal::new(format!(
                        "`--groups`: {} is in `{}` and in `{}`",
                        printable(&page.chosen.areas[area].0.id),
                        printable(&page.groups[*known]),
                        printable(word)
                    ))
                    .next("groups may not overlap")
                    .into());
                }
                *known = group;
            }
        }
        let mut names = page.groups.to_vec();
        names.push("the rest".to_owned());
        let size = |group: usize| areas.iter().filter(|area| of[**area] == group).count();
        let sizes: Vec<usize> = (0..names.len()).map(size).collect();
        if let Some(empty) = sizes
            .iter()
            .take(page.groups.len())
            .position(|size| *size == 0)
        {
            return Err(Refusal::new(format!(
                "`--groups`: none of the areas is in `{}`",
                printable(&names[empty])
            ))
            .next("leave it out")
            .into());
        }
        Ok(Some(Grouping { of, names, sizes }))
    }

    /// The groups of some areas with what belongs to each of them; none is empty.
    pub(super) fn divide<T: Copy>(&self, areas: &[usize], values: &[T]) -> Vec<Vec<T>> {
        let mut groups: Vec<Vec<T>> = vec![Vec::new(); self.names.len()];
        for (area, value) in areas.iter().zip(values) {
            groups[self.of[*area]].push(*value);
        }
        groups.retain(|group| !group.is_empty());
        groups
    }

    /// The groups with how many areas each has.
    pub(super) fn in_words(&self) -> String {
        let groups = self.names.iter().zip(&self.sizes);
        let groups = groups.filter(|(_, size)| **size > 0);
        list(
            groups.map(|(name, size)| format!("{} ({size})", printable(name))),
            "and",
        )
    }
}

fn area_of(package: &Package, (name, _): &(Name, Cell)) -> Result<Area> {
    Ok(package.area_of_cell(&name.id)?.into_owned())
}
