//! A page for a browser: the table with its notes as links, the source, how to ask again. It is one file that needs
//! no other, without scripts; it suits a phone, print and dark surroundings (`page.css`).

use super::footnotes::{Footnotes, letters};
use super::layout::{MISSING, Tail, heading, is_numeric, longest_word, parts, text, width};
use super::markup::escape;
use super::{Language, RenderError, Style, svg};
use crate::answer::{Answer, Column, Origin, Role, Row};
use crate::words::legible;

/// The widest text that is not broken over lines, in characters.
const NAME: usize = 30;

/// The look of every page.
const CSS: &str = include_str!("page.css");

pub(super) fn render(answer: &Answer, style: &Style) -> Result<Vec<u8>, RenderError> {
    let page_of = Footnotes::of_page(answer, style);
    let has_sections = page_of.len() > 1;
    let mut css = CSS.to_owned();
    let mut body = Vec::new();
    for (at, (answer, footnotes)) in page_of.iter().enumerate() {
        css.push_str(&tails(answer, at, footnotes, style));
        body.push(title(answer, at, style));
        if has_sections && answer.rows.is_empty() {
            continue;
        }
        body.extend([picture(answer, style)?, table(answer, at, footnotes, style)]);
        if has_sections {
            body.push(remarks(answer, style));
        }
    }
    if let Some((_, footnotes)) = page_of.last() {
        body.push(notes(footnotes, style));
    }
    if !has_sections {
        body.push(remarks(answer, style));
    }
    body.push(sources(answer, style));
    body.push(origin(answer.origin.as_ref(), style));
    Ok(page(&style.label(&answer.title), &css, &body.concat(), style).into_bytes())
}

/// A whole page around what it says.
fn page(title: &str, css: &str, body: &str, style: &Style) -> String {
    let title = match title {
        "" => "hlj",
        title => title,
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>\n{css}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        match style.language {
            Language::English => "en",
            Language::Chinese => "zh-Hans",
        },
        escape(title)
    )
}

/// The title of the page, or of the section at this place.
fn title(answer: &Answer, at: usize, style: &Style) -> String {
    let level = if at == 0 { "h1" } else { "h2" };
    let (id, text) = (id(at), label(&answer.title, style));
    format!("<{level} id=\"{id}\">{text}</{level}>\n")
}

/// The id of the title of the page, or of the section at this place.
fn id(at: usize) -> String {
    match at {
        0 => "title".to_owned(),
        at => format!("s{at}"),
    }
}

/// The picture of the figures, where they have one. One that was asked for by its kind is not left out in silence.
fn picture(answer: &Answer, style: &Style) -> Result<String, RenderError> {
    let drawn = match svg::elements(answer.drawn.as_deref().unwrap_or(answer), style) {
        Err(error) if style.chart.is_some() => return Err(error),
        drawn => drawn.ok().flatten(),
    };
    let figure = |[wide, narrow]: [String; 2]| {
        format!(
            "<figure class=\"wide\">\n{wide}</figure>\n<figure class=\"narrow\">\n{narrow}</figure>\n"
        )
    };
    Ok(drawn.map_or_else(String::new, figure))
}

/// The table in a box that scrolls where it is wider than the page.
fn table(answer: &Answer, at: usize, footnotes: &Footnotes, style: &Style) -> String {
    let (id, class) = (id(at), class(at));
    let stacks = is_wide(answer, style);
    let stacked = if stacks { " class=\"stacks\"" } else { "" };
    let mut out = format!(
        "<section class=\"scroll{class}\" aria-labelledby=\"{id}\" tabindex=\"0\">\n<table{stacked}>\n",
    );
    let subtitle = label(&answer.subtitle, style);
    if !subtitle.is_empty() {
        line(&mut out, &format!("<caption>{subtitle}</caption>"));
    }
    let numeric: Vec<bool> = (0..answer.columns.len())
        .map(|place| is_numeric(answer, place))
        .collect();
    out.push_str("<thead>\n<tr>\n");
    for (place, column) in answer.shown() {
        let (label, unit) = heading(column, style);
        let unit = unit.map_or(String::new(), |unit| {
            format!(" <span class=\"unit\">{}</span>", escape(&unit))
        });
        let class = if numeric[place] {
            " class=\"number\""
        } else {
            ""
        };
        let marks = marks(&footnotes.at_column(place));
        let text = escape(&label);
        line(
            &mut out,
            &format!("<th scope=\"col\"{class}>{text}{marks}{unit}</th>"),
        );
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    let head = head(answer);
    for row in &answer.rows {
        line(
            &mut out,
            if row.total {
                "<tr class=\"total\">"
            } else {
                "<tr>"
            },
        );
        for (place, column) in answer.shown() {
            let mut cell = cell(
                row,
                (place, numeric[place]),
                head == Some(place),
                footnotes,
                style,
            );
            if stacks && let Some(rest) = cell.strip_prefix("<td") {
                let label = escape(&style.label(&column.label));
                cell = format!("<td data-label=\"{label}\"{rest}");
            }
            line(&mut out, &cell);
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
    if let (Some(nothing), true) = (&answer.nothing, answer.rows.is_empty()) {
        line(
            &mut out,
            &format!("<p>{}</p>", escape(&style.told(nothing))),
        );
    }
    out
}

/// Whether a table is wider than a phone, which then shows each row as a list of its cells.
fn is_wide(answer: &Answer, style: &Style) -> bool {
    const PHONE: usize = 38;
    let widths = answer.shown().map(|(place, column)| {
        let cells = answer
            .rows
            .iter()
            .map(|row| width(&text(&row.cells[place], style)));
        let (label, unit) = heading(column, style);
        let widest_word = longest_word(&label).max(longest_word(&unit.unwrap_or_default()));
        cells.max().unwrap_or(0).min(NAME).max(widest_word) + 2
    });
    widths.sum::<usize>() > PHONE
}

/// The column whose cells are the headings of their rows: the area, else the first where it holds no figures.
fn head(answer: &Answer) -> Option<usize> {
    let is_area = |(_, column): &(usize, &Column)| matches!(column.role, Role::Area);
    let first = || answer.shown().next();
    let column = answer.shown().find(is_area).or_else(first);
    let holds_words = column.filter(|(_, column)| column.measure().is_none());
    holds_words.map(|(place, _)| place)
}

fn cell(
    row: &Row,
    (place, is_numeric): (usize, bool),
    is_head: bool,
    footnotes: &Footnotes,
    style: &Style,
) -> String {
    let cell = &row.cells[place];
    let marks = marks(&footnotes.at_cell(place, cell));
    let text = text(cell, style);
    if is_head {
        return format!("<th scope=\"row\">{}{marks}</th>", escape(&text));
    }
    if !is_numeric {
        let class = if width(&text) > NAME {
            " class=\"words\""
        } else {
            ""
        };
        return format!("<td{class}>{}{marks}</td>", shown(&text, style));
    }
    let (whole, fraction) = parts(&text);
    let whole = shown(whole, style);
    format!(
        "<td class=\"number\">{whole}<span class=\"tail t{place}\">{fraction}{marks}</span></td>"
    )
}

/// A text of a cell; what stands for a missing value is told to those who listen, too.
fn shown(text: &str, style: &Style) -> String {
    if text == MISSING {
        let told = style.word("no value", "无数据");
        return format!(
            "<span aria-hidden=\"true\">{MISSING}</span><span class=\"unseen\">{told}</span>"
        );
    }
    escape(text)
}

/// The class of the section at this place, behind others.
fn class(at: usize) -> String {
    match at {
        0 => String::new(),
        at => format!(" in-s{at}"),
    }
}

/// The widths of what stands behind the whole parts of each column's numbers: digits, and marks, which are smaller.
fn tails(answer: &Answer, at: usize, footnotes: &Footnotes, style: &Style) -> String {
    let numeric = answer
        .shown()
        .filter(|(place, _)| is_numeric(answer, *place));
    let rules = numeric.map(|(place, _)| {
        let tail = Tail::of(answer, place, footnotes, style);
        let hundredths = tail.fraction * 100 + tail.marks * 70;
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        let section = class(at).replace(' ', ".");
        let space = if at == 0 { "" } else { " " };
        format!("{section}{space}.t{place} {{ width: {whole}.{rest:02}ch; }}\n")
    });
    rules.collect()
}

/// Raised letters that lead to notes.
fn marks(notes: &[usize]) -> String {
    if notes.is_empty() {
        return String::new();
    }
    let links: Vec<String> = notes
        .iter()
        .map(|note| format!("<a href=\"#n{}\">{}</a>", note + 1, letters(*note)))
        .collect();
    format!("<sup>{}</sup>", links.join(","))
}

fn notes(footnotes: &Footnotes, style: &Style) -> String {
    let mut out = String::new();
    if footnotes.count() == 0 {
        return out;
    }
    let heading = style.word("Notes", "注");
    line(
        &mut out,
        &format!("<h2>{heading}</h2>\n<ul class=\"notes\">"),
    );
    for (at, text) in footnotes.texts(letters).enumerate() {
        let text = escape(&text);
        let mark = letters(at);
        line(
            &mut out,
            &format!("<li id=\"n{}\"><sup>{mark}</sup>{text}</li>", at + 1),
        );
    }
    out.push_str("</ul>\n");
    out
}

/// What was done to the figures.
fn remarks(answer: &Answer, style: &Style) -> String {
    let mut out = String::new();
    for remark in answer.below() {
        line(&mut out, &format!("<p>{}</p>", escape(&style.told(remark))));
    }
    out
}

/// Where the figures are from.
fn sources(answer: &Answer, style: &Style) -> String {
    let mut out = String::new();
    for source in &answer.sources_of_page() {
        let source = escape(&style.source(source));
        line(&mut out, &format!("<p class=\"source\">{source}</p>"));
    }
    out
}

/// How to ask again.
fn origin(origin: Option<&Origin>, style: &Style) -> String {
    let Some(origin) = origin else {
        return String::new();
    };
    format!(
        "<h2>{}</h2>\n<pre><code>{}</code></pre>\n<p class=\"source\">{}{}</p>\n",
        style.word("How to reproduce this", "如何重现"),
        escape(&legible(&origin.query)),
        style.word("Data: ", "数据："),
        escape(&legible(&origin.data()))
    )
}

fn label(label: &crate::answer::Label, style: &Style) -> String {
    escape(&style.label(label))
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}
