//! A table for a terminal: what it shows, aligned columns, what the signs mean, where it is from.
//!
//! What is the same in every row is told in the title. Where the columns do not fit the width, words are wrapped; where they
//! still do not, columns that are details are omitted, then those in the middle, and that is said. No number is broken in
//! two, and no row becomes a list.

mod constants;
mod fit;
mod sheet;
mod sources;
mod strip;

use anstyle::Style as Dress;

use super::footnotes::Footnotes;
use super::layout::{below, width, wrap};
use super::signs::{Signs, more};
use super::{Language, NotesLevel, Style};
use crate::answer::{Answer, Role};
use crate::words::uncapitalised;
use constants::{constants, group_lines, groups, prices};
use fit::fitting;
use sheet::{Sheet, draw};
use sources::{in_brief, sources_of};
use strip::{Strip, strip};

/// The measure of running text, below a table that is narrower and in a column of words.
const TEXT: usize = 80;
/// The narrowest width that is laid out for.
const NARROWEST: usize = 20;
/// A part of the page as characters, without what stands around it.
struct Drawing<'a> {
    answer: &'a Answer,
    footnotes: Footnotes<'a>,
    title: String,
    /// What holds for all figures: unit, price basis, what every row repeats.
    aside: String,
    body: Vec<Line>,
    omitted: Option<String>,
    chinese: bool,
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
        // Headings over nothing say nothing where a sentence does.
        let is_said = has_sections || drawing.answer.nothing.is_some();
        if !(is_said && drawing.answer.rows.is_empty()) {
            for line in &drawing.body {
                sheet.line(line);
            }
        }
        let remarks = drawing
            .answer
            .below()
            .filter(|_| style.notes != NotesLevel::None);
        let omitted = drawing.omitted.iter().map(String::as_str);
        for remark in remarks.chain(omitted).map(|remark| style.told(remark)) {
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
                style.word("; ", "；"),
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
        let count = notes.map_or(0, Footnotes::count);
        let more = more(count, style).filter(|_| style.notes == NotesLevel::Brief);
        let room = measure.saturating_sub(more.as_ref().map_or(0, |more| width(more) + 3));
        let parts = in_brief(&sources, room).into_iter().chain(more);
        sheet.dim(&wrap(&parts.collect::<Vec<_>>().join(" · "), measure));
    }
    sheet.out.into_bytes()
}

fn line_width(line: &Line) -> usize {
    line.iter().map(|(text, _)| width(text)).sum()
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
        let absorbed = strip::absorbed(answer, groups.is_some(), style);
        let constants = constants(answer, &said, &absorbed, style);
        let is_unit = |&place: &usize| matches!(answer.columns[place].role, Role::Unit);
        let joins = groups.is_none() && absorbed.iter().any(is_unit);
        for told in &constants.in_title {
            title.extend([
                if title.is_empty() {
                    ""
                } else {
                    style.word(", ", "，")
                },
                told,
            ]);
        }
        let mut strips: Vec<Strip> = answer
            .shown()
            .filter(|(place, _)| !constants.places.contains(place))
            .map(|(place, _)| strip(answer, place, &absorbed, &footnotes, signs, style))
            .collect();
        let natural: usize = strips.iter().map(|strip| strip.natural + 2).sum();
        if limit.is_some_and(|limit| natural > limit + 2) && style.notes != NotesLevel::Full {
            strips.iter_mut().for_each(Strip::shorten);
        }
        // Of one row, details are omitted only where nothing else has room.
        let is_alone = answer.rows.len() <= 1;
        let fitted = fitting(&mut strips, &answer.details, is_alone, limit);
        let groups = group_lines(answer, &groups.unwrap_or_default(), style);
        let body = draw(&strips, &fitted, &groups);
        let subtitle = match title.as_str() {
            "" => subtitle,
            _ if style.language == Language::Chinese => subtitle,
            _ => uncapitalised(&subtitle),
        };
        let aside: Vec<String> = [subtitle]
            .into_iter()
            .filter(|text| !text.is_empty())
            .chain(constants.told)
            .chain(prices(answer, joins, style))
            .collect();
        Drawing {
            answer,
            footnotes,
            title,
            aside: aside.join(" · "),
            body,
            omitted: fitted.omitted,
            chinese: style.language == Language::Chinese,
        }
    }

    /// The title, and beside or below it what holds for all figures.
    fn head(&self, sheet: &mut Sheet, measure: usize) {
        let bold = Dress::new().bold();
        let aside = if self.chinese {
            format!("（{}）", self.aside)
        } else {
            format!(" ({})", self.aside)
        };
        if self.aside.is_empty() || self.title.is_empty() {
            for line in wrap(&self.title, measure) {
                sheet.line(&[(line, bold)]);
            }
            sheet.dim(&wrap(&self.aside, measure));
        } else if width(&self.title) + width(&aside) <= measure && !self.aside.contains('(') {
            let title = (self.title.clone(), bold);
            let space = if self.chinese { "" } else { " " };
            sheet.line(&[
                title,
                (space.to_owned(), Dress::new()),
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
