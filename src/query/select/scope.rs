//! Which part of a table is asked for, in words, and the title that says so.

use std::collections::BTreeSet;

use super::narrow::Filter;
use super::present::member_name;
use crate::answer::{self, Label};
use crate::figure::{Period, spans};
use crate::package::{Area, Table};
use crate::query::covered::Covered;
use crate::table::Frame;
use crate::words::{count, list, uncapitalised};

/// The most areas that a title names one by one.
const NAMED: usize = 4;
/// The most columns that a title names one by one.
const LABELS: usize = 3;

/// Which part of a table is asked for, in words.
#[derive(Debug, Clone, Default)]
pub(in crate::query) struct Scope {
    /// The areas, where not all, and the members of further dimensions, where they are chosen.
    whose: Vec<Label>,
    /// The years.
    when: Option<Label>,
}

/// Which part of the table is asked for.
pub(super) fn scope(
    table: &Table,
    frame: &Frame,
    covered: &Covered,
    rows: &[usize],
    filter: &Filter,
) -> Scope {
    let mut whose: Vec<Label> = Vec::new();
    if let Some(chosen) = filter
        .areas
        .as_ref()
        .filter(|chosen| !chosen.is_empty() && chosen.len() < covered.len())
    {
        let areas = covered.iter().filter(|(cell, _)| chosen.contains(*cell));
        let areas: Vec<&Area> = areas.map(|(_, area)| area).collect();
        whose.push(if areas.len() <= NAMED {
            let labels = areas
                .iter()
                .map(|area| Label::new(&area.name, Some(&area.name_zh)));
            listed(&labels.collect::<Vec<_>>())
        } else {
            let number = areas.len();
            let all = count(covered.len(), "area");
            Label::new(
                format!("{number} of {all}"),
                Some(format!("{}个地区中的{number}个", covered.len())),
            )
        });
    }
    for (place, _, dimension) in table.dimensions() {
        if let Some(chosen) = filter.members.get(&place) {
            let labels = chosen
                .iter()
                .map(|member| member_name(dimension, member).label.clone());
            whose.push(listed(&labels.collect::<Vec<_>>()));
        }
    }
    let years: BTreeSet<Period> = rows
        .iter()
        .filter_map(|row| frame.period(*row, table.time()?))
        .collect();
    let when = (!years.is_empty()).then(|| {
        let en = spans(&years);
        let zh = in_chinese(&en);
        Label::new(en, Some(zh))
    });
    whose.retain(|part| !part.en.is_empty());
    Scope { whose, when }
}

/// Spans of periods as they are written in Chinese.
fn in_chinese(spans: &str) -> String {
    const WORDS: [(&str, &str); 6] = [
        (", ", "、"),
        (" and ", "、"),
        (" every ", "每"),
        (" years", "年"),
        (" quarters", "个季度"),
        (" months", "个月"),
    ];
    let words = WORDS.iter();
    words.fold(spans.to_owned(), |told, (en, zh)| told.replace(en, zh))
}

/// Several labels as one.
fn listed(labels: &[Label]) -> Label {
    Label::new(
        list(labels.iter().map(|label| &label.en), "and"),
        Some(
            labels
                .iter()
                .map(Label::zh_or_en)
                .collect::<Vec<_>>()
                .join("、"),
        ),
    )
}

impl Scope {
    /// The number of areas of which only the total is shown.
    pub(in crate::query) fn of_total(&mut self, count: usize) {
        let total = Label::new(
            format!("Total of the {count} areas"),
            Some(format!("{count}个地区合计")),
        );
        self.whose.insert(0, total);
    }

    /// What an answer shows: `Hegang: GDP and real growth, 2008–2015`; the table's own title where all of it is shown.
    pub(in crate::query) fn title(&self, table: &Table, columns: &[answer::Column]) -> Label {
        let of_table = Label::new(&table.title, table.title_zh.as_ref());
        let shown = columns.iter().filter(|column| column.shown);
        let shown: Vec<&Label> = shown
            .filter(|column| column.measure().is_some())
            .map(|column| &column.label)
            .collect();
        let is_all = shown.len() == table.indicators().count()
            && table
                .indicators()
                .all(|(_, column, _)| shown.iter().any(|label| label.en == column.title));
        let is_told_so = is_all && (self.whose.is_empty() || self.when.is_none());
        let what = if shown.is_empty() || shown.len() > LABELS || is_told_so {
            of_table
        } else {
            let labels = shown.iter().enumerate().map(|(at, label)| match at {
                0 => (*label).clone(),
                _ => Label {
                    en: uncapitalised(&label.en),
                    zh: label.zh.clone(),
                },
            });
            listed(&labels.collect::<Vec<_>>())
        };
        let en = |label: &Label| label.en.clone();
        let zh = |label: &Label| label.zh_or_en().to_owned();
        let titled = |text: &dyn Fn(&Label) -> String, [comma, colon]: [&str; 2]| {
            let whose: Vec<String> = self.whose.iter().map(text).collect();
            let whose = whose.join(comma);
            let colon = if whose.is_empty() { "" } else { colon };
            let when = self
                .when
                .as_ref()
                .map(|when| format!("{comma}{}", text(when)));
            format!("{whose}{colon}{}{}", text(&what), when.unwrap_or_default())
        };
        Label::new(titled(&en, [", ", ": "]), Some(titled(&zh, ["，", "："])))
    }
}
