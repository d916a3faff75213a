//! The answer of `disparity`: a row for each year, a column for each measure.

use std::collections::BTreeSet;

use anyhow::Result;
use rust_decimal::Decimal;

use super::Page;
use super::groups::{DIVIDED, Grouping};
use super::measures::{Conventions, MEASURES, Of, Values};
use super::weights::Weights;
use crate::answer::{Answer, Cell, Column, Holds, Label, Measure, Role, Row};
use crate::figure::{Estimate, Figure, Kind, Note, Period, REFUTED, Status, spans};
use crate::methods::{self, Spread};
use crate::query::derived::{derive, operand};
use crate::verbs::alone::Named;
use crate::words::{count, list, printable, uncapitalised};

/// What there is of a year.
struct OfYear {
    year: Option<Period>,
    /// The areas with a usable value, by their places, and these values.
    areas: Vec<usize>,
    values: Vec<Figure>,
    /// The areas without one.
    lacking: Vec<usize>,
    /// What each of the areas weighs, where that is known of all.
    weights: Option<Result<Vec<Figure>, Figure>>,
}

/// The OECD computes indices only where there are more regions than this.
const FEW: usize = 4;

/// The most inputs that a formula names one by one.
const NAMED: usize = 8;

impl<'a> Page<'a> {
    pub(super) fn answer(&self, words: &[String]) -> Result<Answer> {
        let chosen = self.chosen;
        let table = chosen.series.table;
        let Named {
            mut areas,
            mut warnings,
            mut nothing,
        } = Named::new(self.package, chosen, words)?;
        self.leave_wholes_out(&mut areas, &mut warnings);
        let weights = Weights::find(self)?;
        if self.is_weighted && weights.is_none() {
            warnings.push(format!(
                "nothing says what areas weigh for `{}`, so that no index is weighted; name it with `--weight`",
                chosen.series.indicator.id
            ));
        }
        let by = Conventions {
            is_weighted: self.is_weighted && weights.is_some(),
            has_weights: weights.is_some(),
            is_sample: self.is_sample,
            aversion: self.aversion,
        };
        let grouping = Grouping::new(self, &areas)?;
        let years: Vec<OfYear> = chosen
            .years
            .iter()
            .map(|year| self.of_year(*year, &areas, weights.as_ref()))
            .collect();
        let mut rows = Vec::new();
        if nothing.is_none() {
            rows.extend(years.iter().map(|of| self.row(of, by, grouping.as_ref())));
            if rows.is_empty() || areas.is_empty() {
                nothing = Some(format!(
                    "`{}` has no row for what is asked; `hlj describe {}` says what there is",
                    table.name, table.name
                ));
                rows.clear();
            }
        }
        let mut answer = Answer {
            title: self.title(),
            subtitle: self.subtitle(areas.len()),
            columns: self.columns(by, grouping.is_some()),
            rows,
            remarks: self.remarks(weights.as_ref(), by, grouping.as_ref()),
            summary: self.summary(&years),
            sources: self.package.source_line(table).into_iter().collect(),
            warnings,
            nothing,
            ..Answer::default()
        };
        answer.details = [
            "range",
            "median",
            "sd-log",
            "theil-l",
            "atkinson",
            "dispersion",
        ]
        .map(str::to_owned)
        .into();
        answer.drawn = years.last().map(|last| Box::new(self.drawn(last, &answer)));
        Ok(answer)
    }

    /// Leaves out areas that hold others, and says so.
    fn leave_wholes_out(&self, areas: &mut Vec<usize>, warnings: &mut Vec<String>) {
        let id = |area: &usize| self.chosen.areas[*area].0.id.as_str();
        let among: BTreeSet<&str> = areas.iter().map(id).collect();
        let whole = &self.chosen.series.whole;
        let wholes: BTreeSet<&str> = whole.holders_among(&among).collect();
        if wholes.is_empty() {
            return;
        }
        warnings.push(format!(
            "{} left out, since other areas are parts of {}",
            list(wholes.iter().map(|name| printable(name)), "and"),
            if wholes.len() == 1 { "it" } else { "them" }
        ));
        areas.retain(|area| !wholes.contains(id(area)));
    }

    fn of_year(
        &self,
        year: Option<Period>,
        areas: &[usize],
        weights: Option<&Weights<'a>>,
    ) -> OfYear {
        let mut of = OfYear {
            year,
            areas: Vec::new(),
            values: Vec::new(),
            lacking: Vec::new(),
            weights: None,
        };
        for &area in areas {
            match self.chosen.figure(area, year) {
                Some(figure) if figure.estimate().is_some() => {
                    of.areas.push(area);
                    of.values.push(figure.clone());
                }
                _ => {
                    let id = &self.chosen.areas[area].0.id;
                    if self.chosen.series.whole.exists(id, year) {
                        of.lacking.push(area);
                    }
                }
            }
        }
        of.weights = weights.map(|weights| {
            let pairs = of.areas.iter().zip(&of.values);
            let found: Vec<Figure> = pairs
                .map(|(area, value)| weights.of(&self.chosen.areas[*area], year, value))
                .collect();
            match found.iter().find(|weight| weight.estimate().is_none()) {
                Some(missing) => Err(missing.clone()),
                None => Ok(found),
            }
        });
        of
    }

    /// The row of a year.
    fn row(&self, of: &OfYear, by: Conventions, grouping: Option<&Grouping>) -> Row {
        let mut cells = Vec::new();
        if self.chosen.series.table.time().is_some() {
            cells.push(of.year.map_or(Cell::Empty, Cell::Year));
        }
        let refused = self.too_few(of);
        for (measure, _) in MEASURES {
            let figure = match &refused {
                Some(missing) if measure != Of::Count => missing.clone(),
                _ => self.figure(of, measure, by),
            };
            cells.push(Cell::from(figure));
        }
        if let Some(grouping) = grouping {
            let divided = match refused {
                Some(missing) => vec![missing; DIVIDED.len()],
                None => self.divided(of, by, grouping),
            };
            cells.extend(divided.into_iter().map(Cell::from));
        }
        cells.push(Cell::words(&self.chosen.series.table.name));
        Row {
            cells,
            total: false,
        }
    }

    /// Why there is no index where fewer than two thirds of the areas have a value.
    fn too_few(&self, of: &OfYear) -> Option<Figure> {
        let (known, all) = (of.areas.len(), of.areas.len() + of.lacking.len());
        (known * 3 < all * 2 || known == 0).then(|| {
            Figure::missing(format!(
                "{known} of {} have a usable value, and fewer than two thirds tell nothing of all (without {}).",
                count(all, "area"),
                self.without(of)
            ))
        })
    }

    /// The areas without a usable value, in words; whether that of some is refuted.
    fn without(&self, of: &OfYear) -> String {
        let names = self.names(&of.lacking);
        let is_refuted = |area: &&usize| {
            let figure = self.chosen.figure(**area, of.year);
            figure.is_some_and(Figure::is_refuted)
        };
        match of.lacking.iter().filter(is_refuted).count() {
            0 => names,
            1 if of.lacking.len() == 1 => format!("{names}, which {REFUTED}"),
            refuted => format!("{names}, of which {refuted} refuted by arithmetic and not used"),
        }
    }

    /// Some areas in words.
    fn names(&self, areas: &[usize]) -> String {
        let names = areas.iter().take(NAMED);
        let mut names: Vec<String> = names
            .map(|area| self.chosen.areas[*area].0.id.clone())
            .collect();
        if areas.len() > NAMED {
            names.push(format!("{} more", areas.len() - NAMED));
        }
        list(names, "and")
    }

    fn figure(&self, of: &OfYear, measure: Of, by: Conventions) -> Figure {
        let series = &self.chosen.series;
        if series.indicator.kind == Kind::Rate
            && series.indicator.kind_declared
            && !measure.is_of_rates()
        {
            return Figure::missing(
                "Rates of change have no natural zero, so that ratios and indices of them mean nothing; the range and \
                 the mean stand beside.",
            );
        }
        if measure == Of::Count {
            let count = Estimate::exact(Decimal::from(of.values.len()));
            return self.of_known(Figure::computed(count, Status::Normal, Vec::new()), of);
        }
        let mut inputs: Vec<&Figure> = of.values.iter().collect();
        let weights = match (&of.weights, measure.is_weighted(by)) {
            (_, false) => None,
            (Some(Ok(weights)), true) => Some(weights),
            (Some(Err(missing)), true) => return missing.clone(),
            (None, true) => {
                return Figure::missing(
                    "It is weighted, and nothing says what areas weigh; name it with `--weight`.",
                );
            }
        };
        let values: Vec<Estimate> = inputs.iter().filter_map(|value| value.estimate()).collect();
        let of_weights: Option<Vec<Estimate>> =
            weights.map(|weights| weights.iter().filter_map(Figure::estimate).collect());
        inputs.extend(weights.into_iter().flatten());
        let formula = format!("{} with x of {}", measure.formula(by), in_words(&of.values));
        let formula = match weights {
            Some(weights) => format!("{formula} and weights of {}", in_words(weights)),
            None => formula,
        };
        let source = self.package.short_source(series.table);
        let figure = derive(&inputs, &formula, &source, |_| {
            measure.measured(
                &Values {
                    values: &values,
                    weights: of_weights.as_deref(),
                },
                by,
            )
        });
        self.of_known(figure, of)
    }

    /// The figure, estimated and noted where some areas have no value.
    fn of_known(&self, figure: Figure, of: &OfYear) -> Figure {
        if of.lacking.is_empty() || figure.is_missing() {
            return figure;
        }
        let all = of.areas.len() + of.lacking.len();
        let note = format!(
            "{} of {}: without {}.",
            of.areas.len(),
            count(all, "area"),
            self.without(of)
        );
        let status = figure.status.worst(Status::Estimated);
        let mut notes = vec![Note::new(Status::Estimated, note)];
        notes.extend(figure.notes);
        Figure {
            status,
            notes,
            ..figure
        }
    }

    /// Theil's indices between and within groups.
    fn divided(&self, of: &OfYear, by: Conventions, grouping: &Grouping) -> Vec<Figure> {
        let mut inputs: Vec<&Figure> = of.values.iter().collect();
        let one = Estimate::exact(Decimal::ONE);
        let weights: Vec<Estimate> = match (&of.weights, by.is_weighted) {
            (Some(Ok(weights)), true) => {
                inputs.extend(weights);
                weights.iter().filter_map(Figure::estimate).collect()
            }
            (Some(Err(missing)), true) => return vec![missing.clone(); DIVIDED.len()],
            _ => vec![one; of.values.len()],
        };
        let values = of.values.iter().filter_map(Figure::estimate);
        let pairs: Vec<(Estimate, Estimate)> = values.zip(weights).collect();
        let found = methods::decompose(&grouping.divide(&of.areas, &pairs));
        let source = self.package.short_source(self.chosen.series.table);
        let groups = grouping.in_words();
        let figure = |formula: &str, part: fn(&[methods::Decomposition; 2]) -> Estimate| {
            let formula = format!("{formula} with x of {} in {groups}", in_words(&of.values));
            let figure = derive(&inputs, &formula, &source, |_| {
                found.map(|found| part(&found))
            });
            self.of_known(figure, of)
        };
        vec![
            figure("Σ s ln (s ÷ p) of groups", |found| found[0].between),
            figure("Σ s T of groups", |found| found[0].within),
            figure("Σ p ln (p ÷ s) of groups", |found| found[1].between),
            figure("Σ p L of groups", |found| found[1].within),
        ]
    }

    fn columns(&self, by: Conventions, has_groups: bool) -> Vec<Column> {
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

    fn title(&self) -> Label {
        let label = self.chosen.series.label();
        Label::new(
            format!("Disparity of {}", uncapitalised(&label.en)),
            label.zh.map(|zh| format!("{zh}的地区差距")),
        )
    }

    fn subtitle(&self, areas: usize) -> Label {
        let years: Vec<Period> = self.chosen.years.iter().flatten().copied().collect();
        let mut en = vec![count(areas, "area")];
        let mut zh = vec![format!("{areas}个地区")];
        if !years.is_empty() {
            en.push(spans(&years));
            zh.push(spans(&years));
        }
        Label::new(en.join(" · "), Some(zh.join(" · ")))
    }

    fn remarks(
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
    fn summary(&self, years: &[OfYear]) -> Option<String> {
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
    fn ruler(&self, of: &OfYear) -> Option<String> {
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
    fn drawn(&self, of: &OfYear, told: &Answer) -> Answer {
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
        pairs.sort_by_key(|(_, value)| {
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

/// Inputs one by one, or how many there are.
fn in_words(inputs: &[Figure]) -> String {
    if inputs.len() > NAMED {
        return format!("{} areas", inputs.len());
    }
    let inputs: Vec<String> = inputs.iter().map(operand).collect();
    inputs.join(", ")
}
