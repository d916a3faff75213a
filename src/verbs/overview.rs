//! `hlj FILE` alone: what was recognised in a file, in a screen, and what to ask next.
//!
//! Of a long file only a part is read, and the page says so.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use anyhow::Result;

use crate::figure::{Period, Value, spans};
use crate::package::{Column, Indicator, Meaning, Package, Row, Table};
use crate::words::{count, cut, cut_inside, printable, shell_word, thousands};

/// How many rows of each table are shown.
const ROWS: usize = 3;
/// How many indicators are told one by one.
const INDICATORS: usize = 6;
/// How long the name of one is told at most, in characters.
const LONGEST: usize = 72;
/// How many lines the page has at most.
const LINES: usize = 24;
/// How wide a line is at most.
const WIDTH: usize = 100;

/// The page about the package of this file.
pub(super) fn page(package: &Package, file: &str) -> Result<String> {
    let tables: Vec<&Table> = package.tables().collect();
    let mut lines: Vec<String> = Vec::new();
    let heading = package.title().unwrap_or(package.name());
    lines.push(heading.to_owned());
    if let Some(part) = package.part_read() {
        lines.push(format!("read     {part}"));
    }
    match tables.as_slice() {
        [only] => of_table(package, only, &mut lines)?,
        many => {
            lines.push(format!("{}:", count(many.len(), "table")));
            for table in many.iter().take(LINES - 10) {
                lines.push(format!("  {}", line_of(package, table)?));
            }
            if many.len() > LINES - 10 {
                lines.push(format!("  … and {} more", many.len() - (LINES - 10)));
            }
        }
    }
    let examples = examples(package, file, &tables)?;
    // What was concluded fills what is left of the screen.
    let room = LINES.saturating_sub(lines.len() + examples.len() + 1);
    let findings = tables
        .first()
        .map_or(&[][..], |table| package.findings(table));
    let told = findings.iter().take(if findings.len() > room {
        room.saturating_sub(1)
    } else {
        room
    });
    let told: Vec<String> = told
        .map(|finding| format!("found    {}: {}", finding.what, finding.why))
        .collect();
    let more = findings.len() - told.len();
    lines.extend(told);
    if more > 0 {
        lines.push(format!(
            "found    {} more; `describe` tells them",
            thousands(&more.to_string())
        ));
    }
    if lines.last().is_some_and(|line| !line.is_empty()) {
        lines.push(String::new());
    }
    lines.extend(examples);
    let mut page = String::new();
    for line in lines {
        // Writing to memory does not fail.
        let _ = writeln!(page, "{}", cut(&printable(&line), WIDTH));
    }
    Ok(page)
}

/// A table among others, in a line.
fn line_of(package: &Package, table: &Table) -> Result<String> {
    let rows = package.rows(table)?;
    let title = if table.title == table.name {
        String::new()
    } else {
        format!("  {}", table.title)
    };
    let years = years(table, &rows);
    let years = if years.is_empty() {
        years
    } else {
        format!(", {years}")
    };
    Ok(format!(
        "{}{title}: {}{years}",
        table.name,
        count(rows.len(), "row")
    ))
}

fn of_table(package: &Package, table: &Table, lines: &mut Vec<String>) -> Result<()> {
    let rows = package.rows(table)?;
    if let Some(source) = table
        .sources
        .first()
        .and_then(|source| source.title.as_deref())
    {
        lines.push(format!("source   {source}"));
    }
    lines.push(format!(
        "table    {}, {}",
        table.name,
        count(rows.len(), "row")
    ));
    for (place, column) in table.columns.iter().enumerate() {
        let role = match &column.meaning {
            Meaning::Area => "area",
            Meaning::Time => "time",
            Meaning::Dimension(_) => "by",
            _ => continue,
        };
        let members = match column.meaning {
            Meaning::Time => years(table, &rows),
            _ => members(&rows, place),
        };
        lines.push(format!("{role:<8} {}: {members}", column.title));
    }
    let indicators: Vec<(usize, &Column, &Indicator)> = table.indicators().collect();
    for (place, column, indicator) in indicators.iter().take(INDICATORS) {
        let missing = rows
            .iter()
            .filter(|row| matches!(row.cells[*place], Value::Missing))
            .count();
        let missing = match missing {
            0 => String::new(),
            missing => format!(", {} missing", thousands(&missing.to_string())),
        };
        let title = if column.title == indicator.id {
            String::new()
        } else {
            format!(" “{}”", column.title)
        };
        let unit = indicator.unit_and_prices();
        let unit = if unit.is_empty() {
            unit
        } else {
            format!(", {unit}")
        };
        let id = cut_inside(&indicator.id, LONGEST);
        lines.push(format!("figures  {id}{title}{unit}{missing}"));
    }
    if indicators.len() > INDICATORS {
        lines.push(format!(
            "figures  … and {} more",
            indicators.len() - INDICATORS
        ));
    }
    lines.push(String::new());
    let shown = table.columns.len().min(8);
    let mut grid: Vec<Vec<String>> = vec![
        table
            .columns
            .iter()
            .take(shown)
            .map(|column| column.name.clone())
            .collect(),
    ];
    for row in rows.iter().take(ROWS) {
        grid.push(row.cells.iter().take(shown).map(cell).collect());
    }
    let widths: Vec<usize> = (0..shown)
        .map(|at| grid.iter().map(|row| width(&row[at])).max().unwrap_or(0))
        .collect();
    for row in &grid {
        let mut line = String::from("  ");
        for (text, wide) in row.iter().zip(&widths) {
            let _ = write!(line, "{text}{}  ", " ".repeat(wide - width(text)));
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.push(String::new());
    Ok(())
}

fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

/// A cell in a few characters.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Missing => "–".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Year(year) => year.to_string(),
        Value::Text(text) => text.clone(),
    };
    cut(&printable(&text), 24)
}

/// The periods of a table, in a few words.
fn years(table: &Table, rows: &[Row]) -> String {
    let Some(time) = table.time() else {
        return String::new();
    };
    let years: BTreeSet<Period> = rows
        .iter()
        .filter_map(|row| match row.cells[time] {
            Value::Year(year) => Some(year),
            _ => None,
        })
        .collect();
    if years.is_empty() {
        String::new()
    } else {
        spans(&years)
    }
}

/// The first members of a dimension, and how many there are.
fn members(rows: &[Row], place: usize) -> String {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut first: Vec<&str> = Vec::new();
    for row in rows {
        if let Value::Text(text) = &row.cells[place]
            && seen.insert(text)
            && first.len() < 4
        {
            first.push(text);
        }
    }
    let more = if seen.len() > first.len() {
        ", …"
    } else {
        ""
    };
    let names: Vec<String> = first.iter().map(|name| cut(name, 24)).collect();
    format!("{} ({}{more})", seen.len(), names.join(", "))
}

/// Questions worth asking, as they are typed.
fn examples(package: &Package, file: &str, tables: &[&Table]) -> Result<Vec<String>> {
    let file = shell_word(file);
    let mut examples = Vec::new();
    let Some(table) = tables.first() else {
        return Ok(examples);
    };
    let rows = package.rows(table)?;
    let named = if tables.len() > 1 {
        format!(" {}", table.name)
    } else {
        String::new()
    };
    let text = |place: usize| {
        rows.iter().rev().find_map(|row| match &row.cells[place] {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
    };
    let area = table.area().and_then(text).map(shell_word);
    let latest = table.time().and_then(|place| {
        rows.iter()
            .filter_map(|row| match row.cells[place] {
                Value::Year(year) => Some(year),
                _ => None,
            })
            .max()
    });
    if let Some(area) = &area {
        examples.push(format!("hlj {file}{named} -c {area}"));
    }
    if let (Some(latest), Some((_, _, indicator))) = (latest, table.indicators().next()) {
        let how = if indicator.is_percent() {
            "change"
        } else {
            "yoy"
        };
        let one = table.indicators().count() == 1 && tables.len() == 1;
        let indicator = if one {
            String::new()
        } else {
            format!(" {}", shell_word(&indicator.id))
        };
        // Without areas nothing is ranked.
        examples.push(match &area {
            Some(_) => format!("hlj {file} rank{indicator} -y {latest} --top 10"),
            None if one => format!("hlj {file}{named} --as {how}"),
            None => format!("hlj {file}{named} -i{indicator} --as {how}"),
        });
    }
    examples.push(format!("hlj {file} describe{named}"));
    let asked = |(at, example)| {
        let word = if at == 0 { "ask" } else { "" };
        format!("{word:<8} {example}")
    };
    Ok(examples.into_iter().enumerate().map(asked).collect())
}
