//! Shift and share: what of the change of an area goes with its reference, with its mix of parts, and with the area
//! alone (Dunn 1960; Esteban-Marquillas 1972).

use rust_decimal::Decimal;

use super::Undefined;
use super::change::difference;
use super::combine::{of_corners, product, ratio, sum};
use super::elementary::sqrt;
use super::enclose::not_negative;
use crate::figure::{Estimate, Interval};

/// A part of an area in two years, and the same part of the reference without the area.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// The area's amounts, the earlier first.
    pub own: [Estimate; 2],
    /// Those of the reference without the area.
    pub others: [Estimate; 2],
}

/// An area in two years beside its reference.
#[derive(Debug, Clone)]
pub struct Shifts {
    /// The parts of the area and of the reference.
    pub parts: Vec<Part>,
    /// Both as wholes.
    pub whole: Part,
    /// Whether the area is a part of the reference, which is then both together.
    pub is_within: bool,
}

/// The components of the change of an area, in the unit of the amounts. The three of them add up to the change
/// exactly.
#[derive(Debug, Clone, Copy)]
pub struct Components {
    /// The change.
    pub actual: Estimate,
    /// What it would be, had all gone as the reference: `E₀ G`.
    pub reference: Estimate,
    /// What more it would be, had each part gone as that of the reference: `Σ e₀ (G_s − G)`.
    pub mix: Estimate,
    /// What more it is: `Σ e₀ (g_s − G_s)`.
    pub competitive: Estimate,
}

/// The two effects that the competitive component is divided into; they add up to it exactly.
#[derive(Debug, Clone, Copy)]
pub struct Effects {
    /// That of an area with the structure of the reference: `Σ e* (g_s − G_s)` with `e* = E₀ E_s ÷ E`.
    pub homothetic: Estimate,
    /// That of being specialised in parts in which the area does well: `Σ (e₀ − e*) (g_s − G_s)`.
    pub allocation: Estimate,
}

/// The components by the classic method.
///
/// What a part of the area would be in the later year with the growth of the reference, `e₀ T₁ ÷ T₀`, rises with the
/// own earlier amount and with the later amounts and falls with the earlier amount of the others; what the part is
/// beyond that rises with the own later amount. So the ends of each part are known exactly; the mix lies between the
/// differences of such ends.
///
/// # Errors
/// If an amount is below zero, or the reference may have had nothing of a part or of all.
pub fn components(of: &Shifts) -> Result<Components, Undefined> {
    let whole = of.whole.not_negative()?;
    let [before, after] = whole.own;
    let actual = rounded(difference(after, before)?);
    let reference = rounded(reference(&whole, of.is_within)?);
    let (mut expected, mut beyond) = (Vec::new(), Vec::new());
    for part in &of.parts {
        let part = part.not_negative()?;
        expected.push(as_reference(&part, of.is_within)?);
        beyond.push(beyond_reference(&part, of.is_within)?);
    }
    let competitive = rounded(sum(&beyond)?);
    let mix = actual
        .value
        .checked_sub(reference.value)
        .and_then(|rest| rest.checked_sub(competitive.value))
        .ok_or(Undefined::TooLarge)?;
    let one = difference(sum(&expected)?, as_reference(&whole, of.is_within)?)?.bounds;
    let other = difference(difference(actual, reference)?, competitive)?.bounds;
    Ok(Components {
        actual,
        reference,
        mix: Estimate::new(mix, one.low.max(other.low), one.high.min(other.high)),
        competitive,
    })
}

/// The net shift, `mix + competitive`: what the area's change is beyond that of the reference.
///
/// # Errors
/// If it is too large.
pub fn net_shift(of: &Components) -> Result<Estimate, Undefined> {
    let one = sum(&[of.mix, of.competitive])?;
    let other = difference(of.actual, of.reference)?.bounds;
    let Interval { low, high } = one.bounds;
    Ok(Estimate::new(
        one.value,
        low.max(other.low),
        high.min(other.high),
    ))
}

/// The competitive component divided by the method of Esteban-Marquillas (1972).
///
/// # Errors
/// As [`components`], or if the area may have had nothing of a part.
pub fn effects(of: &Shifts, competitive: Estimate) -> Result<Effects, Undefined> {
    let whole = of.whole.not_negative()?;
    let (mut homothetic, mut allocation) = (Vec::new(), Vec::new());
    for part in &of.parts {
        let part = part.not_negative()?;
        let mass = homothetic_mass(&whole, &part, of.is_within)?;
        let faster = ratio(beyond_reference(&part, of.is_within)?, part.own[0])?;
        homothetic.push(product(mass, faster)?);
        allocation.push(product(difference(part.own[0], mass)?, faster)?);
    }
    let homothetic = rounded(sum(&homothetic)?);
    let Interval { low, high } = sum(&allocation)?.bounds;
    let rest = competitive.value.checked_sub(homothetic.value);
    Ok(Effects {
        homothetic,
        allocation: Estimate::new(rest.ok_or(Undefined::TooLarge)?, low, high),
    })
}

/// Components of spans that follow one another, as those of all: the dynamic method of Barff and Knight (1988) where
/// these are years. The change of all is known by itself.
///
/// # Errors
/// If there is none, or a sum is too large.
pub fn summed(spans: &[Components], actual: Estimate) -> Result<Components, Undefined> {
    let of = |component: fn(&Components) -> Estimate| {
        sum(&spans.iter().map(component).collect::<Vec<_>>())
    };
    Ok(Components {
        actual: Estimate {
            bounds: actual.bounds,
            ..of(|span| span.actual)?
        },
        reference: of(|span| span.reference)?,
        mix: of(|span| span.mix)?,
        competitive: of(|span| span.competitive)?,
    })
}

impl Part {
    /// The part, its intervals cut at zero.
    fn not_negative(&self) -> Result<Part, Undefined> {
        let pair = |pair: &[Estimate; 2]| -> Result<[Estimate; 2], Undefined> {
            let cut = not_negative(pair)?;
            Ok([cut[0], cut[1]])
        };
        Ok(Part {
            own: pair(&self.own)?,
            others: pair(&self.others)?,
        })
    }
}

/// The amount of the reference: that of the others, and the own one where it is a part of it.
fn of_reference(own: Decimal, others: Decimal, is_within: bool) -> Result<Decimal, Undefined> {
    let own = if is_within { own } else { Decimal::ZERO };
    others.checked_add(own).ok_or(Undefined::TooLarge)
}

/// What the own amount would be with the growth of the reference, `e₀ T₁ ÷ T₀`.
fn as_reference(part: &Part, is_within: bool) -> Result<Estimate, Undefined> {
    of_corners(
        [part.own[0], part.own[1], part.others[0], part.others[1]],
        |of| grown(of, is_within),
    )
}

/// What the own amount is beyond that, `e₁ − e₀ T₁ ÷ T₀`.
fn beyond_reference(part: &Part, is_within: bool) -> Result<Estimate, Undefined> {
    of_corners(
        [part.own[0], part.own[1], part.others[0], part.others[1]],
        |of| {
            let grown = grown(of, is_within)?;
            of[1].checked_sub(grown).ok_or(Undefined::TooLarge)
        },
    )
}

fn grown(
    [own_before, own_after, others_before, others_after]: [Decimal; 4],
    is_within: bool,
) -> Result<Decimal, Undefined> {
    let before = of_reference(own_before, others_before, is_within)?;
    let after = of_reference(own_after, others_after, is_within)?;
    let share = own_before.checked_div(before);
    share
        .ok_or(Undefined::ZeroDivisor)?
        .checked_mul(after)
        .ok_or(Undefined::TooLarge)
}

/// `E₀ (T₁ ÷ T₀ − 1)`. It rises with the later amounts, falls with the earlier one of the others where the area is a
/// part of the reference, and is concave in the own earlier one, with its top at `√(T₁ R₀) − R₀`.
fn reference(whole: &Part, is_within: bool) -> Result<Estimate, Undefined> {
    let change = |of: [Decimal; 4]| {
        let grown = grown(of, is_within)?;
        grown.checked_sub(of[0]).ok_or(Undefined::TooLarge)
    };
    let [own_before, own_after] = whole.own;
    let [others_before, others_after] = whole.others;
    let found = of_corners([own_before, own_after, others_before, others_after], change)?;
    let (low, high) = (others_before.bounds.low, own_after.bounds.high);
    let after = of_reference(high, others_after.bounds.high, is_within)?;
    let top = after
        .checked_mul(low)
        .and_then(sqrt)
        .map(|root| root - low)
        .filter(|top| is_within && own_before.bounds.contains(*top));
    Ok(match top {
        Some(top) => {
            let top = change([top, high, low, others_after.bounds.high])?;
            Estimate::new(found.value, found.bounds.low, found.bounds.high.max(top))
        }
        None => found,
    })
}

/// What the area would have of a part with the structure of the reference, `E₀ E_s ÷ E`. It rises with the own whole
/// and with the reference's part and falls with the others' whole.
fn homothetic_mass(whole: &Part, part: &Part, is_within: bool) -> Result<Estimate, Undefined> {
    let of_part = if is_within {
        sum(&[part.own[0], part.others[0]])?
    } else {
        part.others[0]
    };
    of_corners(
        [whole.own[0], whole.others[0], of_part],
        |[own, others, part]| {
            own.checked_div(of_reference(own, others, is_within)?)
                .ok_or(Undefined::ZeroDivisor)?
                .checked_mul(part)
                .ok_or(Undefined::TooLarge)
        },
    )
}

/// The estimate with its value rounded so that components that add up exactly still do.
fn rounded(estimate: Estimate) -> Estimate {
    const PLACES: u32 = 18;
    let Interval { low, high } = estimate.bounds;
    Estimate::new(estimate.value.round_dp(PLACES), low, high)
}
