//! The columns of a table's body: their cells, what they hold, which of them say the same.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::keys::always_beside;
use crate::order::IntoSet;
use crate::source::grid::{Grid, Row};
use crate::source::layout::{Heading, Layout};
use crate::source::numeral::{Format, Tally};
use crate::words::excerpt;

/// The body of a table.
pub(super) struct Body<'a> {
    rows: Vec<Row<'a>>,
    /// The columns, in the order of the file.
    pub(super) columns: Vec<Column<'a>>,
    /// By the name of a column those that are called after it: `C1_NM` after `C1`.
    called_after: BTreeMap<String, Vec<usize>>,
}

/// A column of the body.
pub(super) struct Column<'a> {
    pub(super) heading: &'a Heading,
    /// The name, without quotes that a program left in it.
    pub(super) name: String,
    /// What its cells are.
    pub(super) tally: Tally,
    /// How its numbers are written, where it holds figures.
    pub(super) format: Format,
    /// What a blank cell is called.
    blank: &'static str,
    /// What stands in the place of a blank, as programs write one.
    absent: Option<&'static str>,
    /// For each row the text that stands there or above, where a blank repeats what is above it; else nothing.
    above: Vec<&'a str>,
    texts: OnceCell<Texts<'a>>,
}

impl Column<'_> {
    /// Whether it holds figures, or nothing at all, as columns of figures may.
    pub(super) fn could_hold_figures(&self) -> bool {
        self.tally.holds_figures() || self.tally.words + self.tally.figures() == 0
    }
}

/// The different texts of a column; the first is the blank one, whether there is such a cell or not.
pub(super) struct Texts<'a> {
    pub(super) distinct: Vec<&'a str>,
    /// For each row the index of its text.
    pub(super) of_row: Vec<u32>,
}

/// A cell without blanks around it and without the quotes that a program left there.
pub(in crate::source) fn clean(cell: &str) -> &str {
    let is_bare = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'');
    let bytes = cell.as_bytes();
    if bytes.first().is_some_and(is_bare)
        && bytes.last().is_some_and(is_bare)
        && !bytes.ends_with(b"...")
    {
        return cell;
    }
    let is_blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
    let cell = cell.trim_matches(is_blank);
    for quote in ['"', '\''] {
        if let Some(inside) = cell
            .strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
            && !inside.contains(quote)
        {
            return inside.trim_matches(is_blank);
        }
    }
    without_leaders(cell)
}

/// A name without the dots that lead from it to its figures: `Business ......`.
fn without_leaders(cell: &str) -> &str {
    let bare = cell.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    let led = cell.ends_with("...") && cell.len() > bare.len() + 3;
    match bare.chars().next_back() {
        Some(c) if led && (c.is_alphabetic() || c == ')') => bare,
        _ => cell,
    }
}

/// The columns that are called after others, by the names of these.
fn called_after(columns: &[Column]) -> BTreeMap<String, Vec<usize>> {
    let names = columns.iter().map(|column| column.name.as_str());
    let names: BTreeSet<&str> = names.filter(|name| !name.is_empty()).into_set();
    let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, column) in columns.iter().enumerate() {
        for (end, _) in column.name.match_indices(['_', ' ', '.', '-']) {
            let before = &column.name[..end];
            if names.contains(before) {
                found.entry(before.to_owned()).or_default().push(at);
            }
        }
    }
    found
}

impl<'a> Body<'a> {
    /// The body of the table that stands so in the grid.
    pub(super) fn new(grid: &'a Grid, layout: &'a Layout) -> Body<'a> {
        let rows: Vec<Row> = layout.rows(grid).collect();
        let mut columns: Vec<Column> = layout
            .columns
            .iter()
            .map(|heading| Column {
                heading,
                name: clean(&heading.name).to_owned(),
                tally: Tally::default(),
                format: Format::default(),
                blank: "",
                absent: None,
                above: Vec::new(),
                texts: OnceCell::new(),
            })
            .collect();
        for row in &rows {
            for column in &mut columns {
                column
                    .tally
                    .add(clean(row.cell(column.heading.index)), row.line);
            }
        }
        let called_after = called_after(&columns);
        Body {
            rows,
            columns,
            called_after,
        }
    }

    /// The columns that are called after another one.
    pub(super) fn called_after(&self, column: usize) -> &[usize] {
        let found = self.called_after.get(&self.columns[column].name);
        found.map_or(&[], Vec::as_slice)
    }

    /// What a column is called in a sentence: by its name in marks, else by its place.
    pub(super) fn called(&self, column: usize) -> String {
        match &self.columns[column] {
            own if own.name.is_empty() => format!("column {}", own.heading.index + 1),
            own => format!("`{}`", excerpt(&own.name)),
        }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The line of a row in the file.
    pub(super) fn line(&self, row: usize) -> u64 {
        self.rows[row].line
    }

    /// The cell of a row and a column.
    pub(super) fn cell(&self, row: usize, column: usize) -> &'a str {
        let column = &self.columns[column];
        match clean(self.rows[row].cell(column.heading.index)) {
            "" => column.above.get(row).copied().unwrap_or(column.blank),
            cell if column.absent == Some(cell) => column.blank,
            cell => cell,
        }
    }

    /// Takes a text of a column for a blank.
    pub(super) fn leave_blank(&mut self, column: usize, absent: &'static str) {
        self.columns[column].absent = Some(absent);
        self.columns[column].texts = OnceCell::new();
    }

    /// Takes the blank cells of a column for the text above them.
    pub(super) fn repeat_down(&mut self, column: usize) {
        let mut above = "";
        let mut all = Vec::with_capacity(self.rows.len());
        for row in 0..self.rows.len() {
            above = match self.cell(row, column) {
                "" => above,
                cell => cell,
            };
            all.push(above);
        }
        self.columns[column].above = all;
        self.columns[column].texts = OnceCell::new();
    }

    /// Whether blanks of a column repeat what is above them.
    pub(super) fn repeats_down(&self) -> bool {
        self.columns.iter().any(|column| !column.above.is_empty())
    }

    /// Takes the blank cells of a column as a member of this name.
    pub(super) fn name_blanks(&mut self, column: usize, name: &'static str) {
        self.columns[column].blank = name;
        self.columns[column].texts = OnceCell::new();
    }

    /// The cell of a row and a column as it stands there.
    pub(super) fn raw(&self, row: usize, column: usize) -> &'a str {
        self.rows[row].cell(self.columns[column].heading.index)
    }

    /// How many cells a row has.
    pub(super) fn width(&self, row: usize) -> usize {
        self.rows[row].len()
    }

    /// The different texts of a column.
    pub(super) fn texts(&self, column: usize) -> &Texts<'a> {
        self.columns[column].texts.get_or_init(|| {
            let mut texts = Texts {
                distinct: vec![""],
                of_row: Vec::with_capacity(self.rows.len()),
            };
            let mut codes: BTreeMap<&str, u32> = BTreeMap::from([("", 0)]);
            let (mut before, mut code) = ("", 0);
            for row in 0..self.rows.len() {
                let cell = self.cell(row, column);
                if cell != before {
                    let next = u32::try_from(codes.len()).unwrap_or(u32::MAX);
                    code = *codes.entry(cell).or_insert(next);
                    if code == next {
                        texts.distinct.push(cell);
                    }
                    before = cell;
                }
                texts.of_row.push(code);
            }
            texts
        })
    }

    /// Whether each text of the first column always stands beside the same text of the second.
    pub(super) fn determines(&self, first: usize, second: usize) -> bool {
        self.texts(first).determines(self.texts(second))
    }

    /// Leaves out rows.
    pub(super) fn retain(&mut self, keep: &[bool]) {
        let mut keeps = keep.iter();
        self.rows.retain(|_| keeps.next().copied().unwrap_or(true));
        for column in &mut self.columns {
            let mut keeps = keep.iter();
            column
                .above
                .retain(|_| keeps.next().copied().unwrap_or(true));
            column.texts = OnceCell::new();
        }
    }
}

impl Texts<'_> {
    /// How many different texts there are, the blank one aside.
    pub(super) fn count(&self) -> usize {
        self.distinct.len() - 1
    }

    /// Whether some cell is blank.
    pub(super) fn has_blanks(&self) -> bool {
        self.of_row.contains(&0)
    }

    /// The texts, the blank one aside.
    pub(super) fn each(&self) -> impl Iterator<Item = &str> {
        self.distinct.iter().skip(1).copied()
    }

    /// Whether all rows have the same text.
    pub(super) fn is_constant(&self) -> bool {
        self.of_row
            .first()
            .is_none_or(|first| self.of_row.iter().all(|code| code == first))
    }

    /// Whether each text always stands beside the same text of the other.
    pub(super) fn determines(&self, other: &Texts) -> bool {
        always_beside(&self.of_row, self.distinct.len(), &other.of_row)
    }

    /// As [`Texts::determines`], rows aside in which either is blank; most texts stand beside some other.
    pub(super) fn determines_where_told(&self, other: &Texts) -> bool {
        let mut beside: Vec<Option<u32>> = vec![None; self.distinct.len()];
        let determines = self.of_row.iter().zip(&other.of_row).all(|(own, its)| {
            if *own == 0 || *its == 0 {
                return true;
            }
            let known = &mut beside[*own as usize];
            *known.get_or_insert(*its) == *its
        });
        determines && beside.iter().flatten().count() * 2 >= self.count()
    }
}

/// Whether a text reads as a code rather than as a name: short, or mostly digits, and without blanks.
pub(super) fn is_code_like(text: &str) -> bool {
    // Behind the sign by which a spreadsheet keeps digits as they are: `'05`.
    let text = text.strip_prefix('\'').unwrap_or(text);
    let length = text.chars().count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let plain = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/' | '@'));
    let no_words = !text.chars().any(|c| c.is_ascii_lowercase()) || digits > 0;
    plain
        && no_words
        && (length <= 3
            || digits * 2 >= length
            || (digits > 0 && length <= 12)
            || text.contains('_'))
}

/// Whether most of the texts read as codes.
pub(super) fn are_codes<'t>(texts: impl Iterator<Item = &'t str>) -> bool {
    let (mut codes, mut all) = (0, 0);
    for text in texts.take(500) {
        all += 1;
        codes += usize::from(is_code_like(text));
    }
    all > 0 && codes * 5 >= all * 4
}

/// Whether half of the texts read as codes, and the others have neither small letters nor blanks: `ASIKHM`, `ASIKHM001`.
pub(super) fn could_be_codes(texts: &Texts) -> bool {
    let is_bare = |text: &str| {
        let is_of_code = |b: u8| b.is_ascii_graphic() && !b.is_ascii_lowercase();
        text.bytes().all(is_of_code)
    };
    let codes = texts.each().filter(|text| is_code_like(text)).count();
    codes * 2 >= texts.count() && texts.each().all(is_bare)
}

/// Whether the texts are the numbers from 0 or 1 on, each once, as running numbers are.
pub(super) fn run_on(texts: &Texts) -> bool {
    let numbers: Option<BTreeSet<usize>> = texts.each().map(|text| text.parse().ok()).collect();
    let count = texts.of_row.len();
    numbers.is_some_and(|numbers| {
        numbers.len() == count
            && numbers.first().is_some_and(|first| *first <= 1)
            && numbers
                .last()
                .zip(numbers.first())
                .is_some_and(|(last, first)| last - first + 1 == count)
    })
}
