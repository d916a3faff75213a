//! Which dimension of a cube is the area, and what is known of each place.

use super::{Cube, Dimension, Role};
use crate::source::found::{AreaRow, Finding};
use crate::source::{Options, SourceError, headings, places};
use crate::words::{excerpt, quoted_list};

impl Cube {
    /// Finds the dimension of the area: the one that is asked for, the declared one, else the one whose name or whose
    /// members say so.
    pub(super) fn find_area(&mut self, options: &Options) -> Result<(), SourceError> {
        let free: Vec<usize> = (0..self.dimensions.len())
            .filter(|at| !matches!(self.dimensions[*at].role, Some(Role::Time | Role::Measure)))
            .collect();
        if let Some(wanted) = &options.area {
            let is_wanted = |at: &usize| {
                let dimension = &self.dimensions[*at];
                let names = [Some(&dimension.id), dimension.title.as_ref()];
                names
                    .into_iter()
                    .flatten()
                    .any(|name| headings::normal(name) == headings::normal(wanted))
            };
            let Some(found) = free.iter().copied().find(is_wanted) else {
                let names = free.iter().map(|at| excerpt(&self.dimensions[*at].id));
                return Err(SourceError::Asked(format!(
                    "it has no dimension `{}` that could be the area; expected {}",
                    excerpt(wanted),
                    quoted_list(names, "or")
                )));
            };
            self.set_area(found);
            return Ok(());
        }
        let declared: Vec<usize> = free
            .iter()
            .copied()
            .filter(|at| self.dimensions[*at].role == Some(Role::Area))
            .collect();
        match declared.as_slice() {
            [] => {}
            [only] => {
                self.set_area(*only);
                return Ok(());
            }
            several => {
                let (found, why) = self.best(several);
                let others = several
                    .iter()
                    .filter(|at| **at != found)
                    .map(|at| excerpt(&self.dimensions[*at].id));
                let others: Vec<String> = others.collect();
                let what = format!("`{}` is the area", excerpt(&self.dimensions[found].id));
                let why = format!(
                    "{why}; {} holds places too",
                    quoted_list(others.iter(), "and")
                );
                let pin = others
                    .first()
                    .map(|other| format!("--area '{other}'"))
                    .unwrap_or_default();
                self.findings.push(Finding::new(what, why, pin));
                self.set_area(found);
                return Ok(());
            }
        }
        let score = |at: usize| {
            let dimension = &self.dimensions[at];
            let title = dimension.title.as_deref().unwrap_or_default();
            headings::area(&dimension.id).max(headings::area(title))
        };
        let best = free
            .iter()
            .copied()
            .max_by_key(|at| (score(*at), self.dimensions[*at].members.len()));
        let named = best.filter(|at| score(*at) > 0);
        let of_places = || {
            free.iter().copied().find(|at| {
                let labels: Vec<&str> = self.dimensions[*at]
                    .members
                    .iter()
                    .map(|member| member.label.as_str())
                    .collect();
                places::are_places(labels.iter().copied())
                    || labels.len() > 4 && places::codes_before(&labels).is_some()
            })
        };
        let found = match named {
            Some(at) => Some((at, "its name says so")),
            None => of_places().map(|at| {
                (
                    at,
                    "its members are places, or have codes before their names",
                )
            }),
        };
        if let Some((at, why)) = found {
            let what = format!("`{}` is the area", excerpt(&self.dimensions[at].id));
            self.findings.push(Finding::new(what, why, "--area NAME"));
            self.set_area(at);
        }
        Ok(())
    }

    fn set_area(&mut self, area: usize) {
        for (at, dimension) in self.dimensions.iter_mut().enumerate() {
            if dimension.role == Some(Role::Area) && at != area {
                dimension.role = None;
            }
        }
        self.dimensions[area].role = Some(Role::Area);
    }

    /// Of several dimensions of places the one that the table is about: whose name says so, else the one with most
    /// places that are no groups, else the first.
    fn best(&self, several: &[usize]) -> (usize, &'static str) {
        let origin = |at: usize| {
            let dimension = &self.dimensions[at];
            let name = headings::normal(&format!(
                "{} {}",
                dimension.id,
                dimension.title.as_deref().unwrap_or_default()
            ));
            let words = [
                "birth",
                "origin",
                "partner",
                "destination",
                "counterpart",
                "nationality",
                "citizenship",
                "nacimiento",
                "naissance",
                "geburt",
            ];
            words.iter().any(|word| name.contains(word))
        };
        let own: Vec<usize> = several.iter().copied().filter(|at| !origin(*at)).collect();
        if let [only] = own.as_slice() {
            return (
                *only,
                "the name of the other says where somebody or something is from or goes to",
            );
        }
        let pool = if own.is_empty() { several } else { &own };
        let most = pool
            .iter()
            .map(|at| self.dimensions[*at].members.len())
            .max()
            .unwrap_or(0);
        let finest = pool
            .iter()
            .copied()
            .find(|at| self.dimensions[*at].members.len() == most);
        (finest.unwrap_or(several[0]), "it has most places")
    }

    /// What is known of the places: code, name, parent, whether it is a group. The names of the members become those
    /// of the places.
    pub(super) fn area_rows(&mut self, area: usize) -> Vec<AreaRow> {
        let dimension = &mut self.dimensions[area];
        let labels: Vec<String> = dimension
            .members
            .iter()
            .map(|member| member.label.clone())
            .collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        // A code that is declared may stand before the name once more.
        let says_no_other = |parted: &[(&str, &str)]| {
            dimension
                .members
                .iter()
                .zip(parted)
                .all(|(member, (code, _))| {
                    let own = &member.code;
                    own.is_empty() || *own == member.label || own == code || code.is_empty()
                })
        };
        if let Some(parted) = places::codes_before(&labels).filter(|parted| says_no_other(parted)) {
            let mut names = std::collections::BTreeSet::new();
            for ((code, name), member) in parted.into_iter().zip(&mut dimension.members) {
                if !code.is_empty() {
                    member.aliases.push(member.label.clone());
                    code.clone_into(&mut member.code);
                }
                member.label = super::distinct(name, code, &mut names);
            }
            self.findings.push(Finding::new(
                "the codes before the names of areas are their codes",
                "each name has one of its own",
                "",
            ));
        }
        take_dots(&mut self.dimensions[area]);
        let dimension = &self.dimensions[area];
        let labels: Vec<String> = dimension
            .members
            .iter()
            .map(|member| member.label.clone())
            .collect();
        let codes: Vec<&str> = dimension
            .members
            .iter()
            .map(|member| member.code.as_str())
            .collect();
        let is_parent = |at: usize| {
            dimension
                .members
                .iter()
                .any(|member| member.parent == Some(at))
        };
        let has = |name: &str| labels.iter().any(|label| headings::normal(label) == name);
        let rows = dimension
            .members
            .iter()
            .enumerate()
            .map(|(at, member)| AreaRow {
                code: member.code.clone(),
                name: member.label.clone(),
                name_zh: member.label_zh.clone().unwrap_or_default(),
                parent: member
                    .parent
                    .map(|parent| codes[parent].to_owned())
                    .unwrap_or_default(),
                aliases: member.aliases.clone(),
                // Offices of PC-Axis call it so: `State`, `All ages`.
                aggregate: dimension.total == Some(at)
                    || member.code == "-" && dimension.members.len() > 2
                    || !is_parent(at) && places::is_group(&member.label, &has),
                ..AreaRow::default()
            });
        rows.collect()
    }
}

/// Names without the dots that set them in below a larger area: `..North`.
fn take_dots(dimension: &mut Dimension) {
    let bare = |name: &str| places::without_dots(name).map(str::to_owned);
    let members = dimension.members.iter();
    let mut names = std::collections::BTreeSet::new();
    let is_own = |name: String| names.insert(headings::normal(&name));
    let all_differ = members
        .map(|member| bare(&member.label).unwrap_or_else(|| member.label.clone()))
        .all(is_own);
    if !all_differ {
        return;
    }
    for member in &mut dimension.members {
        if let Some(name) = bare(&member.label) {
            let dotted = std::mem::replace(&mut member.label, name);
            member.aliases.push(dotted);
        }
    }
}
