//! Parts and their whole: amounts that add up to a total, areas that add up to an area, shares that add up to 100.

use rust_decimal::Decimal;

use super::finding::{Finding, Severity, capitalised, in_words, told};
use super::ledger::{Ledger, Point, Sheet};
use crate::figure::{Estimate, Kind, Number, Year};
use crate::methods::{product, sum};
use crate::package::{Check, Combine, Identity, Indicator, PackageError, Rule};
use crate::words::{count, list};

/// The whole of shares, in percent.
const WHOLE: Decimal = Decimal::ONE_HUNDRED;

/// A set of members of a further dimension that make up the whole.
pub(super) struct Partition<'a> {
    /// The dimension's place among such.
    pub(super) dimension: usize,
    pub(super) members: Vec<String>,
    /// The member that is the total, where there is one.
    pub(super) total: Option<&'a str>,
}

impl Partition<'_> {
    /// The values of its members beside a point, where all of them are printed.
    fn values(
        &self,
        sheet: &Sheet,
        id: &str,
        beside: &Point,
    ) -> Option<(Vec<Point>, Vec<Estimate>)> {
        let points = self
            .members
            .iter()
            .map(|member| beside.with_member(self.dimension, member));
        let points: Vec<Point> = points.collect();
        let values = points.iter().map(|point| sheet.estimate(id, point));
        let values = values.collect::<Option<_>>()?;
        Some((points, values))
    }
}

/// Every partition that the further dimensions of a table have.
pub(super) fn partitions<'a>(sheet: &Sheet<'a>) -> Vec<Partition<'a>> {
    let mut all = Vec::new();
    for (at, (_, _, dimension)) in sheet.table.dimensions().enumerate() {
        for members in dimension.partitions_of(&sheet.members(at)) {
            all.push(Partition {
                dimension: at,
                members,
                total: dimension.total.as_deref(),
            });
        }
    }
    all
}

/// Amounts: each partition adds up to the total.
pub(super) fn sums(ledger: &Ledger) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in &ledger.sheets {
        for partition in partitions(sheet) {
            let Some(total) = partition.total else {
                continue;
            };
            for (_, _, indicator) in sheet.table.indicators().filter(|(_, _, found)| adds(found)) {
                for point in &sheet.points {
                    let is_total = point.members.get(partition.dimension).map(String::as_str);
                    if is_total == Some(total) {
                        findings.extend(sum_of_parts(sheet, &partition, indicator, point));
                    }
                }
            }
        }
    }
    findings
}

fn adds(indicator: &Indicator) -> bool {
    matches!(indicator.kind, Kind::Flow | Kind::Stock) && indicator.kind_declared
}

fn sum_of_parts(
    sheet: &Sheet,
    partition: &Partition,
    indicator: &Indicator,
    whole: &Point,
) -> Option<Finding> {
    let id = &indicator.id;
    let printed = sheet.value(id, whole)?;
    let (points, parts) = partition.values(sheet, id, whole)?;
    let derived = sum(&parts).ok()?;
    let spots = std::iter::once(whole)
        .chain(&points)
        .map(|point| sheet.spot(id, point))
        .collect();
    let unit = sheet.unit(id);
    let names = list(&partition.members, "and");
    let found = |severity, message: String| {
        Finding::new(
            severity,
            Check::Sum,
            spots,
            Some(printed),
            Some(derived),
            message,
        )
    };
    let title = sheet.title(id);
    let added = format!(
        "{title}: {names} add up to {}, the total is {}{unit}",
        told(&derived, ""),
        in_words(printed)
    );
    if derived.bounds.meets(&printed.interval()) {
        let message = format!(
            "{title}: {names} add up to the total of {}{unit}.",
            in_words(printed)
        );
        return Some(found(Severity::Held, message));
    }
    // Where amounts were estimated from shares, these may say why.
    let rebuilt = sheet
        .table
        .indicators()
        .find(|(_, _, other)| matches!(&other.combine, Combine::Share { of } if of == id))
        .and_then(|(_, _, share)| rebuilt(sheet, &share.id, &points, printed));
    Some(match rebuilt {
        Some((from_shares, shares))
            if from_shares
                .iter()
                .zip(&parts)
                .all(|(a, b)| a.bounds.meets(&b.bounds)) =>
        {
            let message = format!(
                "{added}: each amount is its rounded share of it, and the shares add up to {}%.",
                in_words(shares)
            );
            found(Severity::Note, message).because("rounding")
        }
        Some((from_shares, _)) => {
            let wrong: Vec<&str> = partition
                .members
                .iter()
                .zip(from_shares.iter().zip(&parts))
                .filter(|(_, (a, b))| !a.bounds.meets(&b.bounds))
                .map(|(member, _)| member.as_str())
                .collect();
            let mended = sum(&from_shares)
                .ok()
                .filter(|mended| mended.bounds.meets(&printed.interval()));
            let mended = mended.map_or(String::new(), |mended| {
                format!(
                    "; with its share of the total for {} they add up to {}",
                    list(&wrong, "and"),
                    told(&mended, "")
                )
            });
            found(Severity::Error, format!("{added}{mended}."))
        }
        None => found(Severity::Error, format!("{added}.")),
    })
}

/// The parts as their shares make them, and the sum of the shares.
fn rebuilt(
    sheet: &Sheet,
    share: &str,
    points: &[Point],
    whole: Number,
) -> Option<(Vec<Estimate>, Number)> {
    let shares: Vec<Estimate> = points
        .iter()
        .map(|point| sheet.estimate(share, point))
        .collect::<Option<_>>()?;
    let amounts = shares.iter().map(|share| {
        let amount = product(*share, Estimate::from(whole)).ok()?;
        amount.scaled(Decimal::ONE / WHOLE)
    });
    let added = sum(&shares).ok()?;
    Some((amounts.collect::<Option<_>>()?, added.supported()))
}

/// Declared sums: the areas inside an area add up to it.
pub(super) fn sums_of_areas(
    ledger: &Ledger,
    identities: &[Identity],
) -> Result<Vec<Finding>, PackageError> {
    let mut findings = Vec::new();
    for identity in identities {
        let Rule::Sum { whole, parts } = &identity.rule else {
            continue;
        };
        let (Some(own), Some(other)) = (ledger.sheet(&whole.table), ledger.sheet(&parts.table))
        else {
            continue;
        };
        let (Some(own_unit), Some(other_unit)) = (
            own.indicator(&whole.indicator),
            other.indicator(&parts.indicator),
        ) else {
            continue;
        };
        let scale = power_of_ten(i32::from(other_unit.unit_mult) - i32::from(own_unit.unit_mult));
        for point in own.points_of(whole) {
            let inside = inside(ledger, point.area.as_deref())?;
            let points: Vec<&Point> = other
                .points_of(parts)
                .into_iter()
                .filter(|part| part.year == point.year)
                .filter(|part| part.area.as_ref().is_some_and(|area| inside.contains(area)))
                .collect();
            let estimates: Option<Vec<Estimate>> = points
                .iter()
                .map(|part| other.estimate(&parts.indicator, part)?.scaled(scale))
                .collect();
            let (Some(estimates), Some(printed)) = (estimates, own.value(&whole.indicator, point))
            else {
                continue;
            };
            let Ok(derived) = sum(&estimates) else {
                continue;
            };
            let spots = std::iter::once(own.spot(&whole.indicator, point))
                .chain(points.iter().map(|part| other.spot(&parts.indicator, part)))
                .collect();
            let holds = derived.bounds.meets(&printed.interval());
            let message = format!(
                "{}: the {} of {} add up to {}, {} prints {}{}.",
                identity.title,
                count(points.len(), "area"),
                ledger.name_beside(other.table, own.table),
                told(&derived, ""),
                ledger.name_beside(own.table, other.table),
                in_words(printed),
                own.unit(&whole.indicator)
            );
            let severity = if holds {
                Severity::Held
            } else {
                Severity::Error
            };
            findings.push(Finding::new(
                severity,
                Check::Sum,
                spots,
                Some(printed),
                Some(derived),
                message,
            ));
        }
    }
    Ok(findings)
}

/// The cells of the areas directly inside an area.
fn inside(ledger: &Ledger, area: Option<&str>) -> Result<Vec<String>, PackageError> {
    let areas = ledger.package.areas()?;
    let whole = area.and_then(|area| areas.of_cell(area));
    let code = whole
        .map(|area| area.code.as_str())
        .filter(|code| !code.is_empty());
    let Some(code) = code else {
        return Ok(Vec::new());
    };
    let inside = areas.iter().filter(|area| area.parent == code);
    Ok(inside.map(|area| area.name.clone()).collect())
}

/// A power of ten, for exponents of units.
pub(super) fn power_of_ten(exponent: i32) -> Decimal {
    let step = if exponent < 0 {
        Decimal::ONE / Decimal::TEN
    } else {
        Decimal::TEN
    };
    (0..exponent.unsigned_abs().min(27)).fold(Decimal::ONE, |power, _| power * step)
}

/// Shares: each partition adds up to 100, or to what rounding alone allows.
pub(super) fn shares(ledger: &Ledger) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in &ledger.sheets {
        for partition in partitions(sheet) {
            for (_, _, indicator) in sheet.table.indicators() {
                if indicator.kind != Kind::Share {
                    continue;
                }
                let mut seen: Vec<(Option<&String>, Option<Year>)> = Vec::new();
                for point in &sheet.points {
                    let key = (point.area.as_ref(), point.year);
                    if !seen.contains(&key) {
                        seen.push(key);
                        findings.extend(sum_of_shares(sheet, &partition, indicator, point));
                    }
                }
            }
        }
    }
    findings
}

fn sum_of_shares(
    sheet: &Sheet,
    partition: &Partition,
    indicator: &Indicator,
    point: &Point,
) -> Option<Finding> {
    let (points, parts) = partition.values(sheet, &indicator.id, point)?;
    let derived = sum(&parts).ok()?;
    let spots = points
        .iter()
        .map(|point| sheet.spot(&indicator.id, point))
        .collect();
    let names = list(&partition.members, "and");
    let added = format!("the shares of {names} add up to {}%", derived.value);
    let found = |severity, message: String| {
        Finding::new(severity, Check::Shares, spots, None, Some(derived), message)
    };
    Some(if derived.value == WHOLE {
        found(
            Severity::Held,
            format!("The shares of {names} add up to 100%."),
        )
    } else if derived.bounds.contains(WHOLE) {
        let message = format!(
            "{}, which rounding alone allows ({} to {}%).",
            capitalised(&added),
            derived.bounds.low.normalize(),
            derived.bounds.high.normalize()
        );
        found(Severity::Note, message).because("rounding")
    } else {
        let message = format!("{}, more than rounding allows.", capitalised(&added));
        found(Severity::Error, message)
    })
}
