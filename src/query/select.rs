//! The first step: which rows and columns of a table are asked for, and what is known of each value.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Query, QueryError};
use crate::answer::{Answer, Cell, Column, Label, Measure, Name, Role, Row};
use crate::figure::{Figure, Status, Value, Year, spans};
use crate::package::{
    Area, Areas, Column as TableColumn, Dimension, Indicator, Meaning, Package, Remarks,
    Row as TableRow, Table, fold,
};
use crate::words::{count, did_you_mean, list, near, printable, quoted_list};

/// The most areas that a subtitle names one by one.
const NAMED_IN_SUBTITLE: usize = 6;

/// The areas of a table, as its cells name them, in the order of the table.
struct Covered(Vec<(String, Area)>);

/// What a question selects, and what is to be said of it.
#[derive(Default)]
struct Selection {
    /// The area cells that are asked for; none for all.
    areas: Option<BTreeSet<String>>,
    /// The years that are asked for; none for all.
    years: Option<BTreeSet<Year>>,
    /// For each column, the members that are asked for; none for all.
    members: Vec<Option<BTreeSet<String>>>,
    /// What the user has to know of the selection.
    warnings: Vec<String>,
    /// Why nothing can be there.
    nothing: Option<String>,
}

/// Selects rows and columns of the table.
pub(super) fn select(
    package: &Package,
    table: &Table,
    query: &Query,
) -> Result<Answer, QueryError> {
    let rows = package.rows(table)?;
    let covered = covered(package, table, &rows)?;
    let shown = indicators(package, table, &query.indicators)?;
    let mut selection = Selection {
        members: vec![None; table.columns.len()],
        ..Selection::default()
    };
    select_areas(package, table, &covered, &query.areas, &mut selection)?;
    select_members(table, &rows, &query.members, &mut selection)?;
    if selection.nothing.is_none() {
        select_years(table, &rows, query, &mut selection)?;
    }

    let chosen: Vec<&TableRow> = match selection.nothing {
        Some(_) => Vec::new(),
        None => rows
            .iter()
            .filter(|row| selection.keeps(table, row))
            .collect(),
    };
    let remarks = package.remarks()?;
    let mut answer = Answer {
        title: Label::new(&table.title, table.title_zh.as_ref()),
        subtitle: subtitle(table, &covered, &chosen, &selection),
        columns: columns(package, table, &shown),
        rows: chosen
            .iter()
            .map(|row| answer_row(table, &covered, remarks, row))
            .collect(),
        sources: package.source_line(table).into_iter().collect(),
        warnings: selection.warnings,
        nothing: selection.nothing,
        ..Answer::default()
    };
    if answer.rows.is_empty() && answer.nothing.is_none() {
        answer.nothing = Some(format!(
            "no row of `{}` has all that is asked for; `hlj describe {}` says what there is",
            table.name, table.name
        ));
    }
    Ok(answer)
}

impl Selection {
    fn keeps(&self, table: &Table, row: &TableRow) -> bool {
        let area = || row_text(row, table.area());
        let year = || row_year(row, table.time());
        self.areas
            .as_ref()
            .is_none_or(|areas| area().is_some_and(|area| areas.contains(area)))
            && self
                .years
                .as_ref()
                .is_none_or(|years| year().is_some_and(|year| years.contains(&year)))
            && self.members.iter().enumerate().all(|(place, members)| {
                members.as_ref().is_none_or(|members| {
                    row_text(row, Some(place)).is_some_and(|text| members.contains(text))
                })
            })
    }
}

fn row_text(row: &TableRow, place: Option<usize>) -> Option<&str> {
    match &row.cells[place?] {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn row_year(row: &TableRow, place: Option<usize>) -> Option<Year> {
    match row.cells[place?] {
        Value::Year(year) => Some(year),
        _ => None,
    }
}

fn covered(package: &Package, table: &Table, rows: &[TableRow]) -> Result<Covered, QueryError> {
    let mut covered: Vec<(String, Area)> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for cell in rows.iter().filter_map(|row| row_text(row, table.area())) {
        if seen.insert(cell) {
            covered.push((cell.to_owned(), package.area_of_cell(cell)?));
        }
    }
    Ok(Covered(covered))
}

impl Covered {
    fn has(&self, area: &Area) -> bool {
        self.0.iter().any(|(_, covered)| covered == area)
    }

    /// The cells that stand for any of these areas.
    fn cells<'a>(&'a self, areas: &'a [&Area]) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(|(_, covered)| areas.contains(&covered))
            .map(|(cell, _)| cell.as_str())
    }

    fn area(&self, cell: &str) -> Option<&Area> {
        self.0
            .iter()
            .find(|(known, _)| known == cell)
            .map(|(_, area)| area)
    }

    fn names(&self) -> Vec<&str> {
        self.0.iter().map(|(_, area)| area.name.as_str()).collect()
    }
}

/// Finds the areas that are asked for.
fn select_areas(
    package: &Package,
    table: &Table,
    covered: &Covered,
    wanted: &[String],
    selection: &mut Selection,
) -> Result<(), QueryError> {
    if wanted.is_empty() {
        return Ok(());
    }
    if table.area().is_none() {
        let message = format!("`{}` is not about areas; leave out `--city`", table.name);
        return Err(QueryError::refused(message));
    }
    let register: Areas = {
        let known = package.areas()?;
        let unregistered = covered
            .0
            .iter()
            .map(|(_, area)| area)
            .filter(|area| !known.iter().any(|known| known == *area));
        known.iter().chain(unregistered).cloned().collect()
    };
    let mut chosen: BTreeSet<String> = BTreeSet::new();
    let mut unknown: Vec<&str> = Vec::new();
    let mut uncovered: Vec<&str> = Vec::new();
    for spelling in wanted.iter().map(String::as_str) {
        if fold(spelling) == "all" {
            chosen.extend(covered.0.iter().map(|(cell, _)| cell.clone()));
        } else if let Some(group) = spelling.strip_prefix('@') {
            let members = register.group(group);
            if members.is_empty() {
                unknown.push(spelling);
                continue;
            }
            select_several(
                table,
                covered,
                spelling,
                &members,
                &mut chosen,
                &mut selection.warnings,
                &mut uncovered,
            );
        } else {
            let found = register.find(spelling, |area| covered.has(area));
            match found.as_slice() {
                [] => unknown.push(spelling),
                [area] if covered.has(area) => {
                    chosen.extend(covered.cells(&[area]).map(str::to_owned))
                }
                [area] => {
                    let parts = register.inside(&area.code);
                    let level = parts
                        .iter()
                        .find(|part| covered.has(part))
                        .map(|part| part.level.as_str());
                    let parts: Vec<&Area> = parts
                        .into_iter()
                        .filter(|part| covered.has(part) || Some(part.level.as_str()) == level)
                        .collect();
                    select_several(
                        table,
                        covered,
                        &area.name,
                        &parts,
                        &mut chosen,
                        &mut selection.warnings,
                        &mut uncovered,
                    );
                }
                several => {
                    let codes = list(
                        several
                            .iter()
                            .map(|area| format!("{} ({})", area.name, area.code)),
                        "and",
                    );
                    let message =
                        format!("`{}` names {codes}; write the code", printable(spelling));
                    return Err(QueryError::refused(message));
                }
            }
        }
    }
    if !unknown.is_empty() {
        return Err(QueryError::refused(unknown_areas(&unknown, &register)));
    }
    let coverage = if covered.0.len() <= NAMED_IN_SUBTITLE * 3 {
        list(covered.names(), "and")
    } else {
        count(covered.0.len(), "area")
    };
    if !uncovered.is_empty() {
        let elsewhere = elsewhere(package, &register, &uncovered)?;
        let message = format!(
            "`{}` has nothing for {}; it covers {coverage}{elsewhere}",
            table.name,
            list(&uncovered, "or")
        );
        if chosen.is_empty() {
            selection.nothing = Some(message);
        } else {
            selection.warnings.push(message);
        }
    }
    selection.areas = Some(chosen);
    Ok(())
}

/// Which other tables cover an area, as the end of a sentence.
fn elsewhere(package: &Package, register: &Areas, names: &[&str]) -> Result<String, QueryError> {
    let [name] = names else {
        return Ok(String::new());
    };
    let mut tables = Vec::new();
    for table in package.tables() {
        let covered = covered(package, table, &package.rows(table)?)?;
        if register
            .find(name, |area| covered.has(area))
            .iter()
            .any(|area| covered.has(area))
        {
            tables.push(&table.name);
        }
    }
    Ok(if tables.is_empty() {
        String::new()
    } else {
        format!(", and {} has figures for it", quoted_list(tables, "or"))
    })
}

/// Chooses those of several areas that the table covers, and says where that is not all of them.
fn select_several<'a>(
    table: &Table,
    covered: &Covered,
    name: &'a str,
    areas: &[&Area],
    chosen: &mut BTreeSet<String>,
    warnings: &mut Vec<String>,
    uncovered: &mut Vec<&'a str>,
) {
    let cells: Vec<&str> = covered.cells(areas).collect();
    if cells.is_empty() {
        uncovered.push(name);
    } else if cells.len() < areas.len() {
        warnings.push(format!(
            "`{}` covers {} of the {} of {name}",
            table.name,
            cells.len(),
            count(areas.len(), "area")
        ));
    }
    chosen.extend(cells.into_iter().map(str::to_owned));
}

fn unknown_areas(unknown: &[&str], register: &Areas) -> String {
    let mut groups: Vec<String> = register
        .groups()
        .into_iter()
        .map(|group| format!("@{group}"))
        .collect();
    groups.push("all".to_owned());
    let named = unknown.iter().map(|spelling| {
        let near = match spelling.strip_prefix('@') {
            Some(group) => near(
                group,
                groups.iter().map(|group| group.trim_start_matches('@')),
            )
            .into_iter()
            .map(|group| format!("`@{group}`"))
            .collect(),
            None => register
                .near(spelling)
                .into_iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>(),
        };
        let spelling = printable(spelling);
        if near.is_empty() {
            format!("`{spelling}`")
        } else {
            format!("`{spelling}` (did you mean {}?)", list(near, "or"))
        }
    });
    let groups = quoted_list(&groups, "and");
    format!(
        "no area is called {}; `hlj areas` lists every name, and the groups are {groups}",
        list(named, "or")
    )
}

/// Finds the members of further dimensions that are asked for.
fn select_members(
    table: &Table,
    rows: &[TableRow],
    wanted: &[(String, Vec<String>)],
    selection: &mut Selection,
) -> Result<(), QueryError> {
    for (name, spellings) in wanted {
        let Some((place, column, dimension)) = table
            .dimensions()
            .find(|(_, column, _)| column.name == *name)
        else {
            continue;
        };
        let members = members(table, rows, place);
        let mut chosen = BTreeSet::new();
        for spelling in spellings {
            let wanted = fold(spelling);
            let called = |member: &str| {
                let declared = dimension.member(member);
                let labels = declared
                    .into_iter()
                    .flat_map(|member| [member.label.as_deref(), member.label_zh.as_deref()]);
                labels
                    .flatten()
                    .chain([member])
                    .any(|known| fold(known) == wanted)
            };
            if wanted == "all" {
                chosen.extend(members.iter().map(|&member| member.to_owned()));
            } else if let Some(member) = members.iter().find(|member| called(member)) {
                chosen.insert((*member).to_owned());
            } else {
                return Err(QueryError::refused(format!(
                    "`{}` has no {} `{}`{} Write {}",
                    table.name,
                    column.name,
                    printable(spelling),
                    end_of_hint(&did_you_mean(spelling, members.iter().copied())),
                    quoted_list(members.iter().copied().chain(["all"]).map(printable), "or"),
                )));
            }
        }
        selection.members[place] = Some(chosen);
    }
    Ok(())
}

/// A hint that ends a clause: the hint, or a full stop.
fn end_of_hint(hint: &str) -> &str {
    if hint.is_empty() { "." } else { hint }
}

/// The members of a dimension that the data have, in the declared order, else in that of the data.
pub(super) fn members<'a>(table: &'a Table, rows: &'a [TableRow], place: usize) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    let mut members: Vec<&str> = rows
        .iter()
        .filter_map(|row| row_text(row, Some(place)))
        .filter(|member| seen.insert(*member))
        .collect();
    if let Meaning::Dimension(dimension) = &table.columns[place].meaning {
        let declared = |member: &str| {
            dimension
                .members
                .iter()
                .position(|known| known.value == member)
        };
        members.sort_by_key(|member| declared(member).unwrap_or(usize::MAX));
    }
    members
}

/// Finds the years that are asked for among those that the selected areas and members have.
fn select_years(
    table: &Table,
    rows: &[TableRow],
    query: &Query,
    selection: &mut Selection,
) -> Result<(), QueryError> {
    let Some(years) = &query.years else {
        return Ok(());
    };
    let Some(time) = table.time() else {
        return Err(QueryError::refused(format!(
            "`{}` has no years; leave out `--years`",
            table.name
        )));
    };
    let selected: Vec<&TableRow> = rows
        .iter()
        .filter(|row| selection.keeps(table, row))
        .collect();
    let existing: BTreeSet<Year> = selected
        .iter()
        .filter_map(|row| row_year(row, Some(time)))
        .collect();
    let areas: BTreeSet<Option<&str>> = selected
        .iter()
        .map(|row| row_text(row, table.area()))
        .collect();
    let present: BTreeSet<(Option<&str>, Option<Year>)> = selected
        .iter()
        .map(|row| (row_text(row, table.area()), row_year(row, Some(time))))
        .collect();
    let is_complete = |year: &Year| {
        areas
            .iter()
            .all(|area| present.contains(&(*area, Some(*year))))
    };
    let complete: BTreeSet<Year> = existing.iter().copied().filter(is_complete).collect();

    let chosen = years.choose(&existing, &complete);
    if !chosen.absent.is_empty() {
        let message = format!(
            "`{}` has nothing for {}; it covers {}",
            table.name,
            spans(&chosen.absent),
            spans(&existing)
        );
        if chosen.found.is_empty() {
            selection.nothing = Some(message);
        } else {
            selection.warnings.push(message);
        }
    } else if chosen.found.is_empty() {
        selection.nothing = Some(format!(
            "no year of `{}` has a row for every selected area; name the years",
            table.name
        ));
    }
    let incomplete: Vec<Year> = chosen
        .found
        .iter()
        .copied()
        .filter(|year| !is_complete(year))
        .collect();
    for area in areas.iter().flatten() {
        let lacking = incomplete
            .iter()
            .filter(|year| !present.contains(&(Some(*area), Some(**year))));
        let lacking: BTreeSet<Year> = lacking.copied().collect();
        if !lacking.is_empty() {
            selection.warnings.push(format!(
                "`{}` has no row for {area} in {}",
                table.name,
                spans(&lacking)
            ));
        }
    }
    selection.years = Some(chosen.found);
    Ok(())
}

/// The columns of indicators that are asked for; none for all.
fn indicators(
    package: &Package,
    table: &Table,
    wanted: &[String],
) -> Result<BTreeSet<usize>, QueryError> {
    let mut chosen = BTreeSet::new();
    for name in wanted {
        let found = table
            .indicators()
            .find(|(_, column, _)| column.names().any(|known| known == name));
        if let Some((place, _, _)) = found {
            chosen.insert(place);
            continue;
        }
        let ids: Vec<&str> = table
            .indicators()
            .map(|(_, _, indicator)| indicator.id.as_str())
            .collect();
        let elsewhere = package.tables().iter().find(|other| {
            other
                .indicators()
                .any(|(_, _, indicator)| indicator.id == *name)
        });
        let hint = match elsewhere {
            Some(other) => format!("; it is in the table `{}`.", other.name),
            None => end_of_hint(&did_you_mean(name, ids.iter().copied())).to_owned(),
        };
        return Err(QueryError::refused(format!(
            "`{}` has no indicator `{}`{hint} Its indicators are {}",
            table.name,
            printable(name),
            quoted_list(ids, "and")
        )));
    }
    if chosen.is_empty() {
        chosen.extend(table.indicators().map(|(place, _, _)| place));
    }
    Ok(chosen)
}

/// The columns of the answer: those of the table, and the area's code, which is there to be asked for.
fn columns(package: &Package, table: &Table, shown: &BTreeSet<usize>) -> Vec<Column> {
    let source = package.short_source(table);
    let mut columns = Vec::new();
    for (place, column) in table.columns.iter().enumerate() {
        let role = match &column.meaning {
            Meaning::Area => Role::Area,
            Meaning::Time => Role::Time,
            Meaning::Dimension(_) => Role::Member,
            Meaning::Indicator(indicator) => Role::Measure(Box::new(measure(indicator, &source))),
        };
        columns.push(Column {
            name: column.name.clone(),
            label: Label::new(&column.title, column.title_zh.as_ref()),
            shown: !matches!(role, Role::Measure(_)) || shown.contains(&place),
            role,
        });
        if matches!(column.meaning, Meaning::Area) {
            columns.push(Column {
                shown: false,
                ..Column::words("code", "Code")
            });
        }
    }
    columns
}

fn measure(indicator: &Indicator, source: &str) -> Measure {
    let unit = indicator.unit.as_ref().map(|unit| {
        let en = match &indicator.prices {
            Some(prices) => format!("{unit}, {prices}"),
            None => unit.clone(),
        };
        Label::new(en, indicator.unit_zh.as_ref())
    });
    Measure {
        id: indicator.id.clone(),
        unit,
        source: source.to_owned(),
    }
}

fn answer_row<'a>(table: &Table, covered: &Covered, remarks: &Remarks, row: &'a TableRow) -> Row {
    let member = |value: &'a Value| match value {
        Value::Text(text) => Some(Cow::Borrowed(text.as_str())),
        Value::Year(year) => Some(Cow::Owned(year.to_string())),
        _ => None,
    };
    let is_key = |column: &&TableColumn| !matches!(column.meaning, Meaning::Indicator(_));
    let key: Vec<(&str, Cow<'_, str>)> = table
        .columns
        .iter()
        .zip(&row.cells)
        .filter(|(column, _)| is_key(column))
        .filter_map(|(column, value)| Some((column.name.as_str(), member(value)?)))
        .collect();
    let mut cells = Vec::with_capacity(row.cells.len() + 1);
    let mut total = false;
    for (column, value) in table.columns.iter().zip(&row.cells) {
        match (&column.meaning, value) {
            (Meaning::Area, Value::Text(cell)) => {
                let area = covered.area(cell);
                let zh = area.map(|area| area.name_zh.clone());
                cells.push(Cell::Name(Name {
                    id: cell.clone(),
                    label: Label::new(cell, zh),
                }));
                cells.push(Cell::words(area.map_or("", |area| area.code.as_str())));
            }
            (Meaning::Time, Value::Year(year)) => cells.push(Cell::Year(*year)),
            (Meaning::Dimension(dimension), Value::Text(member)) => {
                total |= dimension.total.as_ref() == Some(member);
                cells.push(Cell::Name(member_name(dimension, member)));
            }
            (Meaning::Indicator(indicator), value) => {
                cells.push(Cell::Figure(figure(table, remarks, &key, indicator, value)));
            }
            _ => cells.push(Cell::Empty),
        }
    }
    Row { cells, total }
}

fn member_name(dimension: &Dimension, member: &str) -> Name {
    let declared = dimension.member(member);
    let label = declared
        .and_then(|member| member.label.as_deref())
        .unwrap_or(member);
    let zh = declared.and_then(|member| member.label_zh.as_ref());
    Name {
        id: member.to_owned(),
        label: Label::new(label, zh),
    }
}

/// A value with the doubts about it: the first gives the status, all are told.
fn figure(
    table: &Table,
    remarks: &Remarks,
    key: &[(&str, Cow<'_, str>)],
    indicator: &Indicator,
    value: &Value,
) -> Figure {
    let mut figure = Figure {
        value: value.clone(),
        status: if *value == Value::Missing {
            Status::Missing
        } else {
            Status::Normal
        },
        notes: Vec::new(),
        usable: true,
    };
    for (index, remark) in remarks.of_cell(&table.name, &indicator.id, key).enumerate() {
        if index == 0 {
            figure.status = remark.note.status;
        }
        figure.usable &= remark.usable;
        figure.notes.push(remark.note.clone());
    }
    figure
}

/// Which part of the table the answer is: areas where not all, members where chosen, years.
fn subtitle(table: &Table, covered: &Covered, rows: &[&TableRow], selection: &Selection) -> Label {
    let mut en: Vec<String> = Vec::new();
    let mut zh: Vec<String> = Vec::new();
    if let Some(chosen) = selection
        .areas
        .as_ref()
        .filter(|chosen| chosen.len() < covered.0.len())
    {
        let areas: Vec<&Area> = covered
            .0
            .iter()
            .filter(|(cell, _)| chosen.contains(cell))
            .map(|(_, area)| area)
            .collect();
        if areas.len() <= NAMED_IN_SUBTITLE {
            en.push(list(areas.iter().map(|area| &area.name), "and"));
            zh.push(
                areas
                    .iter()
                    .map(|area| {
                        if area.name_zh.is_empty() {
                            &*area.name
                        } else {
                            &area.name_zh
                        }
                    })
                    .collect::<Vec<_>>()
                    .join("、"),
            );
        } else {
            en.push(format!(
                "{} of {}",
                areas.len(),
                count(covered.0.len(), "area")
            ));
            zh.push(format!("{}/{}", areas.len(), covered.0.len()));
        }
    }
    for (place, _, dimension) in table.dimensions() {
        if let Some(chosen) = &selection.members[place] {
            let names: Vec<Name> = chosen
                .iter()
                .map(|member| member_name(dimension, member))
                .collect();
            en.push(list(names.iter().map(|name| &name.label.en), "and"));
            zh.push(
                names
                    .iter()
                    .map(|name| name.label.zh.as_ref().unwrap_or(&name.label.en).as_str())
                    .collect::<Vec<_>>()
                    .join("、"),
            );
        }
    }
    let years: BTreeSet<Year> = rows
        .iter()
        .filter_map(|row| row_year(row, table.time()))
        .collect();
    if !years.is_empty() {
        en.push(spans(&years));
        zh.push(spans(&years).replace(", ", "、").replace(" and ", "、"));
    }
    Label::new(en.join(" · "), Some(zh.join(" · ")))
}
