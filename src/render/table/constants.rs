//! What is told once: what every row repeats, in the title; what several rows are about, above them; price bases.

use crate::answer::{Answer, Cell, Column, Measure, Role};
use crate::render::Style;
use crate::render::layout::{short_unit, text, width};
use crate::words::uncapitalised;

/// How long words may be that every row repeats, to be told in the title.
const CONSTANT: usize = 30;

/// Which columns are not laid out, since every row repeats them, and what the title says instead.
pub(super) struct Constants {
    pub(super) places: Vec<usize>,
    /// What belongs to the title: areas, periods, members, indicators.
    pub(super) in_title: Vec<String>,
    /// What stands beside it: units, words.
    pub(super) told: Vec<String>,
}

/// The text that every row has in a column; none where they differ or the column holds figures.
fn constant(answer: &Answer, place: usize, style: &Style) -> Option<String> {
    let first = answer.rows.first()?;
    let same = answer
        .rows
        .iter()
        .all(|row| row.cells[place] == first.cells[place]);
    Some(text(&first.cells[place], style)).filter(|_| same)
}

/// Whether a title tells a span of years.
fn tells_span(title: &str) -> bool {
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    title.match_indices('–').any(|(at, dash)| {
        let before = title.get(at.wrapping_sub(4)..at);
        let after = title.get(at + dash.len()..at + dash.len() + 4);
        before
            .zip(after)
            .is_some_and(|(before, after)| is_year(before) && is_year(after))
    })
}

pub(super) fn constants(
    answer: &Answer,
    title: &str,
    absorbed: &[usize],
    style: &Style,
) -> Constants {
    let mut found = Constants {
        places: Vec::new(),
        in_title: Vec::new(),
        told: Vec::new(),
    };
    let shown: Vec<(usize, &Column)> = answer.shown().collect();
    for &(place, column) in &shown {
        if absorbed.contains(&place) {
            found.places.push(place);
            continue;
        }
        let Some(text) = constant(answer, place, style) else {
            continue;
        };
        // A span of years is told as the title tells years.
        let ends: Vec<&str> = match column.role {
            Role::Time => text.split("..").collect(),
            _ => Vec::new(),
        };
        let is_span = ends.len() == 2 && ends.iter().all(|end| !end.is_empty());
        // The year of the only rows left is not that of the title, which tells a span.
        let is_period = matches!(column.role, Role::Time) && !text.is_empty() && !is_span;
        if is_period && tells_span(title) {
            continue;
        }
        let text = if is_span {
            ends.join("–")
        } else {
            text.clone()
        };
        let told = match column.role {
            Role::Area | Role::Time | Role::Member | Role::Indicator => text.clone(),
            Role::Unit => match answer.indicators.first() {
                Some(measure) if answer.indicators.len() == 1 => joined_unit(measure, style),
                _ => text.clone(),
            },
            Role::Words | Role::Attribute if answer.rows.len() > 1 && text.is_empty() => {
                String::new()
            }
            Role::Words | Role::Attribute if answer.rows.len() > 2 && width(&text) <= CONSTANT => {
                format!("{}: {text}", style.label(&column.label))
            }
            Role::Words | Role::Attribute | Role::Note | Role::Measure(_) => continue,
        };
        // Something has to stand in the rows.
        if found.places.len() + 1 == shown.len() {
            break;
        }
        found.places.push(place);
        let is_detail = answer.details.contains(&column.name);
        let has_ends = is_span && ends.iter().all(|end| title.contains(end));
        if told.is_empty() || is_detail || has_ends || title.contains(&text) {
            continue;
        }
        match column.role {
            Role::Unit | Role::Words | Role::Attribute => found.told.push(told),
            _ => found.in_title.push(told),
        }
    }
    found
}

/// The unit for short with the price basis.
pub(super) fn joined_unit(measure: &Measure, style: &Style) -> String {
    let (unit, prices) = short_unit(measure, style);
    let parts = [unit, prices].into_iter().flatten();
    parts.collect::<Vec<_>>().join(style.word(", ", "，"))
}

/// At which prices the figures are, column by column where they differ, where units `join` their indicators row by row too: `current prices; real growth: constant prices`.
pub(super) fn prices(answer: &Answer, joins: bool, style: &Style) -> Option<String> {
    let mut bases: Vec<(String, Vec<String>)> = Vec::new();
    let of_columns = answer.shown().filter_map(|(_, column)| {
        let measure = column.measure()?;
        Some((style.label(&column.label), measure))
    });
    let named = answer.place(|role| matches!(role, Role::Indicator));
    let of_rows = answer.indicators.iter().filter_map(|measure| {
        let place = named?;
        let mut cells = answer.rows.iter().map(|row| &row.cells[place]);
        let cell = cells.find(|cell| cell.text() == Some(measure.id.as_str()))?;
        Some((text(cell, style), measure))
    });
    let measures = of_columns.chain(of_rows.filter(|_| joins));
    for (label, measure) in measures {
        let Some(prices) = short_unit(measure, style).1 else {
            continue;
        };
        let label = uncapitalised(&label);
        match bases.iter_mut().find(|(known, _)| *known == prices) {
            Some((_, labels)) => labels.push(label),
            None => bases.push((prices, vec![label])),
        }
    }
    let told = bases
        .iter()
        .enumerate()
        .map(|(at, (prices, labels))| match at {
            0 => prices.clone(),
            _ => format!("{}: {prices}", labels.join(", ")),
        });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join("; "))
}

/// The rows at which another indicator begins, where rows of one indicator stand together, several of each.
pub(super) fn groups(answer: &Answer) -> Option<Vec<usize>> {
    let place = answer.place(|role| matches!(role, Role::Indicator))?;
    let is_shown = answer.columns[place].shown;
    let mut starts: Vec<usize> = Vec::new();
    let mut seen: Vec<&Cell> = Vec::new();
    for (at, row) in answer.rows.iter().enumerate() {
        let cell = &row.cells[place];
        if seen.last() != Some(&cell) {
            if seen.contains(&cell) {
                return None;
            }
            seen.push(cell);
            starts.push(at);
        }
    }
    (is_shown && starts.len() > 1 && starts.len() * 2 <= answer.rows.len()).then_some(starts)
}

/// The lines that say of which indicator the rows below are, with its unit, each before the row of this index.
pub(super) fn group_lines(
    answer: &Answer,
    starts: &[usize],
    style: &Style,
) -> Vec<(usize, String)> {
    let Some(place) = answer.place(|role| matches!(role, Role::Indicator)) else {
        return Vec::new();
    };
    let line = |&start: &usize| {
        let cell = &answer.rows[start].cells[place];
        let id = cell.text().unwrap_or_default();
        let measure = answer.indicators.iter().find(|measure| measure.id == id);
        let unit = measure.map(|measure| joined_unit(measure, style));
        let parts = [Some(text(cell, style)), unit].into_iter().flatten();
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        (start, parts.join(style.word(", ", "，")))
    };
    starts.iter().map(line).collect()
}
