//! Parts and their whole: amounts that add up to a total, shares that add up to 100.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::finding::{Finding, Severity, in_words, range, told};
use super::form::{CellRef, Form};
use super::ledger::{Ledger, Point, Sheet};
use crate::figure::{Estimate, Interval, Kind, Number};
use crate::methods::{sum, total};
use crate::package::{Check, Combine, Indicator};
use crate::source::shape::when::are_parts;
use crate::words::{capitalised, list};

/// The whole of shares, in percent.
const WHOLE: Decimal = Decimal::ONE_HUNDRED;

/// A set of members of a further dimension that make up the whole.
pub(super) struct Partition<'a> {
    /// The dimension's place among such.
    pub(super) dimension: usize,
    pub(super) members: Vec<String>,
    /// The member that is the total, where there is one.
    pub(super) total: Option<&'a str>,
    /// Whether the descriptor declares it.
    declared: bool,
}

/// The parts beside a point.
enum Parts {
    /// All of them are printed.
    All(Vec<Point>, Vec<Estimate>),
    /// Some are, and some are not.
    Some(Vec<Point>, Vec<String>),
    /// None is.
    None,
}

impl Partition<'_> {
    /// Whether its members are parts of a year, over which no stock is added.
    fn is_of_year(&self, sheet: &Sheet) -> bool {
        let column = sheet.table.dimensions().nth(self.dimension);
        let members = self.members.iter().map(String::as_str);
        column.is_some_and(|(_, column, _)| are_parts(&column.name, members))
    }

    fn parts(&self, sheet: &Sheet, id: &str, beside: &Point) -> Parts {
        let points: Vec<Point> = self
            .members
            .iter()
            .map(|member| beside.with_member(self.dimension, member))
            .collect();
        let (mut values, mut lacking) = (Vec::new(), Vec::new());
        for (point, member) in points.iter().zip(&self.members) {
            match sheet.estimate(id, point) {
                Some(value) => values.push(value),
                None => lacking.push(member.clone()),
            }
        }
        match (values.is_empty(), lacking.is_empty()) {
            (true, _) => Parts::None,
            (_, true) => Parts::All(points, values),
            _ => Parts::Some(points, lacking),
        }
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
                declared: !dimension.partitions.is_empty(),
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
            let of_year = partition.is_of_year(sheet);
            let indicators = sheet.table.indicators();
            let adds = |indicator: &Indicator| {
                adds(indicator) && !(of_year && indicator.kind == Kind::Stock)
            };
            for (_, _, indicator) in indicators.filter(|(_, _, found)| adds(found)) {
                for point in &sheet.points {
                    let member = point.members.get(partition.dimension);
                    if member.is_some_and(|member| member == total) {
                        findings.extend(sum_of_parts(sheet, &partition, indicator, point));
                    }
                }
            }
        }
    }
    findings
}

pub(super) fn adds(indicator: &Indicator) -> bool {
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
    let parts = partition.parts(sheet, id, whole);
    let title = sheet.title(id);
    let at = |points: &[Point]| {
        let spots = std::iter::once(whole).chain(points);
        let spots = spots.map(|point| sheet.spot(id, point)).collect();
        Finding::at(Check::Sum, spots).printed(printed)
    };
    let (points, values) = match parts {
        Parts::All(points, values) => (points, values),
        Parts::Some(points, lacking) => return Some(untried(at(&points), &title, &lacking)),
        Parts::None => return None,
    };
    let derived = sum(&values).ok()?;
    let cells = points.iter().map(|point| sheet.cell(id, point));
    let cells: Option<Vec<CellRef>> = cells.collect();
    let form = cells
        .zip(sheet.cell(id, whole))
        .map(|(parts, whole)| Form::sum(parts, Decimal::ONE, whole));
    let finding = at(&points).derived(derived).of_form(form);
    let unit = sheet.unit(id);
    let names = list(&partition.members, "and");
    if derived.bounds.meets(&printed.interval()) {
        let number = in_words(printed);
        let message = format!("{title}: {names} add up to the total of {number}{unit}.");
        return Some(finding.says(Severity::Held, message));
    }
    let added = format!(
        "{title}: {names} add up to {}, the total is {}{unit}",
        told(&derived, ""),
        in_words(printed)
    );
    // Where amounts were made from shares, these may say why.
    let share = sheet
        .table
        .indicators()
        .find(|(_, _, other)| matches!(&other.combine, Combine::Share { of } if of == id));
    let shares = share.and_then(|(_, _, share)| {
        let shares = points.iter().map(|point| sheet.value(&share.id, point));
        shares.collect::<Option<Vec<Number>>>()
    });
    let Some(shares) = shares else {
        return Some(finding.says(Severity::Error, format!("{added}.")));
    };
    let of_shares = total(shares.iter().map(|share| share.decimal()))?;
    let made = |share: Number| share.decimal().checked_mul(printed.decimal());
    let is_made = |(share, value): (&Number, &Estimate)| {
        made(*share).is_some_and(|made| value.bounds.contains(made / WHOLE))
    };
    if of_shares != WHOLE && shares.iter().zip(&values).all(is_made) {
        let message = format!(
            "{added}: each amount is its printed share of it, and these shares add up to {of_shares}%."
        );
        let finding = finding.of_form(None).says(Severity::Note, message);
        return Some(finding.because("rounding"));
    }
    Some(finding.says(Severity::Error, format!("{added}.")))
}

/// A finding that could not be tried, since values are missing.
pub(super) fn untried(finding: Finding, title: &str, lacking: &[String]) -> Finding {
    let verb = if lacking.len() == 1 { "has" } else { "have" };
    let lacking = list(lacking, "and");
    finding.says(
        Severity::Open,
        format!("{title}: the parts cannot be added up, since {lacking} {verb} no value."),
    )
}

/// Shares: each partition adds up to 100, or to what rounding alone allows.
pub(super) fn shares(ledger: &Ledger) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in &ledger.sheets {
        for partition in partitions(sheet) {
            for (_, _, indicator) in sheet.table.indicators() {
                if !is_share_of_the_dimension(indicator, &partition) {
                    continue;
                }
                let mut seen: BTreeSet<Point> = BTreeSet::new();
                for point in &sheet.points {
                    let Some(first) = partition.members.first() else {
                        continue;
                    };
                    let beside = point.with_member(partition.dimension, first);
                    if seen.insert(beside.clone()) {
                        findings.extend(sum_of_shares(sheet, &partition, indicator, &beside));
                    }
                }
            }
        }
    }
    findings
}

/// Whether the shares are those of a dimension's members in its whole, in percent; a share such as a rate of
/// unemployment is one of something else.
fn is_share_of_the_dimension(indicator: &Indicator, partition: &Partition) -> bool {
    let in_percent = indicator
        .unit
        .as_ref()
        .is_none_or(|unit| unit.starts_with('%'));
    let is_said = partition.declared || matches!(indicator.combine, Combine::Share { .. });
    indicator.kind == Kind::Share && in_percent && is_said
}

fn sum_of_shares(
    sheet: &Sheet,
    partition: &Partition,
    indicator: &Indicator,
    beside: &Point,
) -> Option<Finding> {
    let id = &indicator.id;
    // A total with a share of its own that is not the whole shows that these are shares of something else.
    let of_total = partition.total.and_then(|total| {
        let total = beside.with_member(partition.dimension, total);
        sheet.value(id, &total)
    });
    if of_total.is_some_and(|share| !share.interval().contains(WHOLE)) {
        return None;
    }
    let at = |points: &[Point]| {
        let spots = points.iter().map(|point| sheet.spot(id, point));
        Finding::at(Check::Shares, spots.collect())
    };
    let title = sheet.title(id);
    let (points, values) = match partition.parts(sheet, id, beside) {
        Parts::All(points, values) => (points, values),
        Parts::Some(points, lacking) => return Some(untried(at(&points), &title, &lacking)),
        Parts::None => return None,
    };
    let derived = sum(&values).ok()?;
    let off = derived.bounds.distance(&Interval::point(WHOLE));
    let finding = at(&points).derived(derived).gap_of(Some(off));
    let cells = points.iter().map(|point| sheet.cell(id, point));
    let cells: Option<Vec<CellRef>> = cells.collect();
    let finding =
        finding.of_form(cells.map(|cells| Form::adds_up_to(cells, Interval::point(WHOLE))));
    let names = list(&partition.members, "and");
    let added = capitalised(&format!(
        "the shares of {names} add up to {}%",
        derived.value
    ));
    Some(if derived.value == WHOLE {
        finding.says(Severity::Held, format!("{added}."))
    } else if derived.bounds.contains(WHOLE) {
        let message = format!(
            "{added}, which rounding alone allows ({}%).",
            range(&derived)
        );
        finding.says(Severity::Note, message).because("rounding")
    } else {
        let message = format!("{added} ({}%), which is not 100.", range(&derived));
        finding.says(Severity::Error, message)
    })
}
