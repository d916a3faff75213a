//! What is selected, as the columns and rows of an answer, each value with the doubts about it.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::narrow::members;
use super::said::{Said, said_of};
use crate::answer::{self, Cell, Label, Measure, Name, Role, Row};
use crate::figure::{Figure, Kind, Period, Value, Whose};
use crate::package::{
    Area, Column, Content, Dimension, Indicator, Meaning, Package, Remarks, Table,
};
use crate::query::covered::Covered;
use crate::source::attribute::What;
use crate::source::shape::when::are_parts;
use crate::table::Frame;

/// A row's members by dimension, as the notes name them.
type Key<'a> = Vec<(&'a str, Cow<'a, str>)>;

/// The columns of the answer: those of the table, and the area's code, which is there to be asked for.
pub(super) fn columns(
    package: &Package,
    table: &Table,
    shown: &BTreeSet<usize>,
) -> Vec<answer::Column> {
    let source = package.short_source(table);
    let mut columns = Vec::new();
    for (place, column) in table.columns.iter().enumerate() {
        let role = match &column.meaning {
            Meaning::Area => Role::Area,
            Meaning::Time => Role::Time,
            Meaning::Dimension(_) => Role::Member,
            Meaning::Indicator(indicator) => {
                Role::Measure(Box::new(measure(table, indicator, &source)))
            }
            Meaning::Attribute(_) => Role::Attribute,
        };
        let told = match &column.meaning {
            Meaning::Attribute(attribute) => attribute.what == What::Unit,
            Meaning::Indicator(_) => shown.contains(&place),
            _ => true,
        };
        columns.push(answer::Column {
            name: column.name.clone(),
            label: Label::new(&column.title, column.title_zh.as_ref()),
            shown: told,
            role,
        });
        if matches!(column.meaning, Meaning::Area) {
            let label = Label::new("Code", Some("代码"));
            columns.push(answer::Column {
                shown: false,
                label,
                ..answer::Column::words("code", "")
            });
        }
    }
    columns
}

fn measure(table: &Table, indicator: &Indicator, source: &str) -> Measure {
    let unit = indicator.unit.as_ref();
    let told_in = |wanted: What| {
        let column = said_of(table, &indicator.id, wanted).next();
        column.map(|place| table.columns[place].name.clone())
    };
    Measure {
        unit_in: told_in(What::Unit),
        source_in: told_in(What::Source),
        id: indicator.id.clone(),
        unit: unit.map(|_| Label::new(indicator.unit_and_prices(), indicator.unit_zh.as_ref())),
        prices: indicator.prices.clone(),
        unit_measure: indicator.unit_measure.clone(),
        unit_mult: indicator.unit_mult,
        table: table.name.clone(),
        source: source.to_owned(),
        is_amount: indicator.is_amount(),
        ..Measure::default()
    }
}

/// What is known of the values of a table.
pub(super) struct Doubts<'a> {
    pub(super) remarks: Cow<'a, Remarks>,
    /// Whether corrections stand in the place of what they correct.
    pub(super) adjusted: bool,
    /// Whether the reason why figures are missing is given.
    pub(super) reasons: bool,
    /// What columns of the table say of its figures, where that is to be told.
    pub(super) said: Option<Said>,
    /// The columns of whatever else is said of rows that are asked for.
    pub(super) asked: BTreeSet<usize>,
}

/// Over which columns the figures of each indicator add up: amounts over areas and over members that do not overlap,
/// shares over the members of a whole; of stocks not over the parts of a year.
pub(super) fn adds_over(table: &Table, frame: &Frame) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    let declared = table.indicators().map(|(_, _, indicator)| indicator);
    for indicator in declared.filter(|indicator| indicator.kind_declared) {
        let is_share = match indicator.kind {
            Kind::Flow | Kind::Stock => false,
            Kind::Share => true,
            _ => continue,
        };
        let is_stock = indicator.kind == Kind::Stock;
        let columns = table.columns.iter().enumerate();
        let parts = columns.filter(|(place, column)| match &column.meaning {
            Meaning::Area => !is_share,
            Meaning::Dimension(dimension) => {
                let members = || {
                    let all = members(table, frame, *place).into_iter();
                    all.filter(|member| dimension.total.as_deref() != Some(*member))
                };
                dimension.overlapping.is_none()
                    && (dimension.total.is_some() || !is_share)
                    && !(is_stock && are_parts(&column.name, members()))
            }
            Meaning::Time | Meaning::Indicator(_) | Meaning::Attribute(_) => false,
        });
        let names = parts.map(|(_, column)| column.name.clone()).collect();
        found.insert(indicator.id.clone(), names);
    }
    found
}

/// The rows of a table as rows of an answer. What several rows have in common is made once.
pub(super) struct Rows<'a> {
    table: &'a Table,
    frame: &'a Frame,
    covered: &'a Covered<'a>,
    doubts: &'a Doubts<'a>,
    /// The columns that name a row, as the notes call them.
    keys: Vec<(usize, &'a str)>,
    /// The dimensions of which the total alone is asked for: it stands beside no part of it.
    alone: Vec<usize>,
    /// For each column of names the cells that its codes make, once one is needed: rows share them.
    named: Vec<Vec<OnceCell<[Cell; 2]>>>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(
        table: &'a Table,
        frame: &'a Frame,
        covered: &'a Covered<'a>,
        doubts: &'a Doubts<'a>,
        members: &BTreeMap<usize, BTreeSet<String>>,
    ) -> Rows<'a> {
        let is_alone = |(at, chosen): (&usize, &BTreeSet<String>)| {
            let total = match &table.columns[*at].meaning {
                Meaning::Dimension(dimension) => dimension.total.as_ref(),
                _ => None,
            };
            (chosen.len() == 1 && chosen.first() == total).then_some(*at)
        };
        let columns = || table.columns.iter().enumerate();
        let keys = columns().filter(|(_, column)| column.meaning.is_key());
        let named = columns().map(|(at, column)| match &column.meaning {
            Meaning::Area | Meaning::Dimension(_) => {
                let codes = frame.texts(at).map_or(0, |texts| texts.dictionary().len());
                vec![OnceCell::new(); codes]
            }
            _ => Vec::new(),
        });
        Rows {
            named: named.collect(),
            alone: members.iter().filter_map(is_alone).collect(),
            table,
            frame,
            covered,
            doubts,
            keys: keys
                .map(|(at, column)| (at, column.name.as_str()))
                .collect(),
        }
    }

    /// The row of the answer.
    pub(super) fn row(&self, row: usize) -> Row {
        let frame = self.frame;
        let is_bare = self.doubts.remarks.is_empty()
            && self.doubts.said.is_none()
            && !(self.doubts.reasons && frame.has_reasons());
        let noted = (!is_bare).then(|| {
            let key = self.key(row);
            let area = self.table.area().map(|place| self.name(row, place));
            let about = about(self.table, &key, area.as_ref().map(|[name, _]| name));
            (key, about)
        });
        let mut cells = Vec::with_capacity(self.table.columns.len() + 1);
        let mut total = false;
        for (at, column) in self.table.columns.iter().enumerate() {
            match &column.meaning {
                Meaning::Area => cells.extend(self.name(row, at)),
                Meaning::Time => {
                    cells.push(frame.period(row, at).map_or(Cell::Empty, Cell::Year));
                }
                Meaning::Dimension(dimension) => {
                    let [member, _] = self.name(row, at);
                    total |= dimension.total.is_some()
                        && dimension.total.as_deref() == member.text()
                        && !self.alone.contains(&at);
                    cells.push(member);
                }
                Meaning::Indicator(indicator) => {
                    let value = frame.value(row, at);
                    let Some((key, about)) = &noted else {
                        cells.push(Cell::from(printed(indicator, value)));
                        continue;
                    };
                    let mut figure = figure(self.doubts, key, about, indicator, value);
                    if let Some(reason) = frame.reason(row, at) {
                        figure.is_missing_since(reason, about);
                    }
                    if let Some(said) = &self.doubts.said {
                        said.add(frame, (row, at), about, &mut figure);
                    }
                    cells.push(Cell::from(figure));
                }
                Meaning::Attribute(attribute) => {
                    let is_told = attribute.what != What::Other || self.doubts.asked.contains(&at);
                    let text = frame.text(row, at).filter(|_| is_told);
                    cells.push(Cell::words(text.unwrap_or_default()));
                }
            }
        }
        Row { cells, total }
    }

    /// The cell of a row in a column of names, and the code of an area.
    fn name(&self, row: usize, at: usize) -> [Cell; 2] {
        let made = || {
            let texts = self.frame.texts(at)?;
            let code = texts.code(row);
            let cells = self.named[at].get(code as usize)?.get_or_init(|| {
                let name = texts.dictionary().text(code);
                named(&self.table.columns[at], name, self.covered.area_at(code))
            });
            Some(cells.clone())
        };
        made().unwrap_or([Cell::Empty, Cell::Empty])
    }

    fn key(&self, row: usize) -> Key<'a> {
        let keys = self.keys.iter();
        keys.filter_map(|&(at, name)| {
            let text = self.frame.text(row, at).map(Cow::Borrowed);
            let member = text.or_else(|| Some(Cow::Owned(self.frame.period(row, at)?.to_string())));
            Some((name, member?))
        })
        .collect()
    }
}

/// The cell of a name in a column, and the code of an area.
fn named(column: &Column, name: &str, area: Option<&Area>) -> [Cell; 2] {
    let Meaning::Dimension(dimension) = &column.meaning else {
        let zh = area.map(|area| area.name_zh.as_str());
        let label = Label::new(area.map_or(name, |area| &area.name), zh);
        let code = area.map_or("", |area| area.code.as_str());
        return [Cell::Name(Name::new(name, label)), Cell::words(code)];
    };
    let name = member_name(dimension, name);
    let cell = match column.content {
        Content::Integer | Content::Number => Cell::Numeral(name),
        Content::Text | Content::Year => Cell::Name(name),
    };
    [cell, Cell::Empty]
}

/// Whose value it is and of when. Further members would make the same note many.
fn about(table: &Table, key: &Key, area: Option<&Cell>) -> Arc<Whose> {
    let zh = match area {
        Some(Cell::Name(name)) => name.label.zh.clone(),
        _ => None,
    };
    let member = |place: Option<usize>| {
        let column = place.map(|place| table.columns[place].name.as_str());
        let member = key.iter().find(|(name, _)| Some(*name) == column);
        member.map(|(_, member)| member.as_ref())
    };
    let when = member(table.time());
    let year = when.and_then(|when| when.parse::<Period>().ok());
    let name = member(table.area()).into_iter();
    let name: Vec<&str> = name.chain(when.filter(|_| year.is_none())).collect();
    Arc::new(Whose {
        name: name.join(" "),
        zh,
        year,
    })
}

pub(super) fn member_name(dimension: &Dimension, member: &str) -> Name {
    let declared = dimension.member(member);
    let label = declared
        .and_then(|member| member.label.as_deref())
        .unwrap_or(member);
    let zh = declared.and_then(|member| member.label_zh.as_ref());
    Name::new(member.to_owned(), Label::new(label, zh))
}

/// A value as it was printed, words with what they are in Chinese.
fn printed(indicator: &Indicator, value: Value) -> Figure {
    let mut figure = Figure::printed(value);
    if let Value::Text(text) = &figure.value {
        figure.zh = indicator.texts_zh.get(text).map(Arc::clone);
    }
    figure
}

/// A value with the doubts about it: the first gives the status, all are told; or its correction, where that is asked
/// for.
fn figure(
    doubts: &Doubts,
    key: &Key,
    about: &Arc<Whose>,
    indicator: &Indicator,
    value: Value,
) -> Figure {
    let mut figure = printed(indicator, value);
    let mut correction = None;
    for (index, remark) in doubts
        .remarks
        .of_cell(&indicator.id, key)
        .into_iter()
        .enumerate()
    {
        if index == 0 {
            figure.status = remark.note.status;
        }
        figure.usable &= remark.usable;
        let note = remark.note.about(about);
        let note = if remark.usable { note } else { note.refuting() };
        figure.notes.push(note);
        correction = correction.or(remark.corrected.filter(|_| doubts.adjusted));
    }
    match correction {
        Some(correction) => figure.corrected(correction),
        None => figure,
    }
}
