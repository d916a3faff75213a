//! Years that may have been copied from the year before.

use std::collections::BTreeMap;

use super::finding::{Finding, Severity, Spot};
use super::ledger::{Ledger, Point, SeriesKey, Sheet};
use super::swaps::FEWEST_STEPS;
use crate::figure::Period;
use crate::package::{Check, Indicator};

/// The fewest figures that make a copied year.
const FEWEST: usize = 3;

/// Copied years of every table.
pub(super) fn copies(ledger: &Ledger) -> Vec<Finding> {
    let sheets = ledger.sheets.iter();
    let of_time = sheets.filter(|sheet| sheet.table.time().is_some());
    of_time.flat_map(of_sheet).collect()
}

/// What of a row of a table was compared with the year before.
#[derive(Default)]
struct Repeated {
    tried: usize,
    /// The figures that are those of the year before.
    spots: Vec<Spot>,
}

/// Years whose figures are those of the year before, all of an area's or all of the table's.
fn of_sheet(sheet: &Sheet) -> Vec<Finding> {
    // Of a series that often stays the same a repetition tells nothing.
    let mut equal: BTreeMap<(usize, SeriesKey), Vec<(&Point, bool)>> = BTreeMap::new();
    let indicators: Vec<&Indicator> = sheet.table.indicators().map(|(.., found)| found).collect();
    for point in &sheet.points {
        let before = sheet.before(point);
        for (at, indicator) in indicators.iter().enumerate() {
            let values = sheet
                .value(&indicator.id, point)
                .zip(sheet.value(&indicator.id, &before));
            if let Some((now, then)) = values {
                equal
                    .entry((at, point.series()))
                    .or_default()
                    .push((point, now == then));
            }
        }
    }
    let mut by_row: BTreeMap<(Option<Period>, Option<&String>), Repeated> = BTreeMap::new();
    for ((at, _), steps) in &equal {
        let repeated = steps.iter().filter(|(_, equal)| *equal).count();
        if steps.len() < FEWEST_STEPS || repeated * 4 > steps.len() {
            continue;
        }
        for (point, is_equal) in steps {
            let row = by_row.entry((point.year, point.area.as_ref())).or_default();
            row.tried += 1;
            if *is_equal {
                row.spots.push(sheet.spot(&indicators[*at].id, point));
            }
        }
    }
    let mut years: BTreeMap<Option<Period>, Vec<(Option<&String>, Repeated)>> = BTreeMap::new();
    for ((year, area), repeated) in by_row {
        years.entry(year).or_default().push((area, repeated));
    }
    let mut findings = Vec::new();
    for (year, areas) in years {
        let tried: usize = areas.iter().map(|(_, row)| row.tried).sum();
        let same: usize = areas.iter().map(|(_, row)| row.spots.len()).sum();
        let table = &sheet.table.name;
        let says = |whose: String, spots: Vec<Spot>| {
            let before = sheet.year_before(year);
            let told =
                |year: Option<Period>| year.map_or_else(String::new, |year| year.to_string());
            let message = format!(
                "All {} figures of {whose} in {} repeat those of {}: a year may have been copied.",
                spots.len(),
                told(year),
                told(before)
            );
            Finding {
                about: spots.len(),
                culprits: vec![spots.clone()],
                ..Finding::at(Check::Copy, spots).says(Severity::Warning, message)
            }
        };
        if same == tried && tried >= FEWEST {
            let spots = areas.into_iter().flat_map(|(_, row)| row.spots).collect();
            findings.push(says(format!("`{table}`"), spots));
            continue;
        }
        for (area, row) in areas {
            if row.spots.len() == row.tried && row.tried >= FEWEST {
                let area = area.map_or_else(|| format!("`{table}`"), Clone::clone);
                findings.push(says(area, row.spots));
            }
        }
    }
    findings
}
