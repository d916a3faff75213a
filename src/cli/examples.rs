//! Examples in the help of verbs across tables, made from the package: of the first table that has what they need.

use super::program::package;
use crate::figure::{Kind, Value, Year};
use crate::package::{Package, Table};

/// What examples are made of: two areas, two years and two indicators of one table.
struct Sample {
    table: String,
    areas: [String; 2],
    years: [Year; 2],
    indicators: Vec<String>,
}

/// Examples of `rank`.
pub(crate) fn of_rank() -> String {
    let Some(Sample {
        areas: [area, _],
        years: [first, last],
        indicators,
        ..
    }) = sample()
    else {
        return written(&[(
            "hlj rank INDICATOR -y YEAR".to_owned(),
            "areas from the largest",
        )]);
    };
    let id = &indicators[0];
    written(&[
        (
            format!("hlj rank {id}"),
            "the newest year that every area has",
        ),
        (
            format!("hlj rank {id} -y {first},{last}"),
            "who moved up, who moved down",
        ),
        (
            format!("hlj rank {id} -c {area}"),
            "one area's place among all",
        ),
    ])
}

/// Examples of `compare`.
pub(crate) fn of_compare() -> String {
    let Some(Sample {
        areas: [area, other],
        years: [first, last],
        indicators,
        ..
    }) = sample()
    else {
        return written(&[(
            "hlj compare AREA AREA -i INDICATOR -y YEARS".to_owned(),
            "areas side by side",
        )]);
    };
    let ids = indicators.join(",");
    written(&[
        (
            format!("hlj compare {area} {other} -i {ids}"),
            "difference and ratio to the first",
        ),
        (
            format!("hlj compare {area} {other} -y {first},{last}"),
            "with the average yearly change of each",
        ),
        (
            format!("hlj compare {area} -y {first},{last}"),
            "one area, two years: every indicator",
        ),
    ])
}

/// Examples of `check`.
pub(crate) fn of_check() -> String {
    let table = package().and_then(|package| package.table_names().next());
    let table = table.unwrap_or("TABLE");
    written(&[
        ("hlj check".to_owned(), "what does not fit, the worst first"),
        (
            format!("hlj check {table} --severity held"),
            "all that is tried on a table",
        ),
        (
            "hlj check --kind claim".to_owned(),
            "what the documents state",
        ),
        (
            "hlj check --data DIR --fail-on unexplained".to_owned(),
            "validate your own package",
        ),
    ])
}

/// Examples of `profile`.
pub(crate) fn of_profile() -> String {
    let area = sample().map(|sample| sample.areas[0].clone());
    let area = area.unwrap_or_else(|| "AREA".to_owned());
    written(&[
        (format!("hlj profile {area}"), "one page"),
        (
            format!("hlj profile {area} -o {}.html", area.to_lowercase()),
            "a page to send",
        ),
    ])
}

/// Examples of `export`.
pub(crate) fn of_export() -> String {
    let whole = ("hlj export FOLDER".to_owned(), "the package as it is");
    let Some(Sample {
        table,
        areas: [area, _],
        years: [first, last],
        ..
    }) = sample()
    else {
        return written(&[whole]);
    };
    written(&[
        whole,
        (
            format!("hlj export FOLDER {table} -c {area} -y {first}..{last}"),
            "the answer to a question",
        ),
    ])
}

/// A sample of the first table that has one.
fn sample() -> Option<Sample> {
    let package = package()?;
    package.tables().find_map(|table| sample_of(package, table))
}

fn sample_of(package: &Package, table: &Table) -> Option<Sample> {
    let (area, time) = (table.area()?, table.time()?);
    if table.dimensions().next().is_some() {
        return None;
    }
    let indicators: Vec<String> = table
        .indicators()
        .filter(|(_, _, indicator)| indicator.kind != Kind::Text)
        .map(|(_, _, indicator)| indicator.id.clone())
        .take(2)
        .collect();
    let rows = package.rows(table).ok()?;
    let mut areas: Vec<&str> = Vec::new();
    let mut years: Vec<Year> = Vec::new();
    for row in &rows {
        if let (Value::Text(area), Value::Year(year)) = (&row.cells[area], &row.cells[time]) {
            if !areas.contains(&area.as_str()) {
                areas.push(area);
            }
            years.push(*year);
        }
    }
    let [one, other, ..] = areas.as_slice() else {
        return None;
    };
    let (first, last) = (years.iter().min()?, years.iter().max()?);
    if first == last || indicators.is_empty() {
        return None;
    }
    let slug = |cell: &str| package.area_of_cell(cell).ok().map(|area| area.slug());
    Some(Sample {
        table: table.name.clone(),
        areas: [slug(one)?, slug(other)?],
        years: [*first, *last],
        indicators,
    })
}

/// The examples as a section of a help text.
fn written(examples: &[(String, &str)]) -> String {
    let heading = anstyle::Style::new().bold().underline();
    let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    let widest = examples
        .iter()
        .map(|(line, _)| width(line))
        .max()
        .unwrap_or(0);
    let lines = examples.iter().map(|(line, about)| {
        let gap = " ".repeat(widest + 2 - width(line));
        format!("\n  {line}{gap}{about}")
    });
    format!("{heading}Examples:{heading:#}{}", lines.collect::<String>())
}
