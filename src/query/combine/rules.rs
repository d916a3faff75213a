//! How the values of a group make one: each indicator by the rule of its descriptor, or by `--agg`.
//!
//! This file finds the inputs and says what is lacking; `amounts`, `weighted` and `ratios` compute.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::elsewhere::Amounts;
use super::keys::Keys;
use super::ratios::Denominator;
use super::{Absent, Aggregate, Combination, Group, Wanted};
use crate::answer::{Answer, Cell, Row};
use crate::figure::{Estimate, Figure, Kind, Note, Status};
use crate::methods::Undefined;
use crate::package::{Combine, Indicator, Moment, Package, Table, WeightYear};
use crate::query::QueryError;
use crate::query::keyed::{Keyed, key, key_text};
use crate::query::operand::{Doubt, Operand};
use crate::query::select::Selected;
use crate::words::capitalised;

/// Below this part of the weights a partial figure is refused.
const LEAST_COVERAGE: (u32, u32) = (2, 3);

/// What the rules need beside the group: the whole selection, other tables, options.
pub(super) struct Rules<'a> {
    pub(super) package: &'a Package,
    pub(super) table: &'a Table,
    pub(super) answer: &'a Answer,
    /// The rows of the answer, and behind them those of members that are not asked for, which weigh.
    pub(super) rows: Keyed<'a>,
    pub(super) how: &'a Combination,
    pub(super) wanted: Wanted,
    pub(super) keys: &'a Keys,
    /// Whether corrections stand in the place of what they correct.
    pub(super) adjusted: bool,
    /// The members that a group has where none is absent, by what their rows have in the columns that collapse.
    pub(super) expected: BTreeSet<Vec<String>>,
    /// What was read of other tables, by table and indicator.
    pub(super) elsewhere: RefCell<BTreeMap<(String, String), Rc<Amounts>>>,
}

/// The values of a group that a rule uses, and what is lacking.
pub(super) struct Inputs<T> {
    pub(super) found: Vec<T>,
    pub(super) lacking: Vec<String>,
}

impl<'a> Rules<'a> {
    pub(super) fn new(
        package: &'a Package,
        table: &'a Table,
        selected: &'a Selected,
        how: &'a Combination,
        keys: &'a Keys,
        wanted: Wanted,
    ) -> Rules<'a> {
        let answer = &selected.answer;
        let years = selected.years.as_ref();
        let rows = Keyed::new(answer, answer.rows.iter().chain(&selected.beside));
        let in_years = |row: &&Row| {
            !keys.collapses(keys.time)
                || row.cells.iter().all(|cell| !matches!(cell, Cell::Year(year) if years.is_some_and(|years| !years.contains(year))))
        };
        let members = answer
            .rows
            .iter()
            .filter(in_years)
            .filter(|row| !super::is_total_among_members(table, answer, keys, row));
        let expected: BTreeSet<Vec<String>> = members.map(|row| key(row, &keys.collapse)).collect();
        Rules {
            package,
            table,
            answer,
            rows,
            how,
            wanted,
            keys,
            adjusted: selected.adjusted,
            expected,
            elsewhere: RefCell::default(),
        }
    }

    /// The members that a group does not have a row of.
    pub(super) fn absent(&self, group: &Group) -> Vec<Absent> {
        let text = |row: usize, place: &usize| key_text(&self.rows.row(row).cells[*place]);
        let key = |row: usize| -> Vec<String> {
            self.keys
                .collapse
                .iter()
                .map(|place| text(row, place))
                .collect()
        };
        let there: BTreeSet<Vec<String>> = group.rows.iter().map(|&row| key(row)).collect();
        let year = self
            .keys
            .time
            .filter(|time| !self.keys.collapse.contains(time));
        let year = year.and_then(|time| group.rows.first().map(|&row| text(row, &time)));
        let absent = self.expected.iter().filter(|key| !there.contains(*key));
        absent
            .map(|key| {
                let name = key
                    .iter()
                    .chain(&year)
                    .map(String::as_str)
                    .collect::<Vec<_>>()
                    .join(" ");
                Absent {
                    key: key.clone(),
                    reason: format!("{name} is not in the table"),
                }
            })
            .collect()
    }

    /// Whether the rows made are totals that stand beside their members.
    pub(super) fn makes_a_total(&self) -> bool {
        self.how.total
    }

    /// Whether indicators that are not shown are combined too.
    pub(super) fn combines_all(&self) -> bool {
        self.wanted.all
    }

    /// The figure of a group for an indicator.
    pub(super) fn combined(
        &self,
        indicator: &Indicator,
        place: usize,
        group: &Group,
    ) -> Result<Cell, QueryError> {
        let counts = self.how.aggregate == Some(Aggregate::Count);
        if let ([only], 1, false) = (group.rows.as_slice(), self.expected.len(), counts) {
            // A group of one is its member, as published.
            return Ok(self.rows.row(*only).cells[place].clone());
        }
        let cannot_exist = |row: &usize| {
            self.figure_at(*row, place)
                .is_some_and(|figure| figure.status == Status::CannotExist)
        };
        if group.rows.iter().all(cannot_exist) {
            return Ok(self.rows.row(group.rows[0]).cells[place].clone());
        }
        let figure = match (self.how.aggregate, &indicator.combine) {
            (Some(Aggregate::Sum), _) if matches!(indicator.kind, Kind::Flow | Kind::Stock) => {
                self.total(indicator, place, group)
            }
            (Some(aggregate), _) => self.aggregate(aggregate, place, group),
            (None, Combine::Sum) => self.total(indicator, place, group),
            (
                None,
                Combine::WeightedMean {
                    weight,
                    weight_year,
                },
            ) => match weight_year {
                WeightYear::Previous => self.growth(weight, place, group),
                WeightYear::Same => self.weighted(weight, place, group),
            },
            (
                None,
                Combine::Ratio {
                    numerator,
                    denominator,
                    denominator_year,
                },
            ) => {
                let denominator = Denominator {
                    name: denominator.as_deref(),
                    mid_year: *denominator_year == Moment::MidYear,
                };
                self.ratio(indicator, numerator, &denominator, place, group)?
            }
            (None, Combine::Share { of }) => self.share(of, place, group),
            (None, Combine::None { .. }) => return Ok(Cell::Empty),
        };
        Ok(Cell::Figure(figure))
    }

    pub(super) fn figure_at(&self, row: usize, place: usize) -> Option<&Figure> {
        self.rows.figure(row, place)
    }

    /// The input in a cell, or why there is none.
    pub(super) fn operand(&self, row: usize, place: usize) -> Result<Operand, String> {
        let Some(figure) = self.figure_at(row, place) else {
            return Err(format!("{} has no value", self.name(row)));
        };
        Operand::of(figure).ok_or_else(|| {
            let why = if figure.is_missing() {
                "is missing"
            } else {
                "is refuted by arithmetic and not used"
            };
            format!("{} {why}", self.name(row))
        })
    }

    /// A row in words: its members of the dimensions that collapse, and the year.
    pub(super) fn name(&self, row: usize) -> String {
        let cells = &self.rows.row(row).cells;
        let mut places: Vec<usize> = self.keys.collapse.clone();
        places.extend(self.keys.time.filter(|time| !places.contains(time)));
        places.sort_unstable();
        places
            .iter()
            .map(|&place| key_text(&cells[place]))
            .collect::<Vec<_>>()
            .join(" ")
    }

    pub(super) fn indicator_place(&self, id: &str) -> Option<usize> {
        self.answer.place_of(id)
    }

    /// How a figure was made: `4 of 4: …`, or why it cannot be. `weights` are the weights present and all of them.
    pub(super) fn coverage<T>(
        &self,
        inputs: &Inputs<T>,
        made: &str,
        weights: Option<(Decimal, Decimal)>,
    ) -> Result<Note, Figure> {
        let (present, all) = (
            inputs.found.len(),
            inputs.found.len() + inputs.lacking.len(),
        );
        let counted = format!("{present} of {all}");
        if present == all {
            return Ok(Note::remark(format!("{counted}: {made}.")));
        }
        let mut reasons = inputs.lacking.clone();
        reasons.dedup();
        let more = reasons.len().saturating_sub(3);
        reasons.truncate(3);
        if more > 0 {
            reasons.push(format!("{more} more"));
        }
        let reasons = reasons.join(", ");
        if present == 0 {
            return Err(Figure::missing(format!("{counted}: {reasons}.")));
        }
        if !self.how.partial {
            let hint = "`--partial` computes it over those there are";
            return Err(Figure::missing(format!("{counted}: {reasons}; {hint}.")));
        }
        let (have, need) = weights.unwrap_or((Decimal::from(present), Decimal::from(all)));
        let (above, below) = (
            Decimal::from(LEAST_COVERAGE.0),
            Decimal::from(LEAST_COVERAGE.1),
        );
        if have / above < need / below {
            let why = "what is there is less than two thirds of the whole";
            return Err(Figure::missing(format!("{counted}: {reasons}; {why}.")));
        }
        Ok(Note::remark(format!(
            "{counted}, partial: {made} without {reasons}."
        )))
    }

    /// A figure of the inputs taken, or the reason why it is undefined.
    pub(super) fn finish(
        &self,
        estimate: Result<Estimate, Undefined>,
        doubt: Doubt,
        how: Note,
        formula: impl FnOnce() -> String,
    ) -> Figure {
        match estimate {
            Ok(estimate) => {
                let mut figure = doubt.figure(estimate, Some(how));
                if self.wanted.explain {
                    figure.formula = Some(Arc::from(formula()));
                }
                figure
            }
            Err(undefined) => {
                let why = capitalised(&undefined.to_string());
                Figure::missing(format!("{} {why}.", how.text))
            }
        }
    }
}

/// The inputs of the rows, with what is lacking of them.
pub(super) fn inputs<T>(
    rows: &[usize],
    absent: &[Absent],
    input: impl Fn(usize) -> Result<T, String>,
) -> Inputs<T> {
    let mut inputs = Inputs {
        found: Vec::new(),
        lacking: Vec::new(),
    };
    for &row in rows {
        match input(row) {
            Ok(found) => inputs.found.push(found),
            Err(reason) => inputs.lacking.push(reason),
        }
    }
    inputs
        .lacking
        .extend(absent.iter().map(|absent| absent.reason.clone()));
    inputs
}

/// That a rule names an indicator which is not there.
pub(super) fn no_indicator(id: &str) -> Figure {
    Figure::missing(format!(
        "Its rule needs `{id}`, which the package does not have."
    ))
}
