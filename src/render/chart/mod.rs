//! A picture for a terminal: lines of braille, bars of eighths of a cell, sparklines; or, where `--ascii` asks for it, the
//! characters of ASCII alone. What belongs together is told by marks and names, with or without colour.

mod bars;
mod canvas;
mod lines;
mod pen;
mod sparks;

use super::layout::{below, width, wrap};
use super::picture::{Body, Datum, Panel, Picture};
use super::{RenderError, Style};
use crate::answer::Answer;
use crate::words::Refusal;
use pen::Pen;

/// How wide a picture is where nothing says how wide the terminal is.
const WIDTH: usize = 80;
/// The narrowest picture that is laid out.
const NARROWEST: usize = 20;
/// The widest picture that is drawn, however wide the terminal says it is.
const WIDEST: usize = 1000;

/// What the parts of a picture are drawn with.
struct Look {
    width: usize,
    /// How many rows a field of lines may have, for the picture to fit the screen.
    rows: usize,
    pen: Pen,
    style: Style,
}

pub(super) fn render(answer: &Answer, style: &Style) -> Result<Vec<u8>, RenderError> {
    let width = style.width.unwrap_or(WIDTH);
    if width < NARROWEST {
        return RenderError::unsuited(
            Refusal::new(format!(
                "a picture takes {NARROWEST} columns of characters at least, and \
                    `{width}` are there"
            ))
            .next("give it a greater `--width`, or leave out `-f chart`"),
        );
    }
    let picture = Picture::new(answer, style)?;
    let mut look = Look {
        rows: usize::MAX,
        width: width.min(WIDEST),
        pen: if style.ascii {
            pen::ASCII
        } else {
            pen::UNICODE
        },
        style: *style,
    };
    let mut out = draw(&picture, &look);
    // The prompt takes a row too.
    let fields = picture.panels.iter().filter_map(Panel::lines);
    let heights: Vec<usize> = fields.map(|lines| lines::height_of(lines, &look)).collect();
    let excess = style
        .rows
        .map_or(0, |rows| (out.len() + 1).saturating_sub(rows));
    let highest = heights.iter().max().copied().unwrap_or(0);
    let rows = highest.saturating_sub(excess.div_ceil(heights.len().max(1)));
    // What does not fit all the same is better high.
    if excess > 0 && rows >= lines::LEAST {
        look.rows = rows;
        out = draw(&picture, &look);
    }
    Ok(out
        .iter()
        .flat_map(|line| [line, "\n"])
        .collect::<String>()
        .into_bytes())
}

/// The lines of text of a picture.
fn draw(picture: &Picture, look: &Look) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    out.extend(look.told(&picture.title, anstyle::Style::new().bold()));
    out.extend(look.told(&picture.subtitle, anstyle::Style::new()));
    let mut unmarked: Vec<&Datum> = Vec::new();
    let gutters = lines::gutters(picture.panels.iter().filter_map(Panel::lines), look);
    for panel in &picture.panels {
        if !out.is_empty() {
            out.push(String::new());
        }
        out.extend(look.told(&heading(panel, look), anstyle::Style::new().bold()));
        let (lines, left) = match &panel.body {
            Body::Lines(lines) => lines::draw(lines, look, gutters),
            Body::Bars(bars) => bars::draw(bars, look),
            Body::Sparks(lines) => sparks::draw(lines, look),
        };
        out.extend(lines.iter().map(|line| line.trim_end().to_owned()));
        unmarked.extend(left);
    }
    let nothing = picture
        .nothing
        .iter()
        .flat_map(|text| wrap(text, look.width));
    out.extend(nothing);
    let told = below(
        picture.notes(&unmarked).into_iter(),
        picture.remarks.iter().chain(&picture.sources).cloned(),
        look.width,
    );
    if !told.is_empty() && !picture.panels.is_empty() {
        out.push(String::new());
    }
    let dimmed = anstyle::Style::new().dimmed();
    out.extend(told.iter().map(|line| look.dressed(line, dimmed)));
    out
}

/// What is measured, in which unit, with the marks of what holds for all of it.
fn heading(panel: &Panel, look: &Look) -> String {
    let unit = match (panel.heading.as_str(), panel.unit.as_str()) {
        (_, "") => String::new(),
        ("", unit) => unit.to_owned(),
        (_, unit) => format!("{}{unit}", look.pen.between),
    };
    let cut = panel.lines().and_then(|lines| lines::cut(lines, look));
    let cut = cut.map_or_else(String::new, |from| {
        let told = look.style.word("axis from ", "纵轴起点");
        [look.pen.between, told, &from].concat()
    });
    format!("{}{unit}{}{cut}", panel.heading, panel.marks)
}

impl Look {
    /// A text on lines of its own.
    fn told(&self, text: &str, dress: anstyle::Style) -> Vec<String> {
        let lines = wrap(text, self.width);
        let lines = lines.iter().filter(|line| !line.is_empty());
        lines.map(|line| self.dressed(line, dress)).collect()
    }

    fn dressed(&self, text: &str, dress: anstyle::Style) -> String {
        if self.style.color && dress != anstyle::Style::new() {
            format!("{}{text}{}", dress.render(), dress.render_reset())
        } else {
            text.to_owned()
        }
    }

    /// Names, each in the colour of its series, side by side as far as there is room.
    fn side_by_side(&self, entries: impl Iterator<Item = (Option<usize>, String)>) -> Vec<String> {
        const GAP: &str = "   ";
        let mut lines: Vec<String> = Vec::new();
        let mut taken = 0;
        for (series, entry) in entries {
            for (at, text) in wrap(&entry, self.width).iter().enumerate() {
                let tinted =
                    series.map_or_else(|| text.clone(), |series| self.tinted(text, series));
                let wide = GAP.len() + width(text);
                if let Some(line) = lines
                    .last_mut()
                    .filter(|_| at == 0 && taken + wide <= self.width)
                {
                    line.extend([GAP, &tinted]);
                    taken += wide;
                } else {
                    lines.push(tinted);
                    taken = width(text);
                }
            }
        }
        lines
    }

    /// A text in the colour of a series.
    fn tinted(&self, text: &str, series: usize) -> String {
        self.dressed(text, pen::tint(series))
    }
}

/// The nearest whole number of cells or dots.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places in a picture are small and not negative"
)]
fn whole(number: f64) -> usize {
    number.round().max(0.0) as usize
}

/// A count of cells or dots as a number to reckon with.
#[expect(clippy::cast_precision_loss, reason = "pictures are small")]
fn precise(count: usize) -> f64 {
    count as f64
}
