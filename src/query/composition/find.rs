//! Which dimension divides what, in which table.

use std::collections::{BTreeMap, BTreeSet};

use super::divided::{divided, is_share, place_of};
use super::read::Places;
use super::{Asked, Composition};
use crate::answer::{Answer, Cell, Name, Role, Row};
use crate::figure::Kind;
use crate::order::InOrder;
use crate::package::{Column, Combine, Dimension, Package, Table};
use crate::query::error::{QueryError, Result, refused};
use crate::query::lookup::{has_dimension, tables};
use crate::query::whole::Whole;
use crate::query::{Query, Telling, ask};
use crate::source::shape::when::are_parts;
use crate::words::{Refusal, count, printable, quoted_list, shell_word};

/// The composition that is asked for: that of the first table that has one.
///
/// # Errors
/// If no table has one, the dimension or the indicator has to be chosen, or the package is faulty.
pub(crate) fn find<'a>(package: &'a Package, asked: &Asked) -> Result<Composition<'a>> {
    let tables = tables(package, asked.table)?;
    let several = tables.len() > 1;
    let is_by = |table: &&&Table| asked.by.is_none_or(|by| has_dimension(table, by));
    let is_of = |table: &&&Table| {
        let indicator = asked.indicator;
        indicator.is_none_or(|wanted| table.indicator_called(wanted).is_some())
    };
    let mut reason = None;
    for table in tables.iter().filter(is_by).filter(is_of) {
        match of_table(package, table, asked) {
            Ok(found) => return Ok(found),
            Err(QueryError::Refused(message)) => {
                let concerns = table.dimensions().next().is_some();
                reason = reason.or(concerns.then_some(message));
            }
            Err(error) => return Err(error),
        }
    }
    if several && let (Some(indicator), None) = (asked.indicator, &reason) {
        return refused(
            Refusal::new(format!(
                "no table with a further dimension has the indicator `{}`",
                printable(indicator)
            ))
            .next("`hlj describe` lists them"),
        );
    }
    refused(reason.unwrap_or_else(|| {
        let what = match (asked.by, tables.as_slice()) {
            (Some(by), [table]) => {
                let dimensions = table.dimensions().map(|(_, column, _)| &column.name);
                let known: Vec<&String> = dimensions.collect();
                if known.is_empty() {
                    format!("`{}` has no further dimension", table.name)
                } else {
                    format!(
                        "`{}` has no further dimension `{}`; there is {}",
                        table.name,
                        printable(by),
                        quoted_list(known, "and")
                    )
                }
            }
            (_, [table]) => format!("`{}` has no further dimension", table.name),
            (Some(by), _) => format!("no table has the further dimension `{}`", printable(by)),
            (None, _) => "no table has a further dimension".to_owned(),
        };
        let needed = format!(
            "`{}` needs a dimension whose members are parts of a whole, such as industries of an economy: {what}",
            asked.verb
        );
        Refusal::new(needed).next("`hlj describe` says what there is")
    }))
}

fn of_table<'a>(package: &'a Package, table: &'a Table, asked: &Asked) -> Result<Composition<'a>> {
    let members = asked.reading.members.iter();
    let members = members.filter(|choice| has_dimension(table, &choice.dimension));
    let query = Query {
        telling: Telling {
            adjusted: asked.reading.adjusted,
            ..Telling::default()
        },
        members: members
            .map(|choice| (choice.dimension.clone(), choice.names.clone()))
            .collect(),
        ..Query::default()
    };
    let answer = ask(package, table, &query)?;
    let (dimension_column, dimension) = dividing(table, &answer, asked)?;
    let rows = kept(table, &answer, &dimension_column.name, asked)?;
    let role = |is: fn(&Role) -> bool| answer.place(is);
    let places = Places {
        area: role(|role| matches!(role, Role::Area)),
        code: role(|role| matches!(role, Role::Words)),
        time: role(|role| matches!(role, Role::Time)),
        member: place_of(&answer, &dimension_column.name)?,
    };
    let is_asked = asked
        .reading
        .members
        .iter()
        .any(|choice| choice.dimension == dimension_column.name);
    let names = names_of(dimension, &rows, places.member);
    refuse_overlap(dimension, &dimension_column.name, &names, is_asked, asked)?;
    let (column, indicator) = divided(table, &answer, &rows, places.member, dimension, asked)?;
    let parts = names.iter().map(|name| name.id.as_str());
    if indicator.kind == Kind::Stock && are_parts(&dimension_column.name, parts) {
        return refused(format!(
            "`{}` is a stock, which is not added over the parts of a year",
            indicator.id
        ));
    }
    let is_share = is_share(column, indicator);
    let value = place_of(&answer, &column.name)?;
    let whole = match (&indicator.combine, is_share) {
        (Combine::Share { of }, true) => answer.place_of(of),
        (_, true) => None,
        (_, false) => Some(value),
    };
    let mut found = Composition {
        table,
        column,
        indicator,
        dimension: dimension_column,
        members: names,
        areas: Vec::new(),
        years: Vec::new(),
        source: package.short_source(table),
        warnings: answer.warnings.clone(),
        is_share,
        places: BTreeMap::new(),
        whole: Whole::default(),
        cells: BTreeMap::new(),
    };
    found.read(&rows, &places, value, whole, dimension.total.as_deref());
    if dimension.total.is_none() {
        found.take_total();
    }
    if found.members.len() < 2 {
        return refused(format!(
            "`{}` needs two parts of a whole at least, and `{}` of `{}` has {}",
            asked.verb,
            dimension_column.name,
            table.name,
            count(found.members.len(), "part")
        ));
    }
    if !indicator.kind_declared && !is_share {
        found.warnings.push(format!(
            "it is assumed that `{}` adds up over `{}`: nothing declares it",
            indicator.id, dimension_column.name
        ));
    }
    found.whole = found.whole_of_areas(package.areas()?);
    Ok(found)
}

/// The texts of a column of members, each once, in the order of the rows.
fn texts<'r>(rows: &[&'r Row], place: usize) -> Vec<&'r str> {
    let mut seen = BTreeSet::new();
    let texts = rows.iter().filter_map(|row| row.cells[place].text());
    texts.filter(|text| seen.insert(*text)).collect()
}

/// The dimension that divides: the one that is named, else the only one with several members.
fn dividing<'a>(
    table: &'a Table,
    answer: &Answer,
    asked: &Asked,
) -> Result<(&'a Column, &'a Dimension)> {
    let rows: Vec<&Row> = answer.rows.iter().collect();
    let mut several = Vec::new();
    for (_, column, dimension) in table.dimensions() {
        if asked.by == Some(column.name.as_str()) {
            return Ok((column, dimension));
        }
        let place = place_of(answer, &column.name)?;
        let members = texts(&rows, place);
        let parts = members
            .iter()
            .filter(|member| dimension.total.as_deref() != Some(**member));
        if parts.count() > 1 {
            several.push((column, dimension));
        }
    }
    match several.as_slice() {
        [one] => Ok(*one),
        [] => refused(format!(
            "no dimension of `{}` has several members to divide a whole",
            table.name
        )),
        _ => {
            let names = several.iter().map(|(column, _)| &column.name);
            let first = &several[0].0.name;
            refused(
                Refusal::new(format!(
                    "`{}` may be divided by {}",
                    table.name,
                    quoted_list(names, "or")
                ))
                .next(format!(
                    "choose with `--by`, such as `--by {}`",
                    printable(first)
                )),
            )
        }
    }
}

/// The rows of one member of every dimension but the one that divides: the total, or the only one.
fn kept<'r>(table: &Table, answer: &'r Answer, by: &str, asked: &Asked) -> Result<Vec<&'r Row>> {
    let mut rows: Vec<&Row> = answer.rows.iter().collect();
    for (_, column, dimension) in table.dimensions() {
        if column.name == by {
            continue;
        }
        let place = place_of(answer, &column.name)?;
        let members = texts(&rows, place);
        let total = members
            .iter()
            .find(|member| dimension.total.as_deref() == Some(**member));
        let one = match (total, members.as_slice()) {
            (Some(total), _) => *total,
            (None, [one]) => *one,
            (None, []) => continue,
            (None, [first, ..]) => {
                return refused(
                    Refusal::new(format!(
                        "`{}` of `{}` needs one member of `{}`",
                        asked.verb, table.name, column.name
                    ))
                    .next(format!(
                        "choose it with `--member`, such as `--member {}`",
                        shell_word(&printable(&format!("{}={first}", column.name)))
                    )),
                );
            }
        };
        let one = one.to_owned();
        rows.retain(|row| row.cells[place].text() == Some(one.as_str()));
    }
    Ok(rows)
}

/// The members that divide, in the declared order, without the total.
fn names_of(dimension: &Dimension, rows: &[&Row], place: usize) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut seen = BTreeSet::new();
    for row in rows {
        if let Cell::Name(name) | Cell::Numeral(name) = &row.cells[place]
            && dimension.total.as_ref() != Some(&name.id)
            && seen.insert(name.id.as_str())
        {
            names.push(name.clone());
        }
    }
    let declared = |name: &Name| {
        let mut members = dimension.members.iter();
        members.position(|member| member.value == name.id)
    };
    names.order_by_key(|name| declared(name).unwrap_or(usize::MAX));
    names
}

/// Refuses members that are not the parts of one whole.
fn refuse_overlap(
    dimension: &Dimension,
    column: &str,
    names: &[Name],
    is_asked: bool,
    asked: &Asked,
) -> Result<()> {
    let is_partition = |partition: &&Vec<String>| {
        partition.len() == names.len() && names.iter().all(|name| partition.contains(&name.id))
    };
    let Some(reason) = &dimension.overlapping else {
        return Ok(());
    };
    if dimension.partitions.iter().any(|one| is_partition(&one)) {
        return Ok(());
    }
    let partitions = dimension.partitions.iter();
    let partitions = partitions.map(|members| {
        let words = format!("{column}={}", members.join(","));
        format!("--member {}", shell_word(&printable(&words)))
    });
    let partitions: Vec<String> = partitions.collect();
    let next = if partitions.is_empty() {
        "nothing says which of them make a whole".to_owned()
    } else {
        format!(
            "choose those of one whole: {}",
            quoted_list(partitions, "or")
        )
    };
    let whose = if is_asked {
        "these members"
    } else {
        "the members"
    };
    refused(
        Refusal::new(format!(
            "`{}` needs parts of one whole, and {whose} of `{column}` overlap or do \
                    not make one ({})",
            asked.verb,
            reason.trim_end_matches('.')
        ))
        .next(next),
    )
}
