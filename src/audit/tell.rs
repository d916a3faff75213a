//! The message on a cause: the figures that must be wrong, what would fit, the slip, and what it contradicts.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::finding::{Finding, Severity, Spot, in_words, rough, told, unrepeated};
use super::form::CellRef;
use super::group::{Group, is_identity, main_cell};
use super::ledger::Ledger;
use super::localise::Set;
use super::slip::Slip;
use super::together::{relative, shared};
use crate::figure::{Estimate, Interval, spans};
use crate::order::{InOrder, IntoSet};
use crate::package::Check;
use crate::words::{count, list};

/// Of how many identities that a figure breaks the messages are told.
const MOST_TOLD: usize = 4;
/// Of how many figures one of which is wrong the names are told.
const MOST_TIES: usize = 6;

/// A figure in words: what it is, of which area, when, in which table.
fn subject(ledger: &Ledger, cell: CellRef) -> String {
    let sheet = ledger.sheet_of(cell);
    let (point, indicator) = sheet.at(cell);
    let area = point
        .area
        .as_ref()
        .map(|area| format!(" of {area}"))
        .unwrap_or_default();
    let year = point
        .year
        .map(|year| format!(" in {year}"))
        .unwrap_or_default();
    let number = ledger.number(cell).map(in_words).unwrap_or_default();
    format!(
        "{}{area}{year} (`{}`), {number}{}",
        sheet.title_at(indicator, point),
        sheet.table.name,
        sheet.unit(indicator)
    )
}

/// What fits in a cell, with its middle for its value; none where nothing bounds it.
fn estimate(fits: Interval) -> Option<Estimate> {
    let is_open = |end: Decimal| end.abs() >= Decimal::MAX / Decimal::TWO;
    if is_open(fits.low) || is_open(fits.high) {
        return None;
    }
    let middle = (fits.low / Decimal::TWO).checked_add(fits.high / Decimal::TWO)?;
    Some(Estimate::new(middle, fits.low, fits.high))
}

/// How far what is printed lies from what fits, and from what that is a distance.
fn off(ledger: &Ledger, cell: CellRef, fits: Interval) -> Option<(Decimal, Decimal)> {
    let printed = ledger.number(cell)?.interval();
    let nearest = if printed.low > fits.high {
        fits.high
    } else {
        fits.low
    };
    Some((fits.distance(&printed), nearest.abs()))
}

impl Group {
    pub(super) fn told(&self, ledger: &Ledger, findings: &[Finding]) -> Finding {
        let broken = || {
            let causes = self.causes.iter().flat_map(|cause| &cause.broken);
            causes.chain(&self.follows).map(|at| &findings[*at])
        };
        let mut gravest = broken().collect::<Vec<_>>();
        gravest.order_by_key(|finding| std::cmp::Reverse((is_identity(finding), finding.severity)));
        let Some(base) = gravest.first().copied() else {
            return Finding::at(Check::Sum, Vec::new());
        };
        let sets: Vec<&Set> = self.causes.iter().flat_map(|cause| &cause.sets).collect();
        let is_tie = self.causes.len() == 1 && sets.len() != 1;
        let culprits: Vec<Vec<Spot>> = if is_tie {
            let named = sets.iter().filter(|_| sets.len() <= MOST_TIES);
            named
                .map(|set| set.iter().map(|(cell, _)| ledger.spot(*cell)).collect())
                .collect()
        } else {
            let all = sets.iter().flat_map(|set| set.iter());
            vec![all.map(|(cell, _)| ledger.spot(*cell)).collect()]
        };
        let evidence = evidence(&gravest);
        let mut checks: Vec<Check> = broken()
            .flat_map(|finding| finding.checks.clone())
            .collect();
        checks.order();
        checks.dedup();
        let mut finding = Finding {
            severity: gravest
                .iter()
                .map(|one| one.severity)
                .max()
                .unwrap_or(base.severity),
            checks,
            claims: broken()
                .flat_map(|finding| finding.claims.clone())
                .collect(),
            form: None,
            trials: broken().map(|finding| finding.trials).sum(),
            itself: None,
            ..base.clone()
        };
        let mut spots: Vec<Spot> = Vec::new();
        if is_tie {
            finding.moves = finding.moves.or_else(|| relative(ledger, base));
            finding.message = match sets.as_slice() {
                [] => evidence,
                few if few.len() <= MOST_TIES => {
                    let either = few
                        .iter()
                        .map(|set| list(set.iter().map(|(cell, _)| subject(ledger, *cell)), "and"));
                    format!(
                        "{evidence} One of these is wrong, and nothing here tells which: {}.",
                        list(either, "or")
                    )
                }
                many => format!(
                    "{evidence} One of {} is wrong, and nothing here tells which.",
                    count(many.len(), "figure")
                ),
            };
        } else {
            let cells: Vec<(CellRef, Interval)> =
                sets.iter().flat_map(|set| set.iter().copied()).collect();
            self.tell(ledger, &mut finding, &cells, &evidence);
            let own = culprits.iter().flatten().cloned().collect::<Vec<_>>();
            finding.about = own.len();
            if let Some(shared) = shared(&own).filter(|_| self.causes.len() > 1) {
                finding.about += 1;
                spots.push(shared);
            }
            spots.extend(own);
        }
        let rest = gravest.iter().flat_map(|finding| &finding.spots).cloned();
        Finding {
            spots: unrepeated(spots.into_iter().chain(rest)),
            culprits,
            ..finding
        }
    }

    /// The message on figures that are wrong.
    fn tell(
        &self,
        ledger: &Ledger,
        finding: &mut Finding,
        cells: &[(CellRef, Interval)],
        evidence: &str,
    ) {
        let Some(&(first, _)) = cells.first() else {
            return;
        };
        let sheet = ledger.sheet_of(first);
        let (_, indicator) = sheet.at(first);
        let in_percent = sheet.unit(indicator) == "%";
        let offs: Vec<(Decimal, Decimal)> = cells
            .iter()
            .filter_map(|(cell, fits)| off(ledger, *cell, *fits))
            .collect();
        let total = |of: fn(&(Decimal, Decimal)) -> Decimal| {
            offs.iter()
                .map(of)
                .fold(Decimal::ZERO, Decimal::saturating_add)
        };
        let moves = if in_percent {
            offs.iter().map(|(gap, _)| *gap).max()
        } else {
            let parts = total(|(gap, _)| *gap).checked_mul(Decimal::ONE_HUNDRED);
            parts.and_then(|parts| parts.checked_div(total(|(_, nearest)| *nearest)))
        };
        *finding = finding.clone().moving(moves.or(finding.moves));
        // Of several the one that is furthest off is told.
        let (told_at, fits) = cells
            .iter()
            .copied()
            .max_by_key(|(cell, fits)| {
                (
                    off(ledger, *cell, *fits).map(|(gap, _)| gap),
                    std::cmp::Reverse(*cell),
                )
            })
            .unwrap_or(cells[0]);
        finding.printed = ledger.number(told_at);
        finding.derived = estimate(fits);
        finding.gap = off(ledger, told_at, fits).map(|(gap, _)| rough(gap));
        finding.message = if self.causes.len() == 1 {
            self.one_cell_told(ledger, finding, cells, evidence)
        } else {
            self.cells_told(ledger, finding, first)
        };
    }

    /// The message where one cell is the cause, the others changing with it.
    fn one_cell_told(
        &self,
        ledger: &Ledger,
        finding: &Finding,
        cells: &[(CellRef, Interval)],
        evidence: &str,
    ) -> String {
        let first = cells[0].0;
        let sheet = ledger.sheet_of(first);
        let (_, indicator) = sheet.at(first);
        let fits = estimate(cells[0].1).map(|fits| told(&fits, &sheet.unit(indicator)));
        let fits = fits.map_or_else(String::new, |fits| format!(": {fits} would fit"));
        let slip = self
            .slip
            .as_ref()
            .map(|slip| format!("; it {}", slip.told()));
        let slip = slip.unwrap_or_default();
        let others = cells[1..].iter().map(|(cell, _)| subject(ledger, *cell));
        let others = list(others, "and");
        let with = if cells.len() == 1 {
            String::new()
        } else {
            format!(", and {others} would change with it")
        };
        let is = if finding.severity == Severity::Error {
            "must be wrong"
        } else {
            "does not fit"
        };
        format!(
            "{} {is}{fits}{with}{slip}. {evidence}",
            subject(ledger, first)
        )
    }

    /// The message where several cells are wrong in one way.
    fn cells_told(&self, ledger: &Ledger, finding: &Finding, first: CellRef) -> String {
        let sheet = ledger.sheet_of(first);
        let (_, indicator) = sheet.at(first);
        let cells: Vec<(CellRef, Interval)> = self.causes.iter().filter_map(main_cell).collect();
        let figures = cells.iter().map(|(cell, fits)| {
            let (point, _) = ledger.sheet_of(*cell).at(*cell);
            let year = point
                .year
                .map(|year| format!(" in {year}"))
                .unwrap_or_default();
            let area = point.area.as_ref().filter(|_| !self.is_of_one_area(ledger));
            let area = area.map(|area| format!(" of {area}")).unwrap_or_default();
            let number = ledger.number(*cell).map(in_words).unwrap_or_default();
            let fits = estimate(*fits).map(|fits| format!(" for {}", in_words(fits.supported())));
            format!("{number}{}{area}{year}", fits.unwrap_or_default())
        });
        let figures: Vec<String> = figures.collect();
        let (point, _) = sheet.at(first);
        let area = point.area.as_ref().filter(|_| self.is_of_one_area(ledger));
        let area = area.map(|area| format!(" of {area}")).unwrap_or_default();
        let years: BTreeSet<_> = cells
            .iter()
            .filter_map(|(cell, _)| ledger.sheet_of(*cell).at(*cell).0.year)
            .into_set();
        let slip = match &self.slip {
            Some(Slip::Exchanged) => "each fits in the place of the other".to_owned(),
            Some(slip) => format!("each {}", slip.told()),
            None => "one cause".to_owned(),
        };
        let years = if years.is_empty() {
            String::new()
        } else {
            format!(" in {}", spans(&years))
        };
        let identities = count(finding.trials, "check");
        format!(
            "{}{area}{years}: {} are wrong in one way, {slip} ({}{}); {identities} would hold.",
            sheet.title_at(indicator, point),
            if cells.len() == 2 {
                "both figures".to_owned()
            } else {
                format!("all {}", count(cells.len(), "figure"))
            },
            list(figures, "and"),
            sheet.unit(indicator),
        )
    }

    fn is_of_one_area(&self, ledger: &Ledger) -> bool {
        let cells = self.causes.iter().filter_map(main_cell);
        let areas: BTreeSet<_> = cells
            .map(|(cell, _)| ledger.sheet_of(cell).at(cell).0.area.clone())
            .into_set();
        areas.len() == 1
    }
}

/// The messages of what is broken, the gravest first.
pub(super) fn evidence(findings: &[&Finding]) -> String {
    let messages: Vec<&str> = findings
        .iter()
        .map(|finding| finding.message.as_str())
        .collect();
    match messages.len().checked_sub(MOST_TOLD) {
        Some(more) if more > 0 => {
            let told = messages[..MOST_TOLD].join(" ");
            format!("{told} {} more follow from it.", count(more, "finding"))
        }
        _ => messages.join(" "),
    }
}
