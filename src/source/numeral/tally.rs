//! What the cells of a column are, counted.

use super::marks;
use super::parts::{Parts, Reading, is_plain, trim};

/// How many examples of cells that are not understood are kept.
const MOST_EXAMPLES: usize = 5;

/// A cell and where it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Example {
    /// The line, counted from 1.
    pub line: u64,
    /// The cell, as it stands there.
    pub text: String,
}

/// What the cells of a column are, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cells that hold nothing but blanks.
    pub blank: usize,
    /// Cells with a mark that stands for a missing figure.
    pub missing: usize,
    /// Numbers that mean one thing in every format.
    pub either: usize,
    /// Numbers that only a decimal point explains.
    pub point: usize,
    /// Numbers that only a decimal comma explains.
    pub comma: usize,
    /// Numbers such as `1,234`: thousands, or three decimals behind a comma.
    pub ambiguous_comma: usize,
    /// Numbers such as `1.234`: thousands, or three decimals behind a point.
    pub ambiguous_point: usize,
    /// Cells that hold anything else.
    pub words: usize,
    /// Those of them that hold the sentence that the first of them holds, such as why there is no figure.
    pub said: usize,
    /// Numbers with a percent sign.
    pub percent: usize,
    /// Numbers with the sign of a currency.
    pub money: usize,
    /// The sign of the first of those.
    pub currency: String,
    /// Whole numbers that begin with a zero, as codes do.
    pub leading_zero: usize,
    /// Numbers with decimals.
    pub fractions: usize,
    /// Numbers of five digits and more without anything between them: of four, many group none.
    pub ungrouped: usize,
    /// Numbers with a flag.
    pub flagged: usize,
    /// Numbers with a letter that could as well multiply them.
    pub multiplied: usize,
    /// Numbers in parentheses.
    pub parenthesised: usize,
    /// Such of them as are too long or too odd for a reference to a note.
    pub parenthesised_figures: usize,
    /// The first number that has two meanings.
    pub ambiguous_example: Option<Example>,
    /// The first cells that are not understood.
    pub word_examples: Vec<Example>,
}

/// Whether a cell holds a number.
pub fn is_number(cell: &str) -> bool {
    let cell = trim(cell);
    is_plain(cell)
        || marks::missing(cell).is_none()
            && Parts::of(cell).is_some_and(|parts| parts.reading() != Reading::None)
}

/// Whether a cell holds a number or a mark of a missing one.
pub fn is_figure(cell: &str) -> bool {
    is_number(cell) || marks::missing(trim(cell)).is_some()
}

impl Tally {
    /// Counts a cell.
    pub fn add(&mut self, cell: &str, line: u64) {
        let cell = trim(cell);
        if cell.is_empty() {
            self.blank += 1;
            return;
        }
        // What is plain needs no parts; three decimals have two meanings.
        if is_plain(cell) {
            match cell.find('.') {
                None => {
                    self.either += 1;
                    self.ungrouped += usize::from(cell.trim_start_matches('-').len() > 4);
                    return;
                }
                Some(point) if cell.len() - point != 4 => {
                    self.point += 1;
                    self.fractions += 1;
                    return;
                }
                Some(_) => {}
            }
        }
        if marks::missing(cell).is_some() {
            self.missing += 1;
            return;
        }
        let Some(parts) = Parts::of(cell) else {
            self.word(cell, line);
            return;
        };
        match parts.reading() {
            Reading::Either => {
                self.either += 1;
                self.ungrouped += usize::from(parts.is_ungrouped());
            }
            Reading::Point => self.point += 1,
            Reading::Comma => self.comma += 1,
            Reading::Ambiguous(sign) => {
                if sign == '.' {
                    self.ambiguous_point += 1;
                } else {
                    self.ambiguous_comma += 1;
                }
                self.ambiguous_example.get_or_insert_with(|| Example {
                    line,
                    text: cell.to_owned(),
                });
            }
            Reading::None => {
                self.word(cell, line);
                return;
            }
        }
        self.fractions += usize::from(matches!(parts.reading(), Reading::Point | Reading::Comma));
        self.percent += usize::from(parts.percent);
        if !parts.currency.is_empty() {
            self.money += 1;
            if self.currency.is_empty() {
                parts.currency.clone_into(&mut self.currency);
            }
        }
        self.leading_zero += usize::from(parts.has_leading_zero());
        self.multiplied += usize::from(marks::may_multiply(parts.flag));
        self.flagged += usize::from(!parts.flag.is_empty());
        if parts.parenthesised {
            self.parenthesised += 1;
            let figure = cell.len() > 4 || parts.percent || !parts.currency.is_empty();
            self.parenthesised_figures += usize::from(figure);
        }
    }

    fn word(&mut self, cell: &str, line: u64) {
        self.words += 1;
        let first = self.word_examples.first();
        let is_said = first.is_none_or(|first| first.text == cell) && cell.split(' ').count() > 3;
        self.said += usize::from(is_said);
        if self.word_examples.len() < MOST_EXAMPLES {
            self.word_examples.push(Example {
                line,
                text: cell.to_owned(),
            });
        }
    }

    /// How many cells hold a number.
    pub fn figures(&self) -> usize {
        self.either + self.point + self.comma + self.ambiguous_comma + self.ambiguous_point
    }

    /// How many cells were counted.
    pub fn cells(&self) -> usize {
        self.blank + self.missing + self.figures() + self.words
    }

    /// Whether it is a column of figures: numbers, with at most a few signs among them that are not understood, or with
    /// one sentence where there is none.
    pub fn holds_figures(&self) -> bool {
        let figures = self.figures();
        figures > 0
            && (self.words * 4 <= figures
                || self.said == self.words && (4..=figures).contains(&self.words))
    }

    /// Adds what another column counted.
    pub fn merge(&mut self, other: &Tally) {
        for (own, its) in [
            (&mut self.blank, other.blank),
            (&mut self.missing, other.missing),
            (&mut self.either, other.either),
            (&mut self.point, other.point),
            (&mut self.comma, other.comma),
            (&mut self.ambiguous_comma, other.ambiguous_comma),
            (&mut self.ambiguous_point, other.ambiguous_point),
            (&mut self.words, other.words),
            (&mut self.said, other.said),
            (&mut self.percent, other.percent),
            (&mut self.money, other.money),
            (&mut self.leading_zero, other.leading_zero),
            (&mut self.fractions, other.fractions),
            (&mut self.ungrouped, other.ungrouped),
            (&mut self.flagged, other.flagged),
            (&mut self.multiplied, other.multiplied),
            (&mut self.parenthesised, other.parenthesised),
            (&mut self.parenthesised_figures, other.parenthesised_figures),
        ] {
            *own += its;
        }
        if self.currency.is_empty() {
            self.currency.clone_from(&other.currency);
        }
        if self.ambiguous_example.is_none() {
            self.ambiguous_example.clone_from(&other.ambiguous_example);
        }
        let room = MOST_EXAMPLES - self.word_examples.len();
        self.word_examples
            .extend(other.word_examples.iter().take(room).cloned());
    }
}
