//! How concentrated a whole is in few of its parts: Herfindahl and Hirschman's index, Shannon's entropy, and what
//! follows from them.
//!
//! The parts may be amounts, or shares that rounding keeps from adding up to 100: each counts as its share of their
//! sum (proportional renormalisation, the default of the libraries of the field). Each part stands on both sides of the
//! line, so that the direction of an index in it is found from the others' intervals.

use rust_decimal::Decimal;

use super::Undefined;
use super::combine::total;
use super::elementary::{constant, ln};
use super::enclose::{Way, enclose, hull, minus, not_negative, reach, times, within};
use crate::figure::{Estimate, Interval};

/// The index of Herfindahl and Hirschman, `Σ s²`, from `1 ÷ n` for equal parts to 1 for a single one (Palan 2010, FIW
/// Working Paper 62).
///
/// In a part `x` it rises where `x·S′ > Q′`, with the sum and the sum of squares of the others, and falls below.
///
/// # Errors
/// If there is no part, one is below zero, or all may be zero.
pub fn herfindahl(parts: &[Estimate]) -> Result<Estimate, Undefined> {
    let parts = scaled(parts)?;
    let squares = |part: Interval| times(part, part);
    let [sums, squares] = others(&parts, Some, squares).ok_or(Undefined::TooLarge)?;
    let lowest: Decimal = parts.iter().map(|part| part.bounds.low).sum();
    let way = |(at, part): (usize, &Estimate)| {
        // The derivative is 2 (x·S′ − Q′) ÷ S³.
        let slope = minus(times(part.bounds, sums[at])?, squares[at])?;
        let most = Decimal::TWO.checked_div(cube(lowest)?)?;
        Way::of(slope, most, part)
    };
    let ways: Option<Vec<Way>> = parts.iter().enumerate().map(way).collect();
    let found = enclose(
        &parts,
        &ways.ok_or(Undefined::TooLarge)?,
        &|parts: &[Decimal]| {
            let sum = total(parts.iter().copied()).ok_or(Undefined::TooLarge)?;
            let square = |part: &Decimal| {
                let share = part.checked_div(sum)?;
                share.checked_mul(share)
            };
            let squares: Option<Vec<Decimal>> = parts.iter().map(square).collect();
            total(squares.ok_or(Undefined::ZeroDivisor)?).ok_or(Undefined::TooLarge)
        },
    )?;
    let least = Decimal::ONE / Decimal::from(parts.len());
    Ok(within(found, least, Decimal::ONE))
}

/// The index of Herfindahl and Hirschman between 0 for equal parts and 1 for a single one, `(H − 1/n) ÷ (1 − 1/n)`.
/// It only rises with the index.
///
/// # Errors
/// As [`herfindahl`], or if there is one part alone.
pub fn normalised_herfindahl(parts: &[Estimate]) -> Result<Estimate, Undefined> {
    let least = Decimal::ONE / Decimal::from(parts.len().max(1));
    let span = Decimal::ONE - least;
    if span.is_zero() {
        return Err(Undefined::ZeroDivisor);
    }
    let index = herfindahl(parts)?;
    index
        .map(|index| (index - least).checked_div(span))
        .ok_or(Undefined::TooLarge)
}

/// The number of equal parts that would be as concentrated, `1 ÷ Σ s²`. It only falls with the index.
///
/// # Errors
/// As [`herfindahl`].
pub fn equivalent_number(parts: &[Estimate]) -> Result<Estimate, Undefined> {
    let index = herfindahl(parts)?;
    index
        .map(|index| Decimal::ONE.checked_div(index))
        .ok_or(Undefined::TooLarge)
}

/// Shannon's entropy with natural logarithms, `−Σ s ln s`, from 0 for a single part to `ln n` for equal ones.
///
/// In a part `x` it rises where `S′ ln x < Σ′ y ln y`, with the sums of the others, and falls above.
///
/// # Errors
/// As [`herfindahl`].
pub fn entropy(parts: &[Estimate]) -> Result<Estimate, Undefined> {
    let parts = scaled(parts)?;
    let [sums, products] = others(&parts, Some, range_of_product).ok_or(Undefined::TooLarge)?;
    let lowest: Decimal = parts.iter().map(|part| part.bounds.low).sum();
    let way = |(at, part): (usize, &Estimate)| {
        // The derivative is (Σ′ y ln y − S′ ln x) ÷ S², which has no end where x may be zero: there what it adds up
        // to on the way is bounded, since −ln x adds up to x (1 − ln x).
        let most = Decimal::ONE.checked_div(lowest.checked_mul(lowest)?)?;
        let Interval { low, high } = part.bounds;
        if high.is_zero() {
            return Some(Way::Rises);
        }
        let of_part = |x: Decimal| {
            let logarithm = Interval::point(ln(x)?);
            minus(products[at], times(sums[at], logarithm)?)
        };
        let at_high = of_part(high)?;
        if at_high.low >= Decimal::ZERO {
            return Some(Way::Rises);
        }
        if low > Decimal::ZERO {
            return Way::of(of_part(low)?.hull(&at_high), most, part);
        }
        let reach = reach(part);
        if reach.is_zero() {
            return Some(Way::Rises);
        }
        let of_logarithm = reach
            .checked_mul(Decimal::ONE.checked_sub(ln(reach)?)?)?
            .max(Decimal::ZERO)
            .checked_add(reach.checked_mul((high - Decimal::ONE).max(Decimal::ZERO))?)?;
        let product = products[at].low.abs().max(products[at].high.abs());
        let by = product
            .checked_mul(reach)?
            .checked_add(sums[at].high.checked_mul(of_logarithm)?)?;
        by.checked_mul(most).map(Way::Turns)
    };
    let ways: Option<Vec<Way>> = parts.iter().enumerate().map(way).collect();
    let found = enclose(
        &parts,
        &ways.ok_or(Undefined::TooLarge)?,
        &|parts: &[Decimal]| {
            let sum = total(parts.iter().copied()).ok_or(Undefined::TooLarge)?;
            let product = |part: &Decimal| product_with_logarithm(part.checked_div(sum)?);
            let products: Option<Vec<Decimal>> = parts.iter().map(product).collect();
            let sum = total(products.ok_or(Undefined::ZeroDivisor)?);
            sum.map(|sum| -sum).ok_or(Undefined::TooLarge)
        },
    )?;
    let most = ln(Decimal::from(parts.len())).ok_or(Undefined::TooLarge)?;
    Ok(within(found, Decimal::ZERO, most))
}

/// Pielou's evenness, `H ÷ ln n`, from 0 for a single part to 1 for equal ones. It only rises with the entropy.
///
/// # Errors
/// As [`herfindahl`], or if there is one part alone.
pub fn evenness(parts: &[Estimate]) -> Result<Estimate, Undefined> {
    let most = ln(Decimal::from(parts.len().max(1))).unwrap_or_default();
    if most.is_zero() {
        return Err(Undefined::ZeroDivisor);
    }
    let entropy = entropy(parts)?;
    let evenness = entropy.map(|entropy| entropy.checked_div(most));
    evenness
        .map(|evenness| within(evenness, Decimal::ZERO, Decimal::ONE))
        .ok_or(Undefined::TooLarge)
}

/// The parts over their sum as it stands, so that none is large; that changes no index.
fn scaled(parts: &[Estimate]) -> Result<Vec<Estimate>, Undefined> {
    let parts = not_negative(parts)?;
    let sum = total(parts.iter().map(|part| part.value)).ok_or(Undefined::TooLarge)?;
    let lowest = total(parts.iter().map(|part| part.bounds.low)).ok_or(Undefined::TooLarge)?;
    if lowest <= Decimal::ZERO {
        return Err(Undefined::ZeroDivisor);
    }
    let over_sum = |part: &Estimate| part.map(|part| part.checked_div(sum));
    let scaled: Option<Vec<Estimate>> = parts.iter().map(over_sum).collect();
    scaled.ok_or(Undefined::TooLarge)
}

/// For each part the sums of two formulas over the others.
fn others(
    parts: &[Estimate],
    one: impl Fn(Interval) -> Option<Interval>,
    other: impl Fn(Interval) -> Option<Interval>,
) -> Option<[Vec<Interval>; 2]> {
    let of = |formula: &dyn Fn(Interval) -> Option<Interval>| {
        let ranges: Option<Vec<Interval>> = parts.iter().map(|part| formula(part.bounds)).collect();
        let ranges = ranges?;
        let low = total(ranges.iter().map(|range| range.low))?;
        let high = total(ranges.iter().map(|range| range.high))?;
        let without = |range: &Interval| {
            Some(Interval {
                low: low.checked_sub(range.low)?,
                high: high.checked_sub(range.high)?,
            })
        };
        ranges.iter().map(without).collect::<Option<Vec<_>>>()
    };
    Some([of(&one)?, of(&other)?])
}

/// `x ln x`, which is 0 at 0.
fn product_with_logarithm(x: Decimal) -> Option<Decimal> {
    if x.is_zero() {
        return Some(Decimal::ZERO);
    }
    ln(x)?.checked_mul(x)
}

/// The range of `x ln x`: it turns once, at 1/e, where it is −1/e.
fn range_of_product(x: Interval) -> Option<Interval> {
    let turn = constant("0.3678794411714423215955237702");
    let ends = [x.low, x.high].map(product_with_logarithm);
    let range = hull(ends.into_iter().collect::<Option<Vec<_>>>()?)?;
    Some(if x.contains(turn) {
        range.hull(&Interval::point(-turn - Decimal::new(1, 20)))
    } else {
        range
    })
}

fn cube(x: Decimal) -> Option<Decimal> {
    x.checked_mul(x)?.checked_mul(x)
}
