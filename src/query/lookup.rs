//! What is asked of verbs that look for the table themselves: tables, indicators, members of further dimensions.

use std::collections::BTreeSet;
use std::str::FromStr;

use super::QueryError;
use super::instead::names_instead;
use crate::figure::Kind;
use crate::package::{Column, Indicator, Package, Table};
use crate::words::{Refusal, excerpt, printable, quoted_list, shell_word};

/// Members of a further dimension that are asked for: `--member sector=secondary`.
#[derive(Debug, Clone)]
pub(crate) struct MemberChoice {
    pub(crate) dimension: String,
    pub(crate) names: Vec<String>,
}

impl FromStr for MemberChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let malformed = || {
            format!(
                "`{}` chooses no member; write a dimension and its member, such as `DIMENSION=NAME`",
                printable(text)
            )
        };
        let (dimension, names) = text.split_once('=').ok_or_else(malformed)?;
        let names: Vec<String> = names
            .split(',')
            .map(|name| name.trim().to_owned())
            .collect();
        if dimension.trim().is_empty() || names.iter().any(String::is_empty) {
            return Err(malformed());
        }
        Ok(MemberChoice {
            dimension: dimension.trim().to_owned(),
            names,
        })
    }
}

/// The tables that are asked for: the one that `--table` names, or all.
pub(crate) fn tables<'a>(
    package: &'a Package,
    named: Option<&str>,
) -> Result<Vec<&'a Table>, QueryError> {
    let Some(name) = named else {
        return Ok(package.tables().collect());
    };
    match package.table(name) {
        Some(table) => Ok(vec![table]),
        None => Err(QueryError::refused(no_table(package, name))),
    }
}

/// That there is no table of this name.
pub(crate) fn no_table(package: &Package, name: &str) -> Refusal {
    if let Some(why) = package.why_not_read(name) {
        return not_read(name, why);
    }
    let names = quoted_list(package.table_names(), "and");
    Refusal::new(format!("there is no table `{}`", printable(name)))
        .meaning(name, package.table_names())
        .allowing(format!("the tables are {names}"))
}

/// That the resource of this name is not read.
pub(crate) fn not_read(name: &str, why: &str) -> Refusal {
    Refusal::new(format!(
        "the resource `{}` is not read: {why}",
        printable(name)
    ))
}

/// What a name stands for that may be a table's or an indicator's.
pub(crate) enum Named<'a> {
    /// A table.
    Table(&'a Table),
    /// An indicator, with its column in each table that has it.
    Indicator(Vec<(&'a Table, &'a Column, &'a Indicator)>),
}

/// The table or the indicator of this name; `TABLE/INDICATOR` is the indicator in that table alone.
pub(crate) fn named<'a>(package: &'a Package, target: &str) -> Result<Named<'a>, QueryError> {
    if let Some(table) = package.table(target) {
        return Ok(Named::Table(table));
    }
    let (of_table, wanted) = match target.split_once('/') {
        Some((table, indicator)) => (Some(table), indicator),
        None => (None, target),
    };
    let in_table = |table: &'a Table| {
        let (_, column, indicator) = table.indicator_called(wanted)?;
        Some((table, column, indicator))
    };
    let tables = package
        .tables()
        .filter(|table| of_table.is_none_or(|name| table.name == name));
    let found: Vec<_> = tables.filter_map(in_table).collect();
    if !found.is_empty() {
        return Ok(Named::Indicator(found));
    }
    if let Some(why) = package.why_not_read(target) {
        return Err(QueryError::refused(not_read(target, why)));
    }
    let unknown = Refusal::new(format!(
        "there is no table or indicator `{}`",
        printable(target)
    ));
    if let Some(next) = names_instead(package, target) {
        return Err(QueryError::refused(unknown.next(next)));
    }
    // Where an indicator of a table is asked for, that is what may be meant.
    let known: Vec<String> = match of_table {
        Some(_) => package
            .tables()
            .flat_map(|table| {
                let pair = |id| format!("{}/{id}", table.name);
                ids(table).into_iter().map(pair)
            })
            .collect(),
        None => package
            .table_names()
            .chain(package.tables().flat_map(ids))
            .map(str::to_owned)
            .collect(),
    };
    let known = known.iter().map(String::as_str);
    Err(QueryError::refused(
        unknown
            .meaning(target, known)
            .next("`hlj describe` lists them"),
    ))
}

/// The only indicator with numbers of areas, of the package or of the table of this name, where a question leaves it unsaid.
///
/// # Errors
/// If there are several, or none; `verb` is what was asked.
pub(crate) fn only_indicator(
    package: &Package,
    table: Option<&str>,
    verb: &str,
) -> Result<String, QueryError> {
    let tables = package
        .tables()
        .filter(|known| known.area().is_some() && table.is_none_or(|name| known.name == name));
    let numeric = tables.flat_map(Table::indicators);
    let ids: BTreeSet<&str> = numeric
        .filter(|(_, _, indicator)| indicator.kind != Kind::Text)
        .map(|(_, _, indicator)| indicator.id.as_str())
        .collect();
    let mut known = ids.iter();
    match (known.next(), known.next()) {
        (Some(only), None) => Ok((*only).to_owned()),
        (Some(first), _) => {
            let told: Vec<String> = ids.iter().take(10).map(|id| excerpt(id)).collect();
            let more = if ids.len() > 10 { ", …" } else { "" };
            Err(QueryError::refused(
                Refusal::new(format!(
                    "`{verb}` needs an indicator, one of {}{more}",
                    quoted_list(told, "and")
                ))
                .next(format!("write `hlj {verb} {}`", shell_word(first))),
            ))
        }
        _ => Err(QueryError::refused(no_indicator(package, verb))),
    }
}

/// That a verb has no indicator, or no areas: then with a column that may name them.
fn no_indicator(package: &Package, verb: &str) -> Refusal {
    let mut tables = package.tables();
    let has_figures = |table: &Table| {
        table
            .indicators()
            .any(|(_, _, found)| found.kind != Kind::Text)
    };
    if package.tables().any(|table| table.area().is_some()) || !tables.any(has_figures) {
        return Refusal::new(format!("there is no indicator for `{verb}`"))
            .next("`hlj describe` says what there is");
    }
    let mut columns = package.tables().flat_map(Table::dimensions);
    let column = columns.next().map(|(_, column, _)| column.name.as_str());
    Refusal::new(format!(
        "no column is taken for the area, and `{verb}` is of areas"
    ))
    .next(format!(
        "`--area-column {}` says which it is",
        column.map_or("COLUMN".to_owned(), |name| shell_word(&printable(name)))
    ))
}

/// Whether a table has an indicator of this id or column.
pub(crate) fn has_indicator(table: &Table, called: &str) -> bool {
    let mut all = table.indicators();
    all.any(|(_, column, _)| is_called(column, called))
}

/// The tables in which an indicator that is asked for by its title has that title; all where it is asked for otherwise:
/// sheets of a file often have one id for figures of which each is of something else.
pub(crate) fn titled<'t>(mut tables: Vec<&'t Table>, asked: &str) -> Vec<&'t Table> {
    let is_titled = |table: &&Table| !table.indicators_titled(asked).is_empty();
    if !tables.iter().any(|table| has_indicator(table, asked)) && tables.iter().any(is_titled) {
        tables.retain(is_titled);
    }
    tables
}

/// The indicator that is asked for, by id or column; a title, in either language, stands for the one id that the tables
/// asked for have it for. Refused is one that no table has, or that cannot be computed with in these tables.
pub(crate) fn indicator(
    package: &Package,
    tables: &[&Table],
    asked: &str,
) -> Result<String, QueryError> {
    let word = printable(asked);
    let wanted = if tables.iter().any(|table| has_indicator(table, asked)) {
        asked
    } else {
        let titled = tables
            .iter()
            .flat_map(|table| table.indicators_titled(asked));
        let mut ids: BTreeSet<&str> = titled.map(|(_, _, titled)| titled.id.as_str()).collect();
        if ids.is_empty() {
            let pieces = tables
                .iter()
                .filter_map(|table| table.indicator_called(asked));
            ids.extend(pieces.map(|(_, _, titled)| titled.id.as_str()));
        }
        if ids.len() > 1 {
            return Err(QueryError::refused(
                Refusal::new(format!(
                    "`{word}` is the title of {}",
                    quoted_list(ids, "and")
                ))
                .next("write the id"),
            ));
        }
        ids.first().copied().unwrap_or(asked)
    };
    let found: Vec<(&Table, Kind)> = tables
        .iter()
        .flat_map(|table| table.indicators().map(|found| (*table, found)))
        .filter(|(_, (_, column, _))| is_called(column, wanted))
        .map(|(table, (_, _, indicator))| (table, indicator.kind))
        .collect();
    if found.is_empty() {
        return Err(unknown_indicator(package, tables, wanted));
    }
    if found.iter().all(|(_, kind)| *kind == Kind::Text) {
        return Err(QueryError::refused(
            Refusal::new(format!(
                "`{word}` holds words or years, which are not computed with"
            ))
            .next("`hlj describe` lists the indicators with their kinds"),
        ));
    }
    if found.iter().all(|(table, _)| table.area().is_none()) {
        return Err(QueryError::refused(
            Refusal::new(format!("`{word}` is not about areas")).next(format!(
                "`hlj {} -i {} --top 3` shows where it is highest",
                shell_word(&found[0].0.name),
                shell_word(&word)
            )),
        ));
    }
    Ok(wanted.to_owned())
}

/// That what is asked for is a column beside the figures of one of these tables.
pub(crate) fn column_aside<'t>(
    mut tables: impl Iterator<Item = &'t Table>,
    wanted: &str,
) -> Option<Refusal> {
    let is_aside = |table: &&Table| {
        let mut all = table.attributes();
        all.any(|(_, column, _)| is_called(column, wanted))
    };
    let table = tables.find(is_aside)?;
    let word = printable(wanted);
    let refusal = Refusal::new(format!(
        "`{word}` of `{}` stands beside its figures and is no indicator",
        table.name
    ));
    Some(refusal.next(format!("`--columns {}` shows it", shell_word(&word))))
}

fn unknown_indicator(package: &Package, tables: &[&Table], wanted: &str) -> QueryError {
    let word = printable(wanted);
    if let Some(aside) = column_aside(tables.iter().copied(), wanted) {
        return QueryError::refused(aside);
    }
    if let ([table], true) = (tables, package.tables().count() > 1) {
        return QueryError::refused(
            Refusal::new(format!("`{}` has no indicator `{word}`", table.name)).next(format!(
                "its indicators are {}",
                quoted_list(ids(table), "and")
            )),
        );
    }
    if let Some(table) = package.table(wanted) {
        return QueryError::refused(
            Refusal::new(format!("`{word}` is a table and no indicator")).next(format!(
                "its indicators are {}",
                quoted_list(ids(table), "and")
            )),
        );
    }
    let unknown = Refusal::new(format!("no table has the indicator `{word}`"));
    QueryError::refused(match names_instead(package, wanted) {
        Some(next) => unknown.next(next),
        None => unknown
            .meaning(wanted, package.tables().flat_map(ids))
            .next("`hlj describe` lists them"),
    })
}

/// Whether a column of values is asked for by this name: its own or its indicator's id.
pub(crate) fn is_called(column: &Column, wanted: &str) -> bool {
    column.names().any(|name| name == wanted)
}

/// Refuses members of dimensions that none of the tables has.
pub(crate) fn check_members(tables: &[&Table], members: &[MemberChoice]) -> Result<(), QueryError> {
    for choice in members {
        if tables
            .iter()
            .any(|table| has_dimension(table, &choice.dimension))
        {
            continue;
        }
        let mut known: Vec<&str> = Vec::new();
        for (_, column, _) in tables.iter().flat_map(|table| table.dimensions()) {
            if !known.contains(&column.name.as_str()) {
                known.push(&column.name);
            }
        }
        let word = printable(&choice.dimension);
        let subject = match tables {
            [table] => format!("`{}` has no further dimension `{word}`", table.name),
            _ => format!("no table asked has the further dimension `{word}`"),
        };
        let next = if known.is_empty() {
            "leave out `--member`".to_owned()
        } else {
            format!("there is {}", quoted_list(known, "and"))
        };
        return Err(QueryError::refused(
            Refusal::new(format!("`--member`: {subject}")).next(next),
        ));
    }
    Ok(())
}

/// The ids of a table's indicators.
fn ids(table: &Table) -> Vec<&str> {
    table
        .indicators()
        .map(|(_, _, indicator)| indicator.id.as_str())
        .collect()
}

/// Whether a table has a further dimension of this name.
pub(crate) fn has_dimension(table: &Table, name: &str) -> bool {
    table.dimensions().any(|(_, column, _)| column.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_chosen_by_its_dimension() {
        let choice: MemberChoice = "sector=primary, tertiary".parse().unwrap();
        assert_eq!(choice.dimension, "sector");
        assert_eq!(choice.names, ["primary", "tertiary"]);
        for text in ["", "sector", "sector=", "=primary", "sector=primary,"] {
            assert!(
                text.parse::<MemberChoice>()
                    .unwrap_err()
                    .contains("DIMENSION=NAME"),
                "{text}"
            );
        }
    }
}
