//! JSON of records: a list of objects, one object a line, or such a list inside of an object, as offices answer requests.
//! Each record is a row under the names of its properties, which need not be the same in all. What a property holds under
//! names of its own stands in columns of the row; records of records are rows that repeat what holds them.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::columns::{self, ROWS};
use crate::figure::Period;
use crate::order::IntoSet;
use crate::source::found::{Finding, Found};
use crate::source::grid::Grid;
use crate::source::json::{Pairs, parse_as, unquoted};
use crate::source::{Options, SourceError, stacked};
use crate::words::{excerpt, list};

/// How deep in an object its list of records is looked for, and records in records.
const DEEPEST: usize = 4;
/// Properties that hold no more than what their record is about: their names say nothing.
const HOLDERS: &[&str] = &["properties", "attributes", "fields"];
/// What a thing is called, among what is said of it.
const NAMES: &[&str] = &["value", "name", "label", "common"];

type Raw<'t> = &'t RawValue;
type Record<'t> = Pairs<Raw<'t>>;
/// What stands under each name.
type Row<'t> = Vec<(String, Raw<'t>)>;

/// The tables of such a text.
///
/// # Errors
/// If no list of records stands in it, or if there is no table in them.
pub(super) fn read(name: &str, text: &str, options: &Options) -> Result<Vec<Found>, SourceError> {
    let mut grid = Grid::new(name);
    // A number of JSON has a point.
    grid.decimal = Some('.');
    let told = fill(&mut grid, text.trim()).map_err(SourceError::Unreadable)?;
    stacked::tables(&grid, &told, options)
}

/// Fills a grid with the records of a text, and says where they stand in it and what of them is left out.
fn fill(grid: &mut Grid, text: &str) -> Result<Vec<Finding>, String> {
    let told = |what: &str| Finding::new(what.to_owned(), "it is JSON with records", "");
    let is_list = text.starts_with('[');
    if is_list && text[1..].trim_start().starts_with('[') {
        for (line, row) in (1..).zip(parse::<Vec<Vec<Raw>>>(text)?) {
            let cells: Vec<String> = row.iter().map(|cell| unquoted(cell.get())).collect();
            grid.push(line, cells.iter().map(String::as_str));
        }
        return Ok(vec![told("each list is a row")]);
    }
    let mut dates = BTreeSet::new();
    let (path, records) = if is_list {
        (String::new(), of_list(text)?)
    } else if of_lines(text) {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        (
            String::new(),
            lines.map(parse).collect::<Result<_, String>>()?,
        )
    } else {
        let pairs: Record = parse(text)?;
        if let Some(table) = columns::find(&pairs) {
            return Ok(columns::put(grid, &table));
        }
        dates = counted_dates(&pairs);
        inside(pairs)?
    };
    let of = match path.as_str() {
        "" => String::new(),
        path => format!(" of `{}`", excerpt(path)),
    };
    put(
        grid,
        records,
        &dates,
        told(&format!("each record{of} is a row")),
    )
}

/// The properties that a map service says to be dates: it counts their milliseconds since 1970.
fn counted_dates(pairs: &Record) -> BTreeSet<String> {
    let fields = pairs.get("fields").and_then(|raw| records_of(raw));
    let is_date = |field: &Record| {
        let kind = field.get("type").map(|raw| unquoted(raw.get()));
        kind.is_some_and(|kind| kind == "esriFieldTypeDate")
    };
    let dates = fields.into_iter().flatten().filter(is_date);
    let names = dates.filter_map(|field| field.get("name").map(|raw| unquoted(raw.get())));
    names.into_set()
}

/// The seconds of a count of milliseconds since 1970, as days and what is left of one.
fn days_and_seconds(milliseconds: &str) -> Option<(i64, i64)> {
    let seconds = milliseconds.parse::<i64>().ok()?.div_euclid(1000);
    Some((seconds.div_euclid(86_400), seconds.rem_euclid(86_400)))
}

/// The date of milliseconds since 1970. Where all such dates begin at one time of the day, or at two for the summer, that
/// is midnight where they were made; else the time stands behind the date.
fn date(milliseconds: &str, at_midnight: bool) -> Option<String> {
    let (days, second) = days_and_seconds(milliseconds)?;
    let is_next = at_midnight && second > 43_200;
    let day = Period::day(1970, 1, 1)?.step(days + i64::from(is_next))?;
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    Some(if at_midnight {
        day.to_string()
    } else {
        format!("{day}T{hour:02}:{minute:02}:{second:02}")
    })
}

/// The records of a list, before which may stand what an answer says of itself.
fn of_list(text: &str) -> Result<Vec<Record<'_>>, String> {
    parse(text).or_else(|why| match parse::<Vec<Raw>>(text).as_deref() {
        Ok([_, last]) => records_of(last).ok_or(why),
        _ => Err(why),
    })
}

fn parse<'t, T: Deserialize<'t>>(text: &'t str) -> Result<T, String> {
    parse_as(text, "it is no list of records, nor of lists")
}

/// Whether each line of a text holds a record.
pub(super) fn of_lines(text: &str) -> bool {
    let is_record = |line: &str| line.starts_with('{') && line.ends_with('}');
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first: Vec<&str> = lines.take(2).collect();
    first.len() > 1 && first.into_iter().all(is_record)
}

fn is_list(raw: &RawValue) -> bool {
    raw.get().starts_with('[')
}

fn is_object(raw: &RawValue) -> bool {
    raw.get().starts_with('{')
}

/// The records of a list, where it holds nothing else.
fn records_of(raw: Raw<'_>) -> Option<Vec<Record<'_>>> {
    let records: Vec<Record> = if is_list(raw) {
        parse(raw.get()).ok()?
    } else {
        return None;
    };
    (!records.is_empty()).then_some(records)
}

/// The list of records in an object, and where it stands; an object of texts and numbers is a record itself.
fn inside(pairs: Record<'_>) -> Result<(String, Vec<Record<'_>>), String> {
    if pairs.0.len() > 1
        && pairs
            .0
            .iter()
            .all(|(_, raw)| !is_list(raw) && !is_object(raw))
    {
        return Ok((String::new(), vec![pairs]));
    }
    let mut lists: Vec<(String, Vec<Record>)> = Vec::new();
    look_into("", pairs, &mut lists);
    let is_called = |(path, _): &&(String, Vec<Record>)| {
        let own = path.rsplit('.').next().unwrap_or(path);
        ROWS.contains(&own.to_lowercase().as_str())
    };
    let called: Vec<usize> = (0..lists.len())
        .filter(|at| is_called(&&lists[*at]))
        .collect();
    match (lists.len(), called.as_slice()) {
        (1, _) => Ok(lists.remove(0)),
        (_, [one]) => Ok(lists.remove(*one)),
        (0, _) => Err("it is JSON and no JSON-stat: no `dimension` and `value` stand in it, and no list of records; save the table as CSV or as JSON-stat".to_owned()),
        _ => {
            let names = lists.iter().take(3).map(|(path, _)| format!("`{}`", excerpt(path)));
            Err(format!(
                "it is JSON with several lists of records, such as {}; save the one that is wanted as a file of its own",
                list(names.collect::<Vec<String>>(), "and")
            ))
        }
    }
}

/// Adds the lists of records in an object, those in its objects too.
fn look_into<'t>(above: &str, pairs: Record<'t>, lists: &mut Vec<(String, Vec<Record<'t>>)>) {
    for (own, raw) in pairs.0 {
        let path = if above.is_empty() {
            own
        } else {
            format!("{above}.{own}")
        };
        if let Some(records) = records_of(raw) {
            lists.push((path, records));
        } else if is_object(raw) && path.split('.').count() < DEEPEST {
            look_into(&path, parse(raw.get()).unwrap_or_default(), lists);
        }
    }
}

/// Puts records into a grid, below the names of their properties.
fn put(
    grid: &mut Grid,
    records: Vec<Record<'_>>,
    dates: &BTreeSet<String>,
    told: Finding,
) -> Result<Vec<Finding>, String> {
    let mut rows: Vec<Row> = Vec::with_capacity(records.len());
    let mut left: BTreeSet<String> = BTreeSet::new();
    for (index, pairs) in records.into_iter().enumerate() {
        if let Some(twice) = (1..pairs.0.len())
            .find(|at| pairs.0[..*at].iter().any(|(own, _)| *own == pairs.0[*at].0))
        {
            return Err(format!(
                "its record {} has `{}` twice; give each property a name of its own",
                index + 1,
                excerpt(&pairs.0[twice].0)
            ));
        }
        flatten(&[], "", pairs, 0, &mut rows, &mut left);
    }
    let mut names: Vec<&str> = Vec::new();
    for row in &rows {
        for (place, (own, _)) in row.iter().enumerate() {
            if place_of(&names, place, own).is_none() {
                names.push(own);
            }
        }
    }
    // Numbers count the columns, whose names stand in a record.
    grid.is_named = !names.iter().all(|name| name.parse::<u32>().is_ok());
    grid.push(1, names.iter().copied());
    let counted = rows.iter().flatten().filter(|(own, _)| dates.contains(own));
    let times: BTreeSet<i64> = counted
        .filter_map(|(_, raw)| Some(days_and_seconds(raw.get())?.1))
        .into_set();
    for (line, row) in (2..).zip(&rows) {
        let mut cells = vec![String::new(); names.len()];
        for (place, (own, value)) in row.iter().enumerate() {
            if let Some(at) = place_of(&names, place, own) {
                let cell = unquoted(value.get());
                let is_date = dates.contains(own);
                let date = is_date.then(|| date(&cell, times.len() <= 2)).flatten();
                cells[at] = date.unwrap_or(cell);
            }
        }
        grid.push(line, cells.iter().map(String::as_str));
    }
    let verb = if left.len() == 1 { "is" } else { "are" };
    let left: Vec<String> = left
        .iter()
        .map(|name| format!("`{}`", excerpt(name)))
        .collect();
    let out = (!left.is_empty()).then(|| {
        Finding::new(
            format!("{} of the records {verb} left out", list(left, "and")),
            "a row holds texts and numbers, and no lists",
            "",
        )
    });
    Ok([told].into_iter().chain(out).collect())
}

/// Adds the rows of a record: itself, or each of the records in it, with what stands beside them.
fn flatten<'t>(
    above: &[(String, Raw<'t>)],
    holder: &str,
    pairs: Record<'t>,
    depth: usize,
    rows: &mut Vec<Row<'t>>,
    left: &mut BTreeSet<String>,
) {
    let mut row: Row = Vec::with_capacity(above.len() + pairs.0.len());
    row.extend_from_slice(above);
    let mut inner: Vec<(String, Vec<Record>)> = Vec::new();
    properties(holder, true, pairs, depth, &mut row, &mut inner, left);
    match inner.len() {
        0 => rows.push(row),
        1 => {
            let (own, records) = inner.remove(0);
            for record in records {
                flatten(&row, &own, record, depth + 1, rows, left);
            }
        }
        _ => {
            left.extend(inner.into_iter().map(|(own, _)| own));
            rows.push(row);
        }
    }
}

/// Adds what the properties of a record hold to its row, under their own names where it is held by nothing else, and the lists of records in it to those of its inner ones.
fn properties<'t>(
    holder: &str,
    is_held: bool,
    pairs: Record<'t>,
    depth: usize,
    row: &mut Row<'t>,
    inner: &mut Vec<(String, Vec<Record<'t>>)>,
    left: &mut BTreeSet<String>,
) {
    let is_held = is_held || HOLDERS.contains(&holder);
    let named = NAMES
        .iter()
        .find(|name| !is_held && pairs.get(name).is_some());
    for (own, raw) in pairs.0 {
        let is_taken = |name: &str| row.iter().any(|(other, _)| other == name);
        let name = match (is_held && !is_taken(&own), named) {
            (true, _) => own,
            (false, Some(named)) if own == *named && !is_taken(holder) => holder.to_owned(),
            _ => format!("{holder} {own}"),
        };
        match records_of(raw) {
            Some(records) if depth < DEEPEST => inner.push((name, records)),
            None if is_object(raw) && depth < DEEPEST => {
                let held: Record = parse(raw.get()).unwrap_or_default();
                // The shape of a place on a map.
                if held.get("coordinates").is_some() {
                    left.insert(name);
                    continue;
                }
                properties(&name, false, held, depth + 1, row, inner, left);
            }
            None if !is_list(raw) && !is_object(raw) => row.push((name, raw)),
            _ if raw.get() == "[]" => {}
            _ => {
                left.insert(name);
            }
        }
    }
}

/// The column of a name: most records have the properties of the first in its order.
fn place_of(names: &[&str], place: usize, own: &str) -> Option<usize> {
    if names.get(place).is_some_and(|name| *name == own) {
        return Some(place);
    }
    names.iter().position(|name| *name == own)
}
