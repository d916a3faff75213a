//! Which member of a dimension is the total of others, proven by the figures.
//!
//! A member is the total of a set where it equals their sum within the rounding of printed digits in every cell in which
//! it and all of the set are there, and where that would be most improbable by chance: small whole numbers add up to one
//! another often.

mod cells;
mod named;
pub(crate) mod sets;

use std::collections::BTreeMap;

use super::{headings, places};
use crate::order::InOrder;
use crate::words::{excerpt, quoted_list};
use cells::Cells;
pub(crate) use named::{are_disjoint, are_ranges, overlap};

/// A figure of a member: which member, which cell of the others' keys (period, indicator, further members), the value
/// and half a unit of its last digit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Level {
    pub(crate) member: u32,
    pub(crate) cell: u32,
    pub(crate) value: f64,
    pub(crate) half: f64,
}

/// That a member is a total, with what proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Total {
    pub(crate) member: u32,
    /// How many others it is the sum of.
    pub(crate) parts: usize,
    /// Which, where it is not all of a set.
    pub(crate) holds: Vec<u32>,
    /// In how many cells.
    pub(crate) cells: usize,
    /// How often it is held in the others, where that is more than once and nothing tells which of them hold which.
    pub(crate) layers: usize,
    /// The two sets of which each makes it up, where that is so and the figures tell them.
    pub(crate) partitions: Vec<Vec<u32>>,
    /// Whether the figures leave open which it is: of three amounts of both signs, exports, imports and their balance, each
    /// may be said to be made up by the others.
    pub(crate) is_ambiguous: bool,
}

impl Total {
    /// Whether it is the total where it is called so: one that the figures leave open has to be named as a total or as what
    /// is left.
    pub(crate) fn could_be_called(&self, name: &str) -> bool {
        const LEFT: [&str; 6] = ["net", "netto", "balance", "saldo", "solde", "净"];
        let name_is_left = || {
            LEFT.iter()
                .any(|word| headings::normal(name).split(' ').any(|own| own == *word))
        };
        !self.is_ambiguous || places::is_total(name) || name_is_left()
    }
}

/// How the members of a dimension hold one another.
#[derive(Debug, Default)]
pub(crate) struct Held {
    /// The total of the others, and whether figures prove it.
    pub(crate) total: Option<(String, bool)>,
    /// Why members overlap, where they do.
    pub(crate) overlap: Option<String>,
    /// The sets of members of which each makes up the total, where members overlap.
    pub(crate) partitions: Vec<Vec<String>>,
}

/// How many names a reason tells.
const TOLD: usize = 6;
/// How many members a dimension has at most in which sums are looked for.
pub(crate) const MOST_MEMBERS: usize = 60;

/// How improbable a sum has to be, as a power of ten.
const PROOF: f64 = 4.0;
/// The most members among which runs are looked for.
const MOST: usize = 4000;

/// What is known of how the members of a dimension of this heading hold one another, by what the figures prove and by their
/// names; the blank one is none.
pub(crate) fn held(heading: &str, names: &[&str], proven: &[Total]) -> Held {
    let members = || names.iter().copied().filter(|name| !name.is_empty());
    let count = members().count();
    let name = |total: &Total| names[total.member as usize];
    let largest = proven
        .iter()
        .filter(|total| sums_up_all(total, proven, count))
        .filter(|total| total.could_be_called(name(total)))
        .max_by_key(|total| total.parts);
    let mut called = members().filter(|text| places::is_total(text));
    let by_name = called
        .next()
        .filter(|_| called.next().is_none() && count > 1);
    let total = match (largest, by_name) {
        (Some(total), _) => Some((name(total), true)),
        (None, by_name) => by_name.map(|name| (name, false)),
    };
    let sums: Vec<String> = proven
        .iter()
        .map(name)
        .filter(|name| total.is_none_or(|(total, _)| total != *name))
        .map(excerpt)
        .collect();
    let layered = largest.filter(|total| total.layers > 1);
    let of_units = headings::is_unit(heading);
    let overlap = match (sums.as_slice(), layered) {
        _ if of_units => Some("they are units".to_owned()),
        _ if headings::is_indicator(heading) => Some("they are indicators".to_owned()),
        ([], Some(total)) => Some(format!(
            "they make up {} {} times",
            excerpt(name(total)),
            total.layers
        )),
        ([], None) => {
            let total = total.map(|(total, _)| total);
            let others: Vec<&str> = members().filter(|name| Some(*name) != total).collect();
            named::overlap(&others)
        }
        ([sum], _) => Some(format!("`{sum}` is the sum of others")),
        (several, _) => {
            let told = several.iter().take(TOLD).cloned();
            Some(format!("{} are sums of others", quoted_list(told, "and")))
        }
    };
    let names_of = |set: &Vec<u32>| {
        set.iter()
            .map(|at| names[*at as usize].to_owned())
            .collect()
    };
    let sets = largest.into_iter().flat_map(|total| &total.partitions);
    Held {
        partitions: sets.map(names_of).collect(),
        total: total.map(|(name, proven)| (name.to_owned(), proven)),
        overlap,
    }
}

/// Whether a member is the total of all others: of them as they are, or of those that are left where sums among them
/// stand for their parts.
pub(crate) fn sums_up_all(total: &Total, proven: &[Total], members: usize) -> bool {
    let inside: usize = proven
        .iter()
        .filter(|other| other.member != total.member)
        .map(|other| other.parts)
        .sum();
    total.parts + 1 + inside >= members
}

/// A numeral as a number, with half a unit of its last digit.
pub(crate) fn with_half(numeral: &str) -> Option<(f64, f64)> {
    let decimals = numeral
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    let half = 0.5 / 10_f64.powi(i32::try_from(decimals).ok()?);
    Some((numeral.parse().ok()?, half))
}

/// The members that are totals of others: of all others, of those of one set, of those that follow or precede them.
/// `sets` tells for each member the set that it belongs to, where something does.
pub(crate) fn find(levels: &[Level], members: usize, sets: &[Vec<u32>]) -> Vec<Total> {
    if members < 3 {
        return Vec::new();
    }
    let count = levels.iter().map(|level| level.cell + 1).max().unwrap_or(0) as usize;
    // What is read of a large table is enough to prove it.
    let most = (4_000_000 / members).clamp(1, 60);
    let step = count.div_ceil(most).max(1);
    let mut of_cell: BTreeMap<u32, usize> = BTreeMap::new();
    let mut cells: Vec<Vec<Option<(f64, f64)>>> = Vec::new();
    for level in levels
        .iter()
        .filter(|level| (level.cell as usize).is_multiple_of(step))
    {
        let next = cells.len();
        let at = *of_cell.entry(level.cell).or_insert(next);
        if at == next {
            cells.push(vec![None; members]);
        }
        cells[at][level.member as usize] = Some((level.value, level.half));
    }
    // Complete cells prove most.
    cells.retain(|cell| cell.iter().filter(|value| value.is_some()).count() >= 3);
    let all = Cells { members, cells };
    let mut found: Vec<Total> = Vec::new();
    let occurs = |member: &usize| all.cells.iter().any(|cell| cell[*member].is_some());
    let mut everything = in_order(levels);
    everything.retain(occurs);
    // The total of all others, which may stand there once or more often: by parts, by parts of parts.
    if let Some(mut total) = all.total_of_all(&everything) {
        if total.layers == 2 {
            let member = total.member as usize;
            let parts = everything.iter().copied().filter(|at| *at != member);
            total.partitions = all.partitions(member, &parts.collect::<Vec<_>>());
        }
        found.push(total);
    }
    for set in sets {
        let mut groups: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (member, group) in set.iter().enumerate() {
            if *group != 0 {
                groups.entry(*group).or_default().push(member);
            }
        }
        for group in groups
            .values()
            .filter(|group| group.len() > 2 && group.len() < members)
        {
            if let Some(total) = all.total_of_all(group)
                && found.iter().all(|known| known.member != total.member)
            {
                found.push(total);
            }
        }
    }
    if members <= MOST {
        all.add_runs(everything, &mut found);
    }
    found.order_by_key(|total| total.member);
    found.dedup_by_key(|total| total.member);
    found
}

/// The members in the order in which they stand beside one another: that of the cell with most of them, each of the others
/// behind the one that it follows elsewhere. The first cell may lack some.
fn in_order(levels: &[Level]) -> Vec<usize> {
    let mut cells: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for level in levels {
        cells
            .entry(level.cell)
            .or_default()
            .push(level.member as usize);
    }
    let mut cells: Vec<Vec<usize>> = cells.into_values().collect();
    cells.order_by_key(|cell| std::cmp::Reverse(cell.len()));
    // The member behind each; behind none stands the first.
    let mut behind: BTreeMap<Option<usize>, Option<usize>> = BTreeMap::new();
    for cell in cells {
        let mut before = None;
        for member in cell.into_iter().map(Some) {
            if !behind.contains_key(&member) {
                let next = behind.insert(before, member).flatten();
                behind.insert(member, next);
            }
            before = member;
        }
    }
    let next = |member: Option<usize>| behind.get(&member).copied().flatten();
    std::iter::successors(next(None), |member| next(Some(*member))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(rows: &[&[f64]]) -> Vec<Level> {
        let cells = |(member, values): (usize, &&[f64])| {
            let member = u32::try_from(member).unwrap();
            values
                .iter()
                .enumerate()
                .map(move |(cell, value)| Level {
                    member,
                    cell: u32::try_from(cell).unwrap(),
                    value: *value,
                    half: 0.5,
                })
                .collect::<Vec<_>>()
        };
        rows.iter().enumerate().flat_map(cells).collect()
    }

    fn totals(rows: &[&[f64]]) -> Vec<u32> {
        find(&levels(rows), rows.len(), &[])
            .into_iter()
            .map(|total| total.member)
            .collect()
    }

    #[test]
    fn the_sum_of_all_others_is_their_total() {
        // 879 + 480 + 779 = 2138, 891 + 718 + 158 = 1767.
        assert_eq!(
            totals(&[
                &[879.0, 891.0],
                &[480.0, 718.0],
                &[779.0, 158.0],
                &[2138.0, 1767.0]
            ]),
            [3]
        );
        // Within rounding: 2139.
        assert_eq!(
            totals(&[
                &[879.0, 891.0],
                &[480.0, 718.0],
                &[779.0, 158.0],
                &[2139.0, 1767.0]
            ]),
            [3]
        );
        assert_eq!(
            totals(&[
                &[879.0, 891.0],
                &[480.0, 718.0],
                &[779.0, 158.0],
                &[2238.0, 1767.0]
            ]),
            Vec::<u32>::new()
        );
        // 5 + 6 = 11 may be chance.
        assert_eq!(totals(&[&[5.0], &[6.0], &[11.0]]), Vec::<u32>::new());
    }

    #[test]
    fn regions_between_a_country_and_its_states_are_totals_too() {
        // A country of two regions, each of which stands before or behind its states.
        let rows: [&[f64]; 8] = [
            &[104_310.0, 106_020.0],
            &[41_800.0, 42_310.0],
            &[62_510.0, 63_710.0],
            &[20_117.0, 20_305.0],
            &[21_683.0, 22_005.0],
            &[30_019.0, 30_208.0],
            &[12_480.0, 12_999.0],
            &[20_011.0, 20_503.0],
        ];
        assert_eq!(totals(&rows), [0, 1, 2]);
    }

    #[test]
    fn a_part_that_the_first_period_lacks_stands_with_its_own() {
        // 26016 + 41008 and 27103 + 40990; 33051 + 30017 and 32950 + 30112; the first period has no second part.
        let rows: [&[f64]; 6] = [
            &[61_007.0, 67_024.0, 68_093.0],
            &[25_990.0, 26_016.0, 27_103.0],
            &[41_008.0, 40_990.0],
            &[63_040.0, 63_068.0, 63_062.0],
            &[33_020.0, 33_051.0, 32_950.0],
            &[30_020.0, 30_017.0, 30_112.0],
        ];
        let mut levels = levels(&rows);
        for level in levels.iter_mut().filter(|level| level.member == 2) {
            level.cell += 1;
        }
        levels.order_by_key(|level| level.cell);
        // By their first row.
        for level in &mut levels {
            level.member = [0, 1, 5, 2, 3, 4][level.member as usize];
        }
        let found = find(&levels, 6, &[]).into_iter();
        assert_eq!(found.map(|total| total.member).collect::<Vec<_>>(), [0, 2]);
    }

    #[test]
    fn a_set_is_summed_up_by_one_of_it() {
        let rows: [&[f64]; 7] = [
            &[7310.0, 7401.0],
            &[4120.0, 4300.0],
            &[3190.0, 3101.0],
            &[881.0, 912.0],
            &[5517.0, 5611.0],
            &[2507.0, 2611.0],
            &[3010.0, 3000.0],
        ];
        let set = vec![1, 1, 1, 0, 2, 2, 2];
        let found: Vec<u32> = find(&levels(&rows), 7, &[set])
            .into_iter()
            .map(|total| total.member)
            .collect();
        assert_eq!(found, [0, 4]);
    }
}
