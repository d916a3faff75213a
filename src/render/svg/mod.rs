//! A picture as SVG, for print and for the web: text is text, nothing is loaded, the same answer gives the same bytes.
//!
//! It stands on a ground of its own, light, and dark where the reader's surroundings are dark. Series differ in
//! colour (those of Okabe and Ito, which colour-blind readers tell apart), in dashes and in markers.

mod bars;
mod columns;
mod lines;
mod measure;
mod multiples;
mod page;
mod palette;
mod plot;
mod sparks;

use super::layout::wrap;
use super::picture::{Bars, Body, Datum, Panel, Picture, no_value};
use super::{Language, RenderError, Style};
use crate::answer::Answer;
use crate::figure::Frequency;
use measure::{measure, wrapped};
use page::{Anchor, Page};

/// The width of a picture, in pixels, and of one for a phone.
const WIDTH: f64 = 800.0;
const NARROW: f64 = 366.0;
/// What is left free around it.
const MARGIN: f64 = 24.0;
/// The sizes of letters, in pixels.
const TITLE: f64 = 18.0;
const HEADING: f64 = 14.0;
const TEXT: f64 = 12.0;
const SMALL: f64 = 11.0;
/// The space from line to line, as a multiple of the letters' size.
const LEADING: f64 = 1.4;

/// How much of a picture is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// All of it, in a file of its own.
    Whole,
    /// The panels alone, for a page that tells title, notes and sources itself.
    Panels,
}

pub(super) fn render(answer: &Answer, style: &Style) -> Result<Vec<u8>, RenderError> {
    let picture = Picture::new(answer, style)?;
    Ok(draw(&picture, style, Extent::Whole, WIDTH).into_bytes())
}

/// The panels of an answer's picture as elements for a page, which tells title, notes and sources itself, wide and for a
/// phone; nothing where there is nothing to draw, or no two values to be compared.
pub(super) fn elements(answer: &Answer, style: &Style) -> Result<Option<[String; 2]>, RenderError> {
    let mut picture = Picture::new(answer, style)?;
    if !picture.compares() {
        return Ok(None);
    }
    picture.forget_marks();
    Ok(Some(
        [WIDTH, NARROW].map(|width| draw(&picture, style, Extent::Panels, width)),
    ))
}

fn draw(picture: &Picture, style: &Style, extent: Extent, width: f64) -> String {
    let mut page = Page::default();
    page.width = width;
    page.y = MARGIN - TITLE;
    let mut unmarked: Vec<&Datum> = Vec::new();
    let width = width - 2.0 * MARGIN;
    if extent == Extent::Whole {
        paragraph(
            &mut page,
            &picture.title,
            TITLE,
            "font-weight=\"bold\"",
            page::INK,
        );
        paragraph(&mut page, &picture.subtitle, TEXT, "", page::DIM);
        page.y += 6.0;
    }
    let gutters = lines::gutters(picture.panels.iter().filter_map(Panel::lines));
    let courses = sparks::gutters(picture.panels.iter().filter_map(Panel::courses));
    for panel in &picture.panels {
        page.y += 8.0;
        paragraph(
            &mut page,
            &with_cut(heading(panel), panel, style),
            HEADING,
            "font-weight=\"bold\"",
            page::INK,
        );
        page.y += 4.0;
        unmarked.extend(match &panel.body {
            Body::Lines(lines) if multiples::suit(lines) => multiples::draw(&mut page, lines),
            Body::Lines(lines) => lines::draw(&mut page, lines, gutters, style),
            Body::Bars(bars) if bars.are_calendars() => columns::draw(&mut page, bars, style),
            Body::Bars(bars) => bars::draw(&mut page, bars, style),
            Body::Sparks(lines) => sparks::draw(&mut page, lines, courses),
        });
        page.y += 10.0;
    }
    if extent == Extent::Whole {
        if let Some(text) = &picture.nothing {
            paragraph(&mut page, text, TEXT, "", page::INK);
        }
        page.y += 4.0;
        for (mark, note) in picture.notes(&unmarked) {
            let indent = measure(&mark, SMALL) + 4.0;
            for (at, line) in wrapped(&note, SMALL, width - indent).iter().enumerate() {
                page.y += SMALL * LEADING;
                if at == 0 {
                    page.text(MARGIN, page.y, SMALL, Anchor::Start, page::DIM, &mark);
                }
                page.text(
                    MARGIN + indent,
                    page.y,
                    SMALL,
                    Anchor::Start,
                    page::DIM,
                    line,
                );
            }
        }
        for remark in &picture.remarks {
            paragraph(&mut page, remark, SMALL, "", page::DIM);
        }
        for source in &picture.sources {
            paragraph(&mut page, source, SMALL, "", page::DIM);
        }
    }
    page.finish(&title(picture), &description(picture, style))
}

/// A text on lines of its own.
fn paragraph(page: &mut Page, text: &str, size: f64, extra: &str, ink: page::Ink) {
    for line in wrapped(text, size, page.width - 2.0 * MARGIN) {
        page.y += size * LEADING;
        page.text_with(MARGIN, page.y, size, Anchor::Start, ink, extra, &line);
    }
}

fn heading(panel: &Panel) -> String {
    let between = if panel.heading.is_empty() || panel.unit.is_empty() {
        ""
    } else {
        " · "
    };
    format!("{}{between}{}{}", panel.heading, panel.unit, panel.marks)
}

/// A heading with where its axis begins, where that is not at zero.
fn with_cut(heading: String, panel: &Panel, style: &Style) -> String {
    match panel.lines().and_then(lines::cut) {
        Some(from) => {
            let told = style.word(" · axis from ", " · 纵轴起点");
            [&heading, told, &from].concat()
        }
        None => heading,
    }
}

fn title(picture: &Picture) -> String {
    let parts = [picture.title.as_str(), picture.subtitle.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// The picture in words, for those who do not see it.
fn description(picture: &Picture, style: &Style) -> String {
    let told = |kind: &str, panel: &Panel, values: Vec<String>| {
        let [stop, between] = [style.word(". ", "。"), style.word("; ", "；")];
        let values = if values.is_empty() {
            no_value(style).trim_end_matches(stop.trim_end()).to_owned()
        } else {
            values.join(between)
        };
        [kind, &heading(panel), &values].join(stop) + stop.trim_end()
    };
    let panels = picture.panels.iter().map(|panel| match &panel.body {
        Body::Lines(lines) | Body::Sparks(lines) => {
            let series = lines.series.iter().filter_map(|series| {
                let (first, last) = (series.first()?, series.last()?);
                let (name, [start, end]) = (&series.name, [first, last]);
                let [from, to] = [&start.datum.text, &end.datum.text];
                let [first, last] = [start.year, end.year].map(|place| lines.told(place));
                let year = if lines.frequency == Frequency::Year {
                    "年"
                } else {
                    ""
                };
                Some(match style.language {
                    Language::English => {
                        format!("{name}: {from} in {first}, {to} in {last}")
                    }
                    Language::Chinese => {
                        format!("{name}：{first}{year}{from}，{last}{year}{to}")
                    }
                })
            });
            told(style.word("Lines", "折线图"), panel, series.collect())
        }
        Body::Bars(bars) => told(style.word("Bars", "条形图"), panel, in_words(bars, style)),
    });
    let mut parts: Vec<String> = panels.collect();
    parts.extend(picture.nothing.clone());
    parts.join(" ")
}

fn in_words(bars: &Bars, style: &Style) -> Vec<String> {
    let values = bars
        .bars
        .iter()
        .flat_map(|bar| bar.pieces.iter().map(|piece| &piece.datum));
    let colon = style.word(": ", "：");
    let told = values.map(|datum| format!("{}{colon}{}", datum.about, datum.text));
    told.collect()
}

/// A count as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "pictures are small")]
fn precise(count: usize) -> f64 {
    count as f64
}
