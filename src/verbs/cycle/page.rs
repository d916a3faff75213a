//! The answer of `cycle`: a row for each area.
//!
//! It is one file since the columns, what they hold and what is said of them below share one order.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::answer::{Answer, Cell, Column, Holds, Label, Measure, Role, Row};
use crate::cli::error::Refusal;
use crate::figure::{Estimate, Figure, Kind, Note, Period, Value, spans};
use crate::methods;
use crate::package::{Combine, Package, WeightYear};
use crate::query::choose_series::{Asked, Chosen, Prefer, choose_series};
use crate::query::derived::{derive, derive_from, operand};
use crate::query::formula::Formula;
use crate::query::instead::or_declare_time;
use crate::query::series::Reading;
use crate::verbs::alone::Named;
use crate::words::{count, uncapitalised};

/// What is asked.
pub(super) struct Page<'a> {
    package: &'a Package,
    chosen: &'a Chosen<'a>,
    growth: Growth<'a>,
    source: String,
}

/// What the volatility is one of.
enum Growth<'a> {
    /// The values, which are rates of change themselves.
    Own,
    /// The growth that is published beside the values.
    Published(Box<Chosen<'a>>),
    /// The relative change of the values, or their difference where they are percentages.
    Made,
}

/// A value of a series with its year.
type Point<'f> = (Period, &'f Figure);

/// The most inputs that a formula names one by one.
const NAMED: usize = 12;

impl<'a> Page<'a> {
    pub(super) fn new(
        package: &'a Package,
        chosen: &'a Chosen<'a>,
        reading: Reading,
    ) -> Result<Page<'a>> {
        let series = &chosen.series;
        if series.table.time().is_none() {
            return Err(Refusal::new(format!(
                "`cycle` is about years, and `{}` has none",
                series.table.name
            ))
            .next(format!(
                "name another indicator{}",
                or_declare_time(package, series.table)
            ))
            .into());
        }
        let is_growth_of = |combine: &Combine| match combine {
            Combine::WeightedMean {
                weight,
                weight_year: WeightYear::Previous,
            } => *weight == series.indicator.id,
            _ => false,
        };
        let published = series.table.indicators().find(|(_, _, indicator)| {
            indicator.kind == Kind::Rate && is_growth_of(&indicator.combine)
        });
        let growth = match published {
            _ if series.indicator.kind == Kind::Rate && series.indicator.kind_declared => {
                Growth::Own
            }
            Some((_, _, indicator)) => {
                let named = format!("{}/{}", series.table.name, indicator.id);
                let asked = Asked {
                    verb: "cycle",
                    indicator: Some(&named),
                    table: None,
                    years: None,
                    reading,
                    prefer: Prefer::Years,
                };
                Growth::Published(Box::new(choose_series(package, &asked)?))
            }
            None => Growth::Made,
        };
        Ok(Page {
            package,
            source: package.short_source(series.table),
            chosen,
            growth,
        })
    }

    pub(super) fn answer(&self, words: &[String]) -> Result<Answer> {
        let chosen = self.chosen;
        let table = chosen.series.table;
        let Named {
            areas,
            warnings,
            nothing,
        } = Named::new(self.package, chosen, words)?;
        let rows: Vec<Row> = match nothing {
            Some(_) => Vec::new(),
            None => areas.iter().map(|area| self.row(*area)).collect(),
        };
        let counts: BTreeSet<usize> = areas
            .iter()
            .map(|area| self.growth_of(*area).len())
            .collect();
        Ok(Answer {
            title: self.title(),
            subtitle: self.subtitle(),
            columns: self.columns(),
            rows,
            remarks: self.remarks(&counts),
            sources: self.package.source_line(table).into_iter().collect(),
            warnings,
            nothing,
            ..Answer::default()
        })
    }

    /// The usable values of an area, the earliest first.
    fn points(&self, area: usize) -> Vec<Point<'_>> {
        let years = self.chosen.years.iter().flatten();
        let point = |year: &Period| {
            let figure = self.chosen.figure(area, Some(*year))?;
            figure.estimate().is_some().then_some((*year, figure))
        };
        years.filter_map(point).collect()
    }

    fn row(&self, area: usize) -> Row {
        let (name, code) = &self.chosen.areas[area];
        let mut cells = vec![Cell::Name(name.clone()), code.clone()];
        let points = self.points(area);
        let value = |point: &Point| point.1.estimate().map(|estimate| estimate.value);
        // Of equal ones the earliest.
        let mut peak: Option<&Point> = None;
        for point in &points {
            if peak.is_none_or(|known| value(point) > value(known)) {
                peak = Some(point);
            }
        }
        let Some(peak) = peak else {
            let years = self.chosen.years.iter().flatten().copied();
            let why = match self.refuted(area, years) {
                0 => "There is no usable value in these years.".to_owned(),
                refuted => format!(
                    "There is no usable value in these years: {refuted} printed, refuted by arithmetic and not used."
                ),
            };
            let missing = Figure::missing(why);
            cells.extend((0..5).map(|_| Cell::from(missing.clone())));
            cells.push(Cell::from(self.volatility(area)));
            cells.push(Cell::words(&self.chosen.series.table.name));
            return Row {
                cells,
                total: false,
            };
        };
        let mut trough: Option<&Point> = None;
        for point in points.iter().filter(|point| point.0 > peak.0) {
            if trough.is_none_or(|known| value(point) < value(known)) {
                trough = Some(point);
            }
        }
        let of_year = |year: Period| {
            let figure = Figure::printed(Value::Year(year));
            self.with_gaps(area, figure)
        };
        cells.push(Cell::from(of_year(peak.0)));
        cells.push(Cell::from(peak.1.clone()));
        if let Some(trough) = trough {
            cells.push(Cell::from(of_year(trough.0)));
            cells.push(Cell::from(trough.1.clone()));
            cells.push(Cell::from(self.change_between(area, [peak.0, trough.0])));
        } else {
            let why = format!("The highest value is that of {}, the newest year.", peak.0);
            let missing = Figure::missing(why);
            cells.extend((0..3).map(|_| Cell::from(missing.clone())));
        }
        cells.push(Cell::from(self.volatility(area)));
        cells.push(Cell::words(&self.chosen.series.table.name));
        Row {
            cells,
            total: false,
        }
    }

    /// How many of the values of an area in these years are refuted.
    fn refuted(&self, area: usize, years: impl Iterator<Item = Period>) -> usize {
        let figures = years.filter_map(|year| self.chosen.figure(area, Some(year)));
        figures.filter(|figure| figure.is_refuted()).count()
    }

    /// A year, with the years that have no usable value as a note.
    fn with_gaps(&self, area: usize, figure: Figure) -> Figure {
        let years = self.chosen.years.iter().flatten();
        let lacks = |year: &&Period| {
            let figure = self.chosen.figure(area, Some(**year));
            figure.and_then(Figure::estimate).is_none()
        };
        let gaps: Vec<Period> = years.filter(lacks).copied().collect();
        if gaps.is_empty() {
            return figure;
        }
        let refuted = match self.refuted(area, gaps.iter().copied()) {
            0 => String::new(),
            refuted => format!(" ({refuted} refuted by arithmetic and not used)"),
        };
        let note = Note::remark(format!(
            "Without {}, which has no usable value{refuted}.",
            spans(&gaps)
        ));
        Figure {
            notes: vec![note],
            ..figure
        }
    }

    /// How the value of an area changes over a span: relative, or by a difference of percentages.
    fn change_between(&self, area: usize, span: [Period; 2]) -> Figure {
        let formula = if self.is_percent() {
            Formula::Difference
        } else {
            Formula::Change
        };
        let [before, now] = self.chosen.series.ends(&self.chosen.areas[area].0.id, span);
        derive_from(formula, &now, &before, &self.source)
    }

    fn is_percent(&self) -> bool {
        self.chosen.series.is_percent()
    }

    /// The growth of an area in the years that are asked for.
    fn growth_of(&self, area: usize) -> Vec<Figure> {
        let years: Vec<Period> = self.chosen.years.iter().flatten().copied().collect();
        let published = |of: &Chosen| {
            let id = &self.chosen.areas[area].0.id;
            let area = of.areas.iter().position(|(name, _)| name.id == *id);
            let figures = years
                .iter()
                .filter_map(|year| of.figure(area?, Some(*year)));
            figures
                .filter(|figure| figure.estimate().is_some())
                .cloned()
                .collect()
        };
        match &self.growth {
            Growth::Own => published(self.chosen),
            Growth::Published(of) => published(of),
            Growth::Made => {
                let change = |year: &Period| {
                    let before = year.year_before().filter(|before| years.contains(before))?;
                    let change = self.change_between(area, [before, *year]);
                    change.estimate().is_some().then_some(change)
                };
                years.iter().filter_map(change).collect()
            }
        }
    }

    fn volatility(&self, area: usize) -> Figure {
        let growth = self.growth_of(area);
        if growth.len() < 2 {
            return Figure::missing("A standard deviation needs two years of growth at least.");
        }
        let inputs: Vec<&Figure> = growth.iter().collect();
        let values = match growth.len() {
            ..=NAMED => {
                let rounded = growth.iter().map(|figure| match figure.bounds {
                    Some(_) => figure.clone().rounded(4),
                    None => figure.clone(),
                });
                rounded
                    .map(|figure| operand(&figure))
                    .collect::<Vec<_>>()
                    .join(", ")
            }
            many => format!("{many} years"),
        };
        let formula = format!("√(Σ (g − ḡ)² ÷ {}) with g of {values}", growth.len() - 1);
        derive(&inputs, &formula, &self.source, |of: &[Estimate]| {
            methods::standard_deviation(of)
        })
    }

    fn columns(&self) -> Vec<Column> {
        let series = &self.chosen.series;
        let area = series.table.area().map(|area| &series.table.columns[area]);
        let mut columns = vec![
            match area {
                Some(column) => Column {
                    label: Label::new(&column.title, column.title_zh.as_ref()),
                    role: Role::Area,
                    ..Column::words(&column.name, "")
                },
                None => Column::words("area", "Area").of_role(Role::Area),
            },
            Column {
                shown: false,
                ..Column::titled("code", "Code", "代码")
            },
        ];
        let of_series = series.measure(self.package);
        let bare = |id: &str| Measure {
            id: id.to_owned(),
            holds: Holds::Aside,
            table: of_series.table.clone(),
            source: of_series.source.clone(),
            ..Measure::default()
        };
        let level = |id: &str| Measure {
            id: id.to_owned(),
            holds: Holds::Aside,
            ..of_series.clone()
        };
        let unit = |id: &str, is_points: bool| {
            let (label, code) = if is_points {
                (
                    Label::new("percentage points", Some("百分点")),
                    Measure::POINTS,
                )
            } else {
                (Label::new("%", Some("%")), Measure::PERCENT)
            };
            Measure {
                unit: Some(label),
                unit_measure: Some(code.to_owned()),
                holds: Holds::Values,
                ..bare(id)
            }
        };
        let fall = unit("fall", self.is_percent());
        for (id, en, zh, measure) in [
            ("peak-year", "Peak in", "峰值年份", bare("peak-year")),
            ("peak", "Peak", "峰值", level("peak")),
            ("trough-year", "Trough in", "谷值年份", bare("trough-year")),
            ("trough", "Trough", "谷值", level("trough")),
            ("fall", "Fall", "跌幅", fall),
            (
                "volatility",
                "Volatility",
                "波动率",
                unit("volatility", true),
            ),
        ] {
            columns.push(Column::titled(id, en, zh).of_role(Role::Measure(Box::new(measure))));
        }
        columns.push(Column {
            shown: false,
            ..Column::titled("table", "Table", "表")
        });
        columns
    }

    fn title(&self) -> Label {
        let label = self.chosen.series.label();
        Label::new(
            format!("Cycle of {}", uncapitalised(&label.en)),
            Some(format!("{}的周期", label.zh_or_en())),
        )
    }

    fn subtitle(&self) -> Label {
        let years: Vec<Period> = self.chosen.years.iter().flatten().copied().collect();
        Label::plain(spans(&years))
    }

    fn remarks(&self, counts: &BTreeSet<usize>) -> Vec<String> {
        let series = &self.chosen.series;
        let mut remarks = Vec::new();
        if !series.nominal().is_empty() {
            remarks.push(
                "Values are at current prices: a fall is one of prices as of volumes.".to_owned(),
            );
        }
        let what = match &self.growth {
            Growth::Own => uncapitalised(&series.label().en),
            Growth::Published(of) => format!("published {}", uncapitalised(&of.series.label().en)),
            Growth::Made => "the change on the year before".to_owned(),
        };
        let first = self.chosen.years.iter().flatten().next();
        let period = first.map_or("year", |period| period.frequency().name());
        let years = match (counts.first(), counts.last()) {
            (Some(least), Some(most)) if least == most => count(*most, period),
            (Some(least), Some(most)) => format!("{least} to {most} {period}s"),
            _ => count(0, period),
        };
        remarks.push(format!(
            "The trough is the lowest value after the peak. Volatility is the standard deviation (n − 1) of {what}, \
             over {years}."
        ));
        remarks.extend(self.chosen.elsewhere.clone());
        remarks
    }
}
