//! The slip that a wrong figure looks like: what somebody's hand or a spreadsheet did to it.

use rust_decimal::Decimal;

use super::form::{CellRef, Form, both};
use super::ledger::Ledger;
use super::localise::far;
use crate::figure::{Estimate, Interval, Number, Period};
use crate::methods::{difference, product, ratio, sum};

/// What happened to a figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slip {
    /// One formula was taken for another; its place in [`FORMULAS`].
    Formula(usize),
    /// The decimal point moved: it is what fits times ten to this power.
    Power(i32),
    /// The sign was turned.
    Sign,
    /// Two neighbouring digits were exchanged.
    Transposed,
    /// The value of another year of the series was copied.
    Copied(Period),
    /// One digit was mistyped.
    Digit,
    /// It was exchanged with the other figure that is wrong.
    Exchanged,
}

/// A formula that was taken for share × whole: what it is called, and what it gives; the share stands as a fraction.
type Formula = (&'static str, fn(Estimate, Estimate) -> Option<Estimate>);

const FORMULAS: [Formula; 7] = [
    ("the total itself", |_, whole| Some(whole)),
    ("the total plus the share as a fraction", |share, whole| {
        sum(&[whole, share]).ok()
    }),
    ("the total minus the share as a fraction", |share, whole| {
        difference(whole, share).ok()
    }),
    ("the total without the share", |share, whole| {
        let rest = difference(Estimate::exact(Decimal::ONE), share).ok()?;
        product(rest, whole).ok()
    }),
    ("the total divided by the share", |share, whole| {
        ratio(whole, share).ok()
    }),
    ("the share as a fraction", |share, _| Some(share)),
    ("the share in percent", |share, _| {
        share.scaled(Decimal::ONE_HUNDRED)
    }),
];

/// The powers of ten by which figures are off, the likeliest first.
const POWERS: [i32; 10] = [1, -1, 3, -3, 2, -2, 4, -4, 6, -6];

/// The fewest years of a series that tells a power of ten.
const FEWEST_YEARS: usize = 5;

/// The part of the level of its neighbours that a value has to have at the least, once the decimal point is moved; and the
/// other way round.
const NEAR: Decimal = Decimal::from_parts(6, 0, 0, false, 1);

/// The most digits of a number whose digits are tried one by one.
const MOST_DIGITS: usize = 12;

/// Every slip that would make what is printed in a cell out of what fits there, the likeliest first; `forms` are the
/// identities that it breaks.
pub(super) fn slips<'f>(
    ledger: &Ledger,
    (cell, fits): (CellRef, Interval),
    forms: impl Iterator<Item = &'f Form>,
) -> Vec<Slip> {
    let Some(printed) = ledger.number(cell) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    // What is chance where much fits: the figure has to move by more than what fits is wide.
    let moves = printed.interval().distance(&fits);
    let tells = |times: i64| {
        let width = fits.width().checked_mul(Decimal::from(times));
        width.is_some_and(|width| moves > width)
    };
    if !tells(1) {
        return Vec::new();
    }
    let triples = forms.filter_map(Form::triple);
    for (share, whole, _) in triples.filter(|(_, _, amount)| *amount == cell) {
        let estimate = |cell| ledger.number(cell).map(Estimate::from);
        let fraction =
            estimate(share).and_then(|share| share.scaled(Decimal::ONE / Decimal::ONE_HUNDRED));
        let (Some(share), Some(whole)) = (fraction, estimate(whole)) else {
            continue;
        };
        for (at, (_, makes)) in FORMULAS.iter().enumerate() {
            let made = makes(share, whole);
            if made.is_some_and(|made| made.bounds.meets(&printed.interval())) {
                found.push(Slip::Formula(at));
            }
        }
    }
    if meets(-printed.decimal(), printed.decimals(), &fits) && !printed.decimal().is_zero() {
        found.push(Slip::Sign);
    }
    for power in POWERS {
        let scaled = Estimate::from(printed).times_power_of_ten(-power);
        if scaled.is_some_and(|scaled| !scaled.value.is_zero() && scaled.bounds.meets(&fits)) {
            found.push(Slip::Power(power));
        }
    }
    found.extend(copied(ledger, cell, printed).map(Slip::Copied));
    let changed = |change: &dyn Fn(&str) -> Vec<String>| {
        let digits = printed.to_string();
        let made = change(&digits)
            .into_iter()
            .filter_map(|text| text.parse::<Number>().ok());
        made.filter(|number| meets(number.decimal(), number.decimals(), &fits))
            .count()
    };
    if tells(5) && changed(&transpositions) > 0 {
        found.push(Slip::Transposed);
    }
    // A digit tells something only where few others would fit.
    let narrow = fits.width() <= printed.interval().width() * Decimal::from(4);
    if narrow && changed(&mistyped) > 0 {
        found.push(Slip::Digit);
    }
    found
}

/// The power of ten that makes of a value that stands apart in its series one that does not, and that is near the level
/// which its neighbours have; none where the series is too short to tell.
pub(super) fn power_apart(
    ledger: &Ledger,
    cell: CellRef,
    level: Decimal,
) -> Option<(Slip, Estimate)> {
    let printed = Estimate::from(ledger.number(cell)?);
    let (point, _) = ledger.sheet_of(cell).at(cell);
    let years = ledger.sheet_of(cell).years(point)?;
    if years.len() < FEWEST_YEARS || far(ledger, cell, printed.bounds) == 0 {
        return None;
    }
    POWERS.iter().find_map(|power| {
        let scaled = printed.times_power_of_ten(-power)?;
        let ends = [NEAR.checked_mul(level)?, level.checked_div(NEAR)?];
        let is_near = ends[0] < scaled.value && scaled.value < ends[1];
        (is_near && far(ledger, cell, scaled.bounds) == 0).then_some((Slip::Power(*power), scaled))
    })
}

/// Whether a value printed with so many decimals is one that fits.
fn meets(value: Decimal, decimals: u32, fits: &Interval) -> bool {
    let mut value = value;
    value.rescale(decimals);
    both(Number::from(value).interval(), *fits).is_some()
}

/// The neighbouring year whose value stands here as well, digit by digit.
fn copied(ledger: &Ledger, cell: CellRef, printed: Number) -> Option<Period> {
    let sheet = ledger.sheet_of(cell);
    let (point, indicator) = sheet.at(cell);
    let (year, years) = (point.year?, sheet.years(point)?);
    let neighbours = [years.range(..year).next_back(), years.range(year..).nth(1)];
    let same =
        |other: &&Period| sheet.value(indicator, &point.in_year(Some(**other))) == Some(printed);
    neighbours.into_iter().flatten().find(same).copied()
}

/// The number with two neighbouring digits exchanged, in every way.
fn transpositions(digits: &str) -> Vec<String> {
    let bytes: Vec<char> = digits.chars().collect();
    let places: Vec<usize> = (0..bytes.len())
        .filter(|at| bytes[*at].is_ascii_digit())
        .collect();
    let swapped = places
        .windows(2)
        .filter(|pair| bytes[pair[0]] != bytes[pair[1]])
        .map(|pair| {
            let mut bytes = bytes.clone();
            bytes.swap(pair[0], pair[1]);
            bytes.into_iter().collect()
        });
    swapped.take(MOST_DIGITS).collect()
}

/// The number with one digit another, in every way.
fn mistyped(digits: &str) -> Vec<String> {
    let mut all = Vec::new();
    for (at, own) in digits
        .char_indices()
        .filter(|(_, own)| own.is_ascii_digit())
        .take(MOST_DIGITS)
    {
        for other in ('0'..='9').filter(|other| *other != own) {
            all.push(format!("{}{other}{}", &digits[..at], &digits[at + 1..]));
        }
    }
    all
}

impl Slip {
    /// Whether the same slip in several figures is one cause, and not chance.
    pub(super) fn joins(&self) -> bool {
        matches!(self, Slip::Formula(_) | Slip::Power(_) | Slip::Sign)
    }

    /// The slip of one figure, as the end of a clause: it …
    pub(super) fn told(&self) -> String {
        match self {
            Slip::Formula(at) => format!("equals {}", FORMULAS[*at].0),
            Slip::Power(power) if *power > 0 => {
                format!("is {} times what fits", times(*power))
            }
            Slip::Power(power) => format!("is what fits divided by {}", times(*power)),
            Slip::Sign => "would fit with the other sign".to_owned(),
            Slip::Transposed => "would fit with two neighbouring digits exchanged".to_owned(),
            Slip::Copied(year) => format!("repeats the value of {year}"),
            Slip::Digit => "would fit with one digit another".to_owned(),
            Slip::Exchanged => "fits in the place of the other".to_owned(),
        }
    }
}

/// A power of ten in words.
fn times(power: i32) -> String {
    let digits = format!("1{}", "0".repeat(power.unsigned_abs() as usize));
    crate::words::thousands(&digits)
}
