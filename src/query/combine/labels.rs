//! What combined columns and rows are called.

use super::{Aggregate, TOTAL};
use crate::answer::{Answer, Cell, Label, Name, Role};
use crate::figure::Kind;
use crate::package::{Combine, Table, WeightYear};
use crate::words::uncapitalised;

/// Says of growth over years that it is that of an average year.
pub(super) fn label_chained(answer: &mut Answer, table: &Table) {
    for column in &mut answer.columns {
        let Role::Measure(measure) = &column.role else {
            continue;
        };
        let found = table.indicator(&measure.id);
        let is_chained = found.is_some_and(|(_, _, found)| {
            let is_weighted = matches!(
                found.combine,
                Combine::WeightedMean {
                    weight_year: WeightYear::Previous,
                    ..
                }
            );
            is_weighted && found.kind == Kind::Rate
        });
        if is_chained {
            let Label { en, zh } = &column.label;
            let zh = zh.as_ref().map(|zh| format!("{zh}（年均）"));
            column.label = Label::new(format!("Average {} a year", uncapitalised(en)), zh);
        }
    }
}

/// Calls the row of all areas together after what was computed; programs read it under one name.
pub(super) fn label_total(answer: &mut Answer, aggregate: Aggregate) {
    let (en, zh) = match aggregate {
        Aggregate::Sum => (TOTAL, "合计"),
        Aggregate::Mean => ("Mean", "平均"),
        Aggregate::Median => ("Median", "中位数"),
        Aggregate::Min => ("Smallest", "最小"),
        Aggregate::Max => ("Largest", "最大"),
        Aggregate::Count => ("Count", "个数"),
        Aggregate::First => ("First", "最初"),
        Aggregate::Last => ("Last", "最后"),
    };
    let Some(area) = answer.place(|role| matches!(role, Role::Area)) else {
        return;
    };
    let cells = answer.rows.iter_mut().map(|row| &mut row.cells[area]);
    for cell in cells.filter(|cell| cell.text() == Some(TOTAL)) {
        *cell = Cell::Name(Name::new(TOTAL.to_owned(), Label::new(en, Some(zh))));
    }
}

/// Names the columns after what was computed, where that is not the indicator's own rule.
pub(super) fn label(answer: &mut Answer, table: &Table, aggregate: Aggregate, over_time: bool) {
    for column in &mut answer.columns {
        let Role::Measure(measure) = &mut column.role else {
            continue;
        };
        // What is no amount has no sum of its own name.
        let is_amount = table
            .indicator(&measure.id)
            .is_some_and(|(_, _, found)| found.is_amount());
        if aggregate == Aggregate::Sum && !over_time && is_amount {
            continue;
        }
        let words = match aggregate {
            Aggregate::Mean => "unweighted mean",
            Aggregate::Median => "unweighted median",
            other => other.name(),
        };
        column.name = format!("{}_{aggregate}", column.name);
        column.label = Label::plain(format!("{}, {words}", column.label.en));
        measure.id = format!("{}.{aggregate}", measure.id);
        if aggregate == Aggregate::Count {
            measure.unit = None;
            measure.unit_measure = None;
        }
    }
}
