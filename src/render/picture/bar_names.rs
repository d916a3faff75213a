//! What bars are called, and the groups that they stand in.

use std::collections::BTreeSet;

use super::observe::Observation;
use super::teller::{Teller, varying};

/// What a bar is called, and the group that it stands in.
pub(super) struct Name {
    pub(super) group: Option<String>,
    pub(super) bar: String,
}

/// The names of bars: one of what tells them apart at the bar, the rest at the group; all at the bar where groups
/// would tear apart what stands together.
pub(super) fn names(teller: &Teller, group: &[&Observation]) -> Vec<Name> {
    let columns = varying(group);
    let has_times = group.iter().any(|one| one.when != group[0].when);
    let parts = |one: &Observation, among: &[String]| -> Vec<String> {
        let named = one.about.iter().filter(|part| among.contains(&part.column));
        named.map(|part| teller.label(&part.label)).collect()
    };
    let when = |one: &Observation| {
        one.when
            .as_ref()
            .map(|when| teller.when(when))
            .unwrap_or_default()
    };
    let flat = |one: &&Observation| {
        let bar = match (columns.is_empty(), has_times) {
            (true, true) => when(one),
            (true, false) if one.about.is_empty() => when(one),
            (true, false) => teller.name(&one.about, &columns),
            (false, false) => teller.join(&parts(one, &columns)),
            (false, true) => format!("{} {}", teller.join(&parts(one, &columns)), when(one)),
        };
        Name { group: None, bar }
    };
    let (first, last) = match columns.as_slice() {
        [] => return group.iter().map(flat).collect(),
        [_] if !has_times => return group.iter().map(flat).collect(),
        [first @ .., last] => (first, last),
    };
    let last = std::slice::from_ref(last);
    let by_parts = |one: &&Observation| {
        if has_times {
            (teller.join(&parts(one, &columns)), when(one))
        } else {
            (
                teller.join(&parts(one, first)),
                teller.join(&parts(one, last)),
            )
        }
    };
    let by_time = |one: &&Observation| {
        let mut names = parts(one, first);
        names.insert(0, when(one));
        (teller.join(&names), teller.join(&parts(one, last)))
    };
    let ways = [
        group.iter().map(by_parts).collect::<Vec<_>>(),
        group.iter().map(by_time).collect::<Vec<_>>(),
    ];
    for names in ways {
        if stands_together(&names) {
            let grouped = names.into_iter().map(|(group, bar)| Name {
                group: Some(group),
                bar,
            });
            return grouped.collect();
        }
    }
    group.iter().map(flat).collect()
}

/// Whether groups are worth it: none comes back after another, and there are three bars to two groups at least.
fn stands_together(names: &[(String, String)]) -> bool {
    let groups: Vec<&str> = names
        .chunk_by(|a, b| a.0 == b.0)
        .map(|group| group[0].0.as_str())
        .collect();
    let distinct: BTreeSet<&str> = groups.iter().copied().collect();
    distinct.len() == groups.len() && groups.len() * 3 <= names.len() * 2
}
