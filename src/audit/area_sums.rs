//! Areas inside an area add up to it: where the descriptor declares it, and where the figures themselves prove it.
//!
//! A whole and its parts may stand in one table or in two. What is not declared is tried where the register says which
//! areas lie in which: it is an identity where it holds for most of the wholes, and what is left over is told where it
//! does not, since an account drawn up apart has a residual. It is one file since declared and proven sums are one search with
//! two ends.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, Severity, in_words, rough, told};
use super::form::{CellRef, Form};
use super::inside::{Inside, Register};
use super::ledger::{Ledger, Point, Sheet};
use super::parts::{adds, untried};
use crate::figure::{Estimate, Number, Period, power_of_ten};
use crate::methods::{relative_change, sum};
use crate::order::{InOrder, IntoMap};
use crate::package::{Check, Identity, PackageError, Rule};
use crate::query::{Level, Whole};
use crate::words::count;

/// The fewest cases of a whole with an account of its own.
const FEWEST_APART: usize = 3;

/// Sums over areas: those declared, then those that the figures prove.
pub(super) fn sums(ledger: &Ledger, identities: &[Identity]) -> Result<Vec<Finding>, PackageError> {
    let register = Register::new(ledger.package.areas()?);
    let mut findings = Vec::new();
    let mut declared: BTreeSet<[(&str, &str); 2]> = BTreeSet::new();
    for identity in identities {
        let Rule::Sum { whole, parts } = &identity.rule else {
            continue;
        };
        let (Some(own), Some(other)) = (ledger.sheet(&whole.table), ledger.sheet(&parts.table))
        else {
            continue;
        };
        declared.insert([
            (&whole.table, &whole.indicator),
            (&parts.table, &parts.indicator),
        ]);
        let sum = SumOfAreas {
            ledger,
            title: &identity.title,
            whole: (own, &whole.indicator, own.points_of(whole)),
            parts: Parts::new(other, &parts.indicator, &other.points_of(parts), false),
        };
        let trials = sum.trials(&Inside::Register(&register)).into_iter();
        findings.extend(trials.filter_map(|trial| sum.finding(&trial, Severity::Error)));
    }
    if !register.children.is_empty() {
        for (own, other, id) in pairs(ledger) {
            let pair = [
                (own.table.name.as_str(), id),
                (other.table.name.as_str(), id),
            ];
            if declared.contains(&pair) {
                continue;
            }
            let title = own.title(id);
            let sum = SumOfAreas {
                ledger,
                title: &title,
                whole: (own, id, own.points.iter().collect()),
                parts: Parts::new(other, id, &other.points.iter().collect::<Vec<_>>(), true),
            };
            findings.extend(sum.proven(&Inside::Register(&register)));
        }
    }
    for sheet in &ledger.sheets {
        findings.extend(of_total(ledger, sheet, &register));
    }
    Ok(findings)
}

/// Sums of a table's areas to the one that is called their total, or proven to be, by the rules of totals and shares; of
/// each indicator by itself, since a ratio beside amounts would speak against them.
fn of_total(ledger: &Ledger, sheet: &Sheet, register: &Register) -> Vec<Finding> {
    let mut findings = Vec::new();
    let points: Vec<&Point> = sheet.points.iter().collect();
    for (_, _, indicator) in sheet.table.indicators() {
        if indicator.kind_declared && !adds(indicator) {
            continue;
        }
        let id = indicator.id.as_str();
        let names = points.iter().filter_map(|one| one.area.as_deref());
        let levels = points.iter().filter_map(|point| {
            let year = point.year.map(|year| year.to_string());
            let mut key = vec![year.unwrap_or_default()];
            key.extend(point.members.iter().cloned());
            Some(Level {
                key,
                member: point.area.as_deref()?,
                value: sheet.estimate(id, point)?,
            })
        });
        let whole = Whole::of_areas(register.areas, names, levels);
        let total = whole.total();
        let Some(total) = total.filter(|total| register.inside(total).is_empty()) else {
            continue;
        };
        let title = sheet.title(id);
        let is_total = |one: &&Point| one.area.as_deref() == Some(total);
        let sum = SumOfAreas {
            ledger,
            title: &title,
            whole: (sheet, id, points.iter().copied().filter(is_total).collect()),
            parts: Parts::new(sheet, id, &points, true),
        };
        let found = sum.proven(&Inside::Total(&whole));
        if adds(indicator) {
            findings.extend(sum.undeclared(total, &found));
        }
        let found = found.into_iter();
        // What is left over tells something of amounts alone.
        findings.extend(found.filter(|one| adds(indicator) || one.itself != Some("residual")));
    }
    findings
}

/// Every two sheets, and every one with itself, of which one may hold wholes of the other's indicator.
fn pairs<'l, 'a>(ledger: &'l Ledger<'a>) -> Vec<(&'l Sheet<'a>, &'l Sheet<'a>, &'a str)> {
    let dimensions = |sheet: &Sheet| -> Vec<String> {
        let all = sheet.table.dimensions();
        all.map(|(_, column, _)| column.name.clone()).collect()
    };
    let mut pairs = Vec::new();
    for own in ledger
        .sheets
        .iter()
        .filter(|sheet| sheet.table.area().is_some())
    {
        for other in ledger
            .sheets
            .iter()
            .filter(|sheet| sheet.table.area().is_some())
        {
            if dimensions(own) != dimensions(other) {
                continue;
            }
            for (_, _, indicator) in own.table.indicators().filter(|(.., found)| adds(found)) {
                let same = other.indicator(&indicator.id).is_some_and(|found| {
                    adds(found) && found.kind == indicator.kind && found.unit == indicator.unit
                });
                if same {
                    pairs.push((own, other, indicator.id.as_str()));
                }
            }
        }
    }
    pairs
}

/// Where parts stand.
struct Parts<'a, 'l> {
    sheet: &'l Sheet<'a>,
    indicator: &'l str,
    /// Whether a part has the further members of its whole; else one value stands for an area and a year.
    of_members: bool,
    areas: BTreeSet<&'l str>,
    points: BTreeMap<(&'l str, Option<Period>, &'l [String]), &'l Point>,
}

impl<'a, 'l> Parts<'a, 'l> {
    fn new(
        sheet: &'l Sheet<'a>,
        indicator: &'l str,
        points: &[&'l Point],
        of_members: bool,
    ) -> Parts<'a, 'l> {
        let named = |point: &&'l Point| Some((point.area.as_deref()?, *point));
        let named: Vec<(&str, &Point)> = points.iter().filter_map(named).collect();
        let members = |point: &'l Point| {
            if of_members {
                point.members.as_slice()
            } else {
                &[]
            }
        };
        Parts {
            sheet,
            indicator,
            of_members,
            areas: named.iter().map(|(area, _)| *area).collect(),
            points: named
                .into_iter()
                .map(|(area, point)| ((area, point.year, members(point)), point))
                .into_map(),
        }
    }

    fn of(&self, area: &str, whole: &Point) -> Option<&'l Point> {
        let members = if self.of_members {
            whole.members.as_slice()
        } else {
            &[]
        };
        self.points.get(&(area, whole.year, members)).copied()
    }
}

/// A sum over areas.
struct SumOfAreas<'a, 'l> {
    ledger: &'l Ledger<'a>,
    title: &'l str,
    whole: (&'l Sheet<'a>, &'l str, Vec<&'l Point>),
    parts: Parts<'a, 'l>,
}

/// A whole beside its parts.
struct Trial<'l> {
    whole: &'l Point,
    printed: Number,
    parts: Vec<(&'l Point, Estimate)>,
    /// The areas that have no value.
    lacking: Vec<String>,
    derived: Option<Estimate>,
}

impl Trial<'_> {
    /// Whether the parts add up; none where they cannot be added.
    fn holds(&self) -> Option<bool> {
        let derived = self.derived.filter(|_| self.lacking.is_empty())?;
        Some(derived.bounds.meets(&self.printed.interval()))
    }
}

impl<'l> SumOfAreas<'_, 'l> {
    fn mult(&self) -> i32 {
        self.parts.sheet.power(self.parts.indicator) - self.whole.0.power(self.whole.1)
    }

    /// Every whole that has parts.
    fn trials(&self, inside: &Inside) -> Vec<Trial<'l>> {
        let mut of_whole: BTreeMap<(&str, Option<Period>), Vec<String>> = BTreeMap::new();
        let mut trials = Vec::new();
        for &whole in &self.whole.2 {
            let (own, indicator, _) = self.whole;
            let (Some(printed), Some(cell)) = (own.value(indicator, whole), whole.area.as_deref())
            else {
                continue;
            };
            let inside = of_whole
                .entry((cell, whole.year))
                .or_insert_with(|| inside.of(whole, &self.parts.areas));
            let mut names = inside.iter();
            if !names.any(|name| self.parts.of(name, whole).is_some()) {
                continue;
            }
            let (mut parts, mut lacking) = (Vec::new(), Vec::new());
            for area in inside.iter() {
                let value = self.parts.of(area, whole).and_then(|point| {
                    let value = self.parts.sheet.estimate(self.parts.indicator, point)?;
                    Some((point, value.times_power_of_ten(self.mult())?))
                });
                match value {
                    Some(part) => parts.push(part),
                    None => lacking.push(area.clone()),
                }
            }
            let values: Vec<Estimate> = parts.iter().map(|(_, value)| *value).collect();
            trials.push(Trial {
                whole,
                printed,
                parts,
                lacking,
                derived: sum(&values).ok(),
            });
        }
        trials
    }

    /// The findings of a sum that nothing declares: an identity where it holds for most wholes, else what is left over. A
    /// whole that mostly differs where others hold has an account of its own.
    fn proven(&self, inside: &Inside) -> Vec<Finding> {
        let mut of_whole: BTreeMap<Option<String>, Vec<Trial>> = BTreeMap::new();
        for trial in self.trials(inside) {
            let wholes = of_whole.entry(trial.whole.area.clone()).or_default();
            wholes.push(trial);
        }
        let count = |trials: &[Trial], holds: bool| {
            let of = trials.iter().filter(|trial| trial.holds() == Some(holds));
            of.count()
        };
        let (mut findings, mut together) = (Vec::new(), Vec::new());
        for trials in of_whole.into_values() {
            let (held, off) = (count(&trials, true), count(&trials, false));
            if off >= FEWEST_APART && off > held {
                findings.extend(self.left_over(&trials));
            } else {
                together.extend(trials);
            }
        }
        let (held, off) = (count(&together, true), count(&together, false));
        if held >= 2 && held * 3 >= (held + off) * 2 {
            let trials = together.iter();
            findings.extend(trials.filter_map(|trial| self.finding(trial, Severity::Warning)));
        } else {
            findings.extend(self.left_over(&together));
        }
        findings
    }

    /// What is left over of wholes to which their parts do not add up.
    fn left_over(&self, trials: &[Trial]) -> Option<Finding> {
        let tried = trials.iter().filter(|trial| trial.holds().is_some());
        let tried = tried.count();
        let off = trials.iter().filter(|trial| trial.holds() == Some(false));
        let off: Vec<&Trial> = off.collect();
        let residual = |trial: &&Trial| {
            let change = relative_change(trial.derived?, Estimate::from(trial.printed)).ok()?;
            Some(change.value)
        };
        let mut residuals: Vec<_> = off.iter().filter_map(residual).collect();
        residuals.order();
        let (Some(least), Some(most), Some(first)) =
            (residuals.first(), residuals.last(), off.first())
        else {
            return None;
        };
        let percent = |value| in_words(Number::from(rough(value)));
        let by = if least == most {
            format!("{}%", percent(*least))
        } else {
            format!("{}% to {}%", percent(*least), percent(*most))
        };
        let whole = first.whole.area.as_deref().unwrap_or_default();
        let message = format!(
            "{}: the areas inside {whole} do not add up to it in {}, what is left over is {by} of it; the account of the whole may have been drawn up apart.",
            self.title,
            count(off.len(), "case"),
        );
        let spots = vec![self.whole.0.spot(self.whole.1, first.whole)];
        let finding = Finding::at(Check::Sum, spots)
            .printed(first.printed)
            .says(Severity::Note, message)
            .because("residual");
        Some(Finding {
            trials: tried,
            ..finding
        })
    }

    /// That an area counts as the total of the others, which nothing declares; `found` is what came of the sums.
    fn undeclared(&self, total: &str, found: &[Finding]) -> Option<Finding> {
        let held = found.iter().filter(|one| one.severity == Severity::Held);
        let (held, tried) = (held.count(), found.len());
        let first = self.whole.2.first()?;
        let message = format!(
            "{}: {total} counts as the total of the other areas, whose sum it is in {held} of {}; nothing declares it.",
            self.title,
            count(tried, "case"),
        );
        let spots = vec![self.whole.0.spot(self.whole.1, first)];
        let finding = Finding::at(Check::Sum, spots).says(Severity::Note, message);
        (held > 0).then(|| finding.because("total"))
    }

    fn finding(&self, trial: &Trial, wrong: Severity) -> Option<Finding> {
        let (own, indicator, _) = &self.whole;
        let (other, part) = (self.parts.sheet, self.parts.indicator);
        let points = trial.parts.iter().map(|(point, _)| *point);
        let spots = std::iter::once(own.spot(indicator, trial.whole))
            .chain(points.clone().map(|point| other.spot(part, point)));
        let finding = Finding::at(Check::Sum, spots.collect()).printed(trial.printed);
        if !trial.lacking.is_empty() {
            return Some(untried(finding, self.title, &trial.lacking));
        }
        let derived = trial.derived?;
        let form = (|| {
            let parts: Option<Vec<CellRef>> = points.map(|point| other.cell(part, point)).collect();
            let power = power_of_ten(self.mult())?;
            Some(Form::sum(parts?, power, own.cell(indicator, trial.whole)?))
        })();
        let holds = derived.bounds.meets(&trial.printed.interval());
        let severity = if holds { Severity::Held } else { wrong };
        let verb = if trial.parts.len() == 1 {
            "adds"
        } else {
            "add"
        };
        let (parts, whole) = if std::ptr::eq(*own, other) {
            let whole = trial.whole.area.as_deref().unwrap_or_default();
            ("the table".to_owned(), format!("{whole} itself"))
        } else {
            let parts = self.ledger.name_beside(other.table, own.table);
            (parts, self.ledger.name_beside(own.table, other.table))
        };
        let areas = count(trial.parts.len(), "area");
        let message = format!(
            "{}: the {areas} of {parts} {verb} up to {}, {whole} prints {}{}.",
            self.title,
            told(&derived, ""),
            in_words(trial.printed),
            own.unit(indicator)
        );
        Some(
            finding
                .derived(derived)
                .of_form(form)
                .says(severity, message),
        )
    }
}
