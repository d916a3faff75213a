//! Declared sums over areas: those inside an area add up to it.

use std::collections::BTreeSet;

use super::finding::{Finding, Severity, in_words, told};
use super::ledger::{Ledger, Point, Sheet};
use super::parts::untried;
use crate::figure::Estimate;
use crate::methods::sum;
use crate::package::{Area, Check, Identity, PackageError, Place, Rule};
use crate::words::count;

/// Declared sums: the areas inside an area add up to it.
pub(super) fn sums(ledger: &Ledger, identities: &[Identity]) -> Result<Vec<Finding>, PackageError> {
    let mut findings = Vec::new();
    for identity in identities {
        let Rule::Sum { whole, parts } = &identity.rule else {
            continue;
        };
        let (Some(own), Some(other)) = (ledger.sheet(&whole.table), ledger.sheet(&parts.table))
        else {
            continue;
        };
        let sum = SumOfAreas {
            ledger,
            title: &identity.title,
            whole: (own, whole),
            parts: (other, parts),
        };
        for point in own.points_of(whole) {
            findings.extend(sum.finding(point)?);
        }
    }
    Ok(findings)
}

/// A declared sum over areas.
struct SumOfAreas<'a, 'l> {
    ledger: &'l Ledger<'a>,
    title: &'l str,
    whole: (&'l Sheet<'a>, &'l Place),
    parts: (&'l Sheet<'a>, &'l Place),
}

impl SumOfAreas<'_, '_> {
    fn finding(&self, point: &Point) -> Result<Option<Finding>, PackageError> {
        let ((own, whole), (other, parts)) = (self.whole, self.parts);
        let Some(printed) = own.value(&whole.indicator, point) else {
            return Ok(None);
        };
        let inside = self.inside(point)?;
        let points = other.points_of(parts);
        let of_year: Vec<&Point> = points
            .into_iter()
            .filter(|part| part.year == point.year)
            .filter(|part| {
                inside
                    .iter()
                    .any(|area| part.area.as_ref() == Some(&area.name))
            })
            .collect();
        if of_year.is_empty() {
            return Ok(None);
        }
        let spots = std::iter::once(own.spot(&whole.indicator, point))
            .chain(
                of_year
                    .iter()
                    .map(|part| other.spot(&parts.indicator, part)),
            )
            .collect();
        let finding = Finding::at(Check::Sum, spots).printed(printed);
        let mult = other.unit_mult(&parts.indicator) - own.unit_mult(&whole.indicator);
        let value = |area: &&Area| {
            let at = of_year
                .iter()
                .find(|part| part.area.as_ref() == Some(&area.name))?;
            other
                .estimate(&parts.indicator, at)?
                .times_power_of_ten(mult)
        };
        let lacking: Vec<String> = inside
            .iter()
            .filter(|area| value(area).is_none())
            .map(|area| area.name.clone())
            .collect();
        if !lacking.is_empty() {
            return Ok(Some(untried(finding, self.title, &lacking)));
        }
        let values: Vec<Estimate> = inside.iter().filter_map(value).collect();
        let Ok(derived) = sum(&values) else {
            return Ok(None);
        };
        let severity = if derived.bounds.meets(&printed.interval()) {
            Severity::Held
        } else {
            Severity::Error
        };
        let verb = if values.len() == 1 { "adds" } else { "add" };
        let message = format!(
            "{}: the {} of {} {verb} up to {}, {} prints {}{}.",
            self.title,
            count(values.len(), "area"),
            self.ledger.name_beside(other.table, own.table),
            told(&derived, ""),
            self.ledger.name_beside(own.table, other.table),
            in_words(printed),
            own.unit(&whole.indicator)
        );
        Ok(Some(finding.derived(derived).says(severity, message)))
    }

    /// The areas directly inside the area of a point, of the levels that the table of the parts has.
    fn inside(&self, point: &Point) -> Result<Vec<&Area>, PackageError> {
        let areas = self.ledger.package.areas()?;
        let whole = point.area.as_deref().and_then(|area| areas.of_cell(area));
        let code = whole
            .map(|area| area.code.as_str())
            .filter(|code| !code.is_empty());
        let Some(code) = code else {
            return Ok(Vec::new());
        };
        let cells: BTreeSet<&String> = self
            .parts
            .0
            .points
            .iter()
            .filter_map(|point| point.area.as_ref())
            .collect();
        let inside = || areas.iter().filter(|area| area.parent == code);
        let levels: BTreeSet<&String> = inside()
            .filter(|area| cells.contains(&area.name))
            .map(|area| &area.level)
            .collect();
        Ok(inside()
            .filter(|area| levels.contains(&area.level))
            .collect())
    }
}
