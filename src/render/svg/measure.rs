//! How wide a text is, in no font in particular: as wide as in the wider of the usual ones, so that nothing is cut off.

use unicode_width::UnicodeWidthChar;

use super::wrap;

/// How wide a text is in letters of a size, in pixels.
pub(super) fn measure(text: &str, size: f64) -> f64 {
    text.chars().map(of_letter).sum::<f64>() * size
}

/// The width of a letter, as a part of its size; that of `DejaVu Sans`, which is wide, or more.
fn of_letter(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '\'' => 0.29,
        ' ' | '.' | ',' | ':' | ';' | '|' => 0.34,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '-' | '/' | '!' | 'I' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '—' | '…' | '→' => 1.0,
        'ᵃ'..='ᶿ' | 'ⁿ' | 'ⁱ' | 'ʰ' | 'ʲ' | 'ʳ' | 'ʷ' | 'ʸ' | 'ˡ' | 'ˢ' | 'ˣ' => {
            0.46
        }
        'G' | 'O' | 'Q' | 'H' | 'N' | 'D' | 'U' | '+' | '=' | '<' | '>' | '−' | '×' | '÷' => {
            0.84
        }
        'A'..='Z' => 0.72,
        letter => match letter.width() {
            Some(0) | None => 0.0,
            Some(2) => 1.0,
            _ => 0.65,
        },
    }
}

/// A text on lines of at most this many pixels.
pub(super) fn wrapped(text: &str, size: f64, limit: f64) -> Vec<String> {
    const NARROWEST: usize = 4;
    let lines = |cells: usize| -> Vec<String> {
        wrap(text, cells)
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect()
    };
    // Letters differ in width: the widest lines decide how many fit.
    let mut cells = NARROWEST.max(cells(limit / (size * 0.5)));
    while cells > NARROWEST && lines(cells).iter().any(|line| measure(line, size) > limit) {
        cells -= 1;
    }
    lines(cells)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a picture is a few hundred letters wide"
)]
fn cells(number: f64) -> usize {
    number.max(0.0) as usize
}

/// A place with at most one decimal.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    match text.strip_suffix(".0") {
        Some("-0") => "0".to_owned(),
        Some(whole) => whole.to_owned(),
        None => text,
    }
}
