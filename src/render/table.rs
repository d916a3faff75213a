//! A table for a terminal: what it shows, aligned columns, what the signs mean, where it is from.
//!
//! What is the same in every row is told in the title. Where the columns do not fit the width, words are wrapped; where they
//! still do not, columns that are details are omitted, then those in the middle, and that is said. No number is broken in
//! two, and no row becomes a list.

mod fit;

use anstyle::{AnsiColor, Style as Dress};

use super::footnotes::Footnotes;
use super::layout::{
    abbreviated, aligned, below, heading, is_numeric, longest_word, short_unit, text, width, wrap,
};
use super::signs::{Sign, Signs, more};
use super::{NotesLevel, Style};
use crate::answer::{Answer, Cell, Column, Holds, Measure, Role};
use crate::package::SourceLine;
use crate::words::{printable, uncapitalised};
use fit::{Fitted, fitting};

/// How wide a heading may be, where its column is narrower.
const HEADING: usize = 16;
/// How long a word may be before it is broken, in columns of words.
const LONGEST_WORD: usize = 28;
/// The measure of running text, below a table that is narrower and in a column of words.
const TEXT: usize = 80;
/// The narrowest width that is laid out for.
const NARROWEST: usize = 20;
/// How long words may be that every row repeats, to be told in the title.
const CONSTANT: usize = 30;

/// A column as it is laid out.
struct Strip {
    /// The column's name, for those that ask for it.
    name: String,
    heading: String,
    unit: Option<String>,
    mark: String,
    cells: Vec<(String, Dress)>,
    /// Cells that say less, for where there is no room: units without their price basis.
    short: Option<Vec<String>>,
    numeric: bool,
    /// Whether its cells may be wrapped.
    words: bool,
    /// Whether it tells which row it is.
    key: bool,
    /// How wide it would be.
    natural: usize,
    /// How narrow it can be.
    least: usize,
}

/// A part of the page as characters, without what stands around it.
struct Drawing<'a> {
    answer: &'a Answer,
    footnotes: Footnotes<'a>,
    title: String,
    /// What holds for all figures: unit, price basis, what every row repeats.
    aside: String,
    body: Vec<Line>,
    omitted: Option<String>,
}

/// A line: its pieces, each with how it is set off.
type Line = Vec<(String, Dress)>;

pub(super) fn render(answer: &Answer, style: &Style) -> Vec<u8> {
    let limit = style.width.map(|width| width.max(NARROWEST));
    let (parts, named) = match style.notes {
        NotesLevel::Full => (answer.page().collect(), Vec::new()),
        NotesLevel::Brief | NotesLevel::None => answer.screen(),
    };
    let mut signs = Signs::new(style, style.notes == NotesLevel::None);
    for part in &parts {
        if !part
            .shown()
            .any(|(_, column)| matches!(column.role, Role::Note))
        {
            signs.add(part);
        }
    }
    let page: Vec<Drawing> = Footnotes::of_parts(parts, style)
        .into_iter()
        .map(|(answer, footnotes)| Drawing::new(answer, footnotes, &signs, limit, style))
        .collect();
    let lines = page.iter().flat_map(|drawing| &drawing.body);
    let widest = lines.map(line_width).max().unwrap_or(0);
    let measure = widest.max(TEXT).min(limit.unwrap_or(usize::MAX));

    let mut sheet = Sheet {
        out: String::new(),
        color: style.color,
    };
    let has_sections = page.len() > 1;
    for (at, drawing) in page.iter().enumerate() {
        if at > 0 {
            sheet.line(&[]);
        }
        drawing.head(&mut sheet, measure);
        if !(has_sections && drawing.answer.rows.is_empty()) {
            for line in &drawing.body {
                sheet.line(line);
            }
        }
        let remarks = drawing
            .answer
            .below()
            .filter(|_| style.notes != NotesLevel::None);
        for remark in remarks.map(printable).chain(drawing.omitted.clone()) {
            sheet.dim(&wrap(&remark, measure));
        }
    }
    if has_sections {
        sheet.line(&[]);
    }
    if let [(_, question), others @ ..] = named.as_slice() {
        let others: Vec<&str> = others.iter().map(|(name, _)| *name).collect();
        let more = match others.as_slice() {
            [] => format!("{}`{question}`", style.word("More: ", "另见：")),
            others => format!(
                "{}`{question}`{}{}",
                style.word("More: ", "另见："),
                style.word(", so too ", "，同样可查"),
                others.join(style.word(", ", "、"))
            ),
        };
        sheet.dim(&wrap(&more, measure));
    }
    let notes = page.last().map(|drawing| &drawing.footnotes);
    // What a page names only is not shown, and its source not told.
    let sources = sources_of(page.iter().map(|drawing| drawing.answer));
    if style.notes == NotesLevel::Full {
        let sources = sources.iter().map(|source| style.source(source));
        let notes = notes.into_iter().flat_map(Footnotes::lines);
        sheet.dim(&below(notes, sources, measure));
    } else {
        sheet.dim(&signs.legend(measure));
        let count = notes.map_or(0, |notes| notes.notes().len());
        let more = more(count, style).filter(|_| style.notes == NotesLevel::Brief);
        let room = measure.saturating_sub(more.as_ref().map_or(0, |more| width(more) + 3));
        let parts = in_brief(&sources, room).into_iter().chain(more);
        sheet.dim(&wrap(&parts.collect::<Vec<_>>().join(" · "), measure));
    }
    sheet.out.into_bytes()
}

/// What is written, line by line.
struct Sheet {
    out: String,
    color: bool,
}

impl Sheet {
    fn line(&mut self, pieces: &[(String, Dress)]) {
        let last = pieces
            .iter()
            .rposition(|(text, _)| !text.trim_end().is_empty());
        let pieces = &pieces[..last.map_or(0, |last| last + 1)];
        for (at, (text, dress)) in pieces.iter().enumerate() {
            let is_last = at + 1 == pieces.len();
            let text = if is_last { text.trim_end() } else { text };
            if self.color && *dress != Dress::new() {
                // Spaces in front stay as they are.
                let bare = text.trim_start();
                self.out.push_str(&text[..text.len() - bare.len()]);
                let (on, off) = (dress.render().to_string(), dress.render_reset().to_string());
                self.out.extend([on.as_str(), bare, &off]);
            } else {
                self.out.push_str(text);
            }
        }
        self.out.push('\n');
    }

    fn dim(&mut self, lines: &[String]) {
        for line in lines.iter().filter(|line| !line.is_empty()) {
            self.line(&[(line.clone(), Dress::new().dimmed())]);
        }
    }
}

fn line_width(line: &Line) -> usize {
    line.iter().map(|(text, _)| width(text)).sum()
}

/// The sources of these answers, each once.
fn sources_of<'a>(parts: impl Iterator<Item = &'a Answer>) -> Vec<SourceLine> {
    let mut sources: Vec<SourceLine> = Vec::new();
    for source in parts.flat_map(|part| &part.sources) {
        if !sources.contains(source) {
            sources.push(source.clone());
        }
    }
    sources
}

/// The sources on one line, those of one document together; the documents alone where there is no room for more.
fn in_brief(sources: &[SourceLine], room: usize) -> Option<String> {
    let mut documents: Vec<(String, Vec<String>)> = Vec::new();
    let citations = sources.iter().map(|source| match source.short.as_str() {
        "" => source.producers.as_str(),
        short => short,
    });
    for citation in citations.flat_map(|text| text.split("; ")).map(printable) {
        let (document, place) = citation.split_once(", ").unwrap_or((citation.as_str(), ""));
        match documents.iter_mut().find(|(known, _)| known == document) {
            Some((_, places)) if places.iter().any(|known| known == place) => {}
            Some((_, places)) => places.push(place.to_owned()),
            None => documents.push((document.to_owned(), vec![place.to_owned()])),
        }
    }
    let full = documents.iter().map(|(document, places)| {
        let all = std::iter::once(document).chain(places.iter().filter(|place| !place.is_empty()));
        all.map(String::as_str).collect::<Vec<_>>().join(", ")
    });
    let full = full.collect::<Vec<_>>().join("; ");
    if width(&full) <= room {
        return Some(full).filter(|full| !full.is_empty());
    }
    let names: Vec<&str> = documents
        .iter()
        .map(|(document, _)| document.as_str())
        .collect();
    Some(names.join("; "))
}

/// Which columns are not laid out, since every row repeats them, and what is told of them in their place.
struct Constants {
    places: Vec<usize>,
    /// What belongs to the title: areas, periods, members, indicators.
    in_title: Vec<String>,
    /// What stands beside it: units, words.
    told: Vec<String>,
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

fn constants(answer: &Answer, title: &str, groups: bool, style: &Style) -> Constants {
    let mut found = Constants {
        places: Vec::new(),
        in_title: Vec::new(),
        told: Vec::new(),
    };
    let shown: Vec<(usize, &Column)> = answer.shown().collect();
    for &(place, column) in &shown {
        let is_grouped = groups && matches!(column.role, Role::Indicator | Role::Unit);
        if is_grouped {
            found.places.push(place);
            continue;
        }
        let Some(text) = constant(answer, place, style) else {
            continue;
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
        if told.is_empty() || is_detail || title.contains(&text) {
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
fn joined_unit(measure: &Measure, style: &Style) -> String {
    let (unit, prices) = short_unit(measure, style);
    let parts = [unit, prices].into_iter().flatten();
    parts.collect::<Vec<_>>().join(", ")
}

/// At which prices the figures are, column by column where they differ: `current prices; real growth: constant prices`.
fn prices(answer: &Answer, style: &Style) -> Option<String> {
    let mut bases: Vec<(String, Vec<String>)> = Vec::new();
    for (_, column) in answer.shown() {
        let Some(prices) = column
            .measure()
            .and_then(|measure| short_unit(measure, style).1)
        else {
            continue;
        };
        let label = uncapitalised(&style.label(&column.label));
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

impl<'a> Drawing<'a> {
    fn new(
        answer: &'a Answer,
        footnotes: Footnotes<'a>,
        signs: &Signs,
        limit: Option<usize>,
        style: &Style,
    ) -> Drawing<'a> {
        let mut title = style.label(&answer.title);
        let subtitle = style.label(&answer.subtitle);
        let groups = groups(answer);
        let said = format!("{title}\n{subtitle}");
        let constants = constants(answer, &said, groups.is_some(), style);
        for told in &constants.in_title {
            title.extend([if title.is_empty() { "" } else { ", " }, told]);
        }
        let mut strips: Vec<Strip> = answer
            .shown()
            .filter(|(place, _)| !constants.places.contains(place))
            .map(|(place, _)| strip(answer, place, &footnotes, signs, style))
            .collect();
        let details = if answer.rows.len() > 1 {
            answer.details.as_slice()
        } else {
            &[]
        };
        let natural: usize = strips.iter().map(|strip| strip.natural + 2).sum();
        if limit.is_some_and(|limit| natural > limit + 2) && style.notes != NotesLevel::Full {
            strips.iter_mut().for_each(Strip::shorten);
        }
        let fitted = fitting(&mut strips, details, limit);
        let groups = group_lines(answer, &groups.unwrap_or_default(), style);
        let body = draw(&strips, &fitted, &groups);
        let subtitle = match title.as_str() {
            "" => subtitle,
            _ => uncapitalised(&subtitle),
        };
        let aside: Vec<String> = [subtitle]
            .into_iter()
            .filter(|text| !text.is_empty())
            .chain(constants.told)
            .chain(prices(answer, style))
            .collect();
        Drawing {
            answer,
            footnotes,
            title,
            aside: aside.join(" · "),
            body,
            omitted: fitted.omitted,
        }
    }

    /// The title, and beside or below it what holds for all figures.
    fn head(&self, sheet: &mut Sheet, measure: usize) {
        let bold = Dress::new().bold();
        let aside = format!(" ({})", self.aside);
        if self.aside.is_empty() || self.title.is_empty() {
            for line in wrap(&self.title, measure) {
                sheet.line(&[(line, bold)]);
            }
            sheet.dim(&wrap(&self.aside, measure));
        } else if width(&self.title) + width(&aside) <= measure && !self.aside.contains('(') {
            let title = (self.title.clone(), bold);
            sheet.line(&[
                title,
                (" ".to_owned(), Dress::new()),
                (aside.trim_start().to_owned(), Dress::new().dimmed()),
            ]);
        } else {
            for line in wrap(&self.title, measure) {
                sheet.line(&[(line, bold)]);
            }
            sheet.dim(&wrap(&self.aside, measure));
        }
    }
}

/// The rows at which another indicator begins, where rows of one indicator stand together, several of each.
fn groups(answer: &Answer) -> Option<Vec<usize>> {
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
fn group_lines(answer: &Answer, starts: &[usize], style: &Style) -> Vec<(usize, String)> {
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
        (start, parts.join(", "))
    };
    starts.iter().map(line).collect()
}

fn strip(
    answer: &Answer,
    place: usize,
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
    let cells: Vec<String> = if numeric {
        let starts = groups(answer).unwrap_or_default();
        let ends = starts.iter().skip(1).copied().chain([answer.rows.len()]);
        let blocks: Vec<_> = match starts.as_slice() {
            [] => vec![answer.rows.as_slice()],
            starts => starts
                .iter()
                .zip(ends)
                .map(|(&from, to)| &answer.rows[from..to])
                .collect(),
        };
        let blocks = blocks.into_iter();
        blocks
            .flat_map(|rows| aligned(rows, place, &mark_of, style))
            .collect()
    } else {
        let told = |cell: &Cell| match column.role {
            Role::Unit if !is_full => abbreviated(&text(cell, style)),
            _ => text(cell, style),
        };
        let cells = answer.rows.iter().map(|row| &row.cells[place]);
        cells
            .map(|cell| format!("{}{}", told(cell), mark_of(cell)))
            .collect()
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

/// Units without the price basis that they end with.
fn short_cells(column: &Column, cells: &[(String, Dress)]) -> Option<Vec<String>> {
    matches!(column.role, Role::Unit).then(|| {
        let short = cells.iter().map(|(cell, _)| match cell.rsplit_once(", ") {
            Some((unit, basis)) if basis.ends_with(" prices") => unit.to_owned(),
            _ => cell.clone(),
        });
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
    fn ellipsis(rows: usize) -> Strip {
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
    fn shorten(&mut self) {
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
    fn head(&self, limit: usize) -> Vec<String> {
        let unit = self.unit.as_deref();
        let limit = limit
            .max(longest_word(&self.heading))
            .max(unit.map_or(0, longest_word));
        let mut lines = wrap(&format!("{}{}", self.heading, self.mark), limit);
        lines.extend(unit.into_iter().flat_map(|unit| wrap(unit, limit)));
        lines
    }
}

/// The columns side by side: the headings, a rule, the rows.
fn draw(strips: &[Strip], fitted: &Fitted, groups: &[(usize, String)]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let plain = |texts: Vec<String>| texts.into_iter().map(|text| (text, Dress::new()));
    let columns = || strips.iter().zip(&fitted.widths);
    let heads = columns().map(|(strip, &width)| plain(strip.head(width)).collect());
    let heads: Vec<Vec<(String, Dress)>> = heads.collect();
    if heads.iter().flatten().any(|(text, _)| !text.is_empty()) {
        beside(&mut lines, strips, fitted, &heads);
    }
    let gaps = strips.len().saturating_sub(1) * fitted.gap;
    let rule = "─".repeat(fitted.widths.iter().sum::<usize>() + gaps);
    lines.push(vec![(rule, Dress::new().dimmed())]);
    for row in 0..strips.first().map_or(0, |strip| strip.cells.len()) {
        if let Some((_, group)) = groups.iter().find(|(start, _)| *start == row) {
            lines.push(vec![(group.clone(), Dress::new().underline())]);
        }
        let cells = columns().map(|(strip, &width)| {
            let (cell, dress) = &strip.cells[row];
            if strip.words {
                let wrapped = wrap(cell, width).into_iter();
                wrapped.map(|line| (line, *dress)).collect()
            } else {
                vec![(cell.clone(), *dress)]
            }
        });
        beside(&mut lines, strips, fitted, &cells.collect::<Vec<_>>());
    }
    lines
}

/// Cells of one or more lines, side by side.
fn beside(
    lines: &mut Vec<Line>,
    strips: &[Strip],
    fitted: &Fitted,
    cells: &[Vec<(String, Dress)>],
) {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
    for at in 0..height {
        let mut line: Line = Vec::new();
        for (place, (strip, &wide)) in strips.iter().zip(&fitted.widths).enumerate() {
            if place > 0 {
                line.push((" ".repeat(fitted.gap), Dress::new()));
            }
            let (text, dress) = match cells[place].get(at) {
                Some((text, dress)) => (text.as_str(), *dress),
                None => ("", Dress::new()),
            };
            let pad = " ".repeat(wide.saturating_sub(width(text)));
            if strip.numeric {
                line.push((format!("{pad}{text}"), dress));
            } else {
                line.extend([(text.to_owned(), dress), (pad, Dress::new())]);
            }
        }
        lines.push(line);
    }
}
