//! The figures of members in columns, and which of them are sums of others. It is one file since all that is proven here reads the same
//! cells: totals of all, of runs and of halves.

use std::cmp::Ordering;

use super::{PROOF, Total};

/// The figures as columns of cells: for each cell the value of each member.
pub(super) struct Cells {
    pub(super) members: usize,
    /// Value and half a unit, by cell and member.
    pub(super) cells: Vec<Vec<Option<(f64, f64)>>>,
}

impl Cells {
    /// The member of a set whose value is the sum of the others, or, where the set holds several layers of parts, that
    /// sum divided by how many there are.
    pub(super) fn total_of_all(&self, set: &[usize]) -> Option<Total> {
        let mut found: Option<usize> = None;
        let mut layers = 0;
        let mut seen: Vec<f64> = Vec::new();
        let (mut proof, mut cells) = (0.0, 0);
        let (mut misses, mut denied) = (0, 0);
        let mut is_ambiguous = set.len() == 3;
        for cell in &self.cells {
            let values: Vec<(usize, f64, f64)> = set
                .iter()
                .filter_map(|&member| cell[member].map(|(value, half)| (member, value, half)))
                .collect();
            if values.len() < 3 {
                continue;
            }
            let complete = values.len() == set.len();
            let sum: f64 = values.iter().map(|(_, value, _)| value).sum();
            let slack: f64 = values.iter().map(|(.., half)| half).sum();
            // Of amounts of both signs any may be what they leave.
            let signed = values.iter().any(|(_, value, _)| *value < 0.0);
            let most = (0..values.len()).max_by(|a, b| values[*a].1.total_cmp(&values[*b].1))?;
            let is_left =
                |at: &usize| (sum - 2.0 * values[*at].1).abs() <= slack.max(sum.abs() * 1e-12);
            let at = if signed {
                (0..values.len()).find(is_left).unwrap_or(most)
            } else {
                most
            };
            let (member, largest, _) = values[at];
            let others = sum - largest;
            if largest <= 0.0 && !signed {
                continue;
            }
            let layer = (1..=6_u8)
                .rev()
                .find(|&layer| !signed && others >= (f64::from(layer) - 0.5) * largest);
            let (times, held) =
                layer.map_or((1.0, 1), |layer| (f64::from(layer), usize::from(layer)));
            let slack = slack.max(largest.abs() * 1e-12);
            let is_sum = (others - times * largest).abs() <= slack * times
                && found.is_none_or(|known| known == member)
                && (layers == 0 || layers == held);
            // Another as large would be as good a total.
            let is_less = |value: f64| value < largest || signed && value > largest;
            let alone = values
                .iter()
                .enumerate()
                .all(|(other, (_, value, _))| other == at || is_less(*value));
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
            is_ambiguous &= signed;
            layers = held;
            cells += 1;
            // Parts that keep their proportions prove no more than once.
            let kept = values[usize::from(at == 0)].1 / largest;
            if !seen.contains(&kept) {
                seen.push(kept);
                proof += (largest.abs() / (2.0 * slack)).log10().max(0.0);
            }
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
            holds: Vec::new(),
            cells,
            layers,
            partitions: Vec::new(),
            is_ambiguous,
        })
    }

    /// The two sets that the members of two layers fall into, each of which the total is the sum of in every cell; nothing
    /// where others would do as well.
    pub(super) fn partitions(&self, total: usize, members: &[usize]) -> Vec<Vec<u32>> {
        const MOST: usize = 12;
        if !(4..=MOST).contains(&members.len()) {
            return Vec::new();
        }
        let in_set = |set: usize| {
            let chosen = members.iter().enumerate();
            chosen
                .filter(move |(bit, _)| set >> bit & 1 == 1)
                .map(|(_, member)| *member)
        };
        let is_whole = |set: &usize| {
            let mut cells = self.cells.iter();
            cells.all(|cell| {
                let parts: Option<Vec<(f64, f64)>> = in_set(*set).map(|at| cell[at]).collect();
                let (Some(parts), Some((whole, half))) = (parts, cell[total]) else {
                    return true;
                };
                let sum: f64 = parts.iter().map(|(value, _)| value).sum();
                let slack: f64 = parts.iter().map(|(_, half)| half).sum();
                (sum - whole).abs() <= (slack + half).max(whole.abs() * 1e-12)
            })
        };
        // The first member is in one of them.
        let mut sets = (1..1 << members.len()).step_by(2).filter(is_whole);
        let (Some(one), None) = (sets.next(), sets.next()) else {
            return Vec::new();
        };
        let other = (1 << members.len()) - 1 - one;
        let both = [one, other].into_iter().filter(is_whole);
        let names = |set| {
            in_set(set)
                .filter_map(|at| u32::try_from(at).ok())
                .collect()
        };
        both.map(names).collect()
    }

    /// Adds the members that are the sum of those that follow or precede them without a gap, those whose parts are such
    /// sums themselves, and the total of what is left; then tells the layers of a total apart.
    pub(super) fn add_runs(&self, mut order: Vec<usize>, found: &mut Vec<Total>) {
        let whole = found.first().cloned();
        if whole.is_none() {
            self.add_stretches(&order, found);
        }
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
        found.extend(
            heads
                .iter()
                .map(|(member, parts)| self.total(*member, parts)),
        );
    }

    /// Adds the heads of stretches that all members make up, each the sum of those behind or before it, where they prove it
    /// together.
    fn add_stretches(&self, order: &[usize], found: &mut Vec<Total>) {
        let reversed: Vec<usize> = order.iter().rev().copied().collect();
        let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        for order in [order, &reversed] {
            let heads = self.heads_before(order, &[]).unwrap_or_default();
            // Two that are alike are not always whole and part.
            let several = heads.iter().filter(|(_, parts)| parts.len() > 1);
            let proofs: Vec<f64> = several
                .filter_map(|(own, parts)| self.fits(*own, parts))
                .collect();
            let needed = PROOF + 1.0 + count(heads.len()) * count(self.members).log10();
            if proofs.len() > 1 && proofs.iter().sum::<f64>() >= needed {
                found.extend(heads.iter().map(|(own, parts)| self.total(*own, parts)));
                return;
            }
        }
    }

    fn total(&self, member: usize, parts: &[usize]) -> Total {
        let code = |member: usize| u32::try_from(member).unwrap_or(u32::MAX);
        Total {
            member: code(member),
            parts: parts.len(),
            holds: parts.iter().map(|part| code(*part)).collect(),
            cells: self.cells.len(),
            layers: 1,
            partitions: Vec::new(),
            is_ambiguous: false,
        }
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
            let parts = self.sum_of_first(order[at], &order[at + 1..])?.to_vec();
            let taken = parts.len() + 1;
            heads.push((order[at], parts));
            at += taken;
        }
        Some(heads)
    }

    /// The fewest first ones of others that a member is the sum of. One cell tells where that could be, as far as all are in it.
    fn sum_of_first<'o>(&self, own: usize, others: &'o [usize]) -> Option<&'o [usize]> {
        let first = self.cells.first()?;
        let mut held = first[own].map(|total| (total, 0.0, total.1));
        let count = (1..=others.len()).find(|&count| {
            held = held
                .zip(first[others[count - 1]])
                .map(|((total, sum, slack), (value, half))| (total, sum + value, slack + half));
            let could_be = held.is_none_or(|(total, sum, slack)| {
                // Sums of many rounded numbers differ by as much as one of them does.
                (sum - total.0).abs() <= (slack + total.0.abs() * 1e-9).max(1e-9)
            });
            could_be && self.is_sum(own, &others[..count])
        })?;
        Some(&others[..count])
    }

    /// The members before or behind all others, where both are the total: the fewer are made of the others.
    fn heads_apart(&self, total: usize, order: &[usize]) -> Option<Vec<(usize, Vec<usize>)>> {
        let at = (1..order.len())
            .find(|&at| self.is_sum(total, &order[..at]) && self.is_sum(total, &order[at..]))?;
        let (first, last) = order.split_at(at);
        // As many may be the same parted in another way.
        let (heads, parts) = match first.len().cmp(&last.len()) {
            Ordering::Less => (first, last),
            Ordering::Equal => return None,
            Ordering::Greater => (last, first),
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
                found.push((self.total(member, parts), parts.to_vec()));
            }
        }
        found
    }

    /// How improbable it is, as a power of ten, that a member is the sum of others in every cell; nothing where it is not.
    fn fits(&self, own: usize, parts: &[usize]) -> Option<f64> {
        let mut proof = 0.0;
        let mut seen: Vec<f64> = Vec::new();
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
            let least = total.0.abs() * 1e-12;
            let off = (sum - total.0).abs();
            if off > slack.max(least) {
                return None;
            }
            let kept = if parts.len() > 1 {
                parts[0].0 / total.0
            } else {
                total.0
            };
            if !seen.contains(&kept) {
                seen.push(kept);
                let within = if off > least { slack } else { total.1 };
                proof += (total.0.abs() / (2.0 * within.max(least))).log10().max(0.0);
            }
        }
        (!seen.is_empty()).then_some(proof)
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
