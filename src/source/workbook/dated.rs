//! Sheets that are called after periods and have the same columns: one table, whose time their names are.

use super::{Finding, Found, Grid, Options, SourceError};
use crate::figure::Period;
use crate::order::InOrder;
use crate::source::layout::{self, Heading};
use crate::source::{periods, stacked};
use crate::words::excerpt;

/// A sheet, or the table of several.
pub(super) enum Piece {
    /// A sheet.
    Sheet(Grid),
    /// What several sheets hold together.
    Table(Box<Found>),
}

/// A sheet that is called after a period.
struct Part {
    /// Which of the sheets it is.
    at: usize,
    /// Its period, as its name says it.
    label: String,
    /// Its cells, without the period in those above the rows.
    grid: Grid,
    /// The rows of the table in it.
    body: std::ops::Range<usize>,
    /// The row in which names of columns begin.
    header: usize,
    columns: Vec<Heading>,
}

impl Part {
    /// Of a sheet that holds one table.
    fn of(at: usize, sheet: &Grid, label: String, options: &Options) -> Option<Part> {
        if layout::parts(sheet).len() > 1 || layout::beside(sheet).is_some() {
            return None;
        }
        let find = |grid: &Grid| layout::find(grid, options).ok();
        let around = find(sheet)?;
        let mut grid = sheet.like();
        for (index, row) in sheet.rows().enumerate() {
            let nothing_else = if row.line < around.header_line {
                ""
            } else {
                "value"
            };
            let cells = row.cells().map(|cell| match cell {
                cell if index < around.body.start => without(cell, &label, nothing_else),
                cell => cell.to_owned(),
            });
            let cells: Vec<String> = cells.collect();
            grid.push(row.line, cells.iter().map(String::as_str));
        }
        let layout = find(&grid)?;
        let is_header = |row: &usize| grid.row(*row).line == layout.header_line;
        Some(Part {
            at,
            label,
            header: (0..layout.body.start).find(is_header)?,
            grid,
            body: layout.body,
            columns: layout.columns,
        })
    }

    fn name(&self) -> &str {
        &self.grid.name
    }
}

/// Puts sheets together that are called after periods and have the same columns, none of which is a time; the others stay
/// as they are.
pub(super) fn together(sheets: Vec<Grid>, options: &Options) -> Vec<Piece> {
    let mut groups: Vec<Vec<Part>> = Vec::new();
    for (at, label) in labels(&sheets).into_iter().enumerate() {
        let part = label.and_then(|label| Part::of(at, &sheets[at], label, options));
        let Some(part) = part else {
            continue;
        };
        match groups
            .iter_mut()
            .find(|group| group[0].columns == part.columns)
        {
            Some(group) => group.push(part),
            None => groups.push(vec![part]),
        }
    }
    for group in &mut groups {
        group.order_by_key(|part| periods::read_one(&part.label).map(|label| label.period));
    }
    let is_dated = |part: &Part| {
        let alone = stacked::table(&part.grid, &[], options);
        alone.is_ok_and(|table| is_timed(&table))
    };
    let mut pieces: Vec<Option<Piece>> = sheets
        .into_iter()
        .map(|sheet| Some(Piece::Sheet(sheet)))
        .collect();
    for group in groups {
        if group.len() == 1 || is_dated(&group[0]) {
            continue;
        }
        if let Ok(table) = table(&group, options)
            && is_timed(&table)
        {
            let first = group.iter().map(|part| part.at).min();
            for part in &group {
                pieces[part.at] = None;
            }
            pieces[first.unwrap_or_default()] = Some(Piece::Table(Box::new(table)));
        }
    }
    pieces.into_iter().flatten().collect()
}

/// A text above a table without the period that it tells, and what stands between them: `Births` of `Births in 2019`.
fn without(text: &str, label: &str, nothing_else: &str) -> String {
    const BETWEEN: [&str; 6] = ["in", "for", "of", "at", "year", "on"];
    let is_part = |before: &str, behind: &str| {
        // A base is no period of the sheet, nor is a part of a longer number: `2019=100`.
        before.ends_with(|c: char| c.is_ascii_digit())
            || behind
                .trim_start()
                .starts_with(|c: char| c == '=' || c.is_ascii_digit())
    };
    let Some((before, behind)) = text
        .split_once(label)
        .filter(|(before, behind)| !is_part(before, behind))
    else {
        return text.to_owned();
    };
    let mut before = before.trim_end_matches([' ', ',', '-', '–', ':', '(', '_']);
    while let Some(rest) = BETWEEN.iter().find_map(|word| before.strip_suffix(word))
        && rest.ends_with(' ')
    {
        before = rest.trim_end();
    }
    let behind = behind.trim_start_matches([' ', ',', '-', '–', ':', ')', '_']);
    match (before, behind) {
        ("", "") => nothing_else.to_owned(),
        (before, "") => before.to_owned(),
        ("", behind) => behind.to_owned(),
        (before, behind) => format!("{before} {behind}"),
    }
}

/// The period that each sheet is called after, where most of those that are called after one are called alike otherwise: `2019`
/// of `Births 2019`, `2019年` of `2019年人口`.
fn labels(sheets: &[Grid]) -> Vec<Option<String>> {
    let called: Vec<Option<Called>> = sheets.iter().map(|sheet| Called::of(&sheet.name)).collect();
    let alike = |one: &Called| {
        let others = called.iter().flatten();
        others.filter(|other| other.around == one.around).count()
    };
    let is_own = |one: &Called| {
        let others = called.iter().flatten();
        others
            .filter(|other| other.around == one.around && other.period == one.period)
            .count()
            == 1
    };
    let most = called.iter().flatten().max_by_key(|called| alike(called));
    let label = |one: &Option<Called>| {
        let one = one
            .as_ref()
            .filter(|one| most.is_some_and(|most| most.around == one.around))?;
        is_own(one).then(|| one.label.clone())
    };
    called.iter().map(label).collect()
}

/// What a sheet is called after.
struct Called {
    label: String,
    period: Period,
    /// What stands before and behind the period.
    around: [String; 2],
}

impl Called {
    fn of(name: &str) -> Option<Called> {
        let start = name.find(|c: char| c.is_ascii_digit())?;
        // No word is cut.
        let is_end = |end: &usize| {
            let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            !(is_letter(name[..*end].chars().next_back()) && is_letter(name[*end..].chars().next()))
        };
        let ends = name.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
        let ends = ends
            .filter(|end| *end > start && is_end(end))
            .map(|end| (start, end));
        let mut parts = [(0, name.len())].into_iter().chain(ends);
        parts.find_map(|(start, end)| {
            let label = name[start..end].trim();
            let mut digits = label.split(|c: char| !c.is_ascii_digit());
            let has_year = digits.any(|digits| digits.len() >= 4);
            let period = has_year.then(|| periods::read_one(label)).flatten()?.period;
            let around = [&name[..start], &name[end..]].map(|text| text.trim().to_owned());
            Some(Called {
                label: label.to_owned(),
                period,
                around,
            })
        })
    }
}

/// The table of some sheets: their rows below one another, each behind the period that its sheet is called after.
fn table(group: &[Part], options: &Options) -> Result<Found, SourceError> {
    let (first, last) = (&group[0], &group[group.len() - 1]);
    let mut grid = first.grid.like();
    let range = |one: &str, other: &str| format!("{one} to {other}");
    grid.name = range(first.name(), last.name());
    grid.decimal = grid
        .decimal
        .filter(|_| group.iter().all(|part| part.grid.decimal.is_some()));
    for row in (0..first.header).map(|at| first.grid.row(at)) {
        grid.push(row.line, row.cells());
    }
    for at in first.header..first.body.start {
        let row = first.grid.row(at);
        let name = if at == first.header { "period" } else { "" };
        grid.push(row.line, [name].into_iter().chain(row.cells()));
    }
    for part in group {
        let rows = part.body.clone().map(|at| part.grid.row(at));
        for row in rows.filter(|row| !row.is_blank()) {
            grid.push(
                row.line,
                [part.label.as_str()].into_iter().chain(row.cells()),
            );
        }
    }
    // What is said below is said once, the newest first.
    let mut said: Vec<Vec<&str>> = Vec::new();
    for part in group.iter().rev() {
        for row in (part.body.end..part.grid.len()).map(|at| part.grid.row(at)) {
            let cells: Vec<&str> = row.cells().collect();
            if !said.contains(&cells) {
                grid.push(row.line, cells.iter().copied());
                said.push(cells);
            }
        }
    }
    let names = [first, last].map(|part| format!("`{}`", excerpt(part.name())));
    let told = Finding::new(
        format!(
            "{}, {} in all, are one table",
            range(&names[0], &names[1]),
            group.len()
        ),
        "they are called after periods and have the same columns",
        "--member-file NAME",
    );
    let mut table = stacked::table(&grid, &[told], options)?;
    table.resource["name"] = grid.name.as_str().into();
    Ok(table)
}

/// Whether a table has a time.
fn is_timed(table: &Found) -> bool {
    let fields = table.resource["schema"]["fields"].as_array();
    fields.is_some_and(|fields| fields.iter().any(|field| field["role"] == "time"))
}
