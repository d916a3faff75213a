//! The third step: levels into changes, indices, shares, volumes.
//!
//! Computed on the whole series, which is cut to the years that are asked for afterwards. This file says what each
//! transform is called, for which kinds it has a meaning and where its figures go; `series` and `parts` compute.

mod parts;
mod series;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::QueryError;
use super::combine::{is_key, key_text};
use super::select::Selected;
use crate::answer::{Answer, Cell, Column, Label, Measure, Role, Row};
use crate::figure::{Figure, Kind, Status, Year, spans};
use crate::package::{Combine, Indicator, Table};
use crate::words::{printable, quoted_list};

/// What is made of the levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transform {
    /// The levels as they are.
    Published,
    /// The relative change on the year before, in percent.
    Yoy,
    /// The difference from the year before, in the unit, or in percentage points.
    Change,
    /// The index number, 100 in the base year or in the first year that is asked for.
    Index(Option<Year>),
    /// The compound rate a year between the first and the last year.
    Cagr,
    /// The share of the table's areas.
    Share,
    /// The contribution to the relative change of the whole, in percentage points.
    Contribution,
    /// The index of volume, chained from published growth.
    RealIndex(Option<Year>),
    /// The amount at the prices of a year.
    Constant(Year),
    /// The yearly change of the implicit deflator, in percent.
    Deflator,
}

/// How transforms are written, and which of them take a base year: none, at will, always.
const NAMES: [(&str, Base); 10] = [
    ("published", Base::None),
    ("yoy", Base::None),
    ("change", Base::None),
    ("index", Base::AtWill),
    ("cagr", Base::None),
    ("share", Base::None),
    ("contribution", Base::None),
    ("real-index", Base::AtWill),
    ("constant", Base::Always),
    ("deflator", Base::None),
];

/// Whether a transform takes a base year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    None,
    AtWill,
    Always,
}

impl FromStr for Transform {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, base) = match text.split_once(':') {
            Some((name, base)) => (name, Some(base)),
            None => (text, None),
        };
        let Some((name, takes)) = NAMES.iter().find(|(known, _)| *known == name) else {
            let names = NAMES.iter().map(|(name, takes)| match takes {
                Base::None => (*name).to_owned(),
                Base::AtWill => format!("{name}[:YEAR]"),
                Base::Always => format!("{name}:YEAR"),
            });
            return Err(format!(
                "`--as` does not take `{}`; write {}",
                printable(text),
                quoted_list(names, "or")
            ));
        };
        let base = match (base, takes) {
            (Some(_), Base::None) => {
                return Err(format!("`--as {name}` takes no base year; write `{name}`"));
            }
            (None, Base::Always) => {
                return Err(format!(
                    "`--as {name}` needs a base year; write `{name}:2010`"
                ));
            }
            (None, _) => None,
            (Some(base), _) => Some(
                base.parse::<Year>()
                    .map_err(|error| format!("`--as {name}`: {error}"))?,
            ),
        };
        Ok(match (*name, base) {
            ("yoy", _) => Transform::Yoy,
            ("change", _) => Transform::Change,
            ("index", base) => Transform::Index(base),
            ("cagr", _) => Transform::Cagr,
            ("share", _) => Transform::Share,
            ("contribution", _) => Transform::Contribution,
            ("real-index", base) => Transform::RealIndex(base),
            ("constant", Some(base)) => Transform::Constant(base),
            ("deflator", _) => Transform::Deflator,
            _ => Transform::Published,
        })
    }
}

impl fmt::Display for Transform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Transform::Index(Some(base))
            | Transform::RealIndex(Some(base))
            | Transform::Constant(base) => {
                write!(f, "{}:{base}", self.name())
            }
            _ => f.write_str(self.name()),
        }
    }
}

impl Transform {
    /// The name without the base year.
    pub fn name(self) -> &'static str {
        match self {
            Transform::Published => "published",
            Transform::Yoy => "yoy",
            Transform::Change => "change",
            Transform::Index(_) => "index",
            Transform::Cagr => "cagr",
            Transform::Share => "share",
            Transform::Contribution => "contribution",
            Transform::RealIndex(_) => "real-index",
            Transform::Constant(_) => "constant",
            Transform::Deflator => "deflator",
        }
    }

    /// Whether it rests on published growth beside the amounts.
    fn needs_growth(self) -> bool {
        matches!(
            self,
            Transform::RealIndex(_) | Transform::Constant(_) | Transform::Deflator
        )
    }

    /// Why it has no meaning for an indicator, or nothing where it has one.
    fn refusal(self, table: &Table, indicator: &Indicator) -> Option<String> {
        let kind = indicator.kind;
        let is_level = matches!(kind, Kind::Flow | Kind::Stock | Kind::Ratio | Kind::Index);
        let is_amount = matches!(kind, Kind::Flow | Kind::Stock);
        let because = |what: &str| {
            Some(format!(
                "`{}` is a {}, and {what}",
                indicator.id,
                kind.name()
            ))
        };
        match self {
            _ if kind == Kind::Text => because("nothing is computed from it"),
            Transform::Published => None,
            Transform::Change => None,
            Transform::Yoy if !is_level => {
                because("its change is told in percentage points; write `--as change`")
            }
            Transform::Index(_) | Transform::Cagr if !is_level => because(
                "a percentage has no index and no rate a year; write `--as change`, or `real-index` for growth",
            ),
            Transform::Share | Transform::Contribution if !is_amount => {
                because("only amounts have shares and contributions; ask an amount with `-i`")
            }
            Transform::RealIndex(_) | Transform::Constant(_) | Transform::Deflator
                if growth_of(table, &indicator.id).is_none() =>
            {
                because("no published growth belongs to it; ask an amount that has one with `-i`")
            }
            _ => None,
        }
    }
}

/// The growth that belongs to an amount: the rate that is weighted by it of the year before.
fn growth_of<'a>(table: &'a Table, amount: &str) -> Option<&'a Indicator> {
    table
        .indicators()
        .map(|(_, _, indicator)| indicator)
        .find(|indicator| match &indicator.combine {
            Combine::WeightedMean {
                weight,
                weight_year,
            } => weight == amount && weight_year.as_deref() == Some("previous"),
            _ => false,
        })
}

/// What a transform works on: the rows of the selection, those beside it, and how to find them.
struct Work<'a> {
    table: &'a Table,
    answer: &'a Answer,
    others: &'a [Row],
    transform: Transform,
    explain: bool,
    /// The years of the data, and those that are asked for.
    existing: Vec<Year>,
    asked: (Year, Year),
    time: usize,
    area: Option<usize>,
    /// The place of each row by its key.
    places: BTreeMap<Vec<String>, usize>,
}

/// Transforms the figures of a selection; the levels stay, not shown, so that conditions can look at them.
pub(super) fn transform(
    table: &Table,
    selected: &mut Selected,
    transform: Transform,
    named: bool,
    explain: bool,
) -> Result<(), QueryError> {
    if transform == Transform::Published {
        return Ok(());
    }
    let targets = targets(table, &mut selected.answer, transform, named)?;
    let work = Work::new(table, selected, transform, explain)?;
    let mut columns = Vec::new();
    for &(place, indicator) in &targets {
        columns.push((
            work.column(indicator, &selected.answer.columns[place]),
            work.figures(indicator, place)?,
        ));
    }
    let rows = work.extra_rows(&targets);
    let spans = (transform == Transform::Cagr).then(|| (work.time, work.asked));
    let remark = work.remark();
    for row in &mut selected.answer.rows {
        row.cells.reserve(columns.len());
    }
    for (column, figures) in columns {
        selected.answer.columns.push(column);
        for (row, figure) in selected.answer.rows.iter_mut().zip(figures) {
            row.cells.push(figure);
        }
    }
    insert(&mut selected.answer, rows);
    selected.answer.remarks.extend(remark);
    if let Some((time, (first, last))) = spans {
        series::into_spans(selected, time, first, last)?;
    }
    Ok(())
}

/// The columns that the transform has a meaning for; those that it has none for are hidden or refused.
fn targets<'t>(
    table: &'t Table,
    answer: &mut Answer,
    transform: Transform,
    named: bool,
) -> Result<Vec<(usize, &'t Indicator)>, QueryError> {
    let mut targets: Vec<(usize, &Indicator)> = Vec::new();
    let mut left_out: Vec<String> = Vec::new();
    let shown: Vec<usize> = answer
        .shown()
        .filter(|(_, column)| column.measure().is_some())
        .map(|(place, _)| place)
        .collect();
    let place_of = |answer: &Answer, id: &str| {
        answer
            .columns
            .iter()
            .position(|column| column.measure().is_some_and(|measure| measure.id == id))
    };
    for place in shown {
        let id = answer.columns[place]
            .measure()
            .map(|measure| measure.id.clone())
            .unwrap_or_default();
        answer.columns[place].shown = false;
        let Some((_, _, indicator)) = table
            .indicators()
            .find(|(_, _, indicator)| indicator.id == id)
        else {
            continue;
        };
        // Growth stands for the amount that it is the growth of.
        let of_amount = match &indicator.combine {
            Combine::WeightedMean {
                weight,
                weight_year,
            } if transform.needs_growth() && weight_year.as_deref() == Some("previous") => table
                .indicators()
                .find(|(_, _, amount)| amount.id == *weight)
                .map(|(_, _, amount)| amount),
            _ => None,
        };
        let target = of_amount.unwrap_or(indicator);
        match transform.refusal(table, target) {
            Some(reason) if named => {
                return Err(QueryError::refused(format!("`--as {transform}`: {reason}")));
            }
            Some(_) => left_out.push(id),
            None => {
                let target_place = place_of(answer, &target.id).unwrap_or(place);
                if !targets.iter().any(|(known, _)| *known == target_place) {
                    targets.push((target_place, target));
                }
            }
        }
    }
    if targets.is_empty() {
        return Err(QueryError::refused(format!(
            "`--as {transform}` has no meaning for any indicator of `{}`; `hlj describe {}` says their kinds",
            table.name, table.name
        )));
    }
    if !left_out.is_empty() {
        answer.warnings.push(format!(
            "{} left out, since `--as {transform}` has no meaning for it",
            quoted_list(left_out, "and")
        ));
    }
    Ok(targets)
}

/// Puts each extra row behind the last row of the key that it belongs to.
fn insert(answer: &mut Answer, rows: Vec<(usize, Row)>) {
    for (behind, row) in rows.into_iter().rev() {
        answer.rows.insert(behind + 1, row);
    }
}

impl<'a> Work<'a> {
    fn new(
        table: &'a Table,
        selected: &'a Selected,
        transform: Transform,
        explain: bool,
    ) -> Result<Work<'a>, QueryError> {
        let answer = &selected.answer;
        let place = |wanted: fn(&Role) -> bool| {
            answer
                .columns
                .iter()
                .position(|column| wanted(&column.role))
        };
        let Some(time) = place(|role| matches!(role, Role::Time)) else {
            return Err(QueryError::refused(format!(
                "`--as {transform}` needs years in the answer; leave it out, or keep `year` in `--group-by`"
            )));
        };
        let mut existing: Vec<Year> = answer
            .rows
            .iter()
            .filter_map(|row| year(row, time))
            .collect();
        existing.sort();
        existing.dedup();
        let asked = selected.years.iter().flatten().chain(&selected.absent);
        let asked: Vec<Year> = if selected.years.is_some() {
            asked.copied().collect()
        } else {
            existing.clone()
        };
        let (Some(first), Some(last)) = (asked.iter().min(), asked.iter().max()) else {
            return Err(QueryError::refused(format!(
                "`--as {transform}` needs a year to work on; leave it out"
            )));
        };
        let keys: Vec<usize> = (0..answer.columns.len())
            .filter(|&at| is_key(&answer.columns[at]))
            .collect();
        let key = |row: &Row| {
            keys.iter()
                .map(|&place| key_text(&row.cells[place]))
                .collect()
        };
        let places = answer
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| (key(row), at))
            .collect();
        let work = Work {
            table,
            answer,
            others: &selected.others,
            transform,
            explain,
            asked: (*first, *last),
            existing,
            time,
            area: place(|role| matches!(role, Role::Area)),
            places,
        };
        work.check_base()?;
        Ok(work)
    }

    /// The base year: as asked for, else the first year that is asked for.
    fn base(&self) -> Year {
        match self.transform {
            Transform::Index(Some(base))
            | Transform::RealIndex(Some(base))
            | Transform::Constant(base) => base,
            _ => self.asked.0,
        }
    }

    /// Refuses a base year, or the end of a span, that the data do not have.
    fn check_base(&self) -> Result<(), QueryError> {
        let needed = match self.transform {
            Transform::Index(_) | Transform::RealIndex(_) | Transform::Constant(_) => {
                vec![self.base()]
            }
            Transform::Cagr => vec![self.asked.0, self.asked.1],
            _ => Vec::new(),
        };
        let Some(missing) = needed
            .into_iter()
            .find(|year| !self.existing.contains(year))
        else {
            return Ok(());
        };
        let near = nearest(missing, self.existing.iter().copied());
        let near = near
            .map(|year| format!(", the nearest is {year}"))
            .unwrap_or_default();
        Err(QueryError::refused(format!(
            "`--as {}`: `{}` has nothing for {missing}; its years are {}{near}",
            self.transform,
            self.table.name,
            spans(&self.existing)
        )))
    }

    fn figure(&self, row: usize, place: usize) -> Option<&'a Figure> {
        figure_in(&self.answer.rows[row], place)
    }

    fn year(&self, row: usize) -> Option<Year> {
        year(&self.answer.rows[row], self.time)
    }

    /// The row of the same key with another text in one column.
    fn sibling(&self, row: usize, place: usize, text: &str) -> Option<usize> {
        let cells = &self.answer.rows[row].cells;
        let keys = (0..self.answer.columns.len()).filter(|&at| is_key(&self.answer.columns[at]));
        let key: Vec<String> = keys
            .map(|at| {
                if at == place {
                    text.to_owned()
                } else {
                    key_text(&cells[at])
                }
            })
            .collect();
        self.places.get(&key).copied()
    }

    /// The row of the same key in another year.
    fn in_year(&self, row: usize, year: Year) -> Option<usize> {
        self.sibling(row, self.time, &year.to_string())
    }

    /// The column that the figures of an indicator go to.
    fn column(&self, indicator: &Indicator, level: &Column) -> Column {
        let stem = stem(&level.name, &indicator.id);
        let suffix = level.name.strip_prefix(&stem).unwrap_or_default();
        let is_percent = matches!(indicator.kind, Kind::Rate | Kind::Share);
        let nominal = if indicator.prices.as_deref() == Some("current prices") {
            "nominal "
        } else {
            ""
        };
        let title = &level.label.en;
        let base = self.base();
        let unit = indicator.unit_and_prices();
        let (name, label, unit) = match self.transform {
            Transform::Yoy => (
                format!("{stem}_yoy_pct"),
                format!("{title}, {nominal}change"),
                "% on the year before".to_owned(),
            ),
            Transform::Change if is_percent => (
                format!("{stem}_change_pp"),
                format!("{title}, change"),
                "percentage points on the year before".to_owned(),
            ),
            Transform::Change => (
                format!("{stem}_change{suffix}"),
                format!("{title}, {nominal}change"),
                format!("{unit}, on the year before"),
            ),
            Transform::Index(_) => (
                format!("{stem}_index"),
                format!("{title}, {nominal}index"),
                format!("{base} = 100"),
            ),
            Transform::Cagr => (
                format!("{stem}_cagr_pct"),
                format!("{title}, {nominal}rate of change"),
                "% a year, compound".to_owned(),
            ),
            Transform::Share => (
                format!("{stem}_share_pct"),
                format!("{title}, share"),
                format!("% of the {} areas", self.count_of_areas()),
            ),
            Transform::Contribution => (
                format!("{stem}_contribution_pp"),
                format!("{title}, contribution"),
                format!("percentage points of the {nominal}change of the whole"),
            ),
            Transform::RealIndex(_) => (
                format!("{stem}_real_index"),
                format!("{title}, index of volume"),
                format!("{base} = 100, constant prices"),
            ),
            Transform::Constant(_) => {
                let unit = indicator.unit.clone().unwrap_or_default();
                (
                    format!("{stem}_constant_{base}{suffix}"),
                    title.clone(),
                    format!("{unit}, prices of {base}"),
                )
            }
            Transform::Deflator => (
                format!("{stem}_deflator_pct"),
                format!("{title}, implicit deflator"),
                "% on the year before".to_owned(),
            ),
            Transform::Published => (level.name.clone(), title.clone(), unit),
        };
        let measure = Measure {
            id: format!("{}.{}", indicator.id, self.transform.name()),
            unit: Some(Label::plain(unit)),
            source: level
                .measure()
                .map(|measure| measure.source.clone())
                .unwrap_or_default(),
        };
        Column {
            name,
            label: Label::plain(label),
            role: Role::Measure(Box::new(measure)),
            shown: true,
        }
    }

    /// The transformed figure of each row.
    fn figures(&self, indicator: &Indicator, place: usize) -> Result<Vec<Cell>, QueryError> {
        let rows = 0..self.answer.rows.len();
        let figures: Vec<Figure> = match self.transform {
            Transform::Share => rows
                .map(|row| self.share(row, place))
                .collect::<Result<_, _>>()?,
            Transform::Contribution => rows
                .map(|row| self.contribution(row, place))
                .collect::<Result<_, _>>()?,
            Transform::RealIndex(_) | Transform::Constant(_) | Transform::Deflator => {
                let growth = growth_of(self.table, &indicator.id).and_then(|growth| {
                    let is_growth = |column: &Column| {
                        column
                            .measure()
                            .is_some_and(|measure| measure.id == growth.id)
                    };
                    self.answer.columns.iter().position(is_growth)
                });
                rows.map(|row| self.in_volume(row, place, growth)).collect()
            }
            _ => rows
                .map(|row| self.over_time(row, place, indicator.kind))
                .collect(),
        };
        let cannot_exist = |row: usize| {
            self.figure(row, place)
                .filter(|figure| figure.status == Status::CannotExist)
                .cloned()
        };
        let figures = figures
            .into_iter()
            .enumerate()
            .map(|(row, figure)| cannot_exist(row).unwrap_or(figure));
        Ok(figures.map(Cell::Figure).collect())
    }

    /// What is to be said below the table.
    fn remark(&self) -> Option<String> {
        Some(match self.transform {
            Transform::Yoy | Transform::Change => "Changes are on the year before; across a missing year there is none.".to_owned(),
            Transform::Cagr => format!("Rates are between {} and {} alone; the years between do not enter.", self.asked.0, self.asked.1),
            Transform::Deflator => "The deflator is what nominal change leaves beside published growth; both should be of one vintage.".to_owned(),
            Transform::Constant(_) => "Chained volumes do not add up over areas; ask `--total` for those of the whole.".to_owned(),
            _ => return None,
        })
    }
}

/// The name of a column without its unit.
fn stem(column: &str, id: &str) -> String {
    let id = id.replace('-', "_");
    if column.starts_with(&id) {
        id
    } else {
        column.strip_suffix("_pct").unwrap_or(column).to_owned()
    }
}

fn year(row: &Row, time: usize) -> Option<Year> {
    match row.cells[time] {
        Cell::Year(year) => Some(year),
        _ => None,
    }
}

fn figure_in(row: &Row, place: usize) -> Option<&Figure> {
    match row.cells.get(place)? {
        Cell::Figure(figure) => Some(figure),
        _ => None,
    }
}

/// The year nearest to another; the later of two.
fn nearest(wanted: Year, years: impl Iterator<Item = Year>) -> Option<Year> {
    years.min_by_key(|year| ((year.number() - wanted.number()).abs(), -year.number()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_transform_reads_back() {
        for text in [
            "published",
            "yoy",
            "change",
            "index",
            "index:2008",
            "cagr",
            "share",
            "contribution",
            "real-index:2010",
            "constant:2008",
            "deflator",
        ] {
            assert_eq!(text.parse::<Transform>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_transform_that_is_none_is_refused_with_those_there_are() {
        let message = |text: &str| text.parse::<Transform>().unwrap_err();
        assert!(message("growth").contains("`real-index[:YEAR]`"));
        assert!(message("constant").contains("`constant:2010`"));
        assert!(message("yoy:2010").contains("no base year"));
        assert!(message("index:20").is_empty() || "20".parse::<Year>().is_ok());
    }
}
