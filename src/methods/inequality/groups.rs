//! Theil's indices of all areas as what is between groups of them and what is within these.

use rust_decimal::Decimal;

use super::Spread;
use crate::figure::{Estimate, Interval};
use crate::methods::Undefined;
use crate::methods::change::difference;
use crate::methods::combine::{product, sum, weighted_mean};
use crate::methods::share::share;

/// What is between groups and what is within them; both add up to the index exactly.
#[derive(Debug, Clone, Copy)]
pub struct Decomposition {
    /// The index of the groups' means, each with the weight of its group.
    pub between: Estimate,
    /// The indices of the groups, each with its share: of the values for T, of the weights for L.
    pub within: Estimate,
}

/// Theil's T and L of values with their weights, each in a group, divided: `T = Σ s ln (s ÷ p) + Σ s T_g`,
/// `L = Σ p ln (p ÷ s) + Σ p L_g` (OECD, Regions and Cities at a Glance, annex C).
///
/// # Errors
/// If there is no group, one is empty, or a value may be zero.
pub fn decompose(groups: &[Vec<(Estimate, Estimate)>]) -> Result<[Decomposition; 2], Undefined> {
    let all = Spread::weighted(&groups.concat())?;
    let (mut of_groups, mut masses, mut weights, mut inner) = (vec![], vec![], vec![], vec![]);
    for group in groups {
        let weight = sum(&group.iter().map(|(_, weight)| *weight).collect::<Vec<_>>())?;
        let mean = weighted_mean(group)?;
        of_groups.push((mean, weight));
        masses.push(product(mean, weight)?);
        weights.push(weight);
        let spread = Spread::weighted(group)?;
        inner.push([spread.theil_t()?, spread.theil_l()?]);
    }
    let between = Spread::weighted(&of_groups)?;
    let part = |index: Estimate, between: Estimate, shares: &[Estimate], which: usize| {
        let shares = (0..shares.len()).map(|at| share_of(shares, at));
        let within: Result<Vec<Estimate>, Undefined> = shares
            .zip(&inner)
            .map(|(share, inner)| product(share?, inner[which]))
            .collect();
        let bounds = sum(&within?)?.bounds;
        let rest = difference(index, between)?;
        let Interval { low, high } = rest.bounds;
        Ok(Decomposition {
            between,
            within: Estimate::new(
                rest.value,
                low.max(bounds.low).max(Decimal::ZERO),
                high.min(bounds.high),
            ),
        })
    };
    Ok([
        part(all.theil_t()?, between.theil_t()?, &masses, 0)?,
        part(all.theil_l()?, between.theil_l()?, &weights, 1)?,
    ])
}

/// The share of one of several amounts in all of them, as a fraction.
fn share_of(amounts: &[Estimate], at: usize) -> Result<Estimate, Undefined> {
    let one = Estimate::exact(Decimal::ONE);
    let mut rest = amounts.to_vec();
    let own = rest.remove(at);
    if rest.is_empty() {
        return Ok(one);
    }
    share(own, sum(&rest)?)?
        .map(|share| share.checked_div(Decimal::ONE_HUNDRED))
        .ok_or(Undefined::TooLarge)
}
