//! The largest falls of nominal GDP from one year to the next, out of the built-in package.
//!
//! Each fall is a change of GDP at current prices, not growth: it holds prices and volumes together. The two ends
//! beside it say how far it is known, since every printed number stands for a range of half a unit of its last
//! place. A fall that rests on a doubtful value is marked with that value's status.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::io::{self, Write as _};

use hlj::answer::{Answer, Cell};
use hlj::figure::{Interval, Number, Period, Status, Value};
use hlj::package::Package;
use hlj::query::{Query, ask};
use rust_decimal::{Decimal, RoundingStrategy};

/// How many falls are told.
const TOLD: usize = 8;

/// A city's GDP of a year.
struct Level {
    city: String,
    year: Period,
    gdp: Number,
    status: Status,
}

/// A change from one year to the next, in percent.
struct Change<'a> {
    from: &'a Level,
    to: &'a Level,
    percent: Decimal,
    between: Interval,
    status: Status,
}

fn main() -> Result<(), Box<dyn Error>> {
    io::stdout().write_all(report()?.as_bytes())?;
    Ok(())
}

/// The falls, a line each.
///
/// # Errors
/// If the package cannot be read or has no such table.
pub(crate) fn report() -> Result<String, Box<dyn Error>> {
    let package = Package::built_in()?;
    let table = package.table("gdp").ok_or("there is no table `gdp`")?;
    let query = Query {
        indicators: vec!["gdp".to_owned()],
        ..Query::default()
    };
    let answer = ask(&package, table, &query)?;
    let city = place(&answer, "city")?;
    let year = place(&answer, "year")?;
    let gdp = place(&answer, "gdp")?;
    let levels: Vec<Level> = answer
        .rows
        .iter()
        .filter_map(|row| level(&row.cells[city], &row.cells[year], &row.cells[gdp]))
        .collect();

    let mut falls: Vec<Change> = levels
        .windows(2)
        .filter_map(|pair| change(&pair[0], &pair[1]))
        .filter(|change| change.percent < Decimal::ZERO)
        .collect();
    falls.sort_by_cached_key(|fall| fall.percent);

    let mut text =
        String::from("The largest falls of nominal GDP from one year to the next, in percent\n");
    for fall in falls.iter().take(TOLD) {
        let nearest = RoundingStrategy::MidpointAwayFromZero;
        let change = fall.percent.round_dp_with_strategy(1, nearest);
        // The ends are rounded outwards: the range may grow, never shrink.
        let (down, up) = (
            RoundingStrategy::ToNegativeInfinity,
            RoundingStrategy::ToPositiveInfinity,
        );
        let low = fall.between.low.round_dp_with_strategy(1, down);
        let high = fall.between.high.round_dp_with_strategy(1, up);
        writeln!(
            text,
            "{:<12}  {}  {:>5} to {:>5}  {change:>5}  ({low:>5} to {high:>5})  {}",
            fall.to.city, fall.to.year, fall.from.gdp, fall.to.gdp, fall.status
        )?;
    }
    let doubts: BTreeSet<Status> = falls.iter().take(TOLD).map(|fall| fall.status).collect();
    for status in doubts {
        writeln!(text, "{status}: {}", status.label())?;
    }
    let source = package.short_source(table);
    writeln!(text, "GDP in RMB billion, current prices. {source}")?;
    Ok(text)
}

/// Where a column stands.
fn place(answer: &Answer, name: &str) -> Result<usize, Box<dyn Error>> {
    answer
        .columns
        .iter()
        .position(|column| column.is_called(name))
        .ok_or_else(|| format!("there is no column `{name}`").into())
}

/// The level in a row; none where the value is missing or not to be computed with.
fn level(city: &Cell, year: &Cell, gdp: &Cell) -> Option<Level> {
    match (city, year, gdp) {
        (Cell::Name(city), Cell::Year(year), Cell::Figure(figure)) if figure.usable => {
            let Value::Number(gdp) = figure.value else {
                return None;
            };
            Some(Level {
                city: city.label.en.clone(),
                year: *year,
                gdp,
                status: figure.status,
            })
        }
        _ => None,
    }
}

/// The change between two levels, if they are of one city and of neighbouring years.
fn change<'a>(from: &'a Level, to: &'a Level) -> Option<Change<'a>> {
    if from.city != to.city || from.year.next() != Some(to.year) {
        return None;
    }
    let percent = |from: Decimal, to: Decimal| {
        let ratio = to.checked_div(from)?;
        Some((ratio - Decimal::ONE) * Decimal::ONE_HUNDRED)
    };
    let (before, after) = (from.gdp.interval(), to.gdp.interval());
    Some(Change {
        from,
        to,
        percent: percent(from.gdp.decimal(), to.gdp.decimal())?,
        between: Interval {
            low: percent(before.high, after.low)?,
            high: percent(before.low, after.high)?,
        },
        status: from.status.worst(to.status),
    })
}
