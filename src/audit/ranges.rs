//! Values within the range that their column declares (`constraints` with `minimum` and `maximum`).

use super::finding::{Finding, Severity, in_words};
use super::form::Form;
use super::ledger::Ledger;
use crate::figure::Number;
use crate::package::Check;

/// Every value lies in its range.
pub(super) fn ranges(ledger: &Ledger) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sheet in &ledger.sheets {
        for (_, _, indicator) in sheet.table.indicators() {
            let Some(range) = indicator.range else {
                continue;
            };
            let id = &indicator.id;
            let ends = [range.low, range.high].map(|end| in_words(Number::from(end)));
            let is_open = [rust_decimal::Decimal::MIN, rust_decimal::Decimal::MAX];
            let allowed = match (range.low == is_open[0], range.high == is_open[1]) {
                (false, true) => format!("at least {}", ends[0]),
                (true, false) => format!("at most {}", ends[1]),
                _ => format!("{} to {}", ends[0], ends[1]),
            };
            for point in &sheet.points {
                let (Some(printed), Some(cell)) = (sheet.value(id, point), sheet.cell(id, point))
                else {
                    continue;
                };
                let holds = printed.interval().meets(&range);
                let message = format!(
                    "{} is {}{}; its column allows {allowed}.",
                    sheet.title_at(id, point),
                    in_words(printed),
                    sheet.unit(id)
                );
                let severity = if holds {
                    Severity::Held
                } else {
                    Severity::Error
                };
                let finding = Finding::at(Check::Range, vec![sheet.spot(id, point)])
                    .printed(printed)
                    .of_form(Some(Form::adds_up_to([cell], range)));
                let off = range.distance(&printed.interval());
                findings.push(finding.gap_of(Some(off)).says(severity, message));
            }
        }
    }
    findings
}
