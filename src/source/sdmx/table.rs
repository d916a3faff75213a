//! Observations in a grid, under the ids of their dimensions and attributes: codes with their labels behind a colon
//! (`A: Annual`), a unit with its power of ten.

use crate::order::IntoSet;
use crate::source::found::{AreaRow, Finding, Found};
use crate::source::{Grid, Options, SourceError, layout, shape};

/// The id of a column that is called `REF_AREA: Reference area`.
pub(super) fn id(heading: &str) -> &str {
    parted(heading).map_or(heading, |(id, _)| id).trim()
}

/// The id and the label of a heading; a blank may be lacking between the two, as in `REF_AREA:Geographic area`.
fn parted(heading: &str) -> Option<(&str, &str)> {
    let is_id = |id: &str| {
        id.bytes()
            .all(|b| b.is_ascii_uppercase() || b == b'_' || b.is_ascii_digit())
    };
    heading
        .split_once(": ")
        .or_else(|| heading.split_once(':').filter(|(id, _)| is_id(id)))
}

/// What becomes of a column.
enum Column {
    /// As it is, under the id alone.
    Plain(String),
    /// Codes and labels, parted.
    Parted(String, String),
    /// Only the codes of codes and labels.
    Codes(String),
    /// Only the labels, which are the units.
    Units,
    /// The powers of ten of units, which go to these.
    Powers,
}

/// The table of such a grid, of which this was found already.
///
/// # Errors
/// If there is no table in it.
pub(super) fn table(
    mut grid: Grid,
    findings: Vec<Finding>,
    options: &Options,
) -> Result<Found, SourceError> {
    grid.is_named = true;
    let (grid, deleting) = without_deleting(grid);
    let (grid, told) = prepared(grid);
    let mut layout = layout::find(&grid, options)?;
    layout
        .findings
        .splice(0..0, findings.into_iter().chain(told));
    let mut found = shape::shape(&grid, &layout, options)?;
    add_kind(&mut found, &grid);
    if deleting > 0 {
        let rows = if deleting == 1 {
            "row that says"
        } else {
            "rows that say"
        };
        found.warnings.push(format!(
            "{deleting} {rows} what is to be deleted, `ACTION` being `D`, left out"
        ));
    }
    Ok(found)
}

/// Adds to areas the code of the larger one that each lies in.
pub(super) fn add_parents(found: &mut Found, parents: &[(String, String)]) {
    // Codes without labels are the names.
    if found.areas.is_empty() {
        let codes = parents.iter().flat_map(|(code, parent)| [code, parent]);
        let codes = codes.into_set().into_iter();
        found.areas.extend(codes.map(|code| AreaRow {
            code: code.clone(),
            name: code.clone(),
            ..AreaRow::default()
        }));
    }
    for area in &mut found.areas {
        let own = parents.iter().find(|(code, _)| *code == area.code);
        if let Some((_, parent)) = own {
            area.parent.clone_from(parent);
        }
    }
}

/// The grid without rows that say what is to be deleted, and how many these are.
fn without_deleting(grid: Grid) -> (Grid, usize) {
    let header = grid.rows().next();
    let is_action = |cell: &str| cell.trim() == "ACTION";
    let Some(action) = header.and_then(|row| row.cells().position(is_action)) else {
        return (grid, 0);
    };
    let deletes = |index: &usize| grid.row(*index).cell(action).trim() == "D";
    let deleting = (1..grid.len()).filter(deletes).count();
    if deleting == 0 {
        return (grid, 0);
    }
    let mut kept = grid.like();
    for index in (0..grid.len()).filter(|index| *index == 0 || !deletes(index)) {
        let row = grid.row(index);
        kept.push(row.line, row.cells());
    }
    (kept, deleting)
}

/// What the International Monetary Fund calls the power of ten at which screens show a figure.
const SCALE: &str = "SCALE";

/// The grid with codes and labels in columns of their own, and units with their powers of ten.
fn prepared(grid: Grid) -> (Grid, Vec<Finding>) {
    let Some(header) = grid.rows().next() else {
        return (grid, Vec::new());
    };
    let headings: Vec<String> = header.cells().map(|cell| cell.trim().to_owned()).collect();
    let ids: Vec<&str> = headings.iter().map(|heading| id(heading)).collect();
    let has = |id: &str| ids.contains(&id);
    // The International Monetary Fund has names of its own.
    let unit_id = ["UNIT_MEASURE", "UNIT"].into_iter().find(|id| has(id));
    let power = ids.iter().position(|id| *id == "UNIT_MULT");
    let power = power.filter(|_| !has("UNIT_NAME"));
    let columns: Vec<Column> = headings
        .iter()
        .enumerate()
        .map(|(at, heading)| match id(heading) {
            _ if power == Some(at) && unit_id.is_some() => Column::Powers,
            _ if power == Some(at) => Column::Units,
            SCALE if !has("UNIT_MULT") => Column::Plain(format!("DISPLAY_{SCALE}")),
            own if Some(own) == unit_id && !has("UNIT_NAME") => Column::Units,
            own => column(&grid, at, own, heading),
        })
        .collect();
    let changes = |column: &Column| !matches!(column, Column::Plain(_));
    let is_scaled = has(SCALE) && !has("UNIT_MULT");
    if !is_scaled
        && !columns.iter().any(changes)
        && headings.iter().all(|heading| parted(heading).is_none())
    {
        return (grid, Vec::new());
    }
    let labelled = columns
        .iter()
        .any(|column| matches!(column, Column::Parted(..)));
    let mut made = grid.like();
    for (index, row) in grid.rows().enumerate() {
        let mut cells: Vec<String> = Vec::with_capacity(columns.len() + 4);
        for (at, column) in columns.iter().enumerate() {
            let cell = row.cell(at).trim();
            let (code, label) = cell.split_once(": ").unwrap_or((cell, cell));
            match column {
                Column::Plain(name) if index == 0 => cells.push(name.clone()),
                Column::Plain(_) => cells.push(cell.to_owned()),
                Column::Parted(id, name) if index == 0 => cells.extend([id.clone(), name.clone()]),
                Column::Parted(..) => cells.extend([code.to_owned(), label.to_owned()]),
                Column::Codes(name) if index == 0 => cells.push(name.clone()),
                Column::Codes(_) => cells.push(code.to_owned()),
                Column::Units if index == 0 => cells.push("UNIT_MEASURE".to_owned()),
                Column::Units => {
                    // Of a power without a unit the unit is not said.
                    let label = if power == Some(at) { "" } else { label };
                    cells.push(unit(label, power.map_or("", |power| id(row.cell(power)))));
                }
                Column::Powers => {}
            }
        }
        // What is longer than a grid holds was longer before.
        made.push(row.line, cells.iter().map(String::as_str));
    }
    let told = Finding::new("codes stand before their labels", "SDMX writes them so", "");
    let scale = Finding::new(
        format!("`{SCALE}` is no part of the unit"),
        "the International Monetary Fund shows figures at it, which stand here in full",
        "",
    );
    let told = [labelled.then_some(told), is_scaled.then_some(scale)];
    (made, told.into_iter().flatten().collect())
}

/// What becomes of the column of this id at an index.
fn column(grid: &Grid, at: usize, own: &str, heading: &str) -> Column {
    let label = parted(heading).map(|(_, label)| label.trim());
    let mut cells = grid
        .rows()
        .skip(1)
        .map(|row| row.cell(at).trim())
        .filter(|cell| !cell.is_empty())
        .peekable();
    let labelled =
        label.is_some() && cells.peek().is_some() && cells.all(|cell| cell.contains(": "));
    match label {
        Some(label)
            if labelled
                && !matches!(
                    own,
                    "OBS_STATUS" | "OBS_FLAG" | "CONF_STATUS" | "FREQ" | "freq" | "DECIMALS"
                ) =>
        {
            Column::Parted(own.to_owned(), label.to_owned())
        }
        Some(_) if labelled => Column::Codes(own.to_owned()),
        _ => Column::Plain(own.to_owned()),
    }
}

/// A unit with its power of ten in words.
fn unit(name: &str, power: &str) -> String {
    let times = format!("times 10 to the power of {power}");
    let (parts, sign) = match power.to_ascii_lowercase().as_str() {
        "3" | "thousands" => (["thousand", name], " "),
        "6" | "millions" => (["million", name], " "),
        "9" | "billions" => (["billion", name], " "),
        "12" | "trillions" => (["trillion", name], " "),
        "" | "0" | "units" => ([name, ""], ""),
        _ => ([name, times.as_str()], ", "),
    };
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(sign)
}

/// What the way of collecting says where it is one for all figures: sums are flows, states at an end or a beginning are
/// stocks.
fn add_kind(found: &mut Found, grid: &Grid) {
    let mut rows = grid.rows();
    let Some(at) = rows
        .next()
        .and_then(|header| header.cells().position(|cell| cell == "COLLECTION"))
    else {
        return;
    };
    let first = rows
        .next()
        .map(|row| id(row.cell(at)).to_owned())
        .unwrap_or_default();
    let kind = match first.as_str() {
        "S" => "flow",
        "E" | "B" => "stock",
        _ => return,
    };
    if !rows.all(|row| id(row.cell(at)) == first) {
        return;
    }
    if let Some(fields) = found.resource["schema"]["fields"].as_array_mut() {
        for field in fields
            .iter_mut()
            .filter(|field| field["role"] == "indicator" && field.get("kind").is_none())
        {
            field["kind"] = kind.into();
        }
    }
    found.findings.push(Finding::new(
        format!("the figures are a {kind}"),
        format!("`COLLECTION` is {first} for all of them"),
        "\"kind\"",
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_parted_from_codes_and_powers_go_to_units() {
        let mut grid = Grid::new("a");
        grid.push(
            1,
            [
                "REF_AREA: Area",
                "OBS_STATUS: Status",
                "TIME_PERIOD: Time",
                "OBS_VALUE: Value",
                "UNIT_MEASURE: Unit",
                "UNIT_MULT: Power",
            ],
        );
        grid.push(
            2,
            [
                "BR: Brunia",
                "A: Normal",
                "2020",
                "5.5",
                "PS: Persons",
                "3: Thousands",
            ],
        );
        grid.push(
            3,
            [
                "KA: Katina: the isle",
                "",
                "2020",
                "",
                "PS: Persons",
                "0: Units",
            ],
        );
        let (made, told) = prepared(grid);
        let rows: Vec<Vec<&str>> = made.rows().map(|row| row.cells().collect()).collect();
        assert_eq!(
            rows,
            [
                [
                    "REF_AREA",
                    "Area",
                    "OBS_STATUS",
                    "TIME_PERIOD",
                    "OBS_VALUE",
                    "UNIT_MEASURE"
                ],
                ["BR", "Brunia", "A", "2020", "5.5", "thousand Persons"],
                ["KA", "Katina: the isle", "", "2020", "", "Persons"],
            ]
        );
        assert_eq!(told.len(), 1);
    }
}
