//! What holds between the columns of a table without being declared: one is another over a third, the sum of others, or
//! the growth of another, and some add up to 100.
//!
//! A relation is taken for one where it holds in nearly all rows in which it can be tried, and in enough of these by
//! digits that would not agree by chance. What it then contradicts is a warning: a relation that is only found refuses,
//! and proves nothing.

mod relation;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::finding::{Finding, Severity, in_words, told};
use super::form::CellRef;
use super::ledger::{Ledger, Point, Sheet};
use crate::figure::{Estimate, Number};
use crate::methods::{ratio, relative_change, sum};
use crate::order::InOrder;
use crate::package::{Combine, Indicator};
use crate::words::{capitalised, count, list};
use relation::Relation;

/// Of how many columns every three are tried.
const MOST_COLUMNS: usize = 24;
/// In how many rows relations are looked for.
const SAMPLE: usize = 40;
/// The fewest rows that show a relation by digits that tell something.
const FEWEST: usize = 8;
/// The largest part of the distance between the quartiles of all rows that the width of an interval is in such a row.
const TELLING: Decimal = Decimal::from_parts(1, 0, 0, false, 1);
/// Relations hold in all rows but one in so many.
const ONE_IN: usize = 8;
/// The fewest rows of an area that differ where its figures are made in another way.
const FEWEST_APART: usize = 3;
/// The most relations of a table.
const MOST_RELATIONS: usize = 16;
/// The powers of ten between the units of a ratio and of what it is made of.
const POWERS: std::ops::RangeInclusive<i32> = -9..=9;

/// Findings on the relations of every table.
pub(super) fn columns(ledger: &Ledger) -> Vec<Finding> {
    let sheets = ledger.sheets.iter();
    sheets
        .flat_map(|sheet| Columns::new(sheet).findings())
        .collect()
}

/// The columns of a table that are looked at.
struct Columns<'a, 'l> {
    sheet: &'l Sheet<'a>,
    indicators: Vec<&'a Indicator>,
}

/// A relation in a row.
struct Trial {
    printed: Number,
    derived: Estimate,
    /// The value of the first cell.
    first: Decimal,
    cells: Vec<(usize, Point)>,
}

impl Trial {
    fn area(&self) -> Option<&str> {
        self.cells.first().and_then(|(_, at)| at.area.as_deref())
    }

    fn holds(&self) -> bool {
        self.derived.bounds.meets(&self.printed.interval())
    }

    /// Whether it would not hold by chance: both sides are narrow beside how far the printed values are apart.
    fn tells(&self, spread: Decimal) -> bool {
        let widths = [self.derived.bounds.width(), self.printed.interval().width()];
        widths.iter().all(|width| *width <= spread)
    }
}

impl<'a, 'l> Columns<'a, 'l> {
    fn new(sheet: &'l Sheet<'a>) -> Columns<'a, 'l> {
        let indicators: Vec<&Indicator> = sheet.table.indicators().map(|(.., one)| one).collect();
        let are_few = (2..=MOST_COLUMNS).contains(&indicators.len());
        Columns {
            sheet,
            indicators: indicators.into_iter().filter(|_| are_few).collect(),
        }
    }

    fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for relation in self.relations() {
            let trials = self.sheet.points.iter();
            let trials: Vec<Trial> = trials.filter_map(|at| self.trial(&relation, at)).collect();
            if is_shown(&trials) {
                findings.extend(self.of_relation(&relation, &trials));
            }
        }
        findings
    }

    /// What a relation comes to: a finding for each row, but one for an area of which most rows differ, whose figures are
    /// made in another way.
    fn of_relation(&self, relation: &Relation, trials: &[Trial]) -> Vec<Finding> {
        let held = trials.iter().filter(|trial| trial.holds()).count();
        let of = (held, trials.len());
        let mut areas: BTreeMap<Option<&str>, (usize, usize)> = BTreeMap::new();
        for trial in trials {
            let (all, off) = areas.entry(trial.area()).or_default();
            *all += 1;
            *off += usize::from(!trial.holds());
        }
        let is_apart = |trial: &Trial| {
            let (all, off) = areas[&trial.area()];
            off >= FEWEST_APART && off * 2 >= all
        };
        let (apart, others): (Vec<&Trial>, Vec<&Trial>) =
            trials.iter().partition(|trial| is_apart(trial));
        let mut findings: Vec<Finding> = others
            .into_iter()
            .map(|trial| self.finding(relation, trial, of))
            .collect();
        let mut told: BTreeSet<Option<&str>> = BTreeSet::new();
        for trial in &apart {
            if trial.holds() || !told.insert(trial.area()) {
                continue;
            }
            let (all, off) = areas[&trial.area()];
            let finding = self.finding(relation, trial, of).of_form(None);
            let message = format!(
                "{} It is so in {off} of {} of {}: its figures are made in another way, or have a residual.",
                finding.message,
                count(all, "row"),
                trial.area().unwrap_or("the table"),
            );
            findings.push(Finding {
                trials: all,
                ..finding.says(Severity::Note, message).because("residual")
            });
        }
        findings
    }

    /// The relations that a part of the rows shows, spread over the table.
    fn relations(&self) -> Vec<Relation> {
        let points = &self.sheet.points;
        let step = (points.len() / SAMPLE).max(1);
        let sample: Vec<&Point> = points.iter().step_by(step).collect();
        let floats = |point: &&Point| -> Vec<Option<f64>> {
            let value = |one: &&Indicator| self.sheet.value(&one.id, point)?.decimal().to_f64();
            self.indicators.iter().map(value).collect()
        };
        let rows: Vec<Vec<Option<f64>>> = sample.iter().map(floats).collect();
        let mut candidates = self.sums(&rows);
        candidates.extend(self.ratios(&rows));
        candidates.extend(self.growths());
        candidates.retain(|relation| {
            let trials = sample.iter().filter_map(|at| self.trial(relation, at));
            is_shown(&trials.collect::<Vec<_>>())
        });
        let mut found: Vec<Relation> = Vec::new();
        for relation in candidates {
            if found.len() < MOST_RELATIONS && !found.iter().any(|one| one.implies(&relation)) {
                found.push(relation);
            }
        }
        found
    }

    /// Sums that most rows allow, the longest first: of two columns, and of such as stand side by side.
    fn sums(&self, rows: &[Vec<Option<f64>>]) -> Vec<Relation> {
        let all = self.indicators.len();
        let mut parts: Vec<Vec<usize>> = Vec::new();
        for first in 0..all {
            for last in (first + 1)..all {
                parts.push((first..=last).collect());
                if last > first + 1 {
                    parts.push(vec![first, last]);
                }
            }
        }
        parts.order_by_key(|parts| std::cmp::Reverse(parts.len()));
        let mut found = Vec::new();
        for parts in parts {
            let sum = |row: &Vec<Option<f64>>| parts.iter().map(|at| row[*at]).sum::<Option<f64>>();
            let near = |row: &Vec<Option<f64>>, whole: Option<f64>| {
                let (sum, whole) = (sum(row)?, whole?);
                Some((sum - whole).abs() <= 0.05 * whole.abs())
            };
            for whole in (0..all).filter(|whole| !parts.contains(whole)) {
                if allow(rows.iter().map(|row| near(row, row[whole]))) {
                    found.push(Relation::Sum(parts.clone(), whole));
                }
            }
            let is_positive = |row: &Vec<Option<f64>>| parts.iter().all(|at| row[*at] >= Some(0.0));
            if allow(
                rows.iter()
                    .map(|row| near(row, Some(100.0)).map(|near| near && is_positive(row))),
            ) {
                found.push(Relation::Hundred(parts.clone()));
            }
        }
        found
    }

    /// Ratios that most rows allow, and that no column declares.
    fn ratios(&self, rows: &[Vec<Option<f64>>]) -> Vec<Relation> {
        let all = self.indicators.len();
        let mut found = Vec::new();
        for below in 0..all {
            for above in (0..all).filter(|above| *above != below) {
                for value in (0..all).filter(|value| *value != above && *value != below) {
                    if [value, above, below].iter().any(|at| self.is_declared(*at)) {
                        continue;
                    }
                    let power = |row: &Vec<Option<f64>>| {
                        let power = (row[value]? * row[below]? / row[above]?).log10();
                        power.is_finite().then_some(power)
                    };
                    let Some(first) = rows.iter().find_map(power).map(f64::round) else {
                        continue;
                    };
                    let near = |row| Some((power(row)? - first).abs() < 0.02);
                    let power = POWERS
                        .into_iter()
                        .find(|power| (f64::from(*power) - first).abs() < 0.5);
                    if let Some(power) = power.filter(|_| allow(rows.iter().map(near))) {
                        found.push(Relation::Ratio([value, above, below], power));
                    }
                }
            }
        }
        found
    }

    /// What may be the growth of another column.
    fn growths(&self) -> Vec<Relation> {
        let all = self.indicators.len();
        let pairs = (0..all).flat_map(|rate| (0..all).map(move |of| (rate, of)));
        let pairs = pairs.filter(|(rate, of)| rate != of && !self.is_declared(*rate));
        pairs.map(|(rate, of)| Relation::Growth(rate, of)).collect()
    }

    /// Whether a column says what it is made of.
    fn is_declared(&self, column: usize) -> bool {
        matches!(
            self.indicators[column].combine,
            Combine::Ratio {
                denominator: Some(_),
                ..
            } | Combine::WeightedMean { .. }
                | Combine::Share { .. }
        )
    }

    fn trial(&self, relation: &Relation, point: &Point) -> Option<Trial> {
        let value = |column: usize, at: &Point| self.sheet.value(&self.indicators[column].id, at);
        let here = |columns: &[usize]| columns.iter().map(|at| (*at, point.clone())).collect();
        let added = |parts: &[usize]| {
            let values = parts.iter().map(|at| value(*at, point).map(Estimate::from));
            sum(&values.collect::<Option<Vec<Estimate>>>()?).ok()
        };
        let (printed, derived, cells) = match relation {
            Relation::Ratio([of, above, below], power) => (
                value(*of, point)?,
                ratio(value(*above, point)?.into(), value(*below, point)?.into())
                    .ok()?
                    .times_power_of_ten(*power)?,
                here(&[*of, *above, *below]),
            ),
            Relation::Sum(parts, whole) => (
                value(*whole, point)?,
                added(parts)?,
                here(&[&[*whole], parts.as_slice()].concat()),
            ),
            Relation::Hundred(parts) => (
                Number::from(Decimal::ONE_HUNDRED),
                added(parts)?,
                here(parts),
            ),
            Relation::Growth(rate, of) => {
                let before = self.sheet.before(point);
                let (now, base) = (value(*of, point)?, value(*of, &before)?);
                (
                    value(*rate, point)?,
                    relative_change(now.into(), base.into()).ok()?,
                    vec![(*rate, point.clone()), (*of, point.clone()), (*of, before)],
                )
            }
        };
        let (column, at) = cells.first()?;
        Some(Trial {
            first: value(*column, at)?.decimal(),
            printed,
            derived,
            cells,
        })
    }

    fn finding(
        &self,
        relation: &Relation,
        trial: &Trial,
        (held, tried): (usize, usize),
    ) -> Finding {
        let id = |column: usize| self.indicators[column].id.as_str();
        let cells: Option<Vec<CellRef>> = trial
            .cells
            .iter()
            .map(|(column, at)| self.sheet.cell(id(*column), at))
            .collect();
        let form = cells.and_then(|cells| relation.form(&cells));
        let spots = trial
            .cells
            .iter()
            .map(|(column, at)| self.sheet.spot(id(*column), at));
        let is_printed = !matches!(relation, Relation::Hundred(_));
        let finding = Finding::at(relation.check(), spots.collect())
            .printed(Some(trial.printed).filter(|_| is_printed))
            .derived(trial.derived)
            .gap_of(Some(
                trial.derived.bounds.distance(&trial.printed.interval()),
            ))
            .of_form(form);
        let title = |column: usize| self.sheet.title(id(column));
        let printed = format!(
            "{}{}",
            in_words(trial.printed),
            self.sheet.unit(id(trial.cells[0].0))
        );
        let derived = told(&trial.derived, "");
        let says = match relation {
            Relation::Ratio([of, above, below], _) => format!(
                "{} over {} is {derived}, and {} is {printed}",
                title(*above),
                title(*below),
                title(*of)
            ),
            Relation::Sum(parts, whole) => format!(
                "{} add up to {derived}, and {} is {printed}",
                list(parts.iter().map(|at| title(*at)), "and"),
                title(*whole)
            ),
            Relation::Hundred(parts) => format!(
                "{} add up to {derived}, which is not 100",
                list(parts.iter().map(|at| title(*at)), "and")
            ),
            Relation::Growth(rate, of) => format!(
                "{} changes by {derived}% on the year before, and {} is {printed}",
                title(*of),
                title(*rate)
            ),
        };
        if trial.holds() {
            return finding.says(Severity::Held, format!("{}.", capitalised(&says)));
        }
        let message = format!(
            "{}; {held} of {} agree, so that the columns seem to be made so.",
            capitalised(&says),
            count(tried, "row")
        );
        finding.says(Severity::Warning, message)
    }
}

/// Whether rows allow a relation: nearly all of those in which it can be tried, which are enough.
fn allow(rows: impl Iterator<Item = Option<bool>>) -> bool {
    let (mut tried, mut off) = (0, 0);
    for near in rows.flatten() {
        tried += 1;
        off += usize::from(!near);
    }
    tried >= FEWEST && off * ONE_IN <= tried
}

/// Whether rows show a relation: nearly all hold, and enough of them by digits that tell something.
fn is_shown(trials: &[Trial]) -> bool {
    let mut printed: Vec<Decimal> = trials.iter().map(|trial| trial.first).collect();
    printed.order();
    let at = |quarters: usize| printed.get(printed.len() * quarters / 4);
    let Some((low, high)) = at(1).zip(at(3)) else {
        return false;
    };
    let spread = high.saturating_sub(*low).checked_mul(TELLING);
    let spread = spread.unwrap_or(Decimal::MAX);
    let telling = trials
        .iter()
        .filter(|trial| trial.holds() && trial.tells(spread));
    telling.count() >= FEWEST && allow(trials.iter().map(|trial| Some(trial.holds())))
}
