//! Columns in which every number has the same unit before or behind it: `12 km`, `CHF 1'234.50`. The unit becomes that of the
//! column.

use super::row::{is_figure, is_number};
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

/// The unit of a column: from the first number with it to the last, two at least, nothing else stands there but what is missing.
fn unit_of(grid: &Grid, index: usize) -> Option<&'static str> {
    let cells = || grid.rows().map(|row| row.cell(index).trim());
    let first = cells().position(|cell| parted(cell).is_some())?;
    let last = cells().rposition(|cell| parted(cell).is_some())?;
    let (_, unit) = cells().nth(first).and_then(parted)?;
    let is_own = |cell: &str| match parted(cell) {
        Some((_, own)) => own == unit,
        None => cell.is_empty() || is_figure(cell) && !is_number(cell),
    };
    let mut own = cells().skip(first).take(last + 1 - first);
    (first < last && own.all(is_own)).then_some(unit)
}

/// A number and the unit beside it.
fn parted(cell: &str) -> Option<(&str, &'static str)> {
    let cell = cell.trim();
    let is_digit = |c: char| c.is_ascii_digit();
    let (first, last) = (cell.find(is_digit)?, cell.rfind(is_digit)? + 1);
    // The digit of `km2` is none of the number.
    let of_number =
        |c: char| is_digit(c) || matches!(c, '.' | ',' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}');
    let end = cell[first..]
        .find(|c| !of_number(c))
        .map_or(cell.len(), |at| first + at);
    let (number, word) = if end < cell.len() {
        (cell[..end].trim(), cell[end..].trim())
    } else {
        let start = cell[..first].trim_end_matches(['-', '\u{2212}']).len();
        (cell[start..last].trim(), cell[..start].trim())
    };
    let unit = UNITS.iter().find(|unit| **unit == word)?;
    is_number(number).then_some((number, *unit))
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
