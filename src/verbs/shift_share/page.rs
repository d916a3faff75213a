//! The answer of `shift-share`: a row for each area, a column for each component.

use std::collections::BTreeSet;

use anyhow::Result;

use super::Variant;
use super::formula::{of_area, of_mix, of_reference};
use crate::answer::{Answer, Cell, Column, Holds, Label, Measure, Role, Row};
use crate::cli::error::Refusal;
use crate::figure::{Estimate, Figure, Years, spans};
use crate::methods::{self, Components, Part, Shifts, Undefined};
use crate::package::{Indicator, Package};
use crate::query::composition::{Amounts, Composition, Reference};
use crate::query::derived::derive;
use crate::query::instead::or_declare_time;
use crate::query::{Query, ask};
use crate::words::{list, uncapitalised};

/// What is asked.
pub(super) struct Page<'a> {
    pub(super) package: &'a Package,
    pub(super) composition: &'a Composition<'a>,
    pub(super) variant: Variant,
    /// What the areas are held against; none for all of them together.
    pub(super) against: Option<&'a str>,
}

/// The components by their ids and titles.
const COMPONENTS: [[&str; 3]; 7] = [
    ["actual-change", "Change", "实际变动"],
    ["reference-growth", "Reference growth", "参照增长"],
    ["industry-mix", "Industry mix", "产业结构效应"],
    ["competitive", "Competitive", "竞争力效应"],
    ["net-shift", "Net shift", "净偏离"],
    [
        "competitive-homothetic",
        "Competitive, homothetic",
        "同构竞争力效应",
    ],
    ["allocation", "Allocation", "配置效应"],
];

/// How many of them the classic method has.
const CLASSIC: usize = 5;

/// A step from one year to another: the amounts of the area and of its reference without it.
struct Step {
    own: [Amounts; 2],
    others: [Amounts; 2],
    is_within: bool,
}

impl Page<'_> {
    pub(super) fn answer(&self, areas: Vec<String>, years: Option<Years>) -> Result<Answer> {
        let composition = self.composition;
        if composition.table.time().is_none() {
            return Err(Refusal::new(format!(
                "`shift-share` divides a change between two years, and `{}` has none",
                composition.table.name
            ))
            .next(format!(
                "name another table{}",
                or_declare_time(self.package, composition.table)
            ))
            .into());
        }
        let query = Query {
            areas,
            years,
            bare: true,
            ..Query::default()
        };
        let asked = ask(self.package, composition.table, &query)?;
        let keys = composition.keys_of(&asked);
        let mut warnings = composition.warnings.clone();
        warnings.extend(asked.warnings.iter().cloned());
        let mut answer = Answer {
            title: self.title(),
            sources: asked.sources,
            nothing: asked.nothing,
            warnings,
            columns: self.columns(),
            ..Answer::default()
        };
        if answer.nothing.is_some() {
            return Ok(answer);
        }
        let found: BTreeSet<usize> = keys.iter().map(|(_, year)| *year).collect();
        let (Some(&first), Some(&last)) = (found.first(), found.last()) else {
            return Err(Refusal::new("`shift-share` needs two years").into());
        };
        if first == last {
            let known: Vec<_> = composition.years.iter().flatten().copied().collect();
            if let [only] = known.as_slice() {
                return Err(Refusal::new("`shift-share` needs two years")
                    .next(format!("`{}` has {only} alone", composition.table.name))
                    .into());
            }
            return Err(Refusal::new(format!(
                "`shift-share` needs two years, such as `-y {},{}`",
                known.first().map(ToString::to_string).unwrap_or_default(),
                known.last().map(ToString::to_string).unwrap_or_default()
            ))
            .next(format!(
                "`{}` has {}",
                composition.table.name,
                spans(&known)
            ))
            .into());
        }
        // Of years that are named one by one, each and the next are the ends of a span.
        let ends = composition.years_named(query.years.as_ref(), &keys);
        let ends = ends.unwrap_or_else(|| vec![first, last]);
        let spans: Vec<Vec<usize>> = ends
            .windows(2)
            .map(|ends| match self.variant {
                Variant::Dynamic => (ends[0]..=ends[1]).collect(),
                _ => ends.to_vec(),
            })
            .collect();
        let reference_areas = composition.reference_areas(self.package, self.against)?;
        let references: Vec<Vec<Result<Reference, Figure>>> = spans
            .iter()
            .map(|years| {
                let of_year = |(since, year): (&usize, &usize)| {
                    composition.reference(&reference_areas, *year, Some(*since))
                };
                // The first year begins the span, so that a break in it is none within.
                let since = years[..1].iter().chain(years);
                since.zip(years).map(of_year).collect()
            })
            .collect();
        let mut seen = BTreeSet::new();
        let chosen = keys.iter().map(|(area, _)| *area);
        for area in chosen.filter(|area| seen.insert(*area)) {
            for (years, references) in spans.iter().zip(&references) {
                let span = self.span(years[0], years[years.len() - 1]);
                let mut cells = composition.key_cells(area, Cell::words(span));
                let figures = self.figures(area, years, references);
                cells.extend(figures.into_iter().map(Cell::from));
                cells.push(Cell::words(&composition.table.name));
                answer.rows.push(Row {
                    cells,
                    total: false,
                });
            }
        }
        answer.subtitle = Label::plain(self.span(first, last).replace("..", "–"));
        answer.remarks = self.remarks(&spans);
        answer.details = vec!["net-shift".to_owned()];
        Ok(answer)
    }

    /// Two years as a span.
    fn span(&self, first: usize, last: usize) -> String {
        let year = |at: usize| self.composition.years[at].map(|year| year.to_string());
        format!(
            "{}..{}",
            year(first).unwrap_or_default(),
            year(last).unwrap_or_default()
        )
    }

    /// How many components the method has.
    fn count(&self) -> usize {
        match self.variant {
            Variant::EstebanMarquillas => COMPONENTS.len(),
            _ => CLASSIC,
        }
    }

    /// The components of an area.
    fn figures(
        &self,
        area: usize,
        years: &[usize],
        references: &[Result<Reference, Figure>],
    ) -> Vec<Figure> {
        let amounts = |since: usize, year: usize| {
            let mix = self.composition.mix_since(area, since, year)?;
            mix.amounts
        };
        let steps: Result<Vec<Step>, Figure> = years
            .windows(2)
            .zip(references.windows(2))
            .map(|(years, references)| {
                let own = [amounts(years[0], years[0])?, amounts(years[0], years[1])?];
                step(area, own, [&references[0], &references[1]])
            })
            .collect();
        let steps = match steps {
            Ok(steps) => steps,
            Err(missing) => return vec![missing; self.count()],
        };
        let doubts: Vec<&Figure> = steps
            .iter()
            .flat_map(|step| step.own.iter().chain(&step.others))
            .map(|amounts| &amounts.doubt)
            .collect();
        // The change is over the whole span, whatever its steps.
        let ends = [years[0], years[years.len() - 1]].map(|year| amounts(years[0], year));
        let own = ends.iter().flatten().map(|end| &end.doubt_of_whole);
        let own: Vec<&Figure> = own.collect();
        let wholes: Vec<&Figure> = steps
            .iter()
            .flat_map(|step| step.own.iter().chain(&step.others))
            .map(|amounts| &amounts.doubt_of_whole)
            .collect();
        let shifts: Vec<Shifts> = steps.iter().map(Step::shifts).collect();
        let found = components(&steps, &shifts);
        let source = &self.composition.source;
        let of = |inputs: &[&Figure], formula: String, component: fn(&Components) -> Estimate| {
            derive(inputs, &formula, source, |_| {
                found.map(|found| component(&found))
            })
        };
        let formulas = |formula: fn(&Shifts) -> String| {
            let texts: Vec<String> = shifts.iter().map(formula).collect();
            texts.join(" + ")
        };
        let mut figures = vec![
            of(&own, formula_of_change(&steps), |found| found.actual),
            of(&wholes, formulas(of_reference), |found| found.reference),
            of(&doubts, formulas(of_mix), |found| found.mix),
            of(&doubts, formulas(of_area), |found| found.competitive),
        ];
        let net = format!("{} + {}", formulas(of_mix), formulas(of_area));
        figures.push(derive(&doubts, &net, source, |_| {
            methods::net_shift(&found?)
        }));
        if self.variant == Variant::EstebanMarquillas {
            let effects = found.and_then(|found| {
                let whole = shifts.first().ok_or(Undefined::Empty)?;
                methods::effects(whole, found.competitive)
            });
            let homothetic = "Σ e* (e₁ ÷ e₀ − E₁ ÷ E₀) with e* = e E₀ₛ ÷ E₀ of each part";
            let allocation = "Σ (e₀ − e*) (e₁ ÷ e₀ − E₁ ÷ E₀) with e* = e E₀ₛ ÷ E₀ of each part";
            if let Some(part) = self.nothing_at_first(&shifts) {
                let year = self.composition.years[years[0]];
                let why = format!(
                    "There is nothing of {part} in {}, and what is nothing has no rate of growth.",
                    year.map(|year| year.to_string()).unwrap_or_default()
                );
                figures.extend([Figure::missing(&why), Figure::missing(&why)]);
                return figures;
            }
            figures.push(derive(&doubts, homothetic, source, |_| {
                effects.map(|effects| effects.homothetic)
            }));
            figures.push(derive(&doubts, allocation, source, |_| {
                effects.map(|effects| effects.allocation)
            }));
        }
        figures
    }

    /// The first part of which an area has nothing in the first year.
    fn nothing_at_first(&self, shifts: &[Shifts]) -> Option<&str> {
        let mut parts = shifts.first()?.parts.iter();
        let at = parts.position(|part| part.own[0].value.is_zero())?;
        Some(&self.composition.members.get(at)?.id)
    }

    fn columns(&self) -> Vec<Column> {
        let composition = self.composition;
        let amount = composition.amount();
        let unit =
            amount.map(|amount| Label::new(amount.unit_and_prices(), amount.unit_zh.as_ref()));
        let unit = unit.filter(|unit| !unit.en.is_empty());
        let mut columns = composition.key_columns();
        let components = &COMPONENTS[..self.count()];
        columns.extend(components.iter().map(|[id, en, zh]| {
            let measure = Measure {
                id: (*id).to_owned(),
                unit: unit.clone(),
                unit_measure: amount.and_then(|amount| amount.unit_measure.clone()),
                unit_mult: amount.map_or(0, |amount| amount.unit_mult),
                table: composition.table.name.clone(),
                source: composition.source.clone(),
                holds: Holds::Values,
                ..Measure::default()
            };
            Column::titled(id, en, zh).of_role(Role::Measure(Box::new(measure)))
        }));
        columns.push(Column {
            shown: false,
            ..Column::titled("table", "Table", "表")
        });
        columns
    }

    fn title(&self) -> Label {
        let of = self.composition;
        let title = of.amount().map_or(&of.column.title, |amount| {
            let named = of.table.indicator(&amount.id);
            named.map_or(&of.column.title, |(_, column, _)| &column.title)
        });
        Label::new(
            format!(
                "Shift-share of {} by {}",
                uncapitalised(title),
                uncapitalised(&of.dimension.title)
            ),
            Some("偏离—份额分析"),
        )
    }

    fn remarks(&self, spans: &[Vec<usize>]) -> Vec<String> {
        let composition = self.composition;
        let mut remarks = vec![composition.reference_in_words(self.against)];
        if self.variant == Variant::Dynamic {
            let steps = spans.iter().flat_map(|years| years.windows(2));
            let steps = list(steps.map(|pair| self.span(pair[0], pair[1])), "and");
            remarks.push(match spans {
                [_] => format!("Components of {steps} are added up."),
                _ => format!("Components of {steps} are added up within each span."),
            });
        }
        let amount = composition.amount();
        if amount.is_some_and(Indicator::is_at_current_prices) {
            remarks.push(
                "Amounts are at current prices, so that the competitive component holds the area's own prices as well."
                    .to_owned(),
            );
        }
        remarks.push(format!(
            "Results depend on the years and on the {} members of `{}`; they describe and do not explain.",
            composition.members.len(),
            composition.dimension.name
        ));
        remarks
    }
}

impl Step {
    fn shifts(&self) -> Shifts {
        let part = |at: usize| Part {
            own: [self.own[0].parts[at], self.own[1].parts[at]],
            others: [self.others[0].parts[at], self.others[1].parts[at]],
        };
        Shifts {
            parts: (0..self.own[0].parts.len()).map(part).collect(),
            whole: Part {
                own: [self.own[0].whole, self.own[1].whole],
                others: [self.others[0].whole, self.others[1].whole],
            },
            is_within: self.is_within,
        }
    }
}

/// A step of an area beside its reference.
fn step(
    area: usize,
    own: [Amounts; 2],
    references: [&Result<Reference, Figure>; 2],
) -> Result<Step, Figure> {
    let known = |at: usize| references[at].as_ref().map_err(Figure::clone);
    let references = [known(0)?, known(1)?];
    let is_within = references[0].holds(area);
    let is_only = references[0].is_only(area);
    let others = |at: usize| {
        if is_within && !is_only {
            references[at].without(&own[at])
        } else {
            references[at].amounts.clone()
        }
    };
    Ok(Step {
        others: [others(0), others(1)],
        own,
        is_within: is_within && !is_only,
    })
}

/// The components of all steps together.
fn components(steps: &[Step], shifts: &[Shifts]) -> Result<Components, Undefined> {
    let spans: Result<Vec<Components>, Undefined> =
        shifts.iter().map(methods::components).collect();
    let spans = spans?;
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else {
        return Err(Undefined::Empty);
    };
    let actual = methods::difference(last.own[1].whole, first.own[0].whole)?;
    methods::summed(&spans, actual)
}

/// The later whole less the earlier, as a formula.
fn formula_of_change(steps: &[Step]) -> String {
    match (steps.first(), steps.last()) {
        (Some(first), Some(last)) => format!(
            "{} − {}",
            last.own[1].whole.number(),
            first.own[0].whole.number()
        ),
        _ => String::new(),
    }
}
