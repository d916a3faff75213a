//! Sets that codes and names tell: the parts of a code that begin with it, the two that a name joins.

use std::collections::BTreeMap;

use crate::order::{InOrder, IntoMap};
use crate::source::headings::normal;

/// Words between two names that are said together.
const JOINING: [&str; 8] = [
    " and ", " & ", " und ", " et ", " y ", " e ", " och ", " og ",
];
/// The most ways to put members into sets.
const MOST: usize = 16;

/// For each way the set of each member, 0 where it is in none: `IE2` with `IE21` and `IE22`, `England and Wales` with both.
pub(crate) fn told(codes: &[&str], names: &[&str]) -> Vec<Vec<u32>> {
    let mut sets: Vec<Vec<u32>> = Vec::new();
    let groups = by_code(codes).into_iter().chain(by_name(names));
    for (number, group) in (1..).zip(groups) {
        let is_free = |set: &&mut Vec<u32>| group.iter().all(|&member| set[member] == 0);
        let at = sets.iter_mut().position(|set| is_free(&set));
        let at = match at {
            Some(at) => at,
            None if sets.len() < MOST => {
                sets.push(vec![0; codes.len().max(names.len())]);
                sets.len() - 1
            }
            None => break,
        };
        for member in group {
            sets[at][member] = number;
        }
    }
    sets
}

/// A code with those that begin with it and have none of them between: two or more.
fn by_code(codes: &[&str]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..codes.len())
        .filter(|&at| !codes[at].is_empty())
        .collect();
    order.order_by_key(|&at| codes[at]);
    let mut of_parent: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut open: Vec<usize> = Vec::new();
    for at in order {
        while let Some(&parent) = open.last() {
            let is_part = codes[at].starts_with(codes[parent]) && codes[at] != codes[parent];
            if is_part {
                of_parent.entry(parent).or_default().push(at);
                break;
            }
            open.pop();
        }
        open.push(at);
    }
    let groups = of_parent.into_iter().filter(|(_, parts)| parts.len() > 1);
    groups
        .map(|(parent, parts)| std::iter::once(parent).chain(parts).collect())
        .collect()
}

/// A name with the two that it joins.
fn by_name(names: &[&str]) -> Vec<Vec<usize>> {
    let known: BTreeMap<String, usize> = names
        .iter()
        .zip(0..)
        .map(|(name, at)| (normal(name), at))
        .into_map();
    let joined = |at: usize| {
        let lower = names[at].to_lowercase();
        JOINING.iter().find_map(|joining| {
            let (one, other) = lower.split_once(joining)?;
            let (one, other) = (known.get(&normal(one))?, known.get(&normal(other))?);
            (one != other).then(|| vec![at, *one, *other])
        })
    };
    (0..names.len()).filter_map(joined).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_put_members_into_sets() {
        let codes = ["IE", "IE1", "IE11", "IE12", "IE2", "5001", ""];
        let sets = told(&codes, &["a"; 7]);
        let with = |member: usize| -> Vec<Vec<usize>> {
            let own = sets.iter().filter(|set| set[member] != 0);
            own.map(|set| (0..7).filter(|&at| set[at] == set[member]).collect())
                .collect()
        };
        assert_eq!(with(0), [[0, 1, 4]]);
        assert_eq!(with(1), [vec![0, 1, 4], vec![1, 2, 3]]);
        assert!(with(5).is_empty() && with(6).is_empty());
        let names = [
            "ENGLAND AND WALES",
            "England",
            "Wales",
            "Trinidad and Tobago",
        ];
        let sets = told(&[""; 4], &names);
        assert_eq!(sets, [[1, 1, 1, 0]]);
    }
}
