//! Examples in the help of verbs across tables, made from the package: of the first table that has what they need.

use super::program::{Detail, is, package};
use crate::figure::{Kind, Period};
use crate::package::{Dimension, Package, Table};

/// What examples are made of: two areas, two years and two indicators of one table.
struct Sample {
    table: String,
    areas: [String; 2],
    years: [Period; 2],
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

/// Examples of `structure`.
pub(crate) fn of_structure() -> String {
    let Some((table, area, [first, last])) = divided() else {
        return written(&[(
            "hlj structure TABLE AREA -y YEARS".to_owned(),
            "how concentrated",
        )]);
    };
    written(&[
        (
            format!("hlj structure {area} -y {first},{last}"),
            "how concentrated, how far from the others, how it changed",
        ),
        (
            format!("hlj structure {table} -y {last} -i location-quotient"),
            "of what an area has more than the others",
        ),
        (
            format!("hlj structure -y {first}.. -i hhi --wide"),
            "one measure, years side by side",
        ),
    ])
}

/// Examples of `shift-share`.
pub(crate) fn of_shift_share() -> String {
    let Some((table, area, [first, last])) = divided() else {
        return written(&[(
            "hlj shift-share TABLE -y YEAR,YEAR".to_owned(),
            "every area between two years",
        )]);
    };
    written(&[
        (
            format!("hlj shift-share {table} -y {first},{last}"),
            "every area between two years",
        ),
        (
            format!("hlj shift-share {area} -y {first}..{last} --variant dynamic"),
            "year by year, added up",
        ),
    ])
}

/// Examples of `disparity`.
pub(crate) fn of_disparity() -> String {
    let Some(Sample {
        years: [first, last],
        indicators,
        ..
    }) = sample()
    else {
        return written(&[("hlj disparity INDICATOR".to_owned(), "year by year")]);
    };
    let id = indicators.last().map_or("INDICATOR", String::as_str);
    written(&[
        (
            format!("hlj disparity {id}"),
            "in the table with most areas",
        ),
        (
            format!("hlj disparity {id} {first}..{last} --columns year,n,cv,gini"),
            "whether places draw together",
        ),
    ])
}

/// Examples of `cycle`.
pub(crate) fn of_cycle() -> String {
    let Some(Sample {
        areas: [area, _],
        indicators,
        ..
    }) = sample()
    else {
        return written(&[("hlj cycle INDICATOR".to_owned(), "every area")]);
    };
    let id = &indicators[0];
    written(&[
        (format!("hlj cycle {id}"), "every area: peak, trough, fall"),
        (
            format!("hlj cycle {id} {area} --explain"),
            "with the figures that went in",
        ),
    ])
}

/// The first table with a further dimension that divides years and areas: its name, an area, two years.
fn divided() -> Option<(String, String, [Period; 2])> {
    let package = package().filter(|_| is(Detail::Help))?;
    package.tables().find_map(|table| {
        let area = table.area()?;
        let divides = |dimension: &Dimension| dimension.overlapping.is_none();
        let mut dimensions = table.dimensions();
        dimensions.find(|(_, _, dimension)| divides(dimension))?;
        let frame = package.outline(table).ok()?;
        let cell = frame.texts(area)?.dictionary().iter().next()?;
        let name = package.area_of_cell(cell).ok()?.slug();
        let years = package.years(table);
        let (first, last) = (*years.first()?, *years.last()?);
        (first != last).then(|| (table.name.clone(), name, [first, last]))
    })
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
    // Who only parses reads no examples, and the table need not be read.
    let package = package().filter(|_| is(Detail::Help))?;
    package.tables().find_map(|table| sample_of(package, table))
}

fn sample_of(package: &Package, table: &Table) -> Option<Sample> {
    let area = table.area()?;
    table.time()?;
    if table.dimensions().next().is_some() {
        return None;
    }
    let indicators: Vec<String> = table
        .indicators()
        .filter(|(_, _, indicator)| indicator.kind != Kind::Text)
        .map(|(_, _, indicator)| indicator.id.clone())
        .take(2)
        .collect();
    let frame = package.outline(table).ok()?;
    let mut areas = frame.texts(area)?.dictionary().iter();
    let (one, other) = (areas.next()?, areas.next()?);
    let years = package.years(table);
    let (first, last) = (years.first()?, years.last()?);
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
