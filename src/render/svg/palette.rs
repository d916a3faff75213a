//! Colours, dashes and markers of series.

use std::fmt::Write as _;

/// A colour, as it is on a light ground and on a dark one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Color {
    /// The class by which a dark ground changes it.
    pub(super) class: &'static str,
    pub(super) light: &'static str,
    pub(super) dark: &'static str,
    /// The colour of text upon it.
    pub(super) text: Upon,
}

/// The colour of text upon a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Upon {
    Black,
    /// White on a light ground, where the colour is dark; black on a dark one.
    Inverse,
}

const fn color(class: &'static str, light: &'static str, dark: &'static str, text: Upon) -> Color {
    Color {
        class,
        light,
        dark,
        text,
    }
}

/// The eight colours of Okabe and Ito; those too dark for a dark ground are lighter there.
const BLUE: Color = color("hlj-blue", "#0072B2", "#4AA8E0", Upon::Inverse);
const VERMILLION: Color = color("hlj-vermillion", "#D55E00", "#F0813A", Upon::Black);
const GREEN: Color = color("hlj-green", "#009E73", "#1DB98C", Upon::Black);
const PURPLE: Color = color("hlj-purple", "#CC79A7", "#CC79A7", Upon::Black);
const ORANGE: Color = color("hlj-orange", "#E69F00", "#E69F00", Upon::Black);
const SKY: Color = color("hlj-sky", "#56B4E9", "#8CD0F5", Upon::Black);
const BLACK: Color = color("hlj-black", "#000000", "#E8E8E8", Upon::Inverse);
const YELLOW: Color = color("hlj-yellow", "#F0E442", "#F0E442", Upon::Black);

/// In the order in which lines take them: the strongest first.
pub(super) const OF_LINES: [Color; 8] =
    [BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, BLACK, YELLOW];
/// In the order in which the parts of bars take them: neighbours differ in lightness.
pub(super) const OF_PARTS: [Color; 8] =
    [BLUE, ORANGE, GREEN, YELLOW, VERMILLION, SKY, BLACK, PURPLE];

/// The dashes of lines; the first is none.
const DASHES: [&str; 5] = ["", "7 3", "2 3", "10 3 2 3", "5 5"];

pub(super) fn of_line(series: usize) -> Color {
    OF_LINES[series % OF_LINES.len()]
}

/// The colour of a bar: that of its part, or where all bars are of one sort, that of its sign.
pub(super) fn of_bar(part: usize, single: bool, value: f64) -> Color {
    if single && value < 0.0 {
        VERMILLION
    } else {
        of_part(part)
    }
}

pub(super) fn of_part(part: usize) -> Color {
    OF_PARTS[part % OF_PARTS.len()]
}

/// The attribute that dashes the line of a series; five dashes and eight colours do not repeat together before forty.
pub(super) fn dash(series: usize) -> String {
    match DASHES[series % DASHES.len()] {
        "" => String::new(),
        dash => format!(" stroke-dasharray=\"{dash}\""),
    }
}

/// The outline of a series' marker around a point.
pub(super) fn marker(series: usize, x: f64, y: f64) -> String {
    let corners: &[(f64, f64)] = match series % 6 {
        0 => {
            let (left, right) = (
                super::measure::number(x - 3.6),
                super::measure::number(x + 3.6),
            );
            let y = super::measure::number(y);
            return format!("M{left} {y}A3.6 3.6 0 1 1 {right} {y}A3.6 3.6 0 1 1 {left} {y}Z");
        }
        1 => &[(-3.3, -3.3), (3.3, -3.3), (3.3, 3.3), (-3.3, 3.3)],
        2 => &[(0.0, -4.4), (4.2, 3.4), (-4.2, 3.4)],
        3 => &[(0.0, -4.8), (4.8, 0.0), (0.0, 4.8), (-4.8, 0.0)],
        4 => &[(0.0, 4.4), (4.2, -3.4), (-4.2, -3.4)],
        _ => &[
            (-1.5, -4.5),
            (1.5, -4.5),
            (1.5, -1.5),
            (4.5, -1.5),
            (4.5, 1.5),
            (1.5, 1.5),
            (1.5, 4.5),
            (-1.5, 4.5),
            (-1.5, 1.5),
            (-4.5, 1.5),
            (-4.5, -1.5),
            (-1.5, -1.5),
        ],
    };
    let mut path = String::new();
    for (at, (right, down)) in corners.iter().enumerate() {
        let to = if at == 0 { 'M' } else { 'L' };
        let (x, y) = (
            super::measure::number(x + right),
            super::measure::number(y + down),
        );
        let _ = write!(path, "{to}{x} {y}");
    }
    path + "Z"
}
