//! Parts of a whole: shares and contributions.

use rust_decimal::Decimal;

use super::combine::of_corners;
use super::{Undefined, index};
use crate::figure::Estimate;

/// The share of a part in the whole that it makes with the rest, in percent: `100·x ÷ (x + rest)`.
///
/// The part stands on both sides of the line. Where neither is below zero, the share rises with it and falls with the
/// rest; else its direction depends on the other's sign, but never turns while the other stands still.
///
/// Of amounts below zero alone, the shares are those of the amounts without their signs.
///
/// # Errors
/// If the whole may be zero, or the share is too large.
pub fn share(part: Estimate, rest: Estimate) -> Result<Estimate, Undefined> {
    let [part, rest] = unsigned([part, rest], plus(part.value, rest.value)?)?;
    of_corners([part, rest], |[part, rest]| {
        percent(part, plus(part, rest)?)
    })
}

/// The share of a part in a whole that is known by itself, in percent; of amounts below zero as [`share`].
///
/// # Errors
/// If the signs differ, the whole may be zero, or the share is too large.
pub fn share_of(part: Estimate, whole: Estimate) -> Result<Estimate, Undefined> {
    let [part, whole] = unsigned([part, whole], whole.value)?;
    if part.value < Decimal::ZERO {
        return Err(Undefined::NotPositive);
    }
    index(part, whole)
}

/// A part and another estimate without their signs where the part and the whole are below zero.
fn unsigned(both: [Estimate; 2], whole: Decimal) -> Result<[Estimate; 2], Undefined> {
    if both[0].value > Decimal::ZERO || whole >= Decimal::ZERO {
        return Ok(both);
    }
    let [one, other] = both.map(|estimate| estimate.scaled(-Decimal::ONE));
    let both = one.zip(other).ok_or(Undefined::TooLarge)?;
    Ok([both.0, both.1])
}

/// The contribution of a part to the relative change of a whole that is known by itself, in percentage points:
/// `100·(x − base) ÷ whole`, the whole being that of the base year (INSEE, "Contribution to GDP growth"; ABS, Australian
/// System of National Accounts, chapter 6.34).
///
/// # Errors
/// If the whole may be zero or less, or the contribution is too large.
pub fn contribution(
    value: Estimate,
    base: Estimate,
    whole: Estimate,
) -> Result<Estimate, Undefined> {
    of_corners([value, base, whole], |[value, base, whole]| {
        percent(plus(value, -base)?, whole)
    })
}

/// The contribution of a part to the relative change of the whole that its base makes with the rest, in percentage
/// points: `100·(x − base) ÷ (base + rest)`; else as [`contribution`].
///
/// # Errors
/// If the whole may be zero or less, or the contribution is too large.
pub fn contribution_inside(
    value: Estimate,
    base: Estimate,
    rest: Estimate,
) -> Result<Estimate, Undefined> {
    of_corners([value, base, rest], |[value, base, rest]| {
        percent(plus(value, -base)?, plus(base, rest)?)
    })
}

fn plus(one: Decimal, other: Decimal) -> Result<Decimal, Undefined> {
    one.checked_add(other).ok_or(Undefined::TooLarge)
}

fn percent(part: Decimal, whole: Decimal) -> Result<Decimal, Undefined> {
    if whole <= Decimal::ZERO {
        return Err(Undefined::ZeroDivisor);
    }
    part.checked_div(whole)
        .and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED))
        .ok_or(Undefined::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::super::combine;
    use super::*;
    use crate::figure::Number;

    fn printed(text: &str) -> Estimate {
        Estimate::from(text.parse::<Number>().unwrap())
    }

    #[test]
    fn shares_of_all_parts_are_the_whole() {
        // Table 4, 2015: 26.6, 51.4, 21.3, 43.33.
        let parts = ["26.6", "51.4", "21.3", "43.33"].map(printed);
        let total: Decimal = (0..4)
            .map(|at| {
                let rest: Vec<Estimate> = (0..4)
                    .filter(|other| *other != at)
                    .map(|other| parts[other])
                    .collect();
                share(parts[at], combine::sum(&rest).unwrap())
                    .unwrap()
                    .value
            })
            .sum();
        assert_eq!(total.round_dp(20), Decimal::ONE_HUNDRED);
    }

    #[test]
    fn a_whole_that_may_be_nothing_has_no_shares() {
        assert_eq!(
            share(printed("0"), printed("0")).unwrap_err(),
            Undefined::ZeroDivisor
        );
        // −0.5 and 0.5 make nothing.
        assert_eq!(
            share(printed("0"), printed("1")).unwrap_err(),
            Undefined::ZeroDivisor
        );
    }

    #[test]
    fn a_part_below_zero_has_the_widest_of_the_corners() {
        // −2.5 in 2 and −1.5 in 4, of −2 and 5; −2.5 ÷ (−2.5 + 4.5), −1.5 ÷ (−1.5 + 5.5) by a pocket calculator.
        let found = share(printed("-2"), printed("5")).unwrap();
        let ends = [found.bounds.low, found.bounds.high].map(|end| end.normalize().to_string());
        assert_eq!(ends, ["-125", "-37.5"]);
    }
}
