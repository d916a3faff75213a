//! A column as it is laid out: its heading, its cells with their marks, how wide they are.

use std::ops::Range;

use anstyle::{AnsiColor, Style as Dress};

use super::TEXT;
use crate::answer::{Answer, Cell, Column, Holds, Role, Row};
use crate::render::footnotes::Footnotes;
use crate::render::layout::{
    abbreviated, aligned, heading, is_numeric, longest_word, short_unit, text, width, wrap,
};
use crate::render::signs::{Sign, Signs};
use crate::render::{NotesLevel, Style};

/// How wide a heading may be, where its column is narrower.
const HEADING: usize = 16;
/// How long a word may be before it is broken, in columns of words.
const LONGEST_WORD: usize = 28;

/// A column as it is laid out.
pub(super) struct Strip {
    /// The column's name, for those that ask for it.
    pub(super) name: String,
    pub(super) heading: String,
    pub(super) unit: Option<String>,
    pub(super) mark: String,
    pub(super) cells: Vec<(String, Dress)>,
    /// Cells that say less, for where there is no room: units without their price basis.
    pub(super) short: Option<Vec<String>>,
    pub(super) numeric: bool,
    /// Whether its cells may be wrapped.
    pub(super) words: bool,
    /// Whether it tells which row it is.
    pub(super) key: bool,
    /// How wide it would be.
    pub(super) natural: usize,
    /// How narrow it can be.
    pub(super) least: usize,
}

/// The columns that others tell, so that they are not laid out: where rows of one indicator stand together, the line above
/// them tells its name and unit; else its name tells its unit too; and a figure the unit that its row alone has.
pub(super) fn absorbed(answer: &Answer, groups: bool, style: &Style) -> Vec<usize> {
    let place_of = |is_it: fn(&Role) -> bool| {
        let mut shown = answer.shown();
        Some(shown.find(|(_, column)| is_it(&column.role))?.0)
    };
    let indicator = place_of(|role| matches!(role, Role::Indicator));
    let unit = place_of(|role| matches!(role, Role::Unit));
    if groups {
        return indicator.into_iter().chain(unit).collect();
    }
    if style.notes == NotesLevel::Full {
        return Vec::new();
    }
    let is_constant = |place: usize| {
        let mut rows = answer.rows.iter().map(|row| &row.cells[place]);
        rows.next()
            .is_none_or(|first| rows.all(|cell| cell == first))
    };
    let shown: Vec<usize> = answer.shown().map(|(place, _)| place).collect();
    let joins = |unit: &usize| {
        let stands_before = |at: usize| shown.windows(2).any(|pair| pair == [at, *unit]);
        !is_constant(*unit) && indicator.is_some_and(|at| !is_constant(at) && stands_before(at))
    };
    let own = answer.shown().filter_map(|(_, column)| {
        let name = column.measure()?.unit_in.as_ref()?;
        let is_it = |column: &Column| column.name == *name && !matches!(column.role, Role::Unit);
        Some(answer.shown().find(|(_, column)| is_it(column))?.0)
    });
    own.chain(unit.filter(joins)).collect()
}

/// The rows of which one decimal point stands below the other: those of one indicator, where rows name it.
fn by_indicator(answer: &Answer) -> Vec<Range<usize>> {
    let all = 0..answer.rows.len();
    let Some(at) = answer.place(|role| matches!(role, Role::Indicator)) else {
        return vec![all];
    };
    let begins =
        |row: &usize| *row == 0 || answer.rows[*row].cells[at] != answer.rows[*row - 1].cells[at];
    let starts: Vec<usize> = all.clone().filter(begins).collect();
    let ends = starts.iter().skip(1).copied().chain([all.end]);
    starts
        .iter()
        .zip(ends)
        .map(|(&from, to)| from..to)
        .collect()
}

/// What stands behind a figure: the unit that its row has.
fn unit_behind(cell: &Cell, unit: &str) -> String {
    match (cell, unit) {
        (Cell::Figure(figure), "%") if !figure.is_missing() => unit.to_owned(),
        (Cell::Figure(figure), _) if !figure.is_missing() && !unit.is_empty() => format!(" {unit}"),
        _ => String::new(),
    }
}

/// A unit without the price basis that it ends with.
fn without_prices(unit: &str) -> &str {
    match unit.rsplit_once(", ") {
        Some((unit, basis)) if basis.ends_with(" prices") => unit,
        _ => unit,
    }
}

/// A column of the answer as it is laid out.
pub(super) fn strip(
    answer: &Answer,
    place: usize,
    absorbed: &[usize],
    footnotes: &Footnotes,
    signs: &Signs,
    style: &Style,
) -> Strip {
    let column = &answer.columns[place];
    let numeric = is_numeric(answer, place);
    let is_full = style.notes == NotesLevel::Full;
    let of_column = signs.of_column(answer, place).filter(|_| !is_full);
    let sign = |cell: &Cell| match cell {
        Cell::Figure(figure) => signs.of(figure).filter(|sign| Some(*sign) != of_column),
        _ => None,
    };
    let mark = if is_full {
        footnotes.of_column(place)
    } else {
        of_column.map_or_else(String::new, |sign| format!(" ({})", sign.letter()))
    };
    let mark_of = |cell: &Cell| {
        if is_full {
            footnotes.of_cell(place, cell)
        } else {
            sign(cell).map_or_else(String::new, Sign::letter)
        }
    };
    let at = At {
        answer,
        place,
        absorbed,
        style,
    };
    let cells = if numeric {
        at.figures(&mark_of)
    } else {
        at.words(&mark_of)
    };
    let dressed = cells.into_iter().zip(&answer.rows).map(|(text, row)| {
        let dress = dress(&row.cells[place], &text, column);
        (text, dress)
    });
    let cells: Vec<(String, Dress)> = dressed.collect();
    let (label, _) = heading(column, style);
    let unit = column
        .measure()
        .and_then(|measure| short_unit(measure, style).0);
    let widest_cell = cells.iter().map(|(cell, _)| width(cell)).max().unwrap_or(0);
    // Short names of members stay on one line, those of indicators where years stand beside them.
    let has_years = answer.columns.iter().any(|column| {
        let measure = column.measure();
        measure.is_some_and(|measure| matches!(measure.holds, Holds::OfYear(_)))
    });
    let words = !numeric
        && match column.role {
            Role::Area | Role::Time => false,
            Role::Member => widest_cell > LONGEST_WORD,
            Role::Indicator if has_years => widest_cell > LONGEST_WORD,
            _ => true,
        };
    let mut strip = Strip {
        name: column.name.clone(),
        heading: label,
        unit,
        mark,
        short: short_cells(column, &cells),
        cells,
        numeric,
        words,
        key: column.is_key() || matches!(column.role, Role::Indicator),
        natural: 0,
        least: 0,
    };
    let head = |limit| {
        strip
            .head(limit)
            .iter()
            .map(|line| width(line))
            .max()
            .unwrap_or(0)
    };
    let natural = widest_cell.max(head(widest_cell.max(HEADING)));
    let natural = if words { natural.min(TEXT) } else { natural };
    let longest_of = |(cell, _): &(String, Dress)| longest_word(cell).min(LONGEST_WORD);
    let longest = if words {
        strip.cells.iter().map(longest_of).max().unwrap_or(0)
    } else {
        widest_cell
    };
    let least = longest.max(head(1)).max(1);
    (strip.natural, strip.least) = (natural, least);
    strip
}

/// A column at its place in an answer.
struct At<'a> {
    answer: &'a Answer,
    place: usize,
    absorbed: &'a [usize],
    style: &'a Style,
}

impl At<'_> {
    /// The figures, aligned, with their marks, and with their units where each row has its own.
    fn figures(&self, mark_of: &dyn Fn(&Cell) -> String) -> Vec<String> {
        let (answer, place) = (self.answer, self.place);
        let figures = by_indicator(answer).into_iter().map(|rows| {
            let rows = &answer.rows[rows];
            let mark = |row: &Row| width(&mark_of(&row.cells[place]));
            let marks = rows.iter().map(mark).max().unwrap_or(0);
            (aligned(rows, place, mark_of, self.style), marks)
        });
        let figures: Vec<(Vec<String>, usize)> = figures.collect();
        // Marks of single rows stand below each other all the same.
        let most = figures.iter().map(|(_, marks)| *marks).max().unwrap_or(0);
        let figures = figures.into_iter().flat_map(|(rows, marks)| {
            let pad = " ".repeat(if rows.len() > 1 { 0 } else { most - marks });
            rows.into_iter().map(move |cell| cell + &pad)
        });
        let measure = answer.columns[place].measure();
        let name = measure.and_then(|measure| measure.unit_in.as_ref());
        let unit = self.absorbed.iter().find(|&&at| {
            let column = &answer.columns[at];
            Some(&column.name) == name && !matches!(column.role, Role::Unit)
        });
        match unit {
            None => figures.collect(),
            Some(&unit) => with_units(figures, answer, [place, unit], self.style),
        }
    }

    /// The words, an indicator's with the unit of its row.
    fn words(&self, mark_of: &dyn Fn(&Cell) -> String) -> Vec<String> {
        let (answer, style) = (self.answer, self.style);
        let role = &answer.columns[self.place].role;
        let unit = self.absorbed.iter().copied().find(|&at| {
            matches!(role, Role::Indicator) && matches!(answer.columns[at].role, Role::Unit)
        });
        let is_full = style.notes == NotesLevel::Full;
        let told = |cell: &Cell| match role {
            Role::Unit if !is_full => abbreviated(&text(cell, style)),
            _ => text(cell, style),
        };
        let cell = |row: &Row| {
            let cell = &row.cells[self.place];
            let own = format!("{}{}", told(cell), mark_of(cell));
            match unit.map(|unit| text(&row.cells[unit], style)) {
                Some(unit) if !unit.is_empty() => {
                    let unit = abbreviated(&unit);
                    [&own, style.word(", ", "，"), without_prices(&unit)].concat()
                }
                _ => own,
            }
        };
        answer.rows.iter().map(cell).collect()
    }
}

/// Figures with the unit of their row behind them.
fn with_units(
    figures: impl Iterator<Item = String>,
    answer: &Answer,
    [place, unit]: [usize; 2],
    style: &Style,
) -> Vec<String> {
    let units = answer.rows.iter().map(|row| {
        let unit = text(&row.cells[unit], style);
        unit_behind(&row.cells[place], &unit)
    });
    let units: Vec<String> = units.collect();
    let widest = units.iter().map(|unit| width(unit)).max().unwrap_or(0);
    let beside = figures.zip(&units).map(|(figure, unit)| {
        let pad = " ".repeat(widest - width(unit));
        format!("{figure}{unit}{pad}")
    });
    beside.collect()
}

/// Units without the price basis that they end with.
fn short_cells(column: &Column, cells: &[(String, Dress)]) -> Option<Vec<String>> {
    matches!(column.role, Role::Unit).then(|| {
        let short = cells
            .iter()
            .map(|(cell, _)| without_prices(cell).to_owned());
        short.collect()
    })
}

/// How a cell is set off: what is wrong with it, or that it is below zero.
fn dress(cell: &Cell, text: &str, column: &Column) -> Dress {
    let colour = |colour: AnsiColor| Dress::new().fg_color(Some(colour.into()));
    match cell {
        Cell::Figure(figure) => match Sign::of(figure) {
            Some(Sign::Missing) => Dress::new().dimmed(),
            Some(Sign::Refuted) => colour(AnsiColor::Red).bold(),
            Some(Sign::Doubtful | Sign::Break) => colour(AnsiColor::Yellow),
            _ if text.trim_start().starts_with(['-', '−']) => colour(AnsiColor::Red),
            _ => Dress::new(),
        },
        Cell::Words(word) if column.name == "severity" => match word.as_str() {
            "error" => colour(AnsiColor::Red),
            "warning" => colour(AnsiColor::Yellow),
            _ => Dress::new(),
        },
        _ => Dress::new(),
    }
}

impl Strip {
    /// The column that stands for those omitted.
    pub(super) fn ellipsis(rows: usize) -> Strip {
        Strip {
            name: String::new(),
            heading: "…".to_owned(),
            unit: None,
            mark: String::new(),
            cells: vec![("…".to_owned(), Dress::new().dimmed()); rows],
            short: None,
            numeric: false,
            words: false,
            key: false,
            natural: 1,
            least: 1,
        }
    }

    /// Puts the short cells in the place of the others.
    pub(super) fn shorten(&mut self) {
        if let Some(short) = self.short.take() {
            for ((cell, _), short) in self.cells.iter_mut().zip(short) {
                *cell = short;
            }
            let widest = self.cells.iter().map(|(cell, _)| width(cell)).max();
            self.natural = widest.unwrap_or(0).max(width(&self.heading));
            self.least = self.least.min(self.natural);
        }
    }

    /// The heading with its mark and unit, wrapped to the limit.
    pub(super) fn head(&self, limit: usize) -> Vec<String> {
        let unit = self.unit.as_deref();
        let limit = limit
            .max(longest_word(&self.heading))
            .max(unit.map_or(0, longest_word));
        let mut lines = wrap(&format!("{}{}", self.heading, self.mark), limit);
        lines.extend(unit.into_iter().flat_map(|unit| wrap(unit, limit)));
        lines
    }
}
