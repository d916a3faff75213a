//! Which rows of an answer, in which order, and which columns: `--where`, `--sort`, `--top`, `--columns`.

mod sort;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use super::QueryError;
use super::condition::Condition;
use super::options::{no_dimension, option};
use super::pieces::whole_names;
use crate::answer::{Answer, Column, Holds};
use crate::figure::spans;
use crate::order::IntoSet;
use crate::package::{Package, Table, fold};
use crate::words::{Refusal, list, printable, quoted_list};
use sort::{compare_by, sort};

/// What of an answer is wanted, and in which order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arrangement {
    /// Conditions that a row has to meet, all of them.
    pub conditions: Vec<Condition>,
    /// What to sort by, the first first; none to keep the order of the data.
    pub sort: Vec<SortKey>,
    /// How many rows to keep.
    pub top: Option<usize>,
    /// The columns, in order; none for those that are usual.
    pub columns: Vec<String>,
}

impl Arrangement {
    /// The arrangement with indicators that are called by another name called by their ids, as `--indicator` takes them.
    #[must_use]
    pub fn by_ids(mut self, table: &Table) -> Arrangement {
        let conditions = self.conditions.iter_mut();
        let keys = self.sort.iter_mut().map(|key| &mut key.column);
        let names = conditions
            .map(|condition| &mut condition.column)
            .chain(keys);
        for name in names.chain(&mut self.columns) {
            let wanted = fold(name);
            let mut called = table.indicators().filter(|(_, column, _)| {
                let mut aliases = column.aliases.iter();
                aliases.any(|alias| fold(alias) == wanted)
            });
            if let (Some((_, _, indicator)), None) = (called.next(), called.next()) {
                name.clone_from(&indicator.id);
            }
        }
        self
    }

    /// The columns of a table beside its key and its figures that are asked for by name.
    pub(super) fn attributes_asked(&self, table: &Table) -> BTreeSet<usize> {
        let conditions = self.conditions.iter().map(|condition| &condition.column);
        let keys = self.sort.iter().map(|key| &key.column);
        let asked: BTreeSet<&String> = conditions.chain(keys).chain(&self.columns).into_set();
        table
            .attributes()
            .filter(|(_, column, _)| asked.contains(&column.name))
            .map(|(place, ..)| place)
            .collect()
    }
}

/// A column to sort by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortKey {
    /// The column, by name or indicator id.
    pub column: String,
    /// Whether the largest comes first.
    pub descending: bool,
}

impl FromStr for SortKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (column, descending) = text
            .strip_prefix('-')
            .map_or((text, false), |column| (column, true));
        if column.is_empty() {
            return Err(
                "`--sort` needs a column; write `gdp`, or `-gdp` for the largest first".to_owned(),
            );
        }
        Ok(SortKey {
            column: column.to_owned(),
            descending,
        })
    }
}

impl fmt::Display for SortKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.descending { "-" } else { "" };
        write!(f, "{sign}{}", self.column)
    }
}

/// The place of the column that a name asks for: its own or its indicator's id, else its heading in either language,
/// else any of these folded, else a piece of one heading alone.
pub(super) fn find(answer: &Answer, name: &str) -> Option<usize> {
    let only = |is_it: &dyn Fn(&Column) -> bool| {
        let columns = answer.columns.iter().enumerate();
        let mut found = columns
            .filter(|(_, column)| is_it(column))
            .map(|(place, _)| place);
        found.next().filter(|_| found.next().is_none())
    };
    let called = answer
        .columns
        .iter()
        .position(|column| column.is_called(name));
    let folded = fold(name);
    let headings = |column: &Column| {
        let label = column.label.clone();
        [Some(label.en), label.zh]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
    };
    called
        .or_else(|| only(&|column| headings(column).iter().any(|heading| heading == name)))
        .or_else(|| {
            let is_it = |column: &Column| {
                let id = column.measure().map(|measure| measure.id.clone());
                let mut names = headings(column)
                    .into_iter()
                    .chain([column.name.clone()])
                    .chain(id);
                names.any(|known| fold(&known) == folded)
            };
            only(&is_it).filter(|_| !folded.is_empty())
        })
        .or_else(|| {
            let is_it = |column: &Column| {
                headings(column)
                    .iter()
                    .any(|heading| fold(heading).contains(&folded))
            };
            let is_long = folded.chars().count() > 3 || !folded.is_ascii();
            only(&is_it).filter(|_| is_long && !folded.is_empty())
        })
}

/// The keys to sort by, a name that holds a comma as one.
pub(super) fn whole_keys(answer: &Answer, keys: &[SortKey]) -> Vec<SortKey> {
    let is_exact = |name: &str| {
        let name = name.strip_prefix('-').unwrap_or(name);
        let mut columns = answer.columns.iter();
        columns.any(|column| column.is_called(name) || column.label.en == name)
    };
    let is_known = |name: &str| {
        let name = name.strip_prefix('-').unwrap_or(name);
        // What is sorted the other way is a column of its own.
        !name.contains(",-") && find(answer, name).is_some()
    };
    // Names have a space behind their commas.
    let pieces = keys.iter().enumerate().map(|(at, key)| {
        let space = if at > 0 && !key.descending { " " } else { "" };
        format!("{space}{key}")
    });
    let pieces: Vec<String> = pieces.collect();
    let names = whole_names(&pieces, is_exact, is_known);
    names.iter().filter_map(|name| name.parse().ok()).collect()
}

/// The place of a column that is asked for by name.
fn place(answer: &Answer, name: &str, flag: &str, package: &Package) -> Result<usize, QueryError> {
    find(answer, name).ok_or_else(|| {
        let names: Vec<&str> = answer
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        let ids = answer
            .columns
            .iter()
            .filter_map(|column| column.measure())
            .map(|measure| measure.id.as_str());
        let known = names.iter().copied().chain(ids.filter(|id| !id.is_empty()));
        let refusal = Refusal::new(format!(
            "`{flag}`: there is no column `{}`",
            printable(name)
        ))
        .meaning(name, known)
        .allowing(format!("the columns are {}", quoted_list(&names, "and")));
        let mut dimensions = package.tables().flat_map(Table::dimensions);
        let combined = dimensions.any(|(_, column, _)| column.name == name && flag == "--where");
        let next = no_dimension(package, flag).or_else(|| {
            let option = option(name);
            combined
                .then(|| format!("members are chosen before they are combined with `--{option}`"))
        });
        QueryError::refused(match next {
            Some(next) => refusal.next(next),
            None => refusal,
        })
    })
}

/// Keeps the rows that meet every condition.
pub(super) fn filter(
    answer: &mut Answer,
    wanted: &Arrangement,
    package: &Package,
) -> Result<(), QueryError> {
    if wanted.conditions.is_empty() {
        return Ok(());
    }
    let mut tests = Vec::new();
    for condition in &wanted.conditions {
        let place = place(answer, &condition.column, "--where", package)?;
        let cells = answer.rows.iter().map(|row| &row.cells[place]);
        let test = condition
            .test(&answer.columns[place], &cells, package.areas()?)
            .map_err(QueryError::refused)?;
        tests.push((place, test));
    }
    let had_rows = !answer.rows.is_empty();
    answer.rows.retain(|row| {
        tests
            .iter()
            .all(|(place, test)| test.holds(&row.cells[*place]))
    });
    if had_rows && answer.rows.is_empty() {
        let conditions = quoted_list(&wanted.conditions, "and");
        let measures = tests
            .iter()
            .filter_map(|(place, _)| answer.columns[*place].measure());
        let elsewhere = measures.map(|measure| several_tables(package, &measure.id));
        answer.nothing = Some(format!(
            "no row meets {conditions}; the values are there without `--where`{}",
            elsewhere.collect::<String>()
        ));
    }
    Ok(())
}

/// The tables of areas that have an indicator, with their periods, where these are several: as the end of a sentence.
fn several_tables(package: &Package, id: &str) -> String {
    let has = |table: &&Table| table.area().is_some() && table.indicator(id).is_some();
    let tables = package.tables().filter(has);
    let told = tables.map(|table| format!("`{}` ({})", table.name, spans(&package.years(table))));
    let told: Vec<String> = told.collect();
    if told.len() < 2 {
        return String::new();
    }
    format!("; `{}` stands in {}", printable(id), list(told, "and"))
}

/// Sorts the rows and keeps the first of them. Without a key, `--top` takes the largest by the first figures shown, where
/// these can be compared.
pub(super) fn order(
    answer: &mut Answer,
    wanted: &Arrangement,
    package: &Package,
) -> Result<(), QueryError> {
    let mut keys = Vec::new();
    answer.ordered |= !wanted.sort.is_empty() || wanted.top.is_some();
    for key in &whole_keys(answer, &wanted.sort) {
        keys.push((
            place(answer, &key.column, "--sort", package)?,
            key.descending,
        ));
    }
    let Some(top) = wanted.top else {
        sort(&mut answer.rows, &keys);
        return Ok(());
    };
    if keys.is_empty() {
        let mut figures = answer
            .shown()
            .filter_map(|(place, column)| Some((place, column.measure()?)));
        // Where each row has figures of another sort, there is no largest, and the order stays.
        let largest = figures
            .next()
            .filter(|(_, measure)| measure.holds != Holds::Various);
        keys.extend(largest.map(|(place, _)| (place, true)));
    }
    let members = answer.rows.iter().filter(|row| !row.total).count();
    if members > 0 && members < answer.rows.len() {
        answer.rows.retain(|row| !row.total);
        answer
            .warnings
            .push("`--top` leaves out the rows that are totals of others".to_owned());
    }
    sort(&mut answer.rows, &keys);
    if let (Some(last), Some(first_out)) = (
        top.checked_sub(1).and_then(|last| answer.rows.get(last)),
        answer.rows.get(top),
    ) && !keys.is_empty()
        && compare_by(&keys, last, first_out).is_eq()
    {
        let names = keys.iter().map(|(place, _)| &answer.columns[*place].name);
        let names = quoted_list(names, "and");
        answer.warnings.push(format!(
            "`--top {top}` cuts between rows that are equal in {names}"
        ));
    }
    answer.rows.truncate(top);
    Ok(())
}

/// Adds columns to those that are asked for by name, where any are; without names all are kept.
pub(super) fn keep_columns(wanted: &mut Vec<String>, added: impl IntoIterator<Item = String>) {
    if wanted.is_empty() {
        return;
    }
    for name in added {
        if !wanted.contains(&name) {
            wanted.push(name);
        }
    }
}

/// Keeps the columns that are asked for, in the order in which they are asked for; all of them without a name.
pub(super) fn pick_columns(
    answer: &mut Answer,
    wanted: &[String],
    package: &Package,
) -> Result<(), QueryError> {
    if wanted.is_empty() {
        return Ok(());
    }
    let mut places = Vec::new();
    let is_exact = |name: &str| {
        let mut columns = answer.columns.iter();
        columns.any(|column| column.is_called(name) || column.label.en == name)
    };
    let is_known = |name: &str| find(answer, name).is_some();
    let wanted = &whole_names(wanted, is_exact, is_known);
    for name in wanted {
        let place = place(answer, name, "--columns", package)?;
        if places.contains(&place) {
            let column = &answer.columns[place];
            let other = wanted.iter().find(|other| column.is_called(other));
            let name = printable(name);
            let what = match other.map(|other| printable(other)) {
                Some(other) if other != name => {
                    format!("`--columns`: `{other}` and `{name}` are one column")
                }
                _ => format!("`--columns`: `{name}` stands there twice"),
            };
            return Err(QueryError::refused(Refusal::new(what).next("name it once")));
        }
        places.push(place);
    }
    let asked = places.len();
    // The others stay, since they say what the figures are about.
    let others = (0..answer.columns.len()).filter(|place| !places.contains(place));
    let places: Vec<usize> = places.iter().copied().chain(others).collect();
    answer.columns = places
        .iter()
        .map(|&place| answer.columns[place].clone())
        .collect();
    for (place, column) in answer.columns.iter_mut().enumerate() {
        column.shown = place < asked;
    }
    // What is asked for by name is no detail.
    answer.details.clear();
    answer.course = false;
    for row in &mut answer.rows {
        row.cells = places
            .iter()
            .map(|&place| row.cells[place].clone())
            .collect();
    }
    Ok(())
}
