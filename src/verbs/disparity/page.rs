//! The answer of `disparity`: a row for each year, a column for each measure.

use std::collections::BTreeSet;

use anyhow::Result;
use rust_decimal::Decimal;

use super::Page;
use super::groups::{DIVIDED, Grouping};
use super::measures::{Conventions, MEASURES, Of, Values};
use super::weights::Weights;
use crate::answer::{Answer, Cell, Row};
use crate::figure::{Estimate, Figure, Kind, Note, Period, REFUTED, Status};
use crate::methods;
use crate::query::derived::{derive, operand};
use crate::verbs::alone::Named;
use crate::words::{count, list, printable};

/// What there is of a year.
pub(super) struct OfYear {
    pub(super) year: Option<Period>,
    /// The areas with a usable value, by their places, and these values.
    pub(super) areas: Vec<usize>,
    pub(super) values: Vec<Figure>,
    /// The areas without one.
    pub(super) lacking: Vec<usize>,
    /// What each of the areas weighs, where that is known of all.
    pub(super) weights: Option<Result<Vec<Figure>, Figure>>,
}

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
        let told = wholes.iter().filter(|name| !whole.is_left_out(name));
        let told: Vec<String> = told.map(|name| printable(name)).collect();
        if !told.is_empty() {
            let them = if told.len() == 1 { "it" } else { "them" };
            warnings.push(format!(
                "{} left out, since other areas are parts of {them}",
                list(told, "and")
            ));
        }
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
    pub(super) fn too_few(&self, of: &OfYear) -> Option<Figure> {
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
    pub(super) fn without(&self, of: &OfYear) -> String {
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
}

/// Inputs one by one, or how many there are.
fn in_words(inputs: &[Figure]) -> String {
    if inputs.len() > NAMED {
        return format!("{} areas", inputs.len());
    }
    let inputs: Vec<String> = inputs.iter().map(operand).collect();
    inputs.join(", ")
}
