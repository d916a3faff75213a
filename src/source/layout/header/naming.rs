//! What the cells of a header say, and its names told from one another: years of other calendars, months in Roman numerals,
//! columns without a name or of one that another has.

use super::names::{are_months, unbroken};
use super::{Header, LOOKED_AT, MOST};
use crate::figure::Frequency;
use crate::source::found::Finding;
use crate::source::grid::{Grid, Row};
use crate::source::layout::Heading;
use crate::source::layout::around;
use crate::source::layout::body::Body;
use crate::source::periods::{self, Script, month_name};
use crate::words::excerpt;

/// The script of the first rows of a table and of what stands above them, where it tells a calendar.
pub(super) fn script(grid: &Grid, body: &Body) -> Option<Script> {
    let rows = 0..body.rows.end.min(body.rows.start + MOST);
    rows.take(LOOKED_AT)
        .flat_map(|index| grid.row(index).cells())
        .find_map(Script::of)
}

/// Names what is written in other ways, and the nameless.
pub(super) fn told_apart(header: &mut Header, script: Option<Script>) {
    name_dates(header);
    name_eras(header, script);
    name_years_ahead(header);
    name_roman_months(header);
    name_months(header);
    name_the_nameless(header);
}

/// Names columns that are numbered by the dates below: weeks, of which the next row has the first days.
fn name_dates(header: &mut Header) {
    let is_number = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
    let label = |column: &Heading| {
        column
            .label
            .clone()
            .filter(|label| periods::readable(label))
    };
    let numbered = header
        .columns
        .iter()
        .filter(|column| is_number(&column.name));
    let dates: Option<Vec<String>> = numbered.map(label).collect();
    let Some(dates) = dates.filter(|dates| dates.len() > 1) else {
        return;
    };
    let read = periods::read(dates.iter().map(String::as_str));
    if read.is_none_or(|read| {
        read.all
            .iter()
            .any(|label| label.period.frequency() == Frequency::Year)
    }) {
        return;
    }
    for column in &mut header.columns {
        if is_number(&column.name)
            && let Some(date) = column.label.take()
        {
            column.name = date;
        }
    }
    let why = "each of them is a period, and the names above are but numbers";
    header.findings.push(Finding::new(
        "the columns are named by the dates below their numbers",
        why,
        "",
    ));
}

/// Names the years in the header that are counted from another beginning: `99年` beside `112年`, `H30` beside `R1`, `2566`
/// beside Thai names.
fn name_eras(header: &mut Header, script: Option<Script>) {
    let mut could_be: Vec<&mut String> = Vec::new();
    let mut unsure = None;
    for text in header
        .columns
        .iter_mut()
        .flat_map(|column| column.above.iter_mut().chain([&mut column.name]))
        .filter(|text| !text.is_empty())
    {
        if script == Some(Script::Arabic) && Script::Arabic.could_be_year(text) {
            unsure.get_or_insert_with(|| text.clone());
        } else if periods::could_be_told(text, script) {
            could_be.push(text);
        }
    }
    let labels: Vec<&str> = could_be.iter().map(|text| text.as_str()).collect();
    let told = periods::together(&labels)
        .or_else(|| script.and_then(|script| script.told(&labels)))
        .filter(|_| labels.len() > 1);
    if let Some(told) = told {
        for (text, label) in could_be.into_iter().zip(told.labels) {
            *text = label;
        }
        header
            .findings
            .push(Finding::new(told.why, "no others are written so", ""));
    } else if let Some(year) = unsure {
        header.findings.push(Finding::new(
            format!(
                "`{}` in the header is no period: it could be a lunar or a solar year of the Hijri calendar",
                excerpt(&year)
            ),
            "the table does not say which; write the years of the common era in their place",
            "",
        ));
    }
}

/// Names years of the Buddhist era that follow one another where nothing says of which era they are.
fn name_years_ahead(header: &mut Header) {
    let is_number = |name: &str| name.trim().bytes().all(|b| b.is_ascii_digit());
    let names = header.columns.iter_mut().map(|column| &mut column.name);
    let numbers: Vec<&mut String> = names
        .filter(|name| !name.is_empty() && is_number(name))
        .collect();
    let labels: Vec<&str> = numbers.iter().map(|name| name.as_str()).collect();
    let Some(told) = periods::buddhist_years(&labels) else {
        return;
    };
    for (name, label) in numbers.into_iter().zip(told.labels) {
        *name = label;
    }
    let why = "they follow one another, and no others are so far ahead";
    header.findings.push(Finding::new(told.why, why, ""));
}

/// Names months that the header counts in Roman numerals: `I` to `XII`, of which the first four alone would be quarters.
fn name_roman_months(header: &mut Header) {
    let mut found: Vec<(&mut String, usize)> = Vec::new();
    let texts = header
        .columns
        .iter_mut()
        .flat_map(|column| column.above.iter_mut().chain([&mut column.name]));
    for text in texts {
        if let Some(month) = periods::roman_month(text) {
            found.push((text, month));
        }
    }
    let has = |month: usize| found.iter().any(|(_, known)| *known == month);
    if !(1..=6).all(has) {
        return;
    }
    for (text, month) in found {
        month_name(month).clone_into(text);
    }
    header.findings.push(Finding::new(
        "`I`, `II` and so on in the header are months",
        "there are more than four, in their order",
        "",
    ));
}

/// Names months that the header writes as one number: `201601`.
fn name_months(header: &mut Header) {
    let is_number = |name: &str| name.len() == 6 && name.bytes().all(|b| b.is_ascii_digit());
    let months: Vec<&str> = header
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let months: Vec<&str> = months.into_iter().filter(|name| is_number(name)).collect();
    if !are_months(&months) {
        return;
    }
    for column in &mut header.columns {
        if is_number(&column.name) {
            column.name.insert(4, '-');
        }
    }
}

/// Gives columns without a name one, and tells apart those of one name.
fn name_the_nameless(header: &mut Header) {
    let mut seen: Vec<(Vec<String>, String)> = Vec::new();
    for at in 0..header.columns.len() {
        if header.line == 0 {
            header.columns[at].name = format!("column-{}", at + 1);
            header.columns[at].is_made_up = true;
        }
        let column = &header.columns[at];
        let own = (column.above.clone(), column.name.clone());
        if !own.1.is_empty() && seen.contains(&own) {
            let mut number = 2;
            while seen.contains(&(own.0.clone(), format!("{}-{number}", own.1))) {
                number += 1;
            }
            header.columns[at].name = format!("{}-{number}", own.1);
            header.columns[at].is_numbered = true;
            header.findings.push(Finding::new(
                format!(
                    "the column `{}` is called `{}`",
                    excerpt(&own.1),
                    excerpt(&header.columns[at].name)
                ),
                "another column has its name",
                "",
            ));
        }
        let column = &header.columns[at];
        seen.push((column.above.clone(), column.name.clone()));
    }
}

/// The cells of a row, trimmed, so many as the table is wide. Quotes of another kind around all of them are taken off.
pub(super) fn cells(row: &Row<'_>, width: usize) -> Vec<String> {
    let quoted = |cell: &str| cell.len() > 1 && cell.starts_with('\'') && cell.ends_with('\'');
    let all_quoted = !row.is_empty() && row.cells().map(str::trim).all(quoted);
    let plain = |cell: &str| {
        let cell = cell.trim().trim_matches('\u{feff}');
        let cell = if all_quoted {
            &cell[1..cell.len() - 1]
        } else {
            cell
        };
        // A name that was broken over lines is one name.
        let cell = unbroken(cell);
        let words: Vec<&str> = cell.split_whitespace().collect();
        // `合 计` is printed so to fill its column.
        let is_spaced = words.len() > 1 && words.iter().all(|word| is_one_sign(word));
        let name = words.join(if is_spaced { "" } else { " " });
        match name.trim_end_matches([',', ';', ' ']) {
            "" => name,
            bare if around::is_link(bare) && bare.contains(' ') => String::new(),
            bare => bare.to_owned(),
        }
    };
    let mut cells: Vec<String> = row.cells().take(width).map(plain).collect();
    cells.resize(width, String::new());
    // `# area` names the area.
    if let Some(rest) = cells[0].strip_prefix('#').map(str::trim_start)
        && !rest.is_empty()
    {
        cells[0] = String::from(rest);
    }
    cells
}

/// Whether a text is one sign of Chinese.
fn is_one_sign(text: &str) -> bool {
    let mut signs = text.chars();
    let first = signs.next();
    first.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) && signs.next().is_none()
}
