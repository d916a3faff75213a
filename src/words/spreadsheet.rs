//! What a spreadsheet makes of a text: a formula, a date, a number; and the apostrophe that keeps it from that.

/// The English names of the months.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The beginnings of the months' names, with which a spreadsheet takes a text for a date: `May-10`, `SEPT2`.
const SHORT: [&str; 13] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec",
];

/// The most digits that a spreadsheet shows of a whole number as they are.
const MOST_DIGITS: usize = 11;

/// Whether a spreadsheet makes something else of a text: a date or a time (`5-9`, `1/2`, `10:30`, `3-May`, `MAR1`), a number
/// without its leading zeros (`007`), a power of ten (`1E5`, `123456789012`).
fn is_misread(text: &str) -> bool {
    let folded = text.trim().to_lowercase();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if is_number(&folded) {
        return folded.len() > MOST_DIGITS || (folded.len() > 1 && folded.starts_with('0'));
    }
    if let Some((base, exponent)) = folded.split_once('e')
        && is_number(&base.replacen('.', "", 1))
        && is_number(exponent.trim_start_matches(['+', '-']))
    {
        return true;
    }
    let is_month = |part: &str| SHORT.contains(&part) || MONTHS.contains(&part);
    let parts: Vec<&str> = folded.split(['-', '/', '.', ':', ' ']).collect();
    let is_part = |part: &&str| (is_number(part) && part.len() <= 4) || is_month(part);
    if (2..=3).contains(&parts.len()) && parts.iter().all(is_part) {
        return true;
    }
    // A month and a day or a year with nothing between them.
    let letters = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = folded.len() - letters.len();
    (1..=4).contains(&digits) && SHORT.contains(&letters)
}

/// The characters with which a spreadsheet takes a text for a formula.
const FORMULA_MARKS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// The text behind an apostrophe, where a spreadsheet would run it or make a date or a number of it.
pub fn shielded(text: &str) -> Option<String> {
    (text.starts_with(FORMULA_MARKS) || is_misread(text)).then(|| format!("'{text}"))
}

/// The text without the apostrophe that shields it; nothing where there is none.
pub fn unshielded(text: &str) -> Option<&str> {
    let own = text.strip_prefix('\'')?;
    (own.starts_with(FORMULA_MARKS) || is_misread(own)).then_some(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_takes_for_something_else_is_shielded() {
        for text in [
            "=1+1",
            "5-9",
            "1/2",
            "10-14",
            "3-May",
            "May 2010",
            "MAR1",
            "SEPT2",
            "1E5",
            "2e-3",
            "007",
            "2010-05",
            "123456789012",
            "10:30",
            "2010-05-31",
            "1.2.2010",
        ] {
            let shielded = shielded(text).unwrap();
            assert_eq!(shielded, format!("'{text}"));
            assert_eq!(unshielded(&shielded), Some(text));
        }
        for text in [
            "Hegang",
            "23010",
            "2010",
            "100+",
            "Marburg 1",
            "Mar del Plata",
            "E5",
            "0",
            "2010..2015",
            "2010Q1",
            "A-B",
            "Decatur",
            "12 areas",
        ] {
            assert_eq!(shielded(text), None);
            assert_eq!(unshielded(&format!("'{text}")), None);
        }
    }
}
