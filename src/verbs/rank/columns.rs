//! The columns of a ranking: names, titles and measures.

use super::ranked::{CHANGE, Ranked};
use crate::answer::{Column, Holds, Label, Measure, Role};
use crate::figure::Period;
use crate::package::{Meaning, Package};
use crate::words::count;

impl Ranked<'_> {
    /// The columns of [`Ranked::rows`].
    pub(super) fn columns(&self, package: &Package) -> Vec<Column> {
        let of_table = |meant: fn(&Meaning) -> bool, role: Role| {
            let columns = self.series.table.columns.iter();
            let columns = columns.filter(move |column| meant(&column.meaning));
            columns.map(move |column| Column {
                label: Label::new(&column.title, column.title_zh.as_ref()),
                role: role.clone(),
                ..Column::words(&column.name, "")
            })
        };
        let mut areas = of_table(|meaning| matches!(meaning, Meaning::Area), Role::Area);
        let area = areas.next().unwrap_or_else(|| Column {
            role: Role::Area,
            ..Column::words("area", "Area")
        });
        let keys = [area, Column::titled("code", "Code", "代码")];
        let mut columns = match self.years {
            [Some(one), Some(other)] => self.columns_of_two_years(keys, *one, *other, package),
            _ => self.columns_of_one_year(keys, package),
        };
        columns.push(Column {
            shown: false,
            ..Column::titled("table", "Table", "表")
        });
        let members = of_table(
            |meaning| matches!(meaning, Meaning::Dimension(_)),
            Role::Member,
        );
        columns.extend(members.map(|column| Column {
            shown: false,
            ..column
        }));
        columns
    }

    fn columns_of_one_year(&self, [area, code]: [Column; 2], package: &Package) -> Vec<Column> {
        let series = self.series;
        let rank = figures("rank", "Rank", "名次", self.added("rank", package));
        let mut columns = vec![rank, area, code];
        if series.table.time().is_some() {
            columns.push(Column::titled("year", "Year", "年份").of_role(Role::Time));
        }
        columns.push(Column {
            label: series.label(),
            role: Role::Measure(Box::new(series.measure(package))),
            ..Column::words(&series.column.name, "")
        });
        if series.adds_up() {
            let size = self.areas.len();
            let unit = Label::new(
                format!("% of the {} ranked", count(size, "area")),
                Some(format!("%（占{size}个地区合计）")),
            );
            let measure = Measure {
                unit: Some(unit),
                unit_measure: Some(Measure::PERCENT.to_owned()),
                ..self.added("share", package)
            };
            columns.push(figures("share_pct", "Share", "比重", measure));
        }
        let gap = Measure {
            id: self.added("gap", package).id,
            holds: Holds::Aside,
            ..series.measure_of_difference(package)
        };
        columns.push(figures("gap", "Gap to the first", "与首位差距", gap));
        columns
    }

    fn columns_of_two_years(
        &self,
        keys: [Column; 2],
        one: Period,
        other: Period,
        package: &Package,
    ) -> Vec<Column> {
        let series = self.series;
        let of = |first: Period, last: Period, measure: Measure| Measure {
            years: Some((first, last)),
            ..measure
        };
        let rank = |year: Period| {
            let (name, en) = (format!("rank_{year}"), format!("Rank {year}"));
            let measure = of(year, year, self.added("rank", package));
            figures(&name, &en, &format!("{year}年名次"), measure)
        };
        let value = |year: Period| {
            let label = series.label();
            let zh = label.zh.map(|zh| format!("{zh} {year}"));
            Column {
                label: Label::new(format!("{} {year}", label.en), zh),
                role: Role::Measure(Box::new(Measure {
                    holds: Holds::OfYear(year),
                    ..of(year, year, series.measure(package))
                })),
                ..Column::words(&format!("{}_{year}", series.column.name), "")
            }
        };
        let change = of(one, other, self.added("rank-change", package));
        let change = figures(CHANGE, "Change of rank", "名次变化", change);
        let figures = [rank(one), rank(other), change, value(one), value(other)];
        keys.into_iter().chain(figures).collect()
    }

    /// The measure of a figure that ranking adds: an indicator of its own, without the unit of what is ranked.
    fn added(&self, what: &str, package: &Package) -> Measure {
        Measure {
            id: format!("{}.{what}", self.series.indicator.id),
            unit: None,
            unit_measure: None,
            unit_mult: 0,
            holds: Holds::Aside,
            ..self.series.measure(package)
        }
    }
}

/// A column of figures.
fn figures(name: &str, en: &str, zh: &str, measure: Measure) -> Column {
    Column::titled(name, en, zh).of_role(Role::Measure(Box::new(measure)))
}
