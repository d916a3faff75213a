//! Parts of a whole: shares and contributions.

use rust_decimal::Decimal;

use super::Undefined;
use crate::figure::Estimate;

/// The share of a part in the whole that it makes with the rest, in percent: `100·x ÷ (x + rest)`.
///
/// The part stands on both sides of the line: the share rises with it and falls with the rest.
///
/// # Errors
/// If the whole may be zero or less, or the share is too large.
pub fn share(part: Estimate, rest: Estimate) -> Result<Estimate, Undefined> {
    let of = |part: Decimal, rest: Decimal| {
        let whole = part.checked_add(rest).ok_or(Undefined::TooLarge)?;
        if whole <= Decimal::ZERO {
            return Err(Undefined::ZeroDivisor);
        }
        part.checked_div(whole)
            .and_then(|share| share.checked_mul(Decimal::ONE_HUNDRED))
            .ok_or(Undefined::TooLarge)
    };
    Ok(Estimate::new(
        of(part.value, rest.value)?,
        of(part.bounds.low, rest.bounds.high)?,
        of(part.bounds.high, rest.bounds.low)?,
    ))
}

/// The contribution of a part to the relative change of a whole, in percentage points: `100·(x − base) ÷ whole`,
/// the whole being that of the base year. `inside` says that the whole is the sum of the part's base and `rest`;
/// else `rest` is the whole, known by itself.
///
/// # Errors
/// If the whole may be zero or less, or the contribution is too large.
pub fn contribution(
    value: Estimate,
    base: Estimate,
    rest: Estimate,
    inside: bool,
) -> Result<Estimate, Undefined> {
    let of = |value: Decimal, base: Decimal, rest: Decimal| {
        let whole = if inside {
            base.checked_add(rest)
        } else {
            Some(rest)
        }
        .ok_or(Undefined::TooLarge)?;
        if whole <= Decimal::ZERO {
            return Err(Undefined::ZeroDivisor);
        }
        let change = value.checked_sub(base).ok_or(Undefined::TooLarge)?;
        change
            .checked_div(whole)
            .and_then(|part| part.checked_mul(Decimal::ONE_HUNDRED))
            .ok_or(Undefined::TooLarge)
    };
    // Rising with the value and falling with its base; with the rest towards zero.
    let mut ends = Vec::new();
    for (value, base) in [
        (value.bounds.low, base.bounds.high),
        (value.bounds.high, base.bounds.low),
    ] {
        for rest in [rest.bounds.low, rest.bounds.high] {
            ends.push(of(value, base, rest)?);
        }
    }
    let found = of(value.value, base.value, rest.value)?;
    let low = ends.iter().copied().min().unwrap_or(found);
    let high = ends.iter().copied().max().unwrap_or(found);
    Ok(Estimate::new(found, low, high))
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
    }
}
