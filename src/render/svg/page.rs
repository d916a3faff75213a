//! The elements of a picture, written down in order.

use std::fmt::Write as _;

use super::MARGIN;
use super::measure::{measure, number};
use super::palette::{Color, OF_LINES, Upon};
use crate::render::markup::escape;

/// The letters: fonts that have 汉字 beside Latin ones, on any system.
const FONTS: &str = "'Noto Sans','Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei','Segoe UI',Arial,sans-serif";

/// A colour that is not that of a series: the class by which a dark ground changes it, and its two forms.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    class: &'static str,
    light: &'static str,
    dark: &'static str,
}

const fn ink(class: &'static str, light: &'static str, dark: &'static str) -> Ink {
    Ink { class, light, dark }
}

/// The ground.
pub(super) const GROUND: Ink = ink("hlj-ground", "#FFFFFF", "#1B1D21");
/// Text.
pub(super) const INK: Ink = ink("hlj-ink", "#1A1A1A", "#ECECEC");
/// Text that is read last, and axes.
pub(super) const DIM: Ink = ink("hlj-dim", "#555555", "#B4B8BF");
/// Lines of a grid.
pub(super) const GRID: Ink = ink("hlj-grid", "#DDDDDD", "#3A3F47");
/// Text upon colours.
const BLACK: Ink = ink("hlj-on", "#000000", "#000000");
const INVERSE: Ink = ink("hlj-inverse", "#FFFFFF", "#000000");

/// Where a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A rectangle: left, top, right, bottom.
pub(super) type Area = [f64; 4];

/// What is drawn so far.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// How wide it is, in pixels.
    pub(super) width: f64,
    /// Where the next thing goes.
    pub(super) y: f64,
    elements: String,
    /// The areas that are taken by texts of the panel at hand.
    taken: Vec<Area>,
}

impl Page {
    pub(super) fn text(&mut self, x: f64, y: f64, size: f64, anchor: Anchor, ink: Ink, text: &str) {
        self.text_with(x, y, size, anchor, ink, "", text);
    }

    #[expect(clippy::too_many_arguments, reason = "a text has as many properties")]
    pub(super) fn text_with(
        &mut self,
        x: f64,
        y: f64,
        size: f64,
        anchor: Anchor,
        ink: Ink,
        extra: &str,
        text: &str,
    ) {
        if !text.is_empty() {
            self.take(area(x, y, size, anchor, text));
            self.write(x, y, size, anchor, ink, extra, text);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a text has as many properties")]
    fn write(
        &mut self,
        x: f64,
        y: f64,
        size: f64,
        anchor: Anchor,
        ink: Ink,
        extra: &str,
        text: &str,
    ) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let space = if extra.is_empty() { "" } else { " " };
        self.push(&format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{size}\"{anchor} class=\"{}\" fill=\"{}\"{space}{extra}>{}</text>",
            number(x), number(y), ink.class, ink.light, escape(text)
        ));
    }

    /// Raised letters near a point, within an area, where nothing is yet; says whether there was room.
    pub(super) fn raised_near(
        &mut self,
        x: f64,
        y: f64,
        size: f64,
        text: &str,
        within: Area,
    ) -> bool {
        // From a point, its marker between, to the middle of the letters.
        let beside = measure(text, size) / 2.0 + 7.0;
        let above = size * 0.25 + 7.0;
        let places = [
            (0.0, -above),
            (0.0, above),
            (beside, -above / 2.0),
            (-beside, -above / 2.0),
            (beside, above / 2.0),
            (-beside, above / 2.0),
            (0.0, -2.0 * above),
            (0.0, 2.0 * above),
        ];
        for (right, down) in places {
            let baseline = y + down + size * 0.55;
            let found = raised(x + right, baseline, size, text);
            let inside = found[0] >= within[0]
                && found[1] >= within[1]
                && found[2] <= within[2]
                && found[3] <= within[3];
            if inside && self.is_free(found) {
                self.write(x + right, baseline, size, Anchor::Middle, INK, "", text);
                self.take(found);
                return true;
            }
        }
        false
    }

    /// Takes an area, so that no text is put there later.
    pub(super) fn take(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// Takes the places along a line.
    pub(super) fn take_line(&mut self, from: (f64, f64), to: (f64, f64)) {
        const PARTS: u8 = 16;
        for part in 0..=PARTS {
            let part = f64::from(part) / f64::from(PARTS);
            let (x, y) = (
                from.0 + (to.0 - from.0) * part,
                from.1 + (to.1 - from.1) * part,
            );
            self.take([x - 2.0, y - 1.5, x + 2.0, y + 1.5]);
        }
    }

    /// Whether no text is in an area.
    fn is_free(&self, area: Area) -> bool {
        self.taken.iter().all(|taken| {
            area[0] >= taken[2] || area[2] <= taken[0] || area[1] >= taken[3] || area[3] <= taken[1]
        })
    }

    /// A straight line of a grid or an axis.
    pub(super) fn rule(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink, width: f64) {
        self.push(&format!(
            "<path d=\"M{} {}L{} {}\" stroke=\"{}\" class=\"{}-line\" stroke-width=\"{width}\" fill=\"none\"/>",
            number(from.0), number(from.1), number(to.0), number(to.1), ink.light, ink.class
        ));
    }

    /// A line of a series.
    pub(super) fn stroke(&mut self, path: &str, color: Color, width: f64, extra: &str) {
        self.push(&format!(
            "<path d=\"{path}\" fill=\"none\" stroke=\"{}\" class=\"{}-line\" stroke-width=\"{width}\" stroke-linejoin=\"round\"{extra}/>",
            color.light, color.class
        ));
    }

    /// A line that others are seen against.
    pub(super) fn context(&mut self, path: &str) {
        if !path.is_empty() {
            self.push(&format!(
                "<path d=\"{path}\" fill=\"none\" stroke=\"{}\" class=\"{}-line\" stroke-opacity=\"0.35\" stroke-width=\"1.2\"/>",
                DIM.light, DIM.class
            ));
        }
    }

    /// A shape of a series, with what it stands for: full, or hollow where the value is in doubt.
    pub(super) fn shape(&mut self, path: &str, color: Color, hollow: bool, told: &str) {
        let fill = if hollow {
            format!(
                "fill=\"{}\" class=\"{} {}-line\"",
                GROUND.light, GROUND.class, color.class
            )
        } else {
            format!(
                "fill=\"{}\" class=\"{1} {1}-line\"",
                color.light, color.class
            )
        };
        self.push(&format!(
            "<path d=\"{path}\" {fill} stroke=\"{}\" stroke-width=\"1.5\">{}</path>",
            color.light,
            titled(told)
        ));
    }

    /// A bar or a part of one: full, or pale with a dashed edge where the value is in doubt.
    pub(super) fn bar(
        &mut self,
        [left, top, right, bottom]: Area,
        color: Color,
        pale: bool,
        told: &str,
    ) {
        let doubt = if pale {
            format!(
                " fill-opacity=\"0.35\" stroke=\"{}\" stroke-dasharray=\"3 2\"",
                color.light
            )
        } else {
            String::new()
        };
        let line = if pale {
            format!(" {}-line", color.class)
        } else {
            String::new()
        };
        self.push(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\" class=\"{}{line}\"{doubt}>{}</rect>",
            number(left), number(top), number((right - left).max(0.0)), number((bottom - top).max(0.0)),
            color.light, color.class, titled(told)
        ));
    }

    /// An interval, with a short stroke at either end; `upright` says which way it runs.
    pub(super) fn whisker(&mut self, from: (f64, f64), to: (f64, f64)) {
        let (across, along) = if (from.0 - to.0).abs() > (from.1 - to.1).abs() {
            (0.0, 4.0)
        } else {
            (4.0, 0.0)
        };
        let mut path = format!(
            "M{} {}L{} {}",
            number(from.0),
            number(from.1),
            number(to.0),
            number(to.1)
        );
        for (x, y) in [from, to] {
            let _ = write!(
                path,
                "M{} {}L{} {}",
                number(x - across),
                number(y - along),
                number(x + across),
                number(y + along)
            );
        }
        self.push(&format!(
            "<path d=\"{path}\" fill=\"none\" stroke=\"{}\" class=\"{}-line\" stroke-width=\"1.2\"/>",
            INK.light, INK.class
        ));
    }

    fn push(&mut self, element: &str) {
        self.elements.push_str(element);
        self.elements.push('\n');
    }

    /// The whole element.
    pub(super) fn finish(self, title: &str, description: &str) -> String {
        let (width, height) = (number(self.width), number((self.y + MARGIN).ceil()));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"{FONTS}\">\n<title>{}</title>\n<desc>{}</desc>\n<style>{}</style>\n<rect width=\"{width}\" height=\"{height}\" fill=\"{}\" class=\"{}\"/>\n{}</svg>\n",
            escape(title),
            escape(description),
            dark(),
            GROUND.light,
            GROUND.class,
            self.elements
        )
    }
}

/// The ink of text upon a colour.
pub(super) fn upon(color: Color) -> Ink {
    match color.text {
        Upon::Black => BLACK,
        Upon::Inverse => INVERSE,
    }
}

/// The area that a text takes.
pub(super) fn area(x: f64, y: f64, size: f64, anchor: Anchor, text: &str) -> Area {
    let width = measure(text, size);
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    };
    [left, y - size * 0.85, left + width, y + size * 0.25]
}

/// The area that letters take of which all are raised.
fn raised(x: f64, y: f64, size: f64, text: &str) -> Area {
    let [left, _, right, _] = area(x, y, size, Anchor::Middle, text);
    [left, y - size * 0.8, right, y - size * 0.3]
}

/// What a shape stands for, shown where a pointer rests on it.
fn titled(told: &str) -> String {
    format!("<title>{}</title>", escape(told))
}

/// The rules that change colours where the surroundings are dark.
fn dark() -> String {
    let mut rules = String::from("@media (prefers-color-scheme:dark){");
    let inks = [GROUND, INK, DIM, GRID, INVERSE].map(|ink| (ink.class, ink.dark));
    let colors = OF_LINES.map(|color| (color.class, color.dark));
    for (class, color) in inks.into_iter().chain(colors) {
        let _ = write!(
            rules,
            ".{class}{{fill:{color}}}.{class}-line{{stroke:{color}}}"
        );
    }
    rules + "}"
}
