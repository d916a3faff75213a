//! What verbs across tables compute from: the series of an indicator, an observation for each area and year, each
//! with the doubts about it.

mod choose_member;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::breaks::at_end;
use super::lookup::{MemberChoice, has_dimension};
use super::whole::{self, Whole};
use super::{Query, QueryError, Telling, ask};
use crate::answer::{Answer, Cell, Label, Measure, Name, Role, Row};
use crate::figure::{Figure, Kind, Period, Value};
use crate::package::{Column, Indicator, Package, Table};
use crate::words::uncapitalised;
pub(crate) use choose_member::{only, refuse_many};

/// The values of one indicator of a table, for one member of each of its further dimensions.
#[derive(Debug)]
pub(crate) struct Series<'a> {
    pub(crate) table: &'a Table,
    pub(crate) column: &'a Column,
    pub(crate) indicator: &'a Indicator,
    /// The member of each further dimension.
    pub(crate) members: Vec<Name>,
    pub(crate) observations: Vec<Observation>,
    /// How the areas stand to one another.
    pub(crate) whole: Rc<Whole>,
    /// The places of the observations by area and year.
    places: BTreeMap<String, BTreeMap<Option<Period>, usize>>,
}

/// A value of a series.
#[derive(Debug)]
pub(crate) struct Observation {
    pub(crate) area: Name,
    /// The area's code; empty where it has none.
    pub(crate) code: Cell,
    /// The year; none where the table has no years.
    pub(crate) year: Option<Period>,
    pub(crate) figure: Figure,
}

/// Which series of a table are read, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading<'a> {
    /// The members of further dimensions that are asked for; all of a dimension that is not named.
    pub(crate) members: &'a [MemberChoice],
    /// Whether corrections stand in the place of what they correct.
    pub(crate) adjusted: bool,
}

/// Every series of numbers of a table that is about areas, as the reading asks for. A series without a single value
/// is none.
pub(crate) fn series<'a>(
    package: &Package,
    table: &'a Table,
    reading: Reading,
) -> Result<Vec<Series<'a>>, QueryError> {
    let has = |choice: &&MemberChoice| has_dimension(table, &choice.dimension);
    let query = Query {
        telling: Telling {
            adjusted: reading.adjusted,
            ..Telling::default()
        },
        members: reading
            .members
            .iter()
            .filter(has)
            .map(|choice| (choice.dimension.clone(), choice.names.clone()))
            .collect(),
        ..Query::default()
    };
    let answer = ask(package, table, &query)?;
    let whole = Rc::new(whole::of_answer(package, table, &answer, &[], true)?);
    let mut all: Vec<Series> = Vec::new();
    for (_, column, indicator) in table.indicators() {
        if indicator.kind != Kind::Text {
            all.extend(of_indicator(&answer, table, (column, indicator), &whole));
        }
    }
    Ok(all)
}

/// The series of one indicator.
fn of_indicator<'a>(
    answer: &Answer,
    table: &'a Table,
    (column, indicator): (&'a Column, &'a Indicator),
    whole: &Rc<Whole>,
) -> Vec<Series<'a>> {
    let place = |is: fn(&Role) -> bool| answer.columns.iter().position(|column| is(&column.role));
    let value = answer
        .columns
        .iter()
        .position(|known| known.name == column.name);
    let area = place(|role| matches!(role, Role::Area));
    let (Some(value), Some(area)) = (value, area) else {
        return Vec::new();
    };
    let time = place(|role| matches!(role, Role::Time));
    let code = place(|role| matches!(role, Role::Words));
    let mut all: Vec<Series> = Vec::new();
    for row in &answer.rows {
        let (Cell::Name(area), Some(figure)) = (&row.cells[area], row.cells[value].figure()) else {
            continue;
        };
        let members = members_of(answer, row);
        let observation = Observation {
            area: area.clone(),
            code: code.map_or(Cell::Empty, |code| row.cells[code].clone()),
            year: time.and_then(|time| match row.cells[time] {
                Cell::Year(year) => Some(year),
                _ => None,
            }),
            figure: figure.clone(),
        };
        let found = all.iter().position(|series| series.members == members);
        let at = found.unwrap_or(all.len());
        if found.is_none() {
            all.push(Series {
                table,
                column,
                indicator,
                members,
                observations: Vec::new(),
                whole: Rc::clone(whole),
                places: BTreeMap::new(),
            });
        }
        all[at].push(observation);
    }
    all.retain(|series| series.observations.iter().any(Observation::has_value));
    all
}

fn members_of(answer: &Answer, row: &Row) -> Vec<Name> {
    let columns = answer.columns.iter().zip(&row.cells);
    columns
        .filter_map(|(column, cell)| match (&column.role, cell) {
            (Role::Member, Cell::Name(name) | Cell::Numeral(name)) => Some(name.clone()),
            _ => None,
        })
        .collect()
}

impl Observation {
    pub(crate) fn has_value(&self) -> bool {
        self.figure.value != Value::Missing
    }
}

impl Series<'_> {
    /// The indicator with its members: `sector-share:primary`.
    pub(crate) fn id(&self) -> String {
        let members = self.members.iter().map(|member| member.id.as_str());
        std::iter::once(self.indicator.id.as_str())
            .chain(members)
            .collect::<Vec<_>>()
            .join(":")
    }

    /// The indicator with its members, for readers: `Share of GDP, primary industry`.
    pub(crate) fn label(&self) -> Label {
        let mut en = self.column.title.clone();
        let mut zh = self.column.title_zh.clone();
        for member in &self.members {
            en = format!("{en}, {}", uncapitalised(&member.label.en));
            zh = zh.map(|zh| format!("{zh}：{}", member.label.zh_or_en()));
        }
        Label::new(en, zh)
    }

    /// A cell with the name of the series: the id for machines, the title for people.
    pub(crate) fn name_cell(&self) -> Cell {
        Cell::Name(Name::new(self.id(), self.label()))
    }

    /// A cell with the unit.
    pub(crate) fn unit_cell(&self) -> Cell {
        self.unit().map_or(Cell::Empty, Cell::label)
    }

    /// What is to be known of its values, for a column that holds them.
    pub(crate) fn measure(&self, package: &Package) -> Measure {
        Measure {
            id: self.indicator.id.clone(),
            unit: self.unit(),
            prices: self.indicator.prices.clone(),
            unit_measure: self.indicator.unit_measure.clone(),
            unit_mult: self.indicator.unit_mult,
            table: self.table.name.clone(),
            source: package.short_source(self.table),
            ..Measure::default()
        }
    }

    /// What is to be known of differences of two values, for a column that holds them: they are percentage points
    /// where the values are percentages.
    pub(crate) fn measure_of_difference(&self, package: &Package) -> Measure {
        let measure = self.measure(package);
        if self.is_percent() {
            Measure {
                unit: Some(Label::new("pp", Some("百分点"))),
                unit_measure: Some(Measure::POINTS.to_owned()),
                unit_mult: 0,
                ..measure
            }
        } else {
            measure
        }
    }

    /// The unit with the price basis.
    pub(crate) fn unit(&self) -> Option<Label> {
        let unit = self.indicator.unit_and_prices();
        (!unit.is_empty()).then(|| Label::new(unit, self.indicator.unit_zh.as_ref()))
    }

    /// Whether the values are percentages, so that their differences are percentage points.
    pub(crate) fn is_percent(&self) -> bool {
        self.indicator.is_percent()
    }

    /// `nominal ` for an amount at current prices, whose change is none in volume.
    pub(crate) fn nominal(&self) -> &'static str {
        if self.indicator.is_at_current_prices() {
            "nominal "
        } else {
            ""
        }
    }

    /// Whether the values are levels, which can be divided by one another: as declared, else unless name or unit say otherwise.
    pub(crate) fn has_levels(&self) -> bool {
        let is_level = matches!(
            self.indicator.kind,
            Kind::Flow | Kind::Stock | Kind::Ratio | Kind::Index
        );
        let is_percent = self.is_percent() && self.indicator.kind != Kind::Index;
        is_level && !is_percent && !self.indicator.looks_like_a_rate()
    }

    /// Whether the values add up to a whole, of which each is a share.
    pub(crate) fn adds_up(&self) -> bool {
        self.indicator.is_amount() && self.indicator.kind_declared
    }

    /// The years for which there is a value.
    pub(crate) fn years(&self) -> BTreeSet<Period> {
        self.observations
            .iter()
            .filter(|observation| observation.has_value())
            .filter_map(|observation| observation.year)
            .collect()
    }

    /// The observation of an area in a year.
    pub(crate) fn at(&self, area: &str, year: Option<Period>) -> Option<&Observation> {
        let place = self.places.get(area)?.get(&year)?;
        self.observations.get(*place)
    }

    fn push(&mut self, observation: Observation) {
        let of_area = self.places.entry(observation.area.id.clone()).or_default();
        of_area
            .entry(observation.year)
            .or_insert(self.observations.len());
        self.observations.push(observation);
    }

    /// The values of an area at the ends of a span, with the breaks that the span crosses and with no others.
    pub(crate) fn ends(&self, area: &str, [from, to]: [Period; 2]) -> [Figure; 2] {
        let of_area = self.places.get(area).into_iter();
        let between = Some(from.min(to))..=Some(from.max(to));
        let series = of_area.flat_map(|of_area| of_area.range(between.clone()));
        let series =
            series.filter_map(|(year, place)| Some(((*year)?, &self.observations[*place].figure)));
        [
            at_end(
                &self.figure(area, Some(from)),
                [from, from],
                std::iter::empty(),
            ),
            at_end(&self.figure(area, Some(to)), [from, to], series),
        ]
    }

    /// The value of an area in a year; missing, with the reason, where the table has no row for it.
    pub(crate) fn figure(&self, area: &str, year: Option<Period>) -> Figure {
        self.at(area, year).map_or_else(
            || {
                let year = year.map(|year| format!(" in {year}")).unwrap_or_default();
                let members = self.members.iter();
                let members = members.map(|member| uncapitalised(&member.label.en));
                let key: Vec<String> = std::iter::once(area.to_owned()).chain(members).collect();
                let key = key.join(", ");
                Figure::missing(format!("`{}` has no row for {key}{year}.", self.table.name))
            },
            |observation| observation.figure.clone(),
        )
    }

    /// The areas, each once, in the order of the table.
    pub(crate) fn areas(&self) -> Vec<&Observation> {
        let mut seen = BTreeSet::new();
        self.observations
            .iter()
            .filter(|observation| seen.insert(observation.area.id.as_str()))
            .collect()
    }
}
