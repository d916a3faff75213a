//! Columns in which every number has the same unit before or behind it: `12 km`, `CHF 1'234.50`. The unit becomes that of the
//! column.

use std::collections::BTreeSet;

use super::row::{is_figure, is_number, is_year};
use crate::source::grid::Grid;

/// Units that stand beside numbers, as they are written. Letters that are flags too are none of them, nor are words of age.
#[rustfmt::skip]
const UNITS: &[&str] = &[
    "km", "km2", "km²", "sq km", "m2", "m²", "m3", "m³", "mm", "cm", "ha", "kg", "kt", "Mt", "kW", "MW", "GW", "kWh", "MWh",
    "GWh", "TWh", "TJ", "PJ", "°C", "℃", "°F", "ppm", "mg", "µg", "hl", "bbl", "pp",
    "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "RMB", "RUB", "INR", "BRL", "MXN", "ZAR", "AUD", "CAD", "NZD", "SEK", "NOK",
    "DKK", "PLN", "CZK", "HUF", "RON", "TRY", "KRW", "IDR", "MYR", "SGD", "HKD", "THB", "PHP", "VND", "KES", "NGN", "EGP",
    "zł", "Kč", "Ft", "kr", "kr.", "Rp", "Rs", "Rs.", "RM", "S$", "NT$", "lei", "лв", "руб.", "руб", "₽", "₺", "₴", "₫", "฿", "₦",
    "元", "円", "원", "万元", "亿元", "人", "万人",
];

/// In how many rows at the beginning a number with a unit has to stand.
const LOOKED_AT: usize = 100;

/// The grid with bare numbers in such columns, and the unit of each; nothing where there is none. It is no digest: the whole file
/// has to be read for it.
pub(in crate::source) fn without_units(grid: &Grid) -> Option<(Grid, Vec<(usize, &'static str)>)> {
    let width = grid.rows().map(|row| row.len()).max().unwrap_or(0);
    let units: Vec<(usize, &str)> = (0..width)
        .filter_map(|index| Some((index, unit_of(grid, index)?)))
        .collect();
    if units.is_empty() {
        return None;
    }
    let mut bare = grid.like();
    for row in grid.rows() {
        let cells = row.cells().enumerate().map(|(index, cell)| {
            let unit = units.iter().find(|(column, _)| *column == index);
            let parted = unit.and_then(|(_, unit)| parted(cell).filter(|(_, own)| own == unit));
            parted.map_or(cell, |(number, _)| number)
        });
        bare.push(row.line, cells);
    }
    Some((bare, units))
}

/// The unit of a column: of all numbers below its name, which do not come again and again, as classes do (`1 kr`, `5 kr`).
fn unit_of(grid: &Grid, index: usize) -> Option<&'static str> {
    let cells = || grid.rows().map(|row| row.cell(index).trim());
    let mut begin = cells().take(LOOKED_AT);
    let first = begin.position(|cell| parted(cell).is_some())?;
    let (_, unit) = cells().nth(first).and_then(parted)?;
    let (mut numbers, mut distinct) = (0, BTreeSet::new());
    for (at, cell) in cells().enumerate() {
        match parted(cell) {
            Some((_, own)) if own == unit => {
                numbers += 1;
                distinct.insert(cell);
            }
            // Names, which may be years.
            _ if at < first && (is_year(cell) || !is_number(cell)) => {}
            None if cell.is_empty() || is_figure(cell) && !is_number(cell) => {}
            // Notes below.
            None if index == 0 && !is_number(cell) && !grid.row(at).is_filled(1) => {}
            _ => return None,
        }
    }
    (numbers > 1 && distinct.len() * 2 > numbers).then_some(unit)
}

/// A number and the unit beside it, the longest that could be: `500` and `km2` of `km2 500`.
fn parted(cell: &str) -> Option<(&str, &'static str)> {
    let cell = cell.trim();
    if !cell.contains(|c: char| c.is_ascii_digit()) || is_number(cell) {
        return None;
    }
    let units = UNITS.iter().filter_map(|unit| {
        let number = cell
            .strip_prefix(unit)
            .or_else(|| cell.strip_suffix(unit))?;
        Some((number.trim(), *unit))
    });
    units
        .max_by_key(|(_, unit)| unit.len())
        .filter(|(number, _)| is_number(number))
}

#[cfg(test)]
mod tests {
    use super::parted;

    #[test]
    fn units_stand_before_and_behind_numbers() {
        for (cell, told) in [
            ("12 km", Some(("12", "km"))),
            ("12.5km2", Some(("12.5", "km2"))),
            ("CHF 1'234.50", Some(("1'234.50", "CHF"))),
            ("1 234,56 zł", Some(("1 234,56", "zł"))),
            ("Rp -5", Some(("-5", "Rp"))),
            ("-5 °C", Some(("-5", "°C"))),
            ("km2 500", Some(("500", "km2"))),
            ("12", None),
            ("12 p", None),
            ("5 years", None),
            ("12 km 5", None),
            ("km", None),
        ] {
            assert_eq!(parted(cell), told, "{cell}");
        }
    }
}
