//! Which member of a dimension is the total of others, proven by the figures.
//!
//! A member is the total of a set where it equals their sum within the rounding of printed digits in every cell in which
//! it and all of the set are there, and where that would be most improbable by chance: small whole numbers add up to one
//! another often.

pub(crate) mod sets;

use std::collections::BTreeMap;

use super::{headings, places};
use crate::words::{excerpt, quoted_list};

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
    /// In how many cells.
    pub(crate) cells: usize,
    /// How often it is held in the others, where that is more than once and nothing tells which of them hold which.
    pub(crate) layers: usize,
}

/// How the members of a dimension hold one another.
#[derive(Debug, Default)]
pub(crate) struct Held {
    /// The total of the others, and whether figures prove it.
    pub(crate) total: Option<(String, bool)>,
    /// Why members overlap, where they do.
    pub(crate) overlap: Option<String>,
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
        ([], None) => None,
        ([sum], _) => Some(format!("`{sum}` is the sum of others")),
        (several, _) => {
            let told = several.iter().take(TOLD).cloned();
            Some(format!("{} are sums of others", quoted_list(told, "and")))
        }
    };
    Held {
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

/// The figures as columns of cells: for each cell the value of each member.
struct Cells {
    members: usize,
    /// Value and half a unit, by cell and member.
    cells: Vec<Vec<Option<(f64, f64)>>>,
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
    let everything: Vec<usize> = (0..members).filter(occurs).collect();
    // The total of all others, which may stand there once or more often: by parts, by parts of parts.
    if let Some(total) = all.total_of_all(&everything) {
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
    found.sort_by_key(|total| total.member);
    found.dedup_by_key(|total| total.member);
    found
}

impl Cells {
    /// The member of a set whose value is the sum of the others, or, where the set holds several layers of parts, that
    /// sum divided by how many there are.
    fn total_of_all(&self, set: &[usize]) -> Option<Total> {
        let mut found: Option<usize> = None;
        let mut layers = 0;
        let (mut proof, mut cells) = (0.0, 0);
        let (mut misses, mut denied) = (0, 0);
        for cell in &self.cells {
            let values: Vec<(usize, f64, f64)> = set
                .iter()
                .filter_map(|&member| cell[member].map(|(value, half)| (member, value, half)))
                .collect();
            if values.len() < 3 {
                continue;
            }
            let complete = values.len() == set.len();
            let at = (0..values.len()).max_by(|a, b| values[*a].1.total_cmp(&values[*b].1))?;
            let (member, largest, _) = values[at];
            let sum: f64 = values.iter().map(|(_, value, _)| value).sum();
            let slack: f64 = values.iter().map(|(.., half)| half).sum();
            let others = sum - largest;
            if largest <= 0.0 {
                continue;
            }
            let layer = (1..=6_u8)
                .rev()
                .find(|&layer| others >= (f64::from(layer) - 0.5) * largest);
            let (times, held) =
                layer.map_or((1.0, 1), |layer| (f64::from(layer), usize::from(layer)));
            let slack = slack.max(largest.abs() * 1e-12);
            let is_sum = (others - times * largest).abs() <= slack * times
                && found.is_none_or(|known| known == member)
                && (layers == 0 || layers == held);
            // Another as large would be as good a total.
            let alone = values
                .iter()
                .enumerate()
                .all(|(other, (_, value, _))| other == at || *value < largest);
            if !(is_sum && alone) {
                // Where a part is missing, the sum of the others proves nothing.
                if complete {
                    denied += 1;
                } else {
                    misses += 1;
                }
                continue;
            }
            found = Some(member);
            layers = held;
            cells += 1;
            proof += (largest / (2.0 * slack)).log10().max(0.0);
        }
        let member = found?;
        // One wrong figure takes no proof away; but then it may be any of those tried.
        if cells < 2 * denied {
            return None;
        }
        let tried = f64::from(u32::try_from(cells + denied).unwrap_or(u32::MAX));
        proof -= (0..denied).map(|_| tried.log10()).sum::<f64>();
        let proven = proof >= PROOF && (cells > 1 || proof >= PROOF + 1.0) && cells > misses;
        proven.then_some(Total {
            member: u32::try_from(member).ok()?,
            parts: set.len() - 1,
            cells,
            layers,
        })
    }

    /// Adds the members that are the sum of those that follow or precede them without a gap, those whose parts are such
    /// sums themselves, and the total of what is left; then tells the layers of a total apart.
    fn add_runs(&self, mut order: Vec<usize>, found: &mut Vec<Total>) {
        let whole = found.first().cloned();
        loop {
            let runs = self.runs(&order, found);
            if runs.is_empty() {
                break;
            }
            let parts: Vec<usize> = runs.iter().flat_map(|(_, parts)| parts.clone()).collect();
            found.extend(runs.into_iter().map(|(total, _)| total));
            order.retain(|member| !parts.contains(member));
            if whole.is_none()
                && let Some(total) = self.total_of_all(&order)
                && found.iter().all(|known| known.member != total.member)
            {
                found.push(total);
            }
        }
        let Some(at) = found.iter().position(|total| total.layers > 1) else {
            return;
        };
        let total = found[at].member as usize;
        order.retain(|&member| member != total);
        let known: Vec<usize> = found.iter().map(|known| known.member as usize).collect();
        let Some(heads) = self.heads(total, &order, &known) else {
            return;
        };
        found[at].layers = 1;
        let cells = found[at].cells;
        found.extend(heads.into_iter().map(|(member, parts)| Total {
            member: u32::try_from(member).unwrap_or(u32::MAX),
            parts: parts.len(),
            cells,
            layers: 1,
        }));
    }

    /// Of members that hold a total more than once, those that are made of others, with these: each beside its own parts, or
    /// before or behind all parts, or of one part alone. Those of which this is known have no parts here. What is left
    /// then makes the total once.
    fn heads(
        &self,
        total: usize,
        order: &[usize],
        known: &[usize],
    ) -> Option<Vec<(usize, Vec<usize>)>> {
        let reversed: Vec<usize> = order.iter().rev().copied().collect();
        let of_one = if order.first().is_some_and(|first| total < *first) {
            self.heads_of_one(order, known)
        } else {
            self.heads_of_one(&reversed, known)
        };
        let ways = [
            Some(Vec::new()),
            self.heads_before(order, known),
            self.heads_before(&reversed, known),
            self.heads_apart(total, order),
            Some(of_one),
        ];
        let makes_it = |heads: &Vec<(usize, Vec<usize>)>| {
            let is_part = |member: &usize| heads.iter().any(|(_, parts)| parts.contains(member));
            let left = order.iter().copied().filter(|member| !is_part(member));
            self.is_sum(total, &left.collect::<Vec<usize>>())
        };
        ways.into_iter().flatten().find(makes_it)
    }

    /// The members that are the sum of those behind them, where they, their parts and what is known are all there is.
    fn heads_before(&self, order: &[usize], known: &[usize]) -> Option<Vec<(usize, Vec<usize>)>> {
        let (mut heads, mut at) = (Vec::new(), 0);
        while at < order.len() {
            if known.contains(&order[at]) {
                at += 1;
                continue;
            }
            let parts = (1..order.len() - at)
                .find(|count| self.is_sum(order[at], &order[at + 1..=at + count]))?;
            heads.push((order[at], order[at + 1..=at + parts].to_vec()));
            at += parts + 1;
        }
        Some(heads)
    }

    /// The members before or behind all others, where both are the total: the fewer are made of the others.
    fn heads_apart(&self, total: usize, order: &[usize]) -> Option<Vec<(usize, Vec<usize>)>> {
        let at = (1..order.len())
            .find(|&at| self.is_sum(total, &order[..at]) && self.is_sum(total, &order[at..]))?;
        let (first, last) = order.split_at(at);
        let (heads, parts) = if first.len() <= last.len() {
            (first, last)
        } else {
            (last, first)
        };
        let (one, others) = heads.split_first()?;
        let others = others.iter().map(|head| (*head, Vec::new()));
        Some(
            std::iter::once((*one, parts.to_vec()))
                .chain(others)
                .collect(),
        )
    }

    /// The members that have a like one further on, which is all that they are made of.
    fn heads_of_one(&self, order: &[usize], known: &[usize]) -> Vec<(usize, Vec<usize>)> {
        let mut heads: Vec<(usize, Vec<usize>)> = Vec::new();
        for (at, &head) in order.iter().enumerate() {
            let is_taken = |member: usize, heads: &[(usize, Vec<usize>)]| {
                known.contains(&member)
                    || heads
                        .iter()
                        .any(|(head, parts)| *head == member || parts.contains(&member))
            };
            if is_taken(head, &heads) {
                continue;
            }
            let mut behind = order[at + 1..].iter().copied();
            let part = behind.find(|part| !is_taken(*part, &heads) && self.is_sum(head, &[*part]));
            if let Some(part) = part {
                heads.push((head, vec![part]));
            }
        }
        heads
    }

    /// Whether a member is the sum of others wherever all are there.
    fn is_sum(&self, own: usize, parts: &[usize]) -> bool {
        self.fits(own, parts).is_some()
    }

    /// The members that are the sum of others beside them, with these; `known` are so already.
    fn runs(&self, order: &[usize], known: &[Total]) -> Vec<(Total, Vec<usize>)> {
        let mut found = Vec::new();
        let Some(first) = self
            .cells
            .iter()
            .max_by_key(|cell| cell.iter().filter(|value| value.is_some()).count())
        else {
            return found;
        };
        let values: Vec<(f64, f64)> = order
            .iter()
            .map(|&member| first[member].unwrap_or((0.0, 0.0)))
            .collect();
        if values.iter().any(|value| value.0 < 0.0) {
            return found;
        }
        // What the proof needs grows with what there is to choose from.
        let needed =
            PROOF + 2.0 * f64::from(u32::try_from(self.members).unwrap_or(u32::MAX)).log10();
        for (at, &member) in order.iter().enumerate() {
            let is_known = known.iter().any(|total| total.member as usize == member);
            if values[at].0 <= 0.0 || is_known {
                continue;
            }
            let run = run_with_sum(&values, at).map(|run| &order[run]);
            if let Some(parts) = run
                && self
                    .fits(member, parts)
                    .is_some_and(|proof| proof >= needed)
            {
                let total = Total {
                    member: u32::try_from(member).unwrap_or(u32::MAX),
                    parts: parts.len(),
                    cells: self.cells.len(),
                    layers: 1,
                };
                found.push((total, parts.to_vec()));
            }
        }
        found
    }

    /// How improbable it is, as a power of ten, that a member is the sum of others in every cell; nothing where it is not.
    fn fits(&self, own: usize, parts: &[usize]) -> Option<f64> {
        let (mut proof, mut cells) = (0.0, 0);
        for cell in &self.cells {
            let (Some(total), Some(parts)) = (
                cell[own],
                parts
                    .iter()
                    .map(|&member| cell[member])
                    .collect::<Option<Vec<_>>>(),
            ) else {
                continue;
            };
            let sum: f64 = parts.iter().map(|(value, _)| value).sum();
            let slack: f64 = total.1 + parts.iter().map(|(_, half)| half).sum::<f64>();
            let slack = slack.max(total.0.abs() * 1e-12);
            if (sum - total.0).abs() > slack {
                return None;
            }
            cells += 1;
            proof += (total.0.abs() / (2.0 * slack)).log10().max(0.0);
        }
        (cells > 0).then_some(proof)
    }
}

/// The place of a run of at least two values that add up to the one at a place and do not hold it.
fn run_with_sum(values: &[(f64, f64)], own: usize) -> Option<std::ops::Range<usize>> {
    let total = values[own];
    for part in [own + 1..values.len(), 0..own] {
        let (mut start, mut sum, mut slack) = (part.start, 0.0, total.1);
        for end in part.clone() {
            let (next, half) = values[end];
            sum += next;
            slack += half;
            while sum > total.0 + slack && start < end {
                let (gone, half) = values[start];
                sum -= gone;
                slack -= half;
                start += 1;
            }
            if end > start && (sum - total.0).abs() <= slack.max(total.0 * 1e-12) {
                return Some(start..end + 1);
            }
        }
    }
    None
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
