//! Logarithms, exponentials and square roots in exact decimals: the same digits on every machine.

use rust_decimal::Decimal;

use super::change::root;

/// What the last places of a value made with these may be off.
pub(super) const SLACK: Decimal = Decimal::from_parts(1, 0, 0, false, 20);

/// Terms of a series are added as long as they are not smaller than this.
const SMALLEST: Decimal = Decimal::from_parts(1, 0, 0, false, 28);

/// Numbers between 1 and 10 with their natural logarithms to 28 digits, that any other in between is near to one of them.
const NEAR: [(u32, &str); 6] = [
    (1, "0"),
    (2, "0.6931471805599453094172321215"),
    (3, "1.0986122886681096913952452369"),
    (5, "1.6094379124341003746007593332"),
    (7, "1.9459101490553133051053527434"),
    (10, TEN),
];

const TEN: &str = "2.3025850929940456840179914547";

/// A constant with its digits.
pub(super) fn constant(digits: &str) -> Decimal {
    Decimal::from_str_exact(digits).unwrap_or_default()
}

/// The natural logarithm; nothing of what is not above zero.
///
/// The number is `m · 10^e` with `m` from 1 to 10, and `ln m = ln c + 2 artanh((m − c) ÷ (m + c))` with the nearest `c`
/// of a table, for which the series is short.
pub(super) fn ln(value: Decimal) -> Option<Decimal> {
    if value <= Decimal::ZERO {
        return None;
    }
    let (mut mantissa, mut tens) = (value, 0_i64);
    while mantissa >= Decimal::TEN {
        mantissa = mantissa.checked_div(Decimal::TEN)?;
        tens += 1;
    }
    while mantissa < Decimal::ONE {
        mantissa = mantissa.checked_mul(Decimal::TEN)?;
        tens -= 1;
    }
    let ratio = |near: u32| {
        let near = Decimal::from(near);
        (mantissa - near) / (mantissa + near)
    };
    let (near, of_near) = NEAR
        .into_iter()
        .min_by_key(|(near, _)| ratio(*near).abs())?;
    let t = ratio(near);
    let square = t * t;
    let (mut power, mut sum, mut odd) = (t, t, Decimal::ONE);
    loop {
        power *= square;
        odd += Decimal::TWO;
        let term = power / odd;
        if term.abs() < SMALLEST {
            break;
        }
        sum += term;
    }
    let of_tens = constant(TEN).checked_mul(Decimal::from(tens))?;
    of_tens
        .checked_add(constant(of_near))?
        .checked_add(sum * Decimal::TWO)
}

/// The exponential; nothing where no exact decimal holds it.
///
/// The exponent is `n ln 10 + 8 r`, so that `|r|` is below 0.15 and its series is short.
pub(super) fn exp(exponent: Decimal) -> Option<Decimal> {
    let ten = constant(TEN);
    let tens = exponent.checked_div(ten)?.round();
    let eighth = exponent.checked_sub(tens.checked_mul(ten)?)? / Decimal::from(8);
    let (mut term, mut sum, mut count) = (Decimal::ONE, Decimal::ONE, Decimal::ZERO);
    while term.abs() >= SMALLEST {
        count += Decimal::ONE;
        term = term * eighth / count;
        sum += term;
    }
    let mut power = (0..3).fold(sum, |power, _| power * power);
    let mut left = tens;
    while left > Decimal::ZERO {
        power = power.checked_mul(Decimal::TEN)?;
        left -= Decimal::ONE;
    }
    while left < Decimal::ZERO && !power.is_zero() {
        power /= Decimal::TEN;
        left += Decimal::ONE;
    }
    Some(power)
}

/// The square root; nothing of what is below zero.
pub(super) fn sqrt(value: Decimal) -> Option<Decimal> {
    match value {
        _ if value.is_zero() => Some(Decimal::ZERO),
        _ if value < Decimal::ZERO => None,
        _ => root(value, 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn logarithms_and_exponentials_are_those_of_another_program() {
        // Python's decimal with 40 digits.
        for (value, expected) in [
            ("0.0000123", "-11.3059112955859"),
            ("0.3614", "-1.01776990082401"),
            ("1", "0"),
            ("1.41", "0.343589704390077"),
            ("9.99", "2.30158459266046"),
            ("146518", "11.8949035667859"),
            ("7922816251426433759354395033", "64.2395442407607"),
        ] {
            let found = ln(decimal(value)).unwrap();
            let error = (found - decimal(expected)).abs();
            assert!(error < Decimal::new(1, 12), "ln {value} is {found}");
            let back = exp(found).unwrap();
            let error = (back / decimal(value) - Decimal::ONE).abs();
            assert!(error < Decimal::new(1, 18), "exp {found} is {back}");
        }
        assert_eq!(ln(Decimal::ZERO), None);
        assert_eq!(exp(decimal("70")), None);
        assert_eq!(
            sqrt(decimal("2")).unwrap().round_dp(20).to_string(),
            "1.41421356237309504880"
        );
    }
}
