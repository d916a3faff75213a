//! The characters and colours that pictures in a terminal are drawn with.

use anstyle::{AnsiColor, Style};

/// A set of characters.
pub(super) struct Pen {
    /// Whether lines are drawn with the dots of braille.
    pub(super) braille: bool,
    pub(super) vertical: char,
    pub(super) vertical_tick: char,
    pub(super) horizontal: char,
    pub(super) horizontal_tick: char,
    pub(super) corner: char,
    pub(super) zero: char,
    /// A line, where it is not drawn in dots.
    pub(super) line: char,
    /// The ends and the middle of an interval, and an interval that is narrower than a cell.
    pub(super) whisker: [char; 3],
    pub(super) narrow_whisker: char,
    /// Cells filled from the left, by parts of a cell; the last is full.
    pub(super) filled: &'static [char],
    /// A cell filled in its right half.
    pub(super) right_half: Option<char>,
    /// Fillings of the parts of a bar, told apart without colour.
    pub(super) fillings: &'static [char],
    /// The marks of series.
    pub(super) marks: &'static [char],
    /// From low to high.
    pub(super) levels: &'static [char],
    /// A year without a value in a sparkline.
    pub(super) hole: char,
    /// In place of years that would take too much room.
    pub(super) cut: &'static str,
    /// Between the first and the last value of a sparkline.
    pub(super) to: &'static str,
    /// Between an indicator and its unit.
    pub(super) between: &'static str,
}

pub(super) const UNICODE: Pen = Pen {
    braille: true,
    vertical: '│',
    vertical_tick: '┤',
    horizontal: '─',
    horizontal_tick: '┬',
    corner: '└',
    zero: '┄',
    line: '·',
    whisker: ['├', '─', '┤'],
    narrow_whisker: '╪',
    filled: &['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
    right_half: Some('▐'),
    fillings: &['█', '▒', '░', '▓', '▚', '╳', '≡', '∷'],
    marks: &[
        '●', '■', '▲', '◆', '○', '□', '△', '◇', '▼', '★', '▽', '☆', '✚', 'A', 'B', 'C', 'D', 'E',
        'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W',
        'X', 'Y', 'Z',
    ],
    levels: super::super::spark::BLOCKS,
    hole: super::super::spark::HOLE,
    cut: "⋮",
    to: " → ",
    between: " · ",
};

pub(super) const ASCII: Pen = Pen {
    braille: false,
    vertical: '|',
    vertical_tick: '+',
    horizontal: '-',
    horizontal_tick: '+',
    corner: '+',
    zero: '-',
    line: '.',
    whisker: ['[', '-', ']'],
    narrow_whisker: 'I',
    filled: &['='],
    right_half: None,
    fillings: &['#', '=', ':', '+', '%', '~', '&', '.'],
    marks: &[
        'o', '#', '^', '*', 'x', '@', '%', '&', 'v', '$', '+', '=', '~', 'A', 'B', 'C', 'D', 'E',
        'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W',
        'X', 'Y', 'Z',
    ],
    levels: super::super::spark::ASCII,
    hole: ' ',
    cut: ":",
    to: " -> ",
    between: ", ",
};

impl Pen {
    /// The mark of a series.
    pub(super) fn mark(&self, series: usize) -> char {
        self.marks[series % self.marks.len()]
    }

    /// The filling of a part of a bar.
    pub(super) fn filling(&self, part: usize) -> char {
        self.fillings[part % self.fillings.len()]
    }
}

/// The colour of a series.
pub(super) fn tint(series: usize) -> Style {
    const TINTS: [AnsiColor; 6] = [
        AnsiColor::Blue,
        AnsiColor::Yellow,
        AnsiColor::Green,
        AnsiColor::Magenta,
        AnsiColor::Cyan,
        AnsiColor::Red,
    ];
    Style::new().fg_color(Some(TINTS[series % TINTS.len()].into()))
}
