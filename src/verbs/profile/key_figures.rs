//! The newest value of each indicator, its change, its rank among places of the same sort, its course.

use std::collections::BTreeSet;

use anyhow::Result;

use super::{Place, about};
use crate::answer::{Answer, Cell, Column, Holds, Label, Role, Row};
use crate::figure::{Estimate, Figure, Frequency, Period, Value};
use crate::order::InOrder;
use crate::package::Meaning;
use crate::query::covered::Covered;
use crate::query::derived::derive_from;
use crate::query::formula::Formula;
use crate::query::names::label;
use crate::query::series::{Observation, Reading, Series, series};
use crate::render::{Style, sparkline};

impl Place {
    /// The key figures as the first table of the page: those of a whole, not of the members that it is divided into.
    pub(super) fn key_figures(&self, covered: &[Covered]) -> Result<Answer> {
        let style = Style::default();
        let reading = Reading {
            members: &[],
            adjusted: self.adjusted,
        };
        let mut answer = Answer {
            name: "key-figures".to_owned(),
            title: label(&self.area),
            subtitle: about(self.package, &self.area)?,
            columns: columns(),
            // Its table tells an indicator from that of the same name in another, so it stays.
            details: ["status", "against", "course"].map(str::to_owned).into(),
            ..Answer::default()
        };
        for covered in covered {
            let Some(cell) = covered.cell(&self.area) else {
                continue;
            };
            let all = series(self.package, covered.table, reading)?;
            for series in all.iter().filter(|series| is_whole(series)) {
                if let Some(row) = self.row(series, cell, &style)? {
                    answer.rows.push(row);
                    let source = self.package.source_line(covered.table);
                    answer
                        .sources
                        .extend(source.filter(|source| !answer.sources.contains(source)));
                }
            }
        }
        Ok(answer)
    }

    /// The row of a series; none where the place has no value in it.
    fn row(&self, series: &Series, cell: &str, style: &Style) -> Result<Option<Row>> {
        let own: Vec<_> = series
            .observations
            .iter()
            .filter(|observation| observation.area.id == cell)
            .collect();
        let with_value = own.iter().filter(|observation| observation.has_value());
        let Some(newest) = with_value.max_by_key(|observation| observation.year) else {
            return Ok(None);
        };
        let before = own
            .iter()
            .filter(|observation| observation.has_value() && observation.year < newest.year)
            .filter(|observation| frequency(observation) == frequency(newest))
            .max_by_key(|observation| observation.year);
        let change_of = |before: &&Observation| {
            let source = self.package.short_source(series.table);
            let [earlier, later] = match [before.year, newest.year] {
                [Some(from), Some(to)] => series.ends(cell, [from, to]),
                _ => [before.figure.clone(), newest.figure.clone()],
            };
            change(series, [&earlier, &later], &source)
        };
        let [change, unit_of_change] = before.map_or([Cell::Empty, Cell::Empty], change_of);
        let year = |year: Option<Period>| year.map_or(Cell::Empty, Cell::Year);
        let with_value = own
            .iter()
            .filter(|one| one.has_value() && frequency(one) == frequency(newest));
        let mut years: Vec<Period> = with_value.filter_map(|one| one.year).collect();
        years.order();
        let course = if years.len() > 1 {
            let values: Vec<Option<f64>> = years[0]
                .through(years[years.len() - 1])
                .map(|year| {
                    series
                        .at(cell, Some(year))
                        .and_then(|one| number(&one.figure))
                })
                .collect();
            Cell::words(sparkline(&values, style))
        } else {
            Cell::Empty
        };
        let [rank, of] = self.rank(series, cell, newest)?;
        let cells = vec![
            series.name_cell(),
            series.unit_cell(),
            year(newest.year),
            Cell::from(newest.figure.clone()),
            Cell::words(newest.figure.status.to_string()),
            year(before.and_then(|before| before.year)),
            change,
            unit_of_change,
            rank,
            of,
            course,
            Cell::words(&series.table.name),
        ];
        Ok(Some(Row {
            cells,
            total: false,
        }))
    }

    /// The rank of a value in a year and of how many; empty where there is nothing to be ranked among.
    fn rank(&self, series: &Series, cell: &str, own: &Observation) -> Result<[Cell; 2]> {
        let none = [Cell::Empty, Cell::Empty];
        let (year, Some(own)) = (own.year, own.figure.estimate()) else {
            return Ok(none);
        };
        let mut peers: Vec<(&str, Estimate)> = Vec::new();
        for observation in &series.observations {
            let area = observation.area.id.as_str();
            if observation.year == year
                && self.package.area_of_cell(area)?.level == self.area.level
                && let Some(value) = observation.figure.estimate()
            {
                peers.push((area, value));
            }
        }
        // What holds others is no peer of these.
        let among: BTreeSet<&str> = peers.iter().map(|(area, _)| *area).collect();
        let holders: BTreeSet<&str> = series.whole.holders_among(&among).collect();
        peers.retain(|(area, _)| !holders.contains(area));
        if peers.len() < 2 || !peers.iter().any(|(area, _)| *area == cell) {
            return Ok(none);
        }
        let values: Vec<Estimate> = peers.into_iter().map(|(_, value)| value).collect();
        let higher = values
            .iter()
            .filter(|value| value.number().decimal() > own.number().decimal());
        let count = |count: usize| {
            let number = Estimate::exact(count.into()).number();
            Cell::from(Figure::printed(Value::Number(number)))
        };
        Ok([count(higher.count() + 1), count(values.len())])
    }
}

/// Whether a series is of a whole: of the total of each dimension that divides it.
fn is_whole(series: &Series) -> bool {
    let dimensions = series
        .table
        .columns
        .iter()
        .filter_map(|column| match &column.meaning {
            Meaning::Dimension(dimension) => Some(dimension),
            _ => None,
        });
    dimensions
        .zip(&series.members)
        .all(|(dimension, member)| dimension.total.as_deref() == Some(member.id.as_str()))
}

/// How long the period of an observation is.
fn frequency(observation: &Observation) -> Option<Frequency> {
    Some(observation.year?.frequency())
}

/// The change between two values with its unit: relative for levels, a difference of percentages in percentage points;
/// nothing where it is not known what a difference would mean.
pub(super) fn change(series: &Series, [before, newest]: [&Figure; 2], source: &str) -> [Cell; 2] {
    let (formula, unit) = if series.has_levels() {
        (Formula::Change, "%")
    } else if series.is_percent() {
        (Formula::Difference, "pp")
    } else if let Some(unit) = series.indicator.per_thousand() {
        (Formula::Difference, unit)
    } else {
        return [Cell::Empty, Cell::Empty];
    };
    let change = derive_from(formula, newest, before, source);
    [Cell::from(change), Cell::words(unit)]
}

/// What the columns of changes and of ranks mean, where they are shown and hold something.
pub(super) fn remarks(answer: &Answer) -> Vec<String> {
    let holds = |name: &str| {
        let column = answer.shown().find(|(_, column)| column.name == name);
        let mut rows = answer.rows.iter();
        column.is_some_and(|(place, _)| rows.any(|row| !matches!(row.cells[place], Cell::Empty)))
    };
    let all = [
        (
            "change",
            "Changes are against the newest year before that has a value.",
        ),
        (
            "rank",
            "Ranks count from the highest among the places of its level; equals share one.",
        ),
    ];
    let told = all.iter().filter(|(name, _)| holds(name));
    told.map(|(_, remark)| (*remark).to_owned()).collect()
}

/// The key figures as a screen has them, each on a line, above what it has of the other parts of the page.
pub(super) fn on_screen(page: &Answer) -> Answer {
    const SHOWN: [&str; 8] = [
        "indicator",
        "unit",
        "year",
        "value",
        "change",
        "change_unit",
        "rank",
        "table",
    ];
    let place = |name: &str| page.columns.iter().position(|column| column.name == name);
    let mut screen = page.clone();
    for column in &mut screen.columns {
        column.shown &= SHOWN.contains(&column.name.as_str());
    }
    if let (Some(rank), Some(of)) = (place("rank"), place("of")) {
        let column = &mut screen.columns[rank];
        column.role = Role::Words;
        for row in &mut screen.rows {
            let [own, all] = [rank, of].map(|place| row.cells[place].number());
            if let (Some(own), Some(all)) = (own, all) {
                row.cells[rank] = Cell::words(format!("{own}/{all}"));
            }
        }
    }
    screen.details.clear();
    screen.remarks.truncate(1);
    screen
}

/// A value as a number to draw.
fn number(figure: &Figure) -> Option<f64> {
    figure.number_in_full()?.to_string().parse().ok()
}

/// A column of figures that are each in the unit of its row.
pub(super) fn in_unit_of_row(mut column: Column) -> Column {
    if let Role::Measure(measure) = &mut column.role {
        measure.unit_in = Some("unit".to_owned());
    }
    column
}

/// Changes, each in the unit that the column beside it tells.
pub(super) fn change_column() -> Column {
    let mut column = Column::figures(
        "change",
        Label::new("Change", Some("变化")),
        Holds::Various,
        None,
    );
    if let Role::Measure(measure) = &mut column.role {
        measure.unit_in = Some("change_unit".to_owned());
    }
    column
}

fn columns() -> Vec<Column> {
    let various = |name: &str, en: &str, zh: &str| {
        Column::figures(name, Label::new(en, Some(zh)), Holds::Various, None)
    };
    vec![
        Column::indicator(),
        Column::unit(),
        Column::titled("year", "Year", "年份").of_role(Role::Time),
        in_unit_of_row(various("value", "Value", "数值")),
        Column::titled("status", "Status", "状态"),
        Column::titled("against", "Against", "对比年"),
        change_column(),
        Column::titled("change_unit", "in", "单位"),
        various("rank", "Rank", "名次"),
        various("of", "of", "共"),
        Column::titled("course", "Course", "走势"),
        Column::titled("table", "Table", "表"),
    ]
}
