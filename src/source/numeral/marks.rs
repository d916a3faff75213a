//! Marks that stand for a missing figure, and flags that stand at one: those in use, with what they mean.

use crate::figure::Status;

/// Marks of missing figures, without regard to case, each with what it means.
const MISSING: &[(&str, Status)] = &[
    ("..", Status::Missing),
    ("...", Status::Missing),
    ("....", Status::Missing),
    (".....", Status::Missing),
    ("......", Status::Missing),
    (".", Status::Missing),
    ("…", Status::Missing),
    ("……", Status::Missing),
    ("‥", Status::Missing),
    (":", Status::Missing),
    ("-", Status::Missing),
    ("--", Status::Missing),
    ("///", Status::Missing),
    ("---", Status::Missing),
    ("- -", Status::Missing),
    ("\u{2212}", Status::Missing),
    ("–", Status::Missing),
    ("—", Status::Missing),
    ("――", Status::Missing),
    ("―", Status::Missing),
    ("－", Status::Missing),
    ("ー", Status::Missing),
    ("/", Status::LowReliability),
    ("?", Status::Missing),
    ("!", Status::Missing),
    ("_", Status::Missing),
    ("|", Status::Missing),
    ("\\n", Status::Missing),
    ("n/a", Status::Missing),
    ("n.a.", Status::Missing),
    ("n.a", Status::Missing),
    ("n. a.", Status::Missing),
    ("na", Status::Missing),
    ("(na)", Status::Missing),
    ("[na]", Status::Missing),
    ("<na>", Status::Missing),
    ("#n/a", Status::Missing),
    ("nan", Status::Missing),
    ("null", Status::Missing),
    ("none", Status::Missing),
    ("missing", Status::Missing),
    ("not available", Status::Missing),
    ("no data", Status::Missing),
    ("nd", Status::Missing),
    ("n.d.", Status::Missing),
    ("n.d", Status::Missing),
    ("n/d", Status::Missing),
    ("s/d", Status::Missing),
    ("s.d.", Status::Missing),
    ("s/i", Status::Missing),
    ("k.a.", Status::Missing),
    ("k. a.", Status::Missing),
    ("ns", Status::NotSignificant),
    ("n.s.", Status::NotSignificant),
    ("nc", Status::NotCollected),
    ("n.c.", Status::NotCollected),
    ("nr", Status::Missing),
    ("缺", Status::Missing),
    ("无", Status::Missing),
    ("无数据", Status::Missing),
    ("#div/0!", Status::Missing),
    ("#value!", Status::Missing),
    ("#ref!", Status::Missing),
    ("#name?", Status::Missing),
    ("#num!", Status::Missing),
    ("#null!", Status::Missing),
    ("(x)", Status::CannotExist),
    ("[x]", Status::Missing),
    ("[z]", Status::CannotExist),
    ("(z)", Status::NotSignificant),
    ("z", Status::CannotExist),
    ("[c]", Status::Suppressed),
    ("(c)", Status::Suppressed),
    ("c", Status::Suppressed),
    ("(d)", Status::Suppressed),
    ("d", Status::Suppressed),
    ("(s)", Status::Suppressed),
    ("s", Status::Suppressed),
    ("(l)", Status::Suppressed),
    ("(n)", Status::Missing),
    ("(nm)", Status::Missing),
    ("nm", Status::Missing),
    ("n", Status::Missing),
    ("x", Status::Suppressed),
    ("[low]", Status::NotSignificant),
    ("f", Status::Suppressed),
    ("[u]", Status::LowReliability),
    ("(u)", Status::LowReliability),
    ("u", Status::LowReliability),
    ("suppressed", Status::Suppressed),
    ("confidential", Status::Suppressed),
    ("unreliable", Status::LowReliability),
    ("not applicable", Status::CannotExist),
    ("†", Status::CannotExist),
    ("‡", Status::Suppressed),
    ("*", Status::Suppressed),
    ("**", Status::Suppressed),
    ("***", Status::Suppressed),
    ("****", Status::Suppressed),
    ("*****", Status::Suppressed),
    ("******", Status::Suppressed),
    ("#", Status::Suppressed),
    ("##", Status::Suppressed),
];

/// For each byte the lengths of the marks that begin with it, in small letters: a bit for each.
static LENGTHS: [u32; 256] = {
    let mut lengths = [0; 256];
    let mut at = 0;
    while at < MISSING.len() {
        let mark = MISSING[at].0.as_bytes();
        lengths[mark[0] as usize] |= 1 << mark.len();
        at += 1;
    }
    lengths
};

/// The flags of Eurostat and of the others that use them, and of SDMX where no other meaning is common.
const FLAGS: &[(char, Status, &str)] = &[
    ('b', Status::Break, "break in time series"),
    ('c', Status::Suppressed, "confidential"),
    ('d', Status::DefinitionDiffers, "definition differs"),
    ('e', Status::Estimated, "estimated"),
    ('f', Status::Forecast, "forecast"),
    ('i', Status::Imputed, "imputed"),
    ('m', Status::Missing, "missing"),
    ('n', Status::NotSignificant, "not significant"),
    ('p', Status::Provisional, "provisional"),
    ('r', Status::Normal, "revised"),
    ('s', Status::Estimated, "estimated by the publisher"),
    ('u', Status::LowReliability, "low reliability"),
    ('z', Status::CannotExist, "not applicable"),
];

/// What a cell that is a mark of a missing figure says of it; nothing where the cell is no such mark.
pub(super) fn missing(cell: &str) -> Option<Status> {
    // Marks are short, and most cells begin with a digit.
    if cell.len() > 16 || cell.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let known = |text: &str| {
        let first = text.as_bytes().first()?.to_ascii_lowercase();
        if LENGTHS[usize::from(first)] >> text.len() & 1 == 0 {
            return None;
        }
        let found = MISSING
            .iter()
            .find(|(mark, _)| mark.eq_ignore_ascii_case(text));
        found.map(|(_, status)| *status)
    };
    if let Some(status) = known(cell) {
        return Some(status);
    }
    // `. . .`, `(..)`: the same with blanks, or in parentheses.
    if cell.starts_with('.') && cell.bytes().all(|byte| matches!(byte, b'.' | b' ')) {
        return Some(Status::Missing);
    }
    if let Some(inside) = cell
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        let inside = inside.trim();
        return known(inside).filter(|_| !inside.contains(char::is_alphanumeric));
    }
    // `<5`, `≤ 3`, `> 95`: a figure that is withheld between bounds.
    if let Some(rest) = cell.strip_prefix(['<', '>', '≤', '≥']) {
        let rest = rest.trim_start_matches('=').trim();
        let bound = !rest.is_empty()
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'%'));
        return bound.then_some(Status::Suppressed);
    }
    // `–ᵃ`: a mark with a footnote.
    if !cell.is_ascii()
        && let Some(at) = cell.find(is_superscript).filter(|at| *at > 0)
        && cell[at..].split(',').all(are_superscripts)
    {
        return known(cell[..at].trim_end());
    }
    // `: c`, `.. e`: a mark with a flag of its own.
    let (mark, flag) = cell.split_once([' ', '\u{a0}'])?;
    let status = known(mark)?;
    let flag = flag.trim();
    if !flag.is_empty() && flag.chars().all(|letter| flag_of(letter).is_some()) {
        return Some(match flag_status(flag) {
            Some(found @ (Status::Suppressed | Status::CannotExist)) => found,
            _ => status,
        });
    }
    None
}

/// What a mark of a missing figure means in words.
pub fn mark_meaning(mark: &str) -> &'static str {
    match missing(mark) {
        _ if mark.starts_with(['<', '>', '≤', '≥']) => "withheld between bounds",
        Some(Status::Suppressed) => "withheld",
        Some(Status::CannotExist) => "not applicable",
        Some(Status::LowReliability) => "too uncertain to be published",
        Some(Status::NotSignificant) => "too small to be shown",
        Some(Status::NotCollected) => "not collected",
        _ => "not available",
    }
}

fn flag_of(letter: char) -> Option<(Status, &'static str)> {
    let found = FLAGS
        .iter()
        .find(|(flag, ..)| flag.eq_ignore_ascii_case(&letter));
    found.map(|(_, status, meaning)| (*status, *meaning))
}

/// The letters of a flag without what they are wrapped in: `(p)` is `p`.
fn letters(flag: &str) -> &str {
    flag.trim_matches(['(', ')', '[', ']', ' '])
}

/// The status that a flag gives its figure, of several letters the one that matters most; nothing where there is no flag
/// or its meaning is not known.
pub fn flag_status(flag: &str) -> Option<Status> {
    let letters = letters(flag);
    // Capital letters are grades of quality in some offices: those alone that mean one thing everywhere are known.
    let known = |letter: char| match letter {
        'A'..='D' | 'F' | 'I' | 'M' | 'N' | 'S' | 'U' | 'Z' => None,
        _ => flag_of(letter).map(|(status, _)| status),
    };
    let statuses: Option<Vec<Status>> = letters.chars().map(known).collect();
    statuses?.into_iter().reduce(Status::worst)
}

/// What a flag means in words, where that is known: `break in time series, provisional`.
pub fn flag_meaning(flag: &str) -> Option<String> {
    flag_status(flag)?;
    let meanings = letters(flag).chars().filter_map(flag_of);
    let meanings: Vec<&str> = meanings.map(|(_, meaning)| meaning).collect();
    (!meanings.is_empty()).then(|| meanings.join(", "))
}

/// Whether what stands behind a number is a flag: known letters, a sign, a number in brackets.
pub(super) fn is_flag(text: &str, attached: bool) -> bool {
    let inside = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
        .or_else(|| {
            text.strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
        });
    if let Some(inside) = inside {
        return !inside.is_empty()
            && inside.chars().count() <= 5
            && inside
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, ',' | ' ' | '*' | '.'));
    }
    let is_sign = |c: char| {
        matches!(
            c,
            '*' | '†' | '‡' | '#' | '§' | '¶' | '^' | '~' | '!' | 'ª' | 'º' | '°' | '※' | '⁎'
        ) || is_superscript(c)
    };
    if !text.is_empty() && text.chars().count() <= 6 && text.chars().all(is_sign) {
        return true;
    }
    // `ᵃ,ᵇ`: several footnotes.
    if text.contains(',') && text.split(',').all(are_superscripts) {
        return true;
    }
    // `1)`, `a)`, `a/`, `1/`: footnotes.
    if let Some(note) = text.strip_suffix([')', '/']) {
        let short = (1..=2).contains(&note.chars().count());
        return short
            && note.chars().all(char::is_alphanumeric)
            && !(attached && note.bytes().all(|b| b.is_ascii_digit()));
    }
    let letters = text.chars().count();
    // `2.5bn` is no 2.5 with two flags.
    if letters > 1 && MULTIPLIERS.contains(&text) {
        return false;
    }
    (1..=4).contains(&letters)
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() && flag_of(c).is_some())
        || letters == 1
            && text
                .chars()
                .all(|c| matches!(c, 'A'..='F' | 'P' | 'R' | 'S' | 'U'))
}

fn are_superscripts(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_superscript)
}

/// Whether a letter or a digit is set higher.
pub fn is_superscript(c: char) -> bool {
    matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{207f}' | '\u{2b0}'..='\u{2b8}' | '\u{2e0}'..='\u{2e3}' | '\u{1d43}'..='\u{1d5b}' | '\u{1d9b}'..='\u{1dbf}' | '①'..='⑳')
}

/// Letters and words that multiply the number before them, in small letters.
const MULTIPLIERS: [&str; 30] = [
    "k",
    "m",
    "mn",
    "mln",
    "mio",
    "b",
    "bn",
    "bln",
    "mrd",
    "t",
    "tn",
    "thousand",
    "thousands",
    "million",
    "millions",
    "billion",
    "billions",
    "trillion",
    "тыс",
    "млн",
    "млрд",
    "千",
    "万",
    "萬",
    "百万",
    "千万",
    "亿",
    "億",
    "만",
    "억",
];

/// Whether a cell is a number with a word that multiplies it: `1.5k`, `$1.2M`, `1.2万`, `3 million`.
pub fn is_multiplied(cell: &str) -> bool {
    let is_sign = |c: char| matches!(c, '-' | '+' | '−' | '$' | '€' | '£' | '¥' | ' ');
    let cell = cell
        .trim()
        .trim_start_matches("US")
        .trim_start_matches(is_sign);
    let is_of_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}');
    let word = cell.trim_start_matches(is_of_number);
    let begins = cell.starts_with(|c: char| c.is_ascii_digit());
    begins && MULTIPLIERS.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

/// Whether a flag could as well say that the number is to be multiplied: `5 m`, `2.5b`, `1.2B`.
pub(super) fn may_multiply(flag: &str) -> bool {
    matches!(flag, "b" | "m" | "B" | "M")
}
