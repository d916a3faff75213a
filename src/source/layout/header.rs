//! The rows that name the columns.

mod below;

use std::collections::BTreeSet;
use std::ops::Range;

use super::Heading;
use super::around;
use super::body::Body;
use super::row::{Look, is_comment, is_figure, is_number, is_year, names_a_row};
use crate::source::grid::{Grid, Row};
use crate::source::headings;
use crate::source::numeral::Tally;
use crate::source::periods::{self, Script};
use crate::source::{Finding, Options, SourceError};
use crate::words::excerpt;
use below::{Below, Captions, holds_years, is_unit, names_periods, over_years};

/// How many rows of headers a table has at most.
const MOST: usize = 16;
/// How many rows are looked at to tell what a column holds.
const LOOKED_AT: usize = 300;

/// The rows that name the columns, and what they say.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    /// The first row of the table, headers included.
    pub(super) start: usize,
    /// The row behind the last header: where the body begins.
    pub(super) end: usize,
    /// The line that names the columns; 0 where there is none.
    pub(super) line: u64,
    pub(super) columns: Vec<Heading>,
    pub(super) findings: Vec<Finding>,
}

/// Finds them.
///
/// # Errors
/// If the line that is said to be the header is not there.
pub(super) fn find(grid: &Grid, body: &Body, options: &Options) -> Result<Header, SourceError> {
    let (figures, years) = figure_columns(grid, body);
    let mut rows = header_rows(grid, body, &figures, &years);
    if let Some(line) = options.header {
        let Some(said) = grid.rows().position(|row| row.line == line) else {
            return Err(SourceError::Unreadable(format!(
                "no record begins on line {line}, which `--header` names"
            )));
        };
        rows = said..rows.end.max(said + 1);
    }
    let texts: Vec<Vec<String>> = rows
        .clone()
        .map(|index| cells(&grid.row(index), body.width))
        .collect();
    let (texts, named) = match below::captioned(&texts, &figures) {
        Some(texts) if names_periods(grid, body) => (texts, Some(0)),
        _ => {
            let named = name_row(&texts, &figures);
            (texts, named)
        }
    };
    let mut header = Header {
        start: rows.start,
        end: rows.end,
        line: named.map_or(0, |at| grid.row(rows.start + at).line),
        ..Header::default()
    };
    let above = named.map_or(&[][..], |at| &texts[..at]);
    let below = named.map_or(&[][..], |at| &texts[at + 1..]);
    let above: Vec<Vec<String>> = above.iter().map(|row| spread(row, &figures)).collect();
    let kind = match Captions::of(below, &figures) {
        Some(_) => Below::Units,
        None => Below::of(below, &figures, over_years(&texts, named, &figures)),
    };
    if let (Some(row), Some(at)) = (below.first(), named) {
        let line = grid.row(rows.start + at + 1).line;
        header.findings.push(tell_below(line, row, kind));
    }
    let over_years = over_years(&texts, named, &figures);
    // Below periods, what stands over the names of rows names these: `Regions | number | number`.
    let lowest = |index: usize| {
        let told = below.iter().rev().map(|row| row[index].as_str());
        told.chain(above.iter().rev().map(|row| row[index].as_str()))
            .find(|text| !text.is_empty() && !headings::is_time(text) && !headings::is_unit(text))
            .map(str::to_owned)
    };
    let captions = Captions::of(below, &figures);
    let of_periods = names_periods(grid, body);
    for index in 0..body.width {
        let name = named.map_or("", |at| texts[at][index].as_str());
        let said: Vec<&str> = below
            .iter()
            .map(|row| row[index].as_str())
            .filter(|text| !text.is_empty())
            .collect();
        let mut said = said.join(" ");
        if kind == Below::Units && captions.is_none() && said.is_empty() && figures[index] {
            // A unit that stands once is that of the columns to its right.
            said = (0..index)
                .rev()
                .map(|at| below[0][at].clone())
                .find(|text| !text.is_empty())
                .unwrap_or_default();
        }
        // In the corner over the names of rows a heading may say what stands to its right: years.
        let corner = over_years && !figures[index] && headings::is_time(name);
        let name = match lowest(index).filter(|_| corner) {
            Some(said) => said,
            None if corner && !of_periods => String::new(),
            None => name.to_owned(),
        };
        if let Some(captions) = &captions {
            said = captions.unit(below, index);
        }
        let heading = Heading {
            index,
            name: name.clone(),
            above: above.iter().map(|row| row[index].clone()).collect(),
            label: (kind == Below::Labels)
                .then(|| said.clone())
                .filter(|text| !text.is_empty() && !text.starts_with('#')),
            unit: (kind == Below::Units)
                .then_some(said)
                .filter(|text| !text.is_empty()),
            is_made_up: false,
        };
        let is_empty = name.is_empty() && heading.above.iter().all(String::is_empty);
        // Merged cells leave their name over columns that hold nothing.
        let is_merged = header.columns.last().is_some_and(|last| {
            last.name == name && last.above == heading.above && last.label == heading.label
        });
        let could_be_none = is_empty || is_merged;
        if index < body.used && !(could_be_none && is_blank(grid, rows.end..body.rows.end, index)) {
            header.columns.push(heading);
        }
    }
    let script = script(grid, body);
    name_eras(&mut header, script);
    name_the_nameless(&mut header);
    Ok(header)
}

/// What the row below the names says, told.
fn tell_below(line: u64, row: &[String], kind: Below) -> Finding {
    let what = if kind == Below::Units {
        "units"
    } else {
        "labels"
    };
    let sample = row.iter().find(|text| !text.is_empty());
    Finding::new(
        format!("line {line} holds {what}"),
        format!(
            "it stands below the header and holds no figure: `{}`",
            excerpt(sample.map_or("", String::as_str))
        ),
        "--header LINE",
    )
}

/// Whether nothing stands in a column; of a long table, in the rows at its beginning and its end.
fn is_blank(grid: &Grid, rows: Range<usize>, index: usize) -> bool {
    let blank = |at: usize| grid.row(at).cell(index).trim().is_empty();
    rows.clone().take(10_000).all(blank) && rows.rev().take(10_000).all(blank)
}

/// The cells of a row, trimmed, so many as the table is wide. Quotes of another kind around all of them are taken off.
fn cells(row: &Row<'_>, width: usize) -> Vec<String> {
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
        let name = cell.split_whitespace().collect::<Vec<&str>>().join(" ");
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

/// Which columns hold figures, and which of these nothing but years, told by the rows far from the header.
fn figure_columns(grid: &Grid, body: &Body) -> (Vec<bool>, Vec<bool>) {
    let rows = body
        .rows
        .clone()
        .skip((body.rows.len() * 2 / 3).min(MOST))
        .take(LOOKED_AT);
    let mut tallies = vec![(Tally::default(), 0); body.width];
    for row in rows
        .map(|index| grid.row(index))
        .filter(|row| row.len() <= body.width)
    {
        for ((tally, years), cell) in tallies.iter_mut().zip(row.cells()) {
            tally.add(cell, row.line);
            *years += usize::from(is_year(cell.trim()));
        }
    }
    let holds = |(tally, _): &(Tally, usize)| tally.words * 2 < tally.figures() + tally.missing;
    let of_years = |(tally, years): &(Tally, usize)| *years > 0 && *years == tally.figures();
    (
        tallies.iter().map(holds).collect(),
        tallies.iter().map(of_years).collect(),
    )
}

/// The rows of headers: those at the beginning of the table that hold no figures where the body does.
fn header_rows(grid: &Grid, body: &Body, figures: &[bool], years: &[bool]) -> Range<usize> {
    let mut end = body.rows.start;
    let rows = body.rows.start..body.rows.end.min(body.rows.start + 2 * MOST);
    // What stands above was said of the whole table.
    if let Some(names) = rows
        .clone()
        .find(|&at| names_years(grid, rows.start..at, figures, years))
    {
        end = names;
    }
    let mut start = None;
    while end < body.rows.end && start.is_none_or(|start| end - start < MOST) {
        let row = grid.row(end);
        let is_title = row.is_blank()
            || is_title(&row, body)
            || start.is_none() && is_year_above(grid, body, end, figures, years)
            || start.is_none() && is_of_pages(&row, body, figures)
            || start.is_none() && is_far_above(grid, body, end, figures, years);
        if start.is_none() && (is_title || is_caption(grid, body, end, figures, years)) {
            end += 1;
            continue;
        }
        let first = start.is_none();
        let is_commented = is_comment(&row) && row.len() != body.width;
        // Below headings over all columns the names are the first that say something of each.
        let above = start
            .filter(|&start| (start..end).any(|at| Look::of(&grid.row(at)).filled > 1))
            .map(|_| grid.row(end - 1));
        let of_years = above.is_some_and(|above| holds_years(&row, &above, figures, years));
        let is_header = is_header(&row, above.as_ref(), figures, years);
        let is_section = !first && is_section(grid, body, end);
        if is_section || !is_commented && !is_title && !of_years && !is_header {
            // The names may stand below a caption: `Frequency: Monthly`.
            if !first && is_caption(grid, body, end, figures, years) {
                end += 1;
                continue;
            }
            break;
        }
        start.get_or_insert(end);
        end += 1;
    }
    // Where periods name the rows, what stands above the first of them says something of the columns.
    let of_periods = start.is_some() && names_periods(grid, body);
    while of_periods && end < body.rows.end && start.is_some_and(|start| end - start < MOST) {
        let row = grid.row(end);
        let first = row.cell(0).trim();
        if first.is_empty() || row.len() != body.width || names_a_row(first) {
            break;
        }
        end += 1;
    }
    // A heading of the first rows is none of the columns'.
    while !of_periods && start.is_some_and(|start| end > start + 1) {
        let row = grid.row(end - 1);
        if !is_title(&row, body) || is_unit(row.cell(0).trim()) {
            break;
        }
        end -= 1;
    }
    // What stands above a gap is none of it, where a row below the gap names all columns.
    if let Some(first) = start
        && let Some(later) = behind_a_gap(grid, body, first..end, figures)
    {
        start = Some(later);
    }
    // Blank rows behind the header belong to the body.
    let mut start = if let Some(start) = start {
        start
    } else {
        end = body.rows.start;
        end
    };
    // A header may be narrower or wider than the body, and a blank row may part them.
    let above = (0..start).rev().map(|index| (index, grid.row(index)));
    let mut blank = 0;
    for (index, row) in above {
        if row.is_blank() {
            blank += 1;
            if blank > 1 || start < end {
                break;
            }
            continue;
        }
        let look = Look::of(&row);
        let fits = if start == end {
            // The first row holds figures: its names must stand above it.
            look.filled * 2 > body.filled
                && look.extent <= body.width
                && is_header(&row, None, figures, years)
        } else {
            // Headings over several columns.
            look.filled > 1
                && look.extent <= body.width
                && row.cell(0).trim() == grid.row(start).cell(0).trim()
                && !row.cell(0).trim().is_empty()
                && is_header(&row, None, figures, years)
        };
        if !fits || is_title(&row, body) || (is_comment(&row) && look.extent < body.used) {
            break;
        }
        start = index;
    }
    start..end
}

/// Whether the row behind some others names nearly all columns of figures by years, each by another, where the others say one
/// thing of all of them, with a key before it: `Source | Office | Office`.
fn names_years(grid: &Grid, header: Range<usize>, figures: &[bool], years: &[bool]) -> bool {
    let held: Vec<usize> = (0..figures.len()).filter(|&at| figures[at]).collect();
    let cells = |index: usize| -> BTreeSet<&str> {
        let row = grid.row(index);
        let cells = held.iter().map(|&at| row.cell(at).trim());
        cells.filter(|cell| !cell.is_empty()).collect()
    };
    let own = cells(header.end);
    let of_years = own.iter().filter(|cell| is_year(bare_year(cell))).count();
    let is_keyed = |index: &usize| {
        let row = grid.row(*index);
        let mut keys = (0..figures.len()).filter(|&at| !figures[at]);
        !cells(*index).is_empty() && keys.any(|at| !row.cell(at).trim().is_empty())
    };
    own.len() > 2
        && header.clone().filter(is_keyed).count() > 1
        && of_years * 10 >= held.len() * 9
        && !years.contains(&true)
        && header.into_iter().all(|index| {
            let said = cells(index).len();
            said < 2 || said * 3 < held.len()
        })
}

/// The last of the rows of headers that names every column up to the last one with figures, where a blank row or one with
/// a text in its first cell alone parts it from those above.
fn behind_a_gap(grid: &Grid, body: &Body, rows: Range<usize>, figures: &[bool]) -> Option<usize> {
    let is_gap = |index: usize| {
        let row = grid.row(index);
        row.is_blank() || row.cells().skip(1).all(|cell| cell.trim().is_empty())
    };
    // The blank rows of a workbook are not there, but counted.
    let is_behind = |index: usize| {
        let lines = grid.row(index).line - grid.row(index - 1).line;
        is_gap(index - 1) || grid.delimiter.is_none() && lines > 1
    };
    let last = figures.iter().rposition(|holds| *holds)?;
    let names_all = |index: usize| {
        let row = grid.row(index);
        row.len() == body.width
            && (0..=last).all(|at| {
                let cell = row.cell(at).trim();
                !cell.is_empty() && !is_number(cell)
            })
    };
    rows.clone()
        .skip(1)
        .rev()
        .find(|&index| is_behind(index) && names_all(index))
}

/// Whether a row of a narrow table is a text over its first column alone, and the names of the columns stand below it.
fn is_caption(grid: &Grid, body: &Body, at: usize, figures: &[bool], years: &[bool]) -> bool {
    let over_words = !figures.first().is_some_and(|holds| *holds) && figures.contains(&true);
    let is_alone = |index: &usize| {
        let row = grid.row(*index);
        let first = row.cell(0).trim();
        let alone = row.cells().skip(1).all(|cell| cell.trim().is_empty());
        alone && !first.is_empty() && !names_a_row(first)
    };
    let rows = at..body.rows.end.min(at + MOST);
    let captions = rows.clone().take_while(is_alone).count();
    let next = at + captions;
    over_words
        && captions > 0
        && rows.contains(&next)
        && grid.row(next).len() == body.width
        && is_header(&grid.row(next), None, figures, years)
}

/// Whether a row is one of titles of pages beside one another, or of what stands in their corners: few texts, of which the
/// first comes again or stands behind where the figures begin.
fn is_of_pages(row: &Row<'_>, body: &Body, figures: &[bool]) -> bool {
    let look = Look::of(row);
    let first = (0..row.len()).find(|&at| !row.cell(at).trim().is_empty());
    let (Some(first), Some(held)) = (first, figures.iter().position(|holds| *holds)) else {
        return false;
    };
    let text = row.cell(first).trim();
    let again = row.cells().skip(first + 1).any(|cell| cell.trim() == text);
    let texts: BTreeSet<&str> = row
        .cells()
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect();
    let few = look.filled * 10 <= body.filled;
    look.figures == 0 && (first == 0 && held > 0 && again && texts.len() < 2 || first > held && few)
}

/// Whether a row holds a year alone, which is that of all rows below the names of the columns.
fn is_year_above(grid: &Grid, body: &Body, at: usize, figures: &[bool], years: &[bool]) -> bool {
    let row = grid.row(at);
    let look = Look::of(&row);
    let next = (at + 1..body.rows.end).find(|&next| !grid.row(next).is_blank());
    look.filled == 1
        && look.extent == 1
        && is_year(row.cell(0).trim())
        && next.is_some_and(|next| {
            let row = grid.row(next);
            row.len() == body.width
                && Look::of(&row).figures == 0
                && is_header(&row, None, figures, years)
        })
}

/// Whether a row holds one text in whatever column, and the names of all columns stand further below it, not in the next
/// row: titles need not begin in the first column.
fn is_far_above(grid: &Grid, body: &Body, at: usize, figures: &[bool], years: &[bool]) -> bool {
    let filled = |index: usize| {
        let row = grid.row(index);
        row.cells().filter(|cell| !cell.trim().is_empty()).count()
    };
    if body.filled < 3 || filled(at) != 1 {
        return false;
    }
    let Some(names) = (at + 1..body.rows.end.min(at + 2 * MOST)).find(|&index| filled(index) > 1)
    else {
        return false;
    };
    let row = grid.row(names);
    let held = || (0..figures.len()).filter(|&index| figures[index]);
    let told = held().filter(|&index| !row.cell(index).trim().is_empty());
    names > at + 1
        && row.len() == body.width
        && told.count() * 10 >= held().count() * 9
        && is_header(&row, None, figures, years)
}

/// Whether a row holds one text in the middle of the figures, as other rows further below do: a heading of the rows up to
/// the next one.
fn is_section(grid: &Grid, body: &Body, at: usize) -> bool {
    let lone = |index: usize| {
        let row = grid.row(index);
        let mut filled = (0..row.len()).filter(|&cell| !row.cell(cell).trim().is_empty());
        let first = filled.next().filter(|_| filled.next().is_none())?;
        (first > 0 && !is_figure(row.cell(first).trim())).then_some(first)
    };
    let Some(own) = lone(at) else { return false };
    let mut below = (at + 1..body.rows.end).take(LOOKED_AT);
    let has_figures = |index: usize| Look::of(&grid.row(index)).is_data();
    below.next().is_some_and(has_figures) && below.any(|index| lone(index) == Some(own))
}

/// Whether a row holds too little to be one of the table's own.
fn is_title(row: &Row<'_>, body: &Body) -> bool {
    let look = Look::of(row);
    // Of a wide row of blanks that begins with a text, a spreadsheet's padding.
    let first = row.cell(0).trim();
    let lone = body.filled > 2 && look.filled <= 1 && !first.is_empty() && !names_a_row(first);
    // A key and what it says, which may be a date: `Last Updated Date | 2018-01-25`.
    let pair = body.filled > 5 && look.filled == 2 && look.extent == 2;
    lone || pair && !names_a_row(first) && !is_number(row.cell(1).trim())
}

/// Whether a row names columns or says something of them: where the body holds figures, it holds words, periods or
/// nothing. What stands in the header above it too is a heading of merged cells, and says nothing new.
pub(super) fn is_header(
    row: &Row<'_>,
    above: Option<&Row<'_>>,
    figures: &[bool],
    years: &[bool],
) -> bool {
    let first = above.is_none();
    let (mut words, mut blanks, mut numbers) = (0, 0, Vec::new());
    let mut labels = 0;
    for (index, holds_figures) in figures.iter().enumerate() {
        let cell = row.cell(index).trim();
        let merged = above.is_some_and(|above| above.cell(index).trim() == cell);
        if merged && !holds_figures && !is_number(cell) {
            continue;
        }
        // `2018(r)` is a year among others.
        let cell = bare_year(cell);
        match (cell.is_empty(), holds_figures) {
            (true, true) => blanks += 1,
            // A letter that elsewhere is the mark of a missing figure may be a name.
            (false, true) if is_number(cell) || is_figure(cell) && !(first && is_word(cell)) => {
                numbers.push(cell);
            }
            (false, true) => words += 1,
            (false, false) => labels += 1,
            (true, false) => {}
        }
    }
    let of_figures = words + blanks + numbers.len();
    if of_figures == 0 {
        return first;
    }
    if numbers.is_empty() {
        // A row whose figures are all blank has words elsewhere, as headings inside a table have.
        return words > 0 && (first || words * 2 >= of_figures || labels == 0);
    }
    if !first {
        let all_years = numbers.iter().all(|cell| is_year(cell));
        // `Year` beside years.
        if all_years && labels == 1 && numbers.len() > 1 && headings::is_time(row.cell(0).trim()) {
            return true;
        }
        return labels == 0 && (all_years || words > 0 && figures.contains(&false));
    }
    // Years over figures that are none.
    let over_figures = figures
        .iter()
        .zip(years)
        .enumerate()
        .filter(|(_, (holds, of_years))| **holds && !**of_years);
    let over_figures = over_figures
        .filter(|(index, _)| is_year(bare_year(row.cell(*index).trim())))
        .count();
    // Or beside a blank corner, each another one.
    let all_differ = blanks == 0 && numbers.iter().collect::<BTreeSet<_>>().len() == numbers.len();
    if over_figures == numbers.len() && (labels + words > 0 || all_differ) {
        return true;
    }
    // Years over several columns each, as merged cells leave them: `,2022,,,2023,,`.
    if over_figures == numbers.len() && are_spread(row, figures) {
        return true;
    }
    // Years of another calendar beside names in its script.
    let script = row.cells().find_map(Script::of);
    let of_calendar = |cell: &&str| script.is_some_and(|script| script.could_be_year(cell));
    if numbers.iter().all(of_calendar) && all_differ {
        return true;
    }
    // Years over figures that look like years, or members that are numbers, stand in an order.
    let Some(whole) = numbers
        .iter()
        .map(|cell| cell.parse().ok())
        .collect::<Option<Vec<i64>>>()
    else {
        return false;
    };
    let steps: Vec<i64> = whole.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let all_years = numbers.iter().all(|cell| is_year(cell));
    // Years of an economic history: 1, 1000, 1500, 1600, 1700, 1820.
    let most_are_years = numbers.iter().filter(|cell| is_year(cell)).count() * 2 > numbers.len();
    let long = steps.len() > 3 && steps.iter().all(|step| *step > 0) && whole[0] > 0;
    if long && most_are_years && whole.last().is_some_and(|last| *last < 2200) {
        return true;
    }
    let even = steps.len() > 1
        && steps
            .iter()
            .all(|step| *step == steps[0] && step.abs() <= 10 && *step != 0);
    even || all_years && words == 0 && repeats(&whole)
}

/// Whether a row holds nothing but different years over figures, the first over the first of them and each over as many.
fn are_spread(row: &Row<'_>, figures: &[bool]) -> bool {
    let filled: Vec<usize> = (0..figures.len())
        .filter(|&at| !row.cell(at).trim().is_empty())
        .collect();
    let Some(first) = figures.iter().position(|holds| *holds) else {
        return false;
    };
    let steps: BTreeSet<usize> = filled.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let last = figures.iter().rposition(|holds| *holds).unwrap_or(first);
    let different: BTreeSet<&str> = filled.iter().map(|&at| row.cell(at).trim()).collect();
    let Some(step) = steps.first().copied().filter(|step| *step > 1) else {
        return false;
    };
    filled.first() == Some(&first)
        && steps.len() == 1
        && different.len() == filled.len()
        && filled.last().is_some_and(|at| at + step + step > last)
}

/// A year without what stands behind it: `2018` of `2018(r)`.
fn bare_year(cell: &str) -> &str {
    let year = cell.get(..4).filter(|year| is_year(year));
    let marked = || periods::read_one(cell).is_some_and(|label| label.mark.is_some());
    match year {
        Some(year) if (5..10).contains(&cell.len()) && marked() => year,
        // `2020.`, as an ordinal is written.
        Some(year) if cell.len() == 5 && cell.ends_with('.') => year,
        _ => periods::said_twice(cell).unwrap_or(cell),
    }
}

/// Whether a cell holds letters alone.
fn is_word(cell: &str) -> bool {
    cell.chars().all(char::is_alphabetic)
}

/// Whether the years begin again: 2010, 2011, 2010, 2011.
fn repeats(years: &[i64]) -> bool {
    let Some(period) = years
        .iter()
        .skip(1)
        .position(|year| *year == years[0])
        .map(|at| at + 1)
    else {
        return false;
    };
    years
        .iter()
        .zip(&years[period..])
        .all(|(year, later)| year == later)
}

/// Which of the header's rows names the columns: the first that names all that hold figures, each by a name of its own;
/// else the last one that is no row of units.
fn name_row(rows: &[Vec<String>], figures: &[bool]) -> Option<usize> {
    let of_figures = |row: &Vec<String>| -> Vec<String> {
        let cells = row.iter().zip(figures).filter(|(_, holds)| **holds);
        cells.map(|(text, _)| text.clone()).collect()
    };
    let is_full = |row: &Vec<String>| {
        let names = of_figures(row);
        let mut distinct: Vec<&String> = names.iter().filter(|name| !name.is_empty()).collect();
        let filled = distinct.len();
        distinct.sort_unstable();
        distinct.dedup();
        filled * 10 >= names.len() * 9 && distinct.len() == filled && filled > 0
    };
    // Below what is said of all figures, the periods of each name the columns: `Population`, `Ano` over `2021`.
    let held: Vec<usize> = (0..figures.len()).filter(|&at| figures[at]).collect();
    let of_periods = |at: &usize| {
        let (above, row) = (&rows[at - 1], &rows[*at]);
        let own = held.iter().filter(|&&cell| row[cell] != above[cell]);
        let mut own = own.map(|&cell| row[cell].as_str()).peekable();
        let is_caption = !row[0].is_empty() && row[0] != above[0];
        !is_caption && own.peek().is_some() && own.all(periods::readable)
    };
    let first = (1..rows.len()).rev().find(of_periods).unwrap_or(0);
    let full = (first..rows.len()).find(|at| is_full(&rows[*at]));
    if full.is_some() {
        return full;
    }
    // Years that begin again under merged headings.
    let mut last = rows.len().checked_sub(1)?;
    let filled = |row: &Vec<String>| {
        of_figures(row)
            .iter()
            .filter(|name| !name.is_empty())
            .count()
    };
    while last > 0 && filled(&rows[last]) * 2 < filled(&rows[last - 1]).max(1) {
        last -= 1;
    }
    Some(last)
}

/// A row of headings with those of merged cells repeated: a blank cell over figures has the heading to its left.
fn spread(row: &[String], figures: &[bool]) -> Vec<String> {
    let mut last = String::new();
    let mut spread = Vec::with_capacity(row.len());
    for (index, text) in row.iter().enumerate() {
        if !text.is_empty() {
            last.clone_from(text);
        }
        let own = if text.is_empty() && figures[index] {
            last.clone()
        } else {
            text.clone()
        };
        if !figures[index] {
            last.clear();
        }
        spread.push(own);
    }
    // A heading over the names of rows is none of the figures'.
    spread
}

/// The script of the first rows of a table and of what stands above them, where it tells a calendar.
fn script(grid: &Grid, body: &Body) -> Option<Script> {
    let rows = 0..body.rows.end.min(body.rows.start + MOST);
    rows.take(LOOKED_AT)
        .flat_map(|index| grid.row(index).cells())
        .find_map(Script::of)
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
