//! What stands beside a name of a place: its code, marks of footnotes.

use crate::order::InOrder;
use crate::source::numeral;

/// A name without the code before it: `13 Madrid, Comunidad de`, `42173-Soria`, `[DE1] Baden`.
pub(super) fn code_before(name: &str) -> Option<(&str, &str)> {
    let bracketed = name.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (code, rest) = if let Some(found) = bracketed {
        found
    } else {
        let end = name.find(|c: char| !c.is_ascii_alphanumeric())?;
        name.split_at(end)
    };
    let sign = rest
        .trim_start()
        .trim_start_matches(['-', '–', ':', '.', '_', '|'])
        .trim();
    let parted = rest.len() > sign.len();
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    let upper = code
        .bytes()
        .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    // Letters alone are a code before a dash between blanks: `IV - Central`, `AT: Austria`.
    let is_apart = [" - ", " – ", ": "]
        .iter()
        .any(|sign| rest.starts_with(sign));
    let is_letters = is_apart && (1..=4).contains(&code.len());
    let is_code = (digits > 0 || is_letters) && upper && code.len() <= 12;
    let is_name = sign.chars().next().is_some_and(char::is_alphabetic);
    (parted && is_code && is_name).then_some((code, sign))
}

/// The codes that stand before names, and the names, where nearly all names have such a code of their own: for each
/// name its code, empty where it has none, and the name alone. The others are groups.
pub(crate) fn codes_before<'n>(names: &[&'n str]) -> Option<Vec<(&'n str, &'n str)>> {
    let parted: Vec<(&str, &str)> = names
        .iter()
        .map(|name| code_before(name).unwrap_or(("", *name)))
        .collect();
    let with_code = parted.iter().filter(|(code, _)| !code.is_empty()).count();
    let mut codes: Vec<&str> = parted
        .iter()
        .map(|(code, _)| *code)
        .filter(|code| !code.is_empty())
        .collect();
    codes.order();
    let own = codes.windows(2).all(|pair| pair[0] != pair[1]);
    let mut bare: Vec<&str> = parted.iter().map(|(_, name)| *name).collect();
    bare.order();
    let apart = bare.windows(2).all(|pair| pair[0] != pair[1]);
    let without = names.len() - with_code;
    let enough = with_code > 1 && (without <= 2 || without * 5 <= names.len());
    (enough && own && apart).then_some(parted)
}

/// A name without the signs that set it in below a larger area: `.Alabama`, `# 浦东新区`; nothing where there are none.
pub(crate) fn without_dots(name: &str) -> Option<&str> {
    let bare = name
        .trim_start_matches(['.', '…', '·', '#', '＃'])
        .trim_start();
    // `....1st District`
    let is_ordinal = || name.starts_with("..") && bare.contains(char::is_alphabetic);
    let is_name = bare.starts_with(char::is_alphabetic)
        || bare.starts_with(|c: char| c.is_ascii_digit()) && is_ordinal();
    (bare.len() < name.len() && is_name).then_some(bare)
}

/// A name without a mark of a footnote behind it: `Nunavut 5`, `Piauí (1)`, `Berlin*`.
pub(crate) fn without_mark(name: &str) -> &str {
    let is_mark = |c: char| {
        matches!(c, '*' | '†' | '‡')
            || matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{2079}')
    };
    let bare = name.trim_end_matches(is_mark).trim_end();
    let bare = match bare
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('))
    {
        Some((before, inside))
            if !inside.is_empty()
                && inside.chars().count() <= 2
                && inside.chars().all(|c| c.is_ascii_alphanumeric()) =>
        {
            before.trim_end()
        }
        _ => bare,
    };
    match bare.rsplit_once(' ') {
        Some((before, last))
            if last.len() <= 2
                && !last.is_empty()
                && last.bytes().all(|b| b.is_ascii_digit())
                && before.chars().any(char::is_alphabetic) =>
        {
            before.trim_end()
        }
        _ => bare,
    }
}

/// A name without marks behind a blank that end in a slash: `Abra 1/`, `Ilocos Norte 2/, b/`.
fn without_slashed(name: &str) -> &str {
    let mut rest = name;
    while let Some((before, mark)) = rest.trim_end_matches(',').rsplit_once(' ')
        && let Some(mark) = mark.strip_suffix('/')
        && (mark.len() == 1 || mark.len() == 2 && mark.bytes().all(|b| b.is_ascii_digit()))
        && mark.bytes().all(|b| b.is_ascii_alphanumeric())
        && before.contains(char::is_alphabetic)
    {
        rest = before.trim_end();
    }
    if rest.len() < name.len() {
        rest.trim_end_matches(',')
    } else {
        name
    }
}

/// A name and the mark of a footnote behind it that cannot be part of it: `Germany 1)`, `Wales¹`, `Total*`, `Japan(2)`.
pub(crate) fn footnoted(name: &str) -> Option<(&str, &str)> {
    let is_sign = |c: char| matches!(c, '*' | '†' | '‡') || numeral::is_superscript(c);
    let is_number = |text: &str| {
        (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let name = name.trim_end();
    let bare = without_slashed(name);
    if bare.len() < name.len() {
        return Some((bare, name[bare.len()..].trim_start()));
    }
    let bare = match name.strip_suffix(')') {
        // `PHILIPPINES ¹ ²`
        None if name.ends_with(is_sign) => {
            name.trim_end_matches(|c: char| is_sign(c) || matches!(c, ' ' | ','))
        }
        None => name,
        Some(rest) => match rest.rsplit_once('(') {
            Some((before, inside)) if is_number(inside) => before,
            Some((before, inside)) if !inside.is_empty() && inside.chars().all(is_sign) => before,
            Some(_) => return None,
            // `1)` and `1,2)`
            None => rest.trim_end_matches(|c: char| c.is_ascii_digit() || c == ','),
        },
    };
    let bare = bare.trim_end();
    let mark = name[bare.len()..].trim_start();
    let is_name = bare.chars().next_back().is_some_and(char::is_alphabetic);
    (!mark.is_empty() && mark != ")" && is_name).then_some((bare, mark))
}
