//! The letters of a cell, a caption or a heading: what is set higher are marks and powers.

/// How long a mark is at most, in bytes.
const LONGEST_MARK: usize = 8;

/// A letter of a mark, raised.
fn higher(letter: char) -> Option<char> {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    const LETTERS: &str = "aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ";
    if let Some(digit) = letter.to_digit(10) {
        return Some(DIGITS[digit as usize]);
    }
    if matches!(letter, ',' | '*') {
        return Some(letter);
    }
    let at = LETTERS
        .find(letter.to_ascii_lowercase())
        .filter(|_| letter.is_ascii())?;
    LETTERS[at..].chars().nth(1)
}

/// What is read into.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) letters: String,
    /// Where what is set higher begins.
    pub(super) raised: Option<usize>,
}

impl Text {
    /// Takes what is set higher into the line: digits and letters as raised ones, which are marks and powers and no part of a
    /// figure.
    pub(super) fn end_raised(&mut self) {
        let Some(start) = self.raised.take() else {
            return;
        };
        let raised = self.letters.split_off(start);
        let raised = raised.trim();
        let bare: String = raised.split(['[', ']', '(', ')', ' ']).collect();
        let letters: Option<String> = bare.chars().map(higher).collect();
        let is_ordinal = ["st", "nd", "rd", "th", "er"].contains(&bare.as_str());
        match letters {
            Some(letters) if bare.len() <= LONGEST_MARK && !is_ordinal => {
                self.letters.push_str(&letters);
            }
            _ => self.letters.push_str(raised),
        }
    }

    pub(super) fn told(mut self) -> String {
        self.end_raised();
        let words: Vec<&str> = self.letters.split_whitespace().collect();
        words.join(" ")
    }
}
