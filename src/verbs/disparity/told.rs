//! What stands around the figures of `disparity`: columns, title, remarks, summary, and what is drawn.

use super::Page;
use super::groups::{DIVIDED, Grouping};
use super::measures::{Conventions, MEASURES, Of};
use super::page::OfYear;
use super::weights::Weights;
use crate::answer::{Answer, Cell, Column, Holds, Label, Measure, Role, Row};
use crate::figure::{Estimate, Figure, Kind, Period, spans};
use crate::methods::{self, Spread};
use crate::order::InOrder;
use crate::words::{count, uncapitalised};

/// The OECD computes indices only where there are more regions than this.
const FEW: usize = 4;

impl Page<'_> {
    pub(super) fn columns(&self, by: Conventions, has_groups: bool) -> Vec<Column> {
        let series = &self.chosen.series;
        let mut columns = Vec::new();
        if let Some(time) = series.table.time() {
            let column = &series.table.columns[time];
            columns.push(Column {
                label: Label::new(&column.title, column.title_zh.as_ref()),
                role: Role::Time,
                ..Column::words(&column.name, "")
            });
        }
        let measure = |id: &str, has_unit: bool| {
            let of_series = series.measure(self.package);
            let none = Measure {
                table: of_series.table.clone(),
                source: of_series.source.clone(),
                ..Measure::default()
            };
            Measure {
                id: id.to_owned(),
                holds: Holds::Values,
                ..if has_unit { of_series } else { none }
            }
        };
        for (of, id) in MEASURES {
            let unit = match of {
                Of::Dispersion => Some(Label::new("%", Some("%"))),
                _ => None,
            };
            let mut measure = measure(id, of.has_unit());
            if of == Of::Range {
                measure = Measure {
                    id: id.to_owned(),
                    ..series.measure_of_difference(self.package)
                };
            }
            measure.unit = unit.or(measure.unit);
            columns.push(Column {
                label: of.title(by),
                role: Role::Measure(Box::new(measure)),
                ..Column::words(id, "")
            });
        }
        if has_groups {
            columns.extend(DIVIDED.iter().map(|[id, en, zh]| {
                let role = Role::Measure(Box::new(measure(id, false)));
                let (en, zh) = if by.is_weighted {
                    (format!("{en}, weighted"), format!("{zh}（加权）"))
                } else {
                    ((*en).to_owned(), (*zh).to_owned())
                };
                Column::titled(id, &en, &zh).of_role(role)
            }));
        }
        columns.push(Column {
            shown: false,
            ..Column::titled("table", "Table", "表")
        });
        columns
    }

    pub(super) fn title(&self) -> Label {
        let label = self.chosen.series.label();
        Label::new(
            format!("Disparity of {}", uncapitalised(&label.en)),
            Some(format!("{}的地区差距", label.zh_or_en())),
        )
    }

    pub(super) fn subtitle(&self, areas: usize) -> Label {
        let years: Vec<Period> = self.chosen.years.iter().flatten().copied().collect();
        let mut en = vec![count(areas, "area")];
        let mut zh = vec![format!("{areas}个地区")];
        if !years.is_empty() {
            en.push(spans(&years));
            zh.push(spans(&years));
        }
        Label::new(en.join(" · "), Some(zh.join(" · ")))
    }

    pub(super) fn remarks(
        &self,
        weights: Option<&Weights>,
        by: Conventions,
        grouping: Option<&Grouping>,
    ) -> Vec<String> {
        let series = &self.chosen.series;
        let mut remarks = Vec::new();
        if let Some(weights) = weights {
            remarks.push(format!(
                "Weighted measures weigh areas by {}: they tell of people where the others tell of areas.",
                weights.in_words()
            ));
        }
        if let Some(grouping) = grouping {
            let how = if by.is_weighted {
                "weighted"
            } else {
                "unweighted"
            };
            remarks.push(format!(
                "Theil's indices, {how}, divided over {}; areas of no named group are the rest.",
                grouping.in_words()
            ));
        }
        if series.adds_up() {
            remarks.push(format!(
                "`{}` is an amount, which large areas have more of; how unequal places are is told by what there is \
                 per head.",
                series.indicator.id
            ));
        }
        remarks.extend(self.chosen.elsewhere.clone());
        remarks
    }

    /// What has to be known beside the figures in every format: that there are few areas, that one rules all.
    pub(super) fn summary(&self, years: &[OfYear]) -> Option<String> {
        let mut said = Vec::new();
        let most = years.iter().map(|of| of.areas.len()).max()?;
        if most <= FEW {
            said.push(format!(
                "{}: too few for an index to tell much (the OECD computes none for {FEW} or fewer).",
                count(most, "area")
            ));
        }
        let partial = years.iter().filter(|of| !of.lacking.is_empty());
        let partial = partial.filter(|of| self.too_few(of).is_none());
        let partial: Vec<String> = partial
            .map(|of| {
                let all = of.areas.len() + of.lacking.len();
                let year = of.year.map(|year| format!("{year}: ")).unwrap_or_default();
                format!(
                    "{year}{} of {}, without {}",
                    of.areas.len(),
                    count(all, "area"),
                    self.without(of)
                )
            })
            .collect();
        if !partial.is_empty() {
            said.push(format!("{}.", partial.join("; ")));
        }
        let rulers: Vec<String> = years.iter().filter_map(|of| self.ruler(of)).collect();
        if let Some(last) = rulers.last() {
            said.push(last.clone());
            if rulers.len() > 1 {
                said.push(format!("So it is in {} of these years.", rulers.len()));
            }
        }
        (!said.is_empty()).then(|| said.join(" "))
    }

    /// That one area is further from the others than these are from one another, and what that does to the Gini index.
    pub(super) fn ruler(&self, of: &OfYear) -> Option<String> {
        if of.values.len() <= FEW || self.chosen.series.indicator.kind == Kind::Rate {
            return None;
        }
        let estimates: Vec<Estimate> = of.values.iter().filter_map(Figure::estimate).collect();
        let largest = (0..estimates.len()).max_by_key(|at| estimates[*at].value)?;
        let smallest = (0..estimates.len()).min_by_key(|at| estimates[*at].value)?;
        let apart = |at: &usize| {
            let mut others: Vec<_> = estimates.iter().map(|one| one.bounds).collect();
            let own = others.remove(*at);
            methods::apart(own, &others).is_some()
        };
        let at = [largest, smallest].into_iter().find(apart)?;
        let gini = |values: &[Estimate]| Spread::new(values).and_then(|spread| spread.gini()).ok();
        let with = gini(&estimates)?;
        let mut others = estimates.clone();
        others.remove(at);
        let without = gini(&others)?;
        let area = &self.chosen.areas[of.areas[at]].0.id;
        let year = of.year.map(|year| format!(" {year}")).unwrap_or_default();
        let digits = |index: Estimate| index.value.round_dp(3).to_string();
        Some(format!(
            "{area}{year} is further from all others than these are from one another: without it the Gini index is {} \
             instead of {}.",
            digits(without),
            digits(with)
        ))
    }

    /// The values of a year, the largest first.
    pub(super) fn drawn(&self, of: &OfYear, told: &Answer) -> Answer {
        let series = &self.chosen.series;
        let area = series.table.area().map(|area| &series.table.columns[area]);
        let key = Column {
            role: Role::Area,
            ..match area {
                Some(column) => Column {
                    label: Label::new(&column.title, column.title_zh.as_ref()),
                    ..Column::words(&column.name, "")
                },
                None => Column::words("area", "Area"),
            }
        };
        let value = Column {
            label: series.label(),
            role: Role::Measure(Box::new(series.measure(self.package))),
            ..Column::words(&series.column.name, "")
        };
        let mut pairs: Vec<(&usize, &Figure)> = of.areas.iter().zip(&of.values).collect();
        pairs.order_by_key(|(_, value)| {
            std::cmp::Reverse(value.estimate().map(|estimate| estimate.value))
        });
        let rows = pairs.into_iter().map(|(area, value)| Row {
            cells: vec![
                Cell::Name(self.chosen.areas[*area].0.clone()),
                Cell::from(value.clone()),
            ],
            total: false,
        });
        let year = of.year.map(|year| year.to_string()).unwrap_or_default();
        Answer {
            title: told.title.clone(),
            subtitle: Label::plain(year),
            columns: vec![key, value],
            rows: rows.collect(),
            ordered: true,
            dots: true,
            remarks: told.summary.iter().cloned().collect(),
            sources: told.sources.clone(),
            nothing: told.nothing.clone(),
            ..Answer::default()
        }
    }
}
